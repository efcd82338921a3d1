"""Ledgers whose last line was cut, as by a power cut: each of them loses that line and no other, and says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kpi.building import doctor, statements, stating, store
from kpi.building.importing import Imported
from kpi.results import corrections, journal, notes
from kpi.results.corrections import Action
from kpi.second import imports, kept
from kpi.second.claims import Claim, Trust
from kpi.settings.config import Config
from kpi.vocabulary.frames import observation_of

ZONE = "濮阳经济技术开发区"


@dataclass(frozen=True)
class Kept:
    """A ledger: where it is, how a person adds the line of that number, and what is read of it: lines and problems."""

    path: Callable[[Config], Path]
    add: Callable[[Config, int], Any]
    read: Callable[[Config], tuple[Sequence[Any], Sequence[str]]]
    told_by_build: bool = True


def correct(config: Config, number: int) -> None:
    build = store.open_build(config)
    assert build is not None
    row = build.rows("observations", doc=["000"])[number]
    digest = build.rows("documents", doc=["000"])[0]["digest"]
    corrections.decide(config, observation_of(row), digest, Action.ACCEPT, why="核对", who="甲")


def state(config: Config, number: int) -> None:
    stating.state(config, config.path.parent / "reports" / f"00{number}.txt", who="乙", title="写明的标题")


def bring(config: Config, number: int) -> None:
    row = Imported(Claim(f"张工{number}", 2, "000.txt", ZONE, "gdp", value="254", quote="254"))
    imports.keep(config, f"张工{number}", [row], trust=Trust.PROPOSE, file="表.csv", who="丙")


def answer(config: Config, number: int) -> None:
    kept.keep(config, kept.Answer(kept.now(), "m", "h", "1", "d", "p", "t", f"q{number}", number, 2, "[]"))


LEDGERS = {
    "corrections": Kept(
        lambda c: c.corrections, correct, lambda c: (corrections.load(c).entries, corrections.load(c).problems)
    ),
    "reports": Kept(lambda c: c.statements, state, lambda c: (statements.load(c).entries, statements.load(c).problems)),
    "imports": Kept(lambda c: c.imports, bring, lambda c: (imports.load(c).entries, imports.load(c).problems)),
    "answers": Kept(lambda c: c.answers, answer, lambda c: (kept.load(c).entries, kept.load(c).problems)),
    "notes": Kept(
        lambda c: c.notes, lambda c, number: notes.write(c, ZONE, "gdp", "2024", f"批注{number}", who="丁"),
        lambda c: (notes.load(c).standing, notes.load(c).problems), told_by_build=False,
    ),
    "journal": Kept(
        journal.journal_of, lambda c, number: journal.record(c, "戊", journal.BUILD, [str(number)]),
        lambda c: (journal.load(journal.journal_of(c)).entries, journal.load(journal.journal_of(c)).problems),
        told_by_build=False,
    ),
}  # fmt: skip


# how much of the last line is left
CUTS = {"all but its end": -9, "half": 60, "a bracket": 1}


@pytest.mark.parametrize("cut", CUTS.values(), ids=list(CUTS))
@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=list(LEDGERS))
def test_the_lines_before_stand_and_the_next_is_written_whole(ledger: Kept, cut: int, built_project: Config) -> None:
    ledger.add(built_project, 0)
    path = ledger.path(built_project)
    first = path.read_bytes()
    ledger.add(built_project, 1)
    torn = path.read_bytes()[len(first) :][:cut]
    path.write_bytes(first + torn)
    entries, problems = ledger.read(built_project)
    (problem,) = problems
    assert len(entries) == 1
    assert problem.startswith(f"{path.name} 第 2 行不完整或读不懂，没有采用（")
    assert "不是一个条目" in problem or "个字节起不是 UTF-8" in problem
    assert problem in [each.said for each in doctor.examine(built_project.path)]
    assert (problem in store.build(built_project).notes) is ledger.told_by_build
    ledger.add(built_project, 2)
    entries, problems = ledger.read(built_project)
    assert (len(entries), list(problems)) == (2, [])
    assert path.read_bytes().startswith(first)
    assert path.with_name(f"{path.name}.damaged").read_bytes() == torn + b"\n"
    assert not [note for note in store.build(built_project).notes if path.name in note]


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=list(LEDGERS))
def test_a_line_of_a_newer_program_is_named_and_kept(ledger: Kept, built_project: Config) -> None:
    """An upgrade was taken back: what that program wrote stays in the file, and counts again once it is there again."""
    ledger.add(built_project, 0)
    path = ledger.path(built_project)
    newer = (
        path.read_bytes()
        .replace(b'"who"', b'"seal": {"of": "newer"}, "who"')
        .replace(b'"model"', b'"seal": 1, "model"')
    )
    assert newer != path.read_bytes()
    path.write_bytes(newer)
    ledger.add(built_project, 1)
    entries, problems = ledger.read(built_project)
    assert path.read_bytes().startswith(newer)
    if ledger is LEDGERS["journal"]:  # reads the fields it knows
        assert len(entries) == 2
        return
    (problem,) = problems
    assert len(entries) == 1 and problem.startswith(f"{path.name} 第 1 行") and "这个版本不认识的项 seal" in problem
