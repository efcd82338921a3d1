"""Turns the reports of a config into a build, reading only what is new.

Readers see the last good build while the next is made, and after it was killed. The same reports and
config give tables of the same bytes, in any order of the files.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi import frames
from kpi.builds import Build, NewBuild, current_build, prune, put_in_force, sweep, whole_builds
from kpi.cache import Cache, extraction_key, program_version
from kpi.config import Config
from kpi.errors import KpiError
from kpi.faults import reason_of
from kpi.model import Cell, Extraction, Observation, Remark, TargetResult
from kpi.survey import Failure, Report, Survey, digests_known_to, digests_of, find_survey

if TYPE_CHECKING:
    from kpi.pipeline import Extractor
    from kpi.progress import Progress

__all__ = ["Build", "BuildReport", "Failure", "build", "cells_of", "is_stale", "open_build"]

Notify = Callable[[str], None]

_SORTED_BY: Mapping[str, tuple[str, ...]] = {
    "observations": ("indicator", "zone", "year", "period", "kind", "measure", "scope", "doc", "start", "end"),
    "cells": ("indicator", "zone", "year", "period", "kind", "measure", "scope"),
    "targets": ("indicator", "zone", "year", "measure", "scope"),
    "remarks": ("doc", "start", "end", "reason"),
}


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read, found and left out.

    `read` and `cached` count reports read now and taken from the cache; `duplicates` are pairs of
    a file and the one with the same content that was read instead; `removed` are reports of the
    build before that are gone; `changed` is False where the build in force stays.
    """

    build_id: str
    changed: bool
    files: int
    read: int
    cached: int
    observations: int
    cells: int
    disputed: int
    targets: int
    zones: Mapping[str, int]
    remarks: Mapping[str, int]
    failed: tuple[Failure, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def nothing_read(self) -> bool:
        """There were reports and not one could be read."""
        return bool(self.failed) and not self.read + self.cached


def build(
    config: Config, progress: Progress | None = None, force: bool = False, notify: Notify | None = None
) -> BuildReport:
    """Reads what is new in the report folders and puts a new build in force, unless all is up to date.

    `force` reads every report again. Where not one report can be read, the last good build stays.
    Another build of the same data that is under way is waited for, and `notify` is told.
    """
    started = time.monotonic()
    with _told_plainly(config.data), _alone(config.data, notify):
        sweep(config.data)
        with Cache(config.data / "cache.sqlite") as cache:
            survey = find_survey(config, digests_of(cache))
            before = current_build(config.data)
            inputs = _inputs(config, survey)
            found = None if force else _finished(config.data, before, inputs)
            if found is None:
                report = _Making(config, cache, survey, inputs, progress, force).report(before)
            else:
                if found is not before:
                    put_in_force(config.data, found.build_id)
                report = _report_of(found, before)
            notes = ("缓存已损坏，已重新建立；相关报告已重新读取",) if cache.repaired else ()
            return replace(report, notes=notes, seconds=time.monotonic() - started)


def open_build(config: Config) -> Build | None:
    """The build in force; None where there is none yet, or none that is whole."""
    return current_build(config.data)


def is_stale(config: Config) -> bool:
    """Whether a build would find something else than the one in force holds: other reports, config or program.

    Looks at sizes and times of the files and reads only those that are new or touched.
    """
    current = open_build(config)
    if current is None:
        return True
    survey = find_survey(config, digests_known_to(config.data / "cache.sqlite"))
    return bool(current.info["inputs"] != _inputs(config, survey))


def cells_of(build: Build, zone: str) -> list[Cell]:
    """The cells of one zone as they were built, with all their observations."""
    observations = {
        row["observation_id"]: frames.observation_of(row) for row in build.rows("observations", zone=[zone])
    }
    return [frames.cell_of(row, observations) for row in build.rows("cells", zone=[zone])]


def named(extraction: Extraction, doc: str, path: str) -> Extraction:
    """The extraction of a content as that of the report `doc` at `path`."""
    if (extraction.document.doc, extraction.document.path) == (doc, path):
        return extraction
    return replace(
        extraction,
        document=replace(extraction.document, doc=doc, path=path),
        observations=tuple(replace(each, doc=doc, path=path) for each in extraction.observations),
        remarks=tuple(replace(each, doc=doc) for each in extraction.remarks),
    )


@dataclass(slots=True)
class _Making:
    """A build in the making: reads the reports into the cache, then arranges what is there in tables."""

    config: Config
    cache: Cache
    survey: Survey
    inputs: str
    progress: Progress | None
    force: bool
    good: list[Report] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    read: int = 0

    def report(self, before: Build | None) -> BuildReport:
        started = time.monotonic()
        self.failed.extend(self.survey.unreadable)
        self._read_reports()
        failed = tuple(sorted(self.failed, key=lambda failure: failure.path))
        if failed and not self.good:
            return BuildReport(before.build_id if before else "", False, self.survey.files, *(0,) * 6, {}, {}, failed)
        with NewBuild(self.config.data, self.inputs[:12]) as new:
            tables = self._write_tables(new)
            made = new.finish({**self._info(failed, time.monotonic() - started), **tables.counts()})
        put_in_force(self.config.data, made.build_id)
        prune(self.config.data, made.build_id)
        self.cache.finish([self._key(report) for report in self.good])
        return replace(_report_of(made, before), read=self.read, cached=len(self.good) - self.read)

    def _read_reports(self) -> None:
        from kpi.pipeline import Extractor

        extractor = Extractor(self.config)
        for done, report in enumerate(self.survey.reports, 1):
            if not self.force and self.cache.holds(self._key(report)):
                self.good.append(report)
            else:
                self._read_one(extractor, report)
            if self.progress:
                self.progress(done, len(self.survey.reports))

    def _read_one(self, extractor: Extractor, report: Report) -> None:
        from kpi.readers import read_document

        try:
            document = read_document(report.path, root=self.config.path.parent)
            extraction = extractor.extract(replace(document, doc=report.doc, path=report.shown))
        except Exception as error:  # one bad report never stops the rest: it is listed with its reason
            self.failed.append(Failure(report.shown, reason_of(error, report.shown, str(report.path))))
            return
        self.cache.keep(self._key(report), extraction)
        self.good.append(report)
        self.read += 1

    def _key(self, report: Report) -> str:
        return extraction_key(report.digest, self.config.map_digest)

    def _extractions(self) -> Iterator[Extraction]:
        """The extractions of all good reports, in the order of their names, one at a time."""
        for report in sorted(self.good, key=lambda report: report.doc):
            extraction = self.cache.extraction(self._key(report))
            if extraction is None:
                raise KpiError(f"{self.cache.path}: 缓存在读取时损坏；请重新运行 kpi build")
            yield named(extraction, report.doc, report.shown)

    def _write_tables(self, new: NewBuild) -> _Tables:
        from kpi.reconcile import reconcile
        from kpi.targets import compare

        observations: list[Observation] = []
        remarks: list[Remark] = []

        def documents() -> Iterator[frames.Row]:
            for extraction in self._extractions():
                observations.extend(sorted(extraction.observations, key=_reading_order))
                remarks.extend(extraction.remarks)
                yield frames.document_row(extraction)

        new.write("documents", documents())
        cells = reconcile(observations, self.config.reconcile)
        tables = _Tables(self.config, observations, cells, compare(cells, self.config.indicators), remarks)
        for table in _SORTED_BY:
            new.write(table, iter(tables.rows(table)))
        return tables

    def _info(self, failed: tuple[Failure, ...], seconds: float) -> dict[str, Any]:
        return {
            "built_at": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "inputs": self.inputs,
            "config_digest": self.config.digest,
            "map_digest": self.config.map_digest,
            "files": self.survey.files,
            "reports": len(self.good),
            "failed": [asdict(failure) for failure in failed],
            "duplicates": self.survey.duplicates,
            "left_out": self.survey.left_out,
        }


@dataclass(frozen=True, slots=True)
class _Tables:
    """All that goes into the tables of a build, apart from the texts."""

    config: Config
    observations: list[Observation]
    cells: list[Cell]
    targets: list[TargetResult]
    remarks: list[Remark]

    def rows(self, table: str) -> list[frames.Row]:
        """The rows of a table, in the one order that does not depend on the order of the reports."""
        names = list(frames.TABLES[table])
        leading = [names.index(name) for name in _SORTED_BY[table]]
        return sorted(self._unsorted(table), key=lambda row: ([row[at] for at in leading], list(map(str, row))))

    def _unsorted(self, table: str) -> Iterator[frames.Row]:
        indicators = self.config.indicators
        if table == "observations":
            return (frames.observation_row(each, indicators) for each in self.observations)
        if table == "cells":
            return (frames.cell_row(each, indicators) for each in self.cells)
        if table == "targets":
            return (frames.target_row(each, indicators) for each in self.targets)
        return map(frames.remark_row, self.remarks)

    def counts(self) -> dict[str, Any]:
        return {
            "observations": len(self.observations),
            "cells": len(self.cells),
            "disputed": sum(cell.disputed for cell in self.cells),
            "targets": sum(result.target is not None for result in self.targets),
            "zones": _counted(observation.zone for observation in self.observations),
            "remarks": _counted(remark.reason for remark in self.remarks),
        }


def _inputs(config: Config, survey: Survey) -> str:
    """Digest of all that a build depends on."""
    parts = [asdict(survey), config.digest, program_version()]
    return sha256(json.dumps(parts, default=str).encode()).hexdigest()


def _finished(data: Path, current: Build | None, inputs: str) -> Build | None:
    """A build of just these inputs that is there already: the one in force, or an earlier one."""
    if current and current.info["inputs"] == inputs:
        return current
    return next((build for build in whole_builds(data) if build.info["inputs"] == inputs), None)


def _report_of(made: Build, before: Build | None) -> BuildReport:
    info = made.info
    return BuildReport(
        build_id=made.build_id,
        changed=made is not before,
        files=info["files"],
        read=0,
        cached=info["reports"],
        observations=info["observations"],
        cells=info["cells"],
        disputed=info["disputed"],
        targets=info["targets"],
        zones=info["zones"],
        remarks=info["remarks"],
        failed=tuple(Failure(**failure) for failure in info["failed"]),
        duplicates=tuple((one, other) for one, other in info["duplicates"]),
        left_out=tuple(info["left_out"]),
        removed=_removed(before, made),
    )


def _removed(before: Build | None, now: Build) -> tuple[str, ...]:
    if before is None or before is now:
        return ()
    try:
        return tuple(sorted(set(before.values_of("documents", "path")) - set(now.values_of("documents", "path"))))
    except KpiError:  # the build before was pruned or damaged: nothing is known of it any more
        return ()


def _reading_order(observation: Observation) -> tuple[int, int, str]:
    return (observation.start, observation.end, frames.observation_id(observation))


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0])))


@contextlib.contextmanager
def _alone(data: Path, notify: Notify | None) -> Iterator[None]:
    """Holds the lock of the data folder; waits for the build that has it."""
    from filelock import FileLock, Timeout

    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / "build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if notify:
            notify(f"另一个 kpi build 正在写入 {data}，等它结束…")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _told_plainly(data: Path) -> Iterator[None]:
    """Turns a disk that refuses into a message."""
    try:
        yield
    except OSError as error:
        raise KpiError(
            f"{error.filename or data}: 结果写不进去（{error.strerror or error}）；"
            "请检查写权限和磁盘空间；上一次的结果仍在"
        ) from error
