"""Trends: one indicator over years, with its targets, every scope and every source in sight."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.figures import charts
from dashboard.figures.small_multiples import Panel
from dashboard.figures.trend_blocks import Block, Choice, Page, block_table, in_front
from dashboard.figures.trend_blocks import page as made_page
from dashboard.frames import noted, tables, trend_modes
from dashboard.frames.build_frames import Frames
from dashboard.shared import chart_picture, choices, filters, note_panel, one_indicator, page, parts
from dashboard.shared.one_indicator import Menu
from dashboard.words.labels import Words

Series = tuple[tuple[str, str], ...]
"""The zones and scopes that anything is stated for, each pair once."""


def show() -> None:
    context = page.context()
    context.title(context.words("trends"))
    frames = context.frames()
    if frames is not None:
        _show(frames, context)


@page.part
def _show(frames: Frames, context: page.Context) -> None:
    """All below the title; a choice made in it draws it anew without the rest of the page."""
    menu = one_indicator.menu(frames, context)
    if menu is None:
        return
    choice = _choose(menu, frames, context)
    drawn = context.made("trend_page", lambda: _page(frames, choice, context), choice)
    _head(choice, drawn, context)
    for block in drawn.blocks:
        _block(block, drawn, choice, context)
    points = [point for block in drawn.blocks for point in block.rows]
    note_panel.show(note_panel.subject_of(points, choice.indicators), context, "trend")
    if not drawn.blocks:
        parts.say(*_empty(choice, drawn, context.words))
    if not drawn.wordings.empty:
        st.subheader(context.words("notes_relative"), anchor=False)
        parts.fact_table(drawn.wordings, "trend_words", context.words("notes_relative"))


def _empty(choice: Choice, drawn: Page, words: Words) -> tuple[str, str]:
    """That there is nothing to draw, and what helps."""
    mend = words(f"mode_mend.{choice.mode}")
    if drawn.target_measures and "level" not in drawn.target_measures:
        named = ("、" if words.language == "zh" else ", ").join(map(words.measure, drawn.target_measures))
        mend = words("mode_mend.other_targets", measures=named)
    return words("mode_empty", mode=words.measure(choice.mode)), mend


def _page(frames: Frames, choice: Choice, context: page.Context) -> Page:
    """The cells that the choice asks for, and what is made of them."""
    selection, first = context.selection, None
    if selection.years is not None and trend_modes.reaches_back(choice.mode):
        first = selection.years[0]
        selection = replace(selection, years=(first - 1, selection.years[1]))
    cells = frames.cells(selection, indicator=choice.indicators, measure=trend_modes.measures_for(choice.mode))
    if choice.scope is not None:
        cells = cells[cells["scope"] == choice.scope]
    cells = cells[~cells["zone"].isin(choice.left_out)].reset_index(drop=True)
    stated = frames.members(in_front(cells, choice), selection.money)
    targets = frames.targets(selection, indicator=choice.indicators) if choice.mode == "achieved" else pd.DataFrame()
    order = filters.present(context.words.config.zones, frames.zones)
    return made_page(cells, stated, targets, choice, context.words, first, order)


def _choose(menu: Menu, frames: Frames, context: page.Context) -> Choice:
    words = context.words
    several = len(context.selection.indicators) > 1
    # a list that names one indicator says something wrong over charts of several
    side_by_side = several and st.session_state.get("w_panels", filters.get("panels")) == "indicator"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = one_indicator.choose(menu, words, drawn=not side_by_side)
        mode = _mode(menu, indicator, context)
        form = filters.choose_one("form", words("form"), ("line", "bar"), _named("form", ("line", "bar"), context))
        series = context.made("trend_series", lambda: _series(frames, indicator, context), indicator)
        others = choices.other_areas({zone for zone, _ in series}, context.selection.zones)
        left_out = others if others and not choices.is_on("areas") else frozenset()
        series = tuple(each for each in series if each[0] not in left_out)
        layouts = [*(["one", "zone"] if len({zone for zone, _ in series}) > 1 else ["one"])]
        layouts += ["indicator"] if several else []
        layout = "one"
        if len(layouts) > 1:
            layout = filters.choose_one("panels", words("layout_of"), layouts, _named("layout_of", layouts, context))
        choice = Choice((indicator,), mode, form, layout, left_out=left_out)
        if layout == "indicator":
            chosen = [name for name in menu.names if name in context.selection.indicators]
            choice = replace(choice, indicators=tuple(chosen))
        choice = _choose_more(choice, series, frames, context)
        if others:
            choices.toggle("areas", words("other_areas", count=len(others)))
        return choice


def _choose_more(choice: Choice, series: Series, frames: Frames, context: page.Context) -> Choice:
    """What only some choices need: the axes of small charts, a base year, one scope, zones to highlight."""
    words = context.words
    if choice.layout == "zone" and choice.form == "line":
        names = _named("axes", ("shared", "own"), context)
        choice = replace(choice, shared=filters.choose_one("axes", words("axes"), list(names), names) == "shared")
    if choice.layout == "indicator":
        choice = replace(choice, shared=False)
    if choice.mode == "index" and (years := _base_years(frames, choice, context)):
        best = str(trend_modes.best_base_year(years))
        told = {str(year): words("base_year_option", year=year, count=count) for year, count in years.items()}
        base = choices.select("base", words("base_year"), list(told), told, 180, best)
        choice = replace(choice, base_year=int(base))
    many = len(series) > charts.NAMED_SERIES
    zones_of = Counter(scope for _, scope in series)
    scopes = sorted(zones_of, key=lambda scope: (-zones_of[scope], scope))
    if len(scopes) > 1 and choice.layout != "indicator":
        choice = replace(choice, scope=_scope(scopes, many, context))
    if many and choice.layout == "one":
        zones = filters.present(words.config.zones, [*(zone for zone, _ in series), *choice.left_out])
        choice = replace(choice, focus=choices.focus(zones, words))
    return replace(choice, all_panels=filters.get("all_panels") == "1")


def _mode(menu: Menu, indicator: str, context: page.Context) -> str:
    stated = menu.measures[indicator]
    modes = [*trend_modes.MODES, *(measure for measure in trend_modes.STATED if measure in stated)]
    first = next((mode for mode in ("level", "growth", *trend_modes.STATED) if mode in stated), "level")
    return filters.choose_one("measure", context.words("measure"), modes, _named("measure", modes, context), first)


def _scope(scopes: list[str], many: bool, context: page.Context) -> str | None:
    """One scope, or None for all side by side; of many zones one scope at a time can be read."""
    words = context.words
    options = [f"={scope}" for scope in scopes]
    names = {option: words.scope(option[1:]) for option in options} | {"*": words("scope.each")}
    options = options if many else ["*", *options]
    chosen = choices.select("scope", words("scope"), options, names, 180)
    return None if chosen == "*" else chosen[1:]


def _series(frames: Frames, indicator: str, context: page.Context) -> Series:
    counts = frames.counts("cells", ("zone", "scope"), context.selection, indicator=indicator)
    return tuple(zip(map(str, counts["zone"]), map(str, counts["scope"]), strict=True))


def _base_years(frames: Frames, choice: Choice, context: page.Context) -> dict[int, int]:
    """The years that an index can start from, and how many series each serves."""

    def made() -> dict[int, int]:
        cells = frames.cells(context.selection, indicator=choice.indicators, measure="level")
        return trend_modes.base_years(trend_modes.light_points(cells))

    return context.made("trend_bases", made, choice.indicators)


def _named(family: str, codes: list[str] | tuple[str, ...], context: page.Context) -> dict[str, str]:
    return {code: context.words(f"{family}.{code}") for code in codes}


def _head(choice: Choice, drawn: Page, context: page.Context) -> None:
    """What is drawn: the indicator, its measure, its zone where there is only one, and its definition."""
    words = context.words
    st.subheader(parts.plain(_title(choice, drawn.zone, words)), anchor=False)
    if len(choice.indicators) == 1 and words.definition(choice.indicators[0]):
        st.caption(parts.plain(words.definition(choice.indicators[0])))


def _title(choice: Choice, zone: str, words: Words) -> str:
    count = len(choice.indicators)
    title = words.indicator(choice.indicators[0]) if count == 1 else words("several_indicators", count=count)
    measure = "" if choice.mode == "level" else words.measure(choice.mode)
    return " · ".join(part for part in (title, measure, zone) if part)


def _block(block: Block, drawn: Page, choice: Choice, context: page.Context) -> None:
    """Chart, table and sources of what is stated in one unit."""
    words = context.words
    unit = words("unit_line", unit=words.unit(block.unit)) if block.unit else ""
    # the heading names the zone where all units have the same one
    if about := " · ".join(part for part in (unit, "" if drawn.zone else block.zone) if part):
        st.caption(parts.plain(about))
    with parts.tab_of(["chart", "table", "origin"], f"tabs_{block.unit}", words) as tab:
        if tab == "chart":
            _charts(block, choice, context)
            left_out = [words("other_areas_off", count=len(choice.left_out))] if choice.left_out else []
            notes = [
                *drawn.notes,
                *block.notes,
                *left_out,
                words("source_line", sources=block.sources),
                words("click_hint"),
            ]
            st.caption("  \n".join(map(parts.plain, notes)))
            return
        if tab == "table":
            table = context.made("trend_table", lambda: block_table(block, words), choice, block.unit)
            table = noted.with_notes(
                table, list(map(noted.place_of_point, block.rows)), note_panel.known(context), words
            )
        else:
            table = context.made("trend_sources", lambda: tables.statements(drawn.stated, words), choice)
        columns = {words("zone"): st.column_config.TextColumn(width=190)}
        columns[words("value")] = parts.number_column()
        parts.fact_table(table, f"trend_{tab}_{block.unit}", words(tab), parts.table_height(len(table)), **columns)
        st.caption(words("row_hint"))


def _charts(block: Block, choice: Choice, context: page.Context) -> None:
    words = context.words
    title = _title(choice, "", words)
    name = parts.file_name([title, block.zones, block.years], "")
    alt = words("chart_alt", indicator=title, zones=block.zones, years=block.years)
    key = f"trend_{block.unit}"
    if block.figure is not None:
        parts.fact_chart(note_panel.starred(block.figure, block.rows, context), key, alt, words)
    else:
        key = f"panels_{block.unit}"
        with st.container(key=key, gap="small"):
            if block.legend is not None:
                parts.still_chart(block.legend, f"legend_{block.unit}", words("legend_alt"), words)
            grid = st.grid("auto", min_column_width=270)
            for panel in block.panels:
                with grid.cell():
                    _panel(
                        panel, block, context, words("chart_alt", indicator=title, zones=panel.title, years=block.years)
                    )
        if block.panels_there > len(block.panels):
            shown = {"shown": len(block.panels), "count": block.panels_there}
            st.caption(parts.plain(words("panels_cut", **shown)))
            st.button(words("panels_more", count=block.panels_there), on_click=filters.put, args=("all_panels", "1"))
    if context.project is not None and context.project.build is not None:
        built = str(context.project.build.info.get("built_at", ""))[:10]
        chart_picture.buttons(
            key, _title(choice, block.zone, words), words.unit(block.unit), block.sources, built, name, words
        )


def _panel(panel: Panel, block: Block, context: page.Context, alt: str) -> None:
    unit = f" ({panel.unit})" if not block.unit and panel.unit else ""
    st.markdown(f"**{parts.plain(panel.title)}**{parts.plain(unit)}")
    parts.fact_chart(note_panel.starred(panel.figure, block.rows, context), f"panel_{panel.key}", alt, context.words)


show()
