"""What else a series of stated values tells: growth, change, share of the target, index to a base year.

Points in, points out. What is computed and not stated says so in the `note` of its point, with the sum;
nothing is computed across scopes, units, or periods of different length.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.frames import standings
from dashboard.frames.tables import TrendPoint, position, spans_years
from dashboard.words.labels import Words
from kpi.wording.numbers import float_text, percent_text

MODES = ("level", "growth", "change", "achieved", "index")
STATED = ("share", "completion", "growth_gap")

# In percentage points: less than this may be rounding alone.
VISIBLE_DIFFERENCE = 0.5
TOLD = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """The marks of one mode, and what has to be said of them."""

    points: tuple[TrendPoint, ...] = ()
    notes: tuple[str, ...] = ()
    reference: float | None = None

    @property
    def from_zero(self) -> bool:
        """Whether the values are differences, that are read from the zero line."""
        return self.reference == 0.0


def shown(mode: str, points: Sequence[TrendPoint], targets: pd.DataFrame, base_year: int, words: Words) -> Shown:
    """What `mode` makes of the points of an indicator: one of MODES, or a measure that only sources state."""
    levels = [point for point in points if point.measure == "level"]
    match mode:
        case "growth":
            return growth(levels, [point for point in points if point.measure == "growth"], words)
        case "change":
            return change(levels, words)
        case "achieved":
            return achieved(levels, targets, words)
        case "index":
            return index(levels, base_year, words)
        case _:
            return stated([point for point in points if point.measure == mode])


def measures_for(mode: str) -> tuple[str, ...]:
    """The stated measures that `mode` is made of."""
    if mode == "growth":
        return ("level", "growth")
    return (mode,) if mode in STATED else ("level",)


def reaches_back(mode: str) -> bool:
    """Whether the first year shown needs the year before it."""
    return mode in ("growth", "change")


def light_points(cells: pd.DataFrame) -> list[TrendPoint]:
    """The values as points without their reports: what stands behind the chosen zones, by the thousand."""
    shown = cells[cells["number"].notna()]
    places = {period: position(period) for period in shown["period"].unique()}
    # column by column: rows of a frame whose texts are Arrow's are slow to walk
    columns = [shown[name].tolist() for name in _LIGHT]
    return [
        TrendPoint(
            zone=zone, scope=scope, kind=kind, period=period, year=year, position=places[period], number=number,
            text=f"{value if unit == shown_unit else _digits(number)} {shown_unit}", low=low, high=high,
            sources=sources, status=status, rule=rule, observation_id=chosen, docs=(), indicator=indicator,
            measure=measure, unit=shown_unit, comparator=comparator,
        )
        for zone, scope, kind, period, year, number, value, unit, shown_unit, low, high, sources, status, rule, chosen,
        indicator, measure, comparator in zip(*columns, strict=True)
    ]  # fmt: skip


_LIGHT = (
    "zone", "scope", "kind", "period", "year", "number", "value", "unit", "canonical_unit", "low", "high", "sources",
    "status", "rule", "chosen", "indicator", "measure", "comparator",
)  # fmt: skip


def stated(points: Sequence[TrendPoint]) -> Shown:
    """The values as they were stated; differences are held against zero."""
    gaps = any(point.measure in ("growth", "growth_gap") for point in points)
    return Shown(tuple(points), reference=0.0 if gaps else None)


def growth(levels: Sequence[TrendPoint], growths: Sequence[TrendPoint], words: Words) -> Shown:
    """Growth on the same period of the year before: as stated, else computed from two stated levels.

    Growth over several years (比2015年增长246%) is told and not drawn: beside yearly rates it would be read as one.
    """
    longer = [point for point in growths if spans_years(point.period)]
    growths = [point for point in growths if not spans_years(point.period)]
    said = {(point.zone, point.scope, point.indicator, point.period): point for point in growths if _reported(point)}
    computed = [found for point, base in _with_year_before(levels) if (found := _growth_of(point, base, words))]
    added = [p for p in computed if (p.zone, p.scope, p.indicator, p.period) not in said]
    notes = [words("growth_computed", count=len(added))] if added else []
    differing = [
        (one, other)
        for other in computed
        if (one := said.get((other.zone, other.scope, other.indicator, other.period)))
        and abs(one.number - other.number) >= VISIBLE_DIFFERENCE
    ]
    return Shown(
        _ordered([*growths, *added]), (*notes, *_differences(differing, words), *_over_years(longer, words)), 0.0
    )


def change(levels: Sequence[TrendPoint], words: Words) -> Shown:
    """How much more or less than in the same period of the year before."""
    pairs = _with_year_before(levels)
    return Shown(_ordered(_change_of(point, base, words) for point, base in pairs), reference=0.0)


def achieved(levels: Sequence[TrendPoint], targets: pd.DataFrame, words: Words) -> Shown:
    """Each actual as a share of the target that was set for its year and scope; of parts of a year, the pace."""
    known = {
        (point.indicator, point.zone, point.scope, point.period, point.kind): point
        for point in levels
        if point.kind != "target"
    }
    judged = targets[targets["share"].notna() & (targets["measure"] == "level")]
    found: dict[str, TrendPoint] = {}
    paces = []
    for row in judged.sort_values(["year", "target_id"]).to_dict("records"):
        key = (row["indicator"], row["zone"], row["scope"], row["actual_period"], row["actual_kind"])
        point = known.get(key)
        if point is None or point.observation_id in found:
            continue
        found[point.observation_id] = _share_of(point, row, words)
        if not math.isnan(row["expected_share"]) and row["expected_share"] < 1:
            paces.append(_pace(point, row, words))
    return Shown(_ordered(found.values()), _cut(paces, words), 100.0)


def index(levels: Sequence[TrendPoint], base_year: int, words: Words) -> Shown:
    """Whole years as a multiple of `base_year`, which is 100; series without that year are told, not drawn."""
    whole = [point for point in levels if point.whole_year]
    bases = {
        _series(point): point
        for point in sorted(whole, key=lambda point: point.kind, reverse=True)
        if point.year == base_year and _exact(point) and point.number > 0
    }
    drawn = [_index_of(point, bases[_series(point)], words) for point in whole if _series(point) in bases]
    without = dict.fromkeys(_name(point, words) for point in whole if _series(point) not in bases)
    notes = [words("index_without", year=base_year, names=_listed(list(without), words))] if without else []
    return Shown(_ordered(drawn), tuple(notes), 100.0)


def base_years(levels: Sequence[TrendPoint]) -> dict[int, int]:
    """How many series have a value to start from in each year, oldest first."""
    years = {(point.year, _series(point)) for point in levels if point.whole_year and _exact(point)}
    return dict(sorted(Counter(year for year, _ in years).items()))


def best_base_year(years: Mapping[int, int]) -> int:
    """The year that most series have, the earliest of them."""
    return min(years, key=lambda year: (-years[year], year))


def bare_number(point: TrendPoint, words: Words) -> str:
    """A point's text without its unit: `≥ 26` of `≥ 26 个`."""
    unit = words.unit(point.unit)
    return point.text.removesuffix(f" ({unit})").removesuffix(f" {unit}") if unit else point.text


def _series(point: TrendPoint) -> tuple[str, str, str, str]:
    return point.indicator, point.zone, point.scope, point.unit


def _reported(point: TrendPoint) -> bool:
    return point.kind != "target"


def _exact(point: TrendPoint) -> bool:
    """Whether a sum can start from the value: reported, and neither a lower nor an upper bound."""
    return _reported(point) and point.comparator in ("=", "~")


def _with_year_before(levels: Sequence[TrendPoint]) -> list[tuple[TrendPoint, TrendPoint]]:
    """Each value with that of the same months of the year before; the actual where there is an estimate too."""
    exact = [point for point in levels if _exact(point) and not spans_years(point.period)]
    known = {
        (*_series(point), point.period): point for point in sorted(exact, key=lambda point: point.kind, reverse=True)
    }
    pairs = []
    for point in exact:
        if point is known[*_series(point), point.period]:
            before = f"{point.year - 1}{point.period[4:]}"
            if base := known.get((*_series(point), before)):
                pairs.append((point, base))
    return pairs


def _growth_of(point: TrendPoint, base: TrendPoint, words: Words) -> TrendPoint | None:
    if base.number <= 0 or point.unit == "%":
        return None
    sum_ = f"{bare_number(point, words)} ÷ {bare_number(base, words)} − 1"
    told = {"measure": "growth", "unit": "%", "note": words("computed", sum=sum_)}
    return _made(point, base, lambda number: round((number / base.number - 1) * 100, 1), words, told)


def _change_of(point: TrendPoint, base: TrendPoint, words: Words) -> TrendPoint:
    sum_ = f"{bare_number(point, words)} − {bare_number(base, words)}"
    unit = "个百分点" if point.unit == "%" else point.unit
    told = {"measure": "growth_gap", "unit": unit, "note": words("computed", sum=sum_)}
    return _made(point, base, lambda number: round(number - base.number, 9), words, told)


def _index_of(point: TrendPoint, base: TrendPoint, words: Words) -> TrendPoint:
    sum_ = f"{bare_number(point, words)} ÷ {bare_number(base, words)} × 100"
    told = {"measure": "level", "unit": "", "note": words("computed", sum=sum_)}
    return _made(point, base, lambda number: round(number / base.number * 100, 1), words, told)


def _share_of(point: TrendPoint, row: Mapping[object, object], words: Words) -> TrendPoint:
    target = float(str(row["target_number"]))
    note = f"{row['arithmetic']} · {standings.told(row, words)}"
    told = {"measure": "completion", "unit": "%", "note": note}
    return _made(point, point, lambda number: round(number / target * 100, 1), words, told)


def _made(
    point: TrendPoint, base: TrendPoint, sum_: Callable[[float], float], words: Words, told: Mapping[str, str]
) -> TrendPoint:
    """`point` with `sum_` done to its value and to each that a source stated beside it.

    It is an estimate where one of the two values is; only about right where one of them is.
    """
    about = "~" if "~" in (point.comparator, base.comparator) else point.comparator
    unit, measure = told["unit"], told["measure"]
    number = sum_(point.number)
    signed = measure in ("growth", "growth_gap")
    others = tuple(
        (sum_(other), words.number(_digits(sum_(other)), about, signed), name) for other, _, name in point.others
    )
    values = [number, *(other for other, _, _ in others)]
    note = told["note"]
    if base.status == "disputed" and base is not point:
        note += " · " + words("base_disputed", period=words.period(base.period))
    return replace(
        point, kind="estimate" if "estimate" in (point.kind, base.kind) and _reported(point) else point.kind,
        number=number, text=words.quantity(_digits(number), unit, about, measure), others=others,
        low=min(values), high=max(values),
        docs=tuple(dict.fromkeys((*point.docs, *base.docs))), measure=measure, unit=unit, comparator=about, note=note,
        corrected=point.corrected or base.corrected,
    )  # fmt: skip


def _digits(number: float) -> str:
    return float_text(number, 6).replace(",", "").replace("−", "-")


def _over_years(points: Iterable[TrendPoint], words: Words) -> tuple[str, ...]:
    """What is told of growth over several years, the latest first."""
    ordered = sorted(points, key=lambda point: -point.position)
    return _cut([words("growth_over_years", name=_name(point, words), period=words.period(point.period),
                       growth=point.text) for point in ordered], words)  # fmt: skip


def _differences(pairs: Iterable[tuple[TrendPoint, TrendPoint]], words: Words) -> list[str]:
    """Where the growth that a source states is not that of the two levels, the latest first."""
    told = [
        words(
            "growth_differs", name=_name(one, words), period=words.period(one.period), stated=one.text,
            computed=other.text,
        )
        for one, other in sorted(pairs, key=lambda pair: -pair[0].position)
    ]  # fmt: skip
    return [*_cut(told, words), words("growth_differs_why")] if told else []


def _cut(lines: Sequence[str], words: Words) -> tuple[str, ...]:
    """The first few lines, and how many more there are."""
    more = len(lines) - TOLD
    return (*lines[:TOLD], words("more_notes", count=more)) if more > 0 else tuple(lines)


def _pace(point: TrendPoint, row: Mapping[object, object], words: Words) -> str:
    return words(
        "pace_note", name=_name(point, words), period=words.period(point.period),
        share=percent_text(float(str(row["share"]))), expected=percent_text(float(str(row["expected_share"]))),
        verdict=standings.told(row, words),
    )  # fmt: skip


def _name(point: TrendPoint, words: Words) -> str:
    return " · ".join(
        part for part in (words.zone(point.zone), words.scope(point.scope) if point.scope else "") if part
    )


def _listed(names: Sequence[str], words: Words) -> str:
    shown = ("、" if words.language == "zh" else ", ").join(names[:8])
    return shown if len(names) <= 8 else words("and_more", names=shown, count=len(names) - 8)


def _ordered(points: Iterable[TrendPoint]) -> tuple[TrendPoint, ...]:
    return tuple(sorted(points, key=lambda point: (point.zone, point.scope, point.position, point.kind)))
