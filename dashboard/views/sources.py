"""Sources: a report in full with every fact marked in place, and how each was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.figures import theme
from dashboard.frames import report_list, tables
from dashboard.frames.build_frames import Frames
from dashboard.reports import about, correction_form, evidence, left_out, outline, page_view, report_form, viewer
from dashboard.shared import filters, note_panel, page
from dashboard.words.plain import plain
from kpi.building.outline import Heading
from kpi.vocabulary.model import Grid

REPORTS_AT_ONCE = 200
LOOKS = Path(__file__).parent.parent / "static" / "sources.css"


def show() -> None:
    context = page.context()
    words = context.words
    context.title(words("sources"))
    frames = context.frames(without_facts=True)
    if frames is None:
        if context.project is not None:
            report_form.set_aside(context.project, words)
        return
    st.html(LOOKS)
    doc, facts, current = _choose(frames, context)
    document = frames.documents[frames.documents["doc"] == doc].iloc[0]
    context.name_tab(report_list.title_of(str(document["title"])) or doc)
    report_form.show(document, facts, frames, context)
    remarks = context.made("remarks", lambda: frames.remarks(doc).sort_values(["start", "end"]), doc)
    left, right = st.columns([11, 9], gap="medium")
    with left, st.container(key="source_report"):
        shown, text = _report(document, facts, remarks, current, frames, context)
    with right:
        with st.container(key="source_fact", gap="small"):
            _left_out(remarks if shown else remarks.head(0), text, document, context)
            fact = _fact(facts, current, frames, document, context)
        with st.container(key="source_lists", gap="small"):
            _lists(fact, facts, remarks if shown else remarks.head(0), frames, context)


def _choose(frames: Frames, context: page.Context) -> tuple[str, pd.DataFrame, str]:
    """The report and the fact that were asked for; else the first of each: of the reports that have facts."""
    words = context.words
    fact = frames.observation(filters.get("fact"), words.config)
    if fact is None:
        _open_rejected(frames)
    else:
        filters.put("fact", fact["observation_id"])
        filters.put("doc", fact["doc"])
    docs, titles = _offered(frames, context)
    stating = set(frames.documents.loc[frames.documents["observations"] > 0, "doc"])
    key = filters.seed_one("doc", docs, next((doc for doc in docs if doc in stating), docs[0]))
    doc = st.selectbox(
        words("report"), docs, format_func=lambda name: titles[name], key=key, on_change=filters.put, args=("fact",)
    )
    filters.keep("doc", doc)
    facts = context.made("facts", lambda: _facts_of(frames, doc), doc)
    ids = list(facts["observation_id"])
    current = filters.get("fact") if filters.get("fact") in ids else (ids[0] if ids else "")
    return doc, facts, current


def _open_rejected(frames: Frames) -> None:
    """Opens the left-out number that the fact became which was open before the build."""
    place = correction_form.place_of(filters.get("fact"))
    if place is None:
        return
    remarks = frames.remarks(place["doc"])
    rejected = remarks[(remarks["start"] == place["start"]) & (remarks["end"] == place["end"])]
    rejected = rejected[rejected["reason"] == "rejected"]
    if len(rejected):
        filters.put("fact")
        st.session_state[left_out.SHOWN] = True
        left_out.choose(place["doc"], viewer.remark_key(rejected.iloc[0]))


def _facts_of(frames: Frames, doc: str) -> pd.DataFrame:
    return frames.observations(doc=doc).sort_values(["start", "end"])


def _offered(frames: Frames, context: page.Context) -> tuple[list[str], dict[str, str]]:
    """The reports to choose from: all, or those that are searched for; the one that is open is always among them."""
    words, documents = context.words, frames.documents
    if len(documents) > REPORTS_AT_ONCE:
        st.session_state.setdefault("w_report_q", filters.get("report_q"))
        text = st.text_input(words("find_report"), key="w_report_q", placeholder=words("find_report_hint"))
        filters.keep("report_q", text)
        found = context.made("reports_found", lambda: tables.find_reports(documents, text), text)
        st.caption(words("reports_found", found=f"{len(found):,}", total=f"{len(documents):,}"))
        chosen = documents[documents["doc"] == filters.get("doc")]
        documents = pd.concat([chosen, found.head(REPORTS_AT_ONCE)]).drop_duplicates("doc")
        documents = documents if len(documents) else frames.documents.head(1)
    titles = {str(row["doc"]): about.name(row, words) for row in documents.to_dict("records")}
    return list(titles), titles


def _report(
    document: pd.Series, facts: pd.DataFrame, remarks: pd.DataFrame, current: str, frames: Frames, context: page.Context
) -> tuple[bool, str]:
    """Draws the report as text or as pages; returns whether left-out numbers are shown, and the text."""
    words, doc = context.words, str(document["doc"])
    text = context.made("text", lambda: frames.build.text_of(doc), doc)
    colours = theme.group_colours(list(words.config.groups))
    tools = st.container(horizontal=True, vertical_alignment="center", gap="medium", key="report_tools")
    with tools:
        as_pages = page_view.has_pages(document) and _as_pages(context)
        shown = bool(len(remarks)) and st.toggle(words("show_remarks", count=len(remarks)), key=left_out.SHOWN)
    clicked = page_view.show(document, facts, current, colours, words) if as_pages else None
    if clicked is None:
        with tools:
            st.toggle(words("outline"), key=outline.SHOWN)
        headings = outline.show(text, str(document["format"]), doc, context)
        with tools:
            part = _part(text, facts, current, doc, headings, context)
        grids = page_view.grids(document, text, words.config)
        clicked = _text(
            text, part, doc, facts, remarks if shown else remarks.head(0), current, headings, grids, context
        )  # fmt: skip
    if clicked and (clicked != current or left_out.chosen(doc)):
        left_out.choose(doc, "")
        filters.put("fact", clicked)
        st.rerun()
    return shown, text


def _as_pages(context: page.Context) -> bool:
    words = context.words
    names = {"text": words("as_text"), "page": words("as_pages")}
    key = filters.seed_one("as", list(names), "text")
    chosen = st.segmented_control(
        words("as_what"), list(names), format_func=lambda each: plain(names[each]), key=key, required=True,
        label_visibility="collapsed", width="content",
    )  # fmt: skip
    filters.keep("as", str(chosen), default="text")
    return chosen == "page"


def _text(
    text: str,
    part: tuple[int, int],
    doc: str,
    facts: pd.DataFrame,
    remarks: pd.DataFrame,
    current: str,
    headings: Sequence[Heading],
    grids: Sequence[Grid],
    context: page.Context,
) -> str:
    """Draws a part of the text; returns the fact that was clicked. A left-out number that was is opened at once."""
    words, remark = context.words, left_out.chosen(doc)
    colours = theme.group_colours(list(words.config.groups))
    hangs_on = (doc, *part, bool(len(remarks)), len(headings), len(grids))
    heads = [(heading.start, heading.end) for heading in headings]
    marked = context.made(
        "marked", lambda: viewer.mark(text, facts, remarks, part, colours, words, heads, grids), *hangs_on
    )
    version = "|".join(map(str, (_build_id(context), words.language, *hangs_on)))
    asked = outline.jump(doc) if headings else (-1, 0)
    fact, doubt = viewer.report(marked, version, current, remark, words, f"report_{doc}", asked)
    if doubt and doubt != remark:
        left_out.choose(doc, doubt)
        st.rerun()
    return fact


def _build_id(context: page.Context) -> str:
    """The name of the build that is shown."""
    project = context.project
    return project.frames.build_id if project is not None and project.frames is not None else ""


def _part(
    text: str,
    facts: pd.DataFrame,
    current: str,
    doc: str,
    headings: Sequence[Heading],
    context: page.Context,
) -> tuple[int, int]:
    """The part of the text that is drawn; it moves only when what is open comes near its edge."""
    words, remark = context.words, left_out.chosen(doc)
    if len(text) <= viewer.LONG:
        return 0, len(text)
    fact = facts[facts["observation_id"] == current]
    at = int(remark.partition("-")[0]) if remark else int(fact.iloc[0]["start"]) if len(fact) else 0
    at = _asked_for(headings, doc, (current, remark), at)
    kept = st.session_state.get("report_part", ("", 0, 0))
    near = viewer.AROUND // 4
    inside = (
        kept[0] == doc and (kept[1] == 0 or kept[1] + near <= at) and (at <= kept[2] - near or kept[2] == len(text))
    )
    start, end = kept[1:] if inside and kept[1] <= at <= kept[2] else viewer.window(text, at)
    share = words("report_part", shown=f"{end - start:,}", total=f"{len(text):,}")
    whole = st.toggle(words("report_whole"), key=f"w_whole_{doc}", help=share)
    st.session_state["report_part"] = (doc, start, end)
    return (0, len(text)) if whole else (start, end)


def _asked_for(headings: Sequence[Heading], doc: str, opened: tuple[str, str], at: int) -> int:
    """The heading that was asked for since the last fact was opened; else `at`."""
    number, times = outline.jump(doc)
    asked = (doc, number, times, *opened)
    before = st.session_state.get("report_asked", ("", -1, 0, "", ""))
    st.session_state["report_asked"] = asked
    anew = asked[:3] != before[:3] or (st.session_state.get("report_at_heading") and asked == before)
    st.session_state["report_at_heading"] = bool(anew) and 0 <= number < len(headings)
    return headings[number].start if st.session_state["report_at_heading"] else at


def _left_out(remarks: pd.DataFrame, text: str, document: pd.Series, context: page.Context) -> None:
    """The left-out number that is open, if one is."""
    name = left_out.chosen(str(document["doc"]))
    near = remarks[remarks["start"] == int(name.partition("-")[0])] if name else remarks.head(0)
    rows = [row for _, row in near.iterrows() if viewer.remark_key(row) == name]
    if rows and context.project is not None:
        left_out.card(rows[0], text, document, context.project.config, context.words)


def _fact(
    facts: pd.DataFrame, current: str, frames: Frames, document: pd.Series, context: page.Context
) -> pd.Series | None:
    words = context.words
    if facts.empty:
        st.text(words("no_facts"))
        return None
    ids = list(facts["observation_id"])
    place = ids.index(current)
    evidence.pager(place, len(ids), words, lambda step: filters.put("fact", ids[place + step]))
    fact = facts.iloc[place]
    if filters.get("fact") in ("", current):
        correction_form.note_place(fact)
    with st.container(border=True, gap="small"):
        sheet = page_view.sheet_name(document, int(fact["page"]), words.config)
        evidence.evidence(fact, frames, words, sheet)
        assert context.project is not None
        correction_form.show(fact, str(document["digest"]), context.project.config, words)
    if fact["zone"]:
        of = note_panel.Subject((str(fact["zone"]),), (str(fact["indicator"]),), (str(fact["period"]),))
        note_panel.show(of, context, "fact", one_period=True)
    return fact


def _lists(
    fact: pd.Series | None, facts: pd.DataFrame, remarks: pd.DataFrame, frames: Frames, context: page.Context
) -> None:
    words = context.words
    if len(remarks):
        left_out.table(remarks, str(remarks.iloc[0]["doc"]), context)
    if fact is not None:
        evidence.same_cell(fact, frames, words)
        st.markdown(f"**{words('facts_here')}**")
        doc = str(fact["doc"])
        table = context.made("fact_list", lambda: tables.fact_list(facts, words), doc)
        current = str(fact["observation_id"])
        evidence.list_in_step(table, f"facts_{doc}", words("facts_here"), current, lambda name: _open(doc, name), 320)
        st.caption(words("shortcut_hint"))


def _open(doc: str, name: str) -> None:
    left_out.choose(doc, "")
    filters.put("fact", name)


show()
