"""CSV and JSON: what a spreadsheet gets, and that nothing but the defusing mark is ever changed."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.results import export
from kpi.results.export import (
    BOM,
    cell_text,
    csv_bytes,
    csv_text,
    defused,
    json_text,
    write_bytes,
    write_csv,
    xlsx_bytes,
)
from kpi.vocabulary.errors import KpiError

DANGEROUS = [
    "=1+1",
    "=HYPERLINK(\"http://example.org\")",
    "+SUM(A1)",
    "-2+3",
    "-持平",
    "@SUM(A1)",
    "\t=1",
    "\t文字",
    "\r文字",
    "\n=1",
    "  =1",
    "\u3000=1",
    "\ufeff=1",
    "\u200b=1",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "==",
    "=>",
    "-",
    "+",
]  # fmt: skip
HARMLESS = [
    "=",
    ">=",
    "<=",
    ">",
    "<",
    "~",
    "",
    "  ",
    "文字",
    "a=b",
    "254",
    "-2.2",
    "+5",
    "-1,234.5",
    "-5%",
    "2024-H1",
    "'x",
]
CELLS = st.text() | st.sampled_from([*DANGEROUS, *HARMLESS, '"', '""', ",", "\r\n", "\n", ";", "一\n二", "a\r\nb"])


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_would_run_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_comparators_and_words_stay(text: str) -> None:
    assert defused(text) == text


def test_a_csv_file_to_the_byte() -> None:
    frame = pd.DataFrame({"zone": ["濮阳", '说"是",'], "value": ["-2.2", "5.0"], "n": [1, 2], "x": [0.5, float("nan")]})
    wanted = '\ufeffzone,value,n,x\r\n濮阳,-2.2,1,0.5\r\n"说""是"",",5.0,2,\r\n'
    assert csv_bytes(frame) == wanted.encode()


def test_quotes_keep_their_line_ends_inside() -> None:
    data = csv_bytes(pd.DataFrame({"quote": ["完成\r\n投资", "一\n二"]}))
    assert data.decode("utf-8-sig") == 'quote\r\n"完成\r\n投资"\r\n"一\n二"\r\n'


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (254.0, "254"),
        (0.1, "0.1"),
        (-2.2, "-2.2"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (float("nan"), ""),
        (float("inf"), ""),
        (Decimal("5.0"), "5.0"),
        (Decimal("1E+3"), "1000"),
        (True, "true"),
        (7, "7"),
        (None, ""),
    ],
)
def test_numbers_in_cells(cell: object, text: str) -> None:
    assert cell_text(cell) == text


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5), st.lists(CELLS, min_size=3, max_size=3))
@example([["", "", ""]], ["=", "", "\n"])
def test_a_csv_reader_gets_every_cell_back(rows: list[list[str]], header: list[str]) -> None:
    text = csv_text(header, rows)
    assert text.startswith(BOM)
    read = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
    for got, given_cells in zip(read, [header, *rows], strict=True):
        assert [undo(one, other) for one, other in zip(got, given_cells, strict=True)] == given_cells


@given(st.lists(CELLS, max_size=5))
def test_a_single_column_loses_no_row(cells: list[str]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(["only"], ([cell] for cell in cells)).removeprefix(BOM), newline="")))
    assert len(read) == len(cells) + 1
    assert all(len(row) == 1 for row in read)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_number_strings_are_never_changed(number: Decimal) -> None:
    assert defused(format(number, "f")) == format(number, "f")


def undo(got: str, was: str) -> str:
    return got.removeprefix("'") if got == f"'{was}" else got


def test_json_keeps_the_stated_digits() -> None:
    text = json_text(["value", "quote", "number"], [(Decimal("5.0"), "=1\n濮阳", 0.5), (None, "", float("nan"))])
    assert '"value": 5.0,' in text
    assert "濮阳" in text
    read = json.loads(text, parse_float=Decimal)
    assert read == [
        {"value": Decimal("5.0"), "quote": "=1\n濮阳", "number": Decimal("0.5")},
        {"value": None, "quote": "", "number": None},
    ]
    assert str(read[0]["value"]) == "5.0"
    assert json.loads(json_text(["a"], [])) == []


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "表 一.csv"
    path.write_text("old")
    write_csv(pd.DataFrame({"a": [1]}), path)
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\n1\r\n"
    assert os.listdir(tmp_path) == ["表 一.csv"]


def test_without_a_path_it_goes_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_csv(pd.DataFrame({"a": ["中"]}), None)
    assert capfdbinary.readouterr().out == "\ufeffa\r\n中\r\n".encode()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_bytes(b"new", link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="a POSIX device")
def test_a_device_is_written_not_replaced() -> None:
    write_bytes(b"x", Path(os.devnull))
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(("name", "words"), [("no/such/x.csv", "文件夹"), ("", "这是文件夹"), ("file/x.csv", "不存在")])
def test_why_it_cannot_be_written(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KpiError, match=words):
        write_bytes(b"", tmp_path / name)
    assert os.listdir(tmp_path) == ["file"]


COLUMNS = st.sampled_from(
    [
        CELLS,
        CELLS | st.none(),
        st.floats() | st.sampled_from([254.0, 0.1, 1e-7, 1e22, 1.5e300]),
        st.integers(-(2**63), 2**63 - 1),
        st.booleans(),
        st.decimals(allow_nan=False, allow_infinity=False, places=3),
    ]
)


@given(st.data(), st.integers(0, 5))
@example(None, 0)
def test_a_frame_is_written_as_its_rows_would_be(data: st.DataObject | None, rows: int) -> None:
    """The fast way by columns and the plain way by rows give the same bytes."""
    kinds = [st.none(), st.none()] if data is None else data.draw(st.lists(COLUMNS, min_size=1, max_size=4))
    columns = [[data.draw(cells) if data else None for _ in range(rows)] for cells in kinds]
    names = [f"c{place}" for place in range(len(columns))]
    frame = pd.DataFrame(dict(zip(names, columns, strict=True)))
    values = [frame.iloc[:, place].tolist() for place in range(len(names))]
    assert csv_bytes(frame) == csv_text(names, zip(*values, strict=True)).encode("utf-8", "replace")


def test_columns_of_the_same_name_stay_two() -> None:
    frame = pd.DataFrame([["a", "b"]], columns=["指标", "指标"])
    assert csv_bytes(frame).decode("utf-8-sig") == "指标,指标\r\na,b\r\n"


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_workbook_keeps_numbers_and_their_decimals() -> None:
    frame = pd.DataFrame(
        {
            "value": ["131.20", "-2.2", "33430", "1,234.5", "", "约 6", "12345678901234567.89"],
            "period": ["2024", "2024-H1", "2023", "2022", "2021", "2020", "2019"],
            "count": [1, 2, 3, 4, 5, 6, 7],
            "share": [0.5, float("nan"), 1.25, 2.0, 3.0, 4.0, float("inf")],
            "exact": [Decimal("5.0"), None, Decimal("1E+3"), None, None, None, None],
        }
    )
    sheet = opened(xlsx_bytes({"数据": frame}))["数据"]
    values = [sheet.cell(row, 1) for row in range(2, 9)]
    assert [(cell.value, cell.number_format) for cell in values[:4]] == [
        (131.2, "0.00"), (-2.2, "0.0"), (33430, "0"), (1234.5, "0.0"),
    ]  # fmt: skip
    assert [cell.value for cell in values[4:]] == [None, "约 6", "12345678901234567.89"]
    assert [sheet.cell(row, 2).value for row in range(2, 4)] == ["2024", "2024-H1"]
    assert [sheet.cell(row, 3).value for row in range(2, 9)] == [1, 2, 3, 4, 5, 6, 7]
    assert [sheet.cell(row, 4).value for row in range(2, 9)] == [0.5, None, 1.25, 2, 3, 4, None]
    assert (sheet["E2"].value, sheet["E2"].number_format, sheet["E4"].value) == (5, "0.0", 1000)


@pytest.mark.parametrize("text", [*DANGEROUS, "#N/A", "'x", "TRUE"])
def test_no_text_of_a_workbook_is_a_formula(text: str) -> None:
    data = xlsx_bytes({"s": pd.DataFrame({text or "h": [text]})}, [(text, text)], numbers=())
    for sheet in opened(data):
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert cells and {cell.data_type for cell in cells} == {"s"}
        assert all(cell.value == text.replace("\x00", "\ufffd").replace("\r", "\n") for cell in cells)


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_a_workbook_takes_any_text(cells: list[str]) -> None:
    sheet = opened(xlsx_bytes({"s": pd.DataFrame({"quote": cells})}))["s"]
    assert [sheet.cell(row + 2, 1).value is None for row in range(len(cells))] == [not cell for cell in cells]


def test_the_head_of_a_sheet_is_bold_stays_and_filters() -> None:
    sheet = opened(xlsx_bytes({"数据": pd.DataFrame({"指标": ["重点项目年度完成投资"], "n": [1]})}))["数据"]
    assert sheet["A1"].font.bold and sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:B2"
    widths = [sheet.column_dimensions[name].width for name in "AB"]
    assert widths[0] >= 20 and widths[1] < 12


def test_the_last_sheet_says_what_the_file_holds() -> None:
    book = opened(xlsx_bytes({"数据": pd.DataFrame({"n": [1]})}, [("筛选", "=全部"), ("", ""), ("数值", "照原文")]))
    assert book.sheetnames == ["数据", "说明"]
    assert [[cell.value for cell in row] for row in book["说明"].iter_rows()] == [
        ["筛选", "=全部"], [None, None], ["数值", "照原文"],
    ]  # fmt: skip


def test_names_that_a_sheet_cannot_have_are_changed() -> None:
    frame = pd.DataFrame({"n": [1]})
    names = opened(xlsx_bytes({"a/b:[c]": frame, "A_B__C_": frame, "": frame, "长" * 40: frame})).sheetnames
    assert len({name.lower() for name in names}) == 4 and all(0 < len(name) <= 31 for name in names)


def test_an_empty_table_has_its_head() -> None:
    sheet = opened(xlsx_bytes({"s": pd.DataFrame({"a": [], "b": []})}))["s"]
    assert [cell.value for cell in sheet[1]] == ["a", "b"]


def test_a_table_too_long_for_a_sheet_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_SHEET_ROWS", 3)
    assert xlsx_bytes({"s": pd.DataFrame({"n": [1, 2]})})
    with pytest.raises(KpiError, match="CSV"):
        xlsx_bytes({"s": pd.DataFrame({"n": [1, 2, 3]})})
