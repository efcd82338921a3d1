"""From a number to its place on the page of a PDF, a correction beside it, and back; walked in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpi.building import store
from kpi.results import corrections
from kpi.settings.config import load_config
from tests.browser.conftest import Served, serving, settle
from tests.dashboard.test_sources import with_pdf
from tests.dashboard_data import CONFIG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
CURRENT, BOX = ".fact.current", ".box.current"


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over a project of one PDF, which these tests change."""
    del chromium
    with serving(with_pdf(tmp_path_factory.mktemp("来源") / "项目")) as running:
        yield running


def test_from_a_number_to_its_page_a_correction_and_back(open_page: Open) -> None:
    page = open_page()
    page.locator(".brief tbody tr", has_text="地区生产总值").first.click()
    page.wait_for_selector(CURRENT)
    assert "254" in "".join(page.locator(CURRENT).all_inner_texts())
    page.get_by_test_id("stSegmentedControl").or_(page.get_by_test_id("stButtonGroup")).get_by_text("页面").click()
    page.wait_for_selector(BOX)
    settle(page)
    assert _is_within(page.locator(BOX).first, page.locator(".sheet img"))
    assert "254" in (page.locator(".sheet img").get_attribute("alt") or "")
    _correct(page, "255.8", "对照原件")
    page.get_by_role("button", name="现在重新建库").click()
    page.get_by_role("heading", name="255.8 亿元").wait_for(timeout=60_000)
    settle(page)
    assert page.get_by_text("人工更正").first.is_visible() and page.get_by_text("对照原件").first.is_visible()
    page.get_by_role("button", name="撤销").click()
    bubble = page.get_by_test_id("stPopoverBody")
    bubble.get_by_label("原因").fill("看错了")
    bubble.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="现在重新建库").click()
    page.get_by_role("heading", name="254 亿元").wait_for(timeout=60_000)


def test_two_people_correct_one_fact(open_page: Open, served: Served) -> None:
    """The first holds; the second is told what became of it, and finds what was typed where it was typed."""
    config = load_config(served.config)
    build = store.open_build(config)
    assert build is not None
    *_, fact = build.rows("observations")
    before = len(corrections.load(config).entries)
    one, other = (open_page(f"sources?fact={fact['observation_id']}") for _ in range(2))
    _fill(one, "43", "甲看的原件")
    _fill(other, "44", "乙看的原件")
    one.get_by_role("button", name="记下").click()
    one.get_by_text("已记下，重新建库后生效").wait_for()
    other.get_by_role("button", name="记下").click()
    told = other.get_by_role("alert").filter(has_text="没有记下：您打开以后，别人已经定过")
    told.wait_for()
    assert "数值 → 43" in told.inner_text() and "甲看的原件" in told.inner_text()
    made = corrections.load(config).entries[before:]
    assert [entry.change.value for entry in made] == ["43"]
    assert other.get_by_label("数值").input_value() == "44" and other.get_by_label("数值").is_visible()
    assert other.get_by_label("原因").first.input_value() == "乙看的原件"
    other.get_by_role("button", name="记下").click()  # who has seen it may decide all the same
    told.wait_for(state="detached")
    settle(other)
    assert [entry.change.value for entry in corrections.load(config).entries[before:]] == ["43", "44"]
    corrections.undo(config, corrections.load(config).in_force[-1], why="测试完", who="丙")


def test_a_box_on_the_page_opens_its_fact_and_zoom_brings_it_near(open_page: Open) -> None:
    page = open_page("sources?as=page")
    page.wait_for_selector(BOX)
    other = page.locator(".box:not(.current)").last
    title = other.get_attribute("title") or ""
    other.click()
    page.locator(f'{BOX}[title="{title}"]').first.wait_for()
    settle(page)
    before = page.locator(BOX).first.bounding_box()
    page.get_by_role("button", name="放大到这条").click()
    page.wait_for_timeout(300)
    after = page.locator(BOX).first.bounding_box()
    assert before is not None and after is not None and after["height"] > before["height"] * 1.8
    assert _is_within(page.locator(BOX).first, page.locator(".frame"))


def test_the_keyboard_goes_from_mark_to_mark_and_opens_them(open_page: Open) -> None:
    page = open_page("sources")
    page.wait_for_selector(CURRENT)
    settle(page)
    first = page.locator(".fact").first.get_attribute("title")
    for _ in range(20):  # on a busy machine a late drawing takes the focus with it: whoever sits there presses again
        page.locator(".report").focus()
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED) == first:
            break
        page.wait_for_timeout(500)
    assert page.evaluate(_FOCUSED) == first
    page.keyboard.press("Tab")
    second = page.evaluate(_FOCUSED)
    assert second != first
    page.keyboard.press("Enter")
    settle(page)
    # what is drawn anew under the hand keeps its place, on a busy machine a little later
    page.wait_for_function(f"title => ({_FOCUSED})() === title", arg=second, timeout=60_000)
    page.locator(f'{CURRENT}[title="{second}"]').first.wait_for()
    page.keyboard.press("Alt+ArrowLeft")
    settle(page)
    page.locator(f'{CURRENT}[title="{first}"]').first.wait_for()


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_on_a_phone_the_marked_sentence_is_in_the_first_screen(locale: str, open_page: Open) -> None:
    page = open_page("sources", locale, width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_selector(CURRENT)
    page.wait_for_timeout(1500)  # the report is scrolled to it smoothly
    marked = page.locator(CURRENT).first.bounding_box()
    assert marked is not None and marked["y"] > 0 and marked["y"] + 25 < 844
    names = ("pager", "source_report", "fact_fields", "source_lists")
    boxes = [page.locator(f".st-key-{name}").first.bounding_box() for name in names]
    assert all(boxes) and [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)  # type: ignore[index]


_FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused && focused.shadowRoot && focused.shadowRoot.activeElement) focused = focused.shadowRoot.activeElement;
  return focused && focused.title;
}"""


def _fill(page: Page, value: str, why: str) -> None:
    page.get_by_test_id("stExpander").get_by_text("核对这条").first.click()
    page.get_by_text("改为…").click()
    page.get_by_label("数值").fill(value)
    page.get_by_label("原因").fill(why)


def _correct(page: Page, value: str, why: str) -> None:
    _fill(page, value, why)
    page.get_by_role("button", name="记下").click()
    page.get_by_text("已记下，重新建库后生效").wait_for()
    settle(page)


def _is_within(inner: Locator, outer: Locator) -> bool:
    one, other = inner.bounding_box(), outer.bounding_box()
    assert one is not None and other is not None
    across = other["x"] <= one["x"] + one["width"] / 2 <= other["x"] + other["width"]
    return across and other["y"] <= one["y"] + one["height"] / 2 <= other["y"] + other["height"]


FILLED = "园区上下干劲十足，各项事业都有新的进展，群众的获得感不断增强，大家对未来充满信心。\n" * 80
LONG = f"""\
2024年3月1日  星期五

经开区去年经济稳中有进
本报讯（记者 王某）2024年，东山经济技术开发区地区生产总值完成254亿元，同比增长5.0%，各项工作取得新的成绩。
{FILLED}一、项目建设
全年签约项目42个，开工30个，竣工20个，为今后的发展打下了基础。
{FILLED}"""


def test_the_outline_leads_to_its_headings(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "晚报.txt").write_text(LONG, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG.lstrip(), encoding="utf-8")
    with serving(tmp_path / "config.yaml") as running:
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{running.url}/sources")
        page.wait_for_selector(CURRENT)
        page.get_by_text("版面结构").click()
        page.get_by_role("button", name="一、项目建设").click()
        page.wait_for_timeout(2500)  # it is scrolled there smoothly
        assert _is_within(page.locator(".report [data-outline]").last, page.locator(".report"))
        page.close()


MERGED = """<html><head><meta charset="utf-8"></head><body><h1>东山经济技术开发区2024年主要指标</h1><table>
<tr><th rowspan=2>指标<th colspan=2>2024年<th rowspan=2>公布日期</tr><tr><th>年初确定的全年目标<th>全年实际完成数</tr>
<tr><td>地区生产总值（万元）<td>1098951.46<td>2182506.59<td>2025-01-26</tr></table></body></html>"""
_HEIGHTS = """cells => cells.map(each => {
  const inside = document.createRange();
  inside.selectNodeContents(each);
  return inside.getBoundingClientRect().height;
})"""


def test_a_table_has_its_merged_heads_and_whole_numbers_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "指标.html").write_text(MERGED, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG.lstrip(), encoding="utf-8")
    with serving(tmp_path / "config.yaml") as running:
        page = browser.new_page(locale="zh-CN", viewport={"width": 390, "height": 844})
        page.goto(f"{running.url}/sources")
        page.wait_for_selector(".report td")
        head = page.locator(".report tr.head")
        assert head.count() == 2 and head.first.locator("td").evaluate_all(
            "cells => cells.map(each => [each.colSpan, each.rowSpan])"
        ) == [[1, 2], [2, 1], [1, 2]]
        year, target = (page.locator(".report td", has_text=text).bounding_box() for text in ("2024年", "全年目标"))
        assert year is not None and target is not None and year["x"] == target["x"] and year["width"] > target["width"]
        whole = page.locator(".report td:is(.number, .date)")
        assert whole.all_inner_texts() == ["1098951.46", "2182506.59", "2025-01-26"]
        assert max(whole.evaluate_all(_HEIGHTS)) < 30, "one line each"
        page.close()
