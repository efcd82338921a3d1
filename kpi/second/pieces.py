"""Cuts a long report where its articles and sections begin, so that a model reads it piece by piece.

A piece is a run of the report's own text, unchanged. What stood above it and tells what it is about (the headline and
the headings that are still open) goes in front of it in the prompt, not into its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

MOST = 10_000
"""Characters of a piece: the answer to one that is full of figures stays within what models write at once."""

_LINE_END = "\n"
_SENTENCE_END = "。"


@dataclass(frozen=True, slots=True)
class Mark:
    """A headline (`level` 0) or a heading (1 and more) that begins at `start` of the text."""

    start: int
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The run `[start, end)` of a report's text, and the headings above it that hold for its beginning."""

    number: int
    start: int
    end: int
    text: str
    above: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of its text: an answer that is kept is of this text and of no other."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def cut(text: str, marks: Iterable[Mark], most: int = MOST) -> tuple[Piece, ...]:
    """The pieces of a text, in order; together they are all of it. None where there is nothing to read.

    >>> [piece.text for piece in cut("一、甲\\n1。\\n二、乙\\n2。\\n", [Mark(0, "一、甲", 1), Mark(7, "二、乙", 1)], 8)]
    ['一、甲\\n1。\\n', '二、乙\\n2。\\n']
    """
    if not text.strip():
        return ()
    heads = sorted(marks, key=lambda mark: mark.start)
    spans = _joined(_parts(text, heads, 0, len(text), 0, most), most)
    kept = [(start, end) for start, end in spans if text[start:end].strip()]
    return tuple(
        Piece(number, start, end, text[start:end], _open_at(heads, start) if number > 1 else ())
        for number, (start, end) in enumerate(kept, 1)
    )


def _parts(text: str, heads: Sequence[Mark], start: int, end: int, level: int, most: int) -> Iterator[tuple[int, int]]:
    """The span, cut at the headings of this level and, where that is not enough, of the next ones."""
    if end - start <= most:
        yield start, end
    elif level > max((mark.level for mark in heads), default=-1):
        yield from _runs(text, start, end, most)
    else:
        cuts = [start, *(mark.start for mark in heads if mark.level == level and start < mark.start < end), end]
        for first, last in pairwise(cuts):
            yield from _parts(text, heads, first, last, level + 1, most)


def _runs(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """A span without headings, cut after the last line that fits, else after the last sentence, else anywhere."""
    while end - start > most:
        ends = (text.rfind(mark, start, start + most) for mark in (_LINE_END, _SENTENCE_END))
        at = next((found + 1 for found in ends if found > start), start + most)
        yield start, at
        start = at
    yield start, end


def _joined(spans: Iterable[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """Neighbours put together again as long as they fit."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and end - joined[-1][0] <= most:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _open_at(heads: Sequence[Mark], start: int) -> tuple[str, ...]:
    """The headline and the headings that stand over a place, the outermost first; those that begin there are not."""
    open_: list[Mark] = []
    here = {mark.start for mark in heads if mark.start == start}
    for mark in heads:
        if mark.start > start:
            break
        open_ = [each for each in open_ if each.level < mark.level] + [mark]
    return tuple(mark.text for mark in open_ if mark.start not in here)
