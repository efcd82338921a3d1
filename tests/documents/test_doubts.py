"""Recognised letters: what is repaired and what is not, and which values are flagged."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.documents.confusions import readable
from kpi.documents.doubts import flags_of
from kpi.language.confusions import NUMBERS, WORDS, repaired, shows_recognition
from kpi.vocabulary.model import Box, Document, Page

# recognised, repaired, why
REPAIRS = [
    (
        "科技型中小企业人库88家，完成-般公共预算收入3亿元",
        "科技型中小企业入库88家，完成一般公共预算收入3亿元",
        "入库 before its number, 一 as a stroke",
    ),
    ("同比増长5%", "同比增长5%", "a Japanese form"),
    ("巳完成投资", "已完成投资", "巳 for 已"),
    ("己经完成", "已经完成", "己 for 已 in 已经"),
    ("自己经手", "自己经手", "oneself before 经"),
    ("间比增长5%", "同比增长5%", "间 for 同"),
    ("时间比增长点多", "时间比增长点多", "时间 is a word"),
    ("再就业lO83人", "再就业1083人", "a stroke and a round letter before digits"),
    ("l至7月", "1至7月", "a span of months"),
    ("l 至 7 月", "1 至 7 月", "a span of months, with spaces"),
    ("增加值lO2.3亿元", "增加值102.3亿元", "a stroke and a round letter before a decimal"),
    ("收入l4280元", "收入14280元", "a stroke before digits of money"),
    ("2011年l月l4日，截至l1月底", "2011年1月14日，截至11月底", "months and days"),
    ("竣工2l 个，培训45OO 人次", "竣工21 个，培训4500 人次", "before a unit behind a space"),
    ("产值146.9\n忆元", "产值146.9\n亿元", "a unit in the next line"),
    ("己实现", "已实现", "己 for 已"),
    ("自己实现", "自己实现", "oneself"),
    ("8.3乙元", "8.3亿元", "乙 for 亿"),
    ("3.5方元", "3.5万元", "方 for 万"),
    ("1200方平方米", "1200万平方米", "the same before a unit"),
    ("120方。", "120方。", "a measure of its own"),
    ("2024年未，全区", "2024年末，全区", "末 behind a numbered year"),
    ("2024年未发生事故", "2024年未发生事故", "未 before a verb"),
    ("全年未完成", "全年未完成", "no numbered year"),
    ("期未余额", "期末余额", "期末"),
    ("5曰至8曰", "5日至8日", "a day"),
    ("子曰：", "子曰：", "曰 is a word"),
    ("重点项日建设", "重点项目建设", "项目"),
    ("年度日标任务", "年度目标任务", "目标"),
    ("入均收入", "人均收入", "人均"),
    ("收入均增长", "收入均增长", "收入 + 均"),
    ("8万入次", "8万人次", "人次"),
    ("纳人统计", "纳入统计", "纳入"),
    ("投人人民币", "投入人民币", "投入"),
    ("工业增加直", "工业增加值", "增加值"),
    ("总直辖", "总值辖", "no such word"),
    ("生产直接", "生产直接", "直接"),
    ("完戌投资", "完成投资", "完成"),
    ("回比增长", "同比增长", "同比"),
    ("1.3个百分占", "1.3个百分点", "点"),
    ("1O.5亿元", "10.5亿元", "O between digits"),
    ("2O24年", "2024年", "O in a year"),
    ("二〇二四年", "二〇二四年", "〇 is a Chinese nought"),
    ("O.5%", "0.5%", "O before the point"),
    ("PPO.5", "PPO.5", "a Latin word"),
    ("2.l%", "2.1%", "a stroke behind the point"),
    ("3l个", "31个", "a stroke behind a digit"),
    ("达l2.5%", "达12.5%", "a stroke before digits"),
    ("5G网络", "5G网络", "a letter of its own"),
    ("12·5亿元", "12.5亿元", "a point too high"),
    ("6.1o/o。", "6.1%  。", "a per cent sign in parts; as long as it was"),
    ("5.20/0", "5.20/0", "digits, perhaps"),
    ("2OO6年", "2006年", "two noughts in a row"),
    ("226.85 191.6O 18.4", "226.85 191.60 18.4", "a nought at the end of a decimal number"),
    ("50.63 43.2l 16.1", "50.63 43.21 16.1", "a stroke at the end of a decimal number"),
    ("3.49 22.l\n", "3.49 22.1\n", "a stroke behind the point, at the end of a line"),
    ("1 一 6月", "1 — 6月", "a dash between months"),
    ("6O 亿元", "60 亿元", "a nought before a space and a unit"),
    ("接待34O余批", "接待340余批", "a nought before 余"),
    ("再就业ll20人", "再就业1120人", "two strokes before digits"),
    ("进出囗总额", "进出口总额", "口"),
    ("冋比增长", "同比增长", "同比"),
    ("迸出口", "进出口", "进出口"),
    ("迸发", "迸发", "a word"),
    ("增艮23%", "增长23%", "增长"),
    ("投贷26亿", "投资26亿", "投资"),
    ("引资颔21亿", "引资额21亿", "额"),
    ("总产値", "总产值", "产值"),
    ("到2Ol5年", "到2015年", "a nought before a stroke"),
    ("9.72忆兀，", "9.72亿元，", "亿元, both misread"),
    ("规上工亚企亚就亚", "规上工业企业就业", "业"),
    ("工亚洲", "工亚洲", "a continent"),
    ("人库企业", "入库企业", "入库"),
    ("，年未达到", "，年末达到", "the end of a year"),
    ("当年未达到", "当年未达到", "not in that year"),
    ("硏发", "研发", "研"),
    ("企业127尸，", "企业127户，", "firms"),
    ("死尸，", "死尸，", "no firms"),
    ("工业授资6亿", "工业投资6亿", "投资"),
    ("授资格", "授资格", "a right is given"),
    ("顶目", "项目", "项目"),
    ("苗均税收", "亩均税收", "亩均"),
    ("就业 l960 人", "就业 1960 人", "a stroke before digits and a space"),
    ("资金86,5亿元", "资金86.5亿元", "a comma for a point"),
    ("资金1,286亿元", "资金1,286亿元", "thousands"),
]


@pytest.mark.parametrize(("recognised", "right", "why"), REPAIRS)
def test_a_confusion_is_repaired_only_where_it_is_certain(recognised: str, right: str, why: str) -> None:
    assert repaired(recognised) == right, why


def test_every_confusion_has_its_reason_and_compiles() -> None:
    for pattern, _, reason in (*WORDS, *NUMBERS):
        assert re.compile(pattern) and len(reason) > 5


def test_a_file_shows_by_its_numbers_that_it_was_recognised() -> None:
    assert shows_recognition("完成产值l4.8亿元，到位资金156O万美元")
    assert shows_recognition("外贸出口完成27.6忆元，同比增长ll.2%")
    assert not shows_recognition("10月在5G专网和O2O平台上完成产值14.8亿元，占比20.5%")


def test_letters_for_digits_are_in_doubt_in_a_file_of_its_own_text() -> None:
    text = "全年完成产值l4.8亿元，税收2.35亿元。"
    document = Document("d", "d.txt", text, "txt")
    assert flags_of(document, 0, 12, Decimal("14.8")) == ("digits_in_doubt",)
    assert flags_of(document, 13, 21, Decimal("2.35")) == ()


@given(
    st.text(
        alphabet="0123456789.,，。Ool|I〇%/亿万元年未末已己巳増曰日目项标人入均直值忆乙方同比回增长个百分点占abc",
        max_size=40,
    )
)
def test_a_repair_keeps_every_offset(text: str) -> None:
    assert len(repaired(text)) == len(text)


def test_only_recognised_pages_are_repaired() -> None:
    text = "巳完成\n巳完成\n"
    document = Document("d", "d.pdf", text, "", pages=(Page(1, 0, 4), Page(2, 4, 8, confidence=0.9)))
    assert readable(document).text == "巳完成\n已完成\n"
    assert document.text == text


def a_scan(text: str, *grades: float) -> Document:
    """A recognised text with a box for each run of digits and each run of words between them."""
    runs = [match.span() for match in re.finditer(r"[0-9](?:[0-9.,，]*[0-9])?|[^0-9]+", text)]
    given = grades if len(grades) > 1 else grades * len(runs)
    boxes = tuple(Box(start, end, 1, 0, 0, 1, 1, grade) for (start, end), grade in zip(runs, given, strict=True))
    return Document("d", "d.png", text, "", pages=(Page(1, 0, len(text), confidence=0.9),), boxes=boxes, format="scan")


# text, grades of its runs, value, flags, why
DOUBTS = [
    ("产值12.5亿元", (0.99,), "12.5", ("ocr_high",), "sure"),
    ("产值12.5亿元", (0.93,), "12.5", ("ocr_medium",), "rather sure"),
    ("产值12.5亿元", (0.82,), "12.5", ("ocr_low", "digits_in_doubt"), "hardly sure"),
    ("产值12.5亿元", (0.99, 0.6, 0.99), "12.5", ("ocr_low", "digits_in_doubt"), "unsure of its digits alone"),
    ("2024年产值12.5亿元", (0.4, 0.99, 0.99, 0.99), "12.5", ("ocr_low",), "unsure of other digits"),
    ("产值1O.5亿元", (0.99,), "10.5", ("ocr_high", "digits_in_doubt"), "a letter in the number"),
    ("产值l2.5亿元", (0.99,), "12.5", ("ocr_high", "digits_in_doubt"), "a letter before the number"),
    ("产值1,234.5亿元", (0.99,), "1234.5", ("ocr_high",), "groups of three"),
    ("产值1,23.4亿元", (0.99,), "23.4", ("ocr_high", "digits_in_doubt"), "groups that cannot be"),
    ("产值1.2.4亿元", (0.99,), "2.4", ("ocr_high", "digits_in_doubt"), "two points"),
    ("产值１２.５亿元", (0.99,), "12.5", ("ocr_high",), "full-width digits"),
    ("力争翻番", (0.99,), None, ("ocr_high",), "no number"),
    ("下降2.5%", (0.99,), "-2.5", ("ocr_high",), "a fall"),
]


@pytest.mark.parametrize(("text", "grades", "value", "flags", "why"), DOUBTS)
def test_values_are_flagged(
    text: str, grades: tuple[float, ...], value: str | None, flags: tuple[str, ...], why: str
) -> None:
    document = a_scan(text, *grades)
    assert flags_of(document, 0, len(text), Decimal(value) if value else None) == flags, why


def test_a_files_own_letters_are_not_doubted() -> None:
    box = Box(0, 8, 1, 0, 0, 1, 1)
    document = Document("d", "d.pdf", "产值1,23.4亿", "", pages=(Page(1, 0, 8),), boxes=(box,))
    assert flags_of(document, 0, 8, Decimal("23.4")) == ()


@pytest.mark.parametrize(
    ("text", "value", "flags"),
    [
        ("地区生产总值 1 86.3 亿元", "186.3", ("digits_in_doubt",)),
        ("地区生产总值 186.3 亿元", "186.3", ()),
        ("产值12 345万元", "12345", ()),
        ("产值86,5亿元", "86.5", ("digits_in_doubt",)),
        ("产值1,286.5亿元", "1286.5", ()),
    ],
    ids=["digits apart", "none apart", "thousands", "a comma for a point", "thousands by a comma"],
)
def test_digits_that_spaces_part_or_a_comma_for_a_point_are_in_doubt(
    text: str, value: str, flags: tuple[str, ...]
) -> None:
    assert flags_of(Document("a", "a.txt", text, ""), 0, len(text), Decimal(value)) == flags
