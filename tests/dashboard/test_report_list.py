"""All reports in a table: what is open of each, why some were left out; a chosen one is opened, set aside, removed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frames.report_list import table
from dashboard.words.labels import Words
from kpi.building.removing import remove, removed
from kpi.building.report_status import ReportStatus, reports_of
from kpi.building.stating import state
from kpi.building.store import build, open_build
from kpi.settings.config import Config
from tests.dashboard.opened_pages import open_page, said
from tests.dashboard.test_report_form import PAGES, PUYANG, ZHOUKOU, report
from tests.samples import make_project


@pytest.fixture
def project(tmp_path: Path) -> Config:
    config = make_project(tmp_path, {**PAGES, "坏.pdf": "这不是 PDF", "草稿.txt": "草稿\n"})
    state(config, report(config, "草稿"), who="王某", aside="还没有：定稿")
    build(config)
    return config


def listed(config: Config) -> list[ReportStatus]:
    found = open_build(config)
    assert found is not None
    return reports_of(found)


def test_a_row_says_what_is_open_of_a_report(project: Config) -> None:
    made = table(listed(project), Words("zh", project))
    rows = {row.文件: (row.状态, row.开发区) for row in made.itertuples()}
    assert rows["reports/两区.txt"] == ("开发区待定", f"{ZHOUKOU}、{PUYANG}")
    assert rows["reports/无区无年.txt"] == ("开发区待定、年份待定", "")
    assert rows["reports/猜年.txt"] == ("年份推定", PUYANG)
    assert rows["reports/一月.txt"] == ("", PUYANG)
    assert rows["reports/坏.pdf"][0].startswith("没有采用：无法作为 PDF 打开")
    assert rows["reports/草稿.txt"] == ("搁置：还没有：定稿", "")
    assert list(made.index) == [each.path for each in listed(project)]
    assert list(made.index)[:2] == ["reports/两区.txt", "reports/无区无年.txt"] and "缺时期" not in made
    assert made["报告的年份"].tolist()[0] == 2024


def test_in_english(project: Config) -> None:
    made = table(listed(project), Words("en", project))
    assert made["State"].tolist()[0] == "zone open" and made["State"].tolist()[-1] == "set aside: 还没有：定稿"


def test_a_column_tells_of_figures_without_a_period_where_there_are_any(tmp_path: Path) -> None:
    text = f"{PUYANG}2023年工作总结\n\n近年来，全区累计签约项目132个。2023年，地区生产总值254亿元。\n"
    config = make_project(tmp_path, {"总结.txt": text})
    build(config)
    made = table(listed(config), Words("zh", config))
    assert made["缺时期"].tolist() == [1] and "待定的数字" not in made


def ask(config: Config, monkeypatch: pytest.MonkeyPatch, path: str, locale: str = "zh-CN") -> AppTest:
    """The page with the report at `path` chosen in its list."""
    page = open_page("add_reports", config.path, monkeypatch, locale)
    page.session_state["report_list_asked"] = f"reports/{path}"
    return page.run()


def test_the_page_lists_the_reports_and_opens_one(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page("add_reports", project.path, monkeypatch)
    assert "已有的报告" in [str(each.value) for each in page.subheader] and len(page.dataframe[0].value) == 6
    page = press(ask(project, monkeypatch, "两区.txt"), "打开")
    assert "开发区待定：3 处数字不进序列。" in said(page)


def test_a_report_is_removed_after_it_was_asked_for_once_more_and_put_back(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = press(ask(project, monkeypatch, "一月.txt"), "移出…")
    assert "文件连同它的说明移到 removed 文件夹，内容不动，不会删除；它的 2 条事实" in said(page)
    assert report(project, "一月").exists() and removed(project) == []
    page = press(page, "确认移出")
    assert not report(project, "一月").exists() and "已移出 一月.txt" in said(page)
    (entry,) = removed(project)
    table_ = page.dataframe[0].value
    assert table_[table_["文件"] == "reports/一月.txt"]["状态"].tolist() == [f"已移出（{entry.at[:10]} {entry.who}）"]
    page = press(page, "撤销")
    assert report(project, "一月").exists() and removed(project) == []
    press(press(ask(project, monkeypatch, "一月.txt"), "移出…"), "确认移出")
    build(project)
    page = ask(project, monkeypatch, "一月.txt")
    assert f"放在 {removed(project)[0].kept}" in said(page)
    assert "打开" not in [each.label for each in page.button], "what is in no build cannot be opened"
    page = press(page, "放回原处")
    assert report(project, "一月").exists() and "已放回 一月.txt，重新建库后计入" in said(page)


def test_where_another_file_has_come_the_removed_one_stays_where_it_is(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(project, report(project, "一月"), who="王某")
    report(project, "一月").write_text("另一份\n", "utf-8")
    page = press(ask(project, monkeypatch, "一月.txt"), "放回原处")
    assert "原处已有另一份同名的报告，没有放回" in page.error[0].value
    assert report(project, "一月").read_text("utf-8") == "另一份\n" and len(removed(project)) == 1


def test_a_report_that_could_not_be_read_is_removed_and_set_aside_too(
    project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ask(project, monkeypatch, "坏.pdf")
    assert "没有采用：无法作为 PDF 打开" in said(page)
    next(each for each in page.text_input if each.label == "搁置的原因").set_value("坏了")
    page = press(page, "搁置")
    assert 'aside: "坏了"' in (project.path.parent / "reports" / "坏.pdf.yaml").read_text("utf-8")
    page = press(press(ask(project, monkeypatch, "坏.pdf"), "移出…"), "确认移出")
    assert not (project.path.parent / "reports" / "坏.pdf.yaml").exists() and len(removed(project)) == 1


def test_what_was_set_aside_is_taken_back_from_the_list(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    page = press(ask(project, monkeypatch, "草稿.txt"), "收回")
    assert not report(project, "草稿").with_name("草稿.txt.yaml").exists() and "搁置的原因" in said(page)


def test_what_lies_in_an_archive_says_what_can_be_done(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(project.path.parent / "reports" / "包.zip", "w") as packed:
        packed.writestr("公报.txt", PAGES["一月.txt"] + "又及。\n")
    build(project)
    page = press(press(ask(project, monkeypatch, "包.zip/公报.txt"), "移出…"), "确认移出")
    assert "在压缩包里，不能单独移出；不要读它，可以搁置：在 config.yaml 的 reports 里加一项" in page.error[0].value


def test_a_name_is_asked_for_and_a_copy_told(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    report(project, "副本").write_bytes(report(project, "一月").read_bytes())
    page = press(ask(project, monkeypatch, "一月.txt"), "移出…")
    who = next(each for each in page.text_input if each.label == "谁")
    who.set_value(" ")
    page = press(page, "确认移出")
    assert "请填写谁" in page.error[0].value and report(project, "一月").exists()
    next(each for each in page.text_input if each.label == "谁").set_value("王某")
    page = press(page, "确认移出")
    assert "内容相同的 reports/副本.txt 仍在，建库会读它" in page.warning[0].value


def test_the_list_in_english(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(project, report(project, "两区"), who="Li")
    page = ask(project, monkeypatch, "两区.txt", "en-US")
    assert "by Li, now in removed/" in said(page) and "Put back" in [each.label for each in page.button]
    page = press(ask(project, monkeypatch, "一月.txt", "en-US"), "Remove…")
    assert "nothing is deleted. Its 2 facts count no more" in said(page)


def press(page: AppTest, label: str) -> AppTest:
    found = next(each for each in page.button if each.label == label)
    assert not found.disabled
    return found.click().run()
