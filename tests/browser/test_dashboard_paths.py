"""The ways through the dashboard that people take, walked in a real browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Served, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., "Page"]
VIEWS = {
    "": ("总览", "Overview"),
    "trends": ("趋势", "Trends"),
    "targets": ("目标", "Targets"),
    "data": ("数据", "Data"),
    "sources": ("来源", "Sources"),
    "indicator_map": ("指标映射", "Indicator map"),
}
CURRENT = ".fact.current"


@pytest.mark.parametrize("width", [380, 1440])
@pytest.mark.parametrize("path", VIEWS)
def test_every_view_in_both_languages(path: str, width: int, open_page: Open) -> None:
    for number, locale in enumerate(("zh-CN", "en-US")):
        page = open_page(path, locale, width)
        assert page.locator("h1").inner_text() == VIEWS[path][number]
        assert page.locator('[data-testid="stException"]').count() == 0
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} is {overflow} px too wide"


def test_a_number_leads_to_its_highlighted_sentence(open_page: Open) -> None:
    page = open_page()
    page.locator('[class*="gdp_source"] button').first.click()
    page.wait_for_selector(CURRENT)
    assert "254" in "".join(page.locator(CURRENT).all_inner_texts())
    assert _in_sight(page)


def test_the_way_back_from_a_source_leaves_no_trace(open_page: Open) -> None:
    page = open_page()
    page.locator('[class*="gdp_source"] button').first.click()
    page.wait_for_selector(CURRENT)
    assert not page.get_by_test_id("stSidebar").is_visible()
    page.go_back()
    page.get_by_role("heading", name="总览").wait_for()
    settle(page)
    assert "fact=" not in page.url and "doc=" not in page.url
    assert page.get_by_test_id("stSidebar").is_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_no_words_of_a_target_are_cut_on_a_phone(locale: str, open_page: Open) -> None:
    page = open_page("targets", locale, 380)
    page.locator(".js-plotly-plot .annotation-text").first.wait_for()
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot .annotation-text')].filter(text =>
            text.getBoundingClientRect().right > text.closest('.js-plotly-plot').getBoundingClientRect().right + 1
        ).map(text => text.textContent)"""
    )
    assert cut == []


def test_a_mark_in_the_chart_leads_to_its_sentence(open_page: Open) -> None:
    page = open_page("trends?show=key_project_investment")
    page.locator(".scatterlayer .point").first.wait_for()
    point = page.locator(".scatterlayer .point").last.bounding_box()
    assert point is not None
    page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    page.wait_for_timeout(200)
    page.mouse.click(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    page.wait_for_selector(CURRENT)
    assert page.locator("h1").inner_text() == "来源" and _in_sight(page)


def test_the_three_investments_of_2024_stand_together(open_page: Open) -> None:
    page = open_page("trends?show=key_project_investment")
    page.locator(".scatterlayer .point").first.wait_for()
    said = page.locator(".js-plotly-plot").first.text_content() or ""
    assert all(number in said for number in ("96.3", "131.2", "206.19"))
    years = [text for text in page.locator(".xtick text").all_text_contents() if text]
    assert years and all(re.fullmatch(r"20\d\d", year) for year in years)


def test_a_link_shows_the_same_view(open_page: Open) -> None:
    page = open_page("data?indicator=gdp&kind=actual", "en-US")
    page.get_by_text("中文", exact=True).click()
    page.wait_for_url(re.compile("lang=zh"))
    settle(page)
    again = open_page(page.url.split("/", 3)[3], "en-US")
    assert again.locator("h1").inner_text() == "数据" and "kind=actual" in again.url
    assert _count(again) == _count(page)


def test_the_filters_go_along_from_view_to_view(open_page: Open) -> None:
    page = open_page("data?kind=target")
    before = _count(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="趋势").first.click()
    page.wait_for_url(re.compile("/trends"))
    settle(page)
    assert "kind=target" in page.url and _count(page) == before


def test_the_file_has_what_is_shown(open_page: Open) -> None:
    page = open_page("data?kind=target")
    shown = int(re.search(r"(\d+) 行", page.inner_text('[data-testid="stMain"]')).group(1))  # type: ignore[union-attr]
    with page.expect_download() as download:
        page.get_by_text("下载所示 CSV").click()
    assert "目标" in download.value.suggested_filename and download.value.suggested_filename.endswith(".csv")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == shown and {row["类别"] for row in rows} == {"目标"}


def test_stepping_by_keyboard_and_by_click_in_the_report(open_page: Open) -> None:
    page = open_page("sources")
    page.wait_for_selector(CURRENT)
    first = page.locator(CURRENT).first.inner_text()
    page.keyboard.press("Alt+ArrowRight")
    page.get_by_text(re.compile(r"第 2 / \d+ 条")).wait_for()
    settle(page)
    assert page.locator(CURRENT).first.inner_text() != first and "fact=" in page.url
    page.locator(".fact:not(.current)").last.click()
    page.get_by_text(re.compile(r"第 2 / \d+ 条")).wait_for(state="detached")
    assert _in_sight(page)


def test_nothing_leaves_the_machine(open_page: Open, served: Served) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in VIEWS:
        page.goto(f"{served.url}/{path}")
        settle(page)
    foreign = [url for url in asked if not url.startswith((served.url, "data:", "blob:", "ws://127.0.0.1"))]
    assert foreign == []


def _type(page: Page, text: str) -> None:
    editor = page.locator("textarea")
    editor.fill(text)
    editor.press("Control+Enter")
    settle(page)


def _count(page: Page) -> str:
    return re.search(r"\d+ / \d+|\d+ of \d+", page.inner_text('[data-testid="stSidebar"]')).group(0)  # type: ignore[union-attr]


def _in_sight(page: Page) -> bool:
    """Whether the current fact stands inside the visible part of the report."""
    page.wait_for_timeout(1200)  # the report scrolls smoothly
    mark, report = page.locator(CURRENT).first.bounding_box(), page.locator(".report").bounding_box()
    assert mark is not None and report is not None
    return report["y"] <= mark["y"] <= report["y"] + report["height"]
