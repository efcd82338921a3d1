"""Tables and figures as pure functions of the build's frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.figures import charts, theme
from dashboard.frames import tables
from dashboard.frames.selection import Selection
from dashboard.shared import parts
from kpi.results.export import csv_bytes
from tests.dashboard_data import FULL, GDP, INVESTMENT, ONE_POINT, SIGNED, A, B, Fact, Sample


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("full"), FULL) as sample:
        yield sample


@pytest.fixture
def one_point(tmp_path: Path) -> Iterator[Sample]:
    with Sample(tmp_path, ONE_POINT) as sample:
        yield sample


def _points(sample: Sample, indicator: str = "key_project_investment") -> list[tables.TrendPoint]:
    frames = sample.frames
    cells = frames.cells()[(frames.cells()["indicator"] == indicator) & (frames.cells()["measure"] == "level")]
    return tables.trend_points(cells, frames.observations(), sample.words())


def _traces(figure: charts.Figure, symbol: str) -> list[charts.Figure]:
    """The marks of that shape, without the entries of the legend."""
    marks = [trace for trace in figure["data"] if not trace.get("showlegend")]
    return [trace for trace in marks if symbol in str(trace.get("marker", {}).get("symbol", ""))]


def test_the_coverage_opens_on_the_latest_years(full: Sample) -> None:
    table = tables.coverage(full.frames.counts("cells", ("zone", "year", "kind", "period")), full.words())
    years = list(table.columns[1:])
    assert years == sorted(years, reverse=True) and len(years) == 6, "years without a report are there too"


def test_no_cell_of_the_coverage_is_cut() -> None:
    table = pd.DataFrame({"开发区": ["甲", "乙"], "2023": ["—", "—"], "2024": ["—", "● 11  ◐ 22  ◇ 3"]})
    widths = tables.coverage_widths(table)
    assert list(widths) == ["2023", "2024"] and widths["2023"] == 60 and widths["2024"] >= 9 * 15


def test_coverage_tells_states_by_sign(full: Sample) -> None:
    table = tables.coverage(full.frames.counts("cells", ("zone", "year", "kind", "period")), full.words())
    assert table.loc[A, "2020"] == "◐ 1  ◇ 2"
    assert table.loc[B, "2023"] == "◐ 1  ○ 1"
    assert table.loc[A, "2021"] == "—"


def test_all_three_figures_of_2024_are_in_the_chart(full: Sample) -> None:
    figure = charts.trend(_points(full), full.words(), theme.zone_colours([A, B]), "line")
    said = " ".join(str(text) for trace in figure["data"] for text in trace.get("text", ()))
    assert "131.2" in said and "96.3" in said and "206.19" in said
    assert "在建重大" in said and "省市重点" in said


def test_each_kind_of_statement_has_its_mark(full: Sample) -> None:
    figure = charts.trend(_points(full), full.words(), theme.zone_colours([A, B]), "line")
    diamonds = [y for trace in _traces(figure, "diamond-open") for y in trace["y"]]
    assert sorted(diamonds) == [95.7, 121.0] or sorted(diamonds) == [96.0, 121.0]
    (square,) = _traces(figure, "square")
    assert square["x"] == [2019.75] and "1–6月" in square["text"][0]
    estimate = charts.trend(_points(full, "gdp"), full.words(), theme.zone_colours([A, B]), "line")
    assert _traces(estimate, "circle-open")


def test_a_part_of_a_year_is_never_joined_and_years_are(full: Sample) -> None:
    lines = [
        trace["x"]
        for indicator in ("key_project_investment", "gdp")
        for trace in charts.trend(_points(full, indicator), full.words(), {}, "line")["data"]
        if trace["mode"] == "lines" and trace["x"][0] != trace["x"][1]
    ]
    assert lines == [[2023, 2024]]


def test_the_axis_names_whole_years_and_reaches_the_target(full: Sample) -> None:
    layout = charts.trend(_points(full), full.words(), {}, "line")["layout"]
    assert layout["xaxis"]["tickvals"] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert layout["yaxis"]["range"][0] == 0 and layout["yaxis"]["range"][1] > 206.19


@pytest.mark.parametrize("form", ["line", "bar"])
def test_one_point_is_still_a_chart(one_point: Sample, form: str) -> None:
    points = _points(one_point, "gdp")
    figure = charts.trend(points, one_point.words(), theme.zone_colours([A]), form)
    assert len(points) == 1 and figure["layout"]["xaxis"]["range"] == [2023.25, 2024.75]
    assert [text.strip() for trace in figure["data"] for text in trace.get("text", ())] == ["254"]


def test_no_points_make_an_empty_chart_and_no_error(full: Sample) -> None:
    assert charts.trend([], full.words(), {}, "line")["data"] == []


def test_text_of_a_report_is_no_markup_in_a_chart() -> None:
    assert charts.escape("<b>x</b> & y") == "&lt;b&gt;x&lt;/b&gt; &amp; y"


def test_every_mark_leads_to_an_observation(full: Sample) -> None:
    known = set(full.frames.observations()["observation_id"])
    figure = charts.trend(_points(full), full.words(), {}, "bar")
    named = {name for trace in figure["data"] for (name,) in trace.get("customdata", ())}
    assert named and named <= known


def test_bullets_say_the_verdict_in_words_with_its_sum(full: Sample) -> None:
    frames, words = full.frames, full.words()
    rows = tables.target_rows(frames.targets()).to_dict("records")
    notes = {row["target_id"]: tables.target_note(row, frames.cells(), frames.observations(), words) for row in rows}
    figure = charts.bullets(rows, words, notes, periods=True, zones=False)
    said = " ".join(label["text"] for label in figure["layout"]["annotations"])
    assert "快于进度" in said and "61.3 ÷" in said and "2 种说法" in said
    assert "未见报告" in said and "低于上年实际 131.2 亿元" in said
    assert [bar for bar in figure["data"][0]["x"] if bar] == pytest.approx([61.3 / 95.7], rel=0.01)


def test_a_rate_has_no_bar_in_the_bullets(full: Sample) -> None:
    rows = tables.target_rows(full.frames.targets())
    rate = rows[rows["indicator"] == "energy_intensity"].to_dict("records")
    assert charts.bullets(rate, full.words(), {}, periods=True, zones=False)["layout"]["shapes"] == []


def test_of_two_statements_of_a_target_the_note_says_which_is_meant_and_of_what(full: Sample) -> None:
    frames, words = full.frames, full.words()
    cells, stated = frames.cells(), frames.observations()
    rows = tables.target_rows(frames.targets())
    (row,) = rows[rows["actual_period"] == "2020-H1"].to_dict("records")
    assert "目标有 2 种说法：95.7 亿元 / 96 亿元" in tables.target_note(row, cells, stated, words)
    spoken = row | {"flags": "same_sentence disputed_target", "target_value": "96"}
    assert "目标有 2 种说法：取与实际同一句里的 96 亿元，另有 95.7 亿元" in tables.target_note(
        spoken, cells, stated, words
    )
    reached = row | {"flags": "disputed_actual"}
    assert "实际有 1 种说法：61.3 亿元" in tables.target_note(reached, cells, stated, words)


def test_a_sum_writes_its_numbers_as_all_others_are() -> None:
    assert tables.arithmetic({"arithmetic": "1492.9 ÷ 1455 = 102.6 %"}) == "1,492.9 ÷ 1,455 = 102.6 %"
    assert tables.arithmetic({"arithmetic": "0.12345 ÷ −12000 ≈ 1"}) == "0.12345 ÷ −12,000 ≈ 1"


def _rate(**changes: object) -> dict[str, object]:
    """A target for a rate as a level, reached at 2.7 of 3.5."""
    row = {
        "target_id": "t", "zone": A, "indicator": "energy_intensity", "scope": "", "measure": "level", "year": 2025,
        "target_period": "2025", "target_value": "3.5", "target_unit": "%", "target_comparator": "<",
        "target_number": 3.5, "derived": False, "actual_number": 2.7, "actual_value": "2.7", "actual_unit": "%",
        "actual_comparator": "=", "previous_comparator": "", "actual_period": "2025",
        "share": float("nan"), "expected_share": float("nan"), "verdict": "met",
        "previous_number": float("nan"), "arithmetic": "2.7 % < 3.5 %", "reason": "", "flags": "", "target_cell": "",
        "actual_cell": "", "canonical_unit": "%",
    }  # fmt: skip
    return row | changes


def test_a_rate_that_was_reported_has_a_bar(full: Sample) -> None:
    (bar, *_) = charts.bullets([_rate()], full.words(), {}, periods=False, zones=False)["data"]
    assert bar["x"] == pytest.approx([2.7 / 3.5])
    waiting = _rate(actual_number=float("nan"), verdict="pending")
    (bar, *_) = charts.bullets([waiting], full.words(), {}, periods=False, zones=False)["data"]
    assert bar["x"] == [0.0]


def test_charts_of_several_years_share_the_end_of_their_axis(full: Sample) -> None:
    rows = [_rate(), _rate(actual_number=7.0)]
    assert charts.bullet_reach(rows[:1]) == 1.25 and charts.bullet_reach(rows) == pytest.approx(2.1)
    figure = charts.bullets(rows[:1], full.words(), {}, periods=False, zones=False, reach=2.1)
    assert figure["layout"]["xaxis"]["range"] == [0, 2.1]


def test_a_text_that_a_phone_breaks_stands_whole_where_there_is_room(full: Sample) -> None:
    note = "2.7 % < 3.5 % · 实际是预计数 · 取与实际同一句里的目标，另有别的说法"
    labels = charts.bullets([_rate()], full.words(), {"t": note}, periods=False, zones=False)["layout"]["annotations"]
    told = {label["font"].get("family", ""): label["text"] for label in labels}
    assert set(told) == {"", theme.TIGHT_FONT, theme.ROOMY_FONT}
    assert told[theme.TIGHT_FONT].count("<br>") == 2 and told[theme.ROOMY_FONT].count("<br>") == 1


def test_what_the_sources_say_is_told_with_its_zone(full: Sample) -> None:
    words, all_of_them = full.words(), full.frames.observations()
    of_gdp = all_of_them[all_of_them["indicator"] == GDP]
    table = tables.statements(of_gdp, words)
    assert list(table.columns)[:2] == ["开发区", "数值"]
    assert dict(zip(table.index, table["开发区"], strict=True)) == dict(
        zip(of_gdp["observation_id"], of_gdp["zone"], strict=True)
    )
    several = tables.statements(all_of_them, words)
    assert list(several.columns)[:2] == ["指标", "开发区"] and several["指标"].nunique() == 4


@pytest.mark.parametrize(("zones", "columns"), [([A, B], ["开发区", "指标"]), ([A], ["指标", "数值"])])
def test_facts_of_several_zones_are_listed_with_their_zone(zones: list[str], columns: list[str], full: Sample) -> None:
    facts = full.frames.observations(zone=zones)
    assert list(tables.fact_list(facts, full.words()).columns)[:2] == columns


def test_bounds_stand_at_targets_and_at_what_was_reached(tmp_path: Path) -> None:
    facts = [
        Fact("a", "新签项目不低于26个", SIGNED, "2025", "26", "个", "target", comparator=">="),
        Fact("a", "新签项目30余个", SIGNED, "2025", "30", "个", comparator=">"),
        Fact("a", "地区生产总值240亿元以内", GDP, "2026", "240", kind="target", comparator="<"),
        Fact("a", "地区生产总值约230亿元", GDP, "2025", "230", comparator="~"),
    ]
    with Sample(tmp_path, facts) as sample:
        rows, words = tables.target_rows(sample.frames.targets()), sample.words()
        table = tables.target_table(rows, words)
        found = {(str(aim), str(actual or "")) for aim, actual in zip(table["目标值"], table["实际"], strict=True)}
        assert found == {("≥ 26 个", "> 30 个"), ("< 240 亿元", "")}
        file = tables.target_file(rows, words).to_dict("records")
        told = [(row["目标值的限定"], row["目标值"], row["实际的限定"], row["实际"], row["单位"]) for row in file]
        assert set(told) == {("≥", "26", ">", "30", "个"), ("<", "240", "", "", "亿元")}, "numbers to add up"
        notes = [tables.target_note(row, sample.frames.cells(), sample.frames.observations(), words)
                 for row in rows.to_dict("records")]  # fmt: skip
        assert any("高于上年实际 约 230 亿元" in note for note in notes)
        labels = charts.bullets(rows.to_dict("records"), words, {}, periods=False, zones=False)["layout"]["annotations"]
        assert any("&gt; 30 / ≥ 26 个" in label["text"] for label in labels)


def test_the_target_table_has_its_inputs(full: Sample) -> None:
    rows = tables.target_rows(full.frames.targets())
    table = tables.target_table(rows[rows["actual_period"] == "2020-H1"], full.words())
    row = table.iloc[0]
    assert len(table) == 1 and row["判定"] == "快于进度" and (str(row["应达进度"]), row["应达进度"]) == ("50.0 %", 0.5)
    assert (str(row["实际"]), row["实际"]) == ("61.3 亿元", 61.3)


def test_search_finds_words_of_quote_report_and_indicator(full: Sample) -> None:
    words = full.words()

    def found(text: str) -> pd.DataFrame:
        rows, total = full.frames.found(Selection(), tables.search_words(text, words), (), 100)
        assert len(rows) == total
        return rows

    assert set(found("能耗")["indicator"]) == {"energy_intensity"}
    assert len(found("a2020 投资")) == 3
    assert found("(没有)").empty


def test_the_file_has_the_rows_shown_with_the_numbers_as_stated(full: Sample) -> None:
    words = full.words()
    shown = tables.long_table(full.frames.observations(), words)
    file = tables.long_table(full.frames.observations(), words, for_file=True)
    assert list(shown.columns) == list(file.columns) and list(shown.index) == list(file.index)
    assert "−2.2" in set(map(str, shown["数值"])) and "-2.2" in set(file["数值"])
    text = csv_bytes(file).decode("utf-8-sig")
    assert text.count("\r\n") == len(file) + 1 and ",-2.2," in text


def test_bullets_are_as_high_as_their_texts_and_name_the_zone(full: Sample) -> None:
    words, rows = full.words(), tables.target_rows(full.frames.targets())
    rate = rows[rows["indicator"] == "energy_intensity"].to_dict("records")
    level = rows[rows["indicator"] == "signed_projects"].to_dict("records")
    low, high = (charts.bullets(some, words, {}, periods=True, zones=True)["layout"] for some in (rate, level))
    assert low["height"] < high["height"]
    assert all(A in layout["annotations"][0]["text"] for layout in (low, high))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_empty_frames_make_empty_tables(full: Sample, language: str) -> None:
    words, frames = full.words(language), full.frames
    none = frames.observations().head(0)
    assert tables.long_table(none, words).empty and tables.statements(none, words).empty
    assert tables.coverage(frames.facets.head(0), words).empty


def test_many_bullets_are_several_charts_that_a_sheet_has_room_for(full: Sample) -> None:
    rows = [_rate(target_id=str(place)) for place in range(20)]
    figures, _ = parts.bullet_charts(rows, full.frames, full.words(), zones=False)
    drawn = [len(figure["data"][0]["x"]) for figure in figures]
    assert drawn == [8, 8, 4] and {tuple(figure["layout"]["xaxis"]["range"]) for figure in figures} == {(0, 1.25)}
    assert [figure["layout"]["xaxis"]["visible"] for figure in figures] == [False, False, True], "one axis for all"
    assert max(figure["layout"]["height"] for figure in figures) < 1000


def test_every_page_shows_the_target_that_its_verdict_is_about(tmp_path: Path) -> None:
    """Of two plans the report holds its figure against one: the trend and the wide table show that one too."""
    facts = (
        Fact("a", "年度计划完成投资96亿元，截至6月底完成投资61.3亿元", INVESTMENT, "2020", "96", kind="target"),
        Fact("a", "年内完成投资95.7亿元", INVESTMENT, "2020", "95.7", kind="target"),
        Fact("a", "年度计划完成投资96亿元，截至6月底完成投资61.3亿元", INVESTMENT, "2020-H1", "61.3"),
    )  # fmt: skip
    with Sample(tmp_path / "plans", facts) as sample:
        frames, words = sample.frames, sample.words()
        cells = frames.cells(indicator=INVESTMENT)
        points = tables.trend_points(cells, frames.members(cells), words)
        (judged,) = frames.targets(target_period="2020").to_dict("records")
        assert judged["target_value"] == "96" and "same_sentence" in judged["flags"]
        assert [point.text for point in points if point.kind == "target"] == ["96 亿元"]
        assert {words.rule(point.rule) for point in points if point.kind == "target"} == {"取与实际同一句里的"}
