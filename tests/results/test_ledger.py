"""Append-only ledgers: what is read of a file in whatever state, and how lines are added to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filelock import FileLock

from kpi.results import ledger
from kpi.results.ledger import Ledger
from kpi.vocabulary.errors import KpiError


def number_in(line: bytes) -> int:
    return int(json.loads(line)["n"])


@pytest.fixture
def kept(tmp_path: Path) -> Ledger[int]:
    return Ledger(tmp_path / "记录" / "决定.jsonl", "记录", number_in)


def write(kept: Ledger[int], data: bytes) -> None:
    kept.path.parent.mkdir(exist_ok=True)
    kept.path.write_bytes(data)


# what stands in the file: entries with the lines before each, lines that are named, how many lines there are
FILES = {
    "nothing": (b"", [], [], 0),
    "two": (b'{"n": 1}\n{"n": 2}\n', [(0, 1), (1, 2)], [], 2),
    "the last one not ended": (b'{"n": 1}\n{"n": 2}', [(0, 1), (1, 2)], [], 2),
    "the last one cut": (b'{"n": 1}\n{"n"', [(0, 1)], [2], 1),
    "one that is none": (b'{"n": 1}\n?\n{"n": 2}\n', [(0, 1), (2, 2)], [2], 3),
    "one of another program": (b'{"m": 1}\n{"n": 2}\n', [(1, 2)], [1], 2),
    "an empty line": (b'{"n": 1}\n\n{"n": 2}\n', [(0, 1), (2, 2)], [], 3),
    "too deep": (b"[" * 100_000 + b'\n{"n": 2}\n', [(1, 2)], [1], 2),
}


@pytest.mark.parametrize(("data", "entries", "bad", "count"), FILES.values(), ids=list(FILES))
def test_a_bad_line_is_named_and_costs_no_other(
    data: bytes, entries: list[tuple[int, int]], bad: list[int], count: int, kept: Ledger[int]
) -> None:
    write(kept, data)
    lines = kept.read()
    assert list(lines.entries) == entries and lines.digest == kept.digest()
    assert [each.partition(" 行")[0] for each in lines.problems] == [f"决定.jsonl 第 {number}" for number in bad]
    assert kept.count() == count


@pytest.mark.parametrize(("data", "entries", "bad", "count"), FILES.values(), ids=list(FILES))
def test_what_is_added_comes_behind_the_lines_that_were_counted(
    data: bytes, entries: list[tuple[int, int]], bad: list[int], count: int, kept: Ledger[int]
) -> None:
    write(kept, data)
    kept.append(lambda: [{"n": 3}, {"n": 4}])
    assert list(kept.read().entries) == [*entries, (count, 3), (count + 1, 4)]
    cut = data[data.rfind(b"\n") + 1 :] if count == data.count(b"\n") else b""
    aside = kept.path.with_name("决定.jsonl.damaged")
    assert (aside.read_bytes() if aside.exists() else b"").rstrip(b"\n") == cut


def test_nothing_is_written_where_what_to_write_is_refused(kept: Ledger[int]) -> None:
    def refused() -> list[dict[str, int]]:
        raise KpiError("不行")

    with pytest.raises(KpiError, match="不行"):
        kept.append(refused)
    kept.append(list)
    assert not kept.path.exists()


def test_who_comes_while_another_writes_waits_no_longer_than_a_while(
    kept: Ledger[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "LOCK_SECONDS", 0.05)
    write(kept, b"")
    with FileLock(kept.path.with_name(".决定.jsonl.lock")), pytest.raises(KpiError, match="另一个程序正在写记录"):
        kept.append(lambda: [{"n": 1}])


def test_a_file_that_cannot_be_read_or_written_is_told(kept: Ledger[int]) -> None:
    kept.path.mkdir(parents=True)
    with pytest.raises(KpiError, match=r"决定.jsonl: 记录读不出（.*）；请检查权限"):
        kept.read()
    with pytest.raises(KpiError, match=r"决定.jsonl: 记录写不进去（.*）；请检查写权限和磁盘空间"):
        kept.append(lambda: [{"n": 1}])
