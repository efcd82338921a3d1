"""What the first visitor of the program sees while it loads: its name, and that the results are being opened.

Loading takes a second or more on a busy machine, and all that while a page would be grey. Nothing is imported here
that would itself take long.
"""

from __future__ import annotations

import sys
from typing import Any

import streamlit as st

from dashboard.words.en import EN
from dashboard.words.plain import plain
from dashboard.words.zh import ZH

_LOADED = "dashboard.shared.data"
"""Where this module is loaded, all is."""


def begin() -> Any:
    """Draws it where nothing is loaded yet; returns its place, which is to be emptied before the page is drawn."""
    place = st.empty()
    if _LOADED not in sys.modules:
        words = _words()
        with place.container():
            st.title(plain(words["product"]), anchor=False)
            st.caption(plain(words["opening"]))
    return place


def _words() -> dict[str, str]:
    """The words of the language that the page will be in: of the address, else of the browser."""
    asked = st.query_params.get("lang") or st.context.locale or "zh"
    return ZH if asked.lower().startswith("zh") else EN
