"""A cached skin over the public API of `kpi`: the config, the build, and ways to remake them."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.tables import with_periods
from kpi import store
from kpi.config import Config, load_config
from kpi.errors import KpiError

STALE_CHECK_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables of one build, as the store wrote them. Never changed in place."""

    build_id: str
    observations: pd.DataFrame
    cells: pd.DataFrame
    targets: pd.DataFrame
    remarks: pd.DataFrame
    documents: pd.DataFrame

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last closing year of the observations; None where there are none."""
        if self.observations.empty:
            return None
        return int(self.observations["year"].min()), int(self.observations["year"].max())

    def observation(self, observation_id: str) -> pd.Series | None:
        rows = self.observations[self.observations["observation_id"] == observation_id]
        return None if rows.empty else rows.iloc[0]


@dataclass(frozen=True, slots=True)
class Project:
    """What the pages draw on: the config and its current build, if there is one."""

    config: Config
    build: store.Build | None
    frames: Frames | None


def config_path() -> Path:
    """Where the config is: `KPI_CONFIG`, or config.yaml at the root of the project."""
    return Path(os.environ.get("KPI_CONFIG") or Path(__file__).resolve().parent.parent / "config.yaml")


def load_project() -> Project:
    """The project as it stands now; raises KpiError where the config cannot be used."""
    path = config_path()
    try:
        stat = path.stat()
    except OSError as error:
        raise KpiError(f"{path.name}: {error.strerror or 'cannot be read'}") from error
    config = _load_config(str(path), stat.st_mtime_ns, stat.st_size)
    build = store.open_build(config)
    return Project(config, build, None if build is None else _load_frames(str(config.data), build.build_id, build))


def frames_of(build: store.Build) -> Frames:
    """The tables of `build`, its targets with the period that each is set for."""
    cells = build.cells
    targets = with_periods(build.targets, cells)
    return Frames(build.build_id, build.observations, cells, targets, build.remarks, build.documents)


def needs_build(config: Config) -> bool:
    """Whether reports or map changed after the build; looked up at most once in a while."""
    moment = int(time.monotonic() // STALE_CHECK_SECONDS)
    return _is_stale(str(config.path), config.digest, moment, config)


def rebuild(config: Config, progress: Callable[..., None] | None = None) -> None:
    """Reads the reports anew where anything changed and puts a new build in place."""
    store.build(config, progress=progress)
    _is_stale.clear()


@st.cache_data(max_entries=1000, show_spinner=False)
def remembered(key: tuple[object, ...], _make: Callable[[], Any]) -> Any:
    """What `_make` gives, made once for each `key`: build, config, language, selection and all else it hangs on."""
    del key
    return _make()


@st.cache_resource(show_spinner=False)
def warm_up() -> bool:
    """Once a process: what is loaded by now is set apart from garbage collection.

    Streamlit collects after every run; with pandas loaded that alone would take 50 ms a click.
    """
    gc.collect()
    gc.freeze()
    return True


@st.cache_resource(max_entries=4, show_spinner=False)
def _load_config(path: str, changed: int, size: int) -> Config:
    del changed, size  # they are there to tell one state of the file from the next
    return load_config(Path(path))


@st.cache_resource(max_entries=3, show_spinner=False)
def _load_frames(folder: str, build_id: str, _build: store.Build) -> Frames:
    del folder, build_id
    return frames_of(_build)


@st.cache_data(max_entries=8, show_spinner=False)
def _is_stale(path: str, digest: str, moment: int, _config: Config) -> bool:
    del path, digest, moment
    return store.is_stale(_config)
