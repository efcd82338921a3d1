"""Numbers and dates as the cell of a workbook shows them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

# What a format carries beside digits: "quoted words", \x for one letter, _x and *x for blanks, [Red], [$¥-804].
_DRESS = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]\-]*)[^\]]*\]|\[[^\]]*\]')
_NUMBER = re.compile(r"(?P<before>[^#0?]*)(?P<whole>[#0?,]+)(?:\.(?P<part>[0#?]+))?(?P<scale>,*)(?P<after>[^#0?]*)")
_MARKED = "\0"
# Wide enough for the largest number of a cell (1E+308) with all the decimals a format may ask for.
_EXACT = Context(prec=600, rounding=ROUND_HALF_UP)
_DATE_PARTS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def shown(value: Any, number_format: str) -> str:
    """The text of a cell: 0.123 under `0.0%` is 12.3%, a date is 2024-06-30 (or 2024年6月 where the day is not shown).

    A negative number keeps its minus sign under every format, and a number whose format is beyond this
    one's grammar (fractions, powers of ten) is written out.
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


def _number(value: int | float, number_format: str) -> str:
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite():
        return ""
    dressed, words = _undressed(number_format.split(";")[0])
    match = _NUMBER.fullmatch(dressed)
    if match is None or "E" in dressed.upper().replace(_MARKED, ""):
        return _plain(number)
    before, after = match["before"], match["after"]
    number *= Decimal(100) ** (before + after).count("%")
    scale = match["scale"] + (re.search(",*$", match["whole"])[0] if match["part"] is None else "")  # type: ignore[index]
    number /= Decimal(1000) ** len(scale)
    digits = _rounded(number, match["part"] or "", "," in match["whole"].rstrip(","))
    filled = iter(words)
    return re.sub(_MARKED, lambda _: next(filled), f"{before}{digits}{after}").strip()


def _undressed(section: str) -> tuple[str, list[str]]:
    """The format with each of its words replaced by one mark, and the words."""
    words: list[str] = []

    def mark(match: re.Match[str]) -> str:
        word = match[1] or match[2] or match[3] or ""
        words.append(word)
        return _MARKED

    return _DRESS.sub(mark, section), words


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
