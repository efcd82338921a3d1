"""What a person states of the whole report that is open: whose it is, of when, its title, or that it is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.reports import correction_form
from dashboard.shared import data, parts
from dashboard.words.labels import Words, time_name
from kpi.building import stating
from kpi.building.stating import Standing, Statement
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError

_FAULT = "report_form_fault"
_SIGNS = {"state": ":material/edit_document:", "undo": ":material/undo:"}
_TEXTS = {"published": "2025-01-15", "period": "2024 · 2024-H1 · 2024-01/05", "title": ""}
"""The fields beside the zone, each with what is to be written there."""


def show(document: pd.Series, project: data.Project, words: Words) -> None:
    """Draws what is open of the report, what was stated of it, and the way to state more."""
    config, path = project.config, project.config.path.parent / str(document["path"])
    _open(document, words)
    try:
        standing = stating.standing_of(path, config)
    except KpiError as error:  # the file is gone, or its sidecar cannot be read
        st.caption(f":material/info: {parts.plain(words.detail(str(error)))}")
        return
    for statement in standing.history:
        st.caption(f"{_SIGNS[statement.action]} {parts.plain(told(statement, words))}")
    _waiting(standing, project, words)
    if fault := st.session_state.pop(_FAULT, ""):
        st.error(words.detail(fault), icon=":material/error:")
    # what was stated closes it: what came of it stands above
    key = f"report_form_{document['doc']}_{len(standing.history)}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="report_state"):
        kind: Any = "secondary" if document["state"] else "tertiary"
        with st.popover(
            words("report_state"),
            type=kind,
            icon=":material/edit_document:",
            key=key,
            on_change="rerun",
            width="content",
        ) as form:
            if form.open:
                _form(document, standing, path, project, words)
        if standing.statements:
            _undo(standing, path, config, words)


def told(statement: Statement, words: Words) -> str:
    """A statement in a line: when, who, what."""
    parts_told = [
        words("report_stated", what=words(_name(name)), now=_shown(name, now, words) or words("report_not_stated"))
        for name, (_, now) in statement.changes.items()
    ]
    what = words("list_comma").join(parts_told)
    return words(f"report_line.{statement.action}", time=time_name(statement.at), who=statement.who, what=what)


def _open(document: pd.Series, words: Words) -> None:
    """Says what is open of the report: its figures stand in no series, or rest on a guess."""
    for state in str(document["state"]).split():
        candidates = [words.zone(name) for name in str(document["candidates"]).split("|") if name]
        may_be = words("report_may_be", zones=words("list_comma").join(candidates)) if candidates else ""
        said = words(f"report_open.{state}", count=int(document["waiting"]), year=int(document["year"]))
        st.markdown(f":material/help: {parts.plain(said + (may_be if state == 'zone_open' else ''))}")


def _waiting(standing: Standing, project: data.Project, words: Words) -> None:
    """Says that the build does not know yet what was stated or taken back since, and makes the next one."""
    if not standing.history or project.build is None:
        return
    built = datetime.fromisoformat(str(project.build.info["built_at"]))
    if datetime.fromisoformat(standing.history[-1].at) >= built:
        with st.container(border=True, gap="small", key="report_waiting"):
            st.markdown(f":material/schedule: {words('correct_waiting')}")
            correction_form.rebuild(words, "rebuild_stated")


def _form(document: pd.Series, standing: Standing, path: Path, project: data.Project, words: Words) -> None:
    config, doc = project.config, document["doc"]
    known = {*_known(document), *(project.frames.zones if project.frames else ())}
    fixed = {name: hint for name, hint in _hints(standing).items() if hint.ground == "config"}
    with st.form(f"report_form_fields_{doc}", border=False):
        st.caption(words("report_state_says", file=f"{path.name}.yaml"))
        wanted: dict[str, str] = {"zone": _zone(standing, known, "zone" in fixed, config, words)}
        for name, sample in _TEXTS.items():
            wanted[name] = st.text_input(
                words(_name(name)), getattr(standing.facts, name), key=f"report_{name}_{doc}", disabled=name in fixed,
                placeholder=sample or str(document["title"]),
                help=words("settle_period_help") if name == "period" else None,
            )  # fmt: skip
        if fixed:
            st.caption(words("report_by_config", file=config.path.name))
        aside = st.text_input(
            words("aside"), standing.facts.aside, key=f"report_aside_{doc}", placeholder=words("report_aside_hint")
        )
        who = correction_form.ask_who(words, f"report_{doc}")
        if not st.form_submit_button(words("correct_save"), type="primary"):
            return
    was = asdict(standing.facts)
    changes = {name: text.strip() for name, text in {**wanted, "aside": aside}.items() if text.strip() != was[name]}
    if not changes:
        st.error(words("report_same"), icon=":material/error:")
    elif not who.strip():
        st.error(words("correct_missing", what=words("correct_who")), icon=":material/error:")
    else:
        st.session_state[correction_form.WHO] = who.strip()
        _do(lambda: stating.state(config, path, who=who, known=known, seen=standing.facts, **changes))


def _zone(standing: Standing, known: set[str], fixed: bool, config: Config, words: Words) -> str:
    """The zone, chosen among those that there are: a slip of the pen makes no new one."""
    offered = stating.zones_to_choose(config, known)
    stated = standing.facts.zone
    names = [*offered] if not stated or stated in offered else [stated, *offered]
    chosen = st.selectbox(
        words("zone"), names, names.index(stated) if stated else None, lambda name: _with_place(name, offered, words),
        key=f"report_zone_{standing.shown}", placeholder=words("upload_zone_hint"), disabled=fixed,
    )  # fmt: skip
    return str(chosen or "")


def _with_place(name: str, offered: Mapping[str, str], words: Words) -> str:
    place = offered.get(name, "")
    return words.zone(name) + (words("in_brackets", text=place) if place else "")


def _undo(standing: Standing, path: Path, config: Config, words: Words) -> None:
    last = standing.statements[-1]
    key = f"report_undo_{len(standing.history)}"
    with (
        st.popover(words("correct_undo"), icon=":material/undo:", type="tertiary", key=key),
        st.form(f"{key}_form", border=False),
    ):
        st.caption(parts.plain(words("report_undo_says", told=told(last, words))))
        who = correction_form.ask_who(words, key)
        if st.form_submit_button(words("correct_undo"), icon=":material/undo:") and who.strip():
            _do(lambda: stating.undo(config, path, who=who))


def _do(change: Any) -> None:
    """Writes a statement and draws the page anew."""
    try:
        change()
    except KpiError as error:
        st.session_state[_FAULT] = correction_form.mended(str(error))
    st.rerun()


def _known(document: pd.Series) -> list[str]:
    return [name for name in str(document["candidates"]).split("|") if name]


def _hints(standing: Standing) -> dict[str, Any]:
    found = {name: getattr(standing.hints, name) for name in ("zone", *_TEXTS)}
    return {name: hint for name, hint in found.items() if hint is not None}


def _name(fact: str) -> str:
    """The word for a fact of a report."""
    return "settle_period" if fact == "period" else fact


def _shown(name: str, value: str, words: Words) -> str:
    if not value:
        return ""
    shown = {"zone": words.zone, "period": words.period}.get(name, str)
    return shown(value)
