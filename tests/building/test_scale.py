"""Many reports: on all cores, whatever dies, and the same bytes however the work was shared out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.bootstrap import ROOT
from kpi.building import arranging, readings, store
from kpi.building.progress import ProgressBar
from kpi.building.workers import Lost, Workers
from kpi.results import builds, cache, splicing
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import TABLES
from tests import works
from tests.works import DEADLY, SLOW, make_reports


@pytest.fixture
def project(tmp_path: Path) -> Config:
    return make_reports(tmp_path / "project")


@pytest.fixture
def shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen reports are many."""
    monkeypatch.setattr(store, "FEW_TEXTS", 0)
    monkeypatch.setattr(store, "_MANY_REPORTS", 0)
    monkeypatch.setattr(arranging, "_OBSERVATIONS_PER_PART", 2)


def opened(config: Config) -> store.Build:
    build = store.open_build(config)
    assert build is not None
    return build


def tables(config: Config) -> dict[str, bytes]:
    build = opened(config)
    return {name: (build.folder / f"{name}.parquet").read_bytes() for name in TABLES}


# Processes


def test_every_item_is_answered_by_several_processes() -> None:
    with Workers[int, tuple[int, int]](2, works.desk_of, 10, 60) as crew:
        found = dict(crew.results(works.multiply, [1, 2, 3, 4, 5, 6, 7, 8]))
        again = dict(crew.results(works.multiply, [9]))
    products = {item: made[0] for item, made in found.items() if not isinstance(made, Lost)}
    assert products == {item: item * 10 for item in range(1, 9)}
    assert os.getpid() not in {made[1] for made in found.values() if not isinstance(made, Lost)}
    assert [made[0] for made in again.values() if not isinstance(made, Lost)] == [90]


def test_no_items_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", None)
    with Workers[int, int](2, works.desk_of, 10, 60) as crew:
        assert not list(crew.results(works.multiply, []))


def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    with Workers[int, tuple[int, int]](2, works.desk_of, 10, 60) as crew:
        found = dict(crew.results(works.multiply, range(10, 17)))
    lost = {item: made.reason for item, made in found.items() if isinstance(made, Lost)}
    assert list(lost) == [13]
    assert "两次中途退出（状态 77）" in lost[13]
    assert sorted(found) == list(range(10, 17))


def test_a_process_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    with Workers[int, int](1, str, str(tmp_path / "mark"), 60) as crew:
        assert dict(crew.results(works.die_once, range(6))) == {item: item for item in range(6)}


def test_an_item_that_takes_too_long_is_given_up() -> None:
    with Workers[int, tuple[int, int]](1, works.desk_of, 10, 3) as crew:
        found = dict(crew.results(works.multiply, [16, 17, 18]))
    assert isinstance(found[17], Lost)
    assert "超过 3 秒" in found[17].reason
    assert [type(found[item]) for item in (16, 18)] == [tuple, tuple]


ORPHANS = """
import sys
from kpi.building.workers import Workers
from tests import works
with Workers(2, works.desk_of, 10, 600) as crew:
    for item, (made, pid) in crew.results(works.multiply, [1, 2, 17, 3, 17, 4]):
        print(pid, flush=True)
"""


def test_processes_end_with_their_parent_however_that_ends() -> None:
    parent = subprocess.Popen([sys.executable, "-c", ORPHANS], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    children = [psutil.Process(int(parent.stdout.readline())) for _ in range(2)]
    parent.kill()
    parent.wait(20)
    parent.stdout.close()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive


def test_a_fault_of_the_program_is_raised_here() -> None:
    with Workers[int, int](1, works.desk_of, 10, 60) as crew, pytest.raises(ZeroDivisionError, match="19"):
        list(crew.results(works.multiply, [19]))


def test_a_process_that_cannot_start_is_told() -> None:
    with (
        Workers[int, int](1, works.broken_desk, 10, 60) as crew,
        pytest.raises(KpiError, match=r"no desk today.*--jobs"),
    ):
        list(crew.results(works.multiply, [1]))


# Builds


def limited(config: Config, limits: str) -> Config:
    """The same project with other limits."""
    config.path.write_text(f"{config.text}{limits}\n", "utf-8")
    return load_config(config.path)


@pytest.mark.usefixtures("shared_out")
def test_any_number_of_processes_gives_the_same_bytes(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    report = store.build(project, jobs=2)
    assert (report.read, report.failed) == (12, ())
    assert report.observations == 72
    shared = tables(project)
    monkeypatch.undo()
    assert store.build(project, force=True, jobs=1).read == 12
    assert tables(project) == shared


@pytest.mark.usefixtures("shared_out")
def test_a_report_that_kills_or_never_ends_is_listed(
    project: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.build(project, jobs=1)
    wanted = tables(project)
    monkeypatch.syspath_prepend(works.deadly_site(tmp_path / "site"))
    project = limited(project, "limits: {seconds: 4}")
    folder = project.path.parent / "reports"
    (folder / "deadly.txt").write_text(f"某某经济开发区2020年总结\n{DEADLY}", encoding="utf-8")
    (folder / "slow.txt").write_text(f"某某经济开发区2020年总结\n{SLOW}", encoding="utf-8")
    report = store.build(project, force=True, jobs=2)
    assert [failure.path for failure in report.failed] == ["reports/deadly.txt", "reports/slow.txt"]
    assert "状态 77" in report.failed[0].reason
    assert "超过 4 秒" in report.failed[1].reason
    assert report.read == 12
    assert tables(project) == wanted


@pytest.mark.usefixtures("shared_out")
def test_an_interrupted_build_leaves_the_last_one_and_what_was_read(project: Config) -> None:
    first = store.build(project, jobs=1)
    (project.path.parent / "reports" / "2030.txt").write_text(works.report_of(2030), encoding="utf-8")
    (project.path.parent / "reports" / "2031.txt").write_text(works.report_of(2031), encoding="utf-8")

    def interrupt(done: int, total: int) -> None:
        if done == total - 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.build(project, progress=interrupt, jobs=2)
    assert opened(project).build_id == first.build_id
    report = store.build(project, jobs=1)
    assert (report.read, report.cached) == (1, 13)


@pytest.mark.usefixtures("shared_out")
def test_what_was_lost_in_arranging_is_arranged_here(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    store.build(project, jobs=1)
    wanted = tables(project)

    def all_lost(self: object, work: object, items: object) -> object:
        return ((item, Lost("out of memory")) for item in items)  # type: ignore[attr-defined]

    monkeypatch.setattr(store, "FEW_TEXTS", 100)
    monkeypatch.setattr(Workers, "results", all_lost)
    store.build(project, force=True, jobs=2)
    assert tables(project) == wanted


@pytest.mark.parametrize("size", [1, 7])
def test_rows_come_in_groups_of_one_size_however_they_arrive(tmp_path: Path, size: int) -> None:
    columns = TABLES["remarks"]
    rows = [(f"{at:03d}", "share", "占 76%", at, at + 4, "") for at in range(20)]
    with builds.TableWriter(tmp_path / "whole", columns, 8) as whole:
        whole.add_rows(iter(rows))
    with builds.TableWriter(tmp_path / "bits", columns, 8) as bits:
        for start in range(0, 20, size):
            bits.add(builds.batch_of(rows[start : start + size], columns))
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "bits").read_bytes()


def test_a_report_sent_as_bytes_reads_like_its_file(project: Config) -> None:
    path = project.path.parent / "reports" / "2015.txt"
    bad = project.path.parent / "reports" / "bad.txt"
    bad.write_bytes(b"%PDF-1.7 \x00\x01")
    desk = readings.Desk(project)
    for file in (path, bad):
        local = readings.Task(str(file), f"reports/{file.name}", file.stem, "key", readings.Hints())
        sent = readings.Task("nowhere", local.shown, local.doc, "key", local.hints, file.read_bytes())
        assert readings.read_report(desk, sent) == readings.read_report(desk, local)


def test_a_file_that_changed_since_the_survey_is_not_kept_under_the_old_content(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.path.parent / "reports" / "2015.txt"
    survey = store.find_survey

    def then_changed(*arguments: object) -> object:
        found = survey(*arguments)  # type: ignore[arg-type]
        path.write_text(works.report_of(1999), encoding="utf-8")
        return found

    monkeypatch.setattr(store, "find_survey", then_changed)
    report = store.build(project)
    assert [failure.path for failure in report.failed] == ["reports/2015.txt"]
    assert "正被改写" in report.failed[0].reason


def test_a_content_that_cannot_be_read_is_not_tried_again(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project.path.parent / "reports"
    (folder / "bad.csv").write_bytes(b"\x00\x01\xff\xfe\x00")
    first = store.build(project)
    assert [failure.path for failure in first.failed] == ["reports/bad.csv"]
    read, tried = store.read_report, []

    def noted(desk: readings.Desk, task: readings.Task) -> readings.Reading:
        tried.append(task.shown)
        return read(desk, task)

    monkeypatch.setattr(store, "read_report", noted)
    (folder / "2030.txt").write_text(works.report_of(2030), encoding="utf-8")
    assert store.build(project, jobs=1).failed == first.failed
    assert tried == ["reports/2030.txt"]
    (folder / "bad.csv").rename(folder / "bad.txt")
    assert [failure.path for failure in store.build(project, jobs=1).failed] == ["reports/bad.txt"]
    assert tried[1:] == ["reports/bad.txt"]


# Splicing


def other_files(config: Config, wanted: dict[str, int]) -> None:
    """The report folder with just these files, each with the report of a year."""
    folder = config.path.parent / "reports"
    for path in folder.iterdir():
        path.unlink()
    for name, year in wanted.items():
        (folder / name).write_text(works.report_of(year), encoding="utf-8")


names = st.sampled_from(["a.txt", "b.txt", "c.txt", "d.txt", "2019年.txt"])
folders = st.dictionaries(names, st.integers(2015, 2018), min_size=1)


@given(states=st.lists(folders, min_size=2, max_size=4), per_group=st.sampled_from([3, 10_000]))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spliced_build_is_the_build_from_nothing(
    states: list[dict[str, int]], per_group: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    config = make_reports(tmp_path_factory.mktemp("spliced"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_SPLICED_AT_MOST", 100)
        patch.setattr(builds, "_ROWS_PER_GROUP", per_group)
        patch.setattr(splicing, "_MANY_ROWS", 4)
        for state in states:
            other_files(config, state)
            store.build(config, accept_loss=True)
        spliced = tables(config)
        counts = opened(config).info
        store.build(config, force=True, accept_loss=True)
    assert tables(config) == spliced
    for name in ("observations", "cells", "disputed", "targets", "zones", "remarks", "reports"):
        assert opened(config).info[name] == counts[name]


def test_one_new_report_leaves_the_rest_alone(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    other = "周口经济开发区2022年总结\n\n2022年，全区地区生产总值完成{}亿元。\n"
    folder = project.path.parent / "reports"
    for number in range(3):
        (folder / f"other{number}.txt").write_text(other.format(90 + number), encoding="utf-8")
    store.build(project)
    (folder / "other9.txt").write_text(other.format(99), encoding="utf-8")
    opened_keys: list[str] = []
    packed = cache.Cache.packed

    def noted(self: cache.Cache, key: str) -> cache.Packed | None:
        opened_keys.append(key)
        return packed(self, key)

    monkeypatch.setattr(cache.Cache, "packed", noted)
    report = store.build(project)
    assert (report.read, report.cached) == (1, 15)
    assert len(set(opened_keys)) == 4
    spliced = tables(project)
    store.build(project, force=True)
    assert tables(project) == spliced


def test_a_damaged_table_is_not_taken_over(project: Config) -> None:
    store.build(project)
    (project.path.parent / "reports" / "2030.txt").write_text(works.report_of(2030), encoding="utf-8")
    path = opened(project).folder / "cells.parquet"
    path.write_bytes(bytes(path.stat().st_size))
    store.build(project)
    spliced = tables(project)
    store.build(project, force=True)
    assert tables(project) == spliced


def test_a_lost_report_does_not_stay_in_the_tables(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache has lost a report of the changed groups, and the file is another by the time it is read again."""
    store.build(project)
    folder = project.path.parent / "reports"
    (folder / "2030.txt").write_text(works.report_of(2030), encoding="utf-8")
    packed = cache.Cache.packed

    def lost(self: cache.Cache, key: str) -> cache.Packed | None:
        found = packed(self, key)
        if found and found.head.document.doc == "2015":
            (folder / "2015.txt").write_text(works.report_of(1999), encoding="utf-8")
            return None
        return found

    monkeypatch.setattr(cache.Cache, "packed", lost)
    report = store.build(project)
    assert [failure.path for failure in report.failed] == ["reports/2015.txt"]
    assert "2015" not in set(opened(project).documents["doc"])
    assert "2015" not in set(opened(project).observations["doc"])


# Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_was_there_already_plays_no_part_in_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 100.0, 110.0, 120.0])
    monkeypatch.setattr("kpi.building.progress.time.monotonic", lambda: next(clock))
    stream = Terminal()
    bar = ProgressBar("读取报告", stream)
    bar(9000, 10000)
    bar(9020, 10000)
    bar(10000, 10000)
    drawn = stream.getvalue().split("\r")[1:]
    assert "0.0 份/秒" in drawn[0]
    assert "9020/10000" in drawn[1]
    assert "2.0 份/秒 剩余 8:10" in drawn[1]


def test_nothing_is_drawn_where_nothing_is_to_be_done() -> None:
    stream = Terminal()
    ProgressBar("读取报告", stream)(12, 12)
    assert not stream.getvalue()
