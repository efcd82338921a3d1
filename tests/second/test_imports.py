"""The ledger of imports: append-only, the last table of a reader in force, nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kpi.second import imports
from kpi.second.claims import Claim, Trust
from kpi.second.imports import Imported
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from tests.second.samples import AGREES, ALONE, DIFFERS, WRONG, project


@pytest.fixture
def own(tmp_path: Path) -> Config:
    return project(tmp_path / "项目")


def keep(config: Config, *claims: object, reader: str = "张工", trust: Trust = Trust.PROPOSE) -> None:
    rows = [Imported(claim, "d1") for claim in claims]  # type: ignore[arg-type]
    imports.keep(config, reader, rows, trust=trust, file="表.csv", who="王某")


def test_what_was_imported_comes_back(own: Config) -> None:
    keep(own, AGREES, ALONE)
    (entry,) = imports.load(own).in_force
    assert entry.rows == (Imported(AGREES, "d1"), Imported(ALONE, "d1"))
    assert (entry.reader, entry.trust, entry.file, entry.who) == ("张工", Trust.PROPOSE, "表.csv", "王某")
    assert own.imports.name == "corrections.imports.jsonl"


def test_a_later_table_takes_the_place_and_nothing_is_lost(own: Config) -> None:
    keep(own, AGREES)
    keep(own, ALONE)
    keep(own, AGREES, reader="李工")
    assert [(each.reader, len(each.rows)) for each in imports.load(own).in_force] == [("张工", 1), ("李工", 1)]
    assert imports.load(own).in_force[0].rows[0].claim == ALONE
    assert len(imports.load(own).entries) == 3


def test_trust_and_withdrawal_are_lines_too(own: Config) -> None:
    keep(own, AGREES)
    imports.trust(own, "张工", Trust.ACCEPT, who="王某")
    (entry,) = imports.load(own).in_force
    assert (entry.trust, len(entry.rows)) == (Trust.ACCEPT, 1)
    with pytest.raises(KpiError, match="已经是这样"):
        imports.trust(own, "张工", Trust.ACCEPT, who="王某")
    imports.withdraw(own, "张工", who="王某")
    assert imports.load(own).in_force == () and len(imports.load(own).entries) == 3
    for again in (
        lambda: imports.withdraw(own, "张工", who="王某"),
        lambda: imports.trust(own, "赵工", Trust.ACCEPT, who="王某"),
    ):
        with pytest.raises(KpiError, match="没有导入过"):
            again()


def steps(config: Config) -> list[tuple[str, int]]:
    """What holds of 张工: how far trusted, how many rows."""
    return [(str(each.trust), len(each.rows)) for each in imports.load(config).in_force if each.reader == "张工"]


def test_each_step_can_be_taken_back_and_what_held_before_holds_again(own: Config) -> None:
    keep(own, AGREES)
    keep(own, AGREES, ALONE)
    keep(own, AGREES, reader="李工")
    imports.trust(own, "张工", Trust.ACCEPT, who="王某")
    imports.withdraw(own, "张工", who="王某")
    seen = []
    for _ in range(4):
        made = imports.undo(own, "张工", who="赵某")
        seen.append((str(made.undone and made.undone.action), steps(own)))
    assert seen == [
        ("withdraw", [("accept", 2)]),
        ("trust", [("propose", 2)]),
        ("import", [("propose", 1)]),
        ("import", []),
    ]
    assert len(imports.load(own).entries) == 9, "nothing is taken out of the file"
    with pytest.raises(KpiError, match="没有可以再撤回的"):
        imports.undo(own, "张工", who="赵某")
    with pytest.raises(KpiError, match="没有导入过；有的是：张工、李工"):
        imports.undo(own, "赵工", who="赵某")
    assert len(imports.load(own).entries) == 9 and imports.load(own).in_force[0].reader == "李工"


def test_a_table_after_an_undo_is_a_step_of_its_own(own: Config) -> None:
    keep(own, AGREES)
    keep(own, AGREES, ALONE)
    imports.undo(own, "张工", who="王某")
    keep(own, ALONE, trust=Trust.ACCEPT)
    assert steps(own) == [("accept", 1)]
    imports.undo(own, "张工", who="王某")
    assert steps(own) == [("propose", 1)] and imports.load(own).in_force[0].rows[0].claim == AGREES


def test_a_withdrawal_of_before_there_was_an_undo_is_still_one(own: Config) -> None:
    keep(own, AGREES)
    keep(own, ALONE)
    line = {"action": "withdraw", "at": "2026-11-30T10:00:00+08:00", "who": "王某", "reader": "张工"}
    with own.imports.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    assert imports.load(own).in_force == () and not imports.load(own).problems


def rows(*claims: Claim, digest: str = "d1") -> list[Imported]:
    return [Imported(claim, digest) for claim in claims]


def test_what_becomes_of_the_rows_of_the_table_before() -> None:
    other = replace(AGREES, value="256", row=9)
    found = imports.change(rows(AGREES, ALONE, WRONG), rows(replace(ALONE, row=7), other, DIFFERS))
    assert (found.same, found.changed, found.gone, found.new) == (1, ((AGREES, other),), (WRONG,), (DIFFERS,))
    assert found.before == 3 and not found.is_none


def test_rows_are_the_same_whatever_their_order_and_the_name_of_their_report() -> None:
    moved = [replace(each, row=row, report="甲/改名.txt") for row, each in enumerate((WRONG, ALONE, AGREES), 2)]
    assert imports.change(rows(AGREES, ALONE, WRONG), rows(*moved)).is_none
    other = imports.change(rows(AGREES), rows(AGREES, digest="d2"))  # of another report
    assert (len(other.gone), len(other.new)) == (1, 1)


def test_of_two_rows_that_say_the_same_one_may_be_gone() -> None:
    twice = rows(AGREES, replace(AGREES, row=3))
    assert (imports.change(twice, rows(AGREES)).same, len(imports.change(twice, rows(AGREES)).gone)) == (1, 1)
    assert len(imports.change(rows(AGREES), twice).new) == 1


@pytest.mark.parametrize("name", ["", "  ", "甲; 乙", "本程序", "长" * 31])
def test_a_name_that_is_none(name: str, own: Config) -> None:
    with pytest.raises(KpiError, match="--as"):
        keep(own, AGREES, reader=name)
    assert not own.imports.exists()


@pytest.mark.parametrize(
    "line",
    [
        "不是 JSON",
        '{"action": "import"}',
        json.dumps({"action": "import", "at": "2026-11-30T10:00:00", "who": "甲", "reader": "乙", "rows": [{"row": "1"}]}),
        json.dumps({"action": "import", "at": "2026-11-30T10:00:00", "who": "甲", "reader": "乙", "rows": [{"row": 1, "value": 3}]}),
        json.dumps({"action": "import", "at": "2026-11-30T10:00:00", "who": "甲", "reader": "乙", "rows": ["row"]}),
        json.dumps({"action": "import", "at": "2026-11-30T10:00:00", "who": "甲", "reader": "乙", "rows": {"row": 1}}),
        json.dumps({"action": "import", "at": "昨天", "who": "甲", "reader": "乙", "rows": []}),
        json.dumps({"action": "steal", "at": "2026-11-30T10:00:00", "who": "甲", "reader": "乙"}),
    ],
)  # fmt: skip
def test_a_line_that_is_none_is_told_and_costs_no_other(line: str, own: Config) -> None:
    own.imports.write_text(line + "\n", encoding="utf-8")
    keep(own, AGREES)
    known = imports.load(own)
    assert len(known.in_force) == 1 and len(known.problems) == 1
    assert "corrections.imports.jsonl 第 1 行" in known.problems[0]
