"""The wide table: one number a cell, and beside it what a bare number would not say.

The numbers stay numbers, on the page and in files, so that they sort and add up. What is true of one of them
(at least, about, disputed) is its mark: on the page it stands with the number, in a file in a column beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.words.labels import Words

DISPUTED, NOTED = "≠", "★"
COLUMNS = ("zone", "period", "kind", "mark")
"""What a wide file has beside its indicators."""

Place = tuple[int, str]
"""Row and column of a wide table."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be said of a number: `≥` or 约 before it, whether the sources differ, whether it has a note."""

    modifier: str = ""
    disputed: bool = False
    noted: bool = False

    @property
    def text(self) -> str:
        """The mark by itself: `≥`, `≠`, `约 ≠`."""
        return " ".join(filter(None, (self.modifier, *self._signs)))

    def around(self, number: str) -> str:
        """The number with its mark: `≥ 59`, `131.2 ≠`."""
        return " ".join(filter(None, (self.modifier, number, *self._signs)))

    @property
    def _signs(self) -> tuple[str, str]:
        return (DISPUTED if self.disputed else "", NOTED if self.noted else "")


def wide_table(cells: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Zone, period and kind down, indicators across: one number a cell, the unit in the head of its column."""
    shown = cells[cells["number"].notna()]
    if shown.empty:
        return pd.DataFrame()
    order = {name: place for place, name in enumerate(words.config.indicators)}
    heads = {
        key: (order.get(key[0], len(order)), _head(key, words))
        for key in shown[["indicator", "scope", "measure", "canonical_unit"]].itertuples(index=False, name=None)
    }
    columns = [
        heads[key][1]
        for key in shown[["indicator", "scope", "measure", "canonical_unit"]].itertuples(index=False, name=None)
    ]
    table = shown.assign(column=columns).pivot_table(
        index=["zone", "period_end", "period", "kind"], columns="column", values="number", aggfunc="first"
    )
    table = table[[name for _, name in sorted(set(heads.values()))]].reset_index().drop(columns="period_end")
    table["zone"] = table["zone"].map(words.zone)
    table["period"] = table["period"].map(words.period)
    table["kind"] = table["kind"].map(words.kind)
    table.columns.name = None
    return table.rename(columns={name: words(name) for name in ("zone", "period", "kind")})


def marks(cells: pd.DataFrame, table: pd.DataFrame, words: Words, noted: Collection[Place] = ()) -> dict[Place, Mark]:
    """The marks of those numbers of the wide `table` of `cells` that need one; `noted` are those with a note."""
    marked = cells[cells["number"].notna() & ((cells["status"] == "disputed") | (cells["comparator"] != "="))]
    said = zip(marked["comparator"], marked["status"], strict=True)
    found = {
        at: Mark(words.modifier(comparator), status == "disputed")
        for at, (comparator, status) in zip(_places(marked, table, words), said, strict=True)
    }
    return found | {at: replace(found.get(at, Mark()), noted=True) for at in noted}


def facts(cells: pd.DataFrame, table: pd.DataFrame, words: Words) -> dict[Place, str]:
    """The observation that each number of the wide `table` of `cells` was taken from."""
    numbers = cells[cells["number"].notna()]
    return dict(zip(_places(numbers, table, words), map(str, numbers["chosen"]), strict=True))


def _places(cells: pd.DataFrame, table: pd.DataFrame, words: Words) -> Iterator[Place]:
    """The place of each of the cells in the wide table."""
    told = {"zone": words.zone, "period": words.period, "kind": words.kind}
    rows = {
        key: place for place, key in enumerate(table[[words(name) for name in told]].itertuples(index=False, name=None))
    }
    shown = [cells[name].map({code: tell(code) for code in cells[name].unique()}) for name, tell in told.items()]
    columns = list(cells[["indicator", "scope", "measure", "canonical_unit"]].itertuples(index=False, name=None))
    heads = {key: _head(key, words) for key in set(columns)}
    for key, column in zip(zip(*shown, strict=True), columns, strict=True):
        yield rows[key], heads[column]


def by_mark(found: Mapping[Place, Mark]) -> dict[tuple[Mark, str], list[int]]:
    """The rows of each mark in each column."""
    rows: dict[tuple[Mark, str], list[int]] = defaultdict(list)
    for (row, column), mark in found.items():
        rows[mark, column].append(row)
    return dict(rows)


def with_marks(
    table: pd.DataFrame, found: Mapping[Place, Mark], words: Words, notes: Mapping[Place, str] | None = None
) -> pd.DataFrame:
    """The table for a file: beside each column of which a number has a mark, a column of the marks, and one of the
    `notes` where there are any.
    """
    columns = {}
    for name in table.columns:
        columns[name] = table[name]
        of_column = {row: mark.text for (row, column), mark in found.items() if column == name}
        if of_column:
            columns[f"{name} · {words('mark')}"] = pd.Series([of_column.get(row, "") for row in range(len(table))])
        told = {row: text for (row, column), text in (notes or {}).items() if column == name}
        if told:
            columns[f"{name} · {words('notes')}"] = pd.Series([told.get(row, "") for row in range(len(table))])
    return pd.DataFrame(columns)


def legend(found: Iterable[Mark], words: Words) -> list[str]:
    """What the marks mean that stand in a table, a line each."""
    there = list(found)
    lines = [words("wide_modified")] if any(mark.modifier for mark in there) else []
    lines += [words("wide_disputed")] if any(mark.disputed for mark in there) else []
    return lines + ([words("wide_noted")] if any(mark.noted for mark in there) else [])


def _head(key: tuple[str, str, str, str], words: Words) -> str:
    indicator, scope, measure, unit = key
    parts = [words.indicator(indicator), words.exact_scope(scope), "" if measure == "level" else words.measure(measure)]
    return " · ".join(part for part in parts if part) + f" ({words.unit(unit)})"
