"""Finds tables inside running text: one row a line, one cell a line, or boxes of names with their figures.

Only the shape is read here: the names, units, heads and values with their places. What a column means is said
by `column_meaning`, whose name a row bears is for the caller.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kpi.language.words import either
from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class TextCell:
    """What a cell says, and where: `[start, end)` of the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row: its name, its unit where it has one, and one cell a column (None where the row leaves it out)."""

    name: TextCell
    unit: TextCell | None
    cells: tuple[TextCell | None, ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table in the text: `caption` is the line above it, `columns` its heads (without those of name and unit), `note`
    what is remarked below it.

    A box of figures without heads has no columns, and rows of one cell.
    """

    start: int
    end: int
    columns: tuple[TextCell, ...]
    rows: tuple[TextRow, ...]
    caption: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a head says of its column: when, whether a rate of growth, whether a plan, in which unit."""

    period_text: str
    is_growth: bool
    is_target: bool
    unit: str


# the units that stand in a column or line of their own
_MAGNITUDES = ("", "万", "亿", "千", "百万", "千万", "百亿")
_MEASURES = (
    *(
        "元",
        "美元",
        "人",
        "人次",
        "户",
        "家",
        "个",
        "项",
        "件",
        "吨",
        "千瓦时",
        "千瓦",
        "度",
        "平方米",
        "平方公里",
        "公里",
    ),
    *("立方米", "亩", "公顷", "吨标准煤", "标箱", "标准箱", "箱", "台", "辆", "套", "头", "只", "株", "所", "张", "条"),
)
_UNITS = (
    *(magnitude + measure for magnitude in _MAGNITUDES for measure in _MEASURES),
    *("%", "‰", "个百分点", "百分点", "TEU", "万TEU", "位", "元/人", "万元/亩"),
)
_UNIT = "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))
_UNIT_CELL = lazy(rf"[（(]?(?:单位[:：])?(?:{_UNIT})[）)]?")
_UNIT_TAIL = lazy(rf"(?:{_UNIT})$")
_UNIT_OF_CAPTION = lazy(rf"单位 ?[:：] ?({_UNIT})|[（(]({_UNIT})[）)]")
_NUMBER = r"[-+−]?\d[\d,]*+(?:\. ?\d++)?"
_EMPTY = r"—++|–++|-{1,3}(?!-)|/|…++|\*++"
_DASHES = lazy("[—–]{2,}|-{2,3}")
_RATE_IN_WORDS = (
    r"(?:增长|下降|增|降) ?\d[\d.]*+ ?[%％](?:左右|以上|以内)?"  # of a plan, under the head of a level: 增长12%
)
# each value once and for all: a blank or a dash that could be part of either neighbour would be tried in both, and a
# row of forty numbers that is none in the end for longer than anybody waits
_VALUE = rf"(?>{_RATE_IN_WORDS}|{_NUMBER}(?:[:：]{_NUMBER})+|{_NUMBER} ?(?:{_UNIT})?(?:以上|左右|以内)?|{_EMPTY})"
_VALUE_CELL = lazy(_VALUE)
_GROUPED = lazy(r"[-+−]?\d{1,3}(?: \d{3})+(?:\.\d+)?|\d+ \d{3}")
_VALUES = lazy(rf"{_VALUE}(?:\s*{_VALUE})*")
_FILLED = lazy(r"\d")
# a line of a table with one row a line: a name without digits and sentence marks, then its values
_ROW = lazy(
    rf"\s*([#＃*]?[^\d\s，。；！？,;!?—–/][^\d，。；！？;!?\n]{{1,40}}?(?:[（(][^（()）\n]{{1,10}}[）)][^\d，。；！？;!?\n]{{0,6}}?)?)\s*((?:{_VALUE})(?:\s*{_VALUE})*)\s*"
)
_BOX_ROW = lazy(rf"\s*([^\d\s，。；！？,;!?][^\d，。；！？;!?\n]{{1,24}}?)\s*({_NUMBER} ?(?:{_UNIT}))\s*")
_PASTED_ROW = lazy(
    r" ?([^\d\s，。；！？,;!?—–/][^\d，。；！？;!?\s]{1,24}(?<=[\u4e00-\u9fff%）)])) ?"
    rf"((?:-?\d[\d.,]*+|{_EMPTY})(?: (?:-?\d[\d.,]*+|{_EMPTY}))*)"
)
# the same as it was printed, in the middle of a line
_FIELD = lazy(rf"-?\d[\d.,]*+(?:以上|左右|以内)?|{_EMPTY}")
_ROW_IN_LINE = lazy(
    r" {0,4}((?:其中[：:] {0,2})?[^\d\s，。；！？,;!?—–/]{2,24})"
    rf"(?: {{1,4}}(?:{_UNIT}))? {{1,4}}((?:{_FIELD.pattern})(?: {{1,4}}(?:{_FIELD.pattern}))*)(?= |\n|$)"
)
_PASTED_BOX = lazy(
    rf" ?([^\d\s，。；！？,;!?、：:][^\d，。；！？;!?、：:\s]{{2,24}}) ?({_NUMBER} ?(?:{_UNIT}))(?![以左上下约])"
)
_SENTENCE = lazy(r"[，。；！？]|,(?!\d)")
_UNIT_VALUES = lazy(rf"({_UNIT}) ?({_VALUE}(?:\s*{_VALUE})+)")
_MOST_NAME_LINES = 3
_DATE = lazy(r"\d{4}-\d{1,2}-\d{1,2}")
_LONGEST_CELL = 32
_NAME_HEAD = lazy(
    r"(?:主要)?(?:经济)?(?:统计)?指标(?:名称)?|项 *目|名 *称|(?:区 *域|地 *区|城 *市|县 *区|县市区)(?:名称)?|科目"
    r"|(?:预算|收入|支出|税收)(?:科目|项目)|单位名称|园区|年 *份|时 *间|时期|(?<!\d)(?:月 *份|年 *度)"
)
_UNIT_HEAD = lazy(r"(?:计量|指标)?单位")
_CAPTION = lazy(
    r"(?:图表|附表|附件|表) ?\d{0,2}|.{0,40}(?:主要(?:经济|统计)?指标|完成情况|数字|数据|一览表|统计表).{0,12}$"
)
# what the head of a column is made of, in a line whose spaces were lost: name, pattern, why
_PLANNED = either("aim", "budget")
_HEAD_PARTS: tuple[tuple[str, str, str], ...] = (
    (
        "average",
        r"(?:[一二三四五六\d]年)?(?:年均|平均)(?:增长|增速|递增)(?:率)?(?:[（(]?%[）)]?)?",
        "a rate of an average year",
    ),
    (
        "increment",
        r"(?:同比|[比较](?:上年|去年)(?:同期)?)?(?:增减|增加|增长)[额量值](?:[（(][^（()）%]{1,6}[）)])?|净增(?:额|数)?",
        "an amount more or less",
    ),
    (
        "growth",
        r"(?:累计|本月|当月)?(?:同比|比上年(?:同期)?|较上年(?:同期)?|比去年(?:同期)?|环比)(?:增长|增减|增幅|增速|±)?(?:率)?(?:[（(]?[±+\-]{0,2}%[）)]?|[（(]个百分点[）)])?"
        r"|(?:累计|本月|当月|当期|(?:全年|年度|今年|年初)?(?:预期)?(?:目标|计划))?(?:增长率?|增速|增减|增幅|升降)(?:[（(]?[±+\-]{0,2}%[）)]?)?|[±]%",
        "a rate of growth",
    ),
    (
        "plan",
        rf"(?:20\d\d年|全年|年度|年初)?{_PLANNED}(?:数|值|任务)?(?:[（(][^（()）]{{1,6}}[）)])?",
        "a plan",
    ),
    (
        "share",
        rf"(?:占(?:年度|全年)?{_PLANNED}|完成(?:年度|全年)?{_PLANNED}?(?:的)?(?:比例|率|%|(?=[（(][%％]))|占比|比重|(?:序时)?进度)(?:[（(]?%[）)]?)?",
        "a share",
    ),
    (
        "period",
        r"(?:(?:20\d\d|\d\d) ?年(?:度)?)? ?"
        r"(?:\d{1,2} ?[-—–~～至到] ?\d{1,2} ?月(?:份)?|\d{1,2} ?月(?:份|末|底)?|[一二三四]季度|[上下]半年"
        r"|前[一二三]季度|1?本月|当月|全年)(?:止?累计|当月|完成|数)?(?:[（(][^（()）]{1,6}[）)])?"
        r"|(?:20\d\d) ?年(?:度|末|底)?(?:完成|实绩|决算数|预计数|执行数|预算数)?(?:[（(][^（()）]{1,6}[）)])?"
        r"|(?<![\d.])20\d\d(?= |$)",
        "a year, or a part of one",
    ),
    (
        "amount",
        r"本年(?:完成|实绩)?[数值额]?|同期数?|实际(?:完成)?[数值额]?|(?:累计|本年)?(?:完成(?:额|数|值)?|绝对[数量值额]|数值|数量|总量|金额|实绩|累计|总额|本期|(?:上年|去年)(?:同[期月](?:止?累计)?)?(?:完成|实绩)?[数值额]?)(?:[（(][^（()）]{1,6}[）)])?",
        "an amount",
    ),
    ("rank", r"(?:全[市省区])?(?:排名|位次|排位|名次)", "a place in a list"),
)
_TWO_HEADS = lazy(r"(累计|本月|当月)((?:同比|比上年|较上年|比去年|增长|增速|增幅).*)|(本月|当月)(累计)")
_HEAD_PART = lazy("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _HEAD_PARTS))
# a column of words behind the values, and what it says in a row
_WHO_ANSWERS = lazy(r" *(?:责任|牵头|主管|填报)(?:单位|部门|领导|人) *$")
_LAST_WORDS = lazy(r"(?<=[\d%—–\-内上]) ?[㐀-鿿][㐀-鿿、（）]{1,24} *$")
_MOST_ROWS = 80
# below a line of years: what was done, what is aimed at, and in what
_LOWER_HEAD = lazy(r"完成(?:数|值|额)?|目标(?:数|值)?|计划(?:数)?|预计(?:数)?|实际|[（(]%[）)]|" + _HEAD_PART.pattern)
_HEAD_START = lazy(rf"\s*({_NAME_HEAD.pattern})\s*({_UNIT_HEAD.pattern})?\s*")
_HEADS_IN_LINE = lazy(rf"(?:{_NAME_HEAD.pattern}) {{1,4}}(?:(?:{_UNIT_HEAD.pattern}) {{1,4}})?")
_PASTED_CAPTION = lazy(r"[^，。；！？,;!?]{2,60}")
_GROWTH = lazy(r"同比|环比|比上年|较上年|比去年|增长|增速|增幅|增减|升降|[±]")
_INCREMENT = lazy(r"(?:增长|增减|增加)(?:额|量|数)")
_YEAR = lazy(r"(?:19|20)\d\d")
_OUTCOME = lazy(r"完成|情况|进度|进展|执行|落实|实绩|实际|累计")  # of a table or a column that tells what was reached
_TARGET = lazy(rf"{either('aim')}|{either('budget')}数")
_DONE = lazy(r"完成|占|率|决算")
_AIMED_GROWTH = lazy(
    r"(?:(?:19|20)\d\d ?年)?(?:全年|年度|今年)?(?:预期)?(?:目标|计划)(?:同比|比上年|较上年)?(?:增长|增速|增幅|增减|±)"
)
_PERIOD = lazy(
    r"(?:(?:19|20)\d\d ?年(?:度)?)? ?"
    r"(?:\d{1,2} ?[-—–~～至到] ?\d{1,2} ?月|\d{1,2} ?月|第?[一二三四]季度|[上下]半年|前[一二三]季度|本月|当月|全年)"
    r"(?:份|末|底)?(?:止?累计|当月)?|(?:19|20)\d\d ?年(?:度|末|底)?|累计"
)
_BARE_YEAR = lazy(r"(?:19|20)\d\d")
# rows that are named by their times
_TIME_ROW = lazy(
    r"(?:19|20)\d\d(?: ?年(?:度)?)?"
    r"|(?:(?:19|20)\d\d ?年)?(?:\d{1,2} ?(?:[-—–~至]+ ?\d{1,2})? ?月份?|[上下]半年|前?[一二三四]季度|全年)"
)
_TIMED_ROW = lazy(rf"((?:{_TIME_ROW.pattern})(?:(?<=[年度月份季全])|(?= ))) *((?:{_VALUE})(?:\s*{_VALUE})*)")
# names in a line whose spaces were lost are told apart by their units: 生产总值（亿元）增长（%）
_NAMES_WITH_UNITS = lazy(r"[^\d（()）][^（()）]{0,20}[（(][^（()）]{1,8}[）)]")
_YEAR_HEAD = lazy(r"(?:19|20)\d\d(?: ?年(?:度|末)?)?")
_ENDS_IN_VERB = lazy("(?:突破|达到?|完成|实现|超过|不少于|不低于|增至|增加到)$")
_REST = 3  # letters: no name of an indicator is as short, but for GDP
_FEWEST_ROWS, _FEWEST_BOX_ROWS, _MOST_HEADS = 2, 3, 24


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def cell(self) -> TextCell:
        return TextCell(self.text, self.start, self.end)


def find_text_tables(text: str) -> tuple[TextTable, ...]:
    """The tables of a text, in order; they never overlap."""
    lines = _lines(text)
    tables: list[TextTable] = []
    at = 0
    while at < len(lines):
        for read in (_rows_of_lines, _rows_below_names, _rows_under_cells, _rows_of_cells, _box, _pasted):
            found = read(lines, at)
            if found is not None:
                table, at = found
                note = _NOTE.match(text, table.end)
                tables.append(_turned(replace(table, note=note[0].strip()) if note else table))
                break
        else:
            at += 1
    return tuple(table if table.columns else _continued(table, tables[:i]) for i, table in enumerate(tables))


def _turned(table: TextTable) -> TextTable:
    """A table whose rows are years, or parts of one, with these as its columns, and its heads as the names of rows."""
    times = [row.name.text.strip() for row in table.rows]
    if not table.columns or not all(map(_TIME_ROW.fullmatch, times)):
        return table
    if any(map(_ONE_MONTH.fullmatch, times)) and any(_TO_DATE in head.text for head in table.columns):
        return table  # 3月 under 累计 is all of three months
    rows = (
        TextRow(head, None, tuple(row.cells[number] for row in table.rows)) for number, head in enumerate(table.columns)
    )
    return replace(table, columns=tuple(row.name for row in table.rows), rows=tuple(rows))


_NOTE = lazy(r"\s*[（(]?(?:注 ?[:：]|[*＊])[^\n]{0,120}")
_TO_DATE = "累计"
_NEAR = 90  # letters: a row that is no row parts a table in two


def _continued(table: TextTable, before: Sequence[TextTable]) -> TextTable:
    """The table with the heads of the one right before it, where a line that is no row has parted the two."""
    above = next((each for each in reversed(before) if each.columns), None)
    near = above is not None and table.start - before[-1].end <= _NEAR
    fits = above is not None and {len(row.cells) for row in table.rows} == {len(above.columns)}
    if above is None or not near or not fits:
        return table
    return replace(table, columns=above.columns, caption=above.caption)


def column_meaning(head: str, caption: str = "") -> ColumnMeaning:
    """What a column holds, from its head and, for a period or unit that the head leaves out, from the caption.

    >>> column_meaning("累计同比±%", "2015年1—9月主要经济指标")
    ColumnMeaning(period_text='2015年1—9月', is_growth=True, is_target=False, unit='%')
    >>> column_meaning("全年目标（亿元）", "")
    ColumnMeaning(period_text='全年', is_growth=False, is_target=True, unit='亿元')
    >>> [column_meaning("上半年", f"2019年主要目标任务{rest}").is_target for rest in ("分季度表", "进度表")]
    [True, False]
    >>> [column_meaning(head, "2019年主要目标任务表").is_target for head in ("2019年", "2018年", "一季度累计")]
    [True, False, False]
    >>> [column_meaning(head, "2014年1—5月主要指标").period_text for head in ("本月止累计", "本月")]
    ['2014年1—5月', '2014年5月']
    >>> [column_meaning(head, "主要指标 （2014年5月）").period_text for head in ("本月止累计", "累计增长%", "本月")]
    ['2014年1—5月', '2014年1—5月', '2014年5月']
    """
    growth = bool(_GROWTH.search(head)) and not _INCREMENT.search(head)
    aims = _TARGET.search(head) or (_TARGET.search(caption) and not _OUTCOME.search(caption) and _is_of(head, caption))
    target = bool(aims) and not _DONE.search(head) and (not growth or _AIMED_GROWTH.match(head) is not None)
    of_head = f"{head.strip()}年" if _BARE_YEAR.fullmatch(head.strip()) else _period(head)
    periods = [found for found in (of_head, _period(caption)) if found]
    if "本月" in of_head or "当月" in of_head:
        of_head = _this_month(of_head, _period(caption))
    period = of_head if of_head and of_head != "累计" else (_period(caption) or of_head)
    if of_head == "累计":
        period = _ONE_MONTH.sub(r"\g<1>1—\g<2>", period)
    if periods and of_head and of_head != "累计" and not re.search(r"\d{4}", of_head):
        year = re.search(r"(?:19|20)\d\d ?年", caption)
        period = (year[0] if year else "") + of_head
    if target and not of_head:
        year = re.search(r"(?:19|20)\d\d ?年", caption)  # 年度目标 beside what was reached in half of it
        period = year[0] if year else "全年"
    unit = "%" if growth else _unit(head) or _unit(caption)
    return ColumnMeaning(period, growth, target, unit)


_ONE_MONTH = lazy(r"^((?:(?:19|20)\d\d ?年 ?)?)((?:[2-9]|1[0-2]) ?月份?)$")


def _is_of(head: str, caption: str) -> bool:
    """Whether a column is of the year that its table is captioned with, or of a part of it."""
    year = _YEAR.search(head)
    return bool(_period(head)) and not _OUTCOME.search(head) and (year is None or year[0] in caption)


_LAST_MONTHS = {"前三季度": "9月", "三季度": "9月", "上半年": "6月", "二季度": "6月", "一季度": "3月", "四季度": "12月"}


def _this_month(words: str, titled: str) -> str:
    """The month that a head means, by the caption: of 1—5月, 本月 is 5月 and 本月止累计 is all of it."""
    if "累计" in words:
        return "累计"
    months = re.search(r"(\d{1,2}) ?月", titled)
    parts = [month for part, month in _LAST_MONTHS.items() if part in titled]
    return months[0] if months else parts[0] if parts else words


def _period(text: str) -> str:
    found = [match[0].strip() for match in _PERIOD.finditer(text)]
    return max(found, key=lambda words: (words != "累计", len(words)), default="")


def _unit(text: str) -> str:
    match = _UNIT_OF_CAPTION.search(text)
    return (match[1] or match[2]) if match else ("%" if text.endswith("%") else "")


def _lines(text: str) -> list[_Line]:
    """The lines that carry text, without the white space around it."""
    lines, at = [], 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            lines.append(_Line(start, start + len(body), body))
        at += len(line) + 1
    return lines


# --- one row a line


def _rows_of_lines(lines: Sequence[_Line], at: int) -> tuple[TextTable, int] | None:
    """A table whose first line is its heads, or its first row with at least two values; and the line behind it."""
    heads, first = _heads_of(lines[at]), at + 1
    if heads is None:
        heads, first = _heads_in_two_lines(lines, at)
    if heads is not None and _WHO_ANSWERS.search(lines[first - 1].text):
        lines = [*lines[:first], *map(_without_who_answers, lines[first : first + _MOST_ROWS])]
    rows: list[TextRow] = []
    here = first
    while here < len(lines):
        row, here_next = _row_of(lines, here, bool(heads))
        if row is None:
            break
        rows.append(row)
        here = here_next
    if heads is None:
        width = Counter(len(row.cells) for row in rows).most_common(1)[0][0] if rows else 0
        if len(rows) <= _FEWEST_ROWS or width < 2:
            return None
        heads = ()
    elif len(rows) < (_FEWEST_ROWS if not _are_years(heads) else 1):
        return None
    heads = _parted(heads, rows)
    caption = _caption(lines, at)
    rows = [_aligned(_unit_left_out(row, heads, True), heads, True) for row in rows] if heads else rows
    return TextTable(lines[at].start, lines[here - 1].end, tuple(heads), tuple(rows), caption), here


def _heads_in_two_lines(lines: Sequence[_Line], at: int) -> tuple[tuple[TextCell, ...] | None, int]:
    """The heads of a table whose years stand in a line of their own above them, and the line behind; none, and `at`.

    2007年 2008年 增长 / 指标 单位 完成 目标 （%） 责任单位 are 2007年完成, 2008年目标, 增长（%）.
    """
    below = lines[at + 1] if at + 1 < len(lines) else None
    start = _HEAD_START.match(below.text) if below is not None else None
    upper = _pieces(lines[at].text, 0, _HEAD_PART) if start is not None else []
    if below is None or start is None or len(upper) < 2:
        return None, at
    lower = _pieces(_WHO_ANSWERS.sub("", below.text), start.end(), _LOWER_HEAD)
    if len(lower) != len(upper):
        return None, at
    return tuple(
        TextCell(lines[at].text[a:b] + below.text[c:d], below.start + c, below.start + d)
        for (a, b), (c, d) in zip(upper, lower, strict=True)
    ), at + 2


def _pieces(text: str, at: int, part: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the parts of a line of heads stand; none where something else stands between them."""
    pieces: list[tuple[int, int]] = []
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        match = part.match(text, at)
        if match is None or match.end() == at:
            return []
        pieces.append((at, match.end()))
        at = match.end()
    return pieces


def _without_who_answers(line: _Line) -> _Line:
    """A row without who answers for it: 生产总值 亿元 9.85 11.6 17.8 | 经济发展局."""
    text = _LAST_WORDS.sub("", line.text)
    return _Line(line.start, line.start + len(text), text)


def _parted(heads: tuple[TextCell, ...], rows: Sequence[TextRow]) -> tuple[TextCell, ...]:
    """The heads, with one that ran together from two parted where the rows have one value more: 累计 | 同比±%."""
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    together = [(number, match) for number, head in enumerate(heads) if (match := _TWO_HEADS.fullmatch(head.text))]
    if len(together) > 1:  # 本月累计 | 累计同比: 累计 is a head of its own, as the last one shows
        together = [(number, match) for number, match in together if match[4]]
    if width != len(heads) + 1 or len(together) != 1:
        return heads
    ((number, match),) = together
    head = heads[number]
    first, second = (each for each in match.groups() if each is not None)
    middle = head.start + len(first)
    two = TextCell(first, head.start, middle), TextCell(second, middle, head.end)
    return (*heads[:number], *two, *heads[number + 1 :])


def _heads_of(line: _Line) -> tuple[TextCell, ...] | None:
    """The heads of a line of heads (without name and unit); None where the line is none."""
    if len(line.text) > 120:
        return None
    start = _HEAD_START.match(line.text)
    if start is None:
        years = tuple(
            TextCell(line.text[a:b], line.start + a, line.start + b) for a, b in _pieces(line.text, 0, _YEAR_HEAD)
        )
        return years if _are_years(years) else None
    rest = _WHO_ANSWERS.sub("", line.text[start.end() :])
    spaced = [match for match in re.finditer(r"\S+(?: \S+)*", rest)]
    pieces = [(match.start(), match.end()) for match in spaced] if "  " in rest.strip() else []
    if not pieces:
        pieces = _pieces(rest, 0, _HEAD_PART) or _pieces(rest, 0, _NAMES_WITH_UNITS)
    base = line.start + start.end()
    return tuple(TextCell(rest[a:b], base + a, base + b) for a, b in pieces) or None


def _are_years(heads: Sequence[TextCell]) -> bool:
    """Whether heads are three years or more, one after the other."""
    years = [int(head.text[:4]) for head in heads if _YEAR_HEAD.fullmatch(head.text)]
    steps = {later - earlier for earlier, later in pairwise(years)}
    return len(years) == len(heads) > 2 and (steps == {1} or steps == {-1})


def _row_of(lines: Sequence[_Line], at: int, headed: bool) -> tuple[TextRow | None, int]:
    """The row that a line is, or a line and the next where it was broken between name and values."""
    line = lines[at]
    if len(line.text) > 160 or _SENTENCE.search(line.text) or _DATE.search(line.text):
        return None, at
    timed = _TIMED_ROW.fullmatch(line.text) if headed else None
    if timed is not None:  # before its name is taken for one with a unit: 一季 | 度
        name = TextCell(timed[1], line.start, line.start + timed.end(1))
        return TextRow(name, None, tuple(_values(timed[2], line.start + timed.start(2)))), at + 1
    match = _ROW.fullmatch(line.text)
    if match is None:
        broken = (
            headed
            and at + 1 < len(lines)
            and len(line.text) <= _LONGEST_CELL
            and _UNIT_TAIL.search(line.text)
            and _VALUES.fullmatch(lines[at + 1].text)
        )
        if not broken:
            return None, at
        after = lines[at + 1]
        name, unit = _name_and_unit(line.text, line.start)
        return TextRow(name, unit, tuple(_values(after.text, after.start))), at + 2
    values = _values(match[2], line.start + match.start(2))
    if not any(_FILLED.search(cell.text) for cell in values) or (len(values) < 2 and not headed):
        return None, at
    name, unit = _name_and_unit(match[1], line.start + match.start(1))
    return TextRow(name, unit, tuple(values)), at + 1


def _name_and_unit(text: str, start: int) -> tuple[TextCell, TextCell | None]:
    """A row's name and the unit that stands behind it."""
    body = text.rstrip()
    tail = _UNIT_TAIL.search(body)
    if tail is None or tail.start() < 2 or body.endswith(("）", ")")):
        return TextCell(body, start, start + len(body)), None
    name = body[: tail.start()].rstrip()
    return TextCell(name, start, start + len(name)), TextCell(tail[0], start + tail.start(), start + tail.end())


def _values(text: str, start: int) -> list[TextCell]:
    """The values side by side in a text; wide gaps part them, where there are such."""
    if "  " in text.strip():
        pieces = [(m.start(), m[0]) for m in re.finditer(r"\S+(?: \S+)*", text)]
        if all(_GROUPED.fullmatch(piece) or _VALUE_CELL.fullmatch(piece) for _, piece in pieces):
            return [TextCell(piece, start + at, start + at + len(piece)) for at, piece in pieces]
    return [
        TextCell(match[0].rstrip(), start + match.start(), start + match.start() + len(match[0].rstrip()))
        for match in _VALUE_CELL.finditer(text)
    ]


def _unit_left_out(row: TextRow, columns: Sequence[TextCell], has_unit: bool) -> TextRow:
    """The row without the dash that stands in the place of its unit."""
    if has_unit and row.unit is None and len(row.cells) == len(columns) + 1:
        first = row.cells[0]
        if first is not None and not _FILLED.search(first.text):
            return TextRow(row.name, None, row.cells[1:])
    return row


def _all_aligned(rows: Sequence[TextRow], columns: Sequence[TextCell]) -> tuple[TextRow, ...]:
    """The rows with one cell a column; a table of one cell a line that marks what is empty leaves nothing out."""
    marks = any(cell is not None and not _FILLED.search(cell.text) for row in rows for cell in row.cells)
    return tuple(_aligned(row, columns, not marks) for row in rows)


def _aligned(row: TextRow, columns: Sequence[TextCell], may_leave_out: bool) -> TextRow:
    """The row with one cell a column: rates of growth may be left out; else none is certain and none is given."""
    row = _dashes_apart(row, len(columns))
    if len(row.cells) == len(columns):
        return row
    amounts = [not _GROWTH.search(column.text) for column in columns]
    run = any(cell is not None and _DASHES.fullmatch(cell.text) for cell in row.cells)
    several = len(columns) - sum(amounts) > 1  # all of them at once: 52,317 47,286 40,458 under six heads
    if len(row.cells) == sum(amounts) and not run and (may_leave_out or several):
        cells = iter(row.cells)
        return TextRow(row.name, row.unit, tuple(next(cells) if amount else None for amount in amounts))
    return TextRow(row.name, row.unit, (None,) * len(columns))


def _dashes_apart(row: TextRow, width: int) -> TextRow:
    """The row with a cell for each dash of a run, where it is as wide as its table then: —— 9.8 under three heads."""
    runs = [cell for cell in row.cells if cell is not None and _DASHES.fullmatch(cell.text)]
    if len(runs) != 1 or len(row.cells) + len(runs[0].text) - 1 != width:
        return row
    (run,) = runs
    at = row.cells.index(run)
    apart = tuple(TextCell(sign, run.start + i, run.start + i + 1) for i, sign in enumerate(run.text))
    return TextRow(row.name, row.unit, (*row.cells[:at], *apart, *row.cells[at + 1 :]))


# --- one cell a line


def _rows_under_cells(lines: Sequence[_Line], at: int) -> tuple[TextTable, int] | None:
    """A table whose heads stand one a line and its rows one a line below them; and the line behind it."""
    if not _NAME_HEAD.fullmatch(lines[at].text):
        return None
    near = range(at + 1, min(len(lines), at + 2 + _MOST_HEADS))
    first = next((i for i in near if not _is_cell(lines[i].text) or _is_row(lines, i)), len(lines))
    if first < at + 3 or first == len(lines) or not _is_row(lines, first):
        return None  # fewer than two heads, or no row below them
    has_unit = any(_UNIT_HEAD.fullmatch(line.text) for line in lines[at + 1 : first])
    columns = _unwrapped([line.cell for line in lines[at + 1 : first] if not _UNIT_HEAD.fullmatch(line.text)])
    rows: list[TextRow] = []
    here = first
    while here < len(lines):
        row, here_next = _row_of(lines, here, True)
        if row is None:
            break
        row, here = _with_rest(row, lines, here_next, len(columns))
        rows.append(row)
    if len(rows) < _FEWEST_ROWS or not columns:
        return None
    aligned = _all_aligned([_unit_left_out(row, columns, has_unit) for row in rows], columns)
    return TextTable(lines[at].start, lines[here - 1].end, tuple(columns), aligned, _caption(lines, at)), here


def _rows_below_names(lines: Sequence[_Line], at: int) -> tuple[TextTable, int] | None:
    """A table whose heads stand one a line and each row's unit and values below its name; and the line behind it.

    税收收入 | 亿元 7.1 8.2 15.5 9 | 省外到位资 | 金 | 亿元 3.2 4.1 28.1 5.
    """
    if not _NAME_HEAD.fullmatch(lines[at].text):
        return None
    near = range(at + 1, min(len(lines), at + 2 + _MOST_HEADS))
    first = next((i for i in near if _UNIT_VALUES.fullmatch(lines[i].text) or not _is_cell(lines[i].text)), 0)
    if not first or not _UNIT_VALUES.fullmatch(lines[first].text):
        return None
    width = len(_values_below(lines[first]).cells)
    heads = [line.cell for line in lines[at + 1 : first] if not _UNIT_HEAD.fullmatch(line.text)]
    splits = (len(heads) - named for named in range(1, _MOST_NAME_LINES + 1) if named < len(heads))
    found = next((columns for split in splits if (columns := _columns(heads[:split], width))), ())
    if not found:
        return None
    here = first - (len(heads) - sum(head.end <= found[-1].end for head in heads))
    rows: list[TextRow] = []
    while (read := _row_below_name(lines, here)) is not None:
        row, here = read
        rows.append(row)
    if len(rows) < _FEWEST_ROWS:
        return None
    aligned = _all_aligned(rows, found)
    return TextTable(lines[at].start, lines[here - 1].end, found, aligned, _caption(lines, at)), here


def _row_below_name(lines: Sequence[_Line], at: int) -> tuple[TextRow, int] | None:
    """A row whose name takes some lines and its unit and values the next, or all of it one line; and what follows."""
    here = at
    while here < len(lines) and here - at < _MOST_NAME_LINES and _is_name(lines[here].text):
        here += 1
    if here == at or here == len(lines) or not _UNIT_VALUES.fullmatch(lines[here].text):
        row, behind = _row_of(lines, at, True) if at < len(lines) else (None, at)
        return (row, behind) if row is not None and row.unit is not None else None
    words = "".join(line.text for line in lines[at:here])
    name = TextCell(words, lines[at].start, lines[here - 1].end)
    return replace(_values_below(lines[here]), name=name), here + 1


def _values_below(line: _Line) -> TextRow:
    """The unit and the values of a line that has no name of its own."""
    match = _UNIT_VALUES.fullmatch(line.text)
    assert match is not None
    unit = TextCell(match[1], line.start, line.start + match.end(1))
    return TextRow(unit, unit, tuple(_values(match[2], line.start + match.start(2))))


def _is_name(text: str) -> bool:
    return _is_cell(text) and not _FILLED.search(text) and not _UNIT_CELL.fullmatch(text)


def _is_row(lines: Sequence[_Line], at: int) -> bool:
    """Whether a line is a row by itself: a name and two values or more."""
    row, behind = _row_of(lines, at, False)
    return row is not None and behind == at + 1


def _with_rest(row: TextRow, lines: Sequence[_Line], at: int, width: int) -> tuple[TextRow, int]:
    """A row whose values were wrapped, whole, and the line behind it: …收入 万元 3216 | 28640 9.4 43000."""
    if len(row.cells) >= width or at >= len(lines) or not _VALUES.fullmatch(lines[at].text):
        return row, at
    rest = _values(lines[at].text, lines[at].start)
    if len(row.cells) + len(rest) != width:
        return row, at
    return replace(row, cells=(*row.cells, *rest)), at + 1


def _rows_of_cells(lines: Sequence[_Line], at: int) -> tuple[TextTable, int] | None:
    """A table with one cell a line, from the head of its names to its last whole row; and the line behind it."""
    if not _NAME_HEAD.fullmatch(lines[at].text):
        return None
    near = range(at + 1, min(len(lines), at + 2 + _MOST_HEADS))
    first = next((i for i in near if _ends_heads(lines[i].text)), 0)
    if not first or not _is_cell(lines[first].text):
        return None
    end = first
    while end < len(lines) and _is_cell(lines[end].text) and not _NAME_HEAD.fullmatch(lines[end].text):
        end += 1
    has_unit = any(_UNIT_HEAD.fullmatch(line.text) for line in lines[at + 1 : first])
    body = first - 1 - (1 if has_unit else 0)
    heads = [line.cell for line in lines[at + 1 : body] if not _UNIT_HEAD.fullmatch(line.text)]
    rows, here = (
        _rows_between(lines, body, end)
        if not _BARE_YEAR.fullmatch(lines[body].text)
        else (_rows_of_years(lines, body, end, len(heads)))
    )
    if len(rows) < _FEWEST_ROWS or not heads:
        return None
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    columns = _columns(heads, width)
    if not columns:
        return None
    aligned = _all_aligned([_unit_left_out(row, columns, has_unit) for row in rows], columns)
    return TextTable(lines[at].start, lines[here - 1].end, columns, aligned, _caption(lines, at)), here


def _ends_heads(text: str) -> bool:
    """Whether no head of a column looks so: a value that is no year, or a sentence."""
    return (_VALUE_CELL.fullmatch(text) is not None and not _BARE_YEAR.fullmatch(text)) or not _is_cell(text)


@lru_cache(maxsize=256)  # lines near each other are asked again and again
def _is_cell(text: str) -> bool:
    """Whether a line may be a cell: short, and without the marks of a sentence."""
    return len(text) <= _LONGEST_CELL and not _SENTENCE.search(text)


def _rows_between(lines: Sequence[_Line], at: int, end: int) -> tuple[list[TextRow], int]:
    """The rows from line `at` to before `end`: a name (also on several lines), a unit, values."""
    rows: list[TextRow] = []
    last = at
    while at < end:
        name_from = at
        while at < end and not _VALUE_CELL.fullmatch(lines[at].text):
            at += 1
        if at in (name_from, end):
            break
        unit = lines[at - 1].cell if at - 1 > name_from and _UNIT_CELL.fullmatch(lines[at - 1].text) else None
        name_to = at - 1 if unit else at
        values_from = at
        while at < end and _VALUE_CELL.fullmatch(lines[at].text):
            at += 1
        first = name_to - 2 if name_to - 2 >= name_from and _is_rest(lines[name_to - 1].text) else name_to - 1
        words = "".join(line.text for line in lines[first:name_to])
        name = TextCell(words, lines[first].start, lines[name_to - 1].end)
        rows.append(TextRow(name, unit, tuple(line.cell for line in lines[values_from:at])))
        last = at
    return rows, last


def _rows_of_years(lines: Sequence[_Line], at: int, end: int, width: int) -> tuple[list[TextRow], int]:
    """The rows from line `at` to before `end` that are named by bare years: 2013 | 84.27 | 10.2 under two heads."""
    rows: list[TextRow] = []
    while at + width < end and _BARE_YEAR.fullmatch(lines[at].text):
        cells = [line.cell for line in lines[at + 1 : at + 1 + width]]
        if not all(_VALUE_CELL.fullmatch(cell.text) for cell in cells):
            break
        rows.append(TextRow(lines[at].cell, None, tuple(cells)))
        at += 1 + width
    return rows, at


def _is_rest(text: str) -> bool:
    """Whether a line is but the end of a name that began on the line before: 增加值, 总额）."""
    return len(text) <= _REST or text.count("）") > text.count("（")


def _columns(heads: Sequence[TextCell], width: int) -> tuple[TextCell, ...]:
    """The heads of `width` columns: one a head, years over what stands under each, or a head on two lines."""
    if len(heads) > width:
        heads = _unwrapped(heads)
    if len(heads) == width:
        return tuple(heads)
    years = [head for head in heads if _YEAR_HEAD.fullmatch(head.text)]
    kinds = [head for head in heads if not _YEAR_HEAD.fullmatch(head.text)]
    if years and len(kinds) == width and width % len(years) == 0 and len(heads) == len(years) + width:
        per = width // len(years)
        return tuple(_over(years[i // per], kind) for i, kind in enumerate(kinds))
    for rates in (True, False):  # 2013年 and 增长（%） may be two columns, and 2014年 and 计划 one
        merged: list[TextCell] = []
        for head in heads:
            goes_on = not _YEAR_HEAD.fullmatch(head.text) and (rates or not _GROWTH.search(head.text))
            if merged and _YEAR_HEAD.fullmatch(merged[-1].text) and goes_on:
                merged[-1] = _over(merged[-1], head)
            else:
                merged.append(head)
        if len(merged) == width:
            return tuple(merged)
    return ()


def _unwrapped(heads: Sequence[TextCell]) -> list[TextCell]:
    """The heads with a unit that was wrapped below its head put back: 人均GDP + （万元）."""
    whole: list[TextCell] = []
    for head in heads:
        if whole and head.text.startswith(("（", "(")):
            whole[-1] = TextCell(whole[-1].text + head.text, whole[-1].start, head.end)
        else:
            whole.append(head)
    return whole


def _over(year: TextCell, kind: TextCell) -> TextCell:
    return TextCell(f"{year.text} {kind.text}", kind.start, kind.end)


# --- boxes


def _box(lines: Sequence[_Line], at: int) -> tuple[TextTable, int] | None:
    """Lines of a name and its figure, one below the other, without heads: 工业总产值 286.4亿元."""
    rows: list[TextRow] = []
    here = at
    while here < len(lines) and len(lines[here].text) <= 48:
        match = _BOX_ROW.fullmatch(lines[here].text)
        if match is None:
            break
        start = lines[here].start
        name = TextCell(match[1].strip(), start + match.start(1), start + match.end(1))
        value = TextCell(match[2], start + match.start(2), start + match.end(2))
        rows.append(TextRow(name, None, (value,)))
        here += 1
    led = at > 0 and lines[at - 1].text.rstrip().endswith(("：", ":"))
    if len(rows) < _FEWEST_BOX_ROWS or (led and any(_ENDS_IN_VERB.search(row.name.text) for row in rows)):
        return None  # 到2020年：/ 工业总产值突破200亿元: sentences that go on
    return TextTable(lines[at].start, lines[here - 1].end, (), tuple(rows), _caption(lines, at)), here


# --- rows run together in one line


def rows_within_lines(text: str) -> list[int]:
    """Where the parts of tables begin that stand in the middle of a line, and where they end: heads, row after row.

    The text is as it was printed, with its spaces: …踏实。 指标名称 单位 11月 1—11月 同比（±%） 工业总产值 亿元 28.6
    301.7 9.4 进出口总额 万美元 1436 13892 31.5 注：….
    """
    places: list[int] = []
    for start in _HEADS_IN_LINE.finditer(text):
        if places and start.start() < places[-1]:
            continue
        heads, at = _heads_within(_Line(0, len(text), text), start.end())
        rows: list[int] = []
        while heads and (row := _ROW_IN_LINE.match(text, at)) and len(_FIELD.findall(row[2])) == len(heads):
            rows.append(row.start(1))
            at = row.end()
        if len(heads) > 1 and len(rows) >= _FEWEST_ROWS:
            places += [start.start(), *rows, at]
    return places


def _pasted(lines: Sequence[_Line], at: int) -> tuple[TextTable, int] | None:
    """A table that was pasted into one line, with or without its heads; and the line behind it.

    Where the values of a row stand apart, they are read; where nothing parts them (268.411.6), none is.
    """
    line = lines[at]
    heads, body = _heads_anywhere(line)
    pattern = _PASTED_ROW if heads else _PASTED_BOX
    rows: list[TextRow] = []
    while match := pattern.match(line.text, body):
        name, unit = _name_and_unit(match[1], line.start + match.start(1))
        cells: tuple[TextCell | None, ...] = tuple(_values(match[2], line.start + match.start(2)))
        if heads and (len(cells) != len(heads) or not all(map(_VALUE_CELL.fullmatch, match[2].split(" ")))):
            cells = (None,) * len(heads)
        rows.append(TextRow(name, unit, cells))
        body = match.end()
    if body < len(line.text) or len(rows) < (_FEWEST_ROWS if heads else _FEWEST_BOX_ROWS):
        return None
    return TextTable(line.start, line.end, heads, tuple(rows), _caption(lines, at)), at + 1


def _heads_anywhere(line: _Line) -> tuple[tuple[TextCell, ...], int]:
    """The heads of a pasted line, and where they end; before them its caption may stand: 附：近两年主要指标对照."""
    caption = _PASTED_CAPTION.match(line.text)
    for start in _HEAD_START.finditer(line.text, 0, caption.end() if caption is not None else 0):
        heads, body = _heads_within(line, start.end())
        if heads:
            return heads, body
    return (), 0


def _heads_within(line: _Line, at: int) -> tuple[tuple[TextCell, ...], int]:
    """The heads that a line goes on with from a place, and where they end."""
    heads: list[TextCell] = []
    while at < len(line.text):
        match = _HEAD_PART.match(line.text, at)
        if match is None or match.end() == at:
            break
        heads.append(TextCell(match[0], line.start + at, line.start + match.end()))
        at = match.end()
        while line.text[at : at + 1] == " ":
            at += 1
    return tuple(heads), at


def _caption(lines: Sequence[_Line], at: int) -> str:
    """The line above a table that names it, or the unit and the line above that."""
    above = [line.text for line in lines[max(0, at - 3) : at] if len(line.text) <= 60 and not line.text.endswith("。")]
    named = [text for text in above if _CAPTION.match(text)]
    units = [text for text in above if _UNIT_OF_CAPTION.search(text)]
    chosen = named[-1:] or [text for text in above[-1:] if not _CLAUSES.search(text)]
    times = [text for text in above if _TIME_ALONE.fullmatch(text)] if not any(map(_period, chosen)) else []
    return " ".join(dict.fromkeys([*chosen, *times[-1:], *units[-1:]]))


_CLAUSES = lazy("[，；！？]")  # a sentence above a table is none of its names: 第四季度出口转正，增长5.7%
# （2018年7月） below what the table is called
_TIME_ALONE = lazy(
    r"[（(]?(?:19|20)\d\d ?年(?: ?(?:\d{1,2} ?[-—–~至] ?)?\d{1,2} ?月份?|上半年|[一二三四]季度|前三季度)?[)）]?"
)
