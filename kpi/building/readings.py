"""One report read, whoever does it: this process, another on this machine, or one of a cluster."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kpi.building.memory import ran_out
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.faults import reason_of
from kpi.vocabulary.model import Document, Extraction, Hints, Observation, Remark

if TYPE_CHECKING:
    from kpi.building.pipeline import Extractor
    from kpi.documents.hints import HintFinder
    from kpi.results.cache import Packed

# What is behind a failure that may be gone at the next try.
_PASSING = (OSError, ImportError, MemoryError)


@dataclass(frozen=True, slots=True)
class Task:
    """A report that is to be read: where it lies, how it is called, what is known of it from outside.

    `key` is what the result is kept under, `digest` that of the content that it is kept for. `data` are
    the bytes for a reader who does not see the file.
    """

    path: str
    shown: str
    doc: str
    key: str
    hints: Hints
    data: bytes | None = None
    digest: str = ""

    @property
    def file(self) -> Path:
        """Where the report lies; of bytes that were sent, by what they are called, which tells the format."""
        return Path(self.path if self.data is None else self.shown)

    @property
    def is_light(self) -> bool:
        """Whether it may be read in any process: see `documents.reading.is_light`."""
        from kpi.documents.reading import is_light

        return is_light(self.file, self.data)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of it: the packed extraction, or why there is none; `lasting` where another try finds the same."""

    payload: bytes | None
    reason: str = ""
    lasting: bool = False


class Desk:
    """What is made once for many reports: the compiled words of the config."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @cached_property
    def extractor(self) -> Extractor:
        from kpi.building.pipeline import Extractor

        return Extractor(self.config)

    @cached_property
    def hints(self) -> HintFinder:
        from kpi.documents.hints import HintFinder

        return HintFinder(self.config)


def ready_desk(config: Config) -> Desk:
    """A desk on which all is laid out already, so that the first report takes no longer than the next."""
    desk = Desk(config)
    _ = desk.extractor, desk.hints
    return desk


def read_report(desk: Desk, task: Task) -> Reading:
    """Reads one report. Whatever is wrong with it is the reading's reason, since one bad report must not stop the rest;
    only MemoryError is raised: this process had better read no other.
    """
    from kpi.results.cache import pack

    found = extracted(desk, task)
    return found if isinstance(found, Reading) else Reading(pack(found))


def extracted(desk: Desk, task: Task) -> Extraction | Reading:
    """What is in a report as it is, or the reading that says why there is nothing; only MemoryError is raised."""
    try:
        document = document_at(task.file, task.shown, task.doc, task.hints, desk, task.data)
        if task.digest and document.digest != task.digest:
            return Reading(None, "读取时文件正被改写；写完后请再运行一次 kpi build")
        return desk.extractor.extract(document)
    except Exception as error:
        if ran_out(error):
            raise MemoryError from error
        lasting = isinstance(error, KpiError) and not isinstance(error.__context__, _PASSING)
        return Reading(None, reason_of(error, task.shown, str(task.file)), lasting)


def settled(extraction: Extraction) -> Extraction:
    """The extraction as it enters a build: facts whose zone is open stand in no series, but among the remarks and, as
    `open`, among the readings that wait.
    """
    waiting = [replace(each, status="open") for each in extraction.observations if not each.zone]
    if not waiting:
        return extraction
    placed = tuple(each for each in extraction.observations if each.zone)
    remarks, readings = (*extraction.remarks, *map(_open, waiting)), (*extraction.readings, *waiting)
    return replace(extraction, observations=placed, remarks=remarks, readings=readings)


def settled_packed(packed: Packed) -> Packed:
    """The same for an extraction as the cache keeps it; only the facts that are open are opened."""
    from kpi.results.cache import Packed, open_packed, pack, unpack_observation

    document = packed.head.document
    named = (document.doc, document.path, document.report_id)
    waiting = [unpack_observation(*each, *named) for each in packed.observations if not each[1]]
    if not waiting:
        return packed
    head = settled(replace(packed.head, observations=tuple(waiting)))
    readings = open_packed(pack(head)).readings
    remarks_only = replace(head, readings=())
    return Packed(remarks_only, tuple(each for each in packed.observations if each[1]), (*packed.readings, *readings))


def _open(fact: Observation) -> Remark:
    """What is told of a fact that may be of several zones, or of one that nobody named: those that it may be of."""
    parts = dict(part.partition(":")[::2] for part in fact.basis.split(";"))
    detail = "、".join(filter(None, parts.get("candidates", "").split("|")))
    return Remark(fact.doc, "no_zone", fact.quote, fact.start, fact.end, detail)


def document_at(
    path: Path, shown: str, doc: str, hints: Hints, desk: Desk, data: bytes | None = None
) -> Document:  # fmt: skip
    """The report at `path` (or in `data`) under the names that tables give it, with all that is known of it from
    outside its text: `hints`, and what the file says of itself. KpiError where it cannot be read.
    """
    from kpi.documents.reading import read_document

    document = read_document(path, desk.config.path.parent, data)
    complete = desk.hints.with_metadata(hints, document.facts)
    return replace(document, doc=doc, path=shown, hints=complete)
