"""What the Data page lists: rows in the order of the config, digits as stated, columns that say something."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

import pandas as pd

from dashboard.frames import money
from dashboard.frames.build_frames import Frames
from dashboard.frames.numbers import Told, column
from dashboard.frames.selection import Selection
from dashboard.words.labels import Words
from kpi.results.queries import Word
from kpi.vocabulary.area_kinds import ZONE, kind_of

SHOWN_COLUMNS = (
    "indicator", "period", "comparator", "value", "unit", "zone", "measure", "kind", "scope", "quote", "doc",
    "published",
)  # fmt: skip


def by_indicator(
    frames: Frames, known: Iterable[str], selection: Selection, search: Sequence[Word], limit: int, offset: int = 0
) -> tuple[pd.DataFrame, int]:
    """Some of the observations that pass and have every word, and how many do; indicators in the order `known`.

    The tables lie by the names of indicators. So each stretch of indicators is asked for by itself: what
    begins before the page or ends after it is cut, all between is whole.
    """
    ask, where = frames.build.tables, selection.choices()
    counted = ask.counts("observations", ("indicator",), selection.years, search, where).to_pylist()
    counts = in_order({str(row["indicator"]): int(row["count"]) for row in counted}, known)
    parts = [
        ask.select(
            "observations", (), selection.years, search, (), most, skipped, {**where, "indicator": names}
        ).to_pandas()
        for names, skipped, most in stretches(counts, offset, limit)
    ]
    total = sum(counts.values())
    if not parts:
        return frames.found(selection, search, (), 1)[0].head(0), total
    place = {name: number for number, name in enumerate(counts)}
    rows = pd.concat(parts, ignore_index=True).sort_values("indicator", key=lambda of: of.map(place), kind="stable")
    return money.in_unit(rows, selection.money), total


def in_order(counts: Mapping[str, int], known: Iterable[str]) -> dict[str, int]:
    """The counts in the order of `known`; what is not known comes last.

    >>> in_order({"b": 1, "x": 2, "a": 3}, ["a", "c", "b"])
    {'a': 3, 'b': 1, 'x': 2}
    """
    names = [name for name in known if name in counts]
    return {name: counts[name] for name in dict.fromkeys([*names, *sorted(counts)])}


def stretches(counts: Mapping[str, int], offset: int, limit: int) -> list[tuple[list[str], int, int]]:
    """The rows `offset` to `offset + limit` of groups of so many rows: names, rows left out first, rows at most.

    Groups that are wanted whole are asked for together; 0 rows at most are all.

    >>> stretches({"a": 4, "b": 2, "c": 3, "d": 9}, 1, 10)
    [(['a'], 1, 3), (['b', 'c'], 0, 0), (['d'], 0, 2)]
    """
    found: list[tuple[list[str], int, int]] = []
    before = 0
    for name, count in counts.items():
        first, last = max(offset - before, 0), min(offset + limit - before, count)
        before += count
        if last <= first:
            continue
        if last - first < count:
            found.append(([name], first, last - first))
        elif found and not found[-1][2]:
            found[-1][0].append(name)
        else:
            found.append(([name], 0, 0))
    return found


def in_page_order(chosen: Collection[str], known: Iterable[str]) -> list[str]:
    """The chosen of the `known` columns: those that the page shows of itself in their order, and those that a person
    added before the quote, which is wide; what the page shows of itself where none is chosen.

    >>> in_page_order(["readers", "quote", "zone", "value"], ["zone", "value", "basis", "readers"])
    ['value', 'zone', 'readers', 'quote']
    """
    at = SHOWN_COLUMNS.index("quote")
    added = (name for name in known if name not in SHOWN_COLUMNS)
    names = (*SHOWN_COLUMNS[:at], *added, *SHOWN_COLUMNS[at:])
    return [name for name in names if name in chosen] or list(SHOWN_COLUMNS)


def holds_the_pages(names: Collection[str]) -> bool:
    """Whether all columns are there that the page shows of itself, whatever was added."""
    return set(SHOWN_COLUMNS) <= set(names)


def shown_columns(table: pd.DataFrame, names: Sequence[str], words: Words) -> list[str]:
    """Those of the columns that say anything in this table; those that a person added stay in any case."""
    return [
        name
        for name in names
        if name not in SHOWN_COLUMNS or ((table[words(name)] != "") & table[words(name)].notna()).any()
    ]


def with_modifiers(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The table with `≥` and `约` before the values that they belong to, where they had a column of their own."""
    value, modifier = words("value"), words("comparator")
    if modifier not in table:
        return table
    marked = [
        None if number is None else Told(number, f"{said} {number}".strip())
        for said, number in zip(table[modifier], table[value], strict=True)
    ]
    return table.assign(**{value: column(marked, list(table.index))}).drop(columns=modifier)


def as_stated(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with the digits of the source for numbers (`5.0` is not `5`); of converted ones the number."""
    columns = (cells[name] for name in ("number", "value", "unit", "canonical_unit"))
    numbers = [_digits(*fields) for fields in zip(*columns, strict=True)]
    return cells.assign(number=pd.Series(numbers, index=cells.index, dtype=object))


def _digits(number: float, value: str, unit: str, canonical: str) -> Decimal | None:
    if number != number:
        return None
    try:
        stated = Decimal(value)
    except InvalidOperation:
        stated = Decimal("NaN")
    if unit == canonical and stated.is_finite():
        return stated
    return Decimal(str(round(number, 4)))


def zones_in_order(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The wide table with its zones in the order of the config, then those that it does not know, then areas that are
    none; in each the order of before.
    """
    place: dict[Hashable, int] = {words.zone(name): number for number, name in enumerate(words.config.zones)}
    zone = words("zone")
    for name in table[zone].unique():
        place.setdefault(name, len(words.config.zones) + (kind_of(str(name)) != ZONE))
    return table.sort_values(zone, key=lambda of: of.map(place), kind="stable", ignore_index=True)
