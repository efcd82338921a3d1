"""Tables as CSV, XLSX and JSON: what a spreadsheet opens right, and what a program reads exactly.

CSV is UTF-8 with a byte order mark and CRLF line ends, quoted as RFC 4180 says. Text that a
spreadsheet would run as a formula gets a leading `'`; numbers stay as they are, and so do cells
that are nothing but a comparator (`=`, `>=`, …): an equals sign with nothing behind it is text.
A workbook says of each cell what it is, so there the text needs no mark.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import stat
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Comparator
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.visible import visible

if TYPE_CHECKING:
    import pandas as pd

BOM = "\ufeff"
MOST_SHEET_ROWS = 1_048_576

# Spaces, control and invisible characters that a spreadsheet drops before it looks for a formula.
_INVISIBLE = r"[\s\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
_FORMULA = lazy(rf"{_INVISIBLE}[=+\-@＝＋－＠\t\r\x00]")
_NUMBER = lazy(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_COMPARATORS = frozenset(map(str, Comparator))
# Beyond the RFC: `;` and tabs part cells in some spreadsheets, and outer spaces are dropped by others.
_NEEDS_QUOTES = lazy(r'[",;\t\r\n]|^\s|\s$')
_REPLACE_SECONDS = 2.0

# Text that may need a mark or quotes, as RE2 writes it: a little more than `_FORMULA` and `_NEEDS_QUOTES` take.
_NEEDS_A_LOOK = r'[",;\t\r\n]|\A[^0-9A-Za-z\x{4e00}-\x{9fff}]|[\x00-\x20\x7f-\xa0\pZ]\z'
_SHORT_FLOAT = r"\A-?[0-9]{1,15}\.[0-9]*[1-9]\z"

_STATED_NUMBER = lazy(r"[+\-−]?[0-9]+(?:,[0-9]{3})*(?:\.([0-9]+))?")
_EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps."""
_NO_SHEET_NAME = lazy(r"[\[\]:*?/\\\x00-\x1f]")
_NO_CELL_TEXT = lazy(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_CELL_TEXT = 32_767
_LOOKED_AT = 500
_WIDTHS = (8, 56)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as a CSV file: its columns in their order, without the index."""
    header = list(map(str, frame.columns))
    if len(header) > 1:
        with contextlib.suppress(UnicodeEncodeError):  # half a character: only the slow way can replace it
            lines = _joined([_cells_of(frame.iloc[:, place]) for place in range(len(header))])
            return csv_text(header, ()).encode() + lines
    columns = [_texts(frame.iloc[:, place].tolist()) for place in range(len(header))]
    return csv_text(header, zip(*columns, strict=True)).encode("utf-8", "replace")


def xlsx_bytes(
    sheets: Mapping[str, pd.DataFrame],
    about: Sequence[tuple[str, str]] = (),
    numbers: Collection[str] = ("value",),
    about_sheet: str = "说明",
) -> bytes:
    """A workbook with a sheet for each table, and a last one that says what it is: the pairs of `about`.

    Texts are texts, whatever sign they begin with. In the columns `numbers`, digits that were stated become
    numbers that show just these digits. KpiError where a table has more rows than a sheet can hold.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    for name, table in sheets.items():
        if len(table) >= MOST_SHEET_ROWS:
            most = f"{MOST_SHEET_ROWS - 1:,}"
            raise KpiError(f"{name}: 有 {len(table):,} 行，XLSX 的一张表最多 {most} 行；请缩小筛选范围，或下载 CSV")
        _fill_sheet(book.create_sheet(_sheet_name(name, taken)), table, numbers)
    if about:
        _fill_about(book.create_sheet(_sheet_name(about_sheet, taken)), about)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Header and rows as the text of a CSV file, byte order mark included."""
    lines = [_line(list(map(defused, header)))]
    lines.extend(_line([cell_text(cell) for cell in row]) for row in rows)
    return BOM + "".join(lines)


def write_csv(frame: pd.DataFrame, path: Path | None) -> None:
    """Writes the frame to the file at `path`, whole or not at all; to standard output where `path` is None."""
    write_bytes(csv_bytes(frame), path)


def json_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """An array of objects; a Decimal is a JSON number with the very digits that were stated, nothing is null."""
    objects = (_json_object(header, row) for row in rows)
    body = ",\n  ".join(objects)
    return f"[\n  {body}\n]\n" if body else "[]\n"


def defused(text: str) -> str:
    """`text`, with `'` in front where a spreadsheet would take it for a formula.

    >>> [defused(text) for text in ("=1+1", " ＝SUM(A1)", "-2.2", ">=", "=", "-持平")]
    ["'=1+1", "' ＝SUM(A1)", '-2.2', '>=', '=', "'-持平"]
    """
    if _FORMULA.match(text) and text not in _COMPARATORS and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def cell_text(cell: Any) -> str:
    """A value as it stands in a cell: numbers in their shortest exact digits, nothing for what is missing."""
    if isinstance(cell, str):
        return defused(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, float):
        return _float_text(cell)
    if isinstance(cell, int):
        return str(cell)
    return "" if cell is None or str(cell) in ("NaT", "<NA>", "nan") else defused(str(cell))


def write_bytes(data: bytes, path: Path | None) -> None:
    """Puts `data` in the file at `path` in one step, or on standard output; KpiError where that is impossible."""
    if path is None:
        _write_out(visible(data.decode("utf-8", "replace")).encode() if sys.stdout.isatty() else data)
        return
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)  # a pipe or device cannot be replaced
        else:
            _replace_file(target, data)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _write_out(data: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_full(error) from error


def output_full(error: OSError) -> KpiError:
    """That standard output takes nothing more; what it still holds is let go, since it would be tried again at the
    end of the program.
    """
    let_go(sys.stdout)
    return KpiError(f"标准输出: 无法写入（{error.strerror or error}）；请检查磁盘空间，或用 -o 写到别处")


def let_go(stream: TextIO) -> None:
    """Leads what is written to `stream` from now on nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def replace_path(new: Path, old: Path) -> None:
    """os.replace, patient with Windows, where nobody may replace what a scanner or reader has open just now."""
    deadline = time.monotonic() + _REPLACE_SECONDS
    while True:
        try:
            os.replace(new, old)
            return
        except PermissionError:
            if os.name != "nt" or old.is_dir() or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _cells_of(column: pd.Series) -> Any:
    """The cells of a column as they stand in the file, as an arrow array; equal texts are looked at once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.dtype.kind in "iu" and column.dtype.name == column.dtype.name.lower():  # Int64 may have gaps
        return pc.cast(pa.array(column.to_numpy()), pa.string())
    if column.dtype == "float64":
        cells = pc.cast(pa.array(column.to_numpy()), pa.string())
        return _mended(cells, pc.invert(pc.match_substring_regex(cells, _SHORT_FLOAT)), column.tolist())
    values = column.tolist()
    if all(map(str.__instancecheck__, values)):
        cells = pa.array(values, pa.string())
        return _mended(cells, pc.match_substring_regex(cells, _NEEDS_A_LOOK), values)
    return pa.array([_cell(text) for text in _texts(values)], pa.string())


def _mended(cells: Any, doubtful: Any, values: Sequence[Any]) -> Any:
    """`cells` with those that are doubtful written anew, the slow and sure way."""
    import pyarrow as pa
    import pyarrow.compute as pc

    places = pc.indices_nonzero(doubtful).to_pylist()
    if not places:
        return cells
    written = [_cell(text) for text in _texts(values[place] for place in places)]
    return pc.replace_with_mask(cells, doubtful, pa.array(written, pa.string()))


def _joined(columns: Sequence[Any]) -> bytes:
    """The lines of a file out of the cells of its columns."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not columns or not len(columns[0]):
        return b""
    wide = [column.cast(pa.large_string()) for column in columns]  # more than 2 GB, for a million rows with quotes
    lines = pc.binary_join_element_wise(*wide, pa.scalar(",", pa.large_string()))
    ended = pc.binary_join_element_wise(lines, pa.scalar("\r\n", pa.large_string()), pa.scalar("", pa.large_string()))
    data: bytes = ended.buffers()[2].to_pybytes()
    return data


def _fill_sheet(sheet: Any, table: pd.DataFrame, numbers: Collection[str]) -> None:
    from openpyxl.utils import get_column_letter

    names = list(map(str, table.columns))
    columns = [table.iloc[:, place].tolist() for place in range(len(names))]
    for place, (name, values) in enumerate(zip(names, columns, strict=True), 1):
        sheet.column_dimensions[get_column_letter(place)].width = _width([name, *values[:_LOOKED_AT]])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(names), 1))}{len(table) + 1}"
    sheet.append([_head_cell(sheet, name) for name in names])
    stated = [name in numbers for name in names]
    for row in zip(*columns, strict=True):
        sheet.append([_sheet_cell(sheet, value, as_number) for value, as_number in zip(row, stated, strict=True)])


def _fill_about(sheet: Any, about: Sequence[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment

    sheet.column_dimensions["A"].width = _width([name for name, _ in about])
    sheet.column_dimensions["B"].width = 90
    for name, said in about:
        cells = [_head_cell(sheet, name) if name else None, _sheet_cell(sheet, said, False)]
        for cell in filter(None, cells):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)


def _sheet_cell(sheet: Any, value: Any, as_number: bool) -> Any:
    """A cell that is a number where the value is one; a text that no spreadsheet runs; None for nothing."""
    from openpyxl.cell import WriteOnlyCell

    if value is None or value != value or str(value) in ("", "NaT", "<NA>"):
        return None
    if isinstance(value, bool):
        return _text_cell(sheet, cell_text(value))
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    stated = format(value, "f") if isinstance(value, Decimal) else str(value)
    number = _STATED_NUMBER.fullmatch(stated) if as_number or isinstance(value, Decimal) else None
    if number is None or sum(sign.isdigit() for sign in stated) > _EXACT_DIGITS:
        return _text_cell(sheet, stated)
    cell = WriteOnlyCell(sheet, Decimal(stated.replace(",", "").replace("−", "-")))
    decimals = len(number.group(1) or "")
    cell.number_format = f"0.{'0' * decimals}" if decimals else "0"
    return cell


def _text_cell(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    text = _NO_CELL_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    cell = WriteOnlyCell(sheet, text[: _MOST_CELL_TEXT - 1] + "…" if len(text) > _MOST_CELL_TEXT else text)
    cell.data_type = "s"  # whatever it begins with
    if _FORMULA.match(text):
        cell.quotePrefix = True  # and it stays text when somebody edits the cell
    return cell


def _head_cell(sheet: Any, name: str) -> Any:
    from openpyxl.styles import Font

    cell = _text_cell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _width(values: Iterable[Any]) -> float:
    """Width of a column for these cells; a Chinese character takes the room of two digits."""
    longest = 0
    for value in values:
        for line in ("" if value is None else str(value)).split("\n")[:4]:
            longest = max(longest, sum(1 + (sign >= "\u1100") for sign in line[: _WIDTHS[1]]))
    return min(max(longest + 3, _WIDTHS[0]), _WIDTHS[1])


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have, and no other sheet has."""
    kept = _NO_SHEET_NAME.sub("_", name).strip("' ")[:28] or "Sheet"
    found, number = kept, 1
    while found.lower() in taken:
        number += 1
        found = f"{kept}~{number}"
    taken.add(found.lower())
    return found


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """Cells as text; equal strings, which tables are full of, are looked at once."""
    known: dict[str, str] = {}
    for value in values:
        if not isinstance(value, str):
            yield cell_text(value)
            continue
        text = known.get(value)
        if text is None:
            text = known[value] = defused(value)
        yield text


def _line(cells: list[str]) -> str:
    if cells == [""]:
        return '""\r\n'  # an empty line would be no row at all
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(text: str) -> str:
    return _quoted(text) if _NEEDS_QUOTES.search(text) else text


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _float_text(number: float) -> str:
    if not math.isfinite(number):
        return ""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def _json_object(header: Sequence[str], row: Sequence[Any]) -> str:
    pairs = (f"{json.dumps(name)}: {_json_value(cell)}" for name, cell in zip(header, row, strict=True))
    return "{" + ", ".join(pairs) + "}"


def _json_value(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, float):
        return _float_text(cell) or "null"
    return json.dumps(cell, ensure_ascii=False)


def _replace_file(target: Path, data: bytes) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    if target.is_dir():
        raise IsADirectoryError
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        replace_path(Path(name), target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> KpiError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return KpiError(f"{path}: 文件夹 {path.parent} 不存在；请先建立该文件夹，或换一个位置")
    if isinstance(error, IsADirectoryError):
        return KpiError(f"{path}: 这是文件夹，应为文件名；例如 {path / 'kpi.csv'}")
    if isinstance(error, PermissionError):
        return KpiError(f"{path}: 没有写权限，或文件正被其他程序（如 Excel）打开；请关闭后重试，或换一个位置")
    return KpiError(f"{path}: 无法写入（{error.strerror or error}）；请检查磁盘空间，或换一个位置")
