"""Fields of a YAML mapping, asked for one by one: what stands there, and a fault where it does not fit.

Each method takes a node and the path of keys that leads to it, tells what is wrong, and returns
what could be read (`""`, `[]`, `None` where nothing could); nothing stops at the first fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from kpi.settings.faults import COLON_MEND
from kpi.settings.source import Mapping, Node, Scalar, Sequence, Unreadable
from kpi.vocabulary.errors import Problem, shown
from kpi.vocabulary.patterns import lazy

LONGEST_TEXT = 300
"""Characters of a name, title or reason; no zone's name has a third."""

_MOST_GUESSES = 200
_MOST_CANDIDATES = 300

_FULL_WIDTH_SEPARATORS = "，、；"
_A_TEXT = "应为文字"
_FLAGS = {"true": True, "false": False}
_WHOLE = lazy(r"[1-9][0-9]{0,9}")
_READ_AS = {"yes/no value": "是或否", "number": "数字", "date": "日期"}


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
        self.tell(line, where, f"未知的{what}{shown(name)}", _one_of(known), _perhaps(meant))

    def mapping(
        self, node: Node | None, where: str, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, Node] | None:
        """The known keys of a mapping with their values; None where there is no mapping."""
        expected = f"应为“键: 值”各行，键有 {'、'.join(required or optional)}"
        if node is None or not self._is_mapping(node, where, expected):
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
            expected = f"必填的有 {'、'.join(required)}" if len(missing) < len(required) else ""
            self.tell(node.line, where, f"缺少必填的 {'、'.join(missing)}", expected, "请补上")
        return fields

    def entries(self, node: Node | None, where: str) -> Iterator[tuple[Scalar, Node, str]]:
        """The entries of a mapping whose keys are names that the person gives: key, value, path."""
        if node is None or not self._is_mapping(node, where, "应为“名称: …”各行"):
            return
        for name, (key, value) in node.entries.items():
            if _is_doubtful(value):
                continue
            path = f"{where}.{name}" if len(name) <= 40 else f"{where}.{name[:40]}…"
            if key.type != "text":
                self.tell(key.line, where, f"名称{what_is(key)}", _A_TEXT, _quote(key))
            elif not name.strip():
                self.tell(key.line, where, "名称为空", _A_TEXT)
            else:
                if name != name.strip() or "\u3000" in name or "：" in name:
                    self._stray_character(key, path)
                yield key, value, path

    def text(self, node: Node | None, where: str, expected: str = _A_TEXT, longest: int = LONGEST_TEXT) -> str:
        """A text of one line of at most `longest` characters; `""` where the key is missing or its value is none."""
        if node is None or isinstance(node, Unreadable):
            return ""
        if not isinstance(node, Scalar) or node.type != "text":
            self.tell(node.line, where, what_is(node), expected, self._mend(node) if expected == _A_TEXT else "")
            return ""
        text = node.text.strip()
        if not text:
            self.tell(node.line, where, "文字为空", expected)
        elif "\n" in text:
            self.tell(node.line, where, "文字不止一行", "应在一行之内")
        elif len(text) > longest:
            self.tell(node.line, where, f"文字有 {len(text):,} 个字", f"应不超过 {longest:,} 个")
        elif node.plain and text[0] in "“”‘’「『":
            self.tell(node.line, where, f"用了中文引号 {text[0]}", "应不加引号，或用半角引号", '请写成 "…"')
        return text

    def choice(self, node: Node | None, where: str, what: str, known: Collection[str]) -> str:
        """One of the `known` words; `""` where it is none of them."""
        text = self.text(node, where, _one_of(known))
        if node is not None and text and text not in known:
            self.unknown(node.line, where, what, text, known)
            return ""
        return text

    def flag(self, node: Node | None, where: str, default: bool) -> bool:
        """True or false; `default` where the key is missing or its value is neither."""
        if node is None or isinstance(node, Unreadable):
            return default
        if isinstance(node, Scalar) and node.type == "yes/no value" and node.text in _FLAGS:
            return _FLAGS[node.text]
        self.tell(node.line, where, what_is(node), "应为 true 或 false，不加引号")
        return default

    def number(self, node: Node | None, where: str, least: int, most: int, default: int) -> int:
        """A whole number from `least` to `most`; `default` where the key is missing or its value is none."""
        if node is None or isinstance(node, Unreadable):
            return default
        whole = isinstance(node, Scalar) and node.type == "number" and _WHOLE.fullmatch(node.text)
        if isinstance(node, Scalar) and whole and least <= int(node.text) <= most:
            return int(node.text)
        found = what_is(node)
        if isinstance(node, Scalar) and node.type == "number":
            found = f"写的是数字 {node.text[:20]}"
        self.tell(node.line, where, found, f"应为 {least} 到 {most} 的整数，不加引号")
        return default

    def words(self, node: Node | None, where: str, shortest: int = 1, longest: int = 60) -> list[Word]:
        """The words of a list, each of at least `shortest` and at most `longest` characters."""
        if node is None or isinstance(node, Unreadable):
            return []
        if not isinstance(node, Sequence):
            mend = self._mend(node)
            if isinstance(node, Scalar) and not mend:
                mend = f"请写成 [{', '.join(node.text.strip().splitlines())}]"
            self.tell(node.line, where, what_is(node), "应为词的列表", mend)
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
        mend = _perhaps(meant)
        if "：" in key.text:
            mend = COLON_MEND
        elif "\u3000" in key.text:
            mend = "请删去全角空格"
        elif key.text == "<<":
            mend = "这里不能合并条目，请逐一写出各键"
        elif not mend and follows and isinstance(value, Scalar) and value.type == "nothing":
            mend = "含逗号的文字请加引号"
        self.tell(key.line, where, f"未知的键{shown(key.text)}", _one_of(known), mend)
        return meant

    def _stray_character(self, key: Scalar, path: str) -> None:
        if "：" in key.text:
            self.tell(key.line, path, "名称里有全角冒号“：”", "名称后应为半角“: ”", COLON_MEND)
        else:
            self.tell(key.line, path, "名称里有多余的空格", "应只有名称", "请删去空格")

    def _is_word(self, item: Node, word: Word, shortest: int, longest: int) -> bool:
        separator = next((char for char in _FULL_WIDTH_SEPARATORS if char in word.text), "")
        if isinstance(item, Scalar) and item.plain and separator:
            mend = f"词间请用“, ”；“{separator}”若是词的一部分，请给词加引号"
            self.tell(word.line, word.where, f"词{shown(word.text)}里有“{separator}”", "应为一个词", mend)
        elif isinstance(item, Scalar) and item.text != word.text:
            found = f"词{shown(item.text)}前后有空格"
            self.tell(word.line, word.where, found, f"应为{shown(word.text)}", "请删去空格")
        elif len(word.text) < shortest:
            mend = "太短的词到处都会碰上"
            self.tell(word.line, word.where, f"词{shown(word.text)}只有一个字", f"应至少 {shortest} 个字", mend)
        elif len(word.text) > longest:
            self.tell(word.line, word.where, f"词有 {len(word.text)} 个字", f"应不超过 {longest} 个")
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
                return "“#”之后是注释，含“#”的文字请加引号"
            if "：" in node.text:
                return COLON_MEND
            return _quote(node)
        return ""


def what_is(node: Node) -> str:
    """A node in a person's words: `写的是数字 12`, `“no”会被 YAML 读作是或否`, `没有内容`."""
    match node:
        case Scalar(type="nothing"):
            return "没有内容"
        case Scalar(type="text", text=text):
            return f"写的是{shown(text)}"
        case Scalar(type="number", text=text) if text.isdecimal() and not text.startswith("0"):
            return f"写的是数字 {text}"
        case Scalar(type=type, text=text):
            return f"{shown(text)}会被 YAML 读作{_READ_AS[type]}"
        case Sequence(items=items):
            return "写的是列表" if items else "列表是空的"
        case Mapping(entries=entries):
            return "写的是键值对" if entries else "键值对是空的"
        case Unreadable():
            return "这里读不懂"


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


def _quote(node: Scalar) -> str:
    return f'请写成 "{node.text}"' if node.type not in ("text", "nothing") else ""


def _one_of(names: Collection[str]) -> str:
    if not names:
        return "目前没有可选的"
    return f"应为 {'、'.join(list(names)[:12])}{f' 等 {len(names)} 个' if len(names) > 12 else ' '}之一"


def _perhaps(meant: str) -> str:
    return f"是不是{shown(meant)}？" if meant else ""
