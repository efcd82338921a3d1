"""A brief as HTML: the body of the overview, and a page of its own that can be opened and printed anywhere.

Made of elements, so that whatever a report says is text. What leads to a source carries its observation
(`data-open`) and, in a page of its own, leads to the note.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as Tree

from kpi.briefs.content import ORDER, Brief, Row, Source
from kpi.briefs.elements import below, draw_line, element, small
from kpi.briefs.office_files import MARK, clean
from kpi.briefs.sentence import sentences
from kpi.briefs.sources import as_of, notes_on, source_line, written_line
from kpi.briefs.table import Told, told, written_mark
from kpi.wording.numbers import unbroken
from kpi.wording.wording import Wording

COLUMNS = ("verdict", "indicator", "value", "change", "line", "target", "share", "rank", "source")
"""The columns of the page, by the word that heads them."""

_GENERATOR = f'<meta name="generator" content="{MARK}">'
_GOAL = 0.8
"""Where on a bar the target stands; what is beyond has room up to 125 %."""


def fragment(brief: Brief, words: Wording, alone: bool = False) -> str:
    """The sentence, the table and the notes as the inside of a page."""
    body = element("div", {"class": "brief", "lang": "zh-CN" if words.language == "zh" else "en"})
    if not alone:  # on paper the page that it stands in says nothing of whose it is
        below(body, "h2", {"class": "paper"}, words("brief_title", zone=words.zone(brief.zone)))
        below(body, "p", {"class": "paper small"}, as_of(brief, words))
    head = below(body, "div", {"class": "says"})
    for sentence in sentences(brief, words):
        below(head, "p", {}, sentence)
    if brief.rows:
        _table(body, brief, words)
    if brief.written:
        _written(body, brief, words)
    if brief.rows:
        for note in notes_on(brief, words):
            below(body, "p", {"class": "small"}, note)
    if brief.without:
        _without(body, brief, words)
    if brief.sources:
        _sources(body, brief, words)
    return unbroken(Tree.tostring(body, encoding="unicode", method="html"))


def html_bytes(brief: Brief, words: Wording) -> bytes:
    """The brief as a page of its own."""
    title = clean(words("brief_title", zone=words.zone(brief.zone)))
    head = element("h1", {}, title)
    about = element("p", {"class": "small"}, as_of(brief, words))
    told_title = Tree.tostring(element("title", {}, title), encoding="unicode", method="html")
    inside = "".join(Tree.tostring(each, encoding="unicode", method="html") for each in (head, about))
    language, body = "zh-CN" if words.language == "zh" else "en", fragment(brief, words, alone=True)
    page = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{_GENERATOR}\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{told_title}\n'
        f'<style>\n{style_sheet()}</style>\n</head>\n<body class="alone">\n{inside}\n{body}\n'
        "</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def is_brief(page: bytes) -> bool:
    """Whether a page is one that `kpi brief` wrote."""
    return _GENERATOR.encode() in page[:1000]


@cache
def style_sheet() -> str:
    """The style of the fragment."""
    return Path(__file__).with_name("brief.css").read_text(encoding="utf-8")


# the table


def _table(body: Tree.Element, brief: Brief, words: Wording) -> None:
    table = below(body, "table", {"class": "rows"})
    below(table, "caption", {"class": "unseen"}, words("brief_table"))
    line = below(below(table, "thead"), "tr")
    for name in COLUMNS:
        label = words(f"brief_{name}")
        head = below(line, "th", {"scope": "col", "class": name, "data-label": label})
        below(head, "button", {"type": "button", "data-column": name}, label)
    rows = below(table, "tbody")
    sources = {source.number: source for source in brief.sources}
    for at, (row, said) in enumerate(zip(brief.rows, told(brief, words), strict=True)):
        _row(rows, at, row, said, sources, words)
    _drop_empty(line, rows)


def _drop_empty(head: Tree.Element, rows: Tree.Element) -> None:
    """Takes columns away that have nothing to say of any row."""
    for at, column in reversed(list(enumerate(list(head)))):
        cells = [row[at] for row in rows]
        if not any(len(cell) or cell.text for cell in cells):
            head.remove(column)
            for row, cell in zip(rows, cells, strict=True):
                row.remove(cell)


def _row(
    body: Tree.Element, at: int, row: Row, said: Told, sources: dict[int, Source], words: Wording
) -> None:  # fmt: skip
    first = next((sources[note] for notes in (said.value_notes, said.target_notes) for note in notes), None)
    opens = row.observation_ids[0] if row.observation_ids else ""
    kind = f"{row.standing} expected" if row.aim and row.aim.on_estimate else row.standing
    line = below(body, "tr", {"class": kind, "data-at": str(at), "data-open": opens})
    cell = _cell(line, "verdict", ORDER.index(row.standing), words)
    badge = below(cell, "span", {"class": "badge"})
    if said.sign:
        below(badge, "span", {"class": "sign", "aria-hidden": "true"}, said.sign).tail = f" {said.verdict}"
    else:
        badge.text = said.verdict
    small(cell, said.why)
    cell = _cell(line, "indicator", at, words, tag="th")
    below(cell, "span", {"class": "name"}, said.indicator)
    small(cell, said.qualified, said.group)
    for number, text in zip(row.written, said.written, strict=True):
        holder = below(cell, "span", {"class": "small"})
        below(holder, "a", {"href": f"#written-{number}", "data-leads": f"written-{number}"}, text)
    cell = _cell(line, "value", row.value.number if row.value else math.nan, words)
    _numbered(cell, said.value or "–", said.value_notes, sources)
    small(cell, said.period, kind="period")
    small(cell, *said.marks)
    cell = _cell(line, "change", row.change.number if row.change else math.nan, words)
    _numbered(cell, said.change, said.change_notes, sources)
    small(cell, *said.change_marks)
    cell = _cell(line, "line", row.line[-1].number if row.line else math.nan, words)
    draw_line(cell, row.line, words)
    cell = _cell(line, "target", row.aim.number if row.aim else math.nan, words)
    _numbered(cell, said.target, said.target_notes, sources)
    small(cell, said.target_period, *said.target_marks, *said.later)
    cell = _cell(line, "share", row.aim.share if row.aim else math.nan, words)
    if said.share:
        below(cell, "span", {"class": "number"}, said.share)
    _draw_bar(cell, row)
    small(cell, said.pace)
    cell = _cell(line, "rank", row.rank.place / row.rank.of if row.rank else math.nan, words)
    if said.rank:
        below(cell, "span", {"class": "number"}, said.rank)
    small(cell, *said.rank_marks)
    cell = _cell(line, "source", int((first.published or "0").replace("-", "")) if first else math.nan, words)
    if first:
        title, day = first.title or first.doc, first.published or words("brief_undated")
        link = below(cell, "a", {"href": f"#note-{first.number}", "data-open": opens, "class": "title"}, title)
        link.set("aria-label", f"{words('brief_source')}{words.colon}{said.name}, {day}")
        small(cell, day)


def _cell(line: Tree.Element, name: str, sort: float, words: Wording, tag: str = "td") -> Tree.Element:
    """A cell with what its column sorts by, and the name of the column for screens too narrow for a head."""
    about = {
        "class": name,
        "data-sort": "" if math.isnan(sort) else f"{sort:.10g}",
        "data-label": words(f"brief_{name}"),
    }
    return below(line, tag, about | ({"scope": "row"} if tag == "th" else {}))


def _numbered(cell: Tree.Element, text: str, notes: Iterable[int], sources: dict[int, Source]) -> None:
    """A number with the notes that say where it stands, each of which leads there."""
    if not text:
        return
    digits, bracket, unit = text.partition(" (")
    number = below(cell, "span", {"class": "number"}, f"{digits} " if bracket else text)
    if bracket:  # the English of a unit is long: it may stand below its number, in one piece
        below(number, "span", {"class": "unit"}, f"({unit}")
    for note in notes:
        raised = below(number, "sup")
        about = {"href": f"#note-{note}", "data-open": sources[note].observation_id}
        below(raised, "a", about, f"[{note}]")


def _draw_bar(cell: Tree.Element, row: Row) -> None:
    """How far the target is reached, with the target as a line and the pace as a dashed one."""
    aim = row.aim
    if aim is None or math.isnan(aim.share) or aim.share < 0:
        return
    bar = below(cell, "span", {"class": "bar", "aria-hidden": "true"})
    below(bar, "span", {"class": "fill", "style": f"width:{min(aim.share * _GOAL, 1) * 100:.1f}%"})
    if aim.of_part:
        below(bar, "span", {"class": "pace", "style": f"left:{aim.expected * _GOAL * 100:.1f}%"})
    below(bar, "span", {"class": "goal", "style": f"left:{_GOAL * 100:.0f}%"})


# what stands below it


def _written(body: Tree.Element, brief: Brief, words: Wording) -> None:
    """What people noted, each where the rows that it is on lead to."""
    part = below(body, "section", {"class": "written"})
    below(part, "h2", {}, words("brief_written"))
    for each in brief.written:
        line = below(part, "p", {"id": f"written-{each.number}", "tabindex": "-1"})
        below(line, "span", {"class": "star"}, written_mark(each)).tail = f" {clean(written_line(each, words))}"


def _without(body: Tree.Element, brief: Brief, words: Wording) -> None:
    fold = below(body, "details", {"class": "without"})
    below(fold, "summary", {}, words("brief_without", count=len(brief.without)))
    below(fold, "p", {}, words.listed(map(words.indicator, brief.without)))


def _sources(body: Tree.Element, brief: Brief, words: Wording) -> None:
    """The notes, on paper and in a page of its own: where a click leads to the report they would only be long."""
    part = below(body, "section", {"class": "notes"})
    below(part, "h2", {}, words("brief_sources"))
    notes = below(part, "ol")
    for source in brief.sources:
        about = {"id": f"note-{source.number}", "value": str(source.number)}
        below(notes, "li", about, source_line(source, words))
