"""config.yaml: the one file that a person edits. Read, checked and saved here.

>>> print(check_config("version: 2", "config.yaml")[-1])
config.yaml:1: version: 写的是数字 2，应为数字 1；目前没有其他版本
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kpi.settings.config_file import (
    ConfigConflict,
    EarlierVersion,
    digest_of,
    earlier_versions,
    read_text,
    replace_text,
    without_marks,
)
from kpi.settings.content import RULES, Content, read_content
from kpi.settings.report_facts import ReportFacts
from kpi.settings.second_reader import SecondReader
from kpi.settings.shipped import CONFIG, checkout, shipped_map
from kpi.settings.source import read_yaml
from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import InvalidFile, Problem
from kpi.vocabulary.model import Cues, Group, Indicator, Limits, Zone

__all__ = [
    "RULES",
    "Config",
    "ConfigConflict",
    "EarlierVersion",
    "check_config",
    "digest_of",
    "earlier_versions",
    "find_config",
    "load_config",
    "outside",
    "parse_config",
    "read_text",
    "save_config",
]

MOST_PROBLEMS = 200
"""Faults told one by one."""

CORRECTIONS = "corrections.jsonl"
"""Where corrections go, beside the config (what is in the data folder may be deleted), unless it says otherwise."""

NOTES = "notes.jsonl"
"""Where notes go, in the same way."""


@dataclass(frozen=True, slots=True)
class Config:
    """The indicator map in force.

    Mappings keep the order of the file. `digest` is the SHA-256 of the text, `map_digest` that of
    the meaning of what extraction depends on: it stays where only names, groups or comments change.
    `report_facts` is what the entries of `reports` state of the file or of all files in the folder;
    `corrections` is the file with what people accepted, rejected or corrected, `notes` that of what they noted;
    `limits` are what the reading of one report may take; `second_reader` is the model that reads along, None where
    there is none.
    """

    path: Path
    text: str
    digest: str
    reports: tuple[Path, ...]
    data: Path
    groups: Mapping[str, Group]
    zones: Mapping[str, Zone]
    indicators: Mapping[str, Indicator]
    cues: Cues
    scopes: tuple[str, ...]
    reconcile: tuple[str, ...]
    map_digest: str
    report_facts: Mapping[Path, ReportFacts] = field(default_factory=dict)
    corrections: Path = Path(CORRECTIONS)
    notes: Path = Path(NOTES)
    limits: Limits = field(default_factory=Limits)
    second_reader: SecondReader | None = None

    @property
    def answers(self) -> Path:
        """The file of what a second reader answered: beside the corrections, `corrections.answers.jsonl`."""
        return self.corrections.with_name(f"{self.corrections.stem}.answers.jsonl")

    @property
    def statements(self) -> Path:
        """The file of what people stated of whole reports: beside the corrections, `corrections.reports.jsonl`."""
        return self.corrections.with_name(f"{self.corrections.stem}.reports.jsonl")

    @property
    def imports(self) -> Path:
        """The file of what other readers' tables say: beside the corrections, `corrections.imports.jsonl`."""
        return self.corrections.with_name(f"{self.corrections.stem}.imports.jsonl")


def find_config(named: Path | str | None = None) -> Path | None:
    """The config that the commands use: the one that is `named`, else that of the environment variable `KPI_CONFIG`,
    else `config.yaml` of the current folder, else that of the checkout that the program runs from; None where there
    is none of these.
    """
    chosen = named or os.environ.get("KPI_CONFIG")
    if chosen:
        return Path(chosen)
    places = [Path(CONFIG), *(folder / CONFIG for folder in [checkout()] if folder)]
    return next((path for path in places if path.is_file()), None)


def load_config(path: Path | str | None = None) -> Config:
    """The config in the file at `path`; without a path, the one that `find_config` finds, else the map that comes
    with the program, as if it stood in the current folder.

    InvalidFile with all its problems where it has any.

    >>> load_config().indicators["gdp"].unit
    '亿元'
    """
    found = find_config(path)
    if found is None:
        return parse_config(shipped_map(), Path.cwd() / CONFIG)
    return parse_config(read_text(found)[0], found)


def parse_config(text: str, path: Path | str) -> Config:
    """The config that `text` spells, as if it stood at `path`; InvalidFile with all its problems."""
    path = Path(path)
    text = without_marks(text)
    content, problems = _read(text, path)
    if problems:
        raise InvalidFile(problems)
    data = _folder(path, content.data)
    return Config(
        path=path,
        text=text,
        digest=digest_of(text),
        reports=tuple(_folder(path, report) for report in content.reports),
        data=data,
        groups=content.groups,
        zones=content.zones,
        indicators=content.indicators,
        cues=content.cues,
        scopes=content.scopes,
        reconcile=content.reconcile,
        map_digest=_map_digest(content),
        report_facts={_folder(path, report): facts for report, facts in content.report_facts.items()},
        corrections=_folder(path, content.corrections or CORRECTIONS),
        notes=_folder(path, content.notes or NOTES),
        limits=content.limits,
        second_reader=content.second_reader,
    )


def check_config(text: str, path: Path | str) -> list[Problem]:
    """All that is wrong with `text`, in the order of its lines; `[]` when it is fine."""
    return _read(without_marks(text), Path(path))[1]


def save_config(path: Path | str, text: str, base_digest: str, allowed: Sequence[Path] = ()) -> str:
    """Saves `text` over the version with `base_digest` and returns the new digest.

    InvalidFile where the text has problems or names a path outside the folders that are `allowed` (none: anywhere),
    ConfigConflict where the file is another by now, NotAllowed where whoever asks may change nothing; the version that
    is replaced goes to `config-history` in the data folder.
    """
    author()
    path = Path(path)
    config = parse_config(text, path)
    if allowed and (problems := outside(config, allowed)):
        raise InvalidFile(problems)
    return replace_text(path, config.text, base_digest, config.data)


def outside(config: Config, allowed: Sequence[Path]) -> list[Problem]:
    """The paths of a config that lie in none of the folders, wherever links lead."""
    paths = [*(("reports", path) for path in (*config.reports, *config.report_facts))]
    paths += [("data", config.data), ("corrections", config.corrections), ("notes", config.notes)]
    within = [folder.resolve() for folder in allowed]
    lines = {line.partition(":")[0]: number for number, line in enumerate(config.text.split("\n"), 1)}
    mend = "请换成项目文件夹里的路径；确实要用，请启动看板的人加上 --allow 那个文件夹，再启动"
    return [
        Problem(config.path.name, lines.get(key, 0), key, f"{path} 不在允许的文件夹里", "", mend)
        for key, path in dict.fromkeys(paths)
        if not any(path.resolve().is_relative_to(folder) for folder in within)
    ]


def _read(text: str, path: Path) -> tuple[Content, list[Problem]]:
    root, problems = read_yaml(text, path.name)
    if root is None and problems:
        return Content(), _in_order(problems)
    content, faults = read_content(root, text, path)
    return content, _in_order(problems + faults)


def _in_order(problems: list[Problem]) -> list[Problem]:
    """The problems by line; of a file that is no map at all the first ones and how many there are."""
    problems = sorted(problems, key=lambda problem: problem.line)
    told, left = problems[:MOST_PROBLEMS], len(problems) - MOST_PROBLEMS
    if left > 0:
        last = told[-1]
        told.append(Problem(last.file, last.line, "", f"另有 {left:,} 处错误", "", "请先改正以上各处"))
    return told


def _folder(config: Path, written: str) -> Path:
    return Path(os.path.abspath(config.parent / os.path.expanduser(written)))


def _map_digest(content: Content) -> str:
    meaning = {
        "zones": {zone.name: _meaning_of_zone(zone) for zone in content.zones.values()},
        "indicators": {indicator.id: _meaning_of_indicator(indicator) for indicator in content.indicators.values()},
        "cues": [sorted(content.cues.target), sorted(content.cues.estimate), sorted(content.cues.actual)],
        "scopes": sorted(content.scopes),
    }
    return sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()


def _meaning_of_zone(zone: Zone) -> list[Any]:
    return [zone.level, zone.province, zone.city, sorted(zone.aliases)]


def _meaning_of_indicator(indicator: Indicator) -> list[Any]:
    return [
        indicator.dimension,
        sorted(indicator.aliases),
        sorted(indicator.forbid),
        sorted([sorted(within.topics), sorted(within.words)] for within in indicator.within),
        sorted(indicator.patterns),
    ]
