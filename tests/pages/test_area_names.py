"""Names of areas: what each stands for in the report of a zone, of a city, and of several areas."""

from __future__ import annotations

import pytest

from kpi.pages.area_names import area_names

ZONE = "荆州经济技术开发区"
HIGH_TECH = "邢台高新技术产业开发区"

# zone, words of its report, the name found last, what it means, why
NAMES = [
    (ZONE, "经开区实现地区生产总值", "经开区", ZONE, "the zone by its class word"),
    (ZONE, "2023年开发区固定资产投资", "开发区", ZONE, "any zone is a 开发区"),
    (ZONE, "荆州市经开区实现地区生产总值", "荆州市经开区", ZONE, "the zone by its city and class"),
    (ZONE, "湖北荆州经开区实现", "湖北荆州经开区", ZONE, "the zone with its province"),
    (ZONE, "高新区实现地区生产总值", "高新区", "", "another zone, which one is open"),
    (HIGH_TECH, "高新区实现；经开区实现", "经开区", "", "the same the other way round"),
    (HIGH_TECH, "经开区规上工业；高新区实现", "高新区", HIGH_TECH, "the zone by its class word"),
    (ZONE, "洛阳高新区实现", "洛阳高新区", "洛阳高新区", "another zone with its place"),
    (ZONE, "荆州高新区实现", "荆州高新区", "荆州高新区", "another zone of the same city"),
    (ZONE, "化工园区规上工业", "化工园区", "", "a park within the zone"),
    (ZONE, "郑州经开区、洛阳高新区分别", "郑州经开区、洛阳高新区", "", "two at once"),
    (ZONE, "临港区实现地区生产总值", "临港区", "临港区", "a district before a verb"),
    ("江州市", "经开区实现地区生产总值", "经开区", "", "a part of the city"),
    ("青岚工业园区", "工业园区完成投资", "工业园区", "青岚工业园区", "the class of the zone itself"),
]
# what names no area at all
NO_NAMES = [
    (ZONE, "全市开发区平均增长", "all zones of a city"),
    (ZONE, "国家级示范区实现增长", "a kind of zone"),
    (ZONE, "集聚区完成投资", "a class word is no district"),
    (ZONE, "产业集中区完成投资", "a kind of area"),
    (ZONE, "在高新区平均水平之上", "where it is, not whose figure"),
]


@pytest.mark.parametrize(("zone", "words", "name", "meaning", "why"), NAMES, ids=[row[4] for row in NAMES])
def test_names(zone: str, words: str, name: str, meaning: str, why: str) -> None:
    areas = area_names(f"{zone}工作报告\n{words}", zone, (), several=False)
    found = [match[0] for match in areas.pattern.finditer(words)]
    assert found[-1:] == [name], why
    assert areas.meaning(name) == meaning, why


@pytest.mark.parametrize(("zone", "words", "why"), NO_NAMES, ids=[row[2] for row in NO_NAMES])
def test_no_names(zone: str, words: str, why: str) -> None:
    areas = area_names(f"{zone}工作报告\n{words}", zone, (), several=False)
    assert not areas.pattern.search(words), why


def test_alias_is_the_zone() -> None:
    areas = area_names("高新区完成投资", ZONE, ("荆州高新区",), several=False)
    assert areas.meaning("高新区") == ZONE, "a zone that the config also calls 高新区 is meant by it"


def test_often_named_word_is_the_zone_s_own() -> None:
    areas = area_names(f"{ZONE}\n" + "高新区发展。" * 9, ZONE, (), several=False)
    assert not areas.pattern.search("高新区完成投资"), "a report that says 高新区 throughout calls its own zone so"


def test_report_on_several_areas_takes_zones_named_twice() -> None:
    text = "洛阳高新区在建。苏州工业园区建成，苏州工业园区投产。经开区实现产值。"
    areas = area_names(text, "江州市", (), several=True)
    assert [match[0] for match in areas.pattern.finditer(text)] == ["苏州工业园区", "苏州工业园区"]
