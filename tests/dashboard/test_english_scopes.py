"""Scopes in English views: no Chinese where an English is known, and no two scopes under one head of a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.frames import wide_tables
from kpi.settings.config import load_config
from kpi.wording.scopes import scope_en
from tests.dashboard.opened_pages import figures, open_page, said
from tests.dashboard_data import FULL, Fact, Sample

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[㐀-鿿]")


@pytest.mark.parametrize("scope", load_config(ROOT / "config.yaml").scopes)
def test_every_scope_that_ships_has_an_english(scope: str) -> None:
    assert not CHINESE.search(scope_en(scope))


@pytest.mark.parametrize("view", ["overview", "trends", "targets", "compare", "data"])
def test_pages_in_english_name_scopes_in_english(view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, FULL) as sample:
        app = open_page(view, sample.path, monkeypatch, "en-US", show="key_project_investment")
        shown = [said(app), *(str(box.options) for box in app.main.selectbox)]
        shown += map(str, figures(app))
        shown += [f"{frame.value.to_dict()} {list(frame.value.columns)}" for frame in app.dataframe]
        quotes = "|".join(re.escape(fact.sentence) for fact in FULL)
        assert not re.search("省市重点|在建重大", re.sub(quotes, "", "".join(shown)))


def test_scopes_of_one_english_stay_two_columns(tmp_path: Path) -> None:
    facts = [Fact("a", f"{scope}项目{n}个", "signed_projects", "2024", str(n), "个", scope=scope)
             for n, scope in ((7, "过亿元"), (9, "过亿元的"))]  # fmt: skip
    with Sample(tmp_path, facts) as sample:
        table = wide_tables.wide_table(sample.frames.cells(), sample.words("en"))
        assert sorted(number for name in table.columns[3:] for number in table[name]) == [7.0, 9.0]
