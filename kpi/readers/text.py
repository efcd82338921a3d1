"""Plain text, in any encoding that Chinese reports come in."""

from __future__ import annotations

from dataclasses import replace

from kpi.encodings import UnknownEncoding, decode
from kpi.errors import KpiError
from kpi.model import Document

# Files that were given the name of a text; told by name, since "bytes that are no text" helps nobody.
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
}


def read(document: Document, data: bytes) -> Document:
    """`document` with the text of its file, line ends as they are; KpiError where it is no text."""
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise KpiError(f"{document.path}: {what} under the name of a text, expected text; give it its own suffix")
    try:
        decoded = decode(data)
    except UnknownEncoding as error:
        raise KpiError(f"{document.path}: {error}, expected a text; save it as UTF-8") from None
    return replace(document, text=decoded.text, encoding=decoded.encoding)
