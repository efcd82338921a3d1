"""The second reader on the page: whether there is one, what would leave this machine, what is kept; asked on a press.

Nothing is read for it or sent before a person presses a button, and nothing is sent before they agreed to what is sent
where.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.shared import data, page, parts
from dashboard.words.labels import Words
from kpi.building import asking
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError

_PLAN, _OUTCOME = "second_reader_plan", "second_reader_outcome"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a run: answers and claims, what they and the questions in vain took, and what went wrong, each with
    its report.
    """

    answers: int = 0
    claims: int = 0
    tokens: int = 0
    problems: tuple[str, ...] = ()


def show(context: page.Context) -> None:
    """A folded line at the end of the page; open while something is being decided."""
    project, words = context.project, context.words
    if project is None:
        return
    config, plan, outcome = project.config, _plan(project.config), st.session_state.get(_OUTCOME)
    reader = config.second_reader
    label = words("second_reader", state=words("second_no") if reader is None else reader.model)
    with st.expander(parts.plain(label), expanded=plan is not None or outcome is not None, key="second_reader"):
        if reader is None:
            st.caption(words("second_none"))
            return
        _standing(config, words)
        if outcome is not None:
            _told(outcome, project, words)
        if plan is None:
            if st.button(words("second_look"), key="second_look", icon=":material/visibility:"):
                _look(config, words)
        else:
            _decide(plan, project, words)


def _plan(config: Config) -> asking.Plan | None:
    """What this session has looked at and not decided yet, of the settings that hold now."""
    found: asking.Plan | None = st.session_state.get(_PLAN)
    return found if found is not None and found.reader == config.second_reader else None


def _standing(config: Config, words: Words) -> None:
    reader = config.second_reader
    assert reader is not None
    st.text(words("second_where", model=reader.model, host=reader.host))
    said = [words(f"second_trust.{reader.trust}")]
    try:
        held = data.remembered(("second_reader", reader, _stamp(config)), lambda: asking.holding(config))
    except KpiError as error:
        said.append(words.detail(str(error)))
    else:
        kept = words("second_kept", answers=f"{held.answers:,}", reports=f"{held.reports:,}")
        said.append(kept if held.answers else words("second_none_kept"))
    said.append(words("second_local" if reader.is_local else "second_leaves"))
    said += [words("second_open")] if reader.is_open else []
    st.caption(parts.plain(("" if words.language == "zh" else " ").join(said)))


def _stamp(config: Config) -> tuple[str, int, int]:
    """Which file of answers it is and as of when."""
    try:
        found = config.answers.stat()
    except OSError:
        return (str(config.answers), 0, 0)
    return (str(config.answers), found.st_mtime_ns, found.st_size)


def _look(config: Config, words: Words) -> None:
    """Reads what would be asked about; nothing is sent."""
    bar = st.progress(0.0, words("second_reading"))

    def progress(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), words("second_reading"))

    st.session_state.pop(_OUTCOME, None)
    try:
        asking.client_of(config)
        st.session_state[_PLAN] = asking.plan_asking(config, progress=progress)
    except KpiError as error:
        st.session_state[_OUTCOME] = _Outcome(problems=(str(error),))
    st.rerun()


def _decide(plan: asking.Plan, project: data.Project, words: Words) -> None:
    """What would be sent where, and the two ways on."""
    for failure in plan.failed[:_SHOWN]:
        st.caption(parts.plain(words("second_unread", path=failure.path, reason=words.detail(failure.reason))))
    if not plan.questions:
        st.text(words("second_nothing"))
        st.button(words("second_close"), key="second_close", on_click=_forget)
        return
    reports = len({question.report for question in plan.questions})
    letters = sum(len(question.piece.text) for question in plan.questions)
    sends = words(
        "second_sends",
        reports=f"{reports:,}",
        pieces=f"{len(plan.questions):,}",
        letters=f"{letters:,}",
        tokens=f"{plan.tokens:,}",
        most=f"{plan.reader.tokens:,}",
        host=plan.reader.host,
    )
    st.text(sends)
    if not plan.reader.is_local:
        st.warning(words("second_make_sure"), icon=":material/outbound:")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        agreed = st.button(
            words("second_send", host=parts.plain(plan.reader.host)), key="second_send", type="primary",
            icon=":material/send:",
        )  # fmt: skip
        st.button(words("second_do_not"), key="second_do_not", on_click=_forget)
    if agreed:
        _ask(plan, project.config, words)
        st.rerun()


def _ask(plan: asking.Plan, config: Config, words: Words) -> None:
    """Asks, with a bar; whoever leaves the page meanwhile stops the asking, and what is answered stays."""
    total = len(plan.questions)
    bar = st.progress(0.0, words("second_asking", done="0", total=f"{total:,}"))
    answers = claims = tokens = 0
    problems: list[str] = []
    _forget()
    try:
        for number, told in enumerate(asking.ask(plan, config, asking.client_of(config)), 1):
            answers, claims = answers + (not told.reason), claims + told.claims
            tokens += told.tokens
            problems += [f"{told.question.told}: {reason}" for reason in (told.reason, *told.unread) if reason]
            st.session_state[_OUTCOME] = _Outcome(answers, claims, tokens, tuple(problems))
            bar.progress(number / total, words("second_asking", done=f"{number:,}", total=f"{total:,}"))
    except KpiError as error:
        st.session_state[_OUTCOME] = _Outcome(answers, claims, tokens, (*problems, str(error)))


def _told(outcome: _Outcome, project: data.Project, words: Words) -> None:
    if outcome.answers:
        st.text(words("second_done", answers=f"{outcome.answers:,}", claims=f"{outcome.claims:,}"))
        parts.rebuild_button(words, project, "second_rebuild")
    if outcome.tokens:
        st.caption(words("second_took", tokens=f"{outcome.tokens:,}"))
    with st.container(gap="xxsmall"):
        for problem in outcome.problems[:_SHOWN]:
            st.caption(parts.plain(words.detail(problem)))
        if len(outcome.problems) > _SHOWN:
            st.caption(words("second_more", count=len(outcome.problems) - _SHOWN))


def _forget() -> None:
    st.session_state.pop(_PLAN, None)
    st.session_state.pop(_OUTCOME, None)
