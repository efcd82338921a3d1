"""Results that cannot be shown: every page says so instead of numbers, and offers the build that mends it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from filelock import FileLock

from dashboard.shared import data, parts
from dashboard.words.labels import nameless
from kpi.building import store
from kpi.settings.config import Config, load_config
from tests.dashboard.opened_pages import figures, open_page
from tests.dashboard.to_settle_reports import REPORTS, to_settle
from tests.other_stores import changed_bytes, in_force, of_a_newer_program, of_an_earlier_program

PAGES = ("overview", "trends", "targets", "compare", "tile_map", "data", "sources", "to_settle")
STORES = {
    "of an earlier program": (of_an_earlier_program, "别的版本的程序建的"),
    "of a newer program": (of_a_newer_program, "更新版本的程序建的"),
    "with changed bytes": (changed_bytes, "结果的文件已损坏"),
}


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = to_settle(tmp_path / "项目", {name: REPORTS[name] for name in ("年报.txt", "公报.txt")})
    store.build(load_config(path))
    return path


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize(("spoil", "said"), STORES.values(), ids=list(STORES))
def test_every_page_says_so_and_one_click_mends_it(
    spoil: Callable[[Config], None], said: str, locale: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(load_config(path))
    for view in PAGES:
        app = open_page(view, path, monkeypatch, locale)
        told = "\n".join(str(each.value) for each in (*app.markdown, *app.text, *app.caption)).replace("\\", "")
        assert not app.exception and said in told, view
        assert ("现有的结果不能用" if locale == "zh-CN" else "The results that are there cannot be used") in told, view
        assert not figures(app) and not app.dataframe, view
    app = next(each for each in app.button if each.key == "rebuild_empty").click().run()
    assert not app.exception and len(app.success) == 1
    store.check_sound(in_force(load_config(path)))
    told = "\n".join(str(each.value) for each in app.markdown)
    assert said not in told and "不能用" not in told


def test_a_table_that_is_damaged_while_it_is_shown_is_told_and_then_offered_to_be_made_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page("sources", path, monkeypatch)
    table = in_force(load_config(path)).folder / "observations.parquet"
    table.write_bytes(bytes(table.stat().st_size))
    app = open_page("data", path, monkeypatch)
    told = "\n".join(str(each.value) for each in (*app.markdown, *app.text))
    assert not app.exception and "结果文件读不出" in told
    app = open_page("data", path, monkeypatch)
    assert [each for each in app.button if each.key == "rebuild_empty"]


def test_who_builds_while_another_does_is_told_that_it_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project, said, lock = data.Project(load_config(path), None, None), [], FileLock(path.parent / "data" / "build.lock")
    free = threading.Event()

    class Bar:
        def progress(self, share: float, text: str) -> None:
            said.append(text)
            free.set()

        def empty(self) -> None:
            said.append("")

    def hold() -> None:
        with lock:
            held.set()
            free.wait(30)

    held = threading.Event()
    monkeypatch.setattr(st, "progress", lambda share, text: Bar())
    other = threading.Thread(target=hold)
    other.start()
    held.wait(30)
    assert not parts.run_build(nameless("zh"), project).changed
    other.join()
    assert said[0] == "另一次建库正在进行，等它结束…" and said[-1] == ""
