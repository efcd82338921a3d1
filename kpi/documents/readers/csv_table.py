"""Tables as CSV or TSV files, in any encoding that Chinese text files come in."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from kpi.documents.encodings import Decoded, UnknownEncoding, decode
from kpi.documents.readers.blocks import Layout, TableCell
from kpi.documents.readers.sheets import find_blocks
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document

DELIMITERS = (",", "\t", ";")

_SAMPLED = 200
_LONGEST_CELL = 1_000_000
# How the tables that `kpi export` writes begin; their numbers are results and no report's.
_OWN_TABLES = frozenset(
    {
        ("doc", "zone", "indicator"),
        ("cell_id", "zone", "indicator"),
        ("target_id", "zone", "indicator"),
        ("doc", "reason", "quote"),
        ("doc", "path", "title"),
    }
)


def read(document: Document, data: bytes) -> Document:
    """`document` with the tables of a CSV file, its cells parted by tabs; KpiError where it is none."""
    decoded = _decoded(data, document.path)
    rows = _rows(decoded.text, document.path)
    header = tuple(cell.strip().lower() for cell in rows[0][:3]) if rows else ()
    if header in _OWN_TABLES:
        raise KpiError(f"{document.path}: 这是本程序导出的表，不是报告；请移出报告文件夹")
    layout = Layout()
    cells = (
        TableCell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts) if text
    )
    layout.add(find_blocks(cells))
    return replace(
        document,
        text=layout.text,
        tables=tuple(layout.grids),
        encoding=decoded.encoding,
        format="csv",
    )


def rows_of(data: bytes, path: str) -> list[list[str]]:
    """The rows of a CSV file in any encoding and with any delimiter; KpiError where it is none."""
    return _rows(_decoded(data, path).text, path)


def _decoded(data: bytes, path: str) -> Decoded:
    try:
        return decode(data)
    except UnknownEncoding as error:
        raise KpiError(f"{path}: {error}，应为文本表格；请另存为 UTF-8 的 CSV") from None


def _rows(text: str, path: str) -> list[list[str]]:
    body, delimiter = _without_declaration(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        delimiter = delimiter or _delimiter_of(body)
        return list(_reader(body, delimiter))
    except csv.Error as error:
        raise KpiError(f"{path}: 表格读不通（{error}）；请用表格软件另存为 CSV") from None


def _without_declaration(text: str) -> tuple[str, str]:
    """The text without the line `sep=;` that Excel writes and reads, and the delimiter it names."""
    line, _, rest = text.partition("\n")
    line = line.rstrip("\r")
    if len(line) == 5 and line.startswith("sep=") and line[4] in DELIMITERS:
        return rest, line[4]
    return text, ""


def _delimiter_of(text: str) -> str:
    """The delimiter that cuts most rows into the same number of cells.

    csv.Sniffer guesses from letters and is led astray by Chinese prose in quoted cells.
    """

    def regularity(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in islice(_reader(text, delimiter), _SAMPLED) if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=regularity)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
