"""Money in the unit that the reader chose: 亿元, 万元 or 元, exact to the digit. No Streamlit inside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from dashboard.frames.selection import MONEY_UNITS
from kpi.vocabulary import units

# Column of a number as stated -> column of the unit that it is stated in.
_STATED: Mapping[str, str] = {"value": "unit", "target_value": "target_unit", "actual_value": "actual_unit"}
_CANONICAL = (
    "number", "low", "high", "target_number", "actual_number", "difference", "previous_number",
)  # fmt: skip
# Every number of a sum that is no per cent: `61.3 ÷ 96 = 63.9 % ≥ 50 %`.
_AMOUNT = re.compile(r"(?<![\d.,])−?[\d,]+(?:\.\d+)?(?![\d.,]|\s?%)")


def in_unit(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """`frame` with all money of the yuan in the unit that `code` names; as it is where `code` is empty.

    Foreign money keeps its own unit, and so do rows that are no money.
    """
    unit = MONEY_UNITS.get(code)
    if unit is None or frame.empty or "canonical_unit" not in frame:
        return frame
    factors = {name: _factor(name, unit) for name in frame["canonical_unit"].unique()}
    rows = frame["canonical_unit"].map(factors).notna()
    if not rows.any():
        return frame
    made = frame.copy()
    factor = made.loc[rows, "canonical_unit"].map(factors)
    for column in [name for name in _CANONICAL if name in made]:
        made.loc[rows, column] = (made.loc[rows, column] * factor).round(8)
    for column, its_unit in _STATED.items():
        if column in made:
            pairs = list(zip(made.loc[rows, column], made.loc[rows, its_unit], strict=True))
            made.loc[rows, column] = [_converted(value, stated, unit) for value, stated in pairs]
            made.loc[rows, its_unit] = [unit if _factor(stated, unit) else stated for _, stated in pairs]
    if "arithmetic" in made:
        sums = zip(made.loc[rows, "arithmetic"], made.loc[rows, "canonical_unit"], strict=True)
        made.loc[rows, "arithmetic"] = [_sum_in(text, stated, unit) for text, stated in sums]
    made.loc[rows, "canonical_unit"] = unit
    return made


def _factor(stated: str, unit: str) -> float | None:
    one = units.convert(Decimal(1), stated, unit)
    return None if one is None else float(one)


def _converted(value: str, stated: str, unit: str) -> str:
    number = units.convert(Decimal(value), stated, unit) if value else None
    return value if number is None else _plain(number)


def _sum_in(text: str, stated: str, unit: str) -> str:
    def scaled(match: re.Match[str]) -> str:
        number = units.convert(Decimal(match[0].replace(",", "").replace("−", "-")), stated, unit)
        return match[0] if number is None else _plain(number).replace("-", "−")

    return _AMOUNT.sub(scaled, text)


def _plain(number: Decimal) -> str:
    """The digits without an exponent and without zeros that only the conversion brought."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
