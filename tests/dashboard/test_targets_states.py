"""Every state of the targets page over the shipped reports: what its own lists offer, chosen alone and together."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kpi.building import store
from kpi.settings.config import load_config
from tests.dashboard.opened_pages import open_page, said

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copy(ROOT / "config.yaml", folder / "config.yaml")
    store.build(load_config(folder / "config.yaml"))
    return folder / "config.yaml"


def options(app: AppTest, key: str) -> list[Any]:
    """The values that a widget of the page offers, empty where it is not drawn."""
    return app.session_state["offered"].get(key, [])


@pytest.fixture(autouse=True)
def _note_what_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists that the page draws, by the keys of their widgets: their labels are all that AppTest tells."""
    import streamlit as st

    for name in ("pills", "segmented_control", "multiselect", "selectbox"):
        drawn = getattr(st, name)

        def noted(label: str, options: Any, *rest: Any, _drawn: Any = drawn, **named: Any) -> Any:
            if "offered" not in st.session_state:
                st.session_state["offered"] = {}
            st.session_state["offered"][named.get("key")] = list(options)
            return _drawn(label, options, *rest, **named)

        monkeypatch.setattr(st, name, noted)


def run(app: AppTest, **chosen: Any) -> AppTest:
    app.session_state["offered"] = {}
    for key, value in chosen.items():
        app.session_state[f"w_{key}"] = value
    app.run()
    assert said(app), chosen
    return app


def subsets(values: list[Any]) -> Iterator[list[Any]]:
    return map(list, chain.from_iterable(combinations(values, size) for size in range(len(values) + 1)))


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_every_year_with_every_choice_of_chips(locale: str, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("targets", seeds, monkeypatch, locale)
    years = options(app, "w_target_year")
    assert len(years) > 2
    for year in years:
        chips = options(run(app, target_year=year, verdict=[]), "w_verdict")
        assert chips
        for chosen in subsets(chips):
            run(app, target_year=year, verdict=chosen)


FILTERS = ("zone", "group", "indicator", "kind")


@pytest.mark.parametrize("filtered", [*FILTERS, "money", "years"])
def test_every_filter_with_every_chip(filtered: str, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("targets", seeds, monkeypatch)
    if filtered == "years":
        first, last = int(app.sidebar.slider[0].min), int(app.sidebar.slider[0].max)
        states: list[Any] = list(combinations(range(first, last + 1), 2))
    else:
        offered = options(app, f"w_{filtered}")
        states = [[value] for value in offered] if filtered in FILTERS else offered
    assert len(states) > 1
    for state in states:
        app.session_state["w_verdict"] = []
        chips = options(run(app, **{filtered: state}), "w_verdict")
        for chip in chips:
            run(app, **{filtered: state, "verdict": [chip]})


def test_every_pair_of_filters(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("targets", seeds, monkeypatch)
    offered = {name: options(app, f"w_{name}") for name in ("zone", "group", "kind")}
    for one, other in combinations(offered, 2):
        for value in offered[one]:
            for second in offered[other]:
                run(app, **{**{name: [] for name in offered}, one: [value], other: [second]})
