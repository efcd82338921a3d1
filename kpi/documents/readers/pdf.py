"""PDF files: the text layer in reading order, tables by their ruling lines, and pages without text by OCR."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kpi.documents.page_images import opened, rendered
from kpi.documents.readers import ocr
from kpi.documents.readers.layout_text import PageContent, write_text
from kpi.documents.readers.pdf_letters import Letter, affine_of, find_letters, find_pieces, turn_of
from kpi.documents.readers.pdf_tables import find_rules, find_tables
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document, FileFacts
from kpi.vocabulary.patterns import lazy

_FEW = 30  # letters on a page that is else an image: a stamp or a page number, no text layer
_COVERED = 0.5  # of the page by images: it is a scan
_RUBBISH = 0.2  # of the letters without a known code
_RARE = 0.5  # of the Chinese letters outside the everyday ones: codes that were mapped at random
_DPI = 150
_WIDEST = 4000  # pixels, of newspapers
_DATE = lazy(r"(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)")
_CHINESE = lazy(r"[㐀-鿿]")


def read(document: Document, data: bytes) -> Document:
    """`document` with the text, pages, boxes and tables of a PDF; `scan` where all of it was recognised.

    Pages that need OCR where it is not installed stay empty, with confidence 0. KpiError where the
    file is damaged or locked, and where nothing in it can be read.
    """
    with opened(data, document.path) as pdf:
        contents = [_content(pdf, index, document.path) for index in range(len(pdf))]
        facts = _facts(pdf)
    if any(content.is_unread for content in contents) and not any(content.pieces for content in contents):
        raise KpiError(ocr.missing(document.path))
    document = write_text(replace(document, facts=facts), contents)
    if not document.text.strip():
        raise KpiError(f"{document.path}: 这个 PDF 里没有文字；请确认导出的是报告正文")
    with_text = [content for content in contents if content.pieces]
    return replace(document, format="scan" if all(page.is_recognised for page in with_text) else "pdf")


def _content(pdf: Any, index: int, path: str) -> PageContent:
    import pypdfium2

    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        raise KpiError(f"{path}: 第 {index + 1} 页已损坏；请重新下载，或另存为 PDF 后再试") from None
    try:
        wide, high = page.get_size()
        if not (wide > 0 and high > 0):
            return PageContent(index + 1, 1.0, 1.0)
        affine = affine_of(page)
        turn = turn_of(page, affine)
        if turn:
            page.set_rotation((page.get_rotation() + turn) % 360)
            wide, high = page.get_size()
            affine = affine_of(page)
        letters = find_letters(page, affine)
        if _needs_ocr(page, letters, wide * high):
            return _recognised(pdf, index, wide, high)
        tables = find_tables(letters, *find_rules(page, affine)) if letters else []
    finally:
        page.close()
    taken = {i for table in tables for i in table.letters}
    pieces = find_pieces(letter for i, letter in enumerate(letters) if i not in taken)
    pieces += [table.piece(place) for place, table in enumerate(tables)]
    return PageContent(index + 1, wide, high, tuple(pieces), tuple(tables), turn)


def _recognised(pdf: Any, index: int, wide: float, high: float) -> PageContent:
    if not ocr.is_installed():
        return PageContent(index + 1, wide, high, is_unread=True)
    image = rendered(pdf, index, min(round(wide * _DPI / 72), _WIDEST))
    pieces = tuple(ocr.find_pieces(image))
    return PageContent(index + 1, float(image.width), float(image.height), pieces, is_recognised=True)


def _needs_ocr(page: Any, letters: list[Letter], area: float) -> bool:
    """Whether a page has an image of text, or a text layer that means nothing."""
    codes = [letter for letter in letters if not letter.code.isspace()]
    if len(codes) < _FEW and _image_area(page) > _COVERED * area:
        return True
    return bool(codes) and _is_rubbish(codes)


def _image_area(page: Any) -> float:
    from pypdfium2 import raw

    area = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        matrix, holder = None, image.container
        if holder is not None:
            matrix = holder.get_matrix()
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) if matrix else 1.0
        area += (right - left) * (top - bottom) * scale
    return area


def _is_rubbish(letters: list[Letter]) -> bool:
    """Whether the letters' codes are not those of what is printed."""
    unknown = sum(not letter.is_mapped or _is_unknown(letter.code) for letter in letters)
    if unknown > _RUBBISH * len(letters):
        return True
    accented = sum("\x80" <= letter.code <= "\u024f" and letter.code not in "·×°±§" for letter in letters)
    if accented > _RARE * len(letters):
        return True  # the bytes of GBK taken one by one
    chinese = [letter.code for letter in letters if _CHINESE.match(letter.code)]
    return len(chinese) >= _FEW and sum(not _is_common(code) for code in chinese) > _RARE * len(chinese)


def _is_unknown(code: str) -> bool:
    return code == "\ufffd" or code < " " or "\x7f" <= code <= "\x9f" or "\ue000" <= code <= "\uf8ff"


def _is_common(letter: str) -> bool:
    """Whether a letter is among the 3,755 everyday ones of GB 2312 or the 5,401 of Big5."""
    simplified, traditional = letter.encode("gb2312", "ignore"), letter.encode("big5", "ignore")
    return b"\xb0" <= simplified[:1] <= b"\xd7" or b"\xa4" <= traditional[:1] <= b"\xc6"


def _facts(pdf: Any) -> FileFacts:
    """What the PDF says of itself; titles that a program made up are left out."""
    told = pdf.get_metadata_dict(skip_empty=True)
    title = " ".join(str(told.get("Title", "")).split())
    date = _DATE.match(str(told.get("CreationDate", "")))
    real = bool(_CHINESE.search(title)) and "\ufffd" not in title
    valid = date and 1 <= int(date[2]) <= 12 and 1 <= int(date[3]) <= 31
    return FileFacts(title=title if real else "", created="-".join(date.groups()) if date and valid else "")
