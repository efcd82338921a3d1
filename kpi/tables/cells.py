"""The cells of a table in rows and columns, and which of them hold numbers, prose or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kpi.tables.heads import EMPTY_CELLS, normal
from kpi.vocabulary.model import Grid, GridCell
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.units import dimension

_WIDEST_MERGE = 100_000  # cells; what claims to cover more is a broken file
_WIDEST = 2_000  # columns: no table of indicators has as many
_LARGEST = 5_000_000  # places
_BEFORE_NUMBER = (
    r"(?:同比|比上年)?(?:增长|上升|提高|增加|下降|降低|减少|回落|达到|达|[↑↓])?"
    r"(?:不低于|不少于|不高于|不超过|超过|大于|小于|低于|约为|大约|约|近|超|[≥≤><])?=?"
)
_NUMBER = r"[-+±]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
VALUE = lazy(
    rf"(?P<before>{_BEFORE_NUMBER})(?P<number>{_NUMBER}(?:(?P<first_unit>[^\d.,()]{{0,4}}?)[-—–~～至]{_NUMBER})?)"
    r"(?P<unit>[^\d.,()-]{0,6}?)(?P<after>以上|以下|以内|之内|左右|上下|及以上)?[*①②③④⑤]?"
)
_LONGEST_VALUE = 40  # characters
_YEAR = lazy(r"(?:19|20)\d\d")
_DATE = lazy(r"(?:19|20)\d\d(?:[-/]\d{1,2}){1,2}|(?:19|20)\d\d[-—–~～至](?:19|20)\d\d")
# dates, which hold digits and are no number of anything: 2025年6月, 6月底, 二季度 as 2季度
_IN_DATES = lazy(
    r"(?:19|20)\d\d(?:[-/.]\d{1,2}){1,2}|(?:19|20)\d\d年|\d{1,2}(?:[-—–~～至]\d{1,2})?(?:月|日|号|季度)|[-—–~～至]"
)
_WRITTEN_ODDLY = lazy(r"=.*|[^㐀-鿿]*\d[^㐀-鿿]*(?:\([㐀-鿿]*\))?")
_SENTENCE = lazy(r"。|[，；].{0,200}[，；。]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text in one form, where its raw text stands, and its place in the table."""

    text: str
    start: int
    end: int
    row: int
    column: int
    merged: bool

    @property
    def is_empty(self) -> bool:
        return self.text in EMPTY_CELLS


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: what covers each place of it, row by row; None where nothing does."""

    grid: Grid
    rows: tuple[tuple[Cell | None, ...], ...]
    width: int

    def distinct(self, row: int) -> list[Cell]:
        """The cells of a row that say something, each once."""
        found: list[Cell] = []
        for cell in self.rows[row]:
            if cell is not None and cell.text and (not found or found[-1] is not cell):
                found.append(cell)
        return found


def lay_out(text: str, grid: Grid) -> Sheet:
    """The table that `grid` describes, with a merged cell at each place that it covers."""
    width = max((cell.column for cell in grid.cells), default=-1) + 1
    height = max((cell.row for cell in grid.cells), default=-1) + 1
    filled = len({cell.row for cell in grid.cells})
    if height > 2 * filled + 1000 or width > _WIDEST or height * width > _LARGEST:
        return Sheet(grid, (), 0)
    placed: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in grid.cells:
        laid = _cell(text, cell)
        wide, high = cell.columns, cell.rows
        if wide * high > _WIDEST_MERGE:
            wide = high = 1
        for row in placed[cell.row : cell.row + high]:
            for column in range(cell.column, min(cell.column + wide, width)):
                if row[column] is None:
                    row[column] = laid
    return Sheet(grid, tuple(map(tuple, placed)), width)


def _cell(text: str, cell: GridCell) -> Cell:
    raw = text[cell.start : cell.end]
    start = cell.start + len(raw) - len(raw.lstrip())
    return Cell(
        normal(raw),
        start,
        start + len(raw.strip()),
        cell.row,
        cell.column,
        cell.rows > 1 or cell.columns > 1,
    )


def value_in(text: str) -> re.Match[str] | None:
    """The number that a cell holds with its unit and the words of its bound; None where it is something else.

    >>> value_in("≥8%") is not None, value_in("2024年") is None, value_in("3月") is None
    (True, True, True)
    """
    return _value_in(text) if len(text) <= _LONGEST_VALUE else None


@lru_cache(maxsize=1 << 15)
def _value_in(text: str) -> re.Match[str] | None:
    match = VALUE.fullmatch(text)
    if match is None or _DATE.fullmatch(text):
        return None
    unit = match["unit"]
    return match if not unit or dimension(unit) not in ("", "years", "months", "days", "hours") else None


def holds_number(text: str) -> bool:
    """Whether a number stands in a cell at all, read or not; a formula that was never worked out would be one.

    >>> holds_number("(3.2)"), holds_number("=B3*C3"), holds_number("2025年6月底")
    (True, True, False)
    """
    return text.startswith("=") or any(letter.isdigit() for letter in _IN_DATES.sub("", text))


def is_odd_number(text: str) -> bool:
    """Whether a cell is a number that is not read: (3.2), ▲3.2, 12,34, or 5(显示格式不明) of a reader."""
    return _WRITTEN_ODDLY.fullmatch(text) is not None and holds_number(text)


def is_year(text: str) -> bool:
    """Whether a number may be a year: four digits and nothing else."""
    return _YEAR.fullmatch(text) is not None


def is_prose(text: str) -> bool:
    """Whether a cell is written in sentences."""
    return len(text) > 12 and (_SENTENCE.search(text) is not None or len(text) > 60)


def holds_facts(sheet: Sheet) -> bool:
    """Whether a table sets numbers beside labels, and is no mere layout of a text."""
    if sheet.width < 2:
        return False
    cells = [cell for row in range(len(sheet.rows)) for cell in sheet.distinct(row)]
    values = sum(value_in(cell.text) is not None or cell.text.startswith("=") for cell in cells)
    odd = sum(value_in(cell.text) is None and is_odd_number(cell.text) for cell in cells)
    prose = sum(is_prose(cell.text) for cell in cells)
    return values > 0 and prose <= values and (values + odd) * 7 >= len(cells)


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row only counts the columns: 甲 乙 1 2 3."""
    words = [cell.text for cell in cells]
    numbers = [word for word in words if word.isdecimal()]
    others = [word for word in words if not word.isdecimal()]
    counted = len(numbers) > 1 and [int(n) for n in numbers] == list(
        range(int(numbers[0]), int(numbers[0]) + len(numbers))
    )
    return counted and int(numbers[0]) <= 2 and all(word in ("甲", "乙", "丙", "栏次", "行次") for word in others)
