"""Overview: the brief of the reader's zone, what is new since they looked last, and what waits for them."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from dashboard.frames import tables
from dashboard.frames.build_frames import Frames
from dashboard.shared import access, brief_parts, page, parts

ZONES_IN_SIGHT, YEARS_IN_SIGHT = 18, 8


def show() -> None:
    context = page.context()
    context.title(context.words("overview"))
    frames = context.frames()
    if frames is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="brief_choice"):
        zone = brief_parts.choose_zone(frames, context)
        year = brief_parts.choose_year(brief_parts.made(zone, None, "kind", frames, context), context.words)
        peers = brief_parts.choose_peers(zone, context.words)
        brief = brief_parts.made(zone, year, peers, frames, context)
        brief_parts.files_of(brief, context)
    left, right = st.columns([4, 1], gap="large")
    with right, st.container(key="brief_side"):
        brief_parts.whats_new(zone, context)
        if access.may_change():
            brief_parts.what_waits(zone, context)
    with left, st.container(key="brief_body"):
        brief_parts.show(brief, context, (zone, year, peers))
    with (
        st.container(key="brief_more"),
        st.expander(context.words("coverage"), key="coverage", on_change="rerun") as fold,
    ):
        if fold.open:
            _coverage(frames, context)


def _coverage(frames: Frames, context: page.Context) -> None:
    words = context.words

    def made() -> pd.DataFrame:
        by = ("zone", "year", "kind", "period")
        return tables.coverage(frames.counts("cells", by, context.selection), words)

    table = context.made("coverage", made)
    height: Literal["content"] | int = "content" if len(table) < ZONES_IN_SIGHT else parts.table_height(len(table))
    columns = {words("zone"): st.column_config.TextColumn(pinned=len(table.columns) > YEARS_IN_SIGHT)}
    columns |= {
        year: st.column_config.TextColumn(width=pixels) for year, pixels in tables.coverage_widths(table).items()
    }
    st.dataframe(table, height=height, hide_index=True, column_config=columns, alt=words("coverage_alt"))
    st.caption(words("coverage_note"))


show()
