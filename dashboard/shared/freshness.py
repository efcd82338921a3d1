"""Whether the page shows the newest there is: looked up in the background, so that no click waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kpi.vocabulary.errors import KpiError

SECONDS_BETWEEN = 20.0


class Lookout:
    """What `look` last said; asked again, in a thread, by the first who asks after a while."""

    def __init__(self, look: Callable[[], bool], seconds: float = SECONDS_BETWEEN) -> None:
        self._look = look
        self._seconds = seconds
        self._said = False
        self._looked = 0.0
        self._lock = threading.Lock()

    def says(self, wait: bool = False) -> bool:
        """The last answer; with `wait` the first one is waited for."""
        with self._lock:
            due = not self._looked or time.monotonic() - self._looked > self._seconds
            first = not self._looked
            if due:
                self._looked = time.monotonic()
        if due and first and wait:
            self._ask()
        elif due:
            threading.Thread(target=self._ask, daemon=True).start()
        return self._said

    def _ask(self) -> None:
        try:
            self._said = self._look()
        except (KpiError, OSError):  # a folder that cannot be read is told by the build, not on every page
            self._said = False
