"""The one DuckDB of the process: it holds no tables and reads those of any build.

Each database has threads and memory of its own that only its end frees. One for each build that is looked at would
add up in a server or a watch that runs for months.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

_lock = threading.Lock()
_database: Any = None


@contextmanager
def cursor() -> Iterator[Any]:
    """A connection of its own to the database, for one thread; views that are made there (TEMP) end with it."""
    with closing(_shared().cursor()) as opened:
        yield opened


def _shared() -> Any:
    global _database
    with _lock:
        if _database is None:
            import duckdb

            _database = duckdb.connect(":memory:", config={"threads": _cores()})
            atexit.register(_database.close)  # alive at the end of the program, it would complain there
        return _database


def _cores() -> int:
    """How many cores this process may use: DuckDB counts those of the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
