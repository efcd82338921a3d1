"""The README files are true: their commands run, and every command, option, config key, column and rule is in them.

`README.md` is for who uses the program, `kpi/README.md` and `tests/README.md` for who changes it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kpi.bootstrap import ROOT
from kpi.building.pipeline import Extractor
from kpi.settings import content, report_facts, second_reader
from kpi.settings.config import check_config, parse_config
from kpi.vocabulary import frames
from kpi.vocabulary.model import Comparator, Document, Kind, Measure, Verdict

DOCUMENTS = ("README.md", "kpi/README.md", "tests/README.md", "dashboard/office/README.md")
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in DOCUMENTS}
README = TEXTS["README.md"]
CHINESE, ENGLISH = README.split("\n## English\n")
COMMANDS = (
    *(
        "init",
        "extract",
        "zones",
        "build",
        "watch",
        "import",
        "ask",
        "report",
        "reports",
        "export",
        "brief",
        "check",
        "explain",
        "correct",
        "note",
    ),
    "serve",
    "doctor",
    "user",
)


def blocks(text: str, language: str) -> list[str]:
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return found


def runnable(text: str) -> list[str]:
    return [line.partition("#")[0].strip() for block in blocks(text, "sh") for line in block.splitlines()]


RUNNABLE = [line for text in TEXTS.values() for line in runnable(text)]
MODULES_OF_TESTS = sorted(set(re.findall(r"python3 -m (tests\.[\w.]+)", "".join(TEXTS.values()))))
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
    "line", dict.fromkeys(line for line in RUNNABLE if "-m tests" not in line and not line.endswith("kpi serve"))
)
def test_commands_run(line: str, user_folder: Path) -> None:
    python, option, *arguments = shlex.split(line)
    assert (python, option) == ("python3", "-m")
    result = run(arguments, user_folder)
    assert result.returncode == 0, result.stderr
    if "-o" in arguments:
        written = user_folder / arguments[arguments.index("-o") + 1]
        assert written.stat().st_size > 100
        if written.suffix == ".csv":
            assert written.read_bytes().startswith(b"\xef\xbb\xbf")
            assert len(written.read_text("utf-8-sig").splitlines()) > 1, "nothing but a header"


@pytest.mark.parametrize("module", MODULES_OF_TESTS)
def test_a_command_of_the_tests_brings_its_own_set_up(module: str) -> None:
    """`python3` need not be the Python that the tests were set up for: each makes sure of what it needs."""
    place = ROOT.joinpath(*module.split("."))
    source = (place / "__main__.py" if place.is_dir() else place.with_suffix(".py")).read_text("utf-8")
    assert f'prepare("{module}"' in source
    result = run([module, "--help"], ROOT)
    assert result.returncode == 0, result.stderr
    assert "usage:" in result.stdout


def test_a_command_of_the_tests_imports_nothing_foreign_before_its_set_up() -> None:
    """As on a Python that has no dependency at all: the set-up has to come first."""
    assert MODULES_OF_TESTS
    code = """
import runpy, sys
from kpi import bootstrap
def prepare(*_):
    foreign = {"psutil", "PIL", "playwright", "pandas", "yaml", "streamlit"} & set(sys.modules)
    raise SystemExit(f"too early: {foreign}" if foreign else 0)
bootstrap.prepare = prepare
runpy.run_module(sys.argv[1], run_name="__main__")
"""
    for module in MODULES_OF_TESTS:
        result = subprocess.run([sys.executable, "-c", code, module], cwd=ROOT, capture_output=True, encoding="utf-8")
        assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("block", blocks(README, "python"), ids=["Chinese", "English"])
def test_what_is_pasted_into_a_notebook_runs(block: str, user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(user_folder)
    monkeypatch.delenv("KPI_CONFIG", raising=False)
    names: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), names)
    assert len(names["found"]) > 50
    assert not names["table"].empty
    assert names["panel"]


def test_english_says_as_much_of_the_first_day() -> None:
    """The same commands, and what a beginner has to know of them."""

    def steps(text: str) -> list[str]:
        """The commands by name, as often as they come one after another."""
        lines = re.findall(r"^(?:\$ )?python3 -m (kpi \w+|tests)$|^(?:\$ )?python3 -m (kpi \w+) ", text, re.MULTILINE)
        return list(dict.fromkeys(one or other for one, other in lines))

    assert set(steps(CHINESE)) - {"kpi watch"} == set(steps(ENGLISH))
    for name in (
        "年报.pdf.yaml",
        "KPI_CHROMIUM",
        "--force",
        "kpi watch",
        "corrections.jsonl",
        "kpi.KpiError",
        "127.0.0.1",
    ):
        assert name in CHINESE
        assert name in ENGLISH
    assert all(f"`{command}`" in ENGLISH for command in COMMANDS)


def test_every_command_is_in_the_readme() -> None:
    offered = re.findall(r"^    ([a-z]+)  ", help_of(), re.MULTILINE)
    assert set(offered) == set(COMMANDS)
    for command in COMMANDS:
        assert f"`kpi {command} " in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_stands_with_its_command(command: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `kpi {command} "))
    offered = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", help_of(command))) - {"--help", "--output"}  # written as -o
    listed = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", row))
    assert listed == offered


def test_every_config_key_is_in_the_readme() -> None:
    sections = (*content._SECTIONS, *content._OPTIONAL_SECTIONS)
    indicator = (*content._INDICATOR, *content._OPTIONAL_INDICATOR)
    zone = (*content._ZONE, *content._OPTIONAL_ZONE)
    keys = {*sections, *indicator, *zone, *content._CUES, "topics", "words", *content.DIMENSIONS}
    keys |= {"path", *report_facts.FACTS, *second_reader._REQUIRED, *second_reader._OPTIONAL}
    listed = {part for word in CODE_WORDS for part in word.split(".")}
    assert keys <= listed, sorted(keys - listed)


def test_every_column_rule_and_word_is_in_the_readme() -> None:
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


@pytest.mark.parametrize("name", TEXTS)
def test_files_that_are_linked_exist(name: str) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)", TEXTS[name])
    assert targets
    for target in targets:
        assert ((ROOT / name).parent / target).exists(), target


@pytest.mark.parametrize("name", TEXTS)
def test_headings_that_are_linked_exist(name: str) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)#([^)\s]+)\)", TEXTS[name]):
        text = ((ROOT / name).parent / target).read_text("utf-8") if target else TEXTS[name]
        heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        assert anchor in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}, anchor
