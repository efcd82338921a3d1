"""What waits for a person: reports without a zone or a year, guessed years, readings to confirm, disputes, figures
without a period.

Counted and paged where the tables are; what was decided since the build is left out. No Streamlit inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.frames.build_frames import Frames
from kpi.results.queries import Word
from kpi.vocabulary.model import DIFFERS_FROM, UNDATED, YEAR_ASSUMED, YEAR_OPEN, ZONE_OPEN

PARTS = ("reports", "years", "readings", "disputes", "undated")
_WAITS = f"{ZONE_OPEN}|{YEAR_OPEN}"
_UNDATED, _UNSURE = {"status": UNDATED}, {"status": "to_confirm"}
BEST_FIRST = ("-worth", "-confidence", "doc", "start")


@dataclass(frozen=True)
class Unsettled:
    """What of a build waits, less what is `decided` since (readings and observations by id) and reports (`stated`);
    of those that are `gone` since, which a person removed, nothing waits (both by their paths). What is `touched`
    was decided or taken back since. `lines` is how many lines of the ledger of reports are told by all this.

    `disputed` are the cells that `disputed_in` finds in the build. `zone` is the one of which all this is, empty for
    all of them.
    """

    frames: Frames
    disputed: tuple[tuple[str, str, str], ...] = ()
    decided: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    lines: int = 0
    zone: str = ""

    def of_zone(self, zone: str) -> Unsettled:
        """What of it is of a zone, with the reports that may be of it; all of it where none is named."""
        return replace(self, zone=zone) if zone else self

    @cached_property
    def zones(self) -> list[str]:
        """The zones of which something waits, sorted; those that a report may be of among them."""
        found = {zone for cell, members, zone in self.disputed if self._is_open(members.split())}
        for reports in (self.reports, self.years):
            found.update(reports["zone"])
            found.update(name for names in reports["candidates"] for name in str(names).split("|"))
        for where, omit in ((_UNSURE, self._decided), (_UNDATED, self._not_undated)):
            found.update(
                self.frames.build.tables.counts("waiting", ("zone",), where=where, omit=omit)["zone"].to_pylist()
            )
        return sorted(found - {""})

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are of each part of the queue."""
        if not self.readable:
            return dict.fromkeys(PARTS, 0)
        lists = {"reports": self.reports, "years": self.years, "disputes": self.disputes}
        counted = {"readings": self.count_readings(), "undated": self.count_undated()}
        return {name: counted[name] if name in counted else len(lists[name]) for name in PARTS}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def readable(self) -> bool:
        """Whether the build has the table of what waits, by the names of today: one of an earlier program has not."""
        return self.frames.build.has("waiting", "report_id")

    # ---- readings to confirm

    def count_readings(self, doc: str = "", decided: bool = False, least: float = 0.0) -> int:
        """How many readings wait, of one report where it is named; with those that are decided by now if asked for."""
        if least:
            return len(self.readings(doc, least=least))
        omit = {"doc": sorted(self._gone)} if decided else self._decided
        counted = self.frames.build.tables.counts("waiting", where=self._where(_UNSURE, doc), omit=omit)
        return int(counted["count"][0].as_py())

    def readings(self, doc: str = "", limit: int = 0, offset: int = 0, least: float = 0.0) -> pd.DataFrame:
        """Readings that wait, the most valuable first; those of a confidence of `least` and more."""
        ask = self.frames.build.tables
        where = self._where(_UNSURE, doc)
        found = ask.select("waiting", order=BEST_FIRST, limit=limit, offset=offset, where=where, omit=self._decided)
        made: pd.DataFrame = found.to_pandas()
        return made[made["confidence"] >= least] if least else made

    @cached_property
    def docs(self) -> dict[str, int]:
        """The reports with readings that wait, those with the most first, and how many each has."""
        counted = self.frames.build.tables.counts("waiting", ("doc",), where=self._where(_UNSURE), omit=self._decided)
        pairs = zip(counted["doc"].to_pylist(), counted["count"].to_pylist(), strict=True)
        return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))

    def differs_from(self, reading: pd.Series) -> pd.DataFrame:
        """What this program read where another reader's reading says something else, as far as it still stands."""
        flags = (flag.partition(":") for flag in str(reading["flags"]).split())
        names = [name for flag, _, name in flags if flag == DIFFERS_FROM]
        if not names:
            return pd.DataFrame()
        ask = self.frames.build.tables
        where, omit = {"observation_id": names}, {"observation_id": sorted(self.decided)}
        found = [ask.select(table, where=where, omit=omit).to_pandas() for table in ("observations", "waiting")]
        return pd.concat([each for each in found if len(each)] or found[:1], ignore_index=True)

    def beside(self, reading: pd.Series) -> pd.DataFrame:
        """What is known already of what a reading speaks of."""
        same: dict[str, Any] = {name: str(reading[name]) for name in ("indicator", "zone", "period", "kind", "measure")}
        cells = self.frames.cells(**same)
        return cells[cells["scope"] == reading["scope"]]

    def beside_in_time(self, reading: pd.Series) -> pd.DataFrame:
        """The same in any period, the latest first."""
        same: dict[str, Any] = {name: str(reading[name]) for name in ("indicator", "zone", "kind", "measure", "scope")}
        return self.frames.cells(order=("-period_end", "-period_start"), **same)

    # ---- figures without a period

    def count_undated(self) -> int:
        """How many figures lack only their period, in reports whose zone and year are known."""
        counted = self.frames.build.tables.counts("waiting", where=self._where(_UNDATED), omit=self._not_undated)
        return int(counted["count"][0].as_py())

    def undated(self, doc: str = "", limit: int = 0, offset: int = 0) -> pd.DataFrame:
        """Some of these, those of one report together; or those of one report."""
        where = self._where(_UNDATED, doc)
        ask = self.frames.build.tables
        found = ask.select(
            "waiting", order=("doc", "start"), limit=limit, offset=offset, where=where, omit=self._not_undated
        )
        made: pd.DataFrame = found.to_pandas()
        return made

    def periods_of(self, doc: str) -> dict[str, int]:
        """The periods of the facts of a report, and how many facts are of each."""
        counted = self.frames.build.tables.counts("observations", ("period",), where={"doc": doc})
        return dict(zip(counted["period"].to_pylist(), counted["count"].to_pylist(), strict=True))

    @cached_property
    def _not_undated(self) -> dict[str, list[str]]:
        """What is left out of them: of a report whose zone or year is open all figures wait for that."""
        documents = self.frames.documents
        waits = documents[documents["state"].str.contains(_WAITS)]["doc"]
        return {**self._decided, "doc": sorted({*self._gone, *waits})}

    # ---- disputes

    @cached_property
    def disputes(self) -> list[str]:
        """The cells whose sources differ and where no person has chosen, the latest year first."""
        mine = [each for each in self.disputed if self.zone in ("", each[2])]
        return [cell for cell, members, _ in mine if self._is_open(members.split())]

    def _is_open(self, members: Sequence[str]) -> bool:
        """Whether nobody has decided on one of the observations since, and more than one is still there."""
        return self.touched.isdisjoint(members) and self._still_differ(members)

    def _still_differ(self, members: Sequence[str]) -> bool:
        """Whether more than one of the observations is of a report that is still there."""
        return not self._of_gone or sum(name not in self._of_gone for name in members) > 1

    @cached_property
    def _of_gone(self) -> frozenset[str]:
        """The names of the observations of reports that are gone since."""
        if not self._gone:
            return frozenset()
        found = self.frames.build.tables.select("observations", ["observation_id"], where={"doc": sorted(self._gone)})
        return frozenset(found["observation_id"].to_pylist())

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

    def facts_of(self, doc: str, flag: str = "", status: Sequence[str] = (), limit: int = 0) -> pd.DataFrame:
        """Facts and readings of a report that have a flag, or wait with one of these statuses."""
        search: Sequence[Word] = [Word(flag, ("flags",))] if flag else ()
        where: dict[str, str | Sequence[str]] = {"doc": doc, "status": list(status)}
        tables = ("waiting",) if status else ("observations", "waiting")
        found = [
            self.frames.build.tables.select(name, search=search, where=where, limit=limit, order=("start",)).to_pandas()
            for name in tables
        ]
        return pd.concat([each for each in found if len(each)] or found[:1], ignore_index=True)

    @property
    def _decided(self) -> dict[str, list[str]]:
        return {"observation_id": sorted(self.decided), "doc": sorted(self._gone)}

    @cached_property
    def _gone(self) -> frozenset[str]:
        documents = self.frames.documents
        return frozenset(documents[documents["path"].isin(self.gone)]["doc"]) if self.gone else frozenset()

    def _not_stated(self, reports: pd.DataFrame) -> pd.DataFrame:
        left = reports[~reports["path"].isin(self.stated)]
        if not self.zone:
            return left
        may_be = left["candidates"].map(lambda names: self.zone in str(names).split("|")).astype(bool)
        return left[(left["zone"] == self.zone) | ((left["zone"] == "") & may_be)]

    def _where(self, where: dict[str, str], doc: str = "") -> dict[str, str]:
        """The condition, of the report and the zone where these are named."""
        return where | ({"doc": doc} if doc else {}) | ({"zone": self.zone} if self.zone else {})


def disputed_in(frames: Frames) -> tuple[tuple[str, str, str], ...]:
    """The cells of a build whose sources differ and where no person has chosen, the latest year first; each with the
    names of its observations and its zone.
    """
    columns = ("cell_id", "members", "zone")
    found = frames.build.tables.select(
        "cells", columns, order=("-year",), where={"status": "disputed"}, omit={"rule": "confirmed"}
    )
    return tuple(zip(*(found[name].to_pylist() for name in columns), strict=True))
