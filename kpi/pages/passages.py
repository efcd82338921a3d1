"""Cuts a page into sentences, each with its paragraph, its article and the heading above it."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.pages.structure import Block, BlockKind, Structure
from kpi.vocabulary.patterns import lazy

LONGEST = 1500
"""Letters of a sentence at most: one longer than any writer's is cut, so that no line costs too much."""

_STOP = lazy(r"[。！？!?]+[”’」）)]*")
# lines that state no figures of the page; a whole page printed on one line is none of them
_SILENT = frozenset(
    {BlockKind.FURNITURE, BlockKind.NAVIGATION, BlockKind.BYLINE, BlockKind.DATE_LINE, BlockKind.TABLE_ROW}
)
_LONGEST_FURNITURE = 150
_HEADINGS = frozenset({BlockKind.HEADLINE, BlockKind.HEADING})
# no writer sets this many figures without a word between them; a table run together does
_NUMBERS = lazy(r"[\d.,，、%％\s/（）()万亿千百元:：;；+—–年月-]{151,}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the repaired text at `[start, end)`.

    `paragraph` and `article` are counted from 0, `heading` is the line above that names its part of the page;
    `reads` tells whether it may state figures.
    """

    start: int
    end: int
    text: str
    paragraph: int
    article: int
    heading: str
    is_heading: bool
    reads: bool
    below_headline: bool = False


def passages_of(text: str, structure: Structure) -> list[Passage]:
    """The sentences of a page in order; a heading is one of its own."""
    found: list[Passage] = []
    headings: dict[int, str] = {}
    headed: set[int] = set()  # articles whose text stands below a heading of its own
    for number, block in enumerate(structure.blocks):
        line = text[block.start : block.end].rstrip("\n")
        if not line.strip():
            continue
        if block.kind is BlockKind.HEADING:
            headings[block.article] = line
            headed.add(block.article)
        elif block.kind is BlockKind.HEADLINE:
            headings.setdefault(block.article, line)
        found += _of_line(block, line, number, headings.get(block.article, ""), block.article not in headed)
    return found


def _of_line(block: Block, line: str, number: int, above: str, below_headline: bool) -> list[Passage]:
    is_heading = block.kind in _HEADINGS
    reads = block.kind not in _SILENT or len(line) > _LONGEST_FURNITURE
    if is_heading or not reads:
        end = block.start + min(len(line), LONGEST)
        heading = line if is_heading else above
        return [
            Passage(block.start, end, line[:LONGEST], number, block.article, heading, is_heading, reads, below_headline)
        ]
    found, at = [], 0
    for end in _ends(line):
        if end > at and line[at:end].strip():
            where = block.start + at, block.start + end
            found.append(Passage(*where, line[at:end], number, block.article, above, False, True, below_headline))
        at = end
    return found


def _ends(line: str) -> list[int]:
    """Where sentences end: at full stops, in rows of bare numbers that run on, and where one is too long."""
    ends = {match.end() for match in _STOP.finditer(line)} | {len(line)}
    for match in _NUMBERS.finditer(line) if len(line) > _LONGEST_FURNITURE else ():
        ends |= {match.start() + _LONGEST_FURNITURE, match.end()}
    cut, at = [], 0
    for end in sorted(ends):
        while end - at > LONGEST:
            comma = max(line.rfind(mark, at + LONGEST // 2, at + LONGEST) for mark in "，；,;")
            at = comma + 1 if comma >= 0 else at + LONGEST
            cut.append(at)
        cut.append(end)
        at = end
    return cut
