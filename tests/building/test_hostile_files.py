"""Files that are made to stop a build, or that no build should wait for: each is listed, and the rest goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpi.building import store
from kpi.cli import PARTLY, main
from kpi.results.corrections import Action, Change, decide, load
from kpi.settings.config import Config
from kpi.vocabulary.frames import observation_of
from tests import hostile_files as hostile
from tests.samples import CONFIG, make_project
from tests.works import report_of

TEXTS = {f"{year}.txt": report_of(year) for year in (2022, 2023)}


@pytest.fixture
def project(tmp_path: Path) -> Config:
    return make_project(tmp_path, TEXTS, CONFIG)


def put(config: Config, name: str, data: bytes) -> Path:
    path = config.reports[0] / name
    path.write_bytes(data)
    return path


def failures(config: Config) -> dict[str, str]:
    """What a build could not read, and why; the ordinary reports must be there."""
    report = store.build(config)
    assert report.observations > 0 and report.read + report.cached >= len(TEXTS)
    return {each.path: each.reason for each in report.failed}


# One damaged archive


def test_an_archive_in_an_archive_whose_first_bytes_are_gone_is_listed(project: Config) -> None:
    put(project, "坏.zip", hostile.zip_in_zip_cut())
    assert failures(project) == {"reports/坏.zip/b.zip": "压缩包里的这个文件损坏了；请重新取得压缩包"}


@pytest.mark.parametrize("cut", range(0, 214, 40))
def test_whatever_is_gone_of_an_archive_the_rest_goes_on(project: Config, cut: int) -> None:
    whole = hostile.zip_in_zip_cut(0)
    put(project, "前.zip", whole[cut + 1 :])
    put(project, "后.zip", whole[: -cut - 1])
    put(project, "中.zip", whole[:cut] + whole[cut + 9 :])
    assert all(name.startswith("reports/") and "；请" in reason for name, reason in failures(project).items())


# What is no ordinary file


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def endless_link(path: Path) -> None:
    path.symlink_to(path)


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe": (pipe, "不是普通文件，是管道、设备一类，没有读；请移出报告文件夹"),
    "a link to a device": (device, "不是普通文件，是管道、设备一类，没有读；请移出报告文件夹"),
    "a link to itself": (endless_link, ""),
}


# a child, killed after a minute, since the fault is that it waits for ever or fills the memory
COMMAND = (
    "import resource; resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30));"
    "import sys; from kpi.cli import main; sys.exit(main(sys.argv[1:]))"
)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and devices among files")
@pytest.mark.parametrize("suffix", [".txt", ".pdf", ".zip"])
@pytest.mark.parametrize(("make", "told"), ODD.values(), ids=list(ODD))
def test_what_is_no_ordinary_file_is_not_waited_for(
    project: Config, make: Callable[[Path], None], told: str, suffix: str
) -> None:
    make(project.reports[0] / f"怪{suffix}")
    done = run("build", "--config", project.path)
    assert done.returncode == PARTLY and f"reports/怪{suffix}: " in done.stderr and "新读 2" in done.stderr
    assert suffix == ".zip" or told in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and devices among files")
@pytest.mark.parametrize("name", ["2022.txt.yaml", "../corrections.jsonl", "../corrections.reports.jsonl"])
def test_nor_is_what_stands_beside_the_reports(project: Config, name: str) -> None:
    pipe(project.reports[0] / name)
    done = run("build", "--config", project.path)
    assert done.returncode in (2, PARTLY) and Path(name).name in done.stderr and "不是普通文件" in done.stderr


# One line of the corrections


def corrected(config: Config) -> dict[str, Any]:
    """A line that a person wrote, of which each test makes one that no program would write."""
    store.build(config)
    build = store.open_build(config)
    assert build is not None
    item = observation_of(next(iter(build.rows("observations"))))
    digest = next(row["digest"] for row in build.rows("documents") if row["doc"] == item.doc)
    decide(config, item, digest, Action.OVERRIDE, why="核对", who="王某", change=Change(period="2019"))
    line: dict[str, Any] = json.loads(config.corrections.read_text("utf-8"))
    return line


DAMAGED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a month that no year has": (lambda line: line | {"change": {"period": "2024-13"}}, "2024-13 不是时期"),
    "half of a pair": (lambda line: line | {"why": "\ud800"}, "有不能用的字符 \\ud800"),
    "half of a pair in a zone": (lambda line: line | {"change": {"zone": "\udfff区"}}, "有不能用的字符 \\udfff"),
    "true for a place": (lambda line: line | {"start": True}, "start 应为整数"),
    "a place before the text": (lambda line: line | {"start": -1}, "start 和 end 应为原文里的位置"),
    "a place behind its end": (lambda line: line | {"start": line["end"] + 1}, "start 和 end 应为原文里的位置"),
    "brackets": (lambda line: "[" * 100_000, "括号套得太深"),
    "brackets inside": (lambda line: line | {"why": "?"}, "括号套得太深"),
    "a number of many noughts": (lambda line: line | {"change": {"value": "1e999999999"}}, "位数太多"),
    "a number of many places": (lambda line: line | {"change": {"value": "1e-999999999"}}, "位数太多"),
    "a letter of code 0": (lambda line: line | {"change": {"zone": "a\0b"}}, "有不能用的字符 \\u0000"),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "told"), DAMAGED.values(), ids=list(DAMAGED))
def test_a_damaged_line_of_the_corrections_is_named_and_the_build_goes_on(
    project: Config, damage: Callable[[dict[str, Any]], object], told: str
) -> None:
    good = corrected(project)
    made = damage(good)
    line = made if isinstance(made, str) else json.dumps(made)
    line = line.replace('"?"', "[" * 100_000 + "]" * 100_000)
    good_line = json.dumps(good)
    project.corrections.write_text(f"{good_line}\n{line}\n", "utf-8")
    report = store.build(project)
    assert report.notes == (f"corrections.jsonl 第 2 行不完整或读不懂，没有采用（{told}）；请改正或删去这一行",)
    build = store.open_build(project)
    assert build is not None and "2019" in build.values_of("observations", "period"), "the other line is followed"


STATED = {
    "action": "state",
    "at": "2026-01-01T00:00:00+00:00",
    "who": "王某",
    "path": "reports/2022.txt",
    "digest": "d",
    "sidecar": "2022.txt.yaml",
    "before": None,
    "after": "zone: 濮阳经济技术开发区\n",
}


@pytest.mark.parametrize(
    "damage", [{"path": ""}, {"path": "a\0"}, {"path": "\ud800"}, {"sidecar": ""}, {"sidecar": "a/b"}], ids=str
)
def test_nor_does_one_of_what_was_stated_of_reports_stop_a_build(project: Config, damage: dict[str, str]) -> None:
    put(project, "2021.txt.yaml", b"zone: x\n")  # a sidecar of no report: the ledger is asked of it
    project.statements.write_text(json.dumps(STATED | damage) + "\n", "utf-8")
    report = store.build(project)
    assert report.read == len(TEXTS)
    assert report.notes[0].startswith("corrections.reports.jsonl 第 1 行不完整或读不懂，没有采用（")
    assert report.notes[0].endswith("；请改正或删去这一行")


@pytest.mark.parametrize("value", ["1e999999999", "1e-999999999", "9" * 41, "Infinity", "十二"])
def test_a_value_of_more_digits_than_any_report_has_is_refused(
    project: Config, value: str, capfd: pytest.CaptureFixture[str]
) -> None:
    corrected(project)
    before = project.corrections.read_bytes()
    build = store.open_build(project)
    assert build is not None
    name = next(iter(build.rows("observations")))["observation_id"]
    status = main(
        ["correct", name, f"--value={value}", "--why", "核对", "--who", "王某", "--config", str(project.path)]
    )
    assert status == 2 and f"--value {value[:40]}: " in capfd.readouterr().err
    assert project.corrections.read_bytes() == before


def test_values_that_reports_have_are_taken(project: Config) -> None:
    good = corrected(project)
    for value in ("0", "-3.2", "123456789012345678901234567890", "0.000000001"):
        project.corrections.write_text(json.dumps(good | {"change": {"value": value}}) + "\n", "utf-8")
        assert load(project).problems == ()
