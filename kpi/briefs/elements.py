"""The elements that pages of briefs are made of: never text put together, so that what a report says stays text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree as Tree

from kpi.briefs.content import YearValue
from kpi.briefs.office_files import clean
from kpi.wording.wording import Wording

YEARS_OF_A_LINE = 3
"""A line through fewer is a slope and no history."""

_SIZE = (84, 24)
_LEAST_SPAN = 0.2
"""A line is at least so high for its values that a change of one per cent is drawn as the small one that it is."""


def element(tag: str, attributes: dict[str, str], text: str = "") -> Tree.Element:
    """An element with its text, without letters that no markup may hold."""
    made = Tree.Element(tag, {name: clean(value) for name, value in attributes.items()})
    made.text = clean(text)
    return made


def below(parent: Tree.Element, tag: str, attributes: dict[str, str] | None = None, text: str = "") -> Tree.Element:
    """An element as the last one in `parent`."""
    made = element(tag, attributes or {}, text)
    parent.append(made)
    return made


def small(cell: Tree.Element, *texts: str, kind: str = "") -> None:
    """Lines of small print below what a cell says."""
    for text in filter(None, texts):
        below(cell, "span", {"class": f"small {kind}".strip()}, text)


def draw_line(
    cell: Tree.Element, line: Sequence[YearValue], words: Wording, years: tuple[int, int] | None = None,
    reach: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """The whole years as a small line; years without a value leave a gap, estimates are hollow and joined by dashes.

    `years` and `reach` are the ends of its axes where several lines share them.
    """
    if len(line) < YEARS_OF_A_LINE:
        return
    width, height = _SIZE
    numbers = [point.number for point in line]
    low, high = reach or (min(numbers), max(numbers))
    first, last = years or (line[0].year, line[-1].year)
    span = max(high - low, _LEAST_SPAN * max(abs(low), abs(high))) or 1.0
    places = {
        point.year: (
            4 + (point.year - first) / (last - first) * (width - 8),
            height / 2 - (point.number - (low + high) / 2) / span * (height - 10),
        )
        for point in line
    }
    about = {"class": "years", "viewBox": f"0 0 {width} {height}", "role": "img"}
    picture = below(cell, "svg", about | {"width": str(width), "height": str(height)})
    said = words.listed(f"{point.year}{words.colon}{point.number:,.10g}" for point in line)
    picture.set("aria-label", said)
    for before, after in pairwise(line):
        if after.year - before.year == 1:
            (x1, y1), (x2, y2) = places[before.year], places[after.year]
            ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
            below(picture, "line", ends | ({"class": "dashed"} if "estimate" in (before.kind, after.kind) else {}))
    for point in line:
        x, y = places[point.year]
        kind = "hollow" if point.kind == "estimate" else "filled"
        below(picture, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "2.4", "class": kind})
    small(cell, f"{line[0].year}–{line[-1].year}")
