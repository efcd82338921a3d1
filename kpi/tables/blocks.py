"""Parts of a table that have heads of their own: which rows are heads, which columns are labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi.tables.axes import Axis
from kpi.tables.cells import Cell, Sheet, is_numbering, is_odd_number, is_year, value_in
from kpi.tables.heads import CORNER
from kpi.tables.phrases import Phrase, PhraseReader


@dataclass(slots=True)
class Block:
    """Rows under one set of heads: caption lines, head and body rows, and each column's heads, the lowest first."""

    caption: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    columns: list[tuple[Phrase, ...]] = field(default_factory=list)


def blocks_of(sheet: Sheet, phrases: PhraseReader, before: Sequence[Block]) -> list[Block]:
    """The blocks of a table; one without heads takes those of the table `before` it, if as wide."""
    block = Block([line for line in sheet.grid.caption.splitlines() if line.strip()])
    blocks = [block]
    for row in range(len(sheet.rows)):
        cells = sheet.distinct(row)
        if not cells or is_numbering(cells):
            continue
        kind = _kind(cells)
        if not block.body and kind == "line" and not block.heads:
            block.caption.append(cells[0].text)
        elif not block.body and kind == "text" and not _is_data(cells, phrases):
            block.heads.append(row)
        elif kind == "text" and block.heads and _is_head(sheet, row, cells, block, phrases):
            block = _next_block(sheet, block)
            block.heads.append(row)
            blocks.append(block)
        else:
            block.body.append(row)
    for block in blocks:
        block.columns = [_path(sheet, block, column, phrases) for column in range(sheet.width)]
    _carry_over(sheet, blocks[0], before)
    return [block for block in blocks if block.body]


def _kind(cells: Sequence[Cell]) -> str:
    """`line` for a row of one cell, `text` for heads or labels without numbers, `values` for the rest."""
    numbers = [cell for cell in cells if value_in(cell.text)]
    if not [cell for cell in numbers if not is_year(cell.text)]:
        return "line" if len(cells) == 1 else "text"
    return "values"


def _is_data(cells: Sequence[Cell], phrases: PhraseReader) -> bool:
    """A row of labels whose numbers are missing, above any other: its first words name an indicator or an area."""
    first = phrases.read(cells[0].text)
    return bool(first.tokens or first.zone or first.own) or cells[-1].is_empty


def _is_head(sheet: Sheet, row: int, cells: Sequence[Cell], block: Block, phrases: PhraseReader) -> bool:
    """Whether a row among the others sets new heads: it opens as the first did, or says what columns hold."""
    first = sheet.rows[block.heads[0]][0]
    if (first is not None and first.text and cells[0].text == first.text) or cells[0].text in CORNER:
        return True
    said = [phrases.read(cell.text) for cell in cells[1:]]
    telling = [phrase for phrase in said if not phrase.rest and (phrase.when or phrase.kind or phrase.measure)]
    opening = phrases.read(cells[0].text)
    return len(telling) * 2 > len(said) and not (opening.tokens or opening.zone or opening.own)


def _next_block(sheet: Sheet, block: Block) -> Block:
    """The block after `block`: the lines that stood last above its heads are its title."""
    lines: list[str] = []
    while block.body and len(sheet.distinct(block.body[-1])) == 1:
        lines.insert(0, sheet.distinct(block.body.pop())[0].text)
    return Block(lines or list(block.caption))


def _path(sheet: Sheet, block: Block, column: int, phrases: PhraseReader) -> tuple[Phrase, ...]:
    """What stands above a column, the lowest head first, each merged cell once."""
    cells: list[Cell] = []
    for row in reversed(block.heads):
        cell = sheet.rows[row][column]
        if cell is not None and cell.text and cell not in cells:
            cells.append(cell)
    said = tuple(phrases.read(cell.text) for cell in cells)
    dateless = bool(said) and not said[0].measure and not said[0].when
    if dateless and any(_is_lost(sheet, row, column, phrases) for row in block.heads[:-1]):
        return (_UNREAD, *said)
    return said


_UNREAD = Phrase("", rest="|")


def _is_lost(sheet: Sheet, row: int, column: int, phrases: PhraseReader) -> bool:
    """Whether a head is missing above a column where one to the left may have reached over it, unmerged."""
    if (cell := sheet.rows[row][column]) is not None and cell.text:
        return False
    left = next((c for c in reversed(sheet.rows[row][:column]) if c is not None and c.text), None)
    return left is not None and not phrases.read(left.text).role


def _carry_over(sheet: Sheet, block: Block, before: Sequence[Block]) -> None:
    """A table that goes on from the page before has neither heads nor a title."""
    if before and not block.heads and not block.caption and len(before[-1].columns) == sheet.width:
        block.columns, block.caption = before[-1].columns, before[-1].caption


def label_columns(sheet: Sheet, block: Block, columns: Sequence[Axis]) -> list[tuple[list[int], list[int]]]:
    """The columns of labels and those of the numbers they stand beside; tables may stand side by side."""
    groups: list[tuple[list[int], list[int]]] = []
    labels: list[int] = []
    values: list[int] = []
    headed = bool(block.heads) or any(columns[at].texts for at in range(len(columns)))
    for at, column in enumerate(columns):
        is_label = column.role in ("label", "item", "index") or (not values and _holds_labels(sheet, block, at))
        if is_label and values and column.role != "index":
            groups.append((labels, values))
            labels, values = [], []
        if is_label or column.role in ("unit", "note"):
            labels.append(at)
            column.role = column.role or "label"
        else:
            values.append(at)
    groups.append((labels, values))
    several = [at for _, group in groups for at in group]
    for at in several if not headed and len(several) > 1 else ():
        columns[at].rest = True  # without heads, several numbers in a row say nothing
    return [(found, numbers) for found, numbers in groups if found and numbers]


def _holds_labels(sheet: Sheet, block: Block, at: int) -> bool:
    cells = {cell for row in block.body if (cell := sheet.rows[row][at]) is not None and not cell.is_empty}
    numbers = sum(
        (value_in(cell.text) is not None and not is_year(cell.text)) or is_odd_number(cell.text) for cell in cells
    )
    years = sum(is_year(cell.text) for cell in cells)
    return bool(cells) and numbers * 5 <= len(cells) and (years == 0 or (at == 0 and years == len(cells)))
