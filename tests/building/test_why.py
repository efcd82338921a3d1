"""Why a sentence was not found: a table of sentences, each with the one thing that decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.building import pipeline
from kpi.building.why import Trace, closest, trace
from kpi.settings.config import Config, load_config
from kpi.vocabulary.model import Document

ZONE = "濮阳经济技术开发区"


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config(Path(__file__).parents[2] / "config.yaml")


@pytest.fixture(autouse=True)
def all_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence alone has little to speak for it; here all that is read is a fact."""
    monkeypatch.setattr(pipeline, "weights", dict)


def traced(text: str, config: Config) -> Trace:
    return trace(text, config, ZONE, 2024)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("规上工业产值完成290亿元，同比增长16.0%。", {"290亿元": "industrial_output", "16.0%": "industrial_output"}),
        ("人均地区生产总值达到5.2万元。", {"5.2万元": "gdp_per_capita"}),
        ("力争签约项目20个以上。", {"20个以上": "signed_projects"}),
        ("规上工业 总产值完成 290 亿元。", {"290亿元": "industrial_output"}),
    ],
)
def test_what_was_found(text: str, numbers: dict[str, str], config: Config) -> None:
    found = traced(text, config)
    assert {each.text: each.observations[0].indicator for each in found.numbers} == numbers
    assert found.found_all and found.zone == ZONE
    for each in found.numbers:
        assert text[each.start : each.end].replace(" ", "") == each.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("全年旅客吞吐量完成12.5万人次。", "no_indicator"),
        ("民间固定资产投资完成30亿元。", "unread"),
        ("规上工业总产值完成290家。", "unit_mismatch"),
        ("地区生产总值占全市的12%。", "share"),
    ],
)
def test_why_a_number_became_nothing(text: str, reason: str, config: Config) -> None:
    (number,) = traced(text, config).numbers
    assert (number.reason, number.observations) == (reason, ())


def test_a_year_and_a_number_inside_a_name_are_no_figures(config: Config) -> None:
    assert [each.text for each in traced("2024年地区生产总值完成254亿元", config).numbers] == ["254亿元"]


@pytest.mark.parametrize("text", ["民间固定资产投资完成30亿元。", "民间固定资产投资项目稳步推进。"])
def test_a_forbidding_word_is_named(text: str, config: Config) -> None:
    (name,) = traced(text, config).names
    assert name.text.startswith("固定资产投资")
    assert (name.forbidden, name.decides) == ("民间", False), "without it the noun before the name decides as well"


def test_a_forbidding_word_that_decides_is_told_as_such(config: Config) -> None:
    base = config.indicators["gdp"]
    own = replace(base, forbid=("上报",))
    (name,) = traced(
        "上报地区生产总值完成30亿元。", replace(config, indicators={**config.indicators, own.id: own})
    ).names
    assert (name.forbidden, name.decides) == ("上报", True)


def test_a_weak_name_is_told_as_such(config: Config) -> None:
    (name,) = traced("产值完成30亿元。", config).names
    assert (name.indicators, name.weak) == (("industrial_output",), True)
    (name,) = traced("规上工业总产值完成30亿元。", config).names
    assert not name.weak


def test_the_unit_that_does_not_fit(config: Config) -> None:
    (number,) = traced("规上工业总产值完成290家。", config).numbers
    assert (number.unit, number.dimension, number.misfits) == ("家", "count", ("industrial_output",))


def test_words_that_count_only_near_a_topic(config: Config) -> None:
    (name,) = traced("完成投资30亿元。", config).names
    assert name.indicators == () and name.within == (("key_project_investment", ("key_projects",)),)


@pytest.mark.parametrize(
    ("text", "word", "alias", "distance"),
    [
        ("规上工业总产价值完成290亿元。", "规上工业总产价值", "规上工业总产值", 1),
        ("全区社会消费品零售额度达56亿元。", "社会消费品零售额度", "社会消费品零售总额", 2),
        ("城镇新增就业人口4647人。", "城镇新增就业人口", "城镇新增就业人员", 1),
    ],
)
def test_words_that_are_almost_an_alias(text: str, word: str, alias: str, distance: int, config: Config) -> None:
    found = traced(text, config)
    if not found.near:  # the map has learnt that name
        assert found.found_all
        return
    near = found.near[0]
    assert (near.text, near.alias, near.distance) == (word, alias, distance) and near.likely
    indicator = config.indicators[near.indicator]
    learnt = replace(indicator, aliases=(*indicator.aliases, near.text))
    after = traced(text, replace(config, indicators={**config.indicators, learnt.id: learnt}))
    assert after.found_all and after.observations[0].indicator == near.indicator


def test_a_name_elsewhere_in_the_sentence_hides_no_near_one(config: Config) -> None:
    found = traced("规上工业总产价值完成290亿元，规上工业总产值增长5%，旅客吞吐量12万人次。", config)
    assert [(each.text, each.alias) for each in found.near] == [("规上工业总产价值", "规上工业总产值")]
    assert [each.misfits for each in found.numbers] == [(), (), ()] and found.near[0].likely


def test_words_that_nothing_is_named_by(config: Config) -> None:
    found = traced("全年旅客吞吐量完成12.5万人次。", config)
    assert found.unknown == ("旅客吞吐量",) and found.periods == ("全年",) and found.near == ()


def test_without_zone_and_year_that_is_what_decides(config: Config) -> None:
    (number,) = trace("规上工业总产值完成290亿元。", config).numbers
    assert number.reason in ("no_period", "no_zone")


def test_the_words_for_the_kind(config: Config) -> None:
    found = traced("预计地区生产总值完成254亿元，力争增长6%。", config)
    assert ("estimate", "预计") in found.cues and ("target", "力争") in found.cues


def test_a_sentence_of_a_report_is_read_in_its_place(config: Config) -> None:
    sentence = "规上工业总产值完成290亿元。"
    report = Document("r", "r.txt", f"{ZONE}2021年经济运行情况\n2021年，全区经济平稳运行。\n{sentence}\n", "")
    found = trace(sentence, config, "周口经济开发区", 1999, report)
    assert found.in_report and (found.zone, found.observations[0].period) == (ZONE, "2021")
    assert not trace("报告里没有的话30亿元。", config, document=report).in_report


@pytest.mark.parametrize(
    ("alias", "text", "found"),
    [
        ("规上工业总产值", "全年规上工业产值完成290亿元", (1, 2, 8, "规上工业总产值")),
        ("规上工业总产值", "规上工业总产值", None),  # no other word: the name itself
        ("税收收入", "外出务工", None),
        ("出口", "进口", None),  # too short to be like anything
    ],
)
def test_the_closest_stretch(alias: str, text: str, found: tuple[int, int, int, str] | None) -> None:
    assert closest(alias, text) == found


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("规上工业总产值完成增长同比民间亿元%家个。，、0123456789. \n（）人均全年"), max_size=40))
def test_whatever_is_asked_is_answered(text: str) -> None:
    config = _config()
    found = traced(text, config)
    for each in (*found.numbers, *found.names, *found.near):
        assert 0 <= each.start < each.end <= len(found.text)


def _config() -> Config:
    return load_config(Path(__file__).parents[2] / "config.yaml")
