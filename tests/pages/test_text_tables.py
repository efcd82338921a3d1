"""Tables in running text: one row a line, one cell a line, boxes, and rows pasted into one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.pages.cleaning import clean
from kpi.pages.text_tables import ColumnMeaning, TextTable, column_meaning, find_text_tables, rows_within_lines


def read(table: TextTable) -> list[tuple[str, str, list[str]]]:
    """A table's rows as name, unit and cells; an empty word for none."""
    return [
        (row.name.text, row.unit.text if row.unit else "", [cell.text if cell else "" for cell in row.cells])
        for row in table.rows
    ]


def heads(table: TextTable) -> list[str]:
    return [column.text for column in table.columns]


ROWS = """附表    2016年1—6月主要经济指标
指标名称      计量单位    6 月    1—6 月累计    累计同比±%
工业总产值  亿元  12.40  71.06  8.3
固定资产投资  亿元
3.15  22.60  -4.7
  其中：技改投资  亿元  —  6.20  11.0
注：按可比价计算。"""


def test_one_row_a_line() -> None:
    [table] = find_text_tables(ROWS)
    assert heads(table) == ["6 月", "1—6 月累计", "累计同比±%"]
    assert read(table) == [
        ("工业总产值", "亿元", ["12.40", "71.06", "8.3"]),
        ("固定资产投资", "亿元", ["3.15", "22.60", "-4.7"]),
        ("其中：技改投资", "亿元", ["—", "6.20", "11.0"]),
    ]
    assert table.caption.startswith("附表") and not ROWS[table.end :].startswith("注")


def test_one_row_a_line_after_cleaning() -> None:
    [table] = find_text_tables(clean(ROWS).text)
    assert heads(table) == ["6月", "1—6月累计", "累计同比±%"]
    assert [row[2] for row in read(table)] == [
        ["12.40", "71.06", "8.3"],
        ["3.15", "22.60", "-4.7"],
        ["—", "6.20", "11.0"],
    ]


UNDER_CELLS = """1—5月主要经济指标
指标名称
单位
5月
1—5月累计
累计同比增长
（%）
全年目标
规上工业总产值 亿元 14.25 62.80 7.6 160
一般公共预算收入 万元 2216
18640 9.4 41000
  #税收收入 万元 1904 15270 8.1 —
高新技术企业 家 — 31 — 36
注：高新技术企业为期末数。"""


def test_rows_under_heads_that_stand_one_a_line() -> None:
    [table] = find_text_tables(UNDER_CELLS)
    assert heads(table) == ["5月", "1—5月累计", "累计同比增长（%）", "全年目标"]
    assert read(table) == [
        ("规上工业总产值", "亿元", ["14.25", "62.80", "7.6", "160"]),
        ("一般公共预算收入", "万元", ["2216", "18640", "9.4", "41000"]),
        ("#税收收入", "万元", ["1904", "15270", "8.1", "—"]),
        ("高新技术企业", "家", ["—", "31", "—", "36"]),
    ]
    assert table.caption == "1—5月主要经济指标"


NARROW = ["税收", "7.1", "3.1", "出口", "3.2", "2.2", "进口", "8.4", "1.1"]  # three rows of two values
THREE = [("税收", "", ["7.1", "3.1"]), ("出口", "", ["3.2", "2.2"]), ("进口", "", ["8.4", "1.1"])]
WITH_UNITS = ["税收", "亿元", "7.1", "出口", "亿元", "3.2", "进口", "亿元", "8.4"]
ONE_VALUE = [("税收", "亿元", ["7.1"]), ("出口", "亿元", ["3.2"]), ("进口", "亿元", ["8.4"])]
SPACED = [("税收", "亿元", ["12.40", "8.3"]), ("出口", "亿元", ["3.15", "-4.7"]), ("进口", "亿元", ["1.15", "1.0"])]
# lines, the heads and rows of their table (none where they are none), why
LAYOUTS: list[tuple[list[str], list[str] | None, list[tuple[str, str, list[str]]], str]] = [
    (["指标名称", "1—6月", "同比", *NARROW], ["1—6月", "同比"], THREE, "one cell a line"),
    (["指标名称", "1—6月", "同比", *NARROW, "下一步", "抓好落实"], ["1—6月", "同比"], THREE, "what stands below is no row"),
    (["指标名称", "1—6月", "同比", *NARROW[:3]], None, [], "one row is no table"),
    (["园区甲", "1—6月", "同比", *NARROW], None, [], "without the head of its names it is none"),
    (["指标名称", "全区经济运行总体平稳，各项指标继续向好，发展态势喜人。", *NARROW], None, [], "nor with a sentence for its heads"),
    (["指标名称", "计量单位", "1—6月", "（亿元）", *WITH_UNITS], ["1—6月（亿元）"], ONE_VALUE, "a head wrapped before its unit"),
    (["指标", "2022年", "总额", "2023年", *NARROW], ["2022年 总额", "2023年"], THREE, "a year over the head below it"),
    (["指标", "2022年", "总额", *NARROW], ["2022年", "总额"], THREE, "a year beside the head behind it"),
    (["指标名称 计量单位 6月 同比±%", "税收 亿元 12.40 8.3", "出口 亿元 3.15 -4.7", "进口 亿元 1.15 1.0"], ["6月", "同比±%"], SPACED, "single spaces between the heads"),
    (["指标 单位 累计同比±%", "税收 亿元 12.40 8.3", "出口 亿元 3.15 -4.7", "进口 亿元 1.15 1.0"], ["累计", "同比±%"], SPACED, "two heads run together"),
    (["指标 单位 累计同比±%", "税收 亿元 8.3", "出口 亿元 -4.7", "进口 亿元 1.0"], ["累计同比±%"], [(name, unit, [values[-1]]) for name, unit, values in SPACED], "one head of one value"),
    (["指标名称 计量单位 6月 年度计划（亿元）", "税收 亿元 12.40 8.3", "出口 亿元 3.15 -4.7", "进口 亿元 1.15 1.0"], ["6月", "年度计划（亿元）"], SPACED, "a plan with its unit in brackets"),
    (["税收  亿元  12.40  8.3", "出口  亿元  3.15  -4.7", "进口  亿元  1.15  1.0"], [], SPACED, "rows without heads"),
    (["税收  亿元  12.40", "出口  亿元  3.15", "进口  亿元  1.15", "合计  亿元  16.70"], None, [], "of one value each they are no table"),
    (["指标名称  计量单位  累计  同比", "税收  亿元  12 400  8.3", "出口  亿元  3 150  -4.7", "进口  亿元  1 150  1.0"], ["累计", "同比"],
     [(name, unit, [f"{value} {rest}", rate]) for name, unit, value, rest, rate in
      [("税收", "亿元", "12", "400", "8.3"), ("出口", "亿元", "3", "150", "-4.7"), ("进口", "亿元", "1", "150", "1.0")]],
     "a space for each thousand"),
    (["指标名称", "单位", "2012年", "2013年", "增长（%）", "2014年", "计划", "税收", "亿元7.1 8.2 15.5 9", "省外到位资", "金", "亿元 3.2 4.1 28.1 5", "出口 亿元 6.4 5.2 -18.8 6"], ["2012年", "2013年", "增长（%）", "2014年 计划"],
     [("税收", "亿元", ["7.1", "8.2", "15.5", "9"]), ("省外到位资金", "亿元", ["3.2", "4.1", "28.1", "5"]), ("出口", "亿元", ["6.4", "5.2", "-18.8", "6"])],
     "names above their units and values"),
    (["指标名称", "单位", "2012年", "2013年", "税收", "亿元 7.1 8.2", "下一步抓好落实"], None, [], "one row below its name is no table"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "rows", "why"), LAYOUTS, ids=[row[3] for row in LAYOUTS])
def test_layouts(lines: list[str], wanted: list[str] | None, rows: list[tuple[str, str, list[str]]], why: str) -> None:
    tables = find_text_tables("\n".join(lines))
    assert [heads(table) for table in tables] == ([] if wanted is None else [wanted]), why
    assert [row for table in tables for row in read(table)] == rows, why


@pytest.mark.parametrize(
    ("head", "period"),
    [("本月", "2014年5月"), ("当月", "2014年5月"), ("本月累计", "2014年1—5月"), ("累计", "2014年1—5月")],
)
def test_the_month_of_a_head_is_the_captions_last(head: str, period: str) -> None:
    assert column_meaning(head, "2014年1—5月主要指标").period_text == period


CELLS = [
    *("主要经济指标", "指标名称", "计量单位", "1—6月", "同比±%"),
    *("工业总产值", "亿元", "71.06", "8.3"),
    *("工业增加值", "—", "—", "7.9"),
    *("规上企业数", "户", "84", "5.0"),
]


def test_one_cell_a_line() -> None:
    [table] = find_text_tables("\n".join(CELLS))
    assert heads(table) == ["1—6月", "同比±%"]
    assert read(table) == [
        ("工业总产值", "亿元", ["71.06", "8.3"]),
        ("工业增加值", "", ["—", "7.9"]),
        ("规上企业数", "户", ["84", "5.0"]),
    ]


def test_one_cell_a_line_with_years_over_two_columns_each() -> None:
    lines = ["表2 主要指标（单位：亿元）", "项目", "2021年", "2020年", "金额", "增长率", "金额", "增长率"]
    lines += ["地区生产总值", "812.40", "6.1%", "760.32", "3.0%", "人均GDP（万元）", "8.1", "7.6"]
    [table] = find_text_tables("\n".join(lines))
    assert heads(table) == ["2021年 金额", "2021年 增长率", "2020年 金额", "2020年 增长率"]
    assert read(table)[1] == ("人均GDP（万元）", "", ["8.1", "", "7.6", ""])  # the rates are left out


def test_a_row_that_does_not_fit_gives_nothing() -> None:
    lines = ["项目", "2021年", "2020年", "出口", "12.1", "11.0", "进口", "5.1"]
    [table] = find_text_tables("\n".join(lines))
    assert read(table)[1] == ("进口", "", ["", ""])


def test_a_box_of_figures() -> None:
    [table] = find_text_tables("数字·2018\n工业总产值 286 亿元\n固定资产投资 91.7 亿元\n税收 9.1 亿元\n以上。")
    assert heads(table) == [] and table.caption == "数字·2018"
    assert read(table)[0] == ("工业总产值", "", ["286 亿元"])


PASTED = [
    (
        "指标名称计量单位1—9月累计同比±%工业总产值亿元38.62 9.7固定资产投资亿元12.10 -3.4",
        [("工业总产值", "亿元", ["38.62", "9.7"]), ("固定资产投资", "亿元", ["12.10", "-3.4"])],
        "spaces part the values",
    ),
    (
        "指标名称计量单位1—9月同比±%工业总产值亿元268.411.6主营业务收入亿元12.310.2",
        [("工业总产值", "亿元", ["", ""]), ("主营业务收入", "亿元", ["", ""])],
        "268.4 and 11.6, or 268.41 and 1.6: neither is taken",
    ),
    (
        "附：最近两年几项指标指标名称计量单位2012年2013年工业总产值亿元174.3 205.9外贸出口亿美元6.41 7.93",
        [("工业总产值", "亿元", ["174.3", "205.9"]), ("外贸出口", "亿美元", ["6.41", "7.93"])],
        "a caption stands before the heads",
    ),
    (
        "工业总产值153.2亿元工业增加值37.6亿元固定资产投资58.4亿元",
        [("工业总产值", "", ["153.2亿元"]), ("工业增加值", "", ["37.6亿元"]), ("固定资产投资", "", ["58.4亿元"])],
        "units part the values",
    ),
]


@pytest.mark.parametrize(("text", "rows", "why"), PASTED, ids=[row[2] for row in PASTED])
def test_rows_pasted_into_one_line(text: str, rows: list[tuple[str, str, list[str]]], why: str) -> None:
    [table] = find_text_tables(text)
    assert read(table) == rows, why


def test_rows_within_a_line() -> None:
    printed = (
        "一墙之隔的车间昼夜不停，一只瓶盖转一圈要过六个镜头。 【数说】2019年11月主要经济指标 指标名称 计量单位 11月 1—11月 同比（±%） "
        "工业总产值 亿元 28.64 301.72 9.4 工业增加值 亿元 — 96.35 10.2  其中：高技术产业 亿元 1.96 12.83 -6.8 "
        "一般公共预算收入 万元 14265 152380 3.6 注：1.增加值增速按可比价计算；2.部分数据为初步数。"
    )
    [table] = find_text_tables(clean(printed).text)
    assert heads(table) == ["11月", "1—11月", "同比（±%）"]
    assert read(table) == [
        ("工业总产值", "亿元", ["28.64", "301.72", "9.4"]),
        ("工业增加值", "亿元", ["—", "96.35", "10.2"]),
        ("其中：高技术产业", "亿元", ["1.96", "12.83", "-6.8"]),
        ("一般公共预算收入", "万元", ["14265", "152380", "3.6"]),
    ]


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("各项指标 单位 都要认领，工业总产值 完成 28.64 亿元。", "no heads of columns"),
        ("指标名称 单位 11月 累计 工业总产值 亿元 28.64 301.72 说明：略。", "one row alone is no table"),
        ("指标名称 单位 11月 累计 工业总产值 亿元 28.64 工业增加值 亿元 9.35", "fewer values than heads"),
    ],
)
def test_no_rows_within_a_line(printed: str, why: str) -> None:
    assert rows_within_lines(printed) == [], why


NONE = [
    "上半年，全区完成工业总产值71.06亿元，增长8.3%。",
    "图为临江公司的车间。\n全年完成投资22亿元。\n新开工项目12个。",
    "一季度\n二季度\n三季度",
    "·临江开发区召开推进会 2021-07-19\n·临江开发区开展义诊 2021-07-11\n·工会送清凉 2021-07-08",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_no_table(text: str) -> None:
    assert find_text_tables(text) == ()


def test_two_heads_that_ran_together_beside_one_that_only_looks_so() -> None:
    rows = "税收 亿元 1.94 19.87 7.1\n出口 亿元 2.25 17.03 -1.4\n进口 亿元 1.15 9.3 1.0\n"
    (table,) = find_text_tables(f"指标 单位 本月累计 累计同比(%)\n{rows}")
    assert heads(table) == ["本月", "累计", "累计同比(%)"]


def test_what_is_remarked_below_a_table() -> None:
    rows = "税收 亿元 1.94 7.1\n出口* 亿元 2.25 -1.4\n进口 亿元 1.15 1.0\n"
    (table,) = find_text_tables(f"指标 单位 1—8月 同比(%)\n{rows}注：带*号指标为1—7月数。\n其他")
    assert table.note == "注：带*号指标为1—7月数。"


# head, caption, what the column is, why
MEANINGS = [
    ("9月", "2015年1—9月主要经济指标", ColumnMeaning("2015年9月", False, False, ""), "the caption's year"),
    ("累计同比±%", "2015年1—9月主要指标", ColumnMeaning("2015年1—9月", True, False, "%"), "the caption's months"),
    ("全年目标（亿元）", "", ColumnMeaning("全年", False, True, "亿元"), "a plan"),
    ("完成年度目标%", "2013年上半年", ColumnMeaning("2013年上半年", False, False, "%"), "a share of the plan is none"),
    ("全年目标增速(%)", "2024年上半年主要指标", ColumnMeaning("2024年全年", True, True, "%"), "a planned rate"),
    ("增长额", "", ColumnMeaning("", False, False, ""), "an increment is no rate"),
    ("2020年 金额", "（单位：亿元）", ColumnMeaning("2020年", False, False, "亿元"), "the caption's unit"),
    ("2020年 增长率", "（单位：亿元）", ColumnMeaning("2020年", True, False, "%"), "a rate is in per cent"),
]


@pytest.mark.parametrize(("head", "caption", "meaning", "why"), MEANINGS, ids=[row[3] for row in MEANINGS])
def test_what_a_column_means(head: str, caption: str, meaning: ColumnMeaning, why: str) -> None:
    assert column_meaning(head, caption) == meaning, why


LINES = st.sampled_from(
    [
        *CELLS,
        *ROWS.split("\n"),
        "2020年",
        "12.5 3.1",
        "工业总产值12亿元",
        "全年完成投资，增长",
        "/",
        "--",
        " ",
        "单位：亿元",
    ]
)
TEXT = st.lists(LINES, max_size=30).map("\n".join) | st.text(max_size=120)


@given(TEXT)
def test_cells_stand_where_they_say(text: str) -> None:
    last = 0
    for table in find_text_tables(text):
        assert last <= table.start < table.end <= len(text)
        last = table.end
        assert table.rows
        for row in table.rows:
            assert len(row.cells) == len(table.columns) or not table.columns
            for cell in (row.unit, *row.cells):
                if cell is not None:
                    assert text[cell.start : cell.end] == cell.text
                    assert table.start <= cell.start < cell.end <= table.end


def test_dashes_that_lost_their_spaces_are_a_cell_each() -> None:
    text = "主要经济指标\n指标名称 单位 10月 1—10月 累计同比±%\n规上工业总产值 亿元 66.8 612.3 14.2\n规上工业增加值 亿元 —— 9.8\n进出口总额 亿元 8.1 74.3 28.5\n"
    [table] = find_text_tables(text)
    assert [cell.text for cell in table.rows[1].cells if cell] == ["—", "—", "9.8"]
    [odd] = find_text_tables(text.replace("——", "————"))
    assert not any(odd.rows[1].cells), "more dashes than columns say nothing"


@pytest.mark.parametrize(
    ("caption", "period"), [("2015年上半年主要经济指标完成情况", "2015年"), ("上半年主要指标", "全年")]
)
def test_a_plan_beside_half_a_year_is_the_years(caption: str, period: str) -> None:
    assert column_meaning("年度目标", caption).period_text == period
    assert column_meaning("上半年目标", caption).period_text.endswith("上半年")
