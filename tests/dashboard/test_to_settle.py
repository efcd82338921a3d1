"""The queue: what waits is shown one at a time, a decision takes it away at once, and undoing brings it back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pyarrow.parquet as pq
import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from dashboard.frames import candidates
from dashboard.frames.build_frames import frames_of
from dashboard.frames.unsettled import Unsettled
from dashboard.reports import settle_readings
from dashboard.shared import data, person, queue
from dashboard.words.labels import Words
from kpi.building import removing, stating, store
from kpi.building.store import Build
from kpi.results import corrections
from kpi.results.corrections import Action, Change
from kpi.settings.config import Config, load_config
from kpi.vocabulary.frames import observation_of
from tests.dashboard.opened_pages import open_page, said
from tests.dashboard.to_settle_reports import (
    CONTRADICTING,
    JINGZHOU,
    PUYANG,
    REPORTS,
    WITHOUT_PERIOD,
    ZHOUKOU,
    to_settle,
    unsure,
)

SWITCH = "settle_report_all_zone_open_switch"
COUNTS = {"reports": 3, "years": 1, "readings": 5, "disputes": 1, "undated": 0}


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    st.cache_resource.clear()
    with unsure():
        yield
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = to_settle(tmp_path_factory.mktemp("待办") / "项目")
    with unsure():
        store.build(load_config(path))
    return path


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Config:
    """A project of its own, built already."""
    shutil.copytree(built.parent, tmp_path / "项目")
    return load_config(tmp_path / "项目" / "config.yaml")


def opened(config: Config) -> Build:
    build = store.open_build(config)
    assert build is not None
    return build


def waits(config: Config) -> Unsettled:
    st.cache_resource.clear()
    found = queue.unsettled(data.Project(config, opened(config), frames_of(opened(config))))
    assert found is not None
    return found


def show(config: Config, monkeypatch: pytest.MonkeyPatch, part: str, locale: str = "zh-CN") -> AppTest:
    return open_page("to_settle", config.path, monkeypatch, locale, part=part)


def press(app: AppTest, key: str) -> AppTest:
    (button,) = (each for each in app.button if each.key == key)
    assert not button.disabled
    return button.click().run()


def actions(config: Config) -> list[str]:
    return [str(entry.action) for entry in corrections.load(config).entries]


def decide(config: Config, value: str, action: Action) -> None:
    """Somebody else decides on the reading of that value."""
    row = opened(config).rows("waiting", value=[value])[0]
    digest = opened(config).rows("documents", doc=[row["doc"]])[0]["digest"]
    corrections.settle(config, [(observation_of(row), digest)], action, why="核对原件", who="李某")


# ---- what waits ----


def test_what_waits_is_counted(own: Config) -> None:
    found = waits(own)
    assert found.counts == COUNTS and found.total == 10
    assert found.docs == {"工作安排": 5} and found.count_readings("简讯") == 0
    assert len(found.readings("工作安排", least=0.46)) == 0 and len(found.readings(least=0.45)) == 5
    pages = [found.readings(limit=2, offset=first)["observation_id"].tolist() for first in (0, 2, 4)]
    assert [name for page in pages for name in page] == found.readings()["observation_id"].tolist()


# a zone, how much of it waits: a report that may be of it counts, one that may be of any does not
OF_ZONES = [
    (PUYANG, {"reports": 0, "years": 1, "readings": 5, "disputes": 1, "undated": 0}),
    (ZHOUKOU, {"reports": 1, "years": 0, "readings": 0, "disputes": 0, "undated": 0}),
    (JINGZHOU[1], {"reports": 1, "years": 0, "readings": 0, "disputes": 0, "undated": 0}),
    ("没有这个区", dict.fromkeys(COUNTS, 0)),
    ("", COUNTS),
]


@pytest.mark.parametrize(("zone", "counts"), OF_ZONES)
def test_what_waits_of_a_zone_is_counted(zone: str, counts: dict[str, int], own: Config) -> None:
    assert waits(own).of_zone(zone).counts == counts


def test_the_zones_of_which_something_waits(own: Config) -> None:
    assert waits(own).zones == sorted([PUYANG, ZHOUKOU, *JINGZHOU])


def test_the_queue_of_one_zone(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("to_settle", own.path, monkeypatch, part="reports", whose=ZHOUKOU)
    assert "**1 / 1**" in said(app) and "一月" in app.subheader[0].value
    box = next(each for each in app.selectbox if each.key == "w_whose")
    assert box.value == ZHOUKOU and box.options[0] == "全部开发区"
    app = box.set_value("").run()
    assert "**1 / 3**" in said(app)
    app = press(press(app, "settle_report_at_settle_skip"), "settle_report_at_settle_skip")
    app = next(each for each in app.selectbox if each.key == "w_whose").set_value(JINGZHOU[0]).run()
    assert "**1 / 1**" in said(app) and "通报" in app.subheader[0].value


def test_the_overview_tells_first_what_waits_of_the_readers_zone(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("overview", own.path, monkeypatch, my_zone=PUYANG)
    links = [(each.proto.label, each.proto.query_string) for each in app.get("page_link")]
    assert "待办 7" in [each.value for each in app.subheader]
    assert [label for label, _ in links] == ["年份推定 · 1", "待确认 · 5", "说法不一 · 1", "全部开发区 · 10"]
    assert [("whose=" in query, "part=" in query) for _, query in links] == [(True, True)] * 3 + [(False, False)]


def test_the_name_of_the_page_tells_how_much_waits(own: Config) -> None:
    words = Words("zh", own)
    project = data.Project(own, opened(own), frames_of(opened(own)))
    assert queue.title(project, words) == "待办 10"
    decide(own, "20", Action.REJECT)
    assert queue.title(project, words) == "待办 9"
    assert queue.title(data.Project(own, None, None), words) == "待办" == queue.title(None, words)


@pytest.mark.parametrize(("locale", "lines"), [
    ("zh-CN", {"reports": "这份报告是哪个开发区的", "years": "年份是推定的", "readings": "已决定 0，还剩 5",
               "disputes": "2 份报告说法不一。现在显示 58.3 亿元（取最新发布的）"}),
    ("en-US", {"reports": "Whose report is this?", "years": "The year is a guess", "readings": "0 decided, 5 left",
               "disputes": "2 reports differ."}),
])  # fmt: skip
def test_every_part_is_drawn_in_both_languages(
    locale: str, lines: dict[str, str], own: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part, line in lines.items():
        assert line in said(show(own, monkeypatch, part, locale))


def test_nothing_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = to_settle(tmp_path / "项目", {"年报.txt": REPORTS["年报.txt"]})
    store.build(load_config(path))
    app = show(load_config(path), monkeypatch, "readings")
    assert "没有待办" in said(app) and [each.key for each in app.button] == ["search_go"]


@pytest.mark.parametrize("table", [False, True], ids=["without the table", "by other names"])
def test_a_build_of_an_earlier_program_asks_for_another(
    table: bool, own: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = opened(own).folder
    waiting, info = folder / "waiting.parquet", json.loads((folder / "build.json").read_text("utf-8"))
    if table:  # as it was when names hung on those of the files
        earlier = pq.read_table(waiting).drop_columns(["report_id"])
        waiting.unlink()
        pq.write_table(earlier, waiting)
        info["sizes"]["waiting.parquet"] = waiting.stat().st_size
    else:
        waiting.unlink()
        del info["sizes"]["waiting.parquet"]
    del info["sums"]  # such a program kept none
    (folder / "build.json").write_text(json.dumps(info), "utf-8")
    assert "以前的程序建的" in said(show(own, monkeypatch, "readings"))


# ---- readings to confirm ----


def test_a_decision_brings_up_the_next_and_is_undone(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "readings")
    first = app.subheader[0].value
    assert "**1 / 5**" in said(app)
    app = press(app, "settle_accept")
    assert app.subheader[0].value != first and "**2 / 5**" in said(app) and "已采用" in said(app)
    app = press(app, "settle_reject")
    assert "**3 / 5**" in said(app) and actions(own) == ["accept", "reject"]
    app = press(press(app, "settle_undo"), "settle_undo")
    assert app.subheader[0].value == first and "**1 / 5**" in said(app)
    assert actions(own) == ["accept", "reject", "undo", "undo"]
    assert not corrections.load(own).in_force


def test_what_may_be_either_is_taken_as_the_other_kind(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    press(show(own, monkeypatch, "readings"), "settle_accept_other")
    (entry,) = corrections.load(own).in_force
    assert (entry.kind, entry.change) == ("target", Change(kind="actual"))


def test_a_reading_is_changed_and_taken(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(own, monkeypatch, "readings"), "settle_change")
    app = submit(app, "改好，采用")
    assert "没有改动" in app.error[0].value and not own.corrections.exists()
    field(app, "数值").set_value("九十")
    app = submit(app, "改好，采用")
    assert "不是数字" in app.error[0].value
    field(app, "数值").set_value("99")
    app = submit(app, "改好，采用")
    (entry,) = corrections.load(own).in_force
    assert entry.change == Change(value="99") and "**2 / 5**" in said(app)


def test_a_reading_is_of_another_indicator_and_a_bound(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(own, monkeypatch, "readings"), "settle_change")
    was = {label: box(app, label).value for label in ("指标", "限定")}
    box(app, "指标").set_value("gdp")
    app = submit(app, "改好，采用")
    assert "与它不符，它应为 亿元 一类的单位" in app.error[0].value and not own.corrections.exists()
    box(app, "指标").set_value("high_tech_enterprises")
    box(app, "限定").set_value(">=")
    app = submit(app, "改好，采用")
    (entry,) = corrections.load(own).in_force
    assert entry.change == Change(indicator="high_tech_enterprises", comparator=">=")
    assert {"指标": entry.indicator, "限定": entry.comparator} == was
    app = press(app, "settle_build")
    (fact,) = opened(own).rows("observations", doc=["工作安排"])
    assert (fact["indicator"], fact["comparator"]) == ("high_tech_enterprises", ">=")
    app = press(show(own, monkeypatch, "readings"), "settle_change")
    corrections.undo(own, entry, why="看错了", who="李某")
    store.build(own)
    assert not opened(own).rows("observations", doc=["工作安排"]) and len(waits(own).readings()) == 5


# what people write for a period, and what is kept of it
WRITTEN = [
    ("2024年上半年", "2024-H1"), ("2024上半年", "2024-H1"), ("2024H1", "2024-H1"), ("2024年一季度", "2024-Q1"),
    ("2024年1-6月", "2024-H1"), ("2024", "2024"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "kept"), WRITTEN)
def test_a_period_as_people_write_it(written: str, kept: str, own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(own, monkeypatch, "reports"), "settle_report_at_settle_skip")
    field(app, "报告的时期").set_value(written)
    submit(app, "写明", last=True)
    assert f'period: "{kept}"' in (own.path.parent / "seeds" / "一月.txt.yaml").read_text("utf-8")


def test_skipping_and_coming_back(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "readings")
    first = app.subheader[0].value
    app = press(app, "settle_skip")
    second = app.subheader[0].value
    assert second != first and "**2 / 5**" in said(app)
    app = press(app, "settle_reject")
    assert app.subheader[0].value not in (first, second), "the next one comes, not the one that was skipped"
    assert press(app, "settle_back").subheader[0].value == first


def test_all_of_a_report_in_one_step(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(own, monkeypatch, "readings"), "settle_reject_all")
    assert actions(own) == ["reject"] * 5 and "没有待确认的读数" in said(app)
    app = press(app, "settle_undo")
    assert not corrections.load(own).in_force and "**1 / 5**" in said(app)
    assert app.button(key="settle_accept_all").disabled, "none of them is as sure as is asked for at first"
    app.select_slider(key="settle_least").set_value(0.3).run()
    app = press(app, "settle_accept_all")
    assert {entry.action for entry in corrections.load(own).in_force} == {Action.ACCEPT}


def test_of_two_at_once_neither_decision_is_lost(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "readings")
    value = waits(own).readings(limit=1).iloc[0]["value"]
    decide(own, value, Action.REJECT)
    app = press(app, "settle_accept")
    assert "刚才已由别人决定" in app.warning[0].value and "李某" in app.warning[0].value
    (entry,) = corrections.load(own).in_force
    assert (entry.who, entry.action) == ("李某", Action.REJECT)


@pytest.mark.parametrize("theirs", [Action.REJECT, Action.ACCEPT])
def test_what_was_typed_is_told_where_another_settled_it_first(
    theirs: Action, own: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(show(own, monkeypatch, "readings"), "settle_change")
    name = app.subheader[0].value
    field(app, "数值").set_value("77.7")
    decide(own, waits(own).readings(limit=1).iloc[0]["value"], theirs)
    app = submit(app, "改好，采用")
    first, yours = app.warning[0].value, app.warning[1].value
    assert "刚才已由别人决定，没有再记" in first and "李某" in first
    assert "您写的没有记：数值 → 77.7" in yours.replace("\\", "")
    assert "刚才已由别人决定" in app.toast[0].value, "the page may be scrolled down to the form"
    assert [entry.who for entry in corrections.load(own).in_force] == ["李某"] and app.subheader[0].value != name
    app = press(app, "settle_skip")
    assert "77.7" in app.warning[0].value, "it stays until it was read"
    assert not press(app, "settle_yours_seen").warning


def test_what_is_wrong_in_the_form_is_told_beside_it(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(own, monkeypatch, "readings"), "settle_change")
    app = submit(app, "改好，采用")
    assert "没有改动" in app.error[0].value
    field(app, "数值").set_value("二百")
    app = submit(app, "改好，采用")
    assert "不是数字" in app.error[0].value and not corrections.load(own).entries
    assert field(app, "数值").value == "二百"


def test_the_name_of_who_decides_is_written_down(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "readings")
    field(app, "核对人").set_value(" 张某 ").run()
    press(app, "settle_accept")
    assert corrections.load(own).in_force[0].who == "张某"
    monkeypatch.setattr(person, "user", lambda: "")
    press(show(own, monkeypatch, "readings"), "settle_accept")
    assert corrections.load(own).in_force[1].who == "未署名"


def test_after_the_build_a_reading_is_a_fact(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(own, monkeypatch, "readings"), "settle_accept_other")
    app = press(app, "settle_build")
    assert "**1 / 4**" in said(app) and not [each for each in app.button if each.key == "settle_build"]
    (fact,) = opened(own).rows("observations", doc=["工作安排"])
    assert (fact["kind"], fact["flags"], fact["status"]) == ("actual", "corrected", "fact")
    assert fact["quote"] in REPORTS["工作安排.txt"]


# flags, trace: what is told of a doubt
DOUBTS = [
    (
        "kind_open",
        "right:, +0.45; rivals -1.57",
        ["没有写明是已完成的还是打算的", "同一时期、同一指标在这份报告里还读出别的数"],
    ),
    (
        "",
        "between:L -0.57; between:K -0.30; weak_alone -0.98",
        ["名称和数字之间隔着别的词", "名称太泛，同一段没有更明确的指标"],
    ),
    ("", "same_article +1.12; unheard_of -0.50", []),
]


@pytest.mark.parametrize(("flags", "trace", "told"), DOUBTS)
def test_why_a_reading_waits_is_told_in_plain_words(flags: str, trace: str, told: list[str], own: Config) -> None:
    assert settle_readings.doubts(pd.Series({"flags": flags, "trace": trace}), Words("zh", own)) == told


# ---- reports ----


def test_a_zone_is_stated_by_a_click_and_undone(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "reports")
    assert "简讯" in app.subheader[0].value and "文中没有提到这些开发区的名字" in said(app)
    app = press(app, "settle_take_zone_0")
    sidecar = own.path.parent / "seeds" / "简讯.txt.yaml"
    assert PUYANG in sidecar.read_text("utf-8") and "简讯" not in app.subheader[0].value
    assert waits(own).counts["reports"] == 2
    app = press(app, "settle_undo")
    assert not sidecar.exists() and waits(own).counts["reports"] == 3
    app = press(press(app, "settle_take_zone_0"), "settle_build")
    (document,) = opened(own).rows("documents", doc=["简讯"])
    assert (document["zone"], document["observations"], document["state"]) == (PUYANG, 4, "")
    stating.undo(own, own.path.parent / "seeds" / "简讯.txt", who="李某")
    app = show(own, monkeypatch, "reports")
    assert any("李某　开发区 不写" in each.value for each in app.caption), "what the build knows was taken back"
    assert not [each for each in app.button if str(each.key).startswith("settle_undo")]


def test_another_zone_is_chosen_from_the_list(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "reports")
    box = next(each for each in app.selectbox if each.label == "别的开发区")
    assert any(each.startswith(f"{JINGZHOU[0]} · ") for each in box.options), "those of the gazetteer, with their place"
    box.set_value(ZHOUKOU)
    app = submit(app, "写明")
    (stated,) = stating.stated_since(own, 0)
    assert (stated.path, stated.changes) == ("seeds/简讯.txt", {"zone": ("", ZHOUKOU)})


def write_zone(app: AppTest, name: str) -> AppTest:
    type_zone(app, name)
    return submit(app, "写明")


def type_zone(app: AppTest, name: str) -> None:
    """As the browser does with what is typed and is none of the options."""
    box = next(each for each in app.selectbox if each.label == "别的开发区")
    box.options.append(name)
    box.set_value(name)


def test_of_a_slip_in_a_zone_it_is_asked_what_was_meant(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = write_zone(show(own, monkeypatch, "reports"), "荆洲经开区")
    assert "“荆洲经开区”不是名录里的全称，是不是：" in said(app) and not stating.stated_since(own, 0)
    assert app.button(key="zone_near_settle_0").label == JINGZHOU[0]
    assert "都不是的，请先在「指标映射」里加上这个区" in said(app)
    type_zone(app, "荆洲经开区")
    app = press(app, "zone_near_settle_0")
    (stated,) = stating.stated_since(own, 0)
    assert stated.changes == {"zone": ("", JINGZHOU[0])} and "荆洲" not in said(app)


def test_a_zone_is_written_by_its_short_name(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    write_zone(show(own, monkeypatch, "reports"), "荆州经开区")
    (stated,) = stating.stated_since(own, 0)
    assert stated.changes == {"zone": ("", JINGZHOU[0])}


def test_a_name_like_no_zone_and_none_at_all_are_told(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = write_zone(show(own, monkeypatch, "reports"), "天上人间区区")
    assert "“天上人间区区”没有找到" in said(app)
    app = submit(show(own, monkeypatch, "reports"), "写明")
    assert "请选一个开发区，或写上名称再按回车" in app.error[0].value


def test_all_reports_of_a_folder_in_one_step(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "reports")
    assert "另外 1 份也是" in app.button(key=SWITCH).label
    app = press(press(app, SWITCH), "settle_take_zone_0")
    assert sorted(path.name for path in (own.path.parent / "seeds").glob("*.yaml")) == [
        "简讯.txt.yaml",
        "通报.txt.yaml",
    ]
    press(app, "settle_undo")
    assert not list((own.path.parent / "seeds").glob("*.yaml"))


def test_that_all_reports_of_a_folder_are_meant_is_said_of_one_question(
    own: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(show(own, monkeypatch, "reports"), SWITCH)
    app = press(app, "settle_report_at_settle_skip")
    app = press(app, "settle_report_at_settle_skip")
    press(app, "settle_take_zone_0")
    assert len(stating.stated_since(own, 0)) == 1, "of another report it has to be said anew"


def test_all_undated_reports_of_a_folder_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = to_settle(tmp_path / "项目", {name: REPORTS["一月.txt"] + name for name in ("一.txt", "二.txt", "三.txt")})
    store.build(load_config(path))
    config = load_config(path)
    app = show(config, monkeypatch, "reports")
    assert "另外 2 份也是" in app.button(key="settle_report_all_year_open_switch").label
    app = press(app, "settle_report_all_year_open_switch")
    field(app, "报告的时期").set_value("2024")
    app = submit(app, "写明", last=True)
    assert {each.changes["period"] for each in stating.stated_since(config, 0)} == {("", "2024")}
    assert len(stating.stated_since(config, 0)) == 3
    press(app, "settle_undo")
    assert not stating.stated_since(config, 0)


def test_of_a_report_on_two_zones_each_figure_is_of_one(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(
        press(show(own, monkeypatch, "reports"), "settle_report_at_settle_skip"), "settle_report_at_settle_skip"
    )
    assert "通报" in app.subheader[0].value
    keys = [each.key for each in app.button if str(each.key).startswith("settle_figure_")]
    assert len(keys) == 4 and keys[1].endswith(JINGZHOU[1])
    app = press(app, keys[1])
    press(app, "settle_build")
    (fact,) = opened(own).rows("observations", doc=["通报"])
    assert (fact["zone"], fact["value"], fact["flags"]) == (JINGZHOU[1], "512.6", "corrected")
    assert waits(own).counts["reports"] == 3, "its other figure still waits"


# where a second person presses, after the page was drawn
ANSWERS = ["settle_take_zone_1", "写明"]


@pytest.mark.parametrize("answer", ANSWERS)
def test_of_two_who_say_whose_a_report_is_the_first_holds(
    answer: str, own: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = own.path.parent / "seeds" / "简讯.txt"
    app = show(own, monkeypatch, "reports")
    next(each for each in app.selectbox if each.label == "别的开发区").set_value(JINGZHOU[0])
    stating.state(own, report, who="李某", zone=PUYANG)
    app = submit(app, answer) if answer == "写明" else press(app, answer)
    told, yours = app.warning[0].value, app.warning[1].value
    assert "刚才已由别人写明，没有再记" in told and "李某" in told and PUYANG in told
    assert "您写的没有记" in yours and (JINGZHOU[0] in yours) == (answer == "写明")
    (line,) = stating.stated_since(own, 0)
    assert line.who == "李某" and "简讯" not in app.subheader[0].value
    assert not [each for each in app.button if each.key == "settle_undo"], "there is nothing of one's own to undo"


def test_of_two_who_state_the_period_the_first_holds(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "years")
    field(app, "报告的时期").set_value("2024")
    stating.state(own, own.path.parent / "seeds" / "猜年.txt", who="李某", period="2023")
    app = submit(app, "写明")
    assert "刚才已由别人写明，没有再记" in app.warning[0].value and "李某" in app.warning[0].value
    assert "您写的没有记：报告的时期 2024年" in app.warning[1].value
    assert [each.changes for each in stating.stated_since(own, 0)] == [{"period": ("", "2023")}]


def test_one_undoes_only_what_is_ones_own(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    report = own.path.parent / "seeds" / "简讯.txt"
    app = press(show(own, monkeypatch, "reports"), "settle_take_zone_0")
    stating.state(own, report, who="李某", zone=ZHOUKOU)
    app = press(app, "settle_undo")
    assert "后来又有人写明或撤销过" in app.warning[0].value
    assert ZHOUKOU in report.with_name("简讯.txt.yaml").read_text("utf-8"), "nothing of it is half undone"


def test_the_last_own_step_is_undone_in_a_new_session_once_it_is_confirmed(
    own: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person, "user", lambda: "张某")
    press(show(own, monkeypatch, "readings"), "settle_accept")
    monkeypatch.setattr(stating, "time_now", lambda: "2099-01-01T08:00:00+00:00")
    press(show(own, monkeypatch, "reports"), "settle_take_zone_0")
    decide(own, str(waits(own).readings().iloc[-1]["value"]), Action.REJECT)  # of somebody else, and later
    app = press(show(own, monkeypatch, "readings"), "settle_undo_last")
    assert "要撤销" in said(app) and "简讯" in said(app) and len(stating.stated_since(own, 0)) == 1
    app = press(app, "settle_undo_last_no")
    assert len(stating.stated_since(own, 0)) == 1 and "要撤销" not in said(app)
    app = press(press(app, "settle_undo_last"), "settle_undo_last_yes")
    assert not stating.stated_since(own, 0)
    app = press(press(app, "settle_undo_last"), "settle_undo_last_yes")
    assert [entry.who for entry in corrections.load(own).in_force] == ["李某"]
    assert not [each for each in app.button if str(each.key).startswith("settle_undo_last")]


def test_the_browser_remembers_who_decides(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def written(app: AppTest) -> list[dict[str, str]]:
        parts = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "kpi_person"]
        return [json.loads(each.json) for each in parts]

    app = show(own, monkeypatch, "readings")
    assert not written(app), "nobody has said who it is"
    field(app, "核对人").set_value("张 某").run()
    assert [each["name"] for each in written(app)] == ["张 某"]
    assert not any("张" in value for values in app.query_params.values() for value in values)
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {person.COOKIE: quote("张 某")}))
    app = show(own, monkeypatch, "readings")
    press(app, "settle_accept")
    assert corrections.load(own).in_force[0].who == "张 某"


def test_a_year_is_stated_by_its_day_or_its_period(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(own, monkeypatch, "reports"), "settle_report_at_settle_skip")
    assert "一月" in app.subheader[0].value
    for wrong, message in (({"报告的时期": "明年"}, "不是一年之内的时期"), ({"发布日期": "2025-13-01"}, "不是日期")):
        for label, text in wrong.items():
            field(app, label).set_value(text)
        app = submit(app, "写明", last=True)
        assert message in app.warning[0].value
        for label in wrong:
            field(app, label).set_value("")
    app = submit(app, "写明", last=True)
    assert "请写报告的时期或发布日期" in app.error[0].value
    app = press(app, "settle_take_published_0")
    assert "2025-01-15" in (own.path.parent / "seeds" / "一月.txt.yaml").read_text("utf-8")
    press(app, "settle_build")
    periods = {row["period"] for row in opened(own).rows("observations", doc=["一月"])}
    assert periods == {"2024"}


def test_a_guessed_year_is_confirmed_or_mended(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "years")
    assert "年份是推定的：2023年，2 条事实据此" in said(app)
    app = press(app, "settle_year_right")
    sidecar = own.path.parent / "seeds" / "猜年.txt.yaml"
    assert "2023" in sidecar.read_text("utf-8") and "没有推定的年份" in said(app)
    app = press(app, "settle_undo")
    field(app, "报告的时期").set_value("2024")
    app = submit(app, "写明")
    press(app, "settle_build")
    assert {row["period"] for row in opened(own).rows("observations", doc=["猜年"])} == {"2024"}
    assert waits(own).counts["years"] == 0


# ---- contradictions ----


def test_of_two_values_the_one_that_is_chosen_stands(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show(own, monkeypatch, "disputes")
    assert "58.3 亿元" in said(app) and "56 亿元" in said(app) and "现在显示" in said(app)
    app = press(app, "settle_choose_1")
    assert "各处说法一致，或都已选定" in said(app)
    press(app, "settle_build")
    (cell,) = opened(own).rows("cells", indicator=["retail_sales"])
    assert (cell["value"], cell["rule"], cell["status"]) == ("56", "confirmed", "disputed")
    assert waits(own).counts["disputes"] == 0


@pytest.mark.parametrize("key", ["settle_choose_1", "settle_drop_1"])
def test_of_two_who_choose_the_first_holds(key: str, own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (show(own, monkeypatch, "disputes") for _ in range(2))
    monkeypatch.setattr(person, "user", lambda: "李某")
    press(first, "settle_choose_0")
    monkeypatch.setattr(person, "user", lambda: "张某")
    second = press(second, key)
    assert "刚才已由别人决定，没有再记" in second.warning[0].value and "李某" in second.warning[0].value
    assert [(entry.who, entry.value) for entry in corrections.load(own).in_force] == [("李某", "58.3")]


def test_where_several_were_chosen_it_is_told_who_did_and_undone(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = opened(own).rows("observations", indicator=["retail_sales"])
    for row, who in zip(rows, ("李某", "王某"), strict=True):  # as an earlier program let them
        digest = opened(own).rows("documents", doc=[row["doc"]])[0]["digest"]
        corrections.settle(own, [(observation_of(row), digest)], Action.ACCEPT, why="核对", who=who)
    store.build(own)
    app = show(own, monkeypatch, "disputes")
    text = said(app)
    assert "不止一个数有人定过" in text and "李某　采用" in text and "王某　采用" in text
    assert not [each for each in app.button if str(each.key).startswith("settle_choose")]
    app = press(app, "settle_undo_choice_1")
    assert "各处说法一致，或都已选定" in said(app), "it waits for the build"
    press(app, "settle_build")
    (cell,) = opened(own).rows("cells", indicator=["retail_sales"])
    assert (cell["value"], cell["rule"]) == ("58.3", "confirmed")


def test_of_two_values_one_is_rejected(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(own, monkeypatch, "disputes"), "settle_drop_0")
    press(app, "settle_build")
    (cell,) = opened(own).rows("cells", indicator=["retail_sales"])
    assert (cell["value"], cell["status"]) == ("56", "single")


@pytest.mark.parametrize("name", CONTRADICTING)
def test_a_table_that_contradicts_its_report_asks_which_of_both_stands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = to_settle(tmp_path / "项目", {name: CONTRADICTING[name]})
    config = load_config(path)
    store.build(config)
    assert waits(config).counts == {**dict.fromkeys(COUNTS, 0), "disputes": 1}
    app = show(config, monkeypatch, "disputes")
    both = {"表.csv": ("254 亿元", "264 亿元"), "文中的表.txt": ("56 亿元", "58.3 亿元")}
    assert "同一份报告里说法不一" in said(app)
    assert all(value in said(app) for value in both.get(name, ("88 亿元", "98 亿元")))
    app = press(app, "settle_choose_1")
    assert "没有待办" in said(app)
    press(app, "settle_build")
    chosen = waits(config).dispute(opened(config).rows("cells", status=["disputed"])[0]["cell_id"])[0]
    assert chosen["rule"] == "confirmed" and waits(config).counts["disputes"] == 0


# ---- figures without a period ----


@pytest.fixture
def undated(tmp_path: Path) -> Config:
    """A project of which three figures lack only their period."""
    config = load_config(to_settle(tmp_path / "项目", WITHOUT_PERIOD))
    store.build(config)
    return config


def test_figures_without_a_period_are_counted_and_stand_in_no_series(undated: Config) -> None:
    found = waits(undated)
    assert found.counts == {**dict.fromkeys(COUNTS, 0), "undated": 3} and found.total == 3
    assert [row["doc"] for row in found.undated().to_dict("records")] == ["打算", "缺时期", "缺时期"]
    assert not {row["indicator"] for row in opened(undated).rows("observations")} & {
        "funds_in_place",
        "signed_projects",
    }


@pytest.mark.parametrize(
    ("locale", "line"),
    [("zh-CN", "这个数是哪个时期的？"), ("en-US", "Of which period is this figure?")],
    ids=["zh", "en"],
)
def test_one_is_asked_after_the_other_with_the_periods_it_may_be_of(
    locale: str, line: str, undated: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(show(undated, monkeypatch, "undated", locale), "settle_undated_at_settle_skip")
    assert line in said(app) and "**2 / 3**" in said(app)
    names = {each.key: each.label for each in app.button}
    assert names["settle_period_0"] == ("2023年" if locale == "zh-CN" else "2023")
    assert "时期待定" in said(app) or "period open" in said(app)


def test_a_period_is_stated_by_a_click_and_undone(undated: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(undated, monkeypatch, "undated"), "settle_undated_at_settle_skip")
    assert "签约项目" in app.subheader[0].value
    app = press(app, "settle_period_0")
    (entry,) = corrections.load(undated).in_force
    assert (entry.indicator, entry.period, entry.change) == ("signed_projects", "", Change(period="2023"))
    assert "已写明 1 条的时期：2023年" in said(app) and waits(undated).counts["undated"] == 2
    app = press(app, "settle_undo")
    assert not corrections.load(undated).in_force and waits(undated).counts["undated"] == 3


def test_one_period_is_stated_for_all_of_a_report_and_built(undated: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(undated, monkeypatch, "undated"), "settle_undated_at_settle_skip")
    app = all_of_it(app)
    field(app, "别的时期").set_value("那年")
    app = submit(app, "写明")
    assert "不是时期" in app.error[0].value and not undated.corrections.exists()
    field(app, "别的时期").set_value("2010/2023")
    app = submit(app, "写明")
    assert actions(undated) == ["override"] * 2 and "已写明 2 条的时期：2010–2023年" in said(app)
    app = all_of_it(press(app, "settle_undo"))
    assert not corrections.load(undated).in_force
    field(app, "别的时期").set_value("2010/2023")
    press(submit(app, "写明"), "settle_build")
    rows = opened(undated).rows("observations", doc=["缺时期"], period=["2010/2023"])
    assert {(row["value"], row["flags"], row["status"]) for row in rows} == {
        ("286", "corrected", "fact"), ("438", "corrected", "fact"),
    }  # fmt: skip
    assert waits(undated).counts["undated"] == 1 and "2010/2023" in {
        row["period"] for row in opened(undated).rows("cells")
    }


def all_of_it(app: AppTest) -> AppTest:
    """The page with the others of the report settled along."""
    assert app.button(key="settle_undated_all_switch").label == "这份报告里另外 1 条也是"
    return press(app, "settle_undated_all_switch")


def test_a_period_must_be_written(undated: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = submit(show(undated, monkeypatch, "undated"), "写明")
    assert "请写时期" in app.error[0].value and not undated.corrections.exists()


def test_where_no_word_says_whether_it_was_reached_that_is_asked_too(
    undated: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = show(undated, monkeypatch, "undated")
    assert "实际还是目标？" in said(app)
    (kind,) = (each for each in app.button_group if each.label == "实际还是目标？")
    assert kind.value == "target"
    press(kind.set_value("actual").run(), "settle_period_0")
    (entry,) = corrections.load(undated).in_force
    assert (entry.kind, entry.change.kind) == ("target", "actual")


def test_a_figure_without_a_period_is_rejected(undated: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(show(undated, monkeypatch, "undated"), "settle_undated_reject")
    assert actions(undated) == ["reject"] and "不采用" in said(app)
    store.build(undated)
    assert [row["reason"] for row in opened(undated).rows("remarks", doc=["打算"])] == ["rejected"]


@pytest.mark.parametrize("answer", ["settle_period_0", "写明"])
def test_of_two_at_once_the_first_states_the_period(
    answer: str, undated: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = show(undated, monkeypatch, "undated")
    field(app, "别的时期").set_value("2019/2021")
    row = waits(undated).undated(limit=1).to_dict("records")[0]
    digest = opened(undated).rows("documents", doc=[row["doc"]])[0]["digest"]
    change = Change(period="2024/2026")
    corrections.settle(undated, [(observation_of(row), digest)], Action.OVERRIDE, why="核对", who="李某", change=change)
    app = submit(app, answer) if answer == "写明" else press(app, answer)
    assert "刚才已由别人决定" in app.warning[0].value and not app.error
    if answer == "写明":
        assert "您写的没有记：时期 → 2019–2021年" in app.warning[1].value
    (entry,) = corrections.load(undated).in_force
    assert (entry.who, entry.change) == ("李某", change)


def test_a_figure_that_waits_for_the_year_of_its_report_is_asked_with_it(own: Config) -> None:
    """Not once for the report and once for itself."""
    rows = opened(own).rows("waiting", doc=["一月"])
    assert {row["status"] for row in rows} == {"undated"} and waits(own).counts["undated"] == 0
    assert waits(own).facts_of("一月", status=("open", "undated"))["indicator"].nunique() > 1


# ---- reports that were removed ----


def test_of_a_report_that_was_removed_nothing_waits(own: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("简讯.txt", "工作安排.txt", "猜年.txt", "年报.txt"):
        removing.remove(own, own.path.parent / "seeds" / name, who="王某")
    assert waits(own).counts == {**dict.fromkeys(COUNTS, 0), "reports": 2}
    app = show(own, monkeypatch, "reports")
    assert "移出，放在 removed/" in said(app)
    entry = removing.removed(own)[-1]
    place = [each for each in app.button if str(each.key).startswith("settle_undo_report_")]
    place[0].click().run()
    assert entry not in removing.removed(own) and waits(own).counts["disputes"] == 1


# ---- candidates ----

PERIODS = [
    ("建区以来，累计到位438亿元。", {"2023": 4, "2024": 1}, 2023, ["2023", "2024"]),
    ("2018年到2023年，年均增长7%。", {"2023": 4}, 2023, ["2023", "2018/2023"]),
    ("近年来，累计132个。", {}, 0, []),
]


@pytest.mark.parametrize(("sentence", "told", "year", "periods"), PERIODS)
def test_the_periods_that_a_figure_may_be_of(
    sentence: str, told: dict[str, int], year: int, periods: list[str]
) -> None:
    assert candidates.periods_for(sentence, told, year) == periods


TODAY = date(2025, 6, 1)
# text, the days that it may be of
DAYS = [
    ("1月15日 星期三", ["2025-01-15", "2020-01-15", "2014-01-15"]),
    ("2月29日（星期四）", ["2024-02-29"]),
    ("12月31日 星期二", ["2024-12-31", "2019-12-31", "2013-12-31"]),
    ("13月1日 星期三", []),
    ("1月15日，多云", []),
]


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_a_day_of_the_week_tells_the_year(text: str, days: list[str]) -> None:
    assert [each.value for each in candidates.days_for(text, TODAY)] == days


def test_whose_a_report_may_be(own: Config) -> None:
    documents = frames_of(opened(own)).documents
    rows = {row["doc"]: row for row in documents.to_dict("records")}
    zones = list(own.zones)
    found = candidates.zones_for(rows["通报"], REPORTS["通报.txt"], documents, zones)
    assert [(each.value, REPORTS["通报.txt"][each.start : each.end]) for each in found] == [(n, n) for n in JINGZHOU]
    few = candidates.zones_for(rows["简讯"], REPORTS["简讯.txt"], documents, zones)
    assert {each.value for each in few} == set(zones) and not any(each.end for each in few)
    many = [f"{letter}{letter}经济开发区" for letter in "甲乙丙丁戊己庚"] + ["荆州高新区"]
    named = candidates.zones_for({**rows["简讯"], "path": "甲/一.txt"}, "荆州的新闻", documents, many)
    assert [(each.value, each.start, each.end) for each in named] == [("荆州高新区", 0, 2)]
    beside = documents.assign(path="甲/二.txt", zone=PUYANG).head(2)
    (of_folder,) = candidates.zones_for({**rows["简讯"], "path": "甲/一.txt"}, "新闻", beside, many)
    assert (of_folder.value, of_folder.beside) == (PUYANG, 2)


# ---- parts of a page ----


def box(app: AppTest, label: str) -> Any:
    return next(each for each in app.selectbox if each.label == label)


def field(app: AppTest, label: str) -> object:
    return next(each for each in app.text_input if each.label == label)


def submit(app: AppTest, label: str, last: bool = False) -> AppTest:
    buttons = [each for each in app.button if each.label == label]
    return buttons[-1 if last else 0].click().run()
