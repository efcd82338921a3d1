"""A recognised document put right where its recogniser certainly misread; every offset stays what it was."""

from __future__ import annotations

from dataclasses import replace

from kpi.documents.positions import recognised_spans
from kpi.language.confusions import repaired
from kpi.vocabulary.model import Document


def readable(document: Document) -> Document:
    """A document with what its recogniser certainly misread put right; every offset stays what it was."""
    text = document.text
    for start, end in recognised_spans(document):
        text = text[:start] + repaired(text[start:end]) + text[end:]
    return replace(document, text=text) if text != document.text else document
