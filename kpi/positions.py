"""Where on which page an observation's words stand, and how sure the recogniser of their letters was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kpi.model import Box, Document


def page_at(document: Document, offset: int) -> int:
    """The number of the page that the raw text at `offset` stands on; 0 where the document has no pages."""
    at = bisect_right(document.pages, offset, key=lambda page: page.start) - 1
    return document.pages[at].number if at >= 0 else 0


def boxes_of(document: Document, start: int, end: int) -> str:
    """The rectangles of the raw text from `start` to `end` on the page it begins on, as observations carry them.

    >>> document = Document("d", "d.pdf", "产值 12 亿元", "", boxes=(Box(0, 9, 1, 0.1, 0.2, 0.9, 0.25),))
    >>> boxes_of(document, 3, 9)
    '0.3667,0.2,0.9,0.25'
    """
    found = [
        box for box in _between(document.boxes, start, end) if box.page == page_at(document, start) or not box.page
    ]
    if not found:
        found = list(_between(document.boxes, start, end))[:1]
    return ";".join(_part(box, start, end) for box in found)


def confidence_of(document: Document, start: int, end: int) -> float | None:
    """The least confidence among the runs that the raw text from `start` to `end` touches; None where none has any."""
    grades = [box.confidence for box in _between(document.boxes, start, end) if box.confidence is not None]
    return min(grades, default=None)


def _between(boxes: Sequence[Box], start: int, end: int) -> Sequence[Box]:
    """The boxes, sorted by offset and apart from each other, that touch the raw text from `start` to `end`."""
    first = bisect_right(boxes, start, key=lambda box: box.end)
    last = bisect_right(boxes, end - 1, key=lambda box: box.start)
    return boxes[first:last]


def _part(box: Box, start: int, end: int) -> str:
    """The share of a run's rectangle that the letters from `start` to `end` take, as if all were of one width."""
    width = (box.right - box.left) / max(box.end - box.start, 1)
    left = box.left + max(start - box.start, 0) * width
    right = box.right - max(box.end - end, 0) * width
    return ",".join(f"{edge:.4f}".rstrip("0").rstrip(".") for edge in (left, box.top, right, box.bottom))
