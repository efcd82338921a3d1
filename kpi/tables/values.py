"""The number of a cell with its bound, and the unit that it is counted in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.tables.axes import Axis
from kpi.tables.phrases import Phrase
from kpi.vocabulary.model import Comparator, Indicator, Measure
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.units import dimension, normalise_unit, to_base

if TYPE_CHECKING:
    from kpi.language.quantities import Quantity


class Refused(Exception):
    """A number that is not taken, and why: a code of the remarks."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a cell; `unit` only where the cell itself says it, `verb` rise or fall where it does."""

    value: Decimal
    high: Decimal | None = None
    unit: str = ""
    comparator: Comparator = Comparator.EQUAL
    verb: str = ""

    def bounds(self, falls: bool) -> list[tuple[Decimal, Comparator]]:
        """The number with its comparator, both ends of a range; a fall is negative growth."""
        ends = [(self.value, self.comparator)]
        if self.high is not None:
            ends = [(self.value, Comparator.AT_LEAST), (self.high, Comparator.AT_MOST)]
        return [(-abs(value), _TURNED.get(c, c)) for value, c in ends] if falls else ends


_TURNED = {
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.ABOVE: Comparator.BELOW,
    Comparator.AT_MOST: Comparator.AT_LEAST,
    Comparator.BELOW: Comparator.ABOVE,
}
_VERB = lazy(r"(?:同比|比上年)?(?:(?P<rise>增长|上升|提高|增加|↑)|(?P<fall>下降|降低|减少|回落|↓)|达到|达)?")
_PLAIN = lazy(r"[-+]?[\d,]+(?:\.\d+)?")


def is_plain(number: str) -> bool:
    """Whether a number is one, and no range of two."""
    return _PLAIN.fullmatch(number) is not None


def number_in(match: re.Match[str], find_quantities: Callable[[str], list[Quantity]]) -> Number | None:
    """The number that a cell's text was matched to hold; None where it is not read without doubt."""
    words = _VERB.match(match["before"])
    verb = (words.lastgroup or "") if words else ""
    bound = match["before"][words.end() if words else 0 :]
    unit = normalise_unit(match["unit"]) if match["unit"] else ""
    if not bound and not match["after"] and is_plain(match["number"]):
        return Number(Decimal(match["number"].replace(",", "")), unit=unit, verb=verb)
    # the comparator and the range are read as a sentence's are, which needs some unit
    written = f"{bound}{match['number'].lstrip('+')}{unit or '%'}{match['after'] or ''}"
    found = find_quantities(written)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(written)):
        return None
    quantity = found[0]
    return Number(quantity.value, quantity.high, quantity.unit if unit else "", quantity.comparator, verb)


def unit_of(
    measure: Measure,
    number: Number,
    row: Axis,
    column: Axis,
    section: Phrase | None,
    caption: Phrase,
    indicator: Indicator,
    fractions: bool,
) -> str:
    """The unit of a number; Refused where it is not known, or is none of what is measured."""
    around = (section.units if section else (), caption.units)
    if measure is Measure.LEVEL:
        return _unit_of_level(number, row, column, around, indicator)
    own = number.unit
    if own:
        if own != "%":
            raise Refused({"points": "points", "times": "times"}.get(dimension(own), "increment"), own)
        return "%"
    teller = row if row.measure and not column.measure else column
    if not teller.measure:
        teller = column if column.units else row  # 增长8 in a cell, or a target that is counted in %
    if teller.units:
        if "%" not in teller.units:
            raise Refused("increment", "、".join(teller.units))
        return "%"
    by_name = column.in_percent or row.in_percent or any("率" in text for text in column.texts[:1])
    if (by_name and not fractions) or any(units == ("%",) for units in around):
        return "%"
    raise Refused("no_unit", column.text)


def _unit_of_level(
    number: Number, row: Axis, column: Axis, around: Sequence[tuple[str, ...]], indicator: Indicator
) -> str:
    if indicator.dimension == "index":
        raise Refused("unit_mismatch")
    if number.unit:
        if not _fits(number.unit, indicator):
            raise Refused("unit_mismatch", number.unit)
        return number.unit
    stated = [units for units in (column.units, row.units, row.unit_column) if units]
    fitting = {unit for units in stated for unit in units if _fits(unit, indicator)}
    if stated:
        if len(fitting) != 1:
            raise Refused("two_readings" if fitting else "unit_mismatch", "、".join(stated[0]))
        if any(not any(_fits(unit, indicator) for unit in units) for units in stated):
            raise Refused("unit_mismatch", "、".join(unit for units in stated for unit in units))
        return fitting.pop()
    for units in around:
        fitting = {unit for unit in units if _fits(unit, indicator)}
        if len(fitting) == 1:
            return fitting.pop()
    raise Refused("no_unit", column.text)


def _fits(unit: str, indicator: Indicator) -> bool:
    if dimension(unit) != indicator.dimension:
        return False
    return indicator.dimension != "count" or to_base(Decimal(1), unit)[1] == to_base(Decimal(1), indicator.unit)[1]
