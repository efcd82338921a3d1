"""Which name each number of a sentence belongs to, and how it measures it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.language.quantities import find_quantities
from kpi.pages.outlook import periods_of
from kpi.sentences.readings import Carry, Reading, Refusal, SentenceReader
from kpi.sentences.tokens import Tokeniser
from kpi.settings.config import load_config

CONFIG = load_config(Path(__file__).parents[2] / "config.yaml")
TOKENISER = Tokeniser(CONFIG.indicators)
READER = SentenceReader(CONFIG.indicators)


def read(text: str, *topics: str) -> tuple[list[Reading], list[Refusal]]:
    return READER.read(TOKENISER.tokens(text, find_quantities(text), periods_of(text)), Carry(topics=list(topics)))


def told(text: str, *topics: str) -> list[str]:
    """The readings of a sentence: indicator, measure, number, and what else there is to say."""
    return [
        " ".join(
            [each.indicator, each.measure, "-" * (each.sign < 0) + each.number.text]
            + [f"[{each.scope}]"] * bool(each.scope)
            + ["plan"] * each.is_plan
        )
        for each in read(text, *topics)[0]
    ]


FIA, REV, GDP, OUT = "fixed_asset_investment", "fiscal_revenue", "gdp", "industrial_output"
# sentence, its readings, why; a last word marks what is not read yet
SENTENCES: list[Any] = [
    ("固定资产投资达31.4亿元，同比增长8.3%。", [f"{FIA} level 31.4亿元", f"{FIA} growth 8.3%"], "a level and its rate"),
    ("固定资产投资增长8.3%，达到31.4亿元。", [f"{FIA} growth 8.3%", f"{FIA} level 31.4亿元"], "and the other way about"),
    ("固定资产投资同比下降8.3%。", [f"{FIA} growth -8.3%"], "a fall turns the sign"),
    ("固定资产投资31.4亿元、下降8.3%，一般公共预算收入9.2亿元、增长1.1%。",
     [f"{FIA} level 31.4亿元", f"{FIA} growth -8.3%", f"{REV} level 9.2亿元", f"{REV} growth 1.1%"], "the sign is the clause's"),
    ("固定资产投资增长2.3倍。", [f"{FIA} growth 2.3倍"], "times are a rate"),
    ("地区生产总值、固定资产投资分别增长6.2%、8.3%。", [f"{GDP} growth 6.2%", f"{FIA} growth 8.3%"], "a list in its order"),
    ("地区生产总值、固定资产投资分别达到212亿元和31.4亿元，分别增长6.2%和8.3%。",
     [f"{GDP} level 212亿元", f"{FIA} level 31.4亿元", f"{GDP} growth 6.2%", f"{FIA} growth 8.3%"], "two rows of one list"),
    ("地区生产总值212亿元，固定资产投资31.4亿元，分别增长6.2%和8.3%。",
     [f"{GDP} level 212亿元", f"{FIA} level 31.4亿元", f"{GDP} growth 6.2%", f"{FIA} growth 8.3%"], "分别 over what lies between"),
    ("地区生产总值、固定资产投资均增长6.2%。", [f"{GDP} growth 6.2%", f"{FIA} growth 6.2%"], "one rate for each"),
    ("地区生产总值、固定资产投资、出口分别增长6.2%、8.3%。", [], "three names and two numbers"),
    ("一般公共预算收入和税收收入合计31.4亿元。", [], "a sum of two is neither"),
    ("城乡居民人均可支配收入分别达到41250元和22860元。",
     ["urban_disposable_income level 41250元", "rural_disposable_income level 22860元"], "a name that lists two"),
    ("固定资产投资完成31.4亿元，比上年增加3.2亿元。", [f"{FIA} level 31.4亿元"], "an increment is no level"),
    ("固定资产投资完成31.4亿元，完成年度计划的92.3%。", [f"{FIA} level 31.4亿元", f"{FIA} completion 92.3%"], "a share of a plan is no rate"),
    ("税收收入6.1亿元，占比78%。", ["tax_revenue level 6.1亿元"], "a share of a whole"),
    ("规上工业增加值增长8.3%，高于全市1.3个百分点。", ["industrial_value_added growth 8.3%"], "points above another area"),
    ("规上工业总产值环比增长2.1%。", [], "on the month before"),
    ("城镇新增就业4126人（目标4500人）。", ["urban_new_jobs level 4126人", "urban_new_jobs level 4500人 plan"], "a plan in brackets"),
    ("城镇登记失业率控制在3.5%以内。", ["unemployment_rate level 3.5%以内"], "a rate that is a level"),
    ("新开工亿元以上项目31个，其中10亿元以上项目4个。",
     ["projects_started level 31个", "projects_started level 4个 [10亿元以上]"], "a part by size has a scope of its own"),
    ("新增规上工业企业19家，总数达到193家。",
     ["new_industrial_enterprises level 19家", "industrial_enterprises level 193家"], "what came in, and all there are"),
    ("26个重点项目稳步推进。", ["key_projects level 26个"], "a count before its name"),
    ("一季度进出口总额118.5亿美元，二季度133.4亿美元。",
     ["trade_total level 118.5亿美元", "trade_total level 133.4亿美元"], "the same at another time"),
    ("一般公共预算收入由3.2亿元增加到8.3亿元。", [f"{REV} level 8.3亿元"], "where it started from is the base"),
    ("固定资产投资年均增长9.2%。", [f"{FIA} growth 9.2%"], "an average year, told apart when it is placed"),
    ("固定资产投资首次突破30亿元大关，达到31.4亿元。", [f"{FIA} level 突破30亿元", f"{FIA} level 31.4亿元"], "more than a milestone, and the level"),
    ("固定资产投资再创新高，磁材达到31.4亿元。", [], "a subject of its own ends the reach"),
    ("走访规上工业企业56家。", [], "some of them were visited"),
    ("规上工业企业达到193家，复工158家。", ["industrial_enterprises level 193家"], "some of them did something"),
    ("固定资产投资完成31.4亿元，同比增长8.3%，其中磁材完成12亿元，增长21%。",
     [f"{FIA} level 31.4亿元", f"{FIA} growth 8.3%"], "a part that no name has"),
    ("固定资产投资31.4万人。", [], "a unit that does not fit"),
    ("地区生产总值连跨120亿元、130亿元两个台阶，达到136亿元。", [f"{GDP} level 136亿元"], "two steps, one level"),
    ("规上工业利润总额由负转正，增长3.1%。", ["industrial_profit growth 3.1%"], "由负转正 is no subject"),
]  # fmt: skip


def _params(rows: list[Any]) -> list[Any]:
    return [
        pytest.param(*row[:3], id=row[2], marks=[pytest.mark.xfail(strict=True, reason=row[3])] if len(row) > 3 else [])
        for row in rows
    ]


@pytest.mark.parametrize(("text", "wanted", "why"), _params(SENTENCES))
def test_readings(text: str, wanted: list[str], why: str) -> None:
    _found, refused = read(text)
    assert told(text) == wanted, f"{why}; refused: {[(each.reason, each.number.text) for each in refused]}"


@pytest.mark.parametrize(
    ("text", "topics", "wanted"),
    [
        ("完成投资31.4亿元。", ["key_projects"], ["key_project_investment level 31.4亿元"]),
        ("完成投资31.4亿元。", [], []),
        ("协议投资31.4亿元。", ["signed_projects"], ["signed_investment level 31.4亿元"]),
        ("协议投资31.4亿元。", [], []),
        ("二产96.5亿元。", ["gdp"], ["secondary_value_added level 96.5亿元"]),
        ("二产96.5亿元。", [], []),
    ],
)
def test_a_weak_name_needs_its_topic(text: str, topics: list[str], wanted: list[str]) -> None:
    assert told(text, *topics) == wanted


def test_a_topic_does_not_reach_for_ever() -> None:
    carry = Carry(topics=["key_projects", *["gdp"] * 20])
    assert not carry.speaks_of(("key_projects",)) and carry.speaks_of(("gdp",))


def test_a_reading_knows_its_rule_and_its_place() -> None:
    (reading,), _ = read("固定资产投资达31.4亿元。")
    assert (reading.rule, reading.name.text, reading.number.text) == ("level", "固定资产投资", "31.4亿元")
    assert reading.name_at < reading.at


NUMBERS = st.sampled_from(["31.4亿元", "8.3%", "1.3个百分点", "2.3倍", "4126人", "19家", "300亩"])
WORDS = st.sampled_from(
    "固定资产投资 一般公共预算收入 规上工业企业 新开工项目 出口 完成 达到 增长 下降 力争 其中 占 分别 均 新增 磁材 公司 全市 ， 、 ； （ ） 。".split()
)


@given(st.lists(WORDS | NUMBERS, max_size=30).map("".join))
def test_every_number_is_read_or_refused_once(text: str) -> None:
    """Each number is a reading of one name or of each of a list; refused, it has a reason."""
    tokens = TOKENISER.tokens(text, find_quantities(text), periods_of(text))
    found, refused = READER.read(tokens, Carry())
    for reading in found:
        assert reading.indicator in CONFIG.indicators and reading.measure in ("level", "growth")
        assert reading.sign in (1, -1) and reading.rule
    keys = [(each.indicator, each.measure, each.scope, each.number.start) for each in found]
    assert len(set(keys)) == len(keys), "no number is read twice as the same"
    assert not {each.number.start for each in found} & {each.number.start for each in refused}
    assert all(each.reason for each in refused)
