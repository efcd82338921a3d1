"""config.yaml on disk: read, and saved so that no one's save is lost and no half file is ever seen.

A save goes through a lock file beside the config (`.config.yaml.lock`), is refused where the file
is not the one that the edit began with, and replaces the file in one step. What it replaces is kept.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from kpi.vocabulary.errors import InvalidFile, KpiError, Problem

HISTORY = "config-history"
LOCK_SECONDS = 10

_BOM = b"\xef\xbb\xbf"
_STAMP = "%Y%m%dT%H%M%S%fZ"
# Windows lets nobody touch a file that a save or a virus scanner has in hand: a moment later it does.
_ATTEMPTS = 20
_PAUSE = 0.05

Result = TypeVar("Result")


class ConfigConflict(KpiError):
    """Somebody else saved the config since it was read; nothing was written."""


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A text of the config that a later save replaced at `replaced_at` (UTC)."""

    path: Path
    replaced_at: datetime
    digest: str
    """The first 8 characters of the text's digest."""
    number: int = 0
    """Counts the versions of the map from 1, since a clock may be set back; 0 where an earlier program kept it."""

    def text(self) -> str:
        return read_text(self.path)[0]


def read_text(path: Path | str) -> tuple[str, str]:
    """The text of a config with `\\n` line ends, and its digest.

    InvalidFile where there is no such file or it is not UTF-8.
    """
    path = Path(path)
    return _decoded(path, _bytes_of(path))


def digest_of(text: str) -> str:
    """SHA-256 of a config's text; a BOM and the way its lines end make no difference."""
    return sha256(without_marks(text).encode("utf-8", "surrogatepass")).hexdigest()


def without_marks(text: str) -> str:
    """`text` as an editor shows it: without BOM, its lines ending in `\\n`."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def replace_text(path: Path, text: str, base_digest: str, data: Path) -> str:
    """Writes `text` if the file still has the text of `base_digest`; the digest of what now stands there.

    Keeps the file's permissions, BOM and line ends, and what it replaces under `data`.
    """
    from filelock import FileLock, Timeout

    target = path.resolve()
    try:
        with FileLock(target.with_name(f".{target.name}.lock"), timeout=LOCK_SECONDS):
            return _replace_locked(target, text, base_digest, data / HISTORY)
    except Timeout:
        raise KpiError(f"{path}: 另有人正在保存；请稍后再试") from None
    except OSError as error:
        why = error.strerror or str(error)
        raise KpiError(f"{path}: 保存不了（{why}）；请检查所在文件夹的写权限和磁盘空间") from error


def earlier_versions(config_path: Path, data: Path) -> list[EarlierVersion]:
    """The texts that saves of this config have replaced, newest first; `data` as in the config."""
    return _versions(config_path.parent / data / HISTORY)


def put_file(path: Path, data: bytes, mode: int) -> None:
    """Puts `data` at `path` in one step: whoever reads sees the old file or the new one, also after a crash."""
    import tempfile  # slow to load, and only a save needs it

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        _patiently(lambda: temporary.replace(path))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _replace_locked(target: Path, text: str, base_digest: str, history: Path) -> str:
    before = _bytes_of(target)
    text_before, digest_before = _decoded(target, before)
    if digest_before != base_digest:
        raise ConfigConflict(
            f"{target.name}: 您打开之后已有人保存，不再是您开始时的版本，没有写入；请复制您的改动，重新载入后再改"
        )
    text = without_marks(text)
    if text == text_before:
        return base_digest
    stamp = datetime.now(UTC).strftime(_STAMP)
    mode = stat.S_IMODE(target.stat().st_mode)
    history.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent, target.name)
    _sweep(history, "*.yaml")
    number = 1 + max((version.number for version in _versions(history)), default=0)
    put_file(history / f"{stamp}-{digest_before[:8]}-{number}.yaml", before, mode)
    put_file(target, _encoded(text, before), mode)
    return digest_of(text)


def _versions(history: Path) -> list[EarlierVersion]:
    versions = []
    for path in history.glob("*.yaml"):
        stamp, _, rest = path.stem.partition("-")
        digest, _, number = rest.partition("-")
        with contextlib.suppress(ValueError):  # a file that somebody else put there
            replaced_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
            versions.append(EarlierVersion(path, replaced_at, digest, int(number or 0)))
    return sorted(versions, key=lambda version: (version.number, version.path.name), reverse=True)


def _bytes_of(path: Path) -> bytes:
    try:
        return _patiently(path.read_bytes)
    except FileNotFoundError:
        problem = Problem(str(path), 0, "", "没有这个文件", "应为指标映射文件", "请用 --config FILE 指定")
    except IsADirectoryError:
        problem = Problem(str(path), 0, "", "是文件夹", "应为指标映射文件", "请写出其中的文件")
    except OSError as error:
        found = f"文件打不开（{error.strerror or error}）"
        problem = Problem(str(path), 0, "", found, "应为可读的文件", "请检查权限")
    raise InvalidFile([problem])


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    try:
        text = without_marks(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"字节 0x{error.object[error.start]:02X} 不是 UTF-8"
        raise InvalidFile([Problem(path.name, line, "", found, "应为 UTF-8 文本", "请另存为 UTF-8")]) from None
    return text, digest_of(text)


def _encoded(text: str, before: bytes) -> bytes:
    """`text` in UTF-8, with the BOM and the line ends that the file had `before`."""
    ends = before.count(b"\r\n")
    if ends > before.count(b"\n") - ends:
        text = text.replace("\n", "\r\n")
    return (_BOM if before.startswith(_BOM) else b"") + text.encode("utf-8")


def _sweep(folder: Path, name: str) -> None:
    """Removes what saves left behind that were killed; the lock is held, so none of them is still being written."""
    for path in folder.glob(f".{name}.*.tmp"):
        with contextlib.suppress(OSError):
            path.unlink()


def _patiently(act: Callable[[], Result]) -> Result:
    for _ in range(_ATTEMPTS):
        try:
            return act()
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(_PAUSE)
    return act()


def _sync_folder(folder: Path) -> None:
    """Makes the new name last through a power cut; Windows neither needs nor allows it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
