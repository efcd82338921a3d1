"""Figures for the pages, as the plain dictionaries that Plotly draws. No Streamlit inside."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard import theme
from dashboard.labels import Words, float_text, part_name, percent_text
from dashboard.tables import TrendPoint, scope_name, target_quantity, target_title

Figure = dict[str, Any]

# Beyond this many marks only line ends and targets carry their number; hovering gives the rest.
LABELLED_POINTS = 14
NAMED_SERIES = 12
BULLET_ROW_HEIGHT = 100


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
        return [point for point in self.points if point.kind != "target" and not point.part_year]

    @property
    def parts(self) -> list[TrendPoint]:
        return [point for point in self.points if point.kind != "target" and point.part_year]

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
    traces = [trace for series in every for trace in draw.series(series)]
    return {"data": traces, "layout": _trend_layout(points, every, height)}


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
        """Segments between neighbouring years: solid between actuals, dashed where an estimate is met."""
        for one, other in pairwise(series.whole):
            dash = "solid" if one.kind == other.kind == "actual" else "dash"
            yield {
                "type": "scatter", "mode": "lines", "x": [one.position, other.position],
                "y": [one.number, other.number], "hoverinfo": "skip",
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
            "text": [self._text(series, row, rows) for row in rows],
            "textposition": [
                "middle right" if series.name and row is series.named_at else "top center" for row in rows
            ],
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
            "text": [self._text(series, row, rows) for row in rows],
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
            "text": [f"{self.words('target')} {self._number(row)}" for row in rows],
            "textposition": "bottom center", "cliponaxis": False,
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
                "text": [f" {text}" for _, text, _ in row.others], "textposition": "middle right",
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
        parts = [number, part_name(row.period, self.words.language)]
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


def _trend_layout(points: Sequence[TrendPoint], every: Sequence[_Series], height: int) -> Figure:
    years = [point.year for point in points] or [0]
    first, last = min(years), max(years)
    lowest = min((point.low for point in points), default=0.0)
    highest = max((point.high for point in points), default=1.0)
    room = (max(highest, 0.0) - min(lowest, 0.0)) * 0.16 or 1.0
    low = lowest - room if lowest < 0 else 0.0
    return theme.layout(
        height,
        margin={"l": 8, "r": _room_for_names(every, last), "t": 20, "b": 8},
        clickmode="event+select",
        barmode="overlay",
        xaxis={
            "range": [first - 0.75, last + 0.75], "tickvals": list(range(first, last + 1)),
            "ticktext": [str(year) for year in range(first, last + 1)], "fixedrange": True,
            "showgrid": False, "zeroline": False, "showline": True, "linecolor": theme.ZERO_LINE,
            "ticks": "outside", "tickcolor": theme.ZERO_LINE, "title": {"text": ""},
        },
        yaxis={
            "range": [low, max(highest, 0.0) + room], "gridcolor": theme.GRID, "zeroline": True,
            "zerolinecolor": theme.ZERO_LINE if low < 0 else theme.GRID, "nticks": 6, "fixedrange": True,
            "automargin": True, "title": {"text": ""}, "tickformat": ",~f",
        },
    )  # fmt: skip


def _room_for_names(every: Sequence[_Series], last: int) -> int:
    """Pixels at the right for the names of the series that end there."""
    names = [series.name for series in every if series.name and series.named_at.position > last - 0.5]
    widest = max((22 * 7 if name.isascii() else 13 * len(name) for name in names), default=0)
    return 16 + min(max(widest - 25, 0), 110)


def bullets(
    rows: Sequence[Mapping[str, Any]], words: Words, notes: Mapping[str, str], *, periods: bool, zones: bool
) -> Figure:
    """One bullet a target: the bar is the share reached, the line its target, the dotted line the pace.

    `notes` (by target) stand under the bars, titles above them and not beside them, so that a phone
    shows both. `periods` and `zones` say whether the titles name them.
    """
    reach = max([1.25, *(min(_furthest(row) * 1.05, 2.2) for row in rows)])
    bars = {
        "type": "bar", "orientation": "h", "width": 0.2, "base": 0, "cliponaxis": False,
        "x": [min(max(row["share"], 0.0), reach) if not math.isnan(row["share"]) else 0.0 for row in rows],
        "y": [_middle(place) for place in range(len(rows))],
        "marker": {"color": [theme.VERDICT_COLOURS.get(row["verdict"], theme.NEUTRAL) for row in rows]},
        "customdata": [[row["target_id"]] for row in rows],
        "hovertext": [escape(row["arithmetic"] or words.verdict(row["verdict"])) for row in rows], "hoverinfo": "text",
    }  # fmt: skip
    shapes = [shape for place, row in enumerate(rows) for shape in _bullet_shapes(row, place, reach)]
    labels = [
        label
        for place, row in enumerate(rows)
        for label in _bullet_labels(row, place, words, notes.get(row["target_id"], ""), periods, zones)
    ]
    return {
        "data": [bars, *_years_before(rows, words, reach)],
        "layout": _bullet_layout(len(rows), reach, shapes, labels),
    }


def _bullet_layout(count: int, reach: float, shapes: list[Figure], labels: list[Figure]) -> Figure:
    marks = [mark for mark in (0.0, 0.5, 1.0, 1.5, 2.0) if mark <= reach]
    return theme.layout(
        BULLET_ROW_HEIGHT * max(count, 1) + 24,
        margin={"l": 0, "r": 0, "t": 0, "b": 20},
        shapes=shapes,
        annotations=labels,
        clickmode="event+select",
        xaxis={
            "range": [0, reach], "tickvals": marks, "ticktext": [f"{mark:.0%}" for mark in marks], "showgrid": False,
            "zeroline": False, "fixedrange": True, "title": {"text": ""}, "ticklabelposition": "outside right",
        },
        yaxis={"range": [-count + 0.34, 0.42], "visible": False, "fixedrange": True, "title": {"text": ""}},
    )  # fmt: skip


def _years_before(rows: Sequence[Mapping[str, Any]], words: Words, reach: float) -> list[Figure]:
    """A dot where the year before stands as a share of this target."""
    shown = [(place, row, share) for place, row in enumerate(rows) if (share := _share_before(row)) is not None]
    if not shown:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "hoverinfo": "text",
            "x": [min(share, reach) for _, _, share in shown], "y": [_middle(place) for place, _, _ in shown],
            "customdata": [[row["target_id"]] for _, row, _ in shown],
            "hovertext": [
                f"{words('previous')} {float_text(row['previous_number'], 4)} ({percent_text(share)})"
                for _, row, share in shown
            ],
            "marker": {"symbol": "circle", "size": 10, "color": theme.NEUTRAL, "line": {"width": 2, "color": "white"}},
        }
    ]  # fmt: skip


def _middle(place: int) -> float:
    return -place - 0.06


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


def _bullet_shapes(row: Mapping[str, Any], place: int, reach: float) -> list[Figure]:
    if not _has_share(row):
        return []
    middle = _middle(place)
    shapes: list[Figure] = [
        {
            "type": "rect", "x0": 0, "x1": reach, "y0": middle - 0.14, "y1": middle + 0.14, "layer": "below",
            "fillcolor": theme.TRACK, "line": {"width": 0},
        },
        _tick(1.0, middle, "solid"),
    ]  # fmt: skip
    expected = row["expected_share"]
    if not math.isnan(expected) and expected < 1:
        shapes.append(_tick(expected, middle, "dot"))
    return shapes


def _tick(x: float, middle: float, dash: str) -> Figure:
    return {
        "type": "line", "x0": x, "x1": x, "y0": middle - 0.18, "y1": middle + 0.18,
        "line": {"width": 3 if dash == "solid" else 2, "color": theme.NEUTRAL, "dash": dash},
    }  # fmt: skip


def _bullet_labels(
    row: Mapping[str, Any], place: int, words: Words, note: str, periods: bool, zones: bool
) -> list[Figure]:
    title = target_title(row, words, with_period=periods or row["target_period"] != str(row["year"]))
    title = escape(title) + (f"　{escape(words.zone(row['zone']))}" if zones else "")
    below = f"<b>{escape(_result(row, words))}</b>" + (f"<br>{escape(note)}" if note else "")
    under = -place - 0.22 if _has_share(row) else -place + 0.1
    return [
        _label(0.0, -place + 0.11, title, "left", "bottom"),
        _label(0.0, under, below, "left", "top", 12),
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


def _label(x: float, y: float, text: str, side: str, edge: str, size: int = 13) -> Figure:
    return {
        "xref": "paper", "x": x, "y": y, "yref": "y", "text": text, "showarrow": False, "xanchor": side,
        "yanchor": edge, "align": side, "font": {"size": size}, "borderpad": 0,
    }  # fmt: skip
