"""Data dictionary: what each indicator means, what it must not be taken for, and how much of it there is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from dashboard.frames import dictionary
from dashboard.frames.dictionary import Entry
from dashboard.shared import downloads, filters, leads, page, parts
from dashboard.words.labels import Words
from kpi.results.dictionary import stored_of


def show() -> None:
    context = page.context()
    context.title(context.words("dictionary"))
    if context.project is None:
        assert context.error is not None
        parts.problems(context.error, context.words)
        return
    _show(context)


@page.part
def _show(context: page.Context) -> None:
    """All below the title."""
    words, project = context.words, context.project
    assert project is not None
    frames = project.frames
    stored = {} if frames is None else context.made("dictionary", lambda: stored_of(frames.build))
    groups = ["", *dict.fromkeys(indicator.group for indicator in words.config.indicators.values())]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state.setdefault("w_look", filters.get("look"))
        text = st.text_input(words("dict_look"), key="w_look", placeholder=words("dict_look_hint"), width=280)
        filters.keep("look", text)
        group = _group(groups, words)
    found = dictionary.entries(words, stored, text, group)
    if not found:
        parts.say(words("dict_none", text=text), words("dict_none_mend"), ":material/search_off:")
        return
    with parts.above_table("dictionary_head"):
        st.caption(words("dict_count", count=len(found)), width="content")
        stem = parts.file_name([words("product"), words("dictionary")], "")
        make = partial(dictionary.table, found, words)
        downloads.table_buttons(make, len(found), stem, words, "dictionary_files")
    for name, entries in groupby(found, key=lambda entry: entry.group):
        st.subheader(parts.plain(words.group(name)), anchor=False)
        _entries(list(entries), words)


def _group(groups: Sequence[str], words: Words) -> str:
    key = filters.seed_one("of_group", groups, "")
    names = {name: words.group(name) if name else words("groups_all") for name in groups}
    chosen = str(st.selectbox(words("group"), groups, format_func=names.__getitem__, key=key, width=200))
    filters.keep("of_group", chosen)
    return chosen


def _entries(entries: Sequence[Entry], words: Words) -> None:
    grid = st.grid("auto", min_column_width=460, gap="medium")
    for entry in entries:
        with grid.cell(), st.container(key=f"entry_{entry.id}", gap="xxsmall"):
            st.markdown(_text(entry, words))
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.caption(parts.plain(dictionary.in_store(entry.stored, words)), width="content")
                if entry.stored.values:
                    _leads(entry, words)


def _leads(entry: Entry, words: Words) -> None:
    for view, icon in (("trends", ":material/show_chart:"), ("tile_map", ":material/grid_view:")):
        st.button(
            words(view), key=f"entry_{view}_{entry.id}", type="tertiary", icon=icon, on_click=leads.go, args=(view,),
            kwargs={"show": entry.id},
        )  # fmt: skip


def _text(entry: Entry, words: Words) -> str:
    """An entry as paragraphs, each sign of its texts standing as it is."""
    plain = parts.plain
    lines = [f"**{plain(entry.name)}** :small[{plain(f'{entry.other} · {entry.facts}')}]"]
    told = (
        ("", entry.definition or words("dict_undefined")), ("dict_careful", entry.unlike), ("dict_gaps", entry.gaps),
        ("dict_aliases", entry.aliases),
    )  # fmt: skip
    lines += [f":small[:gray[{words(name)}] {plain(text)}]" if name else plain(text) for name, text in told if text]
    return "  \n".join(lines)


show()
