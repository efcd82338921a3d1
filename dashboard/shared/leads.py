"""Ways from one page to another with its choices set; the entry page goes there on the next run."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.shared import filters

GO_TO = "go_to"


def go(view: str, clear: bool = True, **choices: str | tuple[str, ...]) -> None:
    """Asks for the page `view` with these choices in force, those of before taken back unless `clear` is off.

    For the callback of a button.
    """
    if clear:
        filters.clear()
    for name, chosen in choices.items():
        filters.put(name, *((chosen,) if isinstance(chosen, str) else chosen))
    st.session_state[GO_TO] = view


def follow(pages: Mapping[str, StreamlitPage]) -> None:
    """Goes where a button asked to, if one did."""
    if view := st.session_state.pop(GO_TO, ""):
        st.switch_page(pages[view], query_params=filters.address(pages[view].url_path))
