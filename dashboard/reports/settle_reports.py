"""Reports that wait for a zone or a year, one at a time: stated once for the whole report, by one click."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames import candidates, tables
from dashboard.frames.candidates import Candidate
from dashboard.frames.unsettled import Unsettled
from dashboard.reports import about, sentence, settling
from dashboard.shared import filters, page, parts, zone_field
from dashboard.words.labels import Words
from kpi.results.corrections import Action, Change
from kpi.vocabulary.model import OPEN, UNDATED, YEAR_OPEN, ZONE_OPEN

_AT, _ALL = "settle_report_at", "settle_report_all"
EXAMPLES, BEGINNING, FIGURES = 3, 160, 20


def show(waits: Unsettled, context: page.Context) -> None:
    """Draws the report whose turn it is."""
    words, reports = context.words, waits.reports
    if reports.empty:
        parts.say(words("settle_reports_none"), words("settle_reports_none_mend"), ":material/task_alt:")
        return
    at = settling.pager(_AT, len(reports), words)
    document = reports.iloc[at].to_dict()
    text = context.made("text", lambda: waits.frames.build.text_of(document["doc"]), document["doc"])
    states = str(document["state"]).split()
    with st.container(border=True, gap="small", key="settle_report_card"):
        head(document, words)
        question, report = st.columns([1, 1], gap="large")
        with question:
            if ZONE_OPEN in states:
                _zone(document, text, reports, waits, context)
            if YEAR_OPEN in states:
                _year(document, text, context)
        with report:
            st.caption(words("settle_begins"))
            st.text(tables.one_line(text.strip()[:BEGINNING]) + "…" * (len(text.strip()) > BEGINNING))
            facts = waits.facts_of(document["doc"], status=(OPEN, UNDATED))
            examples(facts, words("settle_examples", count=f"{document['waiting']:,}"), text, words)


def head(document: Mapping[Any, Any], words: Words) -> None:
    """Whose card this is: the title, the file, and how much waits."""
    with st.container(gap="xxsmall", key="settle_head"):
        st.subheader(parts.plain(about.name(document, words)), anchor=False)
        told = [str(document["path"]), str(document["published"]) or words("undated")]
        told += [words("settle_figures", count=f"{document['waiting']:,}")] if document["waiting"] else []
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(parts.plain(" · ".join(told)), width="content")
            if st.button(words("settle_see"), key="settle_report_see", type="tertiary", icon=parts.OF_SOURCE):
                filters.put("fact")
                filters.put("doc", str(document["doc"]))
                st.switch_page("views/sources.py", query_params=filters.address("sources"))


def _zone(
    document: Mapping[Any, Any], text: str, reports: pd.DataFrame, waits: Unsettled, context: page.Context
) -> None:  # fmt: skip
    words, config = context.words, settling.project_of(context).config
    found = context.made(
        "zone_candidates",
        lambda: candidates.zones_for(document, text, waits.frames.documents, list(config.zones)),
        document["doc"],
    )
    st.markdown(f"**{words('settle_which_zone')}**")
    beside = _beside(document, reports)
    also = bool(beside) and st.toggle(words("settle_beside", count=len(beside)), key=_ALL)
    paths = [str(document["path"]), *(beside if also else [])]
    offer(found, text, words, words.zone, "zone", paths, context, first_key=1)
    if len(found) > 1 and document["candidates"]:
        _each_figure(document, found, waits, context)
    if found and not any(each.end for each in found):
        st.caption(words("settle_names_none"))
    others = zone_field.labels(words, settling.known_zones(context))
    with st.form("settle_zone_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            words("settle_other_zone"), list(others), index=None, format_func=others.__getitem__,
            placeholder=words("settle_other_zone_hint"), key=f"settle_zone_{document['doc']}", width=420,
        )  # fmt: skip
        saved = st.form_submit_button(words("settle_state"))
    if saved and chosen:
        settling.state(paths, context, zone=str(chosen))
        st.rerun()


def _each_figure(
    document: Mapping[Any, Any], found: Sequence[Candidate], waits: Unsettled, context: page.Context
) -> None:  # fmt: skip
    """Of a report on several zones each figure may be of another one: stated figure by figure."""
    words = context.words
    facts = waits.facts_of(document["doc"], status=(OPEN,))
    with st.expander(words("settle_each_figure", count=f"{len(facts):,}"), icon=":material/call_split:"):
        for row in facts.head(FIGURES).to_dict("records"):
            st.caption(parts.plain(fact_line(row, words)))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                for each in found:
                    st.button(
                        parts.plain(words.zone(each.value)),
                        key=f"settle_figure_{row['observation_id']}_{each.value}", on_click=settling.press,
                        args=(pd.DataFrame([row]), Action.OVERRIDE, context, Change(zone=each.value)),
                    )  # fmt: skip


def _year(document: Mapping[Any, Any], text: str, context: page.Context) -> None:
    words = context.words
    st.markdown(f"**{words('settle_which_year')}**")
    days, years = candidates.days_for(text, date.today()), candidates.years_for(text)
    first, path = (7 if ZONE_OPEN in document["state"].split() else 1), [str(document["path"])]
    offer(days, text, words, lambda day: words("published_on", date=day), "published", path, context, first)
    if not days:
        offer(years, text, words, lambda year: words("settle_covers", period=words.period(year)), "period", path,
              context, first)  # fmt: skip
    time_form(document, "", context)


def time_form(document: Mapping[Any, Any], period: str, context: page.Context) -> None:
    """The period that a report covers and the day it was published, for the whole report."""
    words, doc = context.words, document["doc"]
    with st.form("settle_time_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        covered = st.text_input(
            words("settle_period"), period, key=f"settle_period_{doc}", placeholder="2024", width=200,
            help=words("settle_period_help"),
        )  # fmt: skip
        day = st.text_input(
            words("published"), document["published"], key=f"settle_day_{doc}", placeholder="2025-01-15", width=200
        )
        saved = st.form_submit_button(words("settle_state"))
    if not saved:
        return
    stated = {"period": covered.strip()} if covered.strip() else {}
    stated |= {"published": day.strip()} if day.strip() and day.strip() != document["published"] else {}
    if not stated:
        st.error(words("settle_time_missing"), icon=":material/error:")
        return
    settling.state([str(document["path"])], context, **stated)
    st.rerun()


def offer(
    found: Sequence[Candidate],
    text: str,
    words: Words,
    name: Callable[[str], str],
    fact: str,
    paths: Sequence[str],
    context: page.Context,
    first_key: int,
) -> None:
    """Each candidate for a `fact` of the report as a button, with the sentence that speaks for it."""
    if not found:
        return
    spans = {(each.start, each.end) for each in found}
    rows = [found] if len(spans) == 1 else [[each] for each in found]  # the same words are quoted once
    for number, row in enumerate(rows):
        with st.container(gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                for place, each in enumerate(row, number):
                    key = f"{fact}_{place}"
                    st.button(
                        parts.plain(name(each.value)), key=f"settle_take_{key}", on_click=settling.press_state,
                        args=(paths, context, {fact: each.value}), shortcut=str(first_key + place),
                    )  # fmt: skip
                    if each.beside:
                        st.caption(words("settle_of_folder", count=each.beside), width="content")
            if row[0].end > row[0].start:
                said = sentence.words_in_line(row[0].start, row[0].end, text)
                sentence.draw(said, f"settle_say_{fact}_{number}")


def examples(facts: pd.DataFrame, title: str, text: str, words: Words) -> None:
    """Some of the figures that hang on the answer, each with its sentence; of one sentence only the first."""
    if facts.empty:
        return
    st.caption(title)
    for place, row in enumerate(facts.drop_duplicates("sentence_start").head(EXAMPLES).to_dict("records")):
        with st.container(gap="xxsmall"):
            st.markdown(parts.plain(fact_line(row, words)))
            sentence.show(row, text, f"settle_example_{place}", around=False)


def fact_line(row: Mapping[Any, Any], words: Words) -> str:
    """A figure in a line: what, when, how much."""
    value = words.quantity(row["value"], row["unit"], row["comparator"], row["measure"])
    scope = tables.scope_suffix(row["indicator"], row["scope"], words)
    when = words.period(row["period"]) or words("period_open")
    told = (words.indicator(row["indicator"]), scope, when, words.kind(row["kind"]), value)
    return " · ".join(part for part in told if part)


def _beside(document: Mapping[Any, Any], reports: pd.DataFrame) -> list[str]:
    """The other reports of the folder that wait for a zone too."""
    folder = PurePosixPath(str(document["path"])).parent
    others = reports[reports["state"].str.contains(ZONE_OPEN) & (reports["path"] != document["path"])]
    return [path for path in others["path"] if PurePosixPath(path).parent == folder]
