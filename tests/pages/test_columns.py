"""Columns side by side: where a region of two begins and ends, and what is none."""

from __future__ import annotations

import pytest

from kpi.pages.columns import unfold

LEFT = [
    "今年以来，园区紧盯项目建设不", "放松，组建专班、挂图作战，重", "点项目完成投资四十二亿元，超",
    "序时进度六个百分点，其中新开", "工三十六个，竣工二十一个，一", "批企业当年签约、当年投产见效",
]  # fmt: skip
RIGHT = [
    "招商引资也有收获。上半年签约", "项目二十八个，合同金额九十六", "亿元，到位资金三十一亿元，增",
    "长一成；实际利用外资四千二百", "万美元，居全市第一位，来自十", "二个省市，其中五百强企业三家",
]  # fmt: skip
SIDE = [f"{left}      {right}" for left, right in zip(LEFT, RIGHT, strict=True)]
WIDE = "这一行很长，一直写到右边去，跨过了两栏之间的空白，所以不是哪一栏的。"


def read(*lines: str) -> list[str]:
    """The lines as they are read, without blank ones."""
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
    rows = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    return [text[start:end].strip() for start, end in unfold(text, rows) if text[start:end].strip()]


# lines, as they are read, why
CASES: list[tuple[list[str], list[str], str]] = [
    (SIDE, [*LEFT, *RIGHT], "one after the other"),
    (SIDE[:4], SIDE[:4], "too few lines to tell"),
    ([*SIDE[:3], "", "", *SIDE[3:]], [*LEFT, *RIGHT], "two blank lines do not end a region"),
    ([*SIDE, *4 * [""], *SIDE], 2 * [*LEFT, *RIGHT], "four do"),
    ([line[:4] + "      " + other[:4] for line, other in zip(LEFT, RIGHT, strict=True)], [f"{line[:4]}      {other[:4]}" for line, other in zip(LEFT, RIGHT, strict=True)], "cells are narrower"),
    ([f"固定资产投资合计数      {at}.5 {at}.6 {at}2.7" for at in range(6)], [f"固定资产投资合计数      {at}.5 {at}.6 {at}2.7" for at in range(6)], "a column of numbers is one of a table"),
    ([*SIDE[:5], "今年以来园区" + " " * 40 + "全文见二版转下篇", *SIDE[:5]],
     [*LEFT[:5], *RIGHT[:5], "今年以来园区" + " " * 40 + "全文见二版转下篇", *LEFT[:5], *RIGHT[:5]], "a piece that begins elsewhere ends it"),
    ([*SIDE[:5], " " * 34 + "这是右栏中的一行文字，", *SIDE[5:]], [*LEFT, *RIGHT[:5], "这是右栏中的一行文字，", RIGHT[5]], "a line of the right column alone"),
    ([*SIDE[:5], "这是左栏的一行，", *SIDE[5:]], [*LEFT[:5], "这是左栏的一行，", LEFT[5], *RIGHT], "a line of the left column alone"),
    ([*SIDE, WIDE, *SIDE], [*LEFT, *RIGHT, WIDE, *LEFT, *RIGHT], "a line over both columns ends it"),
    ([*SIDE, "        缩进的一行标题", *SIDE], [*LEFT, *RIGHT, "缩进的一行标题", *LEFT, *RIGHT], "so does an indented one"),
    ([*SIDE, "左栏的一行", "", "下文另起一段。", "又一行。"], [*LEFT, "左栏的一行", *RIGHT, "下文另起一段。", "又一行。"], "the left column ends with its paragraph"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "why"), CASES, ids=[row[2] for row in CASES])
def test_columns_side_by_side(lines: list[str], wanted: list[str], why: str) -> None:
    assert read(*lines) == wanted, why
