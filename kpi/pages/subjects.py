"""How much the text above a line and the text below another speak of the same: the pairs of letters that both have.

Names and terms come again within an article: 石化、港区 in one, 居民、物价 in the other. A pair that
stands all over the page says little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain
from math import fsum, log, sqrt
from operator import add

from kpi.vocabulary.patterns import lazy

_LINES = 6  # of an article, above a line and below another
_LETTERS = lazy("[\u4e00-\u9fffA-Za-z]+")


class Subjects:
    """The lines of a page by what they speak of; `blocks` is the number of each line's block."""

    def __init__(self, texts: Sequence[str], blocks: Sequence[int]) -> None:
        self._blocks = blocks
        pairs = [_pairs(text) for text in texts]
        standing = Counter(chain.from_iterable(pairs))
        self._told = {pair: log(len(texts) / times) for pair, times in standing.items() if times > 1}
        told = frozenset(self._told)
        self._pairs = [each & told for each in pairs]
        self._sizes = [len(each) for each in pairs]
        self._above = cache(self._above_of)
        self._below = cache(self._below_of)

    def likeness(self, line: int, other: int) -> float:
        """How alike the text that ends with a line and the text that begins with another are: 0 to about 1."""
        above, size = self._above(line)
        below, other_size = self._below(other)
        return fsum(map(self._told.__getitem__, above & below)) / (1 + sqrt(size * other_size))

    def _above_of(self, line: int) -> tuple[frozenset[str], int]:
        first = line
        while first > max(0, line - _LINES + 1) and self._blocks[first - 1] == self._blocks[line]:
            first -= 1
        return self._of(first, line + 1)

    def _below_of(self, line: int) -> tuple[frozenset[str], int]:
        end = line + 1
        while end < min(len(self._blocks), line + _LINES) and self._blocks[end] == self._blocks[line]:
            end += 1
        return self._of(line, end)

    def _of(self, first: int, end: int) -> tuple[frozenset[str], int]:
        return frozenset().union(*self._pairs[first:end]), sum(self._sizes[first:end])


def _pairs(text: str) -> frozenset[str]:
    """The pairs of letters of a line, each once."""
    return frozenset(chain.from_iterable(map(add, run, run[1:]) for run in _LETTERS.findall(text)))
