"""CSV and JSON: what a spreadsheet gets, and that nothing but the defusing mark is ever changed."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.errors import KpiError
from kpi.export import BOM, cell_text, csv_bytes, csv_text, defused, json_text, write_bytes, write_csv

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
