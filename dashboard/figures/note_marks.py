"""Marks of notes on a chart that is drawn already: a star on each number with a note, its words on hover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.figures import label_places, theme
from dashboard.figures.label_places import escape
from dashboard.words.labels import Words
from kpi.results.notes import Note

Figure = dict[str, Any]

STAR: Figure = {"symbol": "star", "size": 13, "color": theme.ZONE_COLOURS[4], "line": {"width": 1, "color": "white"}}
LINE_ROOM, MOST_LINES = 44, 8


def with_notes(figure: Figure, notes: Mapping[str, Sequence[Note]], words: Words) -> Figure:
    """The figure with a star on each mark whose observation has notes; the figure itself where none has.

    Marks are found by the observation that a click on them leads to, so that the star leads there too. Where the
    chart has a legend, the star is in it.
    """
    found = list(_places(figure, notes)) if notes else []
    if not found:
        return figure
    stars = {
        "type": "scatter", "mode": "markers", "marker": STAR, "cliponaxis": False, "showlegend": False,
        "x": [x for x, *_ in found], "y": [y for _, y, *_ in found],
        "customdata": [[name] for *_, name in found], "hoverinfo": "text",
        "hovertext": [_hover(said, notes[name]) for _, _, said, name in found],
    }  # fmt: skip
    legend = [{
        "type": "scatter", "mode": "markers", "marker": STAR, "x": [None], "y": [None], "name": words("mark_note"),
        "showlegend": True, "hoverinfo": "skip",
    }] if figure["layout"].get("showlegend") else []  # fmt: skip
    return {**figure, "data": [*figure["data"], stars, *legend]}


def _places(figure: Figure, notes: Mapping[str, Sequence[Note]]) -> Iterator[tuple[Any, Any, str, str]]:
    """Where the marks with notes stand, what hovering says of each, and its observation; each mark once."""
    seen: set[str] = set()
    for trace in figure["data"]:
        names = trace.get("customdata")
        if names is None:
            continue
        said = trace.get("hovertext")
        for at, (x, y, name) in enumerate(zip(trace.get("x", ()), trace.get("y", ()), names, strict=False)):
            fact = str(name[0]) if isinstance(name, list | tuple) and name else str(name)
            if fact in notes and fact not in seen and x is not None and y is not None:
                seen.add(fact)
                yield x, y, str(said[at]) if isinstance(said, list | tuple) else str(said or ""), fact


def _hover(said: str, notes: Sequence[Note]) -> str:
    """What the mark says without the note, then each note with who and when; long ones are cut, the page has them."""
    lines = [line for note in notes for line in label_places.wrapped(note.told, LINE_ROOM)]
    cut = [*lines[:MOST_LINES], *(["…"] if len(lines) > MOST_LINES else [])]
    return "<br>".join([*([said] if said else []), *(f"★ {escape(line)}" if not at else escape(line)
                                                     for at, line in enumerate(cut))])  # fmt: skip
