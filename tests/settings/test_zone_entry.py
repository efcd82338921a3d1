"""A zone put into the text of config.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kpi.settings.config import parse_config
from kpi.settings.editing import CannotEdit
from kpi.settings.zone_entry import put_zone
from kpi.vocabulary.model import Zone
from tests.samples import CONFIG

NEW = Zone("襄阳高新技术产业开发区", "Xiangyang HTZ", "国家级", "湖北省", "襄阳市")
WRITTEN = """\
  襄阳高新技术产业开发区:
    en: Xiangyang HTZ
    level: 国家级
    province: 湖北省
    city: 襄阳市
"""
# the text, what it becomes (@ is where the zone goes)
TEXTS = {
    "after the last": (
        "zones:\n  甲区: {en: A}\n\n# 指标组\ngroups: {}\n",
        "zones:\n  甲区: {en: A}\n@\n# 指标组\ngroups: {}\n",
    ),
    "at the end of the file": ("zones:\n  甲区: {en: A}\n", "zones:\n  甲区: {en: A}\n@"),
    "before what is commented out": (
        "zones:\n  甲区: {en: A}\n  # 乙区: 以后\ncues: {}\n",
        "zones:\n  甲区: {en: A}\n@  # 乙区: 以后\ncues: {}\n",
    ),
    "the first": ("zones: {}\ncues: {}\n", "zones:\n@cues: {}\n"),
    "the first, at the end of the file": ("cues: {}\nzones: {}", "cues: {}\nzones:\n@"),
    "the first, at the end of the file, with a comment": ("zones: {} # 开发区", "zones: # 开发区\n@"),
    "the first, where nothing is written": ("zones: # 开发区\ncues: {}\n", "zones: # 开发区\n@cues: {}\n"),
}


@pytest.mark.parametrize(("text", "becomes"), TEXTS.values(), ids=list(TEXTS))
def test_a_zone_is_put_at_the_end_and_nothing_else_changes(text: str, becomes: str) -> None:
    assert put_zone(text, NEW) == becomes.replace("@", WRITTEN)


def test_the_indent_of_the_neighbours_is_kept() -> None:
    assert "\n    襄阳高新技术产业开发区:\n      en:" in put_zone("zones:\n    甲区:\n        en: A\n", NEW)


@pytest.mark.parametrize("name", ["广西—东盟: 开发区", "no", "2024", "开发区 # 一", "'引'"])
def test_names_that_yaml_would_take_for_something_else_are_quoted(name: str) -> None:
    made = put_zone("zones:\n  甲区: {en: A}\n", Zone(name, name))
    assert yaml.safe_load(made)["zones"][name] == {"en": name}


REFUSED = [
    ("zones:\n  襄阳高新技术产业开发区: {en: A}\n", "zones 中已有襄阳高新技术产业开发区"),
    ("zones: {甲区: {en: A}}\n", "请在文本中改"),
    ("zones: 1\n", "zones 下应为“开发区全称: …”各行；请在文本中改"),
    ("zones: 襄阳高新技术产业开发区们\n", "zones 下应为“开发区全称: …”各行；请在文本中改"),
    ("cues: {}\n", "请在文本中改"),
    ("- 1\n", "应为若干段"),
    ("zones: [\n", "config.yaml"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_cannot_be_followed_is_left_to_a_person(text: str, words: str) -> None:
    with pytest.raises(CannotEdit, match=words):
        put_zone(text, NEW)


def test_the_map_knows_the_zone_then() -> None:
    config = parse_config(put_zone(CONFIG, NEW), Path("config.yaml"))
    assert config.zones[NEW.name] == NEW
