"""A YAML file that a person wrote, as nodes that know their line.

The file is read in one pass over the parser's events, without recursion and without ever making
an object that the file names, so no input can exhaust the stack or the memory. What YAML permits
and a person seldom means (a repeated key, an alias, a tag) is a fault. All faults are told at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from kpi.settings.faults import ANY_WIDTH, CUT_TAG, DOUBTFUL_TAG, explain, over_several_lines, read_on
from kpi.vocabulary.errors import Problem, shown
from kpi.vocabulary.patterns import lazy

LARGEST = 1_000_000
"""Characters of the largest file that is read."""

DEEPEST = 20
"""Levels of nesting that are followed; the config needs six."""

_MOST_CUTS = 30
_MOST_CHARACTERS = 3_000_000  # parsed in all those attempts together
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: its text as written, and what YAML 1.1 takes it for if it stands without quotes.

    `type` is `text`, `number`, `yes/no value`, `date` or `nothing`.
    """

    line: int
    text: str
    type: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the file; each key once."""

    line: int
    entries: dict[str, tuple[Scalar, Node]]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part that was already complained about: nothing can be said of what it holds.

    Where it is `doubtful`, nor can it be said which of its neighbours are missing.
    """

    line: int
    doubtful: bool = False


Node = Scalar | Sequence | Mapping | Unreadable


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The root node of `text` and the faults found; None where so little could be read that it is no use.

    After a fault of syntax the entry around it is set aside and the rest is read on, so that
    one open quote does not hide what is wrong in the other sections.
    """
    unfit = _unfit(text, file)
    if unfit:
        return None, unfit
    lines, told = text.split("\n"), dict[int, Problem]()
    width = ANY_WIDTH
    for _ in range(max(3, min(_MOST_CUTS, _MOST_CHARACTERS // (len(text) + 1)))):
        builder = _Builder(file, lines, tags=(CUT_TAG, DOUBTFUL_TAG) if told else ())
        try:
            for event in yaml.parse("\n".join(lines), Loader=_Loader):
                builder.take(event)
        except _Stop as stop:
            return None, [*told.values(), *builder.problems, stop.problem]
        except (_Broken, yaml.MarkedYAMLError) as error:
            problem = error.problem if isinstance(error, _Broken) else explain(error, lines, file)
            if problem.line not in told:
                width = ANY_WIDTH
            told.setdefault(problem.line, problem)
            cut = read_on(lines, problem, width)
            if cut is None:
                return None, list(told.values())
            width = cut
        else:
            return builder.root, [*told.values(), *builder.problems]
    return None, list(told.values())


class _Told(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Stop(_Told):
    """A fault after which nothing more of the file is worth reading."""


class _Broken(_Told):
    """A fault of syntax that the parser itself lets pass."""


# Before parsing ------------------------------------------------------------------------------

# YAML takes these three for line ends, editors do not: line numbers would drift apart.
_LINE_SEPARATORS = "\x85\u2028\u2029"
_UNFIT = lazy("[^\\t\\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|(?<!^)\ufeff")


def _unfit(text: str, file: str) -> list[Problem]:
    if len(text) > LARGEST:
        return [Problem(file, 0, "", f"文件有 {len(text):,} 个字符", f"应不超过 {LARGEST:,} 个")]
    problems: list[Problem] = []
    start, line = 0, 1
    while len(problems) < _MOST_CUTS and (match := _UNFIT.search(text, start)):
        line += text.count("\n", start, match.start())
        name = "行分隔符" if match[0] in _LINE_SEPARATORS else "控制字符"
        found = f"有看不见的{name} U+{ord(match[0]):04X}"
        problems.append(Problem(file, line, "", found, "应只有看得见的字符", "请删去"))
        end = text.find("\n", match.start())  # the first of each line is told
        if end < 0:
            break
        start, line = end + 1, line + 1
    return problems


# Events to nodes -----------------------------------------------------------------------------

_TYPES = {
    "tag:yaml.org,2002:bool": "yes/no value",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:timestamp": "date",
    "tag:yaml.org,2002:null": "nothing",
}
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers


def _line_of(event: Any) -> int:
    return event.start_mark.line + 1


def _unreadable(line: int, _: list[Node]) -> Node:
    return Unreadable(line)


def _doubtful(line: int, _: list[Node]) -> Node:
    return Unreadable(line, doubtful=True)


def _type_of(text: str) -> str:
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return _TYPES.get(tag, "text")
    return "text"


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; the nodes of a mapping are keys and values in turn."""

    line: int
    close: Callable[[int, list[Node]], Node]
    nodes: list[Node]


class _Builder:
    """Takes the parser's events one by one and keeps the nodes under construction on a stack of its own.

    `tags` are those that we put there ourselves; a person's tag is a fault, whatever its name.
    """

    def __init__(self, file: str, lines: list[str], tags: tuple[str, ...]) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._file = file
        self._lines = lines
        self._tags = tags
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._refuse_marks(event)
                self._put(self._scalar(event))
            case yaml.SequenceStartEvent():
                self._start(event, self._sequence)
            case yaml.MappingStartEvent():
                self._start(event, self._mapping)
            case yaml.CollectionEndEvent():
                done = self._open.pop()
                self._put(done.close(done.line, done.nodes))
            case yaml.AliasEvent():
                line = _line_of(event)
                self._tell(line, f"*{event.anchor} 是 YAML 的引用", "应直接写出内容", "以 * 开头的文字请加引号")
                self._put(Unreadable(line))
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _Stop(self._problem(_line_of(event), "“---”之后是第二个文档", "应只有一个文档"))

    def _scalar(self, event: Any) -> Node:
        first, last = event.start_mark.line, event.end_mark.line
        if event.tag:
            return Unreadable(first + 1, event.tag == DOUBTFUL_TAG)
        plain = event.implicit[0]
        if last > first and event.style in (None, "", "'", '"'):
            broken = over_several_lines(self._lines, first, last, plain, self._file)
            if broken:
                raise _Broken(broken)
        return Scalar(first + 1, event.value, _type_of(event.value) if plain else "text", plain)

    def _start(self, event: Any, close: Callable[[int, list[Node]], Node]) -> None:
        self._refuse_marks(event)
        line = _line_of(event)
        if len(self._open) == DEEPEST:
            raise _Stop(self._problem(line, f"嵌套超过 {DEEPEST} 层", "应不超过 6 层"))
        if event.tag:
            close = _doubtful if event.tag == DOUBTFUL_TAG else _unreadable
        self._open.append(_Open(line, close, []))

    def _put(self, node: Node) -> None:
        if self._open:
            self._open[-1].nodes.append(node)
        else:
            self.root = node

    def _sequence(self, line: int, nodes: list[Node]) -> Node:
        return Sequence(line, tuple(nodes))

    def _mapping(self, line: int, nodes: list[Node]) -> Node:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                if not isinstance(key, Unreadable):
                    self._tell(key.line, "键写成了列表或键值对", "应为文字")
            elif key.text in entries:
                first = entries[key.text][0].line
                self._tell(
                    key.line,
                    f"键{shown(key.text)}重复（第 {first} 行已有）",
                    "每个键应只写一次",
                    "请删去一处，或合并两处",
                )
            else:
                entries[key.text] = key, value
        return Mapping(line, entries)

    def _refuse_marks(self, event: Any) -> None:
        line = _line_of(event)
        if event.anchor:
            self._tell(line, f"&{event.anchor} 是 YAML 的锚点", "应直接写出内容", "以 & 开头的文字请加引号")
        if event.tag and event.tag not in self._tags:
            self._tell(line, f"{event.tag} 是 YAML 的标签", "应直接写出内容", "以 ! 开头的文字请加引号")

    def _tell(self, line: int, found: str, expected: str, mend: str = "") -> None:
        self.problems.append(self._problem(line, found, expected, mend))

    def _problem(self, line: int, found: str, expected: str, mend: str = "") -> Problem:
        return Problem(self._file, line, "", found, expected, mend)
