"""Many small charts instead of one crowded one: a zone each, or an indicator each, on shared or own axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.figures import charts, theme, trend_marks
from dashboard.figures.charts import Figure, Look
from dashboard.frames.tables import TrendPoint
from dashboard.words.labels import Words

HEIGHT = 190


@dataclass(frozen=True, slots=True)
class Panel:
    """One small chart: what it is of, its name and unit, and its figure."""

    key: str
    title: str
    unit: str
    figure: Figure


def panels(
    points: Sequence[TrendPoint],
    words: Words,
    colours: Mapping[str, str],
    form: str,
    *,
    by: str,
    shared: bool,
    reference: float | None = None,
    order: Sequence[str] = (),
) -> list[Panel]:
    """A chart for each zone or (`by` indicator) for each indicator, and for each unit and scope, in `order`.

    Scopes share a zone's colour, so each has a chart of its own; it names the scope where there are several.
    Years are the same in all. With `shared` so are the values; bars in one unit always share them, so that the
    same height is the same amount everywhere. Charts of different units never do.
    """
    groups: dict[tuple[str, str, str], list[TrendPoint]] = {}
    scopes: dict[str, set[str]] = {}
    for point in points:
        name = point.indicator if by == "indicator" else point.zone
        groups.setdefault((name, point.unit, point.scope), []).append(point)
        scopes.setdefault(point.indicator, set()).add(point.scope)
    place = {name: number for number, name in enumerate(order)}
    found = sorted(groups.items(), key=lambda item: (place.get(item[0][0], len(place)), item[0]))
    look = Look(reference=reference, years=charts.span(points), panel=True)
    reaches = _reaches(points, form, reference) if shared or form == "bar" else {}
    return [
        Panel(
            key=f"{name}_{unit}_{scope}",
            title=(words.indicator(name) if by == "indicator" else words.zone(name))
            + (f" · {words.scope(scope)}" if len(scopes[rows[0].indicator]) > 1 else ""),
            unit=words.unit(unit),
            figure=charts.trend(rows, words, colours, form, HEIGHT, replace(look, reach=reaches.get(unit))),
        )
        for (name, unit, scope), rows in found
    ]


def legend(
    points: Sequence[TrendPoint], words: Words, form: str, zones: Mapping[str, str], reference: str = ""
) -> Figure:
    """The one legend of all small charts: the marks that occur in any; `zones` are the colours to be told."""
    named = [(words.zone(zone), colour) for zone, colour in zones.items()]
    entries = trend_marks.legend(points, words, form, [], [], reference)
    if named:
        entries = [*trend_marks.legend([], words, form, named, []), *entries]
    hidden = {"visible": False, "fixedrange": True, "title": {"text": ""}}
    layout = theme.layout(8 + 20 * -(-len(entries) // 2))
    layout |= {"xaxis": hidden, "yaxis": hidden, "showlegend": True, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}}
    # at the foot: a narrow screen needs the rows above it, a wide one only the last
    layout["legend"] = {**trend_marks.LEGEND, "y": 0, "yanchor": "bottom"}
    return {"data": entries, "layout": layout}


def _reaches(points: Sequence[TrendPoint], form: str, reference: float | None) -> dict[str, tuple[float, float]]:
    """The ends of the value axis of each unit."""
    units = dict.fromkeys(point.unit for point in points)
    return {unit: charts.reach([p for p in points if p.unit == unit], form, reference) for unit in units}
