"""Tables as CSV and JSON: what a spreadsheet opens right, and what a program reads exactly.

CSV is UTF-8 with a byte order mark and CRLF line ends, quoted as RFC 4180 says. Text that a
spreadsheet would run as a formula gets a leading `'`; numbers stay as they are, and so do cells
that are nothing but a comparator (`=`, `>=`, …): an equals sign with nothing behind it is text.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import stat
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi.errors import KpiError
from kpi.model import Comparator

if TYPE_CHECKING:
    import pandas as pd

BOM = "\ufeff"

# Spaces, control and invisible characters that a spreadsheet drops before it looks for a formula.
_INVISIBLE = r"[\s\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
_FORMULA = re.compile(rf"{_INVISIBLE}[=+\-@＝＋－＠\t\r\x00]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_COMPARATORS = frozenset(map(str, Comparator))
# Beyond the RFC: `;` and tabs part cells in some spreadsheets, and outer spaces are dropped by others.
_NEEDS_QUOTES = re.compile(r'[",;\t\r\n]|^\s|\s$')
_REPLACE_SECONDS = 2.0


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as a CSV file: its columns in their order, without the index."""
    columns = [_texts(frame[name].tolist()) for name in frame.columns]
    rows = zip(*columns, strict=True)
    return csv_text(list(map(str, frame.columns)), rows).encode("utf-8", "replace")


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
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)  # a pipe or device cannot be replaced
        else:
            _replace_file(target, data)
    except OSError as error:
        raise _cannot_write(path, error) from error


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
    return ",".join([_quoted(cell) if _NEEDS_QUOTES.search(cell) else cell for cell in cells]) + "\r\n"


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
