"""The search: by any name, any part, any case; every word must be met; nothing found says what comes close."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpi.results import search
from kpi.results.search import Found
from tests.dashboard_data import FULL, GDP, INVESTMENT, JAN, SIGNED, A, B, Fact, Sample

BROKEN = Fact("a2022", "去年地区生产\n总值 完成２３０亿元", GDP, "2022", "230", published="2023-01-12")
LATIN = Fact("b2022", "GDP完成80亿元", GDP, "2022", "80", zone=B, published=JAN)
FACTS = (*FULL, BROKEN, LATIN)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("search"), FACTS) as made:
        yield made


def found(sample: Sample, text: str, limit: int = search.AT_ONCE) -> Found:
    frames = sample.frames
    counts: list[Any] = frames.facets.to_dict("records")
    documents: list[Any] = frames.documents.to_dict("records")
    return search.search(frames.build, sample.config, text, counts, documents, limit)


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("东山", [A]),
        ("开发区", [A]),
        ("DONGSHAN", [A]),
        ("Ｘｉｈｅ", [B]),
        ("西河 园区", [B]),
        ("东山 园区", []),
    ],
)
def test_zones_by_any_part_of_any_name(text: str, zones: list[str], sample: Sample) -> None:
    assert [hit.id for hit in found(sample, text).zones] == zones


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("生产总值", [GDP, "energy_intensity"]),  # by its name, then by an alias of another
        ("gross", [GDP]),
        ("gdp", [GDP, "energy_intensity"]),
        ("projects signed", [SIGNED]),
        ("投资", [INVESTMENT]),
    ],
)
def test_indicators_by_name_before_alias(text: str, indicators: list[str], sample: Sample) -> None:
    assert [hit.id for hit in found(sample, text).indicators] == indicators


def test_an_alias_is_told(sample: Sample) -> None:
    by = {hit.id: hit.met_by for hit in found(sample, "万元生产总值").indicators}
    assert by == {"energy_intensity": "万元生产总值能耗"}
    assert found(sample, "地区生产总值").indicators[0].met_by == "", "its own name need not be told again"


def test_a_zone_and_an_indicator_are_a_series(sample: Sample) -> None:
    (hit,) = found(sample, "西河 地区生产总值").series
    assert (hit.zone, hit.indicator, hit.count, hit.first_year, hit.last_year) == (B, GDP, 2, 2022, 2023)
    assert [each.zone for each in found(sample, "地区生产总值 东山").series] == [A], "in either order"
    assert found(sample, "地区生产总值").series == () and found(sample, "西河 没有的").series == ()


@pytest.mark.parametrize(
    ("text", "docs"), [("a2024年报告", ["a2024"]), ("2024-01-12", ["a2023"]), ("西河 b2023", ["b2023"]), ("不在", [])]
)
def test_reports_by_name_title_date_and_zone(text: str, docs: list[str], sample: Sample) -> None:
    assert [hit.doc for hit in found(sample, text).reports] == docs


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("131.2", ["131.2"]),
        ("地区生产总值完成230", ["230"]),  # across a line's end, a gap and digits of full width
        ("gdp完成", ["80"]),  # in any case
        ("GDP完成80亿元", ["80"]),
        ("签约 42", ["42"]),
        ("100%", []),
        ("'; DROP TABLE", []),
        ("<b>不是标签</b>", ["20"]),
    ],
)
def test_sentences_by_what_they_say(text: str, values: list[str], sample: Sample) -> None:
    assert sorted(hit.value for hit in found(sample, text).sentences) == values


def test_a_word_may_name_what_the_sentence_is_of(sample: Sample) -> None:
    assert [hit.value for hit in found(sample, "西河 签约").sentences] == ["20"]
    assert {hit.value for hit in found(sample, "2024 在建重大").sentences} == {"206.19"}
    first = found(sample, "东山 完成").sentences
    assert first and all(hit.zone == A for hit in first)


def test_a_group_is_cut_and_says_that_there_is_more(sample: Sample) -> None:
    made = found(sample, "完成", limit=2)
    assert len(made.sentences) == 2 and "sentences" in made.more
    assert "zones" not in made.more and len({hit.observation_id for hit in made.sentences}) == 2


def test_nothing_found_tells_what_comes_close(sample: Sample) -> None:
    made = found(sample, "东山经济技木开发区")
    assert made.nothing and made.guesses[0] == A
    assert found(sample, "zzz").guesses == () and found(sample, "zzz").nothing
    assert found(sample, " 　 ").nothing and found(sample, "").words == ()


def test_words_are_cut_to_a_measure(tmp_path: Path) -> None:
    assert len(search.words_of("字 " * 50 + "x")) == 1
    assert len(search.words_of(" ".join(map(str, range(50))))) == search.MOST_WORDS
    assert len(search.words_of("长" * 500)[0]) == search.LONGEST
