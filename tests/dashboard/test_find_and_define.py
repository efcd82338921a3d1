"""The search and the data dictionary as pages: what they say, and where each line leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frames import dictionary
from dashboard.words.labels import Words
from kpi.results.dictionary import Stored
from kpi.settings.config import load_config
from tests.dashboard.opened_pages import open_page, said
from tests.dashboard_data import FULL, GDP, A, B, Sample

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("find"), FULL) as sample:
        yield sample


def _click(app: AppTest, label: str) -> AppTest:
    (button,) = (each for each in app.button if each.label.replace("\\", "") == label)
    return button.click().run()


def _asked(app: AppTest, name: str) -> str:
    """What the address asks for under a name."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def _heads(app: AppTest) -> list[str]:
    return [each.value for each in app.subheader]


def test_the_box_leads_to_what_was_found_from_any_page(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("targets", full.path, monkeypatch)
    app.text_input(key="w_find").set_value("东山 地区生产总值")
    app = app.button(key="search_go").click().run()
    assert app.title[0].value.replace("\\", "") == "搜索“东山 地区生产总值”"
    assert _heads(app)[:2] == ["区的指标", "原文"] and _asked(app, "find") == "东山 地区生产总值"


@pytest.mark.parametrize(
    ("find", "label", "title", "params"),
    [
        ("西河", B, "总览", {"zone": B}),
        ("签约", "签约项目", "趋势", {"show": "signed_projects"}),
        ("西河 签约", f"{B} · 签约项目", "趋势", {"zone": B, "show": "signed_projects"}),
        ("a2023年报告", "a2023年报告", "来源", {"doc": "a2023"}),
        ("131.2", "省市重点项目完成投资131.2亿元", "来源", {"doc": "a2025"}),
    ],
)
def test_each_hit_leads_to_its_page_with_filters_set(
    find: str, label: str, title: str, params: dict[str, str], full: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("search", full.path, monkeypatch, find=find, kind="target")  # a filter that would hide it
    app = _click(app, label)
    assert app.title[0].value == title
    assert {name: _asked(app, name) for name in params} == params
    assert title == "来源" or "kind" not in app.query_params, "a filter of before would hide what was found"


def test_nothing_found_says_what_can_be_tried(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("search", full.path, monkeypatch, find="东山经济技木开发区")
    text = said(app)
    assert "没有找到“东山经济技木开发区”。" in text
    assert {"to_settle", "indicator_map"} <= {link.proto.page for link in app.get("page_link")}
    app = _click(app, A)
    assert app.title[0].value.replace("\\", "") == f"搜索“{A}”" and "开发区" in _heads(app)


def test_markup_is_not_read(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("search", full.path, monkeypatch, find="<b>不是标签</b>")
    (label,) = (each.label for each in app.button if "不是标签" in each.label)
    assert "\\<b\\>" in label and "\\*\\*不是粗体\\*\\*" in label and "\\!\\[" in label
    app = open_page("search", full.path, monkeypatch, find="**没有** $x$")
    assert "没有找到" in said(app) and any("\\*\\*没有\\*\\* \\$x\\$" in each.value for each in app.markdown)


def test_an_empty_search_says_what_can_be_written(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "濮阳 GDP" in said(open_page("search", full.path, monkeypatch))


def test_the_search_is_in_english_too(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("search", full.path, monkeypatch, "en-US", find="xihe")
    assert _heads(app) == ["Zones", "Reports"]
    assert "Did you mean" in said(
        open_page("search", full.path, monkeypatch, "en-US", find="Dongshann Zone Development")
    )


def test_the_dictionary_defines_and_counts(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("dictionary", full.path, monkeypatch)
    text = said(app)
    assert "本区一年新增的价值" in text and "4 个数值，2 个区，2023–2024" in text
    assert "没有数值，只有 1 个目标" in text and "还没有写定义" in text
    assert _heads(app) == ["综合经济", "项目建设"]
    app = app.button(key=f"entry_trends_{GDP}").click().run()
    assert app.title[0].value == "趋势" and _asked(app, "show") == GDP


def test_the_dictionary_is_searched_in_both_languages(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("dictionary", full.path, monkeypatch, look="value added in the zone")
    assert "1 个指标" in said(app) and _heads(app) == ["综合经济"]
    assert "没有含“没有的”的指标" in said(open_page("dictionary", full.path, monkeypatch, look="没有的"))
    app = open_page("dictionary", full.path, monkeypatch, of_group="projects")
    assert _heads(app) == ["项目建设"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_dictionary(language: str, full: Sample) -> None:
    words = full.words(language)
    found = dictionary.entries(words, {GDP: Stored(4, 1, 2, 2023, 2024)})
    table = dictionary.table(found, words)
    assert len(table) == len(full.config.indicators) and table[words("dict_id")].iloc[0] == GDP
    row = table.iloc[0]
    assert (row[words("dict_values")], row[words("dict_first_year")], row[words("dict_zone_count")]) == (4, 2023, 2)
    assert table[words("dict_first_year")].isna().sum() == len(table) - 1, "no year 0 where there is nothing"


def test_words_that_need_a_topic_say_so() -> None:
    config = load_config(ROOT / "config.yaml")
    entry = next(e for e in dictionary.entries(Words("zh", config), {}) if e.id == "key_project_investment")
    assert entry.aliases.startswith("讲到重点项目个数时的 完成投资、")
    assert entry.facts == "亿元 · 金额 · 越高越好 · 从年初累计"


def test_areas_that_are_no_zones_are_counted_apart(full: Sample) -> None:
    stored = Stored(9, 1, 2, 2023, 2024, areas=3)
    assert dictionary.in_store(stored, full.words()) == "9 个数值，2 个区、3 个省市县，2023–2024"
    assert "2 zones and 3 other areas" in dictionary.in_store(stored, full.words("en"))
