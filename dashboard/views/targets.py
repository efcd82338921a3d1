"""Targets: what was aimed at, what was reached, the verdict and every input of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.figures import charts, theme
from dashboard.figures.charts import Figure
from dashboard.frames import noted, standings, tables
from dashboard.frames.build_frames import Frames
from dashboard.shared import filters, note_panel, page, parts
from dashboard.words.labels import Words
from kpi.vocabulary.model import Verdict

AT_ONCE = 20
ALL_YEARS_UP_TO = 40
ROWS_AT_MOST = 2_000
Wanted = tuple[str, tuple[str, ...]]
"""The year and the standings that were chosen."""

AMOUNT_ZH, AMOUNT_EN = 110, 165  # pixels of an amount with its unit


def show() -> None:
    context = page.context()
    context.title(context.words("targets"))
    frames = context.frames()
    if frames is not None:
        _show(frames, context)


@page.part
def _show(frames: Frames, context: page.Context) -> None:
    """All below the title."""
    counts = context.made("target_counts", lambda: frames.standings(context.selection).to_dict("records"))
    aimed = [row for row in counts if row["standing"] != Verdict.NO_TARGET]
    if not aimed:
        mend = "no_targets_mend" if context.selection.everything else "no_match_mend"
        parts.say(context.words("no_targets_here"), context.words(mend), ":material/flag:")
    else:
        year = _choose_year(aimed, context)
        of_year = [row for row in aimed if year in ("all", str(row["year"]))]
        chosen, there = _choose_standings(of_year, context)
        _judged(year, chosen, there, frames, context)
    _without_target(sum(row["count"] for row in counts if row["standing"] == Verdict.NO_TARGET), frames, context)


def _choose_year(aimed: list[Mapping[str, Any]], context: page.Context) -> str:
    """The year to look at; where there are few targets, all years are."""
    years = sorted({str(row["year"]) for row in aimed}, reverse=True)
    few = sum(row["count"] for row in aimed) <= ALL_YEARS_UP_TO
    default = "all" if few else str(standings.opening_year(aimed))
    words = context.words
    names = {"all": words("years_all")} | {year: words.period(year) for year in years}
    options = (["all"] if few else []) + years
    if len(options) <= 8:
        return filters.choose_one("target_year", words("year"), options, names, default)
    key = filters.seed_one("target_year", options, default)
    year = st.selectbox(words("year"), options, format_func=lambda year: names[year], key=key, width=200)
    filters.keep("target_year", year, default=default)
    return year


def _choose_standings(of_year: list[Mapping[str, Any]], context: page.Context) -> tuple[list[str], list[str]]:
    """How many targets stand how; choosing some leaves the others out. Which are chosen, and which there are."""
    words = context.words
    counts, expected = standings.added_up(of_year), standings.added_up(of_year, "expected")
    there = [verdict for verdict in theme.VERDICT_BADGES if verdict in counts]
    key = filters.seed_many("verdict", there)

    def name(verdict: str) -> str:
        said = f"{words.verdict(verdict)} {counts[verdict]:,}"
        if expected[verdict]:
            said = words("of_them_expected", said=said, count=f"{expected[verdict]:,}")
        return f"{theme.VERDICT_BADGES[verdict][1]} {parts.plain(said)}"

    chosen = st.pills(words("verdict"), there, selection_mode="multi", format_func=lambda each: name(each), key=key)
    filters.keep("verdict", *chosen)
    return list(chosen), there


def _judged(year: str, chosen: list[str], there: list[str], frames: Frames, context: page.Context) -> None:
    """The targets of the year that stand as was chosen; what nobody reported on is open no more and listed apart."""
    selection = context.selection
    if year != "all":
        selection = replace(selection, years=(int(year), int(year)))
    aimed = [verdict for verdict in Verdict if verdict != Verdict.NO_TARGET]

    def made() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        of_year = frames.targets(selection, verdict=aimed)
        shown = of_year[of_year["standing"].isin(chosen or there)]
        waited_for = shown[shown["standing"] != standings.UNREPORTED]
        wordings = waited_for[waited_for["target_number"].isna()]
        return tables.target_rows(waited_for), wordings, shown[shown["standing"] == standings.UNREPORTED]

    wanted = (year, tuple(chosen))
    numbered, wordings, unreported = context.made("targets_of", made, *wanted)
    if not numbered.empty:
        _bullets(numbered, wanted, frames, context)
        _table(numbered, wanted, frames, context)
    names = ("zone", "indicator", "target_for", "verdict", "reason")
    _list("number_free_targets", wordings, names, frames, context.words)
    _never_reported(unreported, bool(chosen), frames, context.words)


def _never_reported(rows: pd.DataFrame, asked_for: bool, frames: Frames, words: Words) -> None:
    """The targets whose period is long over and that nobody reported on; folded away unless they were asked for."""
    if rows.empty:
        return
    ordered = rows.sort_values(["year", "zone", "indicator"], ascending=[False, True, True])
    columns = ("zone", "indicator", "target_for", "target_value", "reason")
    if asked_for:
        _list("never_reported", ordered, columns, frames, words)
        return
    label = f"{words('never_reported')} ({len(rows):,})"
    with st.expander(label, key="never_reported", on_change="rerun") as fold:
        if fold.open:
            st.caption(words("never_reported_note"))
            _list("never_reported", ordered, columns, frames, words, headed=False)


def _bullets(rows: pd.DataFrame, wanted: Wanted, frames: Frames, context: page.Context) -> None:
    """A chart a year, the latest first; a page of targets at a time."""
    words = context.words
    number = parts.turned_to("targets", (context.selection, *wanted))
    at_once = context.made("bullets", lambda: _years_of_bullets(rows, number, frames, context), *wanted, number)
    for year in at_once:
        st.subheader(parts.plain(year.head), anchor=False)
        parts.target_charts(year.figures, year.sources, frames, context, f"bullets_{year.year}", year.title)
    parts.pages("targets", len(rows), AT_ONCE, number, words)
    st.caption(words("bullet_note") + "　" + words("click_hint"))


@dataclass(frozen=True, slots=True)
class _Year:
    """The bullets of a year: its head, their charts, the reports that they rest on, and the title of their picture."""

    year: int
    head: str
    figures: list[Figure]
    sources: str
    title: str


def _years_of_bullets(rows: pd.DataFrame, number: int, frames: Frames, context: page.Context) -> list[_Year]:
    words = context.words
    several = rows["zone"].nunique() > 1 or len(context.selection.zones or frames.zones) > 1
    at_once = rows.iloc[(number - 1) * AT_ONCE : number * AT_ONCE]
    reach = charts.bullet_reach(at_once.to_dict("records"))
    made = []
    for one_year, of_year in at_once.groupby("year", sort=False):
        zones = of_year["zone"].nunique() > 1
        # where all of a year are of one zone, its name stands once
        zone = words.zone(of_year["zone"].iloc[0]) if several and not zones else ""
        figures, sources = parts.bullet_charts(
            of_year.to_dict("records"), frames, words, zones=zones, periods=False, money=context.selection.money,
            reach=reach,
        )  # fmt: skip
        of_zones = list(dict.fromkeys(map(words.zone, of_year["zone"])))
        title = " · ".join([words("targets"), words.period(str(one_year)), *of_zones[:3]])
        head = " · ".join(filter(None, (words.period(str(one_year)), zone)))
        made.append(_Year(int(one_year), head, figures, sources, title))
    return made


def _table(rows: pd.DataFrame, wanted: Wanted, frames: Frames, context: page.Context) -> None:
    words = context.words
    table = context.made("targets", lambda: tables.target_table(rows.head(ROWS_AT_MOST), words), *wanted)
    noting = partial(_with_notes, rows, context)
    table = noting(table)
    stem = parts.file_name([words("product"), words("targets"), *map(words.zone, context.selection.zones[:3])], "")
    with parts.above_table("targets_head"):
        st.subheader(_headed("all_verdicts", rows, words), anchor=False, width="content")
        parts.table_files(lambda: noting(tables.target_file(rows, words)), len(rows), stem, context, "targets_files")
    parts.selectable_table(
        table, "target_table", words("all_verdicts"), lambda t: parts.open_target(t, frames), None,
        **{**_columns(words), **_without_one_zone(rows, words)},
    )  # fmt: skip
    if len(rows) > len(table):
        _rest(len(rows), words)


def _with_notes(rows: pd.DataFrame, context: page.Context, table: pd.DataFrame) -> pd.DataFrame:
    """The table of the first of the rows with the notes on the periods that its targets are set for."""
    notes = note_panel.known(context)
    if not notes.standing:
        return table
    places = noted.places_of(rows.head(len(table)).assign(period=rows["target_period"]))
    return noted.with_notes(table, places, notes, context.words)


def _columns(words: Words) -> dict[str, object]:
    """Room in pixels for what would be cut off otherwise, and no more for what would push the rest out of sight."""
    wide = words.language == "en"  # `(100 mn yuan)` is longer than 亿元
    pixels = {"zone": 190, "indicator": 250} if wide else {"indicator": 175}
    pixels |= {"target_for": 75 if wide else 100, "verdict": 125 if wide else 85, "arithmetic": 210,
              "period": 105, "reason": 210}  # fmt: skip
    texts = {words(name): st.column_config.TextColumn(width=width) for name, width in pixels.items()}
    amount = AMOUNT_EN if wide else AMOUNT_ZH
    numbers = {"target_value": amount, "actual": amount, "share": 80, "pace": 80, "difference": 90}
    return texts | parts.right_aligned(words, numbers)


def _headed(name: str, rows: pd.DataFrame, words: Words) -> str:
    """The head of a table; where all of its rows are of one zone, with the zone's name."""
    zones = rows["zone"].unique()
    return parts.plain(words(name) if len(zones) > 1 else f"{words(name)} · {words.zone(str(zones[0]))}")


def _without_one_zone(rows: pd.DataFrame, words: Words) -> dict[str, object]:
    """No column for a zone that the head of the table names."""
    return {} if rows["zone"].nunique() > 1 else {words("zone"): None}


def _list(
    name: str, rows: pd.DataFrame, columns: tuple[str, ...], frames: Frames, words: Words, headed: bool = True
) -> None:  # fmt: skip
    """Targets that no bullet can show, as a list of their own; a row opens the sentence that sets it."""
    if rows.empty:
        return
    if headed:
        st.subheader(_headed(name, rows, words), anchor=False)
    table = tables.target_table(rows.head(ROWS_AT_MOST), words)[[words(column) for column in columns]]
    parts.selectable_table(
        table, f"targets_{name}", words(name), lambda t: parts.open_target(t, frames), None,
        **parts.right_aligned(words, {"target_value": AMOUNT_EN}), **_without_one_zone(rows, words),
    )  # fmt: skip
    if len(rows) > ROWS_AT_MOST:
        _rest(len(rows), words)


def _rest(total: int, words: Words) -> None:
    """That a table has no more than its first rows, which alone a click on a head sorts."""
    shown = words("rows_of", first=1, last=f"{ROWS_AT_MOST:,}", total=f"{total:,}")
    st.caption(f"{shown} · {words('first_rows_are_sorted')}")


def _without_target(count: int, frames: Frames, context: page.Context) -> None:
    if not count:
        return
    words = context.words

    def made() -> pd.DataFrame:
        rows = frames.targets(context.selection, limit=ROWS_AT_MOST, order=("-year",), verdict="no_target")
        return tables.target_table(rows, words)[[words(name) for name in ("zone", "indicator", "actual", "period")]]

    with st.expander(f"{words('without_target')} ({count:,})", key="without_target", on_change="rerun") as fold:
        if not fold.open:  # hundreds of rows that nobody sees would take as long as the rest of the page
            return
        table = context.made("no_target", made)
        parts.selectable_table(table, "no_target", words("without_target"), lambda t: parts.open_target(t, frames))
        if count > len(table):
            _rest(count, words)


show()
