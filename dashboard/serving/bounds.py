"""How often something may be done in a while: wrong passwords, and files that are handed in."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST_NAMES = 10_000


@dataclass(slots=True)
class Bound:
    """So many units (`most`) within `seconds` for each name."""

    most: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _taken: OrderedDict[str, deque[tuple[float, int]]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str, units: int = 1) -> bool:
        """Counts the units for a name; False, and counts nothing, where they are too many."""
        with self._lock:
            taken = self._of(name)
            if sum(each for _, each in taken) + units > self.most:
                return False
            taken.append((self.clock(), units))
            return True

    def is_full(self, name: str) -> bool:
        """Whether nothing more goes for a name by now."""
        with self._lock:
            return sum(each for _, each in self._of(name)) >= self.most

    def forget(self, name: str) -> None:
        """Lets a name begin anew."""
        with self._lock:
            self._taken.pop(name, None)

    def _of(self, name: str) -> deque[tuple[float, int]]:
        taken = self._taken.setdefault(name, deque())
        self._taken.move_to_end(name)
        while len(self._taken) > _MOST_NAMES:
            self._taken.popitem(last=False)
        while taken and self.clock() - taken[0][0] > self.seconds:
            taken.popleft()
        return taken
