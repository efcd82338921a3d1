"""Files made to take more than they are worth: a few kilobytes that become gigabytes or hours, and files that are none.

Each is small on the disk; what it asks for when it is read stands beside it. The makers take a size, so that a test
with small limits in its config need not ask for all of it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from openpyxl import Workbook

from tests.office_samples import xlsx_bytes, zip_bytes
from tests.pdf_samples import Sheet, make_pdf

WHOLE_SHEET = "A1:XFD1048576"


def pdf_flate_twice(megabytes: int = 6000) -> bytes:
    """A page whose content is deflated twice: 5 kB that become `megabytes`, and PDFium holds them several times."""
    piece = zlib.compressobj(9, wbits=-15)
    block = piece.compress(b"q " * 2**19) + piece.flush(zlib.Z_FULL_FLUSH)  # a megabyte that may stand again and again
    content = zlib.compress(b"\x78\xda" + block * megabytes + b"\x03\x00", 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(content), content)
    return _pdf([_CATALOG, _PAGES, _page(b"4 0 R", b"<< >>"), stream])


def pdf_nested_forms(depth: int = 25, times: int = 10) -> bytes:
    """A page that draws a form which draws another `times` times, `depth` deep: it never ends."""
    first, bodies = 4, []
    for level in range(depth):
        inner = b"/F Do " * times if level < depth - 1 else b"0 0 m 9 9 l S"
        below = b"<< /XObject << /F %d 0 R >> >>" % (first + level + 1)
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources %s /Length %d >>" % (below, len(inner))
        bodies.append(b"%s\nstream\n%s\nendstream" % (head, inner))
    content = b"<< /Length 6 >>\nstream\n/F Do \nendstream"
    page = _page(b"%d 0 R" % (first + depth), b"<< /XObject << /F 4 0 R >> >>")
    return _pdf([_CATALOG, _PAGES, page, *bodies, content])


def pdf_many_letters(count: int = 50_000) -> bytes:
    """A page of `count` letters, far more than any print has."""
    sheet = Sheet()
    rows = 500
    for row in range(rows):
        sheet.put("增" * (count // rows), 10, 10 + row * 820 / rows, 1)
    return make_pdf([sheet])


def pdf_ruled_grid(cells: int = 120) -> bytes:
    """A table of `cells` by `cells`, a digit in each."""
    sheet = Sheet()
    sheet.table(5, 5, [585 / cells] * cells, [["1"] * cells] * cells, 830 / cells)
    return make_pdf([sheet])


def workbook_merged(write: str = '<mergeCell ref="{}"/>') -> bytes:
    """A workbook that merges a whole sheet, the range written as `write` has it."""
    book = Workbook()
    book.active["A1"] = "指标"
    book.active["B2"] = 1
    book.active.merge_cells("C3:D4")
    return _with_part(
        xlsx_bytes(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<mergeCell ref="C3:D4"/>', write.format(WHOLE_SHEET).encode()),
    )


_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MERGED_AS = {
    "double quotes": '<mergeCell ref="{}"/>',
    "single quotes": "<mergeCell ref='{}'/>",
    "a line break": '<mergeCell\nref="{}"/>',
    "a name space prefix": f'<x:mergeCell xmlns:x="{_SHEETS}" ref="{{}}"/>',
    "a letter as its code": '<mergeCell ref="&#65;1:XFD1048576"/>',
}
"""Ways of writing the same merged range."""


def workbook_large(megabytes: int = 42) -> bytes:
    """A workbook whose sheet has `megabytes` of XML."""
    row = b'<row r="%d">' + b'<c t="n"><v>1</v></c>' * 200 + b"</row>"
    rows = b"".join(row % at for at in range(1, megabytes * 2**20 // len(row)))
    book = Workbook()
    book.active["A1"] = 1
    return _with_part(xlsx_bytes(book), "xl/worksheets/sheet1.xml", lambda xml: _rows_replaced(xml, rows))


def workbook_without_format(lacks: int = 170, has: int = 164) -> bytes:
    """A workbook with a share whose cell names the number format `lacks`, of which its styles have only `has`."""
    book = Workbook()
    sheet = book.active
    rows = (("濮阳经济技术开发区2024年主要指标", ""), ("指标", "2024年"), ("地区生产总值（亿元）", 254), ("比重", 0.5))
    for row in rows:
        sheet.append(row)
    sheet["B4"].number_format = '0.00"个"'

    def change(styles: bytes) -> bytes:
        named = styles.replace(b'numFmtId="164"', b'numFmtId="%d"' % lacks)
        return named.replace(b'<numFmt numFmtId="%d"' % lacks, b'<numFmt numFmtId="%d"' % has)

    return _with_part(xlsx_bytes(book), "xl/styles.xml", change)


def text_of_one_line(megabytes: float = 51, piece: str = "增长12.5%，") -> bytes:
    """A text without a line end."""
    data = piece.encode()
    return data * int(megabytes * 2**20 / len(data))


def zip_in_zip_cut(cut: int = 10) -> bytes:
    """An archive in an archive, the first bytes of the outer one cut off: its directory points before its beginning."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as outer:
        outer.writestr("b.zip", zip_bytes([("a.txt", "濮阳".encode())]))
    return target.getvalue()[cut:]


def page_of_comments(count: int = 500) -> bytes:
    """What begins as a web page may: comments without end, and then none."""
    return b"<!---->" * count + "濮阳".encode()


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def _page(content: bytes, resources: bytes) -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s /Resources %s >>" % (content, resources)


def _pdf(objects: list[bytes]) -> bytes:
    made, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + head + trailer


def _rows_replaced(xml: bytes, rows: bytes) -> bytes:
    before, _, rest = xml.partition(b"<sheetData>")
    return before + b"<sheetData>" + rows + b"</sheetData>" + rest.partition(b"</sheetData>")[2]


def _with_part(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one of its parts changed; AssertionError where that changes nothing."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            made = change(data) if info.filename == name else data
            assert info.filename != name or made != data, name
            new.writestr(info.filename, made)
    return target.getvalue()
