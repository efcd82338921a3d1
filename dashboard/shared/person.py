"""The name of who writes: remembered in the session and in the browser, at first that of who runs the program."""

from __future__ import annotations

import getpass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

WHO = "correction_who"
"""Where the session keeps it; who corrects a number and who writes a note is the same person."""

_SCRIPT = Path(__file__).parent.parent / "static" / "person.js"


def name() -> str:
    """The name that is known by now; asks the browser for it where the session knows none."""
    known = str(st.session_state.get(WHO, ""))
    told = _component()(key="kpi_person", height=1, data={"name": known}, on_name_change=_nothing)
    if not known and (found := str(told.get("name") or "").strip()):
        st.session_state[WHO] = known = found
    return known or _user()


def keep(who: str) -> None:
    """Remembers a name."""
    if who.strip():
        st.session_state[WHO] = who.strip()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _nothing() -> None:
    """The name is read from the result."""


@cache
def _component() -> Any:
    return st.components.v2.component("kpi_person", js=_SCRIPT.read_text(encoding="utf-8"))
