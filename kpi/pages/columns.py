"""Columns that were read side by side, line by line, put below each other again.

Text copied out of a page with two columns has on each line a piece of the left one, a wide gap, and a piece of
the right one. The gap shows the layout: where the right pieces of several lines begin at one place, they are a
column.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kpi.vocabulary.patterns import lazy

# letters that take one place of print; all others take two
_NARROW = lazy(r"[\x00-\u2e7f]")
# a wide space, as wide as a letter, takes two places
_PIECE = lazy(r"\S+(?:(?:[ \t\xa0]{1,2}|\u3000)\S+)*")
_WIDE = lazy(r"[ \t\xa0\u3000]{2,}")  # no gap is narrower
_GAP = lazy(r"\S(?![ \t\xa0]{1,2}\S|\u3000\S)[ \t\xa0\u3000]+\S")
_NUMBERS = lazy(r"[\s\d.,%:：/()（）\-—+]+")
_FEWEST_LINES = 5  # lines that show the gap, to make a region of columns
_NARROWEST = 12.0  # places that a column's pieces take on the middle: cells of tables take fewer
_LOOSE = 7  # places by which a column's pieces may begin apart: letters of unlike width push them
_MOST_BLANK = 3  # blank lines that a region may have in a row


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    at: float
    width: float


def unfold(text: str, rows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The rows of a text in reading order, those with columns cut into their pieces; blank rows stay (start = end)."""
    wide = [match.start() for match in _WIDE.finditer(text)]
    pieces = [
        _pieces(text, start, end) if _begin_in(wide, start, end) and _GAP.search(text, start, end) else None
        for start, end in rows
    ]
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        end, second = _region(text, rows, pieces, at) if pieces[at] is not None else (at + 1, 0.0)
        if not second:
            out += rows[at:end]
            at = end
            continue
        out += _column(text, rows, pieces, at, end, second, left=True)
        out.append((rows[end - 1][1], rows[end - 1][1]))
        out += _column(text, rows, pieces, at, end, second, left=False)
        out.append((rows[end - 1][1], rows[end - 1][1]))
        at = end
    return out


def _begin_in(places: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _places(text: str) -> float:
    return 2.0 * len(text) - len(_NARROW.findall(text))


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    found = []
    for match in _PIECE.finditer(text, start, end):
        found.append(_Piece(match.start(), match.end(), _places(text[start : match.start()]), _places(match[0])))
    return found


def _region(
    text: str, rows: Sequence[tuple[int, int]], pieces: Sequence[list[_Piece] | None], first: int
) -> tuple[int, float]:
    """Where the region of two columns that begins at a row ends, and where its second column begins; 0 for none."""
    begins: list[float] = []
    widths: list[tuple[float, float]] = []
    end, blank, numeric = first, 0, 0
    for number in range(first, len(rows)):
        split = pieces[number]
        start, stop = rows[number]
        body = text[start:stop].strip()
        if not body:
            blank += 1
            if blank > _MOST_BLANK:
                break
            continue
        if split is not None and len(split) >= 2:
            right = split[-1] if not begins else min(split[1:], key=lambda piece: abs(piece.at - median(begins[-9:])))
            if begins and abs(right.at - median(begins[-9:])) > _LOOSE:
                break
            begins.append(right.at)
            widths.append((right.at, split[-1].at + split[-1].width - right.at))
            numeric += (
                _NUMBERS.fullmatch(body) is not None or _NUMBERS.fullmatch(text[right.start : right.end]) is not None
            )
        else:
            indent = _places(text[start : stop - len(text[start:stop].lstrip())])
            width = indent + _places(body)
            place = median(begins[-9:])
            alone_right = indent >= place / 2 and abs(indent - place) <= 2.5 * _LOOSE
            if not (alone_right or width <= place + 1):
                break
            if not alone_right and indent > 4:
                break
        end, blank = number + 1, 0
    if len(begins) < _FEWEST_LINES or 3 * numeric > len(begins):
        return end, 0.0
    left, right_width = median(width[0] for width in widths), median(width[1] for width in widths)
    if min(left, right_width) < _NARROWEST:
        return end, 0.0
    return _trimmed(text, rows, pieces, first, end, begins), median(begins)


def _trimmed(
    text: str,
    rows: Sequence[tuple[int, int]],
    pieces: Sequence[list[_Piece] | None],
    first: int,
    end: int,
    begins: Sequence[float],
) -> int:
    """The end of a region, short of the lines behind its last gap or last piece of the right column."""
    place = median(begins) if begins else 0.0
    for number in range(end - 1, first, -1):
        start, stop = rows[number]
        indent = _places(text[start:stop]) - _places(text[start:stop].lstrip())
        if pieces[number] is not None or (text[start:stop].strip() and indent >= place - 2.5 * _LOOSE > 4):
            after = number + 1
            while after < end and text[slice(*rows[after])].strip():
                after += 1  # the left column's paragraph goes on below the right one's end
            return after
    return end


def _column(
    text: str,
    rows: Sequence[tuple[int, int]],
    pieces: Sequence[list[_Piece] | None],
    first: int,
    end: int,
    second: float,
    left: bool,
) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for number in range(first, end):
        start, stop = rows[number]
        split = pieces[number]
        if split is not None and len(split) >= 2:
            cut = min(split[1:], key=lambda piece: abs(piece.at - second)).start
            out.append((start, start + len(text[start:cut].rstrip())) if left else (cut, stop))
        else:
            row = text[start:stop]
            is_right = _places(row) - _places(row.lstrip()) >= second / 2
            out.append((start, stop) if is_right != left else (stop, stop))
    return out
