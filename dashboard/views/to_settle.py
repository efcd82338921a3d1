"""To settle: what waits for a person, each settled where it stands."""

from __future__ import annotations

import streamlit as st

from dashboard.frames.unsettled import PARTS
from dashboard.reports import settle_disputes, settle_readings, settle_reports, settle_undated, settle_years, settling
from dashboard.shared import filters, page, parts, queue
from dashboard.words.labels import Words

_ALL = ""
SHOWN = {
    "reports": settle_reports.show,
    "years": settle_years.show,
    "readings": settle_readings.show,
    "disputes": settle_disputes.show,
    "undated": settle_undated.show,
}


def show() -> None:
    context = page.context()
    words, project = context.words, context.project
    context.title(words("to_settle"))
    if project is None or project.frames is None or project.frames.documents.empty:
        context.frames()  # says what is missing
        return
    waits = queue.unsettled(project)
    assert waits is not None
    if queue.waits_for_build(project):  # the bar says so, and offers it
        parts.newer_notice(words, project)
    else:
        parts.stale_notice(words, project)
    if not waits.readable:
        parts.say(words("settle_old_build"), words("settle_old_build_mend"), ":material/update:")
        parts.rebuild_button(words, project, "rebuild_old")
        return
    settling.bar(context)
    if not waits.total:
        parts.say(words("settle_nothing"), words("settle_nothing_mend"), ":material/task_alt:")
        return
    zones = waits.zones
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        parts_of = st.container(width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
            waits = waits.of_zone(_zone(zones, words) if len(zones) > 1 else "")
            settling.ask_who(words)
    counts = waits.counts
    names = {name: f"{words(f'settle_part.{name}')} {counts[name]:,}" for name in PARTS}
    first = next((name for name in names if counts[name]), next(iter(names)))
    with parts_of:
        part = filters.choose_one("part", words("to_settle"), list(names), names, first, labelled=False)
    SHOWN[part](waits, context)


def _zone(zones: list[str], words: Words) -> str:
    """The zone of which what waits is shown; empty for all."""
    key = filters.seed_one("whose", [_ALL, *zones], _ALL)
    chosen = st.selectbox(
        words("zone"), [_ALL, *zones], format_func=lambda zone: words.zone(zone) if zone else words("settle_all_zones"),
        key=key, label_visibility="collapsed", width=240,
    )  # fmt: skip
    filters.keep("whose", chosen, default=_ALL)
    return str(chosen)


show()
