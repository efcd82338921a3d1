"""Values over time: what a line joins, where numbers stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.figures import charts, label_places
from dashboard.figures.label_places import Label
from dashboard.frames import tables
from tests.dashboard_data import GDP, INVESTMENT, SIGNED, B, Fact, Sample

FACTS = (
    Fact("r19", "2019年地区生产总值200亿元", GDP, "2019", "200"),
    Fact("r20", "2020年地区生产总值210亿元", GDP, "2020", "210", published=""),
    Fact("r21", "2021年地区生产总值预计212亿元", GDP, "2021", "212", kind="estimate"),
    Fact("r21", "2021年地区生产总值215亿元", GDP, "2021", "215"),
    Fact("r24", "2024年地区生产总值209亿元", GDP, "2024", "209"),
    Fact("r24", "同比下降2.7%", GDP, "2024", "-2.7", "%", measure="growth"),
    Fact("r24", "重点项目完成投资90亿元", INVESTMENT, "2023", "90"),
    Fact("r24", "重点项目完成投资95亿元", INVESTMENT, "2024", "95"),
    Fact("r25", "一季度重点项目完成投资30亿元", INVESTMENT, "2025-Q1", "30"),
    Fact("r25", "五年重点项目完成投资430亿元", INVESTMENT, "2021/2025", "430"),
    Fact("r25", "五年签约项目120个", SIGNED, "2021/2025", "120", "个", zone=B),
    Fact("r24", "2023年地区生产总值增长8.1%", GDP, "2023", "8.1", "%", zone=B, measure="growth"),
    Fact("r24", "地区生产总值增长9.6%", GDP, "2024", "9.6", "%", zone=B, measure="growth"),
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("history"), FACTS) as made:
        yield made


def _points(sample: Sample, indicator: str) -> list[tables.TrendPoint]:
    cells = sample.frames.cells()
    chosen = cells[(cells["indicator"] == indicator) & (cells["measure"] == "level")]
    return tables.trend_points(chosen, sample.frames.observations(), sample.words())


def _lines(figure: charts.Figure) -> list[charts.Figure]:
    return [trace for trace in figure["data"] if trace["mode"] == "lines" and trace["x"][0] != trace["x"][1]]


def test_actuals_are_joined_solid_and_never_across_years_without_data(sample: Sample) -> None:
    lines = _lines(charts.trend(_points(sample, "gdp"), sample.words(), {}, "line"))
    assert [line["x"] for line in lines] == [[2019, 2020, 2021]], "2021 and 2024 are not"
    assert {line["line"]["dash"] for line in lines} == {"solid"}


def test_a_sum_of_several_years_is_not_joined(sample: Sample) -> None:
    figure = charts.trend(_points(sample, "key_project_investment"), sample.words(), {}, "line")
    assert [line["x"] for line in _lines(figure)] == [[2023, 2024]]
    said = " ".join(text for trace in figure["data"] for text in trace.get("text", ()))
    assert "2021–2025年" in said


def test_each_report_keeps_its_own_date(sample: Sample) -> None:
    dates = dict(report for point in _points(sample, "gdp") for report in point.docs)
    assert dates["r20"] == "" and dates["r24"] == "2025-01-10"


def test_labels_step_aside_and_the_last_one_gives_way() -> None:
    around = ("top center", "bottom center")
    labels = [Label(name, 100.0, 50.0 + place, ("123.4",), around) for place, name in enumerate("abc")]
    assert label_places.sides(labels, []) == {"a": "top center", "b": "bottom center"}


def test_a_label_keeps_clear_of_other_marks() -> None:
    label = Label("a", 100.0, 50.0, ("123.4",), ("top center", "bottom center"))
    assert label_places.sides([label], [(100.0, 50.0), (100.0, 38.0)]) == {"a": "bottom center"}


def test_lines_of_text_fit_a_phone() -> None:
    text = "重点项目完成投资 · 省市重点 · 131.2 / 121 (100 mn yuan) · behind pace, reported for other scopes"
    lines = label_places.wrapped(text, 40)
    assert max(map(label_places.width, lines)) <= 40


def test_a_plan_known_from_its_completion_is_told_as_an_amount_of_the_year(tmp_path: Path) -> None:
    facts = (
        Fact("a2025", "上半年重点项目完成投资45亿元", INVESTMENT, "2025-H1", "45"),
        Fact("a2025", "占年度计划的60%", INVESTMENT, "2025-H1", "60", "%", measure="completion"),
    )
    with Sample(tmp_path, facts) as sample:
        (target,) = tables.target_rows(sample.frames.targets()).to_dict("records")
        told = tables.target_table(sample.frames.targets(), sample.words())
    assert target["target_period"] == "2025"
    assert "约 75 亿元" in set(map(str, told.iloc[0]))
