"""PDF with a text layer: order, paragraphs, margins, tables, places, and what is told where it cannot be read."""

from __future__ import annotations

import cProfile
import pstats
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpi.building.pipeline import Extractor
from kpi.documents.positions import page_at, unread_pages
from kpi.documents.readers import ocr, pdf, text
from kpi.documents.readers.pdf_letters import Letter, _Print
from kpi.settings.config import load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document, Observation
from tests import hostile_files
from tests.pdf_samples import Column, Sheet, make_pdf, set_text

ROOT = Path(__file__).parents[3]
PARAGRAPHS = (
    "2024年，濮阳经济技术开发区坚持稳中求进工作总基调，全区经济运行总体平稳。初步核算，全年地区生产总值完成254.3亿元，"
    "同比增长5.8%；规模以上工业增加值同比增长7.2%，高于全市1.3个百分点。",
    "全年固定资产投资同比增长9.6%，其中工业投资增长12.4%。一般公共预算收入完成18.65亿元，同比增长6.1%。社会消费品零售总额"
    "完成86.4亿元，增长5.5%。城镇新增就业4730人。",
    "全年实际利用外资1200万美元，实际到位省外资金96.5亿元，同比增长4.3%。新签约亿元以上项目34个，总投资218亿元，"
    "31个省市重点项目完成投资96.3亿元。",
    "2025年，预期地区生产总值增长6%左右，规模以上工业增加值增长7.5%以上，固定资产投资增长10%，一般公共预算收入增长6.5%。",
)
COLUMNS = {
    "one column": [[Column(60, 100, 535, 700)]],
    "two columns": [[Column(50, 100, 285, 700), Column(310, 100, 545, 700)]],
    "three columns, two pages": [
        [Column(40, 100, 196, 260), Column(220, 100, 376, 260), Column(400, 100, 556, 260)],
        [Column(40, 100, 196, 600), Column(220, 100, 376, 600), Column(400, 100, 556, 600)],
    ],
    "three narrow columns": [[Column(40, 100, 184, 760), Column(210, 100, 354, 760), Column(380, 100, 524, 760)]],
    "many pages with a few lines each": [[Column(60, 100, 535, 140)]] * 12,
}


def read(data: bytes) -> Document:
    return pdf.read(Document("报告", "报告.pdf", "", ""), data)


def page_of(columns: Sequence[Column], paragraphs: Sequence[str] = PARAGRAPHS) -> tuple[Sheet, list[str]]:
    sheet = Sheet()
    return sheet, set_text([(sheet, columns)], paragraphs)


def facts(observations: Sequence[Observation]) -> Counter[tuple[object, ...]]:
    return Counter(
        (o.zone, o.indicator, o.scope, o.measure, o.kind, o.period, o.value, o.unit, o.comparator) for o in observations
    )


@pytest.mark.parametrize("layout", COLUMNS)
def test_a_pdf_says_what_its_text_says(layout: str) -> None:
    extractor = Extractor(load_config(ROOT / "config.yaml"))
    said = extractor.extract(text.read(Document("报告", "报告.txt", "", ""), "\n".join(PARAGRAPHS).encode()))
    sheets = [Sheet() for _ in COLUMNS[layout]]
    left_over = set_text(list(zip(sheets, COLUMNS[layout], strict=True)), PARAGRAPHS)
    assert not left_over
    printed = extractor.extract(read(make_pdf(sheets)))
    assert len(said.observations) > 12
    assert facts(printed.observations) == facts(said.observations)
    assert all(observation.page and observation.boxes for observation in printed.observations)
    assert not any("ocr" in flag for observation in printed.observations for flag in observation.flags)


@pytest.mark.parametrize("layout", COLUMNS)
def test_a_paragraph_is_a_line_over_columns_and_pages(layout: str) -> None:
    sheets = [Sheet() for _ in COLUMNS[layout]]
    set_text(list(zip(sheets, COLUMNS[layout], strict=True)), PARAGRAPHS)
    assert read(make_pdf(sheets)).text.splitlines() == list(PARAGRAPHS)


def test_running_heads_feet_and_page_numbers_are_left_out() -> None:
    sheets = [Sheet() for _ in range(3)]
    set_text([(sheet, [Column(60, 80, 535, 150)]) for sheet in sheets], PARAGRAPHS)
    for number, sheet in enumerate(sheets, 1):
        sheet.put("濮阳经开区统计专刊", 60, 40, 9)
        sheet.put(f"内部资料  第 {number} 页 共 3 页", 240, 800, 9)
        sheet.put(f"— {number} —", 280, 820, 9)
    document = read(make_pdf(sheets))
    assert document.text.splitlines() == list(PARAGRAPHS)
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert "".join(document.text[page.start : page.end] for page in document.pages) == document.text


def test_a_head_that_stands_once_is_kept_and_a_lone_page_number_is_not() -> None:
    sheet, _ = page_of([Column(60, 100, 535, 700)])
    sheet.put("2025年3月5日 周口日报", 60, 40, 9)
    sheet.put("3", 290, 815, 9)
    assert read(make_pdf([sheet])).text.splitlines() == ["2025年3月5日 周口日报", *PARAGRAPHS]


def test_the_head_of_a_table_that_every_page_repeats_is_kept() -> None:
    sheets = [Sheet() for _ in range(3)]
    for sheet in sheets:
        for i, row in enumerate(ROWS):
            for x, said in zip((60, 240, 330, 430), row, strict=True):
                sheet.put(said, x, 85 + 20 * i, 11)
    document = read(make_pdf(sheets))
    assert [grid.page for grid in document.tables] == [1, 2, 3]
    assert document.text.count("\t".join(ROWS[0])) == 3


def test_a_headline_over_columns_stands_before_them_and_what_is_below_behind() -> None:
    above, below = PARAGRAPHS[:2], PARAGRAPHS[2:]
    sheet = Sheet()
    sheet.put("全区经济运行总体平稳稳中有进", 110, 80, 26)
    set_text([(sheet, [Column(50, 90, 285, 215), Column(310, 90, 545, 215)])], above)
    sheet.put("招商引资再创佳绩项目建设成效显著", 100, 400, 24)
    set_text([(sheet, [Column(40, 410, 196, 560), Column(220, 410, 376, 560), Column(400, 410, 556, 560)])], below)
    lines = read(make_pdf([sheet])).text.splitlines()
    assert lines == ["全区经济运行总体平稳稳中有进", *above, "招商引资再创佳绩项目建设成效显著", *below]


ROWS = [
    ["指标", "单位", "2024年完成", "同比增长（%）"],
    ["地区生产总值", "亿元", "254.3", "5.8"],
    ["一般公共预算收入", "亿元", "18.65", "—"],
]


def test_a_ruled_table_is_a_grid_and_not_in_the_text_again() -> None:
    sheet = Sheet()
    set_text([(sheet, [Column(60, 60, 535, 120)])], PARAGRAPHS[:1])
    sheet.put("表1 2024年主要指标完成情况", 200, 180, 11)
    sheet.put("单位：亿元", 450, 195, 10)
    sheet.table(60, 205, [160, 80, 80, 80], ROWS)
    set_text([(sheet, [Column(60, 320, 535, 500)])], PARAGRAPHS[1:2])
    document = read(make_pdf([sheet]))
    (grid,) = document.tables
    assert grid.caption == "表1 2024年主要指标完成情况 单位：亿元"
    assert grid.page == 1
    assert document.text[grid.start : grid.end] == "\n".join("\t".join(row) for row in ROWS)
    assert document.text[: grid.start].endswith("单位：亿元\n\n")
    assert document.text[grid.end :] == f"\n\n{PARAGRAPHS[1]}\n"
    assert {(cell.row, cell.column): document.text[cell.start : cell.end] for cell in grid.cells} == {
        (i, j): said for i, row in enumerate(ROWS) for j, said in enumerate(row)
    }


def test_cells_that_reach_over_others_say_so() -> None:
    sheet = Sheet()
    for y, x1, x2 in ((100, 60, 360), (120, 160, 360), (140, 60, 360), (160, 60, 360)):
        sheet.rule(x1, y, x2, y)
    for x, y1, y2 in ((60, 100, 160), (160, 100, 160), (260, 120, 160), (360, 100, 160)):
        sheet.rule(x, y1, x, y2)
    for said, x, y in (("指标", 64, 124), ("2024年", 240, 114), ("完成", 164, 134), ("增长", 264, 134)):
        sheet.put(said, x, y, 10)
    for said, x in (("出口总额", 64), ("16.2", 164), ("3.1", 264)):
        sheet.put(said, x, 154, 10)
    (grid,) = (document := read(make_pdf([sheet]))).tables
    assert [(c.row, c.column, c.rows, c.columns, document.text[c.start : c.end]) for c in grid.cells] == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "2024年"),
        (1, 1, 1, 1, "完成"),
        (1, 2, 1, 1, "增长"),
        (2, 0, 1, 1, "出口总额"),
        (2, 1, 1, 1, "16.2"),
        (2, 2, 1, 1, "3.1"),
    ]


def test_a_table_without_upright_lines_is_one_by_its_gaps() -> None:
    sheet = Sheet()
    for i, row in enumerate(ROWS):
        for x, said in zip((60, 240, 330, 430), row, strict=True):
            sheet.put(said, x, 100 + 20 * i, 11)
    (grid,) = (document := read(make_pdf([sheet]))).tables
    assert document.text[grid.start : grid.end] == "\n".join("\t".join(row) for row in ROWS)


def test_a_frame_around_text_is_no_table() -> None:
    sheet, _ = page_of([Column(60, 100, 535, 700)])
    for y in (90, 390, 500):
        sheet.rule(50, y, 545, y)
    for x in (50, 545):
        sheet.rule(x, 90, x, 500)
    document = read(make_pdf([sheet]))
    assert document.tables == ()
    assert document.text.splitlines() == list(PARAGRAPHS)


def test_boxes_stand_where_their_words_are_printed() -> None:
    sheet = Sheet(wide=500, high=1000)
    sheet.put("出口总额", 50, 500, 20)
    sheet.put("16.2亿元", 250, 800, 20)
    document = read(make_pdf([sheet]))
    assert [document.text[box.start : box.end] for box in document.boxes] == ["出口总额", "16.2亿元"]
    for box, (x, y, wide) in zip(document.boxes, ((50, 500, 80), (250, 800, 80)), strict=True):
        assert box.left == pytest.approx(x / 500, abs=0.004)
        assert box.right == pytest.approx((x + wide) / 500, abs=0.02)
        assert box.top < y / 1000 <= box.bottom < box.top + 0.025
        assert (box.page, box.confidence) == (1, None)


# /Rotate of the page, the matrix of its letters, where "出口总额" then stands on the page as it is shown
TURNS = [
    (0, "0 1 -1 0", (0.76, 0.42, 0.80, 0.50)),
    (90, "0 1 -1 0", (0.50, 0.76, 0.58, 0.80)),
    (0, "-1 0 0 -1", (0.64, 0.50, 0.80, 0.52)),
    (0, "0 -1 1 0", (0.80, 0.50, 0.84, 0.58)),
]


@pytest.mark.parametrize(("rotation", "matrix", "place"), TURNS)
def test_turned_letters_are_read_and_found_where_they_are(rotation: int, matrix: str, place: tuple[float, ...]) -> None:
    sheet = Sheet(wide=500, high=1000)
    sheet.put("出口总额", 400, 500, 20)
    sheet.marks[0] = sheet.marks[0].replace("1 0 0 1", matrix)
    data = make_pdf([sheet], page=f"/Rotate {rotation}")
    document = read(data)
    assert document.text == "出口总额\n"
    (box,) = document.boxes
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(place, abs=0.015)


def test_boxes_are_in_order_and_apart() -> None:
    sheets = [Sheet(), Sheet()]
    set_text([(sheet, COLUMNS["two columns"][0][:1]) for sheet in sheets], PARAGRAPHS * 8)
    document = read(make_pdf(sheets))
    ends = [place for box in document.boxes for place in (box.start, box.end)]
    assert ends == sorted(ends)
    assert {box.page for box in document.boxes} == {1, 2}
    assert all(page_at(document, box.start) == box.page for box in document.boxes)


def test_the_files_own_words_are_kept() -> None:
    sheet, _ = page_of([Column(60, 100, 535, 700)])
    title = "濮阳经开区工作报告".encode("utf-16-be").hex()
    document = read(make_pdf([sheet], f"/Title <FEFF{title}> /CreationDate (D:20250305120000+08'00')"))
    assert (document.facts.title, document.facts.created) == ("濮阳经开区工作报告", "2025-03-05")
    assert document.format == "pdf"


def test_titles_that_a_program_made_up_are_left_out() -> None:
    sheet, _ = page_of([Column(60, 100, 535, 700)])
    facts = read(make_pdf([sheet], "/Title (Microsoft Word - 1.doc) /CreationDate (D:20251399)")).facts
    assert (facts.title, facts.created) == ("", "")


def test_letters_set_from_top_to_bottom_are_one_line() -> None:
    sheet = Sheet()
    for i, letter in enumerate("濮阳经济技术开发区"):
        sheet.put(letter, 500, 100 + 14 * i, 12)
    for i, letter in enumerate("二〇二四年工作报告"):
        sheet.put(letter, 470, 100 + 14 * i, 12)
    assert read(make_pdf([sheet])).text.splitlines() == ["濮阳经济技术开发区", "二〇二四年工作报告"]


def test_print_doubled_for_bold_type_is_read_once() -> None:
    sheet = Sheet()
    sheet.put("地区生产总值112.2亿元", 60, 100)
    sheet.put("地区生产总值112.2亿元", 60.4, 100)
    assert read(make_pdf([sheet])).text == "地区生产总值112.2亿元\n"


def test_letters_told_as_radicals_of_the_same_shape_are_the_everyday_ones() -> None:
    sheet = Sheet()
    sheet.put("项⽬⾦额12.5亿元", 60, 100)
    assert read(make_pdf([sheet])).text == "项目金额12.5亿元\n"


LOCKED = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{0}> /U <{0}> /P -44 >> /ID [<{1}> <{1}>]".format(
    "a1" * 32, "b2" * 16
)
WHOLE = make_pdf([page_of([Column(60, 100, 535, 700)])[0]])
REFUSED = {
    "locked": (make_pdf([Sheet()], trailer=LOCKED), "需要密码"),
    "no page": (make_pdf([]), "没有一页|无法作为 PDF 打开"),
    "nothing on its page": (make_pdf([Sheet()]), "没有文字"),
    "torn off": (WHOLE[:200], "无法作为 PDF 打开"),
    "not a PDF": ("濮阳经开区".encode(), "无法作为 PDF 打开"),
    "nothing": (b"", "无法作为 PDF 打开"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_told_with_the_mend(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(KpiError, match=rf"^报告\.pdf: .*(?:{words}).*请"):
        read(data)


def scanned() -> Sheet:
    return Sheet(image=(8, 8, bytes(range(64))))


def printed(letters: str) -> Sheet:
    sheet = Sheet()
    for i in range(6):
        sheet.put(letters, 60, 100 + 20 * i + i)
    return sheet


def private() -> Sheet:
    """A page whose font tells codes for private use alone."""
    return printed("".join(chr(0xE100 + i) for i in range(20)))


def bytes_apart() -> Sheet:
    """A page whose font tells the bytes of GBK one by one."""
    return printed("濮阳经济技术开发区".encode("gbk").decode("latin-1"))


def rare() -> Sheet:
    """A page whose font tells wrong codes: letters that no report has."""
    return printed("".join(chr(0x3400 + 7 * i) for i in range(20)))


RUBBISH = [scanned, private, bytes_apart, rare]


@pytest.mark.parametrize("make", RUBBISH)
def test_pages_without_a_usable_text_layer_need_ocr(make: Callable[[], Sheet], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(KpiError, match=r"^报告\.pdf: .*OCR.*-m pip install rapidocr-onnxruntime"):
        read(make_pdf([make()]))


@pytest.mark.parametrize("make", RUBBISH)
def test_a_report_with_some_such_pages_is_read_and_they_are_told(
    make: Callable[[], Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    sheet, _ = page_of([Column(60, 100, 535, 700)])
    document = read(make_pdf([sheet, make(), sheet]))
    assert document.text.splitlines() == [*PARAGRAPHS, *PARAGRAPHS]
    assert [(page.number, page.confidence) for page in document.pages] == [(1, None), (2, 0.0), (3, None)]
    assert unread_pages(document) == [2]
    assert document.format == "pdf"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
@example(WHOLE[9:600])
@example(WHOLE[9:].replace(b"/Count 1", b"/Count 9"))
@example(WHOLE[9:].replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 0 0]"))
@example(WHOLE[9:].replace(b"595 842", b"1e9 9e9"))
def test_no_bytes_do_anything_but_be_read_or_refused(data: bytes) -> None:
    try:
        document = read(b"%PDF-1.5\n" + data)
    except KpiError as error:
        assert str(error).startswith("报告.pdf: ")
    else:
        assert document.text.strip()


def calls_to_read(data: bytes) -> int:
    """How many calls of functions it takes: the same on every machine."""
    profile = cProfile.Profile()
    profile.runcall(read, data)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "make", [hostile_files.pdf_many_letters, hostile_files.pdf_ruled_grid], ids=["letters", "cells"]
)
def test_twice_as_many_letters_or_cells_take_about_twice_as_much(make: Callable[[int], bytes]) -> None:
    sizes = {hostile_files.pdf_many_letters: (2000, 4000), hostile_files.pdf_ruled_grid: (28, 40)}[make]
    read(make(sizes[0]))  # what is made once is made
    few, many = (calls_to_read(make(size)) for size in sizes)
    assert many < 2.5 * few


def test_print_doubled_for_bold_type_is_found_wherever_it_stands() -> None:
    rng = random.Random(0)
    letters: list[Letter] = []
    seen = _Print()
    for _ in range(3000):
        size = rng.choice((0.6, 3.0, 12.0, 60.0, 900.0))
        left, base = rng.uniform(-50, 600), rng.uniform(-50, 800)
        letter = Letter(rng.choice("增长"), left, left + size, base, size)
        near = 0.25 * size
        twins = [
            other
            for other in letters
            if other.code == letter.code and abs(left - other.left) < near and abs(base - other.base) < near
        ]
        assert seen.holds(letter) == bool(twins)
        if not twins:
            letters.append(letter)
            seen.add(letter)
    assert 100 < len(letters) < 3000
