"""Overview: the latest main indicators of each zone, progress on targets, and what is covered."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import filters, page, parts, tables
from dashboard.data import Frames

CARDS_OF_ONE, CARDS_OF_MANY = 12, 4
TARGETS_AT_ONCE = 5
DISPUTES_AT_ONCE = 6


def show() -> None:
    context = page.context()
    context.title(context.words("overview"))
    frames = context.frames()
    if frames is None:
        return
    cells = context.selection.apply(frames.cells)
    if cells.empty:
        parts.no_match(context.words)
        return
    zones = filters.present(context.words.config.zones, cells["zone"])
    for zone in zones:
        _zone(zone, frames, context, CARDS_OF_ONE if len(zones) == 1 else CARDS_OF_MANY)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _progress(frames, context)
    with right:
        _disputes(cells, frames, context)
    _coverage(cells, context)


def _zone(zone: str, frames: Frames, context: page.Context, at_once: int) -> None:
    """The cards of one zone; beyond the first few they are one click away."""
    words = context.words
    cards = context.made(
        "cards", lambda: tables.cards(frames.cells, frames.targets, zone, words, context.selection), zone
    )
    if not cards:
        return
    st.subheader(parts.plain(words.zone(zone)), anchor=False)
    _grid(cards[:at_once], zone, context)
    if rest := cards[at_once:]:
        with st.expander(words("more_cards", count=len(rest))):
            _grid(rest, zone, context)


def _grid(cards: list[tables.Card], zone: str, context: page.Context) -> None:
    grid = st.grid("auto", min_column_width=225)
    for card in cards:
        parts.metric_card(grid, card, context.words, f"card_{zone}_{card.indicator}")


def _progress(frames: Frames, context: page.Context) -> None:
    words = context.words
    targets = tables.target_rows(context.selection.apply(frames.targets, kinds=False), reported_first=True)
    shown = targets.head(TARGETS_AT_ONCE)
    zones = shown["zone"].nunique() > 1
    several = context.selection.apply(frames.cells)["zone"].nunique() > 1
    zone = words.zone(shown["zone"].iloc[0]) if several and not zones and len(shown) else ""
    st.subheader(parts.plain(" · ".join(filter(None, (words("target_progress"), zone)))), anchor=False)
    rows = shown.to_dict("records")
    if not rows:
        st.caption(words("no_targets_here"))
        return
    parts.verdict_counts(targets, words)
    figure = context.made("overview_bullets", lambda: parts.bullets(rows, frames, words, zones=zones))
    parts.target_chart(figure, frames, words, "overview_targets")
    st.caption(words("bullet_note"))
    st.page_link("views/targets.py", label=words("all_targets"), icon=":material/arrow_forward:")


def _disputes(cells: pd.DataFrame, frames: Frames, context: page.Context) -> None:
    words = context.words
    st.subheader(words("disputes"), anchor=False)
    found = context.made("disputes", lambda: tables.disputes(cells, frames.observations, words))
    for place, dispute in enumerate(found[:DISPUTES_AT_ONCE]):
        parts.dispute(dispute, f"dispute_{place}")
    if not found:
        st.caption(words("disputes_none"))


def _coverage(cells: pd.DataFrame, context: page.Context) -> None:
    words = context.words
    st.subheader(words("coverage"), anchor=False)
    zone = st.column_config.TextColumn(pinned=True)
    st.dataframe(
        context.made("coverage", lambda: tables.coverage(cells, words)),
        hide_index=True,
        column_config={words("zone"): zone},
        alt=words("coverage_alt"),
    )
    st.caption(words("coverage_note"))


show()
