"""The reports of a build as a table: whose, of when, what was read, what waits, and why some were left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from dashboard.words.labels import Words
from kpi.building.report_status import ReportStatus

_ONLY_A_DATE = re.compile(
    r"[（(]?\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?[）)]?[\s，,]*(?:(?:星期|周|礼拜)[一二三四五六日天])?"
)


def table(reports: Sequence[ReportStatus], words: Words) -> pd.DataFrame:
    """A row for each report, in their order; the index is the path."""
    rows = [
        (
            report.path,
            state(report, words),
            words.zone(report.zone) or words("list_comma").join(map(words.zone, report.candidates)),
            report.year or None,
            report.published,
            title_of(report.title),
            None if report.left_out else report.facts,
            report.waiting or None,
            report.to_confirm or None,
            report.undated or None,
        )
        for report in reports
    ]
    names = ("path", "report_state_of", "zone", "report_year", "published", "title")
    counts = ("report_count.facts", "report_count.waiting", "report_count.to_confirm", "report_count.undated")
    paths = [each.path for each in reports]
    made = pd.DataFrame(rows, columns=[words(name) for name in (*names, *counts)], index=paths)
    made = made.astype(dict.fromkeys((words(name) for name in ("report_year", *counts)), "Int64"))
    return made.drop(columns=[name for name in map(words, counts[1:]) if made[name].isna().all()])


def state(report: ReportStatus, words: Words) -> str:
    """What is open of a report, or why it was left out, in a few words; empty where nothing is."""
    if report.removed:
        return words("report_is.removed", by=report.removed_by)
    if report.aside:
        return words("report_is.aside", why=report.aside)
    if report.left_out:
        return words("report_is.left_out", why=words.detail(report.left_out))
    return words("list_comma").join(words(f"report_is.{code}") for code in report.state)


def title_of(title: str) -> str:
    """The title of a report; empty where it is none, or only a date."""
    title = title.strip()
    return "" if _ONLY_A_DATE.fullmatch(title) else title
