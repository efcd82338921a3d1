"""What is whole before it is spoiled: a small report in every format, a map, the ledgers of a project, a table."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from kpi.bootstrap import ROOT
from tests import hostile_files as hostile
from tests.office_samples import docx_bytes, encrypted, xlsx_bytes, zip_bytes
from tests.pdf_samples import Column, Sheet, make_pdf, set_text
from tests.works import report_of

_ROWS = (
    ("濮阳经济技术开发区2024年主要指标", "", "", ""),
    ("指标", "单位", "2024年", "同比增长（%）"),
    ("地区生产总值", "亿元", "254", "5.0"),
    ("固定资产投资", "亿元", "131.2", "-3.1"),
    ("一般公共预算收入", "万元", "84,700", "6.5"),
    ("签约项目", "个", "26", ""),
)


@cache
def reports() -> Mapping[str, Sequence[bytes]]:
    """By suffix, whole reports of that format."""
    plain = report_of(2023)
    seeds = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    texts = [plain, *(seed[at : at + 1500] for seed, at in zip(seeds, (0, 400, 900, 200, 0), strict=False)), _LISTED]
    pages = [_page(plain), _page(seeds[0][:800]), _page("", table=True), f"<p>{plain}</p>"]
    mail = _MAIL + _page(plain).encode("gbk") + b"\r\n--x--\r\n"
    sheets = [",".join(row) for row in _ROWS]
    found: dict[str, Sequence[bytes]] = {
        ".txt": [*(text.encode() for text in texts), plain.encode("gb18030"), plain.encode("utf-16")],
        ".md": [f"# {plain}\n\n| 指标 | 2024年 |\n|---|---|\n| 地区生产总值（亿元） | 254 |\n".encode()],
        ".html": [*(page.encode() for page in pages), pages[0].encode("gbk"), b"<?xml version='1.0'?>" + pages[2].encode()],
        ".mht": [mail, mail.replace(b"8bit", b"quoted-printable"), _mail(_page(plain))],
        ".csv": ["\r\n".join(sheets).encode("utf-8-sig"), "\n".join(sheets).replace(",", "\t").encode("gb18030")],
        ".docx": [_word()],
        ".xlsx": [_workbook()],
        ".pdf": [*_pdfs(plain)],
    }  # fmt: skip
    members = [
        ("经开区/2023.txt", plain.encode()),
        ("表.csv", found[".csv"][0]),
        ("里.zip", zip_bytes([("a.txt", plain.encode())])),
    ]
    found[".zip"] = [zip_bytes(members), zip_bytes(members[:2], "gbk"), encrypted(zip_bytes(members))]
    return found | _images()


def _page(text: str, table: bool = False) -> str:
    head = "<meta charset='utf-8'><title>濮阳经济技术开发区2024年工作总结</title><meta name='PubDate' content='2025-01-20'>"
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in _ROWS[1:])
    body = (
        f"<table border=1 summary=x><tr><th colspan=2 rowspan=1>{_ROWS[0][0]}</th></tr>{cells}</table>" if table else ""
    )
    lines = "".join(f"<p class='a' style='color:red'>{line}</p>" for line in text.splitlines())
    nav = "<div class=nav><ul><li><a href=/>首页</a></ul></div><script>var a=1</script>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{nav}<div id=content>{lines}{body}10<sup>8</sup></div></body></html>"


def _mail(page: str) -> bytes:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    made = MIMEMultipart("related", boundary="x")
    made.attach(MIMEText(page, "html", "utf-8"))
    return made.as_bytes()


_MAIL = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gbk\r\n"
    b"Content-Transfer-Encoding: 8bit\r\nContent-Location: http://a.invalid/\r\n\r\n"
)
_LISTED = """濮阳经济技术开发区2024年主要指标
单位：亿元
  指标            2023年    2024年    增长%
  地区生产总值     242.0     254.0     5.0
  固定资产投资     120.1     131.2     9.2
1—5月，一般公共预算收入3.67亿元，占年度目标的42.1%；规上工业增加值分别增长7.9%、8.1%。
力争2025年地区生产总值突破300亿元，“十五五”末达到500亿元以上，比2020年翻一番。
"""


def _word() -> bytes:
    import docx

    made = docx.Document()
    made.add_heading("濮阳经济技术开发区2023年工作总结", 0)
    for line in report_of(2023).splitlines():
        made.add_paragraph(line)
    table = made.add_table(len(_ROWS), 4)
    for number, row in enumerate(_ROWS):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    table.cell(0, 0).merge(table.cell(0, 3))
    made.sections[0].header.paragraphs[0].text = "内部资料"
    return _without_clock(docx_bytes(made))


def _without_clock(package: bytes) -> bytes:
    """The package with the times of no clock, and without the picture that is shown for it, which nobody reads."""
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(package)) as old:
        parts = [(info.filename, old.read(info)) for info in old.infolist() if "thumbnail" not in info.filename]
    return zip_bytes([(name, re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", body)) for name, body in parts])


def _workbook() -> bytes:
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2025, 1, 1)
    sheet = book.active
    for row in _ROWS:
        sheet.append(
            [float(text.replace(",", "")) if text[:1].isdigit() and text[-1:].isdigit() else text for text in row]
        )
    sheet.merge_cells("A1:D1")
    sheet["D3"].number_format = '0.0"%"'
    sheet["C5"].number_format = "#,##0"
    book.create_sheet("说明").append(["单位：亿元", datetime(2025, 1, 1), 0.5, True, "=C3*2"])
    return _without_clock(xlsx_bytes(book))


def _pdfs(text: str) -> list[bytes]:
    one, two, three = Sheet(), Sheet(), Sheet()
    set_text([(one, [Column(50, 60, 545, 780)])], text.splitlines())
    set_text([(two, [Column(50, 60, 280, 780), Column(310, 60, 545, 780)])], text.splitlines() * 2)
    three.put(_ROWS[0][0], 60, 50)
    three.table(60, 80, [160, 80, 90, 110], _ROWS[1:])
    return [make_pdf([one]), make_pdf([two, three])]


@cache
def _images() -> dict[str, Sequence[bytes]]:
    """Small pictures: recognising the letters of a page takes longer than all else."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (160, 40), "white")
    ImageDraw.Draw(picture).text((5, 10), "GDP 2024 254.0", fill="black")
    found = {}
    for suffix, name in ((".png", "PNG"), (".jpg", "JPEG"), (".tif", "TIFF"), (".bmp", "BMP"), (".webp", "WEBP")):
        target = io.BytesIO()
        picture.save(target, name)
        found[suffix] = [target.getvalue()]
    pages = io.BytesIO()
    picture.save(pages, "TIFF", save_all=True, append_images=[picture.convert("1"), picture.convert("L")])
    found[".tif"].append(pages.getvalue())
    indexed = io.BytesIO()
    picture.convert("P").save(indexed, "PNG", bits=4)
    found[".png"].append(indexed.getvalue())
    return {suffix: tuple(each) for suffix, each in found.items()}


@cache
def words_in(name: str) -> Sequence[bytes]:
    """The words of `words.yaml` under a name; none where there is no such name."""
    listed = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8")).get(name, [])
    codec = "latin-1" if name in (".csv", ".zip", "image") else "utf-8"
    blank = "_" if name in (".html", ".docx", ".xlsx", ".pdf") else " "
    return tuple(word.replace(blank, " ").encode(codec) for word in listed)


def words_of(suffix: str) -> Sequence[bytes]:
    """The words of a format, those of its texts among them."""
    return words_in("image") if suffix in _images() else (*words_in(suffix), *words_in("text"))


def report_specials() -> Mapping[str, tuple[str, bytes]]:
    """Reports made to take more than they are worth: what each is, the name of its file and what is in it."""
    deep = 100_000
    plain = report_of(2023).encode()
    entity = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 20) for at in range(12)
    ) + b"]>"  # fmt: skip
    word, book, page = reports()[".docx"][0], reports()[".xlsx"][0], _page(report_of(2023)).encode()
    nested = plain
    for _ in range(6):
        nested = zip_bytes([("a.zip" if nested[:2] == b"PK" else "a.txt", nested)])
    return {
        "a page deflated twice": ("a.pdf", hostile.pdf_flate_twice(1500)),
        "forms in forms": ("a.pdf", hostile.pdf_nested_forms()),
        "a page of 50,000 letters": ("a.pdf", hostile.pdf_many_letters()),
        "a ruled grid of 120 by 120": ("a.pdf", hostile.pdf_ruled_grid()),
        "arrays in arrays": ("a.pdf", b"%PDF-1.5\n1 0 obj\n" + b"[" * deep + b"\nendobj\ntrailer << /Root 1 0 R >>"),
        "a whole sheet merged": ("a.xlsx", hostile.workbook_merged()),
        "a sheet of 42 MB": ("a.xlsx", hostile.workbook_large()),
        "a workbook without its format": ("a.xlsx", hostile.workbook_without_format()),
        "entities in a workbook": ("a.xlsx", _part(book, "xl/worksheets/sheet1.xml", entity)),
        "entities in a Word file": ("a.docx", _part(word, "word/document.xml", entity)),
        "elements in elements of a Word file": ("a.docx", _deep(word, "word/document.xml", b"<w:p>", b"<w:sdt>", deep)),
        "entities in a page": ("a.html", entity + page),
        "elements in elements": ("a.html", b"<html><body>" + b"<div>" * deep + plain),
        "tables in tables": ("a.html", b"<html><body>" + b"<table><tr><td>" * 20_000 + plain),
        "a hundred thousand cells": ("a.html", b"<html><body><table>" + b"<tr>" + b"<td>1" * deep + b"<tr><td>2"),
        "spans without end": ("a.html", b"<html><body><table>" + b"<tr><td rowspan=99999 colspan=99999>1" * 3000),
        "comments without end": ("a.txt", hostile.page_of_comments(20_000)),
        "mail in mail": ("a.mht", b"".join(_multipart(at) for at in range(3000)) + plain),
        "a line of 50 MB": ("a.txt", hostile.text_of_one_line()),
        "digits alone": ("a.txt", b"1" * 5_000_000),
        "brackets alone": ("a.txt", "（".encode() * 300_000),
        "a million lines": ("a.txt", b"1\n" * 1_000_000),
        "quotes alone": ("a.csv", b'"' * 3_000_001),
        "a row of a million cells": ("a.csv", b"1," * 1_000_000),
        "a cell of 2 MB": ("a.csv", "指标,2024年\n".encode() + b'"' + b"1" * 2_000_000 + b'"'),
        "an archive in an archive, cut": ("a.zip", hostile.zip_in_zip_cut()),
        "archives six deep": ("a.zip", nested),
        "noughts a thousand times smaller": ("a.zip", zip_bytes([("a.txt", b"0" * 150_000_000)])),
        "ten thousand members": ("a.zip", zip_bytes([(f"{at}.png", b"") for at in range(10_000)])),
        "an archive with a password": ("a.zip", encrypted(zip_bytes([("a.txt", plain)]))),
        "an Office file with a password": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le") * 9),
        "a PDF with a password": ("a.pdf", reports()[".pdf"][0].replace(b"/Root", b"/Encrypt << /Filter /Standard /V 2 /R 3 /O (a) /U (b) /P -4 >> /Root")),
        "a name with line ends": ("a\n2023年\r\n濮阳经开区.txt", plain),
        "a name of 250 letters": ("a" * 246 + ".txt", plain),
        "a picture of two billion pixels": ("a.png", _wide_png(45_000, 45_000)),
        "a picture of 200 MB": ("a.png", _wide_png(14_000, 14_000)),
    }  # fmt: skip


def _part(package: bytes, name: str, head: bytes) -> bytes:
    """The package, a part of it beginning with these declarations and using the last of their entities."""
    return hostile._with_part(package, name, lambda xml: head + xml[xml.find(b"?>") + 2 :].replace(b"<w:t>", b"<w:t>&m;", 1).replace(b"<v>", b"<v>&m;", 1))  # fmt: skip


def _deep(package: bytes, name: str, before: bytes, piece: bytes, depth: int) -> bytes:
    return hostile._with_part(package, name, lambda xml: xml.replace(before, piece * depth + before, 1))


def _multipart(at: int) -> bytes:
    head = b"MIME-Version: 1.0\r\n" if not at else b""
    return head + b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at)


def _wide_png(wide: int, high: int) -> bytes:
    import struct
    import zlib

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    row = b"\0" * (wide // 8 + 2)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row * 100) for _ in range(high // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
