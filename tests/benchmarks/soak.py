"""`python3 -m tests.benchmarks.soak [part …] [--minutes 10] [--updates 1000]`: whether months leave anything behind.

`dashboard`: a real server over a small project that many use at once: pages opened and clicked through, reports handed
in and joined, decisions and maps saved, builds made, people who leave and others who come. `watch`: `kpi watch` while
reports come and go. The first half fills the caches; in the second half memory, threads and open files have to stay
as they are, and once all have left and Streamlit no longer keeps their sessions, so does what was open for them. The
exit status is 1 where they grow, or where anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import fmean, linear_regression
from typing import Any

from kpi.bootstrap import DEVELOPMENT, ROOT, prepare

if __name__ == "__main__":
    prepare("tests.benchmarks.soak", DEVELOPMENT)

import psutil

from kpi.building.serve import SECONDS_KEPT
from kpi.settings.config import Config
from tests.benchmarks.parts import Part, parser_of, run_parts
from tests.works import report_of

AT_MOST_MORE_MEMORY = 0.02
"""By so much of itself may the memory grow in the second half, where that is more than noise."""
AT_MOST_MORE = 8
"""So many threads or open files more are no growth."""
PAGES = (
    *("overview", "trends", "targets", "compare", "tile_map", "data", "sources", "dictionary", "to_settle"),
    *("add_reports", "indicator_map", "search"),
)
CLICKERS = 5
_SECONDS_BETWEEN_LOOKS = 5.0
_REPORTS_KEPT = 25
_RUNS_OF_A_VISIT = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Soaks the parts that are named, or both; the exit status is 1 where something is left behind."""
    parser = parser_of("soak", __doc__, PARTS)
    parser.add_argument("--minutes", type=float, default=20, help="how long the dashboard is used (20)")
    parser.add_argument("--updates", type=int, default=1000, help="how often the watch builds (1000)")
    return run_parts(parser, PARTS, arguments)


# What a process holds


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes, threads, open files and children of a process, after so many seconds and so many `steps` of use."""

    seconds: float
    steps: int
    megabytes: float
    threads: int
    handles: int
    children: int

    def told(self, name: str) -> str:
        return (
            f"{name:<12} {self.seconds:6.0f} s  {self.steps:6,} steps  {self.megabytes:7.1f} MB  "
            f"{self.threads:3} threads  {self.handles:3} handles  {self.children} children"
        )


@dataclass(slots=True)
class Log:
    """Looks at a process again and again; `steps` tells how much it has been used by then."""

    process: psutil.Process
    steps: Callable[[], int]
    started: float = field(default_factory=time.monotonic)
    looks: list[Held] = field(default_factory=list)

    def look(self) -> Held:
        with self.process.oneshot():
            handles = self.process.num_fds() if hasattr(self.process, "num_fds") else self.process.num_handles()
            held = Held(
                time.monotonic() - self.started,
                self.steps(),
                self.process.memory_info().rss / 2**20,
                self.process.num_threads(),
                handles,
                len(self.process.children()),
            )
        self.looks.append(held)
        return held

    def judged(self, name: str) -> list[str]:
        """Prints what was held, tenth by tenth, and how it grew in the second half; what grew there."""
        print(self.looks[0].told("begun"))
        for tenth in tenths(self.looks):
            print(tenth.told(""), flush=True)
        return [f"{name}: {grown}" for grown in growth(self.looks)]


def tenths(looks: Sequence[Held]) -> list[Held]:
    """The median of each tenth of the looks."""
    cuts = [len(looks) * part // 10 for part in range(11)]
    return [_median(looks[start:end]) for start, end in pairwise(cuts) if start < end]


def growth(looks: Sequence[Held]) -> list[str]:
    """What grew in the second half of the looks, and is not within the noise: prints the slope of the memory too."""
    second = tenths(looks)[5:]
    slope, noise = slope_of([(each.steps / 1000, each.megabytes) for each in second])
    print(f"memory in the second half: {slope:+.1f} MB in 1,000 steps (noise {noise:.1f})", flush=True)
    steps = (second[-1].steps - second[0].steps) / 1000
    misses = []
    if slope > 2 * noise and slope * steps > AT_MOST_MORE_MEMORY * second[0].megabytes:
        misses.append(f"memory {second[0].megabytes:.0f} -> {second[-1].megabytes:.0f} MB")
    for what in ("threads", "handles"):
        before, after = (max(getattr(each, what) for each in part) for part in (second[:2], second[-2:]))
        if after > before + AT_MOST_MORE:
            misses.append(f"{what} {before} -> {after}")
    return misses


def slope_of(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The slope of the line through the points by least squares, and its standard error."""
    xs, ys = zip(*points, strict=True)
    slope, start = linear_regression(xs, ys)
    left = sum((y - start - slope * x) ** 2 for x, y in points)
    spread = sum((x - fmean(xs)) ** 2 for x in xs)
    return slope, (left / (len(points) - 2) / spread) ** 0.5


def _median(looks: Sequence[Held]) -> Held:
    each = {name: [getattr(look, name) for look in looks] for name in Held.__slots__}
    return Held(**{name: sorted(values)[len(values) // 2] for name, values in each.items()})


# The watch


def watch(folder: Path, options: argparse.Namespace) -> list[str]:
    """`kpi watch` in this process while a report changes before every second look."""
    from kpi.building.watch import watch as keep_up

    config = _project(folder)
    said = Counter[str]()
    log = Log(psutil.Process(), lambda: said["updates"])
    chance = random.Random(1)

    class Enough(Exception):
        pass

    def say(line: str) -> None:
        said["updates" if "观测" in line else "other lines"] += 1

    looks = 0

    def sleep(_: float) -> None:
        nonlocal looks
        looks += 1
        if said["updates"] >= options.updates:
            raise Enough
        if looks % 2:
            return
        path = folder / "reports" / f"{chance.randrange(2011, 2023)}.txt"
        if path.exists() and chance.random() < 0.2:
            path.unlink()
        else:
            path.write_text(report_of(chance.randrange(2000, 2023)) + f"\n第{looks}稿。\n", encoding="utf-8")
        if looks % 50 == 0:
            gc.collect()
            log.look()

    print(f"\n{options.updates:,} updates of kpi watch", flush=True)
    log.look()
    with suppress(Enough):
        keep_up(config, say, sleep=sleep, jobs=1)
    log.look()
    print(f"{said['updates']:,} updates, {said['other lines']:,} other lines, {looks:,} looks")
    return log.judged("watch")


def _project(folder: Path) -> Path:
    """A project with reports of some years; its config."""
    (folder / "reports").mkdir(parents=True)
    for year in range(2011, 2023):
        (folder / "reports" / f"{year}.txt").write_text(report_of(year), encoding="utf-8")
    for seed in (ROOT / "seeds").glob("*.txt"):
        shutil.copy(seed, folder / "reports")
    text = (ROOT / "config.yaml").read_text("utf-8").replace("reports: [seeds]", "reports: [reports]")
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return folder / "config.yaml"


# The dashboard


def dashboard(folder: Path, options: argparse.Namespace) -> list[str]:
    """A server that is used by many at once for some minutes."""
    from kpi.building.store import build
    from kpi.settings.config import load_config
    from tests.browser.conftest import serving

    config = _project(folder)
    build(load_config(config))
    done: Counter[str] = Counter()
    with serving(config) as served:
        server = _server_of(config)
        print(f"\n{options.minutes:g} minutes of the dashboard, process {server.pid}", flush=True)
        log = Log(server, lambda: done["clicks"])
        asyncio.run(_use(served.url, config, options.minutes * 60, log, done))
        misses = log.judged("dashboard")
        misses += asyncio.run(_left_alone(served.url, log))
    print("  ".join(f"{count:,} {what}" for what, count in sorted(done.items())))
    print(_left(load_config(config)))
    if failed := {what: count for what, count in done.items() if "failed" in what}:
        misses.append(f"dashboard: {failed}")
    return misses


def _left(config: Config) -> str:
    """What the use has left on the disk: that what was done was done."""
    from kpi.results import corrections
    from kpi.results.builds import current_build
    from kpi.settings.config import earlier_versions

    build = current_build(config.data)
    assert build is not None
    decisions = len(corrections.load(config).entries)
    maps = len(earlier_versions(config.path, config.data))
    return f"on the disk: {build.info['reports']} reports, {decisions} decisions, {maps} earlier maps"


def _server_of(config: Path) -> psutil.Process:
    """The process that serves a project: `kpi serve` starts it, or is it."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if process.children(recursive=True) or str(config) in process.cmdline():
                inner = [each for each in process.children(recursive=True) if each.num_threads() > 3]
                return inner[0] if inner else process
    raise SystemExit("the server is not among the children of this process")


async def _left_alone(url: str, log: Log) -> list[str]:
    """What is still open for those who left, when Streamlit no longer keeps their sessions and somebody comes by."""
    least = min(each.handles for each in log.looks[len(log.looks) // 2 :])
    await asyncio.sleep(SECONDS_KEPT + 5)
    async with Visitor(url) as visitor:
        await visitor.open("")
    await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
    held = log.look()
    print(held.told("left alone"), flush=True)
    return [] if held.handles <= least else [f"dashboard: left alone, {held.handles} handles, at least {least} in use"]


async def _use(url: str, config: Path, seconds: float, log: Log, done: Counter[str]) -> None:
    deadline = time.monotonic() + seconds
    people: list[Callable[..., Any]] = [_read_pages] * CLICKERS + [_hand_in, _correct, _save_maps]

    async def looked() -> None:
        while time.monotonic() < deadline:
            log.look()
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    work = (person(url, config, deadline, random.Random(number), done) for number, person in enumerate(people))
    await asyncio.gather(looked(), *work)


@dataclass(slots=True)
class Visitor:
    """Somebody before the dashboard, who speaks the protocol of the server and draws nothing."""

    url: str
    socket: Any = None
    session: str = ""
    widgets: dict[str, Any] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    async def __aenter__(self) -> Visitor:
        import websockets

        self.socket = await websockets.connect(
            f"{self.url.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            origin=websockets.Origin(self.url),
            proxy=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    def find(self, *parts: str) -> Any:
        """The first widget whose label or key holds one of these texts; None where none does."""
        for part in parts:
            for name, element in self.widgets.items():
                if part in name or part in getattr(element, "label", ""):
                    return element
        return None

    def put(self, element: Any, **value: Any) -> None:
        """Fills a widget in; it stays so for the runs to come."""
        from streamlit.proto.WidgetStates_pb2 import WidgetState

        self.states[element.id] = WidgetState(id=element.id, **value)

    async def open(self, page: str, query: str = "") -> None:
        """Opens a page anew."""
        self.states.clear()
        await self.run(page, query)

    async def run(self, page: str, query: str = "", press: Any = None) -> None:
        """Runs the page, with a button pressed where one is given, until it is drawn."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        message.rerun_script.context_info.locale = "zh-CN"
        message.rerun_script.widget_states.widgets.extend(
            state for name, state in self.states.items() if any(each.id == name for each in self.widgets.values())
        )
        if press is not None:
            message.rerun_script.widget_states.widgets.add(id=press.id, trigger_value=True)
        self.widgets = {}
        await self.socket.send(message.SerializeToString())
        await self._drawn()

    async def _drawn(self) -> None:
        """Takes in what the server sends until the page is done; a page that begins anew goes on."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await asyncio.wait_for(self.socket.recv(), 180))
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.widgets = {}
                self.session = answer.new_session.initialize.session_id or self.session
            elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                self._take(answer.delta.new_element)
            elif kind == "script_finished" and answer.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                return

    def _take(self, element: Any) -> None:
        sort = element.WhichOneof("type")
        inner = getattr(element, sort)
        if sort == "exception":
            self.faults.append(f"{inner.type}: {inner.message}")
        elif identity := getattr(inner, "id", ""):
            self.widgets[f"{sort} {identity}"] = inner

    async def upload(self, page: str, place: Any, files: Sequence[tuple[str, bytes]]) -> None:
        """Hands in files as a browser does: asks for their addresses, sends them there, and runs the page."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        ask = BackMsg()
        ask.file_urls_request.request_id = "r"
        ask.file_urls_request.file_names.extend(name for name, _ in files)
        ask.file_urls_request.session_id = self.session
        await self.socket.send(ask.SerializeToString())
        answer = ForwardMsg()
        while answer.WhichOneof("type") != "file_urls_response":
            answer.ParseFromString(await asyncio.wait_for(self.socket.recv(), 60))
        urls = answer.file_urls_response.file_urls
        await asyncio.to_thread(_send_files, self.url, urls, files)
        self.put(place)
        handed = self.states[place.id].file_uploader_state_value
        for (name, data), where in zip(files, urls, strict=True):
            handed.uploaded_file_info.add(name=name, size=len(data), file_id=where.file_id, file_urls=where)
        self.states[place.id].file_uploader_state_value.SetInParent()
        self.widgets["file_uploader"] = place
        await self.run(page)


def _send_files(url: str, urls: Any, files: Sequence[tuple[str, bytes]]) -> None:
    import requests

    with requests.Session() as browser:
        browser.trust_env = False
        browser.get(f"{url}/_stcore/health", timeout=30)
        token = browser.cookies.get("_streamlit_xsrf", "")
        for (name, data), where in zip(files, urls, strict=True):
            answer = browser.put(
                url + where.upload_url,
                files={name: (name, data)},
                timeout=60,
                headers={"X-Xsrftoken": token, "Origin": url},
            )
            answer.raise_for_status()


async def _visits(
    url: str,
    deadline: float,
    done: Counter[str],
    visit: Callable[[Visitor], Any],
) -> None:
    """Visits one after the other until the time is up; what goes wrong is counted, and told once."""
    while time.monotonic() < deadline:
        try:
            async with Visitor(url) as visitor:
                await visit(visitor)
                done["visits"] += 1
                for fault in visitor.faults:
                    if not done[f"failed {fault[:120]}"]:
                        print(f"failed: {fault}", flush=True)
                    done[f"failed {fault[:120]}"] += 1
        except (OSError, TimeoutError, Exception) as error:
            name = f"failed {type(error).__name__}: {error}"[:120]
            if not done[name]:
                print(name, flush=True)
            done[name] += 1
            await asyncio.sleep(1)


async def _read_pages(url: str, config: Path, deadline: float, chance: random.Random, done: Counter[str]) -> None:
    """Goes from page to page and changes what is chosen there."""

    async def visit(visitor: Visitor) -> None:
        for _ in range(_RUNS_OF_A_VISIT):
            page = chance.choice(PAGES)
            query = chance.choice(("", "lang=English", "money=万元"))
            await visitor.open("" if page == "overview" else page, query)
            done["clicks"] += 1
            for _ in range(chance.randrange(4)):
                chosen = [each for name, each in visitor.widgets.items() if name.startswith("selectbox")]
                chosen = [each for each in chosen if len(each.options) > 1]
                if not chosen or time.monotonic() > deadline:
                    break
                each = chance.choice(chosen)
                visitor.put(each, string_value=chance.choice(list(each.options)))
                await visitor.run("" if page == "overview" else page, query)
                done["clicks"] += 1
            if time.monotonic() > deadline:
                return

    await _visits(url, deadline, done, visit)


async def _hand_in(url: str, config: Path, deadline: float, chance: random.Random, done: Counter[str]) -> None:
    """Hands in two reports, a text and a table, joins them, and takes old ones off the disk."""
    number = 0

    async def visit(visitor: Visitor) -> None:
        nonlocal number
        for _ in range(8):
            number += 1
            await visitor.open("add_reports")
            place = visitor.find("file_uploader")
            if place is None:
                done["failed: no place to hand in"] += 1
                return
            year = 2000 + number % 23
            text = report_of(year).replace("总结", f"总结（第{number}稿）")
            table = f"濮阳经济技术开发区{year}年主要指标,\n指标,{year}年（亿元）\n地区生产总值,{number}\n"
            await visitor.upload(
                "add_reports", place, [(f"稿{number}.txt", text.encode()), (f"表{number}.csv", table.encode())]
            )
            done["uploads"] += 2
            join = visitor.find("upload_join")
            if join is None or join.disabled:
                done["failed: nothing to join"] += 1
                return
            await visitor.run("add_reports", press=join)
            done["clicks"] += 3
            done["builds"] += 1
            _keep_few(config)
            if time.monotonic() > deadline:
                return
            await asyncio.sleep(chance.random() * 4)

    await _visits(url, deadline, done, visit)


def _keep_few(config: Path) -> None:
    """The project stays as large as it is: the oldest of what was handed in goes."""
    made = [path for path in (config.parent / "reports").rglob("*") if path.name[:1] in "稿表"]
    for path in sorted(made, key=lambda path: path.stat().st_mtime)[:-_REPORTS_KEPT]:
        path.unlink()


async def _correct(url: str, config: Path, deadline: float, chance: random.Random, done: Counter[str]) -> None:
    """Opens facts in their reports and decides on them; now and then makes the build that follows."""
    from kpi.building.store import open_build
    from kpi.settings.config import load_config

    async def visit(visitor: Visitor) -> None:
        build = open_build(load_config(config))
        assert build is not None
        names = list(build.select("observations", columns=("observation_id",))["observation_id"])
        del build
        for _ in range(10):
            query = f"fact={chance.choice(names)}"
            await visitor.open("sources", query)
            done["clicks"] += 1
            why, who, save = visitor.find("-why_o"), visitor.find("-who_o"), visitor.find("记下")
            if why is None or who is None or save is None:
                done["facts that are gone"] += 1
                continue
            visitor.put(why, string_value=f"核对了原件 {time.monotonic():.0f}")
            visitor.put(who, string_value="王某")
            await visitor.run("sources", query, press=save)
            done["clicks"] += 1
            done["decisions"] += 1
            if chance.random() < 0.2 and (again := visitor.find("rebuild_corrected")):
                await visitor.run("sources", query, press=again)
                done["builds"] += 1
            if time.monotonic() > deadline:
                return
            await asyncio.sleep(chance.random() * 2)

    await _visits(url, deadline, done, visit)


async def _save_maps(url: str, config: Path, deadline: float, chance: random.Random, done: Counter[str]) -> None:
    """Saves the map with another word in it, which builds."""

    async def visit(visitor: Visitor) -> None:
        for _ in range(4):
            query = "editor=plain"
            await visitor.open("indicator_map", query)
            area = visitor.find("text_area")
            if area is None:
                done["failed: no text of the map"] += 1
                return
            text = config.read_text("utf-8")
            word = f"# {chance.randrange(10**6)}\n"
            visitor.put(area, string_value=re.sub(r"\A(# \d+\n)?", word, text))
            await visitor.run("indicator_map", query)
            save = visitor.find("保存并重新建库")
            if save is None or save.disabled:
                done["failed: no way to save"] += 1
                return
            await visitor.run("indicator_map", query, press=save)
            done["clicks"] += 3
            done["maps saved"] += 1
            done["builds"] += 1
            if time.monotonic() > deadline:
                return
            await asyncio.sleep(3 + chance.random() * 8)

    await _visits(url, deadline, done, visit)


PARTS: dict[str, Part] = {"watch": watch, "dashboard": dashboard}

if __name__ == "__main__":
    sys.exit(main())
