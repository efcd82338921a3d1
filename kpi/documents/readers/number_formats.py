"""Numbers and dates as the cell of a workbook shows them."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any

from kpi.vocabulary.patterns import lazy

# One piece of a format: "quoted words" or \x or !x for one letter, _x and *x for blanks, [>=100] and [Red] and
# [$¥-804], the place of a digit, and any other letter, which stands for itself.
_PIECE = lazy(
    r'"(?P<words>[^"]*)"?|[\\!](?P<letter>.)|(?P<blank>_.|\*.)|\[\$(?P<money>[^\]\-]*)[^\]]*\]|\[(?P<condition>[<>=][^\]]*)\]'
    r"|\[[^\]]*\]|(?P<general>General|G/通用格式|@)|(?P<digit>[0#?])|(?P<sign>[.,%;])|(?P<beyond>[A-Za-z/])|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = lazy(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*")
_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne
}  # fmt: skip
_FALLS = lazy(r"下降|降低|减少|回落|↓")
_NEGATIVE_DRESS = lazy(r"[()（）▲▼△▽-]")
# Wide enough for the largest number of a cell (1E+308) with all the decimals a format may ask for.
_EXACT = Context(prec=600, rounding=ROUND_HALF_UP)
UNKNOWN_FORMAT = "x0"
"""A format that is beyond this grammar, for cells of which nobody knows the right one."""
UNSHOWN = "（显示格式不明）"
"""Stands behind a number whose format is beyond this grammar: what its cell shows is not known."""

_DATE_PARTS = lazy(r'"[^"]*"|\[[^\]]*\]|\\.')


def shown(value: Any, number_format: str) -> str:
    """The text of a cell: 0.123 under `0.0%` is 12.3%, a date is 2024-06-30 (or 2024年6月 where the day is not shown).

    A negative number keeps its minus sign under every format. Under fractions and powers of ten a number
    is written out; under a format beyond this grammar it is marked as unknown, for its unit is.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (datetime, date)):
        return _date(value, number_format)
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    return str(value)


def _date(value: datetime | date, number_format: str) -> str:
    parts = _DATE_PARTS.sub("", number_format).lower()
    if "y" in parts and "d" not in parts and "h" not in parts:
        return f"{value.year}年{value.month}月" if "m" in parts else f"{value.year}年"
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "minutes")
    return value.strftime("%Y-%m-%d") if not isinstance(value, datetime) else value.date().isoformat()


@dataclass(slots=True)
class _Section:
    """A section of a format: its condition, its words around the digits, and the places of the digits."""

    condition: str = ""
    before: str = ""
    after: str = ""
    places: str = ""  # of whole digits, letters between them as they stand
    letters: dict[int, str] = field(default_factory=dict)  # words between whole digits, by the places before them
    part: str = ""
    point: bool = False
    commas: int = 0  # commas since the last digit: each divides by a thousand
    grouped: bool = False
    percents: int = 0
    general: bool = False
    scientific: bool = False
    unknown: bool = False

    @property
    def has_digits(self) -> bool:
        return bool(self.places or self.part or self.general or self.scientific)

    def add_words(self, words: str) -> None:
        if self.has_digits:
            self.after += words
        else:
            self.before += words

    def add_digit(self, place: str) -> None:
        if self.scientific:
            return  # of the exponent
        self.grouped |= self.commas > 0
        self.commas = 0
        if self.after.strip():  # a word between digits: 0"."0
            self.unknown |= self.point
            self.letters[len(self.places)] = self.letters.get(len(self.places), "") + self.after
        self.after = ""
        if self.point:
            self.part += place
        else:
            self.places += place

    def add_sign(self, sign: str) -> None:
        if sign == "%":
            self.percents += 1
            self.add_words(sign)
        elif sign == ".":
            self.unknown |= self.point
            self.point = True
        elif self.has_digits:
            self.commas += 1


@lru_cache(maxsize=256)
def _sections(number_format: str) -> tuple[_Section, ...]:
    sections = [_Section()]
    for match in _PIECE.finditer(number_format):
        section, kind = sections[-1], match.lastgroup
        said = match[0]
        if kind == "sign" and said == ";":
            sections.append(_Section())
        elif kind == "sign":
            section.add_sign(said)
        elif kind == "digit":
            section.add_digit(said)
        elif kind == "condition":
            section.condition = match["condition"]
        elif kind == "general":
            section.unknown |= section.has_digits
            section.general = True
        elif kind == "beyond":
            section.scientific |= said in "Ee/" and section.has_digits
            section.unknown |= said not in "Ee/" or not section.has_digits
        elif kind is not None and kind != "blank":
            section.add_words(match[kind])
    return tuple(sections)


def _chosen(number: Decimal, sections: Sequence[_Section]) -> _Section | None:
    """The section that a number is shown by; None where none is, or its condition is not understood."""
    sections = sections[:3]
    if any(section.condition for section in sections):
        for at, section in enumerate(sections):
            test = _CONDITION.fullmatch(section.condition)
            if section.condition and test is None:
                return None
            if test is not None and not _TESTS[test[1]](number, Decimal(test[2])):
                continue
            if test is None and at == 1 and len(sections) > 2 and number >= 0:
                continue  # the second of three without a condition is that of negative numbers
            return section
        return None
    if number < 0 and len(sections) > 1:
        return sections[1]
    if not number and len(sections) > 2 and "0" in sections[2].places:
        return sections[2]  # a nought shown as a dash is written out
    return sections[0]


def _number(value: int | float, number_format: str) -> str:
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite():
        return ""
    sections = _sections(number_format)
    section = _chosen(number, sections)
    if section is None or section.unknown or (section.letters and section.grouped):
        return _plain(number) + UNSHOWN
    before, after = section.before, section.after
    if not section.has_digits:
        return before.strip()
    if section.scientific:
        return _plain(number) + (UNSHOWN if (before + after).strip(" +-") or section.percents or section.commas else "")
    if number < 0 and len(sections) > 1 and section is sections[1] and not section.condition:
        if _FALLS.search(before):
            number = -number  # 下降3.2%, as the cell shows it
        before, after = _NEGATIVE_DRESS.sub("", before), _NEGATIVE_DRESS.sub("", after)
    if section.general:
        return f"{before}{_plain(number)}{after}".strip()
    return f"{before}{_digits(number, section)}{after}".strip()


def _digits(number: Decimal, section: _Section) -> str:
    number = _EXACT.multiply(number, Decimal(100) ** section.percents)
    number = _EXACT.divide(number, Decimal(1000) ** section.commas)
    text = _rounded(number, section.part, section.grouped)
    if section.letters:
        text = _with_letters(text, section)
    return text


def _with_letters(text: str, section: _Section) -> str:
    """The whole digits with the words that stand between their places: 123457 under 0"."0 is 12345.7."""
    sign = text[: text.startswith("-")]
    whole, _, part = text[len(sign) :].partition(".")
    first = section.places.find("0")
    whole = whole.rjust(len(section.places) - first if first >= 0 else 0, "0")
    pieces = []
    for places in sorted(section.letters, reverse=True):
        right = len(section.places) - places
        pieces += [whole[-right:], section.letters[places]]
        whole = whole[:-right]
        section = replace(section, places=section.places[:places])
    return sign + whole + "".join(reversed(pieces)) + (f".{part}" if part else "")


def _rounded(number: Decimal, part: str, grouped: bool) -> str:
    """The number with the decimals that `part` (`0` must stand, `#` may) asks for."""
    number = number.quantize(Decimal(1).scaleb(-len(part)), context=_EXACT)
    text = f"{number:,f}" if grouped else f"{number:f}"
    least = len(part.rstrip("#?"))
    while "." in text and text.endswith("0") and len(text.rpartition(".")[2]) > least:
        text = text[:-1]
    return text.rstrip(".") if "." in text else text


def _plain(number: Decimal) -> str:
    """All digits, no exponent: Excel counts to 15 digits, so 0.1 + 0.2 is 0.3."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
