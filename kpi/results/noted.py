"""Tables with the notes that people wrote on their rows, in a column of their own, for export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.results.notes import COLUMNS, Note, Notes, told_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

COLUMN = "notes"
_PERIODS = ("period", "target_period", "actual_period", "year")
"""The columns that may say of which period a row is; of a target that of itself, of what was reached, and its year."""


def with_notes(table: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """The rows, each with the notes on its zone, indicator and period; as it is where nobody wrote any note at all."""
    if not notes.standing:
        return table
    periods = [table[name].astype(str) for name in _PERIODS if name in table]
    if "period" in table:  # the year of a part of a year is another period
        periods = [table["period"]]
    rows = zip(table["zone"], table["indicator"], *periods, strict=True)
    return table.assign(**{COLUMN: [told_on(_on(notes, zone, name, said)) for zone, name, *said in rows]})


def with_notes_wide(table: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """The wide panel with a column `gdp.notes` behind those of each indicator that anybody wrote a note on."""
    heads = [str(name) for name in table.columns]
    indicators = dict.fromkeys(head.partition(" [")[0].partition(".")[0] for head in heads if " [" in head)
    places = list(zip(table["zone"], table["period"], strict=True))
    for name in indicators:
        told = [told_on(notes.at.get((zone, name, period), ())) for zone, period in places]
        if any(told):
            last = max(at for at, head in enumerate(table.columns) if str(head).startswith((f"{name} [", f"{name}.")))
            table.insert(last + 1, f"{name}.{COLUMN}", told)
    return table


def table_of(notes: Sequence[Note]) -> pd.DataFrame:
    """The notes as a table."""
    import pandas as pd

    return pd.DataFrame([note.row() for note in notes], columns=list(COLUMNS))


def _on(notes: Notes, zone: str, indicator: str, periods: Sequence[str]) -> list[Note]:
    """The notes on any of the periods, each once."""
    return [note for period in dict.fromkeys(periods) for note in notes.at.get((zone, indicator, period), ())]
