"""The typed pieces that a sentence is cut into, and what a name among them may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Name:
    """What a name may mean: `indicators` in order, `weak` where it needs a second signal, `topics` it needs."""

    indicators: tuple[str, ...]
    weak: bool = False
    topics: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scope: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A typed piece of a sentence at `[start, end)`; `value` is the name, quantity or period it is.

    `claim` is, for a number, the indicator whose pattern of the map holds it, and where the pattern stands.
    """

    start: int
    end: int
    kind: str
    text: str
    value: Any = None
    claim: tuple[str, int, int] | None = None
