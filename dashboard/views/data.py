"""Data: the filtered table, long or wide, with search, order and columns, and files of exactly what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from dashboard.frames import data_rows, noted, tables, wide_tables
from dashboard.frames.build_frames import Frames
from dashboard.shared import filters, note_panel, page, parts
from dashboard.words.short_names import short_names
from kpi.results.notes import Notes, told_on
from kpi.results.queries import Word
from kpi.wording.numbers import number_text

Marks = Mapping[wide_tables.Place, wide_tables.Mark]
Facts = Mapping[wide_tables.Place, str]

ROWS_AT_ONCE = 500
WHOLE_UP_TO = 5_000
"""Rows of a table that is shown whole: a click on a head sorts what is shown, so all of it."""
MOST_WIDE_VALUES = 60_000
ROWS_IN_SIGHT = 18
ZONE_WIDTH, INDICATOR_WIDTH = 335, 200  # of English names
ZONE_WIDTH_ZH = 190  # measured by its first rows alone, 大庆高新技术产业开发区 would be cut
PINNED_WIDTH_ZH, PINNED_WIDTH_EN = 152, 190  # on a phone a number must find room beside its zone
SCOPE_WIDTH = 96  # 省市重点; measured by its first rows, mostly empty, it would be cut
PERIOD_WIDTH, VALUE_WIDTH = 124, 88  # 2024年1–9月 and > 12,000 in full
ORDERS = {
    "newest": ("-year", "-period_end"), "published": ("-published",),
    "largest": ("-number",), "smallest": ("number",), "zone": ("zone", "indicator", "year"),
}  # fmt: skip


def show() -> None:
    context = page.context()
    context.title(context.words("data"))
    frames = context.frames()
    if frames is not None:
        _show(frames, context)


@page.part
def _show(frames: Frames, context: page.Context) -> None:
    """All below the title."""
    layouts = {name: context.words(f"layout.{name}") for name in ("long", "wide")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layout = filters.choose_one("layout", context.words("layout"), list(layouts), layouts)
        if layout == "long":
            text, order, columns = _search(context), _order(context), _columns(context)
    if layout == "wide":
        _wide(frames, context)
    else:
        _long(frames, context, text, order, columns)


def _long(frames: Frames, context: page.Context, text: str, order: str, columns: list[str]) -> None:
    words = context.words
    search = tables.search_words(text, words)
    number = parts.turned_to("data", (context.selection, text, order))

    known = note_panel.known(context)

    def found() -> tuple[pd.DataFrame, list[str], int, list[noted.Place]]:
        rows, total = _rows(frames, context, search, order, ROWS_AT_ONCE, (number - 1) * ROWS_AT_ONCE)
        if ROWS_AT_ONCE < total <= WHOLE_UP_TO:
            rows, total = _rows(frames, context, search, order, total)
        table = tables.long_table(rows, words, columns)
        names = [name for name in columns if words(name) in table]  # a build of an earlier program lacks some
        whole = data_rows.holds_the_pages(names)
        if whole and total <= WHOLE_UP_TO:  # columns that come and go with the page would only confuse
            names = data_rows.shown_columns(table, names, words)
        table = table[[words(name) for name in names]]
        table = data_rows.with_modifiers(table, words) if whole else table
        return table, names, total, noted.places_of(rows)

    table, names, total, places = context.made("data", found, text, order, number, tuple(columns))
    if not total:
        parts.no_match(words)
        return

    def file() -> pd.DataFrame:
        rows, _ = _rows(frames, context, search, order, total)
        made = tables.long_table(rows, words, names, for_file=True)
        return noted.with_notes(made, noted.places_of(rows), known, words)

    said = words("rows_shown", count=f"{total:,}") + " · " + words("row_hint")
    _head(said, file, context, total)
    widths = {
        words("value"): parts.number_column(VALUE_WIDTH),
        words("quote"): st.column_config.TextColumn(width="large"),
        words("unit"): st.column_config.TextColumn(width=128 if words.language == "en" else 100),
        words("period"): st.column_config.TextColumn(width=PERIOD_WIDTH),
        words("scope"): st.column_config.TextColumn(width=SCOPE_WIDTH),
    }
    widths[words("zone")] = st.column_config.TextColumn(width=ZONE_WIDTH if words.language == "en" else ZONE_WIDTH_ZH)
    if words.language == "en":  # names in English would push the value out of sight
        widths[words("indicator")] = st.column_config.TextColumn(width=INDICATOR_WIDTH)
    table = noted.with_notes(table, places, known, words)
    parts.fact_table(table, f"data_table_{number}", words("data_alt"), parts.table_height(len(table)), **widths)
    if total > WHOLE_UP_TO:
        parts.pages("data", total, ROWS_AT_ONCE, number, words)
        st.caption(words("page_is_sorted"))


def _rows(
    frames: Frames, context: page.Context, search: list[Word], order: str, limit: int, offset: int = 0
) -> tuple[pd.DataFrame, int]:
    """Some of the rows in the order that was chosen, and how many there are."""
    if order == "table":
        known = context.words.config.indicators
        return data_rows.by_indicator(frames, known, context.selection, search, limit, offset)
    return frames.found(context.selection, search, ORDERS[order], limit, offset)


def _wide(frames: Frames, context: page.Context) -> None:
    words = context.words
    values = context.made("values", lambda: int(frames.counts("cells", (), context.selection)["count"].sum()))
    if values > MOST_WIDE_VALUES:
        parts.say(words("too_wide", count=f"{values:,}"), words("too_wide_mend"), ":material/filter_alt:")
        return
    known = note_panel.known(context)
    table, marks, facts, told = context.made(
        "wide", lambda: _wide_table(frames, known, context), note_panel.stamp(context)
    )
    if table.empty:
        parts.no_match(words)
        return

    def file() -> pd.DataFrame:
        return wide_tables.with_marks(table, marks, words, told)

    said = words("rows_shown", count=f"{len(table):,}") + " · " + words("cell_hint")
    _head(said, file, context, len(table), "wide")
    width = PINNED_WIDTH_EN if words.language == "en" else PINNED_WIDTH_ZH
    pinned = {words("zone"): st.column_config.TextColumn(pinned=True, width=width)}
    height: int | Literal["content"] = parts.table_height(len(table)) if len(table) > ROWS_IN_SIGHT else "content"
    parts.cell_table(
        _marked(table, marks, words("zone")), facts, f"wide_{frames.build_id}", words("data_alt"), height, **pinned
    )
    for line in wide_tables.legend(marks.values(), words):
        st.caption(parts.plain(line))


def _wide_table(frames: Frames, known: Notes, context: page.Context) -> tuple[pd.DataFrame, Marks, Facts, Facts]:
    """The wide table, the marks of its numbers, the observations that these are taken from, and the notes on them."""
    cells, words = data_rows.as_stated(frames.cells(context.selection)), context.words
    table = wide_tables.wide_table(cells, words)
    if table.empty:
        return table, {}, {}, {}
    table = data_rows.zones_in_order(table, words)
    facts = wide_tables.facts(cells, table, words)
    on = noted.at_cells(cells, known)
    told = {place: told_on(on[fact]) for place, fact in facts.items() if fact in on}
    return table, wide_tables.marks(cells, table, words, told), facts, told


def _head(said: str, file: parts.MakeTable, context: page.Context, rows: int, layout: str = "long") -> None:
    """What the table below holds, and its files."""
    with parts.above_table("data_head"):
        st.caption(parts.plain(said), width="content")
        columns = wide_tables.COLUMNS if layout == "wide" else tables.EXPORT_COLUMNS
        parts.table_files(file, rows, _file_name(layout, context), context, "data_files", columns)


def _marked(table: pd.DataFrame, marks: Marks, zone: str) -> Styler:
    """The wide table with the marks at its numbers and zones in few words; the numbers below stay numbers, so that they
    sort.
    """
    styled = table.style.format(_number, subset=table.columns[3:])
    named = short_names({name: name for name in table[zone]})
    styled = styled.format(named.__getitem__, subset=[zone])
    for (mark, column), rows in wide_tables.by_mark(marks).items():
        styled = styled.format(partial(_with, mark), subset=pd.IndexSlice[rows, [column]])
    return styled


def _with(mark: wide_tables.Mark, number: Decimal | float | None) -> str:
    return mark.around(_number(number))


def _number(number: Decimal | float | None) -> str:
    return number_text(str(number)) if isinstance(number, Decimal) else ""


def _search(context: page.Context) -> str:
    words = context.words
    st.session_state.setdefault("w_q", filters.get("q"))
    text = st.text_input(words("search"), key="w_q", placeholder=words("search_hint"), width=280)
    filters.keep("q", text)
    return text


def _order(context: page.Context) -> str:
    words = context.words
    key = filters.seed_one("order", ["table", *ORDERS], "table")
    order = st.selectbox(
        words("order"), ["table", *ORDERS], format_func=lambda name: words(f"order.{name}"), key=key, width=170
    )
    filters.keep("order", order, default="table")
    return order


def _columns(context: page.Context) -> list[str]:
    """The columns to be shown: what the page shows of itself, with what a person added to that or left out."""
    words = context.words
    key = filters.seed_many("columns", tables.EXPORT_COLUMNS, data_rows.SHOWN_COLUMNS)
    with st.popover(words("columns"), icon=":material/view_column:"):
        chosen = st.pills(
            words("columns"), tables.EXPORT_COLUMNS, selection_mode="multi",
            format_func=lambda name: parts.plain(words(name)), key=key, label_visibility="collapsed",
        )  # fmt: skip
    filters.keep("columns", *(() if set(chosen) == set(data_rows.SHOWN_COLUMNS) else chosen))
    return data_rows.in_page_order(chosen, tables.EXPORT_COLUMNS)


def _file_name(layout: str, context: page.Context) -> str:
    words, chosen = context.words, context.selection
    years = "" if chosen.years is None else "-".join(map(str, chosen.years))
    names = [words.zone(zone) for zone in chosen.zones[:3]] + [words.indicator(name) for name in chosen.indicators[:3]]
    return parts.file_name(
        [words("product"), *names, *map(words.kind, chosen.kinds), years, words(f"layout.{layout}")], ""
    )


show()
