"""What starts the program on an office's machines: its commands are there, and each file is as its reader wants it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from kpi import cli
from kpi.bootstrap import ROOT

OFFICE = ROOT / "dashboard" / "office"
UNITS = ("kpi-dashboard.service", "kpi-build.service", "kpi-build.timer")
BAT = (OFFICE / "看板.bat").read_bytes()
LINES = BAT.decode("utf-8").splitlines()
CONTAINER = (OFFICE / "Containerfile").read_text("utf-8")
README = (OFFICE / "README.md").read_text("utf-8")


def instruction(name: str) -> list[str]:
    """What the container file says in its instructions of this name."""
    return re.findall(rf"^{name} (.*)$", CONTAINER, re.MULTILINE)


def commands() -> dict[str, list[str]]:
    """What each file has `kpi` do: the command and its options, with those that the README adds."""
    by_bat = next(line for line in LINES if line.startswith("py "))
    added = re.search(r"参数写 `(--no-browser[^`]*)`", README)
    nightly = re.search(r"参数写 `-3 (-m kpi [^`]*)`", README)
    run = re.search(r"^# 运行：podman run .* kpi (--.*)$", CONTAINER, re.MULTILINE)
    assert added and nightly and run
    found = {
        "看板.bat": by_bat.replace(" %*", ""),
        "看板.bat, at the start of the machine": by_bat.replace("%*", added.group(1)),
        "nightly on Windows": nightly.group(1),
        "Containerfile": " ".join([*json.loads(instruction("ENTRYPOINT")[0]), run.group(1)]),
    }
    for unit in UNITS:
        for line in re.findall(r"^ExecStart=(.*)$", (OFFICE / unit).read_text("utf-8"), re.MULTILINE):
            found[unit] = line
    for line in re.findall(r"(?:python3?|kpi) (-m kpi (?!--version)[^`\n]*)", README):
        found[f"README: {line}"] = line
    return {name: shlex.split(line.split("-m kpi ")[1]) for name, line in found.items()}


@pytest.mark.parametrize(("name", "arguments"), commands().items(), ids=commands())
def test_what_it_runs_is_a_command_of_the_program(name: str, arguments: list[str]) -> None:
    assert cli._parser().parse_args(arguments).run, name


def test_all_files_are_looked_at() -> None:
    assert {*UNITS[:2], "看板.bat", "Containerfile"} < commands().keys() and len(commands()) >= 8


# The file for Windows, as cmd reads it


def test_its_lines_end_as_cmd_wants_and_chinese_comes_after_the_code_page() -> None:
    assert BAT.count(b"\n") == BAT.count(b"\r\n") == len(LINES)
    before, _, after = BAT.partition(b"chcp 65001")
    assert before.isascii() and not after.isascii(), "until then it is read in the code page of the machine"
    assert "eol=crlf" in (ROOT / ".gitattributes").read_text("utf-8").partition("*.bat")[2]


def test_it_goes_to_the_folder_of_the_program_wherever_that_is() -> None:
    (there,) = [line for line in LINES if "%~dp0" in line]
    assert there == r'pushd "%~dp0..\.."', "in quotes for spaces; `cd` does not go to \\\\server\\folder"
    assert (OFFICE / ".." / ".." / "kpi" / "__main__.py").is_file()
    assert "popd" in LINES


def test_it_tells_every_failure_and_waits_only_for_whom_clicked() -> None:
    run = next(number for number, line in enumerate(LINES) if line.startswith("py "))
    assert LINES[run] == "py -3 -m kpi serve %*"
    assert LINES[run + 1] == "set status=%errorlevel%", "`if errorlevel 1` passes over the negative ones of a crash"
    assert [line.strip() for line in LINES if "pause" in line] == ['if "%~1"=="" pause']
    assert LINES[-1] == "exit /b %status%"


# The container


def test_what_is_copied_is_there_and_let_through() -> None:
    copied = [part.rstrip("/") for line in instruction("COPY") for part in line.split()[:-1]]
    assert {"requirements.txt", "pyproject.toml", "config.yaml", "seeds", "kpi", "dashboard"} <= set(copied)
    ignored = (OFFICE / "Containerfile.dockerignore").read_text("utf-8").splitlines()
    assert [name for name in copied if not (ROOT / name).exists() or f"!{name}" not in ignored] == []
    assert "*" in ignored and not any(fnmatchcase(".venv", line[1:]) for line in ignored if line.startswith("!"))


def test_it_runs_as_nobody_special_and_keeps_the_project_outside() -> None:
    user, volume = instruction("USER")[-1], instruction("VOLUME")[-1]
    assert re.search(rf"^RUN useradd .*\b{user}$", CONTAINER, re.MULTILINE)
    assert f"KPI_CONFIG={volume}/config.yaml" in CONTAINER and instruction("WORKDIR")[-1] == volume
    assert CONTAINER.index("\nUSER") > CONTAINER.index("RUN pip"), "what is installed is not its own to change"
    assert "--require-hashes" in CONTAINER
    version = re.match(r"docker.io/library/python:(\d+)\.(\d+)-slim$", instruction("FROM")[0])
    assert version and (int(version[1]), int(version[2])) >= (3, 11)


# systemd


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd")
def test_the_units_say_nothing_that_systemd_does_not_know(tmp_path: Path) -> None:
    for unit in UNITS:
        text = (OFFICE / unit).read_text("utf-8").replace("User=kpi", "User=root")
        text = text.replace("/srv/kpi/program/.venv/bin/python", sys.executable).replace("/srv/kpi", str(ROOT))
        (tmp_path / unit).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "kpi-" in line]
    assert (ours, done.returncode) == ([], 0)
