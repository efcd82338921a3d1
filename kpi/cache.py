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
from dataclasses import fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kpi.errors import KpiError
from kpi.model import (
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
    Page,
    Remark,
)

_LAYOUT = 2
_TABLES = """
CREATE TABLE extractions (key TEXT PRIMARY KEY, used INTEGER NOT NULL, payload BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, seen INTEGER, digest TEXT) WITHOUT ROWID;
"""
# A file that changes twice within the clock's grain keeps its size and time: younger ones are read again.
_GRAIN_NS = 2_000_000_000
_SETTLED = f"SELECT digest FROM files WHERE modified < seen - {_GRAIN_NS}"
_KEPT_BUILDS = 3
# Modules that only arrange what was extracted: a change in them makes no report worth reading again.
_AFTER_EXTRACTION = frozenset(
    {"__init__", "__main__", "bootstrap", "builds", "cache", "cli", "explain", "export", "faults", "frames"}
    | {"lookup", "panel", "progress", "reconcile", "serve", "store", "survey", "targets"}
)


class Cache:
    """The open cache; use it as a context."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.repaired = False
        self._database = self._open()
        self._build = 1 + (self._one("SELECT max(used) FROM extractions") or 0)

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def holds(self, key: str) -> bool:
        """Whether there is an extraction under `key`, its checksum right."""
        payload = self._one("SELECT payload FROM extractions WHERE key = ?", key)
        try:
            return payload is not None and bool(zlib.decompress(payload))
        except (zlib.error, TypeError):
            self.repaired = True
            return False

    def extraction(self, key: str) -> Extraction | None:
        """What was kept under `key`; None where nothing was, or nothing that can be read."""
        payload = self._one("SELECT payload FROM extractions WHERE key = ?", key)
        try:
            return None if payload is None else unpack(payload)
        except (ValueError, TypeError, KeyError, ArithmeticError, zlib.error):
            self.repaired = True
            return None

    def keep(self, key: str, extraction: Extraction) -> None:
        """Keeps `extraction` at once: a build that is killed later need not read the report again."""
        self._run("INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)", key, self._build, pack(extraction))

    def digest(self, path: str, size: int, modified: int) -> str | None:
        """The digest of the file at `path` if it has the size and time (ns) that it had when it was hashed."""
        digest: str | None = self._one(f"{_SETTLED} AND path = ? AND size = ? AND modified = ?", path, size, modified)
        return digest

    def keep_digest(self, path: str, size: int, modified: int, digest: str) -> None:
        self._run("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", path, size, modified, time.time_ns(), digest)

    def finish(self, keys: list[str]) -> None:
        """Marks `keys` as used by this build and forgets what the last few builds had no use for."""
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            marks = ",".join("?" * len(some))
            self._run(f"UPDATE extractions SET used = ? WHERE key IN ({marks})", self._build, *some)
        self._run("DELETE FROM extractions WHERE used < ?", self._build - _KEPT_BUILDS)

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
                return self._start_over()
            database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_LAYOUT}; COMMIT;")
            return database
        except sqlite3.DatabaseError as error:
            if database is not None:
                database.close()
            if not _is_damage(error) or self.repaired:
                raise _cannot_use(self.path, error) from error
            return self._start_over()

    def _start_over(self) -> sqlite3.Connection:
        self.repaired = True
        if hasattr(self, "_database"):
            self._database.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        return self._open()


def known_digests(path: Path) -> dict[tuple[str, int, int], str]:
    """Digests of all files that the cache at `path` knows, by path, size and time; only looks, never mends."""
    if not path.is_file():
        return {}
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            rows = database.execute(_SETTLED.replace("digest", "digest, path, size, modified"))
            return {(name, size, modified): digest for digest, name, size, modified in rows}
        finally:
            database.close()
    except sqlite3.Error:
        return {}


def extraction_key(content_digest: str, map_digest: str) -> str:
    """Names what the program of today finds in a content under a map."""
    return hashlib.sha256(f"{content_digest} {map_digest} {extraction_version()}".encode()).hexdigest()


@cache
def extraction_version() -> str:
    """Digest of the modules that decide what is found in a report."""
    return _digest_of_modules(_AFTER_EXTRACTION)


@cache
def program_version() -> str:
    """Digest of all modules: what the tables of a build depend on, apart from reports and config."""
    return _digest_of_modules(frozenset())


def pack(extraction: Extraction) -> bytes:
    """The extraction as compressed JSON, numbers exact."""
    return zlib.compress(json.dumps(_fields(extraction), default=_plain).encode(), 1)


def unpack(payload: bytes) -> Extraction:
    """The extraction that `pack` made these bytes of; ValueError and the like where they are no such thing."""
    stored = json.loads(zlib.decompress(payload))
    return Extraction(
        document=_document(stored.pop("document")),
        observations=tuple(_observation(each) for each in stored.pop("observations")),
        remarks=tuple(Remark(**each) for each in stored.pop("remarks")),
        **stored,
    )


def _plain(value: object) -> Any:
    """A part of an extraction as JSON knows it: dataclasses by their fields, decimals by their digits."""
    return str(value) if isinstance(value, Decimal) else _fields(value)


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _document(stored: dict[str, Any]) -> Document:
    stored["pages"] = tuple(Page(**page) for page in stored["pages"])
    stored["boxes"] = tuple(Box(**box) for box in stored["boxes"])
    stored["tables"] = tuple(_grid(grid) for grid in stored["tables"])
    stored["facts"] = FileFacts(**stored["facts"])
    stored["hints"] = Hints(**{name: hint and Hint(**hint) for name, hint in stored["hints"].items()})
    return Document(**stored)


def _grid(stored: dict[str, Any]) -> Grid:
    return Grid(**{**stored, "cells": tuple(GridCell(**cell) for cell in stored["cells"])})


def _observation(stored: dict[str, Any]) -> Observation:
    stored["measure"] = Measure(stored["measure"])
    stored["kind"] = Kind(stored["kind"])
    stored["comparator"] = Comparator(stored["comparator"])
    stored["value"] = None if stored["value"] is None else Decimal(stored["value"])
    stored["flags"] = tuple(stored["flags"])
    return Observation(**stored)


def _digest_of_modules(without: frozenset[str]) -> str:
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.parent != folder or path.stem not in without:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is no cache any more, rather than locked, on a full disk or out of reach."""
    return not isinstance(error, sqlite3.OperationalError) or "no such" in str(error) or "malformed" in str(error)


def _cannot_use(path: Path, error: sqlite3.DatabaseError) -> KpiError:
    return KpiError(f"{path}: 缓存无法使用（{error}）；请检查磁盘空间和该文件夹的写权限，或删除此文件后重试")
