"""Zones held against each other: ranks, gaps, heat map, their figures, and the view."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.figures import compare_blocks, compare_charts, theme
from dashboard.frames import compare_tables
from dashboard.frames.compare_tables import Ranking, cut, gap_text, ranking
from dashboard.frames.tables import TrendPoint
from dashboard.shared import filters
from dashboard.words.labels import Words
from kpi.settings.config import parse_config
from kpi.vocabulary import area_kinds
from tests.dashboard.opened_pages import figures, open_page, said
from tests.dashboard.stated_points import WORDS, point
from tests.dashboard_data import CONFIG, FULL, GDP, ONE_POINT, SIGNED, A, B, Fact, Sample

ZONES = [f"{name}经济开发区" for name in ("甲", "乙", "丙", "丁", "戊", "己")]


def values(*numbers: float | None, **fields: Any) -> list[TrendPoint]:
    return [
        point("2024", number, zone=zone, observation_id=f"o{place}", **fields)
        for place, (zone, number) in enumerate(zip(ZONES, numbers, strict=False))
        if number is not None
    ]


C, D = "南岭开发区", "北渡开发区"


def ranks(found: Ranking) -> list[tuple[str, int]]:
    return [(entry.zone[0], entry.rank) for entry in found.entries]


@pytest.mark.parametrize(
    ("numbers", "good", "expected", "why"),
    [
        ((3, 1, 2), "up", [("甲", 1), ("丙", 2), ("乙", 3)], "the most is the best"),
        ((3, 1, 2), "down", [("乙", 1), ("丙", 2), ("甲", 3)], "the least is the best"),
        ((3, 1, 2), "none", [("甲", 1), ("丙", 2), ("乙", 3)], "sorted all the same"),
        ((3, 3, 2), "up", [("甲", 1), ("乙", 1), ("丙", 3)], "ties share a rank, and the next is left out"),
        ((-2, -3, 1), "down", [("乙", 1), ("甲", 2), ("丙", 3)], "a fall of 3 is better than one of 2"),
    ],
)
def test_ranks(numbers: Sequence[float], good: str, expected: list[tuple[str, int]], why: str) -> None:
    assert ranks(ranking(values(*numbers), ZONES[: len(numbers)], good)) == expected, why


@pytest.mark.parametrize("there", [2, 3, 4])
def test_however_few_have_a_value_they_are_sorted_by_it(there: int) -> None:
    found = ranking(values(*range(there)), ZONES, "up")
    assert [entry.point.number for entry in found.shown] == sorted(range(there), reverse=True)
    assert (
        found.ranked
        and len(found.missing) == len(ZONES) - there
        and [r for _, r in ranks(found)] == [*range(1, there + 1)]
    )


def test_a_value_by_itself_has_no_rank() -> None:
    found = ranking(values(7), ZONES, "up")
    assert not found.ranked and ranks(found) == [("甲", 0)]


@pytest.mark.parametrize(("good", "expected"), [("up", [30, 20, 10]), ("down", [10, 20, 30]), ("none", [30, 20, 10])])
def test_what_does_not_count_is_sorted_by_value_too(good: str, expected: list[int]) -> None:
    points = [point("2024-H1", number, zone=zone) for number, zone in zip((20, 30, 10), ZONES, strict=False)]
    assert [entry.point.number for entry in ranking(points, ZONES, good).shown] == expected


def reported(*stated: tuple[str, int, str]) -> pd.DataFrame:
    """Cells by period, zones that report it, and kind."""
    rows = [(zone, kind, period, int(period[:4]), 1.0) for period, zones, kind in stated for zone in ZONES[:zones]]
    return pd.DataFrame(rows, columns=["zone", "kind", "period", "year", "number"])


OPENING = [
    ([("2022", 5, "actual"), ("2023", 4, "actual"), ("2024", 1, "actual")], 5, 2023, "enough to rank, the latest"),
    ([("2022", 5, "actual"), ("2023", 3, "actual")], 5, 2022, "enough comes before most"),
    ([("2022", 3, "actual"), ("2023", 3, "actual"), ("2024", 2, "actual")], 5, 2023, "most of them"),
    ([("2022", 2, "actual"), ("2023", 2, "actual"), ("2024", 1, "actual")], 5, 2023, "the fullest"),
    ([("2023", 2, "actual"), ("2024-H1", 2, "actual"), ("2025", 2, "target")], 2, 2023, "parts, targets rank nothing"),
    ([("2022", 1, "actual"), ("2024", 1, "actual")], 1, 2024, "one zone: its latest year"),
    ([("2023-H1", 1, "actual"), ("2024-H1", 1, "actual")], 2, 2024, "no whole year at all"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "peers", "year", "why"), OPENING, ids=[row[3] for row in OPENING])
def test_the_year_that_the_page_opens_on(stated: list[tuple[str, int, str]], peers: int, year: int, why: str) -> None:
    assert compare_tables.opening_year(reported(*stated), peers) == year, why


WIDEST = [
    ([("jobs", "2023", 2), ("jobs", "2024", 1), ("gdp", "2024", 3)], "gdp", "most zones in one year"),
    ([("jobs", "2023", 3), ("gdp", "2024", 3)], "jobs", "of as many the busiest"),
    ([("jobs", "2023", 1), ("gdp", "2024-H1", 3)], "jobs", "parts of years are not ranked"),
    ([], "jobs", "nothing is reported: the busiest"),
]


@pytest.mark.parametrize(("counts", "indicator", "why"), WIDEST, ids=[row[2] for row in WIDEST])
def test_the_indicator_that_the_page_opens_on(counts: list[tuple[str, str, int]], indicator: str, why: str) -> None:
    frame = pd.DataFrame(counts, columns=["indicator", "period", "count"]).astype({"period": str})
    assert compare_tables.widest_indicator(frame, "jobs") == indicator, why


def test_the_page_opens_on_what_most_zones_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [
        *(Fact("a", f"签约项目{n}个", SIGNED, str(2020 + n), str(n), "个") for n in range(5)),
        Fact("a", "地区生产总值254亿元", GDP, "2022", "254"),
        Fact("b", "地区生产总值300亿元", GDP, "2022", "300", zone=B),
        Fact("a", "地区生产总值264亿元", GDP, "2024", "264"),
    ]  # fmt: skip
    with Sample(tmp_path, facts) as sample:
        assert "地区生产总值 · 2022年 · 排名" in said(open_page("compare", sample.path, monkeypatch))


def test_gaps_are_to_the_median_of_what_counts() -> None:
    found = ranking([*values(10, 20, 40), point("2024", 999, zone=ZONES[3], kind="estimate")], ZONES[:3], "up")
    assert found.median == 20
    assert [gap_text(entry, WORDS) for entry in found.entries] == ["+20 (+100 %)", "0 (0 %)", "−10 (−50 %)"]


def test_gaps_of_rates_are_points() -> None:
    found = ranking(values(5.0, 7.5, 6.0, unit="%"), ZONES[:3], "up")
    assert [gap_text(entry, WORDS) for entry in found.entries] == ["+1.5 个百分点", "0 个百分点", "−1 个百分点"]


def test_estimates_and_parts_stand_aside_unless_asked_for() -> None:
    points = [
        *values(10, 20, 30, 40), point("2024", 25, zone=ZONES[4], kind="estimate"), point("2024-H1", 99, zone=ZONES[5]),
    ]  # fmt: skip
    found = ranking(points, ZONES, "up")
    assert [entry.zone[0] for entry in found.aside] == ["己", "戊"] and found.median == 25
    found = ranking(points, ZONES, "up", estimates=True)
    assert found.ranked and [entry.zone[0] for entry in found.aside] == ["己"]
    assert ("戊", 3) in ranks(found)


def test_the_actual_speaks_for_a_zone_that_has_an_estimate_too() -> None:
    points = [
        point("2024", 9, zone=A, kind="estimate"),
        point("2024", 8, zone=A),
        point("2024", 7, zone=A, kind="target"),
    ]
    (entry,) = ranking(points, [A], "up").entries
    assert entry.point.number == 8


def test_sources_that_differ_leave_ranks_open() -> None:
    points = values(50, 40, 30, 20)
    points[2] = point("2024", 30, zone=ZONES[2], status="disputed", low=30, high=45, others=((45, "45", "x"),))
    texts = {entry.zone[0]: entry.rank_text for entry in ranking(points, ZONES[:4], "up").entries}
    assert texts == {"甲": "1", "乙": "2 (2–3)", "丙": "3 (2–3)", "丁": "4"}


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=2, max_size=6), st.sampled_from(["up", "down"])
)
def test_a_rank_lies_among_those_that_are_open(spans: list[tuple[int, int]], good: str) -> None:
    points = [
        point("2024", number, zone=zone, low=number, high=number + more, status="disputed" if more else "single")
        for zone, (number, more) in zip(ZONES, spans, strict=False)
    ]
    found = ranking(points, ZONES[: len(spans)], good)
    assert all(entry.best <= entry.rank <= entry.worst for entry in found.entries)
    assert min(entry.rank for entry in found.entries) == 1


def test_of_many_the_ends_and_the_chosen_are_shown() -> None:
    found = ranking(values(6, 5, 4, 3, 2, 1), ZONES, "up")
    shown = [row if isinstance(row, int) else row.zone[0] for row in cut(found.entries, 2, 1, [ZONES[3]])]
    assert shown == ["甲", "乙", 1, "丁", 1, "己"]
    assert cut(found.entries, 3, 3, []) == list(found.entries)


PEERS = CONFIG.replace(
    "    en: Dongshan Development Zone\n",
    "    en: Dongshan Development Zone\n    level: 国家级\n    province: 河南省\n",
).replace("    en: Xihe Industrial Park\n", "    en: Xihe Industrial Park\n    level: 省级\n    province: 河南省\n")


@pytest.mark.parametrize(
    ("by", "chosen", "expected"),
    [
        ("all", [], [A, B, "外地开发区"]),
        ("level", ["省级"], [B]),
        ("level", [], [A, B, "外地开发区"]),
        ("province", ["河南省"], [A, B]),
        ("name", ["外地开发区", A], [A, "外地开发区"]),
    ],
)
def test_peers(by: str, chosen: list[str], expected: list[str]) -> None:
    config = parse_config(PEERS.lstrip(), Path("config.yaml"))
    assert compare_tables.peers_of(config, ["外地开发区", B, A], by, chosen) == expected
    assert compare_tables.traits(config, "level") == ["国家级", "省级"]


def test_a_zone_of_which_no_report_speaks_is_no_peer() -> None:
    config = parse_config(PEERS.lstrip(), Path("config.yaml"))
    assert compare_tables.peers_of(config, [A], "all", []) == [A]
    assert compare_tables.peers_of(config, [A], "province", ["河南省"]) == [A]


def test_ranks_by_year_say_how_many_have_a_value() -> None:
    points = [point(year, number, zone=zone) for year, number, zone in
              (("2022", 1, A), ("2023", 1, A), ("2023", 2, B), ("2024", 5, A), ("2024", 4, B))]  # fmt: skip
    table = compare_tables.rank_history(points, [A, B], "up", WORDS)
    assert list(table.columns) == ["开发区", "2023", "2024"], "one value ranks nothing"
    assert [[str(cell) for cell in row] for row in table.values.tolist()] == [[A, "2", "1"], [B, "1", "2"]]
    assert table["2024"].map(float).tolist() == [1.0, 2.0], "ranks sort as numbers"
    of_three = compare_tables.rank_history(points, [A, B, C], "up", WORDS)
    assert list(of_three.columns) == ["开发区", "2023（2/3）", "2024（2/3）"]
    assert compare_tables.rank_history(points[:1], [A, B], "up", WORDS).empty


def _figure(found: Ranking, **fields: Any) -> dict[str, Any]:
    return compare_charts.ranking(found, list(found.shown), fields.get("words", WORDS), {})


def _texts(figure: dict[str, Any]) -> str:
    return " ".join(str(text) for trace in figure["data"] for text in trace.get("text", ()))


def test_the_chart_has_rank_value_gap_and_median() -> None:
    figure = _figure(ranking(values(10, 20, 40), ZONES[:3], "up"))
    texts = _texts(figure)
    assert "<b>1</b>" in texts and "40 亿元" in texts and "+20 (+100 %)" in texts and "中位数 20" in texts
    (line,) = figure["layout"]["shapes"]
    pieces = [[tuple(map(float, end.strip("ML").split(","))) for end in piece.split()]
              for piece in line["path"].split(" M")]  # fmt: skip
    assert {x for piece in pieces for x, _ in piece} == {20}
    assert not any(top < row < foot for (_, top), (_, foot) in pieces for row in range(3)), "never through a value"
    assert figure["layout"]["yaxis"]["ticktext"] == ["丙经济开发区", "乙经济开发区", "甲经济开发区"]
    assert figure["layout"]["xaxis"]["range"][0] == 0, "bars start at zero"


def test_bars_of_the_chart_lead_to_their_observations_and_tell_kinds_apart() -> None:
    points = [*values(10, 20), point("2024", 9, zone=ZONES[2], kind="estimate", observation_id="e")]
    bars = _figure(ranking(points, ZONES[:3], "up"))["data"][0]
    assert [name for (name,) in bars["customdata"]] == ["o1", "o0", "e"]
    assert bars["marker"]["pattern"]["shape"] == ["", "", "/"]


def test_plotly_takes_every_figure_as_it_is(several: Sample) -> None:
    points = [*values(10, 20), point("2024", 9, zone=ZONES[2], kind="estimate", corrected=True),
              point("2024", 9, zone=ZONES[3], status="disputed", low=8, high=9, others=((8, "8", "x"),))]  # fmt: skip
    heat = compare_charts.heat_map(_heat(several), [A, B, C, D], several.words())
    for figure in (_figure(ranking(points, ZONES[:4], "up")), heat):
        assert len(go.Figure(figure).data) == len(figure["data"])


def test_falls_reach_to_the_left_and_nothing_makes_no_error() -> None:
    figure = _figure(ranking(values(-3, 2, -1), ZONES[:3], "down"))
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < -3 and high > 2
    assert _figure(ranking([], ZONES, "up"))["data"] == []


def test_names_that_are_no_markup() -> None:
    figure = _figure(ranking([point("2024", 1, zone="<b>区"), point("2024", 2, zone="乙")], ["<b>区", "乙"], "up"))
    assert "&lt;b&gt;区" in figure["layout"]["yaxis"]["ticktext"]


SEVERAL: tuple[Fact, ...] = (
    *FULL,
    *(
        Fact(f"z{place}", f"地区生产总值完成{number}亿元", GDP, "2024", number, zone=zone, published="2025-01-15")
        for place, (zone, number) in enumerate(((B, "188"), (C, "300"), (D, "120")))
    ),
    Fact("z3", "能耗降低3.1%", "energy_intensity", "2024", "-3.1", "%", measure="growth", zone=B),
    Fact("z4", "能耗降低2.0%", "energy_intensity", "2024", "-2.0", "%", measure="growth", zone=C),
    Fact("z5", "能耗降低1.0%", "energy_intensity", "2024", "-1.0", "%", measure="growth"),
)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("several"), SEVERAL) as sample:
        yield sample


def _heat(sample: Sample, measure: str = "level") -> list[compare_tables.HeatRow]:
    cells = sample.frames.cells()
    return compare_tables.heat(cells[cells["year"] == 2024], [A, B, C, D], measure, sample.words())


def test_the_heat_map_is_held_against_each_indicators_own_median(several: Sample) -> None:
    rows = {row.indicator: row for row in _heat(several)}
    assert list(rows) == ["gdp", "energy_intensity", "key_project_investment", "signed_projects"], "by group"
    gdp = rows["gdp"].cells
    assert {zone: cell.side for zone, cell in gdp.items()} == {A: 1, B: -1, C: 1, D: -1}
    assert gdp[C].tint > 0 > gdp[D].tint and all(abs(cell.tint) <= 1 for cell in gdp.values())
    assert rows["energy_intensity"].label.endswith("同比增速"), "an index has only growth"
    fell = rows["energy_intensity"].cells
    assert fell[B].tint > 0 and fell[B].side == -1, "less is better, so the greatest fall is the best"


def test_too_few_values_have_no_colour(several: Sample) -> None:
    rows = {row.indicator: row for row in _heat(several)}
    assert all(math.isnan(cell.tint) for cell in rows["signed_projects"].cells.values())


def test_no_line_and_no_column_of_the_heat_map_is_all_dashes(tmp_path: Path) -> None:
    facts = (
        Fact("a", "地区生产总值254亿元", GDP, "2024", "254"),
        Fact("b", "地区生产总值90亿元", GDP, "2024", "90", zone=B),
        Fact("c", "省级签约项目9个", SIGNED, "2024", "9", "个", scope="省级", zone=C),
        Fact("a", "签约项目42个", SIGNED, "2024", "42", "个"),
        Fact("b", "签约项目20个", SIGNED, "2024", "20", "个", zone=B),
        Fact("a", "五年能耗降低14%", "energy_intensity", "2020/2024", "-14", "%", measure="growth"),
    )  # fmt: skip
    with Sample(tmp_path / "dashes", facts) as sample:
        words, cells = sample.words(), sample.frames.cells(year="2024")
    choice = compare_blocks.Choice(GDP, "level", "", 2024, (A, B, C))
    heat = compare_blocks.heat(cells, choice, words)
    assert heat is not None and heat.zones == heat.shown == 2
    assert list(heat.table["指标"]) == ["地区生产总值", "签约项目"] and words.zone(C) not in heat.table


def test_the_figure_of_the_heat_map_says_everything_without_colour(several: Sample) -> None:
    rows = _heat(several)
    figure = compare_charts.heat_map(rows, [A, B, C, D], several.words())
    (bars,) = figure["data"]
    assert len(bars["x"]) == 4 * len(rows)
    assert "254 ▲" in bars["text"] and "120 ▼" in bars["text"] and "–" in bars["text"]
    assert {shape for shape, text in zip(bars["marker"]["pattern"]["shape"], bars["text"], strict=True)
            if text == "–"} == {"/"}  # fmt: skip
    known = set(several.frames.observations()["observation_id"])
    assert {name for (name,) in bars["customdata"]} - {""} <= known
    table = compare_tables.heat_table(rows, [A, B, C, D], several.words())
    told = ["综合经济", "地区生产总值", "亿元", "254 ▲", "188 ▼", "300 ▲", "120 ▼"]
    assert list(map(str, table.iloc[0])) == told and table.iloc[0].tolist()[3:] == [254, 188, 300, 120]


def _open(path: Path, monkeypatch: pytest.MonkeyPatch, locale: str = "zh-CN", **query: str | list[str]) -> AppTest:
    return open_page("compare", path, monkeypatch, locale, **query)


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_view_ranks_and_maps(several: Sample, locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(several.path, monkeypatch, locale, show="gdp")
    told = said(app)
    drawn = figures(app)
    assert len(drawn) == 2 and "300" in _texts(drawn[0])
    assert ("4 / 4 个区有数据" if locale == "zh-CN" else "4 of 4 zones have a value") in told


def test_the_view_says_how_many_have_a_value(several: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(_open(several.path, monkeypatch, show="energy_intensity"))
    assert "3 / 4 个区有数据，名次只在它们之间" in told and "没有数据：" in told and "不排名" not in told


def test_an_indicator_that_should_fall_is_ranked_upwards(several: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(several.path, monkeypatch, show="energy_intensity", peers="name", peer_name=A)
    assert "越低越好" in said(app)


@pytest.mark.parametrize("facts", [FULL, ONE_POINT, ()], ids=["full", "one point", "empty"])
def test_the_view_on_little_data(facts: tuple[Fact, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, facts) as sample:
        told = said(_open(sample.path, monkeypatch, show="gdp"))
    if facts:
        assert "只有一个区有数据" in told and "放进报告文件夹" in told
        assert "名次只在它们之间" not in told, "of one zone there is nothing to rank"


def test_targets_alone_are_told_and_lead_to_their_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aim = Fact("one", "2025年地区生产总值达到300亿元", "gdp", "2025", "300", kind="target")
    with Sample(tmp_path, [aim]) as sample:
        app = _open(sample.path, monkeypatch, show="gdp")
        assert "只有目标，还没有实际" in said(app) and app.get("page_link")
        filtered = said(_open(sample.path, monkeypatch, show="gdp", kind="target"))
    assert "没有符合筛选条件" in filtered


def test_a_filter_that_leaves_nothing_says_so(several: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "没有符合筛选条件的内容" in said(_open(several.path, monkeypatch, zone=D, indicator="signed_projects"))


def test_english_rank_table(several: Sample) -> None:
    words = Words("en", several.config)
    table = compare_tables.ranking_table(ranking(values(10, 20, 40), ZONES[:3], "up"), words)
    assert (
        list(map(str, table["Rank"])) == ["1", "2", "3"]
        and list(table["Rank"]) == [1, 2, 3]
        and table.index.tolist() == ["o2", "o1", "o0"]
    )


def test_a_single_value_has_no_median_and_no_gap() -> None:
    found = ranking(values(10), ZONES[:1], "up")
    figure = _figure(found)
    assert math.isnan(found.median) and not found.ranked and figure["layout"]["shapes"] == []
    assert "中位数" not in _texts(figure) and "10 亿元" in _texts(figure)


OF_TWO_LEVELS = (
    Fact("a", "地区生产总值254亿元", GDP, "2024", "254"),
    Fact("b", "地区生产总值300亿元", GDP, "2024", "300", zone=B),
    Fact("p", "地区生产总值9000亿元", GDP, "2024", "9000", zone="东海省"),
    Fact("p", "签约项目700个", SIGNED, "2024", "700", "个", zone="东海省"),
)


def test_areas_of_another_level_are_no_peers_unless_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, OF_TWO_LEVELS) as sample:
        app = _open(sample.path, monkeypatch, show="gdp")
        assert "2 / 2 个区有数据" in said(app) and "东海省" not in str(figures(app)[0])
        app.toggle(key="w_areas").set_value(True).run()
        assert "3 / 3 个区有数据" in said(app)
        named = _open(sample.path, monkeypatch, show="gdp", peers="name", peer_name=["东海省", A])
        assert "2 / 2 个区有数据" in said(named)
        alone = said(_open(sample.path, monkeypatch, show="signed_projects"))
        assert "只有一个区有数据" in alone, "where only provinces report, they are what is compared"


def test_rows_of_the_heat_map_have_room_for_their_names(several: Sample) -> None:
    words = Words("en", several.config)
    rows = [replace(row, label="New industrial enterprises above designated size that were certified") for row in
            compare_tables.heat(several.frames.cells(), [A, B, C, D], "level", words)]  # fmt: skip
    layout = compare_charts.heat_map(rows, [A, B], words)["layout"]
    most = max(text.count("<br>") + 1 for text in layout["yaxis"]["ticktext"])
    pixels = (layout["height"] - layout["margin"]["t"] - 8) / layout["yaxis"]["range"][0]
    assert most == 3 and pixels >= 15 * most


KINDS = [
    ("濮阳经济技术开发区", "zone"), ("深圳市坪山新区", "zone"), ("上海外高桥保税区", "zone"), ("嘉兴科技城", "zone"),
    ("珲春出口加工区", "zone"), ("柘城县产业集聚区", "zone"), ("阜东产业园区", "zone"), ("长泰区", "county"),
    ("易县", "county"), ("保定市", "city"), ("上海市", "province"), ("吉林省", "province"), ("竹行镇", "town"),
    ("全村", "town"), ("Unknown", "zone"), ("", "zone"),
    ("全国", "country"), ("全省", "province"), ("全市", "city"), ("市本级", "city"), ("承德市本级", "city"),
    ("全省开发区", "several"), ("国家级高新区", "several"), ("深圳港三大集装箱港区", "several"),
    ("五大连池经济开发区", "zone"), ("全州县", "county"), ("广西全州工业园区", "zone"), ("全椒经济开发区", "zone"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_the_kind_of_an_area_is_told_by_its_name(name: str, kind: str) -> None:
    assert area_kinds.kind_of(name) == kind


def test_what_is_no_zone_is_offered_after_the_zones() -> None:
    there = ["全国", "市本级", "上高工业园区", "乙市", "甲开发区"]
    assert filters.present(["甲开发区"], there) == ["甲开发区", "上高工业园区", "乙市", "全国", "市本级"]


def test_areas_of_another_kind_stand_aside_unless_named_or_alone() -> None:
    names = ["甲开发区", "乙市", "丙省", "丁市"]
    assert area_kinds.other_kinds(names) == {"乙市", "丙省", "丁市"}
    assert area_kinds.other_kinds(names, ["丙省"]) == {"乙市", "丁市"}
    assert area_kinds.other_kinds(names[1:]) == {"丙省"}, "where there is no zone, what most are"
    assert area_kinds.other_kinds(names, (), ["乙市"]) == {"甲开发区", "丙省"}, "of those that have something to show"


def test_chosen_zones_that_the_config_does_not_know_have_a_colour_each(several: Sample) -> None:
    order = [*several.config.zones, C, D, *(f"{n}开发区" for n in range(9))]
    choice = compare_blocks.Choice("gdp", "level", "", 2024, (A, B, C, D), focus=(C, D))
    frames = several.frames
    board = compare_blocks.board(frames.cells(indicator="gdp"), frames.members, choice, several.words(), order)
    tints = dict(
        zip([entry.zone for entry in board.found.shown], board.figure["data"][0]["marker"]["color"], strict=True)
    )
    assert len({tints[C], tints[D], theme.OTHER_ZONE}) == 3 and tints[A] == tints[B] == theme.OTHER_ZONE
