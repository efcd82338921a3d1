"""Images of pages: reading order, confidence, what is told without the OCR component, and OCR itself where it is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from kpi.building.pipeline import Extractor
from kpi.documents.readers import ocr, pdf, scan
from kpi.documents.readers.layout import Piece
from kpi.settings.config import load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document
from tests.pdf_samples import Sheet, make_pdf

ROOT = Path(__file__).parents[3]
FONTS = [
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/System/Library/Fonts/PingFang.ttc"),
    Path("C:/Windows/Fonts/simsun.ttc"),
]
LINES = [
    "濮阳经济技术开发区2024年经济运行情况",
    "初步核算，2024年全区地区生产总值完成254.3亿元，同比增",
    "长5.8%；规模以上工业增加值增长7.2%；一般公共预算收入完",
    "成18.65亿元，增长6.1%。",
]


def blank(wide: int = 900, high: int = 300, form: str = "PNG") -> bytes:
    target = BytesIO()
    Image.new("L", (wide, high), 255).save(target, form)
    return target.getvalue()


def recognised(lines: Sequence[tuple[str, float, float, float]]) -> list[Piece]:
    """Pieces as a recogniser gives them: text, left, top and grade of each, letters of 20 pixels."""
    return [
        Piece(text, left, top, left + 20 * len(text), top + 24, 20, (grade,) * len(text))
        for text, left, top, grade in lines
    ]


def read(data: bytes, name: str = "扫描.png") -> Document:
    return scan.read(Document("扫描", name, "", ""), data)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[list[Piece]]:
    """What the recogniser is to find on each of the pages to come."""
    pages: list[list[Piece]] = []
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "find_pieces", lambda image: pages.pop(0))
    return pages


def test_lines_come_in_reading_order_with_places_and_confidence(engine: list[list[Piece]]) -> None:
    engine.append(recognised([("同比增长5%。", 100, 200, 0.9), ("地区生产总值完成254亿元，", 140, 160, 0.98)]))
    document = read(blank())
    assert document.text == "地区生产总值完成254亿元，同比增长5%。\n"
    assert document.format == "scan"
    assert [document.text[box.start : box.end] for box in document.boxes] == [
        *("地区生产总值完成", "254", "亿元，", "同比增长", "5", "%。")
    ]
    assert [box.confidence for box in document.boxes] == [0.98, 0.98, 0.98, 0.9, 0.9, 0.9]
    (page,) = document.pages
    assert page.confidence == pytest.approx((14 * 0.98 + 7 * 0.9) / 21, abs=1e-3)
    assert document.boxes[0].left == pytest.approx(140 / 900, abs=1e-3)


def test_a_number_is_as_sure_as_its_least_sure_digit(engine: list[list[Piece]]) -> None:
    (piece,) = recognised([("完成25.3亿元", 0, 0, 0.99)])
    grades = (0.99, 0.99, 0.99, 0.4, 0.99, 0.99, 0.99, 0.99)
    engine.append([Piece(piece.text, piece.left, piece.top, piece.right, piece.bottom, piece.size, grades)])
    assert [box.confidence for box in read(blank()).boxes] == [0.99, 0.4, 0.99]


def test_each_picture_of_a_tiff_is_a_page(engine: list[list[Piece]]) -> None:
    engine += [recognised([("第一页的文字", 0, 50, 0.9)]), recognised([("第二页的文字", 0, 50, 0.9)])]
    target = BytesIO()
    Image.new("L", (90, 90), 255).save(target, "TIFF", save_all=True, append_images=[Image.new("L", (90, 90), 255)])
    document = read(target.getvalue(), "扫描.tif")
    assert [document.text[page.start : page.end] for page in document.pages] == ["第一页的文字\n", "第二页的文字\n"]


def test_a_pdf_of_images_is_a_scan_and_one_with_text_as_well_is_not(engine: list[list[Piece]]) -> None:
    engine += [recognised([("扫描页的文字。", 0, 50, 0.9)])] * 2
    image = Sheet(image=(8, 8, bytes(64)))
    printed = Sheet()
    printed.put("有文字层的一页，地区生产总值完成254.3亿元，同比增长5.8%。", 60, 100)
    blank_document = Document("扫描", "扫描.pdf", "", "")
    assert pdf.read(blank_document, make_pdf([image])).format == "scan"
    mixed = pdf.read(blank_document, make_pdf([printed, image]))
    assert mixed.format == "pdf"
    assert [page.confidence for page in mixed.pages] == [None, 0.9]


def test_misread_words_are_read_right_and_kept_as_they_are(engine: list[list[Piece]]) -> None:
    said = "2024年，濮阳经开区一般公共预算收人完成1O.5忆元，同比増长6.1o/o。"
    engine.append(recognised([(said, 0, 50, 0.97)]))
    found = Extractor(load_config(ROOT / "config.yaml")).extract(read(blank(2000)))
    by_measure = {observation.measure.value: observation for observation in found.observations}
    level, growth = by_measure["level"], by_measure["growth"]
    assert (level.indicator, str(level.value), level.unit) == ("fiscal_revenue", "10.5", "亿元")
    assert (growth.indicator, str(growth.value), growth.unit) == ("fiscal_revenue", "6.1", "%")
    assert "1O.5忆元" in level.quote
    assert found.document.text == said + "\n"
    assert {"ocr_high", "digits_in_doubt"} <= set(level.flags)
    assert "ocr_high" in growth.flags and "digits_in_doubt" not in growth.flags


REFUSED = {
    "no image": "濮阳经开区".encode(),
    "nothing": b"",
    "torn off": blank()[:60],
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_image_is_told(case: str) -> None:
    with pytest.raises(KpiError, match=r"^扫描\.png: 无法作为图片打开.*请"):
        read(REFUSED[case])


def test_without_the_component_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(KpiError, match=r"^扫描\.png: .*需要 OCR 组件.*-m pip install rapidocr-onnxruntime"):
        read(blank())


def test_a_page_without_a_letter_is_told(engine: list[list[Piece]]) -> None:
    engine.append([])
    with pytest.raises(KpiError, match=r"^扫描\.png: 图片中没有认出文字；请"):
        read(blank())


def test_nothing_is_sent_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    ocr._component.cache_clear()
    ocr.is_installed()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_print_is_recognised() -> None:
    pytest.importorskip("rapidocr_onnxruntime", reason="the extra `ocr` is not installed")
    font = next((path for path in FONTS if path.is_file()), None)
    if font is None:
        pytest.skip("no Chinese font on this machine to print a page with")
    page = Image.new("L", (1060, 260), 255)
    pen = ImageDraw.Draw(page)
    for i, line in enumerate(LINES):
        left = (180, 108, 40, 40)[i]
        pen.text((left, 20 + 56 * i), line, fill=0, font=ImageFont.truetype(str(font), 32))
    target = BytesIO()
    page.save(target, "PNG")
    document = read(target.getvalue())
    assert [line[:4] for line in document.text.splitlines()] == [LINES[0][:4], LINES[1][:4]]
    assert document.pages[0].confidence is not None and document.pages[0].confidence > 0.9
    found = Extractor(load_config(ROOT / "config.yaml")).extract(document).observations
    assert {(o.indicator, o.measure.value, str(o.value)) for o in found} == {
        ("gdp", "level", "254.3"),
        ("gdp", "growth", "5.8"),
        ("industrial_value_added", "growth", "7.2"),
        ("fiscal_revenue", "level", "18.65"),
        ("fiscal_revenue", "growth", "6.1"),
    }
