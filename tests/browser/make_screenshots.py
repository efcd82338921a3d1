"""Pictures of the dashboard for the README: `python3 -m tests.browser.make_screenshots`.

Over the shipped reports; those that need many zones, over the invented project of the browser tests.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import invented
from tests.browser.conftest import ROOT, seeds_in, serving, settle
from tests.conftest import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).resolve().parent / "screenshots"
WIDTH = 1280
ZONE = "濮阳经济技术开发区"


@dataclass(frozen=True, slots=True)
class View:
    """A picture: its name, the address of what it shows, and how much of the page from its top."""

    name: str
    path: str
    height: int


OF_SEEDS = (
    View("overview", f"?zone={ZONE}", 1000),
    View("trends", "trends?show=key_project_investment", 860),
    View("targets", "targets", 1000),
    View("sources", "sources?doc=001_16878769c74911e4", 1000),
    View("indicator_map", "indicator_map?why=全区规上工业总产价值完成290亿元。", 860),
)
OF_MANY_ZONES = (View("compare", "compare?show=gdp&year=2024", 1000),)


def main() -> None:
    """Serves both projects, one after the other, and writes one picture of each view."""
    FOLDER.mkdir(exist_ok=True)
    chromium = find_chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium and str(chromium), args=["--no-sandbox"])
        (Path(folder) / "seeds").mkdir()
        for config, views in (
            (seeds_in(Path(folder) / "seeds"), OF_SEEDS),
            (invented.make(Path(folder) / "many"), OF_MANY_ZONES),
        ):
            with serving(config) as served:
                for view in views:
                    print(_take(browser, served.url, view))
        browser.close()


def _take(browser: Browser, url: str, view: View) -> str:
    context = browser.new_context(locale="zh-CN", viewport={"width": WIDTH, "height": view.height})
    page = context.new_page()
    page.goto(f"{url}/{view.path}")
    settle(page)
    page.wait_for_timeout(1500)  # charts and the scrolling of a report come to rest
    path = FOLDER / f"{view.name}.png"
    page.screenshot(path=path)
    context.close()
    with Image.open(path) as picture:  # a palette is enough for a page of text, and half the size
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    return f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB"


if __name__ == "__main__":
    main()
