"""The watch: builds when files have changed and stay as they are, and outlives whatever goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from kpi import cli
from kpi.bootstrap import ROOT
from kpi.building import store, watch
from kpi.building.stating import state, undo
from kpi.settings.config import Config

LINE = "周口经济开发区|gdp||level|actual|{year}|1|亿元|=|\n"


class Enough(Exception):
    pass


def watched(config: Config, *steps: Callable[[], object]) -> list[list[str]]:
    """What the watch says at its looks: the first before any step, then one after each."""
    said: list[list[str]] = [[]]
    left = list(steps)

    def sleep(seconds: float) -> None:
        if not left:
            raise Enough
        left.pop(0)()
        said.append([])

    with pytest.raises(Enough):
        watch.watch(config.path, lambda line: said[-1].append(line), sleep=sleep)
    return said


def nothing() -> None:
    """Time goes by."""


def dropped(config: Config, name: str, text: str) -> Callable[[], object]:
    return lambda: (config.path.parent / "reports" / name).write_text(text, encoding="utf-8")


def test_a_file_that_is_dropped_in_is_built_once_it_stays_as_it_is(project: Config) -> None:
    steps = (
        nothing,
        nothing,
        dropped(project, "new.txt", LINE.format(year=2021)),
        dropped(project, "new.txt", LINE.format(year=2021) * 2 + LINE.format(year=2022)),
        nothing,
        nothing,
    )
    said = watched(project, *steps)
    assert [len(lines) for lines in said] == [0, 1, 0, 0, 0, 1, 0]
    assert "报告 4 份：新读 4，沿用 0；观测 13 条" in said[1][0]
    assert "报告 5 份：新读 1，沿用 4；" in said[5][0]
    build = store.open_build(project)
    assert build is not None
    assert sorted(build.observations.query("doc == 'new'")["year"]) == [2021, 2021, 2022]


def test_files_that_keep_coming_do_not_keep_the_others_waiting(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that grows at every look is left out until it stays as it is."""
    monkeypatch.setattr(watch, "_LOOKS_TO_WAIT", 3)
    store.build(project)
    grown = [dropped(project, "new.txt", LINE.format(year=2021) * (2 + length)) for length in range(4)]
    start = dropped(project, "there.txt", LINE.format(year=2022))
    said = watched(project, nothing, start, *grown, nothing)
    assert [len(lines) for lines in said] == [0, 0, 0, 0, 0, 1, 0, 1]
    assert "报告 5 份：新读 1，沿用 4；" in said[5][0]
    assert "报告 6 份：新读 1，沿用 5；" in said[7][0]


def test_what_is_up_to_date_is_not_built(project: Config) -> None:
    store.build(project)
    assert watched(project, nothing, nothing) == [[], [], []]


def test_a_report_that_waits_is_told_until_it_is_settled(project: Config) -> None:
    path = project.path.parent / "reports" / "谁.txt"
    steps = (
        dropped(project, "谁.txt", "#no_zone|88 亿元\n"),
        nothing,
        lambda: state(project, path, who="王某", zone="濮阳经开区"),
        nothing,
        lambda: (state(project, path, who="王某", period="2024"), undo(project, path, who="王某")),
        nothing,
    )
    said = watched(project, *steps)
    assert "新读 5，沿用 0，待定 1；" in said[2][0]
    assert "新读 1，沿用 4，" in said[4][0]  # what is stated beside a report is a change like any other
    assert said[6] == []  # all is as it was, but for the record


def test_a_file_that_goes_or_moves_is_told(project: Config) -> None:
    folder = project.path.parent / "reports"
    steps = (
        nothing,
        (folder / "000.txt").unlink,
        nothing,
        lambda: (folder / "001.txt").rename(folder / "x.txt"),
        nothing,
    )
    said = watched(project, *steps)
    assert "移出 1" in said[3][0]
    assert "移动 1" in said[5][0]


def test_a_change_of_the_config_counts_at_once(project: Config) -> None:
    def change() -> None:
        project.path.write_text(project.text.replace("good: down", "good: none"), encoding="utf-8")

    said = watched(project, nothing, change, nothing)
    assert "新读 0，沿用 4" in said[3][0]


def test_errors_are_told_once_and_the_watch_goes_on(project: Config) -> None:
    def spoil() -> None:
        project.path.write_text(project.text.replace("version: 1", "version: 9"), encoding="utf-8")

    def mend() -> None:
        project.path.write_text(project.text.replace("good: down", "good: none"), encoding="utf-8")

    folder = project.path.parent / "reports"
    away = folder.with_name("away")
    steps = (spoil, nothing, mend, nothing, lambda: folder.rename(away), nothing, lambda: away.rename(folder), nothing)
    said = watched(project, *steps)
    assert [len(lines) for lines in said[:5]] == [0, 1, 0, 0, 1]
    assert "config.yaml:1: version" in said[1][0]
    assert "新读 4" in said[4][0]
    assert len(said[5]) == 1
    assert "reports" in said[5][0]
    assert not any(said[6:])


def test_a_bad_report_is_told_when_it_comes_not_at_every_build(project: Config) -> None:
    steps = (
        dropped(project, "bad.txt", "!看不懂"),
        nothing,
        dropped(project, "new.txt", LINE.format(year=2021)),
        nothing,
    )
    said = watched(project, *steps)
    assert [line.split(" ", 1)[1] for line in said[2]][1:] == ["读不了 reports/bad.txt: 看不懂"]
    assert "读不了 1" in said[4][0]
    assert len(said[4]) == 1


def test_a_disk_that_refuses_is_told_and_tried_again(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    built = store.build
    refusals = iter([PermissionError(13, "Permission denied"), PermissionError(13, "Permission denied")])

    def build(*arguments: object, **options: object) -> store.BuildReport:
        if refusal := next(refusals, None):
            raise refusal
        return built(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(watch, "build", build)
    said = watched(project, *[nothing] * 6)
    assert [len(lines) for lines in said] == [0, 1, 0, 0, 0, 1, 0]
    assert "Permission denied" in said[1][0]
    assert "新读 4" in said[5][0]
    assert os.listdir(project.data)


@pytest.mark.parametrize("arguments", [["--every", "0"], ["--every", "soon"], ["--jobs", "0"], ["--jobs", "-1"]])
def test_numbers_that_make_no_sense_are_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["watch", *arguments]) == cli.BAD_INPUT
    assert f"{arguments[0]} 应为" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a process of its own gets no Ctrl-C there")
def test_the_command_says_a_line_for_each_build_and_ends_with_ctrl_c(project: Config) -> None:
    command = [sys.executable, "-m", "kpi", "watch", "--every", "0.1", "--config", str(project.path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stderr is not None
    assert "Ctrl-C" in process.stderr.readline()
    assert "报告 4 份：新读 4" in process.stderr.readline()
    (project.path.parent / "reports" / "new.txt").write_text("2021年，全区经济平稳。", encoding="utf-8")
    assert "报告 5 份：新读 1" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert "已中断" in process.communicate(timeout=60)[1]
    assert process.returncode == cli.INTERRUPTED
