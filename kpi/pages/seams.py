"""The lines of a page in reading order: articles that the layout tore apart and put between each other, made whole.

A block of one article breaks off in mid-sentence, a block of another follows, with or without a blank line, then the
first goes on. A paragraph that ends open looks for the line that it goes on with: the beginning of a paragraph, or a
line that the layout put below the wrong one. What it takes a line from looks for another in turn, so that two
successions that cross are told together; a line stays where it is unless the whole is plainer elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from kpi.pages.links import Links
from kpi.pages.pairing import Pair, Pairing
from kpi.pages.subjects import Subjects
from kpi.pages.wraps import BULLET, END, PASTED, PROSE, TERMINAL, WRAPPED, Page, Printed, joins_of, width_of
from kpi.vocabulary.patterns import lazy


@dataclass(slots=True)
class _Paragraph:
    """Lines that were joined; `first` and `last` count lines."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Begin:
    """A line that a broken sentence may go on with."""

    line: int
    number: int  # which paragraph it begins or stands in
    seam: bool  # whether a line stands above it in its paragraph


_FAR = 120  # paragraphs and seams behind which nobody looks for a sentence's end
_LONGEST_RUN = 14  # paragraphs that a block of a column has at most
_WIDEST = 45  # letters that a line of a printed column has at most
_WIDE = 28  # letters: what is shorter and has no full stop may be complete
_CLOSED = ("。", "！", "？", "。”", "！”", "？”", '。"', '."', '!"', '?"')
_DATELINES = ("本报讯", "本网讯", "本刊讯")
_DATELINE = lazy("本[报网刊]讯")
_OPENER = lazy(r"(?:[一二三四五六]是|同志们|各位代表|今年|去年|近日|日前|据|记者|会议|从|在|走|“|\d{1,2} ?月|20\d\d ?年)")

# what a succession is worth before its letters are looked at
_TOUCHES, _BELOW_GAP = 3.0, 0.5  # a line and the next, of one block or of two
_FOLLOWS, _BEHIND_CAPTION = 1.5, 2.0  # the next paragraph behind a gap, or behind a caption or a credit
_PARTED = 0.0  # the line right below, where its looks have parted it already
_ELSEWHERE, _ABOVE = -0.5, -4.5  # a line of a block further down, or further up
_INDENTED = -1.5  # a line that the layout sets in as the beginning of a paragraph
_OPENS = -1.0  # words that open a sentence
_FURTHER = 0.1  # for each doubling of the lines in between
_UNLIKE = -0.5  # another column's width
_SEAM_BELOW = 1.5  # a line that goes on from the one above it as plainly is not looked at
_SUBJECT, _USUAL, _SAME = 5.0, 0.12, 0.5  # what speaks of the same; how alike any two pieces of a page are
_TORN = 0.0  # a line behind a gap that goes on no more plainly may belong elsewhere, whatever else is open
_ORPHAN, _STRANDED = 2.5, 2.0  # a line that goes on from none, and one that none goes on from
_SURE = 1.5  # what the end of a paragraph that no column shows to be open must be worth with another
_RESTS = -1.0  # a line that stands right below a full stop
_LEAST = -3.5  # what a pair must be worth to be looked at
_NOWHERE = 2.0  # an open end that finds a beginning, whatever it is
_FLUSH = 0.0  # a paragraph that is not set in, where the others are
_LIKE = 0.15


def paragraphs_of(text: str, lines: Sequence[Printed], in_paragraphs: bool) -> list[list[int]]:
    """The lines of each paragraph, in reading order.

    `in_paragraphs` says that the lines are paragraphs already: only pasted columns are joined, and none is moved.
    """
    page = Page(text, lines)
    joins = joins_of(page, PASTED if in_paragraphs else WRAPPED)
    paragraphs = _paragraphs(joins)
    if in_paragraphs:
        return [list(range(each.first, each.last + 1)) for each in paragraphs]
    goes_on = _Tears(page, joins, paragraphs).mended()
    if not goes_on:
        return [list(range(each.first, each.last + 1)) for each in paragraphs]
    for line, other in goes_on.items():
        for first in (line + 1, other):
            if first is not None and first < len(joins):
                joins[first] = False
    return _moved(page, _paragraphs(joins), {line: other for line, other in goes_on.items() if other is not None})


def _paragraphs(joins: Sequence[bool]) -> list[_Paragraph]:
    paragraphs: list[_Paragraph] = []
    for i, joined in enumerate(joins):
        if i and joined:
            paragraphs[-1].last = i
        else:
            paragraphs.append(_Paragraph(i, i))
    return paragraphs


class _Tears:
    """Where the sentences of a page break off, and where they may go on."""

    def __init__(self, page: Page, joins: Sequence[bool], paragraphs: Sequence[_Paragraph]) -> None:
        self.page, self.joins, self.paragraphs = page, joins, paragraphs
        indented = sum(1 <= line.indent <= 8 for line in page.lines)
        self.sets_in = 2 <= indented < 0.4 * len(page.lines)
        self.firsts = {each.first for each in paragraphs}
        self.open = [each.last for each in paragraphs if _is_open(page, each) and not self._is_headline(each.last)]

    def mended(self) -> dict[int, int | None]:
        """For each line that goes on elsewhere than below, with which line; None for nowhere."""
        self.links = Links(self.page.texts)
        self.subjects = Subjects(self.page.texts, self.page.block)
        self._begins()
        if not self.open and not self.loose:
            return {}
        held = {line: Pair(line + 1, worth) for line, worth in self.seams.items()}
        starts = [(line, 0.0) for line in self.open] + list(self.loose.items())
        goes_on = Pairing(held, self._pairs, _STRANDED).settled(starts)
        left = {line: None for line in held if line not in goes_on}
        return {line: other for line, other in {**goes_on, **left}.items() if line not in held or other != line + 1}

    def _begins(self) -> None:
        """The lines that may go on a broken sentence, and what each seam is worth as it stands."""
        page, self.begins, self.seams = self.page, list[_Begin](), dict[int, float]()
        self.loose: dict[int, float] = {}  # seams whose lower line may be left to nobody, and what that costs
        self.passes: list[bool] = []  # for each paragraph, whether a sentence may go on behind it: a caption, a credit
        for number, each in enumerate(self.paragraphs):
            head, first = page.texts[each.first], page.starts[each.first]
            credit = len(head) <= 90 and END.fullmatch(head) is not None
            numbered = BULLET.match(head) is not None
            title = page.is_title(each.first) or page.vertical[each.last] or self._is_headline(each.first)
            cell = page.rows[each.first] or page.cells[each.first]
            self.passes.append(
                (first or credit)
                and not (head.startswith(_DATELINES) or page.corners[each.first] or (numbered and not first))
            )
            if not (first or credit or _DATELINE.search(head) or numbered or title or cell):
                self.begins.append(_Begin(each.first, number, seam=False))
            for line in range(each.first, each.last):
                if page.widths[line] > _WIDEST or page.vertical[line + 1]:
                    continue
                plain = self._plain(line, line + 1)
                gap = page.lines[line + 1].gap
                if self._opens(line + 1):
                    self.loose[line] = 0.0
                elif gap and plain < _TORN:
                    self.loose[line] = _ORPHAN
                if plain < _SEAM_BELOW or self._opens(line + 1):
                    self.seams[line] = plain + (_BELOW_GAP if gap else _TOUCHES)
                    self.begins.append(_Begin(line + 1, number, seam=True))
        self.number_of = {}
        for number, each in enumerate(self.paragraphs):
            self.number_of.update(dict.fromkeys(range(each.first, each.last + 1), number))
        self.place = {begin.line: at for at, begin in enumerate(self.begins)}

    def _plain(self, line: int, other: int) -> float:
        """How plainly a line goes on with another, wherever that stands: letters, subject and looks."""
        alike = min(self.subjects.likeness(line, other), _SAME) - _USUAL
        return self.links.of(line, other) + _SUBJECT * alike + self._looks(other)

    def _opens(self, line: int) -> bool:
        """Whether the layout shows that a line begins something: set in where others are not, or a headline by itself."""
        here = self.page.lines[line]
        return (self.sets_in and 1 <= here.indent <= 8) or self._is_headline(line)

    def _is_headline(self, line: int) -> bool:
        page, here = self.page, self.page.lines[line]
        below = page.lines[line + 1] if line + 1 < len(page.lines) else None
        alone = here.gap and (below is None or below.gap or page.starts[line + 1] or (below.indent > here.indent))
        return alone and PROSE.search(page.texts[line]) is None and page.widths[line] < _WIDE

    def _looks(self, line: int) -> float:
        """What speaks against a line's going on a sentence, whatever stands before."""
        page, score = self.page, 0.0
        if self._opens(line):
            score += _INDENTED
        elif self.sets_in and line in self.firsts:
            score += _FLUSH
        if line and not page.lines[line].gap and page.texts[line - 1].endswith(_CLOSED):
            score += _RESTS
        if _OPENER.match(page.texts[line]):
            score += _OPENS
        return score

    def _pairs(self, line: int) -> list[Pair]:
        """The lines that a line may go on with, and what each is worth."""
        page, found = self.page, []
        number = self.number_of[line]
        far = line in self.seams or _is_wrapped(page, self.paragraphs[number])
        broken = page.texts[line][-1] in "，、" or (far and self.paragraphs[number].last > self.paragraphs[number].first)
        here = _bisect(self.begins, line)
        for begin in self.begins[max(0, here - _FAR) : here + _FAR]:
            if begin.line == line + 1 and begin.seam:
                continue
            next_ = begin.number == self._next_of(number) and not begin.seam and line not in self.seams
            if not far and not next_:
                continue
            if begin.line <= line and begin.number == number:
                continue
            if next_:
                worth = _BEHIND_CAPTION if begin.number > number + 1 else _FOLLOWS
                if not page.lines[begin.line].gap:
                    worth = _PARTED
            else:
                worth = _ELSEWHERE if begin.line > line else _ABOVE
                if abs(page.widths[line] - page.widths[begin.line]) > _LIKE * page.widths[line]:
                    worth += _UNLIKE
            worth -= _FURTHER * log(1 + abs(begin.line - line), 2)
            worth += self._plain(line, begin.line)
            if line not in self.seams and broken:
                worth += _NOWHERE
            if worth >= (_LEAST if broken or line in self.seams else _SURE):
                found.append(Pair(begin.line, worth))
        return found

    def _next_of(self, number: int) -> int:
        """The paragraph behind one, captions and credits left out."""
        number += 1
        while number < len(self.passes) - 1 and self.passes[number]:
            number += 1
        return number


def _bisect(begins: Sequence[_Begin], line: int) -> int:
    low, high = 0, len(begins)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if begins[middle].line <= line else (low, middle)
    return low


def _is_open(page: Page, paragraph: _Paragraph) -> bool:
    """Whether a paragraph stops in the middle of a sentence."""
    last = page.texts[paragraph.last]
    if (
        last[-1] in TERMINAL
        or last[-1] in "）)"
        or last.endswith(("..", *_CLOSED))
        or page.cells[paragraph.last]
        or page.rows[paragraph.last]
        or page.vertical[paragraph.last]
    ):
        return False
    words = "".join(page.texts[paragraph.first : paragraph.last + 1])
    if not PROSE.search(words) or END.fullmatch(last):
        return False
    if width_of(words) < _WIDE and not page.in_column(paragraph.last):
        return False
    if paragraph.first == paragraph.last:
        return True
    _, column = page.column(paragraph.last)
    return page.widths[paragraph.last] >= 0.82 * min(column, 60)


def _is_wrapped(page: Page, paragraph: _Paragraph) -> bool:
    """Whether a paragraph stands in a column of print: on several lines, none wider than print is."""
    return page.widths[paragraph.last] <= _WIDEST and (
        paragraph.last > paragraph.first or page.in_column(paragraph.last)
    )


def _moved(page: Page, paragraphs: Sequence[_Paragraph], goes_on: dict[int, int]) -> list[list[int]]:
    """The paragraphs with each broken sentence's end, and the rest of that end's block, behind its beginning."""
    by_first = {each.first: number for number, each in enumerate(paragraphs)}
    goes_to = {number: by_first[goes_on[each.last]] for number, each in enumerate(paragraphs) if each.last in goes_on}
    ends = set(goes_to.values())
    run_of: dict[int, list[int]] = {}
    for number in ends:
        run = [number]
        for after in range(number + 1, min(number + _LONGEST_RUN, len(paragraphs))):
            first = paragraphs[after].first
            if page.lines[first].gap or page.starts[first] or after in ends or run[-1] in goes_to:
                break
            run.append(after)
        else:
            run = run[:1]  # nothing shows where its block ends
        run_of[number] = run
    moved = {number for run in run_of.values() for number in run}
    out: list[list[int]] = []
    left = set(range(len(paragraphs)))
    for k in [*range(len(paragraphs))]:
        waiting = [] if k in moved else [k]
        while waiting:
            last = waiting.pop()
            if last not in left:
                continue
            left.discard(last)
            whole = list(range(paragraphs[last].first, paragraphs[last].last + 1))
            rest: list[int] = []
            while last in goes_to:  # a sentence may be broken more than once
                run = run_of[goes_to[last]]
                whole += range(paragraphs[run[0]].first, paragraphs[run[0]].last + 1)
                left.discard(run[0])
                last, rest = run[0], run[1:] + rest
            out.append(whole)
            waiting += reversed(rest)
    if left:  # ends in a ring
        return [list(range(each.first, each.last + 1)) for each in paragraphs]
    return out
