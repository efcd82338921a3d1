"""The Sources page: the report as it is drawn, its pages, what was left out, and what people decided on a fact."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as texts
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard.frames import build_frames, tables
from dashboard.reports import about, correction_form, left_out, page_view, viewer
from dashboard.words.labels import nameless
from kpi.building import store
from kpi.building.originals import NotThere
from kpi.building.outline import read_outline
from kpi.results import corrections
from kpi.results.corrections import Action, Change
from kpi.settings.config import load_config
from kpi.vocabulary.frames import observation_of, old_name
from kpi.vocabulary.model import Grid, GridCell
from tests.dashboard_data import CONFIG, FULL, A, Fact, Sample
from tests.pdf_samples import Column, Sheet, make_pdf, set_text

APP = str(Path(dashboard.__file__).parent / "app.py")
SAVE, REBUILD = "记下", "现在重新建库"
PARAGRAPHS = [
    "一、综合",
    "2024年，东山经济技术开发区地区生产总值完成254亿元，同比增长5.0%。",
    "二、项目",
    "全年签约项目42个。",
]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    with Sample(tmp_path_factory.mktemp("full"), FULL) as sample:
        return sample  # built; tests of other projects have the real extractor


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Sample]:
    """A project of its own, for tests that change it."""
    with Sample(tmp_path, FULL) as sample:
        yield sample


def with_pdf(folder: Path, archive: str = "") -> Path:
    """A project with one report of two pages, the second of them in a table; returns its config."""
    first, second = Sheet(), Sheet()
    first.put("东山经济技术开发区2024年工作情况", 120, 80, 16)
    set_text([(first, [Column(70, 120, 525, 700)])], PARAGRAPHS)
    second.put("附表：主要指标（亿元）", 200, 80, 14)
    second.table(80, 110, [170, 90, 90], [["指标", "2023年", "2024年"], ["地区生产总值", "240", "254"]])
    data = make_pdf([first, second])
    (folder / "reports").mkdir(parents=True)
    if archive:
        with zipfile.ZipFile(folder / "reports" / archive, "w") as packed:
            packed.writestr("工作情况.pdf", data)
    else:
        (folder / "reports" / "工作情况.pdf").write_bytes(data)
    path = folder / "config.yaml"
    path.write_text(CONFIG.lstrip(), encoding="utf-8")
    return path


def build(path: Path) -> Any:
    from kpi.settings.config import load_config

    config = load_config(path)
    store.build(config)
    made = store.open_build(config)
    assert made is not None
    return build_frames.frames_of(made)


def opened(path: Path, monkeypatch: pytest.MonkeyPatch, locale: str = "zh-CN", **query: str) -> AppTest:
    monkeypatch.setenv("KPI_CONFIG", str(path))
    app = AppTest.from_file(APP, default_timeout=60)
    app.context = {"locale": locale}
    for name, value in query.items():
        app.query_params[name] = value
    return app.run().switch_page("views/sources.py").run()


def said(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.text, app.error, app.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label and not button.disabled).click().run()


def decide(app: AppTest, action: Action, why: str, **fields: str) -> AppTest:
    """Fills in the form beside the fact and sends it."""
    chosen = next(group for group in app.get("button_group") if str(group.key).startswith("correct_as_"))
    app = chosen.set_value(action).run() if action is not Action.ACCEPT else app
    for name, value in fields.items():
        fields_there = [*app.text_input, *app.selectbox]
        next(each for each in fields_there if str(each.key).startswith(f"{name}_o")).set_value(value)
    next(each for each in app.text_input if str(each.key).startswith("why_")).set_value(why)
    return press(app, SAVE)


# The report as it is drawn


def drawn(marked: viewer.Marked) -> str:
    """The text in the pieces, with the line ends and tabs that stand between blocks and cells."""

    def whole(pieces: list[dict[str, Any]]) -> str:
        return "".join(piece["t"] for piece in pieces)

    return "\n".join(
        "\n".join("\t".join(map(whole, row)) for row in block["rows"]) if block["k"] == "table" else whole(block["p"])
        for block in json.loads(marked.json)["blocks"]
    )


def all_pieces(marked: viewer.Marked) -> list[dict[str, Any]]:
    blocks = json.loads(marked.json)["blocks"]
    return [
        piece for block in blocks for part in (block.get("rows") or [[block["p"]]]) for cell in part for piece in cell
    ]


def test_a_report_in_pieces_is_whole_and_marks_its_facts(full: Sample) -> None:
    frames, words = full.frames, full.words()
    text, facts = frames.build.text_of("b2023"), frames.observations(doc="b2023")
    marked = viewer.mark(text, facts, frames.remarks("b2023"), (0, len(text)), {"economy": "#1f78b4"}, words)
    assert drawn(marked) == text
    for number, row in enumerate(facts.to_dict("records")):
        pieces = [piece for piece in all_pieces(marked) if number in piece.get("f", ())]
        assert "".join(piece["t"] for piece in pieces) == row["quote"] and marked.ids[number] == row["observation_id"]
        sentence = json.loads(marked.json)["facts"][number]["s"]
        assert all(sentence in piece["s"] for piece in pieces)
    assert [piece["t"].strip() for piece in all_pieces(marked) if "r" in piece] == ["投资30亿元的项目落地。"]
    assert json.loads(marked.json)["remarks"] == ["单个项目或企业"]


def test_groups_are_told_apart_by_line_as_well_as_colour(full: Sample) -> None:
    facts = full.frames.observations(doc="a2024")
    look = viewer.looks(facts, {"economy": "#1f78b4", "projects": "#d1600f"}, full.words())
    assert list(look) == ["economy", "projects"] and len({each["line"] for each in look.values()}) == 2
    assert [each["name"] for each in viewer.legend_of(look, full.words("en"))] == ["Economy", "Projects"]


def facts_at(*spans: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "observation_id": [f"f{start}" for start, _ in spans], "start": [start for start, _ in spans],
            "end": [end for _, end in spans], "indicator": "gdp", "period": "2024", "kind": "actual", "value": "1",
            "unit": "个", "comparator": "=", "measure": "level", "sentence_start": 0, "sentence_end": 9,
        }
    )  # fmt: skip


NO_REMARKS = pd.DataFrame({"start": pd.Series(dtype=int), "end": pd.Series(dtype=int), "reason": pd.Series(dtype=str)})


def test_facts_that_overlap_share_their_piece_the_shortest_first() -> None:
    marked = viewer.mark("0123456789", facts_at((0, 8), (2, 5)), NO_REMARKS, (0, 10), {}, nameless("zh"))
    assert [(piece["t"], piece.get("f", [])) for piece in all_pieces(marked)] == [
        ("01", [0]), ("234", [1, 0]), ("567", [0]), ("8", []), ("9", []),
    ]  # fmt: skip


@given(texts.text(alphabet="甲乙\t\n一、。# ", max_size=60), texts.integers(0, 60), texts.integers(0, 20))
def test_blocks_leave_nothing_out(text: str, start: int, length: int) -> None:
    fact = facts_at((start, start + length)) if start + length <= len(text) else facts_at()
    marked = viewer.mark(text, fact, NO_REMARKS, (0, len(text)), {}, nameless("zh"))
    assert drawn(marked) == text


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("## 重点工作", "h"),
        ("一、经济运行", "h"),
        ("（三）招商引资成效显著", "h"),
        ("第二章 发展目标", "h"),
        ("一、全年完成产值12亿元，增长8%。", "p"),
        ("二十大精神深入人心", "p"),
        ("指标\t2023年\t2024年", "table"),
        ("", "p"),
    ],
)
def test_lines_are_told_apart(line: str, kind: str) -> None:
    assert [block.kind for block in viewer.find_blocks(line, 0, len(line))] == [kind]


def test_a_table_keeps_its_rows_and_cells() -> None:
    text = "附表\n指标\t2024年\n产值\t12\n完"
    middle = viewer.find_blocks(text, 0, len(text))[1]
    assert [[text[start:end] for start, end in row] for row in middle.rows] == [["指标", "2024年"], ["产值", "12"]]


# of a Word file, web page or workbook: the years stand over two columns each, the indicator beside both heads
MERGED = (
    (0, 0, "指标", 2, 1), (0, 1, "2023年", 1, 2), (0, 3, "2024年", 1, 2),
    (1, 1, "目标", 1, 1), (1, 2, "实际", 1, 1), (1, 3, "目标", 1, 1), (1, 4, "实际", 1, 1),
    (2, 0, "产值", 1, 1), (2, 1, "10", 1, 1), (2, 3, "12", 1, 1), (2, 4, "13", 1, 1),
)  # fmt: skip


def merged_grid(before: str) -> tuple[str, Grid]:
    """A text with the table in it, and where its cells stand."""
    text, cells = before, []
    for row in range(3):
        of_row = [cell for cell in MERGED if cell[0] == row]
        for place, (_, column, said, rows, columns) in enumerate(of_row):
            cells.append(GridCell(row, column, len(text), len(text) + len(said), rows, columns))
            text += said + ("\n" if place == len(of_row) - 1 else "\t")
    return text + "以上。", Grid(len(before), len(text) - 1, tuple(cells))


def test_merged_heads_of_a_table_stand_as_they_do_in_the_report() -> None:
    text, grid = merged_grid("附表\n")
    before, table, behind = viewer.find_blocks(text, 0, len(text), [grid])
    assert (before.kind, table.kind, behind.kind) == ("p", "table", "p")
    assert [[text[start:end] for start, end in row] for row in table.rows] == [
        ["指标", "2023年", "2024年"], ["目标", "实际", "目标", "实际"], ["产值", "10", "", "12", "13"]
    ]  # fmt: skip
    assert table.reach == (((1, 2), (2, 1), (2, 1)), ((1, 1),) * 4, ((1, 1),) * 5)
    assert table.heads == 2
    assert all(sum(columns for columns, _ in row) in (5, 4) for row in table.reach)
    later = text.index("产值")
    (cut, _) = viewer.find_blocks(text, later, len(text), [grid])
    assert (len(cut.rows), cut.heads) == (1, 0), "a report that is drawn by parts"
    elsewhere = replace(grid, start=grid.start + 1)
    assert not any(block.reach for block in viewer.find_blocks(text, 0, len(text), [elsewhere])), "of another text"


@pytest.mark.parametrize(
    ("reach", "heads", "why"),
    [
        ([[(1, 2), (2, 1), (2, 1)], [(1, 1)] * 4, [(1, 1)] * 5], 2, "two groups of columns"),
        ([[(2, 1), (3, 1)], [(1, 1)] * 5, [(1, 1)] * 5], 2, "all of the first row is merged"),
        ([[(5, 1)], [(1, 1)] * 5, [(1, 1)] * 5], 2, "a title, then the head"),
        ([[(3, 1), (2, 1)], [(3, 1), (2, 1)], [(3, 1), (2, 1)]], 1, "Word merges every row alike"),
        ([[(1, 1)] * 5, [(1, 1)] * 5], 1, "nothing is merged"),
    ],
)
def test_how_many_rows_the_head_of_a_table_has(reach: Any, heads: int, why: str) -> None:
    assert viewer._heads(reach, 5) == heads, why


def test_the_report_page_draws_merged_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "<tr><th rowspan=2>指标<th colspan=2>2024年</tr><tr><th>目标<th>实际</tr>"
    rows += "<tr><td>地区生产总值（亿元）<td>12<td>13</tr>"
    (tmp_path / "reports").mkdir()
    page = (
        f"<html><head><meta charset='utf-8'></head><body><h1>{A}2024年主要指标</h1><table>{rows}</table></body></html>"
    )
    (tmp_path / "reports" / "a.html").write_text(page, encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    store.build(load_config(path))
    app = opened(path, monkeypatch)
    drawn = [each.proto for each in app.get("bidi_component")]
    (text,) = (json.loads(each.json)["report"] for each in drawn if each.component_name == "kpi_report_text")
    (table,) = (block for block in json.loads(text)["blocks"] if block["k"] == "table")
    assert table["reach"][0] == [[1, 2], [2, 1]] and table["heads"] == 2


def test_a_long_report_is_drawn_around_what_is_open() -> None:
    text = "\n".join(f"第{number}行" for number in range(20_000))
    at = text.index("第9000行")
    start, end = viewer.window(text, at)
    assert start < at < end and end - start < len(text) // 2
    assert text[start - 1] == "\n" and text[end] == "\n"
    assert viewer.window("短", 0) == (0, 1)
    assert viewer.window(text, 0)[0] == 0 and viewer.window(text, len(text))[1] == len(text)


def test_only_facts_of_the_part_that_is_drawn_are_sent() -> None:
    text = "甲" * 30
    marked = viewer.mark(text, facts_at((0, 5), (20, 25)), NO_REMARKS, (0, 10), {}, nameless("zh"))
    assert marked.ids == ("f0",)


# Numbers left out


@pytest.mark.parametrize(
    ("text", "number", "sentence"),
    [
        ("去年投资5亿元。今年签约\n项目30个，完成一半。", "30个", "今年签约项目30个，完成一半。"),
        ("标题\n\n投资30亿元的项目落地", "30亿元", "投资30亿元的项目落地"),
        ("产值9亿元；税收1亿元！", "1亿元", "税收1亿元！"),
    ],
)
def test_the_sentence_that_is_asked_about(text: str, number: str, sentence: str) -> None:
    start = text.index(number)
    assert left_out.sentence_of(text, start, start + len(number)) == sentence


def test_the_page_opens_on_a_report_that_has_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = (Fact("b", "地区生产总值完成254亿元", "gdp", "2024", "254"),)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("东山经济技术开发区会议通知，某公司投资30亿元\n", encoding="utf-8")
    with Sample(tmp_path, facts) as sample:
        assert list(sample.frames.documents["doc"]) == ["a", "b"]
        app = opened(sample.path, monkeypatch)
    assert app.selectbox(key="w_doc").value == "b"


def test_a_left_out_number_leads_to_why(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(full.path, monkeypatch, doc="a2024")
    app = next(each for each in app.toggle if each.key == left_out.SHOWN).set_value(True).run()
    remark = full.frames.remarks("a2024").iloc[0]
    app.session_state[left_out.CHOSEN] = ("a2024", viewer.remark_key(remark))
    app = app.run()
    assert "**单个项目或企业**" in said(app)
    app = press(app, "为什么")
    assert not app.exception and app.title[0].value == "指标映射"
    assert app.query_params["why"] in ("签约投资30亿元的项目落地。", ["签约投资30亿元的项目落地。"])


# What is known of the report


def test_the_report_in_a_line_and_in_full(full: Sample) -> None:
    frames, words = full.frames, full.words()
    document = frames.documents.set_index("doc", drop=False).loc["a2024"]
    facts = frames.observations(doc="a2024")
    assert about.line(document, facts, words).startswith(f"{A}（原文写明） · 2025-01-10 发布 · 5 条事实 · TXT · ")
    rows = {name: (value, ground) for name, value, ground in about.rows(document, facts, frames.build, words)}
    assert rows["文件"][0] == "reports/a2024.txt" and rows["编码"][0] == "utf-8"
    assert rows["开发区"] == (A, "原文写明 · 题名") and "内容相同的文件" not in rows


def test_copies_of_a_report_are_named(own: Sample) -> None:
    reports = own.path.parent / "reports"
    (reports / "副本.txt").write_bytes((reports / "a2024.txt").read_bytes())
    store.build(own.config)
    frames, words = own.frames, own.words("en")
    kept = frames.documents[frames.documents["doc"].isin(["a2024", "副本"])].iloc[0]
    rows = {name: value for name, value, _ in about.rows(kept, frames.observations(), frames.build, words)}
    assert rows["Files of the same content"] in ("reports/副本.txt", "reports/a2024.txt")
    assert rows["Files of the same content"] != kept["path"]


# Pages


@pytest.mark.parametrize("archive", ["", "报告.zip"])
def test_a_page_comes_from_the_file_that_was_read(archive: str, tmp_path: Path) -> None:
    path = with_pdf(tmp_path, archive)
    document, config = build(path).documents.iloc[0], load_config(path)
    assert page_view.has_pages(document)
    assert page_view.picture(document, 2, config).startswith("data:image/png;base64,")
    assert page_view.picture(document, 1, config) != page_view.picture(document, 2, config)


def test_a_file_that_is_gone_or_changed_is_told(tmp_path: Path) -> None:
    path = with_pdf(tmp_path)
    document, config = build(path).documents.iloc[0], load_config(path)
    file = tmp_path / document["path"]
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(NotThere) as changed:
        page_view.picture(document, 1, config)
    file.unlink()
    with pytest.raises(NotThere) as gone:
        page_view.picture(document, 1, config)
    assert (changed.value.said, gone.value.said) == ("changed", "gone")


def test_facts_stand_on_their_page_the_open_one_on_top(tmp_path: Path) -> None:
    path = with_pdf(tmp_path)
    facts = build(path).observations()
    first = facts[facts["page"] == 1].iloc[0]
    from dashboard.words.labels import Words
    from kpi.settings.config import load_config

    words = Words("zh", load_config(path))
    look = viewer.looks(facts, {"economy": "#1f78b4"}, words)
    there = page_view.places(facts, 1, first["observation_id"], look, words)
    assert there[-1]["id"] == first["observation_id"] and [each["current"] for each in there].count(True) == 1
    assert all(0 <= edge <= 1 for each in there for box in each["boxes"] for edge in box)
    on_second = page_view.places(facts, 2, "", look, words)
    assert on_second and not {each["id"] for each in there} & {each["id"] for each in on_second}


def test_text_and_pages_of_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_pdf(tmp_path)
    facts = build(path).observations()
    app = opened(path, monkeypatch, fact=facts[facts["page"] == 2].iloc[0]["observation_id"], **{"as": "page"})
    assert not app.exception and "/ 2 页" in said(app) and app.number_input[0].value == 2
    app = press(app, "上一页")
    assert app.number_input[0].value == 1
    app = press(app, "上一条")
    assert app.number_input[0].value == 1
    (tmp_path / "reports" / "工作情况.pdf").unlink()
    st.cache_resource.clear()
    app = app.run()
    assert not app.exception and "已不在原处" in said(app) and not app.number_input


def test_the_sheet_of_a_workbook_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = with_pdf(tmp_path)
    book = openpyxl.Workbook()
    book.active.title = "主要指标"
    for row in (["东山经济技术开发区2024年主要指标"], ["指标", "2024年（亿元）"], ["地区生产总值", 254]):
        book.active.append(row)
    book.save(tmp_path / "reports" / "指标.xlsx")
    frames, config = build(path), load_config(path)
    document = frames.documents[frames.documents["format"] == "xlsx"].iloc[0]
    assert page_view.sheet_name(document, 1, config) == "主要指标" and not page_view.has_pages(document)
    fact = frames.observations(doc="指标").iloc[0]
    rows = tables.evidence_rows(fact, nameless("zh"), page_view.sheet_name(document, int(fact["page"]), config))
    assert ("页", "工作表「主要指标」", "") in rows
    (tmp_path / document["path"]).unlink()
    st.cache_resource.clear()
    assert page_view.sheet_name(document, 1, config) == ""


def test_a_photograph_is_sent_as_one(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    noise = image.frombytes("L", (1200, 900), random.Random(1).randbytes(1200 * 900))
    noise.save(tmp_path / "扫描.png")
    digest = sha256((tmp_path / "扫描.png").read_bytes()).hexdigest()
    document = {"path": "扫描.png", "digest": digest, "format": "scan", "pages": 1}
    assert page_view.has_pages(document)
    config = replace(load_config(), path=tmp_path / "config.yaml")
    assert page_view.picture(document, 1, config).startswith("data:image/jpeg;base64,")


def test_a_long_report_is_drawn_by_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    line = "{year}年，东山经济技术开发区地区生产总值完成{value}亿元。各部门认真落实，" + "持续改善营商环境，" * 20
    lines = [line.format(year=2000 + number % 25, value=100 + number % 25) for number in range(250)]
    (tmp_path / "reports" / "年鉴.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG.lstrip(), encoding="utf-8")
    facts = build(tmp_path / "config.yaml").observations(doc="年鉴").sort_values("start")
    app = opened(tmp_path / "config.yaml", monkeypatch, fact=facts.iloc[0]["observation_id"])
    _, start, end = app.session_state["report_part"]
    assert start == 0 and end < viewer.LONG
    app = press(app, "下一条")
    assert app.session_state["report_part"] == ("年鉴", start, end)  # it does not move with every step
    app = opened(tmp_path / "config.yaml", monkeypatch, fact=facts.iloc[-1]["observation_id"])
    assert app.session_state["report_part"][1] > end
    app = next(each for each in app.toggle if each.label == "显示全文").set_value(True).run()
    assert not app.exception


def test_the_list_follows_what_is_open(full: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(full.path, monkeypatch, doc="a2020")
    before = app.session_state["facts_a2020_step"]
    app = press(app, "下一条")
    after = app.session_state["facts_a2020_step"]
    assert after[0] == before[0] + 1 and after[1] != before[1]


# Decisions


def fact_of(sample: Sample, value: str) -> pd.Series:
    facts = sample.frames.observations()
    return facts[facts["value"] == value].iloc[0]


def stand(sample: Sample, fact: pd.Series) -> correction_form.Standing:
    digest = sample.frames.documents.set_index("doc").loc[fact["doc"]]["digest"]
    known = corrections.load(sample.config)
    return correction_form.standing(observation_of(fact.to_dict()), fact["observation_id"], digest, known)


def test_a_decision_waits_is_in_force_and_is_taken_back(own: Sample) -> None:
    fact = fact_of(own, "254")
    digest = own.frames.documents.set_index("doc").loc["a2024"]["digest"]
    assert stand(own, fact).state == "none"
    entry = corrections.decide(
        own.config, observation_of(fact.to_dict()), digest, Action.OVERRIDE, why="对照原件", who="李某",
        change=Change(value="255"),
    )  # fmt: skip
    assert stand(own, fact).state == "waiting"
    store.build(own.config)
    changed = fact_of(own, "255")
    now = stand(own, changed)
    assert (now.state, now.entry, now.history) == ("in_force", entry, (entry,))
    corrections.undo(own.config, entry, why="看错了", who="王某")
    after = stand(own, changed)
    assert after.state == "taken_back" and [str(each.action) for each in after.history] == ["override", "undo"]
    store.build(own.config)
    assert stand(own, fact_of(own, "254")).state == "none"
    assert [str(each.action) for each in stand(own, fact_of(own, "254")).history] == ["override", "undo"]


def test_a_decision_is_told_in_both_languages(own: Sample) -> None:
    fact = fact_of(own, "254")
    change = Change(value="255", period="2023")
    entry = corrections.decide(
        own.config, observation_of(fact.to_dict()), "d", Action.OVERRIDE, why="对照原件", who="李某", change=change
    )
    assert correction_form.told(entry, own.words()).endswith(
        "李某　更正 254 亿元： 数值 → 255、时期 → 2023年。原因：对照原件"
    )
    assert correction_form.told(entry, own.words("en")).endswith(
        "李某: corrected 254 (100 mn yuan): Value → 255, Period → 2023. Reason: 对照原件"
    )


def test_a_value_is_corrected_built_and_restored(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(own.path, monkeypatch, fact=fact_of(own, "254")["observation_id"])
    app = decide(app, Action.OVERRIDE, "对照原件", value="255.5")
    assert not app.exception and "已记下，重新建库后生效" in said(app)
    name = fact_of(own, "254")["observation_id"]
    app = press(app, REBUILD)
    assert "255.5 亿元" in [each.value for each in app.subheader] and "人工更正" in said(app)
    assert "corrected" in fact_of(own, "255.5")["flags"] and "对照原件" in said(app)
    assert fact_of(own, "255.5")["observation_id"] == name
    undo = next(each for each in app.text_input if str(each.key).startswith("undo_"))
    undo.set_value("看错了")
    app = press(app, "撤销")
    assert "已撤销，重新建库后恢复" in said(app)
    app = press(app, REBUILD)
    assert "254 亿元" in [each.value for each in app.subheader]


def test_an_indicator_and_a_bound_are_corrected_and_restored(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    fact = fact_of(own, "254")
    assert fact["indicator"] == "gdp"
    app = opened(own.path, monkeypatch, fact=fact["observation_id"])
    app = decide(app, Action.OVERRIDE, "对照原件", indicator="key_project_investment", comparator="~")
    assert "指标 → 重点项目完成投资、限定 → 约" in said(app)
    app = press(app, REBUILD)
    assert "约 254 亿元" in [each.value for each in app.subheader] and "**重点项目完成投资**" in said(app)
    changed = fact_of(own, "254")
    assert (changed["indicator"], changed["observation_id"]) == ("key_project_investment", fact["observation_id"])
    fields = tables.evidence_rows(changed, own.words())
    assert any("指标原读作地区生产总值 · 限定原读作“确数”" in value for _, value, _ in fields)
    assert stand(own, changed).state == "in_force"
    next(each for each in app.text_input if str(each.key).startswith("undo_")).set_value("看错了")
    press(press(app, "撤销"), REBUILD)
    assert fact_of(own, "254").to_dict() == fact.to_dict()


def test_an_address_of_earlier_days_leads_to_its_fact(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    fact = fact_of(own, "42")
    app = opened(own.path, monkeypatch, fact=old_name(fact.to_dict()))
    assert not app.exception and "42 个" in [each.value for each in app.subheader] and not app.warning
    assert app.query_params["fact"] == fact["observation_id"]


def test_a_rejected_fact_is_found_among_the_left_out_and_restored(
    own: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    app = opened(own.path, monkeypatch, fact=fact_of(own, "254")["observation_id"])
    app = press(decide(app, Action.REJECT, "不是本区的数"), REBUILD)
    assert not app.exception and "**人工剔除**" in said(app) and "不是本区的数" in said(app)
    assert own.frames.observations(value="254").empty
    app = press(app, "关闭")
    assert "**人工剔除**" not in said(app)
    rejected = own.frames.remarks("a2024").query("reason == 'rejected'").iloc[0]
    app.session_state[left_out.CHOSEN] = ("a2024", viewer.remark_key(rejected))
    app = app.run()
    next(each for each in app.text_input if str(each.key).startswith("undo_")).set_value("看错了")
    app = press(press(app, "撤销"), REBUILD)
    assert not app.exception and "254 亿元" in [each.value for each in app.subheader]


@pytest.mark.parametrize(
    ("action", "why", "fields", "message"),
    [
        (Action.ACCEPT, " ", {}, "没有记下：请填写原因。"),
        (Action.OVERRIDE, "核对", {}, "没有改动"),
        (Action.OVERRIDE, "核对", {"value": "二百"}, "不是数字"),
        (Action.OVERRIDE, "核对", {"period": "去年"}, "不是时期"),
        (Action.OVERRIDE, "核对", {"unit": "家"}, "与指标不符"),
        (Action.OVERRIDE, "核对", {"indicator": "signed_projects"}, "以 亿元 计的数值与它不符"),
    ],
)
def test_what_cannot_be_recorded_is_said_in_a_sentence(
    action: Action, why: str, fields: dict[str, str], message: str, own: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    app = opened(own.path, monkeypatch, fact=fact_of(own, "254")["observation_id"])
    app = decide(app, action, why, **fields)
    assert not app.exception and message in app.error[0].value and "--" not in app.error[0].value
    assert not own.config.corrections.exists()


def test_two_people_decide_at_once_and_nothing_is_lost(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (opened(own.path, monkeypatch, fact=fact_of(own, value)["observation_id"]) for value in ("254", "42"))
    decide(one, Action.ACCEPT, "第一位")
    decide(other, Action.ACCEPT, "第二位")
    assert [entry.why for entry in corrections.load(own.config).in_force] == ["第一位", "第二位"]


# what was done by somebody else to the fact that is open: an action, or the undoing of what was decided before
MEANWHILE = [
    (Action.ACCEPT, Action.OVERRIDE), (Action.ACCEPT, Action.REJECT), (Action.REJECT, Action.OVERRIDE),
    (Action.OVERRIDE, Action.ACCEPT), (Action.OVERRIDE, Action.OVERRIDE), (Action.OVERRIDE, Action.REJECT),
]  # fmt: skip


@pytest.mark.parametrize(("mine", "theirs"), MEANWHILE, ids=[f"{mine} after {theirs}" for mine, theirs in MEANWHILE])
def test_of_two_on_one_fact_the_second_is_told_and_loses_nothing(
    mine: Action, theirs: Action, own: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = fact_of(own, "254")
    app = opened(own.path, monkeypatch, fact=fact["observation_id"])
    digest = str(own.frames.documents.set_index("doc").loc[fact["doc"], "digest"])
    change = Change(value="253") if theirs is Action.OVERRIDE else Change()
    corrections.decide(
        own.config, observation_of(fact.to_dict()), digest, theirs, why="先看的", who="李某", change=change
    )
    app = decide(app, mine, "后看的", **({"value": "255.5"} if mine is Action.OVERRIDE else {}))
    assert "没有记下：您打开以后，别人已经定过" in app.error[0].value and "李某" in app.error[0].value
    assert ("253" in app.error[0].value) is (theirs is Action.OVERRIDE) and "先看的" in app.error[0].value
    assert [entry.who for entry in corrections.load(own.config).entries] == ["李某"], "nothing is written of itself"
    why = next(each for each in app.text_input if str(each.key).startswith("why_"))
    assert why.value == "后看的"
    chosen = next(group for group in app.get("button_group") if str(group.key).startswith("correct_as_"))
    if mine is Action.ACCEPT:  # there is nothing more to accept: it does not become what was never meant
        assert chosen.value == Action.OVERRIDE
        app = press(app, SAVE)
        assert "没有改动" in app.error[0].value and len(corrections.load(own.config).entries) == 1
        return
    assert chosen.value == mine
    if mine is Action.OVERRIDE:
        assert next(each for each in app.text_input if str(each.key).startswith("value_")).value == "255.5"
    app = press(app, SAVE)  # who has seen it may decide all the same
    assert not app.error
    *_, last = corrections.load(own.config).entries
    assert (last.action, last.why, last.change.value) == (mine, "后看的", "255.5" if mine is Action.OVERRIDE else "")


def test_a_decision_that_was_taken_back_meanwhile_is_told(own: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(own.path, monkeypatch, fact=fact_of(own, "254")["observation_id"])
    app = decide(app, Action.OVERRIDE, "对照原件", value="255.5")
    corrections.undo(own.config, corrections.load(own.config).in_force[0], why="看错", who="李某")
    app = decide(app, Action.OVERRIDE, "再对照", value="256")
    assert "别人已经定过" in app.error[0].value and "撤销" in app.error[0].value and "李某" in app.error[0].value
    assert len(corrections.load(own.config).entries) == 2


@pytest.mark.parametrize("title", ["2025年3月5日星期三", "2025-03-05", "（2025年3月5日）", "2025年3月5日 周三", ""])
def test_a_date_is_no_title_of_a_report(title: str) -> None:
    row = {"doc": "001", "title": title, "zone": "东山开发区", "published": "2025-03-05"}
    assert about.name(row, nameless("zh")) == "东山开发区 2025-03-05 · 001"


def test_a_report_is_named_by_its_title_and_its_file() -> None:
    row = {"doc": "001", "title": "2024年工作报告", "zone": "东山开发区", "published": ""}
    assert about.name(row, nameless("zh")) == "2024年工作报告 · 001"
    assert about.name({**row, "doc": "2024年工作报告"}, nameless("zh")) == "2024年工作报告"


def test_a_reading_to_confirm_says_what_was_read_and_how_surely(full: Sample) -> None:
    remark = {"reason": "to_confirm", "detail": "gdp 2024-H1 0.43"}
    assert left_out.detail_of(remark, full.words()) == "地区生产总值 · 2024年1–6月 · 把握 43 %"
    assert left_out.detail_of({"reason": "no_period", "detail": "gdp"}, full.words()) == "地区生产总值"
    assert (
        left_out.detail_of({"reason": "no_zone", "detail": "甲经开区、乙经开区"}, full.words()) == "甲经开区、乙经开区"
    )


def test_the_confidence_of_a_fact_is_told_where_it_was_weighed(full: Sample) -> None:
    fact = full.frames.observations(doc="b2023").iloc[0].to_dict() | {"confidence": 0.873, "trace": "strong +1.00"}
    rows = {name: value for name, value, _ in tables.evidence_rows(fact, full.words())}
    assert rows["把握"] == "87 %"
    by_hand = {name for name, _, _ in tables.evidence_rows(fact | {"flags": "corrected"}, full.words())}
    assert "把握" not in by_hand and "把握" not in {
        name for name, _, _ in tables.evidence_rows(fact | {"trace": ""}, full.words())
    }


# The outline


OUTLINED = """\
2024年3月1日  星期五

经开区去年经济稳中有进
本报讯（记者 王某）2024年，东山经济技术开发区地区生产总值完成254亿元，同比增长5.0%，各项工作取得新的成绩。
一、项目建设
全年签约项目42个，开工30个，竣工20个，为今后的发展打下了基础，园区上下干劲十足。

新区医院开门迎客
本报讯（记者 李某）昨日上午，新区医院正式开诊，周边的居民看病更方便了，大家纷纷前来参观，赞不绝口。
"""


def test_a_heading_names_its_place_in_the_raw_text() -> None:
    headings = read_outline(OUTLINED, "txt")
    assert [(each.text, each.level) for each in headings] == [
        ("经开区去年经济稳中有进", 0), ("一、项目建设", 1), ("新区医院开门迎客", 0),
    ]  # fmt: skip
    assert len({each.article for each in headings}) == 2
    for each in headings:
        assert OUTLINED[each.start : each.end].strip() == each.text
    assert read_outline("指标\t2024年\n产值\t12\n", "xlsx") == ()


def test_headings_are_pieces_that_can_be_gone_to() -> None:
    heads = [(each.start, each.end) for each in read_outline(OUTLINED, "txt")]
    marked = viewer.mark(OUTLINED, facts_at((0, 5)), NO_REMARKS, (0, len(OUTLINED)), {}, nameless("zh"), heads)
    assert drawn(marked) == OUTLINED
    said = ["".join(piece["t"] for piece in all_pieces(marked) if number in piece.get("o", ())) for number in range(3)]
    assert [each.strip() for each in said] == ["经开区去年经济稳中有进", "一、项目建设", "新区医院开门迎客"]


def test_the_outline_is_there_where_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(OUTLINED, encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.lstrip(), encoding="utf-8")
    build(path)
    app = opened(path, monkeypatch)
    assert not app.exception and not [button for button in app.button if "新区医院" in button.label]
    app = app.toggle(key="w_outline").set_value(True).run()
    app = press(app, "2 新区医院开门迎客")
    assert not app.exception and app.session_state["outline_jump"] == ("a", 2, 1)


def test_a_share_of_a_plan_is_named_where_its_number_does_not_tell(tmp_path: Path) -> None:
    facts = (
        Fact("a", "地区生产总值完成254亿元", "gdp", "2024", "254"),
        Fact("a", "完成年度计划的101.6%", "gdp", "2024", "101.6", "%", measure="completion"),
        Fact("a", "同比增长5.0%", "gdp", "2024", "5.0", "%", measure="growth"),
    )  # fmt: skip
    with Sample(tmp_path / "plan", facts) as sample:
        words, rows = sample.words(), sample.frames.observations()
    assert set(tables.fact_list(rows, words)["指标"]) == {"地区生产总值", "地区生产总值 · 完成年度计划"}
    titles = [viewer.fact_title(row, words) for row in rows.to_dict("records")]
    assert "地区生产总值 完成年度计划 2024年 实际 101.6 %" in titles and "地区生产总值 2024年 实际 +5.0 %" in titles
