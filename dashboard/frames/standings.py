"""How targets stand, as a reader may take it: a verdict that rests on a guess is in doubt, not reached or missed.

`in_doubt`: the year is assumed, or the value is of another scope. `unreported`: nobody reported on it though its
period is long over, so nothing is to be waited for. All others are as the store judges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.words.labels import Words
from kpi.vocabulary.model import Period, Verdict, guesses_of

IN_DOUBT, UNREPORTED = "in_doubt", "unreported"
JUDGED = frozenset({Verdict.MET, Verdict.MISSED, Verdict.AHEAD, Verdict.BEHIND})
OPEN = frozenset({Verdict.PENDING, Verdict.CANNOT_TELL, UNREPORTED, IN_DOUBT})
"""Standings that say nothing sure of what was reached."""

LONG_OVER = timedelta(days=365)
"""Who reports on a year does so within the next: work reports in its first months, bulletins before its summer."""

COUNTED_BY = ("year", "verdict", "reason", "flags", "target_period", "derived")
"""The columns of the store that a standing hangs on."""


def today() -> date:
    """The day that periods are over on or not."""
    return date.today()


def standing(row: Mapping[Any, Any], day: date) -> str:
    """How the target of `row` (of the store) stands on that day."""
    verdict, reason = str(row["verdict"]), str(row["reason"])
    if verdict in JUDGED:
        return IN_DOUBT if guesses_of(reason, str(row["flags"]).split()) else verdict
    if verdict != Verdict.PENDING:
        return verdict
    passed_over = reason.startswith("later_report:")
    return UNREPORTED if passed_over or _end(row) + LONG_OVER < day else verdict


def with_standing(targets: pd.DataFrame) -> pd.DataFrame:
    """The targets with how they stand today."""
    day = today()
    found = [standing(row, day) for row in targets[list(COUNTED_BY)].to_dict("records")]
    return targets.assign(standing=pd.Series(found, index=targets.index, dtype="str"))


def counted(counts: pd.DataFrame) -> pd.DataFrame:
    """How many targets of each year stand how today, of counts by `COUNTED_BY`."""
    return with_standing(counts).groupby(["year", "standing"], as_index=False)["count"].sum()


def added_up(counts: Iterable[Mapping[Any, Any]]) -> dict[str, int]:
    """How many targets of all the years stand how."""
    found: dict[str, int] = {}
    for row in counts:
        found[row["standing"]] = found.get(row["standing"], 0) + int(row["count"])
    return found


def of(row: Mapping[Any, Any]) -> str:
    """How a target stands: as it was found, else as it was judged."""
    return str(row.get("standing", row["verdict"]))


def told(row: Mapping[Any, Any], words: Words) -> str:
    """A standing in words: `已完成`, and where it is in doubt also of what and why: `存疑：未完成，年份是推定的`."""
    name = words.verdict(of(row))
    if of(row) != IN_DOUBT:
        return name
    grounds = [words.code("reason", code) for code in guesses_of(str(row["reason"]), str(row["flags"]).split())]
    colon, comma = ("：", "，") if words.language == "zh" else (": ", ", ")
    return f"{name}{colon}{comma.join([words.verdict(str(row['verdict'])), *grounds])}"


def _end(row: Mapping[Any, Any]) -> date:
    code = str(row["target_period"])
    try:
        return Period.parse(code if code and not row["derived"] else str(row["year"])).end
    except ValueError:
        return date(int(row["year"]), 12, 31)
