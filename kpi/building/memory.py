"""How much memory this process may take, as far as the system keeps it to that.

On Linux what goes beyond fails in this process alone: Python raises MemoryError, a library written in C may end the
process. macOS keeps no process to such a limit, and Windows has none that a process can set itself.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    _LIMITED = False
else:
    _LIMITED = sys.platform.startswith("linux")

_MEGABYTE = 2**20
_NEW_OBJECTS = 20_000  # between two searches for objects that hold each other; Python's own is 700
# What libraries written in C say of it, ONNX Runtime among them, in an error of their own that Python does not know.
_WORDS_OF_LACK = ("std::bad_alloc", "Failed to allocate memory")


def collect_seldom() -> None:
    """Has Python look less often for objects that hold each other, of which a reading leaves few."""
    gc.set_threshold(_NEW_OBJECTS)


@contextlib.contextmanager
def memory_limit(megabytes: int) -> Iterator[None]:
    """Keeps the memory of this process to so much while the context lasts; 0 is no limit.

    What counts is what it may write to (Linux: RLIMIT_DATA), not the address space that libraries reserve.
    """
    if not (_LIMITED and megabytes):
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * _MEGABYTE
    allowed = [limit for limit in (wanted, before, most) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(allowed), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))


def peak_memory() -> float:
    """The most megabytes that this process has held at once; 0 where no limit is kept.

    `getrusage` would begin with what the program held that started this one.
    """
    if not _LIMITED:
        return 0.0
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def ran_out(error: BaseException | None) -> bool:
    """Whether an error came of a lack of memory, under whatever name a library told it."""
    seen = 0
    while error is not None and seen < 50:
        if isinstance(error, MemoryError) or any(words in str(error) for words in _WORDS_OF_LACK):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
