"""Overview: the latest main indicators of each zone, progress on targets, what is new and what is covered."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.frames import standings, tables
from dashboard.frames.build_frames import Frames
from dashboard.frames.selection import Selection
from dashboard.shared import data, filters, news, page, parts
from kpi.vocabulary.model import Verdict

CARDS_OF_ONE, ROWS_OF_SEVERAL = 12, 6
ZONES_AT_ONCE = 4
TARGETS_AT_ONCE, FEW_TARGETS = 5, 2000
DISPUTES_AT_ONCE = 6
ZONES_IN_SIGHT, YEARS_IN_SIGHT = 18, 8


def show() -> None:
    context = page.context()
    context.title(context.words("overview"))
    frames = context.frames()
    if frames is None:
        return
    zones = filters.present(context.words.config.zones, context.made("zones", lambda: _zones(frames, context)))
    if not zones:
        parts.no_match(context.words)
        return
    if len(zones) == 1:
        _one_zone(zones[0], frames, context)
    else:
        _side_by_side(zones, frames, context)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _progress(frames, context, several=len(zones) > 1)
    with right:
        _news(context)
        _disputes(frames, context)
    _coverage(frames, context)


def _zones(frames: Frames, context: page.Context) -> frozenset[str]:
    return frozenset(frames.counts("cells", ("zone",), context.selection)["zone"])


def _names(zones: list[str], frames: Frames, context: page.Context) -> dict[str, list[str]]:
    """The indicators that each zone reported a level of, the main ones first."""

    def made() -> dict[str, list[str]]:
        there = frames.counts(
            "cells", ("zone", "indicator"), context.selection, zone=zones, measure="level", kind=("actual", "estimate")
        )
        return {zone: tables.card_order(there.loc[there["zone"] == zone, "indicator"], context.words) for zone in zones}

    return context.made("card_names", made, tuple(zones))


def _cards(zone: str, indicators: list[str], frames: Frames, context: page.Context) -> list[tables.Card]:
    """The cards of some indicators in a zone, as far as there is something to show."""
    selection = context.selection

    def made() -> list[tables.Card]:
        cells = frames.cells(selection, zone=zone, indicator=indicators)
        targets = frames.targets(selection, zone=zone, indicator=indicators)
        return tables.cards(cells, targets, zone, context.words, selection)

    return context.made("cards", made, zone, tuple(indicators)) if indicators else []


def _rates_alone(zone: str, indicators: list[str], frames: Frames, context: page.Context) -> dict[str, str]:
    """What is said of the indicators whose growth alone the zone's reports tell."""
    selection = context.selection

    def made() -> dict[str, str]:
        cells = frames.cells(selection, zone=zone, indicator=indicators)
        return tables.rates_alone(cells, zone, context.words, selection)

    return context.made("rates_alone", made, zone, tuple(indicators))


def _one_zone(zone: str, frames: Frames, context: page.Context) -> None:
    """The cards of one zone; beyond the first few they are one click away."""
    words, names = context.words, _names([zone], frames, context)[zone]
    st.subheader(parts.plain(words.zone(zone)), anchor=False)
    _grid(_cards(zone, names[:CARDS_OF_ONE], frames, context), context)
    if rest := names[CARDS_OF_ONE:]:
        with _folded(words("more_cards", count=len(rest)), "more_cards") as more:
            if more.open:
                _grid(_cards(zone, rest, frames, context), context)


def _folded(label: str, key: str) -> Any:
    """A fold whose content is made only when it is opened: most readers never do."""
    return st.expander(label, key=key, on_change="rerun")


def _grid(cards: list[tables.Card], context: page.Context) -> None:
    grid = st.grid("auto", min_column_width=225)
    for card in cards:
        parts.metric_card(grid, card, context.words, f"card_{card.zone}_{card.indicator}")


def _side_by_side(zones: list[str], frames: Frames, context: page.Context) -> None:
    """A column for each of the first zones, a row for each indicator, those that most of them report first."""
    words, shown = context.words, zones[:ZONES_AT_ONCE]
    names = tables.shared_first(list(_names(shown, frames, context).values()), words)
    # the style sheet knows by the key how many columns have to find room
    with st.container(key=f"zones_abreast_{len(shown)}"):
        with st.container(key="zone_heads"):
            for column, zone in zip(st.columns(len(shown)), shown, strict=True):
                column.subheader(parts.plain(words.zone(zone)), anchor=False)
        _rows(names[:ROWS_OF_SEVERAL], shown, frames, context)
        if rest := names[ROWS_OF_SEVERAL:]:
            with _folded(words("more_cards", count=len(rest)), "more_cards") as more:
                if more.open:
                    _rows(rest, shown, frames, context)
    if len(zones) > len(shown):
        st.caption(words("more_zones", shown=len(shown), total=len(zones)))
        st.page_link("views/compare.py", label=words("to_compare"), icon=":material/arrow_forward:")


def _rows(names: list[str], zones: list[str], frames: Frames, context: page.Context) -> None:
    of_zone = {zone: {card.indicator: card for card in _cards(zone, names, frames, context)} for zone in zones}
    alone = {zone: _rates_alone(zone, names, frames, context) for zone in zones} if len(zones) > 1 else {}
    for indicator in (name for name in names if any(name in cards for cards in of_zone.values())):
        for column, (zone, cards) in zip(st.columns(len(of_zone)), of_zone.items(), strict=True):
            key, named = f"card_{zone}_{indicator}", context.words.zone(zone)
            if card := cards.get(indicator):
                parts.metric_card(column, card, context.words, key, named)
            else:
                said = alone.get(zone, {}).get(indicator, "")
                parts.empty_card(column, indicator, context.words, key, named, said)


def _progress(frames: Frames, context: page.Context, several: bool) -> None:
    words = context.words
    counts, targets = context.made("progress", lambda: _latest_targets(frames, context.selection))
    shown = targets.head(TARGETS_AT_ONCE)
    zones = shown["zone"].nunique() > 1
    zone = words.zone(shown["zone"].iloc[0]) if several and not zones and len(shown) else ""
    st.subheader(parts.plain(" · ".join(filter(None, (words("target_progress"), zone)))), anchor=False)
    rows = shown.to_dict("records")
    if not rows:
        st.caption(words("no_targets_here"))
        return
    parts.verdict_counts(counts, words)
    draw = partial(parts.bullets, rows, frames, words, zones=zones, money=context.selection.money)
    figure, sources = context.made("overview_bullets", draw)
    of_zones = list(dict.fromkeys(map(words.zone, shown["zone"])))
    title = " · ".join([words("target_progress"), *of_zones[:3]])
    parts.target_chart(figure, sources, frames, context, "overview_targets", title)
    st.caption(words("bullet_note"))
    st.page_link("views/targets.py", label=words("all_targets"), icon=":material/arrow_forward:")


def _latest_targets(frames: Frames, selection: Selection) -> tuple[dict[str, int], pd.DataFrame]:
    """How all targets stand, and those of the last two years, what can be judged first; of few targets, all."""
    counts = frames.standings(selection).to_dict("records")
    aimed = [row for row in counts if row["standing"] != Verdict.NO_TARGET]
    if sum(row["count"] for row in aimed) > FEW_TARGETS:
        last = max(row["year"] for row in aimed)
        selection = replace(selection, years=(last - 1, last))
        aimed = [row for row in aimed if row["year"] >= last - 1]
    targets = frames.targets(selection, verdict=[verdict for verdict in Verdict if verdict != Verdict.NO_TARGET])
    waited_for = targets[targets["standing"] != standings.UNREPORTED]
    return standings.added_up(aimed), tables.target_rows(waited_for, reported_first=True).head(TARGETS_AT_ONCE)


def _news(context: page.Context) -> None:
    words = context.words
    assert context.project is not None
    st.subheader(words("news"), anchor=False)
    news.show(data.changes(context.project), words)


def _disputes(frames: Frames, context: page.Context) -> None:
    words = context.words
    st.subheader(words("disputes"), anchor=False)

    def made() -> list[tables.Dispute]:
        cells = frames.cells(context.selection, status="disputed", order=("-year", "indicator"), limit=50)
        return tables.disputes(cells, frames.members(cells, context.selection.money), words)

    found = context.made("disputes", made)
    for place, dispute in enumerate(found[:DISPUTES_AT_ONCE]):
        parts.dispute(dispute, f"dispute_{place}")
    if not found:
        st.caption(words("disputes_none"))


def _coverage(frames: Frames, context: page.Context) -> None:
    words = context.words

    def made() -> pd.DataFrame:
        by = ("zone", "year", "kind", "period")
        return tables.coverage(frames.counts("cells", by, context.selection), words)

    st.subheader(words("coverage"), anchor=False)
    table = context.made("coverage", made)
    height: Literal["content"] | int = "content" if len(table) < ZONES_IN_SIGHT else parts.table_height(len(table))
    columns = {words("zone"): st.column_config.TextColumn(pinned=len(table.columns) > YEARS_IN_SIGHT)}
    st.dataframe(table, height=height, hide_index=True, column_config=columns, alt=words("coverage_alt"))
    st.caption(words("coverage_note"))


show()
