"""What of an earlier build's tables stays as it is in the next, so that one new report costs little among thousands.

Whatever is not of a report that changed, nor of an indicator and zone that such a report speaks of,
is taken over row by row; the rest is arranged anew and put in its place.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi.vocabulary.frames import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

Key = tuple[str, ...]

KEYS: Mapping[str, tuple[str, ...]] = {
    "documents": ("doc",),
    "remarks": ("doc",),
    "waiting": ("doc",),
    "observations": ("indicator", "zone"),
    "cells": ("indicator", "zone"),
    "targets": ("indicator", "zone"),
}
"""The columns by which each table is sorted first; rows that have them in common stay or go together."""

SOURCES = "sources.json"
_ROWS_AT_ONCE = {"documents": 64}
_MANY_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The tables in `folder` without the rows of the reports `docs` and of the `groups` (indicator, zone)."""

    folder: Path
    docs: frozenset[Key]
    groups: frozenset[Key]

    def rows(self, table: str) -> Rows:
        return Rows(self.folder / f"{table}.parquet", table, self.docs if KEYS[table] == ("doc",) else self.groups)


class Rows:
    """The rows of a table that stay, to be taken in their order."""

    def __init__(self, path: Path, table: str, gone: Collection[Key]) -> None:
        self._gone, self._columns = gone, KEYS[table]
        self._batches = _batches(path, table)
        self._batch: pa.RecordBatch | None = None
        self._keys: list[Key] = []
        self._at = 0

    def until(self, key: Key | None) -> Iterator[pa.RecordBatch]:
        """The rows before `key` that were not taken yet; all that are left where it is None."""
        while self._at < len(self._keys) or self._next():
            end = len(self._keys) if key is None else bisect_left(self._keys, key, self._at)
            start, self._at = self._at, end
            yield from self._staying(start, end)
            if end < len(self._keys):
                return

    def _next(self) -> bool:
        self._batch = next(self._batches, None)
        if self._batch is None:
            return False
        columns = (self._batch[name].to_pylist() for name in self._columns)
        self._keys, self._at = list(zip(*columns, strict=True)), 0
        return True

    def _staying(self, start: int, end: int) -> Iterator[pa.RecordBatch]:
        assert self._batch is not None
        gone = [at for at in range(start, end) if self._keys[at] in self._gone]
        for at in (*gone, end):
            if at > start:
                yield self._batch.slice(start, at - start)
            start = at + 1


def groups_of(folder: Path, docs: Collection[str]) -> set[Key]:
    """Indicator and zone of all observations of the reports `docs`."""
    return {(indicator, zone) for doc, indicator, zone in _places(folder) if doc in docs}


def docs_in(folder: Path, groups: Collection[Key]) -> set[str]:
    """The reports with an observation in one of the groups."""
    return {doc for doc, indicator, zone in _places(folder) if (indicator, zone) in groups}


def read_sources(folder: Path) -> dict[str, str]:
    """What each report of a build was made of, by its doc; nothing where that is not known."""
    try:
        found = json.loads((folder / SOURCES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_sources(folder: Path, sources: Iterable[tuple[str, str]]) -> None:
    """Keeps what each report was made of beside the tables: docs in their order, each with its source."""
    with (folder / SOURCES).open("w", encoding="utf-8") as file:
        file.write("{")
        for number, (doc, source) in enumerate(sources):
            file.write(f"{', ' if number else ''}{json.dumps(doc)}: {json.dumps(source)}")
        file.write("}")


def _places(folder: Path) -> Iterator[tuple[Any, ...]]:
    columns = ["doc", "indicator", "zone"]
    for batch in _batches(folder / "observations.parquet", "observations", columns):
        yield from zip(*(batch[name].to_pylist() for name in columns), strict=True)


def _batches(path: Path, table: str, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        names = columns or list(TABLES[table])
        if not set(names) <= set(file.schema_arrow.names):
            raise OSError(f"{path}: columns of another program")
        yield from file.iter_batches(_ROWS_AT_ONCE.get(table, _MANY_ROWS), columns=names)
