"""Excel workbooks (.xlsx): each visible sheet a page, its tables with their merged cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from kpi.errors import KpiError
from kpi.model import Document, Page
from kpi.readers.blocks import Layout, TableCell
from kpi.readers.number_formats import shown
from kpi.readers.office_package import facts_of, open_package
from kpi.readers.sheets import find_blocks

LARGEST_SHEETS = 50 * 2**20
"""Bytes of XML of all sheets; in memory they take ten times as much."""

MOST_MERGED = 500_000
"""Cells of all merged ranges of a sheet; openpyxl keeps an object for each."""

_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z0-9:]+)"')
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|Chart)\s*\d*", re.IGNORECASE)
# A formula that was never worked out: written by a program that cannot, it has no value to read.
_UNCOUNTED = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?![^>]*\bt="str")[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)


def read(document: Document, data: bytes) -> Document:
    """`document` with the text of the workbook's visible sheets and their tables."""
    package = open_package(data, document.path)
    _check_sheets(package, document.path)
    workbook = _opened(data, document.path)
    layout = Layout()
    pages: list[Page] = []
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for number, sheet in enumerate(sheets, 1):
        start = layout.length
        name = [] if _DEFAULT_NAME.fullmatch(sheet.title) else [sheet.title]
        layout.add(chain(name, find_blocks(_cells(sheet))), number)
        pages.append(Page(number, start, layout.length, sheet.title))
    return replace(
        document,
        text=layout.text,
        pages=tuple(pages),
        tables=tuple(layout.grids),
        facts=facts_of(package),
        encoding="",
        format="xlsx",
    )


def _opened(data: bytes, path: str) -> Any:
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that play no part in the text
            return load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl lets through what its XML and zip parsers raise on damaged files
        raise KpiError(f"{path}: Excel 文件损坏，读不了（{type(error).__name__}）；请在 Excel 里打开后另存") from None


def _check_sheets(package: zipfile.ZipFile, path: str) -> None:
    sheets = [info for info in package.infolist() if re.match(r"xl/worksheets/[^/]*\.xml$", info.filename)]
    if sum(info.file_size for info in sheets) > LARGEST_SHEETS:
        raise KpiError(f"{path}: 工作表太大（XML 超过 {LARGEST_SHEETS // 2**20} MB），没有读；请拆成几份")
    for info in sheets:
        try:
            xml = package.read(info)
        except Exception:  # zipfile raises what it likes on damaged members
            raise KpiError(f"{path}: Excel 文件损坏，读不了；请在 Excel 里打开后另存") from None
        if sum(map(_area, _MERGED.findall(xml))) > MOST_MERGED:
            raise KpiError(f"{path}: 合并单元格的范围大得不像报表，没有读；请取消整行整列的合并后另存")
        uncounted = _UNCOUNTED.findall(xml)
        if uncounted:
            first, more = uncounted[0].decode(), len(uncounted)
            raise KpiError(f"{path}: {first} 等 {more} 个公式没有算出的值；请用 Excel 或 WPS 打开并保存一次，再读")


def _area(reference: bytes) -> int:
    """How many cells a range like B2:D5 has."""
    from openpyxl.utils.cell import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(reference.decode())
        return int((right - left + 1) * (bottom - top + 1))
    except (ValueError, TypeError):
        return 0


def _cells(sheet: Any) -> Iterator[TableCell]:
    """The sheet's cells with text, counted from 0, each with its reach."""
    reach = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    for (row, column), cell in sorted(sheet._cells.items()):  # iter_rows would make a cell of every blank one
        text = shown(cell.value, cell.number_format) if cell.value is not None else ""
        if text.strip():
            merged = reach.get((row, column))
            rows = merged.max_row - row + 1 if merged else 1
            columns = merged.max_col - column + 1 if merged else 1
            yield TableCell(row - 1, column - 1, text, rows, columns)
