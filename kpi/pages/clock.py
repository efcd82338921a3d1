"""When a page was written and what 今年 means on it: the day of publication, or the year that the text decides.

All evidence is weighed together: the date in the head, titles, what is looked back on, what is aimed at. The grounds
are kept; a year that the evidence does not decide is marked as assumed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from kpi.language.rules.evidence import YEAR, evidence
from kpi.language.words import either
from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class Clock:
    """The year that 今年 means, the month and day of writing (0 unknown), and why.

    `review` is the year reported on where nothing else tells, `assumed` that the evidence does not decide the year.
    """

    this: int = 0
    month: int = 0
    day: int = 0
    review: int = 0
    plan: int = 0
    ground: str = ""
    assumed: bool = False

    @property
    def published(self) -> str:
        return f"{self.this}-{self.month:02d}-{self.day:02d}" if self.month and self.day else ""


_DATE = lazy(YEAR + r"\s*[年./-]\s*(1[0-2]|0?[1-9])\s*[月./-]\s*(3[01]|[12]\d|0?[1-9])(?!\d|\s*月)\s*日?")
_DAY_OF_WEEK = lazy(r"\s*[（(]?(?:星期|周|礼拜)[一二三四五六日天]")
_CN_DATE = lazy(
    r"([一二][〇○零0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_CN_YEAR = lazy("([一二][〇○零0一二三四五六七八九]{3})(?=年)")
# the last of several years too (2011年到2014年), and none that is aimed at (到2025年)
_NAMED = lazy(rf"(?:{YEAR}|(?<=年[到至])((?:19|20)\d\d))年")
_DATELINE = lazy(r"(?:讯|电)[^。]{0,30}?(?<!\d)(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日")
_MONTH_LINE = lazy(YEAR + r"年(1[0-2]|0?[1-9])月(?!\d{1,2}日)")

# 今年是“十五五”的第一年, 明年“十三五”就要收官: five-year plans number their years
_PLAN_STARTS = {"九": 1996, "十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}
_PLANYEARS = lazy(
    r"(?P<when>今年|明年|去年)[，,]?[^。；，]{0,8}[“\"]?(?P<plan>十[一二三四五]?|九)五[”\"]?(?:规划|计划)?[^。；，]{0,8}?"
    r"(?:(?P<opens>开局|第一年|起步|开篇|首年)|(?P<ends>收官|最后一年|决战|末年|完成))"
)
_CN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "0": 0}


def read_clock(text: str, told: str = "") -> Clock:
    """The clock of a page; `told` is a date of publication stated outside the text (`YYYY-MM-DD`, or less)."""
    if told:
        year, _, rest = told.partition("-")
        month, _, day = rest.partition("-")
        return _dated(int(year), int(month or 0), int(day or 0), told)
    dated = _masthead(text)
    if dated is None:
        return _weighed(text)[0]
    weighed, votes = _weighed(text)
    beside = votes.get(dated.this, 0.0) + votes.get(dated.this - 1, 0.0)
    earlier = weighed.this < dated.this - 1 and not weighed.assumed
    if earlier and votes[weighed.this] >= _REPRINTED and beside < _BESIDE * votes[weighed.this]:
        return weighed  # printed again years later: the date is none of its writing
    return dated


def _dated(year: int, month: int, day: int, ground: str) -> Clock:
    early = 0 < month <= 3
    late = month == 12 and day >= 15
    review = year - 1 if early or not month else year
    return Clock(year, month, day, review, year + 1 if late else year, ground)


_FOREMOST = 60
_HEAD = 160  # where a newsletter prints its day behind whoever edits it: …综合科编印 2011年8月26日
_LONGEST_HEAD, _LONGEST_LABEL = 1000, 40
_LABELLED = lazy(r"(?:发布|发表|更新|发稿|刊发|印发|编印|出版)(?:时间|日期)?\s*[:：]\s*$|(?:时间|日期)\s*[:：]\s*$")
_FIRST_SCREEN = 1_000
_STAMPED = lazy(r"\s*(?:\d{1,2}[:：]\d{2}|[|\s]{0,3}(?:来源|作者|编辑|字号|浏览|阅读|点击))")
_STOPS = lazy("[，。；：,;:]")
_PAGE_OF_PAPER = lazy(r"[ ·|]*(?:[A-Z]?\d{1,2}|第? ?[\d一二三四五六七八九十]{1,3}) ?版")
_PAPER = lazy(r"[日晚早晨时商都][报]\s*$|(?:周刊|新闻|简报|讯)\s*$")


def _masthead(text: str) -> Clock | None:
    """The date that a page prints in its head or foot: beside a weekday, or alone in a line."""
    best: tuple[float, int, int, int, str] | None = None
    for match in _DATE.finditer(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end())
        line_end = line_end if line_end >= 0 else len(text)
        # a whole report may be one line with thousands of dates: each looks at its neighbourhood, not at all of it
        line = text[line_start : min(line_end, line_start + _LONGEST_HEAD)]
        short = line_end - line_start <= _LONGEST_HEAD
        weekday = _DAY_OF_WEEK.match(text, match.end()) is not None
        alone = short and len(line.strip()) <= (match.end() - match.start()) + 16 and "。" not in line
        edge = line_start < 400 or line_start > len(text) - 300
        last = short and not line[match.end() - line_start :].strip()
        closes = last and line_start < _HEAD and not _STOPS.search(line)
        score = 5.0 * weekday + 2.5 * (alone or closes) + 1.0 * edge
        label = _LABELLED.search(text, max(line_start, match.start() - _LONGEST_LABEL), match.start())
        stamped = match.start() < _FIRST_SCREEN and _STAMPED.match(text, match.end())  # 2019-04-18 14:05 来源：…
        named = len(line) < 60 and re.search(r"发布|时间|日期", line[: match.start() - line_start])
        if label or stamped or named:
            score += 3  # as websites print it
        if edge and re.match(
            r"日?[^，。；\n]{0,6}在[^。；\n]{2,40}(?:会议|大会|会)[上）)]", text[match.end() - 1 : match.end() + 60]
        ):
            score += 4  # （2024年1月12日在…代表大会上）
        if edge and line_start == match.start() and _PAGE_OF_PAPER.match(text, match.end()):
            score += 4  # 2022年10月21日 第5版 工业园区特刊 本版编辑：…
        if match.start() < _FOREMOST and _PAPER.search(text, max(0, match.start() - 12), match.start()):
            score += 3  # 赣州晚报 2016年5月11日, however long the line
        if score >= 2.5 and (best is None or score > best[0]):
            best = (score, year, month, day, match[0])
    if best is None:
        written = _CN_DATE.search(text)
        if written is None:
            return None
        return _dated(int(_digits(written[1])), _small(written[2]), _small(written[3]), written[0])
    return _dated(*best[1:])


def _digits(year: str) -> str:
    return "".join(str(_CN[c]) for c in year)


def _small(word: str) -> int:
    if "十" in word:
        tens, _, ones = word.partition("十")
        return (_CN.get(tens, 1) if tens else 1) * 10 + (_CN.get(ones, 0) if ones else 0)
    return _CN.get(word, 0)


_REPRINTED, _BESIDE = 4.0, 0.35


def _weighed(text: str) -> tuple[Clock, dict[int, float]]:
    """The year by all evidence of the text where no date is printed, and the votes for each year."""
    text = _CN_YEAR.sub(lambda match: _digits(match[1]), text)  # 二○一四年…年终盘点
    votes: dict[int, float] = defaultdict(float)
    grounds: dict[int, tuple[float, str]] = {}
    for each in evidence("this_year"):
        shift, weight = each.shift, each.weight
        for number, match in enumerate(each.pattern.finditer(text)):
            if number >= 6:
                break
            year = int(match[1])
            early = weight * (1.5 if match.start() < 200 else 1.0) / (1 + number)
            if shift == 1 and "明年" in text and match[0][:2] not in ("去年",):
                shift = 0  # a year that is summed up at its end
            for years in (year, year + 1) if shift == 0.5 else (year + int(shift),):
                votes[years] += early / (2 if shift == 0.5 else 1)
                if grounds.get(years, (0, ""))[0] < weight:
                    grounds[years] = (weight, match[0][:24])
    for match in _PLANYEARS.finditer(text):
        first = _PLAN_STARTS[match["plan"]]
        year = (first if match["opens"] else first + 4) - (match["when"] == "明年") + (match["when"] == "去年")
        votes[year] += 5
        grounds[year] = (5, match[0][:24])
    month = _month_of(text)
    if not votes:
        named = [int(match[1] or match[2]) for match in _NAMED.finditer(text)]
        if not named:
            return Clock(month=month, assumed=True), votes
        return Clock(max(named), month, 0, max(named), max(named), str(max(named)), True), votes
    ranked = sorted(votes.items(), key=lambda item: (-item[1], -item[0]))
    this, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    sure = best >= 2 and best >= 1.3 * second
    review, clear = (this, False) if month > 3 else _reviewed(text, this)
    return Clock(this, month, 0, review, this, grounds[this][1], not (sure or clear)), votes


def _reviewed(text: str, this: int) -> tuple[int, bool]:
    """The year that a page without a date reports on, `this` or the one before, and whether that is clear."""
    votes = {this: 0.0, this - 1: 0.0}
    for each in evidence("reviewed"):
        weight = each.weight
        for number, match in enumerate(each.pattern.finditer(text)):
            year = int(match[1]) + int(each.shift)
            if year in votes and number < 5:
                votes[year] += weight / (1 + number)
    review = this if votes[this] > votes[this - 1] else this - 1
    other = 2 * this - 1 - review
    return review, votes[review] >= 3 and votes[review] >= 1.5 * votes[other]


def _month_of(text: str) -> int:
    """The month of writing by the parts of the year that are over: behind 上半年 it is July at the earliest; 0 unknown."""
    line = _DATELINE.search(text)
    if line:
        return int(line[1])
    opening = _OPENING_DAY.search(text)
    if opening and _NEW_YEAR.search(text):
        return int(opening[1])  # 2月18日，龙年春节后上班第一天
    said = [m[1] or m[2] for m in _MONTHS_OVER.finditer(text)]
    over = [int(word) if word.isdecimal() else _small(word) for word in said]
    if _THREE_QUARTERS.search(text):
        over.append(9)
    if _HALF.search(text):
        over.append(6)
    latest = max((m for m in over if m <= 12), default=0)
    if latest and not re.search(
        r"(?<!预计)(?<!预测)(?<!力争)(?<!确保)全年(?:共|累计)?(?:完成|实现)|去年全[年区]", text
    ):
        return min(latest + 1, 12)
    return 0


_STRIVE = either("strive")
_OPENING_DAY = lazy(r"(?<![\d年至到前])([123])月[123]?\d日(?!前|底)")
_NEW_YEAR = lazy("春节[后过刚以]|节后|新春第一|正月|开年第一|新年第一|开工第一|上班第一天|首个工作日|开门红")
_THREE_QUARTERS = lazy(rf"前三季度(?![^。]{{0,12}}{_STRIVE})")
_HALF = lazy(rf"(?<!下)(?<!去年)上半年(?![^。；]{{0,16}}(?:{_STRIVE}|计划|将))")
_MONTHS_OVER = lazy(
    r"(?:前|头)\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*个月|1\s*月?\s*(?:[—–-]{1,2}|至|到)\s*(?=\d{1,2}\s*月)(\d{1,2})"
)
