"""The closed classes of words, the common words and the further names of indicators, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
VERB, NOUN, OTHER = "v", "n", "o"


@dataclass(frozen=True, slots=True)
class NameEntry:
    """Further names of one indicator: sure ones, weak ones, their topics, names with qualifiers inside, what ends them."""

    names: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@cache
def word_classes() -> dict[str, str]:
    """Each word of the closed classes with its class; where a word stands in two, the first class wins."""
    listed = yaml.load(_read("classes.yaml"), Loader=_LOADER)
    table: dict[str, str] = {}
    for name, entry in listed.items():
        for word in entry["words"].split():
            table.setdefault(word, name)
    return table


@cache
def common_words() -> dict[str, str]:
    """Each common word with what it is: `v` a verb, `n` a noun, `o` anything else."""
    table: dict[str, str] = {}
    for line in _read("common.txt").splitlines():
        if not line.startswith("#"):
            kind, _, words = line.partition(" ")
            table.update(dict.fromkeys(words.split(), kind))
    return table


@cache
def further_names() -> dict[str, NameEntry]:
    """The further names of each indicator, by its id."""
    listed = yaml.load(_read("names.yaml"), Loader=_LOADER)
    return {
        indicator: NameEntry(*(tuple(entry.get(key, ())) for key in ("names", "weak", "topics", "shapes", "unless")))
        for indicator, entry in listed.items()
    }


@cache
def word_set(name: str) -> tuple[str, ...]:
    """The words of a closed set, in their order."""
    return tuple(_sets()[name]["words"].split())


def either(*names: str) -> str:
    """The words of sets as the alternatives of a pattern, the longest first.

    >>> either("budget")
    '(?:预算)'
    """
    words = dict.fromkeys(word for name in names for word in word_set(name))
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


@cache
def _sets() -> dict[str, dict[str, str]]:
    listed: dict[str, dict[str, str]] = yaml.load(_read("sets.yaml"), Loader=_LOADER)
    return listed


def _read(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
