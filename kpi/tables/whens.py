"""What a phrase of a table says of time, and what the lines above a table say of it together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class When:
    """What a phrase says of the period.

    `years` as stated, `offset` from the reporting year; `months` first and last. `whole` the year
    itself, `month` the last month alone, `counted` from January on, `prior` the same of the year before.
    """

    text: str
    years: tuple[int, int] | None = None
    offset: int | None = None
    months: tuple[int, int] | None = None
    whole: bool = False
    month: bool = False
    counted: bool = False
    prior: bool = False

    @property
    def has_year(self) -> bool:
        return self.years is not None or self.offset is not None or self.prior

    @property
    def has_part(self) -> bool:
        return self.months is not None or self.whole or self.month or self.counted


@dataclass(frozen=True, slots=True)
class Said:
    """The periods of one line; `alone` where it says nothing else: （1—5月）."""

    whens: tuple[When, ...] = ()
    alone: bool = False


_Year = tuple[tuple[int, int] | None, int | None]
_Part = tuple[tuple[int, int] | None, bool]


def agreed(lines: Sequence[Said]) -> tuple[When | None, frozenset[str]]:
    """The period that the lines give together, a year in one and months in another; and of what they contradict.

    Two years in one line are compared there and contradict nothing: 2023年与2024年; their months must be the same.
    """
    years: dict[_Year, str] = {}
    parts: dict[_Part, tuple[str, bool]] = {}
    clash: set[str] = set()
    for line in lines:
        of_line = {(when.years, when.offset): when.text for when in line.whens if when.has_year}
        if len(of_line) == 1:
            years |= of_line
        parts |= {(when.months, when.whole): (when.text, line.alone) for when in line.whens if when.has_part}
    parts = _without_the_last_month(parts)
    clash |= {"year"} if len(years) > 1 else set()
    clash |= {"part"} if len(parts) > 1 else set()
    year = next(iter(years), (None, None)) if len(years) == 1 else (None, None)
    part = next(iter(parts), (None, False)) if len(parts) == 1 else (None, False)
    when = When("", year[0], year[1], part[0], part[1])
    if not (when.has_year or when.has_part):
        return None, frozenset(clash)
    texts = [years.get(year, ""), parts.get(part, ("", False))[0]]
    text = "；".join(dict.fromkeys(filter(None, texts)))
    return When(text, when.years, when.offset, when.months, when.whole), frozenset(clash)


def _without_the_last_month(parts: dict[_Part, tuple[str, bool]]) -> dict[_Part, tuple[str, bool]]:
    """Without a month that stands in a line of its own (a sheet 5月) where another counts up to it: 1—5月."""
    runs = {months[1] for months, _ in parts if months and months[0] == 1 < months[1]}
    return {
        part: (text, alone)
        for part, (text, alone) in parts.items()
        if not (alone and part[0] and part[0][0] == part[0][1] in runs)
    }
