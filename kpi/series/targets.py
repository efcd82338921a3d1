"""Targets held against what was reached: share, difference, pace and verdict, with every input.

`compare` meets each target with the actual (or estimate) of the same zone, indicator, measure,
currency and year, exact scope first. Words are for the reader's language; here are codes:

`TargetResult.reason`, one code or nothing, what the verdict hangs on:
- `not_reported`: nothing to hold the target against, and nothing later on this indicator either
- `later_report:PERIOD`: nothing to hold it against, though a later period was reported
- `part_not_cumulative:PERIOD`: only this part of the year is known, and it does not count from January
- `scope_differs:SCOPE`: held against (or, with `cannot_tell`, only reported for) another scope; empty: no scope
- `scopes_differ:SCOPE,SCOPE`: several scopes were reported, none of them the target's
- `currency_differs:亿元`: reported in another currency only
- `words:QUOTE`: the target (or completion) has no number, only these words
- `actual_is_bound:COMPARATOR`: 超过90 against 96, the actual leaves open on which side it is
- `no_direction`: neither comparator nor indicator says which side of the target is the good one
- `level_unknown`: only a completion of the plan was stated, not the level it speaks of
- `stock` and `rate`: a part of the year held directly against the year's target, without a pace

`TargetResult.flags`, any number, without spaces:
- `estimate`: the actual is an estimate (预计)
- `year_assumed`: the year of the target or of the actual is a guess, no report states it
- `range`: the target has two bounds; `target_number` is the one that decides
- `about`: the target is vague (约, 左右), `TOLERANCE` and `RATE_TOLERANCE` apply
- `disputed_target`, `disputed_actual`: the sources differ, the chosen one is used
- `same_sentence`: of several targets, the one that the actual's own sentence states; `result.target` has it as
  `chosen`, and so has the cell of the panel (`as_meant`)
- `target_also:79.6亿元`, `actual_also:81.2亿元`: what the other sources say, one flag each
- `depends_on_source`: with another of these sources the verdict would be another
- `scope_differs:SCOPE`, `stock`, `rate`: as the reasons, where another reason comes first
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import product

from kpi.vocabulary.frames import as_stated, canonical
from kpi.vocabulary.model import (
    DIGITS_IN_DOUBT,
    YEAR_ASSUMED,
    Cell,
    Comparator,
    Direction,
    Indicator,
    Kind,
    Measure,
    Observation,
    Period,
    TargetResult,
    Verdict,
)
from kpi.vocabulary.units import to_base

# What 约 and 左右 leave open. No standard says; 5 % of the target is the span within which reports of
# 约100 speak of a plan as reached. A rate is vague by half a point, the rounding of a whole percentage
# (约6% covers 5.5 to 6.5): 5 % of a 6 % target would ask for more than the word does.
TOLERANCE = Decimal("0.05")
RATE_TOLERANCE = Decimal("0.5")

PERCENT = "%"
MONTHS = 12
SAME_SENTENCE = "same_sentence"
"""Stands in `Cell.rule` of a result's target where that sentence, not a rule of the config, chose."""
ADDED = ("新增", "净增", "新认定")
RUNNING_TOTAL = ("累计",)
YEARLY_AVERAGE = "年均"


def compare(cells: Iterable[Cell], indicators: Mapping[str, Indicator]) -> list[TargetResult]:
    """One result for each target, each derived target and each year's actual without a target.

    Sorted by indicator (as in `indicators`), zone, year, measure, scope and target period.
    """
    book = _Book(cells, indicators)
    stated = [_against_actuals(target, book) for target in book.targets]
    derived = _derived(book)
    met = {id(result.actual) for result in (*stated, *derived) if result.actual is not None}
    results = [*stated, *derived, *_without_target(book, met)]
    places = {name: place for place, name in enumerate(indicators)}
    return sorted(results, key=lambda result: _result_order(result, places))


def as_meant(cells: Iterable[Cell], indicators: Mapping[str, Indicator]) -> tuple[list[Cell], list[TargetResult]]:
    """The cells, each disputed target as the actual that it is held against speaks of it, and the results of `compare`.

    So that whoever shows the target of a year shows the one that its verdict is about.
    """
    cells = list(cells)
    results = compare(cells, indicators)
    told = [result.target for result in results if result.target is not None and result.target.rule == SAME_SENTENCE]
    meant = {frozenset(map(id, target.observations)): target for target in told}
    return [meant.get(frozenset(map(id, cell.observations)), cell) if meant else cell for cell in cells], results


def is_stock(cell: Cell, indicator: Indicator | None) -> bool:
    """Whether a cell counts what stands at a date, so that no straight line leads to it: in June it is held directly
    against the year's target. The map says so of the indicator; what was added in the year is a flow for all that.
    """
    if cell.measure is not Measure.LEVEL or _speaks_of(cell.scope, ADDED):
        return False
    return _speaks_of(cell.scope, RUNNING_TOTAL) or (indicator is not None and indicator.stock)


_period = cache(Period.parse)

_Series = tuple[str, str, str, str]  # zone, indicator, measure, base unit


class _Book:
    """The cells by what they may be held against."""

    def __init__(self, cells: Iterable[Cell], indicators: Mapping[str, Indicator]) -> None:
        self.indicators = indicators
        self.targets: list[Cell] = []
        self.completions: list[Cell] = []
        self.levels: dict[tuple[str, str, str, str], list[Cell]] = defaultdict(list)
        self.actuals: dict[_Series, list[Cell]] = defaultdict(list)
        for cell in cells:
            if cell.kind is Kind.TARGET:
                self.targets.append(cell)
            elif cell.measure is Measure.COMPLETION:
                self.completions.append(cell)
            else:
                self.actuals[self.series(cell)].append(cell)
                if cell.measure is Measure.LEVEL:
                    self.levels[(cell.zone, cell.indicator, cell.scope, cell.period)].append(cell)
        self.currencies: dict[tuple[str, str, str], list[_Series]] = defaultdict(list)
        for series in self.actuals:
            self.currencies[series[:3]].append(series)

    def series(self, cell: Cell) -> _Series:
        return (cell.zone, cell.indicator, str(cell.measure), self._base(cell))

    def _base(self, cell: Cell) -> str:
        _, unit = canonical(cell.chosen, self.indicators)
        return to_base(Decimal(1), unit)[1]

    def indicator(self, cell: Cell) -> Indicator | None:
        return self.indicators.get(cell.indicator)

    def number(self, item: Observation) -> Decimal | None:
        """In the canonical unit; as stated, with its closing zeros, where it is in that unit already."""
        number, unit = canonical(item, self.indicators)
        return item.value if item.unit == unit else number

    def unit(self, cell: Cell) -> str:
        return canonical(cell.chosen, self.indicators)[1]


# Which actual meets a target


@dataclass(frozen=True, slots=True)
class _Match:
    """The actual that a target is held against, or the reason why there is none."""

    actual: Cell | None
    reason: str = ""
    verdict: Verdict = Verdict.CANNOT_TELL


def _match(target: Cell, book: _Book) -> _Match:
    series = book.actuals.get(book.series(target), [])
    asked = _period(target.period)
    candidates = [cell for cell in series if _fits(_period(cell.period), asked)]
    exact = _furthest(cell for cell in candidates if cell.scope == target.scope)
    if exact is not None:
        return _Match(exact)
    spoken = [cell for cell in candidates if any(_same_sentence(item, cell.chosen) for item in target.observations)]
    others = sorted({cell.scope for cell in spoken or candidates})
    if len(others) > 1:
        return _Match(None, f"scopes_differ:{','.join(others)}")
    if others:
        may_meet = bool(spoken) or _same_sort(target.scope, others[0])
        return _Match(_furthest(spoken or candidates) if may_meet else None, f"scope_differs:{others[0]}")
    return _nothing_to_meet(target, asked, series, book)


def _fits(period: Period, asked: Period) -> bool:
    """A year's target meets the year or its months from January on; any other period only itself."""
    if period == asked:
        return True
    return asked.is_year and period.is_cumulative_part and period.first_year == asked.first_year


def _same_sort(one: str, other: str) -> bool:
    """Whether scopes may stand in for one another.

    An addition, a running total and a yearly average do so in their own sentence only.
    """
    return not any(_speaks_of(scope, (*ADDED, *RUNNING_TOTAL, YEARLY_AVERAGE)) for scope in (one, other))


def _speaks_of(scope: str, words: Iterable[str]) -> bool:
    return any(word in scope for word in words)


def _furthest(cells: Iterable[Cell]) -> Cell | None:
    """What reaches furthest into the year, from its beginning rather than not; an actual before an estimate."""
    return max(cells, key=_reach, default=None)


def _reach(cell: Cell) -> tuple[object, ...]:
    period = _period(cell.period)
    return (period.end, -period.start.toordinal(), cell.kind is Kind.ACTUAL, cell.scope, cell.chosen.unit)


def _nothing_to_meet(target: Cell, asked: Period, series: Sequence[Cell], book: _Book) -> _Match:
    periods = [_period(cell.period) for cell in series]
    own = [_period(cell.period) for cell in series if cell.scope == target.scope]
    parts = [period for period in own if asked.is_year and period.first_year == period.last_year == asked.last_year]
    if parts:
        last = max(parts, key=lambda period: (period.end, period.start))
        return _Match(None, f"part_not_cumulative:{last.code}")
    foreign = [cell for other in book.currencies.get(book.series(target)[:3], ()) for cell in book.actuals[other]]
    foreign = [cell for cell in foreign if cell.scope == target.scope and _fits(_period(cell.period), asked)]
    if foreign:
        return _Match(None, f"currency_differs:{min(book.unit(cell) for cell in foreign)}")
    later = [period for period in periods if period.start > asked.end]
    reason = f"later_report:{min(later).code}" if later else "not_reported"
    return _Match(None, reason, Verdict.PENDING)


# The results


def _against_actuals(target: Cell, book: _Book) -> TargetResult:
    result = replace(_blank(target, book), target=target, previous=_previous(target, book))
    if target.chosen.value is None:
        return replace(result, reason=_words(target), actual=_match(target, book).actual)
    found = _match(target, book)
    target = _as_spoken_of(target, found.actual)
    aim = _aim(target, book)
    result = replace(result, target=target, target_number=aim.number, flags=_aim_flags(target, aim))
    if found.actual is None:
        return replace(result, verdict=found.verdict, reason=found.reason)
    return _judged(replace(result, actual=found.actual), target, found.actual, found.reason, aim, book)


def _as_spoken_of(target: Cell, actual: Cell | None) -> Cell:
    """A disputed target as the actual's own sentence states it, where it does.

    年度计划完成投资80亿元，截至6月底已完成46亿元: the report itself says which plan it holds its figure against.
    """
    if actual is None or not target.disputed:
        return target
    spoken = [item for item in target.observations if item.value is not None and _same_sentence(item, actual.chosen)]
    if not spoken or target.chosen in spoken or len({item.value for item in spoken}) > 1:
        return target
    rest = tuple(item for item in target.observations if item is not spoken[0])
    return replace(target, chosen=spoken[0], others=rest, rule=SAME_SENTENCE)


def _same_sentence(one: Observation, other: Observation) -> bool:
    known = one.sentence_end > one.sentence_start
    return known and (one.doc, one.sentence_start, one.sentence_end) == (
        other.doc,
        other.sentence_start,
        other.sentence_end,
    )


def _judged(result: TargetResult, target: Cell, actual: Cell, remark: str, aim: _Aim, book: _Book) -> TargetResult:
    reached = book.number(actual.chosen)
    if reached is None:
        return replace(result, reason=_words(actual))
    terms = _terms(target, actual, book)
    opinion = _opinion(aim, reached, actual.chosen.comparator, terms)
    share = reached / aim.number if not terms.is_rate and aim.number > 0 else None
    reasons = [code for code in (opinion.reason, remark, terms.reason) if code]
    hinges = _depends_on_source(target, actual, opinion.verdict, terms, book)
    source = ("depends_on_source",) if hinges else ()
    return replace(
        result,
        verdict=opinion.verdict,
        reason=reasons[0] if reasons else "",
        actual_number=reached,
        share=None if share is None else _rounded(share),
        difference=reached - aim.number,
        expected_share=terms.expected,
        arithmetic=_arithmetic(aim, reached, share, terms, opinion.verdict),
        flags=tuple(dict.fromkeys((*result.flags, *_actual_flags(actual), *reasons[1:], *source))),
    )


def _derived(book: _Book) -> list[TargetResult]:
    """Targets implied by a stated completion of the year's plan, where no target itself was stated."""
    levels = [cell for cell in book.targets if cell.measure is Measure.LEVEL]
    stated = {(cell.zone, cell.indicator, cell.scope, cell.period) for cell in levels}
    best: dict[tuple[str, str, str, int], Cell] = {}
    for cell in book.completions:
        period = _period(cell.period)
        key = (cell.zone, cell.indicator, cell.scope, period.last_year)
        if (*key[:3], str(period.last_year)) not in stated and (period.is_year or period.is_cumulative_part):
            best[key] = _furthest(each for each in (best.get(key), cell) if each is not None) or cell
    return [_implied(cell, book) for cell in best.values()]


def _implied(completion: Cell, book: _Book) -> TargetResult:
    """The plan that a completion speaks of: level ÷ completion, to the level's own decimals."""
    blank = replace(_blank(completion, book), measure=Measure.LEVEL, target=completion, derived=True)
    level = _furthest(book.levels.get((completion.zone, completion.indicator, completion.scope, completion.period), ()))
    rate = book.number(completion.chosen)
    estimate = ("estimate",) if Kind.ESTIMATE in (completion.kind, level.kind if level else None) else ()
    flags = (*estimate, *_reading_flags(completion, level))
    if rate is None:
        return replace(blank, actual=level, reason=_words(completion), flags=flags)
    share = rate / 100
    period = _period(completion.period)
    # More of a plan is done is good, whatever the plan is about.
    terms = _Terms(Direction.UP, period.last_month, part=not period.is_year)
    aim = _Aim(Decimal(1), Comparator.EQUAL)
    opinion = _opinion(aim, share, completion.chosen.comparator, terms)
    result = replace(
        blank,
        actual=level,
        verdict=opinion.verdict,
        reason=opinion.reason,
        share=share,
        expected_share=terms.expected,
        arithmetic=_against_pace(_percent(share), aim, terms, opinion.verdict),
        flags=flags,
    )
    reached = book.number(level.chosen) if level else None
    if level is None or reached is None or not share:
        return replace(result, reason=opinion.reason or "level_unknown")
    plan = (reached / share).quantize(_last_place(reached), ROUND_HALF_UP)
    return replace(
        result,
        unit=book.unit(level),
        target_number=plan,
        actual_number=reached,
        difference=reached - plan,
        arithmetic=f"{_written(reached)} ÷ {_percent(share)} ≈ {_written(plan)}",
        previous=_previous(level, book),
    )


def _without_target(book: _Book, met: set[int]) -> list[TargetResult]:
    """One result for each year and key that was reported on but never aimed at."""
    aimed = {(book.series(cell), cell.scope, cell.period) for cell in book.targets}
    years: dict[tuple[_Series, str, int], list[Cell]] = defaultdict(list)
    for series, cells in book.actuals.items():
        for cell in cells:
            years[(series, cell.scope, _period(cell.period).last_year)].append(cell)
    results = []
    for (series, scope, year), cells in years.items():
        from_january = [cell for cell in cells if _fits(_period(cell.period), Period.year(year))]
        best = _furthest(from_january or cells)
        if best is None or id(best) in met or (series, scope, str(year)) in aimed:
            continue
        blank = _blank(best, book)
        number, flags = book.number(best.chosen), _actual_flags(best)
        found = replace(blank, actual=best, verdict=Verdict.NO_TARGET, actual_number=number, flags=flags)
        results.append(replace(found, previous=_previous(best, book)))
    return results


def _blank(cell: Cell, book: _Book) -> TargetResult:
    return TargetResult(
        zone=cell.zone,
        indicator=cell.indicator,
        scope=cell.scope,
        measure=cell.measure,
        year=_period(cell.period).last_year,
        target=None,
        actual=None,
        verdict=Verdict.CANNOT_TELL,
        unit=book.unit(cell),
    )


def _previous(cell: Cell, book: _Book) -> Cell | None:
    """What was reached in the same months of the year before, same key."""
    period = _period(cell.period)
    before = replace(period, first_year=period.first_year - 1, last_year=period.last_year - 1).code
    same = [each for each in book.actuals.get(book.series(cell), []) if each.scope == cell.scope]
    return _furthest(each for each in same if each.period == before)


# Judging: what a target asks, and whether it was done


@dataclass(frozen=True, slots=True)
class _Aim:
    """A target in the canonical unit; of a range `number` is the bound that decides, `beyond` the other."""

    number: Decimal
    comparator: Comparator
    beyond: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Terms:
    """How target and actual are to be compared: the good direction, and how much may be asked by then.

    `months` of the year are over, each a twelfth of the way; 0 where no straight line leads to the target.
    """

    direction: Direction
    months: int
    part: bool
    is_rate: bool = False
    in_percent: bool = False
    falling: bool = False
    reason: str = ""

    @property
    def expected(self) -> Decimal | None:
        return _rounded(Decimal(self.months) / MONTHS) if self.months else None


@dataclass(frozen=True, slots=True)
class _Opinion:
    verdict: Verdict
    reason: str = ""


def _aim(target: Cell, book: _Book) -> _Aim:
    """What a target asks for; of a range the lower bound, the upper one where less is better."""
    partner = _other_bound(target)
    bounds = [book.number(item) for item in (target.chosen, partner) if item is not None]
    numbers = sorted(number for number in bounds if number is not None)
    if len(numbers) == 1:
        return _Aim(numbers[0], target.chosen.comparator)
    low, high = numbers
    if _direction(book.indicator(target)) is Direction.DOWN:
        return _Aim(high, Comparator.AT_MOST, beyond=low)
    return _Aim(low, Comparator.AT_LEAST, beyond=high)


def _other_bound(target: Cell) -> Observation | None:
    """The other bound of a range; it stands right behind the chosen one and at the same place of the report."""
    first, second = target.chosen, target.others[0] if target.others else None
    if second is None or first.comparator not in _AT_LEAST or second.comparator not in _AT_MOST:
        return None
    same_place = first.doc == second.doc and first.start < second.end and second.start < first.end
    return second if same_place else None


_AT_LEAST = frozenset({Comparator.AT_LEAST, Comparator.ABOVE})
_AT_MOST = frozenset({Comparator.AT_MOST, Comparator.BELOW})
_LOOKED_AT = frozenset({"accepted", "corrected"})
_STRICT = frozenset({Comparator.ABOVE, Comparator.BELOW})
_STRICTLY_ON = {Direction.UP: Comparator.ABOVE, Direction.DOWN: Comparator.BELOW}
_OPPOSITE = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}


def _terms(target: Cell, actual: Cell, book: _Book) -> _Terms:
    indicator = book.indicator(target)
    is_rate = target.measure is not Measure.LEVEL or (indicator is not None and indicator.dimension == "rate")
    asked, period = _period(target.period), _period(actual.period)
    part = period != asked
    stock = is_stock(target, indicator)
    reason = ("rate" if is_rate else "stock" if stock else "") if part else ""
    return _Terms(
        direction=_direction(indicator),
        months=0 if is_rate or (stock and part) else period.last_month if part else MONTHS,
        part=part,
        is_rate=is_rate,
        in_percent=book.unit(target) == PERCENT,
        falling=target.measure is Measure.GROWTH and (target.chosen.value or 0) < 0,
        reason=reason,
    )


def _direction(indicator: Indicator | None) -> Direction:
    return indicator.good if indicator else Direction.NONE


def _opinion(aim: _Aim, reached: Decimal, stated: Comparator, terms: _Terms) -> _Opinion:
    """The verdict on one number against one aim; in a part of the year, on its pace."""
    side = _good_side(aim, terms)
    if side is Direction.NONE and not _close_enough(aim, reached, terms):
        return _Opinion(Verdict.CANNOT_TELL, "no_direction")
    good = _done(aim, reached, stated, side, terms)
    if not terms.part:
        verdict = Verdict.MET if good else Verdict.MISSED
    elif terms.months and good and side is Direction.UP:
        verdict = Verdict.MET
    else:
        if terms.months:
            done, asked = reached * MONTHS, aim.number * terms.months
            good = done <= asked if side is Direction.DOWN else done >= asked
        verdict = Verdict.AHEAD if good else Verdict.BEHIND
    if _open_ended(stated, good, side):
        return _Opinion(Verdict.CANNOT_TELL, f"actual_is_bound:{stated}")
    return _Opinion(verdict)


def _good_side(aim: _Aim, terms: _Terms) -> Direction:
    """The side on which the aim is reached: what its comparator says, else what is good for the indicator.

    Of a fall (能耗降低2.2%以上 is −2.2 with `>=`) the comparator speaks of the size, so the indicator decides.
    """
    if terms.falling and terms.direction is not Direction.NONE:
        return terms.direction
    if aim.beyond is not None and terms.direction is Direction.NONE:
        return Direction.NONE
    if aim.comparator in _AT_LEAST:
        return Direction.UP
    if aim.comparator in _AT_MOST:
        return Direction.DOWN
    return terms.direction


def _done(aim: _Aim, reached: Decimal, stated: Comparator, side: Direction, terms: _Terms) -> bool:
    if reached != aim.number or aim.beyond is not None or aim.comparator is Comparator.ABOUT:
        further = reached > aim.number if side is Direction.UP else side is Direction.DOWN and reached < aim.number
        return further or _close_enough(aim, reached, terms)
    if aim.comparator in _STRICT and not terms.falling:
        return stated is _STRICTLY_ON[side]
    return side is Direction.NONE or stated is not _STRICTLY_ON[_OPPOSITE[side]]


def _close_enough(aim: _Aim, reached: Decimal, terms: _Terms) -> bool:
    """Whether the number is the aim, within a range or what 约 leaves open."""
    if aim.beyond is not None:
        return min(aim.number, aim.beyond) <= reached <= max(aim.number, aim.beyond)
    if aim.comparator is Comparator.ABOUT:
        allowed = RATE_TOLERANCE if terms.is_rate else abs(aim.number) * TOLERANCE
        return abs(reached - aim.number) <= allowed
    return aim.comparator is Comparator.EQUAL and reached == aim.number


def _open_ended(stated: Comparator, good: bool, side: Direction) -> bool:
    """Whether a bound leaves the verdict open: 超过90 may be 97, 不足100 may be 95."""
    if stated in _AT_LEAST:
        return good if side is Direction.DOWN else not good
    if stated in _AT_MOST:
        return not good if side is Direction.DOWN else good
    return False


def _depends_on_source(target: Cell, actual: Cell, verdict: Verdict, terms: _Terms, book: _Book) -> bool:
    """Whether other sources of a disputed target or actual would lead to another verdict."""
    others = [(book.number(item), item.comparator) for item in _alternatives(target)[1:]]
    aims = [_aim(target, book), *(_Aim(number, sign) for number, sign in others if number is not None)]
    reached = [(book.number(item), item.comparator) for item in _alternatives(actual)]
    opinions = (
        _opinion(aim, number, stated, terms) for aim, (number, stated) in product(aims, reached) if number is not None
    )
    return any(opinion.verdict != verdict for opinion in opinions)


def _alternatives(cell: Cell) -> list[Observation]:
    """The chosen statement and, in a disputed cell, those beside it."""
    partner = _other_bound(cell)
    return [cell.chosen, *(item for item in cell.others if cell.disputed and item is not partner)]


# Flags and signs


def _words(cell: Cell) -> str:
    return f"words:{''.join(cell.chosen.quote.split())}"


def _aim_flags(target: Cell, aim: _Aim) -> tuple[str, ...]:
    found = {
        "range": aim.beyond is not None,
        "about": aim.comparator is Comparator.ABOUT,
        SAME_SENTENCE: target.rule == SAME_SENTENCE,
    }
    named = (name for name, holds in found.items() if holds)
    return (*named, *_reading_flags(target), *_dispute_flags(target, "target"))


def _actual_flags(actual: Cell) -> tuple[str, ...]:
    estimate = ("estimate",) if actual.kind is Kind.ESTIMATE else ()
    return (*estimate, *_reading_flags(actual), *_dispute_flags(actual, "actual"))


def _reading_flags(*cells: Cell | None) -> tuple[str, ...]:
    """That the year of one of the cells is a guess, or its digits may be others, as long as nobody looked."""
    flags = [frozenset(cell.chosen.flags) for cell in cells if cell is not None]
    year = (YEAR_ASSUMED,) if any(YEAR_ASSUMED in each for each in flags) else ()
    unsure = any(DIGITS_IN_DOUBT in each and not each & _LOOKED_AT for each in flags)
    return (*year, *((DIGITS_IN_DOUBT,) if unsure else ()))


def _dispute_flags(cell: Cell, name: str) -> tuple[str, ...]:
    if not cell.disputed:
        return ()
    mine, *others = [_said(item) for item in _alternatives(cell) if item.value is not None]
    return (f"disputed_{name}", *(f"{name}_also:{said}" for said in dict.fromkeys(others) if said != mine))


def _said(item: Observation) -> str:
    comparator = "" if item.comparator is Comparator.EQUAL else str(item.comparator)
    return "".join(f"{comparator}{as_stated(item.value)}{item.unit}".split())


def _arithmetic(aim: _Aim, reached: Decimal, share: Decimal | None, terms: _Terms, verdict: Verdict) -> str:
    """The sum in numbers and signs only."""
    if share is not None:
        fraction = f"{_written(reached)} ÷ {_written(aim.number)} = {_percent(share)}"
        return _against_pace(fraction, aim, terms, verdict)
    unit = " %" if terms.in_percent else ""
    return f"{_written(reached)}{unit} {_sign(reached, aim, terms)} {_written(aim.number)}{unit}"


def _against_pace(text: str, aim: _Aim, terms: _Terms, verdict: Verdict) -> str:
    if not terms.part or terms.expected is None or verdict not in (Verdict.AHEAD, Verdict.BEHIND):
        return text
    signs = ("≤", ">") if _good_side(aim, terms) is Direction.DOWN else ("≥", "<")
    return f"{text} {signs[verdict is Verdict.BEHIND]} {_percent(terms.expected)}"


def _sign(reached: Decimal, aim: _Aim, terms: _Terms) -> str:
    if aim.comparator is Comparator.ABOUT and _close_enough(aim, reached, terms):
        return "≈"
    if aim.comparator in _STRICT:
        return "<" if reached < aim.number else ">" if reached > aim.number else "="
    if _good_side(aim, terms) is Direction.DOWN:
        return "≤" if reached <= aim.number else ">"
    return "≥" if reached >= aim.number else "<"


def _percent(share: Decimal) -> str:
    """One decimal of a per cent; more only where one would make a missed target look reached (99.96 %)."""
    percent = share * 100
    places = Decimal("0.1")
    while percent != 100 and percent.quantize(places, ROUND_HALF_UP) == 100 and places > Decimal("0.0001"):
        places /= 10
    shown = percent.quantize(places, ROUND_HALF_UP)
    return f"{_plain(shown)} %"


def _plain(number: Decimal) -> str:
    """Without a closing `.0`: 50 %, and 63.9 %."""
    text = format(number, "f")
    return text.removesuffix(".0")


def _written(number: Decimal) -> str:
    return format(number, "f").replace("-", "−")


def _rounded(share: Decimal) -> Decimal:
    """Six decimals: far beyond what was stated, and the same on every machine."""
    return share.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _last_place(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def _result_order(result: TargetResult, places: Mapping[str, int]) -> tuple[object, ...]:
    cell = result.target or result.actual
    indicator = (places.get(result.indicator, len(places)), result.indicator)
    period = cell.period if cell else ""
    return (*indicator, result.zone, result.year, result.measure, result.scope, period, result.unit, result.verdict)
