"""What a person states of the whole report that is open: whose it is, of when, its title, or that it is set aside."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames.build_frames import Frames
from dashboard.reports import about, correction_form, removal, settling
from dashboard.shared import access, data, page, parts, queue, zone_field
from dashboard.words.labels import Words, time_name
from kpi.building import stating
from kpi.building.stating import Standing, Statement
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import YEAR_OPEN, ZONE_OPEN

_FAULT = "report_form_fault"
_SIGNS = {
    "state": ":material/edit_document:", "undo": ":material/undo:", "remove": ":material/drive_file_move:",
    "restore": ":material/undo:",
}  # fmt: skip
_TEXTS = {
    "published": "2025-01-15", "period": "report_period_hint", "title": "", "aside": "report_aside_hint",
}  # fmt: skip
"""The fields beside the zone, each with what may be written there."""


def show(document: pd.Series, facts: pd.DataFrame, frames: Frames, context: page.Context) -> None:
    """Draws what is known of the report, what is open, what was stated of it, and the way to state more."""
    words, project = context.words, context.project
    assert project is not None
    try:
        standing = stating.standing_of(_path(document, project.config), project.config)
    except KpiError as error:  # the file is gone, or its sidecar cannot be read
        about.show(document, facts, frames, context, lambda: set_aside(project, words))
        if entry := removal.of(str(document["path"]), project):
            _removed(entry, context)
        else:
            st.caption(f":material/info: {parts.plain(words.detail(str(error)))}")
        return
    about.show(document, facts, frames, context, lambda: _ways(document, standing, context))
    if open_ := _open(document, words):
        st.markdown(f":material/help: {parts.plain(open_)}")
    for statement in standing.history:
        st.caption(f"{_SIGNS[statement.action]} {parts.plain(told(statement, words))}")
    left_behind(standing, words)
    for problem in standing.problems:
        st.caption(f":material/warning: {parts.plain(words.detail(problem))}")
    _waiting(standing, project, words)
    fault(words)


def ask(document: pd.Series, project: data.Project, words: Words) -> None:
    """Draws what is open of a report that was just added, by its name, with the form to state it; nothing where nothing
    is open.
    """
    open_ = _open(document, words)
    if not open_:
        return
    try:
        standing = stating.standing_of(_path(document, project.config), project.config)
    except KpiError as error:  # the file is gone by now, or its sidecar cannot be read
        st.caption(f":material/info: {parts.plain(words.detail(str(error)))}")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = words("report_named", doc=document["doc"], said=open_)
        st.markdown(f":orange[:material/help:] {parts.plain(said)}", width="content")
        _popover(document, standing, project, words)
    for statement in standing.history:
        st.caption(f"{_SIGNS[statement.action]} {parts.plain(told(statement, words))}")


def left_behind(standing: Standing, words: Words) -> None:
    """Says that what was stated of the report did not go along when it was renamed or moved."""
    if standing.left is not None:
        said = words("report_left_behind", left=standing.left.left, wanted=standing.left.wanted)
        st.markdown(f":orange[:material/warning:] {parts.plain(said)}")


def fault(words: Words) -> None:
    """Says why what was stated last could not be written."""
    if said := st.session_state.pop(_FAULT, ""):
        st.error(parts.plain(words.detail(said)), icon=":material/error:")


def told(statement: Statement, words: Words) -> str:
    """A statement in a line: when, who, what."""
    parts_told = [
        words("report_stated", what=words(_word(name)), now=_shown(name, now, words) or words("report_not_stated"))
        for name, (_, now) in statement.changes.items()
    ]
    if statement.kept:
        what = words(f"report_moved.{statement.action}", kept=statement.kept)
        return words("report_line.moved", time=time_name(statement.at), who=statement.who, what=what)
    what = words("list_comma").join(parts_told)
    return words(f"report_line.{statement.action}", time=time_name(statement.at), who=statement.who, what=what)


def _ways(document: pd.Series, standing: Standing, context: page.Context) -> None:
    """The form, the undoing of the last statement, and the removal."""
    words, project = context.words, settling.project_of(context)
    if not access.may_change():
        return
    _popover(document, standing, project, words)
    if standing.statements:
        _undo(document, standing, project.config, words)
    with st.popover(
        words("remove"), type="tertiary", icon=":material/drive_file_move:", key=f"remove_{document['doc']}"
    ):
        removal.ask(str(document["path"]), int(document["observations"]), context, str(document["doc"]))
    set_aside(project, words)


def _removed(entry: Statement, context: page.Context) -> None:
    """That the report was removed since the build, with the way back, and the build that leaves it out."""
    words = context.words
    with st.container(border=True, gap="small", key="report_waiting"):
        st.markdown(f":material/drive_file_move: {words('removed_waiting')}")
        if not access.may_change():
            return
        removal.back(entry, context, "report", lambda: correction_form.rebuild(words, "rebuild_removed"))


def _popover(document: pd.Series, standing: Standing, project: data.Project, words: Words) -> None:
    """The form, made when it is opened."""
    # what was stated closes it: what came of it stands below
    key = f"report_form_{document['doc']}_{len(standing.history)}"
    with st.popover(
        words("report_state"), type="tertiary", icon=":material/edit_document:", key=key, on_change="rerun"
    ) as form:
        if form.open:
            _form(document, standing, project, words)


def set_aside(project: data.Project, words: Words) -> None:
    """Draws the reports that the build left out because a person set them aside, and the way to take each back."""
    listed = project.build.info.get("aside", ()) if project.build is not None else ()
    if not listed or not access.may_change():
        return
    with st.popover(
        words("report_set_aside", count=len(listed)), type="tertiary", icon=":material/inventory_2:", key="set_aside"
    ):
        for place, each in enumerate(listed):
            _aside(place, str(each["path"]), str(each["reason"]), project, words)


def _aside(place: int, name: str, reason: str, project: data.Project, words: Words) -> None:
    """One report that was set aside: why, and the button to take it back; that a build has to be made where it is."""
    config, path = project.config, project.config.path.parent / name
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(f"{name}{words('colon')}{reason}", width="stretch")
        try:
            hint = stating.standing_of(path, config).hints.aside
        except KpiError as error:
            st.caption(parts.plain(words.detail(str(error))))
            return
        if hint is None:
            st.caption(words("correct_waiting"))
        elif hint.ground == "config":
            st.caption(parts.plain(words("report_by_config", file=config.path.name)))
        elif st.button(words("report_take_back"), key=f"take_back_{place}", icon=":material/undo:"):
            _do(lambda: stating.state(config, path, who=settling.who(words), aside=""))


def _open(document: pd.Series, words: Words) -> str:
    """What is open of the report, its figures standing in no series or resting on a guess; empty where nothing is."""
    states = str(document["state"]).split()
    both = {ZONE_OPEN, YEAR_OPEN} <= set(states)
    key = "both" if both else next(iter(states), "")
    if not key:
        return ""
    said = words(f"report_open.{key}", count=int(document["waiting"]), year=int(document["year"]))
    zones = [words.zone(name) for name in _candidates(document)]
    may_be = words("report_may_be", zones=words("list_comma").join(zones)) if zones and ZONE_OPEN in states else ""
    return said + may_be


def _waiting(standing: Standing, project: data.Project, words: Words) -> None:
    """Says that the build does not know yet what was stated or taken back since, and makes the next one."""
    if any(each.path == standing.shown for each in queue.stated_since(project)):
        with st.container(border=True, gap="small", key="report_waiting"):
            st.markdown(f":material/schedule: {words('correct_waiting')}")
            correction_form.rebuild(words, "rebuild_stated")


def _form(document: pd.Series, standing: Standing, project: data.Project, words: Words) -> None:
    config, doc, facts = project.config, document["doc"], standing.facts
    known = {*_candidates(document), *(project.frames.zones if project.frames else ())}
    fixed = {name for name in asdict(facts) if (hint := getattr(standing.hints, name)) and hint.ground == "config"}
    fault(words)  # where the form that it is about is open, and would cover it
    with st.form(f"report_form_fields_{doc}", border=False):
        st.caption(parts.plain(words("report_state_says", file=f"{standing.path.name}.yaml")))
        wanted = {"zone": _zone(standing, known, "zone" in fixed, words)}
        placed = dict(zip(_TEXTS, (*st.columns(2, gap="small"), *st.columns(2, gap="small")), strict=True))
        for name, sample in _TEXTS.items():
            read = {"published": str(document["published"]), "title": str(document["title"])}.get(name, "")
            wanted[name] = placed[name].text_input(
                words(_word(name)), getattr(facts, name), key=f"report_{name}_{doc}", disabled=name in fixed,
                placeholder=read or (words(sample) if sample.startswith("report_") else sample),
                help=words("settle_period_help") if name == "period" else None,
            )  # fmt: skip
        if fixed:
            st.caption(parts.plain(words("report_by_config", file=config.path.name)))
        who = correction_form.ask_who(words, f"report_{doc}")
        if not st.form_submit_button(words("correct_save"), type="primary"):
            return
    was = asdict(facts)
    changes: dict[str, Any] = {name: text.strip() for name, text in wanted.items() if text.strip() != was[name]}
    if not changes:
        st.error(words("report_same"), icon=":material/error:")
    elif not who.strip():
        st.error(words("correct_missing", what=words("correct_who")), icon=":material/error:")
    else:
        st.session_state[correction_form.WHO] = who.strip()
        _do(lambda: stating.state(config, standing.path, who=who, known=known, seen=facts, **changes))


def _zone(standing: Standing, known: set[str], fixed: bool, words: Words) -> str:
    """The zone, chosen among those that there are: a slip of the pen makes no new one."""
    offered = zone_field.labels(words, known)
    stated = standing.facts.zone
    names = [*offered] if not stated or stated in offered else [stated, *offered]
    chosen = st.selectbox(
        words("zone"), names, names.index(stated) if stated else None, lambda name: offered.get(name, name),
        key=f"report_zone_{standing.shown}", placeholder=words("upload_zone_hint"), disabled=fixed,
        accept_new_options=True,
    )  # fmt: skip
    return str(chosen or "")


def _undo(document: pd.Series, standing: Standing, config: Config, words: Words) -> None:
    last = standing.statements[-1]
    key = f"report_undo_{document['doc']}_{len(standing.history)}"
    with (
        st.popover(words("correct_undo"), icon=":material/undo:", type="tertiary", key=key),
        st.form(f"{key}_form", border=False),
    ):
        st.caption(parts.plain(words("report_undo_says", told=told(last, words))))
        who = correction_form.ask_who(words, key)
        if st.form_submit_button(words("correct_undo"), icon=":material/undo:") and who.strip():
            _do(lambda: stating.undo(config, standing.path, who=who))


def _do(change: Any) -> None:
    """Writes a statement and draws the page anew."""
    try:
        change()
    except KpiError as error:
        st.session_state[_FAULT] = correction_form.mended(str(error))
    st.rerun()


def _path(document: pd.Series, config: Config) -> Path:
    return config.path.parent / str(document["path"])


def _candidates(document: pd.Series) -> list[str]:
    return [name for name in str(document["candidates"]).split("|") if name]


def _word(fact: str) -> str:
    """The key of the word for a fact of a report."""
    return "settle_period" if fact == "period" else fact


def _shown(name: str, value: str, words: Words) -> str:
    if not value:
        return ""
    shown = {"zone": words.zone, "period": words.period}.get(name, str)
    return shown(value)
