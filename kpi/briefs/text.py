"""A brief as Markdown: for a terminal, a mail or a notebook."""

from __future__ import annotations

from kpi.briefs.content import Brief
from kpi.briefs.office_files import MARK, clean
from kpi.briefs.sentence import sentences
from kpi.briefs.sources import as_of, notes_on, source_line, written_line
from kpi.briefs.table import columns_of, notes_of, texts_of, told, written_mark
from kpi.wording.wording import Wording

_COMMENT = f"<!-- {MARK} -->"
_SIGNS = "\\`*_{}[]<>()#|!~"


def markdown_bytes(brief: Brief, words: Wording) -> bytes:
    """The brief as Markdown; what stands in a report is text, whatever signs it has."""
    lines = [_COMMENT, "", f"# {_text(words('brief_title', zone=words.zone(brief.zone)))}", ""]
    lines += [_text(as_of(brief, words)), ""]
    for sentence in sentences(brief, words):
        lines += [_text(sentence), ""]
    if brief.rows:
        rows = told(brief, words)
        columns = columns_of(rows)
        lines += [_line([words(f"brief_{name}") for name in columns]), "|" + " --- |" * len(columns)]
        for row in rows:
            cells = []
            for name in columns:
                main, *more = texts_of(row, name)
                notes = "".join(f"[{note}]" for note in notes_of(row, name)) if main else ""
                cells.append("; ".join([main + notes, *more]))
            lines.append(_line(cells))
        lines += ["", *(f"{_text(note)}  " for note in notes_on(brief, words)), ""]
    if brief.written:
        lines += [f"## {_text(words('brief_written'))}", ""]
        lines += [f"- {_text(f'{written_mark(each)} {written_line(each, words)}')}" for each in brief.written]
        lines.append("")
    if brief.without:
        names = words.listed(map(words.indicator, brief.without))
        lines += [f"## {_text(words('brief_without', count=len(brief.without)))}", "", _text(names), ""]
    if brief.sources:
        lines += [f"## {_text(words('brief_sources'))}", ""]
        lines += [f"- {_text(f'[{source.number}] {source_line(source, words)}')}" for source in brief.sources]
        lines.append("")
    return "\n".join(lines).encode("utf-8", "replace")


def is_brief(text: bytes) -> bool:
    """Whether a text is one that `kpi brief` wrote."""
    return text.startswith(_COMMENT.encode())


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(map(_text, cells)) + " |"


def _text(text: str) -> str:
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in clean(text))
