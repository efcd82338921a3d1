"""Zones to choose from where a person states one: all that are known, never a slip of the pen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from dashboard.shared import parts
from dashboard.shared.data import remembered
from dashboard.shared.memory import Memory
from dashboard.words.labels import Words
from kpi.pages import zone_choice

SHOWN = 6
# Of no build: a list of three thousand zones for each would stay with all widgets that show it.
_OFFERED = Memory(4)


def labels(words: Words, others: Iterable[str] = ()) -> Mapping[str, str]:
    """The zones with what is said of each: province, city, county, and what these were called before.

    One finds a zone by any of these words. `others` are zones that are in use and that nobody lists.
    """
    key = (words.language, tuple(words.config.zones.values()))
    known: Mapping[str, str] = _OFFERED.get(key, lambda: _labels(words))
    unlisted = {name: words.zone(name) for name in others if name and name not in known}
    return {**known, **unlisted} if unlisted else known


def _labels(words: Words) -> Mapping[str, str]:
    found = zone_choice.offered(words.config.zones)
    return {name: f"{words.zone(name)} · {where}" if where else words.zone(name) for name, where in found.items()}


def is_listed(name: str, words: Words) -> bool:
    """Whether the config or the gazetteer has a zone of that full name."""
    return name in labels(words)


def near(name: str, words: Words) -> list[str]:
    """The zones that a name may mean which is no zone's full name; none where it is one, or like no other."""
    found: list[str] = remembered(
        ("zones_near", words.config.digest, name), lambda: zone_choice.candidates(name, words.config.zones)
    )
    return found


def ask(name: str, choose: Callable[..., Any], anew: Callable[..., Any] | None, key: str, words: Words) -> None:
    """Asks which known zone was meant by `name`: a button for each, and one that says that it is another zone, where
    that may be said here.
    """
    found = near(name, words)
    said = words("zone_meant" if found else "zone_unknown_name", name=name)
    st.markdown(f":orange[:material/visibility:] {parts.plain(said)}")
    with st.container(horizontal=True, gap="small", key=f"zone_near_{key}"):
        for number, each in enumerate(found[:SHOWN]):
            st.button(parts.plain(words.zone(each)), key=f"zone_near_{key}_{number}", on_click=choose, args=(each,))
        if anew is not None:
            st.button(words("zone_anew"), key=f"zone_anew_{key}", type="tertiary", on_click=anew, args=(name,))
