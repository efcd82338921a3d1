"""Zones held against each other: ranks, gaps to the median, a year's values side by side. No Streamlit inside."""

from __future__ import annotations

import math
import statistics
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.frames import trend_modes
from dashboard.frames.numbers import Told, column, table_of, told
from dashboard.frames.tables import TrendPoint, scope_suffix, spans_years
from dashboard.words.labels import Words
from kpi.settings.config import Config
from kpi.wording.numbers import float_text
from kpi.wording.periods import part_name

# Years in which this share of the peers report are opened on before all others.
ENOUGH = 0.8
# A colour needs a median that means something.
ENOUGH_FOR_COLOUR = 3
# Units whose differences are points, not shares.
RATES = ("%", "个百分点")


@dataclass(frozen=True, slots=True)
class Entry:
    """One zone's value, its rank (0 where it has none) and the ranks that its sources leave open."""

    point: TrendPoint
    rank: int = 0
    best: int = 0
    worst: int = 0
    gap: float = math.nan
    gap_share: float = math.nan

    @property
    def zone(self) -> str:
        return self.point.zone

    @property
    def rank_text(self) -> str:
        """`2`, or `2 (2–3)` where sources that differ leave the rank open; `–` without one."""
        if not self.rank:
            return "–"
        return f"{self.rank}" if self.best == self.worst else f"{self.rank} ({self.best}–{self.worst})"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The peers' values of one indicator, measure, scope, unit and year, the best first.

    `aside` are values that do not count (estimates, parts of a year), `missing` the peers without any.
    """

    entries: tuple[Entry, ...]
    aside: tuple[Entry, ...]
    missing: tuple[str, ...]
    peers: int
    median: float
    good: str

    @property
    def ranked(self) -> bool:
        """Whether there are two to rank; how many of the peers have a value is said beside the ranks."""
        return len(self.entries) > 1

    @property
    def shown(self) -> tuple[Entry, ...]:
        return (*self.entries, *self.aside)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One value of the heat map: -1 to 1 from worst to best, 0 at the median; NaN where it has no colour."""

    zone: str
    text: str
    side: int
    tint: float
    kind: str
    part: str
    hover: str
    observation_id: str
    number: float


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One indicator across the zones."""

    indicator: str
    group: str
    label: str
    unit: str
    good: str
    cells: Mapping[str, HeatCell]


def peers_of(config: Config, found: Iterable[str], by: str, chosen: Sequence[str]) -> list[str]:
    """The zones to compare: `all`, those of a `level` or `province`, or those chosen by `name`.

    Of the zones `found`, those that any report speaks of: one without reports says nothing of the others'
    gaps. In the order of the config; a zone that the config does not know comes last, and belongs to no level.
    """
    there = set(found)
    order = [*(zone for zone in config.zones if zone in there), *sorted(there - set(config.zones))]
    if by == "name":
        return [zone for zone in order if zone in set(chosen)] if chosen else order
    if by in ("level", "province") and chosen:
        return [zone for zone in order if zone in config.zones and getattr(config.zones[zone], by) in set(chosen)]
    return order


def traits(config: Config, by: str) -> list[str]:
    """The levels or provinces that the config names, the most frequent first."""
    counts = Counter(getattr(zone, by) for zone in config.zones.values() if getattr(zone, by))
    return [trait for trait, _ in counts.most_common()]


def scopes_of(cells: pd.DataFrame) -> list[str]:
    """The scopes, that of most zones first; the one without a name before others as frequent."""
    counts = cells.groupby("scope")["zone"].nunique()
    return sorted((str(scope) for scope in counts.index), key=lambda scope: (-int(counts[scope]), scope))


def years_of(cells: pd.DataFrame) -> list[int]:
    """The years that anything was reported for, the latest first."""
    reported = cells[(cells["kind"] != "target") & cells["number"].notna()]
    return sorted({int(year) for year in reported["year"]}, reverse=True)


def opening_year(cells: pd.DataFrame, peers: int) -> int:
    """The latest year in which enough of `peers` zones report a whole year to rank them; else the latest in which most
    of them do; else the one in which most do, the latest of them, or the latest year where no whole one is reported.
    """
    reported = cells[(cells["kind"] == "actual") & cells["number"].notna()]
    whole = reported[~reported["period"].str.contains("[-/]")]
    counts = (whole if not whole.empty else cells).groupby("year")["zone"].nunique()
    for wanted in (ENOUGH * peers, peers / 2):
        if years := [year for year, count in counts.items() if count > 1 and count >= wanted]:
            return int(max(years))
    return int(max(counts.index, key=lambda year: (counts[year], year)))


def widest_indicator(counts: pd.DataFrame, busiest: str) -> str:
    """The indicator of which most zones report one whole year, of several the one with most such values in all years;
    `busiest` where no other has more.

    `counts` says how many cells there are of each indicator, scope, measure and period.
    """
    whole = counts[~counts["period"].str.contains("[-/]")]
    if whole.empty:
        return busiest
    zones = whole.groupby("indicator")["count"].agg(["max", "sum"])
    widest = zones[zones["max"] == zones["max"].max()]
    return busiest if busiest in widest.index else str(widest["sum"].idxmax())


def main_unit(cells: pd.DataFrame) -> tuple[str, list[str]]:
    """The unit that most zones report in, and the others."""
    counts = cells.groupby("canonical_unit")["zone"].nunique().sort_values(ascending=False, kind="stable")
    units = [str(unit) for unit in counts.index]
    return units[0], units[1:]


def ranking(points: Sequence[TrendPoint], peers: Sequence[str], good: str, estimates: bool = False) -> Ranking:
    """Ranks the peers' whole-year actuals (with `estimates` those too) by their values; ties share a rank."""
    best_of = _one_a_zone(points)
    counted = [best_of[zone] for zone in peers if zone in best_of and _counts(best_of[zone], estimates)]
    aside = [best_of[zone] for zone in peers if zone in best_of and not _counts(best_of[zone], estimates)]
    aside.sort(key=lambda point: point.number if good == "down" else -point.number)
    # a value on its own is no middle to be held against
    middle = statistics.median(point.number for point in counted) if len(counted) > 1 else math.nan
    entries = _entries(counted, middle, good)
    made = Ranking((), (), (), len(peers), middle, good)
    missing = tuple(zone for zone in peers if zone not in best_of)
    made = replace(made, entries=tuple(entries), aside=tuple(Entry(point) for point in aside), missing=missing)
    if not made.ranked:
        bare = tuple(replace(entry, rank=0, best=0, worst=0) for entry in entries)
        return replace(made, entries=bare)
    return replace(made, entries=tuple(sorted(entries, key=lambda entry: entry.rank)))


def cut(entries: Sequence[Entry], first: int, last: int, keep: Sequence[str]) -> list[Entry | int]:
    """The first and last entries and those of `keep`; between them how many are left out."""
    if len(entries) <= first + last + 1:
        return list(entries)
    found: list[Entry | int] = []
    for place, entry in enumerate(entries):
        if place < first or place >= len(entries) - last or entry.zone in keep:
            found.append(entry)
        elif found and isinstance(found[-1], int):
            found[-1] += 1
        else:
            found.append(1)
    return found


def gap_text(entry: Entry, words: Words) -> str:
    """The difference to the median, in the unit and in per cent; of rates in percentage points alone."""
    if math.isnan(entry.gap):
        return ""
    amount = float_text(entry.gap, 2, signed=True) if entry.gap else "0"
    if entry.point.unit in RATES:
        return f"{amount} {words.unit('个百分点')}"
    share = "" if math.isnan(entry.gap_share) else f" ({float_text(entry.gap_share * 100, 1, signed=True) or '0'} %)"
    return f"{amount}{share}"


def value_text(point: TrendPoint, words: Words) -> str:
    """A value with its part of the year, its kind where it is no actual, and how many statements there are."""
    parts = [point.text, part_name(point.period, words.language)]
    if spans_years(point.period):
        parts.append(words.period(point.period))
    if point.kind == "estimate":
        parts.append(words.kind("estimate"))
    if point.status == "disputed":
        parts.append(words("statements_n", count=max(len(point.others) + 1, 2)))
    return " · ".join(part for part in parts if part)


def ranking_table(found: Ranking, words: Words) -> pd.DataFrame:
    """The ranking with all that the chart shows, indexed by the observation that each row leads to."""
    place = words("order_place") if found.good == "none" else words("rank")
    rows = [
        {
            place: told(entry.rank or math.nan, entry.rank_text), words("zone"): words.zone(entry.zone),
            words("value"): told(entry.point.number, value_text(entry.point, words)),
            words("gap_to_median"): told(entry.gap, gap_text(entry, words)),
            words("range"): told(entry.point.low if _range(entry.point, words) else math.nan,
                                 _range(entry.point, words)), words("period"): words.period(entry.point.period),
            words("kind"): words.kind(entry.point.kind), words("source_count"): entry.point.sources,
        }
        for entry in found.shown
    ]  # fmt: skip
    return table_of(rows, [entry.point.observation_id for entry in found.shown])


def rank_history(
    points: Sequence[TrendPoint], peers: Sequence[str], good: str, words: Words, estimates: bool = False
) -> pd.DataFrame:
    """Each zone's rank in each year, the best of the last ranked year first; beside a year, how many have a value.

    A year with a single value ranks nothing and is left out.
    """
    by_year: dict[int, list[TrendPoint]] = {}
    for point in points:
        if _counts(point, estimates):
            by_year.setdefault(point.year, []).append(point)
    every = {year: ranking(by_year[year], peers, good, estimates) for year in sorted(by_year)}
    found = {year: each for year, each in every.items() if each.ranked}
    if not found:
        return pd.DataFrame()
    ranks = {year: {entry.zone: told(entry.rank, entry.rank_text) for entry in each.entries}
             for year, each in found.items()}  # fmt: skip
    last = {entry.zone: entry.rank for entry in found[max(found)].entries}
    zones = sorted((zone for zone in peers if any(zone in of_year for of_year in ranks.values())),
                   key=lambda zone: last.get(zone, len(peers) + 1))  # fmt: skip
    columns = {
        _year_head(each, year, words): column(ranks[year].get(zone) for zone in zones) for year, each in found.items()
    }
    return pd.DataFrame({words("zone"): [words.zone(zone) for zone in zones], **columns})


def heat(
    cells: pd.DataFrame, peers: Sequence[str], measure: str, words: Words, shown: Sequence[str] = ()
) -> list[HeatRow]:
    """Every indicator of one year, in the order of groups; each in the scope and unit that most zones report.

    Where an indicator has no value in `measure`, the one that it is stated in (an index has only growth).
    The median is that of all `peers`; `shown` are those that cells are made for (all, where none are named).
    """
    reported = cells[(cells["kind"] != "target") & cells["number"].notna() & cells["zone"].isin(set(peers))]
    known = {str(name): rows for name, rows in reported.groupby("indicator", sort=False)}
    rows = [_heat_row(name, known[name], shown or peers, measure, words) for name in _grouped(known, words)]
    return [row for row in rows if row is not None]


def heat_table(rows: Sequence[HeatRow], zones: Sequence[str], words: Words) -> pd.DataFrame:
    """The heat map as a table, indicators down and zones across, the unit beside the name."""
    made = [
        {
            words("group"): words.group(row.group) if row.group else "",
            words("indicator"): row.label,
            words("unit"): words.unit(row.unit),
            **{words.zone(zone): _told_cell(row.cells.get(zone)) for zone in zones},
        }
        for row in rows
    ]
    return table_of(made)


def arrow(side: int) -> str:
    """Above, at or below the median, as a sign."""
    return "▲" if side > 0 else "▼" if side < 0 else "＝"


def _told_cell(cell: HeatCell | None) -> Told | None:
    if cell is None:
        return None
    sign = "" if math.isnan(cell.tint) else f" {arrow(cell.side)}"
    return told(cell.number, f"{cell.text}{sign}" + (f" · {cell.part}" if cell.part else ""))


def _one_a_zone(points: Sequence[TrendPoint]) -> dict[str, TrendPoint]:
    """The value that speaks for each zone: whole-year actual, else estimate, else the longest part of the year.

    A part that is counted from January comes before a month or quarter alone.
    """
    found: dict[str, TrendPoint] = {}
    for point in sorted(points, key=_weight):
        if point.kind != "target" and not spans_years(point.period):
            found.setdefault(point.zone, point)
    return found


def _weight(point: TrendPoint) -> tuple[bool, bool, bool, float, str]:
    return point.part_year, point.alone, point.kind != "actual", -point.position, point.observation_id


def _counts(point: TrendPoint, estimates: bool) -> bool:
    return point.whole_year and (point.kind == "actual" or (estimates and point.kind == "estimate"))


def _entries(counted: Sequence[TrendPoint], middle: float, good: str) -> list[Entry]:
    """The rank is one more than the zones that are better; the open ranks are those of the values at their ends."""
    sign = -1 if good == "down" else 1
    numbers = sorted(sign * point.number for point in counted)
    spans = [sorted((sign * point.low, sign * point.high)) for point in counted]
    lows, highs = sorted(low for low, _ in spans), sorted(high for _, high in spans)
    count = len(counted)
    return [
        Entry(
            point=point,
            rank=1 + count - bisect_right(numbers, sign * point.number),
            best=1 + count - bisect_right(lows, high),
            # a value that is itself a span reaches above its own low end
            worst=1 + count - bisect_right(highs, low) - (high > low),
            gap=round(point.number - middle, 6),
            gap_share=(point.number - middle) / abs(middle) if middle and point.unit not in RATES else math.nan,
        )
        for point, (low, high) in zip(counted, spans, strict=True)
    ]


def _range(point: TrendPoint, words: Words) -> str:
    if point.status != "disputed" or point.low == point.high:
        return ""
    return f"{float_text(point.low, 6)}–{float_text(point.high, 6)} {words.unit(point.unit)}".strip()


def _year_head(found: Ranking, year: int, words: Words) -> str:
    count = len(found.entries)
    return str(year) if count == found.peers else words("year_of", year=year, count=count, peers=found.peers)


def _grouped(known: Mapping[str, object], words: Words) -> list[str]:
    """The indicators in the order of the config's groups, then in that of the config."""
    groups = {group: place for place, group in enumerate(words.config.groups)}
    order = {name: place for place, name in enumerate(words.config.indicators)}
    return sorted(
        known, key=lambda name: (groups.get(words.group_of(name), len(groups)), order.get(name, len(order)), name)
    )


def _heat_row(indicator: str, cells: pd.DataFrame, shown: Sequence[str], measure: str, words: Words) -> HeatRow | None:
    measures = set(cells["measure"])
    wanted = measure if measure in measures else next((m for m in ("level", "growth") if m in measures), "")
    cells = cells[cells["measure"] == wanted]
    if cells.empty:
        return None
    scope = scopes_of(cells)[0]
    cells = cells[cells["scope"] == scope]
    unit, _ = main_unit(cells)
    chosen = _one_a_zone(trend_modes.light_points(cells[cells["canonical_unit"] == unit]))
    counted = [point.number for point in chosen.values() if _counts(point, estimates=False)]
    known = words.config.indicators.get(indicator)
    good = str(known.good) if known else "none"
    middle = statistics.median(counted) if len(counted) >= ENOUGH_FOR_COLOUR else math.nan
    spread = _spread(counted, middle)
    parts = [words.indicator(indicator), scope_suffix(indicator, scope, words)]
    parts.append("" if wanted == "level" else words.measure(wanted))
    made = {
        zone: _heat_cell(chosen[zone], middle, spread, good, words) for zone in shown if zone in chosen
    }  # fmt: skip
    return HeatRow(indicator, words.group_of(indicator), " · ".join(p for p in parts if p), unit, good, made)


def _spread(values: Sequence[float], middle: float) -> float:
    """The distance to the median that all but the farthest tenth keep; one outlier must not pale the rest."""
    if math.isnan(middle):
        return math.nan
    distances = sorted(abs(value - middle) for value in values)
    return distances[int((len(distances) - 1) * 0.9)] or distances[-1]


def _heat_cell(point: TrendPoint, middle: float, spread: float, good: str, words: Words) -> HeatCell:
    gap = point.number - middle
    side = 0 if math.isnan(gap) or gap == 0 else 1 if gap > 0 else -1
    coloured = _counts(point, estimates=False) and not math.isnan(spread)
    tint = max(-1.0, min(1.0, gap / spread)) if coloured and spread else 0.0
    text = words.number(_digits(point), point.comparator, signed=point.measure == "growth")
    said = [
        words.zone(point.zone),
        words.period(point.period),
        words.kind(point.kind),
        f"{text} {words.unit(point.unit)}",
    ]
    if coloured:
        said.append(f"{words('gap_to_median')} {float_text(gap, 2, signed=True) or '0'}")
    part = part_name(point.period, words.language) or (words.kind("estimate") if point.kind == "estimate" else "")
    if point.status == "disputed":
        part = " ".join(each for each in (part, words("status.disputed")) if each)
    return HeatCell(
        point.zone, text, side, (-tint if good == "down" else tint) if coloured else math.nan, point.kind, part,
        " · ".join(said), point.observation_id, point.number,
    )  # fmt: skip


def _digits(point: TrendPoint) -> str:
    """The digits as stated where they are in the row's unit, else the converted ones."""
    return point.text.partition(" ")[0]
