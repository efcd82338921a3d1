"""The same work on the workers of a Dask cluster: they are sent the reports themselves and hand back what is in them.

A worker that dies costs nothing: the scheduler gives its reports to another. Only reports that kill
one worker after the other are given up, each by itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from kpi.building.apart import CREW
from kpi.building.readings import Desk, Reading, Task
from kpi.building.workers import Lost
from kpi.results.cache import program_version
from kpi.settings.config import Config, parse_config
from kpi.vocabulary.errors import KpiError, to_install
from kpi.vocabulary.faults import reason_of
from kpi.vocabulary.model import Limits
from kpi.vocabulary.patterns import lazy

if TYPE_CHECKING:
    from distributed import Client, Future

_SECONDS_TO_CONNECT = 10
# A load is many small reports or one large one; few wait at a worker, so that memory stays bounded.
_REPORTS_PER_LOAD = 16
_BYTES_PER_LOAD = 1_000_000
_LOADS_AHEAD = 3

_LOOK_SECONDS = 2.0
_SECONDS_WITHOUT_WORKERS = 60.0
_SECONDS_PER_LOAD = 1800.0

# Asked for others, the library may wait without end.
_SCHEMES = ("tcp", "tls", "ws", "wss")
_PLACE = lazy(r"[^/\s:]+:\d{1,5}|\[[0-9A-Fa-f:]+\]:\d{1,5}")

_AGAIN = "已读的都留着；请检查 worker，再运行一次即可"
_KILLS = "读取它的几个 worker 都中途退出；文件可能损坏或太大，请另存后重试"

Work = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker needs beside the reports: the program that it must be, and the config."""

    version: str
    config: str
    config_path: str


class Cluster:
    """The workers of the scheduler at `address`; use it as a context.

    KpiError, with the mend, where nobody answers there or where workers run another program.
    """

    def __init__(self, address: str, config: Config) -> None:
        if find_spec("distributed") is None:
            raise KpiError(f"--dask: 没有安装 dask；请运行 {to_install('dask[distributed]')}")
        self._address = address
        self._limits = config.limits
        self._order = Order(program_version(), config.text, str(config.path))

    def __enter__(self) -> Cluster:
        self._client = _connected(self._address)
        try:
            self._check_workers()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def results(self, work: Work, items: Iterable[Task]) -> Iterator[tuple[Task, Reading | Lost]]:
        """Each report with what is in it, as they are done."""
        from distributed.scheduler import KilledWorker

        loads = _loads(items)
        running: dict[Future, list[Task]] = {}
        done: SimpleQueue[Future] = SimpleQueue()
        self._send(work, loads, running, done)
        while running:
            future = self._next(done)
            tasks = running.pop(future)
            if future.cancelled():  # all of them are, when the scheduler goes
                raise KpiError(f"--dask {self._address}: 与调度器的连接断了；已读的都留着，恢复后再运行一次即可")
            error = future.exception()
            if error is None:
                yield from zip(map(_without_data, tasks), future.result(), strict=True)
            elif not isinstance(error, KilledWorker):
                raise error if isinstance(error, KpiError) else _broken(self._address, error)
            elif len(tasks) == 1:
                yield _without_data(tasks[0]), Lost(_KILLS)
            else:  # one of these kills: which, is seen when each is read by itself
                loads = _after(([task] for task in tasks), loads)
            future.release()
            self._send(work, loads, running, done)

    def _send(
        self, work: Work, loads: Iterator[list[Task]], running: dict[Future, list[Task]], done: SimpleQueue[Future]
    ) -> None:
        # at least one waits at the scheduler even while there is no worker: what is left must not be forgotten
        while len(running) < max(1, _LOADS_AHEAD * self._threads) and (load := next(loads, None)):
            future = self._client.submit(perform, self._order, work, load, pure=False)
            running[future] = load
            future.add_done_callback(done.put)

    def _next(self, done: SimpleQueue[Future]) -> Future:
        """The next that is done; KpiError where there is nobody any more to do it, or nothing happens for too long."""
        started = manned = time.monotonic()
        while True:
            try:
                return done.get(timeout=_LOOK_SECONDS)
            except Empty:
                now = time.monotonic()
                self._threads = sum(self._client.nthreads().values())
                manned = now if self._threads else manned
            if now - manned > _SECONDS_WITHOUT_WORKERS:
                raise KpiError(
                    f"--dask {self._address}: 集群里的 worker 都不在了，等了 {now - manned:.0f} 秒；{_AGAIN}"
                )
            if now - started > _patience(self._limits):
                raise KpiError(f"--dask {self._address}: {now - started:.0f} 秒里没有一份报告读完；{_AGAIN}")

    def _check_workers(self) -> None:
        """KpiError where there is no worker, or one whose program would find something else."""
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
            versions = self._client.run(program_version)
            self._threads = sum(self._client.nthreads().values())
        except TimeoutError as error:
            where = self._address
            raise KpiError(f"--dask {where}: 集群里没有 worker；请先用 dask worker {where} 启动") from error
        except Exception as error:
            raise _broken(self._address, error) from error
        for worker, version in sorted(versions.items()):
            if version != self._order.version:
                raise _other_version(worker)


def perform(order: Order, work: Work, load: list[Task]) -> list[Reading]:
    """What a worker does with a load of reports; KpiError where it runs another program than who sends them."""
    if program_version() != order.version:
        raise _other_version("worker")
    with _ONE_AT_A_TIME:
        desk = _desk(order.config, order.config_path)
        return [_made(work, desk, task) for task in load]


def _made(work: Work, desk: Desk, task: Task) -> Reading:
    """What is in a report; one that may take too much is read by a process of the worker's own, within the limits."""
    made = work(desk, task) if task.is_light else CREW.made(work, task, desk.config)
    return Reading(None, made.reason, made.lasting) if isinstance(made, Lost) else made


def _patience(limits: Limits) -> float:
    """After so many seconds without any report the cluster is given up."""
    return max(_SECONDS_PER_LOAD, 2 * limits.seconds)


# The libraries that read PDF are not made for threads, and Python gains nothing by them here.
_ONE_AT_A_TIME = threading.Lock()


@lru_cache(maxsize=1)
def _desk(config: str, path: str) -> Desk:
    return Desk(parse_config(config, path))


def _connected(address: str) -> Client:
    scheme, mark, place = address.rpartition("://")
    if (mark and scheme not in _SCHEMES) or not _PLACE.fullmatch(place):
        raise KpiError(f"--dask {address}: 这不是调度器的地址；应如 tcp://10.0.0.1:8786")
    from distributed import Client

    try:
        return Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # a timeout is an OSError, a wrong address a ValueError
        why = str(error).partition("\n")[0] or type(error).__name__
        raise KpiError(
            f"--dask {address}: 连不上调度器（{why}）；地址应如 tcp://10.0.0.1:8786，"
            "请核对，并确认 dask scheduler 已启动"
        ) from error


def _loads(items: Iterable[Task]) -> Iterator[list[Task]]:
    """The reports with their bytes, light ones some at a time; one that cannot be opened is left to the reader's
    message.
    """
    load: list[Task] = []
    size = 0
    for task in items:
        sent = _with_data(task)
        if not sent.is_light:  # it may take as long as the limits allow
            yield [sent]
            continue
        load.append(sent)
        size += len(sent.data or b"")
        if len(load) >= _REPORTS_PER_LOAD or size >= _BYTES_PER_LOAD:
            yield load
            load, size = [], 0
    if load:
        yield load


def _with_data(task: Task) -> Task:
    from kpi.documents.reading import bytes_of

    try:
        return replace(task, data=bytes_of(Path(task.path)))
    except KpiError:
        return task


def _without_data(task: Task) -> Task:
    return replace(task, data=None)


def _after(first: Iterable[list[Task]], rest: Iterator[list[Task]]) -> Iterator[list[Task]]:
    yield from first
    yield from rest


def _other_version(worker: str) -> KpiError:
    return KpiError(
        f"--dask: {worker} 上的 kpi 与本机不同，读出的结果会不一致；请在所有 worker 上安装同一版本并重启它们"
    )


def _broken(address: str, error: BaseException) -> KpiError:
    if isinstance(error, ModuleNotFoundError):
        return KpiError(
            f"--dask {address}: worker 上没有 {error.name}；请在所有 worker 上安装同一版本的 kpi 并重启它们"
        )
    return KpiError(f"--dask {address}: {reason_of(error)}")
