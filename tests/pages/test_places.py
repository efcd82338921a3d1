"""Places of a text: whole names, the longest first, and the words that stand for them."""

from __future__ import annotations

import itertools

import pytest

from kpi.language.gazetteer import gazetteer, stands_for, usually_means
from kpi.pages.places import Place, find_places, squeeze


def found(text: str, kind: str = "", **options: object) -> list[str]:
    return [p.text for p in find_places(text, **options) if not kind or p.kind == kind]  # type: ignore[arg-type]


def one(text: str, kind: str) -> Place:
    (place,) = [place for place in find_places(text) if place.kind == kind]
    return place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("许昌经开区签约六个项目", "许昌经济技术开发区"),
        ("许昌市经开区签约六个项目", "许昌经济技术开发区"),
        ("河南省许昌市经济技术开发区签约", "许昌经济技术开发区"),
        ("记者从襄阳高新区获悉", "襄阳高新技术产业开发区"),
        ("在德阳经济技术开发区召开", "德阳经济技术开发区"),
        ("休宁县循环经济产业园建成投产", "休宁县循环经济产业园"),
        ("走进息县先进制造业开发区的车间", "息县先进制造业开发区"),
        ("沣西新城签约六个项目", "西咸新区沣西新城"),
        ("郑州航空港区签约六个项目", "郑州航空港经济综合实验区"),
        ("郑州航空港实验区签约六个项目", "郑州航空港经济综合实验区"),
        ("临港新片区签约六个项目", "中国（上海）自由贸易试验区临港新片区"),
        ("喀什经济开发区兵团分区签约六个项目", "喀什经济开发区兵团分区"),
        ("洋山特殊综保区签约六个项目", "洋山特殊综保区"),
        ("山西转型综改示范区签约六个项目", "山西转型综合改革示范区"),
        ("漳州开发区签约六个项目", "漳州招商局经济技术开发区"),
        ("海口国家高新区签约六个项目", "海口高新技术产业开发区"),
        ("吴中开发区签约六个项目", "吴中经济技术开发区"),
        ("蓝田经济开发区签约六个项目", "福建漳州蓝田经济开发区"),
    ],
)
def test_zones_by_all_their_names(text: str, name: str) -> None:
    assert one(text, "zone").name == name


def test_what_stands_before_a_zone_is_not_its_name() -> None:
    assert one("昨日记者来到宝鸡高新区采访", "zone").text == "宝鸡高新区"
    assert one("本周在芜湖经济技术开发区开工", "zone").text == "芜湖经济技术开发区"


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("米易县完成投资", "米易县"),
        ("易县完成投资", "易县"),
        ("峨边彝族自治县完成投资", "峨边彝族自治县"),
        ("濮阳县完成投资", "濮阳县"),
    ],
)
def test_a_county_is_never_cut(text: str, area: str) -> None:
    assert found(text, "area") == [area]


def test_a_county_of_one_letter_needs_an_edge() -> None:
    assert found("办事更容易县里也支持", "area") == []


def test_names_of_their_time() -> None:
    text = "襄樊去年增长"
    assert [p.name for p in find_places(text, year=2006)] == ["襄樊市"]
    area = gazetteer().area("襄樊")
    assert area is not None and area.now == "襄阳市"
    assert [p.name for p in find_places("清苑发展很快", year=2005)] == ["清苑县"]


# a text, the places in it, why
NAMED: list[tuple[str, list[str], str]] = [
    ("荆州市\n经开区签约", ["荆州市经开区"], "a line break does not part a name"),
    ("大荆州签约", ["荆州"], "a city needs no edge"),
    ("清苑发展", [], "a district without its word may be any word"),
    ("和平发展，和平鸽", [], "a common word is no district"),
    ("日照时间长", [], "nor a city"),
    ("日照增长。日照市签约。", ["日照", "日照市"], "unless the page names it in full"),
    ("荆州市、经开区", ["荆州市", "经开区"], "a mark parts a name"),
    ("荆州市的经开区", ["荆州市", "经开区"], "so does a word"),
    ("荆州东湖高新区", ["荆州东湖高新区"], "letters of its own between the city and the kind"),
    ("荆州城南产业园", ["荆州城南产业园"], "and before a park"),
    ("金河产业园投产", ["金河产业园"], "a park with a name of its own"),
    ("金河园区投产", ["园区"], "before the plain word it is none"),
    ("金河科技园扩建，金河科技园", ["金河科技园", "金河科技园"], "a name told twice"),
    ("三个产业园投产", [], "several are none"),
    ("南太湖新区签约", ["南太湖新区"], "a side of the compass belongs to a new name"),
    ("精细化工产业园扩建", ["精细化工产业园"], "the longest trade is its name"),
    ("福绵节能环保产业园投产", ["福绵节能环保产业园"], "a trade alone is no zone's own name"),
    ("高新区新材料产业园投产", ["高新区", "新材料产业园"], "the end of a word for a zone begins no park's name"),
    ("江北新区生物医药产业园投产", ["江北新区", "生物医药产业园"], "nor does the end of a zone's name"),
    ("江北新区产业园投产", ["江北新区", "产业园"], "before the plain word neither"),
    ("A1园区签约", ["园区"], "a sign is no name"),
    ("江津镇园区", ["江津镇园区"], "the park of a town"),
    ("桥镇", [], "a town of one letter needs its city"),
    ("荆州市沙镇签约", ["荆州市", "沙镇"], "and has it"),
    ("青山绿水镇签约", ["绿水镇"], "the last two letters of four are a town's name"),
]


@pytest.mark.parametrize(("text", "names", "why"), NAMED, ids=[f"{row[2]} {row[0]}" for row in NAMED])
def test_places(text: str, names: list[str], why: str) -> None:
    assert found(text) == names, why


def test_a_zone_of_the_config_of_two_letters_is_a_common_word() -> None:
    assert found("新城增长，甲新城增长", zones=["新城"]) == []


def test_line_breaks_stay_in_what_is_squeezed() -> None:
    assert (squeeze("宁 国\n\n市").text, squeeze("宁 国\n\n市").at) == ("宁国\n市", [0, 2, 3, 5])


@pytest.mark.parametrize("text", ["日照时间长", "铺上大理石", "新增城镇就业", "全市场主体", "和平发展", "丹江口水库"])
def test_common_words_are_no_areas(text: str) -> None:
    assert [p.text for p in find_places(text) if p.text != "丹江口"] == []


def test_a_bare_county() -> None:
    assert [(p.text, p.name) for p in find_places("今日宁国 头版")] == [("宁国", "宁国市")]


def test_towns_and_villages_by_shape() -> None:
    assert found("在石桥镇和青山街道，柳林村村民", "area") == ["石桥镇", "青山街道", "柳林村"]
    assert found("全镇各村都是特色小镇和美丽乡村", "area") == []


def test_words_for_the_zone_itself() -> None:
    assert found("全区产值增长，开发区签约三个项目，园区企业增加", "own_word") == ["全区", "开发区", "园区"]


@pytest.mark.parametrize("text", ["全省高新区排名", "国家级经开区", "全市13个开发区", "各类开发区", "示范区域"])
def test_other_zones_are_not_meant(text: str) -> None:
    assert found(text, "own_word") == []


def test_words_for_what_is_above() -> None:
    assert found("高于全市2个百分点，全县第一，我省领先", "upper_word") == ["全市", "全县", "我省"]
    assert found("获评全国文明单位", "upper_word") == []


def test_firms_and_what_stands_for_them() -> None:
    places = find_places("天禾新材料有限公司扩产，该公司产值达2亿元。")
    assert [(p.text, p.kind) for p in places] == [("天禾新材料有限公司", "firm"), ("该公司", "pronoun")]
    assert found("现有32家上市公司", "firm") == []
    assert found("标准化厂房竣工", "firm") == []


def test_offsets_are_those_of_the_text() -> None:
    text = "在许 昌经\n开区，全 区增长"
    for place in find_places(text):
        assert "".join(text[place.start : place.end].split()) == place.text
    assert found(text) == ["许昌经开区", "全区"]


def test_zones_of_the_config() -> None:
    assert found("云岭产业新城增长", "zone", zones=["云岭产业新城"]) == ["云岭产业新城"]


def test_places_do_not_overlap() -> None:
    text = "湖北省荆州市荆州经开区华夏电子有限公司与该市沙市区政府，全市、我市、全区。" * 5
    places = find_places(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(places))


def test_kinds_that_mean_each_other() -> None:
    assert stands_for("开发区", "高新技术产业开发区") and not usually_means("开发区", "高新技术产业开发区")
    assert not stands_for("保税区", "保税物流园区")


@pytest.mark.parametrize("text", ["建设产城融合的新城", "云汀生态新城", "推进汶坪片区开发", "住进新城区", "老新城镇"])
def test_a_town_or_a_part_without_a_name_is_no_zone(text: str) -> None:
    assert [p.text for p in find_places(text) if p.kind in ("zone", "own_word")] == []


def test_a_county_is_not_cut_within_the_name_of_its_zone() -> None:
    assert one("公安县经济开发区签约六个项目", "zone").text == "公安县经济开发区"


def test_a_town_with_a_name_is_one_of_its_own() -> None:
    assert found("钦州港片区签约，吴江太湖新城签约", "zone") == ["钦州港片区", "吴江太湖新城"]


def test_a_word_for_a_kind_is_no_area() -> None:
    assert [p.kind for p in find_places("新区实际利用外资增长9%")] == ["own_word"]


@pytest.mark.parametrize(
    ("text", "word", "times"),
    [
        ("宁国经济技术开发区（以下简称“山门区”）签约。山门区增长，山门区域广。", "山门区", 2),
        ("宁国经济技术开发区(以下称宁经区)签约。宁经区增长。", "宁经区", 2),
        ("宁国经济技术开发区（下称《宁经区》）签约。宁经区增长。", "宁经区", 2),
        ("天禾电子有限公司（以下简称“山门区”）签约。山门区增长。", "山门区", 0),
        ("宁国经济技术开发区（以下简称“高新区”）签约。高新区增长。", "高新区", 0),
    ],
    ids=["quoted", "bare", "another bracket", "of a firm", "a word for kinds stays one"],
)
def test_what_a_page_says_that_it_calls_a_zone(text: str, word: str, times: int) -> None:
    named = [p.text for p in find_places(text) if p.name == "宁国经济技术开发区" and p.kind == "zone"]
    assert named.count(word) == times
