"""Pages of pieces -> the text of a document with the places of its words.

A paragraph is a line of the text, its printed lines put together; cells of a table are parted by
tabs, its rows by line ends, and a blank line stands before and after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kpi.documents.readers.layout import Line, Piece, find_blocks
from kpi.documents.readers.layout_margins import without_margins
from kpi.documents.readers.layout_paragraphs import Paragraph, find_paragraphs
from kpi.documents.readers.layout_tables import Cell, Table, part_tables
from kpi.vocabulary.model import Box, Document, Grid, GridCell, Page
from kpi.vocabulary.patterns import lazy

_LATIN = lazy(r"[A-Za-z]")
_NUMBER = lazy(r"[0-9](?:[0-9.,，．]*[0-9])?")
_CAPTION_LENGTH = 40
_CAPTION_UNIT = lazy(r"单位\s*[:：]|^(?:附?表|Table)\s*[0-9一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page: its pieces and tables, and its size in the unit of their places.

    `turn` is by how many degrees clockwise the page had to be turned for its letters to stand upright;
    `is_recognised` where letters were recognised in an image; `is_unread` where that was not possible.
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...] = ()
    tables: tuple[Table, ...] = ()
    turn: int = 0
    is_recognised: bool = False
    is_unread: bool = False


def write_text(document: Document, contents: Sequence[PageContent]) -> Document:
    """`document` with the text, pages, boxes and tables of its pages."""
    kept = without_margins([content.pieces for content in contents], [content.height for content in contents])
    pages, blocks = {}, []
    for content, pieces in zip(contents, kept, strict=True):
        found, tables = part_tables(find_blocks(pieces), content.tables)
        pages[content.number] = replace(content, tables=tables)
        blocks.append((content.number, found))
    writer = _Writer(pages)
    for paragraph in find_paragraphs(blocks):
        table = paragraph[0].table
        if table is None:
            writer.add_paragraph(paragraph)
        else:
            writer.add_table(paragraph[0].page, pages[paragraph[0].page].tables[table])
    return replace(
        document,
        text="".join(writer.text),
        pages=writer.pages_of(contents),
        boxes=tuple(writer.boxes),
        tables=tuple(writer.tables),
    )


class _Writer:
    """The text so far, and where its pieces stand."""

    def __init__(self, pages: dict[int, PageContent]) -> None:
        self.text: list[str] = []
        self.boxes: list[Box] = []
        self.tables: list[Grid] = []
        self._pages = pages
        self._length = 0
        self._begins: dict[int, int] = {}
        self._captions: list[tuple[int, str]] = []
        self._grades: dict[int, list[float]] = {}

    def add_paragraph(self, paragraph: Paragraph) -> None:
        before = ""
        said = []
        for line in paragraph:
            if before and _needs_space(before, line.text):
                self._write(" ")
            self._add_line(line.page, line.pieces)
            before = line.text
            said.append(line.text)
        self._write("\n")
        self._captions.append((paragraph[-1].page, "".join(said)))

    def add_table(self, page: int, table: Table) -> None:
        if self._length:
            self._write("\n")
        start, cells, row = self._length, [], -1
        for cell in table.cells:
            if cell.row != row:
                self._write("\n" if row >= 0 else "")
                row = cell.row
            else:
                self._write("\t")
            cells.append(self._add_cell(page, cell))
        self.tables.append(Grid(start, self._length, tuple(cells), self._caption(page), page))
        self._write("\n\n")
        self._captions.clear()

    def pages_of(self, contents: Sequence[PageContent]) -> tuple[Page, ...]:
        """Pages in their order: each ends where the next one with text begins."""
        pages, end = [], self._length
        for content in reversed(contents):
            start = self._begins.get(content.number, end)
            pages.append(Page(content.number, start, end, confidence=self._confidence(content)))
            end = start
        return tuple(reversed(pages))

    def _confidence(self, content: PageContent) -> float | None:
        if content.is_unread:
            return 0.0
        grades = self._grades.get(content.number, [])
        if not content.is_recognised or not grades:
            return None
        return round(sum(grades) / len(grades), 4)

    def _caption(self, page: int) -> str:
        """The short lines right above a table, at most two."""
        last = [said for at, said in self._captions[-2:] if at == page]
        while last and not all(len(said) <= _CAPTION_LENGTH and said[-1] not in "。；，" for said in last):
            last.pop(0)
        if len(last) == 2 and not any(_CAPTION_UNIT.search(said) for said in last[-1:]):
            last.pop(0)
        return " ".join(last)

    def _add_cell(self, page: int, cell: Cell) -> GridCell:
        start, before = self._length, ""
        for line in cell.lines:
            said = " ".join(piece.text for piece in line)
            if before and _needs_space(before, said):
                self._write(" ")
            self._add_line(page, line)
            before = said
        return GridCell(cell.row, cell.column, start, self._length, cell.rows, cell.columns)

    def _add_line(self, page: int, line: Line) -> None:
        self._begins.setdefault(page, self._length)
        for i, piece in enumerate(line):
            if i:
                self._write(" ")
            self.boxes += _boxes(piece, self._length, self._pages[page])
            self._grades.setdefault(page, []).extend(piece.grades)
            self._write(piece.text)

    def _write(self, text: str) -> None:
        self.text.append(text)
        self._length += len(text)


def _needs_space(before: str, after: str) -> bool:
    """Whether two lines are parted by a space when put together: between Latin words, not within a number."""
    return bool(_LATIN.match(before[-1]) and _LATIN.match(after[0]))


def _boxes(piece: Piece, start: int, page: PageContent) -> list[Box]:
    """The rectangles of a piece; recognised numbers have one of their own, with their own confidence."""
    cuts = {0, len(piece.text)}
    if piece.grades:
        cuts |= {at for match in _NUMBER.finditer(piece.text) for at in match.span()}
    weights = [0.0]
    for letter in piece.text:
        weights.append(weights[-1] + (0.5 if letter < "\u2e80" else 1.0))
    places = sorted(cuts)
    boxes = []
    for first, last in pairwise(places):
        left, right = (piece.left + piece.width * weights[at] / weights[-1] for at in (first, last))
        boxes.append(
            Box(
                start + first,
                start + last,
                page.number,
                *_edges(page, left, piece.top, right, piece.bottom),
                confidence=_grade(piece, first, last),
            )
        )
    return boxes


def _edges(
    page: PageContent, left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float]:
    """A rectangle as fractions of the page as its file shows it."""
    x1, x2 = (_part(place, page.width) for place in (left, right))
    y1, y2 = (_part(place, page.height) for place in (top, bottom))
    if page.turn == 90:
        return y1, 1 - x2, y2, 1 - x1
    if page.turn == 180:
        return 1 - x2, 1 - y2, 1 - x1, 1 - y1
    return (1 - y2, x1, 1 - y1, x2) if page.turn == 270 else (x1, y1, x2, y2)


def _part(place: float, whole: float) -> float:
    return round(min(max(place / whole, 0.0), 1.0), 5)


def _grade(piece: Piece, first: int, last: int) -> float | None:
    """How sure the letters are: the least sure digit of a number, the mean of words."""
    grades = piece.grades[first:last]
    if not grades:
        return None
    is_number = bool(_NUMBER.fullmatch(piece.text, first, last))
    return round(min(grades) if is_number else sum(grades) / len(grades), 4)
