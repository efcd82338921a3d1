"""Data: the filtered table, long or wide, and a CSV of exactly what is shown."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from dashboard import filters, page, parts, tables
from dashboard.labels import float_text

ROWS_AT_ONCE = 5000


def show() -> None:
    context = page.context()
    words = context.words
    context.title(words("data"))
    frames = context.frames()
    if frames is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layouts = {name: words(f"layout.{name}") for name in ("long", "wide")}
        layout = filters.choose_one("layout", words("layout"), list(layouts), layouts)
        text = _search(context) if layout == "long" else ""
        columns = _columns(context) if layout == "long" else []
    if layout == "wide":
        table = file = tables.wide_table(context.selection.apply(frames.cells), words)
    else:
        found = tables.search(context.selection.apply(frames.observations), text, words).head(ROWS_AT_ONCE)
        table = tables.long_table(found, words, columns)
        file = tables.long_table(found, words, columns, for_file=True)
    if table.empty:
        parts.no_match(words)
        return
    _show(table, file, layout, context)


def _show(table: pd.DataFrame, file: pd.DataFrame, layout: str, context: page.Context) -> None:
    words = context.words
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        hint = " · " + words("row_hint") if layout == "long" else ""
        st.caption(words("rows_shown", count=f"{len(table):,}") + hint, width="content")
        parts.csv_button(file, _file_name(layout, context), words, "data_csv")
    if layout == "wide":
        disputed = context.made("disputed", lambda: tables.disputed_places(_cells(context), table, words))
        st.dataframe(
            _marked(table, disputed), hide_index=True, alt=words("data_alt"), placeholder="",
            height=parts.table_height(len(table)),
        )  # fmt: skip
        if disputed:
            st.caption(words("wide_disputed"))
        return
    number = st.column_config.TextColumn(alignment="right")
    quote = st.column_config.TextColumn(width="large")
    parts.fact_table(
        table, "data_table", words("data_alt"), parts.table_height(len(table)),
        **{words("value"): number, words("quote"): quote, words("zone"): st.column_config.TextColumn(width="medium")},
    )  # fmt: skip


def _cells(context: page.Context) -> pd.DataFrame:
    assert context.project is not None and context.project.frames is not None
    return context.selection.apply(context.project.frames.cells)


def _marked(table: pd.DataFrame, disputed: list[tuple[int, str]]) -> Styler:
    """The wide table with a sign at each disputed number; the numbers below stay numbers, so that they sort."""
    styled = table.style.format(lambda number: float_text(number, 4), subset=table.columns[3:])
    for place, column in disputed:
        styled = styled.format(lambda number: f"{float_text(number, 4)} ≠", subset=pd.IndexSlice[[place], [column]])
    return styled


def _search(context: page.Context) -> str:
    words = context.words
    st.session_state.setdefault("w_q", filters.get("q"))
    text = st.text_input(words("search"), key="w_q", placeholder=words("search_hint"), width=280)
    filters.keep("q", text)
    return text


def _columns(context: page.Context) -> list[str]:
    words = context.words
    key = filters.seed_many("columns", tables.EXPORT_COLUMNS)
    with st.popover(words("columns"), icon=":material/view_column:"):
        chosen = st.pills(
            words("columns"), tables.EXPORT_COLUMNS, selection_mode="multi", format_func=words, key=key,
            label_visibility="collapsed",
        )  # fmt: skip
    filters.keep("columns", *chosen)
    return [name for name in tables.EXPORT_COLUMNS if name in chosen] or list(tables.LONG_COLUMNS)


def _file_name(layout: str, context: page.Context) -> str:
    words, chosen = context.words, context.selection
    years = "" if chosen.years is None else "-".join(map(str, chosen.years))
    names = [words.zone(zone) for zone in chosen.zones[:3]] + [words.indicator(name) for name in chosen.indicators[:3]]
    return parts.file_name(
        [words("product"), *names, *map(words.kind, chosen.kinds), years, words(f"layout.{layout}")], ".csv"
    )


show()
