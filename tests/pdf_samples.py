"""PDF files made for tests: print set by hand in columns, with rules, running heads and page numbers.

The font is not in the files: STSong-Light is one that every PDF reader knows, with the codes of Unicode.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDE, HIGH = 595, 842  # points: A4
_NEVER_FIRST = "，。、；：！？）》”％%"  # at the start of a line


@dataclass
class Sheet:
    """A page being set; places are in points from its upper left."""

    wide: float = WIDE
    high: float = HIGH
    marks: list[str] = field(default_factory=list)
    image: tuple[int, int, bytes] | None = None

    def put(self, text: str, x: float, y: float, size: float = 12) -> None:
        """A run of letters whose base line begins at `x`, `y`."""
        codes = text.encode("utf-16-be").hex()
        self.marks.append(f"BT /F1 {size} Tf 1 0 0 1 {x:.2f} {self.high - y:.2f} Tm <{codes}> Tj ET")

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.marks.append(f"0.5 w {x1} {self.high - y1} m {x2} {self.high - y2} l S")

    def table(
        self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], step: float = 20
    ) -> None:
        """A ruled table whose upper left corner is at `x`, `y`."""
        right, bottom = x + sum(widths), y + step * len(rows)
        for i in range(len(rows) + 1):
            self.rule(x, y + i * step, right, y + i * step)
        lefts = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        for left in lefts:
            self.rule(left, y, left, bottom)
        for i, row in enumerate(rows):
            for left, text in zip(lefts, row, strict=False):
                self.put(text, left + 4, y + i * step + 14, 10)


@dataclass
class Column:
    """Where a column of text stands on its page."""

    left: float
    top: float
    right: float
    bottom: float


def set_text(
    pages: Iterable[tuple[Sheet, Sequence[Column]]], paragraphs: Sequence[str], size: float = 12, step: float = 18
) -> list[str]:
    """Sets paragraphs, each indented by two letters, from column to column; returns those left over."""
    lines = [line for paragraph in paragraphs for line in _broken(paragraph, pages, size)]
    places = [
        (sheet, column, column.top + size + i * step)
        for sheet, columns in pages
        for column in columns
        for i in range(int((column.bottom - column.top - size) // step) + 1)
    ]
    for (sheet, column, y), (indent, text) in zip(places, lines, strict=False):
        sheet.put(text, column.left + indent, y, size)
    return [text for _, text in lines[len(places) :]]


def _broken(paragraph: str, pages: Iterable[tuple[Sheet, Sequence[Column]]], size: float) -> list[tuple[float, str]]:
    column = next(column for _, columns in pages for column in columns)
    wide = column.right - column.left
    lines: list[tuple[float, str]] = []
    line, used, indent = "", 2 * size, 2 * size
    for letter in paragraph:
        step = size * (0.5 if letter < "\x7f" else 1)
        if used + step > wide and letter not in _NEVER_FIRST:
            lines.append((indent, line))
            line, used, indent = "", 0.0, 0.0
        line += letter
        used += step
    return [*lines, (indent, line)]


def make_pdf(sheets: Sequence[Sheet], info: str = "", trailer: str = "", page: str = "") -> bytes:
    """The bytes of a PDF with these pages; `info`, `trailer` and `page` go into its dictionaries of these names."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>",
        f"<< {info} >>".encode(),
    ]
    kids = []
    for sheet in sheets:
        resources, content = "/Font << /F1 3 0 R >>", "\n".join(sheet.marks)
        if sheet.image:
            wide, high, pixels = sheet.image
            objects.append(
                _stream(
                    pixels,
                    f"/Type /XObject /Subtype /Image /Width {wide} /Height {high}"
                    " /ColorSpace /DeviceGray /BitsPerComponent 8",
                )
            )
            resources += f" /XObject << /I1 {len(objects)} 0 R >>"
            content = f"q {sheet.wide} 0 0 {sheet.high} 0 0 cm /I1 Do Q\n{content}"
        objects.append(_stream(content.encode()))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.wide} {sheet.high}] /Contents {len(objects)} 0 R"
            f" {page} /Resources << {resources} >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects, trailer)


def _stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data)
    head = f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    written, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R {trailer} >>\nstartxref\n{len(written)}\n%%EOF\n"
    )
    return written + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode() + end.encode()
