"""How far a long job is, how fast it goes and how long it will take: one line, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do in all."""

_REDRAW_SECONDS = 0.1


class ProgressBar:
    """Draws `label 12/200 ███░░░ 45.0 份/秒 剩余 0:04`; silent where the stream is no terminal.

    What is done already at the first call was no work, and plays no part in the rate.
    """

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self.label = label
        self.stream = stream if stream is not None else sys.stderr
        self.started = time.monotonic()
        self.drawn = 0.0
        self.given: int | None = None

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.given is None:
            self.given, self.started = done, now
        if not self.stream.isatty() or (done < total and now - self.drawn < _REDRAW_SECONDS) or self.given >= total:
            return
        self.drawn = now
        rate = (done - self.given) / max(now - self.started, 1e-6)
        left = f"剩余 {_clock((total - done) / rate)}" if rate else ""
        bar = "█" * (20 * done // max(total, 1))
        self.stream.write(f"\r{self.label} {done}/{total} {bar:░<20} {rate:.1f} 份/秒 {left}  ")
        self.stream.write("\n" if done >= total else "")
        self.stream.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
