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
    before, after = before[-2:], after[:2]
    if before[-1:] == after[:1] == NUMBER:
        return 0.0
    first, second = after[0], after[1:]
    odds = log(_share(before, first) / _share("", first))
    if second:
        odds += log(_share(before[-1] + first, second) / _share(first, second))
    return max(_LEAST, min(odds, _MOST))


@lru_cache(_REMEMBERED)
def _share(context: str, letter: str) -> float:
    """How often a letter stands behind others, as a share, smoothed by what stands behind the last of them alone."""
    if not context:
        return (_count("", letter) + 0.5) / _total()
    of_context = _count(context[:-1], context[-1])
    return (_count(context, letter) + _PRIOR * _share(context[1:], letter)) / (of_context + _PRIOR)


def _count(context: str, letter: str) -> float:
    followers = _followers().get(context, "")
    at = followers.find(letter)
    return 2.0 ** ((ord(followers[at + 1]) - ord("a")) / STEPS) if at >= 0 else 0.0


@cache
def _total() -> float:
    every = _followers()[""]
    return sum(_count("", letter) for letter in every[::2])


@cache
def _followers() -> dict[str, str]:
    """For no letter, a letter, and two: which letters stand behind, each with the code of its count."""
    text = (files(__package__) / "letters.txt").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return {context: followers for context, _, followers in rows}
