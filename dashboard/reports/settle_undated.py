"""Figures that lack only their period, one at a time: stated by a click or in words, also for all of the report."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.frames import candidates
from dashboard.frames.unsettled import Unsettled
from dashboard.reports import sentence, settle_readings, settle_reports, settling, viewer
from dashboard.shared import page, parts
from dashboard.words.labels import Words
from kpi.results.corrections import Action, Change
from kpi.vocabulary.model import KIND_OPEN, Kind

_AT, KNOWN = "settle_undated_at", 6


def show(waits: Unsettled, context: page.Context) -> None:
    """Draws the figure whose turn it is."""
    words, total = context.words, waits.counts["undated"]
    if not total:
        parts.say(words("settle_undated_none"), words("settle_undated_none_mend"), ":material/task_alt:")
        return
    at = settling.pager(_AT, total, words)
    row = waits.undated(limit=1, offset=at).iloc[0]
    doc = str(row["doc"])
    document = waits.frames.documents[waits.frames.documents["doc"] == doc].iloc[0]
    text = context.made("text", lambda: waits.frames.build.text_of(doc), doc)
    with st.container(border=True, gap="small", key="settle_undated_card"):
        one, other = st.columns([11, 9], gap="medium")
        with one:
            settle_readings.head(row, words)
            sentence.show(row, text, "settle_sentence")
            settle_readings.source(row, document, "no_period", words)
            st.markdown(f"**{words('settle_which_period')}**")
            rows, kind = _rows(row, waits, context), _kind(row, context)
            _offers(row, rows, kind, document, text, waits, context)
            _form(rows, kind, context)
        with other:
            viewer.fields([_known(row, waits, words), *settle_readings.evidence(row, words)], "settle_fields")
        if len(rows) > 1:
            with st.expander(words("settle_undated_these", count=f"{len(rows):,}"), icon=":material/list:"):
                for each in rows.to_dict("records"):
                    with st.container(gap="xxsmall"):
                        st.caption(parts.plain(settle_reports.fact_line(each, words)))
                        sentence.show(each, text, f"settle_undated_{each['observation_id']}", around=False)


def _rows(row: pd.Series, waits: Unsettled, context: page.Context) -> pd.DataFrame:
    """The figures that are settled in one step: this one, or all of its report that are claimed as plainly."""
    doc = str(row["doc"])
    of_report = waits.undated(doc)
    alike = of_report[of_report["flags"].str.contains(KIND_OPEN) == (KIND_OPEN in str(row["flags"]))]
    label = context.words("settle_undated_all", count=len(alike) - 1)
    if len(alike) > 1 and settling.switch(label, "settle_undated_all", doc):
        return alike
    return pd.DataFrame([row])


def _known(row: pd.Series, waits: Unsettled, words: Words) -> tuple[str, str, str]:
    """The latest values of what the figure speaks of: it may be the missing one among them."""
    cells = waits.beside_in_time(row).head(KNOWN).to_dict("records")
    there = words("settle_semicolon").join(
        f"{words.period(cell['period'])} "
        f"{words.quantity(cell['value'], cell['unit'], cell['comparator'], cell['measure'])}"
        for cell in cells
    )
    return words("settle_there"), there or words("settle_there_none"), ""


def _kind(row: pd.Series, context: page.Context) -> str:
    """Whether it was reached or is aimed at, asked where no word says so; empty where it is as it was read."""
    words = context.words
    if KIND_OPEN not in str(row["flags"]).split():
        return ""
    kinds = [str(Kind.ACTUAL), str(Kind.TARGET)]
    chosen = st.segmented_control(
        words("settle_kind_open"), kinds, format_func=lambda kind: parts.plain(words.kind(kind)),
        default=str(row["kind"]), required=True, key=f"settle_undated_kind_{row['observation_id']}",
    )  # fmt: skip
    return str(chosen) if chosen != row["kind"] else ""


def _offers(
    row: pd.Series, rows: pd.DataFrame, kind: str, document: pd.Series, text: str, waits: Unsettled,
    context: page.Context,
) -> None:  # fmt: skip
    """The periods that it is most likely of, and that it is no such figure."""
    words, doc = context.words, str(row["doc"])
    periods = context.made("periods_of", lambda: waits.periods_of(doc), doc)
    said = text[int(row["sentence_start"]) : int(row["sentence_end"])]
    found = candidates.periods_for(said, periods, int(document["year"]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="settle_periods"):
        for place, period in enumerate(found):
            st.button(
                parts.plain(words.period(period)), key=f"settle_period_{place}", shortcut=str(place + 1),
                on_click=settling.press, args=(rows, Action.OVERRIDE, context, Change(period=period, kind=kind)),
            )  # fmt: skip
        st.button(
            words("correct_reject"), key="settle_undated_reject", icon=":material/block:", shortcut="X",
            type="tertiary", on_click=settling.press, args=(rows, Action.REJECT, context),
        )  # fmt: skip


def _form(rows: pd.DataFrame, kind: str, context: page.Context) -> None:
    """The period in words, for what none of the offers says."""
    words = context.words
    key = f"settle_undated_period_{rows.iloc[0]['observation_id']}"
    with (
        st.form("settle_undated_form", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(
            words("settle_period_other"), key=key, placeholder="2021/2025", width=240,
            help=words("correct_period_help"),
        )  # fmt: skip
        # of the figures that were asked about, whosever turn it is by then
        st.form_submit_button(words("settle_state"), on_click=_save, args=(rows, kind, key, context))
    settling.failed()


def _save(rows: pd.DataFrame, kind: str, key: str, context: page.Context) -> None:
    written = str(st.session_state.get(key) or "").strip()
    if not written:
        settling.fail(context.words("settle_period_missing"))
    elif not settling.decide(rows, Action.OVERRIDE, context, Change(period=written, kind=kind)):
        settling.fail()
