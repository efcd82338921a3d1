"""The choice of the one indicator that a page is about, for the views that show one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.frames import tables
from dashboard.frames.build_frames import Frames
from dashboard.shared import choices, filters, page, parts
from dashboard.words.labels import Words


@dataclass(frozen=True, slots=True)
class Menu:
    """The indicators there are, in the order of the config, with the measures that each is stated in, level first;
    and the one that is most often stated of zones, the first of those that are stated as often.
    """

    measures: Mapping[str, tuple[str, ...]]
    busiest: str

    @property
    def names(self) -> list[str]:
        return list(self.measures)


def menu(frames: Frames, context: page.Context) -> Menu | None:
    """What can be chosen; None where the filters leave nothing, which is told."""
    others = choices.other_areas(frames.zones, context.selection.zones)
    found = context.made("indicator_menu", lambda: _menu(others, frames, context), others)
    if not found.measures:
        parts.no_match(context.words)
        return None
    return found


def _menu(others: frozenset[str], frames: Frames, context: page.Context) -> Menu:
    """Of all areas; which indicator is the busiest the areas of `others` levels do not tell, unless they are all."""
    counts = frames.counts("cells", ("indicator", "measure"), context.selection)
    if counts.empty:
        return Menu({}, "")
    stated: dict[str, set[str]] = {}
    for indicator, measure in zip(counts["indicator"], counts["measure"], strict=True):
        stated.setdefault(indicator, set()).add(measure)
    zones = [zone for zone in context.selection.zones or frames.zones if zone not in others]
    of_zones = frames.counts("cells", ("indicator",), context.selection, zone=zones) if others else counts
    often: Counter[str] = Counter()
    among = counts if of_zones.empty else of_zones
    for indicator, count in zip(among["indicator"], among["count"], strict=True):
        often[indicator] += int(count)
    names = filters.present(context.words.config.indicators, stated)
    return Menu({name: tables.in_order(stated[name]) for name in names}, max(names, key=lambda name: often[name]))


def choose(found: Menu, words: Words, drawn: bool = True, first: str = "") -> str:
    """The indicator that is chosen, at first `first` or the busiest; `drawn` is the list to choose it from."""
    options = found.names
    key = filters.seed_one("show", options, first if first in options else found.busiest)
    if drawn:
        st.selectbox(words("choose_indicator"), options, format_func=words.indicator, key=key, width=320)
    chosen = str(st.session_state[key])
    filters.keep("show", chosen)
    return chosen
