"""Tables: what a page's table is made of, and the ones without upright lines.

Statistical tables are often ruled above, below and under the head alone, and in a scan no line is
told at all; what is left of a table then are its gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from kpi.documents.readers.layout import Block, Line, Piece
from kpi.vocabulary.patterns import lazy

_ROWS = 3  # fewer rows are no table
_LONGEST = 24  # letters: a longer cell is a line of text
_FULL = 0.6  # of the rows have as many cells as the table has columns
_NUMBER = lazy(r"[-+—–]?\d[\d.,，]*[%％]?|[—–-]+|[.…]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its place in the table (from 0), how far it reaches, and the lines of its text."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page: its cells in reading order and its rectangle; `letters` the places of its letters in a PDF."""

    cells: tuple[Cell, ...]
    left: float
    top: float
    right: float
    bottom: float
    letters: frozenset[int] = field(default=frozenset(), repr=False)

    def piece(self, place: int) -> Piece:
        """The table, the page's table at `place`, as one piece among the lines of its page."""
        return Piece("", self.left, self.top, self.right, self.bottom, 0.0, table=place)


def part_tables(blocks: Sequence[Block], tables: Sequence[Table]) -> tuple[list[Block], tuple[Table, ...]]:
    """The blocks with each table that has no upright lines as a block of its own, and all tables of the page."""
    parted: list[Block] = []
    known = list(tables)
    for block in blocks:
        for is_tabular, group in groupby(block, key=_is_row):
            lines = tuple(group)
            table = _table(lines) if is_tabular else None
            if table is not None:
                parted.append(((table.piece(len(known)),),))
                known.append(table)
            elif parted and parted[-1][-1][0].table is None and lines[0] is not block[0]:
                parted[-1] += lines
            else:
                parted.append(lines)
    return parted, tuple(known)


def _is_row(line: Line) -> bool:
    return len(line) > 1 and all(piece.table is None and len(piece.text) <= _LONGEST for piece in line)


def _table(rows: Sequence[Line]) -> Table | None:
    """Lines of several pieces as a table; None where they do not stand in columns or tell no numbers."""
    if len(rows) < _ROWS:
        return None
    wide, often = Counter(len(row) for row in rows).most_common(1)[0]
    columns = _columns([row for row in rows if len(row) == wide])
    if often < _FULL * len(rows) or not columns or not _has_numbers(rows, wide):
        return None
    cells = tuple(cell for i, row in enumerate(rows) for cell in _cells(i, row, columns))
    pieces = [piece for row in rows for piece in row]
    return Table(
        cells,
        min(piece.left for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.bottom for piece in pieces),
    )


def _columns(rows: Sequence[Line]) -> list[tuple[float, float]]:
    """From where to where each column reaches; none where columns overlap."""
    ranges = [
        (min(piece.left for piece in column), max(piece.right for piece in column))
        for column in zip(*rows, strict=True)
    ]
    return ranges if all(before[1] < after[0] for before, after in pairwise(ranges)) else []


def _has_numbers(rows: Sequence[Line], wide: int) -> bool:
    full = [row for row in rows if len(row) == wide]
    return any(
        sum(bool(_NUMBER.fullmatch(row[i].text)) for row in full) >= max(2, 0.5 * len(full)) for i in range(wide)
    )


def _cells(i: int, row: Line, columns: Sequence[tuple[float, float]]) -> list[Cell]:
    """The cells of a row, each with the columns that its piece stands over; none left out."""
    owners: dict[int, list[Piece]] = {}
    reach: dict[int, int] = {}
    for piece in row:
        over = [at for at, (left, right) in enumerate(columns) if piece.left < right and piece.right > left]
        if not over:
            over = [min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - (piece.left + piece.right) / 2))]
        owners.setdefault(over[0], []).append(piece)
        reach[over[0]] = max(reach.get(over[0], 0), over[-1])
    covered = {at for first, last in reach.items() for at in range(first + 1, last + 1)}
    return [
        Cell(i, at, 1, reach.get(at, at) - at + 1, (tuple(owners[at]),) if at in owners else ())
        for at in range(len(columns))
        if at not in covered or at in owners
    ]
