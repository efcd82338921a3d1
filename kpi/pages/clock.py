"""When a page was written and what 今年 means on it: the day of publication, or the year that the text decides.

All evidence is weighed together: the date in the head, titles, what is looked back on, what is aimed at. The grounds
are kept; a year that the evidence does not decide is marked as assumed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from kpi.language.rules.evidence import YEAR, evidence, evidence_in, words_of
from kpi.language.words import either
from kpi.pages.dates import PrintedDate, find_dates
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


_DAY_OF_WEEK = lazy(r"\s*[（(]?(?:星期|周|礼拜)[一二三四五六日天]")
_CN_DATE = lazy(
    r"([一二][〇○零0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_CN_YEAR = lazy("([一二][〇○零0OoＯ一二三四五六七八九]{3})(?=年)")
_DATELINE = lazy(
    r"(?:[报网刊社]|记者[^，。]{0,6})[讯电][^。]{0,30}?(?<!\d)(1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])日"
    r"|本[报网刊][^，。\d]{0,8}(1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])日(?:[^，。\n]{0,12})?[讯电]"
)
# （2019年3月）, 二〇一五年十月, 总第123期 2019年3月, 2019年3月S日 whose day was misread: at the end of a line of its own
_MONTH_LINE = lazy(
    r"(?m)^(?:[^，。；：、\d\n]|总?第 ?\d{1,4}[期版]){0,24}"
    + YEAR
    + r" ?年 ?(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月(?:[刊号版]|[^，。；、\n份]日)?[ 　）)】」]*(?:[（(]?总?第 ?\d{1,4}[期版][）)]?|星期.|[^，。；、\d\n]{0,4}[版编印])?$"
)
_DIGITS_DATE = lazy(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")

# 今年是“十五五”的第一年, 明年“十三五”就要收官: five-year plans number their years
_PLAN_STARTS = {"九": 1996, "十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}
_PLANYEARS = lazy(
    r"(?:(?P<when>今年|明年|去年|过去的?这?一年|这一年)[，,]?[^。；，]{0,8}|(?:在|正值|时值|恰逢|适逢)的?)[“\"‘]?(?P<plan>十[一二三四五]?|九)五[”\"’]?(?:规划|计划)?[^。；，]{0,8}?"
    r"(?:(?P<opens>开局|第一年|头一年|起步|开篇|首年)|第(?P<nth>[二三四五])个?年|(?P<ends>收官|最后一年|决战|末年|完成))"
)
# 离“十四五”规划收官只剩半年, 为“十三五”画上句号, “十二五”就要画上句号: said in a plan's last year
_PLAN_ENDS = lazy(
    r"(?:(?:为|离|距|距离)[“\"‘]?(?P<plan>十[一二三四五]?|九)五[”\"’]?(?:规划|计划|时期)?[^。；，]{0,6}?(?:画上|收官|收尾|结束|圆满)"
    r"|[“\"‘]?(?P<soon>十[一二三四五]?|九)五[”\"’]?(?:规划|计划|时期)?(?:就要|即将|行将|将要|马上|快要|就快)[^。；，]{0,4}?(?:[画划]上|收官|收尾|结束|圆满|落幕|过去|完成|走完))"
)
_SIGNS = lazy(
    "([甲乙丙丁戊己庚辛壬癸])([子丑寅卯辰巳午未申酉戌亥])"
    "(?:(?P<late>岁末|年末|岁尾|年?(?:十二|腊)月)|(?P<winter>年?(?:十一|冬)月)|年|岁首|将至|将临|伊始|新春|新年|开年)"
)
_IN_ITS_YEAR = 0.6  # an event is rather told of in its year than in the next
_ON_ITS_DAY = 0.8  # an anniversary more so, where nobody looks forward to it
_LOOKED_FORWARD_TO = lazy("(?:迎接?|向|献礼)[^。；，]{0,12}$")
_SAID = {"今年": 0, "明年": 1, "去年": -1, "上年": -1}
_SAYS_WHICH = lazy("(今年|明年|去年|上年)[^。；]{0,20}$")
_ANNIVERSARY = lazy(r"(?<![\d.])(\d{1,3}|[一二三四五六七八九十百]{1,4})\s*(?:周年|(?<=百)年|年来)")
_AGES = {"弱冠": 20, "而立": 30, "不惑": 40, "知天命": 50}
_AGE = lazy(f"({'|'.join(_AGES)})之年")
_FOUNDED = lazy(
    YEAR
    + r"年[^。；\n]{0,30}?(?:设立|成立|批准|获批|批文|批复|挂牌|奠基|创办|创建|建区|建园|诞生|破土动工)(?!的?[^。，；]{0,6}(?:公司|企业|项目))"
)
_OF_THE_ZONE = lazy("(?:建区|建园|成立|设立|挂牌|创建|开发建设|建设|获批)[^。；，\n]{0,6}$")
_CN = {c: i for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○0OoＯ", 0)


def read_clock(text: str, told: str = "", printed: str = "") -> Clock:
    """The clock of a page; `told` is a date of publication stated outside the text (`YYYY-MM-DD`, or less).

    `printed` is the same page with its lines as they were printed: lines that were joined may have swallowed its head.
    """
    if told:
        year, _, rest = told.partition("-")
        month, _, day = rest.partition("-")
        return _dated(int(year), int(month or 0), int(day or 0), told)
    dated = _masthead(text) or _masthead(printed) or _month_printed(text) or _month_printed(printed)
    if dated is None:
        return _weighed(text)[0]
    weighed, votes = _weighed(text)
    beside = votes.get(dated.this, 0.0) + votes.get(dated.this - 1, 0.0)
    earlier = weighed.this < dated.this - 1 and not weighed.assumed
    if earlier and votes[weighed.this] >= _REPRINTED and beside < _BESIDE * votes[weighed.this]:
        return weighed  # printed again years later: the date is none of its writing
    titled = words_of("whole_year_titles").search(text, 0, _TITLE_AT)
    if titled is not None and int(titled[1]) < dated.review:
        return replace(dated, review=int(titled[1]))  # a bulletin that a collection took in years later
    return dated


def _dated(year: int, month: int, day: int, ground: str) -> Clock:
    early = 0 < month <= 3
    late = month == 12 and day >= 15
    review = year - 1 if early or not month else year
    return Clock(year, month, day, review, year + 1 if late else year, ground)


_TITLE_AT = 200  # letters within which a title stands
_FOREMOST = 60
_HEAD = 160  # where a newsletter prints its day behind whoever edits it: …综合科编印 2011年8月26日
_LONGEST_HEAD, _LONGEST_LABEL, _HEAD_LINE = 1000, 40, 40
_LABELLED = lazy(r"(?:发布|发表|更新|发稿|刊发|印发|编印|出版)(?:时间|日期)?\s*[:：]\s*$|(?:时间|日期)\s*[:：]\s*$")
_FIRST_SCREEN, _EDGE = 1_000, 300
_STAMPED = lazy(
    r"\s*(?:\d{1,2}[:：]\d{2}|[|\s\]】)）]{0,4}(?:信息|稿件|文章|新闻)?(?:来源|作者|编辑|责编|记者|审核|发布|字号|浏览|阅读|点击))"
)
_STOPS = lazy("[，。；：,;:]")
_ISSUE = lazy(r"日?[ 　]*[（(]?总?第 ?\d{1,4} ?期")
_PAGE_OF_PAPER = lazy(r"[ ·|]*(?:[A-Z]?\d{1,2}|第? ?[\d一二三四五六七八九十]{1,3}) ?版")
_PAPER = lazy(r"[日晚早晨时商都][报]\s*$|(?:周刊|新闻|简报|讯)\s*$")


def _masthead(text: str) -> Clock | None:
    """The date that a page prints in its head or foot: beside a weekday, or alone in a line."""
    best: tuple[float, PrintedDate] | None = None
    for date in find_dates(text):
        line_start = text.rfind("\n", 0, date.start) + 1
        line_end = text.find("\n", date.end)
        line_end = line_end if line_end >= 0 else len(text)
        # a whole report may be one line with thousands of dates: each looks at its neighbourhood, not at all of it
        line = text[line_start : min(line_end, line_start + _LONGEST_HEAD)]
        short = line_end - line_start <= _LONGEST_HEAD
        weekday = _DAY_OF_WEEK.match(text, date.end) is not None
        alone = short and len(line.strip()) <= (date.end - date.start) + 16 and "。" not in line
        edge = line_start < 400 or line_start > len(text) - _EDGE
        last = short and not line[date.end - line_start :].strip()
        first = not text[line_start : date.start].strip(" \t　[【(（")
        closes = (last or (first and len(line) <= _HEAD_LINE)) and line_start < _HEAD and not _STOPS.search(line)
        score = 5.0 * weekday + 2.5 * (alone or closes) + 1.0 * edge
        label = _LABELLED.search(text, max(line_start, date.start - _LONGEST_LABEL), date.start)
        stamped = date.start < _FIRST_SCREEN and _STAMPED.match(text, date.end)  # 2019-04-18 14:05 来源：…
        named = len(line) < 60 and re.search(r"发布|时间|日期", line[: date.start - line_start])
        if label or stamped or named:
            score += 3  # as websites print it
        if edge and re.match(
            r"日?[^，。；\n]{0,6}在[^。；\n]{2,40}(?:会议|大会|会)[上）)]", text[date.end - 1 : date.end + 60]
        ):
            score += 4  # （2024年1月12日在…代表大会上）
        if edge and _ISSUE.match(text, date.end):
            score += 4  # …办公室编 2005年5月18日 第9期（总第112期）
        if edge and line_start == date.start and _PAGE_OF_PAPER.match(text, date.end):
            score += 4  # 2022年10月21日 第5版 工业园区特刊 本版编辑：…
        if date.start < _FOREMOST and _PAPER.search(text, max(0, date.start - 12), date.start):
            score += 3  # 赣州晚报 2016年5月11日, however long the line
        if score >= 2.5 and (best is None or score > best[0]):
            best = (score, date)
    if best is not None:
        return _of_date(best[1], text)
    written = _CN_DATE.search(text)
    if written is not None:
        return _dated(int(_digits(written[1])), _small(written[2]), _small(written[3]), written[0])
    plain = _DIGITS_DATE.search(text, 0, _FOREMOST)
    if plain is not None:
        return _dated(int(plain[1]), int(plain[2]), int(plain[3]), plain[0])
    return None


def _of_date(date: PrintedDate, text: str) -> Clock:
    """The clock of a printed date; where its order leaves the month open, the text's own months tell it."""
    told = 0 if len(date.days) == 1 else _month_of(text, date.year)
    month, day = date.day_after(told)
    if month:
        return _dated(date.year, month, day, date.text)
    early = told <= 3 and min(date.days)[0] <= 3
    return Clock(date.year, told, 0, date.year - early, date.year, date.text)


def _month_printed(text: str) -> Clock | None:
    """The month that a page prints in its head or foot without a day; None where it prints several or none."""
    found = {
        (int(match[1]), int(match[2]) if match[2].isdecimal() else _small(match[2]), match[0].strip())
        for match in _MONTH_LINE.finditer(_CN_YEAR.sub(lambda match: _digits(match[1]), text))
        if match.start() < _EDGE or match.start() > len(text) - _EDGE
    }
    if len({each[:2] for each in found}) != 1:
        return None
    year, month, ground = min(found)
    return _dated(year, month, 0, ground)


def _digits(year: str) -> str:
    return "".join(str(_CN[c]) for c in year)


def _small(word: str) -> int:
    if "十" in word:
        tens, _, ones = word.partition("十")
        return (_CN.get(tens, 1) if tens else 1) * 10 + (_CN.get(ones, 0) if ones else 0)
    return _CN.get(word, 0)


def _hundreds(word: str) -> int:
    """一百, 一百零五, 七十, as anniversaries count."""
    hundreds, found, rest = word.rpartition("百")
    return (_CN.get(hundreds, 1) * 100 if found else 0) + _small(rest.lstrip("零"))


_REPRINTED, _BESIDE = 4.0, 0.35


class _Votes:
    """What speaks for each year, and the weightiest ground of each."""

    def __init__(self) -> None:
        self.of: dict[int, float] = defaultdict(float)
        self.grounds: dict[int, tuple[float, str]] = {}

    def add(self, year: int, weight: float, weighs: float, ground: str) -> None:
        """A vote of `weight`; `weighs` ranks its ground among those of the year."""
        self.of[year] += weight
        if self.grounds.get(year, (0.0, ""))[0] < weighs:
            self.grounds[year] = (weighs, ground[:24])


def _weighed(text: str) -> tuple[Clock, dict[int, float]]:
    """The year by all evidence of the text where no date is printed, and the votes for each year."""
    text = _CN_YEAR.sub(lambda match: _digits(match[1]), text)  # 二○一四年…年终盘点
    votes = _Votes()
    month = _month_of(text)
    _hear_years(text, month, votes)
    _hear_plans(text, votes)
    _hear_events(text, votes)
    _hear_cycle(text, votes)
    _leave_out_what_is_over(text, month, votes)
    if not votes.of:
        return Clock(month=month, assumed=True), votes.of
    ranked = sorted(votes.of.items(), key=lambda item: (-item[1], -item[0]))
    this, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    month = month and _month_of(text, this)
    sure = best >= 2 and best >= 1.3 * second
    review, clear = (this, False) if month > 3 else _reviewed(text, this)
    return Clock(this, month, 0, review, this, votes.grounds[this][1], not (sure or clear)), votes.of


_THIS_YEAR = lazy('今年(?!以来|前|[一二三]季度|上半年|\\d|是[“"]?十)')


_MOST_MATCHES = 6
_BEFORE_ITS_END = range(1, 11)


def _hear_years(text: str, month: int, votes: _Votes) -> None:
    """Years that are named, by what is said of them on a page written in `month`."""
    plans_ahead = words_of("next_year").search(text) is not None
    summed_up = "明年" in text and month not in _BEFORE_ITS_END
    for each in evidence_in(text, "this_year"):
        if each.month not in (0, month):
            continue
        meant = each.ahead if plans_ahead and each.ahead is not None else each.shift
        shift, weight = meant, each.weight
        matches = [(match, int(match[match.lastindex or 0])) for match in each.pattern.finditer(text)]
        if each.latest:
            latest = max((year for _, year in matches), default=0)
            matches = [(match, year) for match, year in matches if year == latest]
        for number, (match, year) in enumerate(matches[:_MOST_MATCHES]):
            early = weight * (1.5 if match.start() < 200 and not each.over else 1.0) / (1 + number)
            if shift > 0 and summed_up and match[0][:2] not in ("去年",) and not each.over:
                shift = 0  # a year that is summed up at its end
            elif shift == 0.5 and _THIS_YEAR.search(text):
                shift = 1  # 2018年完成886亿元。今年…: who says 今年 names the year before by its number
            for years in (year, year + 1) if shift == 0.5 else (year + int(shift),):
                votes.add(years, early / (2 if shift == 0.5 else 1), weight, match[0].strip())


def _leave_out_what_is_over(text: str, month: int, votes: _Votes) -> None:
    """Where a part of 今年 is told before its end, a year that was told of as a whole is over, and rather the last."""
    if month not in _BEFORE_ITS_END or not _SO_FAR.search(text):
        return
    told = {
        int(each[1]): each[0] for entry in evidence("this_year") if entry.over for each in entry.pattern.finditer(text)
    }
    last = max(told, default=0)
    for year in [year for year in votes.of if year <= last]:
        del votes.of[year]
    if last and max(votes.of, default=0) <= last + 1:  # and not one that is told of from long ago
        votes.add(last + 1, 1, 1, told[last])


def _hear_plans(text: str, votes: _Votes) -> None:
    """今年是“十四五”收官之年, 第三年: five-year plans number their years."""
    for match in _PLANYEARS.finditer(text):
        first = _PLAN_STARTS[match["plan"]]
        into = 0 if match["opens"] else 4 if match["ends"] else _small(match["nth"]) - 1
        year = _SAID.get(match["when"], -1) if match["when"] else 0  # 在“十三五”开局之年实现开门红
        votes.add(first + into - year, 5, 5, match[0])
    for match in _PLAN_ENDS.finditer(text):
        said = _SAYS_WHICH.search(text, max(0, match.start() - 24), match.start()) if match["soon"] else None
        last = _PLAN_STARTS[match["plan"] or match["soon"]] + 4
        votes.add(last - _SAID[said[1]] if said else last, 4, 4, match[0])


def _hear_events(text: str, votes: _Votes) -> None:
    """Events that the whole country knows the year of, anniversaries, and how long ago the zone was founded."""
    for each in evidence_in(text, "events"):
        for match in each.pattern.finditer(text):
            _hear(text, match.start(), each.year, each.weight, match[0], votes)
    first_years = [(each.year, each.weight, each.pattern) for each in evidence("founded")]
    births = {int(match[1]) for match in _FOUNDED.finditer(text)}
    founded = min(births, default=0)
    for match in _ANNIVERSARY.finditer(text):
        count = int(match[1]) if match[1].isdecimal() else _hundreds(match[1])
        before = text[max(0, match.start() - 16) : match.start()]
        known = next(((y, w) for y, w, pattern in first_years if pattern.search(before)), None)
        if known is None and founded and _OF_THE_ZONE.search(before):
            known = founded, 3.0
        if known is not None and count:
            kept = match[0].endswith("周年") and not _LOOKED_FORWARD_TO.search(before)
            clear = kept and (known[0] != founded or len(births) == 1)
            in_it = _ON_ITS_DAY if clear else _IN_ITS_YEAR
            _hear(text, match.start(), known[0] + count, known[1], before + match[0], votes, in_it)
    for match in _AGE.finditer(text) if founded else ():
        _hear(text, match.start(), founded + _AGES[match[1]], 3.0, match[0], votes)


def _hear_cycle(text: str, votes: _Votes) -> None:
    """辛丑岁末, 壬寅年正月: years by their signs, which come back after sixty; the last two months reach into the next one."""
    for match in _SIGNS.finditer(text):
        stem, branch = "甲乙丙丁戊己庚辛壬癸".index(match[1]), "子丑寅卯辰巳午未申酉戌亥".index(match[2])
        if stem % 2 == branch % 2:
            year = 1984 + (6 * stem - 5 * branch) % 60
            late, winter = match["late"] is not None, match["winter"] is not None
            votes.add(year + late, 1.5 if late else 2.0 if winter else 3.0, 3.0, match[0])
            if late:
                votes.add(year, 1.0, 1.0, match[0])


def _hear(
    text: str, at: int, year: int, weight: float, ground: str, votes: _Votes, in_it: float = _IN_ITS_YEAR
) -> None:
    """A vote for the year of an event, moved by 去年 or 明年 before it; halved with the next one where nothing tells."""
    said = _SAYS_WHICH.search(text, max(0, at - 24), at)
    if said is not None:
        votes.add(year - _SAID[said[1]], weight, weight, ground)
        return
    votes.add(year, weight * in_it, weight, ground)
    votes.add(year + 1, weight * (1 - in_it), weight, ground)


def _reviewed(text: str, this: int) -> tuple[int, bool]:
    """The year that a page without a date reports on, `this` or the one before, and whether that is clear."""
    votes = {this: 0.0, this - 1: 0.0}
    for each in evidence_in(text, "reviewed"):
        weight = each.weight
        for number, match in enumerate(each.pattern.finditer(text)):
            year = int(match[match.lastindex or 0]) + int(each.shift)
            if year in votes and number < 5:
                votes[year] += weight / (1 + number)
    for each in evidence_in(text, "outlooks"):
        for number, _ in zip(range(3), each.pattern.finditer(text), strict=False):
            votes[this + int(each.shift)] += each.weight / (1 + number)
    review = this if votes[this] > votes[this - 1] else this - 1
    other = 2 * this - 1 - review
    return review, votes[review] >= 3 and votes[review] >= 1.5 * votes[other]


def _month_of(text: str, this: int = 0) -> int:
    """The month of writing by the parts of the year that are over: behind 上半年 it is July at the earliest; 0 unknown.

    Where the year is known, parts of others tell nothing.
    """
    line = _DATELINE.search(text)
    if line:
        return int(line[1] or line[2])
    head = _DAY_OF_ISSUE.search(text, 0, _EDGE)
    if head:
        return int(head[1])  # 2016年第9期 …办公室编          9月14日
    if _NEW_YEARS_SPEECH.search(text, 0, _LONGEST_HEAD):
        return 1
    opening = _OPENING_DAY.search(text)
    if opening and _NEW_YEAR.search(text):
        return int(opening[1])  # 2月18日，龙年春节后上班第一天
    said = [m[1] or m[2] for m in _MONTHS_OVER.finditer(text) if _of_this(text, m.start(), this)]
    over = [int(word) if word.isdecimal() else _small(word) for word in said]
    if any(_of_this(text, three.start(), this) for three in _THREE_QUARTERS.finditer(text)):
        over.append(9)
    if any(
        _of_this(text, half.start(), this)
        and not _AIMED_BEFORE.search(text, max(0, half.start() - _CLAUSES), half.start())
        for half in _HALF.finditer(text)
    ):
        over.append(6)
    latest = max((m for m in over if m <= 12), default=0)
    whole = _ALL_OF_IT.search(text) or (_LAST_YEAR_WHOLE.search(text) and not _PART_OF_THIS.search(text))
    if latest and not whole:
        return min(latest + 1, 12)
    return 0


def _of_this(text: str, at: int, this: int) -> bool:
    """Whether a part of the year may be one of `this`: no other year stands before it."""
    named = _YEAR_BEFORE.search(text, max(0, at - _YEAR_AND_PART), at)
    return named is None or not this or named[1] == str(this)


_YEAR_BEFORE = lazy(r"(?:((?:19|20)\d\d)年?|去年|上年|前年)的?$")
_YEAR_AND_PART = 8
_DAY_OF_ISSUE = lazy(
    r"(?m)^(?:[^，。；\d\n]{0,30}[编主][^，。；\d\n]{0,4}[ 　]*)(1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])日[ 　]*$"
)
_NEW_YEARS_SPEECH = lazy("拜个?早年|拜年|迎新春|新春茶话会|新春佳节|新春团拜")
_STRIVE = either("strive")
_ALL_OF_IT = lazy(
    r"(?<!预计)(?<!预测)(?<!力争)(?<!确保)(?<!去年)全年[^，。；\n要将力争计划预目标任务]{0,8}(?:完成|实现)"
)
_LAST_YEAR_WHOLE = lazy("(?<!超过)(?<!相当于)(?<!接近)(?<![比是抵超])去年全[年区]")
_PART_OF_THIS = lazy(r"今年(?:以来)?[，,]?[前头]?(?:三季度|[一二三四五六七八九十\d]{1,2}个月|上半年|1月?[-—–~～至到])")
_SO_FAR = lazy(rf"{_PART_OF_THIS.pattern}|今年以来")
_OPENING_DAY = lazy(r"(?<![\d年至到前])([123])月[123]?\d日(?!前|底)")
_NEW_YEAR = lazy("春节[后过刚以]|节后|新春第一|正月|开年第一|新年第一|开工第一|上班第一天|首个工作日|开门红")
_THREE_QUARTERS = lazy(rf"前三季度(?![^。]{{0,12}}{_STRIVE})")
_HALF = lazy(rf"(?<!下)(?<!去年)上半年(?![^。；]{{0,16}}(?:{_STRIVE}|计划|将))")
_AIMED_BEFORE = lazy(rf"(?:{_STRIVE})[^。\n]*$")  # 确保新开工项目40个，其中一季度开工12个，上半年累计开工26个
_CLAUSES = 60  # letters
_MONTHS_OVER = lazy(
    r"(?:前|头)\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*个月|1\s*月?\s*(?:[—–~～-]{1,2}|至|到)\s*(?=\d{1,2}\s*月)(\d{1,2})"
)
