"""Pictures of the dashboard for the README: `python3 -m tests.browser.make_screenshots [name …] [--folder FOLDER]`.

Over the shipped reports; those that need many zones or much to settle, over invented projects of the tests.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpi.bootstrap import DEVELOPMENT, prepare

if __name__ == "__main__":
    prepare("tests.browser.make_screenshots", DEVELOPMENT)

from PIL import Image
from playwright.sync_api import sync_playwright

from kpi.building import store
from kpi.settings.config import load_config
from tests.browser import invented
from tests.browser.conftest import seeds_in, serving, settle
from tests.conftest import find_chromium
from tests.dashboard import to_settle_reports

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).resolve().parent / "screenshots"
WIDTH = 1280


@dataclass(frozen=True, slots=True)
class View:
    """A picture: its name, the address of what it shows, and how much of the page from its top."""

    name: str
    path: str
    height: int


OF_SEEDS = (
    View("trends", "trends?show=key_project_investment", 860),
    View("targets", "targets", 1000),
    View("sources", "sources?doc=001_16878769c74911e4", 1000),
    View("indicator_map", "indicator_map?why=全区规上工业总产价值完成290亿元。", 860),
)
OF_MANY_ZONES = (
    View("overview", f"?my_zone={invented.ZONES[0][0]}", 1000),
    View("compare", "compare?show=gdp&year=2024", 1000),
)
OF_WAITING = (View("to_settle", "to_settle?part=readings", 620),)


def main() -> None:
    """Serves both projects, one after the other, and writes one picture of each view."""
    options = _options()
    os.environ["LOGNAME"] = "王某"  # whom the queue takes for the one who decides
    options.folder.mkdir(parents=True, exist_ok=True)
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium on this machine: install chromium or Chrome, or name one in KPI_CHROMIUM")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        (Path(folder) / "seeds").mkdir()
        for config, views in (
            (seeds_in(Path(folder) / "seeds"), OF_SEEDS),
            (invented.make(Path(folder) / "many"), OF_MANY_ZONES),
            (_waiting(Path(folder) / "waiting"), OF_WAITING),
        ):
            chosen = [view for view in views if not options.names or view.name in options.names]
            if chosen:
                with serving(config) as served:
                    for view in chosen:
                        print(_take(browser, served.url, view, options.folder), flush=True)
        browser.close()


def _waiting(folder: Path) -> Path:
    """The project of the tests in which ten things wait for a person, built; returns its config."""
    config = to_settle_reports.to_settle(folder)
    with to_settle_reports.unsure():
        store.build(load_config(config))
    return config


def _options() -> argparse.Namespace:
    names = [view.name for view in (*OF_SEEDS, *OF_MANY_ZONES, *OF_WAITING)]
    parser = argparse.ArgumentParser(prog="tests.browser.make_screenshots", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="name", help=f"which pictures, all of them by default: {names}")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they are written")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no such picture: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return options


def _take(browser: Browser, url: str, view: View, folder: Path) -> str:
    context = browser.new_context(locale="zh-CN", viewport={"width": WIDTH, "height": view.height})
    page = context.new_page()
    page.goto(f"{url}/{view.path}")
    settle(page)
    page.wait_for_timeout(1500)  # charts and the scrolling of a report come to rest
    path = folder / f"{view.name}.png"
    page.screenshot(path=path)
    context.close()
    with Image.open(path) as picture:  # a palette is enough for a page of text, and half the size
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    return f"{path}: {path.stat().st_size / 1000:.0f} kB"


if __name__ == "__main__":
    main()
