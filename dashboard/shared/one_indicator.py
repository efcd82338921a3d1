"""The choice of the one indicator that a page is about, for the views that show one at a time."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.frames.build_frames import Frames
from dashboard.shared import filters, page, parts
from dashboard.words.labels import Words


def menu(frames: Frames, context: page.Context) -> pd.DataFrame | None:
    """How often each indicator is stated in which measure; None where the filters leave nothing, which is told."""
    found = context.made("indicator_menu", lambda: frames.counts("cells", ("indicator", "measure"), context.selection))
    if found.empty:
        parts.no_match(context.words)
        return None
    return found


def names(found: pd.DataFrame, words: Words) -> list[str]:
    """The indicators there are, in the order of the config."""
    return filters.present(words.config.indicators, found["indicator"])


def busiest(found: pd.DataFrame) -> str:
    """The indicator that is most often stated."""
    return str(found.groupby("indicator")["count"].sum().idxmax())


def choose(found: pd.DataFrame, words: Words, drawn: bool = True, first: str = "") -> str:
    """The indicator that is chosen, at first `first` or the busiest; `drawn` is the list to choose it from."""
    options = names(found, words)
    key = filters.seed_one("show", options, first if first in options else busiest(found))
    if drawn:
        st.selectbox(words("choose_indicator"), options, format_func=words.indicator, key=key, width=320)
    chosen = str(st.session_state[key])
    filters.keep("show", chosen)
    return chosen
