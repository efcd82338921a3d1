"""All reports in a table: what is open of each, why some were left out; choosing one opens it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.frames.report_list import table
from dashboard.words.labels import Words
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
    assert list(made.index)[:2] == ["两区", "无区无年"] and list(made.index)[-2:] == ["", ""]
    assert made["报告的年份"].tolist()[0] == 2024


def test_in_english(project: Config) -> None:
    made = table(listed(project), Words("en", project))
    assert made["State"].tolist()[0] == "zone open" and made["State"].tolist()[-1] == "set aside: 还没有：定稿"


def test_the_page_lists_the_reports_and_opens_one(project: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page("add_reports", project.path, monkeypatch)
    assert "已有的报告" in [str(each.value) for each in page.subheader] and len(page.dataframe[0].value) == 6
    page.session_state["report_list_asked"] = "两区"
    page.run()
    assert "开发区待定：3 处数字不进序列。" in said(page)
