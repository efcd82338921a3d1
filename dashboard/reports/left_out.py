"""The numbers of a report that became nothing: listed with the reason, and each led to why it is so."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames import tables
from dashboard.reports import correction_form, evidence, viewer
from dashboard.shared import filters, page
from dashboard.shared.parts import plain
from dashboard.words.labels import Words
from kpi.settings.config import Config

CHOSEN = "left_out_chosen"
SHOWN = "w_remarks"
_LONGEST = 400
_STOP = re.compile(r"[。！？!?；;]|\n\s*\n")


def sentence_of(text: str, start: int, end: int) -> str:
    """The sentence of `text` around `[start, end)`, on one line.

    >>> sentence_of("去年投资5亿元。今年签约\\n项目30个，完成一半。", 15, 18)
    '今年签约项目30个，完成一半。'
    """
    first, last = max(0, start - _LONGEST // 2), min(len(text), end + _LONGEST // 2)
    begin = max((stop.end() for stop in _STOP.finditer(text, first, start)), default=first)
    stop = _STOP.search(text, max(end - 1, start), last)
    return tables.one_line(text[begin : stop.end() if stop else last])


def chosen(doc: str) -> str:
    """What names the left-out number that is open in the report; empty where none is."""
    of, name = st.session_state.get(CHOSEN, ("", ""))
    return str(name) if of == doc and st.session_state.get(SHOWN) else ""


def choose(doc: str, name: str) -> None:
    """Opens a left-out number, or none."""
    st.session_state[CHOSEN] = (doc, name)


def detail_of(remark: Mapping[Hashable, Any] | pd.Series, words: Words) -> str:
    """What is told beside the reason: of a reading to confirm, what was read, when, and how sure that is."""
    detail = tables.one_line(str(remark["detail"]))
    parts = detail.split(" ")
    if remark["reason"] != "to_confirm" or len(parts) != len(("indicator", "period", "confidence")):
        return detail
    indicator, period, confidence = parts
    sure = f"{words('confidence')} {float(confidence) * 100:.0f} %"
    return " · ".join((words.indicator(indicator), words.period(period), sure))


def card(remark: pd.Series, text: str, document: pd.Series, config: Config, words: Words) -> None:
    """Draws a left-out number: what it says, why it was left out, and what may be done."""
    doc = str(document["doc"])
    sentence = sentence_of(text, int(remark["start"]), int(remark["end"]))
    with st.container(border=True, gap="small", key="left_out_card"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(words.code('remark', str(remark['reason'])))}**", width="content")
            st.button(
                words("close"), key="close_left_out", type="tertiary", icon=":material/close:",
                on_click=choose, args=(doc, ""),
            )  # fmt: skip
        rows = [(words("quote"), tables.one_line(str(remark["quote"])), ""), (words("sentence"), sentence, "")]
        by_hand = remark["reason"] in ("rejected", "stale_correction")
        if remark["detail"] and not by_hand:
            rows.append((words("detail"), detail_of(remark, words), ""))
        viewer.fields(rows, "left_out_fields")
        correction_form.show_remark(remark, str(document["digest"]), config, words)
        if not by_hand and st.button(words("why_left_out"), key="why_left_out", icon=":material/help_center:"):
            filters.put("why", sentence)
            filters.put("doc", doc)
            st.switch_page("views/indicator_map.py", query_params=filters.address("indicator_map"))


def table(remarks: pd.DataFrame, doc: str, context: page.Context) -> None:
    """Draws the list; choosing a row opens that number."""
    words = context.words
    st.markdown(f"**{words('remarks_here', count=len(remarks))}**")
    shown = context.made("remark_table", lambda: _named(remarks, words), doc)
    alt = words("remarks_here", count=len(remarks))
    evidence.list_in_step(shown, f"left_out_{doc}", alt, chosen(doc), lambda name: choose(doc, name), 300)


def _named(remarks: pd.DataFrame, words: Words) -> pd.DataFrame:
    names = [viewer.remark_key(row) for row in remarks.to_dict("records")]
    return tables.remark_table(remarks, words).set_axis(pd.Index(names))
