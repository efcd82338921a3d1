"""What a reading claims (reached, expected, aimed at), and of which period: the words before it, then the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpi.building.pipeline import Extractor
from kpi.settings.config import load_config
from kpi.vocabulary.model import Document, Extraction

ZONE = "九江经济技术开发区"
UNDATED = f"{ZONE}经济稳中向好\n"
JULY = f"九江日报\n2021年7月15日 星期四\n{ZONE}经济稳中向好\n"
OCTOBER = f"九江日报\n2021年10月29日 星期五\n{ZONE}经济稳中向好\n"
NOVEMBER = f"九江日报\n2021年11月24日 星期三\n{ZONE}经济稳中向好\n"
MARCH = f"九江日报\n2021年3月9日 星期二\n{ZONE}经济稳中向好\n"
REPORT = f"{ZONE}工作报告\n（2022年1月14日在{ZONE}工作会议上）\n"
DECADE = f"九江日报\n2025年7月15日 星期二\n{ZONE}经济稳中向好\n"
TITLED_2021 = f"{ZONE}2021年工作报告\n"
FIVE_YEARS = f"{REPORT}一、过去五年工作回顾\n"
REVIEW, PLAN = f"{REPORT}一、2021年工作回顾\n", f"{REPORT}二、2022年工作安排\n"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_config(Path(__file__).parents[2] / "config.yaml"))


def told(found: Extraction) -> list[str]:
    read = sorted([*found.observations, *found.readings], key=lambda each: (each.start, each.end))
    return [
        f"{each.kind} {each.period or '?'} {each.comparator}{each.value.normalize():f}"
        for each in read
        if each.value is not None
    ]


def read(extractor: Extractor, page: str, text: str) -> Extraction:
    return extractor.extract(Document("page", "page.txt", f"{page}{text}\n", ""))


# page, sentence, kind, period (? where it is open) and value of each number, why; a last word marks what is not read yet
PLACED: list[Any] = [
    # a page of which nothing tells the year
    (UNDATED, "今年1至10月，固定资产投资完成31.4亿元。", ["actual ? =31.4"], "this year, and no word which"),
    (UNDATED, "今年1至10月，固定资产投资完成31.4亿元，全年预计达到41亿元。", ["actual ? =31.4", "estimate ? =41"], "nor which year is expected"),
    (UNDATED, "今年1至10月，固定资产投资完成31.4亿元，预计1至11月达到35亿元。", ["actual ? =31.4", "estimate ? =35"], "nor of which part"),
    (UNDATED, "2010年升级。今年1至10月，固定资产投资完成31.4亿元。", ["actual ? =31.4"], "a year named before is not this one"),
    (UNDATED, "2010年招商有方。全年固定资产投资完成31.4亿元。", ["actual 2010 =31.4"], "but all of the year is all of that"),
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
    (MARCH, "二季度突出“快”字。当季固定资产投资要达到26亿元，确保上半年累计完成47亿元；一般公共预算收入再入库2.4亿元，上半年累计4.3亿元；新开工项目12个。", ["target 2021-Q2 =26", "target 2021-H1 =47", "target 2021-Q2 =2.4", "target 2021-H1 =4.3", "target 2021-Q2 =12"], "当季 is the quarter told before; behind a sum told beside it what follows is the quarter's again"),
    (MARCH, "按此推算，到年底工业总产值将由2015年的36.9亿元突破100亿元。", ["actual 2015 =36.9"], "what a change is counted from was reached"),
    (NOVEMBER, "12月，还有4个项目准备签约。", ["target 2021-12 =4"], "a plan between a number and its name"),
    (NOVEMBER, "会议作了测算：去年同期投资28.6亿元，预计全年固定资产投资完成32亿元。", ["estimate 2021 =32"], "the year that is expected in November is the one under way, whatever was told before"),
    (JULY, "上半年，规上工业增加值增长8.6%。同期，全市规上工业增加值增长7.2%。", ["actual 2021-H1 =8.6", "actual 2021-H1 =7.2"], "the same time is that of the sentence before"),
    (JULY, "5月份，规上工业增加值增长8.6%，其余指标平稳。同期，全市规上工业增加值增长7.2%。", ["actual 2021-05 =8.6", "actual 2021-H1 =7.2"], "but no month, which is told beside the year so far"),
    (REVIEW, "2021年，全区签约项目12个。\n上半年要素样样吃紧，9月份以后市场骤冷。全区完成固定资产投资68.4亿元，比上年增长9.6%。", ["actual 2021 =12", "actual 2021 =68.4", "actual 2021 =9.6"], "times told one after the other without a figure are none of what follows"),
    (REVIEW, "2021年，全区签约项目12个。\n上半年要素样样吃紧。全区完成固定资产投资68.4亿元，比上年增长9.6%。", ["actual 2021 =12", "actual 2021-H1 =68.4", "actual 2021-H1 =9.6"], "one alone is"),
    (MARCH, "但更要看到，去年全区地区生产总值仅41.7亿元。", ["actual 2020 =41.7"], "what is urged in a clause of its own aims at nothing behind it"),
    (REVIEW, "城镇新增就业8431人，比年初确定的任务多出1231人；失业人员再就业2716人。", ["actual 2021 =8431", "actual 2021 =2716"], "what was more than was aimed at aims at nothing"),
    (JULY, "上半年，进出口总额增长5.3%，而一季度仍下降2.4%。社会消费品零售总额21.46亿元。", ["actual 2021-H1 =5.3", "actual 2021-Q1 =-2.4", "actual 2021-H1 =21.46"], "a shorter time told behind is none of the next sentence's"),
    (JULY, "二季度，全区签约项目12个。确保海湾食品等10个项目年内竣工投产。", ["actual 2021-Q2 =12", "target 2021 =10"], "the time between a number and its name"),
    (FIVE_YEARS, "新增科技创新平台5个，累计达到38个；累计完成固定资产投资250亿元。", ["actual 2021 =5", "actual 2021 =38", "actual 2017/2021 =250"], "of what there is 累计 is no sum of five years"),
    (NOVEMBER, "全区上下干劲十足。\n明年，全区要完成固定资产投资80亿元，力争85亿元，确保新增就业2000人。上半年，腾笼项目要全部封顶，新开工项目10个。到2025年，签约项目达到60个。", ["target 2022 =80", "target 2022 =85", "target 2022 =2000", "target 2022-H1 =10", "target 2025 =60"], "a part of next year, where that was spoken of"),
    (PLAN, "全年谋划实施重点项目45个，5月1日前开复工率达到80%；签约项目60个以上。", ["target 2022 =45", "target 2022 >=60"], "a deadline ends with its clause"),
    (MARCH, "今年1月的全区工作会议定下的年度目标没有变：固定资产投资80亿元以上，签约项目60个。", ["target 2021 >=80", "target 2021 =60"], "the month of a meeting that set the aims"),
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
    (JULY, "上半年，固定资产投资11.2亿元，上年同期10.8亿元，增长3.7%。", ["actual 2021-H1 =11.2", "actual 2020-H1 =10.8", "actual 2021-H1 =3.7"], "the size of the year before is the base of the rate"),
    (PLAN, "今年，园区排出重点项目37个，一季度新开工11个，上半年竣工投产项目6个。力争签约项目45个。", ["target 2022 =37", "target 2022-Q1 =11", "target 2022-H1 =6", "target 2022 =45"], "parts of the year behind a plan's year are none of the next sentence's"),
    (NOVEMBER, "前10个月，固定资产投资28.6亿元。\n去年末，高新技术企业不过31家，现在有47家；科技型中小企业有96家。", ["actual 2021-01/10 =28.6", "actual 2020 =31", "actual 2021-01/10 =47", "actual 2021-01/10 =96"], "现在 ends the year before"),
    (JULY, "一季度，固定资产投资完成9.8亿元。二季度完成14.7亿元，同比增长6.1%。", ["actual 2021-Q1 =9.8", "actual 2021-Q2 =14.7", "actual 2021-Q2 =6.1"], "a part of the year goes on with what was told before"),
    (PLAN, "新一年的作战图已经上墙：2022年，固定资产投资增长13%以上，进出口总额增长7%。", ["target 2022 >=13", "target 2022 =7"], "what is told already is not reached by that"),
    (PLAN, "2021年，组织职业技能培训1740人次。今年准备培训1900人次。", ["actual 2021 =1740", "target 2022 =1900"], "培训 goes on with the training told before"),
    (PLAN, "2021年，组织职业技能培训1740人次，城镇新增就业4200人。今年准备培训1900人次。", ["actual 2021 =1740", "actual 2021 =4200"], "not behind another indicator"),
    (JULY, "上半年，城镇、农村常住居民人均可支配收入分别达到18240元、9360元。", ["actual 2021-H1 =18240", "actual 2021-H1 =9360"], "one word for two incomes"),
    (JULY, "一季度，固定资产投资9.8亿元，税收收入2亿元。二季度完成14.7亿元。", ["actual 2021-Q1 =9.8", "actual 2021-Q1 =2"], "of two, none says which"),
    (JULY, "一季度，固定资产投资完成9.8亿元。二季度电池完成14.7亿元。", ["actual 2021-Q1 =9.8"], "a noun is another subject"),
    (JULY, "一季度，固定资产投资完成9.8亿元。\n二季度完成14.7亿元。", ["actual 2021-Q1 =9.8"], "in its own paragraph"),
    (JULY, "全年目标是：出口总额增长8%，新增规上工业企业16家（上半年已入库5家），科技型中小企业达到120家。", ["target 2021 =8", "target 2021 =16", "actual 2021-H1 =5", "target 2021 =120"], "a remark in brackets behind a number governs nothing behind it"),
    (JULY, "上半年，进出口36亿元，去年同期为28亿元；固定资产投资18.6亿元。", ["actual 2021-H1 =36", "actual 2020-H1 =28", "actual 2021-H1 =18.6"], "the year before is told in passing"),
    (JULY, "单看5月，冷热不均。当月固定资产投资13.4亿元，比4月份回落4.6个百分点；出口1.85亿元。", ["actual 2021-05 =13.4", "actual 2021-05 =1.85"], "the month that is compared with governs nothing"),
    (JULY, "“十四五”末，固定资产投资达到60亿元。", ["target 2025 =60"], "the last year of a plan"),
    (JULY, "多年前，全区固定资产投资仅完成3.4亿元。", ["actual ? =3.4"], "some years ago"),
    (JULY, "近年来，全区累计签约项目132个。", ["actual ? =132"], "of late"),
    (JULY, "自2003年建区以来，累计完成固定资产投资331.4亿元。", ["actual ? =331.4"], "since the zone began"),
    (JULY, "会上，现场签约项目12个。", [], "signed on one day"),
    (JULY, "本次集中开工项目12个。", [], "one event"),
    # words of aims, and what came of them
    (JULY, "力争固定资产投资完成51.4亿元，完成全年计划的52.3%。", ["target 2021 =51.4", "actual 2021-H1 =52.3"], "the share of a plan was reached"),
    (JULY, "全区高新技术企业达到86家，力争年底突破100家。", ["actual 2021-H1 =86", "target 2021 >100"], "what there is, and the aim behind it"),
    (PLAN, "力争固定资产投资由2021年的46.1亿元增加到60亿元。", ["actual 2021 =46.1", "target 2022 =60"], "what an aim is counted from was reached"),
    (PLAN, "五年累计签约项目250个。", ["target 2018/2022 =250"], "a sum of five years"),
    (REVIEW, "固定资产投资按上年快报数增长2%安排。", ["target 2022 =2"], "arranged, said behind the rate"),
    (REVIEW, "一般公共预算支出安排6.6亿元。", ["target 2022 =6.6"], "what a budget sets"),
    (REVIEW, "支出安排：一般公共预算支出6.6亿元。", ["target 2022 =6.6"], "and what stands behind its colon"),
    (REVIEW, "目标任务已经写进责任书，工业：固定资产投资完成31亿元。", ["actual 2021 =31"], "an aim of a clause before the colon's"),
    (REVIEW, "年初提出固定资产投资增长7%；工业投资增长12%。", ["target 2021 =7", "actual 2021 =12"], "a plan of the beginning of the year ends with its clause"),
    (REVIEW, "认真准备，固定资产投资完成31亿元。", ["actual 2021 =31"], "准备 alone aims at nothing"),
    (REVIEW, "一季度签约项目26个（目标30个）。", ["target 2022-Q1 =26", "target 2022 =30"], "a plan in brackets is the year's"),
    (JULY, "上半年，固定资产投资不少于31亿元，增长8.3%。", ["target 2021-H1 >=31", "target 2021-H1 =8.3"], "not less than is aimed at, and so is what goes on"),
    (JULY, "下半年力争多签快签，实际签约项目31个。", ["target 2021-H2 =31"], "实际 before a name says nothing"),
    (f"九江日报\n2021年1月18日 星期一\n{ZONE}经济稳中向好\n", "新的一年，新签约项目70个以上；一季度新开工项目15个。", ["target 2021 >=70", "target 2021-Q1 =15"], "in January a quarter of the new year is this year's"),
    (f"九江日报\n2022年1月18日 星期二\n{ZONE}经济稳中向好\n", "下一步，加快推进项目建设，做强产业。1至11月，固定资产投资下降3.2%。", ["actual 2021-01/11 =-3.2"], "nobody plans a fall"),
    (f"九江日报\n2022年1月18日 星期二\n{ZONE}经济稳中向好\n", "下一步，加快推进项目建设，做强产业。1至11月，固定资产投资80亿元。", ["actual 2021-01/11 =80"], "nor from January to November"),
    (f"九江日报\n2022年1月18日 星期二\n{ZONE}经济稳中向好\n", "下一步，加快推进项目建设，做强产业。前三季度，固定资产投资下降3.2%。", ["actual 2021-Q1-Q3 =-3.2"], "nor a fall in three quarters"),
    (JULY, "力争明年固定资产投资100亿元，一季度完成20亿元。", ["target 2022 =100", "target 2022-Q1 =20"], "a quarter behind next year is next year's"),
    (JULY, "一季度签约项目26个，年度目标100个。", ["actual 2021-Q1 =26", "target 2021-Q1 =100"], "年度 before an aim names no time"),
    (JULY, "预计三季度固定资产投资完成12亿元。", ["estimate 2021-Q3 =12"], "a forecast of a quarter to come"),
    (PLAN, "目前，全区高新技术企业86家。", ["actual 2021 =86"], "what there is at present, in a plan"),
    (NOVEMBER, "预计全年固定资产投资将首次迈过65亿元。", ["estimate 2021 >65"], "将 behind 预计 is a forecast"),
    (NOVEMBER, "势头良好。前10个月，固定资产投资完成53亿元。预计城镇新增就业达到6200人。",
     ["actual 2021-01/10 =53", "estimate 2021 =6200"], "a forecast of November is of the year"),
    # which time
    (JULY, "年底，固定资产投资60亿元。", ["actual ? =60"], "at the end of the year, said in July without an aim"),
    (JULY, "年初定下的几笔账再念一遍：固定资产投资24亿元，一般公共预算收入增长7%以上。", ["target 2021 =24", "target 2021 >=7"], "aims that are set and told again"),
    (JULY, "年初摸排的几个数再念一遍：高新技术企业24家。", ["actual 2021-H1 =24"], "but not what was counted then"),
    (JULY, "三季度要新开工项目8个，把固定资产投资的累计数做到17亿元。", ["target 2021-Q3 =8", "target 2021-Q1-Q3 =17"], "counted from January"),
    (JULY, "三季度要新开工项目8个，固定资产投资要完成17亿元。", ["target 2021-Q3 =8", "target 2021-Q3 =17"], "not without its word"),
    (OCTOBER, "全年力争工业投资达到90亿元，工业总产值恢复到去年水平，高新技术企业突破200家。", ["target 2021 =90", "target 2021 >200"], "a level that is aimed at is last year's, and not what follows"),
    (OCTOBER, "前三季度，园区围绕全年目标，狠抓项目，固定资产投资增长9.7%。", ["actual 2021-Q1-Q3 =9.7"], "aims that work is done for are no time of its outcome"),
    (OCTOBER, "前三季度，园区延续了年初以来的较快势头，固定资产投资增长9.7%。", ["actual 2021-Q1-Q3 =9.7"], "nor is a way things went"),
    (OCTOBER, "2020年，固定资产投资完成31.4亿元，同比增长8.3%。\n截至目前，高新技术企业57家。", ["actual 2020 =31.4", "actual 2020 =8.3", "actual 2021-01/10 =57"], "目前 is no time of the year before"),
    (JULY, "年初疫情突如其来，固定资产投资完成12亿元。", ["actual ? =12"], "a point in time, and no period"),
    (REVIEW, "年初安排固定资产投资30亿元。", ["actual 2021 =30"], "年初 with its verb is the year's"),
    (REVIEW, "从2017年的低谷中走出来，固定资产投资增加到30.1亿元。", ["actual 2021 =30.1"], "where it came from is not when"),
    (REVIEW, "2021年，高新技术企业由上年的74家增加到86家。", ["actual 2020 =74", "actual 2021 =86"], "the year before a year"),
    (REVIEW, "上半年高新技术企业由上年的74家增加到86家。", ["actual ? =74", "actual 2021-H1 =86"], "what the year before half a year is stays open"),
    (REVIEW, "固定资产投资年均增长8.3%。", ["actual ? =8.3"], "an average year of no years"),
    (REVIEW, "与2010年相比，出口增长299%；固定资产投资增长19.5%。", ["actual 2011/2021 =299", "actual 2011/2021 =19.5"], "a base that opens a sentence is that of all its clauses"),
    (REVIEW, "与2010年相比，出口增长299%；固定资产投资同比增长9.5%。", ["actual 2011/2021 =299", "actual 2021 =9.5"], "but not of growth on the year before"),
    (REVIEW, "固定资产投资比2010年翻一番。出口增长3.8倍。", ["actual 2011/2021 =100", "actual 2011/2021 =380"], "times are counted from the base just named"),
    (REVIEW, "固定资产投资比2010年翻一番。出口同比增长3.8倍。", ["actual 2011/2021 =100", "actual 2021 =380"], "unless they are on the year before"),
    (REVIEW, "五年来，高新技术企业累计达到168家。", ["actual 2017/2021 =168"], "a sum of five years is not that of the last"),
    (REVIEW, "2020年主要指标如下：\n固定资产投资完成51.4亿元；\n签约项目32个；\n出口5.1亿元。",
     ["actual 2020 =51.4", "actual 2020 =32", "actual 2020 =5.1"], "the year over a list holds to its end"),
    (NOVEMBER, "势头良好。\n截至10月底，下一步要确保目标。固定资产投资完成53亿元。", ["target 2021 =53"], "a time that is over leads to no plan of next year"),
    (NOVEMBER, "前10个月，固定资产投资完成53亿元。\n到6月底，全区今年累计开工项目57个。",
     ["actual 2021-01/10 =53", "actual 2021-H1 =57"], "今年 behind a day of it says no more"),
    (NOVEMBER, "前三季度，固定资产投资完成53亿元。今年以来，签约项目57个。", ["actual 2021-Q1-Q3 =53", "actual 2021-Q1-Q3 =57"], "今年以来 is as far as the article reports"),
    (JULY, "上半年，固定资产投资完成31亿元。\n二季度赶进度。签约项目24个。", ["actual 2021-H1 =31", "actual 2021-Q2 =24"], "a quarter leads in a paragraph"),
    (JULY, "上半年，签约项目12个。\n2019年起步早，全年固定资产投资完成41亿元。", ["actual 2021-H1 =12", "actual 2019 =41"], "全年 of the year just named"),
    (JULY, "上半年，签约项目12个。\n势头好。2019年9月，园区扩区。这一年固定资产投资完成41亿元。",
     ["actual 2021-H1 =12", "actual 2019 =41"], "这一年 is the year of the month named"),
    (JULY, "上半年，签约项目12个。\n势头好。2019年9月，园区扩区。当年年底规上工业企业达到31家。",
     ["actual 2021-H1 =12", "actual 2019 =31"], "and 当年年底 its end"),
    (JULY, "势头良好。\n当年年底规上工业企业达到31家。", ["actual ? =31"], "which year's end is not said"),
    (JULY, "上半年，签约项目12个。\n2019年，近年来势头好；固定资产投资完成41亿元。",
     ["actual 2021-H1 =12", "actual 2019 =41"], "a vague time ends with its clause"),
    (JULY, "上半年，签约项目12个，出口3.1亿元。\n2019年开局良好，固定资产投资完成41亿元。",
     ["actual 2021-H1 =12", "actual 2021-H1 =3.1", "actual 2019 =41"], "a year that opened well is a time"),
    (JULY, "上半年，固定资产投资完成31亿元，占2019年的六成，签约项目32个。", ["actual 2021-H1 =31", "actual 2021-H1 =32"], "of which year it is a share"),
    (JULY, "上半年，固定资产投资完成104亿元，是2015年52.1亿元的2倍，签约项目32个。", ["actual 2021-H1 =104", "actual 2021-H1 =32"], "of which year it is a multiple"),
    (JULY, "5月固定资产投资6.1亿元，为今年最高，签约项目32个。", ["actual 2021-05 =6.1", "actual 2021-05 =32"], "the highest of the year"),
    (JULY, "会上通报，上半年签约项目32个。", ["actual 2021-H1 =32"], "told at a meeting, but of half a year"),
    (DECADE, "“十四五”末，固定资产投资达到60亿元。", ["target 2025 =60"], "the end of a plan in its last year is an aim"),
    (TITLED_2021, "一、2021年目标任务\n园区主线明确。\n2021年，固定资产投资达到51.4亿元以上。", ["target 2021 >=51.4"], "the year of an undated report, under a heading of aims"),
    (JULY, "一季度固定资产投资完成11.4亿元；今年以来已新开工项目14个。", ["actual 2021-Q1 =11.4", "actual 2021-H1 =14"], "to date, beside a quarter"),
    (JULY, "重点项目年度计划投资118亿元，到6月底完成39.6亿元。", ["target 2021 =118", "actual 2021-H1 =39.6"], "what came of the plan by then"),
    (JULY, "上半年，规上工业总产值86.5亿元，比去年同期的72.4亿元增长19.5%。", ["actual 2021-H1 =86.5", "actual 2020-H1 =72.4", "actual 2021-H1 =19.5"], "the same part of the year before"),
    (JULY, "年初确定的22项重点工程，总投资31.6亿元。", ["actual 2021 =22", "actual 2021 =31.6"], "the list that was set"),
    (PLAN, "一季度，全区计划完成固定资产投资42亿元，实现规上工业总产值380亿元以上。", ["target 2022-Q1 =42", "target 2022-Q1 >=380"], "a plan told by its verb goes on"),
    (JULY, "1993年，固定资产投资仅完成0.4亿元。", ["actual 1993 =0.4"], "history keeps its year"),
    (OCTOBER, "四季度规上工业总产值要完成38亿元，10月份不低于12亿元；四季度固定资产投资完成9亿元。", ["target 2021-Q4 =38", "target 2021-10 >=12", "target 2021-Q4 =9"], "a bound to be kept is aimed at, though its month is over"),
    (NOVEMBER, "四季度规上工业总产值要完成38亿元，10月份完成12亿元。", ["target 2021-Q4 =38", "actual 2021-10 =12"], "without a bound it is reached"),
    (JULY, "承担投资任务最重的园区表态，上半年固定资产投资完成31.4亿元。", ["actual 2021-H1 =31.4"], "a task by which somebody is told apart"),
    (JULY, "2020年一般公共预算收入11.4亿元，是2016年的2倍，同比增长21.6%。", ["actual 2020 =11.4", "actual 2020 =21.6"], "a multiple of a year is no base of the rate behind it"),
    (JULY, "1至4月规上工业总产值下降6.2%，6月份止跌企稳，上半年累计完成57.4亿元；规上工业增加值增长2.6%。", ["actual 2021-01/04 =-6.2", "actual 2021-H1 =57.4", "actual 2021-H1 =2.6"], "a time without a figure is not gone back to"),
    (JULY, "上半年，固定资产投资完成31.4亿元，上年同期为27.2亿元；工业投资12.6亿元。", ["actual 2021-H1 =31.4", "actual 2020-H1 =27.2", "actual 2021-H1 =12.6"], "the year before, told aside"),
    (JULY, "上半年固定资产投资完成31.4亿元，而2018年同期只有17.2亿元。", ["actual 2021-H1 =31.4", "actual 2018-H1 =17.2"], "the same months of a named year"),
    (JULY, "2020年规上工业总产值186.2亿元，前年是151.3亿元，增长9.7%；税收收入4.8亿元。", ["actual 2020 =186.2", "actual 2019 =151.3", "actual 2020 =9.7", "actual 2020 =4.8"], "a base told aside governs nothing"),
    (NOVEMBER, "截至10月底，规上工业企业达到64家，年内新增7家。", ["actual 2021-01/10 =64", "actual 2021-01/10 =7"], "so far within the year"),
    (JULY, "截至6月底，全年累计签约项目43个。", ["actual 2021-H1 =43"], "the sum of the year so far"),
    (FIVE_YEARS, "五年来，全区累计完成固定资产投资1180亿元，其中2021年完成312.4亿元；工业投资187.6亿元。", ["actual 2017/2021 =1180", "actual 2021 =312.4", "actual 2021 =187.6"], "behind a sum of years what is no sum is of the year told last"),
    (FIVE_YEARS, "五年来，全区累计完成固定资产投资1180亿元，其中2021年完成312.4亿元；累计完成工业投资687.6亿元。", ["actual 2017/2021 =1180", "actual 2021 =312.4", "actual 2017/2021 =687.6"], "and what is summed again is of them all"),
    (NOVEMBER, "明年的目标正在测算，地区生产总值增速初步考虑安排在6%。", ["target 2022 =6"], "an aim that is being reckoned is no estimate"),
    (PLAN, "新增规上工业企业原定20家。", ["target 2022 =20"], "what was meant to be"),
    (JULY, "去年新增规上工业企业23家，到年末全区规上工业企业达到174家。", ["actual 2020 =23", "actual 2020 =174"], "the end of the year that was named"),
    (MARCH, "2020年，全区实现生产总值86.3亿元，增长22.1%。2016年全区生产总值只有43.2亿元，四年几乎翻番。固定资产投资31.4亿元。", ["actual 2020 =86.3", "actual 2020 =22.1", "actual 2016 =43.2", "actual 2020 =31.4"], "a year that is only remembered hands nothing on"),
    (MARCH, "2020年，全区实现生产总值86.3亿元。2016年全区生产总值43.2亿元，四年翻了一番。固定资产投资31.4亿元。", ["actual 2020 =86.3", "actual 2016 =43.2", "actual ? =100", "actual 2020 =31.4"], "nor one that was doubled since"),
    (MARCH, "2020年，全区实现生产总值86.3亿元。2019年全区进出口总额只有43.2亿元。固定资产投资31.4亿元。", ["actual 2020 =86.3", "actual 2019 =43.2", "actual 2019 =31.4"], "the year before may be told on"),
    (MARCH, "2020年，全区实现生产总值86.3亿元。2016年全区进出口总额完成43.2亿元。固定资产投资31.4亿元。", ["actual 2020 =86.3", "actual 2016 =43.2", "actual 2016 =31.4"], "another that is told on does"),
    (JULY, "上半年，全区固定资产投资完成12.46亿元。由于几家老企业的改造工程去年底已经收尾，技改投资只完成2.31亿元，下降6.4%。", ["actual 2021-H1 =12.46", "actual 2021-H1 =2.31", "actual 2021-H1 =-6.4"], "the time of a reason is not the figure's"),
    (OCTOBER, "据了解，全区高新技术企业达到29家，在审的还有6家，力争年底达到33家。", ["actual 2021-01/10 =29"], "what is aimed at by the end does not reach back"),
    (OCTOBER, "据了解，全区高新技术企业现在有29家。", ["actual 2021-01/10 =29"], "now"),
    (MARCH, "今年的清单：引进项目28个，上半年12个；到位资金确保35亿元，上半年完成14亿元；实际利用外资2200万美元。", ["target 2021 =28", "target 2021-H1 =12", "target 2021 =35", "target 2021-H1 =14", "target 2021 =2200"], "what falls to a part of the year is told beside the whole"),
    (NOVEMBER, "11月中旬的会议已为2022年定调：固定资产投资增长7%；一般公共预算收入2.5亿元。", ["target 2022 =7", "target 2022 =2.5"], "the year for which a colon leads on"),
    (JULY, "去年有高新技术企业68家，到年底可达80家。", ["actual 2020 =68", "estimate 2021 =80"], "what is expected by the end is this year's"),
    (JULY, "上半年，全区规上工业增加值92.7亿元，同比增长12.8%。出口7.1亿美元，增长1.9%，一季度这一增幅还只有0.4%。固定资产投资31.4亿元。", ["actual 2021-H1 =92.7", "actual 2021-H1 =12.8", "actual 2021-H1 =7.1", "actual 2021-H1 =1.9", "actual 2021-Q1 =0.4", "actual 2021-H1 =31.4"], "a part of the time, of the same figure, hands nothing on"),
    (f"{JULY}一、去年工作回顾\n", "遗憾的是固定资产投资全年只增长2.6%。\n另一个是一般公共预算收入7.92亿元，下降3.4%。", ["actual 2020 =2.6", "actual 2020 =7.92", "actual 2020 =-3.4"], "the year of the heading"),
    (f"{JULY}谈去年：“稳住了，也有遗憾”\n", "一般公共预算收入7.92亿元，下降3.4%。", ["actual 2020 =7.92", "actual 2020 =-3.4"], "the same in other words"),
    (JULY, "要闻速递：上半年固定资产投资完成31.4亿元。", ["actual 2021-H1 =31.4"], "news are no aims"),
    # times beside one another
    (JULY, "回望园区科技创新再结硕果，去年，引进项目12个；固定资产投资完成61.4亿元。", ["actual 2020 =12", "actual 2020 =61.4"], "a time before a comma holds behind a semicolon, wherever it stands"),
    (NOVEMBER, "3月份，进出口2.41亿美元，下降3.7%；累计完成7.26亿美元，增长5.9%。", ["actual 2021-03 =2.41", "actual 2021-03 =-3.7", "actual 2021-Q1 =7.26", "actual 2021-Q1 =5.9"], "what counts on counts from January"),
    (NOVEMBER, "3月份，高新技术企业累计达到86家。", ["actual 2021-03 =86"], "how many there are is counted at its date"),
    (JULY, "去年，开发区全年完成固定资产投资61.4亿元，增长13.6%，今年速度更快。", ["actual 2020 =61.4", "actual 2020 =13.6"], "all of the year that was named"),
    (MARCH, "管委会确定，今年开发区实施重点项目42个，年内完成固定资产投资85亿元。", ["target 2021 =42", "target 2021 =85"], "within the year that was named"),
    (MARCH, "分季度看，一季度固定资产投资增长4.1%，上半年增长6.8%，前三季度增长8.7%。", ["actual 2020-Q1 =4.1", "actual 2020-H1 =6.8", "actual 2020-Q1-Q3 =8.7"], "beside parts that are to come the first quarter is last year's"),
    (NOVEMBER, "初步安排，2022年新开工项目130个，其中一季度25个。", ["target 2022 =130", "target 2022-Q1 =25"], "a part of the year that is named before it"),
    (JULY, "一批项目预计四季度投产。固定资产投资完成31.4亿元。", ["actual 2021-H1 =31.4"], "a time to come hands nothing on"),
    (f"{NOVEMBER}10月份运行情况\n", "10月份，运行平稳。\n\n工业：当月固定资产投资5.2亿元。", ["actual 2021-10 =5.2"], "that month by the paragraph before"),
    (MARCH, "去年利润总额9.2亿元，上年为6.8亿元，增长35.3%。", ["actual 2020 =9.2", "actual 2019 =6.8", "actual 2020 =35.3"], "the year before told beside its own"),
    (TITLED_2021, "与2015年相比，2020年固定资产投资由23.6亿元增加到34.2亿元；税收由1.5亿元增加到2.1亿元。", ["actual 2015 =23.6", "actual 2020 =34.2", "actual 2015 =1.5", "actual 2020 =2.1"], "bases are of the year that all is held against"),
    (TITLED_2021, "2020年固定资产投资由23.6亿元增加到34.2亿元。", ["actual 2020 =34.2"], "a base has not the year of what it became"),
    # aims
    (f"九江日报\n2021年12月19日 星期日\n{ZONE}经济稳中向好\n", "一季度，要有18个项目开工；上半年，开工项目35个。", ["target 2022-Q1 =18", "target 2022-H1 =35"], "in December parts of a year that are aimed at are the next one's"),
    (f"九江日报\n2021年12月19日 星期日\n{ZONE}经济稳中向好\n", "明年力争开工项目60个；一季度，开工项目不少于18个。", ["target 2022 =60", "target 2022-Q1 >=18"], "a bound behind a time and its comma"),
    (NOVEMBER, "对照全年引进项目95个、到位资金220亿元的目标，还有差距。", ["target 2021 =95", "target 2021 =220"], "an aim behind a list is that of each"),
    (MARCH, "经济工作会上已经定了：固定资产投资增长16%，一般公共预算收入增长8%；规上工业总产值确保370亿元。", ["target 2021 =16", "target 2021 =8", "target 2021 =370"], "what was set at a meeting is no event's"),
    (NOVEMBER, "四季度重点项目集中开工，总投资164.3亿元，年内计划完成投资21.5亿元。", ["target 2021 =21.5"], "a plan for all of the year, whatever part was named"),
    (NOVEMBER, "会议明确了2022年主要预期目标：固定资产投资增长11%。", ["target 2022 =11"], "aims that were set out are not reached"),
    (PLAN, "今年安排重点项目60个，年度计划投资118亿元，其中一季度完成22亿元，上半年累计完成55亿元。", ["target 2022 =60", "target 2022 =118", "target 2022-Q1 =22", "target 2022-H1 =55"], "parts of a plan for the year have their own times"),
    (OCTOBER, "四季度新增规上工业企业4户，确保全年规上工业增加值增长8.5%。", ["target 2021-Q4 =4", "target 2021 =8.5"], "a quarter to come is no outcome beside the aim of the year"),
    (NOVEMBER, "明年，新签约项目50个以上；一季度新开工项目10个，6月底前开工20个；竣工投产项目18个。", ["target 2022 >=50", "target 2022-Q1 =10", "target 2022-H1 =20", "target 2022 =18"], "behind parts of a year to come the year goes on"),
    (JULY, "上半年，出口额5.12亿元，撑起经开区外贸半壁江山。", [], "what holds up half of the zone's own is no whole"),
    (JULY, "上半年，出口额5.12亿元，撑起经开区的信心。", ["actual 2021-H1 =5.12"], "and here it holds up none of it"),
    (JULY, "上半年，出口额5.12亿元，占全市半壁江山。", ["actual 2021-H1 =5.12"], "half of the city's is the zone's own"),
    (JULY, "围绕主导产业，经开区上半年签约金额51亿元。围绕生物降解塑料这条链，经开区上半年签约金额23.5亿元。", ["actual 2021-H1 =51"], "around one chain"),
    (NOVEMBER, "宿迁经开区给自己定的账是：全年固定资产投资突破250亿元。", ["target 2021 >250"], "what one has set oneself"),
    (JULY, "上半年工业投资增长两成。\n上半年，工业投资完成28.5亿元，增长20.3%。", ["actual 2021-H1 =28.5", "actual 2021-H1 =20.3"], "a rate in tenths that is told exactly too is one fact"),
    (JULY, "上半年工业投资增长两成。\n上半年，固定资产投资完成28.5亿元，增长20.3%。", ["actual 2021-H1 =20", "actual 2021-H1 =28.5", "actual 2021-H1 =20.3"], "and not that of another indicator"),
    (JULY, "2019年，开发区全年完成固定资产投资61.4亿元。", ["actual 2019 =61.4"], "all of a year that was named by its number"),
    (JULY, "去年，引进项目47个，到位资金26.9亿元；全年新开工项目33个，建成投产16个。", ["actual 2020 =47", "actual 2020 =26.9", "actual 2020 =33", "actual 2020 =16"], "all of last year behind its figures"),
    (OCTOBER, "四季度再开工项目8个，28个省市重点项目全部完成年度投资任务。", ["target 2021-Q4 =8", "target 2021 =28"], "the list of projects is the year's"),
    (JULY, "去年，引进项目47个；全年力争新开工项目33个。", ["actual 2020 =47", "target 2021 =33"], "but an aim is this year's"),
    (MARCH, "五年来，全区主营业务收入由168.4亿元增加到352.7亿元，年均增长15.9%；规模以上工业企业由62家增加到118家；出口总额由2.7亿美元增加到5.6亿美元。", ["actual 2015 =168.4", "actual 2020 =352.7", "actual 2016/2020 =15.9", "actual 2015 =62", "actual 2020 =118", "actual 2015 =2.7", "actual 2020 =5.6"], "bases of a span of years"),
    (MARCH, "2015年至2020年，固定资产投资由11.7亿元增加到28.6亿元。", ["actual 2015 =11.7", "actual 2020 =28.6"], "bases of years that are named"),
    (MARCH, "“十三五”期间，固定资产投资由11.7亿元增加到28.6亿元。", ["actual 2015 =11.7", "actual 2020 =28.6"], "bases of a plan's years"),
    (f"{MARCH}二、今年目标任务\n", "二季度双过半。到6月底，累计签约项目32个，协议总投资135亿元。", ["target 2021-H1 =32", "target 2021-H1 =135"], "by the end of a month to come"),
    (f"九江日报\n2021年9月8日 星期三\n{ZONE}经济稳中向好\n下一步工作打算\n", "9月份再签约亿元以上项目3个以上。", ["target 2021-09 >=3"], "the month under way, aimed at"),
    (MARCH, "今年要签约项目20个；科技型中小企业去年入库211家。", ["target 2021 =20", "actual 2020 =211"], "last year beside an aim was reached"),
    (f"{MARCH}二、今年目标任务\n", "高新技术企业要突破60家。技术合同成交额去年是13.9亿元。", ["target 2021 >60", "actual 2020 =13.9"], "also in a sentence of its own among aims"),
    (JULY, "固定资产投资完成30亿元，增长12%，全年要确保70亿元。", ["actual 2021-H1 =30", "actual 2021-H1 =12", "target 2021 =70"], "an aim of all of the year behind what was reached so far"),
    (JULY, "固定资产投资完成30亿元，增长12%，全年我区要确保70亿元。", ["actual 2021-H1 =30", "actual 2021-H1 =12", "target 2021 =70"], "also where the zone is named once more"),
    (JULY, "去年是投入最多的一年。2011年区划调整以后，过江的客商多了起来。全年固定资产投资完成30亿元。", ["actual 2020 =30"], "a year since which something is hands nothing on"),
    (OCTOBER, "答卷比预想的要好：前三季度，固定资产投资完成31.4亿元，增长8.3%。", ["actual 2021-Q1-Q3 =31.4", "actual 2021-Q1-Q3 =8.3"], "better than was thought aims at nothing"),
    (OCTOBER, "答卷要写好：四季度，固定资产投资完成31亿元。", ["target 2021-Q4 =31"], "but what must be done does"),
    (NOVEMBER, "答：明年的盘子，办公会上个星期刚刚议过：固定资产投资增长15%。", ["target 2022 =15"], "when it was said is not when it is"),
    (MARCH, "会议确定，2020年固定资产投资达到31.4亿元。", ["target 2020 =31.4"], "what a meeting set for a year, though that is over"),
    (MARCH, "会议指出，2020年固定资产投资达到31.4亿元。", ["actual 2020 =31.4"], "and what it stated"),
    (NOVEMBER, "去年一般公共预算收入4.2亿元。离年底只有一个多月，全年固定资产投资55亿元的目标不能放松。", ["actual 2020 =4.2", "target 2021 =55"], "an aim of the year under way, among what was reached"),
    (OCTOBER, "前三季度，新开工项目21个。前三季度，竣工投产项目9个。\n与去年全年税收28.1亿元的基数相比，完成年初确定的固定资产投资31亿元的目标，任务很重。", ["actual 2021-Q1-Q3 =21", "actual 2021-Q1-Q3 =9", "target 2021 =31"], "the year that a clause compares with ends with it"),
    (MARCH, "全区累计新增城镇就业1.62万人，去年一年新增3960人。", ["actual ? =1.62", "actual 2020 =3960"], "a sum that is told beside one year is of several"),
    (MARCH, "全区累计新增城镇就业1.62万人，增长3.1%。", ["actual 2020 =1.62", "actual 2020 =3.1"], "and else of the year"),
    ("九江日报\n2021年12月30日 星期四\n" + ZONE + "谋划明年工作。\n二、2022年工作安排\n", "实行按季交账：一季度签约项目10个以上，上半年达到25个，全年不少于40个。", ["target 2022-Q1 >=10", "target 2022-H1 =25", "target 2022 >=40"], "parts of the next year, aimed at in its last days"),
    (OCTOBER, "截至9月底，高新技术企业总数为63家，去年底这一数字是52家；科技型中小企业114家。", ["actual 2021-Q1-Q3 =63", "actual 2020 =52", "actual 2021-Q1-Q3 =114"], "the number that it was is told aside"),
    (JULY, "从1993年建区至今，固定资产投资累计完成331.4亿元。", ["actual ? =331.4"], "since the zone began, up to now"),
    (f"{NOVEMBER}“十四五”，我们这样干\n到2025年：\n", "★固定资产投资突破200亿元\n★高新技术企业达到25户\n★规模以上工业企业80户以上", ["target 2025 >200", "target 2025 =25", "target 2025 >=80"], "a time leads into a list whose items have but marks"),
    (MARCH, "2021年初招商。\n◆固定资产投资：2016年31.4亿元→2020年52.7亿元", ["actual 2016 =31.4", "actual 2020 =52.7"], "an arrow between two times"),
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
        ahead = each.indicator not in ("key_projects", "key_project_total_investment") and each.period in (
            "2021",
            "2021-H2",
            "2021-Q4",
            "2021-12",
            "2022",
            "2025",
            "2021/2025",
            "2021-Q1-Q3",
        )
        assert not (ahead and each.kind == "actual"), each


# what is said, kind, scope, flags and the words that tell the time of what lacks only its period
UNDATED = [
    ("多年前，全区固定资产投资仅完成3.4亿元。", ("actual", "", ("unknown_zone",), "多年前")),
    ("力争到2027年，固定资产投资年均增长8%以上。", ("target", "年均", ("unknown_zone", "annual_average"), "2027年")),
    ("自2003年建区以来，累计完成固定资产投资331.4亿元。", ("actual", "", ("unknown_zone",), "自2003年建区以来")),
]


@pytest.mark.parametrize(("text", "wanted"), UNDATED, ids=[row[0] for row in UNDATED])
def test_what_lacks_only_its_period_is_kept_with_all_else(
    text: str, wanted: tuple[object, ...], extractor: Extractor
) -> None:
    found = read(extractor, JULY, text)
    (kept,) = [each for each in found.readings if each.status == "undated"]
    assert (str(kept.kind), kept.scope, kept.flags, kept.period_ground) == wanted
    assert (kept.zone, kept.indicator, kept.confidence) == (ZONE, "fixed_asset_investment", 0.0)
    assert "period:open" in kept.basis and not found.observations
    assert [(each.reason, each.detail) for each in found.remarks] == [("no_period", "fixed_asset_investment")]


# what lacks more than a period is left out for that, and waits for nobody
LACKING_MORE = [
    ("多年前，宏远磁材有限公司完成工业总产值2.1亿元。", "single_firm"),
    ("多年前，高新区固定资产投资完成3.4亿元。", "another_area"),
]


@pytest.mark.parametrize(("text", "reason"), LACKING_MORE)
def test_what_lacks_more_than_a_period_waits_for_nobody(text: str, reason: str, extractor: Extractor) -> None:
    found = read(extractor, JULY, text)
    assert not found.readings and reason in [remark.reason for remark in found.remarks]


def test_what_has_no_period_hands_nothing_on(extractor: Extractor) -> None:
    """What follows is read as if it were not there."""
    before, after = "多年前，九江市固定资产投资仅完成3.4亿元。", "上半年，全区签约项目32个。固定资产投资完成9亿元。"
    alone, both = (read(extractor, JULY, text) for text in (after, before + after))
    told_of = [[(each.zone, each.period, each.value) for each in found.observations] for found in (alone, both)]
    assert told_of[0] == told_of[1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("多年前，全区固定资产投资仅完成3.4亿元。", "no_period"),
        ("本次集中开工项目12个。", "single_event"),
        ("宏远磁材有限公司完成工业总产值2.1亿元。", "single_firm"),
        ("2020年，全村居民人均可支配收入6180元。", "another_area"),
        ("2020年，全镇固定资产投资完成3.4亿元。", "another_area"),
    ],
)
def test_what_cannot_be_placed_says_why(text: str, reason: str, extractor: Extractor) -> None:
    found = read(extractor, JULY, text)
    assert not found.observations and reason in [remark.reason for remark in found.remarks]


@pytest.mark.parametrize(
    ("page", "text", "zones"),
    [
        (JULY, "九江市固定资产投资完成351.4亿元。签约项目132个。", ["九江市", "九江市"]),
        (JULY, "势头良好。\n上半年，九江市固定资产投资完成351.4亿元。\n全区签约项目32个。", ["九江市", ZONE]),
        (JULY, "势头良好。\n截至6月底，园区固定资产投资完成51.4亿元。", [ZONE]),
        (JULY, "滁州光伏玻璃产业园二期通水。上半年，该产业园规上工业总产值完成21.7亿元。", ["滁州光伏玻璃产业园"]),
        (JULY, "滁州光伏玻璃产业园二期通水。上半年，经开区规上工业总产值完成21.7亿元。", [ZONE]),
        ("九江日报\n2021年7月15日 星期四\n", "九江市经济运行平稳。\n上半年，固定资产投资完成351.4亿元。", ["九江市"]),
        (
            JULY,
            "势头良好。\n本报讯（记者吴琼）滁州光伏玻璃产业园五年铺设管网17.4公里。上半年，园区规上工业总产值21.7亿元。",
            ["滁州光伏玻璃产业园"],
        ),
        (JULY, "势头良好。\n滁州的光伏玻璃产业园五年铺设管网17.4公里。上半年，园区规上工业总产值21.7亿元。", [ZONE]),
    ],
    ids=[
        "goes on with the city",
        "and ends with it",
        "an article that names its zone",
        "an article of the city alone",
        "that park is the one just named",
        "another word for one is the page's own",
        "a paragraph that opens with another park",
        "and one that does not open with it",
    ],
)
def test_whose(page: str, text: str, zones: list[str], extractor: Extractor) -> None:
    found = read(extractor, page, text)
    told_of = sorted([*found.observations, *found.readings], key=lambda each: each.start)
    assert [each.zone for each in told_of] == zones


def test_a_column_of_the_city_is_the_citys(extractor: Extractor) -> None:
    cells = [
        "指标名称",
        "1—6月累计",
        "同比增长(%)",
        "全市增长(%)",
        "一般公共预算收入（亿元）",
        "9.84",
        "5.1",
        "3.4",
        "实际利用外资（亿美元）",
        "1.27",
        "6.3",
        "4.2",
    ]
    found = read(extractor, JULY, "\n".join(["主要经济指标完成情况表(2021年6月)", *cells]))
    told_of = sorted((str(each.value), each.zone, each.period) for each in (*found.observations, *found.readings))
    city = [row for row in told_of if row[0] in ("3.4", "4.2")]
    assert city == [("3.4", "九江市", "2021-H1"), ("4.2", "九江市", "2021-H1")] and len(told_of) == 6
    assert {zone for value, zone, _ in told_of if value not in ("3.4", "4.2")} == {ZONE}


def test_an_aim_under_a_heading_of_aims_is_sure(extractor: Extractor) -> None:
    """Of an undated report's own year nothing says whether it was reached, unless a heading over it does."""
    under = read(extractor, TITLED_2021, "一、2021年目标任务\n（一）工业\n固定资产投资达到50亿元。")
    alone = read(extractor, TITLED_2021, "2021年，固定资产投资达到50亿元以上。")
    assert told(under) == ["target 2021 =50"] and told(alone) == ["target 2021 >=50"]
    (sure,), (open_,) = [*under.observations, *under.readings], [*alone.observations, *alone.readings]
    assert sure.confidence > 0.5 > open_.confidence


def test_tasks_that_are_handed_out_are_aims(extractor: Extractor) -> None:
    page = f"{ZONE}文件\n九开管发〔2018〕3号\n"
    lead = "{}下达给你们，请认真抓好落实。\n一、固定资产投资增长13%；\n二、一般公共预算收入完成23.5亿元；\n"
    found = read(extractor, page, lead.format("现将今年主要经济指标任务"))
    assert [(str(each.kind), each.period) for each in found.observations] == [("target", "2018")] * 2
    found = read(extractor, page, lead.format("现将今年有关文件"))
    assert "target" not in [str(each.kind) for each in found.observations]


def test_an_aim_of_an_undated_page_is_sure_where_all_speaks_for_it(extractor: Extractor) -> None:
    page = f"{ZONE}座谈会\n刚刚过去的2017年，全区固定资产投资完成23.6亿元。\n今年怎么干？{{}}固定资产投资增长8%。\n"
    sure = read(extractor, page.format("我们也给自己压了担子："), "")
    assert [(str(each.kind), each.period) for each in sure.observations][-1] == ("target", "2018")
    doubtful = read(extractor, page.format("我看还有："), "")
    assert [each.value for each in doubtful.observations] != [each.value for each in sure.observations]


def test_an_article_on_the_city_keeps_its_paragraphs_though_the_zones_goes_on_behind_it(extractor: Extractor) -> None:
    city = (
        "全市上半年经济增长12.9%\n本报讯（记者 李素霞）上半年，全市经济延续回升势头。\n初步核算，全市实现地区生产总值612.8亿元。\n"
        "分产业看，第一产业增加值41.6亿元，增长4.1%。\n全市规模以上工业增加值增长15.1%。\n完成固定资产投资318.5亿元，增长23.4%。\n"
    )
    behind = "全区高新技术企业达到22家。\n截至6月底，签约项目17个。\n"
    page = f"九江日报\n2010年7月28日 星期三\n{ZONE}经济稳中向好，各项指标都好于预期。\n"
    found = read(extractor, page, city + behind)
    zones = {f"{each.value}": each.zone for each in [*found.observations, *found.readings]}
    assert (zones["41.6"], zones["318.5"]) == ("九江市", "九江市")
    assert (zones["22"], zones["17"]) == (ZONE, ZONE)


def test_the_new_year_is_to_come_on_an_undated_page_too(extractor: Extractor) -> None:
    page = f"{ZONE}新春寄语\n这一年是“十四五”的头一年。全年固定资产投资完成23.6亿元。\n"
    found = read(extractor, page, "新的一年，我们要以猛虎下山的劲头，实现固定资产投资增长8.5%以上。")
    assert [(str(each.kind), each.period) for each in found.observations][-1] == ("target", "2022")


def test_the_ground_of_kind_and_period_is_told(extractor: Extractor) -> None:
    (aim,) = [o for o in read(extractor, JULY, "下半年，固定资产投资力争完成35亿元。").observations]
    assert (aim.kind_ground, aim.period_ground) == ("力争", "下半年")
    assert "period:stated" in aim.basis and "kind:stated" in aim.basis


def test_what_a_firms_man_says_of_us_is_his_firms(extractor: Extractor) -> None:
    talk = "本报记者走进天禾电子有限公司，与总经理白树清对话。\n记者：影响有多大？\n{who}：我们的货大多外销，去年出口额5800万美元。\n今年上半年出口增长12%。\n"
    turn = "记者：全区呢？\n区商务局局长：我们全区出口2.3亿美元。"
    firm = read(extractor, JULY, talk.format(who="白树清") + turn)
    office = read(extractor, JULY, talk.format(who="李国强") + turn)
    values = [{str(each.value) for each in (*found.observations, *found.readings)} for found in (firm, office)]
    assert values == [{"2.3"}, {"5800", "12", "2.3"}]


def test_a_plan_that_no_word_before_it_tells_has_a_ground_in_words(extractor: Extractor) -> None:
    found = read(extractor, REVIEW, "城镇新增就业5230人，完成全年目标5600人的93.4%。")
    read_there = [*found.observations, *found.readings]
    assert {each.kind: each.kind_ground for each in read_there} == {"actual": "", "target": "计划的句式"}
