"""A few inputs of every target, the same ones each time; and what was found before, which must not come again."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from kpi.building.workers import Lost, Workers
from kpi.vocabulary.model import Limits
from tests.fuzz import __main__ as program
from tests.fuzz import maps, originals
from tests.fuzz.inputs import REPORTS, TARGETS, inputs_of, specials_of, trial_of
from tests.fuzz.mutations import spoiled
from tests.fuzz.projects import HEADS, ROWS
from tests.fuzz.trials import FAULT, READ, REFUSED, Input, Tried, bench_at, tried

LIMITS = Limits(300, 2048)
"""A fault that waits for ever is told; on a busy machine nothing else is."""

SCANS = (".png", ".jpg", ".tif", ".bmp", ".webp")
SAMPLE = {target: 1 if target in SCANS else 6 for target in TARGETS}


def all_tried(given: list[Input], folder: Path) -> list[tuple[Input, Tried | Lost]]:
    with Workers[Input, Tried](1, bench_at, str(folder / "benches"), LIMITS.seconds) as workers:
        return list(workers.results(tried, given, LIMITS))


def test_some_of_every_target_end_in_a_table_or_in_a_line(tmp_path: Path) -> None:
    given = [each for target, count in SAMPLE.items() for each in islice(inputs_of(target, 14, tmp_path), count)]
    assert len(given) == sum(SAMPLE.values())
    for each, outcome in all_tried(given, tmp_path):
        assert isinstance(outcome, Tried) and outcome.ending in (READ, REFUSED), (each.label, outcome)


def test_what_is_whole_is_read(tmp_path: Path) -> None:
    """Else all that is tried of a format would be refused at its door."""
    whole = [
        Input(trial_of(suffix), suffix, f"报告{suffix}", data)
        for suffix, every in originals.reports().items()
        for data in every
        if suffix not in SCANS
    ]
    whole += [Input("map", "map", "config.yaml", data) for data in maps.originals()]
    assert {each.label for each in whole} == {*REPORTS, "map"} - {*SCANS}
    assert [(each.label, made) for each, made in all_tried(whole, tmp_path) if made.ending != READ] == []  # type: ignore[union-attr]


def test_the_same_seed_makes_the_same_inputs(tmp_path: Path) -> None:
    for target in (".txt", ".docx", ".pdf", ".png", "map", "sidecar", "answer"):
        first, again = inputs_of(target, 5, tmp_path), inputs_of(target, 5, tmp_path)
        one, other = [next(first) for _ in range(4)], [next(again) for _ in range(4)]
        assert one == other and one != [next(inputs_of(target, 6, tmp_path)) for _ in range(4)]


def test_every_wound_leaves_bytes() -> None:
    chance = Random(3)
    for data in (b"", b"a", b"a1\n" * 9):
        for _ in range(300):
            assert isinstance(spoiled(chance, data, (b"other",), (b"word", b"a")), bytes)


# What ended as none should before its cause was mended: what is done with it, the name of the file and what is in it

ROW_OF_NUMBERS = "20 " * 40
FOUND: dict[str, Input] = {
    "a row of forty numbers that is none": Input(
        "report", "", "报告.txt", f"濮阳经济技术开发区2024年\n地区生产总值 {ROW_OF_NUMBERS}左\n".encode()
    ),
    "a row of forty falls that is none": Input(
        "report", "", "报告.txt", f"濮阳经济技术开发区2024年\n地区生产总值{' -5' * 40} 左\n".encode()
    ),
    "an import whose rows are words": Input(
        "ledger", "", "imports",
        '{"action": "import", "at": "2026-11-30T10:00:00", "who": "甲", "reader": "乙", "rows": ["x"]}\n'.encode(),
    ),
    "a zone of thousands of letters beside a report": Input(
        "sidecar", "", "sidecar", f"zone: {'技' * 3000}\n".encode()
    ),
    "a map with a zone of thousands of letters": Input(
        "map", "", "config.yaml", maps.originals()[0].replace("周口经济开发区".encode(), "周".encode() * 3000)
    ),
    "a hash of a password that asks for less than nothing": Input(
        "ledger", "", "users",
        '{"users": [{"name": "王某", "secret": "scrypt$32768$-2147483648$1$AA==$AA=="}]}'.encode(),
    ),
}  # fmt: skip


def test_what_was_found_is_mended(tmp_path: Path) -> None:
    ended = all_tried([replace(each, label=name) for name, each in FOUND.items()], tmp_path)
    assert len(ended) == len(FOUND)
    for each, made in ended:
        assert isinstance(made, Tried) and made.ending != FAULT, (each.label, made)


# The program itself


def test_the_specials_are_of_every_kind(tmp_path: Path) -> None:
    labels = [each.label for target in TARGETS for each in specials_of(target)]
    assert len(labels) == len(set(labels)) > 50
    assert {*originals.report_specials(), *maps.specials()} == set(labels)


def test_it_counts_and_keeps_what_ends_as_none_should(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Tried(FAULT, 1.0, 50.0, "IndexError at a.py:1 in f", "trace")
    outcomes = [Tried(READ), Tried(REFUSED), found, found, Lost("超过 8 秒没有读完"), Lost("读取进程两次中途退出（1）")]

    class Made(Workers):  # type: ignore[type-arg]
        def __class_getitem__(cls, _):  # type: ignore[no-untyped-def]
            return cls

        def results(self, work, items, limits=None, tick=None):  # type: ignore[no-untyped-def]
            yield from zip(items, outcomes, strict=False)

    monkeypatch.setattr(program, "Workers", Made)
    status = program.main([".csv", "--count", "6", "--no-specials", "--keep", str(tmp_path / "kept")])
    said = capsys.readouterr().out
    assert status == 1
    assert "6 tried" in said and "1 read " in said and "1 stopped" in said and "1 died" in said and "2 fault" in said
    assert "FINDING  .csv: IndexError at a.py:1 in f (2 times)" in said
    kept = sorted((tmp_path / "kept").iterdir())
    assert len(kept) == 4 and all((place / "why.txt").exists() for place in kept)


def test_the_columns_of_the_table_are_those_of_its_rows() -> None:
    assert {len(row) for row in ROWS} == {len(HEADS)}
