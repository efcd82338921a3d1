"""Excel workbooks (.xlsx): each visible sheet a page, its tables with their merged cells."""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import IO, Any
from xml.etree import ElementTree

from kpi.documents.readers.blocks import Layout, TableCell
from kpi.documents.readers.number_formats import UNKNOWN_FORMAT, shown
from kpi.documents.readers.office_package import facts_of, open_package
from kpi.documents.readers.sheets import find_blocks
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document, Page

LARGEST_SHEETS = 50 * 2**20
"""Bytes of XML of all sheets; in memory they take ten times as much."""

MOST_MERGED = 500_000
"""Cells of all merged ranges of a sheet; openpyxl keeps an object for each."""

_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|Chart)\s*\d*", re.IGNORECASE)
_STYLES = "xl/styles.xml"
_FIRST_OWN_FORMAT = 164
"""The number of the first format that is a workbook's own; the others every program knows."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(document: Document, data: bytes) -> Document:
    """`document` with the text of the workbook's visible sheets and their tables."""
    package = open_package(data, document.path)
    formulas = _check_sheets(package, document.path)
    workbook = _opened(_with_all_formats(package, data), document.path)
    layout = Layout()
    pages: list[Page] = []
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for number, sheet in enumerate(sheets, 1):
        start = layout.length
        name = "" if _DEFAULT_NAME.fullmatch(sheet.title) else sheet.title
        cells = _cells(sheet, formulas.get(sheet.title, {}))
        layout.add(chain(filter(None, [name]), find_blocks(cells)), number, name)
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


def sheets_of(data: bytes, path: str) -> list[tuple[str, list[list[str]]]]:
    """The visible sheets of a workbook, each with its name and the texts of its rows as a reader sees them, blank ones
    among them; what is merged stands in each of its cells. KpiError where it is no workbook.
    """
    package = open_package(data, path)
    formulas = _check_sheets(package, path)
    workbook = _opened(_with_all_formats(package, data), path)
    found: list[tuple[str, list[list[str]]]] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows: list[list[str]] = []
        for cell in _cells(sheet, formulas.get(sheet.title, {})):
            for row in range(cell.row, min(cell.row + cell.rows, sheet.max_row)):
                rows.extend([] for _ in range(row + 1 - len(rows)))
                columns = rows[row]
                columns.extend("" for _ in range(cell.column + cell.columns - len(columns)))
                columns[cell.column : cell.column + cell.columns] = [cell.text] * cell.columns
        found.append((sheet.title, rows))
    return found


def _opened(data: bytes, path: str) -> Any:
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that play no part in the text
            return load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl lets through what its XML and zip parsers raise on damaged files
        raise KpiError(f"{path}: Excel 文件损坏，读不了（{type(error).__name__}）；请在 Excel 里打开后另存") from None


def _with_all_formats(package: zipfile.ZipFile, data: bytes) -> bytes:
    """The workbook, with a format of no known meaning for each one that cells name and the styles lack: openpyxl would
    take another one for it, or none of the sheets.
    """
    try:
        styles = ElementTree.fromstring(package.read(_STYLES))
    except Exception:  # without styles, or with damaged ones: openpyxl says so
        return data
    space = styles.tag.partition("}")[0] + "}"
    listed = styles.find(f"{space}numFmts")
    there = {each.get("numFmtId") for each in styles.iter(f"{space}numFmt")}
    named = {each.get("numFmtId", "") for each in styles.iterfind(f"{space}cellXfs/{space}xf")}
    lacking = sorted(name for name in named - there if name.isdecimal() and int(name) >= _FIRST_OWN_FORMAT)
    if not lacking:
        return data
    if listed is None:
        listed = ElementTree.Element(f"{space}numFmts")
        styles.insert(0, listed)
    for name in lacking:
        ElementTree.SubElement(listed, f"{space}numFmt", {"numFmtId": name, "formatCode": UNKNOWN_FORMAT})
    listed.set("count", str(len(listed)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as whole:
        for info in package.infolist():
            made = ElementTree.tostring(styles) if info.filename == _STYLES else package.read(info)
            whole.writestr(info.filename, made)
    return target.getvalue()


def _check_sheets(package: zipfile.ZipFile, path: str) -> dict[str, dict[str, str]]:
    """The formulas of each sheet that were never worked out, by their cells; KpiError where a sheet is too large."""
    names = _names_of_sheets(package)
    uncounted: dict[str, dict[str, str]] = {}
    sheets = [info for info in package.infolist() if re.match(r"xl/worksheets/[^/]*\.xml$", info.filename)]
    if sum(info.file_size for info in sheets) > LARGEST_SHEETS:
        raise KpiError(f"{path}: 工作表太大（XML 超过 {LARGEST_SHEETS // 2**20} MB），没有读；请拆成几份")
    for info in sheets:
        try:
            with package.open(info) as xml:
                found = _look_through(xml, path)
        except (KpiError, MemoryError):
            raise
        except Exception:  # zipfile and the parser raise what they like on damaged members
            raise KpiError(f"{path}: Excel 文件损坏，读不了；请在 Excel 里打开后另存") from None
        if found:
            uncounted[names.get(info.filename, "")] = found
    return uncounted


def _look_through(xml: IO[bytes], path: str) -> dict[str, str]:
    """The formulas of a sheet that were never worked out, by their cells; the sheet is never in memory as a whole.

    A program that cannot work formulas out writes them without a value to read. KpiError where merged cells cover more
    than any report has: openpyxl would make an object of each.
    """
    from lxml import etree

    uncounted: dict[str, str] = {}
    merged = 0
    for _, element in etree.iterparse(xml, tag=("{*}row", "{*}mergeCell"), resolve_entities=False):
        if etree.QName(element).localname == "mergeCell":
            merged += _area(element.get("ref", ""))
            if merged > MOST_MERGED:
                raise KpiError(f"{path}: 合并单元格的范围大得不像报表，没有读；请取消整行整列的合并后另存")
        for formula in element.iter("{*}f"):
            cell = formula.getparent()
            if cell.get("r") and cell.get("t") != "str" and not cell.findtext("{*}v"):
                uncounted[cell.get("r")] = formula.text or ""
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return uncounted


def _names_of_sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """The name of the sheet that each part holds."""
    try:
        relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        sheets = ElementTree.fromstring(package.read("xl/workbook.xml")).iter()
        targets = {each.get("Id"): each.get("Target", "") for each in relations}
        named = {targets.get(each.get(_RELATION), ""): each.get("name", "") for each in sheets if each.get(_RELATION)}
    except Exception:  # a damaged package: openpyxl says so
        return {}
    return {f"xl/{target.removeprefix('/xl/')}": name for target, name in named.items()}


def _area(reference: str) -> int:
    """How many cells a range like B2:D5 has."""
    from openpyxl.utils.cell import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(reference)
        return int((right - left + 1) * (bottom - top + 1))
    except (ValueError, TypeError):
        return 0


def _cells(sheet: Any, formulas: dict[str, str]) -> Iterator[TableCell]:
    """The cells that a reader sees, counted from 0, each with its reach; a formula stands for its missing value."""
    reach = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    rows, columns = _Hidden(_hidden_rows(sheet)), _Hidden(_hidden_columns(sheet))
    for (row, column), cell in sorted(sheet._cells.items()):  # iter_rows would make a cell of every blank one
        text = shown(cell.value, cell.number_format) if cell.value is not None else ""
        if cell.value is None and formulas and cell.coordinate in formulas:
            text = f"={formulas[cell.coordinate]}"
        if text.strip():
            merged = reach.get((row, column))
            down = rows.shown(row, merged.max_row if merged else row)
            across = columns.shown(column, merged.max_col if merged else column)
            if down and across:
                yield TableCell(rows.place(row), columns.place(column), text, down, across)


class _Hidden:
    """Rows, or columns, that are hidden, and the places of the others when they close up."""

    def __init__(self, hidden: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before = [0]
        for first, last in sorted(hidden):
            first = max(first, self._ends[-1] + 1 if self._ends else 1)
            if first <= last:
                self._starts.append(first)
                self._ends.append(last)
                self._before.append(self._before[-1] + last - first + 1)

    def place(self, at: int) -> int:
        """How many are shown before `at`, counted from 1."""
        runs = bisect_left(self._starts, at)
        past = max(self._ends[runs - 1] - at + 1, 0) if runs else 0
        return at - 1 - (self._before[runs] - past)

    def shown(self, first: int, last: int) -> int:
        """How many are shown from `first` to `last`."""
        return self.place(last + 1) - self.place(first)


def _hidden_rows(sheet: Any) -> Iterator[tuple[int, int]]:
    for row, form in sheet.row_dimensions.items():
        if form.hidden or form.height == 0:
            yield row, row


def _hidden_columns(sheet: Any) -> Iterator[tuple[int, int]]:
    for form in sheet.column_dimensions.values():
        if form.hidden or (form.customWidth and form.width == 0):
            form.reindex()
            yield form.min, form.max
