"""A fact beside its report: the fields, how each was found, what else is said of the same thing, and the way on."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.frames import numbers, tables
from dashboard.frames.build_frames import Frames
from dashboard.reports import viewer
from dashboard.shared.parts import fact_table, plain, rows_that_open, selectable_table, table_height
from dashboard.words.labels import Words
from kpi.vocabulary.model import BETWEEN_READERS, SELF

MOST_IN_STEP = 300
_BY_HAND = {"accepted": ("green", ":material/verified:"), "corrected": ("blue", ":material/edit:")}


def evidence(fact: pd.Series, frames: Frames, words: Words, sheet: str = "") -> None:
    """Draws the fields of a fact and how each was found; `sheet` is the name of its page where it has one."""
    value = words.quantity(fact["value"], fact["unit"], fact["comparator"], fact["measure"])
    scope = tables.scope_suffix(fact["indicator"], fact["scope"], words)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        told = f"**{plain(words.indicator(fact['indicator']))}**" + (f" · {plain(scope)}" if scope else "")
        st.markdown(told, width="content")
        for flag in (flag for flag in str(fact["flags"]).split() if flag in _BY_HAND):
            colour, icon = _BY_HAND[flag]
            st.badge(plain(words.code("flag", flag)), icon=icon, color=colour)  # type: ignore[arg-type]
        readers(fact, words)
    st.subheader(plain(value or tables.one_line(fact["quote"])), anchor=False)
    grounds = {name: words.ground(str(fact[name])) for name in ("zone_ground", "period_ground", "kind_ground")}
    viewer.fields(tables.evidence_rows({**fact, **grounds}, words, sheet), "fact_fields")


def readers(fact: pd.Series, words: Words) -> None:
    """Draws who read a fact, where others than this program did."""
    names = str(fact.get("readers", SELF)).split(BETWEEN_READERS)
    if len(names) > 1:
        st.badge(words("readers_count", count=len(names)), icon=":material/group:", color="green")
    elif names != [SELF]:
        st.badge(words("reader_alone", name=plain(names[0])), icon=":material/person:", color="violet")


def same_cell(fact: pd.Series, frames: Frames, words: Words) -> None:
    """Draws the other statements of the value that a fact states, where there are any."""
    cells = frames.cells(indicator=fact["indicator"], zone=fact["zone"], period=fact["period"])
    others = tables.same_cell(fact["observation_id"], cells, frames.members(cells), words)
    if not others.empty:
        st.markdown(f"**{words('same_cell')}**")
        fact_table(others, f"same_{fact['observation_id']}", words("same_cell"))


def list_in_step(
    table: pd.DataFrame, name: str, alt: str, current: str, choose: Callable[[str], None], most_high: int
) -> None:
    """A list by whose rows something is opened, the row of what is open chosen in it, however it was opened.

    In a very long list no row follows: it would be sent anew with every step.
    """
    height = min(table_height(len(table)), most_high)
    if len(table) > MOST_IN_STEP:
        selectable_table(table, name, alt, choose, height)
        return
    names = [str(each) for each in table.index]
    number, known = st.session_state.get(f"{name}_step", (0, current))
    number += known != current  # opened elsewhere: a new list, since no row of one that is there can be chosen for it
    st.session_state[f"{name}_step"] = (number, current)
    key = f"{name}_{number}"

    def chosen() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows and rows[0] < len(names):
            st.session_state[f"{name}_step"] = (number, names[rows[0]])
            choose(names[rows[0]])

    rows = [names.index(current)] if current in names else []
    with rows_that_open(key):
        st.dataframe(
            numbers.styled(table.reset_index(drop=True)), key=key, hide_index=True, on_select=chosen,
            selection_mode="single-row", selection_default={"selection": {"rows": rows}}, height=height, alt=alt,
        )  # fmt: skip


def pager(place: int, total: int, words: Words, step: Callable[[int], None]) -> None:
    """Previous, place, next; by mouse and by keyboard."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="pager"):
        st.button(
            words("previous_fact"), key="previous_fact", icon=":material/arrow_back:", shortcut="Alt+Left",
            disabled=place <= 0, on_click=step, args=(-1,),
        )  # fmt: skip
        st.markdown(f"**{words('fact_of', place=f'{place + 1:,}', total=f'{total:,}')}**", width="content")
        st.button(
            words("next_fact"), key="next_fact", icon=":material/arrow_forward:", icon_position="right",
            shortcut="Alt+Right", disabled=place >= total - 1, on_click=step, args=(1,),
        )  # fmt: skip
