"""Reads the rows of a table inside running text: name, unit, and what each column's head says of its values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from kpi.language.numbering import NUMBER
from kpi.language.periods import find_periods
from kpi.language.words import either, word_set
from kpi.pages.modes import BACK
from kpi.pages.passages import Passage
from kpi.pages.text_tables import TextCell, TextRow, TextTable, column_meaning
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
    rf"占比|比重|占|毛利|排名|位次|排位|完成率|进度|完成比例|完成(?:年度|全年|年)?{either('aim')}|完成[（(]?[%％]|贡献|拉动|年均|平均|环比|(?:增减|增加|增长)[额量值]|净增|(?<![比较])上年|(?<![比较])去年|同期数|(?<!比)同期$|基数"
)
# columns that hold the row's indicator of the year before
_PRIOR = lazy(
    r"(?:上年|去年)(?:(?P<same>同期|同月)(?:止?(?P<counted>累计))?)?(?:末)?(?:完成|实绩|实际|决算)?(?:数|值|额)?(?:[（(][^（()）]{1,6}[）)])?"
)
_COUNTED = lazy("累计|[-—–~至到]|[上下]半年|季度|全年")
# a row of rates that names no indicator is of the row above it
_RATE_ROW = lazy(
    r"(?:(?:[比较](?:上年|去年)(?:同期)?|同比)(?:名义|实际)?(?:增长|增减|增降|增幅|升降)?|(?:名义|实际)?(?:增长|增减|增幅))"
    r"(?:率|速度|幅度)?(?:[（(]?[±+-]{0,3}[%％][）)]?)?|(?:同比)?增速(?:[（(]?[±+-]{0,3}[%％][）)]?)?"
)
_BY_RATE = lazy("率|速|幅")
# and a row of nothing but an amount is of what its caption names: 图3 2013—2017年固定资产投资及其增速
_AMOUNT_ROW = lazy(
    r"(?:绝对[数量值额]|总量|总额|金额|数额|数值|规模|投资额|(?:实际)?完成(?:额|投资额?)?)(?:[（(][^（()）]{1,6}[）)])?"
)
_BEFORE_SUBJECT = lazy(
    r"^(?:附?[图表] ?\d{0,2}[:：]? *)?(?:(?:19|20)\d\d(?: ?[-—–~至]+ ?(?:19|20)\d\d)? ?年(?:度)?)?(?:全[区市县])?"
)
_BEHIND_SUBJECT = lazy(r"及(?:其)?(?:比上年)?(?:增长(?:速度|率|情况)?|增速|增幅)$")
_YEAR_OF_HEAD = lazy(r"(?:19|20)\d\d")
# 2014—2018年主要指标增速（%）: every value is a rate
_ALL_RATES = lazy(r"[^及和与、]*(?:增长速度|增长率|增速|增幅)(?:情况)?表?(?:[（(](?:单位[:：])?[%％][）)])?")
_IN_PERCENT = lazy("[%％]")
_ESTIMATED, _YEAR_BEFORE, _AIMED_AT = "预计", "上年", word_set("aim")[0]
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
    """A value of a table: its indicator and measure, the period of its column (None: the table's), where it stands.

    `is_prior` says that it is of that period a year before.
    """

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
    is_prior: bool = False

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
        ground = f"{_YEAR_BEFORE if self.is_prior else ''}{self.period_text}"
        return Undated(
            self._reading, zone, self._kind, "", False, ground, self.value, self.unit, self.comparator,
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
    prior = {number: of for number in range(len(table.columns)) if (of := _prior_of(table, number)) is not None}
    subject = _BEHIND_SUBJECT.sub("", _BEFORE_SUBJECT.sub("", table.caption.strip(), count=1))
    last_years = _rates_of_last_years(table)
    all_rates = _ALL_RATES.fullmatch(table.caption.strip()) is not None
    named: _Named | None = None
    for row in table.rows:
        named = _name_of_row(row, named, subject, tokeniser)
        if all_rates and named is not None and not named[1]:
            named = (named[0], "", True)
        own_time = _TIME_IN_NAME.search(row.name.text) or (starred if _STAR.search(row.name.text) else None)
        if named is None or (not table.columns and len(row.cells) > 1):
            continue  # which value is of which column, no head says
        head = ""
        for number, cell in enumerate(row.cells):
            before, head = head, _head(table, prior.get(number, number))
            if number in last_years:
                if last_years[number] is None:
                    continue
                head = f"{last_years[number]}{head}"
            elif own_time:
                head = _with_time(head, own_time)
            elif number:
                head = _with_time_of(head, before)
            if cell is not None:
                fact = _fact(cell, named, head, _head(table, number), table.caption, tokeniser)
                facts.append(_of_year_before(fact, _head(table, number)) if number in prior else fact)
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


def _prior_of(table: TextTable, number: int) -> int | None:
    """The column whose time, a year before, is that of a column headed 上年同期; None of any other column.

    It is the nearest before it, else behind it; beside 上年同期累计 one that counts from January.
    """
    heads = [head.text for head in table.columns]
    said = _PRIOR.fullmatch(heads[number])
    if said is None:
        return None
    levels = [at for at, head in enumerate(heads) if _is_reached(head)]
    if said["counted"]:
        levels = [at for at in levels if _COUNTED.search(heads[at])] or levels
    elif said["same"] == "同月":
        levels = [at for at in levels if not _COUNTED.search(heads[at])] or levels
    return min(levels, key=lambda at: (at > number, abs(at - number)), default=None)


def _is_reached(head: str) -> bool:
    """Whether a column holds what was reached in its own time, no rate, aim or share."""
    meaning = column_meaning(head)
    return not (meaning.is_growth or meaning.is_target or _NO_VALUE.search(head))


def _rates_of_last_years(table: TextTable) -> dict[int, str | None]:
    """For each rate without a time of its own, the later time of the columns before it, where they name years.

    2018年 | 2017年 | 增减（%） is of 2018, whatever years the caption names; behind 2018年目标 it is aimed at as well.
    None where it is over several years.
    """
    found: dict[int, str | None] = {}
    times: set[str] = set()
    for number, head in enumerate(each.text.strip() for each in table.columns):
        meaning = column_meaning(head)
        has_year = _YEAR_OF_HEAD.match(head) is not None
        if meaning.is_growth:
            own = has_year or _AIM_IN_HEAD.search(head) or _TIME_IN_HEAD.search(head)
            if times and not own:
                latest = max(time[:4] for time in times)
                alike = {time for time in times if time[:4] == latest}
                next_to = all(int(latest) - int(time[:4]) <= 1 for time in times)
                found[number] = alike.pop() if next_to and len(alike) == 1 else None
            times = set()
        elif has_year and not _NO_VALUE.search(head):
            times.add(f"{meaning.period_text}{_AIMED_AT if meaning.is_target else ''}")
    return found


def _of_year_before(fact: ListedFact | None, head: str) -> ListedFact | None:
    """The value as that of the year before; where its head says but 上年 only beside a whole year."""
    if fact is None:
        return None
    said = _PRIOR.fullmatch(head)
    if not (said is not None and said["same"]) and not _WHOLE_YEAR.fullmatch(fact.period_text):
        return None
    return replace(fact, is_prior=True, is_estimate=False)


def _name_of_row(row: TextRow, above: _Named | None, subject: str, tokeniser: Tokeniser) -> _Named | None:
    """What a row is of; one of rates that names no indicator is of the row above: 生产总值（亿元） | 比上年增长（%）.

    One of amounts alone is of the table's subject, where its caption names but that.
    """
    text, unit = "".join(row.name.text.split()), row.unit.text if row.unit else ""
    if _RATE_ROW.fullmatch(_NUMBERED.sub("", text)):
        said = (text, unit, *(cell.text for cell in row.cells if cell is not None))
        in_percent = any(_IN_PERCENT.search(each) for each in said) or (not unit and _BY_RATE.search(text))
        return (above[0], "", True) if above is not None and in_percent else None
    if _AMOUNT_ROW.fullmatch(text) and (of := _name_of(subject, "", tokeniser)) is not None:
        inside = _UNIT.search(text)
        return of[0], unit or (inside[1] if inside else ""), False
    return _name_of(row.name.text, unit, tokeniser)


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
    when = _when_headed(fact, caption, topic, timeline)
    if not fact.is_prior or when.period is None:
        return when
    period = replace(when.period, first_year=when.period.first_year - 1, last_year=when.period.last_year - 1)
    return replace(when, period=period, basis="stated", ground=fact.column)


def _when_headed(fact: ListedFact, caption: str, topic: When, timeline: Timeline) -> When:
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
_WHOLE_YEAR = lazy(r"(?:(?:19|20)\d\d ?年?(?:度)?)?(?:全年)?(?<=.)")
_YEAR = lazy(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
