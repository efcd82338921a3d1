"""Periods: a table of sentences, what must hold for any text, and that the time grows with the text alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kpi.language.periods import PeriodMention, find_periods
from kpi.vocabulary.model import Period

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parents[1] / "specs" / "periods.yaml").read_text("utf-8"))
FLAGS = {
    "U": "until",
    "P": "point",
    "W": "whole_year",
    "B": "baseline",
    "S": "since",
    "L": "loose",
}
PIECES = st.sampled_from(
    [
        *"零一二三十年月日号季旬来底末初前近比较同的个至到起、./—-–:“”’ \n",
        *[
            "2024",
            "2019",
            "24",
            "31",
            "5",
            "十四五",
            "二〇二四",
            "季度",
            "上半年",
            "过去",
            "以来",
            "截至",
            "今年",
            "去年",
        ],
    ]
)


def _written(mention: PeriodMention, year: int) -> str:
    """A mention as the table writes it."""
    period = mention.resolve(year)
    dates = "/".join(".." if day is None else day.isoformat() for day in (mention.start_date, mention.end_date))
    flags = "".join(sign for sign, name in FLAGS.items() if getattr(mention, name))
    return f"{mention.text} | {period.code if period else '-'} | {dates} | {flags}".rstrip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_sentence(case: dict[str, Any]) -> None:
    found = [_written(mention, 2024) for mention in find_periods(case["text"], date(2025, 3, 5))]
    assert found == [line.rstrip() for line in case["finds"]], case["why"]


def test_every_case_has_a_reason() -> None:
    assert all(case["why"] for case in CASES)


def test_without_a_reference_only_stated_years_have_dates() -> None:
    stated, relative, unspoken = find_periods("2024年上半年、去年和一季度")
    assert (stated.start_date, stated.end_date) == (date(2024, 1, 1), date(2024, 6, 30))
    assert (relative.start_date, relative.offset, relative.years) == (None, -1, None)
    assert (unspoken.start_date, unspoken.offset, unspoken.months) == (None, None, (1, 3))


def test_years_months_and_spans_are_told_apart() -> None:
    plan, span, ahead, months = find_periods("“十四五”期间，过去五年，未来三年，截至6月底")
    assert plan.years == (2021, 2025)
    assert (span.span_back, span.years, span.offset) == (5, None, None)
    assert (ahead.span_ahead, ahead.resolve(2024)) == (3, Period.years(2025, 2027))
    assert (months.months, months.until, months.point) == ((1, 6), True, True)


def test_the_first_months_of_an_unsaid_year_end_with_the_month_before_the_reference() -> None:
    """前两个月 in December means October and November; a reporting year makes it January and February."""
    (mention,) = find_periods("前两个月销量回升", date(2025, 12, 9))
    assert (mention.start_date, mention.end_date) == (date(2025, 10, 1), date(2025, 11, 30))
    assert mention.resolve(2025) == Period.months(2025, 1, 2)


def test_rolling_months_end_with_the_last_day_of_a_shorter_month() -> None:
    (mention,) = find_periods("近三个月", date(2025, 5, 31))
    assert (mention.start_date, mention.end_date) == (date(2025, 2, 28), date(2025, 5, 31))


def test_a_place_is_never_read_past_its_end() -> None:
    text = "据统计，2024年1—5月增长；比上年同期快"
    assert [text[mention.start : mention.end] for mention in find_periods(text)] == ["2024年1—5月", "上年同期"]


@given(
    text=st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)),
    reference=st.one_of(st.none(), st.dates()),
    year=st.integers(1900, 2100),
)
def test_any_text(text: str, reference: date | None, year: int) -> None:
    """It never raises; mentions slice to their text, stand in order and never overlap; their dates are in order."""
    end = 0
    for mention in find_periods(text, reference):
        assert end <= mention.start < mention.end
        assert mention.text == text[mention.start : mention.end]
        end = mention.end
        if mention.start_date and mention.end_date:
            assert mention.start_date <= mention.end_date
        if mention.months:
            assert 1 <= mention.months[0] <= mention.months[1] <= 12
        period = mention.resolve(year)
        assert period is None or (period.first_year <= period.last_year and Period.parse(period.code) == period)
