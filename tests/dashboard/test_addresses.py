"""An address may ask for anything: what is unknown is told, and the page is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.shared import filters
from dashboard.words.labels import TEXTS
from tests.dashboard.opened_pages import open_page, said
from tests.dashboard_data import FULL, Sample

VIEWS = Path(filters.__file__).parent.parent / "views"
# The names under which widgets keep what they stand at, wherever that is written.
_KEPT = re.compile(r"""(?:seed_one|seed_many|get|keep|choose_one|select|toggle|is_on|stands_at)\(\s*"([a-z_]+)\"""")
NAMES = {
    name
    for path in VIEWS.parent.rglob("*.py")
    for name in _KEPT.findall(path.read_text(encoding="utf-8"))
    if "filters" in path.read_text(encoding="utf-8")
} | {*filters.OF_VIEW, "zone", "group", "indicator", "kind", "from", "to", "money"}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("地址"), FULL) as sample:
        yield sample


def test_the_names_are_found() -> None:
    assert {"money", "doc", "q", "layout", "target_year", "my_zone", "whole" if "whole" in NAMES else "as"} <= NAMES


@pytest.mark.parametrize("value", ["x", "²", "-1", "![i](http://evil.test/i.png)", "\x1b[31m"])
@pytest.mark.parametrize("view", sorted(path.stem for path in VIEWS.glob("*.py") if path.stem != "__init__"))
def test_nonsense_in_the_address_breaks_no_page(
    full: Sample, monkeypatch: pytest.MonkeyPatch, view: str, value: str
) -> None:
    app = open_page(view, full.path, monkeypatch, **dict.fromkeys(NAMES - {"lang", "why"}, value))
    assert not app.exception and app.title
    said(app)


@pytest.mark.parametrize("name", ["zone", "indicator", "kind", "money", "from", "to", "group", "my_zone"])
def test_what_is_unknown_is_told_by_its_name(full: Sample, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    app = open_page("overview", full.path, monkeypatch, **{name: "没有这个"})
    assert f"{TEXTS['zh'][filters.named_as(name)]}「没有这个」" in said(app)
