"""Append-only ledgers of what people decided: a line of JSON each, kept whole whatever happens to the machine.

A line that cannot be understood costs no other: it is passed over and told with its number. One that a power cut
left half at the end is moved into a file beside the ledger before the next one is written.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import Any, Generic, TypeVar

from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.ordinary_files import read_ordinary

LOCK_SECONDS = 10
MEND = "请改正或删去这一行"
Entry = TypeVar("Entry")
_UNKNOWN_KEY = re.compile(r"unexpected keyword argument '(\w+)'")
_NO_ENTRY = (ValueError, TypeError, KeyError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Lines(Generic[Entry]):
    """What stands in a ledger: each entry with the number of lines before it; `problems` are lines that could not be
    read, each told for a person. `digest` is that of the file, empty where there is none or nothing in it.
    """

    entries: tuple[tuple[int, Entry], ...] = ()
    problems: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Ledger(Generic[Entry]):
    """The file at `path`, called `name` in messages; `parse` makes an entry of a line.

    `parse` raises ValueError, TypeError or KeyError where a line is none.
    """

    path: Path
    name: str
    parse: Callable[[bytes], Entry]

    def read(self) -> Lines[Entry]:
        """All entries of the file; KpiError where it cannot be read."""
        data = self._bytes()
        entries: list[tuple[int, Entry]] = []
        problems: list[str] = []
        for number, line in enumerate(data.split(b"\n")):
            if not line.strip():
                continue
            try:
                entries.append((number, self.parse(line)))
            except _NO_ENTRY as error:
                found = f"{self.path.name} 第 {number + 1} 行不完整或读不懂"
                problems.append(f"{found}，没有采用（{_short(error)}）；{MEND}")
        return Lines(tuple(entries), tuple(problems), _digest(data))

    def digest(self) -> str:
        """The digest of the file, without making sense of it."""
        return _digest(self._bytes())

    def count(self) -> int:
        """How many lines there are, whether they can be understood or not; a last one that was cut is none."""
        data = self._bytes()
        return data.count(b"\n") + self._is_entry(data[data.rfind(b"\n") + 1 :])

    def append(self, rows: Callable[[], Iterable[Mapping[str, Any]]]) -> None:
        """Adds lines so that they are on the disk when this returns. `rows` is asked while nobody else can write.

        KpiError where the file cannot be written, or another program holds it for too long, NotAllowed where whoever
        asks may change nothing.
        """
        from filelock import FileLock, Timeout

        author()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=LOCK_SECONDS):
                lines = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows())
                if lines:
                    self._write(lines)
        except Timeout:
            raise KpiError(f"{self.path}: 另一个程序正在写{self.name}；请稍后再试") from None
        except OSError as error:
            why = error.strerror or error
            raise KpiError(f"{self.path}: {self.name}写不进去（{why}）；请检查写权限和磁盘空间") from error

    def _write(self, lines: bytes) -> None:
        with open(self.path, "a+b", buffering=0) as file:  # what a buffer holds would be tried again at the end
            self._end_last_line(file)
            size = file.seek(0, os.SEEK_END)
            try:
                written = 0
                while written < len(lines):
                    written += file.write(lines[written:]) or 0
                os.fsync(file.fileno())
            except OSError:  # what is told as not written must not be there later
                with contextlib.suppress(OSError):
                    file.truncate(size)
                raise

    def _end_last_line(self, file: FileIO) -> None:
        file.seek(0)
        data = file.read()
        rest = data[data.rfind(b"\n") + 1 :]
        if self._is_entry(rest):
            file.write(b"\n")
        elif rest:
            with open(self.path.with_name(f"{self.path.name}.damaged"), "ab") as aside:
                aside.write(rest + b"\n")
                aside.flush()
                os.fsync(aside.fileno())
            file.truncate(len(data) - len(rest))

    def _is_entry(self, line: bytes) -> bool:
        try:
            self.parse(line)
        except _NO_ENTRY:
            return False
        return True

    def _bytes(self) -> bytes:
        try:
            return read_ordinary(self.path) if self.path.exists() else b""
        except OSError as error:
            raise KpiError(f"{self.path}: {self.name}读不出（{error.strerror}）；请检查权限") from error


def read_line(line: bytes) -> dict[str, Any]:
    """The keys and values of a line; ValueError or TypeError where it is none, or holds letters that no file and no
    table takes (half of a pair, the letter of code 0).
    """
    text = line.decode("utf-8-sig")  # the first line has a mark where an editor of Windows saved the file
    found = json.loads(text, parse_constant=_no_number)
    if not isinstance(found, dict):
        raise ValueError("应为一个条目 {…}")
    if "\\u" in text:  # only written out can such a letter stand in UTF-8
        strange = next((letter for part in _texts_in(found) for letter in part if _is_strange(letter)), "")
        if strange:
            raise ValueError(f"有不能用的字符 \\u{ord(strange):04x}")
    return found


def _texts_in(found: Any) -> Iterator[str]:
    waiting = [found]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += (*part.keys(), *part.values())
        elif isinstance(part, list):
            waiting += part


def _is_strange(letter: str) -> bool:
    return letter == "\0" or "\ud800" <= letter <= "\udfff"


def _no_number(name: str) -> None:
    raise ValueError(f"{name} 不是数字")


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest() if data else ""


def _short(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "括号套得太深"
    if isinstance(error, json.JSONDecodeError):  # as of a line that was cut
        return f"到第 {error.colno} 个字以后不是一个条目"
    if isinstance(error, UnicodeDecodeError):  # as where the cut is in the middle of a letter
        return f"第 {error.start + 1} 个字节起不是 UTF-8 文字"
    if isinstance(error, TypeError) and (unknown := _UNKNOWN_KEY.search(str(error))):  # as of a newer program
        return f"有这个版本不认识的项 {unknown[1][:40]}"
    return " ".join(str(error).split())[:60] or type(error).__name__
