"""Files -> Documents; one module a format, chosen by the file's suffix."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from kpi.errors import KpiError
from kpi.model import Document
from kpi.readers import text

Reader = Callable[[Document, bytes], Document]
"""Takes a document that has no text yet and the bytes of its file; returns it with its text (and pages)."""

READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".md": text.read,
}


def read_document(path: Path | str, root: Path | None = None) -> Document:
    """The document in the file at `path`, which is named relative to `root` where it stands below it.

    KpiError, naming the file and the mend, where it cannot be read.
    """
    path = Path(path)
    if path.is_dir():
        raise KpiError(f"{path}: a folder, expected a file; name the files in it")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        what = f"files of type {path.suffix}" if path.suffix else "a file without a suffix"
        raise KpiError(f"{path}: {what} cannot be read, expected {_readable()}; save it as one of these")
    data = _bytes_of(path)
    return reader(Document(doc=path.stem, path=_shown(path, root), text="", digest=sha256(data).hexdigest()), data)


def find_reports(paths: Iterable[Path | str]) -> list[Path]:
    """The reports among `paths` and, however deep, in folders among them, each once and sorted.

    A file that is named is taken as it is; in folders, hidden files, lock files of Office and files
    of other types are left out. KpiError where a path does not exist.
    """
    found = {file for path in map(Path, paths) for file in _files(path) if file == path or _is_readable(file)}
    return _sorted_once(found)


def find_left_out(paths: Iterable[Path | str]) -> list[Path]:
    """The files in the folders among `paths` that `find_reports` leaves out because of their type."""
    return _sorted_once(
        {file for path in map(Path, paths) for file in _files(path) if file != path and not _is_readable(file)}
    )


def _files(path: Path) -> Iterator[Path]:
    """`path` itself where it is a file, else the files below it that are neither hidden nor lock files."""
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        raise KpiError(f"{path}: no such file or folder, expected reports; check the name, or `reports` in config.yaml")
    seen = set()
    for folder, folders, files in os.walk(path, onerror=_refuse, followlinks=True):
        real = os.path.realpath(folder)
        folders[:] = [] if real in seen else [name for name in folders if not name.startswith(".")]
        if real not in seen:
            yield from (Path(folder, name) for name in files if not name.startswith((".", "~$")))
        seen.add(real)


def _refuse(error: OSError) -> None:
    raise KpiError(f"{error.filename}: a folder that cannot be read ({error.strerror}); check its permissions")


def _is_readable(file: Path) -> bool:
    return file.suffix.lower() in READERS


def _sorted_once(files: Iterable[Path]) -> list[Path]:
    once: dict[str, Path] = {}
    for file in sorted(files, key=Path.as_posix):
        once.setdefault(os.path.realpath(file), file)
    return list(once.values())


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise KpiError(f"{path}: no such file, expected a report; check the name") from None
    except OSError as error:
        raise KpiError(f"{path}: a file that cannot be read ({error.strerror}); check its permissions") from None


def _shown(path: Path, root: Path | None) -> str:
    if root is not None:
        inside, base = os.path.abspath(path), os.path.abspath(root)
        if Path(inside).is_relative_to(base):
            return Path(inside).relative_to(base).as_posix()
    return path.as_posix()


def _readable() -> str:
    *others, last = READERS
    return f"{', '.join(others)} or {last}"
