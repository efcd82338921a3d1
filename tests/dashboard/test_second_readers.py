"""What others read, on the page: who found a value, and both sides of a difference with a way to settle it."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboard.frames import tables
from dashboard.frames.build_frames import frames_of
from dashboard.reports import settle_readers
from dashboard.shared import downloads
from dashboard.words.labels import Words
from kpi.building import store
from kpi.building.importing import check
from kpi.results import corrections
from kpi.second import imports
from kpi.second.claims import Trust
from kpi.settings.config import Config, load_config
from tests.dashboard.opened_pages import open_page, said
from tests.second.samples import AGREES, ALONE, DIFFERS, WRONG, claim, project

WORDS = Words("zh", load_config(Path(__file__).parents[2] / "config.yaml"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = project(tmp_path_factory.mktemp("两人") / "项目")
    claims = [replace(claim, row=row) for row, claim in enumerate((AGREES, ALONE, DIFFERS, WRONG), 2)]
    rows = [each.imported for each in check(claims, config, Trust.PROPOSE)]
    imports.keep(config, "张工", rows, trust=Trust.PROPOSE, file="表.csv", who="王某")
    store.build(config)
    return config.path


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Config:
    shutil.copytree(built.parent, tmp_path / "项目")
    return load_config(tmp_path / "项目" / "config.yaml")


def queue(config: Config, monkeypatch: pytest.MonkeyPatch, locale: str = "zh-CN") -> AppTest:
    return open_page("to_settle", config.path, monkeypatch, locale, part="readings")


def press(app: AppTest, key: str) -> AppTest:
    (button,) = (each for each in app.button if each.key == key)
    return button.click().run()


def rows(config: Config, table: str, **where: list[str]) -> list[dict[str, str]]:
    build = store.open_build(config)
    assert build is not None
    return [dict(row) for row in build.rows(table, **where)]


def label(app: AppTest, key: str) -> str:
    return next(each.label for each in app.button if each.key == key)


TOLD = [
    ("zh-CN", "张工与本程序读的不同", "本程序读作", "以2024年1–10月为准", "以2024年为准", "承接前文的时期是另一个",
     "张工 读到"),
    ("en-US", "张工 and this program read it differently", "As this program reads it", "Jan–Oct 2024 is right",
     "2024 is right", "points to another period", "read by 张工"),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "differs", "ours", "take", "leave", "why", "alone"), TOLD)
def test_both_sides_and_who_found_it_alone(
    locale: str, differs: str, ours: str, take: str, leave: str, why: str, alone: str, own: Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    app = queue(own, monkeypatch, locale)
    told = said(app)
    assert differs in told and ours in told
    assert (label(app, "settle_accept"), label(app, "settle_reject")) == (take, leave)
    assert why in str([json.loads(each.proto.json) for each in app.get("bidi_component")])
    app = press(app, "settle_skip")
    assert alone in said(app) and "4.19" in app.subheader[0].value


@pytest.mark.parametrize(
    ("flags", "ours", "told"),
    [
        ("", True, "张工与本程序读的不同"),
        ("", False, "本程序没有读到，只有张工读到"),
        ("both", True, "张工与本程序读的不同"),
        ("left_open:kind_open", True, "是已完成还是目标，原文没有写明"),
    ],
    ids=[
        "read otherwise",
        "read by nobody else",
        "read otherwise also by himself",
        "what its words leave open goes before",
    ],
)
def test_why_anothers_reading_waits(flags: str, ours: bool, told: str) -> None:
    row = pd.Series({"readers": "张工", "flags": flags})
    assert settle_readers.why(
        row, pd.DataFrame([{"readers": "本程序; 张工" if flags == "both" else "本程序"}] if ours else []), WORDS
    ) == [told]


def test_theirs_is_taken_and_ours_goes_with_it_in_one_step(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number of the text has one meaning: where theirs stands, ours does not."""
    app = press(queue(own, monkeypatch), "settle_accept")
    assert [(each.action, each.period) for each in corrections.load(own).in_force] == [
        ("accept", "2024-01/10"), ("reject", "2024"),
    ]  # fmt: skip
    app = press(app, "settle_undo")
    assert not corrections.load(own).in_force
    app = press(press(app, "settle_accept"), "settle_build")
    (fact,) = rows(own, "observations", indicator=["innovation_platforms"])
    assert (fact["period"], fact["readers"], "accepted" in fact["flags"]) == ("2024-01/10", "张工", True)
    assert "张工与本程序" not in said(app)


def test_ours_stays_where_theirs_is_not_taken(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    press(press(queue(own, monkeypatch), "settle_reject"), "settle_build")
    (fact,) = rows(own, "observations", indicator=["innovation_platforms"])
    assert (fact["period"], fact["readers"]) == ("2024", "本程序")
    assert not rows(own, "waiting", indicator=["innovation_platforms"])


def test_the_source_says_who_read_it(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    (fact,) = rows(own, "observations", readers=["本程序; 张工"])
    for locale, badge in (("zh-CN", "2 人读到"), ("en-US", "2 readers")):
        assert badge in said(open_page("sources", own.path, monkeypatch, locale, fact=fact["observation_id"]))
    (other,) = rows(own, "observations", indicator=["urban_new_jobs"])
    assert "人读到" not in said(open_page("sources", own.path, monkeypatch, fact=other["observation_id"]))


def test_what_does_not_stand_is_told_in_both_languages(own: Config) -> None:
    (remark,) = (row for row in rows(own, "remarks") if row["reason"].startswith("claim:"))
    assert Words("zh", own).code("remark", remark["reason"]) == "这个数是增量、占比、基数、完成率一类"
    assert Words("en", own).code("remark", remark["reason"]).startswith("an increment")


def test_a_table_has_a_column_of_readers(own: Config) -> None:
    build = store.open_build(own)
    assert build is not None
    rows = frames_of(build).observations(indicator="gdp", measure="level", period="2024")
    for language, told in (("zh", "本程序、张工"), ("en", "this program, 张工")):
        table = tables.long_table(rows, Words(language, own), tables.EXPORT_COLUMNS, for_file=True)
        assert list(table.iloc[:, -1]) == [told]
    without = tables.long_table(rows.drop(columns=["readers"]), Words("zh", own), tables.EXPORT_COLUMNS)
    assert "读到的人" not in without


def columns(app: AppTest) -> list[str]:
    return [str(name) for name in app.dataframe[0].value.columns]


def test_who_read_it_is_a_column_beside_the_others(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[pd.DataFrame] = []
    monkeypatch.setattr(downloads, "table_buttons", lambda make, *_, **__: files.append(make()))
    app = open_page("data", own.path, monkeypatch)
    before = columns(app)
    assert "读到的人" not in before and {"指标", "数值", "原文", "报告"} <= set(before)
    pills = next(group for group in app.get("button_group") if group.label == "列")
    assert "readers" not in pills.value and {"indicator", "value", "quote", "zone"} <= set(pills.value)
    app = pills.set_value([*pills.value, "readers"]).run()
    at = before.index("原文")  # what stands behind it is out of sight
    assert columns(app) == [*before[:at], "读到的人", *before[at:]]
    read_by = dict(zip(app.dataframe[0].value["指标"], app.dataframe[0].value["读到的人"], strict=True))
    assert read_by["城镇新增就业"] == "本程序"
    book = load_workbook(io.BytesIO(downloads.workbook(files[-1], WORDS)))
    heads = [cell.value for cell in next(book.active.iter_rows())]
    at = heads.index("读到的人")
    assert heads[at + 1] == "原文" and "数值" in heads
    assert "本程序、张工" in {row[at] for row in book.active.iter_rows(values_only=True)}


def test_a_link_to_some_columns_shows_these_alone(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("data", own.path, monkeypatch, columns="readers")
    assert columns(app) == ["读到的人"]


def test_no_column_left_is_the_page_as_it_is(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("data", own.path, monkeypatch)
    before = columns(app)
    pills = next(group for group in app.get("button_group") if group.label == "列")
    assert columns(pills.set_value([]).run()) == before


OPEN = """2023年12月20日

周口经济开发区与濮阳经济技术开发区比学赶超

濮阳经济技术开发区2023年交出答卷。

地区生产总值完成254亿元，同比增长5.0%。

周口经济开发区不甘落后。预计全年规上工业总产值完成290亿元，1—11月进出口总额完成3.2亿元。
"""
OF_ZONE = claim("地区生产总值", "254", "亿元", "地区生产总值完成254亿元", "2023")
OF_KIND = claim("进出口总额", "3.2", "亿元", "进出口总额完成3.2亿元", "2023年1-11月", zone="周口经济开发区", row=3)


def test_another_zone_and_what_is_only_expected_come_to_the_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the page leaves them open; what this program read stays as it is until a person says so."""
    config = project(tmp_path / "项目", OPEN)
    found = check([OF_ZONE, OF_KIND], config, Trust.ACCEPT)
    assert [each.outcome for each in found] == ["differs", "differs"]
    store.build(config, jobs=1)
    before = {row["observation_id"]: row["value"] for row in rows(config, "observations")}
    imports.keep(config, "张工", [each.imported for each in found], trust=Trust.ACCEPT, file="表.csv", who="王某")
    store.build(config, jobs=1)
    assert {row["observation_id"]: row["value"] for row in rows(config, "observations")} == before
    first = queue(config, monkeypatch)
    labels = {(label(first, "settle_accept"), label(first, "settle_reject"))}
    second = press(first, "settle_skip")
    labels.add((label(second, "settle_accept"), label(second, "settle_reject")))
    assert labels == {
        ("以濮阳经济技术开发区为准", "以周口经济开发区为准"), ("以实际为准", "以预计为准"),
    }  # fmt: skip
