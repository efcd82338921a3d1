"""Observations by the names that people know them by: of this program, of an earlier one, or of a decision.

A name was once twelve hex digits without a letter, made of the value as well; then, with the letter, it was made of
what the file was called. Such names stand in files of corrections, addresses and notes of that time, and still lead
to the observation, as long as the file is called so or a decision was made on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kpi.results.corrections import load
from kpi.vocabulary.frames import NAMED_BY_FILE, OLD_NAME_OF, observation_of
from kpi.vocabulary.patterns import lazy

if TYPE_CHECKING:
    from kpi.results.builds import Build
    from kpi.settings.config import Config

_BARE = lazy(r"[0-9a-f]{12}(-[0-9]+)?")
_NAMED = lazy(r"o([0-9a-f]{12})(-[0-9]+)?")

_TABLES = ("observations", "waiting")  # a fact, or a reading that waits to be confirmed


def find_observation(build: Build, name: str, config: Config) -> Mapping[str, Any] | None:
    """The row of the observation called `name`; None where the build has no such one.

    A name may lack its letter. An old name is that of the value as it is now or, where somebody corrected it, as it
    was read. KpiError where the file of corrections is there and cannot be read.
    """
    name = name.strip().lower()
    bare = _BARE.fullmatch(name) is not None
    called = f"o{name}" if bare else name
    named = [row for table in _TABLES for row in build.rows(table, observation_id=[called])]
    named = named or _named_by_file(build, called)
    if not named and bare:
        named = build.tables.with_digest("observations", OLD_NAME_OF, name).to_pylist()
    return named[0] if named else _decided_on(build, name, config)


def _named_by_file(build: Build, called: str) -> list[dict[str, Any]]:
    """The rows that an earlier program called so, after the file as it is called now."""
    match = _NAMED.fullmatch(called)
    if match is None:
        return []
    found = (row for table in _TABLES for row in build.tables.with_digest(table, NAMED_BY_FILE, match[1]).to_pylist())
    nth = match[2] or ""
    return [row for row in found if row["observation_id"].partition("-")[2] == nth.removeprefix("-")]


def _decided_on(build: Build, name: str, config: Config) -> Mapping[str, Any] | None:
    """What became of the reading that the decision called `name` is on, whatever its report is called by now."""
    entry = next((entry for entry in load(config).in_force if name in entry.names), None)
    docs = [row["doc"] for row in build.rows("documents", digest=[entry.digest])] if entry else []
    if entry is None or not docs:
        return None
    indicators = [entry.indicator, *filter(None, [entry.change.indicator])]
    there = build.rows("observations", doc=docs, indicator=indicators, measure=[entry.measure])
    read = (entry.start, entry.end, entry.indicator, entry.scope, entry.measure, entry.comparator)
    return next((row for row in there if observation_of(row).place == read), None)
