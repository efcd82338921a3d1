"""Numbers in words: the digits as their source gave them, thousands set apart."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation

_NOISE = 1e-9
"""What is smaller came of computing with binary fractions."""


_MODIFIER_GAP = re.compile(r"(?:(?<=[≥≤≈约])|(?<=&lt;)|(?<=&gt;)) (?=[+−\d])")
_UNIT_GAP = re.compile(r"(?<=\d) (?=[%‰亿万千百元美个家人件项户次平吨公]|\((?:100|10,000) )")


_UNIT_IN_BRACKETS = re.compile(r"\((?:100 mn|10,000) [A-Za-z -]+\)")


def unbroken(text: str) -> str:
    """A text (or HTML) whose numbers stay in one line with their modifiers and units.

    >>> unbroken("目标 约 +9.5 %，完成 1,234.5 亿元").split(" ")
    ['目标', '约\\xa0+9.5\\xa0%，完成', '1,234.5\\xa0亿元']
    """
    text = _UNIT_GAP.sub("\N{NO-BREAK SPACE}", _MODIFIER_GAP.sub("\N{NO-BREAK SPACE}", text))
    return _UNIT_IN_BRACKETS.sub(lambda unit: unit[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def number_text(value: str, signed: bool = False) -> str:
    """`value` with thousands set apart, its decimals as they are; what is no number comes back as it is.

    >>> number_text("21740"), number_text("7.0", signed=True), number_text("-2.2")
    ('21,740', '+7.0', '−2.2')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return ""
    text = f"{abs(number):,f}"
    sign = "−" if number < 0 else "+" if signed and number > 0 else ""
    return sign + text


def as_number(value: str) -> float:
    """The number that digits say; 0 for what is none.

    >>> as_number("16.0"), as_number("若干")
    (16.0, 0.0)
    """
    try:
        number = float(Decimal(value))
    except InvalidOperation:
        return 0.0
    return number if math.isfinite(number) else 0.0


def float_text(number: float, decimals: int = 2, signed: bool = False) -> str:
    """A computed number with at most `decimals` decimals and no trailing zeros; empty for NaN.

    One that would round to nothing keeps its first two digits.

    >>> float_text(10.2), float_text(0.639, 1), float_text(-34.7, signed=True), float_text(float("nan"))
    ('10.2', '0.6', '−34.7', '')
    >>> float_text(0.00004121), float_text(-0.0017, 2, signed=True), float_text(0.0), float_text(1e-15)
    ('0.000041', '−0.0017', '0', '0')
    """
    if math.isnan(number):
        return ""
    small = number and abs(number) >= _NOISE and not round(number, decimals)
    text = format(Decimal(f"{number:.2g}"), "f") if small else f"{round(number, decimals):.{decimals}f}"
    return number_text(re.sub(r"\.?0+$", "", text) if "." in text else text, signed)


def percent_text(share: float) -> str:
    """A share of one as a percentage; empty for NaN.

    With one decimal, and more only where one would make a missed target look reached.

    >>> percent_text(0.639), percent_text(1.0), percent_text(0.9996), percent_text(float("nan"))
    ('63.9 %', '100.0 %', '99.96 %', '')
    """
    if math.isnan(share):
        return ""
    decimals = next((n for n in (1, 2, 3, 4) if share == 1 or float(f"{share * 100:.{n}f}") != 100), 4)
    return f"{share * 100:.{decimals}f} %"
