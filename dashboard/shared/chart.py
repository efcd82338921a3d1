"""Charts: drawn in the reader's browser by a copy of Plotly that comes with the program, and changed in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson
import streamlit as st

from dashboard.figures.charts import Figure
from dashboard.serving import site
from dashboard.serving.assets import PLOTLY
from dashboard.words.labels import Words

_STATIC = Path(__file__).parent.parent / "static"


def show(
    figure: Figure, key: str, alt: str, config: Mapping[str, Any], words: Words,
    choose: Callable[[str], None] | None = None, width: int | Literal["stretch"] = "stretch",
) -> None:  # fmt: skip
    """Draws a figure; `choose`, if any, is called with what a mark that was clicked names in its customdata.

    The chart with a `key` stays on the page as long as something is drawn under that key.
    """
    named = key.replace("__", "_-")  # two of them set off the events of a component

    def chosen() -> None:
        if choose is not None and (mark := st.session_state[named].get("mark")):
            choose(str(mark))

    _component()(key=named, data=content(figure, alt, config, words), on_mark_change=chosen, width=width)


def content(figure: Figure, alt: str, config: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """What the browser is told of a chart. The figure goes as text: so it is written only once, and fast."""
    return {
        "figure": orjson.dumps(figure, option=orjson.OPT_SERIALIZE_NUMPY).decode(),
        "height": figure["layout"]["height"],
        "config": dict(config),
        "alt": alt,
        "library": site.sharing().prefix + PLOTLY.address,
        "failed": words("chart_failed"),
    }


@cache
def _component() -> Any:
    html, css, js = ((_STATIC / f"chart.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("kpi_chart", html=html, css=css, js=js, isolate_styles=False)
