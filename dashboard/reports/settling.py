"""What all parts of the queue share: who decides, the decision itself, what was decided just now and its undoing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.reports import correction_form
from dashboard.shared import data, page, parts, queue
from dashboard.words.labels import Words
from kpi.results import corrections
from kpi.results.corrections import Action, Change, Correction
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import observation_of

_LAST, _SAID, _KEPT_OPEN = "settling_last", "settling_said", "settling_who"
_LISTED, _STEPS = 15, 50


@dataclass(frozen=True, slots=True)
class Done:
    """What this session decided last: the decisions, told in a line."""

    entries: tuple[Correction, ...]
    told: str


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
        st.session_state[_LAST] = (*st.session_state.get(_LAST, ()), Done(done.made, _told(done.made, words)))[-_STEPS:]
    return True


def press(rows: pd.DataFrame, action: Action, context: page.Context) -> None:
    """What a button does that decides."""
    decide(rows, action, context)


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
    waiting = queue.since_build(project)
    steps: tuple[Done, ...] = st.session_state.get(_LAST, ())
    if not steps and not waiting:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="settled_bar"):
        if steps:
            st.markdown(f":material/check_circle: {parts.plain(steps[-1].told)}", width="content")
            st.button(
                words("correct_undo"), key="settle_undo", icon=":material/undo:", shortcut="Z", type="tertiary",
                on_click=_undo, args=(steps[-1].entries, context),
            )  # fmt: skip
            st.space("stretch")
        if waiting:
            with st.popover(words("settle_waiting", count=f"{len(waiting):,}"), type="tertiary"):
                _list(waiting, context)
            if st.button(words("rebuild_now"), key="settle_build", icon=":material/refresh:"):
                parts.run_build(words, project)
                st.session_state.pop(_LAST, None)
                st.rerun()


def _list(waiting: Sequence[Correction], context: page.Context) -> None:
    """The latest decisions that wait for a build, by whomever, each with its undoing."""
    words = context.words
    st.caption(words("settle_waiting_says", file=project_of(context).config.corrections.name))
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
    st.session_state[_LAST] = tuple(step for step in steps if not set(step.entries) <= set(entries))


def _told(made: Sequence[Correction], words: Words) -> str:
    """What was done, in a line: `采用 地区生产总值 254 亿元`, or how many at once."""
    first = made[0]
    if len(made) > 1:
        return words(f"settled_many.{first.action}", count=f"{len(made):,}")
    quantity = words.quantity(first.value, first.unit, first.comparator, first.measure)
    return words(
        f"settled.{first.action}", what=f"{words.indicator(first.indicator)} {words.period(first.period)} {quantity}"
    )


def failed() -> None:
    """Says at once why a decision could not be taken."""
    if said := st.session_state.pop(_SAID, ""):
        st.error(said, icon=":material/error:")
