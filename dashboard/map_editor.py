"""The editor of the indicator map and what stands beside it: errors, the preview, a conflict."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard import map_preview
from dashboard.labels import Words
from kpi.config import check_config, read_text
from kpi.errors import Problem

_BASE, _SAVED_TEXT, _CONFLICT = "map_base", "map_saved_text", "map_conflict"
_SAVED, _BUILT = "map_saved", "map_built"
_TEXT = "map_text"  # not a choice of the address, so no "w_" before it
_KEPT = "map_kept_text"
EDITOR_HEIGHT = 640


@dataclass(frozen=True, slots=True)
class Draft:
    """The text in the editor, and the state of the file that it started from."""

    path: Path
    text: str
    base: str
    saved: str

    @property
    def changed(self) -> bool:
        return self.text != self.saved


def draft(path: Path) -> Draft:
    """The draft of this session; begins with the file as it is."""
    state = st.session_state
    if _BASE not in state or (state.get(_KEPT) == state[_SAVED_TEXT] and read_text(path)[1] != state[_BASE]):
        _load(path)
    if _TEXT not in state:
        state[_TEXT] = state[_KEPT]
    return Draft(path, state[_TEXT], state[_BASE], state[_SAVED_TEXT])


def edit(current: Draft, words: Words) -> list[Problem]:
    """Draws the editor; returns what is wrong with its text."""
    st.text_area(
        words("map_editor"), key=_TEXT, height=EDITOR_HEIGHT,
        on_change=lambda: st.session_state.update({_KEPT: st.session_state[_TEXT]}),
    )  # fmt: skip
    return _check(current.text, str(current.path))


def problems(found: Sequence[Problem], words: Words) -> None:
    """Every fault with its line, and the line itself."""
    if not found:
        st.badge(words("map_ok"), icon=":material/check_circle:", color="green")
        return
    st.badge(words("map_errors", count=len(found)), icon=":material/error:", color="orange")
    lines = st.session_state[_TEXT].splitlines()
    for problem in found:
        with st.container(border=True, gap="xxsmall"):
            st.text(f"{words('map_line', line=problem.line)} · {problem.where}".rstrip(" ·"))
            st.text(
                f"{problem.found}; {words('map_expected')} {problem.expected}"
                + (f"; {problem.mend}" if problem.mend else "")
            )
            if 0 < problem.line <= len(lines):
                st.code(f"{problem.line}  {lines[problem.line - 1]}", language=None)


def show_change(change: map_preview.Change, words: Words, edited: Words) -> None:
    """Counts first, then each observation with its words; `edited` has the names that the edit gives."""
    with st.container(horizontal=True):
        for name, count in (("added", len(change.added)), ("gone", len(change.gone)), ("changed", len(change.changed))):
            st.metric(words(f"map_{name}"), count, border=True, width=120)
    if change.nothing:
        st.text(words("map_no_effect"))
    for name, facts, names in (("added", change.added, edited), ("gone", change.gone, words)):
        if facts:
            st.markdown(f"**{words(f'map_{name}')}**")
            st.dataframe(map_preview.table(facts, names), hide_index=True, alt=words(f"map_{name}"))
    if change.changed:
        st.markdown(f"**{words('map_changed')}** · {words('before_after')}")
        st.dataframe(
            map_preview.changed_table(change.changed, words, edited), hide_index=True, alt=words("map_changed")
        )
    st.caption(words("map_timing", read=change.read, total=change.total, seconds=f"{change.seconds:.2f}"))
    if change.read < change.total:
        st.caption(words("map_sampled", read=change.read))


def discard() -> None:
    """Lets the edit go: the editor starts from the file again."""
    for name in (_BASE, _TEXT, _KEPT, _SAVED_TEXT, _CONFLICT):
        st.session_state.pop(name, None)


def note_conflict() -> None:
    """Remembers that somebody else's save came first."""
    st.session_state[_CONFLICT] = True


def conflict(mine: Draft, words: Words) -> None:
    """Where a save was refused: how the two versions differ, and the two ways on."""
    if not st.session_state.get(_CONFLICT):
        return
    theirs, digest = read_text(mine.path)
    st.error(words("map_conflict"), icon=":material/warning:")
    st.text(words("map_conflict_mend"))
    with st.container(horizontal=True):
        st.button(words("map_take_theirs"), on_click=discard, icon=":material/download:")
        st.button(words("map_keep_mine"), on_click=_rebase, args=(theirs, digest), icon=":material/edit:")
    difference = difflib.unified_diff(theirs.splitlines(), mine.text.splitlines(), lineterm="", n=2)
    st.code("\n".join(list(difference)[2:]), language="diff", height=260)


def note_saved(before: int) -> None:
    """Remembers a save, so that the next run builds and tells what changed."""
    discard()
    st.session_state[_SAVED] = before


def take_saved() -> int | None:
    """The number of observations before the save that just happened; None where there was none."""
    before: int | None = st.session_state.pop(_SAVED, None)
    return before


def note_built(before: int, after: int) -> None:
    """Remembers how many observations there were before and after the build of a save."""
    st.session_state[_BUILT] = (before, after)


def take_built() -> tuple[int, int] | None:
    """Observations before and after the save that was just built; None where there was none."""
    built: tuple[int, int] | None = st.session_state.pop(_BUILT, None)
    return built


def _rebase(theirs: str, digest: str) -> None:
    st.session_state.update({_BASE: digest, _SAVED_TEXT: theirs})
    st.session_state.pop(_CONFLICT, None)


def _load(path: Path) -> None:
    text, digest = read_text(path)
    st.session_state.update({_BASE: digest, _SAVED_TEXT: text, _KEPT: text})
    st.session_state.pop(_TEXT, None)


@st.cache_data(max_entries=16, show_spinner=False)
def _check(text: str, path: str) -> list[Problem]:
    return check_config(text, Path(path))
