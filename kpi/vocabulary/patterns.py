"""Patterns that are compiled when they are first used, and the words without which they match nothing.

A run that reads one report needs about half of the program's patterns, and compiling them is much of what such a run
takes. Where many patterns are asked of one text, most are told by their words to be none of it in a fraction of the
time, and are never compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast


class Lazy:
    """A pattern with the methods of `re.Pattern`, compiled when a text may hold it, or after some that may not."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern, self._flags = text, flags
        self._left, self._words = _TEXTS_WITHOUT, _NOTHING

    def search(self, string: str, *more: Any, **named: Any) -> re.Match[str] | None:
        return None if self._is_idle(string) else self._compile().search(string, *more, **named)

    def match(self, string: str, *more: Any, **named: Any) -> re.Match[str] | None:
        return None if self._is_idle(string) else self._compile().match(string, *more, **named)

    def fullmatch(self, string: str, *more: Any, **named: Any) -> re.Match[str] | None:
        return None if self._is_idle(string) else self._compile().fullmatch(string, *more, **named)

    def finditer(self, string: str, *more: Any, **named: Any) -> Iterator[re.Match[str]]:
        return iter(()) if self._is_idle(string) else self._compile().finditer(string, *more, **named)

    def findall(self, string: str, *more: Any, **named: Any) -> list[Any]:
        return [] if self._is_idle(string) else self._compile().findall(string, *more, **named)

    def sub(self, repl: Any, string: str, *more: Any, **named: Any) -> str:
        return string if self._is_idle(string) else self._compile().sub(repl, string, *more, **named)

    def split(self, string: str, *more: Any, **named: Any) -> list[Any]:
        return [string] if self._is_idle(string) else self._compile().split(string, *more, **named)

    def _is_idle(self, text: str) -> bool:
        """Whether the pattern has no use yet; where it has, it is compiled."""
        if self._left == _TEXTS_WITHOUT and not self._flags:
            self._words = needed_words(self.pattern)
        self._left -= 1
        return self._left > 0 and bool(self._words) and not any(word in text for word in self._words)

    def _compile(self) -> re.Pattern[str]:
        """The compiled pattern; the methods are its own from now on."""
        compiled = re.compile(self.pattern, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))  # found at once from now on, as fast as the pattern's own
        return compiled

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._compile(), name)


class Rare(Lazy):
    """A pattern that takes long to search for and stands in few texts: each is looked through for its words first."""

    def __init__(self, text: str) -> None:
        super().__init__(text, 0)
        self._needs: tuple[str, ...] = ()
        self._made: re.Pattern[str] | None = None

    def _is_idle(self, text: str) -> bool:
        for word in self._needs or self._needed():  # noqa: SIM110 - a generator takes twice as long
            if word in text:
                return False
        return True

    def _needed(self) -> tuple[str, ...]:
        self._needs = tuple(sorted(needed_words(self.pattern), key=len)) or ("",)
        return self._needs

    def _compile(self) -> re.Pattern[str]:
        if self._made is None:
            self._made = re.compile(self.pattern)
        return self._made


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of `text`; `re.error` when it is first used, not here, where it is none.

    >>> lazy("[年月]").split("2024年5月")
    ['2024', '5', '']
    """
    return cast("re.Pattern[str]", Lazy(text, flags))


def rare(text: str) -> re.Pattern[str]:
    """The pattern of `text`, which is searched for only in texts that hold a word that it needs.

    >>> rare("自[^，]+(?:以来|起)").search("今年以来"), rare("自[^，]+起").search("自今日起") is None
    (None, False)
    """
    return cast("re.Pattern[str]", Rare(text))


_TEXTS_WITHOUT = 100  # so many texts without a pattern's words are looked through at most: compiling it takes as long
# a part of a pattern: letters in a row, an escape, a class of letters, the beginning of a bracket, how often
_PART = re.compile(
    r"[^\\|()\[\]{}*+?.^$]+|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P<\w+>|P=\w+\)|<[=!]|[:=!>]|[a-zA-Z]+\))|\{\d*,?\d*\}|.",
    re.S,
)
_PLAIN_CLASS = re.compile(r"\[(?!\^)(?:[^\\\-\]]|\\[^\w\s])+\]")
_NOT_FOLLOWED = re.compile(r"\(\?(?:[a-z]*[ix]|\(|[a-zA-Z-]+:)")  # flags that change what a letter is; conditions
_SIGNS = frozenset("\\|()[]{}*+?.^$")
_ESCAPED = re.compile(r"\\[^\w]")
_IDEOGRAPHS = "\u3400"
_NOTHING = frozenset[str]()


def needed_words(pattern: str) -> frozenset[str]:
    """Words of which a text holds at least one wherever the pattern matches in it; empty where none can be named.

    >>> sorted(needed_words(r"(?<!未)完成率?|增[长幅](?=\\d)|(?:第一|前三)季度$"))
    ['增', '季度', '完成']
    >>> needed_words(r"\\d+(?:亿元)?"), needed_words("(?i)gdp")
    (frozenset(), frozenset())
    """
    if _NOT_FOLLOWED.search(pattern):
        return _NOTHING
    return _of_alternatives(iter(_PART.findall(pattern)))


def letters_of(words: frozenset[str]) -> frozenset[str]:
    """A letter of each of the words: a text without any of them has none of the words."""
    return frozenset(word[-1] for word in words)


def _of_alternatives(parts: Iterator[str]) -> frozenset[str]:
    """The needed words of a pattern up to its end, or to the bracket that closes it."""
    found: list[frozenset[str]] = []  # of each alternative the best
    best, place, run = _NOTHING, _NOTHING, ""  # so far, of the last bracket or class, the letters in a row behind it
    for part in parts:
        literal = part if part[0] not in _SIGNS else part[1] if _ESCAPED.fullmatch(part) else ""
        if literal:
            best, place, run = _better(best, place), _NOTHING, run + literal
            continue
        if part in ("*", "?") or part.startswith(("{0", "{,")):
            place, run = _NOTHING, run[:-1]  # what stands before it may be missing
            best, run = _better(best, frozenset({run}) if run else _NOTHING), ""
            continue
        best, place, run = _better(best, frozenset({run}) if run else place), _NOTHING, ""
        if part == ")":
            break
        if part == "|":
            found.append(best)
            best = _NOTHING
        elif part[0] == "(" and part[-1] != ")":
            inside = _of_alternatives(parts)
            place = _NOTHING if part[-1] == "!" else inside
        elif _PLAIN_CLASS.fullmatch(part):
            place = frozenset(part[1:-1].replace("\\", ""))
    best = _better(best, frozenset({run}) if run else place)
    return frozenset().union(*found, best) if best and all(found) else _NOTHING


def _better(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Which of two sets of words, one of each of which is needed, fewer texts hold, as far as that shows."""
    return max(words, others, key=_rarity) if words and others else words or others


def _rarity(words: frozenset[str]) -> tuple[bool, int, int]:
    return min(words) >= _IDEOGRAPHS, min(map(len, words)), -len(words)
