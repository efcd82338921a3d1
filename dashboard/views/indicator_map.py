"""Indicator map: config.yaml edited as text or by a form, tried on the loaded reports, then saved."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.map import editor, form, versions, why, zone_form
from dashboard.map import preview as map_preview
from dashboard.shared import data, filters, page, parts
from dashboard.words.labels import Words
from kpi.building import store
from kpi.settings import config
from kpi.vocabulary.errors import KpiError, Problem

LOOKS = Path(__file__).parent.parent / "static" / "indicator_map.css"


def show() -> None:
    context = page.context()
    words = context.words
    context.title(words("indicator_map"))
    st.html(LOOKS)
    _build_saved(context)
    draft = editor.draft(data.config_path())
    left, right = st.columns([11, 9], gap="medium")
    with left, st.container(key="map_main"):
        problems, save = editor.edit(draft, words)
    with right, st.container(key="map_aside"):
        editor.conflict(draft, words)
        _actions(draft, problems, save, context)
        if why.arrived():
            editor.open_panel("why")
        panel = editor.choose_panel(words)
        _panel(panel, draft, problems, context)


def _panel(panel: str, draft: editor.Draft, problems: list[Problem], context: page.Context) -> None:
    words = context.words
    # by the draft where it can be used, so that an edit shows at once
    known = words.config if problems else config.parse_config(draft.text, draft.path)
    if panel == "form":
        form.show(draft, problems, known, Words(words.language, known))
        zone_form.show(Words(words.language, known))
    elif panel == "why":
        why.show(known, _build(context), Words(words.language, known))
    elif panel == "versions":
        folder = context.project.config.data if context.project is not None else draft.path.parent / "data"
        versions.show(draft, folder, _count(context), words)
    else:
        editor.problems(problems, words)
        if not problems:
            _preview(draft, known, context)


def _preview(draft: editor.Draft, edited: config.Config, context: page.Context) -> None:
    words, build = context.words, _build(context)
    if not draft.changed:
        st.caption(words("map_intro"))
        return
    st.subheader(words("map_preview"), anchor=False)
    if context.project is None or build is None:
        st.text(words("no_build"))
        return
    change = map_preview.preview(draft.text, draft.path, context.project.config, build)
    if wanted := map_preview.show(change, words, Words(words.language, edited)):
        _open(wanted, build)


def _open(fact: map_preview.Fact, build: store.Build) -> None:
    """Leads to the sentence of a fact in its report; to the report where the build has no such fact."""
    rows = build.select("observations", columns=("observation_id", "start", "end"), doc=[fact["doc"]])
    there = rows[(rows["start"] == fact.get("start")) & (rows["end"] == fact.get("end"))]
    if len(there):
        parts.open_fact(str(there.iloc[0]["observation_id"]))
        st.rerun()
    filters.put("fact")
    filters.put("doc", fact["doc"])
    st.switch_page("views/sources.py", query_params=filters.address("sources"))


def _actions(draft: editor.Draft, problems: list[Problem], save: bool, context: page.Context) -> None:
    words = context.words
    said = words("map_unchanged") if not draft.changed else f"{words('map_unsaved')} · {_size(draft, words)}"
    faulty = bool(problems)
    idle = faulty or not draft.changed
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="map_actions"):
        pressed = st.button(words("map_save"), type="primary", icon=":material/save:", disabled=idle)
        st.button(words("map_discard"), icon=":material/undo:", on_click=editor.discard, disabled=not draft.changed)
    st.caption(parts.plain(words("map_fix_first") if faulty and draft.changed else said))
    if (pressed or save) and not idle:
        _save(draft, context)


def _size(draft: editor.Draft, words: Words) -> str:
    more, less = draft.lines_changed()
    return words("map_lines", more=more, less=less)


def _save(draft: editor.Draft, context: page.Context) -> None:
    try:
        digest = editor.save(draft, draft.text)
    except config.ConfigConflict:
        editor.note_conflict()
    except KpiError as error:
        editor.note_built(None, str(error))
    else:
        editor.note_saved(draft.text, digest, _count(context))
    st.rerun()


def _build_saved(context: page.Context) -> None:
    """After a save: builds, lets the page begin anew with the new build, and says there what changed.

    What is typed meanwhile interrupts the build; the next run goes on with it where it was.
    """
    words, before = context.words, editor.saved()
    if before is not None:
        try:
            project = data.load_project()
            parts.run_build(words, project)
        except KpiError as error:
            editor.note_built(None, str(error))
        else:
            build = data.load_project().build
            editor.note_built((before, 0 if build is None else int(build.info["observations"])))
        st.rerun()
    told, failure = editor.take_built()
    if failure:
        parts.say(words("map_saved_unbuilt"), words.detail(failure), ":material/error:")
    if told:
        st.success(words("map_saved", before=f"{told[0]:,}", after=f"{told[1]:,}"), icon=":material/check_circle:")


def _build(context: page.Context) -> store.Build | None:
    return context.project.build if context.project is not None else None


def _count(context: page.Context) -> int:
    build = _build(context)
    return 0 if build is None else int(build.info.get("observations", 0))


show()
