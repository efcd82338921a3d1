"""The store: the same bytes from the same reports, nothing read twice, and the last good build always there."""

from __future__ import annotations

import ast
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.bootstrap import ROOT
from kpi.building import store
from kpi.building.survey import free_name, printable
from kpi.results import cache
from kpi.results.builds import KEPT_BUILDS, MARK, Build
from kpi.results.corrections import Action, decide
from kpi.results.export import csv_bytes
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import TABLES, observation_of, waiting_row
from kpi.vocabulary.model import Document, Extraction, Kind, Page
from tests import samples
from tests.samples import REPORTS, make_project

pytestmark = pytest.mark.usefixtures("sample_pipeline")
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows, os.kill ends a process on the spot with either


def tables(config: Config) -> dict[str, bytes]:
    """All tables of the build in force, byte for byte."""
    build = store.open_build(config)
    assert build is not None
    return {name: (build.folder / f"{name}.parquet").read_bytes() for name in TABLES}


def opened(config: Config) -> store.Build:
    build = store.open_build(config)
    assert build is not None
    return build


def edited(config: Config, old: str, new: str) -> Config:
    assert old in config.text
    config.path.write_bytes(config.text.replace(old, new).encode())
    return load_config(config.path)


# What a build holds


def test_a_build_says_what_it_read_and_left_out(project: Config) -> None:
    assert store.open_build(project) is None
    report = store.build(project)
    assert (report.files, report.read, report.cached, report.changed) == (4, 4, 0, True)
    assert report.zones == {"濮阳经济技术开发区": 10, "周口经济开发区": 3}
    assert (report.observations, report.cells, report.disputed) == (13, 12, 1)
    assert report.targets == 5
    assert report.remarks == {"single_project": 1}
    assert not report.failed


def test_a_build_that_would_lose_most_of_what_was_there_stops(project: Config) -> None:
    store.build(project)
    before = opened(project).build_id
    kept = {path: path.read_bytes() for path in (project.path.parent / "reports").rglob("*.txt")}
    for path in kept:
        path.unlink()
    with pytest.raises(store.WouldLose, match="4 份报告，现在只剩 0 份"):
        store.build(project)
    assert opened(project).build_id == before, "what is in force stays"
    report = store.build(project, accept_loss=True)
    assert (report.files, report.changed) == (0, True)
    for path, content in kept.items():
        path.write_bytes(content)
    assert store.build(project).files == 4, "coming back is no loss"


def test_a_build_that_loses_one_of_several_goes_on(project: Config) -> None:
    store.build(project)
    (project.path.parent / "reports" / "001.txt").unlink()
    assert store.build(project).removed == ("reports/001.txt",)


def test_the_frames_have_the_columns_of_the_tables(project: Config) -> None:
    store.build(project)
    build = opened(project)
    for name, columns in TABLES.items():
        assert list(getattr(build, name).columns) == list(columns)
    assert build.info["observations"] == len(build.observations) == 13
    assert build.info["reports"] == len(build.documents) == 4
    assert build.info["disputed"] == 1
    assert {"built_at", "config_digest", "map_digest", "seconds"} <= set(build.info)
    assert list(build.documents["path"]) == [
        f"reports/{name}" for name in ("000.txt", "001.txt", "002.txt", "周口/003.txt")
    ]


def test_offsets_of_an_observation_point_into_the_text(project: Config) -> None:
    store.build(project)
    build = opened(project)
    for row in build.observations.itertuples():
        assert build.text_of(row.doc)[row.start : row.end] == row.quote
    with pytest.raises(KpiError, match="没有这份报告"):
        build.text_of("nobody")


def test_select_filters_like_the_frame(project: Config) -> None:
    store.build(project)
    build = opened(project)
    some = build.select(
        "observations", years=(2020, 2022), kind=["target"], zone=[], indicator=["key_project_investment"]
    )
    assert list(some["value"]) == ["96"]
    assert build.select("cells", zone=["nobody"]).empty
    assert list(build.select("cells", zone=["nobody"]).columns) == list(TABLES["cells"])


def test_cells_come_back_with_their_observations(project: Config) -> None:
    store.build(project)
    [disputed] = [cell for cell in store.cells_of(opened(project), "濮阳经济技术开发区") if cell.disputed]
    assert [str(each.value) for each in disputed.observations] == ["131.2", "96.3"]


def test_no_report_at_all_is_an_empty_build(tmp_path: Path) -> None:
    config = make_project(tmp_path, reports={})
    report = store.build(config)
    assert (report.files, report.observations, report.nothing_read) == (0, 0, False)
    assert opened(config).observations.empty
    assert opened(config).values_of("cells", "zone") == []


# Same inputs, same bytes


def test_a_second_build_changes_nothing(project: Config) -> None:
    first = store.build(project)
    before = tables(project)
    second = store.build(project)
    assert (second.changed, second.read, second.cached) == (False, 0, 4)
    assert (second.build_id, second.observations, second.zones) == (first.build_id, first.observations, first.zones)
    assert tables(project) == before
    assert len(list((project.data / "builds").iterdir())) == 1


def test_a_forced_build_reads_all_again_and_gives_the_same_bytes(project: Config) -> None:
    first = store.build(project)
    before = tables(project)
    forced = store.build(project, force=True)
    assert (forced.changed, forced.read, forced.cached) == (True, 4, 0)
    assert forced.build_id != first.build_id
    assert tables(project) == before


def test_another_machine_gives_the_same_bytes(project: Config, tmp_path: Path) -> None:
    store.build(project)
    elsewhere = make_project(tmp_path / "elsewhere")
    store.build(elsewhere)
    assert tables(elsewhere) == tables(project)


@given(order=st.permutations(sorted(REPORTS)), seed=st.integers(0, 99))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_reports_and_facts_plays_no_part(
    order: list[str], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files written in any order, folders listed in any order, observations found in any order."""
    straight = make_project(tmp_path_factory.mktemp("straight"))
    store.build(straight)
    shuffled = make_project(tmp_path_factory.mktemp("shuffled"), {name: REPORTS[name] for name in order})
    shuffled = edited(shuffled, "reports: [reports]", "reports: [reports/周口, reports, reports/000.txt]")

    class Shuffling(samples.Extractor):
        def extract(self, document: Document) -> Extraction:
            found = super().extract(document)
            observations = random.Random(seed).sample(found.observations, len(found.observations))
            return replace(found, observations=tuple(observations))

    sys.modules["kpi.building.pipeline"].Extractor = Shuffling  # type: ignore[attr-defined]
    store.build(shuffled)
    sys.modules["kpi.building.pipeline"].Extractor = samples.Extractor  # type: ignore[attr-defined]
    assert tables(shuffled) == tables(straight)
    assert csv_bytes(opened(shuffled).observations) == csv_bytes(opened(straight).observations)


def test_observations_are_sorted_for_filters(project: Config) -> None:
    store.build(project)
    keys = opened(project).observations[["indicator", "zone", "year"]]
    assert list(keys.itertuples(index=False)) == sorted(keys.itertuples(index=False))


# Nothing is read twice


def test_only_what_is_new_is_read(project: Config) -> None:
    store.build(project)
    (project.path.parent / "reports" / "004.md").write_text(
        "周口经济开发区|gdp||level|actual|2022|100|亿元|=|\n", encoding="utf-8"
    )
    report = store.build(project)
    assert (report.read, report.cached, report.observations) == (1, 4, 14)


def test_a_comment_in_the_config_makes_nothing_be_read_again(project: Config) -> None:
    store.build(project)
    before = tables(project)
    report = store.build(edited(project, "scopes:", "# what a fact speaks of\nscopes:"))
    assert (report.read, report.cached) == (0, 4)
    assert tables(project) == before


def test_another_alias_makes_all_be_read_again_and_the_way_back_is_short(project: Config) -> None:
    first = store.build(project)
    changed = edited(project, "aliases: [签约项目]", "aliases: [签约项目, 引进项目]")
    assert store.build(changed).read == 4
    project.path.write_bytes(project.text.encode())
    back = store.build(project)
    assert (back.read, back.changed, back.build_id) == (0, True, first.build_id)


def test_a_moved_report_is_not_read_again_but_renamed(project: Config) -> None:
    store.build(project)
    folder = project.path.parent / "reports"
    (folder / "附件").mkdir()
    (folder / "000.txt").rename(folder / "附件" / "一份 报告.txt")
    report = store.build(project)
    assert (report.read, report.cached, report.removed) == (0, 4, ())
    assert report.moved == (("reports/000.txt", "reports/附件/一份 报告.txt"),)
    docs = opened(project).observations.query("path == 'reports/附件/一份 报告.txt'")["doc"]
    assert set(docs) == {"一份 报告"}
    assert len(docs) == 4


def test_a_report_that_is_read_by_another_name_now_is_not_moved(project: Config) -> None:
    """Its copy comes first: it is a duplicate, and still where it was."""
    store.build(project)
    folder = project.path.parent / "reports"
    (folder / "00.txt").write_bytes((folder / "000.txt").read_bytes())
    report = store.build(project)
    assert report.duplicates == (("reports/000.txt", "reports/00.txt"),)
    assert (report.moved, report.removed) == ((), ())


def test_a_name_that_says_something_else_has_the_report_read_again(project: Config) -> None:
    """The zone and the time in a name count where the text gives none, so the same content may mean something else."""
    store.build(project)
    folder = project.path.parent / "reports"
    (folder / "000.txt").rename(folder / "2023年上半年.txt")
    report = store.build(project)
    assert (report.read, report.cached, report.moved) == (1, 3, (("reports/000.txt", "reports/2023年上半年.txt"),))


def test_a_deleted_report_leaves_and_is_said(project: Config) -> None:
    store.build(project)
    (project.path.parent / "reports" / "001.txt").unlink()
    report = store.build(project)
    assert (report.removed, report.disputed, report.observations) == (("reports/001.txt",), 0, 10)


def test_the_same_content_twice_is_one_source(project: Config) -> None:
    shutil.copy(project.path.parent / "reports" / "000.txt", project.path.parent / "reports" / "copy.txt")
    report = store.build(project)
    assert report.duplicates == (("reports/copy.txt", "reports/000.txt"),)
    assert (report.files, report.read, report.observations) == (5, 4, 13)


def test_reports_of_one_name_are_told_apart(project: Config) -> None:
    (project.path.parent / "reports" / "周口" / "000.txt").write_text(
        "周口经济开发区|gdp||level|actual|2021|1|亿元|=|", encoding="utf-8"
    )
    store.build(project)
    documents = opened(project).documents.set_index("doc")["path"]
    assert documents["000"] == "reports/000.txt"
    assert documents["000~2"] == "reports/周口/000.txt"
    assert "000~2" in set(opened(project).observations["doc"])


def test_names_are_free_and_printable() -> None:
    taken: dict[str, int] = {}
    assert [free_name(path, taken) for path in ("a/x.txt", "b/x.md", "c/x~2.txt", "x.txt")] == [
        "x",
        "x~2",
        "x~2~2",
        "x~3",
    ]
    assert printable("报告\udcff.txt") == "报告�.txt"


def test_files_of_other_types_are_said(project: Config) -> None:
    (project.path.parent / "reports" / "航拍.mp4").write_bytes(b"\xff")
    assert store.build(project).left_out == ("reports/航拍.mp4",)


# Bad reports


def test_one_bad_report_never_stops_the_rest(project: Config) -> None:
    folder = project.path.parent / "reports"
    (folder / "bad.txt").write_text("!看不懂", encoding="utf-8")
    (folder / "crash.txt").write_text("?0 in line 3", encoding="utf-8")
    (folder / "raw.txt").write_bytes(b"\x00\x01\xff\xfe\x00")
    report = store.build(project)
    assert (report.files, report.read, report.observations) == (7, 4, 13)
    assert [failure.path for failure in report.failed] == ["reports/bad.txt", "reports/crash.txt", "reports/raw.txt"]
    reasons = [failure.reason for failure in report.failed]
    assert reasons[0] == "看不懂"
    assert "程序出错（ZeroDivisionError: 0 in line 3，samples.py:" in reasons[1]
    assert "不是文本" in reasons[2]
    again = store.build(project)
    assert (again.changed, again.failed) == (False, report.failed)


def test_where_nothing_can_be_read_the_last_build_stays(project: Config) -> None:
    first = store.build(project)
    for path in (project.path.parent / "reports").rglob("*.txt"):
        path.write_text(f"!坏了 {path.name}", encoding="utf-8")
    report = store.build(project)
    assert report.nothing_read
    assert (report.build_id, report.changed, len(report.failed)) == (first.build_id, False, 4)
    assert opened(project).build_id == first.build_id
    assert store.is_stale(project)


def test_a_missing_folder_is_told(project: Config) -> None:
    shutil.rmtree(project.path.parent / "reports")
    with pytest.raises(KpiError, match="reports"):
        store.build(project)


def test_a_data_folder_that_is_a_file_is_told(project: Config) -> None:
    project.data.write_text("")
    with pytest.raises(KpiError, match="写不进去"):
        store.build(project)


# What is out of date


def test_is_stale_sees_reports_config_and_program(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.is_stale(project)
    store.build(project)
    assert not store.is_stale(project)
    report = project.path.parent / "reports" / "000.txt"
    text = report.read_bytes()
    report.write_bytes(text.replace(b"254", b"255"))
    assert store.is_stale(project)
    report.write_bytes(text)
    assert not store.is_stale(project)
    assert store.is_stale(edited(project, "good: down", "good: none"))
    monkeypatch.setattr(store, "program_version", lambda: "another")
    assert store.is_stale(project)


def test_an_old_file_is_known_by_size_and_time(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (project.path.parent / "reports").rglob("*.txt"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    store.build(project)

    def no_reading(path: Path) -> bytes:
        raise AssertionError(path)

    monkeypatch.setattr(Path, "read_bytes", no_reading)
    cache.program_version()
    assert not store.is_stale(project)
    assert not store.build(project).changed


def test_a_change_within_the_grain_of_the_clock_is_seen(project: Config) -> None:
    report = project.path.parent / "reports" / "000.txt"
    store.build(project)
    at = report.stat().st_mtime_ns
    report.write_bytes(report.read_bytes().replace(b"254", b"255"))
    os.utime(report, ns=(at, at))
    assert store.build(project).changed


# Damage and death


def damage(cut: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        path.write_bytes(cut(path.read_bytes()))

    return spoil


def other_layout(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def lost_table(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE extractions")
    database.close()


def broken_payloads(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE extractions SET payload = substr(payload, 1, 20)")
    database.close()


DAMAGES = {
    "no database": damage(lambda _: b"not a database at all" * 100),
    "cut short": damage(lambda data: data[: len(data) // 2]),
    "holes": damage(lambda data: data[:4096] + bytes(len(data) - 4096)),
    "lost table": lost_table,
    "broken payloads": broken_payloads,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_cache_is_made_anew_and_said(project: Config, name: str) -> None:
    store.build(project)
    before = tables(project)
    DAMAGES[name](project.data / "cache.sqlite")
    (project.path.parent / "reports" / "empty.txt").write_text("#unread|一句话", encoding="utf-8")
    assert store.is_stale(project)
    report = store.build(project)
    assert report.read == 5
    assert report.notes
    assert "缓存已损坏" in report.notes[0]
    assert tables(project)["observations"] == before["observations"]
    assert not store.build(project).notes


def test_the_cache_of_another_version_is_made_anew_without_a_word(project: Config) -> None:
    store.build(project)
    before = tables(project)
    other_layout(project.data / "cache.sqlite")
    (project.path.parent / "reports" / "empty.txt").write_text("#unread|一句话", encoding="utf-8")
    report = store.build(project)
    assert (report.read, report.notes) == (5, ())
    assert tables(project)["observations"] == before["observations"]


def test_a_lost_cache_costs_only_time(project: Config) -> None:
    store.build(project)
    (project.data / "cache.sqlite").unlink()
    assert not store.build(project).changed
    assert not store.is_stale(project)


@pytest.mark.parametrize("spoil", ["cut", "lost", "current", "info"])
def test_a_damaged_build_is_made_anew(project: Config, spoil: str) -> None:
    store.build(project)
    before = tables(project)
    folder = opened(project).folder
    if spoil == "cut":
        (folder / "cells.parquet").write_bytes(b"PAR1")
    if spoil == "lost":
        (folder / "documents.parquet").unlink()
    if spoil == "current":
        (project.data / "current").write_bytes(b"\xff\xff")
    if spoil == "info":
        (folder / "build.json").write_text("[]", encoding="utf-8")
    assert store.open_build(project) is None
    assert store.build(project).changed
    assert tables(project) == before


def test_a_table_whose_bytes_were_changed_is_told(project: Config) -> None:
    store.build(project)
    path = opened(project).folder / "cells.parquet"
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(KpiError, match="--force"):
        _ = opened(project).cells


@pytest.mark.parametrize("name", ["cells", "observations", "documents", "targets"])
def test_a_table_whose_bytes_were_changed_is_made_anew_by_the_next_build(project: Config, name: str) -> None:
    store.build(project)
    before = tables(project)
    for spoil in (0, -3):  # all of it; a single byte
        path = opened(project).folder / f"{name}.parquet"
        data = bytearray(path.read_bytes())
        data[spoil if spoil else slice(None)] = (data[spoil] ^ 1) if spoil else bytes(len(data))
        path.write_bytes(data)
        report = store.build(project)
        assert (report.changed, report.read) == (True, 0)
        assert report.notes == ("结果的文件已损坏，已重新建立",)
        assert tables(project) == before
        assert not store.build(project).changed


def test_nothing_is_taken_over_from_a_damaged_build(project: Config) -> None:
    store.build(project)
    path = opened(project).folder / "observations.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    (project.path.parent / "reports" / "new.txt").write_text(
        "周口经济开发区|gdp||level|actual|2019|1|亿元|=|", encoding="utf-8"
    )
    assert store.build(project).changed
    found = tables(project)
    shutil.rmtree(project.data)
    store.build(project)
    assert tables(project) == found


def test_old_builds_go_but_never_the_one_in_force(project: Config) -> None:
    for year in range(2010, 2016):
        (project.path.parent / "reports" / "new.txt").write_text(
            f"周口经济开发区|gdp||level|actual|{year}|1|亿元|=|", encoding="utf-8"
        )
        build_id = store.build(project).build_id
    kept = {path.name for path in (project.data / "builds").iterdir()}
    assert len(kept) == KEPT_BUILDS
    assert build_id in kept


def test_only_what_a_build_made_is_ever_removed(project: Config) -> None:
    """The data folder may be one that somebody uses for other things too."""
    builds = project.data / "builds"
    theirs = [builds / name for name in ("release-1.0", ".new-idea", ".new-idea.scratch")]
    for folder in theirs:
        (folder / "deep").mkdir(parents=True)
        (folder / "deep" / "notes.txt").write_text("not ours", encoding="utf-8")
    (builds / "release-1.0" / "build.json").write_text('{"version": "1.0"}', encoding="utf-8")
    (builds / "list.txt").write_text("not ours", encoding="utf-8")
    (builds / "elsewhere").symlink_to(theirs[0], target_is_directory=True)
    for year in range(2010, 2016):
        (project.path.parent / "reports" / "new.txt").write_text(
            f"周口经济开发区|gdp||level|actual|{year}|1|亿元|=|", encoding="utf-8"
        )
        store.build(project)
    assert all((folder / "deep" / "notes.txt").is_file() for folder in theirs)
    assert (builds / "release-1.0" / "build.json").is_file() and (builds / "list.txt").is_file()
    assert (builds / "elsewhere").is_symlink()


def test_builds_of_an_earlier_program_and_broken_removals_go_too(project: Config) -> None:
    first = store.build(project).build_id
    builds = project.data / "builds"
    (builds / first / MARK).unlink()  # what earlier programs made bears no mark
    half_gone = builds / "half-gone"
    half_gone.mkdir()
    (half_gone / MARK).touch()
    for year in range(2010, 2015):
        (project.path.parent / "reports" / "new.txt").write_text(
            f"周口经济开发区|gdp||level|actual|{year}|1|亿元|=|", encoding="utf-8"
        )
        store.build(project)
    assert not (builds / first).exists() and not half_gone.exists()


def test_a_build_that_is_open_stays_as_it_was(project: Config) -> None:
    store.build(project)
    held = opened(project)
    (project.path.parent / "reports" / "001.txt").unlink()
    store.build(project)
    assert len(held.observations) == 13
    assert len(opened(project).observations) == 10


STEPS = [
    "kpi.building.survey.report_names",
    "kpi.results.cache.Cache.keep",
    "kpi.results.builds.NewBuild.writer",
    "kpi.building.arranging.Arrangement.finish",
    "kpi.results.builds.NewBuild.finish",
    "kpi.building.store.put_in_force",
    "kpi.building.store.prune",
    "kpi.results.cache.Cache.finish",
]

DRIVER = dedent("""
    import os, sys
    from importlib import import_module
    from tests import samples
    samples.install()
    from kpi.building import store
    from kpi.settings.config import load_config
    path, step, moment, kill = sys.argv[1:5]
    names = step.split(".")
    owner = import_module(".".join(names[:3]))
    for name in names[3:-1]:
        owner = getattr(owner, name)
    original = getattr(owner, names[-1])
    def deadly(*arguments, **options):
        if moment == "after":
            original(*arguments, **options)
        os.kill(os.getpid(), int(kill))
    setattr(owner, names[-1], deadly)
    store.build(load_config(path))
""")


def killed_at(config: Config, step: str, moment: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", DRIVER, str(config.path), step, moment, str(int(KILL))]
    result = subprocess.run(command, env=environment, capture_output=True, cwd=ROOT, timeout=120, check=False)
    assert result.returncode not in (0, 1), result.stderr.decode()


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_a_good_build_is_there(project: Config, tmp_path: Path, step: str, moment: str) -> None:
    """Either the last build or, once it is in force, the new one; and the next build ends where it should."""
    store.build(project)
    before = tables(project)
    extra = {"005.txt": "周口经济开发区|gdp||level|actual|2023|120|亿元|=|\n"}
    make_project(project.path.parent, extra)
    wanted_project = make_project(tmp_path / "undisturbed", REPORTS | extra)
    store.build(wanted_project)
    after = tables(wanted_project)
    killed_at(project, step, moment)
    in_force = (moment == "after" and step.endswith("put_in_force")) or step.endswith(("prune", "Cache.finish"))
    assert tables(project) == (after if in_force else before)
    store.build(project)
    assert tables(project) == after
    assert not list((project.data / "builds").glob(".new-*"))


def test_what_was_read_before_the_kill_is_not_read_again(project: Config) -> None:
    killed_at(project, "kpi.results.builds.NewBuild.writer", "before")
    assert store.open_build(project) is None
    report = store.build(project)
    assert (report.read, report.cached) == (0, 4)


# Two at once


def test_a_second_build_waits_and_says_so(project: Config) -> None:
    project.data.mkdir(parents=True)
    said: list[str] = []
    told = threading.Event()

    def notify(message: str) -> None:
        said.append(message)
        told.set()

    lock = FileLock(project.data / "build.lock")
    with lock:
        other = threading.Thread(target=store.build, args=(project,), kwargs={"notify": notify})
        other.start()
        assert told.wait(20)
        assert store.open_build(project) is None
    other.join(60)
    assert "另一个 kpi build" in said[0]
    assert opened(project).info["reports"] == len(REPORTS)


def test_two_processes_build_at_once(project: Config) -> None:
    script = (
        "import sys; from tests import samples; samples.install(); from kpi.building import store; "
        "from kpi.settings.config import load_config; print(store.build(load_config(sys.argv[1])).build_id)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(project.path)]
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(2)]
    ids = {process.communicate(timeout=120)[0] for process in running}
    assert [process.returncode for process in running] == [0, 0]
    assert len(ids) == 1
    assert len(list((project.data / "builds").iterdir())) == 1


# The cache by itself


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[cache.Cache]:
    with cache.Cache(tmp_path / "cache.sqlite") as opened_cache:
        yield opened_cache


def test_an_extraction_comes_back_as_it_was(kept: cache.Cache) -> None:
    lines = [line for report in REPORTS.values() for line in report.splitlines()]
    text = "\r\n".join([*lines, f"~{lines[0]}"])
    document = Document("文", "a/文.txt", text, "d" * 64, "gb18030", (Page(1, 0, 9),))
    extraction = samples.Extractor(None).extract(document)  # type: ignore[arg-type]
    waiting = replace(extraction.observations[0], status="to_confirm", confidence=0.31, flags=("year_assumed",))
    extraction = replace(extraction, readings=(waiting,))
    kept.keep([("key", cache.pack(extraction))])
    assert kept.holds("key")
    assert kept.extraction("key") == extraction and len(extraction.readings) == 1
    assert kept.extraction("other") is None
    assert not kept.holds("other")


def test_what_the_last_builds_had_no_use_for_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    extraction = Extraction(Document("d", "d.txt", "", ""))
    for number in range(6):
        with cache.Cache(path) as one:
            one.keep([(f"key {number}", cache.pack(extraction))])
            one.finish([f"key {number}", "key 0"] if number < 2 else [f"key {number}"])
    with cache.Cache(path) as one:
        assert [number for number in range(6) if one.holds(f"key {number}")] == [2, 3, 4, 5]


def test_a_cache_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache.sqlite").mkdir()
    with pytest.raises(KpiError, match="缓存无法使用"):
        cache.Cache(tmp_path / "cache.sqlite")


def test_extraction_depends_on_what_extracts_only() -> None:
    for name in cache._AFTER_EXTRACTION:
        assert (ROOT / "kpi" / f"{name}.py").is_file() or (ROOT / "kpi" / name / "__init__.py").is_file(), name
    assert cache._AFTER_EXTRACTION.isdisjoint({"vocabulary", "settings", "documents", "language", "pages", "building"})
    assert cache.extraction_version() != cache.program_version()
    used = _used_by({"kpi.building.pipeline", *(name for name in _modules() if name.startswith("kpi.documents.read"))})
    after = tuple("kpi." + name.replace("/", ".") for name in cache._AFTER_EXTRACTION)
    assert not {name for name in used if name.startswith(tuple(f"{each}." for each in after)) or name in after}
    assert {"kpi.documents.page_images", "kpi.sentences.readings", "kpi.documents.encodings"} <= used
    others = {name for name in _modules() if name.startswith(("kpi.pages.", "kpi.settings.", "kpi.building."))} - used
    assert others <= {*after, "kpi.building.readings"}, "what nothing of it uses has no report read again"


def test_extraction_depends_on_words_rules_and_weights_too(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = cache.extraction_version.__wrapped__()
    for ending in sorted(cache._OF_LANGUAGE & {path.suffix for path in (ROOT / "kpi" / "language").rglob("*")}):
        monkeypatch.setattr(cache, "_OF_LANGUAGE", cache._OF_LANGUAGE - {ending})
        assert cache.extraction_version.__wrapped__() != whole, ending
        whole = cache.extraction_version.__wrapped__()


def _modules() -> dict[str, Path]:
    paths = {path.relative_to(ROOT).with_suffix(""): path for path in (ROOT / "kpi").rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path for name, path in paths.items() if len(name.parts) > 1}


def _used_by(names: set[str]) -> set[str]:
    """Modules that these use, and those that they use, wherever they import them."""
    modules, found = _modules(), set()
    while names - found:
        found |= (new := names - found)
        nodes = [node for name in new for node in ast.walk(ast.parse(modules[name].read_text("utf-8")))]
        froms = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
        named = {f"{node.module}.{each.name}" for node in froms for each in node.names} | {n.module for n in froms}
        names |= {str(name) for name in named if name in modules and name != "kpi"}
    return found


# Readings that wait for a person

SURE = "濮阳经济技术开发区|gdp||level|actual|2024|254|亿元|=|2025-03-01\n"
UNSURE = "~濮阳经济技术开发区|gdp||level|target|2024|260|亿元|=|2025-03-01\n"
OPEN = "|gdp||level|actual|2023|240|亿元|=|2025-03-01\n"


def waiting(build: Build) -> list[tuple[str, str, str]]:
    return [(row["doc"], row["value"], row["status"]) for row in build.rows("waiting")]


def test_readings_that_wait_stand_in_no_series_until_somebody_decides(tmp_path: Path) -> None:
    config = samples.make_project(tmp_path, {"甲.txt": SURE + UNSURE, "乙.txt": OPEN + SURE.replace("254", "255")})
    store.build(config)
    before = opened(config)
    assert waiting(before) == [("乙", "240", "open"), ("甲", "260", "to_confirm")]
    assert (before.info["waiting"], before.info["decisions"]) == ({"open": 1, "to_confirm": 1}, 0)
    assert {row["value"] for row in before.rows("observations")} == {"254", "255"}
    row = before.rows("waiting", doc=["甲"])[0]
    digest = before.rows("documents", doc=["甲"])[0]["digest"]
    decide(config, observation_of(row), digest, Action.ACCEPT, why="核对", who="王某")
    store.build(config)
    after = opened(config)
    assert waiting(after) == [("乙", "240", "open")] and after.info["decisions"] == 1
    (fact,) = after.rows("observations", kind=["target"])
    assert (fact["value"], fact["status"], fact["flags"], fact["quote"]) == ("260", "fact", "accepted", UNSURE[1:-1])
    assert not after.rows("remarks", doc=["甲"])


# confidence, kind, zone: the order in which readings are to be looked at
WORTH = [
    (0.45, "target", "濮阳经济技术开发区"),
    (0.45, "target", "某区"),
    (0.47, "actual", "濮阳经济技术开发区"),
    (0.42, "target", "某区"),
    (0.42, "actual", "濮阳经济技术开发区"),
]


def test_the_most_valuable_readings_come_first() -> None:
    rows = [
        waiting_row(
            replace(samples.observation(UNSURE[1:-1]), confidence=sure, kind=Kind(kind), zone=zone),
            {},
            {"濮阳经济技术开发区"},
        )
        for sure, kind, zone in WORTH
    ]
    worth = [row[-1] for row in rows]
    assert worth == sorted(worth, reverse=True) and len(set(worth)) == len(worth), "of those alike the nearest is first"


def test_what_is_decided_while_a_build_is_made_is_the_next_ones(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build says of itself just those decisions that it made: read once, and what comes later makes it stale."""
    store.build(project)
    built = opened(project)
    row = built.rows("observations", indicator=["gdp"])[0]
    digest = built.rows("documents", doc=[row["doc"]])[0]["digest"]
    finished = store._finished

    def meanwhile(*arguments: Any) -> Build | None:
        monkeypatch.setattr("kpi.building.store._finished", finished)
        decide(project, observation_of(row), digest, Action.REJECT, why="核对", who="王某")
        return finished(*arguments)

    (project.path.parent / "reports" / "new.txt").write_text(
        "周口经济开发区|gdp||level|actual|2019|1|亿元|=|", encoding="utf-8"
    )
    monkeypatch.setattr("kpi.building.store._finished", meanwhile)
    store.build(project)
    assert opened(project).info["decisions"] == 0
    assert store.is_stale(project)
    store.build(project)
    assert opened(project).info["decisions"] == 1 and not store.is_stale(project)
