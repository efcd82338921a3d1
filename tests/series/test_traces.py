"""The words for what weighed in a reading."""

from __future__ import annotations

import re
from pathlib import Path

from kpi.language.rules import load_rules
from kpi.sentences import readings
from kpi.sentences.decide import weights
from kpi.series import traces
from kpi.settings.config import load_config

CONFIG = load_config(Path(__file__).parents[2] / "config.yaml")
OF_NO_WORDS = {"pattern", "table"}


def test_every_rule_has_its_words_and_no_word_is_left_over() -> None:
    further = {rule.name for rule in vars(readings).values() if isinstance(rule, readings.Rule)}
    assert {rule.name for rule in load_rules(readings.LETTERS)} | further | OF_NO_WORDS == set(traces.RULES)


def test_every_feature_of_the_weights_has_its_words() -> None:
    said = {code: traces.feature(code, CONFIG.indicators) for code in set(weights()) - {"bias"}}
    assert {code: words for code, words in said.items() if re.search("[a-z_]{4}", words)} == {}


def test_for_and_against_stand_apart_and_an_unknown_code_stays() -> None:
    trace = "strong +2.00; brand:new +0.10; rivals -1.20"
    assert traces.told(trace, CONFIG.indicators) == "有利：名称明确 2.00、brand:new 0.10；不利：同一格另有说法 1.20"
    assert traces.told("", CONFIG.indicators) == ""
