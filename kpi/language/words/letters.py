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
        context = before[-2:]
        share = (_count(context, first) + _PRIOR * share) / _times(context)
    odds = log(share / _share_of_any(first))
    if len(after) > 1:
        odds += _odds_of_next(last + first, after[1])
    return _LEAST if odds < _LEAST else _MOST if odds > _MOST else odds


@lru_cache(_REMEMBERED)
def _odds_of_next(context: str, letter: str) -> float:
    """How much likelier a letter stands behind two others than behind the second of them, as a logarithm."""
    of_last = _share_of_last(context[1], letter)
    return log((_count(context, letter) + _PRIOR * of_last) / _times(context) / of_last)


# How often a letter stands behind others is smoothed by how often it stands behind the last of them, that by how often
# it stands anywhere.
@lru_cache(_REMEMBERED)
def _share_of_last(before: str, letter: str) -> float:
    return (_count(before, letter) + _PRIOR * _share_of_any(letter)) / _times(before)


@lru_cache(_REMEMBERED)
def _share_of_any(letter: str) -> float:
    return (_counts_of_all().get(letter, 0.0) + 0.5) / _total()


@lru_cache(_REMEMBERED)
def _times(context: str) -> float:
    """How often a letter or two stand in print, smoothed."""
    before, last = context[:-1], context[-1]
    return (_count(before, last) if before else _counts_of_all().get(last, 0.0)) + _PRIOR


def _count(context: str, letter: str) -> float:
    """How often a letter stands behind one or two others."""
    followers = _followers().get(context, "")
    at = followers.find(letter)  # never one of the codes: a small Latin letter is no letter here
    return _COUNT_OF[followers[at + 1]] if at >= 0 else 0.0


@cache
def _counts_of_all() -> dict[str, float]:
    """All letters, each with how often it stands in print."""
    followers = _followers()[""]
    return dict(zip(followers[::2], map(_COUNT_OF.__getitem__, followers[1::2]), strict=True))


@cache
def _total() -> float:
    return sum(_counts_of_all().values())


@cache
def _followers() -> dict[str, str]:
    """For no letter, a letter, and two: which letters stand behind, each with the code of its count."""
    text = (files(__package__) / "letters.txt").read_text(encoding="utf-8")
    lines = text[text.index("\n\t") + 1 :].removesuffix("\n")  # without the remarks at the head
    parts = lines.replace("\n", "\t").split("\t")
    return dict(zip(parts[::2], parts[1::2], strict=True))
