"""The rows of tables that stand in running text: names, units, what each column says of its values."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpi.building.pipeline import Extractor
from kpi.pages.cleaning import clean
from kpi.pages.clock import Clock
from kpi.pages.passages import Passage
from kpi.pages.text_tables import find_text_tables
from kpi.pages.timeline import Timeline, When
from kpi.sentences.listed import ListedFact, read_table, when_listed
from kpi.sentences.tokens import Tokeniser
from kpi.settings.config import load_config
from kpi.vocabulary.model import Comparator, Document, Hint, Hints, Period

CONFIG = load_config(Path(__file__).parents[2] / "config.yaml")
TOKENISER = Tokeniser(CONFIG.indicators)
ZONE = "荆州经济技术开发区"


def facts(text: str) -> list[ListedFact]:
    return [fact for table in find_text_tables(clean(text).text) for fact in read_table(table, TOKENISER)]


def told(text: str) -> list[tuple[str, str, str, str]]:
    return [
        (fact.indicator, fact.measure, f"{fact.value.normalize():f}{fact.unit}", fact.period_text)
        for fact in facts(text)
    ]


ROWS = """附表 2019年1—6月主要经济指标
指标名称 计量单位 1—6月累计 同比增长（%）
固定资产投资 亿元 31.42 8.3
一般公共预算收入 万元 9214 -1.7
规上工业总产值 亿元 212.6 6.2
其中：磁材 亿元 12.6 21.2
进出口总额 万美元 5214 2.4
"""
CELLS = (
    "主要指标\n指标\n单位\n2018年\n固定资产投资\n亿元\n31.42\n一般公共预算收入\n亿元\n9.21\n进出口总额\n亿美元\n1.62\n"
)


def test_one_row_a_line() -> None:
    found = told(ROWS)
    assert ("fixed_asset_investment", "level", "31.42亿元", "2019年1—6月累计") in found
    assert [each[:3] for each in found if each[0] == "fiscal_revenue"] == [
        ("fiscal_revenue", "level", "9214万元"),
        ("fiscal_revenue", "growth", "-1.7%"),
    ]
    assert ("trade_total", "level", "5214万美元") in [each[:3] for each in found]


def test_a_monthly_sheet_in_one_line_with_its_aims() -> None:
    text = (
        "各项指标完成情况见下表。\n\n附表1 2022年1—4月主要经济指标完成情况 指标名称 单位 4月当月 当月增幅(%) 1—4月累计 累计增幅(%) 全年目标 目标增幅(%) "
        "规模以上工业增加值 亿元 — 7.4 — 10.2 — 10以上 规模以上工业总产值 亿元 82.65 14.9 338.27 19.6 1100 18 "
        "其中:工业投资 亿元 — 11.2 — 16.4 — 15 注:工业增加值只反馈增幅。\n"
    )
    found = facts(text)
    output = [
        (each.measure, f"{each.value.normalize():f}", each.period_text, each.is_target)
        for each in found
        if each.indicator == "industrial_output"
    ]
    assert output == [
        ("level", "82.65", "2022年4月", False),
        ("growth", "14.9", "2022年4月", False),
        ("level", "338.27", "2022年1—4月累计", False),
        ("growth", "19.6", "2022年1—4月累计", False),
        ("level", "1100", "2022年全年", True),
        ("growth", "18", "2022年", True),
    ]
    aimed = next(each for each in found if each.indicator == "industrial_value_added" and each.is_target)
    assert (aimed.value, aimed.comparator) == (Decimal(10), Comparator.AT_LEAST)


def test_a_sheet_of_one_month_below_its_name() -> None:
    text = (
        "开发区主要经济指标\n\n（2018年7月）\n\n指标名称   单位   本月   本月止累计   累计增长（%）\n"
        "规模以上工业总产值   亿元   72.6   489.3   9.8\n固定资产投资   亿元   6.4   38.7   14.1\n进出口总额   亿元   19.8   131.5   -5.2\n"
    )
    assert [each[1:] for each in told(text) if each[0] == "industrial_output"] == [
        ("level", "72.6亿元", "2018年7月"),
        ("level", "489.3亿元", "2018年1—7月"),
        ("growth", "9.8%", "2018年1—7月"),
    ]


def test_a_planned_rate_is_of_the_year_whatever_column_stands_before_it() -> None:
    text = "附表 2019年1—6月主要经济指标\n指标名称 单位 1—6月 同比增长(%) 全年目标增速(%)\n固定资产投资 亿元 31.42 8.3 10\n一般公共预算收入 亿元 9.2 -1.7 5\n"
    found = [(f"{f.value.normalize():f}", f.period_text, f.is_target) for f in facts(text) if f.measure == "growth"]
    assert found[:2] == [("8.3", "2019年1—6月", False), ("10", "2019年全年", True)]


@pytest.mark.parametrize("star", "*＊")
def test_a_row_with_a_star_is_of_the_time_in_the_note(star: str) -> None:
    rows = f"固定资产投资 亿元 31.42 8.3\n一般公共预算收入{star} 亿元 9.2 -1.7\n"
    text = f"2019年1—8月主要经济指标\n指标名称 单位 1—8月 同比增长(%)\n{rows}"
    marked = {each[0]: each[3] for each in told(f"{text}注：带{star}号指标为1—7月数。\n")}
    assert marked == {"fixed_asset_investment": "2019年1—8月", "fiscal_revenue": "2019年1—7月"}
    assert {each[3] for each in told(f"{text}注：为快报数。\n")} == {"2019年1—8月"}


def test_sentences_behind_a_lead_are_no_box() -> None:
    rows = "固定资产投资突破20亿元\n高新技术企业达到25户\n规上工业企业达到80户\n"
    assert not find_text_tables(f"到2020年：\n{rows}") and find_text_tables(f"今年怎么干\n{rows}")


def test_heads_that_ran_together_and_a_rate_behind_a_sum() -> None:
    text = "8月份主要经济指标完成情况\n指 标 单位 本月 累计 同比±%\n规模以上工业总产值 亿元 28.42 198.65 -1.8\n固定资产投资 % / / 5.6\n进出口总额 万美元 2,386 15,740 8.3\n"
    assert [each[1:] for each in told(text) if each[0] == "industrial_output"] == [
        ("level", "28.42亿元", "8月"),
        ("level", "198.65亿元", "1—8月份"),
        ("growth", "-1.8%", "1—8月份"),
    ]


BOX = "{}\n\n【新】产业动能\n● 新增规上工业企业 20家\n● 国家高新技术企业 130家\n● 科技型中小企业 203家\n● 技术合同成交额 16.8亿元\n"


@pytest.mark.parametrize(
    ("above", "wanted", "why"),
    [
        ("今年怎么干？重点已经划好，要奋力争先。", {("target", "2024")}, "below what is to be done"),
        ("过去一年，成绩是实打实干出来的，来之不易。", {("actual", "2023")}, "below what was done"),
    ],
)
def test_a_box_of_figures_is_of_what_its_page_tells(above: str, wanted: set[tuple[str, str]], why: str) -> None:
    page = (
        f"{ZONE}融媒\n2024年2月20日 星期二\n去年，{ZONE}经济运行平稳，固定资产投资完成62.7亿元。\n{BOX.format(above)}"
    )
    found = Extractor(CONFIG).extract(Document("page", "page.txt", page, ""))
    read = [*found.observations, *found.readings]
    assert {(str(each.kind), each.period) for each in read if f"{each.value}" in ("20", "130", "16.8")} == wanted, why


def test_a_box_below_an_article_on_a_quarter_is_of_its_pages_year() -> None:
    first = f"{ZONE}稳中有进\n本报讯（记者 王晓）2023年，{ZONE}固定资产投资完成62.7亿元，同比增长6.9%。2023年，签约项目67个。\n"
    second = "外贸回暖\n本报讯（记者 李青）第四季度单季出口已经转正，增长5.7%。第四季度，园区外贸一天比一天好。\n"
    found = Extractor(CONFIG).extract(
        Document("page", "page.txt", f"{first}\n{second}\n附：{BOX.format('').strip()}\n发布时间：2024-02-20\n", "")
    )
    boxed = {each.period for each in [*found.observations, *found.readings] if f"{each.value}" in ("20", "130", "16.8")}
    assert boxed == {"2023"}


SHEET = "{}主要经济指标快报\n指标名称 单位 本月 本月止累计 累计同比(%)\n规模以上工业总产值 亿元 41.27 312.5 45.8\n固定资产投资 亿元 9.85 78.4 6.9\n进出口总额 亿元 7.2 58.3 9.2\n"


@pytest.mark.parametrize(
    ("titled", "month"),
    [("前三季度", "2020-09"), ("上半年", "2020-06"), ("一季度", "2020-03"), ("", None)],
)
def test_this_month_is_the_last_of_what_the_caption_names(titled: str, month: str | None) -> None:
    page = f"{ZONE}通讯\n2020年10月28日 星期三\n{SHEET.format(titled)}"
    found = Extractor(CONFIG).extract(Document("page", "page.txt", page, ""))
    of = {f"{each.value}": each.period for each in found.observations}
    assert of.get("41.27") == month, "of which month, nothing may tell"


def test_a_row_that_is_not_understood_whole_gives_nothing() -> None:
    assert not [each for each in facts(ROWS) if each.value in (Decimal("12.6"), Decimal("21.2"))], "a part has no name"


def test_one_cell_a_line() -> None:
    assert [each[:3] for each in told(CELLS)] == [
        ("fixed_asset_investment", "level", "31.42亿元"),
        ("fiscal_revenue", "level", "9.21亿元"),
        ("trade_total", "level", "1.62亿美元"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "占比",
        "排名",
        "完成率（%）",
        "完成计划（%）",
        "完成全年目标（%）",
        "完成（%）",
        "完成年度%",
        "环比（%）",
        "年均增长（%）",
    ],
)
def test_columns_that_hold_no_value_of_the_indicator(head: str) -> None:
    found = facts(ROWS.replace("同比增长（%）", head))
    assert found and not [each for each in found if each.measure == "growth" or each.value == Decimal("8.3")]


def test_values_stand_where_they_are_read() -> None:
    text = clean(ROWS).text
    for fact in facts(ROWS):
        assert f"{fact.value}".lstrip("-").rstrip("0").rstrip(".") in text[fact.start : fact.end]
        assert fact.headed


def _fact(period_text: str) -> ListedFact:
    return ListedFact("gdp", "地区生产总值", "level", period_text, Decimal(1), "亿元", False, False, 0, 1, True)


JULY = Timeline(Clock(2019, 7, 15, 2019, 2019, "2019年7月15日"))
TOPIC = When(Period.months(2019, 1, 6), "article", "上半年")


@pytest.mark.parametrize(
    ("period_text", "caption", "wanted", "basis", "why"),
    [
        ("2018年", "", "2018", "stated", "the column's year"),
        ("1—6月累计", "", "2019-H1", "stated", "the column's months"),
        ("", "2018年主要经济指标", "2018", "stated", "the caption's year"),
        ("", "主要经济指标", "2019-H1", "article", "the article's time"),
    ],
)
def test_the_time_of_a_value(period_text: str, caption: str, wanted: str, basis: str, why: str) -> None:
    when = when_listed(_fact(period_text), caption, TOPIC, JULY)
    assert when.period is not None and (when.period.code, when.basis) == (wanted, basis), why


def test_a_table_in_a_page_becomes_facts() -> None:
    page = f"{ZONE}2019年上半年经济运行情况\n2019年7月15日\n上半年，{ZONE}经济运行总体平稳。\n{ROWS}"
    found = Extractor(CONFIG).extract(Document("page", "page.txt", page, ""))
    read = {
        (o.indicator, str(o.measure), f"{o.value}", o.period, o.zone) for o in (*found.observations, *found.readings)
    }
    assert ("fixed_asset_investment", "level", "31.42", "2019-H1", ZONE) in read
    assert ("fiscal_revenue", "growth", "-1.7", "2019-H1", ZONE) in read
    assert all(o.pattern == "table" for o in found.observations)


IN_WORDS = (
    "主要指标\n指标\n单位\n2014年\n比上年±%\n2015年目标\n固定资产投资\n亿元\n31.4\n13.8\n增长12%\n"
    "进出口总额\n亿美元\n1.6\n9.1\n——\n规上工业总产值\n亿元\n212.6\n18.4\n240\n"
)


def test_a_plan_in_words_stands_in_its_own_column() -> None:
    found = [
        (f.indicator, f.measure, f"{f.value.normalize():f}{f.unit}", f.is_target, str(f.comparator))
        for f in facts(IN_WORDS)
    ]
    assert [each[1:] for each in found if each[0] == "fixed_asset_investment"] == [
        ("level", "31.4亿元", False, "="),
        ("growth", "13.8%", False, "="),
        ("growth", "12%", True, "="),
    ]
    assert ("industrial_output", "level", "240亿元", True, "=") in found


@pytest.mark.parametrize(
    ("cell", "wanted"), [("下降3%以内", ("-3%", "<=")), ("增长5%以上", ("5%", ">=")), ("增6%左右", ("6%", "~"))]
)
def test_rates_in_words_have_their_way_and_bound(cell: str, wanted: tuple[str, str]) -> None:
    (plan,) = [f for f in facts(IN_WORDS.replace("增长12%", cell)) if f.is_target and f.measure == "growth"]
    assert (f"{plan.value.normalize():f}{plan.unit}", str(plan.comparator)) == wanted


def test_a_table_that_marks_what_is_empty_leaves_nothing_out() -> None:
    """A cell that is none (持平) would move what stands behind it: 13.8 is no target of 2015."""
    assert not [f for f in facts(IN_WORDS.replace("增长12%\n", "")) if f.indicator == "fixed_asset_investment"]


def test_a_bound_is_kept_where_the_time_is_lacking() -> None:
    (plan,) = [f for f in facts(IN_WORDS.replace("增长12%", "增长5%以上")) if f.is_target and f.measure == "growth"]
    passage = Passage(0, 0, "", 0, 0, "", False, True)
    assert plan.undated(ZONE, passage).comparator is plan.comparator is Comparator.AT_LEAST


AREAS = """江西省上饶市经济分析
表4 2021年江西省几个城市的经济和财力（单位：亿元）
城市名称
GDP
GDP增长
人均GDP（元）
财政自给率
{rows}
数据由各市统计局提供
"""


@pytest.mark.parametrize(
    ("rows", "wanted", "why"),
    [
        (
            "鹰潭市\n1,143.92\n9.2%\n99,040.00\n47%\n景德镇市\n1,102.31\n8.7%\n68,020.00\n41%\n上饶市\n3,043.54\n9.1%\n47,110.00\n35%",
            {
                "鹰潭市 gdp level 1143.92亿元", "鹰潭市 gdp growth 9.2%", "鹰潭市 gdp_per_capita level 99040元",
                "德镇市 gdp level 1102.31亿元", "德镇市 gdp growth 8.7%", "德镇市 gdp_per_capita level 68020元",
                "上饶市 gdp level 3043.54亿元", "上饶市 gdp growth 9.1%", "上饶市 gdp_per_capita level 47110元",
            },
            "each row is its area's",
        ),
        ("甲\n1,143.92\n9.2%\n99,040.00\n47%\n乙\n1,102.31\n8.7%\n68,020.00\n41%\n丙\n3,043.54\n9.1%\n47,110.00\n35%", set(), "rows of no area"),
    ],
    ids=["areas", "no areas"],
)  # fmt: skip
def test_a_table_whose_rows_are_areas(rows: str, wanted: set[str], why: str) -> None:
    hints = Hints(zone=Hint("江西省上饶市", "config"))
    found = Extractor(CONFIG).extract(Document("d", "d.txt", AREAS.format(rows=rows), "", hints=hints)).observations
    assert {
        f"{each.zone[-3:]} {each.indicator} {each.measure} {each.value.normalize():f}{each.unit}" for each in found
    } == wanted, why


def periods(text: str) -> list[str]:
    """Each fact of a table as its indicator, measure, value and, resolved, its period."""
    found = []
    for table in find_text_tables(clean(text).text):
        for fact in read_table(table, TOKENISER):
            period = when_listed(fact, table.caption, TOPIC, JULY).period
            found.append(f"{fact.indicator} {fact.measure} {fact.value.normalize():f} {period.code if period else '?'}")
    return found


FIA, TRADE, GDP = "fixed_asset_investment", "trade_total", "gdp"
# heads, the values of a row, what each says of which time, why
BEFORE: list[tuple[str, str, str, list[str], str]] = [
    ("2016年5月", "5月 1—5月累计 上年同期累计 累计增长（%）", "6.2 27.4 23.1 18.6", ["6.2 2016-05", "27.4 2016-01/05", "23.1 2015-01/05", "18.6 2016-01/05"], "the same months of the year before"),
    ("2016年5月", "5月 上年同月 1—5月 上年同期 增长（%）", "6.2 5.9 27.4 23.1 18.6", ["6.2 2016-05", "5.9 2015-05", "27.4 2016-01/05", "23.1 2015-01/05", "18.6 2016-01/05"], "each of the column before it"),
    ("2016年1—5月", "去年同期 本期 增长（%）", "23.1 27.4 18.6", ["23.1 2015-01/05", "27.4 2016-01/05", "18.6 2016-01/05"], "the base first"),
    ("2016年", "本年 上年 增长（%）", "27.4 23.1 18.6", ["27.4 2016", "23.1 2015", "18.6 2016"], "a whole year and the one before"),
    ("2016年1—5月", "1—5月 上年完成 增长（%）", "27.4 61.5 18.6", ["27.4 2016-01/05", "18.6 2016-01/05"], "all of last year, or its first months: nothing tells"),
    ("2016年1—5月", "1—5月 上年同期 增减额 增减%", "27.4 23.1 4.3 18.6", ["27.4 2016-01/05", "23.1 2015-01/05", "18.6 2016-01/05"], "an increment is no value"),
    ("2015年和2016年", "2016年 2015年 增减（%）", "27.4 23.1 18.6", ["27.4 2016", "23.1 2015", "18.6 2016"], "a rate is of the later year"),
    ("2016年", "2011年 2016年 增长（%）", "17.4 27.4 57.5", ["17.4 2011", "27.4 2016"], "over five years it is no year's"),
    ("2016年1—5月", "年初目标 实际完成 序时进度（%） 位次", "60 27.4 45.7 3", ["60 2016", "27.4 2016-01/05"], "progress and place are no values"),
    ("2016年5月", "上年实绩 年度目标", "61.5 70", ["70 2016"], "no column tells of which year it is the one before"),
]  # fmt: skip


def test_a_rate_behind_an_aim_and_what_was_reached_the_year_before_is_aimed_at() -> None:
    rows = "固定资产投资 亿元 27.4 31.5 15.0\n进出口总额 亿美元 1.2 1.3 8.3\n"
    found = facts(f"2017年主要目标\n指标 单位 2016年完成 2017年目标 增长（%）\n{rows}")
    assert [(str(fact.value), fact.is_target, fact.period_text) for fact in found[:3]] == [
        ("27.4", False, "2016年"), ("31.5", True, "2017年"), ("15.0", True, "2017年"),
    ]  # fmt: skip


@pytest.mark.parametrize(("titled", "heads", "values", "wanted", "why"), BEFORE, ids=[row[4] for row in BEFORE])
def test_a_column_of_the_year_before(titled: str, heads: str, values: str, wanted: list[str], why: str) -> None:
    rows = f"固定资产投资 亿元 {values}\n进出口总额 万美元 {values}\n"
    lines = f"{titled}主要经济指标\n指标名称 计量单位 {heads}\n{rows}"
    found = [each.removeprefix(f"{FIA} ").split(" ", 1)[1] for each in periods(lines) if each.startswith(FIA)]
    assert found == wanted, why


BY_YEAR = [
    f"{GDP} level 84.2 2014", f"{GDP} level 95.8 2015", f"{GDP} level 106.9 2016",
    f"{GDP} growth 10.2 2014", f"{GDP} growth 9.7 2015", f"{GDP} growth 9.1 2016",
]  # fmt: skip
# lines, what they say, why
YEARS: list[tuple[str, list[str], str]] = [
    ("图2  2014—2016年全区生产总值及其增长速度\n年 份    2014    2015    2016\n生产总值（亿元）  84.2  95.8  106.9\n比上年增长（%）  10.2  9.7  9.1\n", BY_YEAR, "a row of rates is of the row above"),
    ("图2  2014—2016年生产总值及其增速\n2014年  2015年  2016年\n绝对数（亿元）  84.2  95.8  106.9\n增速（%）  10.2  9.7  9.1\n", BY_YEAR, "amounts are of what the caption names"),
    ("年份\n2014\n2015\n2016\n生产总值（亿元）\n84.2\n95.8\n106.9\n同比增长（%）\n10.2\n9.7\n9.1\n", BY_YEAR, "one cell a line"),
    ("表1 历年生产总值\n年份    生产总值（亿元）    增长（%）\n2014   84.2   10.2\n2015   95.8   9.7\n2016   106.9   9.1\n", BY_YEAR, "a year a line"),
    ("年份\n生产总值（亿元）\n比上年增长（%）\n2014\n84.2\n10.2\n2015\n95.8\n9.7\n2016\n106.9\n9.1\n", BY_YEAR, "a year, then its values, one a line"),
    ("图3 生产总值\n2014   2015   2016\n生产总值（亿元）  84.2  95.8  106.9\n", BY_YEAR[:3], "one row below three years"),
    ("图2  2014—2016年重点产业产值\n年 份  2014  2015  2016\n磁材（亿元）  84.2  95.8  106.9\n比上年增长（%）  10.2  9.7  9.1\n", [], "rates of what has no name"),
    ("图2  2014—2016年生产总值\n年 份  2014  2015  2016\n生产总值（亿元）  84.2  95.8  106.9\n比上年增减  8.2  11.6  11.1\n", BY_YEAR[:3], "an increment is no rate"),
    ("图2  2014—2016年主要指标\n年 份  2014  2015  2016\n绝对数（亿元）  84.2  95.8  106.9\n增速（%）  10.2  9.7  9.1\n", [], "of which indicator, nothing tells"),
    ("2014—2016年主要指标增速（%）\n指标   2014年  2015年  2016年\n生产总值   10.2  9.7  9.1\n", BY_YEAR[3:], "a table of rates by its caption"),
    ("2014—2016年主要指标及增速（%）\n指标   2014年  2015年  2016年\n生产总值   10.2  9.7  9.1\n", [], "and one of amounts too: which these are, nothing tells"),
    ("2016年生产总值\n时间    生产总值累计（亿元）    增长（%）\n3月   24.2   10.2\n6月   45.8   9.7\n9月   76.9   9.1\n", [], "3月 under 累计 is no month alone"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "why"), YEARS, ids=[row[2] for row in YEARS])
def test_tables_by_year(lines: str, wanted: list[str], why: str) -> None:
    assert periods(lines) == wanted, why


def test_parts_of_a_year_a_line() -> None:
    quarters = (
        "2016年固定资产投资\n时间    固定资产投资（亿元）    增速（%）\n一季度   14.2   9.7\n上半年   24.2   8.7\n"
    )
    assert periods(quarters)[:2] == [f"{FIA} level 14.2 2016-Q1", f"{FIA} level 24.2 2016-H1"]
    lines = "2016年各月固定资产投资\n时间    固定资产投资（亿元）    同比增长（%）\n1—2月   14.2   9.7\n1—3月   24.2   8.7\n"
    assert periods(lines) == [
        f"{FIA} level 14.2 2016-01/02", f"{FIA} level 24.2 2016-Q1", f"{FIA} growth 9.7 2016-01/02", f"{FIA} growth 8.7 2016-Q1",
    ]  # fmt: skip
