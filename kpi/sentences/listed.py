"""Reads the rows of a table inside running text: name, unit, and what each column's head says of its values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from kpi.language.numbering import NUMBER
from kpi.language.periods import find_periods
from kpi.language.words import either
from kpi.pages.modes import BACK
from kpi.pages.passages import Passage
from kpi.pages.text_tables import TextCell, TextTable, column_meaning
from kpi.pages.timeline import Timeline, When
from kpi.sentences.areas import OWN, Area
from kpi.sentences.pieces import Token
from kpi.sentences.placing import Placed, Undated
from kpi.sentences.readings import Reading
from kpi.sentences.tokens import Tokeniser
from kpi.vocabulary.model import Comparator, Indicator, Kind, Period
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.units import dimension

_UNIT = lazy(r"[（(]([^（()）]{1,8})[）)]")
_GROWTH_NAME = lazy(r"(?:同比)?(?:增长率?|增速|增幅)(?:[（(]%[）)]|%)?$")
_VALUE = lazy(r"[+＋]?([-−]?\d[\d,]*(?:\.\d+)?)\s*([%％]|[^\d\s]*)")
_RATE_IN_WORDS = lazy(r"(?P<way>增长|下降|增|降) ?(?P<rate>\d[\d.]*) ?[%％](?P<bound>左右|以上|以内)?")
_BOUNDS = {"左右": Comparator.ABOUT, "以上": Comparator.AT_LEAST, "以内": Comparator.AT_MOST}
_BOUND = lazy("(?:左右|以上|以内)$")
# columns that hold no value of the row's indicator
_NO_VALUE = lazy(
    rf"占比|比重|占|毛利|排名|位次|排位|完成率|进度|完成比例|完成(?:年度|全年|年)?{either('aim')}|完成[（(]?[%％]|贡献|拉动|年均|平均|环比|(?<![比较])上年|(?<![比较])去年|同期数|(?<!比)同期$|基数"
)
_IN_PERCENT = lazy("[%％]")
_ESTIMATED = "预计"
_TORN = lazy(r"(?<=\.) (?=\d)|(?<=\d) (?=\d{3}(?!\d))")
# 营业收入（1—7月）: the row's own time
_TIME_IN_NAME = lazy(r"[（(]((?:\d{1,2} ?[-—–~至] ?)?\d{1,2} ?月|[上下]半年|[一二三四]季度|前[一二三]季度)[）)]")
_GROWTH_HEAD = lazy("同比|增长|增速|增幅|增减|±")
_TIME_IN_HEAD = lazy(
    r"(?:\d{1,2} ?[-—–~至] ?)?\d{1,2} ?月(?:份|末|底)?(?:止?累计)?|[上下]半年|[一二三四]季度|前[一二三]季度|累计"
)
_NUMBERED = lazy(rf"^(?:[#＃*●·◆■▪★☆※⭐\s]+|{NUMBER})+")
_ALLOWED = frozenset("NtBaAI:+LT()")


@dataclass(frozen=True, slots=True)
class ListedFact:
    """A value of a table: its indicator and measure, the period of its column (None: the table's), where it stands."""

    indicator: str
    name: str
    measure: str
    period_text: str
    value: Decimal
    unit: str
    is_target: bool
    is_estimate: bool
    start: int
    end: int
    headed: bool
    column: str = ""
    comparator: Comparator = Comparator.EQUAL
    row: str = ""

    def placed(self, when: When, zone: str, passage: Passage, table: int) -> Placed:
        """The value as a placed reading; `table` tells one table of a page from another."""
        assert when.period is not None
        reading, kind = self._reading, self._kind
        row = replace(passage, start=self.start, end=self.end, text="", paragraph=-1 - table)
        names = [
            "bias",
            "rule:table",
            f"when:{when.basis}",
            f"measure:{self.measure}",
            f"kind:{kind}",
            f"table:{when.basis}",
        ]
        features = dict.fromkeys(names, 1.0) | {"table_headed": float(self.headed)}
        return Placed(
            reading, zone, Area(OWN), kind, "", when, when.period, self.value, self.unit, self.comparator,
            self.start, self.end, row, features=features,
        )  # fmt: skip

    def undated(self, zone: str, passage: Passage) -> Undated:
        """The same of a value whose time neither its column nor the page tells."""
        row = replace(passage, start=self.start, end=self.end, text="")
        return Undated(
            self._reading, zone, self._kind, "", False, self.period_text, self.value, self.unit, self.comparator,
            self.start, self.end, row,
        )  # fmt: skip

    @property
    def _reading(self) -> Reading:
        token = Token(0, self.end - self.start, "N", self.name)
        return Reading(self.indicator, "", self.measure, token, token, "table")

    @property
    def _kind(self) -> Kind:
        return Kind.TARGET if self.is_target else Kind.ESTIMATE if self.is_estimate else Kind.ACTUAL


_Named = tuple[Token, str, bool]  # the name of a row or a column, its unit, and whether it is of a rate of growth


# the note below a table on its rows with a star: 带*号指标为1—7月数
_STAR = lazy("[*＊]")
_STARRED = lazy(r"[*＊]号?(?:的)?(?:项|指标)?(?:数据)?[为是系：:](?P<time>\d{1,2}[-—–~～至]{1,2}\d{1,2}月)")


def read_table(table: TextTable, tokeniser: Tokeniser) -> list[ListedFact]:
    """The facts of a table in order; a row whose name is not understood whole gives none."""
    facts: list[ListedFact | None] = []
    starred = _STARRED.search(table.note)
    for row in table.rows:
        named = _name_of(row.name.text, row.unit.text if row.unit else "", tokeniser)
        own_time = _TIME_IN_NAME.search(row.name.text) or (starred if _STAR.search(row.name.text) else None)
        if named is None or (not table.columns and len(row.cells) > 1):
            continue  # which value is of which column, no head says
        head = ""
        for number, cell in enumerate(row.cells):
            before, head = head, _head(table, number)
            if own_time:
                head = _with_time(head, own_time)
            elif number:
                head = _with_time_of(head, before)
            if cell is not None:
                facts.append(_fact(cell, named, head, _head(table, number), table.caption, tokeniser))
    return [fact for fact in facts if fact is not None]


def read_table_of_areas(table: TextTable, tokeniser: Tokeniser) -> list[ListedFact]:
    """The facts of a table whose rows are areas and whose heads name indicators; `row` says whose each is.

    城市 | 地区生产总值 | 同比增长 | 人均 over 宜昌市 | 5120.4 | 6.2% | 12.8万元.
    """
    named = [_name_of(head.text, "", tokeniser) for head in table.columns]
    facts: list[ListedFact | None] = []
    for row in table.rows:
        for number, (cell, name) in enumerate(zip(row.cells, named, strict=False)):
            if cell is not None and name is not None:
                fact = _fact(cell, name, _head(table, number), _head(table, number), table.caption, tokeniser)
                facts.append(fact and replace(fact, row=row.name.text.strip()))
    return [fact for fact in facts if fact is not None]


def _head(table: TextTable, number: int) -> str:
    return table.columns[number].text if number < len(table.columns) else ""


def _fact(
    cell: TextCell, named: _Named, head: str, column: str, caption: str, tokeniser: Tokeniser
) -> ListedFact | None:
    """What a cell says of its name: `head` tells its time, its measure and whether it is an aim; None where it is no
    value of an indicator.
    """
    token, unit, is_rate = named
    text = _TORN.sub("", cell.text.strip())
    in_words = _RATE_IN_WORDS.fullmatch(text)  # 增长12%, whatever its column holds
    if in_words is not None:
        text = f"{'-' if in_words['way'][-1] == '降' else ''}{in_words['rate']}%"
    bound = _BOUND.search(text)
    text = text[: bound.start()] if bound is not None else text
    match = _VALUE.fullmatch(text)
    if match is None or _NO_VALUE.search(head):
        return None
    meaning = column_meaning(head, caption)
    said = match[2].replace("％", "%")
    if _IN_PERCENT.search(head) and not meaning.is_growth and not said and unit not in ("%", ""):
        return None  # 完成年度%: no amount in the unit of its row
    measure = "growth" if is_rate or meaning.is_growth or (said == "%" and unit not in ("%", "")) else "level"
    measure = "growth" if in_words is not None else measure
    of_cell = said or (unit if measure == "level" else "%") or meaning.unit
    indicator = _indicator(token, measure, of_cell, tokeniser.indicators)
    if indicator is None:
        return None
    try:
        value = Decimal(match[1].replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None
    if tokeniser.indicators[indicator].dimension == "rate":
        measure = "level"
    limit = in_words["bound"] if in_words is not None else bound[0] if bound is not None else None
    comparator = _BOUNDS.get(limit or "", Comparator.EQUAL)
    return ListedFact(
        indicator, token.text, measure, meaning.period_text, value, "%" if measure == "growth" else of_cell,
        meaning.is_target, _ESTIMATED in head, cell.start, cell.end, bool(head), column,
        comparator,
    )  # fmt: skip


def _name_of(text: str, unit: str, tokeniser: Tokeniser) -> _Named | None:
    """A name as a token, its unit, whether it names a rate of growth; None where it is not understood."""
    text, unit = text.strip(), unit.strip("（()）")
    inside = _UNIT.search(text)
    if inside:
        unit = unit or (inside[1] if _is_unit(inside[1]) else "")
        text = text[: inside.start()] + text[inside.end() :]
    is_rate = _GROWTH_NAME.search(text) is not None
    text = _GROWTH_NAME.sub("", text)
    tokens = tokeniser.tokens(_NUMBERED.sub("", text), [], [])
    names = [t for t in tokens if t.kind == "N"]
    if len(names) != 1 or any(t.kind not in _ALLOWED for t in tokens):
        return None
    return names[0], unit, is_rate


def _with_time(head: str, time: re.Match[str]) -> str:
    """The head of a column as a row means it that names a time of its own."""
    return _TIME_IN_HEAD.sub(time[1], head, count=1) if _TIME_IN_HEAD.search(head) else f"{time[1]} {head}"


_AIM_IN_HEAD = lazy(either("aim"))


def _with_time_of(head: str, before: str) -> str:
    """The head of a rate of growth with the time of the column before it: 累计同比±%, 全市增长% behind 1—8月累计."""
    own, time = _TIME_IN_HEAD.search(head), _TIME_IN_HEAD.search(before)
    aimed = _AIM_IN_HEAD.search(head) is not None  # 全年目标增速 behind 1—6月
    takes = _GROWTH_HEAD.search(head) is not None and (own is None or own[0] == "累计") and not aimed
    if takes and own is None and before == "累计":
        return f"累计{head}"
    return f"{time[0]}{head}" if takes and time is not None and time[0] != "累计" else head


def _is_unit(word: str) -> bool:
    return word == "%" or dimension(word) in ("money", "count", "people")


def _indicator(token: Token, measure: str, unit: str, indicators: Mapping[str, Indicator]) -> str | None:
    for name in token.value.indicators:
        known = indicators[name]
        if measure == "growth" and known.dimension != "rate":
            return name
        if measure == "level":
            if known.dimension == "rate" and unit == "%":
                return name
            if known.dimension == dimension(unit):
                return name
    return None


def when_listed(fact: ListedFact, caption: str, topic: When, timeline: Timeline) -> When:
    """The period of a table's value: its column's, else the year of the caption, else the time of the article."""
    if fact.period_text in _THAT_MONTH:
        return When(None, "")  # of which month, nothing tells
    if fact.period_text:
        if _YEAR_HEAD.fullmatch(fact.period_text):
            return When(Period.year(int(fact.period_text[:4])), "stated", fact.period_text)
        for mention in find_periods(fact.period_text)[:1]:
            period = timeline.resolve(mention, BACK, topic.period)
            if period is not None:
                return When(period, "stated", fact.period_text)
    titled = _YEAR.search(caption)
    if titled and not fact.period_text:
        return When(Period.year(int(titled[1])), "stated", caption)
    return topic


_THAT_MONTH = ("本月", "当月")
_YEAR_HEAD = lazy(r"(?:19|20)\d\d ?年?(?:度)?")
_YEAR = lazy(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
