"""Map: provinces as tiles, within one its cities, tinted by the place of their zones or by what these report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames import compare_tables, numbers, tables, tile_map
from dashboard.frames.build_frames import Frames
from dashboard.frames.numbers import told
from dashboard.frames.tables import TrendPoint
from dashboard.frames.tile_map import Standing
from dashboard.shared import choices, filters, leads, one_indicator, page, parts, tiles
from dashboard.words.labels import Words
from kpi.pages.zone_places import Place, place_of

TINTED_BY = ("rank", "coverage")
ROWS_AT_MOST = 500
VALUE_WIDTH, ZONE_WIDTH = {"zh": 100, "en": 150}, 170  # pixels: a number with its unit in words is never cut


@dataclass(frozen=True, slots=True)
class Choice:
    """What the tiles are tinted by, of which indicator, measure and year (0: all years, for coverage)."""

    by: str
    indicator: str = ""
    measure: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of the zones: their standings, the values behind them, and what has to be said."""

    standings: Mapping[str, Standing]
    points: Mapping[str, TrendPoint]
    title: str
    notes: tuple[str, ...] = ()


def show() -> None:
    context = page.context()
    context.title(context.words("tile_map"))
    frames = context.frames()
    if frames is not None:
        _show(frames, context)


@page.part
def _show(frames: Frames, context: page.Context) -> None:
    """All below the title."""
    words = context.words
    zones = _zones(frames, context)
    places = context.made("places", lambda: {zone: place_of(zone, words.config.zones) for zone in zones}, tuple(zones))
    cells, choice = _choose(zones, frames, context)
    if choice is None:
        parts.no_match(words)
        return
    shown = context.made("tile_map", lambda: _shown(choice, cells, zones, frames, context), choice, tuple(zones))
    st.subheader(parts.plain(shown.title), anchor=False)
    left, right = st.columns([7, 6], gap="medium")
    with left:
        province = _provinces(zones, places, shown, choice, context)
    with right:
        head = st.container(horizontal=True, vertical_alignment="center", gap="small")
        city = _cities(province, zones, places, shown, choice, context)
        _table(zones, places, (province, city), shown, choice, head, context)


def _zones(frames: Frames, context: page.Context) -> list[str]:
    """The zones that reports speak of, as far as the filters let them through; areas of other levels only by name."""
    chosen = context.selection.zones
    others = choices.other_areas(frames.zones, chosen)
    there = filters.present(context.words.config.zones, frames.zones)
    return [zone for zone in there if zone and zone not in others and (not chosen or zone in chosen)]


def _choose(zones: Sequence[str], frames: Frames, context: page.Context) -> tuple[pd.DataFrame, Choice | None]:
    """What the tiles show of the zones, and the cells that it rests on (none for coverage)."""
    words = context.words
    nothing = pd.DataFrame()
    menu = one_indicator.menu(frames, context)
    if menu is None:
        return nothing, None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {name: words(f"tinted_by.{name}") for name in TINTED_BY}
        by = filters.choose_one("tint", words("tinted_by"), TINTED_BY, names)
        if by == "coverage":
            span = context.made("years_there", lambda: frames.counts("cells", ("year",), context.selection))
            years = [str(year) for year in sorted(span["year"], reverse=True)]
            names = {"": words("years_all"), **{year: year for year in years}}
            year = choices.select("tile_year", words("at_year"), list(names), names, 140)
            return nothing, Choice(by, year=int(year or 0))
        by_period = ("indicator", "scope", "measure", "period")

        def widest() -> str:
            counts = frames.counts("cells", by_period, context.selection, kind="actual", zone=zones)
            return compare_tables.widest_indicator(counts, menu.busiest)

        indicator = one_indicator.choose(menu, words, first=context.made("widest_indicator", widest, tuple(zones)))
        measures = menu.measures[indicator]
        measure = measures[0]
        if len(measures) > 1:
            measure = filters.choose_one(
                "of", words("measure"), measures, {each: words.measure(each) for each in measures}
            )
        cells = context.made(
            "compare_cells", lambda: frames.cells(context.selection, indicator=indicator, measure=measure), indicator,
            measure,
        )  # fmt: skip
        reported = cells[(cells["kind"] != "target") & cells["number"].notna()]
        if reported.empty:
            return reported, None
        # what cities and provinces report opens no year and no scope of the map of zones
        of_zones = reported[reported["zone"].isin(zones)]
        reported = reported if of_zones.empty else of_zones
        scope = compare_tables.scopes_of(reported)[0]
        reported = reported[reported["scope"] == scope]
        years = [str(year) for year in compare_tables.years_of(reported)]
        first = str(compare_tables.opening_year(reported, len(zones)))
        year = choices.select("year", words("at_year"), years, {}, 120, first)
    return reported, Choice(by, indicator, measure, int(year))


def _shown(choice: Choice, cells: pd.DataFrame, zones: Sequence[str], frames: Frames, context: page.Context) -> Shown:
    made = _covered if choice.by == "coverage" else partial(_ranked, cells)
    return made(choice, zones, frames, context)


def _covered(choice: Choice, zones: Sequence[str], frames: Frames, context: page.Context) -> Shown:
    """How many indicators each zone reports on."""
    words = context.words
    chosen = {"kind": ["actual", "estimate"]} if not context.selection.kinds else {}
    counted = frames.counts("cells", ("zone", "indicator", "year"), context.selection, **chosen)
    if choice.year:
        counted = counted[counted["year"] == choice.year]
    counts = {str(zone): int(count) for zone, count in counted.groupby("zone")["indicator"].nunique().items()}
    among = set(zones)
    standings = tile_map.covered_standings({zone: count for zone, count in counts.items() if zone in among})
    when = words.period(str(choice.year)) if choice.year else words("years_all")
    title = " · ".join((words("tinted_by.coverage"), when))
    return Shown(standings, {}, title, (words("tile_coverage_note", count=len(words.config.indicators)),))


def _ranked(
    cells: pd.DataFrame, choice: Choice, zones: Sequence[str], frames: Frames, context: page.Context
) -> Shown:  # fmt: skip
    """Which place each zone has in the year among those that report a whole one."""
    words = context.words
    of_year = cells[(cells["year"] == choice.year) & cells["zone"].isin(zones)]
    known = words.config.indicators.get(choice.indicator)
    good = str(known.good) if known else "none"
    scope = str(cells["scope"].iloc[0])
    parts_of_title = (
        words.indicator(choice.indicator), tables.scope_suffix(choice.indicator, scope, words),
        "" if choice.measure == "level" else words.measure(choice.measure), words.period(str(choice.year)),
    )  # fmt: skip
    title = " · ".join(part for part in parts_of_title if part)
    if of_year.empty:
        return Shown({}, {}, title)
    unit, others = compare_tables.main_unit(of_year)
    in_unit = of_year[of_year["canonical_unit"] == unit]
    points = tables.trend_points(in_unit, frames.members(in_unit, context.selection.money), words)
    there = [zone for zone in zones if zone in set(in_unit["zone"])]
    found = compare_tables.ranking(points, there, good)
    numbers = {entry.zone: entry.point.number for entry in found.entries}
    notes = [words("tile_ranked_of", count=len(numbers), zones=len(zones))]
    notes += [words("lower_is_better")] if good == "down" else []
    notes += [words("no_direction_note")] if good == "none" else []
    notes += [words("aside_note")] if found.aside else []
    if others:
        aside = of_year[of_year["canonical_unit"] != unit]["zone"].nunique()
        notes.append(words("other_units", count=aside, units=", ".join(map(words.unit, others))))
    of_zone = {entry.zone: entry.point for entry in found.shown}
    return Shown(tile_map.ranked_standings(numbers, good), of_zone, title, tuple(notes))


def _provinces(
    zones: Sequence[str], places: Mapping[str, Place], shown: Shown, choice: Choice, context: page.Context
) -> str:
    """Draws the provinces; returns the one that is chosen."""
    words = context.words
    made = tile_map.province_tiles(zones, places, shown.standings, words)
    province = _chosen("province", {tile.key for tile in made if tile.zones})
    if clicked := tiles.show(made, province, words("tile_map"), _ends(choice, words), words, "tiles_provinces"):
        filters.put("province", "" if clicked == province else clicked)
        filters.put("city")
        st.rerun(scope="fragment")
    st.caption("  \n".join(parts.plain(note) for note in (words("tile_median_note"), *shown.notes)))
    return province


def _cities(
    province: str, zones: Sequence[str], places: Mapping[str, Place], shown: Shown, choice: Choice,
    context: page.Context,
) -> str:  # fmt: skip
    """Draws the cities of the province that is chosen; returns the city that is chosen in it."""
    words = context.words
    if not province or province == tile_map.UNPLACED:
        return ""
    name = tile_map.province_name(province, words)
    made = tile_map.city_tiles(province, zones, places, shown.standings, words)
    city = _chosen("city", {tile.key for tile in made if tile.zones})
    label = words("tile_cities", province=name)
    if clicked := tiles.show(made, city, label, None, words, f"tiles_cities_{province}"):
        filters.put("city", "" if clicked == city else clicked)
        st.rerun(scope="fragment")
    return city


def _ends(choice: Choice, words: Words) -> tuple[str, str]:
    return words(f"tile_low.{choice.by}"), words(f"tile_high.{choice.by}")


def _chosen(name: str, there: set[str]) -> str:
    """The tile that is chosen, where there is such a one."""
    chosen = filters.get(name)
    return chosen if chosen in there else ""


def _table(
    zones: Sequence[str], places: Mapping[str, Place], chosen: tuple[str, str], shown: Shown, choice: Choice,
    place: Any, context: page.Context,
) -> None:  # fmt: skip
    """The zones of what is chosen, those with a place first; a row opens the sentence behind its value.

    What was chosen is told at `place`, above the cities.
    """
    words = context.words
    of_tile = tile_map.inside(zones, places, *chosen)
    named = [part for part in (tile_map.province_name(chosen[0], words), chosen[1]) if part]
    named = [words("tile_unplaced") if part == tile_map.UNPLACED else part for part in named]
    with place:
        head = " · ".join(named) or words("tile_everywhere")
        st.markdown(f"**{parts.plain(head)}** {words('tile_zone_count', count=len(of_tile))}", width="content")
        if chosen[0]:
            st.button(
                words("tile_all"), key="tile_all", type="tertiary", icon=":material/filter_alt_off:", on_click=_all
            )
    table = _rows(of_tile[:ROWS_AT_MOST], places, shown, choice, words)
    names = [str(name) for name in table.index]

    def choose(at: str) -> None:
        zone = names[int(at)]
        if zone in shown.points:
            parts.open_fact(shown.points[zone].observation_id)
        else:
            leads.go("overview", zone=zone, my_zone=zone)

    numbered = table.set_axis([str(place) for place in range(len(table))], axis=0)
    parts.selectable_table(
        numbered, f"tile_table_{choice.by}", words("tile_table"), choose, parts.table_height(len(table)),
        **{words("value"): parts.number_column(VALUE_WIDTH[words.language]),
           words("zone"): st.column_config.TextColumn(width=ZONE_WIDTH)},
    )  # fmt: skip
    st.caption(words("tile_row_hint" if choice.by == "rank" else "tile_row_hint_coverage"))
    if len(of_tile) > ROWS_AT_MOST:
        st.caption(words("rows_cut", count=ROWS_AT_MOST))


def _rows(
    zones: Sequence[str], places: Mapping[str, Place], shown: Shown, choice: Choice, words: Words
) -> pd.DataFrame:
    """A row for each zone, indexed by it, the best first, then those without a place."""
    ordered = sorted(zones, key=lambda zone: shown.standings[zone].share if zone in shown.standings else 2.0)
    place = words("rank" if choice.by == "rank" else "tinted_by.coverage")
    table: dict[str, Any] = {
        place: [int(shown.standings[zone].text) if zone in shown.standings else None for zone in ordered],
        words("zone"): [words.zone(zone) for zone in ordered],
    }
    if choice.by == "rank":
        points = [shown.points.get(zone) for zone in ordered]
        table |= {
            words("value"): numbers.column(
                (told(point.number, point.text) if point else None for point in points), ordered
            ),
            words("period"): [words.period(point.period) if point else words("tile_no_value") for point in points],
        }
    table[words("tile_place")] = [
        " ".join(part for part in (tile_map.province_name(places[zone].province, words), places[zone].city) if part)
        or words("tile_unplaced")
        for zone in ordered
    ]
    made = pd.DataFrame(table, index=ordered)
    made[place] = made[place].astype("Int64")
    return made


def _all() -> None:
    filters.put("province")
    filters.put("city")


show()
