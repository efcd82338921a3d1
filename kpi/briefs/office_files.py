"""Office files as they leave the program: the same bytes for the same brief, and nothing in a text but text."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from kpi.vocabulary.patterns import lazy

MARK = "kpi brief"
"""The category in the properties of a file that tells it for a brief."""

_NO_TEXT = lazy(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST_PROPERTY = 255
_FIRST = datetime(1980, 1, 1)


def clean(text: str) -> str:
    """`text` without the signs that no file of that format can hold, on one line."""
    return " ".join(_NO_TEXT.sub("", text).split("\n"))


def property_of(text: str) -> str:
    """`text` as a property of a file, which may hold no more signs than that."""
    return clean(text)[:_LONGEST_PROPERTY]


def moment(iso: str) -> datetime:
    """The time of the build, which all times in a file are set to."""
    try:
        found = datetime.fromisoformat(iso).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return _FIRST
    return max(found, _FIRST)


def settled(package: bytes, when: datetime) -> bytes:
    """The package with all times in it set to `when`, those of workbooks inside it too."""
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".xlsx"):
                data = settled(data, when)
            elif name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            about = zipfile.ZipInfo(name, when.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = 0  # as Windows writes it, wherever this runs
            new.writestr(about, data)
    return made.getvalue()


def is_brief(package: bytes) -> bool:
    """Whether an office file is one that `kpi brief` wrote."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as file:
            return f"<cp:category>{MARK}</cp:category>".encode() in file.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        return False
