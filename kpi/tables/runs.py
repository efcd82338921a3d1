"""Totals beside parts of a year: up to which month 累计 and 合计 count in a table whose heads name months."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kpi.tables.axes import Axis
from kpi.tables.phrases import Phrase
from kpi.tables.values import Refused
from kpi.tables.whens import When
from kpi.vocabulary.model import Kind

Months = tuple[int, int]
_YEAR: Months = (1, 12)


class Runs:
    """The parts of a year that the columns of a table name, or the rows that are periods."""

    def __init__(self, levels: Sequence[Axis], caption: Phrase) -> None:
        dated = [axis for axis in levels if not _is_prior(axis) and (axis.name is None or not axis.cell)]
        self._parts = [(_years(axis), months, axis.kind) for axis in dated if (months := _months(axis))]
        self._caption = caption
        self.named = bool(self._parts)

    def of(self, levels: Sequence[When], row: Axis, column: Axis) -> When | None:
        """The months of a 累计 or 合计 that names none; Refused where those beside it leave it open.

        `levels` is what its row, its column and the line above the rows say of its period.
        """
        counted = any(when.counted for when in levels)
        total = "总" in (row.own, column.own)
        said = any(when.months or when.whole or when.month for when in levels)
        if not self.named or said or not (counted or total):
            return None
        years = next((when.years for when in levels if when.years), None)
        parts = [part for part in self._parts if years is None or part[0] in (None, years)]
        if counted:
            parts = [part for part in parts if part[2] is not Kind.TARGET]
        if not parts:
            return None
        told = {part[0] for part in parts} - {None}
        text = next((when.text for when in levels if when.text), "") or column.text
        months = _united({part[1] for part in parts}, counted)
        if months is None or len(told) > 1 or (total and any(part[2] is Kind.TARGET for part in parts)):
            raise Refused("two_readings", text)
        above = self._caption.when.months if self._caption.when is not None else None
        if above is not None and above[1] != months[1]:
            raise Refused("two_readings", text)  # 1—5月 above the table, and its columns end in March
        prior = any(when.prior or when.offset == -1 for when in levels)
        whole = months == _YEAR
        return When("", None if prior else next(iter(told), None), None, None if whole else months, whole)


def _united(parts: set[Months], counted: bool) -> Months | None:
    """The months from January that the parts make up; None where they do not run on.

    Up to one month alone, 累计 counts from January: 5月, 累计.
    """
    ordered = sorted(parts)
    if counted and len({end for _, end in ordered}) == 1:
        return 1, ordered[0][1]
    runs_on = ordered[0][0] == 1 and all(one[1] + 1 == other[0] for one, other in pairwise(ordered))
    return (1, ordered[-1][1]) if runs_on else None


def _months(axis: Axis) -> Months | None:
    return next((when.months for when in axis.whens if when.months), None)


def _years(axis: Axis) -> tuple[int, int] | None:
    return next((when.years for when in axis.whens if when.years), None)


def _is_prior(axis: Axis) -> bool:
    return any(when.prior or when.offset == -1 for when in axis.whens)
