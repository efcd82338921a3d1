"""How a reading was decided, in Chinese: the rule that read it, and what weighed for and against it.

A trace (`weak -1.25; left:, +0.40`) names features by codes; what follows a colon is a class of words, a kind, a rule
or an indicator. A code that is not known stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi.vocabulary.model import Indicator

RULES = {
    "added-goes-on": "总数之后接着说新增",
    "base-of-its-year": "写明年份的起点数",
    "growth": "名称之后的增速",
    "growth-after-colon": "冒号之后的增速",
    "growth-behind-rate": "增速写在“增长”之前",
    "growth-goes-on": "数值之后接着说增速",
    "increment": "名称之后的增量",
    "came-on-top": "名称之后的净增额",
    "held-against-an-amount": "名称之后用来比较的数",
    "increment-goes-on": "数值之后的增量",
    "level": "名称之后的数值",
    "level-after-colon": "冒号之后的数值",
    "level-after-colon-at-a-time": "写明时期、冒号之后的数值",
    "level-after-pause": "停顿之后的数值",
    "level-after-pause-at-a-time": "写明时期、停顿之后的数值",
    "level-of-an-area-after-pause": "停顿之后写明是谁的数值",
    "growth-at-its-times": "说过增速之后，分时期写的增速",
    "rate-after-a-turn": "说过转折之后的增速",
    "same-of-another-area": "同一指标，写明是谁的数值",
    "verb-after-pause-at-a-time": "写明时期、停顿之后动词后面的数值",
    "verb-after-saying": "成语、比喻之后动词后面的数值",
    "growth-after-pause": "停顿之后的同比增速",
    "level-goes-on": "接着说同一指标的数值",
    "loss": "名称之后的亏损",
    "month-on-month": "名称之后的环比",
    "month-on-month-goes-on": "数值之后的环比",
    "name-behind-number": "数字在前、名称在后",
    "next-of-a-row": "并列各数依次对应",
    "pattern": "映射里的句式",
    "plan-beside-outcome": "实际之外写明的计划数",
    "plan-in-brackets": "括号里的计划数",
    "planned-rate-in-brackets": "括号里的计划增速",
    "rate": "名称之后的比率",
    "rate-goes-on": "接着说另一时期的增速",
    "rate-at-another-time": "接着说另一时期的增速，中间没有别的词",
    "same-after-a-turn": "中间说走势怎么变了，接着说另一时期的数值",
    "same-at-another-time": "接着说另一时期的数值",
    "scoped-part": "其中一部分项目",
    "second-aim": "确保之后的力争",
    "second-aim-rate": "增速目标之后再力争的增速",
    "share": "名称之后的占比",
    "share-goes-on": "数值之后的占比",
    "share-of-plan": "名称之后的计划完成率",
    "share-of-plan-goes-on": "数值之后的计划完成率",
    "table": "表格",
}
"""What each rule of `language/rules` is called; one with `pattern` is of the map, one with `table` no rule of words."""

_WHOLE = {
    "again": "同一个数在别处也说到",
    "gap": "名称与数字之间的远近",
    "kind_open": "没有写明是已完成还是目标",
    "not_over": "所说的时期还没有过完",
    "paragraph": "同段读出的数的多少",
    "rivals": "同一格另有说法",
    "same_article": "同篇说同一时期的数的多少",
    "same_page": "全页说同一时期的数的多少",
    "strong": "名称明确",
    "table_headed": "表格写明列名",
    "weak": "名称要有旁证",
    "weak_alone": "同段没有明确的名称",
    "weak_paragraph": "同段有明确的名称",
    "year_assumed": "年份是推定的",
}
_KINDS = {"actual": "实际", "estimate": "预计", "target": "目标", "none": "没有预计、目标等用语"}
_MEASURES = {"level": "数值", "growth": "增速"}
_SHAPES = {"span": "几年合计", "year": "全年", "part": "年内累计", "single": "年内一段"}
_AREAS = {"own": "本区", "upper": "上级地区", "named": "别的地区", "firm": "企业、项目"}
_PLACES = {"page": "全页", "article": "全篇", "paragraph": "上文", "sentence": "本句"}
_TIMES = {
    "article": "全篇所说",
    "clock": "成文时间",
    "heading": "小标题",
    "hint": "文件以外的说明",
    "page": "全页所说",
    "paragraph": "上文",
    "plan": "成文时间（计划）",
    "stated": "原文写明",
}
_TURNS = {"ahead": "展望的段落", "back": "回顾的段落"}
_WORDS = {
    "L": "“是”“为”等", "R": "“达到”“完成”等", "G": "“增长”等", "D": "“下降”等", "Z": "“持平”等", "C": "“同比”等",
    "O": "“环比”等", "K": "目标用语", "E": "预计用语", "H": "已完成的用语", "S": "“分别”", "s": "“均”", "I": "“其中”",
    "W": "“占”", "Y": "“完成率”等", "y": "“计划”等", "+": "“新增”等", "t": "“总计”等", "J": "“平均”等", "i": "“高于”等",
    "g": "“退出”等", "e": "一次活动", "p": "单个项目", "r": "名次", "A": "本区", "u": "上级地区", "l": "别的地区",
    "F": "企业", "a": "“全社会”等", "B": "副词", "V": "动词", "M": "名词", "q": "修饰语", "N": "另一个指标",
    "Q": "另一个数量", "P": "百分数", "U": "百分点", "X": "倍数", "T": "时间", "m": "别的单位的数", ",": "逗号",
    ";": "分号", "/": "顿号", ":": "冒号", "(": "括号", ")": "括号", ".": "句号", "-": "破折号", "^": "句首",
    "$": "句末",
}  # fmt: skip


def told(trace: str, indicators: Mapping[str, Indicator]) -> str:
    """What weighed most for a reading, then against it; empty where nothing is known.

    >>> told("weak -1.25; again +0.50; left:, -0.10; strong +0.40", {})
    '有利：同一个数在别处也说到 0.50、名称明确 0.40；不利：名称要有旁证 1.25、名称之前是逗号 0.10'
    """
    parts = [part.rpartition(" ") for part in trace.split("; ") if " " in part]
    sides = (("有利", "+"), ("不利", "-"))
    said = [
        f"{side}：" + "、".join(f"{feature(name, indicators)} {weight[1:]}" for name, _, weight in some)
        for side, sign in sides
        if (some := [part for part in parts if part[2].startswith(sign)])
    ]
    return "；".join(said)


def feature(code: str, indicators: Mapping[str, Indicator]) -> str:
    """A feature in words; one that is not known by its code.

    >>> feature("area:sentence:firm", {}), feature("weak:left:V", {}), feature("brand:new", {})
    ('说的是企业、项目（据本句）', '名称要有旁证：名称之前是动词', 'brand:new')
    """
    if code in _WHOLE:
        return _WHOLE[code]
    family, _, rest = code.partition(":")
    if family == "weak":
        name = indicators[rest].zh if rest in indicators else ""
        of = name or feature(rest, indicators)
        return code if of == rest else f"{_WHOLE['weak']}：{of}"
    if family == "indicator":
        return f"指标是{indicators[rest].zh}" if rest in indicators else code
    return _of_family(family, rest) or code


def _of_family(family: str, rest: str) -> str:
    first, _, second = rest.partition(":")
    if family in ("left", "right", "between", "before") and rest in _WORDS:
        place = {"left": "名称之前是", "right": "数字之后是", "between": "名称与数字之间有", "before": "名称前不远有"}
        return place[family] + _WORDS[rest]
    if family == "rule" and rest in RULES:
        return f"规则“{RULES[rest]}”"
    if family == "measure" and rest in _MEASURES:
        return f"度量是{_MEASURES[rest]}"
    if family == "kind" and rest in _KINDS:
        return f"性质是{_KINDS[rest]}"
    if family in ("when", "table") and rest in _TIMES:
        return f"时期据{_TIMES[rest]}"
    if family == "when_kind" and first in _TIMES and second in _KINDS:
        return f"时期据{_TIMES[first]}、性质是{_KINDS[second]}"
    if family == "period" and first in _SHAPES and second in _KINDS:
        return f"时期是{_SHAPES[first]}、性质是{_KINDS[second]}"
    if family == "cue" and first in _KINDS and second in _TURNS:
        word = _KINDS[first] if first == "none" else f"有{_KINDS[first]}的用语"
        return f"{word}（{_TURNS[second]}）"
    if family == "area" and (second or first) in _AREAS:
        return f"说的是{_AREAS[second or first]}" + (f"（据{_PLACES[first]}）" if second and first in _PLACES else "")
    return ""
