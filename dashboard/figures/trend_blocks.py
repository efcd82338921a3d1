"""What the page of trends shows of one choice, made ready to draw. No Streamlit inside."""

from __future__ import annotations

from collections import Counter
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
FOCUS_BY_ITSELF = 3
PANELS_AT_ONCE, MOST_PANELS = 12, 60
ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose beside the filters. `scope` None is all of them."""

    indicators: tuple[str, ...]
    mode: str = "level"
    form: str = "line"
    layout: str = "one"
    shared: bool = True
    base_year: int = 0
    focus: tuple[str, ...] = ()
    scope: str | None = None
    all_panels: bool = False


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
    first_year: int | None = None,
) -> Page:  # fmt: skip
    """What is shown of these cells, of what sources state for them, and of their targets.

    Years before `first_year` are there to be counted from, not to be drawn.
    """
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
        blocks = [_block(drawn, "", shown.reference, base, choice, words)] if drawn else []
    else:
        blocks = [
            _block([p for p in drawn if p.unit == unit], unit, shown.reference, base, choice, words) for unit in units
        ]
    scopes = len({point.scope for point in drawn}) > 1
    numberless = stated[stated["number"].isna() & (stated["kind"] == "target")]
    return Page(
        tuple(blocks), shown.notes, stated.head(ROWS_AT_ONCE),
        tables.statements(numberless, words), scopes,
        tuple(sorted(set(targets.loc[targets["target_number"].notna(), "measure"]))) if len(targets) else (),
    )  # fmt: skip


def in_front(cells: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """The cells that are drawn one by one; of a great many zones those of the chosen ones, or the highest."""
    if choice.layout != "one" or cells["zone"].nunique() <= charts.NAMED_SERIES + trend_marks.GREY_LINES:
        return cells
    return cells[cells["zone"].isin(choice.focus or _highest_zones(cells))]


def _behind(cells: pd.DataFrame, front: pd.DataFrame) -> pd.DataFrame:
    """What the grey band behind the chosen zones is made of: whole years that were reported on."""
    rest = cells.drop(front.index)
    return rest[_whole_years(rest)]


def _whole_years(cells: pd.DataFrame) -> pd.Series:
    return (cells["kind"] != "target") & (cells["period"].str.len() == len("2024")) & cells["number"].notna()


def _highest_zones(cells: pd.DataFrame) -> list[str]:
    """The same as `_highest`, over cells: of the measure that is stated first."""
    whole = cells[_whole_years(cells)]
    if whole.empty:
        return []
    latest = _fullest_year(whole["year"])
    ranked = whole[whole["year"] == latest].sort_values("number", ascending=False, kind="stable")
    return list(ranked["zone"].unique()[:FOCUS_BY_ITSELF])


def _block(
    points: Sequence[TrendPoint], unit: str, reference: float | None, base: int, choice: Choice, words: Words
) -> Block:
    series = {(point.zone, point.scope) for point in points}
    many = len(series) > charts.NAMED_SERIES
    year, highest = _highest(points) if many and not choice.focus else (0, [])
    focus = (choice.focus or tuple(highest)) if many else ()
    zones = list(dict.fromkeys(point.zone for point in points))
    colours = theme.zone_colours(list(words.config.zones), focus or zones)
    if choice.layout == "zone" and len(words.config.zones) > len(theme.ZONE_COLOURS):
        colours = dict.fromkeys(zones, theme.ONE_COLOUR)  # each is alone in its chart
    named = _reference_name(choice.mode, base, words)
    panels: list[Panel] = []
    if choice.layout != "one":
        order = list(words.config.indicators if choice.layout == "indicator" else words.config.zones)
        panels = small_multiples.panels(
            points, words, colours, choice.form, by=choice.layout, shared=choice.shared, reference=reference,
            order=order,
        )  # fmt: skip
    shown = panels[: MOST_PANELS if choice.all_panels else PANELS_AT_ONCE]
    look = Look(focus=focus, reference=reference, reference_name=named)
    told = {zone: colours[zone] for zone in zones if zone in colours} if choice.layout == "indicator" else {}
    first, last = charts.span(points)
    return Block(
        unit=unit,
        figure=None if panels else charts.trend(points, words, colours, choice.form, 430, look),
        panels=tuple(shown),
        panels_there=len(panels),
        legend=_legend(points, choice, told, named, words) if panels else None,
        rows=tuple(sorted(points, key=lambda point: point.zone not in focus)[:ROWS_AT_ONCE]),
        notes=(*_notes(points, choice, bool(panels), words), *_focus_notes(year, len(focus), choice, panels, words)),
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


def _highest(points: Sequence[TrendPoint]) -> tuple[int, list[str]]:
    """The zones with the highest value in the year that most of them reported on, and that year."""
    whole = [point for point in points if point.whole_year and point.kind != "target"]
    if not whole:
        return 0, []
    latest = _fullest_year(point.year for point in whole)
    ranked = sorted((point for point in whole if point.year == latest), key=lambda point: -point.number)
    return latest, list(dict.fromkeys(point.zone for point in ranked))[:FOCUS_BY_ITSELF]


def _fullest_year(years: Iterable[int]) -> int:
    """The year that occurs most often, the latest of them."""
    counts = Counter(years)
    return max(counts, key=lambda year: (counts[year], year))


def _reference_name(mode: str, base: int, words: Words) -> str:
    if mode == "index":
        return words("base_is_hundred", year=base)
    return words("target_is_hundred") if mode == "achieved" else ""


def _focus_notes(year: int, count: int, choice: Choice, panels: Sequence[Panel], words: Words) -> list[str]:
    """Which of many zones stand out, and whether the others are drawn."""
    if panels or not count:
        return []
    chosen = [words("focus_default", count=count, year=year)] if year else []
    return [*chosen, words("bars_of_focus")] if choice.form == "bar" else chosen


def _notes(points: Sequence[TrendPoint], choice: Choice, panels: bool, words: Words) -> list[str]:
    """What has to be said under the chart, the weightiest first."""
    notes = tables.choices(points, words)
    if len(notes) > 6:
        notes = [*notes[:6], words("more_notes", count=len(notes) - 6)]
    scopes = list(dict.fromkeys(tables.scope_name(point.scope, words) for point in points))
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
