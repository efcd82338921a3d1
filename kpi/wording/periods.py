"""Periods in words, in both languages."""

from __future__ import annotations

from kpi.vocabulary.model import Period

_PARTS_ZH = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度", "H2": "7–12月"}
_PARTS_EN = {"Q1": "Q1", "Q2": "Q2", "Q3": "Q3", "Q4": "Q4", "H2": "Jul–Dec"}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_name(code: str, language: str) -> str:
    """A period in words.

    >>> period_name("2020-01/06", "zh"), period_name("2020-H1", "en"), period_name("2021/2025", "zh")
    ('2020年1–6月', 'Jan–Jun 2020', '2021–2025年')
    """
    try:
        period = Period.parse(code)
    except ValueError:
        return code
    if period.first_year != period.last_year:
        return f"{period.first_year}–{period.last_year}" + ("年" if language == "zh" else "")
    year, part = period.last_year, period.code.partition("-")[2]
    if language == "zh":
        return f"{year}年" + (_PARTS_ZH.get(part) or _months_zh(period) if part else "")
    return f"{_PARTS_EN.get(part) or _months_en(period)} {year}" if part else str(year)


def part_name(code: str, language: str) -> str:
    """The part of the year alone (`1–6月`), empty for whole years."""
    name = period_name(code, language)
    if "-" not in code:
        return ""
    return name.partition("年")[2] if language == "zh" else name.rpartition(" ")[0]


def _months_zh(period: Period) -> str:
    first, last = period.first_month, period.last_month
    return f"{first}月" if first == last else f"{first}–{last}月"


def _months_en(period: Period) -> str:
    first, last = _MONTHS_EN[period.first_month - 1], _MONTHS_EN[period.last_month - 1]
    return first if first == last else f"{first}–{last}"
