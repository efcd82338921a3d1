"""When a number of a table was, and whether it was reached or aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.language.words import either
from kpi.tables.axes import Axis
from kpi.tables.phrases import Phrase
from kpi.tables.runs import Runs
from kpi.tables.values import Refused
from kpi.tables.whens import When
from kpi.vocabulary.model import Kind, Measure, Period
from kpi.vocabulary.patterns import lazy

if TYPE_CHECKING:
    from kpi.pages.frames import Frame


# what tells a table of a plan of several years, whose columns need not say what is aimed at
_PLAN = lazy(r"规划|十[一二三四五六七]五|属性|预期性|约束性")
_SHARED_OUT = lazy(r"分解|分月|分季|序时")  # a plan's table by quarters: none of its columns is reached
# words of a section's heading that speak of what is to come
_AIMS = lazy(either("aim", "to_come"))


@dataclass(frozen=True, slots=True)
class Dated:
    """Period and kind of a number, with the words that say so; no period where only that is open."""

    period: Period | None
    period_ground: str
    period_basis: str
    kind: Kind
    kind_ground: str


class Dating:
    """What a block's heads, its caption and the report say of time, for all of its cells."""

    def __init__(self, frame: Frame, caption: Phrase, columns: Sequence[Axis], rows: Sequence[Axis]) -> None:
        self.frame, self.caption = frame, caption
        self.told: dict[tuple[object, ...], Dated | Refused] = {}
        told = [axis for axis in (*columns, *rows) if not axis.role and not axis.rest]
        self.has_month = any(when.month for axis in told for when in axis.whens)
        self.has_completion = any(axis.measure == "completion" for axis in told)
        reached = [axis for axis in told if not axis.measure and axis.kind is not Kind.TARGET]
        self.reached_years = {
            when.years[1]
            for axis in reached
            for when in axis.whens
            if when.years and not (axis.kind is None and caption.kind is Kind.TARGET)
        }
        self.is_plan = any(_PLAN.search(text) for text in (caption.text, *(t for c in columns for t in c.texts)))
        levels = [axis for axis in told if not axis.measure]
        aimed = [at for at, axis in enumerate(levels) if axis.kind is Kind.TARGET]
        done = [at for at, axis in enumerate(levels) if axis.kind is not Kind.TARGET and (axis.kind or axis.whens)]
        # 2025年上半年 beside 2025年计划 is none, though the caption be 目标责任表: the heads tell the aims
        aims = any(axis.kind is Kind.TARGET for axis in columns if not axis.role and not axis.measure)
        self.aims_by_column = aims and not _SHARED_OUT.search(caption.text)
        # 年度目标 before 完成: the plan that it is held against, not next year's
        self.aimed_first = bool(aimed and done) and aimed[-1] < done[0]
        self.years_of_months: dict[tuple[int, int], set[int]] = {}
        for when in (when for axis in reached for when in axis.whens):
            if when.months and when.years:
                self.years_of_months.setdefault(when.months, set()).add(when.years[1])
        self.has_reached = any(axis.kind is not None or axis.whens for axis in reached)
        self.runs = Runs(levels, caption)
        # years that a growth rate beside them says were reached
        self.grown = {id(axis.of_level) for axis in told if axis.measure == "growth" and axis.of_level is not None}


def date_of(dating: Dating, row: Axis, column: Axis, section: Phrase | None, measure: Measure) -> Dated:
    """Period and kind of a number; Refused where either can be read in two ways.

    Where nothing tells the period, it has none, and what it is told by instead: 当月, 累计.
    """
    row, column = row.of_level or row, column.of_level or column
    key = (id(column), row.whens, row.kind, row.own, row.name is None, id(section), measure)
    told = dating.told.get(key)
    if told is None:
        try:
            told = _date(dating, row, column, section, measure)
        except Refused as refused:
            told = refused
        dating.told[key] = told
    if isinstance(told, Refused):
        raise Refused(told.reason, told.detail)
    return told


def _date(dating: Dating, row: Axis, column: Axis, section: Phrase | None, measure: Measure) -> Dated:
    kind, ground = _kind(dating, row, column, section, measure)
    levels = [*column.whens, *row.whens]
    if section is not None and section.when:
        levels.append(section.when)
    if run := dating.runs.of(levels, row, column):
        levels.insert(0, run)
    near = len(levels)
    if dating.caption.when:
        levels.append(dating.caption.when)
    if len({when.years for when in levels[:near] if when.years}) > 1:
        raise Refused("two_readings", column.text)
    try:
        period, how, basis = _period(dating, levels, near, kind)
    except Refused as refused:
        if refused.reason != "no_period":
            raise
        return Dated(None, refused.detail, "open", kind, ground)
    whole = dating.caption.when is not None and dating.caption.when.whole
    if not (near or whole) and period.is_year and kind is not Kind.TARGET and dating.runs.named:
        raise Refused("two_readings", column.text)  # 完成 beside 5月: the month's, or as far as it, hardly the year's
    return _agreed(dating, row, column, period, how, basis, kind, ground, measure)


def _kind(dating: Dating, row: Axis, column: Axis, section: Phrase | None, measure: Measure) -> tuple[Kind, str]:
    if measure is Measure.COMPLETION:
        return Kind.ACTUAL, ""
    said = [axis for axis in (column, row) if axis.kind is not None and not (axis is row and _only_a_noun(axis))]
    if len({axis.kind for axis in said}) > 1:
        raise Refused("two_readings", column.text)
    whens = (*column.whens, *row.whens)
    caption, frame = dating.caption, dating.frame
    years = {when.years for when in whens if when.years}
    same_year = not years or (caption.when is not None and caption.when.years in years)
    same_year = same_year and not (years and caption.kind is Kind.TARGET and dating.aims_by_column)
    for axis in said:
        if axis.kind is Kind.ACTUAL and caption.kind is Kind.ESTIMATE and same_year:
            return caption.kind, caption.kind_word  # 预计完成情况 above 完成
        if axis.kind is not None:
            return axis.kind, axis.kind_word
    if any(when.prior or when.offset == -1 for when in whens):
        return Kind.ACTUAL, ""
    if section is not None and section.kind is not None and not section.tokens:
        return section.kind, section.kind_word
    if caption.kind is not None and same_year:
        return caption.kind, caption.kind_word
    if dating.aims_by_column and years:
        return Kind.ACTUAL, ""
    return frame.kind, frame.kind_ground if frame.kind is not Kind.ACTUAL else ""


def _only_a_noun(row: Axis) -> bool:
    """固定资产投资完成额 names an indicator; that it is reached is for the column to say."""
    return row.name is not None and row.kind is Kind.ACTUAL


def _period(dating: Dating, levels: Sequence[When], near: int, kind: Kind) -> tuple[Period, str, str]:
    frame, years = dating.frame, dating.frame.years
    at_year = next((at for at, when in enumerate(levels) if when.has_year), None)
    at_part = next((at for at, when in enumerate(levels) if when.has_part), None)
    _check_caption(dating.caption, levels, near, kind)
    ground = "；".join(dict.fromkeys(when.text for when in levels if when.text))
    year, basis = _year(dating, levels, at_year, kind)
    if year[0] != year[1]:
        if at_part is not None and levels[at_part].months:
            raise Refused("two_readings", ground)
        return Period.years(*year), ground, basis
    ground = ground if at_year is not None and basis == "stated" else "；".join(filter(None, (ground, years.ground)))
    if at_part is None:
        if frame.months and kind is not Kind.TARGET and _takes_title(dating, levels, at_year, year[0]):
            return Period.months(year[0], *frame.months), frame.months_ground, "title"
        return Period.year(year[0]), ground, basis
    months = _months(dating, levels, at_year, at_part, near, kind)
    period = Period.months(year[0], *months) if months else Period.year(year[0])
    return period, ground, basis


def _check_caption(caption: Phrase, levels: Sequence[When], near: int, kind: Kind) -> None:
    """Refuses what only the lines above the table date, where these contradict each other."""
    own = levels[:near]
    if "year" in caption.clash and not any(when.has_year for when in own):
        raise Refused("two_readings", caption.text)
    if "part" in caption.clash and kind is not Kind.TARGET and not any(when.months or when.whole for when in own):
        raise Refused("two_readings", caption.text)


def _takes_title(dating: Dating, levels: Sequence[When], at_year: int | None, year: int) -> bool:
    """Whether a number without months is of those that the report's title names; Refused where it may be."""
    if at_year is None or _same_months(levels[at_year]):
        return True
    covered = dating.frame.years.actual
    if levels[at_year].years is None or year == covered or covered in dating.reached_years:
        raise Refused("two_readings", levels[at_year].text)  # 去年, 2024年 in a report on half of it
    return False


def _year(dating: Dating, levels: Sequence[When], at: int | None, kind: Kind) -> tuple[tuple[int, int], str]:
    """The years of a number, and how they are known."""
    years = dating.frame.years
    basis = "assumed" if years.assumed else "section"
    if at is not None and (stated := levels[at].years):
        return stated, "stated"
    offset = 0
    if at is not None:
        offset = -1 if levels[at].prior else levels[at].offset or 0
        base = next((when.years for when in levels[at + 1 :] if when.years), None)
        if base is not None:
            return (base[1] + offset,) * 2, "stated"
        this = years.this if levels[at].offset is not None and not levels[at].prior else years.actual
        if levels[at].prior and len(dating.reached_years) == 1:
            return (next(iter(dating.reached_years)) - 1,) * 2, "stated"
        if not this:
            raise Refused("no_period", levels[at].text)
        return (this + offset,) * 2, basis
    if kind is Kind.TARGET:
        return _year_aimed_at(dating, basis)
    months = next((when.months for when in levels if when.months), None)
    beside = dating.years_of_months.get(months, set()) if months else set()
    if len(beside) == 1:
        return (next(iter(beside)),) * 2, "stated"  # 1—11月同比 beside 2024年1—11月
    if not years.actual or (months and dating.reached_years and years.actual not in dating.reached_years):
        raise Refused("two_readings" if years.actual else "no_period")
    return (years.actual, years.actual), basis


def _year_aimed_at(dating: Dating, basis: str) -> tuple[tuple[int, int], str]:
    """The year of 年度目标: that of the numbers beside it where these are held against it, else the report's."""
    years = dating.frame.years
    beside = dating.reached_years
    if dating.has_completion or dating.aimed_first:
        year = next(iter(beside)) if len(beside) == 1 else years.actual if not beside else 0
        basis = "stated" if len(beside) == 1 else basis
    elif len(beside) == 1 or (not beside and dating.has_reached):
        other = next(iter(beside)) if beside else years.actual
        year = years.plan if years.plan == other else 0
    else:
        year = years.plan if not beside else 0
    if not year:
        raise Refused("two_readings" if dating.has_reached or beside else "no_period")
    return (year, year), basis


def _months(
    dating: Dating, levels: Sequence[When], at_year: int | None, at_part: int, near: int, kind: Kind
) -> tuple[int, int] | None:
    """The months of a number, None for the whole year; Refused where caption and head can be read in two ways."""
    when, years = levels[at_part], dating.frame.years
    if when.whole:
        return None
    stated = next((at for at, level in enumerate(levels) if level.months), None)
    months = levels[stated].months if stated is not None else dating.frame.months
    if kind is Kind.TARGET and (stated is None or stated >= near):
        return None  # a plan is the year's, whatever months the caption reports on
    if when.month or when.counted:
        if months is None:
            if when.month or dating.has_month:
                raise Refused("no_period", when.text)
            if years.this == years.actual == years.plan and not years.assumed:
                raise Refused("no_period", when.text)  # 累计 while the year goes on: as far as when?
            return None
        if at_part != stated or when.month:
            return (months[1], months[1]) if when.month else (1, months[1])
        return (1, months[1]) if when.counted else months
    if months is None or stated is None:
        return months
    if stated >= near:
        if months[0] == months[1]:
            raise Refused("two_readings", when.text)  # of the month alone, or up to it
        if at_year is not None and at_year < near and not _same_months(levels[at_year]):
            raise Refused("two_readings", levels[at_year].text)  # 2023年 under 1—11月: the year, or its months
    return months


def _same_months(when: When) -> bool:
    return when.prior or when.offset == 0


def _agreed(
    dating: Dating,
    row: Axis,
    column: Axis,
    period: Period,
    how: str,
    basis: str,
    kind: Kind,
    ground: str,
    measure: Measure,
) -> Dated:
    """Kind and period together: a year that is over was reached, one that is not is aimed at."""
    years = dating.frame.years
    cued = any(axis.kind is not None for axis in (row, column)) or dating.caption.kind is kind
    if kind is Kind.TARGET and not cued and basis == "stated" and period.last_year <= years.actual:
        kind, ground = Kind.ACTUAL, ""
    is_grown = id(column) in dating.grown or id(row) in dating.grown
    if kind is Kind.TARGET and not cued and basis == "stated" and is_grown and not _AIMS.search(ground):
        raise Refused("two_readings", column.text)  # of 2024年工作 both what is planned and what was done is told
    if kind is Kind.TARGET and not cued and basis == "stated" and period.last_year < years.plan:
        raise Refused("two_readings", column.text)  # the year before the one that the section plans
    not_over = basis == "stated" and not years.assumed and 0 < years.actual < years.this <= period.last_year
    is_part = not period.is_year and period.first_year == period.last_year
    if kind is Kind.ACTUAL and is_part and dating.frame.is_ahead(period):
        raise Refused("two_readings", how)  # what was not over when the report came out
    planned = dating.is_plan and (years.assumed or period.last_year > years.actual)
    to_come = not not_over and period.last_year > years.this > 0
    if kind is Kind.ACTUAL and not cued and (planned or to_come):
        raise Refused("two_readings", how)  # a year to come is no fact yet, and a plan's first year may be its base
    if kind is Kind.ACTUAL and not_over and period.is_year:
        if column.kind is Kind.ACTUAL or row.kind is Kind.ACTUAL or measure is Measure.COMPLETION:
            raise Refused("two_readings", column.text)
        if is_grown:
            raise Refused("two_readings", column.text)  # no head says that it is aimed at, and its growth is told
        kind, ground = Kind.TARGET, how
    return Dated(period, how, basis, kind, ground)
