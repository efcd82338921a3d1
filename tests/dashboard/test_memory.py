"""What is made once for all: never twice at a time, never kept where it failed, never more than allowed."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.shared import data
from dashboard.shared.freshness import Lookout
from dashboard.shared.memory import Memory
from kpi.building import store
from kpi.vocabulary.errors import KpiError
from tests.dashboard_data import FULL, Sample


def test_a_value_is_made_once() -> None:
    memory, made = Memory(4), []
    for _ in range(3):
        assert memory.get("a", lambda: made.append(1) or len(made)) == 1


def test_many_at_once_wait_for_the_one_that_makes_it() -> None:
    memory, made, go = Memory(4), [], threading.Event()

    def make() -> int:
        go.wait(5)
        made.append(1)
        return len(made)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(memory.get, "a", make) for _ in range(8)]
        go.set()
        assert [each.result() for each in asked] == [1] * 8


def test_what_failed_is_tried_again() -> None:
    memory = Memory(4)
    with pytest.raises(ZeroDivisionError):
        memory.get("a", lambda: 1 // 0)
    assert memory.get("a", lambda: 7) == 7


def test_the_lock_of_a_value_goes_when_the_value_is_there() -> None:
    """Before, whoever came in between would make another lock, find the value, and leave the lock."""
    memory, there = Memory(4), []

    class Locks(dict[Hashable, threading.Lock]):
        def pop(self, key: Hashable, *default: object) -> object:
            there.append(key in memory._values)
            return super().pop(key, *default)

    memory._making = Locks()
    memory.get("a", lambda: 1)
    with pytest.raises(ZeroDivisionError):
        memory.get("b", lambda: 1 // 0)
    assert there == [True, False] and not memory._making


def test_the_least_used_goes_first() -> None:
    memory = Memory(2)
    for name in ("a", "b", "a", "c"):
        memory.get(name, lambda name=name: name.upper())
    assert memory.get("a", lambda: "new") == "A"
    assert memory.get("b", lambda: "new") == "new"


def test_the_lookout_waits_only_for_the_first_answer_and_only_where_asked() -> None:
    answers = iter([True, False])
    assert Lookout(lambda: next(answers), seconds=1000).says(wait=True)


def test_the_lookout_asks_again_in_the_background() -> None:
    asked = threading.Event()
    lookout = Lookout(lambda: asked.set() is None, seconds=0)
    lookout.says()
    assert asked.wait(5)


def test_a_folder_that_cannot_be_read_makes_no_page_fail() -> None:
    def look() -> bool:
        raise KpiError("reports: no such folder")

    assert not Lookout(look).says(wait=True)


def test_what_was_made_of_another_build_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def asked() -> int:
        """How often something was made after the project was opened once more."""
        project = data.load_project()
        assert project.build is not None
        data.remembered(("zones",), lambda: made.append("") or "")
        return len(made)

    with Sample(tmp_path / "项目", FULL) as sample:
        monkeypatch.setenv("KPI_CONFIG", str(sample.path))
        assert [asked(), asked()] == [1, 1]
        report = next((sample.path.parent / "reports").glob("*.txt"))
        report.write_text(report.read_text("utf-8") + "\n又一行。\n", "utf-8")
        assert store.build(sample.config).changed
        assert [asked(), asked()] == [2, 2]
