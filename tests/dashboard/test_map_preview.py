"""What an edit of the map does to the loaded reports: which are read again, and what differs in them."""

from __future__ import annotations

import pytest

from dashboard.map import preview as map_preview
from dashboard.map import yaml_editor
from dashboard.words.labels import Words, nameless
from kpi.building import store, trial
from kpi.settings.config import Config, check_config, parse_config

CONFIG = """\
version: 1
reports: [reports]
groups:
  economy: {zh: 综合经济, en: Economy}
zones:
  东山经济技术开发区: {en: Dongshan}
indicators:
  gdp:
    {zh: 地区生产总值, en: GDP, group: economy, dimension: money, unit: 亿元, good: up, aliases: [地区生产总值]}
  output:
    zh: 工业总产值
    en: Output
    group: economy
    dimension: money
    unit: 亿元
    good: up
    aliases: [工业总产值]
    forbid: [上报]
  urban:
    {zh: 城镇居民收入, en: Urban, group: economy, dimension: money, unit: 元, good: up, aliases: [城镇居民收入]}
  income:
    {zh: 居民收入, en: Income, group: economy, dimension: money, unit: 元, good: up, aliases: [城乡居民收入]}
  rural:
    {zh: 农村居民收入, en: Rural, group: economy, dimension: money, unit: 元, good: up, aliases: [农村居民收入]}
  projects:
    zh: 项目
    en: Projects
    group: economy
    dimension: count
    unit: 个
    good: up
    aliases: [重点项目]
    patterns: ["#…项目…投产"]
cues:
  target: [力争]
  estimate: [预计]
  actual: [已]
scopes: [省级]
"""
HEAD = "东山经济技术开发区2024年工作总结\n"
REPORTS = {
    "a": "2024年，地区生产总值完成254亿元，同比增长5%。",
    "b": "2024年，规上工业产 值完成290亿元。\n2024年，上报工业总产值完成88亿元。",
    "c": "2024年，城乡居民收入达到4.1万元和2.2万元。",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Config, store.Build]:
    folder = tmp_path_factory.mktemp("map")
    (folder / "reports").mkdir()
    for name, text in REPORTS.items():
        (folder / "reports" / f"{name}.txt").write_text(HEAD + text, encoding="utf-8")
    config = parse_config(CONFIG, folder / "config.yaml")
    store.build(config)
    build = store.open_build(config)
    assert build is not None
    return config, build


def tried(built: tuple[Config, store.Build], old: str, new: str) -> map_preview.Change:
    config, build = built
    assert old in CONFIG and check_config(CONFIG.replace(old, new), "config.yaml") == []
    return map_preview.preview(CONFIG.replace(old, new), config.path, config, build)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("zh: 工业总产值", "zh: 产值", []),
        ("aliases: [工业总产值]", "aliases: [工业总产值, 工业产值]", [["工业产值"]]),
        ("forbid: [上报]", "forbid: [上报, 重]", [["工业总产值", "重"]]),
        ("aliases: [重点项目]", "aliases: []", [["重点项目"]]),
        ("投产", "开工", [["投产", "项目"], ["开工", "项目"]]),
        ("target: [力争]", "target: [力争, 确保]", [["确保"]]),
        ("scopes: [省级]", "scopes: [省级, 市级]", [["市级"], ["省级"]]),
        ("aliases: [城镇居民收入]", "aliases: [城镇收入]",
         [["城乡居民收入"], ["城镇收入"], ["城镇居民收入"]]),
        ("dimension: count\n    unit: 个", "dimension: people\n    unit: 人", [["重点项目"], ["投产", "项目"]]),
    ],
)  # fmt: skip
def test_the_words_by_which_two_maps_differ(old: str, new: str, words: list[list[str]]) -> None:
    before, after = parse_config(CONFIG, "config.yaml"), parse_config(CONFIG.replace(old, new, 1), "config.yaml")
    found = trial.words_that_differ(before, after)
    assert found is not None and sorted(map(sorted, found)) == sorted(map(sorted, words))


def test_another_zone_may_touch_any_report() -> None:
    other = CONFIG.replace("zones:\n", "zones:\n  西河工业园区: {en: Xihe}\n")
    assert trial.words_that_differ(parse_config(CONFIG, "c.yaml"), parse_config(other, "c.yaml")) is None


def test_an_added_alias_adds_what_it_names(built: tuple[Config, store.Build]) -> None:
    change = tried(built, "aliases: [工业总产值]", "aliases: [工业总产值, 规上工业产值]")
    (fact,) = change.added
    assert (fact["doc"], fact["indicator"], fact["value"]) == ("b", "output", "290")
    assert (change.gone, change.changed, change.read, change.touched, change.total) == ((), (), 1, 1, 3)
    (start, end), sentence = fact["marks"][0], fact["sentence"]
    assert sentence[start:end] == "规上工业产 值完成290亿元"


def test_a_removed_forbidding_word_lets_its_sentence_in(built: tuple[Config, store.Build]) -> None:
    change = tried(built, "    forbid: [上报]\n", "")
    assert [fact["value"] for fact in change.added] == ["88"] and change.indicators == ["output"]


def test_a_removed_alias_takes_its_observations(built: tuple[Config, store.Build]) -> None:
    change = tried(built, "aliases: [地区生产总值]", "aliases: [生产总额]")
    assert [(fact["value"], fact["measure"]) for fact in change.gone] == [("254", "level"), ("5", "growth")]
    assert change.of("output").nothing and not change.of("gdp").nothing


def test_a_name_that_moves_to_another_indicator_changes_its_observations(built: tuple[Config, store.Build]) -> None:
    moved = CONFIG.replace("aliases: [地区生产总值]", "aliases: [生产总额]")
    moved = moved.replace("aliases: [工业总产值]", "aliases: [工业总产值, 地区生产总值]")
    config, build = built
    change = map_preview.preview(moved, config.path, config, build)
    assert [(old["indicator"], new["indicator"]) for old, new in change.changed] == [("gdp", "output")] * 2
    assert (change.added, change.gone) == ((), ())


def test_a_longer_name_for_the_same_number_is_no_change(built: tuple[Config, store.Build]) -> None:
    change = tried(built, "aliases: [地区生产总值]", "aliases: [地区生产总值, 地区生产总值完成]")
    assert change.nothing and change.touched == 1
    change = tried(built, "aliases: [地区生产总值]", "aliases: [地区生产总值完成]")
    assert change.nothing and change.touched == 1


def test_a_word_that_lists_two_is_read_again_with_either(built: tuple[Config, store.Build]) -> None:
    assert tried(built, "aliases: [农村居民收入]", "aliases: [农村居民收入, 农民收入]").touched == 0
    assert tried(built, "aliases: [农村居民收入]", "aliases: [农民收入]").touched == 1


def test_a_name_alone_reads_nothing_again(built: tuple[Config, store.Build], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "Extractor", None)  # nor are the words of the two maps laid out
    change = tried(built, "zh: 工业总产值", "zh: 产值")
    assert change.nothing and change.read == 0


def test_a_number_that_became_doubtful_is_told(built: tuple[Config, store.Build]) -> None:
    change = tried(built, "aliases: [重点项目]", "aliases: [重点项目, 规上工业产值]")
    (doubt,) = change.doubtful
    assert (doubt.reason, doubt.fact["quote"], change.added) == ("unit_mismatch", "290亿元", ())
    assert "规上工业产 值" in doubt.fact["sentence"]


def test_when_time_is_over_a_sample_is_told_as_one(built: tuple[Config, store.Build]) -> None:
    config, build = built
    after = parse_config(
        CONFIG.replace("东山经济技术开发区: {en: Dongshan}", "东山经济技术开发区: {en: D, city: 东山市}"), config.path
    )
    some = map_preview.change_of(trial.try_map(config, after, trial.load_reports(build, config), seconds=0))
    assert (some.read, some.touched) == (1, 3) and "抽样试读 1 份" in map_preview.timing(some, nameless("zh"))


def test_rows_speak_the_names_of_their_time(built: tuple[Config, store.Build]) -> None:
    config, _ = built
    edited = parse_config(CONFIG.replace("zh: 工业总产值", "zh: 产值"), config.path)
    change = tried(built, "aliases: [工业总产值]", "aliases: [工业总产值, 规上工业产值]")
    row = map_preview.row(change.added[0], Words("zh", edited))
    assert row["what"].startswith("产值 · 290 亿元 · 2024年") and row["doc"] == "b"
    both = map_preview.changed_row(change.added[0], change.added[0], Words("zh", config), Words("zh", edited))
    assert both["was"].startswith("工业总产值 ·") and both["what"].startswith("产值 ·")


def test_a_fault_is_told_with_the_words_that_it_names() -> None:
    text = CONFIG.replace("group: economy\n", "group: economie\n", 1)
    (problem,) = check_config(text, "config.yaml")
    told = yaml_editor.told(problem, nameless("zh"))
    line = text[: text.index("economie")].count("\n") + 1
    assert (told["line"], told["words"]) == (line, "economie") and f"第 {line} 行" in told["message"]
