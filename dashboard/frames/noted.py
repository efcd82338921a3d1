"""Tables and marks with the notes that people wrote on what they show. No Streamlit inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from dashboard.frames.tables import TrendPoint
from dashboard.words.labels import Words
from kpi.results.notes import Note, Notes, Place, told_on

__all__ = ["SIGN", "Place", "at_cells", "on_points", "place_of_point", "places_of", "with_notes"]

SIGN = "★"
"""What marks a number with a note, in charts and tables."""


def with_notes(table: pd.DataFrame, places: Sequence[Place], notes: Notes, words: Words) -> pd.DataFrame:
    """The table with the notes on its rows, `places` saying what each is of; as it is where none has any."""
    told = [told_on(notes.at.get(place, ())) for place in places] if notes.standing else []
    return table.assign(**{words("notes"): told}) if any(told) else table


def places_of(rows: pd.DataFrame) -> list[Place]:
    """What each row of observations or cells is of."""
    return list(zip(rows["zone"], rows["indicator"], rows["period"], strict=True))


def place_of_point(point: TrendPoint) -> Place:
    return (point.zone, point.indicator, point.period)


def on_points(points: Iterable[TrendPoint], notes: Notes) -> dict[str, tuple[Note, ...]]:
    """The notes on the marks of a chart, by the observation that each mark is named after."""
    if not notes.standing:
        return {}
    found = {point.observation_id: notes.at.get(place_of_point(point), ()) for point in points}
    return {name: some for name, some in found.items() if some}


def at_cells(cells: pd.DataFrame, notes: Notes) -> Mapping[str, tuple[Note, ...]]:
    """The notes on cells, by the observation that each shows."""
    if not notes.standing:
        return {}
    found = zip(cells["chosen"], places_of(cells), strict=True)
    return {str(name): notes.at[place] for name, place in found if place in notes.at}
