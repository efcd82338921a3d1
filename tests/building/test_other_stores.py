"""Stores that are not as this program leaves them: of an earlier or newer one, with changed bytes, of a wrong clock."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from kpi import cli
from kpi.building import store
from kpi.results.builds import KEPT_BUILDS, LAYOUT, made_order, whole_builds
from kpi.results.queries import ResultsUnreadable
from kpi.settings.config import Config
from kpi.vocabulary.frames import TABLES
from tests.other_stores import changed_bytes, in_force, of_a_newer_program, of_an_earlier_program, say


def tables(config: Config) -> dict[str, bytes]:
    return {name: (in_force(config).folder / f"{name}.parquet").read_bytes() for name in TABLES}


# what was done to it; what is said where it is read, before it is built anew
STORES = {
    "of an earlier program": (of_an_earlier_program, "别的版本的程序建的"),
    "of a newer program": (of_a_newer_program, "更新版本的程序建的，这个版本可能读错，没有采用"),
    "with changed bytes": (changed_bytes, "结果的文件已损坏，没有采用"),
}


@pytest.mark.parametrize(("spoil", "said"), STORES.values(), ids=list(STORES))
def test_it_is_told_and_the_next_build_makes_it_anew(
    spoil: Callable[[Config], None], said: str, built_project: Config, capfd: pytest.CaptureFixture[str]
) -> None:
    before = tables(built_project)
    spoil(built_project)
    assert store.is_stale(built_project) or spoil is changed_bytes
    for command in (
        ["reports"],
        ["export", "--table", "panel"],
        ["explain", "濮阳经开区", "gdp", "2024"],
        ["brief", "周口"],
    ):
        status = cli.main([*command, "--config", str(built_project.path)])
        err = capfd.readouterr().err
        assert "程序出错" not in err, command
        # a program that knows all that it needs of an earlier one's tables may show them
        assert (status == 2 and said in err) or (spoil is of_an_earlier_program and command != ["reports"]), command
        assert "kpi build" in err
    report = store.build(built_project)
    assert report.changed and tables(built_project) == before
    store.check_sound(in_force(built_project))
    assert not store.is_stale(built_project) and not store.build(built_project).changed
    assert cli.main(["reports", "--config", str(built_project.path)]) == 0


def test_results_of_a_newer_program_are_not_opened(built_project: Config) -> None:
    of_a_newer_program(built_project)
    with pytest.raises(store.NewerResults):
        store.open_build(built_project)
    in_force(built_project)
    say(in_force(built_project), layout=LAYOUT)
    assert store.open_build(built_project) is not None


@pytest.mark.parametrize(("layout", "newer"), [(None, False), (LAYOUT, False), (LAYOUT + 1, True), ("2.0", True)])
def test_what_a_build_says_of_its_layout(layout: object, newer: bool, built_project: Config) -> None:
    say(in_force(built_project), layout=layout)
    assert in_force(built_project).is_newer is newer


def test_serve_shows_nothing_of_a_newer_program_but_says_why(
    built_project: Config, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot build either: the reports are not there."""
    of_a_newer_program(built_project)
    built_project.reports[0].rename(built_project.reports[0].with_name("elsewhere"))
    monkeypatch.setattr("kpi.building.serve.serve", lambda *_, **__: 0)
    assert cli.main(["serve", "--no-browser", "--config", str(built_project.path)]) == 0
    assert "reports" in capfd.readouterr().err


def test_a_table_that_is_damaged_while_it_is_read_is_told(built_project: Config) -> None:
    build = in_force(built_project)
    path = build.folder / "cells.parquet"
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(ResultsUnreadable, match=r"结果文件读不出（.*）；请运行 kpi build --force"):
        build.rows("cells")
    with pytest.raises(ResultsUnreadable, match="已损坏"):
        store.check_sound(build)


# A clock that jumps


def at(monkeypatch: pytest.MonkeyPatch, shift: timedelta) -> None:
    """Sets the clock of builds forward, or back."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + shift

    monkeypatch.setattr(store, "datetime", Clock)


def another(config: Config, year: int) -> store.BuildReport:
    (config.path.parent / "reports" / "new.txt").write_text(
        f"周口经济开发区|gdp||level|actual|{year}|1|亿元|=|", encoding="utf-8"
    )
    return store.build(config)


DAYS = timedelta(days=1)
# how far the clock is off at each build after the first
CLOCKS = {
    "goes on": (0 * DAYS, 1 * DAYS, 2 * DAYS, 3 * DAYS),
    "set back a year": (0 * DAYS, -400 * DAYS, -399 * DAYS, -398 * DAYS),
    "ahead once": (4000 * DAYS, 0 * DAYS, 0 * DAYS, 0 * DAYS),
    "back and forth": (-400 * DAYS, 4000 * DAYS, -30 * DAYS, 0 * DAYS),
    "stands still": (0 * DAYS, 0 * DAYS, 0 * DAYS, 0 * DAYS),
}


@pytest.mark.parametrize("shifts", CLOCKS.values(), ids=list(CLOCKS))
def test_builds_are_in_the_order_of_their_making_whatever_the_clock(
    shifts: tuple[timedelta, ...], built_project: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, shown = [in_force(built_project).build_id], timedelta()
    for number, shift in enumerate(shifts):
        at(monkeypatch, shift)
        report = another(built_project, 2010 + number)
        told = [note for note in report.notes if "请核对这台机器的日期" in note]
        assert report.changed and bool(told) == (shift < shown)
        shown = shift
        before = store.build_before(built_project, in_force(built_project))
        assert before is not None and before.build_id == made[-1]
        made.append(report.build_id)
        kept = [each.build_id for each in whole_builds(built_project.data)]
        assert kept == made[-KEPT_BUILDS:][::-1], "the last ones stay"


def test_builds_of_an_earlier_program_go_by_the_time_that_they_tell(built_project: Config) -> None:
    """And come before all that have a number."""
    first = in_force(built_project)
    another(built_project, 2010)
    second = in_force(built_project)
    another(built_project, 2011)
    say(first, number=None, built_at="2099-01-02T00:00:00+00:00")
    say(second, number=None, built_at="2099-01-01T00:00:00+00:00")
    assert [each.build_id for each in whole_builds(built_project.data)][1:] == [first.build_id, second.build_id]
    found = {each.build_id: made_order(each) for each in whole_builds(built_project.data)}
    assert found[in_force(built_project).build_id] > found[first.build_id] > found[second.build_id]


@pytest.mark.parametrize(
    ("built_at", "told"),
    [
        ("2020-01-01T00:00:00+08:00", False),
        ((datetime.now(UTC) + timedelta(minutes=20)).isoformat(), False),  # the clock of another machine
        ((datetime.now(UTC) + timedelta(days=2)).isoformat(), True),
        ("9999-12-31T23:59:59-23:59", False),
        ("", False),
        ("昨天", False),
    ],
)
def test_a_clock_behind_the_results_is_told(built_at: str, told: bool, built_project: Config) -> None:
    say(in_force(built_project), built_at=built_at)
    assert bool(store.told_of_clock(in_force(built_project))) is told


@pytest.mark.parametrize("seconds", [-400 * 86_400, 400 * 86_400, 30 * 365 * 86_400])
def test_a_report_of_a_wrong_time_is_read_again_when_it_changes(seconds: int, built_project: Config) -> None:
    """Its size stays, and its time is in the past or in the future; a second change may not be overlooked either."""
    report = built_project.path.parent / "reports" / "000.txt"
    time = report.stat().st_mtime + seconds
    for number, new in enumerate(("255", "256", "257")):
        report.write_bytes(
            report.read_bytes().replace(b"|254|" if not number else b"|25%d|" % (4 + number), f"|{new}|".encode())
        )
        os.utime(report, (time + number, time + number))
        assert store.is_stale(built_project) and store.build(built_project).changed
        assert [
            row["value"]
            for row in in_force(built_project).rows("cells", indicator=["gdp"], period=["2024"], measure=["level"])
        ] == [new]
    assert not store.build(built_project).changed
