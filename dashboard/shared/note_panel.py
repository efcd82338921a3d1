"""The notes on what a page shows, with the forms that write, edit and delete them; beside the numbers they are on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.figures import note_marks
from dashboard.figures.charts import Figure
from dashboard.frames import noted
from dashboard.frames.tables import TrendPoint
from dashboard.shared import access, page, person
from dashboard.shared import notes as read
from dashboard.shared.parts import plain
from dashboard.words.labels import Words
from kpi.results import notes
from kpi.results.notes import Note, NoteChanged, Notes
from kpi.vocabulary.errors import KpiError

AT_ONCE = 12
_TOLD, _NEW = "note_told", "new"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page's notes may be on: its zones, indicators and periods, the likeliest first."""

    zones: tuple[str, ...]
    indicators: tuple[str, ...]
    periods: tuple[str, ...]

    def has(self, note: Note) -> bool:
        """Whether a note is on one of the zones and indicators, whatever its period."""
        return note.zone in self.zones and note.indicator in self.indicators


@dataclass(frozen=True, slots=True)
class _Told:
    """What came of the last step: the note that it was on, the word for it, or what was wrong."""

    note: str
    said: str
    problem: str = ""
    can_undo: bool = True


def show(subject: Subject, context: page.Context, key: str, one_period: bool = False) -> None:
    """Draws the notes on `subject` and the way to write one; `one_period` keeps to its periods."""
    words, project = context.words, context.project
    if project is None or not subject.zones or not subject.indicators:
        return
    every = known(context)
    found = [note for note in every.standing if subject.has(note)]
    if one_period:
        found = [note for note in found if note.period in subject.periods]
    opened = str(st.session_state.get(_opened(key), ""))
    if not found and not access.may_change():
        return
    if opened not in ("", _NEW) and every.find(opened) is None:
        _go_on_as_new(key, opened, words)
        opened = _NEW
    with st.container(key=f"notes_{key}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{words('notes')}** {len(found) or ''}".strip(), width="content")
            if access.may_change():
                st.button(
                    words("note_write"), icon=":material/edit_note:", key=f"note_new_{key}", on_click=_open,
                    args=(key, "" if opened == _NEW else _NEW),
                )  # fmt: skip
        _tell(context, key)
        if opened == _NEW and access.may_change():
            _form(subject, context, key, one_period)
        for problem in every.problems:
            st.caption(plain(words.detail(problem)))
        for note in sorted(found, key=lambda note: note.when, reverse=True)[:AT_ONCE]:
            _note(note, subject, opened == note.id, every, context, key)
        if len(found) > AT_ONCE:
            st.caption(words("notes_more", count=len(found) - AT_ONCE))


def subject_of(points: Iterable[TrendPoint], indicators: Sequence[str] = ()) -> Subject:
    """What the marks of a chart are of, the latest period first."""
    there = list(points)
    return Subject(
        tuple(dict.fromkeys(point.zone for point in there)),
        tuple(indicators or dict.fromkeys(point.indicator for point in there)),
        tuple(sorted({point.period for point in there}, reverse=True)),
    )


def known(context: page.Context) -> Notes:
    """The notes of the project; none where there is no project."""
    return read.known(context.project.config) if context.project is not None else Notes()


def stamp(context: page.Context) -> read.Stamp:
    """What tells one state of the notes from the next, for what is remembered with them in it."""
    return read.stamp(context.project.config) if context.project is not None else (0, 0)


def starred(figure: Figure, points: Iterable[TrendPoint], context: page.Context) -> Figure:
    """The figure with a star on each mark that has a note."""
    return note_marks.with_notes(figure, noted.on_points(points, known(context)), context.words)


def head(note: Note, subject: Subject, words: Words) -> str:
    """What a note is on, as far as the page leaves that open: `2024年 · 地区生产总值 · 濮阳…`."""
    parts = [words.period(note.period)]
    parts += [words.indicator(note.indicator)] if len(subject.indicators) > 1 else []
    parts += [words.zone(note.zone)] if len(subject.zones) > 1 else []
    return " · ".join(parts)


def signed(note: Note, words: Words) -> str:
    """Who wrote a note and when, and who first where that was somebody else, or on another day."""
    said = f"{note.who} {notes.shown_time(note.when)}"
    if (note.author, note.begun[:10]) != (note.who, note.when[:10]):
        said += words("note_begun", who=note.author, when=notes.shown_time(note.begun))
    return said


def _opened(key: str) -> str:
    """Where the session keeps which form of the panel is open: that of a new note, or of one that is there."""
    return f"note_open_{key}"


def _open(key: str, form: str) -> None:
    """Opens a form of the panel, or closes the one that is open; what was typed in it goes with it."""
    closed = str(st.session_state.get(_opened(key), ""))
    for part in ("text", "seen"):
        st.session_state.pop(f"note_{part}_{key}_{closed}", None)
    st.session_state[_opened(key)] = form


def _go_on_as_new(key: str, gone: str, words: Words) -> None:
    """Somebody deleted the note whose form is open: what was typed goes on in the form of a new one."""
    typed = str(st.session_state.get(f"note_text_{key}_{gone}", ""))
    _open(key, _NEW)
    st.session_state[f"note_text_{key}_{_NEW}"] = typed
    st.session_state[_TOLD] = _Told("", "", words("note_gone"))


def _note(note: Note, subject: Subject, opened: bool, every: Notes, context: page.Context, key: str) -> None:
    words = context.words
    with st.container(key=f"note_{key}_{note.id}", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(plain(f"{noted.SIGN} {head(note, subject, words)} — {signed(note, words)}"), width="content")
            if access.may_change():
                st.button(
                    words("note_edit"), type="tertiary", icon=":material/edit:", key=f"note_edit_{key}_{note.id}",
                    on_click=_open, args=(key, "" if opened else note.id),
                )  # fmt: skip
        st.text(note.text)
        if opened and access.may_change():
            _edit(note, every, context, key)


def _edit(note: Note, every: Notes, context: page.Context, panel: str) -> None:
    """The form that changes or deletes a note, and its earlier versions."""
    words, key = context.words, f"{panel}_{note.id}"
    assert context.project is not None
    config = context.project.config
    text, who, seen = (f"note_{part}_{key}" for part in ("text", "who", "seen"))
    st.session_state.setdefault(seen, note.version)  # the version that the form was opened on
    st.session_state.setdefault(text, note.text)

    def save() -> None:
        said, version = str(st.session_state[text]), int(st.session_state[seen])
        step = _Step(lambda name: notes.edit(config, note.id, said, who=name, seen=version), "note_saved", note, seen)
        _do(step, who, panel, words)

    def delete() -> None:
        version = int(st.session_state[seen])
        step = _Step(lambda name: notes.delete(config, note.id, who=name, seen=version), "note_deleted", note, seen)
        _do(step, who, panel, words)

    with st.container(border=True, key=f"note_form_{key}", width=520, gap="small"):
        st.text_area(words("note_text"), key=text, max_chars=notes.LONGEST_TEXT, height=110)
        _ask_who(who, words)
        with st.container(horizontal=True):
            st.button(words("note_save"), key=f"note_save_{key}", type="primary", on_click=save)
            st.button(words("note_delete"), key=f"note_delete_{key}", icon=":material/delete:", on_click=delete)
            st.button(words("note_cancel"), key=f"note_cancel_{key}", type="tertiary", on_click=_open, args=(panel, ""))
        if note.version > 1:
            st.caption(words("note_versions"))
            for line in every.history(note.id):
                st.text(_line(line, words))


def _line(line: notes.Entry, words: Words) -> str:
    done = words(f"note_line.{line.action}")
    return f"{notes.shown_time(line.at)} {line.who} · {done}" + (f" · {line.text}" if line.text else "")


def _form(subject: Subject, context: page.Context, panel: str, one_period: bool) -> None:
    """The form of a new note."""
    words, key = context.words, f"{panel}_{_NEW}"
    assert context.project is not None
    config, frames = context.project.config, context.project.frames
    there = frames.zones if frames is not None else frozenset()
    text, who = f"note_text_{key}", f"note_who_{key}"
    with st.container(border=True, key=f"note_form_{key}", width=520, gap="small"):
        zone = _one(words("zone"), subject.zones, words.zone, f"note_zone_{key}")
        indicator = _one(words("indicator"), subject.indicators, words.indicator, f"note_indicator_{key}")
        period = _one(words("period"), subject.periods, words.period, f"note_period_{key}", free=not one_period)
        st.text_area(
            words("note_text"), key=text, max_chars=notes.LONGEST_TEXT, height=110, placeholder=words("note_text_hint")
        )
        _ask_who(who, words)

        def save() -> None:
            said = str(st.session_state[text])
            _do(_Step(lambda name: notes.write(config, zone, indicator, period, said, who=name, known_zones=there),
                      "note_written"), who, panel, words)  # fmt: skip

        with st.container(horizontal=True):
            st.button(words("note_save"), key=f"note_save_{key}", type="primary", on_click=save)
            st.button(words("note_cancel"), key=f"note_cancel_{key}", type="tertiary", on_click=_open, args=(panel, ""))


def _one(label: str, options: Sequence[str], named: Callable[[str], str], key: str, free: bool = False) -> str:
    """The one there is, told; or the one that is chosen, or typed where it may be another (`free`)."""
    if len(options) == 1 and not free:
        st.caption(plain(f"{label}  {named(options[0])}"))
        return options[0]
    if st.session_state.get(key) not in options and not free:
        st.session_state.pop(key, None)
    chosen = st.selectbox(plain(label), options, format_func=named, key=key, accept_new_options=free)
    return str(chosen or "")


def _ask_who(key: str, words: Words) -> None:
    state, name, given = st.session_state, person.name(), f"{key}_given"
    # where another name was written elsewhere since, it is that; what was typed here, or is just being typed, stays
    if person.is_fixed():
        state[key] = name
    elif key not in state or (state[key] == state.get(given) and name != state.get(given)):
        state[key] = state[given] = name
    st.text_input(words("correct_who"), key=key, autocomplete="name", max_chars=notes.LONGEST_NAME,
                  disabled=person.is_fixed())  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be done to a note by somebody of that name, and the word for it once it is done.

    `seen` is where the version that was seen is kept; it is none for a new note.
    """

    take: Callable[[str], Note | None]
    said: str
    note: Note | None = None
    seen: str = ""


def _do(step: _Step, who: str, panel: str, words: Words) -> None:
    """Takes a step and keeps what came of it for the next drawing; the form closes where it was taken.

    Where somebody else was first, what was typed stays in the form, which stands on their version from then on.
    """
    name = str(st.session_state.get(who, ""))
    person.keep(name)
    try:
        made = step.take(name)
    except NoteChanged as changed:
        now = words("note_now", text=changed.now.text) if changed.now else ""
        st.session_state[_TOLD] = _Told("", "", f"{words('note_changed')} {now}")
        if changed.now:
            st.session_state[step.seen] = changed.now.version
    except KpiError as error:
        st.session_state[_TOLD] = _Told("", "", words.detail(_without_option(str(error))))
    else:
        done = made or step.note
        st.session_state[_TOLD] = _Told(done.id if done else "", step.said)
        _open(panel, "")


def _without_option(text: str) -> str:
    """What went wrong without the name of an option of the command line."""
    return text.removeprefix("--text: ").removeprefix("--who: ")


def _tell(context: page.Context, key: str) -> None:
    """What came of the last step, with the way back."""
    words, told = context.words, st.session_state.pop(_TOLD, None)
    if told is None:
        return
    person.remember(f"kpi_person_{key}")  # the page around the notes is not drawn again
    if told.problem:
        st.error(plain(told.problem), icon=":material/error:")
        return
    assert context.project is not None
    config = context.project.config
    who = person.name() or "—"

    def back() -> None:
        try:
            notes.undo(config, told.note, who=who)
        except KpiError as error:
            st.session_state[_TOLD] = _Told("", "", words.detail(str(error)))
        else:
            st.session_state[_TOLD] = _Told(told.note, "note_undone", can_undo=False)

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"note_told_{key}"):
        st.caption(f":material/check: {words(told.said)}", width="content")
        if told.can_undo and told.note:
            st.button(
                words("note_undo"), key=f"note_undo_{key}", type="tertiary", icon=":material/undo:", on_click=back
            )
