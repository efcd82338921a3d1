"""Pictures of the dashboard over the shipped config: `python3 -m tests.browser.make_screenshots`."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ROOT, await_server, settle
from tests.conftest import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parent / "screenshots"
VIEWS = {"overview": "", "trends": "trends", "targets": "targets", "sources": "sources"}
WIDTH, HEIGHT = 1440, 900


def main() -> None:
    """Serves the dashboard, and writes one picture of each view."""
    FOLDER.mkdir(exist_ok=True)
    with _served() as url, sync_playwright() as playwright:
        chromium = find_chromium()
        browser = playwright.chromium.launch(executable_path=chromium and str(chromium), args=["--no-sandbox"])
        context = browser.new_context(
            locale="zh-CN", viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1
        )
        page = context.new_page()
        for name, path in VIEWS.items():
            print(_take(page, f"{url}/{path}", FOLDER / f"{name}.png"))
        browser.close()


def _take(page: Page, url: str, path: Path) -> str:
    page.goto(url)
    settle(page)
    page.wait_for_timeout(1500)  # charts and the scrolling of a report come to rest
    page.screenshot(path=path)
    with Image.open(path) as picture:  # a palette is enough for a page of text, and half the size
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    return f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB"


@contextmanager
def _served() -> Iterator[str]:
    """`kpi serve` on a free port; what it says goes to a file that is shown when it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kpi", "serve", "--no-browser", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        with log.open("wb") as output:
            server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
            try:
                await_server(f"http://127.0.0.1:{port}/_stcore/health", server, log)
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()
                server.wait(20)


if __name__ == "__main__":
    main()
