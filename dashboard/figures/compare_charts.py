"""Figures of the comparison: ranked bars, and the heat map of indicators by zone. No Streamlit inside."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from dashboard.figures import label_places, theme, trend_marks
from dashboard.figures.label_places import escape
from dashboard.frames import compare_tables, trend_modes
from dashboard.frames.compare_tables import Entry, HeatRow, Ranking
from dashboard.frames.tables import TrendPoint
from dashboard.words.labels import Words
from dashboard.words.short_names import short_names
from kpi.wording.numbers import float_text
from kpi.wording.periods import part_name

Figure = dict[str, Any]

NAME_ROOM, LATIN_ROOM, ROW, HEAD = 15, 16, 34, 46
# Room at the right of the longest bar for values and gaps, as a share of what the bars reach.
BESIDE_BARS = 0.62
# How much of its row a value takes up on either side of the middle, in one line and in two.
ONE_LINE, TWO_LINES = 0.3, 0.47
# The heat map in pixels, and how many half-width letters a name across may take in a line.
CELL_WIDTH, CELL_HEIGHT, GROUP_HEIGHT, LABEL_WIDTH, ACROSS_ROOM = 72, 34, 0.75, 150, 11
BETTER, WORSE, PLAIN = (31, 120, 180), (209, 96, 15), (128, 138, 148)
STRONGEST = 0.5


def ranking(found: Ranking, rows: Sequence[Entry | int], words: Words, colours: Mapping[str, str]) -> Figure:
    """One bar a zone, the best on top: rank and name before it, value at its end, gap to the median at the right.

    `rows` are the entries shown, a number standing for as many that are left out.
    """
    entries = [(place, row) for place, row in enumerate(rows) if isinstance(row, Entry)]
    if not entries:
        return {"data": [], "layout": theme.layout(ROW)}
    names = short_names({entry.zone: words.zone(entry.zone) for _, entry in entries})
    ends = _ends([entry.point for _, entry in entries], found.median)
    traces = [
        _bars(entries, words, colours),
        *_ranges(entries, colours),
        *trend_marks.rings([(entry.point.number, place) for place, entry in entries if entry.point.corrected]),
        _values(entries, words),
        _ranks(entries),
    ]
    if not math.isnan(found.median):
        traces += [_median_name(found, ends, words), *_gaps(entries, ends, words)]
    return {
        "data": trend_marks.unnamed([*traces, *_legend(entries, words)]),
        "layout": _ranking_layout(found, rows, names, ends, words),
    }


def heat_map(rows: Sequence[HeatRow], zones: Sequence[str], words: Words) -> Figure:
    """Indicators down in their groups, zones across: the value in each cell, its tint the distance to the median."""
    placed: list[tuple[float, HeatRow]] = []
    heads: list[tuple[float, str]] = []
    top = 0.0
    for group, members in groupby(rows, key=lambda row: row.group):
        heads.append((top + GROUP_HEIGHT / 2, words.group(group) if group else ""))
        top += GROUP_HEIGHT
        for row in members:
            placed.append((top + 0.5, row))
            top += 1
    names = short_names({zone: words.zone(zone) for zone in zones})
    # Latin names break between words only
    across = [
        label_places.balanced(name, ACROSS_ROOM) if name.isascii() else label_places.wrapped(name, ACROSS_ROOM)
        for name in (names[zone] for zone in zones)
    ]
    return {
        "data": [_heat_cells(placed, zones, words)] if placed else [],
        "layout": _heat_layout(placed, heads, across, top, words),
    }


def _ends(points: Sequence[TrendPoint], median: float) -> tuple[float, float]:
    """The ends of the value axis, with room for values and gaps beyond the bars."""
    values = [end for point in points for end in (point.low, point.high, point.number)]
    values += [] if math.isnan(median) else [median]
    lowest, highest = min(0.0, *values), max(0.0, *values)
    whole = (highest - lowest) or 1.0
    return lowest - (0.35 * whole if lowest < 0 else 0.0), highest + BESIDE_BARS * whole


def _bars(entries: Sequence[tuple[int, Entry]], words: Words, colours: Mapping[str, str]) -> Figure:
    tints = [colours.get(entry.zone, theme.ONE_COLOUR) for _, entry in entries]
    return {
        "type": "bar", "orientation": "h", "width": 0.56,
        "x": [entry.point.number for _, entry in entries], "y": [place for place, _ in entries],
        "marker": {
            "color": tints, "line": {"color": tints, "width": 1},
            "pattern": {
                "shape": ["" if entry.point.kind == "actual" and not entry.point.part_year
                          else "/" if entry.point.kind == "estimate" else "." for _, entry in entries],
            },
        },
        "customdata": [[entry.point.observation_id] for _, entry in entries],
        "hovertext": [_hover(entry, words) for _, entry in entries], "hoverinfo": "text",
    }  # fmt: skip


def _hover(entry: Entry, words: Words) -> str:
    gap = compare_tables.gap_text(entry, words)
    lines = [trend_marks.hover(entry.point, words)]
    if entry.rank:
        lines.insert(0, f"{words('rank')} {entry.rank_text}")
    if gap:
        lines.append(f"{words('gap_to_median')} {escape(gap)}")
    return "<br>".join(lines)


def _ranges(entries: Sequence[tuple[int, Entry]], colours: Mapping[str, str]) -> list[Figure]:
    """From the lowest to the highest source, where they differ."""
    apart = [
        (place, entry)
        for place, entry in entries
        if entry.point.status == "disputed" and entry.point.low < entry.point.high
    ]
    if not apart:
        return []
    tints = [colours.get(entry.zone, theme.NEUTRAL) for _, entry in apart]
    return [
        {
            "type": "scatter", "mode": "lines+markers", "hoverinfo": "skip", "cliponaxis": False,
            # one trace for all, with a gap after each
            "x": [x for _, entry in apart for x in (entry.point.low, entry.point.high, None)][:-1],
            "y": [y for place, _ in apart for y in (place, place, None)][:-1],
            "line": {"color": theme.NEUTRAL, "width": 2},
            "marker": {"symbol": "line-ns-open", "size": 14, "color": [tint for tint in tints for _ in range(3)][:-1],
                       "line": {"width": 2.5, "color": theme.NEUTRAL}},
        }
    ]  # fmt: skip


def _values(entries: Sequence[tuple[int, Entry]], words: Words) -> Figure:
    return {
        "type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False, "textfont": {"size": 12.5},
        "x": [entry.point.low if entry.point.number < 0 else max(entry.point.number, entry.point.high)
              for _, entry in entries],
        "y": [place for place, _ in entries],
        "text": [f" {_value(entry.point, words)} " for _, entry in entries],
        "textposition": ["middle left" if entry.point.number < 0 else "middle right" for _, entry in entries],
    }  # fmt: skip


def _ranks(entries: Sequence[tuple[int, Entry]]) -> Figure:
    return {
        "type": "scatter", "mode": "text", "x": [0] * len(entries), "y": [place for place, _ in entries],
        "text": [f"<b>{entry.rank_text}</b> " for _, entry in entries], "textposition": "middle left",
        "hoverinfo": "skip", "cliponaxis": False, "textfont": {"size": 12.5},
    }  # fmt: skip


def _value(point: TrendPoint, words: Words) -> str:
    """What stands at a bar: a long unit (`100 mn yuan`) is left to the head of the chart."""
    text = trend_modes.bare_number(point, words) if point.text.endswith(")") else point.text
    parts = [text, part_name(point.period, words.language)]
    text = escape(" · ".join(part for part in parts if part))
    if point.status == "disputed":
        text += f"<br> {escape(words('statements_n', count=max(len(point.others) + 1, 2)))}"
    return text


def _median_name(found: Ranking, ends: tuple[float, float], words: Words) -> Figure:
    right = found.median < ends[0] + (ends[1] - ends[0]) * 0.6
    return {
        "type": "scatter", "mode": "text", "x": [found.median], "y": [-0.95], "hoverinfo": "skip",
        "text": [f" {escape(words('median_is', value=float_text(found.median, 2)))} "],
        "textposition": "middle right" if right else "middle left", "cliponaxis": False, "textfont": {"size": 12},
    }  # fmt: skip


def _gaps(entries: Sequence[tuple[int, Entry]], ends: tuple[float, float], words: Words) -> list[Figure]:
    """The column at the right, on wide screens alone: on a phone the table has it."""
    shown = [(place, compare_tables.gap_text(entry, words)) for place, entry in entries]
    texts = [(-0.95, words("gap_to_median")), *((place, text) for place, text in shown if text)]
    return [
        {
            "type": "scatter", "mode": "text", "x": [ends[1]] * len(texts), "y": [place for place, _ in texts],
            "text": [escape(text) for _, text in texts], "textposition": "middle left",
            "hoverinfo": "skip", "textfont": {"size": 12, "family": theme.WIDE_ONLY_FONT},
        }
    ]  # fmt: skip


def _legend(entries: Sequence[tuple[int, Entry]], words: Words) -> list[Figure]:
    points = [entry.point for _, entry in entries]
    plain = all(p.kind == "actual" and not p.part_year and p.status != "disputed" for p in points)
    if plain and not any(point.corrected for point in points):
        return []
    kinds = [
        (any(p.kind == "estimate" and not p.part_year for p in points), words.kind("estimate"), "/"),
        (any(p.part_year for p in points), words("mark_part_bar"), "."),
    ]
    legend: list[Figure] = [
        {
            "type": "bar", "x": [None], "y": [None], "name": escape(name), "showlegend": True,
            "marker": {"color": theme.NEUTRAL, "pattern": {"shape": shape}},
        }
        for there, name, shape in kinds
        if there
    ]  # fmt: skip
    marks = trend_marks.legend([p for p in points if p.others or p.corrected], words, "bar", [("", "")], [])
    return [*legend, *marks[1:]]


def _ranking_layout(
    found: Ranking, rows: Sequence[Entry | int], names: Mapping[str, str], ends: tuple[float, float], words: Words
) -> Figure:
    counted = [place for place, row in enumerate(rows) if isinstance(row, Entry) and not math.isnan(row.gap)]
    ticks = [_tick(row, names, words) for row in rows]
    tall = max((tick.count("<br>") for tick in ticks), default=0)
    widest = max((len(row.rank_text) for row in rows if isinstance(row, Entry)), default=1)
    two_lines = {p for p, row in enumerate(rows) if isinstance(row, Entry) and row.point.status == "disputed"}
    line = [] if math.isnan(found.median) else [_median_line(found.median, counted, two_lines)]
    return theme.layout(
        HEAD + int((len(rows) + 1) * (ROW + 13 * max(tall - 1, 0))),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        barmode="overlay",
        clickmode="event+select",
        shapes=line,
        showlegend=True,
        legend={**trend_marks.LEGEND, "y": 0, "yanchor": "top"},
        xaxis={
            "range": list(ends), "visible": False, "fixedrange": True, "zeroline": True, "title": theme.NO_TITLE,
        },
        yaxis={
            "range": [len(rows) - 0.4, -1.4], "tickvals": list(range(len(rows))), "ticktext": ticks,
            "fixedrange": True, "automargin": True, "showgrid": False, "zeroline": False, "title": theme.NO_TITLE,
            "tickfont": {"size": 12.5}, "ticks": "outside", "ticklen": 10 + int(widest * 6.8),
            "tickcolor": "rgba(0,0,0,0)",
        },
    )  # fmt: skip


def _tick(row: Entry | int, names: Mapping[str, str], words: Words) -> str:
    if isinstance(row, int):
        return f"⋯ {words('rows_between', count=row)} "
    return "<br>".join(escape(line) for line in label_places.balanced(names[row.zone], _room(names[row.zone])))


def _room(name: str) -> int:
    return LATIN_ROOM if name.isascii() else NAME_ROOM


def _median_line(median: float, counted: Sequence[int], two_lines: Collection[int]) -> Figure:
    """A line across the rows that are counted, broken where a value may stand: it never runs through one."""
    first, last = (min(counted), max(counted)) if counted else (0, 0)
    half = {row: TWO_LINES if row in two_lines else ONE_LINE for row in range(first, last + 1)}
    ends = [(first - 1.15, first - half[first])]
    ends += [(row + half[row], row + 1 - half[row + 1]) for row in range(first, last)]
    ends.append((last + half[last], last + 0.5))
    return {
        "type": "path", "path": " ".join(f"M{median},{top:.2f} L{median},{foot:.2f}" for top, foot in ends),
        "line": {"color": theme.ZERO_LINE, "width": 1.2}, "layer": "below",
    }  # fmt: skip


def _heat_cells(placed: Sequence[tuple[float, HeatRow]], zones: Sequence[str], words: Words) -> Figure:
    """Every cell as a bar of its own, so that it can be clicked: a heat map of Plotly cannot."""
    cells = [
        (place, column, row, row.cells.get(zone)) for place, row in placed for column, zone in enumerate(zones)
    ]  # fmt: skip
    return {
        "type": "bar", "width": 0.96, "x": [column for _, column, _, _ in cells], "y": [0.94] * len(cells),
        "base": [place - 0.47 for place, _, _, _ in cells],
        "marker": {
            "color": [_tint(cell, row.good) for _, _, row, cell in cells],
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if cell is None else "" for _, _, _, cell in cells], "fgcolor": "rgba(128,138,148,0.35)",
                "bgcolor": "rgba(0,0,0,0)", "size": 7, "fillmode": "replace",
            },
        },
        "text": [_heat_text(cell) for _, _, _, cell in cells], "textposition": "inside", "insidetextanchor": "middle",
        "textangle": 0, "constraintext": "none", "textfont": {"size": 12},
        "customdata": [[cell.observation_id if cell else ""] for _, _, _, cell in cells],
        "hovertext": [
            escape(cell.hover if cell else f"{words.zone(zones[column])} · {row.label} · {words('no_value')}")
            for _, column, row, cell in cells
        ],
        "hoverinfo": "text",
    }  # fmt: skip


def _heat_text(cell: compare_tables.HeatCell | None) -> str:
    if cell is None:
        return "–"
    sign = "" if math.isnan(cell.tint) else f" {compare_tables.arrow(cell.side)}"
    part = f'<br><span style="font-size:9px">{escape(cell.part)}</span>' if cell.part else ""
    return escape(f"{cell.text}{sign}") + part


def _tint(cell: compare_tables.HeatCell | None, good: str) -> str:
    if cell is None or math.isnan(cell.tint):
        return "rgba(128,138,148,0.06)"
    red, green, blue = PLAIN if good == "none" else BETTER if cell.tint > 0 else WORSE
    return f"rgba({red},{green},{blue},{0.05 + STRONGEST * abs(cell.tint):.2f})"


def _heat_layout(
    placed: Sequence[tuple[float, HeatRow]], heads: Sequence[tuple[float, str]], across: Sequence[Sequence[str]],
    depth: float, words: Words,
) -> Figure:  # fmt: skip
    labels = [_heat_label(row, words) for _, row in placed]
    widest = max((label_places.width(line) for lines in labels for line in lines), default=0)
    left = max(LABEL_WIDTH, int(widest * 6.4) + 14)
    above = 12 + 15 * max((len(lines) for lines in across), default=1)
    # names in English may need three lines: all rows are as high as the highest
    row = max(CELL_HEIGHT, 15 * max((len(lines) for lines in labels), default=1) + 4)
    return theme.layout(
        int(above + depth * row) + 8,
        margin={"l": left, "r": 4, "t": above, "b": 4},
        barmode="overlay",
        clickmode="event+select",
        width=left + CELL_WIDTH * len(across),
        annotations=[_group_head(place, name, left) for place, name in heads if name],
        xaxis={
            "range": [-0.5, len(across) - 0.5], "side": "top", "tickvals": list(range(len(across))),
            "ticktext": ["<br>".join(escape(line) for line in lines) for lines in across], "tickangle": 0,
            "fixedrange": True, "showgrid": False, "zeroline": False, "title": theme.NO_TITLE,
            "tickfont": {"size": 12 if words.language == "zh" else 11},
        },
        yaxis={
            "range": [depth, 0], "tickvals": [place for place, _ in placed],
            "ticktext": ["<br>".join(map(escape, lines)) + " " for lines in labels], "fixedrange": True,
            "showgrid": False,
            "zeroline": False, "title": theme.NO_TITLE, "tickfont": {"size": 12}, "ticks": "",
        },
    )  # fmt: skip


def _heat_label(row: HeatRow, words: Words) -> list[str]:
    """Name, unit, and that less is better where it is."""
    unit = words.unit(row.unit)
    text = f"{row.label} ({unit})" if unit else row.label
    return label_places.balanced(text + (" ↓" if row.good == "down" else ""), 24 if words.language == "zh" else 31)


def _group_head(place: float, name: str, left: int) -> Figure:
    return {
        "xref": "paper", "x": 0, "xshift": -left + 2, "xanchor": "left", "y": place, "yanchor": "middle",
        "text": f"<b>{escape(name)}</b>", "showarrow": False, "font": {"size": 12},
    }  # fmt: skip
