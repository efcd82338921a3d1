"""The Sources page: what is open of a report, and what a person states of the whole of it, with its record and undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.building import store
from kpi.building.stating import standing_of, state, undo
from kpi.settings.config import Config
from tests.dashboard.opened_pages import open_page, said
from tests.samples import CONFIG, make_project

PUYANG, ZHOUKOU = "濮阳经济技术开发区", "周口经济开发区"
FIGURES = "全区地区生产总值完成254亿元，同比增长5.0%。重点项目完成投资96.3亿元。"
PAGES = {
    "两区.txt": f"两区工作简报\n\n濮阳经开区和周口经开区2024年经济运行情况\n\n2024年，{FIGURES}\n",
    "无区无年.txt": f"工作动态\n\n今年以来，{FIGURES}\n",
    "猜年.txt": f"{PUYANG}\n\n{FIGURES}2023年，全区实现产业升级。\n",
    "一月.txt": f"濮阳日报 2025年1月16日 星期四\n\n{PUYANG}地区生产总值完成254亿元，同比增长5.0%。\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Config:
    config = make_project(tmp_path, PAGES)
    store.build(config)
    return config


def opened(
    config: Config, doc: str, monkeypatch: pytest.MonkeyPatch, form: bool = False, locale: str = "zh-CN"
) -> AppTest:
    page = open_page("sources", config.path, monkeypatch, locale, doc=doc)
    if form:  # its fields are made when it is opened
        count = len(standing_of(report(config, doc), config).history)
        page.session_state[f"report_form_{doc}_{count}"] = True
        page.run()
    return page


def report(config: Config, doc: str) -> Path:
    return config.path.parent / "reports" / f"{doc}.txt"


def press(page: AppTest, label: str) -> AppTest:
    return next(each for each in page.button if each.label == label).click().run()


def field(page: AppTest, key: str) -> object:
    return next(each for each in (*page.text_input, *page.selectbox) if str(each.key).startswith(key))


# report, what the page says of it
OPEN = [
    ("两区", f"开发区待定：3 处数字不进序列。可能是{ZHOUKOU}、{PUYANG}。"),
    ("无区无年", "开发区和年份待定：3 处数字不进序列。"),
    ("猜年", "2023 年是推定的，请核定报告的时期。"),
]


@pytest.mark.parametrize(("doc", "words"), OPEN)
def test_what_is_open_of_a_report_is_said(
    project: Config, monkeypatch: pytest.MonkeyPatch, doc: str, words: str
) -> None:
    assert words in said(opened(project, doc, monkeypatch))


def test_what_was_stated_and_did_not_go_along_is_told(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    before = report(project, "两区")
    state(project, before, who="王某", zone=PUYANG)
    before.rename(report(project, "新名"))
    store.build(project)
    line = "以前写明的留在 reports/两区.txt.yaml，报告改名或移动时没有跟着走，现在不算数。"
    line += "请把它改名为 reports/新名.txt.yaml"
    assert line in said(opened(project, "新名", monkeypatch))
    assert line in said(open_page("to_settle", project.path, monkeypatch, part="reports"))
    before.with_name("两区.txt.yaml").rename(before.with_name("新名.txt.yaml"))
    assert line not in said(opened(project, "新名", monkeypatch))


def test_of_a_report_that_is_settled_nothing_is_said(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(project, "一月", monkeypatch)
    assert "待定" not in said(page) and "推定" not in said(page)
    assert not [each for each in page.selectbox if str(each.key).startswith("report_zone")]  # not made yet


def test_a_report_is_stated_built_and_taken_back(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(project, "无区无年", monkeypatch, form=True)
    zone = field(page, "report_zone_")
    offered = list(zone.options)  # type: ignore[attr-defined]
    assert offered[0].startswith(PUYANG) and offered[1].startswith(ZHOUKOU), "those of the map first"
    assert any(each.startswith("荆州经济技术开发区 · 湖北省荆州市（") for each in offered) and len(offered) > 3000
    zone.set_value("荆州经济技术开发区")  # type: ignore[attr-defined]
    field(page, "report_period_").set_value("2024")  # type: ignore[attr-defined]
    field(page, "who_report_").set_value("王某")  # type: ignore[attr-defined]
    page = press(page, "记下")
    assert "王某　写明 开发区：荆州经济技术开发区、报告的时期：2024年" in said(page)
    assert "已记下，重新建库后生效。" in said(page)
    page = press(page, "现在重新建库")
    assert "荆州经济技术开发区（由说明文件写明）" in said(page) and "待定" not in said(page)
    assert "已记下" not in said(page) and "王某　写明" in said(page)
    page = press(page, "撤销")
    assert "王某　撤销，恢复为 开发区：不写、报告的时期：不写" in said(page) and "已记下" in said(page)
    assert not report(project, "无区无年").with_name("无区无年.txt.yaml").exists()


def test_what_was_stated_and_undone_since_the_build_waits_for_none(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    state(project, report(project, "无区无年"), who="王某", zone=PUYANG)
    undo(project, report(project, "无区无年"), who="王某")
    page = opened(project, "无区无年", monkeypatch)
    assert "王某　撤销" in said(page) and "已记下" not in said(page)


def test_a_line_of_the_record_that_is_no_use_is_told(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    project.statements.write_text("?\n", "utf-8")
    assert "corrections.reports.jsonl 第 1 行不完整或读不懂" in said(opened(project, "无区无年", monkeypatch))


# field, what is written, what is said of it
REFUSED = [
    ("published", "去年", "不是日期，应写到日，如 2024-03-01"),
    ("period", "2021/2025", "不是一年之内的时期"),
    ("period", "", "没有改动：各项都与现在写明的相同。"),
    ("who", "", "请填写谁"),
]


@pytest.mark.parametrize(("name", "written", "words"), REFUSED)
def test_what_cannot_be_stated_is_told_and_nothing_written(
    project: Config, monkeypatch: pytest.MonkeyPatch, name: str, written: str, words: str
) -> None:
    page = opened(project, "一月", monkeypatch, form=True)
    if name == "who":
        field(page, "report_title_").set_value("简报")  # type: ignore[attr-defined]
    field(page, "who_report_" if name == "who" else f"report_{name}_").set_value(written)  # type: ignore[attr-defined]
    page = press(page, "记下")
    assert any(words in str(each.value) for each in page.error)
    assert not (project.path.parent / "corrections.reports.jsonl").exists()


def test_who_opened_the_form_before_somebody_else_stated_is_stopped(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(project, "两区", monkeypatch, form=True)
    state(project, report(project, "两区"), who="李某", zone=PUYANG)
    field(page, "report_zone_").set_value(ZHOUKOU)  # type: ignore[attr-defined]
    page = press(page, "记下")
    assert standing_of(report(project, "两区"), project).facts.zone == PUYANG
    assert "李某　写明" in said(page)


def test_what_the_config_states_is_not_to_be_changed_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = "reports: [{path: reports/一月.txt, zone: 濮阳经开区}, reports]"
    config = make_project(tmp_path, PAGES, CONFIG.replace("reports: [reports]", entry))
    store.build(config)
    page = opened(config, "一月", monkeypatch, form=True)
    disabled = {str(each.key).split("_")[1]: each.disabled for each in (*page.text_input, *page.selectbox)
                if str(each.key).startswith("report_")}  # fmt: skip
    assert disabled == {"zone": True, "published": False, "period": False, "title": False, "aside": False}
    assert "已在 config.yaml 的 reports 里写明的，请改那里。" in said(page)


def test_a_report_is_set_aside_and_taken_back(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(project, "猜年", monkeypatch, form=True)
    field(page, "report_aside_").set_value("还是草稿")  # type: ignore[attr-defined]
    page = press(press(page, "记下"), "现在重新建库")
    assert "reports/猜年.txt：还是草稿" in said(page)
    page = press(page, "收回")
    assert "已记下，重新建库后生效。" in said(page) and standing_of(report(project, "猜年"), project).facts.aside == ""
    store.build(project)
    assert "还是草稿" not in said(opened(project, "一月", monkeypatch))


def test_a_report_whose_sidecar_is_broken_or_gone_says_so(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    report(project, "一月").with_name("一月.txt.yaml").write_text("时期: 2024\n", "utf-8")
    assert "reports/一月.txt.yaml:1: 未知的键“时期”" in said(opened(project, "一月", monkeypatch))
    report(project, "一月").with_name("一月.txt.yaml").unlink()
    report(project, "一月").unlink()
    assert "reports/一月.txt: 报告已不在原处" in said(opened(project, "一月", monkeypatch))


def test_where_every_report_waits_or_is_set_aside_they_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = make_project(tmp_path, {"两区.txt": PAGES["两区.txt"]})
    store.build(config)
    assert "开发区待定：3 处数字不进序列。" in said(opened(config, "两区", monkeypatch))
    state(config, report(config, "两区"), who="王某", aside="还是草稿")
    store.build(config)
    page = press(opened(config, "两区", monkeypatch), "收回")
    assert "已记下，重新建库后生效。" in said(page)


def test_in_english(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    state(project, report(project, "两区"), who="Li", zone=PUYANG, period="2024-H1")
    text = said(opened(project, "两区", monkeypatch, locale="en-US"))
    assert (
        "Li: stated Zone: Puyang Economic and Technological Development Zone, Period reported on: Jan–Jun 2024" in text
    )
    assert "Zone open: 3 figures stand in no series." in text
