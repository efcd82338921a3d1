"""Reads tables: each number under its head and beside its label is the fact that a sentence would state.

A number is taken only where everything that bears on it is understood: the label of its row, the
head of its column, its unit, its period and its area. What is left in doubt becomes a remark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.pages.zone_names import is_zone, same_zone
from kpi.tables.axes import Axis, Name, attach, axis_of, name_columns, topics_of
from kpi.tables.blocks import Block, blocks_of, label_columns
from kpi.tables.cells import Cell, Sheet, holds_facts, holds_number, is_prose, lay_out, value_in
from kpi.tables.leads import Lead, dated, lead_of
from kpi.tables.periods import Dating, date_of
from kpi.tables.phrases import Phrase, PhraseReader
from kpi.tables.subjects import subject_of
from kpi.tables.values import Number, Refused, is_plain, number_in, unit_of
from kpi.vocabulary.model import Comparator, Grid, Indicator, Kind, Measure, Period, Zone
from kpi.vocabulary.units import to_base

if TYPE_CHECKING:  # stages share words, not code
    from kpi.language.mentions import Lexer
    from kpi.language.periods import PeriodMention
    from kpi.language.quantities import Quantity
    from kpi.pages.frames import Frame


@dataclass(frozen=True, slots=True)
class TableFact:
    """A cell as a fact, its offsets in the raw text: from its row's label to the number, and the whole row.

    `period` is None where that alone is open.
    """

    indicator: str
    scope: str
    measure: Measure
    kind: Kind
    period: Period | None
    value: Decimal
    unit: str
    comparator: Comparator
    start: int
    end: int
    row_start: int
    row_end: int
    zone: str
    zone_basis: str
    alias: str
    kind_ground: str
    period_ground: str
    period_basis: str


@dataclass(frozen=True, slots=True)
class TableReject:
    """A number of a known indicator's row that became nothing, and why."""

    reason: str
    start: int
    end: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the report says around a table: its frame, what 全区 means in it, its city, whether it speaks of several.

    `title` is the report's own: its months are those of a table whose caption names no period.
    """

    frame: Frame
    level: str = "区"
    city: str = ""
    several_areas: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts: its blocks, each with heads of its own, and the raw span that sentences are not read from."""

    sheet: Sheet
    blocks: tuple[Block, ...]
    lead: Lead

    @property
    def start(self) -> int:
        """Where the first head or row stands; titles above it are the text's."""
        rows = [row for block in self.blocks for row in (*block.heads, *block.body)]
        return min((cell.start for row in rows for cell in self.sheet.distinct(row)), default=self.sheet.grid.start)

    def prose(self) -> list[Cell]:
        """The cells that are written in sentences for all that."""
        return [cell for row in range(len(self.sheet.rows)) for cell in self.sheet.distinct(row) if is_prose(cell.text)]


class GridReader:
    """Reads the tables of documents with the words of one indicator map."""

    def __init__(
        self,
        indicators: Mapping[str, Indicator],
        lexer: Lexer,
        scopes: Sequence[str],
        zones: Mapping[str, Zone],
        find_periods: Callable[[str], list[PeriodMention]],
        find_quantities: Callable[[str], list[Quantity]],
    ) -> None:
        self.indicators = indicators
        self.phrases = PhraseReader(indicators, lexer, scopes, zones, find_periods)
        self.find_quantities = find_quantities

    def survey(self, text: str, grids: Iterable[Grid]) -> list[Table]:
        """The tables of facts among `grids`; the others only lay out a text."""
        tables: list[Table] = []
        before: Table | None = None
        for grid in grids:
            sheet = lay_out(text, grid)
            if not holds_facts(sheet):
                before = None
                continue
            goes_on = before is not None and _is_gap(text[before.sheet.grid.end : grid.start])
            heads = before.blocks if before is not None and goes_on else ()
            before = Table(sheet, tuple(blocks_of(sheet, self.phrases, heads)), lead_of(text, grid.start))
            tables.append(before)
        return tables

    def read(self, table: Table, around: Surroundings) -> tuple[list[TableFact], list[TableReject]]:
        """The facts of a table, and the numbers of known indicators that became none."""
        walk = _TableWalk(self, table, around)
        for block in table.blocks:
            walk.read(block)
        return walk.settled(), sorted(walk.rejects, key=lambda reject: reject.start)


@dataclass(slots=True)
class _Section:
    """What the lines between the rows have said of the rows below."""

    phrase: Phrase | None = None
    area: Phrase | None = None
    narrow: bool = False
    chapter_narrow: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's labels as a whole, what stands above it, and the columns of the numbers that they speak of."""

    number: int
    axis: Axis
    section: _Section
    values: Sequence[int]
    parent: Axis | None
    subject: Name | None = None

    def name_in(self, column: Axis) -> Name | None:
        """The indicator of a cell: by its row, its column, the row that 其中 goes on with, or the caption."""
        return self.axis.name or column.name or (self.parent.name if self.parent else self.subject)


class _TableWalk:
    """The state of one table's reading, row by row."""

    def __init__(self, reader: GridReader, table: Table, around: Surroundings) -> None:
        self.reader, self.sheet, self.lead, self.around = reader, table.sheet, table.lead, around
        self.facts: list[tuple[Cell, list[TableFact]]] = []
        self.rejects: list[TableReject] = []
        self.axes: list[Axis] = []
        self.by_name = False  # whether indicators stand in the heads of the columns
        self.unnamed = False  # whether the caption alone names one
        self.parent: Axis | None = None
        self.above: Axis | None = None
        self.section = _Section()
        self.spans: dict[int, tuple[int, int]] = {}

    def read(self, block: Block) -> None:
        """Reads the rows under one set of heads."""
        self.caption = self._caption(block)
        topics = topics_of(self.caption.tokens)
        self.columns = [axis_of(path, self.reader.indicators, topics) for path in block.columns]
        groups = label_columns(self.sheet, block, self.columns)
        self.by_name = name_columns(self.columns)
        self.unit_columns = {at for at in range(len(self.columns)) if self._holds_units(block, at)}
        self.fractions = self._fractions(block)
        rows = self._rows(block, groups)
        if self.by_name:
            attach([row.axis for row in rows if not row.axis.zone and not row.axis.own])
        rows = self._with_subject(block, rows)
        self.axes = [*self.columns, *(row.axis for row in rows)]
        self.dating = Dating(self.around.frame, self.caption, self.columns, [row.axis for row in rows])
        for row in rows:
            for column in row.values:
                self._cell(row, column)

    def _rows(self, block: Block, groups: Sequence[tuple[list[int], list[int]]]) -> list[_Row]:
        """The rows with numbers, each with what the lines and rows above say of it."""
        self.section, self.parent, self.above = _Section(), None, None
        rows: list[_Row] = []
        for number in block.body:
            if self._is_section(number):
                self.above = None
                continue
            for labels, values in groups:
                axis = self._row_axis(number, labels)
                self._continue_name(axis)
                rows.append(_Row(number, axis, self.section, values, self._parent_of(axis)))
                if not axis.part:
                    self.parent = axis if axis.name is not None and not axis.rest else None
                self.above = axis
        return rows

    def _with_subject(self, block: Block, rows: list[_Row]) -> list[_Row]:
        """The rows that only zones or periods name, with the indicator that the caption is about."""
        named = any(row.axis.name or row.axis.names_another for row in rows)
        self.unnamed = bool(self.caption.tokens) and not (named or self.by_name)
        subject = subject_of(block.caption, self.reader.phrases, self.reader.indicators) if self.unnamed else None
        if subject is None:
            return rows
        some_unknown = any(row.axis.rest for row in rows)
        for at, row in enumerate(rows):
            axis = row.axis
            total = axis.own == "总" and some_unknown  # of a list that may leave some out
            if (axis.zone or axis.own or axis.whens) and not (axis.rest or axis.is_item or total):
                axis.units = axis.units or subject.units
                if not axis.measure:
                    axis.measure, axis.falls, axis.in_percent = subject.measure, subject.falls, subject.in_percent
                rows[at] = replace(row, subject=subject.name)
        return rows

    def _caption(self, block: Block) -> Phrase:
        """What stands above a block; where it names no months, those of its heading, else of the report's title."""
        phrases = self.reader.phrases
        caption = dated(phrases.caption(block.caption), self.lead, phrases)
        titled = phrases.caption([self.around.title]).when
        if (
            caption.when is None
            and not caption.clash
            and titled is not None
            and titled.months
            and self.around.frame.months is None
        ):
            return replace(caption, when=titled)
        return caption

    # ---- rows ----

    def _is_section(self, row: int) -> bool:
        """Whether a row is a line of its own between the rows; what it says is noted."""
        cells = self.sheet.distinct(row)
        if len(cells) != 1 or value_in(cells[0].text):
            return not cells
        text = cells[0].text
        if is_prose(text) or text.startswith(("注", "资料来源", "说明", "备注")):
            return True
        phrase = self.reader.phrases.read(text)
        if phrase.tokens and not phrase.rest and cells[0].column == 0 and not cells[0].merged:
            self.section = _Section(phrase, self.section.area, self.section.narrow, self.section.chapter_narrow)
            return False  # a row whose numbers are missing
        lines = self.reader.phrases.caption([text])
        area = phrase if phrase.zone or phrase.own else lines if lines.zone or lines.own else self.section.area
        narrow = not phrase.is_neutral and not phrase.tokens and not (lines.zone or lines.units or lines.when)
        chapter = text[0] in "一二三四五六七八九十" and text[1:2] in ("、", "十")
        chapter_narrow = narrow if chapter else self.section.chapter_narrow
        said = phrase if not phrase.rest else lines
        self.section = _Section(said, area, narrow or bool(lines.rest) or chapter_narrow, chapter_narrow)
        return True

    def _row_axis(self, row: int, labels: Sequence[int]) -> Axis:
        cells: list[Cell] = []
        units: tuple[str, ...] = ()
        for column in labels:
            cell = self.sheet.rows[row][column]
            if cell is None or cell.is_empty or cell in cells or self.columns[column].role in ("index", "note"):
                continue
            said = self.reader.phrases.read(cell.text)
            if self.columns[column].role == "unit" and not (said.measure or said.tokens):
                units = said.units or (_UNKNOWN_UNIT if column in self.unit_columns else ())
                continue
            cells.append(cell)
        path = [self.reader.phrases.read(cell.text) for cell in reversed(cells)]
        topics = topics_of((*self.caption.tokens, *(self.section.phrase.tokens if self.section.phrase else ())))
        if self.parent is not None and self.parent.name is not None and any(phrase.part for phrase in path):
            topics |= {self.parent.name.indicator.id}
        axis = axis_of(path, self.reader.indicators, topics)
        axis.units = axis.units or units
        axis.unit_column = units
        named = [cell for cell, phrase in zip(reversed(cells), path, strict=True) if phrase.tokens]
        axis.cell = next(iter(named or cells), None)
        axis.is_item = any(self.columns[column].role == "item" for column in labels)
        return axis

    def _continue_name(self, axis: Axis) -> None:
        """增长(%) in a row of its own is of the indicator right above it."""
        above = self.above
        if self.by_name or axis.name is not None or axis.rest or not axis.measure or axis.zone or axis.own:
            return
        if above is not None and above.name is not None and not above.rest:
            axis.name, axis.scope, axis.forbidden = above.name, above.scope, above.forbidden
            axis.cell = above.cell

    def _parent_of(self, axis: Axis) -> Axis | None:
        return self.parent if axis.part and axis.name is None and axis.scope else None

    def _holds_units(self, block: Block, column: int) -> bool:
        """Whether a column headed 单位 holds units; it may name who is in charge."""
        cells = (self.sheet.rows[row][column] for row in block.body)
        is_headed = self.columns[column].role == "unit"
        return is_headed and any(cell is not None and self.reader.phrases.read(cell.text).units for cell in cells)

    def _fractions(self, block: Block) -> set[int]:
        """The columns all of whose numbers are below 1: rates of 0.085 are no per cent."""
        found = set()
        for column in range(self.sheet.width):
            cells = [self.sheet.rows[row][column] for row in block.body]
            words = [m["number"] for cell in cells if cell and (m := value_in(cell.text)) and not m["unit"]]
            sizes = [abs(Decimal(word.replace(",", ""))) for word in words if is_plain(word)]
            if sizes and max(sizes) < 1 and any(sizes):
                found.add(column)
        return found

    # ---- cells ----

    def _cell(self, row: _Row, at: int) -> None:
        cell, column, axis = self.sheet.rows[row.number][at], self.columns[at], row.axis
        if cell is None or (cell.row, cell.column) != (row.number, at):
            return  # a merged cell is told of where it begins
        match, name = value_in(cell.text), row.name_in(column)
        if axis.cell is None or not (match or (holds_number(cell.text) and not is_prose(cell.text))):
            return
        placed = axis.name is not None or axis.zone or axis.own or axis.whens or axis.measure or axis.kind
        nameless = self.unnamed and placed and not (axis.rest or axis.is_item or row.subject)
        if (axis.names_another and not column.role) or (nameless and name is None):
            self.rejects.append(_rejected(Refused("no_indicator", axis.text), axis.cell, cell))
        if name is None or axis.rest or (self.by_name and (axis.is_item or not placed)):
            return
        if match is None:
            self.rejects.append(_rejected(Refused("unread", cell.text), axis.cell, cell))
            return
        number = number_in(match, self.reader.find_quantities)
        try:
            if cell.merged:
                raise Refused("two_readings", cell.text)
            self._check(row, column, name.indicator)
            if number is None:
                raise Refused("unread", cell.text)
            self.facts.append((cell, self._facts(cell, number, row, at, name)))
        except Refused as refused:
            self.rejects.append(_rejected(refused, axis.cell, cell))

    def _check(self, row: _Row, column: Axis, indicator: Indicator) -> None:
        """Refuses what narrows the indicator or is not understood."""
        axis, line = row.axis, row.section.phrase.text if row.section.phrase else ""
        if column.rest:
            raise Refused("unread", column.text)
        if axis.name is not None and column.name is not None and axis.name.indicator is not column.name.indicator:
            raise Refused("two_readings", column.text)
        around = [*axis.categories, line, *(column.categories if column.name else ())]
        if any(text.endswith(indicator.forbid) for text in around) or axis.forbidden or column.forbidden:
            raise Refused("blocked", axis.text)
        if row.section.narrow or self.caption.rest:
            raise Refused("another_subject", self.caption.rest or line)
        for said in (axis, column):
            if said.measure in _NEVER:
                raise Refused(_NEVER[said.measure], said.text)
        if axis.measure and column.measure:
            raise Refused("completion" if column.measure == "completion" else "points", column.text)
        if column.two_readings or axis.two_readings:
            raise Refused("two_readings", column.text)

    def _facts(self, cell: Cell, number: Number, row: _Row, at: int, name: Name) -> list[TableFact]:
        """The facts of a cell: one, or both ends of a range."""
        axis, column, line = row.axis, self.columns[at], row.section.phrase
        measure = _measure(number, axis, column, name.indicator)
        if measure is not Measure.LEVEL and name.indicator.dimension == "rate":
            raise Refused("completion" if measure is Measure.COMPLETION else "points", column.text)
        unit = unit_of(measure, number, axis, column, line, self.caption, name.indicator, at in self.fractions)
        zone, zone_basis = self._zone(row, column)
        dated = date_of(self.dating, axis, column, line, measure)
        label, (row_start, row_end) = axis.cell or cell, self._row_span(cell.row)
        falls = measure is Measure.GROWTH and (column.falls or axis.falls or number.verb == "fall")
        return [
            TableFact(
                indicator=name.indicator.id,
                scope=axis.scope or column.scope or (row.parent.scope if row.parent else ""),
                measure=measure,
                kind=dated.kind,
                period=dated.period,
                value=value,
                unit=unit,
                comparator=comparator,
                start=min(label.start, cell.start),
                end=max(label.end, cell.end),
                row_start=min(label.start, row_start),
                row_end=max(label.end, row_end),
                zone=zone,
                zone_basis=zone_basis,
                alias=name.alias,
                kind_ground=dated.kind_ground,
                period_ground=dated.period_ground,
                period_basis=dated.period_basis,
            )
            for value, comparator in number.bounds(falls)
        ]

    def _row_span(self, row: int) -> tuple[int, int]:
        if row not in self.spans:
            cells = self.sheet.distinct(row)
            self.spans[row] = min(cell.start for cell in cells), max(cell.end for cell in cells)
        return self.spans[row]

    def _zone(self, row: _Row, column: Axis) -> tuple[str, str]:
        """Whose number it is: the area of row, column, section or caption, else the report's own."""
        named = [said for said in (row.axis, column) if said.zone or said.own]
        if len(named) > 1:
            raise Refused("two_readings", column.text)
        frame, caption = self.around.frame, self.caption
        if any(said.own == "总" for said in named) and self._is_of_several():
            return self._total()
        for said in (*named, row.section.area, caption):
            if said is None or not (said.zone or said.own):
                continue
            if said.zone == "?":
                raise Refused("another_area", caption.text)
            if said is caption and frame.zone and frame.zone in caption.text:
                break  # 江州市 is part of the report's own name
            if said.zone:
                return self._named_zone(said.zone), "table"
            if said.own != "总":
                return self._own(said.own)
        if self.around.several_areas:
            raise Refused("no_zone")
        return frame.zone, frame.zone_basis  # empty while it is open whose report it is

    def _named_zone(self, zone: str) -> str:
        """The zone that a table names; the report's own, where it is that by a shorter name."""
        own = self.around.frame.zone
        return own if same_zone(zone, own) else zone

    def _is_of_several(self) -> bool:
        """Whether the rows or columns are zones, one of them the report's own or two or more: 合计 is none of them."""
        own = self.around.frame.zone
        listed = {axis.zone for axis in self.axes if axis.zone}
        return any(zone == own or same_zone(zone, own) for zone in listed) or sum(map(is_zone, listed)) > 1

    def _total(self) -> tuple[str, str]:
        """Whose the total of several zones is: the city's, where the caption names one."""
        if self.caption.zone and self.caption.zone != "?" and not is_zone(self.caption.zone):
            return self.caption.zone, "table"
        if self.caption.own == "市":
            return self._own(self.caption.own)
        raise Refused("another_area", "合计")

    def _own(self, level: str) -> tuple[str, str]:
        """What 全市, 全区, 全省 mean in this report, as in its sentences."""
        frame, around = self.around.frame, self.around
        if level in (around.level, "区", "县") or (level == "市" and frame.zone.endswith("市")):
            if around.several_areas:
                raise Refused("no_zone")
            return frame.zone, frame.zone_basis
        if level == "市" and around.city and around.city != frame.zone:
            return around.city, "table"
        raise Refused("another_area", f"全{level}")

    def settled(self) -> list[TableFact]:
        """The facts of the table; what several cells say alike is told once, what they contradict each other in twice.

        A table that contradicts itself in most of what it says has a head that was not understood: there both are
        refused. Where the time is open, nothing contradicts: 3月 and 4月 may both have lost their year.
        """
        told: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
        for _, facts in self.facts:
            if facts[0].period is not None:
                told.setdefault(_key(facts[0]), set()).add(_said(facts))
        contradicted = {key for key, said in told.items() if len(said) > 1}
        misread = len(contradicted) >= _SEVERAL and 2 * len(contradicted) > len(told)
        settled, taken = [], set()
        for cell, facts in self.facts:
            key = _key(facts[0])
            if misread and key in contradicted:
                self.rejects.append(TableReject("two_readings", facts[0].start, cell.end))
            elif facts[0].period is None or (key, _said(facts)) not in taken:
                taken.add((key, _said(facts)))
                settled += facts
        return settled


def _is_gap(between: str) -> bool:
    """Whether no more than a page's number stands between two tables."""
    return len(between) < 200 and len("".join(between.split())) <= 16


def _measure(number: Number, axis: Axis, column: Axis, indicator: Indicator) -> Measure:
    """What the number measures; a target of money in % can only be growth."""
    said = column.measure or axis.measure
    if said:
        return Measure(said)
    aimed = Kind.TARGET in (column.kind, axis.kind) and indicator.dimension in ("money", "index")
    units = (number.unit,) if number.unit else column.units or axis.units
    return Measure.GROWTH if number.verb or (aimed and units == ("%",)) else Measure.LEVEL


def _rejected(refused: Refused, label: Cell, cell: Cell) -> TableReject:
    return TableReject(refused.reason, min(label.start, cell.start), max(label.end, cell.end), refused.detail)


def _key(fact: TableFact) -> tuple[object, ...]:
    return fact.zone, fact.indicator, fact.scope, fact.measure, fact.kind, fact.period


def _said(facts: Sequence[TableFact]) -> tuple[object, ...]:
    """What a cell says, in whatever unit."""
    return tuple((*to_base(fact.value, fact.unit), fact.comparator) for fact in facts)


_UNKNOWN_UNIT = ("?",)
_SEVERAL = 3  # so many contradictions, and more than half of all, are no slips of the pen

# measures that no observation has, and the remark that says so
_NEVER = {
    "points": "points",
    "rank": "rank",
    "gap": "gap",
    "share": "share",
    "increment": "increment",
    "other_base": "base_value",
}
