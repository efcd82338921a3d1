"""Turns the reports of a config into a build, reading only what is new.

Readers see the last good build while the next is made, and after it was killed. The same reports and
config give tables of the same bytes, in any order of the files, however the work was shared out, and
whether all was arranged anew or only what changed.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from kpi.building import statements
from kpi.building.alarm import can_ring
from kpi.building.apart import FEW_TEXTS, Apart, Here, Readers, workers_for
from kpi.building.arranging import SORTED_BY, Arrangement, Tallies
from kpi.building.proving import Proved, Proving, prove_report, proved_key
from kpi.building.readings import Desk, Task, read_report, settled_packed
from kpi.building.report_list import Report, ReportList, State
from kpi.building.survey import Failure, Survey, find_survey
from kpi.building.testimony import Heard, digest_of_testimonies, problems_of, testimonies
from kpi.building.workers import Lost, Workers, cores
from kpi.documents.hints import digest_of
from kpi.documents.reading import is_light
from kpi.results.builds import (
    Build,
    NewBuild,
    current_build,
    current_name,
    is_sound,
    load_writers,
    made_order,
    prune,
    put_in_force,
    sweep,
    whole_builds,
)
from kpi.results.cache import Cache, Packed, extraction_key, known_digests, program_version
from kpi.results.corrections import Corrections, file_digest, load
from kpi.results.queries import ResultsUnreadable
from kpi.results.splicing import Kept, docs_in, groups_of, read_sources, write_sources
from kpi.settings.config import Config
from kpi.vocabulary import frames
from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Cell

if TYPE_CHECKING:
    from kpi.building.progress import Progress

__all__ = [
    "SORTED_BY",
    "Build",
    "BuildReport",
    "Failure",
    "build",
    "cells_of",
    "current_id",
    "is_stale",
    "open_build",
]

Notify = Callable[[str], None]
Item = TypeVar("Item")

_MANY_REPORTS = 500
# Where more of the reports are others, all is arranged anew: that is as fast, and done by all processes.
_SPLICED_AT_MOST = 0.2
_LOOKED_UP_AT_ONCE = 500
_KEPT_AT_ONCE = 64
_KEPT_EVERY_SECONDS = 1.0
_CLOCKS_DIFFER = timedelta(hours=1)  # so much the clocks of two machines of one project may differ


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read, found and left out.

    `read` and `cached` count reports read now and taken from the cache; `duplicates` are pairs of
    a file and the one with the same content that was read instead; `aside` are reports that a person
    set aside, with the reason; `removed` are reports of the
    build before that are gone, `moved` those that are now under another name (before, now);
    `states` says of how many reports what is open (`zone_open`, `year_open`, one of them:
    `waits`; `year_assumed`), `waiting` how many readings wait for a person, by their status; `readers` what came of
    what others than this program read (`agreed`, `alone`, `proposed`, `differs`, `refused`), `rows_lost` how many
    of each one's rows are on no report that is there;
    `changed` is False where the build in force stays.
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
    states: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    readers: Mapping[str, int] = field(default_factory=dict)
    rows_lost: Mapping[str, int] = field(default_factory=dict)
    failed: tuple[Failure, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    aside: tuple[Failure, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def nothing_read(self) -> bool:
        """There were reports and not one could be read."""
        return bool(self.failed) and not self.read + self.cached


def build(
    config: Config,
    progress: Progress | None = None,
    force: bool = False,
    notify: Notify | None = None,
    jobs: int | None = None,
    dask: str = "",
    unsettled: Collection[str] = (),
    accept_loss: bool = False,
) -> BuildReport:
    """Reads what is new in the report folders and puts a new build in force, unless all is up to date.

    `jobs` processes read at once, as many as there are cores where nothing is said; with `dask`, the
    workers of the cluster at that address do. `force` reads every report again; files that are
    `unsettled` are left for another time. Where not one report can be read, the last good build stays.
    Another build of the same data that is under way is waited for, and `notify` is told. Raises `WouldLose`
    where most of the reports in force are no longer there, unless `accept_loss` says that this is meant.
    """
    author()
    started = time.monotonic()
    with _told_plainly(config.data), _alone(config.data, notify):
        sweep(config.data)
        with Cache(config.data / "cache.sqlite") as cache:
            survey = find_survey(config, cache.digests(), unsettled, cache.keep_digests)
            stated = statements.mark_of(config)  # behind the survey: what is stated meanwhile makes the build stale
            corrections = load(config)  # read once: what is decided meanwhile is the next build's
            with contextlib.closing(survey.reports):
                before = current_build(config.data)
                clock = told_of_clock(before)
                damaged = before is not None and not is_sound(before)
                said = digest_of_testimonies(config)
                inputs = _inputs(config, survey, corrections.digest, said)
                found = None if force else _finished(config.data, None if damaged else before, inputs)
                held = before if before is not None and not accept_loss else None
                if found is None:
                    making = _Making(
                        config, cache, survey, inputs, corrections, progress, force, jobs or cores(), dask, held, stated
                    )
                    if said:
                        making.heard = testimonies(config, survey.reports)
                    report = making.report(before, None if damaged else before)
                else:
                    if found is not before:
                        _refuse_loss(held, found.info["reports"], survey, config)
                        put_in_force(config.data, found.build_id)
                    report = _report_of(found, before)
                notes = corrections.notes(each.digest for each in survey.reports) + statements.load(config).problems
                notes = (*notes, *problems_of(config))
                reports = {each.digest: each.shown for each in survey.reports}
                notes = (*notes, *(each.told() for each in statements.left_behind(config, reports)))
            repaired = ("缓存已损坏，已重新建立；相关报告已重新读取",) if cache.repaired else ()
            rebuilt = ("结果的文件已损坏，已重新建立",) if damaged else ()
            notes = (*repaired, *rebuilt, *clock, *report.notes, *notes)
            return replace(report, notes=notes, seconds=time.monotonic() - started)


class WouldLose(KpiError):
    """A build that would drop most of the reports that are in force, as when a folder is not there."""


_FEWEST_TO_LOSE = 3


def _refuse_loss(held: Build | None, reports: int, survey: Survey, config: Config) -> None:
    """Stops a build that keeps less than half of the reports in force; those that a person set aside or removed since
    are meant to go.
    """
    before = _not_taken_out(held, survey, config) if held is not None else 0
    if before >= _FEWEST_TO_LOSE and 2 * reports < before:
        raise WouldLose(
            f"上一次结果有 {before} 份报告，现在只剩 {reports} 份；结果没有改动。请检查 reports 所写的文件夹是否还在、"
            "是否连上；确实要去掉这些报告，请运行 kpi build --accept-loss"
        )


def _not_taken_out(held: Build, survey: Survey, config: Config) -> int:
    """How many reports of a build nobody set aside or removed since."""
    taken = {each.path for each in survey.aside} | {each.path for each in statements.removed(config)}
    if not taken:
        return int(held.info.get("reports", 0))
    with contextlib.suppress(KpiError):  # of a damaged build only the number is known
        return sum(path not in taken for path in _digests_in(held))
    return int(held.info.get("reports", 0))


def told_of_clock(build: Build | None) -> tuple[str, ...]:
    """That the clock is behind the time at which `build` was made, as far as it is: one of both was wrong, and whether
    targets are due is told by it.
    """
    try:
        made = datetime.fromisoformat(build.built_at) if build else None
        ahead = made.astimezone() - datetime.now(UTC) if made else _CLOCKS_DIFFER
    except (ValueError, OverflowError):
        return ()
    if not build or ahead <= _CLOCKS_DIFFER:
        return ()
    return (f"上一次结果建于 {build.built_at[:16]}，比现在的时钟晚；请核对这台机器的日期，目标是否到期按它判断",)


class NewerResults(ResultsUnreadable):
    """Results that a newer program made: what this one would read there may be something else."""


def open_build(config: Config) -> Build | None:
    """The build in force; None where there is none yet, or none that is whole. NewerResults where a newer program made
    it.
    """
    found = current_build(config.data)
    if found is not None and found.is_newer:
        raise NewerResults(
            f"{found.folder}: 这次结果是更新版本的程序建的，这个版本可能读错，没有采用；请换用新的程序，"
            "或运行 kpi build 用这个版本重建"
        )
    return found


def check_sound(build: Build) -> None:
    """ResultsUnreadable where the files of a build do not hold what was written: a number that a disk or a copy changed
    might be shown. Takes a tenth of a second for 100 MB.
    """
    if not is_sound(build):
        raise ResultsUnreadable(f"{build.folder}: 结果的文件已损坏，没有采用；请运行 kpi build 重建")


def current_id(config: Config) -> str:
    """The name of the build in force, told without opening it; empty where there is none."""
    return current_name(config.data)


def build_before(config: Config, build: Build) -> Build | None:
    """The build that was in force before `build`, as far as it is still kept."""
    return next(iter(_before(config, build)), None)


def build_seen(config: Config, build: Build, name: str) -> Build | None:
    """The build called `name`, or the oldest that is kept of those before `build` where that one is gone."""
    earlier = _before(config, build)
    seen = next((each for each in whole_builds(config.data) if each.build_id == name != build.build_id), None)
    return seen or (earlier[-1] if earlier else None)


def _before(config: Config, build: Build) -> list[Build]:
    """The builds that were made before `build`, newest first."""
    every = whole_builds(config.data)
    place = next((at for at, each in enumerate(every) if each.build_id == build.build_id), None)
    if place is not None:
        return every[place + 1 :]
    return [each for each in every if made_order(each) < made_order(build)]


def is_stale(config: Config, unsettled: Collection[str] = ()) -> bool:
    """Whether a build would find something else than the one in force holds: other reports, config or program.

    Looks at sizes and times of the files and reads only those that are new or touched.
    """
    current = current_build(config.data)
    if current is None:
        return True
    survey = find_survey(config, known_digests(config.data / "cache.sqlite"), unsettled)
    with contextlib.closing(survey.reports):
        said = digest_of_testimonies(config)
        return bool(current.info.get("inputs") != _inputs(config, survey, file_digest(config), said))


def cells_of(build: Build, zone: str) -> list[Cell]:
    """The cells of one zone as they were built, with all their observations."""
    observations = {
        row["observation_id"]: frames.observation_of(row) for row in build.rows("observations", zone=[zone])
    }
    return [frames.cell_of(row, observations) for row in build.rows("cells", zone=[zone])]


@dataclass(slots=True)
class _Making:
    """A build in the making: reads the reports into the cache, then arranges what is there in tables."""

    config: Config
    cache: Cache
    survey: Survey
    inputs: str
    corrections: Corrections
    progress: Progress | None
    force: bool
    jobs: int
    dask: str
    held: Build | None  # what must not be lost
    stated: int  # how many lines of what people stated of reports are known
    desk: Desk = field(init=False)
    heard: Heard = field(default_factory=Heard)
    proved: dict[str, str] = field(default_factory=dict)  # what is kept of a report with what others read, by its key
    unproved: list[str] = field(default_factory=list)
    good: int = 0
    bad: dict[str, str] = field(default_factory=dict)
    failed: list[Failure] = field(default_factory=list)
    read: int = 0
    decisions: int = 0

    def __post_init__(self) -> None:
        self.desk = Desk(self.config)

    def report(self, before: Build | None, base: Build | None) -> BuildReport:
        """Makes the build; `before` is the one in force, `base` the same where its files can be relied on."""
        self.failed.extend(self.survey.unreadable)
        with workers_for(self.config, self.jobs) as workers:
            self._read_reports(workers)
            self._prove(workers)
            if self.good or not self.failed:
                _refuse_loss(self.held, self.good, self.survey, self.config)
            made = self._made(workers, base)
        if made is None:
            build_id, failed = before.build_id if before else "", tuple(self._failed())
            return BuildReport(build_id, False, self.survey.files, *(0,) * 6, {}, {}, failed=failed)
        put_in_force(self.config.data, made.build_id)
        prune(self.config.data, made.build_id)
        self.cache.finish(chain(self.survey.reports.good_keys(), self.bad, self.proved.values()))
        notes = tuple(sorted(self.unproved))
        return replace(_report_of(made, before), read=self.read, cached=self.good - self.read, notes=notes)

    def _read_reports(self, workers: Workers[Any, Any]) -> None:
        """Sees to it that the cache holds all reports that can be read."""
        new, light = self._look_up()
        self._tell_progress()
        if new:
            few = light and (self.jobs == 1 or new < FEW_TEXTS)
            if not few:  # while others read, this process has little to do
                threading.Thread(target=load_writers, daemon=True).start()
            with self._readers(few, workers) as readers:
                self._perform(readers)

    def _prove(self, workers: Workers[Any, Any]) -> None:
        """Holds what other readers say against the reports that it is said of, as far as that is not kept already."""
        if not self.heard.on:
            return
        there = [each for each in self.survey.reports.good_by_doc() if each[1].digest in self.heard.on]
        wanted = {key: proved_key(key, self.heard.on[report.digest], program_version()) for key, report in there}
        held = set() if self.force else self.cache.held(list(wanted.values()))
        self.proved = {key: name for key, name in wanted.items() if name in held}
        todo = [(key, report) for key, report in there if key not in self.proved]
        light = can_ring() and len(todo) < FEW_TEXTS and all(is_light(Path(report.path)) for _, report in todo)
        tasks = (
            Proving(key, report.shown, payload, self.heard.on[report.digest])
            for key, report in todo
            if (payload := self.cache.payload(key)) is not None
        )
        done = Here(self.desk) if light else Apart(workers, self.config.limits)
        for task, made in done.results(prove_report, tasks):
            if isinstance(made, Proved) and made.payload is not None:
                self.cache.keep([(wanted[task.key], made.payload)])
                self.proved[task.key] = wanted[task.key]
            else:
                self.unproved.append(f"{task.shown}: 别人读到的没有核对成（{made.reason}）；本程序读到的不受影响")

    def _look_up(self) -> tuple[int, bool]:
        """Marks what the cache knows of the reports; how many it does not, and whether all of these are light."""
        bad = {} if self.force else self.cache.failures()
        reports, new, light = self.survey.reports, 0, True
        for some in _batches(reports.new(), _LOOKED_UP_AT_ONCE):
            named = [(number, self._key(report), report) for number, _, report in some]
            reports.name((number, key) for number, key, _ in named)
            held = set() if self.force else self.cache.held([key for _, key, _ in named])
            reports.mark(State.GOOD, [number for number, key, _ in named if key in held])
            self.good += len(held)
            for number, key, report in named:
                if (reason := bad.get(self._failure_key(key, report.shown))) is not None:
                    self._give_up(Failure(report.shown, reason), key)
                    reports.mark(State.BAD, [number])
                    self.good -= key in held
                elif key not in held:
                    new += 1
                    light = light and is_light(Path(report.path))
        return new, light

    def _readers(self, few: bool, workers: Workers[Any, Any]) -> contextlib.AbstractContextManager[Readers]:
        """Who reads: the cluster, this process where that is fastest and safe, else the workers."""
        if self.dask:
            from kpi.building.cluster import Cluster

            return Cluster(self.dask, self.config)
        return contextlib.nullcontext(Here(self.desk) if few and can_ring() else Apart(workers, self.config.limits))

    def _perform(self, readers: Readers) -> None:
        """Has the new reports read and keeps what comes, so that nobody reads it again whatever happens next."""
        found = _Found(self.cache, self.survey.reports)
        try:
            for task, reading in readers.results(read_report, found.tasks()):
                if isinstance(reading, Lost) or reading.payload is None:
                    found.drop(task)
                    self._give_up(Failure(task.shown, reading.reason), task.key if reading.lasting else "")
                else:
                    found.take(task, reading.payload)
                    self.good += 1
                    self.read += 1
                self._tell_progress()
        finally:
            found.keep()
            if self.bad:
                self.cache.keep_failures(self.bad)
        for number, _, report in self.survey.reports.new():  # nothing may go without a word, whatever a cluster does
            self._give_up(Failure(report.shown, "没有得到读取的结果；请再运行一次 kpi build"), "")
            self.survey.reports.mark(State.BAD, [number])

    def _give_up(self, failure: Failure, key: str) -> None:
        """Lists the report; with a key, its content is not read again as long as all stays as it is."""
        self.failed.append(failure)
        if key:
            self.bad[self._failure_key(key, failure.path)] = failure.reason

    def _tell_progress(self) -> None:
        if self.progress:
            done = self.good + len(self.failed) - len(self.survey.unreadable)
            self.progress(done, len(self.survey.reports))

    def _made(self, workers: Workers[Any, Any], before: Build | None) -> Build | None:
        """The new build, not yet in force; None where not one report could be read.

        What did not change is taken over from the build before, unless that is damaged.
        """
        if before is not None and not self.force and before.info.get("arranged_by") == self._arranged_by():
            import pyarrow as pa

            with contextlib.suppress(_LostReport, OSError, ValueError, pa.ArrowException):
                return self._arranged(workers, before)
        return self._arranged(workers, None)

    def _arranged(self, workers: Workers[Any, Any], base: Build | None) -> Build | None:
        started = time.monotonic()
        if self.failed and not self.good:
            return None
        with NewBuild(self.config.data, self.inputs[:12]) as new:
            tallies = self._write_tables(new, workers, base)
            if self.failed and not self.good:
                return None
            return new.finish({**self._info(started), **tallies.info()})

    def _write_tables(self, new: NewBuild, workers: Workers[Any, Any], base: Build | None) -> Tallies:
        many = self.jobs > 1 and self.good >= _MANY_REPORTS
        corrections = self.corrections
        self.decisions = len(corrections.entries)
        sources = dict(self._sources(corrections)) if base else {}
        changed, kept = self._changes(sources, base, corrections, workers) if base else (set(), None)
        touched = docs_in(kept.folder, kept.groups) if kept else set()
        with Arrangement(new, self.desk, kept) as arrangement:
            for key, report in self.survey.reports.good_by_doc():
                if kept and report.doc not in changed and report.doc not in touched:
                    continue
                packed = self._packed(key, report, corrections, workers)
                if packed is not None:
                    arrangement.add(packed, report.doc, report.shown, not kept or report.doc in changed)
                elif kept:
                    raise _LostReport
            tallies = arrangement.finish(workers if many and not kept else None)
        write_sources(new.folder, sources.items() if kept else self._sources(corrections))
        return tallies

    def _sources(self, corrections: Corrections) -> Iterator[tuple[str, str]]:
        """The docs of what was read, in their order, each with the digest of all that its rows depend on."""
        for key, report in self.survey.reports.good_by_doc():
            yield report.doc, self._source(key, report, corrections)

    def _changes(
        self, sources: Mapping[str, str], base: Build, corrections: Corrections, workers: Workers[Any, Any]
    ) -> tuple[set[str], Kept | None]:
        """The reports that `base` does not hold as they are now, and what of it stays; nothing where little would."""
        were = read_sources(base.folder)
        changed = {doc for doc, source in sources.items() if were.get(doc) != source}
        gone = {doc for doc, source in were.items() if sources.get(doc) != source}
        if len(changed | gone) > _SPLICED_AT_MOST * len(were):
            return changed, None
        groups = groups_of(base.folder, gone)
        for key, report in self.survey.reports.good_by_doc():
            if report.doc in changed and (packed := self._packed(key, report, corrections, workers)):
                groups.update((indicator, zone) for indicator, zone, _ in packed.observations)
        return changed, Kept(base.folder, frozenset((doc,) for doc in gone), frozenset(groups))

    def _packed(self, key: str, report: Report, corrections: Corrections, workers: Workers[Any, Any]) -> Packed | None:
        kept = self.cache.packed(self.proved[key]) if key in self.proved else None
        packed = kept or self.cache.packed(key) or self._read_again(key, report, workers)
        return settled_packed(corrections.apply_packed(packed)) if packed else None

    def _source(self, key: str, report: Report, corrections: Corrections) -> str:
        """Digest of all that the rows of a report depend on, but for the config."""
        proved = [self.proved[key]] if key in self.proved else []
        parts = (key, report.shown, repr(corrections.of_content(report.digest)), *proved)
        return sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:24]

    def _arranged_by(self) -> str:
        return sha256(f"{self.config.digest} {program_version()}".encode()).hexdigest()

    def _read_again(self, key: str, report: Report, workers: Workers[Any, Any]) -> Packed | None:
        """What the cache has lost since it was asked; None where the report cannot be read any more."""
        self.survey.reports.mark(State.NEW, [self.survey.reports.number_of(report.doc)])
        self.good -= 1
        few = is_light(Path(report.path))
        with self._readers(few, workers) as readers:
            self._perform(readers)
        return self.cache.packed(key)

    def _failure_key(self, key: str, shown: str) -> str:
        """Under which a failure is kept: the same content may be readable under the name of another format, or with
        more time or memory.
        """
        limits = self.config.limits
        return f"{key} {PurePosixPath(shown).suffix.lower()} {limits.seconds:g} {limits.megabytes}"

    def _key(self, report: Report) -> str:
        return extraction_key(report.digest, digest_of(report.hints), self.config.map_digest)

    def _info(self, started: float) -> dict[str, Any]:
        return {
            "built_at": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - started, 3),
            "inputs": self.inputs,
            "arranged_by": self._arranged_by(),
            "config_digest": self.config.digest,
            "map_digest": self.config.map_digest,
            "files": self.survey.files,
            "reports": self.good,
            "failed": [asdict(failure) for failure in self._failed()],
            "duplicates": self.survey.duplicates,
            "left_out": self.survey.left_out,
            "aside": [asdict(each) for each in self.survey.aside],
            "decisions": self.decisions,
            "rows_lost": self.heard.rows_lost,
            "statements": self.stated,
        }

    def _failed(self) -> list[Failure]:
        return sorted(self.failed, key=lambda failure: failure.path)


class _LostReport(Exception):
    """A report that was read before cannot be read again: what the build before says of it must not stay."""


class _Found:
    """What was found in new reports, on its way to the cache: a few at a time, or once in a second."""

    def __init__(self, cache: Cache, reports: ReportList) -> None:
        self._cache, self._reports = cache, reports
        self._numbers: dict[str, int] = {}
        self._waiting: list[tuple[int, str, bytes]] = []
        self._kept = time.monotonic()

    def tasks(self) -> Iterator[Task]:
        """The new reports as they are to be read."""
        for number, key, report in self._reports.new():
            self._numbers[key] = number
            yield _task(key, report)

    def drop(self, task: Task) -> None:
        self._reports.mark(State.BAD, [self._numbers.pop(task.key)])

    def take(self, task: Task, payload: bytes) -> None:
        self._waiting.append((self._numbers.pop(task.key), task.key, payload))
        if len(self._waiting) >= _KEPT_AT_ONCE or time.monotonic() - self._kept > _KEPT_EVERY_SECONDS:
            self.keep()

    def keep(self) -> None:
        if self._waiting:
            self._cache.keep([(key, payload) for _, key, payload in self._waiting])
            self._reports.mark(State.GOOD, [number for number, _, _ in self._waiting])
        self._waiting, self._kept = [], time.monotonic()


def _task(key: str, report: Report) -> Task:
    return Task(report.path, report.shown, report.doc, key, report.hints, digest=report.digest)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some


def _inputs(config: Config, survey: Survey, corrections: str, said: str) -> str:
    """Digest of all that a build depends on: `corrections` is that of their file, `said` that of what other readers
    say; what people stated is in hints.
    """
    parts = (survey.digest, config.digest, corrections, program_version(), *([said] if said else []))
    return sha256(" ".join(parts).encode()).hexdigest()


def _finished(data: Path, current: Build | None, inputs: str) -> Build | None:
    """A build of just these inputs that is there already: the one in force, or an earlier one. One whose files do not
    hold what was written is none.
    """
    if current and current.info.get("inputs") == inputs:
        return current
    found = (build for build in whole_builds(data) if build.info.get("inputs") == inputs)
    return next(filter(is_sound, found), None)


def _report_of(made: Build, before: Build | None) -> BuildReport:
    info = made.info
    removed, moved = _gone(before, made)
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
        states=info.get("states", {}),
        waiting=info.get("waiting", {}),
        readers=info.get("readers", {}),
        rows_lost=info.get("rows_lost", {}),
        failed=tuple(Failure(**failure) for failure in info["failed"]),
        duplicates=tuple((one, other) for one, other in info["duplicates"]),
        left_out=tuple(info["left_out"]),
        aside=tuple(Failure(**each) for each in info.get("aside", ())),
        removed=removed,
        moved=moved,
    )


def _gone(before: Build | None, now: Build) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Reports of the build before that are gone, and those whose content is now under another name."""
    if before is None or before is now:
        return (), ()
    try:
        were, are = _digests_in(before), _digests_in(now)
    except KpiError:  # the build before was pruned or damaged: nothing is known of it any more
        return (), ()
    known = {path for pair in before.info.get("duplicates", ()) for path in pair} | set(were)
    new = {digest: path for path, digest in are.items() if path not in known}
    still = {each["path"] for each in now.info.get("aside", ())} | {path for path, _ in now.info["duplicates"]}
    lost = sorted(set(were) - set(are) - still)
    moved = tuple((path, new[were[path]]) for path in lost if were[path] in new)
    return tuple(path for path in lost if were[path] not in new), moved


def _digests_in(build: Build) -> dict[str, str]:
    """The digests of a build's reports, by their path."""
    found = build.tables.select("documents", ["path", "digest"])
    return dict(zip(found["path"].to_pylist(), found["digest"].to_pylist(), strict=True))


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
    except (OSError, sqlite3.OperationalError) as error:
        place, why = getattr(error, "filename", None) or data, getattr(error, "strerror", None) or error
        raise KpiError(f"{place}: 结果写不进去（{why}）；请检查写权限和磁盘空间；上一次的结果仍在") from error
