"""What a build says that the one before it did not: reports, observations, values, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpi.results.database import cursor
from kpi.vocabulary.errors import KpiError

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.results.builds import Build

MOST_LISTED = 200
"""So many changes of a sort are listed; all are counted."""
COUNTS_FOR = 50
"""For so many questions to the tables of one build a comparison counts, by what it leaves behind in the database."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value of the panel that is another than before; `before` is empty where there was none."""

    zone: str
    indicator: str
    scope: str
    measure: str
    kind: str
    period: str
    before_value: str
    before_unit: str
    before_comparator: str
    value: str
    unit: str
    comparator: str
    observation_id: str


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A target that is judged otherwise than before; `observation_id` is the report that it is judged by."""

    zone: str
    indicator: str
    scope: str
    measure: str
    year: int
    period: str
    before: str
    verdict: str
    observation_id: str
    reason: str = ""
    flags: str = ""
    before_flags: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference of two builds; `since` is when the earlier one was made (ISO 8601).

    A report that says something else under the path that it had is `changed`, neither added nor gone.
    """

    since: str
    reports_added: tuple[str, ...]
    reports_gone: tuple[str, ...]
    observations_added: int
    observations_gone: int
    values_added: int
    values_gone: int
    values_changed: tuple[ValueChange, ...]
    verdicts_changed: tuple[VerdictChange, ...]
    values_new: tuple[ValueChange, ...] = ()
    reports_changed: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether both builds say the same."""
        lists = (
            self.reports_added, self.reports_gone, self.reports_changed, self.values_changed, self.verdicts_changed,
        )  # fmt: skip
        counts = (self.observations_added, self.observations_gone, self.values_added, self.values_gone)
        return not any(lists) and not any(counts)


def changes_between(before: Build, now: Build, zone: str = "") -> Changes:
    """What `now` says otherwise than `before`, of one zone where it is named; KpiError where a table cannot be read."""
    with cursor(COUNTS_FOR) as opened:
        return _changes(before, _Comparison(opened, before.folder, now.folder, zone))


def _changes(before: Build, comparison: _Comparison) -> Changes:
    added, gone, changed = comparison.reports()
    return Changes(
        since=str(before.info.get("built_at", "")),
        reports_added=added,
        reports_gone=gone,
        observations_added=comparison.only_in("now", "observations", _WORDS, _SAID),
        observations_gone=comparison.only_in("before", "observations", _WORDS, _SAID),
        values_added=comparison.only_in("now", "cells", _CELL),
        values_gone=comparison.only_in("before", "cells", _CELL),
        reports_changed=changed,
        values_changed=tuple(ValueChange(*row) for row in comparison.ask(_VALUES)),
        verdicts_changed=tuple(VerdictChange(*row) for row in comparison.ask(_VERDICTS)),
        values_new=tuple(ValueChange(*row) for row in comparison.ask(_NEW)),
    )


# Not by name: the build before may be of a program that named both otherwise, and a file may be called otherwise.
_WORDS = """digest, start, "end", indicator, scope, measure, comparator"""
# Of a report that was changed, what it says as before is not new because it stands elsewhere in it.
_SAID = "path, indicator, scope, measure, kind, period, value, unit, comparator"
_STATED = """SELECT o.*, d.digest FROM read_parquet('{folder}/observations.parquet') o
JOIN (SELECT doc, digest FROM read_parquet('{folder}/documents.parquet')) d USING (doc)"""
_CELL = "zone, indicator, scope, measure, kind, period, canonical_unit"
_VALUES = f"""
    SELECT n.zone, n.indicator, n.scope, n.measure, n.kind, n.period, b.value, b.unit, b.comparator,
           n.value, n.unit, n.comparator, n.chosen
    FROM now_cells n JOIN before_cells b USING ({_CELL})
    WHERE (n.value, n.unit, n.comparator) IS DISTINCT FROM (b.value, b.unit, b.comparator)
    ORDER BY n.year DESC, n.indicator, n.zone, n.cell_id LIMIT {MOST_LISTED}
"""
_NEW = f"""
    SELECT n.zone, n.indicator, n.scope, n.measure, n.kind, n.period, '', '', '=',
           n.value, n.unit, n.comparator, n.chosen
    FROM now_cells n ANTI JOIN before_cells b USING ({_CELL})
    ORDER BY n.period_end DESC, n.kind, n.indicator, n.zone, n.cell_id LIMIT {MOST_LISTED}
"""
# A target is the same one where it is of the same thing and year and was set with the same words.
_KEY = "zone, indicator, scope, measure, year, target_value, target_unit, target_comparator"
_VERDICTS = f"""
    SELECT n.zone, n.indicator, n.scope, n.measure, n.year, n.target_period, min(b.verdict), n.verdict, min(c.chosen),
           n.reason, n.flags, min_by(b.flags, b.verdict)
    FROM now_targets n JOIN before_targets b USING ({_KEY})
    JOIN now_cells c ON c.cell_id = if(n.actual_cell <> '', n.actual_cell, n.target_cell)
    WHERE n.verdict <> 'no_target' AND b.verdict <> 'no_target'
    GROUP BY n.zone, n.indicator, n.scope, n.measure, n.year, n.target_period, n.verdict, n.reason, n.flags, n.target_id
    HAVING count(*) FILTER (WHERE b.verdict = n.verdict) = 0
    ORDER BY n.year DESC, n.indicator, n.zone, n.target_id LIMIT {MOST_LISTED}
"""


class _Comparison:
    """The tables of two builds side by side, for questions over both."""

    def __init__(self, opened: Any, before: Path, now: Path, zone: str = "") -> None:
        self._database = opened
        of_zone = " WHERE zone = '{}'".format(zone.replace("'", "''")) if zone else ""
        for name, folder in (("before", before), ("now", now)):
            quoted = folder.as_posix().replace("'", "''")
            self._run(f"CREATE TEMP VIEW {name}_observations AS {_STATED.format(folder=quoted)}{of_zone}")
            for table in ("cells", "targets", "documents"):
                among = of_zone
                if zone and table == "documents":  # a report on several zones is of each of them
                    among += f" OR doc IN (SELECT doc FROM {name}_observations)"
                self._run(
                    f"CREATE TEMP VIEW {name}_{table} AS SELECT * FROM read_parquet('{quoted}/{table}.parquet'){among}"
                )

    def reports(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Paths of reports that are new, of those that are gone, and of those whose content is another."""
        asked = "SELECT path FROM {0}_documents WHERE digest NOT IN (SELECT digest FROM {1}_documents) ORDER BY path"
        added, gone = (self.ask(asked.format(*names)) for names in (("now", "before"), ("before", "now")))
        now, before = ([row[0] for row in rows] for rows in (added, gone))
        return (
            tuple(path for path in now if path not in before), tuple(path for path in before if path not in now),
            tuple(path for path in now if path in before),
        )  # fmt: skip

    def only_in(self, name: str, table: str, *keys: str) -> int:
        """How many rows of a table the other build does not have by any of the keys."""
        other = "before" if name == "now" else "now"
        joins = " ".join(f"ANTI JOIN {other}_{table} AS other_{at} USING ({key})" for at, key in enumerate(keys))
        asked = f"SELECT count(*) FROM {name}_{table} {joins}"
        return int(self.ask(asked)[0][0])

    def ask(self, question: str) -> Sequence[tuple[Any, ...]]:
        rows: Sequence[tuple[Any, ...]] = self._run(question).fetchall()
        return rows

    def _run(self, question: str) -> Any:
        import duckdb

        try:
            return self._database.execute(question)
        except (duckdb.Error, OSError) as error:
            why = str(error).partition("\n")[0]
            raise KpiError(f"两次结果无法对比（{why}）；请重新运行 kpi build") from error
