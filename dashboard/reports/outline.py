"""The outline of a report beside its text: its articles and headings, each a way to the place where it stands."""

from __future__ import annotations

import streamlit as st

from dashboard.shared import page
from dashboard.shared.parts import plain
from kpi.building.outline import Heading, read_outline

SHOWN = "w_outline"
_JUMP = "outline_jump"
_LONGEST = 40
_HIGHEST = 260
_SHOWN_WHOLE = 8


def show(text: str, format_: str, doc: str, context: page.Context) -> tuple[Heading, ...]:
    """Draws the headings of a report as a list, where it was asked for; returns them in their order."""
    words = context.words
    if not st.session_state.get(SHOWN):
        return ()
    headings = context.made("outline", lambda: read_outline(text, format_), doc)
    if not headings:
        st.caption(words("outline_empty"))
        return ()
    high = _HIGHEST if len(headings) > _SHOWN_WHOLE else "content"
    articles = list(dict.fromkeys(heading.article for heading in headings))
    with st.container(height=high, border=False, gap=None, key="report_outline"):  # type: ignore[arg-type]
        for number, heading in enumerate(headings):
            first = not number or headings[number - 1].article != heading.article
            place = f"{articles.index(heading.article) + 1} " if first and len(articles) > 1 else ""
            with st.container(key=f"outline_{min(heading.level, 4)}_{number}"):
                st.button(
                    plain(place + heading.text.strip("—–- ")[:_LONGEST]),
                    key=f"open_heading_{doc}_{number}", type="tertiary",
                    help=words("outline_open"), on_click=_jump, args=(doc, number),
                )  # fmt: skip
    return headings


def jump(doc: str) -> tuple[int, int]:
    """The heading that was asked for last, by its number, and how often one was; -1 where none was in this report."""
    of, number, times = st.session_state.get(_JUMP, ("", -1, 0))
    return (number, times) if of == doc else (-1, times)


def _jump(doc: str, number: int) -> None:
    st.session_state[_JUMP] = (doc, number, jump(doc)[1] + 1)
