"""Cleaning: each repair in a table with its reason, and the way home that holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.language.numbering import is_item
from kpi.pages.cleaning import _MISREAD, _ONE_FOR_ONE, clean

WIDE = "全区上下凝心聚力抓发展、促转型、惠民生、保稳定，经济运行稳中向好"  # as wide as a printed line

TOLD = (
    "一季度确实难，二月底起派干部驻企，接员工、找口罩、跑物流，到三月下旬复工率就达到百分之百。" * 8
)  # a very long line

# raw, repaired, why
REPAIRS = [
    (
        "┌────┐\n│到2020年：│\n│固定资产投资突破20亿元。│\n└────┘",
        "到2020年：\n固定资产投资突破20亿元。",
        "a box drawn with letters",
    ),
    ("甲│乙合作项目20个。", "甲│乙合作项目20个。", "no frame within a line"),
    (f"{TOLD}　　下一段。", f"{TOLD}\n下一段。", "paragraphs run together, the next one set in"),
    (
        f"{TOLD} 记者：怎么看？ 罗剑平：先看数。",
        f"{TOLD}\n记者：怎么看？\n罗剑平：先看数。",
        "who speaks, run together",
    ),
    ("先看数。　　再看人。", "先看数。再看人。", "a short line is one"),
    (
        "规上企业户数\n户\n—\n37\n—\n工业总产值",
        "规上企业户数\n户\n—\n37\n—\n工业总产值",
        "cells of one letter are no headline",
    ),
    ("大\n项\n目", "大项目", "a headline from top to bottom is"),
    ("完成投资１２．５亿元", "完成投资12.5亿元", "full-width digits and point"),
    ("增长８％", "增长8%", "full-width per cent"),
    ("ＧＤＰ", "GDP", "full-width letters"),
    ("地區生產總值", "地区生产总值", "traditional characters of indicator names"),
    ("進出口總額16億元", "进出口总额16亿元", "traditional characters of amounts"),
    ("髙新区国家级髙新技术企业41家", "高新区国家级高新技术企业41家", "a variant that recognition likes"),
    (
        "财政收入 万元 14265 152380 3.6 出口额 万美元",
        "财政收入万元14265 152380 3.6出口额万美元",
        "numbers of a row are several",
    ),
    ("完成投资 96.3 亿元", "完成投资96.3亿元", "spaces around a number"),
    ("2 856. 4 亿元", "2856.4亿元", "spaces in the place of a thousands separator and behind the point"),
    ("增长 7 . 2 %", "增长7.2%", "spaces around the point"),
    ("增长\u30007%", "增长7%", "an ideographic space"),
    ("增长\xa07%", "增长7%", "a no-break space"),
    ("增长\u200b7%", "增长7%", "a zero-width space"),
    ("财政收人完成8亿元", "财政收入完成8亿元", "OCR reads 入 as 人"),
    ("共有收人员28名", "共有收人员28名", "收 + 人员 is no 收入"),
    ("己完成投资8亿元", "已完成投资8亿元", "OCR reads 已 as 己"),
    ("自己家", "自己家", "己 alone is a word"),
    ("8.3忆元", "8.3亿元", "OCR reads 亿 as 忆"),
    ("回忆元宵", "回忆元宵", "忆 behind no number is a word"),
    ("问比增长6%", "同比增长6%", "OCR reads 同 as 问"),
    ("22002233年", "2023年", "bold type prints each digit twice"),
    ("22002233 年", "2023年", "the same with a space behind"),
    ("11112222", "11112222", "doubled digits that are no year stay"),
    ("重重点点项项目目建建设设", "重点项目建设", "bold type prints each letter twice"),
    ("方方面面", "方方面面", "a word with doubled letters is no bold type"),
    (r"第一段。\r\n第二段。", "第一段。\n第二段。", "line ends that a web page printed as letters"),
    ("外资&nbsp;2200&nbsp;万美元", "外资2200万美元", "spaces that a web page printed as letters"),
    ("第一段。\n— 12 —\n第二段。", "第一段。\n第二段。", "a page number between dashes"),
    ("第一段。\n\n12\n\n第二段。", "第一段。\n第二段。", "a page number between blank lines"),
    ("第一段。\n第 3 页 共 12 页\n第二段。", "第一段。\n第二段。", "a page foot"),
    ("## 招商引资\n成效显著。", "招商引资\n成效显著。", "a heading's mark"),
    ("> 引文。", "引文。", "a quotation's mark"),
    ("第一段。\r\n第二段。\r\n", "第一段。\n第二段。", "line ends of Windows"),
    ("新开工项目 5 8个，竣工 3 1 个", "新开工项目58个，竣工31个", "a number with a space in it, between words"),
    ("总产值 7 31.5亿元，增长 1 2. 4%", "总产值731.5亿元，增长12.4%", "the same with a point"),
    ("“40 50”人员", "“4050”人员", "a number in quotes with a space in it"),
    ("2023 12个项目", "2023 12个项目", "a year and a number are two"),
    ("表1 2024年指标", "表1 2024年指标", "a number and a year are two"),
    ("总产值 亿元 47.15 512.36 8.4", "总产值亿元47.15 512.36 8.4", "the numbers of a row are several"),
    ("今今年年前前三三季季度度增增长长55..99%%", "今年前三季度增长5.9%", "bold type prints each sign twice"),
    ("进出口l2.3亿元，税收3O.5亿元", "进出口12.3亿元，税收30.5亿元", "letters read for digits, twice: recognised text"),
    ("采用L1级标准", "采用L1级标准", "a letter of its own"),
    ("Smart City 2024 12", "Smart City2024 12", "a space parts two Latin words, or two numbers, and nothing else"),
    ("", "", "nothing"),
    (" \n\t\n", "", "white space alone"),
]

# lines of one raw text, and whether each goes on from the one before
JOINS = [
    (
        [WIDE + "完成投资282", "亿元，占年度计划的六成以上，比序时进度快十个百分点，位居", "前列。"],
        "-11",
        "an amount on two lines",
    ),
    ([WIDE + "。", WIDE + "。"], "-0", "a full stop ends the paragraph"),
    ([WIDE + "。", "——项目要“实”。今年全区共安排亿元以上重点项目，总投资达到年度计", "划的一半以上。", WIDE], "-010", "an item behind dashes goes on"),
    ([WIDE, "——写在建区二十周年之际，本报记者在园区走访企业，看到的和听到", "的都是好消息。"], "-00", "a subtitle stands by itself"),
    (["一、工作回顾", WIDE, "，发展动能增强。"], "-01", "a short heading, then a wrapped paragraph"),
    ([WIDE, "（二）项目建设", WIDE], "-00", "a numbered line begins anew"),
    (["新开工建设的重点项目、", "新签约的亿元以上项目、", "竣工投产的项目。"], "-11", "a line ending in 、 goes on"),
    (["项目", "2022年", "2023年", "地区生产总值", "180.2", "190.4"], "-00000", "the cells of a table"),
    ([WIDE, "", "，发展动能增强。"], "-1", "a blank line of a column break does not end a sentence"),
    (
        ["一、2023年工作回顾", "地区生产总值增长6%。", "二、2024年工作安排", "地区生产总值增长7%。"],
        "-000",
        "headings as wide as what they stand above",
    ),
    (["（一）招商引资成效显著", "全区签约项目十二个。"], "-0", "a numbered line without a comma is a heading"),
    (["临江经济开发区2024年工作总结", "全年实现地区生产总值136亿元。"], "-0", "the title of a short report"),
    (["临江开发区召开年度总结大会", "2023年12月20日", "全区实现生产总值136亿元。"], "-00", "a title and a date"),
    (["江州市2023年国民经济和社会发展计划执行情况", "和2024年国民经济计划草案的报告"], "-1", "a title on two lines"),
    (["招", "商", "有", "方"], "-111", "a headline set from top to bottom"),
    (["2", "3", "户", "4"], "-000", "cells of one letter are no headline"),
    ([WIDE, "。社会保障、教育、农林水等支出占了大头。（孟丽）", "2.1%，其中税收收入2.41亿元，占78.8%；出口总额4120万美元，", WIDE], "-101", "who wrote an article closes it"),
    ([WIDE + "。", "图为临江公司的车间。张三摄", "经济总量再创新高。"], "-00", "a caption stands by itself"),
    ([WIDE, "责编：张三"], "-0", "who made the page"),
    (["工业总产值28.6亿元", "工业增加值6.4亿元", "固定资产投资9.7亿元"], "-00", "a box of figures"),
    (["第一产业增加值亿元3.2 5.6", "第二产业增加值亿元21.4 9.1"], "-0", "rows of a table"),
    ([WIDE, "指标", WIDE], "-00", "the head of a table"),
    ([WIDE, "据了解，" + WIDE, WIDE], "-01", "words that open a sentence open a paragraph"),
    ([WIDE + "，", "据了解，" + WIDE, WIDE], "-11", "unless the line above goes on"),
    ([3 * WIDE, 3 * "招商引资成效显著，项目建设快速推进，营商环境持续优化，企业信心"], "-0", "a line wider than print is a paragraph"),
    ([WIDE, "2023年12月20日", WIDE + "。"], "-00", "a date alone"),
    (
        [WIDE + "，", WIDE + "。", "会议对一季度开好局、起好步、夺取首战胜利、实现“开门红”", "单独作了安排，固定资产投资完成28亿元。", WIDE],
        "-1010",
        "words in quotation marks end no sentence",
    ),
    (
        [WIDE + "，", WIDE + "。", "会议对一季度开好局、起好步作了安排：“夺取开门红。”", "单独作了安排，固定资产投资完成28亿元。", WIDE],
        "-1000",
        "a sentence in quotation marks does",
    ),
    (
        [WIDE + "。", "民生事业协调推进，各项任务圆满完成，全年新增就业", "3210人，农村劳动力转移就业2480人。", WIDE + "。"],
        "-010",
        "a number below, in prose",
    ),
    (["1.规上工业企业营业收入", "368亿元，增长8%。"], "-1", "a numbered line may be wrapped before its number"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "repaired", "why"), REPAIRS, ids=[row[2] for row in REPAIRS])
def test_repair(raw: str, repaired: str, why: str) -> None:
    assert clean(raw).text == repaired, why


@pytest.mark.parametrize(("lines", "joins", "why"), JOINS, ids=[row[2] for row in JOINS])
def test_hard_wraps(lines: list[str], joins: str, why: str) -> None:
    full = [line for line in lines if line]
    expected = full[0] + "".join(
        line if joined == "1" else "\n" + line for line, joined in zip(full[1:], joins[1:], strict=True)
    )
    assert clean("\n".join(lines)).text == expected, why


COLUMN = [  # sixteen letters wide, as a newspaper's column
    "今年以来，临江开发区紧盯项目建设",
    "不放松，组建专班、挂图作战，全区",
    "重点项目完成投资四十二亿元，超出",
    "序时进度六个百分点，其中新开工三",
    "十六个，竣工投产二十一个，一批企",
    "业当年签约、当年开工、当年投产。",
]


def page(*blocks: list[str]) -> str:
    """Blocks of lines with a blank line between."""
    return "\n\n".join("\n".join(block) for block in blocks)


def test_a_blank_line_does_not_break_a_sentence() -> None:
    assert clean(page(COLUMN[:3], COLUMN[3:])).text == "".join(COLUMN)


@pytest.mark.parametrize(
    ("between", "why"),
    [
        (["图为临江公司的装配车间。  张三 摄"], "a caption"),
        (["▲临江公司的装配车间。"], "a caption with a mark"),
        (["本报记者 张三 摄"], "a credit"),
        (["—  3  —"], "a page's number"),
    ],
)
def test_a_sentence_goes_on_behind_what_breaks_it(between: list[str], why: str) -> None:
    cleaned = clean(page(COLUMN[:3], between, COLUMN[3:])).text
    assert cleaned.split("\n")[0] == "".join(COLUMN), why


def test_a_long_line_that_ends_with_a_comma_goes_on_behind_the_head_of_the_next_page() -> None:
    said = "作战图已经上墙，新年的盘子一目了然：进出口总额增长7%，规上工业利润增长11%，技术改造投资增长18%，"
    rest = "税收收入增长6%，实际利用外资稳住上年的规模，科技型中小企业再增加五十家，园区人都说跳一跳够得着。"
    head = "临江晚报 · 综合新闻 · 05版   2019年3月6日 星期三   责任编辑:周 正"
    cleaned = clean(page([said], [head], [rest], ["“能不能成？”"])).text
    assert cleaned.split("\n")[0] == said + rest


def test_a_sentence_goes_on_behind_another_article_where_its_word_is_cut() -> None:
    other = ["本报讯（记者张三）昨日，临江开发区", "举行消防演练，二百余名职工参加。"]
    end = ["发区上下奋战四季度，确保全年目标", "任务圆满完成。"]
    cleaned = clean(page([*COLUMN, "眼下，全体干部职工正围绕临江开"], ["消防演练走进企业"], other, end)).text
    assert cleaned.split("\n") == [
        "".join(COLUMN),
        "眼下，全体干部职工正围绕临江开发区上下奋战四季度，确保全年目标任务圆满完成。",
        "消防演练走进企业",
        "".join(other),
    ]


OTHER = ["本报讯（记者张三）昨日，临江开发区", "举行消防演练，二百余名职工参加。"]
# how a column breaks off, how another goes on behind an article of its own, whether it is the same sentence, why
BROKEN = [
    ("序时进度六个百分点，其中新开工3", "6个，竣工投产二十一个，一批企业当", True, "the digits of a number"),
    ("序时进度六个百分点，园区出台的政策", "个，竣工投产二十一个，一批企业当", False, "a unit behind no number"),
    ("序时进度六个百分点，园区出台“招", "商十条”，竣工投产二十一个，一批企", True, "a quotation that is open"),
    ("序时进度六个百分点，园区出台“招", "今年以来，园区抓好项目，一批企业", False, "and one that is not closed"),
    ("序时进度六个百分点，园区建成投产", "，一批企业当年签约、当年开工、当年", True, "a mark that opens no line"),
    ("序时进度六个百分点，全区干部职工", "今年以来，园区抓好项目，一批企业", False, "words that open an article"),
]


@pytest.mark.parametrize(("end", "begins", "same", "why"), BROKEN, ids=[row[3] for row in BROKEN])
def test_where_a_broken_sentence_goes_on(end: str, begins: str, same: bool, why: str) -> None:
    text = clean(page([*COLUMN[:3], end], ["消防演练进企业"], OTHER, [begins, "投产见效。"])).text
    assert (f"{end}{begins}" in text) is same, why
    assert "".join(OTHER) in text.split("\n")


@pytest.mark.parametrize(
    ("short", "after", "goes_on"),
    [
        ("全市规模工业增加值同比增", "长百分之九。分县区看，乐平市增", True),
        ("全市规模工业增加值很喜人", "长百分之九。分县区看，乐平市增", False),
    ],
    ids=["a word is cut", "no word is cut"],
)
def test_a_short_line_that_ends_within_a_word_goes_on(short: str, after: str, goes_on: bool) -> None:
    wide = [
        "日从市统计局获悉，上半年全市经济",
        "运行平稳，稳中向好的态势没有改变",
        "并且比上年同期更加稳固，这在近几",
        "年都不多见，说明各项政策都见到成",
    ]
    text = clean("\n".join([*wide, "效了。", short, after, *wide])).text
    assert (short + after in text) is goes_on


def test_pictures_are_bullets_before_items_and_nothing_elsewhere() -> None:
    raw = "🚩 冲！\n📈🏗️新开工亿元以上项目33个\n✅规上工业增加值增长9%以上🎉\n🔹竣工投产28个👇\n"
    lines = clean(raw).text.split("\n")
    assert [line.strip() for line in lines if line.strip()] == [
        "冲！",
        "●新开工亿元以上项目33个",
        "●规上工业增加值增长9%以上",
        "●竣工投产28个",
    ]
    assert len(clean(raw).text) <= len(raw)


def test_an_item_behind_dashes_goes_on_in_its_next_line() -> None:
    column = [
        "会议强调，要咬定目标，把今年各项任务",
        "落到具体的项目上，一件一件盯到底，让",
        "全区上下都动起来，抓好下面这几件事。",
    ]
    item = [
        "——项目要“实”。今年共安排重点项",
        "目86个，总投资412亿元，年度计划投",
        "资118亿元，全年新开工亿元以上项目。",
    ]
    text = clean("\n".join([*column, "", *item, "", *column])).text
    assert "".join(item) in text.replace(" ", "")
    subtitle = ["——写在开发区建区二十周年之际", "目前园区里的企业比建区之初多了几十倍，"]
    assert "\n".join(subtitle) in clean("\n".join([*column, "", *subtitle, *column])).text


def test_a_line_alone_between_blank_lines_is_a_heading() -> None:
    column = [
        "　账摆在桌面上，前十个月全区规模",
        "以上工业产值下降，整车产量少了近",
        "四成，三十多家配套厂跟着放假减班",
        "而光电和大数据两条腿走得更快了。",
    ]
    heading, after = "徐州：机械老大哥，长出新枝条", "　在徐州经济技术开发区找人打听路，"
    text = clean("\n".join([*column, "", heading, "", after, *column[1:]])).text
    assert f"\n{heading}\n" in text
    flush = clean("\n".join([*column, "", heading, "", after.strip("　"), *column[1:]])).text
    assert f"\n{heading}\n" not in flush, "without an indent it may be a column's last line"


def test_a_few_letters_are_no_broken_sentence() -> None:
    assert clean(page(["园区很好，招商很"], OTHER, ["好。"])).text.split("\n") == [
        "园区很好，招商很",
        "".join(OTHER),
        "好。",
    ]


def test_running_heads_are_left_out() -> None:
    raw = page(["临江简报    2020年第3期"], [*COLUMN[:3], "— 1 —", "临江简报    2020年第3期", *COLUMN[3:]])
    assert clean(raw).text.split("\n")[-1] == "".join(COLUMN)


def test_columns_side_by_side_are_read_one_after_the_other() -> None:
    right = [
        "招商引资也有收获。上半年，全区签约",
        "项目二十八个，合同金额九十六亿元，",
        "到位资金三十一亿元，同比增长一成；",
        "实际利用外资四千二百万美元，居全市",
        "第一位，签约企业来自十二个省市，其",
        "中世界五百强企业三家。",
    ]
    raw = "\n".join(f"{a}      {b}" for a, b in zip(COLUMN, right, strict=True))
    assert clean(raw).text == "".join(COLUMN) + "\n" + "".join(right)


def test_a_row_with_a_planned_rate_in_words_stays_a_row() -> None:
    rows = [
        "指标 单位 1—9月累计 同比增长（%） 全年目标",
        "地区生产总值 亿元 92.4 9.1 增长9%以上",
        "固定资产投资 亿元 71.3 15.2 92",
    ]
    assert len(clean("附：主要指标\n" + "\n".join(rows)).text.split("\n")) == 4


def test_wide_spaces_part_columns_too() -> None:
    left = [
        "据区统计局提供的资料，　　　",
        "一九九七年全区完成国内生产　",
        "总值７８.４亿元，比上年增长　",
        "１７.２％。其中第一产业增加　",
        "值３.１亿元，第二产业增加值　",
        "４９.８亿元。　　　　　　　　",
    ]
    right = [
        "本报讯（通讯员杜家宁）设在",
        "区内的保税区去年又有新发展",
        "。全年进出口总额达到２.６４",
        "亿美元，比上年增长３８.２％",
        "。入区企业已达七百余家，日",
        "本企业最多。",
    ]
    raw = "\n".join(f"{a}　{b}" for a, b in zip(left, right, strict=True))
    assert clean(raw).text.startswith("据区统计局提供的资料，一九九七年全区完成国内生产总值78.4亿元，比上年增长17.2%。")


def test_cells_side_by_side_are_no_columns() -> None:
    raw = "\n".join(f"指标{i}      亿元      {i}.5      {i + 3}.1" for i in range(8))
    assert len(clean(raw).text.split("\n")) == 8 and clean(raw).text.startswith("指标0")


def test_lines_say_how_they_stood_on_the_page() -> None:
    cleaned = clean(page(["# 招商引资结硕果"], COLUMN))
    head, text = cleaned.shapes
    assert head.mark == 1 and text.gap and 15 <= text.width <= 16


def test_way_home() -> None:
    raw = "完成投资 282\n亿元， 增长 ７ . ２ ％ ；\n\n— 3 —\n22002233年"
    cleaned = clean(raw)
    for words, home in (("282", "282"), ("7.2%", "７ . ２ ％"), ("2023年", "22002233年")):
        at = cleaned.text.index(words)
        assert cleaned.offsets.span_of(at, at + len(words)).of(raw) == home


PIECES = [
    *(
        "地区生产总值",
        "完成",
        "1 256. 8",
        "亿元",
        "，",
        "。",
        "、",
        "\n",
        "\r\n",
        " ",
        "\u3000",
        "22002233年",
        "收人",
        "億",
    ),
    *(
        "８％",
        r"\r\n",
        "&nbsp;",
        "— 3 —",
        "第 3 页",
        "# ",
        "项项目目建建设设",
        "表1",
        "12",
        "（一）",
        "???",
        "\t",
        "己",
        "忆元",
    ),
]
RAW = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)


@given(RAW)
@example("\x0b收人\x1c\u2028")
@example("1\n\n2")
def test_every_letter_finds_its_way_home(raw: str) -> None:
    same_length = raw.translate(str.maketrans(_ONE_FOR_ONE))
    for pattern, right in _MISREAD:
        same_length = pattern.sub(right, same_length)
    assert len(same_length) == len(raw), "the letter-for-letter repairs keep every offset"
    cleaned, homes = clean(raw), []
    for at, letter in enumerate(cleaned.text):
        home = cleaned.offsets.start_of(at)
        assert 0 <= home < len(raw)
        if not letter.isspace():
            assert letter == same_length[home]
            homes.append(home)
    assert len(set(homes)) == len(homes), "no letter is read twice"
    in_order = clean(raw, paragraphs=True)
    places = [in_order.offsets.start_of(at) for at, letter in enumerate(in_order.text) if not letter.isspace()]
    assert places == sorted(set(places)), "where lines are paragraphs, repair never changes their order"


@given(RAW)
def test_raw_spans_hold_what_was_repaired(raw: str) -> None:
    cleaned = clean(raw)
    for start, end in ((0, len(cleaned.text)), (len(cleaned.text) // 3, 2 * len(cleaned.text) // 3)):
        if start < end:
            spans, hull = cleaned.offsets.spans_of(start, end), cleaned.offsets.span_of(start, end)
            assert all(hull.start <= span.start < span.end <= hull.end for span in spans)
            assert sum(span.end - span.start for span in spans) >= end - start


@given(RAW)
def test_each_line_has_its_shape(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned.shapes) == (len(cleaned.text.split("\n")) if cleaned.text else 0)


@given(RAW)
def test_lines_carry_text(raw: str) -> None:
    text = clean(raw).text
    assert "\n\n" not in text and not text.startswith("\n") and not text.endswith("\n")


def test_a_line_that_ends_in_a_conjunction_goes_on_however_short() -> None:
    page = (
        "会议指出，去年全区上下咬紧目标不放松，主要指\n标好于预期，质量效益同步提升。规上工业企业主\n"
        "营业务收入达到305.8亿元，利润总额14.3亿元，比\n上年同期分别增长{}和\n17.2%。今年，全区还将设立产业引导基金，对补\n链项目给予奖励支持。\n"
    )
    assert "分别增长10.9%和17.2%" in clean(page.format("10.9%")).text


def test_a_number_that_spaces_part_is_no_item_of_a_list() -> None:
    assert not is_item("2 . 1 5 亿美元，增长18.4%") and not is_item("7. 5 %和8.5%左右")
    assert is_item("2. 2023年全区签约项目12个；") and is_item("3. 落实减税政策")


NARROW = """上半年成绩单

▲ 规上工业产值
86.4 亿 元 ，同 比
增长 9.3%
▲ 规上工业增加
值同比增长 7.4%，
高于全县 1.6 个百
分点
▲ 进出口总额
3.1 亿元，其中出
口 2.9 亿元
▲ 新签约项目 31
个， 资金 64.2 亿
元
（经济发展局）"""


SENTENCES = """数读上半年

规上工业产值
86.4亿元，同比增
长9.3%；规上工业
增加值同比增长
7.4%。进出口总额
3.1亿元，其中出
口2.9亿元。"""
NUMBERED = """数读上半年

1.规上工业产值
86.4亿元，同比增
长9.3%
2.规上工业增加
值同比增长7.4%
3.进出口总额3.1
亿元，其中出口
2.9亿元"""
FIGURES = "◆规上工业产值\n86.4亿元\n◆工业增加值\n21.4亿元\n◆进出口总额\n3.1亿元"
HEADED = "6月产值创新高\n本报讯（记者\n张三）6月，全区\n工业产值14.2亿\n元，增长9.3%，\n为今年最高。"


@pytest.mark.parametrize(
    ("lines", "wanted", "why"),
    [
        (SENTENCES, ["数读上半年", "规上工业产值86.4亿元，同比增长9.3%；规上工业增加值同比增长7.4%。进出口总额3.1亿元，其中出口2.9亿元。"], "sentences"),
        (NUMBERED, ["数读上半年", "1.规上工业产值86.4亿元，同比增长9.3%", "2.规上工业增加值同比增长7.4%", "3.进出口总额3.1亿元，其中出口2.9亿元"], "numbered items"),
        (FIGURES, ["◆规上工业产值86.4亿元", "◆工业增加值21.4亿元", "◆进出口总额3.1亿元"], "names with their figures below"),
        ("1.保费收入\n49.29\n2.利息收入\n34.48\n3.其他收入\n0.67", ["1.保费收入", "49.29", "2.利息收入", "34.48", "3.其他收入", "0.67"], "cells of a table"),
        (HEADED, ["6月产值创新高", "本报讯（记者张三）6月，全区工业产值14.2亿元，增长9.3%，为今年最高。"], "a headline above its dateline"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 and "\n" not in value else "",
)  # fmt: skip
def test_narrow_columns(lines: str, wanted: list[str], why: str) -> None:
    assert clean(lines).text.split("\n") == wanted, why


def test_marked_items_in_a_narrow_column_are_whole() -> None:
    assert clean(NARROW).text.split("\n") == [
        "上半年成绩单",
        "▲规上工业产值86.4亿元，同比增长9.3%",
        "▲规上工业增加值同比增长7.4%，高于全县1.6个百分点",
        "▲进出口总额3.1亿元，其中出口2.9亿元",
        "▲新签约项目31个，资金64.2亿元",
        "（经济发展局）",
    ]


def test_short_statements_below_a_mark_stay_apart() -> None:
    lines = [
        "▲ 全年开工项目 46个", "完成投资 88.4亿元", "为年度计划的 106%", "▲ 新签约 52个", "总金额 216亿元", "▲ 出口 14.2亿元",
        "受光伏拖累", "下降 6.1%",
    ]  # fmt: skip
    assert "完成投资88.4亿元" in clean("\n".join(lines)).text.split("\n")


@pytest.mark.parametrize(
    "lines",
    [
        ["表1 历年工业总产值", "年份    工业总产值（亿元）    增长（%）", "2014   84.2   10.2", "2015   95.8   9.7"],
        ["图2 2014—2016年工业总产值", "2014年  2015年  2016年", "工业总产值（亿元）  84.2  95.8  106.9"],
        ["2016年各月工业总产值", "时间   工业总产值（亿元）   增长（%）", "1—2月  14.2  9.7", "1—3月  24.2  8.7"],
    ],
    ids=["a year a line", "a line of years", "a part of a year a line"],
)
def test_rows_named_by_their_times_stay_apart(lines: list[str]) -> None:
    assert len(clean("\n".join(lines)).text.split("\n")) == len(lines)
