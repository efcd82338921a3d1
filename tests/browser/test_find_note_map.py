"""Search, notes and the map in a real browser: by mouse, by keyboard, on a phone, by two people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpi.results import notes
from kpi.settings.config import load_config
from tests.browser import invented
from tests.browser.conftest import Served, serving, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
ZONE = invented.ZONES[0][0]
MARKUP = "口径 <img src=x onerror=document.title=1> **粗** $x^2$ [见](http://example.invalid)"


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over twelve invented zones."""
    del chromium
    with serving(invented.make(tmp_path_factory.mktemp("十二区") / "项目")) as running:
        yield running


def listed(page: Page) -> str:
    """What is said above the table of zones."""
    return page.get_by_text(re.compile(r"\d+ (个区|zones?)$")).last.inner_text()


def test_the_box_finds_and_leads(open_page: Open) -> None:
    page = open_page("targets")
    box = page.get_by_placeholder("搜索开发区")
    box.fill("云溪 生产总值")
    box.press("Enter")
    page.get_by_role("heading", name="搜索“云溪 生产总值”").wait_for()
    settle(page)
    page.get_by_role("button", name=f"{ZONE} · 地区生产总值").click()
    page.get_by_role("heading", name="趋势").wait_for()
    settle(page)
    assert "show=gdp" in page.url and page.get_by_role("heading", name=f"地区生产总值 · {ZONE}").is_visible()
    page.go_back()
    page.get_by_role("heading", name="搜索“云溪 生产总值”").wait_for()


def test_a_click_on_the_map_filters_the_table(open_page: Open) -> None:
    page = open_page("tile_map?show=gdp&year=2024")
    assert "12 个区" in listed(page)
    page.get_by_role("button", name=re.compile("^江苏省：")).click()
    settle(page)
    assert "江苏省 3 个区" in listed(page) and "province=" in page.url
    page.get_by_role("button", name=re.compile("^云溪市：")).click()
    settle(page)
    assert "江苏省 · 云溪市 1 个区" in listed(page)
    page.get_by_role("button", name=re.compile("^江苏省：")).click()  # once more lets go
    settle(page)
    assert "12 个区" in listed(page) and "province=" not in page.url
    empty = page.get_by_role("button", name="湖南省：没有读到开发区的报告")
    empty.click(force=True)  # it says that it is disabled
    settle(page)
    assert empty.get_attribute("aria-disabled") == "true" and "12 个区" in listed(page)


def test_the_map_by_keyboard(open_page: Open) -> None:
    page = open_page("tile_map?show=gdp&year=2024", "en-US")
    page.get_by_role("button", name=re.compile("^Henan:")).focus()
    page.keyboard.press("ArrowDown")
    said = page.evaluate(
        """() => {
            let at = document.activeElement;
            while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            return at.getAttribute("aria-label");
        }"""
    )
    assert said.startswith("Hubei:")
    page.keyboard.press("Enter")
    settle(page)
    assert "Hubei 3 zones" in listed(page)


@pytest.mark.parametrize("path", ["", "trends", "dictionary", "tile_map?province=江苏省", "search?find=云溪"])
def test_a_phone_has_room_for_all_of_it(path: str, open_page: Open) -> None:
    page = open_page(path, width=390)
    width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    box, switch = (page.locator(f".st-key-tools {name}").bounding_box() for name in ("input", '[role="radiogroup"]'))
    assert width <= 390 and box is not None and switch is not None
    assert switch["x"] + switch["width"] <= 376, "the margin of the page is kept"
    assert box["x"] + box["width"] < switch["x"] and abs(box["y"] - switch["y"]) < 20, (
        "search and language share a line"
    )


def write(page: Page, text: str, who: str) -> None:
    page.get_by_role("button", name="写批注").click()
    settle(page)
    page.get_by_label("批注", exact=True).fill(text)
    page.get_by_label("谁").fill(who)
    page.get_by_label("谁").press("Tab")
    settle(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已记下").wait_for()
    settle(page)


def test_a_note_is_written_starred_and_signed(open_page: Open, served: Served) -> None:
    page = open_page(f"trends?show=gdp&zone={ZONE}")
    write(page, MARKUP, "王某")
    (note,) = notes.notes_of(load_config(served.config), ZONE)
    assert (note.text, note.who) == (MARKUP, "王某")
    panel = page.locator(".st-key-notes_trend")
    assert MARKUP in panel.inner_text() and panel.locator("img, strong:has-text('粗'), .katex").count() == 0
    assert page.locator(".legendtext", has_text="有批注").count() == 1
    page.goto(f"{served.url}/sources")  # the name is remembered in this browser, in a session of its own
    settle(page)
    page.get_by_role("button", name="写批注").click()
    settle(page)
    page.wait_for_function("[...document.querySelectorAll('input')].some((input) => input.value === '王某')")


def two_who_edit(open_page: Open, zone: str) -> tuple[Page, Page]:
    """Two people, each in a browser of their own, who both have the note of a zone open to edit."""
    pages = open_page(f"trends?show=gdp&zone={zone}"), open_page(f"trends?show=gdp&zone={zone}")
    for page in pages:
        page.get_by_role("button", name="改", exact=True).click()
        settle(page)
    return pages


def test_two_people_lose_nothing(open_page: Open, served: Served) -> None:
    config = load_config(served.config)
    zone = invented.ZONES[1][0]
    note = notes.write(config, zone, "gdp", "2024", "原来的", who="王某")
    pages = two_who_edit(open_page, zone)
    for page, text in zip(pages, ("甲改的", "乙改的"), strict=True):
        page.get_by_label("批注", exact=True).fill(text)
        page.get_by_label("批注", exact=True).press("Tab")
        settle(page)
        page.get_by_role("button", name="保存").click()
        settle(page)
    assert "现在是：甲改的" in pages[1].locator(".st-key-notes_trend").inner_text()
    assert pages[1].get_by_label("批注", exact=True).input_value() == "乙改的", "what was typed is still there"
    pages[1].get_by_role("button", name="保存").click()
    pages[1].get_by_text("已改。").wait_for()
    assert [each.text for each in notes.load(config).history(note.id)] == ["原来的", "甲改的", "乙改的"]


def test_what_is_typed_outlives_the_note_and_two_new_ones_are_both_kept(open_page: Open, served: Served) -> None:
    """One edits a note while another deletes it; then both write one of their own."""
    config = load_config(served.config)
    zone = invented.ZONES[2][0]
    notes.write(config, zone, "gdp", "2024", "原来的", who="王某")
    first, second = two_who_edit(open_page, zone)
    second.get_by_label("批注", exact=True).fill("乙写了很久的一段")
    second.get_by_label("批注", exact=True).press("Tab")
    settle(second)
    first.get_by_role("button", name="删除").click()
    first.get_by_text("已删除").wait_for()
    second.get_by_role("button", name="保存").click()
    second.get_by_text("别人").first.wait_for()
    settle(second)
    assert second.get_by_label("批注", exact=True).input_value() == "乙写了很久的一段"
    write(first, "甲新写的", "甲")
    second.get_by_label("谁").fill("乙")
    second.get_by_label("谁").press("Tab")
    settle(second)
    second.get_by_role("button", name="保存").click()
    second.get_by_text("已记下").wait_for()
    assert {(each.who, each.text) for each in notes.notes_of(config, zone)} == {
        ("甲", "甲新写的"), ("乙", "乙写了很久的一段"),
    }  # fmt: skip
