"""The form for the common case: one indicator's names, unit and words, written into the draft at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.map import editor, yaml_editor
from dashboard.words.labels import Words
from dashboard.words.plain import plain
from kpi.settings import editing
from kpi.settings.config import Config
from kpi.settings.editing import CannotEdit, Entry
from kpi.vocabulary.errors import KpiError, Problem

CHOSEN, NEW = "map_form_chosen", "+"
_FAILED = "map_form_failed"
_HELP = {"aliases": "map_field_aliases_help", "forbid": "map_field_forbid_help"}
_UNITS = {"money": "亿元", "count": "个", "people": "人", "rate": "%", "index": "%"}
_DIMENSIONS = {
    "money": "map_dim_money", "count": "map_dim_count", "people": "map_dim_people",
    "rate": "map_dim_rate", "index": "map_dim_index",
}  # fmt: skip
_GOOD = {"up": "map_good_up", "down": "map_good_down", "none": "map_good_none"}
LABELS = {
    "id": "map_field_id", "zh": "map_field_zh", "en": "map_field_en", "group": "group",
    "dimension": "map_field_dimension", "unit": "map_field_unit", "good": "map_field_good",
    "aliases": "map_field_aliases", "forbid": "map_field_forbid",
}  # fmt: skip


def show(draft: editor.Draft, problems: Sequence[Problem], config: Config, words: Words) -> None:
    """Draws the form of the chosen indicator, or of a new one; `config` tells groups where the draft is broken."""
    try:
        there = editing.entries(draft.text)
    except CannotEdit as error:
        st.text(words("map_form_broken"))
        st.caption(plain(words.detail(str(error))))
        return
    if st.session_state.get(CHOSEN) not in (*there, NEW):
        st.session_state[CHOSEN] = next(iter(there), NEW)
    chosen = st.selectbox(
        words("map_form_which"), [NEW, *there], key=CHOSEN, on_change=_to_line,
        format_func=lambda name: words("map_form_new") if name == NEW else f"{own_name(there[name], words)} · {name}",
    )  # fmt: skip
    if failed := st.session_state.pop(_FAILED, ""):
        st.error(plain(words.detail(failed)), icon=":material/error:")
    groups = list(dict.fromkeys([*config.groups, *(entry.group for entry in there.values() if entry.group)]))
    if chosen == NEW:
        _new(groups, words)
    else:
        _existing(there[chosen], groups, problems, words)


def own_name(entry: Entry, words: Words) -> str:
    """The indicator's name in the reader's language, as the draft has it."""
    return (entry.en if words.language == "en" else "") or entry.zh or entry.id


def begin_new(alias: str) -> None:
    """Opens the form of a new indicator with `alias` as its name and first alias."""
    st.session_state[CHOSEN] = NEW
    for name, value in {"zh": alias, "aliases": alias}.items():
        st.session_state[_key(NEW, name)] = value


def _existing(entry: Entry, groups: list[str], problems: Sequence[Problem], words: Words) -> None:
    _fields(entry, groups, words, entry.id)
    _own_problems(entry.id, problems, words)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words("map_form_live"), width="stretch")
        with st.popover(words("map_delete"), icon=":material/delete:"):
            st.text(words("map_delete_sure", name=own_name(entry, words)))
            st.button(words("map_delete_yes"), type="primary", on_click=_remove, args=(entry.id,))


def _new(groups: list[str], words: Words) -> None:
    state = st.session_state
    empty = Entry("", group=groups[0] if groups else "", dimension="money", unit=_UNITS["money"], good="up")
    name = st.text_input(words("map_field_id"), key=_key(NEW, "id"), help=words("map_field_id_help"))
    for field in editing.FIELDS:
        state.setdefault(_key(NEW, field), _shown(getattr(empty, field)))
    _widgets(groups, words, NEW)
    complete = name.strip() and all(state[_key(NEW, field)].strip() for field in ("zh", "en", "aliases"))
    if not complete:
        st.caption(words("map_form_needs"))
    st.button(
        words("map_form_add"), type="primary", icon=":material/add:", disabled=not complete, on_click=_add,
        args=(words("map_form_taken"),),
    )  # fmt: skip


def _fields(entry: Entry, groups: list[str], words: Words, of: str) -> None:
    """The widgets of an entry: each change goes to the draft, and what changes in the draft comes to them.

    A callback is lost where Streamlit ends its run for the next one. So it is asked here too which of the
    two is newer: where the draft is still what the widget was last given, the widget is.
    """
    state, unwritten = st.session_state, False
    for field in editing.FIELDS:
        key, value = _key(of, field), getattr(entry, field)
        if key in state and _read(field, state[key]) != value and state.get(f"{key}_given") == value:
            unwritten = True
            continue
        if key not in state or _read(field, state[key]) != value:
            state[key] = _shown(value)
        state[f"{key}_given"] = value
    if unwritten and _write(of):
        st.rerun()
    _widgets(groups, words, of)


def _widgets(groups: list[str], words: Words, of: str) -> None:
    change = None if of == NEW else _change
    arguments = (of,) if change else ()
    for names in (("zh", "en"), ("group", "dimension"), ("unit", "good")):
        for column, field in zip(st.columns(2, gap="small"), names, strict=True):
            key, label = _key(of, field), words(LABELS[field])
            with column:
                if field in ("zh", "en", "unit"):
                    st.text_input(label, key=key, on_change=change, args=arguments)
                else:
                    options, shown = _options(field, groups, words)
                    said = str(st.session_state[key])
                    st.selectbox(
                        label, list(dict.fromkeys([*options, said])), key=key, on_change=change, args=arguments,
                        format_func=shown,
                    )  # fmt: skip
    for field in editing.LISTS:
        st.text_area(
            words(LABELS[field]), key=_key(of, field), on_change=change, args=arguments,
            height=180 if field == "aliases" else 100, help=words(_HELP[field]),
        )  # fmt: skip


def _options(field: str, groups: list[str], words: Words) -> tuple[list[str], editor.Shown]:
    if field == "group":
        return groups, words.group
    names = _DIMENSIONS if field == "dimension" else _GOOD
    return list(names), lambda value: words(names[value]) if value in names else value


def _own_problems(indicator: str, problems: Sequence[Problem], words: Words) -> None:
    own = [
        each for each in problems if each.where == f"indicators.{indicator}" or f"indicators.{indicator}." in each.where
    ]
    for problem in own[:5]:
        st.error(plain(yaml_editor.sentence(problem, words)), icon=":material/error:")


def _change(of: str) -> None:
    """Writes the form's fields into the draft; callbacks run before the page is drawn."""
    _write(of)
    _to_line()


def _write(of: str) -> bool:
    said = {field: _read(field, st.session_state[_key(of, field)]) for field in editing.FIELDS}
    return _try(lambda text: editing.put_entry(text, replace(editing.entries(text)[of], **said)))  # type: ignore[arg-type]


def _add(taken: str) -> None:
    state = st.session_state
    said = {field: _read(field, state[_key(NEW, field)]) for field in editing.FIELDS}
    entry = Entry(str(state[_key(NEW, "id")]).strip(), **said)  # type: ignore[arg-type]

    def written(text: str) -> str:
        if entry.id in editing.entries(text):
            raise CannotEdit(taken)
        return editing.put_entry(text, entry)

    if _try(written):
        for field in ("id", *editing.FIELDS):
            state.pop(_key(NEW, field), None)
        state[CHOSEN] = entry.id
        _to_line()


def _remove(indicator: str) -> None:
    _try(lambda text: editing.remove_entry(text, indicator))


def _try(make: editor.Make) -> bool:
    try:
        editor.change(make)
    except KpiError as error:
        st.session_state[_FAILED] = str(error)
        return False
    return True


def _to_line() -> None:
    line = editor.line_of(str(st.session_state.get(CHOSEN, "")))
    if line:
        editor.jump(line, focus=False)


def _key(of: str, field: str) -> str:
    return f"map_form_{of}_{field}"


def _shown(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _read(field: str, written: str) -> str | tuple[str, ...]:
    """What a widget says: a list by lines, each word once."""
    if field not in editing.LISTS:
        return str(written or "").strip()
    return tuple(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
