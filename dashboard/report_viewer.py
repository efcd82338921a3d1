"""The report as a reader sees it, its facts marked in place: pieces of text and the component that draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import theme
from dashboard.labels import Words

_STATIC = Path(__file__).parent / "static"


def pieces(
    text: str,
    facts: pd.DataFrame,
    remarks: pd.DataFrame,
    current: str,
    colours: Mapping[str, str],
    words: Words,
) -> list[dict[str, Any]]:
    """`text` cut where a fact, the current sentence or a remark begins or ends, in order and whole.

    A piece inside several facts names them all, the shortest first: that one gives title and colour.
    """
    spans = [
        (int(row["start"]), int(row["end"]), str(row["observation_id"]), _title(row, words), _hue(row, colours, words))
        for row in facts.to_dict("records")
    ]
    doubts = [
        (int(row["start"]), int(row["end"]), words.code("remark", str(row["reason"])))
        for row in remarks.to_dict("records")
    ]
    sentence = _sentence(facts, current)
    cuts = {0, len(text), *sentence}
    cuts.update(edge for span in spans for edge in span[:2])
    cuts.update(edge for doubt in doubts for edge in doubt[:2])
    edges = sorted(edge for edge in cuts if 0 <= edge <= len(text))
    found = []
    for start, end in pairwise(edges):
        inside = sorted(
            (span for span in spans if span[0] <= start and end <= span[1]), key=lambda span: span[1] - span[0]
        )
        piece: dict[str, Any] = {"text": text[start:end]}
        if inside:
            piece |= {
                "facts": [span[2] for span in inside],
                "title": " / ".join(span[3] for span in inside),
                "colour": inside[0][4],
            }
        if sentence[0] <= start and end <= sentence[1]:
            piece["sentence"] = True
        if not inside and (doubt := next((d for d in doubts if d[0] <= start and end <= d[1]), None)):
            piece["remark"] = doubt[2]
        found.append(piece)
    return found


def report(parts: list[dict[str, Any]], current: str, label: str, key: str) -> str:
    """Draws the report scrolled to the current fact; returns the fact that was clicked, or nothing."""
    result = _component("report")(
        key=key,
        data={"pieces": parts, "current": current, "label": label},
        on_fact_change=lambda: None,
    )
    return str(result.get("fact") or "")


def fields(rows: Sequence[tuple[str, str, str]], key: str) -> None:
    """Draws name, value and ground of each field; long grounds wrap."""
    _component("fields")(key=key, data={"rows": [list(row) for row in rows]})


@cache
def _component(name: str) -> Any:
    html, css, js = ((_STATIC / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component(f"kpi_{name}", html=html, css=css, js=js)


def _sentence(facts: pd.DataFrame, current: str) -> tuple[int, int]:
    rows = facts[facts["observation_id"] == current]
    if rows.empty:
        return (-1, -1)
    return int(rows.iloc[0]["sentence_start"]), int(rows.iloc[0]["sentence_end"])


def _title(row: Mapping[Any, Any], words: Words) -> str:
    value = words.quantity(row["value"], row["unit"], row["comparator"], row["measure"])
    return (
        f"{words.indicator(row['indicator'])} {words.period(row['period'])} {words.kind(row['kind'])} {value}".strip()
    )


def _hue(row: Mapping[Any, Any], colours: Mapping[str, str], words: Words) -> str:
    return colours.get(words.group_of(str(row["indicator"])), theme.NEUTRAL)
