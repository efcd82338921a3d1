"""Mentions: the words that matter in a sentence, in a table, and what must hold for any sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.language.lexicon import WORD_CLASSES, words
from kpi.language.mentions import Lexer
from kpi.vocabulary.model import Cues, Direction, Indicator, Within


def _indicator(name: str, dimension: str, *aliases: str, patterns: tuple[str, ...] = (), **within: str) -> Indicator:
    topics = tuple(Within((topic,), tuple(listed.split())) for topic, listed in within.items())
    return Indicator(name, name, name, "g", dimension, "", Direction.UP, aliases, (), topics, patterns)


MAP = {
    indicator.id: indicator
    for indicator in (
        _indicator("gdp", "money", "地区生产总值", "GDP"),
        _indicator("per_head", "money", "人均地区生产总值"),
        _indicator("trade", "money", "进出口总额"),
        _indicator("exports", "money", "出口总额", "出口"),
        _indicator("imports", "money", "进口总额"),
        _indicator("income", "money", "城乡居民收入"),
        _indicator("urban", "money", "城镇居民收入"),
        _indicator("rural", "money", "农村居民收入"),
        _indicator("projects", "count", "重点项目"),
        _indicator("invested", "money", projects="完成投资"),
        _indicator("started", "count", "新开工项目", patterns=("#…项目…开工", "开工……等#项目")),
        _indicator("high_tech", "count", "高新技术企业", "新增高新技术企业"),
    )
}
CUES = Cues(target=("力争", "计划", "目标"), estimate=("预计",), actual=("已完成",))
SCOPES = ("省市重点", "亿元以上", "新增")


@pytest.fixture(scope="module")
def lexer() -> Lexer:
    return Lexer(MAP, CUES, SCOPES)


# sentence, its words with their class, why
TOKENS = [
    ("地区生产总值增长6%", "地区生产总值/name 增长/rise", "a name and a verb"),
    ("人均地区生产总值", "人均地区生产总值/name", "the longest name at a place wins"),
    ("出口总额", "出口总额/name", "and takes the short one with it"),
    ("进出口总额", "进出口总额/name", "a name inside a longer one is none"),
    ("增长到9亿元", "增长到/to", "增长到 leads to a level and is no growth"),
    ("负增长3%", "负增长/fall", "a longer word turns the sign"),
    ("预计GDP", "预计/estimate GDP/name", "a cue of the map"),
    ("力争达到", "力争/target 达到/to", "a cue and a verb"),
    ("已完成投资", "已完成/actual", "已完成 wins over 完成投资 behind it"),
    ("较好地完成目标任务", "完成目标/completion 任务/light", "a fulfilled plan aims at nothing"),
    ("圆满实现计划", "实现/reach 计划/light", "a cue inside a fulfilled plan is light"),
    ("GDP、出口分别", "GDP/name 、/enum 出口/name 分别/dist", "a list"),
    ("其中出口，占比", "其中/part 出口/name ，/comma 占比/share", "a part and a share"),
    ("天气晴朗", "", "nothing that matters"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "why"), TOKENS, ids=[row[2] for row in TOKENS])
def test_tokens(lexer: Lexer, text: str, expected: str, why: str) -> None:
    found = [
        token for token in lexer.find_tokens(text) if token.kind not in ("light",) or "任务计划".find(token.text) >= 0
    ]
    assert " ".join(f"{token.text}/{token.kind}" for token in found) == expected, why


def test_names_of_a_token(lexer: Lexer) -> None:
    projects, invested = lexer.find_tokens("重点项目完成投资")
    assert (projects.names, projects.within) == (("projects",), ())
    assert (invested.names, invested.within) == ((), (("invested", ("projects",)),)), (
        "only while projects are spoken of"
    )


# sentence, indicator and the number's place, why
PATTERNS = [
    ("全年12个项目集中开工", ("started", 2, "12个项目集中开工"), "number, noun, verb"),
    ("十五个项目开工", ("started", 0, "十五个项目开工"), "a number in Chinese"),
    ("近20个项目开工", ("started", 0, "近20个项目开工"), "with a word before it"),
    ("开工甲园、乙路等18个项目", ("started", 8, "开工甲园、乙路等18个项目"), "…… reaches over a list of names"),
    ("12个项目签约，3条路开工", None, "… does not reach over a comma"),
    ("项目开工12次", None, "times are not counted"),
]


@pytest.mark.parametrize(("text", "expected", "why"), PATTERNS, ids=[row[2] for row in PATTERNS])
def test_patterns(lexer: Lexer, text: str, expected: tuple[str, int, str] | None, why: str) -> None:
    found = [(m.indicator, m.number, text[m.start : m.end]) for m in lexer.find_patterns(text)]
    assert found == ([expected] if expected else []), why


# name, the indicators it lists
SPLITS = [
    ("城乡居民收入", ["urban", "rural"]),
    ("进出口总额", ["imports", "exports"]),
    ("出口总额", None),
    ("城乡面貌", None),
]


@pytest.mark.parametrize(("alias", "names"), SPLITS)
def test_one_name_for_two(lexer: Lexer, alias: str, names: list[str] | None) -> None:
    assert lexer.split(alias) == names


# sentence, name, scope, why
SCOPED = [
    ("31个省市重点项目", "重点项目", "省市重点", "the scope word overlaps the name"),
    ("签约亿元以上重点项目", "重点项目", "亿元以上", "right before the name"),
    ("新增高新技术企业", "新增高新技术企业", "", "an addition that is the name's own"),
    ("新增认定高新技术企业", "高新技术企业", "新增", "an addition before the name"),
    ("引进亿元以上企业，重点项目", "重点项目", "", "another clause's word"),
]


@pytest.mark.parametrize(("text", "name", "scope", "why"), SCOPED, ids=[row[3] for row in SCOPED])
def test_scope(lexer: Lexer, text: str, name: str, scope: str, why: str) -> None:
    at = text.index(name)
    assert lexer.scope_of(text, at, at + len(name)) == scope, why


def test_prefilter(lexer: Lexer) -> None:
    assert lexer.names_anything("本年GDP增长") and lexer.names_anything("实现完成投资")
    assert not lexer.names_anything("天气晴朗，增长可期")


def test_word_tables() -> None:
    table = words()
    assert all(why for _, why in WORD_CLASSES.values()), "each class says why its words matter"
    assert set(table.values()) <= set(WORD_CLASSES)
    for name, (listed, _) in WORD_CLASSES.items():
        assert len(set(listed.split())) == len(listed.split()), f"a word stands twice in {name}"


PIECES = [
    "地区生产总值",
    "人均",
    "进出口总额",
    "重点项目",
    "12个",
    "完成投资",
    "开工",
    "等",
    "项目",
    "分别",
    "增长",
    "到",
    "，",
    "力争",
    "计划",
]
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=60)


@given(SENTENCES)
def test_tokens_stand_in_order_and_slice_to_their_text(text: str) -> None:
    tokens, at = LEXER.find_tokens(text), 0
    for token in tokens:
        assert at <= token.start < token.end and text[token.start : token.end] == token.text
        assert token.kind and (token.kind == "name") == bool(token.names or token.within)
        at = token.end
    if any(token.kind == "name" for token in tokens):
        assert LEXER.names_anything(text), "the prefilter never loses a name"


@given(SENTENCES)
def test_patterns_hold_their_number(text: str) -> None:
    for mention in LEXER.find_patterns(text):
        assert 0 <= mention.start <= mention.number < mention.end <= len(text)
        assert mention.indicator in MAP
    if LEXER.find_patterns(text):
        assert LEXER.names_anything(text), "the prefilter never loses a pattern"


LEXER = Lexer(MAP, CUES, SCOPES)
