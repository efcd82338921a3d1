"""A cached skin over the public API of `kpi`: the config, the build, and ways to remake them."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas as pd
import streamlit as st

from dashboard.frames import money
from dashboard.frames.selection import Selection
from dashboard.shared.freshness import Lookout
from dashboard.shared.memory import Memory
from kpi.building import store
from kpi.results.changes import Changes, changes_between
from kpi.results.queries import Word
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError

FEW_REPORTS = 500
MOST_REMEMBERED = 400
ALL = Selection()
Made = TypeVar("Made")
DOCUMENT_COLUMNS = (
    "doc", "path", "title", "zone", "published", "digest", "format", "pages", "characters", "observations", "remarks",
)  # fmt: skip

Chosen = str | Sequence[str]
"""The value, or the values, that a column may have."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables of one build, asked by selection: a page reads only what it shows.

    `facets` are the counts of observations by zone, indicator and kind with their first and last
    year; `documents` the reports without their texts; `zones` and `indicators` what is observed.
    """

    build: store.Build
    facets: pd.DataFrame
    documents: pd.DataFrame
    zones: frozenset[str]
    indicators: frozenset[str]

    @property
    def build_id(self) -> str:
        return self.build.build_id

    @property
    def empty(self) -> bool:
        """Whether not one observation was found."""
        return self.facets.empty

    @property
    def total(self) -> int:
        """How many observations there are."""
        return int(self.facets["count"].sum())

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last closing year of the observations; None where there are none."""
        if self.facets.empty:
            return None
        return int(self.facets["first_year"].min()), int(self.facets["last_year"].max())

    def cells(
        self, selection: Selection = ALL, columns: Sequence[str] = (), order: Sequence[str] = (), limit: int = 0,
        **choices: Chosen,
    ) -> pd.DataFrame:  # fmt: skip
        """The cells that pass the selection and have one of the values given for their columns.

        In the order of the table (indicator, zone, year), or by the columns of `order` (`-year` falls).
        """
        return self._select("cells", selection, columns, choices, order=order, limit=limit)

    def observations(self, selection: Selection = ALL, columns: Sequence[str] = (), **choices: Chosen) -> pd.DataFrame:
        """The observations that pass, in the order of the table: indicator, zone, year."""
        return self._select("observations", selection, columns, choices)

    def targets(
        self, selection: Selection = ALL, order: Sequence[str] = (), limit: int = 0, **choices: Chosen
    ) -> pd.DataFrame:
        """The targets that pass, each with the period that it is set for."""
        targets = self._select("targets", selection, (), choices, kinds=False, order=order, limit=limit)
        # a plan that is known from a share completed by June is still the plan of the year
        as_set = (targets["target_period"] != "") & ~targets["derived"]
        period = targets["target_period"].where(as_set, targets["year"].astype(str))
        return targets.assign(target_period=period)

    def members(self, cells: pd.DataFrame, money: str = "") -> pd.DataFrame:
        """The observations that speak for or against `cells`."""
        names = " ".join(cells["members"]).split()
        if not names:
            return self._none("observations")
        among = {name: tuple(cells[name].unique()) for name in ("indicator", "zone")}
        return self._select("observations", Selection(money=money), (), {**among, "observation_id": names})

    def found(
        self, selection: Selection, search: Sequence[Word], order: Sequence[str], limit: int, offset: int = 0
    ) -> tuple[pd.DataFrame, int]:
        """Some of the observations that pass and have every word, from the one at `offset`, and how many do."""
        ask, where = self.build.tables, selection.choices()
        counted = ask.counts("observations", (), selection.years, search, where)["count"].to_pylist()[0]
        rows = ask.select("observations", (), selection.years, search, order, limit, offset, where).to_pandas()
        return money.in_unit(rows, selection.money), int(counted)

    def remarks(self, doc: str) -> pd.DataFrame:
        """What carried a number in a report and became nothing."""
        return self.build.select("remarks", doc=[doc])

    def observation(self, observation_id: str) -> pd.Series | None:
        rows = self.observations(observation_id=observation_id) if observation_id else self.facets.head(0)
        return None if rows.empty else rows.iloc[0]

    def count(self, selection: Selection = ALL) -> int:
        """How many observations pass."""
        if selection.everything:
            return self.total
        if selection.years is None:
            return int(selection.apply(self.facets)["count"].sum())
        counts = self.counts("observations", (), selection)
        return int(counts["count"].iloc[0])

    def counts(self, table: str, by: Sequence[str], selection: Selection = ALL, **choices: Chosen) -> pd.DataFrame:
        """How many rows of a table pass, for each combination of the columns `by`."""
        where = {**selection.choices(kinds=table != "targets"), **choices}
        return self.build.tables.counts(table, by, selection.years, where=where).to_pandas()

    def _select(
        self, table: str, selection: Selection, columns: Sequence[str], choices: Mapping[str, Chosen],
        kinds: bool = True, order: Sequence[str] = (), limit: int = 0,
    ) -> pd.DataFrame:  # fmt: skip
        where = _both(selection.choices(kinds), choices)
        if where is None:
            return self._none(table)
        found = self.build.tables.select(
            table, columns, selection.years, order=order, limit=limit, where=where
        ).to_pandas()
        return money.in_unit(found, selection.money)

    def _none(self, table: str) -> pd.DataFrame:
        return self.build.tables.select(table, limit=1).slice(0, 0).to_pandas()


def _both(filters: Mapping[str, tuple[str, ...]], choices: Mapping[str, Chosen]) -> dict[str, Chosen] | None:
    """Filters and choices as one; None where they leave no value of a column that both name."""
    made: dict[str, Chosen] = {**filters}
    for column, chosen in choices.items():
        wanted = (chosen,) if isinstance(chosen, str) else tuple(chosen)
        allowed = filters.get(column)
        made[column] = wanted if allowed is None else tuple(value for value in wanted if value in allowed)
        if wanted and not made[column]:
            return None
    return made


@dataclass(frozen=True, slots=True)
class Project:
    """What the pages draw on: the config and its current build, if there is one."""

    config: Config
    build: store.Build | None
    frames: Frames | None


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
    build = store.open_build(config)
    return Project(config, build, None if build is None else _load_frames(str(config.data), build.build_id, build))


def frames_of(build: store.Build) -> Frames:
    """The tables of `build`."""
    facets = build.tables.counts("observations", ("zone", "indicator", "kind")).to_pandas()
    documents = build.select("documents", columns=DOCUMENT_COLUMNS)
    return Frames(build, facets, documents, frozenset(facets["zone"]), frozenset(facets["indicator"]))


def newer_than(config: Config, build_id: str) -> bool:
    """Whether a build other than the one that is shown is in force by now."""
    current = store.current_id(config)
    return bool(current) and current != build_id


def changes(project: Project) -> Changes | None:
    """What the build that is shown says otherwise than the one before; None where none before is kept."""
    if project.build is None:
        return None
    return _changes(str(project.config.data), project.build.build_id, project.config, project.build)


def needs_build(project: Project) -> bool:
    """Whether reports or map changed after the build, as far as was looked; few reports are looked at at once."""
    config, build = project.config, project.build
    few = build is not None and int(build.info.get("reports", 0)) <= FEW_REPORTS
    return _lookout(str(config.path), config.digest, build.build_id if build else "", config).says(wait=few)


def rebuild(config: Config, progress: Callable[..., None] | None = None) -> None:
    """Reads the reports anew where anything changed and puts a new build in place."""
    store.build(config, progress=progress)
    _lookout.clear()


def remembered(key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for each `key`: build, config, language, selection and all else it hangs on.

    Shared by all sessions: not to be changed in place.
    """
    found: Made = _memory().get(key, make)
    return found


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
    return load_config(Path(path))


@st.cache_resource(max_entries=3, show_spinner=False)
def _load_frames(folder: str, build_id: str, _build: store.Build) -> Frames:
    del folder, build_id
    return frames_of(_build)


@st.cache_resource(max_entries=3, show_spinner=False)
def _changes(folder: str, build_id: str, _config: Config, _build: store.Build) -> Changes | None:
    del folder, build_id
    before = store.build_before(_config, _build)
    try:
        return None if before is None else changes_between(before, _build)
    except KpiError:  # the earlier build was removed while it was being read
        return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _lookout(path: str, digest: str, build_id: str, _config: Config) -> Lookout:
    del path, digest, build_id
    return Lookout(lambda: store.is_stale(_config))
