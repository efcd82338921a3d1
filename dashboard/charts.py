"""Figures for the pages, as the plain dictionaries that Plotly draws. No Streamlit inside."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from dashboard import chart_labels, theme
from dashboard.chart_labels import Label
from dashboard.labels import Words, float_text, part_name, percent_text
from dashboard.tables import TrendPoint, scope_name, spans_years, target_quantity, target_title

Figure = dict[str, Any]

# Beyond this many marks only line ends and targets carry their number; hovering gives the rest.
LABELLED_POINTS = 14
NAMED_SERIES = 12
# The plot as it is on a common screen: labels that fit there are shown.
PLOT_WIDTH, PHONE_WIDTH, AXIS_HEIGHT = 800, 280, 55
# The rows of the bullets, in pixels; room for text in Latin letters, so that 380 px show it.
TITLE_LINE, NOTE_LINE, BAR, BAR_BAND, ROW_GAP = 18, 16, 13, 32, 20
TITLE_ROOM, NOTE_ROOM = 46, 50


@dataclass(frozen=True, slots=True)
class _Series:
    """The marks of one zone and scope, and how they are drawn."""

    name: str
    colour: str
    shifts: Mapping[int, float]
    width: float
    points: Sequence[TrendPoint]

    @property
    def whole(self) -> list[TrendPoint]:
        """Years reported on, oldest first."""
        return [point for point in self.points if point.kind != "target" and point.whole_year]

    @property
    def parts(self) -> list[TrendPoint]:
        """Parts of a year and sums over several: neither is joined to whole years."""
        return [point for point in self.points if point.kind != "target" and not point.whole_year]

    @property
    def targets(self) -> list[TrendPoint]:
        return [point for point in self.points if point.kind == "target"]

    def at(self, point: TrendPoint) -> float:
        return point.position + (0.0 if point.part_year else self.shifts.get(point.year, 0.0))

    @property
    def named_at(self) -> TrendPoint:
        """The mark that carries the name: the last one reported, else the last target."""
        return max(self.whole + self.parts or self.points, key=lambda point: point.position)


def trend(
    points: Sequence[TrendPoint], words: Words, colours: Mapping[str, str], form: str, height: int = 430
) -> Figure:
    """One indicator over years, each zone in its colour, each kind of statement with its own mark."""
    every = _series(points, words, colours, form)
    draw = _Drawing(words, form, len(points) > LABELLED_POINTS)
    draw.sides.update(chart_labels.sides(*draw.labels(points, every, height)))
    traces = [trace for series in every for trace in draw.series(series)]
    return {"data": traces, "layout": _trend_layout(points, height, draw.room_for_names(every, points))}


def _series(points: Sequence[TrendPoint], words: Words, colours: Mapping[str, str], form: str) -> list[_Series]:
    found: dict[tuple[str, str], list[TrendPoint]] = {}
    for point in points:
        found.setdefault((point.zone, point.scope), []).append(point)
    several_zones, several_scopes = (len({key[part] for key in found}) > 1 for part in (0, 1))
    abreast = _abreast(found)
    width = 0.8 / max((len(keys) for keys in abreast.values()), default=1)
    series = []
    for (zone, scope), rows in found.items():
        parts = (words.zone(zone) if several_zones else "", scope_name(scope, words) if several_scopes else "")
        series.append(
            _Series(
                name=" · ".join(part for part in parts if part) if len(found) <= NAMED_SERIES else "",
                colour=colours.get(zone, theme.NEUTRAL),
                shifts={
                    year: (keys.index((zone, scope)) - (len(keys) - 1) / 2) * width
                    for year, keys in abreast.items()
                    if form == "bar" and (zone, scope) in keys
                },
                width=min(width * 0.86, 0.42),
                points=sorted(rows, key=lambda row: row.position),
            )
        )
    return series


def _abreast(found: Mapping[tuple[str, str], Sequence[TrendPoint]]) -> dict[int, list[tuple[str, str]]]:
    """Which series have something to show for a whole year, so that only they share the room there."""
    years: dict[int, list[tuple[str, str]]] = {}
    for key, rows in found.items():
        for year in dict.fromkeys(row.year for row in rows if not row.part_year):
            years.setdefault(year, []).append(key)
    return years


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all series of one chart share."""

    words: Words
    form: str
    crowded: bool
    sides: dict[str, str] = field(default_factory=dict)

    def labels(
        self, points: Sequence[TrendPoint], every: Sequence[_Series], height: int
    ) -> tuple[list[Label], list[tuple[float, float]]]:
        """The labels, the weightiest first, and the marks, both in pixels of a plot of usual width."""
        first, last = _years(points)
        low, high = _reach(points)
        across = PLOT_WIDTH / (last - first + 1.5)
        upwards = (height - AXIS_HEIGHT) / (high - low)
        ranked, marks = [], []
        for series in every:
            for row in series.points:
                x = series.at(row) * across
                marks.append((x, -row.number * upwards))
                rank, lines, sides = self._wanted(series, row)
                if lines:
                    label = Label(row.observation_id, x, -row.number * upwards, lines, sides, rank == 0)
                    ranked.append((rank, -row.position, label))
                for number, text, name in row.others:
                    label = Label(name, x, -number * upwards, (f" {text}",), ("middle right", "middle left"))
                    ranked.append((4, -row.position, label))
        return [label for _, _, label in sorted(ranked, key=lambda each: each[:2])], marks

    def _wanted(self, series: _Series, row: TrendPoint) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        """Rank, lines and sides of a mark's label: names first, then targets, whole years, parts."""
        if row.kind == "target":
            text = f"{self.words('target')} {self._number(row)}"
            return 1, (text,), ("bottom center", "middle right", "top center", "middle left")
        if series.name and row is series.named_at:
            lines = tuple(self._text(series, row, series.points).split("<br>"))
            return 0, lines, ("middle right", "top right", "bottom right")
        text = self._text(series, row, series.whole if row.whole_year else series.parts)
        if self.form == "bar" and row.whole_year:
            return 2, (text,) if text else (), ("top center",) if row.number >= 0 else ("bottom center",)
        sides = ("top center", "bottom center", "middle left", "middle right")
        return (2 if row.whole_year else 3), (text,) if text else (), sides

    def room_for_names(self, every: Sequence[_Series], points: Sequence[TrendPoint]) -> int:
        """Pixels at the right for the names of the series that end there, as a phone needs them."""
        first, last = _years(points)
        across = PHONE_WIDTH / (last - first + 1.5)
        wanted = [
            chart_labels.width(line) * chart_labels.HALF_WIDTH - (last + 0.75 - series.named_at.position) * across
            for series in every
            if series.name
            for line in self._text(series, series.named_at, series.points).split("<br>")
        ]
        return 16 + int(min(max([0.0, *wanted]), 110.0))

    def series(self, series: _Series) -> Iterator[Figure]:
        """The traces of one series, from the back to the front."""
        yield from self._ranges(series)
        if self.form == "bar" and series.whole:
            yield self._bars(series)
        elif series.whole:
            yield from self._joins(series)
            yield self._marks(series, series.whole, "circle", 10)
        if series.parts:
            yield self._marks(series, series.parts, "square", 8)
        if series.targets:
            yield self._targets(series)

    def _joins(self, series: _Series) -> Iterator[Figure]:
        """Segments from year to year: dashed where an estimate is met, thin across years without data."""
        # where a year has both, the actual takes the line on and the estimate stands beside it
        years = {row.year: row for row in sorted(series.whole, key=lambda row: row.kind, reverse=True)}
        for one, other in pairwise(sorted(years.values(), key=lambda row: row.year)):
            dash = "solid" if one.kind == other.kind == "actual" else "dash"
            width = 2.2 if other.year - one.year == 1 else 0.9
            yield {
                "type": "scatter", "mode": "lines", "x": [one.position, other.position],
                "y": [one.number, other.number], "hoverinfo": "skip",
                "line": {"color": series.colour, "width": width, "dash": dash},
            }  # fmt: skip

    def _marks(self, series: _Series, rows: Sequence[TrendPoint], symbol: str, size: int) -> Figure:
        return {
            "type": "scatter", "mode": "markers+text",
            "x": [series.at(row) for row in rows], "y": [row.number for row in rows],
            "marker": {
                "symbol": [symbol if row.kind == "actual" else f"{symbol}-open" for row in rows], "size": size,
                "color": series.colour, "line": {"width": 2, "color": series.colour},
            },
            "text": [self._text(series, row, rows) if row.observation_id in self.sides else "" for row in rows],
            "textposition": [self.sides.get(row.observation_id, "top center") for row in rows],
            "cliponaxis": False,
            **self._evidence(rows),
        }  # fmt: skip

    def _bars(self, series: _Series) -> Figure:
        rows = series.whole
        return {
            "type": "bar", "x": [series.at(row) for row in rows], "y": [row.number for row in rows],
            "width": series.width, "textposition": "outside", "cliponaxis": False, "textangle": 0,
            "constraintext": "none",
            "marker": {
                "color": series.colour, "line": {"color": series.colour, "width": 1.5},
                "pattern": {"shape": ["" if row.kind == "actual" else "/" for row in rows]},
            },
            "text": [self._text(series, row, rows) if row.observation_id in self.sides else "" for row in rows],
            **self._evidence(rows),
        }  # fmt: skip

    def _targets(self, series: _Series) -> Figure:
        rows = series.targets
        return {
            "type": "scatter", "mode": "markers+text",
            "x": [series.at(row) for row in rows], "y": [row.number for row in rows],
            "marker": {
                "symbol": "diamond-open", "size": 13, "color": series.colour,
                "line": {"width": 2.2, "color": series.colour},
            },
            "text": [
                f"{self.words('target')} {self._number(row)}" if row.observation_id in self.sides else ""
                for row in rows
            ],
            "textposition": [self.sides.get(row.observation_id, "bottom center") for row in rows],
            "cliponaxis": False,
            **self._evidence(rows),
        }  # fmt: skip

    def _ranges(self, series: _Series) -> Iterator[Figure]:
        """A thin bar from the lowest to the highest source, and each statement that was not chosen on it."""
        for row in (row for row in series.points if row.others):
            at = series.at(row)
            line = {"color": series.colour, "width": 2}
            yield {"type": "scatter", "mode": "lines", "x": [at, at], "y": [row.low, row.high], "line": line,
                   "hoverinfo": "skip"}  # fmt: skip
            yield {
                "type": "scatter", "mode": "markers+text", "x": [at] * len(row.others),
                "y": [number for number, _, _ in row.others],
                "marker": {"symbol": "line-ew-open", "size": 14, "color": series.colour,
                           "line": {"width": 2.5, "color": series.colour}},
                "text": [f" {text} " if name in self.sides else "" for _, text, name in row.others],
                "textposition": [self.sides.get(name, "middle right") for _, _, name in row.others],
                "cliponaxis": False, "customdata": [[name] for _, _, name in row.others],
                "hoverinfo": "text", "hovertext": [escape(text) for _, text, _ in row.others],
            }  # fmt: skip

    def _text(self, series: _Series, row: TrendPoint, rows: Sequence[TrendPoint]) -> str:
        """What stands at a mark: its number; at the last one of a series the name as well."""
        named = bool(series.name) and row is series.named_at
        if self.crowded and not named and row is not rows[-1]:
            return ""
        return f" {self._number(row)}<br> {_wrapped(series.name)}" if named else self._number(row)

    def _number(self, row: TrendPoint) -> str:
        number = row.text.rpartition(" (")[0] if row.text.endswith(")") else row.text.rpartition(" ")[0] or row.text
        part = self.words.period(row.period) if spans_years(row.period) else part_name(row.period, self.words.language)
        parts = [number, part]
        if row.status == "disputed" and row.kind != "target":
            parts.append(self.words("statements_n", count=len(row.others) + 1))
        return escape(" · ".join(part for part in parts if part))

    def _evidence(self, rows: Sequence[TrendPoint]) -> Figure:
        return {
            "customdata": [[row.observation_id] for row in rows],
            "hovertext": [self._hover(row) for row in rows],
            "hoverinfo": "text",
        }

    def _hover(self, row: TrendPoint) -> str:
        words = self.words
        lines = [
            words.zone(row.zone) + (f" · {row.scope}" if row.scope else ""),
            f"{words.period(row.period)} · {words.kind(row.kind)}",
            row.text,
        ]
        if row.others:
            lines.append(f"{words('status.disputed')}: " + " / ".join(text for _, text, _ in row.others))
            lines.append(f"{words('rule')}: {words.rule(row.rule)}")
        reports = ", ".join(f"{doc} ({published or words('undated')})" for doc, published in row.docs)
        lines.append(f"{words('doc')}: {reports}")
        return "<br>".join(escape(line) for line in lines)


def escape(text: str) -> str:
    """Text for a label of Plotly, which reads a little HTML: nothing of it is markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _wrapped(name: str) -> str:
    """A name in lines short enough for the end of a line."""
    if name.isascii():
        return "<br> ".join(escape(line) for line in textwrap.wrap(name, 22))
    return escape(name)


def _trend_layout(points: Sequence[TrendPoint], height: int, room_right: int) -> Figure:
    first, last = _years(points)
    low, high = _reach(points)
    return theme.layout(
        height,
        margin={"l": 8, "r": room_right, "t": 20, "b": 8},
        clickmode="event+select",
        barmode="overlay",
        xaxis={
            "range": [first - 0.75, last + 0.75], "tickvals": list(range(first, last + 1)),
            "ticktext": [str(year) for year in range(first, last + 1)], "fixedrange": True,
            "showgrid": False, "zeroline": False, "showline": True, "linecolor": theme.ZERO_LINE,
            "ticks": "outside", "tickcolor": theme.ZERO_LINE, "title": {"text": ""},
        },
        yaxis={
            "range": [low, high], "gridcolor": theme.GRID, "zeroline": True,
            "zerolinecolor": theme.ZERO_LINE if low < 0 else theme.GRID, "nticks": 6, "fixedrange": True,
            "automargin": True, "title": {"text": ""}, "tickformat": ",~f",
        },
    )  # fmt: skip


def _years(points: Sequence[TrendPoint]) -> tuple[int, int]:
    years = [point.year for point in points] or [0]
    return min(years), max(years)


def _reach(points: Sequence[TrendPoint]) -> tuple[float, float]:
    """The lowest and highest value of the axis, with room for labels."""
    lowest = min((point.low for point in points), default=0.0)
    highest = max((point.high for point in points), default=1.0)
    room = (max(highest, 0.0) - min(lowest, 0.0)) * 0.16 or 1.0
    return lowest - room if lowest < 0 else 0.0, max(highest, 0.0) + room


@dataclass(frozen=True, slots=True)
class _Row:
    """One target in the chart of bullets: its texts and where they stand, in pixels from the top."""

    target: Mapping[str, Any]
    title: list[str]
    result: list[str]
    note: list[str]
    top: float

    @property
    def middle(self) -> float:
        """Where the bar lies, on an axis that grows upwards."""
        return -(self.top + TITLE_LINE * len(self.title) + BAR_BAND / 2)

    @property
    def below(self) -> float:
        """How far down the texts under the bar begin; where there is no bar they close up."""
        band = BAR_BAND if _has_share(self.target) else 2
        return self.top + TITLE_LINE * len(self.title) + band

    @property
    def end(self) -> float:
        return self.below + NOTE_LINE * (len(self.result) + len(self.note)) + ROW_GAP


def bullets(
    rows: Sequence[Mapping[str, Any]], words: Words, notes: Mapping[str, str], *, periods: bool, zones: bool
) -> Figure:
    """One bullet a target: the bar is the share reached, the line its target, the dotted line the pace.

    `notes` (by target) stand under the bars, titles above them and not beside them, and both are broken
    into lines, so that a phone shows all. `periods` and `zones` say whether the titles name them.
    """
    placed: list[_Row] = []
    for target in rows:
        top = placed[-1].end if placed else 0.0
        placed.append(_row(target, words, notes.get(target["target_id"], ""), periods, zones, top))
    reach = max([1.25, *(min(_furthest(row) * 1.05, 2.2) for row in rows)])
    drawn = [row for row in placed if _has_share(row.target)]
    bars = {
        "type": "bar", "orientation": "h", "width": BAR, "base": 0, "cliponaxis": False,
        "x": [0.0 if math.isnan(share := row.target["share"]) else min(max(share, 0.0), reach) for row in drawn],
        "y": [row.middle for row in drawn],
        "marker": {"color": [theme.VERDICT_COLOURS.get(row.target["verdict"], theme.NEUTRAL) for row in drawn]},
        "customdata": [[row.target["target_id"]] for row in drawn],
        "hovertext": [escape(row.target["arithmetic"] or words.verdict(row.target["verdict"])) for row in drawn],
        "hoverinfo": "text",
    }  # fmt: skip
    return {
        "data": [bars, *_years_before(drawn, words, reach)],
        "layout": _bullet_layout(placed, bool(drawn), reach),
    }


def _row(target: Mapping[str, Any], words: Words, note: str, periods: bool, zones: bool, top: float) -> _Row:
    title = target_title(target, words, with_period=periods or target["target_period"] != str(target["year"]))
    return _Row(
        target=target,
        title=([words.zone(target["zone"])] if zones else []) + chart_labels.wrapped(title, TITLE_ROOM),
        result=chart_labels.wrapped(_result(target, words), TITLE_ROOM),
        note=chart_labels.wrapped(note, NOTE_ROOM) if note else [],
        top=top,
    )


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
            "zeroline": False, "fixedrange": True, "title": {"text": ""}, "ticklabelposition": "outside right",
            "visible": bars,
        },
        yaxis={"range": [-int(height), 0], "visible": False, "fixedrange": True, "title": {"text": ""}},
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
    return max(0.0 if math.isnan(row["share"]) else row["share"], _share_before(row) or 0.0)


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
    result = [f"<b>{escape(line)}</b>" for line in row.result]
    below = "<br>".join([*result, *(escape(line) for line in row.note)])
    return [
        _label(-row.top, "<br>".join(escape(line) for line in row.title), 13),
        _label(-row.below, below, 12),
    ]


def _result(row: Mapping[str, Any], words: Words) -> str:
    """Actual, target and verdict: `61.3 / 96 亿元 · 1–6月 · 63.9 % 快于进度`."""
    target = target_quantity(row, words)
    verdict = f"{theme.VERDICT_SIGNS.get(row['verdict'], '')} {words.verdict(row['verdict'])}".strip()
    if math.isnan(row["actual_number"]):
        return f"{target} · {verdict}"
    actual = words.number(row["actual_value"], "=", row["measure"] in ("growth", "growth_gap"))
    parts = [f"{actual} / {target}", part_name(row["actual_period"], words.language)]
    parts += [percent_text(row["share"]), verdict]
    return " · ".join(part for part in parts if part)


def _label(y: float, text: str, size: int) -> Figure:
    return {
        "xref": "paper", "x": 0.0, "y": y, "yref": "y", "text": text, "showarrow": False, "xanchor": "left",
        "yanchor": "top", "align": "left", "font": {"size": size}, "borderpad": 0,
    }  # fmt: skip
