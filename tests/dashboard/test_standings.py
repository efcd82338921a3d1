"""How targets stand: what rests on a guess is in doubt and hatched, what nobody reported on leaves the open ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.figures import charts, theme
from dashboard.frames import standings, tables
from dashboard.shared.news import verdict_line
from dashboard.words.labels import Words
from kpi.results.changes import VerdictChange
from tests.dashboard.opened_pages import brief_text, figures, open_page, said
from tests.dashboard_data import A, Fact, Sample

DAY = date(2026, 6, 1)
GUESS = ("year_assumed",)


def row(verdict: str, **fields: Any) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "reason": "",
        "flags": "",
        "year": 2024,
        "target_period": "2024",
        "derived": False,
    } | fields


@pytest.mark.parametrize(
    ("given", "standing", "why"),
    [
        (row("missed"), "missed", "nothing speaks against it"),
        (row("missed", flags="estimate year_assumed"), "in_doubt", "the year is a guess"),
        (row("met", reason="scope_differs:在建重大"), "in_doubt", "it was held against something else"),
        (row("behind", reason="rate", flags="scope_differs:"), "in_doubt", "the whole stands in for a part"),
        (row("ahead", reason="rate", flags="disputed_actual"), "ahead", "a dispute is told beside it"),
        (row("cannot_tell", reason="scope_differs:新增"), "cannot_tell", "that says nothing anyway"),
        (row("pending", reason="not_reported"), "unreported", "2024 has been over for more than a year"),
        (row("pending", reason="not_reported", year=2025, target_period="2025"), "pending", "reports on 2025 come"),
        (row("pending", reason="not_reported", year=2025, target_period="2025-Q1"), "unreported", "it is over"),
        (row("pending", reason="later_report:2026-Q1", year=2025, target_period="2025"), "unreported", "passed over"),
        (row("pending", reason="not_reported", year=2030, target_period="2026/2030"), "pending", "not over"),
        (row("pending", reason="not_reported", target_period=""), "unreported", "a plan of the year"),
        (row("no_target"), "no_target", "not a target"),
    ],
)  # fmt: skip
def test_standing(given: dict[str, Any], standing: str, why: str) -> None:
    assert standings.standing(given, DAY) == standing, why


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "存疑：未完成，实际的范围是「全部」，年份是推定的"),
     ("en", "in doubt: missed, the actual is of scope “all”, the year is assumed")],
)  # fmt: skip
def test_a_doubt_is_told_with_what_it_is_about(language: str, text: str, doubtful: Sample) -> None:
    given = row("missed", reason="scope_differs:", flags="year_assumed", standing="in_doubt")
    assert standings.told(given, doubtful.words(language)) == text


FACTS = (
    Fact("p", "目标地区生产总值260亿元", "gdp", "2024", "260", kind="target"),
    Fact("a", "地区生产总值完成254亿元", "gdp", "2024", "254", flags=GUESS),
    Fact("p", "力争重点项目完成投资100亿元", "key_project_investment", "2024", "100", kind="target"),
    Fact("a", "省市重点项目完成投资131.2亿元", "key_project_investment", "2024", "131.2", scope="省市重点"),
    Fact("p", "力争签约项目26个", "signed_projects", "2024", "26", "个", "target"),
    Fact("a", "签约项目27个", "signed_projects", "2024", "27", "个"),
    Fact("old", "目标签约项目11个", "signed_projects", "2010", "11", "个", "target", published="2010-01-10"),
)  # fmt: skip


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with Sample(tmp_path_factory.mktemp("doubtful"), FACTS) as sample:
        yield sample


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "today", lambda: date(2025, 3, 1))


def test_bars_in_doubt_are_hatched_and_named(doubtful: Sample) -> None:
    rows = tables.target_rows(doubtful.frames.targets()).to_dict("records")
    figure = charts.bullets(rows, doubtful.words(), {}, periods=True, zones=False)
    pattern = dict(zip([r["indicator"] for r in rows], figure["data"][0]["marker"]["pattern"]["shape"], strict=True))
    of_2024 = {name: pattern[name] for name in ("gdp", "key_project_investment", "signed_projects")}
    assert of_2024 == {"gdp": "/", "key_project_investment": "/", "signed_projects": ""}
    labels = " ".join(label["text"].replace("<br>", "") for label in figure["layout"]["annotations"])
    assert "? 存疑：未完成，年份是推定的" in labels and "? 存疑：已完成，实际的范围是「省市重点」" in labels
    assert "✓ 已完成" in labels and "✕ 未完成" not in labels


def test_no_table_chart_or_news_says_a_bare_verdict(doubtful: Sample) -> None:
    frames, words = doubtful.frames, doubtful.words()
    table = tables.target_table(tables.target_rows(frames.targets(indicator="gdp")), words)
    assert list(table["判定"]) == ["存疑"] and table["理由"].iloc[0].startswith("未完成；年份是推定的")
    assert theme.VERDICT_BADGES["in_doubt"][0] == "gray", "neither good nor bad"
    change = VerdictChange(A, "gdp", "", "level", 2024, "2024", "pending", "missed", "o", "", "year_assumed")
    assert verdict_line(change, words).endswith("待报告 → 存疑：未完成，年份是推定的")


def test_the_page_counts_doubts_apart_and_lists_what_nobody_reported_on(
    doubtful: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("targets", doubtful.path, monkeypatch)
    chips = next(group for group in app.main.get("button_group") if group.label == "判定")
    assert list(chips.options) == ["已完成 1", "存疑 2", "未见报告 1"]
    assert [fold.label for fold in app.expander if "未见报告" in fold.label] == ["未见报告的目标 (1)"]
    assert "2010年" not in [head.value for head in app.subheader], "no open target any more"
    closed = len(app.dataframe)
    app.session_state["never_reported"] = True
    app.run()
    assert len(app.dataframe) == closed + 1, "what a closed fold holds is not made"
    app.session_state["w_verdict"] = ["unreported"]
    app.run()
    assert "未见报告的目标" in said(app) and not figures(app)


EXPECTED = (
    Fact("p", "目标地区生产总值260亿元", "gdp", "2024", "260", kind="target"),
    Fact("e", "预计地区生产总值完成254亿元", "gdp", "2024", "254", kind="estimate", published="2024-12-20"),
    Fact("p", "力争签约项目26个", "signed_projects", "2024", "26", "个", "target"),
    Fact("a", "签约项目20个", "signed_projects", "2024", "20", "个"),
)  # fmt: skip


def test_a_verdict_by_estimate_has_one_name_on_every_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sample(tmp_path / "sample", EXPECTED) as sample:
        words, targets = sample.words(), tables.target_rows(sample.frames.targets())
        table = tables.target_table(targets, words)
        assert dict(zip(table["指标"], table["判定"], strict=True)) == {
            "地区生产总值": "预计未完成", "签约项目": "未完成"
        }  # fmt: skip
        figure = charts.bullets(targets.to_dict("records"), words, {}, periods=True, zones=False)
        labels = " ".join(label["text"].replace("<br>", "") for label in figure["layout"]["annotations"])
        assert "✕ 预计未完成" in labels and "✕ 未完成" in labels
        app = open_page("targets", sample.path, monkeypatch)
        chips = next(group for group in app.main.get("button_group") if group.label == "判定")
        assert list(chips.options) == ["未完成 2（1 个是预计）"]
        told = brief_text(open_page("overview", sample.path, monkeypatch))
        assert "2 个目标，未完成 1 个" in told and "预计未完成 1 个（地区生产总值，97.7 %）" in told
    change = VerdictChange(A, "gdp", "", "level", 2024, "2024", "met", "missed", "o", "", "", "estimate")
    assert verdict_line(change, words).endswith("预计完成 → 未完成")


def test_pages_stand_as_on_the_same_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build is of an earlier day than the reader's."""
    monkeypatch.setattr(standings, "today", lambda: date(2035, 1, 1))
    facts = (Fact("p", "力争签约项目26个", "signed_projects", "2031", "26", "个", "target"),)
    with Sample(tmp_path / "waited", facts) as sample:
        app = open_page("targets", sample.path, monkeypatch)
        chips = next(group for group in app.main.get("button_group") if group.label == "判定")
        told = brief_text(open_page("overview", sample.path, monkeypatch))
    assert list(chips.options) == ["未见报告 1"] and "未见报告" in told and "待报告" not in told


def test_the_overview_counts_the_same(doubtful: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    told = brief_text(open_page("overview", doubtful.path, monkeypatch))
    assert "存疑 2 个" in told and "未完成 1 个" not in told


def test_the_targets_open_on_a_year_that_much_is_known_of() -> None:
    def counted(year: int, standing: str, count: int) -> dict[str, Any]:
        return {"year": year, "standing": standing, "count": count}

    known = [
        counted(2026, "met", 2), counted(2026, "pending", 107), counted(2025, "met", 9), counted(2025, "behind", 6),
        counted(2024, "missed", 23),
    ]  # fmt: skip
    assert standings.opening_year(known) == 2025
    assert standings.opening_year(known[1:2]) == 2026, "where nothing is judged, the latest"


def test_counts_are_those_of_the_rows(doubtful: Sample) -> None:
    counted = doubtful.frames.standings().to_dict("records")
    rows = doubtful.frames.targets()
    assert standings.added_up(counted) == rows["standing"].value_counts().to_dict()


def test_words_of_every_standing(doubtful: Sample) -> None:
    for words in (doubtful.words("zh"), doubtful.words("en")):
        _every_standing_is_named(words)


def _every_standing_is_named(words: Words) -> None:
    assert all(words.verdict(name) for name in theme.VERDICT_BADGES)
    assert set(theme.VERDICT_COLOURS) | {"in_doubt"} == set(theme.VERDICT_BADGES)


def test_the_path_of_the_sample(doubtful: Sample) -> None:
    assert isinstance(doubtful.path, Path)


def test_targets_of_zones_come_before_those_of_other_areas(tmp_path: Path) -> None:
    said = "力争签约项目26个"
    facts = tuple(
        Fact(f"p{place}", f"{zone}{said}", "signed_projects", "2024", "26", "个", "target", zone=zone)
        for place, zone in enumerate(("东兴市", A, "全国", "北湖高新区"))
    )
    with Sample(tmp_path / "areas", facts) as sample:
        rows = tables.target_rows(sample.frames.targets())
    assert list(rows["zone"]) == [A, "北湖高新区", "东兴市", "全国"] and "aside" not in rows
