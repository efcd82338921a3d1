"""What the page of comparison shows of one choice, made ready to draw. No Streamlit inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.figures import compare_charts, theme
from dashboard.figures.charts import Figure
from dashboard.frames import compare_tables, tables, trend_modes
from dashboard.frames.compare_tables import Entry, Ranking
from dashboard.words.labels import Words

BARS_AT_ONCE, FIRST, LAST = 24, 14, 6
ZONES_ACROSS, ZONES_IN_TABLE = 16, 60


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared: indicator, measure, scope and year, among which zones.

    `estimates` rank too where asked for; `focus` are the zones in colour; `everything` shows every bar.
    """

    indicator: str
    measure: str
    scope: str
    year: int
    peers: tuple[str, ...]
    estimates: bool = False
    focus: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The ranking of a year: figure, tables, and what has to be said of them."""

    name: str
    unit: str
    found: Ranking
    figure: Figure
    bars: int
    table: pd.DataFrame
    history: pd.DataFrame
    stated: pd.DataFrame
    notes: tuple[str, ...]
    sources: str


@dataclass(frozen=True, slots=True)
class Heat:
    """The heat map of a year and its table; `zones` have a value, `shown` of them are in the figure."""

    figure: Figure
    table: pd.DataFrame
    shown: int
    zones: int


def board(
    cells: pd.DataFrame, members: Callable[[pd.DataFrame], pd.DataFrame], choice: Choice, words: Words,
    order: Sequence[str],
) -> Board:  # fmt: skip
    """The ranking of the cells of one indicator and measure; `members` gives what sources state for some.

    `order` are all zones there are: the place of each gives it its colour.
    """
    known = words.config.indicators.get(choice.indicator)
    good = str(known.good) if known else "none"
    rows = cells[(cells["scope"] == choice.scope) & cells["zone"].isin(choice.peers)]
    of_year = rows[rows["year"] == choice.year]
    unit, others = compare_tables.main_unit(of_year) if len(of_year) else ("", [])
    in_unit = of_year[of_year["canonical_unit"] == unit]
    stated = members(in_unit)
    found = compare_tables.ranking(
        tables.trend_points(in_unit, stated, words), choice.peers, good, choice.estimates
    )  # fmt: skip
    history = compare_tables.rank_history(
        trend_modes.light_points(rows[rows["canonical_unit"] == unit]), choice.peers, good, words, choice.estimates
    )
    entries = _shown(found, choice)
    aside = of_year[of_year["canonical_unit"] != unit]["zone"].nunique()
    return Board(
        name=_name(choice, words),
        unit=unit,
        found=found,
        figure=compare_charts.ranking(found, entries, words, _colours(choice, order)),
        bars=len(entries),
        table=compare_tables.ranking_table(found, words),
        history=history,
        stated=tables.statements(stated, words),
        notes=tuple(_notes(choice, found, aside, others, words)),
        sources=_sources(found, words),
    )


def heat(cells: pd.DataFrame, choice: Choice, words: Words) -> Heat | None:
    """All indicators of the year in the chosen measure; None where there are not two zones to compare."""
    measure = choice.measure if choice.measure in ("level", "growth") else "level"
    there = set(cells.loc[(cells["kind"] != "target") & cells["number"].notna(), "zone"])
    ordered = [*choice.focus, *(peer for peer in choice.peers if peer not in choice.focus)]
    zones = [zone for zone in ordered if zone in there]
    if len(zones) < 2:
        return None
    across = zones[:ZONES_IN_TABLE]
    made = compare_tables.heat(cells, choice.peers, measure, words, across)
    # what is stated of another scope, or of several years only, would leave lines and columns of dashes
    rows = [row for row in made if row.cells]
    told = {zone for row in rows for zone in row.cells}
    silent = {zone for zone in across if zone not in told}
    across = [zone for zone in across if zone in told]
    if len(across) < 2:
        return None
    figure = compare_charts.heat_map(rows, across[:ZONES_ACROSS], words)
    table = compare_tables.heat_table(rows, across, words)
    return Heat(figure, table, min(len(across), ZONES_ACROSS), len(zones) - len(silent))


def _name(choice: Choice, words: Words) -> str:
    measure = "" if choice.measure == "level" else words.measure(choice.measure)
    scope = tables.scope_suffix(choice.indicator, choice.scope, words)
    return " · ".join(part for part in (words.indicator(choice.indicator), scope, measure) if part)


def _shown(found: Ranking, choice: Choice) -> list[Entry | int]:
    if len(found.shown) > BARS_AT_ONCE and not choice.everything:
        return compare_tables.cut(found.shown, FIRST, LAST, choice.focus)
    return list(found.shown)


def _colours(choice: Choice, order: Sequence[str]) -> dict[str, str]:
    """A colour each for a few zones; of more the chosen ones have theirs, and without any all have one."""
    few = len(order) <= len(theme.ZONE_COLOURS)
    return theme.zone_colours(order, choice.focus) if few or choice.focus else {}


def _notes(choice: Choice, found: Ranking, aside: int, others: Sequence[str], words: Words) -> list[str]:
    """What has to be known to read the ranking."""
    notes = []
    if found.good == "down":
        notes.append(words("lower_is_better"))
    if found.good == "none":
        notes.append(words("no_direction_note"))
    if found.aside:
        notes.append(words("aside_note"))
    if any(entry.best != entry.worst for entry in found.entries):
        notes.append(words("range_note"))
    if choice.scope:
        notes.append(words("same_scope", scope=words.scope(choice.scope)))
    if aside:
        notes.append(words("other_units", count=aside, units=", ".join(map(words.unit, others))))
    if found.missing:
        names = [words.zone(zone) for zone in found.missing]
        said = ("、" if words.language == "zh" else ", ").join(names[:8])
        if len(names) > 8:
            said = words("and_more", names=said, count=len(names) - 8)
        notes.append(words("missing_zones", names=said))
    return notes


def _sources(found: Ranking, words: Words) -> str:
    dates = dict(report for entry in found.shown for report in entry.point.docs)
    named = [f"{doc} ({date or words('undated')})" for doc, date in sorted(dates.items())]
    return "; ".join(named[:6]) + (words("sources_more", count=len(named)) if len(named) > 6 else "")
