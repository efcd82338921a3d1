"""Paragraphs and tables -> raw text, with every table cell's place in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kpi.vocabulary.model import Grid, GridCell
from kpi.vocabulary.patterns import lazy

LONGEST_CAPTION = 60
_LONGEST_CELL = 400


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as a reader finds it: its place (from 0), its text, and how many rows and columns it takes."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    cells: tuple[TableCell, ...]


Block = str | Table
"""A paragraph (line ends inside it stay) or a table."""

_SPACES = lazy(r"\s+")
_UNIT_LINE = lazy(r"单\s*位\s*[:：]")
# Lines that say something of a table and do not name it: its unit, （快报数）, who made it, the months it tells of.
_MADE_BY = lazy(r"(?:填报|制表|编制|报送|填表|统计|发布).{0,6}[:：]")
_BESIDE_TITLE = lazy(
    rf"[（(【\[].*[)）】\]]|.*单\s*位\s*[:：].*|{_MADE_BY.pattern}.*|附\s*[表件]\s*[\d一二三四五六七八九十]*"
    r"|(?:20\d\d\s*年)?\s*(?:(?:\d{1,2}\s*[-—–~～至]\s*)?\d{1,2}\s*月份?|上半年|前?[一二三四]季度|全年)?"
)
_MOST_ABOVE = 5
_ENDS_PROSE = ("。", "；", ";", "，")


class Layout:
    """Raw text in the making, one block after the other, and the grids in it."""

    def __init__(self) -> None:
        self.length = 0
        self.grids: list[Grid] = []
        self._pieces: list[str] = []
        self._above: list[str] = []
        self._heading = ""

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, blocks: Iterable[Block], page: int = 0, heading: str = "") -> None:
        """Writes `blocks`; what stands above a table names it, on the same page, and `heading` every table."""
        self._above.clear()
        self._heading = heading
        for block in blocks:
            if isinstance(block, Table):
                self._add_table(block, page)
            else:
                for line in block.splitlines():
                    self._add_line(line)

    def _add_line(self, line: str) -> None:
        line = line.strip()
        if line:
            self._above.append(line)
            self._write(f"{line}\n")

    def _add_table(self, table: Table, page: int) -> None:
        titles, cells = _without_titles(_tidy(table.cells))
        for title in titles:
            self._add_line(title)
        if max((cell.column for cell in cells), default=0) == 0:
            for cell in cells:  # one column is a list or a frame around text, not a table
                self._add_line(cell.text)
            return
        caption = _headed(caption_of(self._above, len(titles)), self._heading)
        self._write("\n")
        placed = tuple(self._placed(cells))
        self._write("\n\n")
        self.grids.append(Grid(placed[0].start, placed[-1].end, placed, caption, page))
        self._above.clear()

    def _placed(self, cells: Sequence[TableCell]) -> Iterator[GridCell]:
        row = cells[0].row
        for number, cell in enumerate(cells):
            if number:
                self._write("\t" if cell.row == row else "\n")
            row, start = cell.row, self.length
            self._write(cell.text)
            yield GridCell(cell.row, cell.column, start, self.length, cell.rows, cell.columns)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self.length += len(text)


def is_frame(cells: Sequence[TableCell]) -> bool:
    """Whether a table only arranges a page: one of its cells holds an article of several paragraphs."""
    longest = max((cell.text for cell in cells), key=len, default="")
    whole = sum(len(cell.text) for cell in cells)
    return len(longest) > max(_LONGEST_CELL, whole / 2) and len(longest.strip().splitlines()) > 2


def caption_of(above: Sequence[str], titles: int = 0) -> str:
    """What names a table, each on a line, a unit on that of the line beside it.

    That is the last of the lines above it that is short, with those beside it that tell its unit, its
    months or who made it, and all of its own title rows, which are the last `titles` of them.

    >>> caption_of(["全年完成投资 12 亿元。", "表1 主要指标", "单位：亿元"])
    '表1 主要指标 单位：亿元'
    """
    caption = ""
    for line in reversed([*_naming(above, titles)]):
        beside = _UNIT_LINE.search(line) or _UNIT_LINE.match(caption)
        caption += (" " if beside else "\n") + line if caption else line
    return caption


def _naming(above: Sequence[str], titles: int) -> Iterator[str]:
    """The lines that name a table, the nearest first."""
    named = False
    for at, line in enumerate(reversed(above[-max(titles, _MOST_ABOVE) :])):
        is_own = at < titles
        if not is_own and (len(line) > LONGEST_CAPTION or line.endswith(_ENDS_PROSE)):
            return
        beside = _BESIDE_TITLE.fullmatch(line) is not None
        if named and not is_own and not (beside and _UNIT_LINE.search(line)):
            return
        named = named or not beside
        if len(line) <= LONGEST_CAPTION:
            yield line


def _headed(caption: str, heading: str) -> str:
    """The caption and the name of the sheet, unless it says the same."""
    return caption if heading in caption else "\n".join(filter(None, (caption, heading)))


def _tidy(cells: Iterable[TableCell]) -> list[TableCell]:
    """The cells in reading order, each on one line; rows without any text are left out."""
    tidied = (replace(cell, text=_SPACES.sub(" ", cell.text).strip()) for cell in cells)
    ordered = sorted(tidied, key=lambda cell: (cell.row, cell.column))
    rows = {cell.row for cell in ordered if cell.text}
    return [cell for cell in ordered if cell.row in rows]


def _without_titles(cells: list[TableCell]) -> tuple[list[str], list[TableCell]]:
    """The title rows of a table, and its other cells with rows counted from the first of them.

    A title row has one text, which begins at the left (one further right is a header beside an empty
    corner) or tells the unit of the whole; or it tells who made the table, beside its unit and its month.
    """
    titles: list[str] = []
    last_of_columns = max((at for at, cell in enumerate(cells) if cell.column), default=0)
    at = 0
    for _, row in groupby(cells, key=lambda cell: cell.row):
        first = list(row)
        texts = [cell for cell in first if cell.text]
        if texts[0].rows > 1 or at + len(first) > last_of_columns:
            break
        if not _is_title(texts):
            break
        titles += [cell.text for cell in texts]
        at += len(first)
    return titles, _counted(cells[at:])


def _is_title(texts: list[TableCell]) -> bool:
    if len(texts) == 1:
        return not texts[0].column or _UNIT_LINE.search(texts[0].text) is not None
    # 单位：亿元 beside 2024年 and 2023年 are heads
    made = any(_MADE_BY.match(cell.text) for cell in texts)
    return made and all(_BESIDE_TITLE.fullmatch(cell.text) for cell in texts)


def _counted(cells: list[TableCell]) -> list[TableCell]:
    """The cells with rows counted from 0 and none of them empty."""
    rows = sorted({cell.row for cell in cells})

    def counted(cell: TableCell) -> TableCell:
        first = bisect_left(rows, cell.row)
        return replace(cell, row=first, rows=bisect_left(rows, cell.row + cell.rows) - first)

    return [counted(cell) for cell in cells]
