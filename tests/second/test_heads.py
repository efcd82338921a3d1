"""What the heads of a colleague's table mean, by their whole names and by their parts."""

from __future__ import annotations

import pytest

from kpi.second.heads import NAMES, PARTS, named, rank_of, values_of
from kpi.second.words import kind_of, measure_of
from kpi.vocabulary.model import Kind
from kpi.wording.claims import HEADS

# the head of a column, the field that it fills; none for a head that nobody can tell
FIELDS = [
    ("园区名称", "zone"), ("所属开发区", "zone"), ("开发区全称", "zone"), ("统计区域", "zone"), ("高新区名称", "zone"),
    ("统计时间", "period"), ("数据时间", "period"), ("统计年份", "period"), ("数据年度", "period"), ("报告期", "period"),
    ("所属年度", "period"), ("日期", "period"), ("月份", "period"), ("统计时间段", "period"), ("数据所属时期", "period"),
    ("统计指标", "indicator"), ("主要指标", "indicator"), ("指标代码", "indicator"), ("经济指标名称", "indicator"),
    ("指标数值", "value"), ("统计数据", "value"), ("数值", "value"),
    ("数据单位", "unit"), ("指标单位", "unit"), ("计量单位", "unit"),
    ("数据类型", "kind"), ("数值性质", "kind"), ("类别", "kind"),
    ("原文摘录", "quote"), ("数据出处", "quote"), ("报告原文", "quote"), ("原文句子", "quote"), ("对应原文", "quote"),
    ("报告标题", "report"), ("数据来源", "report"), ("来源文件", "report"), ("资料名称", "report"),
    ("原文页码", "page"), ("所在页", "page"), ("统计口径", "scope"),
    ("发布时间", ""), ("填表日期", ""), ("摘录时间", ""), ("报告日期", ""), ("备注", ""), ("序号", ""), ("联系人", ""),
    ("指标类别", ""), ("园区数量", ""), ("单位名称", ""), ("指标解释", ""),
]  # fmt: skip


@pytest.mark.parametrize(("head", "field"), FIELDS)
def test_a_head_is_known_by_its_parts(head: str, field: str) -> None:
    assert [name for name in NAMES if rank_of(named(head)[0], name) is not None] == ([field] if field else [])


def test_no_head_has_two_meanings() -> None:
    """Whatever is put together of the parts of one field is none of another."""
    heads = {
        before + word + behind
        for parts in PARTS.values()
        for before in ("", *parts.before.split())
        for word in parts.word.split()
        for behind in ("", *parts.behind.split())
    }
    twice = {head for head in heads if sum(rank_of(head, name) is not None for name in NAMES) > 1}
    assert twice == set()


def test_a_whole_name_is_better_than_a_composed_one() -> None:
    best, composed = rank_of("原文", "quote"), rank_of("数据出处", "quote")
    assert best is not None and composed is not None and best < composed


def test_what_this_program_writes_it_reads() -> None:
    for name in NAMES:
        assert rank_of(HEADS[name], name) is not None


# the head of a column, what its values are: period, kind, measure; None for no values
VALUES = [
    ("完成", ("", "actual", "")), ("目标", ("", "target", "")), ("完成数", ("", "actual", "")), ("目标值", ("", "target", "")),
    ("实际完成", ("", "actual", "")), ("全年目标", ("", "target", "")), ("年度计划", ("", "target", "")),
    ("累计完成值", ("", "actual", "")), ("预计完成", ("", "estimate", "")), ("预计数", ("", "estimate", "")),
    ("增速", ("", "", "growth")), ("同比增长", ("", "", "growth")), ("同比", ("", "", "growth")),
    ("完成率", ("", "", "completion")), ("目标增速", ("", "target", "growth")), ("预计增长", ("", "estimate", "growth")),
    ("2024年", ("2024", "", "")), ("2024", ("2024", "", "")), ("2024年完成", ("2024", "actual", "")),
    ("2025年目标值", ("2025", "target", "")), ("2024年增速", ("2024", "", "growth")), ("2024年上半年", ("2024-H1", "", "")),
    ("2024年1-6月完成", ("2024-H1", "actual", "")), ("2024年数值", ("2024", "", "")),
    ("备注", None), ("目标完成情况", None), ("占比", None), ("2024年备注", None), ("1234567", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("head", "wanted"), VALUES)
def test_of_what_the_values_below_a_head_are(head: str, wanted: tuple[str, str, str] | None) -> None:
    found = values_of(head)
    told = None if found is None else (found.period.code if found.period else "", str(found.kind or ""), found.measure)
    assert told == wanted


# what people write for a kind
KINDS = {
    Kind.ACTUAL: "实际 完成 已完成 实际值 实际数 实际完成 完成值 完成数 实绩 实现 已实现 完成情况 累计完成 actual",
    Kind.ESTIMATE: "预计 预计数 预计值 预估 预计完成 预计可达 estimate estimated",
    Kind.TARGET: "目标 目标值 计划 计划数 计划完成 预期 预期目标 年度目标 全年计划 年初目标 目标任务 任务 计划值 target plan",
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_by_what_people_write(kind: Kind) -> None:
    for word in KINDS[kind].split():
        assert kind_of(word) is kind, word


@pytest.mark.parametrize("word", ["", "大概", "完成率", "目标完成", "目标完成情况", "是", "类型", "值"])
def test_what_names_no_kind(word: str) -> None:
    assert kind_of(word) is None


def test_measures_by_what_people_write() -> None:
    assert [measure_of(word) for word in ("同比 增长", "绝对值", "完成进度", "比重", "大小")] == [
        "growth", "level", "completion", "share", "",
    ]  # fmt: skip
