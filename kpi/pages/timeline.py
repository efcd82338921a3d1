"""Which period a number belongs to where its sentence leaves that open, and what the words of time mean on a page.

A period that a sentence names holds for what follows in it, then in its paragraph; a new paragraph begins with
the time that its article speaks of. What a part of the year means without a year, the clock of the page decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kpi.language.periods import PeriodMention
from kpi.pages.clock import Clock
from kpi.pages.modes import AHEAD, BACK
from kpi.vocabulary.model import Period

_TENTHS = "旬"  # 至12月上旬 counts up to that point


@dataclass(frozen=True, slots=True)
class When:
    """A period and how it was found: `stated`, `sentence`, `paragraph`, `article`, `page`, `clock`; "" none."""

    period: Period | None
    basis: str
    ground: str = ""
    assumed: bool = False


class Timeline:
    """Resolves the mentions of one page."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def governs(self, mention: PeriodMention) -> bool:
        """Whether a mention says when: not what something is compared with, a day, or a vague time."""
        if mention.baseline or mention.loose:
            return False
        if mention.point and not mention.until:
            return mention.text.endswith(("末", "底")) or _TENTHS in mention.text
        return True

    def resolve(self, mention: PeriodMention, mode: int, context: Period | None = None) -> Period | None:
        """The period that a mention means where the page looks back or ahead; None where that stays open."""
        clock = self.clock
        if mention.span_back or mention.span_ahead:
            year = (clock.review if mode == BACK else clock.this) or clock.this
            if mode == AHEAD and mention.span_back and context is not None and context.last_year > year:
                year = context.last_year  # 到2010年…；五年累计…
            if (
                mode == AHEAD
                and mention.span_back
                and not (context is not None and context.last_year >= clock.this + 2)
            ):
                return None  # 五年累计 in a plan: which five years?
            if (
                mention.span_ahead
                and clock.plan == clock.this
                and 0 < clock.month <= 3
                and mention.text.startswith("今后")
            ):
                year = clock.this - 1  # said in January, the next years begin with this one
            return mention.resolve(year) if year else None
        if mention.since:
            return self._since(mention)
        months = mention.months
        if mention.point and months and months[0] == months[1] and mention.text.endswith(("末", "底")):
            months = (1, months[1])
        if months and _TENTHS in mention.text:
            return self.to_date() if not mention.years else Period.months(mention.years[0], 1, months[1])
        if mention.until and months:
            months = (1, months[1])
        if mention.years:
            first, last = mention.years
            if first != last:
                return Period.years(first, last)
            return Period.months(first, *months) if months else Period.year(first)
        if not clock.this:
            alone = context is not None and context.first_year == context.last_year and mention.whole_year
            return context if context is not None and alone and context.is_year else None
        if mention.text.startswith(("年底", "年末", "岁末")):
            early = clock.month <= 3
            if mode == BACK and context is not None and context.last_year < clock.this:
                return Period.year(context.last_year)
            return Period.year(
                (clock.review if mode == BACK and early and not clock.month else clock.this) or clock.this
            )
        if mention.offset is not None:
            year = clock.this + mention.offset
            if mention.text.startswith("新") and clock.month <= 3:
                year = clock.plan or clock.this  # 新的一年, said in January, or in a report named after its year
            if mention.text.startswith(("当年", "本年", "这一年", "那一年")) and context is not None and mode == BACK:
                year = context.last_year
            return Period.months(year, *months) if months else Period.year(year)
        if months:
            return Period.months(self._year_of(months, mode, context), *months)
        if mention.whole_year:
            return Period.year(self._whole_year(mode, context))
        return None

    def _since(self, mention: PeriodMention) -> Period | None:
        clock = self.clock
        first = mention.years[0] if mention.years else clock.this + (mention.offset or 0)
        if first == clock.this:
            if clock.month == 1 and clock.review < clock.this:
                return Period.year(clock.review)  # 今年以来, written for the year that has just gone
            return self.to_date()
        last = clock.review or clock.this
        return Period.years(first, max(first, last)) if last else None

    def to_date(self) -> Period | None:
        """The part of the year up to the day of writing: whole months; a month counts from its 25th day on."""
        clock = self.clock
        if not clock.this or not clock.month:
            return Period.year(clock.this) if clock.this else None
        month = clock.month if clock.day >= 25 else clock.month - 1
        return Period.months(clock.this, 1, max(month, 1))

    def _year_of(self, months: tuple[int, int], mode: int, context: Period | None) -> int:
        """The year of 上半年, 一季度, 9月 without a year: the last one that is over, or the next one."""
        clock = self.clock
        of_a_year_gone = context is not None and context.first_year == context.last_year < clock.this
        if context and of_a_year_gone and mode == BACK and (clock.month == 0 or months[1] > clock.month):
            return context.last_year
        if mode == AHEAD:
            if clock.month and months[1] < clock.month:
                return clock.plan if clock.plan > clock.this else clock.this + (1 if clock.month >= 11 else 0)
            return clock.this
        if clock.month and (months[1] > clock.month or (months[1] == clock.month and 0 < clock.day < 20)):
            return clock.this - 1
        return clock.this

    def _whole_year(self, mode: int, context: Period | None) -> int:
        clock = self.clock
        if context is not None and context.first_year == context.last_year:
            return context.last_year
        if mode == AHEAD:
            return clock.plan or clock.this
        return clock.review or clock.this

    def topic(self, mentions: Sequence[tuple[PeriodMention, int, float]]) -> When:
        """The time that an article speaks of: the one most of its mentions name, the first ones counting more.

        None where nothing tells the year of the page: a year that it names in passing is no time of the rest.
        """
        if not self.clock.this:
            return When(None, "")
        votes: dict[Period, float] = defaultdict(float)
        words: dict[Period, str] = {}
        for mention, mode, weight in mentions:
            if mode == AHEAD or not self.governs(mention) or mention.text.startswith("新"):
                continue  # 新的一年 is to come, whatever the sentence looks back on
            period = self.resolve(mention, BACK)
            if period is None or period.first_year != period.last_year or self.is_ahead(period):
                continue
            bare = mention.months is not None and mention.years is None and mention.offset is None
            if bare and self.clock.month > 3 and period.last_year < self.clock.this:
                continue  # 项目预计四季度投产, in July: a time to come, and none that is told of
            if not (period.is_year or period.is_cumulative_part or period.first_month == period.last_month - 2):
                continue
            votes[period] += weight
            words.setdefault(period, mention.text)
        if not votes:
            return When(None, "")
        period = max(votes.items(), key=lambda item: (item[1], item[0].last_year))[0]
        return When(period, "article", words[period])

    def default(self) -> When:
        """The time of a page that names none: the year that is over by its clock, or the year to date."""
        clock = self.clock
        if not clock.this:
            return When(None, "")
        if clock.month and clock.month > 3 and not (clock.month == 12 and clock.day >= 15):
            return When(self.to_date(), "clock", clock.ground, True)
        return When(Period.year(clock.review or clock.this), "clock", clock.ground, clock.assumed)

    def is_ahead(self, period: Period) -> bool:
        """Whether a period is not over on the day of writing, as far as that is known: a week before its end counts."""
        clock = self.clock
        if not clock.this:
            return False
        if period.last_year != clock.this:
            return period.last_year > clock.this
        if not clock.month:
            return period.is_year and clock.review < clock.this
        day = clock.day or 28
        return (period.last_month, 0) > (clock.month, 0) or (period.last_month == clock.month and day < 16)
