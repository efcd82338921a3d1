"""Sources: a report in full with every fact marked in place, and how each was found."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import filters, page, parts, report_viewer, tables, theme
from dashboard.data import Frames
from dashboard.labels import Words


def show() -> None:
    context = page.context()
    words = context.words
    context.title(words("sources"))
    frames = context.frames()
    if frames is None:
        return
    document, facts, current = _choose(frames, words)
    left, right = st.columns([11, 9], gap="medium")
    with right:
        _facts(facts, current, frames, words)
    with left:
        _report(document, facts, current, frames, words)


def _choose(frames: Frames, words: Words) -> tuple[pd.Series, pd.DataFrame, str]:
    """The document and the fact that were asked for; else the first of each."""
    fact = frames.observation(filters.get("fact"))
    docs = list(frames.documents["doc"])
    if fact is not None:
        filters.put("doc", fact["doc"])
    key = filters.seed_one("doc", docs, docs[0])
    titles = {row["doc"]: _document_name(row) for row in frames.documents.to_dict("records")}
    doc = st.selectbox(
        words("report"), docs, format_func=lambda name: titles[name], key=key, on_change=filters.put, args=("fact",)
    )
    filters.keep("doc", doc)
    facts = frames.observations[frames.observations["doc"] == doc].sort_values(["start", "end"])
    ids = list(facts["observation_id"])
    current = filters.get("fact") if filters.get("fact") in ids else (ids[0] if ids else "")
    return frames.documents[frames.documents["doc"] == doc].iloc[0], facts, current


def _document_name(row: dict[str, object]) -> str:
    title = str(row["title"])
    return f"{row['doc']} · {title[:40]}" if title else str(row["doc"])


def _report(document: pd.Series, facts: pd.DataFrame, current: str, frames: Frames, words: Words) -> None:
    st.caption(
        parts.plain(
            words(
                "report_line",
                zone=words.zone(document["zone"]),
                published=document["published"] or words("undated"),
                observations=len(facts),
                characters=f"{int(document['characters']):,}",
            )
        )
    )
    remarks = frames.remarks[frames.remarks["doc"] == document["doc"]]
    marked = bool(len(remarks)) and st.toggle(words("show_remarks"), key="w_remarks")
    colours = theme.group_colours(list(words.config.groups))
    pieces = report_viewer.pieces(
        document["text"], facts, remarks if marked else remarks.head(0), current, colours, words
    )
    clicked = report_viewer.report(pieces, current, words("report_alt"), f"report_{document['doc']}")
    if clicked and clicked != current:
        filters.put("fact", clicked)
        st.rerun()
    if marked:
        st.caption(words("remarks_here", count=len(remarks)))
        st.dataframe(tables.remark_table(remarks, words), hide_index=True, alt=words("show_remarks"), height=260)


def _facts(facts: pd.DataFrame, current: str, frames: Frames, words: Words) -> None:
    if facts.empty:
        st.text(words("no_facts"))
        return
    ids = list(facts["observation_id"])
    place = ids.index(current)
    parts.pager(place, len(ids), words, lambda step: filters.put("fact", ids[place + step]))
    parts.evidence(facts.iloc[place], frames, words)
    st.markdown(f"**{words('facts_here')}**")
    table = tables.fact_list(facts, words)
    parts.selectable_table(
        table, f"facts_{facts.iloc[0]['doc']}", words("facts_here"), lambda name: filters.put("fact", name), 320
    )
    st.caption(words("shortcut_hint"))


show()
