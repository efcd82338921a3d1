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
