"""A colleague's table on its way through import, build, decision and export."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kpi.building import proving, store
from kpi.building.importing import check
from kpi.results import corrections
from kpi.results.corrections import Action
from kpi.second import imports
from kpi.second.claims import Claim, Trust
from kpi.settings.config import Config, load_config
from kpi.vocabulary.frames import observation_of
from tests.second.samples import AGREES, ALONE, DIFFERS, REPORT, SURER, TEXT, WRONG, project

ALL = tuple(replace(claim, row=row) for row, claim in enumerate((AGREES, ALONE, DIFFERS, SURER, WRONG), 2))


@pytest.fixture
def own(tmp_path: Path) -> Config:
    return project(tmp_path / "项目")


def take_in(config: Config, *claims: Claim, trust: Trust = Trust.PROPOSE, reader: str = "张工") -> None:
    mine = [replace(claim, reader=reader) for claim in claims]
    rows = [each.imported for each in check(mine, config, trust)]
    imports.keep(config, reader, rows, trust=trust, file="表.csv", who="王某")


def built(config: Config) -> store.BuildReport:
    return store.build(config, jobs=1)


def rows(config: Config, table: str, **where: list[str]) -> list[dict[str, object]]:
    build = store.open_build(config)
    assert build is not None
    return [dict(row) for row in build.rows(table, **where)]


def tables(config: Config) -> dict[str, bytes]:
    build = store.open_build(config)
    assert build is not None
    return {path.name: path.read_bytes() for path in sorted(build.folder.glob("*.parquet"))}


def test_each_row_is_held_against_its_report(own: Config) -> None:
    found = check(ALL, own, Trust.PROPOSE)
    assert [each.outcome for each in found] == ["agrees", "alone", "differs", "agrees", "refused"]
    assert found[4].reason == "number_is_something_else" and all(each.imported.digest for each in found)


# what a row says of its report, the reason
LOST = [("", "no_report"), ("没有.txt", "report_unknown"), ("同名.txt", "several_reports")]


@pytest.mark.parametrize(("name", "reason"), LOST)
def test_a_row_without_its_report_is_told(name: str, reason: str, own: Config) -> None:
    for folder in ("甲", "乙"):
        (own.path.parent / "reports" / folder).mkdir()
        (own.path.parent / "reports" / folder / "同名.txt").write_text(TEXT + folder, encoding="utf-8")
    (found,) = check([replace(AGREES, report=name)], own, Trust.PROPOSE)
    assert (found.outcome, found.reason, found.imported.digest) == ("refused", reason, "")


@pytest.mark.parametrize(
    "name", [REPORT, "工作总结", f"reports/{REPORT}", f"reports\\{REPORT}", "REPORTS/工作总结.TXT"]
)
def test_a_report_by_any_of_its_names(name: str, own: Config) -> None:
    (found,) = check([replace(AGREES, report=name)], own, Trust.PROPOSE)
    assert found.outcome == "agrees"


def test_a_copy_of_a_report_is_the_report(own: Config) -> None:
    (own.path.parent / "reports" / "副本.txt").write_text(TEXT, encoding="utf-8")
    (found,) = check([replace(AGREES, report="reports/副本.txt")], own, Trust.PROPOSE)
    assert found.outcome == "agrees"


def test_a_report_that_cannot_be_read(own: Config) -> None:
    (own.path.parent / "reports" / "坏.docx").write_bytes(b"PK\x03\x04broken")
    (found,) = check([replace(AGREES, report="坏.docx")], own, Trust.PROPOSE)
    assert (found.outcome, found.reason) == ("refused", "unread") and found.detail


def test_a_build_puts_readers_side_by_side(own: Config) -> None:
    take_in(own, *ALL)
    report = built(own)
    assert report.readers == {"agreed": 2, "proposed": 1, "differs": 1, "refused": 1}
    (gdp,) = rows(own, "observations", indicator=["gdp"], measure=["level"])
    (surer,) = rows(own, "observations", indicator=["tax_revenue"])
    assert gdp["readers"] == surer["readers"] == "本程序; 张工"
    others = {row["readers"] for row in rows(own, "observations")} - {gdp["readers"]}
    assert others == {"本程序"}
    waiting = {row["indicator"]: row for row in rows(own, "waiting", readers=["张工"])}
    assert set(waiting) == {"industrial_investment", "innovation_platforms"}
    (ours,) = rows(own, "observations", indicator=["innovation_platforms"])
    flags = str(waiting["innovation_platforms"]["flags"]).split()
    assert flags == ["left_open:period_inherited", f"differs_from:{ours['observation_id']}"]
    assert ours["flags"] == "readers_differ"
    assert waiting["innovation_platforms"]["worth"] > waiting["industrial_investment"]["worth"]  # what differs first
    assert [row["detail"] for row in rows(own, "remarks", reason=["claim:number_is_something_else"])] == [
        "张工 6 increment"
    ]


def test_a_reader_who_is_trusted_counts_where_nobody_contradicts(own: Config) -> None:
    take_in(own, *ALL, trust=Trust.ACCEPT)
    assert built(own).readers == {"agreed": 2, "alone": 1, "differs": 1, "refused": 1}
    (alone,) = rows(own, "observations", readers=["张工"])
    assert (alone["indicator"], alone["status"], alone["value"]) == ("industrial_investment", "fact", "4.19")


def test_nobody_who_testifies_changes_nothing(own: Config) -> None:
    before = (built(own).build_id, tables(own))
    take_in(own, AGREES)
    imports.withdraw(own, "张工", who="王某")
    built(own)
    assert tables(own) == before[1]


def test_no_report_is_read_again(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    built(own)
    take_in(own, *ALL)
    monkeypatch.setattr(store, "read_report", lambda *_: pytest.fail("read again"))
    made = built(own)
    assert (made.read, made.cached, made.changed) == (0, 1, True)
    monkeypatch.setattr(store, "prove_report", lambda *_: pytest.fail("proved again"))
    again = built(own)
    assert not again.changed and again.build_id == made.build_id
    assert not store.is_stale(own)
    imports.trust(own, "张工", Trust.ACCEPT, who="王某")
    assert store.is_stale(own)


def test_the_spreadsheet_is_not_needed_any_more(own: Config) -> None:
    """What was imported is in the project: a build from nothing gives the same bytes."""
    take_in(own, *ALL)
    built(own)
    before = tables(own)
    shutil.rmtree(own.data)
    built(own)
    assert tables(own) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_bytes_hang_on_no_order(jobs: int, tmp_path: Path) -> None:
    made = []
    for turned in (False, True):
        config = project(tmp_path / f"{jobs}{turned}" / "项目")
        for name in ("甲", "乙", "丙"):
            (config.path.parent / "reports" / f"{name}.txt").write_text(TEXT + f"{name}。\n", encoding="utf-8")
        claims = [replace(claim, report=f"{name}.txt") for name in ("甲", "乙") for claim in ALL]
        mine = [replace(claim, row=row) for row, claim in enumerate(claims, 2)]
        who = [("张工", mine), ("李工", mine[:3])]
        for reader, some in reversed(who) if turned else who:
            take_in(config, *(reversed(some) if turned else some), reader=reader)
        store.build(config, jobs=jobs)
        made.append(tables(config))
    assert made[0] == made[1]


def test_what_is_spliced_is_what_is_arranged_anew(own: Config) -> None:
    for number in range(12):
        other = TEXT.replace("254", str(300 + number)).replace("2024年工作总结", f"{2000 + number}年工作总结")
        (own.path.parent / "reports" / f"{number}.txt").write_text(other, encoding="utf-8")
    built(own)
    take_in(own, *ALL, trust=Trust.ACCEPT)
    built(own)
    spliced = tables(own)
    store.build(own, jobs=1, force=True)
    assert tables(own) == spliced


def test_a_report_that_moved_keeps_its_readers(own: Config) -> None:
    take_in(own, *ALL)
    folder = own.path.parent / "reports"
    (folder / "归档").mkdir()
    (folder / REPORT).rename(folder / "归档" / "换了名.txt")
    assert built(own).readers["agreed"] == 2


def test_a_report_that_changed_is_held_against_anew(own: Config) -> None:
    """The claims are on the words: those that are not there any more do not stand."""
    take_in(own, *ALL)
    path = own.path.parent / "reports" / REPORT
    path.write_text(TEXT.replace("254亿元", "266亿元"), encoding="utf-8")
    assert built(own).readers == {"agreed": 1, "proposed": 1, "differs": 1, "refused": 2}
    assert rows(own, "remarks", reason=["claim:quote_not_found"])


def test_a_decision_on_what_another_read_holds(own: Config) -> None:
    take_in(own, *ALL)
    built(own)
    (row,) = rows(own, "waiting", indicator=["industrial_investment"])
    digest = str(rows(own, "documents")[0]["digest"])
    corrections.settle(own, [(observation_of(row), digest)], Action.ACCEPT, why="核对原件", who="王某")
    built(own)
    (fact,) = rows(own, "observations", indicator=["industrial_investment"])
    assert (fact["observation_id"], fact["readers"], fact["flags"]) == (row["observation_id"], "张工", "accepted")
    imports.withdraw(own, "张工", who="王某")
    assert any(
        "更正" in note or "stale" in note
        for note in (*built(own).notes, *(str(each["reason"]) for each in rows(own, "remarks")))
    )


def test_what_was_dropped_for_anothers_reading_stands_again_without_it(own: Config) -> None:
    """Both decisions of one step fall with the table that the accepted reading came from."""
    take_in(own, *ALL)
    built(own)
    (theirs,) = rows(own, "waiting", indicator=["innovation_platforms"])
    (ours,) = rows(own, "observations", indicator=["innovation_platforms"])
    digest = str(rows(own, "documents")[0]["digest"])
    accepted, dropped = [(observation_of(theirs), digest)], [(observation_of(ours), digest)]
    corrections.settle(own, accepted, Action.ACCEPT, why="核对原件", who="王某", dropped=dropped)
    built(own)
    (fact,) = rows(own, "observations", indicator=["innovation_platforms"])
    assert fact["observation_id"] == theirs["observation_id"]
    imports.withdraw(own, "张工", who="王某")
    built(own)
    (again,) = rows(own, "observations", indicator=["innovation_platforms"])
    assert again["observation_id"] == ours["observation_id"]
    assert len(rows(own, "remarks", reason=["stale_correction"])) == 2


def test_proof_that_breaks_costs_only_the_second_reading(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(own, *ALL)
    monkeypatch.setattr(proving, "proofs_of", lambda *_: 1 / 0)
    made = built(own)
    assert made.observations > 10 and made.readers == {}
    assert any(REPORT in note and "没有核对成" in note for note in made.notes)


def test_a_line_of_the_ledger_that_is_none_is_told(own: Config) -> None:
    own.imports.write_text("不是 JSON\n", encoding="utf-8")
    assert any("corrections.imports.jsonl 第 1 行" in note for note in built(own).notes)


def test_the_config_may_be_loaded_anew(own: Config) -> None:
    take_in(own, *ALL)
    assert built(load_config(own.path)).readers["agreed"] == 2
