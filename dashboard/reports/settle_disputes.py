"""Values that contradict each other, one at a time: both sentences side by side, and which of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames import tables
from dashboard.frames.unsettled import Unsettled
from dashboard.reports import about, correction_form, sentence, settling
from dashboard.shared import page, parts
from dashboard.words.labels import Words
from kpi.results.corrections import Action

_AT = "settle_dispute_at"
SIDE_BY_SIDE, MOST_SHOWN = 3, 9


def show(waits: Unsettled, context: page.Context) -> None:
    """Draws the disagreement whose turn it is."""
    words, cells = context.words, waits.disputes
    if not cells:
        parts.say(words("settle_disputes_none"), words("settle_disputes_none_mend"), ":material/task_alt:")
        return
    at = min(int(st.session_state.get(_AT, 0)), len(cells) - 1)
    cell, stated = waits.dispute(cells[at])
    _pager(at, len(cells), words)
    with st.container(border=True, gap="small", key="settle_dispute"):
        _head(cell, stated, words)
        if sum(_is_decided(row) for row in stated.to_dict("records")) > 1:
            st.markdown(f":orange[:material/help:] {words('settle_several_chosen')}")
        rows = stated.head(MOST_SHOWN).to_dict("records")
        wide = max(min(len(rows), SIDE_BY_SIDE), 2)  # those of a further line are as wide as those of the first
        for first in range(0, len(rows), SIDE_BY_SIDE):
            beside = rows[first : first + SIDE_BY_SIDE]
            for place, (column, row) in enumerate(zip(st.columns(wide), beside, strict=False), first):
                with column:
                    _statement(row, place, cell, stated, waits, context)
        if len(stated) > MOST_SHOWN:
            st.caption(words("settle_statements_more", count=len(stated) - MOST_SHOWN))


def _pager(at: int, total: int, words: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="settle_dispute_pager"):
        place = words("settle_place", place=f"{at + 1:,}", total=f"{total:,}")
        st.markdown(f"**{place}**", width="content")
        st.space("stretch")
        st.button(
            words("settle_back"), key="settle_dispute_back", shortcut="Left", type="tertiary",
            disabled=at <= 0, on_click=_step, args=(at - 1,),
        )  # fmt: skip
        st.button(
            words("settle_skip"), key="settle_dispute_skip", shortcut="Right", type="tertiary",
            disabled=at >= total - 1, on_click=_step, args=(at + 1,),
        )  # fmt: skip


def _step(to: int) -> None:
    st.session_state[_AT] = to


def _head(cell: pd.Series, stated: pd.DataFrame, words: Words) -> None:
    scope = tables.scope_suffix(cell["indicator"], cell["scope"], words)
    measure = words.measure(cell["measure"]) if cell["measure"] != "level" else ""
    title = " · ".join(part for part in (words.indicator(cell["indicator"]), scope, measure) if part)
    placed = " · ".join((words.zone(cell["zone"]), words.period(cell["period"]), words.kind(cell["kind"])))
    apart = "settle_in_one_report" if stated["doc"].nunique() == 1 else "settle_in_reports"
    now = words.quantity(cell["value"], cell["unit"], cell["comparator"], cell["measure"])
    told = words(apart, count=stated["doc"].nunique(), now=now, rule=words.rule(cell["rule"]) or words("chosen"))
    with st.container(gap="xxsmall", key="settle_head"):
        st.subheader(parts.plain(title), anchor=False)
        st.caption(parts.plain(f"{placed}　{told}"))


def _is_decided(row: Mapping[Any, Any]) -> bool:
    """Whether the build shows a value as one that a person accepted or changed."""
    return bool({"accepted", "corrected"} & set(str(row["flags"]).split()))


def _statement(
    row: Mapping[Any, Any], place: int, cell: pd.Series, stated: pd.DataFrame, waits: Unsettled, context: page.Context
) -> None:  # fmt: skip
    words = context.words
    doc, name = str(row["doc"]), str(row["observation_id"])
    document = waits.frames.documents[waits.frames.documents["doc"] == doc].iloc[0]
    text = context.made("text", lambda: waits.frames.build.text_of(doc), doc)
    with st.container(border=True, gap="small", key=f"settle_statement_{place}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            value = words.quantity(row["value"], row["unit"], row["comparator"], row["measure"])
            st.markdown(f"**{parts.plain(value)}**", width="content")
            if name == cell["chosen"]:
                st.badge(words("settle_shown_now"), icon=":material/radio_button_checked:", color="blue")
        told = (about.name(document.to_dict(), words), str(row["published"]) or words("undated"))
        st.button(
            parts.plain(" · ".join(told)), key=f"settle_statement_see_{place}", type="tertiary",
            icon=parts.OF_SOURCE, on_click=parts.open_fact, args=(name,),
        )  # fmt: skip
        sentence.show(row, text, f"settle_statement_text_{place}")
        _ways(row, place, name == cell["chosen"], stated[stated["observation_id"] != name], context)


def _ways(
    row: Mapping[Any, Any], place: int, is_chosen: bool, rivals: pd.DataFrame, context: page.Context
) -> None:  # fmt: skip
    """What can be done with one of the values; of one that was decided on already who did, and its undoing."""
    words, this = context.words, pd.DataFrame([row])
    entry = settling.decision_behind(row, context) if _is_decided(row) else None
    if entry is not None:
        st.caption(f":material/verified: {parts.plain(correction_form.told(entry, words))}")
    with st.container(horizontal=True, gap="small"):
        if entry is not None:
            st.button(
                words("settle_undo_choice"), key=f"settle_undo_choice_{place}", icon=":material/undo:",
                on_click=settling.take_back, args=(entry, context),
            )  # fmt: skip
        elif not _is_decided(row):
            st.button(
                words("settle_choose"), key=f"settle_choose_{place}", icon=":material/check:", shortcut=str(place + 1),
                type="primary" if is_chosen else "secondary",
                on_click=settling.press, args=(this, Action.ACCEPT, context, None, rivals),
            )  # fmt: skip
        st.button(
            words("correct_reject"), key=f"settle_drop_{place}", icon=":material/block:", type="tertiary",
            on_click=settling.press, args=(this, Action.REJECT, context, None, rivals),
        )  # fmt: skip
