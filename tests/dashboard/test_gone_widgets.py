"""Somebody opens one fact after the other, all day long: what was drawn for those before is let go of."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.shared import data, zone_field
from tests.dashboard.opened_pages import open_page, said
from tests.dashboard_data import FULL, Sample


def _kept(app: AppTest, fact: str) -> int:
    """Of how many widgets the session knows what they were made with, where it looks at a fact for the second time."""
    app.query_params["fact"] = fact
    assert said(app.run()) and said(app.run())
    return len(app._session_state._state._new_widget_state.widget_metadata)


def test_facts_that_were_looked_at_leave_no_widgets_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, FULL) as sample:
        first, *others = sample.frames.build.select("observations")["observation_id"]
        app = open_page("sources", sample.path, monkeypatch, fact=str(first))
        before = _kept(app, first)
        for fact in others[:5]:
            _kept(app, fact)
        assert _kept(app, first) == before


def test_what_is_typed_stays_while_it_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, FULL) as sample:
        app = open_page("data", sample.path, monkeypatch)
        app.text_input(key="w_q").set_value("东山").run()
        for _ in range(3):
            assert said(app.run())
        assert app.text_input(key="w_q").value == "东山"


def test_the_list_of_all_zones_is_one_for_all_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, FULL) as sample:
        monkeypatch.setenv("KPI_CONFIG", str(sample.path))
        offered = zone_field.labels(sample.words())
        data._memory().turn_to("another build")
        assert zone_field.labels(sample.words(), ["", next(iter(offered))]) is offered
        assert zone_field.labels(sample.words(), ["没有列出的区"]) == {**offered, "没有列出的区": "没有列出的区"}
