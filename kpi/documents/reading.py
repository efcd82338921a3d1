"""Files -> Documents; one module a format, chosen by the file's suffix and checked against its content.

A zip archive is read as a folder: a file in it is named by the archive's path and its own below it. A folder with a
file `NOT_READ` in it is passed over with all that is below it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from kpi.documents.readers import archive, contents
from kpi.vocabulary.errors import KpiError, to_install
from kpi.vocabulary.model import Document
from kpi.vocabulary.ordinary_files import NotOrdinary, digest_of_file, read_ordinary

Reader = Callable[[Document, bytes], Document]
"""Takes a document that has no text yet and the bytes of its file; returns it with its text (and pages)."""

READERS: dict[str, str] = {
    ".txt": "kpi.documents.readers.text",
    ".md": "kpi.documents.readers.text",
    ".pdf": "kpi.documents.readers.pdf",
    ".docx": "kpi.documents.readers.docx",
    ".html": "kpi.documents.readers.html",
    ".htm": "kpi.documents.readers.html",
    ".mht": "kpi.documents.readers.mail_page",
    ".mhtml": "kpi.documents.readers.mail_page",
    ".xlsx": "kpi.documents.readers.workbook",
    ".xlsm": "kpi.documents.readers.workbook",
    ".csv": "kpi.documents.readers.csv_table",
    ".tsv": "kpi.documents.readers.csv_table",
    ".png": "kpi.documents.readers.scan",
    ".jpg": "kpi.documents.readers.scan",
    ".jpeg": "kpi.documents.readers.scan",
    ".tif": "kpi.documents.readers.scan",
    ".tiff": "kpi.documents.readers.scan",
    ".bmp": "kpi.documents.readers.scan",
    ".webp": "kpi.documents.readers.scan",
}
"""The module that reads a suffix; it is imported when the first file of its kind comes."""

FOREIGN: dict[str, str] = {
    ".doc": "kpi.documents.readers.text",
    ".wps": "kpi.documents.readers.text",
    ".rtf": "kpi.documents.readers.text",
    ".xls": "kpi.documents.readers.csv_table",
    ".et": "kpi.documents.readers.csv_table",
}
"""Suffixes of formats that are not read, under which web pages, new formats and texts often go: their
content decides, and what cannot be read is listed with the mend instead of being left out."""

PLAIN = frozenset({".txt", ".md"})
"""Suffixes of plain texts."""

LARGEST_LIGHT = 256 * 1024
"""Bytes of a plain text that may be read in whatever process asks for it; the longest work report has a third."""

NOT_READ = ".not-read"
"""The name of the file that keeps a folder from being read where it lies among reports."""

_LIBRARIES = frozenset({"docx", "openpyxl", "lxml", "pypdfium2", "PIL"})


def read_document(path: Path | str, root: Path | None = None, data: bytes | None = None) -> Document:
    """The document in the file at `path`, which is named relative to `root` where it stands below it; where `data` is
    given, in these bytes, and the path says only what they are called.

    Its hints are empty: what names, sidecars and the config say of it `kpi.building.readings.document_at` adds.
    KpiError, naming the file and the mend, where it cannot be read.
    """
    path = Path(path)
    if data is None and path.is_dir():
        raise KpiError(f"{path}: 是文件夹，这里要一个文件；请写出其中的文件")
    shown = _shown(path, root)
    if data is None and path.suffix.lower() == archive.SUFFIX:
        archive.check_archive(path)
        raise KpiError(f"{path}: 是压缩包，这里要其中的一个文件；请写成 {path.name}/文件名")
    known = READERS | FOREIGN
    if path.suffix.lower() not in known:
        what = f"{path.suffix} 文件" if path.suffix else "没有扩展名的文件"
        raise KpiError(f"{path}: {what}读不了，能读的是 {_readable()}；请另存为其中一种")
    data = bytes_of(path) if data is None else data
    if not data.strip():
        raise KpiError(f"{shown}: 文件是空的；请核对是否保存或下载完整")
    suffix = contents.suffix_of(data, shown) or path.suffix.lower()
    if suffix == archive.SUFFIX:
        raise KpiError(f"{path}: 内容是压缩包；请把扩展名改成 .zip")
    document = Document(doc=path.stem, path=shown, text="", digest=sha256(data).hexdigest())
    return _reader(known[suffix], path)(document, data)


def is_light(path: Path, data: bytes | None = None) -> bool:
    """Whether the file at `path` (or these bytes under that name) is a plain text of a length that reports have, and
    nothing else under the name of one: what is read of it takes little time and memory, whatever stands in it.
    """
    if path.suffix.lower() not in PLAIN:
        return False
    try:
        if data is None:
            if stat_of(path)[0] > LARGEST_LIGHT:
                return False
            data = bytes_of(path)
        return len(data) <= LARGEST_LIGHT and not contents.suffix_of(data, path.name)
    except KpiError:
        return True  # it is not opened at all: that is told, and takes nothing


def find_reports(paths: Iterable[Path | str]) -> list[Path]:
    """The reports among `paths` and, however deep, in folders and zip archives among them, each once and sorted.

    A file that is named is taken as it is; in folders, hidden files, lock files of Office and files
    of other types are left out. An archive that cannot be opened is returned itself: reading it tells
    why. KpiError where a path does not exist.
    """
    return [Path(name) for name in report_names(paths)]


def report_names(paths: Iterable[Path | str]) -> list[str]:
    """The same as plain names: a `Path` takes as much memory as all else that is known of a report."""
    return _sorted_once(
        str(file) for path in map(Path, paths) for file in _files(path) if file == path or _is_readable(file)
    )


def left_out_names(paths: Iterable[Path | str]) -> list[str]:
    """The files in the folders and archives among `paths` that `find_reports` leaves out because of their type."""
    return _sorted_once(
        str(file) for path in map(Path, paths) for file in _files(path) if file != path and not _is_readable(file)
    )


def bytes_of(path: Path) -> bytes:
    """What is in the file at `path`, also in an archive; KpiError, naming it, where it cannot be read."""
    if archive.is_inside(path):
        return archive.read_member(path)
    with _told_of(path):
        return read_ordinary(path)


def content_digest(path: Path) -> str:
    """SHA-256 of what is in the file at `path`, also in an archive; KpiError, naming it, where it cannot be read."""
    if archive.is_inside(path):
        return sha256(archive.read_member(path)).hexdigest()
    with _told_of(path):
        return digest_of_file(path)


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Turns a file that cannot be opened into a message that names it."""
    try:
        yield
    except FileNotFoundError:
        raise KpiError(f"{path}: 没有这个文件；请核对名称") from None
    except NotOrdinary as error:
        raise KpiError(f"{path}: {error.strerror}，没有读；请移出报告文件夹") from None
    except OSError as error:
        raise KpiError(f"{path}: 文件打不开（{error.strerror or error}）；请检查权限") from None


def stat_of(path: Path) -> tuple[int, int]:
    """Size and time of change (ns) of the file at `path`, also in an archive: both stay as long as its content does.

    KpiError, naming it, where there is no such file.
    """
    if archive.is_inside(path):
        return archive.stat_member(path)
    try:
        stat = path.stat()
    except OSError as error:
        raise KpiError(f"{path}: 文件打不开（{error.strerror or error}）；请核对名称和权限") from None
    return stat.st_size, stat.st_mtime_ns


def _reader(module: str, path: Path) -> Reader:
    """The `read` of the module; KpiError where a library that it needs is not installed."""
    try:
        reader: Reader = import_module(module).read
    except ModuleNotFoundError as error:
        raise KpiError(_missing(path, error)) from None

    def read(document: Document, data: bytes) -> Document:
        try:
            return reader(document, data)
        except ModuleNotFoundError as error:
            raise KpiError(_missing(path, error)) from None

    return read


def _missing(path: Path, error: ModuleNotFoundError) -> str:
    name = (error.name or "").partition(".")[0]
    if name not in _LIBRARIES:
        raise error
    return f"{path}: 读 {path.suffix} 需要的组件 {name} 没有装；请运行 {to_install('-r requirements.txt')}"


def _files(path: Path) -> Iterator[Path]:
    """`path` itself where it is a file, else the files below it that are neither hidden nor lock files."""
    if path.is_file():
        yield from _opened(path)
        return
    if not path.is_dir():
        if not archive.is_inside(path):
            raise KpiError(f"{path}: 没有这个文件或文件夹；请核对名称，或 config.yaml 里的 reports")
        yield from archive.find_members(path)
        return
    seen = set()
    for folder, folders, files in os.walk(path, onerror=_refuse, followlinks=True):
        real = os.path.realpath(folder)
        passed_over = real in seen or NOT_READ in files
        folders[:] = [] if passed_over else [name for name in folders if not name.startswith(".")]
        if not passed_over:
            for name in files:
                if not name.startswith((".", "~$")):
                    yield from _opened(Path(folder, name))
        seen.add(real)


def _opened(file: Path) -> Iterator[Path]:
    """The files in the archive, or the file itself where it is none."""
    return archive.find_members(file) if file.suffix.lower() == archive.SUFFIX else iter((file,))


def _refuse(error: OSError) -> None:
    raise KpiError(f"{error.filename}: 文件夹打不开（{error.strerror}）；请检查权限")


def _is_readable(file: Path) -> bool:
    suffix = file.suffix.lower()
    return suffix in READERS or suffix in FOREIGN or suffix == archive.SUFFIX


def _sorted_once(names: Iterable[str]) -> list[str]:
    """Each file once, whatever links lead to it, in the same order on every system."""
    once: dict[str, str] = {}
    for name in sorted(set(names), key=lambda name: name.replace(os.sep, "/")):
        real = os.path.realpath(name)
        once.setdefault(name if real == name else real, name)
    return list(once.values())


def _shown(path: Path, root: Path | None) -> str:
    if root is not None:
        inside, base = os.path.abspath(path), os.path.abspath(root)
        if Path(inside).is_relative_to(base):
            return Path(inside).relative_to(base).as_posix()
    return path.as_posix()


def _readable() -> str:
    return "、".join((*READERS, archive.SUFFIX))
