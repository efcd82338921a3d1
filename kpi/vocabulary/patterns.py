"""Patterns that are compiled when they are first used.

A run that reads one report needs about three in five of the program's patterns, and compiling them is much of what
such a run takes.
"""

from __future__ import annotations

import re
from typing import Any, cast


class Lazy:
    """A pattern with the methods of `re.Pattern`; the first one that is asked for compiles it."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern, self.with_flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.with_flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))  # found at once from now on, as fast as the pattern's own
        return getattr(compiled, name)


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of `text`; `re.error` when it is first used, not here, where it is none.

    >>> lazy("[年月]").split("2024年5月")
    ['2024', '5', '']
    """
    return cast("re.Pattern[str]", Lazy(text, flags))
