"""Readings that were not sure enough, one at a time: accept, reject or change; then the next one is there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.frames import tables
from dashboard.frames.unsettled import Unsettled
from dashboard.reports import about, correction_form, left_out, sentence, settle_readers, settling, viewer
from dashboard.shared import filters, page, parts
from dashboard.words.labels import Words
from kpi.results.corrections import Action, Change
from kpi.vocabulary.frames import observation_of
from kpi.vocabulary.model import KIND_OPEN, YEAR_ASSUMED, Kind

REPORTS_OFFERED, MOST_DOUBTS = 200, 3
_AT, _CHANGING, _LEAST = "settle_at", "settle_changing", 0.3
_STEPS = (0.3, 0.4, 0.5, 0.6)
_ALL = ""


def show(waits: Unsettled, context: page.Context) -> None:
    """Draws the reading whose turn it is, of all reports or of one."""
    words = context.words
    if not waits.docs:
        parts.say(words("settle_readings_none"), words("settle_readings_none_mend"), ":material/task_alt:")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="settle_pager"):
        doc = _report(waits, context)
        left, whole = waits.count_readings(doc), _whole(waits, doc, context)
        at = _place(doc, left)
        _pager(at, left, whole, words)
    row = waits.readings(doc, limit=1, offset=at).iloc[0]
    document = waits.frames.documents[waits.frames.documents["doc"] == row["doc"]].iloc[0]
    text = context.made("text", lambda: waits.frames.build.text_of(str(row["doc"])), str(row["doc"]))
    ours = waits.differs_from(row)
    with st.container(border=True, gap="small", key="settle_reading"):
        one, other = st.columns([11, 9], gap="medium")
        with one:
            settle_readers.told(row, ours, words)
            head(row, words)
            sentence.show(row, text, "settle_sentence")
            source(row, document, "to_confirm", words)
            _buttons(row, ours, waits.count_readings(str(row["doc"])), waits, context)
        with other:
            settle_readers.beside(row, ours, text, words)
            viewer.fields(_fields(row, ours, waits, words), "settle_fields")
        if st.session_state.get(_CHANGING) == row["observation_id"]:
            _form(row, context)


def _report(waits: Unsettled, context: page.Context) -> str:
    """The report that is chosen, all where none is."""
    words, docs = context.words, waits.docs
    offered = [_ALL, *list(docs)[:REPORTS_OFFERED]]
    kept = filters.get("of")
    if kept in docs and kept not in offered:
        offered.append(kept)
    named = waits.frames.documents[waits.frames.documents["doc"].isin(offered)].to_dict("records")
    titles = {str(row["doc"]): about.name(row, words) for row in named}
    names = {doc: f"{titles.get(doc, doc)} · {docs[doc]:,}" for doc in offered if doc}
    names[_ALL] = words("settle_all_reports", count=f"{sum(docs.values()):,}")
    key = filters.seed_one("of", offered, _ALL)
    doc = st.selectbox(
        words("report"), offered, format_func=lambda each: names[each], key=key, label_visibility="collapsed", width=420
    )
    filters.keep("of", doc, default=_ALL)
    return str(doc)


def _whole(waits: Unsettled, doc: str, context: page.Context) -> int:
    return context.made("waiting_whole", lambda: waits.count_readings(doc, decided=True), doc, waits.zone)


def _place(doc: str, left: int) -> int:
    """How many readings are passed over; none where another report is chosen."""
    of, at = st.session_state.get(_AT, ("", 0))
    at = min(at, left - 1) if of == doc else 0
    st.session_state[_AT] = (doc, at)
    return int(at)


def _step(by: int) -> None:
    doc, at = st.session_state[_AT]
    st.session_state[_AT] = (doc, max(at + by, 0))
    st.session_state.pop(_CHANGING, None)


def _pager(at: int, left: int, whole: int, words: Words) -> None:
    done = whole - left
    st.markdown(f"**{words('settle_place', place=f'{done + at + 1:,}', total=f'{whole:,}')}**", width="content")
    st.caption(words("settle_left", done=f"{done:,}", left=f"{left:,}"), width="content")
    st.space("stretch")
    with st.container(horizontal=True, gap="small", width="content"):
        st.button(
            words("settle_back"), key="settle_back", shortcut="Left", type="tertiary", disabled=at <= 0,
            on_click=_step, args=(-1,),
        )  # fmt: skip
        st.button(
            words("settle_skip"), key="settle_skip", shortcut="Right", type="tertiary", disabled=at >= left - 1,
            on_click=_step, args=(1,),
        )  # fmt: skip


def head(row: pd.Series, words: Words) -> None:
    """What was read: indicator and value, and whose, of when, of which kind."""
    scope = tables.scope_suffix(row["indicator"], row["scope"], words)
    named = [words.indicator(row["indicator"]), scope, words.measure(row["measure"]) * (row["measure"] != "level")]
    value = words.quantity(row["value"], row["unit"], row["comparator"], row["measure"])
    kind = words("settle_kind_open") if KIND_OPEN in row["flags"].split() else words.kind(row["kind"])
    placed = (
        words.zone(row["zone"]) or words("zone_unknown"),
        words.period(row["period"]) or words("period_open"),
        kind,
    )
    with st.container(gap="xxsmall", key="settle_head"):
        title = f"{' · '.join(part for part in named if part)}　{value or tables.one_line(row['quote'])}"
        st.subheader(parts.plain(title), anchor=False)
        st.caption(parts.plain(" · ".join(part for part in placed if part)))


def source(row: pd.Series, document: pd.Series, left_out_as: str, words: Words) -> None:
    """Where a reading stands, and the way there; `left_out_as` is why it is among the numbers that were left out."""
    told = [about.name(document, words), str(document["published"]) or words("undated")]
    told += [words("page_value", page=row["page"])] if row["page"] else []
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(parts.plain(" · ".join(told)), width="content")
        if st.button(words("settle_see"), key="settle_see", type="tertiary", icon=parts.OF_SOURCE):
            st.session_state[left_out.SHOWN] = True
            left_out.choose(str(row["doc"]), viewer.remark_key({**row, "reason": left_out_as}))
            filters.put("fact")
            filters.put("doc", str(row["doc"]))
            st.switch_page("views/sources.py", query_params=filters.address("sources"))


def _fields(row: pd.Series, ours: pd.DataFrame, waits: Unsettled, words: Words) -> list[tuple[str, str, str]]:
    """Why it is not sure, what is known of the same thing, and each field with how it was found."""
    sure = words("settle_sure", share=f"{float(row['confidence']) * 100:.0f}")
    there = words("list_comma").join(
        words.quantity(cell["value"], cell["unit"], cell["comparator"], cell["measure"])
        for cell in waits.beside(row).to_dict("records")
    )
    alone = settle_readers.why(row, ours, words)
    return [
        (words("settle_doubts"), words("settle_semicolon").join(alone or doubts(row, words)) or sure, ""),
        (words("settle_there"), there or words("settle_there_none"), ""),
        *evidence(row, words),
    ]


def evidence(row: pd.Series, words: Words) -> list[tuple[str, str, str]]:
    """Each field of a reading with how it was found, but for what its head and its sentence say."""
    shown = tables.evidence_rows(row, words)
    passed = {words(name) for name in ("place", "published", "quote", "confidence", "page", "flags")}
    passed |= {words("measure")} if row["measure"] == "level" else set()
    return [each for each in shown if each[0] not in passed]


def doubts(row: pd.Series, words: Words) -> list[str]:
    """What speaks against a reading in plain words, the strongest first; at most three."""
    flags = set(row["flags"].split())
    found = [words(f"doubt.{flag}") for flag in (KIND_OPEN, YEAR_ASSUMED, "ocr_low") if flag in flags]
    parts_of_trace = (part.rpartition(" ") for part in str(row["trace"]).split("; "))
    for code in (code for code, _, weight in parts_of_trace if weight.startswith("-")):
        name = words.doubt(code.partition(":")[0])
        if name and name not in found:
            found.append(name)
    return found[:MOST_DOUBTS]


def _buttons(row: pd.Series, ours: pd.DataFrame, of_report: int, waits: Unsettled, context: page.Context) -> None:
    words = context.words
    take, leave = words("correct_accept"), words("correct_reject")
    if not ours.empty:
        theirs, own = settle_readers.choices(row, ours, words)
        take, leave = words("settle_take_theirs", name=theirs), words("settle_take_ours", other=own)
        leave = leave[:1].upper() + leave[1:]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="settle_buttons"):
        kind_open = KIND_OPEN in row["flags"].split()
        accept = words("settle_accept_as", kind=words.kind(row["kind"])) if kind_open else take
        st.button(
            parts.plain(accept), key="settle_accept", type="primary", icon=":material/check:", shortcut="A",
            on_click=_take, args=(row, ours, context), disabled=not row["zone"],
        )  # fmt: skip
        if kind_open:
            other = str(Kind.TARGET if row["kind"] != Kind.TARGET else Kind.ACTUAL)
            st.button(
                parts.plain(words("settle_accept_as", kind=words.kind(other))), key="settle_accept_other",
                type="primary", icon=":material/check:", shortcut="S", disabled=not row["zone"],
                on_click=_decide, args=(row, Action.OVERRIDE, context, Change(kind=other)),
            )  # fmt: skip
        st.button(
            parts.plain(leave), key="settle_reject", icon=":material/block:", shortcut="X",
            on_click=_decide, args=(row, Action.REJECT, context),
        )  # fmt: skip
        st.button(
            words("correct_override"), key="settle_change", icon=":material/edit:", shortcut="E",
            on_click=_toggle, args=(str(row["observation_id"]),),
        )  # fmt: skip
        if of_report > 1:
            with st.popover(words("settle_report", count=f"{of_report:,}"), type="tertiary"):
                _whole_report(str(row["doc"]), of_report, waits, context)
    if not row["zone"]:
        st.caption(words("settle_no_zone"))


def _whole_report(doc: str, count: int, waits: Unsettled, context: page.Context) -> None:
    """One decision on all that waits of a report."""
    words = context.words
    least = st.select_slider(
        words("settle_least"), _STEPS, _STEPS[2], format_func=lambda each: f"{each * 100:.0f} %", key="settle_least"
    )
    sure = waits.readings(doc, least=least)
    sure = sure[sure["zone"] != ""]
    st.button(
        words("settle_accept_all", count=len(sure)), key="settle_accept_all", icon=":material/done_all:",
        disabled=sure.empty, on_click=settling.press, args=(sure, Action.ACCEPT, context),
    )  # fmt: skip
    st.button(
        words("settle_reject_all", count=f"{count:,}"), key="settle_reject_all", icon=":material/block:",
        on_click=_reject_all, args=(doc, waits, context),
    )  # fmt: skip
    st.caption(words("settle_all_says"))


def _reject_all(doc: str, waits: Unsettled, context: page.Context) -> None:
    settling.decide(waits.readings(doc), Action.REJECT, context)


def _decide(row: pd.Series, action: Action, context: page.Context, change: Change | None = None) -> None:
    st.session_state.pop(_CHANGING, None)
    settling.decide(pd.DataFrame([row]), action, context, change)


def _take(row: pd.Series, ours: pd.DataFrame, context: page.Context) -> None:
    """Accepts a reading. What this program read of the same number otherwise is dropped with it: both cannot be."""
    st.session_state.pop(_CHANGING, None)
    dropped = settle_readers.of_another_cell(row, ours)
    settling.decide(pd.DataFrame([row]), Action.ACCEPT, context, dropped=dropped)


def _toggle(observation_id: str) -> None:
    changing = st.session_state.pop(_CHANGING, "")
    if changing != observation_id:
        st.session_state[_CHANGING] = observation_id


def _form(row: pd.Series, context: page.Context) -> None:
    words = context.words
    with st.form("settle_form", border=False):
        st.caption(words("settle_change_says"))
        correction_form.ask_change(row, observation_of(row.to_dict()), words)
        # of the reading that was asked about, whosever turn it is by then
        st.form_submit_button(
            words("settle_change_save"), type="primary", icon=":material/check:", on_click=_save, args=(row, context)
        )  # fmt: skip
    settling.failed()


def _save(row: pd.Series, context: page.Context) -> None:
    words, config = context.words, settling.project_of(context).config
    change = correction_form.written_change(row, observation_of(row.to_dict()), config, words)
    if change == Change():
        settling.fail(words("correct_same"))
    elif settling.decide(pd.DataFrame([row]), Action.OVERRIDE, context, change):
        st.session_state.pop(_CHANGING, None)
    else:
        settling.fail()
