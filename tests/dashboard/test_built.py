"""What a build that is made from a page tells of itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.building import store
from kpi.settings.config import load_config
from tests.dashboard.opened_pages import open_page
from tests.dashboard.to_settle_reports import REPORTS, to_settle

SURE = {name: REPORTS[name] for name in ("年报.txt", "公报.txt")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return to_settle(tmp_path / "项目", SURE)


def told(app: AppTest) -> str:
    return "".join(str(each.value) for each in app.success).replace("\\", "")


def rebuild(
    path: Path, monkeypatch: pytest.MonkeyPatch, key: str, view: str = "data", locale: str = "zh-CN"
) -> AppTest:
    app = open_page(view, path, monkeypatch, locale)
    assert not app.success
    return next(each for each in app.button if each.key == key).click().run()


def test_the_first_build_tells_what_there_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = rebuild(path, monkeypatch, "rebuild_empty")
    assert told(app) == "已重新建库：2 份报告，2 条观测，待办 1 件。这是第一次建库。"
    assert told(app.run()) == "", "once"


# what is put beside the reports, what is told then; in English
ADDED = [
    ("简讯.txt", "zh-CN", "已重新建库：3 份报告，2 条观测，待办 2 件。与上一次相比：新增 1 份报告。"),
    ("一月.txt", "en-US", "Rebuilt: 3 reports, 2 observations, 2 to settle. Since the build before: 1 report added."),
]


@pytest.mark.parametrize(("name", "locale", "said"), ADDED)
def test_a_further_build_tells_what_is_new(
    name: str, locale: str, said: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.build(load_config(path))
    (path.parent / "seeds" / name).write_text(REPORTS[name], "utf-8")
    assert told(rebuild(path, monkeypatch, "rebuild_stale", locale=locale)) == said


@pytest.mark.parametrize("how", ["a copy of a report", "a remark in the config"])
def test_a_build_that_finds_nothing_new_says_so(how: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.build(load_config(path))
    if how == "a copy of a report":
        shutil.copy(path.parent / "seeds" / "年报.txt", path.parent / "seeds" / "龙年年报.txt")
    else:
        path.write_text(path.read_text("utf-8") + "\n# 注\n", "utf-8")
    said = told(rebuild(path, monkeypatch, "rebuild_stale"))
    assert said == "已重新建库：2 份报告，2 条观测，待办 1 件。与上一次的结果相同。"


def test_a_build_that_would_lose_most_of_it_is_refused_in_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        (path.parent / "seeds" / f"{number}.txt").write_text(
            REPORTS["年报.txt"].replace("56", str(60 + number)), "utf-8"
        )
    store.build(load_config(path))
    for number in range(12):
        (path.parent / "seeds" / f"{number}.txt").unlink()
    app = rebuild(path, monkeypatch, "rebuild_stale")
    said = "".join(str(each.value) for each in (*app.markdown, *app.text))
    assert not app.success and "没有建成库，结果没有改动" in said and "--accept-loss" in said
