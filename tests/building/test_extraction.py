"""From a report's text to its observations: a table of sentences, and what must hold for any text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.building.pipeline import Extractor, ReportWalk
from kpi.documents.reading import read_document
from kpi.settings.config import load_config
from kpi.vocabulary.frames import observation_id
from kpi.vocabulary.model import Document, Extraction, Observation
from tests import samples

SPEC: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "specs" / "sentences.yaml").read_text("utf-8"))
CASES: list[dict[str, Any]] = SPEC["cases"]
WORDS = [
    *(
        "地区生产总值",
        "规上工业增加值",
        "城乡居民人均可支配收入",
        "重点项目",
        "完成投资",
        "签约项目",
        "高新技术企业",
        "出口",
    ),
    *("212.6", "6", "1,256.8", "３", "亿元", "%", "个百分点", "家", "个", "人", "6%—7%", "2.3倍", "-", "."),
    *(
        "增长",
        "下降",
        "达到",
        "分别",
        "均",
        "其中",
        "占",
        "预计",
        "力争",
        "控制在",
        "以内",
        "以上",
        "比上年",
        "高于全市",
    ),
    *("2023年", "今年", "上半年", "1—5月", "截至6月底", "“十四五”期间", "全市", "我区", "公司", "的项目"),
    *(
        "，",
        "、",
        "；",
        "。",
        "：",
        "（",
        "）",
        "和",
        " ",
        "\n",
        "\r\n",
        "\\r\\n",
        "&nbsp;",
        "一、2023年工作回顾\n",
        "项目\n",
    ),
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.text(max_size=120)


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A fact as the table writes it; zone and scope stand behind it."""

    what: str
    zone: str
    scope: str


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor(load_config(Path(__file__).parents[2] / "config.yaml"))


def _report(case: dict[str, Any]) -> tuple[str, str]:
    """The text around the sentence of a case, and the area that the report is about."""
    named = case.get("frame", "report")
    frame = SPEC["frames"][named] if isinstance(named, str) else named
    before = [frame["text"], "", SPEC["opening"], *([frame["heading"]] if "heading" in frame else [])]
    return "\n".join([*before, case["text"], SPEC["closing"], ""]), frame["zone"]


def _extract(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(Document("report", "report.txt", text, ""))


def _read(extraction: Extraction) -> list[Observation]:
    """All that was read, in order: the facts, and the readings that wait for a person."""
    return sorted([*extraction.observations, *extraction.readings], key=lambda o: o.start)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _found(o: Observation) -> Fact:
    value = "none" if o.value is None else f"{o.comparator} {_number(o.value)} {o.unit}"
    return Fact(f"{o.indicator} | {o.measure} | {o.kind} | {o.period} | {value}", o.zone, o.scope)


def _expected(written: str, zone: str, found: Iterable[Fact]) -> Fact:
    """A line of the table; where it leaves the scope open it takes that of the fact found."""
    cells = [cell.strip().strip('"') for cell in written.split("|")]
    if cells[4] != "none":
        comparator, value, unit = cells[4].split(" ")
        cells[4] = f"{comparator} {_number(Decimal(value))} {unit}"
    what, zone = " | ".join(cells[:5]), cells[5] if len(cells) > 5 and cells[5] else zone
    if len(cells) > 6:
        return Fact(what, zone, cells[6])
    return next((fact for fact in found if (fact.what, fact.zone) == (what, zone)), Fact(what, zone, ""))


def _params() -> list[Any]:
    return [
        pytest.param(
            case,
            id=re.sub(r"\s+", " ", case["text"])[:60],
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=case["gap"])] if "gap" in case else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", _params())
def test_sentence(case: dict[str, Any], extractor: Extractor) -> None:
    """What a sentence states is read, if only to be confirmed by a person; and nothing else is shown as a fact."""
    text, zone = _report(case)
    extraction = _extract(extractor, text)
    tolerated = case.get("may_add", [])
    facts = [o for o in extraction.observations if str(o.measure) not in tolerated]
    shown = [_found(o) for o in facts if not ("none" in tolerated and o.value is None)]
    read = sorted([*shown, *(_found(o) for o in extraction.readings)])
    expected = sorted(_expected(line, zone, read) for line in case["facts"])
    because = f"{case['why']}; left out: {[(remark.reason, remark.quote) for remark in extraction.remarks]}"
    assert not Counter(expected) - Counter(read), because
    assert not Counter(shown) - Counter(expected), because
    waiting = [o.quote for o in extraction.readings]
    for quote in case.get("remarks", []):
        left_out = quote in [remark.quote for remark in extraction.remarks] or any(quote in said for said in waiting)
        assert left_out, f"{quote} is neither a fact, nor a reading to confirm, nor a remark"


def test_most_of_what_is_read_is_sure(extractor: Extractor) -> None:
    """A sentence alone has little to speak for it; nine readings in ten are facts all the same."""
    shown = waiting = 0
    for case in CASES:
        extraction = _extract(extractor, _report(case)[0]) if "gap" not in case else None
        shown += len(extraction.observations) if extraction else 0
        waiting += sum(each.status == "to_confirm" for each in extraction.readings) if extraction else 0
    assert waiting <= (shown + waiting) / 10, f"{waiting} of {shown + waiting} wait for a person"


def test_table_is_large_and_gives_its_reasons() -> None:
    assert len(CASES) >= 90
    assert all(str(case["why"]).strip() for case in CASES)
    texts = [(case["text"], str(case.get("frame"))) for case in CASES]
    assert len(set(texts)) == len(texts), "a sentence stands in the table twice"
    known = sum("gap" in case for case in CASES)
    assert known <= len(CASES) // 4, f"{known} of {len(CASES)} sentences are known gaps"


def test_unknown_zone_is_named_and_flagged(extractor: Extractor) -> None:
    text, zone = _report({"text": "全年完成地区生产总值212.6亿元。"})
    (fact,) = _extract(extractor, text).observations
    assert fact.zone == zone
    assert "unknown_zone" in fact.flags, "a zone that the map does not know is kept and flagged, never dropped"


def test_grounds_and_evidence(extractor: Extractor) -> None:
    text, _ = _report({"text": "力争地区生产总值突破 240 亿元，规上工业增加值增长8.5%。", "frame": "plan"})
    level, growth = _extract(extractor, text).observations
    assert (level.quote, level.alias, level.kind_ground) == ("地区生产总值突破 240 亿元", "地区生产总值", "力争")
    assert text[level.start : level.end] == level.quote, "the quote is verbatim, stray spaces and all"
    assert level.period_ground == "2024年1月12日", "the day of writing gave the year planned"
    assert text[level.sentence_start : level.sentence_end].startswith("力争")
    assert (growth.sentence_start, growth.sentence_end) == (level.sentence_start, level.sentence_end)


def test_average_growth_is_flagged(extractor: Extractor) -> None:
    text, _ = _report({"text": "2021—2023年地区生产总值年均增长7.4%，其中2023年增长6.1%。"})
    average, last = _read(_extract(extractor, text))
    assert (average.period, average.scope) == ("2021/2023", "年均")
    assert "annual_average" in average.flags, "an average year is no growth on the year before, and says so"
    assert (last.period, last.scope) == ("2023", "")
    assert "annual_average" not in last.flags


def test_target_by_its_time_says_why(extractor: Extractor) -> None:
    text, _ = _report({"text": "到2027年，地区生产总值达到260亿元。"})
    (aim,) = _read(_extract(extractor, text))
    assert (aim.kind, aim.kind_ground) == ("target", "2027年"), "the year still to come makes it a target"


def test_number_ahead_of_its_report_is_no_fact(extractor: Extractor) -> None:
    text = "江州市临港经济开发区2025年国民经济和社会发展计划\n2024年12月30日\n“十四五”期间，固定资产投资年均增长9%。\n"
    extraction = _extract(extractor, text)
    assert not extraction.observations
    (waiting,) = extraction.readings
    assert (waiting.kind, waiting.period, waiting.status) == ("target", "2021/2025", "to_confirm")
    assert [remark.reason for remark in extraction.remarks] == ["to_confirm"], "it is told and not lost"


def test_page_without_a_year_gives_a_remark(extractor: Extractor) -> None:
    extraction = _extract(extractor, "江州市临港经济开发区工作报告\n全区规上工业总产值完成133亿元。\n")
    assert not extraction.observations
    told = [(remark.reason, remark.quote, remark.detail) for remark in extraction.remarks]
    assert told == [("no_period", "规上工业总产值完成133亿元", "industrial_output")]
    (kept,) = extraction.readings
    assert (kept.status, kept.period, kept.indicator, kept.value, kept.zone) == (
        *("undated", "", "industrial_output", Decimal(133), extraction.zone),
    )


def test_one_extractor_reads_each_report_for_itself(extractor: Extractor) -> None:
    case = {"text": "固定资产投资完成141亿元。"}
    alone = _extract(extractor, _report(case)[0])
    _extract(extractor, _report({**case, "frame": "plan"})[0])
    assert _extract(extractor, _report(case)[0]) == alone, "nothing of one report is carried into the next"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "。", "1", "%" * 50, "1," * 500, "亿" * 400, "项目\n1\n2\n3\n4\n5\n6"]
)
def test_degenerate_page(extractor: Extractor, text: str) -> None:
    assert _extract(extractor, text).observations == ()


def test_what_an_article_speaks_of_is_looked_for_once_however_many_tables_it_has(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of tables in one page took a look at all of the page each."""
    asked: list[int] = []
    look = ReportWalk._topic_around
    monkeypatch.setattr(ReportWalk, "_topic_around", lambda walk, article: asked.append(article) or look(walk, article))
    table = "<table><tr><td>指标</td><td>2024年（亿元）</td></tr><tr><td>地区生产总值</td><td>254</td></tr></table>"
    page = f"<html><body><h1>濮阳经济技术开发区2024年主要指标</h1>{f'<p>见下表。</p>{table}' * 30}</body></html>"
    document = read_document(Path("a.html"), data=page.encode())
    assert len(document.tables) == 30 and extractor.extract(document).observations
    assert asked and len(asked) == len(set(asked))


@settings(max_examples=120)
@given(TEXTS)
def test_any_text(extractor: Extractor, text: str) -> None:
    extraction = _extract(extractor, text)
    for item in (*_read(extraction), *extraction.remarks):
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.quote
    for fact in _read(extraction):
        assert fact.sentence_start <= fact.start and fact.end <= fact.sentence_end
        assert bool(fact.zone) != ("zone_open" in fact.flags)
        assert bool(fact.period) != (fact.status == "undated") and (fact.unit or fact.value is None)
        assert 0 <= fact.confidence <= 1


@settings(max_examples=60)
@given(TEXTS)
def test_sentences_keep_their_order(extractor: Extractor, body: str) -> None:
    text, _ = _report({"text": f"地区生产总值3亿元。\n{body}。\n出口额2亿元。"})
    facts = [fact for fact in _extract(extractor, text).observations if fact.pattern != "table"]
    starts = [fact.sentence_start for fact in facts]
    assert starts == sorted(starts)


def test_what_the_same_words_say_of_two_areas_has_two_names(extractor: Extractor) -> None:
    walk = ReportWalk(extractor, Document("两区", "两区.txt", "两区地区生产总值均为254亿元。", ""))
    one = samples.observation("濮阳经济技术开发区|gdp||level|actual|2024|254|亿元|=|")
    walk._add(one)
    walk._add(replace(one, zone="濮阳工业园区"))
    walk._add(replace(one, start=7, zone="濮阳工业园区"))
    names = [observation_id(each) for each in walk.observations]
    assert names[1] == f"{names[0]}-2" and "-" not in names[2]
