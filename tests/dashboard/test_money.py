"""Money in another unit: exact to the digit, and everything else left alone."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.frames import money


def _cells(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["value", "unit", "number", "canonical_unit"])
    return frame.assign(low=frame["number"], high=frame["number"])


@pytest.mark.parametrize(
    ("value", "unit", "code", "shown"),
    [
        ("131.2", "亿元", "wan", "1312000"),
        ("131.20", "亿元", "wan", "1312000"),
        ("4647", "万元", "yi", "0.4647"),
        ("4647", "万元", "yuan", "46470000"),
        ("33430", "元", "wan", "3.343"),
        ("-2.5", "亿元", "wan", "-25000"),
        ("0.1", "亿元", "yuan", "10000000"),
        ("", "亿元", "wan", ""),
    ],
)
def test_a_value_keeps_every_digit(value: str, unit: str, code: str, shown: str) -> None:
    frame = money.in_unit(_cells((value, unit, 1.0, "亿元")), code)
    assert frame.iloc[0]["value"] == shown
    assert frame.iloc[0]["unit"] == {"yi": "亿元", "wan": "万元", "yuan": "元"}[code]


def test_numbers_and_their_range_follow() -> None:
    frame = money.in_unit(_cells(("131.2", "亿元", 131.2, "亿元")), "wan")
    row = frame.iloc[0]
    assert (row["number"], row["low"], row["high"], row["canonical_unit"]) == (1312000, 1312000, 1312000, "万元")


@pytest.mark.parametrize(("value", "unit"), [("5.0", "%"), ("26", "个"), ("3.2", "亿美元"), ("1.5", "个百分点")])
def test_what_is_no_yuan_stays(value: str, unit: str) -> None:
    before = _cells((value, unit, float(value), unit))
    pd.testing.assert_frame_equal(money.in_unit(before, "wan"), before)


def test_without_a_choice_nothing_changes() -> None:
    before = _cells(("131.2", "亿元", 131.2, "亿元"))
    assert money.in_unit(before, "") is before
    assert money.in_unit(before.head(0), "wan").empty


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("131.2 ÷ 121 = 108.4 %", "1312000 ÷ 1210000 = 108.4 %"),
        ("61.3 ÷ 96 = 63.9 % ≥ 50 %", "613000 ÷ 960000 = 63.9 % ≥ 50 %"),
        ("254 ≥ 240", "2540000 ≥ 2400000"),
        ("−1.5 ≤ 0.25", "−15000 ≤ 2500"),
        ("", ""),
    ],
)
def test_a_sum_is_told_in_the_same_unit(before: str, after: str) -> None:
    frame = _cells(("1", "亿元", 1.0, "亿元")).assign(arithmetic=before)
    assert money.in_unit(frame, "wan").iloc[0]["arithmetic"] == after
