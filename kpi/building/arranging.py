"""Extractions into the tables of a build, whatever their number: only one part of them is ever in memory.

Nothing of one indicator in one zone is compared with anything of another, and tables are sorted by
these two. So observations go to a scratch file, come back sorted group by group, and each group makes
its own stretch of the tables of observations, cells and targets.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kpi.building.workers import Lost
from kpi.results.builds import NewBuild, TableWriter, batch_of
from kpi.results.cache import Packed, unpack_observation
from kpi.results.splicing import Kept, Key
from kpi.second.merging import REFUSED
from kpi.series.reconcile import reconcile
from kpi.series.targets import as_meant
from kpi.vocabulary import frames
from kpi.vocabulary.frames import TABLES, Row
from kpi.vocabulary.model import (
    BETWEEN_READERS,
    DIFFERS_FROM,
    SELF,
    YEAR_OPEN,
    ZONE_OPEN,
    Extraction,
    Observation,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from kpi.building.readings import Desk

SORTED_BY: Mapping[str, tuple[str, ...]] = {
    "observations": ("indicator", "zone", "year", "period", "kind", "measure", "scope", "doc", "start", "end"),
    "cells": ("indicator", "zone", "year", "period", "kind", "measure", "scope"),
    "targets": ("indicator", "zone", "year", "measure", "scope"),
    "remarks": ("doc", "start", "end", "reason"),
    "waiting": ("doc", "start", "end", "indicator", "zone", "period", "kind", "measure", "scope"),
}
WAITS = "waits"
"""Under which a build counts the reports of which zone or year is open, or both."""

# Enough for a worker to be busy with for a while, few enough to hold several of them in memory.
_OBSERVATIONS_PER_PART = 300
_ROWS_AT_ONCE, _TEXTS_AT_ONCE = 500, 16
_SCRATCH = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE observations (indicator TEXT, zone TEXT, doc TEXT, path TEXT, report_id TEXT, packed TEXT);
"""

PackedRow = tuple[str, str, str, str, str, str]
"""Indicator, zone, packed observation, doc, path and the name of the report's content."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some groups of observations, each whole, in the order of the tables."""

    number: int
    rows: list[PackedRow]

    @property
    def key(self) -> Key:
        """Indicator and zone of the first of them."""
        return self.rows[0][:2]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a part becomes: the rows of each table, in their order.

    Plain rows: with columns of them every worker would have to load Arrow, which is larger than all its rows.
    """

    tables: Mapping[str, list[Row]]


class Arrangers(Protocol):
    """Whoever makes stretches of parts, one after the other or several at once, in any order."""

    def results(self, work: Any, items: Iterable[Part]) -> Iterator[tuple[Part, Stretch | Lost]]: ...


class Arrangement:
    """The tables of a new build in the making; `add` every extraction in the order of their docs, then `finish`.

    With the rows `kept` of an earlier build, only reports are added that are new or in groups that changed.
    """

    def __init__(self, new: NewBuild, desk: Desk, kept: Kept | None = None) -> None:
        self._new, self._desk, self._kept = new, desk, kept
        self._open = ExitStack()
        self._tallies = Tallies()

    def __enter__(self) -> Arrangement:
        self._documents, self._remarks = self._stream("documents"), self._stream("remarks")
        self._waiting = self._stream("waiting")
        self._scratch = self._open.enter_context(_Scratch(self._new.scratch / "observations.sqlite"))
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        self._open.__exit__(kind, *rest)

    def add(self, packed: Packed, doc: str, path: str, new: bool = True) -> None:
        """Takes the extraction of a content as that of the report `doc` at `path`; `new` where the build had none."""
        if new:
            head = _named(packed.head, doc, path)
            self._documents.add((doc,), [frames.document_row(head, len(packed.observations))])
            self._remarks.add((doc,), _in_order("remarks", map(frames.remark_row, head.remarks)))
            self._waiting.add((doc,), self._waiting_rows(packed, doc, path))
        groups = self._kept.groups if self._kept else None
        wanted = (each for each in packed.observations if groups is None or each[:2] in groups)
        report_id = packed.head.document.report_id
        self._scratch.add((*each, doc, path, report_id) for each in wanted)

    def finish(self, arrangers: Arrangers | None) -> Tallies:
        """Makes the other tables, here or by `arrangers`; returns what there is to count in all of them."""
        self._documents.finish()
        self._remarks.finish()
        self._waiting.finish()
        streams = {name: self._stream(name) for name in _OF_GROUPS}
        for part, stretch in self._stretches(arrangers):
            for name, stream in streams.items():
                stream.add(part.key, stretch.tables[name])
        for stream in streams.values():
            stream.finish()
        return self._tallies

    def _waiting_rows(self, packed: Packed, doc: str, path: str) -> list[Row]:
        config = self._desk.config
        named = (doc, path, packed.head.document.report_id)
        readings = (unpack_observation(*each, *named) for each in packed.readings)
        rows = (frames.waiting_row(each, config.indicators, config.zones) for each in readings)
        return _in_order("waiting", rows)

    def _stream(self, table: str) -> _Stream:
        writer = self._open.enter_context(self._new.writer(table))
        return _Stream(table, writer, self._tallies, self._kept)

    def _stretches(self, arrangers: Arrangers | None) -> Iterator[tuple[Part, Stretch]]:
        """The stretches in the order of the tables; those that come early wait for their turn."""
        parts = self._scratch.parts(1 if self._kept else _OBSERVATIONS_PER_PART)
        if arrangers is None:
            yield from ((part, arrange(self._desk, part)) for part in parts)
            return
        early: dict[int, tuple[Part, Stretch]] = {}
        wanted = 0
        for part, made in arrangers.results(arrange, parts):
            early[part.number] = part, arrange(self._desk, part) if isinstance(made, Lost) else made
            while wanted in early:
                yield early.pop(wanted)
                wanted += 1


def arrange(desk: Desk, part: Part) -> Stretch:
    """The rows of observations, cells and targets of some groups, sorted."""
    rows: dict[str, list[Row]] = {name: [] for name in _OF_GROUPS}
    for _, group in groupby(part.rows, key=itemgetter(0, 1)):
        found = [unpack_observation(*row) for row in group]
        for name, made in _rows_of_group(desk, found).items():
            rows[name].extend(made)
    return Stretch(rows)


class Tallies:
    """What a build counts in its tables as they are written."""

    def __init__(self) -> None:
        self.zones: Counter[str] = Counter()
        self.remarks: Counter[str] = Counter()
        self.waiting: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.readers: Counter[str] = Counter()
        self.observations = self.cells = self.disputed = self.targets = 0

    def count(self, table: str, batch: pa.RecordBatch) -> None:
        import pyarrow.compute as pc

        if table == "observations":
            self.observations += batch.num_rows
            self.zones.update(_counts(batch["zone"]))
            for readers, count in _counts(batch["readers"]).items():
                if readers != SELF:
                    self.readers["agreed" if SELF in readers.split(BETWEEN_READERS) else "alone"] += count
        elif table == "remarks":
            for reason, count in _counts(batch["reason"]).items():
                if reason.startswith(REFUSED):
                    self.readers["refused"] += count
                else:
                    self.remarks[reason] += count
        elif table == "documents":
            for states, count in _counts(batch["state"]).items():
                codes = set(states.split())
                self.states.update(dict.fromkeys(codes | ({WAITS} if codes & {ZONE_OPEN, YEAR_OPEN} else set()), count))
        elif table == "waiting":
            self.waiting.update(_counts(batch["status"]))
            for readers, flags in zip(batch["readers"].to_pylist(), batch["flags"].to_pylist(), strict=True):
                if SELF not in readers.split(BETWEEN_READERS):
                    self.readers["differs" if DIFFERS_FROM in flags else "proposed"] += 1
        elif table == "cells":
            self.cells += batch.num_rows
            self.disputed += pc.sum(pc.equal(batch["status"], "disputed"), min_count=0).as_py()
        elif table == "targets":
            self.targets += pc.sum(pc.not_equal(batch["target_cell"], ""), min_count=0).as_py()

    def info(self) -> dict[str, Any]:
        return {
            "observations": self.observations,
            "cells": self.cells,
            "disputed": self.disputed,
            "targets": self.targets,
            "zones": _by_count(self.zones),
            "remarks": _by_count(self.remarks),
            "waiting": _by_count(self.waiting),
            "states": _by_count(self.states),
            "readers": _by_count(self.readers),
        }


def _named(head: Extraction, doc: str, path: str) -> Extraction:
    if (head.document.doc, head.document.path) == (doc, path):
        return head
    remarks = tuple(replace(each, doc=doc) for each in head.remarks)
    return replace(head, document=replace(head.document, doc=doc, path=path), remarks=remarks)


class _Stream:
    """A table on its way to its file: rows that are made now, among those of an earlier build that stay."""

    def __init__(self, table: str, writer: TableWriter, tallies: Tallies, kept: Kept | None) -> None:
        self._table, self._writer, self._tallies = table, writer, tallies
        self._old = kept.rows(table) if kept else None
        self._rows: list[Row] = []

    def add(self, key: Key, rows: list[Row]) -> None:
        """Rows of the group `key`, and any that come before the next; call it in the order of the groups."""
        if rows:
            self._take_over(key)
            self._rows += rows
            if len(self._rows) >= (_TEXTS_AT_ONCE if self._table == "documents" else _ROWS_AT_ONCE):
                self._flush()

    def finish(self) -> None:
        self._take_over(None)
        self._flush()

    def _take_over(self, key: Key | None) -> None:
        if self._old is not None:
            for batch in self._old.until(key):
                self._flush()
                self._write(batch)

    def _flush(self) -> None:
        """Columns of some hundred rows are made in the time of those of one."""
        if self._rows:
            self._write(batch_of(self._rows, TABLES[self._table]))
            self._rows = []

    def _write(self, batch: pa.RecordBatch) -> None:
        self._tallies.count(self._table, batch)
        self._writer.add(batch)


_OF_GROUPS = ("observations", "cells", "targets")


def _rows_of_group(desk: Desk, observations: list[Observation]) -> dict[str, list[Row]]:
    """The rows of one indicator in one zone."""
    config = desk.config
    cells, results = as_meant(reconcile(observations, config.reconcile), config.indicators)
    rows = {
        "observations": (frames.observation_row(each, config.indicators) for each in observations),
        "cells": (frames.cell_row(each, config.indicators) for each in cells),
        "targets": (frames.target_row(each, config.indicators) for each in results),
    }
    return {name: _in_order(name, made) for name, made in rows.items()}


def _in_order(table: str, rows: Iterable[Row]) -> list[Row]:
    """The rows in the one order that does not depend on the order of the reports."""
    names = list(TABLES[table])
    leading = itemgetter(*(names.index(name) for name in SORTED_BY[table]))
    alike = groupby(sorted(rows, key=leading), key=leading)
    return [row for _, some in alike for row in _by_all_columns(list(some))]


def _by_all_columns(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: list(map(str, row))) if len(rows) > 1 else rows


class _Scratch:
    """All packed observations on disk, to come back sorted; use it as a context."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(_SCRATCH)
        self._database.execute("BEGIN")

    def __enter__(self) -> _Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, rows: Iterable[PackedRow]) -> None:
        order = "(indicator, zone, packed, doc, path, report_id)"
        self._database.executemany(f"INSERT INTO observations {order} VALUES (?, ?, ?, ?, ?, ?)", rows)

    def parts(self, size: int) -> Iterator[Part]:
        """The observations by indicator and zone, as many groups at once as make a fair share of work."""
        self._database.execute("CREATE INDEX sorted ON observations (indicator, zone, doc)")
        self._database.execute("COMMIT")
        found = self._database.execute(
            "SELECT indicator, zone, packed, doc, path, report_id FROM observations ORDER BY indicator, zone, doc"
        )
        number = 0
        rows: list[PackedRow] = []
        for _, group in groupby(found, key=itemgetter(0, 1)):
            rows.extend(group)
            if len(rows) >= size:
                yield Part(number, rows)
                number, rows = number + 1, []
        if rows:
            yield Part(number, rows)


def _counts(values: pa.Array) -> dict[str, int]:
    return {each["values"]: each["counts"] for each in values.value_counts().to_pylist()}


def _by_count(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
