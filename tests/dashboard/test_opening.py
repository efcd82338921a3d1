"""What the first visitor sees while the program loads, and nobody after."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.shared import opening


def _script() -> None:
    from dashboard.shared import opening

    opening.begin()


def _drawn() -> None:
    from dashboard.shared import opening

    opening.begin().empty()


@pytest.mark.parametrize(
    "loaded, locale, asked, told",
    [
        (False, "zh-CN", "", ["开发区指标", "正在打开结果…"]),
        (False, "en-US", "", ["Development-zone indicators", "Opening the results…"]),
        (False, "zh-CN", "en", ["Development-zone indicators", "Opening the results…"]),
        (True, "zh-CN", "", []),
    ],
)
def test_the_first_visitor_is_told_what_is_being_opened(
    monkeypatch: pytest.MonkeyPatch, loaded: bool, locale: str, asked: str, told: list[str]
) -> None:
    monkeypatch.setattr(opening, "_LOADED", "sys" if loaded else "no.such.module")
    app = AppTest.from_function(_script)
    app.context = {"locale": locale}
    if asked:
        app.query_params["lang"] = asked
    app.run()
    assert not app.exception
    assert [each.value for each in (*app.title, *app.caption)] == told


def test_nothing_of_it_stays_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_LOADED", "no.such.module")
    app = AppTest.from_function(_drawn)
    app.run()
    assert not app.exception and not app.title and not app.caption
