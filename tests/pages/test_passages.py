"""Passages: where sentences, headings and articles begin, and that no letter is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.pages.passages import LONGEST, split

# text, sentences (headings in brackets), why
SENTENCES = [
    ("第一句。第二句！第三句？", "第一句。|第二句！|第三句？", "full stops end sentences"),
    ("前半，后半；还有。", "前半，后半；还有。", "commas and semicolons do not"),
    ("他说：“好。”会议结束。", "他说：“好。”|会议结束。", "a closing quotation mark stays with its sentence"),
    ("真的吗？！是的。", "真的吗？！|是的。", "several marks end one sentence"),
    ("没有句号，就到行末", "没有句号，就到行末", "the line's end ends a sentence"),
    ("增长6.5%。达到3.2亿元。", "增长6.5%。|达到3.2亿元。", "a decimal point is no full stop"),
    ("一、2023年工作回顾\n全区完成投资3亿元。", "[一、2023年工作回顾]|全区完成投资3亿元。", "a numbered heading"),
    ("（一）抓项目，稳投资\n完成3亿元。", "[（一）抓项目，稳投资]|完成3亿元。", "a numbered heading may carry a comma"),
    ("招商引资成效显著\n签约项目20个。", "[招商引资成效显著]|签约项目20个。", "short and without a mark"),
    ("签约20个，开工5个\n完成3亿元。", "签约20个，开工5个|完成3亿元。", "a line with a comma is a paragraph"),
    ("一、完成3亿元。", "一、完成3亿元。", "a numbered line with a full stop is a sentence"),
    ("第一段。\n\n第二段。", "第一段。|第二段。", "blank lines say nothing"),
    ("", "", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), SENTENCES, ids=[row[2] for row in SENTENCES])
def test_sentences(text: str, expected: str, why: str) -> None:
    assert "|".join(f"[{s.text}]" if s.is_heading else s.text for s in split(text)) == expected, why


def test_heading_carries_to_its_section() -> None:
    sentences = split("一、回顾\n甲事，完成。乙事，完成。\n二、安排\n丙事，推进。")
    assert [s.heading for s in sentences if not s.is_heading] == ["一、回顾", "一、回顾", "二、安排"]
    assert [s.paragraph for s in sentences] == [0, 1, 1, 2, 3], "two sentences of one paragraph know it"


def test_articles_of_one_page() -> None:
    sentences = split("今年工作安排\n甲地，开工。\n本报讯 （记者 甲） 乙地，签约。\n还有，投产。\n本报讯 丙地，竣工。")
    assert [s.article for s in sentences] == [0, 0, 1, 1, 2]
    assert [s.heading for s in sentences][2:] == ["", "", ""], "a new article does not stand under the old heading"


def test_endless_sentence_is_cut_at_a_comma() -> None:
    text = "全区完成投资三亿元，" * 400
    sentences = split(text)
    assert len(sentences) > 1 and max(len(s.text) for s in sentences) <= LONGEST
    assert all(s.text.endswith("，") for s in sentences)
    assert max(len(s.text) for s in split("长" * 5 * LONGEST)) <= LONGEST, "and anywhere where there is none"


PIECES = [
    "一、回顾",
    "（二）安排",
    "全区完成投资3亿元",
    "本报讯",
    "，",
    "。",
    "；",
    "？！",
    "”",
    "\n",
    " ",
    "6.5%",
    "长" * 800,
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=200)


@given(TEXTS)
@example("\r\u2028\x0b。\n。")
def test_sentences_cover_the_text_in_order(text: str) -> None:
    at = 0
    for sentence in split(text):
        assert sentence.start < sentence.end and text[sentence.start : sentence.end] == sentence.text
        assert set(text[at : sentence.start]) <= {"\n"}, "only line ends stand between sentences"
        at = sentence.end
    assert set(text[at:]) <= {"\n"}
