"""Reads the facts of one sentence: which number belongs to which indicator, and what it claims.

A sentence is read once from left to right. An indicator's name opens a subject; the numbers that
follow belong to it as long as nothing that speaks of something else stands between. What cannot be
placed becomes a remark with its reason, never a guess.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.language.lexicon import (
    ALL_THERE_ARE,
    CHOSEN,
    EXPECTED_BY_OTHERS,
    PER_ONE,
    SERVED,
    SET_BY_OTHERS,
    TAKEN_OUT,
    WITH_ONE,
)
from kpi.pages.zone_names import CLASSES
from kpi.vocabulary.model import Comparator, Indicator, Kind, Measure, Period
from kpi.vocabulary.units import dimension

if TYPE_CHECKING:  # the stages share words, not code: only their types are named here
    from kpi.language.mentions import Lexer, PatternMention, Token
    from kpi.language.periods import PeriodMention
    from kpi.language.quantities import Quantity
    from kpi.pages.context import Frame


@dataclass(frozen=True, slots=True)
class Fact:
    """A reading of a sentence before it is placed in its report: offsets count in the sentence."""

    indicator: str
    scope: str
    measure: Measure
    kind: Kind
    period: Period
    value: Decimal | None
    unit: str
    comparator: Comparator
    start: int
    end: int
    zone: str
    zone_basis: str
    alias: str
    pattern: str
    kind_ground: str
    period_ground: str
    period_basis: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A number that became nothing, and why."""

    reason: str
    start: int
    end: int
    detail: str = ""


@dataclass(slots=True)
class _Subject:
    indicator: Indicator
    start: int
    end: int
    alias: str
    scope: str
    levels: int = 0
    growths: int = 0
    # its counts are of some of those named: served, lost, or 7家 of them; its profit is a loss
    served: bool = False
    some: bool = False
    lost: bool = False
    said: set[tuple[str, str, int]] = field(default_factory=set)
    facts: list[int] = field(default_factory=list)


_WEAK = frozenset(["要", "将", "安排", "计划", "年内", "必须", "拟", "保持在", "控制在", "力争", "争取", "确保"])
_WITHOUT_EFFECT = frozenset({"forecast"})  # words that count where the sentence opens, and nowhere else
_BRACKETS = re.compile(r"[（(][^（）()。]{0,60}[）)]")
_QUOTES = re.compile(r"[\s“”\"'‘’《》\[\]0-9]+")
_OWN_NAMES = re.compile(
    r"工业园区|产业园区|经济技术开发区|高新技术产业开发区|经济开发区|经开区|开发区|高新区|新区|园区|科技城"
)
_IN_WORDS = (
    ("relative", re.compile(r"[^，。；,;\d]{0,8}?(?:与|和|同)[^，。；,;\d]{2,14}?同步")),
    (
        "relative",
        re.compile(
            r"[^，。；,;\d]{0,8}?(?:高于|快于|不低于)[^，。；,;\d]{2,14}(?:水平|平均|增速|增长|增幅)(?![^，。；,;]{0,4}\d)"
        ),
    ),
    (
        "delegated",
        re.compile(
            r"[^，。；,;\d]{0,6}?(?:完成|达到|控制在)(?:上级|国家|省|市|省市)[^，。；,;\d]{0,10}(?:任务|目标|要求|以内|范围)"
        ),
    ),
)
_IN_A_ROW = frozenset(("number", "enum", "and", "comma", "rise", "fall", "versus", "light"))
_AHEAD = re.compile(r"[^。；]{0,10}(?:全年|下半年|明年|年底|到20\d\d年)")
# words that aim at what they name, anywhere in a sentence that speaks of a time to come
_AIMS = re.compile(
    r"达到|力争|规划|目标|以上|以内|不低于|不少于|不超过|安排|突破|超过|控制在|保持在|提出|要求|任务|确保|争取|预期|计划"
    r"|[到至][“\"]?(?:20\d\d|十[四五六七])"
)
_OUTCOME = re.compile(r"完成|实现|同比|[比较]上年")
_SETS_END = re.compile(r"(?:^|[，。；：,;:“\"]|提出|力争|确保|争取|计划|目标|规划)[到至][“\"]?$")
# 为明年发展打基础 speaks of what next year is given, not of its figures
_FOR = re.compile(r"(?:为|给|对|结转|转入|储备|留待|放到|与|和)$")
_VERB_GOES_ON = re.compile(r"(?:建设|投产|达产|达效|投用|运营|使用|投入)*(?:了|共|已达|达)?")
# what is added, named by its verb right before the name; with 累计 or 共 the verb counts all there are
_ADDED = re.compile(
    r"(?<!累计)(?<!共)(?<!已)(?:新增|净增|新培育|培育|新认定|认定|引进|引育|孵化)"
    r"(?:了|国家级|国家|省级以上|省级|市级以上|市级|各类|一批|[、和])*$"
)
# the same with other things listed in between: 新增“专精特新”企业12家、高新技术企业8家
_ADDED_LIST = re.compile(
    r"(?<!累计)(?<!共)(?<!已)(?:新增|净增|新培育|新认定|新引进)(?:[^，。；;：:\d]|\d+(?=[家户个项]))*\d+[家户个项][、和及]$"
)
_SERVED, _ALL_THERE_ARE, _CHOSEN = re.compile(SERVED), re.compile(ALL_THERE_ARE), re.compile(CHOSEN)
_PER_ONE, _WITH_ONE, _SET_BY_OTHERS = re.compile(PER_ONE), re.compile(WITH_ONE), re.compile(SET_BY_OTHERS)
_LISTS = frozenset("、和与及")
_CLAUSE_END = re.compile(r"$|[，,。；;、）)和与及]|以上|左右|\s")
_WHOLE = re.compile(r"(?:全[区县市]|全部|所有)(?:的)?$")
_SOON = re.compile(r"(?:了|达到?|约|近|超过|[一共各])*\d")
# an aim is stated by its number: 目标120亿元, 计划完成120亿元, 增长目标为8%
_AIM_NUMBER = re.compile(
    r"[数值额]?(?:为|是|定为|确定为|增长|增速|下降|约|超过|不低于|不超过|安排|投资|[:：])*(?P<done>完成|实现|达到?)?(?:约|超过)?\d"
)
_AIM_NOUNS = ("目标", "目标是", "目标为", "任务为")
_SET_BESIDE_AIM = re.compile(r"实际|完成率|[，,；;][^，。；,;\d]{0,8}完成")
_OF_YEAR = re.compile(r"全年|年度|年初|今年|当年|本年")
_PLANNED_FOR = re.compile(r"(?:年初|年度|全年|原|\d年)$")
# GDP增长7%、固定资产投资增长10%的目标: what is listed in front of it is aimed at
_AIMED = re.compile(
    r"\d[^，。；,;、\d]{0,6}的(?:年度|年初|全年|预期|工作|既定)*(?:目标|任务|计划)"
    r"|\d(?:%|[万亿]?[元家个人]){1,2}(?:以上|左右)?(?:年度|年初|全年|预期)*(?:目标|任务)(?=[，。；,;、]|$)"
)
_SET_LIST = re.compile(r"(?:(?:确定|提出|制定|下达|设定|明确|既定)的|围绕|锚定|对照)[^。；;]*$")
_DONE_LIST = re.compile(r"(?:圆满|顺利|全面|超额|提前|较好|如期|基本)?(?:完成|实现)(?:了)?")
_OF_YEARS = re.compile(r"十[一二三四五六]五|[三五两]年|到20|末")
_IN_DOUBT_ADDED = re.compile(r"(?<!新)(?:培育|引育|孵化)$")
_STEPS = re.compile(r"\s*的|\s*(?:两|三|四|2|3|4)[个大]|\s*等|大关|台阶")
_YEARLY = re.compile(r"[^，。；,;]{0,10}年均")
_ADDITIONS = ("新增", "净增", "新认定", "新培育")
_PLAINLY_ADDED = re.compile(r"新增|净增|新认定|新培育")
# 其中2024年10亿元以上项目: a number with a noun behind it speaks of that
_STANDS_ALONE = re.compile(r"\s*(?:$|[^㐀-鿿\w]|同比|环比|增长|下降|比|占|居)")
_NUMBER_NEXT = re.compile(
    r"(?:份|当月|当季|单月|累计|合计|共|全区|全市|全县|实现|完成|达到?|已|为|预计|力争|同比|[，,]|增长|下降|约|超|突破)*\d"
)
_THAT_AREA = re.compile(
    r"(?:该区|该市|该县|该园区|该开发区|该高新区|该经开区|对方)(?:的|实现|完成|累计|全年|去年|今年|上半年|\d{4}年|，)*$"
)
_SOME_AREA = re.compile(rf"[㐀-鿿]{{2,8}}?(?P<class>{CLASSES}|市|县|区)")
_CJK = re.compile(r"[㐀-鿿]")
_FROM = re.compile(r"(?:由|从)[^，。；,;]{0,14}$")
_TO = re.compile(r"[^，。；,;\d]{0,6}(?:到|至|转为|变为)")
_AREA_WORDS = {
    "全区": "区",
    "我区": "区",
    "我县": "县",
    "全市": "市",
    "我市": "市",
    "全省": "省",
    "我省": "省",
    "全国": "国",
    "我国": "国",
    "全县": "县",
    "全州": "州",
}
_AREA_BEFORE = re.compile(
    r"(全区|我区|全市|我市|全省|我省|全国|我国|全县|我县|全州)(?:实现|完成|的|累计|预计|共|全年|今年|上半年|，|\d{4}年)*$"
)
_TURNED = {
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.ABOVE: Comparator.BELOW,
    Comparator.AT_MOST: Comparator.AT_LEAST,
    Comparator.BELOW: Comparator.ABOVE,
}
# the last letters of the name of a smaller area
_SMALLER = frozenset(("街道", "片区", "聚区", "市区", "城区", "社区", "组团", "物流", "园区"))
_KEPT = frozenset(("name", "target", "completion", "actual", "estimate"))
_COUNT_UNITS = frozenset(["个", "家", "户", "项", "件", "宗", "处", "所"])
_COUNTED = {"count", "people"}
# the last letters of a noun that makes what follows a part of the whole
_NARROWING = frozenset(
    (
        *("物流", "贸易", "电商", "产业", "行业", "制造", "工业", "农业", "企业", "民营", "国有", "外资"),
        *("园区", "工区", "税区", "街道", "林业", "渔业", "建筑", "经济", "科技", "金融", "技改", "改造"),
    )
)


@dataclass(frozen=True, slots=True)
class _Doubling:
    """翻一番 in the shape of a number: what a rate says in words."""

    start: int
    end: int
    value: Decimal
    comparator: Comparator
    unit: str = "%"
    high: None = None


def _doubled(token: Token, text: str) -> Comparator:
    if "近" in token.text:
        return Comparator.ABOUT
    return Comparator.ABOVE if text.startswith(("多", "以上"), token.end) else Comparator.EQUAL


class _Spans:
    """Disjoint spans in order, asked by bisection: a long sentence costs no more a word than a short one."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def cover(self, start: int, end: int) -> bool:
        at = bisect_right(self.starts, start) - 1
        return at >= 0 and end <= self.ends[at]

    def meet(self, start: int, end: int) -> bool:
        at = bisect_right(self.starts, start) - 1
        return (at >= 0 and start < self.ends[at]) or (at + 1 < len(self.starts) and self.starts[at + 1] < end)


class SentenceReader:
    """Reads sentences with the words of one indicator map."""

    def __init__(self, indicators: Mapping[str, Indicator], lexer: Lexer, scopes: Sequence[str]) -> None:
        self.indicators = indicators
        self.lexer = lexer
        self.scopes = tuple(scopes)
        self.topics = {
            topic for indicator in indicators.values() for within in indicator.within for topic in within.topics
        }

    def read(
        self,
        text: str,
        quantities: Sequence[Quantity],
        periods: Sequence[PeriodMention],
        frame: Frame,
        own_level: str = "",
        city: str = "",
        named: re.Pattern[str] | None = None,
        carried: PeriodMention | None = None,
        topical: str = "",
    ) -> tuple[list[Fact], list[Reject]]:
        """The facts of a sentence, and the numbers that became none."""
        walk = _Walk(self, text, quantities, periods, frame, own_level, city, named)
        walk.period = carried
        walk.topical = topical
        walk.run()
        return walk.facts, walk.rejects


class _Walk:
    """The state of one reading, from left to right."""

    def __init__(
        self,
        reader: SentenceReader,
        text: str,
        quantities: Sequence[Quantity],
        periods: Sequence[PeriodMention],
        frame: Frame,
        own_level: str,
        city: str,
        named: re.Pattern[str] | None,
    ) -> None:
        self.reader, self.text, self.frame = reader, text, frame
        self.own_level, self.city, self.named = own_level, city, named
        self.facts: list[Fact] = []
        self.rejects: list[Reject] = []
        self.brackets = [match.span() for match in _BRACKETS.finditer(text) if match.start() > 0]
        self.patterns = self._pattern_numbers(quantities)
        self.aimed = _Spans(_aimed(text) if frame.kind is Kind.ACTUAL else [])
        self.stream = self._merge(reader.lexer.find_tokens(text), quantities, periods)
        self.review = frame.kind is Kind.ACTUAL and bool(frame.kind_ground)
        # what the sentence has said so far
        self.subjects: list[_Subject] = []
        self.recent: list[_Subject] = []
        self.topic: _Subject | None = None
        self.group_of_projects = False
        self.listing = False
        self.period: PeriodMention | None = None
        self.previous_period: PeriodMention | None = None
        self.base: PeriodMention | None = None
        self.base_of_one = False
        # a time that is set beside another of the same subject, and one that is a part of it
        self.set_beside: PeriodMention | None = None
        self.part_of_time: PeriodMention | None = None
        self.plan_years: tuple[int, int] | None = None
        self.years_listed: list[PeriodMention] = []
        self.kind, self.kind_ground = frame.kind, frame.kind_ground
        self.kind_cued = False
        self.of_next = False
        self.clause_kind: Kind | None = None
        self.zone, self.zone_basis = frame.zone, frame.zone_basis
        self.topical = ""
        self.single = ""
        self.event = ""
        self.average_growth = False
        self.summed = False
        self.adding = False
        # counts in front of firms are all of them; verbs of service reach over their list
        self.counting = self.serving = False
        # what stands behind 剔除房地产投资后，: how many clauses that still holds for
        self.taken_out = 0
        # the aim is that of the year reported on: in this clause, or until the outcome is told; of the whole year
        self.clause_aim = self.until_done = self.whole_plan = False
        # what may go on behind a ； or 其中: where it ended, the one subject told there, the topic
        self.before_semi: tuple[int, _Subject | None, _Subject | None] = (-1, None, None)
        self._new_clause()

    # ---- the stream ----

    def _merge(
        self, tokens: list[Token], quantities: Sequence[Quantity], periods: Sequence[PeriodMention]
    ) -> list[tuple[int, int, str, Any]]:
        """Words, numbers and periods in order.

        A name wins over a number or period inside it; cues are kept even where a period covers them
        (年度 in 完成年度目标); all other words give way.
        """
        names = _Spans([(t.start, t.end) for t in tokens if t.kind == "name"])
        dated = _Spans([(m.start, m.end) for m in periods])
        counted = [q for q in quantities if not names.cover(q.start, q.number_end) and not dated.meet(q.start, q.end)]
        numbers = _Spans([(q.start, q.end) for q in counted])
        brackets = _Spans(self.brackets)
        taken: list[tuple[int, int, str, Any]] = [(q.start, q.end, "number", q) for q in counted]
        taken += [(m.start, m.end, "period", m) for m in periods if not names.cover(m.start, m.end)]
        for token in tokens:
            free = token.kind == "name" or not numbers.meet(token.start, token.end)
            if free and (token.kind in _KEPT or not dated.meet(token.start, token.end)):
                taken.append((token.start, token.end, token.kind, token))
        taken.sort(key=lambda item: (item[0], item[1]))
        return [item for item in taken if not brackets.cover(item[0], item[0] + 1)]

    def _pattern_numbers(self, quantities: Sequence[Quantity]) -> dict[int, PatternMention]:
        """Numbers that a pattern of the map claims, by where they start; the narrowest pattern wins."""
        claimed: dict[int, PatternMention] = {}
        starts = {q.number_start: q for q in quantities} | {q.start: q for q in quantities}
        for mention in self.reader.lexer.find_patterns(self.text):
            quantity = starts.get(mention.number)
            if quantity is None or dimension(quantity.unit) not in _COUNTED:
                continue
            # a pattern that reaches over another count speaks of that one
            others = [
                q
                for q in quantities
                if q is not quantity and mention.start <= q.start < mention.end and q.start > quantity.start
            ]
            if others:
                continue
            # 42个重点项目已开工35个: the count behind the verb is what the verb says, the one before it the stock
            told = next((q for q in quantities if q.start >= mention.end), None)
            if told is not None and dimension(told.unit) in _COUNTED and self._says(mention, told):
                quantity = told
            held = claimed.get(quantity.start)
            if held is None or mention.narrower_than(held):
                claimed[quantity.start] = mention
        return claimed

    def _says(self, mention: PatternMention, quantity: Quantity) -> bool:
        """Whether a count stands right behind the verb that a pattern ends in, its own number before it."""
        ends_in_verb = mention.number < mention.end - 2 and not self.text[mention.end - 1].isdecimal()
        return ends_in_verb and _VERB_GOES_ON.fullmatch(self.text[mention.end : quantity.start]) is not None

    def run(self) -> None:
        self._look_ahead()
        before = 0
        for start, end, kind, item in self.stream:
            self._unknown(self.text[before:start], before)
            before = max(before, end)
            if kind == "number":
                self._number(item)
            elif kind == "period":
                self._period(item)
            else:
                self._word(item)
        self._flush_pending()

    def _look_ahead(self) -> None:
        """A sentence that opens with an imperative and names a target later on aims from its start."""
        if self.review:
            return
        opening = next((i for i in self.stream if i[2] in ("forecast", "target", "number")), None)
        targets = [i for i in self.stream if i[2] == "target"]
        done = [i for i in self.stream if i[2] == "actual"]
        if opening and opening[2] == "forecast" and targets and not done:
            self.kind, self.kind_ground = Kind.TARGET, str(self.text[targets[0][0] : targets[0][1]])

    # ---- what stands between ----

    def _new_clause(self) -> None:
        self.unknown = 0
        self.unknown_text = ""
        self.blocked = ""
        self.verb = ""
        self.to_level = False
        self.gap = False
        self.loss_at = -1
        self.came_in = False
        self.own_subject = False
        self.of_plan = False
        self.plan_of_year = False
        self.gone_on = False
        self.base_here = False
        self.total = False
        self.dist = False
        self.dist_left = 0
        self.dist_year = 0
        self.of_recent = False
        self.each = False
        self.pending: Quantity | None = None
        self.pending_unknown = 0

    def _unknown(self, text: str, at: int) -> None:
        if not text:
            return
        for a, b in self.brackets:
            if a < at + len(text) and at < b:
                text = self.text[at : max(at, a)] + self.text[min(b, at + len(text)) : at + len(text)]
                break
        text = _OWN_NAMES.sub("", _QUOTES.sub("", text))
        if text:
            self.unknown += len(text)
            self.unknown_text += text
            self.pending_unknown += len(text)
            if "项目" in text and self.pending is not None:
                self.group_of_projects = True

    def _flush_pending(self) -> None:
        if self.pending is not None:
            self._reject("unread", self.pending)
            self.topic = None
            self.pending = None

    def _reject(self, reason: str, quantity: Quantity | _Doubling, detail: str = "") -> None:
        self.rejects.append(Reject(reason, quantity.start, quantity.end, detail))

    # ---- words ----

    def _word(self, token: Token) -> None:
        if token.kind not in _WITHOUT_EFFECT:
            getattr(self, f"_on_{token.kind}")(token)

    def _on_comma(self, token: Token) -> None:
        self._flush_pending()
        self._end_clause()
        self.listing = False

    def _end_clause(self) -> None:
        self.adding = self.counting = self.serving = False
        self.taken_out = max(0, self.taken_out - 1)
        self._new_clause()
        self._end_clause_aim()

    def _end_clause_aim(self) -> None:
        self.clause_kind = None
        if self.clause_aim:
            self.clause_aim = self.whole_plan = False

    def _on_colon(self, token: Token) -> None:
        self._flush_pending()
        self._new_clause()
        self.subjects = []

    def _on_semi(self, token: Token) -> None:
        self._flush_pending()
        self.before_semi = (token.end, self.recent[0] if len(self.recent) == 1 else None, self.topic)
        self._end_clause()
        self.taken_out = 0
        self.subjects, self.recent, self.topic = [], [], None
        self.listing, self.base, self.single, self.event = False, None, "", ""
        self.average_growth = False

    def _on_enum(self, token: Token) -> None:
        self._flush_pending()
        if self.dist or (self.listing and not any(s.facts for s in self.subjects)):
            return
        if self.subjects and self.subjects[-1].end == token.start and not self.subjects[-1].facts:
            self.listing = True
            return
        self._new_clause()

    def _on_and(self, token: Token) -> None:
        if self.subjects and self.subjects[-1].end == token.start:
            self.listing = True
        elif not self.dist:
            self.unknown += 1

    def _on_rise(self, token: Token) -> None:
        self._verb("rise", token)

    def _on_fall(self, token: Token) -> None:
        self._verb("fall", token)

    def _verb(self, verb: str, token: Token) -> None:
        if not self.own_subject and self.unknown > 0:
            self.blocked = self.blocked or "another_subject"
        # 增长率, 增速 … 下降: the last verb before the number decides
        self.verb, self.to_level = verb, False

    def _on_flat(self, token: Token) -> None:
        self.verb = ""

    def _on_double(self, token: Token) -> None:
        """翻一番 is growth of 100 %, on the base that the sentence names or on the year before."""
        readable = self.subjects and not (self.single or self.blocked) and (self.own_subject or self.unknown == 0)
        if not readable:
            self.rejects.append(Reject("another_subject", token.start, token.end))
            return
        self.verb = "rise"
        doubling = _Doubling(
            token.start, token.end, Decimal(300 if "两" in token.text else 100), _doubled(token, self.text)
        )
        reason = self._growth(doubling, doubling.value, None)
        if reason:
            self.rejects.append(Reject(reason, token.start, token.end))

    def _on_to(self, token: Token) -> None:
        self.to_level = True
        if token.text.startswith("总数"):
            self.total = True

    def _on_reach(self, token: Token) -> None:
        if token.text in {"总数", "总量", "累计", "合计", "总计", "累计达", "累计达到", "保有量", "存量"}:
            self.total = True
        if token.text in {"共", "共计", "累计", "合计", "总计", "累计达", "累计达到"}:
            self.summed = True

    def _on_dist(self, token: Token) -> None:
        self.dist = True
        if len(self.subjects) == 1 and not self.subjects[0].facts:
            split = self.reader.lexer.split(self.subjects[0].alias)
            if split:
                first = self.subjects[0]
                self.subjects = [
                    _Subject(self.reader.indicators[name], first.start, first.end, first.alias, first.scope)
                    for name in split
                ]
        elif not self.own_subject and self.unknown == 0:
            self.of_recent = len([s for s in self.recent if s.levels]) > 1

    def _on_each(self, token: Token) -> None:
        self.each = True

    def _on_light(self, token: Token) -> None:
        """全区增长9.8% after the city's figure: the same indicator, of the own area again."""
        if token.text == "实际":
            self._end_aims()
        level = _AREA_WORDS.get(token.text)
        at_head = token.start == 0 or self.text[token.start - 1] in "，,；;、"
        if level == self.own_level and at_head and self.zone != self.frame.zone:
            self.zone, self.zone_basis = self.frame.zone, self.frame.zone_basis
            self.subjects = [replace(s, levels=0, growths=0, facts=[], said=set()) for s in self.subjects]

    def _end_aims(self) -> None:
        """计划投资96亿元、实际完成101亿元: what was reached ends what was aimed at."""
        if self.clause_kind is Kind.TARGET:
            self._end_clause_aim()
        if self.until_done:
            self.kind, self.kind_ground, self.kind_cued = self.frame.kind, self.frame.kind_ground, False
            self.until_done = self.whole_plan = False

    def _behind_name(self) -> bool:
        return bool(self.subjects) and (self.own_subject or self.unknown == 0)

    def _not_known(self, token: Token) -> None:
        self.unknown += len(token.text)
        self.unknown_text += token.text

    def _on_difference(self, token: Token) -> None:
        """短收0.8亿元, 少3家: how far from another number, and no level."""
        letter = len(token.text) == 1
        before = self.text[token.start - 1 : token.start]
        if not self._behind_name() or (
            letter and (before == "至" or not self.text[token.end : token.end + 1].isdecimal())
        ):
            self._not_known(token)
        elif not self.blocked:
            self.blocked = "gap" if token.text[-1] in "差距额口少多出" else "increment"

    def _on_loss(self, token: Token) -> None:
        if self.own_subject and "利润" in self.subjects[-1].alias:
            self.loss_at = token.end
        else:
            self._not_known(token)

    def _on_gone(self, token: Token) -> None:
        """规上工业企业中有45家实现增长, 退库5家: some of those named."""
        if self._behind_name() and self.subjects[-1].indicator.dimension == "count":
            self.blocked = self.blocked or "another_subject"
        else:
            self._not_known(token)

    def _on_added(self, token: Token) -> None:
        """高新技术企业净增15家: an addition told behind the name; of money, the increment alone."""
        if not self._behind_name() or not _SOON.match(self.text, token.end):
            return
        if self.subjects[-1].indicator.dimension == "money":
            self.blocked = self.blocked or "increment"
        elif self.average_growth:
            self.blocked = self.blocked or "per_unit"
        else:
            self.came_in = True

    def _on_aim(self, token: Token) -> None:
        """固定资产投资目标120亿元, 全年目标地区生产总值增长7%: an aim right before its number or its name."""
        stated = self._states_number(token) or (self._named_at(token.end) and self._of_year(token))
        if stated and self._clear_aim(token):
            self._aim(token)

    def _named_at(self, at: int) -> bool:
        first = bisect_left(self.stream, (at,), key=lambda item: (item[0],))
        return first < len(self.stream) and self.stream[first][0] == at and self.stream[first][2] == "name"

    def _states_number(self, token: Token) -> bool:
        """Whether an aim stands between a name that has no number yet and the number."""
        if self.own_subject:
            untold = not any(s.facts for s in self.subjects)
        else:
            untold = len(self.subjects) == 1 and self.unknown == 0
        return untold and not self.blocked and _AIM_NUMBER.match(self.text, token.end) is not None

    def _clear_aim(self, token: Token) -> bool:
        """任务完成126亿元 may be what was set or what was done, unless the outcome is set beside it."""
        match = _AIM_NUMBER.match(self.text, token.end)
        done = match is not None and match["done"] and not token.text.startswith("计划")
        if not done or _SET_BESIDE_AIM.search(self.text, match.end() if match else token.end):
            return True
        self.blocked = self.blocked or "two_readings"
        return False

    def _aim(self, token: Token) -> None:
        """What follows in the clause is aimed at, for the year that is reported on."""
        self.clause_kind, self.kind_ground, self.clause_aim = Kind.TARGET, token.text, True
        self.whole_plan = self._of_year(token)

    def _of_year(self, token: Token) -> bool:
        return _OF_YEAR.search(self.text, _clause_start(self.text, token.end), token.end) is not None

    def _aim_noun(self, token: Token) -> bool:
        """An aim that is named in a text that looks back: of the year reported on; whether that is all it says."""
        before = self.text[max(0, token.start - 10) : token.start]
        if self.text.startswith("的", token.end) or before.endswith(("占", "比", "较", "距")):
            return True  # 占预期目标的51.4% measures by an aim and states none
        if self.frame.kind is Kind.TARGET:
            return False
        if self.review and self.text[token.end : token.end + 1] in tuple("，,。；;、"):
            return True  # 围绕主要预期目标，… goes by the aims and states none
        past = self.review or "年初" in before
        contrast = past or self.frame.months is not None or _SET_BESIDE_AIM.search(self.text, token.end) is not None
        if not contrast:
            return False
        if self._states_number(token):
            if self._clear_aim(token):
                self._aim(token)
            return True
        self.kind, self.kind_ground, self.kind_cued = Kind.TARGET, token.text, True
        self.until_done, self.whole_plan = True, self._of_year(token)
        return True

    def _planned_then(self, token: Token) -> bool:
        """计划 in a chapter that looks back: the plan of its year, where that is told beside the outcome."""
        before = self.text[max(0, token.start - 4) : token.start]
        if before.endswith(("按", "依", "入", "照", "有", "列")):
            return False
        clause = self.text[_clause_start(self.text, token.start) : token.start]
        if "列入" in clause or "纳入" in clause:
            return False  # the plan that projects are put on
        told = _PLANNED_FOR.search(before) or "实际" in self.text[token.end :]
        if not (self._states_number(token) or (told and not self.own_subject)):
            return False
        self._aim(token)
        return True

    def _on_part(self, token: Token) -> None:
        told = self.subjects[0] if len(self.subjects) == 1 and self.subjects[0].facts else None
        self.before_semi = (token.end, told, None)
        self.subjects = []
        self.blocked = ""

    def _on_share(self, token: Token) -> None:
        self.blocked = "share"

    def _on_rank(self, token: Token) -> None:
        self.blocked = self.blocked or "rank"

    def _on_completion(self, token: Token) -> None:
        self.of_plan = bool(self.subjects) and (self.own_subject or self.unknown == 0)
        self.blocked = "completion"

    def _on_above(self, token: Token) -> None:
        if len(token.text) > 1 or self.base is not None or "比" in self.text[max(0, token.start - 6) : token.start]:
            self.gap = True
        else:
            self.unknown += len(token.text)

    def _on_mean(self, token: Token) -> None:
        if not (self.own_subject and self.subjects[-1].indicator.dimension == "rate"):
            self.blocked = self.blocked or ("another_area" if "平均" in token.text else "per_unit")

    def _on_single(self, token: Token) -> None:
        self.single = token.text

    def _on_firm(self, token: Token) -> None:
        self.blocked = "single_firm"

    def _on_event(self, token: Token) -> None:
        self.event = token.text

    def _on_versus(self, token: Token) -> None:
        if token.text.startswith("年均"):
            self.average_growth = True

    def _on_target(self, token: Token) -> None:
        word = token.text
        if self.text.startswith("了", token.end) or (word.endswith("提出") and self.text.startswith("的", token.end)):
            return
        if word == "要" and self.text[token.end : token.end + 1] in "求素点闻件":
            return
        if word == "预期" and self.text[: token.start].endswith(EXPECTED_BY_OTHERS):
            return
        if word.endswith(_AIM_NOUNS) and self._aim_noun(token):
            return
        if self.review and word.startswith("不") and not self.text[token.end : token.end + 1].isdecimal():
            return  # 不少于上年 compares, 不少于30家 aims
        if self.review and word in ("计划", "安排") and self._planned_then(token):
            return
        if word in ("控制在", "保持在"):
            self.to_level = True
        ahead = word in ("力争", "确保", "争取") and self._looks_ahead(token.end)
        if (
            word in _WEAK
            and not ahead
            and (self.review or (word in ("控制在", "保持在") and not self.kind_cued and self.kind is not Kind.TARGET))
        ):
            return
        if word in ("计划", "安排"):
            self.clause_kind = Kind.TARGET
            self.kind_ground = self.kind_ground or word
            return
        self.kind, self.kind_ground, self.kind_cued = Kind.TARGET, word, True

    def _looks_ahead(self, at: int) -> bool:
        """Whether a cue in a chapter that looks back aims all the same: 确保全年 …, or in a report on half a year."""
        return self.frame.months is not None or bool(_AHEAD.match(self.text, at))

    def _on_estimate(self, token: Token) -> None:
        if self.kind is not Kind.TARGET or self.of_next:
            self.kind, self.kind_ground, self.kind_cued = Kind.ESTIMATE, token.text, True

    def _on_actual(self, token: Token) -> None:
        if self.kind is Kind.ESTIMATE and token.text.startswith("已"):
            self.clause_kind = Kind.ACTUAL
        if self.kind is Kind.TARGET:
            self.clause_kind = None
            self.kind, self.kind_ground, self.kind_cued = Kind.ACTUAL, token.text, True

    # ---- names ----

    def _on_name(self, token: Token) -> None:
        if self.gap:
            return  # 高于地区生产总值26个百分点 names what is compared with
        indicator = self._meaning(token)
        if indicator is not None and (self._part_of_it(token) or self._of_part(token)):
            indicator = None
        if indicator is None or self._forbidden(indicator, token):
            self.unknown += len(token.text)
            self.unknown_text += token.text
            if not self.own_subject:
                self.subjects = []
            else:
                self.blocked = self.blocked or "another_subject"
            return
        scope = self.reader.lexer.scope_of(self.text, token.start, token.end)
        if not scope and self.topic is not None and token.within and indicator.id not in token.names:
            scope = self.topic.scope
        indicator, scope = self._added(indicator, token, scope)
        subject = _Subject(indicator, token.start, token.end, token.text, scope, served=self._served(indicator, token))
        if self.part_of_time is not None and self.period is self.part_of_time:
            self.period = self.previous_period  # 其中6月44亿元，工业投资…: the month was a part of the one before
        if self.base_of_one and self.base is not None and self.base.end < token.start:
            self.base = None  # 由2010年的60亿元增加到90亿元，税收增长8%: the start was that of what stood before
        if self.listing:
            self.subjects.append(subject)
        else:
            self.subjects = [subject]
        listing, pending, pending_unknown = self.listing, self.pending, self.pending_unknown
        blocked = self.blocked if self.blocked in ("share", "single_firm") and not self._after_comma(token) else ""
        self._area_before(token)
        if pending is not None:
            self._count_before(subject, token, pending, not listing and pending_unknown <= 10)
        dist, each = self.dist, self.each
        shares = dist and not self.own_subject and self.unknown == 0  # 分别完成投资45亿元、56亿元: of several before
        self._new_clause()
        self.dist, self.each = (dist, each) if listing else (shares, False)
        self.own_subject, self.blocked = True, blocked or ("another_subject" if self.taken_out else "")
        self.listing = False
        if indicator.id in self.reader.topics:
            self.topic = subject
        if "计划" in token.text and "总" not in token.text:
            self.clause_kind, self.kind_ground, self.plan_of_year = Kind.TARGET, token.text, True
        self._without_number(subject)

    def _count_before(self, subject: _Subject, token: Token, count: Quantity, near: bool) -> None:
        """Places a count in front of a name: 有86家规上工业企业."""
        between = self.text[count.end : token.start]
        countable = count.dimension == "people" or count.unit in _COUNT_UNITS
        if subject.indicator.dimension in _COUNTED and countable and near and "等" not in between:
            if self._all_there_are(subject, count):
                self._level([subject], count, "number_name")
                return
            subject.said.add(("level", self.clause_kind or self.kind, id(self.period)))
            self._reject("another_subject", count)
            return
        if countable and not between and "企业" in token.text:
            subject.some = not _WHOLE.search(self.text, max(0, count.start - 6), count.start)
        self._reject("unread", count)

    def _added(self, indicator: Indicator, token: Token, scope: str) -> tuple[Indicator, str]:
        """Whether a name's number is an addition: 培育高新技术企业10家 is no stock of ten.

        The map may have an indicator of its own for what was added; where it has not, the scope says so.
        """
        if indicator.dimension != "count" or "项目" in token.text:
            return indicator, scope
        if token.text.startswith(_ADDITIONS):
            self.adding = True
            return indicator, scope
        at = token.start
        if self.pending is not None and not self.text[self.pending.end : at].strip():
            at = self.pending.start  # 新增10家高新技术企业
        in_row = self.text[at - 1 : at] in _LISTS
        listed = in_row and (self.adding or _ADDED_LIST.search(self.text[max(0, at - 80) : at]) is not None)
        self.adding = listed or _ADDED.search(self.text[max(0, at - 14) : at]) is not None
        if not self.adding or any(word in scope for word in _ADDITIONS):
            return indicator, scope
        return self._addition(indicator, token.text, scope)

    def _addition(self, indicator: Indicator, alias: str, scope: str) -> tuple[Indicator, str]:
        own = self.reader.lexer.alias_of.get(f"新增{alias}")
        return (self.reader.indicators[own[0]], scope) if own else (indicator, f"新增{scope}")

    def _served(self, indicator: Indicator, token: Token) -> bool:
        """走访规上工业企业56家、高新技术企业32家: those that something was done for, not all there are."""
        if indicator.dimension != "count" or "项目" in token.text or "工程" in token.text:
            return False
        in_row = self.serving and self.text[token.start - 1 : token.start] in _LISTS
        self.serving = in_row or _SERVED.search(self.text[max(0, token.start - 12) : token.start]) is not None
        return self.serving

    def _all_there_are(self, subject: _Subject, count: Quantity) -> bool:
        """Whether a count in front of a name is a stock: 有86家规上工业企业, but not 3家高新技术企业入选."""
        if subject.indicator.dimension != "count":
            return True
        firms = subject.alias.endswith("企业")
        lead = self.text[max(0, count.start - 14) : count.start]
        if not firms:
            return not (_SERVED.search(lead) and _CLAUSE_END.match(self.text, subject.end))
        in_row = self.text[count.start - 1 : count.start] in _LISTS
        named = self.adding or (self.counting if in_row else _ALL_THERE_ARE.search(lead) is not None)
        self.counting = named and _CLAUSE_END.match(self.text, subject.end) is not None
        return self.counting and not _SERVED.search(lead)

    def _without_number(self, subject: _Subject) -> None:
        """A target stated in words: 与经济增长同步, 高于全市平均, 完成上级下达任务; kept without a number."""
        kind = self.clause_kind or self.kind
        if kind is not Kind.TARGET:
            return
        for flag, pattern in _IN_WORDS:
            match = pattern.match(self.text, subject.end)
            if match is None:
                continue
            period, ground, basis = self._period_for(kind, Measure.GROWTH, Comparator.EQUAL)
            if period is None or not self.zone:
                return
            self.facts.append(
                Fact(
                    indicator=subject.indicator.id,
                    scope=subject.scope,
                    measure=Measure.GROWTH,
                    kind=kind,
                    period=period,
                    value=None,
                    unit="",
                    comparator=Comparator.EQUAL,
                    start=subject.start,
                    end=match.end(),
                    zone=self.zone,
                    zone_basis=self.zone_basis,
                    alias=subject.alias,
                    pattern="words",
                    kind_ground=self.kind_ground,
                    period_ground=ground,
                    period_basis=basis,
                    flags=(flag,),
                )
            )
            return

    def _after_comma(self, token: Token) -> bool:
        return token.start == 0 or self.text[token.start - 1] in "，,；;：:、"

    def _meaning(self, token: Token) -> Indicator | None:
        indicators = self.reader.indicators
        topic = self.topic
        if token.within and topic is None and self.before_semi[0] == token.start:
            # behind ； the items of one account go on: 营业收入52亿元；利润总额5亿元
            last = self.before_semi[2]
            topic = last if last is not None and last.indicator.dimension == "money" else None
        if token.within and topic is not None:
            named = self.own_subject and self.unknown >= 4 and not topic.levels and self.subjects[-1] is topic
            for name, topics in () if named else token.within:
                if topic.indicator.id in topics:
                    return indicators[name]
        return indicators[token.names[0]] if token.names else None

    def _part_of_it(self, token: Token) -> bool:
        """A noun right at the head of the clause narrows what is named: 保税物流全年进出口总额."""
        lead = self.unknown_text
        if self.own_subject or self.verb or not lead or not 2 <= self.unknown <= 12:
            return False
        return lead[-1] in "镇乡村园" or lead[-2:] in _SMALLER or (self.unknown <= 6 and lead[-2:] in _NARROWING)

    def _forbidden(self, indicator: Indicator, token: Token) -> bool:
        before, after = self.text[max(0, token.start - 8) : token.start], self.text[token.end : token.end + 8]
        return any(before.endswith(word) or after.startswith(word) for word in indicator.forbid)

    def _of_part(self, token: Token) -> bool:
        """A name that is taken out, shared in, or told of one head, day or country, is not the whole's."""
        before = self.text[max(0, token.start - 12) : token.start]
        if before.endswith(TAKEN_OUT):
            if self.text[token.end : token.end + 1] in tuple("后外因以，,"):
                self.taken_out = 2
            return True
        if self.blocked == "share" and not self._after_comma(token):
            return True  # 占规上工业增加值比重48%，增长11%: what the share is of does not grow
        each = "均" in before and _PER_ONE.search(before) is not None
        return each or (any(word in before for word in "对向自") and _WITH_ONE.search(before) is not None)

    def _area_before(self, token: Token) -> None:
        """全市 right before a name, in the report of a zone, makes it the city's figure."""
        if self.topical:
            areas = self.named.findall(self.text[: token.start]) if self.named else []
            area = areas[-1] if areas else self.topical
            self.zone, self.zone_basis = "全国" if area == "我国" else area, "stated" if areas else "topic"
            return
        before = self.text[max(0, token.start - 16) : token.start]
        that = _THAT_AREA.search(before)
        if that and self._means_another(token.start - len(before) + that.start()):
            return
        if _SET_BY_OTHERS.search(before):
            self.zone, self.zone_basis = "", "another_area"
            return
        match = _AREA_BEFORE.search(before)
        if match:
            level = _AREA_WORDS[match[1]]
            if level == self.own_level or (level == "市" and self.frame.zone.endswith("市")):
                self.zone, self.zone_basis = self.frame.zone, self.frame.zone_basis
            elif level == "市" and self.city and self.city != self.frame.zone:
                self.zone, self.zone_basis = self.city, "stated"
            elif level not in ("县", "区"):
                self.zone, self.zone_basis = "", "another_area"
            return
        if self.named is not None:
            found = next(reversed(list(self.named.finditer(before))), None)
            if found and not _content(before[found.end() :]):
                self.zone, self.zone_basis = found[0], "stated"

    def _means_another(self, at: int) -> bool:
        """Whether 该区 at `at` is an area that the sentence named before and that is not the report's own."""
        named = list(_SOME_AREA.finditer(self.text, 0, at))
        if not named or self._is_own(named[-1][0]):
            return False
        areas = list(self.named.finditer(self.text, named[-1].start(), at)) if self.named else []
        self.zone, self.zone_basis = (areas[-1][0], "stated") if areas else ("", "another_area")
        return True

    def _is_own(self, name: str) -> bool:
        """Whether an area's name, with what may stand in front of it, is that of the report's own zone."""
        own = self.frame.zone
        kind = _SOME_AREA.fullmatch(own)
        place = own[: kind.start("class")] if kind else own[:-1]
        return name in own or own in name or place[-2:] in name or re.search(r"[全本我]\w{0,2}$|^全", name) is not None

    # ---- periods ----

    def _period(self, mention: PeriodMention) -> None:
        lead = self.text[max(0, mention.start - 1) : mention.start]
        if mention.baseline or lead in ("比", "较", "与") or (lead in ("由", "从") and mention.offset == -1):
            self.base, self.base_here, self.base_of_one = mention, True, lead in ("由", "从")
            if mention.years:
                self.average_growth = _YEARLY.match(self.text, mention.end) is not None
            if self.unknown_text[-1:] in ("比", "较", "与", "同", "和"):
                self.unknown -= 1
            return
        if mention.loose or (mention.span_back == 1 and mention.offset is None and not mention.years):
            return
        if mention.offset == 1 and _FOR.search(self.text[max(0, mention.start - 2) : mention.start]):
            return
        names_plan = self.text.startswith(("目标", "计划", "任务", "预算", "预期", "指标"), mention.end)
        if names_plan and mention.years is None and mention.offset is None:
            return  # 年度预算 names a plan, not the period of what follows
        if mention.point and not mention.until and mention.years is None and "初" in mention.text:
            return
        partly = self.frame.months is not None and mention.whole_year and mention.years is None
        if partly and self.kind is Kind.ACTUAL and not self.clause_kind and not self._aims_after(mention):
            return  # 距离全年目标, in a report on half a year
        several = mention.years is not None and mention.years[0] != mention.years[1]
        if several and not mention.since:
            self.plan_years = mention.years
        if several and not re.search(r"期|末|以来|\d年|[-—–~至到]", mention.text):
            return
        listed = self.years_listed and self.text[self.years_listed[-1].end : mention.start] in ("、", "和", "与", "及")
        self.years_listed = [*self.years_listed, mention] if listed else [mention]
        self.average_growth = _YEARLY.match(self.text, mention.end) is not None
        if self.until_done and self.frame.months and not mention.whole_year:
            self._end_aims()  # 全年预期目标：…；上半年完成…
        self._aim_at_next(mention)
        self._goes_on(mention)
        self.previous_period, self.period = self.period, mention

    def _goes_on(self, mention: PeriodMention) -> None:
        """二季度地区生产总值38亿元；上半年累计73亿元: a time right behind ； or 其中 goes on with what was told alone.

        Only where a number follows at once, before anything else is named.
        """
        end, told, _ = self.before_semi
        if told is None or self.subjects or self.text[end : mention.start].strip("，,"):
            return
        if _NUMBER_NEXT.match(self.text, mention.end):
            self.subjects, self.gone_on = [replace(told, levels=0, growths=0, facts=[], said=set())], True
            self.set_beside = mention
            self.part_of_time = mention if "其中" in self.text[max(0, end - 3) : end] else None

    def _aim_at_next(self, mention: PeriodMention) -> None:
        """Of 明年 one can only aim or expect; what a later year says of itself ends that."""
        if _is_next(mention):
            if self.kind is not Kind.ESTIMATE:
                self.kind, self.kind_ground, self.kind_cued, self.of_next = Kind.TARGET, mention.text, True, True
        elif self.of_next and (mention.years or mention.offset is not None):
            self.kind, self.kind_ground, self.kind_cued = self.frame.kind, self.frame.kind_ground, False
            self.of_next = False

    def _aims_after(self, mention: PeriodMention) -> bool:
        """Whether a word of aim or expectation follows at once: 全年力争, 全年预计."""
        near = range(mention.end, mention.end + 3)
        return any(start in near and kind in ("target", "estimate") for start, _, kind, _ in self.stream)

    def _period_for(self, kind: Kind, measure: Measure, comparator: Comparator) -> tuple[Period | None, str, str]:
        """The period of a number, the words that give it, and how: stated, section, title, assumed."""
        years, mention = self.frame.years, self.period
        inherited = years.plan if kind is Kind.TARGET else years.actual
        if kind is Kind.TARGET and self.whole_plan and mention and not (mention.whole_year or mention.years):
            mention = None  # 上半年…，年度目标14亿元: the aim is that of the year
        of_plan = self.until_done or self.clause_aim or (self.plan_of_year and not self.kind_cued)
        if of_plan and kind is Kind.TARGET and self.frame.kind is Kind.ACTUAL:
            inherited = years.actual  # 年度计划投资96亿元，实际完成101亿元: the plan of the year that is reported on
        basis = "assumed" if years.assumed else "section"
        if mention is not None:
            year = years.this if mention.offset is not None or mention.span_back or mention.span_ahead else inherited
            if mention.text.startswith("这"):
                year = years.actual
            if mention.span_back and mention.offset is None:
                year = years.actual
            if mention.offset == 1 and not _is_next(mention) and years.plan:
                year = years.plan - 1  # 新的一年 is the year that is planned
            if _is_next(mention) and not self.frame.written and years.actual != years.this:
                return None, mention.text, ""  # written before or after the turn of the year? 明年 hangs on it
            if mention.span_ahead and years.plan:
                year = years.plan - 1  # 今后五年 begins with the year that is planned
            if not year and mention.years is None:
                return None, mention.text, ""
            period = mention.resolve(year)
            if period is not None:
                period = self._fit(self._done_in(period, mention, kind), mention, measure, comparator)
                how = "stated" if mention.years else basis
                return period, mention.text if mention.years else f"{mention.text}；{years.ground}", how
        if measure is Measure.LEVEL and self.summed and self.frame.span and kind is not Kind.TARGET:
            return Period.years(*self.frame.span), self.frame.kind_ground, "section"
        if measure is Measure.GROWTH and self.average_growth and self.frame.span:
            return Period.years(*self.frame.span), self.frame.kind_ground, "section"
        if not inherited:
            return None, "", ""
        if self.frame.months and kind is not Kind.TARGET:
            return Period.months(inherited, *self.frame.months), self.frame.months_ground, "title"
        return Period.year(inherited), years.ground, basis

    def _done_in(self, period: Period, mention: PeriodMention, kind: Kind) -> Period:
        """11月当月 in a report on the coming year, or of January: of the last November that is over."""
        month = mention.months is not None and mention.years is None and mention.offset is None
        done = kind is Kind.ACTUAL and self.text.startswith("当月", mention.end)
        if month and done and self.frame.is_ahead(period):
            return replace(period, first_year=period.first_year - 1, last_year=period.last_year - 1)
        return period

    def _fit(self, period: Period, mention: PeriodMention, measure: Measure, comparator: Comparator) -> Period:
        """A day or a bare month dates an event of its year; a level reached in a plan is its last year's."""
        if period.first_year != period.last_year:
            closing = self.to_level or comparator in (Comparator.ABOVE, Comparator.AT_LEAST)
            if measure is Measure.LEVEL and closing and not self.total:
                return Period.year(period.last_year)
            return period
        if (
            self.summed
            and self.average_growth
            and self.kind is Kind.TARGET
            and 0 < self.frame.years.plan < period.last_year
        ):
            return Period.years(self.frame.years.plan, period.last_year)
        if mention.since and mention.offset == 0 and self.frame.months:
            return Period.months(period.first_year, *self.frame.months)
        if mention is self.set_beside and not mention.point:
            return period  # 其中6月44亿元: beside the half-year a month is that month
        told = mention.years or mention.offset is not None or self.text.startswith(("当月", "份"), mention.end)
        since = self.text[max(0, mention.start - 1) : mention.start] in ("自", "从") or "以来" in mention.text
        single = period.first_month == period.last_month and not (told and not since and not mention.point)
        if (
            single
            and not mention.until
            and (mention.point or not (mention.years or "份" in mention.text or "当月" in mention.text))
        ):
            return Period.year(period.first_year)
        return period

    # ---- numbers ----

    def _number(self, quantity: Quantity) -> None:
        aimed = self.own_subject and self.aimed.cover(quantity.number_end - 1, quantity.number_end)
        aimed = aimed and not quantity.text.startswith(("超", "高于"))  # 增长12%、超过10%的目标
        if aimed and not self.clause_aim:
            self.clause_kind, self.kind_ground, self.clause_aim = Kind.TARGET, "目标", True
            self.whole_plan = (
                _OF_YEAR.search(self.text, _clause_start(self.text, quantity.start), quantity.start) is not None
            )
        if (
            not aimed
            and self.text[quantity.end : quantity.end + 1] == "的"
            and not self._names_follow(quantity.end + 1)
        ):
            self._reject("single_project", quantity)
            self.topic = None
            self.unknown += 2
            return
        before = _FROM.search(self.text[max(0, quantity.start - 18) : quantity.start])
        if before and _TO.match(self.text, quantity.end):
            self._starting_point(quantity, quantity.start - len(before[0]))
            return
        if self.text[quantity.end : quantity.end + 1] == "/":
            self._reject("per_unit", quantity)
            return
        if self.dist and self.of_recent:
            self.of_recent = False
            told = [s for s in self.recent if s.levels]
            in_a_row = self._in_a_row(quantity)
            self.subjects = told[-in_a_row:] if 1 < in_a_row <= len(told) else []
            for subject in self.subjects:
                subject.growths = 0
        if self.dist and len(self.years_listed) > 1 and len(self.subjects) == 1:
            if self.dist_left == 0 and self._in_a_row(quantity) != len(self.years_listed):
                self._reject("two_readings", quantity)
                return
            self.period = self.years_listed[min(self.dist_year, len(self.years_listed) - 1)]
            self.dist_year, self.dist_left = self.dist_year + 1, len(self.subjects)
        mention = self.patterns.get(quantity.start)
        if mention is not None and self._pattern_fact(mention, quantity):
            return
        size = dimension(quantity.unit)
        if self.pending is not None:
            self._flush_pending()
        reason = self._place(quantity, size)
        if reason == "":
            return
        if reason == "wait":
            self.pending, self.pending_unknown = quantity, 0
            return
        self._reject(reason, quantity)
        if reason in ("single_firm", "no_indicator") and size == "money" and self.blocked == "single_firm":
            self.single = self.single or "single_firm"  # the sentence speaks of the firm, not of the zone
        if size in ("money", "count", "people"):
            self.topic = None if reason not in ("completion", "rank") else self.topic
        if reason != "two_readings":
            self.unknown += 1
        if reason == "another_subject" and self.own_subject:
            self.subjects = []  # the clause spoke of something else, and so does what goes on from it

    def _starting_point(self, quantity: Quantity, start: int) -> None:
        """由2017年的140亿元提高到205亿元: the first is of the time it names, the second of the passage's."""
        time = next((m for m in (self.base, self.period) if m is not None and m.start > start), None)
        if time is None or not (time.years or time.months):
            self._reject("base_value", quantity)
            return
        passage = self.previous_period if time is self.period else self.period
        self.period, self.base_here = time, False
        if self._place(quantity, dimension(quantity.unit)):
            self._reject("base_value", quantity)
        self.period, self.verb = passage, ""

    def _names_follow(self, at: int) -> bool:
        first = bisect_left(self.stream, (at,), key=lambda item: (item[0],))
        return any(kind == "name" and start <= at + 12 for start, _, kind, _ in self.stream[first : first + 12])

    def _pattern_fact(self, mention: PatternMention, quantity: Quantity) -> bool:
        indicator = self.reader.indicators[mention.indicator]
        if self.single:
            return False
        window = self.text[mention.start : mention.end]
        if self.group_of_projects and "项目" in window and "、" not in window[:3]:
            self._reject("part_of_group", quantity, window)
            return True
        scope = next((s for s in self.reader.scopes if s in window), "")
        subject = _Subject(indicator, mention.start, mention.end, window, scope)
        if indicator.id in self.reader.topics:
            self.topic = subject
        self.subjects = [subject]
        self._level([subject], quantity, "pattern")
        self.own_subject = True
        self.unknown = 0
        return True

    def _place(self, quantity: Quantity, size: str) -> str:
        """Files a number under the current subjects; returns why not, '' if done, 'wait' if a name may follow."""
        if size in ("count", "people") and not self._level_subjects(quantity, size):
            return "wait"
        if self.of_plan and size == "rate" and self.blocked == "completion" and len(self.subjects) == 1:
            self._emit(self.subjects[0], Measure.COMPLETION, quantity, "plan_share")
            return ""
        if self.blocked:
            return self.blocked
        if self.single:
            return "single_firm" if self.single == "single_firm" else "single_project"
        if not self.subjects:
            return "no_indicator"
        if not self.own_subject and self.unknown > 0:
            return "another_subject"
        if self.unknown > self._tolerated():
            return "another_subject"
        unlike = self.gone_on and not self.own_subject and not _STANDS_ALONE.match(self.text, quantity.end)
        if unlike or (size == "count" and not self.own_subject and _CJK.match(self.text, quantity.end)):
            return "another_subject"
        if size == "rate":
            return self._rate(quantity)
        if size == "points":
            return self._points(quantity)
        if size == "times":
            return self._times(quantity)
        if self.verb and not self.to_level and size in ("money", "count", "people"):
            return "increment"
        if self.base_here and not self.verb and size in ("money", "count", "people"):
            return "base_value"
        self._split_before(quantity)
        subjects = self._level_subjects(quantity, size)
        if not subjects:
            fits = any(s.indicator.dimension == size for s in self.subjects)
            return "second_reading" if fits else "unit_mismatch"
        return self._level(subjects, quantity, "name_number")

    def _tolerated(self) -> int:
        """How many unknown letters may stand between a name and its number: none after a name as short as 出口."""
        if self._list_runs_on():
            return 12
        letters = len(self.subjects[-1].alias)
        return 5 if letters > 3 else 2 if letters == 3 else 0

    def _said(self, subject: _Subject, measure: str) -> bool:
        """Whether the subject has such a number already, of the same kind and period."""
        kind = self.clause_kind or self.kind
        if self.until_done and kind is Kind.TARGET:  # a second number of one aim is rather its outcome
            return any(said[:2] == (measure, kind) for said in subject.said)
        return (measure, kind, id(self.period)) in subject.said

    def _list_runs_on(self) -> bool:
        """能耗和二氧化碳排放量分别下降3%: 分别 vouches for the names behind the one that is known."""
        return self.dist and self.text[self.subjects[-1].end : self.subjects[-1].end + 1] in ("、", "和", "与", "及")

    def _level_subjects(self, quantity: Quantity, size: str) -> list[_Subject]:
        """The subjects that this number can be a level of."""
        if self.blocked or (not self.own_subject and self.unknown > 0):
            return []
        wanted = {"people": ("people",), "count": ("count",), "money": ("money",)}.get(size, ())
        fits = [s for s in self.subjects if s.indicator.dimension in wanted]
        if size == "count" and quantity.unit.removeprefix("万") not in _COUNT_UNITS:
            return []
        if not fits:
            return []
        if len(self.subjects) == 1 and self._said(fits[0], "level") and not (self.total or self.to_level):
            return []
        return fits

    def _level(self, subjects: list[_Subject], quantity: Quantity, pattern: str) -> str:
        in_a_row = self.dist_left or self._in_a_row(quantity) > 1
        if len(subjects) == 1 and self.dist and pattern == "name_number" and in_a_row and not self._dist_fits(quantity):
            return "two_readings"
        if len(subjects) > 1 or (len(self.subjects) > 1 and subjects is not self.subjects and pattern == "name_number"):
            if not self.dist:
                return "sum_of_several"
            if not self._dist_fits(quantity):
                return "two_readings"
            waiting = [s for s in self.subjects if not s.levels]
            if not waiting:
                return "second_reading"
            subjects = [waiting[0]]
        subject = subjects[0]
        if reason := self._of_some(subject, quantity, pattern):
            return reason
        told_by_topic = subject.indicator.id in self.reader.topics or subject.indicator.within
        if self.event and told_by_topic and pattern != "pattern":
            return "single_event"
        scope = subject.scope
        counts_all = self.to_level and not subject.levels and pattern == "name_number"
        if counts_all and not _PLAINLY_ADDED.search(self.text[max(0, subject.start - 14) : subject.start]):
            scope = scope.removeprefix("新增")  # 培育高新技术企业达到58家 tells how many there are
        if subject.levels and self.total:
            whole = self.reader.lexer.alias_of.get(subject.alias.removeprefix("新增"))
            if whole:
                subject = replace(subject, indicator=self.reader.indicators[whole[0]], facts=[])
            scope = "" if scope == "新认定" else scope.removeprefix("新增")
        subject.levels += 1
        subject.said.add(("level", self.clause_kind or self.kind, id(self.period)))
        told = subject
        if self.came_in and subject.indicator.dimension == "count" and not scope.startswith(_ADDITIONS):
            indicator, scope = self._addition(subject.indicator, subject.alias, scope)
            told = replace(subject, indicator=indicator)
        self._emit(told, Measure.LEVEL, self._signed(subject, quantity), pattern, scope=scope)
        if subject not in self.recent:
            self.recent.append(subject)
        return ""

    def _of_some(self, subject: _Subject, quantity: Quantity, pattern: str) -> str:
        """Why a number is no level of all that its subject names; empty where it is."""
        if pattern == "pattern":
            return ""
        behind = quantity.start > subject.start
        bound = quantity.comparator in (Comparator.ABOVE, Comparator.AT_LEAST)
        reached = self.to_level or quantity.text.startswith("突破")
        if subject.served and behind and not reached:
            return "another_subject"
        if subject.some and bound:
            return "another_subject"  # 7家规上工业企业产值超10亿元: each of seven
        firms = subject.indicator.dimension == "count" and subject.alias.endswith("企业")
        if firms and behind and _CHOSEN.match(self.text, quantity.end):
            return "another_subject"
        if firms and bound and _IN_DOUBT_ADDED.search(self.text, max(0, subject.start - 6), subject.start):
            return "two_readings"  # 培育…5000家以上: so many more, or so many in all
        if self.dist or not self._in_steps(quantity):
            return ""
        subject.said.add(("level", self.clause_kind or self.kind, id(self.period)))
        return "two_readings"

    def _in_steps(self, quantity: Quantity) -> bool:
        """连跨120亿元、130亿元两个台阶: two numbers of one name that nothing tells apart."""
        if self.text[quantity.end : quantity.end + 1] not in _LISTS:
            return False
        first = bisect_left(self.stream, (quantity.end + 1,), key=lambda item: (item[0],))
        if first >= len(self.stream) or self.stream[first][2] != "number":
            return False
        start, end, _, other = self.stream[first]
        stands = _STANDS_ALONE.match(self.text, end) or _STEPS.match(self.text, end)
        alike = (other.unit, other.comparator) == (quantity.unit, quantity.comparator)
        return start == quantity.end + 1 and alike and stands is not None

    def _signed(self, subject: _Subject, quantity: Quantity) -> Quantity:
        """利润总额亏损2.3亿元 is a profit of minus 2.3."""
        if self.loss_at < 0 or quantity.start - self.loss_at > 3:
            return quantity  # 由亏损2.3亿元转为盈利1.2亿元
        subject.lost = True
        high = None if quantity.high is None else -quantity.value
        value = -(quantity.value if quantity.high is None else quantity.high)
        return replace(
            quantity, value=value, high=high, comparator=_TURNED.get(quantity.comparator, quantity.comparator)
        )

    def _rate(self, quantity: Quantity) -> str:
        if quantity.unit != "%":
            return "unit_mismatch"
        rates = [s for s in self.subjects if s.indicator.dimension == "rate"]
        if rates and not self.gap:
            if self.verb and not self.to_level:
                return "increment"
            self._emit(rates[0], Measure.LEVEL, quantity, "name_number")
            return ""
        if self.gap and quantity.comparator is Comparator.EQUAL:
            return "gap"
        if not self.verb:
            return "share"
        return self._growth(quantity, quantity.value, quantity.high)

    def _split_before(self, quantity: Quantity | _Doubling) -> None:
        """城乡居民收入达到4.1万元和2.2万元: two numbers in a row for a name that lists two."""
        if len(self.subjects) != 1 or self.subjects[0].facts or self._in_a_row(quantity) != 2:
            return
        names = self.reader.lexer.split(self.subjects[0].alias)
        if names and len(names) == 2:
            self.subjects = [
                replace(self.subjects[0], indicator=self.reader.indicators[name], facts=[]) for name in names
            ]
            self.dist = True

    def _dist_fits(self, quantity: Quantity | _Doubling) -> bool:
        """Whether as many numbers follow 分别 as names were listed, or one more where a name is unknown.

        An unknown name before the first known one takes the first number, one behind takes the last.
        """
        if self.dist_left == 0:
            self.dist_left = self._in_a_row(quantity)
            spare = self.dist_left - len(self.subjects)
            before = self.text[max(0, self.subjects[0].start - 1) : self.subjects[0].start]
            if spare == 1 and before in ("、", "和", "与", "及"):
                self.dist_left = -1
                return False
            if spare > 1 or (spare < 0 and self.dist_left > 1) or (spare == 1 and not self._list_runs_on()):
                self.dist_left = -2
        elif self.dist_left == -1:
            self.dist_left = -3
        return self.dist_left != -2

    def _in_a_row(self, quantity: Quantity | _Doubling) -> int:
        """How many numbers of the same unit stand side by side from `quantity` on: 6%、8%和10%."""
        count, at = 1, quantity.end
        first = bisect_left(self.stream, (quantity.end,), key=lambda item: (item[0],))
        for start, end, kind, item in self.stream[first : first + 60]:
            if self.text[at:start].strip() or kind not in _IN_A_ROW:
                break
            if kind == "number":
                if item.unit != quantity.unit:
                    break
                count += 1
            at = end
        return count

    def _growth(self, quantity: Quantity | _Doubling, value: Decimal, high: Decimal | None) -> str:
        if any(subject.lost for subject in self.subjects):
            return "two_readings"  # of a loss that grows the profit falls
        self._split_before(quantity)
        unanswered = self.dist_left == 0 and not any(s.growths for s in self.subjects)
        if self.dist and unanswered and self._in_a_row(quantity) == 1:
            self.each = True  # 分别增长12%: the one number holds for all that are listed
            self.dist = False
        if len(self.subjects) > 1 and not self.each and self._in_a_row(quantity) == len(self.subjects):
            self.dist = True  # as many rates in a row as names: 分别 was said before, or goes without saying
        subjects = self.subjects
        if len(subjects) > 1 and self.dist:
            if not self._dist_fits(quantity):
                return "two_readings"
            waiting = [s for s in subjects if not s.growths]
            if not waiting:
                return "second_reading"
            subjects = [waiting[0]]
        elif len(subjects) > 1 and not self.each:
            return "two_readings"
        elif len(subjects) == 1 and self._said(subjects[0], "growth"):
            return "second_reading"
        for subject in subjects:
            subject.growths += 1
            subject.said.add(("growth", self.clause_kind or self.kind, id(self.period)))
            self._emit(subject, Measure.GROWTH, quantity, "growth", value=value, high=high)
            if subject not in self.recent:
                self.recent.append(subject)
        return ""

    def _points(self, quantity: Quantity) -> str:
        kind = self.clause_kind or self.kind
        if self.gap and kind is Kind.TARGET and self.subjects and not self.subjects[0].facts:
            self._emit(self.subjects[0], Measure.GROWTH_GAP, quantity, "gap")
            return ""
        return "points"

    def _times(self, quantity: Quantity) -> str:
        if self.verb != "rise" or self.to_level:
            return "times"
        return self._growth(quantity, quantity.value * 100, None)

    # ---- facts ----

    def _emit(
        self,
        subject: _Subject,
        measure: Measure,
        quantity: Quantity | _Doubling,
        pattern: str,
        scope: str | None = None,
        value: Decimal | None = None,
        high: Decimal | None = None,
    ) -> None:
        kind = self.clause_kind or self.kind
        period, ground, basis = self._period_for(kind, measure, quantity.comparator)
        if kind is Kind.TARGET and period is not None and self._is_past(period):
            kind = Kind.ACTUAL
        if measure is Measure.GROWTH:
            period = self._growth_period(period)
        if period is None:
            self._reject("no_period", quantity)
            return
        if not self.zone:
            self._reject("another_area" if self.zone_basis == "another_area" else "no_zone", quantity)
            return
        said = self._kind_ahead(kind, period)
        if said is None:
            self._reject("not_yet", quantity, period.code)
            return
        told = self.kind_ground if said is not Kind.ACTUAL or self.kind_cued else ""
        if said is not kind and not told:
            told = ground  # it is a target because of its time
        kind, flags = said, self._flags(measure, period)
        where = (subject.scope if scope is None else scope) + ("年均" if flags else "")
        unit = "%" if measure is Measure.GROWTH else quantity.unit
        subject.facts.append(len(self.facts))
        for number, comparator in _bounds(quantity, value, high):
            if measure is Measure.GROWTH and self.verb == "fall":
                number, comparator = -abs(number), _TURNED.get(comparator, comparator)
            if subject.indicator.dimension == "index" and measure is Measure.LEVEL:
                return
            self.facts.append(
                Fact(
                    subject.indicator.id,
                    where,
                    measure,
                    kind,
                    period,
                    number,
                    unit,
                    comparator,
                    min(subject.start, quantity.start),
                    max(subject.end, quantity.end),
                    self.zone,
                    self.zone_basis,
                    subject.alias,
                    pattern,
                    told,
                    ground,
                    basis,
                    flags,
                )
            )

    def _is_past(self, period: Period) -> bool:
        """A year that is over, stated in a chapter of plans, and no word of aim in the sentence."""
        mention = self.period
        if self.kind_cued or self.clause_kind or mention is None:
            return False
        told = mention.years is not None or (mention.offset or 0) < 0
        return told and period.last_year <= self.frame.years.actual

    def _flags(self, measure: Measure, period: Period) -> tuple[str, ...]:
        """年均 growth is that of an average year of its period, and not growth on the year before.

        It is flagged, and kept apart from growth over the whole period by its scope.
        """
        yearly = measure is Measure.GROWTH and self.average_growth and period.first_year < period.last_year
        return ("annual_average",) if yearly else ()

    def _kind_ahead(self, kind: Kind, period: Period) -> Kind | None:
        """The kind of a number, where its period may lie ahead of the report: nothing is reached there yet.

        What is said of it is aimed at, as far as the words aim; None where they do not.
        """
        if kind is not Kind.ACTUAL:
            return kind
        if self._not_yet(period):
            if not self.kind_cued and _OUTCOME.search(self.text) and not _AIMS.search(self.text):
                return None  # 2024年完成290亿元 before that year seems to be over: the year is in doubt
            return Kind.TARGET
        if not (self.frame.is_ahead(period) or self._set_as_end(period)):
            return Kind.ACTUAL
        return Kind.TARGET if _AIMS.search(self.text) else None

    def _set_as_end(self, period: Period) -> bool:
        """到2025年 at the head of a clause sets an end, where that year is later than the one reported on."""
        mention, actual = self.period, self.frame.years.actual
        if mention is None or mention.years is None or mention.since or not 0 < actual < period.last_year:
            return False
        return _SETS_END.search(self.text[max(0, mention.start - 4) : mention.start]) is not None

    def _not_yet(self, period: Period) -> bool:
        """A whole year that was not over when the report was given is aimed at: “十四五”末达到500亿元."""
        years, mention = self.frame.years, self.period
        stated = mention is not None and mention.years is not None and not mention.since and not mention.until
        return stated and not years.assumed and 0 < years.actual < years.this <= period.last_year and period.is_year

    def _growth_period(self, period: Period | None) -> Period | None:
        """Growth on a base further back than last year belongs to the whole span since."""
        if period is None:
            return None
        if self.average_growth and period.first_year == period.last_year:
            if self.plan_years and self.plan_years[1] == period.last_year:
                return Period.years(*self.plan_years)
            if self.base is not None and self.base.years and self.base.years[1] < period.last_year - 1:
                return Period.years(self.base.years[1] + 1, period.last_year)
            if self.frame.years.assumed:
                return None
            if self.kind is Kind.TARGET and self.frame.years.plan < period.last_year:
                return Period.years(self.frame.years.plan, period.last_year)
            return Period.years(*self.frame.span) if self.frame.span else None
        base = self.base
        if (
            base is not None
            and base.years
            and period.first_year == period.last_year
            and base.years[1] < period.last_year - 1
        ):
            return Period.years(base.years[1] + 1, period.last_year)
        return period


def _clause_start(text: str, at: int) -> int:
    """Where the clause begins that `at` stands in; a 、 does not end one."""
    return max(text.rfind(mark, 0, at) for mark in "，,。；;：:") + 1


def _aimed(text: str) -> list[tuple[int, int]]:
    """Where numbers stand in front of 的目标: the last one, and the list that words like 确定的 open.

    Aims of several years are left to the words that name their years.
    """
    if not any(word in text for word in ("目标", "任务", "计划")):
        return []
    found = []
    for match in _AIMED.finditer(text):
        clause = _clause_start(text, match.start())
        opened = _SET_LIST.search(text, max(0, match.start() - 60), match.start()) or _DONE_LIST.match(text, clause)
        if not _OF_YEARS.search(text, opened.start() if opened else clause, match.end()):
            found.append((opened.start() if opened else match.start(), match.end()))
    return found


def _is_next(mention: PeriodMention) -> bool:
    """明年, 来年, 下一年 counted from the writer; 次年 is counted from a year in the text, 新的一年 from the turn."""
    return mention.offset == 1 and mention.years is None and mention.text[0] in "明来下"


def _bounds(
    quantity: Quantity | _Doubling, value: Decimal | None, high: Decimal | None
) -> list[tuple[Decimal, Comparator]]:
    low = quantity.value if value is None else value
    top = quantity.high if high is None else high
    if top is None:
        return [(low, quantity.comparator)]
    return [(low, Comparator.AT_LEAST), (top, Comparator.AT_MOST)]


def _content(text: str) -> str:
    return re.sub(r"实现|完成|的|累计|预计|共|全年|今年|上半年|，|,|\d{4}年|年|全市|全区|地方|本级", "", text)
