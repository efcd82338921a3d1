"""All reports of the project in a table that can be sorted and searched; choosing one asks what to do with it."""

from __future__ import annotations

from pathlib import PurePosixPath

import streamlit as st

from dashboard.frames import report_list
from dashboard.reports import removal, settling
from dashboard.shared import filters, page, parts
from kpi.building import removing
from kpi.building.report_status import UNSUPPORTED, ReportStatus, reports_of
from kpi.vocabulary.errors import KpiError

_ASKED = "report_list_asked"
_ROUND = "report_list_round"
HIGHEST = 560
# a zone's is that of two that a report may be of; on a phone the state stands beside the file
WIDTHS = {"path": 250, "report_state_of": 190, "zone": 280, "published": 95, "title": 220}


def show(context: page.Context) -> None:
    """Draws the reports of the build, those that wait first, and last those that were left out or removed."""
    project, words = context.project, context.words
    if project is None or project.build is None:
        return
    build = project.build
    removed = _removed(context)
    gone = {each.path for each in removed}
    listed = [each for each in context.made("reports", lambda: reports_of(build)) if each.path not in gone] + removed
    if not listed:
        return
    table = report_list.table(listed, words)
    st.subheader(words("report_list"), anchor=False)
    settling.bar(context)
    st.caption(words("report_list_says"))
    wide = {words(name): st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()}
    height = min(parts.table_height(len(table)), HIGHEST)
    key = f"report_list_{build.build_id}_{st.session_state.get(_ROUND, 0)}"
    parts.selectable_table(table, key, words("report_list"), _ask, height, **wide)
    status = next((each for each in listed if each.path == st.session_state.get(_ASKED)), None)
    if status is not None:
        st.dialog(parts.plain(PurePosixPath(status.path).name), on_dismiss=_close)(_manage)(status, context)


def _ask(path: str) -> None:
    """Notes which report was chosen; the table is drawn anew, so that the same one can be chosen again."""
    removal.forget()
    st.session_state[_ASKED] = path
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _close() -> None:
    """Nothing is to be done with the report any more."""
    st.session_state.pop(_ASKED, None)


def _removed(context: page.Context) -> list[ReportStatus]:
    """The removed reports; none where the ledger cannot be read, which is told where something is stated."""
    try:
        return removing.statuses(settling.project_of(context).config)
    except KpiError:
        return []


def _manage(status: ReportStatus, context: page.Context) -> None:
    """What is known of a report, and what can be done with it."""
    words, project = context.words, settling.project_of(context)
    told = [status.path, report_list.state(status, words), words.zone(status.zone)]
    told += [words.period(str(status.year))] if status.year else []
    told += [] if status.left_out else [words("report_facts", count=f"{status.facts:,}")]
    st.caption(parts.plain(" · ".join(part for part in told if part)))
    if status.removed:
        if entry := removal.of(status.path, project):
            removal.back(entry, context, "list", after=_close)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if status.doc and st.button(
            words("report_open_it"), key="report_open_it", type="primary", icon=parts.OF_SOURCE
        ):
            _close()
            filters.put("doc", status.doc)
            filters.put("fact")
            st.switch_page("views/sources.py", query_params=filters.address("sources"))
        if status.aside and st.button(words("report_take_back"), key="report_back", icon=":material/undo:"):
            settling.state([status.path], context, aside="")
            _close()
            st.rerun()
    if not status.aside and status.left_out != UNSUPPORTED:
        _set_aside(status, context)
    removal.ask_in_turn(status.path, status.facts, context, "list", _close)


def _set_aside(status: ReportStatus, context: page.Context) -> None:
    """The field for why builds leave the report out, its file being left where it is."""
    words = context.words
    with (
        st.form("report_aside_form", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        why = st.text_input(words("aside"), placeholder=words("report_aside_example"), key="report_aside_why")
        if st.form_submit_button(words("report_aside_it")) and why.strip():
            settling.state([status.path], context, aside=why.strip())
            _close()
            st.rerun()
