"""Tables in rows and columns: which cells are facts, which are none and why, and that any table does no harm."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.building.pipeline import Extractor
from kpi.documents.reading import read_document
from kpi.settings.config import load_config
from kpi.tables.cells import lay_out, value_in
from kpi.tables.heads import units_in
from kpi.vocabulary.model import Document, Extraction, Grid, GridCell, Observation

SPEC: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "specs" / "grids.yaml").read_text("utf-8"))
CASES: list[dict[str, Any]] = SPEC["cases"]
TITLE = "濮阳经济技术开发区2024年经济社会发展情况\n（2025年2月11日）"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_config(Path(__file__).parents[2] / "config.yaml"))


def document_of(*parts: str | tuple[str, str]) -> Document:
    """A document of paragraphs and tables; a table is its caption and its rows, cells parted by |."""
    text, grids = "", []
    for part in parts:
        if isinstance(part, str):
            text += f"{part}\n"
            continue
        caption, rows = part
        text += f"{caption}\n" if caption else ""
        grid, table = _laid(rows, len(text), caption)
        grids.append(grid)
        text += f"{table}\n"
    return Document("report", "report.docx", text, "", tables=tuple(grids))


def _laid(rows: str, at: int, caption: str) -> tuple[Grid, str]:
    text, cells = "", dict[tuple[int, int], GridCell]()
    for row, line in enumerate(rows.strip("\n").split("\n")):
        text += "\n" if row else ""
        for column, word in enumerate(line.split("|")):
            text += "\t" if column else ""
            if word in ("<", "^"):
                step = (row, column - 1) if word == "<" else (row - 1, column)
                merged = next(c for c in cells.values() if _covers(c, *step))
                cells[merged.row, merged.column] = GridCell(
                    *(merged.row, merged.column, merged.start, merged.end),
                    rows=row - merged.row + 1,
                    columns=max(column - merged.column + 1, merged.columns),
                )
                continue
            start = at + len(text)
            cells[row, column] = GridCell(row, column, start, start + len(word))
            text += word
    return Grid(at, at + len(text), tuple(cells.values()), caption), text


def _covers(cell: GridCell, row: int, column: int) -> bool:
    return cell.row <= row < cell.row + cell.rows and cell.column <= column < cell.column + cell.columns


def _number(value: Decimal | None) -> str:
    return f"{(value or Decimal(0)).normalize():f}"


def _written(fact: Observation, zone: str) -> str:
    cells = [fact.indicator, fact.measure, fact.kind, fact.period]
    cells += [f"{fact.comparator} {_number(fact.value)} {fact.unit}"]
    cells += [fact.zone if fact.zone != zone else "", fact.scope] if fact.scope or fact.zone != zone else []
    return " | ".join(cells).rstrip(" |")


def _expected(line: str) -> str:
    cells = [cell.strip() for cell in line.split("|")]
    comparator, value, unit = cells[4].split(" ")
    cells[4] = f"{comparator} {_number(Decimal(value))} {unit}"
    return " | ".join(cells)


def _params() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["why"][:70],
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=case["gap"])] if "gap" in case else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", _params())
def test_table(case: dict[str, Any], extractor: Extractor) -> None:
    frame = SPEC["frames"][case.get("frame", "report")]
    extraction = extractor.extract(document_of(frame["text"], (case.get("caption", ""), case["table"])))
    found = [fact for fact in extraction.observations if fact.pattern == "table"]
    remarks = [f"{r.reason} {r.quote.split(chr(9))[-1]}" for r in extraction.remarks if "\t" in r.quote]
    assert sorted(_written(fact, frame["zone"]) for fact in found) == sorted(map(_expected, case["facts"])), remarks
    assert sorted(remarks) == sorted(case.get("remarks", [])), case["why"]
    assert len(found) == len(extraction.observations), "nothing in the table is read as a sentence as well"


def test_evidence_is_the_row_as_it_stands(extractor: Extractor) -> None:
    document = document_of(TITLE, ("表1", "指标|单位|2024年|增长（％）\n 一、地区生产总值 |亿元|２１２．６|6.5"))
    level, growth = extractor.extract(document).observations
    row = "一、地区生产总值 \t亿元\t２１２．６\t6.5"
    assert (level.quote, growth.quote) == ("一、地区生产总值 \t亿元\t２１２．６", row)
    assert document.text[level.sentence_start : level.sentence_end] == row
    assert (level.value, level.unit, level.alias, level.pattern) == (Decimal("212.6"), "亿元", "地区生产总值", "table")
    assert level.basis == "zone:named;period:stated;kind:default"
    assert (level.period_ground, growth.period_ground) == ("2024年", "2024年"), "growth takes the year of its amount"


def test_area_of_the_table_is_its_ground(extractor: Extractor) -> None:
    document = document_of(TITLE, ("九江市2024年", "指标|完成（亿元）\n地区生产总值|1200"))
    (fact,) = extractor.extract(document).observations
    assert (fact.zone, fact.basis.split(";")[0], fact.flags) == ("九江市", "zone:table", ("unknown_zone",))


def test_layout_is_read_cell_by_cell(extractor: Extractor) -> None:
    prose = "2024年，全区地区生产总值完成200亿元，增长6%。|固定资产投资完成110亿元，同比增长8%。\n"
    prose += "综述|一般公共预算收入15亿元。"
    facts = extractor.extract(document_of(TITLE, ("", prose))).observations
    assert [(f.indicator, str(f.measure), _number(f.value)) for f in facts] == [
        ("gdp", "level", "200"),
        ("gdp", "growth", "6"),
        ("fixed_asset_investment", "level", "110"),
        ("fixed_asset_investment", "growth", "8"),
        ("fiscal_revenue", "level", "15"),
    ]
    assert not any("\t" in fact.quote for fact in facts), "no sentence runs from one cell into the next"


def test_prose_beside_numbers_is_read_as_sentences(extractor: Extractor) -> None:
    table = "指标|2024年完成|主要措施\n固定资产投资|110亿元|狠抓项目建设，2024年新开工项目60个，强化要素保障。"
    facts = extractor.extract(document_of(TITLE, ("", table))).observations
    assert [(f.indicator, f.pattern == "table") for f in facts] == [
        ("fixed_asset_investment", True),
        ("projects_started", False),
    ]


def test_sentences_around_a_table_stay(extractor: Extractor) -> None:
    table = ("表1 主要指标", "指标|2024年（亿元）\n固定资产投资|110")
    before, after = "2024年地区生产总值完成200亿元。", "2024年一般公共预算收入完成15亿元"
    facts = extractor.extract(document_of(TITLE, before, table, after)).observations
    assert sorted(fact.indicator for fact in facts) == ["fiscal_revenue", "fixed_asset_investment", "gdp"]


def test_table_goes_on_over_the_page(extractor: Extractor) -> None:
    first = ("单位：亿元", "指标|2024年完成|2025年目标\n地区生产总值|200|220")
    facts = extractor.extract(document_of(TITLE, first, ("", "固定资产投资|110|120"))).observations
    assert [(f.indicator, str(f.kind), _number(f.value)) for f in facts[2:]] == [
        ("fixed_asset_investment", "actual", "110"),
        ("fixed_asset_investment", "target", "120"),
    ]
    wider = extractor.extract(document_of(TITLE, first, ("", "固定资产投资|110|120|130")))
    assert len(wider.observations) == 2, "a table of another width does not go on"
    apart = extractor.extract(
        document_of(TITLE, first, "以下是另外一些情况，供参考使用，口径不同。", ("", "固定资产投资|110|120"))
    )
    assert len(apart.observations) == 2, "a paragraph between ends it"


def test_cells_one_a_line_are_read_once(extractor: Extractor) -> None:
    rows = "项目|2022年|2023年\n地区生产总值|180.2|190.4\n固定资产投资|64.1|70.3"
    facts = extractor.extract(document_of(TITLE, ("表1 主要指标（单位：亿元）", rows))).observations
    assert len(facts) == 4
    listed = extractor.extract(
        Document("r", "r.txt", f"{TITLE}\n表1（单位：亿元）\n{rows.replace('|', chr(10))}\n", "")
    )
    assert [(f.indicator, f.period, f.value) for f in listed.observations] == [
        (f.indicator, f.period, f.value) for f in facts
    ], "the same cells without rows and columns say the same"


def test_order_of_tables_does_not_matter(extractor: Extractor) -> None:
    one, two = ("2023年（单位：亿元）", "指标|完成\n出口额|3"), ("2024年（单位：亿元）", "指标|完成\n出口额|4")

    def facts(*tables: tuple[str, str]) -> set[tuple[str, Decimal | None]]:
        return {(f.period, f.value) for f in extractor.extract(document_of(TITLE, *tables)).observations}

    assert facts(one, two) == facts(two, one) == {("2023", Decimal(3)), ("2024", Decimal(4))}


# the same facts as sentences, as a docx and xlsx table, as a web page and as comma separated values
SENTENCES = (
    "2024年，地区生产总值完成212.6亿元，同比增长6.5%。2024年固定资产投资完成120亿元，同比下降3.2%。2024年城镇新增就业5200人，"
    "同比增长4%。2025年预期目标是：地区生产总值230亿元，固定资产投资132亿元，城镇新增就业不少于5000人。"
)
ROWS = [
    ["指标", "单位", "2024年完成", "同比", "2025年目标"],
    ["地区生产总值", "亿元", "212.6", "6.5%", "230"],
    ["固定资产投资", "亿元", "120", "-3.2%", "132"],
    ["城镇新增就业", "人", "5200", "4%", "不少于5000"],
]
HEADLINE = "濮阳经济技术开发区2024年主要经济指标"


def _save_docx(path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph(HEADLINE)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, words in enumerate(ROWS):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.save(str(path))


def _save_xlsx(path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.append([HEADLINE])
    book.active.merge_cells("A1:E1")
    for words in ROWS:
        book.active.append([float(word) if word.replace(".", "").isdigit() else word for word in words])
    for cell, growth in (("D3", 0.065), ("D4", -0.032)):
        book.active[cell].value, book.active[cell].number_format = growth, "0.0%"
    book.save(path)


def _save_html(path: Path) -> None:
    pytest.importorskip("lxml")
    rows = "".join(f"<tr>{''.join(f'<td>{word}</td>' for word in words)}</tr>" for words in ROWS)
    path.write_text(
        f"<html><head><meta charset='utf-8'><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1>"
        f"<p>一年来，全区上下团结一心，经济运行总体平稳，现将主要指标公布如下，供有关方面参考使用。</p><table>{rows}</table>"
        "<p>以上数据由统计部门提供，感谢社会各界长期以来的关心和支持。</p></body></html>",
        "utf-8",
    )


def _save_csv(path: Path) -> None:
    path.write_text("\n".join([HEADLINE, *(",".join(words) for words in ROWS)]) + "\n", "utf-8")


@pytest.mark.parametrize("save", [_save_docx, _save_xlsx, _save_html, _save_csv], ids=lambda save: save.__name__[6:])
def test_tables_of_files_say_what_sentences_say(save: Any, extractor: Extractor, tmp_path: Path) -> None:
    told = extractor.extract(Document("t", "t.txt", f"{HEADLINE}\n{SENTENCES}\n", ""))
    path = tmp_path / f"report.{save.__name__[6:]}"
    save(path)
    read = extractor.extract(read_document(path, tmp_path))
    assert len(told.observations) == 9
    assert _facts(read) == _facts(told)
    assert {fact.pattern for fact in read.observations} == {"table"}


def _facts(extraction: Extraction) -> set[tuple[object, ...]]:
    return {
        (f.zone, f.indicator, f.scope, f.measure, f.kind, f.period, f.value, f.unit, f.comparator)
        for f in extraction.observations
    }


# text, number with its unit ("" where it is none), why
VALUES = [
    ("1,234.5", "1,234.5 ", "thousands"),
    ("-3.2%", "-3.2 %", "its own unit"),
    ("增长8%左右", "8 %", "verb and bound"),
    ("5-6", "5-6 ", "a range"),
    ("2024年", "", "a year"),
    ("11月", "", "a month"),
    ("—", "", "nothing"),
    ("3个项目", "", "more than a number"),
    ("12/30", "", "two numbers"),
]


@pytest.mark.parametrize(("text", "expected", "why"), VALUES, ids=[row[2] for row in VALUES])
def test_value_of_a_cell(text: str, expected: str, why: str) -> None:
    match = value_in(text)
    assert (f"{match['number']} {match['unit']}" if match else "") == expected, why


def test_units_of_a_bracket() -> None:
    assert units_in("亿元、%") == ("亿元", "%")
    assert units_in("单位:万美元") == ("万美元",)
    assert units_in("限额以上") == ()


def test_merged_cell_stands_at_each_place_it_covers() -> None:
    document = document_of(("", "指标|2024年|<\n^|完成|增长\n出口额|3|4"))
    sheet = lay_out(document.text, document.tables[0])
    words = [["" if cell is None else cell.text for cell in row] for row in sheet.rows]
    assert words == [["指标", "2024年", "2024年"], ["指标", "完成", "增长"], ["出口额", "3", "4"]]


CELLS = (
    "指标|单位|亿元|%|2024年|2025年目标|本月|累计|上年同期|增长(%)|地区生产总值|其中：工业投资|全区|濮阳工业园区|"
    "212.6|-3.2|5-6|≥8%|—|2023|一、工业|重点项目|完成投资|1—11月||固定资产投资完成110亿元，增长8%。"
)
WORDS = st.sampled_from(CELLS.split("|"))


@st.composite
def _grids(draw: st.DrawFn) -> Document:
    rows: Sequence[Sequence[str]] = draw(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=7))
    document = document_of(TITLE, ("单位：亿元", "\n".join("|".join(row) for row in rows)), "地区生产总值完成3亿元。")
    (grid,) = document.tables
    spans = st.integers(1, 3)
    cells = tuple(
        GridCell(cell.row, cell.column, cell.start, cell.end, draw(spans), draw(spans)) for cell in grid.cells
    )
    return Document("r", "r.docx", document.text, "", tables=(Grid(grid.start, grid.end, cells, grid.caption),))


@settings(max_examples=150, deadline=None)
@given(_grids())
def test_any_table(extractor: Extractor, document: Document) -> None:
    extraction = extractor.extract(document)
    for item in (*extraction.observations, *extraction.remarks):
        assert document.text[item.start : item.end] == item.quote
    for fact in extraction.observations:
        assert fact.sentence_start <= fact.start < fact.end <= fact.sentence_end
        assert bool(fact.zone) != ("zone_open" in fact.flags)
        assert fact.period and fact.unit
    keys = [
        (f.zone, f.indicator, f.scope, f.measure, f.kind, f.period)
        for f in extraction.observations
        if f.pattern == "table" and f.comparator == "="
    ]
    assert len(keys) == len(set(keys)), "a table says a thing once"
