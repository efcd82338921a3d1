"""Two columns whose lines came out in turn, one of the left, one of the right, put below each other again.

Nothing in the layout shows them; the words do: what a line breaks off goes on two lines below and not on the next.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpi.language.words import common_words
from kpi.vocabulary.patterns import lazy

_LONGEST_WORD = 4
_TERMINAL = "。！？；：”」"
_UNITS = tuple("亿万千元%％个家户项人年月日.")
_FEWEST_LINES = 8
_LEAST, _TIMES = 3.5, 1.6  # how much more the lines must go on two below, in words and in proportion
_OPENS = lazy("本报讯|　|  ")
_CELL = 9  # letters: a line as short is a cell, or ends a paragraph
_WIDEST = 46  # letters of a column's line


def unbraid(text: str, rows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The rows of a text in reading order; those of two columns in turn are parted, a blank row between them."""
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        if not text[slice(*rows[at])].strip():
            out.append(rows[at])
            at += 1
            continue
        end = at
        while end < len(rows) and text[slice(*rows[end])].strip():
            end += 1
        out.extend(_parted(text, rows[at:end]))
        at = end
    return out


def _parted(text: str, rows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(rows) < _FEWEST_LINES or max(end - start for start, end in rows) > _WIDEST:
        return list(rows)
    lines = [text[start:end] for start, end in rows]
    if sum(len(line.strip()) < _CELL for line in lines) > len(lines) / 4:
        return list(rows)  # a table with one cell a line
    near = [_goes_on(lines[i], lines[i + 1]) for i in range(len(lines) - 1)]
    far = [_goes_on(lines[i], lines[i + 2]) for i in range(len(lines) - 2)]
    first, last = _best_run([far[i] - near[i] for i in range(len(far))])
    gain, held = sum(far[first:last]), sum(near[first:last])
    if last - first < _FEWEST_LINES - 2 or gain - held < _LEAST or gain < _TIMES * held:
        return list(rows)
    end = min(last + 2, len(rows))
    blank = (rows[end - 1][1], rows[end - 1][1])
    region = rows[first:end]
    return [*rows[:first], blank, *region[::2], blank, *region[1::2], blank, *rows[end:]]


def _best_run(gains: Sequence[float]) -> tuple[int, int]:
    """The run of gains with the largest sum, as `[first, last)`."""
    best, run, start, found = 0.0, 0.0, 0, (0, 0)
    for i, gain in enumerate(gains):
        if run <= 0:
            run, start = 0.0, i
        run += gain
        if run > best:
            best, found = run, (start, i + 1)
    return found


def _goes_on(line: str, after: str) -> float:
    """How much a line looks broken off where another begins: a word or number that the two make together."""
    line, opening = line.rstrip(), after[:2]
    body = after.strip()
    if not line or not body or line[-1] in _TERMINAL:
        return 0.0
    if _OPENS.match(opening):
        return -0.5
    if line[-1].isdigit() and body.startswith(_UNITS):
        return 1.0
    common = common_words()
    for length in range(_LONGEST_WORD, 1, -1):
        for left in range(1, length):
            if line[-left:] + body[: length - left] in common and len(line) >= left:
                return 1.0 if length > 2 else 0.7
    return 0.0
