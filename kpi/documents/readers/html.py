"""Saved web pages: the article with its tables, not the navigation around it."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import Any

from kpi.documents.encodings import Decoded, UnknownEncoding, decode
from kpi.documents.readers.article import find_article
from kpi.documents.readers.blocks import Layout
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_HEAD = 4096  # bytes: browsers look no further for what a page says of its encoding
# GB 18030 holds all that pages declared as its forerunners may hold.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030"}


def read(document: Document, data: bytes) -> Document:
    """`document` with the title and text of the page's article; KpiError where the page holds none."""
    return read_page(document, _decoded(data, document.path))


def read_page(document: Document, page: Decoded) -> Document:
    """The same of a page whose encoding is known."""
    article = find_article(_parsed(page.text, document.path))
    layout = Layout()
    layout.add(article.blocks)
    if not layout.text.strip():
        raise KpiError(f"{document.path}: 网页里没有正文（可能要由脚本生成）；请在浏览器里打开，另存为 PDF 再读")
    return replace(
        document,
        text=layout.text,
        tables=tuple(layout.grids),
        facts=article.facts,
        encoding=page.encoding,
        format="html",
    )


def _decoded(data: bytes, path: str) -> Decoded:
    """The page's text. What it says of its encoding counts only where the content leaves it open:
    saved pages are often in another one than they declare."""
    try:
        return decode(data)
    except UnknownEncoding as error:
        name = _declared(data[:_HEAD])
        try:
            codec = codecs.lookup(_WIDER.get(name, name)).name
            return Decoded(data.decode(codec), codec)
        except (LookupError, UnicodeError):
            raise KpiError(f"{path}: {error}，应为网页；请在浏览器里打开后另存") from None


def _declared(head: bytes) -> str:
    """The encoding that the page's head names; empty where it names none."""
    from lxml import etree

    try:
        root = etree.fromstring(head.decode("latin-1"), etree.HTMLParser(no_network=True))
        tags = [] if root is None else [*root.iter("meta")]
    except (etree.LxmlError, ValueError):
        return ""
    said = (tag.get("charset") or "".join(_CHARSET.findall(tag.get("content", ""))[:1]) for tag in tags)
    return next((name.strip().lower() for name in said if name.strip()), "")


def _parsed(text: str, path: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise KpiError(f"{path}: 网页是空的或读不通；请在浏览器里打开后另存") from None
