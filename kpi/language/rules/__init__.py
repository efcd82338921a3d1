"""The rules by which a number is read from the kinds of tokens before it, loaded and compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from kpi.vocabulary.patterns import lazy

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CLASS = lazy(r"@(?:\(([a-z_|]+)\)|([a-z_]+))")


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule of the language with its examples; `between` matches the kinds of the tokens in between."""

    name: str
    after: str
    number: str
    effect: str
    between: re.Pattern[str]
    reads: tuple[str, ...]
    refuses: tuple[str, ...]
    why: str


class RuleError(ValueError):
    """A rule that cannot be used: which, and what is wrong with it."""


def load_rules(kinds: dict[str, str]) -> tuple[Rule, ...]:
    """The rules in order of precedence; `kinds` gives the letter of each class of words."""
    return _load(tuple(sorted(kinds.items())))


@cache
def _load(kinds: tuple[tuple[str, str], ...]) -> tuple[Rule, ...]:
    letters = dict(kinds)
    listed = yaml.load((files(__package__) / "segments.yaml").read_text(encoding="utf-8"), Loader=_LOADER)
    for name, members in listed["classes"].items():
        letters[name] = "".join(letters[member] for member in members)
    rules, seen = [], set()
    for entry in listed["rules"]:
        if entry["name"] in seen:
            raise RuleError(f"{entry['name']}: two rules of this name")
        seen.add(entry["name"])
        if not entry.get("reads") or not entry.get("refuses") or not entry.get("why"):
            raise RuleError(f"{entry['name']}: a rule needs examples (reads, refuses) and a reason (why)")
        rules.append(
            Rule(
                entry["name"],
                entry["after"],
                entry["number"],
                entry["effect"],
                lazy(_compiled(entry["between"], letters, entry["name"])),
                tuple(entry["reads"]),
                tuple(entry["refuses"]),
                entry["why"],
            )
        )
    return tuple(rules)


def _compiled(pattern: str, letters: dict[str, str], rule: str) -> str:
    def letters_of(match: re.Match[str]) -> str:
        names = (match[1] or match[2]).split("|")
        unknown = [name for name in names if name not in letters]
        if unknown:
            raise RuleError(f"{rule}: no class of words is called {unknown[0]}")
        return "[" + re.escape("".join(letters[name] for name in names)) + "]"

    return _CLASS.sub(letters_of, pattern)
