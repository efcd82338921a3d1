"""Files taken from the pages in a real browser: pictures of charts, workbooks, and the page on paper."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
TREND = "trends?show=key_project_investment"


def saved(page: Page, button: str | re.Pattern[str]) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_chart_is_saved_with_title_unit_sources_and_date(open_page: Open) -> None:
    page = open_page(TREND, color_scheme="dark")
    page.locator(".scatterlayer .point >> visible=true").first.wait_for()
    name, svg = saved(page, re.compile("^把图存为 SVG"))
    assert "重点项目" in name and name.endswith(".svg")
    root = ET.fromstring(svg)
    said = "".join(root.itertext())
    assert all(words in said for words in ("重点项目", "单位：亿元", "来源：", "数据建于", "206.19"))
    dashes = {each.get("stroke-dasharray", "") for each in root.iter() if each.tag.endswith("path")}
    assert dashes <= {"", "none"}, "nothing is drawn that looks like a forecast"
    squares = {each.get("fill") for each in root.iter() if (each.text or "") == "■"}
    assert len(squares) == 3, "the names of three scopes, each behind its colour"
    name, png = saved(page, re.compile("^把图存为 PNG"))
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.size == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))
    assert picture.getpixel((1, 1)) == (255, 255, 255) and name.endswith(".png")
    darkest = min(sum(colour) for _, colour in picture.getcolors(1 << 24) or [])  # type: ignore[arg-type, misc]
    assert darkest < 200


def test_a_picture_needs_no_network(open_page: Open) -> None:
    page = open_page(TREND)
    page.locator(".scatterlayer .point >> visible=true").first.wait_for()
    page.context.set_offline(True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    saved(page, re.compile("^把图存为 PNG"))
    assert [url for url in asked if not url.startswith(("blob:", "data:"))] == []


def test_a_workbook_has_what_is_shown(open_page: Open) -> None:
    page = open_page("data?kind=target")
    shown = re.search(r"([\d,]+) 行", page.inner_text('[data-testid="stMain"]')).group(1)  # type: ignore[union-attr]
    page.get_by_role("button", name=re.compile("下载$")).click()
    name, data = saved(page, re.compile("XLSX"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert name.endswith(".xlsx") and "目标" in name
    assert sheet.max_row - 1 == int(shown.replace(",", ""))
    values = [row[head.index("数值")].value for row in sheet.iter_rows(min_row=2)]
    assert any(isinstance(value, int | float) for value in values)
    about = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert about["类别"] and about["建库时间"] and about["数值"]


def test_a_page_on_paper_fits_it_and_leaves_the_controls_out(open_page: Open) -> None:
    page = open_page(TREND, width=1600, color_scheme="dark")
    page.wait_for_timeout(500)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})
    assert not page.get_by_test_id("stSidebar").is_visible() and not page.locator("header").first.is_visible()
    assert page.get_by_text(re.compile("本页显示于")).is_visible()
    colour = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stMain]')).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot .main-svg, h1, [data-testid=stMarkdownContainer]')]
        .filter(each => each.getBoundingClientRect().right > window.innerWidth + 2).length"""
    )
    assert wide == 0
