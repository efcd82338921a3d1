"""What people decided on a fact, and the form that takes a decision: beside the fact, with a reason, by name."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.shared import access, data, filters, parts, person, zone_field
from dashboard.words.labels import Words, time_name
from kpi.building import stating
from kpi.results import corrections
from kpi.results.corrections import Action, Change, Correction, Corrections, DecidedMeanwhile
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import as_stated, observation_of
from kpi.vocabulary.model import Comparator, Kind, Observation

WHO = person.WHO
_PLACE, _TOLD, _TAKEN, _SEEN = "correction_place", "correction_told", "correction_taken", "correction_seen"
# What may be done: the word for it, and what is said of it before.
_ACTIONS = {
    Action.ACCEPT: ("correct_accept", "correct_accept_says"),
    Action.REJECT: ("correct_reject", "correct_reject_says"),
    Action.OVERRIDE: ("correct_override", "correct_override_says"),
}
_DECIDED = {
    Action.ACCEPT: "decided_accept", Action.REJECT: "decided_reject", Action.OVERRIDE: "decided_override",
    Action.UNDO: "decided_undo",
}  # fmt: skip
_WAITING = {"waiting": "correct_waiting", "taken_back": "correct_taken_back"}
_SIGNS = {"accept": ":material/verified:", "reject": ":material/block:", "override": ":material/edit:",
          "undo": ":material/undo:"}  # fmt: skip
_NAMED = {"--unit": "「单位」", "--accept": "「采用」", "--undo": "「撤销」"}
# The command line names its options before what it says, or the fact.
_OPTION = re.compile(r"^(?:--\w+[^:：]*|o[0-9a-f]{12}(?:-[0-9]+)?)[:：]\s*")
_COMMAND = re.compile(r"可用 kpi zones [^，]*，")  # what is to be run where there is no form


@dataclass(frozen=True, slots=True)
class Standing:
    """What was decided on a fact, the latest last; the decision in force, and whether the build knows of it.

    `state` is `none`, `in_force`, `waiting` (for the next build) or `taken_back` (until the next build).
    """

    history: tuple[Correction, ...]
    entry: Correction | None
    state: str


def standing(item: Observation, observation_id: str, digest: str, known: Corrections) -> Standing:
    """How things stand with a fact of the content `digest`."""
    behind = known.behind(item, digest)
    of_content = [entry for entry in known.entries if entry.digest == digest]
    readings = {entry.reading for entry in of_content if observation_id in entry.names or _speaks_of(entry, item)}
    readings |= {behind.reading} if behind else set()
    history = tuple(entry for entry in of_content if entry.reading in readings)
    entry = next((each for each in known.of_content(digest) if each.reading in readings), None)
    by_hand = bool({corrections.ACCEPTED, corrections.CORRECTED} & set(item.flags))
    if entry is None:
        return Standing(history, None, "taken_back" if by_hand else "none")
    return Standing(history, entry, "in_force" if behind is not None and entry == behind else "waiting")


def behind_remark(remark: Mapping[Any, Any] | pd.Series, digest: str, known: Corrections) -> Correction | None:
    """The decision that made a number a left-out one (rejected, or decided on and read otherwise by now)."""
    if remark["reason"] not in (corrections.REJECTED, corrections.STALE):
        return None
    return next((entry for entry in known.of_content(digest) if entry.told() == remark["detail"]), None)


def told(entry: Correction, words: Words) -> str:
    """A decision in a line: when, who, what, why."""
    to = change_told(entry.change, words)
    was = words.quantity(entry.value, entry.unit, entry.comparator, entry.measure)
    what = words(_DECIDED[entry.action], was=was) + (f" {to}" if to else "")
    return words("decided_line", time=time_name(entry.at), who=entry.who, what=what, why=entry.why)


def change_told(change: Change, words: Words) -> str:
    """What is changed to what: `数值 → 131.2、时期 → 2024年`; what a person wrote that is none stands as written."""
    shown = {
        "value": words.number(change.value), "unit": words.unit(change.unit),
        "period": words.period(change.period) if change.period else "",
        "kind": words.kind(change.kind) if change.kind else "", "zone": words.zone(change.zone) if change.zone else "",
        "indicator": words.indicator(change.indicator) if change.indicator else "",
        "comparator": words.comparator(change.comparator) if change.comparator else "",
    }  # fmt: skip
    return words("list_comma").join(f"{words(name)} → {text}" for name, text in shown.items() if text)


def mended(message: str) -> str:
    """What the command line says of an input, in the names of the form.

    >>> mended("o0635801179e1: 已经核实")
    '已经核实'
    >>> mended("--value 二百: 不是数字，应如 12.5（单位写在 --unit）")
    '不是数字，应如 12.5（单位写在「单位」）'
    >>> mended("荆洲: 没有找到；可用 kpi zones 查全称（如 kpi zones 荆州 经开区），没有的请先写进 zones")
    '荆洲: 没有找到；没有的请先写进 zones'
    """
    said = _COMMAND.sub("", _OPTION.sub("", message))
    for option, name in _NAMED.items():
        said = said.replace(f" {option}", name)
    return said


def show(fact: pd.Series, digest: str, config: Config, words: Words) -> None:
    """Draws what was decided on a fact and the form for a decision."""
    known = _load(config)
    if known is None:
        return
    item = observation_of(fact.to_dict())
    now = standing(item, str(fact["observation_id"]), digest, known)
    _history(now, words)
    _waiting(now, words)
    _message()
    if not access.may_change():
        return
    if now.entry is not None:
        _undo(now.entry, config, words, f"undo_{fact['observation_id']}")
    # a decision that was taken here closes it: what came of it stands above
    key = f"correct_{fact['observation_id']}_{st.session_state.get(_TAKEN, 0)}"
    with st.expander(words("correct_title"), icon=":material/rate_review:", key=key):
        _form(_Asked(fact, item, digest, _seen(fact, known)), now, config, words)


def show_remark(remark: pd.Series, digest: str, config: Config, words: Words) -> None:
    """Draws the decision behind a left-out number, and the way to take it back."""
    if remark["reason"] not in (corrections.REJECTED, corrections.STALE):
        return
    known = _load(config)
    entry = behind_remark(remark, digest, known) if known is not None else None
    _message()
    if entry is None:
        st.markdown(f":material/schedule: {words('correct_taken_back')}")
        rebuild(words, "rebuild_left_out")
        return
    st.text(told(entry, words))
    if access.may_change():
        _undo(entry, config, words, f"undo_{entry.start}_{entry.at}")


def note_place(fact: pd.Series) -> None:
    """Keeps where the open fact stands: after a build it may be rejected, and only its place is left."""
    st.session_state[_PLACE] = {name: fact[name] for name in ("observation_id", "doc", "start", "end")}


def place_of(observation_id: str) -> dict[str, Any] | None:
    """Where the fact that was open before the build stands, if it is the one named."""
    place: dict[str, Any] | None = st.session_state.get(_PLACE)
    return place if place is not None and place["observation_id"] == observation_id else None


def _speaks_of(entry: Correction, item: Observation) -> bool:
    """Whether a decision is on what the program read where `item` stands, or made it what it is."""
    read = (entry.start, entry.end, entry.indicator, entry.scope, entry.measure, entry.comparator)
    if read != item.place:
        return False
    now = {"value": as_stated(item.value), "unit": item.unit, "period": item.period, "zone": item.zone}
    return all(was in (getattr(entry, name), getattr(entry.change, name)) for name, was in now.items())


def _load(config: Config) -> Corrections | None:
    try:
        return corrections.load(config)
    except KpiError as error:
        st.error(parts.plain(str(error)), icon=":material/error:")
        return None


def _history(now: Standing, words: Words) -> None:
    for entry in now.history:
        st.caption(f"{_SIGNS[str(entry.action)]} {parts.plain(told(entry, words))}")


def _waiting(now: Standing, words: Words) -> None:
    if now.state in _WAITING:
        with st.container(border=True, gap="small", key="correct_waiting"):
            st.markdown(f":material/schedule: {words(_WAITING[now.state])}")
            rebuild(words, "rebuild_corrected")


def rebuild(words: Words, key: str) -> None:
    """Draws the button that makes the next build, and makes it."""
    if access.may_change() and st.button(words("rebuild_now"), key=key, type="primary", icon=":material/refresh:"):
        parts.rebuild(words, data.load_project())
        st.rerun()


def _message() -> None:
    if said := st.session_state.pop(_TOLD, ""):
        st.error(parts.plain(said), icon=":material/error:")


def _undo(entry: Correction, config: Config, words: Words, key: str) -> None:
    with st.popover(words("correct_undo"), icon=":material/undo:", key=key), st.form(f"{key}_form", border=False):
        st.caption(words("correct_undo_says"))
        why = st.text_input(words("correct_why_if_any"), key=f"{key}_why", max_chars=corrections.LONGEST_WHY)
        who = ask_who(words, key)
        saved = st.form_submit_button(words("correct_undo"), icon=":material/undo:")
        why = why.strip() or corrections.WHY_UNDONE
        if saved and _complete(why, who, words):
            _do(lambda: corrections.undo(config, entry, why=why, who=who), entry.id)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a decision is asked on: the fact as it is shown, and how many decisions there were when it was opened."""

    fact: pd.Series
    item: Observation
    digest: str
    seen: int

    @property
    def key(self) -> str:
        return str(self.fact["observation_id"])


def _seen(fact: pd.Series, known: Corrections) -> int:
    """How many decisions there were when this fact was opened, or when the reader was last told of a later one."""
    name, count = str(fact["observation_id"]), len(known.entries)
    of, seen = st.session_state.get(_SEEN, ("", 0))
    if of != name:
        st.session_state[_SEEN], seen = (name, count), count
    return int(seen)


def _form(asked: _Asked, now: Standing, config: Config, words: Words) -> None:
    offered = [each for each in _ACTIONS if each is not Action.ACCEPT or now.entry is None]
    key = f"correct_as_{asked.key}"
    if st.session_state.get(key) not in offered:  # somebody decided since: of what is left, what does least by itself
        st.session_state[key] = Action.ACCEPT if now.entry is None else Action.OVERRIDE
    chosen = st.segmented_control(
        words("correct_title"), offered, format_func=lambda each: words(_ACTIONS[each][0]), required=True,
        key=key, label_visibility="collapsed",
    )  # fmt: skip
    action = Action(chosen or offered[0])
    with st.form(f"correct_form_{asked.key}", border=False):
        st.caption(parts.plain(words(_ACTIONS[action][1], file=config.corrections.name)))
        if action is Action.OVERRIDE:
            ask_change(asked.fact, asked.item, words)
        st.text_input(words("correct_why"), key=f"why_{asked.key}", placeholder=words("correct_why_hint"),
                      max_chars=corrections.LONGEST_WHY)  # fmt: skip
        ask_who(words, asked.key)
        # what is saved is what was asked, whatever somebody else has done since
        st.form_submit_button(
            words("correct_save"), type="primary", on_click=_save, args=(asked, action, config, words)
        )  # fmt: skip


def _save(asked: _Asked, action: Action, config: Config, words: Words) -> None:
    """What the form does once it is sent: writes the decision down, or keeps why it could not be."""
    why, who = (str(st.session_state.get(f"{part}_{asked.key}") or "") for part in ("why", "who"))
    if problem := _missing(why, who, words):
        st.session_state[_TOLD] = problem
        return
    change = written_change(asked.fact, asked.item, config, words) if action is Action.OVERRIDE else Change()
    if action is Action.OVERRIDE and change == Change():
        st.session_state[_TOLD] = words("correct_same")
        return
    try:
        corrections.decide(
            config, asked.item, asked.digest, action, why=why, who=who, change=change, seen=asked.seen
        )  # fmt: skip
    except DecidedMeanwhile as meanwhile:
        st.session_state.pop(_SEEN, None)
        st.session_state[_TOLD] = words("correct_taken", told=told(meanwhile.entry, words))
    except KpiError as error:
        st.session_state[_TOLD] = mended(str(error))
    else:
        st.session_state.pop(_SEEN, None)
        st.session_state[_TAKEN] = int(st.session_state.get(_TAKEN, 0)) + 1
        filters.put("fact", asked.key)


def ask_change(fact: pd.Series, item: Observation, words: Words) -> None:
    """Draws a field for each thing of a fact that may be otherwise, with what it is now."""
    key, level = str(fact["observation_id"]), item.measure == "level"
    known, kinds = zone_field.labels(words, (item.zone,)), [str(kind) for kind in Kind]
    indicators = list(dict.fromkeys((item.indicator, *words.config.indicators)))
    comparators = [str(each) for each in Comparator]
    one, other = st.columns(2, gap="small")
    with one:
        st.selectbox(
            words("indicator"), indicators, indicators.index(item.indicator), words.indicator, key=f"indicator_{key}",
        )  # fmt: skip
        st.selectbox(
            words("comparator"), comparators, comparators.index(str(item.comparator)), words.comparator,
            key=f"comparator_{key}",
        )  # fmt: skip
        st.text_input(words("unit"), item.unit, key=f"unit_{key}", disabled=not level)
    with other:
        st.selectbox(words("kind"), kinds, kinds.index(str(item.kind)), words.kind, key=f"kind_{key}")
        st.text_input(words("value"), fact["value"], key=f"value_{key}")
        st.text_input(words("period"), item.period, key=f"period_{key}", help=words("correct_period_help"))
    st.selectbox(
        words("zone"), list(known), list(known).index(item.zone) if item.zone else None,
        lambda name: known.get(name, name), key=f"zone_{key}", placeholder=words("settle_other_zone_hint"),
        accept_new_options=True,
    )  # fmt: skip


def written_change(fact: pd.Series, item: Observation, config: Config, words: Words) -> Change:
    """What the reader wrote into these fields otherwise than it is now."""
    was = {"value": fact["value"], "unit": item.unit, "period": item.period, "kind": str(item.kind), "zone": item.zone,
           "indicator": item.indicator, "comparator": str(item.comparator)}  # fmt: skip
    wanted = {name: st.session_state.get(f"{name}_{fact['observation_id']}") for name in was}
    changed = {name: str(text).strip() for name, text in wanted.items() if text and str(text).strip() != was[name]}
    if "zone" in changed and changed["zone"] not in zone_field.labels(words, (item.zone,)):
        with contextlib.suppress(KpiError):  # what is written down is looked at once more, and says what is wrong
            changed["zone"] = stating.find_stated_zone(changed["zone"], config)
    return Change(**changed)


def ask_who(words: Words, key: str) -> str:
    """Draws the field for the name of who decides; `key` tells it from others of the page."""
    return st.text_input(words("correct_who"), person.name(), key=f"who_{key}", disabled=person.is_fixed())


def _complete(why: str, who: str, words: Words) -> bool:
    if problem := _missing(why, who, words):
        st.error(parts.plain(problem), icon=":material/error:")
    return not problem


def _missing(why: str, who: str, words: Words) -> str:
    """What is still to be filled in, told; with nothing missing the name is remembered."""
    missing = [words(name) for name, text in (("correct_why", why), ("correct_who", who)) if not text.strip()]
    if missing:
        return words("correct_missing", what=words("list_comma").join(missing))
    st.session_state[WHO] = who.strip()
    return ""


def _do(decide: Any, observation_id: str) -> None:
    """Writes a decision and draws the page anew, with the fact that it is on."""
    try:
        decide()
    except KpiError as error:
        st.session_state[_TOLD] = mended(str(error))
    else:
        st.session_state.pop(_SEEN, None)
        filters.put("fact", observation_id)
    st.rerun()
