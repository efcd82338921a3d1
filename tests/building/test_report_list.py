"""The list of reports: its order, its states, and names that no encoding can write."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpi.building.report_list import Report, ReportList, State
from kpi.vocabulary.model import Hint, Hints


def listed(*docs: str) -> ReportList:
    reports = ReportList()
    for doc in docs:
        reports.add(Report(f"/报告/{doc}.txt", f"{doc}.txt", doc, f"d-{doc}", Hints(zone=Hint("濮阳经开区", "folder"))))
    return reports


def test_reports_come_back_as_they_were_put_in() -> None:
    report = Report("/坏\udcff/年报.pdf", "坏�/年报.pdf", "年报", "d1", Hints(published=Hint("2024-01", "file_name")))
    reports = ReportList()
    reports.add(report)
    assert (list(reports), len(reports)) == ([report], 1)
    assert [each for _, _, each in reports.new()] == [report]


def test_states_may_change_while_the_new_ones_are_gone_through() -> None:
    reports = listed(*(f"{number:04}" for number in range(1000)))
    reports.name((number, f"k{number}") for number in range(1, 1001))
    seen = []
    for number, key, report in reports.new():
        assert key == f"k{number}"
        reports.mark(State.BAD if number % 3 == 0 else State.GOOD, [number])
        seen.append(report.doc)
    assert seen == [f"{number:04}" for number in range(1000)]
    assert list(reports.new()) == []
    assert len(list(reports.good_keys())) == len(list(reports.good_by_doc())) == 667
    reports.mark(State.NEW, [reports.number_of("0003")])
    assert [report.doc for _, _, report in reports.new()] == ["0003"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), unique=True))
def test_docs_are_in_the_order_of_their_characters(docs: list[str]) -> None:
    reports = listed(*docs)
    reports.mark(State.GOOD, range(1, len(docs) + 1))
    assert [report.doc for _, report in reports.good_by_doc()] == sorted(docs)
