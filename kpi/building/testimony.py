"""Who else read the reports of a project, and which claims are on which report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Protocol

from kpi.second import imports, kept
from kpi.second.claims import Testimony
from kpi.second.imports import Imported
from kpi.settings.config import Config
from kpi.vocabulary.model import report_id


class Listed(Protocol):
    """A report as a build lists it."""

    @property
    def shown(self) -> str: ...
    @property
    def doc(self) -> str: ...
    @property
    def digest(self) -> str: ...


@dataclass(slots=True)
class Shelf:
    """The reports of a project by all the names that a claim may give them."""

    _named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _digests: set[str] = field(default_factory=set)

    def add(self, report: Listed) -> None:
        shown = PurePosixPath(report.shown)
        self._digests.add(report.digest)
        parts = shown.parts
        below = {"/".join(parts[at:]) for at in range(len(parts))}
        for name in {*below, shown.stem, report.doc, report_id(report.digest)}:
            self._named[_plain(name)].add(report.digest)

    def also(self, shown: str, digest: str) -> None:
        """Takes the path of a file that has the same content as a report."""
        self._named[_plain(shown)].add(digest)

    def find(self, name: str) -> tuple[str, ...]:
        """The contents of the reports that `name` may mean."""
        plain = _plain(name)
        exact = self._named.get(plain, set())
        return tuple(sorted(exact))

    def holds(self, digest: str) -> bool:
        return digest in self._digests


def shelf_of(reports: Iterable[Listed]) -> Shelf:
    shelf = Shelf()
    for report in reports:
        shelf.add(report)
    return shelf


@dataclass(frozen=True, slots=True)
class Heard:
    """What other readers say of the reports that are there, by the digest of the content, in the order of their names;
    and how many rows of each reader are on no report that is there, by the report that they name.
    """

    on: Mapping[str, tuple[Testimony, ...]] = field(default_factory=dict)
    lost: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def rows_lost(self) -> dict[str, int]:
        """How many rows of each reader are on no report that is there."""
        return {reader: sum(by_report.values()) for reader, by_report in sorted(self.lost.items())}


def testimonies(config: Config, reports: Iterable[Listed]) -> Heard:
    """What other readers say of each report.

    A claim is on the content that it was made of, or, where that is not there any more, on the report of its name; an
    answer of the model that is set up is on the content that it was asked about and on no other.
    """
    known = imports.load(config).in_force
    answers = kept.load(config) if config.second_reader else None
    answered = kept.heard(answers, config.second_reader) if answers else {}
    if not known and not answered:
        return Heard()
    shelf = shelf_of(reports)
    found: dict[str, list[Testimony]] = defaultdict(list)
    lost: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in known:
        of_content: dict[str, list[Imported]] = defaultdict(list)
        for row in entry.rows:
            if digest := content_of(row, shelf):
                of_content[digest].append(row)
            else:
                lost[entry.reader][row.claim.report] += 1
        for digest, rows in of_content.items():
            found[digest].append(Testimony(entry.reader, entry.trust, tuple(row.claim for row in rows)))
    paths = {answer.report: answer.path for _, answer in answers.entries} if answers else {}
    for digest, testimony in answered.items():
        if testimony.claims and shelf.holds(digest):
            found[digest].append(testimony)
        elif testimony.claims:
            lost[testimony.reader][paths.get(digest, digest)] += len(testimony.claims)
    on = {digest: tuple(sorted(some, key=lambda each: each.reader)) for digest, some in found.items()}
    return Heard(on, {reader: dict(sorted(lost[reader].items())) for reader in sorted(lost)})


def content_of(row: Imported, shelf: Shelf) -> str:
    """The content of the report that a row is on; empty where there is none, or several that it may mean."""
    if row.digest and shelf.holds(row.digest):
        return row.digest
    found = shelf.find(row.claim.report)
    return found[0] if len(found) == 1 else ""


def digest_of_testimonies(config: Config) -> str:
    """The digest of all that other readers said in a project; empty where nobody did."""
    said = imports.digest(config)
    if (reader := config.second_reader) and (answers := kept.ledger_of(config).digest()):
        said = sha256("\n".join((said, answers, reader.model, reader.trust)).encode()).hexdigest()
    return said


def problems_of(config: Config) -> Iterator[str]:
    """Lines of what other readers said that could not be read, each told for a person."""
    yield from imports.load(config).problems
    yield from kept.load(config).problems


def _plain(name: str) -> str:
    return name.strip().replace("\\", "/").removeprefix("./").casefold()
