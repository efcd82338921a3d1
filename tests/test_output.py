"""What the commands print: no sign of a name or of a report steers the terminal, and a full disk is told as such."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from kpi.bootstrap import ROOT
from kpi.vocabulary.visible import in_a_line, visible

pytestmark = pytest.mark.skipif(os.name == "nt", reason="such names cannot be given there")

ESCAPES = "\x1b]0;改了标题\x07\x1b[31m红\x9b2J\u202e倒"
ZONE = "东山经济技术开发区"
REPORT = f"""{ZONE}2024年工作总结\u202e倒

2024年，全区地区生产总值完成254亿元（\u202e倒），同比增长5.0%。签约项目42个。新增专利3件。
"""
CONFIG = f"""
version: 1
reports: [reports]
data: data
groups: {{economy: {{zh: 综合经济, en: Economy}}}}
zones: {{{ZONE}: {{en: Dongshan}}}}
indicators:
  gdp: {{zh: 地区生产总值, en: GDP, group: economy, dimension: money, unit: 亿元, good: up, aliases: [地区生产总值]}}
cues: {{target: [目标], estimate: [预计], actual: [完成]}}
reconcile: [latest_published]
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose file names and reports are full of escape codes; it has been built."""
    folder = tmp_path_factory.mktemp("终端")
    (folder / "reports").mkdir()
    (folder / "reports" / f"{ZONE}2024{ESCAPES}\n假的一行.txt").write_text(REPORT, encoding="utf-8")
    (folder / "reports" / f"坏{ESCAPES}.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    kpi(folder, ["build"], 3)
    kpi(folder, ["note", ZONE, "gdp", "2024", "--text", f"批注{ESCAPES}", "--who", f"甲{ESCAPES}"])
    return folder


def kpi(folder: Path, arguments: Sequence[str], status: int | None = 0, **settings: object) -> list[str]:
    """Runs a command; the lines of what it printed on both streams."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KPI_CONFIG": str(folder / "config.yaml")}
    command = [sys.executable, "-m", "kpi.cli", *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
    done = subprocess.run(command, cwd=folder, env=environment, timeout=120, check=False, **streams)  # type: ignore[call-overload]
    printed = (done.stdout or b"") + (done.stderr or b"")
    if status is not None:
        assert done.returncode == status, printed.decode("utf-8", "replace")
    return printed.decode("utf-8", "replace").splitlines()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["build", "--force"], 3),
        (["reports"], 0),
        (["reports", f"没有{ESCAPES}"], 0),
        (["explain", ZONE, "gdp", "2024"], 0),
        (["explain", f"没有{ESCAPES}", "gdp", "2024"], 2),
        (["note"], 0),
        (["check", f"没有{ESCAPES}.yaml"], 2),
        (["report", f"reports/{ZONE}2024{ESCAPES}\n假的一行.txt"], 0),
        (["report", f"reports/坏{ESCAPES}.pdf"], 0),
        (["report", f"没有{ESCAPES}.txt"], 2),
        (["correct"], 0),
        (["correct", f"无{ESCAPES}", "--accept", "--why", "x"], 2),
        (["extract", "reports"], 3),
        (["zones", f"没有{ESCAPES}"], None),
        ([f"没有{ESCAPES}"], 2),
    ],
    ids=lambda each: " ".join(each)[:20] if isinstance(each, list) else None,
)
def test_nothing_steers_the_terminal(hostile: Path, arguments: list[str], status: int | None) -> None:
    lines = kpi(hostile, arguments, status)
    if arguments[0] == "extract":  # a table for a program: as it is where no terminal shows it
        lines = [line for line in lines if line.startswith("kpi: ")]
    steering = {sign for line in lines for sign in line if unicodedata.category(sign) in ("Cc", "Cf", "Cs")}
    assert not steering - set("\t\ufeff"), lines
    assert not any(line.startswith("假的一行") for line in lines), lines


def test_a_table_on_a_terminal_steers_it_neither(hostile: Path) -> None:
    import pty

    control, screen = pty.openpty()
    kpi(hostile, ["extract", "reports"], 3, stdout=screen)
    os.close(screen)
    shown = b""
    try:
        while piece := os.read(control, 65536):
            shown += piece
    except OSError:  # all is read
        pass
    os.close(control)
    assert "254" in shown.decode()
    assert "\u202e" not in shown.decode() and b"\\u202e" in shown


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no device that is full")
@pytest.mark.parametrize("arguments", [["extract", "reports"], ["reports"], ["explain", ZONE, "gdp", "2024"]])
def test_a_full_disk_is_no_fault_of_the_program(hostile: Path, arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        lines = kpi(hostile, arguments, 2, stdout=full)
    assert [line for line in lines if "标准输出: 无法写入" in line], lines
    assert not any("缺陷" in line or "Exception ignored" in line or "Traceback" in line for line in lines), lines


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no device that is full")
def test_messages_that_nobody_can_hear_stop_nothing(hostile: Path) -> None:
    with open("/dev/full", "wb") as full:
        assert kpi(hostile, ["reports"], 0, stderr=full)
        kpi(hostile, ["explain", "没有", "gdp", "2024"], 2, stderr=full)


@pytest.mark.parametrize(
    ("text", "shown", "line"),
    [
        ("东山\t经开区\n254亿元 ½ é", "东山\t经开区\n254亿元 ½ é", "东山\t经开区\\n254亿元 ½ é"),
        ("a\x1b[31m\x9b\x00\x7f", r"a\x1b[31m\x9b\x00\x7f", r"a\x1b[31m\x9b\x00\x7f"),
        ("a\rb\r\nc", "a\\x0db\r\nc", "a\\x0db\\nc"),
        ("\u202e\u2066\ud800", r"\u202e\u2066\ud800", r"\u202e\u2066\ud800"),
    ],
)
def test_visible(text: str, shown: str, line: str) -> None:
    assert visible(text) == shown
    assert in_a_line(text) == line
