"""The name of who writes: remembered in the session and in the browser, at first that of who runs the program.

The browser keeps it in a cookie, so that it is known when a page is drawn first; the address never carries it.
"""

from __future__ import annotations

import getpass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import streamlit as st

from dashboard.shared import access

WHO = "correction_who"
"""Where the session keeps it; who corrects a number and who writes a note is the same person."""
COOKIE = "kpi_person"
"""A person is the same in all projects of the machine."""

_SCRIPT = Path(__file__).parent.parent / "static" / "person.js"


def name() -> str:
    """The name that is known by now: signed in with, else of this session, of this browser, of who runs the program."""
    return access.name() or str(st.session_state.get(WHO, "")).strip() or _of_browser() or user()


def keep(who: str) -> None:
    """Remembers a name."""
    if who.strip():
        st.session_state[WHO] = who.strip()


def remember(key: str = "kpi_person") -> None:
    """Draws what has the browser keep the name that was written in this session: once a page, and under another `key`
    where a part of a page is drawn by itself.
    """
    if not is_fixed() and (written := str(st.session_state.get(WHO, "")).strip()) and written != _of_browser():
        _component()(key=key, height=1, data={"cookie": COOKIE, "name": written})


def is_fixed() -> bool:
    """Whether the name is the one that was signed in with: no other is written down."""
    return bool(access.name())


def user() -> str:
    """The name of who runs the program; empty where the machine knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _of_browser() -> str:
    """The name as the browser sent it when it connected."""
    sent = st.context.cookies.get(COOKIE)
    return unquote(sent).strip() if isinstance(sent, str) else ""


@cache
def _component() -> Any:
    return st.components.v2.component("kpi_person", js=_SCRIPT.read_text(encoding="utf-8"))
