"""Several zones side by side: which lines there are, whose value stands in which, and what is said of it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from kpi.briefs import side_by_side_page
from kpi.briefs.side_by_side import Line, SideBySide, side_by_side
from tests.briefs.samples import build_of, wording
from tests.dashboard_data import GDP, INVESTMENT, KEY, SIGNED, A, B, Fact

JAN, FEB = "2025-01-10", "2025-02-10"

FACTS = (
    Fact("a24", "东山2024年生产总值254亿元", GDP, "2024", "254"),
    Fact("a24", "东山增长5.0%", GDP, "2024", "5.0", "%", measure="growth"),
    Fact("a23", "东山2023年生产总值240亿元", GDP, "2023", "240"),
    Fact("a22", "东山2022年生产总值230亿元", GDP, "2022", "230"),
    Fact("b24", "西河2024年生产总值300亿元", GDP, "2024", "300", zone=B),
    Fact("b23", "西河2023年生产总值290亿元", GDP, "2023", "290", zone=B),
    Fact("b22", "西河2022年生产总值270亿元", GDP, "2022", "270", zone=B),
    Fact("a24", "东山签约42个", SIGNED, "2024", "42", "个"),
    Fact("a24", "东山签约目标45个", SIGNED, "2024", "45", "个", "target"),
    Fact("b24", "西河上半年签约20个", SIGNED, "2024-H1", "20", "个", zone=B),
    Fact("a24", "东山省市重点投资131.2亿元", INVESTMENT, "2024", "131.2", scope=KEY),
    Fact("b24", "西河投资88亿元", INVESTMENT, "2024", "88", zone=B),
)


@pytest.fixture
def made(tmp_path: Path) -> SideBySide:
    build, sample = build_of(tmp_path, FACTS)
    return side_by_side(build, [A, B], sample.config)


def line(made: SideBySide, indicator: str, measure: str = "level") -> Line:
    (found,) = [each for each in made.lines if (each.indicator, each.measure) == (indicator, measure)]
    return found


def test_a_line_holds_what_both_zones_say_and_what_one_says_stands_apart(made: SideBySide) -> None:
    assert [brief.zone for brief in made.briefs] == [A, B] and made.year == 2024
    assert {each.indicator for each in made.lines} == {GDP, SIGNED}
    assert [(each.indicator, each.scope, each.known) for each in made.alone] == [
        (INVESTMENT, "", 1), (INVESTMENT, KEY, 1),
    ], "a value of a part never stands beside one of the whole"  # fmt: skip


def test_each_value_is_that_of_its_zone(made: SideBySide) -> None:
    values = [made.row(line(made, GDP), zone) for zone in (0, 1)]
    assert [row.value.value for row in values if row and row.value] == ["254", "300"]
    assert [row.rank.place for row in values if row and row.rank] == [2, 1], "ranked among each other"


def test_a_line_is_of_the_period_that_most_values_have(tmp_path: Path) -> None:
    third = Fact("c24", "北湖上半年签约18个", SIGNED, "2024-H1", "18", "个", zone="北湖高新区")
    build, sample = build_of(tmp_path, (*FACTS, third))
    found = line(side_by_side(build, [A, B, "北湖高新区"], sample.config), SIGNED)
    assert found.period == "2024-H1"


def test_a_year_that_is_asked_for_holds_for_all(tmp_path: Path) -> None:
    build, sample = build_of(tmp_path, FACTS)
    made = side_by_side(build, [A, B], sample.config, 2023)
    values = [made.row(line(made, GDP), zone) for zone in (0, 1)]
    assert [(row.value.period, row.value.value) for row in values if row and row.value] == [
        ("2023", "240"), ("2023", "290"),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [0, 9])
def test_no_more_stand_side_by_side_than_a_screen_holds(count: int, tmp_path: Path) -> None:
    build, sample = build_of(tmp_path, FACTS)
    with pytest.raises(ValueError, match="1 to 8"):
        side_by_side(build, [A] * count, sample.config)


def test_the_table_says_what_stands_where(made: SideBySide, tmp_path: Path) -> None:
    shown = side_by_side_page.fragment(made, wording(tmp_path)).replace("\N{NO-BREAK SPACE}", " ")
    cells = re.findall(r'<td data-label="([^"]*)" class="([^"]*)">(.*?)</td>', shown)
    told = {(zone, text) for zone, _, inside in cells for text in re.findall(r">([^<>]+)<", inside)}
    assert {(A, "254 亿元"), (A, "+5.0 %"), (B, "300 亿元"), (B, "+3.4 %")} <= told
    assert (B, "时期不同：2024年1–6月") in told, "another period says so where it stands"
    assert not any(zone == A and text.startswith("时期不同") for zone, text in told)
    assert (A, " 未完成 93.3 %") in told and (A, "2024年目标 45 个") in told
    assert (A, "第 2/2") in told


def test_small_lines_of_one_indicator_share_their_axes(made: SideBySide, tmp_path: Path) -> None:
    shown = side_by_side_page.fragment(made, wording(tmp_path))
    pictures = re.findall(r"<svg.*?</svg>", shown, re.DOTALL)
    heights = [[float(y) for y in re.findall(r'cy="([\d.]+)"', picture)] for picture in pictures]
    assert len(heights) == 2 and max(heights[1]) < min(heights[0]), "300 stands higher than 254"


def test_every_value_leads_to_its_words(made: SideBySide, tmp_path: Path) -> None:
    shown = side_by_side_page.fragment(made, wording(tmp_path, "en"))
    links = re.findall(r'<a class="number" href="#" data-open="([^"]+)"', shown)
    values = [made.row(each, zone) for each in (*made.lines, *made.alone) for zone in (0, 1)]
    assert set(links) == {row.value.observation_id for row in values if row and row.value}


def test_what_a_report_says_stays_text(tmp_path: Path) -> None:
    evil = Fact("e24", "投资88亿元", INVESTMENT, "2024", "88", scope="<img src=x onerror=alert(1)>")
    build, sample = build_of(tmp_path, (*FACTS, evil))
    shown = side_by_side_page.fragment(side_by_side(build, [A], sample.config), wording(tmp_path))
    assert "<img" not in shown and "&lt;img" in shown
    Tree.fromstring(shown.replace("<details open>", "<details>"))
