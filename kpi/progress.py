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
    """Draws `label 12/200 ███░░░ 45.0 份/秒 剩余 0:04`; silent where the stream is no terminal."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self.label = label
        self.stream = stream if stream is not None else sys.stderr
        self.started = time.monotonic()
        self.drawn = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self.stream.isatty() or (done < total and now - self.drawn < _REDRAW_SECONDS):
            return
        self.drawn = now
        rate = done / max(now - self.started, 1e-6)
        left = int((total - done) / rate) if rate else 0
        bar = "█" * (20 * done // max(total, 1))
        speed = f"{rate:.1f} 份/秒 剩余 {left // 60}:{left % 60:02d}  "
        self.stream.write(f"\r{self.label} {done}/{total} {bar:░<20} {speed}")
        self.stream.write("\n" if done >= total else "")
        self.stream.flush()
