"""What people noted shows in the brief: at the rows it is on, with who and when, and below, in every file."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pptx
import pytest

from kpi.briefs import files
from kpi.briefs.content import Brief, brief_of
from kpi.briefs.sources import written_line
from kpi.briefs.table import told
from kpi.results.notes import Note
from tests.briefs.samples import build_of, row, wording
from tests.briefs.test_content import TARGETS, gdp
from tests.dashboard_data import GDP, INVESTMENT, KEY, NOT_MARKUP, SIGNED, A, B

WHEN = "2026-05-04T10:32:00+08:00"


def note(indicator: str, period: str, text: str, who: str = "王敏", zone: str = A) -> Note:
    return Note(f"n{indicator}{period}{text}", zone, indicator, period, text, who, WHEN)


def noted(folder: Path, *notes: Note, year: int | None = None) -> Brief:
    build, sample = build_of(folder, (*TARGETS, gdp("240", "2023")))
    return brief_of(build, A, sample.config, year, notes=notes)


NOTES = (
    note("patents_granted", "2025", "科技局未报"), note(SIGNED, "2025", "目标待定"),
    note(GDP, "2023", NOT_MARKUP, "Anna"), note(GDP, "2024", "快报数\n待核"), note(GDP, "2024", "别的区", zone=B),
)  # fmt: skip


def test_a_note_is_on_the_rows_of_its_indicator_that_show_its_year(tmp_path: Path) -> None:
    made = noted(tmp_path, *NOTES)
    assert row(made, GDP).written == (1, 2), "of the year before too: the small line has it"
    assert row(made, SIGNED).written == (3,), "on the target of the year to come"
    assert row(made, INVESTMENT, scope=KEY).written == ()
    assert [(each.number, each.note.text) for each in made.written] == [
        (1, NOT_MARKUP), (2, "快报数\n待核"), (3, "目标待定"), (4, "科技局未报"),
    ]  # fmt: skip


def test_a_year_that_was_asked_for_has_its_own_notes_alone(tmp_path: Path) -> None:
    assert [each.note.text for each in noted(tmp_path, *NOTES, year=2023).written] == [NOT_MARKUP]


def test_without_notes_nothing_speaks_of_them(tmp_path: Path) -> None:
    made = noted(tmp_path)
    assert not made.written
    assert "批注" not in files.made(made, wording(tmp_path / "words"), ".html").decode().split("<body")[1]


@pytest.mark.parametrize(("language", "line"), [
    ("zh", "2024年 地区生产总值：快报数 待核（王敏，2026-05-04 10:32）"),
    ("en", "2024 Gross domestic product: 快报数 待核 (王敏, 2026-05-04 10:32)"),
])  # fmt: skip
def test_it_says_who_and_when(language: str, line: str, tmp_path: Path) -> None:
    made, words = noted(tmp_path, *NOTES), wording(tmp_path / "words", language)
    assert written_line(made.written[1], words) == line
    said = next(each for each in told(made, words) if each.value.startswith("254"))
    assert said.written == ("★1 Anna 2026-05-04", "★2 王敏 2026-05-04")


@pytest.mark.parametrize("ending", files.ENDINGS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_file_has_them_at_the_row_and_below(ending: str, language: str, tmp_path: Path) -> None:
    made, words = noted(tmp_path, *NOTES), wording(tmp_path / "words", language)
    data = files.made(made, words, ending)
    text = _text(data, ending)
    assert text.count("★1 Anna 2026-05-04") == 1, "at the row"
    for each in made.written:
        plain = written_line(each, words)
        if ending == ".html":
            plain = plain.replace("<", "&lt;").replace(">", "&gt;")
        assert f"★{each.number} {plain}" in text or f"★{each.number}</span> {plain}" in text
    assert words("brief_written") in text


def _text(data: bytes, ending: str) -> str:
    if ending == ".docx":
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
        return "\n".join([*(each.text for each in document.paragraphs), *cells])
    if ending == ".pptx":
        shapes = [shape for slide in pptx.Presentation(io.BytesIO(data)).slides for shape in slide.shapes]
        cells = [
            cell.text for shape in shapes if shape.has_table for line in shape.table.rows for cell in line.cells
        ]  # fmt: skip
        return "\n".join([*(shape.text_frame.text for shape in shapes if shape.has_text_frame), *cells])
    text = data.decode()
    return text.replace("\\", "") if ending == ".md" else text


def test_a_long_note_takes_slides_enough(tmp_path: Path) -> None:
    many = [note(GDP, "2024", f"{at}" + "很长的批注" * 190) for at in range(9)]
    data = files.made(noted(tmp_path, *many), wording(tmp_path / "words"), ".pptx")
    slides = [slide for slide in pptx.Presentation(io.BytesIO(data)).slides if "批注" in slide.shapes.title.text]
    assert len(slides) >= 3
