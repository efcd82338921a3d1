"""One indicator of the map changed in the text of config.yaml, every other line left as it is.

A form must not cost a person their comments, their order or their way of writing, so nothing is
written anew that did not change: the places of the values are looked up in the text, and only these
are replaced. Where the text is written in a way that this cannot follow, `CannotEdit` says so.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import yaml

from kpi.settings.source import read_yaml
from kpi.vocabulary.errors import KpiError

SCALARS = ("zh", "en", "group", "dimension", "unit", "good")
LISTS = ("aliases", "forbid")
FIELDS = (*SCALARS, *LISTS)

_SIGNS = re.compile(r"[\[\]{}#&*!|>%@`\"',?:\\]")  # signs that YAML may take for its own
_STEP = 2  # columns that an entry stands to the right of its section, where no neighbour shows it
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CannotEdit(KpiError):
    """The text is broken, or written in a way that only a person can edit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the form shows of an indicator; all else of it (definition, within, patterns) stays in the text."""

    id: str
    zh: str = ""
    en: str = ""
    group: str = ""
    dimension: str = ""
    unit: str = ""
    good: str = ""
    aliases: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()


def entries(text: str) -> dict[str, Entry]:
    """The indicators of the map in the order of the file; CannotEdit where the text cannot be followed.

    >>> entries("indicators:\\n  gdp: {zh: 生产总值, aliases: [GDP]}\\n")["gdp"].aliases
    ('GDP',)
    """
    return _source(text).entries()


def put_entry(text: str, entry: Entry) -> str:
    """`text` with the indicator as `entry` has it; a new one goes to the end of its group's block.

    >>> print(put_entry("indicators:\\n  gdp: # 主要\\n    zh: 生产总值\\n", Entry("gdp", zh="总值")).rstrip())
    indicators:
      gdp: # 主要
        zh: 总值
    """
    source = _source(text)
    if entry.id not in source.pairs:
        return _sure(source, source.derived(source.with_new(entry)), entry)
    made = source
    for name in FIELDS:
        made = made.derived(made.with_field(entry.id, name, getattr(entry, name)))
    return _sure(source, made, entry)


def remove_entry(text: str, indicator: str) -> str:
    """`text` without the indicator and what stands inside it; comments above it stay."""
    source = _source(text)
    return _sure(source, source.derived(source.without(indicator)), Entry(indicator), gone=True)


def add_alias(text: str, indicator: str, alias: str) -> str:
    """`text` with one more alias of the indicator, at the end of its list."""
    entry = _source(text).entry(indicator)
    return text if alias in entry.aliases else put_entry(text, replace(entry, aliases=(*entry.aliases, alias)))


def remove_forbidden(text: str, indicator: str, word: str) -> str:
    """`text` without that forbidding word of the indicator."""
    entry = _source(text).entry(indicator)
    return put_entry(text, replace(entry, forbid=tuple(each for each in entry.forbid if each != word)))


def lines_of(text: str) -> dict[str, int]:
    """The line (from 1) on which each indicator begins, also where other parts of the text are broken."""
    section = re.search(r"^indicators:[^\n]*\n((?:[ \t#][^\n]*\n|\n)*)", text + "\n", re.MULTILINE)
    if section is None:
        return {}
    first = text.count("\n", 0, section.start(1)) + 1
    keys = re.compile(r"( +)([A-Za-z_][\w-]*):(?:\s|$)")
    found = [(at, match) for at, line in enumerate(section[1].split("\n"), first) if (match := keys.match(line))]
    indent = min((len(match[1]) for _, match in found), default=0)
    return {match[2]: at for at, match in found if len(match[1]) == indent}


_KEPT: dict[str, _Source] = {}
_MOST_KEPT = 3


def _source(text: str) -> _Source:
    """A text and its places; a page asks for the same one again and again, and a large one takes seconds."""
    return _KEPT.get(text) or _keep(_Source(text))


def _keep(source: _Source) -> _Source:
    for old in list(_KEPT)[: max(0, len(_KEPT) - _MOST_KEPT + 1)]:
        _KEPT.pop(old, None)
    _KEPT[source.text] = source
    return source


def _sure(source: _Source, made: _Source, entry: Entry, gone: bool = False) -> str:
    """The new text, once it is certain that it says what was asked for and that nothing else changed."""
    with suppress(CannotEdit):
        said = made.entries().get(entry.id)
        before, after = source.all_but(entry.id), made.all_but(entry.id)
        if said == (None if gone else entry) and (before[:2] == after[:2] if gone else before == after):
            return _keep(made).text
    raise CannotEdit("config.yaml: 这个指标的写法表单改不了；请在文本中改")


class _Source:
    """A text and the places of what its indicators say."""

    def __init__(self, text: str, checked: bool = False) -> None:
        self.text = text
        # the project's own reader first: it refuses what would exhaust the stack of the one below
        problems = [] if checked else read_yaml(text, "config.yaml")[1]
        if problems:
            raise CannotEdit(str(problems[0]))
        root = _composed(text)
        sections = {key.value: (key, node) for key, node in root.value} if isinstance(root, yaml.MappingNode) else {}
        if "indicators" not in sections:
            raise CannotEdit("config.yaml: 缺少 indicators；请先在文本中写上")
        self.section_key, self.section = sections["indicators"]
        listed = self.section.value if isinstance(self.section, yaml.MappingNode) else []
        self.pairs: dict[str, tuple[Any, Any]] = {key.value: (key, node) for key, node in listed}

    def entries(self) -> dict[str, Entry]:
        return {name: _entry(name, node) for name, (_, node) in self.pairs.items()}

    def entry(self, indicator: str) -> Entry:
        if indicator not in self.pairs:
            raise CannotEdit(f"config.yaml: 没有指标 {indicator}；请核对标识")
        return _entry(indicator, self.pairs[indicator][1])

    def all_but(self, indicator: str) -> tuple[Any, list[str], Any]:
        """What the text says apart from `indicator`, the order of the others, and what a form does not show of it."""
        whole = self._whole
        section = dict(whole.get("indicators") or {})
        fields = section.pop(indicator, None) or {}
        kept = {name: value for name, value in fields.items() if name not in FIELDS} if isinstance(fields, dict) else {}
        return {**whole, "indicators": section}, list(section), kept

    @cached_property
    def _whole(self) -> dict[str, Any]:
        try:
            found = yaml.load(self.text, Loader=_Loader)
        except yaml.YAMLError as error:
            raise CannotEdit(str(error)) from error
        return found if isinstance(found, dict) else {}

    # Changes

    def derived(self, text: str) -> _Source:
        """The source of a text that was made of this one by one of the changes below."""
        return self if text == self.text else _Source(text, checked=True)

    def with_field(self, indicator: str, name: str, value: str | tuple[str, ...]) -> str:
        """The text with one field of an entry set to `value`."""
        entry = self.entry(indicator)
        if getattr(entry, name) == value:
            return self.text
        key, node = self.pairs[indicator]
        if not isinstance(node, yaml.MappingNode):
            raise CannotEdit(f"config.yaml: {indicator} 没有内容；请在文本中改")
        pair = next((pair for pair in node.value if pair[0].value == name), None)
        if pair is None:
            return self._with_new_field(key, node, name, value)
        if not value:
            return self._without_pair(key, node, pair)
        if isinstance(value, str):
            return self._replaced(pair[1], _scalar(value, _quote_of(pair[1])), pair[0])
        return self._with_words(indicator, pair, value)

    def with_new(self, entry: Entry) -> str:
        """The text with one more entry, after the last of its group."""
        if not self.pairs:
            raise CannotEdit("config.yaml: indicators 是空的；请先在文本中写第一个指标")
        if self.section.flow_style:
            at = self._last(self.section.value[-1][1])
            return self._put(at, at, f", {entry.id}: {_flow(entry)}")
        of_group = [name for name, other in self.entries().items() if other.group == entry.group]
        key, node = self.pairs[(of_group or list(self.pairs))[-1]]
        fields = node.value if isinstance(node, yaml.MappingNode) and not node.flow_style else []
        outer = " " * key.start_mark.column
        inner = " " * (fields[0][0].start_mark.column if fields else key.start_mark.column + _STEP)
        written = {name: getattr(entry, name) for name in FIELDS if getattr(entry, name)}
        lines = [f"{outer}{entry.id}:", *(f"{inner}{name}: {_written(value)}" for name, value in written.items())]
        return self._insert_lines(self._block_end(key, node), lines)

    def without(self, indicator: str) -> str:
        """The text without an entry."""
        self.entry(indicator)
        key, node = self.pairs[indicator]
        if self.section.flow_style or len(self.pairs) == 1:
            return self._without_pair(self.section_key, self.section, (key, node))
        return self._put(self._line_start(self._start(key)), self._block_end(key, node), "")

    def _with_new_field(self, key: Any, node: Any, name: str, value: str | tuple[str, ...]) -> str:
        before = [pair for pair in node.value if pair[0].value in FIELDS[: FIELDS.index(name)]]
        if node.flow_style:
            at = self._last((before or node.value)[-1][1]) if node.value else self._start(node) + 1
            return self._put(at, at, f"{', ' if node.value else ''}{name}: {_written(value)}")
        after = before[-1] if before else (key, None)
        indent = " " * node.value[0][0].start_mark.column
        at = self._line_start(self._start(node.value[0][0])) if not before else self._block_end(*after)
        return self._insert_lines(at, [f"{indent}{name}: {_written(value)}"])

    def _with_words(self, indicator: str, pair: tuple[Any, Any], words: tuple[str, ...]) -> str:
        """A list with other words: those that stay keep their place and the way they are written."""
        key, node = pair
        said = [_text(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else []
        staying = [word for word in said if word in words]
        added = [word for word in words if word not in said]
        if not staying or (*staying, *added) != words or len(set(said)) != len(said):
            return self._replaced(node, _written(words), key)
        made = self.derived(self._with_added(node, added) if added else self.text)
        for word in said:
            if word not in words:
                made = made.derived(made.without_word(indicator, key.value, word))
        return made.text

    def without_word(self, indicator: str, name: str, word: str) -> str:
        """The text without one item of a list of several."""
        fields = {key.value: node for key, node in self.pairs[indicator][1].value}
        node = fields[name]
        at = next(number for number, item in enumerate(node.value) if _text(item) == word)
        if node.flow_style:
            return self._without_item([(item, item) for item in node.value], at)
        item = node.value[at]
        return self._put(self._line_start(self._start(item)), self._line_end(self._last(item)), "")

    def _with_added(self, node: Any, words: list[str]) -> str:
        last = node.value[-1]
        if node.flow_style:
            return self._put(self._last(last), self._last(last), "".join(f", {_scalar(word)}" for word in words))
        line = self.text[self._line_start(self._start(last)) :]
        indent = line[: len(line) - len(line.lstrip(" "))]
        return self._insert_lines(self._line_end(self._last(last)), [f"{indent}- {_scalar(word)}" for word in words])

    def _without_pair(self, key: Any, mapping: Any, pair: tuple[Any, Any]) -> str:
        """The text without a pair of the mapping that stands under `key`."""
        if mapping.flow_style:
            return self._without_item(mapping.value, mapping.value.index(pair))
        if len(mapping.value) == 1:
            return self._replaced(mapping, "{}", key)
        return self._put(self._line_start(self._start(pair[0])), self._block_end(*pair), "")

    def _without_item(self, items: list[tuple[Any, Any]], at: int) -> str:
        """Items in brackets without one of them and its comma; each is given by its first and last node."""
        start, end = self._start(items[at][0]), self._last(items[at][1])
        if at + 1 < len(items):
            return self._put(start, self._start(items[at + 1][0]), "")
        before = self._last(items[at - 1][1]) if at else start
        if "#" not in self.text[before:start]:
            return self._put(before, end, "")
        comma = re.match(r"\s*,", self.text[end:])  # the comma of the item before stays with its comment
        return self._put(start, end + (comma.end() if comma else 0), "")

    # Places

    def _replaced(self, node: Any, written: str, key: Any) -> str:
        """The text with what stands at `node` written anew; an empty value stands right behind its key."""
        start, end = self._start(node), self._last(node)
        if start == end and key is not None:
            colon = self.text.index(":", self._last(key)) + 1
            return self._put(colon, colon, f" {written}")
        if not isinstance(node, yaml.ScalarNode) and not node.flow_style:
            start = self.text.index(":", self._last(key)) + 1  # a block begins on a line of its own
            written = f" {written}"
        return self._put(start, end, written)

    def _put(self, start: int, end: int, written: str) -> str:
        return self.text[:start] + written + self.text[end:]

    def _insert_lines(self, at: int, lines: list[str]) -> str:
        before = "" if at == 0 or self.text[at - 1] == "\n" else "\n"
        return self._put(at, at, before + "\n".join(lines) + "\n")

    def _start(self, node: Any) -> int:
        return self._offset(node.start_mark)

    def _last(self, node: Any) -> int:
        """Where the last thing written in `node` ends: a block's own end lies behind the comments after it."""
        if isinstance(node, yaml.ScalarNode):
            end = self._offset(node.end_mark)
            return len(self.text[:end].rstrip()) if node.style in ("|", ">") else end
        parts = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
        return self._offset(node.end_mark) if node.flow_style or not parts else max(map(self._last, parts))

    def _block_end(self, key: Any, node: Any) -> int:
        """Where the line after an entry begins; comments right below it and set deeper than its key belong to it."""
        at = self._line_end(self._last(key) if node is None else max(self._last(node), self._last(key)))
        deeper = re.compile(rf" {{{key.start_mark.column + 1},}}#")
        while node is not None and deeper.match(self.text, at):
            at = self._line_end(at)
        return at

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _offset(self, mark: Any) -> int:
        return self._lines[min(mark.line, len(self._lines) - 1)] + mark.column

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins; YAML ends lines at these signs too."""
        return [0, *(match.end() for match in re.finditer("\r\n|[\n\r\x85\u2028\u2029]", self.text))]


def _composed(text: str) -> Any:
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise CannotEdit(str(error)) from error


def _entry(name: str, node: Any) -> Entry:
    fields = {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    said: dict[str, Any] = {field: _text(fields[field]) for field in SCALARS if field in fields}
    said |= {field: _words(fields[field]) for field in LISTS if field in fields}
    return Entry(name, **said)


def _text(node: Any) -> str:
    is_text = isinstance(node, yaml.ScalarNode) and not node.tag.endswith(":null")
    return str(node.value) if is_text else ""


def _words(node: Any) -> tuple[str, ...]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(word for word in map(_text, items) if word)


def _written(value: str | tuple[str, ...]) -> str:
    return _scalar(value) if isinstance(value, str) else f"[{', '.join(map(_scalar, value))}]"


def _flow(entry: Entry) -> str:
    written = {name: getattr(entry, name) for name in FIELDS if getattr(entry, name)}
    return "{" + ", ".join(f"{name}: {_written(value)}" for name, value in written.items()) + "}"


def _quote_of(node: Any) -> str:
    return node.style if isinstance(node, yaml.ScalarNode) and node.style in ("'", '"') else ""


def _scalar(text: str, quote: str = "") -> str:
    """A text as YAML writes it: without quotes where they are not needed and were not there before."""
    if not quote and _is_plain(text):
        return text
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    if not text.isprintable() or _SIGNS.search(text):
        return False
    try:
        return bool(yaml.load(f"[{text}]", Loader=_Loader) == [text])
    except yaml.YAMLError:
        return False
