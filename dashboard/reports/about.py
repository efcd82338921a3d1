"""What is known of a report beside its facts: one quiet line, and the rest where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames.build_frames import Frames
from dashboard.frames.report_list import title_of
from dashboard.reports import viewer
from dashboard.shared import page
from dashboard.shared.parts import plain
from dashboard.words.labels import Words
from kpi.vocabulary.model import YEAR_ASSUMED

_OF_REPORT = ("zone_from_path", "zone_from_metadata", "zone_differs_from_path", "date_from_path", "date_from_creation")


def show(
    document: pd.Series,
    facts: pd.DataFrame,
    frames: Frames,
    context: page.Context,
    beside: Callable[[], None] = lambda: None,
) -> None:
    """Draws whose report it is, when published, in what format; the rest in a popover, and `beside`."""
    words = context.words
    said, known = context.made(
        "about",
        lambda: (line(document, facts, words), rows(document, facts, frames.build, words)),
        str(document["doc"]),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="report_about"):
        st.caption(plain(said), width="content")
        with st.popover(words("report_about"), type="tertiary", icon=":material/info:"):
            viewer.fields(known, "report_fields")
        beside()


def line(document: pd.Series, facts: pd.DataFrame, words: Words) -> str:
    """Zone with how it was found, date, format and size, in one line."""
    zone = words.zone(str(document["zone"])) or words("zone_unknown")
    how = _how(document, facts, words)[0]
    said = [
        f"{zone}{words('in_brackets', text=how)}" if how else zone,
        words("published_on", date=document["published"]) if document["published"] else words("undated"),
        words("report_facts", count=f"{len(facts):,}"),
        format_name(document, words),
    ]
    return " · ".join(part for part in said if part)


def name(document: Mapping[Hashable, Any], words: Words) -> str:
    """What a report is chosen by: its title, else whose it is and when published; then the name of its file."""
    title = title_of(str(document["title"]))[:40]
    if not title:
        title = " ".join(filter(None, (words.zone(str(document["zone"])), str(document["published"]))))
    doc = str(document["doc"])
    return f"{title} · {doc}" if title and title not in doc else doc


def format_name(document: pd.Series, words: Words) -> str:
    """What kind of file it is and how long: `PDF · 12 页`."""
    kind = words("format_scan") if document["format"] == "scan" else str(document["format"]).upper()
    pages = int(document["pages"])
    if not pages:
        characters = f"{int(document['characters']):,}"
        return f"{kind} · {words('report_characters', count=characters)}"
    of_pages = words("sheets_n" if document["format"] == "xlsx" else "pages_n", count=f"{pages:,}")
    return f"{kind} · {of_pages}"


def rows(document: pd.Series, facts: pd.DataFrame, build: Any, words: Words) -> list[tuple[str, str, str]]:
    """All that is known of a report as fields: name, value, ground."""
    how, ground = _how(document, facts, words)
    (stored,) = build.rows("documents", doc=[str(document["doc"])])
    encoding = stored["encoding"]
    basis = words.code("basis", stored["date_basis"]) if stored["date_basis"] else ""
    dated = " · ".join(filter(None, (basis, words.ground(" ".join(stored["date_ground"].split())))))
    twins = [pair[0] for pair in build.info.get("duplicates", ()) if pair[1] == document["path"]]
    flags = {flag for each in facts["flags"] for flag in str(each).split()}
    found = [
        (words("title"), str(document["title"]), ""),
        (words("zone"), words.zone(str(document["zone"])), " · ".join(part for part in (how, ground) if part)),
        (words("published"), str(document["published"]) or words("undated"), ""),
        (words("report_year"), _year(stored, words), dated if stored["year"] else ""),
        (words("path"), str(document["path"]), ""),
        (words("format"), format_name(document, words), ""),
        (words("encoding"), encoding, ""),
        (words("characters"), f"{int(document['characters']):,}", ""),
        (words("same_content"), "\n".join(twins), ""),
        (words("flags"), " · ".join(words.code("flag", flag) for flag in _OF_REPORT if flag in flags), ""),
    ]
    return [row for row in found if row[1]]


def _year(stored: Mapping[str, Any], words: Words) -> str:
    """The year that the report looks back on, and whether that is a guess; empty where nothing tells."""
    guessed = words("in_brackets", text=words("flag.year_assumed")) if YEAR_ASSUMED in stored["state"].split() else ""
    return words.period(str(stored["year"])) + guessed if stored["year"] else ""


def _how(document: pd.Series, facts: pd.DataFrame, words: Words) -> tuple[str, str]:
    """How the zone of the report was found, as most of its facts say, and the words that it rests on."""
    own = facts[facts["zone"] == document["zone"]]
    if own.empty:
        return "", ""
    pairs = own.groupby(["basis", "zone_ground"]).size()
    basis, ground = pairs.idxmax()
    return words.basis(str(basis)).get("zone", ""), " ".join(words.ground(str(ground)).split())
