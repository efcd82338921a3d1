"""The code editor: a component over CodeMirror, which is part of the program and asks no network for anything."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.words.labels import Words
from kpi.vocabulary.errors import Problem

_STATIC = Path(__file__).parent.parent / "static"
_PHRASES = {
    "Find": "查找", "Replace": "替换", "next": "下一个", "previous": "上一个", "all": "全部",
    "match case": "区分大小写", "by word": "整词", "regexp": "正则", "replace": "替换", "replace all": "全部替换",
    "close": "关闭",
    "Go to line": "转到行", "go": "转到", "Diagnostics": "错误", "No diagnostics": "没有错误",
    "current match": "当前匹配", "on line": "行", "replaced $ matches": "替换了 $ 处",
    "replaced match on line $": "替换了第 $ 行的匹配", "Fold line": "收起", "Unfold line": "展开",
    "folded code": "收起的内容", "unfold": "展开", "Folded lines": "收起的行", "Unfolded lines": "展开的行", "to": "至",
}  # fmt: skip
_QUOTED = re.compile(r"""["'“‘]([^"'”’]+)["'”’]""")


def draw(draft: Mapping[str, Any], problems: Sequence[Problem], words: Words, key: str) -> bool:
    """Draws the editor of a draft (`text`, `revision`, `seen`, `base`, `jump`); whether Ctrl+S was pressed.

    What is typed arrives in the session under `key`, as `draft`.
    """
    _library()(key=f"{key}_library", data={})
    data = {**draft, "problems": [told(problem, words) for problem in problems], "labels": _labels(problems, words)}
    data["height"] = "max(420px, calc(100vh - 225px))"
    result = component("yaml_editor")(key=key, data=data, on_draft_change=_nothing, on_save_change=_nothing)
    return bool(result.get("save"))


def told(problem: Problem, words: Words) -> dict[str, Any]:
    """A fault as the editor marks it: line, sentence, and the words of the line that it names."""
    named = _QUOTED.search(problem.found)
    return {"line": problem.line, "message": sentence(problem, words), "words": named[1] if named else ""}


def sentence(problem: Problem, words: Words) -> str:
    """A fault in one line: place, what was found, what was expected, and the mend."""
    where = f"{problem.where}: " if problem.where else ""
    told = words.detail(problem.sentence.removeprefix(where))
    return f"{words('map_line', line=problem.line)} · {where}{told}"


def _labels(problems: Sequence[Problem], words: Words) -> dict[str, Any]:
    return {
        "name": words("map_editor"),
        "hint": words("map_keys"),
        "fine": words("map_ok"),
        "problems": words("map_errors", count=len(problems)),
        "phrases": _PHRASES if words.language == "zh" else {},
    }


def _nothing() -> None:
    """Streamlit wants to be told of each thing that a component may say."""


@cache
def component(name: str) -> Any:
    """The component of that name: its page, its looks and its script stand side by side in `static`."""
    html, css, js = ((_STATIC / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component(f"kpi_{name}", html=html, css=css, js=js)


@cache
def _library() -> Any:
    """CodeMirror, and what hands it over: one piece that never changes, so a page is sent it once."""
    script = "".join(
        (_STATIC / f"{part}.js").read_text(encoding="utf-8") for part in ("codemirror", "codemirror_ready")
    )
    return st.components.v2.component("kpi_codemirror", html="<span></span>\n", js=script)
