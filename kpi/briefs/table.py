"""The cells of the table in words: the same on the page, on paper and on slides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpi.briefs.content import Aim, Brief, Change, Rank, Row, Value, Written
from kpi.briefs.sentence import name_parts
from kpi.series.standing import IN_DOUBT
from kpi.vocabulary.model import Period, Verdict
from kpi.wording.numbers import as_number, float_text, percent_text
from kpi.wording.wording import Wording

COLUMNS = ("verdict", "indicator", "value", "period", "change", "target", "share", "rank")
"""The columns of a document, by the word that heads them."""

SIGNS = {
    Verdict.MISSED: "✕", Verdict.BEHIND: "↘", IN_DOUBT: "?", Verdict.CANNOT_TELL: "?", Verdict.AHEAD: "↗",
    Verdict.MET: "✓", Verdict.PENDING: "○", "unreported": "–", Verdict.NO_TARGET: "",
}  # fmt: skip
"""A sign beside each standing, so that it is told without its colour."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row in words.

    `written` says which notes of people are on it, who wrote them and when; `marks` and `change_marks` what is
    particular about value and change, `why` what is in doubt; `…_notes` are the numbers of the sources.
    """

    standing: str
    verdict: str
    why: str
    indicator: str
    qualified: str
    group: str
    written: tuple[str, ...]
    value: str
    period: str
    marks: tuple[str, ...]
    change: str
    change_marks: tuple[str, ...]
    target: str
    target_period: str
    target_marks: tuple[str, ...]
    share: str
    pace: str
    later: tuple[str, ...]
    rank: str
    rank_marks: tuple[str, ...]
    value_notes: tuple[int, ...]
    change_notes: tuple[int, ...]
    target_notes: tuple[int, ...]

    @property
    def sign(self) -> str:
        return SIGNS[self.standing]

    @property
    def name(self) -> str:
        """The indicator with what qualifies it."""
        return f"{self.indicator} · {self.qualified}" if self.qualified else self.indicator


def told(brief: Brief, words: Wording) -> list[Told]:
    """The rows of a brief in words, in their order."""
    return [_told(row, brief, words) for row in brief.rows]


def columns_of(rows: Sequence[Told]) -> tuple[str, ...]:
    """The columns that have something to say of any row; indicator and value stand always."""
    kept = ("indicator", "value")
    return tuple(name for name in COLUMNS if name in kept or any(any(texts_of(row, name)) for row in rows))


def notes_of(row: Told, column: str) -> tuple[int, ...]:
    """The notes behind the number in a column."""
    return {"value": row.value_notes, "change": row.change_notes, "target": row.target_notes}.get(column, ())


def texts_of(row: Told, column: str) -> list[str]:
    """What a cell says, its main line first; the lines below it are small print."""
    cells: dict[str, list[str]] = {
        "verdict": [f"{row.sign} {row.verdict}".strip(), row.why],
        "indicator": [row.indicator, row.qualified, *row.written],
        "value": [row.value or "–", *row.marks],
        "period": [row.period],
        "change": [row.change, *row.change_marks],
        "target": [row.target, row.target_period, *row.target_marks, *row.later],
        "share": [row.share, row.pace],
        "rank": [row.rank, *row.rank_marks],
    }
    main, *more = cells[column]
    return [main, *(text for text in more if text)]


def _told(row: Row, brief: Brief, words: Wording) -> Told:
    aim, value, change = row.aim, row.value, row.change
    indicator, *qualified = name_parts(row, words)
    return Told(
        standing=row.standing,
        verdict=verdict_text(row, words),
        why=_why(aim, words) if aim else "",
        indicator=indicator,
        qualified=" · ".join(filter(None, qualified)),
        group=words.group(row.group) if row.group else "",
        written=tuple(_written(each, words) for each in brief.written if each.number in row.written),
        value=words.quantity(value.value, value.unit, value.comparator, value.measure) if value else "",
        period=words.period(value.period) if value else "",
        marks=value_marks(row, words),
        change=_change(change, words) if change else "",
        change_marks=_change_marks(change, words) if change else (),
        target=aim_text(aim, words) if aim else "",
        target_period=words.period(aim.period) if aim else "",
        target_marks=_target_marks(aim, words) if aim else (),
        share=share_text(aim, words) if aim else "",
        pace=words("brief_expected", share=percent_text(aim.expected)) if aim and aim.of_part else "",
        later=tuple(_later(each, words) for each in row.later_aims),
        rank=rank_text(row.rank) if row.rank else "",
        rank_marks=_rank_marks(row.rank, words) if row.rank else (),
        value_notes=_notes([value.observation_id] if value else [], brief),
        change_notes=_notes(change.observation_ids if change else (), brief),
        target_notes=_notes([each.observation_id for each in (aim, *row.later_aims) if each], brief),
    )


def verdict_text(row: Row, words: Wording) -> str:
    """How a row stands; by what was expected only: `预计未完成`."""
    return words.judged(row.standing, row.aim.flags if row.aim else ())


def written_mark(written: Written) -> str:
    """The sign and number of a note that a person wrote."""
    return f"★{written.number}"


def value_marks(row: Row, words: Wording) -> tuple[str, ...]:
    """What must stand beside a value: that it is an estimate, guessed, disputed, one of several scopes."""
    value = row.value
    if value is None:
        return ()
    marks = [words.kind(value.kind)] if value.kind != "actual" else []
    if years := value.years_before:
        marks.append(words("brief_years_before", count=years, year=Period.parse(value.period).last_year + years))
    marks += [words.code("flag", flag) for flag in value.doubts]
    if value.disputed:
        marks.append(words("brief_disputed", values=_range(value, words)))
    if row.other_scopes:
        marks.append(words("brief_other_scopes", scopes=words.listed(map(words.scope, row.other_scopes))))
    return tuple(marks)


def aim_text(aim: Aim, words: Wording) -> str:
    """A target as it was set, with modifier and unit; of one that is known from its completion about how much it is."""
    if aim.derived:
        if math.isnan(aim.number):
            return ""
        return words.quantity(float_text(aim.number, 2).replace(",", ""), aim.canonical_unit, "~")
    return words.quantity(aim.value, aim.unit, aim.comparator, aim.measure)


def share_text(aim: Aim, words: Wording) -> str:
    """How much of a target is reached; of a rate, how far it is off."""
    if not math.isnan(aim.share):
        return percent_text(aim.share)
    if math.isnan(aim.difference):
        return ""
    unit = words.unit("个百分点" if aim.canonical_unit == "%" else aim.canonical_unit)
    return f"{float_text(aim.difference, 4, signed=True)} {unit}".strip()


def rank_text(rank: Rank) -> str:
    """`3/17`."""
    return f"{rank.place}/{rank.of}"


def _later(aim: Aim, words: Wording) -> str:
    """A target that is set beside the one of the row: `2025年目标 121 亿元（待报告）`."""
    said = words("brief_later", period=words.period(aim.period), target=aim_text(aim, words))
    return words("brief_in_brackets", said=said, text=words.judged(aim.standing, aim.flags))


def _written(written: Written, words: Wording) -> str:
    """`★1 王某 2026-11-21`."""
    return f"{written_mark(written)} {written.note.who} {written.note.when[:10]}"


def _why(aim: Aim, words: Wording) -> str:
    """What a verdict hangs on, where it is not simply the numbers."""
    if aim.standing == IN_DOUBT:
        return words.standing(aim.standing, aim.verdict, aim.reason, aim.flags).partition(words.colon)[2]
    if aim.reason in ("", "not_reported"):
        return ""
    return words.code("reason", aim.reason)


def _target_marks(aim: Aim, words: Wording) -> tuple[str, ...]:
    marks = [words("brief_derived")] if aim.derived else []
    marks += [words.code("reason", flag) for flag in aim.flags if flag.partition(":")[0] == "target_also"]
    marks += [words.code("reason", flag) for flag in aim.flags if flag == "about"]
    return tuple(marks)


def _change(change: Change, words: Wording) -> str:
    if change.stated:
        return words.quantity(change.text, "%", change.comparator, "growth")
    places = 1 if change.unit == "%" else 2
    return f"{float_text(change.number, places, signed=True)} {words.unit(change.unit)}"


def _change_marks(change: Change, words: Wording) -> tuple[str, ...]:
    marks = [] if change.stated else [words("brief_computed")]
    names = {"disputed": words("status.disputed"), "estimate": words.kind("estimate")}
    marks += [names.get(doubt) or words.code("flag", doubt) for doubt in change.doubts]
    return tuple(marks)


def _rank_marks(rank: Rank, words: Wording) -> tuple[str, ...]:
    marks = [words("brief_rank_open", first=rank.first, last=rank.last)] if rank.first != rank.last else []
    marks += [words("brief_rank_assumed", count=rank.assumed)] if rank.assumed else []
    return tuple(marks)


def _range(value: Value, words: Wording) -> str:
    """The ends in the unit that the value is stated in, so that all three can be compared."""
    stated = as_number(value.value)
    in_stated = bool(stated and value.number) and not math.isnan(value.number)
    factor, name = (stated / value.number, value.unit) if in_stated else (1.0, value.canonical_unit)
    ends = "–".join(float_text(end * factor, 4) for end in dict.fromkeys((value.low, value.high)))
    return f"{ends} {words.unit(name)}".strip()


def _notes(ids: Sequence[str], brief: Brief) -> tuple[int, ...]:
    return tuple(dict.fromkeys(brief.notes[name] for name in ids if name in brief.notes))
