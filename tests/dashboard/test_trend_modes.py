"""What else a series tells: growth, change, share of the target and index, out of stated points."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.frames import trend_modes
from dashboard.frames.tables import TrendPoint
from dashboard.words.labels import Words
from tests.dashboard.stated_points import WORDS, point, rate
from tests.dashboard_data import A, B


@pytest.fixture
def words() -> Words:
    return WORDS


def found(shown: trend_modes.Shown) -> dict[str, float]:
    return {each.period: each.number for each in shown.points}


@pytest.mark.parametrize(
    ("levels", "growths", "expected", "why"),
    [
        ([point("2023", 240), point("2024", 254)], [], {"2024": 5.8}, "computed from two stated levels"),
        ([point("2023", 240), point("2024", 254)], [rate("2024", 5.0)], {"2024": 5.0}, "what is stated goes before"),
        ([point("2023-H1", 100), point("2024-H1", 110)], [], {"2024-H1": 10.0}, "the same months"),
        ([point("2023", 240), point("2024-H1", 130)], [], {}, "never a part of a year against a year"),
        ([point("2023-H1", 100), point("2024-Q1-Q3", 180)], [], {}, "never parts of another length"),
        ([point("2022", 240), point("2024", 254)], [], {}, "never across a year without data"),
        ([point("2023", 240, scope="规上"), point("2024", 254)], [], {}, "never across scopes"),
        ([point("2023", 240, zone=B), point("2024", 254)], [], {}, "never across zones"),
        ([point("2023", 240, unit="亿美元"), point("2024", 254)], [], {}, "never across units"),
        ([point("2023", 240, kind="target"), point("2024", 254)], [], {}, "a target is no actual"),
        ([point("2023", 240, comparator=">="), point("2024", 254)], [], {}, "nothing exact comes of a bound"),
        ([point("2023", 0), point("2024", 254)], [], {}, "nothing grows from zero"),
        ([point("2021/2025", 900), point("2026", 254)], [], {}, "a sum over years is no year"),
    ],
)
def test_growth(
    levels: list[TrendPoint], growths: list[TrendPoint], expected: dict[str, float], why: str, words: Words
) -> None:
    assert found(trend_modes.growth(levels, growths, words)) == expected, why


def test_what_is_computed_says_so_with_its_sum(words: Words) -> None:
    shown = trend_modes.growth([point("2023", 240), point("2024", 254)], [], words)
    (made,) = shown.points
    assert made.note == "推算：254 ÷ 240 − 1" and made.text == "+5.8 %"
    assert made.docs == (("r2024", "2025-01-10"), ("r2023", "2025-01-10")) and "推算" in shown.notes[0]


def test_stated_and_computed_growth_that_differ_are_told(words: Words) -> None:
    levels = [point("2023", 240), point("2024", 254)]
    shown = trend_modes.growth(levels, [rate("2024", 5.0)], words)
    assert f"{A} 2024年：报告称 +5 %，按两年数值推算为 +5.8 %。" in shown.notes
    assert trend_modes.growth(levels, [rate("2024", 5.6)], words).notes == (), "less than rounding may do is not told"


def test_growth_over_several_years_is_told_and_never_drawn_as_a_yearly_rate(words: Words) -> None:
    made = trend_modes.growth([], [rate("2020", 8.0), rate("2016/2020", 246.0, year=2020)], words)
    assert [point.number for point in made.points] == [8.0]
    assert [note for note in made.notes if "2016–2020年：+246 % 是几年的增幅" in note]


def test_many_differences_are_cut_and_counted(words: Words) -> None:
    levels = [point(str(year), 100 + 10 * (year - 2010)) for year in range(2010, 2018)]
    shown = trend_modes.growth(levels, [rate(str(year), 1.0) for year in range(2011, 2018)], words)
    assert shown.notes[4] == "另有 3 处。" and len(shown.notes) == 6


def test_an_estimate_makes_an_estimate_and_about_stays_about(words: Words) -> None:
    levels = [point("2023", 240, comparator="~", text="约 240 亿元"), point("2024", 252, kind="estimate")]
    (made,) = trend_modes.growth(levels, [], words).points
    assert (made.kind, made.comparator, made.text) == ("estimate", "~", "约 +5 %")


def test_the_actual_goes_before_the_estimate_of_the_year_before(words: Words) -> None:
    levels = [point("2023", 200, kind="estimate"), point("2023", 240), point("2024", 252)]
    assert found(trend_modes.change(levels, words)) == {"2024": 12.0}


def test_change_is_in_the_unit_and_of_rates_in_points(words: Words) -> None:
    (amount,) = trend_modes.change([point("2023", 240.25), point("2024", 254.5)], words).points
    assert (amount.text, amount.unit, amount.note) == ("+14.25 亿元", "亿元", "推算：254.5 − 240.25")
    rates = [point("2023", 61.0, unit="%", text="61 %"), point("2024", 59.5, unit="%", text="59.5 %")]
    (points,) = trend_modes.change(rates, words).points
    assert points.text == "−1.5 个百分点"


def test_every_statement_of_a_disputed_value_is_carried_along(words: Words) -> None:
    disputed = point("2024", 264, status="disputed", low=252, high=264, others=((252, "252", "other"),))
    (made,) = trend_modes.growth([point("2023", 240), disputed], [], words).points
    assert made.others == ((5.0, "+5", "other"),) and (made.low, made.high) == (5.0, 10.0)
    base = point("2023", 240, status="disputed", low=230, high=240)
    (made,) = trend_modes.growth([base, point("2024", 264)], [], words).points
    assert made.note.endswith("2023年的数有分歧")


def _targets(**fields: Any) -> pd.DataFrame:
    row = {
        "target_id": "t", "zone": A, "indicator": "gdp", "scope": "", "measure": "level", "year": 2024, "share": 1.05,
        "actual_period": "2024", "actual_kind": "actual", "target_number": 240.0, "expected_share": 1.0,
        "arithmetic": "252 ÷ 240 = 105.0 %", "verdict": "met",
    }  # fmt: skip
    return pd.DataFrame([row | fields])


def test_a_share_of_the_target_has_its_sum_and_verdict(words: Words) -> None:
    shown = trend_modes.achieved([point("2024", 252)], _targets(), words)
    (made,) = shown.points
    assert (made.number, made.text, made.unit) == (105.0, "105 %", "%") and shown.reference == 100
    assert made.note == "252 ÷ 240 = 105.0 % · 已完成" and shown.notes == ()


def test_a_part_of_a_year_is_told_with_the_pace(words: Words) -> None:
    targets = _targets(
        actual_period="2024-H1", share=0.6389, expected_share=0.5, target_number=96.0, verdict="ahead"
    )  # fmt: skip
    shown = trend_modes.achieved([point("2024-H1", 61.33)], targets, words)
    assert shown.points[0].part_year and shown.points[0].number == 63.9
    assert shown.notes == (f"{A} 2024年1–6月：完成 63.9 %，按时间应达 50.0 %，快于进度。",)


@pytest.mark.parametrize(
    "fields",
    [{"scope": "规上"}, {"share": float("nan")}, {"measure": "growth"}, {"actual_kind": "estimate"}],
    ids=str,
)
def test_only_what_was_judged_against_this_actual_is_a_share(fields: dict[str, Any], words: Words) -> None:
    assert trend_modes.achieved([point("2024", 252)], _targets(**fields), words).points == ()


def test_an_index_starts_at_100_and_names_what_it_cannot_show(words: Words) -> None:
    levels = [
        point("2020", 200), point("2024", 254), point("2025", 260, kind="target"), point("2025-H1", 120),
        point("2024", 90, zone=B),
    ]  # fmt: skip
    shown = trend_modes.index(levels, 2020, words)
    assert found(shown) == {"2020": 100.0, "2024": 127.0, "2025": 130.0}
    assert shown.notes == (f"没有 2020 年数值、未画出的：{B}。",)
    assert [each.note for each in shown.points if each.period == "2024"] == ["推算：254 ÷ 200 × 100"]


def test_the_base_year_is_the_first_that_most_series_have() -> None:
    levels = [point("2020", 1), point("2021", 1), point("2022", 1), point("2021", 1, zone=B), point("2022", 1, zone=B)]
    years = trend_modes.base_years([*levels, point("2019-H1", 3), point("2018", 3, kind="target")])
    assert years == {2020: 1, 2021: 2, 2022: 2} and trend_modes.best_base_year(years) == 2021


@pytest.mark.parametrize("mode", [*trend_modes.MODES, *trend_modes.STATED])
def test_nothing_comes_of_nothing(mode: str, words: Words) -> None:
    assert trend_modes.shown(mode, [], _targets().head(0), 2020, words).points == ()


def test_a_measure_that_only_sources_state_is_shown_as_it_is(words: Words) -> None:
    share = point("2024", 30, measure="share", unit="%", text="30 %")
    assert trend_modes.shown("share", [share, point("2024", 3)], _targets(), 0, words).points == (share,)
    assert trend_modes.measures_for("growth") == ("level", "growth") and trend_modes.measures_for("share") == ("share",)


numbers = st.integers(min_value=1, max_value=10**6).map(lambda number: number / 10)


@given(st.lists(numbers, min_size=1, max_size=8), st.randoms())
def test_the_order_of_points_does_not_matter_and_ids_stay(values: list[float], random: Any) -> None:
    levels = [point(str(2010 + place), value) for place, value in enumerate(values)]
    shuffled = random.sample(levels, len(levels))
    known = {each.observation_id for each in levels}
    for mode in trend_modes.MODES[1:]:
        made = trend_modes.shown(mode, shuffled, _targets().head(0), 2010, WORDS)
        assert made == trend_modes.shown(mode, levels, _targets().head(0), 2010, WORDS)
        assert {each.observation_id for each in made.points} <= known
