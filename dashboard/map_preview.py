"""What an edit of the indicator map would add, drop or change over the loaded reports."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.labels import Words
from dashboard.tables import one_line, scope_name
from kpi import pipeline
from kpi.config import parse_config
from kpi.model import Document, Observation

BUDGET_SECONDS = 2.0
_FIELDS = ("zone", "indicator", "scope", "measure", "kind", "period", "value", "unit", "comparator")

Fact = Mapping[str, Any]
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """The observations that an edit adds, drops and changes, and over how many reports that was tried."""

    added: tuple[Fact, ...]
    gone: tuple[Fact, ...]
    changed: tuple[tuple[Fact, Fact], ...]
    read: int
    total: int
    seconds: float

    @property
    def nothing(self) -> bool:
        return not (self.added or self.gone or self.changed)


@st.cache_data(max_entries=32, show_spinner=False)
def preview(text: str, path: str, build_id: str, _observations: pd.DataFrame, _documents: pd.DataFrame) -> Change:
    """Reads the loaded reports anew by the config `text`, until the time allowed for it is used up."""
    del build_id  # it stands for the frames in the key of the cache
    started = time.perf_counter()
    extractor = pipeline.Extractor(parse_config(text, path))
    after: list[Fact] = []
    read: set[str] = set()
    for row in _documents.to_dict("records"):
        if read and time.perf_counter() - started > BUDGET_SECONDS:
            break
        document = Document(row["doc"], row["path"], row["text"], row["digest"], row["encoding"])
        after += [as_fact(observation) for observation in extractor.extract(document).observations]
        read.add(row["doc"])
    before = _observations[_observations["doc"].isin(read)].to_dict("records")
    added, gone, changed = compare(before, after)
    return Change(added, gone, changed, len(read), len(_documents), time.perf_counter() - started)


def compare(
    before: Iterable[Fact], after: Iterable[Fact]
) -> tuple[tuple[Fact, ...], tuple[Fact, ...], tuple[tuple[Fact, Fact], ...]]:
    """Added, gone and changed facts: a fact changed where the same words of the report became another one."""
    old, new = {_identity(fact): fact for fact in before}, {_identity(fact): fact for fact in after}
    gone = [fact for key, fact in old.items() if key not in new]
    added = [fact for key, fact in new.items() if key not in old]
    by_place: dict[Place, list[Fact]] = {}
    for fact in added:
        by_place.setdefault(_place(fact), []).append(fact)
    changed = []
    for fact in list(gone):
        if same := by_place.get(_place(fact)):
            other = same.pop(0)
            gone.remove(fact)
            added.remove(other)
            changed.append((fact, other))
    return tuple(added), tuple(gone), tuple(changed)


def as_fact(observation: Observation) -> Fact:
    """An observation by the names of its stored columns."""
    value = "" if observation.value is None else format(observation.value, "f")
    named = {name: str(getattr(observation, name)) for name in (*_FIELDS, "quote", "doc")}
    return named | {"value": value, "start": observation.start, "end": observation.end}


def table(facts: Iterable[Fact], words: Words) -> pd.DataFrame:
    """Facts as the page lists them."""
    return pd.DataFrame([_row(fact, words) for fact in facts])


def changed_table(pairs: Iterable[tuple[Fact, Fact]], words: Words, edited: Words) -> pd.DataFrame:
    """Changed facts: each column that differs shows both, before and after, each by the names of its time."""
    rows = []
    for before, after in pairs:
        old, new = _row(before, words), _row(after, edited)
        rows.append({name: value if value == new[name] else f"{value} → {new[name]}" for name, value in old.items()})
    return pd.DataFrame(rows)


def _row(fact: Fact, words: Words) -> dict[str, str]:
    return {
        words("indicator"): words.indicator(fact["indicator"]),
        words("value"): words.quantity(fact["value"], fact["unit"], fact["comparator"], fact["measure"]),
        words("period"): words.period(fact["period"]),
        words("kind"): words.kind(fact["kind"]),
        words("scope"): scope_name(fact["scope"], words),
        words("zone"): words.zone(fact["zone"]),
        words("quote"): one_line(fact["quote"]),
        words("doc"): fact["doc"],
    }


def _identity(fact: Fact) -> tuple[Any, ...]:
    return (*_place(fact), *(fact[name] for name in _FIELDS))


def _place(fact: Fact) -> Place:
    return str(fact["doc"]), int(fact["start"]), int(fact["end"])
