"""From a report to its observations: the one place that knows the order of the stages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from kpi.documents import doubts
from kpi.documents.confusions import readable
from kpi.documents.positions import boxes_of, page_at, unread_pages
from kpi.language.confusions import repaired, shows_recognition
from kpi.language.gazetteer import classes
from kpi.language.mentions import Lexer
from kpi.language.periods import PeriodMention, find_periods
from kpi.language.quantities import find_quantities
from kpi.pages.about import read_about
from kpi.pages.cleaning import clean
from kpi.pages.frames import Frame, Years
from kpi.pages.modes import AHEAD
from kpi.pages.outlook import PAGE, read_outlook
from kpi.pages.passages import Passage
from kpi.pages.structure import read_structure
from kpi.pages.text_tables import TextTable
from kpi.pages.timeline import When
from kpi.pages.turns import in_turn, zone_columns
from kpi.pages.whose import page_places, relation
from kpi.pages.zone_mends import with_known_zones
from kpi.sentences.areas import heading_areas, own_zone, place_tokens
from kpi.sentences.decide import FACT_FROM, contributions, decide, features_of, weights
from kpi.sentences.listed import ListedFact, read_table, read_table_of_areas, when_listed
from kpi.sentences.pieces import Token
from kpi.sentences.placing import Placed, Placer, Undated, article_areas, leading_areas
from kpi.sentences.readings import Carry, Reading, Refusal, SentenceReader
from kpi.sentences.rounded import without_rounded
from kpi.sentences.tokens import Tokeniser
from kpi.settings.config import Config
from kpi.vocabulary.model import (
    KIND_OPEN,
    UNDATED,
    YEAR_ASSUMED,
    ZONE_OPEN,
    CleanText,
    Document,
    Extraction,
    Kind,
    Measure,
    Observation,
    Origin,
    Period,
    Remark,
    told_of,
)
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.spans import OffsetMap, Span

if TYPE_CHECKING:
    from kpi.tables.grids import GridReader, Table, TableFact

_OF_LEVEL = lazy("全([市省县州盟旗国区])")  # a column's head: 全市增长(%)
_NUMBER = lazy(r"\d|百分之|[一二两三四五六七八九十百千万]+[个家项户成倍万亿人件名宗]|翻[^，。；]{0,2}番")

PARAGRAPHS = frozenset({"docx", "html", "xlsx", "csv", "pdf", "scan"})
"""Formats whose lines are paragraphs; those of other files may be lines of print."""

# why a number became nothing, by the rule that refused it, as a remark tells it
_REMARKS = {
    "unexplained": "unread",
    "unit_mismatch": "unit_mismatch",
    "qualifies": "part_of_group",
    "base": "base_value",
    "increment": "increment",
    "completion": "completion",
    "share": "share",
    "month_on_month": "increment",
    "row": "two_readings",
}


class Listener(Protocol):
    """Whoever follows a report sentence by sentence, and may ask what another reading of a number would become."""

    def wants(self, passage: Passage) -> bool:
        """Whether a sentence is to be heard."""
        ...

    def hear(
        self,
        passage: Passage,
        tokens: Sequence[Token],
        readings: Sequence[Reading],
        refusals: Sequence[Refusal],
        place: Callable[[Reading], tuple[list[Observation], str]],
    ) -> None:
        """Takes a sentence that reads figures, with what was read in it and what was not; `place` gives what a reading
        of it would become where it stands, or why it would become nothing.
        """
        ...


class Extractor:
    """Reads many reports with one config; the words of the map are compiled once."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.tokeniser = Tokeniser(config.indicators, cues=config.cues)
        self.reader = SentenceReader(config.indicators)
        self.weights = weights()
        self.stocks = frozenset(indicator.id for indicator in config.indicators.values() if indicator.stock)

    @cached_property
    def lexer(self) -> Lexer:
        """The words of the map as the reader of tables knows them."""
        return Lexer(self.config.indicators, self.config.cues, self.config.scopes)

    @cached_property
    def grids(self) -> GridReader:
        """The reader of tables; made with the first report that has any, since its rules take time to load."""
        from kpi.tables.grids import GridReader

        config = self.config
        return GridReader(config.indicators, self.lexer, config.scopes, config.zones, find_periods, find_quantities)

    def extract(self, document: Document) -> Extraction:
        """All observations of a report, the readings to confirm, and a remark for every number that became none."""
        return ReportWalk(self, document).run()

    def extract_twice(self, document: Document, other: Extractor) -> tuple[Extraction, Extraction]:
        """What the report yields by this map and by another one with the same zones; its page is read once."""
        walk = ReportWalk(self, document)
        return walk.run(), walk.under(other).run()

    def walk(self, document: Document) -> ReportWalk:
        """The report with the frames of its page, before its sentences are read."""
        return ReportWalk(self, document)

    def readings(self, document: Document) -> list[Placed]:
        """The placed readings of a report's text with what is weighed of each, as training needs them."""
        walk = ReportWalk(self, document)
        placed = [*walk.read_sentences(), *walk.read_text_tables()]
        decide(placed, self.weights)
        return placed


class ReportWalk:
    """One report's way through the stages: structure, frames, tables, then the sentences between them.

    A `listener` hears the sentences as they are read; what is read does not depend on it.
    """

    listener: Listener | None = None

    def __init__(self, extractor: Extractor, document: Document) -> None:
        self.extractor, self.config, self.document = extractor, extractor.config, document
        mended = readable(document)
        if document.format not in PARAGRAPHS:
            text = repaired(mended.text)
            mended = replace(mended, text=with_known_zones(text) if shows_recognition(mended.text) else text)
        self.tables = extractor.grids.survey(mended.text, mended.tables) if mended.tables else []
        self.cleaned, self.in_tables = _clean_apart(mended, self.tables)
        if document.format not in PARAGRAPHS:
            # once more: spaces and line ends that parted a number are gone now
            self.cleaned = replace(self.cleaned, text=repaired(self.cleaned.text))
        text = self.cleaned.text
        self.about = read_about(text, self.config.zones, document.hints, mended.text)
        structure = read_structure(text, self.cleaned.shapes)
        self.text_tables = structure.tables
        self.outlook = read_outlook(text, structure, self.about)
        self.places = page_places(text, self.config.zones)
        self.about = replace(self.about, page=in_turn(self.about.page, self.outlook.passages, self.places))
        self._topics: dict[int, When] = {}
        self._begin()

    def _begin(self) -> None:
        self.observations: list[Observation] = []
        self.readings: list[Observation] = []
        self.undated: list[Undated] = []
        self.remarks = [_unread(self.document, page) for page in unread_pages(self.document)]
        self.seen: set[tuple[object, ...]] = set()
        self.said = Counter[tuple[object, ...]]()

    def under(self, other: Extractor) -> ReportWalk:
        """The same report to be read with another map, of the same zones; its tables are not surveyed anew."""
        walk = copy(self)
        walk.extractor, walk.config = other, other.config
        walk._begin()
        return walk

    def run(self) -> Extraction:
        self._read_grids()
        placed = without_rounded([*self.read_sentences(), *self.read_text_tables()])
        decide(placed, self.extractor.weights)
        for each in placed:
            self._add(self._observed(each))
        for undated in self.undated:  # last: what is certain has the first name at its place
            self._add(self._observed_undated(undated))
        about = self.about
        self.observations.sort(key=lambda o: (o.start, o.end))
        return Extraction(
            self.document,
            tuple(self.observations),
            tuple(self.remarks),
            about.published,
            about.page.zone,
            about.title,
            tuple(self.readings),
            self._origin(),
        )

    def _origin(self) -> Origin:
        """How it was found whose the report is and of when."""
        about, clock = self.about, self.about.clock
        found = (*self.observations, *self.readings)
        return Origin(
            about.zone_basis,
            about.zone_ground,
            about.page.candidates if not about.page.zone else (),
            clock.review or clock.this,
            about.date_basis,
            clock.ground,
            any(YEAR_ASSUMED in each.flags for each in found),
        )

    # ---- sentences ----

    def read_sentences(self) -> list[Placed]:
        """The readings of what stands between the tables, sentence by sentence, each placed in time and area."""
        outlook, about = self.outlook, self.about
        places = place_tokens(self.places, about.page, outlook.passages)
        tokens = [
            self._tokens(passage, mentions, mine)
            for passage, mentions, mine in zip(outlook.passages, outlook.periods, places, strict=True)
        ]
        headed = leading_areas(outlook.passages, tokens) | heading_areas(outlook.passages, about.page)
        placer = Placer(outlook, article_areas(outlook.passages, tokens), self.extractor.stocks, headed)
        carry, article, paragraph = Carry(), -1, -1
        placed: list[Placed] = []
        for passage, mode, mine in zip(outlook.passages, outlook.modes, tokens, strict=True):
            if passage.article != article:
                carry, article = Carry(), passage.article
            if passage.paragraph != paragraph:
                carry.own_level, carry.told, paragraph = "", None, passage.paragraph
            placer.enter(passage)
            if passage.reads and mine and not _covered(passage.start, self.in_tables):
                if not any(token.kind in "QPXU" for token in mine):
                    self._remark_unnamed(passage)
                placed.extend(self._read_sentence(placer, passage, mine, carry))
            placer.leave(mine, mode)
        return placed

    def _tokens(self, passage: Passage, mentions: Sequence[PeriodMention], places: Sequence[Token]) -> list[Token]:
        """The tokens of a sentence; of one without a figure only what it hands on."""
        text = passage.text
        if not _NUMBER.search(text):
            return self.extractor.tokeniser.frame_tokens(text, mentions, places)
        goes_on = any(m.start == 0 and m.months is not None for m in mentions[:1])
        if not goes_on and not self.extractor.tokeniser.names_anything(text):
            return self.extractor.tokeniser.frame_tokens(text, mentions, places)
        return self.extractor.tokeniser.tokens(text, find_quantities(text), mentions, places)

    def _read_sentence(self, placer: Placer, passage: Passage, tokens: list[Token], carry: Carry) -> list[Placed]:
        mode = self.outlook.modes[self._number_of(passage)]
        readings, refusals = self.extractor.reader.read(tokens, carry)
        own = own_zone(self.about.page, passage.start)
        placed: list[Placed] = []
        for reading in readings:
            rows, reason = placer.place(reading, tokens, passage, mode, own)
            if reason == "no_period":
                undated, lacking = placer.undated(reading, tokens, passage, mode, own)
                self.undated.extend(undated)
                # 全市 in a report of nobody may be its own, once that is stated: it waits for its zone and its year
                nobodys = lacking == "another_area" and not own and not self.outlook.timeline.clock.this
                reason = "no_period" if nobodys else lacking
            if reason:
                self._remark(reason, passage, reading.number, reading.indicator if reason == "no_period" else "")
            for row in rows:
                row.features = features_of(row, tokens, mode, bool(row.cue), row.when.assumed)
            placed.extend(rows)
        if self.listener is not None and self.listener.wants(passage):
            self._tell(self.listener, placer, passage, tokens, readings, refusals)
        for refusal in refusals:
            self._remark(_REMARKS.get(refusal.reason, refusal.reason), passage, refusal.number, "")
        return placed

    def _tell(
        self,
        listener: Listener,
        placer: Placer,
        passage: Passage,
        tokens: list[Token],
        readings: Sequence[Reading],
        refusals: Sequence[Refusal],
    ) -> None:
        """Has a sentence heard; one that names no indicator is cut into its tokens for that."""
        number = self._number_of(passage)
        mode, mentions = self.outlook.modes[number], self.outlook.periods[number]
        if not self.extractor.tokeniser.names_anything(passage.text):
            areas = [token for token in tokens if token.value is not None and token.kind in "AulF"]
            tokens = self.extractor.tokeniser.tokens(passage.text, find_quantities(passage.text), mentions, areas)
        own = own_zone(self.about.page, passage.start)

        def place(reading: Reading) -> tuple[list[Observation], str]:
            with placer.asked():
                rows, reason = placer.place(reading, tokens, passage, mode, own)
                if reason == "no_period":
                    undated, lacking = placer.undated(reading, tokens, passage, mode, own)
                    return [self._observed_undated(each) for each in undated], lacking
            return [self._observed(row) for row in rows], reason

        listener.hear(passage, tokens, readings, refusals, place)

    def _remark_unnamed(self, passage: Passage) -> None:
        """A remark for each number of a sentence that names no indicator."""
        for quantity in find_quantities(passage.text) if _NUMBER.search(passage.text) else ():
            self._remark("no_indicator", passage, Token(quantity.start, quantity.end, "Q", quantity.text), "")

    def _number_of(self, passage: Passage) -> int:
        return bisect_right(self.outlook.passages, passage.start, key=lambda each: each.start) - 1

    # ---- tables ----

    def read_text_tables(self) -> list[Placed]:
        """The facts of the tables that stand inside the running text."""
        placed: list[Placed] = []
        about = self.about
        for table in self.text_tables:
            if _covered(table.start, self.in_tables):
                continue
            owner = self._owner_of(table)
            if owner is None:
                continue
            topic = self.outlook.topic(self._passage_at(table.start).article)
            if not table.columns and topic.period and not (topic.period.is_year or topic.period.is_cumulative_part):
                topic = self.outlook.topic(PAGE)  # 第四季度出口转正 says nothing of a box of figures below it
            rows = self._owners_of_rows(table)
            read = read_table_of_areas if rows else read_table
            columns = zone_columns([head.text for head in table.columns], about.page, self.places)
            named = rows or columns
            for fact in read(table, self.extractor.tokeniser):
                whose: str | None = owner
                if named is not None:
                    whose = named.get(fact.row or fact.column, "")
                    if not whose and fact.row not in rows:
                        continue  # the row or the column of a zone that has no full name on the page
                elif above := _OF_LEVEL.match(fact.column):
                    whose = self._of_level(above[1])
                if whose is None:
                    continue
                when = when_listed(fact, table.caption, topic, self.outlook.timeline)
                if when is topic and self._looks_ahead(table.start):
                    fact, when = self._aimed(fact)  # 新增规上工业企业 / 20家, below 今年怎么干
                if when.period is None:
                    zone = whose or own_zone(about.page, fact.start)
                    self.undated.append(fact.undated(zone, self._passage_at(fact.start)))
                row = self._listed(table, fact, when, whose)
                if row is not None:
                    placed.append(row)
        return placed

    def _looks_ahead(self, offset: int) -> bool:
        """Whether the sentence before a place looks at what is aimed at."""
        passages = self.outlook.passages
        before = bisect_right(passages, offset - 1, key=lambda each: each.start) - 1
        while before >= 0 and passages[before].is_heading:
            before -= 1
        return before >= 0 and self.outlook.modes[before].state == AHEAD

    def _aimed(self, fact: ListedFact) -> tuple[ListedFact, When]:
        """A value without a time of its own as an aim of the year that is planned."""
        clock = self.about.clock
        year = clock.plan or clock.this
        period = Period.year(year) if year else None
        return replace(fact, is_target=True), When(period, "plan", clock.ground, clock.assumed)

    def _of_level(self, level: str) -> str | None:
        """Whose a column is that is headed 全市, 全省: empty where it is the page's own, None where it has no name."""
        if level == self._own_level():
            return ""
        return self.about.page.city or None if level == "市" else None

    def _owners_of_rows(self, table: TextTable) -> dict[str, str]:
        """Whose each row of a table is whose rows are named by areas: the page's own zone or another; else none."""
        owners: dict[str, str] = {}
        for row in table.rows:
            name = row.name.text.strip()
            whole = [each for each in page_places(name, self.config.zones) if each.text == name]
            stand = relation(whole[0], self.about.page) if whole else None
            if stand is not None and stand.name not in classes():
                owners[name] = stand.name if stand.kind != "own" else own_zone(self.about.page, table.start)
        return owners if 2 * len(owners) > len(table.rows) else {}

    def _passage_at(self, offset: int) -> Passage:
        passages = self.outlook.passages
        return passages[max(bisect_right(passages, offset, key=lambda each: each.start) - 1, 0)]

    def _owner_of(self, table: TextTable) -> str | None:
        """Another area, or one above, that a table's caption names; empty where it is the page's own, None if nameless.

        表2 2021～2023年本区主要指标 in a city's report is some zone's.
        """
        stand = [relation(place, self.about.page) for place in page_places(table.caption, self.config.zones)]
        others = [each.name for each in stand if each.kind in ("other", "upper")]
        if not others or any(each.kind == "own" for each in stand):
            return ""
        return None if others[-1] in classes() else others[-1]

    def _listed(self, table: TextTable, fact: ListedFact, when: When, owner: str) -> Placed | None:
        ahead = when.period is not None and self.outlook.timeline.is_ahead(when.period)
        if when.period is None or (ahead and not (fact.is_target or fact.is_estimate)):
            return None
        return fact.placed(
            when, owner or own_zone(self.about.page, fact.start), self._passage_at(fact.start), table.start
        )

    def _read_grids(self) -> None:
        """Reads the tables that the file itself, or the layout of its page, sets in rows and columns."""
        if not self.tables or not self.outlook.passages:
            return
        from kpi.tables.grids import Surroundings

        offsets = [self.cleaned.offsets.start_of(passage.start) for passage in self.outlook.passages]
        several = self.about.page.kind == "several"
        for table in self.tables:
            at = max(bisect_right(offsets, table.start) - 1, 0)
            frame = self._frame(self.outlook.passages[at])
            around = Surroundings(frame, self._own_level(), self.about.page.city, several, self.about.title)
            facts, rejects = self.extractor.grids.read(table, around)
            for fact in facts:
                self._add(self._of_grid(fact, frame))
            for reject in rejects:
                quote = self.document.text[reject.start : reject.end]
                self.remarks.append(
                    Remark(self.document.doc, reject.reason, quote, reject.start, reject.end, reject.detail)
                )

    def _frame(self, passage: Passage) -> Frame:
        """What a table inherits from the report and the part of it that it stands in."""
        about, clock = self.about, self.outlook.timeline.clock
        topic = self._topics.get(passage.article)
        if topic is None:  # looked for once: an article may have hundreds of tables
            topic = self._topics[passage.article] = self._topic_around(passage.article)
        months = None
        actual = clock.review
        if topic.period is not None and topic.period.first_year == topic.period.last_year:
            actual = topic.period.last_year
            if topic.period.is_cumulative_part:
                months = (topic.period.first_month, topic.period.last_month)
        hint = about.date_basis if about.date_basis not in ("text", "") else ""
        years = Years(clock.this, actual, clock.plan, clock.ground, clock.assumed, hint)
        zone = own_zone(about.page, passage.start)
        return Frame(
            zone, about.zone_ground, about.zone_basis, years, months, topic.ground, written=about.published
        )  # fmt: skip

    def _topic_around(self, article: int) -> When:
        """The time that an article speaks of outside its tables, else the page: a table's own times are its own."""
        found: list[tuple[int, tuple[PeriodMention, int, float]]] = []
        outlook = self.outlook
        for passage, mentions, mode in zip(outlook.passages, outlook.periods, outlook.modes, strict=True):
            if not _covered(passage.start, self.in_tables):
                weight = 2.0 if passage.is_heading else 1.0
                found.extend((passage.article, (mention, mode.state, weight)) for mention in mentions)
        for named in ([each for of, each in found if of == article], [each for _, each in found]):
            topic = outlook.timeline.topic(named)
            if topic.period is not None:
                return topic
        covered = self.about.period
        return outlook.timeline.default() if covered is None else When(covered, "hint", covered.code)

    def _own_level(self) -> str:
        """What 全… means in this report: 全市 in a city's, 全区 in a zone's."""
        zone = self.about.page.zone
        return next((mark for mark in ("市", "县", "省", "州") if zone.endswith(mark)), "区")

    # ---- results ----

    def _add(self, observation: Observation) -> None:
        key = _identity(observation)
        if key in self.seen:
            return
        self.seen.add(key)
        place = observation.place
        if nth := self.said[place]:
            observation = replace(observation, nth=nth)
        self.said[place] += 1
        if observation.status == "fact":
            self.observations.append(observation)
            return
        self.readings.append(observation)
        self.remarks.append(told_of(observation))

    def _remark(self, reason: str, passage: Passage, token: Token, detail: str) -> None:
        span = self.cleaned.offsets.span_of(passage.start + token.start, passage.start + token.end)
        self.remarks.append(
            Remark(self.document.doc, reason, span.of(self.document.text), span.start, span.end, detail)
        )

    def _observed(self, placed: Placed) -> Observation:
        """A placed reading with its evidence: the quote, its sentence, and how zone, period and kind were found."""
        reading, passage, about = placed.reading, placed.passage, self.about
        span = self.cleaned.offsets.span_of(placed.start, placed.end)
        whole = self.cleaned.offsets.span_of(passage.start, passage.end)
        own = placed.zone == own_zone(about.page, passage.start)
        zone_basis = about.zone_basis if own else "sentence"
        period_basis = placed.when.basis
        if period_basis in ("clock", "plan", "page", "hint") and about.date_basis not in ("text", ""):
            period_basis = about.date_basis
        flags = [*self._zone_flags(placed.zone, own), *self._time_flags(placed, period_basis)]
        if placed.kind_open:
            flags.append(KIND_OPEN)
        if reading.scope == "年均":
            flags.append("annual_average")
        if not placed.zone:
            zone_basis = "open"
        basis = f"zone:{zone_basis};period:{period_basis};kind:{'stated' if placed.kind_ground else 'default'}"
        basis += self._candidates(placed.zone)
        return self._filed(
            span,
            whole,
            flags,
            placed.value,
            zone=placed.zone,
            indicator=reading.indicator,
            scope=reading.scope or self._scope(passage, reading),
            measure=Measure(reading.measure),
            kind=placed.kind,
            period=placed.period.code,
            unit=placed.unit,
            comparator=placed.comparator,
            basis=basis,
            alias=reading.name.text,
            zone_ground=about.zone_ground if own else placed.zone,
            period_ground=placed.when.ground,
            kind_ground=placed.kind_ground,
            pattern=reading.rule,
            confidence=round(placed.confidence, 3),
            status="fact" if placed.confidence >= FACT_FROM else "to_confirm",
            trace=contributions(placed.features, self.extractor.weights),
        )

    def _observed_undated(self, undated: Undated) -> Observation:
        """A reading without a time, with the same evidence; how sure it is nobody can tell."""
        reading, passage, about = undated.reading, undated.passage, self.about
        span = self.cleaned.offsets.span_of(undated.start, undated.end)
        whole = self.cleaned.offsets.span_of(passage.start, passage.end)
        own = undated.zone == own_zone(about.page, passage.start)
        flags = self._zone_flags(undated.zone, own)
        flags += [KIND_OPEN] if undated.kind_open else []
        flags += ["annual_average"] if reading.scope == "年均" else []
        zone_basis = "open" if not undated.zone else about.zone_basis if own else "sentence"
        kind_basis = "stated" if undated.kind_ground else "default"
        return self._filed(
            span,
            whole,
            flags,
            undated.value,
            zone=undated.zone,
            indicator=reading.indicator,
            scope=reading.scope or self._scope(passage, reading),
            measure=Measure(reading.measure),
            kind=undated.kind,
            period="",
            unit=undated.unit,
            comparator=undated.comparator,
            basis=f"zone:{zone_basis};period:open;kind:{kind_basis}" + self._candidates(undated.zone),
            alias=reading.name.text,
            zone_ground=about.zone_ground if own else undated.zone,
            period_ground=undated.ground,
            kind_ground=undated.kind_ground,
            pattern=reading.rule,
            confidence=0.0,
            status=UNDATED,
        )

    def _filed(self, span: Span, whole: Span, flags: Sequence[str], value: Decimal | None, **told: Any) -> Observation:
        """An observation with the evidence that every one has: its quote and sentence, its page, what is in doubt."""
        return Observation(
            doc=self.document.doc,
            value=value,
            quote=span.of(self.document.text),
            start=span.start,
            end=span.end,
            published=self.about.published,
            flags=(*flags, *doubts.flags_of(self.document, span.start, span.end, value)),
            sentence_start=whole.start,
            sentence_end=whole.end,
            path=self.document.path,
            page=page_at(self.document, span.start),
            boxes=boxes_of(self.document, span.start, span.end),
            report_id=self.document.report_id,
            **told,
        )

    def _scope(self, passage: Passage, reading: Reading) -> str:
        """The word of the map's scopes that stands right before a name, or in it."""
        text, name = passage.text, reading.name
        window = re.split(r"[，。；,;、]", text[max(0, name.start - 10) : name.end])[-1]
        of_all = reading.whole
        named = (s for s in self.config.scopes if s in window and not (s == "新增" and s in name.text))
        return next((s for s in named if not (of_all and s.startswith("新"))), "")

    def _candidates(self, zone: str) -> str:
        """The zones that a figure may be of, as a part of its basis, while that is open."""
        candidates = self.about.page.candidates if not zone else ()
        return ";candidates:" + "|".join(candidates) if candidates else ""

    def _zone_flags(self, zone: str, own: bool) -> list[str]:
        if not zone:
            return [ZONE_OPEN]
        flags = [] if zone in self.config.zones else ["unknown_zone"]
        return [*flags, *(self.about.zone_flags if own else ())]

    def _time_flags(self, placed: Placed, period_basis: str) -> list[str]:
        rests = period_basis in ("file_name", "folder", "created", "metadata", "clock", "plan", "page")
        flags = [YEAR_ASSUMED] if placed.when.assumed else []
        return [*flags, *(self.about.date_flags if rests else ())]

    def _of_grid(self, fact: TableFact, frame: Frame) -> Observation:
        """A table's fact with its evidence; its offsets are at home already."""
        span, whole = Span(fact.start, fact.end), Span(fact.row_start, fact.row_end)
        about = self.about
        period_basis = frame.period_basis(fact.period_basis)
        own = fact.zone == frame.zone
        flags = self._zone_flags(fact.zone, own)
        if fact.period_basis == "assumed":
            flags.append(YEAR_ASSUMED)
        if period_basis in ("file_name", "folder", "created", "metadata"):
            flags.extend(about.date_flags)
        kind_basis = "stated" if fact.kind_ground else "default"
        basis = f"zone:{fact.zone_basis or 'open'};period:{period_basis};kind:{kind_basis}"
        return self._filed(
            span,
            whole,
            flags,
            fact.value,
            zone=fact.zone,
            indicator=fact.indicator,
            scope=fact.scope,
            measure=fact.measure,
            kind=Kind(fact.kind),
            period=fact.period.code if fact.period else "",
            unit=fact.unit,
            comparator=fact.comparator,
            basis=basis + self._candidates(fact.zone),
            alias=fact.alias,
            zone_ground=frame.zone_ground if own else fact.zone,
            period_ground=fact.period_ground,
            kind_ground=fact.kind_ground,
            pattern="table",
            **({} if fact.period else {"confidence": 0.0, "status": UNDATED}),
        )


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


def _identity(observation: Observation) -> tuple[object, ...]:
    """What makes two readings of one report the same fact."""
    return (
        *(observation.zone, observation.indicator, observation.scope, observation.measure, observation.kind),
        *(observation.period, observation.value, observation.unit, observation.start),
    )
