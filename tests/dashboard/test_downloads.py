"""Files of a table: what the buttons offer, what stands in the files, and what the last sheet says."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frames import tables
from dashboard.frames.selection import Selection
from dashboard.shared import downloads, printing
from dashboard.words.labels import EN, ZH, nameless

INFO: dict[str, Any] = {"built_at": "2025-02-06T10:32:00+08:00", "reports": 5}


def page(rows: int, everything: bool) -> None:
    import pandas as pd

    from dashboard.shared import downloads
    from dashboard.words.labels import nameless

    table = pd.DataFrame({"数值": ["131.20"] * min(rows, 5)})
    downloads.table_buttons(
        lambda: table, rows, "指标_东山", nameless("zh"), "k", (lambda: table) if everything else None
    )


@pytest.mark.parametrize(
    ("rows", "everything", "offered"),
    [
        (26, True, ["CSV · 所示 26 行", "XLSX · 所示 26 行", "CSV · 全部观测"]),
        (26, False, ["CSV · 所示 26 行", "XLSX · 所示 26 行"]),
        (2_000_000, False, ["CSV · 所示 2,000,000 行"]),
    ],
)
def test_what_is_offered(rows: int, everything: bool, offered: list[str]) -> None:
    app = AppTest.from_function(page, kwargs={"rows": rows, "everything": everything}).run()
    assert not app.exception
    assert [button.label for button in app.get("download_button")] == offered


@pytest.mark.parametrize("language", ["zh", "en"])
def test_stated_numbers_are_numbers_in_either_language(language: str) -> None:
    words = nameless(language)
    table = pd.DataFrame({words("value"): ["131.20", "≥ 26"], words("period"): ["2024", "2025"]})
    book = openpyxl.load_workbook(io.BytesIO(downloads.workbook(table, words, [("a", "b")])))
    sheet = book.worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["A3"].value) == (131.2, "0.00", "≥ 26")
    assert sheet["B2"].value == "2024" and book.sheetnames == [words("data"), words("about_sheet")]


def test_the_last_sheet_says_filters_time_and_columns() -> None:
    words = nameless("zh")
    chosen = Selection(zones=("东山", "西河"), kinds=("actual",), years=(2020, 2024))
    said = downloads.about("指标_东山", 26, chosen, INFO, tables.EXPORT_COLUMNS, words)
    found = dict(said)
    assert found["行数"] == "26" and found["开发区"] != "全部" and found["年份"] == "2020–2024" and found["指标"]
    assert ("开发区", "东山、西河") in said and ("指标", "全部") in said and ("类别", "实际") in said
    assert found["建库时间"] == "2025-02-06 10:32:00+08:00" and "小数位" in found["数值"]


def test_every_exported_column_has_its_meaning() -> None:
    for texts in (ZH, EN):
        assert all(f"meaning.{name}" in texts for name in tables.EXPORT_COLUMNS)


def test_the_foot_of_a_printed_page_leads_back_to_it() -> None:
    address = {"indicator": ["gdp"], "zone": ["东山"]}
    now = datetime(2025, 2, 7, 9, 5)
    said = printing.line(nameless("zh"), "http://host/trends?old=1", address, INFO["built_at"], now)
    assert "http://host/trends?indicator=gdp&zone=%E4%B8%9C%E5%B1%B1" in said
    assert "2025-02-06 10:32" in said and "2025-02-07 09:05" in said
