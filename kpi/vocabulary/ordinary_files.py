"""Files opened only where they are ordinary ones: of a pipe nobody may ever write to the end, a device has none."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

# Without it the opening of a pipe waits for whoever writes; where the system has no such pipes it has no such flag.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class NotOrdinary(OSError):
    """There is something that is no ordinary file."""


def open_ordinary(path: Path | str) -> BufferedReader:
    """The file at `path`, or where a link there leads, to be read; OSError where it is not there, or is a folder, a
    pipe, a socket or a device, which is not waited for.
    """
    _check(os.stat(path).st_mode, path)  # before it is opened: that alone may set a device going
    handle = os.open(path, _FLAGS)
    try:
        _check(os.fstat(handle).st_mode, path)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_ordinary(path: Path | str) -> bytes:
    """What is in the file at `path`; OSError as with `open_ordinary`."""
    with open_ordinary(path) as file:
        return file.read()


def digest_of_file(path: Path | str) -> str:
    """The SHA-256 of the file at `path`, however large; OSError as with `open_ordinary`."""
    with open_ordinary(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(mode: int, path: Path | str) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "是文件夹", str(path))
    if not stat.S_ISREG(mode):
        raise NotOrdinary(errno.EINVAL, "不是普通文件，是管道、设备一类", str(path))
