"""The reports of a build, however many: a list in a database of its own, of which little is ever in memory."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from enum import IntEnum
from typing import Any

from kpi.vocabulary.model import Hint, Hints

_AT_ONCE = 256
_TABLE = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000;
CREATE TABLE reports (
    number INTEGER PRIMARY KEY, path BLOB, shown TEXT, doc TEXT, digest TEXT, hints TEXT, key TEXT, state INTEGER
);
"""
_COLUMNS = "path, shown, doc, digest, hints"


@dataclass(frozen=True, slots=True)
class Report:
    """A file that is to be read: where it is, how tables call it (`shown`, `doc`), what is in it and known of it."""

    path: str
    shown: str
    doc: str
    digest: str
    hints: Hints


class State(IntEnum):
    """How far a build is with a report: not read yet, in the cache, or given up."""

    NEW = 0
    GOOD = 1
    BAD = 2


class ReportList:
    """Reports in the order in which they were added, each with its key in the cache and its state.

    They are in a temporary file, which the system removes with the list. Only one thread may use it.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLE)
        self._database.execute("BEGIN")
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Report]:
        return (report for _, _, report in self._pages(""))

    def close(self) -> None:
        self._database.close()

    def add(self, report: Report) -> None:
        self._count += 1
        row = (self._count, os.fsencode(report.path), report.shown, report.doc, report.digest, _packed(report.hints))
        self._database.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, '', 0)", row)

    def new(self) -> Iterator[tuple[int, str, Report]]:
        """Number, key and report of those that are not read yet; their states may change meanwhile."""
        return self._pages(f"state = {State.NEW:d} AND")

    def good_by_doc(self) -> Iterator[tuple[str, Report]]:
        """Key and report of those that are in the cache, by their docs."""
        found = self._database.execute(f"SELECT key, {_COLUMNS} FROM reports WHERE state = {State.GOOD:d} ORDER BY doc")
        return ((key, _report(*row)) for key, *row in found)

    def good_keys(self) -> Iterator[str]:
        """The keys of those that are in the cache."""
        return (key for (key,) in self._database.execute(f"SELECT key FROM reports WHERE state = {State.GOOD:d}"))

    def name(self, keys: Iterable[tuple[int, str]]) -> None:
        """Gives reports, by their numbers, their keys."""
        self._database.executemany("UPDATE reports SET key = ?2 WHERE number = ?1", keys)

    def mark(self, state: State, numbers: Iterable[int]) -> None:
        """Sets the state of reports, by their numbers."""
        self._database.executemany(
            f"UPDATE reports SET state = {state:d} WHERE number = ?", ((each,) for each in numbers)
        )

    def number_of(self, doc: str) -> int:
        """The number of the report that tables call `doc`."""
        return int(self._database.execute("SELECT number FROM reports WHERE doc = ?", (doc,)).fetchone()[0])

    def _pages(self, condition: str) -> Iterator[tuple[int, str, Report]]:
        query = f"SELECT number, key, {_COLUMNS} FROM reports WHERE {condition} number > ? ORDER BY number LIMIT ?"
        last = 0
        while some := self._database.execute(query, (last, _AT_ONCE)).fetchall():
            yield from ((number, key, _report(*row)) for number, key, *row in some)
            last = some[-1][0]


_FIELDS = tuple(each.name for each in fields(Hints))


def _packed(hints: Hints) -> str:
    found = ((name, getattr(hints, name)) for name in _FIELDS)
    return json.dumps({name: astuple(hint) for name, hint in found if hint is not None})


def _report(path: bytes, shown: str, doc: str, digest: str, hints: str) -> Report:
    known: dict[str, Any] = json.loads(hints)
    return Report(os.fsdecode(path), shown, doc, digest, Hints(**{name: Hint(*said) for name, said in known.items()}))
