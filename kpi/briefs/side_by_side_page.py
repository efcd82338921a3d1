"""Several zones side by side as HTML: a line for each indicator, a column for each zone.

The small lines of one indicator share their years and, in one unit, their values, so that they can be held against
each other. What leads to a source carries its observation (`data-open`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree as Tree

from kpi.briefs.content import Row
from kpi.briefs.elements import below, draw_line, element, small
from kpi.briefs.sentence import name_parts
from kpi.briefs.side_by_side import Line, SideBySide
from kpi.briefs.table import Told, rank_text, told
from kpi.wording.numbers import unbroken
from kpi.wording.wording import Wording

_Said = list[list[Told]]


def fragment(made: SideBySide, words: Wording) -> str:
    """The table as the inside of a page."""
    body = element("div", {"class": "brief beside", "lang": "zh-CN" if words.language == "zh" else "en"})
    said = [told(brief, words) for brief in made.briefs]
    if made.lines:
        _table(below(body, "div", {"class": "across"}), made, made.lines, said, words)
    if made.alone:
        fold = below(body, "details", {"class": "without"} | ({} if made.lines else {"open": ""}))
        below(fold, "summary", {}, words("beside_alone", count=len(made.alone)))
        _table(below(fold, "div", {"class": "across"}), made, made.alone, said, words)
    return unbroken(Tree.tostring(body, encoding="unicode", method="html"))


@cache
def style_sheet() -> str:
    """The style of the fragment, beside that of the brief."""
    return Path(__file__).with_name("side_by_side.css").read_text(encoding="utf-8")


def _table(body: Tree.Element, made: SideBySide, lines: tuple[Line, ...], said: _Said, words: Wording) -> None:
    table = below(body, "table", {"class": "zones"})
    below(table, "caption", {"class": "unseen"}, words("beside_table"))
    head = below(below(table, "thead"), "tr")
    below(head, "th", {"scope": "col", "class": "indicator"}, words("brief_indicator"))
    for brief in made.briefs:
        below(head, "th", {"scope": "col"}, words.zone(brief.zone))
    rows, group = below(table, "tbody"), ""
    for line in lines:
        if line.group != group:
            group = line.group
            across = {"colspan": str(len(made.briefs) + 1), "scope": "colgroup", "class": "group"}
            below(below(rows, "tr", {"class": "group"}), "th", across, words.group(group))
        _line(rows, line, made, said, words)


def _line(body: Tree.Element, line: Line, made: SideBySide, said: _Said, words: Wording) -> None:
    mine = [made.row(line, zone) for zone in range(len(made.briefs))]
    first = next(row for row in mine if row is not None)
    indicator, *qualified = name_parts(first, words)
    row = below(body, "tr")
    head = below(row, "th", {"scope": "row", "class": "indicator"})
    below(head, "span", {"class": "name"}, indicator)
    small(head, " · ".join(filter(None, qualified)), words.period(line.period) if line.period else "")
    for zone, (brief, found) in enumerate(zip(made.briefs, mine, strict=True)):
        place = line.places[zone]
        cell = below(row, "td", {"data-label": words.zone(brief.zone)})
        if found is None or place is None:
            below(cell, "span", {"class": "nothing"}, "–")
        else:
            _cell(cell, found, said[zone][place], line, mine, words)


def _cell(
    cell: Tree.Element, row: Row, said: Told, line: Line, mine: list[Row | None], words: Wording
) -> None:  # fmt: skip
    opens = row.observation_ids[0] if row.observation_ids else ""
    cell.set("class", row.standing)
    top = below(cell, "span", {"class": "top"})
    if row.value and opens:
        below(top, "a", {"class": "number", "href": "#", "data-open": opens}, said.value)
    else:
        below(top, "span", {"class": "number"}, said.value or "–")
    if said.change:
        below(top, "span", {"class": "change"}, said.change)
    if row.value and row.value.period != line.period:
        small(cell, words("beside_other_period", period=said.period), kind="other")
    small(cell, *dict.fromkeys((*said.marks, *said.change_marks)))
    if row.rank and row.rank.of > 1:
        small(cell, words("beside_rank", rank=rank_text(row.rank)))
    if row.aim:
        badge = below(cell, "span", {"class": "badge small"})
        share = f" {said.share}" if said.share else ""
        below(badge, "span", {"class": "sign", "aria-hidden": "true"}, said.sign).tail = f" {said.verdict}{share}"
        small(cell, words("beside_target", target=said.target, period=said.target_period), said.why, *said.target_marks)
    draw_line(cell, row.line, words, (line.first, line.last), _reach(row, mine))


def _reach(row: Row, mine: list[Row | None]) -> tuple[float, float] | None:
    """The ends of the values of all small lines of an indicator that are in the unit of this one."""
    unit = row.value.canonical_unit if row.value else ""
    alike = [each for each in mine if each is not None and (each.value.canonical_unit if each.value else "") == unit]
    numbers = [point.number for each in alike for point in each.line]
    return (min(numbers), max(numbers)) if numbers else None
