"""What a page says of its time, as evidence with weights, loaded from `evidence.yaml` and compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kpi.vocabulary.patterns import lazy, letters_of, needed_words

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
YEAR = r"([12](?<![\d.到至][12])(?:(?<=1)9|(?<=2)0)\d\d)"
"""A year of four digits that ends no span, as a group; its first digit first, which a search finds fastest."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pattern of words, what it weighs and why; `shift` counts from the year that it names, `year` is a known one.

    It counts only on pages that are written in `month`, where it has one. `ahead` is its shift on a page that plans the
    next year, by `next_year`. With `latest` only the latest of the years that it names counts; with `over` that year
    is over, also on a page that speaks of the next one.
    """

    pattern: re.Pattern[str]
    weight: float
    why: str = ""
    shift: float = 0
    year: int = 0
    month: int = 0
    ahead: float | None = None
    latest: bool = False
    over: bool = False
    words: frozenset[str] = frozenset()  # of which a text holds one that the pattern matches in; none where unknown
    letters: frozenset[str] = frozenset()  # the same by letters, for texts of a sentence


@cache
def evidence(kind: str) -> tuple[Evidence, ...]:
    """The evidence of one kind, in order: `modes`, `reached`, `this_year`, `reviewed`, `outlooks`, `events` …"""
    return tuple(map(_made, _listed()[kind]))


def evidence_in(text: str, kind: str) -> Iterator[Evidence]:
    """The evidence of one kind whose words a text of many sentences holds: the others do not match in it."""
    return (each for each in evidence(kind) if not each.words or any(word in text for word in each.words))


def weight_of(sentence: str, kind: str) -> float:
    """What the evidence of one kind that a sentence shows weighs together."""
    there = set(sentence)
    return sum(
        each.weight
        for each in evidence(kind)
        if not (each.letters.isdisjoint(there) and each.letters) and each.pattern.search(sentence)
    )


def _made(entry: dict[str, Any]) -> Evidence:
    pattern = entry["pattern"].replace("{year}", YEAR)
    words = needed_words(pattern)
    return Evidence(
        lazy(pattern),
        float(entry["weight"]),
        entry.get("why", ""),
        float(entry.get("shift", 0)),
        int(entry.get("year", 0)),
        int(entry.get("month", 0)),
        entry.get("ahead"),
        bool(entry.get("latest")),
        bool(entry.get("over")),
        words,
        letters_of(words),
    )


@cache
def words_of(kind: str) -> re.Pattern[str]:
    """The words of one kind (`plan_headings`, `review_headings`, `handed_out`, `fulfilled`, …) as a pattern."""
    return lazy(_listed()[kind])


@cache
def _listed() -> dict[str, Any]:
    text = (files(__package__) / "evidence.yaml").read_text(encoding="utf-8")
    listed: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    return listed
