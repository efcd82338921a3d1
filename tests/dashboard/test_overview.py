"""The overview is the brief of the reader's zone: whose, of which year, what is new, what waits, what can be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from streamlit.runtime.context import ContextProxy

from dashboard.shared import visits
from dashboard.shared.visits import Visit, next_visit, read
from kpi.building import store
from kpi.results import notes
from kpi.settings.config import Config
from tests.dashboard.opened_pages import brief_data, brief_text, open_page, said
from tests.dashboard_data import FULL, GDP, ONE_POINT, A, B, Fact, Sample

NOON = datetime(2026, 6, 1, 12, 0)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("full"), FULL) as sample:
        yield sample


def _with_cookies(monkeypatch: pytest.MonkeyPatch, **cookies: str) -> None:
    """As if the browser had sent these."""
    sent = {name: quote(value) for name, value in cookies.items()}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: sent))


def _named(config: Config, name: str) -> str:
    return visits._name(config, name)


def test_it_opens_on_the_zone_that_most_is_known_of(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("overview", full.path, monkeypatch)
    assert app.selectbox[0].value == A and not app.sidebar.children
    text = brief_text(app)
    assert text.startswith(f"{A}指标简报") and "254 亿元" in text and "地区生产总值" in text


@pytest.mark.parametrize(
    ("query", "cookie", "zone"),
    [
        ({"my_zone": B}, A, B), ({"zone": B}, A, B), ({}, B, B), ({}, "没有这个区", A), ({"my_zone": "没有"}, "", A),
        ({"my_zone": A, "zone": B}, B, A),
    ],
)  # fmt: skip
def test_whose_it_is(
    query: dict[str, str], cookie: str, zone: str, full: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_cookies(monkeypatch, **{_named(full.config, "kpi_zone"): cookie})
    app = open_page("overview", full.path, monkeypatch, **query)
    assert app.selectbox[0].value == zone
    assert app.query_params["my_zone"] == zone
    assert brief_data(app)["cookies"][_named(full.config, "kpi_zone")] == zone, "the browser is to remember it"


def test_another_zone_is_chosen_and_goes_into_the_address(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("overview", full.path, monkeypatch)
    app = app.selectbox[0].set_value(B).run()
    assert app.query_params["my_zone"] == B and "88.5 亿元" in brief_text(app)
    app = app.switch_page("views/trends.py").run()
    assert "my_zone" not in app.query_params
    assert app.switch_page("views/overview.py").run().selectbox[0].value == B


def test_an_unknown_zone_of_the_address_is_told(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "开发区「没有这个区」" in said(open_page("overview", full.path, monkeypatch, my_zone="没有这个区"))


def test_a_year_is_chosen(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("overview", full.path, monkeypatch, brief_year="2020")
    assert "2020年：2 个目标" in brief_text(app) and "254 亿元" not in brief_text(app)


def test_what_can_be_taken_along(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("overview", full.path, monkeypatch)
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Word 文档（.docx）", "PPT（.pptx）"]
    assert [each.proto.component_name for each in app.get("bidi_component")].count("kpi_print_button") == 1


def test_what_waits_leads_to_its_part_of_the_queue(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("overview", full.path, monkeypatch)
    assert "待办 2" in [subheader.value for subheader in app.subheader]
    (link,) = app.get("page_link")
    assert link.proto.label == "说法不一 · 2" and "part=disputes" in link.proto.query_string


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_one_report_makes_a_brief(locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, ONE_POINT) as sample:
        text = brief_text(open_page("overview", sample.path, monkeypatch, locale))
    assert "254" in text and ("没有数据的指标（3）" in text or "Indicators without data (3)" in text)


def test_the_news_are_those_since_the_last_visit_and_of_the_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    first = tuple(fact for fact in FULL if fact.doc not in ("b2023", "a2023"))
    with Sample(tmp_path, first) as sample:
        seen = store.current_id(sample.config)
    later = (*first, *(fact for fact in FULL if fact.doc == "a2023"))
    with Sample(tmp_path, later):
        pass
    with Sample(
        tmp_path, (*FULL, Fact("a2026", "核定地区生产总值256.5亿元", GDP, "2024", "256.5", published="2026-01-08"))
    ):
        now = store.current_id(sample.config)
    names = {"kpi_zone": A, "kpi_seen": f"{seen}|2026-05-30T08:00|"}
    _with_cookies(monkeypatch, **{_named(sample.config, name): value for name, value in names.items()})
    app = open_page("overview", sample.path, monkeypatch)
    lines = [button.label for button in app.button if str(button.key).startswith("news_")]
    assert next(subheader.value for subheader in app.subheader) == "上次来看以后"
    assert any("254 亿元 → 256.5 亿元" in line.replace("\\", "") for line in lines)
    assert any("新 · 2023年 地区生产总值" in line.replace("\\", "") and "240 亿元" in line for line in lines)
    assert not any("88.5" in line for line in lines), "another zone's"
    kept = read(brief_data(app)["cookies"][_named(sample.config, "kpi_seen")])
    assert kept is not None and (kept.build, kept.before) == (now, seen)


def test_a_note_shows_as_soon_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, FULL) as sample:
        assert "★" not in brief_text(open_page("overview", sample.path, monkeypatch))
        before = brief_data(open_page("overview", sample.path, monkeypatch))["id"]
        notes.write(sample.config, A, GDP, "2024", "快报数，年鉴出来后核对", who="王敏")
        app = open_page("overview", sample.path, monkeypatch)
    text = brief_text(app)
    assert "★1 王敏" in text and "2024年 地区生产总值：快报数，年鉴出来后核对（王敏，" in text
    assert brief_data(app)["id"] != before, "or the browser keeps what it shows"


def test_the_news_of_my_zone_do_not_repeat_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, FULL) as sample:
        seen = store.current_id(sample.config)
    changed = tuple(
        replace(fact, sentence=fact.sentence.replace("254", "256"), value=fact.value.replace("254", "256"))
        for fact in FULL
    )
    with Sample(tmp_path, changed):
        pass
    names = {"kpi_zone": A, "kpi_seen": f"{seen}|2026-05-30T08:00|"}
    _with_cookies(monkeypatch, **{_named(sample.config, name): value for name, value in names.items()})
    app = open_page("overview", sample.path, monkeypatch)
    assert "：改动 1 份报告，新增 1 条观测，去掉 1 条观测，1 个数值变了" in said(app)
    lines = [button.label.replace("\\", "") for button in app.button if str(button.key).startswith("news_")]
    assert lines == ["2024年 地区生产总值：254 亿元 → 256 亿元"]


def test_who_comes_back_to_the_same_results_is_told_so(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    now = store.current_id(full.config)
    _with_cookies(monkeypatch, **{_named(full.config, "kpi_seen"): f"{now}|2020-01-01T08:00|"})
    assert "来看以后没有新的结果" in said(open_page("overview", full.path, monkeypatch))


@pytest.mark.parametrize(
    ("last", "expected", "why"),
    [
        (None, Visit("b2", "2026-06-01T12:00"), "the first visit"),
        (Visit("b1", "2026-05-30T08:00"), Visit("b2", "2026-06-01T12:00", "b1"), "there are new results"),
        (Visit("b2", "2026-06-01T09:00", "b1"), Visit("b2", "2026-06-01T09:00", "b1"), "still the same morning"),
        (Visit("b2", "2026-05-30T09:00", "b1"), Visit("b2", "2026-06-01T12:00", "b2"), "nothing new since Saturday"),
    ],
)
def test_visits(last: Visit | None, expected: Visit, why: str) -> None:
    assert next_visit(last, "b2", NOON) == expected, why


@pytest.mark.parametrize("text", ["", "b1", "b1|yesterday", "|||", "<script>"])
def test_a_cookie_that_says_nothing_is_none(text: str) -> None:
    assert read(text) is None


def test_a_visit_is_kept_as_it_is_told() -> None:
    visit = Visit("b2", "2026-06-01T09:00", "b1")
    assert read(visit.told()) == visit


def test_projects_beside_each_other_have_cookies_of_their_own(full: Sample, tmp_path: Path) -> None:
    other = Sample(tmp_path, ())
    assert _named(full.config, "kpi_zone") != _named(other.config, "kpi_zone")
