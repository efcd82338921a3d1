"""Which open end goes on with which beginning, decided together: the best chain of changes for each end in turn.

An end that takes the beginning that another holds makes that one look for a beginning of its own, and so on; the chain
is made if it is worth more than what it undoes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple


class Pair(NamedTuple):
    """A beginning that an end may go on with, and what that is worth."""

    begin: int
    worth: float


class _Chain(NamedTuple):
    """Changes, each an end with the beginning it is to have, and what they are worth together."""

    gain: float
    changes: tuple[tuple[int, Pair], ...] = ()


_NOTHING = _Chain(0.0)
_LONGEST_CHAIN = 8  # ends that one change sets free in turn
MOST_PAIRS = 6  # beginnings that an end is tried with


class Pairing:
    """Ends with their beginnings, as they are and as they change.

    `held` are the ends that have a beginning, each as a pair; `pairs_of` are the other beginnings that an end may have;
    `alone` is what it costs to leave an end that had a beginning without one.
    """

    def __init__(self, held: Mapping[int, Pair], pairs_of: Callable[[int], list[Pair]], alone: float) -> None:
        self._has = dict(held)
        self._holder = {pair.begin: end for end, pair in held.items()}
        self._held, self._pairs_of, self._alone = held, pairs_of, alone
        self._known: dict[int, list[Pair]] = {}

    def settled(self, starts: Iterable[tuple[int, float]]) -> dict[int, int]:
        """The beginning of each end that has one, once each of `starts` has had its turn.

        A start is an end and what it costs to leave the beginning that it holds, if any, to nobody.
        """
        for start, cost in starts:
            changes = self._best(start, cost).changes
            if not changes:
                continue
            if start in self._has:
                del self._holder[self._has[start].begin]
            loser = self._holder.get(changes[-1][1].begin)
            if loser is not None:
                del self._has[loser]
            for end, pair in changes:
                self._has[end], self._holder[pair.begin] = pair, end
        return {end: pair.begin for end, pair in self._has.items()}

    def _best(self, start: int, cost: float) -> _Chain:
        """The chain from an end that is worth most; an empty one where none is worth anything."""
        best = _NOTHING
        own = self._has.get(start)
        chains = {start: _Chain(-cost - own.worth if own else 0.0)}
        for _ in range(_LONGEST_CHAIN):
            longer: dict[int, _Chain] = {}
            for end, chain in chains.items():
                taken = {pair.begin for _, pair in chain.changes}
                for pair in self._pairs(end):
                    other = self._holder.get(pair.begin)
                    if pair.begin in taken or other == end:
                        continue
                    gain = chain.gain + pair.worth
                    if other == start:  # its own, given up at first
                        gain, other = gain + cost, None
                    if other is None:
                        if gain > best.gain:
                            best = _Chain(gain, (*chain.changes, (end, pair)))
                        continue
                    gain -= self._has[other].worth
                    alone = self._alone if other in self._held else 0.0
                    if gain - alone > best.gain:
                        best = _Chain(gain - alone, (*chain.changes, (end, pair)))
                    if other not in longer or gain > longer[other].gain:
                        longer[other] = _Chain(gain, (*chain.changes, (end, pair)))
            chains = longer
        return best

    def _pairs(self, end: int) -> list[Pair]:
        if end not in self._known:
            best = sorted(self._pairs_of(end), key=lambda pair: (-pair.worth, pair.begin))[:MOST_PAIRS]
            self._known[end] = [*best, self._held[end]] if end in self._held else best
        return self._known[end]
