"""The panel: rows in the config's order, all scopes of one fact together, and the zone-by-year table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.building.notebook import Panel
from kpi.series.panel import in_order, related, wide
from kpi.series.reconcile import reconcile
from kpi.settings.config import Config
from kpi.vocabulary.frames import CELLS, Row, cell_row
from kpi.vocabulary.model import Cell, Cues, Direction, Indicator, Kind, Measure, Zone
from tests.series.test_reconcile import SHIPPED, fact

PUYANG, ZHOUKOU = "濮阳经济技术开发区", "周口经济开发区"


def indicator(id: str, zh: str, unit: str = "亿元", dimension: str = "money", good: str = "up") -> Indicator:
    return Indicator(id, zh, id.replace("_", " ").capitalize(), "economy", dimension, unit, Direction(good))


INDICATORS = {
    entry.id: entry
    for entry in (
        indicator("gdp", "地区生产总值"),
        indicator("key_project_investment", "重点项目投资"),
        indicator("key_projects", "重点项目", "个", "count", "none"),
        indicator("exports", "出口额"),
    )
}
CONFIG = Config(
    path=Path("config.yaml"),
    text="",
    digest="",
    reports=(),
    data=Path("data"),
    groups={},
    zones={
        PUYANG: Zone(PUYANG, "Puyang Economic and Technological Development Zone", aliases=("濮阳经开区",)),
        ZHOUKOU: Zone(ZHOUKOU, "Zhoukou Economic Development Zone"),
    },
    indicators=INDICATORS,
    cues=Cues(),
    scopes=("省市重点", "在建重大"),
    reconcile=SHIPPED,
    map_digest="",
)

# What three reports say of the project investment of 2024.
INVESTMENT = [
    fact("96.3", doc="000"),
    fact("131.2", doc="001", published="2025-03-05"),
    fact("206.19", doc="000", scope="在建重大", start=300),
]


def cells_of(*observations: Any) -> list[Cell]:
    return reconcile(observations, SHIPPED)


def rows_of(cells: list[Cell]) -> list[Row]:
    return [cell_row(cell, INDICATORS) for cell in in_order(cells, CONFIG)]


def table(*observations: Any) -> pd.DataFrame:
    return Panel(in_order(cells_of(*observations), CONFIG), CONFIG).wide()


def test_rows_follow_the_order_of_the_config_with_unknown_names_last() -> None:
    cells = cells_of(
        fact("3", indicator="unmapped"),
        fact("226", indicator="gdp", scope="", zone=ZHOUKOU),
        fact("226", indicator="gdp", scope="", zone="某县"),
        *INVESTMENT,
        fact("121", kind=Kind.TARGET, period="2025"),
        fact("5.0", "%", indicator="gdp", scope="", measure=Measure.GROWTH),
        fact("254", indicator="gdp", scope=""),
    )
    names = list(CELLS)
    rows = [dict(zip(names, row, strict=True)) for row in rows_of(cells)]
    assert [(row["zone"], row["indicator"], row["measure"], row["period"], row["scope"]) for row in rows] == [
        (PUYANG, "gdp", "level", "2024", ""),
        (PUYANG, "gdp", "growth", "2024", ""),
        (PUYANG, "key_project_investment", "level", "2024", "省市重点"),
        (PUYANG, "key_project_investment", "level", "2024", "在建重大"),
        (PUYANG, "key_project_investment", "level", "2025", "省市重点"),
        (PUYANG, "unmapped", "level", "2024", "省市重点"),
        (ZHOUKOU, "gdp", "level", "2024", ""),
        ("某县", "gdp", "level", "2024", ""),
    ]
    disputed = rows[2]
    assert (disputed["status"], disputed["sources"], disputed["low"], disputed["high"]) == ("disputed", 2, 96.3, 131.2)
    assert (disputed["value"], disputed["number"], disputed["rule"]) == ("131.2", 131.2, "latest_published")


def test_all_figures_of_one_fact_are_seen_together_whatever_they_speak_of() -> None:
    cells = cells_of(
        *INVESTMENT,
        fact("300", scope=""),
        fact("121", kind=Kind.TARGET),
        fact("95.7", kind=Kind.TARGET, period="2020"),
        fact("8", "%", measure=Measure.GROWTH),
        fact("7", zone=ZHOUKOU),
    )
    asked = next(cell for cell in cells if str(cell.chosen.value) == "131.2")
    assert [(cell.scope, cell.kind, str(cell.chosen.value)) for cell in related(cells, asked)] == [
        ("省市重点", Kind.ACTUAL, "131.2"),
        ("省市重点", Kind.TARGET, "121"),
        ("", Kind.ACTUAL, "300"),
        ("在建重大", Kind.ACTUAL, "206.19"),
    ]


def test_wide_is_zone_by_period_with_indicators_in_columns() -> None:
    found = table(
        fact("226", indicator="gdp", scope="", zone=ZHOUKOU, period="2022"),
        fact("2540000", "万元", indicator="gdp", scope=""),
        fact("5.0", "%", indicator="gdp", scope="", measure=Measure.GROWTH),
        fact("270", indicator="gdp", scope="", kind=Kind.ESTIMATE, period="2025"),
        fact("6", "%", indicator="gdp", scope="", measure=Measure.GROWTH, kind=Kind.TARGET, period="2025"),
        fact("7", "个", indicator="key_projects", scope=""),
    )
    assert list(found.columns) == [
        "zone",
        "year",
        "period",
        "gdp [亿元]",
        "gdp.estimate [亿元]",
        "gdp.growth [%]",
        "gdp.growth.target [%]",
        "key_projects [个]",
    ]
    assert list(zip(found["zone"], found["year"], strict=True)) == [(PUYANG, 2024), (PUYANG, 2025), (ZHOUKOU, 2022)]
    assert found["gdp [亿元]"].tolist()[::2] == [254.0, 226.0]
    assert found["gdp.estimate [亿元]"].notna().tolist() == [False, True, False]


PARTS = ["2024-Q1", "2024-01/05", "2024-05", "2024-H1", "2024-Q4", "2020/2024"]


@pytest.mark.parametrize("period", PARTS)
def test_no_other_period_stands_as_a_year(period: str) -> None:
    found = table(fact("61.3", period=period), fact("100", period="2024"))
    assert found["period"].tolist() == ["2024", period] and found["year"].tolist() == [2024, 2024]
    assert found["key_project_investment [亿元]"].tolist() == [100, 61.3]


def test_a_zone_of_which_only_parts_of_years_are_known_is_there() -> None:
    found = table(*(fact(str(place), period=period) for place, period in enumerate(PARTS)), fact("9", zone=ZHOUKOU))
    assert found["zone"].tolist() == [PUYANG] * len(PARTS) + [ZHOUKOU]
    assert found["period"].tolist() == ["2024-Q1", "2024-01/05", "2024-05", "2024-H1", "2020/2024", "2024-Q4", "2024"]


SCOPES = [
    (["", "在建重大", "省市重点"], "", "省市重点、在建重大", "the whole before its parts"),
    (["在建重大", "省市重点"], "省市重点", "在建重大", "then as the config orders them"),
    (["制造业", "在建重大"], "在建重大", "制造业", "known scopes before unknown ones"),
    (["制造业", "亿元以上"], "亿元以上", "制造业", "unknown ones by name"),
]


@pytest.mark.parametrize(("scopes", "shown", "others", "why"), SCOPES)
def test_of_several_scopes_one_is_shown_and_all_are_named(scopes: Any, shown: str, others: str, why: str) -> None:
    facts = [fact(str(place), scope=scope) for place, scope in enumerate(scopes)]
    found = table(*facts).iloc[0]
    column = "key_project_investment [亿元]"
    assert found[column] == scopes.index(shown), why
    assert (found.get(f"{column}.scope", ""), found[f"{column}.other_scopes"]) == (shown, others)


def test_comparators_and_disputes_stand_beside_their_column() -> None:
    found = table(*INVESTMENT[:2], fact("15", "个", indicator="key_projects", scope="", comparator=">=")).iloc[0]
    assert found["key_project_investment [亿元].status"] == "disputed"
    assert found["key_projects [个].comparator"] == ">="
    assert "key_projects [个].status" not in found


def test_foreign_currency_has_a_column_of_its_own() -> None:
    found = table(fact("3.5", indicator="exports", scope=""), fact("5000", "万美元", indicator="exports", scope=""))
    assert found.iloc[0][["exports [亿元]", "exports [亿美元]"]].tolist() == [3.5, 0.5]


def test_targets_without_a_number_leave_no_empty_row() -> None:
    assert table(fact(None, "", kind=Kind.TARGET, quote="高于全市平均")).empty


def test_heads_may_carry_names() -> None:
    frame = Panel(cells_of(fact("254", indicator="gdp", scope="")), CONFIG).to_frame()
    assert list(wide(frame, INDICATORS, names={"gdp": "地区生产总值"}).columns)[3:] == ["地区生产总值 [亿元]"]


def test_nothing_gives_an_empty_table_with_its_key() -> None:
    assert list(table().columns) == ["zone", "year", "period"]


@given(st.permutations([*INVESTMENT, fact("254", scope="", indicator="gdp"), fact("9", period="2020")]))
def test_the_order_of_reports_does_not_change_the_table(observations: Any) -> None:
    pd.testing.assert_frame_equal(
        table(*observations), table(*INVESTMENT, fact("254", scope="", indicator="gdp"), fact("9", period="2020"))
    )
