"""How plainly a printed line goes on from another: the letters about the cut, words and numbers in two, open marks.

Each ground has a name, what it is worth (the logarithm of how much likelier a true succession shows it), and an
example. The letters' own succession is counted in `language/words/letters`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from operator import add

from kpi.language.words import common_words
from kpi.language.words.letters import affinity, letters_of
from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class Ground:
    """What the end of a line and the beginning of another show together, and what that is worth."""

    name: str
    before: str  # pattern that the line's end must hold
    after: str  # pattern that the other's beginning must match
    worth: float
    yes: tuple[str, str]  # a line's end and another's beginning that show it
    no: tuple[str, str]  # and that do not


_UNIT = (
    r"(?:[亿万千]?(?:元|美元|吨|亩|人|户|平方米|平方公里|千瓦时|标箱|立方米)"
    r"|[亿万]|%|个百分点|百分点|家|项|公里|公顷|件|微克)"
)
_COUNTED = (
    r"(?:[个家户项亿万千百元%年月日人名件吨亩平公立台套条所座处届期次辆余多时天周岁分秒美倍股份只头艘批场栋幢间排位类级层组对张部种门"
    r"号路线例支村多以左大强度克亿升米微毫城镇乡国省市县区街]|百分点|[，。、；：）)”》—\-+/])"
)
_NUMERAL = r"[\d几多余数百千十两一二三四五六七八九半]"
_AMOUNT = r"\d[\d.,]*[亿万千]*(?:元|美元|吨|亩|人|户)"
_NAMED = r"(?:总值|产值|增加值|总额|零售额|收入|支出|投资|利润|税收|税金|资金|外资|进出口|[进出]口|余额|存款|贷款)"
_CAME_TO = r"(?:完成|实现|达到?|突破|超过?|为|增长|下降|同比|比上年|较上年|累计|预计)"
_RATE = r"\d[\d.,]*(?:%|个?百分点|倍)"
GROUNDS: tuple[Ground, ...] = (
    Ground(
        "number and its unit", r"\d$", _UNIT,
        1.0, yes=("其中石化产业289.5", "亿元；规模"), no=("其中石化产业", "亿元；规模"),
    ),
    Ground(
        "number and what it counts", r"\d$", rf"(?!{_UNIT}){_COUNTED}",
        0.6, yes=("炼化装置7", "月份停工"), no=("炼化装置7", "比上半年"),
    ),
    Ground(
        "number and nothing it counts", r"\d$", rf"(?!{_UNIT}|{_COUNTED}|\d)",
        -3.0, yes=("炼化装置7", "比上半年"), no=("炼化装置7", "月份停工"),
    ),
    Ground(
        "decimals of what is counted whole", r"\d\.\d+$", r"(?:[年月日个家户项人名件次期届座]|时)",
        -3.0, yes=("石化产业289.5", "月份停工"), no=("炼化装置7", "月份停工"),
    ),
    Ground(
        "number in two", r"\d\.?$", r"[\d.]",
        0.5, yes=("达到23.", "5亿元"), no=("达到", "5亿元"),
    ),
    Ground(
        "unit without its number",
        rf"(?<!{_NUMERAL})$", r"(?:[亿万]元|[亿万]?美元|%|个?百分点|[亿万][吨亩人户千])",
        -2.5, yes=("增长17.2%，", "亿元；规模"), no=("完成17.2", "亿元；规模"),
    ),
    Ground(
        "name and what it came to", rf"{_NAMED}$", rf"{_CAME_TO}",
        3.0, yes=("上半年全县生产总值", "完成17.8亿元"), no=("上半年全县工业企业", "完成17.8亿元"),
    ),
    Ground(
        "change and its rate", r"(?:增长|增幅|增速|下降|提高|提升|回落)$", rf"{_RATE}",
        3.0, yes=("规上工业总产值增长", "8.4%，其中"), no=("规上工业总产值增长", "8.4亿元，其中"),
    ),
    Ground(
        "firms and how they are counted", r"(?:企业|机构|平台|工厂|主体|商户|基地)\d+$", r"[家个户]",
        2.0, yes=("新增规上企业23", "家，省级"), no=("新增规上企业", "家，省级"),
    ),
    Ground(
        "counted firms without their number", rf"(?<!{_NUMERAL}|[国专大一老回])$", r"家[，、；]",
        -1.5, yes=("社区里她的", "家，省级"), no=("新增规上企业23", "家，省级"),
    ),
    Ground("amount behind a mark", r"[，；。]$", _AMOUNT, -2.4, ("增长17.2%，", "15.6亿元，"), ("税收", "15.6亿元，")),
    Ground("rate behind a mark", r"[，；。、]$", _RATE, -2.2, ("其中工业投资，", "15.6%，"), ("增长8%和", "15.6%，")),
    Ground(
        "change and what it is held against",
        r"(?:[涨增降跌]幅|增速|回升|加快|回落)$",
        r"(?:比|较)(?:上|去|同|前|全|年|一|\d)",
        4.5, yes=("上涨3.1%，涨幅", "比上半年回落"), no=("涨幅", "预计全年"),
    ),
    Ground(
        "quotation goes on", r"“[^”]*$", r"[^“”]{0,12}”",
        3.0, yes=("出台“招", "商十条”，"), no=("出台招", "商十条”，"),
    ),
    Ground(
        "quotation broken off", r"“[^”]*$", r"[^”]{0,10}“",
        -2.0, yes=("出台“招", "今年的“双招"), no=("出台“招", "商十条”，"),
    ),
    Ground(
        # what somebody says may be long, and stands behind a mark
        "term not closed", "[\u4e00-\u9fff]“[^”]{1,6}$", "[^”]{12}",
        -1.5, yes=("近日出台“招", "今年以来，各地抓好项目，"), no=("主任说：“招", "今年以来，各地抓好项目，"),
    ),
    Ground(
        "quotation ended and not begun", r"(?:^|”)[^“]*$", r"[^“]{0,12}”",
        -4.0, yes=("出台政策，招", "商十条”，"), no=("出台“招", "商十条”，"),
    ),
)  # fmt: skip
_COMPILED = tuple((ground, lazy(ground.before), lazy(ground.after)) for ground in GROUNDS)
_ENDS_ON_NAME = lazy(rf"{_NAMED}$")


def _bits_by_pattern(patterns: Sequence[str]) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Each different pattern once, with the places where it stands as bits: many grounds end on a number."""
    bits: dict[str, int] = {}
    for at, pattern in enumerate(patterns):
        bits[pattern] = bits.get(pattern, 0) | 1 << at
    return tuple((lazy(pattern), places) for pattern, places in bits.items())


_BEFORE_BITS = _bits_by_pattern([ground.before for ground in GROUNDS])
_AFTER_BITS = _bits_by_pattern([ground.after for ground in GROUNDS])
_CUT_WORD = 1.2  # a common word in two
_SEEN_PAIR, _SEEN_TRIPLE = 0.5, 1.0  # the letters about the cut stand together elsewhere on the page
_MANY = 8  # times that a pair stands on a page: more add nothing
_WORTH_OF_SEEN = tuple(_SEEN_PAIR * min(log(1 + times, 2), 3) for times in range(_MANY + 1))
_LETTERS = 0.4
_MOST_SEEN = 3 * _SEEN_PAIR + 2 * _SEEN_TRIPLE + _CUT_WORD
_AT_FIRST = 0.9
_BEFORE, _AFTER = 40, 16  # letters about the cut that are looked at


def grounds_of(before: str, after: str) -> list[Ground]:
    """The grounds that the end of a text and the beginning of another show."""
    return [ground for ground, ends, begins in _COMPILED if begins.match(after) and ends.search(before)]


class Links:
    """The lines of a page, asked which goes on from which."""

    def __init__(self, texts: Sequence[str]) -> None:
        words = [text.replace(" ", "") for text in texts]
        self._words = words
        self._first = [letters_of(text[:_AFTER])[:2] for text in words]
        self._last = [letters_of(text[-8:])[-2:] for text in words]
        self._shown_before = cache(self._shown_before_of)
        self._shown_after = cache(self._shown_after_of)
        whole = "\n".join(words)
        self._pairs = Counter(map(add, whole, whole[1:]))
        self._seen = cache(whole.__contains__)
        self._ends = [(text[-1:], text[-2:], text[-3:]) for text in words]
        self._begins = [(text[:1], text[:2], text[:3]) for text in words]
        self._common = common_words()

    def of(self, line: int, other: int) -> float:
        """How plainly a line goes on from another; above 0 speaks for it."""
        return self.with_cut(line, other, self.openings(line, (other,))[0])

    def openings(self, line: int, others: Iterable[int]) -> list[float]:
        """How plainly a line goes on from each of the others by the letters and grounds, but for a word in two."""
        last, shown, first, after = self._last[line], self._shown_before(line), self._first, self._shown_after
        return [
            _AT_FIRST + _LETTERS * affinity(last, first[other]) + _worth_of(shown & after(other)) for other in others
        ]

    def most_of_cuts(self, line: int, others: Iterable[int]) -> list[float]:
        """What a word or term in two adds at most for each of the others, told without much looking."""
        end, pairs, words = self._words[line][-1], self._pairs, self._words
        if end.isdigit():
            return [0.0 for _ in others]
        return [_MOST_SEEN if end + words[other][0] in pairs else _CUT_WORD for other in others]

    def with_cut(self, line: int, other: int, score: float) -> float:
        """The score with what a word or term in two adds; asked for each pair of lines, so spelled out."""
        one, two, three = self._ends[line]
        if one.isdigit():
            return score
        first, second, third = self._begins[other]
        cut = one + first
        if pair := self._pairs.get(cut):
            score += _WORTH_OF_SEEN[min(pair, _MANY)]
            score += _SEEN_TRIPLE * self._seen(two + first)
            score += _SEEN_TRIPLE * self._seen(one + second)
        common = self._common  # a word of two to four letters may lie about the cut
        if (
            cut in common
            or one + second in common
            or two + first in common
            or two + second in common
            or one + third in common
            or three + first in common
        ):
            return score + _CUT_WORD
        return score

    def awaits(self, line: int) -> bool:
        """Whether a line ends on a name whose figure is still to come: 上半年全县生产总值."""
        return _ENDS_ON_NAME.search(self._words[line]) is not None

    def _shown_before_of(self, line: int) -> int:
        """The grounds that the end of a line holds, as bits; a short line with the one above."""
        before = self._words[line][-_BEFORE:]
        if 4 < len(before) < _BEFORE and line:
            before = (self._words[line - 1] + before)[-_BEFORE:]
        return sum(bits for ends, bits in _BEFORE_BITS if ends.search(before))

    def _shown_after_of(self, line: int) -> int:
        after = self._words[line][:_AFTER]
        return sum(bits for begins, bits in _AFTER_BITS if begins.match(after))


@cache
def _worth_of(shown: int) -> float:
    return sum(ground.worth for at, (ground, _, _) in enumerate(_COMPILED) if shown >> at & 1)
