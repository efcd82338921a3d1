"""From a report to its observations: the one place that knows the order of the stages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kpi.documents import doubts
from kpi.documents.confusions import readable
from kpi.documents.positions import boxes_of, page_at, unread_pages
from kpi.documents.reading import find_reports, read_document
from kpi.language.mentions import Lexer
from kpi.language.periods import PeriodMention, find_periods
from kpi.language.quantities import Quantity, find_quantities
from kpi.pages.cleaning import clean
from kpi.pages.context import Frame, ReportContext, read_context
from kpi.pages.passages import split
from kpi.sentences.observations import Fact, Reject, SentenceReader
from kpi.sentences.report_periods import ReportPeriods, read_periods
from kpi.settings.config import Config
from kpi.tables.lines import PrintedFact, find_table_facts
from kpi.vocabulary.model import (
    CleanText,
    Comparator,
    Document,
    Extraction,
    Kind,
    Measure,
    Observation,
    Period,
    Remark,
    Sentence,
)
from kpi.vocabulary.spans import OffsetMap
from kpi.vocabulary.units import dimension

if TYPE_CHECKING:
    from kpi.tables.grids import GridReader, Table, TableFact

_DATED = re.compile(r"[\d〇○零一二三四五六七八九]\s{0,2}[年季月]|五[”\"]|半年|季度")
_NUMBER = re.compile(
    r"[0-9]|[一二两三四五六七八九十百]+(?:个|家|项|分之|成|倍|亿|万)|倍|番|同步|高于全|快于全|上级下达"
)

# Their lines are paragraphs; of other files they may be lines of print.
PARAGRAPHS = frozenset({"docx", "html", "xlsx", "csv", "pdf", "scan"})


class Extractor:
    """Reads many reports with one config; the words of the map are compiled once."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.lexer = Lexer(config.indicators, config.cues, config.scopes)
        self.reader = SentenceReader(config.indicators, self.lexer, config.scopes)

    @cached_property
    def grids(self) -> GridReader:
        """The reader of tables; made with the first report that has any, since its rules take time to load."""
        from kpi.tables.grids import GridReader

        config = self.config
        return GridReader(config.indicators, self.lexer, config.scopes, config.zones, find_periods, find_quantities)

    def extract(self, document: Document) -> Extraction:
        """All observations of a report, and a remark for every number that became none."""
        return _ReportWalk(self, document).run()


class _ReportWalk:
    """One report's way through the stages: tables first, then the sentences between them."""

    def __init__(self, extractor: Extractor, document: Document) -> None:
        self.extractor, self.config, self.document = extractor, extractor.config, document
        repaired = readable(document)
        self.tables = extractor.grids.survey(repaired.text, repaired.tables) if repaired.tables else []
        self.cleaned, in_tables = _clean_apart(repaired, self.tables)
        every = split(self.cleaned.text)
        self.sentences = [s for s in every if not _covered(s.start, in_tables)] if in_tables else every
        self.context = read_context(self.cleaned.text, self.sentences or every[:1], self.config.zones, document.hints)
        self.in_tables = in_tables
        self.observations: list[Observation] = []
        self.remarks = [_unread(document, page) for page in unread_pages(document)]
        self.seen: set[tuple[object, ...]] = set()
        # what the sentences of a paragraph, or of a report on several areas, hand on
        self.paragraph = -1
        self.carried: PeriodMention | None = None
        self.topical = self.area = ""

    def run(self) -> Extraction:
        lists = self._read_lists()
        self._read_tables()
        self._read_sentences(lists)
        context = self.context
        return Extraction(
            self.document,
            tuple(self.observations),
            tuple(self.remarks),
            context.published,
            context.zone,
            context.title,
        )

    # ---- tables ----

    def _read_lists(self) -> list[tuple[int, int]]:
        """Reads tables whose cells came out one a line; returns where they stand."""
        cells, spans = find_table_facts(self.cleaned.text, self.extractor.lexer.alias_of)
        starts = [sentence.start for sentence in self.sentences]
        for cell in cells:
            if _covered(cell.start, self.in_tables):
                continue
            frame = self.context.frames[max(bisect_right(starts, cell.start) - 1, 0)]
            fact = self._list_fact(cell, frame)
            if fact is not None:
                sentence = Sentence(cell.start, cell.end, "", 0, cell.caption, 0, False)
                self.observations.append(self._observed(self.cleaned.offsets, sentence, frame, fact))
        return [span for span in spans if not _covered(span[0], self.in_tables)]

    def _list_fact(self, cell: PrintedFact, frame: Frame) -> Fact | None:
        """A listed table's cell as a fact of the area and year that the table names."""
        indicator = self.config.indicators[self.extractor.lexer.alias_of[cell.name][0]]
        zone = cell.area or frame.zone
        fits = cell.growth or dimension(cell.unit) == indicator.dimension
        if not zone or not fits:
            return None
        return Fact(
            indicator=indicator.id,
            scope="",
            measure=Measure.GROWTH if cell.growth else Measure.LEVEL,
            kind=Kind.ACTUAL,
            period=Period.year(cell.year),
            value=cell.value,
            unit=cell.unit,
            comparator=Comparator.EQUAL,
            start=0,
            end=cell.end - cell.start,
            zone=zone,
            zone_basis="table" if cell.area else frame.zone_basis,
            alias=cell.name,
            pattern="table",
            kind_ground="",
            period_ground=cell.caption,
            period_basis="stated",
        )

    def _read_tables(self) -> None:
        """Reads the tables that the file itself, or the layout of its page, sets in rows and columns."""
        if not self.tables:
            return
        from kpi.tables.grids import Surroundings

        starts = [self.cleaned.offsets.start_of(sentence.start) for sentence in self.sentences]
        for table in self.tables:
            at = max(bisect_right(starts, table.start) - 1, 0)
            if at >= len(self.context.frames):
                continue  # a text of nothing but spaces
            frame, context = self.context.frames[at], self.context
            around = Surroundings(frame, self._own_level(), context.city, context.several_areas, context.title)
            facts, rejects = self.extractor.grids.read(table, around)
            for fact in facts:
                row = Sentence(fact.row_start, fact.row_end, "", 0, "", 0, False)
                self._add(self._observed(_AS_READ, row, frame, _fact_of(fact)))
            for reject in rejects:
                quote = self.document.text[reject.start : reject.end]
                self.remarks.append(
                    Remark(self.document.doc, reject.reason, quote, reject.start, reject.end, reject.detail)
                )

    # ---- sentences ----

    def _read_sentences(self, lists: list[tuple[int, int]]) -> None:
        """Reads what stands between the tables, sentence by sentence."""
        to_read = {
            s.start: s.paragraph
            for s in self.sentences
            if _NUMBER.search(s.text) and self.extractor.lexer.names_anything(s.text)
        }
        told = set(to_read.values())  # paragraphs of which anything is read: only there do periods matter
        for sentence, frame in zip(self.sentences, self.context.frames, strict=False):
            while lists and lists[0][1] <= sentence.start:
                lists.pop(0)
            if lists and lists[0][0] <= sentence.start:
                continue
            self._hand_on(sentence, frame)
            is_read = sentence.start in to_read
            dated = is_read or (sentence.paragraph in told and _DATED.search(sentence.text))
            periods = read_periods(sentence.text, frame) if dated else ReportPeriods([])
            inherited, self.carried = self.carried, _to_carry(periods.mentions, self.carried)
            if is_read:
                self._read_sentence(sentence, frame, periods, inherited)

    def _hand_on(self, sentence: Sentence, frame: Frame) -> None:
        """Keeps what the sentences before say of this one: a period in its paragraph, an area in its report."""
        if sentence.paragraph != self.paragraph:
            self.carried, self.paragraph = None, sentence.paragraph
        elif self.carried and not _carries(self.carried, sentence.text, frame):
            self.carried = None
        if self.context.several_areas:
            self.topical = self.area or self.topical
            self.area = _last_area(sentence.text, self.context) or self.topical

    def _read_sentence(
        self, sentence: Sentence, frame: Frame, periods: ReportPeriods, carried: PeriodMention | None
    ) -> None:
        quantities = find_quantities(sentence.text)
        facts, rejects = self.extractor.reader.read(
            sentence.text,
            quantities,
            periods.mentions,
            frame,
            self._own_level(),
            self.context.city,
            self.context.areas.pattern,
            carried,
            self.topical,
        )
        offsets = self.cleaned.offsets
        for fact in facts:
            told, reason = self._as_meant(fact, periods)
            if told is not None:
                self._add(self._observed(offsets, sentence, frame, told))
            if reason:
                rejects.append(_left_out(fact, reason, quantities))
        self.remarks.extend(_remark(self.document, offsets, sentence, reject) for reject in rejects)

    def _as_meant(self, fact: Fact, periods: ReportPeriods) -> tuple[Fact | None, str]:
        """A fact with its zone and period as the report means them; None and the reason where it leaves them open."""
        zone = self.context.areas.meaning(fact.zone)
        if not zone:
            return None, "another_area"  # 高新区, in the report of another zone
        settled = periods.settle(fact)
        if settled is None:
            return None, "no_period"
        return replace(settled, zone=zone), ""

    def _own_level(self) -> str:
        """What 全… means in this report: 全市 in a city's, 全区 in a zone's."""
        return next((mark for mark in ("市", "县", "省", "州") if self.context.zone.endswith(mark)), "区")

    def _observed(self, offsets: OffsetMap, sentence: Sentence, frame: Frame, fact: Fact) -> Observation:
        return _observation(self.document, offsets, sentence, frame, self.context, fact, self.config)

    def _add(self, observation: Observation) -> None:
        key = _identity(observation)
        if key not in self.seen:
            self.seen.add(key)
            self.observations.append(observation)


_AS_READ = OffsetMap()
"""Tables are read from the raw text: their offsets are at home already."""


def _covered(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans, apart from each other and in order, covers the place."""
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and offset < spans[at][1]


def _clean_apart(document: Document, tables: Sequence[Table]) -> tuple[CleanText, list[tuple[int, int]]]:
    """The repaired text, with no line running from one cell into another; and the spans of it that tables take up.

    A cell written in sentences is none of its table's span: it is read as the text around is.
    """
    if not document.tables:
        return clean(document.text, document.format in PARAGRAPHS), []
    of_facts = {id(table.sheet.grid): table for table in tables}
    cuts = {0, len(document.text)}
    inside: list[tuple[int, int]] = []
    for grid in document.tables:
        table = of_facts.get(id(grid))
        first = table.start if table else grid.end
        kept = [cell for cell in grid.cells if cell.start < first]
        spans = [(cell.start, cell.end) for cell in kept]
        if table:
            spans += [(cell.start, cell.end) for cell in table.prose()]
            at = first
            for start, end in sorted({*spans, (grid.end, grid.end)}):
                if start > at:
                    inside.append((at, start))
                at = max(at, end)
        cuts.update((grid.start, grid.end, *(place for span in spans for place in span)))
        if table:
            cuts.add(first)
    return _clean_pieces(document.text, sorted(cuts), _united(inside))


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that meet made one: a table may stand in a cell of another."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _clean_pieces(
    text: str, cuts: Sequence[int], inside: Sequence[tuple[int, int]]
) -> tuple[CleanText, list[tuple[int, int]]]:
    """Each piece of the text repaired by itself, one below the other."""
    pieces: list[str] = []
    offsets, length = OffsetMap(), 0
    covered: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        piece = clean(text[start:end], paragraphs=True) if not text[start:end].isspace() else None
        if piece is None or not piece.text:
            continue
        if pieces:
            offsets.add(length, max(start - 1, 0))
            length += 1
        pieces.append(piece.text)
        for here, raw in zip(piece.offsets.clean, piece.offsets.raw, strict=True):
            offsets.add(length + here, start + raw)
        if _covered(start, inside):
            covered.append((length, length + len(piece.text)))
        length += len(piece.text)
    return CleanText("\n".join(pieces), offsets), covered


def _unread(document: Document, page: int) -> Remark:
    """A page of print that could not be read: what it says is missing, and the build says so."""
    at = next(each.start for each in document.pages if each.number == page)
    return Remark(document.doc, "unread_page", "", at, at, str(page))


def _fact_of(fact: TableFact) -> Fact:
    """A table's fact as a sentence's, its offsets counted in its row."""
    return Fact(
        indicator=fact.indicator,
        scope=fact.scope,
        measure=fact.measure,
        kind=fact.kind,
        period=fact.period,
        value=fact.value,
        unit=fact.unit,
        comparator=fact.comparator,
        start=fact.start - fact.row_start,
        end=fact.end - fact.row_start,
        zone=fact.zone,
        zone_basis=fact.zone_basis,
        alias=fact.alias,
        pattern="table",
        kind_ground=fact.kind_ground,
        period_ground=fact.period_ground,
        period_basis=fact.period_basis,
    )


def _left_out(fact: Fact, reason: str, quantities: Sequence[Quantity]) -> Reject:
    """The number of a fact that is none, by its place; the whole fact where words like 翻番 are its number."""
    number = next((q for q in quantities if fact.end == q.end or fact.start == q.start), None)
    start, end = (number.start, number.end) if number else (fact.start, fact.end)
    return Reject(reason, start, end, fact.zone if reason == "another_area" else fact.period_ground)


def _last_area(text: str, context: ReportContext) -> str:
    areas = context.areas.pattern.findall(text)
    return areas[-1] if areas else ""


def _carries(mention: PeriodMention, text: str, frame: Frame) -> bool:
    """Whether a sentence goes on with the period of the one before: a part of it, or a page without a year."""
    if mention.years and mention.years[0] != mention.years[1]:
        return "累计" in text
    in_part = mention.months is not None and mention.months[0] != mention.months[1] and mention.years is None
    return frame.years.assumed or in_part or text.startswith("其中")


def _to_carry(periods: list[PeriodMention], carried: PeriodMention | None) -> PeriodMention | None:
    """The period that the next sentence of the paragraph takes where it names none: the last one stated."""
    for mention in reversed(periods):
        told = mention.years or (mention.months and mention.months[0] != mention.months[1])
        if told and not (mention.baseline or mention.since or mention.point or mention.loose):
            return mention
    return carried


def extract_document(document: Document, config: Config) -> Extraction:
    """The extraction of one report."""
    return Extractor(config).extract(document)


def extract_paths(
    paths: Iterable[Path], config: Config, progress: Callable[[Iterable[Path]], Iterable[Path]] | None = None
) -> Iterator[Extraction]:
    """The extractions of all reports under `paths`, in the order of their paths."""
    extractor = Extractor(config)
    reports = find_reports(list(paths))
    for path in progress(reports) if progress else reports:
        yield extractor.extract(read_document(path, config.path.parent))


def _identity(observation: Observation) -> tuple[object, ...]:
    """What makes two readings of one report the same fact."""
    return (
        *(observation.zone, observation.indicator, observation.scope, observation.measure, observation.kind),
        *(observation.period, observation.value, observation.unit, observation.start),
    )


def _observation(
    document: Document,
    offsets: OffsetMap,
    sentence: Sentence,
    frame: Frame,
    context: ReportContext,
    fact: Fact,
    config: Config,
) -> Observation:
    span = offsets.span_of(sentence.start + fact.start, sentence.start + fact.end)
    whole = offsets.span_of(sentence.start, sentence.end)
    flags = list(fact.flags)
    if fact.zone not in config.zones:
        flags.append("unknown_zone")
    if fact.period_basis == "assumed":
        flags.append("assumed_year")
    period_basis = frame.period_basis(fact.period_basis)
    flags.extend(context.flags_of(fact.zone, period_basis))
    flags.extend(doubts.flags_of(document, span.start, span.end, fact.value))
    kind_basis = "stated" if fact.kind_ground else "default"
    return Observation(
        doc=document.doc,
        zone=fact.zone,
        indicator=fact.indicator,
        scope=fact.scope,
        measure=fact.measure,
        kind=Kind(fact.kind),
        period=fact.period.code,
        value=fact.value,
        unit=fact.unit,
        comparator=fact.comparator,
        quote=span.of(document.text),
        start=span.start,
        end=span.end,
        published=context.published,
        basis=f"zone:{fact.zone_basis};period:{period_basis};kind:{kind_basis}",
        flags=tuple(flags),
        sentence_start=whole.start,
        sentence_end=whole.end,
        alias=fact.alias,
        zone_ground=frame.zone_ground if fact.zone == frame.zone else fact.zone,
        period_ground=fact.period_ground,
        kind_ground=fact.kind_ground,
        pattern=fact.pattern,
        path=document.path,
        page=page_at(document, span.start),
        boxes=boxes_of(document, span.start, span.end),
    )


def _remark(document: Document, offsets: OffsetMap, sentence: Sentence, reject: Reject) -> Remark:
    span = offsets.span_of(sentence.start + reject.start, sentence.start + reject.end)
    return Remark(document.doc, reject.reason, span.of(document.text), span.start, span.end, reject.detail)
