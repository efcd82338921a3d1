"""Whose a figure is: the page's own zone's, the city's above it, another area's, or a firm's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpi.building.pipeline import Extractor
from kpi.pages.turns import own_core
from kpi.pages.whose import PageZone, Relation
from kpi.sentences.areas import OWN, UPPER, Area, area_of, area_tokens, own_zone
from kpi.sentences.pieces import Token
from kpi.settings.config import load_config
from kpi.vocabulary.model import Document, Extraction

ZONE = "荆州经济技术开发区"
HEAD = f"{ZONE}2021年经济运行情况\n2022年1月18日\n2021年，{ZONE}经济运行总体平稳，主要指标好于预期。\n"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_config(Path(__file__).parents[2] / "config.yaml"))


def zones(found: Extraction) -> list[tuple[str, str]]:
    """Number and zone of all that was read, in order."""
    read = sorted([*found.observations, *found.readings], key=lambda each: each.start)
    return [(f"{each.value}", each.zone) for each in read]


# sentence, the zone of each number, why; a last word marks what is not read yet
SENTENCES: list[Any] = [
    ("固定资产投资完成31.4亿元。", [ZONE], "the page's own where nothing is named"),
    ("全区固定资产投资完成31.4亿元。", [ZONE], "全区 is the zone"),
    ("我区固定资产投资完成31.4亿元。", [ZONE], "so is 我区"),
    ("开发区固定资产投资完成31.4亿元。", [ZONE], "and the word for its kind"),
    ("荆州经开区固定资产投资完成31.4亿元。", [ZONE], "and its short name"),
    ("全市固定资产投资完成314.2亿元。", ["荆州市"], "全市 is the city above"),
    ("荆州市固定资产投资完成314.2亿元。", ["荆州市"], "and by its name"),
    ("全省固定资产投资增长8.3%。", ["湖北省"], "全省 is the province"),
    ("建设“人人持证、技能湖北”，固定资产投资完成31.4亿元。", [ZONE], "a slogan's name of a place"),
    ("建成全省首家实训基地，固定资产投资完成31.4亿元。", [ZONE], "the first in the province"),
    ("固定资产投资31.4亿元，中德产业园实际使用外资2300万美元。", [ZONE, "中德产业园"], "a park within the zone"),
    ("临空综合经济园前三季度固定资产投资9.6亿元。", ["临空综合经济园"], "another"),
    ("留学人员创业园内，固定资产投资达3.1亿元。", ["留学人员创业园"], "within a park"),
    ("建成产业园3个，固定资产投资9.6亿元。", [ZONE], "what was built is none"),
    ("柳河镇去年固定资产投资9.6亿元。", ["柳河镇"], "a town called as a county is"),
    ("柳河县去年固定资产投资9.6亿元。", ["柳河县"], "the county"),
    ("设在区内的襄阳高新区去年固定资产投资9.6亿元。", ["襄阳高新技术产业开发区"], "where it lies is not whose it is"),
    ("安置市里下岗职工再就业1372人。", [ZONE], "whom something is done for"),
    ("市里固定资产投资314.2亿元。", ["荆州市"], "but the city by the same word"),
    ("全市固定资产投资314.2亿元，开发区一家就占了三分之一强；一般公共预算收入31亿元。", ["荆州市"] * 2, "the zone's share of the city's"),
    ("李集镇镇长说，光我们一个镇，固定资产投资就有9.6亿元，出口2.1亿元。", ["我们一个镇"] * 2, "a town by what its head says of it"),
    ("与我区隔江相望的襄阳高新区，固定资产投资完成91.7亿元。", ["襄阳高新技术产业开发区"], "what stands before its name tells of it"),
    ("全区外贸完成进出口总额8.4亿元。", [ZONE], "the field is the zone's"),
    ("全区磁材完成进出口总额8.4亿元。", [], "a trade is a part"),
    ("去年街道完成社会消费品零售总额9.4亿元。", ["街道"], "a street office is no zone, behind a time"),
    ("公安县固定资产投资完成21.7亿元。", ["公安县"], "a county beside it"),
    ("襄阳高新区固定资产投资完成91.7亿元。", ["襄阳高新技术产业开发区"], "another zone by its short name"),
    ("全市固定资产投资增长6.1%，我区增长8.3%。", ["荆州市", ZONE], "one subject, two areas"),
    ("全市固定资产投资314.2亿元，我区固定资产投资31.4亿元。", ["荆州市", ZONE], "each its own"),
    ("固定资产投资增长8.3%，高于全市2.2个百分点，工业投资增长9.1%。", [ZONE, ZONE], "held against the city"),
    ("固定资产投资增长8.3%，居全市第二位，工业投资增长9.1%。", [ZONE, ZONE], "a rank in the city"),
    ("固定资产投资31.4亿元，占全市的10.1%，工业投资19.2亿元。", [ZONE, ZONE], "a share of the city"),
    ("在全市率先突破，固定资产投资完成31.4亿元。", [ZONE], "first in the city"),
    ("固定资产投资增长8.3%，而全市同期下降0.9%；工业投资完成19.7亿元。", [ZONE, ZONE], "the city's rate beside it is left out, and ends with its clause"),
    ("◆襄阳高新区：一季度固定资产投资完成21.7亿元。园区提出，全年固定资产投资要完成96.4亿元。", ["襄阳高新技术产业开发区"] * 2, "园区 is the one spoken of"),
    ("◆襄阳高新区：一季度固定资产投资完成21.7亿元。该区今年排定重点项目45个。", ["襄阳高新技术产业开发区"] * 2, "so is 该区"),
    ("◆襄阳高新区：一季度固定资产投资完成21.7亿元。我区同期完成固定资产投资31.4亿元。", ["襄阳高新技术产业开发区", ZONE], "我区 is not"),
    ("开发区一季度固定资产投资完成31.4亿元，襄阳高新区固定资产投资完成21.7亿元。全区工业投资9.4亿元。", [ZONE, "襄阳高新技术产业开发区", ZONE], "nor what a paragraph of the zone names in passing"),
    ("沙市区人社局介绍，全区城镇新增就业6075人。", ["沙市区"], "the district whose office says so"),
    ("开发区统计局介绍，全区城镇新增就业6075人。", [ZONE], "and the zone"),
    ("埠河镇固定资产投资完成2.1亿元。", ["埠河镇"], "a town is no zone"),
    ("宏远磁材有限公司实现工业总产值2.1亿元。", [], "a firm's output"),
    ("宏远磁材二期、恒泰轮胎等26个省市重点项目完成投资58.7亿元。", [ZONE, ZONE], "but a plant may be one of the projects counted"),
    ("宏远磁材公司等3家企业实现工业总产值12亿元。", [], "firms that were counted are firms"),
    ("学习苏州工业园区经验，全区固定资产投资完成31.4亿元。", [ZONE], "a zone that somebody learned from"),
    ("高新区固定资产投资完成91.7亿元。", [], "the word of another kind, and no name"),
    ("宏远磁材有限公司完成固定资产投资2.1亿元。", [], "a firm's investment"),
]  # fmt: skip


def _params(rows: list[Any]) -> list[Any]:
    return [
        pytest.param(*row[:3], id=row[2], marks=[pytest.mark.xfail(strict=True, reason=row[3])] if len(row) > 3 else [])
        for row in rows
    ]


@pytest.mark.parametrize(("sentence", "wanted", "why"), _params(SENTENCES))
def test_whose(sentence: str, wanted: list[str], why: str, extractor: Extractor) -> None:
    found = extractor.extract(Document("page", "page.txt", f"{HEAD}{sentence}\n", ""))
    assert [zone for _, zone in zones(found)] == wanted, (why, zones(found))


def test_an_area_holds_for_its_paragraph(extractor: Extractor) -> None:
    text = f"{HEAD}全市固定资产投资完成314.2亿元。工业投资增长9.1%。\n工业增加值增长7.3%，规上工业增加值增长8.8%。\n"
    told = zones(extractor.extract(Document("page", "page.txt", text, "")))
    assert told[:2] == [("314.2", "荆州市"), ("9.1", "荆州市")]
    assert {zone for _, zone in told[2:]} == {ZONE}, "the next paragraph is the page's own again"


def test_an_area_above_that_has_no_figure_hands_nothing_on(extractor: Extractor) -> None:
    text = f"{HEAD}全市工业投资增长9.1%。开发区的增幅低于全市平均水平，市长点了名。固定资产投资完成31.4亿元。\n"
    told = zones(extractor.extract(Document("page", "page.txt", text, "")))
    assert told == [("9.1", "荆州市"), ("31.4", ZONE)]


def test_a_list_of_areas_hands_none_of_them_on(extractor: Extractor) -> None:
    listed = "分县（市、区）看，公安县增长9.4%，监利县增长8.8%，开发区增长9.6%。"
    text = f"{HEAD}全市工业投资增长9.1%。{listed}固定资产投资完成314.2亿元。\n"
    told = zones(extractor.extract(Document("page", "page.txt", text, "")))
    assert told[-1] == ("314.2", "荆州市")


def test_the_district_begins_where_its_offices_are_named(extractor: Extractor) -> None:
    zone = "长寿经济技术开发区"
    text = (
        f"{zone}报\n2022年1月18日\n到去年底，全区高新技术企业达到72家，{zone}站稳了脚跟。\n"
        "据长寿区统计局快报，去年全区实现地区生产总值867.3亿元。\n全区一般公共预算收入56.9亿元。\n"
    )
    told = zones(extractor.extract(Document("page", "page.txt", text, "")))
    assert told == [("72", zone), ("867.3", "长寿区"), ("56.9", "长寿区")]


def test_the_citys_statistics_office_opens_an_article_on_the_city(extractor: Extractor) -> None:
    city = "本报讯 {}，前三季度，全市经济稳中有进。全市实现生产总值97.4亿元。\n投资消费齐头并进。固定资产投资完成52.7亿元。\n"
    zone = "投入决定后劲。开发区完成固定资产投资15.8亿元。"
    for source, whose in (("市统计局资料显示", "荆州市"), ("记者获悉", ZONE)):
        found = extractor.extract(Document("page", "page.txt", f"{HEAD}\n{city.format(source)}{zone}\n", ""))
        assert dict(zones(found))["52.7"] == whose


def test_an_article_on_the_city_does_not_leak_into_the_zone(extractor: Extractor) -> None:
    text = (
        f"{HEAD}全市经济运行稳中有进\n"
        "本报讯（记者 王晓）2021年，荆州市固定资产投资完成314.2亿元，同比增长6.1%，经济运行稳中有进。\n"
        "工业投资增长9.1%，一般公共预算收入完成88.7亿元，增长5.2%。\n"
    )
    told = zones(extractor.extract(Document("page", "page.txt", text, "")))
    assert {zone for _, zone in told} == {"荆州市"}, told


def test_a_page_of_nobody_keeps_its_figures_open(extractor: Extractor) -> None:
    text = "经济运行情况\n2022年1月18日\n2021年，全区固定资产投资完成31.4亿元，同比增长8.3%。\n"
    found = extractor.extract(Document("page", "page.txt", text, ""))
    read = [*found.observations, *found.readings]
    assert len(read) == 2
    assert all(each.zone == "" and "zone_open" in each.flags and "zone:open" in each.basis for each in read)


# ---- the tokens ----


def tokens(kinds: str, **words: str) -> list[Token]:
    """A token a letter; what stands in `words` is its text."""
    return [Token(2 * at, 2 * at + 2, kind, words.get(f"at{at}", kind)) for at, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "words", "wanted", "why"),
    [
        ("AN", {}, [(0, OWN)], "the zone's own word"),
        ("uNQ", {}, [(0, UPPER)], "the city's"),
        ("NQ,Cu", {"at3": "比"}, [], "held against the city"),
        ("NQ,iuU", {}, [], "so many points above it"),
        ("NQ,WuP", {}, [], "a share of it"),
        ("NQ,u", {"at3": "全市"}, [(3, UPPER)], "named at the end"),
        ("Buu", {"at0": "在"}, [], "in it"),
    ],
)
def test_words_that_say_whose(kinds: str, words: dict[str, str], wanted: list[tuple[int, str]], why: str) -> None:
    assert [(at, sort) for at, sort, _ in area_tokens(tokens(kinds, **words))] == wanted, why


def test_the_last_area_before_a_number_has_it() -> None:
    sentence = tokens("uNP,ANP")
    said = area_tokens(sentence)
    before = Area(OWN, "", "paragraph")
    assert area_of(sentence, said, 1, 2, before).sort == UPPER
    assert area_of(sentence, said, 5, 6, before).sort == OWN
    assert area_of(tokens("NP"), [], 0, 1, before) is before


def test_a_page_of_several_zones_has_the_zone_of_its_section() -> None:
    page = PageZone("", kind="several", sections=((100, "甲区"), (200, "乙区")))
    assert [own_zone(page, offset) for offset in (0, 150, 250)] == ["", "甲区", "乙区"]


def test_an_area_has_the_name_that_it_stands_for() -> None:
    named = Token(0, 2, "l", "襄阳", Relation("other", "襄阳市"))
    assert area_tokens([named, *tokens("NQ")[1:]]) == [(0, "named", "襄阳市")]


@pytest.mark.parametrize(
    ("zone", "core"),
    [("海南洋浦经济开发区", "洋浦"), ("濮阳经济技术开发区", "")],
    ids=["a name of its own", "a city's"],
)
def test_a_zone_by_its_own_name_alone(zone: str, core: str) -> None:
    assert own_core(zone) == core


def test_figures_of_a_zone_by_its_own_name_alone() -> None:
    text = (
        "海南洋浦经济开发区前三季度经济运行\n2021年11月3日\n"
        "前三季度洋浦完成地区生产总值183.4亿元。洋浦港完成固定资产投资3.2亿元。"
    )
    config = load_config(Path(__file__).parents[2] / "config.yaml")
    found = Extractor(config).extract(Document("page", "page.txt", text, "")).observations
    assert [(each.zone, each.indicator) for each in found] == [("海南洋浦经济开发区", "gdp")]
