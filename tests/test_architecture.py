"""The shape of the program: who may import whom, and what keeps it readable."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import lint_imports

from kpi.bootstrap import ROOT
from kpi.language.words import word_set
from kpi.settings.config import load_config

SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["contracts"]}
SOURCES = sorted(path for folder in ("kpi", "dashboard") for path in (ROOT / folder).rglob("*.py"))
LONGEST_FUNCTION = 60
DATA = frozenset({".csv", ".json", ".txt", ".yaml"})


FOLDERS = sorted(path.parent for path in SOURCES if path.name == "__init__.py")
STAGES = {
    f"kpi.{name}"
    for name in [
        "documents.reading",
        "pages.cleaning",
        "pages.clock",
        "pages.modes",
        "pages.places",
        "pages.structure",
        "language.quantities",
        "language.periods",
        "language.mentions",
        "sentences.readings",
        "sentences.areas",
        "tables.grids",
        "tables.lines",
        "series.reconcile",
        "series.panel",
        "series.targets",
    ]
}


def test_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_contracts_see_every_import() -> None:
    assert not SETTINGS["exclude_type_checking_imports"]
    assert all(contract.get("exhaustive") for contract in CONTRACTS.values() if contract["type"] == "layers")
    ignoring = {name for name, contract in CONTRACTS.items() if contract.get("ignore_imports")}
    assert ignoring == {"dashboard-public"}


def test_every_folder_of_kpi_has_an_order_of_its_own() -> None:
    ordered = {folder for contract in CONTRACTS.values() for folder in contract.get("containers", ())}
    folders = {".".join(folder.relative_to(ROOT).parts) for folder in FOLDERS}
    data = {".".join(folder.relative_to(ROOT).parts) for folder in FOLDERS if _holds_data(folder)}
    assert {folder for folder in folders if folder.startswith("kpi")} - data <= ordered
    assert {"dashboard", "dashboard.views"} <= ordered


def test_stages_never_import_each_other() -> None:
    independent = {
        module
        for contract in CONTRACTS.values()
        if contract["type"] == "independence"
        for module in contract["modules"]
    }
    assert independent == STAGES


def _holds_data(folder: Path) -> bool:
    """Whether a folder of the language holds tables, and in its `__init__` what loads them."""
    return folder.parent.name == "language" and any(path.suffix in DATA for path in folder.iterdir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_folder_says_what_lives_in_it_and_loads_nothing(folder: Path) -> None:
    """Only `kpi` itself has names of its own, and it loads them when they are used."""
    tree = ast.parse((folder / "__init__.py").read_text("utf-8"))
    said = ast.get_docstring(tree) or ""
    assert said
    if _holds_data(folder):
        loaded = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        ours = {name for name in loaded if name.startswith("kpi")}
        assert all(name.startswith("kpi.vocabulary") for name in ours), "data depends on nothing"
    elif folder.parent != ROOT:
        assert len(re.findall(r"\.(?=\s|$)", said)) == 3, said
        assert len(tree.body) == 1


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


# words of the language that stand in data, once; where a module spells one of them it means something else
SPELLED_ELSEWHERE = {
    "zone": {
        "pages/places.py": "words that need an edge before them",
        "pages/text_tables.py": "the head of a column of names",
        "pages/whose.py": "what the rank of a zone is called",
        "pages/wraps.py": "names of a newspaper's columns",
        "pages/zone_names.py": "the word that may mean any zone of a city",
        "sentences/readings.py": "firms of a park",
        "tables/heads.py": "heads of columns, and words that end as zones do and are none",
        "documents/readers/page_facts.py": "who publishes a web page",
    },
    "aim": {
        "pages/clock.py": "five-year plans, and what stands behind 上半年",
        "pages/text_tables.py": "the end of a column's head",
        "pages/whose.py": "names of documents",
        "pages/wraps.py": "chapters and names of documents",
        "pages/zone_names.py": "names of documents",
        "sentences/placing.py": "names that are plans, and plans in the name of a programme",
        "sentences/tokens.py": "计划总投资 says which projects",
        "tables/heads.py": "words of a table's heading that name no indicator",
        "tables/periods.py": "kinds of indicators of a plan",
        "tables/phrases.py": "the cell that says so",
    },
}


def _constants(path: Path) -> Iterator[str]:
    """The strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


@pytest.mark.parametrize("kind", SPELLED_ELSEWHERE)
def test_words_of_the_language_stand_in_its_data(kind: str) -> None:
    words = (*word_set("zone_full"), *word_set("zone_end")) if kind == "zone" else ("目标", "计划", "任务", "预期")
    spelled = {
        path.relative_to(ROOT / "kpi").as_posix()
        for folder in ("pages", "sentences", "tables", "documents")
        for path in (ROOT / "kpi" / folder).rglob("*.py")
        if any(word in text for text in _constants(path) for word in words)
    }
    assert spelled == set(SPELLED_ELSEWHERE[kind]), "name the set of words in language/words/sets.yaml"


NAMED_BY_THE_PROGRAM = {
    "allowed_then", "any_of", "component", "cookie_secret", "cities_of", "evidence", "load", "pattern",
    "word_set", "words", "words_of", "worth_of",
}  # fmt: skip
"""What remembers an answer for each of a few names that stand in the program or its settings."""


def caches_without_bound() -> Iterator[str]:
    """The functions that remember an answer for every argument that they were ever given."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.args.args or node.args.kwonlyargs):
                written = {ast.unparse(each) for each in node.decorator_list}
                if written & {"cache", "functools.cache"} or any("maxsize=None" in each for each in written):
                    yield node.name.lstrip("_")
                if any(re.match(r"st\.cache_\w+", each) and "max_entries" not in each for each in written):
                    yield node.name.lstrip("_")


def test_what_reports_hold_is_remembered_within_bounds() -> None:
    """A server and a watch run for months over strangers' files."""
    assert set(caches_without_bound()) == NAMED_BY_THE_PROGRAM
