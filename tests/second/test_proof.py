"""A claim stands where the words of its report carry it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.building.notebook import find_named, read_reports
from kpi.building.proving import proofs_of
from kpi.building.readings import Desk
from kpi.language.quantities import find_quantities
from kpi.second import claims as said
from kpi.second.claims import Claim, Trust
from kpi.second.proof import DOUBTS, REFUSALS, Proof, amount_of
from kpi.settings.config import Config, load_config
from kpi.settings.shipped import shipped_folder
from kpi.vocabulary.model import Document, Extraction, Kind
from kpi.vocabulary.units import to_base
from tests.second.samples import TEXT, claim, project, table

Q = claim
WORK = """濮阳经济技术开发区2024年工作总结
2025年1月16日
2024年，全区地区生产总值完成254亿元，同比增长5.0%。规上工业利润下降3.1%。
固定资产投资再创佳绩。全年落地86.5亿元。
进出口总额一路向好，民间力量纷纷加码，全年完成112.6亿元。
一般公共预算收入达到8.47亿元，其中电子信息企业1.2亿元，占比78%。
自建区以来，累计引进到位资金438亿元。单位规上工业增加值能耗下降4.6%。
2024年上半年，出口总额完成3.1亿美元。
周口经济开发区实际使用外资完成2.4亿美元。
实际到位资金增长1.5倍。高新技术企业获得奖励3亿元。城镇登记失业率3.1%。专利授权增至312件。
社会消费品零售总额比上年增加3.2亿元。规上工业增加值三季度回升到14.8%。
技术合同成交额持续回升，民间资本7.7亿元。
规上工业企业用电量3亿元。某某公司实现产值3.5亿元。
到2016年，全区工业投资达到9.9亿元。
2025年，力争技改投资增长6%，签约项目30个以上。
"""
BOTH = "濮阳经济技术开发区2024年工作总结\n2025年1月16日\n2024年，全区城乡居民人均可支配收入完成33430元。\n"
OF_TWO = """2024年2月20日

全市开发区高质量发展工作推进会召开

荆州经济技术开发区主任张某、荆州高新技术产业开发区主任李某在会上发言。去年，全区规模以上工业总产值完成512.6亿元。
"""
OF_NOBODY = "工作动态\n2024年3月5日\n全年地区生产总值254亿元。\n"
OPEN_KIND = "濮阳经济技术开发区工作简报\n2025年11月28日\n“十四五”期间，全区地区生产总值年均增长5.5%。\n"
MANY = "濮阳经济技术开发区2024年简报\n2025年1月16日\n" + "地区生产总值完成254亿元。\n" * 25
ROWS = """濮阳经济技术开发区2024年工作总结
2025年1月16日
2024年，地区生产总值完成254亿元。
地区 地区生产总值 增速 财政收入
荆州市 1,206.35 4.6% 61.28
襄阳市 3,518.04 5.3% 182.67
黄石市 1,947.72 4.9% 103.45
"""
TURNS = """2024年2月20日

周口经济开发区与濮阳经济技术开发区比学赶超

濮阳经济技术开发区2023年交出答卷。

地区生产总值完成254亿元，固定资产投资完成86.5亿元。

周口经济开发区不甘落后。规上工业总产值完成290亿元，进出口总额完成3.2亿元。周口经济开发区出口完成2.2亿元。
"""
EXPECTED = """濮阳经济技术开发区2024年工作简报
2024年12月20日
预计全年地区生产总值完成254亿元，增长5.0%，1—11月固定资产投资86.5亿元。
规上工业总产值290亿元。一般公共预算收入预计8.47亿元；进出口总额完成3.2亿元。
目前，高新技术企业达到86家。2023年，出口总额完成2.2亿元。
2023年预计完成情况好于往年。实际到位资金完成43亿元。
初步核算，2023年，规上工业利润完成5.2亿元。
"""
NAMED_IN_TABLE = "指标,2024年\n地区生产总值（亿元）,254\n固定资产投资（亿元）,112.6\n"

# the text of the report, a claim, why it does not stand
REFUSED: list[tuple[str, Claim, str]] = [
    (WORK, Q("gdp", "254", "亿元", " "), "no_quote"),
    (WORK, Q("gdp", "254", "亿元", "254"), "quote_too_short"),
    (WORK, Q("gdp", "254", "亿元", WORK[:60] * 10), "quote_too_long"),
    (WORK, Q("开发区总人口", "254", "亿元", "全区地区生产总值完成254亿元"), "no_indicator"),
    (WORK, Q("", "254", "亿元", "全区地区生产总值完成254亿元"), "no_indicator"),
    (BOTH, Q("urban_disposable_income", "33430", "元", "城乡居民人均可支配收入完成33430元"), "named_otherwise"),
    (WORK, Q("开发区总人口增速", "5.0", "%", "同比增长5.0%"), "no_indicator"),
    (WORK, Q("增速", "5.0", "%", "同比增长5.0%"), "no_indicator"),
    (WORK, Q("地区生产总值增速", "254", "亿元", "全区地区生产总值完成254亿元"), "no_growth"),
    (WORK, Q("gdp", "若干", "亿元", "全区地区生产总值完成254亿元"), "no_number"),
    (WORK, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", kind="大概"), "no_kind"),
    (WORK, Q("gdp", "5.0", "%", "同比增长5.0%", measure="占比"), "no_measure"),
    (WORK, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", "上一个甲子"), "no_period"),
    (WORK, Q("gdp", "254", "亿元", "全区国内生产总值完成254亿元"), "quote_not_found"),
    (WORK, Q("gdp", "254", "亿元", "地区生产总值…254亿元"), "quote_not_found"),  # nothing may be left out
    (MANY, Q("gdp", "254", "亿元", "地区生产总值完成254亿元"), "quote_in_many_places"),
    (ROWS, Q("gdp", "1206.35", "亿元", "荆州市 1,206.35 4.6%", zone="荆州市"), "not_in_text"),
    (WORK, Q("gdp", "255", "亿元", "全区地区生产总值完成254亿元"), "number_not_in_quote"),
    (WORK, Q("industrial_profit", "-3.1", "%", "全区地区生产总值完成254亿元"), "number_not_in_quote"),
    (WORK, Q("gdp", "5.0", "%", "全区地区生产总值完成254亿元"), "number_not_in_quote"),  # it stands behind the quote
    (WORK, Q("funds_in_place", "1.5", "", "实际到位资金增长1.5倍", measure="增速"), "scale_differs"),  # it is 150 %
    (WORK, Q("gdp", "254", "万元", "全区地区生产总值完成254亿元"), "scale_differs"),
    (WORK, Q("gdp", "254", "亿美元", "全区地区生产总值完成254亿元"), "scale_differs"),
    (WORK, Q("high_tech_enterprises", "3", "亿元", "高新技术企业获得奖励3亿元"), "unit_does_not_fit"),
    (WORK, Q("urban_new_jobs", "9.9", "亿元", "工业投资达到9.9亿元"), "named_otherwise"),
    (WORK, Q("gdp", "86.5", "亿元", "全年落地86.5亿元"), "not_named"),  # the paragraph speaks of something else
    (WORK, Q("industrial_enterprises", "3", "亿元", "规上工业企业用电量3亿元"), "named_otherwise"),
    (WORK, Q("technology_contract_value", "7.7", "亿元", "持续回升，民间资本7.7亿元"), "named_otherwise"),
    (WORK, Q("gdp", "-3.1", "%", "规上工业利润下降3.1%"), "named_otherwise"),
    (TEXT, Q("high_tech_enterprises", "137", "家", "认定市级科技型中小企业137家"), "named_otherwise"),
    (WORK, Q("fiscal_revenue", "1.2", "亿元", "其中电子信息企业1.2亿元"), "of_a_part"),
    (WORK, Q("retail_sales", "3.2", "亿元", "社会消费品零售总额比上年增加3.2亿元"), "number_is_something_else"),
    (WORK, Q("industrial_value_added", "14.8", "%", "规上工业增加值三季度回升到14.8%"), "no_growth"),
    (WORK, Q("gdp", "5.0", "%", "同比增长5.0%", measure="数值"), "is_growth"),
    (WORK, Q("industrial_profit", "3.1", "%", "规上工业利润下降3.1%"), "sign_differs"),
    (WORK, Q("gdp", "-5.0", "%", "同比增长5.0%"), "sign_differs"),
    (WORK, Q("industrial_output", "3.5", "亿元", "某某公司实现产值3.5亿元"), "of_somebody_else"),
    (OF_NOBODY, Q("gdp", "254", "亿元", "全年地区生产总值254亿元", "2023", zone=""), "zone_unknown"),
    (WORK, Q("fdi_utilized", "2.4", "亿美元", "实际使用外资完成2.4亿美元"), "zone_differs"),
    (WORK, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", zone="周口开发区"), "zone_differs"),
    (WORK, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", zone="濮阳工业园区"), "zone_not_on_page"),
    (OF_NOBODY, Q("gdp", "254", "亿元", "全年地区生产总值254亿元", "2023"), "zone_not_on_page"),
    (WORK, Q("exports", "3.1", "亿美元", "出口总额完成3.1亿美元"), "period_differs"),  # a half is no year
    (WORK, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", "2019"), "period_differs"),
    (WORK, Q("industrial_profit", "-3.1", "%", "规上工业利润下降3.1%", "2019"), "period_not_on_page"),
    (WORK, Q("funds_in_place", "438", "亿元", "累计引进到位资金438亿元", "2001/2024"), "period_not_on_page"),
    (WORK, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", "2025"), "not_over"),
    (WORK, Q("signed_projects", "30", "个", "签约项目30个以上", "2025"), "not_over"),
    (WORK, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", kind="目标"), "kind_differs"),
    (WORK, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", kind="预计"), "kind_differs"),
    # the sentence, or its paragraph before it, names the zone
    (TURNS, Q("exports", "2.2", "亿元", "周口经济开发区出口完成2.2亿元", "2023"), "zone_differs"),
    (TURNS, Q("industrial_output", "290", "亿元", "规上工业总产值完成290亿元", "2023"), "zone_differs"),
    # a word says that it is expected, or nothing does, or that it is there
    (EXPECTED, Q("gdp", "254", "亿元", "全年地区生产总值完成254亿元"), "kind_differs"),
    (EXPECTED, Q("gdp", "5.0", "%", "增长5.0%"), "kind_differs"),
    (EXPECTED, Q("fiscal_revenue", "8.47", "亿元", "一般公共预算收入预计8.47亿元"), "kind_differs"),
    (EXPECTED, Q("exports", "2.2", "亿元", "出口总额完成2.2亿元", "2023", kind="预计"), "kind_differs"),
    (EXPECTED, Q("high_tech_enterprises", "86", "家", "高新技术企业达到86家", kind="预计"), "kind_differs"),
    (EXPECTED, Q("industrial_output", "290", "亿元", "规上工业总产值290亿元", kind="目标"), "kind_differs"),
    (
        NAMED_IN_TABLE,
        Q("gdp", "254", "", "地区生产总值（亿元） 254", "2023", report="表.csv", zone=""),
        "table_differs",
    ),
]

# the text of the report, a claim, what of it its words leave open
DOUBTFUL: list[tuple[str, Claim, tuple[str, ...]]] = [
    (WORK, Q("fixed_asset_investment", "86.5", "亿元", "全年落地86.5亿元"), ("named_above",)),
    (WORK, Q("energy_intensity", "-4.6", "%", "能耗下降4.6%"), ("weak_name",)),
    (WORK, Q("trade_total", "112.6", "亿元", "全年完成112.6亿元"), ("noun_between",)),
    (OF_TWO, Q("industrial_output", "512.6", "亿元", "完成512.6亿元", "2023", zone="荆州经开区"), ("zone_open",)),
    (WORK, Q("funds_in_place", "438", "亿元", "累计引进到位资金438亿元"), ("period_open",)),
    (WORK, Q("industrial_profit", "-3.1", "%", "规上工业利润下降3.1%", "2024年上半年"), ("period_inherited",)),
    (OPEN_KIND, Q("gdp", "5.5", "%", "地区生产总值年均增长5.5%", "2021/2025", kind="目标"), ("kind_open",)),
    (OPEN_KIND, Q("gdp", "5.5", "%", "地区生产总值年均增长5.5%", "2021/2025", kind=""), ("kind_open",)),
    (TURNS, Q("gdp", "254", "亿元", "地区生产总值完成254亿元", "2023"), ("zone_inherited",)),
    (
        EXPECTED,
        Q("fixed_asset_investment", "86.5", "亿元", "固定资产投资86.5亿元", "2024年1—11月"),
        ("kind_inherited",),
    ),
    (EXPECTED, Q("trade_total", "3.2", "亿元", "进出口总额完成3.2亿元"), ("kind_inherited",)),
    (EXPECTED, Q("industrial_output", "290", "亿元", "规上工业总产值290亿元", kind="预计"), ("kind_inherited",)),
    (
        EXPECTED,
        Q("industrial_profit", "5.2", "亿元", "规上工业利润完成5.2亿元", "2023", kind="预计"),
        ("kind_inherited",),
    ),
    (EXPECTED, Q("funds_in_place", "43", "亿元", "实际到位资金完成43亿元", "2023", kind="预计"), ("kind_inherited",)),
]

# a claim on WORK that stands, and what it stands as: value, unit, period, kind
STANDS: list[tuple[Claim, tuple[str, str, str, str]]] = [
    (Q("地区生产总值增速", "5.0", "%", "同比增长5.0%"), ("5.0", "%", "2024", "actual")),
    (Q("GDP同比增长（%）", "5.0", "", "同比增长5.0%"), ("5.0", "%", "2024", "actual")),
    (Q("gdp.growth", "5.0", "%", "同比增长5.0%"), ("5.0", "%", "2024", "actual")),
    (Q("gdp", "5.0", "%", "同比增长5.0%", measure="同比增速"), ("5.0", "%", "2024", "actual")),
    (Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元"), ("254", "亿元", "2024", "actual")),
    (Q("地区生产总值", "254", "", "全区地区生产总值完成254亿元"), ("254", "亿元", "2024", "actual")),
    (Q("GDP", "254亿元", "", "全区地区生产总值完成254亿元"), ("254", "亿元", "2024", "actual")),
    (Q("gdp", "2540000", "万元", "全区地区生产总值完成254亿元"), ("254", "亿元", "2024", "actual")),  # as it is stated
    (Q("gdp", "254", "亿元", "全区 地区生产总值\n完成２５４亿元。"), ("254", "亿元", "2024", "actual")),
    (Q("gdp", "5%", "", "同比增长5.0%"), ("5.0", "%", "2024", "actual")),
    (Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", "", zone=""), ("254", "亿元", "2024", "actual")),
    (Q("industrial_profit", "-3.1", "%", "规上工业利润下降3.1%"), ("-3.1", "%", "2024", "actual")),
    (Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", "2024-12-31", kind="已完成"), ("254", "亿元", "2024", "actual")),
    (Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元", "2024/1/1"), ("254", "亿元", "2024", "actual")),
    (Q("exports", "3.1", "亿美元", "出口总额完成3.1亿美元", "2024-06-30"), ("3.1", "亿美元", "2024-H1", "actual")),
    (Q("exports", "3.1", "亿美元", "出口总额完成3.1亿美元", "2024-06-01"), ("3.1", "亿美元", "2024-H1", "actual")),  # its month ends then
    (Q("signed_projects", "30", "个", "签约项目30个以上", "2025", kind=""), ("30", "个", "2025", "target")),
    (Q("signed_projects", "30", "个", "签约项目30个以上", "2025", kind="计划数"), ("30", "个", "2025", "target")),
    (Q("exports", "3.1", "亿美元", "出口总额完成3.1亿美元", "2024年上半年"), ("3.1", "亿美元", "2024-H1", "actual")),
    (Q("unemployment_rate", "3.1", "%", "城镇登记失业率3.1%"), ("3.1", "%", "2024", "actual")),
    (Q("funds_in_place", "150", "%", "实际到位资金增长1.5倍"), ("150.0", "%", "2024", "actual")),
    (Q("patents_granted", "312", "件", "专利授权增至312件"), ("312", "件", "2024", "actual")),
    (Q("signed_projects", "30", "个", "签约项目30个以上", "2025", kind="目标"), ("30", "个", "2025", "target")),
    (Q("fdi_utilized", "2.4", "亿美元", "实际使用外资完成2.4亿美元", zone="周口开发区"), ("2.4", "亿美元", "2024", "actual")),
]  # fmt: skip


@lru_cache(maxsize=32)
def read(text: str) -> tuple[Extraction, Desk]:
    desk = shared()
    name = "表.csv" if text == NAMED_IN_TABLE else "报告.txt"
    return desk.extractor.extract(Document(name.partition(".")[0], name, text, text[:9])), desk


@lru_cache(maxsize=1)
def shared() -> Desk:
    return Desk(load_config())


def proved(text: str, *claims: Claim) -> list[Proof]:
    extraction, desk = read(text)
    return proofs_of(desk, extraction, [said.Testimony("张工", Trust.PROPOSE, claims)])[0]


@pytest.fixture(scope="module")
def of_table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Extraction, Config]:
    config = project(tmp_path_factory.mktemp("表") / "项目", NAMED_IN_TABLE, "濮阳经济技术开发区.csv")
    (extraction,) = read_reports(find_named(config.path.parent / "reports", config), config).extractions
    return extraction, config


@pytest.mark.parametrize(("text", "stated", "reason"), [each for each in REFUSED if each[0] != NAMED_IN_TABLE])
def test_what_does_not_stand_has_its_reason(text: str, stated: Claim, reason: str) -> None:
    (proof,) = proved(text, stated)
    assert (proof.reason, proof.observation) == (reason, None)


@pytest.mark.parametrize(("text", "stated", "doubts"), DOUBTFUL)
def test_what_the_words_leave_open_is_a_doubt(text: str, stated: Claim, doubts: tuple[str, ...]) -> None:
    (proof,) = proved(text, stated)
    assert (proof.reason, proof.doubts) == ("", doubts)


@pytest.mark.parametrize(("stated", "wanted"), STANDS)
def test_what_stands_is_stated_as_in_the_report(stated: Claim, wanted: tuple[str, str, str, str]) -> None:
    (proof,) = proved(WORK, stated)
    assert (proof.reason, proof.doubts) == ("", ())
    found = proof.observation
    assert found is not None
    assert (str(found.value), found.unit, found.period, str(found.kind)) == wanted
    assert found.quote == WORK[found.start : found.end]


def test_every_reason_and_every_doubt_is_tried() -> None:
    assert {reason for _, _, reason in REFUSED} == set(REFUSALS)
    assert {doubt for _, _, doubts in DOUBTFUL for doubt in doubts} == set(DOUBTS)


def test_a_table_says_what_its_rows_and_columns_mean(of_table: tuple[Extraction, Config]) -> None:
    """Of a number in a table only the program's own reading knows the row and the column."""
    extraction, config = of_table
    right = Q("gdp", "254", "", "地区生产总值（亿元） 254", zone="")
    other_year = next(stated for text, stated, _ in REFUSED if text == NAMED_IN_TABLE)
    unquoted = Q("fixed_asset_investment", "112.6", "", "地区生产总值（亿元） 254 固定资产投资（亿元）", zone="")
    tried = (right, other_year, replace(right, value="112.6"), unquoted)
    (proofs,) = proofs_of(Desk(config), extraction, [said.Testimony("张工", Trust.PROPOSE, tried)])
    assert [proof.reason for proof in proofs] == ["", "table_differs", "not_in_text", "not_in_text"]
    assert proofs[0].observation in extraction.observations


def test_what_the_program_reads_stands_as_a_claim() -> None:
    """Nothing that the program itself found is refused when another finds it too."""
    extraction, _ = read(TEXT)
    claims = [
        Claim(
            *("张工", row, "", each.zone, each.indicator, "", each.period, str(each.value), each.unit),
            *(str(each.kind), str(each.measure), TEXT[each.sentence_start : each.sentence_end]),
        )
        for row, each in enumerate((*extraction.observations, *extraction.readings), 1)
    ]
    assert len(claims) > 12 and all(proof.stands for proof in proved(TEXT, *claims))


def test_a_claim_reads_nothing_else_than_before() -> None:
    """What the program itself reads does not depend on who listens."""
    extraction, desk = read(TEXT)
    proved(TEXT, Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元"))
    assert desk.extractor.extract(extraction.document) == extraction


def test_the_quote_may_be_of_the_print_before_its_repair() -> None:
    """Columns break lines within words and numbers; people quote what they see or what was meant."""
    text = next((shipped_folder() / "seeds").glob("004*.txt")).read_text(encoding="utf-8")
    broken = "规上工业企业总产值完 成 96.1 亿元"
    assert broken in text and broken.replace(" ", "") not in text
    for quote in (broken, broken.replace(" ", "")):
        stated = Q("industrial_output", "96.1", "亿元", quote, "2023-H1", zone="濮阳工业园区", kind="预计")
        (proof,) = proved(text, stated)
        assert proof.stands, proof.reason


WORDS = st.sampled_from(
    ["全区地区生产总值完成254亿元", "同比增长5.0%", "规上工业利润下降3.1%", "签约项目30个以上", WORK[20:300]]
)
INDICATORS = st.sampled_from(
    ["gdp", "industrial_profit", "signed_projects", "fiscal_revenue", "exports", "unemployment_rate"]
)
NUMBERS = st.one_of(
    st.decimals(0, 500, places=1).map(str),
    st.sampled_from(["254", "5.0", "3.1", "30", "-3.1", "8.47", "1e3", "NaN", "二百"]),
)


@given(
    INDICATORS, NUMBERS, st.sampled_from(["", "亿元", "万元", "%", "个", "家", "人", "亿美元"]), WORDS,
    st.sampled_from(["", "2024", "2025", "2024-H1"]), st.sampled_from(["实际", "目标"]),
    st.sampled_from(["", "level", "growth"]),
)  # fmt: skip
def test_no_claim_stands_whose_number_is_not_in_its_quote(
    indicator: str, value: str, unit: str, quote: str, period: str, kind: str, measure: str
) -> None:
    """Whatever is claimed: where it stands, the quote has the number, of the same size, and the text has the quote."""
    stated = Q(indicator, value, unit, quote, period, zone="", kind=kind, measure=measure)
    (proof,) = proved(WORK, stated)
    if proof.observation is None:
        assert proof.reason in REFUSALS
        return
    amount = amount_of(value, unit)
    assert amount is not None and proof.observation.value is not None
    claimed, plain = amount
    there = find_quantities(quote)
    if claimed is None:
        assert any(abs(each.value) == abs(plain) for each in there)
    else:
        wanted = to_base(abs(claimed.value), claimed.unit)
        assert any((abs(each.base_value), each.base_unit) == wanted for each in there)
        assert to_base(abs(proof.observation.value), proof.observation.unit) == wanted
    assert proof.observation.indicator == indicator
    assert not (proof.observation.period == "2025" and proof.observation.kind is Kind.ACTUAL)


@given(st.text(max_size=60), st.text(max_size=12), st.text(max_size=6), st.text(max_size=40))
def test_garbage_ends_in_a_reason(indicator: str, value: str, unit: str, quote: str) -> None:
    (proof,) = proved(WORK, Q(indicator, value, unit, quote, "", zone=quote[:5], kind=unit))
    assert proof.stands or proof.reason in REFUSALS


def test_the_samples_file_is_a_table(tmp_path: Path) -> None:
    made = table(tmp_path / "表.csv", [Q("gdp", "254", "亿元", "全区地区生产总值完成254亿元")])
    assert made.read_text("utf-8-sig").startswith("报告,开发区,指标")
