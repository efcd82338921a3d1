"""The files of a brief: they open, hold the same as the page, are the same bytes each time, and harm nothing."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pptx
import pytest
from docx.oxml.ns import qn

from kpi.briefs import files, style
from kpi.briefs.charts import charts_of, drawable
from kpi.briefs.content import Brief
from kpi.briefs.office_files import clean, is_brief
from kpi.briefs.page import COLUMNS, fragment
from kpi.briefs.slides import FOOT, HEIGHT, TOP
from kpi.briefs.sources import source_line
from kpi.briefs.table import told
from kpi.vocabulary.errors import KpiError
from kpi.wording.numbers import unbroken
from kpi.wording.wording import Wording
from tests.briefs.samples import brief, wording
from tests.briefs.test_content import TARGETS, gdp
from tests.dashboard_data import GDP, NOT_MARKUP, SIGNED, A, B, Fact

YEARS = tuple(gdp(str(200 + year), str(2014 + year)) for year in range(4, 10))
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> {{ }} & \"x\" _x000D_ ${PAGE}"
WHOLE = (
    *TARGETS, *YEARS, gdp("300", zone=B), gdp("270", "2025", kind="target"),
    Fact("b1", "签约制造业项目42个", SIGNED, "2024", "42", "个", scope="制造业", flags=("year_assumed",)),
    Fact("b1", "签约制造业项目目标50个", SIGNED, "2024", "50", "个", "target", scope="制造业"),
    Fact("m", NOT_MARKUP, SIGNED, "2023", "20", "个"),
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    found = brief(tmp_path_factory.mktemp("brief"), WHOLE)
    sources = tuple(replace(source, title=HOSTILE, page=7) for source in found.sources)
    return replace(found, sources=sources)


@pytest.fixture(scope="module", params=["zh", "en"])
def words(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Wording:
    return wording(tmp_path_factory.mktemp("words"), request.param)


@pytest.mark.parametrize("ending", files.ENDINGS)
def test_the_same_brief_is_the_same_bytes(ending: str, made: Brief, words: Wording) -> None:
    assert files.made(made, words, ending) == files.made(made, words, ending)


@pytest.mark.parametrize("ending", [".docx", ".pptx"])
def test_all_times_in_it_are_those_of_the_build(ending: str, made: Brief, words: Wording) -> None:
    def times(package: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(package)) as file:
            assert {info.date_time for info in file.infolist()} == {(2026, 6, 1, 9, 30, 0)}
            said = file.read("docProps/core.xml").decode()
            stamps = re.findall(r"<dcterms:\w+[^>]*>([^<]*)", said)
            assert set(stamps) == {"2026-06-01T09:30:00Z"}
            for name in file.namelist():
                if name.endswith(".xlsx"):
                    times(file.read(name))

    times(files.made(made, words, ending))


@pytest.mark.parametrize("ending", [".docx", ".pptx"])
def test_every_part_is_there_and_well_formed(ending: str, made: Brief, words: Wording) -> None:
    """What a program would have to repair: a relation into nothing, a part of no type, two of one name, broken XML."""
    with zipfile.ZipFile(io.BytesIO(files.made(made, words, ending))) as file:
        names = file.namelist()
        assert len(names) == len(set(names)) and file.testzip() is None
        types = file.read("[Content_Types].xml").decode()
        for name in names:
            suffix = name.rpartition(".")[2]
            assert f'PartName="/{name}"' in types or f'Extension="{suffix}"' in types or name == "[Content_Types].xml"
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(file.read(name))
            if name.endswith(".rels"):
                base = Path("/") / Path(name).parent.parent
                for relation in ElementTree.fromstring(file.read(name)):
                    if relation.get("TargetMode") != "External":
                        target = (base / str(relation.get("Target"))).as_posix()
                        inside = str(Path(target)).lstrip("/") if ".." not in target else _resolved(target)
                        assert inside in names, (name, target)


def _resolved(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def test_the_document_holds_sentence_table_charts_and_notes(made: Brief, words: Wording) -> None:
    document = docx.Document(io.BytesIO(files.made(made, words, ".docx")))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert unbroken(words("brief_targets", count=4)) in text and HOSTILE in text
    table = document.tables[0]
    assert len(table.rows) == len(made.rows) + 1
    rows = told(made, words)
    assert unbroken(rows[0].value) in table.rows[1].cells[2].text, "a number stays in one line with its unit"
    assert rows[0].verdict in table.rows[1].cells[0].text
    for row in table.rows:
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None, "a row is split over pages"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    order = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
    asked = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    assert order == [name for name in asked if name in order], "Word repairs what stands in another order"
    widths = [round(column.width.cm, 1) for column in table.columns]
    assert len(set(widths)) > 1 and sum(widths) <= 17.41
    assert len(document.part.element.findall(f".//{qn('w:drawing')}")) == len(charts_of(made, words))


def test_each_number_leads_to_its_note_in_the_document(made: Brief, words: Wording) -> None:
    body = docx.Document(io.BytesIO(files.made(made, words, ".docx"))).element.body
    led = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert led and set(led) <= marks == {f"note_{source.number}" for source in made.sources}
    for source in made.sources:
        assert clean(source_line(source, words)) in "\n".join(
            "".join(node.text or "" for node in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p"))
        )


def test_nothing_in_the_document_is_a_field_but_the_page(made: Brief, words: Wording) -> None:
    with zipfile.ZipFile(io.BytesIO(files.made(made, words, ".docx"))) as file:
        parts = {name: file.read(name).decode("utf-8", "replace") for name in file.namelist() if name.endswith(".xml")}
    fields = [found for text in parts.values() for found in re.findall(r"<w:instrText[^>]*>([^<]*)", text)]
    assert fields == ["PAGE"]
    assert not any("fldSimple" in text or "<script" in text for text in parts.values())


def test_the_slides_hold_the_same(made: Brief, words: Wording) -> None:
    deck = pptx.Presentation(io.BytesIO(files.made(made, words, ".pptx")))
    assert deck.slide_width * 9 == deck.slide_height * 16
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    tables = [shape.table for shape in shapes if shape.has_table]
    assert sum(len(table.rows) - 1 for table in tables) == len(made.rows)
    charts = [shape for shape in shapes if shape.has_chart]
    assert len(charts) == len(charts_of(made, words))
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in charts)
    text = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    assert unbroken(words("brief_targets", count=4)) in text, "a number stays in one line with its unit"
    assert all(f"[{source.number}] " in text for source in made.sources)
    assert all(slide.shapes.title is not None and slide.shapes.title.text_frame.text for slide in deck.slides)
    for shape in shapes:
        assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width, shape.name


def test_no_slide_of_the_table_runs_over_its_end(made: Brief, words: Wording) -> None:
    many = replace(made, rows=made.rows * 6)
    deck = pptx.Presentation(io.BytesIO(files.made(many, words, ".pptx")))
    pages = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(pages) > 3 and max(len(table.rows) for table in pages) <= 19
    assert all(words("brief_verdict") == table.cell(0, 0).text for table in pages), "each has the head"
    room = HEIGHT - TOP - FOOT
    assert all(sum(line.height.pt for line in table.rows) <= room for table in pages), "nothing runs into the foot"
    small = [line for line in pages[0].rows if any(len(cell.text_frame.paragraphs) > 1 for cell in line.cells)]
    assert small and all(line.height.pt > 31 for line in small), "a second line has room"


@pytest.mark.parametrize("ending", [".docx", ".pptx"])
def test_fonts_are_those_of_a_chinese_windows(ending: str, made: Brief, words: Wording) -> None:
    with zipfile.ZipFile(io.BytesIO(files.made(made, words, ending))) as file:
        named = "theme" if ending == ".pptx" else "styles"
        parts = "".join(file.read(name).decode() for name in file.namelist() if named in name)
        charts = "".join(file.read(name).decode() for name in file.namelist() if "/charts/chart" in name)
    assert style.CHINESE_FONT in parts and style.LATIN_FONT[words.language] in parts
    assert f'<a:ea typeface="{style.CHINESE_FONT}"' in charts


def test_bars_say_what_the_table_says(made: Brief, words: Wording) -> None:
    deck = pptx.Presentation(io.BytesIO(files.made(made, words, ".pptx", [])))
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    shares = [row.aim.share for row in made.rows if row.aim and row.aim.share == row.aim.share]
    assert list(chart.plots[0].series[0].values) == shares
    labels = [chart.plots[0].series[0].points[at].data_label.text_frame.text for at in range(len(shares))]
    assert labels == [row.share for row in told(made, words) if "%" in row.share and row.target]
    doubtful = next(at for at, row in enumerate(made.rows) if row.standing == "in_doubt")
    assert "pattFill" in chart.plots[0].series[0].points[doubtful]._element.xml


def test_the_years_are_joined_only_where_they_follow_each_other(tmp_path: Path) -> None:
    facts = (gdp("200", "2019"), gdp("210", "2020"), gdp("240", "2023"), gdp("250", "2024", kind="estimate"),
             gdp("270", "2025", kind="target"))  # fmt: skip
    made, words = brief(tmp_path, facts), wording(tmp_path)
    deck = pptx.Presentation(io.BytesIO(files.made(made, words, ".pptx", [GDP])))
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert list(chart.plots[0].categories) == [str(year) for year in range(2019, 2026)]
    actual, estimate, target = chart.plots[0].series
    assert list(actual.values) == [200, 210, None, None, 240, None, None]
    assert list(estimate.values) == [None, None, None, None, None, 250, None]
    assert list(target.values) == [None, None, None, None, None, None, 270]
    assert chart.plots[0]._element.getparent().getparent().find(".//{*}dispBlanksAs").get("val") == "gap"


def test_charts_are_chosen(made: Brief, words: Wording) -> None:
    assert drawable(made) == [GDP]
    assert len(charts_of(made, words)) == 2 and len(charts_of(made, words, [])) == 1
    assert len(charts_of(made, words, [SIGNED])) == 2, "two years will do where somebody asks for them"


@pytest.mark.parametrize("ending", files.ENDINGS)
@pytest.mark.parametrize("facts", [(), (gdp("254"),)], ids=["nothing", "one value"])
def test_little_is_enough(facts: tuple[Fact, ...], ending: str, tmp_path: Path) -> None:
    made = brief(tmp_path, (*facts, gdp("1", zone=B)), zone=A)
    data = files.made(made, wording(tmp_path), ending)
    if ending == ".docx":
        docx.Document(io.BytesIO(data))
    if ending == ".pptx":
        assert len(pptx.Presentation(io.BytesIO(data)).slides) >= 1


def test_the_page_is_text_whatever_a_report_says(made: Brief, words: Wording) -> None:
    html = files.made(made, words, ".html").decode()
    assert (
        "<script" not in html
        and "alert(1)" in html
        and "<b>" not in html
        and "http://example" not in html.split("<body")[0]
    )
    assert not re.search(r"\son\w+=", html) and not re.search(r'(src|href)="(?!#)', html)


def test_the_page_has_a_row_for_each_row_with_what_it_sorts_by(made: Brief, words: Wording) -> None:
    table = ElementTree.fromstring(fragment(made, words).replace("<br>", "<br/>")).find("table")
    assert table is not None
    heads = [button.get("data-column") for button in table.iter("button")]
    assert heads == list(COLUMNS)
    rows = table.findall("tbody/tr")
    assert [row.get("class") for row in rows] == [row.standing for row in made.rows]
    at = heads.index("value")
    assert [row[at].get("data-sort") for row in rows] == [
        "" if row.value is None else f"{row.value.number:.10g}" for row in made.rows
    ]
    assert all(row.get("data-open") for row in rows)
    assert len(table.findall(".//span[@class='pace']")) == sum(bool(row.aim and row.aim.of_part) for row in made.rows)


def test_a_column_of_which_nothing_is_known_is_left_out(tmp_path: Path) -> None:
    html = fragment(brief(tmp_path, (gdp("254"),)), wording(tmp_path))
    assert 'data-column="value"' in html and 'data-column="rank"' not in html and 'data-column="share"' not in html


@pytest.mark.parametrize("ending", [".docx", ".pptx"])
def test_a_column_that_says_nothing_takes_no_room_in_a_document(ending: str, tmp_path: Path) -> None:
    data = io.BytesIO(files.made(brief(tmp_path, (gdp("254"),)), wording(tmp_path / "words"), ending))
    if ending == ".docx":
        cells = docx.Document(data).tables[0].rows[0].cells
        widths = [cell.width.cm for cell in cells]
        assert sum(widths) == pytest.approx(17.4, abs=0.1), "the others take it"
    else:
        shapes = [shape for slide in pptx.Presentation(data).slides for shape in slide.shapes if shape.has_table]
        cells = shapes[0].table.rows[0].cells
    assert [cell.text for cell in cells] == ["判定", "指标", "最新值", "时期"]


def test_slides_are_filled(tmp_path: Path) -> None:
    made = brief(tmp_path, (gdp("254"), gdp("97", "2024-H1")))
    many = replace(made, rows=made.rows[:1] * 30)
    data = io.BytesIO(files.made(many, wording(tmp_path / "words"), ".pptx"))
    tables = [shape.table for slide in pptx.Presentation(data).slides for shape in slide.shapes if shape.has_table]
    assert len(tables[0].rows) >= 14, "a row of one line is not taken for two"


def test_the_line_leaves_a_gap_and_tells_an_estimate(tmp_path: Path) -> None:
    facts = (gdp("200", "2019"), gdp("210", "2020"), gdp("240", "2023"), gdp("250", kind="estimate"))
    html = fragment(brief(tmp_path, facts), wording(tmp_path))
    assert html.count("<line ") == 2 and html.count('class="dashed"') == 1 and html.count('class="hollow"') == 1
    assert "<svg" not in fragment(brief(tmp_path / "two", facts[:2]), wording(tmp_path)), "two points are no history"


def test_a_small_change_is_drawn_as_one(tmp_path: Path) -> None:
    def heights(*values: str) -> list[float]:
        facts = [gdp(value, str(2022 + at)) for at, value in enumerate(values)]
        html = fragment(brief(tmp_path / values[0] / values[1], facts), wording(tmp_path))
        return [float(y) for y in re.findall(r'cy="([\d.]+)"', html)]

    high, low, again = heights("100", "50", "100")
    assert low - high > 13 and high == again
    one, _, other = heights("100", "100.5", "101")
    assert 0 < one - other < 2


def test_markdown_holds_it_all_as_text(made: Brief, words: Wording) -> None:
    text = files.made(made, words, ".md").decode()
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(table) == len(made.rows) + 2 and len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) == 1
    assert (
        not re.search(r"(?<!\\)<script", text)
        and r"\<script\>" in text
        and all(f"\\[{each.number}\\]" in text for each in made.sources)
    )


@pytest.mark.parametrize("ending", files.ENDINGS)
def test_a_brief_takes_the_place_of_a_brief_and_of_nothing_else(
    ending: str, made: Brief, words: Wording, tmp_path: Path
) -> None:
    path = tmp_path / f"简报{ending}"
    data = files.made(made, words, ending)
    files.write(data, path)
    files.write(data, path)
    assert path.read_bytes() == data
    path.write_bytes(b"somebody else's")
    with pytest.raises(KpiError, match="不是 kpi brief 写的"):
        files.write(data, path)
    assert path.read_bytes() == b"somebody else's"


def test_a_document_of_somebody_else_is_no_brief(tmp_path: Path) -> None:
    other = io.BytesIO()
    docx.Document().save(other)
    assert not is_brief(other.getvalue()) and not is_brief(b"") and not is_brief(b"PK\x03\x04")


@pytest.mark.parametrize("name", ["x.doc", "x.pdf", "x", "x.csv"])
def test_other_endings_are_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(KpiError, match=r"\.docx、\.pptx、\.html、\.md"):
        files.ending_of(Path(name))


def test_text_keeps_no_sign_that_a_file_cannot_hold() -> None:
    assert clean("a\x00b\x0bc\ud800d\ne\ufffe") == "abcd e"
