"""Holds what second readers say of a report against that report: the report is not read again, its text is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.building.memory import ran_out
from kpi.language.gazetteer import classes
from kpi.pages.whose import relation
from kpi.results.cache import pack, unpack
from kpi.second.claims import Testimony, digest_of
from kpi.second.merging import Standing, merged, standings
from kpi.second.proof import Court, Proof, Report
from kpi.vocabulary.faults import reason_of
from kpi.vocabulary.model import Document, Extraction

if TYPE_CHECKING:
    from kpi.building.pipeline import ReportWalk
    from kpi.building.readings import Desk


@dataclass(frozen=True, slots=True)
class Proving:
    """A report to be held against what readers say of it: its extraction, as it was kept, and their testimonies.

    `key` is what the outcome is kept under.
    """

    key: str
    shown: str
    payload: bytes
    testimonies: tuple[Testimony, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """The extraction with what was proved, packed; or why there is none."""

    payload: bytes | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The proofs of each testimony, and how each claim that stands does so (`agrees`, `differs`, `alone`); or why
    there are none.
    """

    proofs: tuple[tuple[Proof, ...], ...] = ()
    standings: tuple[Standing, ...] = ()
    reason: str = ""


def prove_report(desk: Desk, task: Proving) -> Proved:
    """Proves and merges what is said of one report; only MemoryError is raised."""
    try:
        extraction = unpack(task.payload)
        proofs = proofs_of(desk, extraction, task.testimonies)
        return Proved(pack(merged(extraction, list(zip(task.testimonies, proofs, strict=True)))))
    except Exception as error:
        if ran_out(error):
            raise MemoryError from error
        return Proved(None, reason_of(error, task.shown, task.shown))


def prove_claims(desk: Desk, task: Proving) -> Outcome:
    """What becomes of each claim, reader by reader, and of those that stand beside what the program read; only
    MemoryError is raised.
    """
    try:
        extraction = unpack(task.payload)
        proofs = proofs_of(desk, extraction, task.testimonies)
        heard = list(zip(task.testimonies, proofs, strict=True))
        return Outcome(tuple(map(tuple, proofs)), tuple(standings(extraction, heard)))
    except Exception as error:
        if ran_out(error):
            raise MemoryError from error
        return Outcome(reason=reason_of(error, task.shown, task.shown))


def proofs_of(desk: Desk, extraction: Extraction, testimonies: Sequence[Testimony]) -> list[list[Proof]]:
    """What becomes of each claim of each reader on a report of which the extraction is known."""
    document: Document = extraction.document
    walk = desk.extractor.walk(document)
    claims = [claim for testimony in testimonies for claim in testimony.claims]
    court = Court(claims, _as_read(walk), desk.config)
    walk.listener = court
    walk.run()
    proofs = court.proofs((*extraction.observations, *extraction.readings))
    found: list[list[Proof]] = []
    for testimony in testimonies:
        found.append(proofs[: len(testimony.claims)])
        proofs = proofs[len(testimony.claims) :]
    return found


def proved_key(key: str, testimonies: Sequence[Testimony], version: str) -> str:
    """What the outcome for the report under `key` is kept under."""
    from hashlib import sha256

    return sha256(f"{key} {digest_of(tuple(testimonies))} {version}".encode()).hexdigest()


def _as_read(walk: ReportWalk) -> Report:
    page = walk.about.page
    words: dict[str, set[str]] = {}
    for place in walk.places:
        if place.kind in ("firm", "pronoun"):
            continue
        full = relation(place, page).name
        if full and full not in classes():
            words.setdefault(place.text, set()).add(full)
            words.setdefault(full, set()).add(full)
    for name in (page.zone, *page.candidates, *(zone for _, zone in page.sections)):
        words.setdefault(name, set()).add(name)
    for name in page.names:
        words.setdefault(name, set()).add(page.zone)
    zones = {word: next(iter(names)) for word, names in words.items() if word and len(names) == 1}
    turns = frozenset((*page.candidates, *(zone for _, zone in page.sections)))
    return Report(walk.document.text, walk.cleaned, walk.outlook, zones, turns)
