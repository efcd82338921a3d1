"""The shape of the program: who may import whom, and what keeps it readable."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import lint_imports

from kpi.bootstrap import ROOT
from kpi.settings.config import load_config

SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["contracts"]}
SOURCES = sorted(path for folder in ("kpi", "dashboard") for path in (ROOT / folder).rglob("*.py"))
LONGEST_FUNCTION = 60


def modules(folder: str) -> set[str]:
    """The modules and subpackages of a package, by their full names."""
    found = (ROOT / folder).rglob("*")
    paths = {path.with_suffix("") for path in found if path.suffix == ".py" or (path / "__init__.py").is_file()}
    return {".".join(path.relative_to(ROOT).parts) for path in paths if not path.name.startswith("__")}


def test_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_every_stage_of_the_pipeline_is_under_the_contract() -> None:
    stages = set(CONTRACTS["stages"]["modules"])
    assert stages <= modules("kpi")
    assert stages <= set(CONTRACTS["tools"]["forbidden_modules"])


def test_no_module_is_called_after_nothing() -> None:
    assert not {path.stem for path in SOURCES} & {"utils", "util", "helpers", "helper", "misc", "common"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_functions_are_one_screen_long_at_most(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {
        node.name: lines for node in functions if (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long


def test_zones_are_known_to_the_config_alone() -> None:
    """The rules speak of the language; a name of a zone in the code would speak of one page."""
    config = load_config(ROOT / "config.yaml")
    names = {name for zone in config.zones.values() for name in (zone.name, *zone.aliases) if len(name) >= 5}
    assert names
    found = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in SOURCES
        for name in names
        if name in path.read_text("utf-8")
    }
    assert not found
