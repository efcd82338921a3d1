"""Zip archives read as folders: `reports/2024.zip/经开区/年报.docx` is a member's path.

Nothing is ever written to disk. An archive may hold archives, one level deep. Declared sizes are
checked before a byte is unpacked, and no more is unpacked than was declared.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from kpi.documents.encodings import UnknownEncoding, decode
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.ordinary_files import NotOrdinary, open_ordinary

SUFFIX = ".zip"
LARGEST_MEMBER = 200 * 2**20
LARGEST_TOTAL = 8 * 2**30
MOST_MEMBERS = 100_000
HIGHEST_RATIO = 250
"""Unpacked size by packed size; text reaches 20, a sheet of a workbook 60, deflate at most 1,032."""

_SMALL = 2**20
_DEEPEST = 2
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_Members = Mapping[str, zipfile.ZipInfo]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in an archive: the file, the member that is itself an archive ("" for none), the name inside."""

    file: Path
    nested: str
    name: str


@dataclass(frozen=True, slots=True)
class _State:
    """Size and times of an archive, the last of which no program can set back: what was read of it holds as long."""

    size: int
    modified: int
    changed: int


def is_inside(path: Path) -> bool:
    """Whether `path` leads into a zip archive."""
    return _place_of(path) is not None


def find_members(path: Path) -> Iterator[Path]:
    """The files in the archive at `path`, or below that folder of an archive, in the archive's order.

    Hidden files, lock files of Office and what macOS adds are left out. An archive that cannot be
    read, or is too deep to be read, comes as a file itself, so that whoever reads it learns why.
    """
    place = _place_of(path) or _Place(path, "", "")
    archive = path if not place.name else _archive_of(place)
    try:
        members = _members_at(place)
        nested = members.get(place.name) if place.name.lower().endswith(SUFFIX) else None
        if nested is not None:
            yield from _nested_files(path, place)
            return
    except Exception:  # zipfile lets through what it likes on damaged bytes: reading it says that it is damaged
        yield path
        return
    if place.name in members:
        yield path
        return
    for name in members:
        if not place.name or name.startswith(f"{place.name}/"):
            yield from _files_at(archive / name)


def read_member(path: Path) -> bytes:
    """The bytes of the member at `path`; KpiError, naming archive and member, where it cannot be read."""
    place = _inside(path)
    info = _members_at(place).get(place.name)
    if info is None:
        raise KpiError(f"{path}: 压缩包里没有这个文件；请核对名称")
    if place.nested:
        return _unpacked(io.BytesIO(_nested_bytes(place)), info, path)
    try:
        with open_ordinary(place.file) as file:
            return _unpacked(file, info, path)
    except OSError as error:
        raise _cannot_open(place.file, error) from None


def stat_member(path: Path) -> tuple[int, int]:
    """Size and time (ns) of the member at `path`: the archive's time, moved by less than a millisecond
    that depends on the member's checksum, so that a changed archive of the same time is seen."""
    place = _inside(path)
    info = _members_at(place).get(place.name)
    state = _state(place.file)
    if info is None:
        raise KpiError(f"{path}: 压缩包里没有这个文件；请核对名称")
    mark = zlib.crc32(f"{info.CRC} {info.header_offset} {state.size}".encode())
    return info.file_size, state.modified + mark % 1_000_000


def check_archive(path: Path) -> None:
    """KpiError, saying why, where the archive at `path` cannot be read or is one too deep."""
    place = _place_of(path)
    if place is None:
        _members_at(_Place(path, "", ""))
    elif place.nested:
        raise KpiError(f"{path}: 压缩包套得太深，最多读两层；请先解开")
    else:
        _members_at(_Place(place.file, place.name, ""))


def open_zip(source: IO[bytes], shown: str) -> zipfile.ZipFile:
    """The zip file in `source`; KpiError, naming it as `shown`, where it is none or damaged."""
    try:
        return zipfile.ZipFile(source)
    except Exception:  # zipfile raises what it likes on damaged bytes
        raise KpiError(f"{shown}: 压缩包损坏或没有下载完整；请重新取得这个文件") from None


def size_in_words(count: int) -> str:
    return f"{count / 2**30:.1f} GB" if count >= 2**30 else f"{count / 2**20:.0f} MB"


def _files_at(path: Path) -> Iterator[Path]:
    return find_members(path) if path.suffix.lower() == SUFFIX else iter((path,))


def _nested_files(path: Path, place: _Place) -> Iterator[Path]:
    if place.nested:
        yield path  # deeper than is read: told when it is read
        return
    for name in _members_at(_Place(place.file, place.name, "")):
        yield path / name


def _inside(path: Path) -> _Place:
    place = _place_of(path)
    if place is None:
        raise KpiError(f"{path}: 不在压缩包里；请核对名称")
    return place


def _archive_of(place: _Place) -> Path:
    return place.file / place.nested if place.nested else place.file


def _place_of(path: Path) -> _Place | None:
    """Where `path` leads inside an archive; None where no archive stands on its way."""
    parts = path.parts
    for at in range(1, len(parts)):
        if not parts[at - 1].lower().endswith(SUFFIX):
            continue
        file = Path(*parts[:at])
        if file.is_file():
            return _nested_place(file, parts[at:])
    return None


def _nested_place(file: Path, rest: tuple[str, ...]) -> _Place:
    """The place named by `rest` in an archive; a name that ends in .zip and is a member is an archive in it."""
    for at in range(1, len(rest)):
        name = "/".join(rest[:at])
        if name.lower().endswith(SUFFIX) and name in _members_at(_Place(file, "", "")):
            return _Place(file, name, "/".join(rest[at:]))
    return _Place(file, "", "/".join(rest))


def _members_at(place: _Place) -> _Members:
    """The members of the innermost archive of `place`, by name."""
    return _members(str(place.file), _state(place.file), place.nested)


def _nested_bytes(place: _Place) -> bytes:
    return _nested(str(place.file), _state(place.file), place.nested)


@lru_cache(maxsize=8)
def _members(file: str, state: _State, nested: str) -> _Members:
    shown = f"{file}/{nested}" if nested else file
    if nested:
        data = _nested(file, state, nested)
        return _named(open_zip(io.BytesIO(data), shown), shown, len(data))
    try:
        with open_ordinary(file) as source:
            return _named(open_zip(source, shown), shown, state.size)
    except OSError as error:
        raise _cannot_open(file, error) from None


@lru_cache(maxsize=1)
def _nested(file: str, state: _State, nested: str) -> bytes:
    info = _members(file, state, "")[nested]
    try:
        with open_ordinary(file) as source:
            return _unpacked(source, info, Path(file, nested))
    except OSError as error:
        raise _cannot_open(file, error) from None


def _cannot_open(file: Path | str, error: OSError) -> KpiError:
    mend = "请移到别处" if isinstance(error, NotOrdinary) else "请检查权限"
    return KpiError(f"{file}: 压缩包打不开（{error.strerror or error}）；{mend}")


def _state(file: Path) -> _State:
    try:
        stat = file.stat()
    except OSError as error:
        raise KpiError(f"{file}: 压缩包打不开（{error.strerror or error}）；请核对名称和权限") from None
    return _State(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def _named(package: zipfile.ZipFile, shown: str, size: int) -> _Members:
    """The members that are files worth reading, each under a name of its own."""
    infos = package.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS:
        raise KpiError(f"{shown}: 压缩包里有 {len(infos)} 个文件，超过 {MOST_MEMBERS} 个，没有读；请分成几个")
    if total > LARGEST_TOTAL or (total > LARGEST_MEMBER and total > HIGHEST_RATIO * size):
        raise KpiError(f"{shown}: 压缩包解开后有 {size_in_words(total)}，超出限度，没有读；请分成几个")
    members: dict[str, zipfile.ZipInfo] = {}
    for name, info in zip(_names(infos), infos, strict=True):
        if not info.is_dir() and not name.endswith("/") and _is_wanted(name):
            members[_free(name, members)] = info
    return members


def _free(name: str, taken: _Members) -> str:
    """`name`, or `年报~2.docx` and so on where another member has it: an archive may hold a name twice."""
    path, number = PurePosixPath(name), 1
    while name in taken:
        number += 1
        name = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
    return name


def _is_wanted(name: str) -> bool:
    parts = name.split("/")
    return bool(name) and "__MACOSX" not in parts and not any(part.startswith((".", "~$")) for part in parts)


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """The members' names as paths below the archive, whatever the packer wrote.

    A name without the UTF-8 flag is bytes in the packer's own encoding, GBK on a Chinese Windows;
    all of them together say which, since one name alone may be too short to tell.
    """
    raw = [_raw_name(info) for info in infos]
    codec = _codec_of(b"\n".join(name for name in raw if isinstance(name, bytes)))
    return [_as_path(name if isinstance(name, str) else name.decode(codec)) for name in raw]


def _raw_name(info: zipfile.ZipInfo) -> str | bytes:
    if info.flag_bits & _UTF_8:
        return info.filename
    try:
        return info.orig_filename.split("\0")[0].encode("cp437")
    except UnicodeEncodeError:
        return info.filename


def _codec_of(names: bytes) -> str:
    try:
        found = decode(names).encoding
    except UnknownEncoding:
        found = "gb18030"
    for codec in (found, "gb18030", "big5"):
        if codec in ("utf-8", "gb18030", "big5"):
            try:
                names.decode(codec)
            except UnicodeDecodeError:
                continue
            return codec
    return "cp437"


def _as_path(name: str) -> str:
    """The name with `/` between its parts and no way out of the archive: no drive, root or `..`."""
    parts = name.replace("\\", "/").split("/")
    if len(parts[0]) == 2 and parts[0][1] == ":":
        parts = parts[1:]
    inside = "/".join(part for part in parts if part not in ("", ".", ".."))
    return f"{inside}/" if name.endswith(("/", "\\")) else inside


def _unpacked(source: IO[bytes], info: zipfile.ZipInfo, path: Path) -> bytes:
    """The member's bytes, its length and checksum as the archive says."""
    if info.flag_bits & _ENCRYPTED:
        raise KpiError(f"{path}: 压缩包加了密码，读不了；请解开后再读")
    if info.file_size > LARGEST_MEMBER:
        raise KpiError(f"{path}: 解开后有 {size_in_words(info.file_size)}，超出限度，没有读；请拆成几份")
    if info.file_size > _SMALL and info.file_size > HIGHEST_RATIO * info.compress_size:
        raise KpiError(f"{path}: 压缩比高得不像文件（{size_in_words(info.file_size)}），没有读；请解开核对")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise KpiError(f"{path}: 压缩方法（{info.compress_type}）不常见，读不了；请解开，或用普通的 zip 重新压缩")
    try:
        data = _inflated(_packed(source, info), info)
    except (zlib.error, struct.error, ValueError, OverflowError):
        data = None
    if data is None or len(data) != info.file_size or zlib.crc32(data) != info.CRC:
        raise KpiError(f"{path}: 压缩包里的这个文件损坏了；请重新取得压缩包")
    return data


def _packed(source: IO[bytes], info: zipfile.ZipInfo) -> bytes:
    if info.header_offset < 0:  # zipfile counts back from the directory, and bytes before it may be gone
        raise ValueError("a member before the beginning of the archive")
    if info.compress_size > source.seek(0, io.SEEK_END):  # as much memory would be asked for before a byte is read
        raise ValueError("a member larger than the archive")
    source.seek(info.header_offset)
    signature, name, extra = _LOCAL_HEADER.unpack(source.read(_LOCAL_HEADER.size))
    if signature != b"PK\x03\x04":
        raise ValueError("no member where the archive's directory says")
    source.seek(name + extra, io.SEEK_CUR)
    return source.read(info.compress_size)


def _inflated(packed: bytes, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type == zipfile.ZIP_STORED:
        return packed
    return zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
