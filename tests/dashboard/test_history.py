"""Values over time: what a card takes as its value and past, what a line joins, where numbers stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from dashboard.figures import charts, label_places, theme
from dashboard.figures.label_places import Label
from dashboard.frames import tables
from dashboard.frames.selection import Selection
from tests.dashboard_data import GDP, INVESTMENT, SIGNED, A, B, Fact, Sample

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


def _cards(sample: Sample, zone: str = A) -> dict[str, tables.Card]:
    frames = sample.frames
    found = tables.cards(frames.cells(), frames.targets(), zone, sample.words(), Selection())
    return {card.indicator: card for card in found}


def _points(sample: Sample, indicator: str) -> list[tables.TrendPoint]:
    cells = sample.frames.cells()
    chosen = cells[(cells["indicator"] == indicator) & (cells["measure"] == "level")]
    return tables.trend_points(chosen, sample.frames.observations(), sample.words())


def _lines(figure: charts.Figure) -> list[charts.Figure]:
    return [trace for trace in figure["data"] if trace["mode"] == "lines" and trace["x"][0] != trace["x"][1]]


def test_a_fall_is_told_as_one(sample: Sample) -> None:
    card = _cards(sample)["gdp"]
    assert (card.change, card.change_sign, card.direction) == ("−2.7 %", -1, "up")


@pytest.mark.parametrize(
    ("sign", "good", "colour"),
    [
        (1, "up", "green"),
        (-1, "up", "orange"),
        (-1, "down", "green"),
        (1, "down", "orange"),
        (1, "none", "gray"),
        (0, "up", "gray"),
    ],
)
def test_the_colour_of_a_change_follows_what_is_good(sign: int, good: str, colour: str) -> None:
    assert theme.change_colour(sign, good) == colour


def test_the_past_of_a_card_is_one_actual_a_year(sample: Sample) -> None:
    card = _cards(sample)["gdp"]
    assert card.history == (200.0, 210.0, 215.0, 209.0) and card.history_years == (2019, 2020, 2021, 2024)


def test_a_part_of_a_year_has_no_years_under_it_and_no_sum_of_years_over_it(sample: Sample) -> None:
    card = _cards(sample)["key_project_investment"]
    assert (card.value, card.period, card.history) == ("30 亿元", "2025-Q1", ())


def test_a_sum_of_several_years_makes_no_card(sample: Sample) -> None:
    assert _cards(sample, B) == {}


def test_growth_alone_is_told_where_there_is_no_level(sample: Sample) -> None:
    said = {zone: tables.rates_alone(sample.frames.cells(), zone, sample.words(), Selection()) for zone in (A, B)}
    assert said == {A: {}, B: {"gdp": "只读到增速：2024年 +9.6 %"}}


def test_actuals_are_joined_solid_and_never_across_years_without_data(sample: Sample) -> None:
    lines = _lines(charts.trend(_points(sample, "gdp"), sample.words(), {}, "line"))
    assert [line["x"] for line in lines] == [[2019, 2020], [2020, 2021]], "2021 and 2024 are not"
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


def test_a_quarter_alone_is_no_headline(tmp_path: Path) -> None:
    facts = (
        Fact("a2025", "上半年地区生产总值完成73.5亿元", GDP, "2025-H1", "73.5"),
        Fact("a2025", "二季度地区生产总值完成38.2亿元", GDP, "2025-Q2", "38.2"),
        Fact("b2025", "二季度地区生产总值完成20.1亿元", GDP, "2025-Q2", "20.1", zone=B),
        Fact("b2025", "去年地区生产总值完成77亿元", GDP, "2024", "77", zone=B),
    )
    with Sample(tmp_path, facts) as sample:
        shown = {zone: _cards(sample, zone)[GDP] for zone in (A, B)}
    assert (shown[A].period, shown[A].value) == ("2025-H1", "73.5 亿元")
    assert (shown[B].period, shown[B].value) == ("2024", "77 亿元")


@pytest.mark.parametrize(
    ("before", "unit", "comparator", "now", "change"),
    [
        ("10", "亿元", "=", "12", "+20 %"),
        ("10", "亿元", "~", "12", "+20 %"),
        ("10", "亿元", ">", "12", ""),
        ("-5", "亿元", "=", "3", ""),
        ("0", "亿元", "=", "3", ""),
        ("2", "亿美元", "=", "15", ""),
    ],
)
def test_a_growth_is_computed_only_from_an_exact_gain_in_the_same_unit(
    before: str, unit: str, comparator: str, now: str, change: str, tmp_path: Path
) -> None:
    facts = (
        Fact("r23", "2023年完成", GDP, "2023", before, unit, comparator=comparator),
        Fact("r24", "2024年完成", GDP, "2024", now),
    )
    with Sample(tmp_path, facts) as sample:
        assert _cards(sample)[GDP].change == change


def test_a_target_in_another_unit_names_it(tmp_path: Path) -> None:
    facts = (
        Fact("a2025", "地区生产总值完成73.5亿元", GDP, "2024", "73.5"),
        Fact("a2025", "地区生产总值力争完成802000万元", GDP, "2025", "802000", "万元", "target"),
    )
    with Sample(tmp_path, facts) as sample:
        card = _cards(sample)[GDP]
    assert card.chip is not None and card.chip.target == "802,000 万元"


def test_a_card_prefers_the_target_of_the_whole_year_and_its_own_scope(tmp_path: Path) -> None:
    wide = "亿元以上"
    facts = (
        Fact("a2025", "签约亿元以上项目42个", SIGNED, "2024", "42", "个", scope=wide),
        Fact("a2025", "一季度签约亿元以上项目6个以上", SIGNED, "2025-Q1", "6", "个", "target", scope=wide),
        Fact("a2025", "全年签约亿元以上项目26个以上", SIGNED, "2025", "26", "个", "target", scope=wide),
        Fact("a2025", "全年签约制造业项目18个以上", SIGNED, "2025", "18", "个", "target", scope="制造业"),
        Fact("b2025", "签约项目30个", SIGNED, "2024", "30", "个", zone=B),
        Fact("b2025", "一季度力争签约7个", SIGNED, "2025-Q1", "7", "个", "target", zone=B),
    )
    with Sample(tmp_path, facts) as sample:
        chips = {zone: _cards(sample, zone)[SIGNED].chip for zone in (A, B)}
    told = {zone: chip and (chip.period, chip.target) for zone, chip in chips.items()}
    assert told == {A: ("2025", "26"), B: ("2025-Q1", "7")}


@pytest.mark.parametrize(
    ("years", "drawn"),
    [((), 0), ((2020, 2024), 0), ((2023, 2024), 0), ((2022, 2023, 2024), 3), ((2019, 2022, 2023, 2024), 3)],
)
def test_a_line_in_a_card_needs_three_years_without_a_gap(
    sample: Sample, years: tuple[int, ...], drawn: int
) -> None:  # fmt: skip
    card = replace(_cards(sample)["gdp"], history_years=years, history=tuple(map(float, years)))
    assert card.drawn == drawn


def test_a_small_change_is_drawn_as_one() -> None:
    def heights(*values: float) -> list[float]:
        drawing = unquote(charts.sparkline(values))
        line = drawing.partition('d="M')[2].partition('"')[0]
        return [float(place.split(",")[1]) for place in line.split(" L")]

    assert heights(100, 50, 100) == [4.0, 28.0, 4.0]
    low, _, high = heights(100, 100.5, 101)
    assert 0 < low - high < 4 and heights(0, 0, 0) == [16.0, 16.0, 16.0]


def test_a_plan_known_from_its_completion_is_told_as_an_amount_of_the_year(tmp_path: Path) -> None:
    facts = (
        Fact("a2025", "上半年重点项目完成投资45亿元", INVESTMENT, "2025-H1", "45"),
        Fact("a2025", "占年度计划的60%", INVESTMENT, "2025-H1", "60", "%", measure="completion"),
    )
    with Sample(tmp_path, facts) as sample:
        card = _cards(sample)[INVESTMENT]
        (target,) = tables.target_rows(sample.frames.targets()).to_dict("records")
        told = tables.target_table(sample.frames.targets(), sample.words())
    assert target["target_period"] == "2025"
    assert card.chip is not None and card.chip.target == "约 75 亿元"
    assert "约 75 亿元" in set(map(str, told.iloc[0]))
