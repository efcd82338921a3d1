"""Why a value of the panel is what it is, told in Chinese for a terminal.

Everything that was found is told: the chosen statement and its place, how zone, period, unit and
kind were found, what other sources say and the rule that chose, the scopes beside it, the target.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.results.corrections import Change, Correction, load
from kpi.series.panel import in_order, related
from kpi.series.reconcile import flags, sources
from kpi.series.targets import compare
from kpi.series.traces import RULES, told
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import as_stated, canonical, observation_id
from kpi.vocabulary.lookup import find_indicator, find_period, find_zone
from kpi.vocabulary.model import (
    BETWEEN_READERS,
    COMPARATOR_WAS,
    INDICATOR_WAS,
    JUDGED,
    Cell,
    Comparator,
    Kind,
    Measure,
    Observation,
    TargetResult,
    Verdict,
    guesses_of,
    is_expected,
)
from kpi.vocabulary.visible import in_a_line

if TYPE_CHECKING:
    from kpi.settings.config import Config


def explain(cells: Iterable[Cell], zone: str, indicator: str, period: str, config: Config) -> str:
    """All that is known of one indicator of one zone in one period, as lines of text.

    Zone and indicator may be given by any of their names. KpiError where one of them is unknown, or
    where nothing is known of them; it says what there is instead.
    """
    cells = list(cells)
    zone = find_zone(zone, config.zones, sorted({cell.zone for cell in cells}))
    indicator = find_indicator(indicator, config.indicators)
    period = find_period(period)
    of_zone = [cell for cell in cells if cell.zone == zone]
    series = [cell for cell in of_zone if cell.indicator == indicator]
    asked = in_order((cell for cell in series if cell.period == period), config)
    if not asked:
        raise KpiError(_nothing(zone, indicator, period, of_zone, config))
    results = [result for result in compare(series, config.indicators) if _speaks_of(result, asked)]
    decisions = [entry for entry in load(config).entries if _is_on(entry, zone, indicator, period)]
    lines = [f"{zone} · {config.indicators[indicator].zh}（{indicator}）· {period}"]
    for cell in asked:
        lines += ["", *_about_cell(cell, asked, config, decisions)]
    lines += ["", "目标对照", *(line for result in results for line in _about_result(result))]
    lines += ["", "人工更正", *(f"  {entry.told()}（编号 {entry.id}）" for entry in decisions)] if decisions else []
    return "\n".join(map(in_a_line, lines)) + "\n"


# Words

_KINDS = {Kind.ACTUAL: "实际", Kind.ESTIMATE: "预计", Kind.TARGET: "目标"}
_MEASURES = {
    Measure.LEVEL: "数值",
    Measure.GROWTH: "同比增速",
    Measure.GROWTH_GAP: "与其他地区增速之差",
    Measure.SHARE: "占比",
    Measure.COMPLETION: "计划完成率",
}
_COMPARATORS = {
    Comparator.EQUAL: "",
    Comparator.AT_LEAST: "≥ ",
    Comparator.ABOVE: "> ",
    Comparator.AT_MOST: "≤ ",
    Comparator.BELOW: "< ",
    Comparator.ABOUT: "约 ",
}
_VERDICTS = {
    Verdict.MET: "已完成",
    Verdict.MISSED: "未完成",
    Verdict.AHEAD: "快于进度",
    Verdict.BEHIND: "慢于进度",
    Verdict.PENDING: "待报告",
    Verdict.NO_TARGET: "未设目标",
    Verdict.CANNOT_TELL: "无法判断",
}
_EXPECTED = {
    Verdict.MET: "预计完成",
    Verdict.MISSED: "预计未完成",
    Verdict.AHEAD: "预计快于进度",
    Verdict.BEHIND: "预计慢于进度",
}
_RULES = {
    "latest_published": "发布最晚的优先",
    "most_precise": "有效数字最多的优先",
    "whole_over_rounded": "确数优先于约数",
    "most_sources": "来源最多的优先",
    "first_read": "前面的规则未能区分，取先读到的",
    "confirmed": "人工核实或更正的优先",
    "same_sentence": "与实际数在同一句里的优先",
}
# How zone, period and kind were found: the codes of `Observation.basis`.
GROUNDS = {
    "stated": "原文写明",
    "named": "原文写明",
    "inferred": "据全文推断",
    "open": "未定",
    "sentence": "据所在句子",
    "paragraph": "承上文",
    "heading": "据小标题",
    "article": "据所在文章",
    "page": "据全文",
    "clock": "据成文时间",
    "plan": "计划，据成文时间",
    "hint": "据文件以外的说明",
    "title": "据题名",
    "section": "据所在章节",
    "assumed": "推定",
    "table": "据表格",
    "text": "据正文",
    "default": "无预计、目标等用语",
    "config": "配置写明",
    "sidecar": "说明文件写明",
    "metadata": "据文件信息",
    "file_name": "据文件名",
    "folder": "据文件夹名",
    "created": "据文件创建日期推定",
    "claimed": "读到的人写明",
    "corrected": "人工更正",
}
# Flags of an observation whose code does not speak for itself.
_NOTES = {
    "year_assumed": "年份是推定的",
    "annual_average": "年均增速，不是同比",
    "unknown_zone": "配置中没有的开发区",
    "zone_open": "开发区待定",
    "zone_from_path": "开发区取自文件名或文件夹名",
    "zone_from_metadata": "开发区取自文件信息",
    "zone_differs_from_path": "文件名或文件夹名写的是别的开发区",
    "date_from_path": "时间取自文件名或文件夹名",
    "date_from_creation": "时间由文件创建日期推定",
    "readers_differ": "有人读得不一样，见待办",
    "differs_from": "与 {} 不同",
    "accepted": "人工核实",
    "corrected": "人工更正",
}
_TOLD_BY_HAND = ("corrected", INDICATOR_WAS, COMPARATOR_WAS)
_FLAGS = {"disputed": "来源不一致", "range": "区间", "rounded": "来源一致，详略不同"}
# Codes of `TargetResult.reason` and `.flags` (see kpi.series.targets); what follows the colon of a code fills the gap.
_REASONS = {
    "not_reported": "尚无可对照的报告",
    "later_report": "此后已有 {} 的报告，但未报告本期",
    "part_not_cumulative": "只报告了 {}，不是从一月起的累计数",
    "year_assumed": "年份是推定的",
    "scope_differs": "口径不同：报告的是“{}”",
    "scopes_differ": "口径不同：报告的是“{}”，无法确定对照哪一个",
    "currency_differs": "币种不同：报告的单位是 {}",
    "words": "没有数字，原文为“{}”",
    "actual_is_bound": "实际数只给出界限（{}），无法确定在目标的哪一侧",
    "no_direction": "该指标没有设定好的方向",
    "level_unknown": "只报告了完成率，没有报告数值",
    "stock": "时点数，不按时间进度折算，直接与全年目标比较",
    "rate": "比率，不按时间进度折算，直接与全年目标比较",
    "estimate": "对照的是预计数",
    "range": "目标是区间",
    "about": "目标是约数",
    "disputed_target": "目标有不同说法",
    "disputed_actual": "实际数有不同说法",
    "same_sentence": "取实际数所在句子中说明的目标",
    "target_also": "目标另有说法 {}",
    "actual_also": "实际数另有说法 {}",
    "depends_on_source": "换用另一来源，结论会改变",
    "digits_in_doubt": "数字识别存疑，请对照原件",
}
_NO_SCOPE = "不分口径"


def _words(code: str) -> str:
    name, _, detail = code.partition(":")
    return _REASONS[name].format(detail or _NO_SCOPE) if name in _REASONS else code


# Cells


def _about_cell(cell: Cell, asked: Sequence[Cell], config: Config, decisions: Sequence[Correction]) -> list[str]:
    chosen = cell.chosen
    by_hand = _by_hand(chosen, decisions, config)
    noted = [flag for flag in chosen.flags if not (by_hand and flag.startswith(_TOLD_BY_HAND))]
    marks = [_FLAGS[flag] for flag in flags(cell)]
    counts = f"{sources(cell)} 份报告，{len(cell.observations)} 条表述"
    lines = [
        f"【{_name(cell)}】{_stated(chosen)}（{'；'.join([counts, *marks])}）",
        *by_hand,
        *_place(chosen, "  "),
        f"  开发区  {_ground('zone', chosen.zone_ground, chosen)}",
        f"  时期    {chosen.period}，{_ground('period', chosen.period_ground, chosen)}",
        f"  性质    {_KINDS[chosen.kind]}，{_ground('kind', chosen.kind_ground, chosen)}",
        f"  单位    {_conversion(chosen, config)}",
        f"  指标    {_found_by(chosen)}",
        *_confidence(chosen, config),
        *([f"  读到的  {chosen.readers.replace(BETWEEN_READERS, '、')}"] if chosen.readers else []),
    ]
    lines += [f"  附记    {'；'.join(map(_note, noted))}"] if noted else []
    if cell.others:
        lines += ["  其他表述", *(line for other in cell.others for line in _about_other(other))]
    if cell.rule:
        lines += [f"  选定    规则 {cell.rule}：{_RULES.get(cell.rule, cell.rule)}"]
    beside = [other for other in related(asked, cell) if other is not cell]
    if beside:
        lines += [
            "  同期另有（分别列示，不相加）",
            *(f"    {_name(other)}  {_stated(other.chosen)}" for other in beside),
        ]
    return lines


def _note(flag: str) -> str:
    name, _, detail = flag.partition(":")
    return _NOTES.get(name, flag).format(detail) if name in _NOTES else flag


def _by_hand(item: Observation, decisions: Sequence[Correction], config: Config) -> list[str]:
    """Who put a value, unit, indicator or comparator there in place of what was read, and why; nothing where nobody
    did.
    """
    if "corrected" not in item.flags:
        return []
    now = (as_stated(item.value), item.unit, item.indicator, item.comparator)
    for entry in reversed(decisions):
        change = entry.change
        read = (entry.start, entry.end, entry.indicator, entry.scope, entry.measure, entry.comparator)
        value = as_stated(Decimal(change.value)) if change.value else entry.value
        unit, indicator = change.unit or entry.unit, change.indicator or entry.indicator
        made = (value, unit, indicator, change.comparator or entry.comparator)
        if read == item.place and made == now and replace(change, zone="", period="", kind="") != Change():
            name = f"{config.indicators[entry.indicator].zh} " if indicator != entry.indicator else ""
            sign = _COMPARATORS[Comparator(entry.comparator)]
            was = f"{sign}{entry.value} {entry.unit}".strip() if entry.value else "（无数字）"
            return [f"  数值    人工更正，原读作 {name}{was}：{entry.why}（{entry.who}，{entry.at[:10]}）"]
    return []


def _name(cell: Cell) -> str:
    return " · ".join([_KINDS[cell.kind], _MEASURES[cell.measure], *([cell.scope] if cell.scope else [])])


def _about_other(other: Observation) -> list[str]:
    return [f"    {_stated(other)}", *_place(other, "      ")]


def _place(item: Observation, indent: str) -> list[str]:
    published = f"，{item.published} 发布" if item.published else "，发布日期不详"
    return [
        f"{indent}原文    “{' '.join(item.quote.split())}”",
        f"{indent}出处    {item.path or item.doc}，第 {item.start}–{item.end} 字符{published}",
        f"{indent}编号    {observation_id(item)}",
    ]


def _stated(item: Observation) -> str:
    if item.value is None:
        return "（无数字）"
    return f"{_COMPARATORS[item.comparator]}{as_stated(item.value)} {item.unit}".rstrip()


def _conversion(item: Observation, config: Config) -> str:
    number, unit = canonical(item, config.indicators)
    if number is None:
        return "没有数字，无需换算"
    if unit == item.unit:
        return f"{unit}，与原文相同，未换算"
    return f"{as_stated(item.value)} {item.unit} = {as_stated(number)} {unit}"


def _ground(what: str, ground: str, item: Observation) -> str:
    """How it was found, in a word, and the words of the report that say so."""
    parts = (part.partition(":") for part in item.basis.split(";"))
    code = next((code for name, _, code in parts if name == what), "")
    if not code and not ground:
        return "未记录依据"
    return "：".join(filter(None, (GROUNDS.get(code, code), ground)))


def _found_by(item: Observation) -> str:
    alias = f"词语“{item.alias}”" if item.alias else ""
    rule = f"规则“{RULES.get(item.pattern, item.pattern)}”" if item.pattern else ""
    return "，".join(filter(None, (alias, rule))) or "未记录依据"


def _confidence(item: Observation, config: Config) -> list[str]:
    """How sure the reading is, and what weighed for and against it; nothing where nothing was weighed."""
    if not item.trace:
        return []
    return [f"  把握    {item.confidence:.2f}；{told(item.trace, config.indicators)}"]


# Targets


def _about_result(result: TargetResult) -> list[str]:
    scope = f" · {result.scope}" if result.scope else ""
    period = result.target.period if result.target else str(result.year)
    codes = [code for code in (result.reason, *result.flags) if code]
    doubt = "存疑，" if result.verdict in JUDGED and guesses_of(result.reason, result.flags) else ""
    verdicts = _EXPECTED if is_expected(result.verdict, result.flags) else _VERDICTS
    head = f"  {period} · {_MEASURES[result.measure]}{scope}：{doubt}{verdicts[result.verdict]}"
    lines = [f"{head}  {result.arithmetic}".rstrip()]
    if result.target:
        implied = "（由完成率推算）" if result.derived else ""
        lines.append(f"    目标    {_stated(result.target.chosen)}{implied}")
    if result.actual:
        actual = result.actual
        lines.append(f"    对照    {_stated(actual.chosen)}（{actual.period}，{_KINDS[actual.kind]}）")
    if result.previous:
        lines.append(f"    上年    {_stated(result.previous.chosen)}（{result.previous.period}）")
    lines += [f"    说明    {_words(code)}" for code in codes]
    return lines


def _speaks_of(result: TargetResult, asked: Sequence[Cell]) -> bool:
    """Whether one of these cells is the target or the actual of the result."""
    members = {cell.observations for cell in asked}
    mine = (cell for cell in (result.target, result.actual) if cell is not None)
    return any(set(cell.observations) == set(observations) for cell in mine for observations in members)


def _is_on(entry: Correction, zone: str, indicator: str, period: str) -> bool:
    """Whether a decision is on what was read for these, or puts a value there."""
    pairs = {"indicator": indicator, "zone": zone, "period": period}
    return all(wanted in (getattr(entry, name), getattr(entry.change, name)) for name, wanted in pairs.items())


# Nothing found


def _nothing(zone: str, indicator: str, period: str, of_zone: Sequence[Cell], config: Config) -> str:
    name = f"{zone}的{config.indicators[indicator].zh}"
    periods = sorted({cell.period for cell in of_zone if cell.indicator == indicator})
    if periods:
        return f"{name}：没有 {period} 的数据；已有 {'、'.join(periods)}"
    there = dict.fromkeys(cell.indicator for cell in in_order(of_zone, config))
    names = [config.indicators[other].zh if other in config.indicators else other for other in there]
    if names:
        return f"{name}：没有数据；该开发区已有的指标：{'、'.join(names)}"
    return f"{zone}：没有任何数据；请检查 reports 里是否有该开发区的报告，然后运行 kpi build"
