"""What a page says on paper only: where it is found and when it was printed."""

from __future__ import annotations

import html
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.words.labels import Words
from dashboard.words.widgets import words_of_widgets

_SCRIPTS = ("widget_words", "table_keys", "phone_menu", "print")
_STATIC = Path(__file__).parent.parent / "static"


def begin() -> None:
    """Makes the page fit for paper; it is the same on the screen."""
    st.html(_STATIC / "print.css")


def foot(words: Words, address: dict[str, list[str]], built: str) -> None:
    """The last line of the page on paper: its address with the choices in force, when built, when shown.

    The page also learns here which language it speaks, for those who have it read to them, and so do its widgets;
    that Enter opens the row of a table, and that the menu of a phone closes once a page is chosen.
    """
    language = "zh-CN" if words.language == "zh" else "en"
    data = {"language": language, "widgets": words_of_widgets(words.language)}
    _component()(key="kpi_print", height=1, data=data)
    said = line(words, st.context.url or "", address, built, datetime.now())
    st.html(f'<div class="print-foot">{html.escape(said)}</div>')


def line(words: Words, url: str, address: dict[str, list[str]], built: str, now: datetime) -> str:
    """Product, address and times in one line."""
    query = urlencode(address, doseq=True, safe="/:")
    page = f"{url.partition('?')[0]}{'?' if query else ''}{query}"
    parts = [words("product"), page, words("picture_date", date=built[:16].replace("T", " ")) if built else ""]
    parts.append(words("print_shown", time=f"{now:%Y-%m-%d %H:%M}"))
    return " · ".join(part for part in parts if part)


@cache
def _component() -> Any:
    script = "".join((_STATIC / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    return st.components.v2.component("kpi_print", js=script)
