"""The periods of a sentence as its report means them: what the words leave open, the frame around them tells.

当年 is the year that is spoken of, 6月末 the months up to it. 三年内 and 用三年时间 say how long and not from
when: what is told of them is left out, never filed under a year that nobody named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.language.periods import PeriodMention, find_open_spans, find_periods
from kpi.vocabulary.model import Kind, Period

if TYPE_CHECKING:
    from kpi.pages.context import Frame
    from kpi.sentences.observations import Fact

_JOINED = frozenset("、和与及")
_QUARTERS = frozenset(((1, 3), (4, 6), (7, 9), (10, 12)))
_MONTH_END = re.compile(r"(?:月份?|季度?)[末底]$")


@dataclass(frozen=True, slots=True)
class ReportPeriods:
    """The periods of one sentence: all in order, and those whose facts are not what the words seem to say."""

    mentions: list[PeriodMention]
    open_spans: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    told_apart: bool = False
    looks_back: bool = False

    def settle(self, fact: Fact) -> Fact | None:
        """The fact with its period as it is meant; None where the sentence leaves open when it was or is to be."""
        said = fact.period_ground.partition("；")[0]
        if said in self.open_spans:
            mention = self._named(said)
            return fact if self.looks_back and mention.span_back and fact.kind is Kind.ACTUAL else None
        if said in self.listed:
            months = self._named(said).months
            if not self.told_apart or months is None:
                return None
            return replace(fact, period=Period.months(fact.period.last_year, *months))
        return fact

    def _named(self, said: str) -> PeriodMention:
        return next(mention for mention in self.mentions if mention.text == said)


def read_periods(text: str, frame: Frame) -> ReportPeriods:
    """All periods of a sentence, as the report means them that `frame` is of."""
    found: list[PeriodMention] = []
    for mention in find_periods(text):
        found.append(_as_meant(mention, found, frame))
    spans = [
        span for span in find_open_spans(text) if not any(m.start < span.end and span.start < m.end for m in found)
    ]
    return ReportPeriods(
        sorted([*found, *spans], key=lambda mention: mention.start) if spans else found,
        frozenset(span.text for span in spans),
        _listed(text, found) if len(found) > 1 else frozenset(),
        "分别" in text,
        frame.span is not None or 0 < frame.years.actual < frame.years.this,  # of a year under way no five are over
    )


def _as_meant(mention: PeriodMention, before: Sequence[PeriodMention], frame: Frame) -> PeriodMention:
    if mention.text == "当年":
        return _that_year(mention, before, frame)
    months = mention.months
    if mention.point and not mention.until and months and months[0] == months[1] and _MONTH_END.search(mention.text):
        return replace(mention, until=True, months=(1, months[1]) if months[1] < 12 else None)
    return mention


def _that_year(mention: PeriodMention, before: Sequence[PeriodMention], frame: Frame) -> PeriodMention:
    """当年 of the year named before it in the sentence, or of the year that its chapter speaks of."""
    for earlier in reversed(before):
        if earlier.baseline or earlier.loose or earlier.span_back or earlier.span_ahead:
            continue
        if earlier.years and earlier.years[0] == earlier.years[1]:
            return replace(mention, years=earlier.years, offset=None)
        if earlier.offset is not None:
            return replace(mention, offset=earlier.offset)
    years, aims = frame.years, frame.kind is Kind.TARGET
    year = years.plan if aims else years.actual
    if not (year and years.this):
        return mention
    return replace(mention, offset=year - years.this, months=None if aims else frame.months)


def _listed(text: str, mentions: Sequence[PeriodMention]) -> frozenset[str]:
    """The quarters and months that stand side by side, each with a number of its own: 一季度、二季度."""
    listed: set[str] = set()
    for i, one in enumerate(mentions[1:]):
        before = mentions[i]
        if text[before.end : one.start].strip() in _JOINED and _is_part(before) and _is_part(one):
            listed |= {before.text, one.text}
    return frozenset(listed)


def _is_part(mention: PeriodMention) -> bool:
    """A quarter or a month without a year."""
    dated = mention.years or mention.offset is not None or mention.until or mention.point or mention.baseline
    months = mention.months
    return not dated and months is not None and (months in _QUARTERS or months[0] == months[1])
