"""The lines of a page in reading order: articles that the layout tore apart and put between each other, made whole.

A block of one article breaks off in mid-sentence, a block of another follows, with or without a blank line, then the
first goes on. A paragraph that ends open looks for the line that it goes on with: the beginning of a paragraph, or a
line that the layout put below the wrong one. What it takes a line from looks for another in turn, so that two
successions that cross are told together; a line stays where it is unless the whole is plainer elsewhere. Where the
blocks of two or three columns stand in turn, which many of them show together, each is looked for that many further.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappushpop
from itertools import accumulate
from math import log

from kpi.pages.links import Links
from kpi.pages.pairing import MOST_PAIRS, Pair, Pairing
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
    number: int  # of the paragraph it begins or stands in
    seam: bool  # whether a line stands above it in its paragraph


_FORWARD, _BACK = 80, 120  # beginnings further down and up that an end is tried with
_LONGEST_RUN = 14  # paragraphs that a block of a column has at most
_WIDEST = 45  # letters that a line of a printed column has at most
_WIDE = 28  # letters: what is shorter and has no full stop may be complete
_CLOSED = ("。", "！", "？", "。”", "！”", "？”", '。"', '."', '!"', '?"')
_SEMICOLONS = "；;"
_DATELINES = ("本报讯", "本网讯", "本刊讯")
_DATELINE = lazy("本[报网刊]讯")
_OPENER = lazy(
    r"(?:[一二三四五六]是|同志们|各位代表|今年|去年|近日|日前|据|记者|会议|从|在|走|“|\d{1,2} ?月|20\d\d ?年)"
)

# What a succession is worth besides its letters, on their scale: the logarithm of how much likelier it is than not.
# Set so that on whole pages nothing is moved, and on torn ones most that is moved is right.
_TOUCHES, _BELOW_GAP = 4.0, 2.0  # a line and the next, of one block or of two
_FOLLOWS, _BEHIND_CAPTION = 1.5, 2.0  # the next paragraph behind a gap, or behind a caption or a credit
_PARTED = 0.0  # the line right below, where its looks have parted it already
_ELSEWHERE, _ABOVE = -0.5, -4.5  # a line of a block further down, or further up
_FURTHER = 0.1  # less for each doubling of the lines in between
# the block as many further as there are columns whose blocks stand in turn, where at least so many others go on so
_IN_TURN, _FEWEST_TURNS, _COLUMNS = 2.0, 3, (2, 3)
_LEAST_TURNS, _FEWEST_LINES = 6.0, 3  # how much more their letters must say so together; lines of a block
_UNLIKE, _LIKE = -0.5, 0.15  # another column's width, by more than this share
_INDENTED = -1.5  # a line that the layout sets in as the beginning of a paragraph
_OPENS = -1.0  # words that open a sentence
_RESTS = -1.0  # a line that stands right below a full stop
_SUBJECT, _USUAL, _SAME = 5.0, 0.12, 0.5  # what speaks of the same; how alike any two pieces of a page are, and at most
_ROUNDED = 1e-6  # more than the sums of these numbers may be rounded by
_MOST_SUBJECT = _SUBJECT * (_SAME - _USUAL) + _ROUNDED
_LEAST_SUBJECT = -_SUBJECT * _USUAL - _ROUNDED
_NEEDS = 2.0  # an end that is plainly open goes on somewhere
_ORPHAN, _STRANDED = 2.5, 2.0  # a line that goes on from none, and one that none goes on from
# which successions are looked at: a line that goes on from the one above it less plainly than this; one behind a gap
# that may even be left to nobody; what a pair is worth; what it is where the end may be complete
_SEAM_BELOW, _TORN, _LEAST, _SURE = 1.5, 0.0, -2.0, 1.5
_MOST_SEAMS = 0.6  # share of the lines that are seams where the letters tell nothing: no print is so odd
_MOST_ASKED = 0.4  # share of the lines that are asked for others, so that no text is slow to read


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
        self.page, self.paragraphs = page, paragraphs
        self.links = Links(page.texts)
        self.subjects = Subjects(page.texts, page.block)
        self._looks = cache(self._looks_of)
        indented = sum(1 <= line.indent <= 8 for line in page.lines)
        self.sets_in = 2 <= indented < 0.4 * len(page.lines)  # whether paragraphs are set in
        self.number_of = list(accumulate((not joined for joined in joins), initial=-1))[1:] if joins else []
        self.open = [
            each.last
            for number, each in enumerate(paragraphs)
            if _is_open(page, each, _opens_article(page, paragraphs, number + 1)) and not self._is_headline(each.last)
        ]
        self.begins: list[_Begin] = []
        self.seams: dict[int, float] = {}  # lines that go on badly, each with what that is worth
        self.loose: dict[int, float] = {}  # seams whose lower line may be left to nobody, with what that costs
        self.asks = 0  # lines that may still be asked
        self.step = 0  # where the blocks of columns stand in turn, how many columns there are
        self._further = [_FURTHER * log(1 + lines, 2) for lines in range(len(page.lines) + 1)]
        self.passes: list[bool] = []  # for each paragraph, whether a sentence may go on behind it: a caption, a credit

    def mended(self) -> dict[int, int | None]:
        """For each line that goes on elsewhere than below, with which line; None for nowhere."""
        self.step = self._step_by_letters()
        goes_on = self._settled()
        step, self.step = self.step, self._step(goes_on)
        if self.step != step:
            goes_on = self._settled()
        held = self.seams
        stranded = {line: None for line in held if line not in goes_on}
        return {line: other for line, other in {**goes_on, **stranded}.items() if line not in held or other != line + 1}

    def _settled(self) -> dict[int, int]:
        """For each line that ends open or goes on badly, with which line it goes on."""
        self.begins, self.seams, self.loose, self.passes = [], {}, {}, []
        self.asks = 20 + int(_MOST_ASKED * len(self.page.lines))
        for number, paragraph in enumerate(self.paragraphs):
            self._take(number, paragraph)
        if len(self.seams) > _MOST_SEAMS * len(self.page.lines):
            self.seams = {}
            return {}
        starts = [(line, 0.0) for line in self.open] + list(self.loose.items())
        held = {line: Pair(line + 1, worth) for line, worth in self.seams.items()}
        return Pairing(held, self._pairs, _STRANDED).settled(starts)

    def _step_by_letters(self) -> int:
        """How many blocks further sentences go on by the letters at the blocks' ends and beginnings; 0 for the next."""
        ends, firsts = self._blocks()
        for step in _COLUMNS:
            pairs = [
                (line, firsts[block + 1], firsts[block + step])
                for block, line in ends.items()
                if block + step in firsts
            ]
            gains = [self._by_letters(line, far) - self._by_letters(line, near) for line, near, far in pairs]
            plain = sum(gain > 0 for gain in gains)
            if plain >= _FEWEST_TURNS and 3 * plain >= 2 * len(gains) and sum(gains) >= _LEAST_TURNS:
                return step
        return 0

    def _by_letters(self, line: int, other: int) -> float:
        return self.links.of(line, other) + self._looks(other)

    def _blocks(self) -> tuple[dict[int, int], dict[int, int]]:
        """The last lines of blocks of sentences that end open, and the first lines of all, each by its block."""
        page = self.page
        firsts = {page.block[line]: line for line in reversed(range(len(page.lines)))}
        ends = {
            page.block[line]: line
            for line in range(len(page.lines))
            if page.sizes[page.block[line]] >= _FEWEST_LINES and page.block[line] in page.prose
        }
        opened = {
            block: line
            for block, line in ends.items()
            if page.texts[line][-1] not in TERMINAL and 8 <= page.widths[line] <= _WIDEST and not page.cells[line]
        }
        return opened, firsts

    def _step(self, goes_on: Mapping[int, int]) -> int:
        """How many blocks further most sentences go on that do so elsewhere; 0 where they do not agree."""
        block, lines = self.page.block, self.page.lines
        steps = Counter(
            block[other] - block[line] if lines[other].gap else 0
            for line, other in goes_on.items()
            if other != line + 1 or lines[other].gap
        )
        step, times = steps.most_common(1)[0] if steps else (0, 0)
        return step if step in _COLUMNS and times >= _FEWEST_TURNS and 2 * times > steps.total() else 0

    def _take(self, number: int, paragraph: _Paragraph) -> None:
        """Notes whether a sentence may go on with a paragraph or behind it, and the seams in it."""
        page, first = self.page, paragraph.first
        head, starts = page.texts[first], page.starts[first]
        credit = len(head) <= 90 and END.fullmatch(head) is not None
        numbered = BULLET.match(head) is not None
        opens = head.startswith(_DATELINES) or page.corners[first] or (numbered and not starts)
        self.passes.append((starts or credit) and not opens)
        title = page.is_title(first) or page.vertical[paragraph.last] or self._is_headline(first)
        aside = starts or credit or numbered or title or page.rows[first] or page.cells[first]
        prose = any(PROSE.search(page.texts[line]) for line in range(first, min(paragraph.last, first + 3) + 1))
        if prose and not aside and not _DATELINE.search(head):
            self.begins.append(_Begin(first, number, seam=False))
        for line in range(first, paragraph.last):
            if page.widths[line] > _WIDEST or page.vertical[line + 1]:
                continue
            gap = page.lines[line + 1].gap
            begins = self._begins(line + 1) or self._heads_next(line + 1, number)
            plain = self.links.of(line, line + 1) + self._looks(line + 1)
            turns = gap and self.step > 0
            if plain + _LEAST_SUBJECT >= _SEAM_BELOW and not (begins or turns):
                continue  # whatever the two lines speak of
            plain += self._subject(line, line + 1)
            if plain < _SEAM_BELOW or begins or turns:
                self.seams[line] = plain + (0.0 if turns else _BELOW_GAP if gap else _TOUCHES)
                self.begins.append(_Begin(line + 1, number, seam=True))
                if begins or turns or (gap and plain < _TORN):
                    self.loose[line] = 0.0 if begins or turns else _ORPHAN

    def _pairs(self, line: int) -> list[Pair]:
        """The lines that a line may go on with instead of the one below it, and what each is worth."""
        self.asks -= 1
        if self.asks < 0:
            return []
        page, number, seam = self.page, self.number_of[line], line in self.seams
        paragraph = self.paragraphs[number]
        several = paragraph.last > paragraph.first
        column = page.widths[line] <= _WIDEST and (several or page.in_column(line))
        ends_open = page.texts[line][-1] in "，、" or (column and (several or self.links.awaits(line)))
        plainly_open = not seam and ends_open and page.texts[line][-1] not in _SEMICOLONS
        least = _LEAST if seam or plainly_open else _SURE
        following = -1 if seam else self._following(number)
        here = bisect_right(self.begins, line, key=lambda begin: begin.line)
        tried, before = list[int](), list[float]()
        needs = _NEEDS if plainly_open else 0.0
        narrow = column or seam
        for begin in self.begins[max(0, here - _BACK) : here + _FORWARD]:
            other, next_ = begin.line, begin.number == following and not begin.seam
            if not (narrow or next_) or (begin.seam and other == line + 1):
                continue
            if other <= line and begin.number == number:
                continue
            tried.append(other)
            before.append((self._stands_next(line, begin) if next_ else self._stands(line, other)) + needs)
        return self._best(line, tried, before, least)

    def _best(self, line: int, tried: Sequence[int], before: Sequence[float], least: float) -> list[Pair]:
        """Of the lines tried, each with what speaks for it before, those worth at least so much; the best are there.

        What is asked last costs most and adds little: those that cannot come among the best any more are not asked.
        """
        openings, looks = self.links.openings(line, tried), self._looks
        most = [
            worth + opening + looks(other) + cut + _MOST_SUBJECT
            for worth, opening, cut, other in zip(
                before, openings, self.links.most_of_cuts(line, tried), tried, strict=True
            )
        ]
        found, best = list[Pair](), [least] * MOST_PAIRS  # `best` is a heap
        for at in sorted(range(len(tried)), key=most.__getitem__, reverse=True):
            if most[at] < best[0]:
                break
            other = tried[at]
            worth = before[at] + self.links.with_cut(line, other, openings[at]) + looks(other)
            if worth + _MOST_SUBJECT < best[0]:
                continue
            worth += self._subject(line, other)
            if worth >= least:
                found.append(Pair(other, worth))
                heappushpop(best, worth)
        return found

    def _stands(self, line: int, other: int) -> float:
        """What a succession is worth by where the two lines stand."""
        width = self.page.widths[line]
        unlike = _UNLIKE if abs(width - self.page.widths[other]) > _LIKE * width else 0.0
        if self.step and self.page.lines[other].gap and self.page.block[other] == self.page.block[line] + self.step:
            unlike = _IN_TURN
        if other > line:
            return _ELSEWHERE + unlike - self._further[other - line]
        return _ABOVE + unlike - self._further[line - other]

    def _stands_next(self, line: int, begin: _Begin) -> float:
        """What it is worth that a sentence goes on with the next paragraph."""
        further = self._further[abs(begin.line - line)]
        if not self.page.lines[begin.line].gap:
            return _PARTED - further
        return (_BEHIND_CAPTION if begin.number > self.number_of[line] + 1 else _FOLLOWS) - further

    def _subject(self, line: int, other: int) -> float:
        """What it is worth that two lines speak of the same."""
        return _SUBJECT * (min(self.subjects.likeness(line, other), _SAME) - _USUAL)

    def _looks_of(self, line: int) -> float:
        """What speaks against a line's going on a sentence, whatever stands before."""
        page, score = self.page, 0.0
        if self._begins(line):
            score += _INDENTED
        if line and not page.lines[line].gap and page.texts[line - 1].endswith(_CLOSED):
            score += _RESTS
        if _OPENER.match(page.texts[line]):
            score += _OPENS
        return score

    def _begins(self, line: int) -> bool:
        """Whether the layout shows that a line begins something: set in where others are not, or a headline."""
        return (self.sets_in and 1 <= self.page.lines[line].indent <= 8) or self._is_headline(line)

    def _heads_next(self, line: int, number: int) -> bool:
        """Whether a line that the layout put below a paragraph is the headline of the article that opens below it."""
        last = line == self.paragraphs[number].last and PROSE.search(self.page.texts[line]) is None
        return last and _opens_article(self.page, self.paragraphs, number + 1)

    def _is_headline(self, line: int) -> bool:
        """Whether a short line without a sentence's marks stands by itself."""
        page, here = self.page, self.page.lines[line]
        below = page.lines[line + 1] if line + 1 < len(page.lines) else None
        alone = below is None or below.gap or page.starts[line + 1] or below.indent > here.indent
        return here.gap and alone and page.widths[line] < _WIDE and PROSE.search(page.texts[line]) is None

    def _following(self, number: int) -> int:
        """The paragraph behind one, captions and credits left out."""
        number += 1
        while number < len(self.passes) - 1 and self.passes[number]:
            number += 1
        return number


def _opens_article(page: Page, paragraphs: Sequence[_Paragraph], number: int) -> bool:
    """Whether a paragraph opens an article of its own, as its dateline shows."""
    return number < len(paragraphs) and page.texts[paragraphs[number].first].startswith(_DATELINES)


def _is_open(page: Page, paragraph: _Paragraph, before_article: bool) -> bool:
    """Whether a paragraph stops in the middle of a sentence; at a semicolon only before an article of its own."""
    last = page.texts[paragraph.last]
    listed = before_article and last[-1] in _SEMICOLONS and paragraph.last > paragraph.first
    if (
        (last[-1] in TERMINAL and not listed)
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
