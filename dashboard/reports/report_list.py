"""All reports of the project in a table that can be sorted and searched; choosing one opens it in Sources."""

from __future__ import annotations

import streamlit as st

from dashboard.frames import report_list
from dashboard.shared import filters, page, parts
from kpi.building.report_status import reports_of

_ASKED = "report_list_asked"
HIGHEST = 560
ZONES_WIDTH = 280  # two that a report may be of


def show(context: page.Context) -> None:
    """Draws the reports of the build, those that wait first and those that were left out last."""
    project, words = context.project, context.words
    if project is None or project.build is None:
        return
    if doc := st.session_state.pop(_ASKED, ""):
        filters.put("doc", doc)
        filters.put("fact")
        st.switch_page("views/sources.py", query_params=filters.address())
    build = project.build
    table = context.made("report_list", lambda: report_list.table(reports_of(build), words))
    if table.empty:
        return
    st.subheader(words("report_list"), anchor=False)
    st.caption(words("report_list_says"))
    widths = {"report_state_of": 150, "zone": ZONES_WIDTH, "title": 260}
    wide = {words(name): st.column_config.TextColumn(width=width) for name, width in widths.items()}
    height = min(parts.table_height(len(table)), HIGHEST)
    parts.selectable_table(table, f"report_list_{build.build_id}", words("report_list"), _ask, height, **wide)


def _ask(doc: str) -> None:
    st.session_state[_ASKED] = doc
