"""What is shown of the files that reports were read from: pictures of their pages, names of their sheets, the reach
of the cells of their tables.

The files are opened by the processes that read reports, within the same limits: a file that a build could read may
still take a viewer down.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from kpi.building.apart import CREW
from kpi.building.workers import Lost
from kpi.documents.reading import bytes_of, read_document
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Grid

GONE, CHANGED = "gone", "changed"
"""Why an original is not there: there is no such file any more, or it has other content by now."""


class NotThere(KpiError):
    """The original file is not the one that was read; `said` is GONE or CHANGED."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class Original:
    """The file of a report: where it lies, also inside an archive, and the digest of what was read of it."""

    path: Path
    digest: str


@dataclass(frozen=True, slots=True)
class _Page:
    original: Original
    number: int
    width: int


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a process shows nothing; `said` where the file is not there."""

    reason: str
    said: str = ""


def page_picture(original: Original, page: int, width: int, config: Config) -> bytes:
    """A PNG, `width` pixels wide, of a page (from 1).

    NotThere where the file is another by now; KpiError where it has no such page, or drawing it takes more than the
    limits of the config.
    """
    made: bytes = _asked(CREW.made(_draw, _Page(original, page, width), config))
    return made


def sheet_names(original: Original, config: Config) -> tuple[str, ...]:
    """The names of a workbook's sheets, in their order; errors as with `page_picture`."""
    made: tuple[str, ...] = _asked(CREW.made(_name_sheets, original, config))
    return made


def grids_of(original: Original, config: Config) -> tuple[str, tuple[Grid, ...]]:
    """The tables of a report with the reach of their cells, and the digest of the text that their places refer to;
    errors as with `page_picture`.
    """
    made: tuple[str, tuple[Grid, ...]] = _asked(CREW.made(_read_grids, original, config))
    return made


def text_digest(text: str) -> str:
    """What tells whether the places of tables refer to this text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _asked(made: Any) -> Any:
    if isinstance(made, Lost):
        raise KpiError(made.reason)
    if isinstance(made, _Refusal):
        raise NotThere(made.said) if made.said else KpiError(made.reason)
    return made


def _draw(_desk: Any, page: _Page) -> bytes | _Refusal:
    from kpi.documents.page_images import page_image

    try:
        data = _bytes_of(page.original)
        suffix = ".pdf" if b"%PDF-" in data[:1024] else PurePosixPath(page.original.path.name).suffix.lower()
        return page_image(data, suffix, page.number, page.width)
    except KpiError as error:
        return _refusal(error)


def _name_sheets(_desk: Any, original: Original) -> tuple[str, ...] | _Refusal:
    try:
        document = read_document(original.path, data=_bytes_of(original))
        return tuple(each.label for each in document.pages)
    except KpiError as error:
        return _refusal(error)


def _read_grids(_desk: Any, original: Original) -> tuple[str, tuple[Grid, ...]] | _Refusal:
    try:
        document = read_document(original.path, data=_bytes_of(original))
        return text_digest(document.text), document.tables
    except KpiError as error:
        return _refusal(error)


def _refusal(error: KpiError) -> _Refusal:
    return _Refusal(str(error), error.said if isinstance(error, NotThere) else "")


def _bytes_of(original: Original) -> bytes:
    try:
        found = bytes_of(original.path)
    except KpiError:
        raise NotThere(GONE) from None
    if sha256(found).hexdigest() != original.digest:
        raise NotThere(CHANGED)
    return found
