"""The data dictionary: every indicator is defined in both languages, and counted as it is in the store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi.bootstrap import ROOT
from kpi.results.dictionary import COLUMNS, Stored, rows_of, stored_of
from kpi.settings.config import load_config
from tests.dashboard_data import FULL, GDP, A, B, Fact, Sample

SHIPPED = load_config(ROOT / "config.yaml")
CHINESE = re.compile(r"[㐀-鿿]")
TOLD = ("definition", "unlike", "gaps")
# An indicator is told apart from what it is most often taken for.
TOLD_APART = {
    "industrial_output": ("增加值", "营业收入"),
    "industrial_value_added": ("总产值", "利润"),
    "industrial_revenue": ("总产值",),
    "fixed_asset_investment": ("项目总投资", "重点项目完成投资"),
    "key_project_investment": ("总投资", "固定资产投资"),
    "signed_investment": ("到位资金",),
    "funds_in_place": ("签约金额", "外资"),
    "fdi_utilized": ("合同外资",),
    "fiscal_revenue": ("全口径", "政府性基金"),
    "exports": ("出口交货值",),
    "disposable_income": ("工资", "地区生产总值"),
    "high_tech_enterprises": ("科技型中小企业",),
    "patents_granted": ("申请量", "有效"),
    "energy_intensity": ("工业增加值",),
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("dictionary"), FULL) as sample:
        yield sample


@pytest.mark.parametrize("name", SHIPPED.indicators)
def test_every_shipped_indicator_is_defined_in_both_languages(name: str) -> None:
    indicator = SHIPPED.indicators[name]
    for field in TOLD:
        zh, en = getattr(indicator, f"{field}_zh"), getattr(indicator, f"{field}_en")
        assert zh and CHINESE.search(zh), f"{field}.zh"
        assert en and "\N{FULLWIDTH COMMA}" not in en, f"{field}.en"
        assert not set(zh + en) & set("$*_`<>|"), "nothing that a page might take for markup"
        assert len(zh) <= 90 and len(en) <= 240, "short"


def test_no_two_definitions_are_the_same() -> None:
    for language in ("zh", "en"):
        told = [getattr(each, f"definition_{language}") for each in SHIPPED.indicators.values()]
        assert len(set(told)) == len(told)


@pytest.mark.parametrize(("name", "words"), TOLD_APART.items())
def test_an_indicator_is_told_apart_from_its_neighbours(name: str, words: tuple[str, ...]) -> None:
    assert all(word in SHIPPED.indicators[name].unlike_zh for word in words)


def test_only_zones_are_counted_as_zones(tmp_path: Path) -> None:
    facts = tuple(Fact(f"r{place}", f"{zone}地区生产总值{place}亿元", GDP, "2024", str(place), zone=zone)
                  for place, zone in enumerate((A, B, "全国", "东山市", "市本级"), 21))  # fmt: skip
    with Sample(tmp_path / "mixed", facts) as sample:
        found = stored_of(sample.frames.build)[GDP]
    assert (found.zones, found.areas) == (2, 3)


def test_it_counts_what_is_in_the_store(full: Sample) -> None:
    stored = stored_of(full.frames.build)
    assert stored["gdp"] == Stored(values=4, targets=0, zones=2, first_year=2023, last_year=2024)
    # what sources do not agree on is one value: 96.3 or 131.2, and 95.7 or 96 as a target
    assert stored["key_project_investment"] == Stored(values=3, targets=2, zones=1, first_year=2020, last_year=2024)
    assert stored["energy_intensity"] == Stored(targets=1), "a target is no value"
    of_zone = stored_of(full.frames.build, (2024, 2024), {"zone": [A]})
    assert of_zone["gdp"] == Stored(values=2, targets=0, zones=1, first_year=2024, last_year=2024)


def test_a_row_for_each_indicator_of_the_config_in_its_order(full: Sample) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows_of(full.config, stored_of(full.frames.build))]
    assert [row["indicator"] for row in rows] == list(full.config.indicators)
    gdp, energy = rows[0], rows[1]
    assert (gdp["zh"], gdp["group_en"], gdp["unit"], gdp["direction"]) == ("地区生产总值", "Economy", "亿元", "up")
    assert (gdp["definition_zh"], gdp["values"], gdp["first_year"]) == ("本区一年新增的价值", 4, 2023)
    assert (energy["values"], energy["first_year"], energy["last_year"]) == (0, "", ""), "no year where nothing is"


def test_without_a_store_nothing_is_counted(tmp_path: Path) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows_of(SHIPPED, None)]
    assert {row["values"] for row in rows} == {""}, "unknown is not none"
    by_name = {row["indicator"]: row for row in rows}
    assert by_name["key_project_investment"]["within"].startswith("key_projects: 完成投资、")
    assert "签约#…项目" in by_name["signed_projects"]["patterns"]
