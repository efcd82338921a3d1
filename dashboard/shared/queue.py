"""The queue of what waits for a person, as it stands now: build less what was decided since; made once for all."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.frames.unsettled import Unsettled, disputed_in
from dashboard.shared import data
from dashboard.words.labels import Words
from kpi.building import stating
from kpi.building.stating import Statement
from kpi.results import corrections
from kpi.results.corrections import Correction, Corrections
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError


def known(config: Config) -> Corrections:
    """All decisions of the project, read anew where the file changed; KpiError where it cannot be read."""
    return _read(str(config.corrections), *_stamp(config.corrections), config)


def since_build(project: data.Project) -> tuple[Correction, ...]:
    """The decisions that the build which is shown does not know yet."""
    decisions = 0 if project.build is None else int(project.build.info.get("decisions", 0))
    stamp = _stamp(project.config.corrections)
    return data.remembered(
        ("since_build", str(project.config.corrections), *stamp, decisions),
        lambda: known(project.config).since(decisions),
    )


def stated_since(project: data.Project) -> tuple[Statement, ...]:
    """What was stated of whole reports, or taken back, since the build that is shown; one line of each report."""
    if project.build is None:
        return ()
    config, known_lines = project.config, int(project.build.info.get("statements", 0))
    ledger = stating.ledger_of(config)
    return data.remembered(
        ("stated_since", str(ledger), *_stamp(ledger), known_lines),
        lambda: tuple(stating.stated_since(config, known_lines)),
    )


def waits_for_build(project: data.Project) -> bool:
    """Whether something was decided that the build which is shown does not know yet."""
    return bool(since_build(project) or stated_since(project))


def unsettled(project: data.Project) -> Unsettled | None:
    """What waits; None where there is no build."""
    frames, config = project.frames, project.config
    if frames is None:
        return None
    ledger = stating.ledger_of(config)
    state = ("unsettled", frames.build_id, config.digest, str(config.corrections), *_stamp(config.corrections),
             *_stamp(ledger))  # fmt: skip

    def made() -> Unsettled:
        lines = stating.mark_of(config)  # before they are read: what comes between was not seen
        touched = frozenset(entry.name for entry in since_build(project))
        decided = frozenset(entry.name for entry in since_build(project) if entry.action != "undo")
        since = stated_since(project)
        stated = frozenset(each.path for each in since if each.action != "undo")
        gone = frozenset(each.path for each in since if each.action == "remove")
        disputed = data.remembered(("disputed", frames.build_id), lambda: disputed_in(frames))
        return Unsettled(frames, disputed, decided, stated, gone, touched, lines)

    return data.remembered(state, made)


def title(project: data.Project | None, words: Words) -> str:
    """The name of the page with how much waits there; the bare name where nothing does, or nothing can be told."""
    name = words("to_settle")
    try:
        queue = None if project is None else unsettled(project)
        count = 0 if queue is None else queue.total
    except KpiError:  # the page itself says what is wrong
        count = 0
    return f"{name} {count:,}" if count else name


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(path: str, changed: int, size: int, _config: Config) -> Corrections:
    del path, changed, size  # they tell one state of the file from the next
    return corrections.load(_config)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size
