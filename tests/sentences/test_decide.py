"""Which readings are facts: the weights, what each contributes, and the line between facts and readings to confirm."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kpi.language
from kpi.building.pipeline import Extractor
from kpi.sentences.decide import FACT_FROM, contributions, decide, probability, weights
from kpi.sentences.placing import Placed
from kpi.settings.config import load_config
from kpi.vocabulary.model import Document, Extraction

ZONE = "荆州经济技术开发区"
HEAD = f"{ZONE}2021年经济运行情况\n2022年1月18日\n2021年，{ZONE}经济运行总体平稳，主要指标好于预期。\n"
TEXT = f"{HEAD}固定资产投资完成31.4亿元，同比增长8.3%。一般公共预算收入完成9.2亿元，增长4.1%。营业收入完成71.2亿元。\n"
PAGE = Document("page", "page.txt", TEXT, "")
NAMES = st.text(alphabet="abc:_", min_size=1, max_size=6)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_config(Path(__file__).parents[2] / "config.yaml"))


@pytest.fixture(scope="module")
def placed(extractor: Extractor) -> list[Placed]:
    return extractor.readings(PAGE)


@given(st.dictionaries(NAMES, NUMBERS), st.dictionaries(NAMES, NUMBERS))
def test_a_probability_is_between_nought_and_one(features: dict[str, float], trained: dict[str, float]) -> None:
    assert 0 < probability(features, trained) < 1


def test_a_probability_follows_its_weights() -> None:
    assert probability({}, {"a": 5.0}) == 0.5
    assert probability({"a": 1.0}, {}) == 0.5
    assert probability({"a": 1.0}, {"a": math.log(3)}) == pytest.approx(0.75)
    assert (
        probability({"a": 2.0}, {"a": 1.0}) > probability({"a": 1.0}, {"a": 1.0}) > probability({"a": 1.0}, {"a": -1.0})
    )


def test_contributions_are_told_by_their_weight() -> None:
    features = {"bias": 1.0, "a": 2.0, "b": 1.0, "c": 1.0, "d": 0.0}
    assert (
        contributions(features, {"bias": 9.0, "a": 0.3, "b": -1.5, "c": 0.2, "d": 7.0}) == "b -1.50; a +0.60; c +0.20"
    )
    assert contributions(features, {"a": 0.3, "b": -1.5}, most=1) == "b -1.50"
    assert contributions({}, {}) == ""


def test_the_weights_are_a_readable_file() -> None:
    path = Path(kpi.language.__file__).parent / "weights" / "accept.json"
    text = path.read_text("utf-8")
    loaded = json.loads(text)
    assert loaded == weights() and "bias" in loaded
    assert all(math.isfinite(weight) and weight == round(weight, 4) for weight in loaded.values())
    assert list(loaded) == sorted(loaded), "the same folders give the same file"
    assert text == json.dumps(loaded, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def test_the_weights_hold_no_sentence_of_a_document() -> None:
    """Features are classes and ids: no words of a report, no place, no year."""
    assert not [name for name in weights() if re.search(r"[㐀-鿿]{2}|\d", name)]


def test_every_reading_has_a_confidence_and_its_grounds(extractor: Extractor) -> None:
    found = extractor.extract(PAGE)
    read = [*found.observations, *found.readings]
    assert len(read) >= 4
    assert all(0 <= each.confidence <= 1 for each in read)
    assert all(re.fullmatch(r"[^;]+ [+-]\d+\.\d\d(?:; [^;]+ [+-]\d+\.\d\d)*", each.trace) for each in read)
    assert all((each.status == "fact") == (each.confidence >= FACT_FROM) for each in read)


def test_below_the_line_a_reading_waits(extractor: Extractor) -> None:
    strict = Extractor(extractor.config)
    strict.weights = {"bias": -30.0}
    found: Extraction = strict.extract(PAGE)
    assert not found.observations and len(found.readings) >= 4
    assert {each.status for each in found.readings} == {"to_confirm"}
    assert [remark.reason for remark in found.remarks].count("to_confirm") == len(found.readings), "none is lost"


def test_without_weights_every_reading_is_a_fact(extractor: Extractor) -> None:
    untrained = Extractor(extractor.config)
    untrained.weights = {}
    found = untrained.extract(PAGE)
    assert not found.readings and {each.confidence for each in found.observations} == {1.0}


def test_features_say_what_speaks_for_a_reading(placed: list[Placed]) -> None:
    level, growth = placed[:2]
    assert {"bias", "strong", "rule:level", "measure:level", "kind:actual", "area:own"} <= set(level.features)
    assert "measure:growth" in growth.features and "rule:growth-goes-on" in growth.features
    assert level.features["paragraph"] > 0, "others of its paragraph were read"
    assert all(math.isfinite(value) for each in placed for value in each.features.values())


def test_readings_that_contradict_speak_against_each_other(placed: list[Placed]) -> None:
    one = placed[0]
    other = replace(one, value=one.value + 1, features=dict(one.features))
    decide([one, other], {"rivals": -1.0})
    assert one.features["rivals"] == other.features["rivals"] == 1.0
    assert one.confidence == other.confidence < 0.5


def test_a_value_that_is_told_again_speaks_for_itself(placed: list[Placed]) -> None:
    one = placed[0]
    decide([one, replace(one, features=dict(one.features))], {"again": 1.0})
    assert one.features["again"] == 1.0 and one.confidence > 0.5


def test_a_decision_is_the_same_twice(extractor: Extractor) -> None:
    assert extractor.extract(PAGE) == extractor.extract(PAGE)
