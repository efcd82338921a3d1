"""The dashboard over the seed reports, served for real, and a page of Chromium to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 90
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass(frozen=True, slots=True)
class Served:
    """A running dashboard: its address and the config that it works on."""

    url: str
    config: Path


@pytest.fixture(scope="session")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over a copy of the seeds that nobody changes; asks for Chromium first, not to start in vain."""
    del chromium
    with serving(seeds_in(tmp_path_factory.mktemp("看板 seeds"))) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser of somebody who reads Chinese, for servers that a test starts itself."""
    made = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def open_page(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Opens a path of the dashboard in a fresh context and waits until it is drawn."""
    contexts = []

    def opened(path: str = "", locale: str = "zh-CN", width: int = 1280, **options: object) -> Page:
        context = browser.new_context(locale=locale, viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{served.url}/{path}")
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def seeds_in(folder: Path) -> Path:
    """A copy of the seed reports and of their config in `folder`; returns the config."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copy(ROOT / "config.yaml", folder / "config.yaml")
    return folder / "config.yaml"


@contextmanager
def serving(config: Path) -> Iterator[Served]:
    """`kpi serve` over a project on a free port, until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kpi", "serve", "--no-browser", "--port", str(port), "--config", str(config)]
    log, environment = config.parent / "server.log", {**os.environ, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=config.parent, env=environment, stdout=output, stderr=output)
        try:
            await_server(f"http://127.0.0.1:{port}/_stcore/health", server, log)
            yield Served(f"http://127.0.0.1:{port}", config)
        finally:
            server.terminate()
            server.wait(20)


def settle(page: Page) -> None:
    """Waits until the page has been drawn and the server has nothing more to say."""
    page.wait_for_selector(IDLE, timeout=30_000)
    page.wait_for_selector("h1", timeout=30_000)
    page.wait_for_timeout(300)
    page.wait_for_selector(IDLE, timeout=30_000)


def await_server(url: str, server: subprocess.Popen[bytes], log: Path, host: str = "") -> None:
    """Waits until `url` answers; `host` is the name under which the server (or the proxy before it) is asked."""
    asked = urllib.request.Request(url, headers={"Host": host} if host else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
        try:
            with opener.open(asked, timeout=2):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    pytest.fail("the server did not answer in time")
