"""The figures of the trends: marks and their legend, names at the ends, axes, many zones, small multiples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.figures import charts, label_places, small_multiples, theme, trend_blocks, trend_marks
from dashboard.figures.charts import Figure, Look
from dashboard.figures.trend_blocks import Choice
from dashboard.frames.tables import TrendPoint
from dashboard.words.short_names import short_names
from tests.dashboard.opened_pages import figures, open_page, said
from tests.dashboard.stated_points import WORDS, point
from tests.dashboard_data import FULL, ONE_POINT, A, B, Fact, Sample

YEARS = range(2019, 2025)


def line(zone: str = A, first: float = 100, step: float = 10, **fields: Any) -> list[TrendPoint]:
    return [point(str(year), first + step * place, zone=zone, **fields) for place, year in enumerate(YEARS)]


def legend(figure: Figure) -> list[str]:
    return [trace["name"] for trace in figure["data"] if trace.get("showlegend")]


def texts(figure: Figure) -> list[str]:
    return [str(text).strip() for trace in figure["data"] for text in trace.get("text", ()) if text]


def test_one_legend_names_only_the_marks_that_occur() -> None:
    assert legend(charts.trend(line(), WORDS, {}, "line")) == ["实际"]
    every = [
        *line(), point("2025", 170, kind="estimate"), point("2025", 180, kind="target"), point("2025-H1", 80),
        point("2025-Q2", 42),
        point("2018", 90, low=80, high=90, status="disputed", others=((80, "80", "other"),), corrected=True),
    ]  # fmt: skip
    expected = ["实际", "预计", "累计（不连线）", "单月、单季", "目标", "各来源从最低到最高", "人工更正"]
    assert legend(charts.trend(every, WORDS, {}, "line")) == expected
    assert legend(charts.trend(every, WORDS, {}, "line", 190, Look(panel=True))) == []


def test_bars_of_several_zones_are_named_in_the_legend_and_start_at_zero() -> None:
    figure = charts.trend([*line(first=950), *line(B, first=990)], WORDS, theme.zone_colours([A, B]), "bar")
    assert legend(figure)[:2] == [A, B]
    assert figure["layout"]["yaxis"]["range"][0] == 0


def test_lines_far_from_zero_say_that_the_axis_does_not_start_there() -> None:
    figure = charts.trend(line(first=950), WORDS, {}, "line")
    assert figure["layout"]["yaxis"]["range"][0] > 0
    assert any("纵轴不从 0 起" in note["text"] for note in figure["layout"]["annotations"])
    near = charts.trend(line(first=10), WORDS, {}, "line")["layout"]
    assert near["yaxis"]["range"][0] == 0 and not near["annotations"]


@pytest.mark.parametrize(("reference", "low", "high"), [(0.0, 0.0, 0.0), (100.0, 0.0, 100.0)])
def test_the_axis_reaches_what_values_are_held_against(reference: float, low: float, high: float) -> None:
    points = line(first=5, step=0.1)
    bottom, top = charts.reach(points, "line", reference)
    assert bottom <= low and top >= high


def test_a_reference_is_a_line_with_its_name_in_the_legend() -> None:
    figure = charts.trend(line(), WORDS, {}, "line", look=Look(reference=100.0, reference_name="目标 = 100 %"))
    assert legend(figure)[-1] == "目标 = 100 %"
    assert [shape["y0"] for shape in figure["layout"]["shapes"] if shape["type"] == "line"] == [100.0]


@pytest.mark.parametrize("form", ["line", "bar"])
def test_plotly_takes_every_figure_as_it_is(form: str) -> None:
    many = [each for place in range(40) for each in line(f"区{place}", first=100 + place)]
    every = [
        *line(first=900), *line(B, first=950), point("2025", 970, kind="estimate"), point("2025", 980, kind="target"),
        point("2025-H1", 80), point("2018", 90, low=80, status="disputed", others=((80, "80", "x"),), corrected=True),
    ]  # fmt: skip
    look = Look(focus=("区3",), reference=100.0, reference_name="100")
    for figure in (charts.trend(every, WORDS, {}, form, look=look), charts.trend(many, WORDS, {}, form, look=look),
                   small_multiples.legend(every, WORDS, form, {A: "#111111"})):  # fmt: skip
        assert len(go.Figure(figure).data) == len(figure["data"])


def test_names_stand_at_the_ends_without_covering_each_other() -> None:
    points = [each for place in range(6) for each in line(f"第{place}经济技术开发区", first=100 + place)]
    figure = charts.trend(points, WORDS, {}, "line")
    (ends,) = [trace for trace in figure["data"] if trace["mode"] == "text" and len(trace["x"]) == 6]
    low, high = figure["layout"]["yaxis"]["range"]
    pixels = sorted((y - low) / (high - low) * (430 - charts.AXIS_HEIGHT) for y in ends["y"])
    assert all(after - before >= charts.END_LINE - 0.01 for before, after in pairwise(pixels))
    assert "150" in texts(figure) and plain(ends["text"][0]) == "■ 第0经济技术开发区", "the number stands at its mark"
    long = "第{}高新技术产业开发区先进制造业产业集聚示范园区"
    eight = [each for place in range(8) for each in line(long.format(place), first=100 + place)]
    last = charts.trend(eight, WORDS, {}, "line")["data"][-2]
    assert plain(last["text"][0]) == "■ 第0高新技术产业开…", "one line each, where two find no room"


def plain(text: str) -> str:
    """The words of a label without what colours them."""
    return re.sub("<[^>]*>", "", text).strip()


SEVERAL = [
    *line(), *line(B, first=150, scope="省市重点"), point("2010", 40), point("2026", 300, kind="estimate"),
    point("2024-H1", 60), point("2025", 500, kind="target"),
    point("2018", 90, low=80, high=90, status="disputed", others=((80, "80", "other"),)),
]  # fmt: skip
CROWD = [each for place in range(12) for each in line(f"区{place}", first=100 + 30 * place)] + [point("2009", 5)]


@pytest.mark.parametrize("form", ["line", "bar"])
@pytest.mark.parametrize("points", [SEVERAL, CROWD], ids=["several", "crowd"])
@pytest.mark.parametrize("reference", [None, 100.0])
def test_every_line_joins_values_that_follow_each_other(
    form: str, points: list[TrendPoint], reference: float | None
) -> None:
    look = Look(focus=("区1", "区2"), reference=reference, reference_name="100")
    figure = charts.trend(points, WORDS, {}, form, look=look)
    stated = {(place, value) for each in points for place in (each.position, each.year)
              for value in (each.number, each.low, each.high)}  # fmt: skip
    drawn = [trace for trace in figure["data"] if "lines" in trace.get("mode", "") and trace["x"] != [None]]
    assert drawn or form == "bar"
    for trace in drawn:
        steps = list(pairwise(zip(trace["x"], trace["y"], strict=True)))
        for (x, y), (other, higher) in steps:
            if None not in (x, other):
                assert {(x, y), (other, higher)} <= stated
                assert other - x <= 1, "no line across years without data"
    held = [shape["y0"] for shape in figure["layout"]["shapes"]]
    assert held == [] if reference is None else held == [reference], "nothing else is drawn as a line"


def test_a_base_of_an_index_stands_at_a_hundred_and_nowhere_else(full: Sample) -> None:
    block = _page(full, mode="index").blocks[0]
    assert block.figure is not None
    ends = [(x, y) for trace in block.figure["data"] for x, y in zip(trace["x"], trace["y"], strict=True) if y]
    assert {y for x, y in ends if x == 2023} == {100.0}
    assert [shape["y0"] for shape in block.figure["layout"]["shapes"]] == [100.0]


def tints(figure: Figure) -> list[str]:
    """The colours that whole marks are drawn in."""
    return [trace["marker"]["color"] for trace in figure["data"] if trace.get("customdata")]


@pytest.mark.parametrize("form", ["line", "bar"])
def test_scopes_of_one_zone_have_a_colour_each(form: str) -> None:
    points = [*line(), *line(first=200, scope="省市重点"), *line(first=300, scope="在建重大")]
    figure = charts.trend(points, WORDS, theme.zone_colours([A, B]), form)
    assert len(set(tints(figure))) == 3 and tints(figure)[0] == theme.ZONE_COLOURS[0]
    assert theme.ZONE_COLOURS[1] not in tints(charts.trend([*points, *line(B)], WORDS, theme.zone_colours([A, B]),
                                                           form))[1:3]  # fmt: skip


def test_zones_that_the_config_does_not_know_have_a_colour_each() -> None:
    zones = [f"丙{place}经济开发区" for place in range(6)]
    points = [each for place, zone in enumerate(zones) for each in line(zone, first=100 + place)]
    order = [*WORDS.config.zones, *zones]
    block = trend_blocks._block(points, "亿元", None, 0, Choice(("gdp",)), WORDS, order)
    assert block.figure is not None
    assert len(set(tints(block.figure))) == 6 and theme.OTHER_ZONE not in tints(block.figure)


def test_no_label_stands_over_the_numbers_of_the_axis() -> None:
    figure = charts.trend(
        [point("2019-H1", 61.3), *line(first=95), point("2019", 60, kind="target")], WORDS, {}, "line"
    )
    (part,) = [trace for trace in figure["data"] if trace.get("marker", {}).get("symbol") == ["square"]]
    assert part["text"] == [" 61.3 · 1–6月"] and part["textposition"] == ["middle right"]


def test_the_same_half_year_of_two_zones_is_two_marks_with_their_names() -> None:
    halves = [point("2024-H1", 60, zone=zone) for zone in (A, B)]
    figure = charts.trend([*line(first=150), *line(B, first=190), *halves], WORDS, theme.zone_colours([A, B]), "line")
    squares = [trace for trace in figure["data"] if trace.get("marker", {}).get("symbol") == ["square"]]
    places = [trace["x"][0] for trace in squares]
    assert len(set(places)) == 2 and sum(places) / 2 == 2023.75
    assert len({trace["marker"]["color"] for trace in squares}) == 2, "each in the colour of its zone's name"
    assert [text for text in texts(figure) if text == "60 · 1–6月"]


def test_the_years_that_a_phone_has_no_room_for_are_left_to_wide_screens() -> None:
    points = [point(str(year), 100 + year - 1990, zone=zone) for year in range(1990, 2025) for zone in (A, B)]
    figure = charts.trend(points, WORDS, {}, "line")
    always, wide = figure["layout"]["xaxis"], figure["layout"]["xaxis2"]
    assert "2024" in always["ticktext"] and wide["ticktext"] and not {*wide["ticktext"]} & {*always["ticktext"]}
    every = sorted(map(int, [*always["ticktext"], *wide["ticktext"]]))
    assert len({other - one for one, other in pairwise(every)}) == 1, "evenly, as far as a wide screen has room"
    across = (charts.PLOT_WIDTH - figure["layout"]["margin"]["r"]) / 36.5
    assert charts.YEAR_WIDTH <= (every[1] - every[0]) * across < 2 * charts.YEAR_WIDTH
    assert wide["tickfont"]["family"] == theme.WIDE_ONLY_FONT and always["range"] == wide["range"]
    assert [trace for trace in figure["data"] if trace.get("xaxis") == "x2"], "Plotly draws no axis without a trace"
    few = charts.trend(line(), WORDS, {}, "line")["layout"]
    assert few["xaxis"]["ticktext"] == [str(year) for year in YEARS] and "xaxis2" not in few


@pytest.mark.parametrize("form", ["line", "bar"])
def test_a_chart_of_many_years_has_as_few_traces_as_one_of_few(form: str) -> None:
    def traces(years: int) -> int:
        points = [
            point(str(2000 + year), 100 + year, low=90, high=110, status="disputed", others=((90, "90", f"o{year}"),))
            for year in range(years)
        ]
        return len([trace for trace in charts.trend(points, WORDS, {}, form)["data"] if trace.get("xaxis") != "x2"])

    assert traces(60) == traces(30)


def test_marks_without_a_word_are_drawn_without_texts() -> None:
    marks = {"mode": "markers+text", "x": [1, 2], "text": ["", ""], "textposition": ["top center"] * 2}
    assert trend_marks.bare(marks) == {"mode": "markers", "x": [1, 2]}
    for kept in (marks | {"text": ["", "5"]}, {"mode": "text", "text": [""]}, {"mode": "lines", "x": [1]}):
        assert trend_marks.bare(kept) == kept


def test_bars_stand_alone_and_a_zone_is_numbered_in_every_year_or_in_none() -> None:
    points = [each for place in range(12) for each in line(f"区{place}", first=100 + 20 * place)]
    figure = charts.trend(points, WORDS, {}, "bar", look=Look(focus=("区1", "区5", "区9")))
    assert legend(figure) == ["区1", "区5", "区9"]
    assert not [trace for trace in figure["data"] if "lines" in trace.get("mode", "")], "no line crosses them"
    for zone in ("区1", "区5", "区9"):
        numbers = {f"{each.number:g}" for each in points if each.zone == zone}
        assert len(numbers & set(texts(figure))) in (0, len(numbers))


def test_lines_held_against_a_hundred_need_not_start_at_zero_and_bars_must() -> None:
    points = [*line(first=97, step=1), point("2024-H1", 48)]
    assert charts.reach(points, "line", 100.0)[0] > 30
    assert charts.reach(points, "bar", 100.0)[0] == 0


def test_the_number_of_a_bar_stands_above_a_target_that_would_cover_it() -> None:
    points = [point("2024", 100), point("2024", 102, kind="target")]
    figure = charts.trend(points, WORDS, {}, "bar")
    (place,) = next(trace["y"] for trace in figure["data"] if trace.get("text") == ["100"])
    assert place > 102


def test_what_a_phone_has_no_room_for_is_kept_for_wide_screens() -> None:
    points = [*line(first=10000, step=1), *line(B, first=10010, step=1), *line("丙", first=10020, step=1)]
    figure = charts.trend(points, WORDS, {}, "bar")
    wide = [trace for trace in figure["data"] if trace.get("textfont", {}).get("family") == theme.WIDE_ONLY_FONT]
    always = [text for text in texts(figure) if text not in {t for trace in wide for t in trace["text"]}]
    assert always and len(texts(figure)) > len(always)


def test_of_many_zones_the_chosen_stand_out_of_a_band() -> None:
    points = [each for place in range(40) for each in line(f"区{place}", first=100 + place)]
    figure = charts.trend(points, WORDS, {"区3": "#111111"}, "line", look=Look(focus=("区3",)))
    assert legend(figure)[-3:] == ["全部 40 个区，最低到最高", "居中的一半", "中位数"]
    named = {name for trace in figure["data"] for (name,) in trace.get("customdata", ())}
    assert named == {each.observation_id for each in points if each.zone == "区3"}
    some = charts.trend([p for p in points if p.zone in {f"区{n}" for n in range(12)}], WORDS, {}, "line")
    assert legend(some) == ["其余 12 个区"]


def test_hovering_tells_value_kind_source_date_and_sum() -> None:
    made = point("2024", 5.8, kind="estimate", text="约 +5.8 %", note="推算：254 ÷ 240 − 1", corrected=True)
    (trace,) = [t for t in charts.trend([made], WORDS, {}, "line")["data"] if t.get("hovertext")]
    for part in ("约 +5.8 %", "预计", "r2024 (2025-01-10)", "推算：254 ÷ 240 − 1", "人工更正"):
        assert part in trace["hovertext"][0]


@pytest.mark.parametrize(
    ("form", "shared", "same"), [("line", True, True), ("line", False, False), ("bar", False, True)]
)
def test_small_multiples_share_the_values_axis_where_asked_and_bars_always(form: str, shared: bool, same: bool) -> None:
    points = [*line(), *line(B, first=1000, step=90)]
    panels = small_multiples.panels(points, WORDS, {}, form, by="zone", shared=shared, order=[B, A])
    assert [panel.title for panel in panels] == [B, A]
    ends = {tuple(panel.figure["layout"]["yaxis"]["range"]) for panel in panels}
    assert (len(ends) == 1) is same
    assert len({tuple(panel.figure["layout"]["xaxis"]["range"]) for panel in panels}) == 1, (
        "the years are always shared"
    )
    if form == "bar":
        assert min(ends)[0] == 0


def test_scopes_have_a_chart_each_that_names_them() -> None:
    points = [*line(scope="省级"), *line(first=300, scope="市级"), *line(first=50, indicator="signed_projects")]
    panels = small_multiples.panels(points, WORDS, {}, "line", by="indicator", shared=False)
    assert [panel.title for panel in panels] == ["地区生产总值 · 市级", "地区生产总值 · 省级", "签约项目"]
    assert len({panel.key for panel in panels}) == 3


def test_indicators_of_different_units_never_share_an_axis() -> None:
    points = [*line(), *line(first=5000, indicator="signed_projects", unit="个")]
    panels = small_multiples.panels(points, WORDS, {}, "line", by="indicator", shared=True)
    assert {panel.unit for panel in panels} == {"亿元", "个"}
    assert len({tuple(panel.figure["layout"]["yaxis"]["range"]) for panel in panels}) == 2


def test_the_legend_of_small_multiples_is_drawn_once() -> None:
    figure = small_multiples.legend([*line(), point("2025", 1, kind="target")], WORDS, "line", {A: "#111", B: "#222"})
    assert legend(figure) == [A, B, "实际", "目标"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [([50, 50], [50, 60]), ([95, 96], [85, 95]), ([0, 40, 80], [5, 40, 80]), ([], [])],
)
def test_labels_move_apart_and_stay_inside(wanted: list[float], expected: list[float]) -> None:
    found = label_places.apart(wanted, [10] * len(wanted), (0, 100))
    assert found == expected or found == [0, 40, 80]


def test_long_latin_names_are_cut_to_what_tells_them_apart() -> None:
    names = {"a": "Puyang Economic and Technological Development Zone", "b": "Puyang Industrial Park", "c": "区"}
    assert short_names(names) == {"a": "Puyang Economic", "b": "Puyang Industrial Park", "c": "区"}
    assert label_places.balanced("Fixed asset investment (100 mn yuan)", 24) == [
        "Fixed asset investment",
        "(100 mn yuan)",
    ]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("full"), FULL) as sample:
        yield sample


def _page(sample: Sample, **choice: Any) -> trend_blocks.Page:
    made = Choice(("gdp",), **choice)
    frames = sample.frames
    cells = frames.cells(indicator="gdp")
    return trend_blocks.page(cells, frames.members(cells), frames.targets(indicator="gdp"), made, sample.words())


def test_a_year_that_is_only_counted_from_is_not_drawn(full: Sample) -> None:
    cells = full.frames.cells(indicator="gdp")
    choice = Choice(("gdp",), "change")
    made = trend_blocks.page(cells, full.frames.members(cells), cells.head(0), choice, full.words(), 2024)
    assert [block.years for block in made.blocks] == ["2024"]


def test_a_page_has_its_notes_and_sources(full: Sample) -> None:
    made = _page(full, mode="growth")
    assert any("报告称 +5.0 %" in note for note in made.notes)
    assert "a2024 (2025-01-10)" in made.blocks[0].sources


def test_the_zones_with_the_longest_series_stand_out_by_themselves() -> None:
    points = [each for place in range(12) for each in line(f"区{place}", first=100 + place)[place % 4 :]]
    points.append(point("2025", 9999, zone="区3"))
    block = trend_blocks._block(points, "亿元", None, 0, Choice(("gdp",), form="bar"), WORDS, sorted(ZONES))
    assert "没有选定时，突出有数据的年份最多的 5 个区。" in block.notes
    assert any("柱形只画突出显示的区" in note for note in block.notes)
    assert block.zone == "" and [row.zone for row in block.rows][:1] == ["区0"]
    assert {row.zone for row in block.rows[:24]} >= {"区0", "区4", "区8"}, "not the highest value, but most years"
    named = {trace["name"] for trace in block.figure["data"] if trace.get("showlegend")} if block.figure else set()
    assert {"区0", "区4", "区8"} <= named


ZONES = [f"区{place}" for place in range(12)]


def test_years_far_from_all_others_are_told_and_make_no_empty_axis() -> None:
    points = [*line(), point("1993", 3), point("1994", 4, kind="target"), *line(B, first=50)]
    block = trend_blocks._block(points, "亿元", None, 0, Choice(("gdp",)), WORDS, [A, B])
    assert block.figure is not None and block.years == "2019–2024"
    assert block.figure["layout"]["xaxis"]["range"] == [2018.25, 2024.75]
    assert any("另有 2 个值离得太远，没有画出（1993、1994）" in note for note in block.notes)
    assert {row.year for row in block.rows} >= {1993, 1994}, "the table has all of them"
    close = trend_blocks._block([*line(), point("2014", 3)], "亿元", None, 0, Choice(("gdp",)), WORDS, [A, B])
    assert close.years == "2014–2024" and not any("离得太远" in note for note in close.notes)


def test_the_years_of_the_chosen_are_the_axis_of_many() -> None:
    points = [each for zone in ZONES for each in line(zone)] + [point("1995", 900, zone="区9")]
    block = trend_blocks._block(points, "亿元", None, 0, Choice(("gdp",), focus=("区1",)), WORDS, ZONES)
    assert block.figure is not None and block.figure["layout"]["xaxis"]["range"][0] == 2018.25
    assert block.figure["layout"]["yaxis"]["range"][1] < 300, "what lies outside its years does not flatten it"


OF_TWO_LEVELS = (
    *(Fact(f"a{year}", f"地区生产总值完成{year - 1900}亿元", "gdp", str(year), str(year - 1900))
      for year in (2023, 2024)),
    *(Fact(f"p{year}", f"地区生产总值完成{year}00亿元", "gdp", str(year), f"{year}00", zone="东海省")
      for year in (2022, 2023, 2024)),
)  # fmt: skip


def test_areas_of_other_levels_are_off_unless_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path / "levels", OF_TWO_LEVELS) as sample:
        app = _open(sample.path, monkeypatch, show="gdp")
        assert f"地区生产总值 · {A}" in said(app) and "没有画出省、市、县等其他级别的 1 个地区" in said(app)
        app.toggle(key="w_areas").set_value(True).run()
        assert "没有画出省、市、县" not in said(app) and "东海省" in drawn(app)
        named = _open(sample.path, monkeypatch, show="gdp", zone="东海省")
        assert "地区生产总值 · 东海省" in said(named) and not named.toggle


def drawn(app: AppTest) -> str:
    return str(figures(app)[0])


def test_the_table_begins_with_what_was_stated_when(full: Sample) -> None:
    block = _page(full).blocks[0]
    assert list(trend_blocks.block_table(block, full.words()).columns[:3]) == ["开发区", "时期", "数值"]


def _open(path: Path, monkeypatch: pytest.MonkeyPatch, locale: str = "zh-CN", **query: str | list[str]) -> AppTest:
    return open_page("trends", path, monkeypatch, locale, **query)


@pytest.mark.parametrize("panels", ["one", "zone"])
@pytest.mark.parametrize("mode", ["level", "growth", "change", "achieved", "index"])
def test_every_mode_runs(mode: str, panels: str, full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(_open(full.path, monkeypatch, show="gdp", measure=mode, panels=panels))
    assert "所选范围内没有可画的目标完成率" in told if mode == "achieved" else "来源：" in told


@pytest.mark.parametrize("form", ["line", "bar"])
def test_indicators_side_by_side(form: str, full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = ["gdp", "signed_projects"]
    app = _open(full.path, monkeypatch, indicator=chosen, panels="indicator", form=form)
    told = said(app)
    assert "2 项指标" in told and "指标" not in [box.label for box in app.selectbox], "none is named above them all"
    assert "**地区生产总值** (亿元)" in told and "**签约项目** (个)" in told


@pytest.mark.parametrize("facts", [ONE_POINT, ()], ids=["one point", "empty"])
@pytest.mark.parametrize("mode", ["level", "index"])
def test_the_view_on_little_data(mode: str, facts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, facts) as sample:
        told = said(_open(sample.path, monkeypatch, measure=mode))
    assert "目前只有一个数值" in told if facts else "没有读到报告" in told or "没有读出" in told


def test_the_only_zone_stands_in_the_heading(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(full.path, monkeypatch, show="gdp", zone=A)
    assert f"地区生产总值 · {A}" in [str(head.value).replace("\\", "") for head in app.subheader]


def test_targets_in_another_measure_are_why_there_is_no_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aim = Fact("one", "2024年地区生产总值增长6%", "gdp", "2024", "6", "%", kind="target", measure="growth")
    with Sample(tmp_path, [*ONE_POINT, aim]) as sample:
        told = said(_open(sample.path, monkeypatch, show="gdp", measure="achieved"))
    assert "所选范围内没有可画的目标完成率" in told and "它的目标写的是同比增速" in told
