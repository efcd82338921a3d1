"""The letters of a PDF's page with their places, and letters -> pieces of lines.

PDFium gives each letter its code, origin and width. Heights are taken from the size of the type, not
from the font's own box, so that Latin digits and Chinese letters of one line stand in one line.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from unicodedata import normalize

from kpi.documents.readers.layout import Piece
from kpi.vocabulary.patterns import lazy

_GAP = 0.8  # letters: a wider gap parts two pieces
_SPACE = 0.22  # letters: a wider gap is a space between Latin words
_CHINESE = lazy(r"[㐀-鿿]")
_WIDE = "\u2e80"  # letters from here on fill a square
_SAME_SHAPE = lazy(r"[\u2e80-\u2fdf\uf900-\ufaff]")  # radicals and compatibility ideographs
_SAMPLE = 200  # letters tell which way a page is turned
_CLOSING = "，。、；：！？）》”’」』】"
_ROW = 4.0  # points: letters are looked up by rows of this height
_FINE = 100_000  # PDFium maps places to whole pixels: of a page as wide as this


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a page: its code, where it stands from the page's upper left (in points), and its size."""

    code: str
    left: float
    right: float
    base: float
    size: float
    is_mapped: bool = True

    @property
    def top(self) -> float:
        return self.base - 0.88 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.12 * self.size


@dataclass(frozen=True, slots=True)
class Affine:
    """The way from a PDF's coordinates to points from the upper left of the page as it is shown."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def of(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def affine_of(page: Any) -> Affine:
    """Crop box and rotation of a page as a mapping, found by asking PDFium for three points."""
    from pypdfium2 import raw

    wide, high = page.get_size()
    points = []
    for x, y in ((0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)):
        right, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, right, down)
        points.append((right.value * wide / _FINE, down.value * high / _FINE))
    (e, f), (ax, ay), (cx, cy) = points
    return Affine((ax - e) / 1000, (ay - f) / 1000, (cx - e) / 1000, (cy - f) / 1000, e, f)


def turn_of(page: Any, affine: Affine) -> int:
    """By how many degrees clockwise a page must be turned for most of its letters to stand upright."""
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        count = text.count_chars()
        turns: Counter[int] = Counter()
        for i in range(0, count, max(count // _SAMPLE, 1)):
            x, y = _direction(raw, text, i, affine)
            if x or y:
                turns[round(math.degrees(math.atan2(-y, x)) / 90) * 90 % 360] += 1
    finally:
        text.close()
    return max(turns, key=lambda turn: (turns[turn], -turn), default=0)


def find_letters(page: Any, affine: Affine) -> list[Letter]:
    """All letters of a page that stand upright, in the order of the file; print doubled for bold type once."""
    from pypdfium2 import raw

    text = page.get_textpage()
    letters: list[Letter] = []
    seen = _Print()
    try:
        for i in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text, i) == 1:
                continue
            letter = _letter(raw, text, i, affine)
            if letter is None:
                continue
            if letter.code != " " and seen.holds(letter):
                continue
            seen.add(letter)
            letters.append(letter)
    finally:
        text.close()
    return letters


def _letter(raw: Any, text: Any, i: int, affine: Affine) -> Letter | None:
    """The letter at `i`; None for control codes and for letters that are turned (watermarks)."""
    code = raw.FPDFText_GetUnicode(text, i)
    if code in (0x0D, 0x0A, 0x02, 0xFFFE, 0xFEFF, 0xAD):
        return None
    along, across = _direction(raw, text, i, affine)
    if along <= 0 or abs(across) > 0.1 * along:
        return None
    x, y, matrix, box = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX(), raw.FS_RECTF()
    raw.FPDFText_GetCharOrigin(text, i, x, y)
    raw.FPDFText_GetLooseCharBox(text, i, box)
    raw.FPDFText_GetMatrix(text, i, matrix)
    type_size = raw.FPDFText_GetFontSize(text, i)
    size, wide = type_size * math.hypot(matrix.c, matrix.d), type_size * math.hypot(matrix.a, matrix.b)
    corners = (affine.of(box.left, box.bottom), affine.of(box.right, box.top))
    left, right = sorted(corner[0] for corner in corners)
    origin, base = affine.of(x.value, y.value)
    surrogate = 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or not code
    letter = "\ufffd" if surrogate else _everyday(chr(code))
    if _CHINESE.match(letter):  # some fonts tell the width of the print, not that of the letter's square
        left, right = min(left, origin), max(right, min(left, origin) + wide)
    elif letter in _CLOSING:  # half of the square is blank, and cut off at a line's end
        right = min(right, left + 0.5 * wide)
    if not (0.5 < size < 1000 and all(map(math.isfinite, (left, right, base)))):
        return None
    mapped = raw.FPDFText_HasUnicodeMapError(text, i) != 1 and not surrogate
    return Letter(letter, left, right, base, size, mapped)


def _direction(raw: Any, text: Any, i: int, affine: Affine) -> tuple[float, float]:
    """Which way the line of a letter runs on the page as it is shown, down being positive."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, i, matrix)
    return affine.a * matrix.a + affine.c * matrix.b, affine.b * matrix.a + affine.d * matrix.b


def _everyday(letter: str) -> str:
    """The everyday letter for one of the same shape: many fonts tell the radical ⾦ where 金 is printed."""
    if _SAME_SHAPE.match(letter):
        return normalize("NFKC", letter)
    return letter


class _Print:
    """Where on a page each letter stands, in rows from left to right: no page has so many that looking takes long."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int], list[tuple[float, float]]] = {}

    def add(self, letter: Letter) -> None:
        row = self._rows.setdefault((letter.code, int(letter.base // _ROW)), [])
        insort(row, (letter.left, letter.base))

    def holds(self, letter: Letter) -> bool:
        """Whether the same letter stands there already, as print doubled for bold type does."""
        near = 0.25 * letter.size
        for place in range(int((letter.base - near) // _ROW), int((letter.base + near) // _ROW) + 1):
            row = self._rows.get((letter.code, place), ())
            for at in range(bisect_right(row, (letter.left - near, math.inf)), len(row)):
                left, base = row[at]
                if left >= letter.left + near:
                    break
                if abs(base - letter.base) < near:
                    return True
        return False


def find_pieces(letters: Iterable[Letter]) -> list[Piece]:
    """The letters as pieces of lines: letters of one line stay together as long as no gap parts them."""
    runs: list[list[Letter]] = []
    for letter in letters:
        if runs and _follows(runs[-1][-1], letter):
            runs[-1].append(letter)
        else:
            runs.append([letter])
    runs = [run for run in runs if any(not letter.code.isspace() for letter in run)]
    pieces = [_piece(run) for run in _joined(runs)]
    return _stacked([piece for piece in pieces if piece.text])


def _follows(before: Letter, letter: Letter) -> bool:
    size = max(before.size, letter.size)
    return abs(before.base - letter.base) < 0.3 * size and -0.5 * size < letter.left - before.right < _GAP * size


def _joined(runs: list[list[Letter]]) -> list[list[Letter]]:
    """Runs of one line that abut, put together: some programs write a line's words in any order."""
    joined: list[list[Letter]] = []
    for run in sorted(runs, key=lambda run: (round(run[0].base), run[0].left)):
        before = next((other for other in reversed(joined[-8:]) if _follows(other[-1], run[0])), None)
        if before is None:
            joined.append(list(run))
        else:
            before += run
    return joined


def _piece(run: Sequence[Letter]) -> Piece:
    """A run as a piece; blanks at its ends are left out, a gap between Latin letters becomes a space."""
    first = next((i for i, letter in enumerate(run) if not letter.code.isspace()), len(run))
    last = max((i for i, letter in enumerate(run) if not letter.code.isspace()), default=-1)
    run = run[first : last + 1]
    text = ""
    for i, letter in enumerate(run):
        narrow = i and letter.code < _WIDE and run[i - 1].code < _WIDE
        if narrow and letter.left - run[i - 1].right > _SPACE * letter.size and " " not in (text[-1], letter.code):
            text += " "
        text += " " if letter.code.isspace() else letter.code
    size = median(letter.size for letter in run) if run else 0.0
    left, right = (run[0].left, max(letter.right for letter in run)) if run else (0.0, 0.0)
    tops, bottoms = [letter.top for letter in run] or [0.0], [letter.bottom for letter in run] or [0.0]
    return Piece(text, left, min(tops), right, max(bottoms), size)


def _stacked(pieces: list[Piece]) -> list[Piece]:
    """Letters one below the other put together: a line that is set from top to bottom."""
    single = sorted((p for p in pieces if len(p.text) == 1 and p.text >= "⺀"), key=lambda p: (round(p.left), p.top))
    stacks: list[list[Piece]] = []
    for piece in single:
        last = stacks[-1][-1] if stacks else None
        below = last and abs(last.left - piece.left) < 0.3 * piece.size
        if last and below and -0.3 * piece.size < piece.top - last.bottom < 0.6 * piece.size:
            stacks[-1].append(piece)
        else:
            stacks.append([piece])
    tall = [stack for stack in stacks if len(stack) > 2]
    used = {id(piece) for stack in tall for piece in stack}
    return [piece for piece in pieces if id(piece) not in used] + [
        Piece(
            "".join(piece.text for piece in stack),
            min(piece.left for piece in stack),
            stack[0].top,
            max(piece.right for piece in stack),
            stack[-1].bottom,
            stack[0].size,
        )
        for stack in tall
    ]
