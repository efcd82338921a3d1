"""Which open end goes on with which beginning, decided together: the best chain of changes for each end in turn.

An end that takes the beginning that another holds makes that one look for a beginning of its own, and so on; the chain
is made if it is worth more than what it undoes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A beginning that an end may go on with, and what that is worth."""

    begin: int
    worth: float


_LONGEST_CHAIN = 6  # ends that one change sets free in turn
_MOST_PAIRS = 6  # beginnings that an end is tried with


def paired(
    free: Sequence[int],
    held: Mapping[int, int],
    worth: Mapping[int, float],
    pairs_of: Callable[[int], list[Pair]],
) -> dict[int, int]:
    """Which beginning each end goes on with.

    `free` are the ends that may have none, `held` those that have one unless it is taken, each of `worth`; `pairs_of` are
    the other beginnings of an end.
    """
    known: dict[int, list[Pair]] = {}

    def pairs(end: int) -> list[Pair]:
        if end not in known:
            best = sorted(pairs_of(end), key=lambda pair: (-pair.worth, pair.begin))[:_MOST_PAIRS]
            own = [Pair(held[end], worth[end])] if end in held else []
            known[end] = [*best, *own]
        return known[end]

    goes_to = dict(held)
    holder = {begin: end for end, begin in held.items()}
    gets = {end: worth[end] for end in held}
    may_be_free = set(free) - set(held)
    for start in free:
        chain = _best_chain(start, pairs, holder, gets, may_be_free)
        if not chain:
            continue
        if start in goes_to:
            del holder[goes_to[start]]
        loser = holder.get(chain[-1][1].begin)
        if loser is not None:
            del goes_to[loser], gets[loser]
        for end, pair in chain:
            goes_to[end], holder[pair.begin], gets[end] = pair.begin, end, pair.worth
    return goes_to


def _best_chain(
    start: int,
    pairs: Callable[[int], list[Pair]],
    holder: Mapping[int, int],
    gets: Mapping[int, float],
    may_be_free: set[int],
) -> list[tuple[int, Pair]]:
    """The chain of changes that is worth most, from an end that has no beginning; none where none is worth anything."""
    best: tuple[float, list[tuple[int, Pair]]] = (0.0, [])
    paths: dict[int, tuple[float, list[tuple[int, Pair]]]] = {start: (-gets.get(start, 0.0), [])}
    for _ in range(_LONGEST_CHAIN):
        following: dict[int, tuple[float, list[tuple[int, Pair]]]] = {}
        for end, (gain, chain) in paths.items():
            taken = {pair.begin for _, pair in chain}
            for pair in pairs(end):
                if pair.begin in taken:
                    continue
                other = holder.get(pair.begin)
                if other == end:
                    continue
                if other == start:
                    other = None  # its own, given up at first
                total = gain + pair.worth - (gets[other] if other is not None else 0.0)
                path = (total, [*chain, (end, pair)])
                if (other is None or other in may_be_free) and total > best[0]:
                    best = path
                if other is not None and total > following.get(other, (-1e9, []))[0]:
                    following[other] = path
        paths = following
    return best[1]
