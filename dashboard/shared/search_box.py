"""The search box at the head of every page; what is asked for opens on a page of its own."""

from __future__ import annotations

import streamlit as st

from dashboard.shared import filters, leads
from dashboard.words.labels import Words

_KEY = "w_find"


def show(words: Words) -> None:
    """Draws the box; Enter leads to what was found (its button is kept out of sight, as a form must have one)."""
    st.session_state.setdefault(_KEY, filters.get("find"))
    with st.form("search_box", border=False, width="content"):
        st.text_input(
            words("search_all"), key=_KEY, type="search", placeholder=words("search_all_hint"), width=250,
            label_visibility="collapsed", autocomplete="off",
        )  # fmt: skip
        st.form_submit_button(words("search_all"), key="search_go", on_click=_ask)


def _ask() -> None:
    if text := str(st.session_state[_KEY]).strip():
        leads.go("search", clear=False, find=text)
        st.session_state[_KEY] = text
