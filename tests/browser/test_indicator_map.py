"""The indicator map in a real browser: typing, errors, form, preview, save, two browsers, the way back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import ROOT, Served, seeds_in, serving, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]

CODE = ".cm-content"
SAVE, FORM, WHY, VERSIONS, PREVIEW = "保存并重新建库", "表单", "为什么没识别", "历史版本", "问题与预览"


@pytest.fixture(scope="module")
def site(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A dashboard of its own, since these tests save: over a copy of the seeds."""
    del chromium
    with serving(seeds_in(tmp_path_factory.mktemp("指标映射"))) as running:
        yield running


@pytest.fixture
def open_map(browser: Browser, site: Served) -> Iterator[Open]:
    """Opens the map in a browser of its own; every page must come through without a fault of its script."""
    contexts, faults = [], []

    def opened(query: str = "", path: str = "indicator_map", locale: str = "zh-CN", width: int = 1280) -> Page:
        context = browser.new_context(locale=locale, viewport={"width": width, "height": 900})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{site.url}/{path}{query}")
        settle(page)
        if path == "indicator_map":
            page.wait_for_selector(CODE)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(autouse=True)
def as_it_was(site: Served) -> Iterator[None]:
    """Each test begins with the map of the project."""
    original = (ROOT / "config.yaml").read_text(encoding="utf-8")
    if site.config.read_text(encoding="utf-8") != original:
        site.config.write_text(original, encoding="utf-8")
    yield


def test_an_edit_from_error_to_saved_and_back(open_map: Open, site: Served) -> None:
    original = saved(site)
    page = open_map()
    go_to(page, "dimension: money")
    page.keyboard.press("End")
    page.keyboard.type("y")
    line = original[: original.index("dimension: money")].count("\n") + 1
    page.get_by_role("button", name=f"第 {line} 行").first.wait_for()
    assert page.locator(".cm-lintRange-error").inner_text() == "moneyy"
    assert f"第 {line} 行" in page.locator("[role=alert].told").inner_text()
    page.keyboard.press("Backspace")
    page.locator("[role=alert].told").filter(has_text="没有错误").wait_for()
    go_to(page, "GDP, 经济总量")
    page.keyboard.press("Alt+l")  # the whole line, however many rows it fills
    page.keyboard.insert_text("    aliases: [区内总产出]\n")
    page.get_by_text("这次改动会带来什么").wait_for()
    gone = page.locator('[data-testid="stMetric"]', has_text="消失").locator('[data-testid="stMetricValue"]')
    assert int(gone.inner_text()) > 0 and page.locator(".row mark").count() > 0
    save(page)
    assert "aliases: [区内总产出]" in saved(site)
    before, after = counts(page)
    assert after < before
    chart = open_map("?show=gdp", "trends")
    chart.get_by_text("没有", exact=False).first.wait_for()
    assert chart.locator(".js-plotly-plot", has_text="254").count() == 0
    panel(page, VERSIONS)
    page.get_by_role("button", name="直接恢复").click()
    page.get_by_text(re.compile(f"已保存并建库：观测 {after} → {before} 条")).wait_for()
    assert saved(site) == original and "区内总产出" not in page.locator(CODE).inner_text()
    chart = open_map("?show=gdp", "trends")
    chart.locator(".js-plotly-plot", has_text="254").first.wait_for()


def test_chinese_typed_fast_arrives_whole(open_map: Open) -> None:
    page = open_map()
    page.locator(CODE).click()
    page.keyboard.press("Control+End")
    for number in range(40):
        page.keyboard.insert_text(f"# 第{number}行：规上工业总产值（亿元）\n")
    page.get_by_text(re.compile(r"\+40 / −0 行")).wait_for()
    page.keyboard.press("Control+z")
    page.get_by_text("与保存的文件相同").wait_for()


def test_keys_of_the_editor(open_map: Open) -> None:
    page = open_map()
    go_to(page, "  gdp:")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    assert line_with_caret(page).inner_text() == "    x"  # Enter goes to the depth of what follows a key
    page.keyboard.press("Tab")
    assert line_with_caret(page).inner_text() == "      x"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+/")
    assert line_with_caret(page).inner_text() == "    # x"
    page.keyboard.press("Control+f")
    page.get_by_placeholder("查找").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.shadowRoot?.activeElement?.classList.contains('cm-content')")


def test_two_browsers_saving_the_same_map(open_map: Open, site: Served) -> None:
    original = saved(site)
    one, other, third = open_map(), open_map(), open_map()
    for page, comment in ((one, "# 一"), (other, "# 二"), (third, "# 三")):
        append(page, f"{comment}\n")
    save(one)
    for page in (other, third):
        page.get_by_role("button", name=SAVE).click()
        page.get_by_text("没有保存：你打开之后，别人保存了更新的版本").wait_for()
        assert "-# 一" in page.inner_text('[data-testid="stCode"]')
    assert saved(site) == original + "# 一\n"
    other.get_by_role("button", name="载入新版本").click()
    other.get_by_text("与保存的文件相同").wait_for()
    third.get_by_role("button", name="保留我的文本").click()
    save(third)
    assert saved(site) == original + "# 三\n"


def test_the_form_and_the_text_are_one_draft(open_map: Open, site: Served) -> None:
    original = saved(site)
    page = open_map()
    append(page, "# 手写的一行\n")
    panel(page, FORM)
    page.locator(".st-key-map_form_chosen input").click()
    page.get_by_text("＋ 新增指标").click()
    for label, value in {
        "标识": "cargo_volume",
        "中文名": "货物吞吐量",
        "英文名": "Cargo",
        "别名（每行一个）": "吞吐量",
    }.items():
        field = page.get_by_label(label, exact=True).first
        field.fill(value)
        field.press("Control+Enter")
        settle(page)
    page.get_by_role("button", name="加入映射").click()
    page.get_by_role("button", name="删除").wait_for()
    page.locator(CODE).get_by_text("cargo_volume:").wait_for()
    save(page)
    text = saved(site)
    assert "  cargo_volume:\n    zh: 货物吞吐量\n" in text and text.endswith("# 手写的一行\n")
    assert [line for line in original.splitlines() if line not in text.splitlines()] == []


def test_typing_while_the_form_writes_loses_neither(open_map: Open) -> None:
    page = open_map()
    panel(page, FORM)
    for number in range(3):
        page.get_by_label("中文名", exact=True).fill(f"总值{number}")
        page.locator(CODE).click()  # the form is sent by leaving it, and typing goes on at once
        page.keyboard.press("Control+End")
        for letter in f"# 边写边改{number}":
            page.keyboard.insert_text(letter)
        page.keyboard.press("Enter")
    page.get_by_text("+4 / −1 行").wait_for()
    panel(page, VERSIONS)
    told = page.inner_text('[data-testid="stCode"]')
    assert "+    zh: 总值2" in told and all(f"+# 边写边改{number}" in told for number in range(3))


def test_why_a_sentence_was_not_found(open_map: Open) -> None:
    page = open_map("?why=全区规上工业总产价值完成290亿元。")
    page.get_by_text("“290亿元”没有识别").wait_for()
    page.get_by_role("button", name=re.compile("把“规上工业总产价值”加为")).click()
    page.get_by_text("“290亿元”已识别").wait_for()
    panel(page, PREVIEW)
    page.get_by_text("这次改动会带来什么").wait_for()


def test_a_row_of_the_preview_leads_to_its_report(open_map: Open) -> None:
    page = open_map()
    go_to(page, "GDP, 经济总量")
    page.keyboard.press("Alt+l")  # the whole line, however many rows it fills
    page.keyboard.insert_text("    aliases: [区内总产出]\n")
    page.locator(".row .doc").first.click()
    page.wait_for_url(re.compile("/sources"))
    settle(page)
    assert page.locator(".fact.current").count() > 0


def test_the_plain_text_area_holds_the_same_draft(open_map: Open) -> None:
    page = open_map()
    append(page, "# 一行\n")
    page.get_by_text("纯文本").click()
    area = page.locator(".st-key-map_text textarea")
    assert area.input_value().endswith("# 一行\n") and "editor=plain" in page.url


def test_in_english_and_on_a_narrow_screen(open_map: Open) -> None:
    page = open_map(locale="en-US", width=380)
    for name in ("Errors and preview", "Form", "Why not found", "Versions"):
        page.get_by_text(name, exact=True).first.click()
        settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    assert page.locator(CODE).get_attribute("aria-label") == "config.yaml"


def saved(site: Served) -> str:
    return site.config.read_text(encoding="utf-8")


def save(page: Page) -> None:
    page.get_by_role("button", name=SAVE).click()
    page.get_by_text(re.compile("已保存并建库")).wait_for()


def counts(page: Page) -> tuple[int, int]:
    told = page.get_by_text(re.compile("已保存并建库")).first.inner_text()
    before, after = re.findall(r"\d+", told)
    return int(before), int(after)


def panel(page: Page, name: str) -> None:
    page.get_by_text(name, exact=True).first.click()
    settle(page)


def append(page: Page, text: str) -> None:
    page.locator(CODE).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)
    page.get_by_text("有未保存的改动").wait_for()


def go_to(page: Page, words: str) -> None:
    """Puts the caret into the first line with `words`, by the search of the editor."""
    page.locator(CODE).click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+f")
    page.get_by_placeholder("查找").press_sequentially(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def line_with_caret(page: Page) -> Locator:
    return page.locator(".cm-activeLine")
