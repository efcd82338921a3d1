"""What waits for a person: reports without a zone or a year, guessed years, readings to confirm, disputes.

Counted and paged where the tables are; what was decided since the build is left out. No Streamlit inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.frames.build_frames import Frames
from kpi.results.queries import Word
from kpi.vocabulary.model import YEAR_ASSUMED, YEAR_OPEN, ZONE_OPEN

PARTS = ("reports", "years", "readings", "disputes")
_WAITS = f"{ZONE_OPEN}|{YEAR_OPEN}"
BEST_FIRST = ("-worth", "-confidence", "doc", "start")


@dataclass(frozen=True)
class Unsettled:
    """What of a build waits, less what is `decided` since (readings and observations by id) and reports (`stated`).

    `disputed` are the cells that `disputed_in` finds in the build.
    """

    frames: Frames
    disputed: tuple[tuple[str, str], ...] = ()
    decided: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are of each part of the queue."""
        if not self.readable:
            return dict.fromkeys(PARTS, 0)
        lists = {"reports": self.reports, "years": self.years, "disputes": self.disputes}
        return {name: self.count_readings() if name == "readings" else len(lists[name]) for name in PARTS}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def readable(self) -> bool:
        """Whether the build has the table of what waits: one of an earlier program has none."""
        return "waiting.parquet" in self.frames.build.info.get("sizes", {})

    # ---- readings to confirm

    def count_readings(self, doc: str = "", decided: bool = False, least: float = 0.0) -> int:
        """How many readings wait, of one report where it is named; with those that are decided by now if asked for."""
        if least:
            return len(self.readings(doc, least=least))
        omit = {} if decided else self._decided
        counted = self.frames.build.tables.counts("waiting", where=_unsure(doc), omit=omit)
        return int(counted["count"][0].as_py())

    def readings(self, doc: str = "", limit: int = 0, offset: int = 0, least: float = 0.0) -> pd.DataFrame:
        """Readings that wait, the most valuable first; those of a confidence of `least` and more."""
        ask = self.frames.build.tables
        found = ask.select(
            "waiting", order=BEST_FIRST, limit=limit, offset=offset, where=_unsure(doc), omit=self._decided
        )
        made: pd.DataFrame = found.to_pandas()
        return made[made["confidence"] >= least] if least else made

    @cached_property
    def docs(self) -> dict[str, int]:
        """The reports with readings that wait, those with the most first, and how many each has."""
        counted = self.frames.build.tables.counts("waiting", ("doc",), where=_unsure(""), omit=self._decided)
        pairs = zip(counted["doc"].to_pylist(), counted["count"].to_pylist(), strict=True)
        return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))

    def beside(self, reading: pd.Series) -> pd.DataFrame:
        """What is known already of what a reading speaks of."""
        same: dict[str, Any] = {name: str(reading[name]) for name in ("indicator", "zone", "period", "kind", "measure")}
        cells = self.frames.cells(**same)
        return cells[cells["scope"] == reading["scope"]]

    # ---- disputes

    @cached_property
    def disputes(self) -> list[str]:
        """The cells whose sources differ and where no person has chosen, the latest year first."""
        return [cell for cell, members in self.disputed if self.decided.isdisjoint(members.split())]

    def dispute(self, cell_id: str) -> tuple[pd.Series, pd.DataFrame]:
        """A disputed cell, and what is stated of it: the one that is shown first, then the others in their order."""
        cell = self.frames.cells(cell_id=cell_id).iloc[0]
        stated = self.frames.members(pd.DataFrame([cell])).set_index("observation_id", drop=False).rename_axis(None)
        return cell, stated.loc[cell["members"].split()]

    # ---- reports

    @cached_property
    def reports(self) -> pd.DataFrame:
        """The reports whose zone or year is open, those first of which most figures wait."""
        documents = self.frames.documents
        waits = documents["state"].str.contains(_WAITS)
        return self._not_stated(documents[waits]).sort_values(["waiting", "doc"], ascending=[False, True])

    @cached_property
    def years(self) -> pd.DataFrame:
        """The reports whose year was guessed, those with most facts first."""
        documents = self.frames.documents
        waits = documents["state"].str.contains(_WAITS)
        guessed = documents["state"].str.contains(YEAR_ASSUMED) & ~waits
        return self._not_stated(documents[guessed]).sort_values(["observations", "doc"], ascending=[False, True])

    def facts_of(self, doc: str, flag: str = "", status: str = "", limit: int = 0) -> pd.DataFrame:
        """Facts and readings of a report that have a flag, or wait with that status."""
        search: Sequence[Word] = [Word(flag, ("flags",))] if flag else ()
        where = {"doc": doc} | ({"status": status} if status else {})
        tables = ("waiting",) if status else ("observations", "waiting")
        found = [
            self.frames.build.tables.select(name, search=search, where=where, limit=limit, order=("start",)).to_pandas()
            for name in tables
        ]
        return pd.concat([each for each in found if len(each)] or found[:1], ignore_index=True)

    @property
    def _decided(self) -> dict[str, list[str]]:
        return {"observation_id": sorted(self.decided)}

    def _not_stated(self, reports: pd.DataFrame) -> pd.DataFrame:
        return reports[~reports["path"].isin(self.stated)]


def disputed_in(frames: Frames) -> tuple[tuple[str, str], ...]:
    """The cells of a build whose sources differ and where no person has chosen, the latest year first; each with the
    names of its observations.
    """
    columns = ("cell_id", "members")
    found = frames.build.tables.select(
        "cells", columns, order=("-year",), where={"status": "disputed"}, omit={"rule": "confirmed"}
    )
    return tuple(zip(*(found[name].to_pylist() for name in columns), strict=True))


def _unsure(doc: str) -> dict[str, str]:
    return {"status": "to_confirm"} | ({"doc": doc} if doc else {})
