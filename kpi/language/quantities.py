"""Quantities in running Chinese text: numbers with their unit, comparator and range.

One compiled pattern finds where a number stands, a second reads what follows it (magnitude, unit,
以上, 左右 …), a table of words tells what stands before it (超过, 不低于, 约 …). Periods, ordinals,
list numbers and identifiers are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kpi.vocabulary.model import Comparator
from kpi.vocabulary.numerals import magnitude, normalise, parse_numeral, tidy
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.units import UNITS, dimension, names_longest_first, normalise_unit, to_base


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as the text states it at `[start, end)`.

    The span covers the comparator words that belong to the number (超过…, …以上); `number_start`
    and `number_end` bound the numeral alone. `value` counts `unit` as written (16.4 亿元); without
    a unit the magnitude is part of the value. `high` is the upper end of a range.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    comparator: Comparator
    high: Decimal | None
    number_start: int
    number_end: int

    @property
    def dimension(self) -> str:
        return dimension(self.unit)

    @property
    def base_value(self) -> Decimal:
        return to_base(self.value, self.unit)[0]

    @property
    def base_unit(self) -> str:
        return to_base(self.value, self.unit)[1]


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of `text`, in order and without overlaps.

    >>> [(q.text, str(q.value), q.unit, str(q.comparator)) for q in find_quantities("签约超过16.4亿元，增长6%左右")]
    [('超过16.4亿元', '16.4', '亿元', '>'), ('6%左右', '6', '%', '~')]
    """
    readings: list[_Reading] = []
    at, length = 0, len(text)
    while match := _NUMBER.search(text, at):
        reading = _read(text, match, at)
        at = max(reading.end, match.start() + 1)
        _append(readings, reading, text)
        if at >= length:
            break
    return [_quantity(reading, text) for reading in readings if not reading.rejected]


# --- what a number looks like -------------------------------------------------------------------

_D = "[0-9０-９]"
_C = "零〇○一二三四五六七八九十百千万亿两廿卅幺壹贰貳叁肆伍陆陸柒捌玖拾佰仟萬億兩俩倆"
_ONES = "零〇○一二三四五六七八九壹贰貳叁肆伍陆陸柒捌玖"
_STEP = "[十百千万亿拾佰仟萬億]"
_GAP = r"[ \t\u3000\u00a0]"
_HAN = "\u4e00-\u9fff"
# 千 and 兆 that open a unit (千米, 千瓦) are no part of the number.
_KILO = r"(?:千|仟|兆)(?![米克瓦焦卡伏赫帕比字])"

# The digits behind a magnitude of a mixed numeral: the 4000 of 3万4000, never the year of 3万2024年.
_PART = rf"{_GAP}?零?{_GAP}?(?:{_D}{{1,4}}(?![0-9０-９.．年])|[{_ONES}两])"
_PART_END = f"[0-9０-９{_ONES}两]"

_NUMBER = lazy(
    rf"""
    (?=[0-9０-９.．半兆{_C}])                               # what a number begins with: all else is passed over at once
    (?P<arabic>
        (?:
            (?<![0-9０-９.．,，][ ])                       # 1 256. 8 亿: groups of three set apart by spaces,
            {_D}{{1,3}}(?:[ \u00a0]{_D}{{3}}){{1,4}}(?!{_D})   # only where a magnitude or unit follows
            (?:[ ]?[.．][ ]?{_D}+)?(?=[ ]?[万亿萬億元%％])
          | (?<=[{_HAN}]){_D}+[ ]?[.．][ ]?{_D}+            # 8. 5: a point with spaces, right after a word
          | (?<=[{_HAN}][ ]){_D}+[ ]?[.．][ ]?{_D}+
          | {_D}{{3,}}[.．][ ]{_D}+
          | {_D}{{1,3}}(?:,{_D}{{3}})+(?![0-9０-９，])(?:[.．]{_D}+)?   # 1,234.5
          | {_D}{{1,3}}(?:[,，]{_D}{{3}})+(?:[.．]{_D}+|(?=[元万亿])) # 82，225.00元, but no 150，200，300家
          | [０-９]{{1,3}}(?:，[０-９]{{3}})+(?!{_D})
          | {_D}{{1,3}}(?:,{_D}{{3}})+(?!{_D})
          | {_D}+(?:[.．]{_D}+)?                            # 16.4
          | (?<![0-9０-９.．])[.．]{_D}+                    # .5
        )
        (?P<mixed>                                          # 3万4000, 25万6千, 1千零1, 13万2
            (?={_GAP}?{_STEP}{{1,3}}{_PART})
            (?:{_GAP}?[十百千拾佰仟]?[万萬]?[亿億]{_PART})?
            (?:{_GAP}?[十百千拾佰仟]?[万萬]{_PART})?
            (?:{_GAP}?[千仟]{_PART})?
            (?:{_GAP}?[百佰]{_PART})?
            (?:{_GAP}?[十拾]{_PART})?
            (?<={_PART_END})
            (?:{_GAP}?(?:(?!千|仟){_STEP}|{_KILO})+)?
        )?
        (?:[eE][-+－＋]?{_D}{{1,2}}(?![0-9A-Za-z]))?        # 2e5
    )
  | (?P<chinese>
        一半(?!径|导|[个斤吨天年月])
      |
        (?:(?!千|仟)[{_C}]|{_KILO})+
        (?:{_GAP}{{1,3}}(?:(?!千|仟)[{_C}]|{_KILO})+){{0,8}}
        (?:{_GAP}?[点點]{_GAP}?(?:[{_ONES}]+|{_D}+)(?:{_GAP}[{_ONES}]+)*(?:[万亿萬億]|[十百千](?=[万亿萬億]))*)?
      | 半(?=成|折|斤|吨|公斤|小时|个月|个小时|天|亩)
    )
    """,
    re.VERBOSE,
)

# --- what may follow it -------------------------------------------------------------------------

_AFTER_WORDS: dict[str, Comparator] = {
    "以上": Comparator.AT_LEAST, "及以上": Comparator.AT_LEAST, "之上": Comparator.AT_LEAST,
    "开外": Comparator.AT_LEAST, "更多": Comparator.AT_LEAST,
    "以内": Comparator.BELOW, "之内": Comparator.BELOW, "以下": Comparator.BELOW, "之下": Comparator.BELOW,
    "左右": Comparator.ABOUT, "上下": Comparator.ABOUT,
}  # fmt: skip
_BEFORE_WORDS: dict[str, Comparator] = {
    "超": Comparator.ABOVE, "超过": Comparator.ABOVE, "超过了": Comparator.ABOVE, "超出": Comparator.ABOVE,
    "突破": Comparator.ABOVE, "突破了": Comparator.ABOVE, "大于": Comparator.ABOVE, "高于": Comparator.ABOVE,
    "多于": Comparator.ABOVE, "逾": Comparator.ABOVE, "过": Comparator.ABOVE, "上": Comparator.ABOVE,
    "跨过": Comparator.ABOVE, "迈过": Comparator.ABOVE,
    ">": Comparator.ABOVE, "＞": Comparator.ABOVE,
    "不能低于": Comparator.AT_LEAST, "不得低于": Comparator.AT_LEAST, "不能少于": Comparator.AT_LEAST,
    "不得少于": Comparator.AT_LEAST,
    "不低于": Comparator.AT_LEAST, "不少于": Comparator.AT_LEAST, "不小于": Comparator.AT_LEAST,
    "至少": Comparator.AT_LEAST, "最少": Comparator.AT_LEAST, "起码": Comparator.AT_LEAST,
    "大于等于": Comparator.AT_LEAST, "大于或等于": Comparator.AT_LEAST, "大于或者等于": Comparator.AT_LEAST,
    "≥": Comparator.AT_LEAST, "不下于": Comparator.AT_LEAST, "不下": Comparator.AT_LEAST, ">=": Comparator.AT_LEAST,
    "不超过": Comparator.AT_MOST, "不超": Comparator.AT_MOST, "不高于": Comparator.AT_MOST,
    "不大于": Comparator.AT_MOST, "不多于": Comparator.AT_MOST, "至多": Comparator.AT_MOST,
    "最多": Comparator.AT_MOST, "小于等于": Comparator.AT_MOST, "小于或等于": Comparator.AT_MOST,
    "小于或者等于": Comparator.AT_MOST, "≤": Comparator.AT_MOST, "不突破": Comparator.AT_MOST,
    "<=": Comparator.AT_MOST,
    "低于": Comparator.BELOW, "不足": Comparator.BELOW, "不到": Comparator.BELOW, "小于": Comparator.BELOW,
    "少于": Comparator.BELOW, "不满": Comparator.BELOW, "未满": Comparator.BELOW,
    "<": Comparator.BELOW, "＜": Comparator.BELOW,
    "约": Comparator.ABOUT, "约为": Comparator.ABOUT, "大约为": Comparator.ABOUT, "大约": Comparator.ABOUT,
    "近": Comparator.ABOUT, "将近": Comparator.ABOUT, "接近": Comparator.ABOUT, "大概": Comparator.ABOUT,
    "约有": Comparator.ABOUT,
}  # fmt: skip
_NOT_AFTER = {
    "过": "通经超不路渡透难错越度",
    "近": "附最邻就靠亲贴",
    "上": "以及之",
    "超": "赶",
    "约": "节制公条合签违",
}

_MAGNITUDE = (
    r"(?:[个個]亿(?![元级])|[千百十仟佰拾]?{gap}?[万萬]?{gap}?[亿億]|[千百十仟佰拾]?{gap}?[万萬]{{1,2}}|{kilo}|[百佰](?!{gap}*分|强|佳)"
    r"|[kKＫｋ](?![A-Za-z0-9]))"
)


def _unit_pattern() -> str:
    """All units of the table, longest first, with what they must not be part of."""
    odd = {
        "元": "[元圆圓]",
        "个": "[个個]",
        "户": "[户戶]",
        "项": "[项項]",
        "吨": "[吨噸]",
        "亩": "[亩畝]",
        "%": "[%％﹪]",
    }
    rows = []
    for unit in names_longest_first(UNITS.values()):
        name = re.escape(unit.name)
        if unit.name.endswith("百分点"):
            name = rf"[个個]?{_GAP}*百{_GAP}*分{_GAP}*[点點]" if unit.name.startswith("个") else name
        elif len(unit.name) == 1:
            name = odd.get(unit.name, name)
        if unit.name[-1].isascii() and unit.name[-1].isalpha():
            name += "(?![A-Za-z0-9])"
        if unit.not_before:
            name += f"(?!{unit.not_before})"
        rows.append(name)
    return "|".join(rows)


_TAIL = lazy(
    rf"""
    (?P<space>\s{{0,6}})
    (?:(?P<more>[多余餘来來几幾])(?!元化|样|边|点|项目|额|款){_GAP}?)?
    (?P<magnitude>{_MAGNITUDE.format(gap=_GAP, kilo=_KILO)})?
    (?:{_GAP}?(?P<more2>[多余餘])(?!元化|样|边|余))?
    (?P<space2>\s{{0,4}})
    (?P<unit>{_unit_pattern()})?
    """,
    re.VERBOSE,
)
_AFTER = lazy(
    rf"""
    (?P<half>半(?!径|导|数|岛|封|自|成|决))?
    (?P<more>多(?!元|样|家|个|项|名|人|万|亿|次|种|年))?
    (?:{_GAP}?人民币|{_GAP}?[整正](?![个体合式在常确规向])|钱)?
    (?:{_GAP}?[(（]含{_D}*[)）])?
    (?:{_GAP}?(?:及|或者?|和)?{_GAP}?(?P<word>以上|以下|以内|之内|之上|之下|左右|上下|开外|更多))?
    """,
    re.VERBOSE,
)
_SMALL_MONEY = lazy(
    rf"(?:又|零)?(?:([{_ONES}]|{_D})[角毛])?(?:(?:又|零)?([{_ONES}]|{_D})分(?![之别成布]))?(?:钱|[整正])?"
)
_TENTHS = lazy(rf"{_GAP}?([{_ONES}])(?=[^\w]|$|的|左右)")
_OTHER_CURRENCY = lazy(r"(?:欧|美|港|日)元")
_STRONG_UNITS = ("亿", "万", "元", "%", "个百分点", "百分点", "美元", "平方米", "平方公里", "吨", "公里")

_BEFORE = lazy(
    r"(?:"
    + "|".join(r"\s?".join(map(re.escape, word)) for word in sorted(_BEFORE_WORDS, key=len, reverse=True))
    + r")\s{0,2}$"
)
_BEFORE_LAST = frozenset(word[-1] for word in _BEFORE_WORDS)
_HEADING_UNIT = lazy(r"[(（]([^()（）\s]{1,5})[)）]\s?$")
_HEADED = lazy(r"\s|$|[；;，,。]")
_CURRENCY_BEFORE = lazy(r"(人民币|港币|港元|新台币|台币|美元|欧元)\s?$")
_VAGUE = lazy(r"(好几|好幾|几|幾|数|數)\s?$")

_PAIR = lazy(r"([一两二三四五六七八九])([两二三四五六七八九])([十百千]?)([万亿]*)")
_NEIGHBOURS = ("一二", "一两", "二三", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九")
_TEENS = lazy(r"([二三四五六七八九]?十)([一二三四五六七八])([二三四五六七八九])([万亿]*)")
_FRACTION = lazy(rf"{_GAP}{{0,3}}分{_GAP}{{0,3}}之{_GAP}{{0,3}}")
_SLASH = lazy(r"[/／]([0-9０-９]{1,2})(?![0-9０-９.．/／A-Za-z年月日号%％])")
_PERIOD = lazy(
    r"\s?(?:[年月日号號时點点](?!度电)|[个個]?世纪|年代|周|季度|届|屆|期|级|級|版|楼|樓|弄|幢楼|线|路|强|佳|码|集|章|节|国道|省道)"
)
_DURATION_AFTER = lazy(r"\s?年(?:来|內|内|间|时间|以上|以内|以来|左右|多|期|半(?!年))")
_DURATION_BEFORE = lazy(r"(?:近|过去|连续|历时|为期|未来|今后|最近|超过|时长|约|达|前|用)\s?$")
_YEAR = lazy(r"(?:19|20|１９|２０)[0-9０-９]{2}(?:[01][0-9][0-3][0-9])?")  # 2024, 20240501
_YEAR_NAME = lazy(r"(?:19|20)[0-9]{2}年(?!来)")
_JOINED = lazy(r"\s?[-+－＋:：./／~～·*×^]\s?[0-9０-９A-Za-z]")
_RANGE_GAP = lazy(r"\s?(?:[(（]含[)）])?\s?(?:[-－–—~～〜至到]|--|——|——|－－|−)\s?")
_BETWEEN_GAP = lazy(r"\s?[和与與]\s?")
_BETWEEN_END = lazy(r"\s?之[间間]")
_BETWEEN_START = lazy(r"(?:位于|在)\s?$")
_ALSO = lazy(r"\s{0,2}(?:的同时|并且|而且|同时|且|而|[，,、])?\s{0,2}")
_LOWER = (Comparator.ABOVE, Comparator.AT_LEAST)
_UPPER = (Comparator.BELOW, Comparator.AT_MOST)
_OPEN_END = lazy(r"\s?[-－–—~～至到]\s?[0-9０-９一二三四五六七八九十]")
_SIGN_AFTER = frozenset(" \t\n\r\u3000\u00a0(（[【:：，,、；;。|")
_NO_SIGN_AFTER = ("正", "抱", "自")  # 正负3, 抱负, 自负
_NO_TAIL = frozenset(("", *",，、;；。:：”)）"))
_NO_MINUS_AFTER = f"{_C}年月日号期时点季旬周级届人元个家户项吨亩次名"  # the far end of a range: 1月-5月
_DASHES = "-－−–"
_EDGE = lazy(r"\s*(?:$|[^\w\s]|\n|的|以|之|左右|上下|多|余)|\s")
_LAST_MAGNITUDE = lazy(r"([^万亿兆]+)(万亿|[万亿])|([^亿兆]+)(亿)")
_OPENING_QUOTES = ("“", "‘", '"')
_REST_OF_A_SLOGAN = lazy(r"\s?[^\s，。；：、\d”’\"]{1,4}[”’\"]")
_LONGEST_NUMERAL = 40  # characters; longer ones are identifiers, tables run together or noise
_SIGNS = "负負" + _DASHES
_FORMAL = "壹贰貳叁肆伍陆陸柒捌玖拾佰仟幺"
_ROW = lazy("[零一二三四五六七八九]{2,}")
_HAN_CHARACTER = lazy(f"[{_HAN}]")
_LATIN = lazy("[A-Za-z]")
_LATIN_OR_DIGIT = lazy("[A-Za-z0-9０-９]")
_WORD = lazy(r"[\w%％]")
_SPACE = lazy(r"\s+")
_POINTING = frozenset("上下这那每某任另同后先前")  # 上一篇, 最后一公里
_CLAUSE_END = "，。；,;！!？?\n\r"
_COUNTED = frozenset("人户总次个件倍函指系常多少大基家")
_TIME = ("years", "months", "days", "hours")
_DATE_AFTER = frozenset("级度一末初底终代")
_LIST_BEFORE = lazy(r"(?:^|[\n\r。；;])[ \t\u3000]*[(（]?$")
_NOTE_BEFORE = lazy(r"[\[［【〔{(（]\s?$")
_NOTE_AFTER = lazy(r"\s?[\]］】〕})）]")
_NAMED_TOGETHER = lazy(r"\s?[、，,和及]\s?[0-9０-９]{1,2}\s?[号月日年届期]")  # 1、2号机组
_LIST_AFTER = lazy(r"[、.．)）]")


class _Reading:
    """A number being read; `rejected` where it turns out to be no quantity of its own."""

    __slots__ = (
        "comparator", "end", "factor", "floor", "fraction", "high", "linked", "number_end", "number_start",
        "rejected", "start", "tentative", "unit", "value",
    )  # fmt: skip

    def __init__(self, start: int, end: int, floor: int) -> None:
        self.floor = floor
        self.start = self.number_start = start
        self.end = self.number_end = end
        self.value = Decimal(0)
        self.factor = ""  # 万, 亿, 万亿 as written in front of the unit
        self.unit = ""
        self.comparator = Comparator.EQUAL
        self.high: Decimal | None = None
        self.rejected = False
        self.linked = False  # a pair such as 两三个: both ends in one numeral
        self.tentative = False  # rejected only because it is the far end of something: 至20
        self.fraction: Decimal | None = None  # 三分之一 as 0.333…, for 二又三分之一


# --- reading one number -------------------------------------------------------------------------


def _read(text: str, match: re.Match[str], floor: int) -> _Reading:
    """The number at `match`; `floor` is where the one before it ended."""
    reading = _Reading(match.start(), match.end(), floor)
    if text[reading.end : reading.end + 1] == "月" or _YEAR_NAME.match(text, reading.start):  # the most common by far
        reading.rejected = True
        return reading
    plain = _numeral(text, match, reading)
    before = text[reading.start - 1 : reading.start]
    if plain is None or before == "第":
        reading.rejected = True
        return reading
    if before and before in _SIGNS:
        _read_sign(text, reading)
    if _read_fraction(text, reading):
        _read_after(text, reading)
        _read_before(text, reading)
        return reading
    ends_here = text[reading.end : reading.end + 1] in _NO_TAIL
    if not ends_here:
        _read_tail(text, reading)
    if reading.unit:
        _read_money(text, reading)
    elif ")" in (ahead := text[max(0, reading.start - 2) : reading.start]) or "）" in ahead:
        _read_heading_unit(text, reading)
    if not ends_here:
        _read_after(text, reading)
    _read_vague(text, reading, plain)
    _read_before(text, reading)
    reading.rejected = reading.rejected or not _is_quantity(text, reading, plain)
    return reading


def _numeral(text: str, match: re.Match[str], reading: _Reading) -> str | None:
    """The numeral at `match` in plain writing, its value put into `reading`; None where it is no numeral."""
    if match["arabic"] is not None:
        return _arabic_numeral(text, match, reading)
    raw = match[0]
    if raw == "一半":
        reading.value, reading.unit = Decimal(50), "%"
        return raw
    value = None
    plain = normalise(raw)
    if len(plain) <= _LONGEST_NUMERAL:
        if len(plain) == len(raw) > 1 and plain[-1] in "零两" and "点" not in plain and not _ROW.fullmatch(plain):
            plain = plain[:-1]  # 一百零几万; the last 两 of 三千两百两 is a unit
            if raw[-1] not in "零〇○":
                reading.end = reading.number_end = match.end() - 1
        value = _chinese_value(plain, reading)
    first, *others = raw.split()
    if value is None and others:
        reading.end = reading.number_end = match.start() + len(first)
        plain = normalise(first)
        value = _chinese_value(plain, reading)
    if value is None:
        return None
    reading.value = value
    return plain


def _arabic_numeral(text: str, match: re.Match[str], reading: _Reading) -> str | None:
    raw = match[0]
    if len(raw) > _LONGEST_NUMERAL:
        return None
    value = parse_numeral(raw)
    if match["mixed"] and (value is None or not _may_end(text, match.end())):
        reading.end = reading.number_end = match.start("mixed")
        raw = text[match.start() : reading.end]
        value = parse_numeral(raw)
    if value is None:
        return None
    reading.value = value
    return normalise(raw)


def _may_end(text: str, end: int) -> bool:
    """Whether a mixed numeral may end here: not at the 一 of 14万一般, but at that of 14万一 or 14万一元."""
    if _implicit(text[end - 1]) or not _HAN_CHARACTER.match(text, end):
        return True
    tail = _TAIL.match(text, end)
    return tail is not None and tail["unit"] is not None


def _chinese_value(plain: str, reading: _Reading) -> Decimal | None:
    """The value of a Chinese numeral, its last 万 or 亿 set aside; pairs (两三, 三四十) become ranges."""
    if plain in ("万", "亿", "万亿"):
        reading.factor = plain
        return Decimal(1)
    if pair := _PAIR.fullmatch(plain):
        low, high = parse_numeral(pair[1] + pair[3]), parse_numeral(pair[2] + pair[3])
        neighbours = pair[1] + pair[2] in _NEIGHBOURS
        if low is not None and high is not None and neighbours:
            reading.high, reading.factor, reading.linked = high, pair[4], True
            return low
    if teens := _TEENS.fullmatch(plain):
        low, high = parse_numeral(teens[1] + teens[2]), parse_numeral(teens[1] + teens[3])
        if low is not None and high is not None and high - low == 1 and plain != "十四五":
            reading.high, reading.factor, reading.linked = high, teens[4], True
            return low
    if split := _LAST_MAGNITUDE.fullmatch(plain):
        value = parse_numeral(split[1] or split[3])
        if value is not None:
            reading.factor = split[2] or split[4]
            return value
    return parse_numeral(plain)


def _read_sign(text: str, reading: _Reading) -> None:
    at = reading.start - 1
    before = text[at - 1 : at]
    if at < reading.floor:
        return
    if (before not in _NO_SIGN_AFTER) if text[at] in "负負" else _is_minus(before, at > reading.floor):
        high, reading.value = reading.value, -reading.value
        if reading.high is not None:
            reading.value, reading.high = -reading.high, -high
        reading.start = reading.number_start = at


def _is_minus(before: str, apart: bool) -> bool:
    """A dash is a sign at the start, behind a space or bracket and behind a word (增速-1.2%), not between numbers."""
    if not before or before in _SIGN_AFTER:
        return True
    return apart and before not in _NO_MINUS_AFTER and _HAN_CHARACTER.match(before) is not None


def _read_fraction(text: str, reading: _Reading) -> bool:
    """三分之一, 百分之五点六, 1/4 as a share in %; True where one stands here."""
    if text[reading.end : reading.end + 1] in ("/", "／"):
        return _read_slash(text, reading)
    parts = _FRACTION.match(text, reading.end)
    if parts is None:
        return False
    at = parts.end()
    negative = text[at : at + 1] in ("负", "負", "-", "－")
    match = _NUMBER.match(text, at + negative)
    numerator = _numerator(match) if match else None
    whole = reading.value * magnitude(reading.factor)
    if numerator is None or not whole or reading.high is not None:
        return False
    value, reading.end = numerator
    reading.number_end = reading.end
    value = -value if negative else value
    reading.fraction = value / whole
    reading.value = value if whole == 100 else _share(value, whole)
    reading.unit, reading.factor = "%", ""
    return True


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` in %, to twelve places."""
    share = round(part * 100 / whole, 12)
    return tidy(share) if share == int(share) else share.normalize()


def _numerator(match: re.Match[str]) -> tuple[Decimal, int] | None:
    """The number behind 分之: the longest numeral from there on (百分之七十|百分位, 十分之一|二手房)."""
    raw = match[0] if match["mixed"] is None else match[0][: match.start("mixed") - match.start()]
    plain = normalise(raw)
    if _PAIR.fullmatch(plain):
        return parse_numeral(plain[0]) or Decimal(0), match.start() + 1
    for end in range(len(raw), max(len(raw) - 3, 0), -1):
        value = parse_numeral(raw[:end]) if end <= _LONGEST_NUMERAL and not raw[end - 1].isspace() else None
        if value is not None:
            return value, match.start() + end
    return None


def _read_slash(text: str, reading: _Reading) -> bool:
    match = _SLASH.match(text, reading.end)
    if match is None or reading.number_end - reading.number_start > 3:
        return False
    whole = parse_numeral(match[1])
    if not whole or abs(reading.value) >= whole or reading.value != int(reading.value) or not reading.value:
        return False
    if text[reading.start - 1 : reading.start] in ("/", "／", ".", "-"):
        return False
    reading.value = _share(reading.value, whole)
    reading.unit = "%"
    reading.end = reading.number_end = match.end()
    return True


def _read_tail(text: str, reading: _Reading) -> None:
    """Magnitude, unit and 多 or 余 behind the numeral."""
    tail = _TAIL.match(text, reading.end)
    if tail is None:
        return
    more, written, unit = tail["more"], tail["magnitude"], tail["unit"]
    if more in ("来", "來", "几", "幾") and not (written or unit or not text[tail.end() : tail.end() + 4].strip()):
        return
    if "\n" in text[tail.start() : tail.start("unit") if unit else tail.end()]:
        name = normalise_unit((written or "") + (unit or ""))
        if not name.startswith(_STRONG_UNITS):
            return
    if not (more or written or unit):
        return
    if written:
        _scale(reading, normalise(written))
        reading.end = reading.number_end = tail.end("magnitude")
    elif more:
        reading.end = tail.end("more")
    if more or tail["more2"]:
        reading.comparator = Comparator.ABOVE
        reading.end = max(reading.end, tail.end("more"), tail.end("more2"))
    if unit:
        reading.end = tail.end("unit")
        _set_unit(reading, normalise_unit(unit))


def _read_heading_unit(text: str, reading: _Reading) -> None:
    """The unit in brackets in front of a table's number: 地区生产总值（亿元）423.99."""
    heading = _HEADING_UNIT.search(text, max(0, reading.start - 9), reading.start)
    if heading is None or reading.factor or _HEADED.match(text, reading.end) is None:
        return
    name = normalise_unit(heading[1])
    factor = next((part for part in ("万亿", "亿", "万") if name.startswith(part)), "")
    unit = name[len(factor) :]
    if unit in UNITS or (factor and not unit):
        reading.factor = factor
        if unit:
            _set_unit(reading, unit)


def _scale(reading: _Reading, written: str) -> None:
    """Take a magnitude behind the numeral; 三十万多亿 has one before 多 and one behind."""
    factor = reading.factor + ("千" if written in ("k", "K", "ｋ", "Ｋ") else written.lstrip("个個"))
    if magnitude(factor):
        reading.factor = factor
    else:
        reading.rejected = True


def _set_unit(reading: _Reading, name: str) -> None:
    if name not in UNITS:
        name = "个百分点" if "百分点" in name else name
    known = UNITS[name]
    if known.dimension == "money":
        name = known.base
    elif name in ("成", "折"):
        factor = known.factor if name == "成" or reading.value < 10 else Decimal(1)  # 八五折 counts hundredths
        reading.value = tidy(reading.value * factor)
        reading.high = None if reading.high is None else tidy(reading.high * factor)
        name = "%"
    elif name in ("个人", "人口"):
        name = "人"
    elif name == "百分点":
        name = "个百分点"
    reading.unit = name


def _read_money(text: str, reading: _Reading) -> None:
    """What belongs to an amount of money: 人民币 or 港币 in front, 角 and 分 and another currency behind."""
    if reading.unit == "块":
        small = _SMALL_MONEY.match(text, reading.end)
        if small is None or small[1] is None:
            return
        reading.unit = "元"
    if reading.unit != "元":
        return
    other = _OTHER_CURRENCY.match(text, reading.end)
    if other:
        reading.unit, reading.end = other[0], other.end()
    small = _SMALL_MONEY.match(text, reading.end)
    if small and (small[1] or small[2]) and not reading.factor:
        tenths, cents = (parse_numeral(part or "0") or Decimal(0) for part in small.groups())
        reading.value += tenths / 10 + cents / 100
        reading.end = small.end()


def _read_after(text: str, reading: _Reading) -> None:
    """以上, 以内, 左右 and the like; 半 behind a unit adds a half of it."""
    match = _AFTER.match(text, reading.end)
    if tenths := _TENTHS.match(text, reading.end) if text[reading.end - 1] == "成" else None:  # 三成五
        reading.value += parse_numeral(tenths[1]) or 0
        reading.end = tenths.end()
        return
    if match is None or match.end() == reading.end:
        return
    if match["half"] and reading.unit and not reading.factor:
        reading.value += Decimal("0.5") if reading.unit != "%" else Decimal(5)
        reading.end = match.end("half")
    elif match["half"]:
        return
    if match["word"]:
        reading.comparator = _AFTER_WORDS[match["word"]]
        reading.end = match.end()
    elif match["more"] and reading.unit:
        reading.comparator = Comparator.ABOVE
        reading.end = match.end("more")
    elif dimension(reading.unit) == "money":
        reading.end = match.start() + len(match[0].rstrip("及或和者 "))


def _read_before(text: str, reading: _Reading) -> None:
    """超过, 不低于, 约 and the like; 人民币 in front of an amount."""
    start = reading.start
    last = text[start - 1 : start]
    if last.isspace():
        last = text[max(reading.floor, start - 3) : start].rstrip()[-1:]
    if last in ("币", "元") and reading.unit == "元":
        if money := _CURRENCY_BEFORE.search(text, max(reading.floor, start - 5), start):
            reading.unit = "元" if money[1] == "人民币" else UNITS[money[1]].base
            reading.start = start = money.start()
        last = text[start - 1 : start]
    if not last or last not in _BEFORE_LAST:
        return
    match = _BEFORE.search(text, max(reading.floor, start - 14), start)
    if match is None:
        return
    word = _SPACE.sub("", match[0])
    if text[match.start() - 1 : match.start()] in tuple(_NOT_AFTER.get(word, "")):
        return
    if word == "近" and dimension(reading.unit) in _TIME:
        return
    if word == "上" and not _implicit(text[reading.number_start]):
        return
    reading.comparator = _BEFORE_WORDS[word]
    reading.start = match.start()


def _read_vague(text: str, reading: _Reading, plain: str) -> None:
    """数百家, 几十万, 好几千: more than one of the magnitude."""
    if plain[0] not in "十百千万亿" or reading.value < 0 or reading.start != reading.number_start:
        return
    vague = _VAGUE.search(text, max(reading.floor, reading.start - 3), reading.start)
    if vague is None or (vague[1] in "数數" and text[vague.start() - 1 : vague.start()] in _COUNTED):
        return
    reading.start = reading.number_start = vague.start()
    if vague[1][0] == "好":
        reading.high, reading.value, reading.linked = reading.value * 10, reading.value * 2, True
    else:
        reading.comparator = Comparator.ABOVE


# --- whether it is a quantity -------------------------------------------------------------------


def _is_quantity(text: str, reading: _Reading, plain: str) -> bool:
    at = reading.number_start
    before, earlier = text[at - 1 : at], text[at - 2 : at - 1]
    marked = reading.comparator is not Comparator.EQUAL
    chinese = plain[0] not in "0123456789."
    if _LATIN.match(before) and dimension(reading.unit) in ("", "count") and not reading.factor:
        return False
    if before and before in ".．+＋:：/／×*^_" and _LATIN_OR_DIGIT.match(earlier):
        return False
    if before in ("-", "－") and _LATIN.match(earlier):
        return False
    if chinese and not _chinese_is_quantity(text, reading, plain, marked):
        return False
    if reading.unit == "年":
        return _is_duration(text, reading, plain, chinese)
    if reading.unit:
        return not (before == "前" and reading.unit in ("名", "位", "家", "强"))
    return _is_bare_number(text, reading, plain, chinese, marked)


def _chinese_is_quantity(text: str, reading: _Reading, plain: str, marked: bool) -> bool:
    """Chinese numerals are parts of many words; 一个 is an article, 千方 of 千方百计 no volume."""
    raw = text[reading.number_start : reading.number_end].lstrip("负負-")
    following = text[reading.end : reading.end + 3].lstrip(" ")[:1]
    kind = dimension(reading.unit)
    if len(plain) == 1 and raw[:1] in _FORMAL:
        return kind == "money"
    if plain in ("万", "亿", "万亿"):
        return marked
    if _implicit(plain[0]) and plain[0] != "十" and all(map(_implicit, plain)):
        if reading.unit.endswith("项") and following == "目":
            return False  # 百亿|项目, a project of 10 billion yuan
        isolated = not reading.unit and _is_alone(text, reading)
        return marked or kind == "money" or isolated or bool(reading.unit and reading.factor and kind != "volume")
    if reading.unit in ("方", "度", "两") and len(plain) == 1:
        return marked or (reading.unit == "两" and not following.strip())
    quoted = text[reading.start - 1 : reading.start] in _OPENING_QUOTES
    if len(plain) == 1 and kind == "count" and quoted and _REST_OF_A_SLOGAN.match(text, reading.end):
        return False  # “五个一”机制, “四个一批”
    if plain == "二" and kind in ("count", "people"):  # two of anything is 两; 二次, 二类 are compounds
        return False
    if plain == "一" and text[reading.start - 1 : reading.start] in _POINTING:
        return False
    if plain == "一" and kind in ("count", "people"):
        counted = marked and not text.startswith("突破", reading.start)
        return counted or not following or following in _CLAUSE_END
    return not (reading.linked and reading.unit in ("类", "层"))


def _is_duration(text: str, reading: _Reading, plain: str, chinese: bool) -> bool:
    """三年, 两年半, 近5年: a length of time; 2024年 and 24年 are dates."""
    if reading.factor:
        return True
    if _DURATION_AFTER.match(text, reading.number_end) or _DURATION_BEFORE.search(
        text, max(reading.floor, reading.number_start - 3), reading.number_start
    ):
        return abs(reading.value) < 200
    return (
        chinese
        and plain != "一"
        and not _ROW.fullmatch(plain)
        and text[reading.end : reading.end + 1] not in _DATE_AFTER
    )


def _is_bare_number(text: str, reading: _Reading, plain: str, chinese: bool, marked: bool) -> bool:
    """A number without a unit: kept where nothing around it makes it a date, a name or a list number."""
    end = reading.end
    if _PERIOD.match(text, end):
        return bool(reading.factor)
    following = text[end : end + 1]
    if following.isascii() and following.isalpha():
        return False
    if reading.factor or reading.linked or (marked and not _YEAR.fullmatch(plain)):
        return following != "元" and not (reading.linked and not reading.factor and reading.value < 20)
    if _is_alone(text, reading):
        return not (len(plain) > 11 and plain.isdigit())
    if _NAMED_TOGETHER.match(text, end) or _JOINED.match(text, end) or _OPEN_END.match(text, end):
        return False
    kept = _is_bare_chinese(text, reading, plain) if chinese else _is_bare_arabic(text, reading, plain)
    before = text[reading.start - 1 : reading.start]
    if before and before in "-－–—~～至到":
        reading.tentative = kept
        return False
    return kept


def _is_bare_arabic(text: str, reading: _Reading, plain: str) -> bool:
    end = reading.end
    if _YEAR.fullmatch(plain) or len(plain) > 11 or not _EDGE.match(text, end):
        return False
    if _NOTE_BEFORE.search(text, max(reading.floor, reading.start - 2), reading.start) and _NOTE_AFTER.match(text, end):
        return False
    return not _is_list_number(text, reading)


def _is_bare_chinese(text: str, reading: _Reading, plain: str) -> bool:
    before, following = text[reading.start - 1 : reading.start], text[reading.end : reading.end + 1]
    open_before, open_after = not _WORD.match(before), not _WORD.match(following)
    if _is_list_number(text, reading) or before in (*_OPENING_QUOTES, "《"):
        return False
    if _ROW.fullmatch(plain):
        return len(plain) >= 4 and plain not in "一二三四五六七八九" and open_before and open_after
    if len(plain) == 1:
        return False
    return reading.value >= 100 or "点" in plain or (open_before and open_after)


def _is_list_number(text: str, reading: _Reading) -> bool:
    before = _LIST_BEFORE.search(text, max(reading.floor, reading.start - 4), reading.start)
    return before is not None and _LIST_AFTER.match(text, reading.end) is not None


def _is_alone(text: str, reading: _Reading) -> bool:
    """Nothing but the number in the whole text."""
    start, end = reading.start, reading.end
    return start < 9 and len(text) - end < 9 and not text[:start].strip() and not text[end:].strip()


def _implicit(char: str) -> bool:
    """A magnitude with no digit in front of it: 百万, 千亿."""
    return char in "十百千万亿拾佰仟萬億"


# --- ranges -------------------------------------------------------------------------------------


def _append(readings: list[_Reading], new: _Reading, text: str) -> None:
    if readings:
        last = readings[-1]
        if not new.rejected and (_join_fraction(last, new, text) or _join_bounds(last, new, text)):
            return
        if (not new.rejected or new.tentative) and _join(last, new, text):
            return
    readings.append(new)


def _join(low: _Reading, high: _Reading, text: str) -> bool:
    """Make `low` the range from it to `high` where the text between them says so."""
    distance = high.start - low.end
    if distance > 8 or low.high is not None or high.high is not None or not low.value.is_finite():
        return False
    between = 0
    gap = text[low.end : high.start]
    if high.tentative and gap.strip() not in ("至", "到", "~", "～"):
        return False
    if not _RANGE_GAP.fullmatch(gap):
        end = _BETWEEN_END.match(text, high.end)
        if end is None or not _BETWEEN_GAP.fullmatch(gap):
            return False
        between = end.end()
    if low.unit and not high.unit:
        return False
    if low.rejected and (low.unit or not _may_open_range(text, low)):
        return False
    return _fit(low, high) and _close_range(low, high, text, between)


def _join_fraction(whole: _Reading, part: _Reading, text: str) -> bool:
    """二又三分之一 is one number."""
    gap = text[whole.end : part.start]
    if part.fraction is None or whole.unit or gap.strip() != "又" or len(gap) > 5:
        return False
    value = whole.value * magnitude(whole.factor)
    share = part.fraction if value >= 0 else -part.fraction
    whole.value, whole.factor, whole.rejected = tidy(round(value + share, 12)), "", False
    whole.end, whole.number_end = part.end, part.number_end
    return True


def _join_bounds(first: _Reading, second: _Reading, text: str) -> bool:
    """大于10小于20, 100家以上、200家以下: two bounds of one number are a range."""
    if first.rejected or first.high is not None or second.high is not None:
        return False
    if not _ALSO.fullmatch(text[first.end : second.start]):
        return False
    low, high = (first, second) if first.comparator in _LOWER else (second, first)
    if low.comparator not in _LOWER or high.comparator not in _UPPER:
        return False
    unit = second.unit or first.unit
    if first.unit not in ("", unit) or (first.unit and not second.unit):
        return False
    low_value, high_value = (bound.value * magnitude(bound.factor) for bound in (low, high))
    if low_value >= high_value:
        return False
    scale = magnitude(second.factor)
    first.value, first.high = tidy(low_value / scale), tidy(high_value / scale)
    first.unit, first.factor, first.comparator = unit, second.factor, Comparator.EQUAL
    first.end, first.number_end = second.end, second.number_end
    return True


def _may_open_range(text: str, low: _Reading) -> bool:
    raw = text[low.number_start : low.number_end]
    before = text[low.start - 1 : low.start]
    return bool(raw) and before != "第" and not _YEAR.fullmatch(raw) and not (before.isascii() and before.isalnum())


def _fit(low: _Reading, high: _Reading) -> bool:
    """Bring `low` to the unit of `high`; False where the two ends do not make a range."""
    if low.unit and UNITS[low.unit].base != UNITS[high.unit].base:
        return False
    low_value = low.value
    if not low.unit and not low.factor and low_value == int(low_value) < 10:
        for step in (100, 1000):  # 两到三千万元 is 2000 to 3000
            if high.value % step == 0 and 0 < high.value / step - low_value <= 2:
                low_value *= step
                low.value = low_value
    if low.unit:
        low_value = low.value * magnitude(low.factor) * UNITS[low.unit].factor
        low_value /= magnitude(high.factor) * UNITS[high.unit].factor
    elif low.factor or (high.factor and low.value >= high.value):
        low_value = low.value * magnitude(low.factor) / magnitude(high.factor)
    if low_value >= high.value:
        return False
    low.value, low.high = tidy(low_value), high.value
    return True


def _close_range(low: _Reading, high: _Reading, text: str, between_end: int) -> bool:
    low.unit, low.factor, low.rejected = high.unit, high.factor, False
    about = Comparator.ABOUT in (low.comparator, high.comparator)
    low.comparator = Comparator.ABOUT if about else Comparator.EQUAL
    low.end, low.number_end = high.end, high.number_end
    if between_end:
        low.end = between_end
        if start := _BETWEEN_START.search(text, max(low.floor, low.start - 4), low.start):
            low.start = start.start()
    return True


def _quantity(reading: _Reading, text: str) -> Quantity:
    value, high, unit = reading.value, reading.high, reading.unit
    own = reading.factor.lstrip("十百千") if unit else ""  # 万 and 亿 stay with the unit, 百 and 千 do not
    if factor := magnitude(reading.factor.removesuffix(own)) if reading.factor != own else 0:
        value, high = tidy(value * factor), None if high is None else tidy(high * factor)
    return Quantity(
        reading.start,
        reading.end,
        text[reading.start : reading.end],
        value,
        own + unit,
        reading.comparator,
        high,
        reading.number_start,
        reading.number_end,
    )
