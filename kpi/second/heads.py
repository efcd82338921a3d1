"""What the heads of a colleague's table mean: which field a column fills, or of what time, kind and measure its values are.

A head is known by its whole name, or by its parts: a word for the field, with what people put before and behind it
(统计|时间, 园区|名称, 数据|类型). Values may stand in several columns: 完成 and 目标, 2023年 and 2024年, 数值 and 增速.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kpi.second.words import kind_of, measure_of
from kpi.vocabulary.model import Kind, Period
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.written_periods import read_written

NAMES: Mapping[str, tuple[str, ...]] = {
    "report": ("path", "report", "doc", "report_id", "报告", "报告文件", "报告名", "报告名称", "文件", "文件名", "来源文件", "来源报告", "来源"),
    "zone": ("zone", "开发区", "区域", "园区", "地区", "开发区名称", "区名"),
    "indicator": ("indicator", "指标", "指标名称", "指标名", "指标编号"),
    "scope": ("scope", "范围", "口径"),
    "period": ("period", "时期", "年份", "期间", "年度", "时间", "年", "year"),
    "value": ("value", "数值", "值", "数字", "数据", "指标值"),
    "unit": ("unit", "单位", "计量单位"),
    "kind": ("kind", "类型", "类别", "性质", "数据类型"),
    "measure": ("measure", "计量方式", "度量", "数值类型"),
    "quote": ("quote", "原文", "出处", "原句", "引文", "原文出处", "原文依据", "依据", "sentence"),
    "page": ("page", "页", "页码"),
}  # fmt: skip
"""What columns are called, the best name of each first: those of the tables that this program exports, and those that
people write."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a head: what may stand before the word for the field, that word, and what may stand behind it."""

    before: str
    word: str
    behind: str = ""


PARTS: Mapping[str, Parts] = {
    "report": Parts("来源 数据来源 出处 所在 所属 原始 原", "报告 文件 资料 材料 公报 年报 文档 数据来源 资料来源", "名称 名 标题 题名"),
    "zone": Parts("所属 所在 统计 对应", "开发区 产业园区 产业园 园区 区域 地区 高新区 经开区 区县", "名称 名 全称 简称"),
    "indicator": Parts("统计 经济 主要 考核 具体", "指标", "名称 名 编号 代码 编码 项"),
    "scope": Parts("统计 指标 数据", "范围 口径"),
    "period": Parts("统计 数据 所属 指标 考核 核算 对应 报告", "时期 年份 年度 年月 期间 月份 报告期 所属期 数据期 统计期"),
    "value": Parts("指标 统计 具体 原始 数据", "数值 数字 数额 数据 值", "大小"),
    "unit": Parts("计量 数据 指标 数值 统计", "单位"),
    "kind": Parts("数据 数值 数字", "类型 类别 性质 属性"),
    "measure": Parts("数据 数值 指标", "计量方式 计量类型 度量"),
    "quote": Parts("报告 数据 文中 来源 对应 原", "原文 原句 原话 引文 引用 出处 依据 文字 摘录", "句子 句 内容 摘录 出处 依据 片段 段落 文字"),
    "page": Parts("所在 原文 报告 对应", "页码 页数 页次 页"),
}  # fmt: skip
"""Heads that are put together: any of each."""

_TIMES = ("时间", "日期")
_OF_FIGURES = ("统计", "数据", "所属", "指标", "考核", "核算", "对应")
"""A time is that of the figures where its head says so: 发布时间, 填表日期, 报告日期 are others."""

_KEPT = {"level": "", "growth": "growth", "completion": "completion"}
"""The measures that are kept, as a claim says them."""

_BRACKETED = lazy(r"(?P<name>[^(（]+)[(（](?P<note>[^()（）]+)[)）]")
_LONGEST_PERIOD = 16


@dataclass(frozen=True, slots=True)
class Values:
    """Of what the values of a column are, as far as its head says: of which period, kind and measure."""

    period: Period | None = None
    kind: Kind | None = None
    measure: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.period or self.kind or self.measure)


def named(head: str) -> tuple[str, str]:
    """The name of a column, and what its brackets say: 数值（亿元）."""
    text = re.sub(r"\s+", "", head.lstrip("\ufeff'"))
    match = _BRACKETED.fullmatch(text)
    return (match["name"].casefold(), match["note"]) if match else (text.casefold(), "")


def rank_of(name: str, field: str) -> int | None:
    """How good a name is for a field, 0 for the best; None where it is none of its names.

    >>> rank_of("开发区", "zone"), rank_of("园区名称", "zone") > rank_of("园区", "zone"), rank_of("统计时间", "zone")
    (1, True, None)
    """
    names = NAMES[field]
    if name in names:
        return names.index(name)
    if any(name in others for others in NAMES.values()):
        return None
    return len(names) if _pattern(field).fullmatch(name) else None


def values_of(name: str) -> Values | None:
    """Of what the values below a head are; None where the head is none of values.

    >>> values_of("2024年目标值"), values_of("完成").kind, values_of("目标增速").measure
    (Values(period=Period(first_year=2024, last_year=2024, first_month=1, last_month=12), kind=<Kind.TARGET: 'target'>, measure=''), <Kind.ACTUAL: 'actual'>, 'growth')
    >>> values_of("2024"), values_of("备注")
    (Values(period=Period(first_year=2024, last_year=2024, first_month=1, last_month=12), kind=None, measure=''), None)
    """
    period, rest = _period_before(name)
    if period is not None and (not rest or rank_of(rest, "value") is not None):
        return Values(period)
    if (measure := measure_of(rest)) in _KEPT:
        return Values(period, None, _KEPT[measure])
    if kind := kind_of(rest):
        return Values(period, kind)
    for at in range(1, len(rest)):  # 目标增速, 预计增长
        if (kind := kind_of(rest[:at])) and (measure := measure_of(rest[at:])) in _KEPT:
            return Values(period, kind, _KEPT[measure])
    return None


def _period_before(name: str) -> tuple[Period | None, str]:
    """The period that a head begins with, the longest, and what stands behind it."""
    for at in range(min(len(name), _LONGEST_PERIOD), 3, -1):
        if (period := read_written(name[:at])) is not None and not name[at : at + 1].isdigit():
            return period, name[at:].lstrip("的")
    return None, name


@cache
def _pattern(field: str) -> re.Pattern[str]:
    """The heads of a field that are put together of parts."""
    parts = PARTS[field]
    before, word, behind = (_any(each.split()) for each in (parts.before, parts.word, parts.behind))
    pattern = f"{before}*{word}{behind}*"
    if field == "period":
        pattern = f"(?:{pattern}|{_any(_OF_FIGURES)}+{_any(_TIMES)}[段点]?|日期)"
    return re.compile(pattern)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"
