"""Many words as one pattern: a trie, so that a search tries no word that cannot match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kpi.vocabulary.patterns import lazy


def trie_pattern(listed: Iterable[str]) -> str:
    """A pattern that matches the longest of the words at a place; one that never matches for no words.

    >>> re.findall(trie_pattern(["增长", "增长到"]), "增长到9亿元，增长5%")
    ['增长到', '增长']
    """
    root: dict[str, Any] = {}
    for word in listed:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _render(root) or "(?!)"


class Words:
    """Many words looked for by their first letters, each letter's as a pattern compiled when a text first has it.

    >>> [match[0] for match in Words(["增长", "增长到", "亿元"]).finditer("增长到9亿元，增长5%")]
    ['增长到', '亿元', '增长']
    """

    def __init__(self, listed: Iterable[str], but: Mapping[str, str] | None = None) -> None:
        """`but` has the patterns of the words of some letters, where more than the words counts."""
        by_letter: dict[str, list[str]] = {}
        for word in listed:
            by_letter.setdefault(word[0], []).append(word)
        patterns = {letter: trie_pattern(words) for letter, words in by_letter.items()} | dict(but or {})
        self._patterns = {letter: lazy(pattern) for letter, pattern in patterns.items()}

    def match(self, text: str, at: int, end: int) -> re.Match[str] | None:
        """The longest of the words that begins at a place and ends by another."""
        pattern = self._patterns.get(text[at])
        return pattern.match(text, at, end) if pattern else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The words of a text from left to right, the longest at each place, none inside another."""
        patterns, end = self._patterns, 0
        for at, letter in enumerate(text):
            if letter in patterns and at >= end and (match := patterns[letter].match(text, at)):
                end = match.end()
                yield match


def _render(node: Mapping[str, Any]) -> str:
    branches = [re.escape(letter) + _render(below) for letter, below in node.items() if letter]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    return f"(?:{body})?" if "" in node else body
