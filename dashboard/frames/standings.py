"""How the targets of a table stand today, counted and in words; `kpi.series.standing` says what each standing means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.words.labels import Words
from kpi.series.standing import IN_DOUBT, JUDGED, UNREPORTED, standing
from kpi.vocabulary.model import Verdict, is_expected

__all__ = [
    "COUNTED_BY", "IN_DOUBT", "JUDGED", "OPEN", "UNREPORTED",
    "added_up", "counted", "named", "of", "opening_year", "standing", "today", "told", "with_standing",
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
    """How many targets of each year stand how today, of counts by `COUNTED_BY`; `expected` of them by an estimate."""
    found = with_standing(counts)
    pairs = zip(found["standing"], found["flags"], found["count"], strict=True)
    expected = [count if is_expected(name, flags.split()) else 0 for name, flags, count in pairs]
    by_year = found.assign(expected=expected).groupby(["year", "standing"], as_index=False)
    return by_year[["count", "expected"]].sum()


def added_up(counts: Iterable[Mapping[Any, Any]], what: str = "count") -> dict[str, int]:
    """How many targets of all the years stand how; or how many of them by an `expected` value."""
    found: dict[str, int] = {}
    for row in counts:
        found[row["standing"]] = found.get(row["standing"], 0) + int(row[what])
    return found


def opening_year(counts: Iterable[Mapping[Any, Any]]) -> int:
    """The latest year of which half as many targets are judged as of the one with the most; else the latest year."""
    years: dict[int, int] = {}
    for row in counts:
        years[int(row["year"])] = years.get(int(row["year"]), 0) + (0 if row["standing"] in OPEN else int(row["count"]))
    most = max(years.values())
    return max(year for year, judged in years.items() if judged * 2 >= most)


def of(row: Mapping[Any, Any]) -> str:
    """How a target stands: as it was found, else as it was judged."""
    return str(row.get("standing", row["verdict"]))


def told(row: Mapping[Any, Any], words: Words) -> str:
    """A standing in words: `已完成`, and where it is in doubt also of what and why: `存疑：未完成，年份是推定的`."""
    return words.standing(of(row), str(row["verdict"]), str(row.get("reason", "")), _flags(row))


def named(row: Mapping[Any, Any], words: Words) -> str:
    """A standing in a word; one that rests on an estimate says so: `预计未完成`."""
    return words.judged(of(row), _flags(row))


def _flags(row: Mapping[Any, Any]) -> list[str]:
    return str(row.get("flags", "")).split()
