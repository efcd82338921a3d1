"""A report that never names its zone, stated by two people at once; walked in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Served, serving, settle
from tests.samples import CONFIG

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
TEXT = "工作动态\n\n2024年，全区地区生产总值完成254亿元，同比增长5.0%。\n"


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over a project of one report, which this test changes."""
    del chromium
    folder = tmp_path_factory.mktemp("待定")
    (folder / "reports").mkdir()
    (folder / "reports" / "动态.txt").write_text(TEXT, encoding="utf-8")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    with serving(folder / "config.yaml") as running:
        yield running


def test_two_people_state_whose_report_it_is(open_page: Open, served: Served) -> None:
    sidecar = served.config.parent / "reports" / "动态.txt.yaml"
    first, second = open_page("sources?doc=动态"), open_page("sources?doc=动态")
    for page in (first, second):
        page.get_by_text("开发区待定：2 处数字不进序列。").wait_for()
        page.get_by_role("button", name="写明区、日期").click()
        page.get_by_role("textbox", name="报告的时期").wait_for()
    _zone(first, "荆州经济w")  # a slip of the pen is no zone
    _save(first)
    first.get_by_test_id("stPopoverBody").get_by_text("荆州经济w: 没有找到这个开发区").wait_for()
    assert not sidecar.exists()
    _zone(first, "荆州经开区")  # completed from the gazetteer
    _save(first)
    first.get_by_text("已记下，重新建库后生效。").wait_for()
    assert sidecar.read_text("utf-8") == 'zone: "荆州经济技术开发区"\n'
    _zone(second, "周口经开区")
    _save(second)
    second.get_by_text("写明 开发区：荆州经济技术开发区").first.wait_for()  # what the other stated is seen, and holds
    assert sidecar.read_text("utf-8") == 'zone: "荆州经济技术开发区"\n'
    first.get_by_role("button", name="现在重新建库").click()
    first.get_by_role("heading", name="254 亿元").wait_for(timeout=60_000)
    assert first.get_by_text("荆州经济技术开发区（由说明文件写明）").is_visible()
    assert (served.config.parent / "reports" / "动态.txt").read_text("utf-8") == TEXT


def _zone(page: Page, written: str) -> None:
    field = page.get_by_test_id("stPopoverBody").get_by_role("combobox")
    field.click()
    field.fill(written)
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")


def _save(page: Page) -> None:
    page.get_by_role("button", name="记下").click()
    settle(page)
