"""What all tests share: reproducible properties, and a Chromium for those that need one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# On a shared machine a slow example says nothing about the code; in CI the same examples are tried every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "/usr/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def find_chromium() -> Path | None:
    """The browser of KPI_CHROMIUM, or the first Chromium or Chrome of this machine."""
    wanted = os.environ.get("KPI_CHROMIUM")
    for name in (wanted,) if wanted else CHROMIUM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    return None


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Path of the browser; skips, or fails where KPI_REQUIRE_BROWSER is set, when there is none."""
    path = find_chromium()
    if path is None:
        reason = "no Chromium on this machine: install chromium or Chrome, or name one in KPI_CHROMIUM"
        if os.environ.get("KPI_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """A running headless Chromium; each test opens its own context in it."""
    from playwright.sync_api import sync_playwright

    as_root = hasattr(os, "geteuid") and os.geteuid() == 0  # the browser's sandbox refuses root
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-dev-shm-usage"] if as_root else []
        )
        yield running
        running.close()
