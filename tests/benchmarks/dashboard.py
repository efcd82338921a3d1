"""How fast the dashboard is over a million observations, made up: `python3 -m tests.benchmarks.dashboard`.

Prints, for the real pages: server start to the first chart painted, a filter change to the new chart
painted (real Chromium), server time and memory with raw websocket sessions, 1, 10 and 30 at a time, and
what dominates a rerun, from a profile. Options: `--folder` keeps the made-up store for the next run,
`--sessions 1,10,30`, `--browsers 1,10,30`, `--profile` prints the profile only.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpi.bootstrap import DEVELOPMENT, prepare

if __name__ == "__main__":
    prepare("tests.benchmarks.dashboard", DEVELOPMENT)

import psutil

from tests.benchmarks.synthetic import make_store

ROOT = Path(__file__).resolve().parents[2]
CLICKS = 8
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="kpi-benchmark-"))
    config = folder / "config.yaml"
    if not config.is_file():
        started = time.monotonic()
        make_store(folder)
        print(f"made a store in {time.monotonic() - started:.0f} s: {folder}")
    try:
        _describe(config)
        if options.profile:
            _profile(config)
            return
        _load(config)
        for number in options.browsers:
            _browsers(config, number)
        with _served(config) as server:
            asyncio.run(_sessions(server, options.sessions))
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(",") if part]

    parser = argparse.ArgumentParser(prog="python3 -m tests.benchmarks.dashboard")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--sessions", type=numbers, default=[1, 10, 30])
    parser.add_argument("--browsers", type=numbers, default=[1, 10, 30])
    parser.add_argument("--profile", action="store_true")
    return parser.parse_args(arguments)


def _describe(config: Path) -> None:
    from kpi.building.store import open_build
    from kpi.settings.config import load_config

    build = open_build(load_config(config))
    assert build is not None
    print(f"{build.info['observations']:,} observations, {build.info['cells']:,} cells, load {os.getloadavg()[0]:.1f}")


def _load(config: Path) -> None:
    """The time from nothing to what every page starts from."""
    code = (
        "import time; t = time.perf_counter(); "
        "from kpi.settings.config import load_config; from kpi.building.store import open_build; "
        "from dashboard.frames.build_frames import frames_of; from pathlib import Path; import sys; "
        "i = time.perf_counter(); f = frames_of(open_build(load_config(Path(sys.argv[1])))); "
        "print(f'{i - t:.2f} {time.perf_counter() - i:.2f}')"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(config)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    imports, load = said.stdout.split()[-2:]
    print(f"open the store: {load} s (imports before it: {imports} s)")


@dataclass
class _Server:
    port: int
    process: psutil.Process
    started: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def megabytes(self) -> float:
        return float(self.process.memory_info().rss) / 2**20

    @property
    def cpu(self) -> float:
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def _served(config: Path) -> Iterator[_Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "server.py"), "--server.port", str(port),
        "--server.headless", "true", "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    environment = {**os.environ, "KPI_CONFIG": str(config), "PYTHONPATH": str(ROOT)}
    started = time.monotonic()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = _Server(port, psutil.Process(child.pid), started)
    try:
        _await(f"{server.url}/_stcore/health")
        yield server
    finally:
        child.terminate()
        child.wait(20)


def _await(url: str) -> None:
    for _ in range(600):
        try:
            with _OPENER.open(url, timeout=1):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    raise SystemExit("the server did not answer")


# With real browsers

_CLICK = """
async () => {
  const plot = () => document.querySelector('.js-plotly-plot');
  const look = () => { const p = plot(), layer = p && p.querySelector('.cartesianlayer');
      return p && p._fullData && layer && layer.childElementCount ? p._fullData.map(t => t.uid).join()
      + layer.innerHTML : ""; };
  const before = look();
  let changed = false;  // looked at only where something in a chart has changed: looking takes its time too
  const watcher = new MutationObserver(seen => { changed ||= seen.some(({target, addedNodes}) =>
      target.closest('.cartesianlayer') || [...addedNodes].some(n => n.querySelector?.('.cartesianlayer .trace'))); });
  const all = {childList: true, subtree: true, attributes: true, attributeFilter: ["d", "transform"]};
  watcher.observe(document.body, all);
  const kinds = document.querySelector('[data-testid="stSidebar"] [data-testid="stButtonGroup"]');
  const started = performance.now();
  kinds.querySelector('button').click();  // 实际, on and off in turn: every click changes the chart
  for (;;) {
    if (performance.now() - started > 30000) return -1;
    await new Promise(done => requestAnimationFrame(done));
    const now = changed ? look() : "";
    changed = false;
    if (now && now !== before) break;
  }
  watcher.disconnect();
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - started;
}
"""
_DRAWN = """() => { const plot = document.querySelector('.js-plotly-plot');
  return !!(plot && plot._fullData && plot.querySelector('.cartesianlayer :is(.scatterlayer path, .point)')); }"""


def _browsers(config: Path, number: int) -> None:
    """Server start to the first chart, a fresh page on a running server, and clicks, so many pages at once."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import settle
    from tests.conftest import find_chromium

    with sync_playwright() as playwright, _served(config) as server:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        address = f"{server.url}/trends?show=gdp"
        first = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
        first.goto(address)
        first.wait_for_function(_DRAWN, timeout=60_000)
        cold = time.monotonic() - server.started
        opened = time.monotonic()
        again = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
        again.goto(address)
        again.wait_for_function(_DRAWN, timeout=60_000)
        warm = time.monotonic() - opened
        pages = [first, again][:number]
        while len(pages) < number:
            page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
            page.goto(address)
            pages.append(page)
        for page in pages:
            settle(page)
        took = _click_all(pages)
        print(
            f"{number} browser page(s): server start to first chart {cold:.2f} s; fresh page on a running server "
            f"{warm:.2f} s; click to new chart painted {_spread(took)} ms; failed {sum(each < 0 for each in took)}"
        )
        browser.close()


def _click_all(pages: Sequence[Any]) -> list[float]:
    """Milliseconds of every click; with several pages all click at once, each in its own time."""
    took: list[float] = []
    for _ in range(CLICKS):
        for page in pages:
            page.evaluate(f"window.__took = null; ({_CLICK})().then(took => window.__took = took)")
        for page in pages:
            page.wait_for_function("window.__took !== null", timeout=60_000)
            took.append(page.evaluate("window.__took"))
            page.wait_for_timeout(50)
    return took


def _spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return (
        f"median {statistics.median(ordered):.0f}, p95 {ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]:.0f}"
    )


# With raw websocket sessions


@dataclass
class _Session:
    """A reader of the trends page who speaks the protocol of the server and draws nothing."""

    server: _Server
    socket: Any = None
    chooser: str = ""
    options: list[str] = field(default_factory=list)
    part: str = ""
    failed: int = 0

    async def open(self) -> float:
        import websockets

        self.socket = await websockets.connect(
            f"ws://127.0.0.1:{self.server.port}/_stcore/stream", subprotocols=["streamlit"], max_size=None,
            origin=self.server.url, proxy=None,
        )  # fmt: skip
        seconds, _ = await self.run()
        return seconds

    async def run(self, choice: int | None = None) -> tuple[float, int]:
        """Runs the page, with another indicator where one is chosen; seconds until it is done, and bytes."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = BackMsg()
        message.rerun_script.page_name = "trends"
        message.rerun_script.context_info.locale = "zh-CN"
        if choice is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self.chooser, self.options[choice % len(self.options)]
            message.rerun_script.fragment_id = self.part
        started, received = time.perf_counter(), 0
        await self.socket.send(message.SerializeToString())
        drawn = False
        while True:
            data = await self.socket.recv()
            received += len(data)
            answer = ForwardMsg()
            answer.ParseFromString(data)
            kind = answer.WhichOneof("type")
            if kind == "delta":
                element = answer.delta.new_element
                sort = element.WhichOneof("type")
                drawn = drawn or (sort == "bidi_component" and element.bidi_component.component_name == "kpi_chart")
                if sort == "selectbox" and element.selectbox.id.endswith("w_show"):
                    self.chooser, self.options = element.selectbox.id, list(element.selectbox.options)
                    self.part = answer.delta.fragment_id
                self.failed += sort == "exception"
            elif kind == "ref_hash":
                drawn = True
            elif kind == "script_finished":
                self.failed += not drawn
                return time.perf_counter() - started, received


async def _sessions(server: _Server, numbers: Sequence[int]) -> None:
    first = _Session(server)
    print(f"first session of the server: {await first.open():.2f} s")
    for choice in range(len(first.options)):
        await first.run(choice)
    base, sessions = server.megabytes, [first]
    for number in numbers:
        while len(sessions) < number:
            session = _Session(server)
            await session.open()
            sessions.append(session)
        cpu, started = server.cpu, time.perf_counter()
        took: list[float] = []
        sent: list[int] = []

        async def use(session: _Session, place: int, took: list[float] = took, sent: list[int] = sent) -> None:
            for click in range(CLICKS):
                seconds, received = await session.run(place + click)
                took.append(seconds * 1000)
                sent.append(received)

        await asyncio.gather(*(use(session, place) for place, session in enumerate(sessions)))
        elapsed, spent = time.perf_counter() - started, server.cpu - cpu
        print(
            f"{number} session(s) at once: rerun {_spread(took)} ms; {len(took) / elapsed:.0f} reruns/s; server CPU "
            f"{1000 * spent / len(took):.1f} ms a rerun; {statistics.median(sent) / 1000:.0f} kB a rerun; server "
            f"{server.megabytes:.0f} MB, {(server.megabytes - base) / max(1, number - 1):+.1f} MB a session; "
            f"failed {sum(session.failed for session in sessions)}"
        )


# What a rerun is spent on


def _profile(config: Path) -> None:
    """Where the time of a rerun of the trends page goes, script thread only."""
    import cProfile
    import pstats
    from unittest import mock

    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.testing.v1 import AppTest

    os.environ["KPI_CONFIG"] = str(config)
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    app.query_params["show"] = "gdp"
    app.run()
    app.switch_page("views/trends.py").run()
    codes = [_code(name, config) for name in app.selectbox(key="w_show").options]
    for code in codes:
        app.selectbox(key="w_show").set_value(code).run()
    profiler, run = cProfile.Profile(), ScriptRunner._run_script
    seconds: list[float] = []

    def profiled(*arguments: Any) -> None:
        started = time.thread_time()
        profiler.enable()
        try:
            run(*arguments)
        finally:
            profiler.disable()
            seconds.append(time.thread_time() - started)

    with mock.patch.object(ScriptRunner, "_run_script", profiled):
        for code in codes[:10]:
            app.selectbox(key="w_show").set_value(code).run()
    print(f"{1000 * statistics.median(seconds):.1f} ms of CPU a rerun, under the profiler")
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)


def _code(name: str, config: Path) -> str:
    from kpi.settings.config import load_config

    return next(each.id for each in load_config(config).indicators.values() if each.zh == name)


if __name__ == "__main__":
    main()
