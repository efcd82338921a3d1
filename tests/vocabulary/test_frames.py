"""Rows and frames: numbers in canonical units, ids, and the way back from a row."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kpi.series.reconcile import reconcile
from kpi.series.targets import compare
from kpi.settings.config import Config, parse_config
from kpi.vocabulary import frames
from kpi.vocabulary.model import Cell, Comparator, Document, Extraction, Kind, Measure, Observation, Remark
from tests.samples import CONFIG, REPORTS, observation

LINES = [line for text in REPORTS.values() for line in text.splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def config() -> Config:
    return parse_config(CONFIG, Path("config.yaml"))


@pytest.fixture(scope="module")
def observations() -> list[Observation]:
    return [observation(line, start=1000 * number) for number, line in enumerate(LINES)]


def test_an_observations_table_begins_with_the_sixteen_columns() -> None:
    wanted = "doc zone indicator scope measure kind period value unit comparator quote start end published basis flags"
    assert tuple(wanted.split()) == frames.EXPORT_COLUMNS == tuple(frames.OBSERVATIONS)[:16]


@pytest.mark.parametrize(
    ("indicator", "measure", "value", "unit", "number", "canonical_unit"),
    [
        ("gdp", "level", "254", "亿元", "254", "亿元"),
        ("gdp", "level", "62300", "万元", "6.23", "亿元"),
        ("gdp", "level", "1.2", "万亿元", "12000", "亿元"),
        ("gdp", "growth", "5.0", "%", "5.0", "%"),
        ("gdp", "growth_gap", "1", "百分点", "1", "个百分点"),
        ("energy_intensity", "growth", "-2.2", "％", "-2.2", "%"),
        ("gdp", "completion", "9", "成", "90", "%"),
        ("signed_projects", "level", "34", "家", "34", "个"),
        # money of another currency keeps its own, in hundred millions
        ("fdi_utilized", "level", "1200", "万美元", "0.12", "亿美元"),
        ("fdi_utilized", "level", "3", "亿欧元", "3", "亿欧元"),
        # what cannot be converted stays as stated
        ("signed_projects", "level", "500", "亩", "500", "亩"),
        ("not_in_the_map", "level", "7", "条", "7", "条"),
    ],
)
def test_canonical(
    config: Config, indicator: str, measure: str, value: str, unit: str, number: str, canonical_unit: str
) -> None:
    stated = observation(f"濮阳经济技术开发区|{indicator}||{measure}|actual|2024|{value}|{unit}|=|")
    assert frames.canonical(stated, config.indicators) == (Decimal(number), canonical_unit)


def test_a_target_in_words_has_no_number(config: Config) -> None:
    stated = observation("周口经济开发区|gdp||level|target|2022||亿元|=|")
    row = dict(zip(frames.OBSERVATIONS, frames.observation_row(stated, config.indicators), strict=True))
    assert (row["value"], row["canonical_unit"], row["flags"]) == ("", "亿元", "qualitative")
    assert math.isnan(row["number"])


def test_digits_stay_as_stated() -> None:
    assert [frames.as_stated(Decimal(text)) for text in ("5.0", "1E+3", "-2.20")] == ["5.0", "1000", "-2.20"]
    assert frames.as_stated(None) == ""


def test_a_five_year_period_counts_for_its_closing_year(config: Config) -> None:
    stated = observation("周口经济开发区|gdp||growth|target|2021/2025|6.5|%|~|")
    row = dict(zip(frames.OBSERVATIONS, frames.observation_row(stated, config.indicators), strict=True))
    assert (row["year"], row["period_start"], row["period_end"]) == (2025, "2021-01-01", "2025-12-31")


def test_observation_ids_tell_facts_apart(observations: list[Observation]) -> None:
    ids = [frames.observation_id(each) for each in observations]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("o[0-9a-f]{12}", each) for each in ids), "a spreadsheet takes none for a number"
    first = observations[0]
    others = (
        {"start": 1},
        {"end": 1},
        {"report_id": "x"},
        {"scope": "新"},
        {"measure": Measure.SHARE},
        {"indicator": "x"},
    )
    for change in (*others, {"comparator": Comparator.ABOUT}):
        assert frames.observation_id(replace(first, **change)) not in ids
    assert frames.observation_id(replace(first, nth=1)) == f"{ids[0]}-2"


def test_an_observation_keeps_its_id_whatever_a_person_corrects_or_the_file_is_called(
    observations: list[Observation],
) -> None:
    first, name = observations[0], frames.observation_id(observations[0])
    told = {
        "zone": "另一个区",
        "period": "1999",
        "value": Decimal("1"),
        "unit": "元",
        "kind": Kind.TARGET,
        "basis": "x",
    }
    renamed = {"doc": "改名", "path": "旧/改名.txt"}
    for change in (
        *({field: value} for field, value in told.items()), {"published": "z", "flags": ("corrected",)}, renamed,
    ):  # fmt: skip
        assert frames.observation_id(replace(first, **change)) == name


def test_an_observation_comes_back_from_its_row(config: Config, observations: list[Observation]) -> None:
    for each in (*observations, replace(observations[0], nth=2)):
        row = dict(zip(frames.OBSERVATIONS, frames.observation_row(each, config.indicators), strict=True))
        assert frames.observation_of(row) == each


def test_a_cell_comes_back_from_its_row(config: Config, observations: list[Observation]) -> None:
    by_id = {frames.observation_id(each): each for each in observations}
    for cell in reconcile(observations, config.reconcile):
        row = dict(zip(frames.CELLS, frames.cell_row(cell, config.indicators), strict=True))
        assert frames.cell_of(row, by_id) == cell


def test_a_disputed_cell_shows_both_sides(config: Config) -> None:
    one = observation(LINES[2])
    other = replace(observation(LINES[4]), doc="001")
    [cell] = reconcile([one, other], config.reconcile)
    row = dict(zip(frames.CELLS, frames.cell_row(cell, config.indicators), strict=True))
    shown = [row[name] for name in ("status", "sources", "count", "value", "number", "low", "high", "rule")]
    assert shown == ["disputed", 2, 2, "131.2", 131.2, 96.3, 131.2, "latest_published"]
    assert row["members"].split()[0] == row["chosen"] == frames.observation_id(other)


def test_status_counts_reports_not_sentences(config: Config) -> None:
    one = observation(LINES[0])

    def status(*others: Observation) -> str:
        row = frames.cell_row(
            Cell(one.zone, one.indicator, "", one.measure, one.kind, "2024", one, others), config.indicators
        )
        return str(dict(zip(frames.CELLS, row, strict=True))["status"])

    assert status() == "single"
    assert status(replace(one, start=50)) == "single"
    assert status(replace(one, doc="another")) == "agreed"


def test_frames_have_the_columns_and_types_even_without_rows(config: Config, observations: list[Observation]) -> None:
    cells = reconcile(observations, config.reconcile)
    known = config.indicators
    rows = {
        "observations": [frames.observation_row(each, known) for each in observations],
        "cells": [frames.cell_row(each, known) for each in cells],
        "targets": [frames.target_row(each, known) for each in compare(cells, known)],
    }
    for name, made in rows.items():
        full, empty = (frames.frame(made[:some], frames.TABLES[name]) for some in (5, 0))
        assert list(full.columns) == list(empty.columns) == list(frames.TABLES[name])
        assert list(full.dtypes) == list(empty.dtypes)
        assert len(full) == 5
        assert empty.empty


def test_a_target_row_names_its_cells(config: Config, observations: list[Observation]) -> None:
    cells = reconcile(observations, config.reconcile)
    rows = [
        dict(zip(frames.TARGETS, frames.target_row(result, config.indicators), strict=True))
        for result in compare(cells, config.indicators)
    ]
    [half] = [row for row in rows if row["year"] == 2020 and row["indicator"] == "key_project_investment"]
    assert (half["target_value"], half["target_period"]) == ("96", "2020")
    assert (half["actual_value"], half["actual_period"]) == ("61.3", "2020-H1")
    assert half["verdict"] == "ahead"
    assert half["expected_share"] == 0.5
    ids = {frames.cell_id(cell, config.indicators) for cell in cells}
    assert {half["target_cell"], half["actual_cell"]} <= ids
    assert len({row["target_id"] for row in rows}) == len(rows)
    assert all(re.fullmatch("c[0-9a-f]{12}", each) for each in ids)
    assert all(re.fullmatch("t[0-9a-f]{12}", row["target_id"]) for row in rows)


def test_remarks_and_documents() -> None:
    assert frames.remark_row(Remark("d", "share", "占 76%", 3, 9)) == ("d", "share", "占 76%", 3, 9, "")
    document = Document("d", "reports/d.txt", "全文", "abc")
    row = dict(zip(frames.DOCUMENTS, frames.document_row(Extraction(document, published="2024-05-01")), strict=True))
    assert (row["characters"], row["text"], row["published"], row["observations"]) == (2, "全文", "2024-05-01", 0)
