"""The draft of the indicator map: one text, whoever changes it — the editor, the form, an earlier version."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.map import yaml_editor
from dashboard.shared import access, filters
from dashboard.words.labels import Words
from kpi.results import journal
from kpi.settings import editing
from kpi.settings.config import check_config, outside, parse_config, read_text, save_config
from kpi.vocabulary.errors import Problem

CODE, PLAIN = "map_code", "map_text"  # keys of the two editors; no "w_" before them, they are no part of the address
_DRAFT = "map_draft"
_JUMP, _CONFLICT, _SAVED, _BUILT, _FAILED = "map_jump", "map_conflict", "map_saved", "map_built", "map_failed"
_PANEL, _PANEL_KEPT, _PANEL_WANTED = "map_panel", "map_panel_kept", "map_panel_wanted"
_PANELS = {"preview": "map_panel_preview", "form": "map_panel_form", "why": "map_why", "versions": "map_versions"}
PLAIN_HEIGHT = 620

Make = Callable[[str], str]
"""What makes another text of a text."""
Shown = Callable[[str], str]
"""What says a value in the reader's words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The text as it stands, and the state of the file that it started from."""

    path: Path
    text: str
    base: str
    saved: str

    @property
    def changed(self) -> bool:
        return self.text != self.saved

    def lines_changed(self) -> tuple[int, int]:
        """How many lines it has more, and how many of the file's it has not."""
        return lines_changed(self.saved, self.text)


@dataclass(slots=True)
class _State:
    """The draft as the session keeps it: one thing, since Streamlit may end a run at any look into the session.

    `revision` counts the texts that were set by others than the editor, `seen` what was typed there.
    """

    text: str
    base: str
    saved: str
    token: str
    revision: int = 0
    seen: int = 0

    @property
    def name(self) -> str:
        return f"{self.token}.{self.revision}"


def draft(path: Path) -> Draft:
    """The draft of this session; begins with the file as it is, and follows it while nothing was changed."""
    if _DRAFT not in st.session_state:
        text, digest = read_text(path)
        st.session_state[_DRAFT] = _State(text, digest, text, secrets.token_hex(8))
    take()
    state = _state()
    text, digest = read_text(path)
    # the same text on disk is this session's own save, of which it was not told: its run was ended
    if digest != state.base and state.text in (state.saved, text):
        put(text)
        state.base, state.saved = digest, text
    return Draft(path, state.text, state.base, state.saved)


def take() -> None:
    """Takes over what was typed since: nothing else may change the draft before this."""
    state, plain = _state(), st.session_state.get(PLAIN)
    typed = (st.session_state.get(CODE) or {}).get("draft")
    if plain is not None:
        state.text = plain
    if typed and typed["revision"] == state.name and typed["serial"] > state.seen:
        state.text, state.seen = typed["text"], typed["serial"]
        if typed.get("base"):  # typed before the server began anew: a save must know what it began with
            state.base = typed["base"]


def put(text: str) -> None:
    """Sets the draft to `text`; the editor lays that over what is being typed meanwhile."""
    take()
    st.session_state.pop(PLAIN, None)
    state = _state()
    if text != state.text:
        state.text, state.revision = text, state.revision + 1


def change(make: Make) -> None:
    """Sets the draft to what `make` makes of it; CannotEdit where it is written in a way that this cannot be done."""
    take()
    put(make(_state().text))


def edit(current: Draft, words: Words) -> tuple[list[Problem], bool]:
    """Draws the editor; returns what is wrong with the text, and whether a save is asked for by keyboard."""
    problems = _check(current.text, str(current.path))
    if _choose_editor(current, words):
        st.session_state.setdefault(PLAIN, current.text)
        st.text_area(words("map_editor"), key=PLAIN, height=PLAIN_HEIGHT, label_visibility="collapsed")
        return problems, False
    st.session_state.pop(PLAIN, None)
    state = {
        "text": current.text, "base": current.base, "revision": _state().name,
        "seen": _state().seen, "jump": st.session_state.get(_JUMP),
    }  # fmt: skip
    return problems, yaml_editor.draw(state, problems, words, CODE)


def jump(line: int, focus: bool = True) -> None:
    """Lets the editor show a line and put the caret there; without `focus` the keyboard stays where it is."""
    st.session_state[_JUMP] = {"line": line, "id": secrets.token_hex(4), "focus": focus}


def jump_to(words: str) -> None:
    """Shows the first line of the draft that begins with `words`, whatever stands before and behind."""
    lines = _state().text.split("\n")
    at = next((number for number, line in enumerate(lines, 1) if line.strip().strip('"').startswith(words)), 0)
    if at:
        jump(at, focus=False)


def line_of(indicator: str) -> int:
    """The line on which an indicator begins in the draft, 0 where it is not in it."""
    lines: dict[str, int] = _lines(_state().text)
    return lines.get(indicator, 0)


def choose_panel(words: Words) -> str:
    """The row of panels beside the editor; which one is open."""
    state = st.session_state
    if _PANEL_WANTED in state:
        state[_PANEL] = state.pop(_PANEL_WANTED)
    elif _PANEL not in state:
        state[_PANEL] = state.get(_PANEL_KEPT, "preview")
    chosen = st.segmented_control(
        words("map_panels"), list(_PANELS), key=_PANEL, required=True, label_visibility="collapsed",
        format_func=lambda name: words(_PANELS[name]),
    )  # fmt: skip
    state[_PANEL_KEPT] = chosen
    return str(chosen)


def open_panel(name: str) -> None:
    """Opens another panel on the next run."""
    st.session_state[_PANEL_WANTED] = name


def problems(found: Sequence[Problem], words: Words) -> None:
    """Every fault with its line, and a way to it."""
    if not found:
        st.badge(words("map_ok"), icon=":material/check_circle:", color="green")
        return
    st.badge(words("map_errors", count=len(found)), icon=":material/error:", color="red")
    lines = _state().text.splitlines()
    for number, problem in enumerate(found[:50]):
        with st.container(border=True, gap="xxsmall"):
            st.button(
                words("map_line", line=problem.line), key=f"map_problem_{number}", type="tertiary",
                icon=":material/arrow_back:", on_click=jump, args=(problem.line,), help=words("map_go_to_line"),
            )  # fmt: skip
            st.text(yaml_editor.sentence(problem, words).partition(" · ")[2])
            if 0 < problem.line <= len(lines):
                st.code(lines[problem.line - 1].strip()[:400], language=None, wrap_lines=True)
    if len(found) > 50:
        st.caption(words("map_more", count=len(found) - 50))


def lines_changed(before: str, after: str) -> tuple[int, int]:
    """Lines that `after` has more, and lines of `before` that it has not."""
    marks = [line[:1] for line in _difference(before, after)]
    return marks.count("+"), marks.count("-")


def show_difference(before: str, after: str, height: int = 320) -> None:
    """The lines that differ, with those around them."""
    difference = "\n".join(_difference(before, after))
    st.code(difference, language="diff", height=height if difference.count("\n") > 12 else "content", wrap_lines=True)


def discard() -> None:
    """Lets the edit go: the editor starts from the file again."""
    take()
    put(_state().saved)
    st.session_state.pop(_CONFLICT, None)


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
        st.button(words("map_take_theirs"), on_click=_take_theirs, args=(theirs, digest), icon=":material/download:")
        st.button(words("map_keep_mine"), on_click=_rebase, args=(theirs, digest), icon=":material/edit:")
    show_difference(theirs, mine.text, 260)


def save(current: Draft, text: str) -> str:
    """Puts `text` in the place of the file that the draft began with; the digest of what stands there now.

    ConfigConflict where somebody else was first, another KpiError where it may not be saved.
    """
    digest = save_config(current.path, text, current.base, access.allowed(current.path))
    access.record(parse_config(text, current.path), journal.MAP, current.base, digest)
    return digest


def note_saved(text: str, digest: str, before: int) -> None:
    """Remembers a save of `text`, so that the next run builds and tells what changed."""
    st.session_state[_SAVED] = before
    state = _state()
    state.saved, state.base = text, digest
    st.session_state.pop(_CONFLICT, None)


def saved() -> int | None:
    """The number of observations before the save that is still to be built; None where there is none."""
    return st.session_state.get(_SAVED)


def note_built(told: tuple[int, int] | None, failure: str = "") -> None:
    """Remembers what the build of a save made of the observations (before, after), or why it failed."""
    st.session_state.pop(_SAVED, None)
    st.session_state.update({_BUILT: told, _FAILED: failure})


def take_built() -> tuple[tuple[int, int] | None, str]:
    """Observations before and after the save that was just built, or why it could not be."""
    return st.session_state.pop(_BUILT, None), st.session_state.pop(_FAILED, "")


def _choose_editor(current: Draft, words: Words) -> bool:
    """The line above the editor: a way to each indicator, and the plain text area; whether that is wanted."""
    plain = filters.get("editor") == "plain"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if not plain:
            _chooser(current.text, words)
        key = "map_plain"
        st.session_state.setdefault(key, plain)
        wanted = st.toggle(words("map_plain"), key=key, help=words("map_plain_help"))
    filters.keep("editor", "plain" if wanted else "")
    return wanted


def _chooser(text: str, words: Words) -> None:
    lines = _lines(text)
    chosen = "map_chosen"
    if st.session_state.get(chosen) not in lines:
        st.session_state[chosen] = None

    def go() -> None:
        if (name := st.session_state[chosen]) in lines:
            jump(lines[name])
        st.session_state[chosen] = None

    st.selectbox(
        words("map_jump"), list(lines), key=chosen, index=None, on_change=go, placeholder=words("map_jump"),
        format_func=lambda name: f"{words.indicator(name)} · {lines.get(name, '')}", label_visibility="collapsed",
    )  # fmt: skip


def _difference(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return list(found)[2:]


def _state() -> _State:
    found: _State = st.session_state[_DRAFT]
    return found


def _rebase(theirs: str, digest: str) -> None:
    take()
    state = _state()
    state.base, state.saved = digest, theirs
    st.session_state.pop(_CONFLICT, None)


def _take_theirs(theirs: str, digest: str) -> None:
    put(theirs)
    _rebase(theirs, digest)


@st.cache_data(max_entries=16, show_spinner=False)
def _check(text: str, path: str) -> list[Problem]:
    return check_config(text, Path(path)) or outside(parse_config(text, path), access.allowed(Path(path)))


@st.cache_data(max_entries=4, show_spinner=False)
def _lines(text: str) -> dict[str, int]:
    return editing.lines_of(text)
