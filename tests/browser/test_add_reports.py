"""Reports dropped on the page, looked at, and joining the series, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Served, seeds_in, serving, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
NAME = "濮阳经开区2031年总结.txt"
REPORT = "开发区新闻\n\n濮阳经济技术开发区2031年地区生产总值完成391.7亿元，同比增长6.3%。\n"


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A dashboard of its own over a copy of the seeds, since these tests add to it."""
    del chromium
    with serving(seeds_in(tmp_path_factory.mktemp("加入"))) as running:
        yield running


@pytest.fixture
def clean(served: Served) -> Iterator[Path]:
    """The report folder, put back as it was."""
    folder = served.config.parent / "seeds"
    before = set(folder.iterdir())
    yield folder
    for path in set(folder.iterdir()) - before:
        path.unlink()


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    payload = [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
    page.locator('input[type="file"]').set_input_files(payload)  # type: ignore[arg-type]
    page.get_by_role("button", name=re.compile("加入 |^library_add|Add ")).last.wait_for()
    settle(page)


def test_a_report_dropped_on_the_page_joins_the_series(open_page: Open, clean: Path, served: Served) -> None:
    other = open_page("trends?show=gdp", "en-US")
    page = open_page("add_reports")
    drop(page, (NAME, REPORT.encode("gb18030")), ("空.txt", b""))
    assert page.get_by_text("读不了 1").is_visible() and page.get_by_text("可加入 1").is_visible()
    assert not (clean / NAME).exists()
    page.get_by_role("button", name=re.compile("加入 1 份")).click()
    page.get_by_text(re.compile(r"已加入 1 份报告：观测从 \d+ 条变为 \d+ 条")).wait_for(timeout=60_000)
    assert (clean / NAME).read_bytes() == REPORT.encode("gb18030")
    page.get_by_role("button", name="看《濮阳经开区2031年总结》").click()
    page.get_by_role("heading", name="来源", exact=True).wait_for()
    page.locator(".fact", has_text="391.7").first.wait_for()
    page.goto(f"{served.url}/trends?show=gdp")
    page.locator(".js-plotly-plot", has_text="391.7").first.wait_for()
    # who had the page open all the while is told, and sees it when asking for it
    assert "391.7" not in other.get_by_test_id("stMain").inner_text()
    other.get_by_text("Newer results are there").wait_for(timeout=60_000)
    other.get_by_role("button", name="Show them").click()
    other.locator(".js-plotly-plot", has_text="391.7").first.wait_for()


def test_a_file_taken_away_is_gone_and_the_rest_stays(open_page: Open, clean: Path) -> None:
    page = open_page("add_reports", "en-US")
    drop(page, (NAME, REPORT.encode()), ("other.txt", "2031年，全区地区生产总值完成9亿元。".encode()))
    page.get_by_text("2 files").wait_for()
    page.get_by_role("button", name=re.compile("Remove|Delete")).first.click()
    page.get_by_text("1 file ·").wait_for()
    assert clean.exists() and not (clean / NAME).exists()


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_page_fits_a_phone(locale: str, open_page: Open, clean: Path) -> None:
    page = open_page("add_reports", locale, 380, color_scheme="dark")
    drop(page, (NAME, REPORT.encode()), ("other.txt", "2031年，全区地区生产总值完成9亿元。".encode()))
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0 and clean.exists()


NAMELESS = "2031年，全区地区生产总值完成88亿元。\n"
TYPED = [
    ("濮阳经济", "濮阳经济技术开发区"),
    ("荆州经开区", "荆州经济技术开发区"),
    ("襄樊高新", "襄阳高新技术产业开发区"),
]


@pytest.mark.parametrize(("typed", "zone"), TYPED)
def test_a_zone_is_completed_and_no_slip_makes_another(typed: str, zone: str, open_page: Open, clean: Path) -> None:
    page = open_page("add_reports")
    drop(page, ("不知谁的.txt", NAMELESS.encode()))
    box = page.get_by_role("combobox", name=re.compile("开发区"))
    box.click()
    page.keyboard.type(typed)
    page.get_by_role("option").filter(has_text=zone).first.wait_for()
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_text(re.compile(f"开发区：{zone}")).first.wait_for()
    assert page.get_by_text("将加入 1 条观测").is_visible() and clean.exists()
