"""The page's words in the language of its reader, and how it writes numbers, units, periods and dates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from dashboard.words.en import EN as EN_WORDS
from dashboard.words.pages_en import PAGES_EN
from dashboard.words.pages_zh import PAGES_ZH
from dashboard.words.scopes import is_term, scope_en
from dashboard.words.zh import ZH as ZH_WORDS
from kpi.settings.config import Config
from kpi.vocabulary.model import Cues, Period

LANGUAGES = {"zh": "中文", "en": "English"}
ZH, EN = ZH_WORDS | PAGES_ZH, EN_WORDS | PAGES_EN
TEXTS = {"zh": ZH, "en": EN}

# The English of the yearbooks: amounts stay in the unit of the source.
UNITS_EN = {
    "万亿元": "trillion yuan",
    "亿元": "100 mn yuan",
    "万元": "10,000 yuan",
    "元": "yuan",
    "亿美元": "100 mn US dollars",
    "万美元": "10,000 US dollars",
    "美元": "US dollars",
    "人": "persons",
    "万人": "10,000 persons",
    "人次": "person-times",
    "万人次": "10,000 person-times",
    "个": "items",
    "家": "enterprises",
    "户": "enterprises",
    "件": "pieces",
    "项": "items",
    "个百分点": "percentage points",
    "%": "%",
}
# What a report's zone or period rests on besides its words, by how the store names it.
GROUNDS_EN = {
    "刊发日期": "date of publication",
    "会议日期": "date of the meeting",
    "全文最近的年份": "latest year in the text",
    "配置": "config",
    "说明文件": "sidecar file",
    "文件信息": "file metadata",
    "文件名": "file name",
    "文件夹名": "folder name",
    "文件创建日期": "day the file was made",
    "计划的句式": "phrasing of a plan",
}
_CHINESE = re.compile(r"[㐀-鿿]")
_NOISE = 1e-9
"""What is smaller came of computing with binary fractions."""
_IN_BRACKETS = {"亿元", "万元", "亿美元", "万美元", "万人", "万人次"}
_COMPARATORS = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< "}
_PARTS_ZH = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度", "H2": "7–12月"}
_PARTS_EN = {"Q1": "Q1", "Q2": "Q2", "Q3": "Q3", "Q4": "Q4", "H2": "Jul–Dec"}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Words:
    """One language of the page, and the config's names in it."""

    language: str
    config: Config

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`, with `values` filled in; of `one|many` the one that fits the value `count`."""
        one, bar, many = TEXTS[self.language][key].partition("|")
        text = many if bar and str(values["count"]) != "1" else one
        return text.format(**values)

    def zone(self, name: str) -> str:
        zone = self.config.zones.get(name)
        return zone.en if self.language == "en" and zone is not None and zone.en else name

    def indicator(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        if indicator is None:
            return indicator_id
        return (indicator.en if self.language == "en" else indicator.zh) or indicator_id

    def definition(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        if indicator is None:
            return ""
        return indicator.definition_en if self.language == "en" else indicator.definition_zh

    def group(self, group_id: str) -> str:
        group = self.config.groups.get(group_id)
        if group is None:
            return group_id
        return (group.en if self.language == "en" else group.zh) or group_id

    def group_of(self, indicator_id: str) -> str:
        indicator = self.config.indicators.get(indicator_id)
        return indicator.group if indicator is not None else ""

    def kind(self, kind: str) -> str:
        return self(f"kind.{kind}")

    def measure(self, measure: str) -> str:
        return self(f"measure.{measure}")

    def verdict(self, verdict: str) -> str:
        return self(f"verdict.{verdict}")

    def rule(self, rule: str) -> str:
        return TEXTS[self.language].get(f"rule.{rule}", rule)

    def code(self, family: str, code: str) -> str:
        """A code of the store (`later_report:2024-H1`) in words; a code that is not known stays as it is."""
        name, _, detail = code.partition(":")
        text = TEXTS[self.language].get(f"{family}.{name}")
        if text is None:
            return code
        shown = {"later_report": self.period, "part_not_cumulative": self.period, "indicator_was": self.indicator,
                 "comparator_was": self.comparator, "scope_differs": self.scope,
                 "scopes_differ": self._scopes}  # fmt: skip
        return text.format(detail=shown.get(name, str)(detail))

    def scope(self, scope: str) -> str:
        """A scope in words; the whole, where there is none."""
        if not scope:
            return self("scope.none")
        return scope_en(scope) if self.language == "en" else scope

    def exact_scope(self, scope: str) -> str:
        """A scope in words that no other scope has: behind an English made of its parts stand the report's own."""
        if self.language == "zh" or not scope or is_term(scope) or scope_en(scope) == scope:
            return self.scope(scope) if scope else ""
        return f"{scope_en(scope)} [{scope}]"

    def _scopes(self, scopes: str) -> str:
        return ("、" if self.language == "zh" else "; ").join(map(self.scope, scopes.split(",")))

    def doubt(self, code: str) -> str:
        """What speaks against a reading; empty where that means nothing to a reader."""
        return TEXTS[self.language].get(f"doubt.{code}", "")

    def basis(self, basis: str) -> dict[str, str]:
        """How zone, period and kind were found (`zone:stated;period:section`), in words."""
        pairs = (part.partition(":") for part in basis.split(";"))
        return {name: self.code("basis", how) for name, _, how in pairs if how}

    def detail(self, text: str) -> str:
        """What the program says of bad input; it says so in Chinese, which a page in English tells first."""
        return text if self.language == "zh" or not _CHINESE.search(text) else f"told in Chinese: {text}"

    def ground(self, ground: str) -> str:
        """What something rests on; where that is no word of the report, in the reader's language."""
        name, _, rest = ground.partition(" ")
        return f"{GROUNDS_EN[name]} {rest}".strip() if self.language == "en" and name in GROUNDS_EN else ground

    def unit(self, unit: str) -> str:
        return UNITS_EN.get(unit, unit) if self.language == "en" else unit

    def period(self, code: str) -> str:
        return period_name(code, self.language)

    def number(self, value: str, comparator: str = "=", signed: bool = False) -> str:
        """A number as the source gave it, with its modifier and with thousands set apart."""
        text = number_text(value, signed)
        if not text:
            return ""
        about = "约 " if self.language == "zh" else "about "
        return (about if comparator == "~" else _COMPARATORS.get(comparator, "")) + text

    def number_and_unit(self, value: str, unit: str, comparator: str = "=", measure: str = "level") -> tuple[str, str]:
        """For a card: the number with its unit, and a unit too long to stand beside it (`100 mn yuan`), if it is."""
        if self.language == "en" and unit in _IN_BRACKETS:
            return self.number(value, comparator), self.unit(unit)
        return self.quantity(value, unit, comparator, measure), ""

    def comparator(self, comparator: str) -> str:
        """A comparator by its sign and in words: `≥ 以上`."""
        return self(f"comparator.{comparator}")

    def modifier(self, comparator: str) -> str:
        """`≥`, `约`, or nothing where the number is exact."""
        if comparator == "~":
            return "约" if self.language == "zh" else "about"
        return _COMPARATORS.get(comparator, "").strip()

    def quantity(self, value: str, unit: str, comparator: str = "=", measure: str = "level") -> str:
        """Number and unit: `206.19 亿元`, `+16.0 %`, `≥ 26 个`; in English `206.19 (100 mn yuan)`."""
        number = self.number(value, comparator, signed=measure in ("growth", "growth_gap"))
        if not number or not unit:
            return number
        name = self.unit(unit)
        return f"{number} ({name})" if self.language == "en" and unit in _IN_BRACKETS else f"{number} {name}"


def nameless(language: str) -> Words:
    """The page's words where no config can be read: codes stand for names."""
    empty = Config(Path(), "", "", (), Path(), {}, {}, {}, Cues(), (), (), "")
    return Words(language, empty)


def number_text(value: str, signed: bool = False) -> str:
    """`value` with thousands set apart, its decimals as they are; what is no number comes back as it is.

    >>> number_text("33430"), number_text("16.0", signed=True), number_text("-2.2")
    ('33,430', '+16.0', '−2.2')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return ""
    text = f"{abs(number):,f}"
    sign = "−" if number < 0 else "+" if signed and number > 0 else ""
    return sign + text


def float_text(number: float, decimals: int = 2, signed: bool = False) -> str:
    """A computed number with at most `decimals` decimals and no trailing zeros; empty for NaN.

    One that would round to nothing keeps its first two digits.

    >>> float_text(10.2), float_text(0.639, 1), float_text(-34.7, signed=True), float_text(float("nan"))
    ('10.2', '0.6', '−34.7', '')
    >>> float_text(0.00004121), float_text(-0.0017, 2, signed=True), float_text(0.0), float_text(1e-15)
    ('0.000041', '−0.0017', '0', '0')
    """
    if math.isnan(number):
        return ""
    small = number and abs(number) >= _NOISE and not round(number, decimals)
    text = format(Decimal(f"{number:.2g}"), "f") if small else f"{round(number, decimals):.{decimals}f}"
    return number_text(re.sub(r"\.?0+$", "", text) if "." in text else text, signed)


def percent_text(share: float) -> str:
    """A share of one as a percentage; empty for NaN.

    With one decimal, and more only where one would make a missed target look reached.

    >>> percent_text(0.639), percent_text(1.0), percent_text(0.9996), percent_text(float("nan"))
    ('63.9 %', '100.0 %', '99.96 %', '')
    """
    if math.isnan(share):
        return ""
    decimals = next((n for n in (1, 2, 3, 4) if share == 1 or float(f"{share * 100:.{n}f}") != 100), 4)
    return f"{share * 100:.{decimals}f} %"


def period_name(code: str, language: str) -> str:
    """A period in words.

    >>> period_name("2020-01/06", "zh"), period_name("2020-H1", "en"), period_name("2021/2025", "zh")
    ('2020年1–6月', 'Jan–Jun 2020', '2021–2025年')
    """
    try:
        period = Period.parse(code)
    except ValueError:
        return code
    if period.first_year != period.last_year:
        return f"{period.first_year}–{period.last_year}" + ("年" if language == "zh" else "")
    year, part = period.last_year, period.code.partition("-")[2]
    if language == "zh":
        return f"{year}年" + (_PARTS_ZH.get(part) or _months_zh(period) if part else "")
    return f"{_PARTS_EN.get(part) or _months_en(period)} {year}" if part else str(year)


def part_name(code: str, language: str) -> str:
    """The part of the year alone (`1–6月`), empty for whole years."""
    name = period_name(code, language)
    if "-" not in code:
        return ""
    return name.partition("年")[2] if language == "zh" else name.rpartition(" ")[0]


def _months_zh(period: Period) -> str:
    first, last = period.first_month, period.last_month
    return f"{first}月" if first == last else f"{first}–{last}月"


def _months_en(period: Period) -> str:
    first, last = _MONTHS_EN[period.first_month - 1], _MONTHS_EN[period.last_month - 1]
    return first if first == last else f"{first}–{last}"


def time_name(iso: str, now: datetime | None = None) -> str:
    """When something happened: the time alone today, the date before it on other days."""
    try:
        moment = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return iso
    today = (now or datetime.now()).astimezone().date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%Y-%m-%d %H:%M}"
