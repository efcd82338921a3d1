"""Where the numbers stand, and how they are to be read, in words."""

from __future__ import annotations

from kpi.briefs.content import Brief, Source, Written
from kpi.results.notes import one_line, shown_time
from kpi.wording.wording import Wording


def as_of(brief: Brief, words: Wording) -> str:
    """`2024年 · 数据截至 2026-11-29 · 3 份报告`."""
    return words("brief_as_of", year=brief.year, day=brief.built_at[:10] or "?", count=brief.reports)


def source_line(source: Source, words: Wording) -> str:
    """`《题名》，2025-01-10，第 3 页：“地区生产总值完成 254 亿元”（a2024）`."""
    title = source.title or source.doc
    said = [words("brief_source_line", title=title, published=source.published or words("brief_undated"))]
    if source.page:
        said.append(words("brief_source_page", page=source.page))
    if source.row:
        said.append(words("brief_source_row", row=source.row))
    line = words.comma.join(said) + words.colon + words("brief_quote", text=source.quote)
    return words("brief_in_brackets", said=line, text=source.doc) if source.title else line


def written_line(written: Written, words: Wording) -> str:
    """`2024年 地区生产总值：口径有调整（王某，2026-11-21 10:32）`."""
    note = written.note
    said = f"{words.period(note.period)} {words.indicator(note.indicator)}{words.colon}{one_line(note.text)}"
    return words("brief_in_brackets", said=said, text=words.comma.join([note.who, shown_time(note.when)]))


def notes_on(brief: Brief, words: Wording) -> list[str]:
    """How changes, ranks, paces and marks are to be read; only what the brief has."""
    rows = brief.rows
    notes = []
    if any(row.change for row in rows):
        notes.append(words("brief_note_change"))
    if any(row.rank for row in rows):
        notes.append(words("brief_note_rank", count=brief.peers))
    if any(row.aim and row.aim.of_part for row in rows):
        notes.append(words("brief_note_pace"))
    if rows:
        notes.append(words("brief_note_marks"))
    return notes
