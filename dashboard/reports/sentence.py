"""A sentence of a report with the words that are meant marked in it, and a little of what stands around."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.reports import viewer

_AROUND, _BESIDE = 50, 30
_PARAGRAPH, _LINE_END = re.compile(r"[^\S\n]*\n\s*\n\s*"), re.compile(r"\s*\n\s*")
_GAP = "\u3000"  # between paragraphs, so that a heading and what follows it stay two things
_LONGEST = 400


def show(row: Mapping[Any, Any] | pd.Series, text: str, key: str, around: bool = True) -> None:
    """Draws the sentence of a fact of the report `text`, and what stands `around` it."""
    draw([each for each in pieces(row, text) if around or each[1] != "near"], key)


def draw(found: Sequence[Sequence[str]], key: str) -> None:
    """Draws pieces of text, each with its role."""
    viewer.component("sentence")(key=key, data={"pieces": [list(each) for each in found]})


def words_in_line(start: int, end: int, text: str) -> list[list[str]]:
    """The words at `[start, end)` marked in their line, of which a part is shown where it is long.

    >>> words_in_line(6, 9, "标题\\n会上，张某说。\\n")
    [['会上，', ''], ['张某说', 'mark'], ['。', '']]
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    before, after = text[max(first, start - _BESIDE) : start], text[end : min(last, end + _BESIDE)]
    before = f"…{before}" if start - _BESIDE > first else before
    after = f"{after}…" if end + _BESIDE < last else after
    return [[piece, role] for piece, role in ((before, ""), (text[start:end], "mark"), (after, "")) if piece]


def pieces(row: Mapping[Any, Any] | pd.Series, text: str) -> list[list[str]]:
    """The sentence in pieces, each with its role: `near` before and after, `mark` for the quote, empty for the rest.

    >>> pieces({"start": 5, "end": 8, "sentence_start": 3, "sentence_end": 9}, "前文。完成5亿元，好。")
    [['前文。', 'near'], ['完成', ''], ['5亿元', 'mark'], ['，', ''], ['好。', 'near']]
    >>> pieces({"start": 4, "end": 7, "sentence_start": 4, "sentence_end": 9}, "标题\\n\\n5亿\\n元。")[:2]
    [['标题\u3000', 'near'], ['5亿', 'mark']]
    >>> row = {"start": 5, "end": 9, "sentence_start": 5, "sentence_end": 9, "pattern": "table"}
    >>> pieces(row, "产值 8\\n出口 5\\n")[0]
    ['产值 8\u3000', 'near']
    """
    start, end = int(row["start"]), int(row["end"])
    first = max(min(int(row["sentence_start"]), start), start - _LONGEST)
    last = min(max(int(row["sentence_end"]), end), end + _LONGEST)
    before, after = text[max(0, first - _AROUND) : first], text[last : last + _AROUND]
    cut = [
        (f"…{before}" if first > _AROUND else before, "near"), (text[first:start], ""), (text[start:end], "mark"),
        (text[end:last], ""), (f"{after}…" if last + _AROUND < len(text) else after, "near"),
    ]  # fmt: skip
    between = _GAP if row.get("pattern") == "table" else ""  # the next row of a table is another thing
    return [[piece, role] for part, role in cut if (piece := _LINE_END.sub(between, _PARAGRAPH.sub(_GAP, part)))]
