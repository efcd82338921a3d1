"""Why a sentence was not found: what was seen in it, what decided, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st

from dashboard.map import editor, form
from dashboard.map.yaml_editor import component
from dashboard.shared import filters, zone_field
from dashboard.shared.parts import plain
from dashboard.words.labels import Words
from kpi.building import store, trial, why
from kpi.settings import editing
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document

TEXT, REPORT, ZONE, YEAR = "map_why_text", "map_why_report", "map_why_zone", "map_why_year"
LONGEST_IN_ADDRESS = 400
_ARRIVED, _TOLD = "map_why_arrived", "map_why_told"
_GOOD, _BAD, _INFO = ":green[:material/check_circle:]", ":orange[:material/cancel:]", ":gray[:material/info:]"


@dataclass(frozen=True, slots=True)
class Action:
    """What a person may do: a button, and what it makes of the draft (None: a new indicator is begun)."""

    label: str
    make: editor.Make | None
    word: str
    indicator: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the answer: its sign, what is said, what may be done about it."""

    sign: str
    said: str
    actions: tuple[Action, ...] = field(default=())


def show(config: Config, build: store.Build | None, words: Words) -> None:
    """Asks for a sentence and tells what becomes of it by the draft, `config`."""
    _take_arrived()
    text = st.text_area(words("map_why_sentence"), key=TEXT, height=110, placeholder=words("map_why_placeholder"))
    filters.keep("why", text.strip()[:LONGEST_IN_ADDRESS])
    st.session_state[_ARRIVED] = filters.get("why")
    document, zone, year = _circumstances(config, build, words)
    if told := st.session_state.pop(_TOLD, ""):
        st.success(plain(told), icon=":material/check_circle:")
    if not text.strip():
        st.caption(words("map_why_empty"))
        return
    found = trace(text, config, zone, year, document)
    marks = sorted(
        [*((each.start, each.end) for each in found.numbers), *((each.start, each.end) for each in found.names)]
    )
    row = {"what": _verdict(found, words), "text": found.text, "marks": marks, "doc": ""}
    component("map_rows")(key="map_why_marks", data={"rows": [row], "label": words("map_why")}, on_open_change=_nothing)
    with st.container(gap="xsmall", key="map_why_steps"):
        for number, step in enumerate(steps(found, config, words)):
            st.markdown(f"{step.sign} {plain(step.said)}")
            for at, action in enumerate(step.actions):
                st.button(
                    plain(action.label), key=f"map_why_do_{number}_{at}", on_click=_do, args=(action, words),
                    type="primary" if action.best else "secondary", icon=":material/add:" if action.best else None,
                )  # fmt: skip
    _alias_of_any(found, config, words)


def arrived() -> bool:
    """Whether the address asks for a sentence that has not been looked at yet."""
    return filters.get("why") not in ("", st.session_state.get(_ARRIVED))


def trace(text: str, config: Config, zone: str, year: int, document: Document | None) -> why.Trace:
    """What becomes of a text; remembered, since every click draws the page anew."""
    doc = "" if document is None else document.doc
    return _trace(text, config.digest, zone, year, doc, config, document)


def steps(found: why.Trace, config: Config, words: Words) -> list[Step]:
    """The answer, line by line: numbers, names, words that are almost names, then zone, period and kind."""
    return [
        *(_number(each, config, words) for each in found.numbers),
        *([] if found.numbers else [Step(_BAD, words("map_why_no_number"))]),
        *(_name(each, config, words) for each in found.names),
        *_near(found, words),
        *_around(found, words),
    ]


def _name(name: why.Name, config: Config, words: Words) -> Step:
    indicators = "、".join(map(words.indicator, name.indicators))
    if name.forbidden:
        said = words("map_why_forbidden", word=name.text, indicator=indicators, forbidden=name.forbidden)
        said += words("map_why_decides") if name.decides else ""
        owner = next(each for each in name.indicators if name.forbidden in config.indicators[each].forbid)
        label = words("map_why_allow", forbidden=name.forbidden)
        action = Action(
            label, lambda text: editing.remove_forbidden(text, owner, name.forbidden), name.forbidden, owner
        )
        return Step(_BAD, said, (action,) if name.decides else ())
    if name.weak:
        return Step(_INFO, words("map_why_weak", word=name.text, indicator=indicators))
    if name.indicators:
        return Step(_GOOD, words("map_why_alias", word=name.text, indicator=indicators))
    known = [f"{words.indicator(one)}（{'、'.join(map(words.indicator, topics))}）" for one, topics in name.within]
    return Step(_INFO, words("map_why_within", word=name.text, indicators="；".join(known)))


def _number(number: why.Number, config: Config, words: Words) -> Step:
    if number.observations:
        facts = "；".join(
            f"{words.indicator(each.indicator)} · {words.period(each.period)} · {words.kind(each.kind)}"
            for each in number.observations
        )
        surest = max(each.confidence for each in number.observations)
        if all(each.status != "fact" for each in number.observations):
            said = words("map_why_unsure", number=number.text, facts=facts, confidence=f"{surest * 100:.0f} %")
            return Step(_INFO, said)
        return Step(_GOOD, words("map_why_became", number=number.text, facts=facts))
    reason = words("map_why_not_read") if number.reason == why.NOT_READ else words.code("remark", number.reason)
    said = words("map_why_not", number=number.text, reason=reason)
    for name in number.misfits:
        unit = config.indicators[name].unit
        said += words("map_why_unit", unit=number.unit, indicator=words.indicator(name), own=words.unit(unit))
    return Step(_BAD, said)


def _near(found: why.Trace, words: Words) -> Iterator[Step]:
    for near in found.near:
        name = words.indicator(near.indicator)
        said = words("map_why_near", word=near.text, alias=near.alias, indicator=name, distance=near.distance)
        said += words("map_why_helps") if near.helps else ""
        label = words("map_why_add", word=near.text, indicator=name)
        yield Step(
            _INFO, said, (Action(label, _adding(near.indicator, near.text), near.text, near.indicator, near.likely),)
        )


def _adding(indicator: str, word: str) -> editor.Make:
    return lambda text: editing.add_alias(text, indicator, word)


def _around(found: why.Trace, words: Words) -> Iterator[Step]:
    reasons = {number.reason for number in found.numbers}
    if found.zone and "no_zone" not in reasons:
        yield Step(_GOOD, words("map_why_zone", zone=words.zone(found.zone)))
    else:
        yield Step(_BAD, words("map_why_no_zone"))
    if "no_period" in reasons:
        yield Step(_BAD, words("map_why_no_period"))
    elif found.periods:
        yield Step(_GOOD, words("map_why_period", period="、".join(found.periods)))
    cues = "、".join(f"{text}（{words.kind(kind)}）" for kind, text in found.cues)
    yield Step(_INFO, words("map_why_cues", cues=cues) if cues else words("map_why_no_cues"))
    if found.in_report:
        yield Step(_INFO, words("map_why_in_report"))


def _verdict(found: why.Trace, words: Words) -> str:
    good = sum(bool(number.observations) for number in found.numbers)
    return words("map_why_all") if found.found_all else words("map_why_some", good=good, total=len(found.numbers))


def _alias_of_any(found: why.Trace, config: Config, words: Words) -> None:
    """Words that nothing in the map is named by: a name for an indicator that is there, or for a new one."""
    likely = {near.text for near in found.near if near.likely}
    for number, word in enumerate(word for word in found.unknown if word not in likely):
        st.markdown(f"{_BAD} {plain(words('map_why_unknown', word=word))}")
        chosen = st.selectbox(
            words("map_why_choose"), list(config.indicators), key=f"map_why_of_{number}", index=None,
            format_func=words.indicator, placeholder=words("map_why_choose"), label_visibility="collapsed",
        )  # fmt: skip
        with st.container(horizontal=True):
            label = words("map_why_add", word=word, indicator=words.indicator(chosen) if chosen else "…")
            make = _adding(str(chosen), word)
            st.button(
                plain(label),
                key=f"map_why_any_{number}",
                disabled=not chosen,
                on_click=_do,
                args=(Action(label, make, word, str(chosen or "")), words),
            )
            st.button(
                words("map_why_new"), key=f"map_why_new_{number}", icon=":material/add:", on_click=_do,
                args=(Action("", None, word), words),
            )  # fmt: skip


def _do(action: Action, words: Words) -> None:
    if action.make is None:
        form.begin_new(action.word)
        editor.open_panel("form")
        return
    try:
        editor.change(action.make)
        if line := editor.line_of(action.indicator):
            editor.jump(line, focus=False)
        st.session_state[_TOLD] = words("map_why_done")
    except KpiError as error:
        st.session_state[_TOLD] = words.detail(str(error))


def _take_arrived() -> None:
    """A sentence that a link brought replaces the one that stood here; one that stood here comes back."""
    state, asked = st.session_state, filters.get("why")
    if asked and (arrived() or TEXT not in state):
        state[TEXT] = asked
        if arrived() and (doc := filters.get("doc")):
            state[REPORT] = doc
    state[_ARRIVED] = asked


def _circumstances(config: Config, build: store.Build | None, words: Words) -> tuple[Document | None, str, int]:
    """The report that the sentence is from, or the zone and the year that it is taken to be of."""
    rows = {} if build is None else _reports(build.build_id, build)
    if st.session_state.get(REPORT) not in rows:
        st.session_state[REPORT] = None
    doc = st.selectbox(words("map_why_report"), list(rows), key=REPORT, index=None, placeholder=words("map_why_none"))
    first, second = st.columns(2, gap="small")
    about = rows.get(doc or "", ("", ""))
    known = zone_field.labels(words, (zone for zone, _ in rows.values()))
    at = list(known).index(about[0]) if about[0] in known else 0
    with first:
        zone = st.selectbox(words("zone"), list(known), at, known.__getitem__, key=f"{ZONE}_{doc}")
    with second:
        year = int(about[1][:4]) - 1 if about[1][:4].isdigit() else _last_year(rows)
        year = st.number_input(
            words("map_why_year"), 1990, 2100, year, key=f"{YEAR}_{doc}", help=words("map_why_year_help")
        )
    document = _document(doc, build.build_id, build, config) if doc and build is not None else None
    return document, zone or "", int(year)


def _last_year(rows: dict[str, tuple[str, str]]) -> int:
    years = [int(published[:4]) - 1 for _, published in rows.values() if published[:4].isdigit()]
    return max(years, default=2024)


def _nothing() -> None:
    """There is no report behind the sentence to go to."""


@st.cache_resource(max_entries=2, show_spinner=False)
def _reports(build_id: str, _build: store.Build) -> dict[str, tuple[str, str]]:
    """Zone and day of publication of each report."""
    del build_id
    rows = _build.select("documents", columns=("doc", "zone", "published")).to_dict("records")
    return {str(row["doc"]): (str(row["zone"]), str(row["published"])) for row in rows}


@st.cache_resource(max_entries=8, show_spinner=False)
def _document(doc: str, build_id: str, _build: store.Build, _config: Config) -> Document | None:
    del build_id
    reports = trial.load_reports(_build, _config, [doc])
    return reports[0].document if reports else None


@st.cache_data(max_entries=32, show_spinner=False)
def _trace(
    text: str, digest: str, zone: str, year: int, doc: str, _config: Config, _document: Document | None
) -> why.Trace:
    del digest, doc  # they stand for config and document in the key of the cache
    return why.trace(text, _config, zone, year, _document)
