"""Numbers in tables: every column of them sorts as numbers and shows unit, modifier and marks all the same."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes

from dashboard.frames import compare_tables, data_rows, numbers, tables
from dashboard.frames.numbers import Told, table_of, told
from dashboard.words.labels import Words
from tests.dashboard.opened_pages import open_page, shown
from tests.dashboard_data import FULL, A, B, Fact, Sample

MANY = (
    *FULL,
    *(Fact(f"n{place}", f"地区生产总值完成{value}亿元", "gdp", str(2010 + place), value, zone=B)
      for place, value in enumerate(("9957", "863", "8651", "70.5"))),
    Fact("b24", "地区生产总值完成1200亿元", "gdp", "2024", "1200", zone=B),
    Fact("b24", "签约项目9个", "signed_projects", "2024", "9", "个", zone=B),
)  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("many"), MANY) as sample:
        yield sample


def made(sample: Sample, words: Words) -> dict[str, pd.DataFrame]:
    """Every table with numbers in it, as the pages make them."""
    frames = sample.frames
    observations, cells, targets = frames.observations(), frames.cells(), frames.targets()
    points = tables.trend_points(cells[cells["measure"] == "level"], observations, words)
    gdp = [point for point in points if point.indicator == "gdp"]
    of_2024 = [point for point in gdp if point.year == 2024]
    peers = sorted({point.zone for point in gdp})
    long = tables.long_table(observations, words, data_rows.SHOWN_COLUMNS)
    return {
        "trend": tables.trend_table(points, words), "sources": tables.statements(observations, words),
        "facts": tables.fact_list(observations, words), "targets": tables.target_table(targets, words),
        "long": long, "marked": data_rows.with_modifiers(long, words),
        "ranking": compare_tables.ranking_table(compare_tables.ranking(of_2024, peers, "up"), words),
        "ranks": compare_tables.rank_history(gdp, peers, "up", words),
        "heat": compare_tables.heat_table(compare_tables.heat(cells, peers, "level", words), peers, words),
    }  # fmt: skip


NUMBER = re.compile(
    r"^(?:[≥>≤<≈] ?|约 |about )?[+−]?[\d,]+(?:\.\d+)?(?: ?(?:\(|%|亿|万|元|个|人|家|▲|▼|＝|·|\d*$).*)?$"
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_column_of_numbers_is_text(language: str, many: Sample) -> None:
    for name, table in made(many, many.words(language)).items():
        assert numbers.number_columns(table), name
        for column in table.columns.difference(numbers.number_columns(table)):
            texts = [cell for cell in table[column] if isinstance(cell, str) and cell]
            like = [text for text in texts if NUMBER.match(text) and not re.fullmatch(r"\d{4}", text)]
            assert len(like) < max(len(texts), 1), f"{name}: {column} holds numbers as text: {like[:3]}"


def test_they_travel_as_numbers_and_are_shown_as_texts(many: Sample) -> None:
    for name, table in made(many, many.words()).items():
        for column in numbers.number_columns(table):
            assert table[column].map(lambda cell: cell is None or isinstance(cell, Told)).all(), (name, column)
        convert_pandas_df_to_arrow_bytes(table.reset_index(drop=True))
        assert all(
            table[column].astype(float).dtype == "float64" for column in numbers.number_columns(table)
        ), name  # fmt: skip


def test_a_number_keeps_its_text() -> None:
    many_more, few = told(131.2, "≥ 131.2 亿元"), told(9, "9 亿元")
    assert many_more is not None and few is not None and many_more > few and str(many_more) == "≥ 131.2 亿元"
    assert str(pickle.loads(pickle.dumps(many_more))) == "≥ 131.2 亿元"
    table = table_of([{"a": "x", "b": many_more}, {"a": "y", "b": None}], [7, 8])
    assert numbers.number_columns(table) == ["b"] and list(table.index) == [7, 8]
    assert numbers.styled(table[["a"]]) is not None and isinstance(numbers.styled(table[["a"]]), pd.DataFrame)


@pytest.mark.parametrize(
    ("view", "query", "column", "texts"),
    [
        ("data", {"indicator": "gdp"}, "数值", {"9,957", "863", "8,651", "70.5"}),
        ("targets", {"verdict": ["pending", "ahead"]}, "目标值", {"≥ 26 个", "121 亿元"}),
    ],
)  # fmt: skip
def test_a_page_shows_the_texts_over_numbers(
    view: str, query: dict[str, str | list[str]], column: str, texts: set[str], many: Sample,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    app = open_page(view, many.path, monkeypatch, **query)
    frame = next(each for each in app.dataframe if column in each.value)
    assert frame.value[column].dtype == "float64"
    assert texts <= set(shown(frame)[column])
    assert "nan" not in set(shown(frame).astype(str).to_numpy().ravel()) | {""}, "what is empty is shown as nothing"
    assert A
