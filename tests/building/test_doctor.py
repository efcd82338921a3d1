"""What is wrong with an installation, told in plain words with what to do."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpi import cli
from kpi.building import doctor, store
from kpi.settings.config import Config
from kpi.settings.users import User, put_user, users_file
from tests.samples import make_project


@pytest.fixture
def project(tmp_path: Path) -> Config:
    made = make_project(tmp_path / "项目")
    store.build(made)
    return made


def told(config: Config) -> list[str]:
    return [finding.said for finding in doctor.examine(config.path) if not finding.well]


def test_a_project_that_is_well(project: Config, capfd: pytest.CaptureFixture[str]) -> None:
    assert told(project) == []
    assert cli.main(["doctor", "--config", str(project.path)]) == 0
    out, err = capfd.readouterr()
    assert all(line.startswith("好  ") for line in out.splitlines()) and "没有发现问题" in err


def no_reports(config: Config) -> None:
    shutil.move(config.reports[0], config.reports[0].with_name("elsewhere"))


def faulty_map(config: Config) -> None:
    config.path.write_text(config.text + "nonsense: 1\n", encoding="utf-8")


def no_results(config: Config) -> None:
    shutil.rmtree(config.data)


def cut_results(config: Config) -> None:
    build = store.open_build(config)
    assert build is not None
    (build.folder / "cells.parquet").unlink()


def stale_results(config: Config) -> None:
    (config.reports[0] / "新.txt").write_text("濮阳经济技术开发区2023年生产总值达到254亿元。", encoding="utf-8")


def torn_ledger(config: Config) -> None:
    config.corrections.write_text('{"at": 3}\n', encoding="utf-8")


def torn_imports(config: Config) -> None:
    config.imports.write_text('{"action": "import", "at": "2026-1', encoding="utf-8")


def torn_answers(config: Config) -> None:
    config.answers.write_text('{"at": "2026-1', encoding="utf-8")


def results_of_the_future(config: Config) -> None:
    build = store.open_build(config)
    assert build is not None
    info = {**build.info, "built_at": "2099-01-01T08:00:00+08:00"}
    (build.folder / "build.json").write_text(json.dumps(info), encoding="utf-8")


def newer_results(config: Config) -> None:
    build = store.open_build(config)
    assert build is not None
    (build.folder / "build.json").write_text(json.dumps({**build.info, "layout": 99}), encoding="utf-8")


def nobody_edits(config: Config) -> None:
    put_user(users_file(config.path), User("李读者", False, "x"))


def leftovers(config: Config) -> None:
    config.path.with_name(f".{config.path.name}.abc.tmp").touch()


@pytest.mark.parametrize(
    ("hurt", "said"),
    [
        (no_reports, "不在；请检查文件夹是否连上"),
        (faulty_map, "有 1 处错误；运行 kpi check"),
        (no_results, "还没有结果；请运行 kpi build"),
        (cut_results, "结果不完整；请运行 kpi build --force"),
        (stale_results, "请运行 kpi build"),
        (torn_ledger, "corrections.jsonl 第 1 行"),
        (torn_imports, "corrections.imports.jsonl 第 1 行不完整或读不懂，没有采用（到第 "),
        (torn_answers, "corrections.answers.jsonl 第 1 行"),
        (results_of_the_future, "请核对这台机器的日期"),
        (newer_results, "更新版本的程序建的"),
        (nobody_edits, "没有人可以编辑；请运行 kpi user editor"),
        (leftovers, "保存到一半留下的 1 个文件"),
    ],
)
def test_what_is_wrong_is_told(project: Config, hurt: Callable[[Config], None], said: str) -> None:
    hurt(project)
    found = told(project)
    assert any(said in each for each in found), found
    assert cli.main(["doctor", "--config", str(project.path)]) == 3


def test_a_folder_is_told_once(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The config may be named from where one stands."""
    monkeypatch.chdir(project.path.parent)
    found = [each.said for each in doctor.examine(Path(project.path.name)) if "可以写" in each.said]
    assert len(found) == 2, "the project and its data"


def test_a_full_disk_and_a_file_that_others_read(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10 * 2**20))
    assert any("磁盘只剩 10 MB" in each for each in told(project))
    if os.name != "nt":
        put_user(users_file(project.path), User("王编辑", True, "x"))
        users_file(project.path).chmod(0o644)
        assert any("别人也能读" in each for each in told(project))
