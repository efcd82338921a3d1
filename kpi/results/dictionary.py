"""The data dictionary: what each indicator of the config means, and how much of it is in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kpi.settings.config import Config
from kpi.vocabulary.area_kinds import ZONE, kind_of
from kpi.vocabulary.model import Indicator

if TYPE_CHECKING:
    from kpi.results.builds import Build

COLUMNS = (
    "indicator", "zh", "en", "group", "group_zh", "group_en", "definition_zh", "definition_en", "unlike_zh",
    "unlike_en", "gaps_zh", "gaps_en", "unit", "dimension", "direction", "stock", "aliases", "within", "patterns",
    "values", "targets", "zones", "first_year", "last_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """How much of an indicator is in a store: values of the panel that were reported or estimated and those that were
    aimed at, the zones with a reported or estimated one, and the first and last year of these (0: none); `areas` are
    the provinces, cities and counties that have one.
    """

    values: int = 0
    targets: int = 0
    zones: int = 0
    first_year: int = 0
    last_year: int = 0
    areas: int = 0


def stored_of(
    build: Build, years: tuple[int, int] | None = None, where: Mapping[str, list[str]] | None = None
) -> dict[str, Stored]:
    """What the store has of each indicator that occurs in it, of the `years` and rows asked for."""
    counted = build.tables.counts("cells", ("indicator", "zone", "kind"), years, where=where or {}).to_pylist()
    found: dict[str, Stored] = {}
    for row in counted:
        name, count = str(row["indicator"]), int(row["count"])
        had = found.get(name, Stored())
        if row["kind"] == "target":
            found[name] = Stored(had.values, had.targets + count, had.zones, had.first_year, had.last_year)
            continue
        first = min(had.first_year or int(row["first_year"]), int(row["first_year"]))
        last = max(had.last_year, int(row["last_year"]))
        found[name] = Stored(had.values + count, had.targets, had.zones, first, last)
    there = {
        name: {str(row["zone"]) for row in counted if row["indicator"] == name and row["kind"] != "target"}
        for name in found
    }
    zones = {name: sum(kind_of(area) == ZONE for area in areas) for name, areas in there.items()}
    return {
        name: replace(each, zones=zones[name], areas=len(there[name]) - zones[name]) for name, each in found.items()
    }


def rows_of(config: Config, stored: Mapping[str, Stored] | None) -> list[tuple[Any, ...]]:
    """The dictionary as the rows of a table, in the order of the config; without counts where there is no store."""
    return [_row(indicator, config, stored) for indicator in config.indicators.values()]


def _row(indicator: Indicator, config: Config, stored: Mapping[str, Stored] | None) -> tuple[Any, ...]:
    group = config.groups.get(indicator.group)
    return (
        indicator.id, indicator.zh, indicator.en, indicator.group, group.zh if group else "", group.en if group else "",
        indicator.definition_zh, indicator.definition_en, indicator.unlike_zh, indicator.unlike_en, indicator.gaps_zh,
        indicator.gaps_en, indicator.unit, indicator.dimension, str(indicator.good),
        "true" if indicator.stock else "false", "、".join(indicator.aliases), _within(indicator),
        "、".join(indicator.patterns), *_counts(indicator.id, stored),
    )  # fmt: skip


def _within(indicator: Indicator) -> str:
    """The words that mean the indicator only where others are spoken of: `key_projects: 完成投资、投资额`."""
    return "; ".join(f"{','.join(each.topics)}: {'、'.join(each.words)}" for each in indicator.within)


def _counts(name: str, stored: Mapping[str, Stored] | None) -> tuple[int | str, ...]:
    if stored is None:
        return ("",) * 5
    has = stored.get(name, Stored())
    return (has.values, has.targets, has.zones, has.first_year or "", has.last_year or "")
