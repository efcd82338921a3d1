"""Builds on disk: immutable folders of Parquet tables, and the file that names the one in force.

`builds/<id>/` holds one build and is never changed; `current` is replaced in one step, so a reader
sees the last good build whatever happens to the next. Tables are sorted for filters by indicator,
zone and year, and hold no times: the same rows give the same bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi.results.export import replace_path
from kpi.results.queries import Tables
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import TABLES, Columns, Row

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

KEPT_BUILDS = 3
LAYOUT = 1
"""How tables and `build.json` are laid out. It rises where an earlier program would misread what stands there."""
_INFO = "build.json"
MARK = ".kpi-build"
"""A file in every folder that a build makes: nothing without it is ever removed, whatever it is called."""
_UNFINISHED = ".new-"
# Large enough to compress well, small enough that a filter on indicator and zone skips most of a million rows,
# and that a build of many reports holds little more than one of few.
_ROWS_PER_GROUP = 4_000
_TEXTS_PER_GROUP = 64
_PIECE = 1 << 20
_LOOKS = 5


@dataclass(frozen=True)
class Build:
    """One build: `info` sums it up, its tables are read as DataFrames when they are asked for."""

    build_id: str
    folder: Path
    info: dict[str, Any]

    @property
    def is_newer(self) -> bool:
        """Whether a newer program made it, whose tables this one may misread."""
        layout = self.info.get("layout", 0)
        return not isinstance(layout, int) or layout > LAYOUT

    @property
    def built_at(self) -> str:
        """When it was made, by the clock of that time (ISO 8601); empty where it does not say."""
        return str(self.info.get("built_at", ""))

    @cached_property
    def observations(self) -> pd.DataFrame:
        return self.select("observations")

    @cached_property
    def cells(self) -> pd.DataFrame:
        return self.select("cells")

    @cached_property
    def targets(self) -> pd.DataFrame:
        return self.select("targets")

    @cached_property
    def remarks(self) -> pd.DataFrame:
        return self.select("remarks")

    @cached_property
    def waiting(self) -> pd.DataFrame:
        return self.select("waiting")

    @cached_property
    def documents(self) -> pd.DataFrame:
        return self.select("documents")

    @cached_property
    def tables(self) -> Tables:
        """The tables for questions that need not read them whole."""
        return Tables(self.folder)

    def select(
        self, table: str, years: tuple[int, int] | None = None, columns: Sequence[str] = (), **choices: Sequence[str]
    ) -> pd.DataFrame:
        """The rows of a table whose columns have one of the values given for them (`zone=[…], kind=[…]`).

        A column for which nothing is given lets all rows pass; `years` is the first and the last. All
        columns are read where none are named.
        """
        made: pd.DataFrame = self.tables.select(table, columns, years, where=choices).to_pandas()
        return made

    def rows(self, table: str, **choices: Sequence[str]) -> list[dict[str, Any]]:
        """The same rows as `select`, for those who need no DataFrame."""
        made: list[dict[str, Any]] = self.tables.select(table, where=choices).to_pylist()
        return made

    def has(self, table: str, column: str) -> bool:
        """Whether there is a table with that column: a build of an earlier program may lack it."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return column in pq.read_schema(self.folder / f"{table}.parquet").names
        except (OSError, pa.ArrowException):
            return False

    def values_of(self, table: str, column: str) -> list[str]:
        """The different values of a column, sorted."""
        return [str(value) for value in self.tables.counts(table, [column])[column].to_pylist()]

    def text_of(self, doc: str) -> str:
        """The raw text of a report, to which all offsets refer; KpiError where the build has no such report."""
        texts = self.tables.select("documents", ["text"], where={"doc": doc})["text"].to_pylist()
        if not texts:
            raise KpiError(f"{doc}: 当前结果中没有这份报告；请核对名称，或重新运行 kpi build")
        return str(texts[0])


def current_build(data: Path) -> Build | None:
    """The build in force; None where there is none yet, or none that is whole."""
    for _ in range(_LOOKS):  # where it was pruned between the two reads, `current` names a newer one by now
        build_id = current_name(data)
        if not build_id:
            return None
        if found := _open(data, build_id):
            return found
    return None


def current_name(data: Path) -> str:
    """The name of the build in force, told without looking at it; empty where there is none."""
    try:
        return (data / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def whole_builds(data: Path) -> list[Build]:
    """All builds of which no table was lost or cut short, newest first."""
    folders = (path for path in (data / "builds").glob("*") if not path.name.startswith("."))
    whole = [found for path in folders if (found := _open(data, path.name))]
    return sorted(whole, key=made_order, reverse=True)


def made_order(build: Build) -> tuple[int, str, int]:
    """What builds are put in the order of their making by: their number, since a clock may be set back. Those of an
    earlier program have none, and go by the time that they tell and, within a second, by that of their file.
    """
    try:
        written = (build.folder / _INFO).stat().st_mtime_ns
    except OSError:  # removed by a build that ended just now
        written = 0
    return _number_of(build), build.built_at, written


def _number_of(build: Build) -> int:
    number = build.info.get("number", 0)
    return number if isinstance(number, int) else 0


def put_in_force(data: Path, build_id: str) -> None:
    """Makes `build_id` what readers see from now on."""
    new = data / "current.new"
    with new.open("w", encoding="ascii", newline="\n") as file:
        file.write(f"{build_id}\n")
        file.flush()
        os.fsync(file.fileno())
    replace_path(new, data / "current")


class NewBuild:
    """A build while it is written, under a name that no reader looks at; use it as a context.

    What is not finished when the context ends, or when the program is killed, never becomes visible.
    """

    def __init__(self, data: Path, name: str) -> None:
        """`name` is numbered where a build of that name is there, since none is ever touched."""
        self.build_id, number = name, 1
        while (data / "builds" / self.build_id).exists():
            number += 1
            self.build_id = f"{name}-{number}"
        self._final = data / "builds" / self.build_id
        self._number = 1 + max(map(_number_of, whole_builds(data)), default=0)
        self._folder = data / "builds" / f"{_UNFINISHED}{self.build_id}"

    def __enter__(self) -> NewBuild:
        import pyarrow as pa

        for folder in (self._folder, self.scratch):
            _claim(folder)
        self._pool = pa.default_memory_pool()
        pa.set_memory_pool(pa.system_memory_pool())  # gives back what was used; the default pool keeps it
        return self

    def __exit__(self, *_: object) -> None:
        import pyarrow as pa

        pa.set_memory_pool(self._pool)
        _remove(self.scratch)
        _remove(self._folder)

    @property
    def scratch(self) -> Path:
        """A folder for what is needed only while the build is made; it goes with the context, or the next build."""
        return self._folder.with_name(f"{self._folder.name}.scratch")

    @property
    def folder(self) -> Path:
        """Where the build is until it is finished: what is put there goes with it."""
        return self._folder

    def writer(self, table: str) -> TableWriter:
        """Writes a table as its rows come; use it as a context."""
        per_group = _TEXTS_PER_GROUP if table == "documents" else _ROWS_PER_GROUP
        return TableWriter(self._folder / f"{table}.parquet", TABLES[table], per_group)

    def write(self, table: str, rows: Iterator[Row]) -> None:
        """Writes all the rows of a table, a group at a time."""
        with self.writer(table) as writer:
            writer.add_rows(rows)

    def finish(self, info: Mapping[str, Any]) -> Build:
        """Gives the build its name, in one step."""
        files = [path for path in sorted(self._folder.iterdir()) if path.name != MARK]
        sizes, sums = {path.name: path.stat().st_size for path in files}, {path.name: sum_of(path) for path in files}
        own = {"build_id": self.build_id, "layout": LAYOUT, "number": self._number}
        whole = {**own, **info, "sizes": sizes, "sums": sums}
        (self._folder / _INFO).write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
        for path in self._folder.iterdir():
            with path.open("r+b") as file:
                os.fsync(file.fileno())
        replace_path(self._folder, self._final)
        return Build(self.build_id, self._final, whole)


def _claim(folder: Path) -> None:
    """Makes a folder and marks it as a build's. An empty one that is there was left by a build that was killed before
    it could mark it; one with anything in it is somebody else's.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_symlink() or any(folder.iterdir()):
            raise
    (folder / MARK).touch()


def sum_of(path: Path) -> str:
    """The checksum (CRC-32) of a file: that of a damaged one is another. 100 MB take a tenth of a second."""
    found = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found = zlib.crc32(piece, found)
    return f"{found:08x}"


def is_sound(build: Build) -> bool:
    """Whether all files of a build hold what was written; one of an earlier program, without sums, is believed."""
    try:
        return all(sum_of(build.folder / name) == said for name, said in build.info.get("sums", {}).items())
    except OSError:
        return False


def sweep(data: Path) -> None:
    """Removes what a build that was killed left behind."""
    for path in (data / "builds").glob(f"{_UNFINISHED}*"):
        _remove(path)


def prune(data: Path, current: str) -> None:
    """Removes all but the last few builds, and nothing else; one that is read on Windows just now goes next time."""
    keep = [current, *(build.build_id for build in whole_builds(data) if build.build_id != current)][:KEPT_BUILDS]
    for path in (data / "builds").glob("*"):
        if path.name not in keep:
            _remove(path)


def _remove(folder: Path) -> None:
    """Removes a folder that a build made: first what makes it one that is read, its mark last, so that a removal that
    is broken off goes on next time. A folder of somebody else's, or a link, stays.
    """
    if folder.is_symlink() or not (_is_marked(folder) or _is_build_without_mark(folder)):
        return
    with contextlib.suppress(OSError):
        (folder / MARK).touch()
        (folder / _INFO).unlink(missing_ok=True)
        for path in folder.iterdir():
            if path.name == MARK:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        (folder / MARK).unlink()
        folder.rmdir()


def _is_marked(folder: Path) -> bool:
    return (folder / MARK).is_file() and not (folder / MARK).is_symlink()


def _is_build_without_mark(folder: Path) -> bool:
    """Whether a folder is a build of an earlier program, which left no mark: known by what it says of itself."""
    try:
        info = json.loads((folder / _INFO).read_text(encoding="utf-8"))
        return bool(info["build_id"] == folder.name and info["sizes"] and info["built_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _open(data: Path, build_id: str) -> Build | None:
    if not build_id:
        return None
    folder = data / "builds" / build_id
    try:
        info = json.loads((folder / _INFO).read_text(encoding="utf-8"))
        whole = all((folder / name).stat().st_size == size for name, size in info["sizes"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Build(build_id, folder, info) if whole else None


class TableWriter:
    """A table's file while it is written, a group of rows at a time: the same rows give the same bytes."""

    def __init__(self, path: Path, columns: Columns, rows_per_group: int) -> None:
        import pyarrow.parquet as pq

        self._columns, self._per_group = columns, rows_per_group
        self._schema = schema_of(columns)
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._rows:
            self._write(self._rows)
        self._file.close()

    def add_rows(self, rows: Iterator[Row]) -> None:
        while some := list(islice(rows, self._per_group - self._rows)):
            self.add(batch_of(some, self._columns))

    def add(self, batch: pa.RecordBatch) -> None:
        import pyarrow as pa

        # of one schema, whatever file it was read from
        self._waiting.append(pa.RecordBatch.from_arrays(batch.columns, schema=self._schema))
        self._rows += batch.num_rows
        while self._rows >= self._per_group:
            self._write(self._per_group)

    def _write(self, count: int) -> None:
        import pyarrow as pa

        table = pa.Table.from_batches(self._waiting).combine_chunks()
        self._file.write_table(table.slice(0, count))
        self._waiting = table.slice(count).to_batches()
        self._rows -= count


def load_writers() -> None:
    """Loads what tables are written with, which takes a while the first time."""
    import pyarrow as pa
    import pyarrow.parquet

    pa.array([""])  # the first one loads pandas


def schema_of(columns: Columns) -> pa.Schema:
    import pyarrow as pa

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return pa.schema([(name, types[kind]) for name, kind in columns.items()])


def batch_of(rows: Sequence[Row], columns: Columns) -> pa.RecordBatch:
    """The rows as columns of their types."""
    import pyarrow as pa

    schema = schema_of(columns)
    found = zip(*rows, strict=True) if rows else ([] for _ in columns)
    arrays = [pa.array(column, schema.field(at).type) for at, column in enumerate(found)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
