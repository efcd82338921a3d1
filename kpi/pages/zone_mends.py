"""The names of zones in recognised text, put right where a sign was taken for another that looks like it."""

from __future__ import annotations

import re
from functools import cache

from kpi.language.gazetteer import classes, gazetteer
from kpi.vocabulary.tries import trie_pattern

# signs that are taken for each other in the names of places
_PAIRS = "自白 毫亳 太大 治冶 盱肝 眙胎 泸沪 末未 土士 千干 王玉 夫天 酉西 鸟乌 令今 绵锦"
_ALIKE = {pair[side]: pair[1 - side] for pair in _PAIRS.split() for side in (0, 1)}
_CORE = 2  # letters of a place's name without its rank
_SHORTEST_CLASS = 3  # letters


def with_known_zones(text: str) -> str:
    """The text, as long as it was, with each zone by its name that the gazetteer knows but for one sign of its place.

    A name that the gazetteer knows stays as it is.

    >>> with_known_zones("白贡高新技术产业开发区"), with_known_zones("宣城经济技术开发区")
    ('自贡高新技术产业开发区', '宣城经济技术开发区')
    """
    if _ALIKE.keys().isdisjoint(text):
        return text
    known = gazetteer()
    found = list(text)
    for match in _class_word().finditer(text):
        at = match.start() - _CORE
        core = text[max(0, at) : match.start()]
        if len(core) < _CORE or known.zones_called(core, match[0]):
            continue
        for k, sign in enumerate(core):
            if sign in _ALIKE and known.zones_called(core[:k] + _ALIKE[sign] + core[k + 1 :], match[0]):
                found[at + k] = _ALIKE[sign]
                break
    return "".join(found)


@cache
def _class_word() -> re.Pattern[str]:
    return re.compile(trie_pattern([word for word in classes() if len(word) >= _SHORTEST_CLASS]))
