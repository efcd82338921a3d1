"""What all parts of the queue share: who decides, the decision itself, what was decided just now and its undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.reports import correction_form
from dashboard.shared import data, page, parts, person, queue
from dashboard.words.labels import Words, time_name
from kpi.building import removing, stating
from kpi.building.stating import StatedMeanwhile, Statement
from kpi.results import corrections
from kpi.results.corrections import Action, Change, Correction
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import observation_of
from kpi.vocabulary.model import Observation

_LAST, _SAID, _KEPT_OPEN, _ASKED = "settling_last", "settling_said", "settling_who", "settling_undo_asked"
_SWITCHED, _YOURS = "settling_switched", "settling_yours"
_FAILED, _OTHERS = "settling_failed", "settling_others"
_LISTED, _STEPS = 15, 50


@dataclass(frozen=True, slots=True)
class Done:
    """What this session did: decisions on facts, statements on reports, or removals, told in a line."""

    told: str
    entries: tuple[Correction, ...] = ()
    stated: tuple[Statement, ...] = ()
    removed: tuple[Statement, ...] = ()


def project_of(context: page.Context) -> data.Project:
    assert context.project is not None
    return context.project


def decide(
    rows: pd.DataFrame,
    action: Action,
    context: page.Context,
    change: Change | None = None,
    rivals: pd.DataFrame | None = None,
    dropped: pd.DataFrame | None = None,
) -> bool:
    """Decides on all of these facts or readings at once; whether it could be done. What came of it is told later.

    `rivals` are what they were chosen from: a decision on one of these, if only a moment ago, holds. What is `dropped`
    cannot stand beside what was decided: it is rejected in the same step.
    """
    config, words = project_of(context).config, context.words
    items, others, beside = (
        [] if some is None or some.empty else _items(some, context) for some in (rows, rivals, dropped)
    )
    try:
        done = corrections.settle(
            config, items, action, why=words("settle_why"), who=who(words), change=change or Change(), rivals=others,
            dropped=beside,
        )  # fmt: skip
    except KpiError as error:
        st.session_state[_SAID] = correction_form.mended(str(error))
        return False
    if done.taken:
        st.session_state[_SAID] = words(
            "settle_taken", count=len(done.taken), told=correction_form.told(done.taken[0], words)
        )
        st.session_state[_OTHERS] = True
        if change is not None:
            _keep_yours(correction_form.change_told(change, words), words)
    if done.made:
        told = words("list_comma").join(_told(some, words) for some in (done.made, done.dropped) if some)
        _push(Done(told, (*done.made, *done.dropped)))
    return True


def _items(rows: pd.DataFrame, context: page.Context) -> list[tuple[Observation, str]]:
    """Facts or readings, each with the digest of its report."""
    frames = project_of(context).frames
    assert frames is not None
    digests = dict(zip(frames.documents["doc"], frames.documents["digest"], strict=True))
    return [(observation_of(row), str(digests[row["doc"]])) for row in rows.to_dict("records")]


def press(
    rows: pd.DataFrame,
    action: Action,
    context: page.Context,
    change: Change | None = None,
    rivals: pd.DataFrame | None = None,
) -> None:
    """What a button does that decides."""
    decide(rows, action, context, change, rivals)


def decision_behind(row: Mapping[Any, Any], context: page.Context) -> Correction | None:
    """The decision that made a value what the build shows; None where it was taken back since."""
    ((item, digest),) = _items(pd.DataFrame([row]), context)
    return queue.known(project_of(context).config).behind(item, digest)


def take_back(entry: Correction, context: page.Context) -> None:
    """What a button does that undoes a decision, whoever took it."""
    _undo((entry,), context)


def who(words: Words) -> str:
    """By whose name decisions are written down."""
    return person.name() or words("settle_nobody")


def ask_who(words: Words) -> None:
    """By whose name decisions are written down, and the field to change it."""
    if person.is_fixed():
        return
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
        st.warning(parts.plain(said), icon=":material/info:")
        if st.session_state.pop(_OTHERS, False):  # on a phone the page is scrolled down to what was pressed
            st.toast(parts.plain(said), icon=":material/info:", duration="long")
    if yours := st.session_state.get(_YOURS, ""):  # until it was read: it may have been some work
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="settled_yours"):
            st.warning(parts.plain(yours), icon=":material/edit_note:", width="stretch")
            st.button(words("settle_yours_seen"), key="settle_yours_seen", on_click=_drop_yours)
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
        else:
            _offer_last(waiting, reports, context)
        if waiting or reports:
            with st.popover(words("settle_waiting", count=f"{len(waiting) + len(reports):,}"), type="tertiary"):
                _list(waiting, reports, context)
            if st.button(words("rebuild_now"), key="settle_build", icon=":material/refresh:"):
                if parts.rebuild(words, project):
                    st.session_state.pop(_LAST, None)
                st.rerun()


def _offer_last(waiting: Sequence[Correction], reports: Sequence[Statement], context: page.Context) -> None:
    """After the page was opened anew: the last own step, undone once that is confirmed."""
    words = context.words
    step = _last_of(who(words), waiting, reports, words)
    if step is None:
        st.session_state.pop(_ASKED, None)
        return
    if st.session_state.get(_ASKED):
        st.markdown(f":material/help: {parts.plain(words('settle_undo_last_ask', told=step.told))}", width="content")
        st.button(
            words("correct_undo"), key="settle_undo_last_yes", icon=":material/undo:", type="primary",
            on_click=_undo_last, args=(step, context),
        )  # fmt: skip
        st.button(
            words("settle_undo_last_no"), key="settle_undo_last_no", type="tertiary", on_click=_ask, args=(False,)
        )
    else:
        st.button(
            words("settle_undo_last"), key="settle_undo_last", icon=":material/undo:", shortcut="Z", type="tertiary",
            on_click=_ask, args=(True,),
        )  # fmt: skip
    st.space("stretch")


def _ask(asked: bool) -> None:
    st.session_state[_ASKED] = asked


def _undo_last(step: Done, context: page.Context) -> None:
    _ask(False)
    _undo_step(step, context)


def _last_of(
    name: str, waiting: Sequence[Correction], reports: Sequence[Statement], words: Words
) -> Done | None:  # fmt: skip
    """What somebody did last of what waits for a build, as a step to undo; None where there is nothing of theirs."""
    mine = [entry for entry in waiting if entry.who == name and entry.action is not Action.UNDO]
    stated = [each for each in reports if each.who == name and each.action in ("state", "remove")]
    # within a ledger the last line is the last that was done, whatever the clock said
    if mine and not (stated and stated[-1].at > mine[-1].at):
        entries = tuple(entry for entry in mine if entry.at == mine[-1].at)
        return Done(f"{time_name(mine[-1].at)} {_told(entries, words)}", entries)
    if not stated:
        return None
    last = stated[-1]
    told = f"{time_name(last.at)} {PurePosixPath(last.path).stem}{words('colon')}{_told_of(last, words)}"
    return Done(told, removed=(last,)) if last.action == "remove" else Done(told, stated=(last,))


def _list(waiting: Sequence[Correction], reports: Sequence[Statement], context: page.Context) -> None:
    """The latest decisions that wait for a build, by whomever, each with its undoing."""
    words = context.words
    st.caption(parts.plain(words("settle_waiting_says", file=project_of(context).config.corrections.name)))
    for place, statement in enumerate(reversed(reports[-_LISTED:])):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            line = f"{PurePosixPath(statement.path).stem}　{_line(statement, words)}"
            st.caption(parts.plain(line), width="stretch")
            step = Done("", removed=(statement,)) if statement.action == "remove" else Done("", stated=(statement,))
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


def state(paths: Sequence[str], context: page.Context, seen: int | None = None, **facts: Any) -> None:
    """States facts of whole reports, in their sidecars; the first that cannot be stated stops it, and is told.

    `seen` is how many lines the ledger had when the page was drawn: what somebody else has stated since holds.
    """
    config, words = project_of(context).config, context.words
    done: list[Statement] = []
    taken: list[Statement] = []
    try:
        for path in paths:
            try:
                made = stating.state(
                    config, config.path.parent / path, who=who(words), known=known_zones(context), seen_lines=seen,
                    **facts,
                )  # fmt: skip
            except StatedMeanwhile as meanwhile:
                taken.append(meanwhile.entry)
            else:
                done += [made] if made else []
    except KpiError as error:
        _say(correction_form.mended(str(error)))
    if others := [entry for entry in taken if entry not in _own_statements()]:  # not a button that was pressed twice
        told = f"{PurePosixPath(others[0].path).stem}　{_line(others[0], words)}"
        _say(words("settle_stated_taken", count=len(others), told=told))
        st.session_state[_OTHERS] = True
        if not done:
            _keep_yours(words("list_comma").join(_stated(name, str(now), words) for name, now in facts.items()), words)
    if done:
        told = words("list_comma").join(_stated(name, now, words) for name, (_, now) in done[0].changes.items())
        name = PurePosixPath(done[0].path).stem
        _push(Done(words("settled_report", told=told, count=len(done), name=name), stated=tuple(done)))


def _keep_yours(told: str, words: Words) -> None:
    """Keeps what was to be written down where somebody else was first, to be told until it was read."""
    st.session_state[_YOURS] = words("settle_yours", told=told)


def _drop_yours() -> None:
    st.session_state.pop(_YOURS, None)


def _own_statements() -> set[Statement]:
    """What this session stated."""
    steps: tuple[Done, ...] = st.session_state.get(_LAST, ())
    return {entry for step in steps for entry in step.stated}


def done(told: str, removed: Sequence[Statement] = ()) -> None:
    """Keeps what was just done, to be told on the next run, with its undoing where it removed reports."""
    _push(Done(told, removed=tuple(removed)))


def say(text: str) -> None:
    """Keeps what is to be told on the next run."""
    _say(text)


def press_state(paths: Sequence[str], context: page.Context, facts: Mapping[str, str], seen: int) -> None:
    """What a button does that states facts of reports."""
    state(paths, context, seen, **facts)


def known_zones(context: page.Context) -> set[str]:
    """Full names of zones that the program found by itself: they may be stated though no list has them."""
    frames = project_of(context).frames
    if frames is None:
        return set()
    open_ones = {name for names in frames.documents["candidates"] for name in names.split("|") if name}
    return {*frames.zones, *open_ones} - {""}


def switch(label: str, key: str, of: str) -> bool:
    """Draws a switch, and says whether it is on for what it is now about (`of`); an answer turns it off.

    It is no check box: the keys of the answers would do nothing while that has the focus.
    """
    on = st.session_state.get(_SWITCHED) == (key, of)
    st.button(
        parts.plain(label), key=f"{key}_switch", type="tertiary", on_click=_turn_to, args=(None if on else (key, of),),
        icon=":material/check_box:" if on else ":material/check_box_outline_blank:",
    )  # fmt: skip
    return on


def _turn_to(switched: tuple[str, str] | None) -> None:
    st.session_state[_SWITCHED] = switched


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


def _line(statement: Statement, words: Words) -> str:
    """A line of the ledger of reports: when, who, what."""
    return f"{time_name(statement.at)} {statement.who}　{_told_of(statement, words)}"


def _told_of(statement: Statement, words: Words) -> str:
    """What a line of the ledger of reports says."""
    if statement.kept:
        return words(f"report_moved.{statement.action}", kept=statement.kept)
    return words("list_comma").join(_stated(name, now, words) for name, (_, now) in statement.changes.items())


def _stated(name: str, value: str, words: Words) -> str:
    shown = {"zone": words.zone, "period": words.period}.get(name, str)(value) if value else ""
    return f"{words('settle_period' if name == 'period' else name)} {shown or words('report_not_stated')}"


def _push(done: Done) -> None:
    st.session_state.pop(_SWITCHED, None)
    st.session_state[_LAST] = (*st.session_state.get(_LAST, ()), done)[-_STEPS:]


def _say(text: str) -> None:
    st.session_state[_SAID] = text


def _undo_step(step: Done, context: page.Context) -> None:
    """Takes back what this session did last."""
    if step.entries:
        _undo(step.entries, context)
        return
    config = project_of(context).config
    problems: list[str] = []
    for entry in step.stated:  # each by itself: one that was stated anew since keeps no other
        try:
            stating.undo(config, config.path.parent / entry.path, who=who(context.words), entry=entry)
        except KpiError as error:
            problems.append(correction_form.mended(str(error)))
    for removal in step.removed:
        try:
            removing.restore(config, removal, who=who(context.words))
        except KpiError as error:
            _say(correction_form.mended(str(error)))
            return
    if problems:
        _say(_not_undone(problems, context.words))
    steps: tuple[Done, ...] = st.session_state.get(_LAST, ())
    st.session_state[_LAST] = tuple(each for each in steps if each != step)


def _not_undone(problems: Sequence[str], words: Words) -> str:
    """Why steps could not be taken back: the first, and how many more there are."""
    more = words("settle_more_not_undone", count=len(problems) - 1) if len(problems) > 1 else ""
    return problems[0] + more


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


def fail(said: str = "") -> None:
    """Keeps why what a form sent could not be done (what the last try said of itself), to be told beside the form."""
    st.session_state[_FAILED] = said or st.session_state.pop(_SAID, "")


def failed() -> None:
    """Says beside a form why what it sent could not be done."""
    if said := st.session_state.pop(_FAILED, ""):
        st.error(parts.plain(said), icon=":material/error:")
