"""Zones side by side as their reader has them: a value leads to its sentence, nothing is cut on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.browser import invented
from tests.browser.conftest import Served, serving, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
ZONES = [name for name, *_ in invented.ZONES[:3]]
ADDRESS = "compare?" + urlencode({"compare_as": "beside", "beside": ZONES}, doseq=True)


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    del chromium
    with serving(invented.make(tmp_path_factory.mktemp("并排") / "project")) as running:
        yield running


def test_a_value_leads_to_its_sentence_and_back_again(open_page: Open) -> None:
    page = open_page(ADDRESS)
    page.locator(".zones tbody td").first.wait_for()
    assert page.locator(".zones thead th").all_inner_texts()[1:] == ZONES
    value = page.locator(".zones a.number").first
    number = value.inner_text().split()[0]
    value.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources?**")
    settle(page)
    assert number in page.locator("mark").first.inner_text()
    page.go_back()
    page.locator(".zones tbody td").first.wait_for()


def test_on_a_phone_each_zone_is_a_line_below_the_indicator(open_page: Open) -> None:
    page = open_page(ADDRESS, width=390)
    page.locator(".zones tbody td").first.wait_for()
    assert not page.locator(".zones thead").is_visible()
    labels = page.locator(".zones tbody td").evaluate_all(
        "all => all.slice(0, 3).map(cell => getComputedStyle(cell, '::before').content.slice(1, -1))"
    )
    assert labels == ZONES
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    beyond = page.locator(".zones :is(td, th) *").evaluate_all(
        "all => all.filter(each => each.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert beyond == 0
