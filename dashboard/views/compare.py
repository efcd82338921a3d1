"""Compare: zones ranked by an indicator, held against their median, and side by side in all indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.figures import compare_blocks
from dashboard.figures.compare_blocks import Board, Choice, Heat
from dashboard.frames import compare_tables, noted, numbers
from dashboard.frames.build_frames import Frames
from dashboard.shared import beside, chart_picture, choices, filters, note_panel, one_indicator, page, parts
from dashboard.shared.one_indicator import Menu


def show() -> None:
    context = page.context()
    words = context.words
    context.title(words("compare"))
    frames = context.frames()
    if frames is None:
        return
    names = {name: words(f"compare_as.{name}") for name in ("ranking", "beside")}
    if filters.choose_one("compare_as", words("compare_as"), list(names), names, labelled=False) == "beside":
        beside.show(frames, context)
    else:
        _one_indicator(frames, context)


@page.part
def _one_indicator(frames: Frames, context: page.Context) -> None:
    """The zones ranked, and all their indicators of that year."""
    menu = one_indicator.menu(frames, context)
    if menu is None:
        return
    indicator, measure = _choose_indicator(menu, frames, context)
    compared = context.made("compared", lambda: _compared(indicator, measure, frames, context), indicator, measure)
    reported = compared.reported
    if reported.empty:
        _nothing_reported(compared.has_targets, context)
        return
    choice = _choose(indicator, measure, compared, frames, context)
    _ranking(choice, reported, frames, context)
    _heat(choice, frames, context)


@dataclass(frozen=True, slots=True)
class _Compared:
    """What was reported of the indicator, with its scopes, that of most zones first, and the zones of each; and whether
    there are targets of it.
    """

    reported: pd.DataFrame
    scopes: tuple[str, ...]
    zones: Mapping[str, frozenset[str]]
    has_targets: bool


def _compared(indicator: str, measure: str, frames: Frames, context: page.Context) -> _Compared:
    cells = frames.cells(context.selection, indicator=indicator, measure=measure)
    reported = cells[(cells["kind"] != "target") & cells["number"].notna()]
    zones = {str(scope): frozenset(of_scope["zone"]) for scope, of_scope in reported.groupby("scope")}
    scopes = () if reported.empty else tuple(compare_tables.scopes_of(reported))
    return _Compared(reported, scopes, zones, bool((cells["kind"] == "target").any()))


def _nothing_reported(has_targets: bool, context: page.Context) -> None:
    """Says whether it is the filters that leave nothing to compare, or that there are only targets."""
    words = context.words
    if context.selection.kinds or not has_targets:
        parts.no_match(words)
        return
    parts.say(words("compare_targets_only"), words("compare_targets_only_mend"), ":material/flag:")
    st.page_link("views/targets.py", label=words("all_targets"), icon=":material/arrow_forward:")


def _choose_indicator(menu: Menu, frames: Frames, context: page.Context) -> tuple[str, str]:
    words = context.words
    by = ("indicator", "scope", "measure", "period")
    others = choices.other_areas(frames.zones, context.selection.zones)
    chosen = context.selection.zones or frames.zones
    of_kind = {"zone": [zone for zone in chosen if zone not in others]} if others else {}

    def widest() -> str:
        counts = frames.counts("cells", by, context.selection, kind="actual", **of_kind)
        return compare_tables.widest_indicator(counts, menu.busiest)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = one_indicator.choose(menu, words, first=context.made("widest_of_kind", widest, others))
        measures = menu.measures[indicator]
        names = {name: words.measure(name) for name in measures}
        measure = measures[0]
        if len(measures) > 1:
            measure = filters.choose_one("of", words("measure"), measures, names)
    return indicator, measure


def _choose(indicator: str, measure: str, compared: _Compared, frames: Frames, context: page.Context) -> Choice:
    words = context.words
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scopes = compared.scopes
        scope = scopes[0]
        if len(scopes) > 1:
            names = {f"={name}": words.scope(name) for name in scopes}
            chosen = choices.select("one_scope", words("scope"), list(names), names, 180)
            scope = chosen[1:]
        zones = compared.zones[scope]
        there = frames.zones - _left_out(zones, frames, context)

        def years_there() -> tuple[list[str], str]:
            of_scope = compared.reported[compared.reported["scope"] == scope]
            alike = of_scope[of_scope["zone"].isin(there)]
            first = compare_tables.opening_year(alike, len(context.selection.zones or there))
            return [str(year) for year in compare_tables.years_of(alike)], str(first)

        years, first = context.made("compare_years", years_there, indicator, measure, scope, there)
        year = choices.select("year", words("at_year"), years, {}, 120, first)
        peers = _choose_peers(there, frames.zones, context)
        focus = choices.focus(peers, words) if len(peers) > choices.MOST_IN_FOCUS else ()
        estimates = choices.toggle("estimates", words("with_estimates"))
        if others := _others(zones, frames, context):
            choices.toggle("areas", words("other_areas", count=len(others)))
    return Choice(indicator, measure, scope, int(year), tuple(peers), estimates, focus, choices.is_on("all_bars"))


def _others(reported: frozenset[str], frames: Frames, context: page.Context) -> frozenset[str]:
    """The areas of another level than those that report what is compared, and that nobody chose by name."""
    named = (*context.selection.zones, *filters.chosen("peer_name"))
    return choices.other_areas(frames.zones, named, reported)


def _left_out(reported: frozenset[str], frames: Frames, context: page.Context) -> frozenset[str]:
    """Those of them that are no peers: all, unless the reader asked for them."""
    return frozenset() if choices.is_on("areas") else _others(reported, frames, context)


def _choose_peers(found: frozenset[str], every: frozenset[str], context: page.Context) -> list[str]:
    """The zones that are held against each other: a level, province or names, of those that the filters let through.

    Of `every` area some may be chosen by name; without that those `found` are the peers.
    """
    words, config = context.words, context.words.config
    ways = ["all", *(way for way in ("level", "province") if len(compare_tables.traits(config, way)) > 1), "name"]
    by = filters.choose_one("peers", words("peers_by"), ways, {way: words(f"peers_by.{way}") for way in ways})
    chosen: list[str] = []
    if by != "all":
        options = (
            compare_tables.peers_of(config, every, "all", ()) if by == "name" else compare_tables.traits(config, by)
        )
        key = filters.seed_many(f"peer_{by}", options)
        named = words.zone if by == "name" else partial(words.code, "trait")
        chosen = st.multiselect(
            words(f"peer_{by}"), options, format_func=named, key=key, width=360, placeholder=words("peers_choose")
        )
        filters.keep(f"peer_{by}", *chosen)
    peers = compare_tables.peers_of(config, found, by, chosen)
    return [zone for zone in peers if zone in context.selection.zones] if context.selection.zones else peers


def _ranking(choice: Choice, cells: pd.DataFrame, frames: Frames, context: page.Context) -> None:
    words = context.words
    made = partial(compare_blocks.board, cells, lambda rows: frames.members(rows, context.selection.money))
    order = filters.present(words.config.zones, frames.zones)
    board = context.made("compare_board", lambda: made(choice, words, order), choice)
    found = board.found
    word = words("ordering" if found.good == "none" else "ranking")
    st.subheader(parts.plain(f"{board.name} · {words.period(str(choice.year))} · {word}"), anchor=False)
    if not found.shown:
        parts.say(words("compare_none", year=choice.year), words("compare_none_mend"), ":material/search_off:")
        return
    one = len(found.entries) == 1 == found.peers  # that there is nothing to compare it with is said below
    all_there = len(found.entries) == found.peers or not found.ranked
    enough = words("enough" if all_there or one else "enough_of", count=len(found.entries), peers=found.peers)
    unit = words("unit_line", unit=words.unit(board.unit)) if board.unit else ""
    st.caption(parts.plain(" · ".join(part for part in (unit, enough) if part)))
    if len(found.shown) == 1:
        parts.say(words("compare_one"), words("compare_one_mend"), ":material/group_add:")
    with parts.tab_of(["chart", "table", "rank_history", "origin"], "tabs_ranking", words) as tab:
        if tab == "chart":
            _chart(choice, board, context)
            notes = [*board.notes, words("source_line", sources=board.sources), words("click_hint")]
            st.caption("  \n".join(map(parts.plain, notes)))
        elif tab == "rank_history":
            if not board.history.empty:
                st.dataframe(
                    numbers.styled(board.history), hide_index=True, key="rank_history", alt=words("rank_history"),
                    height=parts.table_height(len(board.history)), column_config=_right(board.history.columns[1:]),
                )  # fmt: skip
            st.caption(words("rank_history_none" if board.history.empty else "rank_history_note"))
        else:
            table, key = (board.table, "ranking_table") if tab == "table" else (board.stated, "ranking_sources")
            if tab == "table":
                places = [noted.place_of_point(entry.point) for entry in found.shown]
                table = noted.with_notes(table, places, note_panel.known(context), words)
            right = _right(map(words, ("rank", "order_place", "value", "gap_to_median", "range")))
            parts.fact_table(table, key, words(tab), parts.table_height(len(table)), **right)
            st.caption(words("row_hint"))
    points = [entry.point for entry in found.shown]
    note_panel.show(note_panel.subject_of(points, (choice.indicator,)), context, "compare", one_period=True)


def _right(columns: Iterable[str]) -> dict[str, Any]:
    """Columns of numbers."""
    return {name: parts.number_column() for name in columns}


def _chart(choice: Choice, board: Board, context: page.Context) -> None:
    words, zones = context.words, len(board.found.shown)
    file_name = parts.file_name([board.name, str(choice.year)], "")
    alt = words("ranking_alt", indicator=board.name, year=choice.year, count=zones)
    tall = board.bars > 2 * compare_blocks.BARS_AT_ONCE
    with st.container(height=720 if tall else "content", border=tall):
        points = [entry.point for entry in board.found.shown]
        parts.fact_chart(note_panel.starred(board.figure, points, context), "ranking", alt, words)
    if zones > compare_blocks.BARS_AT_ONCE:
        choices.toggle("all_bars", words("show_all_zones", count=zones))
    _picture("ranking", f"{board.name} · {choice.year}", board.unit, board.sources, file_name, context)


def _heat(choice: Choice, frames: Frames, context: page.Context) -> None:
    """All indicators of the year, zones across."""
    words = context.words
    of_year = replace(context.selection, years=(choice.year, choice.year))

    def made() -> Heat | None:
        cells = frames.cells(of_year, zone=list(choice.peers), measure=("level", "growth"))
        return compare_blocks.heat(cells, choice, words)

    heat = context.made("compare_heat", made, choice)
    if heat is None:
        return
    st.subheader(parts.plain(f"{words('heat')} · {words.period(str(choice.year))}"), anchor=False)
    st.caption(words("heat_note"))
    with parts.tab_of(["chart", "table"], "tabs_heat", words) as tab:
        if tab == "chart":
            _heat_chart(heat, choice, context)
        else:
            columns = _right(numbers.number_columns(heat.table))
            columns[words("indicator")] = st.column_config.TextColumn(pinned=True)
            st.dataframe(
                numbers.styled(heat.table), hide_index=True, key="heat_table", alt=words("table"),
                column_config=columns, placeholder="–",
            )  # fmt: skip


def _heat_chart(heat: Heat, choice: Choice, context: page.Context) -> None:
    words = context.words
    name = parts.file_name([words("heat"), str(choice.year)], "")
    wide = int(heat.figure["layout"]["width"])
    with st.container(key="heat_frame"):
        # said only where the page is narrower than the map
        st.html(f"<style>@container heat (min-width: {wide}px) {{ .st-key-heat_scrolls {{ display: none; }} }}</style>")
        with st.container(key="heat_scrolls"):
            st.caption(words("heat_scrolls"))
        with st.container(key="scroll_heat"):
            parts.fact_chart(heat.figure, "heat", words("heat_alt", year=choice.year), words, width=wide)
    cut = words("heat_cut", shown=heat.shown) if heat.zones > heat.shown else ""
    st.caption("  \n".join(parts.plain(line) for line in (cut, words("click_hint")) if line))
    _picture("scroll_heat", f"{words('heat')} · {choice.year}", "", "", name, context)


def _picture(key: str, title: str, unit: str, sources: str, name: str, context: page.Context) -> None:
    if context.project is not None and context.project.build is not None:
        built = str(context.project.build.info.get("built_at", ""))[:10]
        chart_picture.buttons(key, title, context.words.unit(unit), sources, built, name, context.words)


show()
