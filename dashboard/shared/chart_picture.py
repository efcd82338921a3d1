"""Pictures of a chart, made in the reader's browser: PNG and SVG with title, unit, sources and date."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.words.labels import Words

_STATIC = Path(__file__).parent.parent / "static"


def buttons(chart_key: str, title: str, unit: str, sources: str, date: str, file_name: str, words: Words) -> None:
    """Draws two small buttons that save the chart with the key `chart_key` as a picture.

    Where `chart_key` is that of a container, all charts in it go into one picture, side by side as they stand.
    `unit` and `sources` come without 单位： and 来源： before them, `date` is that of the data; what is empty is
    left out. `file_name` has no suffix.
    """
    _component()(
        key=f"picture_{chart_key}",
        data=content(chart_key, title, unit, sources, date, file_name, words),
        width="content",
    )


def content(
    chart_key: str, title: str, unit: str, sources: str, date: str, file_name: str, words: Words
) -> dict[str, Any]:
    """What the picture says, in the reader's language, as the component takes it."""
    foot = [
        words("source_line", sources=sources) if sources else "",
        words("picture_date", date=date) if date else "",
    ]
    return {
        "chart": chart_key,
        "title": title,
        "unit": words("unit_line", unit=unit) if unit else "",
        "foot": [line for line in foot if line],
        "name": file_name or words("product"),
        "group": words("picture_group", title=title),
        "labels": {kind: words("picture_save", kind=kind.upper(), title=title) for kind in ("png", "svg")},
        "missing": words("picture_missing"),
        "failed": words("picture_failed"),
    }


@cache
def _component() -> Any:
    html, css, js = ((_STATIC / f"picture.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("kpi_picture", html=html, css=css, js=js)
