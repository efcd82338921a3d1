"""From a report to its observations: the one place that knows the order of the stages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kpi.cleaning import clean
from kpi.config import Config
from kpi.context import Frame, ReportContext, read_context
from kpi.mentions import Lexer
from kpi.model import Comparator, Document, Extraction, Kind, Measure, Observation, Period, Remark
from kpi.observations import Fact, Reject, SentenceReader
from kpi.passages import Sentence, split
from kpi.periods import PeriodMention, find_periods
from kpi.positions import boxes_of, page_at
from kpi.quantities import find_quantities
from kpi.readers import find_reports, read_document
from kpi.spans import OffsetMap
from kpi.tables import TableFact, find_table_facts
from kpi.units import dimension

_DATED = re.compile(r"[\d〇○零一二三四五六七八九]\s{0,2}[年季月]|五[”\"]|半年|季度")
_NUMBER = re.compile(
    r"[0-9]|[一二两三四五六七八九十百]+(?:个|家|项|分之|成|倍|亿|万)|倍|番|同步|高于全|快于全|上级下达"
)


class Extractor:
    """Reads many reports with one config; the words of the map are compiled once."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lexer = Lexer(config.indicators, config.cues, config.scopes)
        self._reader = SentenceReader(config.indicators, self._lexer, config.scopes)

    def extract(self, document: Document) -> Extraction:
        """All observations of a report, and a remark for every number that became none."""
        cleaned = clean(document.text)
        sentences = split(cleaned.text)
        context = read_context(cleaned.text, sentences, self._config.zones, document.hints)
        observations: list[Observation] = []
        remarks: list[Remark] = []
        seen: set[tuple[object, ...]] = set()
        carried: PeriodMention | None = None
        paragraph, topical, sentence_area = -1, "", ""
        cells, tables = find_table_facts(cleaned.text, self._lexer.alias_of)
        starts = [sentence.start for sentence in sentences]
        for cell in cells:
            frame = context.frames[max(bisect_right(starts, cell.start) - 1, 0)]
            fact = self._table_fact(cell, frame)
            if fact is not None:
                sentence = Sentence(cell.start, cell.end, "", 0, cell.caption, 0, False)
                observations.append(
                    _observation(document, cleaned.offsets, sentence, frame, context, fact, self._config)
                )
        to_read = {
            s.start: s.paragraph for s in sentences if _NUMBER.search(s.text) and self._lexer.names_anything(s.text)
        }
        told = set(to_read.values())  # paragraphs of which anything is read: only there do periods matter
        for sentence, frame in zip(sentences, context.frames, strict=True):
            while tables and tables[0][1] <= sentence.start:
                tables.pop(0)
            if tables and tables[0][0] <= sentence.start:
                continue
            if sentence.paragraph != paragraph:
                carried, paragraph = None, sentence.paragraph
            elif carried and not _carries(carried, sentence.text, frame):
                carried = None
            if context.several_areas:
                named = sentence_area or topical
                topical = named
                sentence_area = _last_area(sentence.text, context) or topical
            is_read = sentence.start in to_read
            dated = is_read or (sentence.paragraph in told and _DATED.search(sentence.text))
            periods = find_periods(sentence.text) if dated else []
            inherited, carried = carried, _to_carry(periods, carried)
            if not is_read:
                continue
            facts, rejects = self._read(sentence, frame, context, periods, inherited, topical)
            for fact in facts:
                observation = _observation(document, cleaned.offsets, sentence, frame, context, fact, self._config)
                key = _identity(observation)
                if key not in seen:
                    seen.add(key)
                    observations.append(observation)
            remarks.extend(_remark(document, cleaned.offsets, sentence, reject) for reject in rejects)
        return Extraction(document, tuple(observations), tuple(remarks), context.published, context.zone, context.title)

    def _table_fact(self, cell: TableFact, frame: Frame) -> Fact | None:
        """A table's cell as a fact of the area and year that the table names."""
        indicator = self._config.indicators[self._lexer.alias_of[cell.name][0]]
        zone = cell.area or frame.zone
        fits = cell.growth or dimension(cell.unit) == indicator.dimension
        if not zone or not fits:
            return None
        measure = Measure.GROWTH if cell.growth else Measure.LEVEL
        return Fact(
            indicator=indicator.id,
            scope="",
            measure=measure,
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

    def _read(
        self,
        sentence: Sentence,
        frame: Frame,
        context: ReportContext,
        periods: list[PeriodMention],
        carried: PeriodMention | None,
        topical: str,
    ) -> tuple[list[Fact], list[Reject]]:
        text = sentence.text
        level = next((mark for mark in ("市", "县", "省", "州") if context.zone.endswith(mark)), "区")
        return self._reader.read(
            text,
            find_quantities(text),
            periods,
            frame,
            level,
            context.city,
            context.named_area,
            carried,
            topical,
        )


def _last_area(text: str, context: ReportContext) -> str:
    areas = context.named_area.findall(text)
    return areas[-1] if areas else ""


def _frame_at(sentences: list[Sentence], context: ReportContext, offset: int) -> Frame:
    at = bisect_right([s.start for s in sentences], offset) - 1
    return context.frames[max(at, 0)]


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
        basis=f"zone:{fact.zone_basis};period:{fact.period_basis};kind:{kind_basis}",
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
