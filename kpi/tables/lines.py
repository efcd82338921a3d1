"""Reads tables whose cells came out of a PDF or web page one a line: header, then label and numbers.

A row is read only where its label is an indicator's name, word for word, and the header says what
each column is: a year, or an indicator, or an amount beside its growth. Anything else stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpi.tables.heads import CITY_NAME, CORNER, DISTRICT
from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """One cell as it is printed: `name` is the indicator's name there, `area` and `year` where the table says them."""

    name: str
    growth: bool
    area: str
    year: int
    value: Decimal
    unit: str
    start: int
    end: int
    caption: str


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells under a header are: of a year, of an indicator, an amount or a growth rate."""

    year: int = 0
    name: str = ""
    growth: bool = False
    unit: str = ""


_CAPTION = lazy(r"(?:图表|附表|表)\s*\d{0,2}")
_UNIT = lazy(r"[（(](?:单位[:：])?\s*([^（()）]{1,6})[)）]|单位[:：]\s*([^（()）\s]{1,6})")
_VALUE = lazy(r"(-?[\d,]+(?:\.\d+)?)\s*(%|亿美元|万美元|亿元|万元|元)?|[-—–/_]+")
_YEAR = lazy(r"(20\d\d)\s*年?(?:末|度)?")
_CAPTION_YEAR = lazy(r"(20\d\d)\s*年")
_PART_OF_YEAR = lazy(r"\d\s*月|[上下]半年|季度")  # what is told of a part of a year is none of the year's
_GROWTH = lazy(r"(?:同比)?(?:增长率|增速|增长|增幅|同比|比上年增长|同比增长)(?:[（(]%[)）])?(?:[（(]±%[)）])?")
_GROWTH_TAIL = lazy(r"(?:同比)?(?:增长率|增速|增幅)$")
_AMOUNT = lazy(r"(?:金额|数值|绝对数|绝对量|总量|数额|完成额|完成|全年|规模|实绩)(?:[（(][^（()）]{1,6}[)）])?")
_STOPS = lazy(r"[。；，！？]")
_UNITS = {"亿元", "万元", "元", "亿美元", "万美元", "%", "家", "个", "件", "人", "万人"}


def find_table_facts(text: str, names: Mapping[str, Sequence[str]]) -> tuple[list[PrintedFact], list[tuple[int, int]]]:
    """The readable cells of all tables, and the spans that tables take up.

    `names` are the words of the indicator map; a label that is none of them is passed over.
    """
    lines = _lines(text)
    facts: list[PrintedFact] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_cell(lines[end].text):
            end += 1
        head = next((i for i in range(at, end) if lines[i].text in CORNER), end)
        if end - head >= 6 and sum(bool(_VALUE.fullmatch(line.text)) for line in lines[head:end]) >= 3:
            facts += _read(lines[head:end], lines[max(0, head - 2) : head], names)
            spans.append((lines[head].start, lines[end - 1].end))
        at = max(end, at + 1)
    return facts, spans


def _lines(text: str) -> list[_Line]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(_Line(at, at + len(line), line.strip()))
        at += len(line) + 1
    return lines


def _is_cell(line: str) -> bool:
    return len(line) <= 26 and not _STOPS.search(line)


def _read(body: Sequence[_Line], before: Sequence[_Line], names: Mapping[str, Sequence[str]]) -> list[PrintedFact]:
    caption = next(
        (line.text for line in reversed(before) if _CAPTION.match(line.text)), before[-1].text if before else ""
    )
    first = next(i for i, line in enumerate(body) if _VALUE.fullmatch(line.text))
    columns = _columns([line.text for line in body[1 : first - 1]], caption)
    if not columns:
        return []
    facts: list[PrintedFact] = []
    for label, values in _rows(body[first - 1 :]):
        facts += _row(label, values, columns, caption, names)
    return facts


def _columns(header: Sequence[str], caption: str) -> list[_Column]:
    """What each column is, from the header cells; empty where that is not certain."""
    if any(_PART_OF_YEAR.search(text) for text in (caption, *header)):
        return []
    unit = _unit(caption)
    years = [int(match[1]) for cell in header if (match := _YEAR.fullmatch(cell))]
    rest = [cell for cell in header if not _YEAR.fullmatch(cell)]
    of_caption = _CAPTION_YEAR.search(caption)
    year = int(of_caption[1]) if of_caption else 0
    if years and not rest:
        return [_Column(year=y, unit=unit) for y in years]
    if years and len(rest) % len(years) == 0:
        per = len(rest) // len(years)
        kinds = [_kind(cell, unit) for cell in rest]
        if all(kinds):
            return [_Column(years[i // per], "", kind.growth, kind.unit) for i, kind in enumerate(kinds) if kind]
        return []
    if not years and rest:
        kinds = [_kind(cell, unit) for cell in rest]
        if all(kinds) and year:
            return [_Column(year, "", kind.growth, kind.unit) for kind in kinds if kind]
        return [_named(cell, unit, year) for cell in rest] if year else []
    return []


def _kind(cell: str, unit: str) -> _Column | None:
    if _GROWTH.fullmatch(cell):
        return _Column(growth=True, unit="%")
    if _AMOUNT.fullmatch(cell):
        return _Column(unit=_unit(cell) or unit)
    return None


def _named(cell: str, unit: str, year: int) -> _Column:
    name, growth, own = _label(cell)
    return _Column(year, name, growth, "%" if growth else own or unit)


def _label(cell: str) -> tuple[str, bool, str]:
    """An indicator's printed name without its unit and growth word: GDP增速（%） -> GDP, True, %."""
    unit = _unit(cell)
    name = re.sub(r"[（(][^（()）]*[)）]|\s|^[#＃*]+|^其中[:：]|^\d+[、.]|^[一二三四五六七八九十]+、", "", cell)
    tail = _GROWTH_TAIL.search(name)
    return (name[: tail.start()], True, "%") if tail and tail.start() else (name, False, unit)


def _unit(text: str) -> str:
    for match in _UNIT.finditer(text):
        unit = (match[1] or match[2] or "").strip()
        if unit in _UNITS:
            return unit
    return ""


def _rows(lines: Sequence[_Line]) -> list[tuple[_Line, list[_Line]]]:
    rows: list[tuple[_Line, list[_Line]]] = []
    label: _Line | None = None
    values: list[_Line] = []
    for line in lines:
        if _VALUE.fullmatch(line.text):
            values.append(line)
            continue
        if label is not None and values:
            rows.append((label, values))
        label, values = line, []
    if label is not None and values:
        rows.append((label, values))
    return rows


def _row(
    label: _Line, values: Sequence[_Line], columns: Sequence[_Column], caption: str, names: Mapping[str, Sequence[str]]
) -> list[PrintedFact]:
    amounts = [column for column in columns if not column.growth]
    if len(values) == len(amounts) != len(columns):
        columns = amounts  # a row without growth rates leaves those cells empty
    if len(values) != len(columns):
        return []
    area = CITY_NAME.search(caption) or DISTRICT.search(
        re.sub(r"^(?:图表|附表|表)\s*\d*\s*[•·]?\s*|20\d\d\s*年", "", caption)
    )
    facts = []
    for column, line in zip(columns, values, strict=True):
        match = _VALUE.fullmatch(line.text)
        if match is None or match[1] is None:
            continue
        if column.name:
            name, growth, unit, where = column.name, column.growth, column.unit, label.text
            if not (CITY_NAME.fullmatch(where) or DISTRICT.fullmatch(where)):
                continue
        else:
            name, growth, own = _label(label.text)
            growth = growth or column.growth
            unit, where = ("%" if growth else own or column.unit), area[0] if area else ""
        unit = match[2] or unit
        if (
            name not in names
            or not unit
            or (growth and unit != "%")
            or (unit == "%" and not growth and "率" not in name)
        ):
            continue
        start, end = label.start, line.start + len(line.text)
        facts.append(
            PrintedFact(name, growth, where, column.year, Decimal(match[1].replace(",", "")), unit, start, end, caption)
        )
    return facts
