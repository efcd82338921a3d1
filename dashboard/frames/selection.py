"""What the reader chose to see, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

MONEY_UNITS = {"yi": "亿元", "wan": "万元", "yuan": "元"}
"""The code of each unit that money can be shown in (as addresses carry it), and the unit."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters in force; an empty tuple means all. `money` is the unit of money, empty for that of the map."""

    zones: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    money: str = ""

    @property
    def everything(self) -> bool:
        """Whether all observations pass."""
        return not (self.zones or self.indicators or self.kinds or self.years)

    def choices(self, kinds: bool = True) -> dict[str, tuple[str, ...]]:
        """The filters by column; that on years stands apart. Without `kinds` for tables that have none."""
        chosen = {"zone": self.zones, "indicator": self.indicators, "kind": self.kinds if kinds else ()}
        return {column: values for column, values in chosen.items() if values}

    def apply(self, frame: pd.DataFrame, kinds: bool = True) -> pd.DataFrame:
        """The rows of `frame` that the selection lets through (by the columns it has)."""
        keep = pd.Series(True, index=frame.index)
        for column, values in self.choices(kinds).items():
            if column in frame:
                keep &= frame[column].isin(values)
        if self.years is not None:
            keep &= frame["year"].between(*self.years)
        return frame[keep]
