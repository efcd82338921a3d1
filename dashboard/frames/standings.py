"""How the targets of a table stand today, counted and in words; `kpi.series.standing` says what each standing means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.words.labels import Words
from kpi.series.standing import IN_DOUBT, JUDGED, UNREPORTED, standing
from kpi.vocabulary.model import Verdict

__all__ = [
    "COUNTED_BY", "IN_DOUBT", "JUDGED", "OPEN", "UNREPORTED",
    "added_up", "counted", "of", "standing", "today", "told", "with_standing",
]  # fmt: skip

OPEN = frozenset({Verdict.PENDING, Verdict.CANNOT_TELL, UNREPORTED, IN_DOUBT})
"""Standings that say nothing sure of what was reached."""

COUNTED_BY = ("year", "verdict", "reason", "flags", "target_period", "derived")
"""The columns of the store that a standing hangs on."""


def today() -> date:
    """The day that periods are over on or not."""
    return date.today()


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
    if of(row) != IN_DOUBT:
        return words.verdict(of(row))
    return words.standing(IN_DOUBT, str(row["verdict"]), str(row["reason"]), str(row["flags"]).split())
