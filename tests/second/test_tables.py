"""A colleague's table: whatever its encoding, its heads and its order of columns, and what is wrong with it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from kpi.second.claims import Claim
from kpi.second.heads import NAMES
from kpi.second.tables import read_claims, told
from kpi.vocabulary.errors import KpiError

ROWS = "报告,开发区,指标,年份,数值,单位,类型,原文\n公报.txt,濮阳经开区,地区生产总值,2024,254,亿元,实际,地区生产总值254亿元\n"
CLAIM = Claim(
    *("张工", 2, "公报.txt", "濮阳经开区", "地区生产总值", "", "2024"),
    *("254", "亿元", "实际", "", "地区生产总值254亿元"),
)

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_bytes(ROWS.replace("\n", "\r\n").encode(encoding))
    found = read_claims(tmp_path / "表.csv", "张工")
    assert found.claims == (CLAIM,)
    assert list(found.columns) == ["report", "zone", "indicator", "period", "value", "unit", "kind", "quote"]


# a table, what its one row says of report, value, unit, quote
TABLES = [
    (ROWS, ("公报.txt", "254", "亿元", "地区生产总值254亿元")),
    (ROWS.replace(",", "\t"), ("公报.txt", "254", "亿元", "地区生产总值254亿元")),
    (ROWS.replace(",", ";"), ("公报.txt", "254", "亿元", "地区生产总值254亿元")),
    ("我的摘录\n\n" + ROWS, ("公报.txt", "254", "亿元", "地区生产总值254亿元")),  # a title above the heads
    ("文件名,指标名称,数值（亿元）,出处\n公报.txt,GDP,254,地区生产总值254亿元\n", ("公报.txt", "254", "亿元", "地区生产总值254亿元")),
    ("出处,值,指标,来源\n地区生产总值254亿元,254,GDP,公报.txt\n", ("公报.txt", "254", "", "地区生产总值254亿元")),
    ("DOC,Indicator,Value,Unit,Quote,number\n公报,gdp,254,亿元,地区生产总值254亿元,254.0\n", ("公报", "254", "亿元", "地区生产总值254亿元")),
    ("doc,path,indicator,value,quote\n公报,甲/公报.txt,gdp,254,地区生产总值254亿元\n", ("甲/公报.txt", "254", "", "地区生产总值254亿元")),
    ("报告,指标,数值,原文\n公报.txt,GDP,'254,'=地区生产总值254亿元\n", ("公报.txt", "254", "", "=地区生产总值254亿元")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TABLES)
def test_columns_are_known_by_their_names(text: str, wanted: tuple[str, str, str, str], tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    (claim,) = read_claims(tmp_path / "表.csv", "张工").claims
    assert (claim.report, claim.value, claim.unit, claim.quote) == wanted


SEVERAL = "报告,指标,单位,2024年,2025年目标,增速(%),完成,完成,备注,原文\n"


def test_a_row_with_several_values_is_several_claims(tmp_path: Path) -> None:
    rows = "公报.txt,地区生产总值,亿元,254,≥270,5.0,是,250,无,原文一句\n公报.txt,出口,亿元,,,3%,,,,原文二句\n"
    (tmp_path / "表.csv").write_text(SEVERAL + rows, encoding="utf-8")
    found = read_claims(tmp_path / "表.csv", "张工")
    assert [(each.row, each.column, each.period, each.value, each.unit, each.kind, each.measure) for each in found.claims] == [
        (2, "2024年", "2024", "254", "亿元", "", ""),
        (2, "2025年目标", "2025", "≥270", "亿元", "target", ""),
        (2, "增速(%)", "", "5.0", "%", "", "growth"),
        (2, "完成（第 8 列）", "", "250", "亿元", "actual", ""),
        (3, "增速(%)", "", "3%", "", "", "growth"),
    ]  # fmt: skip
    lines = "\n".join(told(found))
    assert "2024年（2024）、2025年目标（2025 目标）、增速(%)（增长）" in lines
    assert "没有用到的列：备注" in lines and "1 格不是数字" in lines and "没有类型一列" in lines
    assert len({each.place for each in found.claims}) == len(found.claims)


def test_a_plain_value_without_a_number_stays_a_claim(tmp_path: Path) -> None:
    """It is refused with its reason; passed over it would be missed."""
    text = "报告,指标,数值,完成,原文\n公报.txt,GDP,若干,是,原文一句\n"
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    found = read_claims(tmp_path / "表.csv", "张工")
    assert [(each.value, each.column) for each in found.claims] == [("若干", "数值")] and found.wordy == 1


def test_a_date_of_a_workbook_is_the_time_of_its_row(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["报告", "指标", "统计时间", "数值", "原文"])
    for when, shown in (
        (date(2024, 12, 31), "yyyy-mm-dd"),
        (date(2024, 6, 1), 'yyyy"年"m"月"'),
        (date(2024, 1, 1), "yyyy"),
    ):
        book.active.append(["公报.txt", "GDP", when, "254亿元", "地区生产总值254亿元"])
        book.active.cell(book.active.max_row, 3).number_format = shown
    book.save(tmp_path / "表.xlsx")
    assert [each.period for each in read_claims(tmp_path / "表.xlsx", "张工").claims] == [
        "2024-12-31",
        "2024年6月",
        "2024年",
    ]


def test_no_column_has_two_meanings() -> None:
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names)) and all(name == name.casefold() for name in names)


def workbook(path: Path) -> Path:
    """A workbook as people make them: a sheet of notes first, zones merged over their rows, numbers as numbers."""
    book = Workbook()
    book.active.title = "说明"
    book.active.append(["本表由张工摘录"])
    sheet = book.create_sheet("摘录")
    sheet.append(["报告", "开发区", "备注", "指标", "年份", "数值", "单位", "原文"])
    sheet.append(["公报.txt", "濮阳经开区", None, "地区生产总值", 2024, 254, "亿元", "地区生产总值254亿元"])
    sheet.append([None, None, None, "地区生产总值", 2024, 0.05, "", "同比增长5%"])
    sheet["F3"].number_format = "0%"
    sheet.append([None])
    sheet.append([None, None, "合计"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    file = io.BytesIO()
    book.save(file)
    path.write_bytes(file.getvalue())
    return path


def test_a_workbook_is_read_as_it_is_seen(tmp_path: Path) -> None:
    found = read_claims(workbook(tmp_path / "摘录.xlsx"), "张工")
    first, second = found.claims
    assert (first.row, second.row, found.sheet, found.blank) == (2, 3, "摘录", 1)
    assert (second.report, second.zone, second.value, first.period) == ("公报.txt", "濮阳经开区", "5%", "2024")
    lines = "\n".join(told(found))
    assert "indicator ← 指标" in lines and "没有用到的列：备注" in lines and "1 行没有" in lines


def test_all_rows_may_be_of_one_report(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("指标,数值,原文\nGDP,254亿元,地区生产总值254亿元\n", encoding="utf-8")
    (claim,) = read_claims(tmp_path / "表.csv", "张工", "公报.txt").claims
    assert claim.report == "公报.txt"


# a file, words of the fault
FAULTS = [
    (b"", "没有找到表头"),
    ("随便写的一句话\n".encode(), "没有找到表头"),
    ("报告,指标,数值\n公报.txt,GDP,254\n".encode(), "缺少 “原文”（quote）"),
    ("指标,数值,原文\nGDP,254,x\n".encode(), "--report FILE"),
    ("报告,指标,数值,原文\n".encode(), "表头下面没有数据行"),
    (f"报告,指标,数值,原文\n公报.txt,GDP,254,{'长' * 5000}\n".encode(), "第 2 行的“原文”（quote）有 5,000 个字"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .xlsx"),
    (b"PK\x03\x04broken", "表.csv"),
]


@pytest.mark.parametrize(("data", "told_of"), FAULTS)
def test_a_fault_names_the_file_and_the_mend(data: bytes, told_of: str, tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_bytes(data)
    with pytest.raises(KpiError) as fault:
        read_claims(tmp_path / "表.csv", "张工")
    assert told_of in str(fault.value) and "表.csv" in str(fault.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KpiError, match=r"没有\.csv"):
        read_claims(tmp_path / "没有.csv", "张工")
