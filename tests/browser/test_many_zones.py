"""Compare, trends and paper over twelve invented zones, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.browser import invented
from tests.browser.conftest import Served, serving, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
CURRENT = ".fact.current"
WIDTHS = "all => all.map(each => Math.round(each.getBoundingClientRect().width))"
SHEET = (297 - 27) / 25.4 * 96  # pixels of A4 between its margins


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over the invented project."""
    del chromium
    with serving(invented.make(tmp_path_factory.mktemp("十二区") / "项目")) as running:
        yield running


@pytest.mark.parametrize(
    ("locale", "all_of_them", "some"),
    [("zh-CN", "12 / 12 个区有数据", "7 / 12 个区有数据，名次只在它们之间"),
     ("en-US", "12 of 12 zones have a value", "7 of 12 zones have a value; they are ranked among themselves")],
)  # fmt: skip
def test_a_rank_leads_to_its_source_and_how_many_are_ranked_is_said(
    locale: str, all_of_them: str, some: str, open_page: Open, served: Served
) -> None:
    page = open_page("compare?show=trade_total&year=2024", locale)
    page.get_by_text(some).wait_for()
    page.locator(".st-key-ranking .barlayer .point").first.wait_for()
    bars = page.locator(".st-key-ranking .barlayer .point path").evaluate_all(WIDTHS)
    assert len(bars) == 7 and bars == sorted(bars, reverse=True), "the highest on top, however few there are"
    page.goto(f"{served.url}/compare?show=gdp&year=2024")
    page.get_by_text(all_of_them).wait_for()
    settle(page)
    page.locator(".st-key-ranking .barlayer .point").first.wait_for()
    assert "720.2" in (page.locator(".st-key-ranking").text_content() or "")
    assert page.locator(".st-key-heat .barlayer .point").count() > 100
    click_middle(page, ".st-key-ranking .barlayer .point path")
    page.wait_for_selector(CURRENT)
    assert "720.2" in "".join(page.locator(CURRENT).all_inner_texts())


def test_every_measure_form_and_panel_of_a_trend_is_drawn(open_page: Open) -> None:
    page = open_page("trends?show=industrial_output")
    main = page.get_by_test_id("stMain")
    drawn = set()
    for name in ("同比增速", "变化额", "目标完成率", "指数", "数值"):
        main.get_by_text(name, exact=True).first.click()
        page.get_by_role(
            "heading", name="规上工业总产值" if name == "数值" else f"规上工业总产值 · {name}", exact=True
        ).wait_for()
        settle(page)
        drawn.add(page.locator(".js-plotly-plot").first.text_content())
        assert page.locator(".scatterlayer .point").count() > 12, name
    main.get_by_text("柱形", exact=True).click()
    page.locator(".barlayer .point").first.wait_for()
    main.get_by_text("每区一图", exact=True).click()
    page.get_by_text("碧港综合保税区", exact=True).wait_for()
    settle(page)
    assert len(drawn) == 5 and page.locator("[class*=st-key-panel_]").count() == 12


@pytest.mark.parametrize("path", ["", "targets", "compare?show=gdp", "sources", "trends?show=gdp&panels=zone"])
def test_a_page_on_paper_is_whole_and_white_and_no_sheet_is_empty(path: str, open_page: Open) -> None:
    page = open_page(path, "en-US" if "gdp" in path else "zh-CN", 1440, color_scheme="dark")
    page.wait_for_selector(".print-foot", state="attached", timeout=30_000)
    page.wait_for_timeout(1500)  # the last table is drawn by then
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    sheets = [sheet.render(scale=0.5).to_pil().convert("L") for sheet in paper]
    assert 1 <= len(sheets) <= 9
    for number, sheet in enumerate(sheets, 1):
        colours = sheet.crop((0, 0, sheet.width, int(sheet.height * 0.94))).histogram()
        assert sum(colours[:200]) > 150, f"sheet {number} of {len(sheets)} is empty"
        assert colours[255] > sum(colours) / 2, f"sheet {number} is not white"
    assert "http://127.0.0.1" in paper[len(sheets) - 1].get_textpage().get_text_bounded()


@pytest.mark.parametrize(("width", "scrolls"), [(390, True), (2200, False)])
def test_a_heat_map_that_is_wider_than_the_page_says_so(width: int, scrolls: bool, open_page: Open) -> None:
    page = open_page("compare?show=gdp&year=2024", width=width)
    page.locator(".st-key-scroll_heat .barlayer .point").first.wait_for()
    room = page.locator(".st-key-scroll_heat").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert (room[0] > room[1] + 1) is scrolls
    assert page.get_by_text("图比页面宽，左右滑动看其余的区").is_visible() is scrolls
    shadows = page.locator(".st-key-scroll_heat").evaluate("each => getComputedStyle(each).backgroundImage")
    assert shadows.count("radial-gradient") == 2


@pytest.mark.parametrize("path", ["targets?target_year=2023", "targets?target_year=2025", "trends?show=gdp"])
def test_no_chart_is_longer_than_a_sheet_of_paper(path: str, open_page: Open) -> None:
    page = open_page(path, width=1440)
    page.locator(".js-plotly-plot").first.wait_for()
    page.wait_for_timeout(800)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})
    heights = page.locator(".js-plotly-plot .svg-container").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert heights and max(heights) < SHEET


def test_no_row_of_the_brief_is_on_two_sheets(open_page: Open) -> None:
    page = open_page(f"?my_zone={invented.ZONES[0][0]}", width=1440)
    page.locator(".brief tbody tr").first.wait_for()
    rows = page.locator(".brief tbody tr").evaluate_all(
        """all => all.map(row => ['.name', '.value .number', '.value .period'].map(
        what => row.querySelector(what).innerText.replace(/\\s|\\[\\d+\\]/g, '')))"""
    )
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    sheets = ["".join(sheet.get_textpage().get_text_bounded().split()) for sheet in paper]
    assert len(rows) > 12 and len(sheets) > 1
    for name, value, period in rows:
        assert any(name in said and value in said and period in said for said in sheets), f"{name} is on two sheets"
    assert all("判定" in said for said in sheets[:2]), "the head of the table is on each of its sheets"
    whole = "".join(sheets)
    assert f"{invented.ZONES[0][0]}指标简报" in whole and "来源1." in whole and "名次的范围" not in whole


def click_middle(page: Page, what: str) -> None:
    """Clicks what a chart drew, as a hand does: there first, then a press."""
    box = page.locator(what).first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    page.mouse.click(x, y)
