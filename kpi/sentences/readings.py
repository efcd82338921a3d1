"""Reads the numbers of one sentence: which name each belongs to, and how it measures it.

The tokens are walked once. A name opens a subject; the run of token kinds between it (or the number before) and a
number decides by the rules of `language/rules` what the number is. A run that no rule explains refuses the number and
ends the subject's reach: silence is not consent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from kpi.language.rules import Rule, load_rules
from kpi.language.words import NameEntry, either, further_names, word_classes, word_set
from kpi.language.words.likeness import verb_likeness
from kpi.sentences.pieces import Name, Token
from kpi.sentences.shares import is_of_a_part_told_before, is_share_of, is_some_of_them, turns_to_a_part
from kpi.sentences.tokens import KINDS, QUALIFIERS
from kpi.vocabulary.model import Comparator, Indicator
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.units import dimension, to_base

LETTERS = KINDS | {"percent": "P", "amount": "Q", "points": "U", "times": "X", "period": "T", "name": "N"}
_NUMBERS = "PQUXm"
_COUNTS = "N" + _NUMBERS
_UNIT_KIND = {"P": "percent", "Q": "amount", "U": "points", "X": "times"}
_FACTS = ("level", "growth", "rate", "target", "added", "aim", "planned_growth", "loss")
# industrial enterprises of which some are new are another indicator of the catalogue; others keep their scope
_COMES_IN = frozenset({"fdi_utilized", "funds_in_place", "signed_investment"})
_NEW_OF = {"industrial_enterprises": "new_industrial_enterprises"}
_ALL_OF = {new: whole for whole, new in _NEW_OF.items()}
# what firms, projects, platforms and patents are counted in; roads, houses and schools are counted otherwise
_COUNTED_IN = frozenset("个家户项件宗")
# what a sentence must speak of for a weak name to name the indicator: 培训 of party members is no skills training
_NEEDS = {
    "urban_new_jobs": lazy("新增|净增|新安置|吸纳"),
    "skills_training": lazy("职业|技能|就业|岗|创业|农民|企业|员工|职工|工人|劳动|学徒|技工|再就业|转移"),
}
_ITEMS = lazy("项目|工程|产业|工业|企业|亿|重大|重点|制造|外资|内资|新|大|好|优质|总投资|投资")
# what every firm of a stock does: 入统的规上工业企业
_COUNTED_AS = word_set("counted_as")
_LEAVES = word_set("leaves")
_UNDER_WAY = word_set("under_way")
_STATE_LEFT = lazy(f"{either('state_left')}$")
_BUDGETED_BY_LEVEL = frozenset({"fiscal_revenue", "fiscal_expenditure", "tax_revenue"})
_OWN_LEVEL = frozenset({"市本级", "县本级", "省本级", "州本级", "旗本级"})
_SOME_LEVEL = frozenset({"市级", "省级"})  # its own level's, or that of all under it
_SUMMED_UP = lazy("企业(?:共|累计)?(?:实现|完成)")  # 263家规上工业企业实现主营业务收入531.5亿元
_FUNDS, _FOREIGN_FUNDS = "funds_in_place", "fdi_utilized"
_RANKS = ("省", "国家", "省市", "省、市")
_BARE_AREAS = ("区", "县", "市", "旗", "州")  # 区城镇登记失业率: short for 全区
_COMING_IN = word_set("coming_in")
_FIRMS = frozenset({"企业", "工业企业", "规模企业", "园区企业", "区内企业", "家企业", "户企业"})
# words of a subject of its own whose profits and revenue are not industry's
_OTHER_SECTOR = lazy("业|集群|园|服务|公司|集团")
_BEYOND = word_set("beyond")
_FROM = frozenset({"由", "从"})
_LENGTHS_OF_TIME = ("年", "月", "天", "日", "周", "小时", "季度")
_AFTER_A_RATE = ("rate-goes-on", "second-aim-rate", "rate-at-another-time", "rate-after-a-turn")
_ADDED_VALUE = "增加值"
_PER_HEAD_INCOME = "人均可支配收入"
_PAID_IN = ("到账", "到帐", "到位")
_OUTPUT = "industrial_output"
_SIGNED_HERE, _MADE, _MANUFACTURING = "signed_projects", "signed_manufacturing_projects", "制造业"
_OWNERS = ("外资", "内资")
_BY_SIZE = ("规模以上工业", "规上工业", "规模工业")
_HUNDRED_MILLION = "亿"
_FUNDS_WORD = "资金"
_MONEY_PUT_IN = ("投资", _FUNDS_WORD)
_HOUSEHOLDS = ("urban_disposable_income", "rural_disposable_income")
_INDUSTRIES = ("primary_value_added", "secondary_value_added", "tertiary_value_added")
_TRADES = (*_INDUSTRIES, "real_estate_investment")  # weak names of theirs are words for the trade
_TRADE = frozenset({"trade_total", "exports", "imports"})
_OF_INDUSTRY = frozenset({"industrial_revenue", "industrial_profit", "industrial_output"})
_TURNS_INTO = ("转为", "转变为", "变为", "转")
_WITHOUT = word_set("without")
_BEHIND_IT = ("后", "因素", "影响", "外")
FURTHER_BACK = frozenset({"前年", "大前年"})
YEAR_BEFORE = ("上年", "上一年", "前一年", "去年")
_PREPARED = word_set("prepared")
_BROUGHT_IN = word_set("brought_in")
_CHOSEN = word_set("chosen")
_LISTED = word_set("listed")
_LOOKED_AFTER = word_set("looked_after")
_UNDONE = lazy("没有|尚未|还没|未(?!来)")
_NOT_DONE = word_set("not_done")
_COUNTED_AIMS = lazy("[两三四五六七八九十][大项个]")  # …税收30亿元三大目标
_REACHED = ("突破", "超过", "超", "跨过", "跃上")
# a mark in letters alone: 突破千亿, 迈上百亿元; and the figure behind it
_MARK_PASSED = lazy(
    "(?:突破|超过?|跨[过越上入]|[跃迈站登]上|越过|冲破|闯过)了?[一二两三四五六七八九]?[十百千万]*亿(?:元|美元)?"
)
_PASSED_BY = (*_REACHED, "越过", "迈过", "站上", "迈上", "登上", "跨上", "跨越", "冲破")
_FIGURE_REACHED = lazy("[BMV]{0,2}[,/][BtTHC]*[LR][BtH]*Q")
_FIGURE_FOLLOWS = lazy("[BMV]{0,2}[,/][BtTHVEC]*(?:[LR][BtTH]*|[GD])[QP]")
_PER_HEAD = frozenset({"元"})
_MOST_A_HEAD, _LEAST_OF_A_ZONE = 3_000_000, 10_000
_PROJECTS = frozenset(
    {"signed_projects", "projects_started", "projects_commissioned", "key_projects", "signed_manufacturing_projects"}
)
_SIGNED, _BEGUN = frozenset({"signed_projects", "signed_investment"}), frozenset({"projects_started"})
_SERVES = frozenset(word_set("serves"))
_ALL_THERE_ARE, _GATHERS = frozenset(word_set("all_there_are")), word_set("gathers")
_SCOPABLE = frozenset({"signed_projects", "projects_started", "projects_commissioned", "key_projects"})
# of a group of key projects just counted, whose scope it shares
_PROJECT_LIST, _THEIR_MONEY = "key_projects", "key_project_total_investment"  # which speaks of them too
_MONEY_OF_GROUP = frozenset({"key_project_investment", "key_project_total_investment"})
_STOCKS = frozenset({"industrial_enterprises", "high_tech_enterprises", "tech_smes"})
# what a single firm reports too; where a firm is spoken of, these are its own
OF_FIRMS = frozenset(
    {
        "industrial_output", "industrial_revenue", "industrial_profit", "industrial_value_added", "tax_revenue",
        "exports",
        "imports", "trade_total", "patents_granted", "technology_contract_value", "technology_upgrade_investment",
        "key_project_investment", "key_project_total_investment", "signed_investment", "energy_intensity",
    }
)  # fmt: skip
# of these what a firm makes and sells: a weak name for it needs more than a firm before it; money of projects does not
_SOLD = frozenset(
    {"industrial_output", "industrial_revenue", "industrial_profit", "tax_revenue", "exports", "industrial_value_added"}
)
# what a part of the zone's economy makes and builds, which is not the zone's
_OF_PARTS = _SOLD | {
    "industrial_enterprises",
    "fixed_asset_investment",
    "industrial_investment",
    "technology_upgrade_investment",
    "technology_contract_value",
}
_PART_TOPICS = word_set("part_topic")
_BROUGHT_ABOUT = word_set("brought_about")
_IMAGES_OF_PARTS = ("业", "园", "镇", "街道", "项目", "厂", "港", "链")
_OTHER_TRADES = frozenset(
    word_set("other_trade")
)  # whose output is none of industry's: 建筑业稳步发展，总产值超700亿元
_FIELDS = ("领域", "业务", "赛道", "板块", "环节", "品类", "产品")
_SORTS = "类种"  # 打火机外壳、点火器|两类|产品
_FIELD_OF_ALL = frozenset(word_set("field"))
_PART_TOPIC = lazy(f".{{2,}}{either('part_topic')}")
_BOXED = lazy("[QP]-{1,2}[TAaBu]{0,4}(?P<name>N)(?P<rises>[GD]?)[tB]{0,2}(?=[,;.(:]|$)")
# a number, and behind it what it is: 118.6亿元，是2023年全区出口总额|登临的峰值
_EXPLAINED = lazy("[QP],[BH]*L[TAtB]{0,4}(?P<name>N)(?P<rises>)[TB]*[VLR]?[BV]*(?P<noun>[MtVNK])(?=[,;.]|$)")
# a number, and behind it only whose and when it is: 从海外买进|28.5亿元，这是去年全区的进口总额
_IDENTIFIED = lazy("[QP],[BHM]{0,2}L(?P<whose>[TAB]{1,5})(?P<name>N)(?P<rises>)(?=[.]?$)")
_BROUGHT = lazy("[BMVLR]{0,5}")
_PLANS = frozenset(word_set("plan_noun"))
_MET = (*word_set("met"), "占", "相当于", "差")
_GETS_THERE = word_set("gets_there")
_FIGURES = frozenset(word_set("gauge"))
_COMING_FROM = word_set("coming_from")
_BY_WAY = ("经", "对", "向", "从", "自", "至")
_FOREMOST = lazy(r"前[一二三四五六七八九十百\d]+(?:强|大|名|位|家|户)")
_LEAST_DOER = 2  # letters
_QUOTE = 1  # a mark of quotation may stand between a noun and the name it narrows
_DONE = ("完成", "实现", "累计", "共", "缴纳", "上缴", "获")
_WHOLE_ENDS = ("区", "园", "年", "期", "月", "度", "底", "末")
_FAR_CLAUSES = 3
_LEADS_IN = ("据", "按", "按照", "以", "从", "在", "对", "为", "经")
_OFFICES = word_set("office_end")
_HIGH_POINTS = word_set("high_point")
_THINGS = word_set("thing")
_RESULTS = word_set("result")
_GIVEN_AWAY = word_set("given_away")
_LONGEST_IMAGE = 4  # letters
_SHORT, _NO_NOUN = 2, -1.0  # letters; how unlike a verb a word may be where a noun would make no sense
_PRAISE = word_set("strong")
_BY_CHAIN = frozenset({"signed_projects", "signed_investment", "funds_in_place"})
_AROUND = lazy(
    "(?:围绕|聚焦|紧扣|瞄准|锚定|针对|依托)[^，,；;。]{2,24}[这该一][条个一](?:产业)?(?:链|赛道|集群|板块)[，,]"
)
_HOLDS_UP = lazy("撑起|扛起|托起|贡献|占(?:到|去|据)?了?$|挑起|顶起")
_SHARE_OF_ALL = lazy("半壁江山|半边天|[一二三四五六七八九]成|[一二三四五六七八九十]分之|大半|近半|过半|一半|大头")
_TOPIC_OF_ALL = frozenset(word_set("topic_of_all"))
_GOES_ON = lazy("[TBLHtERK+]*")
_OPENS_WITH = lazy("(?:[TBeaI]|AB)*(?P<noun>(?:a?M)+)(?!/)(?=.)")
_HEADED = lazy("[TBeaI]*A?M(?:[^NQPLR]|L(?=B))*BM")  # a noun first, and no verb with its object
_CONTINUED = "续建"  # begun in an earlier year: no part of those begun
_SCOPED = lazy(
    rf"(?P<part>其中)?(?:投资|总投资)?(?P<scope>(?:{QUALIFIERS.pattern})|[超过]?[\d.]+(?:亿|万|千万)元?(?:以上|级)?的?)(?:项目)?(?:的|有|达|达到|共|共有|只有)*"
)


@dataclass(slots=True)
class Subject:
    """A name that numbers are read of: the indicators it may mean, and what has been read of it."""

    token: Token
    name: Name
    scope: str = ""
    added: bool = False
    levels: int = 0
    growths: int = 0
    read: str = ""
    last: str = ""
    part: bool = False
    falls: bool = False
    whole: bool = False


_UNKNOWN = Subject(Token(0, 0, "M", ""), Name(()))  # what a list names that is none of the map's


@dataclass(slots=True)
class Reading:
    """A number read as a measure of an indicator, before it is placed in time and area.

    `rule` names the rule that read it; `features` are what speaks for and against it, for the model.
    """

    indicator: str
    scope: str
    measure: str
    number: Token
    name: Token
    rule: str
    sign: int = 1
    is_plan: bool = False
    weak: bool = False
    features: dict[str, float] = field(default_factory=dict)
    at: int = 0
    name_at: int = 0
    period_at: int = -1
    whole: bool = False  # of all there are, whatever the name before speaks of: 新认定23家，总数突破百家


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number that became no reading, and why."""

    reason: str
    number: Token


@dataclass(slots=True)
class Carry:
    """What the sentences before hand on: the indicators spoken of, newest last."""

    topics: list[str] = field(default_factory=list)
    narrowed: bool = False  # the sentence before spoke of a part alone, and so does 其中 behind it
    own_level: str = ""  # the level whose budget the paragraph speaks of, where that is not the whole area's
    groups: set[Decimal] = field(default_factory=set)  # how many key projects were counted
    told: Subject | None = None  # of what alone the sentence before told figures: 二季度完成14.7亿元 goes on with it

    def speaks_of(self, indicators: Sequence[str]) -> bool:
        told = {*indicators, _THEIR_MONEY} if _PROJECT_LIST in indicators else indicators
        return any(topic in told for topic in self.topics[-16:])


# who does it, between the zone and the verb; and the fields whose whole that may be
_FIELD = lazy(
    f"(?:各类|全部|所有|规上|入驻|入园|入区|落户|投产|区内|园内|在园|辖区)?{either('field')}+"
    "(?:工作|运行|领域|方面|部门|系统|总体|规模|实力)?"
)
_DOER = lazy("(?:^|[TAaeB])(?P<doer>(?:[aBV]?M)+B?)[TBLHta]*[LTHt][TBLHta]*$")


class SentenceReader:
    """Reads sentences of tokens with the indicators of one map."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self.indicators = indicators
        known = further_names()
        self.further = {indicator: known.get(indicator, NameEntry()) for indicator in indicators}
        self.rules = load_rules(LETTERS)
        self.by_after: dict[str, list[Rule]] = {}
        for rule in self.rules:
            self.by_after.setdefault(rule.after, []).append(rule)

    def read(self, tokens: Sequence[Token], carry: Carry) -> tuple[list[Reading], list[Refusal]]:
        """The readings of a sentence in order, and the numbers that became none."""
        if not any(token.kind in _COUNTS for token in tokens):
            return [], []  # it says nothing of what the sentences around it tell either
        tokens = _with_output_of_firms(_with_money_of_projects(_with_yuan(tokens, self.indicators)), carry)
        walk = _Walker(self, _without_marks_passed(_of_their_industries(tokens)), carry)
        walk.walk()
        if walk.named:
            carry.narrowed = walk.narrowed
        walk.hand_on()
        return _foreign_where_in_dollars(walk.readings), walk.refusals


def _is_of_all(noun: str) -> bool:
    """Whether a noun names a field of the whole economy: 工业经济领域, 招商引资."""
    words = re.sub(f"(?:{'|'.join(_FIELDS)})$", "", noun)
    return all(words[at : at + 2] in _FIELD_OF_ALL for at in range(0, len(words), 2))


def _foreign_where_in_dollars(readings: list[Reading]) -> list[Reading]:
    """The readings with what came in dollars as foreign investment: 合同利用外资1280万美元，实际到位510万美元."""
    in_dollars = {
        reading.name.start
        for reading in readings
        if reading.indicator == _FUNDS and reading.weak and str(reading.number.value.unit).endswith("美元")
    }
    return [
        replace(reading, indicator=_FOREIGN_FUNDS)
        if reading.indicator == _FUNDS and reading.name.start in in_dollars
        else reading
        for reading in readings
    ]


def _of_their_industries(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens with a bare 增加值 as that of the industry named before it, and what its firms made as industry's.

    So is a bare 人均可支配收入 that of the households named before it. 三产提速，增加值37.4亿元;
    规上工业企业|挣下|利润总额27.3亿元; 城镇居民|挣得|人均可支配收入37150元.
    """
    found: list[Token] = []
    industry: Token | None = None
    households: Token | None = None
    firms = False
    for token in tokens:
        if token.kind == "N" and token.text == _ADDED_VALUE and industry is not None:
            token = replace(token, value=replace(industry.value, weak=False))
        elif token.kind == "N" and token.text == _PER_HEAD_INCOME and households is not None:
            token = replace(token, value=replace(households.value, weak=False))
        elif token.kind == "N":
            households = token if token.value.weak and token.value.indicators[0] in _HOUSEHOLDS else None
            if firms and token.value.weak and _OF_INDUSTRY.intersection(token.value.indicators):
                token = replace(token, value=replace(token.value, weak=False))
            industry = token if token.value.indicators[0] in _INDUSTRIES else None
            before = found[-1].kind if found else ","
            firms = token.value.indicators[0] == "industrial_enterprises" and before in "ATa,.:;B"
            firms = firms and not token.value.weak
        elif token.kind in ",;.:/":
            industry, households = (industry if token.kind in ",:/" else None), None
        firms = firms and token.kind in "NTtBLVH,"
        found.append(token)
    return found


def _with_yuan(tokens: Sequence[Token], indicators: Mapping[str, Indicator]) -> Sequence[Token]:
    """The tokens with an amount in 亿 as money where a name of money stands before it: 技改投资|完成|26.3亿，."""
    found = list(tokens)
    name: Token | None = None
    for k, token in enumerate(tokens):
        if token.kind == "N":
            name = token
        elif (
            token.kind == "m" and name is not None and token.value.unit == "" and token.text.endswith(_HUNDRED_MILLION)
        ):
            if any(
                indicators[each].dimension == "money" and indicators[each].unit == "亿元"
                for each in name.value.indicators
            ):
                amount = replace(token.value, value=token.value.value / 10**8, unit="亿元")
                found[k] = replace(token, kind="Q", value=amount)
        elif token.kind not in "LRBTHKEtVCGD/":
            name = None
    return found


def _with_output_of_firms(tokens: Sequence[Token], carry: Carry) -> Sequence[Token]:
    """The tokens with what industrial firms made in money as the output that was told before.

    工业总产值完成86亿元，其中规上工业企业完成46亿元; ….其中规上工业46亿元.
    """
    found = list(tokens)
    told = carry.topics[-1:] == [_OUTPUT]
    for k, token in enumerate(tokens):
        if token.kind != "N":
            continue
        firms = "industrial_enterprises" in token.value.indicators or (token.value.weak and token.text in _BY_SIZE)
        ahead = re.match("[tBT]*(?:[LR][BH]*)?Q", "".join([each.kind for each in tokens[k + 1 : k + 6]]))
        made = tokens[k + ahead.end()] if ahead is not None else None
        if told and firms and made is not None and dimension(made.value.unit) == "money":
            found[k] = replace(token, value=Name((_OUTPUT,)))
        told = _OUTPUT in found[k].value.indicators
    return found


def _with_money_of_projects(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens with what key projects put in as their investment, and a bare 到账 behind a name as its verb.

    重点项目|形成|投资|118.2亿元; 实际使用外资|到账|1.36亿美元.
    """
    found = list(tokens)
    for k, token in enumerate(found):
        before = found[k - 1] if k else None
        if before is None or k + 1 >= len(found) or found[k + 1].kind != "Q":
            continue
        if token.kind == "N" and token.text in _PAID_IN and before.kind == "N" and before.end == token.start:
            found[k] = replace(token, kind="L")
        elif (
            token.text == _FUNDS_WORD
            and before.kind == "N"
            and before.end == token.start
            and before.text.endswith(_PAID_IN)
        ):
            found[k] = replace(token, kind="t")  # 市外内资到位|资金|11.3亿元
        elif token.kind == "M" and token.text in _MONEY_PUT_IN and before.kind in "VL" and k > 1:
            projects = found[k - 2]
            if projects.kind == "N" and "key_projects" in projects.value.indicators:
                found[k] = replace(token, kind="N", value=Name(("key_project_investment",)))
    return found


def _without_marks_passed(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens with a round mark that a figure passed as a mere saying, where the figure itself follows.

    工业总产值越过千亿，做到1240亿元; 财政收入跨上亿元台阶，完成1.7亿元; 工业总产值突破400亿元，达417.5亿元.
    """
    found = list(tokens)
    letters = "".join([token.kind for token in tokens])
    for k, token in enumerate(tokens):
        if token.kind in "Qm" and _MARK_PASSED.fullmatch(token.text) and _FIGURE_FOLLOWS.match(letters, k + 1):
            found[k] = replace(token, kind="B")
        elif token.kind == "Q" and (figure := _FIGURE_REACHED.match(letters, k + 1)) and _passes(tokens, k):
            exact = tokens[figure.end() - 1].value
            if (
                token.value.base_unit == exact.base_unit
                and token.value.base_value < exact.base_value < 2 * token.value.base_value
            ):
                found[k] = replace(token, kind="B")
    return found


def _passes(tokens: Sequence[Token], k: int) -> bool:
    """Whether the amount at `k` is a mark that was passed: 突破400亿元, 跨过|6个亿."""
    before = tokens[k - 1] if k else None
    return tokens[k].text.startswith(_REACHED) or (before is not None and before.text.endswith(_PASSED_BY))


class _Walker:
    """One walk over a sentence; the state is the subjects whose reach has not ended."""

    def __init__(self, reader: SentenceReader, tokens: Sequence[Token], carry: Carry) -> None:
        self.reader, self.tokens, self.carry = reader, tokens, carry
        self.letters = "".join([token.kind for token in tokens])
        self.readings: list[Reading] = []
        self.refusals: list[Refusal] = []
        self.subjects: list[Subject] = []
        self.history: list[Subject] = []
        self.created: list[Subject] = []
        self.taken: Subject | None = None  # the one of a list that the last number was of
        self.amounts: list[Subject | None] = []  # whose level each amount of the clauses so far is
        self.anchor = self.boxed = -1
        self.anchor_kind = "start"
        self.at = 0
        self.row: list[Subject] = []
        self.projects: str | None = None
        self.group = ""
        self.counted: Token | None = None
        self.foreign = self.without = self.named = False
        self.before_part: bool | None = None  # whether the whole was another's, before 其中
        self.of_doer = -1
        self.narrowed_of: set[str] = set()
        self.narrowed_at = 0
        self.narrowed = carry.narrowed and self.letters.startswith("I")
        self.row_measure = ""
        self.row_sign = 1
        self.row_rule = ""
        self.row_periods: list[int] = []
        self.based_on: list[int] = []  # the time that the change told last was counted from

    def walk(self) -> None:
        self._goes_on()
        for i, token in enumerate(self.tokens):
            if token.kind == "N" and i != self.boxed:
                self._name(i, token)
            elif token.kind in _NUMBERS:
                before = len(self.readings)
                self._number(i, token)
                if token.kind == "Q":
                    told = self.taken or next(reversed(self.subjects), None)
                    self.amounts.append(told if len(self.readings) > before else None)
                    self.taken = None
            elif token.kind == "I":
                self.before_part = self.foreign
            elif token.kind == ";":
                self.row, self.without, self.amounts, self.of_doer = [], False, [], -1
                self.narrowed_of.clear()
                if self.before_part is not None:  # 其中外资企业8.9亿元；工业增加值4.92亿元: of the whole again
                    self.foreign, self.before_part = self.before_part, None

    def hand_on(self) -> None:
        """Keeps what alone the sentence told of, for one behind it that names nothing; a sentence without figures
        changes nothing of that.
        """
        told = {(reading.indicator, reading.scope) for reading in self.readings}
        if len(told) == 1 and not self.refusals:
            [(indicator, scope)] = told
            self.carry.told = Subject(self.readings[-1].name, Name((indicator,)), scope)
        elif self.readings or self.refusals or self.named:
            self.carry.told = None

    def _goes_on(self) -> None:
        """Begins with the subject of the sentence before where this one opens with a part of the year and names none.

        固定资产投资一季度完成9.8亿元。二季度完成14.7亿元。
        """
        opening = self.tokens[0] if self.tokens else None
        if self.carry.told is None or "N" in self.letters or opening is None or opening.kind != "T":
            return
        if opening.value.months is not None and not opening.value.baseline:
            self.subjects = [self.carry.told]
            self.anchor, self.anchor_kind = 0, "name"

    # ---- names ----

    def _name(self, i: int, token: Token) -> None:
        name: Name = token.value
        inherited = self.narrowed and self.letters.startswith("I")
        self.named = True
        if inherited or not self._may_name(i, token, name):
            return  # 对东盟国家进出口额…。其中，出口…
        self.narrowed = False
        joint = self._is_joint(i)
        level = self._own_level(i) if name.indicators[0] in _BUDGETED_BY_LEVEL else ""
        if level in _SOME_LEVEL:
            return
        subject = Subject(token, name, name.scope or level, self._is_added(i), part=self._is_part(i))
        self.subjects = [*self.subjects, subject] if joint else [subject]
        self.created.append(subject)
        self.anchor, self.anchor_kind = i, "name"
        self.row, self.row_periods = [], []
        self.carry.topics.extend(name.indicators)

    def _may_name(self, i: int, token: Token, name: Name) -> bool:
        """Whether a word names an indicator here: not beside forbidden words, nor where its topic is missing."""
        if name.weak and name.topics and len(name.topics) == len(name.indicators):
            wanted = {topic for _, topics in name.topics for topic in topics}
            if not self.carry.speaks_of(tuple(wanted)):
                return False
        if self._is_held_against(i) or self._is_something_else(i, name):
            return False
        told = self.carry.topics[-1:]  # 组织职业技能培训2150人次。今年准备培训2400人次
        needed = next(
            (_NEEDS[each] for each in name.indicators if name.weak and each in _NEEDS and [each] != told), None
        )
        if needed is not None and not any(needed.search(t.text) for t in self.tokens):
            return False
        clause = self._clause(i)
        if self._is_taken_out(i, clause) or self._is_narrowed(i, token, name, clause):
            return False
        if not name.weak:
            self.foreign = False
        return not self._is_anothers(i, token, name, clause)

    def _is_taken_out(self, i: int, clause: str) -> bool:
        """Whether a name is but what a share is of, what others have in turn, or what is left out of the figure."""
        before = self.tokens[i - 1] if i else None
        each_year = re.search("T(?:/T)+[^;:.]*$", self.letters[:i]) is not None  # 2018年、2019年分别完成…
        if "S" in clause and not set("NPQ") & set(clause) and not self.subjects and not each_year:
            return True  # 南山、河沥两个园区分别实现产值: what is spread is of others
        if before is not None and before.kind == "W":
            return True  # 占财政收入的78%
        start = self.letters.rfind(";", 0, i) + 1  # …增长14.2%；固定资产投资完成314.7亿元: the whole again
        if any(self.tokens[k].text in _WITHOUT and self.letters[k + 1 : k + 2] == "M" for k in range(start, i)):
            return True  # 剔除石化企业后，规上工业总产值增长6.6%
        if before is not None and before.text in _WITHOUT:
            self.without = self.tokens[i + 1 : i + 2] != [] and self.tokens[i + 1].text.startswith(_BEHIND_IT)
            return True  # 剔除房地产开发投资
        return self.without  # 剔除房地产开发投资后，固定资产投资增长27.6%

    def _is_narrowed(self, i: int, token: Token, name: Name, clause: str) -> bool:
        """Whether what stands before a name makes it the figure of a part: 陶瓷产业产值, 俄罗斯方向的进出口."""
        before = self.tokens[i - 1] if i else None
        if is_share_of(self.tokens, i):
            self.narrowed_of, self.narrowed_at = set(name.indicators), i
            return True  # 民营资本在固定资产投资里扛下69.5亿元
        if is_of_a_part_told_before(self.tokens, i, bool(_TRADE.intersection(name.indicators))):
            self.narrowed_of, self.narrowed_at = set(name.indicators), i
            return True  # 单是冷鲜肉分割，规上工业利润便有8620万元
        came_from = i > 2 and self.tokens[i - 3].text in _COMING_FROM
        if (
            before is not None
            and before.text == "的"
            and (re.search(f"(?:^|[TAa]|{'V' if came_from else '^'})(?:[MV]V)?MB$", clause) or self._is_in_a_place(i))
        ):
            pieces = re.search("(?:[MV]V)?MB$", clause)
            first = i - (len(pieces[0]) if pieces is not None else 2)
            noun = "".join(each.text for each in self.tokens[first : i - 1])  # 国有|控股|企业
            whole = noun.endswith(_WHOLE_ENDS) or noun in _TOPIC_OF_ALL
            if self._is_in_a_place(i) or (_FIELD.fullmatch(noun) is None and not whole):
                self.foreign = self.foreign or name.weak
                return True
        counted = _PROJECTS.union(_ALL_OF).intersection(name.indicators)
        if name.weak and counted and i + 1 < len(self.tokens) and self.tokens[i + 1].text == "的":
            return True  # 年内有望入规的31家企业: the verb says which
        if name.weak and _BEGUN.intersection(name.indicators) and self._of_those_signed(i):
            return True  # 签约项目43个，已动工12个: of those signed
        near = self.letters.count(",", self.narrowed_at, i) == 1 and not set("Aut") & set(clause)
        if near and self.narrowed_of.intersection(name.indicators) and self._is_money(name):
            return True  # 二手车出口3400辆，出口额达2.7亿元
        if before is not None and before.kind == ")" and self._is_of_what_stands_before_brackets(i):
            self.narrowed_of, self.narrowed_at = set(name.indicators), i
            return True  # 跨境电商（9610、1210模式）进出口额
        beside = before is not None and before.kind in "MJ" and token.start - before.end <= _QUOTE
        if beside and before is not None and before.text in _RANKS and "key_projects" in name.indicators:
            return False  # 省重大项目: whose list they are on
        whole = before is not None and before.text in _BARE_AREAS and not self._is_lettered(i - 1)
        if before is not None and beside and not whole and not self._same_group(i):
            self.foreign = self.foreign or name.weak or _OTHER_SECTOR.search(before.text) is not None
            self.narrowed = not self.readings
            self.narrowed_of, self.narrowed_at = set(name.indicators), i
            return True  # 民营企业进出口总额
        if self._is_compound(i, token):
            self.foreign = self.foreign or name.weak
            return True
        if before is not None and before.kind == "N" and before.end == token.start and self._of_some_firms(i):
            return True  # 高新技术企业工业总产值, 服务业实际使用外资
        if self._is_of_firms_that(i, clause, name) or self._is_of_a_chain(i, name) or self._is_held_up(i):
            return True
        counted = _STOCKS | {"key_projects"}
        if counted.intersection(name.indicators) and self._is_some_of(i):
            return True  # 实施技术改造的规上企业, 进度滞后的重点项目
        if self._is_of_a_field(i):
            return True
        return bool(_OF_PARTS.intersection(name.indicators)) and self._is_of_part(i)

    def _is_of_what_stands_before_brackets(self, i: int) -> bool:
        """Whether the name at `i`, behind brackets, is of the noun before them: 跨境电商（9610、1210模式）进出口额."""
        opened = self.letters.rfind("(", 0, i)
        noun = self.tokens[opened - 1] if opened > 0 else None
        return noun is not None and noun.kind == "M" and noun.text not in _BARE_AREAS and not _is_of_all(noun.text)

    def _is_lettered(self, i: int) -> bool:
        """Whether a bare 区 at `i` belongs to what stands right before it: B区."""
        return i > 0 and self.tokens[i - 1].kind == "M" and self.tokens[i - 1].end == self.tokens[i].start

    def _is_of_firms_that(self, i: int, clause: str, name: Name) -> bool:
        """Whether firms of some size have what a name says: 产值超亿元的规上工业企业合计完成产值261.5亿元."""
        behind = re.search("QB(?P<firms>N)[tBLTHR]*$", clause)
        if behind is None or not self._is_flow(name):
            return False
        firms: Name = self.tokens[i - len(clause) + behind.start("firms")].value
        return bool(_STOCKS.intersection(firms.indicators))

    def _is_of_a_chain(self, i: int, name: Name) -> bool:
        """Whether a clause before a name of projects or of money says around which chain: 围绕生物降解塑料这条链，."""
        if not _BY_CHAIN.intersection(name.indicators):
            return False
        start = max(self.letters.rfind(";", 0, i), 0)
        return _AROUND.search("".join(token.text for token in self.tokens[start:i])) is not None

    def _is_held_up(self, i: int) -> bool:
        """Whether what is told holds up some of the zone's own: 出口额5.12亿元，撑起经开区外贸半壁江山."""
        match = re.match("[BLtHCGDTR]{0,5}[QP](?:,[CGDB]{0,3}P)?,[BLVT]{1,3}A", self.letters[i + 1 :])
        if match is None:
            return False
        behind = self.tokens[i + match.end() : i + match.end() + 8]
        said = "".join(token.text for token in behind)
        verbs = "".join(token.text for token in self.tokens[i + 1 : i + 1 + match.end()][-4:])
        return _HOLDS_UP.search(verbs) is not None and _SHARE_OF_ALL.search(said) is not None

    def _of_those_signed(self, i: int) -> bool:
        """Whether what was begun is some of the projects signed that the clause, or the one before, speaks of."""
        behind = re.search("(?:N|Q(?P<pause>,))[HBt]*H[Bt]*$", self.letters[:i])
        if behind is None:
            return False
        if not behind["pause"]:
            return bool(_SIGNED.intersection(self.tokens[behind.start()].value.indicators))
        return bool(self.subjects) and self.subjects[-1].read in _SIGNED

    def _is_in_a_place(self, i: int) -> bool:
        """Whether 的 before a name follows a park or a zone with a name of its own: 大学科技园的高新技术企业."""
        if i < 3 or self.tokens[i - 2].kind != "A":
            return False
        place, named = self.tokens[i - 2], self.tokens[i - 3]
        return named.kind in "MF" and named.end == place.start and place.text.endswith("园")

    def _is_compound(self, i: int, token: Token) -> bool:
        """Whether a noun of several pieces, or a place that goods go through, before a name: 来料加工装配进口."""
        pieces = re.search("MV{1,2}$", self.letters[:i])
        if pieces is not None:
            run = [*self.tokens[pieces.start() : i], token]
            return all(a.end == b.start for a, b in pairwise(run))
        by_way = i > 1 and self.letters[i - 1] in "lu" and self.tokens[i - 2].text in _BY_WAY
        return by_way and self.tokens[i - 1].end == token.start  # 经香港出口额

    def _is_anothers(self, i: int, token: Token, name: Name, clause: str) -> bool:
        """Whether the figure of a name is that of who stands before its verb, or of firms just spoken of."""
        sold = bool(_SOLD.intersection(name.indicators))
        if name.weak and sold and (self.foreign or self._goes_on_with_firms(i)):
            return True
        if self._is_of_each(i, token, name):
            return True  # 7家规上工业企业产值超10亿元: each of seven
        if self._has_doer(i) or _FOREMOST.search("".join(t.text for t in self.tokens[i - len(clause) : i])):
            self.of_doer = i
            return True  # 全区磁材完成工业投资; 产值前十强企业合计完成规上工业产值
        near = self.of_doer >= 0 and self.letters.count(",", self.of_doer, i) < _FAR_CLAUSES
        if near and self._is_flow(name) and "K" not in clause and _GOES_ON.fullmatch(clause):
            return True  # 恒昌重工实现产值26.4亿元，上缴税金9800万元
        self.of_doer = -1
        # 宏达钛业去年实现销售收入: a firm before the verb
        return name.weak and sold and re.search(r"M[TLVBEKt]*$", clause) is not None and not self._of_all_firms(i)

    def _is_of_each(self, i: int, token: Token, name: Name) -> bool:
        """Whether firms that were just counted have each of them what a name says."""
        before = self.tokens[i - 1] if i else None
        if before is None:
            return False
        counted = before is self.counted
        if before.kind == "N" and name.weak and counted and not _MONEY_OF_GROUP.intersection(name.indicators):
            return True
        if before.kind != "Q" or "企业" not in token.text or not _SOLD.intersection(name.indicators):
            return False
        of_all = (i > 1 and self.letters[i - 2] == "A") or _SUMMED_UP.search(token.text) is not None
        return not of_all and before.value.unit in ("家", "户")

    def _is_held_against(self, i: int) -> bool:
        """Whether the growth before is held against that of a name: 收入增长49.1%，高于地区生产总值31.5个百分点."""
        behind = re.match("G?[B]*U", self.letters[i + 1 :])
        return behind is not None and re.search("i[uAaB]*$", self.letters[:i]) is not None

    def _is_something_else(self, i: int, name: Name) -> bool:
        """Whether a word of the clause makes a name one of something else: 承包工程新签合同额."""
        unless = [word for known in name.indicators for word in self.reader.further[known].unless]
        clause = "".join(token.text for token in self.tokens[i - len(self._clause(i)) : i])
        return any(word in clause for word in unless)

    def _is_of_part(self, i: int) -> bool:
        """Whether the clause, or the one it goes on with, opens with a part of the zone's economy."""
        if self._is_headed_by_part(i):
            return True
        start = max(self.letters.rfind(mark, 0, i) for mark in ";.") + 1
        end = i
        for clause in reversed(re.split("[,:]", self.letters[start:i])):
            opening = _OPENS_WITH.match(clause)
            if opening is not None:
                at = end - len(clause)
                noun = "".join(
                    token.text for token in self.tokens[at + opening.start("noun") : at + opening.end("noun")]
                )
                of_part = _PART_TOPIC.fullmatch(noun) is not None or (end < i and noun in _OTHER_TRADES)
                return of_part and noun not in _TOPIC_OF_ALL
            named_first = end == i and not clause and not self.tokens[i].value.weak
            if named_first or (end == i and not _GOES_ON.fullmatch(clause)) or re.search("[AulF]|N[LTBR]*Q", clause):
                return False  # it has a subject of its own
            end -= len(clause) + 1
        return False

    def _is_headed_by_part(self, i: int) -> bool:
        """Whether the clause before is but a noun of a part, with what says which: 农机企业扎堆的片区，产值5亿元."""
        pause = self.letters.rfind(",", 0, i)
        if pause < 1 or not _GOES_ON.fullmatch(self.letters[pause + 1 : i]):
            return False
        start = max(self.letters.rfind(mark, 0, pause) for mark in ",;:.") + 1
        if _HEADED.fullmatch(self.letters, start, pause) is None:
            return False
        noun = self.tokens[pause - 1].text
        which = any(token.text == "的" for token in self.tokens[start:pause])
        return which and noun.endswith(_PART_TOPICS) and noun not in _TOPIC_OF_ALL

    def _is_of_a_field(self, i: int) -> bool:
        """Whether the clause before is but a trade, or a business, and not all: 宠物窝具和猫砂领域，专利授权41件."""
        pause = self.letters.rfind(",", 0, i)
        if pause < 1 or not _GOES_ON.fullmatch(self.letters[pause + 1 : i]):
            return False
        start = max(self.letters.rfind(mark, 0, pause) for mark in ",;:.") + 1
        nouns = [token.text for token in self.tokens[start:pause] if token.kind == "M"]
        other = [
            t for t in self.tokens[start:pause] if t.kind in "NPLR" or (t.kind == "Q" and t.text[-1] not in _SORTS)
        ]
        if not nouns or not nouns[-1].endswith(_FIELDS) or other:
            return False
        return any(not _is_of_all(noun) for noun in nouns)

    def _same_group(self, i: int) -> bool:
        """Whether the projects before a name of money are the key projects counted before: 46个项目累计完成投资."""
        if i < 2 or self.tokens[i - 1].text != "项目" or self.tokens[i - 2].kind != "Q":
            return False
        money = bool(_MONEY_OF_GROUP.intersection(self.tokens[i].value.indicators))
        return money and self.tokens[i - 2].value.value in self.carry.groups

    def _own_level(self, i: int) -> str:
        """The level whose budget a sentence speaks of (市本级, 市级), by its own words or by its paragraph's."""
        for token in reversed(self.tokens[:i]):
            if token.text in _OWN_LEVEL | _SOME_LEVEL:
                self.carry.own_level = token.text
                break
            if token.kind in "uA":
                self.carry.own_level = ""
                break
        return self.carry.own_level

    def _of_some_firms(self, i: int) -> bool:
        """Whether the name right before one is that of some firms or of a trade only, whose figure it then is."""
        before: Name = self.tokens[i - 1].value
        if self.tokens[i - 1].text in _OWNERS and _STOCKS.intersection(self.tokens[i].value.indicators):
            return True  # 外资|规上工业企业
        chosen = _STOCKS - {"industrial_enterprises"}
        return bool(chosen.intersection(before.indicators)) or (before.weak and before.indicators[0] in _TRADES)

    def _is_some_of(self, i: int) -> bool:
        """Whether a relative clause before a stock of firms says which: 像这家厂一样实施技术改造的规上企业."""
        i -= i > 0 and self.letters[i - 1] == "A"  # 被列入名单的全区规上工业企业
        if i < 2 or self.tokens[i - 1].text != "的":
            return False
        before = self.tokens[i - 2]
        listed = before.text.endswith(_COUNTED_AS) or before.text in _ALL_THERE_ARE or before.text.endswith(_LISTED)
        return before.kind in "MVNgx" and not listed

    def _goes_on_with_firms(self, i: int) -> bool:
        """Whether a clause goes on with firms just counted that the map lacks: 医药企业21户，完成产值38.7亿元."""
        if self.subjects or self.anchor_kind != "number" or self.anchor < 0:
            return False
        number = self.tokens[self.anchor]
        counted = number.kind == "Q" and dimension(number.value.unit) == "count"
        return counted and re.fullmatch("[,BLTtH]*", self.letters[self.anchor + 1 : i]) is not None

    def _of_all_firms(self, i: int) -> bool:
        """Whether the noun before a verb is the firms just counted: 这些企业共实现主营业务收入."""
        nouns = [t for t in self.tokens[max(0, i - 6) : i] if t.kind == "M"]
        return (
            bool(nouns)
            and nouns[-1].text in _FIRMS
            and self.carry.speaks_of(("industrial_enterprises", "industrial_output"))
        )

    def _is_money(self, name: Name) -> bool:
        return self.reader.indicators[name.indicators[0]].dimension == "money"

    def _is_flow(self, name: Name) -> bool:
        return self.reader.indicators[name.indicators[0]].dimension in ("money", "people")

    def _has_doer(self, i: int) -> bool:
        """Whether a noun before a name's verb is who did it, and no field of work: 全区外贸完成进出口总值."""
        clause = self._clause(i)
        done = "L" if self.tokens[i].text.startswith(_DONE) else ""
        match = _DOER.search(clause + done)
        if match is None or (clause.endswith("M") and not done):
            return False
        at = i - len(clause)
        pieces = self.tokens[at + match.start("doer") : at + match.end("doer")]
        doer = "".join(t.text for t in pieces)
        if len(doer) < _LEAST_DOER or any(a.end != b.start for a, b in pairwise(pieces)):
            return False
        if self._only_sings_of(i, at + match.end("doer"), doer):
            return False  # 涓涓细流|汇成|全区|税收收入
        led = at + match.start("doer") > 0 and self.tokens[at + match.start("doer") - 1].text in _LEADS_IN
        led = led or doer.startswith(_LEADS_IN)
        bare = doer.removesuffix(pieces[-1].text) if pieces[-1].kind == "B" else doer
        return not led and not bare.endswith(_OFFICES) and _FIELD.fullmatch(bare) is None

    def _only_sings_of(self, i: int, verb: int, doer: str) -> bool:
        """Whether the zone stands right before its name, behind a verb of the press' own whose subject is an image."""
        if self.letters[i - 1] != "A" or not re.fullmatch("[VR][VMHB]{0,2}A", self.letters[verb:i]):
            return False
        deed = self.tokens[verb].text
        part = doer.endswith((*_PART_TOPICS, *_IMAGES_OF_PARTS)) or any(word in deed for word in _BROUGHT_ABOUT)
        return not part and deed not in word_classes()

    def _clause(self, i: int) -> str:
        """The kinds of the tokens of a clause up to a place in it."""
        return re.split("[,;:./(]", self.letters[:i])[-1]

    def _is_joint(self, i: int) -> bool:
        """Whether a name goes on with a list of names that have no number yet."""
        if self.anchor_kind != "name" or not self.subjects:
            return False
        between = self.letters[self.anchor + 1 : i]
        return re.fullmatch(r"[/&][BaA]*", between) is not None

    def _is_added(self, i: int) -> bool:
        """Whether what is named is what came in: 新增规上工业企业, 新增19家规上工业企业, 新增9家…、…14家."""
        listed = re.search(r"(?:^|[,;.:(])([^,;.:(]*)Q(?:/|,I:?)[BaA]*$", self.letters[:i])
        if listed and self._opens_with_addition(listed.start(1), i):
            return True
        start = i
        while start > 0 and self.letters[start - 1] in "aBQAqLH+" and i - start < 4:
            start -= 1
        at = self.letters.rfind("+", start, i)
        if at < 0 or self.letters[max(0, at - 1) : at] == "t":
            return False  # 累计培育高新技术企业74家
        return self.tokens[at].text != "培育" or "R" not in self.letters[i + 1 : i + 3]

    def _opens_with_addition(self, start: int, end: int) -> bool:
        """Whether a list of counts opens with a word for what came in, and no other verb stands in it."""
        opened = False
        for token in self.tokens[start:end]:
            if token.kind == "+" or (token.kind == "N" and token.text.startswith(_COMING_IN)):
                opened = True
            elif token.kind in "tRVg" or (token.kind == "L" and opened):
                return False
        return opened

    def _is_part(self, i: int) -> bool:
        return "I" in self.letters[max(0, i - 3) : i]

    # ---- numbers ----

    def _number(self, i: int, token: Token) -> None:
        self.at = i
        if self._boxed(i, token):
            return
        if token.kind == "m":
            # 茶园扩大到4686公顷，实现增加值3.7亿元; how long something takes is nobody's: 数据要晚一个月
            lasts = token.text.endswith(_LENGTHS_OF_TIME)
            self.foreign = self.foreign or (not lasts and re.search("M[BLRHTV]*$", self._clause(i)) is not None)
            self._break(i)
            return
        which = self.tokens[max(0, i - 5) : i - 1] if i > 1 and self.tokens[i - 1].text == "的" else []
        if token.kind == "Q" and any(_UNDONE.match(each.text) for each in which):
            self._refuse("qualifies", token)  # 没有动工的3个重点项目
            self._break(i)
            return
        if self._is_beside(i, token) or self._plan_told(i, token) or self._of_name_behind(i, token):
            return
        if i and self._on_list(i, token):
            return
        spoken_of = self.subjects or (i > 1 and self.tokens[i - 2].text == "的")
        if self._qualifies(i, token) or (spoken_of and token.kind == "Q" and is_some_of_them(self.tokens, i)):
            self._refuse("qualifies", token)
            self._break(i)
            return
        if self._opens_with_projects(i) and self._named_behind(i, token):
            return
        if self._by_rule(i, token) or self._named_behind(i, token) or self._scoped_part(i, token):
            return
        if token.kind == "X" and (self._times(i, token) or self._times_as_much(i, token)):
            return
        if token.claim is not None and self._by_pattern(i, token):
            return
        if token.kind == "U" and self.subjects:
            self._refuse("points", token)
            self.anchor, self.anchor_kind = i, "number"
            return
        self._refuse("unexplained", token)
        if token.kind == "Q" and self._has_doer(i):
            self.of_doer = i
        nouns = "".join(t.text for t in self.tokens[max(0, i - 5) : i] if t.kind == "M")
        self.foreign = self.foreign or (token.kind == "Q" and _OTHER_SECTOR.search(nouns) is not None)
        self._break(i)

    def _opens_with_projects(self, i: int) -> bool:
        """Whether a clause opens with a number of projects and says what becomes of them: ，确保25个项目建成投产."""
        opens = re.search("[,;:][TKB]{0,3}$", self.letters[:i]) is not None
        return opens and self.letters[i + 1 : i + 3] == "MN" and self.tokens[i + 1].text == "项目"

    def _is_beside(self, i: int, token: Token) -> bool:
        """Whether a number is told beside another: a base, or what it is held against."""
        if self._is_base(i):
            self._base(i, token)
        elif self._is_compared(i):
            self._compared(i, token)
        elif (then := self._last_year(i)) >= 0:
            self._told_of_last_year(i, token, then)
        elif (left := self._left_behind(i)) is not None:
            self._refuse("base", token)
            self._explain(*left)
        else:
            return False
        return True

    def _left_behind(self, i: int) -> tuple[int, int] | None:
        """From where to where a number says what it was like (扭转了|只|增长|2.9%|的|局面); None where it does not.

        At a time of its own it is that time's.
        """
        start = next((k + 1 for k in range(i - 1, -1, -1) if self.letters[k] in ",;:."), 0)
        left = next((k for k in range(start, i) if self.tokens[k].text.startswith(_LEAVES)), i)
        end = next(
            (k for k in range(i + 2, min(i + 5, len(self.tokens))) if _STATE_LEFT.search(self.tokens[k].text)), i
        )
        named = end > i and "的" in [t.text for t in self.tokens[i + 1 : end]]
        return (left, end) if left < i and named and "T" not in self.letters[left:i] else None

    def _by_rule(self, i: int, token: Token) -> bool:
        """Whether a rule explains a number: as a fact, or as a share, a gap, an increment, which leave the subject."""
        between = self.letters[self.anchor + 1 : i]
        rule = self._rule(between, token.kind) if self.subjects or self.row else None
        if rule is None:
            return False
        if rule.effect == "row":
            return self._row_goes_on(i, token)
        if rule.effect in _FACTS:
            if self._read(i, token, rule, between):
                self.anchor, self.anchor_kind = i + (2 if rule is _GROWTH_BEHIND else 0), "number"
            elif not self._named_behind(i, token):
                self._refuse("unit_mismatch", token)
                self._break(i)
            return True
        if rule.effect != "completion" or not self._complete(i, token, rule):
            self._refuse(rule.effect, token)
        self.anchor, self.anchor_kind = i, "number"
        return True

    def _times_as_much(self, i: int, token: Token) -> bool:
        """A multiple of another amount, which is no growth: 是“十五”的5.5倍，仅2010年就完成213.7亿元."""
        if not self.subjects or not i or self.tokens[i - 1].text != "的":
            return False
        self._refuse("times", token)
        self.anchor, self.anchor_kind = i, "number"
        return True

    def _boxed(self, i: int, token: Token) -> bool:
        """A number that opens a line, with its name behind a dash: 21.37亿元——2023年全区一般公共预算收入."""
        match = (i == 0 and (_BOXED.match(self.letters) or self._explained())) or self._identified(i)
        if not match:
            return False
        at = match.start("name")
        name = self.tokens[at]
        subject = Subject(name, name.value, name.value.scope)
        measure = "growth" if token.kind == "P" and match["rises"] else "level"
        sign = -1 if match["rises"] == "D" else 1
        if not self._emit(i, token, subject, measure, _BEHIND, sign, ""):
            return False
        self.readings[-1].period_at = next((k for k in range(at) if self.letters[k] == "T"), -1)
        self.boxed = at
        self.subjects, self.anchor, self.anchor_kind = [subject], at, "number"
        return True

    def _identified(self, i: int) -> re.Match[str] | None:
        """What a number is said to be without any image: 28.5亿元，这是去年全区的进口总额."""
        match = _IDENTIFIED.match(self.letters, i)
        if match is None or not {"T", "A"} <= set(match["whose"]) or _BROUGHT.fullmatch(self.letters, 0, i) is None:
            return None
        return match if "是" in "".join(t.text for t in self.tokens[i + 2 : match.start("whose")]) else None

    def _explained(self) -> re.Match[str] | None:
        """What a number is said to be: the whole's figure by an image, and no part of it."""
        match = _EXPLAINED.match(self.letters)
        if match is None or "是" not in {t.text for t in self.tokens[2 : match.start("name")]}:
            return None
        noun = self.tokens[match.start("noun")]
        return match if noun.kind == "t" or noun.text in _FIGURES or noun.text.startswith(_HIGH_POINTS) else None

    def _explain(self, start: int, end: int) -> None:
        """Lets what stands from one token to another say nothing to the numbers behind it."""
        self.letters = f"{self.letters[:start]}{'B' * (end + 1 - start)}{self.letters[end + 1 :]}"

    def _base(self, i: int, token: Token) -> None:
        """Reads the base of a change where its time is told (由2020年的3.2亿元增至8.3亿元); else refuses it."""
        since = max((k for k in range(max(0, i - 4), i) if self.tokens[k].text in _FROM), default=i)
        times = [k for k in range(max(since, i - 3), i) if self.letters[k] == "T"]
        self.based_on = times or self.based_on  # 生产总值从2000年的3亿元增加到…；税收从4234万元增加到…
        times = times or self._held_against(i) or self._spans(i) or self.based_on
        near = [self.tokens[k].value for k in times]
        dated = any(m.years or m.span_back or (m.months and not m.point) or m.text in YEAR_BEFORE for m in near)
        if dated and self.subjects and token.kind == "Q" and not self._of_another_noun(i):
            if self._emit(i, token, self.subjects[-1], "level", BASE, 1, ""):
                self.readings[-1].period_at = times[0]
            self.subjects[-1].levels -= 1
        elif not (dated and token.kind == "P" and self._base_rate(i, token)):
            self._refuse("base", token)
        first = self._from(i)
        turns = i + 1 < len(self.tokens) and self.tokens[i + 1].text.startswith(_TURNS_INTO)
        self._explain(first, i + turns)

    def _held_against(self, i: int) -> list[int]:
        """The year that the changes of a sentence are counted from: 与2015年相比，…由236亿元增加到342.5亿元."""
        against = re.search("^[B]?(T)[CZ],", self.letters[:i])
        return [against.start(1)] if against is not None and _is_whole_year(self.tokens[against.start(1)]) else []

    def _spans(self, i: int) -> list[int]:
        """The years over which a sentence tells of changes: 五年来，…由62家增加到118家; 2003年至2008年，…由11.7亿元."""
        first = self.letters.find("T", 0, i)
        mention = self.tokens[first].value if first >= 0 else None
        if mention is None or self.letters.count("T", 0, i) > 1 or mention.months is not None:
            return []
        spans = mention.span_back or (mention.years is not None and mention.years[0] < mention.years[1])
        return [first] if spans else []

    def _is_base(self, i: int) -> bool:
        """Whether a number is what another one is counted from: 由4.6亿元增加到9.7亿元."""
        before = [t.text for t in self.tokens[max(0, i - 4) : i]]
        if not _FROM.intersection(before):
            return False
        if self.tokens[i + 1 : i + 2] and self.tokens[i + 1].text.startswith(_TURNS_INTO):
            return True  # 由下降1.9%转为增长3.4%
        return re.match(r"[BLTVH,a]{0,5}(?:R|B)", self.letters[i + 1 :]) is not None and any(
            t.kind == "R" or t.text in ("到", "至") for t in self.tokens[i + 1 : i + 7]
        )

    def _is_compared(self, i: int) -> bool:
        """Whether an amount is what a growth is counted from: 利润4.01亿元，比上年的3.25亿元增长26.3%."""
        if self.letters[i] != "Q" or not self.subjects:
            return False
        against = re.search("([CRi])([BTH]*)$", self.letters[:i])
        if against is None:
            return False
        beyond = self.tokens[against.start(1)].text.endswith(_BEYOND)
        dated = "T" in against[2] and (beyond or against[1] == "C")
        return dated or (against[1] == "C" and re.match("[BLRt]*[GD][BLRt]*P", self.letters[i + 1 :]) is not None)

    def _compared(self, i: int, token: Token) -> None:
        """Reads an amount that another is held against where its year is told (已超过去年全年的404.1亿元)."""
        start = max(self.letters.rfind(kind, 0, i) for kind in "CRi")
        when = next((k for k in range(start, i) if self.letters[k] == "T" and _is_whole_year(self.tokens[k])), -1)
        if when >= 0 and self._emit(i, token, self.subjects[-1], "level", BASE, 1, ""):
            self.readings[-1].period_at = when
            self.subjects[-1].levels -= 1
        else:
            self._refuse("base", token)
        self._explain(start, i)

    def _plan_told(self, i: int, token: Token) -> bool:
        """A plan told behind its outcome, its noun behind the number: …92.1亿元，已超过98亿元的年度计划."""
        behind = re.match("B?[TM]{0,2}[Ky]", self.letters[i + 1 :])
        if behind is None or not self.subjects or not self.subjects[-1].read:
            return False
        start = i - len(re.split("[,;:.(]", self.letters[:i])[-1])
        words = [t.text for t in self.tokens[start : i + 1]]
        if self.tokens[i + behind.end()].text not in _PLANS or not any(word.startswith(_MET) for word in words):
            return False
        sign, measure = 1, "level"
        if token.kind == "P":
            way = re.search("[GD][B]*$", self.letters[start:i])
            if way is None:
                return False
            sign, measure = (-1 if way[0][0] == "D" else 1), "growth"
        plain = replace(token, value=replace(token.value, comparator=Comparator.EQUAL))
        rule = next(rule for rule in self.reader.rules if rule.name == "plan-beside-outcome")
        if not self._emit(i, plain, self.subjects[-1], measure, rule, sign, ""):
            return False
        self._explain(start, i)
        self.anchor, self.anchor_kind = i + behind.end(), "number"
        return True

    def _of_name_behind(self, i: int, token: Token) -> bool:
        """An amount with its name behind 的, at the end of a clause: 拿出了203.8亿元的主营业务收入."""
        if token.kind != "Q" or dimension(token.value.unit) != "money":
            return False
        taken = i > 0 and self._takes(i - 1)  # 把207.6亿元的签约金额收入囊中
        ends = "BA?N" if taken else "BA?N(?=[,;.:)]|$)"
        if self._made_so_much(i):
            return self._emit_of_behind(i, token, i + 1)
        if re.match(ends, self.letters[i + 1 :]) is None or self.tokens[i + 1].text != "的":
            return False
        if not taken and re.search("(?:^|[,;:.])[TAaBVLRFMNQ]*[LVRT]B?$", self.letters[:i]) is None:
            return False
        return self._emit_of_behind(i, token, i + 2 + (self.letters[i + 2] == "A"))

    def _made_so_much(self, i: int) -> bool:
        """Whether industry's firms made so much of what stands right behind: 规上工业企业|挣了|28.4亿元|利润."""
        behind = re.match("N(?=[,;.:)]|$)", self.letters[i + 1 :])
        made = re.search("N[TtB]*[VL][HB]*$", self.letters[:i])
        if behind is None or made is None or self.tokens[i + 1].start != self.tokens[i].end:
            return False
        ours = {"industrial_enterprises", *_OF_INDUSTRY, "industrial_value_added"}
        firms = ours.intersection(self.tokens[made.start()].value.indicators)
        return bool(firms) and bool(_OF_INDUSTRY.intersection(self.tokens[i + 1].value.indicators))

    def _emit_of_behind(self, i: int, token: Token, at: int) -> bool:
        """Reads an amount as that of the name at a place behind it."""
        name = self.tokens[at]
        subject = Subject(name, name.value, name.value.scope)
        if not self._emit(i, token, subject, "level", _BEHIND, 1, ""):
            return False
        self.boxed = at
        self.subjects, self.anchor, self.anchor_kind = [subject], at, "number"
        return True

    def _takes(self, k: int) -> bool:
        """Whether a word takes a number as its object and the zone alone does so: 把…收入囊中, 全区以…交卷."""
        if self.tokens[k].text == "把":
            return True
        alone = re.search("(?:^|[,;.:])[TABH]*$", self.letters[:k]) is not None
        return alone and self.tokens[k].text in ("以", "将")

    def _of_another_noun(self, i: int) -> bool:
        """Whether a clause opens with a noun of no indicator, whose base it is: 税收8亿元，亩均税收由13万元提高到…."""
        return re.search("[,;]M+[BT]*$", self.letters[self.anchor + 1 : self._from(i)]) is not None

    def _from(self, i: int) -> int:
        """Where the word stands from which a change before a number is counted."""
        return max(k for k in range(i) if self.tokens[k].text in _FROM)

    def _base_rate(self, i: int, token: Token) -> bool:
        """Reads the rate that another one turned from, with its time: 由1—5月的下降1.9%转为增长3.4%."""
        told = set("GD") & set(self.letters[i - 2 : i]) or token.value.value < 0
        told = told or self.letters[self._from(i) - 1] == "G"  # 增速由二季度的3.6%提高到9%
        if not self.subjects or self._dimension() == "rate" or not told:
            return False
        sign = -1 if "D" in self.letters[i - 2 : i] else 1
        subject = self.subjects[-1]
        if not self._emit(i, token, subject, "growth", BASE, sign, ""):
            return False
        self.readings[-1].period_at = next(k for k in range(max(0, i - 3), i) if self.letters[k] == "T")
        subject.growths -= 1
        return True

    def _last_year(self, i: int) -> int:
        """Where the time stands of a base told beside the level (收入7.7亿元，上年同期为6.9亿元); else -1."""
        match = re.search("[,(]B*(T)[BL]*$", self.letters[:i])
        if match is None or self.anchor_kind != "number":
            return -1
        return match.start(1) if is_further_back(self.tokens[match.start(1)].text) else -1

    def _told_of_last_year(self, i: int, token: Token, then: int) -> None:
        """Reads the level of the year before; what stands behind it goes on with the level that it is told beside."""
        if token.kind == "Q" and self.subjects and self._emit(i, token, self.subjects[-1], "level", BASE, 1, ""):
            self.readings[-1].period_at = then
            self.subjects[-1].levels -= 1
        else:
            self._refuse("base", token)
        self._explain(then, i)

    def _times(self, i: int, token: Token) -> bool:
        """A growth told in times: 增长2.3倍 is 230 %."""
        if re.search("G[LRHB]?$", self.letters[:i]) is None:
            return False  # 增长为上年的2.3倍
        instead = as_rate(token)
        rule = self._rule(self.letters[self.anchor + 1 : i], "P") if self.subjects else None
        if rule is None or rule.effect != "growth":
            return False
        if not self._read(i, instead, rule, self.letters[self.anchor + 1 : i]):
            return False
        self.anchor, self.anchor_kind = i, "number"
        return True

    def _qualifies(self, i: int, token: Token) -> bool:
        """Whether an amount of money says which ones are meant: 产值超亿元企业62家, 总投资22亿元的海润特种纸."""
        if token.kind != "Q" or dimension(token.value.unit) != "money":
            return False
        behind = self.letters[i + 1 : i + 5]
        praised = "".join(t.text for t in self.tokens[i + 1 : i + 3])
        if praised.startswith(_HIGH_POINTS):
            return False  # 砸下246.8亿元真金白银
        if behind and self.tokens[i + 1].text == "的":
            if "".join(t.text for t in self.tokens[i + 2 : i + 4]).startswith(_HIGH_POINTS):
                return False  # 冲到71.8亿元的高点
            if self._is_praised(i):
                return False  # 漫上58.2亿元的新水位
            taken = i > 0 and self._takes(i - 1) and re.match("BA?N", behind) is not None
            return not taken and behind[1:2] not in ("K", "y", "P", "", ",", ".")  # 计划34亿元的78.8%
        if not re.match(r"B?M", behind) or self._closes_with(i):
            return False
        nearest = self.tokens[i + 1]
        if nearest.text.startswith(_HIGH_POINTS) or _COUNTED_AIMS.match(nearest.text):
            return False
        return nearest.kind == "M" or nearest.text == "的"

    def _is_told_of_name(self, i: int) -> bool:
        """Whether nothing but a verb and what says nothing stands between a name and the number."""
        between = self.letters[self.anchor + 1 : i]
        return self.anchor_kind == "name" and re.fullmatch("[TABHtaVGD,]*[LRV][BH]*", between) is not None

    def _came_out(self) -> bool:
        """Whether the verb before the number has a result, as 酿出, 拱出 have; 退还, 授信 are another's deeds."""
        verb = next((t for t in reversed(self.tokens[self.anchor : self.at]) if t.kind == "V"), None)
        return verb is not None and verb.text.endswith(_RESULTS) and not verb.text.startswith(_GIVEN_AWAY)

    def _is_praised(self, i: int) -> bool:
        """Whether 的 behind a number and an image end the clause: 擎起267.4亿元|的大梁; 3亿元的缺口 is none."""
        image = re.match("B[aB]*(?P<noun>[MVtB]{1,3})(?=[,;.]|$)", self.letters[i + 1 :])
        if image is None or not self._is_told_of_name(i):
            return False
        if "".join(t.text for t in self.tokens[i + 1 : i + 1 + image.end()]).endswith(_HIGH_POINTS):
            return True  # 创下39.8亿元的历史新高
        verb = next(t for t in reversed(self.tokens[:i]) if t.kind in "LRV")
        listed = verb.text in word_classes() and not verb.text.endswith("在")  # 停在126.4亿元的位置
        if listed and (verb.kind == "L" or verb.text.endswith(("到", "至"))):
            return False  # 完成, 增加到 take things; with 越过 or a verb of the press' own the noun is an image
        said = "".join(t.text for t in self.tokens[i + 1 + image.start("noun") : i + 1 + image.end("noun")])
        return len(said) <= _LONGEST_IMAGE and not said.endswith(_THINGS)

    def _closes_with(self, i: int) -> bool:
        """Whether a clause says with which number the name closed: 规上工业总产值|以386.5亿元|画上句号."""
        if self.tokens[i - 1].text != "以" or self.anchor_kind != "name":
            return False
        closes = re.match("[MVRB]{1,3}(?=[,;.]|$)", self.letters[i + 1 :])
        if closes is None or re.fullmatch("[TABHt]*", self.letters[self.anchor + 1 : i]) is None:
            return False
        words = "".join(t.text for t in self.tokens[i + 1 : i + 1 + closes.end()])
        return len(words) <= 2 * _LONGEST_IMAGE

    def _rule(self, between: str, kind: str) -> Rule | None:
        unit = _UNIT_KIND[kind]
        if kind == "P" and self._grows_behind() and self._is_told_by(between):
            return _GROWTH_BEHIND
        reached = self.tokens[self.at].text.startswith(_REACHED)
        for rule in self.reader.by_after.get(self.anchor_kind, ()):
            if rule.number == "money":
                if kind != "Q" or dimension(self.tokens[self.at].value.unit) != "money":
                    continue
            elif rule.number not in (unit, "same"):
                continue
            if not rule.between.fullmatch(between) and not (reached and rule.between.fullmatch(between + "R")):
                continue
            if rule.effect in ("level", "added") and rule.after == "number" and self._names_what_follows():
                continue
            if rule.effect == "level" and (self._served_stock() or self._not_yet_begun()):
                continue
            if rule.name == "level" and self._of_something_else(between):
                continue
            if rule.name == "level" and self._chosen():
                continue
            if rule.name == "verb-after-saying" and not self._came_out():
                continue
            part = rule.effect == "level" or rule.name == "growth-after-pause"
            if part and turns_to_a_part(self.tokens[self.anchor + 1 : self.at]):
                continue
            if rule.effect in ("level", "growth") and self._is_average():
                continue
            if rule.effect == "rate" and self._dimension() != "rate":
                continue
            if rule.effect == "planned_growth" and self.subjects[-1].last != "growth":
                continue
            if rule.name in _AFTER_A_RATE and self.subjects[-1].last != "growth":
                continue
            if rule.effect == "added" and self.subjects[-1].name.indicators[0] not in _STOCKS:
                continue
            if rule.effect == "growth" and unit == "percent" and self._dimension() == "rate":
                continue
            return rule
        return None

    def _grows_behind(self) -> bool:
        """Whether the word for growth stands behind the rate: 实现了3.2%的增长, 跑出8.1%的同比增速."""
        behind = [t for t in self.tokens[self.at + 1 : self.at + 5] if t.kind != "C" and t.text not in _PRAISE]
        return len(behind) > 1 and behind[0].text == "的" and behind[1].kind == "G"

    def _is_told_by(self, between: str) -> bool:
        """Whether nothing but verbs and words that say nothing stand before a rate whose word stands behind it.

        A word that no list holds is a verb there where it is built as one: 奏响|28.9%|的|增速.
        """
        if re.fullmatch("[,/]?[BLVTKEHRCtM]*", between) is None:
            return False
        nouns = [t for t in self.tokens[self.anchor + 1 : self.at] if t.kind == "M"]
        return all(len(t.text) <= _SHORT and verb_likeness(t.text) > _NO_NOUN for t in nouns)

    def _names_what_follows(self) -> bool:
        """Whether a number is of the noun right behind it: 帮助1920名下岗失业人员."""
        behind = self.letters[self.at + 1 : self.at + 2]
        return behind in ("N", "M") and self.tokens[self.at + 1].start == self.tokens[self.at].end

    def _of_something_else(self, between: str) -> bool:
        """Whether a verb of projects counts what is none (建成市级园区1个, 建成1家区级中心), or a list holds it."""
        subject = self.subjects[-1]
        if "key_projects" in subject.name.indicators and self.tokens[self.at - 1].text == "的":
            return self._names_what_follows()  # 列入省重大项目清单的37个街道
        if not subject.name.weak or not _PROJECTS.intersection(subject.name.indicators):
            return False
        behind = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        adjacent = behind is not None and behind.start == self.tokens[self.at].end
        return "A" in between or (
            adjacent and behind is not None and behind.kind in "Ma" and not _ITEMS.match(behind.text)
        )

    def _served_stock(self) -> bool:
        """Whether a verb of service or loss before a stock of firms says that some are meant: 走访规上工业企业56家."""
        subject = self.subjects[-1]
        if subject.name.indicators[0] not in _STOCKS or self.anchor_kind != "name" or self.anchor == 0:
            return False
        if self.tokens[self.at].text.startswith(_REACHED) or "R" in self.letters[self.anchor + 1 : self.at]:
            return False  # 推动科技型中小企业突破150家
        listed = re.search(r"([Vg])NQ/$", self.letters[: self.anchor])
        if listed and not _has_all(self.tokens[listed.start(1)].text):
            return True  # 走访规上工业企业56家、科技型中小企业32家
        before = self.tokens[self.anchor - 1]
        return (before.kind in "Vg" and not _has_all(before.text)) or before.text in _SERVES

    def _not_yet_begun(self) -> bool:
        """Whether key projects are only made known or prepared: 推介重大项目100个."""
        named = self.anchor_kind == "name" and "key_projects" in self.subjects[-1].name.indicators
        return named and self.anchor > 0 and self.tokens[self.anchor - 1].text in _PREPARED

    def _chosen(self) -> bool:
        """Whether a verb behind a stock of firms says that some of them did something: 规上工业企业复工158家."""
        words = self.tokens[self.anchor + 1 : self.at]
        done = [t for t in words if t.kind in "Vg" and not t.text.endswith((*_GETS_THERE, *_COUNTED_AS))]
        done = [t for t in done if not _has_all(t.text)]
        return bool(done) and self.subjects[-1].name.indicators[0] in _STOCKS

    def _is_average(self) -> bool:
        """Whether a rate or amount is that of an average year: 年均增长9.2%."""
        between = self.tokens[self.anchor + 1 : self.at]
        added = any(t.kind == "+" for t in between)
        return any(t.kind == "J" or (added and t.text in ("年均", "年平均")) for t in between)

    def _dimension(self) -> str:
        return self.reader.indicators[self.subjects[-1].name.indicators[0]].dimension

    def _read(self, i: int, token: Token, rule: Rule, between: str) -> bool:
        """Reads a number by a rule, of one subject, of each, or of those listed in their order."""
        sign = -1 if rule.effect == "growth" and "D" in re.split("[,;/(]", between)[-1] else 1
        if rule.effect == "loss":
            if "industrial_profit" not in self.subjects[-1].name.indicators:
                return False
            sign = -1
        if rule.name == "rate-goes-on" and "R" in between and self.subjects[-1].falls:
            sign = -1  # 降幅收窄到15.4%，1至8月进一步收窄到8.3%
        measure = "growth" if rule.effect in ("growth", "planned_growth") else "level"
        count = self._in_a_row(i)
        spread = "S" in between
        last = self.subjects[-1]
        if 1 < count == len(last.name.parts) and len(self.subjects) == 1:
            self.subjects = [
                Subject(last.token, Name((part,), last.name.weak), last.scope, last.added) for part in last.name.parts
            ]
        elif (spread or "s" in between) and count == 1 and len(last.name.parts) > 1 and measure == "growth":
            self.subjects = [
                Subject(last.token, Name((part,), last.name.weak), last.scope, last.added) for part in last.name.parts
            ]
            return all([self._emit(i, token, s, measure, rule, sign, between) for s in self.subjects])
        if count > 1 and len(self.subjects) == 1 and not self.subjects[0].name.parts:
            periods = self._listed_periods(i, count)
            if periods:
                self.row, self.row_measure, self.row_sign, self.row_rule = [last] * count, measure, sign, rule.name
                self.row_periods = periods
                return self._take_from_row(i, token)
        if (
            spread
            and count == 1
            and len(self.subjects) > 1
            and measure == "growth"
            and not any(s.read for s in self.subjects)
        ):
            return all([self._emit(i, token, s, measure, rule, sign, between) for s in self.subjects])
        paired = measure == "growth" and count > 1 and self._levels_stand_before(i, count)
        listed_names = count > 1 and (len(self.subjects) > 1 or self._listed_ahead(count))
        if spread or listed_names or paired:
            listed = self._listed(count, measure, between)
            if listed is None:
                return False
            self.row, self.row_measure, self.row_sign, self.row_rule = list(listed), measure, sign, rule.name
            self.subjects = [s for s in listed if s is not _UNKNOWN]
            return self._take_from_row(i, token)
        each = "s" in between and measure == "growth"
        subjects = self.subjects if each and len(self.subjects) > 1 else self.subjects[-1:]
        if len({s.name.indicators[0] for s in self.subjects}) > 1 and not each:
            if measure != "growth" or any(s.read for s in self.subjects):
                return False  # a sum of several
            subjects = self.subjects  # 工业投资和技改投资增长7%左右: one rate for a list is that of each
        done = False
        for subject in subjects:
            done = self._emit(i, token, subject, measure, rule, sign, between) or done
        return done

    def _listed(self, count: int, measure: str, between: str) -> list[Subject] | None:
        """The subjects over which `count` numbers are spread, in order; a noun listed behind a name takes its turn."""
        unknown = re.match("(?:/[aM]*Mt?)+", between)
        if unknown and len(self.subjects) + unknown[0].count("/") == count and not any(s.read for s in self.subjects):
            return [*self.subjects, *[_UNKNOWN] * unknown[0].count("/")]
        if len(self.subjects) == count and count > 1:
            return self.subjects
        if ahead := self._listed_ahead(count):
            return [*ahead, *self.subjects]  # 农业总产值、规上工业增加值分别增长5.5%、20.4%
        if measure == "growth" and count > 1 and len(self.amounts) >= count and not self.row:
            told = self.amounts[-count:]
            if None in told and any(s is not None and s.growths == 0 for s in told):
                return [s or _UNKNOWN for s in told]  # 财政总收入5亿元、地方财政收入3亿元，分别增长16.3%和21.8%
        if measure == "level" and "K" in between and 1 < count <= len(self.amounts) and not self.row:
            named = [subject for subject in self.amounts[-count:] if subject is not None]
            if len(named) == count:
                return named  # 现有高企43家、科小92家，到年末要分别达到55家和110家
        waiting = [s for s in self.history if (s.growths if measure == "growth" else s.levels) == 0 and s.read]
        if self.subjects and self.subjects[-1] not in waiting and not self.subjects[-1].read:
            return None
        return waiting[-count:] if count > 1 and len(waiting) >= count else None

    def _levels_stand_before(self, i: int, count: int) -> bool:
        """Whether as many levels stand right before the rates: 利用内资15.5亿元、外资4101万美元，同比增长18%、17%."""
        return re.search(rf"(?:N[LR]?Q/){{{count - 1}}}N[LR]?Q,[CBT]*[GD][B]*$", self.letters[:i]) is not None

    def _listed_ahead(self, count: int) -> list[Subject]:
        """What is listed before the subjects, `count` with them: 营业收入、利税、利润59亿元、6亿元、4亿元.

        A noun takes its turn; none where the list is not as long.
        """
        first = next((k for k, each in enumerate(self.tokens) if self.subjects and each is self.subjects[0].token), 0)
        ahead = re.search("(?:M?N/|M/)+$", self.letters[:first])
        if not ahead or len(self.subjects) + ahead[0].count("/") != count or any(s.read for s in self.subjects):
            return []
        ends = [k - 1 for k in range(ahead.start(), ahead.end()) if self.letters[k] == "/"]
        alone = {id(s.token): s for s in self.created if not s.read}
        whole = [k for k in ends if self.letters[k] == "N" and self.letters[k - 1 : k] != "M"]
        return [alone.get(id(self.tokens[k]), _UNKNOWN) if k in whole else _UNKNOWN for k in ends]

    def _listed_periods(self, i: int, count: int) -> list[int]:
        """The places of the periods listed before, as many as numbers follow: 2022年和2023年…分别增长6.5%和7.6%."""
        for match in re.finditer(r"T(?:/T)+", self.letters[:i]):
            at = [k for k in range(match.start(), match.end()) if self.letters[k] == "T"]
            if len(at) == count:
                return at
        return []

    def _in_a_row(self, i: int) -> int:
        """How many numbers of the unit of the one at `i` stand side by side from there."""
        kind, count, at = self.letters[i], 1, i + 1
        while at + 1 < len(self.letters) and self.letters[at] in "/," and self.letters[at + 1] == kind:
            count, at = count + 1, at + 2
        return count

    def _row_goes_on(self, i: int, token: Token) -> bool:
        if not self.row or token.kind != self.letters[self.anchor]:
            return False
        return self._take_from_row(i, token)

    def _take_from_row(self, i: int, token: Token) -> bool:
        subject = self.taken = self.row.pop(0)
        if subject is _UNKNOWN:
            self.row_periods = self.row_periods[1:]
            self._refuse("unexplained", token)
            self.anchor, self.anchor_kind = i, "number"
            return True
        period_at = self.row_periods.pop(0) if self.row_periods else -1
        if token.kind == "X" and self.row_measure == "growth":
            token = as_rate(token)
        rule = next(rule for rule in self.reader.rules if rule.name == self.row_rule)
        done = self._emit(i, token, subject, self.row_measure, rule, self.row_sign, "S")
        if done and period_at >= 0:
            self.readings[-1].period_at = period_at
        self.anchor, self.anchor_kind = i, "number"
        return done

    def _named_behind(self, i: int, token: Token) -> bool:
        """A count with its name behind it: 26个重点项目, 新增19家规上工业企业."""
        alone = i == 0 and re.fullmatch(r"[TAa]{0,3}Nt{0,2}[.]?", self.letters[1:])
        if token.kind != "Q" or (dimension(token.value.unit) not in ("count", "people") and not alone):
            return False
        match = re.match(r"[Baq]{0,2}N", self.letters[i + 1 :])
        alone = re.fullmatch(r"[TAa]{0,3}Nt{0,2}[.]?", self.letters[i + 1 :]) if i == 0 else None
        match = match or (alone and re.match(r"[TAa]{0,3}N", self.letters[i + 1 :]))
        worked = re.match(r"[Baq]{0,2}[MN][BVLTKHa]{0,4}N(?![LRHB]*Q)", self.letters[i + 1 :])
        if worked and _PROJECTS.intersection(self.tokens[i + worked.end()].value.indicators):
            items = self.tokens[i + worked.end() - 1 if worked.end() == 2 else i + 1 : i + worked.end()]
            if any(t.text.endswith(("项目", "工程")) for t in items):
                match = worked
        if match is None:
            return False
        at = i + match.end()
        following = self.tokens[at]
        if _STOCKS.intersection(following.value.indicators) and self._served(i, at):
            return False
        behind = self.tokens[at + 1].text if at + 1 < len(self.tokens) else ""
        if "key_projects" in following.value.indicators and i and self.tokens[i - 1].text in _LOOKED_AFTER:
            return False  # 每个领导至少联系2个重点项目
        if "key_projects" in following.value.indicators and any(
            t.text in _BROUGHT_IN for t in self.tokens[max(0, i - 12) : i]
        ):
            return False  # 引进光电产业中心等20个重点项目
        words = "".join(t.text for t in self.tokens[at + 1 : at + 3])
        if any(t.text.startswith(_NOT_DONE) for t in self.tokens[i + 1 : at + 2]) or words.startswith(("之首", "之列")):
            return False  # 8个签约项目没有如期开工, 居两个国家级平台之首
        if behind.startswith(_CHOSEN) and _SCOPABLE.intersection(following.value.indicators):
            return False  # 10个重大建设项目获奖
        taken = i > 0 and self.tokens[i - 1].text == "把"  # 把82个签约项目揽入怀中
        adjacent = self.letters[at + 1 : at + 2] == "M" and self.tokens[at + 1].start == following.end
        if adjacent and not taken and not (behind in _UNDER_WAY and "key_projects" in following.value.indicators):
            return False  # 43家规上企业代表
        if re.match(r"[LRHBTK]*Q", self.letters[at + 1 :]) and self._counts(self.letters, at + 1):
            return False  # 26个重点项目完成12个
        subject = Subject(following, following.value, following.value.scope, "+" in self.letters[max(0, i - 3) : i])
        rule = _BEHIND
        if not self._emit(i, token, subject, "level", rule, 1, self.letters[max(0, i - 3) : i]):
            return False
        self.anchor, self.anchor_kind, self.counted = i, "number", following
        return True

    def _on_list(self, i: int, token: Token) -> bool:
        """A count of projects whose list stands before them: 列入省重大项目清单的37个项目."""
        if token.kind != "Q" or token.value.unit[-1:] not in _COUNTED_IN or self.tokens[i - 1].text != "的":
            return False
        named = re.search("N[BK]{0,2}B$", self.letters[:i])
        behind = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if named is None or behind is None or not (behind.text == "项目" or behind.kind in ",;."):
            return False
        listed = self.tokens[named.start()]
        subject = Subject(listed, listed.value, listed.value.scope)
        if "key_projects" not in listed.value.indicators or not self._emit(i, token, subject, "level", _BEHIND, 1, ""):
            return False
        self.subjects, self.anchor, self.anchor_kind = [], i, "number"
        return True

    def _served(self, i: int, at: int) -> bool:
        """Whether firms counted before their name are some of them: 帮助15家…企业, 3家…企业入选."""
        before = self.tokens[i - 1] if i else None
        if before is not None and before.kind in "VLg" and not _has_all(before.text):
            return True
        behind = self.letters[at + 1 : at + 2]
        opens = i == 0 or self.letters[i - 1] in "A,;:./T"
        if opens and self._of_all(at):
            return False  # 全区97家规模以上工业企业累计完成工业总产值206.58亿元
        return behind in ("V", "g", "L") and self.tokens[at + 1].text not in ("达到", "达")

    def _of_all(self, at: int) -> bool:
        """Whether the firms at a place go on with what all of them make: their output, revenue or profit."""
        match = re.match("[tHBT]*L?[tHB]*N", self.letters[at + 1 :])
        return match is not None and bool(_SOLD.intersection(self.tokens[at + match.end()].value.indicators))

    def _by_pattern(self, i: int, token: Token) -> bool:
        """A count that a pattern of the map holds, where no rule reads it."""
        assert token.claim is not None
        indicator, start, end = token.claim
        if any(t.text.startswith(_NOT_DONE) for t in self.tokens if start <= t.start < end):
            return False  # 8个签约项目没有如期开工
        first = next((k for k, t in enumerate(self.tokens) if t.start >= start), i)
        if first and self.letters[first - 1] == "M" and self.tokens[first - 1].end == self.tokens[first].start:
            noun = self.tokens[first - 1].text
            if _PART_TOPIC.fullmatch(noun) and noun not in _TOPIC_OF_ALL:
                return False  # 新型显示产业链签约项目9个
        if self._has_doer(first):
            return False
        inside = [k for k, t in enumerate(self.tokens) if t.kind == "N" and t.start < end and start < t.end]
        if any(is_share_of(self.tokens, k) for k in inside):
            return False  # 职业技能培训里，面向农民的，办了690人次
        words = "".join(t.text for t in self.tokens if start <= t.start and t.end <= end)
        subject = Subject(Token(start, end, "N", words), Name((indicator,)))
        if not self._emit(i, token, subject, "level", _PATTERN, 1, ""):
            return False
        self.anchor, self.anchor_kind, self.subjects = i, "number", []
        return True

    def _scoped_part(self, i: int, token: Token) -> bool:
        """A count of some of the projects spoken of: 其中亿元以上项目29个."""
        if token.kind != "Q" or dimension(token.value.unit) != "count" or self.projects is None:
            return False
        start = i
        while start and self.letters[start - 1] not in ",;:.(/":
            start -= 1
        words = "".join(t.text for t in self.tokens[start:i]).replace(" ", "")
        match = _SCOPED.fullmatch(words)
        if match is None or _CONTINUED in words or (not match["part"] and "I" not in self.letters[max(0, i - 16) : i]):
            return False
        first = self.tokens[start]
        token_of = Token(first.start, self.tokens[i - 1].end, "N", words, None)
        made = (
            self.projects == _SIGNED_HERE
            and match["scope"].startswith(_MANUFACTURING)
            and _MADE in self.reader.indicators
        )
        subject = Subject(token_of, Name((_MADE if made else self.projects,)), "" if made else match["scope"])
        if not self._emit(i, token, subject, "level", _PART, 1, ""):
            return False
        self.anchor, self.anchor_kind, self.subjects = i, "number", []
        return True

    def _counts(self, letters: str, at: int) -> bool:
        match = re.match(r"[LRHBTK]*Q", letters[at:])
        number = self.tokens[at + match.end() - 1] if match else None
        return number is not None and dimension(number.value.unit) in ("count", "people")

    # ---- results ----

    def _complete(self, i: int, token: Token, rule: Rule) -> bool:
        """Reads what share of the year's plan was reached, from which the plan itself can be reckoned."""
        subject = self.subjects[-1]
        indicator = subject.read or next(iter(subject.name.indicators), "")
        if len(self.subjects) > 1 or not indicator or self.reader.indicators[indicator].dimension == "rate":
            return False
        if subject.last == "growth" or (subject.name.weak and not subject.read):
            return False
        name_at = next((k for k, t in enumerate(self.tokens) if t is subject.token), i)
        self.readings.append(
            Reading(
                *(indicator, subject.scope, "completion", token, subject.token, rule.name, 1, False, subject.name.weak),
                at=i,
                name_at=name_at,
            )
        )
        return True

    def _emit(self, i: int, token: Token, subject: Subject, measure: str, rule: Rule, sign: int, between: str) -> bool:
        indicator, added = self._resolve(subject, token, measure, rule, between)
        if not indicator:
            return False
        scope = subject.scope
        if added and indicator not in _ALL_OF and indicator not in _COMES_IN:
            scope = "新增"
        if not scope and indicator in _MONEY_OF_GROUP and measure == "level":
            scope = self.group
        if rule.after == "number" and re.search("[tR]", between) and not added and measure == "level":
            subject.whole = True
        name_at = next((k for k, t in enumerate(self.tokens) if t is subject.token), i)
        self.readings.append(
            Reading(
                indicator,
                scope,
                measure,
                token,
                subject.token,
                rule.name,
                sign,
                rule.effect in ("target", "planned_growth"),
                subject.name.weak,
                at=i,
                name_at=name_at,
                whole=subject.whole,
            )
        )
        if measure == "growth":
            subject.growths += 1
            subject.falls = sign < 0
        else:
            subject.levels += 1
        subject.read = indicator
        subject.last = measure
        if self.carry.topics[-1:] != [indicator]:
            self.carry.topics.append(indicator)
        if indicator in _SCOPABLE and rule is not _PART:
            self.projects = indicator
            self.group = scope if indicator == "key_projects" else ""
            if indicator == "key_projects":
                self.carry.groups.add(token.value.value)
        if subject not in self.history:
            self.history.append(subject)
        return True

    def _resolve(self, subject: Subject, token: Token, measure: str, rule: Rule, between: str) -> tuple[str, bool]:
        """The indicator that a subject means beside this number, and whether the number is of what came in."""
        added = subject.added or "+" in between or rule.effect == "added"
        if rule.after == "number" and re.search("[tR]", between) and "+" not in between:
            added = False
        unit = token.value.unit
        for indicator in (subject.read, *subject.name.indicators) if subject.read else subject.name.indicators:
            known = self.reader.indicators[indicator]
            if (
                measure == "level"
                and rule.effect != "rate"
                and not fits(known, unit, token.value.value, subject.token.text)
            ):
                continue
            if measure == "growth" and known.dimension == "rate":
                continue
            if subject.name.weak and not self._topic_fits(subject, indicator):
                continue
            if subject.added and measure == "level" and known.dimension == "money" and indicator not in _COMES_IN:
                return "", False  # 新增产值2.7亿元 is an increment; 新增实际利用外资 is what came
            if indicator in _NEW_OF and added and _NEW_OF[indicator] in self.reader.indicators:
                return _NEW_OF[indicator], True
            if indicator in _ALL_OF and not added and rule.after == "number" and re.search("[tR]", between):
                return _ALL_OF[indicator], False
            return indicator, added
        return "", False

    def _topic_fits(self, subject: Subject, indicator: str) -> bool:
        topics = [topics for bound, topics in subject.name.topics if bound == indicator]
        if not topics:
            return True
        wanted = {topic for each in topics for topic in each}
        if wanted & _PROJECTS and indicator != "key_project_investment":
            spoken = [t for t in self.carry.topics if t in _PROJECTS and t not in subject.name.indicators]
            return bool(spoken) and spoken[-1] in wanted
        return self.carry.speaks_of(tuple(wanted))

    def _break(self, i: int) -> None:
        self.history = []  # what is listed behind 分别 does not reach over a number of something else
        self.subjects, self.row = [], []
        self.anchor, self.anchor_kind = i, "number"

    def _refuse(self, reason: str, token: Token) -> None:
        self.refusals.append(Refusal(reason, token))


def is_further_back(text: str) -> bool:
    """Whether a time beside a level is that of its base, which what follows does not go on with: 上年同期, 前年."""
    return text.endswith("同期") or text in FURTHER_BACK


def _has_all(verb: str) -> bool:
    """Whether a verb before a stock of firms has, or brought together, all there are: 共有, 聚起, 孵出."""
    return verb in _ALL_THERE_ARE or any(letter in verb for letter in _GATHERS)


def _is_whole_year(token: Token) -> bool:
    """Whether a time is one year, and none of its parts."""
    mention = token.value
    one = bool(mention.years) and mention.years[0] == mention.years[1]
    return (one or mention.offset is not None) and mention.months is None


BASE = Rule(
    "base-of-its-year",
    "name",
    "amount",
    "level",
    lazy(""),
    (),
    (),
    "what a change is counted from, with its year",
)
_GROWTH_BEHIND = Rule("growth-behind-rate", "name", "percent", "growth", lazy(""), (), (), "实现了3.2%的增长")
_PATTERN = Rule("pattern", "start", "amount", "level", lazy(""), (), (), "a pattern of the map holds the number")
_PART = Rule("scoped-part", "start", "amount", "level", lazy(""), (), (), "some of the projects just counted")
_BEHIND = Rule("name-behind-number", "start", "amount", "level", lazy(""), (), (), "a count stands before its name")


def as_rate(token: Token) -> Token:
    """A growth told in times as a rate: 2.3倍 is 230 %."""
    quantity = token.value
    rate = replace(quantity, value=quantity.value * 100, unit="%", high=quantity.high and quantity.high * 100)
    return Token(token.start, token.end, "P", token.text, rate)


def fits(indicator: Indicator, unit: str, value: Decimal, name: str) -> bool:
    """Whether an amount of this unit can be a level of the indicator: money of one head is small, a zone's is not."""
    kind = dimension(unit)
    if indicator.dimension == "people" and kind == "count":
        return "岗位" in name
    if kind != indicator.dimension or (kind == "count" and unit[-1:] not in _COUNTED_IN):
        return False
    if kind != "money":
        return True
    amount = to_base(value, unit)[0]
    return amount <= _MOST_A_HEAD if indicator.unit in _PER_HEAD else amount >= _LEAST_OF_A_ZONE
