"""The report as a reader sees it, its facts marked in place: blocks of marked pieces and the component that draws them.

A long report is drawn by parts: the lines around the fact that is open, or all of them when asked for.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.figures import theme
from dashboard.frames import tables
from dashboard.words.labels import Words
from kpi.vocabulary.model import Grid, GridCell

LONG, AROUND = 40_000, 12_000
"""Characters of a report that is drawn by parts, and how many before and behind the open fact are drawn."""

NEUTRAL = {"colour": theme.NEUTRAL, "line": "solid"}
"""The look of a fact whose indicator is in no group."""

_STATIC = Path(__file__).parent.parent / "static"
_LINES = ("solid", "dashed", "dotted", "double")  # under the words of a group: it is not told by colour alone
_HASHES = re.compile(r"#{1,6}\s+")
_NUMBERED = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}[、章节部编]|[（(][一二三四五六七八九十]{1,3}[）)])")
_LONGEST_HEADING = 45
_MOST_HEADS = 4
_NO_HEADING_ENDS = "。；;，,、：:"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`h`), a run of other lines (`p`) or a table (`table`) at `[start, end)`; cells row by row.

    `reach` are the columns and rows that each cell goes over, where that is known; `heads` how many rows are the head.
    """

    kind: str
    start: int
    end: int
    rows: tuple[tuple[tuple[int, int], ...], ...] = ()
    reach: tuple[tuple[tuple[int, int], ...], ...] = ()
    heads: int = 1


@dataclass(frozen=True, slots=True)
class Marked:
    """A part of a report ready to be drawn, as JSON; `ids` and `places` name its facts and left-out numbers in order.

    JSON, and not what it is made of: Streamlit would look into every piece on every run.
    """

    json: str
    ids: tuple[str, ...]
    places: tuple[str, ...]


def window(text: str, at: int) -> tuple[int, int]:
    """The part of `text` to draw around the offset `at`, in whole lines; a report that is not long is drawn whole."""
    if len(text) <= LONG:
        return 0, len(text)
    start = text.rfind("\n", 0, max(at - AROUND, 0)) + 1
    end = text.find("\n", min(at + AROUND, len(text)))
    return start, len(text) if end < 0 else end


def find_blocks(text: str, start: int, end: int, grids: Sequence[Grid] = ()) -> list[Block]:
    """The lines of `text[start:end]` as blocks in order; between two of them stands one line end.

    Lines of the `grids` are tables with merged cells; other lines with tabs are tables of as many cells as tabs part.
    """
    placed = {block.start: block for grid in grids if (block := _of_grid(text, grid, start, end)) is not None}
    blocks: list[Block] = []
    at = until = start
    for line in text[start:end].split("\n"):
        kind, stop = _kind(line), at + len(line)
        if at in placed and at >= until:
            blocks.append(placed[at])
            until = placed[at].end + 1
        if at < until:
            at = stop + 1
            continue
        rows = (_cells(line, at),) if kind == "table" else ()
        last = blocks[-1] if blocks else None
        if last is not None and last.kind == kind != "h" and not last.reach:
            blocks[-1] = Block(kind, last.start, stop, (*last.rows, *rows))
        else:
            blocks.append(Block(kind, at, stop, rows))
        at = stop + 1
    return blocks


def mark(
    text: str,
    facts: pd.DataFrame,
    remarks: pd.DataFrame,
    span: tuple[int, int],
    colours: Mapping[str, str],
    words: Words,
    headings: Sequence[tuple[int, int]] = (),
    grids: Sequence[Grid] = (),
) -> Marked:
    """`text[span]` in blocks of pieces, cut where a fact, its sentence, a left-out number or a heading begins or ends.

    A piece inside several facts names them all, the shortest first: that one gives it its colour.
    """
    rows, doubts = (
        frame[(frame["start"] < span[1]) & (frame["end"] > span[0])].to_dict("records") for frame in (facts, remarks)
    )
    look = looks(facts, colours, words)
    sentences = {place: i for i, place in enumerate(dict.fromkeys(_sentence(row) for row in rows))}
    drawn = tuple(
        {"title": fact_title(row, words), "s": sentences[_sentence(row)],
         **look.get(words.group_of(str(row["indicator"])), NEUTRAL)}
        for row in rows
    )  # fmt: skip
    spans = [
        *((int(row["start"]), int(row["end"]), "f", i) for i, row in enumerate(rows)),
        *((*place, "s", i) for place, i in sentences.items()),
        *((int(row["start"]), int(row["end"]), "r", i) for i, row in enumerate(doubts)),
        *((*place, "o", i) for i, place in enumerate(headings)),
    ]
    blocks = tuple(_drawn(text, find_blocks(text, *span, grids), spans))
    reasons = tuple(words.code("remark", str(row["reason"])) for row in doubts)
    legend = legend_of(look, words)
    ids = tuple(str(row["observation_id"]) for row in rows)
    made = {"blocks": blocks, "facts": drawn, "remarks": reasons, "legend": legend}
    text_of = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return Marked(text_of, ids, tuple(remark_key(row) for row in doubts))


def looks(facts: pd.DataFrame, colours: Mapping[str, str], words: Words) -> dict[str, dict[str, str]]:
    """Colour and line of each group of indicators that occurs among `facts`, in the order of the config."""
    there = {words.group_of(str(indicator)) for indicator in facts["indicator"].unique()}
    groups = [group for group in words.config.groups if group in there]
    return {
        group: {"colour": colours.get(group, theme.NEUTRAL), "line": _LINES[place % len(_LINES)]}
        for place, group in enumerate(groups)
    }


def legend_of(look: Mapping[str, Mapping[str, str]], words: Words) -> list[dict[str, str]]:
    """The groups by name, each with its look."""
    return [{"name": words.group(group), **each} for group, each in look.items()]


def remark_key(row: Mapping[Any, Any] | pd.Series) -> str:
    """What names a left-out number among those of its report."""
    return f"{row['start']}-{row['end']}-{row['reason']}"


def report(
    marked: Marked, version: str, current: str, remark: str, words: Words, key: str, jump: tuple[int, int] = (-1, 0)
) -> tuple[str, str]:
    """Draws a report scrolled to what is open; returns the fact and the left-out number that were clicked.

    `jump` is the heading that was asked for, by its number, and how often one was. `version` names what is drawn: the
    same report is sent once, whatever is opened in it.
    """
    result = component("report", "legend")(
        key=key,
        data={
            "version": version,
            "current": marked.ids.index(current) if current in marked.ids else -1,
            "remark": marked.places.index(remark) if remark in marked.places else -1,
            "jump": list(jump),
            "words": {
                "alt": words("report_alt"),
                "legend": words("report_legend"),
                "left_out": words("report_left_out"),
            },
        },
        on_fact_change=_nothing,
        on_remark_change=_nothing,
    )
    component("report_text")(key=f"{key}_text", data={"version": version, "report": marked.json})
    fact, doubt = result.get("fact"), result.get("remark")
    return (
        marked.ids[fact] if isinstance(fact, int) and fact < len(marked.ids) else "",
        marked.places[doubt] if isinstance(doubt, int) and doubt < len(marked.places) else "",
    )


def fields(rows: Sequence[tuple[str, str, str]], key: str) -> None:
    """Draws name, value and ground of each field; long grounds wrap."""
    component("fields")(key=key, data={"rows": [list(row) for row in rows]})


def fact_title(row: Mapping[Any, Any], words: Words) -> str:
    """A fact in a line: indicator, period, kind, value, with what the value is of where it does not tell itself."""
    value = words.quantity(row["value"], row["unit"], row["comparator"], row["measure"])
    said = (
        words.indicator(row["indicator"]), tables.measure_suffix(str(row["measure"]), words),
        words.period(row["period"]), words.kind(row["kind"]), value,
    )  # fmt: skip
    return " ".join(filter(None, said))


@cache
def component(name: str, *scripts: str) -> Any:
    """The component of that name, from its files in `static`; `scripts` are those that it shares with others."""
    html, css = ((_STATIC / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "".join((_STATIC / f"{each}.js").read_text(encoding="utf-8") for each in (*scripts, name))
    return st.components.v2.component(f"kpi_{name}", html=html, css=css, js=js)


def _nothing() -> None:
    """What was clicked is read from the result."""


def _kind(line: str) -> str:
    if "\t" in line:
        return "table"
    if _HASHES.match(line):
        return "h"
    short = len(line.strip()) <= _LONGEST_HEADING and not line.rstrip().endswith(tuple(_NO_HEADING_ENDS))
    return "h" if short and _NUMBERED.match(line) and "。" not in line else "p"


def _cells(line: str, at: int) -> tuple[tuple[int, int], ...]:
    cells = []
    for cell in line.split("\t"):
        cells.append((at, at + len(cell)))
        at += len(cell) + 1
    return tuple(cells)


def _of_grid(text: str, grid: Grid, start: int, end: int) -> Block | None:
    """The rows of a table that lie in `text[start:end]`, with its merged cells; None where none does, or where its
    lines are no lines of their own.
    """
    cells = [cell for cell in grid.cells if start <= cell.start and cell.end <= end]
    if not cells:
        return None
    first, last = max(grid.start, start), min(grid.end, end)
    if not (first == start or text[first - 1] == "\n") or not (last == end or text[last] == "\n"):
        return None
    top, bottom = min(cell.row for cell in cells), max(cell.row for cell in cells)
    by_row: dict[int, list[GridCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    width = max(cell.column + cell.columns for cell in cells)
    taken: dict[int, int] = {}  # the last row that a cell from above reaches to, by column
    rows, reach = [], []
    for row in range(top, bottom + 1):
        places: list[tuple[int, int]] = []
        spans: list[tuple[int, int]] = []
        at = 0
        for cell in sorted(by_row.get(row, ()), key=lambda cell: cell.column):
            empty = [column for column in range(at, cell.column) if taken.get(column, -1) < row]
            high = min(cell.rows, bottom + 1 - row)
            places += [*[(first, first)] * len(empty), (cell.start, cell.end)]
            spans += [*[(1, 1)] * len(empty), (cell.columns, high)]
            taken |= dict.fromkeys(range(cell.column, cell.column + cell.columns), row + high - 1)
            at = max(at, cell.column + cell.columns)
        empty = [column for column in range(at, width) if taken.get(column, -1) < row]
        places += [(first, first)] * len(empty)
        spans += [(1, 1)] * len(empty)
        rows.append(tuple(places))
        reach.append(tuple(spans))
    return Block("table", first, last, tuple(rows), tuple(reach), _heads(reach, width) if not top else 0)


def _heads(reach: Sequence[Sequence[tuple[int, int]]], width: int) -> int:
    """How many rows the head of a table has: as far down as its merged cells reach, with the row that parts them.

    A row is parted by the next one where that has more cells; in a Word file every row may be merged in the same way.
    """
    heads = 1
    for row, spans in enumerate(reach[:_MOST_HEADS]):
        if row >= heads:
            break
        below = len(reach[row + 1]) if row + 1 < len(reach) else 0
        parted = any(columns > 1 for columns, _ in spans) and below > sum(rows == 1 for _, rows in spans)
        title = len(spans) == 1 and spans[0][0] == width > 1
        heads = max(heads, *(row + rows for _, rows in spans), row + 1 + (parted or title))
    return min(heads, _MOST_HEADS, len(reach))


def _sentence(row: Mapping[Any, Any]) -> tuple[int, int]:
    return int(row["sentence_start"]), int(row["sentence_end"])


def _drawn(text: str, blocks: Sequence[Block], spans: Sequence[tuple[int, int, str, int]]) -> Iterator[dict[str, Any]]:
    """The blocks with their pieces, as the component takes them."""
    cells = {edge for block in blocks for row in block.rows for cell in row for edge in cell}
    cells |= {edge for block in blocks for edge in (block.start, block.end)}
    pieces = list(_pieces(text, spans, cells, blocks[0].start, blocks[-1].end)) if blocks else []
    starts = [start for start, _ in pieces]

    def between(start: int, end: int) -> list[dict[str, Any]]:
        return [piece for _, piece in pieces[bisect_left(starts, start) : bisect_left(starts, end)]]

    for block in blocks:
        if block.kind == "table":
            rows = [[between(*cell) for cell in row] for row in block.rows]
            yield {"k": "table", "rows": rows, "heads": block.heads} | ({"reach": block.reach} if block.reach else {})
        else:
            hashes = _HASHES.match(text, block.start, block.end) if block.kind == "h" else None
            yield {"k": block.kind, "p": between(block.start, block.end)} | ({"q": len(hashes[0])} if hashes else {})


def _pieces(
    text: str, spans: Sequence[tuple[int, int, str, int]], edges: set[int], first: int, last: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The pieces of `text[first:last]` with what they are part of, each with where it begins."""
    near = sorted(span for span in spans if span[0] < last and span[1] > first)
    cuts = edges | {edge for span in near for edge in span[:2]}
    ordered = sorted(cut for cut in cuts if first < cut < last)
    open_now: list[tuple[int, int, str, int]] = []
    place = 0
    for start, end in zip([first, *ordered], [*ordered, last], strict=True):
        while place < len(near) and near[place][0] <= start:
            open_now.append(near[place])
            place += 1
        open_now = [span for span in open_now if span[1] > start]
        found: dict[str, list[int]] = {}
        for _, _, kind, number in sorted(open_now, key=lambda span: span[1] - span[0]):
            found.setdefault(kind, []).append(number)
        if start < end:
            yield start, {"t": text[start:end], **found}
