"""Observations into cells: one value for each key, with everything that speaks for and against it.

A cell is one zone, indicator, scope, measure, kind, period and currency. Its statements are compared
in base units. Those that agree are merged; where any two differ the cell is `disputed`, nothing is
averaged or dropped, and the rules of the config choose, in their order. Every observation of a key
stands in its cell: `chosen` first, then the upper bound of its range, then the rest, strongest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import combinations
from typing import Any

from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Cell, Comparator, Kind, Observation
from kpi.vocabulary.units import to_base


def reconcile(observations: Iterable[Observation], rules: Sequence[str]) -> list[Cell]:
    """The cells of these observations, sorted by key; the order of the observations plays no part.

    `rules` are ids of `RULES`; after the last of them stands what was read first (by document, then
    place). `Cell.rule` is the rule that told the chosen statement from the strongest one that says
    something else (`confirmed` where a person did); it is empty where all say the same. KpiError on an
    unknown rule.
    """
    unknown = [rule for rule in rules if rule not in RULES]
    if unknown:
        raise KpiError(f"reconcile: 未知的规则“{unknown[0]}”，应为 {'、'.join(RULES)} 之一")
    groups: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for item in observations:
        groups[(item.zone, item.indicator, item.scope, item.measure, item.kind, item.period)].append(item)
    return [_cell(family, rules) for key in sorted(groups) for family in _families(groups[key])]


def sources(cell: Cell) -> int:
    """How many reports speak of this cell; one that repeats itself counts once."""
    return len({item.doc for item in cell.observations})


def flags(cell: Cell) -> tuple[str, ...]:
    """What is particular about a cell.

    `disputed`: values differ; `range`: the chosen statement has two bounds (6%-7%);
    `rounded`: a source tells the same value to fewer or more digits.
    """
    statements = _statements(cell.observations)
    mine = next(statement for statement in statements if cell.chosen in statement.observations)
    numbered = [statement for statement in statements if statement.number is not None]
    rounded = any(_agree(mine, other, cell.kind) and other.number != mine.number for other in numbered)
    found = {"disputed": cell.disputed, "range": mine.upper is not None, "rounded": rounded}
    return tuple(name for name, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class _Statement:
    """One value as stated, or both bounds of a range, in base units.

    `step` is the worth of the last digit that was meant: 0.1 for 31.2, 100 for 3300余.
    """

    lower: Observation
    number: Decimal | None
    step: Decimal
    upper: Observation | None = None
    upper_number: Decimal | None = None

    @property
    def observations(self) -> tuple[Observation, ...]:
        return (self.lower,) if self.upper is None else (self.lower, self.upper)

    @property
    def said(self) -> tuple[Any, ...]:
        """What it says, whoever says it: number, other bound, comparator, and how finely."""
        return (self.number, self.upper_number, self.lower.comparator, self.step)


def _families(observations: list[Observation]) -> list[list[Observation]]:
    """The observations of one key by base unit: one family for each currency.

    A statement without a number joins the family of its unit, else the first.
    """
    families: dict[str, list[Observation]] = defaultdict(list)
    wordy = []
    for item in observations:
        if item.value is None:
            wordy.append(item)
        else:
            families[to_base(item.value, item.unit)[1]].append(item)
    if not families:
        return [wordy]
    first = min(families)
    for item in wordy:
        base = to_base(Decimal(1), item.unit)[1]
        families[base if base in families else first].append(item)
    return [families[base] for base in sorted(families)]


def _cell(observations: list[Observation], rules: Sequence[str]) -> Cell:
    if len(observations) == 1:
        return _make_cell(observations, disputed=False, rule="")
    statements = _statements(observations)
    agreement = _Agreement(statements, observations[0].kind)
    ranking = _ranked(statements, rules, agreement)
    allies = [item for item in ranking if agreement(ranking[0], item)]
    rivals = [item for item in ranking if not agreement(ranking[0], item)]
    chosen, rule = _clearest(allies, rules, agreement)
    if rivals:
        rule = _deciding_rule(ranking[0], rivals[0], rules, agreement)
    rest = [item for item in ranking if item is not chosen]
    ordered = [item for statement in (chosen, *rest) for item in statement.observations]
    return _make_cell(ordered, disputed=not agreement.of_all(statements), rule=rule)


def _make_cell(ordered: list[Observation], *, disputed: bool, rule: str) -> Cell:
    first, *others = ordered
    return Cell(
        zone=first.zone,
        indicator=first.indicator,
        scope=first.scope,
        measure=first.measure,
        kind=first.kind,
        period=first.period,
        chosen=first,
        others=tuple(others),
        disputed=disputed,
        rule=rule,
    )


# Statements

_LOWER = frozenset({Comparator.AT_LEAST, Comparator.ABOVE})
_UPPER = frozenset({Comparator.AT_MOST, Comparator.BELOW})


def _statements(observations: Iterable[Observation]) -> list[_Statement]:
    """The observations as statements in reading order; two bounds at one place of a report make one."""
    ordered = sorted(observations, key=_reading_order)
    uppers = [_statement(item) for item in ordered if item.comparator in _UPPER]
    found = []
    for one in (_statement(item) for item in ordered if item.comparator not in _UPPER):
        upper = next((bound for bound in uppers if _is_range(one, bound)), None)
        if upper is None:
            found.append(one)
        else:
            uppers.remove(upper)
            found.append(_Statement(one.lower, one.number, one.step, upper.lower, upper.number))
    return sorted(found + uppers, key=lambda statement: _reading_order(statement.lower))


def _statement(item: Observation) -> _Statement:
    if item.value is None:
        return _Statement(item, None, Decimal(0))
    return _Statement(item, to_base(item.value, item.unit)[0], to_base(_last_place(item), item.unit)[0])


def _is_range(one: _Statement, bound: _Statement) -> bool:
    low, high = one.lower, bound.lower
    if low.comparator not in _LOWER or one.number is None or bound.number is None:
        return False
    # Of a fall (降低2%-3%) the bounds may be told by its size: >= -2 and <= -3.
    in_order = one.number < bound.number or (bound.number < one.number < 0)
    return in_order and low.doc == high.doc and low.start < high.end and high.start < low.end


def _meant(item: Observation) -> Decimal:
    """The stated number, its closing zeros only where they are meant: not in a vague 3300余 or 约200."""
    value = item.value if item.value is not None else Decimal(0)
    return value if item.comparator is Comparator.EQUAL else value.normalize()


def _last_place(item: Observation) -> Decimal:
    exponent = _meant(item).as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)


# Agreement


class _Agreement:
    """Which statements of one cell agree, worked out once for each pair of different sayings."""

    def __init__(self, statements: Sequence[_Statement], kind: Kind) -> None:
        sayings = {item.said: item for item in statements}
        pairs = combinations(sayings.values(), 2)
        self._apart = {frozenset((one.said, two.said)) for one, two in pairs if not _agree(one, two, kind)}
        self._docs: dict[tuple[Any, ...], set[str]] = defaultdict(set)
        for item in statements:
            self._docs[item.said].add(item.lower.doc)

    def __call__(self, one: _Statement, two: _Statement) -> bool:
        return frozenset((one.said, two.said)) not in self._apart

    def of_all(self, statements: Sequence[_Statement]) -> bool:
        sayings = {item.said for item in statements}
        return not any(pair <= sayings for pair in self._apart)

    def sources(self, statement: _Statement) -> int:
        """How many reports say what agrees with this statement."""
        said = statement.said
        return len(set().union(*(docs for it, docs in self._docs.items() if frozenset((it, said)) not in self._apart)))


def _agree(one: _Statement, two: _Statement, kind: Kind) -> bool:
    """Whether both can be right as they stand; a statement without a number contradicts none."""
    if one.number is None or two.number is None:
        return True
    if one.upper is not None or two.upper is not None:
        return (one.number, one.upper_number) == (two.number, two.upper_number)
    if one.number == two.number:
        comparators = {one.lower.comparator, two.lower.comparator}
        return not (comparators & _LOWER and comparators & _UPPER)
    if kind is Kind.TARGET:
        # A plan is set, not measured: 80 and 79.6 are two plans, not one plan and its rounding.
        return False
    return _rounds_to(one, two) or _rounds_to(two, one)


def _rounds_to(coarse: _Statement, fine: _Statement) -> bool:
    """Whether `coarse` tells `fine` to fewer digits: 31.2 of 31.21, 3300余 of 3312, 不足100 of 98."""
    if coarse.number is None or fine.number is None or fine.step >= coarse.step:
        return False
    if fine.lower.comparator in _LOWER | _UPPER:
        return False
    above = fine.number - coarse.number
    if coarse.lower.comparator in _LOWER:
        return 0 <= above < coarse.step
    if coarse.lower.comparator in _UPPER:
        return -coarse.step < above <= 0
    return abs(above) * 2 <= coarse.step


# Rules


def _published(statement: _Statement, _: _Agreement) -> str:
    return statement.lower.published


def _precision(statement: _Statement, _: _Agreement) -> tuple[int, Decimal]:
    """Significant digits stated; among as many, the finer last place."""
    return (len(_meant(statement.lower).as_tuple().digits), -statement.step)


def _whole(statement: _Statement, _: _Agreement) -> bool:
    return statement.lower.comparator is Comparator.EQUAL


def _support(statement: _Statement, agreement: _Agreement) -> int:
    return agreement.sources(statement)


def _confirmed(statement: _Statement, _: _Agreement) -> bool:
    """Whether a person accepted or corrected it."""
    return any(flag in ("accepted", "corrected") for item in statement.observations for flag in item.flags)


# What each rule asks of a statement; the highest answer wins. `first_read` is the order of reading itself.
_SCORES: dict[str, Callable[[_Statement, _Agreement], Any]] = {
    "latest_published": _published,
    "most_precise": _precision,
    "whole_over_rounded": _whole,
    "most_sources": _support,
    "confirmed": _confirmed,
}
RULES = (*(rule for rule in _SCORES if rule != "confirmed"), "first_read")


def _reading_order(item: Observation) -> tuple[Any, ...]:
    """By document and place; what follows only makes the order the same for any input."""
    place = (item.doc, item.start, item.end, item.comparator, str(item.value), item.unit, item.quote)
    grounds = (item.published, item.basis, item.flags, item.zone_ground, item.period_ground, item.kind_ground)
    return (*place, *grounds, item.alias, item.pattern, item.path, item.sentence_start, item.sentence_end)


def _ranked(statements: Sequence[_Statement], rules: Sequence[str], agreement: _Agreement) -> list[_Statement]:
    """Strongest first: those with a number, then by the rules in their order, then what was read first."""
    ranking = sorted(statements, key=lambda item: _reading_order(item.lower))
    for rule in reversed(_scoring(rules)):
        ranking.sort(key=partial(_score, rule, agreement), reverse=True)
    ranking.sort(key=lambda item: item.number is None)
    return ranking


def _clearest(allies: Sequence[_Statement], rules: Sequence[str], agreement: _Agreement) -> tuple[_Statement, str]:
    """The statement that speaks for the strongest one and those that agree with it, and the rule that told it.

    A rounded repetition of a number, however late, is no better than the number.
    """
    if not agreement.of_all(allies):
        return allies[0], ""
    finer_first = ("whole_over_rounded", "most_precise", *rules)
    best, *rest = _ranked(allies, finer_first, agreement)
    other = next((item for item in rest if item.number is not None and item.said[:3] != best.said[:3]), None)
    return best, _deciding_rule(best, other, finer_first, agreement) if other else ""


def _deciding_rule(winner: _Statement, loser: _Statement, rules: Sequence[str], agreement: _Agreement) -> str:
    deciding = (rule for rule in _scoring(rules) if _score(rule, agreement, winner) != _score(rule, agreement, loser))
    return next(deciding, "first_read")


def _scoring(rules: Sequence[str]) -> Sequence[str]:
    """The rules before `first_read`, which leaves nothing to decide; what a person confirmed goes before them all."""
    return ("confirmed", *(rules[: list(rules).index("first_read")] if "first_read" in rules else rules))


def _score(rule: str, agreement: _Agreement, statement: _Statement) -> Any:
    return _SCORES[rule](statement, agreement)
