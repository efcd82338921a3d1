"""Reports that a person removes, asked for once more before it happens, and those that were removed, to be put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

import streamlit as st

from dashboard.reports import correction_form, settling
from dashboard.shared import data, page, parts
from dashboard.words.labels import time_name
from kpi.building import removing
from kpi.building.stating import Statement
from kpi.vocabulary.errors import KpiError

_SURE = "removal_sure"


def ask(path: str, facts: int, context: page.Context, key: str, after: Callable[[], None] = lambda: None) -> None:
    """Draws what removing the report at `path` means, and the button that does it; `after` it the page begins anew."""
    words, project = context.words, settling.project_of(context)
    folder = removing.folder_of(project.config).name
    st.caption(parts.plain(words("remove_says", folder=folder, count=f"{facts:,}")))
    who = correction_form.ask_who(words, f"remove_{key}")
    if st.button(words("remove_now"), key=f"remove_now_{key}", type="primary", icon=":material/drive_file_move:"):
        if not who.strip():
            st.error(words("correct_missing", what=words("correct_who")), icon=":material/error:")
            return
        st.session_state[correction_form.WHO] = who.strip()
        if _removed(path, who, context):
            after()
            st.rerun()


def ask_in_turn(path: str, facts: int, context: page.Context, key: str, after: Callable[[], None]) -> None:
    """The same behind a button that opens it."""
    words = context.words
    if st.session_state.get(_SURE) == path:
        with st.container(border=True, gap="small"):
            ask(path, facts, context, key, after)
    else:
        st.button(
            words("remove"), key=f"remove_{key}", icon=":material/drive_file_move:", type="tertiary",
            on_click=_open, args=(path,),
        )  # fmt: skip


def forget() -> None:
    """Closes what was opened for one report."""
    st.session_state.pop(_SURE, None)


def of(path: str, project: data.Project) -> Statement | None:
    """The removal of the report that tables call `path`; None where it was not removed."""
    try:
        return next((entry for entry in removing.removed(project.config) if entry.path == path), None)
    except KpiError:  # the ledger cannot be read: whoever states something is told so
        return None


def back(
    entry: Statement, context: page.Context, key: str, beside: Callable[[], None] = lambda: None,
    after: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Draws who removed a report, when, where it lies, and the button that puts it back, with what stands `beside`."""
    words = context.words
    st.text(words("removed_says", time=time_name(entry.at), who=entry.who, kept=entry.kept))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pressed = st.button(words("put_back"), key=f"put_back_{key}", icon=":material/undo:")
        beside()
    if not pressed:
        return
    try:
        removing.restore(settling.project_of(context).config, entry, who=settling.who(words))
    except KpiError as error:
        st.error(parts.plain(words.detail(str(error))), icon=":material/error:")
        return
    settling.done(words("put_back_done", name=PurePosixPath(entry.path).name))
    after()
    st.rerun()


def _open(path: str) -> None:
    st.session_state[_SURE] = path


def _removed(path: str, who: str, context: page.Context) -> bool:
    """Removes the report; whether it could be done. Why not is told at once."""
    words, config = context.words, settling.project_of(context).config
    try:
        removal = removing.remove(config, config.path.parent / path, who=who)
    except KpiError as error:
        st.error(parts.plain(words.detail(str(error))), icon=":material/error:")
        return False
    forget()
    name = PurePosixPath(path).name
    told = words("remove_done", name=name)
    if removal.copies:
        settling.say(words("remove_copies", name=name, copies=words("list_comma").join(removal.copies)))
    settling.done(told, removed=(removal.entry,))
    return True
