"""Pages, rectangles and confidence of a span of the raw text."""

from __future__ import annotations

import pytest

from kpi.documents.positions import (
    boxes_of,
    confidence_of,
    mean_confidence_of,
    page_at,
    recognised_spans,
    unread_pages,
)
from kpi.vocabulary.model import Box, Document, Page

DOCUMENT = Document(
    "d",
    "d.pdf",
    "产值完成12亿元，\n增长5%。",
    "",
    pages=(Page(1, 0, 10), Page(2, 10, 16, confidence=0.9), Page(3, 16, 16, confidence=0.0), Page(4, 16, 16)),
    boxes=(
        Box(0, 4, 1, 0.1, 0.2, 0.5, 0.25),
        Box(4, 9, 1, 0.1, 0.3, 0.5, 0.35, 0.9),
        Box(10, 15, 2, 0.1, 0.1, 0.5, 0.15, 0.6),
    ),
)

# start, end, rectangles, why
RECTANGLES = [
    (0, 4, "0.1,0.2,0.5,0.25", "a whole run"),
    (2, 4, "0.3,0.2,0.5,0.25", "its second half"),
    (4, 6, "0.1,0.3,0.2,0.35", "two digits are as wide as one Chinese letter"),
    (2, 8, "0.3,0.2,0.5,0.25;0.1,0.3,0.4,0.35", "over two lines"),
    (6, 14, "0.2,0.3,0.5,0.35", "over two pages: on the first"),
    (9, 10, "", "between the runs"),
    (10, 12, "0.1,0.1,0.3,0.15", "on the second page"),
]


@pytest.mark.parametrize(("start", "end", "rectangles", "why"), RECTANGLES)
def test_rectangles(start: int, end: int, rectangles: str, why: str) -> None:
    assert boxes_of(DOCUMENT, start, end) == rectangles, why


def test_runs_of_one_line_that_touch_are_one_rectangle() -> None:
    boxes = (Box(0, 4, 1, 0.1, 0.2, 0.5, 0.25), Box(4, 6, 1, 0.5, 0.2, 0.6, 0.25), Box(6, 8, 1, 0.7, 0.2, 0.9, 0.25))
    document = Document("d", "d.png", "产值完成12亿元", "", pages=(Page(1, 0, 8),), boxes=boxes)
    assert boxes_of(document, 2, 8) == "0.3,0.2,0.6,0.25;0.7,0.2,0.9,0.25"


def test_without_boxes_and_pages_there_are_none() -> None:
    plain = Document("d", "d.txt", "产值12亿元", "")
    assert (boxes_of(plain, 0, 4), page_at(plain, 3), confidence_of(plain, 0, 4)) == ("", 0, None)


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (15, 2)])
def test_pages(offset: int, page: int) -> None:
    assert page_at(DOCUMENT, offset) == page


@pytest.mark.parametrize(
    ("start", "end", "least", "mean"),
    [(0, 4, None, None), (0, 6, 0.9, 0.9), (4, 15, 0.6, 0.75), (8, 15, 0.6, 0.65)],
)
def test_confidence(start: int, end: int, least: float | None, mean: float | None) -> None:
    assert confidence_of(DOCUMENT, start, end) == least
    assert mean_confidence_of(DOCUMENT, start, end) == (pytest.approx(mean) if mean else None)


def test_recognised_and_unread_pages() -> None:
    assert recognised_spans(DOCUMENT) == [(10, 16)]
    assert unread_pages(DOCUMENT) == [3]
