"""Places as data: what former areas are called today."""

from __future__ import annotations

import pytest

from kpi.language.gazetteer import gazetteer, rows
from kpi.pages.about import read_about
from kpi.vocabulary.model import Hints

FORMER = [
    ("襄樊", "2010", "襄阳市", "renamed"),
    ("襄樊市", "2010", "襄阳市", "renamed, with its class word"),
    ("徐水县", "2015", "徐水区", "a county that became a district"),
    ("淮阴市", "2000", "淮安市", "renamed, as a county town of that name was merged"),
    ("大庸县", "1985", "永定区", "a city first, then a district"),
    ("通县", "1997", "通州区", "a county of a municipality"),
    ("绍兴县", "2013", "柯桥区", "most of it became 柯桥, not 越城"),
    ("邢台县", "2020", "信都区", "most of it became 信都"),
    ("襄阳县", "2001", "襄州区", "a district first called 襄阳"),
    ("思茅地区", "2003", "普洱市", "a city first called 思茅"),
    ("伊克昭盟", "2001", "鄂尔多斯市", "a league"),
    ("信阳地区", "1998", "信阳市", "a prefecture"),
    ("松花江地区", "1996", "哈尔滨市", "merged"),
    ("南汇县", "2001", "浦东新区", "a county, then a district, then a part of another"),
    ("万县市", "1997", "万州区", "of 四川, then of 重庆"),
]


@pytest.mark.parametrize(("name", "until", "now", "why"), FORMER, ids=[row[0] for row in FORMER])
def test_a_former_area_is_known_by_what_became_of_it(name: str, until: str, now: str, why: str) -> None:
    area = gazetteer().former(name)
    assert area is not None and (area.until, area.now) == (until, now), why


@pytest.mark.parametrize("name", ["襄阳", "荆州市", "南市区", "鄞县", "江陵县", "某某县", ""])
def test_areas_of_today_and_names_of_several_are_no_former_ones(name: str) -> None:
    assert gazetteer().former(name) is None


def test_each_row_of_the_table_speaks_of_one_area_and_says_what_its_codes_do_not() -> None:
    of_codes = {(name, province, until): now for name, _, _, province, _, _, until, now in rows("areas.csv")}
    today = {name for name, _, _, _, _, _, until, _ in rows("areas.csv") if not until}
    for name, province, until, now, code, why in rows("former.csv"):
        assert of_codes[name, province, until] != now, f"{name}: known without the table"
        assert now in today and code.isdigit() and len(code) == 6 and why, name


SEARCHED = [
    ("襄樊 高新区", "襄阳高新技术产业开发区"),
    ("襄樊高新区", "襄阳高新技术产业开发区"),
    ("襄樊经济技术开发区", "襄阳经济技术开发区"),
    ("徐水县 经济", "河北徐水经济开发区"),
    ("襄樊市高新区", "襄阳高新技术产业开发区"),
]


@pytest.mark.parametrize(("words", "zone"), SEARCHED)
def test_zones_are_found_by_the_former_names_of_their_places(words: str, zone: str) -> None:
    assert gazetteer().search(words)[0].name == zone


# a former area, the one of today that is called so, and where other areas are called that
FORMER_AND_OTHERS = [
    ("大庸县", "永定区", "福建省"),
    ("锦县", "太和区", "安徽省"),
    ("台东区", "市北区", "上海市"),
    ("水城特区", "钟山区", "广西壮族自治区"),
]


@pytest.mark.parametrize(("name", "now", "province"), FORMER_AND_OTHERS)
def test_a_former_area_is_not_taken_for_one_that_is_called_as_it_is_today(name: str, now: str, province: str) -> None:
    bare = gazetteer().bare_name(now)
    assert any(zone.province == province and bare in zone.name for zone in gazetteer().by_name.values())
    words = ("开发区", "经开区", "高新区", "工业园区", "经济开发区")
    found = [zone for word in words for zone in (*gazetteer().search(name + word), *gazetteer().search(name))]
    assert province not in {zone.province for zone in found}


def test_no_word_stands_in_a_list_twice() -> None:
    listed: dict[str, list[str]] = {}
    for kind, words, _why in rows("words.csv"):
        listed.setdefault(kind, []).extend(words.split())
    for kind, found in listed.items():
        assert len(found) == len(set(found)), kind


def test_a_page_of_the_time_is_of_the_zone_as_it_is_called_today() -> None:
    text = "襄樊高新区2008年工作总结\n2008年，襄樊高新区地区生产总值120亿元。\n"
    assert read_about(text, {}, Hints()).page.zone == "襄阳高新技术产业开发区"
