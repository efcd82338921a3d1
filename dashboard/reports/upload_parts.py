"""Parts that draw what was handed in: the files, what was found in one of them, and what became of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.frames import numbers
from dashboard.reports import correction_form, report_form, uploads
from dashboard.reports.uploads import Look, Outcome, State
from dashboard.shared import filters, parts, queue, zone_field
from dashboard.shared.data import Project
from dashboard.words.labels import Words
from kpi.building import intake
from kpi.building.intake import NOTHING_STATED, ReportFacts

LINKS_SHOWN = 10
SIGNS = {"good": ":material/check_circle:", "look": ":material/visibility:", "twin": ":material/content_copy:",
         "out": ":material/block:", "bad": ":material/error:"}  # fmt: skip
COLOURS = {"bad": "red", "twin": "gray", "out": "gray", "look": "orange", "good": "green"}


def summary(looks: Sequence[Look], words: Words) -> None:
    """How many files stand how, in one line."""
    counts: dict[str, int] = {}
    for look in looks:
        counts[uploads.status(look)] = counts.get(uploads.status(look), 0) + 1
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name in (name for name in SIGNS if name in counts):
            said = parts.plain(f"{words(f'upload_status.{name}')} {counts[name]}")
            st.badge(said, icon=SIGNS[name], color=COLOURS[name])  # type: ignore[arg-type]
        found = sum(len(look.observations) for look in looks if look.joins)
        totals = [words("upload_files_n", count=len(looks)), words("upload_total", count=f"{found:,}")]
        if waiting := sum(uploads.waiting(look) for look in looks if look.joins):
            totals.append(words("upload_total_waiting", count=f"{waiting:,}"))
        st.caption(" · ".join(totals), width="content")


def files(looks: Sequence[Look], kept: State, words: Words) -> None:
    """All files, one a row; the one that is chosen is shown below."""
    right = parts.number_column()
    wide, cut = st.column_config.TextColumn(width="large"), st.column_config.TextColumn(width=190)
    table = uploads.files_table(looks, words)
    columns = {words("upload_found"): right, words("upload_left_out"): right, words("upload_pages"): right}
    parts.selectable_table(
        table, f"upload_files_{kept.round}", words("upload_files_alt"), _choose,
        parts.table_height(min(len(table), 8)), **columns, **{words("upload_note"): wide, words("zone"): cut},
    )  # fmt: skip


def chosen(looks: Sequence[Look], words: Words) -> Look:
    """The file whose findings are shown: the one chosen, at first one that can be used but needs a look."""
    by_key = {look.key: look for look in looks}
    if st.session_state.get("w_upload") not in by_key:
        usable = [look for look in looks if look.extraction is not None] or looks
        first = next((look for look in usable if uploads.status(look) == "look"), usable[0])
        st.session_state["w_upload"] = first.key
    if len(looks) == 1:
        return looks[0]
    keys = list(by_key)
    key = st.selectbox(
        words("upload_choose"), keys, key="w_upload",
        format_func=lambda key: f"{by_key[key].offer.given} · {words(f'upload_status.{uploads.status(by_key[key])}')}",
    )  # fmt: skip
    return by_key[str(key)]


def detail(look: Look, looks: Sequence[Look], kept: State, words: Words) -> None:
    """What was found in one file, what is doubtful about it, and what a person may state of it."""
    with st.container(border=True, gap="small", key="upload_detail"):
        state = uploads.status(look)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{parts.plain(look.offer.given)}**", width="content")
            st.badge(words(f"upload_status.{state}"), icon=SIGNS[state], color=COLOURS[state])  # type: ignore[arg-type]
        if look.extraction is None:
            st.text(uploads.note(look, words))
            return
        st.caption(parts.plain(_about(look, words)))
        if look.twin:
            st.text(words("upload_twin", doc=look.twin))
            return
        for warning in uploads.warnings(look, words):
            st.markdown(f":orange[:material/visibility:] {parts.plain(warning)}")
        _decisions(look, looks, kept, words)
        _findings(look, words)


def outcome(outcome: Outcome, project: Project, words: Words) -> None:
    """What joined, what changed, and the way to each report."""
    good = [each for each in outcome.joined if each.path is not None]
    if outcome.problem:
        parts.say(words("upload_unbuilt", count=len(good)), words.detail(outcome.problem), ":material/error:")
        if st.button(words("rebuild"), key="upload_rebuild", icon=":material/refresh:"):
            if parts.rebuild(words, project):
                uploads.state().outcome = None
            st.rerun()
    elif good:
        st.success(
            parts.plain(
                words("upload_joined", count=len(good), before=f"{outcome.before:,}", after=f"{outcome.after:,}")
            ),
            icon=":material/check_circle:",
        )
    if outcome.new_zones:
        st.caption(parts.plain(words("upload_new_zones", zones="、".join(map(words.zone, outcome.new_zones)))))
    for each in (each for each in outcome.joined if each.problem):
        st.error(parts.plain(f"{each.given}{words('colon')}{words.detail(each.problem)}"), icon=":material/error:")
    for path, reason in outcome.failed.items():
        st.warning(
            parts.plain(words("upload_unread", path=path, reason=words.detail(reason))), icon=":material/warning:"
        )
    with st.container(horizontal=True, gap="medium"):
        for number, each in enumerate(good[:LINKS_SHOWN]):
            _link(number, outcome.docs.get(str(each.path), ""), words)
    _open_ones({doc for doc in outcome.docs.values()}, project, words)
    if kept := [each.kept.name for each in good if each.kept is not None]:
        st.caption(parts.plain(words("upload_kept", names=words("upload_comma").join(kept))))
    if len(good) > LINKS_SHOWN:
        st.caption(words("upload_more", count=len(good) - LINKS_SHOWN))


def _open_ones(docs: set[str], project: Project, words: Words) -> None:
    """Of which of the reports zone or year is open, with the form to state it, and the build that takes it in."""
    if project.frames is None or not docs:
        return
    documents = project.frames.documents
    for _, document in documents[documents["doc"].isin(docs)].head(LINKS_SHOWN).iterrows():
        report_form.ask(document, project, words)
    report_form.fault(words)
    if queue.stated_since(project):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/schedule: {words('correct_waiting')}", width="content")
            correction_form.rebuild(words, "rebuild_stated")


def _choose(key: str) -> None:
    st.session_state["w_upload"] = key


def _about(look: Look, words: Words) -> str:
    assert look.extraction is not None
    document = look.extraction.document
    pages = words("upload_pages_n", count=len(document.pages)) if document.pages else ""
    facts = [
        document.format.upper(),
        pages,
        f"{words('zone')}{words('colon')}{uploads.zone_line(look, words)}" if look.zone else words("zone_unknown"),
        f"{words('published')}{words('colon')}{look.published or words('upload_none')}",
        words("observations_count", count=f"{len(look.observations):,}"),
    ]
    return " · ".join(fact for fact in facts if fact)


def _decisions(look: Look, looks: Sequence[Look], kept: State, words: Words) -> None:
    if look.namesake is not None:
        options = {"keep": words("upload_keep_both"), "replace": words("upload_replace", path=look.namesake[0])}
        key = f"w_upload_same_{look.key}"
        st.session_state.setdefault(key, "replace" if look.key in kept.replaced else "keep")
        st.radio(
            words("upload_same_name"), list(options), format_func=lambda each: parts.plain(options[each]), key=key,
            on_change=_decide, args=(kept.replaced, look.key, key, "replace"),
        )  # fmt: skip
    with st.expander(
        words("upload_facts"), icon=":material/edit:", expanded=bool(uploads.TO_STATE & set(uploads.codes(look)))
    ):
        _facts(look, looks, kept, words)
    key = f"w_upload_out_{look.key}"
    st.session_state.setdefault(key, look.key in kept.out)
    st.checkbox(words("upload_leave_out"), key=key, on_change=_decide, args=(kept.out, look.key, key, True))


def _decide(chosen: set[str], file: str, widget: str, meaning: object) -> None:
    if st.session_state[widget] == meaning:
        chosen.add(file)
    else:
        chosen.discard(file)


def _facts(look: Look, looks: Sequence[Look], kept: State, words: Words) -> None:
    """Zone, date and period as a person states them; empty where the report is to be believed."""
    st.caption(words("upload_facts_note"))
    keys = {name: f"w_upload_{name}_{look.key}" for name in ("zone", "unlisted", "name", "published", "period")}
    stated, unlisted = look.facts.zone, bool(look.facts.zone) and not zone_field.is_listed(look.facts.zone, words)
    empty = {"zone": None if unlisted else stated or None, "unlisted": unlisted, "name": stated if unlisted else ""}
    for name, key in keys.items():
        st.session_state.setdefault(key, empty[name] if name in empty else getattr(look.facts, name))
    zone, published, period = st.columns(3)
    change: dict[str, Any] = {"on_change": _state, "args": (look.key, keys, kept, words)}
    with zone:
        _zone(keys, change, words)
    published.text_input(words("upload_published"), key=keys["published"], placeholder="2025-01-10", **change)
    period.text_input(words("upload_period"), key=keys["period"], placeholder=words("report_period_hint"), **change)
    if (typed := st.session_state[keys["published"]]) and not intake.read_date(typed):
        published.caption(f":red[{words('upload_bad_date')}]")
    if (typed := st.session_state[keys["period"]]) and not intake.read_period(typed):
        period.caption(f":red[{words('upload_bad_period')}]")
    _zone_meant(look.key, keys, kept, words)
    lacking = [other for other in looks if other.joins and not other.zone and other.key != look.key]
    if look.facts.zone and lacking:
        st.button(
            parts.plain(words("upload_zone_for_all", count=len(lacking), zone=words.zone(look.facts.zone))),
            type="tertiary", on_click=_zone_for_all, args=(look.facts.zone, [other.key for other in lacking], kept),
            key="upload_zones",
        )  # fmt: skip


def _zone(keys: dict[str, str], change: dict[str, Any], words: Words) -> None:
    """The zone out of all that are known; where it is none of them, its name."""
    if st.session_state[keys["unlisted"]]:
        st.text_input(words("upload_zone"), key=keys["name"], placeholder=words("zone_full_name"), **change)
    else:
        known = zone_field.labels(words)
        st.selectbox(
            words("upload_zone"), list(known), index=None, format_func=lambda name: known.get(name, name),
            key=keys["zone"], placeholder=words("upload_zone_hint"), **change,
        )  # fmt: skip
    st.toggle(words("zone_unlisted"), key=keys["unlisted"], **change)


def _zone_meant(file: str, keys: dict[str, str], kept: State, words: Words) -> None:
    """Where a name was typed that may be a slip: which zone it means."""
    state, name = st.session_state, _typed(keys["name"])

    def choose(zone: str) -> None:
        state[keys["zone"]], state[keys["unlisted"]] = zone, False
        _state(file, keys, kept, words)

    def anew(zone: str) -> None:
        kept.new_zones.add(zone)
        _state(file, keys, kept, words)

    if state[keys["unlisted"]] and name and not _is_zone(name, kept, words):
        zone_field.ask(name, choose, anew, file, words)


def _is_zone(name: str, kept: State, words: Words) -> bool:
    """Whether a typed name may be taken for a zone's as it stands."""
    return name in kept.new_zones or not zone_field.near(name, words)


def _typed(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


def _state(file: str, keys: dict[str, str], kept: State, words: Words) -> None:
    """Keeps what was typed as far as it can be read; the file is read again with it."""
    name = _typed(keys["name"])
    unlisted = name if _is_zone(name, kept, words) else ""
    zone = unlisted if st.session_state[keys["unlisted"]] else _typed(keys["zone"])
    dates = intake.read_date(_typed(keys["published"])), intake.read_period(_typed(keys["period"]))
    facts = ReportFacts(zone, *dates)
    if facts == NOTHING_STATED:
        kept.facts.pop(file, None)
    else:
        kept.facts[file] = facts


def _zone_for_all(zone: str, files: Sequence[str], kept: State) -> None:
    for file in files:
        before = kept.facts.get(file, NOTHING_STATED)
        kept.facts[file] = ReportFacts(zone, before.published, before.period, before.title)
        for name in ("zone", "unlisted", "name"):
            st.session_state.pop(f"w_upload_{name}_{file}", None)


def _findings(look: Look, words: Words) -> None:
    assert look.extraction is not None
    left_out = len(look.extraction.remarks)
    found, unread = st.tabs(
        [words("upload_tab_found", count=len(look.observations)), words("upload_tab_unread", count=left_out)]
    )
    with found:
        if look.observations:
            table = uploads.found_table(look, words)
            st.dataframe(
                numbers.styled(table), hide_index=True, alt=words("upload_tab_found", count=len(table)), placeholder="",
                height=parts.table_height(min(len(table), 10)),
                column_config={
                    words("value"): parts.number_column(), words("quote"): st.column_config.TextColumn(width="large"),
                },
            )  # fmt: skip
        else:
            st.text(words("upload_all_wait" if uploads.waiting(look) else "upload_warn.nothing"))
    with unread:
        if left_out:
            st.caption(parts.plain(uploads.reasons(look.extraction, words)))
            table = uploads.unread_table(look.extraction, words)
            st.dataframe(
                table, hide_index=True, alt=words("upload_left_out"), height=parts.table_height(min(left_out, 8))
            )
        else:
            st.text(words("upload_all_read"))


def _link(number: int, doc: str, words: Words) -> None:
    if doc and st.button(
        parts.plain(words("upload_see", doc=doc)),
        key=f"upload_see_{number}",
        type="tertiary",
        icon=":material/article:",
    ):
        filters.put("doc", doc)
        filters.put("fact")
        st.switch_page("views/sources.py", query_params=filters.address("sources"))
