"""How plainly letters go on from others: the succession of letters in print, counted.

A line of a column may end at any letter. Whether another line goes on from it is seen by the letters about the cut:
财 + 政收入 is a word in two, 炼化装置7 + 月份 a date, 财 + 比上半年 is nothing.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from math import log

from kpi.vocabulary.patterns import lazy

_NUMBERS = lazy(r"\d[\d.,]*")
_LATIN = lazy(r"[A-Za-z]+")
NUMBER, LATIN = "0", "A"  # what stands for any number, any Latin word
STEPS = 1.5  # steps of the scale on which counts are written, to a doubling
_PRIOR = 4.0  # how many times a letter must have been seen to outweigh what is known of letters at large
_REMEMBERED = 1 << 16  # pairs of letters whose succession is not worked out again
_COUNT_OF = {chr(code): 2.0 ** ((code - ord("a")) / STEPS) for code in range(ord("a"), ord("z") + 1)}
_LEAST, _MOST = -6.0, 6.0  # no pair of letters, however odd or plain, is the whole proof


def letters_of(text: str) -> str:
    """A text as it is counted: without spaces, each number and each Latin word as one letter.

    >>> letters_of("完成GDP 282.5亿元")
    '完成A0亿元'
    """
    return _LATIN.sub(LATIN, _NUMBERS.sub(NUMBER, text.replace(" ", "")))


def code_of(count: float) -> str:
    """A count as one small letter, on a scale of logarithms."""
    return chr(ord("a") + min(round(STEPS * log(count, 2)), 25))


@lru_cache(_REMEMBERED)
def affinity(before: str, after: str) -> float:
    """The logarithm of how much likelier `after` begins behind `before` than anywhere; above 0 speaks for it.

    Both as `letters_of` gives them, two letters of each at most.

    >>> affinity("成，财", "政收") > 2 > -1 > affinity("成，财", "比上")
    True
    """
    last, first = before[-1], after[0]
    if last == first == NUMBER:
        return 0.0
    share = _share_of_last(last, first)
    if len(before) > 1:
        followers, of_context = _behind(before[-2:])
        share = (followers.get(first, 0.0) + _PRIOR * share) / of_context
    odds = log(share / _share_of_any(first))
    if len(after) > 1:
        odds += _odds_of_next(last + first, after[1])
    return _LEAST if odds < _LEAST else _MOST if odds > _MOST else odds


@lru_cache(_REMEMBERED)
def _odds_of_next(context: str, letter: str) -> float:
    """How much likelier a letter stands behind two others than behind the second of them, as a logarithm."""
    followers, of_context = _behind(context)
    of_last = _share_of_last(context[1], letter)
    return log((followers.get(letter, 0.0) + _PRIOR * of_last) / of_context / of_last)


# How often a letter stands behind others is smoothed by how often it stands behind the last of them, that by how often
# it stands anywhere.
@lru_cache(_REMEMBERED)
def _share_of_last(before: str, letter: str) -> float:
    followers, of_before = _behind(before)
    return (followers.get(letter, 0.0) + _PRIOR * _share_of_any(letter)) / of_before


@lru_cache(_REMEMBERED)
def _share_of_any(letter: str) -> float:
    return (_counts("").get(letter, 0.0) + 0.5) / _total()


@lru_cache(_REMEMBERED)
def _behind(context: str) -> tuple[dict[str, float], float]:
    """What stands behind a letter or two, each with how often, and how often these stand there, smoothed."""
    return _counts(context), _counts(context[:-1]).get(context[-1], 0.0) + _PRIOR


@lru_cache(_REMEMBERED)
def _counts(context: str) -> dict[str, float]:
    """The letters that stand behind others, each with how often."""
    followers = _followers().get(context, "")
    return dict(zip(followers[::2], map(_COUNT_OF.__getitem__, followers[1::2]), strict=True))


@cache
def _total() -> float:
    return sum(_counts("").values())


@cache
def _followers() -> dict[str, str]:
    """For no letter, a letter, and two: which letters stand behind, each with the code of its count."""
    text = (files(__package__) / "letters.txt").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return {context: followers for context, _, followers in rows}
