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
    ("固定资产投资从去年的23.6亿元一跃而至31.4亿元。", [f"{FIA} level 23.6亿元", f"{FIA} level 31.4亿元"], "a leap"),
    ("与2015年相比，固定资产投资由23.6亿元增加到31.4亿元。", [f"{FIA} level 23.6亿元", f"{FIA} level 31.4亿元"], "the base is of the year held against"),
    ("2020年固定资产投资由23.6亿元增加到31.4亿元。", [f"{FIA} level 31.4亿元"], "and of none where nothing tells"),
    ("兑现技改贴息1860万元。", [], "a subsidy is no investment"),
    ("固定资产投资31.4亿元（1990年不变价），比上年增长8.3%。", [f"{FIA} level 31.4亿元", f"{FIA} growth 8.3%"], "in which prices, in brackets"),
    ("固定资产投资31.4亿元（按2020年可比价格计算），比上年增长8.3%。", [f"{FIA} level 31.4亿元", f"{FIA} growth 8.3%"], "in other words"),
    ("固定资产投资31.4亿元（2020年29亿元），比上年增长8.3%。", [f"{FIA} level 31.4亿元", f"{FIA} level 29亿元"], "but not a figure of another year"),
    ("固定资产投资、利税、利润59.8亿元、6.9亿元和4.1亿元，分别增长30.4%、28.7%和33.5%。",
     [f"{FIA} level 59.8亿元", "industrial_profit level 4.1亿元", f"{FIA} growth 30.4%", "industrial_profit growth 33.5%"], "a list of names, then one of numbers, with a noun between"),
    ("固定资产投资、利润、一般公共预算收入59.8亿元、4.1亿元。", [], "lists of unlike length"),
    ("合同利用外资1280万美元，实际到位510万美元，增长8.3%。", ["signed_investment level 1280万美元", "fdi_utilized level 510万美元", "fdi_utilized growth 8.3%"], "what came in dollars is foreign"),
    ("引进项目20个，实际到位5.1亿元，增长8.3%。", ["signed_projects level 20个", "funds_in_place level 5.1亿元", "funds_in_place growth 8.3%"], "and in yuan domestic"),
    ("新批入区项目37个。", ["signed_projects level 37个"], "what was newly admitted"),
    ("一般公共预算收入21.7亿元，其中外资企业8.9亿元；固定资产投资31.4亿元。", [f"{REV} level 21.7亿元", f"{FIA} level 31.4亿元"], "a part ends with its clause"),
    ("工业总产值21.7亿元，其中外资企业8.9亿元；工业增加值4.92亿元。", ["industrial_output level 21.7亿元", "industrial_value_added level 4.92亿元"], "also before a name that needs a second signal"),
    ("电子信息产业产值50亿元，其中集成电路企业8亿元；利润5亿元。", [], "what was another's before the part stays so"),
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
    ("3月份规上工业总产值比2月份增长60%，同比增长12%。", ["industrial_output growth 12%"], "on another month"),
    ("3月份的出口已经比2月份翻了一番还多。", [], "twice another month"),
    ("规上工业增加值增长8.2%，比今年2月加快0.5个百分点。", ["industrial_value_added growth 8.2%"], "faster than in another month"),
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
    ("固定资产投资首次突破30亿元大关，达到31.4亿元。", [f"{FIA} level 31.4亿元"], "a milestone says no more where the level follows"),
    ("固定资产投资再创新高，磁材达到31.4亿元。", [], "a subject of its own ends the reach"),
    ("走访规上工业企业56家。", [], "some of them were visited"),
    ("规上工业企业达到193家，复工158家。", ["industrial_enterprises level 193家"], "some of them did something"),
    ("固定资产投资完成31.4亿元，同比增长8.3%，其中磁材完成12亿元，增长21%。",
     [f"{FIA} level 31.4亿元", f"{FIA} growth 8.3%"], "a part that no name has"),
    ("固定资产投资31.4万人。", [], "a unit that does not fit"),
    # where one reading ends and another begins
    ("税收收入6.1亿元，占一般公共预算收入的78%。", ["tax_revenue level 6.1亿元"], "what a share is of is told nothing"),
    ("剔除石化企业后，规上工业总产值增长6.6%。", [], "without some of them"),
    ("各镇分别完成固定资产投资3.2亿元。", [], "what is spread over others is theirs"),
    ("俄罗斯方向的进出口3.6亿元。", [], "a noun with 的 before a name makes it a part"),
    ("钢厂的固定资产投资3.6亿元。", [], "and whose it is"),
    ("二手车出口3400辆，出口额达2.7亿元。", [], "the money of a part just told in pieces"),
    ("来料加工装配进口2.6亿元。", [], "a noun of several pieces"),
    ("经香港出口额2.6亿元。", [], "by way of a place"),
    ("恒昌重工实现产值26.4亿元，上缴税金9800万元。", [], "a doer of one clause does the next"),
    ("批发业收入3.2亿元，规上工业总产值15.6亿元，营业收入14.1亿元。",
     [f"{OUT} level 15.6亿元", "industrial_revenue level 14.1亿元"], "a sure name ends what a part began"),
    ("服务业增长8.3%；第二产业增长5.2%。", [], "a weak name without its topic is no topic of the next"),
    ("29个市县重点项目完成投资58.3亿元。", ["key_projects level 29个 [市县]", "key_project_investment level 58.3亿元 [市县]"], "those of city and county"),
    ("完成省市重点项目投资65亿元。", ["key_project_investment level 65亿元"], "whose list it is stands in the name"),
    ("26个省市重点项目投资完成58.7亿元。", ["key_projects level 26个", "key_project_investment level 58.7亿元"], "a count before a name that goes on behind it"),
    ("26个重点项目税收2.4亿元。", ["key_projects level 26个"], "what those just counted pay"),
    ("陶瓷产业集群完成投资3亿元，规上工业总产值15.2亿元。", [f"{OUT} level 15.2亿元"], "a part ends with its clause where a sure name opens the next"),
    ("光伏完成投资增长3%。", [], "a noun right before a weak name"),
    ("稀土基地加快发展，实现工业总产值80亿元。", [], "a part of the zone goes on"),
    ("园区企业加快发展，实现工业总产值80亿元。", [f"{OUT} level 80亿元"], "all firms of the zone are no part of it"),
    ("区完成固定资产投资3.2亿元。", [f"{FIA} level 3.2亿元"], "区 is the zone itself"),
    ("规上工业企业达到86家，实现营业收入38.7亿元。", ["industrial_enterprises level 86家", "industrial_revenue level 38.7亿元"], "all firms, and what they make"),
    ("固定资产投资31.4亿元、出口5.2亿元，增长8.3%。",
     [f"{FIA} level 31.4亿元", "exports level 5.2亿元", "exports growth 8.3%"], "a name that has its number is in no list"),
    ("新增规上工业企业9家、高新技术企业达到14家、科技型中小企业30家。",
     ["new_industrial_enterprises level 9家", "high_tech_enterprises level 14家 [新增]", "tech_smes level 30家"], "达到 ends what came in"),
    ("固定资产投资10.26亿元，首次跨过10亿元大关，增长38.4%。",
     [f"{FIA} level 10.26亿元", f"{FIA} level 跨过10亿元", f"{FIA} growth 38.4%"], "a mark that was passed keeps the subject"),
    ("固定资产投资首次迈过10亿元门槛。", [f"{FIA} level 迈过10亿元"], "迈过 is more than"),
    ("固定资产投资增长达2.3倍。", [f"{FIA} growth 2.3倍"], "a verb between the growth and its times"),
    ("固定资产投资增长为上年的2.3倍。", [], "so many times as much is no growth"),
    ("固定资产投资中民间投资增长2.3倍。", [], "times of another subject"),
    ("地区生产总值、固定资产投资、出口分别增长2.3倍、1.2倍。", [], "three names and two of times"),
    ("固定资产投资增长9.2%，比上年的8.1%高1.1个百分点。", [f"{FIA} growth 9.2%"], "the rate of last year that it is held against"),
    ("固定资产投资95.2亿元，增长9.2%，超过增长8%的年度计划。",
     [f"{FIA} level 95.2亿元", f"{FIA} growth 9.2%", f"{FIA} growth 8% plan"], "a planned rate behind its outcome"),
    ("固定资产投资95.2亿元，已超过90亿元的年度计划。", [f"{FIA} level 95.2亿元", f"{FIA} level 超过90亿元 plan"], "and a planned amount"),
    ("固定资产投资95.2亿元，超过8%的年度计划。", [f"{FIA} level 95.2亿元"], "a % with no way in a plan"),
    ("固定资产投资95.2亿元，超过90亿元的预期。", [f"{FIA} level 95.2亿元", f"{FIA} level 超过90亿元"], "预期 is no plan"),
    ("203.8亿元的主营业务收入。", [], "a name behind 的 needs its verb"),
    ("全区实现203.8亿元的主营业务收入。", ["industrial_revenue level 203.8亿元"], "and is read with one"),
    ("迎来8.3%的城镇登记失业率。", [], "an amount of money alone"),
    ("固定资产投资由1—5月的1.9%转为增长3.4%。", [f"{FIA} growth 3.4%"], "a base that says no way"),
    ("31.4万人——去年全区固定资产投资。", [], "a number in a box of another unit"),
    ("规上工业利润总额亏损2.3亿元；税收收入亏损2.3亿元。", ["industrial_profit level -2.3亿元"], "only profits turn into a loss"),
    ("一般公共预算收入和税收收入分别增长9.3%。", [f"{REV} growth 9.3%", "tax_revenue growth 9.3%"], "分别 before one rate"),
    ("城乡居民人均可支配收入均增长7.2%。",
     ["urban_disposable_income growth 7.2%", "rural_disposable_income growth 7.2%"], "one rate of a name that lists two"),
    ("财政总收入5.2亿元、一般公共预算收入3.1亿元，分别增长16.3%和21.8%。",
     [f"{REV} level 3.1亿元", f"{REV} growth 21.8%"], "a rate for an amount that no name has"),
    ("地区生产总值212亿元，固定资产投资31.4亿元，工业投资分别增长6.2%和8.3%。",
     [f"{GDP} level 212亿元", f"{FIA} level 31.4亿元"], "分别 behind a third name"),
    ("营业收入增长27.1%，利润总额增长8.3%、9.2%。", ["industrial_revenue growth 27.1%", "industrial_profit growth 8.3%"], "no row is open"),
    ("城镇登记失业率和地区生产总值分别增长3.2%和6.2%。", [], "what is a rate has no growth in a list"),
    ("城镇登记失业率上升3.2%。", [], "nor alone"),
    ("固定资产投资31.4%。", [], "a bare % of what is no rate"),
    ("固定资产投资31.4亿元（目标8%以上）。", [f"{FIA} level 31.4亿元", f"{FIA} completion 8%以上"], "brackets behind a level state no planned rate"),
    ("固定资产投资31.4亿元，新增3.2亿元。", [f"{FIA} level 31.4亿元"], "what came on top of money is no level"),
    ("签约项目31个，新增9个。", ["signed_projects level 31个"], "nor of what is no stock"),
    ("高新技术企业净增12家。", ["high_tech_enterprises level 12家 [新增]"], "of a stock it is"),
    ("新增产值2.7亿元。", [], "new money is an increment"),
    ("完成31.4亿元固定资产投资。", [], "money before its name"),
    ("固定资产投资全区完成31.4亿元。", [f"{FIA} level 31.4亿元"], "the zone behind a name"),
    ("推动固定资产投资完成31.4亿元。", [f"{FIA} level 31.4亿元"], "a verb of service before money"),
    ("走访56家规上工业企业。", [], "visited, with the count in front"),
    ("43家规上工业企业代表参加。", [], "those of the firms"),
    ("26个重点项目完成12个。", ["key_projects level 12个"], "a count before, and one behind"),
    ("引进光电产业中心等20个重点项目。", [], "brought in, and not all there are"),
    ("新开工项目12个，10个重大建设项目获奖。", ["projects_started level 12个"], "some were awarded"),
    ("城镇新增就业5120人，帮助1920名下岗失业人员再就业。",
     ["urban_new_jobs level 5120人", "reemployment level 1920名"], "a count with its name behind it"),
    ("建成1家区级中心。", [], "what was built is no project"),
    ("磁材产业链9个亿元以上项目相继签约。", [], "a pattern of a part"),
    ("宏远磁材完成9个亿元以上项目签约。", [], "and of a firm"),
    ("全区9个亿元以上项目相继签约。", ["signed_projects level 9个"], "of the zone it is read"),
    ("其中亿元以上项目29个。", [], "a part of projects that were not counted"),
    ("新开工项目31个，其中亿元以上29处。", ["projects_started level 31个"], "a part in another unit"),
    ("实施亿元以上重点项目24个，总投资310亿元。",
     ["key_projects level 24个 [亿元以上]", "key_project_total_investment level 310亿元 [亿元以上]"], "the money of a group has its scope"),
    ("城镇登记失业率3.2%，完成年度目标的95%。", ["unemployment_rate level 3.2%"], "a rate completes no plan"),
    ("固定资产投资增长12.4%，完成年度计划的52.4%。", [f"{FIA} growth 12.4%"], "nor does a growth"),
    ("城镇新增就业岗位4126个。", ["urban_new_jobs level 4126个"], "posts are counted in 个"),
    ("规上工业户均产值3.2亿元。", [], "of one household each"),
    ("规上工业企业亩均税收21.4万元。", [], "of one mu"),
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


@pytest.mark.parametrize(
    ("sentences", "wanted"),
    [
        (["对东盟国家进出口额3亿元。", "其中，出口2亿元。"], []),
        (["全区进出口额3亿元。", "其中，出口2亿元。"], ["exports level 2亿元"]),
        (["市级一般公共预算收入3.4亿元。", "税收收入2.1亿元。"], []),
        (["市级一般公共预算收入3.4亿元。", "全区税收收入6.2亿元。"], ["tax_revenue level 6.2亿元"]),
        (["规上工业企业达到86家。", "年内有望入规的31家企业。"], []),
    ],
)
def test_what_a_sentence_hands_on(sentences: list[str], wanted: list[str]) -> None:
    """The readings of the last of some sentences: a part, and a level of its own, hold on till another is named."""
    carry = Carry()
    for text in sentences:
        found, _ = READER.read(TOKENISER.tokens(text, find_quantities(text), periods_of(text)), carry)
    assert [f"{each.indicator} {each.measure} {each.number.text}" for each in found] == wanted


# of each indicator some of its further names that need nothing, and some weak ones with what must have been spoken of
SURE: dict[str, str] = {
    "gdp": "区域生产总值212亿元", "gdp_per_capita": "人均区域生产总值31400元", "primary_value_added": "第一产业完成3.4亿元",
    "industrial_output": "规模工业产值31.4亿元", "industrial_value_added": "规模企业增加值31.4亿元",
    "industrial_revenue": "规模工业营业收入31.4亿元", "industrial_profit": "规上企业利润3.4亿元",
    "industrial_enterprises": "规模工业企业31家", "new_industrial_enterprises": "企业升规入统31家",
    "fixed_asset_investment": "固定资产投入31.4亿元", "industrial_investment": "工业性投入31.4亿元",
    "technology_upgrade_investment": "工业技改固定资产投资31.4亿元", "real_estate_investment": "房地产完成投资31.4亿元",
    "key_projects": "省级重点项目31个", "key_project_investment": "重点建设项目投资31.4亿元",
    "key_project_total_investment": "重大项目总投资31.4亿元", "projects_started": "新开工重大项目31个",
    "projects_commissioned": "竣工达产项目31个", "signed_projects": "履约项目31个",
    "signed_manufacturing_projects": "引进制造业项目31个", "signed_investment": "合同内资31.4亿元",
    "funds_in_place": "引进域外资金31.4亿元", "fdi_utilized": "实际利用境外资金3.4亿美元", "retail_sales": "社零31.4亿元",
    "trade_total": "外贸进出口值31.4亿元", "exports": "外贸出口值3.4亿美元", "imports": "自营进口额3.4亿元",
    "fiscal_revenue": "公共预算收入9.2亿元", "tax_revenue": "国、地税税收收入9.2亿元", "fiscal_expenditure": "财政一般预算支出9.2亿元",
    "urban_disposable_income": "城镇常住居民可支配收入41250元", "rural_disposable_income": "农民纯收入22860元",
    "urban_new_jobs": "新增城镇就业人口3126人", "reemployment": "失业再就业3126人", "hardship_reemployment": "困难人员实现就业312人",
    "rural_labour_transfer": "农牧民转移就业3126人", "skills_training": "培训技术工人3126人次",
    "skilled_workers_added": "新增高技能型人才312人", "high_tech_enterprises": "高新企业31家", "tech_smes": "科技中小企业31家",
    "innovation_platforms": "省级以上研发机构31个", "technology_contract_value": "技术交易额31.4亿元",
    "energy_intensity": "万元GDP能源消耗下降4.2%",
    "patents_granted": "企业拿到专利授权312件",
}  # fmt: skip
WEAK: dict[str, tuple[str, str]] = {
    "primary_value_added": ("一产3.4亿元", "gdp secondary_value_added tertiary_value_added"),
    "secondary_value_added": ("二产31.4亿元", "gdp primary_value_added tertiary_value_added"),
    "tertiary_value_added": ("三产31.4亿元", "gdp primary_value_added secondary_value_added"),
    "industrial_output": ("产值31.4亿元", ""), "industrial_value_added": ("增加值31.4亿元", ""),
    "industrial_revenue": ("营收31.4亿元", ""), "industrial_profit": ("利润3.4亿元", ""),
    "industrial_enterprises": ("规模企业31家", ""),
    "new_industrial_enterprises": (
        "升规31家", "industrial_enterprises industrial_output industrial_value_added industrial_revenue industrial_investment",
    ),
    "fixed_asset_investment": ("全社会投资31.4亿元", ""), "industrial_investment": ("工业项目完成投资31.4亿元", ""),
    "technology_upgrade_investment": ("技改31.4亿元", ""),
    "real_estate_investment": ("房地产开发31.4亿元", "fixed_asset_investment industrial_investment"),
    "key_projects": ("亿元以上在建项目31个", ""), "key_project_investment": ("年度完成投资31.4亿元", "key_projects"),
    "key_project_total_investment": ("估算总投资31.4亿元", "key_projects"), "projects_started": ("开工31个", ""),
    "projects_commissioned": ("建成投产31个", ""), "signed_projects": ("签约31个", ""),
    "signed_manufacturing_projects": ("工业项目31个", "signed_projects"),
    "signed_investment": ("合同额31.4亿元", "signed_projects signed_manufacturing_projects"),
    "funds_in_place": ("实际到位31.4亿元", ""), "fdi_utilized": ("外资3.4亿美元", ""), "retail_sales": ("零售额31.4亿元", ""),
    "trade_total": ("外贸31.4亿元", ""), "fiscal_revenue": ("一般公共预算9.2亿元", ""), "tax_revenue": ("税金9.2亿元", ""),
    "fiscal_expenditure": ("预算支出9.2亿元", ""), "disposable_income": ("居民人均收入31400元", ""),
    "urban_disposable_income": ("城镇居民41250元", "rural_disposable_income disposable_income urban_disposable_income"),
    "rural_disposable_income": ("农村居民22860元", ""), "urban_new_jobs": ("新安置就业3126人", ""),
    "reemployment": ("下岗职工3126人", ""), "hardship_reemployment": ("困难群体312人", ""),
    "rural_labour_transfer": ("劳务输出3126人", ""), "skills_training": ("培训农民工3126人次", ""),
    "skilled_workers_added": ("技能人才312人", ""), "high_tech_enterprises": ("高企31家", ""), "tech_smes": ("科技型企业31家", ""),
    "innovation_platforms": ("技术中心31个", ""), "energy_intensity": ("综合能耗下降4.2%", ""), "technology_contract_value": ("成交额31.4亿元", ""), "patents_granted": ("专利312件", ""),
}  # fmt: skip
# names with qualifiers inside; and words that make a name that of something else
SHAPED: dict[str, str] = {
    "key_projects": "亿元以上重点产业项目31个 列入省级重点的项目31个 列入市级重点的31个项目 纳入重点的31个项目 省市重点31个",
    "projects_started": "新开工亿元以上项目31个 集中开工亿元以上项目31个 新动工亿元以上项目31个 新破土亿元以上项目31个 新开建亿元以上项目31个 "
    "亿元以上项目集中开工31个",
    "projects_commissioned": "竣工投产亿元以上项目31个 建成亿元以上项目31个",
    "signed_projects": "正式签约亿元以上项目31个 招商引资亿元以上项目31个",
    "funds_in_place": "引进市外工业项目资金31.4亿元",
}
UNLESS = "承包 建筑企业 建筑业 施工 劳务 订单 采购 购销 技术服务"


@pytest.mark.parametrize(("indicator", "text"), SURE.items())
def test_a_further_name(indicator: str, text: str) -> None:
    assert [(each.indicator, each.scope) for each in read(f"{text}。")[0]] == [(indicator, "")]


@pytest.mark.parametrize(
    ("indicator", "text", "topic"),
    [(name, text, topic) for name, (text, topics) in WEAK.items() for topic in topics.split() or [""]],
)
def test_a_weak_name(indicator: str, text: str, topic: str) -> None:
    """It is read where any one of its topics was spoken of; nowhere else, where it has topics."""
    assert [each.indicator for each in read(f"{text}。", *topic.split())[0]] == [indicator]
    assert not topic or indicator not in [each.indicator for each in read(f"{text}。")[0]]


@pytest.mark.parametrize(
    ("indicator", "text"), [(name, text) for name, texts in SHAPED.items() for text in texts.split()]
)
def test_a_name_with_qualifiers(indicator: str, text: str) -> None:
    assert [each.indicator for each in read(f"{text}。")[0]] == [indicator]


def test_words_that_make_a_name_of_something_else() -> None:
    assert told("当年合同金额31.4亿元。") == ["signed_investment level 31.4亿元"]
    assert {word: told(f"{word}当年合同金额31.4亿元。") for word in UNLESS.split()} == {
        word: [] for word in UNLESS.split()
    }


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("税收收入6.1亿元，占一般公共预算收入的78%。", "share"),
        ("产能是去年的2.5倍。", "unexplained"),
        ("固定资产投资是“十二五”的5.5倍。", "times"),
        ("城镇登记失业率上升3.2%。", "unexplained"),
        ("固定资产投资增长9.2%，比上年的8.1%高1.1个百分点。", "unexplained unexplained"),
        ("园区完成203.8亿元的重点项目。", "qualifies"),
        ("地区生产总值、固定资产投资、出口分别增长2.3倍、1.2倍。", "unexplained unexplained"),
        ("新开工项目31个，其中亿元以上29处。", "unexplained unexplained"),
        ("固定资产投资完成31.4亿元，比上年增加3.2亿元。", "increment"),
        ("规上工业总产值环比增长2.1%。", "month_on_month"),
        ("一般公共预算收入由3.2亿元增加到8.3亿元。", "base"),
        ("固定资产投资31.4万人。", "unit_mismatch"),
    ],
)
def test_what_is_refused_says_why(text: str, reasons: str) -> None:
    found, refused = read(text)
    assert [each.reason for each in refused] == reasons.split()
    assert len(found) + len(refused) == sum(
        token.kind in "PQUX" for token in TOKENISER.tokens(text, find_quantities(text), periods_of(text))
    )


# what somebody has in a whole is not the whole: sentences by how they are built, with parts that no list holds
PARTS: list[Any] = [
    ("鞋帽小厂在全区工业投资里摊下4.6亿元。", [], "在…里"),
    ("发放消费券1500万元，撬动社会消费品零售总额1.2亿元。", [], "what somebody levered"),
    ("专利质押融资3.17亿元，涉及专利授权264件。", [], "what it touched"),
    ("规模以下工业总产值24.9亿元。", [], "below the size"),
    ("B区固定资产投资17.8亿元。", [], "a letter before 区"),
    ("区固定资产投资17.8亿元。", [f"{FIA} level 17.8亿元"], "and none"),
    ("跨境电商（9610、1210模式）进出口额3.9亿元。", [], "a trade before brackets"),
    ("经济（按快报数，120家）固定资产投资31.4亿元。", [f"{FIA} level 31.4亿元"], "and all of it"),
    ("央企在园区的工业投资5.9亿元。", [], "whose it is, within the zone"),
    ("今年在园区的工业投资5.9亿元。", ["industrial_investment level 5.9亿元"], "and nobody's"),
    ("与中东欧国家的进出口额4.4亿元。", [], "with whom"),
    ("拿下签约项目37个。", ["signed_projects level 37个"], "a verb before what was signed"),
    ("固定资产投资算下来有31.4亿元。", [f"{FIA} level 31.4亿元"], "in all, as one says"),
    ("宠物窝具和猫砂领域，专利授权41件。", [], "a trade alone in the clause before"),
    ("保税维修业务，固定资产投资1.8亿元。", [], "a business"),
    ("科技创新领域，专利授权41件。", ["patents_granted level 41件"], "a field of all of the economy"),
    ("在招商引资和外贸领域，固定资产投资1.8亿元。", [f"{FIA} level 1.8亿元"], "several of them"),
    ("全区房地产开发投资中还剩2.7亿元。", [], "a name with 中 behind it"),
    ("花卉合作社为全区税收收入添进620万元。", [], "为 and a verb of its own"),
    ("主要目标为规上工业总产值达到300亿元。", ["industrial_output level 300亿元"], "为 before what a name comes to"),
    ("车队替全区出口总额跑来3300万美元。", [], "替"),
    ("琴行也给社会消费品零售总额挣回7800万元。", [], "给"),
    ("标准件一家占全区规上工业总产值12.6亿元。", [], "占 before the whole"),
    ("规上工业企业有14家改用天然气。", [], "有 and what those do"),
    ("规上工业企业共有174家分布在三个园区。", ["industrial_enterprises level 174家"], "共有 is all of them"),
    ("规上工业企业有174家，比上年增加9家。", ["industrial_enterprises level 174家"], "a mark behind it"),
    ("规上工业利润总额有3.2亿元来自一根钓竿。", [], "有 and where it comes from"),
    ("规上工业总产值近半来自折叠伞，达6.3亿元。", [], "来自 before a pause"),
    ("固定资产投资的大头是邮政，计1.3亿元。", [], "a noun of portions"),
    ("固定资产投资是冷链，达1.3亿元。", [], "是 and a noun before the pause"),
    ("固定资产投资用在街区更新上的，是8.2亿元。", [], "的 at the end of what it went into"),
    ("进度滞后的重点项目有7个。", [], "which ones"),
    ("今年确定的重点项目有62个。", ["key_projects level 62个"], "all that were set"),
    ("社会消费品零售总额（石油类）4.4亿元。", [], "brackets that name a class"),
    ("工业增加值多得12.6亿元。", [], "what came on top"),
    ("规上工业营业收入（微型部分）1.7亿元。", [], "brackets that say which part"),
    ("竹溪科技园的高新技术企业为34家。", [], "a park with a name of its own"),
    ("税收收入因此减收1.8亿元。", [], "what was lost is no level"),
    ("茶叶在全区出口里占了8成，出口额9.7亿元。", [], "the clause behind goes on with the part"),
    ("有8个签约项目没有如期开工。", [], "what did not happen"),
    ("增速居市区两个国家级科技创新平台之首。", [], "one among several"),
    ("每个领导至少联系2个重点项目。", [], "those that somebody looks after"),
    ("一座电站就占了固定资产投资的7.6亿元。", [], "的 between the whole and its part"),
    ("折扣季拉动全区社会消费品零售总额1.9亿元。", [], "somebody's verb before the zone"),
    ("数据显示全区固定资产投资31.4亿元。", [f"{FIA} level 31.4亿元"], "a verb that tells"),
    ("全区完成固定资产投资31.4亿元。", [f"{FIA} level 31.4亿元"], "the zone's own verb"),
    ("固定资产投资最近三年都在增长，今年完成31.4亿元。", [f"{FIA} level 31.4亿元"], "最近 is no rank"),
    ("农民人均纯收入最高的是花园村，已有9500元。", [], "who has most"),
    ("红星糖厂名下的工业增加值是2.1亿元。", [], "what is owned"),
    ("重点项目进度滞后的有4个。", [], "…的有"),
    ("全区地区生产总值调增2.8亿元。", [], "what was added to the books"),
    ("进口总额同比下探8.3%。", ["imports growth -8.3%"], "another fall"),
    ("储能项目接连上马，吸走全区工业投资10.9亿元。", [], "somebody's verb opens the clause"),
    ("进口总额（仅保税备货）1.94亿元。", [], "brackets that say what alone"),
    ("参加园区职业技能培训的为72人次。", [], "…的为"),
    ("规上工业总产值余下的只有127.5亿元。", [], "what is left"),
    ("地区生产总值的净增量为15.8亿元。", [], "what came on top, as a noun"),
    ("新引进亿元以上制造业项目60个。", ["signed_manufacturing_projects level 60个 [亿元以上制造业]"], "projects of manufacturing"),
    ("培训技能工人1260人次。", ["skills_training level 1260人次"], "who is trained"),
    ("地区生产总值增长6.5%以上、奋斗目标为7%。", [f"{GDP} growth 6.5%以上", f"{GDP} growth 7%"], "a second aim with 为"),
    ("地区生产总值152.3亿元，按可比价格算增长14.1%。", [f"{GDP} level 152.3亿元", f"{GDP} growth 14.1%"], "by which prices"),
    ("两类产品带来的工业产值为41.6亿元。", [], "what brought it"),
    ("列入工业营业收入统计的再生企业，去年进账7.9亿元。", [], "what is counted in it"),
    ("规上工业利润总额（煤化工板块口径）6.9亿元。", [], "brackets that name a part and how it is counted"),
    ("被列入名单的全区规上工业企业为14家。", [], "which ones, before the zone"),
    ("折扣季拉动了全区社会消费品零售总额24.8亿元。", [], "with 了 behind the verb"),
    ("速冻食品企业的技改投资达1.9亿元。", [], "firms of a trade"),
    ("园区企业的技改投资达1.9亿元。", ["technology_upgrade_investment level 1.9亿元"], "all firms of the zone"),
    ("技改投资过半投向硫化设备，计5.3亿元。", [], "where it went"),
    ("民营经济创造的税收收入6.1亿元。", [], "who made it"),
    ("全区固定资产投资最终定在31.4亿元。", [f"{FIA} level 31.4亿元"], "最终 is no rank"),
    # what befell the value stands between
    ("进出口总额扭转下滑局面，增长3%左右。", ["trade_total growth 3%左右"], "a turn for the better"),
    ("固定资产投资受楼市拖累，比上年增长3.2%。", [f"{FIA} growth 3.2%"], "what it suffers from"),
    ("出口总额像春笋一样冒出31.4亿元。", ["exports level 31.4亿元"], "a simile"),
    ("工业投资摆脱连续两年的低迷，同比增长6.2%。", ["industrial_investment growth 6.2%"], "how long it lasted"),
    ("出口增速连续八个月在40%以上。", [], "a rate of many months"),
    ("数据要晚一个月，全区规上工业实现主营业务收入198.4亿元。", ["industrial_revenue level 198.4亿元"], "how long one waits is nobody's"),
    ("今年还新增了规上工业企业6家。", ["new_industrial_enterprises level 6家"], "了 behind the verb"),
    ("把82个签约项目揽入怀中。", ["signed_projects level 82个"], "把 before the number"),
    ("【财政】一般公共预算收入31.4亿元。", [f"{REV} level 31.4亿元"], "the name of a corner"),
    # verbs that no list holds, by their letters
    ("税收收入归仓31.4亿元。", ["tax_revenue level 31.4亿元"], "a verb by its letters"),
    ("税收收入稳稳托举31.4亿元。", ["tax_revenue level 31.4亿元"], "with its first letter twice"),
    ("规上工业总产值锡箔31.4亿元。", [], "a noun by its letters"),
    ("失业人员再就业lO83人。", [], "letters of another alphabet are no verb"),
    ("固定资产投资堆高至31.4亿元。", [f"{FIA} level 31.4亿元"], "a letter before a verb of reaching"),
    ("全区收进税收收入31.4亿元。", ["tax_revenue level 31.4亿元"], "pieces of a verb before the name"),
    ("全区撮合出技术合同成交额31.4亿元。", ["technology_contract_value level 31.4亿元"], "with its result"),
    ("全区锡箔出口31.4亿元。", [], "a noun before the name"),
    ("出口总额的历史纪录被改写为31.4亿元。", ["exports level 31.4亿元"], "a record that was broken"),
    ("园区把31.4亿元的签约金额收入囊中。", ["signed_investment level 31.4亿元"], "把 and its name behind"),
    ("固定资产投资砸下31.4亿元真金白银。", [f"{FIA} level 31.4亿元"], "praise of two words"),
    ("税收收入增幅翘上8.3%。", ["tax_revenue growth 8.3%"], "behind a word of growth"),
    ("地区生产总值同比劲升8.3%。", [f"{GDP} growth 8.3%"], "劲 and 升 are one word"),
    ("进口总额同比走低8.3%。", ["imports growth -8.3%"], "a fall by its letters"),
    ("进口总额同比逆势上扬8.3%。", ["imports growth 8.3%"], "a rise by its letters, with what goes before"),
    ("进口总额同比盘整8.3%。", [], "neither up nor down"),
    ("地区生产总值跑出8.3%的同比增速。", [f"{GDP} growth 8.3%"], "the word of growth behind, with its base"),
    ("第三产业增加值撑起31.4亿元的版图。", ["tertiary_value_added level 31.4亿元"], "praise behind the number"),
    # what is spoken of alone, or given to the whole, taken out of it or told beside it
    ("保险业向全区第三产业增加值献上1.8亿元。", [], "向 and the whole it goes to"),
    ("茶艺夜校占了全区职业技能培训430人次。", [], "占了 with the zone behind it"),
    ("香料业对全区规上工业营业收入的贡献不算小，计有8.9亿元。", [], "对…的"),
    ("与一般公共预算收入并列的基金收入，全区有19.7亿元。", [], "what stands beside it"),
    ("入园不满一年的新厂，带来固定资产投资28.7亿元。", [], "who brought it, told in the clause before"),
    ("招商成效明显，完成固定资产投资28.7亿元。", [f"{FIA} level 28.7亿元"], "a clause before that brought nothing"),
    ("留抵退税冲减全区税收收入4.4亿元。", [], "what was taken off"),
    ("机器人换下了重活，也用掉全区技改投资2.4亿元。", [], "what was taken out"),
    ("恒泰轮胎一家的规上工业总产值即有72.4亿元。", [], "one firm's"),
    ("北部几个镇的地区生产总值为12.9亿元。", [], "of some towns"),
    ("属于外资的新开工项目仅2个。", [], "where they come from"),
    ("单是冷鲜肉分割，规上工业利润便有8620万元。", [], "what is spoken of alone"),
    ("光看两年，固定资产投资就完成31.4亿元。", [f"{FIA} level 31.4亿元"], "a length of time alone"),
    ("对东盟这一头，全区进出口总额合计43.1亿元。", [], "with whom the trade is"),
    ("向海图强再提速，全区进出口总额合计43.1亿元。", ["trade_total level 43.1亿元"], "a clause with a verb is no partner"),
    ("规上工业增加值外销者，计31.9亿元。", [], "者"),
    ("规上工业增加值属临江一带，计31.9亿元。", [], "属"),
    ("焊工是全区新增技能人才的主力工种，有435人。", [], "的 and a noun that begins as one of portions"),
    ("签约制造业项目有8个瞄准了减速器。", [], "有 and what those aim at"),
    ("规上工业利润（限民营口径）11.6亿元。", [], "brackets that limit it"),
    ("农机企业扎堆的北部片区，规上工业增加值5.53亿元。", [], "a clause that is a part with what says which"),
    ("化纤企业云集的滨海片区，技改投资完成4.27亿元。", [], "with a verb of a class"),
    ("打造出千亿级的产业集群，规上工业总产值达到31.4亿元。", ["industrial_output level 31.4亿元"], "a part that is a verb's object"),
    ("服务业实际使用外资只有560万美元。", [], "a trade before the name"),
    ("职业技能培训里，面向农民的，园区办了690人次。", [], "a pattern around a whole"),
    # a part told by a clause of its own, by a class, by what was told before
    ("仅充电桩建设一项，固定资产投资就有6700万元。", [], "one item, and 就"),
    ("2007年，仅立新电子一家，就解决城镇新增就业410人。", [], "one firm behind a time"),
    ("充电桩建设一项，固定资产投资便有6700万元。", [], "one item, and 便"),
    ("新增绿色工厂一家，就业困难人员再就业365人。", ["hardship_reemployment level 365人"], "a name that begins as 就 does"),
    ("光伏产业扩容一项，固定资产投资6700万元。", [f"{FIA} level 6700万元"], "a trade that begins as 光 does"),
    ("公共安全类的一般公共预算支出，全年花了2280万元。", [], "a class of it"),
    ("石材商会牵线，给城西产业集聚区规上工业总产值编进6.35亿元。", [], "given to the whole of a zone with a name"),
    ("全区规上工业企业有23家注销。", [], "some that left"),
    ("社会消费品零售总额一改只增长2.9%的状况。", [], "how it was before"),
    ("进出口总额摆脱了下降6%的困境，增长3.1%。", ["trade_total growth 3.1%"], "and how it is now"),
    ("进出口总额改变打法，增长3.1%的势头不减。", ["trade_total growth 3.1%"], "a state that lasts"),
    ("全区签约项目先后达到62个。", ["signed_projects level 62个"], "one after the other"),
    ("若单看港口一块，全区重点项目总投资便减到13.8亿元。", [], "one part alone, supposed"),
    ("凭一家糖厂，全区地方财政收入便有了4300万元。", [], "what one firm alone brings"),
    ("单位GDP能耗又压下去了2.9%。", ["energy_intensity growth -2.9%"], "a fall by an image"),
    ("全区喜提高新技术企业83家。", ["high_tech_enterprises level 83家"], "a verb of getting"),
    ("一般公共预算支出拨给义务教育3940万元。", [], "who was given it"),
    ("居民人均可支配收入所含财产净收入为3105元。", [], "what it holds"),
    ("夜校在全区职业技能培训总量中计860人次。", [], "what is counted within the whole"),
    ("新产线刚刚调试完毕，这笔技改投资花去5600万元。", [], "what was told before"),
    ("文旅板块虽热，落到固定资产投资上只有1.47亿元。", [], "what goes into it"),
    ("掘进机配件走俏，在规上工业总产值之内拿走26.7亿元。", [], "inside it"),
    ("高铁站前广场一役，吃掉固定资产投资4.3亿元。", [], "what took it out, where no area is spoken of"),
    ("全区共吃掉固定资产投资4.3亿元。", [f"{FIA} level 4.3亿元"], "and where one is"),
    ("中科锂辉2022年贡献规上工业营业收入27.4亿元。", [], "who brought it, with a time between"),
    ("全区2022年贡献税收收入27.4亿元。", ["tax_revenue level 27.4亿元"], "the whole brought it"),
    ("全区浇筑出31.4亿元的工业投资。", ["industrial_investment level 31.4亿元"], "a verb with its result, the name behind"),
    ("进出口总额同比逆势上行8.3%。", ["trade_total growth 8.3%"], "a rise by 上"),
    ("出口总额同比飘红8.3%。", ["exports growth 8.3%"], "a rise by its colour"),
    ("出口总额同比翻绿8.3%。", ["exports growth -8.3%"], "and a fall"),
    ("高新技术企业阵容扩军到371家。", ["high_tech_enterprises level 371家"], "a word for all of them"),
    ("固定资产投资26.8亿元，占年度计划34亿元的78.8%。", [f"{FIA} level 26.8亿元", f"{FIA} level 34亿元 plan", f"{FIA} completion 78.8%"], "the plan with the share of it"),
    ("3月当月实现工业总产值12.3亿元。", ["industrial_output level 12.3亿元"], "实现 and its 产值 are two words"),
    ("规上工业增加值（高技术制造业口径）为31.4亿元。", [], "brackets with a trade's way of counting"),
    ("技术合同成交额（专利许可）31.4亿元。", [], "brackets with a noun of two words"),
    ("技术合同成交额（初步核算）31.4亿元。", ["technology_contract_value level 31.4亿元"], "brackets that say how it is counted"),
    ("消费税名目下的全区税收收入为1.07亿元。", [], "the whole's name behind its part"),
    ("花在教育上的一般公共预算支出有3.44亿元。", [], "what it goes into"),
    ("规上工业增加值跑出同比8.3%的增速。", ["industrial_value_added growth 8.3%"], "the base behind the verb"),
    ("规上工业企业赚得利润总额31.4亿元。", ["industrial_profit level 31.4亿元"], "what the firms got"),
    ("招商引资实际到位州外资金15.7亿元。", ["funds_in_place level 15.7亿元"], "from outside the prefecture"),
    ("累计引进旗外到位资金15.7亿元。", ["funds_in_place level 15.7亿元"], "from outside the banner"),
    ("引进省外2000万元以上项目实际进资58.6亿元。", ["funds_in_place level 58.6亿元"], "another word for funds in place"),
    ("注册外资实际到账1420万美元。", ["fdi_utilized level 1420万美元"], "registered foreign capital that came"),
    ("仅速冻水饺一条线，技改投资就花了1.3亿元。", [], "one line of a plant"),
    ("技术合同成交额（专利、软件等许可）31.4亿元。", [], "brackets that list which ones"),
    ("技改投资（含设备、软件等）31.4亿元。", ["technology_upgrade_investment level 31.4亿元"], "brackets that list what is counted in"),
    ("落实退税政策，相应减少税收收入2.05亿元。", [], "by how much it changed"),
    ("全区增加税收收入2.05亿元。", [], "and which way"),
    ("全区增加城镇就业371人。", [], "no money, and no name of the map"),
    ("全区敲定签约项目37个。", ["signed_projects level 37个"], "what was settled is no aim"),
    ("全区抱回制造业签约项目37个。", ["signed_manufacturing_projects level 37个"], "the trade before the name is in the name"),
    # predicates by how they are built
    ("城镇居民人均可支配收入又往上挪到52370元。", ["urban_disposable_income level 52370元"], "where it moves to"),
    ("签约金额一笔笔签下31.4亿元。", ["signed_investment level 31.4亿元"], "a letter twice behind 一"),
    ("第一产业增加值稳在31.4亿元。", ["primary_value_added level 31.4亿元"], "a letter that a place follows"),
    ("就业困难人员再就业帮扶上岗371人。", ["hardship_reemployment level 371人"], "two verbs in two pieces"),
    ("就业困难人员再就业帮扶锡箔371人。", [], "a verb and a noun"),
    ("全区托举城镇新增就业6850人。", ["urban_new_jobs level 6850人"], "a verb by its letters before the name"),
    ("全区锡箔城镇新增就业6850人。", [], "a noun before it"),
    ("全区失业人员再就业，稳稳泊定在1530人。", ["reemployment level 1530人"], "an adverb of letters said twice, and a verb"),
    ("全区税收收入顶格于31.4亿元。", ["tax_revenue level 31.4亿元"], "于 follows no noun"),
    ("全区签约项目，2023年拢共谈下52个。", ["signed_projects level 52个"], "all together, and a verb"),
    ("重点项目啃下年度投资31.4亿元。", ["key_project_investment level 31.4亿元"], "what the projects did, before the name"),
    ("进出口总额同比逆势飘红，攀高8.3%。", ["trade_total growth 8.3%"], "the base of comparison before a pause"),
    ("进出口总额同比翻绿，攀高8.3%。", [], "one way before the pause and the other behind it"),
    ("进出口总额同比持平，攀高8.3%。", [], "something else is told before the pause"),
    ("规上工业企业的营业收入，合起来进账31.4亿元。", ["industrial_revenue level 31.4亿元"], "all of it together"),
    ("31.4亿元，是2023年全区出口总额登临的峰值。", ["exports level 31.4亿元"], "the number first, then what it is"),
    ("31.4亿元，这是全区规上工业增加值录得的成绩。", ["industrial_value_added level 31.4亿元"], "by an image"),
    ("31.4亿元，是全区规上工业增加值里最大的锡箔。", [], "a part of it"),
    ("31.4亿元，是全区规上工业增加值带来的锡箔。", [], "what is no figure"),
    ("税收收入堆到31.4亿元。", ["tax_revenue level 31.4亿元"], "a verb with its result"),
    ("税收收入稳步爬坡，爬到31.4亿元。", ["tax_revenue level 31.4亿元"], "behind a pause"),
    ("税收收入喜人，折合成31.4亿元。", [], "what is reckoned is another figure"),
    ("税收收入喜人，汇成31.4亿元。", ["tax_revenue level 31.4亿元"], "a common verb with its result"),
    ("税收收入核定在31.4亿元。", ["tax_revenue level 31.4亿元"], "where it stands"),
    ("税收收入锡箔在31.4亿元。", [], "a noun stands nowhere"),
    ("科技型中小企业枝繁叶茂，垒起371家。", ["tech_smes level 371家"], "起"),
    ("税收收入摞起来有31.4亿元。", ["tax_revenue level 31.4亿元"], "a verb with its direction"),
    ("一般公共预算支出走出去31.4亿元。", ["fiscal_expenditure level 31.4亿元"], "a direction of two words"),
    ("签约项目网罗了37个。", ["signed_projects level 37个"], "了 behind a verb"),
    ("规上工业企业队伍壮大成371家。", ["industrial_enterprises level 371家"], "an adjective that became a verb"),
    ("税收收入闯过31.4亿元。", ["tax_revenue level 过31.4亿元"], "a letter before 过"),
    ("税收收入“跑”出31.4亿元。", ["tax_revenue level 31.4亿元"], "marks of quotation inside"),
    ("规上工业增加值的指针拨到了31.4亿元。", ["industrial_value_added level 31.4亿元"], "what it is read off"),
    ("规上工业增加值的盘子里，锡箔拨到了31.4亿元。", [], "a place inside it"),
    ("规上工业增加值的锡箔拨到了31.4亿元。", [], "a noun that it is not read off"),
    ("专利授权这棵树结出371件果子。", ["patents_granted level 371件"], "told again as a thing"),
    ("专利授权这块锡箔结出371件。", [], "a piece of it"),
    ("专利授权这张榜里结出371件。", [], "a place in it"),
    ("专利授权热热闹闹，退还371件。", [], "what is given away"),
    ("税收收入滚雪球般滚到31.4亿元。", ["tax_revenue level 31.4亿元"], "in the manner of"),
    ("税收收入如活水奔涌，汇成31.4亿元。", ["tax_revenue level 31.4亿元"], "like what"),
    ("出口总额像开闸的洪水，泄出31.4亿元。", ["exports level 31.4亿元"], "a simile of several words"),
    ("就业困难人员再就业妥妥安顿下371人。", ["hardship_reemployment level 371人"], "a letter twice"),
    ("签约项目满打满算是37个。", ["signed_projects level 37个"], "one letter twice in a saying"),
    ("科技型中小企业呼啦啦冒到371家。", ["tech_smes level 371家"], "a letter twice behind another"),
    ("税收收入颗粒归仓31.4亿元。", ["tax_revenue level 31.4亿元"], "a saying"),
    ("税收收入冷链仓库31.4亿元。", [], "four letters that are a noun"),
    ("一般公共预算支出被民生投入推高至31.4亿元。", ["fiscal_expenditure level 31.4亿元"], "a passive that came to it"),
    ("一般公共预算支出被民生投入拿下31.4亿元。", [], "a passive that took it"),
    ("重点项目总投资擂响31.4亿元的战鼓。", ["key_project_total_investment level 31.4亿元"], "a word before a praised number"),
    ("重点项目总投资锡箔31.4亿元的规模。", [], "a noun before a praised number"),
    ("工业投资被推上31.4亿元的山头。", ["industrial_investment level 31.4亿元"], "an image closes the clause"),
    ("工业投资拼出31.4亿元的增量。", [], "an increment closes the clause"),
    ("出口总额增加到31.4亿元的光伏板。", [], "a verb of a class takes a thing"),
    ("出口总额逆势上扬，去年创下31.4亿元的历史新高。", ["exports level 31.4亿元"], "a record with its adjective"),
    ("规上工业总产值以31.4亿元画上句号。", ["industrial_output level 31.4亿元"], "以 and how it closed"),
    ("全区以31.4亿元的地区生产总值交卷。", [f"{GDP} level 31.4亿元"], "the zone closed with it"),
    ("全区将9340万美元的实际使用外资纳入囊中。", ["fdi_utilized level 9340万美元"], "将 takes its object"),
    ("永利锡箔以31.4亿元的地区生产总值交卷。", [], "somebody closed with it"),
    ("规上工业企业挣下利润总额31.4亿元。", ["industrial_profit level 31.4亿元"], "what industry's firms made"),
    ("技术合同成交额，全年一共码起31.4亿元。", ["technology_contract_value level 31.4亿元"], "a verb at a time of its own"),
    ("技术合同成交额闹腾起来，授信31.4亿元。", [], "another's deed behind the pause"),
    ("规上工业利润打了个翻身仗，同比增长8.3%。", ["industrial_profit growth 8.3%"], "a rate behind the pause"),
    ("规上工业利润的大头是锡箔，同比增长8.3%。", [], "a part before the pause"),
    ("规上工业增加值较上年上扬8.3%。", ["industrial_value_added growth 8.3%"], "a rise on the year before"),
    ("房地产开发投资同比跌去8.3%。", ["real_estate_investment growth -8.3%"], "去 is a fall"),
    ("房地产开发投资狠狠砍去8.3%。", ["real_estate_investment growth -8.3%"], "without a base"),
    ("房地产开发投资占去8.3%。", [], "占去 is a share"),
    ("规上工业增加值同比蹦高8.3%。", ["industrial_value_added growth 8.3%"], "高 behind a letter"),
    ("房地产开发投资在去库存的大势下瘦至31.4亿元。", ["real_estate_investment level 31.4亿元"], "in which circumstances"),
    ("规上工业总产值以不俗的成绩单报收于31.4亿元。", ["industrial_output level 31.4亿元"], "in what manner"),
    ("2023年底，全区云集高新技术企业371家。", ["high_tech_enterprises level 371家"], "a verb of gathering"),
    ("科技型中小企业在册371家。", ["tech_smes level 371家"], "a verb of all there are"),
    ("全区招商签约金额堆到31.4亿元。", ["signed_investment level 31.4亿元"], "招商 before the name"),
    ("规上工业总产值一举越过千亿，做到1163亿元，增长9.4%。", ["industrial_output level 1163亿元", "industrial_output growth 9.4%"], "a mark in letters alone that the figure passed"),
    ("一般公共预算收入突破百亿元，完成104.6亿元。", ["fiscal_revenue level 104.6亿元"], "a mark with its unit"),
    ("一般公共预算收入突破百亿元。", ["fiscal_revenue level 突破百亿元"], "a mark that is all that is told"),
    ("固定资产投资完成31.4亿元，上年同期为27.2亿元，增长15.4%。", [f"{FIA} level 31.4亿元", f"{FIA} level 27.2亿元", f"{FIA} growth 15.4%"], "the year before beside it"),
    ("规上工业总产值186.2亿元，而前年是151.3亿元。", ["industrial_output level 186.2亿元", "industrial_output level 151.3亿元"], "and the one before that"),
    ("主要目标照旧，即地区生产总值增长5.5%。", ["gdp growth 5.5%"], "what is meant"),
    ("营业收入872亿元、利润总额35.2亿元，后者下降4.8%。", ["industrial_revenue level 872亿元", "industrial_profit level 35.2亿元", "industrial_profit growth -4.8%"], "the latter"),
    ("规上工业总产值1至2月下降9.6%，3月份止跌企稳，一季度累计完成118.4亿元。", ["industrial_output growth -9.6%", "industrial_output level 118.4亿元"], "how it turned, between two times"),
    ("规上工业总产值1至2月下降9.6%，3月份锡箔抬头，一季度累计完成118.4亿元。", ["industrial_output growth -9.6%"], "another's turn"),
    ("高新技术企业现有53家、科技型中小企业127家，年底要分别达到64家和150家。", ["high_tech_enterprises level 53家", "tech_smes level 127家", "high_tech_enterprises level 64家", "tech_smes level 150家"], "aims in the order of what there is"),
    ("地区生产总值增长5.7%，其中一季度5.2%，上半年6.3%。", ["gdp growth 5.7%", "gdp growth 5.2%", "gdp growth 6.3%"], "rates at other times"),
    ("规上工业增加值增速由二季度的3.2%提高到9.4%。", ["industrial_value_added growth 3.2%", "industrial_value_added growth 9.4%"], "a rate that another is counted from"),
    ("规上工业增加值只增长8.4%，2013年回到15.6%。", ["industrial_value_added growth 8.4%", "industrial_value_added growth 15.6%"], "a rate that came back"),
    ("固定资产投资逆势走高12.4%。", [f"{FIA} growth 12.4%"], "a rise by an image"),
    ("进出口总额一路走低12.4%。", ["trade_total growth -12.4%"], "and a fall"),
    ("全区规上工业总产值在2023年里一路攀升至431.4亿元。", ["industrial_output level 431.4亿元"], "里 ends a time"),
    ("从海外买进28.1亿元，这是2022年全区的进口总额。", ["imports level 28.1亿元"], "what was just told is named"),
    ("民企买进28.1亿元，这是全区的进口总额。", [], "without its time it may be a part's"),
    ("新签约项目43个、投资总额71.4亿元，已开工12个。", ["signed_projects level 43个", "signed_investment level 71.4亿元"], "of those signed"),
    ("签约项目已开工12个。", [], "of those signed, their name before it"),
    ("新签约项目28个，新开工项目9个。", ["signed_projects level 28个", "projects_started level 9个"], "with a name of its own it is all of them"),
    ("列入省重大项目清单的37个项目完成投资118.4亿元。", ["key_projects level 37个", "key_project_investment level 118.4亿元"], "projects of a list"),
    ("列入省重大项目清单的37个街道完成投资118.4亿元。", [], "streets of a list"),
    ("固定资产投资118.2亿元，这里面工业投资71.4亿元。", [f"{FIA} level 118.2亿元", "industrial_investment level 71.4亿元"], "a part by another word"),
    ("国有控股企业的规上工业增加值同比下降5.6%。", [], "whose it is, in several pieces, before 的"),
    ("假发制品出口一枝独秀，今年前三季度出口额5.12亿元。", [], "a part's name goes on behind a time"),
    ("假发制品出口一枝独秀，今年前三季度全区出口额5.12亿元。", ["exports level 5.12亿元"], "the zone's is named anew"),
    ("产值超亿元的规上工业企业合计完成产值261.5亿元。", [], "firms of a size"),
    ("出口总额跳涨34.5%，单位GDP能耗压减4.5%。", ["exports growth 34.5%", "energy_intensity growth -4.5%"], "verbs that end in rising and in falling"),
    ("规上工业总产值减产34.5%。", [], "but not in what is made"),
    ("扣除整车，规上工业总产值增长14.2%；固定资产投资完成31.4亿元。", [f"{FIA} level 31.4亿元"], "what is left out ends with its clause"),
    ("新开工项目39个，确保25个项目建成投产。", ["projects_started level 39个", "projects_commissioned level 25个"], "projects before what becomes of them"),
    ("合同利用市外资金63.5亿元，实际到位市外资金37.4亿元。", ["signed_investment level 63.5亿元", "funds_in_place level 37.4亿元"], "money by contract"),
    ("没有动工的3个重点项目必须全部开工。", [], "those that are not begun"),
    ("省里下达的3个重点项目必须全部开工。", ["key_projects level 3个"], "and all that were set"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "why"), _params(PARTS))
def test_parts_and_wholes(text: str, wanted: list[str], why: str) -> None:
    assert told(text) == wanted, f"{why}; refused: {[(each.reason, each.number.text) for each in read(text)[1]]}"


def test_what_the_firms_of_industry_made_is_industrys() -> None:
    made, bare = read("规上工业企业挣下利润总额31.4亿元。"), read("全区挣下利润总额31.4亿元。")
    assert [each.weak for each in (*made[0], *bare[0])] == [False, True]


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
