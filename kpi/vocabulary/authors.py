"""Whose hand a change is by: asked before anything that people decide is written.

Commands are by whom they say, and may write. A server that several people sign in to asks here who they are: it
answers with the name that is written down, or refuses.
"""

from __future__ import annotations

from collections.abc import Callable

from kpi.vocabulary.errors import KpiError

Ask = Callable[[str], str]
"""The name under which somebody who calls himself so may write; `NotAllowed` where they may not."""


class NotAllowed(KpiError):
    """Whoever asks may look, but not change anything."""


def _as_said(who: str) -> str:
    return who


_ask: Ask = _as_said


def ask_first(ask: Ask | None) -> None:
    """Has `ask` decide on every change from now on; None: whoever runs the program may make them."""
    global _ask
    _ask = ask or _as_said


def author(who: str = "") -> str:
    """The name under which a change is written down; NotAllowed where whoever asks may make none."""
    return _ask(who)
