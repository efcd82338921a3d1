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


def choose(found: pd.DataFrame, words: Words, drawn: bool = True) -> str:
    """The indicator that is chosen, at first the one most often stated; `drawn` is the list to choose it from."""
    options = names(found, words)
    busiest = str(found.groupby("indicator")["count"].sum().idxmax())
    key = filters.seed_one("show", options, busiest)
    if drawn:
        st.selectbox(words("choose_indicator"), options, format_func=words.indicator, key=key, width=320)
    chosen = str(st.session_state[key])
    filters.keep("show", chosen)
    return chosen
