"""Pictures of pages, of PDFs and images."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from kpi.documents.page_images import page_image
from kpi.vocabulary.errors import KpiError
from tests.pdf_samples import Sheet, make_pdf


def image(wide: int, high: int, form: str = "PNG", mode: str = "L", **options: object) -> bytes:
    target = BytesIO()
    Image.new(mode, (wide, high)).save(target, form, **options)  # type: ignore[arg-type]
    return target.getvalue()


def two_pages() -> bytes:
    first, second = Sheet(wide=300, high=600), Sheet(wide=600, high=300)
    for sheet in (first, second):
        sheet.rule(0, 0, sheet.wide, sheet.high)
    return make_pdf([first, second])


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    assert picture.format == "PNG"
    return picture


# data, suffix, page, width, size of the picture
PICTURES = [
    (two_pages(), ".pdf", 1, 400, (400, 800)),
    (two_pages(), ".PDF", 2, 400, (400, 200)),
    (make_pdf([Sheet(wide=10, high=6000)]), ".pdf", 1, 400, (9, 5000)),
    (image(900, 300), ".png", 1, 300, (300, 100)),
    (image(90, 30, "JPEG", "RGB"), ".jpg", 1, 300, (90, 30)),
    (image(90, 30, "TIFF", "1", save_all=True, append_images=[Image.new("1", (60, 30))]), ".tiff", 2, 30, (30, 15)),
    (image(40, 20, "PNG", "RGBA"), ".png", 1, 20, (20, 10)),
]


@pytest.mark.parametrize(("data", "suffix", "page", "width", "size"), PICTURES)
def test_a_page_is_a_picture_of_the_width_asked_for(
    data: bytes, suffix: str, page: int, width: int, size: tuple[int, int]
) -> None:
    assert opened(page_image(data, suffix, page, width)).size == size


def test_what_is_printed_is_seen() -> None:
    picture = opened(page_image(two_pages(), ".pdf", 1, 300)).convert("L")
    assert picture.getpixel((150, 300)) < 200
    assert picture.getpixel((10, 300)) == 255


REFUSED = [
    (two_pages(), ".pdf", 3, "没有第 3 页；这个 PDF 共 2 页"),
    (two_pages(), ".pdf", 0, "没有第 0 页"),
    (b"%PDF-1.5 ...", ".pdf", 1, "无法作为 PDF 打开"),
    (image(90, 30), ".png", 2, "没有第 2 页；这个图片共 1 页"),
    (image(90, 30)[:50], ".png", 1, "无法作为图片打开"),
    (b"<p>", ".html", 1, r"\.html 的文件没有页面图像"),
    (b"", "", 1, "没有后缀 的文件没有页面图像"),
]


@pytest.mark.parametrize(("data", "suffix", "page", "words"), REFUSED)
def test_where_there_is_no_picture_it_is_told(data: bytes, suffix: str, page: int, words: str) -> None:
    with pytest.raises(KpiError, match=words):
        page_image(data, suffix, page)
