"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile

from kpi.vocabulary.errors import KpiError

_SIGNATURES = (
    (re.compile(rb"\s{0,64}%PDF-"), ".pdf"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png"),
    (re.compile(rb"\xff\xd8\xff"), ".jpg"),
    (re.compile(rb"II\*\0|MM\0\*"), ".tif"),
    (re.compile(rb"BM.{4}\0{4}", re.DOTALL), ".bmp"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), ".webp"),
)
# A text is a web page only where it begins as one: a report may well quote a tag further down.
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta)\b", re.I)
_MAIL = re.compile(rb"(?:From|MIME-Version|Subject|Date):.{0,2000}multipart/related", re.I | re.S)
_OFFICE_XML = re.compile(
    rb"\s*<\?xml.{0,400}(?:progid=\"(Word|Excel)\.|urn:schemas-microsoft-com:office:(spreadsheet))", re.S
)
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD, _EXCEL = "请在 Word 或 WPS 里另存为 .docx", "请在 Excel 或 WPS 里另存为 .xlsx"
# The first member of a package that is found says what it is; those without a suffix are not read.
_PACKAGES = (
    ("word/document.xml", ".docx", ""),
    ("xl/workbook.xml", ".xlsx", ""),
    ("xl/workbook.bin", "", f"二进制的 Excel 文件（.xlsb），读不了；{_EXCEL}"),
    ("ppt/presentation.xml", "", "PowerPoint 文件，读不了；请另存为 PDF"),
    ("content.xml", "", "OpenDocument 文件，读不了；请另存为 .docx 或 .xlsx"),
    ("OFD.xml", "", "OFD 版式文件，读不了；请另存或打印为 PDF"),
)


def suffix_of(data: bytes, path: str) -> str:
    """The suffix that the content calls for, "" where it is a text or cannot be told.

    KpiError with the mend where the content is of a kind that is not read.
    """
    head = data[:4096]
    for pattern, suffix in _SIGNATURES:
        if pattern.match(head):
            return suffix
    if head.startswith(_OLD):
        raise KpiError(f"{path}: {_old_office(data)}")
    if head.startswith(b"PK\x03\x04"):
        return _package_suffix(data, path)
    if head.startswith(b"{\\rtf"):
        raise KpiError(f"{path}: RTF 文件，读不了；{_WORD}")
    return _markup_suffix(head, path)


def _markup_suffix(head: bytes, path: str) -> str:
    plain = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    plain = plain.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if office := _OFFICE_XML.match(plain):
        raise KpiError(f"{path}: XML 格式的旧 Office 文件，读不了；{_WORD if office[1] == b'Word' else _EXCEL}")
    if _MARKUP.match(plain, _first_tag(plain)):
        return ".html"
    return ".mht" if _MAIL.match(plain) else ""


def _first_tag(text: bytes) -> int:
    """Where a page's first tag would stand: behind blanks, the XML declaration, and comments, however many."""
    at = _behind_blanks(text, 0)
    if text[at : at + 5].lower() == b"<?xml":
        at = _behind(text, b">", at)
    while text.startswith(b"<!--", at):
        at = _behind(text, b"-->", at + 4)
    return at


def _behind(text: bytes, mark: bytes, start: int) -> int:
    """Behind the mark and the blanks after it; at the end where it does not come."""
    found = text.find(mark, start)
    return len(text) if found < 0 else _behind_blanks(text, found + len(mark))


def _behind_blanks(text: bytes, start: int) -> int:
    return len(text) - len(text[start:].lstrip())


def _old_office(data: bytes) -> str:
    """Which of the files in the old container it is, told by the names in its directory."""
    if _holds(data, "EncryptedPackage"):
        return "加了密码的 Office 文件，读不了；请去掉密码后另存"
    if _holds(data, "WordDocument"):
        return f"旧版 Word 文件（.doc），读不了；{_WORD}"
    if _holds(data, "Workbook") or _holds(data, "Book"):
        return f"旧版 Excel 文件（.xls），读不了；{_EXCEL}"
    return "旧版 Office 文件，读不了；请另存为 .docx 或 .xlsx"


def _holds(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\0\0" in data


def _package_suffix(data: bytes, path: str) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except Exception:  # zipfile raises what it likes on damaged bytes; the reader of the suffix says that it is damaged
        return ""
    for name, suffix, why_not in _PACKAGES:
        if name in names:
            if why_not:
                raise KpiError(f"{path}: {why_not}")
            return suffix
    return ".zip"
