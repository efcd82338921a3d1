"""Plain text, in any encoding that Chinese reports come in."""

from __future__ import annotations

from dataclasses import replace

from kpi.documents.encodings import UnknownEncoding, decode
from kpi.documents.readers.contents import suffix_of
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document


def read(document: Document, data: bytes) -> Document:
    """`document` with the text of its file, line ends as they are; KpiError where it is no text."""
    suffix = suffix_of(data, document.path)
    if suffix not in ("", ".html", ".mht"):
        raise KpiError(f"{document.path}: 内容是 {suffix} 文件，不是文本；请把扩展名改成 {suffix}")
    try:
        decoded = decode(data)
    except UnknownEncoding as error:
        raise KpiError(f"{document.path}: {error}；请另存为 UTF-8 文本") from None
    if not decoded.text.strip("\ufeff \t\r\n\f\v\u3000"):
        raise KpiError(f"{document.path}: 文件是空的；请核对是否保存或下载完整")
    return replace(document, text=decoded.text, encoding=decoded.encoding, format="txt")
