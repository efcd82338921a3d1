"""Earlier versions of the map: when each was replaced, how it differs from the draft, and the way back to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from dashboard.map import editor, form
from dashboard.shared import access
from dashboard.words.labels import Words, time_name
from dashboard.words.plain import plain
from kpi.results.journal import Change
from kpi.settings import editing
from kpi.settings.config import ConfigConflict, EarlierVersion, earlier_versions
from kpi.vocabulary.errors import InvalidFile, KpiError

MOST_SHOWN = 30
_FAILED = "map_version_failed"
_SECONDS_OF_A_SAVE = 60.0


def show(draft: editor.Draft, data: Path, count: int, words: Words) -> None:
    """The versions that saves have replaced, newest first; `count` is how many observations there are now."""
    if draft.changed:
        st.markdown(f"**{words('map_since_saved')}** · {plain(size(draft.saved, draft.text, words))}")
        _tell(draft.saved, draft.text, words)
        editor.show_difference(draft.saved, draft.text, 220)
    found = earlier_versions(draft.path, data)[:MOST_SHOWN]
    texts = dict(_texts(found))
    if not texts:
        st.text(words("map_no_versions"))
        st.caption(words("map_no_versions_mend"))
        return
    if failed := st.session_state.pop(_FAILED, ""):
        st.error(plain(failed), icon=":material/error:")
    saved = access.saves(draft.path)
    times = {version.path.name: _replaced(version, saved, words) for version in found}
    name = st.selectbox(
        words("map_version"), list(texts), key="map_version",
        format_func=lambda name: f"{times.get(name, name)} · {size(draft.text, texts.get(name, ''), words)}",
        help=words("map_version_help"),
    )  # fmt: skip
    text = texts[name]
    with st.container(horizontal=True):
        st.button(
            words("map_version_take"), icon=":material/edit_note:", on_click=editor.put, args=(text,),
            disabled=text == draft.text,
        )  # fmt: skip
        st.button(
            words("map_version_restore"), icon=":material/history:", on_click=_restore,
            args=(draft, text, count, words), help=words("map_version_restore_help"),
        )  # fmt: skip
    st.markdown(f"**{words('map_version_difference')}**")
    if text == draft.text:
        st.caption(words("map_version_same"))
    else:
        _tell(draft.text, text, words)
        editor.show_difference(draft.text, text)


def _texts(found: Sequence[EarlierVersion]) -> Iterator[tuple[str, str]]:
    """The texts of the versions, by the names of their files; one that a disk has damaged costs no other."""
    for version in found:
        with contextlib.suppress(InvalidFile):
            yield version.path.name, version.text()


def _replaced(version: EarlierVersion, saved: Sequence[Change], words: Words) -> str:
    """When a version was replaced, and by whom where that is known."""
    time = time_name(version.replaced_at.astimezone().isoformat())
    for change in saved:
        gap = abs((datetime.fromisoformat(change.at) - version.replaced_at).total_seconds())
        if change.of[:1] and change.of[0].startswith(version.digest) and gap < _SECONDS_OF_A_SAVE:
            return words("map_saved_by", time=time, who=change.who)
    return time


def size(before: str, after: str, words: Words) -> str:
    """How much one text differs from another, in lines."""
    more, less = editor.lines_changed(before, after)
    return words("map_lines", more=more, less=less) if more or less else words("map_version_same")


def in_words(before: str, after: str, words: Words) -> list[str]:
    """What differs in the indicators of two texts: a long list of aliases hides the one that was added."""
    try:
        old, new = editing.entries(before), editing.entries(after)
    except editing.CannotEdit:
        return []
    told = []
    for name in {**old, **new}:
        if name not in new or name not in old:
            key = "map_diff_new" if name in new else "map_diff_gone"
            told.append(words(key, name=form.own_name(new.get(name) or old[name], words)))
        else:
            told += _fields_in_words(old[name], new[name], words)
    return told


def _fields_in_words(old: editing.Entry, new: editing.Entry, words: Words) -> list[str]:
    told = []
    for field in editing.FIELDS:
        one, other = getattr(old, field), getattr(new, field)
        if one == other:
            continue
        if isinstance(one, str):
            change = f"{one or '–'} → {other or '–'}"
        else:
            parts = [f"+{word}" for word in other if word not in one] + [
                f"−{word}" for word in one if word not in other
            ]
            change = " ".join(parts) or "↕"
        name = form.own_name(new, words)
        told.append(words("map_diff_field", name=name, field=words(form.LABELS[field]), change=change))
    return told


def _tell(before: str, after: str, words: Words) -> None:
    if told := in_words(before, after, words)[:MOST_SHOWN]:
        st.text("\n".join(told))


def _restore(draft: editor.Draft, text: str, count: int, words: Words) -> None:
    try:
        digest = editor.save(draft, text)
    except ConfigConflict:
        editor.put(text)
        editor.note_conflict()
    except KpiError as error:
        st.session_state[_FAILED] = f"{words('map_version_failed')} {words.detail(str(error))}"
    else:
        editor.put(text)
        editor.note_saved(text, digest, count)
