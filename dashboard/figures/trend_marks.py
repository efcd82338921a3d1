"""The marks that all charts of trends share: what each means, what hovering says, the many behind the few."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.figures import theme
from dashboard.figures.label_places import escape
from dashboard.frames.tables import TrendPoint
from dashboard.words.labels import Words

Figure = dict[str, Any]

# Up to this many others are drawn as lines; more as the band that they fill.
GREY_LINES = 24
BAND, HALF_BAND, GREY = "rgba(128,138,148,0.13)", "rgba(128,138,148,0.22)", "rgba(128,138,148,0.55)"

LEGEND: Figure = {
    "orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom", "itemclick": False,
    "itemdoubleclick": False, "font": {"size": 12}, "itemsizing": "trace", "title": {"text": ""},
    "bgcolor": "rgba(0,0,0,0)",
}  # fmt: skip


def legend(
    points: Sequence[TrendPoint], words: Words, form: str, series: Sequence[tuple[str, str]],
    behind: Sequence[Figure], reference: str = "",
) -> list[Figure]:  # fmt: skip
    """One entry for each mark that occurs in the chart, drawn as it is drawn there."""
    reported = [point for point in points if point.kind != "target"]
    whole = [point for point in reported if point.whole_year]
    named = [_entry(name, {"symbol": "square", "size": 11, "color": colour}) for name, colour in series]
    wanted = [
        (bool(whole) and not series, _reported("actual", form, words)),
        (any(point.kind == "estimate" for point in whole), _reported("estimate", form, words)),
        (
            any(not point.whole_year and not point.alone for point in reported),
            _entry(words("mark_part"), {"symbol": "square", "size": 8}),
        ),
        (
            any(point.alone for point in reported),
            _entry(words("mark_alone"), {"symbol": "x-thin", "size": 7, "line": _LINE}),
        ),
        (len(reported) < len(points), _entry(words("target"), {"symbol": "diamond-open", "size": 11, "line": _LINE})),
        (
            any(point.others for point in points),
            _entry(words("mark_disputed"), {"symbol": "line-ns-open", "size": 12, "line": _LINE}),
        ),
        (any(point.corrected for point in points), _entry(words("mark_corrected"), _RING)),
    ]
    held = [_entry(reference, {"opacity": 0}, _REFERENCE)] if reference else []
    return [*named, *(entry for there, entry in wanted if there), *held, *_behind_entries(behind)]


_REFERENCE = {"color": theme.ZERO_LINE, "width": 1.2, "dash": "dash"}
_LINE = {"width": 2, "color": theme.NEUTRAL}
_RING: Figure = {"symbol": "circle-open", "size": 17, "color": theme.NEUTRAL, "line": {"width": 1.5}}


def unnamed(traces: Sequence[Figure]) -> list[Figure]:
    """The traces, those out of the legend that are not entries of it."""
    return [trace if "showlegend" in trace else {**trace, "showlegend": False} for trace in traces]


def bare(trace: Figure) -> Figure:
    """The trace without its texts where all are empty: a browser would make room for each and take it away again."""
    if not trace.get("mode", "").endswith("+text") or any(trace["text"]):
        return trace
    kept = {name: said for name, said in trace.items() if name not in ("text", "textposition")}
    return kept | {"mode": trace["mode"].removesuffix("+text")}


def rings(places: Sequence[tuple[float, float]]) -> Iterable[Figure]:
    """A ring round each mark that a person corrected."""
    if not places:
        return
    yield {
        "type": "scatter", "mode": "markers", "x": [x for x, _ in places], "y": [y for _, y in places],
        "marker": _RING, "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def hover(point: TrendPoint, words: Words) -> str:
    """Zone, period, kind, value with its modifier, what else was said, how it was computed, report and date."""
    lines = [
        words.zone(point.zone) + (f" · {words.scope(point.scope)}" if point.scope else ""),
        f"{words.period(point.period)} · {words.kind(point.kind)}",
        point.text,
    ]
    if point.others:
        lines.append(f"{words('status.disputed')}: " + " / ".join(text for _, text, _ in point.others))
        lines.append(f"{words('rule')}: {words.rule(point.rule)}")
    if point.note:
        lines.append(point.note)
    if point.corrected:
        lines.append(words("mark_corrected"))
    reports = ", ".join(f"{doc} ({published or words('undated')})" for doc, published in point.docs[:4])
    lines.append(f"{words('doc')}: {reports}")
    return "<br>".join(escape(line) for line in lines)


def backdrop(points: Sequence[TrendPoint], focus: Sequence[str], words: Words) -> list[Figure]:
    """All zones behind the chosen ones: as grey lines, or where they are many as the band that they fill."""
    yearly: dict[tuple[str, str], dict[int, TrendPoint]] = {}
    for point in sorted(points, key=lambda point: point.kind, reverse=True):
        if point.kind != "target" and point.whole_year:
            yearly.setdefault((point.zone, point.scope), {})[point.year] = point
    rest = {key: years for key, years in yearly.items() if key[0] not in focus}
    if not rest:
        return []
    if len(rest) <= GREY_LINES:
        return [_grey_lines(rest, words)]
    return _bands(yearly, words)


def corner_note(text: str, size: int) -> Figure:
    """A few words at the foot of the value axis."""
    return {
        "xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "bottom", "xshift": 3,
        "text": f"⌇ {escape(text)}", "showarrow": False, "font": {"size": size}, "opacity": 0.85,
    }  # fmt: skip


def reference_line(value: float) -> Figure:
    """A thin line across the chart that every value is held against."""
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "layer": "below",
        "line": _REFERENCE,
    }  # fmt: skip


def _reported(kind: str, form: str, words: Words) -> Figure:
    if form == "bar":
        pattern = {"color": "rgba(0,0,0,0)" if kind == "estimate" else theme.NEUTRAL}
        return _entry(words.kind(kind), {"symbol": "square", "size": 11, **pattern, "line": _LINE})
    line = {"color": theme.NEUTRAL, "width": 2, "dash": "dash" if kind == "estimate" else "solid"}
    symbol = "circle" if kind == "actual" else "circle-open"
    return _entry(words.kind(kind), {"symbol": symbol, "size": 9, "line": _LINE}, line)


def _entry(name: str, marker: Figure, line: Figure | None = None) -> Figure:
    return {
        "type": "scatter", "mode": "lines+markers" if line else "markers", "x": [None], "y": [None],
        "name": escape(name), "marker": {"color": theme.NEUTRAL, **marker}, "showlegend": True, "hoverinfo": "skip",
        **({"line": line} if line else {}),
    }  # fmt: skip


def _grey_lines(rest: dict[tuple[str, str], dict[int, TrendPoint]], words: Words) -> Figure:
    x: list[float | None] = []
    y: list[float | None] = []
    said: list[str] = []
    names: list[list[str]] = []
    for years in rest.values():
        for year in sorted(years):
            if x and x[-1] is not None and year - x[-1] > 1:  # no line across years without data
                x, y, said, names = [*x, None], [*y, None], [*said, ""], [*names, [""]]
            x.append(year)
            y.append(years[year].number)
            said.append(hover(years[year], words))
            names.append([years[year].observation_id])
        x.append(None)
        y.append(None)
        said.append("")
        names.append([""])
    return {
        "type": "scatter", "mode": "lines+markers", "x": x, "y": y, "hovertext": said, "hoverinfo": "text",
        "customdata": names, "line": {"color": GREY, "width": 1}, "marker": {"size": 4, "color": GREY},
        "name": words("mark_others", count=len({zone for zone, _ in rest})),
    }  # fmt: skip


def _bands(yearly: dict[tuple[str, str], dict[int, TrendPoint]], words: Words) -> list[Figure]:
    by_year: dict[int, list[float]] = {}
    for series in yearly.values():
        for year, point in series.items():
            by_year.setdefault(year, []).append(point.number)
    years = sorted(year for year, values in by_year.items() if len(values) > 3)
    quartiles = {year: statistics.quantiles(by_year[year], n=4, method="inclusive") for year in years}
    count = len({zone for zone, _ in yearly})
    ends = [(min(by_year[year]), max(by_year[year])) for year in years]
    halves = [(quartiles[year][0], quartiles[year][2]) for year in years]
    median = {
        "type": "scatter", "mode": "lines", "x": years, "y": [quartiles[year][1] for year in years],
        "line": {"color": theme.NEUTRAL, "width": 1.5, "dash": "dot"}, "name": words("mark_median"),
        "hoverinfo": "skip",
    }  # fmt: skip
    return [
        _band(years, ends, BAND, words("mark_all", count=count)),
        _band(years, halves, HALF_BAND, words("mark_half")),
        median,
    ]


def _band(years: Sequence[int], ends: Sequence[tuple[float, float]], colour: str, name: str) -> Figure:
    return {
        "type": "scatter", "mode": "lines", "x": [*years, *reversed(years)], "hoverinfo": "skip",
        "y": [*(high for _, high in ends), *(low for low, _ in reversed(ends))], "fill": "toself",
        "fillcolor": colour, "line": {"width": 0}, "name": name,
    }  # fmt: skip


def _behind_entries(behind: Sequence[Figure]) -> list[Figure]:
    entries = []
    for trace in behind:
        if fill := trace.get("fillcolor"):
            strong = fill.replace("0.13", "0.3").replace("0.22", "0.6")
            entries.append(_entry(trace["name"], {"symbol": "square", "size": 12, "color": strong}))
        else:
            entries.append(_entry(trace["name"], {"opacity": 0}, trace["line"]))
    return entries
