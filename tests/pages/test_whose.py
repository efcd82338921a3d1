"""Whose page: the zone that its 开发区 and 全区 mean, by all that it says."""

from __future__ import annotations

import pytest

from kpi.pages.places import Place, find_places
from kpi.pages.whose import PageZone, page_places, relation, whose_page
from kpi.vocabulary.model import Zone

NEWS = "昨天，{own}召开会议，通报上半年经济运行情况。全区规上工业产值增长8%，{own}新签约项目12个。{own}将继续努力。"


def test_the_full_name_in_a_side_article() -> None:
    page = whose_page(NEWS.format(own="经开区") + "\n\n本报讯 许昌经济技术开发区医院义诊。")
    assert (page.zone, page.kind) == ("许昌经济技术开发区", "zone")
    assert "许昌经济技术开发区" in page.grounds


def test_the_paper_and_the_word_for_the_kind() -> None:
    assert whose_page("芜湖日报 2019年7月3日\n" + NEWS.format(own="高新区")).zone == "芜湖高新技术产业开发区"
    assert whose_page("今日宁国 2016年2月3日\n" + NEWS.format(own="开发区")).zone == "宁国经济技术开发区"


def test_a_city_and_a_telling_word() -> None:
    page = whose_page(NEWS.format(own="经开区") + "日照港区吞吐量增长。日照市民说，日照变了，日照市发改委发布数据。")
    assert page.zone == "日照经济技术开发区"


def test_a_page_that_names_no_place() -> None:
    page = whose_page(NEWS.format(own="开发区"))
    assert (page.zone, page.kind) == ("", "open")


def test_a_city_that_is_merely_visited() -> None:
    assert whose_page(NEWS.format(own="高新区") + "企业家赴深圳市招商。").zone == ""


def test_two_candidates_are_left() -> None:
    text = NEWS.format(own="园区") + "许昌经济技术开发区。许昌高新技术产业开发区。"
    page = whose_page(text)
    assert page.zone == "" and {"许昌经济技术开发区", "许昌高新技术产业开发区"} <= set(page.candidates)


def test_a_neighbour_does_not_win() -> None:
    text = (
        "许昌经开区党工委主办\n"
        + NEWS.format(own="经开区")
        + "考察组赴苏州工业园区学习，对标合肥经济技术开发区找差距。"
    )
    assert whose_page(text).zone == "许昌经济技术开发区"


def test_a_name_that_no_list_holds() -> None:
    text = NEWS.format(own="开发区") + "图为息县先进制造业开发区一角。"
    assert whose_page(text).zone == "息县先进制造业开发区"


def test_the_spelled_name_takes_the_short_ones() -> None:
    text = NEWS.format(own="开发区") + "柘城开发区的明天。柘城县产业集聚区一期建成。"
    assert whose_page(text).zone == "柘城县产业集聚区"


def test_the_name_of_the_config_wins() -> None:
    zones = {"许昌经开区": Zone("许昌经开区", city="许昌市", aliases=("许昌开发区",))}
    assert whose_page(NEWS.format(own="经开区") + "许昌经济技术开发区。", zones).zone == "许昌经开区"


def test_what_is_told_overrides() -> None:
    page = whose_page("芜湖日报\n" + NEWS.format(own="经开区"), hint="许昌经开区")
    assert page.zone == "许昌经济技术开发区" and page.grounds[0] == "许昌经开区"
    assert (page.city, page.province) == ("许昌市", "河南省")
    assert whose_page("无", hint="宁国市").kind == "area"


def test_a_paper_named_after_a_zone_is_that_zones() -> None:
    text = "全区进出口增长9%。全市出口增长8%。设在区内的青岛保税区又有新发展。保税区负责人说要做大。"
    assert whose_page("青 岛 开 发 区 报\n一九九八年一月十三日\n" + text).zone == "青岛经济技术开发区"
    assert whose_page("青岛日报\n一九九八年一月十三日\n" + text).zone != "青岛经济技术开发区"


def test_a_zone_called_by_common_words_is_meant_only_near_its_city() -> None:
    text = "走进{}现代农业示范园区的育种田。示范区技术合同成交额1.36亿元。示范区增长9%。"
    assert "张家港" not in "".join(whose_page(text.format("杨凌")).candidates)
    assert whose_page("张家港日报\n张家港市" + text.format("")).zone == "张家港市现代农业示范园区"


def test_a_zone_is_called_as_the_person_writes_it_in_full() -> None:
    text, name = "海口国家高新区签约7个项目。", "海口国家高新技术产业开发区"
    assert whose_page(text, hint=name, by_person=True).zone == name
    assert whose_page(text, hint=name).zone == "海口高新技术产业开发区"
    assert whose_page(text, hint="海口高新区", by_person=True).zone == "海口高新技术产业开发区"


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("政府工作报告\n各位代表：现在，我代表宁国市人民政府报告工作。全市生产总值增长8%，全市上下努力。", "宁国市"),
        ("2019年泾县国民经济和社会发展统计公报\n全县生产总值120亿元，全县人口30万。", "泾县"),
        ("我代表省人民政府报告工作。安徽发展很快，全省增长。安徽今年更好。", "安徽省"),
        ("我代表县政府向大会作报告。2007年，全县增长。清苑经济发展，清苑交通改善。", "清苑县"),
    ],
)
def test_governments_report_of_themselves(text: str, area: str) -> None:
    page = whose_page(text)
    assert (page.zone, page.kind) == (area, "area")


def test_a_zones_own_office_is_no_government() -> None:
    text = "2012年统计公报\n营口经济技术开发区统计局 2013年3月11日\n" + "全区生产总值358.6亿元，全区人口30万。" * 3
    assert whose_page(text).zone == "营口经济技术开发区"
    assert whose_page(text.replace("营口经济技术开发区统计局", "鲅鱼圈区统计局")).kind == "area"


def test_an_alias_of_the_config_is_the_zone_wherever_it_stands() -> None:
    zones = {"周口经济开发区": Zone("周口经济开发区", "", "省级", "河南省", "周口市", ("周口经开区",))}
    text = "濮阳经济技术开发区上半年经济观察\n濮阳经济技术开发区签约7个项目。周口经开区完成投资27.9亿元。"
    assert [place.name for place in page_places(text, zones) if place.text == "周口经开区"] == ["周口经济开发区"]


def test_a_dash_is_no_part_of_a_name() -> None:
    text = (
        "五年磨一剑\n——靖江经济开发区工作综述\n站在江苏省靖江经济开发区放眼望去，开发区签约7个项目，开发区产值增长9%。"
    )
    page = whose_page(text)
    assert page.zone == "江苏省靖江经济开发区" and not any(name[0] == "—" for name in page.candidates)


def test_a_bonded_area_lies_in_the_zone_of_its_name() -> None:
    text = "洋浦经济开发区外贸回暖，开发区签约7个项目，产值增长9%。洋浦保税港区一期封关，保税港区签约2个项目。"
    assert whose_page(text).zone == "海南洋浦经济开发区"


def test_a_short_name_is_that_of_the_zone_that_it_usually_means() -> None:
    text = "淮安开发区召开工作会议，开发区签约7个项目，开发区产值增长9%。淮安开发区有后劲。"
    assert whose_page(text).zone == "淮安经济技术开发区"


def test_a_name_of_its_time_that_a_person_tells_is_kept() -> None:
    assert whose_page("高新区签约7个项目。", {}, "襄樊高新技术产业开发区").zone == "襄樊高新技术产业开发区"


def test_a_rank_before_the_kind_is_no_part_of_a_name() -> None:
    text = "绵阳国家高新技术产业开发区简报\n绵阳高新区签约7个项目，高新区产值增长9%。"
    assert whose_page(text).zone == "绵阳高新技术产业开发区"


def test_a_committee_is_no_government() -> None:
    text = "各位代表：我代表云岚新区管委会作工作报告。" + "云岚新区增长8%，全区向好。" * 4
    assert whose_page(text).kind != "area"


def test_several_zones_in_turn() -> None:
    parts = [
        f"在{name}，记者看到一派繁忙。上半年，{short}产值增长9%，{short}签约8个项目，全区向好。\n"
        for name, short in [
            ("襄阳经济技术开发区", "经开区"),
            ("襄阳高新技术产业开发区", "高新区"),
            ("湖北枣阳经济开发区", "开发区"),
        ]
    ]
    lead = "初夏时节，记者走进三地采访，看项目建设，听企业心声，感受高质量发展的脉动。"
    text = lead * 6 + "".join(parts)  # a zone that a page names in its head is the page's own
    page = whose_page(text)
    assert page.kind == "several"
    assert [name for _, name in page.sections] == ["襄阳经济技术开发区", "襄阳高新技术产业开发区", "湖北枣阳经济开发区"]
    assert all(text[start:].startswith(name) for start, name in page.sections)


LEAD = "初夏时节，记者走进三地采访，看项目建设，听企业心声，感受高质量发展的脉动。" * 6
TURNS = [
    f"在{name}，记者看到一派繁忙。上半年，{short}产值增长9%，{short}签约8个项目，全区向好。\n"
    for name, short in [
        ("襄阳经济技术开发区", "经开区"),
        ("襄阳高新技术产业开发区", "高新区"),
        ("湖北枣阳经济开发区", "开发区"),
    ]
]
ECONOMIC, HITECH, BARE, PARK = (NEWS.format(own=own) for own in ("经开区", "高新区", "开发区", "园区"))
XUCHANG = {"许昌经开区": Zone("许昌经开区", city="许昌市", aliases=("许昌开发区",))}

# a page, whose it is, and as what, why
PAGES: list[tuple[str, str, str, str]] = [
    # words beside a place
    (f"{ECONOMIC}许昌市统计局发布数据。", "许昌经济技术开发区", "zone", "an office of the city, named once"),
    (f"{ECONOMIC}许昌市好。", "", "open", "the city alone, named once"),
    (f"赣南日报 2019年7月3日\n{ECONOMIC}", "赣州经济技术开发区", "zone", "a paper that bears another name than its city"),
    (f"{ECONOMIC}赣州日报社供稿，许昌市统计局发布数据，许昌市统计局。", "赣州经济技术开发区", "zone", "the city of its paper, before another's office"),
    (f"{ECONOMIC * 4}据许昌晨报报道。{ECONOMIC * 4}", "", "open", "a paper that is quoted"),
    (f"{ECONOMIC}枣阳市统计局。枣阳市。", "", "open", "two zones of the city that the word may mean"),
    (f"湖北枣阳经济开发区。{ECONOMIC}枣阳市。枣阳市。襄阳市。", "湖北枣阳经济开发区", "zone", "and the one that is named"),
    (f"宣城日报\n{ECONOMIC}", "宣城经济技术开发区", "zone", "the city's own, and not that of a county of it"),
    (f"{ECONOMIC}宁国市统计局。宣城市。", "宁国经济技术开发区", "zone", "of the county that is named"),
    (f"滁州日报\n{ECONOMIC}（记者 李怀远 通讯员 王晓）", "滁州经济技术开发区", "zone", "who wrote it is no county"),
    (f"洋浦经济开发区管理局发布，{BARE}洋浦保税港区。洋浦港区。洋浦保税港区首批，保税港区。", "海南洋浦经济开发区", "zone", "a zone for customs lies in the one spelled out before it"),
    *(
        (f"昨天，许昌{kind}召开会议。全区规上工业产值增长8%，{short}新签约项目12个。许昌{kind}党工委。", f"许昌{kind}", "zone", f"a {kind}")
        for kind, short in (("智造新城", "新城"), ("科技新城", "新城"), ("产业新城", "新城"), ("工业新城", "新城"), ("空港新城", "新城"), ("科学城", "园区"), ("软件园", "园区"), ("能源化工基地", "基地"))
    ),
    # names of zones
    (f"升级为国家经济技术开发区。{ECONOMIC}许昌经济技术开发区。", "许昌经济技术开发区", "zone", "a title is no name"),
    (f"{BARE}清河经济开发区发布。河北清河经济开发区挂牌。", "河北清河经济开发区", "zone", "a name within a longer one"),
    (f"{PARK}临港综合保税区封关，许昌经济技术开发区。", "许昌经济技术开发区", "zone", "a bonded zone lies over another"),
    (f"{HITECH * 3}许昌经济技术开发区。许昌经济技术开发区。", "", "open", "of another kind than the page speaks of"),
    (f"{BARE}柘城经济开发区。柘城经济技术开发区。", "柘城经济开发区", "zone", "one zone that bore two kinds, by the first"),
    (f"{HITECH}柘城高新技术产业园区。柘城高新技术开发区。", "柘城高新技术产业园区", "zone", "and of another family of kinds"),
    (f"许昌经济技术开发区管委会主办\n{ECONOMIC}许昌高新技术产业开发区。", "许昌经济技术开发区", "zone", "who issued it"),
    # areas that report of themselves
    ("政府工作报告\n我代表区人民政府报告工作。全区增长8%。吉州区发展，青原经济，青原交通。吉安市全市。", "吉州区", "area", "the district that is named"),
    ("政府工作报告\n我代表区人民政府报告工作。全区增长8%。吉安市全市。青原经济，青原交通，青原教育。", "青原区", "area", "or the one that is named without its word"),
    ("各位代表：\n我代表县人民政府报告工作。全市增长，全市上下，全市投资。泾县经济，泾县。宣城市，宣城市，宣城市，宣城市。", "泾县", "area", "for whom is spoken"),
    ("各位代表：2019年泾县政府工作，全县增长。宣城市。宣城市。宣城市。宣城市。", "泾县", "area", "what stands behind a year in the title"),
    ("全县增长，全县上下，全县投资，全县消费，全县出口，全县财政，全县税收。德安县经济。九江市。九江市。九江市。", "德安县", "area", "the level that the page speaks of"),
    ("九江市人民政府\n2023年统计公报\n全市生产总值3500亿元，全市人口450万。九江经济技术开发区。", "九江市", "area", "a government in the title"),
    ("2023年评级报告\n联合资信评估。本次评级，发行人信用等级AA。九江市经济发展，九江市财政收入，全市生产总值。德安县。", "九江市", "area", "a rating is of the city"),
    ("政府工作报告\n全市增长8%。", "", "open", "an area without a name"),
    ("九江经济技术开发区管委会工作报告\n全市全市全市全市全市全市全市。九江市。", "九江经济技术开发区", "zone", "a committee's report, whatever it says of the city"),
    ("统计公报\n鲅鱼圈区统计局\n营口经济技术开发区统计局\n全区生产总值3500亿元，全区人口450万。", "营口经济技术开发区", "zone", "a zone's own office"),
    ("统计公报\n宁国经济技术开发区统计办公室\n全区生产总值35亿元，全区人口4万。双桥办事处。双桥办事处。", "宁国经济技术开发区", "zone", "its office by another word"),
    ("宁国经济技术开发区\n2019年国民经济和社会发展统计公报\n全区生产总值35亿元，全区人口4万，全区上下。", "宁国经济技术开发区", "zone", "its name before the year in the title"),
    ("统计公报\n全区生产总值35亿元，全区人口4万，全区上下。双桥办事处。双桥办事处。", "", "open", "an office of a street reports of nothing"),
    (f"安徽宁国开发区半年答卷\n开发区{'产值居全市第1位，税收占全市三成，利用外资全市最多，' * 3}签约9个。", "宁国经济技术开发区", "zone", "where a zone stands in its city is no report of the city"),
    # what a page calls a zone, where it lies, and what lies in it
    (f"{HITECH}记者随队赴宁国经济技术开发区（以下简称“山门区”）。山门区增长，山门区签约。", "宁国经济技术开发区", "zone", "a name that is defined is spoken of"),
    ("西咸新区沣西新城管委会主办\n全区规上工业产值增长8%，沣西新城新签约项目12个。", "西咸新区沣西新城", "zone", "a zone before another's name says where that lies"),
    (f"港区半年经济扫描\n今年，太仓港经济技术开发区向好。{NEWS.format(own='港区')}", "太仓港经济技术开发区", "zone", "港区 is the zone of a port"),
    (f"张家港经济技术开发区向好。{NEWS.format(own='港区') * 2}", "", "open", "and not that of a city whose name ends so"),
    (f"威海日报\n{'综保区签约。' * 3}威海综合保税区封关。全区增长，全区向好，全区产值，全区财政。威海经济技术开发区法院。", "威海经济技术开发区", "zone", "全区 is the zone around the one for customs"),
    # zones in turn
    (f"{LEAD}{''.join(TURNS)}", "", "several", "three in turn"),
    (f"襄阳经济技术开发区日报\n{LEAD}{''.join(TURNS)}", "襄阳经济技术开发区", "zone", "in a paper of one of them"),
    (f"{LEAD}{TURNS[0] * 4}{TURNS[1]}", "襄阳经济技术开发区", "zone", "one is spoken of more than the others"),
    (f"{LEAD}{TURNS[0]}在襄阳高新技术产业开发区。{TURNS[2]}", "", "several", "one that is but named has no turn"),
    (f"{LEAD}全区好。我区好。全区好。全区好。全区好。全区好。{TURNS[0]}{TURNS[1]}", "", "open", "words for itself before any of them"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zone", "kind", "why"), PAGES, ids=[row[3] for row in PAGES])
def test_whose_page(text: str, zone: str, kind: str, why: str) -> None:
    page = whose_page(text)
    assert (page.zone, page.kind) == (zone, kind), why


@pytest.mark.parametrize(
    "text",
    [
        f"{ECONOMIC}许昌市。许昌市。",
        f"{ECONOMIC}许昌经济技术开发区。许昌高新技术产业开发区。",
        f"{BARE}许昌开发区。",
        f"{BARE}许昌市。",
    ],
    ids=["by its city", "by its full name", "by an alias", "by its city, named once"],
)
def test_a_zone_of_the_config_is_filed_under_its_name(text: str) -> None:
    assert whose_page(text, XUCHANG).zone == "许昌经开区"


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (f"许昌经济技术开发区管委会主办\n{ECONOMIC}", "许昌经济技术开发区管委会"),
        (f"{ECONOMIC}许昌市统计局发布数据。", "许昌市统计局"),
        (f"赣南日报 2019年7月3日\n{ECONOMIC}", "赣南日报"),
        (f"{ECONOMIC}许昌经开区的企业。", "许昌经开区"),
        ("九江市人民政府\n2023年统计公报\n全市生产总值3500亿元，全市人口450万。", "九江市人民政府20"),
    ],
)
def test_what_speaks_for_a_zone_is_told(text: str, ground: str) -> None:
    assert ground in whose_page(text).grounds


@pytest.mark.parametrize(
    ("told", "zone", "kind", "province", "city"),
    [
        ("泾县", "泾县", "area", "安徽省", "宣城市"),
        ("河北省保定市清苑区", "河北省保定市清苑区", "area", "河北省", "保定市"),
        ("许昌经开区", "许昌经济技术开发区", "zone", "河南省", "许昌市"),
    ],
)
def test_what_is_told_is_known(told: str, zone: str, kind: str, province: str, city: str) -> None:
    page = whose_page("无", hint=told)
    assert (page.zone, page.kind, page.province, page.city) == (zone, kind, province, city)


def test_a_zone_that_is_told_keeps_the_turns_of_its_page() -> None:
    page = whose_page(LEAD + "".join(TURNS), hint="襄阳经济技术开发区")
    assert page.zone == "襄阳经济技术开发区" and len(page.sections) == 3


def test_a_turn_begins_where_a_word_for_the_zone_comes_up() -> None:
    between = "高新区同样火热，高新区签约。\n"
    first = TURNS[0].replace("全区", "经开区")
    text = f"{LEAD}{first}{between}{TURNS[1]}{TURNS[2]}"
    page = whose_page(text)
    assert text[page.sections[1][0] :].startswith(between) and page.sections[1][1] == "襄阳高新技术产业开发区"


PAGE = PageZone("荆州经济技术开发区", kind="zone", province="湖北省", city="荆州市")


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("全市", "upper", "荆州市"),
        ("全省", "upper", "湖北省"),
        ("全国", "upper", "全国"),
        ("全区", "own", "荆州经济技术开发区"),
        ("荆州市", "upper", "荆州市"),
        ("荆州经开区", "own", "荆州经济技术开发区"),
        ("荆州高新区", "other", "荆州高新技术产业开发区"),
        ("公安县", "other", "公安县"),
        ("天禾电子有限公司", "other", "天禾电子有限公司"),
    ],
)
def test_how_a_place_stands_to_the_page(text: str, kind: str, name: str) -> None:
    (place,) = find_places(text)
    assert relation(place, PAGE) == (kind, name)


@pytest.mark.parametrize(
    ("area", "word", "name"),
    [
        ("湖北省荆州市", "高新区", "荆州高新技术产业开发区"),
        ("云南省楚雄彝族自治州楚雄市", "高新区", "楚雄高新技术产业开发区"),
        ("湖北省荆州市", "开发区", "开发区"),
        ("河北省保定市蠡县", "高新区", "高新区"),
    ],
    ids=["the city's", "the county's seat", "any kind", "none of its name"],
)
def test_a_kind_of_zone_in_the_report_of_an_area(area: str, word: str, name: str) -> None:
    page = PageZone(area, kind="area")
    assert relation(Place(0, len(word), word, "own_word", word), page) == ("other", name)


OF_A_KIND = "本报讯 7月10日，经开区召开会议。2023年，经开区完成地区生产总值60.0亿元。{more}"


@pytest.mark.parametrize(
    ("told", "by_person", "more", "kind", "why"),
    [
        ("濮阳工业园区", True, "", "own", "nothing else is there that the word could mean"),
        ("荆州高新技术产业开发区", True, "升级为国家级经济技术开发区。", "own", "a title names no zone"),
        ("荆州高新技术产业开发区", True, "荆州开发区新签约项目8个。", "other", "开发区 with a name is 经开区 too"),
        ("濮阳工业园区", True, "濮阳工业园区签约。", "own", "the zone itself is no other one"),
        ("濮阳工业园区", True, "考察组到许昌经济技术开发区学习。", "other", "a zone of that kind is named in full"),
        ("濮阳工业园区", True, "许昌经开区签约。", "other", "a zone of that kind is named in short"),
        ("濮阳工业园区", True, "工业园区同样火热。", "other", "the page has a word for the zone that is stated"),
        ("濮阳工业园区", True, "综保区同样火热。", "other", "of two words for kinds, none says which is the zone"),
        ("濮阳工业园区", False, "", "other", "the name of a folder or a file is no word of a person"),
        ("许昌经济技术开发区", True, "", "own", "a zone of that very kind"),
    ],
)
def test_a_word_for_another_kind_on_the_page_of_a_stated_zone(
    told: str, by_person: bool, more: str, kind: str, why: str
) -> None:
    text = OF_A_KIND.format(more=more)
    page = whose_page(text, hint=told, by_person=by_person)
    word = next(place for place in page_places(text, {}) if place.text == "经开区")
    assert relation(word, page).kind == kind, why


LINKS = "苏州工业园区管委会主任调研\n合肥经济技术开发区集中开工\n苏州工业园区出口增长\n西安高新区发布清单\n苏州工业园区获评\n"
WEB_COPY = "来源：宣城日报\n近日，宁国经开区传来消息，{rest}新签约项目12个，增长8%。园区向好。\n"


@pytest.mark.parametrize(
    ("text", "zone", "why"),
    [
        (
            f"{LINKS}宁国经开区成绩单出炉\n{WEB_COPY.format(rest='宁国经开区')}",
            "宁国经济技术开发区",
            "links above the title",
        ),
        (
            f"宁国经开区成绩单出炉\n{WEB_COPY.format(rest='')}{LINKS * 3}",
            "宁国经济技术开发区",
            "links below the article",
        ),
        (f"今日\n{LINKS * 2}上半年，园区产值增长9%，园区签约7个。\n", "", "links name no page's zone"),
        (
            f"苏州工业园区{LINKS.splitlines()[2][6:]}\n苏州工业园区，园区产值增长9%。\n",
            "苏州工业园区",
            "one title is no list",
        ),
    ],
    ids=["above", "below", "alone", "a title"],
)
def test_links_around_a_web_copy_weigh_little(text: str, zone: str, why: str) -> None:
    assert whose_page(text).zone == zone, why


@pytest.mark.parametrize(
    ("zone", "word", "kind"),
    [("云汀智慧谷", "综保区", "other"), ("云汀智慧谷", "园区", "own"), ("云汀综保区", "综保区", "own")],
)
def test_a_zone_for_customs_on_the_page_of_a_zone_of_no_known_kind(zone: str, word: str, kind: str) -> None:
    page = PageZone(zone, kind="zone")
    assert relation(Place(0, len(word), word, "own_word", word), page).kind == kind


def test_a_city_within_a_city() -> None:
    page = PageZone("宁国经济技术开发区", kind="zone", province="安徽省", city="宣城市", county="宁国市")
    assert relation(Place(0, 2, "全市", "upper_word", "全市"), page) == ("upper", "宁国市")


def test_an_areas_own_page() -> None:
    page = PageZone("泾县", kind="area", province="安徽省", city="宣城市")
    (whole,) = find_places("全县")
    assert relation(whole, page) == ("own", "泾县")
    (city,) = find_places("全市")
    assert relation(city, page) == ("upper", "宣城市")
    (itself,) = find_places("宣城市")
    assert relation(itself, PageZone("宣城市", kind="area", province="安徽省")) == ("own", "宣城市")
    for word in ("园区", "港区"):
        assert relation(Place(0, 2, word, "own_word", word), page) == ("other", word), "a zone within it"


def test_a_title_names_the_zone_of_its_page() -> None:
    text = "荆州经济技术开发区2024年经济社会发展情况\n（2025年2月11日）\n荆州高新区参会。\n潜江经济开发区参会。\n"
    assert whose_page(text).zone == "荆州经济技术开发区"


def test_a_zone_of_a_county_keeps_the_countys_first_letter() -> None:
    text = "公安县经济开发区2024年工作报告\n全区签约项目8个，开发区产值增长9%。\n"
    page = whose_page(text)
    assert "安县经济开发区" not in (page.zone, *page.candidates)


def test_the_city_in_a_name_rules_out_a_namesake_elsewhere() -> None:
    assert whose_page("荆州临江经济开发区管委会工作报告\n全区签约项目8个。\n").zone == "荆州临江经济开发区"


def test_what_a_person_says_is_kept_word_for_word() -> None:
    assert whose_page("2023年我区实现地区生产总值9亿元。", {}, "江州临港产业园").zone == "江州临港产业园"


def test_a_zone_at_the_head_before_one_that_the_page_never_names() -> None:
    text = (
        "安徽巢湖经济开发区：五项指标增速靠前\n2019年，安徽巢湖经济开发区在合肥市四大开发区考核中位列第二位。合肥市发改委通报表扬，"
        "合肥市对四大开发区逐一点评，开发区增速居四大开发区首位，园区新增企业12家，园区服务提升。\n"
    )
    assert whose_page(text).zone.endswith("巢湖经济开发区")


def test_a_title_that_opens_with_the_word_for_a_kind_is_no_governments() -> None:
    text = "高新区（新北区）2011年国民经济和社会发展统计公报\n来源：常州市统计局\n全年实现地区生产总值623.13亿元。高新区服务业加快。\n"
    assert whose_page(text).zone == "常州高新技术产业开发区"


def test_what_a_zone_is_called_alone_is_no_zone_for_customs_within_it() -> None:
    text = (
        "洋浦召开现场办公会\n洋浦经济开发区有关部门参会。洋浦保税港区二期加快建设，保税港区封关。洋浦今年新开工项目19个，"
        "洋浦要求倒排工期，洋浦港区作业不停，洋浦人有信心。\n"
    )
    assert whose_page(text).zone == "海南洋浦经济开发区"


def test_the_word_for_a_zone_named_after_the_torch() -> None:
    page = whose_page("厦门火炬高技术产业开发区2020年工作会议\n2020年，高新区完成全社会固投282.7亿元。\n")
    (word,) = [place for place in find_places("高新区完成") if place.text == "高新区"]
    assert relation(word, page).kind == "own"
