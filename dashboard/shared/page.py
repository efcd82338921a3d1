"""What the entry page hands to a view: words, project and selection of this run."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from dashboard.frames import standings
from dashboard.frames.build_frames import Frames
from dashboard.frames.selection import Selection
from dashboard.shared import access, built, data, filters, leads, parts
from dashboard.shared.data import Project
from dashboard.words.labels import Words
from kpi.results.queries import ResultsUnreadable
from kpi.vocabulary.errors import KpiError

_KEY, _LEFT_OUT = "page_context", "page_left_out"
Made = TypeVar("Made")
Arguments = ParamSpec("Arguments")


@dataclass(frozen=True, slots=True)
class Context:
    """The run's words, its project (None where the config is broken, then `error` tells why), its filters."""

    words: Words
    project: Project | None
    error: KpiError | None
    selection: Selection
    head: Any

    def title(self, text: str) -> None:
        """Draws the head of the page, and names the browser's tab."""
        self.name_tab(text)
        with self.head:
            parts.head(text, self.words, self.project)
        built.show(self.words, self.project)

    def name_tab(self, text: str) -> None:
        """Names the browser's tab, its entry in the history and the bookmark."""
        st.set_page_config(page_title=f"{text} · {self.words('product')}")

    def made(self, what: str, make: Callable[[], Made], *hangs_on: Hashable) -> Made:
        """What `make` gives, from memory where this build was asked for the same before."""
        build = self.project.frames.build_id if self.project is not None and self.project.frames is not None else ""
        # how targets stand hangs on the day
        state = (
            what, build, self.words.config.digest, self.words.language, self.selection, standings.today(), *hangs_on,
        )  # fmt: skip
        found: Made = data.remembered(state, make)
        return found

    def frames(self, without_facts: bool = False) -> Frames | None:
        """The build's tables where there is anything to show; otherwise says what is missing and gives None.

        A page that shows reports `without_facts` has something to show as soon as there is one.
        """
        if self.project is None:
            assert self.error is not None
            parts.problems(self.error, self.words)
            return None
        parts.stale_notice(self.words, self.project)
        found = self.project.frames
        if without_facts and found is not None and not found.documents.empty:
            return found
        if parts.ready(self.words, self.project):
            return self.project.frames
        if self.project.frames is not None and self.project.frames.documents.empty:
            st.page_link("views/add_reports.py", label=self.words("add_reports"), icon=":material/upload_file:")
        return None


def part(draw: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """`draw` as a part of the page that is drawn anew by itself where something in it is chosen.

    What was chosen goes into the address all the same, and a mark that was clicked leads to its sentence.
    """

    @functools.wraps(draw)
    def drawn(*arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        if parts.OPEN_FACT in st.session_state or leads.GO_TO in st.session_state or access.person() is None:
            st.rerun()  # the whole page: leads there, or says that one is signed out
        guarded(lambda: draw(*arguments, **named), draw.__module__, context().words)
        write_url()

    made: Callable[Arguments, None] = st.fragment(drawn)
    return made


def guarded(draw: Callable[[], None], name: str, words: Words) -> None:
    """Draws; what goes wrong in it is told in a sentence, and in full in the server's log."""
    try:
        draw()
    except KpiError as error:
        if isinstance(error, ResultsUnreadable):
            data.look_again()  # the next run finds that the results are damaged, and offers another build
        parts.say(words("failed"), words.detail(str(error)), ":material/error:")
    except Exception:
        logging.getLogger(__name__).exception("the page %s failed", name)
        parts.say(words("failed"), words("failed_mend"), ":material/error:")


def leave_out(names: Sequence[str]) -> None:
    """Names that do not stand in the address of the view that runs next."""
    st.session_state[_LEFT_OUT] = tuple(names)


def write_url() -> None:
    """Puts the choices in force into the address."""
    filters.write_url(leave_out=st.session_state.get(_LEFT_OUT, ()))


def hand_over(context: Context) -> None:
    """Leaves `context` for the view that runs next."""
    st.session_state[_KEY] = context


def context() -> Context:
    """What the entry page left for this view."""
    found: Context = st.session_state[_KEY]
    return found
