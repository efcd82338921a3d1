"""The queue in a real browser: settled by keyboard, undone, and by two people at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpi.building import store
from kpi.results import corrections
from kpi.settings.config import load_config
from tests.browser.conftest import Served, serving, settle
from tests.dashboard.to_settle_reports import to_settle, unsure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
READINGS = "to_settle?part=readings"


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over a project of which ten things wait, built already; what a test decides, it takes back."""
    del chromium
    config = to_settle(tmp_path_factory.mktemp("待办") / "项目")
    with unsure():
        store.build(load_config(config))
    with serving(config) as running:
        yield running


def opened(browser: Browser, served: Served, path: str, width: int = 1280) -> Page:
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{served.url}/{path}")
    settle(page)
    return page


def in_force(served: Served) -> list[tuple[str, str]]:
    found = corrections.load(load_config(served.config))
    return [(entry.value, str(entry.action)) for entry in found.in_force]


def sidecars(served: Served) -> list[str]:
    return [path.read_text("utf-8") for path in (served.config.parent / "seeds").glob("*.yaml")]


def title(page: Page) -> str:
    return page.locator(".st-key-settle_head h3").inner_text()


def at(page: Page, place: str) -> None:
    page.locator(".st-key-settle_pager strong").get_by_text(place, exact=True).wait_for()
    settle(page)


def test_readings_are_settled_by_keyboard_undone_and_built(browser: Browser, served: Served) -> None:
    page = opened(browser, served, READINGS)
    at(page, "1 / 5")
    assert page.get_by_role("link", name="待办 10").is_visible()
    first = title(page)
    mark = page.locator(".st-key-settle_reading mark")
    assert mark.inner_text().strip()[:2] == first[:2], "the words of the reading are marked in their sentence"
    page.keyboard.press("a")
    at(page, "2 / 5")
    second = title(page)
    assert second != first and page.get_by_role("link", name="待办 9").is_visible()
    page.keyboard.press("x")
    at(page, "3 / 5")
    page.keyboard.press("s")
    at(page, "4 / 5")
    assert [action for _, action in in_force(served)] == ["accept", "reject", "override"]
    page.keyboard.press("z")
    at(page, "3 / 5")
    page.keyboard.press("z")
    at(page, "2 / 5")
    assert title(page) == second and [action for _, action in in_force(served)] == ["accept"]
    page.keyboard.press("e")
    page.get_by_role("textbox", name="数值").fill("xaz")
    settle(page)
    assert title(page) == second, "what is written into a field decides nothing"
    page.get_by_role("button", name="现在重新建库").click()
    at(page, "1 / 4")
    page.goto(f"{served.url}/sources?doc=工作安排")
    page.get_by_text("人工核实").first.wait_for()
    page.goto(f"{served.url}/{READINGS}")
    page.get_by_role("button", name="现在重新建库").wait_for(state="detached")


def test_two_at_once_lose_no_decision(browser: Browser, served: Served) -> None:
    one, other = (opened(browser, served, READINGS) for _ in range(2))
    before, first = in_force(served), title(one)
    assert title(other) == first
    one.keyboard.press("x")
    one.get_by_text("不采用").first.wait_for()
    settle(one)
    other.keyboard.press("a")
    other.get_by_text("刚才已由别人决定").wait_for()
    settle(other)
    second = title(other)
    assert title(one) == second != first
    one.keyboard.press("a")
    settle(one)
    other.keyboard.press("ArrowRight")
    settle(other)
    other.keyboard.press("x")
    settle(other)
    made = in_force(served)[len(before) :]
    assert [action for _, action in made] == ["reject", "accept", "reject"]
    assert len({value for value, _ in made}) == len(made), "each on a reading of its own"


def test_what_was_typed_is_there_where_another_was_first(browser: Browser, served: Served) -> None:
    one, other = (opened(browser, served, READINGS) for _ in range(2))
    before, first = in_force(served), title(one)
    assert title(other) == first
    other.keyboard.press("e")
    other.get_by_role("textbox", name="数值").fill("77.7")
    one.keyboard.press("x")
    one.get_by_text("不采用").first.wait_for()
    settle(one)
    other.get_by_role("button", name="改好，采用").click()
    other.get_by_text("刚才已由别人决定，没有再记").first.wait_for()
    other.get_by_text("您写的没有记：数值 → 77.7").wait_for()
    assert [action for _, action in in_force(served)[len(before) :]] == ["reject"]
    other.get_by_role("button", name="知道了").click()
    other.get_by_text("您写的没有记").wait_for(state="detached")
    one.keyboard.press("z")
    settle(one)
    assert in_force(served) == before


def test_a_period_that_was_typed_is_there_where_another_was_first(browser: Browser, served: Served) -> None:
    one, other = (opened(browser, served, "to_settle?part=years") for _ in range(2))
    other.get_by_role("textbox", name="报告的时期").fill("2022")
    one.keyboard.press("a")
    one.get_by_text("没有推定的年份").wait_for()
    other.get_by_role("button", name="写明").click()
    other.get_by_text("刚才已由别人写明，没有再记").wait_for()
    other.get_by_text("您写的没有记：报告的时期 2022").wait_for()
    assert len(sidecars(served)) == 1 and "2022" not in sidecars(served)[0]
    one.keyboard.press("z")
    one.get_by_text("1 / 1").wait_for()
    assert not sidecars(served)


def test_of_two_who_say_whose_a_report_is_the_second_is_told(browser: Browser, served: Served) -> None:
    one, other = (opened(browser, served, "to_settle?part=reports") for _ in range(2))
    one.keyboard.press("1")
    one.get_by_text("1 / 2").wait_for()
    held = sidecars(served)
    other.keyboard.press("2")
    other.get_by_text("刚才已由别人写明，没有再记").wait_for()
    assert sidecars(served) == held and len(held) == 1
    one.keyboard.press("z")
    one.get_by_text("1 / 3").wait_for()
    assert not sidecars(served)


def test_after_the_switch_for_the_folder_the_keys_go_on_working(browser: Browser, served: Served) -> None:
    page = opened(browser, served, "to_settle?part=reports")
    page.get_by_role("button", name="同一文件夹里另外 1 份也是").click()
    settle(page)
    page.keyboard.press("1")
    page.get_by_text("1 / 1").wait_for()
    assert len(sidecars(served)) == 2
    page.keyboard.press("z")
    page.get_by_text("1 / 3").wait_for()
    assert not sidecars(served)


def test_a_slip_in_a_zone_is_asked_about(browser: Browser, served: Served) -> None:
    page = opened(browser, served, "to_settle?part=reports")
    box = page.get_by_role("combobox", name="别的开发区")
    box.fill("荆洲经开区")
    box.press("Enter")
    page.get_by_role("button", name="写明").first.click()
    page.get_by_text("“荆洲经开区”不是名录里的全称，是不是").wait_for()
    assert page.get_by_role("button", name="荆州经济技术开发区").first.is_visible() and not sidecars(served)


def test_the_name_of_who_decides_outlives_a_reload_and_stands_in_no_address(browser: Browser, served: Served) -> None:
    page = opened(browser, served, READINGS)
    page.get_by_role("button", name="核对人").click()
    field = page.get_by_role("textbox", name="核对人")
    field.fill("王小明")
    field.press("Enter")
    page.get_by_role("button", name="核对人：王小明").wait_for()
    settle(page)
    page.reload()
    page.get_by_role("button", name="核对人：王小明").wait_for()
    settle(page)
    assert "%E7%8E%8B" not in page.url and "王" not in page.url


def test_a_zone_is_stated_by_keyboard_or_in_words(browser: Browser, served: Served) -> None:
    page = opened(browser, served, "to_settle?part=reports", width=400)
    first = title(page)
    box = page.get_by_role("combobox", name="别的开发区")
    box.evaluate("one => one.scrollIntoView({block: 'center'})")  # its list needs room below it
    box.fill("荆州经济")
    page.get_by_role("option", name="荆州经济技术开发区").first.click()
    page.get_by_role("button", name="写明").click()
    page.get_by_text("1 / 2").wait_for()
    settle(page)
    assert title(page) != first and "荆州经济技术开发区" in sidecars(served)[0]
    page.keyboard.press("z")
    page.get_by_text("1 / 3").wait_for()
    settle(page)
    assert title(page) == first and not sidecars(served)
    page.locator("h1").click()
    page.keyboard.press("1")
    page.get_by_text("1 / 2").wait_for()
    assert len(sidecars(served)) == 1
    page.keyboard.press("z")
    page.get_by_text("1 / 3").wait_for()
    assert not sidecars(served)


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, served: Served) -> None:
    for part in ("reports", "years", "readings", "disputes"):
        page = opened(browser, served, f"to_settle?part={part}", width=380)
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        assert page.evaluate(_FARTHEST) <= 380, part
        page.context.close()


_FARTHEST = """() => Math.max(
  ...[...document.querySelectorAll("[data-testid=stMain] button")].map((one) => one.getBoundingClientRect().right))"""
