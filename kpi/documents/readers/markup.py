"""HTML elements -> paragraphs and tables as a browser would set them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kpi.documents.readers.blocks import Block, Table, TableCell, is_frame
from kpi.vocabulary.patterns import lazy

OUT = "data-kpi-out"
"""The attribute of elements that are no part of the article."""

UNSEEN = frozenset[str]().union(
    ("script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "video", "audio", "map"),
    ("button", "select", "option", "input", "textarea", "head", "title", "link"),
)
"""Elements whose text is never read as part of a page."""

_BLOCKS = frozenset[str]().union(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
    ("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    ("header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul"),
    ("table", "tbody", "td", "tfoot", "th", "thead", "tr"),
)
_SPACES = lazy(r"\s+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# No report's table is as wide, or covers as many places with merged cells; a damaged one may say so.
_WIDEST, _MOST_COVERED = 500, 500_000


def blocks_of(root: Any) -> Iterator[Block]:
    """The paragraphs below `root`, spaces as a browser sets them, and the tables that hold data."""
    pieces: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start" and _is_seen(element):
            table = data_table(element) if element.tag == "table" else None
            if element.tag in _BLOCKS or element.tag == "br":
                yield _line(pieces)
            if table is not None:
                caption = element.find("caption")
                yield "" if caption is None else text_of(caption)
                yield table
                walker.skip_subtree()
            else:
                pieces.append(_own_text(element))
        elif event == "start":
            walker.skip_subtree()
        elif element is not root:
            if element.tag in _BLOCKS:
                yield _line(pieces)
            pieces.append(element.tail or "")
    yield _line(pieces)


def text_of(root: Any) -> str:
    """The text of an element, its paragraphs parted by line ends."""
    return "\n".join(block for block in blocks_of(root) if isinstance(block, str) and block)


def data_table(table: Any) -> Table | None:
    """The table's cells with their reach; None where it only arranges the page.

    A table arranges where it holds tables, has one row or column, or one of its cells holds an article.
    """
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows = [row for row in table.iter("tr") if _is_seen(row)]
    cells = tuple(_cells(rows))
    if len(rows) < 2 or not any(cell.column for cell in cells):
        return None
    return None if is_frame(cells) else Table(cells)


def _cells(rows: list[Any]) -> Iterator[TableCell]:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            if not _is_seen(cell):
                continue
            while (number, column) in taken:
                column += 1
            below = len(rows) - number
            down = min(_span(cell, "rowspan") or below, below)
            across = min(_span(cell, "colspan") or 1, _WIDEST)
            if len(taken) > _MOST_COVERED:
                down = across = 1
            taken.update((number + i, column + j) for i in range(1, down) for j in range(across))
            yield TableCell(number, column, text_of(cell), down, across)
            column += across


def _span(cell: Any, name: str) -> int:
    digits = re.match(r"\s*(\d{1,5})", cell.get(name, "1"))
    return int(digits[1]) if digits else 1


def _is_seen(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag not in UNSEEN and element.get(OUT) is None


def _own_text(element: Any) -> str:
    """The text before the first child; raised digits as such, since 10<sup>8</sup> is not 108."""
    text = element.text or ""
    return text.translate(_RAISED) if element.tag == "sup" else text


def _line(pieces: list[str]) -> str:
    line = _SPACES.sub(" ", "".join(pieces)).strip()
    pieces.clear()
    return line
