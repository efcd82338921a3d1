"""Targets against what was reached: who meets whom, the verdict, and the sum that shows it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.series.reconcile import reconcile
from kpi.series.targets import as_meant, compare
from kpi.vocabulary.model import Direction, Indicator, Kind, Measure, Observation, TargetResult, Verdict, guesses_of
from tests.series.test_reconcile import SHIPPED, fact

GROWTH, LEVEL, COMPLETION = Measure.GROWTH, Measure.LEVEL, Measure.COMPLETION
TARGET, ACTUAL, ESTIMATE = Kind.TARGET, Kind.ACTUAL, Kind.ESTIMATE
MET, MISSED, AHEAD, BEHIND = Verdict.MET, Verdict.MISSED, Verdict.AHEAD, Verdict.BEHIND
PENDING, CANNOT_TELL, NO_TARGET = Verdict.PENDING, Verdict.CANNOT_TELL, Verdict.NO_TARGET


def indicator(id: str, unit: str, dimension: str, good: str = "up", stock: bool = False) -> Indicator:
    return Indicator(id, id, id, "", dimension, unit, Direction(good), stock=stock)


INDICATORS = {
    entry.id: entry
    for entry in (
        indicator("gdp", "亿元", "money"),
        indicator("key_project_investment", "亿元", "money"),
        indicator("fiscal_expenditure", "亿元", "money", "none"),
        indicator("projects_commissioned", "个", "count"),
        indicator("signed_projects", "个", "count"),
        indicator("key_projects", "个", "count", stock=True),
        indicator("high_tech_enterprises", "家", "count", stock=True),
        indicator("listed_companies", "家", "count", stock=True),
        indicator("new_industrial_enterprises", "家", "count"),
        indicator("skilled_workers_added", "人", "people"),
        indicator("unemployment_rate", "%", "rate", "down"),
        indicator("energy_intensity", "", "index", "down"),
    )
}


def aim(value: str | None, unit: str = "亿元", **fields: Any) -> Observation:
    return fact(value, unit, **{"kind": TARGET, "start": 500, "doc": "plan"} | fields)


def results(*observations: Observation) -> list[TargetResult]:
    return compare(reconcile(observations, SHIPPED), INDICATORS)


def result_of(*observations: Observation) -> TargetResult:
    """The one result about a target."""
    (found,) = (result for result in results(*observations) if result.target is not None)
    return found


# --- verdicts of a whole year --------------------------------------------------------------------

# indicator, measure, unit, target with its comparator, actual with its comparator, verdict, arithmetic, why
YEARS = [
    ("key_project_investment", LEVEL, "亿元", "= 121", "= 131.2", MET, "131.2 ÷ 121 = 108.4 %", "more than planned"),
    ("key_project_investment", LEVEL, "亿元", "= 121", "= 121.0", MET, "121.0 ÷ 121 = 100 %", "exactly as planned"),
    ("key_project_investment", LEVEL, "亿元", "= 121", "= 96.3", MISSED, "96.3 ÷ 121 = 79.6 %", "less than planned"),
    ("key_project_investment", LEVEL, "亿元", "= 96", "= 95.99", MISSED, "95.99 ÷ 96 = 99.99 %", "100.0 % would lie"),
    ("projects_commissioned", LEVEL, "个", ">= 15", "= 15", MET, "15 ÷ 15 = 100 %", "15个以上 includes 15"),
    ("projects_commissioned", LEVEL, "个", ">= 15", "= 14", MISSED, "14 ÷ 15 = 93.3 %", "15个以上"),
    ("projects_commissioned", LEVEL, "个", "> 15", "= 15", MISSED, "15 ÷ 15 = 100 %", "超过15个 excludes 15"),
    ("projects_commissioned", LEVEL, "个", "> 15", "= 16", MET, "16 ÷ 15 = 106.7 %", "超过15个"),
    ("skilled_workers_added", LEVEL, "人", "= 3300", "> 3300", MET, "3300 ÷ 3300 = 100 %", "3300余人 is enough"),
    ("skilled_workers_added", LEVEL, "人", "= 3400", "< 3400", MISSED, "3400 ÷ 3400 = 100 %", "不足3400人 is not"),
    ("key_project_investment", LEVEL, "亿元", "~ 100", "= 95", MET, "95 ÷ 100 = 95 %", "约100 leaves 5 % open"),
    (
        "key_project_investment",
        LEVEL,
        "亿元",
        "~ 100",
        "= 94.9",
        MISSED,
        "94.9 ÷ 100 = 94.9 %",
        "beyond what 约 covers",
    ),
    ("key_project_investment", LEVEL, "亿元", "~ 100", "= 120", MET, "120 ÷ 100 = 120 %", "beyond on the good side"),
    ("gdp", GROWTH, "%", "~ 6", "= 5.5", MET, "5.5 % ≈ 6 %", "6%左右: half a point either way"),
    ("gdp", GROWTH, "%", "~ 6", "= 5.4", MISSED, "5.4 % < 6 %", "more than half a point below"),
    ("gdp", GROWTH, "%", "= 6", "= 5.0", MISSED, "5.0 % < 6 %", "a rate has a difference, no share"),
    ("gdp", GROWTH, "%", "= 5", "= 5.0", MET, "5.0 % ≥ 5 %", "5.0 is 5"),
    ("energy_intensity", GROWTH, "%", "= -2.2", "= -2.5", MET, "−2.5 % ≤ −2.2 %", "a greater fall is good"),
    ("energy_intensity", GROWTH, "%", "= -2.2", "= -2.0", MISSED, "−2.0 % > −2.2 %", "a smaller fall is not"),
    ("energy_intensity", GROWTH, "%", ">= -2.2", "= -2.5", MET, "−2.5 % ≤ −2.2 %", "降低2.2%以上 tells the size"),
    ("energy_intensity", GROWTH, "%", ">= -2.2", "= -2.1", MISSED, "−2.1 % > −2.2 %", "降低2.2%以上 tells the size"),
    ("energy_intensity", GROWTH, "%", "<= -2.2", "= -2.5", MET, "−2.5 % ≤ −2.2 %", "or the signed number"),
    ("unemployment_rate", LEVEL, "%", "<= 5.5", "= 5.2", MET, "5.2 % ≤ 5.5 %", "控制在5.5%以内"),
    ("unemployment_rate", LEVEL, "%", "<= 5.5", "= 5.6", MISSED, "5.6 % > 5.5 %", "more is bad"),
    ("unemployment_rate", LEVEL, "%", "= 5.5", "= 5.2", MET, "5.2 % ≤ 5.5 %", "without a comparator, less is good"),
    ("unemployment_rate", LEVEL, "%", "< 4", "= 4.0", MISSED, "4.0 % = 4 %", "低于4% excludes 4"),
    ("fiscal_expenditure", LEVEL, "亿元", "<= 10", "= 9", MET, "9 ÷ 10 = 90 %", "the comparator tells the side"),
    ("fiscal_expenditure", LEVEL, "亿元", "= 10", "= 10", MET, "10 ÷ 10 = 100 %", "equal needs no side"),
]


@pytest.mark.parametrize(("name", "measure", "unit", "target", "actual", "verdict", "arithmetic", "why"), YEARS)
def test_a_year_against_its_target(
    name: str, measure: Measure, unit: str, target: str, actual: str, verdict: Verdict, arithmetic: str, why: str
) -> None:
    key = {"indicator": name, "measure": measure}
    (sign, value), (reached_sign, reached) = target.split(), actual.split()
    found = result_of(aim(value, unit, comparator=sign, **key), fact(reached, unit, comparator=reached_sign, **key))
    assert (found.verdict, found.arithmetic) == (verdict, arithmetic), why
    assert (found.target_number, found.actual_number) == (Decimal(value), Decimal(reached))
    assert found.difference == Decimal(reached) - Decimal(value)
    is_rate = unit == "%"
    assert (found.share is None, found.expected_share) == (is_rate, None if is_rate else 1)


OPEN = [
    ("key_project_investment", "= 96", "> 90", "actual_is_bound:>", "超过90 may be 97"),
    ("key_project_investment", "= 96", "< 100", "actual_is_bound:<", "不足100 may be 95"),
    ("unemployment_rate", "<= 5.5", "> 5", "actual_is_bound:>", "超过5% may be 6 %"),
    ("fiscal_expenditure", "= 10", "= 11", "no_direction", "neither good nor bad"),
]


@pytest.mark.parametrize(("name", "target", "actual", "reason", "why"), OPEN)
def test_what_cannot_be_told_is_not_told(name: str, target: str, actual: str, reason: str, why: str) -> None:
    (sign, value), (reached_sign, reached) = target.split(), actual.split()
    unit = INDICATORS[name].unit
    found = result_of(
        aim(value, unit, comparator=sign, indicator=name), fact(reached, unit, comparator=reached_sign, indicator=name)
    )
    assert (found.verdict, found.reason) == (CANNOT_TELL, reason), why
    assert found.actual_number == Decimal(reached)


RANGES = [
    ("gdp", "6", "7", "6.4", MET, "within"),
    ("gdp", "6", "7", "7.5", MET, "beyond on the good side"),
    ("gdp", "6", "7", "5.9", MISSED, "below"),
    ("energy_intensity", "-3", "-2", "-2.5", MET, "within"),
    ("energy_intensity", "-3", "-2", "-3.5", MET, "a greater fall"),
    ("energy_intensity", "-3", "-2", "-1.5", MISSED, "a smaller fall"),
    ("energy_intensity", "-2", "-3", "-2.5", MET, "bounds told by the size of the fall"),
    ("energy_intensity", "-2", "-3", "-1.5", MISSED, "bounds told by the size of the fall"),
    ("fiscal_expenditure", "6", "7", "6.4", MET, "within needs no side"),
    ("fiscal_expenditure", "6", "7", "7.5", CANNOT_TELL, "outside does"),
]


@pytest.mark.parametrize(("name", "low", "high", "reached", "verdict", "why"), RANGES)
def test_a_range(name: str, low: str, high: str, reached: str, verdict: Verdict, why: str) -> None:
    key = {"indicator": name, "measure": GROWTH}
    bounds = [aim(low, "%", comparator=">=", **key), aim(high, "%", comparator="<=", **key)]
    found = result_of(*bounds, fact(reached, "%", **key))
    assert found.verdict == verdict, why
    assert "range" in found.flags


# --- parts of the year ---------------------------------------------------------------------------

PARTS = [
    ("key_project_investment", "亿元", "96", "2020-H1", "61.3", AHEAD, "61.3 ÷ 96 = 63.9 % ≥ 50 %", "", "ahead"),
    ("key_project_investment", "亿元", "96", "2020-H1", "40", BEHIND, "40 ÷ 96 = 41.7 % < 50 %", "", "behind"),
    ("key_project_investment", "亿元", "96", "2020-H1", "48", AHEAD, "48 ÷ 96 = 50 % ≥ 50 %", "", "just on pace"),
    ("key_project_investment", "亿元", "96", "2020-01/05", "40", AHEAD, "40 ÷ 96 = 41.7 % ≥ 41.7 %", "", "five months"),
    (
        "key_project_investment",
        "亿元",
        "96",
        "2020-Q1-Q3",
        "70",
        BEHIND,
        "70 ÷ 96 = 72.9 % < 75 %",
        "",
        "three quarters",
    ),
    ("key_project_investment", "亿元", "96", "2020-H1", "97", MET, "97 ÷ 96 = 101 %", "", "done before its time"),
    ("new_industrial_enterprises", "家", "10", "2020-H1", "6", AHEAD, "6 ÷ 10 = 60 % ≥ 50 %", "", "an addition flows"),
    (
        "high_tech_enterprises",
        "家",
        "50",
        "2020-H1",
        "42",
        BEHIND,
        "42 ÷ 50 = 84 %",
        "stock",
        "no pace leads to a stock",
    ),
    ("high_tech_enterprises", "家", "40", "2020-H1", "42", AHEAD, "42 ÷ 40 = 105 %", "stock", "but it may be there"),
    ("listed_companies", "家", "4", "2020-H1", "3", BEHIND, "3 ÷ 4 = 75 %", "stock", "enterprises that a person added"),
    ("unemployment_rate", "%", "5.5", "2020-H1", "5.2", AHEAD, "5.2 % ≤ 5.5 %", "rate", "a rate is held directly"),
]


@pytest.mark.parametrize(("name", "unit", "target", "period", "reached", "verdict", "sum_", "reason", "why"), PARTS)
def test_a_part_of_the_year(
    name: str, unit: str, target: str, period: str, reached: str, verdict: Verdict, sum_: str, reason: str, why: str
) -> None:
    found = result_of(
        aim(target, unit, indicator=name, period="2020"), fact(reached, unit, indicator=name, period=period)
    )
    assert (found.verdict, found.arithmetic, found.reason) == (verdict, sum_, reason), why
    assert (found.expected_share is None) == bool(reason)


def test_the_growth_of_a_part_is_held_directly_against_the_years_target() -> None:
    key = {"indicator": "gdp", "measure": GROWTH}
    for reached, verdict in (("6.1", AHEAD), ("5.9", BEHIND)):
        found = result_of(aim("6", "%", **key), fact(reached, "%", period="2024-H1", **key))
        assert (found.verdict, found.share, found.expected_share, found.reason) == (verdict, None, None, "rate")


def test_additions_to_a_stock_have_a_pace() -> None:
    key = {"indicator": "high_tech_enterprises", "scope": "新增"}
    found = result_of(aim("10", "家", **key), fact("6", "家", period="2024-H1", **key))
    assert (found.verdict, found.expected_share) == (AHEAD, Decimal("0.5"))


def test_a_bound_that_is_on_pace_already_is_on_pace() -> None:
    assert result_of(aim("96"), fact("61", period="2024-H1", comparator=">")).verdict == AHEAD
    assert result_of(aim("96"), fact("40", period="2024-H1", comparator=">")).verdict == CANNOT_TELL


FURTHEST = [
    (["2024-Q1", "2024-H1", "2024-01/05"], "2024-H1", "the longest part from January"),
    (["2024-H1", "2024"], "2024", "the year"),
    (["2024-H1", "2024-08"], "2024-H1", "a single month is no running total"),
]


@pytest.mark.parametrize(("periods", "met", "why"), FURTHEST)
def test_the_target_meets_what_reaches_furthest(periods: Any, met: str, why: str) -> None:
    found = result_of(aim("100"), *(fact(str(50 + place), period=period) for place, period in enumerate(periods)))
    assert found.actual is not None
    assert found.actual.period == met, why


def test_an_actual_goes_before_an_estimate_and_an_estimate_is_said_to_be_one() -> None:
    estimate = fact("120", kind=ESTIMATE)
    found = result_of(aim("121"), estimate)
    assert (found.verdict, found.flags) == (MISSED, ("estimate",))
    assert result_of(aim("121"), estimate, fact("125")).verdict == MET
    assert result_of(aim("121"), estimate, fact("61", period="2024-H1")).verdict == MISSED


# --- who meets whom ------------------------------------------------------------------------------

NOTHING_TO_MEET = [
    ([], PENDING, "not_reported", "nothing yet"),
    ([{"period": "2023"}], PENDING, "not_reported", "only an earlier year"),
    ([{"period": "2026"}], PENDING, "later_report:2026", "a later report passes it over"),
    ([{"measure": GROWTH}], PENDING, "not_reported", "another measure"),
    ([{"zone": "周口经济开发区"}], PENDING, "not_reported", "another zone"),
    ([{"period": "2024-05"}], CANNOT_TELL, "part_not_cumulative:2024-05", "one month is no running total"),
    ([{"unit": "亿美元"}], CANNOT_TELL, "currency_differs:亿美元", "another currency"),
    ([{"scope": "省"}, {"scope": ""}], CANNOT_TELL, "scopes_differ:,省", "two other scopes"),
    ([{"scope": "新增"}], CANNOT_TELL, "scope_differs:新增", "an addition is not the whole"),
    ([{"scope": "累计"}], CANNOT_TELL, "scope_differs:累计", "nor is a running total over years"),
]


@pytest.mark.parametrize(("others", "verdict", "reason", "why"), NOTHING_TO_MEET)
def test_a_target_that_nothing_meets(others: Any, verdict: Verdict, reason: str, why: str) -> None:
    found = result_of(aim("121"), *(fact("131.2", **{"unit": "亿元"} | other) for other in others))
    assert (found.verdict, found.reason, found.actual) == (verdict, reason, None), why
    assert found.target_number == 121


def test_the_exact_scope_goes_first() -> None:
    found = result_of(aim("121"), fact("131.2"), fact("206.19", scope="在建重大"))
    assert (found.actual_number, found.reason) == (Decimal("131.2"), "")


def test_a_single_other_scope_stands_in_and_is_named() -> None:
    found = result_of(aim("121"), fact("206.19", scope="在建重大"))
    assert (found.verdict, found.reason) == (MET, "scope_differs:在建重大")


def test_the_scope_of_the_same_sentence_stands_in_before_others() -> None:
    """年度计划完成投资96亿元，截至6月底已累计完成投资61.3亿元: 累计 since January, of the same projects."""
    sentence = {"doc": "002", "sentence_start": 80, "sentence_end": 140}
    total = fact("61.3", scope="累计", period="2024-H1", **sentence)
    found = result_of(aim("96", **sentence), total, fact("206.19", scope="在建重大"))
    assert (found.verdict, found.actual_number, found.reason) == (AHEAD, Decimal("61.3"), "scope_differs:累计")


def test_a_second_reason_becomes_a_flag() -> None:
    found = result_of(aim("121"), fact("100", scope="在建重大", comparator=">"))
    assert (found.verdict, found.reason) == (CANNOT_TELL, "actual_is_bound:>")
    assert found.flags == ("scope_differs:在建重大",)


def test_a_quarters_target_meets_that_quarter_only() -> None:
    key = {"indicator": "signed_projects", "scope": "亿元以上"}
    quarter = aim("6", "个", comparator=">=", period="2025-Q1", **key)
    year = aim("26", "个", comparator=">=", period="2025", **key)
    first, second = (fact(value, "个", period=period, **key) for value, period in (("7", "2025-Q1"), ("20", "2025-H1")))
    found = {result.target.period: result for result in results(quarter, year, first, second) if result.target}
    assert (found["2025-Q1"].verdict, found["2025-Q1"].arithmetic) == (MET, "7 ÷ 6 = 116.7 %")
    assert (found["2025"].verdict, found["2025"].arithmetic) == (AHEAD, "20 ÷ 26 = 76.9 % ≥ 50 %")
    assert result_of(quarter, second).verdict == PENDING


WORDS = [
    ("高于全市 平均水平", "words:高于全市平均水平"),
    ("全面完成上级\n下达任务", "words:全面完成上级下达任务"),
]


@pytest.mark.parametrize(("quote", "reason"), WORDS)
def test_a_target_in_words_is_kept_as_words(quote: str, reason: str) -> None:
    found = result_of(aim(None, "", quote=quote), fact("131.2"))
    assert (found.verdict, found.reason, found.target_number) == (CANNOT_TELL, reason, None)
    assert found.actual is not None


def test_units_are_brought_to_the_indicators_own() -> None:
    found = result_of(aim("1210000", "万元"), fact("131.2"))
    assert (found.unit, found.target_number, found.arithmetic) == ("亿元", 121, "131.2 ÷ 121 = 108.4 %")


def test_foreign_currency_meets_its_own() -> None:
    found = result_of(aim("1", "亿美元"), fact("9000", "万美元"), fact("131.2"))
    assert (found.unit, found.arithmetic) == ("亿美元", "0.9 ÷ 1 = 90 %")


# --- several sources -----------------------------------------------------------------------------


def test_two_statements_of_one_target_are_both_reported() -> None:
    plans = [
        aim("95.7", period="2020", quote="年内完成投资95.7亿元", start=10),
        aim("96", period="2020", quote="年度计划完成投资 96 亿元", start=90),
    ]
    found = result_of(*plans, fact("61.3", period="2020-H1"))
    assert found.target is not None
    assert found.target.disputed
    assert (found.verdict, found.arithmetic) == (AHEAD, "61.3 ÷ 95.7 = 64.1 % ≥ 50 %")
    assert found.flags == ("disputed_target", "target_also:96亿元")


def test_the_actuals_own_sentence_tells_which_of_two_targets_is_meant() -> None:
    """年度计划完成投资96亿元，截至6月底已累计完成投资61.3亿元, and 年内完成投资95.7亿元 elsewhere."""
    sentence = {"doc": "002", "sentence_start": 80, "sentence_end": 140}
    elsewhere = aim("95.7", period="2020", doc="002", start=10, sentence_start=5, sentence_end=40)
    here = aim("96", period="2020", start=90, **sentence)
    found = result_of(elsewhere, here, fact("61.3", period="2020-H1", start=110, **sentence))
    assert found.target is not None
    assert (found.target.chosen, found.target.others, found.target_number) == (here, (elsewhere,), 96)
    assert (found.verdict, found.arithmetic) == (AHEAD, "61.3 ÷ 96 = 63.9 % ≥ 50 %")
    assert found.flags == ("same_sentence", "disputed_target", "target_also:95.7亿元")


def test_the_panel_shows_the_target_that_its_verdict_is_about() -> None:
    sentence = {"doc": "002", "sentence_start": 80, "sentence_end": 140}
    elsewhere = aim("95.7", period="2020", doc="002", start=10, sentence_start=5, sentence_end=40)
    here = aim("96", period="2020", start=90, **sentence)
    cells = reconcile([elsewhere, here, fact("61.3", period="2020-H1", start=110, **sentence)], SHIPPED)
    meant, results = as_meant(cells, INDICATORS)
    (target,) = (cell for cell in meant if cell.kind == Kind.TARGET)
    assert (target.chosen, target.rule, target.disputed) == (here, "same_sentence", True)
    assert [cell for cell in meant if cell.kind != Kind.TARGET] == [cell for cell in cells if cell.kind != Kind.TARGET]
    assert results == compare(cells, INDICATORS) == compare(meant, INDICATORS)


def test_a_verdict_that_hangs_on_the_source_says_so() -> None:
    sources = [fact("96.3", doc="000"), fact("131.2", doc="001", published="2025-03-05")]
    found = result_of(aim("121"), *sources)
    assert (found.verdict, found.actual_number) == (MET, Decimal("131.2"))
    assert found.flags == ("disputed_actual", "actual_also:96.3亿元", "depends_on_source")
    assert guesses_of(found.reason, found.flags) == ("depends_on_source",), "which source is right nobody knows"
    assert "depends_on_source" not in result_of(aim("90"), *sources).flags


# --- derived targets, years without a target, the year before --------------------------------------


def test_a_completion_with_its_level_implies_the_target() -> None:
    rate = fact("92.3", "%", measure=COMPLETION, quote="完成年度目标的92.3%")
    found = result_of(rate, fact("96.3"), fact("88", period="2023"))
    assert (found.derived, found.measure, found.verdict) == (True, LEVEL, MISSED)
    assert (found.target_number, found.share) == (Decimal("104.3"), Decimal("0.923"))
    assert (found.unit, found.arithmetic) == ("亿元", "96.3 ÷ 92.3 % ≈ 104.3")
    assert found.target is not None and found.target.chosen is rate
    assert found.previous is not None and found.previous.period == "2023"


COMPLETIONS = [
    ("105", "2024", MET, "105 %"),
    ("52", "2024-H1", AHEAD, "52 % ≥ 50 %"),
    ("45", "2024-H1", BEHIND, "45 % < 50 %"),
]


@pytest.mark.parametrize(("rate", "period", "verdict", "arithmetic"), COMPLETIONS)
def test_a_completion_alone_has_a_verdict_but_no_number(
    rate: str, period: str, verdict: Verdict, arithmetic: str
) -> None:
    found = result_of(fact(rate, "%", measure=COMPLETION, period=period, indicator="unemployment_rate"))
    assert (found.verdict, found.arithmetic, found.reason) == (verdict, arithmetic, "level_unknown")
    assert (found.target_number, found.actual, found.derived) == (None, None, True)


def test_a_stated_target_needs_no_derived_one_but_a_growth_target_is_another_matter() -> None:
    rate, level = fact("92.3", "%", measure=COMPLETION), fact("96.3")
    assert [result.derived for result in results(rate, level, aim("104"))] == [False]
    growth = aim("6", "%", measure=GROWTH)
    assert sorted(result.derived for result in results(rate, level, growth)) == [False, True]


def test_an_actual_without_a_target_says_so_once_a_year() -> None:
    found = results(
        fact("254", period="2024"), fact("120", period="2024-H1"), fact("240", period="2023", kind=ESTIMATE)
    )
    assert [(result.year, result.verdict, result.flags) for result in found] == [
        (2023, NO_TARGET, ("estimate",)),
        (2024, NO_TARGET, ()),
    ]
    last = found[-1]
    assert (last.actual_number, last.target, last.share) == (254, None, None)
    assert last.previous is not None and last.previous.chosen.value == 240


def test_next_years_target_stands_beside_this_years_actual() -> None:
    found = result_of(aim("121", period="2025"), fact("131.2", period="2024"), fact("61", period="2024-H1"))
    assert (found.verdict, found.reason) == (PENDING, "not_reported")
    assert found.previous is not None and found.previous.chosen.value == Decimal("131.2")


def test_results_come_in_the_order_of_the_map() -> None:
    facts = [fact("1", "个", indicator="key_projects"), fact("1", indicator="gdp"), fact("1", indicator="unmapped")]
    assert [result.indicator for result in results(*facts)] == ["gdp", "key_projects", "unmapped"]


# --- properties ----------------------------------------------------------------------------------

OBSERVATIONS = st.lists(
    st.builds(
        fact,
        st.sampled_from(["31", "31.2", "0", "-2", "150", None]),
        st.sampled_from(["亿元", "万美元", "%", "家"]),
        indicator=st.sampled_from(["gdp", "high_tech_enterprises", "energy_intensity", "unmapped"]),
        measure=st.sampled_from(list(Measure)),
        kind=st.sampled_from(list(Kind)),
        period=st.sampled_from(["2023", "2024", "2024-H1", "2024-Q1", "2024-05", "2021/2025", "2024-H2"]),
        scope=st.sampled_from(["", "新增", "在建重大"]),
        comparator=st.sampled_from(["=", ">=", ">", "<=", "<", "~"]),
        doc=st.sampled_from("ab"),
    ),
    max_size=10,
)


@given(OBSERVATIONS, st.randoms())
def test_the_order_of_the_cells_plays_no_part(observations: Any, random: Any) -> None:
    cells = reconcile(observations, SHIPPED)
    shuffled = list(cells)
    random.shuffle(shuffled)
    assert compare(shuffled, INDICATORS) == compare(cells, INDICATORS)


@given(OBSERVATIONS)
def test_every_target_and_every_year_has_its_result(observations: Any) -> None:
    cells = reconcile(observations, SHIPPED)
    found = compare(cells, INDICATORS)
    aimed = [cell for cell in cells if cell.kind is TARGET]
    targets = Counter(frozenset(result.target.observations) for result in found if result.target)
    assert all(targets[frozenset(cell.observations)] == 1 for cell in aimed)
    reached = {(cell.indicator, cell.measure, cell.scope) for cell in cells if cell.kind is not TARGET}
    told = {(result.indicator, result.measure, result.scope) for result in found}
    told |= {(r.actual.indicator, r.actual.measure, r.actual.scope) for r in found if r.actual}
    assert {key for key in reached if key[1] is not COMPLETION} <= told
    assert not any(" " in flag for result in found for flag in result.flags)


@pytest.mark.parametrize(
    ("target", "actual", "why"),
    [
        ({"flags": ("year_assumed",)}, {}, "the year of the plan is a guess"),
        ({}, {"flags": ("year_assumed",)}, "so is that of what was reached"),
        ({"flags": ("year_assumed",)}, {"flags": ("year_assumed",)}, "said once"),
    ],
)
def test_a_verdict_on_an_assumed_year_says_so(target: Any, actual: Any, why: str) -> None:
    found = result_of(aim("121", **target), fact("131.2", **actual))
    assert (found.verdict, found.flags) == (MET, ("year_assumed",)), why
    assert guesses_of(found.reason, found.flags) == ("year_assumed",)


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("ocr_low", "digits_in_doubt"), ("digits_in_doubt",)), (("digits_in_doubt", "accepted"), ()),
        (("digits_in_doubt", "corrected"), ()), (("ocr_high",), ()),
    ],
)  # fmt: skip
def test_a_verdict_on_digits_that_may_be_misread_is_no_knowledge(flags: Any, told: Any) -> None:
    for found in (result_of(aim("121"), fact("131.2", flags=flags)), result_of(aim("121", flags=flags), fact("131.2"))):
        assert found.flags == told and guesses_of(found.reason, found.flags) == told


def test_a_completion_of_an_assumed_year_says_so() -> None:
    share = fact("95", "%", measure=Measure.COMPLETION, flags=("year_assumed",))
    assert result_of(share, fact("95")).flags == ("year_assumed",)


def test_growth_over_several_years_meets_no_years_target() -> None:
    """比2015年增长246% is no 同比: the plan of 2020 waits for that of the year."""
    found = result_of(aim("8", "%", period="2020", measure=Measure.GROWTH),
                      fact("246", "%", period="2016/2020", measure=Measure.GROWTH))  # fmt: skip
    assert (found.verdict, found.reason, found.actual) == (PENDING, "not_reported", None)
