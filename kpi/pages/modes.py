"""Which way each sentence of a page looks: back on what was reached, or ahead to what is aimed at.

A sequence of two states over the sentences, with weights on readable evidence; the best path is found exactly (Viterbi).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

BACK, AHEAD = 0, 1

# evidence: pattern, weight towards AHEAD (negative: towards BACK), why
EVIDENCE = (
    (re.compile(r"力争|确保|争取|(?:主要|预期|发展|奋斗|工作|全年|年度)目标|目标(?:是|为|任务|定)|今年的?目标|奋力|务必|不能少于|不少于|不低于"), 2.2, "words of aim"),
    (re.compile(r"(?:要|将)(?:完成|达到|实现|新增|突破|增长|确保|力争|抓好|推进|加快|坚持|围绕|在|把|以)"), 1.2, "modal verbs"),
    (re.compile(r"(?:收入|支出|收支|预算)安排(?:[:：]|\d)"), 2.0, "what a budget sets"),
    (re.compile(r"(?:收入|支出)(?:预计)?完成\d"), -1.0, "what came of a budget"),
    (re.compile(r"(?:安排|目标|计划|任务|打算)(?:情况)?如下|主要指标安排|预期目标是|目标是[:：]"), 3.0, "a list of aims opens"),
    (re.compile(r"全年[^，。；]{0,4}(?:安排|铺排|谋划|确定|排定)|不少于|不低于|不超过"), 1.4, "a year that is being planned"),
    (re.compile(r"明年|下一步|今后|下半年(?!以来)|下一阶段|来年|后几个月|接下来"), 1.4, "times to come"),
    (re.compile(r"(?:^|[，。；：])(?:加快|推进|强化|深化|加大|着力|坚持|聚焦|狠抓|抓好|抓实|紧盯|做好|做强|做优|突出|全力|大力|实施|完善|健全|积极)"), 0.6, "imperatives"),
    (re.compile(r"同比|比上年|较上年|比去年|较去年|上年同期|去年同期"), -1.8, "held against the year before"),
    (re.compile(r"截至|截止|已(?!经?确定)|完成了|实现了|取得|荣获|获评|被评为|突破了|成功|一年来|今年以来|年初以来"), -1.2, "what is done"),
    (re.compile(r"(?:全年|前三季度|上半年|去年|[1-9]月)[^，。；]{0,12}(?:完成|实现|达到|新增|签约|引进)"), -0.4, "reached in a time"),
    (re.compile(r"\d%[^，。；]{0,4}[，。；]|分别(?:增长|下降)"), -0.2, "rates"),
    (re.compile(r"[由从][^，。；]{2,18}(?:增加|提高|增长|发展|上升|扩大|跃升|攀升|下降)?[到至]"), -1.0, "a change that took place"),
    (re.compile(r"\d\.\d+[亿万]|\d\.[1-9]%"), -0.6, "numbers that are seldom aimed at"),
    (re.compile(r"增长\d[\d.]*%?(?:以上|左右)|\d[个家亿元万户人%]{1,3}以上"), 0.7, "rounded and open numbers"),
)  # fmt: skip
# completing a plan, or the distance from it, is a fact about the past
_FULFILLED = re.compile(
    r"(?:低于|高于|超过|超出|快于|慢于|好于|优于|不及|未达|达到了?|高出|占|为|比|距|完成了?|实现了?|超额|圆满|全面|提前|顺利|较好|如期|基本|围绕|对照|锚定|坚持|年初确定的[^。]{0,40}?的)"
    r"[^，。；,;\d]{0,10}(?:预期目标|目标任务|年度目标|工作目标|目标|任务|计划|预期|预算)(?:导向)?"
)
_TO_THE_LAST = re.compile(r"\d{2,}[1-46-9](?=人|户|家|件)")
_FIGURES = re.compile(r"(?<![\d.])\d[\d.]*(?=[亿万个家户项件人名%])")
_PLAN_HEADING = re.compile(
    r"预算安排|收支安排|预算草案|预算[（(]草案|(?:工作|目标|任务|重点)(?:安排|打算|计划|部署|思路|要求|建议)|下一步|总体要求|预期目标|目标任务|主要目标|主要任务|重点工作(?!统筹|开展|推进|落实|有序|扎实|进展)|工作重点|主要工作|下半年|明年|今后五年|未来五年|奋斗目标|发展目标|工作目标|指导思想|主要预期目标|(?:今年|\d{4}年)(?:的)?(?:重点|主要)?(?:工作|任务|目标)(?!回顾|总结|报告|情况|会)"
)
_REVIEW_HEADING = re.compile(r"回顾|回眸|总结|成效|成就|(?<!安排)情况|成绩|亮点|一年来|过去|盘点|完成|问题")
_STAY_IN_LIST = 3.4
_ITEM = re.compile(
    r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,2}、|[①-⑳●■◆])"
)
_STAY_IN_PARAGRAPH, _STAY, _STAY_ACROSS = 2.2, 1.2, 0.3
_BACK_FIRST = 0.8
_PLAIN = 3.0  # a sentence with as much evidence of its own looks where that says, whatever stands around it


@dataclass(frozen=True, slots=True)
class Mode:
    """Which way a sentence looks, and by how much the best path prefers it to the other way there."""

    state: int
    margin: float


@dataclass(frozen=True, slots=True)
class Line:
    """What the modes of a page are read from: a sentence, its paragraph, article and the heading above it.

    `names_future`: it names a part of the year that is not over on the day of writing; `names_past`: it opens with a
    year that is over.
    """

    text: str
    paragraph: int
    article: int
    heading: str
    is_heading: bool
    names_future: bool = False
    names_past: bool = False


def read_modes(lines: Sequence[Line]) -> list[Mode]:
    """The mode of each sentence of a page, in order."""
    if not lines:
        return []
    scores = [_evidence(line) for line in lines]
    forward: list[tuple[float, float]] = []
    back: list[tuple[int, int]] = []
    listed = [False] * len(lines)
    for i, line in enumerate(lines):
        here = (-scores[i] / 2, scores[i] / 2)
        if i == 0 or line.article != lines[i - 1].article:
            stay, first = _STAY_ACROSS if i else 0.0, _BACK_FIRST
        else:
            together = line.paragraph == lines[i - 1].paragraph
            listed[i] = _is_item(line, lines[i - 1], listed[i - 1])
            stay = _STAY_IN_LIST if listed[i] else _STAY_IN_PARAGRAPH if together else _STAY
            first = 0.0
        if not forward:
            forward.append((here[0] + first, here[1]))
            back.append((0, 0))
            continue
        before = forward[-1]
        step, origin = [], []
        for state in (BACK, AHEAD):
            options = [before[old] + (stay if old == state else 0.0) for old in (BACK, AHEAD)]
            best = BACK if options[BACK] >= options[AHEAD] else AHEAD
            step.append(options[best] + here[state] + (first if state == BACK else 0.0))
            origin.append(best)
        forward.append((step[0], step[1]))
        back.append((origin[0], origin[1]))
    state = BACK if forward[-1][0] >= forward[-1][1] else AHEAD
    path = [state]
    for i in range(len(lines) - 1, 0, -1):
        path.append(back[i][path[-1]])
    path.reverse()
    path = [
        (AHEAD if score > 0 else BACK) if abs(score) >= _PLAIN else state
        for state, score in zip(path, scores, strict=True)
    ]
    return [Mode(state, abs(forward[i][0] - forward[i][1])) for i, state in enumerate(path)]


def _is_item(line: Line, before: Line, goes_on: bool) -> bool:
    """Whether a line is an item of a list that one before it leads into: …主要指标安排如下：/ 1.地区生产总值66亿元；."""
    if line.is_heading:
        return False
    if before.text.rstrip().endswith(("：", ":")):
        return True
    return goes_on and (before.text.rstrip().endswith(("；", ";")) or _ITEM.match(line.text) is not None)


def _evidence(line: Line) -> float:
    text = _FULFILLED.sub("", line.text)
    score = sum(weight for pattern, weight, _ in EVIDENCE if pattern.search(text))
    figures = _FIGURES.findall(text)
    if len(figures) >= 2 and all(figure[-1] in "05" and "." not in figure for figure in figures):
        score += 0.8  # round figures are aimed at
    to_the_last = len(_TO_THE_LAST.findall(text))  # 2647人: nobody aims at that
    if to_the_last:
        score -= 1.4 + 0.8 * (to_the_last - 1)
    if line.names_future:
        score += 2.0
    if line.names_past:
        score -= 2.0
    plan, review = _PLAN_HEADING.search(line.heading), _REVIEW_HEADING.search(line.heading)
    if plan and not review:
        score += 4.0 if line.is_heading else 1.6
    elif review and not plan:
        score -= 4.0 if line.is_heading else 1.0
    return score
