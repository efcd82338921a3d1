"""What was found for a few words: zones, indicators, reports, sentences; each leads to its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard.frames import tables
from dashboard.frames.build_frames import Frames
from dashboard.shared import filters, leads, page, parts
from dashboard.words.labels import Words
from kpi.results import search
from kpi.results.search import Found, Report, Sentence, Series, Subject

SEEN_COLUMNS = ("doc", "title", "path", "zone", "published")
_SHOWN_QUOTE = 160


def show() -> None:
    context = page.context()
    words, text = context.words, filters.get("find")
    context.title(words("search_title", text=text) if text else words("search_all"))
    frames = context.frames(without_facts=True)
    if frames is None:
        return
    if not search.words_of(text):
        st.text(words("search_what"))
        return
    with st.spinner(words("searching"), show_time=False):
        found = context.made("search", lambda: _found(text, frames, context), text)
    if found.nothing:
        _nothing(found, text, words)
        return
    for name, draw in _GROUPS.items():
        hits: Sequence[Any] = getattr(found, name)
        if hits:
            _group(name, hits, draw, found, text, words)


def _found(text: str, frames: Frames, context: page.Context) -> Found:
    counts = frames.facets.to_dict("records")
    documents = frames.documents[list(SEEN_COLUMNS)].to_dict("records")
    return search.search(frames.build, context.words.config, text, counts, documents)


def _nothing(found: Found, text: str, words: Words) -> None:
    """That nothing was found, names that come close, and where else to look."""
    parts.say(words("search_none", text=text), words("search_none_mend"), ":material/search_off:")
    if found.guesses:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(words("search_meant"), width="content")
            for name in found.guesses:
                shown = words.indicator(name) if name in words.config.indicators else words.zone(name)
                st.button(
                    parts.plain(shown), key=f"guess_{name}", type="tertiary", on_click=leads.go, args=("search", False),
                    kwargs={"find": shown},
                )  # fmt: skip
    st.page_link("views/to_settle.py", label=words("search_to_settle"), icon=":material/checklist:")
    st.page_link("views/indicator_map.py", label=words("search_why"), icon=":material/tune:")


def _group(
    name: str, hits: Sequence[Any], draw: Callable[[Any, str, Words], None], found: Found, text: str, words: Words
) -> None:
    """A group of hits under its name; of more than are told, where all of them are."""
    st.subheader(words(f"search_{name}"), anchor=False)
    with st.container(key=f"found_{name}", gap="xxsmall"):
        for place, hit in enumerate(hits):
            draw(hit, f"hit_{name}_{place}", words)
        if name not in found.more:
            return
        if name == "sentences":
            st.button(
                words("search_all_sentences"), key="all_sentences", type="tertiary", icon=":material/table_rows:",
                on_click=leads.go, args=("data",), kwargs={"q": text, "layout": ""},
            )  # fmt: skip
        elif name == "reports":
            st.button(
                words("search_all_reports"), key="all_reports", type="tertiary", icon=":material/article:",
                on_click=leads.go, args=("sources",), kwargs={"report_q": text, "doc": "", "fact": ""},
            )  # fmt: skip
        else:
            st.caption(words("search_more"))


def _zone(hit: Subject, key: str, words: Words) -> None:
    known = words.config.zones.get(hit.id)
    where = "" if known is None else known.province + known.city
    met = words("search_met_by", name=hit.met_by) if hit.met_by and hit.met_by != where else ""
    count = words("search_observations", count=f"{hit.count:,}") if hit.count else words("dict_nothing")
    said = [where, met, count]
    _hit(words.zone(hit.id), said, key, "overview", disabled=not hit.count, zone=hit.id, my_zone=hit.id)


def _indicator(hit: Subject, key: str, words: Words) -> None:
    met = words("search_met_by", name=hit.met_by) if hit.met_by else ""
    count = words("search_observations", count=f"{hit.count:,}") if hit.count else words("dict_nothing")
    said = [words.group(words.group_of(hit.id)), met, count]
    if hit.count:
        _hit(words.indicator(hit.id), said, key, "trends", show=hit.id)
    else:  # what nobody reports is told in the dictionary
        _hit(words.indicator(hit.id), said, key, "dictionary", look=words.indicator(hit.id), of_group="")


def _series(hit: Series, key: str, words: Words) -> None:
    years = str(hit.first_year) if hit.first_year == hit.last_year else f"{hit.first_year}–{hit.last_year}"
    said = [years, words("search_observations", count=f"{hit.count:,}")]
    name = f"{words.zone(hit.zone)} · {words.indicator(hit.indicator)}"
    _hit(name, said, key, "trends", zone=hit.zone, show=hit.indicator)


def _report(hit: Report, key: str, words: Words) -> None:
    said = [words.zone(hit.zone) if hit.zone else words("search_zone_open"), hit.published or words("undated"), hit.doc]
    _hit(hit.title or hit.doc, said, key, "sources", doc=hit.doc, fact="")


def _sentence(hit: Sentence, key: str, words: Words) -> None:
    value = words.quantity(hit.value, hit.unit, hit.comparator, hit.measure)
    said = [
        words.zone(hit.zone), f"{words.period(hit.period)} {words.indicator(hit.indicator)}", words.kind(hit.kind),
        value, hit.doc,
    ]  # fmt: skip
    quote = tables.one_line(hit.quote)
    with st.container(key=key, horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            parts.plain(quote[:_SHOWN_QUOTE] + ("…" if len(quote) > _SHOWN_QUOTE else "")), key=f"{key}_go",
            type="tertiary", icon=parts.OF_SOURCE, on_click=parts.open_fact, args=(hit.observation_id,),
        )  # fmt: skip
        st.caption(parts.plain(" · ".join(part for part in said if part)), width="content")


def _hit(name: str, said: Sequence[str], key: str, view: str, disabled: bool = False, **choices: str) -> None:
    """A line that leads to a page with its choices set, and what else is known of it."""
    with st.container(key=key, horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            parts.plain(name), key=f"{key}_go", type="tertiary", icon=_ICONS[view], disabled=disabled,
            on_click=leads.go, args=(view,), kwargs=choices,
        )  # fmt: skip
        st.caption(parts.plain(" · ".join(part for part in said if part)), width="content")


_ICONS = {
    "overview": ":material/dashboard:", "trends": ":material/show_chart:", "dictionary": ":material/menu_book:",
    "sources": ":material/article:",
}  # fmt: skip
_GROUPS: dict[str, Callable[[Any, str, Words], None]] = {
    "series": _series, "zones": _zone, "indicators": _indicator, "reports": _report, "sentences": _sentence,
}  # fmt: skip
show()
