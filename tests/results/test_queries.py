"""Questions to the tables of a build: the same rows that a filter over the whole table gives."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kpi.results import database
from kpi.results.changes import COUNTS_FOR, changes_between
from kpi.results.queries import Tables, Word
from kpi.vocabulary.errors import KpiError
from tests.dashboard_data import FULL, A, B, Sample


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Sample(tmp_path_factory.mktemp("it's 100% 看板"), FULL) as sample:
        yield sample.frames.build.tables


@pytest.mark.parametrize(
    ("where", "years"),
    [
        ({}, None),
        ({"zone": [A]}, None),
        ({"zone": A, "kind": ["actual", "estimate"]}, None),
        ({"zone": [A, B], "indicator": ["gdp"]}, (2024, 2025)),
        ({"zone": []}, (2020, 2020)),
        ({"zone": "没有'这个区"}, None),
    ],
)
def test_the_rows_of_a_filter(tables: Tables, where: dict[str, str | list[str]], years: tuple[int, int] | None) -> None:
    whole = tables.select("observations").to_pylist()

    def passes(row: dict[str, object]) -> bool:
        in_years = years is None or years[0] <= int(str(row["year"])) <= years[1]
        wanted = {name: [value] if isinstance(value, str) else value for name, value in where.items()}
        return in_years and all(not values or row[name] in values for name, values in wanted.items())

    found = tables.select("observations", years=years, where=where).to_pylist()
    assert found == [row for row in whole if passes(row)]
    assert tables.counts("observations", years=years, where=where)["count"].to_pylist() == [len(found)]


def test_what_is_left_out(tables: Tables) -> None:
    whole = tables.select("observations").to_pylist()
    some = [row["observation_id"] for row in whole[:3]]
    for omit in ({"observation_id": some}, {"observation_id": some, "kind": "target"}, {"observation_id": []}):
        kept = [
            row for row in whole
            if all(row[name] not in ([out] if isinstance(out, str) else out) for name, out in omit.items())
        ]  # fmt: skip
        assert tables.select("observations", omit=omit).to_pylist() == kept
        assert tables.counts("observations", omit=omit)["count"].to_pylist() == [len(kept)]


def test_pages_are_parts_of_the_whole_in_its_order(tables: Tables) -> None:
    whole = tables.select("observations").to_pylist()
    pages = [tables.select("observations", limit=4, offset=first).to_pylist() for first in range(0, len(whole), 4)]
    assert [row for page in pages for row in page] == whole


def test_order_rises_and_falls(tables: Tables) -> None:
    rising = tables.select("cells", ["number"], order=["number"])["number"].to_pylist()
    falling = tables.select("cells", ["number"], order=["-number"])["number"].to_pylist()
    assert rising == sorted(rising) and falling == sorted(rising, reverse=True) and rising != falling


@pytest.mark.parametrize(("text", "count"), [("GDP", 0), ("gdp", 3), ("东山", 12), ("B2023", 2), ("%", 1), ("'", 0)])
def test_a_word_is_looked_for_in_any_case_and_as_it_is_written(tables: Tables, text: str, count: int) -> None:
    columns = ("quote", "zone", "doc", "indicator") if text != "GDP" else ("quote",)
    found = tables.select("observations", search=[Word(text, columns)]).num_rows
    assert found >= count if count else found == 0


def test_every_word_must_be_there_or_named(tables: Tables) -> None:
    words = [Word("2024", ("doc",)), Word("产值", (), {"indicator": ["gdp"]})]
    rows = tables.select("observations", search=words).to_pylist()
    assert rows and all(row["indicator"] == "gdp" and "2024" in row["doc"] for row in rows)


def test_counts_by_column_add_up(tables: Tables) -> None:
    counts = tables.counts("observations", ["zone", "kind"]).to_pylist()
    assert sum(row["count"] for row in counts) == tables.select("observations").num_rows
    assert all(row["first_year"] <= row["last_year"] for row in counts)


def test_an_unknown_column_is_refused_before_any_question(tables: Tables) -> None:
    with pytest.raises(KeyError, match="no column zone; DROP"):
        tables.select("cells", where={"zone; DROP TABLE cells": "x"})


def test_a_table_that_is_gone_is_told_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(KpiError, match="kpi build --force"):
        Tables(tmp_path).select("cells")


def test_builds_to_come_cost_no_threads_and_no_databases_more(tmp_path: Path) -> None:
    """A server and a watch look at builds for months; each database has its own threads, and ends with the program."""

    def look_at(number: int) -> tuple[int, int]:
        with Sample(tmp_path / f"{number} before", FULL[:-1]) as before, Sample(tmp_path / f"{number}", FULL) as now:
            assert now.frames.build.tables.counts("cells").num_rows
            changes_between(before.frames.build, now.frames.build)
        return psutil.Process().num_threads(), atexit._ncallbacks()

    first = look_at(0)  # what is loaded once
    assert [look_at(number) for number in range(1, 5)] == [first] * 4


def test_questions_without_end_leave_no_more_behind(tmp_path: Path) -> None:
    """What DuckDB keeps of pieces of memory that a join gave back, and of files it has read, goes with the database."""

    def left() -> int:
        with database.cursor(0) as opened:
            pieces = opened.execute("SELECT sum(dead_nodes) FROM duckdb_eviction_queues()").fetchone()[0]
            files = opened.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone()[0]
        return int(pieces) + int(files)

    database.end()
    round_of_questions = database.MOST_QUESTIONS // COUNTS_FOR
    found = []
    with Sample(tmp_path / "before", FULL[:-1]) as before, Sample(tmp_path / "now", FULL) as now:
        for _ in range(3 * round_of_questions):
            changes_between(before.frames.build, now.frames.build)
            found.append(left())
    assert found[0] > 0 and max(found) == max(found[:round_of_questions])


def test_who_asks_while_another_database_takes_the_place_is_answered(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "MOST_QUESTIONS", 1)
    with database.cursor() as first:
        first.execute("CREATE TEMP VIEW mine AS SELECT 1 AS one")
        assert tables.counts("cells").num_rows and tables.counts("cells").num_rows
        assert first.execute("SELECT one FROM mine").fetchall() == [(1,)]
