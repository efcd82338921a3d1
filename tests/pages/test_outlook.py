"""The frames of a page: its sentences, the times they name, the way each looks, and what each article speaks of."""

from __future__ import annotations

import itertools

import pytest

from kpi.pages.about import read_about
from kpi.pages.cleaning import clean
from kpi.pages.modes import AHEAD, BACK
from kpi.pages.outlook import PAGE, Outlook, periods_of, read_outlook
from kpi.pages.passages import LONGEST, passages_of
from kpi.pages.structure import read_structure
from kpi.vocabulary.model import Hint, Hints

ZONE = "荆州经济技术开发区"
REPORT = f"""{ZONE}工作报告
（2022年1月14日在{ZONE}工作会议上）
一、2021年工作回顾
一年来，全区固定资产投资完成31.4亿元，同比增长8.3%。签约项目32个。
二、2022年工作安排
固定资产投资增长10%以上。签约项目40个。
"""
PAGE_OF_TWO = f"""荆州日报
2021年7月15日 星期四
{ZONE}上半年经济稳中向好
本报讯（记者 王晓）上半年，{ZONE}固定资产投资完成31.4亿元，同比增长8.3%，全区上下干劲十足。
{ZONE}去年签约项目创新高
本报讯（记者 李青）2020年，{ZONE}签约项目62个，2020年到位资金91亿元，招商引资成效明显。
"""


def outlook_of(text: str, hints: Hints | None = None) -> Outlook:
    cleaned = clean(text)
    about = read_about(cleaned.text, {}, hints or Hints())
    return read_outlook(cleaned.text, read_structure(cleaned.text, cleaned.shapes), about)


def test_a_report_looks_back_and_then_ahead() -> None:
    outlook = outlook_of(REPORT)
    told = {passage.text: mode.state for passage, mode in zip(outlook.passages, outlook.modes, strict=True)}
    assert told["签约项目32个。"] == BACK and told["签约项目40个。"] == AHEAD
    assert told["固定资产投资增长10%以上。"] == AHEAD


def test_a_headline_on_plans_does_not_turn_what_stands_below_it() -> None:
    outlook = outlook_of(
        f"荆州日报\n2022年1月30日 星期日\n开发区定下今年施工图\n本报讯（记者 王晓）{ZONE}全区上下干劲十足，干部群众齐心协力。\n"
        "港口二期等7个项目建成。签约项目23个，合同资金131亿元。\n"
    )
    told = {passage.text: mode.state for passage, mode in zip(outlook.passages, outlook.modes, strict=True)}
    assert told["港口二期等7个项目建成。"] == told["签约项目23个，合同资金131亿元。"] == BACK


def test_each_article_speaks_of_its_own_time() -> None:
    outlook = outlook_of(PAGE_OF_TWO)
    topics = {
        passage.text[:12]: outlook.topic(passage.article).period
        for passage in outlook.passages
        if "本报讯" in passage.text
    }
    assert [period.code for period in topics.values() if period] == ["2021-H1", "2020"]


def test_an_article_that_names_no_time_has_that_of_the_page() -> None:
    outlook = outlook_of(PAGE_OF_TWO)
    assert outlook.topic(99) == outlook.topics[PAGE]


def test_a_period_known_from_outside_is_that_of_the_page() -> None:
    outlook = outlook_of(f"{ZONE}简报\n固定资产投资完成31.4亿元。", Hints(period=Hint("2019-H1", "sidecar")))
    assert (outlook.topics[PAGE].basis, outlook.topics[PAGE].ground) == ("hint", "2019-H1")


@pytest.mark.parametrize(
    ("text", "wanted", "why"),
    [
        ("自2001年启动建设以来，今年上半年签约7个", [("自2001年启动建设以来", True), ("今年上半年", False)], "counted from an event"),
        ("建区以来累计投资31亿元", [("建区以来", True)], "from the beginning of the zone"),
        ("五年前签约3个", [("五年前", True)], "years ago"),
        ("三年间投资31亿元", [("三年间", True)], "years of no beginning"),
        ("1—9月完成31亿元，9月当月完成4亿元", [("1—9月", False), ("9月", False)], "当月 is said of the month before it"),
        ("2016年前完成投资31亿元", [("2016年前", False)], "by a year, and not so many years ago"),
        ("固定资产投资31亿元", [], "no time"),
    ],
)  # fmt: skip
def test_times_of_a_sentence(text: str, wanted: list[tuple[str, bool]], why: str) -> None:
    found = periods_of(text)
    assert [(mention.text, mention.loose) for mention in found] == wanted, why
    assert all(text[mention.start : mention.end].removesuffix("当月") == mention.text for mention in found)


def test_a_year_that_is_compared_with_is_a_base() -> None:
    assert [m.baseline for m in periods_of("与2012年开区时相比增长3倍")] == [True]
    assert [m.baseline for m in periods_of("2012年开区时签约3个")] == [False]


@pytest.mark.parametrize(
    ("text", "baseline", "why"),
    [
        ("园区延续了上半年的良好势头，出口增长9.7%", [True], "by which a way things go is called"),
        ("园区延续了年初以来较快增长的态势，出口增长9.7%", [True], "since when it goes so"),
        ("园区一改上半年的低迷走势，出口增长9.7%", [True], "or has changed"),
        ("园区上半年的良好势头延续，出口增长9.7%", [False], "not behind the verb"),
        ("园区保持了上半年出口增长9.7%的势头", [False], "with its figure"),
    ],
)
def test_a_time_of_a_way_things_go_is_no_time_of_a_figure(text: str, baseline: list[bool], why: str) -> None:
    assert [m.baseline for m in periods_of(text)] == baseline, why


@pytest.mark.parametrize(
    ("text", "months", "why"),
    [
        ("三季度受限电影响，当季增加值增长9.7%", [(7, 9), (7, 9)], "the quarter that was named"),
        ("9月受限电影响，当月增加值增长9.7%", [(9, 9), (9, 9)], "as the month"),
        ("三季度受限电影响，当月增加值增长9.7%", [(7, 9), None], "a quarter is no month"),
        ("前三季度受限电影响，当季增加值增长9.7%", [(1, 9), None], "nor are three of them one"),
    ],
)
def test_that_quarter_is_the_one_named(text: str, months: list[tuple[int, int] | None], why: str) -> None:
    assert [m.months for m in periods_of(text)] == months, why


DAY = {
    "July": f"荆州日报\n2021年7月15日 星期四\n{ZONE}经济稳中向好\n势头良好。\n",
    "February": f"荆州日报\n2021年2月9日 星期二\n{ZONE}经济稳中向好\n势头良好。\n",
}


@pytest.mark.parametrize(
    ("day", "text", "state", "why"),
    [
        ("July", "四季度签约项目20个。", AHEAD, "a part of the year to come"),
        ("July", "四季度签约项目20个，去年签约项目18个。", BACK, "beside last year it is last year's"),
        ("July", "力争主动，去年签约项目32个以上。", BACK, "a year that is over in front"),
        ("July", "力争主动、确保完成，园区招商部门初步统计，去年签约项目32个以上。", AHEAD, "behind it says less"),
        ("February", "今后多签，上半年签约项目32个。", AHEAD, "a part of a year in front is none that is over"),
    ],
)
def test_the_way_of_a_sentence_by_its_time(day: str, text: str, state: int, why: str) -> None:
    assert outlook_of(DAY[day] + text).modes[-1].state == state, why


# ---- its sentences ----


def test_sentences_cover_the_page_in_order() -> None:
    text = clean(REPORT).text
    passages = passages_of(text, read_structure(text))
    assert all(text[passage.start : passage.end] == passage.text for passage in passages)
    assert all(first.end <= second.start for first, second in itertools.pairwise(passages))
    left = "".join(passage.text for passage in passages)
    assert left == text.replace("\n", "")


def test_sentences_know_their_heading_and_paragraph() -> None:
    text = clean(REPORT).text
    passages = {passage.text: passage for passage in passages_of(text, read_structure(text))}
    assert passages["签约项目32个。"].heading == "一、2021年工作回顾"
    assert passages["签约项目40个。"].heading == "二、2022年工作安排"
    assert passages["签约项目40个。"].paragraph == passages["固定资产投资增长10%以上。"].paragraph
    assert passages["二、2022年工作安排"].is_heading


def test_furniture_states_nothing() -> None:
    text = f"荆州日报 2021年7月15日 星期四\n上一篇：关于完成投资20亿元的通知\n{ZONE}固定资产投资完成31.4亿元。"
    reads = {passage.text[:4]: passage.reads for passage in passages_of(text, read_structure(text))}
    assert not reads["上一篇："] and reads[ZONE[:4]]


@pytest.mark.parametrize("text", ["固定资产投资，" * 900, "1" * 5000, "31.4 8.3 " * 800, "一" * LONGEST * 2])
def test_no_sentence_is_longer_than_any_writers(text: str) -> None:
    passages = passages_of(text, read_structure(text))
    assert passages and max(len(passage.text) for passage in passages) <= LONGEST


def test_a_year_of_long_ago_without_a_figure_is_no_articles_time() -> None:
    told = "1992年，{}。\n三十年来。\n今年前三季度，完成产值103亿元。\n高新技术企业185家。"
    page = f"九江日报\n2022年10月21日 星期五\n{ZONE}起步\n"
    for first, code in (("这里种满麦子", "2022-Q1-Q3"), ("产值只有1.3亿元", "1992")):
        outlook = outlook_of(page + told.format(first))
        topic = outlook.topic(outlook.passages[-1].article)
        assert topic.period is not None and topic.period.code == code


# A year that the text does not decide: 2020年 is the only one named, and nothing says that the figures are of it.
UNDATED = f"""{ZONE}
全区固定资产投资完成31.4亿元，同比增长8.3%。2020年，获批国家级绿色园区。
"""
# what is known from outside the text, the time that the page speaks of
STATED_OF_UNDATED = [
    (Hints(), ""),
    (Hints(period=Hint("2022", "sidecar")), "2022"),
    (Hints(period=Hint("2022", "config")), "2022"),
    (Hints(published=Hint("2023-01-20", "sidecar")), "2022"),
    (Hints(period=Hint("2020", "sidecar")), "2020"),
]


@pytest.mark.parametrize(("hints", "code"), STATED_OF_UNDATED)
def test_a_stated_time_holds_where_the_text_alone_gave_a_guess(hints: Hints, code: str) -> None:
    outlook = outlook_of(UNDATED, hints)
    topic = outlook.topic(outlook.passages[1].article)
    assert (topic.period.code if topic.period is not None else "") == code


def test_a_stated_time_leaves_what_the_text_decides() -> None:
    stated = Hints(period=Hint("2022", "sidecar"))
    outlook = outlook_of(PAGE_OF_TWO, stated)
    topics = {when.period.code for when in outlook.topics.values() if when.period is not None}
    assert "2020" in topics, "an article on 2020 stays one"


@pytest.mark.parametrize(
    ("heading", "period", "why"),
    [
        ("二、谈去年", "2020", "the heading names the year"),
        ("二、2019年工作回顾", "2019", "by its number"),
        ("二、谈招商：门槛高了", "2021-Q1", "one without a time leaves it to the article"),
        ("二、去年投产，2019年签约", "2021-Q1", "of two times none is meant"),
        ("二、2021年怎么干", "2021-Q1", "what is not over was not reached"),
        ("二、全年怎么看", "2021-Q1", "which year is not said"),
    ],
)
def test_a_heading_says_when(heading: str, period: str, why: str) -> None:
    outlook = outlook_of(
        f"荆州日报\n2021年4月22日 星期四\n{ZONE}一季度经济开门红\n一、开局怎么样\n"
        "一季度，固定资产投资完成31.4亿元，同比增长8.3%。一季度签约项目32个。\n"
        f"{heading}\n遗憾的是，财政收入只有7.92亿元，下降3.4%。\n"
    )
    passage = next(each for each in outlook.passages if each.text.startswith("遗憾"))
    when = outlook.topic_of(passage).period
    assert when is not None and when.code == period, why
