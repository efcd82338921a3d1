"""The rows of the Data page: in the order of the config, page by page, with the digits of the source."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.frames import data_rows, tables, wide_tables
from dashboard.frames.selection import Selection
from kpi.results.export import csv_bytes
from tests.dashboard.opened_pages import open_page
from tests.dashboard_data import FULL, SIGNED, A, B, Fact, Sample

# so that neither the names of the indicators nor their order in the store is that of the page
KNOWN = ["signed_projects", "gdp", "energy_intensity"]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("full"), FULL) as sample:
        yield sample


def test_the_examples() -> None:
    assert not doctest.testmod(data_rows).failed


@pytest.mark.parametrize("at_once", [1, 2, 3, 5, 1000])
def test_pages_put_together_are_all_rows_in_the_order_of_the_config(full: Sample, at_once: int) -> None:
    stored = full.frames.observations()
    place = {name: number for number, name in enumerate([*KNOWN, *sorted(set(stored["indicator"]) - set(KNOWN))])}
    wanted = sorted(
        zip(stored["indicator"], range(len(stored)), stored["observation_id"], strict=True),
        key=lambda row: (place[row[0]], row[1]),
    )
    pages = [
        data_rows.by_indicator(full.frames, KNOWN, Selection(), (), at_once, first)
        for first in range(0, len(stored), at_once)
    ]
    assert all(total == len(stored) and len(rows) <= at_once for rows, total in pages)
    assert list(pd.concat([rows for rows, _ in pages])["observation_id"]) == [row[2] for row in wanted]


def test_search_and_filters_hold(full: Sample) -> None:
    words = full.words()
    search = tables.search_words("能耗", words)
    rows, total = data_rows.by_indicator(full.frames, KNOWN, Selection(zones=(A,)), search, 10)
    found, count = full.frames.found(Selection(zones=(A,)), search, (), 10)
    assert total == count == len(rows) and list(rows["observation_id"]) == list(found["observation_id"])


def test_where_nothing_passes_there_are_no_rows(full: Sample) -> None:
    rows, total = data_rows.by_indicator(full.frames, KNOWN, Selection(), tables.search_words("没有", full.words()), 10)
    assert rows.empty and total == 0 and "observation_id" in rows
    assert tables.long_table(rows, full.words()).empty


def test_columns_that_say_nothing_are_left_out(full: Sample) -> None:
    words = full.words()
    rows = full.frames.observations()
    table = tables.long_table(rows.assign(scope="", comparator="="), words, data_rows.SHOWN_COLUMNS)
    shown = data_rows.shown_columns(table, data_rows.SHOWN_COLUMNS, words)
    assert set(data_rows.SHOWN_COLUMNS) - set(shown) == {"scope", "comparator"}
    assert shown[:4] == ["indicator", "period", "value", "unit"]


def test_a_modifier_stands_before_its_value(full: Sample) -> None:
    words = full.words()
    rows = full.frames.observations()
    table = tables.long_table(rows, words, data_rows.SHOWN_COLUMNS)
    shown = data_rows.with_modifiers(table, words)
    both = zip(rows["comparator"], table["数值"], shown["数值"], strict=True)
    assert all(str(told) == f"{words.modifier(sign)} {value}".strip() and told == value for sign, value, told in both)
    assert "限定" not in shown and data_rows.with_modifiers(shown, words) is shown
    assert any(str(told).startswith(("≥ ", "约 ")) for told in shown["数值"])


def test_the_wide_table_keeps_the_digits_of_the_source(full: Sample) -> None:
    words = full.words()
    cells = full.frames.cells()
    stated = data_rows.as_stated(cells)
    for number, stated_number, value, unit, canonical in zip(
        cells["number"], stated["number"], cells["value"], cells["unit"], cells["canonical_unit"], strict=True
    ):
        if number != number:
            assert stated_number is None
        elif unit == canonical:
            assert str(stated_number) == value
        else:
            assert float(stated_number) == pytest.approx(number)
    text = csv_bytes(wide_tables.wide_table(stated, words)).decode("utf-8-sig")
    whole = cells[(cells["value"] == "254") & (cells["unit"] == "亿元")]
    assert len(whole) and ",254," in text and "254.0" not in text


def test_zones_stand_in_the_order_of_the_config(full: Sample) -> None:
    words = full.words()
    table = wide_tables.wide_table(full.frames.cells(), words)
    mixed = data_rows.zones_in_order(table.iloc[::-1], words)
    there = list(dict.fromkeys(mixed["开发区"]))
    assert there == [zone for zone in words.config.zones if zone in set(there)]


def test_areas_that_are_no_zones_come_last_in_the_wide_table(full: Sample) -> None:
    words = full.words()
    names = ["东兴市", "北湖高新区", "上海市", B, A]
    table = pd.DataFrame({words("zone"): names, words("period"): ["2024年"] * len(names)})
    assert list(data_rows.zones_in_order(table, words)["开发区"]) == [A, B, "北湖高新区", "东兴市", "上海市"]


def test_a_head_sorts_all_rows_of_a_table_of_hundreds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = tuple(Fact("a", f"{place}号口径签约{place}个。", SIGNED, "2024", str(place), "个", scope=f"{place}号")
                  for place in range(1, 521))  # fmt: skip
    with Sample(tmp_path / "many", facts) as sample:
        app = open_page("data", sample.path, monkeypatch)
    assert len(app.dataframe[0].value) == 520 and not app.get("pagination")
