"""Lines of a page -> paragraphs, by indent, short last lines, gaps and sizes, over columns and pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kpi.documents.readers.layout import Block, Line
from kpi.language.numbering import BRACKETED, BRACKETED_DIGITS, CHAPTER, SECTION
from kpi.vocabulary.patterns import lazy

_INDENT = 1.2  # letters: a line that begins so much further right begins a paragraph
_SHORT = 2.0  # letters: a line that ends so much before the edge ends one
_GAP = 1.45  # times the usual distance of lines
_SIZE = 1.15  # times the size of the line before: a heading, or what follows one
_CELL = 24  # letters: a piece of more is text
_ENDS = "。！？；：!?;:"
# what begins a line of its own wherever it stands
_BULLET = lazy(rf"{SECTION}|{BRACKETED}|{BRACKETED_DIGITS}|{CHAPTER}")
_WORD = lazy(r"[0-9A-Za-z.,%％]+")  # is not broken at a line's end


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with the number of the page that it stands on."""

    page: int
    pieces: Line

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def is_row(self) -> bool:
        """Whether it is a row of short pieces with gaps between them, as in a table or a list."""
        return len(self.pieces) > 1 and all(len(piece.text) <= _CELL for piece in self.pieces)

    @property
    def is_upright(self) -> bool:
        return self.pieces[0].is_upright

    @property
    def table(self) -> int | None:
        return self.pieces[0].table


Paragraph = list[PlacedLine]


def find_paragraphs(pages: Iterable[tuple[int, Sequence[Block]]]) -> list[Paragraph]:
    """The paragraphs of a document out of the blocks of its pages, in reading order; a table is one of its own.

    A paragraph goes on in the next column and on the next page where its last line is full and the
    next one is not indented.
    """
    paragraphs: list[Paragraph] = []
    before: Sequence[PlacedLine] = ()
    for number, blocks in pages:
        for block in blocks:
            lines = [PlacedLine(number, line) for line in block]
            found = _of_block(lines)
            if before and _goes_on(before, lines):
                paragraphs[-1] += found.pop(0)
            paragraphs += found
            before = lines
    return paragraphs


def _of_block(lines: list[PlacedLine]) -> list[Paragraph]:
    size = median(line.size for line in lines)
    left = _margin([line.left for line in lines], size)
    right = -_margin([-line.right for line in lines], size)
    steps = [step for before, line in pairwise(lines) if (step := _step(before, line)) > 0]
    pitch = min(median(steps), 2.5 * size) if steps else size
    paragraphs = [[lines[0]]]
    for before, line in pairwise(lines):
        if _step(before, line) > _GAP * max(pitch, before.size) or _begins(before, line, (left, right), size):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs


def _step(before: PlacedLine, line: PlacedLine) -> float:
    return line.pieces[0].bottom - before.pieces[0].bottom


def _begins(before: PlacedLine, line: PlacedLine, column: tuple[float, float], size: float) -> bool:
    """Whether a line begins a paragraph, by its form and that of the line before."""
    left, right = column
    if not 1 / _SIZE < line.size / before.size < _SIZE or line.is_upright or before.is_upright:
        return True
    if before.is_row and line.is_row:
        return True
    if _BULLET.match(line.text) and before.text[-1] not in "，、":
        return True
    if _is_title(before, size, left, right) and _is_title(line, size, left, right):
        return False
    return line.left - left >= _INDENT * size or _is_short(before, line, right, size)


def _margin(edges: list[float], size: float) -> float:
    """The outermost edge that several lines share: a page head that stands further out is no measure."""
    shared = (edge for edge in sorted(edges) if sum(abs(edge - other) < size for other in edges) > 0.1 * len(edges) + 1)
    return min(edges) if len(edges) < 4 else next(shared, min(edges))


def _is_title(line: PlacedLine, size: float, left: float, right: float) -> bool:
    """Whether a line is larger than the text, or as large and in the middle of the column."""
    return line.size > _SIZE * size or (
        line.left - left > _INDENT * size
        and right - line.right > _INDENT * size
        and abs((line.left - left) - (right - line.right)) < size
        and line.text[-1] not in _ENDS
    )


def _is_short(line: PlacedLine, following: PlacedLine, right: float, size: float) -> bool:
    """Whether a line ends before the column's edge though the next word would have fitted."""
    word = _WORD.match(following.text)
    needed = 0.62 * size * len(word[0]) if word else 0.0
    return right - line.right > _SHORT * size + needed


def _goes_on(before: Sequence[PlacedLine], after: Sequence[PlacedLine]) -> bool:
    """Whether the first line of a block goes on with the last sentence of the block before."""
    last, first = before[-1], after[0]
    if last.table is not None or first.table is not None or last.is_upright or first.is_upright:
        return False
    size = last.size
    column = -_margin([-line.right for line in before], size)
    full = column - last.right <= _SHORT * size and last.right - last.left > 8 * size
    margin = _margin([line.left for line in after], size)
    return (
        full
        and last.text[-1] not in _ENDS
        and not _BULLET.match(first.text)
        and not (len(before) == 1 and _BULLET.match(last.text))
        and first.left - margin < _INDENT * first.size
        and 1 / _SIZE < first.size / size < _SIZE
    )
