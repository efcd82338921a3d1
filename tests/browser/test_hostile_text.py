"""Text of others stays text: a walk through all pages and dialogs of a project in which every text is hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from dashboard.words.plain import JOINER
from tests.browser import hostile
from tests.browser.conftest import Served, serving, settle
from tests.browser.hostile import HOSTILE, IN_NAMES, B

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

# What the page would hold where one of the texts was read as markup.
MADE_OF_IT = [
    'img[src*="evil"]', 'img[src="x"]', 'img[alt="i"]', '[href="x"]', '[href^="mailto"]',
    ".katex", ".MathJax", 'img[alt="Streamlit logo"]', '[role="img"][aria-label="flag icon"]',
    ".stMarkdownColoredText:text-is('红')", "b:text-is('粗')", "strong:text-is('粗')", "em:text-is('斜')",
    "del:text-is('删')", "code:text-is('码')", "i:text-is('i')", "tspan:text-is('粗')", "script:has-text('alert(')",
]  # fmt: skip
LINKS_AWAY = """() => [...document.querySelectorAll("a[href], area[href], use[href]")]
    .map((link) => String(link.href.baseVal ?? link.href))
    .filter((href) => new URL(href, location).host !== location.host)"""
SHOWN = """() => {
    const texts = [];
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
        if (node.nodeType === Node.ELEMENT_NODE && ["SCRIPT", "STYLE"].includes(node.tagName)) return;
        if (node.shadowRoot) walk(node.shadowRoot);
        for (const child of node.childNodes) walk(child);
    };
    walk(document.body);
    return texts.join("");
}"""
ITS = re.compile(f"{hostile.OPEN}[^{hostile.SHUT}{hostile.OPEN}]*{hostile.SHUT}")
WAYS = "[data-testid='stTab'], [data-testid='stExpander'] summary, [data-testid='stPopover'] button"


@pytest.fixture(scope="module")
def served(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over the hostile project."""
    del chromium
    with serving(hostile.make(tmp_path_factory.mktemp("敌意") / "项目")) as running:
        yield running


class Walk:
    """A page that is watched: what it asks of other hosts, what dialogs a script opens, what its texts became."""

    def __init__(self, browser: Browser, served: Served, locale: str) -> None:
        self.context = browser.new_context(locale=locale, viewport={"width": 1400, "height": 1000})
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.served, self.left, self.seen = served, [], 0  # type: ignore[var-annotated]
        own = urlsplit(served.url).netloc
        self.context.on(
            "request",
            lambda asked: self.left.append(asked.url) if urlsplit(asked.url).netloc not in (own, "") else None,
        )
        self.page.on("dialog", lambda dialog: (self.left.append(dialog.message), dialog.dismiss()))

    def to(self, path: str) -> None:
        self.page.goto(f"{self.served.url}/{path}")
        settle(self.page)
        self.look(path)

    def look(self, where: str) -> None:
        """Nothing was made of a text, nothing was asked of another host, and each text stands as it was written."""
        page = self.page
        for selector in MADE_OF_IT:
            assert page.locator(selector).count() == 0, f"{where}: {selector}"
        assert not (away := page.evaluate(LINKS_AWAY)), f"{where}: {away}"
        assert not self.left, f"{where}: {self.left}"
        told = set(ITS.findall(_whole(page.evaluate(SHOWN))))
        changed = {text for text in told - {_whole(HOSTILE), _whole(IN_NAMES)} if "..." not in text}  # cut in its midst
        assert not changed, f"{where}: {changed}"
        self.seen += len(told)

    def open_all(self, where: str) -> None:
        """Opens each tab, fold and popover of the page one after the other."""
        page = self.page
        for place in range(page.locator(WAYS).count()):
            way = page.locator(WAYS).nth(place)
            if not way.is_visible() or not way.is_enabled():
                continue
            with suppress(Exception):
                way.click(timeout=3_000)
            settle(page)
            self.look(f"{where}, opened {place}")
            page.keyboard.press("Escape")


def _whole(text: str) -> str:
    """A text without its gaps and line ends: where a line is broken, and what parts its pieces, is no matter. In a map
    a stroke stands twice between quotation marks.
    """
    return "".join(text.replace(JOINER, "").replace("\\\\", "\\").split())


@pytest.fixture(params=["zh-CN", "en-US"])
def walk(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Walk]:
    walking = Walk(browser, served, request.param)
    yield walking
    walking.context.close()


DOC, UNKNOWN = quote(hostile.FILE.removesuffix(".txt")), quote(hostile.UNKNOWN.removesuffix(".txt"))
SAID = quote(f"地区生产总产价值完成7亿元{HOSTILE[:200]}")
IT = quote(HOSTILE)
PATHS = [
    f"?my_zone={quote(hostile.FIRST)}", "trends", "trends?show=gdp", "targets", "compare", "compare?compare_as=beside",
    "tile_map?show=gdp", "data?layout=wide", "data?layout=long", "dictionary", "sources", f"sources?doc={DOC}",
    f"sources?doc={DOC}&as=page", f"sources?doc={UNKNOWN}", "indicator_map", f"indicator_map?why={SAID}",
    "to_settle", "to_settle?part=reports", "to_settle?part=disputes", f"search?find={IT}",
    f"search?find={quote('生产总值')}", f"trends?zone={IT}&money={IT}", f"sources?doc={IT}",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_texts_stay_texts(walk: Walk, path: str) -> None:
    walk.to(path)
    walk.open_all(path)
    assert walk.seen, "nothing hostile was shown: the walk shows nothing"


def test_uploads_stay_texts(walk: Walk) -> None:
    walk.to("add_reports")
    files = {
        hostile.FILE: hostile.REPORT,  # one of that name is there: kept beside it, or in its place
        f"不知谁的{IN_NAMES}.txt": f"2031年，全区地区生产总值完成88亿元。{HOSTILE}\n",
        f"又不知谁的{IN_NAMES}.txt": f"2032年，全区地区生产总值完成89亿元。{HOSTILE}\n",
    }
    payload = [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files.items()]
    payload.append({"name": f"坏{IN_NAMES}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 broken"})
    walk.page.locator('input[type="file"]').set_input_files(payload)  # type: ignore[arg-type]
    walk.page.locator(".st-key-upload_join").wait_for()
    settle(walk.page)
    walk.look("uploads")
    walk.open_all("uploads")
    for choice in walk.page.locator("[role='combobox']").all()[:3]:
        if not choice.is_visible():
            continue
        choice.click()
        walk.look("the choices of a list")
        walk.page.keyboard.press("Escape")
    zone = walk.page.get_by_role("combobox", name=re.compile("开发区|Zone")).first
    if zone.is_visible():
        zone.click()
        walk.page.keyboard.type(B)
        walk.page.keyboard.press("Enter")
        settle(walk.page)
        walk.look("a zone chosen for an upload")
    assert walk.seen


def test_the_dialog_of_a_report_stays_text(walk: Walk) -> None:
    walk.to("add_reports")
    table = walk.page.get_by_test_id("stDataFrame")
    for row in range(4):
        table.scroll_into_view_if_needed()
        table.click(position={"x": 16, "y": 52 + 33 * row})
        settle(walk.page)
        if walk.page.get_by_role("dialog").count():
            walk.look("the dialog of a report")
            walk.open_all("the dialog of a report")
            walk.page.keyboard.press("Escape")
            settle(walk.page)
            return
    pytest.fail("no row opened a dialog")


def test_faults_of_the_map_stay_texts(walk: Walk, served: Served) -> None:
    """A map that cannot be read is told on every page, with the words of it that are wrong."""
    whole = served.config.read_bytes()
    broken = f"{whole.decode()}\nscopes: {{'{HOSTILE}': 1}}\n'{HOSTILE}': 2\n"
    try:
        served.config.write_text(broken, encoding="utf-8")
        for path in ("", "trends", "indicator_map", "to_settle", "sources", "add_reports"):
            walk.to(path)
            walk.open_all(path)
    finally:
        served.config.write_bytes(whole)
    assert walk.seen


def test_what_the_form_of_the_map_refuses_stays_text(walk: Walk) -> None:
    walk.to("indicator_map")
    walk.page.get_by_text(re.compile("^(表单|Form)$")).first.click()
    settle(walk.page)
    for label in ("中文名", "Chinese name", "单位", "Unit", "别名（每行一个）", "Aliases (one a line)"):
        field = walk.page.get_by_label(label, exact=True).first
        if not field.count() or not field.is_visible() or not field.is_enabled():
            continue
        field.fill(HOSTILE)
        field.press("Control+Enter")
        settle(walk.page)
        walk.look(f"the form, {label}")
    for name in ("错误与预览", "Errors and preview", "版本", "Versions"):
        tab = walk.page.get_by_text(name, exact=True)
        if tab.count():
            tab.first.click()
            settle(walk.page)
            walk.look(f"the form, then {name}")
    assert walk.seen
