"""Finds the periods a Chinese text names: 2024年1—5月, 今年上半年, 截至6月底, "十四五"末, 过去五年.

A trigger pattern jumps from candidate to candidate; at each one a few small patterns read a year,
a part of the year and a second end, in this order. What they found is a `_Reading`; only when it
is complete are its dates counted. All patterns are bounded, so the cost grows with the text alone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from kpi.vocabulary.model import Period
from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period as a text names it: `text` stands at `[start, end)`.

    `start_date` and `end_date` are inclusive; None where that end is unbounded, or where the year
    is neither stated nor given by a reference date. `years` are stated years; `offset` counts from
    the reference year (去年 -1), None where the year is stated or unspoken. `span_back` and
    `span_ahead` are whole years up to, and after, the reference year (过去五年 5, 今后五年 5).
    `months` are first and last month, None for whole years.

    `until` is counted up to that point (截至6月底), `point` a day or a point in time, `whole_year`
    said explicitly (全年), `since` open towards the reference (2017年以来), `loose` no whole months
    of any reporting year (近年来, 上季度, 2005年之前), and `baseline` what something is compared
    with (比上年): the base of a growth rate is not its period.
    """

    start: int
    end: int
    text: str
    start_date: date | None
    end_date: date | None
    years: tuple[int, int] | None = None
    offset: int | None = None
    span_back: int = 0
    months: tuple[int, int] | None = None
    until: bool = False
    point: bool = False
    whole_year: bool = False
    baseline: bool = False
    since: bool = False
    loose: bool = False
    span_ahead: int = 0

    def resolve(self, year: int) -> Period | None:
        """The whole months meant, where `year` is the reporting year; None where there are none.

        >>> find_periods("截至6月底")[0].resolve(2024).code
        '2024-H1'
        >>> find_periods("过去五年")[0].resolve(2021).code
        '2017/2021'
        """
        if self.loose:
            return None
        if self.span_back:
            return Period.years(year - self.span_back + 1, year)
        if self.span_ahead:
            return Period.years(year + 1, year + self.span_ahead)
        first, last = self.years or (year + (self.offset or 0),) * 2
        if self.since:
            # "十四五"以来 ends with the plan at the latest, 2017年以来 with the reporting year.
            return Period.years(first, max(first, min(year, last) if last > first else year))
        if self.months and first == last:
            return Period.months(first, *self.months)
        return Period.years(first, last)


def find_periods(text: str, reference: date | None = None) -> list[PeriodMention]:
    """All periods of `text` in order, none overlapping another.

    `reference` is the day from which relative periods and periods without a year are counted.

    >>> [(m.text, m.years, m.months) for m in find_periods("2024年1—5月完成投资3亿元")]
    [('2024年1—5月', (2024, 2024), (1, 5))]
    """
    mentions: list[PeriodMention] = []
    at = 0
    while (trigger := _TRIGGER.search(text, at)) is not None:
        at = trigger.start()
        reading = _read(text, at)
        if reading is None:
            at += 1
            continue
        floor = mentions[-1].end if mentions else 0
        mentions.append(_mention(text, at, floor, reading, reference, mentions))
        at = reading.end
    return mentions


def find_open_spans(text: str) -> list[PeriodMention]:
    """Spans of years of which only the length is said, in order: 三年内 and 用三年时间 ahead, 五年累计 back.

    From when they count, the words leave open; `span_back` and `span_ahead` tell their length.

    >>> [(m.text, m.span_back, m.span_ahead) for m in find_open_spans("五年累计投资620亿元，用三年时间翻番")]
    [('五年累计', 5, 0), ('用三年时间', 0, 3)]
    """
    found: list[PeriodMention] = []
    if _OPEN_END.search(text) is None:
        return found
    for match in _OPEN_SPAN.finditer(text):
        back, count = match["back"] is not None, small_number(match["n"])
        ahead = 0 if back else count
        if count > 1:
            found.append(PeriodMention(*match.span(), match[0], None, None, span_back=count - ahead, span_ahead=ahead))
    return found


@dataclass(slots=True)
class _Reading:
    """What stands in the text, before any date is counted. `to` is the far end of a mixed range."""

    end: int
    years: tuple[int, int] | None = None
    offset: int | None = None
    back: int = 0
    ahead: int = 0
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    edge: str = ""
    whole: bool = False
    tail: str = ""
    rolling: tuple[str, int] | None = None
    to: _Reading | None = None

    @property
    def has_year(self) -> bool:
        return self.years is not None or self.offset is not None


# ---- numerals -------------------------------------------------------------------------------

_DIGITS = "零一二三四五六七八九"
_CN_DIGIT = {sign: str(value) for value, sign in enumerate(_DIGITS)} | dict.fromkeys("〇○Ｏ", "0")
_TENS = ["", "十", *(f"{digit}十" for digit in _DIGITS[2:])]
_SMALL = {f"{ten}{_DIGITS[unit] if unit else ''}": 10 * at + unit for at, ten in enumerate(_TENS) for unit in range(10)}
_SMALL |= {"两": 2, "元": 1}


def small_number(word: str) -> int:
    """12, １２ or 十二; 0 where it is none."""
    return int(word) if word.isdecimal() else _SMALL.get(word, 0)


def _year(word: str) -> int:
    """2024, 二〇二四, 24, 九七 as a year; short years from 50 on are of the last century."""
    digits = "".join(_CN_DIGIT.get(sign, sign) for sign in word)
    if not digits.isdecimal():
        return 0
    year = int(digits)
    if len(digits) == 2:
        return year + (1900 if year >= 50 else 2000)
    return year


# ---- patterns -------------------------------------------------------------------------------
# Spaces and line breaks of PDF text may stand inside: _W. Every repetition is bounded.

_W = r"\s{0,2}"
_DASH = r"[-—–－―─~～]{1,2}"
_SEP = rf"{_W}(?:{_DASH}|至|到){_W}"
_CN = "一二三四五六七八九十"
_N = rf"(?:\d{{1,2}}|[{_CN}两]{{1,3}})"
_CN_YEAR = "[一二][〇○零Ｏ0一二三四五六七八九]{3}"
_FULL = rf"(?:[12１２]\d{{3}}|{_CN_YEAR})"
_CN_SHORT = "[〇○零一二三四五六七八九]{2}"
# A number that is counted or measured is no year and no day.
_MEASURED = rf"[\d.．,，%％‰]|{_W}[万亿千百个家户人元名项吨米亩套件倍周岁号多余分股平公棵只条辆]"


def _compile(pattern: str) -> re.Pattern[str]:
    return lazy(pattern, re.VERBOSE)


_STATED = _compile(rf"""
    (?P<first>{_FULL}|\d\d|{_CN_SHORT})
    (?:
        (?P<nian>{_W}年)? {_SEP} (?P<last>{_FULL}|\d\d(?!\d)){_W}年 (?!期|产|均|龄|[以之]?内|以[上下]) (?:度|间)?
      # above: 2016—2020年; below: 2007年与2009年之间, 从2016到2018
      | {_W}年 [与和] {_W} (?P<between>{_FULL}) {_W} 年 (?:之间|间)
      | {_SEP} (?P<bare>{_FULL}) (?! \d | {_W}年 | [-/.]\d | {_MEASURED})
      | {_W}年 (?P<grade>度)?
      | (?P<alone>)
    )
""")
# What shows that 24年 or 九七年 is a year and no duration.
_SHORT_YEAR_GOES_ON = _compile(
    rf"{_W}(?:{_N}{_W}月|{_N}{_SEP}{_N}月|第?[1-4一二三四]季度|前{_N}个?(?:季度|月)|[上下]半年|第{_N}个月|首[月季]|[末底初](?![中级])|年[末底初]|度(?!假))"
)
_DURATION_AFTER = lazy(rf"{_W}(?:多|余|来|间|前|后|内|里|中|期|半|左右|[以之]|的?历|风|如|时间|一|不|之)")
_BEFORE_SHORT_YEAR = frozenset("，。；、：:,;（(“\"'’‘ \t\n\r　")

_PLAN = _compile(rf"""
    (?P<open>[“"‘'『「〝〞”＂])? (?P<plan>十[一二三四五六七八九]五|[一二三四五六七八九十]五) (?P<close>[”"’'』」〞＂“])?
    (?! [十百千万亿\d岁个年月日家项%％] )
    (?: {_W} (?P<word>规划|计划) )?
    (?: {_W} (?P<part>期间|时期|以来|期末|末[期年]?|初期?(?![中级步])|收官之?年?|开局之?年?
      |的?(?:[头首第]一?个?年|第(?P<nth>[二三四])个?年|最后一年)) )?
""")

# (offset, words): longer words first; look-behinds keep out 过去年, 文明年, 以上年, 目前年产, 以前年度.
_RELATIVE_WORDS = (
    (-3, r"大前年"),
    (-2, r"(?<![以目之大\d])前年(?![产均度])"),
    (
        -1,
        r"(?:(?<!过)|(?<=超过)|(?<=突破))去年 | 昨年"
        r" | (?<!以)上年(?![轻龄])度? | (?<=以)上年(?=为|价|末|同) | 上一个?(?:年度|年)",
    ),
    (0, r"今年 | (?<![成基])本年(?!级)度? | 当年(?!价)度? | [这那]一年(?!来)"),
    (1, r"(?<![文说证表照声])明年 | (?<![年以未近])来年(?![均度产]) | (?<![以地天之年])下年(?![轻龄产])度?"),
    (1, r"(?<![一两三几每首])次年(?![报会度]) | 翌年 | 下一个?(?:年度|年) | 新的?一年"),
    (2, r"(?<![今以之最然产成建营运工])后年(?![度均产])"),
)
_RELATIVE = _compile("|".join(rf"(?P<y{index}>{words})" for index, (_, words) in enumerate(_RELATIVE_WORDS)))

_NOT_A_SPAN = r"(?!代|级|期|制|龄|产|均|计划|规划|行动|以[上下内]|半|\d)"
_SPAN = _compile(rf"""
    (?P<back>过去|最近|近|这|之前)(?:的|这)?{_W}(?P<n>{_N}){_W}(?P<more>多|余)?{_W}年{_NOT_A_SPAN}(?:以?来|间|里|中(?![国央共心]))?
  | (?P<ahead>未来|今后|往后|下一个)的?{_W}(?P<m>{_N}){_W}年{_NOT_A_SPAN}(?:间|里|中(?![国央共心])|内)?
  | (?P<since>{_N}){_W}年来
  | (?P<vague>近(?:几|些)?年(?:以?来)?(?![龄产均]) | (?:几|多|些)年(?:以)?来)
""")

_OPEN_END = lazy("年(?:累计|共计|合计|总计|左右|的|时间|[以之]?内|努力|奋斗|攻坚|总量|规模|再|实现|力争|翻)")
_OPEN_SPAN = _compile(rf"""
    (?:再?[用花]|通过|经过|利用|力争)?(?<![近去来后前第每这的几数头首\d{_CN}])(?:{_N}(?:{_DASH}|[至到、]))?(?<!\d)(?P<n>{_N}){_W}年
    (?: (?P<back>累计|共计|合计|总计)
      | (?:左右)?的?(?:时间|[以之]?内|努力|奋斗|攻坚) | (?=(?:总量|规模|再|实现|力争)*翻)
    )
""")

_ROLLING = _compile(rf"""
    (?P<step>上上|下下|上|下|本|当|这)(?:一?个|一)?(?P<unit>季度?(?!节)|月(?!份?[饼季球度])份?)
  | (?:最近|过去|近)的?{_W}(?P<n>{_N}){_W}个?月(?:份|以?来|内|里)?
  | (?P<week>上上|下下|上|下|本|这)(?:一?个)?(?:周|星期|礼拜)
        (?: (?P<weekend>末) | 周?(?P<weekday>[一二三四五六日天]) )? (?![年转边期])
  | (?P<end>[月季][底末])
  | (?P<now>目前(?![期置沿])|当前|(?:现?如今|眼下|现在(?!看))(?!的))(?!的?年)
""")
_STEPS = {"上上": -2, "上": -1, "本": 0, "当": 0, "这": 0, "下": 1, "下下": 2}
_WEEKDAYS = "一二三四五六日"
_UNTIL_NOW = lazy(rf"(?:截至|截止到?|截至到){_W}(?:目前|现在|今日|今天|当前|今(?!年))")

_DECADE = _compile(rf"""
    (?: (?P<century>上个?|本|[12]\d|二?十[一二三四五六七八九]?)世纪{_W} )?
    (?P<decade>[1-9]0|[二三四五六七八九]十){_W}年代
""")

_WHOLE = lazy(r"(?<![安健齐])全年度?(?!龄)|年度(?=目标|计划|任务|预算|投资)|年内")
_HALF = lazy(r"(?:(?<!以)([上下前后])半年|H([12])(?![A-Za-z0-9]))(末|底)?")
_HALVES = {"上": (1, 6), "前": (1, 6), "1": (1, 6), "下": (7, 12), "后": (7, 12), "2": (7, 12)}

_Q = r"[1-4１-４一二三四]"
_QUARTER = _compile(rf"""
    (?:
        (?P<span>前|最后|后){_W}(?P<n>{_Q}|两)?{_W}个?{_W}季度
      | (?P<head>首)个?季度? (?!节)
      | 第?{_W}(?P<first>{_Q})(?P<whole>季度?)?
          (?:{_SEP}|(?P<listed>、(?:第?{_Q}(?:季度?)?[、和]){{0,2}}|和))第?(?P<last>{_Q}){_W}季度
      | 第?{_W}(?P<one>{_Q})个?{_W}季度
    ) (?P<edge>末|底|初)?
  | Q(?P<en>[1-4])(?![A-Za-z0-9])(?:季度)?
""")

_MONTH_NAME = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}}|元)"
_NOT_A_MONTH = r"(?!龄|期(?!间)|薪|租|供|票|嫂|饼|革命|[子光亮球]|经)"
_MONTHS = _compile(rf"""
    (?P<span>前|首|头|最后|后){_W}(?P<n>{_N}){_W}个?月份?(?!内|之内)
  | 第{_W}(?P<nth>{_N}){_W}个月
  | (?P<head>首月)
  | (?P<first>{_MONTH_NAME})(?P<whole>{_W}月份?)?(?:{_SEP}|(?P<listed>、))
        (?P<last>{_MONTH_NAME}){_W}月份?{_NOT_A_MONTH}(?!\d{{1,2}}[日号])
  | (?P<one>{_MONTH_NAME}){_W}月份?{_NOT_A_MONTH}
""")
_MONTH_EDGE = lazy(rf"{_W}(?:月?({_W}[底末初])(?![中级步])|([上中下])旬)")
_DAYS = _compile(rf"""
    {_W}(?:
        (?P<first>{_N}){_W}[日号](?:{_SEP}(?P<last>{_N}){_W}[日号])?
      | (?P<from>{_N}){_SEP}(?P<until>{_N})(?:{_W}[日号]|(?!{_W}[年月])(?!{_MEASURED}))
      | (?P<open>\d{{1,2}})(?={_SEP}\d{{1,2}}月)
    )
""")
_BARE_DAY = lazy(rf"(\d{{1,2}})(?!{_MEASURED})")
_CLOCK = _compile(rf"""
    {_W}(?:[上下中]午|凌晨|早上|晚上?|傍晚)?{_W}
    (?: [0-2]?\d[:：][0-5]\d(?:[:：][0-5]\d)? | (?:[0-2]?\d|零){_W}[点时](?:[0-5]?\d分|半|整)? )
  | {_W}(?:[上下]午|凌晨|晚上)
""")
_YEAR_EDGE = lazy(rf"年?{_W}(末|底|终(?!奖|点)|初|伊始)(?![中级步审端尾线部层蕴])")
_BARE_YEAR_EDGE = lazy(rf"年({_W}末|底|终(?!奖|点)|初|伊始)(?![中级步审端尾线部层蕴])")
_EDGES = {"末": "end", "底": "end", "终": "end", "初": "start", "伊始": "start"}

_ISO = _compile(rf"""
    (?P<y>[12]\d{{3}}){_W}(?P<dash>[-/.．]){_W}(?P<m>[01]?\d){_W}(?P=dash){_W}(?P<d>[0-3]?\d)(?!\d)
  | (?P<ym>[12]\d{{3}})-(?P<mm>0[1-9]|1[0-2])(?![\d年]|[-—–/.]\d|{_W}(?:年|%|％))
  | (?<![^\n])(?P<ys>(?:19|20)\d\d)[ ](?P<ms>[01]\d)[ ](?P<ds>[0-3]\d)(?=\s{{0,4}}(?:\n|$))   # alone in its line
""")
_DOTTED = lazy(r"([12]\d{3})\.(0[1-9]|1[0-2])(?!\d)")
_DOTTED_RANGE = lazy(rf"([12]\d{{3}})\.(0[1-9]|1[0-2]){_SEP}([12]\d{{3}})(?:\.(0[1-9]|1[0-2]))?(?![\d.])")

_TAIL = _compile(rf"""
    {_W}(?:
        (?P<since>以来|起?至今|起(?=[，,。；;、）)]|[施执实]行|实施|$))
      | (?P<before>以前|之前|前(?!{_W}[\d{_CN}两]|[后期沿往列茅景瞻述]))
      | (?P<after>以后|之后)
      | (?P<same>同期|同月)
    )
""")

# Where a period can begin. Every branch starts with one character or class: `re` rejects those fastest.
_TRIGGER = _compile(rf"""
    \d(?<![\d.．]\d)(?: (?=\d{{3}}(?!\d)) | (?=\d{{0,3}}{_W}(?:[年月季世]|(?:{_DASH}|[至到、]){_W}\d)) )
  | \d(?<![\d.．]\d)(?= {_W}(?:至|到|{_DASH}){_W}[{_CN}]{{1,2}}月)
  | [〇○零一二三四五六七八九十两元](?<![百千零〇{_CN}\d第期周拜].)
        (?=[〇○零Ｏ0一二三四五六七八九十]{{0,3}}{_W}(?:[年月季世五]|(?:{_DASH}|[至到、和]){_W}第?[{_CN}\d]))
  | [“"‘'『「〝〞”＂](?=[{_CN}]{{1,2}}五)
  | 年(?=度|内|{_W}[末底终初]|伊始) (?<![百老青少学历每多常往逐半整.]年)
  | 第(?={_W}[\d一二三四五六七八九十])
  | 前(?={_W}{_N}{_W}(?:个|季|月)|年|半年) | 后(?={_N}{_W}(?:个|季|月)|年|半年)
  | 最(?=后|近) | 首(?=季|个季|月|{_N}个?月) | 头(?={_N}个月)
  | 今(?=年|后)
  | 上(?=个?周|个?星) | 下(?=个?周|个?星) | 这(?=个?周|个?星) | 本(?=年|月|季|世|周) | 当(?=年|月|季|前)
  | 去年 | 昨年 | 大前年 | 明年 | 来年 | 次年 | 翌年
  | 上(?=年|一|半年|季|个|月|上|世) | 下(?=年|一|半年|季|个|月|下) | 新(?=的?一年)
  | 全年 | 那(?=一年)
  | 这(?=一|{_N}|个) | 过去 | 近(?={_W}{_N}{_W}|年|几|些|的) | 之前 | 未来 | 往后 | 多年 | 几年 | 些年
  | 月(?=底|末)(?<![每逐各\d一二三四五六七八九十上下本当]月) | 季(?=末|底)(?<![每逐各]季)
  | 目前 | 如今 | 现如今 | 眼下 | 现在 | 截(?=至|止) | Q(?=[1-4]) | ['’‘](?=\d\d年) | H(?=[12])(?<=年H)
""")

_COMPARED_BEFORE = lazy(
    rf"(?:(?<![占百评])(?:比|较)了?|[高低快慢多少大小优好]于|超过|恢复[到至]|相[较比]于?){_W}[“\"]?$"
)
_COMPARED_TOGETHER = lazy(rf"[与同和跟]{_W}$")
_COMPARED_AFTER = lazy(
    rf"{_W}(?:水平|平均水平|年均|末)?{_W}(?:相比|比较|相较|持平|同期|为基[期数]|为100|基数|不变价|可比价|的?[基数]础上|的\d+(?:\.\d+)?{_W}倍)"
)
# 在去年12.5亿元的基础上: what stands between is the size of the base
_BUILT_ON = lazy(r"[^，。；,;年月]{1,20}?的?(?:基础|高?基数)之?上")
_WITH_PARTNER = lazy(rf"{_W}(?:水平|同期)?{_W}(?:相比|比较|相较|持平|相当)")
# 由1—5月的下降0.7%转为增长2.3%: where a change starts from is its base
_STARTED_FROM = frozenset("由从")
_TURNS_INTO = lazy(
    rf"{_W}的?[^，。；,;\d]{{0,12}}\d[\d.]*[^，。；,;\d]{{0,6}}?"
    r"(?:(?:提高|增加|增长|上升|提升|扩大|下降|减少|降低|回落|回升|收窄|跃升|攀升)?[到至]|[增升降]至|转为|变为|转正|转负)"
)
_COUNTED_UP = lazy(rf"(?:截至到?|截止到?){_W}$")
_UP_TO = lazy(rf"[到至]{_W}$")
_JOINED = frozenset("、和与及")


# ---- reading --------------------------------------------------------------------------------


def _read(text: str, at: int) -> _Reading | None:
    """The period that begins at `at`, with its second end and its tail."""
    reading = _read_calendar(text, at) or _read_point(text, at)
    if reading is None:
        return None
    _read_second_end(text, reading)
    _read_tail(text, reading)
    return reading


def _read_point(text: str, at: int, loose_day: bool = False) -> _Reading | None:
    """A year, a part of a year, or both."""
    for read in _YEAR_READERS:
        reading = read(text, at)
        if reading is not None:
            if reading.has_year and not reading.tail and not reading.edge:
                _read_part(text, _after_year(text, reading.end), reading, loose_day)
                _part_of_last_year(reading)
            return reading
    reading = _Reading(end=at)
    return reading if _read_part(text, at, reading, loose_day) else None


def _part_of_last_year(reading: _Reading) -> None:
    """2019—2022年上半年 runs to the middle of 2022: the part belongs to the last year alone."""
    years = reading.years
    if years and years[0] < years[1] and reading.months:
        last = (years[1], years[1])
        reading.to = _Reading(reading.end, years=last, months=reading.months, days=reading.days, edge=reading.edge)
        reading.years, reading.months, reading.days, reading.edge = (years[0], years[0]), None, None, ""


_AFTER_YEAR = lazy(rf"{_W}(?:的|[,，]{_W}(?=全年))?{_W}")


def _after_year(text: str, at: int) -> int:
    found = _AFTER_YEAR.match(text, at)
    return found.end() if found else at


def _read_calendar(text: str, at: int) -> _Reading | None:
    """2025-03-05, 2025/3/5, 2025.3.5, 2024-06, 1999.08-2002.02."""
    if text[at] not in "12":
        return None
    found = _ISO.match(text, at)
    if found is None:
        return _read_dotted(text, at)
    year, month, day = (found["y"], found["m"], found["d"]) if found["y"] else (found["ym"], found["mm"], None)
    if found["ys"]:
        year, month, day = found["ys"], found["ms"], found["ds"]
    if not _is_day(int(year), int(month), int(day or 1)):
        return None
    days = (int(day), int(day)) if day else None
    reading = _Reading(found.end(), years=(int(year),) * 2, months=(int(month),) * 2, days=days)
    clock = _CLOCK.match(text, reading.end) if days else None
    if clock:
        reading.end = clock.end()
    return reading


def _read_dotted(text: str, at: int) -> _Reading | None:
    found = _DOTTED_RANGE.match(text, at)
    if found is None:
        return None
    first, first_month, last, last_month = found.groups()
    far = _Reading(found.end(), years=(int(last),) * 2, months=(int(last_month),) * 2 if last_month else None)
    return _Reading(found.end(), years=(int(first),) * 2, months=(int(first_month),) * 2, to=far)


def _read_stated(text: str, at: int) -> _Reading | None:
    """2024年, 二〇二四年度, 24年, 2016—2020年, 2007年与2009年之间, 从2016到2018, a lone 2018."""
    at += text[at] in "'’‘"
    found = _STATED.match(text, at)
    if found is None:
        return None
    word = found["first"]
    first = _year(word)
    short = len(word) == 2
    if short and not _is_short_year(text, at, found):
        return None
    far = found["last"] or found["between"] or found["bare"]
    if far is None and found["alone"] is not None:
        return _Reading(found.end(), years=(first, first)) if _stands_alone(text, at, found.end()) else None
    if not _plausible(first):
        return None
    if far is None:
        return _Reading(found.end(), years=(first, first), whole=bool(found["grade"]))
    last = int(far) + first // 100 * 100 if len(far) == 2 and far.isdecimal() else _year(far)
    if first < last <= first + (40 if found["bare"] else 100) and (not found["bare"] or first > 1900):
        return _Reading(found.end(), years=(first, last))
    return _stated_year_only(text, at, first)


def _stated_year_only(text: str, at: int, first: int) -> _Reading | None:
    """The first year of what looked like a range and runs backwards (2020年—2019年)."""
    end = text.find("年", at, at + 7) + 1
    return _Reading(end, years=(first, first)) if end else None


def _plausible(year: int) -> bool:
    return 1000 <= year <= 2200


def _is_day(year: int, month: int, day: int) -> bool:
    return 0 < year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _is_short_year(text: str, at: int, found: re.Match[str]) -> bool:
    """Whether 24年 is a year: led by an apostrophe or a zero, followed by a month, or alone in its clause."""
    end = found.end()
    if "年" not in found[0]:
        return False
    word, before = found["first"], text[at - 1 : at]
    if before.isdecimal() or before in _CN_DIGIT or before in set("十百千."):
        return False
    if found["last"]:
        return word.isdecimal() or word[0] in "〇○零"
    if before in {"'", "’", "‘"} or word[0] in "0０零〇○" or found["grade"]:
        return True
    if _SHORT_YEAR_GOES_ON.match(text, end):
        return word.isdecimal() or before == "" or before in _BEFORE_SHORT_YEAR or word[0] in "八九"
    if not word.isdecimal() or word[1] in "0０":
        return False  # 20年 is twenty years, 三五年 a few
    alone = before == "" or before in _BEFORE_SHORT_YEAR
    return alone and not _DURATION_AFTER.match(text, end)


_BEHIND_A_YEAR, _OPENS_A_SENTENCE = frozenset("，,！!：:"), frozenset("。！？；\n") | {""}
_LISTED_YEAR = lazy(rf"{_W}[、和与及]{_W}(?:19|20)\d\d{_W}[年、和与及]")


_LOOKED_AT = lazy("(?:回望|回首|回眸|回顾|展望|走过|告别|再见|盘点|迎接|迎来|奋进|奋战|决战|决胜|开启|启航)[“‘《]?$")
"""Words before a year that is looked back on or ahead to: 回望2018，…；展望2019，…"""


def _stands_alone(text: str, at: int, end: int) -> bool:
    """Whether a number of four digits is a year: alone in its line or brackets, listed (2019、2020年), or looked at."""
    if not ("1950" <= text[at:end] <= "2060"):
        return False
    before, after = text[at - 1 : at], text[end : end + 1]
    if after in _BEHIND_A_YEAR and (before in _OPENS_A_SENTENCE or _LOOKED_AT.search(text, max(0, at - 4), at)):
        return True
    if before in {"（", "("}:
        return after in {"）", ")"}
    if before not in {"", "\n", "、", "在", "从", "自", "，", "的", "和", "与"}:
        return False
    if _LISTED_YEAR.match(text, end):
        return True
    return before in {"", "\n"} and after in {"", "\n", "\r"}


def _read_plan(text: str, at: int) -> _Reading | None:
    """ "十四五"期间 2021 to 2025, "十三五"末 2020, "十四五"初 2021, "十五五"头一年 2026."""
    found = _PLAN.match(text, at)
    if found is None:
        return None
    word, part = found["plan"], found["part"] or ""
    quoted = bool(found["open"] and found["close"])
    # 八五 and 十五 are numbers as well, unless quotes and a word show the plan.
    if len(word) == 2 and not ((quoted or word != "十五") and (part or found["word"])):
        return None
    number = _SMALL[word[:-1]]
    # The first two plans ran from 1953; the third began in 1966 after three years without one.
    first = 1951 + 5 * number if number > 2 else 1948 + 5 * number
    last = first + 4
    end = found.end()
    if part.startswith(("末", "期末", "收官")):
        return _Reading(end, years=(last, last), edge="" if part.startswith("收官") else "end")
    if part.startswith(("初", "开局")):
        return _Reading(end, years=(first, first), edge="" if part.startswith("开局") else "start")
    if found["nth"]:
        return _Reading(end, years=(first + _SMALL[found["nth"]] - 1,) * 2)
    if part.endswith("年"):
        year = last if "最后" in part else first  # the first of them, by any word
        return _Reading(end, years=(year, year))
    return _Reading(end, years=(first, last), tail="since" if part == "以来" else "plan")


def _read_relative(text: str, at: int) -> _Reading | None:
    found = _RELATIVE.match(text, at)
    if found is None or found.lastgroup is None:
        return None
    whole = found[0].endswith("年度")
    return _Reading(found.end(), offset=_RELATIVE_WORDS[int(found.lastgroup[1:])][0], whole=whole)


def _read_span(text: str, at: int) -> _Reading | None:
    """过去五年, 五年来, 近三年, 今后五年, 近年来."""
    found = _SPAN.match(text, at)
    if found is None:
        return None
    if found["vague"] or found["more"]:
        return _Reading(found.end(), rolling=("vague", 0))
    if found["ahead"]:
        count = small_number(found["m"])
        return _Reading(found.end(), ahead=count) if count else None
    count = small_number(found["n"] or found["since"])
    if not count or (found["since"] and text[at - 1 : at] in set("几数第")):
        return None
    return _Reading(found.end(), back=count)


def _read_rolling(text: str, at: int) -> _Reading | None:
    """Counted from the day of the reference: 上季度, 上个月, 近三个月, 目前."""
    found = _UNTIL_NOW.match(text, at)
    if found:
        return _Reading(found.end(), rolling=("now", 0))
    found = _ROLLING.match(text, at)
    if found is None:
        return None
    if found["now"]:
        return _Reading(found.end(), rolling=("now", 0))
    if found["n"]:
        count = small_number(found["n"])
        return _Reading(found.end(), rolling=("months", count)) if count else None
    if found["week"]:
        return _read_week(found)
    if found["end"]:
        return _Reading(found.end(), rolling=("month" if found[0][0] == "月" else "quarter", 0), edge="end")
    if found["unit"].startswith("月") and text[at - 1 : at] in set("以每逐历之"):
        return None
    reading = _Reading(found.end(), rolling=("quarter" if found["unit"][0] == "季" else "month", _STEPS[found["step"]]))
    if reading.rolling and reading.rolling[0] == "month":
        day = _DAYS.match(text, reading.end)
        if day and day["first"] and (number := small_number(day["first"])):
            reading.days, reading.end = (number, number), day.end()
        elif edge := _MONTH_EDGE.match(text, reading.end):
            reading.edge, reading.end = _EDGES.get((edge[1] or "").strip(), ""), edge.end()
    return reading


def _read_week(found: re.Match[str]) -> _Reading:
    """本周, 上周末, 下周三; `days` are counted from Monday."""
    days = (6, 7) if found["weekend"] else None
    if weekday := found["weekday"]:
        days = (_WEEKDAYS.index(weekday.replace("天", "日")) + 1,) * 2
    return _Reading(found.end(), rolling=("week", _STEPS[found["week"]]), days=days)


def _read_decade(text: str, at: int) -> _Reading | None:
    found = _DECADE.match(text, at)
    if found is None:
        return None
    decade = small_number(found["decade"])
    century = found["century"]
    if century is None:
        base = 1900 if decade >= 30 else 2000
    elif century[0] in "上本":
        base = 1900 if century[0] == "上" else 2000
    else:
        base = (small_number(century) - 1) * 100
    return _Reading(found.end(), years=(base + decade, base + decade + 9), tail="decade") if base >= 0 else None


_YEAR_READERS: tuple[Callable[[str, int], _Reading | None], ...] = (
    _read_decade,
    _read_plan,
    _read_stated,
    _read_relative,
    _read_span,
    _read_rolling,
)


def _read_part(text: str, at: int, reading: _Reading, loose_day: bool = False) -> bool:
    """Adds the part of the year that stands at `at`; False where there is none."""
    return (
        _read_whole_or_half(text, at, reading)
        or _read_quarter(text, at, reading)
        or _read_months(text, at, reading, loose_day)
        or _read_year_edge(text, at, reading)
    )


def _read_whole_or_half(text: str, at: int, reading: _Reading) -> bool:
    if found := _WHOLE.match(text, at):
        if found[0] == "年内" and not reading.has_year and _follows_number(text, at):
            return False
        reading.whole, reading.end = True, found.end()
        return True
    if found := _HALF.match(text, at):
        reading.months, reading.end = _HALVES[found[1] or found[2]], found.end()
        if found[3]:
            reading.edge, reading.months = "end", (reading.months[1],) * 2
        return True
    return False


_NUMBER_BEFORE = frozenset("一二三四五六七八九十百千万两几数多余半0123456789")


def _follows_number(text: str, at: int) -> bool:
    """三年内, 5年末: a duration, not this year."""
    return text[at - 1 : at] in _NUMBER_BEFORE


def _read_quarter(text: str, at: int, reading: _Reading) -> bool:
    found = _QUARTER.match(text, at)
    if found is None:
        return False
    first, last = 0, 0
    if _is_list(text, found):
        first, end = _first_listed(found)
        reading.months, reading.end = (3 * first - 2, 3 * first), end
        return True
    if found["span"]:
        count = small_number(found["n"] or "1")
        first, last = (1, count) if found["span"] == "前" else (5 - count, 4)
    elif found["first"]:
        first, last = small_number(found["first"]), small_number(found["last"])
    else:
        first = last = 1 if found["head"] else small_number(found["one"] or found["en"])
    if not 1 <= first <= last <= 4:
        return False
    reading.months, reading.end = (3 * first - 2, 3 * last), found.end()
    if edge := found["edge"]:
        reading.edge = _EDGES[edge]
        month = 3 * last if reading.edge == "end" else 3 * first - 2
        reading.months = (month, month)
    return True


def _read_months(text: str, at: int, reading: _Reading, loose_day: bool) -> bool:
    found = _MONTHS.match(text, at)
    opens_year = text[max(0, at - 2) : at] in ("开年", "新年")  # 开年头两个月
    if found is None or (not reading.has_year and text[at - 1 : at] == "年" and not opens_year):
        return False  # 康熙三年五月, 每年五月: of a year that was not read, or of any
    months = _months_of(found)
    end = found.end()
    if _is_list(text, found):
        first, end = _first_listed(found)
        months = (first, first)
    elif months is None and found["first"]:
        # 12、3月 and 11月—2月 are no row of months within one year: read the first alone.
        single = _SINGLE_MONTH.match(text, at)
        if single is None:
            return False
        months, end = (small_number(single[1]),) * 2, single.end()
    if months is None or not 1 <= months[0] <= months[1] <= 12:
        return False
    if found["span"] and found["span"] != "前" and found["span"] not in {"首", "头"} and not reading.has_year:
        return False  # 后三个月 counts from the text, not from a year
    reading.months, reading.end = months, end
    if found["span"] == "前" and not reading.has_year and months[1] <= 2 and not opens_year:
        reading.rolling = ("previous months", months[1])
    if months[0] == months[1]:
        _read_days(text, reading, loose_day)
    return True


# 一、二季度 is a half-year; 一季度、二季度 and 一、二季度分别 are two quarters, each with a number of its own
_TOLD_APART = lazy("[^。；;]{0,40}?分别")


def _is_list(text: str, found: re.Match[str]) -> bool:
    """Whether quarters or months joined by 、 or 和 are told apart, and no row from the first to the last."""
    joined = found["listed"]
    if not joined:
        return False
    gaps = joined.count("、") + joined.count("和") < small_number(found["last"]) - small_number(
        found["first"]
    )  # 一、三季度
    return bool(found["whole"]) or gaps or _TOLD_APART.match(text, found.end()) is not None


def _first_listed(found: re.Match[str]) -> tuple[int, int]:
    """The first of a list of quarters or months, and where it ends."""
    return small_number(found["first"]), found.end("whole" if found["whole"] else "first")


_SINGLE_MONTH = lazy(rf"({_MONTH_NAME}){_W}月份?")


def _months_of(found: re.Match[str]) -> tuple[int, int] | None:
    if found["head"]:
        return (1, 1)
    if found["span"]:
        count = small_number(found["n"])
        if not 1 <= count <= 12:
            return None
        return (1, count) if found["span"] in {"前", "首", "头"} else (13 - count, 12)
    if found["nth"] or found["one"]:
        return (small_number(found["nth"] or found["one"]),) * 2
    first, last = small_number(found["first"]), small_number(found["last"])
    return (first, last) if 1 <= first < last <= 12 else None


def _read_days(text: str, reading: _Reading, loose_day: bool) -> None:
    """The day, the days or the edge of the month that `reading` ends with."""
    found = _DAYS.match(text, reading.end)
    if found:
        first = small_number(found["first"] or found["from"] or found["open"])
        last = small_number(found["last"] or found["until"] or "") if found["last"] or found["until"] else first
        if 1 <= first <= last <= 31:
            reading.days, reading.end = (first, last), found.end()
            clock = _CLOCK.match(text, reading.end)
            if clock:
                reading.end = clock.end()
        return
    if loose_day and (found := _BARE_DAY.match(text, reading.end)) and 1 <= int(found[1]) <= 31:
        reading.days, reading.end = (int(found[1]),) * 2, found.end()
    elif found := _MONTH_EDGE.match(text, reading.end):
        reading.end = found.end()
        if found[2]:
            reading.days = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}[found[2]]
        else:
            reading.edge = {"末": "end", "底": "late", "初": "start"}[found[1].strip()]


def _read_year_edge(text: str, at: int, reading: _Reading) -> bool:
    if reading.has_year:
        found = _YEAR_EDGE.match(text, at)
    else:
        found = None if _follows_number(text, at) else _BARE_YEAR_EDGE.match(text, at)
    if found is None:
        return False
    reading.edge, reading.end = _EDGES[found[1].strip()], found.end()
    return True


_RANGE_SIGN = lazy(_SEP)


def _read_second_end(text: str, reading: _Reading) -> None:
    """The far end of a range that is no plain row of years or months: 2017年8月至2018年3月."""
    if reading.to or reading.rolling or reading.back or reading.ahead or reading.tail or reading.edge == "end":
        return
    sign = _RANGE_SIGN.match(text, reading.end)
    if sign is None or sign.end() >= len(text):
        return
    bare_day = reading.days is not None and text[reading.end - 1].isdecimal()
    far = _read_calendar(text, sign.end()) or _read_point(text, sign.end(), bare_day)
    if far is None or far.rolling or far.back or far.ahead or far.tail:
        return
    same_kind = far.months is not None or (reading.months is None and far.has_year)
    if not same_kind or (reading.months is None and not far.has_year):
        return
    if not far.has_year:
        far.years, far.offset = (reading.years[1],) * 2 if reading.years else None, reading.offset
        if far.months and reading.months and far.months[1] < reading.months[0]:
            return
    elif not reading.has_year:
        return
    if _runs_backwards(reading, far):
        return
    reading.to, reading.end = far, far.end


def _runs_backwards(reading: _Reading, far: _Reading) -> bool:
    """A later day before an earlier one is no range: 发布时间：2月26日——2月22日."""
    ends = []
    for end in (reading, far):
        year = end.years[1] if end.years else end.offset or 0
        ends.append((year, (end.months or (0, 0))[0], (end.days or (0, 0))[0]))
    return bool(reading.years) == bool(far.years) and bool(far.months) and ends[1] < ends[0]


def _read_tail(text: str, reading: _Reading) -> None:
    """以来, 以前, 以后, 同期 after the period."""
    if reading.tail in {"plan", "decade"}:
        reading.tail = ""
        if (found := _TAIL.match(text, reading.end)) and found["since"]:
            reading.tail, reading.end = "since", found.end()
        return
    if reading.tail or reading.rolling or reading.back or reading.ahead:
        return
    found = _TAIL.match(text, reading.end)
    if found is None or found.lastgroup is None:
        return
    kind = found.lastgroup
    if kind in {"before", "after"} and not (reading.years or reading.edge or reading.months):
        return
    if kind == "before" and (reading.edge or found[0].strip() == "前"):
        kind = "deadline"
    reading.tail, reading.end = kind, found.end()
    if kind == "after" and reading.years:
        _read_closing(text, reading)


_CLOSING = lazy(rf"{_W}({_FULL}){_W}年(?:以前|之前)")


def _read_closing(text: str, reading: _Reading) -> None:
    """2010年之后2018年之前: from the first year to the eve of the second."""
    found = _CLOSING.match(text, reading.end)
    if found and reading.years and (last := _year(found[1])) > reading.years[0]:
        reading.years, reading.tail, reading.end = (reading.years[0], last - 1), "", found.end()


# ---- dates ----------------------------------------------------------------------------------


def _mention(
    text: str,
    at: int,
    floor: int,
    reading: _Reading,
    reference: date | None,
    earlier: list[PeriodMention],
) -> PeriodMention:
    """The mention of `reading`: its place with 截至 before it, its dates and its flags."""
    start = at
    before = text[max(floor, at - 8) : at]
    # The opening word of a comparison or of a count stands right before the period.
    counted = _COUNTED_UP.search(before)
    if counted:
        start = at - len(before) + counted.start()
    elif (reading.years and reading.years[0] < reading.years[1]) or reading.to:
        start = _with_from(text, at, floor)
    until = (
        bool(counted or text.startswith("截", at))
        or reading.tail == "deadline"
        or bool(reading.edge in {"end", "late"} and _UP_TO.search(before))
        or bool(reading.rolling and reading.rolling[0] == "now")
    )
    baseline = reading.tail == "same" or _is_baseline(text, at, reading.end, before, earlier)
    first, last = _dates(reading, until, reference)
    return PeriodMention(
        start,
        reading.end,
        text[start : reading.end],
        first,
        last,
        years=_years_of(reading),
        offset=None if reading.to and reading.to.years else reading.offset,
        span_back=reading.back,
        span_ahead=reading.ahead,
        months=_months_said(reading, until),
        until=until,
        point=_is_point(reading),
        whole_year=reading.whole,
        baseline=baseline,
        since=reading.tail == "since",
        loose=_is_loose(reading),
    )


def _with_from(text: str, at: int, floor: int) -> int:
    """Where 从 or 自 of a range stands: it belongs to the range."""
    if at > floor and text[at - 1] in "从自":
        return at - 1
    return at


def _is_baseline(text: str, at: int, end: int, before: str, earlier: list[PeriodMention]) -> bool:
    if _COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(text, end):
        return True
    if before[-1:] == "在" and _BUILT_ON.match(text, end):
        return True
    if _COMPARED_TOGETHER.search(before) and _WITH_PARTNER.match(text, end):
        return True
    if before[-1:] in _STARTED_FROM and before and _TURNS_INTO.match(text, end):
        return True
    # 分别比2019年、2020年增长: what is joined to a base is a base.
    return bool(earlier and earlier[-1].baseline and text[earlier[-1].end : at].strip() in _JOINED)


def _years_of(reading: _Reading) -> tuple[int, int] | None:
    far = reading.to.years if reading.to else None
    if reading.years and far:
        return (reading.years[0], far[1])
    return reading.years


def _months_said(reading: _Reading, until: bool) -> tuple[int, int] | None:
    months = reading.months
    if reading.to:
        if _crosses_years(reading):
            return None
        far = reading.to.months or (12, 12)
        months = ((months or (1, 1))[0], far[1])
    if months is None:
        return (1, 1) if reading.edge == "start" else None
    if until and reading.tail != "deadline":
        return None if months[1] == 12 and not reading.days and reading.edge != "late" else (1, months[1])
    return None if months == (1, 12) else months


def _crosses_years(reading: _Reading) -> bool:
    far = reading.to
    if far is None:
        return False
    if reading.years and far.years:
        return reading.years[0] != far.years[1]
    return (reading.offset or 0) != (far.offset or 0) or bool(reading.years) != bool(far.years)


def _is_point(reading: _Reading) -> bool:
    last = reading.to or reading
    one_day = last.days is not None and last.days[0] == last.days[1] and reading.to is None
    return one_day or bool(last.edge) or bool(reading.rolling and reading.rolling[0] == "now")


def _is_loose(reading: _Reading) -> bool:
    if reading.rolling:
        return reading.rolling[0] != "previous months"
    if reading.tail in {"before", "after"}:
        return True
    partial = bool(reading.to and (reading.months or reading.to.months))
    return partial and _crosses_years(reading)


def _dates(reading: _Reading, until: bool, reference: date | None) -> tuple[date | None, date | None]:
    """First and last day; None where unbounded, unknown or outside the calendar."""
    try:
        if reading.rolling:
            return _rolling_dates(reading, reference)
        return _calendar_dates(reading, until, reference)
    except (ValueError, OverflowError):
        return None, None  # 2月30日, or a year before 1


def _calendar_dates(reading: _Reading, until: bool, reference: date | None) -> tuple[date | None, date | None]:
    years = _year_bounds(reading, reference)
    far = reading.to or reading
    far_years = _year_bounds(far, reference)
    if years is None or far_years is None:
        return None, None
    if reading.tail == "same" and reading.months is None and reading.offset is not None and reference:
        day = date(years[0], reference.month, min(reference.day, monthrange(years[0], reference.month)[1]))
        return day, day
    first = _first_day(reading, years[0])
    last = _last_day(far, far_years[1])
    if reading.to is None and reading.edge == "start":
        last = first
    if reading.tail == "before":
        return None, first - timedelta(days=1)
    if reading.tail == "deadline":
        return None, last
    if reading.tail == "after":
        return first, None
    if reading.tail == "since":
        return first, max(first, reference) if reference else None
    return (date(years[0], 1, 1) if until else first), last


def _year_bounds(reading: _Reading, reference: date | None) -> tuple[int, int] | None:
    if reading.years:
        return reading.years
    if reference is None:
        return None
    if reading.back:
        return reference.year - reading.back, reference.year - 1
    if reading.ahead:
        return reference.year, reference.year + reading.ahead - 1
    return (reference.year + (reading.offset or 0),) * 2


def _first_day(reading: _Reading, year: int) -> date:
    month = reading.months[0] if reading.months else 1
    length = monthrange(year, month)[1]
    if reading.days:
        return date(year, month, reading.days[0])
    if reading.edge == "late":
        return date(year, month, min(25, length))
    if reading.edge == "end":
        return _last_day(reading, year)
    return date(year, month, 1)


def _last_day(reading: _Reading, year: int) -> date:
    month = reading.months[1] if reading.months else 12
    length = monthrange(year, month)[1]
    if reading.days:
        # 下旬 runs to the 31st of any month; a lone 2月30日 is an error.
        day = reading.days[1]
        return date(year, month, min(day, length) if reading.days[0] < day else day)
    return date(year, month, length)


def _rolling_dates(reading: _Reading, reference: date | None) -> tuple[date | None, date | None]:
    if reference is None or reading.rolling is None:
        return None, None
    kind, count = reading.rolling
    if kind == "vague":
        return None, None
    if kind == "now":
        return None, reference
    if kind == "week":
        monday = reference + timedelta(days=7 * count - reference.weekday())
        first_day, last_day = reading.days or (1, 7)
        return monday + timedelta(days=first_day - 1), monday + timedelta(days=last_day - 1)
    if kind == "months":
        return _months_away(reference, -count), reference
    if kind == "previous months":
        first = _months_away(reference.replace(day=1), -count)
        return first, reference.replace(day=1) - timedelta(days=1)
    if kind == "quarter":
        opening = date(reference.year, (reference.month - 1) // 3 * 3 + 1, 1)
        first = _months_away(opening, 3 * count)
        last = _months_away(first, 3) - timedelta(days=1)
    else:
        first = _months_away(reference.replace(day=1), count)
        last = _months_away(first, 1) - timedelta(days=1)
    if reading.days:
        first = last = first.replace(day=reading.days[0])
    return {"end": (last, last), "start": (first, first)}.get(reading.edge, (first, last))


def _months_away(day: date, count: int) -> date:
    """The same day `count` months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
