"""Controls that several views share; each remembers its choice in the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from dashboard.figures import theme
from dashboard.shared import filters
from dashboard.words.labels import Words
from dashboard.words.plain import plain
from kpi.vocabulary import area_kinds

MOST_IN_FOCUS = len(theme.ZONE_COLOURS)


def focus(zones: Sequence[str], words: Words) -> tuple[str, ...]:
    """The zones that stand out in colour where there are more of them than colours."""
    key = filters.seed_many("focus", zones)
    if len(st.session_state[key]) > MOST_IN_FOCUS:  # a link may name more
        st.session_state[key] = st.session_state[key][:MOST_IN_FOCUS]
    chosen = st.multiselect(
        words("focus"), zones, format_func=words.zone, key=key, max_selections=MOST_IN_FOCUS, width=360,
        placeholder=words("focus_none"),
    )  # fmt: skip
    filters.keep("focus", *chosen)
    return tuple(chosen)


def other_areas(zones: Collection[str], named: Sequence[str], among: Collection[str] = ()) -> frozenset[str]:
    """The areas of other levels than most (a province beside zones), but for those that the reader chose by name.

    Which level is meant is told by those `among` the zones that have something to show.
    """
    return area_kinds.other_kinds(zones, (*named, *filters.chosen("focus")), among)


def is_on(name: str) -> bool:
    """Whether the switch of that name is on, wherever on the page it stands."""
    return bool(st.session_state.get(f"w_{name}", filters.get(name) == "1"))


def toggle(name: str, label: str) -> bool:
    """A switch."""
    key = f"w_{name}"
    st.session_state[key] = is_on(name)
    on = st.toggle(plain(label), key=key)
    filters.keep(name, "1" if on else "")
    return on


def select(
    name: str, label: str, options: Sequence[str], names: Mapping[str, str], width: int, default: str = ""
) -> str:
    """One of several in a list."""
    first = default or options[0]
    key = filters.seed_one(name, options, first)
    chosen = st.selectbox(
        plain(label), options, format_func=lambda option: names.get(option, option), key=key, width=width
    )
    filters.keep(name, chosen, default=first)
    return str(chosen)
