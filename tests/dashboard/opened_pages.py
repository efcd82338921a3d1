"""A page of the dashboard as a test opens it, and all that it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard.words.plain import JOINER

_APP = Path(dashboard.__file__).parent / "app.py"


def open_page(
    view: str, config: Path, monkeypatch: pytest.MonkeyPatch, locale: str = "zh-CN", **query: str | list[str]
) -> AppTest:
    """The page `view` of the project with that config, at an address with that query."""
    monkeypatch.setenv("KPI_CONFIG", str(config))
    app = AppTest.from_file(str(_APP), default_timeout=30)
    app.context = {"locale": locale}
    for name, value in query.items():
        app.query_params[name] = value
    return app.run().switch_page(f"views/{view}.py").run()


def brief_data(app: AppTest) -> dict[str, Any]:
    """What the brief of the overview was handed: its HTML, and the cookies that it writes."""
    (found,) = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "kpi_brief"]
    data: dict[str, Any] = json.loads(found.json)
    return data


def brief_text(app: AppTest) -> str:
    """The words of the brief."""
    return " ".join(re.sub(r"<[^>]*>", " ", brief_data(app)["html"]).split())


def figures(app: AppTest) -> list[dict[str, Any]]:
    """The figures of all charts of the page, as the browser is told to draw them."""
    charts = [
        json.loads(each.proto.json) for each in app.get("bidi_component") if each.proto.component_name == "kpi_chart"
    ]
    return [json.loads(chart["figure"]) for chart in charts]


def shown(frame: Any) -> pd.DataFrame:
    """A table of a page as its reader sees it: of numbers with a text of their own, the text."""
    texts = frame.proto.arrow_data.styler.display_values
    return convert_arrow_bytes_to_pandas_df(texts) if texts else frame.value


def said(app: AppTest) -> str:
    """All that the page says, after it was drawn without fault."""
    assert not app.exception
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.text)
    found = "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "").replace(JOINER, "")
    assert "没能显示" not in found and "could not be shown" not in found
    return found
