"""A sentence of a report with the words that are meant marked in it, and a little of what stands around."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.reports import viewer

_AROUND = 50
_LINE_END = re.compile(r"\s*\n\s*")
_LONGEST = 400


def show(row: Mapping[Any, Any] | pd.Series, text: str, key: str, around: bool = True) -> None:
    """Draws the sentence of a fact of the report `text`, and what stands `around` it."""
    found = pieces(row, text)
    viewer.component("sentence")(key=key, data={"pieces": [each for each in found if around or each[1] != "near"]})


def pieces(row: Mapping[Any, Any] | pd.Series, text: str) -> list[list[str]]:
    """The sentence in pieces, each with its role: `near` before and after, `mark` for the quote, empty for the rest.

    >>> pieces({"start": 5, "end": 8, "sentence_start": 3, "sentence_end": 9}, "前文。完成5亿元，好。")
    [['前文。', 'near'], ['完成', ''], ['5亿元', 'mark'], ['，', ''], ['好。', 'near']]
    """
    start, end = int(row["start"]), int(row["end"])
    first = max(min(int(row["sentence_start"]), start), start - _LONGEST)
    last = min(max(int(row["sentence_end"]), end), end + _LONGEST)
    before, after = text[max(0, first - _AROUND) : first], text[last : last + _AROUND]
    cut = [
        (f"…{before}" if first > _AROUND else before, "near"), (text[first:start], ""), (text[start:end], "mark"),
        (text[end:last], ""), (f"{after}…" if last + _AROUND < len(text) else after, "near"),
    ]  # fmt: skip
    return [[piece, role] for part, role in cut if (piece := _LINE_END.sub("", part))]
