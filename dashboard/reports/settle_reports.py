"""Reports that wait for a zone or a year, one at a time: stated once for the whole report, by one click."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames import candidates, tables
from dashboard.frames.candidates import Candidate
from dashboard.frames.unsettled import Unsettled
from dashboard.reports import about, report_form, sentence, settling
from dashboard.shared import filters, page, parts, zone_field
from dashboard.words.labels import Words
from kpi.building import stating
from kpi.results.corrections import Action, Change
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import OPEN, UNDATED, YEAR_OPEN, ZONE_OPEN

_AT, _ALL, _MEANT = "settle_report_at", "settle_report_all", "settle_zone_meant"
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
        _left_behind(document, context)
        question, report = st.columns([1, 1], gap="large")
        with question:
            if ZONE_OPEN in states:
                _zone(document, text, waits, context)
            if YEAR_OPEN in states:
                _year(document, text, waits, context)
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


def _left_behind(document: Mapping[Any, Any], context: page.Context) -> None:
    """What was stated of it before it was renamed or moved, where that is why it is asked for again."""
    config = settling.project_of(context).config
    with contextlib.suppress(KpiError):  # the file is gone, or its sidecar cannot be read: the answer says so
        report_form.left_behind(stating.standing_of(config.path.parent / str(document["path"]), config), context.words)


def _zone(document: Mapping[Any, Any], text: str, waits: Unsettled, context: page.Context) -> None:
    words, config = context.words, settling.project_of(context).config
    found = context.made(
        "zone_candidates",
        lambda: candidates.zones_for(document, text, waits.frames.documents, list(config.zones)),
        document["doc"],
    )
    st.markdown(f"**{words('settle_which_zone')}**")
    paths = _paths(document, waits, ZONE_OPEN, words)
    answer = Answer("zone", paths, waits.lines, words.zone)
    offer(found, text, answer, context, first_key=1)
    if len(found) > 1 and document["candidates"]:
        _each_figure(document, found, waits, context)
    if found and not any(each.end for each in found):
        st.caption(words("settle_names_none"))
    _other_zone(str(document["doc"]), answer, context)


def _other_zone(doc: str, answer: Answer, context: page.Context) -> None:
    """Any other zone that there is: chosen, or written; of what is written and is none, which one may be meant."""
    words = context.words
    others, key = zone_field.labels(words, settling.known_zones(context)), f"settle_zone_{doc}"
    with (
        st.form(f"settle_zone_form_{doc}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.selectbox(
            words("settle_other_zone"), list(others), index=None, format_func=lambda name: others.get(name, name),
            placeholder=words("settle_other_zone_hint"), key=key, width=420, accept_new_options=True,
        )  # fmt: skip
        st.form_submit_button(words("settle_state"), on_click=_state_zone, args=(key, doc, answer, context))
    of, written = st.session_state.get(_MEANT, ("", ""))
    if of != doc:
        return
    if not written:
        st.error(words("settle_zone_missing"), icon=":material/error:")
        return

    def choose(zone: str) -> None:
        st.session_state.pop(_MEANT, None)
        settling.press_state(answer.paths, context, {"zone": zone}, answer.seen)

    zone_field.ask(written, choose, None, "settle", words)
    st.caption(words("settle_zone_unlisted", page=words("indicator_map")))


def _state_zone(key: str, doc: str, answer: Answer, context: page.Context) -> None:
    """States the zone that was chosen or written; keeps what was written and is none, to ask what was meant."""
    config, written = settling.project_of(context).config, str(st.session_state.get(key) or "").strip()
    st.session_state.pop(_MEANT, None)
    folders = PurePosixPath(answer.paths[0]).parent.parts
    try:
        zone = written and stating.find_stated_zone(written, config, settling.known_zones(context), folders)
    except KpiError:
        zone = ""
    if zone:
        settling.press_state(answer.paths, context, {"zone": zone}, answer.seen)
    else:
        st.session_state[_MEANT] = (doc, written)


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


def _year(document: Mapping[Any, Any], text: str, waits: Unsettled, context: page.Context) -> None:
    words = context.words
    st.markdown(f"**{words('settle_which_year')}**")
    days, years = candidates.days_for(text, date.today()), candidates.years_for(text)
    first, paths = (7 if ZONE_OPEN in document["state"].split() else 1), _paths(document, waits, YEAR_OPEN, words)
    if days:
        published = Answer("published", paths, waits.lines, lambda day: words("published_on", date=day))
        offer(days, text, published, context, first)
    else:
        covered = Answer("period", paths, waits.lines, lambda year: words("settle_covers", period=words.period(year)))
        offer(years, text, covered, context, first)
    time_form(document, "", paths, waits.lines, context)


def time_form(
    document: Mapping[Any, Any], period: str, paths: Sequence[str], seen: int, context: page.Context
) -> None:  # fmt: skip
    """The period that a report covers and the day it was published, for the whole report."""
    words, doc, published = context.words, document["doc"], str(document["published"])
    keys = {"period": f"settle_period_{doc}", "published": f"settle_day_{doc}"}
    with (
        st.form(f"settle_time_form_{doc}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            words("settle_period"), period, key=keys["period"], placeholder="2024", width=200,
            help=words("settle_period_help"),
        )  # fmt: skip
        st.text_input(words("published"), published, key=keys["published"], placeholder="2025-01-15", width=200)
        saved = st.form_submit_button(
            words("settle_state"), on_click=_state_time, args=(keys, published, paths, seen, context)
        )
    if saved and not _times(keys, published):
        st.error(words("settle_time_missing"), icon=":material/error:")


def _state_time(
    keys: Mapping[str, str], published: str, paths: Sequence[str], seen: int, context: page.Context
) -> None:  # fmt: skip
    if stated := _times(keys, published):
        settling.press_state(paths, context, stated, seen)


def _times(keys: Mapping[str, str], published: str) -> dict[str, str]:
    """The period and the day that were written; the day that was there already is none."""
    written = {name: str(st.session_state.get(key) or "").strip() for name, key in keys.items()}
    return {name: text for name, text in written.items() if text and (name, text) != ("published", published)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is asked of the reports at `paths` (a `fact`), as a person sees it who has seen so many lines of the
    ledger; `name` is what an answer is called.
    """

    fact: str
    paths: Sequence[str]
    seen: int
    name: Callable[[str], str]


def offer(
    found: Sequence[Candidate], text: str, answer: Answer, context: page.Context, first_key: int
) -> None:  # fmt: skip
    """Each candidate for the answer as a button, with the sentence that speaks for it."""
    if not found:
        return
    words, fact = context.words, answer.fact
    spans = {(each.start, each.end) for each in found}
    # the same words are quoted once; what is told of one alone stands in its line
    rows = [found] if len(spans) == 1 and not any(each.beside for each in found) else [[each] for each in found]
    for number, row in enumerate(rows):
        with st.container(gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                for place, each in enumerate(row, number):
                    key = f"{fact}_{place}"
                    st.button(
                        parts.plain(answer.name(each.value)), key=f"settle_take_{key}",
                        on_click=settling.press_state, args=(answer.paths, context, {fact: each.value}, answer.seen),
                        shortcut=str(first_key + place),
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
    st.caption(parts.plain(title))
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


def _paths(document: Mapping[Any, Any], waits: Unsettled, state: str, words: Words) -> list[str]:
    """The report, and with it the others of its folder that wait for the same where the reader says so."""
    path = str(document["path"])
    beside = _beside(path, waits.reports, state)
    if not beside:
        return [path]
    also = settling.switch(words("settle_beside", count=len(beside)), f"{_ALL}_{state}", path)
    return [path, *(beside if also else [])]


def _beside(path: str, reports: pd.DataFrame, state: str) -> list[str]:
    """The other reports of the folder that wait for a zone, or a year, too."""
    folder = PurePosixPath(path).parent
    others = reports[reports["state"].str.contains(state) & (reports["path"] != path)]
    return [path for path in others["path"] if PurePosixPath(path).parent == folder]
