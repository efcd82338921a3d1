"""Numbers of a table that are shown with unit, modifier and marks, and still sort as numbers.

A cell is a `Told`: a number for whoever sorts or adds up, its text for whoever reads. What is empty is None.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Self

import pandas as pd
from pandas.io.formats.style import Styler


class Told(float):
    """A number with the text that it is shown as: 131.2 as `≥ 131.2 亿元`."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, number: float, text: str) -> Self:
        made = super().__new__(cls, number)
        made.text = text
        return made

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[type[Told], tuple[float, str]]:
        return Told, (float(self), self.text)


def told(number: object, text: str) -> Told | None:
    """`number` to sort by, shown as `text`; None where there is no number.

    >>> str(told(59, "≥ 59")), told(59, "≥ 59") > told(8.5, "8.5"), told(float("nan"), "")
    ('≥ 59', True, None)
    """
    found = math.nan if number is None else float(str(number) or "nan")
    return None if math.isnan(found) else Told(found, text)


def column(numbers: Iterable[Told | None], index: Sequence[Any] | None = None) -> pd.Series:
    """The cells as a column that keeps them as they are; pandas itself would make plain numbers of them."""
    return pd.Series(list(numbers), index=index, dtype=object)


def table_of(rows: Sequence[Mapping[str, Any]], index: Sequence[Any] | None = None) -> pd.DataFrame:
    """The rows as a table that keeps its numbers with their texts."""
    names = dict.fromkeys(name for row in rows for name in row)
    cells = {name: [row.get(name) for row in rows] for name in names}
    columns = {
        name: column(of_name, index) if any(isinstance(cell, Told) for cell in of_name) else of_name
        for name, of_name in cells.items()
    }
    return pd.DataFrame(columns, index=index)


def number_columns(table: pd.DataFrame) -> list[str]:
    """The columns that hold numbers with a text."""
    return [
        str(name) for name, kind in table.dtypes.items()
        if kind.kind == "O" and any(isinstance(cell, Told) for cell in table[name])
    ]  # fmt: skip


def styled(table: pd.DataFrame) -> pd.DataFrame | Styler:
    """The table as a page shows it: every number as its text, while what lies below sorts."""
    names = number_columns(table)
    if not names:
        return table
    styler = table.style
    # All that Streamlit asks a Styler for are the texts. Left to itself it would make HTML of every cell first, which
    # takes 60 ms for 500 rows; this takes 2.
    styler._translate = partial(_texts_of, table, names)
    return styler


def _texts_of(table: pd.DataFrame, names: list[str], *_: object, **__: object) -> dict[str, object]:
    """The texts of the numbers in the shape of `Styler._translate`; all other cells are shown as they are."""
    places = [(list(table.columns).index(name), table[name].tolist()) for name in names]
    body = [
        [{"id": f"row{row}_col{place}", "display_value": "" if cells[row] is None else cells[row].text}
         for place, cells in places]
        for row in range(len(table))
    ]  # fmt: skip
    return {"body": body, "cellstyle": []}
