"""How the targets of a zone stand, in a sentence for each year."""

from __future__ import annotations

import math

from kpi.briefs.content import Brief, Row, YearOfTargets
from kpi.series.standing import IN_DOUBT
from kpi.vocabulary.model import Verdict
from kpi.wording.numbers import percent_text
from kpi.wording.periods import part_name
from kpi.wording.wording import Wording

NAMED_AT_MOST = 3
"""So many targets of a sort are named; the table has all of them."""

_TOLD = (
    Verdict.MET, Verdict.MISSED, Verdict.AHEAD, Verdict.BEHIND, IN_DOUBT, Verdict.CANNOT_TELL, Verdict.PENDING,
    "unreported",
)  # fmt: skip
_NAMED = (Verdict.MISSED, Verdict.AHEAD, Verdict.BEHIND, IN_DOUBT)


def sentences(brief: Brief, words: Wording) -> list[str]:
    """`2024年：5 个目标，已完成 4 个，未完成 1 个（规上工业总产值，94.5 %）。`, the year of the brief first."""
    if not brief.rows:
        return [words("brief_nothing", zone=words.zone(brief.zone))]
    return [_sentence(year, brief, words) for year in brief.years]


def target_name(row: Row, words: Wording) -> str:
    """The indicator with scope and measure, as far as they add to its name."""
    return " · ".join(name for name in name_parts(row, words) if name)


def name_parts(row: Row, words: Wording) -> tuple[str, str, str]:
    """Indicator, scope and measure of a row; what goes without saying is empty (规上 of 规上工业总产值)."""
    known = words.config.indicators.get(row.indicator)
    scope = "" if not row.scope or row.scope in (known.zh if known else row.indicator) else words.scope(row.scope)
    return (words.indicator(row.indicator), scope, "" if row.measure == "level" else words.measure(row.measure))


def _sentence(year: YearOfTargets, brief: Brief, words: Wording) -> str:
    head = words("brief_year_earlier" if year.earlier else "brief_year", year=year.year)
    if not year.total:
        said = [words("brief_no_targets")]
        values = sum(row.value is not None and row.value.period == str(year.year) for row in brief.rows)
        said += [words("brief_values", count=values)] if values else []
    else:
        said = [words("brief_targets", count=year.total)]
        said += [
            text
            for name in _TOLD
            for by_estimate in (False, True)
            if (text := _counted(name, by_estimate, year, words))
        ]
    if year.wordy:
        said.append(words("brief_wordy", count=year.wordy))
    return f"{head}{words.colon}{words.comma.join(said)}{words('brief_stop')}"


def _counted(standing: str, by_estimate: bool, year: YearOfTargets, words: Wording) -> str:
    """How many stand so: of those judged by an estimate, or of the others; nothing where there is none."""
    expected = year.expected.get(standing, 0)
    count = expected if by_estimate else year.counts.get(standing, 0) - expected
    if not count:
        return ""
    every = count == year.total > 1
    name = f"expected.{standing}" if by_estimate else standing
    said = words(f"brief_all.{name}") if every else words(f"brief_count.{name}", count=count)
    rows = [row for row in year.rows if row.standing == standing and _is_expected(row) == by_estimate]
    if standing not in _NAMED or not rows:
        return said
    names = [_named(row, words) for row in rows[:NAMED_AT_MOST]]
    if len(rows) > NAMED_AT_MOST:
        names.append(words("brief_and_more"))
    return words("brief_in_brackets", text=words("brief_semicolon").join(names), said=said)


def _is_expected(row: Row) -> bool:
    return row.aim is not None and row.aim.on_estimate


def _named(row: Row, words: Wording) -> str:
    """`规上工业总产值，94.5 %`, and of a part of a year `1–6月重点项目完成投资，63.9 %，应达 50.0 %`."""
    aim = row.aim
    assert aim is not None
    name = target_name(row, words)
    if row.value and row.value.period != aim.period:
        part = part_name(row.value.period, words.language) or words.period(row.value.period)
        name = words("brief_of_period", period=part, name=name)
    said = [name]
    if not math.isnan(aim.share):
        said.append(percent_text(aim.share))
    elif aim.arithmetic:
        said.append(aim.arithmetic)
    if aim.of_part:
        said.append(words("brief_expected", share=percent_text(aim.expected)))
    if aim.standing == IN_DOUBT:
        said.append(words.standing(aim.standing, aim.verdict, aim.reason, aim.flags).partition(words.colon)[2])
    return words.comma.join(said)


def headline(brief: Brief, words: Wording) -> str:
    """The sentences as one paragraph."""
    gap = "" if words.language == "zh" else " "
    return gap.join(sentences(brief, words))
