"""Several zones side by side, on the page of comparison: which ones, as of which year, and their table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.frames import standings
from dashboard.frames.build_frames import Frames
from dashboard.frames.selection import Selection
from dashboard.shared import choices, filters, parts, visits
from dashboard.shared.page import Context
from kpi.briefs import page, side_by_side_page
from kpi.briefs.side_by_side import MOST_ZONES, SideBySide, side_by_side
from kpi.vocabulary.area_kinds import kind_of

AT_FIRST = 3
"""So many zones stand side by side before anyone chose."""
_STATIC = Path(__file__).parent.parent / "static"


def show(frames: Frames, context: Context) -> None:
    """The choice and the table."""
    words = context.words
    with st.container(horizontal=True, vertical_alignment="bottom"):
        zones = _choose_zones(frames, context)
        if not zones:
            parts.say(words("beside_choose"), words("beside_choose_mend"), ":material/group_add:")
            return
        year = _choose_year(zones, frames, context)
    made = _made(zones, year, frames, context)
    if not made.lines and not made.alone:
        parts.say(words("beside_empty"), words("beside_empty_mend"), ":material/search_off:")
        return
    st.caption(words("beside_note"))
    html = context.made("beside_html", lambda: side_by_side_page.fragment(made, words), zones, year)
    of = f"{frames.build_id} {words.language} {zones} {year}"
    _component()(key="beside_table", data={"html": html, "id": of, "cookies": {}}, on_open_change=_opened)


def _choose_zones(frames: Frames, context: Context) -> tuple[str, ...]:
    words = context.words
    zones = filters.present(words.config.zones, frames.zones)
    if "w_beside" not in st.session_state and not filters.get("beside"):
        filters.put("beside", *_first(zones, frames, context))
    key = filters.seed_many("beside", zones)
    st.session_state[key] = st.session_state[key][:MOST_ZONES]  # a link may name more
    chosen = st.multiselect(
        words("beside"), zones, format_func=words.zone, key=key, max_selections=MOST_ZONES, width=900,
        placeholder=words("beside_none"), select_all=False,
    )  # fmt: skip
    filters.keep("beside", *chosen)
    return tuple(chosen)


def _first(zones: Sequence[str], frames: Frames, context: Context) -> list[str]:
    """Those that the filters name; else the reader's own zone and the areas of its kind that report the most of what it
    reports in its last year.
    """
    if named := [zone for zone in filters.chosen("zone") if zone in zones]:
        return named[:MOST_ZONES]
    counts = frames.facets.groupby("zone")["count"].sum()
    own = visits.zone(context.words.config)
    if own not in zones:
        own = min(zones, key=lambda zone: (kind_of(zone) != "zone", -int(counts.get(zone, 0)), zones.index(zone)))
    year = _made((own,), None, frames, context).year
    told = frames.counts("cells", ("zone", "indicator"), Selection(years=(year, year)), kind="actual")
    mine = set(told.loc[told["zone"] == own, "indicator"])
    shared = told[told["indicator"].isin(mine)].groupby("zone")["indicator"].nunique()
    alike = [zone for zone in zones if zone != own and kind_of(zone) == kind_of(own)]
    alike.sort(key=lambda zone: (-int(shared.get(zone, 0)), -int(counts.get(zone, 0)), zones.index(zone)))
    return [own, *alike][:AT_FIRST]


def _choose_year(zones: tuple[str, ...], frames: Frames, context: Context) -> int | None:
    last = _made(zones, None, frames, context)
    years = sorted({year for brief in last.briefs for year in brief.years_to_choose}, reverse=True)
    names = {"": context.words("beside_year_last", year=last.year)}
    chosen = choices.select("beside_year", context.words("at_year"), ["", *map(str, years)], names, 165)
    return int(chosen) if chosen else None


def _made(zones: tuple[str, ...], year: int | None, frames: Frames, context: Context) -> SideBySide:
    config = context.words.config
    return context.made(
        "beside", lambda: side_by_side(frames.build, zones, config, year, standings.today()), zones, year
    )


def _opened() -> None:
    if fact := st.session_state["beside_table"].get("open"):
        parts.open_fact(str(fact))


@cache
def _component() -> Any:
    html, script = ((_STATIC / f"brief.{kind}").read_text(encoding="utf-8") for kind in ("html", "js"))
    looks = page.style_sheet() + side_by_side_page.style_sheet()
    return st.components.v2.component("kpi_beside", html=html, css=looks, js=script)
