"""What the page of trends shows of one choice, made ready to draw. No Streamlit inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.figures import charts, small_multiples, theme, trend_marks
from dashboard.figures.charts import Figure, Look
from dashboard.figures.small_multiples import Panel
from dashboard.frames import tables, trend_modes
from dashboard.frames.tables import TrendPoint
from dashboard.words.labels import Words

# Zones that keep their colour where there are too many for all and none is chosen.
FOCUS_BY_ITSELF = 5
# So many years in a row without a value are left out of the axis, with what lies beyond them.
MOST_EMPTY_YEARS, MOST_YEARS_NAMED = 5, 8
PANELS_AT_ONCE, MOST_PANELS = 12, 60
ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose beside the filters. `scope` None is all of them; `left_out` are areas of other levels."""

    indicators: tuple[str, ...]
    mode: str = "level"
    form: str = "line"
    layout: str = "one"
    shared: bool = True
    base_year: int = 0
    focus: tuple[str, ...] = ()
    scope: str | None = None
    all_panels: bool = False
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """What is shown in one unit: one chart or several small ones, the marks of their table, what has to be said.

    `zone` is the name of the only zone, empty where there are several.
    """

    unit: str
    figure: Figure | None
    panels: tuple[Panel, ...]
    panels_there: int
    legend: Figure | None
    rows: tuple[TrendPoint, ...]
    notes: tuple[str, ...]
    zone: str
    zones: str
    years: str
    sources: str


@dataclass(frozen=True, slots=True)
class Page:
    """All blocks, what is to be said of them together, what sources state, and targets without a number.

    `target_measures` are those that targets are set in, where shares of targets are asked for.
    """

    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    stated: pd.DataFrame
    wordings: pd.DataFrame
    several_scopes: bool
    target_measures: tuple[str, ...] = ()

    @property
    def zone(self) -> str:
        """The name of the only zone of all blocks, empty where there are several."""
        zones = {block.zone for block in self.blocks}
        return zones.pop() if len(zones) == 1 else ""


def page(
    cells: pd.DataFrame, stated: pd.DataFrame, targets: pd.DataFrame, choice: Choice, words: Words,
    first_year: int | None = None, order: Sequence[str] = (),
) -> Page:  # fmt: skip
    """What is shown of these cells, of what sources state for them, and of their targets.

    Years before `first_year` are there to be counted from, not to be drawn. `order` are all zones there are, on
    whatever page: the place of each gives it its colour.
    """
    order = order or [*words.config.zones, *sorted(set(cells["zone"]) - set(words.config.zones))]
    front = in_front(cells, choice)
    points = tables.trend_points(front, stated, words)
    if len(front) < len(cells):
        points += trend_modes.light_points(_behind(cells, front))
    levels = [point for point in points if point.measure == "level"] if choice.mode == "index" else []
    years = trend_modes.base_years(levels)
    base = choice.base_year if choice.base_year in years else trend_modes.best_base_year(years) if years else 0
    shown = trend_modes.shown(choice.mode, points, targets, base, words)
    drawn = [point for point in shown.points if first_year is None or point.year >= first_year]
    units = dict.fromkeys(point.unit for point in sorted(drawn, key=lambda point: point.unit))
    if choice.layout == "indicator":
        blocks = [_block(drawn, "", shown.reference, base, choice, words, order)] if drawn else []
    else:
        blocks = [
            _block([p for p in drawn if p.unit == unit], unit, shown.reference, base, choice, words, order)
            for unit in units
        ]
    scopes = len({point.scope for point in drawn}) > 1
    numberless = stated[stated["number"].isna() & (stated["kind"] == "target")]
    return Page(
        tuple(blocks), shown.notes, stated.head(ROWS_AT_ONCE),
        tables.statements(numberless, words), scopes,
        tuple(sorted(set(targets.loc[targets["target_number"].notna(), "measure"]))) if len(targets) else (),
    )  # fmt: skip


def in_front(cells: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """The cells that are drawn one by one; of a great many zones those of the chosen ones, or the longest series."""
    if choice.layout != "one" or cells["zone"].nunique() <= charts.NAMED_SERIES + trend_marks.GREY_LINES:
        return cells
    whole = cells[_whole_years(cells)]
    return cells[cells["zone"].isin(choice.focus or _longest(zip(whole["zone"], whole["year"], strict=True)))]


def _behind(cells: pd.DataFrame, front: pd.DataFrame) -> pd.DataFrame:
    """What the grey band behind the chosen zones is made of: whole years that were reported on."""
    rest = cells.drop(front.index)
    return rest[_whole_years(rest)]


def _whole_years(cells: pd.DataFrame) -> pd.Series:
    return (cells["kind"] != "target") & (cells["period"].str.len() == len("2024")) & cells["number"].notna()


def _block(
    points: Sequence[TrendPoint], unit: str, reference: float | None, base: int, choice: Choice, words: Words,
    order: Sequence[str],
) -> Block:  # fmt: skip
    series = {(point.zone, point.scope) for point in points}
    many = len(series) > charts.NAMED_SERIES
    focus = (choice.focus or tuple(_longest(_reported_years(points)))) if many else ()
    one = choice.layout == "one"
    drawn, beyond = in_sight([point for point in points if point.zone in focus] if focus and one else points)
    if focus and one:
        drawn += [point for point in points if point.zone not in focus]
    zones = list(dict.fromkeys(point.zone for point in points))
    colours = theme.zone_colours(order, focus or zones)
    if choice.layout == "zone" and len(order) > len(theme.ZONE_COLOURS):
        colours = dict.fromkeys(zones, theme.ONE_COLOUR)  # each is alone in its chart
    named = _reference_name(choice.mode, base, words)
    panels: list[Panel] = []
    if choice.layout != "one":
        panels = small_multiples.panels(
            drawn, words, colours, choice.form, by=choice.layout, shared=choice.shared, reference=reference,
            order=list(words.config.indicators) if choice.layout == "indicator" else order,
        )  # fmt: skip
    shown = panels[: MOST_PANELS if choice.all_panels else PANELS_AT_ONCE]
    look = Look(focus=focus, reference=reference, reference_name=named)
    told = {zone: colours[zone] for zone in zones if zone in colours} if choice.layout == "indicator" else {}
    first, last = charts.span(drawn)
    told_of = (*_beyond(beyond, words), *_focus_notes(len(focus), choice, panels, words))
    return Block(
        unit=unit,
        figure=None if panels else charts.trend(drawn, words, colours, choice.form, 430, look),
        panels=tuple(shown),
        panels_there=len(panels),
        legend=_legend(points, choice, told, named, words) if panels else None,
        rows=tuple(sorted(points, key=lambda point: point.zone not in focus)[:ROWS_AT_ONCE]),
        notes=(*_notes(points, choice, bool(panels), words), *told_of),
        zone=words.zone(zones[0]) if len(zones) == 1 else "",
        zones=", ".join(words.zone(zone) for zone in zones[:12]) + (" …" if len(zones) > 12 else ""),
        years=f"{first}–{last}" if last > first else str(first),
        sources=_sources(points, words),
    )


def block_table(block: Block, words: Words) -> pd.DataFrame:
    """The marks of a block; what was stated when comes first, so that a narrow screen shows it."""
    made = tables.trend_table(block.rows, words)
    first = [words(name) for name in ("zone", "period", "value")]
    return made[[*first, *made.columns.difference(first, sort=False)]]


def _legend(
    points: Sequence[TrendPoint], choice: Choice, zones: Mapping[str, str], reference: str, words: Words
) -> Figure:
    return small_multiples.legend(points, words, choice.form, zones if len(zones) > 1 else {}, reference)


def _longest(years: Iterable[tuple[str, int]]) -> list[str]:
    """The zones with values of most years, of as many years those with the latest; `years` are of whole years."""
    known: dict[str, set[int]] = {}
    for zone, year in years:
        known.setdefault(zone, set()).add(int(year))
    return sorted(known, key=lambda zone: (-len(known[zone]), -max(known[zone]), zone))[:FOCUS_BY_ITSELF]


def in_sight(points: Sequence[TrendPoint]) -> tuple[list[TrendPoint], list[TrendPoint]]:
    """The points of the years that most of them are of, and those beyond a long stretch of years without any."""
    years = sorted({point.year for point in points})
    runs: list[list[int]] = []
    for year in years:
        if runs and year - runs[-1][-1] - 1 <= MOST_EMPTY_YEARS:
            runs[-1].append(year)
        else:
            runs.append([year])
    if len(runs) < 2:
        return list(points), []
    kept = max(runs, key=lambda run: (sum(point.year in run for point in points), run[-1]))
    return [point for point in points if point.year in kept], [point for point in points if point.year not in kept]


def _reference_name(mode: str, base: int, words: Words) -> str:
    if mode == "index":
        return words("base_is_hundred", year=base)
    return words("target_is_hundred") if mode == "achieved" else ""


def _focus_notes(count: int, choice: Choice, panels: Sequence[Panel], words: Words) -> list[str]:
    """Which of many zones stand out, and whether the others are drawn."""
    if panels or not count:
        return []
    chosen = [] if choice.focus else [words("focus_default", count=count)]
    return [*chosen, words("bars_of_focus")] if choice.form == "bar" else chosen


def _beyond(points: Sequence[TrendPoint], words: Words) -> list[str]:
    """That there are values of years too far from the others to be drawn beside them."""
    if not points:
        return []
    years = sorted({point.year for point in points})
    named = ("、" if words.language == "zh" else ", ").join(map(str, years[:MOST_YEARS_NAMED]))
    named += " …" if len(years) > MOST_YEARS_NAMED else ""
    return [words("beyond_the_axis", count=len(points), years=named)]


def _reported_years(points: Sequence[TrendPoint]) -> list[tuple[str, int]]:
    return [(point.zone, point.year) for point in points if point.whole_year and point.kind != "target"]


def _notes(points: Sequence[TrendPoint], choice: Choice, panels: bool, words: Words) -> list[str]:
    """What has to be said under the chart, the weightiest first."""
    notes = tables.choices(points, words)
    if len(notes) > 6:
        notes = [*notes[:6], words("more_notes", count=len(notes) - 6)]
    scopes = list(dict.fromkeys(words.scope(point.scope) for point in points))
    if len(scopes) > 1:
        notes.append(words("scopes_shown") + " / ".join(scopes))
    if panels:
        same = choice.layout == "zone" and (choice.shared or choice.form == "bar")
        notes.append(words("axes_shared_note" if same else "axes_own_note"))
    if len({point.period for point in points if point.kind != "target"}) == 1 and len(points) < 4:
        notes.append(words("one_value" if len(points) == 1 else "one_point"))
    if len(points) > ROWS_AT_ONCE:
        notes.append(words("rows_cut", count=ROWS_AT_ONCE))
    return notes


def _sources(points: Sequence[TrendPoint], words: Words) -> str:
    dates = dict(report for point in points for report in point.docs)
    named = [f"{doc} ({date or words('undated')})" for doc, date in sorted(dates.items())]
    more = words("sources_more", count=len(named)) if len(named) > 6 else ""
    return "; ".join(named[:6]) + more
