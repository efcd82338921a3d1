"""What the entry page hands to a view: words, project and selection of this run."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from dashboard import data, parts
from dashboard.data import Frames, Project
from dashboard.labels import Words
from dashboard.selection import Selection
from kpi.errors import KpiError

_KEY = "page_context"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Context:
    """The run's words, its project (None where the config is broken, then `error` tells why), its filters."""

    words: Words
    project: Project | None
    error: KpiError | None
    selection: Selection
    head: Any

    def title(self, text: str) -> None:
        """Draws the head of the page."""
        with self.head:
            parts.head(text, self.words, self.project)

    def made(self, what: str, make: Callable[[], Made], *hangs_on: Hashable) -> Made:
        """What `make` gives, from memory where this build was asked for the same before."""
        build = self.project.frames.build_id if self.project is not None and self.project.frames is not None else ""
        state = (what, build, self.words.config.digest, self.words.language, self.selection, *hangs_on)
        found: Made = data.remembered(state, make)
        return found

    def frames(self) -> Frames | None:
        """The build's tables where there is anything to show; otherwise says what is missing and gives None."""
        if self.project is None:
            assert self.error is not None
            parts.problems(self.error, self.words)
            return None
        parts.stale_notice(self.words, self.project)
        return self.project.frames if parts.ready(self.words, self.project) else None


def hand_over(context: Context) -> None:
    """Leaves `context` for the view that runs next."""
    st.session_state[_KEY] = context


def context() -> Context:
    """What the entry page left for this view."""
    found: Context = st.session_state[_KEY]
    return found
