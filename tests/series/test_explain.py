"""What `kpi explain` tells, and how it answers where there is nothing to tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpi.results.corrections import Action, Change, decide
from kpi.series.explain import explain
from kpi.series.reconcile import RULES, reconcile
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Cell, Kind, Measure, Verdict
from tests.series.test_panel import CONFIG, PUYANG, ZHOUKOU
from tests.series.test_reconcile import SHIPPED, fact

INVESTMENT = "key_project_investment"
GROUNDS: dict[str, Any] = {
    "basis": "zone:inferred;period:article;kind:default",
    "zone_ground": "经开区×54",
    "period_ground": "刊发日期 2025-03-05",
    "alias": "完成投资",
    "pattern": "level-goes-on",
    "confidence": 0.934,
    "trace": "cue:none:back +1.10; weak:key_project_investment -0.42",
}
FACTS = [
    fact("96.3", doc="000", quote="完成投资\n96.3 亿元", start=2225, path="seeds/000.txt"),
    fact("131.2", doc="001", published="2025-03-05", start=322, path="seeds/001.txt", **GROUNDS),
    fact("2061900", "万元", doc="000", scope="在建重大", start=5179),
    fact("100", kind=Kind.TARGET, comparator=">="),
    fact("88", period="2023"),
]


def cells(*more: Any) -> list[Cell]:
    return reconcile([*FACTS, *more], SHIPPED)


def told(*more: Any, zone: str = PUYANG, indicator: str = INVESTMENT, period: str = "2024") -> str:
    return explain(cells(*more), zone, indicator, period, CONFIG)


SAYS = [
    ("濮阳经济技术开发区 · 重点项目投资（key_project_investment）· 2024", "whose, what, when"),
    (
        "【实际 · 数值 · 省市重点】131.2 亿元（2 份报告，2 条表述；来源不一致）",
        "the chosen value and that it is disputed",
    ),
    ("原文    “完成投资131.2亿元”", "its quote"),
    ("出处    seeds/001.txt，第 322–332 字符，2025-03-05 发布", "its place and date"),
    ("开发区  据全文推断：经开区×54", "how the zone was found"),
    ("时期    2024，据所在文章：刊发日期 2025-03-05", "how the period was found"),
    ("性质    实际，无预计、目标等用语", "how the kind was found"),
    ("指标    词语“完成投资”，规则“接着说同一指标的数值”", "by which word and rule the indicator was found"),
    (
        "把握    0.93；有利：没有预计、目标等用语（回顾的段落） 1.10；不利：名称要有旁证：重点项目投资 0.42\n",
        "how sure the reading is and what weighed",
    ),
    ("单位    亿元，与原文相同，未换算", "no conversion"),
    ("单位    2061900 万元 = 206.19 亿元", "the conversion that was made"),
    ("    96.3 亿元\n      原文    “完成投资 96.3 亿元”\n      出处    seeds/000.txt", "the source that disagrees"),
    ("选定    规则 latest_published：发布最晚的优先", "the rule that chose"),
    ("同期另有（分别列示，不相加）\n    目标 · 数值 · 省市重点  ≥ 100 亿元", "what stands beside it"),
    ("    实际 · 数值 · 在建重大  2061900 万元", "the other scope"),
    (
        "  2024 · 数值 · 省市重点：存疑，已完成  131.2 ÷ 100 = 131.2 %\n    目标    ≥ 100 亿元\n",
        "the target and its sum",
    ),
    ("    上年    88 亿元（2023）", "the year before"),
    ("说明    实际数另有说法 96.3亿元", "what else the actual is said to be"),
    ("说明    换用另一来源，结论会改变", "that the verdict hangs on the source"),
    ("  2024 · 数值 · 在建重大：未设目标", "the scope that nobody aimed at"),
]


@pytest.mark.parametrize(("words", "why"), SAYS)
def test_everything_that_was_found_is_told(words: str, why: str) -> None:
    assert words in told(), why


NAMES = [
    ("濮阳经开区", INVESTMENT),
    ("Puyang Economic and Technological Development Zone", "重点项目投资"),
    ("濮阳", "Key project investment"),
]


@pytest.mark.parametrize(("zone", "indicator"), NAMES)
def test_zone_and_indicator_go_by_any_of_their_names(zone: str, indicator: str) -> None:
    assert told(zone=zone, indicator=indicator) == told()


def test_a_zone_that_only_the_reports_know_is_known() -> None:
    assert told(fact("5", zone="某县"), zone="某县").startswith("某县 · ")


def test_the_result_of_a_target_that_other_cells_decide_is_told_too() -> None:
    plan = fact("121", kind=Kind.TARGET, period="2025")
    text = told(plan, fact("70", period="2025-H1"), period="2025")
    assert "2025 · 数值 · 省市重点：快于进度  70 ÷ 121 = 57.9 % ≥ 50 %" in text
    assert "对照    70 亿元（2025-H1，实际）" in text


def test_a_target_in_words_is_told_in_its_words() -> None:
    text = told(fact(None, "", kind=Kind.TARGET, period="2025", quote="高于全市平均"), period="2025")
    assert "【目标 · 数值 · 省市重点】（无数字）" in text
    assert "无法判断\n" in text
    assert "说明    没有数字，原文为“高于全市平均”" in text


NOTHING = [
    ({"zone": "濮扬经济技术开发区"}, "没有这个开发区；是不是 濮阳经济技术开发区"),
    ({"indicator": "重点项目投姿"}, "没有这个指标；是不是 key_project_investment（重点项目投资）"),
    ({"period": "去年"}, "不是时期"),
    ({"period": "2021"}, "濮阳经济技术开发区的重点项目投资：没有 2021 的数据；已有 2023、2024"),
    ({"indicator": "gdp"}, "地区生产总值：没有数据；该开发区已有的指标：重点项目投资"),
    ({"zone": ZHOUKOU}, "周口经济开发区：没有任何数据；请检查 reports"),
]


@pytest.mark.parametrize(("asked", "words"), NOTHING)
def test_where_there_is_nothing_it_says_what_there_is(asked: Any, words: str) -> None:
    with pytest.raises(KpiError) as error:
        told(**asked)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("measure", list(Measure))
@pytest.mark.parametrize("kind", list(Kind))
def test_every_measure_and_kind_has_its_words(measure: Measure, kind: Kind) -> None:
    text = told(fact("5", "%", measure=measure, kind=kind, period="2022"), period="2022")
    assert str(measure) not in text.splitlines()[2]
    assert str(kind) not in text.splitlines()[2]


def test_every_rule_and_code_has_its_words() -> None:
    import kpi.series.explain as module
    import kpi.series.targets as targets

    assert set(module._RULES) == {*RULES, "confirmed", targets.SAME_SENTENCE}
    assert set(module._VERDICTS) == set(Verdict)
    documented = {
        line.split("`")[1].split(":")[0] for line in (targets.__doc__ or "").splitlines() if line[:3] == "- `"
    }
    assert documented <= set(module._REASONS)


# what is changed, the flags it leaves, what is asked for then, what is told of what was read
BY_HAND = [
    ({"value": "131.5"}, (), "131.5 亿元", "131.2 亿元"),
    ({"comparator": "~"}, ("comparator_was:=",), "约 131.2 亿元", "131.2 亿元"),
    ({"indicator": "gdp", "value": "131.5"}, (f"indicator_was:{INVESTMENT}",), "131.5 亿元", "重点项目投资 131.2 亿元"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "flags", "now", "was"), BY_HAND, ids=[",".join(row[0]) for row in BY_HAND])
def test_what_is_corrected_says_so_at_the_value(
    change: dict[str, str], flags: tuple[str, ...], now: str, was: str, tmp_path: Path
) -> None:
    config = replace(CONFIG, path=tmp_path / "config.yaml", corrections=tmp_path / "corrections.jsonl")
    item = fact("131.2", doc="001", published="2025-03-05", start=322, path="seeds/001.txt", **GROUNDS)
    made = decide(config, item, "d", Action.OVERRIDE, why="核对了原件", who="王某", change=Change(**change))
    after = replace(made.change.apply_to(item), flags=("corrected", *flags))
    lines = explain(reconcile([after], SHIPPED), PUYANG, after.indicator, "2024", config).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("【"))
    assert now in lines[at]
    assert lines[at + 1].startswith(f"  数值    人工更正，原读作 {was}：核对了原件（王某，")
    assert not any(line.startswith("  附记") for line in lines), "said once"
    assert any(line.startswith("人工更正") for line in lines), "and with all that was decided"


def test_a_report_without_grounds_is_told_as_such() -> None:
    bare = [replace(item, basis="", zone_ground="", period_ground="", alias="", pattern="", trace="") for item in FACTS]
    assert "开发区  未记录依据" in explain(reconcile(bare, SHIPPED), PUYANG, INVESTMENT, "2024", CONFIG)
