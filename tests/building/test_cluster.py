"""The same build on the workers of a cluster: processes of their own that see no file and may die."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from unittest import mock

import pytest

from kpi.bootstrap import ROOT
from kpi.building import cluster, store
from kpi.building.readings import Task
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import TABLES
from kpi.vocabulary.model import Hints
from tests import works
from tests.works import DEADLY, make_reports

distributed = pytest.importorskip("distributed")


def tables(config: Config) -> dict[str, bytes]:
    build = store.open_build(config)
    assert build is not None
    return {name: (build.folder / f"{name}.parquet").read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two workers, each a process, to which some reports are deadly."""
    import dask

    site = works.deadly_site(tmp_path_factory.mktemp("cluster") / "site")
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(site)])
    dask.config.set({"distributed.scheduler.allowed-failures": 1})
    try:
        with distributed.LocalCluster(
            n_workers=2, processes=True, threads_per_worker=1, dashboard_address=None
        ) as made:
            yield made
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(cluster, "_REPORTS_PER_LOAD", 2)
    return make_reports(tmp_path / "project")


def test_the_cluster_gives_the_same_bytes(project: Config, running: Any) -> None:
    (project.path.parent / "reports" / "bad.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    local = store.build(project)
    wanted = tables(project)
    report = store.build(project, force=True, dask=running.scheduler_address)
    assert (report.read, report.failed) == (local.read, local.failed)
    assert tables(project) == wanted


def test_a_worker_killed_half_way_loses_nothing(project: Config, running: Any) -> None:
    store.build(project)
    wanted = tables(project)
    with distributed.Client(running.scheduler_address, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())
    killed: list[int] = []

    def kill_one(done: int, total: int) -> None:
        if done and not killed:
            killed.append(pids[0])
            os.kill(pids[0], 9)

    report = store.build(project, progress=kill_one, force=True, dask=running.scheduler_address)
    assert killed
    assert (report.read, report.failed) == (12, ())
    assert tables(project) == wanted


def test_a_report_that_kills_its_workers_is_listed_alone(project: Config, running: Any) -> None:
    store.build(project)
    wanted = tables(project)
    (project.path.parent / "reports" / "deadly.txt").write_text(f"某区2020年总结\n{DEADLY}", encoding="utf-8")
    report = store.build(project, force=True, dask=running.scheduler_address)
    assert [failure.path for failure in report.failed] == ["reports/deadly.txt"]
    assert "几个 worker 都中途退出" in report.failed[0].reason
    assert report.read == 12
    assert tables(project) == wanted


def test_workers_of_another_program_are_told(project: Config, running: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "program_version", works.another_version)
    with pytest.raises(KpiError, match=r"与本机不同.*安装同一版本"):
        store.build(project, dask=running.scheduler_address)
    order = cluster.Order("of yesterday", project.text, str(project.path))
    with pytest.raises(KpiError, match=r"与本机不同"):
        cluster.perform(order, works.multiply, [])


def test_an_address_where_nobody_answers_is_told(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 1)
    with pytest.raises(KpiError, match=r"连不上调度器.*dask scheduler"):
        store.build(project, dask="tcp://127.0.0.1:9")
    assert store.open_build(project) is None


@pytest.mark.parametrize("address", ["nowhere", "ftp://127.0.0.1:9", "tcp://127.0.0.1", "127.0.0.1:x"])
def test_what_is_no_address_of_a_scheduler_is_told_at_once(project: Config, address: str) -> None:
    with pytest.raises(KpiError, match=r"这不是调度器的地址；应如 tcp://"):
        store.build(project, dask=address)
    assert store.open_build(project) is None


def test_a_cluster_without_workers_is_told(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 3)
    with (
        distributed.LocalCluster(n_workers=0, processes=True, dashboard_address=None) as empty,
        pytest.raises(KpiError, match=r"没有 worker.*dask worker tcp"),
    ):
        store.build(project, dask=empty.scheduler_address)


@pytest.mark.parametrize(
    ("threads", "told"),
    [({}, r"worker 都不在了.*已读的都留着"), ({"tcp://worker": 1}, r"没有一份报告读完.*已读的都留着")],
)
def test_a_cluster_where_nothing_happens_is_not_waited_for_forever(
    project: Config, threads: dict[str, int], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        def nthreads(self) -> dict[str, int]:
            return threads

    monkeypatch.setattr(cluster, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(cluster, "_SECONDS_WITHOUT_WORKERS", 0.05)
    monkeypatch.setattr(cluster, "_patience", lambda limits: 0.1)
    waiting = cluster.Cluster("tcp://127.0.0.1:8786", project)
    waiting._client = Silent()  # type: ignore[assignment]
    with pytest.raises(KpiError, match=told):
        waiting._next(SimpleQueue())


def test_without_dask_the_mend_is_told(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with pytest.raises(KpiError, match="pip install"):
        store.build(project, dask="tcp://127.0.0.1:9")


def test_loads_are_small_and_whole(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = store.find_survey(project, {})
    tasks = [store._task(report.doc, report) for report in survey.reports]
    loads = list(cluster._loads(tasks))
    assert [len(load) for load in loads] == [2] * 6
    assert [task.data for load in loads for task in load] == [Path(task.path).read_bytes() for task in tasks]
    monkeypatch.setattr(cluster, "_BYTES_PER_LOAD", 1)
    assert [len(load) for load in cluster._loads(tasks)] == [1] * 12


class _AtOnce:
    """A client of a cluster that has no worker at the moment, but does what is sent as soon as one is there."""

    def submit(self, work: Any, order: Any, each: Any, load: list[Any], pure: bool) -> Any:
        del work, order, pure
        done = mock.Mock(**{
            "cancelled.return_value": False, "exception.return_value": None,
            "result.return_value": [each(None, task) for task in load],
        })  # fmt: skip
        done.add_done_callback.side_effect = lambda tell: tell(done)
        return done


def test_what_waits_while_there_is_no_worker_is_not_forgotten(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("一份报告", encoding="utf-8")
    tasks = [
        Task(key=str(number), doc=f"r{number}", path=str(report), shown=f"r{number}.txt", hints=Hints())
        for number in range(40)
    ]
    readers = object.__new__(cluster.Cluster)
    readers._client, readers._threads, readers._order, readers._address = _AtOnce(), 0, None, ""  # type: ignore[assignment]
    found = list(readers.results(lambda desk, task: task.shown, tasks))
    assert [name for _, name in found] == [task.shown for task in tasks]
