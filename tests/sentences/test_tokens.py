"""Sentences cut into typed tokens: every letter has a type, and none has two."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.language.quantities import find_quantities
from kpi.language.words import common_words, further_names, word_classes
from kpi.pages.outlook import periods_of
from kpi.sentences.pieces import Token
from kpi.sentences.tokens import _ITEM, KINDS, MARKS, Tokeniser
from kpi.settings.config import load_config

CONFIG = load_config(Path(__file__).parents[2] / "config.yaml")
TOKENISER = Tokeniser(CONFIG.indicators)
WORDS = [
    *("固定资产投资", "一般公共预算收入", "规上工业企业", "签约亿元以上项目", "城乡居民人均可支配收入", "出口"),
    *("完成", "达到", "同比增长", "力争", "其中", "占", "分别", "新增", "揽获", "磁材", "民营企业", "我区", "全市"),
    *("31.4亿元", "8.3%", "1.3个百分点", "2.3倍", "4126人", "19家", "300亩", "2021年", "上半年", "1—5月"),
    *("，", "、", "；", "。", "（", "）", "：", " ", "“", "”", "和", "the", "Ａ", "①", "\n"),
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=24).map("".join) | st.text(max_size=60)


def tokens(text: str) -> list[Token]:
    return TOKENISER.tokens(text, find_quantities(text), periods_of(text))


def kinds(text: str) -> str:
    return "".join(token.kind for token in tokens(text))


# sentence, the kinds of its tokens, why
CUTS = [
    ("固定资产投资达31.4亿元", "NRQ", "a name, a verb of reaching and an amount"),
    ("固定资产投资同比增长8.3%", "NCGP", "a base, a verb of growth and a rate"),
    ("固定资产投资下降8.3%", "NDP", "and of a fall"),
    ("2021年，一般公共预算收入达到31.4亿元。", "T,NRQ.", "a year"),
    ("上半年一般公共预算收入31.4亿元", "TNQ", "a part of a year"),
    ("规上工业增加值高于全市1.3个百分点", "NiuU", "points above another area"),
    ("出口增长2.3倍", "NGX", "times"),
    ("固定资产投资中磁材完成31.4亿元", "NMLQ", "what stands in no list is a noun"),
    ("征地300亩", "Mm", "a measure that no indicator has is a number all the same"),
    ("税收收入6.1亿元，占一般公共预算收入的78%", "NQ,WNBP", "a share of another name"),
    ("城镇新增就业4126人（目标4500人）", "NQ(KQ)", "brackets with a number stay"),
    ("固定资产投资（不含农户）完成31.4亿元", "NLQ", "brackets without one go"),
    ("力争“固定资产投资”增长8.3%", "KNGP", "quotation marks are no tokens"),
    ("规上工业产值户均3.2亿元", "NJQ", "of one household"),
    ("高新技术企业退库3家", "NgQ", "some that left"),
    ("达产后产值26.4亿元", "pNQ", "what a plant will bring"),
    ("固定资产投资位居前列", "NrV", "a place in a list"),
    ("园区完成203.8亿元的重点项目", "MLQBN", "no name begins inside a number"),
    ("我区固定资产投资31亿元", "ANQ", "the zone itself"),
    ("该公司完成产值2亿元", "FLNQ", "a firm"),
    ("全区将31.4亿元的出口总额纳入囊中", "ABQBNVM", "将 before its object aims at nothing"),
    ("增加值的台阶上磁材31.4亿元", "NBMRMQ", "a place on what a name is read off"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), CUTS, ids=[row[2] for row in CUTS])
def test_kinds(text: str, wanted: str, why: str) -> None:
    assert kinds(text).replace("MM", "M") == wanted, [(token.text, token.kind) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "name", "indicator"),
    [
        ("规模以上工业企业利润总额31.4亿元", "规模以上工业企业利润总额", "industrial_profit"),
        ("农村居民人均可支配收入22860元", "农村居民人均可支配收入", "rural_disposable_income"),
        ("新开工亿元以上项目31个", "新开工亿元以上项目", "projects_started"),
        ("实际利用外资4亿美元", "实际利用外资", "fdi_utilized"),
    ],
)
def test_the_longest_name_wins(text: str, name: str, indicator: str) -> None:
    named = [token for token in tokens(text) if token.kind == "N"]
    assert named[0].text == name and named[0].value.indicators[0] == indicator


def test_a_name_of_two_areas_is_two_indicators() -> None:
    (name,) = [token for token in tokens("城乡居民人均可支配收入增长7.1%") if token.kind == "N"]
    assert name.value.parts == ("urban_disposable_income", "rural_disposable_income")


def test_a_statistical_noun_that_holds_a_name_is_none() -> None:
    for text in ("非税收入31.4亿元", "利税总额31.4亿元", "出口退税31.4亿元", "民间投资31.4亿元", "发电量31.4亿元"):
        assert "N" not in kinds(text), text


def test_letters_written_one_for_the_other() -> None:
    assert "N" in kinds("实际到帐外资4亿美元") and "N" in kinds("实际到账外资4亿美元")


def test_a_word_of_one_letter_gives_way_to_a_common_word() -> None:
    (first, *_) = tokens("存在问题")
    assert first.text != "存", "在 is a preposition, 存在 a verb"


def test_kinds_of_tokens_are_single_letters_of_their_own() -> None:
    letters = [*KINDS.values(), *MARKS.values()]
    assert all(len(letter) == 1 for letter in letters)
    assert not set(KINDS.values()) & set(MARKS.values())
    assert not set(KINDS.values()) & set("NQPUXTm")


@given(TEXTS)
def test_every_letter_has_one_type(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    covered = {at for token in found for at in range(token.start, token.end)}
    aside = {at for match in re.finditer(r"[（(][^（()）]*[)）]", text) for at in range(match.start(), match.end())}
    aside |= {at for match in _ITEM.finditer(text) for at in range(*match.span())}
    for at, letter in enumerate(text):
        silent = letter.isspace() or letter in "“”\"'‘’《》【】[]·*…■●◆▲△★☆○□▪•▶►※◎"
        assert at in covered or silent or at in aside, (text, letter)


@given(TEXTS)
def test_tokens_stand_where_their_words_are(text: str) -> None:
    for token in tokens(text):
        if token.kind not in "QPUXmT" and not text[token.start : token.end].startswith("等"):
            assert text[token.start : token.end] == token.text


@given(TEXTS)
def test_what_a_sentence_hands_on_is_in_order(text: str) -> None:
    found = TOKENISER.frame_tokens(text, periods_of(text))
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))


# ---- the lists ----


@pytest.mark.xfail(strict=True, reason="失业率 is an alias of the map and a statistical noun too")
def test_the_names_of_the_map_are_no_words_of_a_class() -> None:
    names = {name for indicator in CONFIG.indicators.values() for name in indicator.aliases}
    assert not names & set(word_classes()), "a word of a class would take the place of the name"


def test_no_name_is_both_sure_and_weak() -> None:
    assert not [name for name, entry in further_names().items() if set(entry.names) & set(entry.weak)]


def test_further_names_are_of_the_map_and_stand_once() -> None:
    entries = further_names()
    assert set(entries) <= set(CONFIG.indicators)
    again = {name: {*entry.names, *entry.weak} & {*CONFIG.indicators[name].aliases} for name, entry in entries.items()}
    assert not {name: words for name, words in again.items() if words}, "the map says so already"
    sure = [name for entry in entries.values() for name in entry.names]
    assert len(set(sure)) == len(sure), sorted(name for name in set(sure) if sure.count(name) > 1)
    for entry in entries.values():
        assert {topic for topic in entry.topics} <= set(CONFIG.indicators)


def test_common_words_are_what_they_say() -> None:
    words = common_words()
    assert len(words) > 20000 and set(words.values()) == {"v", "n", "o"}
    assert words["完成"] == "v" and words["企业"] == "n"
