"""Places in a text, and the way home from a repaired text to the file as it was read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character range `[start, end)` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(slots=True)
class OffsetMap:
    """Maps offsets of a repaired text to offsets of the raw text it was made from.

    The repaired text is a row of pieces copied from the raw text; `add` records where each
    piece stands in both. Offsets inside a piece map one to one; an offset in a piece that was
    replaced by something of another length maps to where the raw piece begins.
    """

    clean: list[int] = field(default_factory=list)
    raw: list[int] = field(default_factory=list)

    def add(self, clean_start: int, raw_start: int) -> None:
        self.clean.append(clean_start)
        self.raw.append(raw_start)

    def start_of(self, offset: int) -> int:
        """Raw offset of the character that stands at `offset` of the repaired text."""
        at = bisect_right(self.clean, offset) - 1
        if at < 0:
            return offset
        return self.raw[at] + offset - self.clean[at]

    def span_of(self, start: int, end: int) -> Span:
        """Raw span of the repaired span `[start, end)`: from its first to its last character on the page."""
        if end <= start:
            here = self.start_of(start)
            return Span(here, here)
        piece = bisect_right(self.clean, start) - 1
        if piece >= 0 and (piece + 1 == len(self.clean) or end <= self.clean[piece + 1]):  # as most are
            home = self.raw[piece] - self.clean[piece]
            return Span(home + start, home + end)
        pieces = self.spans_of(start, end)
        return Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))

    def spans_of(self, start: int, end: int) -> list[Span]:
        """The raw spans that the repaired span `[start, end)` was made from, in its own order, touching ones united."""
        first = max(bisect_right(self.clean, start) - 1, 0)
        spans: list[Span] = []
        at = start
        for piece in range(first, len(self.clean)):
            if at >= end:
                break
            until = min(end, self.clean[piece + 1]) if piece + 1 < len(self.clean) else end
            if until <= at:
                continue
            here = self.start_of(at)
            if spans and spans[-1].end == here:
                spans[-1] = Span(spans[-1].start, here + until - at)
            else:
                spans.append(Span(here, here + until - at))
            at = until
        return spans or [Span(self.start_of(start), self.start_of(end - 1) + 1)]
