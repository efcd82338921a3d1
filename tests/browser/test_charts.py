"""A chart in a real browser: it stays where it is, follows the page, leads to its source, and says where it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import settle

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]

CHART = ".kpi-chart.js-plotly-plot"


def test_a_choice_is_drawn_into_the_chart_that_is_there(open_page: Open) -> None:
    page = open_page("trends?show=gdp")
    page.locator(f"{CHART} .scatterlayer").first.wait_for()
    page.locator(CHART).first.evaluate("chart => { chart.marked = true; }")
    page.get_by_role("radio", name="柱形").or_(page.get_by_role("button", name="柱形")).first.click()
    page.locator(f"{CHART} .barlayer .point").first.wait_for()
    assert page.locator(CHART).first.evaluate("chart => chart.marked === true")


def test_the_chart_is_as_wide_as_the_page(open_page: Open) -> None:
    page = open_page("trends?show=gdp")
    page.locator(f"{CHART} .main-svg").first.wait_for()
    for width in (1440, 390, 1000):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            """() => { const chart = document.querySelector('.kpi-chart'), drawn = chart.querySelector('.main-svg');
              return Math.abs(chart.clientWidth - drawn.getBoundingClientRect().width) < 2; }"""
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_hovers_has_the_colours_of_the_page(open_page: Open, scheme: str) -> None:
    page = open_page("trends?show=gdp", color_scheme=scheme)
    page.locator(f"{CHART} .main-svg").first.wait_for()
    ink = page.evaluate("getComputedStyle(document.querySelector('.kpi-chart')).color")
    told = page.evaluate(
        """() => { const label = document.querySelector('.kpi-chart')._fullLayout.hoverlabel;
          const probe = document.createElement('i'); probe.style.color = label.font.color; document.body.append(probe);
          const colour = getComputedStyle(probe).color; probe.remove(); return colour; }"""
    )
    assert told == ink


def test_where_plotly_does_not_come_the_page_says_so(open_page: Open) -> None:
    page = open_page()

    def refuse(route: Route) -> None:
        route.abort()

    page.context.route("**/charts/plotly-*", refuse)
    page.goto(f"{page.url.partition('?')[0]}trends?show=gdp")
    settle(page)
    page.get_by_text("图没有画成；请刷新页面再试。").first.wait_for()
    page.context.unroute("**/charts/plotly-*", refuse)
    page.reload()
    page.locator(f"{CHART} .main-svg").first.wait_for()
