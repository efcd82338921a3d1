"""Reports read apart from the process that asks for them, within the limits of the config: what one of them takes
in time or memory, or brings down, costs that report alone.

Only plain texts of the length that reports have (`documents.reading.is_light`) are read where they are asked for, and
only where the reading can be broken off after its time (`alarm`: a command, not a server): a process takes as long to
start as it takes to read several of them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from kpi.building.alarm import Rang, alarm, can_ring
from kpi.building.readings import Desk, Reading, Task, extracted, read_report, ready_desk
from kpi.building.workers import Lost, Workers, cores, too_long
from kpi.settings.config import Config
from kpi.vocabulary.model import Extraction, Limits

SECONDS_OF_OTHER_WORK = 1800.0
"""What else the processes of a build do, arranging tables, has no limit of the config; by then one hangs."""

# Starting a process costs as much as reading several plain texts, and many are read by all cores.
FEW_TEXTS = 100
_SECONDS_IDLE = 120.0
_SECONDS_PER_LOOK = 0.5

Made = TypeVar("Made")


class Readers(Protocol):
    """Whoever reads reports: one after the other or many at once, answering in any order."""

    def results(self, work: Any, items: Iterable[Task]) -> Iterator[tuple[Task, Reading | Lost]]: ...


class Here:
    """Reads one report after the other in this process: light ones."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def results(self, work: Any, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        for task in items:
            yield task, _read_here(self._desk, task, work)


class Apart:
    """Reads by processes that hold to the limits."""

    def __init__(self, workers: Workers[Any, Any], limits: Limits) -> None:
        self._workers, self._limits = workers, limits

    def results(self, work: Any, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        return self._workers.results(work, items, self._limits)


def workers_for(config: Config, jobs: int) -> Workers[Any, Any]:
    """Up to `jobs` processes with the config laid out; a context."""
    return Workers(jobs, ready_desk, config, SECONDS_OF_OTHER_WORK)


def extractions_of(tasks: Iterable[Task], desk: Desk) -> Iterator[tuple[Task, Extraction | Reading]]:
    """What is in each of the reports, or why there is nothing, as they are done: here where they are few and light,
    else by processes.
    """
    every = list(tasks)
    if can_ring() and len(every) < FEW_TEXTS and all(task.is_light for task in every):
        for task in every:
            found = _read_here(desk, task, extracted)
            yield task, _as_reading(found) if isinstance(found, Lost) else found
        return
    from kpi.results.cache import unpack

    with workers_for(desk.config, min(cores(), len(every))) as workers:
        for task, made in Apart(workers, desk.config.limits).results(read_report, every):
            reading = _as_reading(made)
            yield task, reading if reading.payload is None else unpack(reading.payload)


@dataclass(slots=True)
class Crew:
    """Processes for a program of many threads, as the dashboard is: each reads one thing at a time, `most` of them at
    once, and one that has had nothing to do for two minutes is ended.
    """

    most: int = field(default_factory=cores)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _idle: list[tuple[Config, Workers[Any, Any], float]] = field(default_factory=list)
    _busy: int = 0
    _freed: threading.Condition = field(init=False)
    _sweeper: threading.Timer | None = None

    def __post_init__(self) -> None:
        self._freed = threading.Condition(self._lock)

    def read(self, task: Task, desk: Desk, tick: Callable[[], None] | None = None) -> Reading:
        """What is in a report. `tick` is called twice a second while that takes; what it raises ends it."""
        if can_ring() and task.is_light:
            return _as_reading(_read_here(desk, task, read_report))
        return _as_reading(self.made(read_report, task, desk.config, tick))

    def made(self, work: Callable[[Desk, Any], Made], item: Any, config: Config, tick: Any = None) -> Made | Lost:
        """What `work`, a function of a module, makes of a desk and the item, in a process of its own."""
        workers = self._taken(config, tick)
        fit = False
        try:
            found: list[Made | Lost] = [made for _, made in workers.results(work, [item], config.limits, tick)]
            fit = True
            return found[0]
        finally:
            self._give_back(config, workers if fit else None)
            if not fit:
                workers.__exit__()

    def _taken(self, config: Config, tick: Callable[[], None] | None) -> Workers[Any, Any]:
        """A process that is free; others are waited for, and what waits with another config is ended."""
        with self._freed:
            while self._busy >= self.most:
                self._freed.wait(_SECONDS_PER_LOOK)
                if tick:
                    tick()
            self._busy += 1
            at = next((at for at, (theirs, *_) in enumerate(self._idle) if theirs.digest == config.digest), None)
            found = self._idle.pop(at)[1] if at is not None else None
            others = [workers for theirs, workers, _ in self._idle if theirs.digest != config.digest]
            self._idle = [each for each in self._idle if each[0].digest == config.digest]
        _end(others)
        return found or workers_for(config, 1)

    def _give_back(self, config: Config, workers: Workers[Any, Any] | None) -> None:
        with self._freed:
            self._busy -= 1
            if workers is not None:
                self._idle.append((config, workers, time.monotonic()))
            self._sweep_later()
            self._freed.notify()

    def _sweep_later(self) -> None:
        if self._sweeper is None and self._idle:
            self._sweeper = threading.Timer(_SECONDS_IDLE, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        """Ends what has been idle for long."""
        with self._freed:
            self._sweeper = None
            old = [each for each in self._idle if time.monotonic() - each[2] >= _SECONDS_IDLE]
            self._idle = [each for each in self._idle if each not in old]
            self._sweep_later()
        _end([workers for _, workers, _ in old])

    def end(self) -> None:
        """Ends all that are idle."""
        with self._freed:
            idle, self._idle = self._idle, []
        _end([workers for _, workers, _ in idle])


CREW = Crew()
"""Who reads for this program: many sessions of one server hand in files and turn pages, and none may take it along."""


def _end(some: Iterable[Workers[Any, Any]]) -> None:
    for workers in some:
        workers.__exit__()


def _read_here(desk: Desk, task: Any, work: Callable[[Desk, Any], Made]) -> Made | Lost:
    limits = desk.config.limits
    try:
        with alarm(limits.seconds):
            return work(desk, task)
    except Rang:
        return Lost(too_long(limits), lasting=True)
    except MemoryError:
        return Lost("内存不够，没有读完；请关闭别的程序后再试")


def _as_reading(made: Reading | Lost) -> Reading:
    return Reading(None, made.reason, made.lasting) if isinstance(made, Lost) else made
