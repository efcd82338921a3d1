"""Where the words of a chart stand: which side of a mark, and where a line of them breaks."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

LINE = 16.0
HALF_WIDTH = 7.2  # pixels of a Latin letter; a Chinese character takes two
GAP = 7.0
_NARROW = ".,: "
_NUMBER = re.compile(r"(?:[≥≤<>≈约] ?)?[+−-]?\d[\d,.–]*(?: ?[%‰亿万元美个家人件项户次]+)?")
"""A number with its modifier and unit, which no line ends in the middle of."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """The text of one mark, the mark's place in pixels, and the sides where it may stand, best first.

    It covers nothing of what it has to `avoid`.
    """

    name: str
    x: float
    y: float
    lines: tuple[str, ...]
    sides: tuple[str, ...]
    needed: bool = False
    avoid: tuple[Box, ...] = ()


def sides(labels: Iterable[Label], marks: Sequence[tuple[float, float]]) -> dict[str, str]:
    """The side at which each label stands, so that none covers another; earlier ones choose first.

    A label that finds no room is left out, one that is `needed` then stands at its best side.
    """
    taken: list[Box] = []
    found = {}
    for label in labels:
        own = (label.x, label.y)
        others = [(x - 5, y - 5, x + 5, y + 5) for x, y in marks if (x, y) != own]
        free = [side for side in label.sides if not _covers(_box(label, side), [*taken, *label.avoid])]
        # better over a mark than nowhere
        clear = [side for side in free if not _covers(_box(label, side), others)]
        side = next(iter([*clear, *free, *(label.sides if label.needed else ())]), "")
        if side:
            found[label.name] = side
            taken.append(_box(label, side))
    return found


def apart(wanted: Sequence[float], heights: Sequence[float], bounds: tuple[float, float]) -> list[float]:
    """The middles of labels in a column, as near to where they are `wanted` as they can stand without meeting.

    >>> apart([10, 12, 80], [10, 10, 10], (0, 100))
    [10, 20.0, 80]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    found = list(wanted)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + (heights[before] + heights[after]) / 2)
    if order:
        found[order[-1]] = min(found[order[-1]], bounds[1] - heights[order[-1]] / 2)
    for before, after in pairwise(order[::-1]):
        found[after] = min(found[after], found[before] - (heights[before] + heights[after]) / 2)
    return found


def escape(text: str) -> str:
    """Text for a label of Plotly, which reads a little HTML: nothing of it is markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def width(text: str) -> int:
    """How many Latin letters wide a text is.

    >>> width("GDP"), width("目标 121")
    (3, 8)
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, room: int) -> list[str]:
    """`text` in lines of at most `room` Latin letters, broken between its parts, else words, else characters.

    >>> wrapped("61.3 / 96 亿元 · 1–6月 · 快于进度", 24)
    ['61.3 / 96 亿元 · 1–6月', '快于进度']
    >>> wrapped("重点项目完成投资", 10)
    ['重点项目完', '成投资']
    >>> wrapped("年度目标增加到1,234.5 亿元", 20)
    ['年度目标增加到', '1,234.5 亿元']
    """
    lines: list[str] = []
    for part in text.split(" · "):
        if lines and width(f"{lines[-1]} · {part}") <= room:
            lines[-1] += f" · {part}"
        else:
            lines += _broken(part, room)
    return lines


def balanced(text: str, room: int) -> list[str]:
    """`text` in as few lines as `room` allows, all about as long.

    >>> balanced("东山经济技术开发区", 12)
    ['东山经济技', '术开发区']
    """
    if width(text) == len(text):
        return textwrap.wrap(text, room)
    count = -(-width(text) // room)
    lines = wrapped(text, -(-width(text) // count) + 1) if count > 1 else [text]
    return lines if len(lines) <= count else wrapped(text, room)


def _broken(part: str, room: int) -> list[str]:
    lines = []
    while width(part) > room:
        end = len(part)
        while width(part[:end]) > room:
            end -= 1
        space = part.rfind(" ", 1, end + 1)
        # a break at a space may cost a third of the line, but not more
        end = space if space > end * 2 // 3 else max(end, 1)
        whole = next((each for each in _NUMBER.finditer(part) if each.start() < end < each.end()), None)
        if whole is not None and whole.start() and width(whole[0]) <= room:
            end = whole.start()
        lines.append(part[:end].rstrip())
        part = part[end:].lstrip()
    return [*lines, part] if part else lines


def _box(label: Label, side: str) -> Box:
    """The rectangle of a label in pixels, y growing downwards."""
    vertical, _, horizontal = side.partition(" ")
    wide = max(_letters(line) for line in label.lines) * HALF_WIDTH
    high = len(label.lines) * LINE
    left = {"left": label.x - GAP - wide, "center": label.x - wide / 2, "right": label.x + GAP}[horizontal]
    top = {"top": label.y - GAP - high, "middle": label.y - high / 2, "bottom": label.y + GAP}[vertical]
    return left, top, left + wide, top + high


def _letters(text: str) -> float:
    """The width of a label in letters: points, commas and gaps are half as wide."""
    return width(text) - sum(text.count(sign) for sign in _NARROW) / 2


def _covers(box: Box, others: Iterable[Box]) -> bool:
    return any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in others)
