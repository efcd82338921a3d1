"""Cuts a repaired text into paragraphs, headings and sentences, and articles where a page has several."""

from __future__ import annotations

import re

from kpi.vocabulary.model import Sentence

LONGEST = 1500
# no writer sets this many figures without a word between them; a table run together does
_NUMBERS = re.compile(r"[\d.,，、%％\s/（）()万亿千百元:：;；+—–年月-]{151,}")
_ARTICLE = re.compile(r"本报讯|本报记者.{0,20}讯")
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.章部]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、.．](?!\d))"
)
_STOP = re.compile(r"[。！？!?]+[”’」）)]*|\n")


def split(text: str) -> list[Sentence]:
    """All sentences of `text` in order; a heading is a sentence of its own."""
    sentences: list[Sentence] = []
    heading, article, at = "", 0, 0
    for number, line in enumerate(text.split("\n")):
        start, end = at, at + len(line)
        at = end + 1
        if not line:
            continue
        if _ARTICLE.match(line):
            article += 1
            heading = ""
        is_heading = _is_heading(line)
        if is_heading:
            heading = line
            sentences.append(Sentence(start, end, line, number, heading, article, True))
            continue
        for a, b in _cuts(line):
            sentences.append(Sentence(start + a, start + b, line[a:b], number, heading, article, False))
    return sentences


def _is_heading(line: str) -> bool:
    """Short and without a full stop; a numbered line may carry commas."""
    if len(line) > 45 or line[-1] in "。；;，,、":
        return False
    return bool(_NUMBERED.match(line)) or not re.search(r"[，。；,;]", line)


def _ends(line: str) -> list[int]:
    """Where sentences end: at a full stop, and where a row of bare numbers has run on for too long."""
    ends = {match.end() for match in _STOP.finditer(line)} | {len(line)}
    for match in _NUMBERS.finditer(line) if len(line) > 150 else ():
        ends |= {match.start() + 150, match.end()}
    return sorted(ends)


def _cuts(line: str) -> list[tuple[int, int]]:
    """Where sentences begin and end; one longer than any writer's is cut, so that no line costs too much."""
    cuts, at = [], 0
    for end in _ends(line):
        while end - at > LONGEST:
            comma = max(line.rfind(mark, at + LONGEST // 2, at + LONGEST) for mark in "，；,;")
            cut = comma + 1 if comma >= 0 else at + LONGEST
            cuts.append((at, cut))
            at = cut
        if end > at:
            cuts.append((at, end))
        at = end
    return cuts
