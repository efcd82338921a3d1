"""The panel: cells as table rows, their neighbours, and the zone-by-period table.

Scopes stay apart: where several stand for one period the table shows one, says which, and names the
others beside it. A part of a year, a month and a five-year span have rows of their own, never a year's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpi.vocabulary.model import Cell, Comparator, Indicator, Kind, Measure, Period

if TYPE_CHECKING:
    import pandas as pd

    from kpi.settings.config import Config


def in_order(cells: Iterable[Cell], config: Config) -> list[Cell]:
    """The cells by zone, indicator, measure, period, scope and kind, as the config orders them; unknown names last."""
    zones, indicators = _places(config.zones), _places(config.indicators)
    scopes = _places(("", *config.scopes))

    def key(cell: Cell) -> tuple[Any, ...]:
        zone = (zones.get(cell.zone, len(zones)), cell.zone)
        indicator = (indicators.get(cell.indicator, len(indicators)), cell.indicator)
        scope = (scopes.get(cell.scope, len(scopes)), cell.scope)
        return (*zone, *indicator, _MEASURES[cell.measure], cell.period, *scope, _KINDS[cell.kind], cell.chosen.unit)

    return sorted(cells, key=key)


def related(cells: Iterable[Cell], cell: Cell) -> list[Cell]:
    """All cells of the same zone, indicator, measure and period as `cell`, itself included.

    They differ in scope, kind or currency: what one sees together and must not add up. First the
    cell's own scope, then the whole (no scope), then the others by name.
    """
    key = (cell.zone, cell.indicator, cell.measure, cell.period)
    group = [other for other in cells if (other.zone, other.indicator, other.measure, other.period) == key]
    return sorted(
        group,
        key=lambda other: (other.scope != cell.scope, other.scope, _KINDS[other.kind], other.chosen.unit),
    )


def wide(
    cells_frame: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    scopes: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Zone by period, indicators in columns: `gdp [亿元]`, `gdp.growth [%]`, `gdp.target [亿元]`.

    `cells_frame` is the `cells` table or a part of it. A zone's whole year stands before the parts of it, where
    `period` is `year`; other rows are of `2024-H1`, `2024-01/05`, `2021/2025`. Rows and columns follow `indicators`
    and the order in which zones come; `names` replaces indicator ids in the heads. Where a period has several
    scopes, the whole (no scope) is shown, else the first of `scopes`, else the first by name. Where it says
    anything, a column is followed by `.scope` (the scope shown), `.other_scopes` (those not shown), `.comparator`
    (of a number that is not exact) and `.status` (`disputed`).
    """
    import pandas as pd

    numbered = cells_frame[cells_frame["number"].notna()]
    order = _places(("", *scopes))
    chosen: dict[_Head, dict[_Place, list[Mapping[str, Any]]]] = {}
    for row in numbered.to_dict("records"):
        head = (row["indicator"], row["measure"], row["kind"], row["canonical_unit"])
        chosen.setdefault(head, {}).setdefault((row["zone"], row["year"], row["period"]), []).append(row)
    zones = _places(cells_frame["zone"].unique())
    rows = sorted({place for places in chosen.values() for place in places}, key=lambda at: (zones[at[0]], *_when(at)))
    columns: dict[str, list[Any]] = {
        "zone": [zone for zone, _, _ in rows],
        "year": [year for _, year, _ in rows],
        "period": [period for _, _, period in rows],
    }
    known = _places(indicators)
    for head in sorted(chosen, key=lambda head: _head_order(head, known)):
        title = _title(head, indicators, names or {})
        cells = [sorted(chosen[head].get(at, []), key=lambda row: _scope_order(row["scope"], order)) for at in rows]
        columns |= _columns(title, head[3], cells)
    return pd.DataFrame(columns)


_Place = tuple[str, int, str]  # zone, year, period
_Head = tuple[str, str, str, str]  # indicator, measure, kind, canonical unit

_KINDS = {kind: place for place, kind in enumerate(Kind)}
_MEASURES = {measure: place for place, measure in enumerate(Measure)}


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _when(place: _Place) -> tuple[Any, ...]:
    """A year before its parts, these as they end."""
    _, year, period = place
    span = Period.parse(period)
    return (year, period != str(year), span.end, span.start, period)


def _scope_order(scope: str, order: Mapping[str, int]) -> tuple[int, str]:
    return (order.get(scope, len(order)), scope)


def _head_order(head: _Head, known: Mapping[str, int]) -> tuple[Any, ...]:
    indicator, measure, kind, unit = head
    return (known.get(indicator, len(known)), indicator, _MEASURES[Measure(measure)], _KINDS[Kind(kind)], unit)


def _title(head: _Head, indicators: Mapping[str, Indicator], names: Mapping[str, str]) -> str:
    """`exports.growth.target`: a level and an actual go without saying."""
    indicator, measure, kind, _ = head
    parts = [names.get(indicator, indicator)]
    parts += [measure] if measure != Measure.LEVEL else []
    parts += [kind] if kind != Kind.ACTUAL else []
    return ".".join(parts)


def _columns(title: str, unit: str, cells: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, list[Any]]:
    """One column of numbers and, where they say anything, the columns that qualify it."""
    shown = [group[0] if group else None for group in cells]
    label = f"{title} [{unit}]"
    qualifying = {
        "scope": [row["scope"] if row else "" for row in shown],
        "other_scopes": ["、".join(row["scope"] for row in group[1:]) for group in cells],
        "comparator": [row["comparator"] if row else "" for row in shown],
        "status": [row["status"] if row and row["status"] == "disputed" else "" for row in shown],
    }
    trivial = {"", str(Comparator.EQUAL)}
    columns: dict[str, list[Any]] = {label: [row["number"] if row else None for row in shown]}
    for name, texts in qualifying.items():
        if not trivial.issuperset(texts):
            columns[f"{label}.{name}"] = texts
    return columns
