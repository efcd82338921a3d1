"""When a page was written and what 今年 means on it; and what that makes of the figures of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.building.pipeline import Extractor
from kpi.pages.clock import Clock, read_clock
from kpi.settings.config import load_config
from kpi.vocabulary.model import UNDATED, Document

ZONE = "九江经济技术开发区"
DONE = "固定资产投资完成31.4亿元。"

# page, (this, month, day, review, plan), whether the year is assumed, why; a last word marks what is not read yet
PAGES: list[tuple[str, tuple[int, int, int, int, int], bool, str] | tuple[Any, ...]] = [
    (f"九江日报\n2021年7月15日 星期四\n本报讯 上半年，{ZONE}{DONE}", (2021, 7, 15, 2021, 2021), False, "a masthead with its weekday"),
    (f"{ZONE}工作报告\n（2022年1月14日在{ZONE}工作会议上）\n一年来，{DONE}", (2022, 1, 14, 2021, 2022), False, "given in January: the year before is over"),
    (f"九江日报\n2019年3月5日 星期二\n{ZONE}去年{DONE}", (2019, 3, 5, 2018, 2019), False, "up to March a page looks back on last year"),
    (f"九江日报\n2019年4月20日 星期六\n一季度{ZONE}{DONE}", (2019, 4, 20, 2019, 2019), False, "from April on it looks at its own"),
    (f"九江日报\n2018年12月25日 星期二\n今年{ZONE}{DONE}", (2018, 12, 25, 2018, 2019), False, "at the end of December plans are next year's"),
    (f"九江日报\n2018年12月3日 星期一\n今年{ZONE}{DONE}", (2018, 12, 3, 2018, 2018), False, "at its beginning they are not"),
    (f"2023年高质量发展综述\n发布时间：2024-01-22 09:14  来源：融媒体中心  作者：宋晓彤 孔令泽  浏览次数：2318  字号：[大 中 小]\n一年来，{ZONE}{DONE}", (2024, 1, 22, 2023, 2024), False, "with its label, however long the line"),
    (f"首页 > 园区 > 正文  十年答卷——访{ZONE} 2023-11-09 14:05:31 来源：融媒 作者：王晓  记者：{ZONE}2013年设立，今年满十年。2013年1月设立时，规上企业只有17户。去年{DONE}", (2023, 11, 9, 2023, 2023), False, "the time of day at which a site printed it, in one long line"),
    (f"{ZONE}工作报告\n时间：2024-06-18 作者：园区之窗 来源：管委会网站 浏览：1268 转发：4\n——2022年1月14日在{ZONE}第三届代表大会上\n一年来，{DONE}", (2022, 1, 14, 2021, 2022), False, "when a report was given, and not when a site printed it"),
    (f"发布时间：2023-11-08\n前三季度{ZONE}{DONE}", (2023, 11, 8, 2023, 2023), False, "the date that a site prints"),
    (f"{ZONE}\n{DONE}\n二〇一二年七月八日", (2012, 7, 8, 2012, 2012), False, "a date in Chinese numerals below"),
    (f"{ZONE}简报\n2011年第7期\n1至6月{DONE}", (2011, 7, 0, 2011, 2011), False, "the number of an issue; half a year is over"),
    (f"园区通讯\n2011年第7期\n{ZONE}管委会办公室编 2011年10月21日\n前三季度，{DONE}", (2011, 10, 21, 2011, 2011), False, "a newsletter's day behind whoever edits it"),
    (f"开发区通讯\n{ZONE}党工委办公室编2005年5月18日第9期（总第112期）内部资料 免费交流\n1—4月，{DONE}", (2005, 5, 18, 2005, 2005), False, "a newsletter's day before its number, however long the line"),
    (f"{ZONE}简报\n2011年第9期\n1至9月{DONE}预计全年完成42亿元。", (2011, 10, 0, 2011, 2011), False, "the year that is expected is not over"),
    (f"本报讯（记者 王晓）7月12日，记者从{ZONE}获悉，2020年上半年{DONE}", (2020, 7, 0, 2020, 2020), False, "a dateline without its year"),
    (f"{ZONE}2016年国民经济和社会发展统计公报\n2016年，{DONE}", (2017, 0, 0, 2016, 2017), False, "a bulletin is printed a year later"),
    (f"{ZONE}2016年工作报告\n过去一年，{DONE}", (2016, 0, 0, 2015, 2016), False, "a report is named after the year that it opens"),
    (f"{ZONE}2015年工作要点\n2014年{DONE}2015年力争完成35亿元。", (2015, 0, 0, 2014, 2015), False, "plans of a year are made in it"),
    (f"今年是“十四五”开局之年，{ZONE}{DONE}", (2021, 0, 0, 2020, 2021), False, "five-year plans number their years"),
    (f"在“十四五”开局之年，{ZONE}实现一季度开门红：{DONE}", (2021, 0, 0, 2020, 2021), False, "also where no 今年 stands before"),
    (f"——2018年{ZONE}经济社会发展综述\n去年，{ZONE}{DONE}今年地区生产总值增长7.5%左右。", (2019, 0, 0, 2018, 2019), False, "a year surveyed as a whole is over where 今年 is another"),
    (f"{ZONE}一年\n2018年，全区安排重点项目64个，年度计划投资150亿元。2018年{ZONE}城镇新增就业3126人。去年，{DONE}", (2019, 0, 0, 2018, 2019), True, "money that projects plan sets no year; jobs told to the last do"),
    (f"{ZONE}2011年国民经济和社会发展统计公报\n收录时间：2013-02-28 来源：统计局信息网\n全年{DONE}", (2013, 2, 28, 2011, 2013), False, "a bulletin that a collection took in years later"),
    (f"明年“十三五”就要收官，{ZONE}{DONE}", (2019, 0, 0, 2019, 2019), False, "the year before a plan's last one: who speaks of next year tells of this one"),
    (f"今年（2013年）{ZONE}{DONE}", (2013, 0, 0, 2013, 2013), False, "said outright"),
    (f"{ZONE}经济运行\n2017年1-5月，{DONE}", (2017, 6, 0, 2017, 2017), False, "months with a hyphen are no day of January"),
    (f"九江晚报 2016年5月11日 第3版 责任编辑王晓 美术编辑李青 校对张三 新闻热线0792\n{ZONE}{DONE}", (2016, 5, 11, 2016, 2016), False, "the date behind a paper's name, however long the line"),
    (f"九江融媒 · 长江之声\n2022年10月21日  第5版  园区特刊   本版编辑：王晓 李青\n本报讯 {ZONE}自2003年建区到今天，累计投资400亿元。今年前三季度，{DONE}", (2022, 10, 21, 2022, 2022), False, "the date beside the number of the page, whoever edits it"),
    (f"{ZONE}\n{DONE}\n二〇一二年十一月二十三日", (2012, 11, 23, 2012, 2012), False, "months and days above ten in Chinese numerals"),
    (f"{ZONE}\n{DONE}\n二〇一二年十月三十日", (2012, 10, 30, 2012, 2012), False, "and tens"),
    (f"本报讯（记者 王晓）9月12日，{ZONE}发布消息，2020年上半年{DONE}", (2020, 9, 0, 2020, 2020), False, "a dateline later than the half that it tells of"),
    (f"2月18日，春节后上班第一天，{ZONE}开工。2018年工作要点：{DONE}", (2018, 2, 0, 2017, 2018), False, "the first day at work of the year"),
    (f"{ZONE}经济运行\n2017年前三季度，{DONE}", (2017, 10, 0, 2017, 2017), False, "three quarters are over in October"),
    (f"{ZONE}2017年工作要点\n上半年力争{DONE}", (2017, 0, 0, 2016, 2017), False, "a half that is strived for is not over"),
    (f"{ZONE}2017年工作要点\n前三季度确保{DONE}", (2017, 0, 0, 2016, 2017), False, "nor are three quarters to be sure of"),
    (f"{ZONE}2017年工作要点\n上半年的目标是{DONE}", (2017, 0, 0, 2016, 2017), False, "nor a half with its aim"),
    (f"站在2019年岁末，{ZONE}{DONE}", (2019, 0, 0, 2019, 2019), False, "the end of a year is near"),
    (
        f"2015年3月2日\n回顾2006年：{ZONE}2006年工作总结\n2006年，{DONE}2006年第12期。2006年工作会议",
        (2006, 0, 0, 2006, 2006), False, "printed again years later: the date is none of its writing",
    ),
    (f"2021/7/21　信息来源：发展局　作者：陶然\n今年上半年，{ZONE}{DONE}", (2021, 7, 21, 2021, 2021), False, "a day with strokes before its source"),
    (f"2019/3/5 九江新闻网\n{ZONE}去年{DONE}", (2019, 3, 5, 2018, 2019), False, "a day that opens a line without a mark"),
    (f"《九江经开》总第123期 2019年3月\n{ZONE}去年{DONE}", (2019, 3, 0, 2018, 2019), False, "the month of an issue"),
    (f"{ZONE}工作情况\n（2019年3月）\n去年{DONE}", (2019, 3, 0, 2018, 2019), False, "the month of a report, in a line of its own"),
    (f"九江日报 2019年3月S日\n{ZONE}去年{DONE}", (2019, 3, 0, 2018, 2019), False, "a day that was misread leaves its month"),
    (f"{ZONE}大事\n1992年12月奠基建区\n今年（2012年）开门大吉。{DONE}", (2012, 0, 0, 2011, 2012), False, "what happened in a month is no issue's month"),
    (f"{ZONE}大事记\n1992年\n12月奠基。\n2003年\n扩区。\n{DONE}", (0, 0, 0, 0, 0), True, "a chronicle of several years tells none"),
    (f"1992年10月，批准设立{ZONE}。2012年，获批国家级。今年前三季度，{DONE}写在建区三十周年之际。", (2022, 10, 0, 2022, 2022), True, "counted from the first"),
    (f"{ZONE}大事\n2019年3月\n开工。\n2019年5月\n竣工。", (0, 0, 0, 0, 0), True, "several months in lines of their own are no date of a page"),
    (f"20190305 A03版\n{ZONE}去年{DONE}", (2019, 3, 5, 2018, 2019), False, "a day in eight digits at the head"),
    (f"本报3月5日讯 今年（2019年）开门大吉。{ZONE}{DONE}", (2019, 3, 0, 2018, 2019), False, "the day before the word for a report"),
    (f"做永磁电机的公司9月4日拿地。今年（2019年）开门大吉。{ZONE}{DONE}", (2019, 0, 0, 2018, 2019), False, "电机 is no report of a day"),
    (f"今年（2019年），{ZONE}开工。全年园区完成投资12亿元。上半年是6亿元。", (2019, 0, 0, 2018, 2019), False, "all of the year was told of"),
    (f"{ZONE}大事记\n二OO五年\n31日 全年{DONE}", (2005, 0, 0, 2005, 2005), False, "a chronicle is of its year, whatever its noughts are"),
    (f"辛丑岁末，{ZONE}{DONE}壬寅将至，新的一年力争完成35亿元。", (2022, 0, 0, 2021, 2022), False, "years by their signs"),
    (f"今年是“十三五”第四年，{ZONE}{DONE}", (2019, 0, 0, 2018, 2019), False, "the fourth year of a plan"),
    (f"过去的一年，是“十四五”的头一年。{ZONE}{DONE}", (2022, 0, 0, 2021, 2022), False, "the plan's year is the one gone by"),
    (f"2015年最后一天，{ZONE}还在签合同。去年{DONE}", (2016, 0, 0, 2015, 2016), False, "the last day of a year is remembered"),
    (f"《{ZONE}2019年工作要点》下发。明年的任务表上：增长9%。今年{DONE}", (2018, 0, 0, 2018, 2018), False, "a plan for 明年 bears the next year's name"),
    (f"《{ZONE}2019年工作要点》下发。项目明年6月投产。今年{DONE}", (2019, 0, 0, 2018, 2019), False, "but a month of 明年 plans nothing"),
    (f"《{ZONE}2019年工作要点》下发，为明年打基础。今年{DONE}", (2019, 0, 0, 2018, 2019), False, "nor does what is done for it"),
    (f"今年（2018年）开门大吉。确保新开工项目40个，其中一季度开工12个，上半年累计开工26个。{ZONE}{DONE}", (2018, 0, 0, 2017, 2018), False, "half a year that is aimed at tells no month"),
    (f"力争2019年{ZONE}完成投资9亿元。{ZONE}2019年完成投资9亿元以上。{DONE}", (0, 0, 0, 0, 0), True, "what is aimed at was not reached in it or before"),
    (f"2011年，{ZONE}完成投资3亿元。2012年，{ZONE}完成投资4亿元。2016年，{ZONE}完成投资9亿元。{DONE}", (2017, 0, 0, 2016, 2017), True, "of years that are told the latest counts"),
    (f"2019年第9期\n{ZONE}党政办公室编          9月14日\n{DONE}去年全年8亿元。", (2019, 9, 0, 2019, 2019), False, "the day of an issue"),
    (f"今年（2019年）开门大吉。给大家拜个早年。一季度，{ZONE}{DONE}上半年5亿元。", (2019, 1, 0, 2018, 2019), False, "a speech before the Spring Festival"),
    (f"今年（2018年）开门大吉。前三季度，{ZONE}{DONE}已经超过去年全年。", (2018, 10, 0, 2018, 2018), False, "last year beaten is not told of"),
    (f"图为2019年8月18日奠基现场。（资料片）去年{ZONE}{DONE}", (0, 0, 0, 0, 0), True, "an old picture tells nothing"),
    (f"癸未年十一月，{ZONE}{DONE}", (2003, 0, 0, 2002, 2003), False, "the eleventh month is rather in the year"),
    (f"壬寅年十二月，{ZONE}{DONE}", (2023, 0, 0, 2022, 2023), True, "the twelfth rather in the next"),
    (f"今年（2018年）开门大吉。今年前三季度，{ZONE}{DONE}去年全年8亿元。", (2018, 10, 0, 2018, 2018), False, "last year beside a part of this one"),
    (f"今年（2018年）开门大吉。前三季度，{ZONE}{DONE}去年全年8亿元。", (2018, 0, 0, 2018, 2018), False, "but all of last year alone tells no month"),
    (f"1992年，{ZONE}破土动工。建区25年来，{DONE}", (2017, 0, 0, 2016, 2017), True, "how long it has been there"),
    (f"{ZONE}2019年外贸逆势上扬\n{DONE}", (2019, 0, 0, 2019, 2019), False, "a headline names the year it tells of"),
    (f"{ZONE}2019年工作会议召开\n{DONE}", (2019, 0, 0, 2018, 2019), False, "but a meeting opens its year"),
    (f"{ZONE}{DONE}\n市调查队\n二〇一五年十月", (2015, 10, 0, 2015, 2015), False, "a month in Chinese numerals closes the page"),
    (f"{ZONE}{DONE}\n市调查队\n二〇一五年十二月", (2015, 12, 0, 2015, 2015), False, "the last of them"),
    (f"{ZONE}{DONE}\n市调查队\n二〇一五年二十月", (2015, 0, 0, 2015, 2015), False, "no year has twenty"),
    (f"{ZONE}\n2019年\n前三季度运行侧记\n{DONE}", (2019, 10, 0, 2019, 2019), False, "a part of the year in the next line"),
    (f"今天是2015年最后一天，{ZONE}还在签合同。今年{DONE}", (2015, 0, 0, 2015, 2015), False, "and not where it is today"),
    (f"1992年10月，国务院批准设立{ZONE}。今年前三季度，{DONE}写在建区20周年之际。", (2012, 10, 0, 2012, 2012), False, "counted from when the zone was founded"),
    (f"1992年10月，国务院批准设立{ZONE}。今年前三季度，{DONE}写在公司20周年之际。", (0, 10, 0, 0, 0), True, "not of a firm; and a year of founding is no year of a page"),
    (f"2018年，{ZONE}完成工业总产值886亿元；2017年完成700亿元。今年要完成900亿元。", (2019, 0, 0, 2018, 2019), True, "who says 今年 names the year before by its number"),
    (f"{ZONE}工业总产值由2010年的298亿元增加到614亿元。", (0, 0, 0, 0, 0), True, "the year that a change is counted from says nothing"),
    (f"本报讯 12月28日，{ZONE}召开会议，研究部署2019年重点工作。全年{DONE}", (2018, 12, 0, 2018, 2018), False, "in December the next year is planned"),
    (f"本报讯 3月28日，{ZONE}召开会议，研究部署2019年重点工作。去年{DONE}", (2019, 3, 0, 2018, 2019), False, "in March this one"),
    (f"{ZONE}工作报告\n{DONE}", (0, 0, 0, 0, 0), True, "nothing tells"),
    (f"{ZONE}1993年设立，{DONE}", (0, 0, 0, 0, 0), True, "a year of history decides nothing"),
    (f"近日，{ZONE}传来喜讯：刚刚过去的2020年，全区工业总产值完成316.7亿元，同比增长9.3%。2020年，进出口总额达28.4亿元，增长6.7%。党员干部冲在前面，服务企业没有停过一天。全区挂点包联，一企一策，手续当天办完，材料一次收齐，客商少跑了许多路。招商队伍常年在外，走遍了长三角和珠三角的大小展会。园区道路全部通了公交，厂门口就有站台，职工上下班比从前方便得多。2020年上半年考核排名第一。", (2021, 0, 0, 2020, 2021), False, "what is told of all of a year is told when it is over, and a half of that year tells no month"),
    (f"写在{ZONE}又一个春天\n指标　单位　2015年　2020年　年均增长（%）\n总产值　亿元　206　352　9\n{DONE}", (0, 0, 0, 0, 0), True, "the head of a table tells no year of a page"),
    (f"2020年，{ZONE}总产值达到352.7亿元，比2015年多146.3亿元。今年前三季度，总产值268.5亿元。2020年园区大事\n2020年园区大事", (2021, 10, 0, 2021, 2021), False, "a whole year told beside a part of this one is over"),
    (f"1994年，{ZONE}总产值达到2.7亿元。1992年，国务院批准设立{ZONE}。今年上半年，{DONE}建区25年来，变了样。", (2017, 7, 0, 2017, 2017), True, "but a year of long ago tells nothing beside a later one"),
    (f"2020年，{ZONE}总产值达到352.7亿元，增长5.3%。明年6月，新厂投产。1—7月，{DONE}", (2021, 8, 0, 2021, 2021), True, "who speaks of next year in August does not sum this one up"),
    (f"离年底只有三周，“十二五”就要画上句号。今年1—11月，{ZONE}{DONE}", (2015, 12, 0, 2015, 2015), False, "a plan that is about to end"),
    (f"{ZONE}1—7月运行简析\n02.09.2015 11:06\n1—7月，{DONE}", (2015, 9, 2, 2015, 2015), False, "a day, a month and a year with points"),
    (f"{ZONE}1—7月运行简析\n9/2/2015 11:06\n1—7月，{DONE}", (2015, 9, 2, 2015, 2015), False, "seven months are over by then"),
    (f"{ZONE}运行简析\n9/8/2015 11:06\n{DONE}", (2015, 0, 0, 2015, 2015), False, "with strokes either may be the month, and both are late"),
    (f"{ZONE}运行简析\n3/8/2015 11:06\n{DONE}", (2015, 0, 0, 2014, 2015), False, "or one of them early"),
    (f"{ZONE}运行简析\nSep 2, 2015\n1—7月，{DONE}", (2015, 9, 2, 2015, 2015), False, "a month by its English name"),
    (f"新闻\n{ZONE}迈入千亿方阵\n2018\n02/12\n22:39\n去年，{DONE}", (2018, 2, 12, 2017, 2018), False, "a year in a line of its own over its day"),
    (f"{ZONE}1~4月经济运行\n2019年1~4月，{DONE}", (2019, 5, 0, 2019, 2019), False, "months with a wave"),
    (f"今年（2018年）开门大吉。去年前三季度，{ZONE}{DONE}", (2018, 0, 0, 2017, 2018), False, "a part of last year tells no month"),
    (f"1992年，国务院批准设立{ZONE}。今年前三季度，{DONE}迎接建区20周年。", (2012, 10, 0, 2012, 2012), True, "an anniversary that is looked forward to may be next year's"),
    (f"{ZONE}2017年上半年工作总结\n{DONE}", (2017, 7, 0, 2017, 2017), False, "half a year is summed up within it", "taken for a summary written the year after"),
]  # fmt: skip


def _params(rows: list[Any], width: int) -> list[Any]:
    marks = {row[:width]: [pytest.mark.xfail(strict=True, reason=row[width])] for row in rows if len(row) > width}
    return [pytest.param(*row[:width], id=row[width - 1], marks=marks.get(row[:width], [])) for row in rows]


@pytest.mark.parametrize(("page", "wanted", "assumed", "why"), _params(PAGES, 4))
def test_the_clock_of_a_page(page: str, wanted: tuple[int, int, int, int, int], assumed: bool, why: str) -> None:
    clock = read_clock(page)
    assert (clock.this, clock.month, clock.day, clock.review, clock.plan) == wanted, f"{why}: {clock.ground}"
    assert clock.assumed is assumed
    assert bool(clock.ground) == bool(clock.this), "a year comes with its ground"


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("2020-05-06", Clock(2020, 5, 6, 2020, 2020, "2020-05-06")),
        ("2020-05", Clock(2020, 5, 0, 2020, 2020, "2020-05")),
        ("2020", Clock(2020, 0, 0, 2019, 2020, "2020")),
        ("2020-02-01", Clock(2020, 2, 1, 2019, 2020, "2020-02-01")),
        ("2020-12-28", Clock(2020, 12, 28, 2020, 2021, "2020-12-28")),
    ],
)
def test_a_date_that_is_told_overrides_the_text(told: str, wanted: Clock) -> None:
    assert read_clock(PAGES[0][0], told) == wanted


def test_the_day_of_publication_is_told_where_it_is_known_whole() -> None:
    assert read_clock(PAGES[0][0]).published == "2021-07-15"
    assert Clock(2021, 7).published == ""


# what a page without a date says, a space for each word; the year that 今年 is on it, and whether that is but assumed;
# and what says nothing of the year in their place. Each word is missed when it is taken out of the evidence
THIS_YEAR: list[tuple[str, str, tuple[int, bool], str, str]] = [
    ("2019年度园区{}", "工作要点 工作安排 工作计划 目标任务 重点工作 工作打算", (2019, False), "大事", "plans of a year are made in it"),
    ("2019年园区{}", "工作会议 工作报告 动员大会 动员会 誓师 开门红", (2019, False), "大事", "meetings and reports open their year"),
    ("{}2019年", "总结 回顾 回眸 盘点 通报 通报了", (2020, False), "记得", "a year is summed up when it is over"),
    ("2019年园区{}", "统计公报 计划执行情况 工作总结 工作回顾 成绩单 年报", (2020, False), "大事", "it is reported on when it is over"),
    ("2019{}", "年总结表彰大会 年度总结大会 年度总结暨2020年工作动员大会", (2020, False), "年大会", "a meeting that sums a year up, also beside the next year's name"),
    ("2019年{}", "是爬坡之年 ，将是爬坡的一年 ，作为爬坡之年 是新城元年", (2019, False), "路很长", "the character of the year that begins"),
    ("2019年，园区{}", "主要目标 预期目标 预期增长 目标是 力争 确保 计划 任务是", (2019, False), "很美", "aims are set for the year under way"),
    ("{}", "今年（2019年） 本年度2019年", (2019, False), "2019年", "the year is said outright"),
    ("{}", "明年2019年 明年（2019年）", (2018, False), "2019年", "so is the next"),
    ("{}", "去年底，也就是2019年 去年即2019年 去年末，就是2019年", (2020, False), "2019年", "and in other words"),
    ("{}", "今年，也就是2019年 今年即2019年", (2019, False), "2019年", "this one in other words"),
    ("{}", "去年2019年 去年（2019年）", (2020, False), "2019年", "and the last"),
    ("2019年{}", "上半年 前三季度 一季度 1—5月 1至5月 1到5月 1-5月", (2019, False), "路很长", "parts of a year are reported on within it"),
    ("{}2019年", "即将开局的 即将到来的 即将开始的 迎来 展望 谋划", (2018, False), "记得", "a year to come"),
    ("{}", "到了2019年岁末 走过2019年的年末 走过2019年的尾声 站在2019年的收官路口", (2019, False), "2019年", "its end is near"),
    ("收成{}", "比2019年全年多 较2019年同期多 比2019年同月多", (2020, False), "在2019年多", "what a part of a year is held against"),
    ("2019年第{}", "6期 12期", (2019, False), "6天", "an issue of a paper"),
    ("2019年{}", "S月14日星期五 5月I曰星期一 巧月礼拜天", (2019, False), "很长", "a day that was misread, by its weekday"),
    ("2019年园区{}", "年终盘点 发展年终回眸 年终特刊 年终特别报道", (2019, False), "大事", "what is told at the year's end"),
    ("2019年{}。据此，明年要开新局", "工作安排 工作初步安排 的打算 的计划 的思路 的目标", (2018, False), "大事记", "the plan of the year to come"),
    ("二○一九年园区{}", "年终盘点", (2019, False), "大事", "the year in Chinese numerals"),
    ("{}2019年", "过去的 刚刚过去的", (2020, False), "记得", "a year that has just gone"),
    ("{}2019，园区税源充足", "回望 回首 回眸 回顾 盘点 走过 告别", (2020, True), "记得", "looked back on by its number alone"),
    ("2019{}，园区", "一季度 上半年 前三季度 年一季度", (2019, False), "朵花", "a part of a year, with or without its word"),
    ("园区{}，签约项目7个", "冲刺2019全年目标 奋战2019年度任务 锚定2019年目标 决战2019年全年各项任务", (2019, False), "说起2019全年天气", "the aims of a year are run for within it"),
    ("2019年，园区总产值{}", "完成316.7亿元 达到316.7亿元 为316.7亿元 增长9.3%", (2020, True), "很美", "told to the last"),
    ("{}2019年全区实施项目", "明年的盘子也端出来了。 明年，", (2018, False), "记得", "the next year is named behind its word"),
    ("2019年园区四季度重大项目集中{}", "开工 运行 观察 侧记 纪实 点评", (2019, False), "很美", "a quarter is told of within its year"),
    ("2019年{}", "元旦 春节 新年 新春 元宵", (2019, False), "很长", "the feasts that open a year"),
    ("{}〔2019〕3号", "\n开管发 \n管委会文件 文件 \n", (2019, False), "根据《办法》（国发", "the number that a document bears itself, and no other's"),
    ("{}2019年园区", "大事记\n 年鉴 纪事：", (2019, False), "记得", "a chronicle is of its year"),
    ("{}2019年8月", "摄于 拍摄于", (2019, False), "建于", "pictures are of the year that they are printed in"),
    ("2019年8月9日{}", "摄 拍摄 供图", (2019, False), "竣工", "so are they"),
    ("2019年{}", "过半 又过半程 已过去大半 步入尾声 就将翻篇 即将过去 只剩两天", (2019, False), "很长", "how much of it is gone"),
    ("《通讯》2019年{}", "11月号 十一月号", (2019, False), "11月", "the issue of a magazine"),
    ("写在2019年{}", "岁末 年末 年终 年底", (2019, False), "的信里", "written at its end"),
    ("站在{}，2019年很不寻常", "年末回望 岁末", (2019, False), "桥头", "its end is near"),
    ("园区召开2019年{}", "科技创新大会 项目推进会", (2019, False), "的信", "what is held bears its year"),
    ("2019年度企业{}", "申报通知 选拔公告 征集工作", (2019, False), "很忙", "notices are of the year under way"),
    ("2019年，{}完成7亿元", "全区 我区 园区 开发区 地区生产总值 税收 进出口 企业", (2020, True), "张师傅", "of the zone or its economy, not of anybody"),
    ("2019年，全区经济{}", "平稳 向好 保持增势 围绕主线 坚持转型 面对挑战", (2020, True), "是什么", "how it went"),
    ("2019年{}", "，全区完成7亿元 底，全区完成7亿元 ，面对困难，全区完成7亿元", (2020, True), "以来，全区完成7亿元", "in that year, not since"),
    ("2011年{}2019年，园区完成投资", "到 至", (0, True), "和", "the first of several years decides nothing"),
    ("2019年园区{}", "完成投资 实现转型 达到新高 同比增长 增长", (2020, True), "很美", "what was reached was reached in it or before"),
]  # fmt: skip

# and which year it reports on
REVIEWED: list[tuple[str, str, int, str, str]] = [
    ("今年（2019年）开门大吉。{}2019年", "总结 回顾 回眸 盘点 回首 回望 走过 刚刚过去的 过去的", 2019, "记得", "what is looked back on is over"),
    ("今年（2019年）开门大吉。2019年园区{}", "统计公报 计划执行情况 工作总结 工作回顾 成绩单 年报 回眸 回顾 盘点", 2019, "大事", "a bulletin is of the year it names"),
    ("今年（2019年）开门大吉。2019{}", "年总结大会 年度总结大会", 2019, "年大会", "a meeting that sums a year up"),
    ("今年（2019年）园区完成投资。2019年园区{}", "工作报告 工作会议", 2018, "大事", "a work report looks back on the year before"),
    ("今年（2019年）园区完成投资。2019年度园区{}", "工作要点 工作安排 工作计划 目标任务 重点工作 工作打算 开门红", 2018, "大事", "plans are made for the year that begins"),
    ("今年（2019年）园区{}", "完成投资 实现转型 达到新高 同比增长", 2019, "开门大吉", "what was reached was reached in the year named"),
    ("本年度2019年{}", "作为爬坡之年 ，是爬坡的一年 是建区十周年", 2019, "路很长", "the character of the year"),
]  # fmt: skip


def _clock_of(said: str) -> Clock:
    return read_clock(f"园区\n{said}，税源充足。")


@pytest.mark.parametrize(
    ("text", "words", "wanted", "other", "why"), THIS_YEAR, ids=[f"{row[4]} {row[0]}" for row in THIS_YEAR]
)
def test_each_word_tells_the_year(text: str, words: str, wanted: tuple[int, bool], other: str, why: str) -> None:
    told = {word: _clock_of(text.format(word)) for word in [*words.split(), other]}
    found = {word: (clock.this, clock.assumed) for word, clock in told.items()}
    assert found.pop(other) != wanted, "without such a word"
    assert found == dict.fromkeys(words.split(), wanted), why


@pytest.mark.parametrize(
    ("text", "words", "year", "other", "why"), REVIEWED, ids=[f"{row[4]} {row[0]}" for row in REVIEWED]
)
def test_each_word_tells_the_year_reported_on(text: str, words: str, year: int, other: str, why: str) -> None:
    assert _clock_of(text.format(other)).review != year, "without such a word"
    assert {word: _clock_of(text.format(word)).review for word in words.split()} == dict.fromkeys(
        words.split(), year
    ), why


# events that everybody knows the year of, and anniversaries: with 今年 before them they decide, alone they lean
EVENTS: list[tuple[str, int, str]] = [
    ("今年是党的十八大召开之年", 2012, "in its year"),
    ("今年，我们喜迎十八大", 2012, "looked forward to"),
    ("今年是学习贯彻十八大精神的开局之年", 2013, "the year behind it"),
    ("今年党的十九大胜利闭幕", 2017, "when it closed"),
    ("今年，干部职工热议十九大报告", 2017, "what it reported"),
    ("今年是全面贯彻十九大精神的开局之年", 2018, "the year behind it"),
    ("今年是全面建成小康社会收官之年", 2020, "the end of a plan that all know"),
    ("今年党的二十大召开", 2022, "called"),
    ("今年是贯彻党的二十大精神的第一年", 2023, "the year behind it"),
    ("去年是党的二十大召开之年", 2023, "last year"),
    ("今年是建党100周年", 2021, "the Party's"),
    ("离‘十四五’规划收官只剩最后半年", 2025, "how long a plan has still to run"),
    ("为“十三五”画上圆满句号", 2020, "its end"),
    ("今年9月雷曼兄弟公司倒闭", 2008, "the crisis of the banks"),
    ("今年受新冠肺炎疫情严重冲击，一季度园区产值下降", 2020, "the epidemic"),
    ("今年打赢战疫情硬仗", 2020, "in a slogan"),
    ("今年初，面对突如其来的新冠疫情，园区率先复工", 2020, "as it broke out"),
    ("今年1至5月园区产值增长26.8%，两年平均增长4.5%", 2021, "rates over the two years of the epidemic"),
    ("园区1992年诞生。今年，它迎来了自己的而立之年", 2022, "its age"),
    ("园区1992年诞生。今年，它迎来了自己的不惑之年", 2032, "another age"),
    ("今年是建党百年", 2021, "in words"),
    ("今年迎来新中国成立七十周年", 2019, "the Republic's"),
    ("今年是改革开放40周年", 2018, "the reform's"),
    ("今年是香港回归二十周年", 2017, "the return's"),
]


@pytest.mark.parametrize(("said", "year", "why"), EVENTS)
def test_an_event_tells_the_year(said: str, year: int, why: str) -> None:
    clock = _clock_of(said)
    assert (clock.this, clock.assumed) == (year, False), why


def test_an_event_alone_leans_to_its_own_year() -> None:
    clock = _clock_of("党的二十大召开")
    assert (clock.this, clock.assumed) == (2022, True)


def test_a_head_that_joined_lines_swallowed_is_read_as_it_was_printed() -> None:
    joined = f"2019/3/5 九江新闻网{ZONE}去年经济稳中向好，{DONE}"
    assert not read_clock(joined).month
    assert read_clock(joined, printed=f"2019/3/5 九江新闻网\n{ZONE}去年经济稳中向好，{DONE}").published == "2019-03-05"


# which year an undated page of 2019 reports on, by words that name none
OUTLOOKS = [
    ("过去的一年，园区{}", 2018, "a year gone by"),
    ("新的一年的目标已经定下，园区{}", 2018, "the new year's aims"),
    ("元月八日，园区{}", 2018, "January"),
    ("今年以来，园区{}", 2019, "while it goes on"),
    ("明年要更好，园区{}", 2019, "the next one is spoken of"),
]


@pytest.mark.parametrize(("said", "year", "why"), OUTLOOKS)
def test_words_without_a_year_tell_which_is_reported_on(said: str, year: int, why: str) -> None:
    assert _clock_of(f"今年（2019年）开门大吉。{said.format('税源足')}").review == year, why


@given(st.text(alphabet="2019年1-6月日上半第三季度今去明十四五“”，。\n去回顾总结开局", max_size=80))
def test_any_text_has_a_clock(text: str) -> None:
    clock = read_clock(text)
    assert 0 <= clock.month <= 12 and 0 <= clock.day <= 31
    assert clock.this == 0 or 1900 <= clock.this <= 2100
    assert clock.this or clock.assumed


# ---- what the clock makes of a page's figures ----

LEAD = f"{ZONE}经济稳中向好"
JULY = f"九江日报\n2021年7月15日 星期四\n{LEAD}\n"
NOVEMBER = f"九江日报\n2021年11月24日 星期三\n{LEAD}\n"
FEBRUARY = f"九江日报\n2021年2月9日 星期二\n{LEAD}\n"
JANUARY = f"{ZONE}工作报告\n（2022年1月14日在{ZONE}工作会议上）\n"

# page, sentence, period and kind of its first figure, why; a last word marks what is not read yet
FIGURES: list[Any] = [
    (JULY, "上半年，全区固定资产投资完成31.4亿元，同比增长8.1%。", "2021-H1 actual", "the half that is over"),
    (JULY, "今年以来，全区签约项目32个。", "2021-H1 actual", "今年以来 in the middle of July is half a year"),
    (JULY, "截至目前，全区签约项目32个。", "2021-H1 actual", "so is 截至目前", "截至目前 alone names no period"),
    (JULY, "年初以来，全区固定资产投资完成31.4亿元。", "2021-H1 actual", "and 年初以来", "年初以来 names no period, the page's own is assumed"),
    (JULY, "今年已完成固定资产投资31.4亿元。", "2021-H1 actual", "今年已 is no whole year in July"),
    (JULY, "今年，全区固定资产投资完成31.4亿元。", "2021-H1 actual", "a year that is not over is reached in part"),
    (JULY, "6月当月，全区固定资产投资完成5.2亿元。", "2021-06 actual", "a month alone"),
    (JULY, "去年，全区固定资产投资完成61.4亿元。", "2020 actual", "last year is over"),
    (JULY, "下半年，全区固定资产投资力争完成35亿元。", "2021-H2 target", "the half to come"),
    (JULY, "全年固定资产投资力争完成65亿元。", "2021 target", "the year under way, aimed at"),
    (JULY, "预计全年固定资产投资完成65亿元。", "2021 estimate", "and expected"),
    (JULY, "1993年，全区固定资产投资仅完成0.4亿元。", "1993 actual", "history keeps its year"),
    (JULY, "到2025年，全区固定资产投资达到120亿元。", "2025 target", "a year to come is aimed at"),
    (JULY, "“十四五”期间，固定资产投资累计完成500亿元。", "2021/2025 target", "five years of which one is under way"),
    (NOVEMBER, "预计全年完成固定资产投资65亿元。", "2021 estimate", "a forecast of November"),
    (NOVEMBER, "前10个月，全区固定资产投资完成53.4亿元。", "2021-01/10 actual", "ten months"),
    (NOVEMBER, "1—10月，全区固定资产投资完成53.4亿元，其中10月当月完成6.1亿元。", "2021-01/10 actual", "the months first"),
    (NOVEMBER, "截至10月底，全区固定资产投资完成53.4亿元。", "2021-01/10 actual", "counted from January"),
    (NOVEMBER, "前三季度，全区固定资产投资完成47.3亿元。", "2021-Q1-Q3 actual", "three quarters"),
    (NOVEMBER, "四季度，全区固定资产投资计划完成15亿元。", "2021-Q4 target", "the quarter under way, planned"),
    (NOVEMBER, "明年，全区固定资产投资力争完成70亿元。", "2022 target", "next year"),
    (FEBRUARY, "去年，全区固定资产投资完成61.4亿元。", "2020 actual", "last year in February"),
    (FEBRUARY, "新的一年，我们一道推动固定资产投资增长9%以上。", "2021 target", "the new year is the one that begins, whatever the page looks back on"),
    (FEBRUARY, "回望2020，全区固定资产投资完成61.4亿元。", "2020 actual", "a year by its number alone that is looked back on"),
    (FEBRUARY, "2020，全区固定资产投资完成61.4亿元。", "2020 actual", "or that opens its sentence"),
    (FEBRUARY, "2020年，全区固定资产投资完成61.4亿元，同比增长7.7%。", "2020 actual", "the same by its number"),
    (FEBRUARY, "今年，全区计划固定资产投资70亿元以上。", "2021 target", "a plan of February"),
    (FEBRUARY, "今年，全区固定资产投资达到70亿元以上，签约项目50个以上。", "2021 target", "a plan that nothing marks but its time"),
    (FEBRUARY, "1月，全区固定资产投资完成2.4亿元。", "2021-01 actual", "the month that is over"),
    (JANUARY, "2021年，全区固定资产投资完成61.4亿元，同比增长7.7%。", "2021 actual", "the year reviewed"),
    (JANUARY, "一年来，全区固定资产投资完成61.4亿元。", "2021 actual", "一年来 is the year that is over"),
    (JANUARY, "前三季度，全区固定资产投资完成47.3亿元。", "2021-Q1-Q3 actual", "parts of a year that is over are that year's"),
    (JANUARY, "五年来，全区固定资产投资累计完成240亿元。", "2017/2021 actual", "five years up to the one that is over"),
    (JANUARY, "今年，全区固定资产投资增长8%以上。", "2022 target", "the year that begins"),
]  # fmt: skip


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_config(Path(__file__).parents[2] / "config.yaml"))


@pytest.mark.parametrize(("page", "sentence", "wanted", "why"), _params(FIGURES, 4))
def test_the_time_of_a_figure(page: str, sentence: str, wanted: str, why: str, extractor: Extractor) -> None:
    found = extractor.extract(Document("page", "page.txt", f"{page}{sentence}\n", ""))
    read = sorted([*found.observations, *found.readings], key=lambda each: each.start)
    assert read, [(each.reason, each.quote) for each in found.remarks]
    assert f"{read[0].period} {read[0].kind}" == wanted, why
    assert "year_assumed" not in read[0].flags


def test_a_part_of_a_year_behind_it_is_the_time_of_all_that_follows(extractor: Extractor) -> None:
    text = f"压力依旧存在，但各路人马不松劲，园区在“十四五”开局之年实现一季度开门红，跑出新速度：技改投资完成6.4亿元；{DONE}"
    found = extractor.extract(Document("page", "page.txt", f"{ZONE}\n{text}\n", ""))
    read = [*found.observations, *found.readings]
    assert len(read) == 2 and {str(each.period) for each in read} == {"2021-Q1"}


@pytest.mark.parametrize("sentence", [row[1] for row in FIGURES if "今年" in row[1] or "全年" in row[1]])
def test_nothing_is_reached_in_a_year_that_is_not_over(sentence: str, extractor: Extractor) -> None:
    found = extractor.extract(Document("page", "page.txt", f"{JULY}{sentence}\n", ""))
    assert not [each for each in found.observations if (each.period, str(each.kind)) == ("2021", "actual")]


def test_a_guessed_year_is_told(extractor: Extractor) -> None:
    page = f"{ZONE}工作简报\n2019年，全区财政收入完成8亿元。\n上半年，全区固定资产投资完成31.4亿元。\n"
    found = extractor.extract(Document("page", "page.txt", page, ""))
    read = [each for each in found.observations if each.indicator == "fixed_asset_investment"]
    assert read and all("year_assumed" in each.flags for each in read)


def test_a_year_named_in_passing_is_not_the_pages(extractor: Extractor) -> None:
    page = f"{ZONE}工作简报\n2007年起，镇里引导农户种枣。\n上半年，全区固定资产投资完成31.4亿元。税收8亿元。\n"
    found = extractor.extract(Document("page", "page.txt", page, ""))
    assert not found.observations
    assert {(each.status, each.period) for each in found.readings} == {(UNDATED, "")}


def test_that_year_is_the_one_named_also_where_the_page_has_none(extractor: Extractor) -> None:
    page = f"{ZONE}旧闻\n翻到一册年报，写于1993年。那一年，全区固定资产投资完成31.4亿元。\n"
    found = extractor.extract(Document("page", "page.txt", page, ""))
    assert [each.period for each in [*found.observations, *found.readings]] == ["1993"]


def test_a_page_without_any_year_says_so(extractor: Extractor) -> None:
    found = extractor.extract(Document("page", "page.txt", f"{ZONE}工作简报\n全区固定资产投资完成31.4亿元。\n", ""))
    assert not found.observations
    assert [(each.status, each.period) for each in found.readings] == [(UNDATED, "")], "kept, and in no series"
    assert "no_period" in [remark.reason for remark in found.remarks]
