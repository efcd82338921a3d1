"""The brief as its reader has it: sorted, opened, remembered, taken along, on a phone and by the keyboard."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pptx
import pypdfium2
import pytest

from kpi.results import notes
from kpi.settings.config import load_config
from tests.browser import invented
from tests.browser.conftest import Served, serving, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
ZONE, OTHER = invented.ZONES[0][0], invented.ZONES[4][0]
ROWS = ".brief tbody tr"
NOTE = "快报数，年鉴出来后核对。"


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Twelve invented zones: targets met and missed, half-years, peers to rank among."""
    del chromium
    config = invented.make(tmp_path_factory.mktemp("简报") / "project")
    with serving(config) as running:
        notes.write(load_config(config), ZONE, "gdp", "2024", NOTE, who="王敏")
        yield running


@pytest.fixture
def opened(open_page: Open) -> Open:
    def brief(path: str = f"?my_zone={ZONE}", locale: str = "zh-CN", width: int = 1440) -> Page:
        page = open_page(path, locale, width)
        page.locator(ROWS).first.wait_for()
        return page

    return brief


def _numbers(page: Page, column: str) -> list[float]:
    texts = page.locator(f".brief td.{column} .number").all_inner_texts()
    plain = [re.sub(r"\[\d+\]|,", "", text).replace("−", "-") for text in texts]
    return [float(found[0]) for found in (re.search(r"-?\d+(\.\d+)?", text) for text in plain) if found]


def test_misses_come_first_and_every_column_sorts_as_numbers(opened: Open) -> None:
    page = opened()
    standings = page.locator(ROWS).evaluate_all("all => all.map(row => row.className)")
    assert standings[:3] == ["missed"] * 3 and "met" in standings and standings[-1] == "no_target"
    before = page.locator(".brief .name").all_inner_texts()
    head = page.locator(".brief thead button", has_text="最新值")
    head.click()
    values = _numbers(page, "value")
    assert values == sorted(values, reverse=True) and len(values) > 12
    head.press("Enter")
    assert _numbers(page, "value") == sorted(values)
    assert page.locator(".brief th.value").get_attribute("aria-sort") == "ascending"
    head.click()
    assert page.locator(".brief .name").all_inner_texts() == before, "the order of the brief is back"
    page.locator(".brief thead button", has_text="完成").click()
    shares = page.locator(ROWS).evaluate_all("all => all.map(row => row.querySelector('.share').dataset.sort)")
    numbers = [float(share) for share in shares if share]
    assert numbers == sorted(numbers, reverse=True) and shares[-1] == "", "what has none comes last"


def test_a_number_is_opened_by_hand_and_by_the_keyboard(opened: Open) -> None:
    page = opened()
    note = page.locator(".brief td.target sup a").first
    note.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sources"))
    page.wait_for_selector(".fact.current")
    assert "目标" in page.locator(".report").inner_text()
    page.go_back()
    page.locator(ROWS).nth(1).locator("td.value").click()
    page.wait_for_selector(".fact.current")
    assert "1211" in "".join(page.locator(".fact.current").all_inner_texts()).replace(",", "")


def test_the_zone_is_chosen_once(opened: Open, browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{served.url}/?my_zone={OTHER}")
    page.locator(ROWS).first.wait_for()
    page.goto("about:blank")
    page.goto(served.url)
    page.locator(ROWS).first.wait_for()
    settle(page)
    assert page.get_by_role("combobox", name="我的开发区").input_value() == OTHER
    assert "my_zone=" in page.url
    context.close()
    assert opened("").get_by_role("combobox", name="我的开发区").input_value() != OTHER, "of another browser"


@pytest.mark.parametrize(("locale", "button", "title"), [
    ("zh-CN", "带走简报", f"{ZONE}指标简报"), ("en-US", "Take along", f"{invented.ZONES[0][1]}: brief on indicators"),
])  # fmt: skip
def test_the_files_are_taken_along(locale: str, button: str, title: str, opened: Open) -> None:
    page = opened(locale=locale)
    page.get_by_role("button", name=button).click()
    for ending in ("docx", "pptx"):
        with page.expect_download() as download:
            page.get_by_role("button", name=re.compile(rf"\.{ending}")).click()
        assert download.value.suggested_filename.endswith(f".{ending}")
        data = io.BytesIO(Path(download.value.path()).read_bytes())
        first = (
            docx.Document(data).paragraphs[0].text
            if ending == "docx"
            else pptx.Presentation(data).slides[0].shapes.title.text_frame.text
        )
        assert first == title


def test_the_button_prints(opened: Open) -> None:
    page = opened()
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="带走简报").click()
    page.get_by_role("button", name="打印 / 存为 PDF").click()
    assert page.evaluate("window.printed")


def test_a_note_is_led_to_from_its_row(opened: Open) -> None:
    page = opened()
    mark = page.locator(f"{ROWS} a", has_text="★1 王敏").first
    mark.focus()
    page.keyboard.press("Enter")
    told = page.locator(".brief .written p").first
    assert NOTE in told.inner_text() and "王敏" in told.inner_text()
    box = told.bounding_box()
    assert box is not None and 0 < box["y"] < 900, "it is in sight"
    assert told.evaluate("each => each.getRootNode().activeElement === each")
    assert "sources" not in page.url, "and no report is opened"


def test_on_paper_it_is_the_brief_alone_with_notes_and_sources(opened: Open) -> None:
    page = opened(locale="en-US")
    paper = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True, print_background=True))
    text = "\n".join(each.get_textpage().get_text_range() for each in paper)
    assert paper[0].get_size() == pytest.approx((595, 842), abs=1)
    assert "★1 王敏" in text and "Sources" in text and "Notes" in text
    for control in ("Take along", "My zone", "To settle", "Since the last", "Coverage"):
        assert control not in text


def test_a_number_and_its_note_stay_on_one_line(opened: Open) -> None:
    page = opened(locale="en-US")
    apart = page.locator(f"{ROWS} td.value .number, {ROWS} td.change .number").evaluate_all(
        """all => all.filter(each => { const note = each.querySelector('sup'), at = document.createRange();
        if (!note) return false;
        at.setStart(each, 0); at.setEndBefore(note);
        const last = [...at.getClientRects()].at(-1), mark = note.getBoundingClientRect();
        return mark.top > last.bottom - 4 || mark.left < last.left; }).map(each => each.textContent)"""
    )
    assert apart == []


def test_on_a_phone_a_value_without_a_target_takes_little_room(opened: Open) -> None:
    page = opened(width=390)
    card = page.locator(f"{ROWS}.no_target").last
    name, value = card.locator(".name").bounding_box(), card.locator("td.value .number").bounding_box()
    whole = card.bounding_box()
    assert name is not None and value is not None and whole is not None
    assert abs(name["y"] - value["y"]) < 6 and value["x"] > name["x"] + name["width"], "side by side"
    assert value["x"] + value["width"] > 350 and whole["height"] < 120


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_its_place(width: int, locale: str, opened: Open) -> None:
    page = opened(locale=locale, width=width)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    over = page.evaluate(
        """() => { const host = document.querySelector('[class*=st-key-brief] [data-testid=stBidiComponentIsolated]');
        const room = host.getBoundingClientRect(), inside = host.shadowRoot.querySelectorAll('.brief *');
        return [...inside].filter(each => each.checkVisibility() && !each.closest('.unseen')
          && each.getBoundingClientRect().right > room.right + 1).map(each => each.className || each.tagName); }"""
    )
    assert over == []
    heads = page.locator(".brief thead").is_visible()
    assert heads is (width > 640), "on a phone a row is a card"


def test_what_is_new_and_what_waits_stand_beside_it_and_below_it_on_a_phone(opened: Open) -> None:
    def places(page: Page) -> tuple[float, float, float]:
        side = page.locator(".st-key-brief_side").bounding_box()
        body = page.locator(".st-key-brief_body").bounding_box()
        assert side is not None and body is not None
        return side["x"] - body["x"], side["y"] - body["y"], body["height"]

    right, beside, _ = places(opened())
    assert right > 800 and beside < 60
    page = opened(width=390)
    right, below, height = places(page)
    assert right < 40 and below >= height
    assert page.get_by_role("link", name=re.compile("全部开发区")).is_visible()
