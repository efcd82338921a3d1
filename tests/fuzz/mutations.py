"""Ways of spoiling what is whole: bytes, packages of parts, lines of JSON, cells of a table.

All of them draw on the `Random` that they are given and on nothing else, so that an input can be made again.
"""

from __future__ import annotations

import csv
import io
import json
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

LONGEST = 400_000
"""Bytes of the largest input that is made; what is larger has places of its own (`specials`)."""

EDGES = (0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
NUMBERS = (b"0", b"-1", b"1", b"65535", b"65536", b"2147483647", b"-2147483648", b"99999999999999999999", b"1e308")

Spoil = Callable[[Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]
"""Takes chance, the bytes, other wholes of the same kind and words that mean something there."""


def spoiled(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """The bytes with one to eight wounds."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        data = chance.choice(_WOUNDS)(chance, data, others, words)[:LONGEST]
    return data


def _flip(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if made:
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _set(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        if made:
            made[chance.randrange(len(made))] = chance.choice((0, 9, 10, 13, 32, 0x22, 0x3C, 0x7F, 0x80, 0xFF))
    return bytes(made)


def _cut_out(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _piece(chance, data)
    return data[:start] + data[end:]


def _cut_off(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[at:] if chance.random() < 0.2 else data[:at]


def _repeat(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _piece(chance, data)
    times = chance.choice((1, 2, 5, 40, 800))
    return data[:end] + data[start:end] * min(times, 1 + 60_000 // (end - start + 1)) + data[end:]


def _move(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _piece(chance, data)
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _word(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    if not words:
        return data
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(words) * chance.choice((1, 1, 1, 2, 30, 500)) + data[at:]


def _for_a_word(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One word in place of another."""
    there = [word for word in words if word in data]
    if not there:
        return data
    was = chance.choice(there)
    return data.replace(was, chance.choice(words), chance.choice((1, 1, -1)))


def _number(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """Another number where one is written, or an edge as two or four bytes."""
    digits = [at for at, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    if digits and chance.random() < 0.7:
        start = end = chance.choice(digits)
        while end < len(data) and 0x30 <= data[end] <= 0x39:
            end += 1
        return data[:start] + chance.choice(NUMBERS) + data[end:]
    written = struct.pack(chance.choice(("<I", ">I")), chance.choice(EDGES))[: chance.choice((2, 4))]
    at = chance.randrange(len(data) + 1)
    return data[:at] + written + data[at + len(written) :]


def _graft(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """A piece of another one."""
    other = chance.choice(others) if others else data
    start, end = _piece(chance, other)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at + chance.choice((0, end - start)) :]


def _piece(chance: Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.paretovariate(0.6)))


_WOUNDS: tuple[Spoil, ...] = (
    *(_flip, _set, _cut_out, _cut_off, _repeat, _move, _word, _word, _for_a_word, _for_a_word, _number, _number),
    _graft,
)


def text_spoiled(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """A text with wounds, most often one that is still a text: bytes that are none are left out again."""
    made = spoiled(chance, data, others, words)
    if chance.random() < 0.25 or data[:2] == b"\xff\xfe":
        return made
    try:
        data.decode()
    except UnicodeDecodeError:
        return made.decode("gb18030", "ignore").encode("gb18030")
    return made.decode("utf-8", "ignore").encode()


def markup_spoiled(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """Markup that is whole as markup: elements gone, moved, there many times, in each other, with other attributes."""
    from lxml import etree, html

    try:
        page = b"<html" in data[:2000].lower()
        root = html.document_fromstring(data) if page else etree.fromstring(data)
    except (etree.LxmlError, ValueError):
        return spoiled(chance, data, others, words)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        _change_element(chance, root, words)
    return etree.tostring(root, encoding="utf-8")[:LONGEST]


def _change_element(chance: Random, root: Any, words: Sequence[bytes]) -> None:
    every = [element for element in root.iter() if isinstance(element.tag, str)]
    one, other = chance.choice(every), chance.choice(every)
    parent = one.getparent()
    how = chance.randrange(9)
    if parent is None or how == 0:
        one.text = _xml_text(chance, words)
    elif how == 1:
        parent.remove(one)
    elif how == 2:
        for _ in range(chance.choice((1, 2, 20, 300))):
            parent.append(deepcopy(one))
    elif how == 3 and one is not other and one not in other.iterancestors():
        other.append(one)
    elif how == 4:
        inner = one
        for _ in range(chance.choice((1, 3, 30, 300))):
            inner = inner.makeelement(one.tag, dict(one.attrib))
            parent.append(inner)
            parent = inner
    elif how == 5:
        one.tag = other.tag
    elif how == 6 and one.attrib:
        one.set(chance.choice(list(one.attrib)), _xml_text(chance, words))
    elif how == 7 and other.attrib:
        name = chance.choice(list(other.attrib))
        one.set(name, other.get(name))
    else:
        one.tail = _xml_text(chance, words)


def _xml_text(chance: Random, words: Sequence[bytes]) -> str:
    """A text that XML may hold."""
    text = (
        str(chance.choice(ODD))
        if chance.random() < 0.5 or not words
        else chance.choice(words).decode("utf-8", "replace")
    )
    text = chance.choice(NUMBERS).decode() if chance.random() < 0.3 else text
    return "".join(
        letter
        for letter in text
        if letter in "\t\n" or " " <= letter <= "\ud7ff" or "\ue000" <= letter <= "\ufffd" or letter > "\uffff"
    )


def package_spoiled(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """A zip package with one of its parts spoiled and packed again, whole as a package; or gone, or there twice."""
    parts = _parts_of(data)
    if parts is None or chance.random() < 0.25:
        return spoiled(chance, data, others, words)
    target = io.BytesIO()
    warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
    pieces = [body for other in others for _, body in (_parts_of(other) or [])]
    weights = [_OF_WEIGHT.get(name.rpartition("/")[2], 1) for name, _ in parts]
    wounded = chance.choices(range(len(parts)), weights)[0] if parts else -1
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for at, (name, body) in enumerate(parts):
            if at != wounded:
                package.writestr(_info(name), body)
                continue
            how = chance.random()
            if how < 0.05:
                continue
            if how < 0.1:
                name = chance.choice((name.upper(), "../" + name, name + "\n", "/" + name, name * 40, ""))
            spoil = markup_spoiled if body[:1] == b"<" and chance.random() < 0.7 else spoiled
            package.writestr(_info(name), spoil(chance, body, pieces, words))
            if how > 0.97:
                package.writestr(_info(name), body)
    made = target.getvalue()
    return spoiled(chance, made, others, words) if chance.random() < 0.1 else made


_OF_WEIGHT = {"document.xml": 20, "sheet1.xml": 12, "sharedStrings.xml": 6, "styles.xml": 5, "workbook.xml": 4}
"""Parts in which more may go wrong than in others."""


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name or "x")
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _parts_of(data: bytes) -> list[tuple[str, bytes]] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:  # spoiled before: it is taken as bytes
        return None


def image_spoiled(chance: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """A picture with wounds; the checksums of a PNG are made to fit, else nothing behind them would be tried."""
    made = spoiled(chance, data, others, words)
    if not made.startswith(b"\x89PNG") or chance.random() < 0.3:
        return made
    out, at = bytearray(made[:8]), 8
    while at + 12 <= len(made):
        length = struct.unpack_from(">I", made, at)[0]
        body = made[at + 4 : at + 8 + length]
        out += struct.pack(">I", length) + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + length
    return bytes(out)


ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, 10**40, 1e308, 0.1, "", " ", "0", "-", ".", "+", "=1+1", "'", '"'),
    *("254", "1e999999999", "1e-999999999", "NaN", "Infinity", "-0", "9" * 60, "１２３", "一百二十三亿", "½", "1,2,3"),
    *("2024", "2024-13", "2024-H1", "2024-01/05", "0000", "9999-12", "2024/2023", "2024-02-30", "十四五"),
    *("\0", "\ud800", "\udfff", "\u202e", "\ufeff", "\u2028", "\n", "\r\n", "\x1b[31m", "a\tb", "é", "𠮷", "e\u0301"),
    *("%", "亿元", "万元", "亿美元", "个", "百分点", "濮阳经济技术开发区", "濮阳经开区", "地区生产总值", "gdp", "目标", "x" * 5000),
    *("../../etc/passwd", "a/b", "C:\\a", "~", "reports/2022.txt", "2022.txt", "override", "undo", "accept", "import"),
    *([], {}, [[]], [None], {"a": 1}, {"value": "1"}, [1] * 300),
)  # fmt: skip
"""Values that a field may be given: of the wrong type, at an edge, or of another field."""


def line_spoiled(chance: Random, line: bytes) -> bytes:
    """A line of JSON with some of its values, keys or types others; now and then with wounds in its bytes."""
    try:
        found = json.loads(line)
    except ValueError:
        return spoiled(chance, line, (), ())
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        found = _changed(chance, found)
    text = json.dumps(found, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.05:
        text = text.replace('"', '"' + "[" * chance.choice((10, 3000)), 1)
    made = text.encode("utf-8", "backslashreplace")
    return spoiled(chance, made, (line,), ()) if chance.random() < 0.1 else made


def _changed(chance: Random, found: Any) -> Any:
    """The value with one thing in it another."""
    if isinstance(found, dict) and found and chance.random() < 0.9:
        made = dict(found)
        key = chance.choice(list(made))
        how = chance.random()
        if how < 0.1:
            del made[key]
        elif how < 0.15:
            made[str(chance.choice(ODD))] = made[key]
        elif how < 0.25:
            made[key] = made[chance.choice(list(made))]
        else:
            made[key] = _changed(chance, made[key])
        return made
    if isinstance(found, list) and found and chance.random() < 0.8:
        at = chance.randrange(len(found))
        how = chance.random()
        if how < 0.15:
            return found[:at] + found[at + 1 :]
        if how < 0.3:
            return found + [found[at]] * chance.choice((1, 50))
        return [*found[:at], _changed(chance, found[at]), *found[at + 1 :]]
    if isinstance(found, str) and chance.random() < 0.4:
        odd = str(chance.choice(ODD))
        at = chance.randrange(len(found) + 1)
        return chance.choice((found[:at] + odd + found[at:], found * 2, found[:at], found[::-1]))
    if type(found) is int and chance.random() < 0.5:
        return found + chance.choice((-1, 1, 10, -1000, 2**40))
    return chance.choice(ODD)


def lines_spoiled(chance: Random, data: bytes) -> bytes:
    """A ledger with some lines spoiled, gone, there twice or in another order."""
    lines = [line for line in data.split(b"\n") if line]
    for _ in range(chance.choice((1, 1, 2, 4))):
        if not lines:
            break
        at = chance.randrange(len(lines))
        how = chance.random()
        if how < 0.7:
            lines.insert(at + chance.choice((0, 1)), line_spoiled(chance, lines[at]))
        elif how < 0.8:
            lines[at] = line_spoiled(chance, lines[at])
        elif how < 0.85:
            del lines[at]
        elif how < 0.9:
            lines.append(lines[at])
        elif how < 0.95:
            chance.shuffle(lines)
        else:
            lines[at] = spoiled(chance, lines[at], lines, ())
    made = chance.choice((b"\n", b"\n", b"\n", b"\r\n")).join(lines)
    return made + chance.choice((b"\n", b"\n", b"", b"\n\n", b"\xef\xbb\xbf"))


def rows_spoiled(chance: Random, rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """A table with some cells others, gone or moved."""
    made = [list(row) for row in rows]
    for _ in range(chance.choice((1, 2, 3, 6, 12))):
        row = chance.choice(made)
        if not row:
            continue
        at = chance.randrange(len(row))
        how = chance.random()
        if how < 0.5:
            row[at] = str(chance.choice(ODD))
        elif how < 0.75:
            row[at] = str(_changed(chance, row[at]))
        elif how < 0.85:
            row[at] = chance.choice(made)[-1] if made[0] else ""
        elif how < 0.9:
            del row[at]
        elif how < 0.95:
            made.append(list(row))
        else:
            row.insert(at, str(chance.choice(ODD)))
    return made


def csv_of(chance: Random, rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as a file of any delimiter and encoding that people's programs write."""
    target = io.StringIO()
    csv.writer(target, delimiter=chance.choice(",,,\t;")).writerows(rows)
    codec = chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"))
    return target.getvalue().encode(codec, "backslashreplace")


def workbook_of(chance: Random, rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as a workbook, some of its cells numbers, dates, errors or formulas."""
    from datetime import date, datetime, time, timedelta

    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    odd = (1, -1.5, 1e300, 0.05, True, date(1900, 1, 1), datetime(2024, 2, 29, 1, 2, 3), time(1), timedelta(days=9e5))
    formats = ("General", "0%", "0.00", "yyyy-mm-dd", '0.00"亿元"', "[h]:mm", "@", "# ?/?", ";;;", "0.0E+00", "[>1]0;0")
    book = Workbook()
    sheet = book.active
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            plain = ILLEGAL_CHARACTERS_RE.sub("", text.encode("utf-8", "replace").decode())[:30_000]
            cell.value = chance.choice((*odd, "#DIV/0!", "=1+1")) if chance.random() < 0.1 else plain
            if chance.random() < 0.1:
                cell.number_format = chance.choice(formats)
    if chance.random() < 0.3:
        sheet.merge_cells(
            start_row=1, end_row=chance.randrange(1, 5), start_column=1, end_column=chance.randrange(1, 4)
        )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
