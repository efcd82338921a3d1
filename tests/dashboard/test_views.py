"""Every view runs: with full data, one point, no build, no reports, nothing that matches, a broken config."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from kpi.building import store
from tests.dashboard.opened_pages import figures
from tests.dashboard_data import CONFIG, FULL, ONE_POINT, B, Sample

APP = str(Path(dashboard.__file__).parent / "app.py")
VIEWS = (
    *("overview", "trends", "targets", "compare", "tile_map", "data", "sources", "dictionary", "indicator_map"),
    *("add_reports", "to_settle", "search"),
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("full"), FULL) as sample:
        yield sample


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Sample]:
    """A project of its own, for tests that change it."""
    with Sample(tmp_path, FULL) as sample:
        yield sample


def _open(view: str, path: Path, monkeypatch: pytest.MonkeyPatch, locale: str = "zh-CN", **query: str) -> AppTest:
    monkeypatch.setenv("KPI_CONFIG", str(path))
    app = AppTest.from_file(APP, default_timeout=30)
    app.context = {"locale": locale}
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return app if view == "overview" else app.switch_page(f"views/{view}.py").run()


def _text(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.text, app.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def _sound(app: AppTest) -> None:
    assert not app.exception
    assert "没能显示" not in _text(app) and "could not be shown" not in _text(app)


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize("view", VIEWS)
def test_full(view: str, locale: str, full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(view, full.path, monkeypatch, locale)
    _sound(app)
    title = {"zh-CN": {"trends": "趋势", "targets": "目标"}, "en-US": {"trends": "Trends", "targets": "Targets"}}
    assert app.title[0].value == title[locale].get(view, app.title[0].value)


@pytest.mark.parametrize("view", VIEWS)
def test_one_point(view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, ONE_POINT) as sample:
        _sound(_open(view, sample.path, monkeypatch))


@pytest.mark.parametrize("view", VIEWS)
def test_no_build(view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = Sample(tmp_path, FULL)
    app = _open(view, sample.path, monkeypatch)
    _sound(app)
    if view not in {"indicator_map", "add_reports", "dictionary"}:  # these work without one
        assert "还没有建库" in _text(app)


@pytest.mark.parametrize("view", VIEWS)
def test_no_reports(view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path, ()) as sample:
        app = _open(view, sample.path, monkeypatch)
    _sound(app)
    assert not app.sidebar.children and (
        view in {"indicator_map", "add_reports", "dictionary"}
        or [link.proto.page for link in app.get("page_link")] == ["add_reports"]
    )


@pytest.mark.parametrize("view", VIEWS)
def test_a_broken_config_is_told_with_its_line(view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.lstrip().replace("unit: 个", "unit: 个\n    dimensoin: count"), encoding="utf-8")
    app = _open(view, path, monkeypatch)
    _sound(app)
    assert "dimensoin" in _text(app)


def test_a_missing_config_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("overview", tmp_path / "config.yaml", monkeypatch)
    assert not app.exception and "config.yaml" in _text(app)


@pytest.mark.parametrize("view", ["trends", "targets", "data"])
def test_nothing_matches(view: str, full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(view, full.path, monkeypatch, zone=B, indicator="energy_intensity")
    _sound(app)
    assert "没有符合筛选条件的内容" in _text(app) or "所选范围内没有目标" in _text(app)


def test_an_error_in_a_view_shows_no_traceback(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.briefs.page.fragment", lambda *_: 1 / 0)
    app = _open("overview", full.path, monkeypatch)
    assert not app.exception and "没能显示" in _text(app) and "ZeroDivision" not in _text(app)


def test_the_language_follows_the_browser_and_then_the_switch(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("overview", full.path, monkeypatch, "en-US")
    assert app.title[0].value == "Overview"
    app.session_state["w_lang"] = "zh"
    assert app.run().title[0].value == "总览"


def test_the_url_sets_the_filters(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("trends", full.path, monkeypatch, zone=B, kind="estimate", lang="en")
    assert app.title[0].value == "Trends"
    assert app.multiselect[0].value == [B]
    assert any("1 of 15 observations" in caption.value for caption in app.caption)


def test_a_year_range_of_the_url_and_clearing_it(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("data", full.path, monkeypatch, **{"from": "2024", "to": "2030"})
    assert app.slider[0].value == (2024, 2025)
    app = app.slider[0].set_range(2020, 2023).run()
    assert {2020, 2023} >= {int(period[:4]) for period in app.dataframe[0].value["时期"]}
    app = next(button for button in app.button if button.label == "清除筛选").click().run()
    assert len(app.dataframe[0].value) == len(FULL)


def test_trends_show_the_chosen_indicator(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("trends", full.path, monkeypatch, show="gdp")
    (figure,) = figures(app)
    assert {240, 254, 88.5} <= {y for trace in figure["data"] for y in trace["y"]}
    assert "单位：亿元" in _text(app)


def test_a_mark_of_the_chart_leads_to_its_source(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    observations = full.frames.observations()
    wanted = observations[observations["value"] == "206.19"].iloc[0]
    app = _open("trends", full.path, monkeypatch)
    app.session_state["open_fact"] = wanted["observation_id"]
    app = app.run()
    assert app.title[0].value == "来源" and "206.19 亿元" in [subheader.value for subheader in app.subheader]


@pytest.mark.parametrize(("query", "mend"), [({}, "加入写有目标的报告"), ({"kind": "actual"}, "放宽左侧的筛选")])
def test_where_there_is_no_target_the_hint_fits(
    query: dict[str, str], mend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sample(tmp_path, ONE_POINT) as sample:
        assert mend in _text(_open("targets", sample.path, monkeypatch, **query))


def test_targets_tell_two_statements_of_one_target(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("targets", full.path, monkeypatch)
    said = json.dumps(figures(app), ensure_ascii=False)
    assert "2 种说法" in said and "快于进度" in said and "待报告" in said


def test_the_stepper_walks_through_a_report(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("sources", full.path, monkeypatch, doc="a2020")
    assert "**第 1 / 4 条**" in [markdown.value for markdown in app.markdown]
    app = next(button for button in app.button if button.key == "next_fact").click().run()
    assert "**第 2 / 4 条**" in [markdown.value for markdown in app.markdown]


def test_text_of_reports_is_never_read_as_markup(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    for view in VIEWS:
        app = _open(view, full.path, monkeypatch, zone=B)
        read_as_markdown = [*app.markdown, *app.caption, *app.subheader, *app.title]
        assert not any("](http" in element.value or "<b>" in element.value for element in read_as_markdown), view


def test_the_data_view_goes_long_and_wide(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(_open("data", full.path, monkeypatch).dataframe[0].value) == len(FULL)
    wide = _open("data", full.path, monkeypatch, layout="wide").dataframe[0].value
    assert "地区生产总值 (亿元)" in wide.columns
    assert len(_open("data", full.path, monkeypatch, q="能耗").dataframe[0].value) == 1


def test_the_data_view_follows_the_order_of_the_config(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    table = _open("data", full.path, monkeypatch).dataframe[0].value
    names = [indicator.zh for indicator in full.config.indicators.values()]
    places = [names.index(name) for name in table["指标"]]
    assert places == sorted(places) and list(table.columns)[:2] == ["指标", "时期"]


def test_a_link_to_what_is_not_there_says_so(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("overview", full.path, monkeypatch, zone="古代", indicator="gdp")
    assert "开发区「古代」" in _text(app).replace("\\", "")
    app = app.switch_page("views/data.py").run()
    assert "古代" not in _text(app) and app.multiselect[2].value == ["gdp"]


def test_the_address_names_a_fact_only_in_the_sources(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("overview", full.path, monkeypatch)
    app.session_state["open_fact"] = full.frames.observations().iloc[0]["observation_id"]
    app = app.run()
    assert app.title[0].value == "来源" and "fact" in app.query_params
    app = app.switch_page("views/overview.py").run()
    assert "fact" not in app.query_params and "doc" not in app.query_params


@pytest.mark.parametrize("view", ["overview", "trends", "sources"])
def test_the_page_says_which_reports_could_not_be_read(
    view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").mkdir()
    with Sample(tmp_path, FULL) as sample:
        assert "没有读成" not in _text(_open(view, sample.path, monkeypatch))
        (tmp_path / "reports" / "损坏_1.pdf").write_bytes(b"%PDF-1.4 broken")
        store.build(sample.config)
        app = _open(view, sample.path, monkeypatch)
        assert "reports/损坏_1.pdf" in _text(app).replace("\\", "") and "无法作为 PDF 打开" in _text(app)
        labels = [each.proto.popover.label for each in app.get("popover")]
        assert labels.count("有 1 份报告没有读成") == 1


def test_of_many_unread_reports_some_are_named(tmp_path: Path) -> None:
    def page() -> None:
        from dashboard.shared import parts
        from dashboard.words.labels import nameless

        parts.unread_notice(nameless("en"), [{"path": f"r/{number}.pdf", "reason": "坏"} for number in range(23)])

    app = AppTest.from_function(page).run()
    assert len(app.markdown) == 20 and app.caption[0].value == "and 3 more."
