"""config.yaml: what is read, and the words of every fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kpi.bootstrap import ROOT
from kpi.settings import source
from kpi.settings.config import MOST_PROBLEMS, Config, check_config, load_config, parse_config
from kpi.settings.report_facts import ReportFacts
from kpi.vocabulary.errors import InvalidFile
from kpi.vocabulary.model import Direction, Limits, Within

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


@pytest.mark.parametrize(
    ("unit", "line", "expected"),
    [
        ("个", "", False),
        ("家", "", True),
        ("个", "    stock: true\n", True),
        ("家", "    stock: false\n", False),
    ],
)
def test_what_stands_at_a_date_is_said_by_the_map_or_by_its_unit(unit: str, line: str, expected: bool) -> None:
    text = MAP.replace("    unit: 个\n    good: up\n", f"    unit: {unit}\n    good: up\n{line}")
    assert parsed(text).indicators["key_projects"].stock is expected


def test_the_shipped_map_says_what_stands_at_a_date() -> None:
    indicators = load_config(ROOT / "config.yaml").indicators
    assert [name for name, indicator in indicators.items() if indicator.stock] == [
        "industrial_enterprises",
        "key_projects",
        "key_project_total_investment",
        "high_tech_enterprises",
        "tech_smes",
        "innovation_platforms",
    ]


def test_folders_are_found_from_where_the_file_stands(tmp_path: Path) -> None:
    path = tmp_path / "maps" / "config.yaml"
    path.parent.mkdir()
    path.write_text(MAP, "utf-8")
    config = load_config(path)
    assert config.reports == (tmp_path / "maps" / "reports", tmp_path / "more.txt")
    assert (config.report_facts, config.corrections) == ({}, tmp_path / "maps" / "corrections.jsonl")
    assert config.data == tmp_path / "maps" / "results"


def test_reports_may_lie_in_the_folder_of_the_results(tmp_path: Path) -> None:
    text = MAP.replace("reports: [reports, ../more.txt]", "reports: [results/reports]")
    assert parse_config(text, tmp_path / "config.yaml").reports == (tmp_path / "results" / "reports",)


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
        ("good: up", "good: up\n    stock: true"),
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
    ("data: results", "data: reports", "3: data: 结果文件夹在 reports 的“reports” 里，"),
    ("data: results", "data: ./reports/../reports/results", "3: data: 结果文件夹在 reports 的“reports” 里，"),
    ("data: results", "data: config.yaml", "3: data: data 就是这份指标映射，应为另一个文件或文件夹；"),
    ("data: results", 'data: "re\\0sults"', "3: data: "),
    ("data: results", "data: results\ncorrections: config.yaml", "4: corrections: corrections 就是这份指标映射，"),
    (
        "data: results",
        "data: results\ncorrections: ../more.txt",
        "4: corrections: 和 reports 的“../more.txt” 是同一个，",
    ),
    ("data: results", "data: results\ncorrections: a.jsonl\nnotes: ./a.jsonl", "5: notes: 和 corrections 是同一个，"),
    ("version: 1", "version: 2", "1: version: 写的是数字 2，应为数字 1；目前没有其他版本"),
    (
        "reports: [reports, ../more.txt]",
        "reports: reports",
        "2: reports: 写的是“reports”，应为词的列表；请写成 [reports]",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: |\n  reports\n  more",
        r"2: reports: 写的是“reports\nmore\n”，应为词的列表；请写成 [reports, more]",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: []",
        "2: reports: 列表是空的，应至少有一个报告文件夹或文件",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: [{zone: 青山经开区}]",
        "2: reports: 缺少必填的 path；请补上",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: [{path: reports, zones: 青山经开区}]",
        "2: reports: 未知的键“zones”，应为 path、zone、published、period、title、aside 之一；是不是“zone”？",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports:\n  - path: reports\n    published: 2024-13-01",
        "4: reports.published: ",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports:\n  - path: reports\n    period: 2024年底",
        "4: reports.period: 写的是“2024年底”，应为一年之内的时期",
    ),
    (
        "reports: [reports, ../more.txt]",
        "reports: [reports, {path: reports, period: 2024}]",
        "2: reports: “reports”在 reports（第 2 行）已有，每个应只写一次；请删去一处",
    ),
    (
        "    group: economy",
        "    group: econmy",
        "18: indicators.gdp.group: 未知的分组“econmy”，应为 economy、projects 之一；是不是“economy”？",
    ),
    (
        "    aliases: [地区",
        "    alias: [地区",
        "23: indicators.gdp: 未知的键“alias”，应为 zh、en、group、dimension、unit、good、"
        "stock、definition、aliases、forbid、within、patterns 等 14 个之一；是不是“aliases”？",
    ),
    ("    en: Key projects\n", "", "26: indicators.key_projects: 缺少必填的 en，必填的有 zh、en、"),
    (
        "dimension: money",
        "dimension: mony",
        "19: indicators.gdp.dimension: 未知的量纲“mony”，应为 money、count、people、rate、index 之一；是不是“money”？",
    ),
    (
        "good: down",
        "good: dwon",
        "50: indicators.energy_intensity.good: 未知的方向“dwon”，应为 up、down、none 之一；是不是“down”？",
    ),
    (
        "unit: 亿元",
        "unit: 家",
        "20: indicators.gdp.unit: “家”是 count 的单位，应为 money 的单位；请改 unit 或 dimension",
    ),
    (
        "unit: 亿元",
        "unit: 亿圆圆",
        "20: indicators.gdp.unit: 未知的单位“亿圆圆”，应为 money 的单位，如 亿元、万元、元",
    ),
    (
        "unit: 亿元",
        "unit: 亿园",
        "20: indicators.gdp.unit: 未知的单位“亿园”，应为 money 的单位，如 亿元、万元、元；是不是“亿元”？",
    ),
    (
        "topics: [key_projects]",
        "topics: [key_project]",
        "42: indicators.key_project_investment.within.topics: 未知的指标“key_project”，应为 "
        "gdp、key_projects、key_project_investment、energy_intensity 之一；是不是“key_projects”？",
    ),
    (
        "most_precise, latest",
        "most_precis, latest",
        "57: reconcile: 未知的规则“most_precis”，应为 latest_published、most_precise、"
        "whole_over_rounded、most_sources、first_read 之一；是不是“most_precise”？",
    ),
    (
        "aliases: [重点项目]",
        "aliases: [重点项目, ｇｄｐ]",
        "32: indicators.key_projects.aliases: “ｇｄｐ”在 indicators.gdp.aliases（第 23 行）已有，"
        "一个别名应只属于一个指标；请删去一处",
    ),
    (
        "    en: Baishui Economic Development Zone\n",
        "    en: Baishui\n    aliases: [青山经开区]\n",
        "14: zones.白水经济开发区.aliases: “青山经开区”在 zones.青山经济技术开发区.aliases（第 11 行）已有，"
        "一个名称应只属于一个开发区；请删去一处",
    ),
    (
        "[青山经开区]",
        "[白水经济开发区]",
        "11: zones.青山经济技术开发区.aliases: “白水经济开发区”在 zones.白水经济开发区（第 12 行）已有",
    ),
    (
        "[地区生产总值, GDP]",
        '["", GDP]',
        "23: indicators.gdp.aliases: 文字为空，应为文字",
    ),
    (
        "[地区生产总值, GDP]",
        '["  ", GDP]',
        "23: indicators.gdp.aliases: 文字为空，应为文字",
    ),
    (
        "[地区生产总值, GDP]",
        "[值, GDP]",
        "23: indicators.gdp.aliases: 词“值”只有一个字，应至少 2 个字；太短的词到处都会碰上",
    ),
    (
        "[地区生产总值, GDP]",
        "[地区生产总值、GDP]",
        "23: indicators.gdp.aliases: 词“地区生产总值、GDP”里有“、”，应为一个词；"
        "词间请用“, ”；“、”若是词的一部分，请给词加引号",
    ),
    (
        '    aliases: [重点项目]\n    patterns: ["#个…项目…建成投产"]\n',
        "",
        "25: indicators.key_projects: 没有 aliases、patterns 或 within，应有表示这个指标的词；请加上 aliases: […]",
    ),
    (
        '"#个…项目…建成投产"',
        '"＃个项目"',
        "33: indicators.key_projects.patterns: 句式“＃个项目”没有“#”，数字的位置应有“#”；请改用半角的 #",
    ),
    (
        '"#个…项目…建成投产"',
        '"#个和#家项目"',
        "33: indicators.key_projects.patterns: 句式“#个和#家项目”有不止一个“#”，应只有一个数字",
    ),
    (
        '"#个…项目…建成投产"',
        '"#个………投产"',
        "33: indicators.key_projects.patterns: 句式“#个………投产”里有“...”或“………”，应为“…”或“……”",
    ),
    (
        '"#个…项目…建成投产"',
        '"#个项目…"',
        "33: indicators.key_projects.patterns: 句式“#个项目…”的一端是“…”，两端应为词或“#”",
    ),
    (
        '"#个…项目…建成投产"',
        '"#个"',
        "33: indicators.key_projects.patterns: 句式“#个”的字太少，“#”和“…”之外应至少有两个字",
    ),
    (
        '"#个…项目…建成投产"',
        '"#个…的…的…的…的…投产"',
        "33: indicators.key_projects.patterns: 句式“#个…的…的…的…的…投产”的省略号超过 4 处",
    ),
    (
        "#个…项目…建成投产",
        "#" + "项" * 60,
        "33: indicators.key_projects.patterns: 词有 61 个字，应不超过 60 个",
    ),
    (
        "  gdp:",
        "  GDP:",
        "15: indicators.GDP: 标识“GDP”不合规则，应为小写字母、数字和 _，以字母开头；中文名请写在 zh",
    ),
    ("estimate: [预计]", "estimate: []", "54: cues.estimate: 列表是空的，应至少有一个词"),
    (
        "scopes: [新增]",
        "scopes: [新增, 新增]",
        "56: scopes: “新增”在 scopes（第 56 行）已有，每个词应只写一次",
    ),
]

TRAPS_OF_YAML = [
    (
        "zh: 地区生产总值",
        "zh: no",
        '16: indicators.gdp.zh: “no”会被 YAML 读作是或否，应为文字；请写成 "no"',
    ),
    (
        "good: up",
        "good: off",
        "21: indicators.gdp.good: “off”会被 YAML 读作是或否，应为 up、down、none 之一",
    ),
    (
        "    good: up\n    definition",
        '    good: up\n    stock: "true"\n    definition',
        "22: indicators.gdp.stock: 写的是“true”，应为 true 或 false，不加引号",
    ),
    (
        "    good: up\n    definition",
        "    good: up\n    stock: yes\n    definition",
        "22: indicators.gdp.stock: “yes”会被 YAML 读作是或否，应为 true 或 false，不加引号",
    ),
    (
        "zh: 地区生产总值",
        "zh: 012",
        '16: indicators.gdp.zh: “012”会被 YAML 读作数字，应为文字；请写成 "012"',
    ),
    (
        "[地区生产总值, GDP]",
        "[地区生产总值, 2024-01-01]",
        "23: indicators.gdp.aliases: “2024-01-01”会被 YAML 读作日期，应为文字；请写成 ",
    ),
    ("zh: 地区生产总值", "zh:", "16: indicators.gdp.zh: 没有内容，应为文字"),
    (
        "  gdp:",
        "  on:",
        '15: indicators: 名称“on”会被 YAML 读作是或否，应为文字；请写成 "on"',
    ),
    (
        "zh: 地区生产总值",
        "zh：地区生产总值",
        "16: 键后是全角冒号“：”，应为半角“: ”；请把“：”改成半角冒号加空格",
    ),
    (
        "    en: Baishui",
        "    en：Baishui",
        "13: zones.白水经济开发区: 写的是“en：Baishui Economic Development Zone”，应为“键: 值”各行，键有 en；"
        "请把“：”改成半角冒号加空格",
    ),
    (
        "{zh: 综合经济, en",
        "{zh：综合经济, en",
        "5: groups.economy: 未知的键“zh：综合经济”，应为 zh、en 之一；请把“：”改成半角冒号加空格",
    ),
    ("综合经济, en", "综合经济，en", "5: 有全角逗号“，”，词间应为半角“, ”；请改成半角逗号加空格"),
    (
        "综合经济, en: Economy",
        "综合经济, en: Economy, and growth",
        "5: groups.economy: 未知的键“and growth”，应为 zh、en 之一；含逗号的文字请加引号",
    ),
    (
        "    province",
        "    city:\u3000甲市\n    province",
        "10: 冒号后没有半角空格，应为“键: 值”；请在冒号后加一个半角空格",
    ),
    (
        '["#个…项目…建成投产"]',
        "[#个…项目…建成投产]",
        '33: 列表里的“#”成了注释的开头，这段文字应在引号里；请写成 "#个…项目…建成投产"',
    ),
    (
        '["#个…项目…建成投产"]',
        "\n      - #个…项目…建成投产",
        "34: indicators.key_projects.patterns: 没有内容，应为文字；“#”之后是注释，含“#”的文字请加引号",
    ),
    (
        '["#个…项目…建成投产"]',
        "[建成投产 #个]",
        "33: 列表的“[”没有结束，词间应有半角逗号“,”，末尾应有“]”；请补上",
    ),
    ('"%"', "%", '49: 文字以“%”开头，应加引号；请写成 "%"'),
    ("[青山经开区]", "[青山经开区", "11: 列表的“[”没有结束，词间应有半角逗号“,”，末尾应有“]”；请补上"),
    (
        "zh: 地区生产总值",
        'zh: "地区生产总值',
        "16: 引号没有配对，前后引号应在同一行；请补上后引号",
    ),
    (
        "zh: 地区生产总值",
        "zh: “地区生产总值”",
        '16: indicators.gdp.zh: 用了中文引号 “，应不加引号，或用半角引号；请写成 "…"',
    ),
    ("    en: Gross", "\ten: Gross", "17: 有制表符（Tab），缩进应用空格；每级请缩进两个空格"),
    ("    en: Gross", "    en Gross", "17: 这一行没有冒号，应为“键: 值”；请补上半角冒号和空格"),
    (
        "    zh: 地区生产总值",
        "   zh: 地区生产总值",
        "17: 比上一行缩进得深，而上一行已经有值，两行应对齐；请核对这两行",
    ),
    (
        "data: results",
        'data: "\\data"',
        "3: 双引号里的反斜杠 YAML 不认识，应写在单引号里；请把 \"…\" 改成 '…'",
    ),
    (
        "data: results",
        "data: results\u2028",
        "3: 有看不见的行分隔符 U+2028，应只有看得见的字符；请删去",
    ),
    (
        "data: results",
        "data: results\x07",
        "3: 有看不见的控制字符 U+0007，应只有看得见的字符；请删去",
    ),
    (
        "  energy_intensity:",
        "  gdp:",
        "44: 键“gdp”重复（第 15 行已有），每个键应只写一次；请删去一处，或合并两处",
    ),
    (
        "  白水经济开发区:",
        f"  {'白' * 301}:",
        f"12: zones.{'白' * 40}…: 名称有 301 个字，应不超过 300 个",
    ),
    (
        "    en: Baishui Economic",
        f"    en: {'B' * 280} Economic",
        "13: zones.白水经济开发区.en: 文字有 306 个字，应不超过 300 个",
    ),
    ("zones:", "zones: &all", "7: &all 是 YAML 的锚点，应直接写出内容；以 & 开头的文字请加引号"),
    ("[青山经开区]", "*all", "11: *all 是 YAML 的引用，应直接写出内容；以 * 开头的文字请加引号"),
    (
        "data: results",
        "data: !!python/object/apply:os.system [ls]",
        "3: tag:yaml.org,2002:python/object/apply:os.system 是 YAML 的标签，应直接写出内容；以 ! 开头",
    ),
    ("groups:", "---\ngroups:", "4: “---”之后是第二个文档，应只有一个文档"),
]


LIMITS = {
    "limits: {seconds: 20}": Limits(20, 3072),
    "limits: {megabytes: 4096}": Limits(600, 4096),
    "limits: {seconds: 1, megabytes: 256}": Limits(1, 256),
    "limits: {}": Limits(),
}


@pytest.mark.parametrize(("line", "limits"), LIMITS.items(), ids=list(LIMITS))
def test_limits_of_reading(line: str, limits: Limits) -> None:
    assert parse_config(changed("version: 1", f"version: 1\n{line}"), "config.yaml").limits == limits
    assert parse_config(changed("version: 1", "version: 1"), "config.yaml").limits == Limits(600, 3072)


FAULTS_OF_LIMITS = [
    ("limits: 600", "2: limits: 写的是数字 600，应为"),
    ("limits: {seconds: 0}", "2: limits.seconds: 写的是数字 0，应为 1 到 86400 的整数，不加引号"),
    ('limits: {seconds: "600"}', "2: limits.seconds: 写的是“600”，应为 1 到 86400 的整数，不加引号"),
    ("limits: {seconds: 1.5}", "2: limits.seconds: "),
    ("limits: {seconds: true}", "2: limits.seconds: "),
    ("limits: {seconds: [1]}", "2: limits.seconds: "),
    ("limits: {megabytes: 100}", "2: limits.megabytes: 写的是数字 100，应为 256 到 1000000 的整数，不加引号"),
    ("limits: {megabytes: 99999999999999}", "2: limits.megabytes: "),
    ("limits: {memory: 600}", "2: limits: 未知的键“memory”，应为 seconds、megabytes 之一"),
]


@pytest.mark.parametrize(("line", "words"), FAULTS_OF_LIMITS)
def test_fault_of_limits(line: str, words: str) -> None:
    problems = told(changed("version: 1", f"version: 1\n{line}"))
    assert [problem for problem in problems if problem.startswith(f"config.yaml:{words}")] == problems, problems


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
    assert not any("未知的指标" in problem for problem in told(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "config.yaml: 文件是空的，必填的有 version、reports、groups、zones、indicators、cues"),
        ("# nothing yet\n", "config.yaml: 文件是空的，必填的有"),
        ("just words", "config.yaml:1: 写的是“just words”，应为“键: 值”各行，键有 version"),
        ("- a\n- b", "config.yaml:1: 写的是列表，应为“键: 值”各行"),
        (
            "version: 1",
            "config.yaml:1: 缺少必填的 reports、groups、zones、indicators、cues，必填的有 version",
        ),
        ("[" * 100_000, "config.yaml:1: 嵌套超过 20 层，应不超过 6 层"),
        ("- " * 50_000, "config.yaml:1: 嵌套超过 20 层"),
        ("{a: " * 30_000, "config.yaml:1: 嵌套超过 20 层"),
        ("x: " + "y" * 1_000_000, "config.yaml: 文件有 1,000,003 个字符，应不超过 1,000,000 个"),
        ("version: 1\n\ud800", "config.yaml:2: 有看不见的控制字符 U+D800"),
    ],
)
def test_what_is_no_map_at_all(text: str, words: str) -> None:
    assert told(text)[0].startswith(words)


def test_a_bomb_of_aliases_is_told_and_not_followed() -> None:
    bomb = "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nversion: 1\n"
    assert sum("是 YAML 的引用" in problem for problem in told(bomb)) == 4


@pytest.mark.parametrize("tag", ["!unreadable", "!unreadable-as-its-neighbours", "!!str", "!!map"])
def test_no_tag_takes_an_entry_out_of_the_map(tag: str) -> None:
    assert any(
        "是 YAML 的标签" in problem for problem in told(changed("  key_projects:\n", f"  key_projects: {tag}\n"))
    )


def test_of_very_many_faults_the_first_and_their_number_are_told() -> None:
    problems = told("".join(f"key{number}: 1\n" for number in range(1000)))
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == "config.yaml:199: 另有 801 处错误；请先改正以上各处"


@pytest.mark.parametrize(("old", "new", "words"), TRAPS_OF_YAML)
def test_the_loader_without_libyaml_says_the_same(
    old: str, new: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_Loader", yaml.SafeLoader)
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


class _Counted(str):
    """A text that keeps count of how much of it was gone through to find a line."""

    seen = 0

    def count(self, sign: str, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        end = len(self) if end is None else end
        self.seen += end - start
        return str(self).count(sign, start, end)


@pytest.mark.parametrize(("text", "told"), [("\x01" * 9_000, 1), ("\x01\n" * 4_000, 30), ("a\n" * 3_000 + "\x85", 1)])
def test_signs_that_nobody_sees_are_found_in_one_pass(text: str, told: int) -> None:
    counted = _Counted(text)
    problems = source._unfit(counted, "config.yaml")
    assert len(problems) == told == len({problem.line for problem in problems})
    assert problems[-1].line == min(text[: text.rfind(text.strip("a\n")[-1])].count("\n") + 1, 30 if told > 1 else 3001)
    assert counted.seen <= len(text)
