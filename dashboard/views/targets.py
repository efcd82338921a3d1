"""Targets: what was aimed at, what was reached, the verdict and every input of it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import page, parts, tables
from dashboard.data import Frames
from dashboard.labels import Words


def show() -> None:
    context = page.context()
    context.title(context.words("targets"))
    frames = context.frames()
    if frames is None:
        return
    targets = context.selection.apply(frames.targets, kinds=False)
    aimed = targets[targets["verdict"] != "no_target"]
    if aimed.empty:
        parts.say(context.words("no_targets_here"), context.words("no_match_mend"), ":material/flag:")
    else:
        _bullets(tables.target_rows(aimed), frames, context)
        _table(aimed, frames, context)
    _without_target(targets[targets["verdict"] == "no_target"], frames, context)


def _bullets(rows: pd.DataFrame, frames: Frames, context: page.Context) -> None:
    """One chart a year, the latest first."""
    words = context.words
    parts.verdict_counts(rows, words)
    several = context.selection.apply(frames.cells)["zone"].nunique() > 1
    for year, of_year in rows.groupby("year", sort=False):
        zones = of_year["zone"].nunique() > 1
        # where all of a year are of one zone, its name stands once
        zone = words.zone(of_year["zone"].iloc[0]) if several and not zones else ""
        st.subheader(parts.plain(" · ".join(filter(None, (words.period(str(year)), zone)))), anchor=False)
        records = of_year.to_dict("records")
        draw = partial(parts.bullets, records, frames, words, zones=zones, periods=False)
        figure = context.made("bullets", draw, year)
        parts.target_chart(figure, frames, words, f"bullets_{year}")
    st.caption(words("bullet_note") + "　" + words("click_hint"))


def _table(aimed: pd.DataFrame, frames: Frames, context: page.Context) -> None:
    words = context.words
    st.subheader(words("all_verdicts"), anchor=False)
    numbered = tables.target_rows(aimed)
    if not numbered.empty:
        table = context.made("targets", lambda: tables.target_table(numbered, words))
        parts.selectable_table(
            table, "target_table", words("all_verdicts"), lambda t: parts.open_target(t, frames), None,
            **_widths(words),
        )  # fmt: skip
        parts.csv_button(table, parts.file_name([words("targets")], ".csv"), words, "targets_csv")
    wordings = aimed[aimed["target_number"].isna()]
    if not wordings.empty:
        st.subheader(words("number_free_targets"), anchor=False)
        names = ("zone", "indicator", "target_for", "verdict", "reason")
        table = tables.target_table(wordings, words)[[words(name) for name in names]]
        parts.selectable_table(
            table, "target_words", words("number_free_targets"), lambda t: parts.open_target(t, frames)
        )


def _widths(words: Words) -> dict[str, object]:
    """Room in pixels for what would be cut off otherwise."""
    pixels = {"actual": 105, "period": 120, "share": 85, "pace": 85, "arithmetic": 210, "reason": 210}
    return {words(name): st.column_config.TextColumn(width=width) for name, width in pixels.items()}


def _without_target(rows: pd.DataFrame, frames: Frames, context: page.Context) -> None:
    if rows.empty:
        return
    words = context.words
    with st.expander(f"{words('without_target')} ({len(rows)})"):
        table = tables.target_table(rows, words)
        table = table[[words(name) for name in ("zone", "indicator", "actual", "period")]]
        parts.selectable_table(table, "no_target", words("without_target"), lambda t: parts.open_target(t, frames))


show()
