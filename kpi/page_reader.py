"""Reads the facts of a page: structure, frames, readings, decision, in this order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from kpi.pages.cleaning import clean
from kpi.documents.confusions import repaired
from kpi.language.words import word_classes
from kpi.vocabulary.model import Comparator, Kind, Period
from kpi.pages.clock import Clock, read_clock
from kpi.pages.modes import AHEAD, BACK, Line, Mode, read_modes
from kpi.pages.text_tables import find_text_tables
from kpi.pages.timeline import Timeline, When
from kpi.pages.places import find_places
from kpi.pages.structure import BlockKind, read_structure
from kpi.pages.whose import PageZone, Relation, relation, whose_page
from kpi.language.periods import PeriodMention, find_open_spans, find_periods
from kpi.language.quantities import find_quantities
from kpi.sentences.areas import FIRM, NAMED, OWN, UPPER, Area, area_of, area_tokens
from kpi.sentences.listed import read_table
from kpi.sentences.readings import Carry, Reading, SentenceReader
from kpi.sentences.tokens import Token, Tokeniser

_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百千]+[个家项户成倍]")


@dataclass(slots=True)
class Found:
    """A reading with its frame, before the decision."""

    reading: Reading
    zone: str
    kind: str
    period: Period
    value: object
    comparator: str
    unit: str
    start: int
    end: int
    sentence: str
    features: dict[str, float] = field(default_factory=dict)
    letters: str = ""
    article: int = 0
    paragraph: int = 0
    when: When | None = None


class PageReader:
    def __init__(self, indicators) -> None:
        self.tokeniser = Tokeniser(indicators)
        self.reader = SentenceReader(indicators)

    def read(self, raw: str, zone: str = "", published: str = "", zones=None) -> tuple[list[Found], Clock]:
        cleaned = clean(repaired(raw))
        text = cleaned.text
        page = whose_page(text, zones or {}, zone)
        self.page = page
        sentences = _sentences(text, read_structure(text, cleaned.shapes))
        clock = read_clock(text, published)
        timeline = self.timeline = Timeline(clock)
        periods = [_periods(s.text) for s in sentences]
        lines = [
            Line(s.text, s.paragraph, s.article, s.heading, s.is_heading, _names_future(s.text, p, timeline))
            for s, p in zip(sentences, periods, strict=True)
        ]
        modes = read_modes(lines)
        topics = self._topics(sentences, periods, modes, timeline)
        placed = _placed(text, zones or {}, page, sentences)
        all_tokens = [
            self.tokeniser.tokens(s.text, find_quantities(s.text) if _NUMBER.search(s.text) else [], p, places)
            for s, p, places in zip(sentences, periods, placed, strict=True)
        ]
        areas = [area_tokens(t) for t in all_tokens]
        article_area = _article_areas(sentences, areas)
        found: list[Found] = []
        carry = Carry()
        para, held, held_area, article = -1, {}, Area(OWN), -1
        for i, sentence in enumerate(sentences):
            if sentence.article != article:
                carry = Carry()
                article = sentence.article
            if sentence.paragraph != para:
                held = {}
                held_area = article_area.get(sentence.article, Area(OWN))
                para = sentence.paragraph
            tokens = all_tokens[i]
            own = _own_zone(page, sentence.start) or zone
            if _NUMBER.search(sentence.text) and self.tokeniser.names_anything(sentence.text) and sentence.reads:
                readings, refusals = self.reader.read(tokens, carry)
                for reading in readings:
                    item = self._place(
                        reading, tokens, sentence, modes[i], timeline, topics, held, held_area, own, cleaned, areas[i]
                    )
                    if item:
                        found.extend(item)
            for mention in self._openings(tokens, timeline):
                self._hold(held, mention, modes[i].state, timeline)
            if areas[i]:
                held_area = Area(areas[i][-1][1], areas[i][-1][2], "paragraph")
        found.extend(self._listed(cleaned, sentences, timeline, topics, page, zone))
        return found, clock

    def _listed(self, cleaned, sentences, timeline, topics, page, zone):
        """The facts of the tables inside the text."""
        out = []
        for table in find_text_tables(cleaned.text):
            article = next((s.article for s in reversed(sentences) if s.start <= table.start), 0)
            topic = topics.get(article)
            topic = topic if topic is not None and topic.period is not None else topics[-1]
            for fact in read_table(table, self.tokeniser):
                when = topic
                mentions = [m for m in find_periods(fact.period_text)] if fact.period_text else []
                if fact.period_text and not mentions and re.fullmatch(r"(?:19|20)\d\d ?年?(?:度)?", fact.period_text):
                    when = When(Period.year(int(fact.period_text[:4])), "stated", fact.period_text)
                titled = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", table.caption)
                if not mentions and not fact.period_text and titled:
                    when = When(Period.year(int(titled[1])), "stated", table.caption)
                for m in mentions[:1]:
                    period = timeline.resolve(m, BACK, topic.period)
                    if period is not None:
                        when = When(period, "stated", fact.period_text)
                if when.period is None:
                    continue
                kind = "target" if fact.is_target else "actual"
                if kind == "actual" and timeline.is_ahead(when.period):
                    continue
                token = Token(0, 0, "N", fact.name)
                reading = Reading(fact.indicator, "", fact.measure, token, token, "table")
                span = cleaned.offsets.span_of(fact.start, fact.end)
                f = Found(reading, _own_zone(page, fact.start) or zone, kind, when.period, fact.value, "=", fact.unit, span.start, span.end,
                          cleaned.text[table.start:table.end][:80], {}, "", article, -1 - table.start, when)
                f.features = {"bias": 1.0, "rule:table": 1.0, "table_headed": float(fact.headed), "when:" + when.basis: 1.0,
                              "measure:" + fact.measure: 1.0, "kind:" + kind: 1.0, "table_when:" + when.basis: 1.0}
                out.append(f)
        return out

    def _openings(self, tokens, timeline):
        """The mentions of a sentence that open a clause: those that what follows may go on with."""
        for k, token in enumerate(tokens):
            if token.kind != "T" or not timeline.governs(token.value):
                continue
            clause = "".join(t.kind for t in tokens[max(0, k - 3) : k])
            behind = tokens[k + 1].kind if k + 1 < len(tokens) else "$"
            if clause[-1:] in ("C", "W") or "I" in clause or (clause[-1:] in tuple("LWYHR") and behind in "KyY"):
                continue
            if k <= 2 or re.search("[,;:.(]", clause):
                yield token.value

    def _hold(self, held, mention, mode, timeline) -> None:
        """Keeps the time with which a sentence opens for what follows in its paragraph."""
        period = timeline.resolve(mention, mode, held.get(mode))
        if period is None:
            return
        if mention.years and mention.years[0] == mention.years[1]:
            held["year"] = mention.years[0]
        if period.first_year != period.last_year:
            return
        if not (period.first_month > 1 or mention.text in ("年度", "当年", "这一年")):
            held[AHEAD if timeline.is_ahead(period) else BACK] = period

    def _topics(self, sentences, periods, modes, timeline):
        by_article: dict[int, list] = {}
        count: Counter[int] = Counter()
        for s, mentions, mode in zip(sentences, periods, modes, strict=True):
            for m in mentions:
                n = count[s.article]
                weight = 2.0 if s.is_heading else (1.5 if n < 2 else 1.0)
                count[s.article] += 1
                by_article.setdefault(s.article, []).append((m, mode.state, weight))
        topics = {a: timeline.topic(ms) for a, ms in by_article.items()}
        everything = timeline.topic([m for ms in by_article.values() for m in ms])
        topics[-1] = When(everything.period, "page", everything.ground) if everything.period else timeline.default()
        return topics

    # ---- one reading ----

    def _kind(self, tokens, at, name_at, mode: Mode) -> tuple[str, str]:
        """actual, estimate or target by the cues before the number in its sentence, else by the sentence's mode."""
        cue, stated = "", ""
        for k in range(at):
            kind, text = tokens[k].kind, tokens[k].text
            if kind == "N" and k == name_at and _PLANNED.match(text):
                cue, stated = "target", text
            elif kind == "K":
                if not self._is_fulfilled(tokens, k):
                    cue, stated = "target", text
            elif kind == "E":
                cue, stated = "estimate", text
            elif kind == "T" and cue == "target" and k and tokens[k - 1].kind in ",;" and self._over(tokens[k].value):
                cue, stated = "actual", text  # 全年目标…，上半年完成…
            elif kind == "H" and text not in ("了", "过"):
                done = tokens[k + 1].kind in "LRQNtT+" if k + 1 < len(tokens) else False
                if done and (cue != "target" or text.startswith(("已", "超额", "截", "提前"))):
                    cue, stated = "actual", text
        return cue, stated

    def _over(self, mention) -> bool:
        """Whether a part of the year is named that is over on the day of writing."""
        timeline = self.timeline
        if not timeline.governs(mention) or not mention.months or not timeline.clock.month:
            return False
        return not timeline.is_ahead(Period.months(timeline.clock.this, *mention.months))

    def _is_fulfilled(self, tokens, k: int) -> bool:
        """Whether a word of plans speaks of one that was reached, or held against: 完成全年目标的91.7%."""
        if tokens[k].text not in _PLAN_NOUNS:
            return False
        ahead = "".join(t.kind for t in tokens[k + 1 : k + 5])
        if re.match(r"[BTy]*P|BT?P|Q?BP", ahead):
            return True
        behind = "".join(t.kind for t in tokens[max(0, k - 4) : k])
        return re.search(r"[LWHRCig][TBuA]*$", behind) is not None and not re.match(r"[:LQ]", ahead)

    def _is_vague(self, tokens, at, timeline) -> bool:
        """Whether the time nearest before a number is none of a report's: 五年前, 近年来, 自市党代会以来."""
        for k in range(at - 1, -1, -1):
            if tokens[k].kind in ";.":
                return False
            if tokens[k].kind == "T":
                mention = tokens[k].value
                if mention.baseline:
                    continue
                if mention.point and mention.text.endswith("初"):
                    return not any(t.kind in "KyE" for t in tokens[k:at])
                return mention.loose
        return False

    def _is_event(self, tokens, at) -> bool:
        """Whether a number is that of one event, told by its word or its day, and of no period."""
        event = False
        for k in range(at):
            kind = tokens[k].kind
            if kind == "e":
                event = True
            elif kind == "T":
                mention = tokens[k].value
                if not mention.point and not mention.loose and not mention.baseline:
                    event = False
        return event

    def _place(self, reading, tokens, sentence, mode, timeline, topics, held, held_area, zone, cleaned, said):
        at, name_at = reading.at, reading.name_at
        cue, cue_word = self._kind(tokens, at, name_at, mode)
        if reading.is_plan:
            cue, cue_word = "target", "plan"
        state = AHEAD if cue == "target" else BACK if cue in ("actual", "estimate") else mode.state
        when = self._when(reading, tokens, state, timeline, topics, held, sentence, cue, mode)
        if when.period is None:
            return None
        kind = cue or ("target" if state == AHEAD else "actual")
        period = when.period
        if cue == "target" and cue_word and _PLANNED.match(cue_word) and mode.state == BACK and when.basis in ("plan", "stated"):
            back = self._when(reading, tokens, BACK, timeline, topics, held, sentence, "actual", mode).period
            period = Period.year(back.last_year) if back else period
        if reading.is_plan and not period.is_year:
            period = Period.year(period.last_year)
        ahead = timeline.is_ahead(period)
        flags = {}
        if kind == "actual" and ahead:
            late = timeline.clock.month >= 11
            if state == AHEAD or timeline.clock.this < period.last_year or (period.is_year and not late):
                kind = "target"
            elif period.is_year and timeline.clock.month and timeline.clock.month < 12:
                flags["not_over"] = 1.0
                kind = "estimate"
            else:
                flags["not_over"] = 1.0
        if kind == "target" and not ahead and not cue:
            kind = "actual"
        if reading.measure == "growth":
            averaged = any("年均" in t.text or "年平均" in t.text for t in tokens[min(name_at, at) : at])
            base = next((t.value for t in tokens[min(name_at, at) : at] if t.kind == "T" and t.value.baseline and t.value.years), None)
            if averaged:
                if period.first_year == period.last_year:
                    return None
                reading.scope = "年均"
            elif base is not None and period.first_year == period.last_year and base.years[1] < period.last_year - 1:
                period = Period.years(base.years[1] + 1, period.last_year)
        if self._is_vague(tokens, at, timeline) or self._is_event(tokens, at):
            return None
        area = area_of(tokens, said, name_at, at, held_area)
        if area.sort == FIRM and reading.indicator in _ANY_FIRMS and not _AREAL.search(reading.name.text):
            return None
        if area.sort in (UPPER, NAMED):
            zone = area.word
        out = []
        q = reading.number.value
        values = [(q.value, q.comparator)] if q.high is None else [
            (q.value, Comparator.AT_LEAST), (q.high, Comparator.AT_MOST)]
        unit = "%" if reading.measure == "growth" else q.unit
        for value, comparator in values:
            if reading.sign < 0:
                value = -abs(value)
                comparator = _TURNED.get(comparator, comparator)
            start = min(reading.number.start, reading.name.start)
            end = max(reading.number.end, reading.name.end)
            span = cleaned.offsets.span_of(sentence.start + start, sentence.start + end)
            letters = "".join(t.kind for t in tokens)
            f = Found(reading, zone, kind, period, value, str(comparator), unit, span.start, span.end, sentence.text,
                      {}, letters, sentence.article, sentence.paragraph, when)
            f.features = self._features(f, reading, tokens, letters, area, when, cue, mode, flags, timeline, q)
            out.append(f)
        return out

    def _mention(self, tokens, at, timeline):
        """The mention that governs the number: the last before it in its sentence that says when."""
        governing = opening = None
        for k in range(at):
            kind = tokens[k].kind
            if kind == ";":
                governing = opening
            if kind != "T" or not timeline.governs(tokens[k].value):
                continue
            before = tokens[k - 1].kind if k else "^"
            behind = tokens[k + 1].kind if k + 1 < len(tokens) else "$"
            held_against = before in "LWYHR" and behind in "KyY" and tokens[k - 1].text not in ("是", "为", "有")
            for_it = k and tokens[k - 1].text in ("为", "给", "对") and behind in "MV"
            if before in ("C", "W") or held_against or for_it:
                continue
            if tokens[k].text in ("年度", "当年") and behind in "KyNB":
                continue
            governing = tokens[k].value
            clause = "".join(t.kind for t in tokens[max(0, k - 3) : k])
            if "I" not in clause and (k <= 3 or before in ",;:(.AuVBKE" or re.search("[,;:.(]", clause)):
                opening = governing
        return governing

    def _when(self, reading, tokens, state, timeline, topics, held, sentence, cue, mode) -> When:
        clock = timeline.clock
        mention = self._mention(tokens, reading.at, timeline)
        if reading.period_at >= 0:
            mention = tokens[reading.period_at].value
        said_done = re.search("同比|完成了|已|去年", sentence.text) is not None
        mode_weak = mode.margin < 2.5
        context = held.get(state) or (topics.get(sentence.article) or topics[-1]).period
        if mention is not None:
            if mention.whole_year and cue in ("estimate", "target") and state not in held:
                context = None
                if cue == "estimate" and clock.month >= 7:
                    return When(Period.year(clock.this), "stated", mention.text)
            if mention.text in ("这一年", "当年") and held.get("year"):
                return When(Period.year(held["year"]), "stated", mention.text)
            period = timeline.resolve(mention, state, context)
            if state == AHEAD and not cue and mention.months:
                over = timeline.resolve(mention, BACK, context)
                if over is not None and not timeline.is_ahead(over) and over.is_cumulative_part:
                    period = over
            if state == BACK and not cue and mention.months and mention.years is None and mention.offset is None and clock.month:
                last_year = period is not None and period.last_year < clock.this
                if last_year and mention.months[1] > clock.month and not (context is not None and context.last_year == clock.this - 1):
                    return When(None, "")
                if last_year and mention.months[1] >= clock.month and context is not None and context.last_year == clock.this - 1 and mode_weak and not said_done:
                    period = Period.months(clock.this, *mention.months)
            if period is not None:
                if (
                    state == BACK and cue != "estimate" and period.is_year and period.first_year == clock.this
                    and clock.month and timeline.is_ahead(period) and not mention.whole_year
                    and reading.indicator not in _YEARLY_STOCKS
                ):
                    period = self._to_date(timeline, topics, sentence)
                return When(period, "stated", mention.text)
        if held.get(state) is not None:
            return When(held[state], "paragraph", "")
        if state == AHEAD:
            year = clock.plan or clock.this
            return When(Period.year(year), "plan", clock.ground) if year else When(None, "")
        topic = topics.get(sentence.article)
        if topic is not None and topic.period is not None:
            return topic
        return topics[-1]

    def _to_date(self, timeline, topics, sentence):
        for key in (sentence.article, -1):
            topic = topics.get(key)
            if topic and topic.period and topic.period.first_year == timeline.clock.this and topic.period.is_cumulative_part:
                return topic.period
        return timeline.to_date()

    def _features(self, f, reading, tokens, letters, area, when, cue, mode, flags, timeline, q):
        x: dict[str, float] = {"bias": 1.0}
        x["weak" if reading.weak else "strong"] = 1.0
        x["rule:" + reading.rule] = 1.0
        x["measure:" + reading.measure] = 1.0
        x["kind:" + f.kind] = 1.0
        x["when:" + when.basis] = 1.0
        x["area:" + area.sort] = 1.0
        x["area_basis:" + area.basis + ":" + area.sort] = 1.0
        x["cue:" + (cue or "none") + ":" + ("ahead" if mode.state else "back")] = 1.0
        left = letters[reading.name_at - 1] if reading.name_at else "^"
        x["left:" + left] = 1.0
        if reading.weak:
            x["weak_left:" + left] = 1.0
            x["weak_area:" + area.sort] = 1.0
        right = letters[reading.at + 1] if reading.at + 1 < len(letters) else "$"
        x["right:" + right] = 1.0
        x["indicator:" + reading.indicator] = 1.0
        if reading.weak:
            x["weak_indicator:" + reading.indicator] = 1.0
        between = letters[min(reading.name_at, reading.at) + 1 : max(reading.name_at, reading.at)]
        x["gap"] = min(len(between), 12) / 6
        for c in set(between):
            x["between:" + c] = 1.0
        before = letters[max(0, reading.name_at - 6) : reading.name_at]
        before = re.split("[,;.]", before)[-1]
        for c in set(before):
            if c in "IgepMFuiJW":
                x["before:" + c] = 1.0
        if timeline.clock.assumed:
            x["year_assumed"] = 1.0
        x |= flags
        x["when_state:" + when.basis + ":" + f.kind] = 1.0
        p = f.period
        shape = "span" if p.first_year != p.last_year else "year" if p.is_year else "part" if p.is_cumulative_part else "single"
        x["period:" + shape + ":" + f.kind] = 1.0
        return x


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the repaired text, with its paragraph, article and the heading above; `reads`: it may state facts."""

    start: int
    end: int
    text: str
    paragraph: int
    article: int
    heading: str
    is_heading: bool
    reads: bool


_LONGEST_FURNITURE = 150
_STOP = re.compile(r"[。！？!?]+[”’」）)]*")
_SILENT = frozenset({BlockKind.FURNITURE, BlockKind.NAVIGATION, BlockKind.BYLINE, BlockKind.DATE_LINE, BlockKind.TABLE_ROW})
_HEADINGS = frozenset({BlockKind.HEADLINE, BlockKind.HEADING})


def _sentences(text, structure):
    """The sentences of a page in order, headings each one of their own."""
    found, headings = [], {}
    for number, block in enumerate(structure.blocks):
        line = text[block.start : block.end].rstrip("\n")
        if not line.strip():
            continue
        heading = block.kind in _HEADINGS
        if block.kind is BlockKind.HEADING:
            headings[block.article] = line
        elif block.kind is BlockKind.HEADLINE:
            headings.setdefault(block.article, line)
        above = headings.get(block.article, "")
        reads = block.kind not in _SILENT or len(line) > _LONGEST_FURNITURE
        if heading or not reads:
            found.append(Sentence(block.start, block.start + len(line), line, number, block.article, line if heading else above, heading, reads))
            continue
        at = 0
        for end in [m.end() for m in _STOP.finditer(line)] + [len(line)]:
            if end > at and line[at:end].strip():
                found.append(Sentence(block.start + at, block.start + end, line[at:end], number, block.article, above, False, True))
            at = end
    return found


# towns and villages that open a clause, and autonomous prefectures by their short names: whose figures follow
_TOWN = re.compile(
    r"(?:^|(?<=[，。；：、】●■▲（(\s]))[㐀-鿿]{2,4}?(?:街道(?:办事处)?|镇|乡|村|社区)(?![区企级域属办镇村])"
    r"|(?:巴|伊犁|昌吉|博|克|延边|恩施|湘西|阿坝|甘孜|凉山|黔东南|黔南|黔西南|楚雄|红河|文山|西双版纳|大理|德宏|怒江|迪庆|临夏|甘南|海北|黄南|海南|果洛|玉树|海西)州(?!市)"
)
_PLACE_KINDS = {"own": "A", "upper": "u", "other": "l"}


def _placed(text, zones, page, sentences):
    """The places of each sentence as tokens that say whose the figures are."""
    places = find_places(text, zones)
    out, at = [], 0
    for s in sentences:
        mine = []
        while at < len(places) and places[at].start < s.start:
            at += 1
        k = at
        while k < len(places) and places[k].end <= s.end:
            place = places[k]
            k += 1
            if place.kind == "firm":
                mine.append(Token(place.start - s.start, place.end - s.start, "F", place.text, Relation("firm", place.name)))
                continue
            if place.kind == "pronoun":
                kind = "F"
                mine.append(Token(place.start - s.start, place.end - s.start, kind, place.text, Relation("firm", place.name)))
                continue
            rel = relation(place, page)
            mine.append(Token(place.start - s.start, place.end - s.start, _PLACE_KINDS[rel.kind], place.text, rel))
        for match in _TOWN.finditer(s.text):
            if not any(t.start < match.end() and match.start() < t.end for t in mine):
                mine.append(Token(match.start(), match.end(), "l", match[0], Relation("other", match[0])))
        out.append(sorted(mine, key=lambda t: t.start))
    return out


def _own_zone(page, offset):
    """The zone that the page speaks of at a place: on a page of several in turn, that of the section."""
    zone = page.zone
    for start, name in page.sections:
        if start <= offset:
            zone = name
    return zone


_SINCE_AN_EVENT = re.compile(r"自?(?:19|20)\d\d年[^，。；\d]{1,10}以来|自[^，。；\d]{2,14}(?:以来|起)|(?:建区|成立|挂牌|启动|建园|设立|开工|投产|换届|履新)以来|[一二三四五六七八九十两几数多\d]{1,3}(?:多|余)?年(?:间|前|后)(?!三)")


def _periods(text):
    """The periods of a sentence, spans of open length and times counted from an event among them."""
    found = find_periods(text)
    spans = [s for s in find_open_spans(text) if not any(m.start < s.end and s.start < m.end for m in found)]
    for match in _SINCE_AN_EVENT.finditer(text):
        inside = [m for m in found if m.start < match.end() and match.start() < m.end]
        if not inside or match[0].endswith("以来"):
            found = [m for m in found if m not in inside]
            spans.append(PeriodMention(match.start(), match.end(), match[0], None, None, loose=True))
    return sorted([*found, *spans], key=lambda m: m.start) if spans else found


_HELD_AGAINST = re.compile("去年|上年|同比|当年")


def _names_future(text, mentions, timeline) -> bool:
    """Whether a sentence names a part of the year, without the year, that is not over on the day of writing."""
    clock = timeline.clock
    if not clock.month or _HELD_AGAINST.search(text):
        return False
    for m in mentions:
        if m.years is None and m.offset is None and m.months and not (m.baseline or m.point or m.loose or m.until):
            if timeline.is_ahead(Period.months(clock.this, *m.months)) and m.months[1] - clock.month <= 6:
                return True
    return False


def _own_mark(zone: str) -> str:
    """What 全… is the zone's own: 市 on the page of a city, 县 on a county's."""
    return next((mark for mark in "市县省州旗盟" if zone.endswith(mark)), "")


def _article_areas(sentences, areas) -> dict[int, Area]:
    """Whose figures an article gives where it never speaks of the zone: those of the area it opens with."""
    first: dict[int, tuple[str, str]] = {}
    owned: set[int] = set()
    for sentence, said in zip(sentences, areas, strict=True):
        for _, sort, word in said:
            if sort == OWN:
                owned.add(sentence.article)
            elif sort in (UPPER, NAMED):
                first.setdefault(sentence.article, (sort, word))
    return {article: Area(sort, word, "article") for article, (sort, word) in first.items() if article not in owned}


# what a single firm reports too
_ANY_FIRMS = frozenset(
    {
        "industrial_output", "industrial_revenue", "industrial_profit", "industrial_value_added", "tax_revenue", "exports",
        "imports", "trade_total", "patents_granted", "technology_contract_value", "technology_upgrade_investment",
        "key_project_investment", "key_project_total_investment", "signed_investment", "funds_in_place", "fdi_utilized",
        "skills_training", "urban_new_jobs", "energy_intensity", "innovation_platforms", "projects_commissioned", "projects_started",
    }
)  # fmt: skip
_AREAL = re.compile("规模|规上|财政|预算|生产总值|固定资产|城镇|居民|零售|失业")
_PLANNED = re.compile(r"(?:年度|当年|年内|今年|全年|年)?(?:计划|目标|投资计划)(?!总投资|投资总额)")
_PLAN_NOUNS = frozenset({"目标", "任务", "计划", "目标任务", "年度计划", "年度目标", "全年目标", "全年任务", "预期目标", "工作目标", "规划目标", "要求", "规划"})
_YEARLY_STOCKS = frozenset({"key_projects", "key_project_total_investment"})


_TURNED = {Comparator.AT_LEAST: Comparator.AT_MOST, Comparator.ABOVE: Comparator.BELOW,
           Comparator.AT_MOST: Comparator.AT_LEAST, Comparator.BELOW: Comparator.ABOVE}
