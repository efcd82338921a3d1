"""Zones side by side on the page of comparison: which stand there at first, what is kept, and what is not drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.opened_pages import open_page, said
from tests.dashboard_data import FULL, GDP, A, B, Fact, Sample

C, D = "北湖高新技术产业开发区", "南岭省"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    more = [
        Fact("c24", "北湖生产总值91亿元", GDP, "2024", "91", zone=C),
        Fact("d24", "全省生产总值9100亿元", GDP, "2024", "9100", zone=D),
    ]
    with Sample(tmp_path_factory.mktemp("full"), (*FULL, *more)) as sample:
        yield sample


def _html(app: AppTest) -> str:
    (found,) = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "kpi_beside"]
    data: dict[str, Any] = json.loads(found.json)
    return str(data["html"]).replace("\N{NO-BREAK SPACE}", " ")


def _open(full: Sample, monkeypatch: pytest.MonkeyPatch, **query: str | list[str]) -> AppTest:
    return open_page("compare", full.path, monkeypatch, compare_as="beside", **query)


def test_it_opens_on_the_best_known_zone_and_those_alike(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(full, monkeypatch)
    zones = app.multiselect[0].value
    assert zones[0] == A and set(zones) == {A, B, C}, "a province is no peer of zones"
    assert "254 亿元" in _html(app) and "91 亿元" in _html(app)


def test_the_filters_of_one_indicator_are_not_drawn(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(full, monkeypatch)
    assert not app.sidebar.children, "they would do nothing here"
    assert open_page("compare", full.path, monkeypatch).sidebar.children


def test_a_link_brings_its_zones_and_its_year(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(full, monkeypatch, beside=[C, A], beside_year="2023")
    assert app.multiselect[0].value == [C, A] and app.selectbox[0].value == "2023"
    assert app.query_params["beside"] == [C, A]
    assert "91 亿元" not in _html(app), "of a later year"


def test_those_that_the_filters_name_stand_first(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _open(full, monkeypatch, zone=[B, C]).multiselect[0].value == [B, C]


def test_without_zones_it_says_what_to_do(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(full, monkeypatch)
    app = app.multiselect[0].set_value([]).run()
    assert "选几个区并排看" in said(app)
