"""What people write for the kind of a figure and for what it measures, in a cell or at the head of a column."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kpi.vocabulary.model import Kind
from kpi.vocabulary.patterns import lazy

# what may stand before and behind the word that tells: 全年目标任务, 累计实际完成数, 计划（目标）值
_BEFORE = "(?:全年|年度|本年度?|当年|年初|年末|本期|期末|累计|已经?|工作)*"
_BEHIND = "(?:值|数值?|数据|情况|任务|结果|额|量|型|类|性)*"
_OPEN, _CLOSE = "[(（]?", "[)）]?"
_KINDS: Mapping[Kind, re.Pattern[str]] = {
    Kind.ACTUAL: lazy(rf"{_BEFORE}(?:(?:实际|实绩|完成|实现|已?达到|actual)+{_BEFORE}){_BEHIND}"),
    Kind.ESTIMATE: lazy(rf"{_BEFORE}(?:预计|预估|估计|估算|estimated?)(?:完成|实现|达到|可达|可完成)?{_BEHIND}"),
    Kind.TARGET: lazy(
        rf"{_BEFORE}(?:目标|计划|预期|规划|任务|targets?|planned|plan){_OPEN}(?:目标|计划|完成|实现|达到)?{_BEHIND}{_CLOSE}"
    ),
}
"""完成, 已完成, 实际完成值 are reached; 计划数, 预期目标, 计划完成 are aimed at. Where two of these are in one word and
neither is of the other (目标完成情况), it says neither."""

MEASURES: Mapping[str, str] = {
    "level": "level", "数值": "level", "水平": "level", "总量": "level", "绝对值": "level", "绝对数": "level",
    "growth": "growth", "增速": "growth", "增长": "growth", "同比": "growth", "同比增长": "growth", "增幅": "growth",
    "同比增速": "growth", "同比增幅": "growth", "同比增减": "growth", "增减": "growth", "增长率": "growth",
    "同比增长率": "growth", "增长速度": "growth", "增长幅度": "growth", "比上年增长": "growth", "较上年增长": "growth",
    "growth_gap": "growth_gap", "share": "share", "占比": "share", "比重": "share",
    "completion": "completion", "完成率": "completion", "完成比例": "completion", "完成进度": "completion",
}  # fmt: skip


def kind_of(text: str) -> Kind | None:
    """The kind that a word names; None where it names none, or two.

    >>> [str(kind_of(word)) for word in ("已完成", "实际值", "计划数", "全年预期目标", "预计完成")]
    ['actual', 'actual', 'target', 'target', 'estimate']
    >>> kind_of("目标完成情况") is kind_of("完成率") is kind_of("") is None
    True
    """
    plain = "".join(text.split()).casefold()
    if plain in _NEITHER:
        return None
    return next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(plain)), None)


# of how far a target was met, and of neither
_NEITHER = frozenset(f"{aim}完成{tail}" for aim in ("目标", "任务") for tail in ("", "情况", "数", "值", "率"))


def measure_of(text: str) -> str:
    """The measure that a word names; empty where it names none."""
    return MEASURES.get("".join(text.split()).casefold(), "")
