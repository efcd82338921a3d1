"""Every way to write asks who asks first, and writes down the name that it is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kpi.building import intake, removing, stating, store
from kpi.results import corrections, journal, notes
from kpi.results.corrections import Action
from kpi.settings.config import Config, digest_of, load_config, save_config
from kpi.vocabulary import authors
from kpi.vocabulary.authors import NotAllowed
from kpi.vocabulary.frames import observation_of
from tests.dashboard_data import FULL, A, Sample


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Sample]:
    with Sample(tmp_path / "看板", FULL) as made:
        yield made


@pytest.fixture(autouse=True)
def _nobody_asks() -> Iterator[None]:
    yield
    authors.ask_first(None)


def refuse(who: str) -> str:
    raise NotAllowed(f"{who} 只能看")


def a_report(config: Config) -> Path:
    return next(path for path in sorted((config.path.parent / "reports").rglob("*.txt")))


def first(sample: Sample) -> tuple[Any, str]:
    row = sample.frames.build.rows("observations")[0]
    (document,) = sample.frames.build.rows("documents", doc=[row["doc"]])
    return observation_of(row), str(document["digest"])


def write_note(sample: Sample) -> None:
    notes.write(sample.config, A, "gdp", "2024", "口径有调整", who="冒名")


def decide(sample: Sample) -> None:
    corrections.decide(sample.config, *first(sample), Action.ACCEPT, why="核对", who="冒名")


def state(sample: Sample) -> None:
    stating.state(sample.config, a_report(sample.config), who="冒名", period="2023")


def remove(sample: Sample) -> None:
    removing.remove(sample.config, a_report(sample.config), who="冒名")


def add(sample: Sample) -> None:
    (offer,) = intake.offers_of("新.txt", "濮阳经济技术开发区生产总值254亿元。".encode())
    intake.join(sample.config, [intake.Entry(offer)])


def save(sample: Sample) -> None:
    save_config(sample.config.path, sample.config.text + "# 改\n", digest_of(sample.config.text))


def build(sample: Sample) -> None:
    store.build(sample.config, force=True)


WRITES = (write_note, decide, state, remove, add, save, build)


def files_of(config: Config) -> dict[str, bytes]:
    root = config.path.parent
    found = (path for path in root.rglob("*") if path.is_file() and not path.name.endswith(".lock"))
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_who_may_only_look_changes_nothing(sample: Sample, write: Callable[[Sample], None]) -> None:
    sample.frames.build.tables.counts("cells")
    before = files_of(sample.config)
    authors.ask_first(refuse)
    with pytest.raises(NotAllowed, match="只能看"):
        write(sample)
    assert files_of(sample.config) == before


@pytest.mark.parametrize("write", [write_note, decide, state, remove], ids=lambda write: write.__name__)
def test_the_name_that_is_signed_in_with_is_written_down(sample: Sample, write: Callable[[Sample], None]) -> None:
    authors.ask_first(lambda _: "王编辑")
    write(sample)
    ledgers = [path for path in sample.config.path.parent.glob("*.jsonl") if path.stat().st_size]
    rows = [json.loads(line) for path in ledgers for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows and {row["who"] for row in rows} == {"王编辑"}


def test_the_journal_says_who_did_what_and_passes_over_what_it_cannot_read(sample: Sample) -> None:
    journal.record(sample.config, "王编辑", journal.MAP, ["a" * 64, "b" * 64])
    path = journal.journal_of(sample.config)
    path.write_bytes(path.read_bytes() + b'{"at": 3}\n')
    journal.record(sample.config, "李编辑", journal.ADD, ["reports/新.txt"])
    lines = journal.load(path)
    assert [(each.who, each.what, each.of[0][:9]) for _, each in lines.entries] == [
        ("王编辑", "map", "a" * 9), ("李编辑", "add", "reports/新"),
    ]  # fmt: skip
    assert len(lines.problems) == 1
    assert load_config(sample.config.path).reports, "no part of the config"
