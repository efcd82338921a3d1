"""A cached skin over the public API of `kpi`: the config, the build, and ways to remake them."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import streamlit as st

from dashboard.frames.build_frames import Frames, frames_of
from dashboard.shared import access
from dashboard.shared.freshness import Lookout
from dashboard.shared.memory import Memory
from kpi.building import store
from kpi.results import journal
from kpi.results.changes import Changes, changes_between
from kpi.results.queries import ResultsUnreadable
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError

FEW_REPORTS = 500
MOST_REMEMBERED = 400
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Project:
    """What the pages draw on: the config and its current build, if there is one; `problem` is why one that is there
    cannot be shown.
    """

    config: Config
    build: store.Build | None
    frames: Frames | None
    problem: str = ""


def config_path() -> Path:
    """Where the config is: `KPI_CONFIG`, or config.yaml at the root of the project."""
    return Path(os.environ.get("KPI_CONFIG") or Path(__file__).resolve().parents[2] / "config.yaml")


def load_project() -> Project:
    """The project as it stands now; raises KpiError where the config cannot be used."""
    path = config_path()
    try:
        stat = path.stat()
    except OSError as error:
        raise KpiError(f"{path.name}: 打不开（{error.strerror or error}）；请检查 KPI_CONFIG 和文件权限") from error
    config = _load_config(str(path), stat.st_mtime_ns, stat.st_size)
    try:
        build = store.open_build(config)
        _memory().turn_to((str(config.data), "" if build is None else build.build_id))
        return Project(config, build, None if build is None else _load_frames(str(config.data), build.build_id, build))
    except ResultsUnreadable as error:
        return Project(config, None, None, str(error))


def newer_than(config: Config, build_id: str) -> bool:
    """Whether a build other than the one that is shown is in force by now."""
    current = store.current_id(config)
    return bool(current) and current != build_id


def changes(project: Project, since: str = "", zone: str = "") -> Changes | None:
    """What the build that is shown says otherwise than the one called `since`, of one zone where it is named.

    Without that one, or where it is not kept any more, than the oldest that is; by default than the one before. None
    where none before is kept.
    """
    if project.build is None:
        return None
    return _changes(str(project.config.data), project.build.build_id, since, zone, project.config, project.build)


def needs_build(project: Project) -> bool:
    """Whether reports or map changed after the build, as far as was looked; few reports are looked at at once."""
    config, build = project.config, project.build
    few = build is not None and int(build.info.get("reports", 0)) <= FEW_REPORTS
    return _lookout(str(config.path), config.digest, build.build_id if build else "", config).says(wait=few)


def rebuild(
    config: Config, progress: Callable[..., None] | None = None, notify: Callable[[str], None] | None = None
) -> store.BuildReport:
    """Reads the reports anew where anything changed and puts a new build in place; another build that is under way is
    waited for, and `notify` is told.
    """
    report = store.build(config, progress=progress, notify=notify)
    access.record(config, journal.BUILD, report.build_id)
    _lookout.clear()
    return report


def remembered(key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for each `key`: build, config, language, selection and all else it hangs on.

    Shared by all sessions: not to be changed in place.
    """
    found: Made = _memory().get(key, make)
    return found


def look_again() -> None:
    """Has the next run look at the files of the build anew: a table could not be read."""
    _load_frames.clear()


@st.cache_resource(show_spinner=False)
def warm_up() -> bool:
    """Once a process: what is loaded by now is set apart from garbage collection.

    Streamlit collects after every run; with pandas loaded that alone would take 50 ms a click.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # at the end all can go; DuckDB complains of what is left
    return True


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(MOST_REMEMBERED)


@st.cache_resource(max_entries=4, show_spinner=False)
def _load_config(path: str, changed: int, size: int) -> Config:
    del changed, size  # they are there to tell one state of the file from the next
    config = load_config(Path(path))
    access.check_paths(config)
    return config


@st.cache_resource(max_entries=3, show_spinner=False)
def _load_frames(folder: str, build_id: str, _build: store.Build) -> Frames:
    del folder, build_id
    store.check_sound(_build)
    return frames_of(_build)


@st.cache_resource(max_entries=60, show_spinner=False)
def _changes(
    folder: str, build_id: str, since: str, zone: str, _config: Config, _build: store.Build
) -> Changes | None:  # fmt: skip
    del folder, build_id
    before = store.build_seen(_config, _build, since) if since else store.build_before(_config, _build)
    try:
        return None if before is None else changes_between(before, _build, zone)
    except KpiError:  # the earlier build was removed while it was being read
        return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _lookout(path: str, digest: str, build_id: str, _config: Config) -> Lookout:
    del path, digest, build_id
    return Lookout(lambda: store.is_stale(_config))
