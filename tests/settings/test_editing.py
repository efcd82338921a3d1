"""The map changed by a form: what was asked for is there, and every other line is the person's own."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.settings import editing
from kpi.settings.config import parse_config
from kpi.settings.editing import (
    CannotEdit,
    Entry,
    add_alias,
    entries,
    lines_of,
    put_entry,
    remove_entry,
    remove_forbidden,
)

CONFIG = (Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8")

TEXT = """\
# 指标映射
version: 1
reports: ["报告"]   # 放在这里
groups:
  economy: {zh: 综合经济, en: Economy}
  trade: {zh: 外贸, en: Trade}
zones:
  东山经济技术开发区: {en: Dongshan}
indicators:
  # ---- 经济 ----
  gdp:   # 主要指标
    zh: '地区生产总值'   # 统计局口径
    en: "Gross domestic product"
    group: economy
    dimension: money
    unit: 亿元
    good: up
    aliases: [地区生产总值,   "生产总值", GDP]   # 长的优先
    forbid:
      - 人均   # 另有指标
      - 地均
    definition: {zh: 一年新增的价值}
    # 待核：绿色 GDP

  # ---- 外贸 ----
  exports:
    zh: 出口额
    en: Exports
    group: trade
    dimension: money
    unit: 亿元
    good: up
    aliases: [
      出口总额,  # 常见
      出口额,    # 简称
    ]
cues:
  target: [力争]
  estimate: [预计]
  actual: [已]
"""
NEW = Entry("imports", "进口额", "Imports", "economy", "money", "亿元", "none", ("进口总额", "进口, 合计"), ())


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("- ", "+ ")]
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


def gdp(**changes: object) -> str:
    return put_entry(TEXT, replace(entries(TEXT)["gdp"], **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "went", "came"),
    [
        ({}, [], []),
        ({"zh": "总值"}, ["    zh: '地区生产总值'   # 统计局口径"], ["    zh: '总值'   # 统计局口径"]),
        ({"en": 'The "GDP"'}, ['    en: "Gross domestic product"'], ['    en: "The \\"GDP\\""']),
        ({"unit": "万元"}, ["    unit: 亿元"], ["    unit: 万元"]),
        ({"unit": "%"}, ["    unit: 亿元"], ['    unit: "%"']),
        ({"zh": "yes"}, ["    zh: '地区生产总值'   # 统计局口径"], ["    zh: 'yes'   # 统计局口径"]),
        ({"group": "no"}, ["    group: economy"], ['    group: "no"']),
        (
            {"aliases": ("地区生产总值", "生产总值", "GDP", "总产出")},
            ['    aliases: [地区生产总值,   "生产总值", GDP]   # 长的优先'],
            ['    aliases: [地区生产总值,   "生产总值", GDP, 总产出]   # 长的优先'],
        ),
        (
            {"aliases": ("地区生产总值", "GDP", "a: b")},
            ['    aliases: [地区生产总值,   "生产总值", GDP]   # 长的优先'],
            ['    aliases: [地区生产总值,   GDP, "a: b"]   # 长的优先'],
        ),
        (
            {"aliases": ("GDP", "地区生产总值")},
            ['    aliases: [地区生产总值,   "生产总值", GDP]   # 长的优先'],
            ["    aliases: [GDP, 地区生产总值]   # 长的优先"],
        ),
        ({"forbid": ("人均", "地均", "绿色")}, [], ["      - 绿色"]),
        ({"forbid": ("地均",)}, ["      - 人均   # 另有指标"], []),
        ({"forbid": ()}, ["    forbid:", "      - 人均   # 另有指标", "      - 地均"], []),
    ],
)
def test_only_the_lines_of_what_changed_are_others(
    changes: dict[str, object], went: list[str], came: list[str]
) -> None:
    assert changed(TEXT, gdp(**changes)) == (went, came)


def test_a_list_over_several_lines_keeps_its_comments() -> None:
    longer = add_alias(TEXT, "exports", "出口值")
    assert changed(TEXT, longer) == (["      出口额,    # 简称"], ["      出口额, 出口值,    # 简称"])
    shorter = put_entry(TEXT, replace(entries(TEXT)["exports"], aliases=("出口总额",)))
    assert "出口总额,  # 常见" in shorter
    assert entries(shorter)["exports"].aliases == ("出口总额",)


def test_a_field_that_was_not_there_goes_to_its_place() -> None:
    text = put_entry(TEXT, replace(entries(TEXT)["exports"], forbid=("代理",)))
    assert changed(TEXT, text) == ([], ["    forbid: [代理]"])
    assert text.index("forbid: [代理]") < text.index("cues:")


def test_a_new_indicator_goes_to_the_end_of_its_group() -> None:
    text = put_entry(TEXT, NEW)
    went, came = changed(TEXT, text)
    assert went == [] and came[0] == "  imports:" and came[-1] == '    aliases: [进口总额, "进口, 合计"]'
    assert text.index("待核：绿色 GDP") < text.index("  imports:") < text.index("# ---- 外贸")
    assert list(entries(text)) == ["gdp", "imports", "exports"] and entries(text)["imports"] == NEW


def test_an_indicator_goes_with_what_stands_inside_it() -> None:
    went, came = changed(TEXT, remove_entry(TEXT, "gdp"))
    assert came == [] and went[0] == "  gdp:   # 主要指标" and went[-1] == "    # 待核：绿色 GDP"
    assert "# ---- 经济 ----" not in went


@pytest.mark.parametrize("entry", ["  gdp: {zh: 生产总值}\n", "  gdp:\n    zh: 生产总值\n    # 待核\n"])
def test_the_only_indicator_goes_too(entry: str) -> None:
    made = remove_entry(f"version: 1\nindicators:  # 主要\n{entry}cues: {{}}\n", "gdp")
    assert entries(made) == {} and "version: 1\n" in made and "cues: {}" in made


def test_the_only_field_of_an_indicator_goes_too() -> None:
    made = put_entry("indicators:\n  gdp:\n    zh: 生产总值\n  other: {zh: 其他}\n", Entry("gdp"))
    assert entries(made)["gdp"] == Entry("gdp") and entries(made)["other"].zh == "其他"


def test_in_and_out_again_leaves_the_text_as_it_was() -> None:
    assert remove_entry(put_entry(TEXT, NEW), "imports") == TEXT
    assert put_entry(add_alias(TEXT, "gdp", "总产出"), entries(TEXT)["gdp"]) == TEXT
    assert remove_forbidden(TEXT, "gdp", "地均") == TEXT.replace("      - 地均\n", "")
    assert add_alias(TEXT, "gdp", "GDP") == TEXT


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("indicators: {gdp: {zh: 总值, aliases: [GDP]}}", Entry("gdp", zh="产值", aliases=("GDP", "总产出"))),
        ("indicators: {gdp: {zh: 总值, aliases: [GDP]}}", Entry("new", zh="产值", aliases=("新词",))),
        ("indicators:\n  gdp:\n    zh:\n    aliases: GDP", Entry("gdp", zh="产值", aliases=("GDP", "总产出"))),
        ("indicators:\n  gdp: {}\n", Entry("gdp", zh="产值", aliases=("GDP",))),
        ("indicators:\n  gdp:\n    zh: >\n      长\n      名\n\n    en: x\n", Entry("gdp", zh="产值", en="x")),
        ("indicators:\n      gdp:\n            zh: 一", Entry("new", zh="二")),
        ("indicators:\n  gdp:\n    aliases:\n    - 一二\n    - 三四\n", Entry("gdp", aliases=("三四", "五六"))),
    ],
)
def test_other_ways_of_writing(text: str, entry: Entry) -> None:
    assert entries(put_entry(text, entry))[entry.id] == entry


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("indicators: [", "config.yaml:1"),
        ("zones: {}", "缺少 indicators"),
        ("indicators:\n  gdp: &a {zh: 总值}\n  b: *a\n", "config.yaml"),
        ("indicators:", "是空的"),
    ],
)
def test_what_a_form_cannot_follow_is_refused(text: str, words: str) -> None:
    with pytest.raises(CannotEdit, match=words):
        put_entry(text, NEW)


def test_the_line_of_each_indicator_also_in_a_broken_text() -> None:
    assert lines_of(TEXT) == {"gdp": 11, "exports": 26}
    assert lines_of(TEXT.replace("[力争]", "[力争")) == {"gdp": 11, "exports": 26}
    assert lines_of("zones: {}") == {}


def test_the_projects_own_map_can_be_edited_everywhere() -> None:
    text = CONFIG
    for name in list(entries(CONFIG))[::7]:
        text = add_alias(text, name, f"试加的{name}")
    added = [line for line in changed(CONFIG, text)[1]]
    assert len(added) == len(list(entries(CONFIG))[::7]) and parse_config(text, "config.yaml").indicators.keys()


WORDS = st.text(st.sampled_from("产值总额人均增长:#-,[]{}'\"%&*!|> \t1ae\\、（）"), min_size=1, max_size=8).filter(
    lambda word: word.strip() == word
)


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, unique=True, max_size=5), st.lists(WORDS, unique=True, max_size=3), WORDS)
def test_whatever_is_written_is_read_back(aliases: list[str], forbid: list[str], zh: str) -> None:
    entry = replace(entries(TEXT)["gdp"], zh=zh, aliases=tuple(aliases), forbid=tuple(forbid))
    text = put_entry(TEXT, entry)
    assert entries(text)["gdp"] == entry and entries(text)["exports"] == entries(TEXT)["exports"]
    assert "# 统计局口径" in text and "# ---- 外贸 ----" in text


def test_a_text_is_read_whole_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A map of ten thousand lines takes seconds to read: a change of the form must not read it for each field."""
    read, composed, loaded = [], [], []
    for kept, module, name in ((read, editing, "read_yaml"), (composed, yaml, "compose"), (loaded, yaml, "load")):
        real = getattr(module, name)

        def counting(*given: object, kept: list[int] = kept, real: Any = real, **more: object) -> object:
            if len(str(given[0])) > 100:
                kept.append(1)
            return real(*given, **more)

        monkeypatch.setattr(module, name, counting)
    text = TEXT + "# 另一份\n"
    for number in range(3):
        gdp = entries(text)["gdp"]
        text = put_entry(text, replace(gdp, zh=f"总值{number}"))
    assert (len(read), len(composed), len(loaded)) == (1, 4, 4)
