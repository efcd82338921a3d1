"""Observations by their names: today's, one without its letter, those of earlier programs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpi.building.store import build, open_build
from kpi.cli import main
from kpi.results.builds import Build
from kpi.results.naming import find_observation
from kpi.settings.config import Config, load_config
from tests.samples import CONFIG

REPORT = "濮阳经开区2024年工作总结\n2024年，濮阳经开区重点项目投资96.3亿元。2024年，地区生产总值254亿元。\n"
FIELDS = ("doc", "indicator", "scope", "measure", "kind", "period", "value", "unit", "start", "end")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "总结.txt").write_text(REPORT, "utf-8")
    return load_config(tmp_path / "config.yaml")


def built(config: Config) -> Build:
    build(config)
    made = open_build(config)
    assert made is not None
    return made


def investment(config: Config) -> dict[str, Any]:
    (row,) = built(config).rows("observations", indicator=["key_project_investment"])
    return row


def only_fact_at(row: dict[str, Any], config: Config) -> dict[str, Any]:
    """What is read now in the words of `row`, whatever it speaks of."""
    (found,) = [each for each in built(config).rows("observations") if each["start"] == row["start"]]
    return found


def old_name(row: dict[str, Any]) -> str:
    """As the program named a fact before names had a letter."""
    return hashlib.sha256("\x1f".join(str(row[name]) for name in FIELDS).encode()).hexdigest()[:12]


def correct(name: str, *options: str) -> int:
    return main(["correct", name, *options, "--why", "核对原件", "--who", "王某"])


NAMES: dict[str, Callable[[dict[str, Any]], str]] = {
    "today's": lambda row: str(row["observation_id"]),
    "in capitals, with spaces": lambda row: f" {row['observation_id'].upper()} ",
    "without its letter": lambda row: str(row["observation_id"])[1:],
    "an old one": old_name,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_an_observation_is_found_by_any_of_its_names(name: Callable[[dict[str, Any]], str], config: Config) -> None:
    row = investment(config)
    assert find_observation(built(config), name(row), config) == row
    assert correct(name(row), "--accept") == 0


@pytest.mark.parametrize("name", ["", "o", "0" * 12, "o" + "0" * 12, "总结"])
def test_what_names_nothing(name: str, config: Config) -> None:
    assert find_observation(built(config), name, config) is None
    assert name == "" or correct(name, "--accept") == 2


CHANGES = [
    ("--value", "69.3"), ("--period", "2023"), ("--zone", "周口经济开发区"), ("--value", "9", "--unit", "万元"),
    ("--comparator", "以上"), ("--indicator", "实际使用外资"), ("--indicator", "signed_projects", "--unit", "个"),
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=[" ".join(change) for change in CHANGES])
def test_a_correction_changes_no_name(change: tuple[str, ...], config: Config) -> None:
    before = investment(config)
    assert correct(before["observation_id"], *change) == 0
    after = only_fact_at(before, config)
    assert after["flags"].split()[0] == "corrected" and after != before
    assert after["observation_id"] == before["observation_id"]
    for name in (old_name(before), old_name(after)):
        assert find_observation(built(config), name, config) == after, "as it was read, and as it is now"
    assert correct(before["observation_id"], "--undo") == 0
    assert investment(config) == before


def test_a_zone_that_only_reports_name_is_no_slip_for_another(config: Config) -> None:
    """It is like one of the lists, but the results have it."""
    other = REPORT.replace("濮阳经开区", "徐洲经济技术开发区")
    (config.path.parent / "reports" / "徐洲经济技术开发区.txt").write_text(other, "utf-8")
    (mine,) = built(config).rows("observations", indicator=["key_project_investment"], doc=["总结"])
    assert correct(mine["observation_id"], "--zone", "徐洲经济技术开发区") == 0
    assert correct(mine["observation_id"], "--zone", "徐洲经济开发区") == 2


def with_old_names(config: Config, name: str) -> None:
    """The file of corrections as a program of earlier days wrote it."""
    entries = [json.loads(line) for line in config.corrections.read_text("utf-8").splitlines()]
    config.corrections.write_text("".join(json.dumps({**entry, "id": name}) + "\n" for entry in entries), "utf-8")


@pytest.mark.parametrize("by_old_name", [True, False])
@pytest.mark.parametrize("is_built", [True, False])
@pytest.mark.parametrize("decision", [("--reject",), ("--value", "69.3")], ids=["reject", "override"])
def test_a_decision_of_earlier_days_holds_and_is_taken_back(
    decision: tuple[str, ...], is_built: bool, by_old_name: bool, config: Config
) -> None:
    before = investment(config)
    name = old_name(before) if by_old_name else before["observation_id"]
    assert correct(before["observation_id"], *decision) == 0
    with_old_names(config, old_name(before))
    if is_built:
        there = built(config).rows("observations", indicator=["key_project_investment"])
        assert [row["value"] for row in there] == ([] if decision == ("--reject",) else ["69.3"])
    assert correct(name, "--undo") == 0
    assert investment(config) == before


def test_an_old_name_leads_to_a_corrected_fact_of_a_report_with_another_name(config: Config) -> None:
    before = investment(config)
    assert correct(before["observation_id"], "--value", "69.3") == 0
    with_old_names(config, old_name(before))
    (config.path.parent / "reports" / "总结.txt").rename(config.path.parent / "reports" / "年报.txt")
    assert find_observation(built(config), old_name(before), config) == investment(config)
