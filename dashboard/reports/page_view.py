"""The pages of a report as pictures, taken from its original file, with the places of the facts on them."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.reports import viewer
from dashboard.shared.memory import Memory
from dashboard.words.labels import Words
from dashboard.words.plain import plain
from kpi.building.originals import (
    CHANGED,
    GONE,
    NotThere,
    Original,
    grids_of,
    page_picture,
    sheet_names,
    text_digest,
)
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Grid

WIDTH = 1200
FORMATS = ("pdf", "scan")
WITH_GRIDS = ("docx", "html", "xlsx")
_NOT_THERE = {GONE: "page_gone", CHANGED: "page_changed"}
_AT, _TURNED = "w_page", "page_turned_for"
_MOST_PICTURES = 40
_LARGE = 400_000  # bytes of a picture: photographs are sent as JPEG


def has_pages(document: Mapping[Any, Any] | pd.Series) -> bool:
    """Whether the pages of a report can be shown as pictures."""
    return str(document["format"]) in FORMATS and int(document["pages"]) > 0


def original(document: Mapping[Any, Any] | pd.Series, config: Config) -> Original:
    """The file that a report was read from."""
    return Original(config.path.parent / str(document["path"]), str(document["digest"]))


def picture(document: Mapping[Any, Any] | pd.Series, page: int, config: Config) -> str:
    """The picture of a page (from 1) as an address that holds it; made once for all readers.

    KpiError where the file has no such page or cannot be drawn, NotThere where it is not there any more.
    """

    def make() -> str:
        return _address(page_picture(original(document, config), page, WIDTH, config))

    made: str = _pictures().get((str(document["digest"]), page, WIDTH), make)
    return made


def boxes_of(text: str) -> list[list[float]]:
    """The rectangles of an observation: left, top, right and bottom as fractions of the page.

    >>> boxes_of("0.1,0.2,0.5,0.25;0.1,0.26,0.2,0.31"), boxes_of("")
    ([[0.1, 0.2, 0.5, 0.25], [0.1, 0.26, 0.2, 0.31]], [])
    """
    return [[float(edge) for edge in box.split(",")] for box in text.split(";") if box]


def places(
    facts: pd.DataFrame, page: int, current: str, look: Mapping[str, Mapping[str, str]], words: Words
) -> list[dict[str, Any]]:
    """The facts of a page with their rectangles, as the component takes them; the open one last, on top."""
    here = facts[(facts["page"] == page) & (facts["boxes"] != "")]
    found = [
        {
            "id": row["observation_id"],
            "title": viewer.fact_title(row, words),
            "boxes": boxes_of(str(row["boxes"])),
            "current": row["observation_id"] == current,
            **look.get(words.group_of(str(row["indicator"])), viewer.NEUTRAL),
        }
        for row in here.to_dict("records")
    ]
    return sorted(found, key=lambda fact: bool(fact["current"]))


def show(
    document: pd.Series, facts: pd.DataFrame, current: str, colours: Mapping[str, str], words: Words
) -> str | None:
    """Draws the page that the open fact is on, or the one turned to; returns the fact that was clicked.

    None where the page cannot be shown: it is said why, and the text is to be shown instead.
    """
    fact = facts[facts["observation_id"] == current]
    page = _page(document, int(fact.iloc[0]["page"]) if len(fact) else 1, current)
    try:
        with st.spinner(words("page_drawing"), show_time=False):
            image = picture(document, page, words.config)
    except NotThere as error:
        st.info(plain(words(_NOT_THERE[error.said], path=document["path"])), icon=":material/hide_image:")
        return None
    except KpiError as error:
        st.info(
            plain(words("page_failed", reason=str(error).partition(": ")[2] or str(error))),
            icon=":material/hide_image:",
        )
        return None
    _turner(page, int(document["pages"]), words)
    look = viewer.looks(facts, colours, words)
    marked = places(facts, page, current, look, words)
    quote = next((str(fact.iloc[0]["quote"]) for each in marked if each["current"]), "")
    if len(fact) and not quote and int(fact.iloc[0]["page"]) == page:
        st.caption(words("page_no_box"))
    result = viewer.component("page_image", "legend")(
        key=f"page_{document['doc']}",
        data={
            "image": image,
            "facts": marked,
            "legend": viewer.legend_of(look, words),
            "alt": words("page_alt_quote" if quote else "page_alt", page=page, quote=" ".join(quote.split())),
            "words": {
                "smaller": words("page_smaller"),
                "larger": words("page_larger"),
                "whole": words("page_whole"),
                "near": words("page_near"),
                "zoom": words("page_zoom"),
                "legend": words("report_legend"),
                "page": words("page_of", page=page, pages=int(document["pages"])),
            },
        },
        on_fact_change=_nothing,
    )
    return str(result.get("fact") or "")


def sheet_name(document: Mapping[Any, Any] | pd.Series, page: int, config: Config) -> str:
    """The name of the sheet `page` of a workbook; empty where the report is none, or its file is not there any more."""
    if document["format"] != "xlsx" or not page:
        return ""

    def make() -> tuple[str, ...]:
        try:
            return sheet_names(original(document, config), config)
        except KpiError:
            return ()

    names: tuple[str, ...] = _pictures().get((str(document["digest"]), "sheets"), make)
    return names[page - 1] if page <= len(names) else ""


def grids(document: Mapping[Any, Any] | pd.Series, text: str, config: Config) -> tuple[Grid, ...]:
    """The tables of a Word file, web page or workbook with the reach of their cells; none where the file is not there
    any more, or says something else than `text`.
    """
    if document["format"] not in WITH_GRIDS or "\t" not in text:
        return ()

    def make() -> tuple[str, tuple[Grid, ...]]:
        try:
            return grids_of(original(document, config), config)
        except KpiError:
            return "", ()

    digest, found = _pictures().get((str(document["digest"]), "grids"), make)
    return found if digest == text_digest(text) else ()


def _page(document: pd.Series, of_fact: int, current: str) -> int:
    """The page to show: that of the open fact until the reader turns over."""
    pages, state = int(document["pages"]), (document["doc"], current)
    if st.session_state.get(_TURNED) != state or not 1 <= st.session_state.get(_AT, 0) <= pages:
        st.session_state[_TURNED] = state
        st.session_state[_AT] = min(max(of_fact, 1), pages)
    return int(st.session_state[_AT])


def _turner(at: int, pages: int, words: Words) -> None:
    def step(by: int) -> None:
        st.session_state[_AT] = min(max(at + by, 1), pages)

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="page_turner"):
        st.button(
            words("page_previous"), key="page_previous", icon=":material/chevron_left:", disabled=at <= 1,
            on_click=step, args=(-1,),
        )  # fmt: skip
        st.number_input(words("page"), 1, pages, key=_AT, step=1, label_visibility="collapsed", width=84)
        st.markdown(words("page_last", pages=pages), width="content")
        st.button(
            words("page_next"), key="page_next", icon=":material/chevron_right:", icon_position="right",
            disabled=at >= pages, on_click=step, args=(1,),
        )  # fmt: skip


def _address(image: bytes) -> str:
    kind = "png"
    if len(image) > _LARGE:
        from PIL import Image

        smaller = io.BytesIO()
        with Image.open(io.BytesIO(image)) as opened:
            opened.save(smaller, "JPEG", quality=80)
        image, kind = smaller.getvalue(), "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(image).decode('ascii')}"


def _nothing() -> None:
    """What was clicked is read from the result."""


@st.cache_resource(show_spinner=False)
def _pictures() -> Memory:
    return Memory(_MOST_PICTURES)
