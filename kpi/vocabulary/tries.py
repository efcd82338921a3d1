"""Many words as one pattern: a trie, so that a search tries no word that cannot match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any


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


def _render(node: Mapping[str, Any]) -> str:
    branches = [re.escape(letter) + _render(below) for letter, below in node.items() if letter]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    return f"(?:{body})?" if "" in node else body
