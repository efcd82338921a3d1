"""Periods as a report means them: what its frame tells of words that leave the year open."""

from __future__ import annotations

import pytest

from kpi.pages.context import Frame, Years
from kpi.sentences.report_periods import read_periods
from kpi.vocabulary.model import Kind

REVIEW = Frame(years=Years(2024, 2023, 2024))
PLAN = Frame(years=Years(2024, 2023, 2024), kind=Kind.TARGET)
HALF = Frame(years=Years(2024, 2024, 2024), months=(1, 6))

# words, frame, the codes of their periods in 2024, why
PERIODS = [
    ("当年完成", REVIEW, ["2023"], "the year under review"),
    ("当年完成", PLAN, ["2024"], "the year that is planned"),
    ("当年到位", HALF, ["2024-H1"], "the part of the year reported on"),
    ("2021年签约，当年到位", REVIEW, ["2021", "2021"], "the year named before it"),
    ("去年签约，当年到位", PLAN, ["2023", "2023"], "the year named before it"),
    ("比2021年增长，当年到位", REVIEW, ["2021", "2023"], "a base is no year of the sentence"),
    ("6月末失业率", HALF, ["2024-H1"], "up to the end of June"),
    ("三季度末达到", HALF, ["2024-Q1-Q3"], "up to the end of September"),
    ("12月底达到", REVIEW, ["2024"], "up to the end of December is the year"),
    ("6月15日开工", HALF, ["2024-06"], "a day stays a day"),
    ("一季度、二季度分别", REVIEW, ["2024-Q1", "2024-Q2"], "two quarters"),
    ("五年累计完成，今年完成", REVIEW, ["2020/2024", "2024"], "a sum over five years"),
    ("三年内达到，2026年内达到", PLAN, ["2025/2027", "2026"], "a length of time, and a year"),
    ("未来三年内达到", PLAN, ["2025/2027"], "found once"),
]


@pytest.mark.parametrize(("words", "frame", "codes", "why"), PERIODS, ids=[f"{row[0]}-{row[3]}" for row in PERIODS])
def test_periods(words: str, frame: Frame, codes: list[str], why: str) -> None:
    periods = [mention.resolve(2024) for mention in read_periods(words, frame).mentions]
    assert [period.code if period else "-" for period in periods] == codes, why
