"""Where on which page an observation's words stand, and how sure the recogniser of their letters was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kpi.vocabulary.model import Box, Document

Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom as fractions of the page."""
_TOUCH = 0.002


def page_at(document: Document, offset: int) -> int:
    """The number of the page that the raw text at `offset` stands on; 0 where the document has no pages."""
    at = bisect_right(document.pages, offset, key=lambda page: page.start) - 1
    return document.pages[at].number if at >= 0 else 0


def boxes_of(document: Document, start: int, end: int) -> str:
    """The rectangles of the raw text from `start` to `end` on the page it begins on, as observations carry them.

    >>> document = Document("d", "d.pdf", "产值12亿元", "", boxes=(Box(0, 6, 1, 0.1, 0.2, 0.6, 0.25),))
    >>> boxes_of(document, 2, 4)
    '0.3,0.2,0.4,0.25'
    """
    found = [
        box for box in _between(document.boxes, start, end) if box.page == page_at(document, start) or not box.page
    ]
    if not found:
        found = list(_between(document.boxes, start, end))[:1]
    parts = [_part(document.text, box, start, end) for box in found]
    return ";".join(",".join(f"{edge:.4f}".rstrip("0").rstrip(".") for edge in part) for part in _joined(parts))


def confidence_of(document: Document, start: int, end: int) -> float | None:
    """The least confidence among the runs that the raw text from `start` to `end` touches; None where none has any."""
    grades = [box.confidence for box in _between(document.boxes, start, end) if box.confidence is not None]
    return min(grades, default=None)


def mean_confidence_of(document: Document, start: int, end: int) -> float | None:
    """The mean confidence of the letters of the raw text from `start` to `end`; None where none has any."""
    graded = [
        (box.confidence, min(box.end, end) - max(box.start, start))
        for box in _between(document.boxes, start, end)
        if box.confidence is not None
    ]
    letters = sum(count for _, count in graded)
    return sum(grade * count for grade, count in graded) / letters if letters else None


def recognised_spans(document: Document) -> list[tuple[int, int]]:
    """The parts of the raw text whose letters were recognised in an image."""
    return [(page.start, page.end) for page in document.pages if page.confidence is not None and page.end > page.start]


def unread_pages(document: Document) -> list[int]:
    """The numbers of the pages that carry print which could not be read, for want of the OCR component."""
    return [page.number for page in document.pages if page.confidence == 0.0 and page.start == page.end]


def _between(boxes: Sequence[Box], start: int, end: int) -> Sequence[Box]:
    """The boxes, sorted by offset and apart from each other, that touch the raw text from `start` to `end`."""
    first = bisect_right(boxes, start, key=lambda box: box.end)
    last = bisect_right(boxes, end - 1, key=lambda box: box.start)
    return boxes[first:last]


def _joined(parts: list[Rectangle]) -> list[Rectangle]:
    """Rectangles of one line that touch, as one."""
    joined: list[Rectangle] = []
    for left, top, right, bottom in parts:
        if joined and joined[-1][1::2] == (top, bottom) and abs(left - joined[-1][2]) < _TOUCH:
            joined[-1] = (joined[-1][0], top, right, bottom)
        else:
            joined.append((left, top, right, bottom))
    return joined


def _part(text: str, box: Box, start: int, end: int) -> Rectangle:
    """The share of a run's rectangle that the letters from `start` to `end` take: Latin ones are half as wide."""
    whole = max(_width(text, box.start, box.end), 0.5)
    scale = (box.right - box.left) / whole
    left = box.left + _width(text, box.start, max(start, box.start)) * scale
    right = box.left + _width(text, box.start, min(end, box.end)) * scale
    return left, box.top, right, box.bottom


def _width(text: str, start: int, end: int) -> float:
    return sum(0.5 if letter < "\u2e80" else 1.0 for letter in text[start:end])
