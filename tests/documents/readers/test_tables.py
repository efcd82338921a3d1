"""Workbooks and CSV files: tables as blocks of cells, numbers as the cells show them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from kpi.documents.readers import csv_table, workbook
from kpi.documents.readers.blocks import TableCell
from kpi.documents.readers.number_formats import shown
from kpi.documents.readers.sheets import find_blocks
from kpi.documents.reading import read_document
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document
from tests.office_samples import cells_of, xlsx_bytes, zip_bytes

EMPTY = Document("a", "a.xlsx", "", "")
Rows = list[list[Any]]


def book(sheets: dict[str, Rows]) -> Workbook:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def tables_of(document: Document) -> list[str]:
    return [document.text[grid.start : grid.end] for grid in document.tables]


# Numbers


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (61.3, "General", "61.3"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.0, "General", "1234567"),
        (1e21, "General", "1000000000000000000000"),
        (0.00001, "General", "0.00001"),
        (0.123, "0.0%", "12.3%"),
        (0.065, "0%", "7%"),
        (-0.022, "0.00%", "-2.20%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234.5, "#,##0", "1,235"),
        (-1234.5, "#,##0.0_);[Red]\\(#,##0.0\\)", "-1,234.5"),
        (61.30001, "0.00_ ", "61.30"),
        (61.3, "0.0##", "61.3"),
        (61, "0.##", "61"),
        (45, '0"亿元"', "45亿元"),
        (45, "0\\家", "45家"),
        (12.5, "[$¥-804]#,##0.00", "¥12.50"),
        (1234567, '#,##0.0,"千元"', "1,234.6千元"),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0.00"),
        (123456, "0.00E+00", "123456"),
        (1e300, "0.00", "1" + "0" * 300 + ".00"),
        (0.5, "# ?/?", "0.5"),
        (123456789, "0!.0,", "12345.7"),
        (123456789, "0\\.0,", "12345.7"),
        (123456789, '0"."0,', "12345.7"),
        (123456789, "0!.0000", "12345.6789"),
        (5, "0!.0000", "0.0005"),
        (-123456789, '0!.0,"万元"', "-12345.7万元"),
        (5000, '[>=100000000]0.00,,"百万元";0"元"', "5000元"),
        (500000000, '[>=100000000]0.00,,"百万元";0"元"', "500.00百万元"),
        (-5, "[>=100]0.0;0.00;0", "-5.00"),
        (12, 'General"亿元"', "12亿元"),
        (12, 'G/通用格式"亿元"', "12亿元"),
        (12, '@"亿元"', "12亿元"),
        (3.2, '"增长"0.0"%";"下降"0.0"%"', "增长3.2%"),
        (-3.2, '"增长"0.0"%";"下降"0.0"%"', "下降3.2%"),
        (-3.2, "▲0.0;▼0.0", "-3.2"),
        (7, ";;;@", ""),
        (45, '[<60]"不及格";0', "不及格"),
        (123456, "#,##0\\.0,", "123456（显示格式不明）"),
        (1.5, '0.0"a"0', "1.5（显示格式不明）"),
        (0.5, '# ?/?"亿元"', "0.5（显示格式不明）"),
        (5, "[>=1]0;[>=x]0", "5"),
        (0, "[>=1]0;[>=x]0", "0（显示格式不明）"),
        (31, "@", "31"),
        (True, "General", "TRUE"),
        (float("nan"), "General", ""),
        ("61.3（预计）", "0.00", "61.3（预计）"),
        (datetime(2024, 6, 30), "yyyy/m/d", "2024-06-30"),
        (date(2024, 6, 30), "General", "2024-06-30"),
        (datetime(2024, 6, 30, 9, 5), "yyyy-mm-dd hh:mm", "2024-06-30 09:05"),
        (datetime(2024, 6, 1), 'yyyy"年"m"月"', "2024年6月"),
        (datetime(2024, 1, 1), 'yyyy"年"', "2024年"),
        (time(9, 5), "hh:mm", "09:05"),
        (None, "General", ""),
    ],
)
def test_values_are_written_as_their_cells_show_them(value: Any, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@given(st.floats() | st.integers(), st.text(st.sampled_from('0#,.%?"_*\\[];@E+年亿 -'), max_size=12))
def test_any_format_gives_a_text(value: float, number_format: str) -> None:
    assert isinstance(shown(value, number_format), str)


# Blocks


@pytest.mark.parametrize(
    ("rows", "blocks"),
    [
        (["甲乙", "丙丁"], ["甲乙/丙丁"]),
        (["甲乙", "..", "丙丁"], ["甲乙", "丙丁"]),
        (["甲乙.丙丁", "甲乙.丙丁"], ["甲乙/甲乙", "丙丁/丙丁"]),
        (["题....", ".....", "甲乙.丙丁", "甲乙.丙丁"], ["题", "甲乙/甲乙", "丙丁/丙丁"]),
        (["甲乙.丙", "甲乙..", "甲乙.丁"], ["甲乙/甲乙/甲乙", "丙", "丁"]),
        ([".甲", "乙丙"], [".甲/乙丙"]),
        ([], []),
    ],
)
def test_blank_rows_and_columns_part_tables(rows: list[str], blocks: list[str]) -> None:
    cells = [
        TableCell(row, column, text) for row, line in enumerate(rows) for column, text in enumerate(line) if text != "."
    ]
    found = []
    for block in find_blocks(cells):
        lines: dict[int, dict[int, str]] = {}
        for cell in () if isinstance(block, str) else block.cells:
            lines.setdefault(cell.row, {})[cell.column] = cell.text or "."
        drawn = ("".join(line[column] for column in sorted(line)) for _, line in sorted(lines.items()))
        found.append(block if isinstance(block, str) else "/".join(drawn))
    assert found == blocks


# Workbooks


def test_each_sheet_is_a_page_with_its_tables() -> None:
    made = book(
        {
            "主要指标": [["2024年主要指标", None, None], ["单位：亿元"], ["指标", "完成", "同比"], ["投资", 45, 0.12]],
            "Sheet2": [["企业", "户数"], ["规上", 31], [None], ["注：以上为快报数。"]],
            "底稿": [["不看", 1]],
        }
    )
    made["主要指标"]["C4"].number_format = "0.0%"
    made["底稿"].sheet_state = "hidden"
    document = workbook.read(EMPTY, xlsx_bytes(made))
    assert document.text == (
        "主要指标\n2024年主要指标\n单位：亿元\n\n指标\t完成\t同比\n投资\t45\t12.0%\n\n"
        "\n企业\t户数\n规上\t31\n\n注：以上为快报数。\n"
    )
    assert [(page.number, page.label) for page in document.pages] == [(1, "主要指标"), (2, "Sheet2")]
    assert [document.text[page.start : page.end].split()[0] for page in document.pages] == ["主要指标", "企业"]
    assert [(grid.page, grid.caption) for grid in document.tables] == [(1, "2024年主要指标 单位：亿元"), (2, "")]
    assert (document.format, document.encoding) == ("xlsx", "")


def test_merged_cells_stand_once_and_tell_their_reach() -> None:
    made = book({"一": [["指标", "2024年", None], [None, "完成", "同比"], ["生产\n总值", 61.3, None]]})
    made["一"].merge_cells("A1:A2")
    made["一"].merge_cells("B1:C1")
    document = workbook.read(EMPTY, xlsx_bytes(made))
    assert cells_of(document, document.tables[0]) == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "2024年"),
        (1, 1, 1, 1, "完成"),
        (1, 2, 1, 1, "同比"),
        (2, 0, 1, 1, "生产 总值"),
        (2, 1, 1, 1, "61.3"),
        (2, 2, 1, 1, ""),
    ]
    assert tables_of(document) == ["指标\t2024年\n完成\t同比\n生产 总值\t61.3\t"]


def test_a_header_beside_an_empty_corner_is_no_title() -> None:
    document = workbook.read(EMPTY, xlsx_bytes(book({"一": [[None, "2024年"], ["投资", 45], ["出口", 3]]})))
    assert tables_of(document) == ["\t2024年\n投资\t45\n出口\t3"]


def test_a_cell_far_away_costs_nothing() -> None:
    made = book({"一": [["投资", 45]]})
    made["一"]["XFD1048576"] = "注"
    assert workbook.read(EMPTY, xlsx_bytes(made)).text == "一\n\n投资\t45\n\n注\n"


def test_reach_and_blanks_without_measure_cost_nothing() -> None:
    made = book({"一": [["投资", 45], ["出口", 3]]})
    made["一"].merge_cells("B2:AAA90")
    diagonal = made.create_sheet("二")
    for at in range(1, 1200):
        diagonal.cell(at, at, at)
    document = workbook.read(EMPTY, xlsx_bytes(made))
    assert cells_of(document, document.tables[0])[3] == (1, 1, 1, 1, "3")
    assert len(document.tables[1].cells) == 1198  # the first stands alone in its row: a title


def test_a_merge_of_the_whole_sheet_is_told() -> None:
    made = book({"一": [["投资", 45], ["出口", 3]]})
    made["一"].merge_cells("A1:B2")
    parts = zipfile.ZipFile(io.BytesIO(xlsx_bytes(made)))
    whole = [(name, parts.read(name).replace(b'"A1:B2"', b'"A1:XFD1048576"')) for name in parts.namelist()]
    with pytest.raises(KpiError, match=r"a\.xlsx: 合并单元格的范围大得不像报表"):
        workbook.read(EMPTY, zip_bytes(whole))


def test_the_files_own_dates_and_no_others() -> None:
    made = book({"一": [["投资", 45]]})
    made.properties.title = "月报"
    made.properties.created = datetime(2024, 7, 12, 8)
    facts = workbook.read(EMPTY, xlsx_bytes(made)).facts
    assert (facts.title, facts.created) == ("月报", "2024-07-12")


def test_a_template_knows_no_day_of_a_report() -> None:
    made = book({"一": [["投资", 45]]})
    made.properties.created = datetime(2015, 6, 5, 18, 19, 34)
    assert workbook.read(EMPTY, xlsx_bytes(made)).facts.created != "2015-06-05"


def test_a_formula_that_was_never_worked_out_stands_for_its_value() -> None:
    made = book({"一": [["投资", "=1+2"], ["出口", 3]], "底稿": [["=A1", 1]]})
    made["底稿"].sheet_state = "hidden"
    assert tables_of(workbook.read(EMPTY, xlsx_bytes(made))) == ["投资\t=1+2\n出口\t3"]


def test_hidden_rows_and_columns_are_not_read() -> None:
    made = book({"一": [["指标", "2023年", "2024年", "旧"], ["投资", 1, 2, 3], ["投资", 7, 8, 9], ["出口", 4, 5, 6]]})
    sheet = made["一"]
    sheet.merge_cells("B1:C1")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions.group("D", "F", hidden=True)
    document = workbook.read(EMPTY, xlsx_bytes(made))
    assert tables_of(document) == ["指标\t2023年\n投资\t2\n出口\t5"], "what is merged over a hidden column stays"
    assert cells_of(document, document.tables[0])[1] == (0, 1, 1, 1, "2023年")


@pytest.mark.parametrize(
    ("rows", "sheet", "caption"),
    [
        (
            ["区主要指标", "2024年1-5月", "填报单位：统计局", "单位：亿元"],
            "表",
            "区主要指标\n2024年1-5月 填报单位：统计局 单位：亿元\n表",
        ),
        (["2024年主要指标"], "1-3月", "2024年主要指标\n1-3月"),
        (["2024年主要指标"], "主要指标", "2024年主要指标"),
        (["2024年主要指标"], "Sheet2", "2024年主要指标"),
        ([], "2023年", "2023年"),
    ],
)
def test_all_title_rows_and_the_sheet_name_a_table(rows: list[str], sheet: str, caption: str) -> None:
    made = book({sheet: [*([row] for row in rows), ["指标", "完成"], ["投资", 45]]})
    assert workbook.read(EMPTY, xlsx_bytes(made)).tables[0].caption == caption


def test_who_made_a_table_stands_beside_its_month() -> None:
    made = book(
        {"一": [["主要指标"], ["填报单位：统计局", None, "2024年5月"], ["指标", "单位", "完成"], ["投资", "亿元", 45]]}
    )
    document = workbook.read(EMPTY, xlsx_bytes(made))
    assert tables_of(document) == ["指标\t单位\t完成\n投资\t亿元\t45"]
    heads = book({"一": [["单位：亿元", "2023年", "2024年"], ["投资", 1, 2]]})
    assert tables_of(workbook.read(EMPTY, xlsx_bytes(heads))) == ["单位：亿元\t2023年\t2024年\n投资\t1\t2"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"x", r"a\.xlsx: 不是 Office 文件，或已损坏"),
        ("a.xlsx", zip_bytes([("xl/workbook.xml", b"<a")]), r"a\.xlsx: Excel 文件损坏"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le"),
            r"旧版 Excel 文件.*另存为 \.xlsx",
        ),
        (
            "a.xls",
            b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
            r"XML 格式的旧 Office.*xlsx",
        ),
        ("a.xlsx", zip_bytes([("xl/workbook.bin", b"")]), r"a\.xlsx: 二进制的 Excel 文件（\.xlsb）"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(KpiError, match=words):
        read_document(tmp_path / name)


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04"]))
def test_nothing_but_a_clear_error_on_arbitrary_bytes(data: bytes, start: bytes) -> None:
    with pytest.raises(KpiError):
        workbook.read(EMPTY, start + data)


# CSV


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_in_any_encoding_and_with_any_delimiter(codec: str, delimiter: str) -> None:
    lines = [
        "主要指标，单位：亿元",
        "指标,2024年完成,同比（%）",
        '地区生产总值,"1,234.5",6.5',
        '"固定资产\n投资",45,12',
        "",
    ]
    rows = [line.replace(",", delimiter).replace(f"1{delimiter}234", "1,234") for line in lines]
    document = csv_table.read(EMPTY, "\r\n".join(rows).encode(codec))
    assert tables_of(document) == ["指标\t2024年完成\t同比（%）\n地区生产总值\t1,234.5\t6.5\n固定资产 投资\t45\t12"]
    assert document.tables[0].caption == "主要指标，单位：亿元"
    assert document.encoding == codec and document.format == "csv"


def test_prose_in_cells_does_not_change_the_delimiter() -> None:
    text = "区;说明\n甲;完成投资 45 亿元, 增长 12%, 居全市第 1\n乙;出口 3 亿元\n"
    assert tables_of(csv_table.read(EMPTY, text.encode())) == [text.replace(";", "\t").strip()]


def test_the_line_that_names_the_delimiter_is_no_row() -> None:
    assert tables_of(csv_table.read(EMPTY, "sep=;\r\n甲;1,5\r\n乙;2,5\r\n".encode())) == ["甲\t1,5\n乙\t2,5"]


def test_one_column_is_text() -> None:
    document = csv_table.read(EMPTY, "甲区工作总结\n完成投资 45 亿元\n".encode())
    assert (document.text, document.tables) == ("甲区工作总结\n完成投资 45 亿元\n", ())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("\ufeffdoc,zone,indicator,scope\r\na,b,c,d\r\n".encode(), "这是本程序导出的表，不是报告"),
        (b"cell_id,zone,indicator,scope\r\n", "这是本程序导出的表"),
        (b"\0\1\2\3" * 9, "内容不是文本，应为文本表格"),
        (b'a,"' + b"x" * 1_100_000, "表格读不通"),
    ],
)
def test_what_is_no_report(data: bytes, words: str) -> None:
    with pytest.raises(KpiError, match=words):
        csv_table.read(EMPTY, data)


@given(st.text(st.sampled_from('甲1.5,;\t"\r\n '), max_size=60))
def test_every_cell_slices_to_its_text(text: str) -> None:
    document = csv_table.read(EMPTY, ("指标," + text).encode())
    for grid in document.tables:
        assert (grid.cells[0].start, grid.cells[-1].end) == (grid.start, grid.end)
        for cell in grid.cells:
            assert not set(document.text[cell.start : cell.end]) & set("\t\n\r")


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        csv_table.read(EMPTY, data)
    except KpiError as error:
        assert str(error).startswith("a.xlsx: ")
