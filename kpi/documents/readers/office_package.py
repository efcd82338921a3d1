"""Word and Excel files as what they are: zip packages of XML parts."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from kpi.documents.readers.archive import HIGHEST_RATIO, LARGEST_MEMBER, open_zip, size_in_words
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import FileFacts
from kpi.vocabulary.patterns import lazy

_CORE = "docProps/core.xml"
_SMALL = 4 * 2**20
_DAY = lazy(r"(?:19|20)\d\d-\d\d-\d\d")


# When the empty file was made that each new one of a program begins as: no day of any report.
_TEMPLATES = frozenset(
    (
        "2013-12-23T23:15:00Z",  # python-docx
        "1996-12-17T01:32:42Z",  # Excel 97 and what copies it
        "2006-09-13T11:21:51Z",  # Excel 2007
        "2006-09-16T00:00:00Z",
        "2008-09-11T17:22:52Z",
        "2015-06-05T18:17:20Z",  # Excel 2016
        "2015-06-05T18:19:34Z",
        "2014-10-29T12:08:00Z",  # WPS
    )
)


def open_package(data: bytes, path: str) -> zipfile.ZipFile:
    """The package in `data`; KpiError where it is none, damaged, or would unpack to more than a report can be."""
    try:
        package = open_zip(io.BytesIO(data), path)
    except KpiError:
        raise KpiError(f"{path}: 不是 Office 文件，或已损坏；请重新取得，或打开后另存") from None
    total = sum(info.file_size for info in package.infolist())
    if total > LARGEST_MEMBER or (total > _SMALL and total > HIGHEST_RATIO * len(data)):
        raise KpiError(f"{path}: 解开后有 {size_in_words(total)}，超出限度，没有读；请拆成几份")
    return package


def facts_of(package: zipfile.ZipFile) -> FileFacts:
    """Title and day of creation (else of the last change) as the package's core properties have them.

    A day that a template brought along is neither.
    """
    try:
        core = ElementTree.fromstring(package.read(_CORE))
    except Exception:  # without properties, or damaged ones, the file says nothing of itself
        return FileFacts()
    texts = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in core}
    moments = (texts.get(name, "") for name in ("created", "modified"))
    days = (_DAY.match(moment) for moment in moments if moment not in _TEMPLATES)
    return FileFacts(title=texts.get("title", ""), created=next((day[0] for day in days if day), ""))
