"""Long reports cut at their articles and sections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.second.pieces import MOST, Mark, Piece, cut


def marks(text: str, *heads: tuple[str, int]) -> list[Mark]:
    return [Mark(text.index(head), head, level) for head, level in heads]


REPORT = "工作报告\n一、回顾\n（一）工业\n增长。\n（二）投资\n下降。\n二、安排\n努力。\n"
HEADS = (("工作报告", 0), ("一、回顾", 1), ("（一）工业", 2), ("（二）投资", 2), ("二、安排", 1))


@pytest.mark.parametrize(
    ("most", "parts"),
    [
        (100, [REPORT]),
        (32, ["工作报告\n一、回顾\n（一）工业\n增长。\n（二）投资\n下降。\n", "二、安排\n努力。\n"]),
        (22, ["工作报告\n一、回顾\n（一）工业\n增长。\n", "（二）投资\n下降。\n二、安排\n努力。\n"]),
        (12, ["工作报告\n一、回顾\n", "（一）工业\n增长。\n", "（二）投资\n下降。\n", "二、安排\n努力。\n"]),
    ],
)
def test_cuts_where_sections_begin_the_widest_first(most: int, parts: list[str]) -> None:
    assert [piece.text for piece in cut(REPORT, marks(REPORT, *HEADS), most)] == parts


def test_says_which_headings_stand_over_a_piece() -> None:
    found = cut(REPORT, marks(REPORT, *HEADS), 12)
    assert [piece.above for piece in found] == [(), ("工作报告", "一、回顾"), ("工作报告", "一、回顾"), ("工作报告",)]
    assert [piece.number for piece in found] == [1, 2, 3, 4]


def test_an_article_of_its_own_has_nothing_above_it() -> None:
    page = "甲区新闻\n甲区增长。\n乙区新闻\n乙区增长。\n"
    found = cut(page, marks(page, ("甲区新闻", 0), ("乙区新闻", 0)), 12)
    assert [(piece.text[:4], piece.above) for piece in found] == [("甲区新闻", ()), ("乙区新闻", ())]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("第一行。\n第二行。\n", ["第一行。\n", "第二行。\n"]),
        ("第一句。第二句。", ["第一句。", "第二句。"]),
        ("没有停顿的一长串", ["没有停顿的一", "长串"]),
    ],
)
def test_without_headings_after_a_line_a_sentence_or_anywhere(text: str, parts: list[str]) -> None:
    assert [piece.text for piece in cut(text, (), 6)] == parts


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_where_there_is_nothing_to_read_there_is_no_piece(text: str) -> None:
    assert cut(text, ()) == ()


def test_a_page_stays_whole() -> None:
    assert len(cut("字" * MOST, ())) == 1


@given(
    st.text(alphabet="一（。\n字", max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 3)), max_size=9),
)
def test_the_pieces_are_all_of_the_text_in_order(text: str, heads: list[tuple[int, int]]) -> None:
    found = cut(text, [Mark(at, "头", level) for at, level in heads], 20)
    assert all(text[piece.start : piece.end] == piece.text and len(piece.text) <= 20 for piece in found)
    assert "".join(piece.text for piece in found).split() == text.split() or not found


def test_a_piece_is_known_by_its_text() -> None:
    assert Piece(1, 0, 2, "甲乙").digest == Piece(2, 5, 7, "甲乙", ("头",)).digest != Piece(1, 0, 2, "甲丙").digest
