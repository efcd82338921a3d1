"""What was made once for all sessions: figures and small tables, by what they hang on. No Streamlit inside.

Values are shared and must not be changed in place. Streamlit's own cache would copy them on every run,
which costs more than drawing them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any


class Memory:
    """The most recently used values of one build; what many ask for at once is made once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._build: Hashable = None
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value under `key`, from `make` where there is none yet; what `make` raises is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            try:
                value = make()
                with self._lock:
                    self._values[key] = value
                    while len(self._values) > self._most:
                        self._values.popitem(last=False)
            finally:  # not before the value is there: who came in between would leave a lock behind
                with self._lock:
                    self._making.pop(key, None)
            return value

    def turn_to(self, build: Hashable) -> None:
        """Forgets what was made of another build: nobody asks for it again, and each build leaves as much behind."""
        with self._lock:
            if build != self._build:
                self._build = build
                self._values.clear()
