"""Several zones side by side: each indicator as the brief of each zone has it, in one line.

A line is one indicator, scope and measure, so that no value of a part stands beside one of the whole; a value of
another period than most of its line says so where it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kpi.briefs.content import Brief, Row, brief_of
from kpi.vocabulary.model import Period

if TYPE_CHECKING:
    from kpi.results.builds import Build
    from kpi.settings.config import Config

MOST_ZONES = 8
"""More do not stand side by side on any screen."""

_Key = tuple[str, str, str]  # indicator, scope, measure


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator, scope and measure across the zones.

    `places` holds for each zone the number of its row in the rows of its brief, None where that has none; `period` is
    the one that most values are of; `first` to `last` are the years of the small lines.
    """

    indicator: str
    group: str
    scope: str
    measure: str
    period: str
    places: tuple[int | None, ...]
    first: int
    last: int

    @property
    def known(self) -> int:
        """How many zones say something of it."""
        return sum(place is not None for place in self.places)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The briefs of the zones, in their order, and the lines; `alone` are those that one zone alone has."""

    year: int
    briefs: tuple[Brief, ...]
    lines: tuple[Line, ...]
    alone: tuple[Line, ...]

    def row(self, line: Line, zone: int) -> Row | None:
        """The row of the zone's brief that stands in this line."""
        place = line.places[zone]
        return None if place is None else self.briefs[zone].rows[place]


def side_by_side(
    build: Build, zones: Sequence[str], config: Config, year: int | None = None, day: date | None = None
) -> SideBySide:
    """The zones as of `year`, else as of the year that most of them were last reported on (of two the later).

    Ranked among each other; as on the day of the build, unless another is asked for. Raises ValueError for more than
    `MOST_ZONES` or for none.
    """
    if not 0 < len(zones) <= MOST_ZONES:
        raise ValueError(f"1 to {MOST_ZONES} zones stand side by side, not {len(zones)}")
    if year is None:
        last = Counter(brief_of(build, zone, config, None, zones, day=day).year for zone in zones)
        year = max(last, key=lambda each: (last[each], each))
    briefs = tuple(brief_of(build, zone, config, year, zones, day=day) for zone in zones)
    lines = _lines(briefs, config)
    shared = tuple(line for line in lines if line.known > 1 or len(zones) == 1)
    return SideBySide(year, briefs, shared, tuple(line for line in lines if line not in shared))


def _lines(briefs: Sequence[Brief], config: Config) -> list[Line]:
    keys: dict[_Key, str] = {}
    for brief in briefs:
        for row in brief.rows:
            keys.setdefault((row.indicator, row.scope, row.measure), row.group)
    lines = [_line(key, group, briefs) for key, group in keys.items()]
    groups, indicators = list(config.groups), list(config.indicators)

    def place(line: Line) -> tuple[int, int, str, bool, str]:
        group = groups.index(line.group) if line.group in groups else len(groups)
        indicator = indicators.index(line.indicator) if line.indicator in indicators else len(indicators)
        return (group, indicator, line.indicator, line.measure != "level", line.scope)

    return sorted(lines, key=place)


def _line(key: _Key, group: str, briefs: Sequence[Brief]) -> Line:
    mine = [
        [at for at, row in enumerate(brief.rows) if (row.indicator, row.scope, row.measure) == key] for brief in briefs
    ]
    told = [{_period(brief.rows[at]) for at in places} for brief, places in zip(briefs, mine, strict=True)]
    counts = Counter(period for periods in told for period in periods if period)
    period = max(counts, key=lambda each: (counts[each], _end(each)), default="")
    places = tuple(
        min(found, key=lambda at: _unlike(brief.rows[at], period), default=None)
        for brief, found in zip(briefs, mine, strict=True)
    )
    rows = [brief.rows[at] for brief, at in zip(briefs, places, strict=True) if at is not None]
    years = [point.year for row in rows for point in row.line]
    return Line(*key[:1], group, *key[1:], period, places, min(years, default=0), max(years, default=0))


def _unlike(row: Row, period: str) -> tuple[bool, int]:
    """Rows of the line's period first, then the latest."""
    mine = _period(row)
    return (mine != period, -_end(mine))


def _period(row: Row) -> str:
    return row.value.period if row.value else ""


def _end(period: str) -> int:
    return Period.parse(period).end.toordinal() if period else 0
