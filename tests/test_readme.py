"""The README is true: its commands run, and every command, option, config key, column and rule is in it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from kpi.bootstrap import ROOT
from kpi.building.pipeline import Extractor
from kpi.settings import content, report_facts
from kpi.settings.config import check_config, parse_config
from kpi.vocabulary import frames
from kpi.vocabulary.model import Comparator, Document, Kind, Measure, Verdict

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = ("extract", "build", "watch", "export", "check", "explain", "correct", "serve")
RUNNABLE = [
    line.partition("#")[0].strip()
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]
CODE_WORDS = {word for span in re.findall(r"`([^`\n]+)`", README) for word in re.findall(r"[\w%<>=~./-]+", span)}


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300)


@cache
def help_of(command: str = "") -> str:
    result = run(["kpi", *command.split(), "--help"], ROOT)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def user_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a user edits, for the README's commands to work on."""
    folder = tmp_path_factory.mktemp("说明 书")
    shutil.copy(ROOT / "config.yaml", folder)
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    return folder


def test_the_two_commands_are_there() -> None:
    assert "python3 -m kpi serve" in RUNNABLE
    assert "python3 -m tests" in RUNNABLE


def test_ci_runs_the_test_command() -> None:
    assert "-m tests" in (ROOT / ".ci" / "run").read_text("utf-8")


# In the order of the README: what is built first is exported after it. `serve` and the tests themselves have
# tests of their own.
@pytest.mark.parametrize(
    "line", dict.fromkeys(line for line in RUNNABLE if "-m tests" not in line and not line.endswith("serve"))
)
def test_commands_run(line: str, user_folder: Path) -> None:
    python, option, *arguments = shlex.split(line)
    assert (python, option) == ("python3", "-m")
    result = run(arguments, user_folder)
    assert result.returncode == 0, result.stderr
    if "-o" in arguments:
        written = user_folder / arguments[arguments.index("-o") + 1]
        assert written.read_bytes().startswith(b"\xef\xbb\xbf")
        assert len(written.read_text("utf-8-sig").splitlines()) > 1, "nothing but a header"


def test_every_command_is_told() -> None:
    offered = re.findall(r"^    ([a-z]+)  ", help_of(), re.MULTILINE)
    assert set(offered) == set(COMMANDS)
    for command in COMMANDS:
        assert f"`kpi {command} " in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_told_with_its_command(command: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `kpi {command} "))
    offered = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", help_of(command))) - {"--help", "--output"}  # told as -o
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", row))
    assert told == offered


def test_every_config_key_is_told() -> None:
    sections = (*content._SECTIONS, *content._OPTIONAL_SECTIONS)
    indicator = (*content._INDICATOR, *content._OPTIONAL_INDICATOR)
    zone = (*content._ZONE, *content._OPTIONAL_ZONE)
    keys = {*sections, *indicator, *zone, *content._CUES, "topics", "words", *content.DIMENSIONS}
    keys |= {"path", *report_facts.FACTS}
    told = {part for word in CODE_WORDS for part in word.split(".")}
    assert keys <= told, sorted(keys - told)


def test_every_column_rule_and_word_is_told() -> None:
    words = [*frames.EXPORT_COLUMNS, *content.RULES, *Measure, *Kind, *Verdict, *Comparator]
    missing = [str(word) for word in words if str(word) not in CODE_WORDS]
    assert not missing


def with_example() -> str:
    example = re.search(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert example
    text = (ROOT / "config.yaml").read_text("utf-8")
    assert text.count("\nindicators:\n") == 1
    return text.replace("\nindicators:\n", f"\nindicators:\n{example[1]}")


def test_example_of_an_indicator_passes_the_check() -> None:
    assert check_config(with_example(), ROOT / "config.yaml") == []


def test_example_of_an_indicator_finds_its_figures() -> None:
    config = parse_config(with_example(), ROOT / "config.yaml")
    zone = next(iter(config.zones))
    text = f"2025年1月10日\n2024年，{zone}研发经费投入12.3亿元，增长8%。规上企业研发经费投入9亿元。\n"
    found = Extractor(config).extract(Document(doc="report", path="report.txt", text=text, digest="")).observations
    mine = [(item.measure, str(item.value), item.period) for item in found if item.indicator == "rd_expenditure"]
    assert mine == [(Measure.LEVEL, "12.3", "2024"), (Measure.GROWTH, "8", "2024")]


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:\s]+)\)|src=\"([^\":]+)\"", README))
def test_files_that_are_linked_exist(target: tuple[str, str]) -> None:
    assert (ROOT / "".join(target)).exists()
