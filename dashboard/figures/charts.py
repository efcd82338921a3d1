"""Figures for the pages, as the plain dictionaries that Plotly draws. No Streamlit inside."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from dashboard.figures import label_places, theme, trend_marks
from dashboard.figures.label_places import Box, Label, escape
from dashboard.frames import standings, trend_modes
from dashboard.frames.tables import TrendPoint, arithmetic, spans_years, target_quantity, target_title
from dashboard.words.labels import Words
from dashboard.words.short_names import short_names
from kpi.wording.numbers import float_text, percent_text
from kpi.wording.periods import part_name

Figure = dict[str, Any]

# Beyond this many marks only line ends and targets carry their number; hovering gives the rest.
LABELLED_POINTS = 14
NAMED_SERIES = 8
# The plot as it is on a common screen and on a phone, names at its right included: labels that fit are shown.
PLOT_WIDTH, PHONE_WIDTH, PANEL_WIDTH, AXIS_HEIGHT, PANEL_AXIS = 800, 310, 224, 90, 44
# A year under the axis with the gap after it, and the room below the plot for the years; in pixels.
YEAR_WIDTH, YEARS_ROOM = 28, 30
# The numbers of the axis of values: how many, and in pixels a digit of them and the gaps beside them.
TICKS, TICK_LETTER, AXIS_GAP = 6, 6.2, 18
# Marks of several series at the end of the same part of a year stand this far apart, in years, all within so many.
PART_STEP, PART_SPREAD = 0.08, 0.3
# A line of a name at the right edge, in Latin letters; a letter and a line of it in pixels.
END_ROOM, END_LETTER, END_LINE = 18, 6.6, 17.0
# The square of its colour before a name with the gap after it, in letters, and what is as wide in the lines below.
END_SIGN, BLANK = 3, "　"
# A target this near above a bar, in pixels, has the number of the bar above it.
LINE_ABOVE, CLEAR_OF_TARGET = 24, 5
TARGET_SIZE = 13
"""How large a target is drawn, in pixels."""
# Lines whose lowest value is above this share of the highest leave the zero line away.
FAR_FROM_ZERO, ROOM_OFF_ZERO = 0.55, 0.15
# The rows of the bullets, in pixels; room for text in Latin letters, so that 380 px show it.
TITLE_LINE, NOTE_LINE, BAR, BAR_BAND, ROW_GAP = 18, 16, 13, 32, 20
TITLE_ROOM, NOTE_ROOM, WIDE_ROOM = 46, 50, 84
# As far right as the bullets reach: a quarter beyond their targets, and never so far that these are lost at the left.
LEAST_REACH, MOST_REACH = 1.25, 2.2
# A line over years in a card, in units of its own drawing; changes within this share of the highest value look small.


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart of trends is drawn beside its marks.

    `focus` are the zones that keep colour and name where there are too many for all. `reference` is a value
    that all are held against (0, 100) with its name. `reach` and `years` are the ends of the axes where several
    charts share them. A `panel` is one of several small ones: no names, no legend, few ticks.
    """

    focus: tuple[str, ...] = ()
    reference: float | None = None
    reference_name: str = ""
    reach: tuple[float, float] | None = None
    years: tuple[int, int] | None = None
    panel: bool = False


@dataclass(frozen=True, slots=True)
class _Series:
    """The marks of one zone and scope, oldest first, and how they are drawn.

    `whole` are the years reported on; `parts` are parts of a year and sums over several, never joined to them.
    `shifts` by year and `part_shifts` by period set it beside the other series there.
    """

    name: str
    colour: str
    shifts: Mapping[int, float]
    part_shifts: Mapping[str, float]
    width: float
    points: Sequence[TrendPoint]
    whole: Sequence[TrendPoint]
    parts: Sequence[TrendPoint]
    targets: Sequence[TrendPoint]

    def at(self, point: TrendPoint) -> float:
        shifts = self.part_shifts.get(point.period) if point.part_year else self.shifts.get(point.year)
        return point.position + (shifts or 0.0)

    @property
    def named_at(self) -> TrendPoint:
        """The mark that carries the name: the last whole year reported, else the last part, else the last target."""
        return (self.whole or self.parts or self.points)[-1]


def trend(
    points: Sequence[TrendPoint],
    words: Words,
    colours: Mapping[str, str],
    form: str,
    height: int = 430,
    look: Look | None = None,
) -> Figure:
    """One indicator over years, each zone in its colour, each kind of statement with its own mark."""
    look = look or Look()
    many = len({(point.zone, point.scope) for point in points}) > NAMED_SERIES
    front = [point for point in points if point.zone in look.focus] if many else points
    # lines across bars could not be told from them: bars stand alone
    behind = trend_marks.backdrop(points, look.focus, words) if many and form == "line" else []
    axes = _Axes.of(front, form, height, look, [point for point in points if _behind(point)] if behind else [])
    every = _series(front, words, colours, form)
    draw = _Drawing(words, form, len(front) > LABELLED_POINTS, axes, look).labelled(every)
    traces = [trace for series in every for trace in draw.series(series)]
    legend = (
        []
        if look.panel
        else trend_marks.legend(front, words, form, _coloured(every, form), behind, look.reference_name)
    )
    layout = _trend_layout(axes, draw, bool(legend))
    carrier = [_CARRIER] if "xaxis2" in layout else []
    figures = [*carrier, *behind, *traces, *draw.end_labels(), *draw.wide_labels(every), *legend]
    return {"data": [trend_marks.bare(trace) for trace in trend_marks.unnamed(figures)], "layout": layout}


def _behind(point: TrendPoint) -> bool:
    """Whether it is among what is drawn of the many behind the few."""
    return point.kind != "target" and point.whole_year


def _coloured(every: Sequence[_Series], form: str) -> list[tuple[str, str]]:
    """Names and colours that the legend has to tell: those of bars, which have no end to stand at."""
    return [(series.name, series.colour) for series in every if series.name] if form == "bar" else []


def _series(points: Sequence[TrendPoint], words: Words, colours: Mapping[str, str], form: str) -> list[_Series]:
    found: dict[tuple[str, str], list[TrendPoint]] = {}
    for point in points:
        found.setdefault((point.zone, point.scope), []).append(point)
    several_zones, several_scopes = (len({key[part] for key in found}) > 1 for part in (0, 1))
    short = short_names({zone: words.zone(zone) for zone, _ in found})
    tints = _tints(list(found), colours)
    abreast, parts_abreast = _abreast(found), _parts_abreast(found)
    width = 0.8 / max((len(keys) for keys in abreast.values()), default=1)
    series = []
    for (zone, scope), rows in found.items():
        parts = (short[zone] if several_zones else "", words.scope(scope) if several_scopes else "")
        series.append(
            _Series(
                name=" · ".join(part for part in parts if part),
                colour=tints[zone, scope],
                shifts={
                    year: (keys.index((zone, scope)) - (len(keys) - 1) / 2) * width
                    for year, keys in abreast.items()
                    if form == "bar" and (zone, scope) in keys
                },
                part_shifts=parts_abreast.get((zone, scope), {}),
                width=min(width * 0.86, 0.42),
                points=(ordered := sorted(rows, key=lambda row: row.position)),
                whole=[row for row in ordered if row.kind != "target" and row.whole_year],
                parts=[row for row in ordered if row.kind != "target" and not row.whole_year],
                targets=[row for row in ordered if row.kind == "target"],
            )
        )
    return series


def _tints(keys: Sequence[tuple[str, str]], colours: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """A colour for each series: the first scope of a zone has the zone's, the others each one that nobody has."""
    owners: dict[str, tuple[str, str]] = {}
    for key in keys:
        owners.setdefault(key[0], key)
    taken = {colours.get(zone, theme.NEUTRAL) for zone in owners}
    free = iter([colour for colour in theme.ZONE_COLOURS if colour not in taken])
    return {
        (zone, scope): colours.get(zone, theme.NEUTRAL) if owners[zone] == (zone, scope) else next(free, theme.NEUTRAL)
        for zone, scope in keys
    }


def _abreast(found: Mapping[tuple[str, str], Sequence[TrendPoint]]) -> dict[int, list[tuple[str, str]]]:
    """Which series have something to show for a whole year, so that only they share the room there."""
    years: dict[int, list[tuple[str, str]]] = {}
    for key, rows in found.items():
        for year in dict.fromkeys(row.year for row in rows if not row.part_year):
            years.setdefault(year, []).append(key)
    return years


def _parts_abreast(found: Mapping[tuple[str, str], Sequence[TrendPoint]]) -> dict[tuple[str, str], dict[str, float]]:
    """How far the marks of each series stand from the end of each part of a year that others have too."""
    periods: dict[str, list[tuple[str, str]]] = {}
    for key, rows in found.items():
        for period in dict.fromkeys(row.period for row in rows if row.part_year):
            periods.setdefault(period, []).append(key)
    shifts: dict[tuple[str, str], dict[str, float]] = {}
    for period, keys in periods.items():
        step = min(PART_STEP, PART_SPREAD / len(keys))
        for place, key in enumerate(keys):
            shifts.setdefault(key, {})[period] = (place - (len(keys) - 1) / 2) * step
    return shifts


@dataclass(frozen=True, slots=True)
class _Axes:
    """The ends of both axes, and how many pixels high the plot is."""

    first: int
    last: int
    low: float
    high: float
    height: int
    pixels: float

    @classmethod
    def of(
        cls, front: Sequence[TrendPoint], form: str, height: int, look: Look, behind: Sequence[TrendPoint] = ()
    ) -> _Axes:  # fmt: skip
        """The years are those of the marks in `front`; the values reach what stands behind them there as well."""
        first, last = look.years or span(front or behind)
        seen = [*front, *(point for point in behind if first <= point.year <= last)]
        low, high = look.reach or reach(seen, form, look.reference)
        return cls(first, last, low, high, height, height - (PANEL_AXIS if look.panel else AXIS_HEIGHT))

    @property
    def start(self) -> float:
        """Where the axis of years begins."""
        return self.first - 0.75

    def across(self, plot: float) -> float:
        """Pixels of one year in a plot of that width."""
        return plot / (self.last + 0.75 - self.start)

    @property
    def upwards(self) -> float:
        """Pixels of one unit of the values."""
        return self.pixels / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class _End:
    """What stands at the right of a series, and how far down, in pixels."""

    series: _Series
    lines: tuple[str, ...]
    down: float


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all series of one chart share.

    `sides` has the labels that find room on a phone too, `wide` those that only a wide screen has room for.
    """

    words: Words
    form: str
    crowded: bool
    axes: _Axes
    look: Look
    sides: Mapping[str, str] = field(default_factory=dict)
    wide: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[_End, ...] = ()

    def labelled(self, every: Sequence[_Series]) -> _Drawing:
        """The same with a side for each label, found first on a phone, then for more of them on a wide screen."""
        named = replace(self, ends=tuple(self._find_ends(every)))
        narrow = PANEL_WIDTH if self.look.panel else named.phone_width
        placed = replace(named, sides=self._all_or_none(every, label_places.sides(*named._labels(every, narrow))))
        return placed if self.look.panel else replace(placed, wide=placed._wide_sides(every))

    def _wide_sides(self, every: Sequence[_Series]) -> dict[str, str]:
        """The sides of the labels that find room on a wide screen alone; those of the phone stay where they are."""
        labels, marks = self._labels(every, PLOT_WIDTH)
        known = [
            replace(each, sides=(self.sides[each.name],), needed=True) for each in labels if each.name in self.sides
        ]
        more = [each for each in labels if each.name not in self.sides]
        found = self._all_or_none(every, label_places.sides([*known, *more], marks))
        return {name: side for name, side in found.items() if name not in self.sides}

    @property
    def phone_width(self) -> float:
        """Pixels of the plot on a phone."""
        return max(PHONE_WIDTH - self.room_right, 120)

    def _all_or_none(self, every: Sequence[_Series], found: dict[str, str]) -> dict[str, str]:
        """The labels without the numbers of bars of a series that has no room for all: some alone look chosen."""
        if self.form == "line" or self.look.panel:
            return found
        bars = [{row.observation_id for row in series.whole} for series in every]
        dropped = set().union(*(names for names in bars if not names <= found.keys()))
        return {name: side for name, side in found.items() if name not in dropped}

    def _labels(self, every: Sequence[_Series], plot: float) -> tuple[list[Label], list[tuple[float, float]]]:
        """The labels, the weightiest first, and the marks, both in pixels of a plot of that width."""
        across, upwards = self.axes.across(plot), self.axes.upwards
        left, right = self._edges(across)
        bars = self._bodies(every, across)
        ranked, marks = [], []
        said: set[tuple[int, int, str]] = set()
        for series in every:
            for row in series.points:
                x = series.at(row) * across
                marks.append((x, -row.number * upwards))
                rank, text, sides = self._wanted(series, row)
                place = (round(x), round(row.number * upwards), text)
                if text and place not in said:
                    said.add(place)
                    avoid = (left,) if row.kind == "target" else (left, *bars)
                    avoid += (right,)
                    y = -self._anchor(series, row) * upwards
                    label = Label(row.observation_id, x, y, tuple(text.split("<br>")), sides, avoid=avoid)
                    ranked.append((rank, -row.position, label))
                for number, other, name in () if self.look.panel else row.others:
                    both = ("middle right", "middle left")
                    label = Label(name, x, -number * upwards, (f" {other}",), both, avoid=(left,))
                    ranked.append((4, -row.position, label))
        ordered = [label for _, _, label in sorted(ranked, key=lambda each: each[:2])]
        edge = (self.axes.last + 0.75) * across
        names = [
            Label(f"end {end.down}", edge, end.down, end.lines, ("middle right",), needed=True) for end in self.ends
        ]
        return [*names, *ordered], marks

    def _edges(self, across: float) -> tuple[Box, Box]:
        """What lies left and right of the plot: the numbers of the axis, the names of the series."""
        start, end = self.axes.start * across, (self.axes.last + 0.75) * across
        return (-math.inf, -math.inf, start, math.inf), (end, -math.inf, math.inf, math.inf)

    def _bodies(self, every: Sequence[_Series], across: float) -> list[Box]:
        """The bars, in pixels."""
        if self.form == "line":
            return []
        up = self.axes.upwards
        return [
            ((at - series.width / 2) * across, -max(row.number, 0) * up,
             (at + series.width / 2) * across, -min(row.number, 0) * up)
            for series in every for row in series.whole for at in (series.at(row),)
        ]  # fmt: skip

    def _wanted(self, series: _Series, row: TrendPoint) -> tuple[int, str, tuple[str, ...]]:
        """Rank, text and sides of a mark's label: the last of a series first, then targets, whole years, parts."""
        if row.kind == "target":
            sides = ("bottom center", "middle right", "top center", "middle left")
            # among many, the numbers of targets that were reported on are left to the hover and the table
            text = self._target_text(row) if not self._dense or row is series.targets[-1] else ""
            return 1, text, sides
        text = self._text(series, row, series.whole if row.whole_year else series.parts)
        if row.alone and any(not other.alone for other in series.points):
            text = ""  # beside a sum since January a month's number is only in the way
        if self.form == "bar" and row.whole_year:
            return 2, text, ("top center",) if row.number >= 0 else ("bottom center",)
        around = ("top center", "bottom center", "middle left", "middle right")
        if row is series.named_at and self.form == "line":
            return 0, text, ("middle right", *around[:3])
        return (2 if row.whole_year else 3), text, around

    @property
    def _dense(self) -> bool:
        return self.crowded or self.look.panel

    def _find_ends(self, every: Sequence[_Series]) -> list[_End]:
        """The name of each series at the right edge, moved apart where they would meet.

        One line each where more would not find room.
        """
        named = [series for series in every if self._has_end(series)]
        lines = [self._end_lines(series, tight=False) for series in named]
        if sum(map(len, lines)) * END_LINE > self.axes.pixels * 0.8:
            lines = [self._end_lines(series, tight=True) for series in named]
        wanted = [-series.named_at.number * self.axes.upwards for series in named]
        bounds = (-self.axes.high * self.axes.upwards, -self.axes.low * self.axes.upwards)
        moved = label_places.apart(wanted, [len(text) * END_LINE for text in lines], bounds)
        return [_End(*end) for end in zip(named, lines, moved, strict=True)]

    def _has_end(self, series: _Series) -> bool:
        """Whether the name stands at the end of the series."""
        return bool(series.name) and self.form == "line" and not self.look.panel

    def _end_lines(self, series: _Series, tight: bool) -> tuple[str, ...]:
        lines = label_places.balanced(series.name, END_ROOM)
        if tight:
            lines = label_places.wrapped(series.name, END_ROOM)
            return (f"{escape(lines[0])}{'…' if len(lines) > 1 else ''}",)
        return tuple(escape(line) for line in lines)

    @property
    def room_right(self) -> int:
        """Pixels at the right for the names of the series that end there."""
        widths = [label_places.width(line) + END_SIGN for end in self.ends for line in end.lines]
        return 16 + int(max([0, *widths]) * END_LETTER)

    def end_labels(self) -> list[Figure]:
        """The name of each series at the right edge, behind a square of its colour.

        No line leads there: it would look like a forecast, and end at a value that does not exist.
        """
        if not self.ends:
            return []
        return [{
            "type": "scatter", "mode": "text", "x": [self.axes.last + 0.75] * len(self.ends), "hoverinfo": "skip",
            "y": [-end.down / self.axes.upwards for end in self.ends], "textposition": "middle right",
            "text": [_signed(end) for end in self.ends], "textfont": {"size": 12}, "cliponaxis": False,
        }]  # fmt: skip

    def wide_labels(self, every: Sequence[_Series]) -> list[Figure]:
        """The labels that only a wide screen has room for; the style sheet takes them away on a phone."""
        found: list[tuple[float, float, str, str]] = []
        for series in every:
            for row in series.points:
                at = series.at(row)
                if side := self.wide.get(row.observation_id):
                    found.append((at, self._anchor(series, row), self._wanted(series, row)[1], side))
                found += [(at, number, f" {text} ", self.wide[name]) for number, text, name in row.others
                          if name in self.wide]  # fmt: skip
        if not found:
            return []
        x, y, text, sides = (list(column) for column in zip(*found, strict=True))
        # Plotly keeps a text as far from a mark as the trace's own marks are large: without any it stands on the mark
        return [{"type": "scatter", "mode": "markers+text", "x": x, "y": y, "text": text, "textposition": sides,
                 "marker": {"size": TARGET_SIZE, "opacity": 0}, "textfont": {"family": theme.WIDE_ONLY_FONT},
                 "hoverinfo": "skip", "cliponaxis": False}]  # fmt: skip

    def series(self, series: _Series) -> Iterator[Figure]:
        """The traces of one series, from the back to the front."""
        yield from self._ranges(series)
        if series.targets and self.form == "line":
            yield self._targets(series)
        if self.form == "bar" and series.whole:
            yield self._bars(series)
            yield from self._bar_labels(series)
        elif series.whole:
            yield from self._joins(series)
            yield self._marks(series, series.whole, "circle", 7 if self.look.panel else 10)
        for alone, symbol, size in ((True, "x-thin", 6), (False, "square", 8)):
            if rows := [row for row in series.parts if row.alone is alone]:
                yield self._marks(series, rows, symbol, size)
        if series.targets and self.form == "bar":
            yield self._targets(series)
        yield from trend_marks.rings([(series.at(row), row.number) for row in series.points if row.corrected])

    def _joins(self, series: _Series) -> Iterator[Figure]:
        """The line from each year to the next: dashed where an estimate is met, none across years without data.

        All that is solid is one trace, all that is dashed another: a trace for each step takes a browser ten times as
        long to draw.
        """
        # where a year has both, the actual takes the line on and the estimate stands beside it
        years = {row.year: row for row in sorted(series.whole, key=lambda row: row.kind, reverse=True)}
        steps: dict[str, list[tuple[TrendPoint, TrendPoint]]] = {}
        for one, other in pairwise(sorted(years.values(), key=lambda row: row.year)):
            if other.year - one.year == 1:
                dash = "solid" if one.kind == other.kind == "actual" else "dash"
                steps.setdefault(dash, []).append((one, other))
        for dash, joined in steps.items():
            rows = _in_one_line(joined)
            yield {
                "type": "scatter", "mode": "lines", "x": [row and row.position for row in rows],
                "y": [row and row.number for row in rows], "hoverinfo": "skip",
                "line": {"color": series.colour, "width": 2.2, "dash": dash},
            }  # fmt: skip

    def _marks(self, series: _Series, rows: Sequence[TrendPoint], symbol: str, size: int) -> Figure:
        return {
            "type": "scatter", "mode": "markers+text",
            "x": [series.at(row) for row in rows], "y": [row.number for row in rows],
            "marker": {
                "symbol": [symbol if row.kind == "actual" else f"{symbol}-open" for row in rows], "size": size,
                "color": series.colour, "line": {"width": 2, "color": series.colour},
            },
            "text": [self._beside(row, self._text(series, row, rows)) for row in rows],
            "textposition": [self.sides.get(row.observation_id, "top center") for row in rows],
            "cliponaxis": False,
            **self._evidence(rows),
        }  # fmt: skip

    def _bars(self, series: _Series) -> Figure:
        rows = series.whole
        return {
            "type": "bar", "x": [series.at(row) for row in rows], "y": [row.number for row in rows],
            "width": series.width,
            "marker": {
                "color": series.colour, "line": {"color": series.colour, "width": 1.5},
                "pattern": {"shape": ["" if row.kind == "actual" else "/" for row in rows]},
            },
            **self._evidence(rows),
        }  # fmt: skip

    def _anchor(self, series: _Series, row: TrendPoint) -> float:
        """How high the number of a mark stands: that of a bar above a target that would cover it."""
        if self.form == "line" or not row.whole_year or row.kind == "target" or row.number < 0:
            return row.number
        near = [
            target.number
            for target in series.targets
            if target.year == row.year and -8 < (target.number - row.number) * self.axes.upwards < LINE_ABOVE
        ]
        return max(near) + CLEAR_OF_TARGET / self.axes.upwards if near else row.number

    def _bar_labels(self, series: _Series) -> Iterator[Figure]:
        """The numbers of the bars, over all of them: those of the bars themselves go under the bar beside."""
        rows = [row for row in series.whole if row.observation_id in self.sides]
        if rows:
            yield {
                "type": "scatter", "mode": "text", "x": [series.at(row) for row in rows], "hoverinfo": "skip",
                "y": [self._anchor(series, row) for row in rows],
                "textposition": [self.sides[row.observation_id] for row in rows],
                "text": [self._text(series, row, series.whole) for row in rows], "cliponaxis": False,
            }  # fmt: skip

    def _targets(self, series: _Series) -> Figure:
        rows = series.targets
        return {
            "type": "scatter", "mode": "markers+text",
            "x": [series.at(row) for row in rows], "y": [row.number for row in rows],
            "marker": {
                "symbol": "diamond-open", "size": 10 if self.look.panel else TARGET_SIZE, "color": series.colour,
                "line": {"width": 2.2, "color": series.colour},
            },
            "text": [self._beside(row, self._target_text(row)) for row in rows],
            "textposition": [self.sides.get(row.observation_id, "bottom center") for row in rows],
            "cliponaxis": False,
            **self._evidence(rows),
        }  # fmt: skip

    def _ranges(self, series: _Series) -> Iterator[Figure]:
        """A thin bar from the lowest to the highest source, and each statement that was not chosen on it."""
        disputed = [row for row in series.points if row.others]
        if not disputed:
            return
        # one trace for all bars, with a gap after each
        yield {
            "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": series.colour, "width": 2},
            "x": [x for row in disputed for x in (series.at(row), series.at(row), None)][:-1],
            "y": [y for row in disputed for y in (row.low, row.high, None)][:-1],
        }  # fmt: skip
        others = [(series.at(row), *other) for row in disputed for other in row.others]
        yield {
            "type": "scatter", "mode": "markers+text", "x": [at for at, *_ in others],
            "y": [number for _, number, _, _ in others],
            "marker": {"symbol": "line-ew-open", "size": 14, "color": series.colour,
                       "line": {"width": 2.5, "color": series.colour}},
            "text": [f" {text} " if name in self.sides else "" for _, _, text, name in others],
            "textposition": [self.sides.get(name, "middle right") for *_, name in others],
            "cliponaxis": False, "customdata": [[name] for *_, name in others],
            "hoverinfo": "text", "hovertext": [escape(text) for _, _, text, _ in others],
        }  # fmt: skip

    def _beside(self, row: TrendPoint, text: str) -> str:
        """The label of a mark, a gap away from it where it stands beside it; empty where it found no room."""
        side = self.sides.get(row.observation_id, "")
        return f" {text}" if side.endswith("right") else f"{text} " if side.endswith("left") else text if side else ""

    def _text(self, series: _Series, row: TrendPoint, rows: Sequence[TrendPoint]) -> str:
        """What stands at a mark: its number; among many marks that of the last one alone."""
        named = row.whole_year and self.form == "bar" and not self.look.panel
        return "" if self._dense and row is not rows[-1] and not named else self._number(row)

    def _target_text(self, row: TrendPoint) -> str:
        # among many targets their mark says what they are
        return self._number(row) if self._dense else f"{self.words('target')} {self._number(row)}"

    def _number(self, row: TrendPoint) -> str:
        number = trend_modes.bare_number(row, self.words)
        part = self.words.period(row.period) if spans_years(row.period) else part_name(row.period, self.words.language)
        parts = [number, part]
        if row.status == "disputed" and row.kind != "target" and not self.look.panel:
            parts.append(self.words("statements_n", count=len(row.others) + 1))
        return escape(" · ".join(part for part in parts if part))

    def _evidence(self, rows: Sequence[TrendPoint]) -> Figure:
        return {
            "customdata": [[row.observation_id] for row in rows],
            "hovertext": [trend_marks.hover(row, self.words) for row in rows],
            "hoverinfo": "text",
        }


def _in_one_line(steps: Sequence[tuple[TrendPoint, TrendPoint]]) -> list[TrendPoint | None]:
    """The marks that the steps lead over, with a None, where the line breaks, before each that does not go on."""
    rows: list[TrendPoint | None] = list(steps[0][:1])
    for one, other in steps:
        rows += [other] if rows[-1] is one else [None, one, other]
    return rows


def _signed(end: _End) -> str:
    """The lines of a name, the first behind a square of the colour of its series, the others under it."""
    square = f'<span style="color:{end.series.colour}">■</span>'
    return "<br>".join(
        f" {square} {line}" if place == 0 else f" {BLANK} {line}" for place, line in enumerate(end.lines)
    )


def _trend_layout(axes: _Axes, draw: _Drawing, legend: bool) -> Figure:
    look, words = draw.look, draw.words
    ticks = [axes.first, axes.last] if look.panel else list(range(axes.first, axes.last + 1))
    wide_step = 1 if look.panel else math.ceil(YEAR_WIDTH / axes.across(PLOT_WIDTH - draw.room_right))
    step = 1 if look.panel else wide_step * math.ceil(YEAR_WIDTH / axes.across(draw.phone_width) / wide_step)
    named = [year for year in ticks if (axes.last - year) % step == 0]
    notes = []
    if axes.low > 0:
        notes.append(trend_marks.corner_note(words("axis_not_zero"), 10 if look.panel else 11))
    shapes = []
    if look.reference is not None and axes.low < look.reference < axes.high and look.reference != 0:
        shapes.append(trend_marks.reference_line(look.reference))
    wide_only = [year for year in ticks if (axes.last - year) % wide_step == 0 and year not in named]
    more = {"xaxis2": _years(axes, wide_only) | _WIDE_YEARS} if wide_only else {}
    return theme.layout(
        axes.height,
        **more,
        margin={"l": _room_left(axes), "r": draw.room_right, "t": 14 if look.panel else 20, "b": YEARS_ROOM},
        clickmode="event+select",
        barmode="overlay",
        shapes=shapes,
        annotations=notes,
        showlegend=legend,
        legend=trend_marks.LEGEND,
        xaxis={**_years(axes, named), "showline": True, "linecolor": theme.ZERO_LINE, "tickfont": {"size": 11}},
        yaxis={
            "range": [axes.low, axes.high], "gridcolor": theme.GRID, "zeroline": axes.low <= 0,
            "zerolinecolor": theme.ZERO_LINE if axes.low < 0 else theme.GRID, "nticks": 4 if look.panel else TICKS,
            "fixedrange": True, "automargin": False, "title": theme.NO_TITLE, "tickformat": ",~f",
        },
    )  # fmt: skip


# The years that a phone has no room for have an axis of their own, which the style sheet takes away there; a note for
# each would take a browser longer to draw than all lines. Plotly draws an axis only where a trace, if empty, is on it.
_WIDE_YEARS: Figure = {"overlaying": "x", "side": "bottom", "tickfont": {"size": 11, "family": theme.WIDE_ONLY_FONT}}
_CARRIER: Figure = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "xaxis": "x2", "hoverinfo": "skip"}


def _room_left(axes: _Axes) -> int:
    """Pixels at the left for the numbers of the axis. Plotly would find them itself, and then draw the chart twice."""
    step = (axes.high - axes.low) / TICKS
    decimals = max(0, math.ceil(-math.log10(step))) if step < 1 else 0
    longest = len(f"{max(abs(axes.low), abs(axes.high)):,.{decimals}f}") + (axes.low < 0)
    return AXIS_GAP + math.ceil(longest * TICK_LETTER)


def _years(axes: _Axes, named: Sequence[int]) -> Figure:
    """An axis of the years with these named; never on their sides, which Plotly would do where they come close."""
    return {
        "range": [axes.start, axes.last + 0.75], "tickvals": named, "ticktext": list(map(str, named)), "tickangle": 0,
        "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "outside", "tickcolor": theme.ZERO_LINE,
        "title": theme.NO_TITLE, "automargin": False,
    }  # fmt: skip


def span(points: Sequence[TrendPoint]) -> tuple[int, int]:
    """First and last year of the points."""
    years = [point.year for point in points] or [0]
    return min(years), max(years)


def reach(points: Sequence[TrendPoint], form: str, reference: float | None = None) -> tuple[float, float]:
    """The lowest and highest value of the axis, with room for labels.

    Bars and differences start at zero; lines do not where all values lie close together, far from it, nor where
    they are held against another value than zero.
    """
    held = [] if reference is None else [reference]
    lowest = min([point.low for point in points] + held, default=0.0)
    highest = max([point.high for point in points] + held, default=1.0)
    far = lowest > highest * FAR_FROM_ZERO or (reference or 0.0) > 0
    if form == "line" and 0 < lowest < highest and far:
        room = (highest - lowest) * ROOM_OFF_ZERO
        return max(lowest - room, 0.0), highest + room
    room = (max(highest, 0.0) - min(lowest, 0.0)) * 0.16 or 1.0
    return lowest - room if lowest < 0 else 0.0, max(highest, 0.0) + room


@dataclass(frozen=True, slots=True)
class _Row:
    """One target in the chart of bullets: its texts and where they stand, in pixels from the top.

    The texts are broken into lines for a phone, and, as `wide_title` and `wide_text`, for where there is more room.
    """

    target: Mapping[str, Any]
    title: list[str]
    result: list[str]
    note: list[str]
    wide_title: list[str]
    wide_text: tuple[list[str], list[str]]
    top: float

    @property
    def band(self) -> float:
        """How far down the band of the bar begins, and the title ends."""
        return self.top + TITLE_LINE * len(self.title)

    @property
    def middle(self) -> float:
        """Where the bar lies, on an axis that grows upwards."""
        return -(self.band + BAR_BAND / 2)

    @property
    def below(self) -> float:
        """How far down the texts under the bar begin; where there is no bar they close up."""
        return self.band + (BAR_BAND if _has_share(self.target) else 2)

    @property
    def end(self) -> float:
        return self.below + NOTE_LINE * (len(self.result) + len(self.note)) + ROW_GAP


def bullets(
    rows: Sequence[Mapping[str, Any]], words: Words, notes: Mapping[str, str], *, periods: bool, zones: bool,
    reach: float = 0.0, axis: bool = True,
) -> Figure:  # fmt: skip
    """One bullet a target: the bar is the share reached, the line its target, the dotted line the pace.

    `notes` (by target) stand under the bars, titles above them and not beside them, and both are broken
    into lines, so that a phone shows all. `periods` and `zones` say whether the titles name them. `reach`
    is the end of the axis where several charts share it; `axis` says whether this one shows it.
    """
    placed: list[_Row] = []
    for target in rows:
        top = placed[-1].end if placed else 0.0
        placed.append(_row(target, words, notes.get(target["target_id"], ""), periods, zones, top))
    reach = reach or bullet_reach(rows)
    drawn = [row for row in placed if _has_share(row.target)]
    tints = [theme.VERDICT_COLOURS.get(row.target["verdict"], theme.NEUTRAL) for row in drawn]
    bars = {
        "type": "bar", "orientation": "h", "width": BAR, "base": 0, "cliponaxis": False,
        "x": [min(max(_share(row.target), 0.0), reach) for row in drawn],
        "y": [row.middle for row in drawn],
        "marker": {"color": tints, "pattern": _hatched(drawn, tints)},
        "customdata": [[row.target["target_id"]] for row in drawn],
        "hovertext": [_bullet_hover(row.target, words) for row in drawn],
        "hoverinfo": "text",
    }  # fmt: skip
    return {
        "data": [bars, *_years_before(drawn, words, reach)],
        "layout": _bullet_layout(placed, bool(drawn) and axis, reach),
    }


def _hatched(rows: Sequence[_Row], tints: Sequence[str]) -> Figure:
    """Bars of what is in doubt are hatched: they must not look like what is known."""
    doubt = ["/" if standings.of(row.target) == standings.IN_DOUBT else "" for row in rows]
    return {"shape": doubt, "fgcolor": list(tints), "bgcolor": "rgba(0,0,0,0)", "fillmode": "replace", "size": 6,
            "solidity": 0.35}  # fmt: skip


def _bullet_hover(row: Mapping[str, Any], words: Words) -> str:
    doubt = standings.of(row) == standings.IN_DOUBT
    parts = [arithmetic(row), standings.told(row, words) if doubt or not arithmetic(row) else ""]
    return escape(" · ".join(part for part in parts if part))


def bullet_reach(rows: Sequence[Mapping[str, Any]]) -> float:
    """How far to the right the bullets of these targets need their axis."""
    return max([LEAST_REACH, *(min(_furthest(row) * 1.05, MOST_REACH) for row in rows)])


def _row(target: Mapping[str, Any], words: Words, note: str, periods: bool, zones: bool, top: float) -> _Row:
    title = target_title(target, words, with_period=periods or target["target_period"] != str(target["year"]))
    result = _result(target, words)
    zone = [words.zone(target["zone"])] if zones else []

    def lines(text: str, room: int) -> list[str]:
        return label_places.wrapped(text, room) if text else []

    return _Row(
        target=target,
        title=zone + lines(title, TITLE_ROOM), result=lines(result, TITLE_ROOM), note=lines(note, NOTE_ROOM),
        wide_title=zone + lines(title, WIDE_ROOM), wide_text=(lines(result, WIDE_ROOM), lines(note, WIDE_ROOM)),
        top=top,
    )  # fmt: skip


def _bullet_layout(rows: Sequence[_Row], bars: bool, reach: float) -> Figure:
    marks = [mark for mark in (0.0, 0.5, 1.0, 1.5, 2.0) if mark <= reach]
    height = rows[-1].end if rows else 0.0
    foot = 20 if bars else 0
    return theme.layout(
        int(height) + foot,
        margin={"l": 0, "r": 0, "t": 0, "b": foot},
        shapes=[shape for row in rows for shape in _bullet_shapes(row, reach)],
        annotations=[label for row in rows for label in _bullet_labels(row)],
        clickmode="event+select",
        xaxis={
            "range": [0, reach], "tickvals": marks, "ticktext": [f"{mark:.0%}" for mark in marks], "showgrid": False,
            "zeroline": False, "fixedrange": True, "title": theme.NO_TITLE, "ticklabelposition": "outside right",
            "visible": bars,
        },
        yaxis={"range": [-int(height), 0], "visible": False, "fixedrange": True, "title": theme.NO_TITLE},
    )  # fmt: skip


def _years_before(rows: Sequence[_Row], words: Words, reach: float) -> list[Figure]:
    """A dot where the year before stands as a share of this target."""
    shown = [(row, share) for row in rows if (share := _share_before(row.target)) is not None]
    if not shown:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "hoverinfo": "text",
            "x": [min(share, reach) for _, share in shown], "y": [row.middle for row, _ in shown],
            "customdata": [[row.target["target_id"]] for row, _ in shown],
            "hovertext": [
                f"{words('previous')} {float_text(row.target['previous_number'], 4)} ({percent_text(share)})"
                for row, share in shown
            ],
            "marker": {"symbol": "circle", "size": 10, "color": theme.NEUTRAL, "line": {"width": 2, "color": "white"}},
        }
    ]  # fmt: skip


def _furthest(row: Mapping[str, Any]) -> float:
    return max(_share(row), _share_before(row) or 0.0)


def _share(row: Mapping[str, Any]) -> float:
    """How far the bar reaches; of a rate that is held against its target directly, actual by target; 0 for none."""
    if not math.isnan(row["share"]):
        return float(row["share"])
    actual, target = row["actual_number"], row["target_number"]
    known = row["measure"] == "level" and not math.isnan(actual) and target > 0
    return float(actual / target) if known else 0.0


def _share_before(row: Mapping[str, Any]) -> float | None:
    """The year before as a share of this target, where both are amounts."""
    previous, target = row["previous_number"], row["target_number"]
    if math.isnan(previous) or row["measure"] != "level" or not target or target < 0:
        return None
    return float(previous / target)


def _has_share(row: Mapping[str, Any]) -> bool:
    """Whether a share of the target can be drawn; of a rate it cannot, its numbers say it all."""
    return row["measure"] == "level" or not math.isnan(row["share"])


def _bullet_shapes(row: _Row, reach: float) -> list[Figure]:
    if not _has_share(row.target):
        return []
    shapes: list[Figure] = [
        {
            "type": "rect", "x0": 0, "x1": reach, "y0": row.middle - 9, "y1": row.middle + 9, "layer": "below",
            "fillcolor": theme.TRACK, "line": {"width": 0},
        },
        _tick(1.0, row.middle, "solid"),
    ]  # fmt: skip
    expected = row.target["expected_share"]
    if not math.isnan(expected) and expected < 1:
        shapes.append(_tick(expected, row.middle, "dot"))
    return shapes


def _tick(x: float, middle: float, dash: str) -> Figure:
    return {
        "type": "line", "x0": x, "x1": x, "y0": middle - 12, "y1": middle + 12,
        "line": {"width": 3 if dash == "solid" else 2, "color": theme.NEUTRAL, "dash": dash},
    }  # fmt: skip


def _bullet_labels(row: _Row) -> list[Figure]:
    title, wide_title = ("<br>".join(map(escape, lines)) for lines in (row.title, row.wide_title))
    texts = ((title, wide_title, -row.band, 13, "bottom"), (_told(row.result, row.note), _told(*row.wide_text),
                                                            -row.below, 12, "top"))  # fmt: skip
    labels = []
    for text, wide, y, size, anchor in texts:
        if text == wide:
            labels.append(_label(y, text, size, anchor))
        else:  # both are drawn; the style sheet shows the one that the chart has room for
            labels.append(_label(y, text, size, anchor, theme.TIGHT_FONT))
            labels.append(_label(y, wide, size, anchor, theme.ROOMY_FONT))
    return labels


def _told(result: Sequence[str], note: Sequence[str]) -> str:
    """What stands under a bar: the result and what is worth knowing of it."""
    return "<br>".join([*(f"<b>{escape(line)}</b>" for line in result), *map(escape, note)])


def _result(row: Mapping[str, Any], words: Words) -> str:
    """Actual, target and verdict: `61.3 / 96 亿元 · 1–6月 · 63.9 % 快于进度`."""
    target = target_quantity(row, words)
    verdict = f"{theme.VERDICT_SIGNS.get(standings.of(row), '')} {standings.told(row, words)}".strip()
    if math.isnan(row["actual_number"]):
        return f"{target} · {verdict}"
    signed = row["measure"] in ("growth", "growth_gap")
    exact = row["actual_comparator"]
    actual = words.number(row["actual_value"], exact, signed)
    if row["actual_unit"] != row["target_unit"] or row["derived"]:
        actual = words.quantity(row["actual_value"], row["actual_unit"], exact, row["measure"])
    parts = [f"{actual} / {target}", part_name(row["actual_period"], words.language)]
    parts += [percent_text(row["share"]), verdict]
    return " · ".join(part for part in parts if part)


def _label(y: float, text: str, size: int, anchor: str, family: str = "") -> Figure:
    return {
        "xref": "paper", "x": 0.0, "y": y, "yref": "y", "text": text, "showarrow": False, "xanchor": "left",
        "yanchor": anchor, "align": "left", "borderpad": 0,
        "font": {"size": size, "family": family} if family else {"size": size},
    }  # fmt: skip
