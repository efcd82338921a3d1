"""The parts of the overview: whose brief it is, the brief itself, what is new, what waits, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.frames import standings
from dashboard.frames.build_frames import Frames
from dashboard.frames.unsettled import PARTS
from dashboard.shared import choices, data, filters, news, notes, parts, queue, visits
from dashboard.shared.page import Context
from dashboard.words.labels import Words
from kpi.briefs import files, page
from kpi.briefs.charts import CHARTS_AT_FIRST, drawable
from kpi.briefs.content import Brief, brief_of
from kpi.vocabulary.area_kinds import kind_of

_STATIC = Path(__file__).parent.parent / "static"
_ZONE_WIDTH = {"zh": 380, "en": 480}
"""Wide enough for the longest name of a zone of the config."""
_PEERS = ("kind", "level", "province")
OFFICE = (".docx", ".pptx")


def choose_zone(frames: Frames, context: Context) -> str:
    """The reader's zone: of the address, else the one chosen last in this browser, else the one most is known of."""
    words, project = context.words, context.project
    assert project is not None
    zones, known_best = context.made("zones_of_briefs", lambda: _zones(frames, words))
    asked = [*filters.chosen("zone"), visits.zone(project.config), known_best]
    first = next(name for name in asked if name in zones)
    key = filters.seed_one("my_zone", zones, first)
    zone = st.selectbox(words("my_zone"), zones, format_func=words.zone, key=key, width=_ZONE_WIDTH[words.language])
    filters.keep("my_zone", zone)
    visits.keep_zone(project.config, zone)
    return str(zone)


def _zones(frames: Frames, words: Words) -> tuple[list[str], str]:
    """The zones in the order of the config, and the development zone that most is known of."""
    zones = filters.present(words.config.zones, frames.zones)
    counts = frames.facets.groupby("zone")["count"].sum().to_dict()
    return zones, max(zones, key=lambda name: (kind_of(name) == "zone", counts.get(name, 0)))


def choose_year(made: Brief, words: Words) -> int | None:
    """The year that the brief is about; None for the last one that was reported on."""
    options = ["", *map(str, made.years_to_choose)]
    names = {"": words("brief_year_last", year=made.year)}
    chosen = choices.select("brief_year", words("year"), options, names, 165)
    return int(chosen) if chosen else None


def choose_peers(zone: str, words: Words) -> str:
    """Among whom it is ranked: all areas of its kind, or those of its level or province as far as the config knows."""
    known = words.config.zones.get(zone)
    options = [name for name in _PEERS if name == "kind" or (known is not None and getattr(known, name))]
    if len(options) == 1:
        return "kind"
    names = {name: words(f"brief_peers.{name}", of=_trait(getattr(known, name, ""), words)) for name in options}
    return choices.select("brief_peers", words("brief_peers"), options, names, 165)


def _trait(name: str, words: Words) -> str:
    return words.texts.get(f"trait.{name}", name)


def made(zone: str, year: int | None, peers: str, frames: Frames, context: Context) -> Brief:
    """The brief, made once for all who ask for it."""
    config = context.words.config

    def make() -> Brief:
        peer_names = _peers(zone, peers, frames, context)
        standing = notes.known(config).standing
        # as the other pages: a target that all reports passed over by today is waited for on none of them
        return brief_of(frames.build, zone, config, year, peer_names, standing, standings.today())

    return context.made("brief", make, zone, year, peers, notes.stamp(config))


def _peers(zone: str, by: str, frames: Frames, context: Context) -> Sequence[str] | None:
    known = context.words.config.zones
    if by == "kind" or zone not in known:
        return None
    trait = getattr(known[zone], by)
    return [name for name in frames.zones if name in known and getattr(known[name], by) == trait]


def show(brief: Brief, context: Context, key: tuple[Any, ...]) -> None:
    """Draws the brief; a row, or a number in it, opens the sentence behind it."""
    words = context.words
    key = (*key, notes.stamp(words.config))
    html = context.made("brief_html", lambda: page.fragment(brief, words), *key)
    shown = (
        f"{context.project.build.build_id if context.project and context.project.build else ''} {words.language} {key}"
    )
    _component("brief", page.style_sheet())(
        key="brief", data={"html": html, "id": shown, "cookies": visits.cookies()}, on_open_change=_opened
    )


def _opened() -> None:
    if fact := st.session_state["brief"].get("open"):
        parts.open_fact(str(fact))


def files_of(brief: Brief, context: Context) -> None:
    """One button that opens on what the brief can be taken along as."""
    words = context.words
    with st.popover(words("brief_take"), icon=":material/ios_share:", key="brief_files"):
        offered = drawable(brief)
        chosen: list[str] = []
        if offered:
            key = filters.seed_many("brief_charts", offered)
            if not st.session_state[key]:
                st.session_state[key] = offered[:CHARTS_AT_FIRST]
            chosen = st.multiselect(
                words("brief_charts_chosen"), offered, format_func=words.indicator, key=key, select_all=False,
                placeholder=words("brief_charts_none"),
            )  # fmt: skip
        stem = parts.file_name([words("brief_title", zone=words.zone(brief.zone)), str(brief.year)], "")
        for ending in OFFICE:
            st.download_button(
                words(f"brief_as{ending}"), _make(brief, words, ending, tuple(chosen)), f"{stem}{ending}",
                files.MIMES[ending], key=f"brief_file_{ending[1:]}", on_click="ignore", type="tertiary",
                width="stretch",
            )  # fmt: skip
        looks = (_STATIC / "print_button.css").read_text(encoding="utf-8")
        _component("print_button", looks)(key="brief_print", data={"label": words("brief_print")})
        st.caption(words("brief_files_note"))


def _make(brief: Brief, words: Words, ending: str, charts: tuple[str, ...]) -> Any:
    return lambda: files.made(brief, words, ending, charts)


def whats_new(zone: str, context: Context) -> None:
    """What of the zone is otherwise than when the reader looked last."""
    words, project = context.words, context.project
    assert project is not None and project.build is not None
    visit = visits.of(project.config, project.build.build_id, datetime.now())
    st.subheader(words("news_visit" if visit.before else "news"), anchor=False)
    if visit.before == project.build.build_id:
        st.caption(parts.plain(words("news_seen", time=visit.since.replace("T", " "))))
        return
    news.show(data.changes(project, visit.before, zone), words, zone)


def what_waits(zone: str, context: Context) -> None:
    """What of the reader's zone waits, part by part, each a way there; then how much waits of all zones."""
    words, project = context.words, context.project
    assert project is not None
    waits = queue.unsettled(project)
    total = waits.total if waits is not None and waits.readable else 0
    if waits is None or not total:
        st.subheader(words("to_settle"), anchor=False)
        st.caption(words("settle_nothing"))
        return
    mine = waits.of_zone(zone)
    st.subheader(f"{words('to_settle')} {mine.total:,}" if mine.total else words("to_settle"), anchor=False)
    if not mine.total:
        st.caption(words("settle_nothing_of_zone"))
    for name in PARTS:
        if count := mine.counts[name]:
            _way(f"{words(f'settle_part.{name}')} · {count:,}", part=name, whose=zone)
    if total > mine.total:
        _way(f"{words('settle_all_zones')} · {total:,}")


def _way(label: str, **query: str) -> None:
    """A link to the queue, or to a part of it."""
    address = {name: values for name, values in filters.address("to_settle").items() if name not in ("part", "whose")}
    st.page_link(
        "views/to_settle.py", label=parts.plain(label), icon=":material/checklist:", query_params={**address, **query}
    )


@cache
def _component(name: str, css: str) -> Any:
    html, script = ((_STATIC / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "js"))
    return st.components.v2.component(f"kpi_{name}", html=html, css=css, js=script)
