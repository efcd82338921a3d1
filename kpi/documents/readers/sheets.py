"""The cells of a sheet -> its tables: blocks of cells that blank rows and columns part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from kpi.documents.readers.blocks import Block, Table, TableCell

_SPARSEST = 30


def find_blocks(cells: Iterable[TableCell]) -> Iterator[Block]:
    """The tables of a sheet, and the lines that stand alone, from the top down and from left to right.

    `cells` are those with text, each with its reach; the blank ones inside a table are filled in.
    """
    waiting = [[cell for cell in cells if cell.text.strip()]]
    while waiting:
        part = waiting.pop()
        pieces = _cut(part, by_row=True)
        if len(pieces) == 1:
            pieces = _cut(part, by_row=False)
        if len(pieces) > 1:
            waiting += reversed(pieces)
        elif len(part) == 1:
            yield part[0].text
        elif part:
            yield Table(tuple(_filled(part)))


def _cut(cells: Iterable[TableCell], by_row: bool) -> list[list[TableCell]]:
    """The cells in runs of rows (or columns) with no blank one between them."""
    pieces: list[list[TableCell]] = []
    reached = -1
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column) if by_row else (cell.column, cell.row)):
        first, count = (cell.row, cell.rows) if by_row else (cell.column, cell.columns)
        if not pieces or first > reached + 1:
            pieces.append([])
        pieces[-1].append(cell)
        reached = max(reached, first + count - 1)
    return pieces


def _filled(cells: list[TableCell]) -> Iterator[TableCell]:
    """The cells with rows and columns counted from the table's corner, and empty ones where there is none.

    What is merged reaches as far as there is text below or beside it. A table that is nearly all
    blanks (a diagonal, a stray cell far out) is left unfilled.
    """
    top, bottom = min(cell.row for cell in cells), max(cell.row for cell in cells)
    left, right = min(cell.column for cell in cells), max(cell.column for cell in cells)
    covered: set[tuple[int, int]] = set()
    for cell in cells:
        down, across = min(cell.rows, bottom - cell.row + 1), min(cell.columns, right - cell.column + 1)
        covered.update(product(range(cell.row, cell.row + down), range(cell.column, cell.column + across)))
        yield TableCell(cell.row - top, cell.column - left, cell.text, down, across)
    rows = {cell.row for cell in cells}
    if len(rows) * (right - left + 1) <= _SPARSEST * len(covered):
        for row, column in product(rows, range(left, right + 1)):
            if (row, column) not in covered:
                yield TableCell(row - top, column - left, "")
