"""Observations by their names: today's, one without its letter, those of earlier programs; what a file is called is no
part of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpi.building.notebook import read
from kpi.building.store import build, open_build
from kpi.cli import main
from kpi.results.builds import Build
from kpi.results.changes import changes_between
from kpi.results.corrections import Action, Change, Correction, load
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


def name_by_file(row: dict[str, Any]) -> str:
    """As the program named a fact as long as names hung on what the file was called."""
    place = ("doc", "start", "end", "indicator", "scope", "measure", "comparator")
    return "o" + hashlib.sha256("\x1f".join(str(row[name]) for name in place).encode()).hexdigest()[:12]


def correct(name: str, *options: str) -> int:
    return main(["correct", name, *options, "--why", "核对原件", "--who", "王某"])


NAMES: dict[str, Callable[[dict[str, Any]], str]] = {
    "today's": lambda row: str(row["observation_id"]),
    "in capitals, with spaces": lambda row: f" {row['observation_id'].upper()} ",
    "without its letter": lambda row: str(row["observation_id"])[1:],
    "an old one": old_name,
    "one after its file": name_by_file,
    "one after its file, without its letter": lambda row: name_by_file(row)[1:],
}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_an_observation_is_found_by_any_of_its_names(name: Callable[[dict[str, Any]], str], config: Config) -> None:
    row = investment(config)
    assert find_observation(built(config), name(row), config) == row
    assert correct(name(row), "--accept") == 0


@pytest.mark.parametrize("name", ["", "o", "0" * 12, "o" + "0" * 12, "o" + "0" * 12 + "-2", "总结"])
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
    for name in (old_name(before), old_name(after), name_by_file(before)):
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


@pytest.mark.parametrize("earlier", [old_name, name_by_file], ids=["without a letter", "after its file"])
@pytest.mark.parametrize("by_old_name", [True, False])
@pytest.mark.parametrize("is_built", [True, False])
@pytest.mark.parametrize("is_renamed", [True, False])
@pytest.mark.parametrize("decision", [("--reject",), ("--value", "69.3")], ids=["reject", "override"])
def test_a_decision_of_earlier_days_holds_and_is_taken_back(
    decision: tuple[str, ...],
    is_renamed: bool,
    is_built: bool,
    by_old_name: bool,
    earlier: Callable[[dict[str, Any]], str],
    config: Config,
) -> None:
    before = investment(config)
    name = earlier(before) if by_old_name else before["observation_id"]
    assert correct(before["observation_id"], *decision) == 0
    with_old_names(config, earlier(before))
    if is_renamed:
        rename(config)
        before |= {"doc": "年报", "path": "reports/旧/年报.txt"}
    if is_built:
        there = built(config).rows("observations", indicator=["key_project_investment"])
        assert [row["value"] for row in there] == ([] if decision == ("--reject",) else ["69.3"])
    assert correct(name, "--undo") == 0
    assert investment(config) == before


def rename(config: Config) -> None:
    """Gives the report another name in another folder."""
    (config.path.parent / "reports" / "旧").mkdir()
    (config.path.parent / "reports" / "总结.txt").rename(config.path.parent / "reports" / "旧" / "年报.txt")


@pytest.mark.parametrize("earlier", [old_name, name_by_file], ids=["without a letter", "after its file"])
def test_an_old_name_leads_to_a_corrected_fact_of_a_report_with_another_name(
    earlier: Callable[[dict[str, Any]], str], config: Config
) -> None:
    before = investment(config)
    assert correct(before["observation_id"], "--value", "69.3") == 0
    with_old_names(config, earlier(before))
    rename(config)
    assert find_observation(built(config), earlier(before), config) == investment(config)


# the ledger as a program wrote it that named facts after their files: two readings of the same words
LINES = [
    {"action": "override", "at": "2026-11-20T08:00:00+00:00", "who": "王某", "why": "核对原件",
     "indicator": "key_project_investment", "measure": "level", "kind": "actual", "period": "2024", "scope": "",
     "zone": "濮阳经济技术开发区", "value": "96.3", "unit": "亿元", "comparator": "=", "doc": "总结",
     "path": "reports/总结.txt", "quote": "重点项目投资96.3亿元", "change": {"value": "69.3"}},
    {"action": "reject", "at": "2026-11-20T08:01:00+00:00", "who": "王某", "why": "重复",
     "indicator": "gdp", "measure": "level", "kind": "actual", "period": "2024", "scope": "",
     "zone": "濮阳经济技术开发区", "value": "254", "unit": "亿元", "comparator": "=", "doc": "总结",
     "path": "reports/总结.txt", "quote": "地区生产总值254亿元"},
]  # fmt: skip


@pytest.mark.parametrize("is_renamed", [True, False])
def test_a_ledger_of_the_time_of_names_after_files_is_understood_whole(is_renamed: bool, config: Config) -> None:
    lines = []
    for line in LINES:
        at = REPORT.index(str(line["quote"]))
        made = line | {
            "digest": hashlib.sha256(REPORT.encode()).hexdigest(),
            "start": at,
            "end": at + len(line["quote"]),
        }  # type: ignore[arg-type]
        lines.append(made | {"id": name_by_file(made)})
    config.corrections.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    if is_renamed:
        rename(config)
    found = built(config)
    (fact,) = found.rows("observations")
    assert (fact["value"], fact["flags"]) == ("69.3", "corrected") and load(config).problems == ()
    assert [row["reason"] for row in found.rows("remarks", reason=["rejected", "stale_correction"])] == ["rejected"]
    first, second = load(config).in_force
    assert first.name == fact["observation_id"] and {first.id, first.name} <= first.names
    assert correct(str(second.id), "--undo") == 0 and len(built(config).rows("observations")) == 2
    names = {row["indicator"]: row["observation_id"] for row in built(config).rows("observations")}
    assert second.name == names["gdp"]


def test_a_name_after_a_file_tells_two_readings_of_the_same_words_apart(config: Config) -> None:
    entry = replace(_entry_of(LINES[0]), id="o0123456789ab-2")
    assert entry.name.endswith("-2") and entry.name != replace(entry, id="o0123456789ab").name
    assert not replace(entry, id="0123456789ab").name.endswith("-2")


def _entry_of(line: dict[str, Any]) -> Correction:
    change = Change(**line["change"])
    return Correction(**{**line, "action": Action(line["action"]), "change": change}, digest="d", start=1, end=2)


def test_a_report_that_is_renamed_and_moved_keeps_all_its_names(config: Config) -> None:
    (config.path.parent / "reports" / "动态.txt").write_text("濮阳经开区动态\n近年来，签约项目26个。\n", "utf-8")
    before = built(config)
    rename(config)
    (config.path.parent / "reports" / "动态.txt").rename(config.path.parent / "reports" / "总结.txt")
    after = built(config)
    assert after.build_id != before.build_id
    for table, column in (("observations", "observation_id"), ("waiting", "observation_id"), ("cells", "chosen")):
        names = [sorted(each.values_of(table, column)) for each in (before, after)]
        assert names[0] == names[1] != [], table
    found = changes_between(before, after)
    assert (found.observations_added, found.observations_gone, found.nothing) == (0, 0, True)


def test_copies_have_names_of_their_own_wherever_both_are_read(config: Config) -> None:
    """A build reads one of them; who names both reads both."""
    (config.path.parent / "reports" / "副本.txt").write_text(REPORT, "utf-8")
    assert len(built(config).rows("observations")) == 2
    found = read(config.path.parent / "reports", config)
    names = [str(name) for name in found.to_frame()["observation_id"]]
    assert len(names) == 4 == len(set(names)) and set(built(config).values_of("observations", "observation_id")) < set(
        names
    )
    assert [each.report_id for each in found][::2] == [
        "r" + hashlib.sha256(REPORT.encode()).hexdigest()[:12] + end for end in ("", "-2")
    ]
