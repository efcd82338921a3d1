"""A hundred reports of which ten wait, in a real browser: settled, moved, renamed, by two people at once; removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpi.building import store
from kpi.building.removing import removed
from kpi.results.builds import Build
from kpi.settings.config import load_config
from tests import hundred_reports
from tests.browser.conftest import Served, serving, settle
from tests.hundred_reports import JINGZHOU, PUYANG, ZHOUKOU

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
QUEUE = "to_settle?part=reports"
ROW, HEAD = 35, 35  # pixels of a table


@pytest.fixture
def served(chromium: Path, tmp_path: Path) -> Iterator[Served]:
    """A dashboard of its own for each test, built already."""
    del chromium
    config = hundred_reports.make(tmp_path / "项目")
    store.build(load_config(config), jobs=1)
    with serving(config) as running:
        yield running


def opened(served: Served) -> Build:
    found = store.open_build(load_config(served.config))
    assert found is not None
    return found


def facts(served: Served, doc: str) -> set[tuple[str, str]]:
    return {(row["zone"], row["period"]) for row in opened(served).rows("observations", doc=[doc])}


def go_to(page: Page, name: str) -> None:
    """Goes through those that wait, from the first one on, to the report of that file."""
    page.locator("h1").click()  # a field may have the keyboard
    while page.get_by_role("button", name="上一条").is_enabled():
        page.keyboard.press("ArrowLeft")
        settle(page)
    for _ in range(10):
        if page.locator(".st-key-settle_head").get_by_text(f"/{name}").count():
            return
        page.keyboard.press("ArrowRight")
        settle(page)
    pytest.fail(f"{name} does not wait")


def waits(page: Page, count: int) -> None:
    page.get_by_role("link", name=re.compile(f"待办 {count}$")).wait_for()
    settle(page)


def test_each_is_settled_where_it_stands(open_page: Open, served: Served) -> None:
    page = open_page(QUEUE)
    waits(page, 10)
    go_to(page, "简讯0.txt")  # it never names its zone: those of the map are offered
    page.get_by_text("文中没有提到这些开发区的名字").wait_for()
    page.get_by_role("button", name=PUYANG).click()
    waits(page, 9)
    go_to(page, "通报0.txt")  # two candidates, each with the words that speak for it
    assert page.locator(".st-key-settle_report_card mark").first.inner_text() == JINGZHOU[0]
    page.keyboard.press("2")
    waits(page, 8)
    go_to(page, "一月0.txt")  # a page of January that says no year
    page.get_by_role("textbox", name="发布日期").fill("2024-01-10")
    page.get_by_role("button", name="写明").last.click()
    waits(page, 7)
    go_to(page, "动态0.txt")  # undated
    page.get_by_role("textbox", name="报告的时期").fill("2024年上半年")
    page.get_by_role("button", name="写明").last.click()
    waits(page, 6)
    page.locator("h1").click()
    page.keyboard.press("z")
    waits(page, 7)
    page.get_by_role("button", name="现在重新建库").click()
    page.get_by_role("button", name="现在重新建库").wait_for(state="detached", timeout=60_000)
    assert facts(served, "简讯0") == {(PUYANG, "2023")} and facts(served, "通报0") == {(JINGZHOU[1], "2023")}
    assert facts(served, "一月0") == {(ZHOUKOU, "2023")} and facts(served, "动态0") == set()
    assert facts(served, "一月有年") == {(PUYANG, "2024")}
    waits(page, 7)


def test_all_holds_after_every_file_was_moved_and_renamed(open_page: Open, served: Served) -> None:
    page = open_page(QUEUE)
    go_to(page, "简讯0.txt")
    page.get_by_role("button", name=PUYANG).click()
    waits(page, 9)
    page.get_by_role("button", name="现在重新建库").click()
    page.get_by_role("button", name="现在重新建库").wait_for(state="detached", timeout=60_000)
    (fact,) = opened(served).rows("observations", doc=["简讯0"], indicator=["industrial_output"])
    hundred_reports.rename_all(served.config.parent)
    page = open_page(f"sources?fact={fact['observation_id']}")
    for _ in range(30):  # it looks for what changed in its own time
        if page.get_by_role("button", name="重新建库").count():
            break
        page.reload()
        settle(page)
    page.get_by_role("button", name="重新建库").click()
    page.get_by_role("button", name="重新建库").wait_for(state="detached", timeout=60_000)
    settle(page)
    assert set(opened(served).values_of("documents", "doc")) >= {"改名 简讯0"}
    page = open_page(f"sources?fact={fact['observation_id']}")  # an address of before leads to the same words
    page.get_by_role("heading", name=re.compile("100.0 亿元")).wait_for()
    assert page.evaluate("new URL(location).searchParams.get('doc')") == "改名 简讯0"
    page = open_page(QUEUE)
    waits(page, 9)
    go_to(page, "改名 简讯1.txt")


def test_two_people_at_once_lose_nothing(open_page: Open, served: Served) -> None:
    one, other = open_page(QUEUE), open_page(QUEUE)
    go_to(one, "通报1.txt")
    go_to(other, "通报1.txt")
    one.keyboard.press("1")
    waits(one, 9)
    other.keyboard.press("2")  # the report is settled by now: what was said first holds, and who comes later is told
    other.get_by_text("刚才已由别人写明，没有再记：通报1").wait_for()
    settle(other)
    waits(other, 9)
    lines = (served.config.parent / "corrections.reports.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 1
    go_to(one, "简讯1.txt")
    go_to(other, "简讯2.txt")
    one.get_by_role("button", name=PUYANG).click()
    other.get_by_role("button", name=ZHOUKOU).click()
    waits(other, 7)
    one.reload()
    waits(one, 7)
    one.get_by_role("button", name="现在重新建库").click()
    one.get_by_role("button", name="现在重新建库").wait_for(state="detached", timeout=60_000)
    assert facts(served, "通报1") == {(JINGZHOU[0], "2023")}
    assert facts(served, "简讯1") == {(PUYANG, "2023")} and facts(served, "简讯2") == {(ZHOUKOU, "2023")}


def table(page: Page) -> Locator:
    found = page.get_by_test_id("stDataFrame")
    found.scroll_into_view_if_needed()
    return found


def choose(page: Page, place: int) -> None:
    """Chooses the row of that place, from 0."""
    table(page).click(position={"x": 16, "y": HEAD + ROW * place + ROW / 2})
    page.get_by_role("dialog").wait_for()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_report_is_removed_after_it_was_asked_for_twice_and_put_back(
    width: int, open_page: Open, served: Served
) -> None:
    path = served.config.parent / "seeds" / "待定" / "一月0.txt"
    page = open_page("add_reports", width=width)
    choose(page, 0)
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_text("seeds/待定/一月0.txt").is_visible()
    dialog.get_by_role("button", name="移出…").click()
    dialog.get_by_text("不会删除").wait_for()
    assert path.exists(), "it is asked once more"
    dialog.get_by_role("button", name="确认移出").click()
    page.get_by_text("已移出 一月0.txt").wait_for()
    assert not path.exists() and len(removed(load_config(served.config))) == 1
    waits(page, 9) if width > 400 else settle(page)
    page.locator("h1").click()
    page.keyboard.press("z")
    page.get_by_text("已移出 一月0.txt").wait_for(state="detached")
    assert path.exists() and not removed(load_config(served.config))
    choose(page, 0)  # the same one can be chosen again
    page.get_by_role("dialog").get_by_role("button", name="打开").click()
    page.get_by_text("年份待定：2 处数字不进序列。").wait_for()
    page.get_by_role("button", name="移出…").click()
    page.get_by_role("button", name="确认移出").click()
    page.get_by_text("这份报告已移出，重新建库后不再列出。").wait_for()
    page.get_by_role("button", name="放回原处").click()
    page.get_by_text("这份报告已移出").wait_for(state="detached")
    assert path.exists() and page.evaluate("document.documentElement.scrollWidth") <= width
