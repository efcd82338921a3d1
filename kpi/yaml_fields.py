"""Fields of a YAML mapping, asked for one by one: what stands there, and a fault where it does not fit.

Each method takes a node and the path of keys that leads to it, tells what is wrong, and returns
what could be read (`""`, `[]`, `None` where nothing could); nothing stops at the first fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from kpi.errors import Problem
from kpi.yaml_faults import COLON_MEND
from kpi.yaml_source import Mapping, Node, Scalar, Sequence, Unreadable

_MOST_GUESSES = 200
_MOST_CANDIDATES = 300

_FULL_WIDTH_SEPARATORS = "，、；"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a list and its place."""

    text: str
    line: int
    where: str


class FieldReader:
    """Reads the fields of one file and collects its faults in `problems`."""

    def __init__(self, file: str, text: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._lines = text.split("\n")

    def tell(self, line: int, where: str, found: str, expected: str, mend: str = "") -> None:
        self.problems.append(Problem(self._file, line, where, found, expected, mend))

    def unknown(self, line: int, where: str, what: str, name: str, known: Collection[str]) -> None:
        """Tells of a `name` that is none of the `known` ones, with the one that was probably meant."""
        meant = self._closest(name, known)
        self.tell(
            line,
            where,
            f"the unknown {what} {shown(name)}",
            _one_of(known),
            f"did you mean {meant!r}?" if meant else "",
        )

    def mapping(
        self, node: Node | None, where: str, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, Node] | None:
        """The known keys of a mapping with their values; None where there is no mapping."""
        if node is None or not self._is_mapping(node, where, f"'key: value' lines with {', '.join(required)}"):
            return None
        known = (*required, *optional)
        fields: dict[str, Node] = {}
        line_before = 0
        for name, (key, value) in node.entries.items():
            if name in known:
                fields[name] = value
            elif not _is_doubtful(value):
                meant = self._unknown_key(key, value, where, known, follows=key.line == line_before)
                if meant:
                    fields.setdefault(meant, Unreadable(key.line))
            line_before = key.line
        if any(_is_doubtful(value) for _, value in node.entries.values()):
            return {name: fields.get(name, Unreadable(node.line)) for name in known}
        missing = [name for name in required if name not in fields]
        if missing:
            keys = f"the key {missing[0]} is" if len(missing) == 1 else f"the keys {', '.join(missing)} are"
            self.tell(node.line, where, f"{keys} missing", ", ".join(required))
        return fields

    def entries(self, node: Node | None, where: str) -> Iterator[tuple[Scalar, Node, str]]:
        """The entries of a mapping whose keys are names that the person gives: key, value, path."""
        if node is None or not self._is_mapping(node, where, "'name: …' lines"):
            return
        for name, (key, value) in node.entries.items():
            if _is_doubtful(value):
                continue
            path = f"{where}.{name}" if len(name) <= 40 else f"{where}.{name[:40]}…"
            if key.type != "text":
                self.tell(key.line, where, f"{what_is(key)} as a name", "a text", _quote(key))
            elif not name.strip():
                self.tell(key.line, where, "an empty name", "a text")
            else:
                if name != name.strip() or "\u3000" in name or "：" in name:
                    self._stray_character(key, path)
                yield key, value, path

    def text(self, node: Node | None, where: str, expected: str = "a text") -> str:
        """A text of one line; `""` where the key is missing or its value is none."""
        if node is None or isinstance(node, Unreadable):
            return ""
        if not isinstance(node, Scalar) or node.type != "text":
            self.tell(node.line, where, what_is(node), expected, self._mend(node) if expected == "a text" else "")
            return ""
        text = node.text.strip()
        if not text:
            self.tell(node.line, where, "an empty text", expected)
        elif "\n" in text:
            self.tell(node.line, where, "a text of several lines", "a text of one line")
        elif node.plain and text[0] in "“”‘’「『":
            self.tell(node.line, where, f"the quotation mark {text[0]}", "no quotes, or ASCII quotes", 'write "…"')
        return text

    def choice(self, node: Node | None, where: str, what: str, known: Collection[str]) -> str:
        """One of the `known` words; `""` where it is none of them."""
        text = self.text(node, where, _one_of(known))
        if node is not None and text and text not in known:
            self.unknown(node.line, where, what, text, known)
            return ""
        return text

    def words(self, node: Node | None, where: str, shortest: int = 1, longest: int = 60) -> list[Word]:
        """The words of a list, each of at least `shortest` and at most `longest` characters."""
        if node is None or isinstance(node, Unreadable):
            return []
        if not isinstance(node, Sequence):
            mend = self._mend(node) or (f"write [{node.text}]" if isinstance(node, Scalar) else "")
            self.tell(node.line, where, what_is(node), "a list of words", mend)
            return []
        words = [Word(self.text(item, where), item.line, where) for item in node.items]
        return [
            word
            for item, word in zip(node.items, words, strict=True)
            if word.text and self._is_word(item, word, shortest, longest)
        ]

    def some(self, node: Node | None, where: str, expected: str) -> None:
        """Tells of a list or mapping that holds nothing."""
        if isinstance(node, Sequence | Mapping) and is_empty(node):
            self.tell(node.line, where, what_is(node), expected)

    def _is_mapping(self, node: Node, where: str, expected: str) -> TypeGuard[Mapping]:
        if isinstance(node, Mapping):
            return True
        if not isinstance(node, Unreadable):
            self.tell(node.line, where, what_is(node), expected, self._mend(node))
        return False

    def _unknown_key(self, key: Scalar, value: Node, where: str, known: Collection[str], follows: bool) -> str:
        """Tells of a key that has no place here; the known one that was probably meant, or `""`."""
        meant = self._closest(key.text.split("：")[0], known)
        mend = f"did you mean {meant!r}?" if meant else ""
        if "：" in key.text:
            mend = COLON_MEND
        elif "\u3000" in key.text:
            mend = "take out the full-width space"
        elif key.text == "<<":
            mend = "entries cannot be merged here; write the keys out"
        elif not mend and follows and isinstance(value, Scalar) and value.type == "nothing":
            mend = "put a text with a comma in quotes"
        self.tell(key.line, where, f"the unknown key {shown(key.text)}", _one_of(known), mend)
        return meant

    def _stray_character(self, key: Scalar, path: str) -> None:
        if "：" in key.text:
            self.tell(key.line, path, "a name with a full-width ：", "an ASCII ': ' after the name", COLON_MEND)
        else:
            self.tell(key.line, path, "a name with a stray space", "the name alone", "take out the space")

    def _is_word(self, item: Node, word: Word, shortest: int, longest: int) -> bool:
        separator = next((char for char in _FULL_WIDTH_SEPARATORS if char in word.text), "")
        if isinstance(item, Scalar) and item.plain and separator:
            mend = f"write ', ' between words, or put the word in quotes if the {separator} belongs to it"
            self.tell(word.line, word.where, f"the word {shown(word.text)} with {separator} in it", "one word", mend)
        elif isinstance(item, Scalar) and item.text != word.text:
            mend = "take out the space around it"
            self.tell(word.line, word.where, f"the word {shown(item.text)}", f"{shown(word.text)}", mend)
        elif len(word.text) < shortest:
            expected = f"at least {shortest} characters"
            mend = "so short a word would be found everywhere"
            self.tell(word.line, word.where, f"the single character {shown(word.text)}", expected, mend)
        elif len(word.text) > longest:
            self.tell(word.line, word.where, f"a word of {len(word.text)} characters", f"at most {longest}")
        else:
            return True
        return False

    def _closest(self, name: str, known: Collection[str]) -> str:
        """The known name that was probably meant, or `""`; a file full of unknown names is not guessed at for long."""
        from difflib import get_close_matches

        if len(self.problems) > _MOST_GUESSES:
            return ""
        return next(iter(get_close_matches(name[:100], list(known)[:_MOST_CANDIDATES], n=1)), "")

    def _mend(self, node: Node) -> str:
        if isinstance(node, Scalar):
            if node.type == "nothing" and "#" in self._lines[node.line - 1]:
                return "'#' begins a comment: put a text with '#' in quotes"
            if "：" in node.text:
                return COLON_MEND
            return _quote(node)
        return ""


def what_is(node: Node) -> str:
    """A node in a person's words: `the number 12`, `the yes/no value no`, `a list`, `nothing`."""
    match node:
        case Scalar(type="nothing"):
            return "nothing"
        case Scalar(type="yes/no value", text=text):
            return f"{shown(text)}, which YAML reads as yes or no"
        case Scalar(type="text", text=text):
            return f"the text {shown(text)}"
        case Scalar(type="number", text=text) if text.isdecimal() and not text.startswith("0"):
            return f"the number {text}"
        case Scalar(type=type, text=text):
            return f"{shown(text)}, which YAML reads as a {type}"
        case Sequence(items=items):
            return "a list" if items else "an empty list"
        case Mapping(entries=entries):
            return "a mapping" if entries else "an empty mapping"
        case Unreadable():
            return "an unreadable part"


def is_empty(node: Node | None) -> bool:
    """Whether nothing at all stands there; an unreadable part may hold something."""
    match node:
        case None | Scalar(type="nothing"):
            return True
        case Sequence(items=content) | Mapping(entries=content):
            return not content
        case Scalar() | Unreadable():
            return False


def _is_doubtful(node: Node) -> bool:
    return isinstance(node, Unreadable) and node.doubtful


def shown(text: str) -> str:
    """`text` in quotes, cut where it is too long for a message."""
    return repr(text if len(text) <= 40 else text[:40] + "…")


def _quote(node: Scalar) -> str:
    return f'put it in quotes: "{node.text}"' if node.type not in ("text", "nothing") else ""


def _one_of(names: Collection[str]) -> str:
    return f"one of {', '.join(list(names)[:12])}{', …' if len(names) > 12 else ''}" if names else "none"
