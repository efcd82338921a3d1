"""Work on all cores: processes of the same program that take items and hand back what they made of each.

An item that kills its process (out of memory, a fault in a library written in C) costs that item
alone: it is tried once more in a process of its own, then given up as `Lost`. One that takes longer than
its limit, or more memory, is given up at once. The processes are plain commands that speak over their
standard streams, so the caller's own program is never started twice, as `multiprocessing` would do where
it cannot fork.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, Generic, TypeVar

from kpi.building.memory import collect_seldom, memory_limit, peak_memory, ran_out
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Limits

Item = TypeVar("Item")
Made = TypeVar("Made")
Work = Callable[[Any, Any], Any]
"""Makes something of the desk and an item; a function of a module, so that every process finds it."""

# So many items wait at a worker: it never waits for the next, and few are at stake when it dies.
_AHEAD = 4
_COMMAND = "from kpi.building.workers import serve; serve()"
_READY = "ready"
_SECONDS_TO_START = 300
_SECONDS_TO_DIE = 10
_SECONDS_PER_TICK = 0.5
_BY_ANOTHER = "SIGKILL"
"""Ended by a person, or by a system that is out of memory: at another time it may not be."""
_FULL = 0.75
"""The part of its memory from which on a process is replaced: the next item is to have all of it."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What is handed back for an item that killed its process or took too much, and why; `lasting` where it would
    again: it went beyond a limit.
    """

    reason: str
    lasting: bool = False


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class Workers(Generic[Item, Made]):
    """Up to `jobs` processes, each with a desk made by `desk_of(argument)`; use it as a context.

    They start when there is work for them and end with the context. A worker that is at one item for
    longer than `seconds` is ended, unless other limits hold for the work.
    """

    def __init__(self, jobs: int, desk_of: Callable[[Any], Any], argument: Any, seconds: float) -> None:
        self._jobs, self._unlimited = jobs, Limits(seconds, 0)
        self._limits = self._unlimited
        self._greeting = pickle.dumps((desk_of, argument))
        self._crew: list[_Worker] = []
        self._heard: SimpleQueue[tuple[_Worker, Any]] = SimpleQueue()

    def __enter__(self) -> Workers[Item, Made]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._crew:
            worker.end()
        self._crew.clear()

    def results(
        self, work: Work, items: Iterable[Item], limits: Limits | None = None, tick: Callable[[], None] | None = None
    ) -> Iterator[tuple[Item, Made | Lost]]:
        """Each item with what `work` made of it, as they are done; KpiError where no worker can be started.

        An item that takes more than the `limits` is lost. While it is waited for, `tick` is called twice a second; what
        it raises ends the wait.
        """
        self._limits = limits or self._unlimited
        todo = _Todo(iter(items))
        while True:
            self._hand_out(work, todo)
            busy = [worker for worker in self._crew if worker.at]
            if not busy:
                return
            worker, answer = self._hear(busy, tick)
            if answer is None:
                yield from self._bury(worker, todo)
            elif answer == _READY:
                worker.ready, worker.since = True, time.monotonic()
            else:
                yield self._taken(worker, answer, todo)

    def _hand_out(self, work: Work, todo: _Todo) -> None:
        """Gives items to those who have few; suspects each to one who has none, and nothing beside it."""
        for worker in self._crew:
            while not worker.alone and len(worker.at) < _AHEAD and todo.has_items():
                worker.give(work, todo.next_item(), self._limits.megabytes)
        while len(self._crew) < self._jobs and (todo.has_items() or todo.suspects):
            self._crew.append(_Worker(self._greeting, self._heard))
            if todo.has_items():
                self._crew[-1].give(work, todo.next_item(), self._limits.megabytes)
        idle = (worker for worker in self._crew if not worker.at)
        for worker in idle:
            if todo.suspects:
                worker.give(work, todo.suspects.popleft(), self._limits.megabytes, alone=True)

    def _hear(self, busy: list[_Worker], tick: Callable[[], None] | None) -> tuple[_Worker, Any]:
        """The next word of a worker; one that has taken too long is ended, and that is heard next."""
        seconds = self._limits.seconds
        while True:
            wait = min(worker.deadline(seconds) for worker in busy) - time.monotonic()
            try:
                return self._heard.get(timeout=max(min(wait, _SECONDS_PER_TICK) if tick else wait, 0))
            except Empty:
                if tick:
                    tick()
                for worker in busy:
                    if not worker.late and time.monotonic() >= worker.deadline(seconds):
                        worker.late = True
                        worker.kill()
                time.sleep(0.01)

    def _taken(self, worker: _Worker, answer: _Answer, todo: _Todo) -> tuple[Any, Any]:
        """The item that is answered, with the answer; a worker that leaves after it is taken off the crew."""
        item = worker.take()
        if answer.leaves:
            self._crew.remove(worker)
            todo.again.extend(worker.at)
            worker.end()
        if answer.fault is not None:
            raise answer.fault
        return item, Lost(_too_much(self._limits), lasting=True) if answer.spent else answer.made

    def _bury(self, worker: _Worker, todo: _Todo) -> Iterator[tuple[Any, Lost]]:
        """Takes a dead worker off the crew and sees to its items."""
        if worker not in self._crew:
            return
        self._crew.remove(worker)
        why = worker.end(dying=True)
        if not worker.ready:
            raise KpiError(f"{sys.executable}: 读报告的进程启动不了（{why}）；请用 kpi build --jobs 1")
        if not worker.at:
            return
        suspect = worker.at.popleft()
        todo.again.extend(worker.at)
        if worker.late:
            yield suspect, Lost(too_long(self._limits), lasting=True)
        elif worker.alone:
            yield suspect, Lost(_killed(why, self._limits), lasting=why != _BY_ANOTHER)
        else:
            todo.suspects.append(suspect)


def serve() -> None:
    """What a worker does: makes its desk, then answers item after item until its parent is done, or gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    asked: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_take_in, args=(asked,), daemon=True).start()
    collect_seldom()
    desk_of, argument = asked.get()
    desk = desk_of(argument)
    _send(answers, _READY)
    while True:
        work, item, megabytes = asked.get()
        answer = _answered(work, desk, item, megabytes)
        _send(answers, answer)
        if answer.leaves:
            os._exit(0)


def _answered(work: Work, desk: Any, item: Any, megabytes: int) -> _Answer:
    try:
        with memory_limit(megabytes):
            made = work(desk, item)
    except Exception as error:
        if ran_out(error):
            return _Answer(spent=True, leaves=True)
        return _Answer(fault=error)  # a fault of the program: the parent tells it as its own
    # what a process took it seldom gives back
    return _Answer(made, leaves=bool(megabytes) and peak_memory() > _FULL * megabytes)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was made of an item, or the fault that was met, or that memory was `spent`; a worker `leaves` where the
    next item had better have a process of its own.
    """

    made: Any = None
    fault: Exception | None = None
    spent: bool = False
    leaves: bool = False


def too_long(limits: Limits) -> str:
    """What is told of an item that took longer than it may."""
    return f"超过 {limits.seconds:g} 秒没有读完，已放弃；请拆成几份，或在 config.yaml 的 limits 里放宽 seconds"


def _too_much(limits: Limits) -> str:
    return f"读它要用的内存超过 {limits.megabytes} MB，已放弃；请拆成几份，或在 config.yaml 的 limits 里放宽 megabytes"


def _killed(why: str, limits: Limits) -> str:
    ended = f"读取进程两次中途退出（{why}）"
    if not limits.megabytes:
        return f"{ended}；文件可能损坏或太大，请另存后重试"
    return (
        f"{ended}，文件可能损坏，或要用的内存超过 {limits.megabytes} MB；请另存后重试，"
        "或在 config.yaml 的 limits 里放宽 megabytes"
    )


@dataclass(slots=True)
class _Todo:
    """Items that nobody has: those to come, those of a worker that died, and those that may have killed one."""

    items: Iterator[Any]
    again: deque[Any] = field(default_factory=deque)
    suspects: deque[Any] = field(default_factory=deque)

    def has_items(self) -> bool:
        if not self.again:
            self.again.extend(islice(self.items, 1))
        return bool(self.again)

    def next_item(self) -> Any:
        return self.again.popleft()


class _Worker:
    """One process as its parent sees it: the items it is `at`, and since when at the first of them."""

    def __init__(self, greeting: bytes, heard: SimpleQueue[tuple[_Worker, Any]]) -> None:
        self.at: deque[Any] = deque()
        self.since = time.monotonic()
        self.ready = self.late = self.alone = False
        import subprocess  # here, as a run that reads a text or two starts no process
        import tempfile

        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the worker ends
        self._process = subprocess.Popen(
            [sys.executable, "-c", _COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(_search_path())},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._to_tell: SimpleQueue[bytes | None] = SimpleQueue()
        self._to_tell.put(greeting)
        threading.Thread(target=self._tell, daemon=True).start()
        threading.Thread(target=self._listen, args=(heard,), daemon=True).start()

    def give(self, work: Work, item: Any, megabytes: int, alone: bool = False) -> None:
        if not self.at:
            self.since = time.monotonic()
        self.alone = alone
        self.at.append(item)
        self._to_tell.put(pickle.dumps((work, item, megabytes)))

    def take(self) -> Any:
        """The item that it has answered; it is at the next one from now on."""
        self.since, self.alone, self.late = time.monotonic(), False, False
        return self.at.popleft()

    def deadline(self, seconds: float) -> float:
        """When it must have answered, `seconds` for an item; nothing counts before it has started."""
        return self.since + (seconds if self.ready else _SECONDS_TO_START)

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self, dying: bool = False) -> str:
        """Ends the process; how it ended, in a word, where it was `dying` by itself."""
        import subprocess

        self._to_tell.put(None)
        if dying:  # its streams close a moment before it is gone
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_SECONDS_TO_DIE)
        self.kill()
        code = self._process.wait()
        why = _told_by(code, self._said)
        self._said.close()
        return why

    def _tell(self) -> None:
        """Writes what is to be told: in a thread, since a busy worker leaves its input full."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as stream:  # it died: the listener says so
            while (message := self._to_tell.get()) is not None:
                stream.write(message)
                stream.flush()

    def _listen(self, heard: SimpleQueue[tuple[_Worker, Any]]) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError), self._process.stdout as stream:
            while True:
                heard.put((self, pickle.load(stream)))
        heard.put((self, None))


def _take_in(asked: SimpleQueue[Any]) -> None:
    """Takes what the parent asks; without a parent there is nobody to work for, however far the item is."""
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        stream = os.fdopen(os.dup(0), "rb")  # sys.stdin is closed at the end of the program, while this still waits
        while True:
            asked.put(pickle.load(stream))
    os._exit(0)


def _search_path() -> list[str]:
    return [str(Path(__file__).resolve().parents[2]), *(path for path in sys.path if path)]


def _send(stream: IO[bytes], message: Any) -> None:
    stream.write(pickle.dumps(message))
    stream.flush()


def _told_by(code: int, said: IO[bytes]) -> str:
    """How a process ended: the signal that ended it, or its last words."""
    if code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    said.seek(max(said.seek(0, os.SEEK_END) - 2000, 0))
    words = said.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(words) if line.strip()), f"状态 {code}")
