"""Pieces of a page -> blocks in reading order: columns are found by the white space between them.

A page is cut at its tallest gutter, between the lines that cross it (headlines, tables), and so on
in each part, until no gutter is left. It works for one column, two, or the six of a newspaper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_GUTTER = 0.5  # the least width of a gutter, in letters
_LINES = 3  # text beside text for fewer lines is no column
_COLUMN = 6  # letters: pieces shorter than this are cells of a table or a list, not lines of a column
_WIDE = 0.2  # of a column's pieces are longer: a list in a column has short lines as well
_HANGING = tuple("，。、；：！？）》”’")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters of one line, or a whole table: its rectangle from the page's upper left, in any unit.

    `size` is the height of a letter in the same unit, `grades` how sure the recogniser was of each letter
    (empty where the letters are the file's own), `table` the place of the page's table that it stands for.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    grades: tuple[float, ...] = ()
    table: int | None = None

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def edge(self) -> float:
        """Where its last word ends: a full stop or comma may hang over the column's edge."""
        return self.right - (0.5 * self.size if self.text[-1:] in _HANGING else 0.0)

    @property
    def is_upright(self) -> bool:
        """Whether its letters stand one below the other."""
        return self.table is None and len(self.text) > 2 and self.bottom - self.top > 2.5 * self.width


Line = tuple[Piece, ...]
Block = tuple[Line, ...]


def find_blocks(pieces: Sequence[Piece]) -> list[Block]:
    """The blocks of a page in reading order, each a row of lines from top to bottom; a table is a block of its own."""
    if not pieces:
        return []
    size = median(piece.size for piece in pieces if piece.table is None) if _has_text(pieces) else 1.0
    return [block for part in _cut(list(pieces), size) for block in _blocks_of(part)]


def _has_text(pieces: Sequence[Piece]) -> bool:
    return any(piece.table is None for piece in pieces)


def _cut(pieces: list[Piece], size: float) -> list[list[Piece]]:
    """Parts of a page without a gutter, in reading order."""
    found = _tallest_gutter(pieces, size)
    if found is None:
        return [pieces]
    above, left, right, below = found
    return [part for side in (above, left, right, below) if side for part in _cut(side, size)]


def _tallest_gutter(pieces: list[Piece], size: float) -> tuple[list[Piece], ...] | None:
    """What stands above, left of, right of and below the tallest gutter; None where there is none."""
    pieces = sorted(pieces, key=lambda piece: piece.middle)
    best, found = 0.0, None
    for edge in _edges(pieces, size):
        left_of, right_of = edge + 0.01 * size, edge + _GUTTER * size
        for first, last in _free_stretches(pieces, left_of, right_of):
            stretch = pieces[first:last]
            left = [piece for piece in stretch if piece.edge <= left_of]
            right = [piece for piece in stretch if piece.edge > left_of]
            height = _shared_height(left, right, size)
            if height > best:
                best, found = height, (pieces[:first], left, right, pieces[last:])
    return found


def _free_stretches(pieces: list[Piece], left: float, right: float) -> list[tuple[int, int]]:
    """Between which of the pieces, sorted from top to bottom, nothing crosses the strip from `left` to `right`."""
    crossing = [i for i, piece in enumerate(pieces) if piece.left < right and piece.edge > left]
    bounds = [-1, *crossing, len(pieces)]
    return [(above + 1, below) for above, below in pairwise(bounds) if below - above > 2 * _LINES]


def _edges(pieces: list[Piece], size: float) -> list[float]:
    """Where a gutter may begin: the right edges of pieces, near ones taken together as their rightmost."""
    edges: list[float] = []
    for edge in sorted(piece.edge for piece in pieces):
        if edges and edge - edges[-1] < 0.2 * size:
            edges[-1] = edge
        else:
            edges.append(edge)
    return edges[:-1] if len(edges) > 1 else []


def _shared_height(left: list[Piece], right: list[Piece], size: float) -> float:
    """How far down text stands beside text; 0 where one side is no column."""
    for side in (left, right):
        wide = sum(piece.width >= _COLUMN * size for piece in side)
        if len(side) < _LINES or wide < max(2, _WIDE * len(side)):
            return 0.0
    top = max(min(piece.top for piece in side) for side in (left, right))
    bottom = min(max(piece.bottom for piece in side) for side in (left, right))
    beside = min(sum(top <= piece.middle <= bottom for piece in side) for side in (left, right))
    return bottom - top if beside >= _LINES else 0.0


def _blocks_of(pieces: list[Piece]) -> list[Block]:
    """The lines of a part, parted at its tables."""
    blocks: list[list[Line]] = [[]]
    for line in _lines(pieces):
        if line[0].table is None:
            blocks[-1].append(line)
        else:
            blocks += [[line], []]
    return [tuple(block) for block in blocks if block]


def _lines(pieces: list[Piece]) -> list[Line]:
    """Pieces beside each other as lines, from top to bottom; upright ones from right to left."""
    upright = [piece for piece in pieces if piece.is_upright]
    if upright and 2 * len(upright) >= len(pieces):
        return [(piece,) for piece in sorted(pieces, key=lambda piece: (-piece.right, piece.top))]
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.left)):
        last = lines[-1][-1] if lines else None
        if last and last.table is None and piece.table is None and _beside(last, piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [tuple(sorted(line, key=lambda piece: piece.left)) for line in lines]


def _beside(one: Piece, other: Piece) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.bottom - one.top, other.bottom - other.top)
