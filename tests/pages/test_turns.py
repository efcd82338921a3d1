"""Pages on several zones in turn: whose each section is, by its heading."""

from __future__ import annotations

import pytest

from kpi.pages.about import read_about
from kpi.pages.outlook import read_outlook
from kpi.pages.passages import passages_of
from kpi.pages.structure import read_structure
from kpi.pages.turns import in_turn, own_core, zone_columns
from kpi.pages.whose import page_places
from kpi.vocabulary.model import Hint, Hints

LEAD = (
    "半年报里看三区\n\n编者按 上半年，全市经济稳中向好，主要指标好于预期。作为全市经济的三块主阵地，"
    "连日来，本报记者走进车间、码头、实验室，看项目、问订单、算投入产出账，听企业说困难，听部门讲打算。"
    "采访中大家谈得最多的是订单、人才和融资，三地的路数不同，心气却一样高。"
    "湛江龙腾新区、湛江高新技术产业开发区、湛江临港经济区半年来走得怎么样？\n\n"
)
SECTION = "{heading}\n\n上半年，全区固定资产投资{value}亿元，同比增长8.{digit}%，签约项目{digit}2个。\n\n"
TAIL = "记者手记\n\n跑了一个星期，最大的感受是各有各的活法，盘子有大有小，劲头都一样足。\n"


def sections(*headings: str, lead: str = LEAD) -> list[tuple[str, str]]:
    parts = [SECTION.format(heading=each, value=31 + i, digit=i + 1) for i, each in enumerate(headings)]
    text = lead + "".join(parts) + TAIL
    about = read_about(text, {}, Hints())
    outlook = read_outlook(text, read_structure(text), about)
    page = in_turn(about.page, outlook.passages, page_places(text, {}))
    return [(text[start:].split("\n")[0], zone) for start, zone in page.sections]


HITECH, EAST, PORT = "湛江高新技术产业开发区", "湛江龙腾新区", "湛江临港经济区"
TURNS = [
    (
        ("龙腾 新业态挑大梁", "高新区 研发有底气", "临港 重化转身忙"),
        [EAST, HITECH, PORT],
        "own names alone, and a word for a kind that only one has",
    ),
    (("湛江龙腾新区：新业态挑大梁", "湛江临港经济区：重化转身忙"), [EAST, PORT], "full names"),
    (("【龙腾】新业态挑大梁", "二、高新区研发有底气"), [EAST, HITECH], "behind a mark or a number"),
    (("高新区：研发有底气", "龙腾新业态挑大梁"), [HITECH, EAST], "in any order"),
    (("龙腾新业态挑大梁", "研发有底气"), [], "one is no turn"),
    (("龙腾大桥合龙", "临港公司扩产"), [], "names of other things"),
    (("龙腾与临港牵手", "高新区和临港比翼"), [], "two side by side"),
]


@pytest.mark.parametrize(("headings", "zones", "why"), TURNS, ids=[row[2] for row in TURNS])
def test_each_section_is_its_headings_zones(headings: tuple[str, ...], zones: list[str], why: str) -> None:
    assert [zone for heading, zone in sections(*headings) if heading in headings] == zones, why


def test_a_page_whose_head_names_one_zone_is_that_zones() -> None:
    own = f"{HITECH}报\n" + LEAD.replace(HITECH, "高新区")
    assert sections("龙腾 新业态挑大梁", "临港 重化转身忙", lead=own) == []


def test_the_page_of_one_zone_turns_to_others_where_a_heading_turns_to_it_too() -> None:
    zones = ("盐城经济技术开发区", "徐州经济技术开发区", "宿迁经济技术开发区")
    told = "".join(
        f"{zone[:2]}：各有各的难处\n\n　在{zone}，上半年全区固定资产投资{n}1.4亿元，同比增长8.{n}%。\n\n"
        for n, zone in enumerate(zones, 3)
    )
    text = f"特别报道·{zones[0]}专页\n2017年11月22日 星期三\n\n　记者在三地兜了一圈，各有各的底子。\n\n{told}"
    page = in_turn(read_about(text, {}, Hints()).page, passages_of(text, read_structure(text)), page_places(text, {}))
    assert [zone for _, zone in page.sections] == list(zones)


def test_a_park_that_is_called_by_its_trade_is_no_zone_of_its_own() -> None:
    lead = LEAD.replace(EAST, "锂电产业园").replace(PORT, "激光产业园")
    assert sections("锂电产业园一期交付", "激光产业园试产", lead=lead) == []


def test_zones_that_headings_call_by_their_kinds_alone() -> None:
    lead = LEAD.replace(EAST, "湛江经济技术开发区").replace(PORT, "湛江经济技术开发区")
    turns = sections("经开区：看盘", "高新区：研发", lead=lead + f"{HITECH}和湛江经开区各有千秋。\n\n")
    assert [zone for _, zone in turns[:2]] == ["湛江经济技术开发区", HITECH]


def test_kinds_side_by_side_in_the_masthead_are_no_name() -> None:
    lead = "经开区·高新区\n高新区\n经开区\n" + LEAD.replace(EAST, "湛江经济技术开发区").replace(
        PORT, "湛江经济技术开发区"
    )
    turns = sections("经开区：看盘", "高新区：研发", lead=lead + f"{HITECH}和湛江经开区各有千秋。\n\n")
    assert {zone for _, zone in turns if zone} == {"湛江经济技术开发区", HITECH}


def test_a_trade_is_no_zones_own_name() -> None:
    assert own_core("滨江工业新区") == ""


ARTICLE = "本报记者 李文\n{word}今年干得怎么样？1至11月，{word}规模工业总产值{value}亿元，{word}签约项目{value}个，{full}的账本翻开了。\n\n"
ARTICLES = [
    (("经开区", "高新区"), ["湛江经济技术开发区", HITECH], "a word for a kind"),
    (
        ("经开区", "高新区", "度假区"),
        ["湛江经济技术开发区", HITECH, "东海岛旅游度假区"],
        "one that is named nowhere in full",
    ),
    (("经开区", "经开区"), [], "one zone alone is no turn"),
]
FULL = {"经开区": "湛江经济技术开发区", "高新区": HITECH, "度假区": "东海岛旅游度假区"}


@pytest.mark.parametrize(("words", "zones", "why"), ARTICLES, ids=[row[2] for row in ARTICLES])
def test_articles_whose_headlines_stand_elsewhere(words: tuple[str, ...], zones: list[str], why: str) -> None:
    text = "湛江日报\n2023年12月28日 星期四\n专题 05\n\n同在一座城，年底了，看看账本。\n\n"
    text += "".join(ARTICLE.format(word=word, full=FULL[word], value=31 + i) for i, word in enumerate(words))
    about = read_about(text, {}, Hints())
    outlook = read_outlook(text, read_structure(text), about)
    page = in_turn(about.page, outlook.passages, page_places(text, {}))
    assert [zone for _, zone in page.sections if zone] == zones, why


def test_columns_of_a_table_that_are_zones() -> None:
    text = f"湛江经济技术开发区和{HITECH}各有账本。"
    page, places = read_about(text, {}, Hints()).page, page_places(text, {})
    heads = ["经开区", "高新区", "度假区"]
    assert zone_columns(heads, page, places) == {"经开区": "湛江经济技术开发区", "高新区": HITECH, "度假区": ""}
    assert zone_columns(["本月", "累计"], page, places) is None
    assert zone_columns(["高新区", "同比%"], page, places) is None


AREAS = [
    (
        ("海林：把木头做成名头", "穆棱：口岸后院的车间"),
        ["海林经济技术开发区", "黑龙江穆棱经济开发区"],
        "areas before a colon",
    ),
    (
        ("市经开区：国字号要有样子", "海林：把木头做成名头"),
        ["牡丹江经济技术开发区", "海林经济技术开发区"],
        "the city's own zone",
    ),
    (("海林把木头做成名头", "穆棱口岸后院的车间"), [], "areas that no colon follows"),
]


@pytest.mark.parametrize(("headings", "zones", "why"), AREAS, ids=[row[2] for row in AREAS])
def test_headings_that_name_the_areas_of_zones(headings: tuple[str, ...], zones: list[str], why: str) -> None:
    lead = (
        LEAD.replace(EAST, "牡丹江经济技术开发区")
        .replace(HITECH, "海林经济技术开发区")
        .replace(PORT, "黑龙江穆棱经济开发区")
    )
    assert [zone for heading, zone in sections(*headings, lead=lead) if heading in headings] == zones, why


def test_a_zone_that_is_told_keeps_the_others_turns() -> None:
    """A person says whose the report is; what it says of others, once by their full names, stays theirs."""
    lead = (
        LEAD.replace(EAST, "昆明经济技术开发区")
        .replace(HITECH, "昆明高新技术产业开发区")
        .replace(PORT, "昆明滇池国家旅游度假区")
    )
    text = lead + "".join(SECTION.format(heading=each, value=31, digit=1) for each in ("■经开区", "■高新区"))
    about = read_about(text, {}, Hints(zone=Hint("昆明经济技术开发区", "sidecar")))
    outlook = read_outlook(text, read_structure(text), about)
    page = in_turn(about.page, outlook.passages, page_places(text, {}))
    assert "昆明高新技术产业开发区" in [zone for _, zone in page.sections]


TORN = (
    "德阳日报\n2023年7月26日 星期三\n\n本报讯 市统计局公布了上半年各开发区主要指标，德阳经济技术开发区和德阳高新技术产业开发区一东一西，继续领跑。\n\n"
    "走进装备企业，轰鸣声隔着墙都能听到。德阳经开区是装备制造业基地。上半年，经开区固定资产投资62.4亿元。全区签约项目28个。经开区的军令状是投资增长13%。\n\n"
    "从经开区向西南三十公里，就到了德阳高新区。全区固定资产投资41.8亿元。高新区上半年签约项目31个。高新区还建起了中试平台。\n\n"
    "本报讯 晚上七点半，德阳经开区的职工之家灯火通明。\n\n双星闪耀\n德阳经开区：投资增长11.2%\n德阳高新区：技改增长36.7%\n"
)


def test_one_article_on_two_zones_whose_headlines_are_torn_off() -> None:
    about = read_about(TORN, {}, Hints())
    outlook = read_outlook(TORN, read_structure(TORN), about)
    page = in_turn(about.page, outlook.passages, page_places(TORN, {}))
    whose = {
        word: next(zone for start, zone in reversed(page.sections) if start <= TORN.index(word))
        for word in ("62.4亿元", "28个", "41.8亿元", "31个", "灯火通明", "公布了")
    }
    east, west = "德阳经济技术开发区", "德阳高新技术产业开发区"
    assert whose == {
        "62.4亿元": east, "28个": east, "41.8亿元": west, "31个": west, "灯火通明": east, "公布了": page.zone,
    }  # fmt: skip


TORN_HEADING = (
    LEAD
    + "湛江龙腾新区：新业态挑大梁\n\n龙腾新区把跨境电商当主业，上半年签约项目12个。\n\n龙腾新区的展厅里人来人往。\n\n"
    "实验室的灯亮到深夜。在湛江高新技术产业开发区，研发人员说，他们的机器人已经学会了分拣荔枝，高新区给了三年免租。\n\n"
    "“高新区靠什么留人？”{aside}上半年新认定高新技术企业21家。\n\n"
    "湛江临港经济区：重化转身忙\n\n临港经济区上半年固定资产投资33亿元。\n\n湛江高新技术产业开发区：研发有底气\n\n"
    + TAIL
)


@pytest.mark.parametrize(
    ("aside", "zone"),
    [("管委会副主任笑而不答。", HITECH), ("隔壁龙腾新区的人也来问。", EAST)],
    ids=["the section ends with another zone alone", "its own zone is named there too"],
)
def test_a_section_whose_end_was_torn_from_its_heading(aside: str, zone: str) -> None:
    text = TORN_HEADING.format(aside=aside)
    about = read_about(text, {}, Hints())
    outlook = read_outlook(text, read_structure(text), about)
    page = in_turn(about.page, outlook.passages, page_places(text, {}))
    at = text.index("新认定高新技术企业")
    assert next(name for start, name in reversed(page.sections) if start <= at) == zone
