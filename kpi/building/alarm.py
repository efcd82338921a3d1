"""How long this process may be at one thing, where it can be called back in the midst of it.

Only the main thread of a system with alarms can: whatever else, a pattern that is tried for ever too, holds a thread
and with it the whole program until it is done.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class Rang(BaseException):
    """The time is up. No `except Exception` on the way holds it up."""


def can_ring() -> bool:
    """Whether whoever asks could be called back."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raises Rang in what stands inside after so many seconds; never for 0, nor where nobody can be called back."""
    if not (seconds and can_ring()):
        yield
        return
    armed = True

    def ring(_: int, __: FrameType | None) -> None:
        if armed:
            raise Rang

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
