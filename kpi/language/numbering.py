"""How headings and items are numbered: 第一章, 一、, （一）, 1., （1）, ①; the highest level first."""

from __future__ import annotations

import re

from kpi.vocabulary.patterns import lazy

_CHINESE = "[一二三四五六七八九十]{1,3}"

CHAPTER = rf"第(?:{_CHINESE}|\d{{1,3}})(?:部分|[章篇编部节])"
SECTION = rf"{_CHINESE}\s*[、.．]"
BRACKETED = rf"[（(]{_CHINESE}[)）]"
# 2. and no number that spaces part: 2 . 1 5 亿美元, 1. 1个百分点
DIGITS = r"\d{1,2}\s*[、.．](?!\d)(?!\s*\d[\d\s]*(?:[亿万%％]|个百分点))"
BRACKETED_DIGITS = r"[（(]\d{1,2}[)）]"

LEVELS = (CHAPTER, SECTION, BRACKETED, DIGITS, BRACKETED_DIGITS)
"""The ways of numbering headings as patterns, the highest first."""

NUMBER = f"(?:{'|'.join(LEVELS)})"
"""A heading's number of any level."""

_ITEM = lazy(rf"\s*(?:{SECTION}|{BRACKETED}|{DIGITS}|{BRACKETED_DIGITS}|[①-⑳●■◆★☆▲○□▪•])")


def level_of(line: str) -> int:
    """The level of a line's number, 0 the highest; `len(LEVELS)` where it has none.

    >>> level_of("一、回顾"), level_of("（二）招商"), level_of("3.5亿元")
    (1, 2, 5)
    """
    return next((level for level, mark in enumerate(LEVELS) if re.match(mark, line)), len(LEVELS))


def is_item(line: str) -> bool:
    """Whether a line is an item of a list by its number or mark.

    >>> is_item("1.地区生产总值66亿元；"), is_item("1.5亿元")
    (True, False)
    """
    return _ITEM.match(line) is not None
