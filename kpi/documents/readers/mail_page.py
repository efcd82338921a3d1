"""Web pages saved as one file (.mht, .mhtml), also by Word under the name of a .doc."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from kpi.documents.readers import html
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document


def read(document: Document, data: bytes) -> Document:
    """`document` with the article of the page in the file; KpiError where no page is in it."""
    page = next((part for part in _parts(data) if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else None
    if not isinstance(content, bytes):
        raise KpiError(f"{document.path}: 文件里没有网页；请在浏览器里打开后另存为网页")
    return html.read(document, content)


def _parts(data: bytes) -> list[Message]:
    try:
        return list(message_from_bytes(data).walk())
    except (ValueError, LookupError, TypeError, RecursionError):  # the last of mail in mail in mail
        return []
