"""The tables of one build, asked by what the reader chose: a page reads only what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.frames import money, standings
from dashboard.frames.selection import Selection
from kpi.building import store
from kpi.results.naming import find_observation
from kpi.results.queries import Word
from kpi.settings.config import Config

ALL = Selection()
DOCUMENT_COLUMNS = (
    "doc", "path", "title", "zone", "published", "digest", "format", "pages", "characters", "observations", "remarks",
    "year", "state", "candidates", "waiting", "date_basis", "date_ground",
)  # fmt: skip

Chosen = str | Sequence[str]
"""The value, or the values, that a column may have."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables of one build, asked by selection: a page reads only what it shows.

    `facets` are the counts of observations by zone, indicator and kind with their first and last
    year; `documents` the reports without their texts; `zones` and `indicators` what is observed, `total` how many
    observations there are, `years` the first and last closing year of them (None where there are none).
    """

    build: store.Build
    facets: pd.DataFrame
    documents: pd.DataFrame
    zones: frozenset[str]
    indicators: frozenset[str]
    total: int
    years: tuple[int, int] | None

    @property
    def build_id(self) -> str:
        return self.build.build_id

    @property
    def empty(self) -> bool:
        """Whether not one observation was found."""
        return self.facets.empty

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
        """The targets that pass, each with the period that it is set for and how it stands today."""
        targets = self._select("targets", selection, (), choices, kinds=False, order=order, limit=limit)
        # a build of an earlier program does not say how exact the actuals are
        bare = {name: "=" for name in ("actual_comparator", "previous_comparator") if name not in targets}
        # a plan that is known from a share completed by June is still the plan of the year
        as_set = (targets["target_period"] != "") & ~targets["derived"]
        period = targets["target_period"].where(as_set, targets["year"].astype(str))
        return standings.with_standing(targets.assign(target_period=period, **bare))

    def standings(self, selection: Selection = ALL) -> pd.DataFrame:
        """How many targets of each year stand how today (columns `year`, `standing`, `count`)."""
        return standings.counted(self.counts("targets", standings.COUNTED_BY, selection))

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

    def observation(self, name: str, config: Config) -> pd.Series | None:
        """The observation called `name`, now or in earlier days."""
        row = find_observation(self.build, name, config) if name else None
        return None if row is None else pd.Series(row)

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


def frames_of(build: store.Build) -> Frames:
    """The tables of `build`."""
    facets = build.tables.counts("observations", ("zone", "indicator", "kind")).to_pandas()
    documents = build.select("documents", columns=DOCUMENT_COLUMNS)
    years = None if facets.empty else (int(facets["first_year"].min()), int(facets["last_year"].max()))
    zones, indicators = frozenset(facets["zone"]), frozenset(facets["indicator"])
    return Frames(build, facets, documents, zones, indicators, int(facets["count"].sum()), years)


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
