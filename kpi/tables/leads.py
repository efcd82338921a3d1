"""What the text above a table says of its months: the headings that it stands under, the sentence that leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpi.language.numbering import LEVELS
from kpi.tables.heads import NUMBERING, normal
from kpi.tables.phrases import Phrase, PhraseReader
from kpi.tables.whens import Said, agreed
from kpi.vocabulary.patterns import lazy

_FARTHEST = 12_000  # characters; a chapter whose heading stands further up says no more of a table
_LONGEST_HEADING = 40
_MARKDOWN = (r"#{1,2}\s", r"#{3}\s", r"#{4,6}\s")
_RANKS = tuple(
    lazy(f"{mark}|{_MARKDOWN[level]}" if level < len(_MARKDOWN) else mark) for level, mark in enumerate(LEVELS)
)
_UNRANKED = len(_RANKS)
_PROSE = lazy(r"[。；;，：:]$|[。；]")
_SENTENCES = lazy(r"[。！？；]")
_ANNOUNCES = lazy(r"如下|下表|见表|附表|所示|列表")


@dataclass(frozen=True, slots=True)
class Lead:
    """The lines that may date a table: the sentence that announces it, then its headings, the nearest first."""

    sentence: str = ""
    headings: tuple[str, ...] = ()


def lead_of(text: str, start: int) -> Lead:
    """The headings above the table at `start`, and the sentence that announces it."""
    sentence, headings = "", list[str]()
    rank, close = _UNRANKED + 1, True
    for line in _lines_above(text, start):
        if "\t" in line:
            close = False  # a row of a table before
            continue
        found = _rank(line)
        if close and _PROSE.search(line):
            said = [part for part in _SENTENCES.split(line) if part.strip()]
            sentence, close = said[-1] if said and _ANNOUNCES.search(said[-1]) else "", False
        elif found < rank if found < _UNRANKED else close and found == _UNRANKED:
            headings.append(line)
            rank = min(rank, found)
        if rank == 0:
            break
    return Lead(sentence, tuple(headings))


def dated(caption: Phrase, lead: Lead, phrases: PhraseReader) -> Phrase:
    """The caption with the months that the nearest line above it names, where it names none itself."""
    if "part" in caption.clash or (caption.when is not None and caption.when.has_part):
        return caption
    for line in map(normal, (lead.sentence, *lead.headings)):
        said = phrases.said_of_time(line)
        if not said.whens or line in caption.text or (line != normal(lead.sentence) and _counts(line, said)):
            continue
        if not any(when.months for when in said.whens):
            return caption  # 一、2024年主要指标: of the year
        own = Said((caption.when,)) if caption.when is not None else Said()
        when, clash = agreed((own, said))
        # under a heading of another year its months are none of the table's, or the year is not
        clash = clash | caption.clash | ({"part"} if "year" in clash else set())
        return replace(caption, when=when or caption.when, clash=frozenset(clash))
    return caption


def _counts(line: str, said: Said) -> bool:
    """Whether a line holds a number beside its own and its dates: 1—5月完成投资30亿元 is no heading."""
    bare = NUMBERING.sub("", line, count=1) if NUMBERING.match(line) else line
    for when in said.whens:
        bare = bare.replace(when.text, "", 1)
    return any(letter.isdigit() for letter in bare)


def _lines_above(text: str, start: int) -> Iterator[str]:
    end = start
    while end > max(start - _FARTHEST, 0):
        begin = text.rfind("\n", 0, end) + 1
        if line := text[begin:end].strip():
            yield line
        end = begin - 1


def _rank(line: str) -> int:
    """How high a heading stands, the highest 0; a line in prose is none."""
    if len(line) > _LONGEST_HEADING or _PROSE.search(line):
        return _UNRANKED + 1
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.match(line)), _UNRANKED)
