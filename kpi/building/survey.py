"""The files of the report folders before any is read: names, contents, and what is left out."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kpi.building.report_list import Report, ReportList
from kpi.building.statements import sidecars_known
from kpi.documents.hints import HintFinder
from kpi.documents.hints import digest_of as digest_of_hints
from kpi.documents.reading import content_digest, left_out_names, report_names, stat_of
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.faults import reason_of

if TYPE_CHECKING:
    from kpi.results.cache import Digests

Look = dict[str, tuple[int, int]]
_KEPT_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that gave nothing, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """All files of the report folders, each in one of these lists.

    `duplicates` are pairs of a file and the one with the same content that stands for both;
    `left_out` are files of types that are not read, `aside` those that a person set aside, with the reason.
    """

    reports: ReportList
    unreadable: tuple[Failure, ...]
    duplicates: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    aside: tuple[Failure, ...] = ()

    @property
    def files(self) -> int:
        return len(self.reports) + len(self.unreadable) + len(self.duplicates) + len(self.aside)

    @property
    def digest(self) -> str:
        """Digest of all that a build takes from the survey."""
        made = sha256()
        for part in self._parts():
            made.update(part.encode("utf-8", "backslashreplace") + b"\0")
        return made.hexdigest()

    def _parts(self) -> Iterator[str]:
        for report in self.reports:
            yield f"{report.shown}\n{report.doc}\n{report.digest}\n{digest_of_hints(report.hints)}"
        for failure in self.unreadable:
            yield f"unreadable\n{failure.path}\n{failure.reason}"
        for one, other in self.duplicates:
            yield f"duplicate\n{one}\n{other}"
        for name in self.left_out:
            yield f"left out\n{name}"
        for each in self.aside:
            yield f"aside\n{each.path}\n{each.reason}"


def find_survey(
    config: Config, known: Digests, unsettled: Collection[str] = (), keep: Callable[[Digests], None] | None = None
) -> Survey:
    """The survey of the config's folders, the same in whatever order they and their files are listed.

    A file whose size and time are `known` is not read; what the others are is handed to `keep`, some at a
    time. Those that are `unsettled` are passed over.
    """
    root, finder = config.path.parent, HintFinder(config)
    reports = ReportList()
    unreadable: list[Failure] = []
    aside: list[Failure] = []
    duplicates: list[tuple[str, str]] = []
    hashed: Digests = {}
    first: dict[str, str] = {}
    taken: dict[str, int] = {}
    settled = (name for name in report_names(config.reports) if name not in unsettled)
    for shown, name in sorted((shown_path(name, root), name) for name in settled):
        path = Path(name)
        try:
            digest = _digest_of(name, path, known, hashed)
            hints = finder.hints_of(path, shown)
        except Exception as error:  # whatever is wrong with one file, the others are read
            unreadable.append(Failure(shown, reason_of(error, shown, name)))
            continue
        if hints.aside is not None:
            aside.append(Failure(shown, hints.aside.value))
        elif first.setdefault(digest, shown) == shown:
            reports.add(Report(name, shown, free_name(shown, taken), digest, hints))
        else:
            duplicates.append((shown, first[digest]))
        if keep and len(hashed) >= _KEPT_AT_ONCE:
            keep(hashed)
            hashed = {}
    if keep and hashed:
        keep(hashed)
    others = (name for name in left_out_names(config.reports) if not finder.is_sidecar(Path(name)))
    left_out = sorted(shown_path(name, root) for name in others)
    if any(name.endswith(".yaml") for name in left_out):  # of a report that is renamed or gone: that is told with it
        told_of = sidecars_known(config)
        left_out = [name for name in left_out if name not in told_of]
    return Survey(reports, tuple(unreadable), tuple(duplicates), tuple(left_out), tuple(aside))


def read_instead_of(path: Path, config: Config) -> str:
    """The report of the same content that builds read in the place of the one at `path`, as tables call it; empty
    where they read that one itself.
    """
    root, finder = config.path.parent, HintFinder(config)
    shown, size, digest = shown_path(path, root), stat_of(path)[0], content_digest(path)
    for other, name in sorted((shown_path(name, root), name) for name in report_names(config.reports)):
        with contextlib.suppress(KpiError):  # what cannot be read is read in nobody's place
            same = other < shown and stat_of(Path(name))[0] == size and content_digest(Path(name)) == digest
            if same and finder.hints_of(Path(name), other).aside is None:
                return other
    return ""


def copies_of(path: Path, digest: str, config: Config) -> list[str]:
    """The reports with the content of the file at `path`, which has that digest, as tables call them."""
    size, root = stat_of(path)[0], config.path.parent
    found = []
    for name in report_names(config.reports):
        with contextlib.suppress(KpiError):
            if stat_of(Path(name))[0] == size and content_digest(Path(name)) == digest:
                found.append(shown_path(name, root))
    return sorted(found)


def look(config: Config) -> Look:
    """Size and time (ns) of every file that a build depends on; nothing of a file that cannot be looked at."""
    found: Look = {}
    names = (*report_names(config.reports), *left_out_names(config.reports))
    ledgers = (config.corrections, config.statements, config.imports, config.answers)
    for name in (*names, *map(str, (config.path, *ledgers))):
        with contextlib.suppress(KpiError):
            found[name] = stat_of(Path(name))
    return found


def shown_path(path: Path | str, root: Path) -> str:
    """The path as tables show it: relative to `root` where it is below it, with `/`."""
    inside, base = os.path.abspath(path), os.path.join(os.path.abspath(root), "")
    return printable(inside.removeprefix(base).replace(os.sep, "/"))


def free_name(shown: str, taken: dict[str, int]) -> str:
    """The file's stem, with `~2`, `~3` … where another report has that name; it is taken from now on.

    `taken` counts how often a name was asked for: thousands of folders may hold a `2024.txt` each.
    """
    stem = PurePosixPath(shown).stem
    name, number = stem, taken.get(stem, 0) + 1
    if number > 1:
        name = f"{stem}~{number}"
        while name in taken:
            number += 1
            name = f"{stem}~{number}"
        taken[name] = 1
    taken[stem] = number
    return name


def printable(name: str) -> str:
    """A file's name as text that any encoding can write: bytes that are no characters become `�`."""
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _digest_of(name: str, path: Path, known: Digests, hashed: Digests) -> str:
    key = (_storable(name), *stat_of(path))
    if key not in known:
        hashed[key] = content_digest(path)
    return known.get(key) or hashed[key]


def _storable(name: str) -> str:
    """The name itself, or where it has bytes that are no characters, these written out."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name
