"""Which way each sentence of a page looks: back on what was reached, or ahead to what is aimed at.

A sequence of two states over the sentences, with weights on readable evidence; the best path is found exactly (Viterbi).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.language.numbering import is_item
from kpi.language.rules.evidence import weight_of, words_of
from kpi.vocabulary.patterns import lazy

BACK, AHEAD = 0, 1

# told to the last: 2647人, 412家, 31.4亿元, 12.3%
_TO_THE_LAST = lazy(
    r"(?<![\d.])\d{2,}[1-46-9]0?(?=人|户|家|件|名|元|个)|\d{2,}\.\d*[1-46-9](?=[亿万%])|\d\.\d\d(?=[亿万])"
)
_FIGURES = lazy(r"(?<![\d.])\d[\d.]*(?=[亿万个家户项件人名%])")
_STAY_IN_LIST = 3.4
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
    headed = {line.heading: _headed(line.heading) for line in lines}
    scores = [_evidence(line, headed[line.heading]) for line in lines]
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
            answers = lines[i - 1].text.rstrip().endswith(("？", "?"))
            stay = _STAY_IN_LIST if listed[i] else _STAY_IN_PARAGRAPH if together or answers else _STAY
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
    if is_item(line.text) and words_of("handed_out").search(before.text):
        return True  # 现将今年主要经济指标任务下达给你们。/ 一、固定资产投资增长13%；
    return goes_on and (before.text.rstrip().endswith(("；", ";")) or is_item(line.text))


def _headed(heading: str) -> tuple[float, float]:
    """What a heading says of the way that its text looks, and what it says of its own."""
    plan = words_of("plan_headings").search(heading)
    review = words_of("review_headings").search(heading)
    if plan and not review:
        return 1.6, 4.0
    return (-1.0, -4.0) if review and not plan else (0.0, 0.0)


def _evidence(line: Line, headed: tuple[float, float]) -> float:
    text = words_of("fulfilled").sub("", line.text)
    score = weight_of(text, "modes") + weight_of(line.text, "reached")
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
    return score + headed[line.is_heading]
