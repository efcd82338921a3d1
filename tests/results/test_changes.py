"""What a build says that the one before it did not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.shared import news
from kpi.building import store
from kpi.results.builds import Build
from kpi.results.changes import Changes, changes_between
from tests.dashboard_data import FULL, GDP, INVESTMENT, KEY, SIGNED, A, B, Fact, Sample

FIRST = tuple(fact for fact in FULL if fact.doc != "b2023")


def _built(folder: Path, *facts: Fact) -> Build:
    with Sample(folder, facts) as sample:
        found = store.open_build(sample.config)
        assert found is not None
        return found


@pytest.fixture
def before(tmp_path: Path) -> Build:
    return _built(tmp_path / "before", *FIRST)


def test_the_same_reports_change_nothing(before: Build, tmp_path: Path) -> None:
    changes = changes_between(before, _built(tmp_path / "now", *FIRST))
    assert changes.nothing and changes.since == before.info["built_at"]


def test_a_new_report_is_named_with_what_it_adds(before: Build, tmp_path: Path) -> None:
    changes = changes_between(before, _built(tmp_path / "now", *FULL))
    assert changes.reports_added == ("reports/b2023.txt",) and not changes.reports_gone
    assert (changes.observations_added, changes.observations_gone, changes.values_added) == (2, 0, 2)
    assert not changes.nothing


def test_a_report_that_is_gone_takes_its_values_along(before: Build, tmp_path: Path) -> None:
    rest = [fact for fact in FIRST if fact.doc != "a2023"]
    changes = changes_between(before, _built(tmp_path / "now", *rest))
    assert changes.reports_gone == ("reports/a2023.txt",) and changes.values_gone == 1


def test_a_later_report_with_another_number_changes_the_value(before: Build, tmp_path: Path) -> None:
    later = Fact("a2026", "核定地区生产总值256.5亿元", GDP, "2024", "256.5", published="2026-01-08")
    (change,) = changes_between(before, _built(tmp_path / "now", *FIRST, later)).values_changed
    assert (change.period, change.before_value, change.value) == ("2024", "254", "256.5")
    words = Sample(tmp_path / "words", ()).words()
    assert news.value_line(change, words).startswith("2024年 地区生产总值")
    assert news.value_line(change, words).endswith("254 亿元 → 256.5 亿元")


def test_a_report_on_a_target_changes_its_verdict(before: Build, tmp_path: Path) -> None:
    report = Fact("a2026", "重点项目完成投资125亿元", INVESTMENT, "2025", "125", scope=KEY, published="2026-01-08")
    (change,) = changes_between(before, _built(tmp_path / "now", *FIRST, report)).verdicts_changed
    assert (change.indicator, change.year, change.before, change.verdict) == (INVESTMENT, 2025, "pending", "met")
    assert "待报告 → 已完成" in news.verdict_line(change, Sample(tmp_path / "words", ()).words())


def test_the_build_before_is_found_and_the_first_has_none(tmp_path: Path) -> None:
    with Sample(tmp_path, FIRST) as sample:
        first = store.open_build(sample.config)
        assert first is not None and store.build_before(sample.config, first) is None
        text = (tmp_path / "reports" / "a2024.txt").read_text(encoding="utf-8")
        (tmp_path / "reports" / "a2024.txt").write_text(text + "补记。\n", encoding="utf-8")
        store.build(sample.config)
        second = store.open_build(sample.config)
        assert second is not None and second.build_id != first.build_id
        found = store.build_before(sample.config, second)
        assert found is not None and found.build_id == first.build_id


def test_the_counts_are_told_in_one_line(tmp_path: Path) -> None:
    words = Sample(tmp_path, ()).words()
    none = Changes("2026-01-05T09:00:00+08:00", (), (), 0, 0, 0, 0, (), ())
    assert news.summary(none, words) == ""
    some = replace(none, reports_added=("a", "b"), observations_added=1234)
    assert news.summary(some, words) == "新增 2 份报告，新增 1,234 条观测"
    assert news.summary(some, Sample(tmp_path, ()).words("en")) == "2 reports added, 1,234 observations added"


def test_a_build_of_a_program_that_named_all_otherwise_says_the_same(before: Build, tmp_path: Path) -> None:
    path = before.folder / "observations.parquet"
    pq.write_table(_renamed(path, "observation_id"), path)
    path = before.folder / "cells.parquet"
    pq.write_table(_renamed(path, "cell_id"), path)
    assert changes_between(before, _built(tmp_path / "now", *FIRST)).nothing


def _renamed(path: Path, column: str) -> pa.Table:
    table = pq.read_table(path)
    return table.set_column(table.column_names.index(column), column, [[f"old{at}" for at in range(table.num_rows)]])


def test_the_changes_of_one_zone_are_its_own_and_name_what_is_new(before: Build, tmp_path: Path) -> None:
    later = Fact("a2026", "核定地区生产总值256.5亿元", GDP, "2024", "256.5", published="2026-01-08")
    now = _built(tmp_path / "now", *FULL, later)
    of_a, of_b = changes_between(before, now, A), changes_between(before, now, B)
    assert of_a.reports_added == ("reports/a2026.txt",) and of_b.reports_added == ("reports/b2023.txt",)
    assert len(of_a.values_changed) == 1 and not of_b.values_changed
    assert (of_a.values_new, of_a.observations_added) == ((), 1)
    assert [(new.value, new.before_value) for new in of_b.values_new] == [("88.5", ""), ("20", "")], "the latest first"
    words = Sample(tmp_path / "words", ()).words()
    said = [news.new_line(new, words) for new in of_b.values_new]
    assert any(line.startswith("新 · 2023年 地区生产总值") and line.endswith("预计：88.5 亿元") for line in said)


def test_a_report_that_says_something_else_is_changed_and_not_another_one(tmp_path: Path) -> None:
    said = Fact("a2024", "去年地区生产总值完成254亿元", GDP, "2024", "254")
    kept = Fact("a2024", "签约项目42个", SIGNED, "2024", "42", "个")
    longer = Fact("a2024", "经核定，去年全区的地区生产总值完成256亿元", GDP, "2024", "256")
    changes = changes_between(_built(tmp_path / "one", said, kept), _built(tmp_path / "two", longer, kept))
    assert changes.reports_changed == ("reports/a2024.txt",)
    assert (changes.reports_added, changes.reports_gone) == ((), ())
    assert (changes.observations_added, changes.observations_gone) == (1, 1), "what it says as before is not new"
    assert not changes.nothing and [each.value for each in changes.values_changed] == ["256"]
    assert news.summary(changes, Sample(tmp_path / "words", ()).words()).startswith("改动 1 份报告")


def test_the_news_of_one_zone_do_not_repeat_its_name(before: Build, tmp_path: Path) -> None:
    later = Fact("a2026", "核定地区生产总值256.5亿元", GDP, "2024", "256.5", published="2026-01-08")
    (change,) = changes_between(before, _built(tmp_path / "now", *FIRST, later)).values_changed
    words = Sample(tmp_path / "words", ()).words()
    assert A in news.value_line(change, words)
    assert news.value_line(change, words, A) == "2024年 地区生产总值：254 亿元 → 256.5 亿元"


def test_a_quote_in_the_name_of_a_zone_is_a_letter(before: Build, tmp_path: Path) -> None:
    assert changes_between(before, _built(tmp_path / "now", *FIRST), "a' OR '1'='1").nothing


def test_the_build_that_was_seen_is_found_or_the_oldest_that_is_kept(tmp_path: Path) -> None:
    builds = []
    with Sample(tmp_path, FIRST) as sample:
        for extra in ("", "补记。\n", "再补记。\n"):
            path = tmp_path / "reports" / "a2024.txt"
            path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")
            store.build(sample.config)
            builds.append(store.open_build(sample.config))
    first, second, now = builds
    assert first is not None and second is not None and now is not None
    found = [store.build_seen(sample.config, now, name) for name in (second.build_id, "gone")]
    assert [each and each.build_id for each in found] == [second.build_id, first.build_id]
