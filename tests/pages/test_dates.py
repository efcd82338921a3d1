"""The dates of a page in every order that they are printed in."""

from __future__ import annotations

import pytest

from kpi.pages.dates import find_dates

# text, year and day where seven months of the year are over and where nothing is, why
DATES = [
    ("2015年9月2日", 2015, (9, 2), (9, 2), "year, month and day"),
    ("2015-09-02", 2015, (9, 2), (9, 2), "with strokes"),
    ("2015\n09/02\n11:06", 2015, (9, 2), (9, 2), "the year in a line of its own"),
    ("02.09.2015", 2015, (9, 2), (9, 2), "points follow the day"),
    ("09.02.2015", 2015, (9, 2), (2, 9), "unless the page was written later"),
    ("09.22.2015", 2015, (9, 22), (9, 22), "or there is no such month"),
    ("9/2/2015", 2015, (9, 2), (0, 0), "strokes stand in either order"),
    ("22/9/2015", 2015, (9, 22), (9, 22), "there is no such month"),
    ("8/9/2015", 2015, (8, 9), (0, 0), "the month behind those that are over"),
    ("10/11/2015", 2015, (0, 0), (0, 0), "and none where both are later"),
    ("9/9/2015", 2015, (9, 9), (9, 9), "the same in either order"),
    ("Sep 2, 2015", 2015, (9, 2), (9, 2), "by name"),
    ("September 2nd, 2015", 2015, (9, 2), (9, 2), "in full"),
    ("2 Sept. 2015", 2015, (9, 2), (9, 2), "the day first"),
    ("02-Sep-2015", 2015, (9, 2), (9, 2), "with strokes"),
]


@pytest.mark.parametrize(("text", "year", "late", "open_", "why"), DATES)
def test_a_date(text: str, year: int, late: tuple[int, int], open_: tuple[int, int], why: str) -> None:
    (date,) = find_dates(f"编号7 {text} 11" if "\n" not in text else text)
    assert (date.year, date.day_after(8), date.day_after(0)) == (year, late, open_), why
    assert date.text.strip() in text


@pytest.mark.parametrize(
    "text",
    [
        "1.2.3.2015",
        "31.4.20155",
        "99/99/2015",
        "3.2015",
        "12/2015",
        "Marx 2015",
        "增长2.9.2015.1%",
        "2003年5.2亿元",
        "2003年 5.2",
    ],
)
def test_no_date(text: str) -> None:
    assert not list(find_dates(text))
