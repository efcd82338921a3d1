"""The words of Streamlit's own widgets: they are what it says, and each has its Chinese."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit

from dashboard.words.widgets import PATTERNS_ZH, WIDGETS_ZH, words_of_widgets


@cache
def bundle() -> str:
    """All that Streamlit's page is made of."""
    scripts = (Path(streamlit.__file__).parent / "static").rglob("*.js")
    return "".join(path.read_text("utf-8") for path in scripts)


BUILT = {"Press Enter to apply": "Press Enter to ", "Press Enter to submit form": "submit form"}


@pytest.mark.parametrize("text", WIDGETS_ZH)
def test_streamlit_still_says_it_so(text: str) -> None:
    said = BUILT.get(text, text)
    assert any(f"{quote}{said}" in bundle() for quote in "`\"'"), "it says it otherwise by now"
    assert not re.search("[A-Za-z]{3}", WIDGETS_ZH[text].replace("Enter", ""))


# what a widget makes of its words, and what the page says
MADE = [
    ("Press Ctrl+Enter to apply", "按 Ctrl+Enter 提交"), ("Add: 濮阳", "照这样写：濮阳"), ("Remove 实际", "去掉 实际"),
    ("Select 3 matches", "选中这 3 项"),
    ("You can only select up to 8 options. Remove an option first.", "最多选 8 项，请先去掉一项。"),
    ("2 of 14 results", "第 2 处，共 14 处"), ("1 result", "1 处"),
    ("Page 2", "第 2 页"), ("Show/hide columns: 表", "显示或隐藏列：表"), ("Search: 表", "搜索：表"),
    ("Fullscreen: 表", "全屏：表"), ("Close fullscreen: 表", "退出全屏：表"), ("Help for 时期", "说明：时期"),
    ("资料 Remove 实际", ""),
]  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), MADE)
def test_what_is_made_of_words_and_numbers(said: str, meant: str) -> None:
    found = [re.sub(each, to.replace("$", "\\"), said) for each, to in PATTERNS_ZH.items() if re.search(each, said)]
    assert (found[:1] or [""]) == [meant]


def test_an_english_page_leaves_them_as_they_are() -> None:
    assert words_of_widgets("en") is None and words_of_widgets("zh") is not None
