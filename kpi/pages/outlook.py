"""The frames of a page, before any sentence is read: its sentences, the times they name, and which way each looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpi.language.periods import PeriodMention, find_open_spans, find_periods
from kpi.language.words import either
from kpi.pages.about import About
from kpi.pages.modes import BACK, Line, Mode, read_modes
from kpi.pages.passages import Passage, passages_of
from kpi.pages.structure import Structure
from kpi.pages.timeline import Timeline, When
from kpi.vocabulary.model import Period
from kpi.vocabulary.patterns import lazy, rare

PAGE = -1
"""The key of the whole page among the topics of its articles."""

# a time counted from an event, or of no stated years: 自市党代会以来, 从1993年建区至今, 五年前, 四年间
_SINCE_AN_EVENT = rare(
    r"[自从]?(?:19|20)\d\d年[^，。；\d]{1,10}(?:以来|至今|到现在)|自[^，。；\d]{2,14}(?:以来|起)"
    r"|(?:建区|成立|挂牌|启动|建园|设立|开工|投产|换届|履新)以来|[一二三四五六七八九十两几数多\d]{1,3}(?:多|余)?年(?:间|前|后)(?!三)|[二两三四五六七八九十几数\d]{1,2}年[里中](?!国|央|小|心)"
)
_UP_TO_NOW = ("以来", "至今", "到现在")
_LAST_YEAR = lazy("去年|上年|同比|当年")
_COMPARED = lazy("[^，。；、]{0,10}相比")  # 与2012年开区时相比
_OF_THAT_MONTH = ("当月", "单月", "当季", "本月", "单季")  # 9月当月 is September alone
_OF_THAT_QUARTER = ("当季", "单季")
# a time by which a way things go is called, and none of a figure: 延续了上半年良好的态势
_GOES_ON = lazy(rf"(?:{either('goes_on')})[了着住]?$")
_WAY_IT_GOES = lazy(rf"的?[^，。；、\d的]{{0,6}}的?[^，。；、\d的]{{0,6}}(?:{either('ways_things_go')})")
_VERB = 3
_WITHIN_THE_YEAR = "年内"
_AT_THE_FRONT = 8  # letters before it: 据统计，
_FIGURE = lazy(r"\d[\d.]*(?:[亿万个家户项件人名元%])")
_MONTHS_AHEAD = 6  # a part of the year further off than this is last year's


@dataclass(frozen=True, slots=True)
class Outlook:
    """A page's sentences with the times each names and the way it looks, and the time each article speaks of."""

    passages: tuple[Passage, ...]
    periods: tuple[tuple[PeriodMention, ...], ...]
    modes: tuple[Mode, ...]
    timeline: Timeline
    topics: dict[int, When]
    headed: dict[str, When]

    def topic(self, article: int) -> When:
        """The time that an article speaks of; where it names none, that of the page."""
        topic = self.topics.get(article)
        return topic if topic is not None and topic.period is not None else self.topics[PAGE]

    def topic_of(self, passage: Passage) -> When:
        """The time that a sentence speaks of where it names none: that of the heading above it, else its article's."""
        headed = None if passage.below_headline else self.headed.get(passage.heading)
        return headed or self.topic(passage.article)


def read_outlook(text: str, structure: Structure, about: About) -> Outlook:
    """The frames of a page from its repaired text, its structure, and what is known of it."""
    passages = passages_of(text, structure)
    timeline = Timeline(about.clock)
    periods = [periods_of(passage.text) for passage in passages]
    lines = [
        Line(
            p.text,
            p.paragraph,
            p.article,
            "" if p.below_headline else p.heading,  # a headline of a paper says little of what its text looks at
            p.is_heading,
            _names_future(p.text, mentions, timeline),
            _opens_with_past(p.text, mentions, timeline),
        )
        for p, mentions in zip(passages, periods, strict=True)
    ]
    modes = read_modes(lines)
    topics = _topics(passages, periods, modes, timeline, about.period, about.guess)
    headed = _headed(passages, periods, timeline)
    return Outlook(tuple(passages), tuple(map(tuple, periods)), tuple(modes), timeline, topics, headed)


def periods_of(text: str) -> list[PeriodMention]:
    """The times that a sentence names in order, spans of open length and times counted from an event among them.

    >>> [(m.text, m.loose) for m in periods_of("自2001年启动建设以来，今年上半年签约7个")]
    [('自2001年启动建设以来', True), ('今年上半年', False)]
    """
    found = [m for m in find_periods(text) if not text.startswith("提", m.start - 1) or not m.text.startswith("前")]
    more = [s for s in find_open_spans(text) if not any(_meet(m, s.start, s.end) for m in found)]
    for match in _SINCE_AN_EVENT.finditer(text):
        inside = [m for m in found if _meet(m, match.start(), match.end())]
        if any(_meet(m, match.start(), match.end()) for m in more) or (inside and not match[0].endswith(_UP_TO_NOW)):
            continue
        found = [m for m in found if m not in inside]
        more.append(PeriodMention(match.start(), match.end(), match[0], None, None, loose=True))
    whole = sorted([*found, *more], key=lambda m: m.start) if more else found
    kept: list[PeriodMention] = []
    for m in whole:
        if m.text in _OF_THAT_MONTH and (part := _part_before(kept, m.text in _OF_THAT_QUARTER)) is not None:
            m = replace(part, start=m.start, end=m.end, text=m.text)
        goes_on = _GOES_ON.search(text, max(0, m.start - _VERB), m.start) and _WAY_IT_GOES.match(text, m.end)
        if goes_on or (m.years and _COMPARED.match(text, m.end)):
            m = replace(m, baseline=True)
        if kept and m.text in _OF_THAT_MONTH and kept[-1].end == m.start:
            kept[-1] = replace(kept[-1], end=m.end)
        else:
            kept.append(m)
    return kept


def _part_before(mentions: Sequence[PeriodMention], quarter: bool) -> PeriodMention | None:
    """The one month or quarter that was named last: 10月份数据显示，当月…; None where there is none."""
    last = mentions[-1] if mentions else None
    if last is None or last.months is None or last.until or last.point or last.baseline or last.loose:
        return None
    first, end = last.months
    single = first == end or (quarter and end - first == 2 and end % 3 == 0)
    return last if single else None


def _meet(mention: PeriodMention, start: int, end: int) -> bool:
    return mention.start < end and start < mention.end


def _names_future(text: str, mentions: Sequence[PeriodMention], timeline: Timeline) -> bool:
    """Whether a sentence names a part of the year, without the year, that is not over on the day of writing."""
    clock = timeline.clock
    for m in mentions[:1]:
        to_come = m.years is not None and m.years[0] == m.years[1] > clock.this > 0
        if to_come and m.start <= _AT_THE_FRONT and not m.baseline and not m.loose:
            return True  # 2025年，园区主要指标安排如下, written in 2024
    if not clock.month or _LAST_YEAR.search(text):
        return False
    late = [m for m in mentions if m.months and m.months[1] > 3 and (clock.month <= 2 or not m.until)]
    if clock.review < clock.this and len(late) >= (1 if clock.month <= 2 else 2):
        return False  # 上半年 in a page of January on the year that is over; in March 上半年 beside 前三季度
    for m in mentions:
        if m.text == _WITHIN_THE_YEAR and clock.month < 12:
            return True
        bare = m.years is None and m.offset is None and m.months is not None
        if not bare or m.months is None or m.baseline or m.point or m.loose or m.until:
            continue
        near = m.months[1] - clock.month <= _MONTHS_AHEAD
        if near and timeline.is_ahead(Period.months(clock.this, *m.months)):
            return True
    return False


def _opens_with_past(text: str, mentions: Sequence[PeriodMention], timeline: Timeline) -> bool:
    """Whether a sentence with figures opens with a time that is over: 去年，全区新增就业5460人, 前三季度签约41个."""
    for m in mentions[:1]:
        if m.start > _AT_THE_FRONT or not _FIGURE.search(text, m.end):
            return False
        if m.baseline or m.loose or m.text.endswith("前"):
            return False
        if m.years is None and m.offset is None:
            return m.months is not None and m.months[1] < timeline.clock.month
        if m.point:
            return False
        period = timeline.resolve(m, BACK, None)
        return period is not None and period.last_year < timeline.clock.this
    return False


def _topics(
    passages: Sequence[Passage],
    periods: Sequence[Sequence[PeriodMention]],
    modes: Sequence[Mode],
    timeline: Timeline,
    covered: Period | None,
    guess: int,
) -> dict[int, When]:
    """The time that each article speaks of, and the page's: headings and first sentences count more.

    A year that was only a `guess` is no article's time where a person stated another.
    """
    by_article: dict[int, list[tuple[PeriodMention, int, float]]] = {}
    count: Counter[int] = Counter()
    for passage, mentions, mode in zip(passages, periods, modes, strict=True):
        figures = passage.is_heading or _FIGURE.search(passage.text) is not None
        for mention in mentions:
            if not figures and _is_long_ago(mention, timeline):
                continue  # 1992年，高新区在麦田里诞生。
            first = count[passage.article] < 2
            count[passage.article] += 1
            weight = 2.0 if passage.is_heading else 1.5 if first else 1.0
            by_article.setdefault(passage.article, []).append((mention, mode.state, weight))
    found = {article: timeline.topic(mentions) for article, mentions in by_article.items()}
    topics = {article: when for article, when in found.items() if not _rests_on(when, guess)}
    whole = timeline.topic([each for mentions in by_article.values() for each in mentions])
    whole = When(None, "") if _rests_on(whole, guess) else whole
    topics[PAGE] = When(whole.period, "page", whole.ground) if whole.period else timeline.default()
    if covered is not None:
        topics[PAGE] = When(covered, "hint", covered.code)
    return topics


def _is_long_ago(mention: PeriodMention, timeline: Timeline) -> bool:
    """Whether a year is named that was over before the one that the page looks back on."""
    return mention.years is not None and mention.years[1] < timeline.clock.this - 1


def _headed(
    passages: Sequence[Passage], periods: Sequence[Sequence[PeriodMention]], timeline: Timeline
) -> dict[str, When]:
    """The time that is over which a heading names alone: 谈去年：“稳住了”, 2024年工作回顾."""
    found: dict[str, When] = {}
    for passage, mentions in zip(passages, periods, strict=True):
        if not passage.is_heading or passage.below_headline:
            continue
        governing = [m for m in mentions if timeline.governs(m) and (m.years or m.offset is not None)]
        period = timeline.resolve(governing[0], BACK) if len(governing) == 1 else None
        if period is not None and period.first_year == period.last_year and not timeline.is_ahead(period):
            found[passage.heading] = When(period, "heading", governing[0].text)
    return found


def _rests_on(when: When, guess: int) -> bool:
    return guess != 0 and when.period is not None and when.period.last_year == guess
