"""Files that a person hands in: looked at before anything is written, then put into the report folder for good.

A file never takes the place of another unless that was asked for, and then the old one is kept under
`replaced` in the data folder. What a person states of a report goes into a sidecar beside it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from uuid import uuid4

from kpi.building.apart import CREW
from kpi.building.readings import Desk, Task, settled
from kpi.building.stating import reports_lock
from kpi.building.survey import shown_path
from kpi.documents.hints import CONFIG, read_sidecar
from kpi.documents.readers import archive
from kpi.documents.reading import FOREIGN, READERS
from kpi.results.cache import unpack
from kpi.settings.config import Config
from kpi.settings.report_facts import ReportFacts, read_date, read_period
from kpi.settings.sidecar_text import put_facts
from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.faults import reason_of
from kpi.vocabulary.model import Extraction, Hints
from kpi.vocabulary.patterns import lazy

__all__ = [
    "COMMON_FORMATS",
    "NOTHING_STATED",
    "Desk",
    "Entry",
    "Joined",
    "Offer",
    "ReportFacts",
    "Sight",
    "destination",
    "join",
    "look_at",
    "offers_of",
    "read_date",
    "read_period",
    "safe_path",
    "shown_path",
]

NOTHING_STATED = ReportFacts()
COMMON_FORMATS = "txt、md、pdf、docx、html、xlsx、csv、png、jpg"
MOST_MEMBERS = 1000
LARGEST_UNPACKED = 500 * 2**20
REPLACED = "replaced"
_LONGEST_NAME = 180
"""Bytes of a name; file systems take 255, and a number and the sidecar's suffix need room."""
_DEEPEST = 4
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
_NOT_IN_NAMES = lazy(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that was handed in, or a member of an archive that was.

    `given` is what it was called, `name` the path that it would get below the report folder; `problem`
    says why it cannot become a report, where that is known before it is read.
    """

    given: str
    name: str
    data: bytes = field(repr=False)
    digest: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was found in a file, or why nothing was."""

    extraction: Extraction | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that is to join, what a person states of it, and the file whose place it takes, if any.

    `replaces` is that file with the digest of the content that the person saw in it.
    """

    offer: Offer
    facts: ReportFacts = NOTHING_STATED
    replaces: tuple[Path, str] | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a file: where it is now, where the one it replaced is kept; or why it is nowhere."""

    given: str
    path: Path | None = None
    kept: Path | None = None
    problem: str = ""


def offers_of(name: str, data: bytes) -> list[Offer]:
    """The file as an offer; of an archive its members, each by its own path. Nothing is raised."""
    if Path(name).suffix.lower() == archive.SUFFIX:
        return _members_of(name, data)
    return [_offer(name, name, data)]


def safe_path(name: str) -> PurePosixPath:
    """`name` as a path below a folder that every file system takes: no way out, no hidden or reserved name.

    >>> str(safe_path("../../etc/年报.txt")), str(safe_path("C:\\\\报告\\\\a?.txt")), str(safe_path("CON.txt"))
    ('etc/年报.txt', '报告/a_.txt', '_CON.txt')
    """
    parts = re.sub(r"\A[A-Za-z]:(?=[\\/])", "", name).replace("\\", "/").split("/")
    kept = [_safe_part(part) for part in parts if part.strip(". ")]
    return PurePosixPath(*(kept[-_DEEPEST:] or ["report"]))


def destination(config: Config) -> Path:
    """The folder that files are put into: the first folder among `reports`; KpiError where there is none."""
    for path in config.reports:
        if path.is_dir() or (not path.exists() and not path.suffix):
            return path
    raise KpiError(f"{config.path.name}: reports 里没有文件夹，加入的报告没有地方放；请在 reports 里写一个文件夹")


def look_at(
    offer: Offer, facts: ReportFacts, config: Config, desk: Desk, tick: Callable[[], None] | None = None
) -> Sight:
    """What a build would find in the file under the name that it would get, with what a person states of it.

    It is read as builds read it, within the limits of the config; meanwhile `tick` is called twice a second, and what
    it raises ends the reading.
    """
    if offer.problem:
        return Sight(None, offer.problem)
    target = destination(config) / offer.name
    shown = shown_path(target, config.path.parent)
    try:
        hints = _hints(target, shown, offer, facts, desk)
        task = Task(str(target), shown, PurePosixPath(offer.name).stem, offer.digest, hints, offer.data)
        reading = CREW.read(task, desk, tick)
    except Exception as error:  # one bad file never stops the rest
        return Sight(None, reason_of(error, shown))
    return Sight(None, reading.reason) if reading.payload is None else Sight(settled(unpack(reading.payload)))


def join(config: Config, entries: Sequence[Entry]) -> list[Joined]:
    """Puts the files into the report folder, each whole or not at all; what could not be done is told in its place.

    KpiError where there is no folder for any of them. Others who add files at the same time are waited for.
    """
    author()
    folder = destination(config)
    try:
        with reports_lock(config):
            return [_join(config, folder, entry) for entry in entries]
    except OSError as error:
        raise KpiError(f"{config.data}: 写不进去（{error.strerror or error}）；请检查写权限和磁盘空间") from error


def _join(config: Config, folder: Path, entry: Entry) -> Joined:
    given = entry.offer.given
    try:
        if entry.offer.problem:
            raise KpiError(entry.offer.problem)
        if entry.replaces is not None:
            return _replace(config, entry, *entry.replaces)
        return Joined(given, _add(folder / entry.offer.name, entry))
    except KpiError as error:
        return Joined(given, problem=str(error))
    except OSError as error:
        return Joined(given, problem=f"写不进去（{error.strerror or error}）；请检查写权限和磁盘空间，再加一次")


def _add(wanted: Path, entry: Entry) -> Path:
    """Writes the file under the first free name, its sidecar first, so that no build reads the one without the other.

    A file of that name with the same content is taken for this one.
    """
    wanted.parent.mkdir(parents=True, exist_ok=True)
    with _written(wanted, entry.offer.data) as new:
        for target in _names(wanted):
            if target.exists():
                if (
                    target.is_file()
                    and target.stat().st_size == len(entry.offer.data)
                    and _digest(target) == entry.offer.digest
                ):
                    _state_too(target, entry.facts)
                    return target
                continue
            sidecar = _sidecar(target)
            if sidecar.exists():
                continue
            try:
                _state(sidecar, entry.facts)
                _put(new, target)
            except FileExistsError:  # somebody was quicker, without the lock
                if entry.facts != NOTHING_STATED:
                    sidecar.unlink(missing_ok=True)
                continue
            return target
    raise AssertionError("names never end")


def _replace(config: Config, entry: Entry, old: Path, seen: str) -> Joined:
    """Puts the file in the place of `old`, which is kept."""
    if not old.is_file():
        raise KpiError(f"{old.name}: 要换掉的文件已经不在了；请重新选择")
    if _digest(old) != seen:
        raise KpiError(f"{old.name}: 要换掉的文件刚被别人改过；没有换，请重新核对后再加")
    kept = _keep(config, old)
    sidecar = _sidecar(old)
    with _written(old, entry.offer.data) as new:
        if sidecar.exists() and entry.facts != NOTHING_STATED:
            shutil.move(sidecar, _sidecar(kept))
        if entry.facts != NOTHING_STATED:
            _state(sidecar, entry.facts)
        os.replace(new, old)
    return Joined(entry.offer.given, old, kept)


def _keep(config: Config, old: Path) -> Path:
    """A copy of the file under `replaced`, by the time of its replacement."""
    folder = config.data / REPLACED
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / f"{datetime.now():%Y%m%d-%H%M%S}_{old.name}"
    kept = next(name for name in _names(wanted) if not name.exists())
    shutil.copy2(old, kept)
    return kept


def _hints(target: Path, shown: str, offer: Offer, facts: ReportFacts, desk: Desk) -> Hints:
    """The hints of the file at its place; what the config says of that place holds whatever the sidecar states."""
    at_place = desk.hints.hints_of(target, shown)
    if facts == NOTHING_STATED and not _sidecar(target).exists():
        return at_place
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder, PurePosixPath(offer.name).name)
        beside.write_bytes(b"")
        if facts != NOTHING_STATED:
            _state(_sidecar(beside), facts)
        own = desk.hints.hints_of(beside, shown)
    by_config = {
        each.name: hint for each in fields(Hints) if (hint := getattr(at_place, each.name)) and hint.ground == CONFIG
    }
    return replace(own, **by_config)


@contextlib.contextmanager
def _written(target: Path, data: bytes) -> Iterator[Path]:
    """A file with this content beside `target`, hidden from builds, gone when the context ends."""
    new = target.with_name(f".new-{uuid4().hex}.tmp")
    try:
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield new
    finally:
        new.unlink(missing_ok=True)


def _put(new: Path, target: Path) -> None:
    """Gives the file its name in one step; FileExistsError where that is taken."""
    try:
        os.link(new, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is taken first, then filled in one step
        target.open("xb").close()
        os.replace(new, target)


def _state(sidecar: Path, facts: ReportFacts) -> None:
    if facts != NOTHING_STATED:
        with sidecar.open("x", encoding="utf-8", newline="\n") as file:
            file.write(put_facts("", asdict(facts)))


def _state_too(there: Path, facts: ReportFacts) -> None:
    """States the facts of a report that is there already; KpiError where something else is stated of it."""
    sidecar = _sidecar(there)
    if not sidecar.exists():
        _state(sidecar, facts)
    elif facts not in (NOTHING_STATED, read_sidecar(sidecar, sidecar.name)):
        raise KpiError(f"{there.name}: 这份报告已在，{sidecar.name} 里写的与现在填的不同；请核对后直接改该文件")


def _sidecar(path: Path) -> Path:
    return path.with_name(f"{path.name}.yaml")


def _names(wanted: Path) -> Iterator[Path]:
    """`年报.txt`, `年报-2.txt`, `年报-3.txt` …"""
    yield wanted
    number = 2
    while True:
        yield wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        number += 1


def _offer(given: str, name: str, data: bytes) -> Offer:
    path = safe_path(name)
    return Offer(given, str(path), data, sha256(data).hexdigest(), _problem(path, data))


def _problem(path: PurePosixPath, data: bytes) -> str:
    if not data:
        return "空文件，没有内容；请换一份"
    if path.suffix.lower() not in READERS and path.suffix.lower() not in FOREIGN:
        what = f" {path.suffix} 文件" if path.suffix else "没有扩展名的文件"
        return f"读不了{what}；请存成 {COMMON_FORMATS} 之一"
    return ""


def _members_of(name: str, data: bytes) -> list[Offer]:
    """The members of an archive that was handed in; where it cannot be opened, itself, with the reason."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "archive.zip")
        package.write_bytes(data)
        try:
            archive.check_archive(package)
            members = list(archive.find_members(package))
        except KpiError as error:
            return [_unread(name, data, reason_of(error, str(package)))]
        if not members:
            return [_unread(name, data, "压缩包里没有可读的文件；请核对")]
        if len(members) > MOST_MEMBERS:
            reason = f"压缩包里有 {len(members):,} 个文件，超过 {MOST_MEMBERS:,} 个；请直接把它放进报告文件夹"
            return [_unread(name, data, reason)]
        return list(_unpacked(name, package, members))


def _unpacked(name: str, package: Path, members: Sequence[Path]) -> Iterator[Offer]:
    room = LARGEST_UNPACKED
    for member in members:
        inside = member.relative_to(package).as_posix()
        given = f"{name}/{inside}"
        try:
            if archive.stat_member(member)[0] > room:
                raise KpiError(f"压缩包解开后太大；请把 {PurePosixPath(inside).name} 单独加入")
            if member.suffix.lower() == archive.SUFFIX:
                archive.check_archive(member)
                raise KpiError("压缩包套得太深；请先解开")
            data = archive.read_member(member)
        except KpiError as error:
            yield Offer(
                given, str(safe_path(inside)), b"", sha256(given.encode()).hexdigest(), reason_of(error, str(member))
            )
            continue
        room -= len(data)
        yield _offer(given, inside, data)


def _unread(name: str, data: bytes, reason: str) -> Offer:
    return Offer(name, str(safe_path(name)), b"", sha256(data).hexdigest(), reason)


def _safe_part(part: str) -> str:
    part = unicodedata.normalize("NFC", part.encode("utf-8", "replace").decode("utf-8"))
    part = _NOT_IN_NAMES.sub("_", part).strip().rstrip(". ").lstrip(". ")
    part = f"_{part[2:]}" if part.startswith("~$") else part  # a lock file of Office is never read
    stem, dot, suffix = part.rpartition(".")
    if not dot:
        stem, suffix = part, ""
    if stem.split(".")[0].strip().lower() in _RESERVED:
        stem = f"_{stem}"
    room = _LONGEST_NAME - len(suffix.encode())
    stem = stem.encode()[: max(room, 20)].decode("utf-8", "ignore").rstrip(". ") or "report"
    return f"{stem}.{suffix[:20]}" if dot else stem


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
