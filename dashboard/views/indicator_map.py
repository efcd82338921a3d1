"""Indicator map: config.yaml edited in place, tried on the loaded reports, then saved."""

from __future__ import annotations

import streamlit as st

from dashboard import data, map_editor, map_preview, page, parts
from dashboard.labels import Words
from kpi import config
from kpi.errors import KpiError


def show() -> None:
    context = page.context()
    words = context.words
    context.title(words("indicator_map"))
    st.caption(words("map_intro"))
    _saved_notice(words)
    draft = map_editor.draft(data.config_path())
    left, right = st.columns([3, 2], gap="medium")
    with left:
        problems = map_editor.edit(draft, words)
    with right:
        map_editor.conflict(draft, words)
        map_editor.problems(problems, words)
        if draft.changed and not problems:
            _preview(draft.text, context)
        _actions(draft, bool(problems), context)


def _preview(text: str, context: page.Context) -> None:
    words = context.words
    st.subheader(words("map_preview"), anchor=False)
    if context.project is None or context.project.frames is None:
        st.text(words("no_build"))
        return
    frames = context.project.frames
    change = map_preview.preview(text, str(data.config_path()), frames.build_id, frames.observations, frames.documents)
    map_editor.show_change(change, words, Words(words.language, config.parse_config(text, data.config_path())))


def _actions(draft: map_editor.Draft, faulty: bool, context: page.Context) -> None:
    words = context.words
    if not draft.changed:
        st.caption(words("map_unchanged"))
        return
    with st.container(horizontal=True):
        save = st.button(words("map_save"), type="primary", icon=":material/save:", disabled=faulty)
        st.button(words("map_discard"), icon=":material/undo:", on_click=map_editor.discard)
    if faulty:
        st.caption(words("map_fix_first"))
    if save:
        _save(draft, context)


def _save(draft: map_editor.Draft, context: page.Context) -> None:
    try:
        config.save_config(draft.path, draft.text, draft.base)
    except config.ConfigConflict:
        map_editor.note_conflict()
        st.rerun()
    frames = context.project.frames if context.project is not None else None
    before = 0 if frames is None else len(frames.observations)
    map_editor.note_saved(before)
    st.rerun()


def _saved_notice(words: Words) -> None:
    """After a save: builds, lets the page begin anew with the new build, and says there what changed."""
    before = map_editor.take_saved()
    if before is not None:
        try:
            parts.run_build(words, data.load_project())
        except KpiError as error:
            parts.say(words("map_saved_unbuilt"), str(error), ":material/error:")
            return
        frames = data.load_project().frames
        map_editor.note_built(before, 0 if frames is None else len(frames.observations))
        st.rerun()
    if built := map_editor.take_built():
        st.success(words("map_saved", before=built[0], after=built[1]), icon=":material/check_circle:")


show()
