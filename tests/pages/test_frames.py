"""What lies ahead of a report: by its day where that is known, else by its own months and years."""

from __future__ import annotations

import pytest

from kpi.pages.frames import Frame, Years
from kpi.vocabulary.model import Period

YEARS = Years(2024, 2024, 2025)


@pytest.mark.parametrize(
    ("frame", "over", "ahead"),
    [
        (Frame(years=YEARS, written="2024-07-15"), "2020/2023 2021/2024 2024 2024-H1", "2021/2025 2024-Q4 2025"),
        (
            Frame(years=YEARS, months=(1, 6)),
            "2021/2024 2024 2024-H1 2024-08",
            "2021/2025 2024-Q3 2024-09 2024-Q4 2025 2025-Q1",
        ),
        (Frame(years=YEARS), "2021/2024 2024 2024-Q4", "2021/2025 2025 2025-Q1"),
        (Frame(years=Years(2024, 2024, 2025, assumed=True)), "2021/2025 2024-Q4 2025", ""),
    ],
    ids=["of a day", "of half a year", "of a year", "of a guessed year"],
)
def test_what_lies_ahead_of_a_report(frame: Frame, over: str, ahead: str) -> None:
    assert {code: frame.is_ahead(Period.parse(code)) for code in (over + " " + ahead).split()} == (
        dict.fromkeys(over.split(), False) | dict.fromkeys(ahead.split(), True)
    )
