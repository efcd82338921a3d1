"""The tables of others on the page of reports: what holds, what the last one replaced, and what of it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kpi.building import store
from kpi.building.importing import check
from kpi.second import imports
from kpi.second.claims import Claim, Trust
from kpi.settings.config import Config
from tests.dashboard.opened_pages import open_page, said
from tests.second.samples import AGREES, ALONE, DIFFERS, SURER, WRONG, project


@pytest.fixture
def own(tmp_path: Path) -> Config:
    config = project(tmp_path / "项目")
    store.build(config, jobs=1)
    return config


def take_in(config: Config, claims: Sequence[Claim], file: str = "表.csv", who: str = "王某") -> None:
    numbered = [replace(claim, row=row) for row, claim in enumerate(claims, 2)]
    rows = [each.imported for each in check(numbered, config, Trust.PROPOSE)]
    imports.keep(config, "张工", rows, trust=Trust.PROPOSE, file=file, who=who)


def page(config: Config, monkeypatch: pytest.MonkeyPatch, locale: str = "zh-CN") -> str:
    app = open_page("add_reports", config.path, monkeypatch, locale)
    assert not app.exception
    return "\n".join([said(app), *(each.label for each in app.expander)])


def test_where_nothing_was_imported_nothing_is_said(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "别人读的表" not in page(own, monkeypatch)


def test_whose_table_holds(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(own, [AGREES, ALONE])
    told = page(own, monkeypatch)
    assert "别人读的表：1 张" in told and "张工：2 行，表.csv，" in told and "只有它读出的，等人定" in told
    assert "代替了" not in told and "没有对上报告" not in told


TOLD = [
    ("zh-CN", "代替了", "一样 1 行，改了 1 行，没有了 1 行，新的 1 行",
     "没有了：濮阳经开区 税收收入", "→ 255亿元", "新的：濮阳经开区 科技创新平台数"),
    ("en-US", "Replaced 旧.csv", "1 the same, 1 changed, 1 gone, 1 new",
     "Gone: 濮阳经开区 税收收入", "→ 255亿元", "New: 濮阳经开区 科技创新平台数"),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "wanted"), [(each[0], each[1:]) for each in TOLD])
def test_what_a_table_replaced(
    locale: str, wanted: tuple[str, ...], own: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(own, [AGREES, ALONE, SURER], "旧.csv", "李某")
    take_in(own, [replace(AGREES, value="255"), ALONE, DIFFERS], "新.csv")
    imports.trust(own, "张工", Trust.ACCEPT, who="王某")  # says nothing of the rows
    told = page(own, monkeypatch, locale)
    for words in ("旧.csv", "李某", *wanted):
        assert words in told


def test_what_was_taken_back(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(own, [AGREES, ALONE], "旧.csv")
    take_in(own, [AGREES], "新.csv")
    imports.undo(own, "张工", who="赵某")
    told = page(own, monkeypatch)
    assert "张工：2 行，旧.csv" in told and "赵某 撤回了上一步，之前的又算数：一样 1 行，新的 1 行" in told
    imports.withdraw(own, "张工", who="赵某")
    told = page(own, monkeypatch)
    assert "别人读的表：0 张" in told and "赵某 撤回，2 行不再算数" in told


def test_many_rows_are_counted_and_the_first_are_told(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [replace(AGREES, value=str(number)) for number in range(1, 9)]
    take_in(own, many)
    take_in(own, [WRONG, AGREES, ALONE])
    told = page(own, monkeypatch)
    assert told.count("没有了：") == 5 and "另有 5 行" in told


def test_rows_on_no_report_are_told(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(own, [AGREES, replace(ALONE, report="没有.txt")])
    store.build(own, jobs=1)
    assert "1 行没有对上报告" in page(own, monkeypatch)


def test_a_line_that_cannot_be_read_is_told(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    own.imports.write_text("不是 JSON\n", encoding="utf-8")
    assert "corrections.imports.jsonl 第 1 行" in page(own, monkeypatch)
