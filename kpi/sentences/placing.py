"""Places a reading: what it claims (actual, estimate, target), of which period, and of whose area.

The words before the number in its own sentence decide first, then what the sentences before it hand on, then the frames
of the page. What cannot be placed is refused with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from kpi.language.gazetteer import classes, split_name, stands_for
from kpi.language.numbering import is_item
from kpi.language.periods import PeriodMention, small_number
from kpi.language.rules.evidence import words_of
from kpi.language.words import either, word_classes, word_set
from kpi.pages.modes import AHEAD, BACK, Mode
from kpi.pages.outlook import Outlook
from kpi.pages.passages import Passage
from kpi.pages.timeline import When
from kpi.sentences.areas import FIRM, NAMED, OWN, UPPER, Area, area_of, area_tokens
from kpi.sentences.pieces import Token
from kpi.sentences.readings import BASE, OF_FIRMS, YEAR_BEFORE, Reading, is_further_back
from kpi.sentences.speakers import Speakers
from kpi.vocabulary.model import Comparator, Kind, Period
from kpi.vocabulary.patterns import lazy

# names that no firm has a figure of
_AREAL = lazy("GDP|规模|规上|财政|预算|生产总值|固定资产|城镇|居民|零售|失业")
# names that are plans: 年度计划投资, 计划完成投资; the whole sum of what was signed is none
_PLANNED = lazy(r"(?:(?:重点|重大)项目)?(?:年度|当年|年内|今年|全年|年初|年)?(?:计划|目标|投资计划)(?!总投资|投资总额)")
# nouns of plans: behind 完成, 占, 超额 they speak of a plan that was reached
_PLAN_NOUNS = frozenset(word_set("plan_noun"))
_BEHIND_ITS_NUMBER = _PLAN_NOUNS | {"预期"}
# what a year has from its beginning, and not by its months
_OF_THE_YEAR = frozenset({"key_projects", "key_project_total_investment"})
_YEAR_AGO = ("去年同期", "上年同期")
_THAT_MONTH = ("当月", "单月", "本月")
_THAT_QUARTER = ("当季", "单季", "本季")
_THAT_YEAR = ("这一年", "当年", "那一年")
_LITTLE, _MULTIPLIED = word_set("little_then"), "翻"
_ITS_END = ("年末", "年底")
_THAT_YEARS_END = ("当年年底", "当年底", "当年年末", "当年末")
_CEREMONIES, _HELD = word_set("ceremony"), ("举行", "举办")
_AS_ATTRIBUTE = ("年度", "当年")
_IS = ("是", "为", "有")
_WITH = ("与", "同", "和", "跟")
_GIVEN_TO = ("为", "给", "对")
_ALREADY = ("已", "超额", "截", "提前")
_VERBS_OF_PLANS = frozenset(word_set("plan_set"))
_WAS_SET = ("定", "定下", "敲定", "商定", "定好")
_APART = 3
_OF_THIS_YEAR = ("全年", "今年", "年底", "年末")
_SEVERAL_TIMES = 3
_LATE = 12
_THIS_NUMBER = ("这一数字", "这个数字", "该数字", "这一数", "这个数")
_SET_OUT = ("确定", "提出", "明确", "敲定")
_DAYS = ("星期", "周", "礼拜", "日前", "近日", "昨天", "昨日", "前天")
_STATISTICS = lazy("[省市县州盟旗]统计(?:局|部门)")  # 市统计局提供的资料显示，前三季度，全市…
_ALL_YEAR = ("年内", "全年", "年度", "今年", "当年", "本年")
_OPEN_AIMS = ("不少于", "不低于", "不超过")
_THIS_YEAR = "年内"
_UNDER_WAY = ("今年", "本年", "今年以来", "年初以来", "全年累计")
_UP_TO = ("截至", "截止")
_AT_THE_END = ("末", "底")
# under a heading on five years, sums and average rates are of them all
_FIVE_YEARS = lazy(
    r"过去(?:的)?五年|五年来|五年(?:工作)?回顾|十[一二三四五]五[”\"]?(?:期间|时期)?[^，。]{0,10}(?:回顾|成就|成效)"
)
_SUMMED = ("累计", "年均", "年平均")
_SOME_YEARS = lazy("([三四五345])年(?:间|来|内)?")
_YEARS_AGO = lazy("(十?[一二两三四五六七八九十]|1?[1-9]|10)年(?:之|以)?前")
_ANNOUNCED = lazy("[^NQP]*H[^,;NQP]*[^,;NQPLRHBt]")  # 已经上墙 before a colon, and not 已经完成
_SET_BEFORE = lazy("年初[^，。；：]{0,12}?(?:定|立)下?的(?![^，。；：]{0,8}(?:完成|实现))")
_AT_PRESENT = ("目前", "当前", "眼下", "现在", "如今", "截至目前", "到目前", "到目前为止")
_ROUND = frozenset({"围绕", "对照", "锚定", "坚持", "紧扣", "聚焦", "按照", "对标", "紧盯"})
_CAME_TO = ("完成", "实现", "达到", "增长", "下降", "为")
_BUDGETED = word_set("plan_number")
_PLANNED_BY_RULE = "计划的句式"  # the ground where not a word before the number says so, but the rule that read it
_MODALS = frozenset(["要", "也要", "还要", "更要", "必须", "需要"])
_AIMED_AT, _MET = frozenset(word_set("aimed_at")), word_set("met")
_PREPARES = "准备"
_AMONG = ("最高", "最低", "最好", "最大", "最快", "新高", "新低", "之最")
_SINCE_THEN = ("以后", "之后", "以来", "后", "至今", "迄今")
_AT_ONE_TIME = frozenset(word_set("at_one_time"))
_LAST_DAYS = 28  # until then what is aimed at in a month is not reached
_HAS_NOW = word_set("has_now")
_HOLDS_TO = frozenset(word_set("holds_to"))
_HOW_LITTLE, _LITTLE_WITHIN = lazy(either("little_then")), 6  # letters
_STRIVES = word_set("strive")
_WILL = ("将", "将要")
_AIM_BEHIND = lazy("[^;.:KETI]*?,(?:KB?(?P<when>T)|(?P<opens>T)A?B?K[KBVL]*Q)")
_WHICH_YEAR, _OWING_TO = word_set("which_year"), frozenset(word_set("owing_to"))
_A_STORY = 2  # 上半年要素吃紧，9月份以后市场骤冷: as many times without a figure are none of what follows
_YEAR_BEHIND = lazy(",B*(?P<when>T)[BLRHt+]*Q")
_OPENS_PARAGRAPH = lazy("[(]?[MB]{0,3}[)]?[TB,]*")  # 本报讯（记者吴琼）, 近日，
_OPENING = 3  # tokens at the front of a sentence: 到2014年，
_HALF_DONE = "过半"
_THE_SAME = "同期"
_UNTIL = ("到", "至", "力争到", "预计到")
_GREW_TO = lazy("..+[到至]")  # 增加到, 跃升至; 达到 may be said of a sum
_OF_A_BUDGET = ("收入", "支出")
_FROM = ("由", "从")
_FAR = 60  # tokens: a base further off is another clause's
_TURNED_INTO = ("转为", "转变为", "变为")
_PARTICLES = ("了", "过")
_SAYS_DONE = lazy("同比|完成了|已|去年")
_WEAK_MODE, _DOUBTFUL_MODE, _SURE_MODE = 2.5, 1.0, 4.0
_EXACT_DIGITS = 3
_OPEN_YEAR = 4  # the month from which a whole year that is expected is the one under way
_AVERAGE = ("年均", "年平均")
_CLAUSE_OPENS = lazy("[,;:.(]")
_TURNED = {
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.ABOVE: Comparator.BELOW,
    Comparator.AT_MOST: Comparator.AT_LEAST,
    Comparator.BELOW: Comparator.ABOVE,
}


@dataclass(slots=True)
class Placed:
    """A reading with its kind, period and area; `[start, end)` are the repaired text's. One row a bound of a range.

    `features` are what the decision weighs; `confidence` is its outcome.
    """

    reading: Reading
    zone: str
    area: Area
    kind: Kind
    kind_ground: str
    when: When
    period: Period
    value: Decimal
    unit: str
    comparator: Comparator
    start: int
    end: int
    passage: Passage
    not_over: bool = False
    kind_open: bool = False
    cue: str = ""
    features: dict[str, float] = field(default_factory=dict)
    confidence: float = 1.0

    @property
    def article(self) -> int:
        return self.passage.article

    @property
    def paragraph(self) -> int:
        return self.passage.paragraph


@dataclass(frozen=True, slots=True)
class Undated:
    """A reading of which only the time is open, with its kind and area; `ground` is the last time that its sentence
    names before it. `[start, end)` are the repaired text's. One row a bound of a range.
    """

    reading: Reading
    zone: str
    kind: Kind
    kind_ground: str
    kind_open: bool
    ground: str
    value: Decimal
    unit: str
    comparator: Comparator
    start: int
    end: int
    passage: Passage


@dataclass(slots=True)
class Held:
    """What the sentences before hand on in a paragraph: a period for each way of looking, the year named, the area."""

    periods: dict[int, Period] = field(default_factory=dict)
    year: int = 0
    base: int = 0
    month: Period | None = None
    quarter: Period | None = None
    area: Area = field(default_factory=lambda: Area(OWN))


# under these headings a rating report speaks of the country: 宏观环境, 宏观经济与政策环境
_MACRO = lazy("宏观(?:经济|政策|环境|形势|运行|分析)|(?:全国|国内|国际)经济(?:形势|环境|运行)")
_NATION = "全国"


@cache
def _this_zone() -> frozenset[str]:
    """Words for the zone that is spoken of, whichever it is; 我区 and 本区 are the page's own."""
    own = (word for word, kind in word_classes().items() if kind == "own")
    return frozenset(word for word in (*own, *classes()) if not word.startswith(("我", "本")))


def _may_mean(word: str, kind: str) -> bool:
    """Whether a word for a zone that was just spoken of may mean one of a kind: 园区 a 产业园, and 经开区 not."""
    return word in _this_zone() and (word not in classes() or stands_for(word, kind))


_OF_ITS_RANK = lazy("^(?:国家级?|省级?|市级?)")  # 国家高新区 names no zone either
_SOME_TOWN = lazy("(?:全|本|该|我|这个|那个|一个|某个?)(?:村|镇|乡|街道|社区)")  # 全村, 一个街道
# words for an area above that were given no name
_NAMELESS = lazy("[全我本该两三](?!国$)|国家|[镇乡村][^ ]{0,4}(?:长|书记|支书|主任)$|[市县省州](?:域|里|上|直|区)?$")


class Placer:
    """Places the readings of one page, sentence by sentence, in order."""

    def __init__(
        self,
        outlook: Outlook,
        article_areas: dict[int, Area],
        stocks: Container[str] = (),
        heading_areas: Mapping[int, Area] | None = None,
    ) -> None:
        self.outlook, self.timeline, self.clock = outlook, outlook.timeline, outlook.timeline.clock
        self.article_areas, self.stocks, self.heading_areas = article_areas, stocks, heading_areas or {}
        self.held = Held()
        self._paragraph = -1
        self._text = ""
        self._lead: Held | None = None
        self._of_other = False  # whether the paragraph opened with another zone
        self._is_first = True
        self._placed_in: set[str] = set()
        self._told_then: Period | None = None  # the time of the last figure of the sentence before
        self._told_now: Period | None = None
        self._told_of_zone = False
        self._under_aims = False
        self._speakers = Speakers()
        self._article = -1
        self._months: dict[int, Period] = {}  # the month that an article named last

    def enter(self, passage: Passage) -> None:
        """Comes to the next sentence: a new paragraph begins with what its article speaks of."""
        self._article = passage.article
        if passage.paragraph != self._paragraph:
            self._lead = self._lead_of(passage)
            headed = self.heading_areas.get(passage.paragraph)
            if _MACRO.search(passage.heading):
                headed = Area(UPPER, _NATION, "heading")
            self.held = Held(area=headed or self.article_areas.get(passage.article, Area(OWN)))
            if self._lead is not None:
                self.held = replace(self._lead, periods=dict(self._lead.periods))
            self._paragraph = passage.paragraph
            self._of_other, self._is_first = False, True
        self._text = passage.text
        self._told_of_zone = False
        if self._speakers.of_a_firm(passage):
            self.held.area = Area(FIRM, "", "speaker")
        if passage.is_heading:
            aims = words_of("plan_headings").search(passage.text) is not None
            reviews = words_of("review_headings").search(passage.text) is not None
            if aims != reviews:
                self._under_aims = aims  # 二、2025年工作安排, and the headings below it
        elif words_of("handed_out").search(passage.text):
            self._under_aims = True

    def _lead_of(self, passage: Passage) -> Held | None:
        """What the line that leads into a list says, for the items of the list: 2022年主要指标完成情况如下：."""
        before = self._text.rstrip()
        if before.endswith(("：", ":")) and (self.held.periods or self.held.area.basis != "page"):
            return self.held
        if before.endswith(("；", ";")) and not passage.is_heading:
            return self._lead or self.held  # a list that goes on in the next line
        return self._lead if is_item(passage.text) and not passage.is_heading else None

    def leave(self, tokens: Sequence[Token], mode: Mode) -> None:
        """Keeps what a sentence hands on: the time it opened with, the area it named last."""
        leads = not any(token.kind in "QP" for token in tokens)
        times = {token.text for token in tokens if token.kind == "T"}
        mentions = self._openings(tokens) if not leads or len(times) < _A_STORY else []
        if _is_held_up_to_now(tokens):
            mentions = []  # 去年一年也才签了24个、96亿元。到位资金64.2亿元: of now again
        held = dict(self.held.periods)
        for number, mention in enumerate(mentions):
            before = dict(self.held.periods)
            self._hold(mention, mode.state, leads)
            if self._remembers(tokens, mention, before.get(BACK)):
                self.held.periods = before
                continue
            beside = number or _of_the_same(tokens, mention)
            if beside and any(_is_part_of(self.held.periods.get(way), before.get(way)) for way in (BACK, AHEAD)):
                self.held.periods = before  # 上半年增长4.6%，而一季度还是下降1.2%的。…; 今年安排28个，一季度开工8个。…
        if len(mentions) > 1 and self._are_parts(mentions, held.get(BACK)):
            self.held.periods = held  # 一季度…。1至2月下降6.8%，3月份当月增长5.6%。…
        said = self._spoken_of(tokens)
        # 开发区的增幅低于全县，县长点了名: an area above that has no figure there hands nothing on
        telling = [each for each in said if each[1] in (OWN, FIRM) or each[2] in self._placed_in]
        apart = len({each[1:] for each in said}) >= _APART  # 分县区看，甲县增长9%，乙县增长8%，高新区增长10%
        if telling and not apart:
            self.held.area = Area(telling[-1][1], telling[-1][2], "paragraph")
        if self._is_first:
            self._of_other = bool(said) and said[0][1] == NAMED and split_name(said[0][2])[1] != ""
            alone = len({name for _, _, name in said}) == 1  # and not 甲区主任、乙区主任在会上发言
            if self._of_other and alone and not telling and _OPENS_PARAGRAPH.fullmatch(_kinds(tokens, 0, said[0][0])):
                self.held.area = Area(NAMED, said[0][2], "paragraph")  # 化工循环产业园五年投入…。园区产值… is its own
        self._is_first = False
        self._placed_in.clear()
        self._told_then, self._told_now = self._told_now, None

    def place(
        self, reading: Reading, tokens: Sequence[Token], passage: Passage, mode: Mode, own: str
    ) -> tuple[list[Placed], str]:
        """The reading placed, a row for each bound of a range; or none, and the reason."""
        at = reading.at
        if reading.period_at < 0 and _is_of_the_year_before(tokens, at):
            reading.period_at = at - 2
        cue, word = self._claimed(reading, tokens)
        state = AHEAD if cue == "target" else BACK if cue else mode.state
        when = self._when(reading, tokens, state, passage, cue, mode)
        if when.period is None:
            return [], "no_period"
        later = _is_one_month(when.period) or _counts_on_quarters(tokens, at, when.period)
        if reading.indicator not in self.stocks and later and _counts_on(tokens, at):
            until = when.period  # 3月份完成2.41亿美元；累计完成7.26亿美元
            when = replace(when, period=Period.months(until.last_year, 1, until.last_month))
        period = self._planned_year(reading, tokens, passage, cue, word, mode, when)
        now = period.first_month == period.last_month and reading.indicator in self.stocks
        kind, not_over = self._kind(cue, mode, state, period, now or reading.indicator in _OF_THE_YEAR)
        if not cue and when.basis == "stated" and when.ground.endswith("以来"):
            kind, not_over = Kind.ACTUAL, False  # “十四五”以来，累计完成512亿元, in the midst of its third year
        if not cue and when.basis == "stated" and when.ground in YEAR_BEFORE:
            kind = Kind.ACTUAL  # 今年要达到18亿元，去年是13.9亿元
        is_base = reading.rule == BASE.name or _stands_behind_from(tokens, at)
        if is_base and kind is not Kind.ACTUAL and not self.timeline.is_ahead(period):
            kind = Kind.ACTUAL  # what a change is counted from was reached
        settled = self._settled(reading, tokens, period)
        if settled is None:
            return [], "no_period"
        period = settled
        if _is_event(tokens, at, cue == "target"):
            return [], "single_event"
        area = self._area_of(reading, tokens)
        self._told_of_zone = self._told_of_zone or reading.indicator not in OF_FIRMS
        reason = _not_an_areas(reading, tokens, area)
        if reason == "another_area":
            self._placed_in.add(area.word)  # what follows in its paragraph is of it too
        if reason:
            return [], reason
        behind = "" if re.match("B?K", _kinds(tokens, at + 1, at + 3)) else cue  # 1300人的任务已可完成
        said = when.basis == "stated" and period.first_year == period.last_year > self.clock.this > 0
        kind_open = self._leaves_kind_open(reading, period, kind, behind, mode)
        said = said or (when.basis == "stated" and when.ground.startswith("新"))  # 新的一年，…增长8.5%以上
        opens = any(token.kind == "T" and token.value.years for token in tokens[:_OPENING])
        kind_open = kind_open and not (said and (state == AHEAD or opens))  # 2016年，…达到137亿元, of 2015
        zone = area.word if area.sort in (UPPER, NAMED) else own
        self._placed_in.add(zone)
        self._told_now = period
        ground = word if cue else when.ground if kind is not Kind.ACTUAL else ""
        rows = [
            Placed(
                *(reading, zone, area, kind, ground, when, period, value, _unit_of(reading), comparator),
                *(*_span_of(reading, passage), passage, not_over, kind_open, cue),
            )
            for value, comparator in _bounds(reading)
        ]
        return rows, ""

    @contextmanager
    def asked(self) -> Iterator[None]:
        """While this lasts, what is placed hands nothing on: somebody only asks."""
        kept = self._placed_in.copy(), self._told_now, self._told_of_zone
        try:
            yield
        finally:
            self._placed_in, self._told_now, self._told_of_zone = kept

    def undated(
        self, reading: Reading, tokens: Sequence[Token], passage: Passage, mode: Mode, own: str
    ) -> tuple[list[Undated], str]:
        """A reading of which `place` says `no_period`, where only the time is lacking; or none, and what else it lacks.

        Nothing of it is handed on to what follows.
        """
        at = reading.at
        cue, word = self._claimed(reading, tokens)
        if _is_event(tokens, at, cue == "target"):
            return [], "single_event"
        area = self._area_of(reading, tokens)
        if reason := _not_an_areas(reading, tokens, area):
            return [], reason
        zone = area.word if area.sort in (UPPER, NAMED) else own
        ahead = not cue and mode.state == AHEAD  # aimed at by the look of the page alone
        kind = Kind(cue) if cue else Kind.TARGET if ahead else Kind.ACTUAL
        ground = next((t.text for t in reversed(tokens[:at]) if t.kind == "T" and not t.value.baseline), "")
        rows = [
            Undated(
                *(reading, zone, kind, word if cue else "", ahead, ground, value, _unit_of(reading), comparator),
                *(*_span_of(reading, passage), passage),
            )
            for value, comparator in _bounds(reading)
        ]
        return rows, ""

    def _claimed(self, reading: Reading, tokens: Sequence[Token]) -> tuple[str, str]:
        """What is claimed of a reading by the words of its sentence, and the word that says so; else empty."""
        at = reading.at
        cue, word = self._cue(tokens, at, reading.name_at, reading.measure)
        if reading.is_plan:
            cue, word = "target", _PLANNED_BY_RULE
        elif not cue and _aims_by_the_end(tokens, at) and not self._is_to_come(tokens, at):
            cue = "actual"  # 高新技术企业达86家，在审的还有6家，力争年底突破100家
        if reading.measure == "completion" and cue == "target":
            cue, word = "actual", ""  # the plan is what was completed
        return cue, word

    def _is_to_come(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the part of this year that a number is told of is not over: 四季度新增4户，确保全年…, in October."""
        mention = self._mention(tokens, at)
        if mention is None or mention.months is None or mention.years is not None or mention.offset is not None:
            return False
        return self.clock.month > 3 and self.timeline.is_ahead(Period.months(self.clock.this, *mention.months))

    def _area_of(self, reading: Reading, tokens: Sequence[Token]) -> Area:
        """Whose a reading is, by its sentence and by what the sentences before hand on."""
        area = area_of(tokens, self._spoken_of(tokens), reading.name_at, reading.at, self.held.area)
        if area.sort == FIRM and area.basis != "sentence" and self._told_of_zone:
            return Area(OWN, "", "sentence")  # 固定资产投资完成63.7亿元，…技改投资增长38.2%, behind a firm's sentence
        return area

    def _spoken_of(self, tokens: Sequence[Token]) -> list[tuple[int, str, str]]:
        """The tokens that say whose the figures are.

        我们 of a firm's man is the firm; 园区 and 该区 in a paragraph that opened with another zone are that zone:
        ◆ 来安经开区：一季度规上工业总产值58.9亿元。园区提出，全年投资增长20%.
        """
        said = area_tokens(tokens)
        if self.held.area.basis == "speaker":
            return [each for each in said if not tokens[each[0]].text.startswith("我")]
        if self._of_other and self.held.area.sort == NAMED:
            word = split_name(self.held.area.word)[1]
            return [each for each in said if not _may_mean(tokens[each[0]].text, word)]
        return said

    def _settled(self, reading: Reading, tokens: Sequence[Token], period: Period) -> Period | None:
        """The period that a reading is of in the end; None where its words leave that open."""
        if reading.measure == "growth":
            grown = self._growth_period(reading, tokens, period)
            if grown is None:
                return None
            period = grown
        listed = reading.indicator in _OF_THE_YEAR or _PLANNED.match(reading.name.text) is not None
        stock = reading.indicator in self.stocks
        if reading.period_at < 0 and not listed and self._is_vague(tokens, reading.at, stock, period):
            return None
        if not reading.scope and _within_years(tokens, reading.at):
            return None
        if reading.rule == BASE.name and reading.measure == "level":
            return period  # 五年来，主营业务收入由168.4亿元增加到352.7亿元，年均增长15.9%
        if reading.measure == "level" and (period.is_year or period.is_cumulative_part):
            summed = _is_sum(tokens, reading.at)
            timeless = not any(token.kind == "T" for token in tokens[: reading.at])
            if summed and timeless and not stock and _adds_up_to_a_year(tokens, reading.at):
                return None
            years = _years_summed(tokens, reading.at, ",;" if stock else ";")
            if years and (summed or not stock):
                return Period.years(period.last_year - years + 1, period.last_year)
            if (
                summed
                and period.is_year
                and period.last_year > self.clock.this + 1 > 1
                and self._mention(tokens, reading.at) is not None
            ):
                return None  # 力争到2015年累计投资超过1.2万亿元: since when is not said
        start = next((k for k in range(reading.at, -1, -1) if tokens[k].kind == ";"), 0)
        under_way = any("在建" in t.text for t in tokens[start : reading.at + 2])
        of_the_year = reading.indicator in _OF_THE_YEAR and reading.measure == "level" and not under_way
        if of_the_year and period.is_cumulative_part:
            return Period.year(period.last_year)  # 前5个月，68个重点项目完成投资: the list is the year's
        if reading.measure == "level" and not stock and self._is_milestone(reading, tokens, period):
            return Period.year(period.last_year) if period.last_year < self.clock.this else None
        several = period.first_year != period.last_year
        if several and reading.measure == "level" and _is_end(tokens, reading, self.stocks):
            return Period.year(period.last_year)  # 五年来，规上工业企业从96家增加到168家
        return period

    def _is_milestone(self, reading: Reading, tokens: Sequence[Token], period: Period) -> bool:
        """Whether a month only says when a sum passed a mark: 2005年12月，工业总产值首次突破100亿元."""
        single = period.first_year == period.last_year and period.first_month == period.last_month
        passed = reading.number.value.comparator is Comparator.ABOVE
        when = next((t for t in reversed(tokens[: reading.at]) if t.kind == "T"), None)
        alone = when is not None and when.value.months is not None and not when.text.endswith(("份", *_THAT_MONTH))
        return single and passed and alone and when is not None and when.text.endswith("月")

    # ---- what is claimed ----

    def _cue(self, tokens: Sequence[Token], at: int, name_at: int, measure: str) -> tuple[str, str]:
        """`target`, `estimate` or `actual` by the words before the number in its sentence, and the word; else empty."""
        cue = stated = foretold = ""
        for k in (*_outside_remarks(tokens, at), *range(at + 1, name_at)):  # 还有3个项目准备签约
            kind, text = tokens[k].kind, tokens[k].text
            if kind == "N" and k == name_at and _PLANNED.match(text):
                cue, stated = "target", text
            elif kind == "K":
                if cue == "estimate" and text in _WILL:
                    continue  # 预计…，工业总产值将首次迈过500亿元
                if re.search("[QP]B$", _kinds(tokens, k - 2, k)) and text in _BEHIND_ITS_NUMBER:
                    continue  # 越过了增长8%的预期线，…: of that number
                if not _is_fulfilled(tokens, k) and not _lists_what_there_is(tokens, k):
                    cue, stated = "target", _as_verb(tokens, k)
                elif cue == "" and re.match("BP", _kinds(tokens, k + 1, k + 3)):
                    cue, stated = "actual", text  # 完成全年90亿元目标的69.3%；实际利用外资2150万美元
            elif kind == "R" and cue == "" and text.startswith("可"):
                cue, stated = "estimate", text  # 全年新增就业可达6000人
            elif kind == "E":
                if not _expects_nothing(tokens, k, cue):
                    cue, stated, foretold = "estimate", text, text
            elif text == "安排" and measure == "growth" and re.fullmatch("A?N[^,;:]*", _kinds(tokens, k + 1, at)):
                cue, stated = "target", text  # 安排固定资产投资增长9%
            elif text == "安排" and _of_a_budget(tokens[max(0, k - 4) : k]):
                cue, stated = "target", text  # 一般公共预算支出安排6.6亿元: budgeted
            elif cue == "" and ((kind == "T" and text in _AT_PRESENT) or (kind == "L" and text in _HAS_NOW)):
                cue, stated = "actual", text
            elif kind in "QP" and cue == "" and text.startswith(_OPEN_AIMS):
                cue, stated = "target", text  # 一季度签约不少于26个，上半年40个
            elif kind == "T" and cue == "" and text.endswith("前") and (tokens[k].value.months or "年底" in text):
                cue, stated = "target", text  # 6月底前
            elif kind == "T" and cue == "" and tokens[k - 1].text in _UNTIL and self._is_years_end(tokens, k):
                cue, stated = "target", text  # 到年底…可达65亿元, written in July
            elif kind == "T" and cue == "target" and self._aims_no_more(tokens, k):
                cue, stated = "actual", text  # 今年要签20个；去年入库211家; 全年目标…，上半年完成…; …，到6月底完成…
            elif kind == ";" and cue == "target" and foretold and stated in _STRIVES:
                cue, stated = "estimate", foretold  # 预计全年完成370亿元，力争400亿元；工业总产值940亿元
            elif _ends_there(tokens, k, cue, stated):
                cue = stated = ""
            elif cue == "estimate" and kind == ";" and _goes_on_foretelling(tokens, k):
                cue = ""
            elif kind == "," and cue == "target" and _sets_a_year(tokens, k):
                continue  # 会议确定，2016年规模以上工业总产值达到345亿元
            elif kind in ",;" and cue == "target" and _aims_no_further(tokens, k, stated):
                cue = stated = ""
            elif kind == ":" and (aim := _aim_before(tokens, k)):
                cue, stated = "target", aim  # 今年的目标已经写进责任书：工业总产值140亿元
            elif kind in ",;" and cue == "target" and _outcome_follows(tokens, k, stated):
                cue, stated = "actual", tokens[k + 1].text
            elif kind == "y" and re.search("NT?y[tBL]{0,2}Q", _kinds(tokens, k - 2, k + 4)):
                cue, stated = "target", text  # 一般公共预算收入预算数12亿元
            elif kind == "H" and text not in _PARTICLES and _is_reached(tokens, k, cue):
                cue, stated = "actual", text
        if measure == "growth" and not cue and at + 1 < len(tokens) and tokens[at + 1].text == "安排":
            cue, stated = "target", "安排"  # 按上年快报数增长2%安排
        if tokens[at].text.startswith(_OPEN_AIMS) and cue != "actual":
            cue, stated = "target", tokens[at].text
        aim = _aim_behind(tokens, at)
        return ("target", aim) if aim else (cue, stated)

    def _aims_no_more(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether behind an aim a time is told that is over; a level to be come back to is none: 恢复到去年水平."""
        if tokens[k].value.baseline:
            return False
        gone = self._is_a_year_gone(tokens, k) and not _is_held_against(tokens, k)
        return gone or self._turns_to_what_is_over(tokens, k)

    def _is_a_year_gone(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether last year, or its end, is named as the time of what follows."""
        mention: PeriodMention = tokens[k].value
        return tokens[k].text in YEAR_BEFORE or (
            mention.offset == -1 and mention.months is None and not mention.baseline
        )

    def _is_years_end(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether the end of the year under way is named, months before it."""
        mention: PeriodMention = tokens[k].value
        ends = mention.text.endswith(_ITS_END) and mention.years is None and not (mention.offset or 0) < 0
        return ends and not mention.baseline and 3 < self.clock.month < 11 and self._year_gone(tokens, k) is None

    def _year_gone(self, tokens: Sequence[Token], k: int) -> Period | None:
        """Last year, where it is the time named last before the one at `k`: 去年新上23家，到年末达到174家."""
        before = next((t.value for t in reversed(tokens[:k]) if t.kind == "T" and not t.value.baseline), None)
        year = self.timeline.resolve(before, BACK) if before is not None else None
        return year if year is not None and year.is_year and year.last_year == self.clock.this - 1 else None

    def _is_over(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether a part of the year is named that is over on the day of writing, and no year to come before it."""
        mention: PeriodMention = tokens[k].value
        if mention.text.endswith("前"):
            return False  # 6月底前: by then
        if any(t.kind == "T" and (t.value.offset or 0) > 0 for t in tokens[:k]):
            return False
        if not self.timeline.governs(mention) or not mention.months or not self.clock.month:
            return False
        return not self.timeline.is_ahead(Period.months(self.clock.this, *mention.months))

    def _turns_to_what_is_over(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether a time opens a clause on what was reached; a bound to be kept is none: 11月份不低于30亿元."""
        turns = _opens_clause(tokens, k) and self._is_over(tokens, k) and not _aims_at_least(tokens, k)
        return turns and not any(
            tokens[j].kind == "T" and self._is_over(tokens, j) and re.match(",?K", _kinds(tokens, j + 1, j + 3))
            for j in range(k)  # 一季度，要有18个…；上半年35个, in December: parts of the next year
        )

    def _said_of_its_year(self, period: Period, mode: Mode) -> bool:
        """Whether a page without a date says of its own year what was reached: 2024年，…完成12.5亿元，同比增长8.1%."""
        this_year = period.is_year and period.last_year == self.clock.this
        return not self.clock.month and this_year and mode.state == BACK and mode.margin >= _WEAK_MODE

    def _leaves_kind_open(self, reading: Reading, period: Period, kind: Kind, cue: str, mode: Mode) -> bool:
        """Whether no word says if a value was reached or is aimed at, and the time does not say it either."""
        this = self.clock.this
        if cue:
            return cue == "actual" and kind is Kind.TARGET and period.last_year == this  # reached before it was over?
        weak = mode.state == BACK or mode.margin < (_DOUBTFUL_MODE if self._under_aims else _WEAK_MODE)
        if kind is Kind.TARGET and weak and reading.indicator not in _OF_THE_YEAR and _is_exact(reading):
            return True
        if period.first_year != period.last_year:
            return period.first_year < this <= period.last_year  # “十四五”期间…年均增长5.5%: so far, or as planned?
        open_year = not self.clock.month and not self._under_aims and mode.margin < _SURE_MODE
        return kind is Kind.TARGET and open_year and period.is_year and period.last_year == this

    def _kind(self, cue: str, mode: Mode, state: int, period: Period, of_the_year: bool) -> tuple[Kind, bool]:
        """What is claimed of a period, and whether it is not over: nothing is reached in a time that is not."""
        kind = Kind(cue) if cue else Kind.TARGET if state == AHEAD else Kind.ACTUAL
        ahead = self.timeline.is_ahead(period)
        under_way = period.last_year == self.clock.this and period.last_month == self.clock.month
        if kind is Kind.TARGET and not ahead and not cue and not (under_way and self.clock.day < _LAST_DAYS):
            return Kind.ACTUAL, False
        if kind is Kind.ACTUAL and self._said_of_its_year(period, mode):
            return kind, False
        if kind is not Kind.ACTUAL or not ahead or (of_the_year and state == BACK):
            return kind, False
        if period.is_year and period.last_year == self.clock.this and state == BACK and self.clock.month >= 11:
            return (Kind.ESTIMATE if self.clock.month < 12 else kind), True
        return Kind.TARGET, True

    # ---- of which period ----

    def _openings(self, tokens: Sequence[Token]) -> list[PeriodMention]:
        """The mentions of a sentence that open a clause: those that what follows may go on with."""
        found = []
        for k, token in enumerate(tokens):
            if token.kind != "T" or not self.timeline.governs(token.value) or _is_held_against(tokens, k):
                continue
            if _looks_back_once(tokens, k) or _told_aside(tokens, k) or _is_only_since(tokens, k):
                continue
            clause = _kinds(tokens, k - 3, k)
            if "I" not in clause and (k <= 2 or re.search("[,;:.(][^NGD]*$", clause)):
                found.append(token.value)
        return found

    def _remembers(self, tokens: Sequence[Token], mention: PeriodMention, held: Period | None) -> bool:
        """Whether a year is told as where it all began, behind one that the paragraph speaks of.

        2007年…86.3亿元。2003年只有33.2亿元，四年翻了一番还多。工业增加值51.7亿元 is that of 2007 again.
        """
        period = self.timeline.resolve(mention, BACK, held)
        if held is None or period is None or not period.is_year or period.last_year >= held.last_year - 1:
            return False
        return any(token.text in _LITTLE or token.text.startswith(_MULTIPLIED) for token in tokens)

    def _are_parts(self, mentions: Sequence[PeriodMention], whole: Period | None) -> bool:
        """Whether times only break down the one that was spoken of."""
        periods = [self.timeline.resolve(mention, BACK, whole) for mention in mentions]
        return len(set(periods)) > 1 and all(_lies_within(period, whole) for period in periods)

    def _hold(self, mention: PeriodMention, mode: int, leads: bool) -> None:
        """Keeps the time with which a clause opens for what follows in its paragraph; `leads`: it has no figures."""
        bare = mention.months is not None and mention.years is None and mention.offset is None
        if mode == AHEAD and bare and mention.months and (mention.until or mention.point):
            mode = (
                BACK if mention.months[1] < self.clock.month else mode
            )  # 截至10月底, in November, whatever it leads to
        period = self.timeline.resolve(mention, mode, self.held.periods.get(mode))
        if period is None:
            return
        here = replace(period, first_year=self.clock.this, last_year=self.clock.this)
        if leads and bare and mode == BACK and self.clock.month > 3 and self.timeline.is_ahead(here):
            return  # 项目预计三季度投产。…, in May: a time to come, and no figure of last year's
        if period.first_year == period.last_year and period.first_month == period.last_month:
            self.held.month = self._months[self._article] = period
        if period.first_year == period.last_year and _is_quarter(period):
            self.held.quarter = period
        if mention.years and mention.years[0] == mention.years[1]:
            self.held.year = mention.years[0]
        if leads and "季度" in mention.text and mention.years is None and period.first_year == period.last_year:
            self.held.periods[mode] = period  # 第三季度赶进度。固定资产投资再完成24.5亿元
            return
        whole = period.first_year == period.last_year and period.first_month == 1
        if whole and mention.text not in ("年度", *_THAT_YEAR):
            self.held.periods[AHEAD if self.timeline.is_ahead(period) else BACK] = period

    def _behind(self, tokens: Sequence[Token], reading: Reading) -> PeriodMention | None:
        """The time between a number and the name that follows it: 等10个项目年内竣工投产."""
        between = tokens[reading.at + 1 : max(reading.name_at, 0)]
        if any(token.kind in ",;:" for token in between):
            return None
        return next((t.value for t in between if t.kind == "T" and self.timeline.governs(t.value)), None)

    def _mention(self, tokens: Sequence[Token], at: int) -> PeriodMention | None:
        """The mention that governs a number: the last before it in its sentence that says when."""
        governing = opening = None
        of_part = False
        for k in _outside_remarks(tokens, at):
            kind = tokens[k].kind
            if kind == ";" or (kind == "," and of_part and "N" in _kinds(tokens, k, at)):
                if of_part and _sums_years(opening) and not _is_sum(tokens, at):
                    continue  # 五年累计…，其中2019年完成83.5亿元；工业投资51.4亿元
                governing, of_part = opening, False
            if tokens[k].text in _AT_PRESENT and opening is not None and (opening.years or opening.offset):
                governing = opening = None  # 去年末高新技术企业31家，现在有47家；科技型中小企业96家
            if kind != "T" or not self._says_when(tokens, k, at):
                continue
            behind = tokens[k + 1].kind if k + 1 < len(tokens) else "$"
            if tokens[k].text in _AS_ATTRIBUTE and behind in "KyNB":
                continue
            if governing is not None and _is_a_year(governing) and _is_all_of_it(tokens, k, at):
                continue  # 去年，开发区全年完成79.6亿元: all of that year
            so_far = governing is not None and _is_up_to_now(governing)
            if so_far and (tokens[k].text in _UNDER_WAY or (tokens[k].text == _THIS_YEAR and _is_until(governing))):
                continue  # 到11月底，工业区今年累计开工57个; 截至8月底…64家，年内新增7家
            if so_far and tokens[k].value.whole_year and _sums_up(tokens, k):
                continue  # 截至9月底，全年累计签约项目43个
            governing = tokens[k].value
            clause = _kinds(tokens, k - 3, k)
            of_part = "I" in clause
            lasting = tokens[k].value.span_back or tokens[k].value.span_ahead or tokens[k].value.loose
            if opening is not None and lasting:
                continue  # 到2020年…，基本实现五年翻一番；…: the length of time is that clause's
            shorter = (opening is not None and not _is_from_january(opening)) or any(
                t.text in (*_THAT_MONTH, *_THAT_QUARTER) for t in tokens[:k]
            )
            if shorter and _sums_up(tokens, k):
                continue  # 当季完成27亿元，上半年累计完成49亿元；…: what follows is the quarter's again
            if opening is not None and tokens[k].value.until and "前" in tokens[k].text:
                continue  # 全年实施项目45个，5月1日前开复工率达到80%；签约项目60个: a deadline ends with its clause
            if opening is not None and _tells_no_figure(tokens, k, at):
                continue  # 1至2月下降9.3%，3月份止跌企稳，一季度累计完成87亿元；…
            part = _is_part_of_a_figure(tokens, k) and not self._is_over(tokens, k)
            if part and (opening is None or _is_a_year(opening)):
                continue  # 今年引进项目28个，上半年12个；到位资金35亿元
            if opening is not None and self._is_of_a_plan_to_come(opening) and tokens[k].value.months:
                continue  # 明年…；一季度新开工10个；竣工投产18个: what follows is the year's again
            if _goes_on_foretelling(tokens, next((j for j in range(k, at) if tokens[j].kind == ";"), at)):
                continue
            if not of_part and (
                k <= 3
                or behind == ","
                or _announces(tokens, k)
                or _goes_into_the_year(tokens, k)
                or clause[-1:] in tuple(",;:(.AuVBKE")
                or _CLAUSE_OPENS.search(clause)
            ):
                opening = governing
        return governing

    def _says_when(self, tokens: Sequence[Token], k: int, at: int) -> bool:
        """Whether the time at `k` may be that of the number at `at`: no base, no time named or told aside only."""
        if not self.timeline.governs(tokens[k].value):
            return False
        if _is_held_against(tokens, k) and not _is_plan_told(tokens, k, at):
            return False
        if _opens_years(tokens, k):
            return False  # 2011年是“十二五”的第一年，…
        return not (_only_named(tokens, k, at) or _told_aside(tokens, k) or _is_of_a_comparison(tokens, k, at))

    def _before_the_span(self, said: Token) -> Period | None:
        """The year that a change over several years is counted from; None where one year is named.

        Of 2003年至2008年 it is the first one, of 五年来 and “十三五”期间 the one before.
        """
        mention: PeriodMention = said.value
        if mention.months is not None or (not mention.span_back and mention.years is None):
            return None
        period = self.timeline.resolve(mention, BACK)
        if period is None or period.first_year == period.last_year:
            return None
        return Period.year(period.first_year - (not said.text[0].isdecimal()))

    def _is_of_a_plan_to_come(self, mention: PeriodMention) -> bool:
        """Whether a year is named that has not begun."""
        year = mention.years[0] if mention.years and mention.years[0] == mention.years[1] else 0
        later = year > self.clock.this > 0 or (mention.offset or 0) > 0
        return later and mention.months is None

    def _when(
        self, reading: Reading, tokens: Sequence[Token], state: int, passage: Passage, cue: str, mode: Mode
    ) -> When:
        mention = self._behind(tokens, reading) or self._mention(tokens, reading.at)
        if reading.period_at >= 0:
            if reading.rule == BASE.name and (since := self._before_the_span(tokens[reading.period_at])) is not None:
                return When(since, "stated", tokens[reading.period_at].text)
            if tokens[reading.period_at].text in YEAR_BEFORE:  # 由上年的74户增加到86户
                now = self._when(replace(reading, period_at=-1), tokens, state, passage, cue, mode)
                if now.period is None or not now.period.is_year:
                    return When(None, "")
                return When(Period.year(now.period.last_year - 1), "stated", tokens[reading.period_at].text)
            if tokens[reading.period_at].text.endswith(_THE_SAME):  # 比去年同期的242.4亿元增长18.2%
                then = self._now(reading.period_at, replace(reading, period_at=-1), tokens, passage, mode)
                if then is None:
                    return When(None, "")
                years = tokens[reading.period_at].value.years  # 2009年同期
                year = years[0] if years else then.first_year - 1
                return When(replace(then, first_year=year, last_year=year), "stated", tokens[reading.period_at].text)
            mention = tokens[reading.period_at].value
        if mention is not None and mention.months and not mention.since and reading.period_at < 0:
            times = (token for token in reversed(tokens[: reading.at]) if token.kind == "T")
            said = next((token for token in times if not token.value.baseline), None)
            to_date = self.timeline.to_date() if said is not None and said.value.since else None
            if said is not None and to_date is not None and to_date.is_cumulative_part:
                return When(to_date, "stated", said.text)  # 一季度完成16.4亿元；今年以来新开工项目14个
        alone = self._told_then is not None and self._told_then.first_month == self._told_then.last_month
        if behind := _time_in_brackets(tokens, reading.at):
            return When(behind, "stated", tokens[reading.at + 2].text)
        if mention is None and not alone and _opens_with_the_same(tokens, reading.at):
            return When(self._told_then, "stated", _THE_SAME)
        that = self._that_time(reading, tokens, passage, cue, mode)
        if that is not None:
            return that
        if mention is not None:
            stated = self._stated(mention, reading, state, passage, cue, mode)
            if stated is not None:
                return self._beside(stated, mention, tokens, reading.at, state)
        summed = (
            _is_sum(tokens, reading.at) and reading.indicator not in self.stocks
        )  # 平台累计达到38个 is how many there are
        if state == BACK and self.clock.review and _FIVE_YEARS.search(passage.heading) and summed:
            return When(Period.years(self.clock.review - 4, self.clock.review), "heading", passage.heading)
        held = self.held.periods.get(state)
        if held is not None and cue == "estimate" and held.is_cumulative_part and self.clock.month >= 11:
            return When(Period.year(held.last_year), "paragraph")  # 预计达到38200元, said in December
        if held is not None:
            return When(held, "paragraph")
        if state == AHEAD:
            year = self.clock.plan or self.clock.this
            return When(Period.year(year) if year else None, "plan", self.clock.ground, self.clock.assumed)
        topic = self.outlook.topic_of(passage)
        return replace(topic, assumed=True) if self.clock.assumed else topic

    def _that_time(
        self, reading: Reading, tokens: Sequence[Token], passage: Passage, cue: str, mode: Mode
    ) -> When | None:
        """What 当月, 当年, 去年同期, 五年前, 目前 before a number mean: counted from the time that was named last."""
        at = reading.at
        times = [k for k in range(at - 1, -1, -1) if tokens[k].kind == "T"]
        said = next((tokens[k] for k in times if not tokens[k].value.baseline), None)
        if said is not None and said.value.months is None:
            month = self.held.month or self._months.get(passage.article)
            if said.text in _THAT_MONTH and month is not None:
                return When(month, "stated", said.text)  # 当月产值…，比9月份回落5.1个百分点；固定资产投资…
            if said.text in _THAT_QUARTER and self.held.quarter is not None:
                return When(self.held.quarter, "stated", said.text)  # 二季度抢进度。当季投资要达到27亿元
        if not times or _only_named(tokens, times[0], at) or _is_held_against(tokens, times[0]):
            return None
        k = times[0]
        period = self._counted_from(k, reading, tokens, passage, cue, mode)
        return None if period is None else When(period, "stated", tokens[k].text)

    def _counted_from(
        self, k: int, reading: Reading, tokens: Sequence[Token], passage: Passage, cue: str, mode: Mode
    ) -> Period | None:
        """The period that the time at `k`, the last before a number, means by what was named before it; else None."""
        text, at = tokens[k].text, reading.at
        if text in _YEAR_AGO and not _is_held_against(tokens, k) and not _in_passing(tokens, k, at):
            now = self._now(k, reading, tokens, passage, mode) if tokens[k].value.offset is not None else None
            if now is not None:
                if reading.measure == "growth" and "Q" in _kinds(tokens, k, at):
                    return now  # 收入11.2亿元，上年同期10.8亿元，增长3.7%: of now, the size in between is its base
                return replace(now, first_year=now.first_year - 1, last_year=now.last_year - 1)
        if text in _AT_PRESENT and reading.indicator in self.stocks:
            topic = self.outlook.topic_of(passage).period
            held = self.held.periods.get(BACK)
            years = [t.value.years[1] for t in tokens[:k] if t.kind == "T" and t.value.years]
            before = max(years, default=held.last_year if held is not None else 0)
            if topic is not None and 0 < before < topic.last_year and ";" not in _kinds(tokens, k, at):
                return topic  # 2009年刚起步时不过6家，眼下已有73家
            spoken_of = held or topic
            if self.clock.month > 3 and spoken_of is not None and spoken_of.last_year < self.clock.this:
                return self.timeline.to_date()  # 截至目前…57家, in August, on a page about the year before
        if ago := _YEARS_AGO.fullmatch(text):
            now = self._now(k, replace(reading, period_at=-1), tokens, passage, mode)
            return None if now is None else Period.year(now.last_year - small_number(ago[1]))
        if text in (*_THAT_YEAR[1:], "全年"):
            named = [t.value.years for t in tokens[:k] if t.kind == "T" and t.value.years and not t.value.baseline]
            if named and named[-1][0] == named[-1][1]:
                return Period.year(named[-1][0])
        if text in _ITS_END and not cue and mode.state == BACK:
            return self._year_gone(tokens, k)
        return None

    def _now(self, k: int, reading: Reading, tokens: Sequence[Token], passage: Passage, mode: Mode) -> Period | None:
        """The time within one year of which a sentence speaks before the token at `k`."""
        now = self._when(replace(reading, at=k), tokens, BACK, passage, "actual", mode).period
        return now if now is not None and now.first_year == now.last_year else None

    def _stated(
        self, mention: PeriodMention, reading: Reading, state: int, passage: Passage, cue: str, mode: Mode
    ) -> When | None:
        """The period that a mention means for a reading; None where it means none and the frames decide."""
        clock, timeline = self.clock, self.timeline
        context = self.held.periods.get(state) or self.outlook.topic_of(passage).period
        assumed = clock.assumed and mention.years is None
        bare_months = mention.months is not None and mention.years is None and mention.offset is None
        if mention.whole_year and (cue in ("estimate", "target") or state == AHEAD) and state not in self.held.periods:
            context = None
        if cue in ("estimate", "target") and mention.text.startswith(_ITS_END) and clock.month >= _OPEN_YEAR:
            context = None  # 去年68家，到年底可达80家
        bare_year = mention.whole_year and mention.years is None and mention.offset is None
        if cue == "estimate" and bare_year and clock.this and clock.month >= _OPEN_YEAR:
            return When(Period.year(clock.this), "stated", mention.text, assumed)  # 预计全年…, said in October
        if cue == "estimate" and bare_months and mention.months and clock.this and 0 < clock.month <= mention.months[1]:
            return When(Period.months(clock.this, *mention.months), "stated", mention.text, assumed)
        if mention.text in _THAT_YEAR and self.held.year:
            return When(Period.year(self.held.year), "stated", mention.text)
        if mention.text.startswith(_THAT_YEARS_END) and mention.point:
            return When(Period.year(self.held.year) if self.held.year else None, "stated", mention.text)
        period = timeline.resolve(mention, state, context)
        planned = self.held.periods.get(AHEAD)
        of_next = planned is not None and planned.first_year > clock.this > 0  # 明年…；上半年新开工项目10个
        if state == AHEAD and not cue and mention.months and not of_next:
            period = self._over_by_now(mention, reading, context) or period
        elif state == BACK and not cue and bare_months and mention.months and clock.month:
            last = context is not None and context.last_year == clock.this - 1
            if period is not None and period.last_year < clock.this and mention.months[1] >= clock.month:
                if mention.months[1] > clock.month and not last:
                    return When(None, "")  # 四季度 in July: last year's, or this year's aim
                told = self.held.periods.get(BACK)
                reviewed = told is not None and told.last_year < clock.this
                here = mention.months[0] <= clock.month and not mention.until and mention.months != (1, 9)
                here = here and (clock.month > 2 or mention.months == (1, 3))  # of a page of January no half-year
                if last and here and not reviewed and mode.margin < _WEAK_MODE and not _SAYS_DONE.search(passage.text):
                    period = Period.months(clock.this, *mention.months)
        if period is None:
            return When(None, "") if mention.span_back or not clock.this else None  # 今年 of a page without a year
        if mention.since and period == timeline.to_date():
            period = self._to_date(passage.article) or period  # 今年以来 in an article on three quarters
        under_way = period.is_year and period.first_year == clock.this and clock.month and timeline.is_ahead(period)
        so_far = state == BACK and cue != "estimate" and under_way and not mention.whole_year
        if so_far and mention.point and mention.years and mention.text.endswith("末"):
            return When(period, "stated", mention.text)  # “十四五”末…达到500亿元, written in its last year: an aim
        if so_far and mention.point and mention.text.endswith(("年底", "年末")):
            return When(None, "")  # 到年底可达65亿元, written in July: nothing that was reached
        if so_far and self.clock.month <= 2 and cue != "actual" and not mention.since and not mention.until:
            return When(period, "stated", mention.text, assumed)  # 2020年…, said in January: a plan
        if so_far and reading.indicator not in _OF_THE_YEAR:
            return When(self._to_date(passage.article), "stated", mention.text, assumed)
        return When(period, "stated", mention.text, assumed)

    def _over_by_now(self, mention: PeriodMention, reading: Reading, context: Period | None) -> Period | None:
        """The part of a year that a sentence with words of aims names, where it is over and not planned."""
        over = self.timeline.resolve(mention, BACK, context)
        if over is None or mention.months is None or self.timeline.is_ahead(over) or not over.is_cumulative_part:
            return None
        ahead = mention.until or mention.months[0] == mention.months[1] >= self.clock.month
        by_then = ahead and over.last_year < self.clock.this  # 到6月底，累计签约32个, in March
        # nobody plans a fall, nor from January to May
        bound = reading.number.value.comparator is Comparator.AT_LEAST
        told = self._told_now is not None and self._told_now.first_year > self.clock.this
        if (bound or told) and over.last_month <= 6 and self.clock.month >= _LATE and self.clock.plan > self.clock.this:
            return None  # 一季度签约10个以上，上半年达到25个, at the end of December: of the next year
        unplanned = ("月" in mention.text and not by_then) or reading.sign < 0
        return over if unplanned or over.last_year == self.clock.this else None

    def _beside(self, when: When, mention: PeriodMention, tokens: Sequence[Token], at: int, state: int) -> When:
        """The year of a part of a year that names none, by the times beside it.

        2024年实施项目130个，其中一季度25个; 一季度增长4.1%，上半年增长6.8%, in March: no part of this year.
        """
        period = when.period
        bare = mention.months is not None and mention.years is None and mention.offset is None and not mention.since
        if not bare or period is None or period.first_year != period.last_year:
            return when
        times = [(k, t.value) for k, t in enumerate(tokens) if t.kind == "T" and self.timeline.governs(t.value)]
        to_come = [each for k, each in times if k < at and self._is_of_a_plan_to_come(each)]
        named = self.timeline.resolve(to_come[-1], AHEAD) if to_come and self.clock.this else None
        if named is not None:  # 新的一年 is this one where it is said in January
            return replace(
                when, period=replace(period, first_year=named.first_year, last_year=named.first_year), assumed=False
            )
        parts = [each.months for _, each in times if each.months and each.years is None and each.offset is None]
        this = self.clock.this
        later = sum(self.timeline.is_ahead(Period.months(this, *months)) for months in parts) if self.clock.month else 0
        if state == BACK and period.last_year == this and later > 1:
            return replace(when, period=replace(period, first_year=this - 1, last_year=this - 1))
        return when

    def _to_date(self, article: int) -> Period | None:
        """The part of the year up to the day of writing: the one that the article reports on, where it names one."""
        for topic in (self.outlook.topics.get(article), self.outlook.topic(-1)):
            period = topic.period if topic else None
            if period is not None and period.first_year == self.clock.this and period.is_cumulative_part:
                return period
        return self.timeline.to_date()

    def _planned_year(
        self, reading: Reading, tokens: Sequence[Token], passage: Passage, cue: str, word: str, mode: Mode, when: When
    ) -> Period:
        """The period of a plan that is told where the page looks back: that of the year looked back on."""
        period = when.period
        assert period is not None
        told = (
            (
                _PLANNED.match(word)
                and not any(t.kind == "K" and word.startswith(t.text) and word != t.text for t in tokens)
            )
            or word in _PLAN_NOUNS - {"要求", "规划"}
            or word.startswith(_BUDGETED)
            or (word in _VERBS_OF_PLANS and (_set_before(tokens, word) or any(t.text == "实际" for t in tokens)))
        )
        under_way = period.is_year and period.last_year == self.clock.this and self.clock.month > 3
        if under_way and when.basis == "stated" and when.ground.startswith(_OF_THIS_YEAR):
            return period  # 去年41.2亿元。…，全年产值550亿元的目标不能放松, in November
        if mode.state == BACK and _aim_behind(tokens, reading.at):
            back = self._when(reading, tokens, BACK, passage, "actual", mode).period
            return Period.year(back.last_year) if back is not None else period  # 比全年下降3%的目标
        parts = when.basis == "stated" and not period.is_year and self.timeline.is_ahead(period)
        stated = when.basis in ("plan", "stated") and not parts
        if cue == "target" and (told or reading.is_plan) and mode.state == BACK and stated:
            back = self._when(reading, tokens, BACK, passage, "actual", mode).period
            period = Period.year(back.last_year) if back else period
        near = "T" not in _kinds(tokens, reading.name_at, reading.at)
        of_the_year = cue == "target" and near and reading.name.text.startswith(_ALL_YEAR)
        of_the_year = of_the_year or (mode.state == AHEAD and reading.indicator in _OF_THE_YEAR)  # the year's list
        if not period.is_year and (of_the_year or (reading.is_plan and mode.state == BACK)):
            period = Period.year(period.last_year)  # 四季度集中开工…，年内计划完成投资21.5亿元
        return period

    def _growth_period(self, reading: Reading, tokens: Sequence[Token], period: Period) -> Period | None:
        """The period of a rate: since its base where that is further back than last year; 年均 needs several years."""
        first, last = sorted((reading.name_at, reading.at))
        run = re.sub("(?:[PQ]/)+$", "", _kinds(tokens, first, last))  # of a row each rate has the words before it
        between = tokens[first + max(map(run.rfind, "PQX")) + 1 : last]  # 是2008年的3倍，同比增长27.5%
        if any(mark in t.text for t in between for mark in _AVERAGE):
            reading.scope = "年均"
            alone = period.first_year == period.last_year
            return _years_averaged(tokens[: reading.at], period) if alone else period
        compared = [
            *between,
            *(
                t
                for k, t in enumerate(tokens[:first])
                if t.kind == "T"
                and first - k < _FAR
                and (";" not in _kinds(tokens, k, first) or (_opens_against(tokens, k) and not _on_last_year(between)))
                and (k == 0 or tokens[k - 1].text not in _FROM)
            ),
        ]
        doubled = "番" in reading.number.text
        against = [
            *(t for t in compared if t.kind == "T" and t.value.baseline),
            *(
                t
                for k, t in enumerate(tokens[:last])
                if t.kind == "T" and doubled and k and _starts_from(tokens[k - 1])
            ),
        ]
        base = next((t.value.years for t in against if t.value.years), None)
        if base is not None and period.first_year == period.last_year:
            self.held.base = base[1]
            if base[1] < period.last_year - 1:
                return Period.years(base[1] + 1, period.last_year)
        if base is None and period.is_year and reading.number.text.endswith("倍") and not _on_last_year(between):
            since = self.held.base  # …比2010年翻一番。投资、消费分别增长了3.81倍、2.24倍: all since then
            return Period.years(since + 1, period.last_year) if 0 < since < period.last_year - 1 else period
        return period

    def _is_vague(self, tokens: Sequence[Token], at: int, is_stock: bool, period: Period) -> bool:
        """Whether the time nearest before a number is none of a report's: 五年前, 近年来, 自市党代会以来, 年初.

        Of what stands at a date 目前 is the time of the report: 目前，全区共有86家规上工业企业.
        """
        for k in range(at - 1, -1, -1):
            if tokens[k].kind == ";" and any(t.kind == "T" and t.value.years for t in tokens[:k]):
                return False  # 到2028年…，实现五年翻一番；…
            if tokens[k].kind == "T" and not tokens[k].value.baseline:
                mention = tokens[k].value
                if mention.text in _THAT_MONTH and (self.held.month or self._months.get(self._article)) is not None:
                    return False
                if mention.text in _THAT_QUARTER and self.held.quarter is not None:
                    return False
                if _YEARS_AGO.fullmatch(mention.text):
                    return period.first_year != period.last_year  # 十三五…，五年前…: since when is not said
                if is_stock and mention.text in _AT_PRESENT:
                    return False  # 五年前只有26家，如今已有63家
                if mention.text.endswith(_DAYS):
                    continue  # 上个星期刚刚议过：…
                if mention.point and mention.text.endswith("初"):
                    colon = next((j for j in range(k, at) if tokens[j].kind == ":"), k)
                    if _was_set_then(tokens, k, colon):
                        return False
                    if k + 1 < len(tokens) and tokens[k + 1].kind in "KyVLB":
                        continue  # 年初预算, 年初确定的目标
                    return not any(t.kind in "KyE" for t in tokens[k:at])
                past = mention.loose and k and tokens[k - 1].kind not in ",;:." and ";" in _kinds(tokens, k, at)
                summed = _SOME_YEARS.fullmatch(mention.text) is not None and _is_sum(tokens, at)
                return bool(mention.loose and not past and not summed)  # …，为近14个月来新高；工业增加值增长9.4%
        return False


def _is_exact(reading: Reading) -> bool:
    """Whether a value is told to the last: nobody aims at 2,364 people or at 12.37亿元."""
    digits = "".join(map(str, reading.number.value.value.normalize().as_tuple().digits))
    return len(digits) >= _EXACT_DIGITS and not digits.endswith("5")


def _aim_behind(tokens: Sequence[Token], at: int) -> str:
    """The noun of a plan that a number stands before as its attribute (提前完成4600人的全年目标); else empty."""
    behind = re.match("(?:/N[QP]){0,3}(?:BT?K|TK)", _kinds(tokens, at + 1, at + 13))
    aim = tokens[at + behind.end()].text if behind else ""  # 签约95个、到位资金220亿元的目标
    return aim if aim in _BEHIND_ITS_NUMBER else ""


def _time_in_brackets(tokens: Sequence[Token], at: int) -> Period | None:
    """The year that stands in brackets behind a number: 税收收入：6.3亿元（2015年）; else None."""
    if re.match("[(]T[)]", _kinds(tokens, at + 1, at + 4)) is None or tokens[at + 2].value.months:
        return None
    years = tokens[at + 2].value.years
    return Period.year(years[0]) if years and years[0] == years[1] else None


def _opens_with_the_same(tokens: Sequence[Token], at: int) -> bool:
    """Whether a figure is of the time of the sentence before, of another area: 同期，全市工业增加值增长7.7%."""
    for k in range(at):
        if tokens[k].text == _THE_SAME and (k == 0 or tokens[k - 1].kind in ",;:."):
            return re.match(",?[ul]", _kinds(tokens, k + 1, k + 3)) is not None
    return False


def _is_all_of_it(tokens: Sequence[Token], k: int, at: int) -> bool:
    """Whether 全年 at `k` is all of the year before it: with no figure between them, or last year with no aim behind.

    去年，全年完成79.6亿元; 去年签约项目47个；全年新开工项目33个.
    """
    mention: PeriodMention = tokens[k].value
    if not mention.whole_year or mention.years is not None or mention.offset is not None:
        return False
    before = next((j for j in range(k - 1, -1, -1) if tokens[j].kind == "T"), -1)
    if before < 0 or not _is_a_year(tokens[before].value):
        return False
    between = set(_kinds(tokens, before, k))
    if tokens[before].value.offset == -1:
        return not between & set(":.") and not set("KE") & set(_kinds(tokens, before, at))
    return not between & set("QP;:.")


def _sums_up(tokens: Sequence[Token], k: int) -> bool:
    """Whether a time is that of a sum told beside the figure of a shorter time: 上半年累计, 1至10月累计."""
    return k + 1 < len(tokens) and tokens[k + 1].text.startswith(_SUMMED[0])


def _lies_within(period: Period | None, whole: Period | None) -> bool:
    """Whether a period is a part of another of one year."""
    if period is None or whole is None or period == whole or period.first_year != period.last_year:
        return False
    same_year = period.first_year == whole.first_year == whole.last_year
    return same_year and whole.first_month <= period.first_month and period.last_month <= whole.last_month


def _is_part_of(period: Period | None, other: Period | None) -> bool:
    """Whether a period from January on ends before another of the same year does."""
    if period is None or other is None or (period.first_year, period.last_year) != (other.first_year, other.last_year):
        return False
    return period.first_month == other.first_month == 1 and period.last_month < other.last_month


def _ends_there(tokens: Sequence[Token], k: int, cue: str, stated: str) -> bool:
    """Whether what is claimed reaches no further than a mark.

    年初确定的…目标未能实现；工业投资增长12%; 作战图已经上墙：2022年，固定资产投资增长13%以上.
    """
    if tokens[k].kind == ":" and cue == "actual":
        return _ANNOUNCED.fullmatch(_kinds(tokens, 0, k)) is not None and not _aim_before(tokens, k)
    of_plans = tokens[k].kind == ";" and cue == "target" and stated in _VERBS_OF_PLANS
    return of_plans and _set_before(tokens, stated)


def _outside_remarks(tokens: Sequence[Token], at: int) -> list[int]:
    """The places before `at` but for what brackets remark on a number: 新增16家（上半年已入库5家），总数达到120家."""
    if not any(token.kind == "(" for token in tokens[:at]):
        return [*range(at)]
    found: list[int] = []
    opened = -1
    for k in range(at):
        if tokens[k].kind == "(" and k and tokens[k - 1].kind in "QP":
            opened = len(found)
        found.append(k)
        if tokens[k].kind == ")" and opened >= 0:
            del found[opened:]
            opened = -1
    return found


def _lists_what_there_is(tokens: Sequence[Token], k: int) -> bool:
    """Whether a verb of plans at `k` only says which are meant: 年初确定的22项重点工程."""
    return tokens[k].text in _VERBS_OF_PLANS and re.match("BQ[^NQ]*N", _kinds(tokens, k + 1, k + 6)) is not None


def _opens_clause(tokens: Sequence[Token], k: int) -> bool:
    """Whether the time at `k` opens a clause behind another, with a word for how far it reaches before it or none."""
    until = k > 1 and tokens[k - 1].text in _UNTIL
    return k > 0 and tokens[k - 1 - until].kind in ",;"


def _sums_years(mention: PeriodMention | None) -> bool:
    """Whether a time spans several years."""
    if mention is None:
        return False
    first, last = mention.years or (0, 0)
    return first < last or mention.span_back > 0 or mention.loose


def _told_aside(tokens: Sequence[Token], k: int) -> bool:
    """Whether a time is but that of a base told beside a level: 产值93.4亿元，前年是81.5亿元，增长14.6%."""
    beside = re.search("Q[B]?[,(]B*$", _kinds(tokens, 0, k)) and re.match("[BL]*Q", _kinds(tokens, k + 1, k + 5))
    return beside is not None and is_further_back(tokens[k].text)


def _expects_nothing(tokens: Sequence[Token], k: int, cue: str) -> bool:
    """Whether a word of estimating says nothing of what follows: 比2025年预计数增长2.5%; 目标正在测算，…."""
    return _kinds(tokens, k - 2, k) == "CT" or (cue == "target" and _kinds(tokens, k + 1, k + 2) in tuple(",;"))


def _tells_no_figure(tokens: Sequence[Token], k: int, at: int) -> bool:
    """Whether another time stands before `at` behind the one at `k`, and no number in between."""
    behind = next((j for j in range(k + 1, at) if tokens[j].kind == "T"), at)
    return behind < at and not set("QP") & set(_kinds(tokens, k, behind))


def _aims_at_least(tokens: Sequence[Token], k: int) -> bool:
    """Whether the first number behind a time, in its clause, is a bound that is to be kept."""
    start = k + 2 if _kinds(tokens, k + 1, k + 2) == "," else k
    end = next((j for j in range(start, len(tokens)) if tokens[j].kind in ",;:."), len(tokens))
    number = next((token for token in tokens[start:end] if token.kind in "QP"), None)
    return number is not None and number.text.startswith(_OPEN_AIMS)


def _is_quarter(period: Period) -> bool:
    return period.last_month - period.first_month == 2 and period.last_month % 3 == 0


def _aims_by_the_end(tokens: Sequence[Token], at: int) -> bool:
    """Whether a later clause opens with what is aimed at by the end of the year, or in all of it.

    高新技术企业达86家，力争年底突破100家; 固定资产投资完成30亿元，增长12%，全年确保70亿元.
    """
    aim = _AIM_BEHIND.match(_kinds(tokens, at + 1, at + _FAR))
    if aim is None:
        return False
    when = tokens[at + 1 + aim.start(aim.lastgroup or 0)]
    return when.value.whole_year or when.text.endswith(("底", "末"))


def _of_the_same(tokens: Sequence[Token], mention: PeriodMention) -> bool:
    """Whether a time stands behind a figure and before no name: …同比增长12.8%，一季度这一增幅还只有11.4%."""
    at = next(k for k, token in enumerate(tokens) if token.kind == "T" and token.value is mention)
    return re.search("[QP]", _kinds(tokens, 0, at)) is not None and "N" not in _kinds(tokens, at, len(tokens))


def _in_passing(tokens: Sequence[Token], k: int, at: int) -> bool:
    """Whether a time stands behind a number only to hold that against it, and another name follows."""
    before, behind = _kinds(tokens, 0, k), _kinds(tokens, k, at)
    return re.search("Q[^;]*$", before) is not None and re.search("[QP].*N", behind) is not None


def _as_verb(tokens: Sequence[Token], k: int) -> str:
    """The word of aim at `k`, with the verb that makes it none of a plan that is told: 计划|实施."""
    text, behind = tokens[k].text, _kinds(tokens, k + 1, k + 2)
    as_verb = text in _PLAN_NOUNS and behind in tuple("LV+") and not tokens[k + 1].text.startswith(_CAME_TO)
    return text + tokens[k + 1].text if as_verb else text


def _goes_on_foretelling(tokens: Sequence[Token], end: int) -> bool:
    """Whether the clauses before `end` close by foretelling what they told: …96家，预计|年底能到115家；."""
    for k in range(end - 1, -1, -1):
        if tokens[k].kind in "N;.":
            return False
        if tokens[k].kind == "E":
            told = [t.kind for t in tokens[:k] if t.kind in "QPN;."]
            return bool(told) and told[-1] in "QP"
    return False


def _looks_back_once(tokens: Sequence[Token], k: int) -> bool:
    """Whether what a time governs is only remembered: 上半年受疫情影响，这个增速一度只有4.2%."""
    end = next((j for j in range(k + 1, len(tokens)) if tokens[j].kind in "T;."), len(tokens))
    return any(t.text in _AT_ONE_TIME for t in tokens[k + 1 : end])  # 曾都经济开发区 remembers nothing


def _is_only_since(tokens: Sequence[Token], k: int) -> bool:
    """Whether a year is named as that of an event that is over since: 2011年区划调整以后，…; 从1993年建区至今，…."""
    mention = tokens[k].value
    if mention.years is None or mention.since:
        return False
    end = next((j for j in range(k + 1, len(tokens)) if tokens[j].kind in ",;:."), len(tokens))
    clause = "".join(token.text for token in tokens[k + 1 : end])
    return "Q" not in _kinds(tokens, k + 1, end) and clause.endswith(_SINCE_THEN)


def _is_of_a_comparison(tokens: Sequence[Token], k: int, at: int) -> bool:
    """Whether a time belongs to a clause that only compares, or says since when something is.

    与去年产值842亿元的基数相比，完成产值900亿元的目标.
    """
    if _is_only_since(tokens, k):
        return True
    said = tokens[k + 1].text if k + 1 < at else ""
    if said.startswith(_THIS_NUMBER) and ";" in _kinds(tokens, k, at):
        return True  # 高新技术企业63家，去年底这一数字是52家；科技型中小企业114家
    end = next((j for j in range(k + 1, at) if tokens[j].kind in ",;:."), at)
    return k > 0 and tokens[k - 1].text in _WITH and end < at and tokens[end - 1].text.endswith("相比")


def _adds_up_to_a_year(tokens: Sequence[Token], at: int) -> bool:
    """Whether behind a sum the same is told of one year: the sum is of several: 累计新增1.62万人，去年新增3960人."""
    behind = _YEAR_BEHIND.match(_kinds(tokens, at + 1, at + _FAR))
    when = tokens[at + 1 + behind.start("when")].value if behind is not None else None
    return when is not None and when.months is None and (when.offset is not None or when.years is not None)


def _opens_years(tokens: Sequence[Token], k: int) -> bool:
    """Whether some years are named only to say which of them is meant: “十一五”的第一年, “十四五”开局之年."""
    years = tokens[k].value.years
    if years is None or years[0] == years[1]:
        return False
    behind = "".join(token.text for token in tokens[k + 1 : k + 4]).lstrip('”"’的')
    return behind.startswith(_WHICH_YEAR)


_MEETING_OF = lazy(
    "的[^，。；：,;:]{0,10}(?:会议|大会|全会|两会|动员会|推进会)[^，。；：,;:]{0,4}(?:定|提出|确定|明确|部署|下达)"
)


def _only_named(tokens: Sequence[Token], k: int, at: int) -> bool:
    """Whether a time says what something is owed to, or since when it changed, and not of when the number at `at` is.

    受三季度停电检修影响，利润只有5.5亿元; 由2017年的253亿元增加到309.1亿元.
    """
    start = next((j + 1 for j in range(k - 1, -1, -1) if tokens[j].kind in ",;:."), 0)
    owing = any(t.text in _OWING_TO for t in tokens[start:k]) and not set("QP") & set(_kinds(tokens, start, k))
    if owing and re.match("[^QP,;]*,", _kinds(tokens, k, at)):
        return True
    ahead = "".join([token.text for token in tokens[k + 1 : min(at, k + 7)]])
    if _MEETING_OF.match(ahead):
        return True  # 今年1月的全区工作会议定下的目标没有变：工业总产值850亿元
    if not k or tokens[k - 1].text not in _FROM:
        return False
    return any(t.kind == "R" or t.text.startswith(_TURNED_INTO) for t in tokens[k:at])


def _stands_behind_from(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is what a change is counted from, with its time: 由2005年的13.8亿元."""
    return re.search("BTB?$", _kinds(tokens, at - 3, at)) is not None and any(
        token.text in _FROM for token in tokens[max(0, at - 3) : at]
    )


def _starts_from(token: Token) -> bool:
    """Whether a word before a time says that a change is counted from it: 比2016年翻了一番, 从2010年到…."""
    return token.text in _FROM or (token.kind == "C" and token.text in ("比", "较"))


def _opens_against(tokens: Sequence[Token], k: int) -> bool:
    """Whether a base opens its sentence, and is that of all its clauses: 与2010年相比，财力增长299%；能耗下降19.5%."""
    return k == 1 and tokens[0].text in _WITH and any(t.text == "相比" for t in tokens[2:4])


def _on_last_year(tokens: Sequence[Token]) -> bool:
    """Whether a growth is said to be on the year before."""
    return any(t.kind == "C" and ("同" in t.text or "上年" in t.text or "去年" in t.text) for t in tokens)


def _is_doer(tokens: Sequence[Token], firm_at: int, name_at: int) -> bool:
    """Whether a firm stands before the verb of a name: 华创电子公司全年完成工业投资2.4亿元."""
    between = "".join([token.kind for token in tokens[firm_at + 1 : name_at]])
    return tokens[firm_at].kind in "Fp" and firm_at < name_at and re.fullmatch("[TBLVH]+", between) is not None


def _is_sum(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is a sum, or an average, by a word of its clause."""
    start = next((k for k in range(at, -1, -1) if tokens[k].kind in ",;:."), 0)
    return any(mark in token.text for token in tokens[start:at] for mark in _SUMMED)


def _is_of_the_year_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is told beside another as that of the year before: 利润9.2亿元，上年为6.8亿元."""
    told = re.search("Q,TL$", _kinds(tokens, at - 4, at)) is not None and tokens[at - 1].text in _IS
    return told and tokens[at - 2].text in YEAR_BEFORE


def _is_one_month(period: Period) -> bool:
    return period.first_year == period.last_year and 1 < period.first_month == period.last_month


def _counts_on_quarters(tokens: Sequence[Token], at: int, period: Period) -> bool:
    """Whether a clause behind a quarter counts from January: 三季度要新开工8个，把投资的累计数做到17亿元."""
    quarter = period.first_year == period.last_year and period.first_month > 1 and _is_quarter(period)
    time = next((k for k in range(at - 1, -1, -1) if tokens[k].kind == "T"), at)
    counted = next((k for k in range(time, at) if tokens[k].text.startswith(_SUMMED[0])), time)
    return quarter and "," in _kinds(tokens, time, counted)


def _counts_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number, or the figure that its rate is of, is counted from January: by 累计 behind the last time."""
    for token in reversed(tokens[:at]):
        if token.kind in "T;:.":
            return False
        if token.text.startswith(_SUMMED[0]):
            return True
    return False


def _years_summed(tokens: Sequence[Token], at: int, ends: str) -> int:
    """Over how many years a sum is told, as 五年…累计600亿元 says it; 0 where it says none.

    It is told of what follows without a time of its own too, behind a mark that `ends` a clause only where that is
    summed again: 五年共引进项目236个，到位资金94.6亿元；累计利用外资8620万美元.
    """
    again = False
    for k in range(at - 1, -1, -1):
        if tokens[k].kind in ":." or (tokens[k].kind in ends and not (again and tokens[k].kind == ";")):
            return 0
        match = _SOME_YEARS.fullmatch(tokens[k].text)
        if match:
            return small_number(match[1])
        if tokens[k].kind == "T" and not _is_held_against(tokens, k):
            return 0
        again = again or _SUMMED[0] in tokens[k].text
    return 0


def _is_up_to_now(mention: PeriodMention) -> bool:
    """Whether a mention counts from January to a point of the year: 到11月底, 1至10月."""
    return mention.months is not None and (mention.until or mention.point or mention.months[0] == 1)


def _is_until(mention: PeriodMention | None) -> bool:
    """Whether a mention says up to which day is counted: 截至10月底."""
    return mention is not None and mention.until and mention.text.startswith(_UP_TO)


def _goes_into_the_year(tokens: Sequence[Token], k: int) -> bool:
    """Whether a part of the year stands behind its year, with no name between: 在“十三五”开局之年实现一季度开门红."""
    year = next((j for j in range(k - 1, -1, -1) if tokens[j].kind == "T"), -1)
    if year < 0 or not tokens[k].value.months or not _is_a_year(tokens[year].value):
        return False
    return not set("NQP,;:.") & set(_kinds(tokens, year + 1, k))


def _announces(tokens: Sequence[Token], k: int) -> bool:
    """Whether what a colon leads into is said for a time: 为2019年定调：工业总产值增长7%."""
    return re.match("[MVB]{1,3}:", _kinds(tokens, k + 1, k + 5)) is not None


def _is_a_year(mention: PeriodMention) -> bool:
    return mention.months is None and not _sums_years(mention)


def _is_part_of_a_figure(tokens: Sequence[Token], k: int) -> bool:
    """Whether a time stands behind a figure, and before what falls to a part of the year: 28个，上半年12个."""
    mention: PeriodMention = tokens[k].value
    bare = mention.months is not None and mention.years is None and mention.offset is None
    behind = re.search("[QP]B?,$", _kinds(tokens, 0, k)) is not None
    return bare and behind and re.match("[BLRHKt]*[QP]", _kinds(tokens, k + 1, k + 8)) is not None


def _is_from_january(mention: PeriodMention) -> bool:
    return mention.months is not None and mention.months[0] == 1 < mention.months[1]


def _kinds(tokens: Sequence[Token], start: int, end: int) -> str:
    return "".join([token.kind for token in tokens[max(0, start) : end]])


def _is_plan_told(tokens: Sequence[Token], k: int, at: int) -> bool:
    """Whether a time is that of the plan at `at` of which a share was reached: 完成|全年|90亿元|目标的69.3%."""
    return at - k == 1 and re.match("B?KBP", _kinds(tokens, at + 1, at + 5)) is not None


def _is_held_up_to_now(tokens: Sequence[Token]) -> bool:
    """Whether a sentence without a name only says how little it was last year: 去年一年也才签了24个."""
    first = next((k for k, token in enumerate(tokens) if token.kind == "T"), -1)
    if first < 0 or first > 1 or any(token.kind == "N" for token in tokens):
        return False
    said = "".join([token.text for token in tokens[first + 1 :]])
    return tokens[first].value.offset == -1 and _HOW_LITTLE.search(said[:_LITTLE_WITHIN]) is not None


def _is_held_against(tokens: Sequence[Token], k: int) -> bool:
    """Whether a time is that of a plan held against, of a base, or given to: 占全年预算的, 比2019年, 为明年发展."""
    if k == 0:
        return False
    before = tokens[k - 1]
    behind = tokens[k + 1].kind if k + 1 < len(tokens) else "$"
    if before.kind in "CW":
        return True
    if k + 1 < len(tokens) and tokens[k + 1].text.startswith(_AMONG):
        return True  # 为年内最高
    if re.match("B?(?:QB?)?X", _kinds(tokens, k + 1, k + 5)):
        return True  # 是2015年52.1亿元的1.5倍, 是“十五”时期的5.3倍
    if before.text == "的" and behind == "K" and _kinds(tokens, k - 2, k - 1) in tuple("QP"):
        return True  # 完成3000人的全年目标
    if re.match("B?(?:QB?)?KBP", _kinds(tokens, k + 1, k + 7)) and tokens[k].value.whole_year:
        return True  # 跑完全年计划的61.5%, whatever the verb
    if before.text in _WITH and any(t.kind == "Z" or t.text == "相比" for t in tokens[k + 1 : k + 4]):
        return True  # 与2022年基本持平
    rests = re.match("KM?[,;]", _kinds(tokens, k + 1, k + 4))
    if before.text in _ROUND and rests and tokens[k].value.whole_year and tokens[k].value.years is None:
        return True  # 前三季度，园区围绕全年目标，狠抓项目
    set_out = before.text in _PARTICLES and _kinds(tokens, k - 2, k - 1) == "K"  # 明确了2019年主要目标：…
    if before.kind in "LWYHR" and behind in "KyY" and before.text not in _IS and not set_out:
        return True
    if _announces(tokens, k):
        return False
    return before.text in _GIVEN_TO and behind in "MV"


def _is_compared(tokens: Sequence[Token], k: int) -> bool:
    """Whether the clause of 要 at `k` holds something against another, and aims at nothing: 比预想的要好."""
    start = next((i + 1 for i in range(k - 1, -1, -1) if tokens[i].kind in ",;:."), 0)
    return any(token.kind == "C" for token in tokens[start:k]) and not set("NQP") & set(_kinds(tokens, start, k))


def _is_fulfilled(tokens: Sequence[Token], k: int) -> bool:
    """Whether a word of plans speaks of one that was reached, or is held against: 完成全年目标的91.7%."""
    if len(tokens[k].text) == 1 and _kinds(tokens, k - 1, k) == "M" and _kinds(tokens, k + 1, k + 2) in (",", "/"):
        return True  # 坚持领导包保、专班推进
    if tokens[k].text == "要" and _is_compared(tokens, k):
        return True  # 答卷比预想的要好：…
    if any(token.text.startswith(_HALF_DONE) for token in tokens[k + 1 : k + 3]):
        return True  # 实现时间过半、任务过半; 任务完成过半
    if tokens[k].text == _PREPARES:
        return _kinds(tokens, k + 1, k + 2) not in tuple("BLV+")
    if tokens[k].text in _VERBS_OF_PLANS:
        if _kinds(tokens, k + 1, k + 2) == "K" and tokens[k + 1].text in _PLAN_NOUNS and _is_fulfilled(tokens, k + 1):
            return True  # 为市里下达任务的109.6%
        end = next((i for i in range(k, len(tokens)) if tokens[i].kind in ",;:."), len(tokens))
        start = next((i + 1 for i in range(k - 1, -1, -1) if tokens[i].kind in ",;:."), 0)
        met = any(t.text in _MET for t in tokens[start:k])
        return met and re.search("[QP]B?K$", _kinds(tokens, k, end)) is not None  # 超过年初定下的570亿元目标
    if tokens[k].text not in _PLAN_NOUNS:
        return False
    if _kinds(tokens, k + 1, k + 2) == "Y":
        return True  # 目标|完成率|为27.4%
    named = k > 0 and tokens[k - 1].kind in "MVN" and tokens[k - 1].end == tokens[k].start
    if named and tokens[k].text in ("计划", "规划") and (tokens[k + 1].text == "的" or tokens[k + 1].kind in "M,N"):
        return True  # “百大行动计划”的26个重点项目: a programme's name
    if k and tokens[k - 1].kind == "G" and _kinds(tokens, k + 1, k + 2) == "P":
        return False  # 增长目标8%
    if (
        k
        and tokens[k - 1].kind in "VMLR"
        and _kinds(tokens, k + 1, k + 2) in (",", "/")
        and _aims_at_nothing(tokens, k)
    ):
        return True  # 咬定目标、负重前行
    if k and tokens[k - 1].text in _HOLDS_TO and re.match("[BMVH]{0,3},", _kinds(tokens, k + 1, k + 5)):
        return True  # 咬定|目标|不放松，
    start = next((i + 1 for i in range(k - 1, -1, -1) if tokens[i].kind in ",;:."), 0)
    with_number = re.search("[QP]B?[TM]*$", _kinds(tokens, start, k)) is not None
    if with_number and any(t.text.startswith(_MET) for t in tokens[start:k]):
        return True  # 超过年初定下的570亿元目标
    if re.match("M?[,;]", _kinds(tokens, k + 1, k + 3)) and any(t.text in _ROUND for t in tokens[max(0, k - 4) : k]):
        return True  # 围绕全年目标任务，地区生产总值增长6.2%
    ahead = _kinds(tokens, k + 1, k + 5)
    if re.match(r"[BTy]*P|BT?P|Q?BP", ahead):
        return True
    if re.match("B{1,2}[MlAFu]", ahead) and "的" in [token.text for token in tokens[k + 1 : k + 3]]:
        return True  # 任务最重的园区
    behind = _kinds(tokens, k - 4, k)
    if re.search("CTK?B?$", behind) and _kinds(tokens, k + 1, k + 2) in tuple("GDi"):
        return True  # 比年初确定的目标多1700人
    return re.search(r"[LWHRCig][TBuA]*$", behind) is not None and not re.match(r"[:LQ]", ahead)


def _aims_at_nothing(tokens: Sequence[Token], end: int) -> bool:
    """Whether the clause that ends at a place names no indicator and no number."""
    start = next((i + 1 for i in range(end - 1, -1, -1) if tokens[i].kind in ",;:."), 0)
    return not set("NQP") & set(_kinds(tokens, start, end))


def _is_reached(tokens: Sequence[Token], k: int, cue: str) -> bool:
    """Whether the word at `k` says that what follows it was reached; 实际到位资金 is a name."""
    text, behind = tokens[k].text, tokens[k + 1] if k + 1 < len(tokens) else None
    if behind is None or behind.text in _VERBS_OF_PLANS or behind.kind in ",;.:":
        return False
    if text == "实际":
        return behind.text.startswith(_CAME_TO)
    return cue != "target" or text.startswith(_ALREADY) or tokens[k - 1].kind in ",;"


def _sets_a_year(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a meeting or a plan has set what follows the comma, of a year that is named there."""
    if tokens[comma - 1].kind == "T" and comma - 2 > 0 and tokens[comma - 2].kind == ",":
        return _sets_a_year(tokens, comma - 2)  # 会议提出，2021年，…
    set_out = tokens[comma - 1].text in _SET_OUT and _kinds(tokens, comma + 1, comma + 2) == "T"
    return set_out and tokens[comma + 1].value.years is not None and any("会" in t.text for t in tokens[: comma - 1])


def _aims_no_further(tokens: Sequence[Token], end: int, stated: str) -> bool:
    """Whether the clause that ends at a place, without an indicator or a number, is all that a word aims at.

    盯住长三角招商，全年新签约项目33个; 也要清醒，去年地区生产总值只有34.9亿元.
    """
    start = next((i + 1 for i in range(end - 1, -1, -1) if tokens[i].kind in ",;:."), 0)
    here = stated in _MODALS and any(token.text == stated for token in tokens[start:end])
    return (here or stated in _AIMED_AT) and _aims_at_nothing(tokens, end)


def _aim_before(tokens: Sequence[Token], colon: int) -> str:
    """The noun of a plan in the clause that a colon ends, whose items follow; empty where there is none."""
    for k in range(colon - 1, -1, -1):
        if tokens[k].kind in ",;.":
            return ""
        if tokens[k].text == "安排" and k == colon - 1:
            return tokens[k].text  # 收入安排：
        if tokens[k].text in _WAS_SET and all(tokens[i].text in _PARTICLES for i in range(k + 1, colon)):
            return tokens[k].text  # 会上已经定了：
        if tokens[k].kind == "K" and tokens[k].text in _PLAN_NOUNS and not _is_fulfilled(tokens, k):
            return tokens[k].text
        if tokens[k].kind == "T" and _was_set_then(tokens, k, colon):
            return tokens[k].text
    return ""


def _was_set_then(tokens: Sequence[Token], k: int, colon: int) -> bool:
    """Whether a clause before a colon repeats what was set at the year's beginning: 年初定的几个数再重申一遍：."""
    return _SET_BEFORE.match("".join(token.text for token in tokens[k:colon])) is not None


def _outcome_follows(tokens: Sequence[Token], k: int, stated: str) -> bool:
    """Whether a clause goes on from a plan that was told as a noun to what came of it: 任务40亿元，完成42亿元."""
    if stated not in _PLAN_NOUNS and not stated.endswith(("数", "计划", "预算")):
        return False
    told = next((i for i in range(k - 1, -1, -1) if tokens[i].text == stated), -1)
    if stated == "计划" and tokens[told + 1].kind in "LV+" and not any(t.text == "实际" for t in tokens[k:]):
        return False  # 一季度计划完成投资42亿元，实现产值380亿元
    numbers = _kinds(tokens, told + 1, k)
    ahead = tokens[k + 1 : k + 4]
    behind = next((t for t in ahead if t.kind not in "TBA" and t.text != "实际"), None)
    words = _CAME_TO if any(t.text == "实际" for t in ahead) else _CAME_TO[:3]  # 计划12亿元，增长2%: as planned
    outcome = behind is not None and behind.text.startswith(words)
    planned = re.search("[QP](?=[^QP]*$)", numbers)
    came = re.search("[QP]", _kinds(tokens, k + 1, len(tokens)))
    alike = planned is not None and came is not None and planned[0] == came[0]  # 目标是：增长10%，达到272亿元
    return told >= 0 and alike and outcome


def _of_a_budget(tokens: Sequence[Token]) -> bool:
    return any(t.kind == "N" and t.text.endswith(_OF_A_BUDGET) for t in tokens)


def _set_before(tokens: Sequence[Token], word: str) -> bool:
    """Whether a plan was set at the beginning of the year that is looked back on: 年初确定的…目标."""
    at = next(k for k, token in enumerate(tokens) if token.text == word)
    return any(t.kind == "T" and t.text.endswith("初") for t in tokens[max(0, at - 2) : at])


def _years_averaged(tokens: Sequence[Token], period: Period) -> Period | None:
    """The years of an average rate that ends with `period`: those of the plan named before, or since where it started.

    “十四五”规划提出，到2025年…，年均增长7.5%; 由2020年的160亿元增加到2023年的212亿元，年均增长9.8%.
    """
    for k in range(len(tokens) - 1, -1, -1):
        years = tokens[k].value.years if tokens[k].kind == "T" else None
        if years and years[0] < years[1] == period.last_year:
            return Period.years(*years)
        if years and years[1] < period.last_year and k and tokens[k - 1].text in _FROM:
            return Period.years(years[1] + 1, period.last_year)
    return None


def _is_end(tokens: Sequence[Token], reading: Reading, stocks: Container[str]) -> bool:
    """Whether a level told of several years is that of the last of them, and no sum of them all."""
    start = next((k for k in range(reading.at, -1, -1) if tokens[k].kind in ",;:."), 0)
    if any(t.kind == "t" or mark in t.text for t in tokens[start : reading.at] for mark in _SUMMED):
        return False
    reached = any(t.kind == "R" and _GREW_TO.fullmatch(t.text) for t in tokens[max(start, reading.at - 3) : reading.at])
    return reading.indicator in stocks or reached


def _within_years(tokens: Sequence[Token], at: int) -> bool:
    """Whether a value is to be reached within a length of time that has no stated end: 三年内突破1000亿元.

    A sum over these years, and the last of them by its name, are told: 今后五年累计投资620亿元，到2028年突破400亿元.
    """
    last = next((k for k in range(at - 1, -1, -1) if tokens[k].kind == "T" and not tokens[k].value.baseline), -1)
    if last < 0 or not tokens[last].value.span_ahead:
        return False
    if ";" in _kinds(tokens, last, at) and any(t.kind == "T" and t.value.years for t in tokens[:last]):
        return False
    return not any(t.text in _SUMMED or t.kind == "t" or t.text.startswith("累计") for t in tokens[last:at])


def _not_an_areas(reading: Reading, tokens: Sequence[Token], area: Area) -> str:
    """Why a reading is filed under no area: a firm's, or that of an area that has no name here; else empty."""
    of_firms = reading.indicator in OF_FIRMS and not _AREAL.search(reading.name.text)
    last = max(reading.name_at, reading.at)
    if area.sort == FIRM and (of_firms or _is_doer(tokens, last - area.distance, reading.name_at)):
        return "single_firm"
    word = _OF_ITS_RANK.sub("", area.word)
    nameless = area.sort == NAMED and (word in (*classes(), *word_set("zone_any")) or _SOME_TOWN.fullmatch(word))
    if nameless or (area.sort == UPPER and _NAMELESS.match(area.word)):
        return "another_area"  # 高新区 on another zone's page, 全省 where it is open which
    return ""


def _span_of(reading: Reading, passage: Passage) -> tuple[int, int]:
    """Where name and number of a reading stand in the repaired text."""
    name, number = reading.name, reading.number
    return passage.start + min(number.start, name.start), passage.start + max(number.end, name.end)


def _unit_of(reading: Reading) -> str:
    return "%" if reading.measure == "growth" else str(reading.number.value.unit)


def _is_event(tokens: Sequence[Token], at: int, aimed: bool) -> bool:
    """Whether a number is that of one event, told by its word, and of no period.

    What is aimed at is an event's only where that is a batch of projects, or has a plan of its own:
    3月20日前首批15个项目复工; 此次开工的12个项目年内计划投资15.3亿元.
    """
    event = batch = False
    for k in range(at):
        kind = tokens[k].kind
        if kind == "e":
            event = True
            batch = tokens[k].text.endswith(("批", "次"))
        elif tokens[k].text.endswith(_CEREMONIES) and any(t.text.startswith(_HELD) for t in tokens[:k]):
            event = batch = True  # 举行项目集中开工活动，14个项目动工
        elif kind == "T":
            mention = tokens[k].value
            of_plan = mention.text in _AS_ATTRIBUTE or (mention.text == "年内" and "K" in _kinds(tokens, k, at))
            told = mention.text.endswith(_AT_THE_END) or not (mention.point or mention.loose or mention.baseline)
            event = event and (of_plan or not told)
    return event and (batch or not aimed)


def _bounds(reading: Reading) -> list[tuple[Decimal, Comparator]]:
    """The values of a reading: one, or the two ends of a range; a fall is negative."""
    quantity = reading.number.value
    if quantity.high is None:
        bounds = [(quantity.value, quantity.comparator)]
    else:
        bounds = [(quantity.value, Comparator.AT_LEAST), (quantity.high, Comparator.AT_MOST)]
    if reading.sign > 0:
        return bounds
    return [(-abs(value), _TURNED.get(comparator, comparator)) for value, comparator in bounds]


def article_areas(passages: Sequence[Passage], tokens: Sequence[Sequence[Token]]) -> dict[int, Area]:
    """Whose figures an article gives where it never speaks of the zone: those of the area it opens with."""
    first: dict[int, tuple[str, str]] = {}
    owned: set[int] = set()
    for passage, mine in zip(passages, tokens, strict=True):
        for _, sort, word in area_tokens(mine):
            if sort == OWN:
                owned.add(passage.article)
            elif sort in (UPPER, NAMED):
                first.setdefault(passage.article, (sort, word))
    return {article: Area(sort, word, "article") for article, (sort, word) in first.items() if article not in owned}


def leading_areas(passages: Sequence[Passage], tokens: Sequence[Sequence[Token]]) -> dict[int, Area]:
    """Whose figures the paragraphs give with which an article begins, where it speaks of an area above, more than once,
    before it ever speaks of the zone: an article on the city, with the end of another one torn behind it. Its
    statistics office as the source counts as once more.
    """
    found: dict[int, Area] = {}
    said: dict[int, tuple[str, list[int]]] = {}
    times: dict[int, int] = {}
    over: set[int] = set()
    for passage, mine in zip(passages, tokens, strict=True):
        article = passage.article
        for _, sort, word in area_tokens(mine):
            if sort != UPPER or said.get(article, (word, []))[0] != word:
                over.add(article)
            elif article not in over:
                opens = article not in said and _STATISTICS.search(passage.text) is not None
                said.setdefault(article, (word, []))
                times[article] = times.get(article, 0) + 1 + opens
        if article in said and article not in over:
            said[article][1].append(passage.paragraph)
    for article, (word, paragraphs) in said.items():
        if times[article] >= _SEVERAL_TIMES:
            found.update(dict.fromkeys(paragraphs, Area(UPPER, word, "article")))
    return found
