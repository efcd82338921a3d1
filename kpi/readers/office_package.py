"""Word and Excel files as what they are: zip packages of XML parts."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

from kpi.errors import KpiError
from kpi.model import FileFacts
from kpi.readers.archive import HIGHEST_RATIO, LARGEST_MEMBER, open_zip, size_in_words

_CORE = "docProps/core.xml"
_SMALL = 4 * 2**20
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


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
    """Title and day of creation (else of the last change) as the package's core properties have them."""
    try:
        core = ElementTree.fromstring(package.read(_CORE))
    except Exception:  # without properties, or damaged ones, the file says nothing of itself
        return FileFacts()
    texts = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in core}
    day = _DAY.match(texts.get("created", "")) or _DAY.match(texts.get("modified", ""))
    return FileFacts(title=texts.get("title", ""), created=day[0] if day else "")
