"""A zone put into the text of config.yaml, every other line left as it is."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from kpi.settings.editing import CannotEdit
from kpi.settings.source import read_yaml
from kpi.vocabulary.model import Zone
from kpi.vocabulary.patterns import lazy

_SECTION = lazy(r"^zones:(?:[ \t]*\{[ \t]*\})?(?P<rest>[ \t]*(?:#[^\n]*)?)(?:\n|\Z)", re.MULTILINE)
_NEXT_SECTION = lazy(r"^[^\s#]", re.MULTILINE)
_PLAIN = lazy(r"[\w（）()·—-]+(?: [\w（）()·—-]+)*")
_PLACES = ("en", "level", "province", "city")


def put_zone(text: str, zone: Zone) -> str:
    """`text` with the zone at the end of `zones`; CannotEdit where it is there, or the text cannot be followed.

    >>> print(put_zone("zones:\\n  甲开发区: {en: A}\\n\\ncues: {}\\n", Zone("乙开发区", "B", city="乙市")).rstrip())
    zones:
      甲开发区: {en: A}
      乙开发区:
        en: B
        city: 乙市
    <BLANKLINE>
    cues: {}
    """
    before = _read(text)
    zones = before.get("zones") or {}
    if not isinstance(zones, dict):
        raise CannotEdit("config.yaml: zones 下应为“开发区全称: …”各行；请在文本中改")
    if zone.name in zones:
        raise CannotEdit(f"config.yaml: zones 中已有{zone.name}")
    said = {name: getattr(zone, name) for name in _PLACES if getattr(zone, name)}
    new = _with_lines(text, zone.name, said)
    if _read(new) != {**before, "zones": {**zones, zone.name: said}}:
        raise CannotEdit("config.yaml: zones 的写法表单改不了；请在文本中改")
    return new


def _with_lines(text: str, name: str, said: dict[str, str]) -> str:
    section = _SECTION.search(text)
    if section is None:
        raise CannotEdit("config.yaml: zones 的写法表单改不了；请在文本中改")
    following = _NEXT_SECTION.search(text, section.end())
    body = text[section.end() : following.start() if following else len(text)]
    entries = [line for line in body.split("\n") if re.match(r"[ \t]+[^\s#]", line)]
    indent = re.match(r"[ \t]*", entries[0])[0] if entries else "  "  # type: ignore[index]
    lines = [f"{indent}{_written(name)}:", *(f"{indent}  {key}: {_written(value)}" for key, value in said.items())]
    at = section.end() + (body.rindex(entries[-1]) + len(entries[-1]) if entries else 0)
    head = text[:at] if entries else f"{text[: section.start()]}zones:{section['rest']}"
    return head + "\n" + "\n".join(lines) + (text[at:] if entries else "\n" + text[at:])


def _written(value: str) -> str:
    plain = _PLAIN.fullmatch(value) and yaml.safe_load(value) == value  # no, 2024 and the like are no texts
    return value if plain else json.dumps(value, ensure_ascii=False)


def _read(text: str) -> dict[str, Any]:
    problems = read_yaml(text, "config.yaml")[1]
    if problems:
        raise CannotEdit(str(problems[0]))
    found = yaml.safe_load(text)
    if not isinstance(found, dict):
        raise CannotEdit("config.yaml: 应为若干段，如 zones、indicators；请在文本中改")
    return found
