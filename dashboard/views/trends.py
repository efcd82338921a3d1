"""Trends: one indicator over years, with its targets, every scope and every source in sight."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import charts, filters, page, parts, tables, theme


def show() -> None:
    context = page.context()
    context.title(context.words("trends"))
    frames = context.frames()
    if frames is None:
        return
    cells = context.selection.apply(frames.cells)
    if cells.empty:
        parts.no_match(context.words)
        return
    indicator, measure, form = _choose(cells, context)
    cells = cells[(cells["indicator"] == indicator) & (cells["measure"] == measure)]
    members = set(" ".join(cells["members"]).split())
    stated = frames.observations[frames.observations["observation_id"].isin(members)]
    for unit, rows in cells.groupby("canonical_unit", sort=False):
        _unit(rows, stated[stated["canonical_unit"] == unit], indicator, str(unit), form, context)
    _wordings(stated[stated["number"].isna()], context)


def _choose(cells: pd.DataFrame, context: page.Context) -> tuple[str, str, str]:
    words = context.words
    options = filters.present(words.config.indicators, cells["indicator"])
    busiest = str(cells["indicator"].value_counts().index[0])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = filters.seed_one("show", options, busiest)
        indicator = st.selectbox(words("choose_indicator"), options, format_func=words.indicator, key=key, width=320)
        filters.keep("show", indicator)
        measures = tables.measures_of(cells, indicator)
        names = {measure: words.measure(measure) for measure in measures}
        measure = filters.choose_one("measure", words("measure"), measures, names) if len(measures) > 1 else measures[0]
        form = filters.choose_one(
            "form", words("form"), ["line", "bar"], {f: words(f"form.{f}") for f in ("line", "bar")}
        )
    return indicator, measure, form


def _unit(
    cells: pd.DataFrame, stated: pd.DataFrame, indicator: str, unit: str, form: str, context: page.Context
) -> None:
    """Chart, table and sources of what is stated in one unit."""
    words = context.words
    shown = (indicator, str(cells.iloc[0]["measure"]), unit)
    points = context.made("points", lambda: tables.trend_points(cells, stated, words), *shown)
    st.subheader(parts.plain(words.indicator(indicator)), anchor=False)
    st.caption(
        parts.plain(
            " · ".join(
                part for part in (words("unit_line", unit=words.unit(unit)), words.definition(indicator)) if part
            )
        )
    )
    chart, table, origin = st.tabs([words("chart"), words("table"), words("origin")], key=f"tabs_{unit}")
    with chart:
        _chart(points, indicator, unit, form, context)
    with table:
        parts.fact_table(tables.trend_table(points, words), f"trend_table_{unit}", words("table"))
        st.caption(words("row_hint"))
    with origin:
        parts.fact_table(tables.statements(stated, words), f"trend_sources_{unit}", words("origin"))
        st.caption(words("row_hint"))


def _chart(points: list[tables.TrendPoint], indicator: str, unit: str, form: str, context: page.Context) -> None:
    words = context.words
    if not points:
        st.caption(words("no_match"))
        return
    years = f"{min(p.year for p in points)}–{max(p.year for p in points)}"
    zones = ", ".join(dict.fromkeys(words.zone(point.zone) for point in points))
    colours = theme.zone_colours(list(words.config.zones), {point.zone for point in points})
    alt = words("chart_alt", indicator=words.indicator(indicator), zones=zones, years=years)
    name = parts.file_name([words.indicator(indicator), zones, years], "")
    figure = context.made("trend", lambda: charts.trend(points, words, colours, form), tuple(points), form)
    parts.fact_chart(figure, f"trend_{unit}", alt, name)
    st.caption(words("legend") + "　" + words("click_hint"))
    notes = tables.choices(points, words)
    scopes = list(dict.fromkeys(tables.scope_name(point.scope, words) for point in points))
    if len(scopes) > 1:
        notes.append(words("scopes_shown") + " / ".join(scopes))
    if len({point.period for point in points}) == 1:
        notes.append(words("one_point"))
    for note in notes:
        st.caption(parts.plain(note))
    st.caption(parts.plain(words("source_line", sources=_sources(points, context))))


def _sources(points: list[tables.TrendPoint], context: page.Context) -> str:
    dates = dict(report for point in points for report in point.docs)
    return "; ".join(f"{doc} ({date or context.words('undated')})" for doc, date in sorted(dates.items()))


def _wordings(stated: pd.DataFrame, context: page.Context) -> None:
    """Targets without a number are words, not marks."""
    if stated.empty:
        return
    st.subheader(context.words("notes_relative"), anchor=False)
    parts.fact_table(tables.statements(stated, context.words), "trend_words", context.words("notes_relative"))


show()
