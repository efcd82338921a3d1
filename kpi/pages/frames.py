"""What a table inherits from the report around it: the zone, the years, and what the report claims there."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpi.vocabulary.model import Kind, Period


@dataclass(frozen=True, slots=True)
class Years:
    """The years that a statement takes where it names none, and why.

    `this` is what 今年 means, `actual` the year reported on, `plan` the year aimed at; 0 unknown.
    `hint` is the ground of the hint that gave them, where the text did not.
    """

    this: int = 0
    actual: int = 0
    plan: int = 0
    ground: str = ""
    assumed: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a table inherits from its surroundings; `written` is when the report was, as far as is known."""

    zone: str = ""
    zone_ground: str = ""
    zone_basis: str = ""
    years: Years = field(default_factory=Years)
    months: tuple[int, int] | None = None
    months_ground: str = ""
    months_hint: str = ""
    span: tuple[int, int] | None = None
    kind: Kind = Kind.ACTUAL
    kind_ground: str = ""
    written: str = ""

    def is_ahead(self, period: Period) -> bool:
        """Whether a period lies ahead of the report: nothing can have been reached in it yet.

        By the day the report was written, where that is known; by its own year where it is not. Several
        years together lie ahead until the last of them has begun, a part of a year until its last month but one.
        """
        if period.first_year != period.last_year:
            this = int(self.written[:4] or 0) or (0 if self.years.assumed else self.years.this)
            return 0 < this < period.last_year
        if self.written:
            partly = not period.is_year and period.end.isoformat()[:7] > _month_after(self.written)
            return partly or period.start.isoformat()[: len(self.written)] > self.written
        if self.months and period.first_year == self.years.actual and not period.is_year:
            return period.last_month > self.months[1] + 2  # 四季度 in a report on half a year
        return not self.years.assumed and 0 < self.years.this < period.first_year

    def period_basis(self, how: str) -> str:
        """How a period was found: as the statement says, but by the ground of a hint where it rests on one."""
        rests = {"title": self.months_hint or self.years.hint, "section": self.years.hint, "assumed": self.years.hint}
        return rests.get(how) or how


def _month_after(day: str) -> str:
    """The month after that of an ISO date; the last of its year where only the year is known."""
    year, month = int(day[:4]), int(day[5:7] or 11)
    return f"{year + month // 12}-{month % 12 + 1:02d}"
