"""Cleaning: each repair in a table with its reason, and the way home that holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.pages.cleaning import _MISREAD, _ONE_FOR_ONE, clean

WIDE = "全区上下凝心聚力抓发展、促转型、惠民生、保稳定，经济运行稳中向好"  # as wide as a printed line

# raw, repaired, why
REPAIRS = [
    ("完成投资１２．５亿元", "完成投资12.5亿元", "full-width digits and point"),
    ("增长８％", "增长8%", "full-width per cent"),
    ("ＧＤＰ", "GDP", "full-width letters"),
    ("地區生產總值", "地区生产总值", "traditional characters of indicator names"),
    ("進出口總額16億元", "进出口总额16亿元", "traditional characters of amounts"),
    ("完成投资 96.3 亿元", "完成投资96.3亿元", "spaces around a number"),
    ("2 856. 4 亿元", "2856.4亿元", "spaces in the place of a thousands separator and behind the point"),
    ("增长 7 . 2 %", "增长7.2%", "spaces around the point"),
    ("增长\u30007%", "增长7%", "an ideographic space"),
    ("增长\xa07%", "增长7%", "a no-break space"),
    ("增长\u200b7%", "增长7%", "a zero-width space"),
    ("财政收人完成8亿元", "财政收入完成8亿元", "OCR reads 入 as 人"),
    ("共有收人员28名", "共有收人员28名", "收 + 人员 is no 收入"),
    ("己完成投资8亿元", "已完成投资8亿元", "OCR reads 已 as 己"),
    ("自己家", "自己家", "己 alone is a word"),
    ("8.3忆元", "8.3亿元", "OCR reads 亿 as 忆"),
    ("回忆元宵", "回忆元宵", "忆 behind no number is a word"),
    ("问比增长6%", "同比增长6%", "OCR reads 同 as 问"),
    ("22002233年", "2023年", "bold type prints each digit twice"),
    ("22002233 年", "2023年", "the same with a space behind"),
    ("11112222", "11112222", "doubled digits that are no year stay"),
    ("重重点点项项目目建建设设", "重点项目建设", "bold type prints each letter twice"),
    ("方方面面", "方方面面", "a word with doubled letters is no bold type"),
    (r"第一段。\r\n第二段。", "第一段。\n第二段。", "line ends that a web page printed as letters"),
    ("外资&nbsp;2200&nbsp;万美元", "外资2200万美元", "spaces that a web page printed as letters"),
    ("第一段。\n— 12 —\n第二段。", "第一段。\n第二段。", "a page number between dashes"),
    ("第一段。\n\n12\n\n第二段。", "第一段。\n第二段。", "a page number between blank lines"),
    ("第一段。\n第 3 页 共 12 页\n第二段。", "第一段。\n第二段。", "a page foot"),
    ("## 招商引资\n成效显著。", "招商引资\n成效显著。", "a heading's mark"),
    ("> 引文。", "引文。", "a quotation's mark"),
    ("第一段。\r\n第二段。\r\n", "第一段。\n第二段。", "line ends of Windows"),
    ("Smart City 2024 12", "Smart City2024 12", "a space parts two Latin words, or two numbers, and nothing else"),
    ("", "", "nothing"),
    (" \n\t\n", "", "white space alone"),
]

# lines of one raw text, and whether each goes on from the one before
JOINS = [
    (
        [WIDE + "完成投资282", "亿元，占年度计划的六成以上，比序时进度快十个百分点，位居", "前列。"],
        "-11",
        "an amount on two lines",
    ),
    ([WIDE + "。", WIDE + "。"], "-0", "a full stop ends the paragraph"),
    (["一、工作回顾", WIDE, "，发展动能增强。"], "-01", "a short heading, then a wrapped paragraph"),
    ([WIDE, "（二）项目建设", WIDE], "-00", "a numbered line begins anew"),
    (["新开工建设的重点项目、", "新签约的亿元以上项目、", "竣工投产的项目。"], "-11", "a line ending in 、 goes on"),
    (["项目", "2022年", "2023年", "地区生产总值", "180.2", "190.4"], "-00000", "the cells of a table"),
    ([WIDE, "", "，发展动能增强。"], "-1", "a blank line of a column break does not end a sentence"),
    (
        ["一、2023年工作回顾", "地区生产总值增长6%。", "二、2024年工作安排", "地区生产总值增长7%。"],
        "-000",
        "headings as wide as what they stand above",
    ),
    (["（一）招商引资成效显著", "全区签约项目十二个。"], "-0", "a numbered line without a comma is a heading"),
    (["临江经济开发区2024年工作总结", "全年实现地区生产总值136亿元。"], "-0", "the title of a short report"),
    (["临江开发区召开年度总结大会", "2023年12月20日", "全区实现生产总值136亿元。"], "-00", "a title and a date"),
    (["江州市2023年国民经济和社会发展计划执行情况", "和2024年国民经济计划草案的报告"], "-1", "a title on two lines"),
    (["1.规上工业企业营业收入", "368亿元，增长8%。"], "-1", "a numbered line may be wrapped before its number"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "repaired", "why"), REPAIRS, ids=[row[2] for row in REPAIRS])
def test_repair(raw: str, repaired: str, why: str) -> None:
    assert clean(raw).text == repaired, why


@pytest.mark.parametrize(("lines", "joins", "why"), JOINS, ids=[row[2] for row in JOINS])
def test_hard_wraps(lines: list[str], joins: str, why: str) -> None:
    full = [line for line in lines if line]
    expected = full[0] + "".join(
        line if joined == "1" else "\n" + line for line, joined in zip(full[1:], joins[1:], strict=True)
    )
    assert clean("\n".join(lines)).text == expected, why


def test_way_home() -> None:
    raw = "完成投资 282\n亿元， 增长 ７ . ２ ％ ；\n\n— 3 —\n22002233年"
    cleaned = clean(raw)
    for words, home in (("282", "282"), ("7.2%", "７ . ２ ％"), ("2023年", "22002233年")):
        at = cleaned.text.index(words)
        assert cleaned.offsets.span_of(at, at + len(words)).of(raw) == home


PIECES = [
    *(
        "地区生产总值",
        "完成",
        "1 256. 8",
        "亿元",
        "，",
        "。",
        "、",
        "\n",
        "\r\n",
        " ",
        "\u3000",
        "22002233年",
        "收人",
        "億",
    ),
    *(
        "８％",
        r"\r\n",
        "&nbsp;",
        "— 3 —",
        "第 3 页",
        "# ",
        "项项目目建建设设",
        "表1",
        "12",
        "（一）",
        "???",
        "\t",
        "己",
        "忆元",
    ),
]
RAW = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)


@given(RAW)
@example("\x0b收人\x1c\u2028")
@example("1\n\n2")
def test_every_letter_finds_its_way_home(raw: str) -> None:
    same_length = raw.translate(str.maketrans(_ONE_FOR_ONE))
    for pattern, right in _MISREAD:
        same_length = pattern.sub(right, same_length)
    assert len(same_length) == len(raw), "the letter-for-letter repairs keep every offset"
    cleaned, last = clean(raw), -1
    for at, letter in enumerate(cleaned.text):
        home = cleaned.offsets.start_of(at)
        assert 0 <= home < len(raw)
        if not letter.isspace():
            assert letter == same_length[home]
            assert home > last, "repair never changes the order of letters"
            last = home


@given(RAW)
def test_lines_carry_text(raw: str) -> None:
    text = clean(raw).text
    assert "\n\n" not in text and not text.startswith("\n") and not text.endswith("\n")
