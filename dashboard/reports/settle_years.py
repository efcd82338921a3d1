"""Reports whose year was guessed, one at a time: the guess with its reason, to confirm or to mend."""

from __future__ import annotations

import streamlit as st

from dashboard.frames import candidates
from dashboard.frames.unsettled import Unsettled
from dashboard.reports import settle_reports, settling
from dashboard.shared import page, parts
from kpi.vocabulary.model import YEAR_ASSUMED

_AT = "settle_year_at"


def show(waits: Unsettled, context: page.Context) -> None:
    """Draws the report whose turn it is."""
    words, reports = context.words, waits.years
    if reports.empty:
        parts.say(words("settle_years_none"), words("settle_years_none_mend"), ":material/task_alt:")
        return
    at = settling.pager(_AT, len(reports), words)
    document = reports.iloc[at].to_dict()
    doc = str(document["doc"])
    text = context.made("text", lambda: waits.frames.build.text_of(doc), doc)
    facts = context.made("assumed_facts", lambda: waits.facts_of(doc, flag=YEAR_ASSUMED), doc)
    period = candidates.period_guessed(facts, int(document["year"]))
    with st.container(border=True, gap="small", key="settle_year_card"):
        settle_reports.head(document, words)
        basis = str(document["date_basis"])
        why = words.code("basis", basis) if basis not in ("", "text") else ""
        ground = words("in_quotes", text=words.ground(str(document["date_ground"]))) if document["date_ground"] else ""
        reason = " · ".join(part for part in (why, ground) if part) or words("settle_year_no_reason")
        st.markdown(
            parts.plain(words("settle_guessed", period=words.period(period), count=len(facts), reason=reason))
        )  # fmt: skip
        question, report = st.columns([1, 1], gap="large")
        with question:
            st.button(
                parts.plain(words("settle_year_right", period=words.period(period))), key="settle_year_right",
                type="primary", icon=":material/check:", shortcut="A", on_click=settling.press_state,
                args=([str(document["path"])], context, {"period": period}, waits.lines),
            )  # fmt: skip
            st.markdown(f"**{words('settle_year_other')}**")
            settle_reports.time_form(document, period, [str(document["path"])], waits.lines, context)
        with report:
            settle_reports.examples(facts, words("settle_year_examples", count=f"{len(facts):,}"), text, words)
