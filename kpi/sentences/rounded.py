"""Rates that a headline rounds to tenths (工业投资增长两成) and the text below tells exactly (增长20.3%): one fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kpi.sentences.placing import Placed

_TENTHS = "成"
_WITHIN = Decimal(10)
"""Percentage points: a rounded rate names the tenth that the exact one lies in, or is nearest to."""


def without_rounded(placed: Sequence[Placed]) -> list[Placed]:
    """The readings in order, but for those in tenths that another one tells exactly."""
    exact: dict[tuple[object, ...], list[Decimal]] = defaultdict(list)
    for each in placed:
        if not _is_in_tenths(each):
            exact[_of(each)].append(each.value)
    return [each for each in placed if not (_is_in_tenths(each) and _is_told(each.value, exact[_of(each)]))]


def _is_in_tenths(placed: Placed) -> bool:
    return placed.reading.measure == "growth" and _TENTHS in placed.reading.number.text


def _is_told(rounded: Decimal, exact: Iterable[Decimal]) -> bool:
    return any(abs(rounded - value) < _WITHIN and rounded * value > 0 for value in exact)


def _of(placed: Placed) -> tuple[object, ...]:
    return placed.reading.indicator, placed.reading.measure, placed.zone, placed.period, placed.kind
