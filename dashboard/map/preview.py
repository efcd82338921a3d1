"""What an edit of the indicator map would add, drop or change over the loaded reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.frames.tables import scope_suffix
from dashboard.map.yaml_editor import component
from dashboard.words.labels import Words
from dashboard.words.plain import plain
from kpi.building import store, trial
from kpi.settings.config import Config, parse_config
from kpi.vocabulary.model import Extraction, Observation, Remark

MOST_SHOWN = 60
TWO_CLAIMS = "two_claims"
_FIELDS = ("zone", "indicator", "scope", "measure", "kind", "period", "value", "unit", "comparator")
_DOUBTS = ("two_readings", "sum_of_several", "unit_mismatch", "to_confirm", "blocked")
_NAMES = {"added": "map_added", "gone": "map_gone", "changed": "map_changed", "doubtful": "map_doubtful"}

Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number that the edit makes doubtful: the sentence has it twice, or it was set aside for `reason`."""

    fact: Fact
    reason: str
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The observations that an edit adds, drops, changes and makes doubtful, and how that was tried.

    `touched` of `total` reports have words that differ; `read` of them were tried.
    """

    added: tuple[Fact, ...]
    gone: tuple[Fact, ...]
    changed: tuple[tuple[Fact, Fact], ...]
    doubtful: tuple[Doubt, ...]
    read: int
    touched: int
    total: int
    seconds: float

    @property
    def nothing(self) -> bool:
        return not (self.added or self.gone or self.changed or self.doubtful)

    @property
    def indicators(self) -> list[str]:
        """The indicators that the edit touches, the most often touched first."""
        facts = [*self.added, *self.gone, *(each for pair in self.changed for each in pair)]
        names = [fact["indicator"] for fact in facts] + [name for doubt in self.doubtful for name in doubt.rivals]
        return sorted(set(names), key=lambda name: (-names.count(name), name))

    def of(self, indicator: str) -> Change:
        """The part of the change that concerns one indicator."""
        return Change(
            tuple(fact for fact in self.added if fact["indicator"] == indicator),
            tuple(fact for fact in self.gone if fact["indicator"] == indicator),
            tuple(pair for pair in self.changed if indicator in (pair[0]["indicator"], pair[1]["indicator"])),
            tuple(doubt for doubt in self.doubtful if indicator in doubt.rivals),
            self.read, self.touched, self.total, self.seconds,
        )  # fmt: skip


def preview(text: str, path: Path, before: Config, build: store.Build) -> Change:
    """Reads anew the loaded reports that the config `text` may touch, as far as the time allowed for it goes."""
    return _preview(text, str(path), before.digest, build.build_id, before, build)


@st.cache_data(max_entries=32, show_spinner=False)
def _preview(text: str, path: str, digest: str, build_id: str, _before: Config, _build: store.Build) -> Change:
    del digest  # it stands for `_before` in the key of the cache
    reports = _reports(path, build_id, _build, _before)
    return change_of(trial.try_map(_before, parse_config(text, path), reports))


@st.cache_resource(max_entries=1, show_spinner=False)
def _reports(path: str, build_id: str, _build: store.Build, _config: Config) -> tuple[trial.Report, ...]:
    del path, build_id
    return trial.load_reports(_build, _config)


def change_of(tried: trial.Trial) -> Change:
    """What differs in the reports that were read under both maps."""
    before = [as_fact(each, old) for old, _ in tried.pairs for each in old.observations]
    after = [as_fact(each, new) for _, new in tried.pairs for each in new.observations]
    added, gone, changed = compare(before, after)
    doubts = tuple(doubt for old, new in tried.pairs for doubt in _doubts(old, new))
    return Change(added, gone, changed, doubts, len(tried.pairs), tried.touched, tried.total, tried.seconds)


def compare(
    before: Iterable[Fact], after: Iterable[Fact]
) -> tuple[tuple[Fact, ...], tuple[Fact, ...], tuple[tuple[Fact, Fact], ...]]:
    """Added, gone and changed facts: a fact changed where the same words of the report became another one."""
    old, new = {_identity(fact): fact for fact in before}, {_identity(fact): fact for fact in after}
    gone = [fact for key, fact in old.items() if key not in new]
    added = [fact for key, fact in new.items() if key not in old]
    by_end: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in added:
        by_end.setdefault(_number(fact), []).append(fact)
    changed = []
    for fact in list(gone):
        if same := by_end.get(_number(fact)):
            other = same.pop(0)
            gone.remove(fact)
            added.remove(other)
            if any(fact[name] != other[name] for name in _FIELDS):  # else only its words begin elsewhere
                changed.append((fact, other))
    return tuple(added), tuple(gone), tuple(changed)


def as_fact(observation: Observation, extraction: Extraction) -> Fact:
    """An observation by the names of its stored columns, with its sentence and where in it its words stand."""
    value = "" if observation.value is None else format(observation.value, "f")
    named = {name: str(getattr(observation, name)) for name in (*_FIELDS, "quote", "doc", "alias")}
    first, last = observation.sentence_start, observation.sentence_end
    text = extraction.document.text
    return named | {
        "value": value, "start": observation.start, "end": observation.end,
        "sentence": text[first:last], "marks": [(observation.start - first, observation.end - first)],
    }  # fmt: skip


def _doubts(old: Extraction, new: Extraction) -> list[Doubt]:
    """Numbers that two indicators claim now and did not before, and numbers set aside now for a doubt."""
    claimed, was = _claims(new), _claims(old)
    doubts = []
    for place, observations in claimed.items():
        names = tuple(dict.fromkeys(each.indicator for each in observations))
        if len(names) > 1 and set(names) != {each.indicator for each in was.get(place, ())}:
            doubts.append(Doubt(as_fact(observations[0], new), TWO_CLAIMS, names))
    told = {(remark.start, remark.end, remark.reason) for remark in old.remarks}
    for remark in new.remarks:
        if remark.reason in _DOUBTS and (remark.start, remark.end, remark.reason) not in told:
            doubts.append(Doubt(_set_aside(remark, new), remark.reason, _names_before(remark, old)))
    return doubts


def _claims(extraction: Extraction) -> dict[tuple[int, str, str], list[Observation]]:
    """The observations by the number that they take: its end, its value and its unit."""
    claims: dict[tuple[int, str, str], list[Observation]] = {}
    for each in extraction.observations:
        if each.value is not None:
            claims.setdefault((each.end, str(each.value), each.unit), []).append(each)
    return claims


def _names_before(remark: Remark, old: Extraction) -> tuple[str, ...]:
    there = (each.indicator for each in old.observations if each.start < remark.end and remark.start < each.end)
    return tuple(dict.fromkeys(there))


def _set_aside(remark: Remark, extraction: Extraction) -> Fact:
    text = extraction.document.text
    first = max(text.rfind(mark, 0, remark.start) for mark in "。！？\n") + 1
    ends = [at for mark in "。！？\n" if (at := text.find(mark, remark.end)) >= 0]
    last = min(ends, default=len(text) - 1) + 1
    marks = [(remark.start - first, remark.end - first)]
    return {"doc": remark.doc, "quote": remark.quote, "sentence": text[first:last], "marks": marks, "indicator": ""}


def _identity(fact: Fact) -> tuple[Any, ...]:
    return (str(fact["doc"]), int(fact["start"]), int(fact["end"]), *(fact[name] for name in _FIELDS))


def _number(fact: Fact) -> tuple[Any, ...]:
    """What two facts about the same number have in common; a longer name makes only its words begin earlier."""
    return str(fact["doc"]), int(fact["end"]), str(fact["value"]), fact["unit"]


# What is shown


def show(change: Change, words: Words, edited: Words) -> Fact | None:
    """Counts first, then each observation with its sentence; `edited` has the names that the edit gives.

    The fact whose report somebody asked for, None where nobody did.
    """
    _counts(change, words)
    wanted = None
    if change.nothing:
        st.text(words("map_no_effect"))
    else:
        chosen = _choose(change, words, edited)
        shown = change.of(chosen) if chosen else change
        for name, rows, facts in _rows(shown, words, edited):
            wanted = (_list(name, rows, facts, words) if rows else None) or wanted
    st.caption(plain(timing(change, words)))
    return wanted


def timing(change: Change, words: Words) -> str:
    """How the preview was made: which reports were read, and whether that was all."""
    seconds = f"{change.seconds:.2f}"
    if change.read < change.touched:
        return words("map_sampled", read=change.read, touched=change.touched, total=change.total, seconds=seconds)
    return words("map_timing", touched=change.touched, total=change.total, seconds=seconds)


def row(fact: Fact, words: Words) -> dict[str, Any]:
    """A fact as a row: what it says, its sentence with the words marked, and the report."""
    return {"what": _said(fact, words), "text": fact["sentence"], "marks": fact["marks"], "doc": fact["doc"]}


def _said(fact: Fact, words: Words) -> str:
    value = words.quantity(fact["value"], fact["unit"], fact["comparator"], fact["measure"]) or fact["quote"]
    kind = "" if fact["kind"] == "actual" else words.kind(fact["kind"])
    scope = scope_suffix(fact["indicator"], fact["scope"], words)
    zone = words.zone(fact["zone"])
    parts = (words.indicator(fact["indicator"]), value, words.period(fact["period"]), kind, scope, zone)
    return " · ".join(part for part in parts if part)


def changed_row(before: Fact, after: Fact, words: Words, edited: Words) -> dict[str, Any]:
    """A changed fact as a row: what it said and what it would say, each by the names of its time."""
    return row(after, edited) | {"was": _said(before, words)}


def _rows(change: Change, words: Words, edited: Words) -> list[tuple[str, list[dict[str, Any]], list[Fact]]]:
    """What is listed: the name of each list, its rows, and the fact behind each row."""
    return [
        ("doubtful", [_doubt_row(each, words, edited) for each in change.doubtful], [d.fact for d in change.doubtful]),
        ("added", [row(fact, edited) for fact in change.added], list(change.added)),
        ("gone", [row(fact, words) for fact in change.gone], list(change.gone)),
        (
            "changed",
            [changed_row(*pair, words, edited) for pair in change.changed],
            [before for before, _ in change.changed],
        ),
    ]


def _doubt_row(doubt: Doubt, words: Words, edited: Words) -> dict[str, Any]:
    why = words("map_two_claims") if doubt.reason == TWO_CLAIMS else words.code("remark", doubt.reason)
    names = " / ".join(map(edited.indicator, doubt.rivals))
    said = " · ".join(part for part in (doubt.fact["quote"], why, names) if part)
    return {"what": said, "text": doubt.fact["sentence"], "marks": doubt.fact["marks"], "doc": doubt.fact["doc"]}


def _counts(change: Change, words: Words) -> None:
    counts = {
        "added": len(change.added), "gone": len(change.gone),
        "changed": len(change.changed), "doubtful": len(change.doubtful),
    }  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for name, count in counts.items():
            st.metric(words(_NAMES[name]), f"{count:,}", border=True, width=104)


def _choose(change: Change, words: Words, edited: Words) -> str:
    names = change.indicators
    if len(names) < 2:
        return ""
    key = "map_only"
    if st.session_state.get(key) not in names:
        st.session_state[key] = None
    return (
        st.selectbox(
            words("map_only"), names, key=key, index=None, placeholder=words("map_only_all"),
            format_func=edited.indicator,
        )
        or ""
    )  # fmt: skip


def _list(name: str, rows: list[dict[str, Any]], facts: Sequence[Fact], words: Words) -> Fact | None:
    """Draws rows; the fact whose report is asked for."""
    st.markdown(f"**{words(_NAMES[name])}** · {len(rows)}")
    data = {"rows": rows[:MOST_SHOWN], "label": words(_NAMES[name])}
    result = component("map_rows")(key=f"map_rows_{name}", data=data, on_open_change=lambda: None)
    if len(rows) > MOST_SHOWN:
        st.caption(words("map_more", count=len(rows) - MOST_SHOWN))
    at = result.get("open")
    return facts[int(at)] if at is not None and int(at) < len(facts) else None
