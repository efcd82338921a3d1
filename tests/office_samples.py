"""Makers of Word files, workbooks and zip archives for the tests of the readers."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from typing import Any

from kpi.vocabulary.model import Document, Grid

Entries = Iterable[tuple[str, bytes]]


def cells_of(document: Document, grid: Grid) -> list[tuple[int, int, int, int, str]]:
    """The cells of a table: place, reach and text."""
    return [(c.row, c.column, c.rows, c.columns, document.text[c.start : c.end]) for c in grid.cells]


def docx_bytes(document: Any) -> bytes:
    """A document of python-docx as the bytes of its file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def xlsx_bytes(workbook: Any) -> bytes:
    """A workbook of openpyxl as the bytes of its file."""
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def zip_bytes(entries: Entries, codec: str = "") -> bytes:
    """A zip archive; with `codec`, its names are in it and unmarked, as Windows writes them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            info = _Unmarked(name) if codec else zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if isinstance(info, _Unmarked):
                info.codec = codec
            package.writestr(info, data)
    return target.getvalue()


def encrypted(archive: bytes) -> bytes:
    """The archive, its first member marked as encrypted."""
    central = archive.index(b"PK\x01\x02")
    marked = bytearray(archive)
    for at in (6, central + 8):
        struct.pack_into("<H", marked, at, struct.unpack_from("<H", marked, at)[0] | 1)
    return bytes(marked)


def declared(archive: bytes, size: int) -> bytes:
    """The archive, its first member said to be of that size."""
    marked = bytearray(archive)
    struct.pack_into("<I", marked, archive.index(b"PK\x01\x02") + 24, size)
    return bytes(marked)


class _Unmarked(zipfile.ZipInfo):
    codec = "gbk"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # the hook of zipfile where the name becomes bytes
        return self.filename.encode(self.codec), self.flag_bits & ~0x800
