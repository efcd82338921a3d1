"""Articles torn apart and put between each other: each made whole, and a page that is whole left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.pages.cleaning import clean
from kpi.pages.links import GROUNDS, Links, grounds_of
from kpi.pages.pairing import Pair, Pairing
from kpi.pages.seams import _paragraphs, _Tears
from kpi.pages.subjects import Subjects
from kpi.pages.wraps import WRAPPED, Page, Printed, joins_of

ZONE = [
    "　　本报讯（记者张三）昨日，临江开发",
    "区召开三季度经济分析会。会议通报，前",
    "三季度，开发区完成规模以上工业总产值",
    "352.6亿元，同比增长14.3%，其中化工产业",
    "完成产值201.7亿元，比上年同期增长9.2%；",
    "完成固定资产投资85.4亿元，其中工业投",
    "资52.1亿元；实际利用外资1.3亿美元，同",
    "比增长12.8%；签约项目21个，总投资64亿元。",
]
CITY = [
    "　　本报讯（记者李四）市统计局日前发",
    "布数据，今年前三季度，全市居民消费价",
    "格上涨2.1%，涨幅比上半年回落0.3个百分",
    "点。全市社会消费品零售总额达到231.5亿",
    "元，增长11.4%，城镇居民人均可支配收入",
    "18236元，农民人均现金收入7014元，扣除价",
    "格因素，实际分别增长9.8%和11.2%，城乡居",
    "民收入差距进一步缩小。",
]
ZONE_WHOLE, CITY_WHOLE = "".join(ZONE).strip(), "".join(CITY).strip()

# the lines of a torn page, why
TORN = [
    ([*ZONE[:4], *CITY[:4], *ZONE[4:], *CITY[4:]], "blocks that touch"),
    ([*ZONE[:3], *CITY[:3], *ZONE[3:], "", *CITY[3:]], "one touches, one stands behind a gap"),
    ([*ZONE[:6], "", *CITY[:5], *ZONE[6:], *CITY[5:]], "a word in two"),
    ([*ZONE[:3], "", *CITY[:3], "", *ZONE[3:6], *CITY[3:6], *ZONE[6:], *CITY[6:]], "torn twice"),
    ([*ZONE[:4], "", "图为化工企业车间。  王五 摄", "", *CITY[:3], *ZONE[4:], *CITY[3:]], "a caption between"),
    ([*CITY[:4], *ZONE[:3], *CITY[4:], *ZONE[3:]], "the other one first"),
]  # fmt: skip

ASIDE = ["居民们三三两两走过广场，谈着天气和收成，", "孩子们在一旁追逐着风筝，笑声传得很远很远。", ""]
TORN += [([*ZONE[3:], "", *(ASIDE * 25), *ZONE[:3], "", *CITY], "far above its beginning")]

# the lines of a page that is whole, why
WHOLE = [
    ([*ZONE, *CITY], "articles below each other"),
    ([*ZONE, "", *CITY], "with a gap"),
    ([*ZONE[:4], "", *ZONE[4:], "", *CITY], "a gap in an article"),
    (["招商引资结硕果", "", *ZONE, "", "我市物价涨幅回落", "", *CITY], "with headlines"),
    ([line.strip() for line in [*ZONE, *CITY]], "nothing set in"),
]


@pytest.mark.parametrize(("lines", "why"), TORN, ids=[row[1] for row in TORN])
def test_torn_articles_are_made_whole(lines: list[str], why: str) -> None:
    found = clean("\n".join(lines)).text.split("\n")
    assert ZONE_WHOLE in found and CITY_WHOLE in found, why


def test_a_paragraph_of_one_line_that_ends_on_a_name_goes_on_with_its_figure() -> None:
    other = ["　　本报讯（记者李四）班组长们说，要过", "好这个冬天，先把手里的活干细。"]
    opening = [
        "　　本报讯（记者张三）昨日，全县召开经",
        "济分析会，国民经济保持较快增长。",
        "　　初步核算，上半年全县地区生产总值",
    ]
    rest = ["完成17.8亿元，同比增长15.3%。其中第一产", "业增加值2.12亿元，增长4.7%。"]
    found = clean("\n".join([*opening, "", *other, "", "经济平稳较快增长", "", *rest])).text
    assert "全县地区生产总值完成17.8亿元" in found


@pytest.mark.parametrize(("lines", "why"), WHOLE, ids=[row[1] for row in WHOLE])
def test_a_whole_page_is_left_as_it_is(lines: list[str], why: str) -> None:
    assert "".join(clean("\n".join(lines)).text.split("\n")) == "".join(lines).replace("　", ""), why


def tears(lines: list[str]) -> _Tears:
    text, printed, at = "\n".join(lines), list[Printed](), 0
    for number, line in enumerate(lines):
        if line:
            printed.append(Printed(at, at + len(line), gap=number > 0 and not lines[number - 1]))
        at += len(line) + 1
    page = Page(text, printed)
    joins = joins_of(page, WRAPPED)
    found = _Tears(page, joins, _paragraphs(joins))
    found.mended()
    return found


OPEN = [
    "临江开发区召开工作会议。全年生产总值完成",
    "46.8亿元，同比增长18.2%；规模以上工业总产值",
    "完成一百三十二亿元，同比增长三成以上；",
]
HEAD_OF_OTHER = ["本报讯（记者李四）市统计局发布数据，全市居民", "消费价格上涨2.1%。"]


def test_a_semicolon_before_an_article_of_its_own_leaves_a_sentence_open() -> None:
    assert tears([*OPEN, "", *HEAD_OF_OTHER]).open == [2]
    assert tears([*OPEN, "", *[line.removeprefix("本报讯") for line in HEAD_OF_OTHER]]).open == []


def test_the_headline_of_an_article_may_stand_right_below_a_line_that_is_broken_off() -> None:
    broken = ["加压。临江开发区党工委书记出席会议", "上工业增加值增长9.2%，比全县快1.3个", "分点；规模以上工业营业收"]
    headline = "河沙“小石子”磨出大名堂"
    assert 2 in tears([*broken, headline, *HEAD_OF_OTHER]).loose
    assert 2 not in tears([*broken, headline, "居民消费价格上涨2.1%。"]).loose, "no article opens below it"
    assert 2 not in tears([*broken, "入完成，其中十月份完成。", *HEAD_OF_OTHER]).loose, "it is no headline"


BLOCKS = st.lists(st.sampled_from([ZONE, CITY]), min_size=1, max_size=4)


@given(BLOCKS, st.lists(st.booleans(), min_size=4, max_size=4), st.integers(0, 60))
def test_what_is_not_torn_keeps_its_order(blocks: list[list[str]], gaps: list[bool], cut: int) -> None:
    lines: list[str] = []
    for block, gap in zip(blocks, gaps, strict=False):
        lines += [*block, ""] if gap else block
    lines = lines[: max(cut, 1)] if cut < len(lines) else lines
    assert "".join(clean("\n".join(lines)).text.split("\n")) == "".join(lines).replace("　", "")


PARTS = [*ZONE, *CITY, "", "图为车间。", "本报讯", "，", "3.2亿", "元", "我市物价涨幅回落", "（一）招商引资", "“"]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_no_line_is_lost_or_told_twice(lines: list[str]) -> None:
    cleaned = clean("\n".join(lines))
    homes = [cleaned.offsets.start_of(at) for at, letter in enumerate(cleaned.text) if letter != "\n"]
    assert len(homes) == len(set(homes)) == len("".join(lines).replace("　", ""))


# how a block breaks off, how its text goes on, how another does, why
PLAINER = [
    ("其中石化产业289.5", "亿元；固定资产投资", "月份停工检修26天", "decimals are no months"),
    ("主要是炼化装置7", "月份停工检修26天", "比上半年回落1.4个", "a number has its noun"),
    ("居民消费价格上涨3.1%，涨幅", "比上半年回落0.5个百分点", "预计全年可完成投资", "what is held against what"),
    ("固定资产投资完成140亿元，财", "政收入完成125亿元", "比上半年回落0.5个", "a word in two"),
    ("城乡居民收入增长。前三季度全", "市城镇居民人均收入", "月份停工检修26天", "a word in two"),
    (
        "初步核算，上半年全县生产总值",
        "完成17.8亿元，同比增长15.3%。",
        "月份停工检修26天",
        "a name has its figure",
    ),
    ("园区出台“招", "商十条”，项目加快", "今年的“双招双引”", "an open quotation"),
    ("全市工业增加值增长17.2%，", "比上半年回落1.4个", "亿元；工业增加值118", "a unit has its number"),
    ("规上工业总产值增长", "8.4%，其中出口增长", "千帆竞发，奋楫者先", "a change has its rate"),
    ("社区书记说。她所在的", "社区六十岁以上老人", "家，省级以上平台", "what is counted has its number"),
]


@pytest.mark.parametrize(("end", "goes_on", "other", "why"), PLAINER, ids=[row[0] for row in PLAINER])
def test_which_line_goes_on_more_plainly(end: str, goes_on: str, other: str, why: str) -> None:
    links = Links([end, goes_on, other])
    assert links.of(0, 1) > links.of(0, 2) + 1, why


@pytest.mark.parametrize("ground", GROUNDS, ids=[ground.name for ground in GROUNDS])
def test_each_ground_holds_for_its_example(ground: object) -> None:
    assert ground in grounds_of(*ground.yes) and ground not in grounds_of(*ground.no)  # type: ignore[attr-defined]


def test_what_speaks_of_the_same() -> None:
    texts = [*ZONE, *CITY]
    subjects = Subjects(
        ["石化产业港区码头，", "化工园港区石化项目", "居民收入增加，物价上涨", "居民物价回落"], [0, 1, 2, 3]
    )
    assert subjects.likeness(0, 1) > subjects.likeness(0, 3) == 0.0
    assert Subjects(texts, [0] * len(texts)).likeness(3, 4) >= 0


# what holds what, the pairs that ends may have, who starts, the outcome, why
PAIRINGS = [
    ({}, {1: [Pair(5, 2.0)]}, [(1, 0.0)], {1: 5}, "an open end takes what is free"),
    ({}, {1: [Pair(5, -1.0)]}, [(1, 0.0)], {}, "and nothing that is worth less than nothing"),
    ({3: Pair(4, 1.0)}, {1: [Pair(4, 3.0)], 3: [Pair(9, 2.0)]}, [(1, 0.0)], {1: 4, 3: 9}, "what loses its own finds another"),
    ({3: Pair(4, 5.0)}, {1: [Pair(4, 3.0)], 3: [Pair(9, 1.0)]}, [(1, 0.0)], {3: 4}, "unless that is worth more"),
    ({3: Pair(4, 1.0)}, {1: [Pair(4, 2.0)]}, [(1, 0.0)], {3: 4}, "nor is it left alone for little"),
    ({3: Pair(4, 1.0)}, {1: [Pair(4, 6.0)]}, [(1, 0.0)], {1: 4}, "but it is for much"),
    ({3: Pair(4, 1.0)}, {3: [Pair(9, 3.0)]}, [(3, 2.5)], {3: 4}, "leaving a beginning to nobody costs"),
    ({3: Pair(4, 1.0), 8: Pair(9, 1.0)}, {3: [Pair(9, 3.0)], 8: [Pair(4, 3.0)]}, [(3, 2.5)], {3: 9, 8: 4}, "two that cross are changed at once"),
]  # fmt: skip


@pytest.mark.parametrize(("held", "pairs", "starts", "outcome", "why"), PAIRINGS, ids=[row[4] for row in PAIRINGS])
def test_pairing(
    held: dict[int, Pair],
    pairs: dict[int, list[Pair]],
    starts: list[tuple[int, float]],
    outcome: dict[int, int],
    why: str,
) -> None:
    assert Pairing(held, lambda end: pairs.get(end, []), 2.0).settled(starts) == outcome, why


# the blocks of two columns, the left one on last year, the right one on this; each but the last breaks off
LEFT = [
    ["去年是园区爬坡过坎的一年，面对", "复杂局面，全区上下攻坚克难，全", "年实现工业总产值214.6亿元，同比", "增长13.7%，实现利税18.2亿元，利"],
    ["税增幅达到21.4%；固定资产投资68", "亿元，增长17.9%，其中工业投资52", "亿元，增长19.2%。外贸顶住压力，", "进出口总额4.3亿美元，其中出口总"],
    ["额3.1亿美元，增长6.4%。招商选资", "成效明显，引进亿元以上项目21个", "协议投资74亿元。新开工亿元以上", "项目17个，竣工12个，一批项目当"],
    ["年签约、当年开工。发展成果由大", "家共享，新增城镇就业3120人，下", "岗失业人员再就业860人，新建公寓", "28万平方米，940户拆迁户集中搬进"],
    ["新居。"],
]  # fmt: skip
RIGHT = [
    ["今年是园区提档升级的一年，工作", "总体要求是稳中求进，主要目标是", "工业总产值增长15%以上，固定资产", "投资80亿元，其中工业投资60亿元，"],
    ["进出口总额增长10%左右。报告要求", "全年引进亿元以上项目28个以上，", "其中外资项目8个；新开工亿元以上", "项目20个。每个项目明确一名项目负"],
    ["责人，办公室每月通报一次。产业", "上主攻电机、磁材、轴承三大板块", "年内培育龙头企业5家；全年新增规", "模以上工业企业30家，高新技术企"],
    ["业力争达到26家。载体上，全年投", "入基础设施建设资金5.4亿元，文昌", "路等四条道路五月底前开工，建成"],
    ["标准厂房12万平方米，污水厂二期年", "底前通水，日处理能力提高一倍。"],
]  # fmt: skip


PAIRS = list(zip(LEFT, RIGHT, strict=True))


@pytest.mark.parametrize(
    "blocks",
    [[block for pair in PAIRS for block in pair], [block for left, right in PAIRS for block in (right, left)]],
    ids=["the left one first", "the right one first"],
)
def test_blocks_of_columns_in_turn_keep_their_step(blocks: list[list[str]]) -> None:
    text = clean("\n\n".join("\n".join(block) for block in [*blocks, ZONE, CITY])).text.split("\n")
    for column in (LEFT, RIGHT):
        assert "".join(line for block in column for line in block) in text


def test_blocks_that_go_on_with_the_next_stay_as_they_are() -> None:
    blocks = ["\n".join(block) for block in [*LEFT, *RIGHT]]
    text = clean("\n\n".join(blocks)).text.split("\n")
    assert text == ["".join(line for block in column for line in block) for column in (LEFT, RIGHT)]
