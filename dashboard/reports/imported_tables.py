"""The tables that others read, on the page: whose, how many rows, and what the last one of each replaced.

They come in by the command; here it is only told what holds, and what is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import streamlit as st

from dashboard.shared import data, page, parts
from dashboard.words.labels import Words
from kpi.second import imports
from kpi.second.imports import Action, Change, Entry, Imports, Step
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError

_SHOWN = 5
_COUNTED = ("same", "changed", "gone", "new")


@dataclass(frozen=True, slots=True)
class _Told:
    """Where a reader stands, and the last step that put one table in the place of another, with what that changed."""

    step: Step
    before: int
    changed: Step | None = None
    change: Change = field(default_factory=Change)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is told of all readers; made once for each state of the file, since tables may be long."""

    readers: tuple[_Told, ...]
    problems: tuple[str, ...]
    in_force: int


def show(context: page.Context) -> None:
    """A folded line, where anything was ever imported."""
    project, words = context.project, context.words
    if project is None:
        return
    try:
        known = data.remembered(("imports", _stamp(project.config)), lambda: _known(imports.load(project.config)))
    except KpiError as error:
        st.caption(parts.plain(words.detail(str(error))))
        return
    if not known.readers and not known.problems:
        return
    lost = project.build.info.get("rows_lost", {}) if project.build is not None else {}
    with st.expander(parts.plain(words("imported", count=known.in_force)), key="imported_tables"):
        for problem in known.problems:
            st.caption(parts.plain(words.detail(problem)))
        for told in known.readers:
            _reader(told, int(lost.get(told.step.entry.reader, 0)), words)
        st.caption(words("imported_how"))


def _stamp(config: Config) -> tuple[str, int, int]:
    """Which file of imports it is and as of when."""
    try:
        found = config.imports.stat()
    except OSError:
        return (str(config.imports), 0, 0)
    return (str(config.imports), found.st_mtime_ns, found.st_size)


def _known(all_lines: Imports) -> _Known:
    told = tuple(_told(step, all_lines) for step in all_lines.last_steps)
    return _Known(told, all_lines.problems, len(all_lines.in_force))


def _told(step: Step, all_lines: Imports) -> _Told:
    of_reader = (each for each in all_lines.steps if each.entry.reader == step.entry.reader)
    mine = [each for each in of_reader if each.entry.action is not Action.TRUST]
    before = len(step.before.rows) if step.before else 0
    if not mine or mine[-1].before is None or mine[-1].since is None:
        return _Told(step, before)
    return _Told(step, before, mine[-1], mine[-1].change)


def _reader(told: _Told, lost: int, words: Words) -> None:
    with st.container(gap="xxsmall"):
        if (held := told.step.since) is None:
            entry = told.step.entry
            st.text(words("imported_withdrawn", name=entry.reader, rows=f"{told.before:,}", **_when(entry)))
            return
        rows = f"{len(held.rows):,}"
        st.text(words("imported_row", name=held.reader, rows=rows, file=held.file, **_when(held)))
        st.caption(parts.plain(words(f"second_trust.{held.trust}")))
        if lost:
            st.caption(parts.plain(words("imported_lost", count=f"{lost:,}")))
        if told.changed is not None:
            _changed(told.changed, told.change, words)


def _changed(step: Step, change: Change, words: Words) -> None:
    """What a table replaced: how many rows stay, and the first of those that do not."""
    before = step.before
    assert before is not None
    numbers = {"same": change.same, "changed": len(change.changed), "gone": len(change.gone), "new": len(change.new)}
    counts = words.comma.join(
        words(f"imported_rows.{name}", count=f"{numbers[name]:,}") for name in _COUNTED if numbers[name]
    )
    if step.entry.action is Action.UNDO:
        st.text(words("imported_undone", counts=counts, **_when(step.entry)))
    else:
        rows = f"{len(before.rows):,}"
        st.text(words("imported_replaced", file=before.file, rows=rows, counts=counts, **_when(before)))
    for line in _first(_rows_of(change, words), words):
        st.caption(parts.plain(line))


def _rows_of(change: Change, words: Words) -> list[str]:
    """The rows that do not stay: those that are gone first, which nothing else on the page tells of."""
    tell: Callable[..., str] = words
    gone = [tell("imported_row_gone", row=imports.told_row(claim)) for claim in change.gone]
    other = [
        tell("imported_row_changed", row=imports.told_row(was), now=imports.told_row(now, was))
        for was, now in change.changed
    ]
    return [*gone, *other, *(tell("imported_row_new", row=imports.told_row(claim)) for claim in change.new)]


def _first(lines: Iterable[str], words: Words) -> list[str]:
    listed = list(lines)
    more = len(listed) - _SHOWN
    return [*listed[:_SHOWN], *([words("imported_more", count=f"{more:,}")] if more > 0 else [])]


def _when(entry: Entry) -> dict[str, str]:
    return {"day": entry.at[:10], "who": entry.who}
