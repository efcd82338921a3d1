"""The one DuckDB of the process: it holds no tables and reads those of any build.

Each database has threads and memory of its own that only its end frees. One for each build that is looked at would
add up in a server or a watch that runs for months. One that is never ended adds up too: it keeps a note of every
file it has read, and of the pieces of memory that sorting, counting and joining took and gave back, some hundred
thousand of them, 40 MB. So another takes its place after some hundred questions.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

MOST_QUESTIONS = 500
"""After so many questions another database takes the place of the one that was asked: to open it takes 10 to 30 ms."""

_lock = threading.Lock()
_database: Any = None
_asked = 0


@contextmanager
def cursor(questions: int = 1) -> Iterator[Any]:
    """A connection of its own to the database, for one thread; views that are made there (TEMP) end with it.

    `questions` is for how many it counts: to join tables leaves as much behind as many counts do.
    """
    with closing(_opened(questions)) as opened:
        yield opened


def _opened(questions: int) -> Any:
    global _database, _asked
    with _lock:
        if _database is None or _asked >= MOST_QUESTIONS:
            import duckdb

            if _database is None:
                atexit.register(end)  # alive at the end of the program, it would complain there
            # the one before ends with its last connection: whoever asks it just now is answered
            _database, _asked = duckdb.connect(":memory:", config={"threads": _cores()}), 0
        _asked += questions
        return _database.cursor()


def end() -> None:
    """Ends the database with all its connections; who asks again has another one."""
    global _database
    if _database is not None:
        _database.close()
        _database = None


def _cores() -> int:
    """How many cores this process may use: DuckDB counts those of the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
