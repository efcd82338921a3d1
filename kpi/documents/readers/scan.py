"""Images of pages (photos, scans): their letters by OCR."""

from __future__ import annotations

from dataclasses import replace

from kpi.documents.page_images import image_of, image_pages
from kpi.documents.readers import ocr
from kpi.documents.readers.layout_text import PageContent, write_text
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document


def read(document: Document, data: bytes) -> Document:
    """`document` with the text of an image, a page for each picture in it, and how sure its letters are.

    KpiError where the file is no image, OCR is not installed, or no letter is found.
    """
    count = image_pages(data, document.path)
    if not ocr.is_installed():
        raise KpiError(ocr.missing(document.path))
    contents = []
    for number in range(1, count + 1):
        image = image_of(data, document.path, number)
        pieces = tuple(ocr.find_pieces(image))
        contents.append(PageContent(number, float(image.width), float(image.height), pieces, is_recognised=True))
    document = replace(write_text(document, contents), format="scan")
    if not document.text.strip():
        raise KpiError(f"{document.path}: 图片中没有认出文字；请换一张更清晰、方向正确的图片")
    return document
