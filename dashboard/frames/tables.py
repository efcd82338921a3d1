"""Tables for the pages: selection and frames in, small frames out. No Streamlit inside."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.frames import standings
from dashboard.frames.numbers import Told, column, table_of, told
from dashboard.words.labels import Words
from dashboard.words.short_names import short_names
from kpi.results.queries import Word
from kpi.vocabulary.area_kinds import ZONE, kind_of
from kpi.vocabulary.model import SELF, Period, guesses_of
from kpi.wording.numbers import float_text, number_text, percent_text

# What a committee asks about first; others follow in the order of the config.


"""Comparators of values that a sum can start from: neither a lower nor an upper bound."""
EXPORT_COLUMNS = (
    "doc", "zone", "indicator", "scope", "measure", "kind", "period", "value", "unit", "comparator", "quote",
    "start", "end", "published", "basis", "flags", "readers",
)  # fmt: skip
LONG_COLUMNS = (
    "zone",
    "indicator",
    "scope",
    "measure",
    "kind",
    "period",
    "comparator",
    "value",
    "unit",
    "quote",
    "doc",
    "published",
)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One mark of the trend chart."""

    zone: str
    scope: str
    kind: str
    period: str
    year: int
    position: float
    number: float
    text: str
    low: float
    high: float
    sources: int
    status: str
    rule: str
    observation_id: str
    docs: tuple[tuple[str, str], ...]
    others: tuple[tuple[float, str, str], ...] = field(default=())
    indicator: str = ""
    measure: str = "level"
    unit: str = ""
    comparator: str = "="
    corrected: bool = False
    note: str = ""

    @property
    def part_year(self) -> bool:
        return "-" in self.period

    @property
    def from_january(self) -> bool:
        """Whether it is a part of a year counted from January: H1, the first quarter, January to May."""
        return self.part_year and Period.parse(self.period).is_cumulative_part

    @property
    def alone(self) -> bool:
        """Whether it is a month or quarter by itself, which is no part of the way through the year."""
        return self.part_year and not self.from_january

    @property
    def whole_year(self) -> bool:
        return not self.part_year and not spans_years(self.period)


def spans_years(period: str) -> bool:
    """Whether a period covers more than one year."""
    return "/" in period.partition("-")[0]


def coverage(counts: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Zone by year: how many values of which state, told by sign and number; `counts` by zone, year, kind, period."""
    if counts.empty:
        return pd.DataFrame()
    pairs = zip(counts["kind"], counts["period"], strict=True)
    states = {pair: _state(*pair) for pair in set(pairs)}
    found: dict[tuple[str, int], dict[str, int]] = {}
    columns = (counts[name] for name in ("zone", "year", "kind", "period", "count"))
    for zone, year, kind, period, count in zip(*columns, strict=True):
        of_year = found.setdefault((zone, year), {})
        state = states[kind, period]
        of_year[state] = of_year.get(state, 0) + count
    there = set(counts["zone"])
    zones = [zone for zone in words.config.zones if zone in there]
    zones += sorted(there - set(zones), key=lambda zone: (kind_of(zone) != ZONE, zone))
    years = range(int(counts["year"].max()), int(counts["year"].min()) - 1, -1)  # of decades the last are looked at
    table = {
        str(year): [
            "  ".join(f"{s} {number}" for s in "●◐○◇" if (number := found.get((zone, year), {}).get(s))) or "—"
            for zone in zones
        ]
        for year in years
    }
    names = short_names({zone: words.zone(zone) for zone in zones})  # whole, they would fill a phone
    return pd.DataFrame({words("zone"): [names[zone] for zone in zones], **table}, index=zones)


def coverage_widths(table: pd.DataFrame) -> dict[str, int]:
    """Pixels for the years of the coverage: measured by its first rows alone, longer cells further down were cut."""
    years = [str(name) for name in table.columns[1:]]
    return {year: max(60, 24 + 9 * max(map(len, table[year]), default=0)) for year in years}


def _state(kind: str, period: str) -> str:
    if kind == "target":
        return "◇"
    if "-" in period or spans_years(period):
        return "◐"
    return "○" if kind == "estimate" else "●"


def position(period: str) -> float:
    """Where a period stands on an axis of years.

    A whole year stands on its number. A part stands in the left half of its year's band, at its
    end: June a quarter before the number, so that it is never taken for the year itself.
    """
    parsed = Period.parse(period)
    return parsed.last_year - (12 - parsed.last_month) / 24


def in_order(measures: Collection[str]) -> tuple[str, ...]:
    """The measures as they are offered, level first."""
    return tuple(name for name in ("level", "growth", "growth_gap", "share", "completion") if name in measures)


def trend_points(cells: pd.DataFrame, observations: pd.DataFrame, words: Words) -> list[TrendPoint]:
    """The marks of a chart: one for each cell with a number, oldest first."""
    shown = cells[cells["number"].notna()].sort_values(["zone", "scope", "period_end", "kind"])
    columns = ["observation_id", "number", "value", "unit", "comparator", "doc", "published", "flags"]
    stated = {row["observation_id"]: row for row in observations[columns].to_dict("records")}
    return [_point(row, stated, words) for row in shown.to_dict("records")]


def _point(row: Mapping[Hashable, Any], stated: Mapping[str, Mapping[Hashable, Any]], words: Words) -> TrendPoint:
    members = [stated[name] for name in str(row["members"]).split() if name in stated]
    measure, unit = str(row["measure"]), str(row["canonical_unit"])
    number = float(str(row["number"]))
    others = tuple(
        (
            float(other["number"]),
            words.number(
                _in_chart_unit(other["value"], other["unit"], float(other["number"]), unit)[0],
                other["comparator"],
                measure in ("growth", "growth_gap"),
            ),
            str(other["observation_id"]),
        )
        for other in {member["number"]: member for member in reversed(members)}.values()
        if float(other["number"]) != number
    )
    return TrendPoint(
        zone=str(row["zone"]), scope=str(row["scope"]), kind=str(row["kind"]), period=str(row["period"]),
        year=int(str(row["year"])), position=position(str(row["period"])), number=number,
        text=words.quantity(*_in_chart_unit(row["value"], row["unit"], number, unit), str(row["comparator"]), measure),
        low=float(str(row["low"])), high=float(str(row["high"])), sources=int(str(row["sources"])),
        status=str(row["status"]), rule=str(row["rule"]), observation_id=str(row["chosen"]),
        docs=tuple(dict.fromkeys((str(member["doc"]), str(member["published"])) for member in members)),
        others=others, indicator=str(row["indicator"]), measure=measure, unit=unit, comparator=str(row["comparator"]),
        corrected=any("corrected" in str(member["flags"]).split() for member in members),
    )  # fmt: skip


def _in_chart_unit(value: object, unit: object, number: float, wanted: str) -> tuple[str, str]:
    """The stated number where it is in the chart's unit already, else the converted one."""
    return (
        (str(value), wanted) if unit == wanted else (float_text(number, 6).replace(",", "").replace("−", "-"), wanted)
    )


def trend_table(points: Sequence[TrendPoint], words: Words) -> pd.DataFrame:
    """The chart's numbers as a table, indexed by the observation that each row leads to."""
    rows = [
        {
            words("zone"): words.zone(point.zone), words("scope"): words.scope(point.scope),
            words("period"): words.period(point.period), words("kind"): words.kind(point.kind),
            words("value"): told(point.number, point.text),
            words("status"): words(f"status.{point.status}"),
            words("statements"): told(min((other for other, _, _ in point.others), default=math.nan),
                                      " · ".join(text for _, text, _ in point.others)),
            words("source_count"): point.sources,
        }
        for point in points
    ]  # fmt: skip
    return table_of(rows, [point.observation_id for point in points])


def statements(observations: pd.DataFrame, words: Words) -> pd.DataFrame:
    """What each source says, and of which zone, with its words; indexed by observation.

    Where they speak of several indicators these have a column too.
    """
    ordered = observations.sort_values(["period_end", "scope", "doc"], ascending=[False, True, True])
    several = ordered["indicator"].nunique() > 1
    table = {words("indicator"): list(ordered["indicator"].map(words.indicator))} if several else {}
    table |= {
        words("zone"): list(ordered["zone"].map(words.zone)),
        words("value"): column(map(told, ordered["number"], _quantities(ordered, words)), ordered["observation_id"]),
        words("scope"): [words.scope(scope) for scope in ordered["scope"]],
        words("period"): [words.period(code) for code in ordered["period"]],
        words("kind"): [words.kind(kind) for kind in ordered["kind"]],
        words("quote"): [one_line(quote) for quote in ordered["quote"]],
        words("doc"): list(ordered["doc"]),
        words("published"): [date or words("undated") for date in ordered["published"]],
    }
    return pd.DataFrame(table, index=list(ordered["observation_id"]))


def _quantities(observations: pd.DataFrame, words: Words) -> list[str]:
    """Every value with its unit, as it was stated."""
    fields = (observations[name] for name in ("value", "unit", "comparator", "measure"))
    return [words.quantity(*each) for each in zip(*fields, strict=True)]


def long_table(
    observations: pd.DataFrame, words: Words, columns: Iterable[str] = LONG_COLUMNS, for_file: bool = False
) -> pd.DataFrame:
    """The observations as a reader sees them: names for codes, indexed by observation.

    `for_file` leaves the numbers as stated, without the gaps that make them readable on a page.
    """
    shown = {
        "zone": observations["zone"].map(words.zone),
        "indicator": observations["indicator"].map(words.indicator),
        "scope": observations["scope"].map(words.exact_scope),
        "measure": observations["measure"].map(words.measure),
        "kind": observations["kind"].map(words.kind),
        "period": observations["period"].map(words.period),
        "comparator": observations["comparator"].map(words.modifier),
        "value": observations["value"].map(str)
        if for_file
        else column(map(_as_stated, observations["value"]), list(observations.index)),
        "unit": observations["unit"].map(words.unit),
        "quote": observations["quote"].map(one_line),
        "basis": observations["basis"].map(lambda basis: " · ".join(dict.fromkeys(words.basis(basis).values()))),
        "flags": observations["flags"].map(
            lambda flags: " · ".join(words.code("flag", flag) for flag in flags.split())
        ),
    }
    if "readers" in observations:  # a build of an earlier program has none
        shown["readers"] = observations["readers"].map(words.readers)
    there = [name for name in columns if name in shown or name in observations]
    table = pd.DataFrame({words(name): shown[name] if name in shown else observations[name] for name in there})
    return table.set_axis(list(observations["observation_id"]), axis=0)


def _as_stated(value: str) -> Told | None:
    """A number in the digits of its source, to sort by what it says; None where words stand for it."""
    try:
        return told(value, number_text(value))
    except ValueError:
        return None


def search_words(text: str, words: Words) -> list[Word]:
    """What a row must contain, word by word: in its quote, report, zone or scope, or as the name of its indicator."""
    return [
        Word(word, ("quote", "doc", "zone", "scope", "indicator"), {"indicator": _named_like(word, words)})
        for word in text.lower().split()
    ]


def _named_like(word: str, words: Words) -> list[str]:
    return [name for name in words.config.indicators if word in words.indicator(name).lower()]


def target_rows(targets: pd.DataFrame, reported_first: bool = False) -> pd.DataFrame:
    """Targets with a number, the latest year first, in it zones before areas that are none, and those that say more
    (share, year before) on top.

    With `reported_first` those that can be judged come before all that wait for a report.
    """
    numbered = targets[targets["target_number"].notna()]
    ranked = numbered.assign(
        aside=[kind_of(zone) != ZONE for zone in numbered["zone"]],
        reported=numbered["share"].notna(), compared=numbered["previous_number"].notna(),
    )  # fmt: skip
    keys = ["year", "aside", "zone", "reported", "compared", "indicator", "target_id"]
    ordered = ranked.sort_values(keys, ascending=[False, True, True, False, False, True, True])
    if reported_first:
        ordered = ordered.sort_values("reported", ascending=False, kind="stable")
    return ordered.drop(columns=["aside", "reported", "compared"])


def target_quantity(row: Mapping[str, object], words: Words) -> str:
    """A target's number as it was set, with modifier and unit; empty where it has none.

    One that was derived from a completion of so many per cent is told in the unit of its indicator.
    """
    if row["derived"]:
        return words.quantity(float_text(float(str(row["target_number"])), 2).replace(",", ""),
                              str(row["canonical_unit"]), "~")  # fmt: skip
    stated = (row["target_value"], row["target_unit"], row["target_comparator"], row["measure"])
    return words.quantity(*map(str, stated))


def target_reason(row: Mapping[str, object], words: Words) -> str:
    """What the verdict hangs on and what else is known of it, in words."""
    codes = [str(row["reason"]), *str(row["flags"]).split()]
    # what is in doubt stands first
    said = [words.judged(str(row["verdict"]), codes[1:])] if standings.of(row) == standings.IN_DOUBT else []
    said += [words.code("reason", code) for code in dict.fromkeys(codes) if code and code != "disputed_target"]
    return "；".join(said) if words.language == "zh" else "; ".join(said)


def target_title(row: Mapping[str, object], words: Words, with_period: bool = True) -> str:
    """Period, indicator, scope and measure of a target."""
    measure = str(row["measure"])
    scope = scope_suffix(str(row["indicator"]), str(row["scope"]), words)
    parts = [words.indicator(str(row["indicator"])), scope, "" if measure == "level" else words.measure(measure)]
    title = " · ".join(part for part in parts if part)
    return f"{words.period(str(row['target_period']))} {title}" if with_period else title


def target_note(row: Mapping[str, object], cells: pd.DataFrame, observations: pd.DataFrame, words: Words) -> str:
    """What is worth knowing beside a bullet: sum, what the verdict hangs on, other statements, the year before."""
    notes = [arithmetic(row)]
    doubts = guesses_of(str(row["reason"]), ()) if standings.of(row) == standings.IN_DOUBT else ()
    if row["reason"] != "not_reported" and row["reason"] not in doubts:  # what is in doubt is said with the verdict
        notes.append(words.code("reason", str(row["reason"])) if row["reason"] else "")
    flags = str(row["flags"]).split()
    if "disputed_target" in flags:
        notes.append(_target_statements(row, cells, observations, words))
    if "disputed_actual" in flags:
        stated = statement_values(cells, observations, str(row["actual_cell"]), words)
        notes.append(words("actual_statements", count=len(stated), values=" / ".join(stated)))
    before, aim = float(str(row["previous_number"])), float(str(row["target_number"]))
    if before == before and row["measure"] == "level" and not row["actual_cell"] and before != aim:
        key = "previous_above" if aim < before else "previous_below"
        said = words.quantity(float_text(before, 4), str(row["canonical_unit"]), str(row["previous_comparator"]))
        notes.append(words(key, value=said))
    if row["derived"]:
        notes.append(words("derived"))
    return " · ".join(note for note in notes if note)


def _target_statements(
    row: Mapping[str, object], cells: pd.DataFrame, observations: pd.DataFrame, words: Words
) -> str:  # fmt: skip
    """What the sources say of a target, and which of it is meant where that is not what was chosen elsewhere."""
    stated = statement_values(cells, observations, str(row["target_cell"]), words)
    meant = target_quantity(row, words)
    if "same_sentence" not in str(row["flags"]).split() or meant not in stated:
        return words("target_statements", count=len(stated), values=" / ".join(stated))
    others = " / ".join(value for value in stated if value != meant)
    return words("target_of_sentence", count=len(stated), meant=meant, others=others)


def arithmetic(row: Mapping[str, object]) -> str:
    """The sum behind a verdict, its numbers written as all others are: `1,492.9 ÷ 1,455 = 102.6 %`."""
    return _LONG_NUMBER.sub(lambda found: number_text(found[0]), str(row["arithmetic"]))


def _difference(row: Mapping[str, Any], words: Words) -> str:
    """The actual less the target, in the unit in which they were held against each other."""
    said = float_text(row["difference"], 4, signed=True)
    unit = words.unit("个百分点" if row["canonical_unit"] == "%" else row["canonical_unit"])
    return f"{said} {unit}" if said and unit else said


_LONG_NUMBER = re.compile(r"(?<![\d.])\d{4,}(?:\.\d+)?")


def target_table(targets: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Every verdict with its inputs, indexed by target; what is read first stands first."""
    records = targets.to_dict("records")
    rows = [
        {
            words("zone"): words.zone(row["zone"]), words("indicator"): target_title(row, words, with_period=False),
            words("target_for"): words.period(row["target_period"]),
            words("target_value"): told(row["target_number"], target_quantity(row, words)),
            words("actual"): told(row["actual_number"], words.quantity(
                row["actual_value"], row["actual_unit"], row["actual_comparator"], row["measure"]
            )),
            words("verdict"): standings.named(row, words), words("arithmetic"): arithmetic(row),
            words("period"): words.period(row["actual_period"]) if row["actual_period"] else "",
            words("reason"): target_reason(row, words), words("share"): told(row["share"], percent_text(row["share"])),
            words("pace"): told(row["expected_share"], percent_text(row["expected_share"])),
            words("difference"): told(row["difference"], _difference(row, words)),
        }
        for row in records
    ]  # fmt: skip
    return table_of(rows, list(targets["target_id"]))


def target_file(targets: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The same for a file: numbers that add up, in the unit of a column of their own, and modifiers beside them."""
    shown = target_table(targets, words)
    records = targets.to_dict("records")
    plain = {
        words("target_value"): [_in_one_unit(row, "target") for row in records],
        words("target_modifier"): [
            "" if row["derived"] else words.modifier(row["target_comparator"]) for row in records
        ],
        words("actual"): [_in_one_unit(row, "actual") for row in records],
        words("actual_modifier"): [words.modifier(row["actual_comparator"]) for row in records],
        words("unit"): [words.unit(row["canonical_unit"]) for row in records],
        words("difference"): [_digits(row["difference"]) for row in records],
        f"{words('share')} (%)": [_digits(row["share"] * 100) for row in records],
        f"{words('pace')} (%)": [_digits(row["expected_share"] * 100) for row in records],
    }
    texts = shown.drop(columns=[words(name) for name in ("target_value", "actual", "difference", "share", "pace")])
    first = [words(name) for name in ("zone", "indicator", "target_for")]
    made = pd.DataFrame(plain, index=shown.index)
    return pd.concat([texts[first], made, texts.drop(columns=first)], axis=1)


def _in_one_unit(row: Mapping[Hashable, Any], side: str) -> str:
    """Target or actual in the unit of the row: in the digits of its source where they are in that unit."""
    stated = row[f"{side}_unit"] == row["canonical_unit"] and not row["derived"] and row[f"{side}_value"]
    return str(row[f"{side}_value"]) if stated else _digits(row[f"{side}_number"])


def _digits(number: float) -> str:
    return float_text(number, 4).replace(",", "").replace("−", "-")


def statement_values(cells: pd.DataFrame, observations: pd.DataFrame, cell_id: str, words: Words) -> list[str]:
    """The different values that the sources state for one cell, the chosen one first."""
    cell = cells[cells["cell_id"] == cell_id]
    if cell.empty:
        return []
    stated = observations.set_index("observation_id").loc[cell.iloc[0]["members"].split()]
    unique = stated.drop_duplicates("number")
    return [
        words.quantity(row["value"], row["unit"], row["comparator"], row["measure"]) for _, row in unique.iterrows()
    ]


def choices(points: Sequence[TrendPoint], words: Words) -> list[str]:
    """For every disputed mark: what was said, what was chosen, and by which rule.

    Statements that agree and only differ in digits (30420万元 and 3.04亿元) are no dispute.
    """
    lines = []
    zones, indicators = (len({getattr(point, name) for point in points}) > 1 for name in ("zone", "indicator"))
    for point in (point for point in points if point.others and point.status == "disputed"):
        because = words.code("because", point.rule)
        # what tells the lines apart stands first
        whose = [words.zone(point.zone)] * zones + [words.indicator(point.indicator)] * indicators
        unit = words.quantity("0", point.unit).removeprefix("0")
        told = {
            "period": " ".join([*whose, words.period(point.period)]),
            "scope": f" {words.scope(point.scope)}" if point.scope else "",
            "count": len(point.others) + 1,
            "values": " / ".join([point.text.removesuffix(unit), *(text for _, text, _ in point.others)]) + unit,
            "chosen": point.text,
        }
        key = "chosen_by" if point.rule else "chosen_first"
        lines.append(words(key, **told, rule=because.removeprefix("because.")))
    return lines


def scope_suffix(indicator: str, scope: str, words: Words) -> str:
    """The scope where it adds to the indicator's own name (规上 says nothing new of 规上工业总产值)."""
    known = words.config.indicators.get(indicator)
    return "" if not scope or scope in (known.zh if known else indicator) else words.scope(scope)


def one_line(text: str) -> str:
    """A quote without the report's line ends, and without the gaps that they leave in Chinese."""
    return "".join(part.strip() if not part.isascii() else f" {part.strip()} " for part in text.splitlines()).strip()


def find_reports(documents: pd.DataFrame, text: str) -> pd.DataFrame:
    """The reports whose name, path, title, zone or date has every word of `text`; the latest first."""
    hay = documents[["doc", "path", "title", "zone", "published"]].agg(" ".join, axis=1).str.lower()
    keep = pd.Series(True, index=documents.index)
    for word in text.lower().split():
        keep &= hay.str.contains(word, regex=False)
    return documents[keep].sort_values(["published", "doc"], ascending=[False, True])


def measure_suffix(measure: str, words: Words) -> str:
    """The name of a measure that the value itself does not tell: 100 % of a plan is no level and no growth."""
    return "" if measure in ("level", "growth") else words.measure(measure)


def fact_list(facts: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The facts of one report, as short as a list beside it must be; indexed by observation.

    Where they are of several zones, these stand first.
    """
    several = facts["zone"].nunique() > 1
    rows: list[dict[str, Any]] = [
        ({words("zone"): words.zone(row["zone"])} if several else {})
        | {
            words("indicator"): " · ".join(
                part
                for part in (
                    words.indicator(row["indicator"]),
                    scope_suffix(row["indicator"], row["scope"], words),
                    measure_suffix(row["measure"], words),
                )
                if part
            ),
            words("value"): told(
                row["number"], words.quantity(row["value"], row["unit"], row["comparator"], row["measure"])
            ),
            words("period"): words.period(row["period"]),
            words("kind"): words.kind(row["kind"]),
        }
        for row in facts.to_dict("records")
    ]
    return table_of(rows, list(facts["observation_id"]))


def evidence_rows(
    fact: Mapping[str, object] | pd.Series, words: Words, sheet: str = ""
) -> list[tuple[str, str, str]]:  # fmt: skip
    """Each field of a fact: its name, its value, and how it was found; `sheet` is its page's name if it has one."""
    how = words.basis(str(fact["basis"]))
    alias, quote = one_line(str(fact["alias"])), one_line(str(fact["quote"]))
    if "".join(alias.split()) == "".join(quote.split()):
        alias = ""  # the whole quote was matched by a pattern: said once is enough
    rows = [
        (words("zone"), words.zone(str(fact["zone"])), _ground(how.get("zone", ""), fact["zone_ground"])),
        (words("period"), words.period(str(fact["period"])), _ground(how.get("period", ""), fact["period_ground"])),
        (words("kind"), words.kind(str(fact["kind"])), _ground(how.get("kind", ""), fact["kind_ground"])),
        (words("indicator"), words.indicator(str(fact["indicator"])), alias),
        (words("scope"), words.scope(str(fact["scope"])) if fact["scope"] else "", ""),
        (words("measure"), words.measure(str(fact["measure"])), ""),
        (words("quote"), quote, ""),
        (words("published"), str(fact["published"]) or words("undated"), ""),
        (words("page"), _page_name(fact, sheet, words), ""),
        (words("place"), words("place_value", start=fact["start"], end=fact["end"]), ""),
        (words("readers"), words.readers(str(fact["readers"])) if fact.get("readers", SELF) != SELF else "", ""),
        (words("flags"), " · ".join(words.code("flag", flag) for flag in str(fact["flags"]).split()), ""),
        (words("confidence"), _confidence(fact), ""),
    ]
    return [row for row in rows if row[1]]


def _confidence(fact: Mapping[str, object] | pd.Series) -> str:
    """How likely the reading is right; empty where nothing was weighed, as in a table or by a person's hand."""
    by_hand = {"accepted", "corrected"} & set(str(fact["flags"]).split())
    return f"{float(str(fact['confidence'])) * 100:.0f} %" if fact["trace"] and not by_hand else ""


def _page_name(fact: Mapping[str, object] | pd.Series, sheet: str, words: Words) -> str:
    if sheet:
        return words("sheet_value", name=sheet)
    return words("page_value", page=fact["page"]) if fact["page"] else ""


def _ground(how: str, ground: object) -> str:
    return " · ".join(part for part in (how, one_line(str(ground))) if part)


def remark_table(remarks: pd.DataFrame, words: Words) -> pd.DataFrame:
    """What carried a number and became nothing, and why."""
    return pd.DataFrame(
        {
            words("quote"): [one_line(quote) for quote in remarks["quote"]],
            words("reason"): [words.code("remark", reason) for reason in remarks["reason"]],
        }
    )


def same_cell(observation_id: str, cells: pd.DataFrame, observations: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The other statements of the value that `observation_id` states, and which of all was chosen."""
    cell = cells[cells["members"].map(lambda members: observation_id in members.split())]
    if cell.empty or len(cell.iloc[0]["members"].split()) < 2:
        return pd.DataFrame()
    row = cell.iloc[0]
    stated = observations[observations["observation_id"].isin(row["members"].split())]
    table = statements(stated, words)[[words("value"), words("doc"), words("published")]]
    chosen = f"{words('chosen')} · {words.rule(row['rule'])}" if row["rule"] else words("chosen")
    table.insert(1, words("status"), [chosen if name == row["chosen"] else words("not_chosen") for name in table.index])
    return table
