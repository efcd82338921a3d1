"""The rules of the language: each reads its examples, refuses the others, and is missed when it is gone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpi.language import rules as loader
from kpi.language.periods import find_periods
from kpi.language.quantities import find_quantities
from kpi.language.rules import Rule, RuleError, load_rules
from kpi.sentences import readings
from kpi.sentences.readings import LETTERS, Carry, SentenceReader
from kpi.sentences.tokens import Tokeniser
from kpi.settings.config import load_config

RULES = load_rules(LETTERS)
CONFIG = load_config(Path(__file__).parents[2] / "config.yaml")
SHADOWED: dict[str, str] = {}
NO_FACTS = {"increment", "share", "month_on_month", "gap", "rank"}


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    return Tokeniser(CONFIG.indicators)


@pytest.fixture
def reader() -> SentenceReader:
    return SentenceReader(CONFIG.indicators)


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the rules by which numbers are read meanwhile."""
    fired: list[str] = []
    choose = readings._Walker._rule

    def recorded(walk: Any, between: str, kind: str) -> Rule | None:
        rule = choose(walk, between, kind)
        if rule is not None:
            fired.append(rule.name)
        return rule

    with monkeypatch.context() as patch:
        patch.setattr(readings._Walker, "_rule", recorded)
        yield fired


def outcome(reader: SentenceReader, tokeniser: Tokeniser, sentence: str) -> list[tuple[str, ...]]:
    """What became of each number of a sentence."""
    tokens = tokeniser.tokens(sentence, find_quantities(sentence), find_periods(sentence))
    found, refused = reader.read(tokens, Carry(topics=["key_projects", "industrial_output", "gdp"]))
    read = [(each.number.text, each.indicator, each.measure, str(each.sign), str(each.is_plan)) for each in found]
    return sorted([*read, *((each.number.text, each.reason) for each in refused)])


def _marks(rule: Rule) -> list[Any]:
    return [pytest.mark.xfail(strict=True, reason=SHADOWED[rule.name])] if rule.name in SHADOWED else []


def examples(of: str) -> list[Any]:
    return [
        pytest.param(rule, text, id=f"{rule.name}: {text}", marks=_marks(rule) if of == "reads" else [])
        for rule in RULES
        for text in getattr(rule, of)
    ]


@pytest.mark.parametrize(("rule", "sentence"), examples("reads"))
def test_a_rule_reads_its_examples(
    rule: Rule, sentence: str, reader: SentenceReader, tokeniser: Tokeniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(monkeypatch) as fired:
        found = outcome(reader, tokeniser, sentence)
    assert rule.name in fired, found
    refused = {each[1] for each in found if len(each) == 2}
    if rule.effect in NO_FACTS:
        assert rule.effect in refused, "what is no fact leaves a reason"
    else:
        assert any(len(each) > 2 for each in found), found


@pytest.mark.parametrize(("rule", "sentence"), examples("refuses"))
def test_a_rule_refuses_what_it_must_not_read(
    rule: Rule, sentence: str, reader: SentenceReader, tokeniser: Tokeniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(monkeypatch) as fired:
        outcome(reader, tokeniser, sentence)
    assert rule.name not in fired


# a rule, a sentence with a space for what its pattern allows there, and each of these: every one is missed when it goes
VARIANTS = [
    ("held-against-an-amount", "地区生产总值{}比同期198亿元净增14亿元", "实际 已 预计"),
    ("held-against-an-amount", "地区生产总值比同期{}198亿元净增14亿元", "的"),
    ("came-on-top", "固定资产投资{}净增12亿元", "比上年 预计 全年"),
    ("came-on-top", "固定资产投资净增{}12亿元", "了 足足"),
    ("increment", "一般公共预算收入{}3.2亿元", "增加 减少 提高 多收 少收 比上年增加 全年增加 新增减少 增加了 增加近 减少足足 多收了"),
    ("share-of-plan", "一般公共预算收入{}52.4%", "完成年度计划的 完成预算为 完成预算达 完成预算达到 完成预算了 为预算 为预算的 占预算的 是计划的 达到目标的 达到预算的 全年为预算的 为全年预算的"),
    ("share", "税收收入{}78%", "占 占财政收入的 占比 比重达 所占比重为"),
    ("growth", "固定资产投资{}12.4%", "增长 下降 增长了 增长为 增长达到 增长足足 下降整整 预计增长 增长预计 增长计划 增长力争 全年增长 增长全年 净增长 均增长 增长均为 增长分别为 增长完成 增长目标 平稳增长 增速实现 增长保持"),
    ("growth", "固定资产投资{}12.4%", "增速加快，同比增长 增长平稳，完成增长 下降稳住，下降 增速回升，增长 下降放缓，增长"),
    ("growth-after-colon", "规上工业增加值的走势一目了然：{}35.8%", "增长 下降 全区增长 仍增长 增长足足 增长为 增长了 一季度下降 我区增长 一季度全区增长"),
    ("level", "固定资产投资{}31.4亿元", "完成 全区完成 同比完成 预计完成 力争完成 均为 共 总计 现已完成 全年完成 新增完成 计划完成"),
    ("level", "地区生产总值、总量、固定资产投资分别{}212亿元、31.4亿元", "为 完成"),
    ("loss", "规上工业利润总额{}亏损2.3亿元", "实际 同比 全年 比上年"),
    ("loss", "规上工业利润总额亏损{}2.3亿元", "足足 达 达到 为 额达"),
    ("level-after-pause", "一般公共预算收入再创新高，{}达到3亿元", "全年 我区 地方 比上年 预计 力争 已 再"),
    ("level-after-pause", "一般公共预算收入再创新高，{}3亿元", "达到 为 总额 达到约 达到了 达到为 为达到 达到预计 达到全年 达到力争 总量达到"),
    ("level-after-pause-at-a-time", "进出口有起有落，全年{}8.4亿美元", "约 全区 我区 已 再"),
    ("level-after-colon", "一般公共预算收入：{}3亿元", "约 全年 全区 再"),
    ("level-after-colon", "一般公共预算收入{}3亿元", "2016年： 全年："),
    ("rate", "城镇登记失业率{}4.5%", "为 同比为 ，为 控制在 全年为"),
    ("growth-goes-on", "固定资产投资完成75.2亿元，{}35.8%", "增长 增长足足 增长达 增长达到 增长了 增长目标 增长预计 均增长 增长均为 增长计划 增长保持 达到增长 同比增长 增长为 同比达到增长 全年增长 增长分别为 其中，增长"),
    ("growth-goes-on", "固定资产投资完成75.2亿元，达到，{}35.8%", "增长 达到增长"),
    ("month-on-month-goes-on", "固定资产投资完成75.2亿元{}35.8%", "，环比增长 环比增长 、环比增长 （环比增长 ；环比增长"),
    ("planned-rate-in-brackets", "地区生产总值增长7.5%（{}6%以上）", "年度目标 目标 预算 全区目标 再次目标 目标为 目标足足 目标全年"),
    ("share-of-plan-goes-on", "固定资产投资完成75.2亿元，{}66.8%", "完成年度计划的 完成预算为 完成预算达到 完成预算了 达到计划的 占预算的 占计划的 提前完成预算的"),
    ("share-goes-on", "税收收入6.1亿元{}78%", "，占比 占比 、占 （占 ，企业占 ，民营企业占"),
    ("plan-beside-outcome", "城镇新增就业5561人，{}5900人的94.3%", "完成全年目标 完成预算 目标 计划 预算 已完成目标 仅完成目标 完成计划约 完成计划全年 完成全年目标约"),
    ("plan-in-brackets", "城镇新增就业4126人（{}4500人）", "目标 计划 预算 全年目标 全区目标 再次计划 目标为 目标足足 目标全年"),
    ("added-goes-on", "高新技术企业达到371家，{}55家", "净增 新增 其中新增 净增足足 新增了 新增为 达到新增 较上年净增"),
    ("second-aim", "实际利用外资确保4亿美元、力争{}5.5亿美元", "达到 足足 完成 突破 确保 冲刺"),
    ("rate-goes-on", "工业总产值增长12.1%，{}5.8%", "5月当月回落到 回落到足足 回落到了 回落到为 5月、回落到"),
    ("same-at-another-time", "进出口总额一季度253.5亿美元，{}277.8亿美元", "二季度 到二季度 全区二季度 二季度足足 二季度完成 二季度达到 二季度已 二季度总额 二季度预计 二季度新增 其中二季度 其中二季度必须完成"),
    ("level-goes-on", "固定资产投资增长7.8%，{}356.1亿元", "达到 预计达到 总额 为 达到约 达到为 总额达到 总额为 达到总额 达到了 总额约"),
    ("increment-goes-on", "一般公共预算收入完成9亿元，{}1.2亿元", "增加 减少 多收 净增 同比增加 达到增加 平稳增加 增加足足 增加了 增加为 较上年多收 新增"),
]  # fmt: skip
# what a verb of loss behind a name counts is none of its number
REFUSED = ["高新技术企业退库3家", "签约项目取消3个", "规上工业企业注销3家"]


@pytest.mark.parametrize(("name", "text", "words"), VARIANTS, ids=[f"{row[0]}: {row[1]}" for row in VARIANTS])
def test_a_rule_reads_all_that_its_pattern_allows(
    name: str, text: str, words: str, reader: SentenceReader, tokeniser: Tokeniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread = []
    for word in words.split():
        with watched(monkeypatch) as fired:
            outcome(reader, tokeniser, text.format(word))
        if name not in fired:
            unread.append((text.format(word), fired))
    assert not unread


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_is_gone_is_no_level(sentence: str, reader: SentenceReader, tokeniser: Tokeniser) -> None:
    assert not [each for each in outcome(reader, tokeniser, sentence) if len(each) > 2]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name, marks=_marks(rule)) for rule in RULES])
def test_no_rule_can_be_spared(rule: Rule, reader: SentenceReader, tokeniser: Tokeniser) -> None:
    """Without it, an example of its own comes out otherwise."""
    whole = [outcome(reader, tokeniser, sentence) for sentence in rule.reads]
    reader.by_after = {
        after: [each for each in listed if each.name != rule.name] for after, listed in reader.by_after.items()
    }
    assert [outcome(reader, tokeniser, sentence) for sentence in rule.reads] != whole


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_well_formed(rule: Rule) -> None:
    assert rule.after in ("name", "number", "start")
    assert rule.number in ("amount", "money", "percent", "points", "times", "same")
    assert not set(rule.reads) & set(rule.refuses)
    assert len(rule.why) >= 10


def test_no_example_names_a_place() -> None:
    """Examples are made up: no name of a zone of the map, no year of a page."""
    texts = [text for rule in RULES for text in (*rule.reads, *rule.refuses)]
    names = {name for zone in CONFIG.zones.values() for name in (zone.name, *zone.aliases)}
    assert not {(text, name) for text in texts for name in names if name in text}


# ---- the loader ----

GOOD: dict[str, Any] = {
    "name": "level",
    "after": "name",
    "between": "@filler*",
    "number": "amount",
    "effect": "level",
    "reads": ["固定资产投资完成3亿元"],
    "refuses": ["固定资产投资中民间投资3亿元"],
    "why": "a verb joins a name with its level",
}


def loaded(folder: Path, monkeypatch: pytest.MonkeyPatch, *entries: dict[str, Any]) -> tuple[Rule, ...]:
    listed = {"classes": {"filler": ["link", "adverb"]}, "rules": list(entries)}
    (folder / "segments.yaml").write_text(yaml.safe_dump(listed, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(loader, "files", lambda package: folder)
    return loader._load.__wrapped__(tuple(sorted(LETTERS.items())))


def test_a_good_rule_is_compiled_to_the_letters_of_its_classes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (rule,) = loaded(tmp_path, monkeypatch, GOOD)
    assert rule.between.fullmatch(LETTERS["link"] + LETTERS["adverb"])
    assert not rule.between.fullmatch(LETTERS["noun"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reads": []}, "level: a rule needs examples"),
        ({"refuses": []}, "level: a rule needs examples"),
        ({"why": ""}, "level: a rule needs examples"),
        ({"between": "@verbs*"}, "level: no class of words is called verbs"),
        ({"between": "(@link|@(adverb|joy))*"}, "level: no class of words is called joy"),
    ],
)
def test_a_rule_that_cannot_be_tested_is_refused(
    change: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuleError, match=said):
        loaded(tmp_path, monkeypatch, GOOD | change)


def test_two_rules_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleError, match="level: two rules of this name"):
        loaded(tmp_path, monkeypatch, GOOD, GOOD | {"effect": "growth"})


def test_every_rule_comes_out_of_the_loader() -> None:
    """One written in code has no examples, and nothing tells when it goes."""
    tree = ast.parse(Path(readings.__file__).read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    made = {each.args[0].value for each in calls if each.func.id == "Rule" and isinstance(each.args[0], ast.Constant)}
    assert made <= {"base-of-its-year", "pattern", "growth-behind-rate", "name-behind-number", "scoped-part"}, (
        "no more of these"
    )


# ---- the words that the rules speak of ----


def test_every_class_of_words_has_its_letter_and_its_reason() -> None:
    path = Path(loader.__file__).parent.parent / "words" / "classes.yaml"
    classes = yaml.safe_load(path.read_text("utf-8"))
    assert set(classes) <= set(LETTERS)
    assert all(entry["why"].strip() and entry["words"].split() for entry in classes.values())
    letters = [letter for name, letter in LETTERS.items()]
    assert len(set(letters)) == len(letters), "no letter stands for two classes"
