"""What a reading claims (reached, expected, aimed at), and of which period: the words before it, then the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpi.building.pipeline import Extractor
from kpi.settings.config import load_config
from kpi.vocabulary.model import Document, Extraction

ZONE = "九江经济技术开发区"
JULY = f"九江日报\n2021年7月15日 星期四\n{ZONE}经济稳中向好\n"
NOVEMBER = f"九江日报\n2021年11月24日 星期三\n{ZONE}经济稳中向好\n"
MARCH = f"九江日报\n2021年3月9日 星期二\n{ZONE}经济稳中向好\n"
REPORT = f"{ZONE}工作报告\n（2022年1月14日在{ZONE}工作会议上）\n"
REVIEW, PLAN = f"{REPORT}一、2021年工作回顾\n", f"{REPORT}二、2022年工作安排\n"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_config(Path(__file__).parents[2] / "config.yaml"))


def told(found: Extraction) -> list[str]:
    read = sorted([*found.observations, *found.readings], key=lambda each: (each.start, each.end))
    return [
        f"{each.kind} {each.period} {each.comparator}{each.value.normalize():f}"
        for each in read
        if each.value is not None
    ]


def read(extractor: Extractor, page: str, text: str) -> Extraction:
    return extractor.extract(Document("page", "page.txt", f"{page}{text}\n", ""))


# page, sentence, kind, period and value of each number, why; a last word marks what is not read yet
PLACED: list[Any] = [
    # kinds
    (REVIEW, "固定资产投资完成31.4亿元。", ["actual 2021 =31.4"], "a review tells what was reached"),
    (PLAN, "固定资产投资完成35亿元。", ["target 2022 =35"], "a plan what is aimed at"),
    (REVIEW, "力争固定资产投资达到31.4亿元。", ["target 2022 =31.4"], "a word of aim counts in a review too"),
    (PLAN, "2021年，固定资产投资完成31.4亿元，同比增长8.3%。", ["actual 2021 =31.4", "actual 2021 =8.3"], "what is over is reached, in a plan too"),
    (REVIEW, "预计固定资产投资完成31.4亿元。", ["estimate 2021 =31.4"], "expected"),
    (PLAN, "固定资产投资增长10%以上。", ["target 2022 >=10"], "or more"),
    (PLAN, "一般公共预算收入增长6%—7%。", ["target 2022 >=6", "target 2022 <=7"], "a range has two bounds"),
    (PLAN, "实际利用外资确保4亿美元、力争4.5亿美元。", ["target 2022 =4", "target 2022 =4.5"], "two aims in one sentence"),
    (PLAN, "城镇登记失业率控制在4.5%以内。", ["target 2022 <4.5"], "below a bound"),
    (REVIEW, "固定资产投资下降8.3%。", ["actual 2021 =-8.3"], "a fall is below nought"),
    (REVIEW, "城镇新增就业5230人，完成全年目标5600人的93.4%。", ["actual 2021 =5230", "target 2021 =5600"], "the plan told beside its outcome", "an aim that is looked back on takes the year planned"),
    (REVIEW, "全年计划完成固定资产投资30亿元，实际完成31.4亿元。", ["target 2021 =30", "actual 2021 =31.4"], "plan and outcome side by side"),
    (REVIEW, "固定资产投资完成31.4亿元，圆满完成全年目标任务。", ["actual 2021 =31.4"], "an aim that was reached is no aim"),
    (REVIEW, "围绕全年目标任务，固定资产投资完成31.4亿元。", ["actual 2021 =31.4"], "an aim gone by, in a clause of its own"),
    (JULY, "全区一般公共预算收入完成9.61亿元，同比增长7.3%，越过了年初定下的增长6%的预期线，税收占比88.4%；社会消费品零售总额21.7亿元，增长5.2%。", ["actual 2021-H1 =9.61", "actual 2021-H1 =7.3", "target 2021 =6", "actual 2021-H1 =21.7", "actual 2021-H1 =5.2"], "a plan behind its number aims at nothing further on"),
    (JULY, "上半年，实际利用外资5130万美元，增长7.2%，已跑完全年计划的58.4%；外贸出口2.47亿美元。", ["actual 2021-H1 =5130", "actual 2021-H1 =7.2", "actual 2021-H1 =2.47"], "the year of a plan that a share is of, whatever the verb"),
    (JULY, "7月以来订单回升，全年新增就业1400人的任务仍可完成。", ["target 2021 =1400"], "the plan behind its number"),
    # the year under way
    (JULY, "今年以来，全区签约项目32个。", ["actual 2021-H1 =32"], "up to the day"),
    (JULY, "上半年，固定资产投资完成31.4亿元，同比增长8.3%。", ["actual 2021-H1 =31.4", "actual 2021-H1 =8.3"], "a part that is over"),
    (JULY, "6月底前，全区完成固定资产投资30亿元。", ["target 2021-H1 =30"], "by a day is an aim"),
    (JULY, "年底前，全区固定资产投资达到65亿元。", ["target 2021 =65"], "and by the end of the year"),
    (JULY, "到年底，全区固定资产投资可达65亿元。", ["target 2021 =65"], "nothing is reached in a time that is not over"),
    (NOVEMBER, "预计全年固定资产投资65亿元。", ["estimate 2021 =65"], "a forecast of November"),
    (NOVEMBER, "全年固定资产投资有望突破65亿元。", ["estimate 2021 >65"], "and with more than"),
    (NOVEMBER, "全年固定资产投资力争突破65亿元。", ["target 2021 >65"], "an aim of November"),
    (NOVEMBER, "1—10月，固定资产投资完成53.4亿元，增长8.3%；10月当月完成6.1亿元。",
     ["actual 2021-01/10 =53.4", "actual 2021-01/10 =8.3", "actual 2021-10 =6.1"], "a month among cumulative figures"),
    (MARCH, "1—2月，固定资产投资完成4.4亿元，增长8.3%。", ["actual 2021-01/02 =4.4", "actual 2021-01/02 =8.3"], "months of the year that begins"),
    (MARCH, "去年，固定资产投资完成61.4亿元，今年力争增长10%。", ["actual 2020 =61.4", "target 2021 =10"], "one sentence, two years"),
    # what holds for what follows
    (JULY, "2019年，固定资产投资完成51.4亿元。签约项目32个。", ["actual 2019 =51.4", "actual 2019 =32"], "a year opens its paragraph"),
    (JULY, "2019年，固定资产投资完成51.4亿元。\n上半年，签约项目32个。", ["actual 2019 =51.4", "actual 2021-H1 =32"], "and ends with it"),
    (JULY, "上半年，固定资产投资完成31.4亿元，比2019年同期增长8.3%。", ["actual 2021-H1 =31.4", "actual 2020/2021 =8.3"], "growth since a base further back"),
    (REVIEW, "固定资产投资由2019年的21.4亿元增加到31.4亿元。", ["actual 2019 =21.4", "actual 2021 =31.4"], "the base with its year"),
    (REVIEW, "2019—2021年，固定资产投资年均增长8.3%。", ["actual 2019/2021 =8.3"], "an average year of a span"),
    (PLAN, "到2025年，固定资产投资达到60亿元。", ["target 2025 =60"], "a year to come"),
    (PLAN, "“十四五”期间，固定资产投资累计完成250亿元。", ["target 2021/2025 =250"], "five years"),
    # what is no report's time, or no period's figure
    (JULY, "五年前，全区固定资产投资仅完成3.4亿元。", ["actual 2016 =3.4"], "years ago"),
    (JULY, "上半年，固定资产投资11.2亿元，上年同期10.8亿元，增长3.7%。", ["actual 2021-H1 =11.2", "actual 2021-H1 =3.7"], "the size of the year before is the base of the rate"),
    (JULY, "上半年，进出口36亿元，去年同期为28亿元；固定资产投资18.6亿元。", ["actual 2021-H1 =36", "actual 2021-H1 =18.6"], "the year before is told in passing"),
    (JULY, "单看5月，冷热不均。当月固定资产投资13.4亿元，比4月份回落4.6个百分点；出口1.85亿元。", ["actual 2021-05 =13.4", "actual 2021-05 =1.85"], "the month that is compared with governs nothing"),
    (JULY, "“十四五”末，固定资产投资达到60亿元。", ["target 2025 =60"], "the last year of a plan"),
    (JULY, "多年前，全区固定资产投资仅完成3.4亿元。", [], "some years ago"),
    (JULY, "近年来，全区累计签约项目132个。", [], "of late"),
    (JULY, "自2003年建区以来，累计完成固定资产投资331.4亿元。", [], "since the zone began"),
    (JULY, "会上，现场签约项目12个。", [], "signed on one day"),
    (JULY, "本次集中开工项目12个。", [], "one event"),
    (JULY, "1993年，固定资产投资仅完成0.4亿元。", ["actual 1993 =0.4"], "history keeps its year"),
]  # fmt: skip


def _params(rows: list[Any]) -> list[Any]:
    return [
        pytest.param(*row[:4], id=row[3], marks=[pytest.mark.xfail(strict=True, reason=row[4])] if len(row) > 4 else [])
        for row in rows
    ]


@pytest.mark.parametrize(("page", "text", "wanted", "why"), _params(PLACED))
def test_placed(page: str, text: str, wanted: list[str], why: str, extractor: Extractor) -> None:
    found = read(extractor, page, text)
    assert told(found) == wanted, f"{why}; left out: {[(each.reason, each.quote) for each in found.remarks]}"


@pytest.mark.parametrize("text", [row[1] for row in PLACED])
def test_nothing_is_reached_in_a_time_that_is_not_over(text: str, extractor: Extractor) -> None:
    for each in read(extractor, JULY, text).observations:
        ahead = each.period in ("2021", "2021-H2", "2021-Q4", "2021-12", "2022", "2025", "2021/2025", "2021-Q1-Q3")
        assert not (ahead and each.kind == "actual"), each


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("多年前，全区固定资产投资仅完成3.4亿元。", "no_period"),
        ("本次集中开工项目12个。", "single_event"),
        ("宏远磁材有限公司完成工业总产值2.1亿元。", "single_firm"),
    ],
)
def test_what_cannot_be_placed_says_why(text: str, reason: str, extractor: Extractor) -> None:
    found = read(extractor, JULY, text)
    assert not found.observations and reason in [remark.reason for remark in found.remarks]


def test_the_ground_of_kind_and_period_is_told(extractor: Extractor) -> None:
    (aim,) = [o for o in read(extractor, JULY, "下半年，固定资产投资力争完成35亿元。").observations]
    assert (aim.kind_ground, aim.period_ground) == ("力争", "下半年")
    assert "period:stated" in aim.basis and "kind:stated" in aim.basis
