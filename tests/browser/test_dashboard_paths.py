"""The ways through the dashboard that people take, walked in a real browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.words.labels import nameless
from tests.browser.conftest import Served, settle

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
VIEWS = {
    "": ("总览", "Overview"),
    "trends": ("趋势", "Trends"),
    "targets": ("目标", "Targets"),
    "compare": ("对比", "Compare"),
    "data": ("数据", "Data"),
    "sources": ("来源", "Sources"),
    "indicator_map": ("指标映射", "Indicator map"),
    "add_reports": ("加入报告", "Add reports"),
    "to_settle": ("待办", "To settle"),
}
ZONE = "濮阳经济技术开发区"
LANGUAGES = {"zh-CN": "zh", "en-US": "en"}
BOTH = pytest.mark.parametrize("locale", LANGUAGES)
CURRENT = ".fact.current"

# What can be operated or seen and has no name for those who do not see it.
NAMELESS = """() => {
  const shown = each => each.checkVisibility({ visibilityProperty: true }) && !each.closest('[aria-hidden="true"]');
  const texts = ids => (ids || '').split(' ').map(id => document.getElementById(id)?.textContent || '').join('');
  const named = each => [each.getAttribute('aria-label'), texts(each.getAttribute('aria-labelledby')),
    each.getAttribute('title'), each.getAttribute('alt'), each.textContent, each.placeholder,
    ...[...(each.labels || [])].map(label => label.textContent)].some(name => name && name.trim());
  const all = root => [...root.querySelectorAll('*')].flatMap(each =>
    each.shadowRoot ? [each, ...all(each.shadowRoot)] : [each]);
  const operated = 'button, input, select, textarea, a[href], [role=button], [role=radio], [role=tab], [role=slider]';
  const controls = all(document).filter(each => each.matches(operated) && shown(each) && !named(each));
  const pictures = all(document).filter(each => each.matches('img') && shown(each) && !each.hasAttribute('alt'));
  const charts = [...document.querySelectorAll('.kpi-chart, [data-testid=stDataFrame]')].filter(each =>
    shown(each) && !each.closest('[aria-label]') && !each.querySelector('[aria-label], [role=img], [alt]'));
  return [...controls, ...pictures, ...charts].map(each => each.outerHTML.slice(0, 200));
}"""
# Words that end where the page has no more room for them.
CUT = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(each =>
  [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) && each.checkVisibility()
  && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).textOverflow === 'ellipsis'
  && !each.closest('input, canvas, [data-testid=stDataFrame]')
).map(each => each.textContent)"""
# The name of what has the focus, by lines of its own; empty where the page has gone round.
FOCUSED = """() => { const focused = document.activeElement;
  if (focused === document.body) return '';
  return [focused.ariaLabel, focused.innerText, ...[...(focused.labels || [])].map(label => label.innerText)].join(' ');
}"""
# Texts of less contrast than 4.5:1 with what they stand on; those of controls that are switched off aside.
FAINT = r"""() => {
  const parts = colour => colour.match(/[\d.]+/g).map(Number);
  const light = rgb => rgb.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  return [...document.querySelectorAll('[data-testid=stCaptionContainer] p, h1, h2, h3, label p, button p')]
    .filter(each => each.checkVisibility() && !each.closest(':disabled')).flatMap(each => {
      let seen = 1, ground = null;
      for (let at = each; at; at = at.parentElement) {
        const style = getComputedStyle(at), colour = parts(style.backgroundColor);
        seen *= style.opacity;
        if (!ground && (colour.length < 4 || colour[3] > 0.9)) ground = colour;
      }
      ground ||= [255, 255, 255];
      const ink = parts(getComputedStyle(each).color), share = (ink[3] ?? 1) * seen;
      const mixed = ink.slice(0, 3).map((v, at) => v * share + ground[at] * (1 - share));
      const [high, low] = [light(mixed), light(ground)].sort((a, b) => b - a);
      return (high + 0.05) / (low + 0.05) < 4.5 ? [each.textContent] : [];
    });
}"""
CUT_IN_CHARTS = """() => [...document.querySelectorAll('.js-plotly-plot .annotation-text')].filter(text =>
  text.getBoundingClientRect().right > text.closest('.js-plotly-plot').getBoundingClientRect().right + 1
).map(text => text.textContent)"""


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 380), ("en-US", 380), ("zh-CN", 1440)])
def test_every_view_is_whole_named_and_at_home(locale: str, width: int, open_page: Open, served: Served) -> None:
    page = open_page("", locale, width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path, titles in VIEWS.items():
        page.goto(f"{served.url}/{path}")
        settle(page)
        assert page.locator("h1").inner_text() == titles[locale == "en-US"]
        assert page.locator('[data-testid="stException"]').count() == 0
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} is {overflow} px too wide"
        language = "en" if locale == "en-US" else "zh-CN"
        page.wait_for_function("language => document.documentElement.lang === language", arg=language)
        for what in (NAMELESS, CUT, CUT_IN_CHARTS, FAINT):
            assert page.evaluate(what) == [], path
    foreign = [url for url in asked if not url.startswith((served.url, "data:", "blob:", "ws://127.0.0.1"))]
    assert len(asked) > len(VIEWS) and foreign == []


@pytest.mark.parametrize(("path", "locale"), [("", "zh-CN"), ("sources", "zh-CN"), ("add_reports", "en-US")])
def test_on_a_phone_every_other_view_can_be_reached(path: str, locale: str, open_page: Open) -> None:
    page = open_page(path, locale, 380)
    page.get_by_test_id("stExpandSidebarButton").click()
    name = VIEWS["targets"][locale == "en-US"]
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name, exact=True).wait_for()


@BOTH
def test_a_number_leads_to_its_highlighted_sentence_and_back(locale: str, open_page: Open) -> None:
    page = open_page(f"?my_zone={ZONE}", locale)
    page.locator(".brief tbody tr", has_text=("地区生产总值", "Gross domestic product")[locale == "en-US"]).click()
    page.wait_for_selector(CURRENT)
    assert "254" in "".join(page.locator(CURRENT).all_inner_texts())
    assert _in_sight(page) and not page.get_by_test_id("stSidebar").is_visible()
    page.go_back()
    page.get_by_role("heading", name=VIEWS[""][locale == "en-US"], exact=True).wait_for()
    settle(page)
    assert "fact=" not in page.url and "doc=" not in page.url
    page.locator(".brief tbody tr").first.wait_for()


def test_a_mark_in_the_chart_leads_to_its_sentence(open_page: Open) -> None:
    page = open_page("trends?show=key_project_investment")
    page.locator(".scatterlayer .point >> visible=true").first.wait_for()
    said = page.locator(".js-plotly-plot").first.text_content() or ""
    assert all(number in said for number in ("96.3", "131.2", "206.19"))
    years = [text for text in page.locator(".xtick text").all_text_contents() if text]
    assert years and all(re.fullmatch(r"20\d\d", year) for year in years)
    point = page.locator(".scatterlayer .point >> visible=true").last.bounding_box()
    assert point is not None
    page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    page.wait_for_timeout(200)
    page.mouse.click(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    page.wait_for_selector(CURRENT)
    assert page.locator("h1").inner_text() == "来源" and _in_sight(page)


# What is chosen by hand on each view, and how the address says it.
CHOICES = {
    "trends": ("同比增速", "measure=growth"),
    "targets": ("未见报告", "verdict=unreported"),
    "compare": ("自选", "peers=name"),
    "data": ("宽表", "layout=wide"),
    "sources": ("下一条", "fact="),
}


@pytest.mark.parametrize("path", CHOICES)
def test_a_link_shows_the_same_view(path: str, open_page: Open) -> None:
    """What is chosen by hand is in the address, with the filters; a browser of another language shows the same."""
    page = open_page(f"{path}?zone={ZONE}&money=wan&to=2024")
    pressed, said = CHOICES[path]
    # a button, which may still be loaded, and no text as of the fold below
    _main(page).locator("button").filter(has_text=re.compile(pressed)).first.click()
    page.wait_for_url(re.compile(said))
    settle(page)
    again = open_page(page.url.split("/", 3)[3], "en-US")
    assert all(part in again.url for part in ("zone=", "money=wan", "to=2024", said)), again.url
    shown = _main(page).inner_text()
    again.wait_for_function("text => document.querySelector('[data-testid=stMain]').innerText === text", arg=shown)


def test_the_filters_go_along_from_view_to_view(open_page: Open) -> None:
    page = open_page("data?kind=target")
    before = _count(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="趋势").first.click()
    page.wait_for_url(re.compile("/trends"))
    settle(page)
    assert "kind=target" in page.url and _count(page) == before


@BOTH
def test_the_file_has_what_is_filtered_and_shown(locale: str, open_page: Open) -> None:
    words = nameless(LANGUAGES[locale])
    page = open_page("data", locale)
    page.get_by_test_id("stSidebar").get_by_text(words.kind("target"), exact=True).click()
    page.wait_for_url(re.compile("kind=target"))
    settle(page)
    head, shown = _cells(page)
    page.get_by_role("button", name=re.compile(f"{words('download')}$")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^CSV")).first.click()
    name = download.value.suggested_filename
    assert words.kind("target") in name and name.endswith(".csv")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert _count(page).startswith(str(len(rows))) and {row[words("kind")] for row in rows} == {words.kind("target")}
    columns = [words(name) for name in ("zone", "indicator", "period", "value", "unit")]
    told = [[_plain(row[head.index(column)]) for column in columns] for row in shown]
    for row in [*told, *(in_file := [[_plain(row[column]) for column in columns] for row in rows[: len(told)]])]:
        row[3] = str(float(row[3]))  # the digits of the source in the file, the number itself in the table
    assert len(told) > 5 and told == in_file


def test_the_unit_of_money_changes_every_number(open_page: Open) -> None:
    page = open_page(f"trends?zone={ZONE}&show=gdp")
    page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").last.locator("input").click()
    page.get_by_role("option", name="万元", exact=True).click()
    page.wait_for_url(re.compile("money=wan"))
    settle(page)
    for path, said in (("trends", "2,540,000"), ("compare", "2,540,000"), ("targets", "960,000")):
        page.get_by_test_id("stTopNavLink").filter(has_text=VIEWS[path][0]).first.click()
        page.wait_for_url(re.compile(path))
        page.locator(".js-plotly-plot", has_text=said).first.wait_for()


def test_the_verdict_and_the_year_of_targets_are_chosen(open_page: Open) -> None:
    page = open_page("targets")
    _main(page).get_by_role("button", name="已完成").click()
    page.wait_for_url(re.compile("verdict=met"))
    settle(page)
    said = page.locator(".js-plotly-plot").first.text_content() or ""
    assert "已完成" in said and "待报告" not in said and page.locator(".js-plotly-plot").count() == 1
    page.goto(page.url.split("?")[0])
    settle(page)
    _main(page).locator("button").filter(has_text="2025年").first.click()
    page.wait_for_url(re.compile("target_year=2025"))
    settle(page)
    said = " ".join(page.locator(".js-plotly-plot").all_text_contents())
    assert "低于上年实际 131.2 亿元" in said and "61.3" not in said


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(open_page: Open) -> None:
    page = open_page("trends?show=key_project_investment")
    reached: list[str] = []
    for step in range(36):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        if step % 3 == 0 and reached[-1]:
            assert _shows_focus(page), f"{reached[-1]} has the focus and does not show it"
    assert {"目标", "中文", "开发区", "实际", "数值", "折线", "图"} <= {
        name for told in reached for name in told.split()
    }


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
    assert page.locator(".report").get_attribute("lang") == "zh-CN"


def _main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def _count(page: Page) -> str:
    return re.search(r"\d+ / \d+|\d+ of \d+", page.inner_text('[data-testid="stSidebar"]')).group(0)  # type: ignore[union-attr]


def _cells(page: Page) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of the table in sight, as a screen reader is told them."""
    page.locator("table[role=grid]").first.wait_for(state="attached")
    return page.evaluate(  # type: ignore[no-any-return]
        """() => { const grid = document.querySelector('table[role=grid]');
        const texts = (row, what) => [...row.querySelectorAll(what)].map(cell => cell.textContent);
        const rows = [...grid.querySelectorAll('tbody tr')].map(row => texts(row, '[role=gridcell]'));
        return [texts(grid, '[role=columnheader]'), rows]; }"""
    )


def _plain(number: str) -> str:
    return number.replace(",", "").replace("−", "-")


def _shows_focus(page: Page) -> bool:
    """Whether what has the focus looks otherwise without it."""
    clip = page.evaluate(
        """() => { const { x, y, width, height } = document.activeElement.getBoundingClientRect();
        return { x: Math.max(x - 6, 0), y: Math.max(y - 6, 0), width: width + 12, height: height + 12 }; }"""
    )
    with_focus = page.screenshot(clip=clip, caret="initial")
    page.evaluate("() => { window.left = document.activeElement; window.left.blur(); }")
    without = page.screenshot(clip=clip, caret="initial")
    page.evaluate("() => window.left.focus({ focusVisible: true })")
    return with_focus != without


def _in_sight(page: Page) -> bool:
    """Whether the current fact stands inside the visible part of the report."""
    page.wait_for_timeout(1200)  # the report scrolls smoothly
    mark, report = page.locator(CURRENT).first.bounding_box(), page.locator(".report").bounding_box()
    assert mark is not None and report is not None
    return report["y"] <= mark["y"] <= report["y"] + report["height"]


def test_enter_in_the_filter_takes_one_zone(open_page: Open) -> None:
    page = open_page("trends")
    box = page.get_by_role("combobox", name=re.compile("开发区"))
    box.click()
    page.keyboard.type("濮阳")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    settle(page)
    assert re.findall("zone=[^&]+", page.url) and page.url.count("zone=") == 1


def test_a_number_of_the_wide_table_leads_to_its_sentence(open_page: Open) -> None:
    page = open_page(f"data?layout=wide&zone={ZONE}&indicator=gdp&kind=actual")
    _, rows = _cells(page)
    table = page.get_by_test_id("data-grid-canvas").bounding_box()
    assert table is not None and "点一个数，打开它的原文" in _main(page).inner_text()
    page.mouse.click(table["x"] + 40, table["y"] + 50)  # the zone of the first row: it leads nowhere
    settle(page)
    for _ in range(rows[0].index("254")):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)
    page.wait_for_selector(CURRENT)
    assert "254" in "".join(page.locator(CURRENT).all_inner_texts()) and "doc=" in page.url


# what a widget says by itself: how it is made to, and its words on a page of either language
OWN_WORDS = {
    "zh-CN": ("显示或隐藏列", "按 Enter 生效", "没有符合的"),
    "en-US": ("Show/hide columns", "Press Enter to apply", "No results"),
}


@BOTH
def test_the_widgets_speak_the_language_of_the_page(locale: str, open_page: Open) -> None:
    page = open_page("data", locale)
    columns, enter, nothing = OWN_WORDS[locale]
    page.get_by_test_id("stDataFrame").hover()
    page.get_by_role("button", name=columns).wait_for()
    _main(page).get_by_role("textbox").first.fill("投资")
    page.get_by_text(enter, exact=True).wait_for()
    page.get_by_test_id("stSidebar").get_by_role("combobox").first.fill("无此区")
    page.get_by_text(nothing, exact=True).wait_for()


def test_a_page_in_english_has_the_words_of_its_widgets_back(open_page: Open) -> None:
    page = open_page("data")
    page.get_by_text("English", exact=True).click()
    page.get_by_role("heading", name="Data", exact=True).wait_for()
    settle(page)
    _main(page).get_by_role("textbox").first.fill("gdp")
    page.get_by_text("Press Enter to apply", exact=True).wait_for()


def test_the_tab_is_named_by_what_it_shows(open_page: Open, served: Served) -> None:
    page = open_page("data")
    assert page.title() == "数据 · 开发区指标"
    page.goto(f"{served.url}/sources?doc=004_4fc2ff3fb9a36ae3")
    settle(page)
    page.wait_for_function("document.title !== '来源 · 开发区指标'")
    assert page.title() == "工业园区新闻 · 开发区指标"


def test_the_tools_of_a_table_cover_no_button(open_page: Open) -> None:
    page = open_page("data")
    page.get_by_test_id("stDataFrame").hover()
    tools = page.get_by_test_id("stElementToolbar").first
    tools.wait_for()
    button = page.get_by_role("button", name=re.compile("下载$"))
    above, below = button.bounding_box(), tools.bounding_box()
    assert above is not None and below is not None and above["y"] + above["height"] <= below["y"]


def test_a_column_of_numbers_sorts_by_their_size(open_page: Open) -> None:
    page = open_page("data?columns=value")
    page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for()
    settle(page)
    box = page.get_by_test_id("stDataFrame").bounding_box()
    assert box is not None
    for sign, falls in (("↑", False), ("↓", True)):
        page.mouse.click(box["x"] + 37 + 40, box["y"] + 17)  # the head of the first column beside the boxes
        page.wait_for_function(
            f"[...document.querySelectorAll('th')].some(each => each.textContent.includes('{sign}'))"
        )
        column = page.locator("[data-testid=stDataFrame] tbody tr").evaluate_all(
            """(rows) => {
              const heads = [...document.querySelectorAll('[data-testid=stDataFrame] thead th')];
              const at = heads.findIndex(each => each.textContent.includes('数值'));
              return rows.map(row => row.children[at].textContent);
            }"""
        )
        numbers = [float(text) for text in column if text]
        assert len(numbers) > 10 and numbers == sorted(numbers, reverse=falls)
        assert max(len(str(round(number))) for number in numbers) > 1


@BOTH
def test_the_keyboard_opens_a_row_of_a_table(locale: str, open_page: Open) -> None:
    page = open_page("data", locale)
    page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    assert "sources" not in page.url, "looking round opens nothing"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sources.*fact="))
    page.wait_for_selector(CURRENT)


def test_on_a_phone_the_menu_closes_once_a_page_is_chosen(open_page: Open) -> None:
    page = open_page("", width=390, is_mobile=True, has_touch=True)
    page.get_by_test_id("stExpandSidebarButton").tap()
    menu = page.get_by_test_id("stSidebar")
    menu.get_by_role("link", name="目标").tap()
    page.get_by_role("heading", name="目标", exact=True).wait_for()
    settle(page)
    page.get_by_test_id("stExpandSidebarButton").wait_for()
    page.wait_for_function("menu => menu.getBoundingClientRect().right <= 1", arg=menu.element_handle())
