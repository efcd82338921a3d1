"""Observations, cells and target results as rows of the tables that are stored, exported and shown.

Numbers stay as they were stated in `value` and `unit`; `number` says the same in `canonical_unit`
as a float, for charts and sums only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.vocabulary import units
from kpi.vocabulary.model import (
    DIFFERS_FROM,
    SELF,
    STATED_BY_A_PERSON,
    YEAR_ASSUMED,
    YEAR_OPEN,
    ZONE_OPEN,
    Cell,
    Comparator,
    Extraction,
    Hints,
    Indicator,
    Kind,
    Measure,
    Observation,
    Period,
    Remark,
    TargetResult,
)

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]
Columns = Mapping[str, type]
"""Names of a table's columns, in order, with the type of their values."""


def _columns(text: str) -> dict[str, type]:
    types = {"int": int, "float": float, "bool": bool}
    pairs = (word.partition(":") for word in text.split())
    return {name: types.get(kind, str) for name, _, kind in pairs}


_STATED = _columns(
    "doc zone indicator scope measure kind period value unit comparator quote start:int end:int published basis flags"
)
EXPORT_COLUMNS = tuple(_STATED)
"""The columns that every observations table begins with."""

OBSERVATIONS = _STATED | _columns(
    "observation_id report_id year:int period_start period_end number:float canonical_unit "
    "sentence_start:int sentence_end:int zone_ground period_ground kind_ground alias pattern path page:int boxes "
    "confidence:float status trace readers"
)
WAITING = OBSERVATIONS | _columns("worth:float")
"""Readings that stand in no series yet: `worth` is the higher the more is gained by looking at one."""

CELLS = _columns(
    "cell_id zone indicator scope measure kind period year:int period_start period_end value unit comparator "
    "number:float canonical_unit status sources:int count:int low:float high:float rule chosen members"
)
TARGETS = _columns(
    "target_id zone indicator scope measure year:int verdict reason arithmetic derived:bool canonical_unit "
    "target_cell target_period target_value target_unit target_comparator target_number:float "
    "actual_cell actual_period actual_kind actual_value actual_unit actual_comparator actual_number:float "
    "share:float difference:float expected_share:float previous_cell previous_comparator previous_number:float flags"
)
REMARKS = _columns("doc reason quote start:int end:int detail")
DOCUMENTS = _columns(
    "doc path title zone published digest encoding format pages:int characters:int observations:int remarks:int "
    "year:int state candidates waiting:int stated zone_basis zone_ground date_basis date_ground text"
)
"""`year` is the one that a report looks back on (0: nothing tells); `state` what is open of it (`zone_open`,
`year_open`, `year_assumed`), `waiting` how many figures wait for that; `candidates` the zones that it may be of, with
`|` between; `stated` the facts that a person stated of it with the place where (`zone:sidecar period:config`)."""

TABLES: Mapping[str, Columns] = {
    "observations": OBSERVATIONS,
    "waiting": WAITING,
    "cells": CELLS,
    "targets": TARGETS,
    "remarks": REMARKS,
    "documents": DOCUMENTS,
}
OLD_NAME_OF = ("doc", "indicator", "scope", "measure", "kind", "period", "value", "unit", "start", "end")
"""The columns that an observation was named after before names had a letter."""
NAMED_BY_FILE = ("doc", "start", "end", "indicator", "scope", "measure", "comparator")
"""Those that it was named after as long as names hung on that of the file; then the letter o came first."""
NOTHING = float("nan")

_READ_BACK = frozenset({"measure", "kind", "value", "comparator", "flags", "nth", "readers"})
_FIELDS = tuple(each.name for each in fields(Observation) if each.name not in _READ_BACK)
_UNIT_OF_MEASURE = {
    Measure.GROWTH: "%",
    Measure.SHARE: "%",
    Measure.COMPLETION: "%",
    Measure.GROWTH_GAP: "个百分点",
}


def observation_id(observation: Observation) -> str:
    """The name of this fact of this report (`o0635801179e1`), the same in every build and after any correction.

    It is made of the report's content and the place in it, of nothing that a person may correct, and not of what the
    file is called or where it lies; what is read in the same words beside the first is `…-2`. The letter keeps a
    spreadsheet from taking the name for a number.
    """
    name = place_name(observation.report_id, observation.place)
    return f"{name}-{observation.nth + 1}" if observation.nth else name


def place_name(report: str, place: tuple[object, ...]) -> str:
    """The name of what is read first at a `place`, given as `Observation.place` gives it, of the content `report`.

    Of the name of a file in its stead it is what an earlier program called it.
    """
    return f"o{_short_hash(report, *place)}"


def old_name(stated: Mapping[str, Any]) -> str:
    """What an observation with these columns was called before names had a letter."""
    return _short_hash(*(stated[name] for name in OLD_NAME_OF))


def cell_id(cell: Cell, indicators: Mapping[str, Indicator]) -> str:
    """The letter c and twelve hex digits that name this cell, the same in every build."""
    _, unit = canonical(cell.chosen, indicators)
    return f"c{_short_hash(cell.zone, cell.indicator, cell.scope, cell.measure, cell.kind, cell.period, unit)}"


def canonical(observation: Observation, indicators: Mapping[str, Indicator]) -> tuple[Decimal | None, str]:
    """The stated value in the unit that its indicator is shown in, and that unit.

    Money of another currency keeps its own unit (`亿美元`); what cannot be converted stays as stated.
    """
    stated = observation.unit
    unit = _UNIT_OF_MEASURE.get(observation.measure) or _unit_of(observation.indicator, indicators) or stated
    if observation.value is None:
        return None, unit
    number = units.convert(observation.value, stated, unit)
    if number is not None:
        return number, unit
    number, base = units.to_base(observation.value, stated)
    if units.dimension(stated) != "money":
        return observation.value, stated
    of_hundred_million = units.convert(number, base, f"亿{base}")
    return (of_hundred_million, f"亿{base}") if of_hundred_million is not None else (observation.value, stated)


def as_stated(value: Decimal | None) -> str:
    """The digits as written, without an exponent; empty where no number was stated."""
    return "" if value is None else format(value, "f")


def observation_row(observation: Observation, indicators: Mapping[str, Indicator]) -> Row:
    period = Period.parse(observation.period) if observation.period else None
    number, unit = canonical(observation, indicators)
    return (
        *_export_cells(observation),
        observation_id(observation),
        observation.report_id,
        period.last_year if period else 0,
        period.start.isoformat() if period else "",
        period.end.isoformat() if period else "",
        _float(number),
        unit,
        observation.sentence_start,
        observation.sentence_end,
        observation.zone_ground,
        observation.period_ground,
        observation.kind_ground,
        observation.alias,
        observation.pattern,
        observation.path,
        observation.page,
        observation.boxes,
        observation.confidence,
        observation.status,
        observation.trace,
        observation.readers or SELF,
    )


def waiting_row(reading: Observation, indicators: Mapping[str, Indicator], zones: Collection[str]) -> Row:
    """A reading that waits for a person: what readers differ on first, then what is nearest to a fact, then targets,
    then zones of the config (`zones`).

    Of those that lack their period nobody can tell how near they are: they come last.
    """
    differs = any(flag.startswith(DIFFERS_FROM) for flag in reading.flags)
    worth = (
        differs + round(reading.confidence, 1) + 0.05 * (reading.kind is Kind.TARGET) + 0.02 * (reading.zone in zones)
    )
    return (*observation_row(reading, indicators), round(worth, 2))


def observation_of(row: Mapping[str, Any]) -> Observation:
    """The observation that a row of the table was made of."""
    return Observation(
        **{name: row[name] for name in _FIELDS if name in row},  # a build of an earlier program may lack one
        measure=Measure(row["measure"]),
        kind=Kind(row["kind"]),
        value=Decimal(row["value"]) if row["value"] else None,
        comparator=Comparator(row["comparator"]),
        flags=tuple(row["flags"].split()),
        readers="" if row.get("readers", SELF) == SELF else row["readers"],
        nth=int(row["observation_id"].partition("-")[2] or 1) - 1,
    )


def cell_of(row: Mapping[str, Any], observations: Mapping[str, Observation]) -> Cell:
    """The cell that a row of the table was made of; `observations` by their id."""
    chosen, *others = (observations[member] for member in row["members"].split())
    return Cell(
        zone=row["zone"],
        indicator=row["indicator"],
        scope=row["scope"],
        measure=Measure(row["measure"]),
        kind=Kind(row["kind"]),
        period=row["period"],
        chosen=chosen,
        others=tuple(others),
        disputed=row["status"] == "disputed",
        rule=row["rule"],
    )


def cell_row(cell: Cell, indicators: Mapping[str, Indicator]) -> Row:
    period, chosen = Period.parse(cell.period), cell.chosen
    number, unit = canonical(chosen, indicators)
    pairs = [canonical(member, indicators) for member in cell.observations]
    numbers = [each for each, its_unit in pairs if each is not None and its_unit == unit]
    sources = len({member.doc for member in cell.observations})
    return (
        cell_id(cell, indicators),
        cell.zone,
        cell.indicator,
        cell.scope,
        str(cell.measure),
        str(cell.kind),
        cell.period,
        period.last_year,
        period.start.isoformat(),
        period.end.isoformat(),
        as_stated(chosen.value),
        chosen.unit,
        str(chosen.comparator),
        _float(number),
        unit,
        "disputed" if cell.disputed else "agreed" if sources > 1 else "single",
        sources,
        len(cell.observations),
        _float(min(numbers, default=None)),
        _float(max(numbers, default=None)),
        cell.rule,
        observation_id(chosen),
        " ".join(observation_id(member) for member in cell.observations),
    )


def target_row(result: TargetResult, indicators: Mapping[str, Indicator]) -> Row:
    target, actual = _cell_id(result.target, indicators), _cell_id(result.actual, indicators)
    key = (result.zone, result.indicator, result.scope, str(result.measure), result.year)
    return (
        f"t{_short_hash(*key, target, actual)}",
        *key,
        str(result.verdict),
        result.reason,
        result.arithmetic,
        result.derived,
        result.unit,
        target,
        result.target.period if result.target else "",
        *_stated_cells(result.target),
        _comparator(result.target),
        _float(result.target_number),
        actual,
        result.actual.period if result.actual else "",
        str(result.actual.kind) if result.actual else "",
        *_stated_cells(result.actual),
        _comparator(result.actual),
        _float(result.actual_number),
        _float(result.share),
        _float(result.difference),
        _float(result.expected_share),
        _cell_id(result.previous, indicators),
        _comparator(result.previous),
        _float(canonical(result.previous.chosen, indicators)[0]) if result.previous else NOTHING,
        " ".join(result.flags),
    )


def remark_row(remark: Remark) -> Row:
    return (remark.doc, remark.reason, remark.quote, remark.start, remark.end, remark.detail)


def document_row(extraction: Extraction, observations: int | None = None) -> Row:
    """The row of a report; `observations` says how many there are where the extraction does not hold them."""
    origin = extraction.origin
    of_zone = sum(remark.reason == "no_zone" for remark in extraction.remarks)
    undated = sum(remark.reason == "no_period" for remark in extraction.remarks)
    open_zone, open_year = bool(of_zone or (undated and not extraction.zone)), bool(undated and not origin.year)
    waiting = of_zone + (undated if open_year or not extraction.zone else 0)
    states = {ZONE_OPEN: open_zone, YEAR_OPEN: open_year, YEAR_ASSUMED: origin.assumed}
    document = extraction.document
    stated = len(extraction.observations) if observations is None else observations
    counts = (len(document.text), stated, len(extraction.remarks))
    names = (document.doc, document.path, extraction.title, extraction.zone, extraction.published)
    kind = (document.digest, document.encoding, document.format, len(document.pages))
    state = " ".join(code for code, holds in states.items() if holds)
    bases = (origin.zone_basis, origin.zone_ground, origin.date_basis, origin.date_ground)
    standing = (
        origin.year,
        state,
        "|".join(_candidates(extraction)),
        waiting,
        _stated_of(document.hints),
        *bases,
    )
    return (*names, *kind, *counts, *standing, document.text)


def frame(rows: Iterable[Row], columns: Columns) -> pd.DataFrame:
    """The rows as a DataFrame whose columns keep their types even where there are no rows."""
    import pandas as pd

    names = {str: "str", int: "int64", float: "float64", bool: "bool"}
    made = pd.DataFrame.from_records(list(rows), columns=list(columns))
    return made.astype({name: names[kind] for name, kind in columns.items()})


def _export_cells(observation: Observation) -> Row:
    return (
        observation.doc,
        observation.zone,
        observation.indicator,
        observation.scope,
        str(observation.measure),
        str(observation.kind),
        observation.period,
        as_stated(observation.value),
        observation.unit,
        str(observation.comparator),
        observation.quote,
        observation.start,
        observation.end,
        observation.published,
        observation.basis,
        " ".join(observation.flags),
    )


def _unit_of(indicator: str, indicators: Mapping[str, Indicator]) -> str:
    return indicators[indicator].unit if indicator in indicators else ""


def _candidates(extraction: Extraction) -> Iterable[str]:
    """The zones that a report may be of: as its page says, or as the figures do that wait for one."""
    waiting = (remark.detail.split("、") for remark in extraction.remarks if remark.reason == "no_zone")
    return extraction.origin.candidates or dict.fromkeys(name for names in waiting for name in names if name)


def _stated_of(hints: Hints) -> str:
    """What a person stated of a report, each fact with the place where."""
    found = ((each.name, getattr(hints, each.name)) for each in fields(Hints))
    return " ".join(f"{name}:{hint.ground}" for name, hint in found if hint and hint.ground in STATED_BY_A_PERSON)


def _stated_cells(cell: Cell | None) -> tuple[str, str]:
    return (as_stated(cell.chosen.value), cell.chosen.unit) if cell else ("", "")


def _comparator(cell: Cell | None) -> str:
    return str(cell.chosen.comparator) if cell else ""


def _cell_id(cell: Cell | None, indicators: Mapping[str, Indicator]) -> str:
    return cell_id(cell, indicators) if cell else ""


def _float(number: Decimal | None) -> float:
    return NOTHING if number is None else float(number)


def _short_hash(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:12]
