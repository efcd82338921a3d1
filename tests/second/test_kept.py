"""Answers kept for good: which of them count, and what is made of them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from kpi.second.claims import Trust
from kpi.second.kept import CUT_SHORT, Answer, heard, in_force, keep, ledger_of, load, said_in
from kpi.settings.config import Config, load_config
from kpi.settings.second_reader import ACCEPT, SecondReader
from kpi.vocabulary.model import report_id

REPORT = "ab" * 32
READER = SecondReader("http://127.0.0.1:1/v1", "模型")


def said(value: str) -> str:
    return json.dumps({"facts": [{"indicator": "gdp", "value": value, "quote": f"{value}亿元"}]})


def answer(value: str, number: int = 1, of: int = 1, text: str = "t1", **changed: object) -> Answer:
    whole = Answer(
        "2026-01-01T00:00:00+00:00", "模型", "h", "v", REPORT, "a.txt", text, f"p{number}", number, of, said(value)
    )
    return replace(whole, **changed)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return replace(load_config(), corrections=tmp_path / "corrections.jsonl")


def values(answers: tuple[Answer, ...]) -> list[str]:
    return [claim.value for claim in said_in(answers).claims]


def test_an_answer_comes_back_as_it_was_kept(config: Config) -> None:
    kept = answer("1", answer="“好”\n{", cut=True, asked_tokens=3)
    keep(config, kept)
    keep(config, answer("2"))
    assert [each for _, each in load(config).entries] == [kept, answer("2")]
    assert config.answers.name == "corrections.answers.jsonl"


@pytest.mark.parametrize("changed", [{"number": "1"}, {"cut": 1}, {"model": None}, {"unheard": "x"}])
def test_a_line_that_is_no_answer_costs_no_other(config: Config, changed: dict[str, object]) -> None:
    keep(config, answer("1"))
    with open(config.answers, "a", encoding="utf-8") as file:
        file.write(json.dumps({**asdict(answer("2")), **changed}) + "\n")
    lines = ledger_of(config).read()
    assert len(lines.entries) == 1 and "第 2 行" in lines.problems[0]


COUNTS: tuple[tuple[str, list[Answer], list[str]], ...] = (
    ("the last of a piece", [answer("1"), answer("2")], ["2"]),
    ("in the order of the pieces", [answer("2", 2, 2), answer("1", 1, 2)], ["1", "2"]),
    ("of the model alone", [answer("1"), answer("9", model="另一个")], ["1"]),
    ("some pieces, where there are no others", [answer("2", 2, 3)], ["2"]),
    ("the last whole cut", [answer("1"), answer("8", 1, 2, "t2")], ["1"]),
    ("a new cut once it is whole", [answer("1"), answer("8", 1, 2, "t2"), answer("9", 2, 2, "t2")], ["8", "9"]),
    ("the cut that was answered last", [answer("1"), answer("5", text="t2"), answer("2")], ["2"]),
    ("the last cut where none is whole", [answer("1", 1, 3), answer("8", 1, 2, "t2")], ["8"]),
)


@pytest.mark.parametrize(("answers", "counted"), [case[1:] for case in COUNTS], ids=[case[0] for case in COUNTS])
def test_which_answers_count(answers: list[Answer], counted: list[str]) -> None:
    assert values(in_force(answers, "模型")[REPORT]) == counted


def test_rows_are_counted_through_the_pieces_and_faults_are_told() -> None:
    found = said_in([answer("1", 1, 2), answer("", 2, 2, answer=said("2")[:-9], cut=True)])
    assert [claim.row for claim in found.claims] == [1]
    assert [each.reason for each in found.unread][-1] == CUT_SHORT
    assert found.claims[0].report == report_id(REPORT)


def test_what_the_model_says_of_each_report(config: Config) -> None:
    keep(config, answer("1"))
    keep(config, answer("2", report="cd" * 32))
    found = heard(load(config), replace(READER, trust=ACCEPT))
    assert list(found) == [REPORT, "cd" * 32]
    assert (found[REPORT].reader, found[REPORT].trust) == ("模型", Trust.ACCEPT)
    assert [claim.value for claim in found[REPORT].claims] == ["1"]
    assert heard(load(config), READER)[REPORT].trust is Trust.PROPOSE


def test_without_a_second_reader_nothing_counts_and_nothing_is_lost(config: Config) -> None:
    keep(config, answer("1"))
    assert heard(load(config), None) == {}
    assert heard(load(config), replace(READER, model="另一个")) == {}
    assert len(load(config).entries) == 1
