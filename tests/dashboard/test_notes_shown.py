"""Notes on the pages: a star on the chart, a column in tables, a form beside the number; text stays text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.figures import charts, note_marks, theme
from dashboard.frames import noted, wide_tables
from dashboard.frames.wide_tables import Mark
from dashboard.shared import note_panel, person
from kpi.results import notes
from kpi.results.export import xlsx_bytes
from kpi.results.notes import Entry, Note, Notes
from tests.dashboard.opened_pages import open_page, said
from tests.dashboard.stated_points import WORDS, point
from tests.dashboard_data import FULL, A, B, Sample

MARKUP = "口径 <b>调整</b> $x^2$ **粗** ![图](http://example.invalid/x.png) :material/home:"


def entry(text: str = "口径有调整", period: str = "2024", zone: str = A, name: str = "n1") -> Entry:
    return Entry(notes.Action.WRITE, "2026-11-21T10:32:00+08:00", "王某", name, zone, "gdp", period, text)


KNOWN = Notes((entry(), entry("<b>x</b> & y", "2023", name="n2")))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Sample]:
    with Sample(tmp_path, FULL) as sample:
        yield sample


def _star(figure: dict[str, Any]) -> dict[str, Any]:
    (trace,) = (each for each in figure["data"] if each.get("marker") == note_marks.STAR and not each["showlegend"])
    return trace


@pytest.mark.parametrize("form", ["line", "bar"])
def test_a_star_stands_on_the_mark_that_the_note_is_on(form: str) -> None:
    points = [point("2022", 230.0), point("2023", 240.0), point("2024", 254.0)]
    figure = charts.trend(points, WORDS, theme.zone_colours([A]), form)
    made = note_marks.with_notes(figure, noted.on_points(points, KNOWN), WORDS)
    star = _star(made)
    assert dict(zip(star["x"], star["y"], strict=True)) == {2023: 240.0, 2024: 254.0}
    assert [name for (name,) in star["customdata"]] == [points[1].observation_id, points[2].observation_id]
    assert (
        star["hovertext"][0].endswith("★ &lt;b&gt;x&lt;/b&gt; &amp; y（王某 2026-11-21）")
        and "240" in star["hovertext"][0]
    )
    named = [each.get("name") for each in made["data"] if each.get("showlegend")]
    assert named[-1] == "有批注" and len(made["data"]) == len(figure["data"]) + 2


def test_a_chart_without_notes_is_left_as_it_is() -> None:
    points = [point("2022", 230.0)]
    figure = charts.trend(points, WORDS, theme.zone_colours([A]), "line")
    assert noted.on_points(points, KNOWN) == {} and note_marks.with_notes(figure, {}, WORDS) is figure
    assert note_marks.with_notes(figure, {"elsewhere": KNOWN.standing}, WORDS) is figure


def test_a_long_note_is_cut_on_hover_only() -> None:
    points = [point("2024", 254.0)]
    figure = charts.trend(points, WORDS, theme.zone_colours([A]), "line")
    long = Notes((entry("很长的话" * 200),))
    hover = _star(note_marks.with_notes(figure, noted.on_points(points, long), WORDS))["hovertext"][0]
    assert hover.endswith("<br>…") and hover.count("<br>") < 20


def test_a_table_gets_a_column_where_a_row_has_a_note() -> None:
    table = pd.DataFrame({"值": [1, 2, 3]})
    places = [(A, "gdp", "2024"), (A, "gdp", "2024-H1"), (B, "gdp", "2024")]
    made = noted.with_notes(table, places, KNOWN, WORDS)
    assert list(made["批注"]) == ["口径有调整（王某 2026-11-21）", "", ""]
    assert list(noted.with_notes(table, [(B, "gdp", "1999")] * 3, KNOWN, WORDS)) == ["值"]


def test_the_wide_table_marks_its_number_and_its_file_has_the_words() -> None:
    table = pd.DataFrame({"开发区": [A, B], "时期": ["2024年"] * 2, "类别": ["实际"] * 2, "gdp": [254, 88]})
    told = {(0, "gdp"): KNOWN.standing[0].told}
    marks = {(0, "gdp"): Mark("≥", True, noted=True)}
    assert marks[0, "gdp"].around("254") == "≥ 254 ≠ ★" and Mark(noted=True).text == "★"
    made = wide_tables.with_marks(table, marks, WORDS, told)
    assert list(made["gdp · 批注"]) == [told[0, "gdp"], ""] and list(made["gdp · 标记"]) == ["≥ ≠ ★", ""]
    assert wide_tables.legend([Mark(noted=True)], WORDS) == [WORDS("wide_noted")]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"数据": made})))
    assert [cell.value for cell in book["数据"][2]][-1] == told[0, "gdp"]


def _button(app: AppTest, label: str) -> Any:
    return next(button for button in app.button if button.label == label)


def _write(app: AppTest, text: str, who: str = "王某") -> AppTest:
    app = _button(app, "写批注").click().run()
    app.text_area[0].set_value(text)
    next(field for field in app.text_input if field.label == "谁").set_value(who)
    return _button(app, "保存").click().run()


def test_a_note_is_written_where_the_number_stands(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("trends", own.path, monkeypatch, show="gdp", zone=A)
    app = _write(app, MARKUP)
    (note,) = notes.notes_of(own.config)
    assert (note.place, note.text, note.who) == ((A, "gdp", "2024"), MARKUP, "王某")
    assert MARKUP in [text.value for text in app.text], "in an element that formats nothing"
    assert not any(MARKUP in str(each.value) for each in (*app.markdown, *app.caption))
    assert not app.text_area, "the form is closed"
    app = _button(app, "写批注").click().run()
    assert next(field for field in app.text_input if field.label == "谁").value == "王某", "who wrote is remembered"


def test_writing_is_taken_back_at_once(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _write(open_page("trends", own.path, monkeypatch, show="gdp", zone=A), "口径有调整")
    app = _button(app, "撤销").click().run()
    assert notes.notes_of(own.config) == () and "已撤销。" in said(app)


def test_what_is_wrong_is_told_and_what_was_typed_stays(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("trends", own.path, monkeypatch, show="gdp", zone=A)
    app = _write(app, "写好的话", who=" ")
    assert [error.value for error in app.error] == ["请写明姓名，60 字以内"]
    assert app.text_area[0].value == "写好的话" and not own.config.notes.exists()


def _edited(app: AppTest, text: str) -> AppTest:
    app.text_area[0].set_value(text)
    return _button(app, "保存").click().run()


def test_two_people_who_edit_the_same_note(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    note = notes.write(own.config, A, "gdp", "2024", "原来的", who="王某")
    app = open_page("trends", own.path, monkeypatch, show="gdp", zone=A)
    app = _button(app, "改").click().run()
    notes.edit(own.config, note.id, "李某的", who="李某")
    app = _edited(app, "王某的")
    (told,) = (error.value.replace("\\", "") for error in app.error)
    assert "没有覆盖" in told and "李某的" in told and app.text_area[0].value == "王某的"
    assert [each.text for each in notes.notes_of(own.config)] == ["李某的"]
    app = _edited(app, "王某和李某的")
    assert [each.text for each in notes.notes_of(own.config)] == ["王某和李某的"] and not app.error


def test_what_is_typed_outlives_the_note_that_somebody_deletes(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    note = notes.write(own.config, A, "gdp", "2024", "原来的", who="王某")
    app = open_page("trends", own.path, monkeypatch, show="gdp", zone=A)
    app = _button(app, "改").click().run()
    notes.delete(own.config, note.id, who="李某")
    app = app.text_area[0].set_value("写了很久的话").run()
    assert app.text_area[0].value == "写了很久的话" and "刚被别人删除" in app.error[0].value.replace("\\", "")
    _button(app, "保存").click().run()
    assert [each.text for each in notes.notes_of(own.config)] == ["写了很久的话"]


def test_earlier_versions_are_told(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    note = notes.write(own.config, A, "gdp", "2024", "原来的", who="王某")
    notes.edit(own.config, note.id, "后来的", who="李某")
    app = open_page("trends", own.path, monkeypatch, show="gdp", zone=A)
    assert "（最初 王某" in said(app)
    app = _button(app, "改").click().run()
    lines = [
        text.value for text in app.text if "王某 · 写 · 原来的" in text.value or "李某 · 改为 · 后来的" in text.value
    ]
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("view", "query"),
    [("data", {"layout": "long"}), ("trends", {"show": "gdp"}), ("compare", {"show": "gdp", "year": "2024"}),
     ("targets", {})],
)  # fmt: skip
def test_tables_show_the_note(
    view: str, query: dict[str, str], own: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    notes.write(own.config, A, "gdp", "2024", "口径有调整", who="王某")
    notes.write(own.config, A, "key_project_investment", "2025", "口径有调整", who="王某")
    app = open_page(view, own.path, monkeypatch, **query)
    if view in ("trends", "compare"):
        tabs = "tabs_亿元" if view == "trends" else "tabs_ranking"
        app.session_state[tabs] = "表"
        app = app.run()
    cells = [str(cell) for table in app.dataframe if "批注" in table.value for cell in table.value["批注"]]
    assert any(cell.startswith("口径有调整（王某 ") for cell in cells)


def test_the_source_of_a_number_shows_its_notes(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    notes.write(own.config, A, "gdp", "2024", "口径有调整", who="王某")
    notes.write(own.config, A, "gdp", "2023", "别的年份", who="王某")
    row = own.frames.observations(indicator="gdp", period="2024", measure="level").iloc[0]
    app = open_page("sources", own.path, monkeypatch, fact=str(row["observation_id"]))
    texts = [text.value for text in app.text]
    assert "口径有调整" in texts and "别的年份" not in texts


def test_a_note_is_signed_by_both_where_two_had_a_hand_in_it() -> None:
    made = Note(
        "n1", A, "gdp", "2024", "x", "李某", "2026-11-22T09:00:00+08:00", "王某", "2026-11-21T10:32:00+08:00", 2
    )
    assert note_panel.signed(made, WORDS) == "李某 2026-11-22 09:00（最初 王某 2026-11-21 10:32）"
    same = Note(
        "n1", A, "gdp", "2024", "x", "王某", "2026-11-21T11:00:00+08:00", "王某", "2026-11-21T10:32:00+08:00", 2
    )
    assert note_panel.signed(same, WORDS) == "王某 2026-11-21 11:00"


def test_the_same_person_corrects_and_notes() -> None:
    from dashboard.reports import correction_form

    assert person.WHO == correction_form.WHO
