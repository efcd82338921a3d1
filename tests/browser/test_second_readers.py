"""Another reader's reading in a real browser: beside ours, settled by a key, and undone in one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kpi.building import store
from kpi.building.importing import check
from kpi.results import corrections
from kpi.second import imports
from kpi.second.claims import Trust
from kpi.settings.config import load_config
from tests.browser.conftest import Served, serving, settle
from tests.second.samples import AGREES, ALONE, DIFFERS, project

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over a report that a colleague read too; what a test decides, it takes back."""
    del chromium
    config = project(tmp_path_factory.mktemp("两人") / "项目")
    claims = [replace(claim, row=row) for row, claim in enumerate((AGREES, ALONE, DIFFERS), 2)]
    rows = [each.imported for each in check(claims, config, Trust.PROPOSE)]
    imports.keep(config, "张工", rows, trust=Trust.PROPOSE, file="表.csv", who="王某")
    store.build(config)
    with serving(config.path) as running:
        yield running


@pytest.mark.parametrize("width", [1440, 390])
def test_a_difference_is_settled_by_a_key_and_undone(browser: Browser, served: Served, width: int) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{served.url}/to_settle?part=readings")
    settle(page)
    card = page.locator(".st-key-settle_reading")
    assert card.get_by_text("张工与本程序读的不同").is_visible()
    ours = page.locator(".st-key-settle_ours_0")
    assert ours.locator("strong").filter(has_text="2024年").is_visible(), "what differs is set off"
    assert card.locator("mark").inner_text().replace("\n", "").startswith("省级以上创新平台15个")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs over the edge"
    page.keyboard.press("a")
    page.locator(".st-key-settle_pager strong").get_by_text("2 / ", exact=False).wait_for()
    settle(page)
    decided = corrections.load(load_config(served.config)).in_force
    assert [str(each.action) for each in decided] == ["accept", "reject"]
    assert card.get_by_text("张工 读到").is_visible()
    page.keyboard.press("z")
    page.locator(".st-key-settle_pager strong").get_by_text("1 / ", exact=False).wait_for()
    settle(page)
    assert not corrections.load(load_config(served.config)).in_force
    context.close()
