"""The wide table: numbers that stay numbers, and the marks that say what they are not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from dashboard.frames import data_rows, wide_tables
from dashboard.frames.selection import Selection
from dashboard.frames.wide_tables import Mark
from dashboard.shared import downloads
from kpi.results.export import csv_bytes
from tests.dashboard.opened_pages import open_page
from tests.dashboard_data import FULL, GDP, SIGNED, Fact, Sample

FACTS = (
    *FULL,
    Fact("c2024", "签约项目59个以上", SIGNED, "2023", "59", "个", comparator=">="),
    Fact("c2024", "地区生产总值约290亿元", GDP, "2025", "290", kind="estimate", comparator="~"),
    Fact("d2024", "地区生产总值320亿元", GDP, "2025", "320", kind="estimate"),
)
INVESTMENT, KEY_SIGNED, KEY_GDP = "重点项目完成投资 · 省市重点 (亿元)", "签约项目 (个)", "地区生产总值 (亿元)"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("wide"), FACTS) as made:
        yield made


@pytest.fixture(scope="module")
def table(sample: Sample) -> pd.DataFrame:
    return wide_tables.wide_table(data_rows.as_stated(sample.frames.cells()), sample.words())


@pytest.fixture(scope="module")
def file(sample: Sample, table: pd.DataFrame) -> pd.DataFrame:
    words = sample.words()
    return wide_tables.with_marks(table, wide_tables.marks(sample.frames.cells(), table, words), words)


def test_a_column_for_each_indicator_and_scope_a_row_for_each_period_and_kind(table: pd.DataFrame) -> None:
    assert "重点项目完成投资 · 在建重大 (亿元)" in table and "地区生产总值 · 同比增速 (%)" in table
    of_2024 = table[(table["时期"] == "2024年") & (table["类别"] == "实际")]
    assert of_2024[KEY_GDP].tolist() == [254.0]
    halves = table[table["时期"] == "2023年1–6月"]
    assert halves["开发区"].tolist() == ["西河工业园区"], "of a part of a year alone, and there"


MARKED = [
    ("2023年", "实际", KEY_SIGNED, "59", "≥"),
    ("2025年", "目标", KEY_SIGNED, "26", "≥"),
    ("2025年", "预计", KEY_GDP, "320", "≠"),
    ("2024年", "实际", INVESTMENT, "131.2", "≠"),
    ("2024年", "实际", KEY_GDP, "254", ""),
]


@pytest.mark.parametrize(("period", "kind", "column", "number", "mark"), MARKED)
def test_a_file_has_numbers_and_their_marks_beside(
    period: str, kind: str, column: str, number: str, mark: str, file: pd.DataFrame
) -> None:
    rows = file[(file["时期"] == period) & (file["类别"] == kind) & file[column].notna()]
    assert [str(each) for each in rows[column]] == [number]
    assert rows[f"{column} · 标记"].tolist() == [mark]
    assert list(file.columns).index(f"{column} · 标记") == list(file.columns).index(column) + 1


def test_columns_of_exact_numbers_have_no_marks_beside(file: pd.DataFrame) -> None:
    assert "重点项目完成投资 · 在建重大 (亿元) · 标记" not in file


def test_files_can_be_computed_with(file: pd.DataFrame, sample: Sample) -> None:
    book = openpyxl.load_workbook(io.BytesIO(downloads.workbook(file, sample.words())))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    at = head.index(KEY_SIGNED)
    assert sorted((row[at], row[at + 1]) for row in rows if row[at] is not None) == [
        (20, None), (26, "≥"), (42, None), (59, "≥"),
    ]  # fmt: skip
    assert ",59,≥\r\n" in csv_bytes(file).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("mark", "text", "around"),
    [
        (Mark("≥"), "≥", "≥ 59"),
        (Mark(disputed=True), "≠", "59 ≠"),
        (Mark("约", True), "约 ≠", "约 59 ≠"),
        (Mark(), "", "59"),
    ],
)
def test_a_mark_stands_around_its_number(mark: Mark, text: str, around: str) -> None:
    assert (mark.text, mark.around("59")) == (text, around)


def test_only_the_marks_that_are_there_are_explained(sample: Sample) -> None:
    words = sample.words()
    both = wide_tables.legend([Mark("≥"), Mark(disputed=True)], words)
    assert [line[0] for line in both] == ["≥", "≠"]
    assert wide_tables.legend([Mark("≥")], words) == both[:1]
    assert wide_tables.legend([], words) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_makes_an_empty_table(language: str, sample: Sample) -> None:
    assert wide_tables.wide_table(sample.frames.cells().head(0), sample.words(language)).empty


def test_the_last_sheet_explains_the_marks(sample: Sample) -> None:
    said = dict(downloads.about("表", 1, Selection(), {}, wide_tables.COLUMNS, sample.words()))
    assert "≥ 以上" in said["标记"] and "≠" in said["标记"]


def test_the_page_shows_marks_and_their_meaning(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("data", Path(sample.path), monkeypatch, layout="wide")
    assert not app.exception
    said = [each.value for each in app.caption]
    assert any("≥ 以上" in each for each in said) and any(each.startswith("≠") for each in said)
    shown = app.dataframe[0].value
    assert 59 in [float(each) for each in shown[KEY_SIGNED].dropna()], "still a number below"
    drawn = pa.ipc.open_stream(app.dataframe[0].proto.arrow_data.styler.display_values).read_all().to_pandas()
    assert {"≥ 59", "131.2 ≠", "42"} <= set(drawn[KEY_SIGNED]) | set(drawn[INVESTMENT])


def test_every_number_leads_to_what_it_was_taken_from(sample: Sample, table: pd.DataFrame) -> None:
    words, cells = sample.words(), data_rows.as_stated(sample.frames.cells())
    ordered = data_rows.zones_in_order(table, words)
    found = wide_tables.facts(cells, ordered, words)
    values = sample.frames.observations().set_index("observation_id")["number"]
    numbers = {(row, name): ordered.at[row, name] for row in ordered.index for name in ordered.columns[3:]}
    assert {at: float(number) for at, number in numbers.items() if not pd.isna(number)} == {
        at: float(values[fact]) for at, fact in found.items()
    }
    assert len(found) > 10
