"""A brief as a test asks for it: made of stated facts, on a day that does not pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kpi.briefs.content import Brief, Row, brief_of
from kpi.building import store
from kpi.results.builds import Build
from kpi.wording.wording import Wording
from tests.dashboard_data import A, Fact, Sample

DAY = "2026-06-01T09:30:00+08:00"


def build_of(folder: Path, facts: Sequence[Fact], day: str = DAY) -> tuple[Build, Sample]:
    """The build of these facts, made on that day."""
    with Sample(folder, facts) as sample:
        build = store.open_build(sample.config)
    assert build is not None
    return replace(build, info={**build.info, "built_at": day}), sample


def brief(folder: Path, facts: Sequence[Fact], zone: str = A, year: int | None = None, day: str = DAY) -> Brief:
    build, sample = build_of(folder, facts, day)
    return brief_of(build, zone, sample.config, year)


def wording(folder: Path, language: str = "zh") -> Wording:
    """The words of the project in `folder`."""
    return Wording(language, Sample(folder, ()).config)


def row(made: Brief, indicator: str, period: str = "", measure: str = "level", scope: str = "") -> Row:
    """The row of that indicator, measure and scope, with a value of that period where one is named."""
    found = [
        each for each in made.rows
        if (each.indicator, each.measure, each.scope) == (indicator, measure, scope)
        and (not period or (each.value is not None and each.value.period == period))
    ]  # fmt: skip
    assert len(found) == 1, [(each.indicator, each.measure, each.scope) for each in made.rows]
    return found[0]
