"""Keeps the build up to date while files are dropped in, changed and taken away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from kpi.building.arranging import WAITS
from kpi.building.store import BuildReport, build, is_stale
from kpi.building.survey import Look, look
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.faults import reason_of

EVERY_SECONDS = 2.0
_LOOKS_TO_WAIT = 15

Say = Callable[[str], None]


def watch(
    config_path: Path,
    say: Say,
    every: float = EVERY_SECONDS,
    jobs: int | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Looks at the reports and the config every so often and builds when they have changed; never returns.

    Two looks must find the same, so that a file that is still being copied is waited for; where files
    keep coming, those that stay as they are do not wait for longer than some looks. What goes wrong is
    told once, and the watch goes on.
    """
    watching = _Watch(config_path, say, jobs)
    while True:
        watching.look()
        sleep(every)


class _Watch:
    """What the last looks found, and what was done about it."""

    def __init__(self, config_path: Path, say: Say, jobs: int | None) -> None:
        self._config_path, self._jobs = config_path, jobs
        self._say = say
        self._seen: Look | None = None
        self._settled: Look | None = None
        self._waited = 0
        self._told = ""
        self._failed: frozenset[tuple[str, str]] = frozenset()

    def look(self) -> None:
        """One look, and a build where something has changed and stays as it is."""
        try:
            config = load_config(self._config_path)
            found = look(config)
            moving = _moving(self._seen, found)
            self._waited = self._waited + 1 if moving else 0
            settled, self._seen = self._seen is not None and not moving, found
            if found != self._settled and (settled or self._waited > _LOOKS_TO_WAIT):
                self._build(config, moving)
                self._settled, self._told, self._waited = (None if moving else found), "", 0
        except KpiError as error:
            self._tell_once(str(error))
        except Exception as error:  # a disk that is gone for a moment, a fault of the program: the watch goes on
            self._tell_once(reason_of(error))

    def _build(self, config: Config, moving: frozenset[str]) -> None:
        if not is_stale(config, moving):
            return
        report = build(config, notify=self._say, jobs=self._jobs, unsettled=moving)
        for line in _lines(report, self._failed):
            self._say(line)
        self._failed = frozenset((failure.path, failure.reason) for failure in report.failed)

    def _tell_once(self, message: str) -> None:
        """Tells what is wrong, not again at every look; all is looked at anew as soon as it is mended."""
        self._seen = self._settled = None
        if message != self._told:
            self._told = message
            for line in message.splitlines():
                self._say(f"{_clock()} {line}")


def _moving(before: Look | None, now: Look) -> frozenset[str]:
    """The files that are not as they were at the look before."""
    changed = set((before or {}).items()) ^ set(now.items())
    return frozenset(name for name, _ in changed)


def _lines(report: BuildReport, known: frozenset[tuple[str, str]]) -> Iterator[str]:
    """A line for the build, and one for each report that cannot be read and was not told before."""
    counts = [f"新读 {report.read}", f"沿用 {report.cached}"]
    counts += [f"移出 {len(report.removed)}"] if report.removed else []
    counts += [f"移动 {len(report.moved)}"] if report.moved else []
    counts += [f"待定 {report.states[WAITS]}"] if report.states.get(WAITS) else []
    counts += [f"读不了 {len(report.failed)}"] if report.failed else []
    if report.nothing_read:
        yield f"{_clock()} 没有一份报告能读，结果没有改动"
    else:
        found = f"观测 {report.observations} 条，面板 {report.cells} 格，目标 {report.targets} 个"
        yield f"{_clock()} 报告 {report.files} 份：{'，'.join(counts)}；{found}（{report.seconds:.1f} 秒）"
    for failure in report.failed:
        if (failure.path, failure.reason) not in known:
            yield f"{_clock()} 读不了 {failure.path}: {failure.reason}"


def _clock() -> str:
    return datetime.now().strftime("%H:%M:%S")
