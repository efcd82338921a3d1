"""config.yaml: what is read, and the words of every fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kpi import yaml_source
from kpi.config import MOST_PROBLEMS, Config, check_config, load_config, parse_config
from kpi.errors import InvalidFile
from kpi.model import Direction, Within
from kpi.report_facts import ReportFacts

MAP = """\
version: 1
reports: [reports, ../more.txt]
data: results
groups:
  economy: {zh: 综合经济, en: Economy}
  projects: {zh: 项目建设, en: Projects}
zones:
  青山经济技术开发区:
    en: Qingshan Economic and Technological Development Zone
    province: 河南省
    aliases: [青山经开区]
  白水经济开发区:
    en: Baishui Economic Development Zone
indicators:
  gdp:
    zh: 地区生产总值
    en: Gross domestic product
    group: economy
    dimension: money
    unit: 亿元
    good: up
    definition: {zh: 全部生产活动的最终成果。, en: Final results of all production.}
    aliases: [地区生产总值, GDP]
    forbid: [人均]
  key_projects:
    zh: 重点项目个数
    en: Key projects
    group: projects
    dimension: count
    unit: 个
    good: up
    aliases: [重点项目]
    patterns: ["#个…项目…建成投产"]
  key_project_investment:
    zh: 重点项目完成投资
    en: Investment completed in key projects
    group: projects
    dimension: money
    unit: 亿元
    good: none
    within:
      topics: [key_projects]
      words: [完成投资]
  energy_intensity:
    zh: 单位生产总值能耗
    en: Energy per unit of GDP
    group: economy
    dimension: index
    unit: "%"
    good: down
    aliases: [单位GDP能耗]
cues:
  target: [目标, 力争]
  estimate: [预计]
  actual: [完成]
scopes: [新增]
reconcile: [most_precise, latest_published]
"""


def changed(old: str, new: str) -> str:
    assert old in MAP
    return MAP.replace(old, new, 1)


def told(text: str) -> list[str]:
    return [str(problem) for problem in check_config(text, Path("anywhere/config.yaml"))]


def parsed(text: str = MAP) -> Config:
    return parse_config(text, Path("config.yaml"))


# What is read


def test_everything_is_read_in_the_order_of_the_file() -> None:
    config = parsed()
    assert list(config.groups) == ["economy", "projects"]
    assert list(config.zones) == ["青山经济技术开发区", "白水经济开发区"]
    assert list(config.indicators) == ["gdp", "key_projects", "key_project_investment", "energy_intensity"]
    gdp = config.indicators["gdp"]
    assert (gdp.zh, gdp.group, gdp.dimension, gdp.unit) == ("地区生产总值", "economy", "money", "亿元")
    assert (gdp.good, gdp.aliases, gdp.forbid) == (Direction.UP, ("地区生产总值", "GDP"), ("人均",))
    assert gdp.definition_en == "Final results of all production."
    assert config.indicators["key_projects"].patterns == ("#个…项目…建成投产",)
    investment = config.indicators["key_project_investment"]
    assert investment.within == (Within(("key_projects",), ("完成投资",)),)
    assert investment.good is Direction.NONE
    assert config.zones["青山经济技术开发区"].aliases == ("青山经开区",)
    assert config.cues.target == ("目标", "力争")
    assert config.scopes == ("新增",)
    assert config.reconcile == ("most_precise", "latest_published")


def test_folders_are_found_from_where_the_file_stands(tmp_path: Path) -> None:
    path = tmp_path / "maps" / "config.yaml"
    path.parent.mkdir()
    path.write_text(MAP, "utf-8")
    config = load_config(path)
    assert config.reports == (tmp_path / "maps" / "reports", tmp_path / "more.txt")
    assert (config.report_facts, config.corrections) == ({}, tmp_path / "maps" / "corrections.jsonl")
    assert config.data == tmp_path / "maps" / "results"


def test_what_is_stated_of_reports(tmp_path: Path) -> None:
    entries = (
        "[{path: reports, zone: 青山经开区, period: 2023}, a.txt, {path: b.txt, published: 2024-3-1, title: 年报}]"
    )
    text = MAP.replace("[reports, ../more.txt]", entries)
    config = parse_config(text + "corrections: 更正.jsonl\n", tmp_path / "config.yaml")
    assert config.reports == (tmp_path / "reports", tmp_path / "a.txt", tmp_path / "b.txt")
    assert config.report_facts == {
        tmp_path / "reports": ReportFacts(zone="青山经开区", period="2023"),
        tmp_path / "b.txt": ReportFacts(published="2024-03-01", title="年报"),
    }
    assert config.corrections == tmp_path / "更正.jsonl"
    assert config.map_digest == parse_config(MAP, tmp_path / "config.yaml").map_digest, "reports are read as before"


def test_several_passages_and_what_may_be_left_out() -> None:
    text = changed(
        "    within:\n      topics: [key_projects]\n      words: [完成投资]\n",
        "    within:\n      - {topics: [key_projects], words: [完成投资]}\n      - {topics: [gdp], words: [投资额]}\n",
    )
    for line in ("data: results\n", "scopes: [新增]\n", "reconcile: [most_precise, latest_published]\n"):
        text = text.replace(line, "")
    config = parsed(text)
    assert [within.topics for within in config.indicators["key_project_investment"].within] == [
        ("key_projects",),
        ("gdp",),
    ]
    assert config.data.name == "data"
    assert config.scopes == ()
    assert config.reconcile[0] == "latest_published"


def test_line_ends_and_bom_make_no_difference() -> None:
    config = parsed()
    assert parsed("\ufeff" + MAP.replace("\n", "\r\n")) == config


# The meaning that extraction depends on


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1", "# what we count\nversion: 1"),
        ("en: Gross domestic product", "en: GDP"),
        ("zh: 地区生产总值", "zh: 生产总值"),
        ("en: Baishui Economic Development Zone", "en: Baishui"),
        ("全部生产活动的最终成果。", "另一个定义。"),
        ("[地区生产总值, GDP]", "[GDP, 地区生产总值]"),
        ("[目标, 力争]", "[力争, 目标]"),
        ("    zh: 重点项目个数\n    en: Key projects\n", "    en: Key projects\n    zh: 重点项目个数\n"),
        ("group: economy", "group: projects"),
        ("good: up", "good: none"),
        ("unit: 亿元", "unit: 万元"),
        ("reports: [reports", "reports: [others"),
        ("data: results", "data: elsewhere"),
        ("reconcile: [most_precise, latest_published]", "reconcile: [first_read]"),
    ],
)
def test_map_digest_stays(old: str, new: str) -> None:
    config, other = parsed(), parsed(changed(old, new))
    assert other.map_digest == config.map_digest
    assert other.digest != config.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[地区生产总值, GDP]", "[地区生产总值]"),
        ("[人均]", "[人均, 能耗]"),
        ("words: [完成投资]", "words: [投资]"),
        ("topics: [key_projects]", "topics: [gdp]"),
        ("…建成投产", "…投产"),
        ("dimension: index", "dimension: rate"),
        ("[青山经开区]", "[青山开发区]"),
        ("province: 河南省", "province: 河北省"),
        ("白水经济开发区:", "黑水经济开发区:"),
        ("  energy_intensity:", "  energy:"),
        ("estimate: [预计]", "estimate: [预计, 预期]"),
        ("scopes: [新增]", "scopes: [新增, 在建]"),
    ],
)
def test_map_digest_follows(old: str, new: str) -> None:
    assert parsed(changed(old, new)).map_digest != parsed().map_digest


# Faults, by their words

FAULTS_OF_CONTENT = [
    ("version: 1", "version: 2", "1: version: the number 2, expected the number 1; no other version is known"),
    (
        "reports: [reports, ../more.txt]",
        "reports: reports",
        "2: reports: the text 'reports', expected a list of words; write [reports]",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: []",
        "2: reports: an empty list, expected at least one folder or file with reports",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: [{zone: 青山经开区}]",
        "2: reports: the key path is missing, expected path",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: [{path: reports, zones: 青山经开区}]",
        "2: reports: the unknown key 'zones', expected one of path, zone, published, period, title; "
        "did you mean 'zone'?",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports:\n  - path: reports\n    published: 2024-13-01",
        "4: reports.published: ",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports:\n  - path: reports\n    period: 2024年全年",
        "4: reports.period: the text '2024年全年', expected a period within one year",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: [reports, {path: reports, period: 2024}]",
        "2: reports: 'reports', which stands under reports (line 2) too, expected each word once",
    ),
    (
        "    group: economy",
        "    group: econmy",
        "18: indicators.gdp.group: the unknown group 'econmy', expected one of economy, projects; "
        "did you mean 'economy'?",
    ),
    (
        "    aliases: [地区",
        "    alias: [地区",
        "23: indicators.gdp: the unknown key 'alias', expected one of zh, en, group, dimension, unit, good, "
        "definition, aliases, forbid, within, patterns; did you mean 'aliases'?",
    ),
    ("    en: Key projects\n", "", "26: indicators.key_projects: the key en is missing, expected zh, en, "),
    (
        "dimension: money",
        "dimension: mony",
        "19: indicators.gdp.dimension: the unknown dimension 'mony', expected one of money, count, people, "
        "rate, index; did you mean 'money'?",
    ),
    (
        "good: down",
        "good: dwon",
        "50: indicators.energy_intensity.good: the unknown direction 'dwon', expected one of up, down, none; "
        "did you mean 'down'?",
    ),
    (
        "unit: 亿元",
        "unit: 家",
        "20: indicators.gdp.unit: '家', a unit of count, expected a unit of money; change the unit or the dimension",
    ),
    (
        "unit: 亿元",
        "unit: 亿圆圆",
        "20: indicators.gdp.unit: the unknown unit '亿圆圆', expected a unit of money, such as 亿元",
    ),
    (
        "topics: [key_projects]",
        "topics: [key_project]",
        "42: indicators.key_project_investment.within.topics: the unknown indicator 'key_project', expected one of "
        "gdp, key_projects, key_project_investment, energy_intensity; did you mean 'key_projects'?",
    ),
    (
        "most_precise, latest",
        "most_precis, latest",
        "57: reconcile: the unknown rule 'most_precis', expected one of latest_published, most_precise, "
        "whole_over_rounded, most_sources, first_read; did you mean 'most_precise'?",
    ),
    (
        "aliases: [重点项目]",
        "aliases: [重点项目, ｇｄｐ]",
        "32: indicators.key_projects.aliases: 'ｇｄｐ', which stands under indicators.gdp.aliases (line 23) too, "
        "expected an alias of one indicator only; take out one of them",
    ),
    (
        "    en: Baishui Economic Development Zone\n",
        "    en: Baishui\n    aliases: [青山经开区]\n",
        "14: zones.白水经济开发区.aliases: '青山经开区', which stands under zones.青山经济技术开发区.aliases (line 11) "
        "too, expected a name of one zone only; take out one of them",
    ),
    (
        "[青山经开区]",
        "[白水经济开发区]",
        "11: zones.青山经济技术开发区.aliases: '白水经济开发区', which stands under zones.白水经济开发区 (line 12) too",
    ),
    (
        "[地区生产总值, GDP]",
        '["", GDP]',
        "23: indicators.gdp.aliases: an empty text, expected a text",
    ),
    (
        "[地区生产总值, GDP]",
        '["  ", GDP]',
        "23: indicators.gdp.aliases: an empty text, expected a text",
    ),
    (
        "[地区生产总值, GDP]",
        "[值, GDP]",
        "23: indicators.gdp.aliases: the single character '值', expected at least 2 characters; "
        "so short a word would be found everywhere",
    ),
    (
        "[地区生产总值, GDP]",
        "[地区生产总值、GDP]",
        "23: indicators.gdp.aliases: the word '地区生产总值、GDP' with 、 in it, expected one word; "
        "write ', ' between words, or put the word in quotes if the 、 belongs to it",
    ),
    (
        '    aliases: [重点项目]\n    patterns: ["#个…项目…建成投产"]\n',
        "",
        "25: indicators.key_projects: neither aliases nor patterns nor within, "
        "expected the words that mean this indicator; add aliases: […]",
    ),
    (
        '"#个…项目…建成投产"',
        '"＃个项目"',
        "33: indicators.key_projects.patterns: no '#' in the pattern '＃个项目', "
        "expected '#' where the number stands; write the ASCII #",
    ),
    ('"#个…项目…建成投产"', '"#个和#家项目"', "33: indicators.key_projects.patterns: more than one '#' in the pattern"),
    ('"#个…项目…建成投产"', '"#个………投产"', "33: indicators.key_projects.patterns: '...' or '………' in the pattern"),
    ('"#个…项目…建成投产"', '"#个项目…"', "33: indicators.key_projects.patterns: '…' at an end in the pattern"),
    ('"#个…项目…建成投产"', '"#个"', "33: indicators.key_projects.patterns: too few words in the pattern '#个'"),
    ('"#个…项目…建成投产"', '"#个…的…的…的…的…投产"', "33: indicators.key_projects.patterns: more than 4 gaps in"),
    (
        "#个…项目…建成投产",
        "#" + "项" * 60,
        "33: indicators.key_projects.patterns: a word of 61 characters, expected at",
    ),
    (
        "  gdp:",
        "  GDP:",
        "15: indicators.GDP: the id 'GDP', expected small letters, digits and _, a letter first; "
        "the Chinese name goes to zh",
    ),
    ("estimate: [预计]", "estimate: []", "54: cues.estimate: an empty list, expected at least one word"),
    (
        "scopes: [新增]",
        "scopes: [新增, 新增]",
        "56: scopes: '新增', which stands under scopes (line 56) too, expected each",
    ),
]

TRAPS_OF_YAML = [
    (
        "zh: 地区生产总值",
        "zh: no",
        "16: indicators.gdp.zh: 'no', which YAML reads as yes or no, expected a text; put it in quotes: \"no\"",
    ),
    (
        "good: up",
        "good: off",
        "21: indicators.gdp.good: 'off', which YAML reads as yes or no, expected one of up, down, none",
    ),
    (
        "zh: 地区生产总值",
        "zh: 012",
        "16: indicators.gdp.zh: '012', which YAML reads as a number, expected a text; put it in quotes: \"012\"",
    ),
    (
        "[地区生产总值, GDP]",
        "[地区生产总值, 2024-01-01]",
        "23: indicators.gdp.aliases: '2024-01-01', which YAML reads as a date, expected a text; put it in quotes: ",
    ),
    ("zh: 地区生产总值", "zh:", "16: indicators.gdp.zh: nothing, expected a text"),
    (
        "  gdp:",
        "  on:",
        "15: indicators: 'on', which YAML reads as yes or no as a name, expected a text; put it in quotes: \"on\"",
    ),
    (
        "zh: 地区生产总值",
        "zh：地区生产总值",
        "16: a full-width ： after the key, expected an ASCII ': '; write the ASCII colon and a space ': '",
    ),
    (
        "    en: Baishui",
        "    en：Baishui",
        "13: zones.白水经济开发区: the text 'en：Baishui Economic Development Zone', expected 'key: value' "
        "lines with en; write the ASCII colon and a space ': '",
    ),
    (
        "{zh: 综合经济, en",
        "{zh：综合经济, en",
        "5: groups.economy: the unknown key 'zh：综合经济', expected one of zh, en; "
        "write the ASCII colon and a space ': '",
    ),
    ("综合经济, en", "综合经济，en", "5: the full-width comma ，, expected an ASCII ', ' between words; write ', '"),
    (
        "综合经济, en: Economy",
        "综合经济, en: Economy, and growth",
        "5: groups.economy: the unknown key 'and growth', expected one of zh, en; put a text with a comma in quotes",
    ),
    (
        "    province",
        "    city:\u3000甲市\n    province",
        "10: a colon without a space after it, expected 'key: value'; put a plain space after it",
    ),
    (
        '["#个…项目…建成投产"]',
        "[#个…项目…建成投产]",
        "33: a list with a '#' that begins a comment, expected a text in quotes; "
        'put the text in quotes: "#个…项目…建成投产"',
    ),
    (
        '["#个…项目…建成投产"]',
        "\n      - #个…项目…建成投产",
        "34: indicators.key_projects.patterns: nothing, expected a text; "
        "'#' begins a comment: put a text with '#' in quotes",
    ),
    (
        '["#个…项目…建成投产"]',
        "[建成投产 #个]",
        "33: a list '[' that is not closed, expected ',' between words and ']' at the end",
    ),
    ('"%"', "%", "49: a text that begins with '%', expected it in quotes; write \"%\""),
    ("[青山经开区]", "[青山经开区", "11: a list '[' that is not closed, expected ',' between words and ']' at the end"),
    (
        "zh: 地区生产总值",
        'zh: "地区生产总值',
        "16: an opening quote without its closing quote, expected both quotes on one line; close it",
    ),
    (
        "zh: 地区生产总值",
        "zh: “地区生产总值”",
        '16: indicators.gdp.zh: the quotation mark “, expected no quotes, or ASCII quotes; write "…"',
    ),
    ("    en: Gross", "\ten: Gross", "17: a tab, expected spaces for indentation; put two spaces for each level"),
    ("    en: Gross", "    en Gross", "17: a line without a colon, expected 'key: value'"),
    (
        "    zh: 地区生产总值",
        "   zh: 地区生产总值",
        "17: a line indented deeper than the one above, which has its value already, "
        "expected the same indentation; check both lines",
    ),
    (
        "data: results",
        'data: "\\data"',
        "3: a backslash in double quotes that means nothing to YAML, expected a text in single quotes; "
        "write '…' instead of \"…\"",
    ),
    (
        "data: results",
        "data: results\u2028",
        "3: the invisible line separator U+2028, expected visible characters; delete",
    ),
    (
        "data: results",
        "data: results\x07",
        "3: the invisible control character U+0007, expected visible characters; del",
    ),
    (
        "  energy_intensity:",
        "  gdp:",
        "44: the key 'gdp' for the second time (first in line 15), expected each key once; "
        "delete one of them or join the two",
    ),
    ("zones:", "zones: &all", '7: the anchor &all, expected the text itself; quote a text that begins with "&"'),
    ("[青山经开区]", "*all", '11: the alias *all, expected the text itself; quote a text that begins with "*"'),
    (
        "data: results",
        "data: !!python/object/apply:os.system [ls]",
        "3: the tag tag:yaml.org,2002:python/object/apply:os.system, expected the text itself; quote a text that",
    ),
    ("groups:", "---\ngroups:", "4: a second document (---), expected one document"),
]


@pytest.mark.parametrize(("old", "new", "words"), FAULTS_OF_CONTENT)
def test_fault_of_content(old: str, new: str, words: str) -> None:
    problems = told(changed(old, new))
    assert any(problem.startswith(f"config.yaml:{words}") for problem in problems), problems


@pytest.mark.parametrize(("old", "new", "words"), TRAPS_OF_YAML)
def test_trap_of_yaml_is_told_once(old: str, new: str, words: str) -> None:
    problems = told(changed(old, new))
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"config.yaml:{words}"), problems


def test_all_faults_at_once_in_the_order_of_their_lines() -> None:
    text = MAP
    for old, new in (
        ("data: results", "dta: results"),
        ("[青山经开区]", "[青山经开区"),
        ("zh: 地区生产总值", 'zh: "地区生产总值'),
        ("dimension: count", "dimension: number"),
        ('"%"', "%"),
        ("[most_precise", "[best"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(InvalidFile) as caught:
        parsed(text)
    lines = [problem.line for problem in caught.value.problems]
    assert lines == [3, 11, 16, 29, 49, 57]
    assert str(caught.value).count("\n") == 5


def test_full_width_colons_in_a_row_are_told_line_by_line() -> None:
    text = changed("zh: 地区生产总值\n    en: Gross", "zh：地区生产总值\n    en：Gross")
    assert [problem.line for problem in check_config(text, "config.yaml")] == [16, 17]


def test_an_entry_that_cannot_be_read_is_still_known_by_name() -> None:
    text = changed("  key_projects:\n", "  key_projects:\n    - a list\n  x: [\n")
    assert not any("unknown indicator" in problem for problem in told(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "config.yaml: an empty file, expected the keys version, reports, groups, zones, indicators, cues"),
        ("# nothing yet\n", "config.yaml: an empty file, expected the keys"),
        ("just words", "config.yaml:1: the text 'just words', expected 'key: value' lines with version"),
        ("- a\n- b", "config.yaml:1: a list, expected 'key: value' lines"),
        (
            "version: 1",
            "config.yaml:1: the keys reports, groups, zones, indicators, cues are missing, expected version",
        ),
        ("[" * 100_000, "config.yaml:1: more than 20 levels of nesting, expected at most six"),
        ("- " * 50_000, "config.yaml:1: more than 20 levels of nesting"),
        ("{a: " * 30_000, "config.yaml:1: more than 20 levels of nesting"),
        ("x: " + "y" * 1_000_000, "config.yaml: a file of 1,000,003 characters, expected at most 1,000,000"),
        ("version: 1\n\ud800", "config.yaml:2: the invisible control character U+D800"),
    ],
)
def test_what_is_no_map_at_all(text: str, words: str) -> None:
    assert told(text)[0].startswith(words)


def test_a_bomb_of_aliases_is_told_and_not_followed() -> None:
    bomb = "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nversion: 1\n"
    assert sum("the alias *" in problem for problem in told(bomb)) == 4


@pytest.mark.parametrize("tag", ["!unreadable", "!unreadable-as-its-neighbours", "!!str", "!!map"])
def test_no_tag_takes_an_entry_out_of_the_map(tag: str) -> None:
    assert any("the tag " in problem for problem in told(changed("  key_projects:\n", f"  key_projects: {tag}\n")))


def test_of_very_many_faults_the_first_and_their_number_are_told() -> None:
    problems = told("".join(f"key{number}: 1\n" for number in range(1000)))
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == "config.yaml:199: 801 more faults, expected none; mend those above first"


@pytest.mark.parametrize(("old", "new", "words"), TRAPS_OF_YAML)
def test_the_loader_without_libyaml_says_the_same(
    old: str, new: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_source, "_Loader", yaml.SafeLoader)
    problems = told(changed(old, new))
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"config.yaml:{words}"), problems


# Properties

_PIECES = st.sampled_from(
    [
        *MAP.splitlines(keepends=True),
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "：",
        "#",
        "&a ",
        "*a",
        "!t ",
        "- ",
        ": ",
        "\t",
        "  ",
        "\n",
        "? ",
    ]
)


@given(st.text(st.characters(), max_size=200))
def test_arbitrary_text_never_raises(text: str) -> None:
    check_config(text, "config.yaml")


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_shuffled_pieces_of_a_map_never_raise(text: str) -> None:
    for problem in check_config(text, "config.yaml"):
        assert 0 <= problem.line <= text.count("\n") + 1
        assert "\n" not in str(problem)


@given(st.integers(0, len(MAP)), st.integers(0, 12), _PIECES)
def test_a_map_with_a_wound_never_raises(at: int, length: int, piece: str) -> None:
    text = MAP[:at] + piece + MAP[at + length :]
    if not check_config(text, "config.yaml"):
        assert parse_config(text, "config.yaml").text == text


@given(st.permutations(MAP.splitlines(keepends=True)[14:50]))
def test_lines_in_any_order_never_raise(lines: list[str]) -> None:
    check_config("".join([*MAP.splitlines(keepends=True)[:14], *lines]), "config.yaml")


def test_config_is_frozen_and_comparable() -> None:
    config = parsed()
    assert replace(config, path=Path("other.yaml")) != config
