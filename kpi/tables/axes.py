"""A row or a column of a table as a whole: what its label or its heads say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi.tables.cells import Cell
from kpi.tables.phrases import Phrase
from kpi.tables.whens import When
from kpi.vocabulary.model import Indicator, Kind

if TYPE_CHECKING:
    from kpi.language.mentions import Token


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator by the word that names it."""

    indicator: Indicator
    alias: str


@dataclass(slots=True)
class Axis:
    """What a row's labels, or a column's heads, say; the nearest to the numbers counts before the others."""

    texts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    role: str = ""
    name: Name | None = None
    scope: str = ""
    measure: str = ""
    falls: bool = False
    in_percent: bool = False
    kind: Kind | None = None
    kind_word: str = ""
    whens: tuple[When, ...] = ()
    units: tuple[str, ...] = ()
    unit_column: tuple[str, ...] = ()
    zone: str = ""
    own: str = ""
    part: bool = False
    rest: bool = False
    forbidden: bool = False
    two_readings: bool = False
    is_item: bool = False
    names_another: bool = False
    of_level: Axis | None = None
    cell: Cell | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        return "；".join(reversed(self.texts))

    @property
    def is_level(self) -> bool:
        return not self.measure and not self.rest and self.role == ""

    def is_before(self, other: Axis) -> bool:
        """Whether it is the same of the year before: 上年同期 beside 1—11月, 2023年 beside 2024年."""
        mine, theirs = _year(self), _year(other)
        if _is_prior(self) != _is_prior(other):
            return _is_prior(self) and (_part(self) == _part(other) or _part(self) is None)
        return mine is not None and theirs is not None and mine + 1 == theirs and _part(self) == _part(other)


def topics_of(tokens: Iterable[Token]) -> frozenset[str]:
    """The indicators that are spoken of: what words that need a topic may mean."""
    return frozenset(name for token in tokens for name in token.names)


def axis_of(path: Sequence[Phrase], indicators: Mapping[str, Indicator], topics: frozenset[str] = frozenset()) -> Axis:
    """What the phrases, the one nearest to the numbers first, say together."""
    axis = Axis(tuple(phrase.text for phrase in path))
    axis.role = path[0].role if path else ""
    said = [phrase for phrase in path if not phrase.role]
    axis.categories = tuple(phrase.text for phrase in said if not phrase.tokens)
    axis.rest = any(phrase.rest and (not phrase.is_neutral or phrase.tokens or len(said) == 1) for phrase in said)
    # 招商项目到位资金: an indicator's word in a label that says more than it
    axis.names_another = axis.rest and any(phrase.rest and phrase.tokens for phrase in said)
    for phrase in said:
        if phrase.rest:
            continue
        if axis.name is None and phrase.tokens:
            axis.name, axis.forbidden = _name(phrase, indicators, topics)
            axis.rest |= axis.name is None
        axis.scope = axis.scope or phrase.scope
        axis.falls |= phrase.falls and not axis.measure
        axis.in_percent |= phrase.in_percent
        axis.measure = axis.measure or phrase.measure
        if axis.kind is None and phrase.kind is not None:
            axis.kind, axis.kind_word = phrase.kind, phrase.kind_word
        axis.units = axis.units or phrase.units
        if not axis.zone and not axis.own:
            axis.zone, axis.own = phrase.zone, phrase.own
        axis.part |= phrase.part
    axis.whens = tuple(phrase.when for phrase in said if phrase.when is not None and not phrase.rest)
    return axis


def _name(phrase: Phrase, indicators: Mapping[str, Indicator], topics: frozenset[str]) -> tuple[Name | None, bool]:
    """The one indicator that a phrase names; none where it names two."""
    spoken = set(topics)
    found: Name | None = None
    forbidden = False
    for token in phrase.tokens:
        meant = next((name for name, wanted in token.within if spoken & set(wanted)), "")
        meant = meant or (token.names[0] if token.names else "")
        if not meant:
            return None, False
        indicator = indicators[meant]
        if found is not None and found.indicator is not indicator and not (token.within and not token.names):
            return None, False
        around = phrase.text.partition(token.text)
        forbidden |= any(around[0].endswith(word) or around[2].startswith(word) for word in indicator.forbid)
        found = Name(indicator, token.text) if found is None or found.indicator is not indicator else found
        spoken |= set(token.names)
    return found, forbidden


def name_columns(columns: Sequence[Axis]) -> bool:
    """Gives growth and completion columns the indicator to their left, and each number column its place in time.

    Returns whether indicators stand in the heads at all.
    """
    by_name = any(column.name is not None for column in columns)
    current: Axis | None = None
    for column in columns:
        if column.role:
            continue
        if column.rest:
            current = None
        elif column.name is not None:
            current = column
        elif by_name and column.measure and current is not None:
            column.name, column.scope = current.name, column.scope or current.scope
            column.forbidden = current.forbidden
        elif by_name and not (column.zone or column.own):
            column.rest, current = True, None
    groups: dict[object, list[Axis]] = {}
    for column in columns:
        if column.role == "label":
            attach([axis for group in groups.values() for axis in group] if not by_name else ())
            groups = {} if not by_name else groups
        key = (column.name.indicator.id if column.name else "", column.scope, column.zone, column.own)
        groups.setdefault(key, []).append(column)
    for group in groups.values():
        attach(group)
    return by_name


def attach(axes: Sequence[Axis]) -> None:
    """Tells for each growth or completion column without a period whose it is: that of an amount beside it."""
    levels: list[Axis] = []
    waiting: list[Axis] = []  # amounts whose growth has not been told yet
    for axis in axes:
        if axis.role or axis.of_level is not None:
            continue
        if axis.rest:
            waiting = []
        elif axis.is_level:
            if levels and _is_prior(axis) and not any(when.has_part for when in axis.whens):
                axis.whens = (*axis.whens, *_latest(levels).whens)  # 上年同期 is of what stands before it
            levels.append(axis)
            waiting.append(axis)
        elif axis.measure == "growth":
            _attach_growth(axis, levels, waiting)
        elif axis.measure == "completion" and not axis.whens:
            _attach_completion(axis, levels)


def _attach_growth(axis: Axis, levels: Sequence[Axis], waiting: list[Axis]) -> None:
    if axis.whens or axis.kind is not None:
        told = [level for level in waiting if level.whens == axis.whens]
        for level in told:
            waiting.remove(level)
        return
    if not levels:
        return
    of = _whose_growth(waiting)
    if of is None:
        axis.two_readings = True
        return
    axis.of_level = of
    waiting[:] = [level for level in waiting if level is not of and not level.is_before(of)]


def _whose_growth(waiting: Sequence[Axis]) -> Axis | None:
    """The one amount that a growth rate to the right can belong to; None where there are two.

    After a target, growth may be the target's or that of an actual still waiting for its own.
    """
    if not waiting:
        return None
    aimed = [level for level in waiting if level.kind is Kind.TARGET]
    reached = [level for level in waiting if level.kind is not Kind.TARGET]
    if waiting[-1].kind is Kind.TARGET:
        return aimed[0] if len(aimed) == 1 and not reached else None
    if len(reached) == 1:
        return reached[0]
    first, second = reached[-2:]
    if second.is_before(first):
        return first
    return second if len(reached) == 2 and first.is_before(second) else None


def _attach_completion(axis: Axis, levels: Sequence[Axis]) -> None:
    reached = [level for level in levels if level.kind is not Kind.TARGET and not _is_prior(level)]
    reached = [level for level in reached if not _is_month(level)] or reached  # a month's is no share of a year's plan
    told = {tuple((w.years, w.offset, w.months, w.counted, w.month) for w in level.whens) for level in reached}
    if len(told) == 1:
        axis.of_level = reached[-1]
    elif len(told) > 1:
        if levels[-1].kind is not Kind.TARGET and levels[-1] in reached:
            axis.of_level = reached[-1]
        else:
            axis.two_readings = True


def _latest(levels: Sequence[Axis]) -> Axis:
    return next((level for level in reversed(levels) if not _is_prior(level)), levels[-1])


def _is_prior(axis: Axis) -> bool:
    return any(when.prior or when.offset == -1 for when in axis.whens)


def _is_month(axis: Axis) -> bool:
    """Whether it counts one month alone."""
    return any(w.month or (w.months is not None and w.months[0] == w.months[1]) for w in axis.whens)


def _year(axis: Axis) -> int | None:
    return next((when.years[0] for when in axis.whens if when.years and when.years[0] == when.years[1]), None)


def _part(axis: Axis) -> object:
    return next(((w.months, w.month, w.counted) for w in axis.whens if w.has_part and not w.whole), None)
