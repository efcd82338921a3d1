"""The ruling lines of a PDF's page -> tables: which letters stand in which cell."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kpi.documents.readers.layout import find_blocks
from kpi.documents.readers.layout_tables import Cell, Table
from kpi.documents.readers.pdf_letters import Affine, Letter, find_pieces

_NEAR = 2.5  # points: lines so near to each other are one
_LEAST = 4.0  # points: anything shorter is a dot or a letter drawn as a shape
_MOST_PATHS = 4000  # a page of more is a map or a drawing
_MOST_RULES = 1500
_LONGEST = 80  # letters in a cell, on average: a frame around more is a box of text, no table


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A straight line at `at` (its height, or its distance from the left) from `start` to `end`, in points."""

    at: float
    start: float
    end: float


def find_rules(page: Any, affine: Affine) -> tuple[list[Rule], list[Rule]]:
    """The level and the upright lines of a page, those of one line put together."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for (x1, y1), (x2, y2) in _segments(page, affine):
        if abs(y1 - y2) < 0.5 and abs(x1 - x2) > _LEAST:
            level.append(Rule((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
        elif abs(x1 - x2) < 0.5 and abs(y1 - y2) > _LEAST:
            upright.append(Rule((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
    return _merged(level), _merged(upright)


def find_tables(letters: Sequence[Letter], level: list[Rule], upright: list[Rule]) -> list[Table]:
    """The tables that the lines rule, each with the letters in it; frames around text are none."""
    tables: list[Table] = []
    if len(level) + len(upright) > _MOST_RULES:
        return tables
    for levels, uprights in _groups(level, upright):
        table = _table(letters, levels, uprights)
        if table is not None:
            tables.append(table)
    return tables


def _segments(page: Any, affine: Affine) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight lines of all shapes on a page, in points from its upper left."""
    from pypdfium2 import raw

    paths = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]))
    for path in paths if len(paths) <= _MOST_PATHS else ():
        matrices = _matrices(path)
        begin = last = None
        for i in range(min(raw.FPDFPath_CountSegments(path), _MOST_PATHS)):
            segment = raw.FPDFPath_GetPathSegment(path, i)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = (x.value, y.value)
            for matrix in matrices:
                point = matrix.on_point(*point)
            point = affine.of(*point)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                begin = point
            elif kind == raw.FPDF_SEGMENT_LINETO and last:
                yield last, point
            if begin and raw.FPDFPathSegment_GetClose(segment):
                yield point, begin
            last = point


def _matrices(path: Any) -> list[Any]:
    found, thing = [], path
    while thing is not None:
        found.append(thing.get_matrix())
        thing = thing.container
    return found


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines at nearly one place that touch, as one."""
    merged: list[Rule] = []
    for group in _clusters(rules):
        at = sum(rule.at for rule in group) / len(group)
        spans: list[list[float]] = []
        for rule in sorted(group, key=lambda rule: rule.start):
            if spans and rule.start <= spans[-1][1] + _NEAR:
                spans[-1][1] = max(spans[-1][1], rule.end)
            else:
                spans.append([rule.start, rule.end])
        merged += [Rule(at, start, end) for start, end in spans]
    return merged


def _clusters(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][0].at < _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _groups(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch each other, directly or over others, as one group each."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    rest = list(upright)
    while rest:
        levels: list[Rule] = []
        uprights = [rest.pop()]
        grown = True
        while grown:
            more = [rule for rule in level if rule not in levels and any(_touch(rule, other) for other in uprights)]
            levels += more
            found = [rule for rule in rest if any(_touch(other, rule) for other in more)]
            uprights += found
            rest = [rule for rule in rest if rule not in found]
            grown = bool(found)
        if len(levels) > 2:
            groups.append((levels, uprights))
    return groups


def _touch(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _NEAR <= upright.at <= level.end + _NEAR
        and upright.start - _NEAR <= level.at <= upright.end + _NEAR
    )


def _table(letters: Sequence[Letter], level: list[Rule], upright: list[Rule]) -> Table | None:
    """The table of a group of lines; None where it is a frame, or without text."""
    downs = _places([rule.at for rule in level])
    sides = [min(rule.start for rule in level), max(rule.end for rule in level)]  # the outer lines are often left out
    acrosses = _places([*(rule.at for rule in upright), *sides])
    if len(downs) < 3 or len(acrosses) < 3:
        return None
    places = _regions(downs, acrosses, level, upright)
    inside: dict[tuple[int, int], list[Letter]] = {}
    used = set()
    for i, letter in enumerate(letters):
        row = _between(downs, (letter.top + letter.bottom) / 2)
        column = _between(acrosses, (letter.left + letter.right) / 2)
        if row is not None and column is not None:
            used.add(i)
            inside.setdefault(places[row, column], []).append(letter)
    fields: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, home in places.items():
        fields.setdefault(home, []).append(place)
    cells = tuple(_cell(home, fields[home], inside.get(home, [])) for home in sorted(fields))
    filled = [cell for cell in cells if cell.lines]
    several = len({cell.row for cell in filled}) > 1 and len({cell.column for cell in filled}) > 1
    if not several or sum(map(len, inside.values())) > _LONGEST * len(filled):
        return None
    return Table(cells, acrosses[0], downs[0], acrosses[-1], downs[-1], frozenset(used))


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _between(places: Sequence[float], value: float) -> int | None:
    at = bisect_right(places, value) - 1
    return at if 0 <= at < len(places) - 1 else None


def _regions(
    downs: list[float], acrosses: list[float], level: list[Rule], upright: list[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each field between the lines, the upper left field of the cell that it belongs to."""
    homes: dict[tuple[int, int], tuple[int, int]] = {}
    level_at, upright_at = _by_place(level, downs), _by_place(upright, acrosses)
    for row, (top, bottom) in enumerate(pairwise(downs)):
        for column, (left, right) in enumerate(pairwise(acrosses)):
            above = row > 0 and not _ruled(level_at[row], (left + right) / 2)
            before = column > 0 and not _ruled(upright_at[column], (top + bottom) / 2)
            if before:
                homes[row, column] = homes[row, column - 1]
            elif above:
                homes[row, column] = homes[row - 1, column]
            else:
                homes[row, column] = (row, column)
    return homes


def _by_place(rules: Iterable[Rule], places: Sequence[float]) -> list[list[Rule]]:
    """The lines at each of the places, in their order."""
    ordered = sorted(rules)
    ats = [rule.at for rule in ordered]
    return [ordered[bisect_left(ats, at - _NEAR) : bisect_right(ats, at + _NEAR)] for at in places]


def _ruled(rules: Iterable[Rule], middle: float) -> bool:
    return any(rule.start - _NEAR <= middle <= rule.end + _NEAR for rule in rules)


def _cell(home: tuple[int, int], fields: Sequence[tuple[int, int]], letters: Sequence[Letter]) -> Cell:
    """The cell whose upper left field is `home`, of all its fields."""
    rows = max(row for row, _ in fields) - home[0] + 1
    columns = max(column for _, column in fields) - home[1] + 1
    blocks = find_blocks(find_pieces(letters))
    return Cell(*home, rows, columns, tuple(line for block in blocks for line in block))
