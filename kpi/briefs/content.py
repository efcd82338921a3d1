"""The brief of one zone: how its targets stand, its latest values, and the sentence behind every number.

A row is one indicator, scope and measure: with the target that its value was held against, or with its latest value.
Targets that were not met come first, then those behind pace, in doubt, ahead and met, then values without a target.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kpi.series.standing import IN_DOUBT, JUDGED, UNREPORTED, set_for, standing
from kpi.vocabulary.area_kinds import kind_of
from kpi.vocabulary.model import YEAR_ASSUMED, Period, Verdict, is_expected

if TYPE_CHECKING:
    from kpi.results.builds import Build
    from kpi.results.notes import Note
    from kpi.settings.config import Config

ORDER = (
    Verdict.MISSED, Verdict.BEHIND, IN_DOUBT, Verdict.CANNOT_TELL, Verdict.AHEAD, Verdict.MET, Verdict.PENDING,
    UNREPORTED, Verdict.NO_TARGET,
)  # fmt: skip
"""Standings in the order of the table: what needs to be talked about first."""

DOUBTS = (YEAR_ASSUMED, "digits_in_doubt", "ocr_low", "ocr_medium")
"""Flags of an observation that stand beside its number."""

YEARS_OF_A_LINE = 10
_EXACT = ("=", "~")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number stands: the report with page and words; `number` is that of its note in the brief.

    `row` is the name of the row of a table that the number stands in, where its words do not say it.
    """

    number: int
    observation_id: str
    doc: str
    title: str
    published: str
    page: int
    quote: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A number as it was stated, with the period that it is of; `number` says the same in `canonical_unit`.

    `years_before` says by how many years it is older than what the brief is about, where that is more than one.
    `low` and `high` are the ends of what differing sources say; `doubts` the flags that stand beside it.
    """

    period: str
    kind: str
    measure: str
    value: str
    unit: str
    comparator: str
    number: float
    canonical_unit: str
    disputed: bool
    low: float
    high: float
    doubts: tuple[str, ...]
    observation_id: str
    years_before: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """How a value moved on the year before: as a source states it, else computed from two whole years.

    `unit` is `%`, or `个百分点` of a rate; `text` are the digits as stated, empty where it is computed. `doubts` are
    those of the values that it is computed from (`disputed` among them).
    """

    number: float
    unit: str
    stated: bool
    text: str = ""
    comparator: str = "="
    doubts: tuple[str, ...] = ()
    observation_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearValue:
    """One whole year of the small line."""

    year: int
    number: float
    kind: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """A target and how it stands: `share` reached where that can be said, `expected` what the part of the year asks.

    `value`, `unit` and `comparator` are as stated; of a plan that is known from a completion (`derived`) `number` in
    `canonical_unit` says it, where it is known at all (NaN else).
    """

    year: int
    period: str
    measure: str
    value: str
    unit: str
    comparator: str
    number: float
    canonical_unit: str
    derived: bool
    share: float
    expected: float
    difference: float
    standing: str
    verdict: str
    reason: str
    flags: tuple[str, ...]
    arithmetic: str
    observation_id: str

    @property
    def of_part(self) -> bool:
        """Whether it is held against a part of the year, at the pace that this part asks."""
        return not math.isnan(self.expected) and self.expected < 1

    @property
    def on_estimate(self) -> bool:
        """Whether it is judged by what was expected before the period was over: a verdict that is not yet known."""
        return is_expected(self.standing, self.flags)


@dataclass(frozen=True, slots=True)
class Rank:
    """The place among the peers that report the same, 1 for the best; `first` to `last` where sources differ.

    `assumed` of the `of` values rest on a guessed year.
    """

    place: int
    of: int
    first: int
    last: int
    assumed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `written` are the numbers of what people noted on its indicator in its years."""

    indicator: str
    group: str
    scope: str
    measure: str
    value: Value | None
    aim: Aim | None = None
    later_aims: tuple[Aim, ...] = ()
    change: Change | None = None
    line: tuple[YearValue, ...] = ()
    rank: Rank | None = None
    other_scopes: tuple[str, ...] = ()
    written: tuple[int, ...] = ()

    @property
    def standing(self) -> str:
        return self.aim.standing if self.aim else str(Verdict.NO_TARGET)

    @property
    def years(self) -> frozenset[int]:
        """The years that its numbers are of."""
        periods = [self.value.period] if self.value else []
        periods += [aim.period for aim in (self.aim, *self.later_aims) if aim]
        own = {Period.parse(period).last_year for period in periods if period}
        return frozenset(own | {point.year for point in self.line})

    @property
    def observation_ids(self) -> tuple[str, ...]:
        """What its numbers rest on, the value first."""
        ids = [self.value.observation_id] if self.value else []
        ids += [aim.observation_id for aim in (self.aim, *self.later_aims) if aim]
        ids += self.change.observation_ids if self.change else ()
        return tuple(dict.fromkeys(name for name in ids if name))


@dataclass(frozen=True, slots=True)
class YearOfTargets:
    """How the targets of one year stand: `counts` by standing, `rows` those that are held against something.

    `expected` are those of each count that are judged by an estimate. `wordy` targets have no number and are not
    counted; `latest_judged` where no later year has a verdict.
    """

    year: int
    counts: Mapping[str, int]
    rows: tuple[Row, ...]
    wordy: int = 0
    earlier: bool = False
    expected: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Written:
    """What a person noted on an indicator in a period; rows that it concerns carry its number."""

    number: int
    note: Note


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a brief says of a zone; `year` is the one it is about, `day` the one on which it stands so.

    `notes` are the numbers of the sources by observation, `written` what people noted.

    `without` are the indicators of the map of which the reports say nothing; `peers` how many zones it was ranked
    among; `reports` how many there are of the zone.
    """

    zone: str
    year: int
    day: date
    built_at: str
    reports: int
    years: tuple[YearOfTargets, ...]
    rows: tuple[Row, ...]
    without: tuple[str, ...]
    peers: int
    sources: tuple[Source, ...]
    years_to_choose: tuple[int, ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict)
    written: tuple[Written, ...] = ()

    @property
    def values(self) -> int:
        """How many rows have a value."""
        return sum(row.value is not None for row in self.rows)


def brief_of(
    build: Build,
    zone: str,
    config: Config,
    year: int | None = None,
    peers: Iterable[str] | None = None,
    notes: Iterable[Note] = (),
    day: date | None = None,
) -> Brief:
    """The brief of `zone` (its full name) out of a build; as of `year`, else of the last year that was reported on.

    Ranked among `peers`, else among all areas of the same kind; with those of the `notes` of people that are on the
    zone. It stands as on the day of the build, unless another is asked for: the same build and notes give the same
    brief.
    """
    return _with_notes(_Maker(build, zone, config, year, peers, day).brief(), notes, year is not None)


def _with_notes(brief: Brief, notes: Iterable[Note], asked: bool) -> Brief:
    """The brief with the notes on it: those on what a row shows, in the order of the rows, then those on the rest.

    The rest is of the year of the brief and later ones; where that year was asked for, of that year alone.
    """

    def on(note: Note, row: Row) -> bool:
        return note.indicator == row.indicator and Period.parse(note.period).last_year in row.years

    def of_time(note: Note) -> bool:
        year = Period.parse(note.period).last_year
        return year == brief.year or (year > brief.year and not asked)

    mine = [note for note in notes if note.zone == brief.zone]
    told = [note for row in brief.rows for note in mine if on(note, row)]
    told += [note for note in mine if of_time(note)]
    numbers = {note: number for number, note in enumerate(dict.fromkeys(told), 1)}
    rows = (replace(row, written=tuple(numbers[note] for note in mine if on(note, row))) for row in brief.rows)
    written = tuple(Written(number, note) for note, number in numbers.items())
    return replace(brief, rows=tuple(rows), written=written)


def _day(built_at: str) -> date:
    try:
        return datetime.fromisoformat(built_at).date()
    except ValueError:
        return date.min


_Record = Mapping[str, Any]
_Key = tuple[str, str, str]  # indicator, scope, measure


class _Maker:
    """One zone's cells and targets, and what is made of them."""

    def __init__(
        self, build: Build, zone: str, config: Config, year: int | None, peers: Iterable[str] | None, day: date | None
    ) -> None:  # fmt: skip
        self.build, self.zone, self.config = build, zone, config
        self.built_at = str(build.info.get("built_at", ""))
        self.day = day or _day(self.built_at)
        cells = build.rows("cells", zone=[zone])
        self.cells = {row["cell_id"]: row for row in cells}
        every = [row for row in cells if row["measure"] in ("level", "growth") and not math.isnan(row["number"])]
        self.aimed = [row for row in build.rows("targets", zone=[zone]) if row["verdict"] != Verdict.NO_TARGET]
        self.reported = [row for row in every if row["kind"] != "target"]
        self.years = sorted({int(row["year"]) for row in (*self.reported, *self.aimed)}, reverse=True)
        self.asked, self.year = year is not None, self._last_year() if year is None else year
        if self.asked:
            self.reported = [row for row in self.reported if row["year"] <= self.year]
        self.by_key: dict[_Key, list[_Record]] = {}
        for row in self.reported:
            self.by_key.setdefault((row["indicator"], row["scope"], row["measure"]), []).append(row)
        self.peers_asked = peers
        self.flags = self._read_flags()

    # which year it is about

    def _last_year(self) -> int:
        """The last year of which a whole year was reported, or the one before where that has the last verdicts."""
        whole = [int(row["year"]) for row in self.reported if _is_whole(row["period"])]
        last = max(whole, default=max(self.years, default=self.day.year))
        judged = max(self._judged_years(), default=0)
        return judged if judged == last - 1 else last

    def _judged_years(self) -> set[int]:
        known = {Verdict.MET, Verdict.MISSED, IN_DOUBT}
        return {int(row["year"]) for row in self.aimed if standing(row, self.day) in known}

    def _told_years(self) -> list[int]:
        """The year, those after it that have targets, and the last one with verdicts where it lies before."""
        years = {int(row["year"]) for row in self.aimed}
        if self.asked:
            return [self.year]
        told = [self.year, *sorted(year for year in years if year > self.year)]
        earlier = [year for year in self._judged_years() if year < self.year]
        if earlier and not any(row["year"] >= self.year and standing(row, self.day) in JUDGED for row in self.aimed):
            told.append(max(earlier))
        return told

    # the whole

    def brief(self) -> Brief:
        numbered = [row for row in self.aimed if not (math.isnan(row["target_number"]) and math.isnan(row["share"]))]
        last = self.year + 1 if self.asked else max([self.year, *self.years], default=self.year)
        held = {year: self._held(numbered, year) for year in self._told_years()}
        shown = [row for year, rows in held.items() if self.year <= year for row in rows]
        shown += self._latest(shown)
        waiting = [row for row in numbered if self.year <= row["year"] <= last and not self._is_held(row)]
        rows = self._ranked(self._with_waiting(shown, waiting))
        rows.sort(key=self._place)
        known = {row.indicator for row in rows}
        years = tuple(self._year(year, numbered, held[year]) for year in held)
        sources, notes = self._sources([*rows, *(row for each in years for row in each.rows)])
        return Brief(
            zone=self.zone, year=self.year, day=self.day, built_at=self.built_at,
            reports=len(self.build.tables.counts("observations", ["doc"], where={"zone": self.zone})),
            years=years, rows=tuple(rows), without=tuple(name for name in self.config.indicators if name not in known),
            peers=len(self._peers), sources=sources, years_to_choose=tuple(self.years), notes=notes,
        )  # fmt: skip

    def _place(self, row: Row) -> tuple[Any, ...]:
        groups, indicators = list(self.config.groups), list(self.config.indicators)
        period = Period.parse(row.value.period).end.toordinal() if row.value else 0
        aim = row.aim.period if row.aim else ""
        return (
            ORDER.index(row.standing),
            groups.index(row.group) if row.group in groups else len(groups),
            indicators.index(row.indicator) if row.indicator in indicators else len(indicators),
            row.indicator, -period, row.measure != "level", row.scope, aim,
        )  # fmt: skip

    # targets that something is held against

    def _is_held(self, row: _Record) -> bool:
        return row["verdict"] != Verdict.PENDING

    def _held(self, numbered: Sequence[_Record], year: int) -> list[Row]:
        rows = (row for row in numbered if row["year"] == year and self._is_held(row))
        return [self._row_of_target(row) for row in rows]

    def _row_of_target(self, row: _Record) -> Row:
        actual = self.cells.get(row["actual_cell"])
        scope = actual["scope"] if actual else row["scope"]
        made = self._row(row["indicator"], scope, row["measure"], actual)
        return replace(made, aim=self._aim(row))

    def _aim(self, row: _Record) -> Aim:
        cell = self.cells.get(row["target_cell"])
        return Aim(
            year=int(row["year"]), period=set_for(row), measure=row["measure"], value=row["target_value"],
            unit=row["target_unit"], comparator=row["target_comparator"], number=row["target_number"],
            canonical_unit=row["canonical_unit"], derived=bool(row["derived"]), share=row["share"],
            expected=row["expected_share"], difference=row["difference"], standing=str(standing(row, self.day)),
            verdict=row["verdict"], reason=row["reason"], flags=tuple(row["flags"].split()),
            arithmetic=row["arithmetic"], observation_id=cell["chosen"] if cell else "",
        )  # fmt: skip

    def _with_waiting(self, rows: list[Row], waiting: Sequence[_Record]) -> list[Row]:
        """The rows with the targets that nothing is known of yet; one that fits no row gets a row of its own.

        A target for several years stands beside no value of a single one: it would be read as held against it.
        """
        for row in sorted(waiting, key=lambda row: (row["year"], set_for(row) != str(row["year"]), set_for(row))):
            key = (row["indicator"], row["scope"], row["measure"])
            same = [at for at, each in enumerate(rows) if (each.indicator, each.scope, each.measure) == key]
            of_years = _spans_years(set_for(row))
            if of_years:
                same = [at for at in same if rows[at].aim or not rows[at].value]
            if not same:
                cells = [cell for cell in self.by_key.get(key, ()) if not _spans_years(cell["period"])]
                made = self._row(*key, _latest_of(cells) if cells and not of_years else None)
                rows.append(replace(made, aim=self._aim(row)))
                continue
            at = max(same, key=lambda at: _end(rows[at]))
            aim = self._aim(row)
            found = rows[at]
            rows[at] = replace(found, later_aims=(*found.later_aims, aim)) if found.aim else replace(found, aim=aim)
        return rows

    # latest values

    def _latest(self, shown: Sequence[Row]) -> list[Row]:
        """A row for the latest value of every indicator, unless a target shows that one already."""
        there = {(row.indicator, row.scope, row.measure, row.value.period) for row in shown if row.value}
        made = []
        for indicator in dict.fromkeys(row["indicator"] for row in self.reported):
            mine = [row for row in self.reported if row["indicator"] == indicator and not _spans_years(row["period"])]
            levels = [row for row in mine if row["measure"] == "level"] or mine
            if not levels:
                continue
            row = _latest_of(_of_the_whole(levels) or levels)
            if (indicator, row["scope"], row["measure"], row["period"]) not in there:
                others = {each["scope"] for each in levels if each["period"] == row["period"]} - {row["scope"]}
                found = self._row(indicator, row["scope"], row["measure"], row)
                made.append(replace(found, other_scopes=tuple(sorted(others))))
        return made

    # one row

    def _row(self, indicator: str, scope: str, measure: str, cell: _Record | None) -> Row:
        known = self.config.indicators.get(indicator)
        value = self._value(cell) if cell else None
        cells = self.by_key.get((indicator, scope, measure), [])
        alike = [row for row in cells if cell is None or row["canonical_unit"] == cell["canonical_unit"]]
        years = _whole_years(alike)
        return Row(
            indicator=indicator, group=known.group if known else "", scope=scope, measure=measure, value=value,
            change=self._change(cell, years) if cell and measure == "level" else None,
            line=tuple(
                YearValue(int(row["year"]), row["number"], row["kind"], row["status"] == "disputed") for row in years
            )[-YEARS_OF_A_LINE:],
        )  # fmt: skip

    def _value(self, cell: _Record) -> Value:
        return Value(
            period=cell["period"], kind=cell["kind"], measure=cell["measure"], value=cell["value"], unit=cell["unit"],
            comparator=cell["comparator"], number=cell["number"], canonical_unit=cell["canonical_unit"],
            disputed=cell["status"] == "disputed", low=cell["low"], high=cell["high"],
            doubts=self._doubts(cell), observation_id=cell["chosen"], years_before=self._years_before(cell),
        )  # fmt: skip

    def _years_before(self, cell: _Record) -> int:
        years = self.year - int(cell["period_end"][:4])
        return years if years > 1 else 0

    def _doubts(self, cell: _Record) -> tuple[str, ...]:
        return tuple(flag for flag in self.flags.get(cell["chosen"], ()) if flag in DOUBTS)

    def _change(self, cell: _Record, years: Sequence[_Record]) -> Change | None:
        stated = [
            row for row in self.by_key.get((cell["indicator"], cell["scope"], "growth"), ())
            if row["period"] == cell["period"]
        ]  # fmt: skip
        if stated:
            row = min(stated, key=lambda row: (row["kind"] != cell["kind"], row["cell_id"]))
            doubts = (*self._doubts(row), *(["disputed"] if row["status"] == "disputed" else []))
            return Change(row["number"], "%", True, row["value"], row["comparator"], doubts, (row["chosen"],))
        before = [row for row in years if row["year"] == cell["year"] - 1]
        if not before or not _is_whole(cell["period"]):
            return None
        base = before[0]
        if base["comparator"] not in _EXACT or cell["comparator"] not in _EXACT:
            return None
        known = self.config.indicators.get(cell["indicator"])
        doubts = tuple(dict.fromkeys(
            doubt for row in (base, cell)
            for doubt in (*self._doubts(row), *(["disputed"] if row["status"] == "disputed" else []),
                          *(["estimate"] if row["kind"] == "estimate" else []))
        ))  # fmt: skip
        ids = (cell["chosen"], base["chosen"])
        if known is not None and known.dimension == "rate":  # a rate falls by points, not by per cent
            points = round(cell["number"] - base["number"], 2)
            return Change(points, "个百分点", False, doubts=doubts, observation_ids=ids)
        if base["number"] <= 0:  # of a loss or of nothing there is no growth in per cent
            return None
        growth = round((cell["number"] / base["number"] - 1) * 100, 1)
        return Change(growth, "%", False, doubts=doubts, observation_ids=ids)

    # ranks

    @cached_property
    def _peers(self) -> frozenset[str]:
        if self.peers_asked is not None:
            return frozenset(self.peers_asked) | {self.zone}
        kind = kind_of(self.zone)
        return frozenset(name for name in self.build.values_of("cells", "zone") if name and kind_of(name) == kind)

    def _ranked(self, rows: Sequence[Row]) -> list[Row]:
        asked = [row for row in rows if row.value and self._may_rank(row, row.value)]
        if not asked:
            return list(rows)
        values = [row.value for row in asked if row.value]
        where = {
            "indicator": sorted({row.indicator for row in asked}), "measure": sorted({row.measure for row in asked}),
            "period": sorted({value.period for value in values}), "kind": ["actual"],
        }  # fmt: skip
        columns = (
            "zone",
            "indicator",
            "scope",
            "measure",
            "period",
            "canonical_unit",
            "comparator",
            "number",
            "low",
            "high",
            "chosen",
        )
        peers = self._peers
        found: dict[tuple[str, ...], list[_Record]] = {}
        for other in self.build.tables.select("cells", columns, where=where).to_pylist():
            if other["zone"] in peers and other["comparator"] in _EXACT and not math.isnan(other["number"]):
                key = tuple(other[name] for name in ("indicator", "scope", "measure", "period", "canonical_unit"))
                found.setdefault(key, []).append(other)
        guessed = self._guessed(where)
        return [
            replace(row, rank=self._rank(row, row.value, found, guessed)) if row in asked and row.value else row
            for row in rows
        ]

    def _may_rank(self, row: Row, value: Value) -> bool:
        known = self.config.indicators.get(row.indicator)
        stated = value.kind == "actual" and value.comparator in _EXACT  # where a bound stands nobody can tell
        return stated and known is not None and known.good in ("up", "down")

    def _guessed(self, where: Mapping[str, Sequence[str]]) -> frozenset[str]:
        """The observations of these indicators and periods of which the year is a guess."""
        from kpi.results.queries import Word

        search = [Word(YEAR_ASSUMED, ("flags",))]
        rows = self.build.tables.select("observations", ["observation_id"], search=search, where=where)
        return frozenset(rows["observation_id"].to_pylist())

    def _rank(
        self, row: Row, value: Value, found: Mapping[tuple[str, ...], Sequence[_Record]], guessed: frozenset[str]
    ) -> Rank | None:
        key = (row.indicator, row.scope, row.measure, value.period, value.canonical_unit)
        others = [other for other in found.get(key, ()) if other["zone"] != self.zone]
        if not others:
            return None
        sign = -1 if self.config.indicators[row.indicator].good == "down" else 1

        def ends(low: float, high: float) -> tuple[float, float]:
            return (min(sign * low, sign * high), max(sign * low, sign * high))

        mine = sign * value.number
        low, high = ends(value.low, value.high)
        apart = [ends(other["low"], other["high"]) for other in others]
        return Rank(
            place=1 + sum(sign * other["number"] > mine for other in others),
            of=len(others) + 1,
            first=1 + sum(worst > high for worst, _ in apart),
            last=1 + sum(best > low for _, best in apart),
            assumed=sum(other["chosen"] in guessed for other in others),
        )

    # years and sources

    def _year(self, year: int, numbered: Sequence[_Record], rows: Sequence[Row]) -> YearOfTargets:
        counts: Counter[str] = Counter()
        expected: Counter[str] = Counter()
        for row in numbered:
            if row["year"] == year:
                name = str(standing(row, self.day))
                counts[name] += 1
                expected[name] += is_expected(name, row["flags"].split())
        known = {row["target_id"] for row in numbered}
        wordy = sum(row["year"] == year and row["target_id"] not in known for row in self.aimed)
        ordered = tuple(sorted(rows, key=self._place))
        return YearOfTargets(year, counts, ordered, wordy, earlier=year < self.year, expected=+expected)

    def _read_flags(self) -> dict[str, tuple[str, ...]]:
        """The flags of what the cells rest on: they stand in the table of observations only."""
        rows = self.build.tables.select("observations", ["observation_id", "flags"], where={"zone": self.zone})
        pairs = zip(rows["observation_id"].to_pylist(), rows["flags"].to_pylist(), strict=True)
        return {name: tuple(flags.split()) for name, flags in pairs if flags}

    def _sources(self, rows: Iterable[Row]) -> tuple[tuple[Source, ...], dict[str, int]]:
        ids = list(dict.fromkeys(name for row in rows for name in row.observation_ids))
        if not ids:
            return (), {}
        columns = ("observation_id", "doc", "published", "page", "quote", "alias", "pattern")
        where = {"zone": [self.zone], "observation_id": ids}
        stated = {
            row["observation_id"]: row
            for row in self.build.tables.select("observations", columns, where=where).to_pylist()
        }
        docs = sorted({row["doc"] for row in stated.values()})
        about = self.build.tables.select("documents", ("doc", "title"), where={"doc": docs}) if docs else None
        titles = dict(zip(about["doc"].to_pylist(), about["title"].to_pylist(), strict=True)) if about else {}
        found: list[Source] = []
        notes: dict[str, int] = {}
        same: dict[tuple[str, int, str, str], int] = {}
        for name in (name for name in ids if name in stated):
            row = stated[name]
            quote = one_line(row["quote"])
            of_table = row["pattern"] == "table" and row["alias"] not in quote
            place = (row["doc"], int(row["page"]), quote, row["alias"] if of_table else "")
            if place not in same:  # several numbers of one quote share a note
                same[place] = len(found) + 1
                found.append(Source(
                    same[place], name, row["doc"], one_line(titles.get(row["doc"], "")), row["published"],
                    int(row["page"]), quote, place[3],
                ))  # fmt: skip
            notes[name] = same[place]
        return tuple(found), notes


def one_line(text: str) -> str:
    """Words of a report without its line ends, and without the gaps that they leave in Chinese."""
    return "".join(part.strip() if not part.isascii() else f" {part.strip()} " for part in text.splitlines()).strip()


def _is_whole(period: str) -> bool:
    return period.isdigit()


def _spans_years(period: str) -> bool:
    return "/" in period.partition("-")[0]


def _end(row: Row) -> date:
    return Period.parse(row.value.period).end if row.value else date.min


def _whole_years(cells: Iterable[_Record]) -> list[_Record]:
    """One value a whole year, oldest first: the actual where there is an estimate as well."""
    best: dict[int, _Record] = {}
    for row in sorted(cells, key=lambda row: (row["kind"] != "actual", row["cell_id"])):
        if _is_whole(row["period"]):
            best.setdefault(int(row["year"]), row)
    return [best[year] for year in sorted(best)]


def _of_the_whole(levels: Sequence[_Record]) -> list[_Record]:
    """Those without a scope, unless they are more than a year older than the latest of the others."""
    whole = [row for row in levels if not row["scope"]]
    last = max(row["period_end"] for row in levels)
    return whole if any(int(row["period_end"][:4]) >= int(last[:4]) - 1 for row in whole) else []


def _latest_of(levels: Sequence[_Record]) -> _Record:
    """The latest of these values: a year or a part counted from January, where there is one of the last year.

    A quarter or a month alone says little of how a zone stands, and less than it seems to beside whole years.
    """
    last = max(row["period_end"] for row in levels)
    year_before = f"{int(last[:4]) - 1}{last[4:]}"
    counted = [row for row in levels if row["period_start"].endswith("-01-01") and row["period_end"] > year_before]
    candidates = counted or list(levels)
    end = max(row["period_end"] for row in candidates)
    latest = [row for row in candidates if row["period_end"] == end]
    return min(latest, key=_first_of_a_period)


def _first_of_a_period(row: _Record) -> tuple[Any, ...]:
    """From January, an actual, of many sources, of the whole."""
    return (row["period_start"], row["kind"] != "actual", -row["sources"], row["scope"], row["cell_id"])
