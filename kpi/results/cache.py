"""What was read before: extractions by content and map, and digests of files by size and time.

A SQLite file that may vanish, be cut short or be killed half-way through a write: what it held is
read again then, and `repaired` says that it was so.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import (
    Box,
    Comparator,
    Document,
    Extraction,
    FileFacts,
    Grid,
    GridCell,
    Hint,
    Hints,
    Kind,
    Measure,
    Observation,
    Origin,
    Page,
    Remark,
)

_LAYOUT = 8
# Which build used a key last stands apart from what is under it: to mark ten thousand must not rewrite them.
_TABLES = """
CREATE TABLE extractions (key TEXT PRIMARY KEY, payload BLOB NOT NULL);
CREATE TABLE failures (key TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE uses (key TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, seen INTEGER, digest TEXT) WITHOUT ROWID;
"""
# A file that changes twice within the clock's grain keeps its size and time: younger ones are read again.
_GRAIN_NS = 2_000_000_000
_ALL_SETTLED = f"SELECT digest, path, size, modified FROM files WHERE modified < seen - {_GRAIN_NS}"
_HELD = "SELECT key FROM extractions WHERE key IN ({})"
_UNUSED = "SELECT key FROM uses WHERE used < ?"
_AT_ONCE = 500
_KEPT_BUILDS = 3
# Folders and modules that only arrange what was extracted: a change in them makes no report worth reading again.
_AFTER_EXTRACTION = frozenset(
    {
        *("__init__", "__main__", "bootstrap", "cli", "results", "second", "series"),
        *(
            "settings/editing",
            "settings/users",
            "settings/zone_entry",
            "settings/sidecar_text",
            "pages/zone_choice",
            "pages/zone_places",
        ),
    }
    | {f"vocabulary/{name}" for name in ("faults", "frames", "lookup")}
    | {
        f"building/{name}"
        for name in (
            "alarm",
            "apart",
            "arranging",
            "asking",
            "cluster",
            "doctor",
            "importing",
            "intake",
            "memory",
            "notebook",
            "originals",
            "outline",
            "progress",
            "proving",
            "removing",
            "report_list",
            "report_status",
            "serve",
            "sharing",
            "stated_zone",
            "statements",
            "stating",
            "store",
            "testimony",
        )
    }
    | {f"building/{name}" for name in ("survey", "trial", "watch", "why", "workers")}
)


_OF_LANGUAGE = frozenset({".yaml", ".json", ".csv", ".gz", ".txt"})
"""Endings of the words, rules and weights of the language, which decide as its modules do."""

Digests = dict[tuple[str, int, int], str]
"""Digests of files by path, size and time (ns)."""
Opened = TypeVar("Opened")

_READING_LIBRARIES = ("lxml", "openpyxl", "pypdfium2", "python-docx", "rapidocr-onnxruntime")


class Cache:
    """The open cache; use it as a context."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.repaired = False
        self._database = self._open()
        self._build = 1 + (self._one("SELECT max(used) FROM uses") or 0)

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def holds(self, key: str) -> bool:
        """Whether there is an extraction under `key`."""
        return bool(self.held([key]))

    def held(self, keys: Sequence[str]) -> set[str]:
        """Those of `keys` under which there is an extraction."""
        parts = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
        return {row[0] for some in parts for row in self._run(_HELD.format(",".join("?" * len(some))), *some)}

    def packed(self, key: str) -> Packed | None:
        """What was kept under `key`, opened for tables; None where nothing was, or nothing that can be read."""
        return self._opened(key, open_packed)

    def payload(self, key: str) -> bytes | None:
        """The same as it was kept; None where nothing was."""
        found: bytes | None = self._one("SELECT payload FROM extractions WHERE key = ?", key)
        return found

    def extraction(self, key: str) -> Extraction | None:
        """The same, whole."""
        return self._opened(key, unpack)

    def keep(self, found: Sequence[tuple[str, bytes]]) -> None:
        """Keeps packed extractions under their keys at once: a build that is killed later need not read them again."""
        self._write(
            ("INSERT OR REPLACE INTO extractions VALUES (?, ?)", found),
            ("INSERT OR REPLACE INTO uses VALUES (?, ?)", [(key, self._build) for key, _ in found]),
        )

    def keep_failures(self, reasons: Mapping[str, str]) -> None:
        """Keeps why nothing can be read of the contents under these keys."""
        self._write(
            ("INSERT OR REPLACE INTO failures VALUES (?, ?)", list(reasons.items())),
            ("INSERT OR REPLACE INTO uses VALUES (?, ?)", [(key, self._build) for key in reasons]),
        )

    def failures(self) -> dict[str, str]:
        """Why nothing could be read, by the keys of all contents that failed."""
        return dict(self._run("SELECT key, reason FROM failures"))

    def digests(self) -> Digests:
        """Digests of all files, but for those that may have changed unseen."""
        return {(path, size, modified): digest for digest, path, size, modified in self._run(_ALL_SETTLED)}

    def keep_digests(self, found: Digests) -> None:
        """Keeps the digests of files that were looked at just now."""
        seen = time.time_ns()
        rows = [(path, size, modified, seen, digest) for (path, size, modified), digest in found.items()]
        self._write(("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", rows))

    def finish(self, keys: Iterable[str]) -> None:
        """Marks `keys` as used by this build and forgets what the last few builds had no use for."""
        old = [(self._build - _KEPT_BUILDS,)]
        self._write(
            ("UPDATE uses SET used = ? WHERE key = ?", ((self._build, key) for key in keys)),
            (f"DELETE FROM extractions WHERE key IN ({_UNUSED})", old),
            (f"DELETE FROM failures WHERE key IN ({_UNUSED})", old),
            ("DELETE FROM uses WHERE used < ?", old),
        )

    def _opened(self, key: str, opened: Callable[[bytes], Opened]) -> Opened | None:
        payload = self._one("SELECT payload FROM extractions WHERE key = ?", key)
        try:
            return None if payload is None else opened(payload)
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, zlib.error):
            self.repaired = True
            return None

    def _write(self, *changes: tuple[str, Iterable[tuple[Any, ...]]]) -> None:
        """All the changes in one step."""
        try:
            self._change(changes)
            return
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise _cannot_use(self.path, error) from error
        self._database = self._start_over()
        self._change(changes)

    def _change(self, changes: Iterable[tuple[str, Iterable[tuple[Any, ...]]]]) -> None:
        self._database.execute("BEGIN")
        try:
            for sql, rows in changes:
                self._database.executemany(sql, rows)
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def _one(self, sql: str, *values: object) -> Any:
        rows = self._run(sql, *values)
        return rows[0][0] if rows else None

    def _run(self, sql: str, *values: object) -> list[Any]:
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise _cannot_use(self.path, error) from error
        self._database = self._start_over()
        return self._database.execute(sql, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        database = None
        try:
            database = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            layout = database.execute("PRAGMA user_version").fetchone()[0]
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            if layout == _LAYOUT:
                return database
            if layout or database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                database.close()
                return self._start_over(damaged=not layout)  # that of an earlier program is none of this one's
            database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_LAYOUT}; COMMIT;")
            return database
        except sqlite3.DatabaseError as error:
            if database is not None:
                database.close()
            if not _is_damage(error) or self.repaired:
                raise _cannot_use(self.path, error) from error
            return self._start_over()

    def _start_over(self, damaged: bool = True) -> sqlite3.Connection:
        self.repaired = self.repaired or damaged
        if hasattr(self, "_database"):
            self._database.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        return self._open()


def known_digests(path: Path) -> Digests:
    """Digests of all files that the cache at `path` knows; only looks, never mends."""
    rows = _looked_up(path, _ALL_SETTLED)
    return {(name, size, modified): digest for digest, name, size, modified in rows}


def kept_payload(path: Path, key: str) -> bytes | None:
    """What the cache at `path` keeps under `key`, packed; None where it keeps nothing. Only looks, never mends."""
    rows = _looked_up(path, "SELECT payload FROM extractions WHERE key = ?", key)
    return rows[0][0] if rows else None


def _looked_up(path: Path, sql: str, *values: object) -> list[Any]:
    """The rows that a cache has for a question; none where there is no cache that can be asked."""
    if not path.is_file():
        return []
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()
    except sqlite3.Error:
        return []


def extraction_key(content_digest: str, hints: str, map_digest: str) -> str:
    """Names what the program of today finds in a content under a map; `hints` is what is known from outside it."""
    return hashlib.sha256(f"{content_digest} {hints} {map_digest} {extraction_version()}".encode()).hexdigest()


@cache
def extraction_version() -> str:
    """Digest of the modules, words, rules and weights that decide what is found in a report."""
    return _digest_of_modules(_AFTER_EXTRACTION)


@cache
def program_version() -> str:
    """Digest of all modules: what the tables of a build depend on, apart from reports and config."""
    return _digest_of_modules(frozenset())


@dataclass(frozen=True, slots=True)
class Packed:
    """An extraction of which only what a build's tables need is opened.

    `head` has no boxes, tables, readings and observations; the last two are here: indicator, zone, and the rest as
    packed.
    """

    head: Extraction
    observations: tuple[tuple[str, str, str], ...]
    readings: tuple[tuple[str, str, str], ...] = ()


def pack(extraction: Extraction) -> bytes:
    """The extraction as compressed lines of JSON, numbers exact: head, what no table needs, readings, groups,
    observations.
    """
    document = extraction.document
    head = replace(extraction, document=replace(document, boxes=(), tables=()), observations=(), readings=())
    found, unsure = extraction.observations, extraction.readings
    bulk = {"boxes": document.boxes, "tables": document.tables}
    lines = [
        _json(head, ascii_only=False),
        _json(bulk, ascii_only=False),
        _json([(each.indicator, each.zone, _json(_rest(each))) for each in unsure]),
        _json([(each.indicator, each.zone) for each in found]),
        *(_json(_rest(each)) for each in found),
    ]
    return zlib.compress("\n".join(lines).encode("utf-8", "surrogatepass"), 1)


def open_packed(payload: bytes) -> Packed:
    """What `pack` made these bytes of, opened as far as tables need it; ValueError and the like otherwise."""
    head, _, unsure, groups, *lines = zlib.decompress(payload).decode("utf-8", "surrogatepass").split("\n")
    placed = zip(json.loads(groups), lines, strict=True)
    found = tuple((indicator, zone, packed) for (indicator, zone), packed in placed)
    return Packed(_head(json.loads(head)), found, tuple((each[0], each[1], each[2]) for each in json.loads(unsure)))


def unpack(payload: bytes) -> Extraction:
    """The extraction that `pack` made these bytes of; ValueError and the like where they are no such thing."""
    bulk = json.loads(zlib.decompress(payload).split(b"\n", 2)[1].decode("utf-8", "surrogatepass"))
    packed = open_packed(payload)
    document = replace(
        packed.head.document,
        boxes=tuple(Box(**box) for box in bulk["boxes"]),
        tables=tuple(_grid(grid) for grid in bulk["tables"]),
    )
    named = (document.doc, document.path, document.report_id)
    found = tuple(unpack_observation(*each, *named) for each in packed.observations)
    unsure = (unpack_observation(*each, *named) for each in packed.readings)
    return replace(packed.head, document=document, observations=found, readings=tuple(unsure))


def unpack_observation(indicator: str, zone: str, packed: str, doc: str, path: str, report_id: str) -> Observation:
    """A packed observation as that of the report `doc` at `path` with the content `report_id`."""
    stored = dict(zip(_PACKED, json.loads(packed), strict=True))
    stored["measure"] = Measure(stored["measure"])
    stored["kind"] = Kind(stored["kind"])
    stored["comparator"] = Comparator(stored["comparator"])
    stored["value"] = None if stored["value"] is None else Decimal(stored["value"])
    stored["flags"] = tuple(stored["flags"])
    return Observation(doc=doc, path=path, indicator=indicator, zone=zone, report_id=report_id, **stored)


# What names report and group stands outside: a file may be moved, and groups are sorted by.
_OUTSIDE = frozenset({"doc", "path", "report_id", "indicator", "zone"})
_PACKED = tuple(each.name for each in fields(Observation) if each.name not in _OUTSIDE)


def _rest(observation: Observation) -> list[Any]:
    """What of an observation stands outside its group and its report."""
    return [getattr(observation, name) for name in _PACKED]


def _json(value: object, ascii_only: bool = True) -> str:
    """A line of it; only what is compressed and not sorted by a database may hold other characters, half the size."""
    return json.dumps(value, default=_plain, ensure_ascii=ascii_only)


def _plain(value: object) -> Any:
    """A part of an extraction as JSON knows it: dataclasses by their fields, decimals by their digits."""
    return str(value) if isinstance(value, Decimal) else _fields(value)


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _head(stored: dict[str, Any]) -> Extraction:
    document, remarks = stored.pop("document"), stored.pop("remarks")
    document["pages"] = tuple(Page(**page) for page in document["pages"])
    document["boxes"] = document["tables"] = stored["observations"] = stored["readings"] = ()
    document["facts"] = FileFacts(**document["facts"])
    origin = stored.pop("origin")
    stored["origin"] = Origin(**{**origin, "candidates": tuple(origin["candidates"])})
    document["hints"] = Hints(**{name: hint and Hint(**hint) for name, hint in document["hints"].items()})
    return Extraction(Document(**document), remarks=tuple(Remark(**each) for each in remarks), **stored)


def _grid(stored: dict[str, Any]) -> Grid:
    return Grid(**{**stored, "cells": tuple(GridCell(**cell) for cell in stored["cells"])})


def _digest_of_modules(without: frozenset[str]) -> str:
    folder = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(_libraries().encode())
    tables = (path for path in (folder / "language").rglob("*") if path.suffix in _OF_LANGUAGE)
    for path in sorted((*folder.rglob("*.py"), *tables), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if name.removesuffix(".py") not in without and name.partition("/")[0] not in without:
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _libraries() -> str:
    """The libraries that read files with their versions: what they find, and whether they are there at all."""
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in _READING_LIBRARIES:
        with suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return ", ".join(found)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is no cache any more, rather than locked, on a full disk or out of reach."""
    return not isinstance(error, sqlite3.OperationalError) or "no such" in str(error) or "malformed" in str(error)


def _cannot_use(path: Path, error: sqlite3.DatabaseError) -> KpiError:
    return KpiError(f"{path}: 缓存无法使用（{error}）；请检查磁盘空间和该文件夹的写权限，或删除此文件后重试")
