"""A project that whoever runs the program may read and not write: results are shown, and what cannot be is told."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpi import cli
from kpi.bootstrap import ROOT
from tests.samples import make_project

pytestmark = pytest.mark.skipif(os.name == "nt", reason="has no such rights")
NOBODY = 65534
ZONE = "濮阳经济技术开发区"

# what is asked for; whether it is done, and what is said
COMMANDS = {
    "build": (["build"], 2, "结果写不进去"),
    "build anew": (["build", "--force"], 2, "上一次的结果仍在"),
    "export": (["export", "--table", "observations"], 0, ""),
    "export wide": (["export", "--table", "panel", "--wide"], 0, ""),
    "explain": (["explain", ZONE, "gdp", "2024"], 0, ""),
    "brief": (["brief", ZONE], 0, ""),
    "reports": (["reports"], 0, ""),
    "extract": (["extract", "reports/000.txt"], 0, ""),
    "note": (["note", ZONE, "gdp", "2024", "--text", "试"], 2, "notes.jsonl: 批注写不进去"),
    "state": (["report", "reports/000.txt", "--period", "2024"], 2, "写不进去"),
    "remove": (["report", "reports/000.txt", "--remove"], 2, "写不进去"),
    "a user": (["user", "add", "王某", "--no-password"], 2, "users.json: 写不进去"),
    "doctor": (["doctor"], 3, "写不进去（"),
}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may look into, unlike those of pytest."""
    made = Path(tempfile.mkdtemp(prefix="kpi-read-only-"))
    made.chmod(0o755)
    yield made
    for path in (made, *made.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(made)


def run(command: list[str], config: Path) -> tuple[int, str]:
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = cli.main([*command, "--config", str(config)])
    return status, said.buffer.getvalue().decode("utf-8", "replace")  # type: ignore[attr-defined]


def of_another_user(folder: Path) -> dict[str, tuple[int, str]]:
    """What comes of the commands over a built project of which nothing may be written."""
    mine, theirs = folder / "mine", folder / "theirs"
    for project in (mine, theirs):
        config = make_project(project).path
        run(["build"], config)
    before = texts(theirs)
    for path in (theirs, *theirs.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    os.chdir(mine)
    for command, _, _ in COMMANDS.values():  # so that all is loaded: another user may not read where Python is
        run(command, mine / "config.yaml")
    os.chdir(theirs)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    found: dict[str, Any] = {
        name: run(command, theirs / "config.yaml") for name, (command, _, _) in COMMANDS.items()
    }  # fmt: skip
    return {**found, "nothing else": (int(texts(theirs) != before), "")}


def texts(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


DRIVER = """
import json, sys
from pathlib import Path
from tests import samples
samples.install()
from tests.building.test_read_only import of_another_user
found = of_another_user(Path(sys.argv[1]))
print(json.dumps(found))
"""


def test_results_are_there_and_nothing_is_written(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", DRIVER, str(folder)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found = json.loads(done.stdout)
    for name, (_, status, words) in COMMANDS.items():
        told = found[name]
        assert told[0] == status and words in told[1] and "程序出错" not in told[1], (name, told)
    assert found["nothing else"] == [0, ""]
