"""Finds the words that matter in a sentence: indicator names, cues, and the language around numbers.

All words of the indicator map and of the lexicon are compiled into one trie pattern; the longest
word at a place wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kpi.language.lexicon import PLAN_FULFILLED, SPLITS, words
from kpi.vocabulary.model import Cues, Indicator
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.tries import trie_pattern


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `[start, end)` of a sentence; `kind` is its class, `names` the indicators it names.

    `within` names indicators only while one of the topics is spoken of.
    """

    start: int
    end: int
    kind: str
    text: str
    names: tuple[str, ...] = ()
    within: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class PatternMention:
    """A name with its number inside: `indicator` at `[start, end)`, the number at `number`."""

    indicator: str
    start: int
    end: int
    number: int
    letters: int

    def narrower_than(self, other: PatternMention) -> bool:
        """Whether it says more of the same number: in a shorter stretch, or with more letters of its own."""
        return (self.end - self.start, -self.letters) < (other.end - other.start, -other.letters)


@dataclass(slots=True)
class _Meaning:
    kind: str = ""
    names: list[str] = field(default_factory=list)
    within: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


_PUNCTUATION = {
    "，": "comma",
    ",": "comma",
    "、": "enum",
    "；": "semi",
    ";": "semi",
    "：": "colon",
    ":": "colon",
    "和": "and",
    "与": "and",
    "及": "and",
    "以及": "and",
}
_FEW = r"[^，。；,;：:\d]{0,18}?"
_ANY = r"[^。；;]{0,90}?"
_HASH = (
    r"(?P<n>[\d一二两三四五六七八九十百千近约超][\d.,一二三四五六七八九十百千万]{0,8}[余多]?)"
    r"\s?(?:个|项|家|户|件|人|名|宗)(?:以上)?"
)


class Lexer:
    """The compiled words of one indicator map."""

    def __init__(self, indicators: Mapping[str, Indicator], cues: Cues, scopes: Sequence[str] = ()) -> None:
        self._scopes = tuple(scopes)
        table: dict[str, _Meaning] = {}
        for word, kind in words().items():
            table.setdefault(word, _Meaning()).kind = kind
        for word in (*_PUNCTUATION,):
            table.setdefault(word, _Meaning()).kind = _PUNCTUATION[word]
        for kind, listed in (("actual", cues.actual), ("estimate", cues.estimate), ("target", cues.target)):
            for word in listed:
                table.setdefault(word, _Meaning()).kind = kind
        for indicator in indicators.values():
            for alias in indicator.aliases:
                table.setdefault(alias, _Meaning()).names.append(indicator.id)
            for within in indicator.within:
                for word in within.words:
                    table.setdefault(word, _Meaning()).within.append((indicator.id, within.topics))
        self._table = table
        self._pattern = lazy(trie_pattern(table))
        self._fulfilled = lazy(PLAN_FULFILLED)
        self._patterns = [
            _compile(indicator.id, pattern) for indicator in indicators.values() for pattern in indicator.patterns
        ]
        names = [word for word, meaning in table.items() if meaning.names or meaning.within]
        literals = [literal for _, _, literals in self._patterns for literal in literals[:1]]
        self._any_name = lazy(trie_pattern({*names, *literals}))
        self.alias_of = {word: meaning.names for word, meaning in table.items() if meaning.names}

    def names_anything(self, text: str) -> bool:
        """Whether the text names any indicator at all."""
        return self._any_name.search(text) is not None

    def find_tokens(self, text: str) -> list[Token]:
        """All known words of a sentence in order, none overlapping another."""
        table, fulfilled = self._table, [match.span() for match in self._fulfilled.finditer(text)]
        tokens = []
        for match in self._pattern.finditer(text):
            word, start = match[0], match.start()
            meaning = table[word]
            kind = meaning.kind
            if meaning.names or meaning.within:
                kind = "name"
            elif kind in ("target", "aim") and any(a <= start < b for a, b in fulfilled):
                kind = "light"
            tokens.append(Token(start, match.end(), kind, word, tuple(meaning.names), tuple(meaning.within)))
        return tokens

    def find_patterns(self, text: str) -> list[PatternMention]:
        """Names with the number inside, the first pattern of the map first."""
        found = []
        for indicator, pattern, literals in self._patterns:
            if all(literal in text for literal in literals):
                for match in pattern.finditer(text):
                    found.append(
                        PatternMention(indicator, match.start(), match.end(), match.start("n"), sum(map(len, literals)))
                    )
        return found

    def split(self, alias: str) -> list[str] | None:
        """The indicators of one word that lists several: 城乡居民人均可支配收入 -> urban and rural."""
        for listed, parts in SPLITS:
            if alias.startswith(listed) or (listed == "进出口" and listed in alias):
                names = [self.alias_of.get(alias.replace(listed, part, 1)) for part in parts]
                if all(names):
                    return [name[0] for name in names if name]
        return None

    def scope_of(self, text: str, start: int, end: int) -> str:
        """The scope word that stands right before, or in, the name at `[start, end)`."""
        window = re.split(r"[，。；,;、]", text[max(0, start - 10) : end])[-1]
        alias = text[start:end]
        return next(
            (scope for scope in self._scopes if scope in window and not (scope == "新增" and scope in alias)), ""
        )


def _compile(indicator: str, pattern: str) -> tuple[str, re.Pattern[str], list[str]]:
    pieces = re.split(r"(……|…|#)", pattern)
    body = "".join({"……": _ANY, "…": _FEW, "#": _HASH}.get(piece, re.escape(piece)) for piece in pieces)
    body = body.replace(re.escape("项目") + "(?P<n>", re.escape("项目") + "[达共有为数]{0,2}(?P<n>")
    return indicator, lazy(body), [piece for piece in pieces if piece and piece not in ("……", "…", "#")]
