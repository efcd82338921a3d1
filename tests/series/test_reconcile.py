"""Cells: what is merged, what is kept side by side, and which rule chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.series.reconcile import RULES, flags, reconcile, sources
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Cell, Comparator, Kind, Measure, Observation

SHIPPED = ("latest_published", "most_precise", "first_read")


def fact(value: str | None, unit: str = "亿元", **fields: Any) -> Observation:
    """An observation in the manner of the seed reports; `fields` replace any of its own."""
    stated: dict[str, Any] = {
        "doc": "a",
        "zone": "濮阳经济技术开发区",
        "indicator": "key_project_investment",
        "scope": "省市重点",
        "measure": Measure.LEVEL,
        "kind": Kind.ACTUAL,
        "period": "2024",
        "comparator": Comparator.EQUAL,
        "start": 0,
    }
    stated |= fields
    stated["comparator"] = Comparator(stated["comparator"])
    stated.setdefault("end", stated["start"] + 10)
    stated.setdefault("quote", f"完成投资{value}{unit}")
    return Observation(value=None if value is None else Decimal(value), unit=unit, **stated)


def one_cell(observations: Sequence[Observation], rules: Sequence[str] = SHIPPED) -> Cell:
    (cell,) = reconcile(observations, rules)
    return cell


def two_sources(one: tuple[str, str, str], two: tuple[str, str, str], kind: Kind = Kind.ACTUAL) -> list[Observation]:
    return [
        fact(value, unit, comparator=sign, doc=doc, kind=kind)
        for doc, (value, unit, sign) in zip("ab", (one, two), strict=True)
    ]


AGREEING = [
    (("31.2", "亿元", "="), ("31.2", "亿元", "="), "31.2", "", "the same number twice"),
    (("42", "个", "="), ("42", "家", "="), "42", "", "counting words have one base"),
    (("31.2", "亿元", "="), ("31.21", "亿元", "="), "31.21", "most_precise", "31.2 is 31.21 to its own decimals"),
    (("31.2", "亿元", "="), ("312100", "万元", "="), "312100", "most_precise", "the same across units"),
    (("254", "亿元", "="), ("253.6", "亿元", "="), "253.6", "most_precise", "rounded up to whole 亿元"),
    (("3300", "人", "="), ("3300", "人", ">"), "3300", "whole_over_rounded", "3300余人 is 3300 told loosely"),
    (("3300", "人", ">"), ("3312", "人", "="), "3312", "whole_over_rounded", "3300余 covers 3301 to 3399"),
    (("200", "亿元", ">"), ("206.19", "亿元", "="), "206.19", "whole_over_rounded", "突破200亿元, exactly 206.19"),
    (("100", "亿元", "<"), ("98", "亿元", "="), "98", "whole_over_rounded", "不足100亿元"),
    (("6", "%", "~"), ("6.3", "%", "="), "6.3", "whole_over_rounded", "约6% covers 5.5 to 6.5"),
]


@pytest.mark.parametrize(("one", "two", "chosen", "rule", "why"), AGREEING)
def test_agreeing_sources_are_merged(one: Any, two: Any, chosen: str, rule: str, why: str) -> None:
    cell = one_cell(two_sources(one, two))
    assert not cell.disputed, why
    assert (str(cell.chosen.value), cell.rule, sources(cell)) == (chosen, rule, 2)
    assert ("rounded" in flags(cell)) == (Decimal(one[0]) != Decimal(two[0]))


DIFFERING = [
    (("96.3", "亿元", "="), ("131.2", "亿元", "="), Kind.ACTUAL, "two investments of one year"),
    (("31.2", "亿元", "="), ("31.3", "亿元", "="), Kind.ACTUAL, "as many decimals: neither rounds the other"),
    (("31.2", "亿元", "="), ("31.26", "亿元", "="), Kind.ACTUAL, "31.26 rounds to 31.3"),
    (("31", "亿元", "="), ("31", "万元", "="), Kind.ACTUAL, "the same digits in another unit"),
    (("5.0", "%", "="), ("5.3", "%", "="), Kind.ACTUAL, "5.0 states its decimal"),
    (("3300", "人", ">"), ("3412", "人", "="), Kind.ACTUAL, "3300余 does not reach 3412"),
    (("3300", "人", ">"), ("3290", "人", "="), Kind.ACTUAL, "below the bound"),
    (("100", "亿元", "<"), ("100", "亿元", ">"), Kind.ACTUAL, "not on both sides of 100"),
    (("96", "亿元", "="), ("95.7", "亿元", "="), Kind.TARGET, "a plan is set, not rounded"),
]


@pytest.mark.parametrize(("one", "two", "kind", "why"), DIFFERING)
def test_differing_sources_are_disputed(one: Any, two: Any, kind: Kind, why: str) -> None:
    cell = one_cell(two_sources(one, two, kind))
    assert cell.disputed, why
    assert {str(item.value) for item in cell.observations} == {one[0], two[0]}
    assert cell.rule in RULES
    assert flags(cell) == ("disputed",)


EARLY = fact("96.3", doc="a", published="2025-01-20")
LATE = fact("131.2", doc="b", published="2025-03-05")
UNDATED = fact("131.2", doc="b")
AGAIN = fact("96.3", doc="c", start=40)
VAGUE = fact("1300.25", doc="b", comparator="~")
CHOICES = [
    ([EARLY, LATE], SHIPPED, "131.2", "latest_published", "the later report"),
    ([EARLY, UNDATED], SHIPPED, "96.3", "latest_published", "a date beats none"),
    ([fact("96.3"), UNDATED], SHIPPED, "131.2", "most_precise", "four digits against three"),
    ([fact("96.3"), UNDATED, AGAIN], ("most_sources",), "96.3", "most_sources", "two reports against one"),
    ([fact("96.3"), UNDATED, fact("96.3", start=40)], ("most_sources",), "96.3", "first_read", "a report counts once"),
    ([fact("96.3"), VAGUE], ("whole_over_rounded", "most_precise"), "96.3", "whole_over_rounded", "约 gives way"),
    ([fact("96.3"), VAGUE], ("most_precise", "whole_over_rounded"), "1300.25", "most_precise", "rules have an order"),
    ([fact("96.3", start=50), fact("88.8", start=9)], SHIPPED, "88.8", "first_read", "what stands first in the report"),
    ([EARLY, LATE], ("first_read", "latest_published"), "96.3", "first_read", "after first_read nothing is asked"),
    ([fact("96.3"), fact("88.8", doc="b")], (), "96.3", "first_read", "without rules, the first document"),
]


@pytest.mark.parametrize(("observations", "rules", "chosen", "rule", "why"), CHOICES)
def test_the_rules_choose_in_their_order(observations: Any, rules: Any, chosen: str, rule: str, why: str) -> None:
    cell = one_cell(observations, rules)
    assert (str(cell.chosen.value), cell.rule) == (chosen, rule), why
    assert cell.disputed


def test_the_rule_tells_the_chosen_from_the_strongest_rival_not_from_the_weakest() -> None:
    weak = fact("50.1", doc="c", published="2024-12-01")
    rival = fact("99", doc="d", published="2025-03-05")
    cell = one_cell([weak, rival, LATE])
    assert (str(cell.chosen.value), cell.rule) == ("131.2", "most_precise")
    assert [str(item.value) for item in cell.others] == ["99", "50.1"]


def test_a_rounded_repetition_does_not_replace_the_number_however_late() -> None:
    cell = one_cell([fact("131.21", published="2025-01-01"), fact("131.2", doc="b", published="2025-03-05")])
    assert (str(cell.chosen.value), cell.disputed) == ("131.21", False)


def test_the_number_that_a_winner_rounds_speaks_for_it_in_a_dispute() -> None:
    exact = fact("131.21", published="2025-01-01")
    rounded = fact("131.2", doc="b", published="2025-03-05")
    other = fact("96.3", doc="c", published="2025-02-01")
    cell = one_cell([exact, rounded, other])
    assert (cell.chosen, cell.disputed, cell.rule) == (exact, True, "latest_published")


def test_a_rounded_value_between_two_exact_ones_settles_nothing() -> None:
    cell = one_cell([fact("31"), fact("31.2", doc="b"), fact("30.8", doc="c")])
    assert cell.disputed


APART = [
    ("zone", "周口经济开发区"),
    ("indicator", "signed_investment"),
    ("scope", "在建重大"),
    ("measure", Measure.GROWTH),
    ("kind", Kind.ESTIMATE),
    ("period", "2024-H1"),
]


@pytest.mark.parametrize(("field", "value"), APART)
def test_another_key_is_another_cell(field: str, value: Any) -> None:
    cells = reconcile([fact("96.3"), fact("206.19", **{field: value})], SHIPPED)
    assert [cell.disputed for cell in cells] == [False, False]


def test_currencies_stay_apart() -> None:
    cells = reconcile([fact("3.5"), fact("0.5", "亿美元"), fact("5000", "万美元", doc="b")], SHIPPED)
    assert [[item.unit for item in cell.observations] for cell in cells] == [["亿元"], ["万美元", "亿美元"]]
    assert not any(cell.disputed for cell in cells)


def a_range(low: str, high: str, **fields: Any) -> list[Observation]:
    stated = {"unit": "%", "quote": f"{low}%-{high}%", "kind": Kind.TARGET, "measure": Measure.GROWTH} | fields
    return [fact(low, comparator=">=", **stated), fact(high, comparator="<=", **stated)]


def test_the_two_bounds_of_a_range_are_one_statement() -> None:
    lower, upper = a_range("6", "7")
    cell = one_cell([upper, lower])
    assert (cell.chosen, cell.others, cell.disputed, cell.rule) == (lower, (upper,), False, "")
    assert (flags(cell), sources(cell)) == (("range",), 1)


def test_the_bounds_of_a_fall_may_be_told_by_its_size() -> None:
    assert flags(one_cell(a_range("-2", "-3"))) == ("range",)


def test_the_same_range_in_two_reports_agrees() -> None:
    cell = one_cell([*a_range("6", "7"), *a_range("6.0", "7.0", doc="b")])
    assert (cell.disputed, sources(cell)) == (False, 2)


def test_another_range_or_number_is_a_dispute_and_the_bounds_stay_together() -> None:
    first, second = a_range("6", "7", published="2025-01-01"), a_range("5", "6", doc="b", published="2025-02-01")
    cell = one_cell([*first, *second])
    assert (cell.disputed, cell.observations) == (True, (*second, *first))


def test_bounds_at_different_places_are_no_range() -> None:
    lower, upper = a_range("6", "7")[0], a_range("6", "7", start=80)[1]
    assert one_cell([lower, upper]).disputed


def test_a_target_in_words_stands_beside_the_number_and_disputes_nothing() -> None:
    words = fact(None, "", kind=Kind.TARGET, quote="高于全市平均水平", published="2025-03-05", flags=("relative",))
    number = fact("6", "%", kind=Kind.TARGET, comparator="~")
    cell = one_cell([words, number])
    assert (cell.chosen, cell.others, cell.disputed, cell.rule) == (number, (words,), False, "")


def test_targets_in_words_alone_are_a_cell_without_a_number() -> None:
    words = [fact(None, "", doc=doc, quote=quote) for doc, quote in (("b", "高于全市平均"), ("a", "与经济增长同步"))]
    cell = one_cell(words)
    assert (cell.chosen.quote, cell.disputed, flags(cell)) == ("与经济增长同步", False, ())


def test_a_report_that_repeats_itself_is_one_source() -> None:
    assert sources(one_cell([fact("131.2"), fact("131.2", start=900), fact("131.2", doc="b")])) == 2


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(KpiError, match="未知的规则“newest”，应为 latest_published、"):
        reconcile([], ["newest"])


# Numbers close enough to one another to round, agree, differ and make ranges.
OBSERVATIONS = st.lists(
    st.builds(
        fact,
        st.sampled_from(["31", "31.2", "31.21", "31.3", "30", "300", "-2", "-3", "0", None]),
        st.sampled_from(["亿元", "万元", "亿美元", "%", ""]),
        doc=st.sampled_from("abc"),
        start=st.sampled_from([0, 5, 50]),
        comparator=st.sampled_from([str(sign) for sign in Comparator]),
        kind=st.sampled_from([Kind.ACTUAL, Kind.TARGET]),
        scope=st.sampled_from(["", "在建重大"]),
        published=st.sampled_from(["", "2025-01-01", "2025-03-05"]),
    ),
    max_size=9,
)
RULE_LISTS = st.lists(st.sampled_from(RULES), unique=True)


@given(OBSERVATIONS, RULE_LISTS, st.randoms())
def test_the_order_of_the_observations_plays_no_part(observations: Any, rules: Any, random: Any) -> None:
    shuffled = list(observations)
    random.shuffle(shuffled)
    assert reconcile(shuffled, rules) == reconcile(observations, rules)


@given(OBSERVATIONS, RULE_LISTS)
def test_every_observation_is_in_exactly_one_cell(observations: Any, rules: Any) -> None:
    cells = reconcile(observations, rules)
    assert Counter(item for cell in cells for item in cell.observations) == Counter(observations)
    for cell in cells:
        assert {(item.scope, item.kind) for item in cell.observations} == {(cell.scope, cell.kind)}
        assert ("disputed" in flags(cell)) == cell.disputed
        assert cell.rule or not cell.disputed
        assert cell.chosen.value is not None or all(item.value is None for item in cell.others)


def test_three_sources_of_one_year_give_one_cell_in_any_order() -> None:
    cells = {one_cell(order) for order in permutations([EARLY, LATE, AGAIN])}
    assert len(cells) == 1
