"""Adding reports on the page: what is shown of each file, what a person decides, and what becomes of it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard.reports import uploads
from kpi.building import intake, store
from kpi.building.intake import NOTHING_STATED
from kpi.settings.config import load_config
from kpi.vocabulary.model import Page
from tests import hostile_files
from tests.dashboard.opened_pages import shown
from tests.dashboard.to_settle_reports import JINGZHOU
from tests.dashboard_data import CONFIG, A, B

APP = str(Path(dashboard.__file__).parent / "app.py")
OLD = f"开发区新闻\n\n{A}2024年地区生产总值完成254亿元，同比增长5.0%。签约项目42个。\n"
NEW = f"开发区新闻\n\n{A}2025年地区生产总值完成268.4亿元，同比增长5.7%。某企业投资3亿元的项目开工。\n"
NAMELESS = "2025年，全区地区生产总值完成88亿元。\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built project with one report, on which the page works."""
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.lstrip(), encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "旧报告.txt").write_text(OLD, encoding="utf-8")
    store.build(load_config(path), jobs=1)
    monkeypatch.setenv("KPI_CONFIG", str(path))
    return path


def opened(locale: str = "zh-CN") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.context = {"locale": locale}
    app.run()
    return app.switch_page("views/add_reports.py").run()


def given(app: AppTest, *files: tuple[str, bytes | str]) -> AppTest:
    """The page after these files were dropped on it."""
    uploader = app.file_uploader[0]
    for name, data in files:
        uploader.upload(name, data.encode() if isinstance(data, str) else data, "application/octet-stream")
    app.run()
    sound(app)
    return app


def sound(app: AppTest) -> None:
    assert not app.exception
    assert "没能显示" not in said(app) and "could not be shown" not in said(app)


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.text, app.success, app.error, app.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def table(app: AppTest, column: str) -> list[str]:
    frame = next(shown(each) for each in app.dataframe if column in each.value)
    return list(map(str, frame[column]))


def button(app: AppTest, label: str) -> Any:
    return next(each for each in app.button if label in each.label)


def joined(app: AppTest) -> AppTest:
    button(app, "并建库").click().run()
    sound(app)
    return app


def reports(project: Path) -> list[str]:
    folder = project.parent / "reports"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def observations(project: Path) -> int:
    build = store.open_build(load_config(project))
    assert build is not None
    return int(build.info["observations"])


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_an_empty_page_says_what_to_do(locale: str, project: Path) -> None:
    app = opened(locale)
    sound(app)
    assert "reports" in said(app) and "docx" in said(app)
    assert app.title[0].value == {"zh-CN": "加入报告", "en-US": "Add reports"}[locale]


def test_a_report_is_looked_at_and_then_joins(project: Path) -> None:
    app = given(opened(), ("新报告.txt", NEW))
    assert table(app, "数值") == ["268.4 亿元", "+5.7 %"] and table(app, "原文")[0] == "地区生产总值完成268.4亿元"
    assert f"开发区：{A}（原文写明）" in said(app)
    assert reports(project) == ["旧报告.txt"] and observations(project) == 3
    joined(app)
    assert reports(project) == ["新报告.txt", "旧报告.txt"] and observations(project) == 5
    assert "从 3 条变为 5 条" in said(app)
    assert button(app, "看《新报告》") and not app.file_uploader[0].value


def test_the_same_report_is_not_added_twice(project: Path) -> None:
    app = given(opened(), ("另一个名字.txt", OLD))
    assert "内容与《旧报告》完全相同" in said(app)
    assert button(app, "并建库").disabled
    app = given(opened(), ("一.txt", NEW), ("二.txt", NEW))
    assert sorted(table(app, "状态")) == ["可加入", "已有"] and "加入 1 份" in button(app, "并建库").label


def test_the_same_facts_in_other_words_are_told(project: Path) -> None:
    app = given(opened(), ("转载.txt", OLD.replace("开发区新闻", "转载自开发区新闻")))
    assert "全部 3 条观测在《旧报告》里都有" in said(app)


def test_a_file_of_the_same_name_is_kept_beside_the_old_one(project: Path) -> None:
    app = given(opened(), ("旧报告.txt", NEW))
    assert "已有同名而内容不同的文件" in said(app)
    joined(app)
    assert reports(project) == ["旧报告-2.txt", "旧报告.txt"] and observations(project) == 5


def test_a_file_of_the_same_name_takes_the_old_ones_place_when_asked(project: Path) -> None:
    app = given(opened(), ("旧报告.txt", NEW))
    app.radio[0].set_value("replace").run()
    joined(app)
    assert reports(project) == ["旧报告.txt"] and observations(project) == 2
    (kept,) = (project.parent / "data" / "replaced").iterdir()
    assert kept.read_text("utf-8") == OLD and kept.name in said(app)


def test_a_person_states_zone_date_and_period(project: Path) -> None:
    app = given(opened(), ("不知谁的.txt", NAMELESS))
    assert "开发区待定：1 处数字不进序列。请在下面选定。" in said(app) and table(app, "理由")
    zone = next(box for box in app.selectbox if box.label == "开发区")
    zone.set_value(B).run()
    next(box for box in app.text_input if box.label == "发布日期").set_value("2026-1-9").run()
    sound(app)
    assert table(app, "数值") == ["88 亿元"] and "开发区待定" not in said(app) and "2026-01-09" in said(app)
    joined(app)
    assert "不知谁的.txt.yaml" in reports(project)
    build = store.open_build(load_config(project))
    assert build is not None and build.info["zones"][B] == 1 and f"新出现的开发区：{B}" in said(app)


YEARLESS = f"{A}工作亮点\n\n全年完成地区生产总值88亿元，签约项目9个。\n"
MEETING = "2024年2月20日\n\n全市开发区高质量发展工作推进会召开\n\n"
TWO = f"{MEETING}{JINGZHOU[0]}主任张某、{JINGZHOU[1]}主任李某在会上发言。去年，全区地区生产总值完成88亿元。\n"
# what is handed in, in which language; what is said to be open before it joins
OPEN = [
    (YEARLESS, "zh-CN", "年份待定：2 处数字不进序列。请在下面写明报告所属时期，或发布日期。"),
    (YEARLESS, "en-US", "Year open: 2 of its numbers stand in no series. State the period"),
    (TWO, "zh-CN", f"开发区待定：1 处数字不进序列。可能是{'、'.join(JINGZHOU)}。请在下面选定。"),
]


@pytest.mark.parametrize(("text", "locale", "line"), OPEN)
def test_what_is_open_is_told_with_the_form_beside_it(text: str, locale: str, line: str, project: Path) -> None:
    app = given(opened(locale), ("亮点.txt", text))
    assert line in said(app) and "没有找到发布日期" not in said(app)
    assert re.search("另有 [12] 处数字待定|2 more numbers wait", said(app))
    form = next(each for each in app.expander if each.label.startswith(("补上或改正", "Fill in or correct")))
    assert form.proto.expanded


def test_a_year_is_stated_before_the_report_joins(project: Path) -> None:
    app = given(opened(), ("亮点.txt", YEARLESS))
    next(box for box in app.text_input if box.label == "报告所属时期").set_value("2024年度").run()
    assert table(app, "时期") == ["2024年"] * 2 and "年份待定" not in said(app)
    assert "加入 1 份" in button(app, "并建库").label


def test_what_is_still_open_after_it_joined_is_told_with_the_form(project: Path) -> None:
    app = joined(given(opened(), ("亮点.txt", YEARLESS)))
    assert "《亮点》年份待定：2 处数字不进序列。" in said(app)
    app.session_state["report_form_亮点_0"] = True  # the form is opened
    app = app.run()
    next(box for box in app.text_input if box.key == "report_period_亮点").set_value("2024年")
    app = button(app, "记下").click().run()
    assert "写明 报告的时期：2024年" in said(app) and "已记下，重新建库后生效" in said(app)
    app = button(app, "现在重新建库").click().run()
    assert observations(project) == 5 and "年份待定" not in said(app)


def test_what_cannot_be_read_as_a_date_is_told_and_not_taken(project: Path) -> None:
    app = given(opened(), ("新报告.txt", NEW))
    next(box for box in app.text_input if box.label == "发布日期").set_value("去年").run()
    next(box for box in app.text_input if box.label == "报告所属时期").set_value("2024年末").run()
    assert "2025-01-10 这样" in said(app) and "2024年上半年" in said(app)
    joined(app)
    assert reports(project) == ["新报告.txt", "旧报告.txt"]


def test_one_zone_for_all_files_without_one(project: Path) -> None:
    app = given(opened(), ("甲.txt", NAMELESS), ("乙.txt", NAMELESS.replace("88", "77")))
    next(box for box in app.selectbox if box.label == "开发区").set_value(B).run()
    button(app, "其余 1 份").click().run()
    sound(app)
    assert table(app, "读出") == ["1", "1"]


def test_a_file_is_left_out(project: Path) -> None:
    app = given(opened(), ("甲.txt", NEW), ("乙.txt", NAMELESS))
    next(box for box in app.selectbox if box.label == "看哪一份").set_value(_key(app, "乙.txt")).run()
    app.checkbox[0].check().run()
    joined(app)
    assert reports(project) == ["旧报告.txt", "甲.txt"]


def _key(app: AppTest, name: str) -> str:
    state = app.session_state["uploads"]
    return next(uploads.key_of(offer) for offers in state.offers.values() for offer in offers if offer.name == name)


def test_bad_files_are_told_in_a_sentence_and_do_not_stop_the_others(project: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("里面/好.txt", NEW)
        package.writestr("里面/表.exe", b"MZ")
    app = given(
        opened(), ("空.txt", b""), ("假.pdf", b"no pdf"), ("程序.exe", b"MZ"), ("坏.zip", b"PK\x03\x04"),
        ("一批.zip", archive.getvalue()),
    )  # fmt: skip
    assert table(app, "状态") == ["读不了"] * 4 + ["可加入", "读不了"]
    notes = table(app, "说明")
    assert all(notes[place] for place in (0, 1, 2, 3, 5)) and "空文件" in notes[0]
    joined(app)
    assert reports(project) == ["旧报告.txt", "里面/好.txt"]


def test_a_file_taken_away_is_forgotten(project: Path) -> None:
    app = given(opened(), ("甲.txt", NEW), ("乙.txt", NAMELESS))
    app.file_uploader[0].set_value([("甲.txt", NEW.encode(), "text/plain")]).run()
    sound(app)
    assert "1 个文件" in said(app)
    state = app.session_state["uploads"]
    assert {offer.name for offers in state.offers.values() for offer in offers} == {"甲.txt"}
    assert len(state.sights) == 1


def test_a_file_is_read_once_whatever_is_clicked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = intake.look_at

    def counted(offer: intake.Offer, *rest: Any) -> intake.Sight:
        read.append(offer.name)
        return original(offer, *rest)

    monkeypatch.setattr(intake, "look_at", counted)
    app = given(opened(), ("甲.txt", NEW), ("乙.txt", NAMELESS))
    app.run()
    app.checkbox[0].check().run()
    assert sorted(read) == ["乙.txt", "甲.txt"]


def test_a_file_that_takes_too_much_is_told_and_the_others_can_be_added(project: Path) -> None:
    project.write_text(project.read_text("utf-8") + "limits: {seconds: 5, megabytes: 300}\n", "utf-8")
    app = given(opened(), ("坏.pdf", hostile_files.pdf_nested_forms()), ("甲.txt", NEW))
    sound(app)
    assert "读不了 1" in said(app) and "可加入 1" in said(app)
    problems = sorted(sight.problem for sight in app.session_state["uploads"].sights.values())
    assert len(problems) == 2 and not problems[0] and "config.yaml 的 limits" in problems[1]


def test_what_failed_while_building_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise store.KpiError("data: 结果写不进去；请检查磁盘空间")

    app = given(opened(), ("甲.txt", NEW))
    monkeypatch.setattr(store, "build", refused)
    button(app, "并建库").click().run()
    assert not app.exception
    assert "已放好 1 份文件" in said(app) and "磁盘空间" in said(app)


def test_without_a_build_files_can_be_added_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.lstrip(), encoding="utf-8")
    monkeypatch.setenv("KPI_CONFIG", str(path))
    app = joined(given(opened(), ("甲.txt", NEW)))
    assert "从 0 条变为 2 条" in said(app)


def test_pages_whose_letters_are_unsure_are_named(project: Path) -> None:
    config = load_config(project)
    (offer,) = intake.offers_of("甲.txt", NEW.encode())
    sight = intake.look_at(offer, NOTHING_STATED, config, intake.Desk(config))
    assert sight.extraction is not None
    pages = (Page(1, 0, 5, confidence=0.98), Page(2, 5, 9, confidence=0.6))
    document = replace(sight.extraction.document, pages=pages, format="scan")
    look = uploads.Look(offer, intake.Sight(replace(sight.extraction, document=document)))
    assert uploads.unsure_pages(look.sight.extraction) == [2] and uploads.status(look) == "look"  # type: ignore[arg-type]
    assert "letters" in uploads.codes(look)


@pytest.mark.parametrize(("flag", "checked"), [("ocr_high", False), ("ocr_low", True), ("digits_in_doubt", True)])
def test_letters_that_were_surely_recognised_are_no_cause_for_a_look(flag: str, checked: bool, project: Path) -> None:
    config = load_config(project)
    (offer,) = intake.offers_of("甲.txt", NEW.encode())
    extraction = intake.look_at(offer, NOTHING_STATED, config, intake.Desk(config)).extraction
    assert extraction is not None
    flagged = replace(extraction.observations[0], flags=(flag,))
    look = uploads.Look(offer, intake.Sight(replace(extraction, observations=(flagged,))))
    assert ("letters" in uploads.codes(look)) is checked


def zone_box(app: AppTest) -> Any:
    return next(box for box in app.selectbox if box.label == "开发区")


def unlisted(app: AppTest, name: str) -> AppTest:
    """The name of a zone typed where it is none of the list."""
    app = next(each for each in app.toggle if each.label == "名录里没有，自己写").set_value(True).run()
    return next(box for box in app.text_input if box.label == "开发区").set_value(name).run()


def test_the_zone_is_one_of_all_that_are_known_and_no_slip_makes_another(project: Path) -> None:
    app = given(opened(), ("不知谁的.txt", NAMELESS))
    options = zone_box(app).options
    assert len(options) > 3000 and options[0].startswith(A)
    assert "襄阳高新技术产业开发区 · 湖北省襄阳市（2010 年前 襄樊市：襄樊高新技术产业开发区）" in options, (
        "also found by its former name"
    )
    app = unlisted(app, "襄樊高新区")
    sound(app)
    assert "不是名录里的全称" in said(app) and "开发区待定：1 处" in said(app), "not taken for a new zone"
    button(app, "襄阳高新技术产业开发区").click().run()
    sound(app)
    assert zone_box(app).value == "襄阳高新技术产业开发区" and table(app, "开发区")[0] == "襄阳高新技术产业开发区"


@pytest.mark.parametrize(("name", "asked"), [("江州高新区", False), ("荆州第二经济技术开发区", True)])
def test_a_zone_that_nobody_lists_is_written(name: str, asked: bool, project: Path) -> None:
    app = unlisted(given(opened(), ("不知谁的.txt", NAMELESS)), name)
    assert ("不是名录里的全称" in said(app)) is asked
    if asked:
        button(app, "都不是，是另一个区").click().run()
    sound(app)
    assert table(app, "开发区")[0] == name and "不是名录里的全称" not in said(app)
