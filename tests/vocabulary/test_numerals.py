"""Numerals: every spelling that reports use, what is no numeral, and that reading never fails or stalls."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.vocabulary.numerals import magnitude, normalise, parse_numeral, tidy

READ = {
    # Arabic
    "128": "128", "1,234.5": "1234.5", "12,345,678": "12345678", ".5": "0.5", "2.50": "2.50",
    "２．５": "2.5", "４，５６５": "4565", "-12": "-12", "－1.2": "-1.2", "负3.9": "-3.9", "2e5": "200000",
    # Chinese
    "零": "0", "一": "1", "两": "2", "十": "10", "十六": "16", "二十": "20", "一百二十": "120", "一百零八": "108",
    "两千两百二十五": "2225", "三千零五十": "3050", "一万零一十二": "10012", "一万零十二": "10012",
    "十万零五千": "105000", "一千五百万零三百零一": "15000301", "五亿零六": "500000006", "廿二": "22",
    # formal and traditional
    "伍仟": "5000", "壹佰贰拾": "120", "肆佰叁拾萬": "4300000", "兩千六": "2600", "負六點六": "-6.6",
    # big units
    "三万亿": "3000000000000", "二十万亿": "20000000000000", "一万五千亿": "1500000000000", "四万万": "400000000",
    "五兆六十二亿": "5006200000000", "百万": "1000000", "千亿": "100000000000",
    # spoken ellipsis
    "一百二": "120", "三万五": "35000", "一千六": "1600", "13万2": "132000", "14万一": "141000", "百三": "130",
    # mixed
    "1.2万": "12000", "16.4亿": "1640000000", "3万4000": "34000", "25万6千": "256000", "1千零1": "1001",
    "2千零30万": "20300000", "200亿零四千230": "20000004230", "1百01": "101",
    # fractions
    "零点五": "0.5", "十五点七": "15.7", "三点五万": "35000", "一百点123": "100.123", "一千六点五": "1600.5",
    # rows of digits
    "一二一二": "1212", "二○二○": "2020", "二〇二四": "2024", "幺三八": "138", "一七二零点一": "1720.1",
    # halves and spaces
    "半": "0.5", "半百": "50", "1 256. 8 亿": "125680000000", "三千 九百 六十五": "3965",
}  # fmt: skip
NOT_READ = [
    "", " ", "成", "万", "亿", "万万", "负", "零点", "点五", "十七十八", "十一十二", "一百二百", "三万四万",
    "10.1万零100", "10..1万", "3万40000", "3万亿3万亿", "1,23", "三分之一", "两三", "12a", "-", "百分", "一2", "五 家",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_read(text: str, value: str) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize("text", NOT_READ)
def test_not_read(text: str) -> None:
    assert parse_numeral(text) is None


def test_decimals_are_exact() -> None:
    assert str(parse_numeral("16.9亿")) == "1690000000"
    assert str(parse_numeral("123.05亿")) == "12305000000"


def test_normalise() -> None:
    assert normalise("壹萬 ２，３００．５") == "一万2,300.5"


def test_magnitude() -> None:
    assert [magnitude(row) for row in ("", "万", "万亿", "千万", "零")] == [1, 10**4, 10**12, 10**7, 0]


def test_tidy() -> None:
    assert [str(tidy(Decimal(value))) for value in ("2.50", "2.0", "1E+3", "NaN")] == ["2.50", "2", "1000", "NaN"]


def _in_chinese(number: int) -> str:
    """The plain spelling of a number below 10¹², as an independent check of the reader."""
    if number >= 10**4:
        unit, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        high, low = divmod(number, unit)
        gap = "零" if low and low < unit // 10 else ""
        return _in_chinese(high) + name + gap + (_in_chinese(low) if low else "")
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return out


@given(st.integers(1, 10**12 - 1))
def test_every_number_is_read_back(number: int) -> None:
    assert parse_numeral(_in_chinese(number)) == number


@given(st.decimals(-(10**9), 10**9, places=3))
def test_arabic_numbers_are_read_back(number: Decimal) -> None:
    assert parse_numeral(f"{number:f}") == number
    assert parse_numeral(f"{number:,f}") == number


@given(st.text(alphabet="零一二三十百千万亿兆点半负两廿0123456789,.-eE ０５，", max_size=30) | st.text(max_size=20))
def test_never_raises(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value.is_finite()
