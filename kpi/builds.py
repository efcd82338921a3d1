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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi.errors import KpiError
from kpi.export import replace_path
from kpi.frames import TABLES, Columns, Row

if TYPE_CHECKING:
    import pandas as pd

KEPT_BUILDS = 3
_INFO = "build.json"
_UNFINISHED = ".new-"
# Large enough to compress well, small enough that a filter on indicator and zone skips most of a million rows.
_ROWS_PER_GROUP = 25_000
_TEXTS_PER_GROUP = 64
_LOOKS = 5


@dataclass(frozen=True)
class Build:
    """One build: `info` sums it up, its tables are read as DataFrames when they are asked for."""

    build_id: str
    folder: Path
    info: dict[str, Any]

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
    def documents(self) -> pd.DataFrame:
        return self.select("documents")

    def select(self, table: str, years: tuple[int, int] | None = None, **choices: Sequence[str]) -> pd.DataFrame:
        """The rows of a table whose columns have one of the values given for them (`zone=[…], kind=[…]`).

        A column for which nothing is given lets all rows pass; `years` is the first and the last.
        """
        made: pd.DataFrame = self._chosen(table, years, choices).to_pandas()
        return made

    def rows(self, table: str, **choices: Sequence[str]) -> list[dict[str, Any]]:
        """The same rows as `select`, for those who need no DataFrame."""
        made: list[dict[str, Any]] = self._chosen(table, None, choices).to_pylist()
        return made

    def values_of(self, table: str, column: str) -> list[str]:
        """The different values of a column, sorted."""
        return sorted(set(self._read(table, columns=[column])[column].to_pylist()))

    def text_of(self, doc: str) -> str:
        """The raw text of a report, to which all offsets refer; KpiError where the build has no such report."""
        texts = self._read("documents", columns=["text"], filters=[("doc", "==", doc)])["text"].to_pylist()
        if not texts:
            raise KpiError(f"{doc}: 当前结果中没有这份报告；请核对名称，或重新运行 kpi build")
        return str(texts[0])

    def _chosen(self, table: str, years: tuple[int, int] | None, choices: Mapping[str, Sequence[str]]) -> Any:
        filters: list[tuple[str, str, Any]] = [(name, "in", list(values)) for name, values in choices.items() if values]
        filters += [("year", ">=", years[0]), ("year", "<=", years[1])] if years else []
        return self._read(table, filters=filters or None)

    def _read(self, table: str, **arguments: Any) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.folder / f"{table}.parquet"
        try:
            return pq.read_table(path, **arguments)
        except (OSError, pa.ArrowInvalid) as error:
            why = str(error).partition("\n")[0]
            raise KpiError(f"{path}: 结果文件读不出（{why}）；请运行 kpi build --force 重建") from error


def current_build(data: Path) -> Build | None:
    """The build in force; None where there is none yet, or none that is whole."""
    for _ in range(_LOOKS):  # where it was pruned between the two reads, `current` names a newer one by now
        try:
            build_id = (data / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        if found := _open(data, build_id):
            return found
    return None


def whole_builds(data: Path) -> list[Build]:
    """All builds of which no table was lost or cut short, newest first."""
    folders = (path for path in (data / "builds").glob("*") if not path.name.startswith("."))
    whole = [found for path in folders if (found := _open(data, path.name))]
    return sorted(whole, key=lambda build: (build.info["built_at"], build.build_id), reverse=True)


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
        self._folder = data / "builds" / f"{_UNFINISHED}{self.build_id}"

    def __enter__(self) -> NewBuild:
        self._folder.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def write(self, table: str, rows: Iterator[Row]) -> None:
        """Writes the rows of a table as they come, a group at a time."""
        per_group = _TEXTS_PER_GROUP if table == "documents" else _ROWS_PER_GROUP
        _write_table(self._folder / f"{table}.parquet", TABLES[table], rows, per_group)

    def finish(self, info: Mapping[str, Any]) -> Build:
        """Gives the build its name, in one step."""
        sizes = {path.name: path.stat().st_size for path in sorted(self._folder.iterdir())}
        whole = {"build_id": self.build_id, **info, "sizes": sizes}
        (self._folder / _INFO).write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
        for path in self._folder.iterdir():
            with path.open("r+b") as file:
                os.fsync(file.fileno())
        replace_path(self._folder, self._final)
        return Build(self.build_id, self._final, whole)


def sweep(data: Path) -> None:
    """Removes what a build that was killed left behind."""
    for path in (data / "builds").glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)


def prune(data: Path, current: str) -> None:
    """Removes all but the last few builds; one that is still being read on Windows goes next time."""
    keep = [current, *(build.build_id for build in whole_builds(data) if build.build_id != current)][:KEPT_BUILDS]
    for path in (data / "builds").glob("*"):
        if path.name not in keep:
            with contextlib.suppress(OSError):  # first of all the file that makes it a build
                (path / _INFO).unlink(missing_ok=True)
                shutil.rmtree(path)


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


def _write_table(path: Path, columns: Columns, rows: Iterator[Row], rows_per_group: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(rows, rows_per_group)):
            arrays = [pa.array(column, schema.field(at).type) for at, column in enumerate(zip(*group, strict=True))]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
