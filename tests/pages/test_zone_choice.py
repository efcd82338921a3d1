"""Zones to choose from, and what is made of a name that somebody typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.pages.zone_choice import candidates, full_name, offered
from kpi.settings.config import Config, parse_config
from kpi.vocabulary.errors import KpiError
from tests.samples import CONFIG

PUYANG = "濮阳经济技术开发区"


@pytest.fixture(scope="module")
def config() -> Config:
    return parse_config(CONFIG, Path("config.yaml"))


def test_the_zones_of_the_config_come_first_then_all_others_with_their_places(config: Config) -> None:
    found = offered(config.zones)
    assert list(found)[: len(config.zones)] == list(config.zones)
    assert len(found) > 3200 and found[PUYANG].startswith("河南省")
    assert found["襄阳高新技术产业开发区"] == "湖北省襄阳市（2010 年前 襄樊市：襄樊高新技术产业开发区）"
    assert found["河北徐水经济开发区"] == "河北省保定市徐水区（2015 年前 徐水县）"


NAMED = [
    (PUYANG, PUYANG),
    ("濮阳经济", PUYANG),  # of the config, which tells what it took
    ("襄阳高新技术产业开发区", "襄阳高新技术产业开发区"),
    ("江州高新区", "江州高新区"),  # nobody lists it, and it is like none
]


@pytest.mark.parametrize(("text", "zone"), NAMED)
def test_a_name_that_can_be_taken(text: str, zone: str, config: Config) -> None:
    assert full_name(text, config.zones) == zone


def test_a_zone_that_is_in_use_can_be_taken_though_it_is_like_a_listed_one(config: Config) -> None:
    assert full_name("徐洲经开区", config.zones, known={"徐洲经开区"}) == "徐洲经开区"


REFUSED = [
    ("濮阳经济技朮开发区", f"是不是 {PUYANG}？"),
    ("荆州经开区", "是不是 荆州经济技术开发区？"),
    ("襄樊高新区", "是不是 襄阳高新技术产业开发区"),
    ("徐水县", "是不是 河北徐水经济开发区？"),
    ("徐洲经开区", "是不是 徐州经济技术开发区.*；不是其中的，请先写进 config.yaml 的 zones"),
    ("滁洲", "是不是 滁州经济技术开发区、滁州高新技术产业开发区？"),
    ("襄阳", "等"),
    ("某某", "没有这个开发区"),
    ("某某某某", "没有这个开发区"),
    ("", "没有这个开发区"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_a_name_that_may_be_a_slip_is_not_taken(text: str, words: str, config: Config) -> None:
    with pytest.raises(KpiError, match=words):
        full_name(text, config.zones)


@pytest.mark.parametrize("text", [PUYANG, "襄阳高新技术产业开发区", "江州高新区", ""])
def test_full_names_and_names_like_no_other_have_no_candidates(text: str, config: Config) -> None:
    assert candidates(text, config.zones) == []
