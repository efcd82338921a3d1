"""Two columns whose lines came out in turn: parted where their words show it, and nothing else is touched."""

from __future__ import annotations

import pytest

from kpi.pages.braids import unbraid

LEFT = [
    "园区上半年工业生产保持增长，企", "业效益稳步提升，新增就业人数超", "过去年同期水平，技术改造投资增",
    "长较快，为全年发展打下坚实的基", "础，各项改革有序推进，营商环境", "持续改善，群众满意度不断提高的",
]  # fmt: skip
RIGHT = [
    "招商引资工作取得新的突破，签约", "项目数量明显增加，合同金额达到4", "2亿元，其中外资项目的到位资金有",
    "所提高，重点企业达产达标，税收", "收入稳定增长，科技创新能力得到", "增强，研发平台建设走在全市前列",
]  # fmt: skip
AMOUNTS = [
    "园区完成工业总产值4", "亿元，固定资产投资2", "亿元，进出口总额达1", "亿元，新增就业人数6", "人，专利授权总量达8",
    "件，税收收入达到了5", "亿元，签约项目共有7", "个，高企总数达到了9",
]  # fmt: skip
WHOLE = [
    "学校的操场扩建好了。", "孩子们都非常高兴呢。", "家长也都十分满意呢。", "老师们都加倍努力呢。", "操场上每天都很热闹。",
    "跑道上铺好了红胶呢。", "球场里装上了新灯呢。", "傍晚常有人来散步呢。",
]  # fmt: skip
FEW = [
    "园区完成工业总产值4",
    "亿元，固定资产投资2",
    "亿元，上半年工业生产增",
    "长较快，园区引来的企",
    "业很多，大家都很满意。",
]
OPENED = [
    "学校的操场扩建好了。",
    "　　孩子们都非常高兴。",
    "家长也都十分满意呢。",
    "　　老师们都加倍努力。",
    "操场上每天都很热闹。",
]


def in_turn(left: list[str], right: list[str]) -> list[str]:
    return [line for pair in zip(left, right, strict=True) for line in pair]


def rows_of(lines: list[str]) -> list[str]:
    """The rows as they are read; a blank one parts columns."""
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
    rows = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    return [text[start:end] for start, end in unbraid(text, rows)]


def read(lines: list[str]) -> list[str]:
    """The lines as they are read."""
    return [row for row in rows_of(lines) if row]


# what stands before, the lines of the two columns, whether they are parted, why
CASES: list[tuple[list[str], list[str], list[str], bool, str]] = [
    ([], LEFT, RIGHT, True, "words that go on two lines below"),
    ([], AMOUNTS, WHOLE, True, "amounts whose units stand two lines below"),
    ([], FEW, OPENED, True, "a line that opens a paragraph goes on from none"),
    (LEFT, LEFT, RIGHT, True, "in turn from the middle on"),
    ([], LEFT[:3], RIGHT[:3], False, "too few lines to tell"),
    ([], [3 * line for line in LEFT], [3 * line for line in RIGHT], False, "lines as wide as a page are no columns"),
    ([], AMOUNTS, [line[-8:] for line in WHOLE], False, "lines as short as the cells of a table"),
]


@pytest.mark.parametrize(("before", "left", "right", "parted", "why"), CASES, ids=[row[4] for row in CASES])
def test_columns_in_turn(before: list[str], left: list[str], right: list[str], parted: bool, why: str) -> None:
    lines = [*before, *in_turn(left, right)]
    found = read(lines)
    assert sorted(found) == sorted(lines), "nothing is lost"
    assert (found != lines) is parted, why
    for column in (left, right) if parted else ():
        at = found.index(column[1], len(before))
        assert found[at : at + len(column) - 2] == column[1:-1], why


def test_lines_in_order_stay() -> None:
    assert rows_of([*LEFT, *RIGHT]) == [*LEFT, *RIGHT]


def test_a_blank_line_ends_what_is_in_turn() -> None:
    assert read([*in_turn(LEFT, RIGHT), "", *LEFT])[-len(LEFT) :] == LEFT
