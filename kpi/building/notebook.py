"""Reports to observations, panel and targets in memory: what a notebook or a program calls, without a store.

`read` does what the command `kpi extract` does, and the command is made of it. `panel` and `targets` go on from there
as a build does. Each gives a sequence of the vocabulary's own types, in an order that depends on the config and the
reports alone, and `to_frame()` gives the table that the commands export.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from kpi.building.apart import extractions_of
from kpi.building.readings import Desk, Reading, Task
from kpi.building.survey import Failure, free_name, shown_path
from kpi.documents.reading import find_reports
from kpi.settings.config import Config, load_config
from kpi.vocabulary import frames
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.faults import reason_of
from kpi.vocabulary.model import Cell, Extraction, Observation, Remark, TargetResult

if TYPE_CHECKING:
    import pandas as pd

    from kpi.building.progress import Progress

Paths = Path | str | Iterable[Path | str]
"""A file or a folder, or several of them."""
Settings = Config | Path | str | None
"""A config, or the file that it is in, or nothing: then that of `load_config()`."""
Item = TypeVar("Item")


class _Table(Sequence[Item], Generic[Item]):
    """Items in an order of their own, which are also the rows of a table."""

    __slots__ = ("_items", "config")

    def __init__(self, items: Iterable[Item], config: Config) -> None:
        self._items = tuple(items)
        self.config = config

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, at: int | slice) -> Item | tuple[Item, ...]:
        return self._items[at]


class Observations(_Table[Observation]):
    """The observations of some reports: a sequence of `Observation`, by report and by place in its text.

    Where it is open whose a report is, they have an empty zone and the flag `zone_open`.
    `extractions` has, for each report that could be read, its text, its remarks and whose it is; `failed` the path of
    each one that could not, with the reason; `aside` that of each one that a person set aside, which is not read.
    """

    __slots__ = ("aside", "extractions", "failed")

    def __init__(
        self,
        extractions: Iterable[Extraction],
        failed: Iterable[Failure],
        config: Config,
        aside: Iterable[Failure] = (),
    ) -> None:
        self.extractions, self.failed, self.aside = tuple(extractions), tuple(failed), tuple(aside)
        super().__init__((each for extraction in self.extractions for each in extraction.observations), config)

    @property
    def readings(self) -> tuple[Observation, ...]:
        """The readings that wait for a person: their `status` is `to_confirm` where their confidence is below that of a
        fact, `undated` where they lack their period and nothing else.
        """
        return tuple(each for extraction in self.extractions for each in extraction.readings)

    def with_readings(self) -> tuple[Observation, ...]:
        """The observations and the readings that wait, by report and place, as `kpi extract --readings` has them."""
        return tuple(
            each
            for extraction in self.extractions
            for each in sorted((*extraction.observations, *extraction.readings), key=lambda one: (one.start, one.end))
        )

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Every number that became no observation, with the reason (`no_zone`, `two_readings`, `unit_mismatch`, …)."""
        return tuple(each for extraction in self.extractions for each in extraction.remarks)

    def rows(self) -> list[frames.Row]:
        """The rows of the table, as `kpi extract` writes them."""
        return [frames.observation_row(each, self.config.indicators) for each in self]

    def to_frame(self) -> pd.DataFrame:
        """A row for each observation, with the columns of `kpi extract`.

        `value` and `unit` are as stated (`value` is text, its digits untouched, empty where there is no number);
        `number` is the same as a float in `canonical_unit`, the unit that the config gives the indicator; growth,
        shares and completion are in %, gaps in percentage points. Offsets count characters of the report's text.
        """
        return frames.frame(self.rows(), frames.OBSERVATIONS)

    def __repr__(self) -> str:
        failed = f", failed={len(self.failed)}" if self.failed else ""
        return f"Observations({len(self)}, reports={len(self.extractions)}, remarks={len(self.remarks)}{failed})"


class Panel(_Table[Cell]):
    """The cells of the panel: a sequence of `Cell`, by zone, indicator, measure, period, scope and kind, in the order
    of the config.
    """

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """A row for each cell, with the columns of `kpi export --table panel`; `status` is `single`, `agreed` or
        `disputed`, `low` and `high` are the range of what was stated, in `canonical_unit`.
        """
        return frames.frame((frames.cell_row(each, self.config.indicators) for each in self), frames.CELLS)

    def wide(self) -> pd.DataFrame:
        """A row for each zone and period, a column for each indicator, measure and kind (`gdp [亿元]`,
        `gdp.growth [%]`, `gdp.target [亿元]`), as `kpi export --table panel --wide`; a whole year is where
        `period` equals `year`.
        """
        from kpi.series.panel import wide

        return wide(self.to_frame(), self.config.indicators, self.config.scopes)

    def __repr__(self) -> str:
        disputed, zones = sum(cell.disputed for cell in self), len({cell.zone for cell in self})
        indicators = len({cell.indicator for cell in self})
        return f"Panel({len(self)}, disputed={disputed}, zones={zones}, indicators={indicators})"


class Targets(_Table[TargetResult]):
    """Targets held against what was reached: a sequence of `TargetResult`, by indicator, zone and year."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """A row for each result, with the columns of `kpi export --table targets`; numbers are in `canonical_unit`,
        `share` is reached ÷ target (1 where the target was just met), `difference` is reached − target.
        """
        return frames.frame((frames.target_row(each, self.config.indicators) for each in self), frames.TARGETS)

    def __repr__(self) -> str:
        verdicts = Counter(str(each.verdict) for each in self)
        counted = "".join(f", {verdict}={count}" for verdict, count in verdicts.most_common())
        return f"Targets({len(self)}{counted})"


@dataclass(frozen=True, slots=True)
class NamedReport:
    """A report before it is read: where it lies, and the path and the name that tables give it."""

    path: Path
    shown: str
    doc: str


def read(paths: Paths, config: Settings = None) -> Observations:
    """The observations of the reports at `paths`, the same rows in the same order as `kpi extract PATH…`.

    `paths` is a file or a folder, or several; folders and zip archives are searched to their ends. What is known of a
    report from outside its text counts as it does for the command: entries of `reports` in the config, sidecars, the
    names of files and folders, and what a file says of itself. Corrections that people made belong to a build and
    are not applied. `config` is a `Config` or the path of one; without it the command's own default holds.

    A report that cannot be read stands in `.failed` with its reason, one that was set aside in `.aside`. KpiError where
    a path does not exist, or where there are reports and not one of them can be read; InvalidFile where the config has
    faults.

    >>> from kpi.settings.shipped import shipped_folder
    >>> found = read(shipped_folder() / "seeds")
    >>> len(found.extractions), found.failed, list(found.to_frame().columns[:4])
    (5, (), ['doc', 'zone', 'indicator', 'scope'])
    """
    settings = _settings(config)
    found = read_reports(find_named(paths, settings), settings)
    if found.failed and not found.extractions:
        raise KpiError("\n".join(f"{failure.path}: {failure.reason}" for failure in found.failed))
    return found


def panel(observations: Iterable[Observation], config: Settings = None) -> Panel:
    """The observations as cells: one value for each zone, indicator, scope, measure, kind and period.

    What differs is kept beside the value that the config's `reconcile` rules choose, as in `kpi export --table panel`;
    of reports of the same content only the first one counts, and facts of which the zone is open stand in no cell.
    `config` is that of the observations where they come from `read`. KpiError where a rule is unknown.
    """
    from kpi.series.panel import in_order
    from kpi.series.reconcile import reconcile
    from kpi.series.targets import as_meant

    settings = _settings(config, observations)
    chosen = _of_different_reports(observations) if isinstance(observations, Observations) else observations
    placed = (each for each in chosen if each.zone)
    made, _ = as_meant(reconcile(placed, settings.reconcile), settings.indicators)
    return Panel(in_order(made, settings), settings)


def targets(series: Panel | Iterable[Observation], config: Settings = None) -> Targets:
    """Every target of a panel (or of observations, which become one) held against what was reached, as in
    `kpi export --table targets`: the verdict, the sum behind it, and what has no target.
    """
    from kpi.series.targets import compare

    made = series if isinstance(series, Panel) else panel(series, config)
    settings = _settings(config, made)
    return Targets(compare(made, settings.indicators), settings)


def find_named(paths: Paths, config: Config) -> list[NamedReport]:
    """The reports at `paths`, each once, in the order of their paths as tables show them; KpiError where a path does
    not exist.
    """
    root, taken = config.path.parent, dict[str, int]()
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    shown = sorted((shown_path(path, root), path) for path in find_reports(named))
    return [NamedReport(path, name, free_name(name, taken)) for name, path in shown]


def read_reports(reports: Sequence[NamedReport], config: Config, progress: Progress | None = None) -> Observations:
    """The observations of these reports; those that cannot be read and those set aside are listed with the reasons."""
    desk, copies = Desk(config), Counter[str]()
    failed: dict[str, Failure] = {}
    aside: list[Failure] = []
    tasks: list[Task] = []
    for report in reports:
        try:
            hints = desk.hints.hints_of(report.path, report.shown)
            if hints.aside is not None:
                aside.append(Failure(report.shown, hints.aside.value))
            else:
                tasks.append(Task(str(report.path), report.shown, report.doc, report.doc, hints))
        except Exception as error:  # one bad report never stops the rest: it is listed with its reason
            failed[report.doc] = Failure(report.shown, reason_of(error, report.shown, str(report.path)))
    found: dict[str, Extraction] = {}
    for number, (task, made) in enumerate(extractions_of(tasks, desk), len(reports) - len(tasks) + 1):
        if isinstance(made, Reading):
            failed[task.key] = Failure(task.shown, made.reason)
        else:
            found[task.key] = made
        if progress:
            progress(number, len(reports))
    done: list[Extraction] = []
    for extraction in (found[report.doc] for report in reports if report.doc in found):
        done.append(_apart(extraction, copies[extraction.document.digest]))
        copies[extraction.document.digest] += 1
    return Observations(done, (failed[each.doc] for each in reports if each.doc in failed), config, aside)


def _apart(extraction: Extraction, before: int) -> Extraction:
    """The extraction of a content of which there were copies `before` it: no two observations have the same name."""
    if not before:
        return extraction
    name = f"{extraction.document.report_id}-{before + 1}"
    found, unsure = (
        tuple(replace(each, report_id=name) for each in some) for some in (extraction.observations, extraction.readings)
    )
    return replace(extraction, observations=found, readings=unsure)


def _settings(config: Settings, source: Any = None) -> Config:
    """The config that is meant: the one given, else that of the source, else the default one."""
    if isinstance(config, Config):
        return config
    if config is None and isinstance(source, _Table):
        return source.config
    return load_config(config)


def _of_different_reports(observations: Observations) -> Iterator[Observation]:
    """The observations without those of a report whose content another one before it has too."""
    seen: set[str] = set()
    for extraction in observations.extractions:
        digest = extraction.document.digest
        if digest not in seen:
            seen.add(digest)
            yield from extraction.observations
