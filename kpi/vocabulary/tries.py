"""Many words at once, as a trie, so that a search tries no word that cannot match: as a pattern, or by itself."""

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
    return _render(_tree_of(listed)) or "(?!)"


class Words:
    """Many words looked for letter by letter: nothing has to be compiled.

    >>> text = "增长到9亿元，增长5%"
    >>> [text[start:end] for start, end in Words(["增长", "增长到", "亿元"]).spans(text)]
    ['增长到', '亿元', '增长']
    """

    def __init__(self, listed: Iterable[str], but: Mapping[str, str] | None = None) -> None:
        """`but` has for some letters a pattern of the letters behind which they begin no longer word."""
        self._tree = _tree_of(listed)
        self._but = {letter: lazy(before) for letter, before in (but or {}).items()}

    def match(self, text: str, at: int, end: int) -> int:
        """Where the longest of the words ends that begins at a place and ends by another; `at` where none does."""
        letter = text[at]
        node = self._tree.get(letter)
        if node is None:
            return at
        if letter in self._but and at and self._but[letter].match(text, at - 1):
            end = min(end, at + 1)
        found = at
        at += 1
        while True:
            if "" in node:
                found = at
            if at >= end or (node := node.get(text[at])) is None:
                return found
            at += 1

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The words of a text from left to right, the longest at each place, none inside another."""
        tree, end, length = self._tree, 0, len(text)
        for at, letter in enumerate(text):
            if letter in tree and at >= end and (stop := self.match(text, at, length)) > at:
                end = stop
                yield at, end


def _tree_of(listed: Iterable[str]) -> dict[str, Any]:
    """The words by their letters, each node with those that go on; a word ends where there is an empty one."""
    root: dict[str, Any] = {}
    for word in listed:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return root


def _render(node: Mapping[str, Any]) -> str:
    branches = [re.escape(letter) + _render(below) for letter, below in node.items() if letter]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    return f"(?:{body})?" if "" in node else body
