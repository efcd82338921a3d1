"""`python3 -m tests.benchmarks.scale [part …] [--reports 10000]`: how builds fare with many reports, in one run.

The reports are the seeds with other cities, years and decimals, twenty of a city. Seconds are those of
the clock, of whole `kpi build` commands in processes of their own; on a machine that has other work to do,
the CPU seconds beside them tell more. Memory is the most that such a command and all
its children hold at a time (proportional set size where the system tells it, else resident). Every aim is
printed beside its number, and the exit status is 1 where one is not kept.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpi.bootstrap import DEVELOPMENT, ROOT, prepare
from tests.benchmarks.parts import Part, parser_of, run_parts

AT_LEAST_TIMES_ONE_CORE = 1.7
AT_MOST_SECONDS_UNCHANGED = 2.0
AT_MOST_MORE_MEMORY = 1.10
AT_MOST_SECONDS_TO_LOAD = 1.5
FEW = 1000
SOME = 3000
REPORTS_OF_A_CITY = 20
_LOOK_SECONDS = 0.1  # to look is work too, on cores that are all busy
_PLACE = re.compile(r"濮\s*阳|周\s*口")
_YEAR = re.compile(r"20[012]\d(?=年)")
_DECIMAL = re.compile(r"\d+\.\d+")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the parts that are named, or all; the exit status is 1 where an aim is not kept."""
    parser = parser_of("scale", __doc__, PARTS)
    parser.add_argument("--reports", type=int, default=10_000, metavar="N", help="how many are many (10000)")
    return run_parts(parser, PARTS, arguments)


# ---- parts: each prints its table and returns the aims that are not kept -------------------------


def speed(folder: Path, options: argparse.Namespace) -> list[str]:
    """Reports per second with one core, two cores, and the two workers of a Dask cluster."""
    heading(f"First build of {SOME:,} reports")
    project = make_project(folder / "speed", SOME)
    one = first_build(project, "1 core", "--jobs", "1").seconds
    two = first_build(project, "2 cores", "--jobs", "2").seconds
    with cluster() as address:
        if address:
            first_build(project, "Dask, 2 workers", "--jobs", "2", "--dask", address)
    ratio = one / two
    kept = ratio >= AT_LEAST_TIMES_ONE_CORE
    print(f"2 cores are {ratio:.2f} times as fast as one (at least {AT_LEAST_TIMES_ONE_CORE:g})  {mark(kept)}")
    return [] if kept else [f"2 cores: {ratio:.2f} times one core"]


def memory(folder: Path, options: argparse.Namespace) -> list[str]:
    """The most memory that a first build of few and of many reports takes, and what a second build costs."""
    many: int = options.reports
    heading(f"Memory of a first build with 2 processes, {FEW:,} and {many:,} reports")
    few = first_build(make_project(folder / "few", FEW), f"{FEW:,}", "--jobs", "2")
    project = make_project(folder / "many", many)
    most = first_build(project, f"{many:,}", "--jobs", "2")
    more = most.peak / few.peak
    kept = more <= AT_MOST_MORE_MEMORY
    print(f"{more:.2f} times the memory (at most {AT_MOST_MORE_MEMORY:g})  {mark(kept)}")
    return ([] if kept else [f"{many:,} reports: {more:.2f} times the memory of {FEW:,}"]) + again(project, many)


def again(project: Path, many: int) -> list[str]:
    """What a build costs of which most, or all, was there already."""
    heading(f"Second builds of {many:,} reports")
    unchanged = min(run(project).seconds for _ in range(3))
    kept = unchanged <= AT_MOST_SECONDS_UNCHANGED
    print(f"nothing changed {unchanged:7.2f} s (at most {AT_MOST_SECONDS_UNCHANGED:g})  {mark(kept)}")
    path = next((project / "reports").rglob("00007.txt"))
    path.write_text(path.read_text("utf-8").replace("。", "！", 1), encoding="utf-8")
    print(f"one changed     {run(project).seconds:7.2f} s")
    path.unlink()
    print(f"one deleted     {run(project).seconds:7.2f} s", flush=True)
    return [] if kept else [f"nothing changed: {unchanged:.2f} s"]


def load(folder: Path, options: argparse.Namespace) -> list[str]:
    """The time to open a million observations: what the dashboard asks first, and all of them as a frame."""
    heading("A million observations")
    seconds = load_a_million(folder / "million")
    kept = seconds <= AT_MOST_SECONDS_TO_LOAD
    return [] if kept else [f"opening a million observations: {seconds:.2f} s"]


PARTS: dict[str, Part] = {"speed": speed, "memory": memory, "load": load}


def load_a_million(folder: Path) -> float:
    """Seconds to open the build and ask what the first page shows; prints those of the whole frame beside it."""
    from kpi.building.store import open_build
    from tests.benchmarks.synthetic import make_store

    config = make_store(folder)
    start = time.perf_counter()
    build = open_build(config)
    assert build is not None
    found = build.select("observations", indicator=[next(iter(config.indicators))])
    zones = build.values_of("observations", "zone")
    seconds = time.perf_counter() - start
    count = build.info["observations"]
    print(
        f"{count:,} observations: opened, one indicator ({len(found):,} rows, {len(zones)} zones) {seconds:.2f} s",
        end="",
    )
    print(f" (at most {AT_MOST_SECONDS_TO_LOAD:g})  {mark(seconds <= AT_MOST_SECONDS_TO_LOAD)}")
    start = time.perf_counter()
    rows = len(build.observations)
    print(f"all {rows:,} rows as one frame {time.perf_counter() - start:.2f} s", flush=True)
    return seconds


# ---- reports -------------------------------------------------------------------------------------


def make_project(folder: Path, count: int) -> Path:
    """A folder with a config and `count` reports, a folder for each city's zone, a day old."""
    from kpi.vocabulary.places import CITIES

    seeds = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    cities = sorted(CITIES)
    yesterday = time.time() - 86_400
    for number in range(count):
        path = folder / "reports" / f"{_city_of(number, cities)}经济技术开发区" / f"{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(varied(seeds[number % len(seeds)], cities, number), encoding="utf-8")
        os.utime(path, (yesterday, yesterday))
    text = (ROOT / "config.yaml").read_text("utf-8").replace("reports: [seeds]", "reports: [reports]")
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return folder


def varied(text: str, cities: Sequence[str], number: int) -> str:
    """The report as another city's, of other years, its decimals others."""
    chance = random.Random(number)
    group, of_city = divmod(number, REPORTS_OF_A_CITY)
    text = _PLACE.sub(_city_of(number, cities), text)
    earlier = of_city // 5 * 4 + group // len(cities)
    text = _YEAR.sub(lambda match: str(int(match[0]) - earlier), text)
    return _DECIMAL.sub(lambda match: f"{match[0][:-1]}{chance.randrange(1, 10)}", text)


def _city_of(number: int, cities: Sequence[str]) -> str:
    return cities[number // REPORTS_OF_A_CITY % len(cities)]


# ---- commands ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of all cores, and the most memory (bytes) that a command and its children held."""

    seconds: float
    work: float
    peak: int


def first_build(project: Path, label: str, *options: str) -> Run:
    done = run(project, "--force", *options)
    count = sum(1 for _ in (project / "reports").rglob("*.txt"))
    rate = f"{count / done.seconds:7.1f} reports/s"
    print(f"{label:<16} {done.seconds:7.2f} s  {rate}  {done.work:7.2f} s CPU  {done.peak / 1e6:5.0f} MB", flush=True)
    return done


def run(project: Path, *options: str) -> Run:
    """`kpi build` in a process of its own."""
    command = [sys.executable, "-m", "kpi", "build", "--config", str(project / "config.yaml"), *options]
    start, before = time.perf_counter(), _work_of_children()
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    peak = Peak(process.pid)
    _, said = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(said.decode("utf-8", "replace"))
    return Run(seconds, _work_of_children() - before, peak.end())


class Peak:
    """Watches the memory of a process and all its children."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak = pid, 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> int:
        self._ended.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        import psutil

        while not self._ended.wait(_LOOK_SECONDS):
            with contextlib.suppress(psutil.Error):
                parent = psutil.Process(self._pid)
                self._peak = max(self._peak, sum(map(_held, [parent, *parent.children(recursive=True)])))


def _work_of_children() -> float:
    """CPU seconds of all processes that have ended, where the system counts them; 0 elsewhere."""
    times = os.times()
    return times.children_user + times.children_system


def _held(process: object) -> int:
    import psutil

    assert isinstance(process, psutil.Process)
    with contextlib.suppress(psutil.Error):
        info = process.memory_full_info() if platform.system() == "Linux" else process.memory_info()
        return int(getattr(info, "pss", info.rss))
    return 0


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of a scheduler with two worker processes; empty where Dask is not installed."""
    try:
        from distributed import LocalCluster
    except ModuleNotFoundError:
        print("Dask is not installed: python3 -m pip install 'dask[distributed]'")
        yield ""
        return
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as running:
        yield running.scheduler_address


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)


def mark(kept: bool) -> str:
    return "ok" if kept else "MISSED"


if __name__ == "__main__":
    prepare("tests.benchmarks.scale", DEVELOPMENT)
    raise SystemExit(main())
