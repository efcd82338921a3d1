"""The files of the report folders before any is read: names, contents, and what is left out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from kpi.cache import Cache, known_digests
from kpi.config import Config
from kpi.readers import find_left_out, find_reports

DigestOf = Callable[[Path, os.stat_result], str]


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that gave nothing, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """A file that is to be read: where it is, how tables call it (`shown`, `doc`), what is in it."""

    path: Path
    shown: str
    doc: str
    digest: str


@dataclass(frozen=True, slots=True)
class Survey:
    """All files of the report folders, each in one of these lists.

    `duplicates` are pairs of a file and the one with the same content that stands for both;
    `left_out` are files of types that are not read.
    """

    reports: tuple[Report, ...]
    unreadable: tuple[Failure, ...]
    duplicates: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]

    @property
    def files(self) -> int:
        return len(self.reports) + len(self.unreadable) + len(self.duplicates)


def find_survey(config: Config, digest_of: DigestOf) -> Survey:
    """The survey of the config's folders, the same in whatever order they and their files are listed."""
    root = config.path.parent
    reports: list[Report] = []
    unreadable: list[Failure] = []
    duplicates: list[tuple[str, str]] = []
    first: dict[str, str] = {}
    taken: set[str] = set()
    for shown, path in sorted((shown_path(path, root), path) for path in find_reports(config.reports)):
        try:
            digest = digest_of(path, path.stat())
        except OSError as error:
            unreadable.append(Failure(shown, f"文件打不开（{error.strerror or error}）"))
            continue
        if first.setdefault(digest, shown) == shown:
            reports.append(Report(path, shown, free_name(shown, taken), digest))
        else:
            duplicates.append((shown, first[digest]))
    left_out = sorted(shown_path(path, root) for path in find_left_out(config.reports))
    return Survey(tuple(reports), tuple(unreadable), tuple(duplicates), tuple(left_out))


def shown_path(path: Path, root: Path) -> str:
    """The path as tables show it: relative to `root` where it is below it, with `/`."""
    inside, base = Path(os.path.abspath(path)), Path(os.path.abspath(root))
    return printable((inside.relative_to(base) if inside.is_relative_to(base) else inside).as_posix())


def free_name(shown: str, taken: set[str]) -> str:
    """The file's stem, with `~2`, `~3` … where another report has that name; it is taken from now on."""
    stem = PurePosixPath(shown).stem
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}~{number}"
    taken.add(name)
    return name


def printable(name: str) -> str:
    """A file's name as text that any encoding can write: bytes that are no characters become `�`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def digests_of(cache: Cache) -> DigestOf:
    """Digests from the cache where size and time are as they were; others are computed and kept."""

    def digest_of(path: Path, stat: os.stat_result) -> str:
        known = cache.digest(_key(path), stat.st_size, stat.st_mtime_ns)
        if known is None:
            known = _hash_of(path)
            cache.keep_digest(_key(path), stat.st_size, stat.st_mtime_ns, known)
        return known

    return digest_of


def digests_known_to(cache_path: Path) -> DigestOf:
    """The same without a change to the cache, for those who only look."""
    known = known_digests(cache_path)

    def digest_of(path: Path, stat: os.stat_result) -> str:
        return known.get((_key(path), stat.st_size, stat.st_mtime_ns)) or _hash_of(path)

    return digest_of


def _key(path: Path) -> str:
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _hash_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
