"""What the reader chose to see, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters in force; an empty tuple means all."""

    zones: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int, int] | None = None

    def apply(self, frame: pd.DataFrame, kinds: bool = True) -> pd.DataFrame:
        """The rows of `frame` that the selection lets through (by the columns it has)."""
        keep = pd.Series(True, index=frame.index)
        if self.zones:
            keep &= frame["zone"].isin(self.zones)
        if self.indicators:
            keep &= frame["indicator"].isin(self.indicators)
        if self.kinds and kinds and "kind" in frame:
            keep &= frame["kind"].isin(self.kinds)
        if self.years is not None:
            keep &= frame["year"].between(*self.years)
        return frame[keep]
