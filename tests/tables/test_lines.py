"""Tables whose cells came out one a line: which are read, which stay unread, and that any text does no harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.tables.lines import PrintedFact, find_table_facts

NAMES = {"地区生产总值": ["gdp"], "GDP": ["gdp"], "固定资产投资": ["invested"], "城镇登记失业率": ["unemployment"]}

# lines parted by |, cells as name area year value unit (growth marked +), why
TABLES = [
    (
        "表1 江州市主要指标（单位：亿元）|项目|2022年|2023年|地区生产总值|180.2|190.4|固定资产投资|64.1|70.3",
        "地区生产总值 江州市 2022 180.2 亿元; 地区生产总值 江州市 2023 190.4 亿元; "
        "固定资产投资 江州市 2022 64.1 亿元; 固定资产投资 江州市 2023 70.3 亿元",
        "a column a year; unit and area in the caption",
    ),
    (
        "表1 2023年主要指标|指标|总量|增速|地区生产总值（亿元）|190.4|5.1|固定资产投资（万元）|70300|-3.2",
        "地区生产总值 - 2023 190.4 亿元; +地区生产总值 - 2023 5.1 %; "
        "固定资产投资 - 2023 70300 万元; +固定资产投资 - 2023 -3.2 %",
        "an amount beside its growth, the unit with each label",
    ),
    (
        "表2 主要指标（单位：亿元）|项目|2022年|金额|增速|2023年|金额|增速|"
        "GDP|180.2|4.9|190.4|5.1|固定资产投资|64.1|2.0|70.3|9.7",
        "GDP - 2022 180.2 亿元; +GDP - 2022 4.9 %; GDP - 2023 190.4 亿元; +GDP - 2023 5.1 %; "
        "固定资产投资 - 2022 64.1 亿元; +固定资产投资 - 2022 2.0 %; "
        "固定资产投资 - 2023 70.3 亿元; +固定资产投资 - 2023 9.7 %",
        "each year with its amount and its growth",
    ),
    (
        "表2 主要指标（单位：亿元）|项目|2022年|2023年|增速|GDP|180.2|190.4|5.1|固定资产投资|64.1|70.3|9.7",
        "",
        "one growth column for two years is not counted off with certainty",
    ),
    (
        "表3 2023年各区县指标（单位：亿元）|区县|地区生产总值|固定资产投资|云溪县|31.2|12.5|河湾区|40.6|16.3",
        "地区生产总值 云溪县 2023 31.2 亿元; 固定资产投资 云溪县 2023 12.5 亿元; "
        "地区生产总值 河湾区 2023 40.6 亿元; 固定资产投资 河湾区 2023 16.3 亿元",
        "a row an area, a column an indicator",
    ),
    (
        "表1 主要指标（单位：亿元）|项目|2022年|2023年|地区生产总值|180.2|190.4|固定资产投资|70.3",
        "地区生产总值 - 2022 180.2 亿元; 地区生产总值 - 2023 190.4 亿元",
        "a row with a cell missing is not guessed at",
    ),
    (
        "表1 主要指标（单位：亿元）|项目|2022年|2023年|地区生产总值|-|190.4|固定资产投资|64.1|70.3",
        "地区生产总值 - 2023 190.4 亿元; 固定资产投资 - 2022 64.1 亿元; 固定资产投资 - 2023 70.3 亿元",
        "a dash is an empty cell",
    ),
    (
        "表1 主要指标（单位：亿元）|项目|2022年|2023年|工业用电量|180.2|190.4|地区生产总值|1,180.2|1,190.4",
        "地区生产总值 - 2022 1180.2 亿元; 地区生产总值 - 2023 1190.4 亿元",
        "a label that is no name is passed over; thousands separators",
    ),
    (
        "表1 主要指标|项目|2022年|2023年|地区生产总值|180.2|190.4|固定资产投资|64.1|70.3",
        "",
        "without a unit nothing is known",
    ),
    (
        "表1 主要指标（单位：亿元）|项目|上年|本年|地区生产总值|180.2|190.4|固定资产投资|64.1|70.3",
        "",
        "without a year nothing is known",
    ),
    (
        "表1 主要指标（单位：亿元）|项目|2022年|2023年|城镇登记失业率（%）|3.4|3.2|地区生产总值|180.2|190.4",
        "城镇登记失业率 - 2022 3.4 %; 城镇登记失业率 - 2023 3.2 %; "
        "地区生产总值 - 2022 180.2 亿元; 地区生产总值 - 2023 190.4 亿元",
        "a label's own unit beats the caption's",
    ),
    (
        "表1 2023年1—5月主要指标（单位：亿元）|项目|总量|增速|地区生产总值|180.2|5.1|固定资产投资|64.1|7.3",
        "",
        "five months are no year",
    ),
    (
        "表1 2023年主要指标（单位：亿元）|项目|累计|增速|地区生产总值|180.2|5.1|固定资产投资|64.1|7.3",
        "",
        "累计 may end in any month",
    ),
    ("项目|2022年|2023年", "", "a header without a body"),
    ("全区完成投资3亿元。|项目建设成效显著。|完成。", "", "no table at all"),
    ("", "", "nothing"),
]  # fmt: skip


def _written(fact: PrintedFact) -> str:
    return f"{'+' * fact.growth}{fact.name} {fact.area or '-'} {fact.year} {fact.value} {fact.unit}"


@pytest.mark.parametrize(("lines", "expected", "why"), TABLES, ids=[row[2] for row in TABLES])
def test_cells(lines: str, expected: str, why: str) -> None:
    facts, _ = find_table_facts(lines.replace("|", "\n"), NAMES)
    assert "; ".join(map(_written, facts)) == expected, why


def test_place_of_a_table_and_its_cells() -> None:
    cells = "项目|2022年|2023年|地区生产总值|180.2|190.4|固定资产投资|64.1|70.3"
    text = f"前文。|表1 主要指标（单位：亿元）|{cells}|后文，继续。".replace("|", "\n")
    facts, ((start, end),) = find_table_facts(text, NAMES)
    assert text[start:end].startswith("项目") and text[start:end].endswith("70.3"), (
        "sentences around it are read as such"
    )
    for fact in facts:
        assert text[fact.start : fact.end].startswith(fact.name)
        assert text[fact.start : fact.end].endswith(str(fact.value)), "a cell is shown with its label"
    assert {fact.caption for fact in facts} == {"表1 主要指标（单位：亿元）"}


CELLS = [
    "项目",
    "指标",
    "2022年",
    "2023年",
    "地区生产总值",
    "固定资产投资（万元）",
    "180.2",
    "-",
    "增速",
    "金额",
    "5%",
    "表1 2023年（亿元）",
    "云溪县",
    "，",
]


@given(st.lists(st.sampled_from(CELLS), max_size=30).map("\n".join) | st.text(max_size=120))
def test_any_text(text: str) -> None:
    facts, spans = find_table_facts(text, NAMES)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        at = end
    for fact in facts:
        assert fact.name in NAMES and fact.unit and 2000 <= fact.year <= 2099
        assert any(start <= fact.start < fact.end <= end for start, end in spans)
