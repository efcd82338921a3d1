"""Word files (.docx): paragraphs, tables and text boxes in the order of the document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kpi.documents.readers.blocks import Block, Layout, Table, TableCell, is_frame
from kpi.documents.readers.office_package import facts_of, open_package
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is deleted, moved away, or says the same again; text boxes are written after their paragraph.
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}rPr", f"{_W}pPr", f"{_W}txbxContent", _FALLBACK})
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read(document: Document, data: bytes) -> Document:
    """`document` with the text of a Word file as it stands: tracked deletions, hidden text, headers,
    footers, notes and the table of contents left out."""
    package = open_package(data, document.path)
    body, contents = _opened(data, document.path)
    layout = Layout()
    layout.add(_blocks(body, contents))
    if not layout.text.strip() and any(name.startswith("word/media/") for name in package.namelist()):
        raise KpiError(f"{document.path}: Word 文件里只有图片，没有文字；请另存为 PDF，按扫描件读")
    return replace(
        document,
        text=layout.text,
        tables=tuple(layout.grids),
        facts=facts_of(package),
        encoding="",
        format="docx",
    )


def _opened(data: bytes, path: str) -> tuple[Any, frozenset[str]]:
    """The body's XML element, and the ids of the styles of a table of contents."""
    import docx

    try:
        opened = docx.Document(io.BytesIO(data))
        names = ((style.style_id, (style.name or "").lower()) for style in opened.styles)
        if opened.element.body is None:
            raise ValueError("a body in no namespace of Word's")
        return opened.element.body, frozenset(key for key, name in names if name.startswith("toc "))
    except Exception as error:  # python-docx lets through what its XML and zip parsers raise on damaged files
        raise KpiError(f"{path}: Word 文件损坏，读不了（{type(error).__name__}）；请在 Word 里打开后另存") from None


def _blocks(parent: Any, contents: frozenset[str]) -> Iterator[Block]:
    """Paragraphs and tables below `parent`, those in content controls and text boxes too."""
    for element in parent:
        if element.tag == f"{_W}p":
            if _style(element) not in contents:
                yield _text(element)
            for box in _text_boxes(element):
                yield from _blocks(box, contents)
        elif element.tag == f"{_W}tbl":
            yield from _table_blocks(element, contents)
        elif element.tag == f"{_W}sdt":
            if not _is_contents(element):
                yield from _blocks(element.findall(f"{_W}sdtContent"), contents)
        elif element.tag not in _LEFT_OUT and isinstance(element.tag, str):
            yield from _blocks(element, contents)


def _table_blocks(table: Any, contents: frozenset[str]) -> Iterator[Block]:
    """The table and, after it, the tables inside it; of a frame around text the text."""
    rows = [row for row in _inside(table, f"{_W}tr") if row.find(f"{_W}trPr/{_W}del") is None]
    cells = [list(_inside(row, f"{_W}tc")) for row in rows]
    table_cells = tuple(_cells(rows, cells))
    if max(map(len, cells), default=0) <= 1 or is_frame(table_cells):
        for row in cells:
            for cell in row:
                yield from _blocks(cell, contents)
        return
    yield Table(table_cells)
    for cell in (cell for row in cells for cell in row):
        for nested in _inside(cell, f"{_W}tbl"):
            yield from _table_blocks(nested, contents)


def _cells(rows: list[Any], cells: list[list[Any]]) -> Iterator[TableCell]:
    """The cells with their reach: `gridSpan` to the right, `vMerge` downward from the cell that begins it."""
    open_at: dict[int, TableCell] = {}
    done: list[TableCell] = []
    for number, (row, inside) in enumerate(zip(rows, cells, strict=True)):
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in inside:
            span = max(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            above = open_at.get(column)
            if merge is not None and merge.get(f"{_W}val") != "restart" and above is not None:
                open_at[column] = replace(above, rows=number - above.row + 1)
            else:
                done += [open_at.pop(column)] if above is not None else []
                open_at[column] = TableCell(number, column, _cell_text(cell), 1, span)
            column += span
    yield from done
    yield from open_at.values()


def _cell_text(cell: Any) -> str:
    paragraphs = [*_inside(cell, f"{_W}p")]
    boxes = (inner for paragraph in paragraphs for box in _text_boxes(paragraph) for inner in _inside(box, f"{_W}p"))
    return "\n".join(_text(paragraph) for paragraph in (*paragraphs, *boxes))


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The elements of that kind right below `parent`, also in content controls and insertions, in no other table."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif isinstance(element.tag, str) and element.tag not in _LEFT_OUT | {f"{_W}tbl", f"{_W}p"}:
            yield from _inside(element, tag)


def _text(paragraph: Any) -> str:
    """The paragraph's letters as the reader of the final version sees them."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{_W}t", _MATH_TEXT):
            pieces.append(element.text or "")
        elif element.tag in _SIGNS:
            pieces.append(_SIGNS[element.tag])
        elif element.tag not in _LEFT_OUT and not _is_hidden(element):
            waiting += reversed(element)
    return "".join(pieces)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on the paragraph, each once: a file keeps a second copy for old programs."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}txbxContent":
            yield element
        elif element.tag not in (_FALLBACK, f"{_W}del", f"{_W}moveFrom"):
            waiting += reversed(element)


def _is_hidden(element: Any) -> bool:
    mark = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _is_contents(control: Any) -> bool:
    gallery = control.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else ""


def _number(element: Any, default: int) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return int(value) if value.isdigit() and len(value) < 4 else default
