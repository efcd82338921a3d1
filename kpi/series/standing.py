"""How a target stands on a day, as a reader may take it: a verdict that rests on a guess is in doubt, not known.

`in_doubt`: the year is assumed, or the value is of another scope. `unreported`: nobody reported on it though its
period is long over, so nothing is to be waited for. All others are as the store judges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kpi.vocabulary.model import JUDGED, Period, Verdict, guesses_of

__all__ = ["IN_DOUBT", "JUDGED", "LONG_OVER", "UNREPORTED", "set_for", "standing"]

IN_DOUBT, UNREPORTED = "in_doubt", "unreported"

LONG_OVER = timedelta(days=365)
"""Who reports on a year does so within the next: work reports in its first months, bulletins before its summer."""


def standing(row: Mapping[Any, Any], day: date) -> str:
    """How the target of `row` (of the store) stands on that day."""
    verdict, reason = str(row["verdict"]), str(row["reason"])
    if verdict in JUDGED:
        return IN_DOUBT if guesses_of(reason, str(row["flags"]).split()) else verdict
    if verdict != Verdict.PENDING:
        return verdict
    passed_over = reason.startswith("later_report:")
    return UNREPORTED if passed_over or _end(row) + LONG_OVER < day else verdict


def set_for(row: Mapping[Any, Any]) -> str:
    """The period that a target is set for: a plan that is known from a share completed by June is that of the year."""
    code = str(row["target_period"])
    return code if code and not row["derived"] else str(row["year"])


def _end(row: Mapping[Any, Any]) -> date:
    try:
        return Period.parse(set_for(row)).end
    except ValueError:
        return date(int(row["year"]), 12, 31)
