"""What all parts of the queue share: who decides, the decision itself, what was decided just now and its undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.reports import correction_form
from dashboard.shared import data, page, parts, queue
from dashboard.words.labels import Words, time_name
from kpi.building import removing, stating
from kpi.building.stating import Statement
from kpi.results import corrections
from kpi.results.corrections import Action, Change, Correction
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import observation_of

_LAST, _SAID, _KEPT_OPEN = "settling_last", "settling_said", "settling_who"
_LISTED, _STEPS = 15, 50


@dataclass(frozen=True, slots=True)
class Done:
    """What this session did: decisions on facts, statements on reports (`paths`), or removals, told in a line."""

    told: str
    entries: tuple[Correction, ...] = ()
    paths: tuple[str, ...] = ()
    removed: tuple[Statement, ...] = ()


def project_of(context: page.Context) -> data.Project:
    assert context.project is not None
    return context.project


def decide(
    rows: pd.DataFrame, action: Action, context: page.Context, change: Change | None = None
) -> bool:  # fmt: skip
    """Decides on all of these facts or readings at once; whether it could be done. What came of it is told later."""
    config, words, frames = project_of(context).config, context.words, project_of(context).frames
    assert frames is not None
    digests = dict(zip(frames.documents["doc"], frames.documents["digest"], strict=True))
    items = [(observation_of(row), str(digests[row["doc"]])) for row in rows.to_dict("records")]
    try:
        done = corrections.settle(
            config, items, action, why=words("settle_why"), who=who(words), change=change or Change()
        )
    except KpiError as error:
        st.session_state[_SAID] = correction_form.mended(str(error))
        return False
    if done.taken:
        st.session_state[_SAID] = words(
            "settle_taken", count=len(done.taken), told=correction_form.told(done.taken[0], words)
        )
    if done.made:
        _push(Done(_told(done.made, words), done.made))
    return True


def press(rows: pd.DataFrame, action: Action, context: page.Context, change: Change | None = None) -> None:
    """What a button does that decides."""
    decide(rows, action, context, change)


def who(words: Words) -> str:
    """By whose name decisions are written down."""
    name = str(st.session_state.get(correction_form.WHO, "") or correction_form.user()).strip()
    return name or words("settle_nobody")


def ask_who(words: Words) -> None:
    """By whose name decisions are written down, and the field to change it."""
    with st.popover(parts.plain(words("settle_who_is", name=who(words))), type="tertiary", icon=":material/person:"):
        st.session_state.setdefault(_KEPT_OPEN, who(words))
        st.text_input(words("settle_who"), key=_KEPT_OPEN, max_chars=60, on_change=_named)
        st.caption(words("settle_who_says"))


def _named() -> None:
    st.session_state[correction_form.WHO] = str(st.session_state[_KEPT_OPEN]).strip()


def bar(context: page.Context) -> None:
    """What was decided just now, with its undoing, and how much waits for the next build."""
    words, project = context.words, project_of(context)
    if said := st.session_state.pop(_SAID, ""):
        st.warning(said, icon=":material/info:")
    waiting, reports = queue.since_build(project), queue.stated_since(project)
    steps: tuple[Done, ...] = st.session_state.get(_LAST, ())
    if not (steps or waiting or reports):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="settled_bar"):
        if steps:
            st.markdown(f":material/check_circle: {parts.plain(steps[-1].told)}", width="content")
            if steps[-1] != Done(steps[-1].told):  # what was put back is removed again where it is listed
                st.button(
                    words("correct_undo"), key="settle_undo", icon=":material/undo:", shortcut="Z", type="tertiary",
                    on_click=_undo_step, args=(steps[-1], context),
                )  # fmt: skip
            st.space("stretch")
        if waiting or reports:
            with st.popover(words("settle_waiting", count=f"{len(waiting) + len(reports):,}"), type="tertiary"):
                _list(waiting, reports, context)
            if st.button(words("rebuild_now"), key="settle_build", icon=":material/refresh:"):
                if parts.rebuild(words, project):
                    st.session_state.pop(_LAST, None)
                st.rerun()


def _list(waiting: Sequence[Correction], reports: Sequence[Statement], context: page.Context) -> None:
    """The latest decisions that wait for a build, by whomever, each with its undoing."""
    words = context.words
    st.caption(words("settle_waiting_says", file=project_of(context).config.corrections.name))
    for place, statement in enumerate(reversed(reports[-_LISTED:])):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            line = f"{PurePosixPath(statement.path).stem}　{time_name(statement.at)} {statement.who}　"
            st.caption(parts.plain(line + _told_of(statement, words)), width="stretch")
            step = Done("", removed=(statement,)) if statement.action == "remove" else Done("", paths=(statement.path,))
            if statement.action in ("state", "remove"):
                st.button(
                    words("correct_undo"), key=f"settle_undo_report_{place}", type="tertiary", icon=":material/undo:",
                    on_click=_undo_step, args=(step, context),
                )  # fmt: skip
    for place, entry in enumerate(reversed(waiting[-_LISTED:])):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            name = f"{words.indicator(entry.indicator)} · {entry.doc}"
            st.caption(parts.plain(f"{name}　{correction_form.told(entry, words)}"), width="stretch")
            if entry.action is not Action.UNDO:
                st.button(
                    words("correct_undo"), key=f"settle_undo_{place}", type="tertiary", icon=":material/undo:",
                    on_click=_undo, args=((entry,), context),
                )  # fmt: skip
    if len(waiting) > _LISTED:
        st.caption(words("settle_more", count=f"{len(waiting) - _LISTED:,}"))


def state(paths: Sequence[str], context: page.Context, **facts: Any) -> None:
    """States facts of whole reports, in their sidecars; the first that cannot be stated stops it, and is told."""
    config, words = project_of(context).config, context.words
    done: list[str] = []
    try:
        for path in paths:
            if stating.state(config, config.path.parent / path, who=who(words), known=known_zones(context), **facts):
                done.append(path)
    except KpiError as error:
        _say(correction_form.mended(str(error)))
    if done:
        told = words("list_comma").join(_stated(name, value, words) for name, value in facts.items())
        _push(
            Done(words("settled_report", told=told, count=len(done), name=PurePosixPath(done[0]).stem), (), tuple(done))
        )


def done(told: str, removed: Sequence[Statement] = ()) -> None:
    """Keeps what was just done, to be told on the next run, with its undoing where it removed reports."""
    _push(Done(told, removed=tuple(removed)))


def say(text: str) -> None:
    """Keeps what is to be told on the next run."""
    _say(text)


def press_state(paths: Sequence[str], context: page.Context, facts: Mapping[str, str]) -> None:
    """What a button does that states facts of reports."""
    state(paths, context, **facts)


def known_zones(context: page.Context) -> set[str]:
    """Full names of zones that the program found by itself: they may be stated though no list has them."""
    frames = project_of(context).frames
    if frames is None:
        return set()
    open_ones = {name for names in frames.documents["candidates"] for name in names.split("|") if name}
    return {*frames.zones, *open_ones} - {""}


def pager(key: str, total: int, words: Words) -> int:
    """Draws which one of a list is shown and the way to the others; returns its place."""
    at = min(int(st.session_state.get(key, 0)), total - 1)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_pager"):
        place = words("settle_place", place=f"{at + 1:,}", total=f"{total:,}")
        st.markdown(f"**{place}**", width="content")
        st.space("stretch")
        for name, shortcut, to in (("settle_back", "Left", at - 1), ("settle_skip", "Right", at + 1)):
            st.button(
                words(name), key=f"{key}_{name}", shortcut=shortcut, type="tertiary", disabled=not 0 <= to < total,
                on_click=_turn, args=(key, to),
            )  # fmt: skip
    return at


def _turn(key: str, to: int) -> None:
    st.session_state[key] = to


def _told_of(statement: Statement, words: Words) -> str:
    """What a line of the ledger of reports says."""
    if statement.kept:
        return words(f"report_moved.{statement.action}", kept=statement.kept)
    return words("list_comma").join(_stated(name, now, words) for name, (_, now) in statement.changes.items())


def _stated(name: str, value: str, words: Words) -> str:
    shown = {"zone": words.zone, "period": words.period}.get(name, str)(value) if value else ""
    return f"{words('settle_period' if name == 'period' else name)} {shown or words('report_not_stated')}"


def _push(done: Done) -> None:
    st.session_state[_LAST] = (*st.session_state.get(_LAST, ()), done)[-_STEPS:]


def _say(text: str) -> None:
    st.session_state[_SAID] = text


def _undo_step(step: Done, context: page.Context) -> None:
    """Takes back what this session did last."""
    if step.entries:
        _undo(step.entries, context)
        return
    config = project_of(context).config
    try:
        for path in step.paths:
            stating.undo(config, config.path.parent / path, who=who(context.words))
        for removal in step.removed:
            removing.restore(config, removal, who=who(context.words))
    except KpiError as error:
        _say(correction_form.mended(str(error)))
        return
    steps: tuple[Done, ...] = st.session_state.get(_LAST, ())
    st.session_state[_LAST] = tuple(each for each in steps if each != step)


def _undo(entries: Sequence[Correction], context: page.Context) -> None:
    words = context.words
    try:
        undone = corrections.undo_all(
            project_of(context).config, entries, why=words("settle_undone_why"), who=who(words)
        )
    except KpiError as error:
        st.session_state[_SAID] = correction_form.mended(str(error))
        return
    if len(undone) < len(entries):
        st.session_state[_SAID] = words("settle_not_undone", count=len(entries) - len(undone))
    steps: tuple[Done, ...] = st.session_state.get(_LAST, ())
    gone = set(entries)
    st.session_state[_LAST] = tuple(step for step in steps if not step.entries or not set(step.entries) <= gone)


def _told(made: Sequence[Correction], words: Words) -> str:
    """What was done, in a line: `采用 地区生产总值 254 亿元`, or how many at once."""
    first = made[0]
    if not first.period and all(entry.change == Change(period=first.change.period) for entry in made):
        return words("settled_period", count=f"{len(made):,}", period=words.period(first.change.period))
    if len(made) > 1:
        return words(f"settled_many.{first.action}", count=f"{len(made):,}")
    quantity = words.quantity(first.value, first.unit, first.comparator, first.measure)
    when = words.period(first.change.period or first.period)
    told = (words.indicator(first.indicator), when, quantity)
    return words(f"settled.{first.action}", what=" ".join(part for part in told if part))


def failed() -> None:
    """Says at once why a decision could not be taken."""
    if said := st.session_state.pop(_SAID, ""):
        st.error(said, icon=":material/error:")
