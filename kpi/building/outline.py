"""The outline of a report: its articles and their headings, each where it stands in the raw text."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.building.pipeline import PARAGRAPHS
from kpi.language.confusions import repaired
from kpi.pages.cleaning import clean
from kpi.pages.structure import BlockKind, read_structure

_SHEETS = frozenset({"xlsx", "csv"})
"""Formats of tables alone: they have no headings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A headline (`level` 0) or heading of an article at `[start, end)` of the raw text; articles count from 0."""

    start: int
    end: int
    text: str
    level: int
    article: int


def read_outline(text: str, format_: str) -> tuple[Heading, ...]:
    """The headings of a report's raw text, article by article, each article in the order of its lines.

    A headline that is broken over lines is one heading; lines of tables are none.
    """
    if format_ in _SHEETS:
        return ()
    cleaned = clean(text if format_ in PARAGRAPHS else repaired(text), format_ in PARAGRAPHS)
    found: list[Heading] = []
    last = -1
    for number, block in enumerate(read_structure(cleaned.text, cleaned.shapes).blocks):
        if block.kind not in (BlockKind.HEADLINE, BlockKind.HEADING):
            continue
        span = cleaned.offsets.span_of(block.start, block.end)
        said = cleaned.text[block.start : block.end].strip()
        if not said or "\t" in span.of(text):
            continue
        level = block.level if block.kind is BlockKind.HEADING else 0
        goes_on = found and number == last + 1 and (found[-1].level, found[-1].article) == (level, block.article)
        if goes_on and not level:
            said = f"{found[-1].text} {said}"
            span_start = min(found[-1].start, span.start)
            found[-1] = Heading(span_start, max(found[-1].end, span.end), said, level, block.article)
        else:
            found.append(Heading(span.start, span.end, said, level, block.article))
        last = number
    return tuple(sorted(found, key=lambda heading: heading.article))
