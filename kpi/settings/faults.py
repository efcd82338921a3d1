"""What the YAML parser's complaints mean to the person who wrote the file, and how to read on after one."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from kpi.vocabulary.errors import Problem
from kpi.vocabulary.patterns import lazy

COLON_MEND = "请把“：”改成半角冒号加空格"
INDENTATION_MEND = "每级请缩进两个空格"

CUT_TAG = "!unreadable"
"""The tag on what takes the place of an entry that was set aside."""

ANY_WIDTH = 1_000_000_000
"""Deeper than any key is indented."""

DOUBTFUL_TAG = "!unreadable-as-its-neighbours"
"""The same where the entry may have taken others with it, so that nothing can be said of what is missing."""

_FULL_WIDTH_COLON = lazy(r"\s*(?:- )?[^\s:#\"'][^:#\"']*：")
_COLON_FAULT = ("键后是全角冒号“：”", "应为半角“: ”", COLON_MEND)
_QUOTE_FAULT = ("引号没有配对", "前后引号应在同一行", "请补上后引号")
_QUOTED = lazy(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'")
# What stands right before an opening quote; an apostrophe inside a word is none.
_OPEN_QUOTE = lazy(r"(?:^|[\s\[{,])[\"'](?=\S)")
_COLON = lazy(r":( |$)")
_KEY_LINE = lazy(r"(?P<head>(?P<indent> *)(?:\"[^\"]+\"|'[^']+'|[^\s\"'#\[\]{},&*!|>%@`-][^:]*)):(?: |$)")


@dataclass(frozen=True, slots=True)
class _Fault:
    """How one complaint of the parser reads to a person; `at_start` where the start of the construct is meant."""

    pattern: re.Pattern[str]
    found: str
    expected: str
    mend: str = ""
    at_start: bool = False


def _fault(pattern: str, found: str, expected: str, mend: str = "", at_start: bool = False) -> _Fault:
    return _Fault(lazy(pattern), found, expected, mend, at_start)


# Matched in order against "context problem" of libyaml or of PyYAML's own scanner, whichever runs.
_FAULTS = (
    _fault(
        "escape",
        "双引号里的反斜杠 YAML 不认识",
        "应写在单引号里",
        "请把 \"…\" 改成 '…'",
    ),
    _fault("quoted scalar", *_QUOTE_FAULT, at_start=True),
    _fault("flow sequence", "列表的“[”没有结束", "词间应有半角逗号“,”，末尾应有“]”", "请补上", True),
    _fault("flow mapping", "键值对的“{”没有结束", "各项间应有半角逗号“,”，末尾应有“}”", "请补上", True),
    _fault("flow node", "“[”“{”或“,”后面没有内容", "应有词或右括号", "请补上，或删去多余的符号"),
    _fault(
        "mapping values are not allowed",
        "冒号前不能是键",
        "一行应只有一个“键: 值”",
        "含“: ”的文字请加引号",
    ),
    _fault(
        "block mapping",
        "这一行既不是本级的键，也不接上一行的文字",
        "应为“键: 值”，与相邻各行对齐",
        "请检查缩进和引号",
    ),
    _fault(
        "block collection",
        "这一行不是列表的一项",
        "应为“- 项”，与相邻各项对齐",
        "请检查缩进",
    ),
    _fault("anchor|alias", "& 或 * 后面没有名称", "应为文字", "请给文字加引号"),
)


def explain(error: yaml.MarkedYAMLError, lines: list[str], file: str) -> Problem:
    """The parser's complaint as a problem at the line that is to blame."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    start = min(error.context_mark.line, at) if error.context_mark else at
    said = f"{error.context or ''} {error.problem or ''}".strip()
    for look in (_bad_character, _full_width_colon, _open_bracket_or_quote, _line_out_of_place):
        problem = look(_Place(lines, start, at, mark.column if mark else 0, said, file))
        if problem:
            return problem
    for fault in _FAULTS:
        if fault.pattern.search(said):
            line = start if fault.at_start else at
            return Problem(file, line + 1, "", fault.found, fault.expected, fault.mend)
    return Problem(file, at + 1, "", f"语法有误（{said}）", "应符合 YAML 的写法", "请检查这一行和上一行")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the parser gave up (`at`, `column`), what it was reading since line `start`, and what it said."""

    lines: list[str]
    start: int
    at: int
    column: int
    said: str
    file: str

    @property
    def line(self) -> str:
        return self.lines[self.at]

    @property
    def before(self) -> int:
        """The line before, blank ones aside."""
        return next((line for line in range(self.at - 1, -1, -1) if self.lines[line].strip()), self.at)

    def problem(self, line: int, found: str, expected: str, mend: str = "") -> Problem:
        return Problem(self.file, line + 1, "", found, expected, mend)


# What people write and YAML then trips over, perhaps lines later.


def _bad_character(place: _Place) -> Problem | None:
    char = place.line[place.column : place.column + 1]
    if char == "\t" or re.match(r" *\t", place.line):
        return place.problem(place.at, "有制表符（Tab）", "缩进应用空格", INDENTATION_MEND)
    for line in (place.at, place.before):
        if re.match("[ \u3000\u00a0]*[\u3000\u00a0]", place.lines[line]):
            return place.problem(line, "行首有全角空格", "缩进应用半角空格", INDENTATION_MEND)
    if char and char in "%@`":
        rest = re.split(" #|[],}]", place.line[place.column :])[0].strip()
        return place.problem(place.at, f"文字以“{char}”开头", "应加引号", f'请写成 "{rest}"')
    return None


def _full_width_colon(place: _Place) -> Problem | None:
    for line in (place.at, place.before):
        if _FULL_WIDTH_COLON.match(place.lines[line]):
            return place.problem(line, *_COLON_FAULT)
    return None


def _open_bracket_or_quote(place: _Place) -> Problem | None:
    for line in range(place.start, place.at + 1):
        bare = _QUOTED.sub("", place.lines[line])
        comment = re.search(r"[\[,]\s*#", bare)
        if comment:
            text = re.split(r"[],]", bare[comment.end() - 1 :])[0].rstrip()
            found = "列表里的“#”成了注释的开头"
            return place.problem(line, found, "这段文字应在引号里", f'请写成 "{text}"')
        if _OPEN_QUOTE.search(bare.split(" #")[0]):
            return place.problem(line, *_QUOTE_FAULT)
        if "flow" in place.said and "，" in bare:
            return place.problem(line, "有全角逗号“，”", "词间应为半角“, ”", "请改成半角逗号加空格")
    return None


def _line_out_of_place(place: _Place) -> Problem | None:
    if "could not find expected ':'" in place.said:
        return _without_colon(place, place.start)
    if "mapping values" not in place.said or place.before == place.at:
        return None
    before = place.lines[place.before]
    if not _COLON.search(_QUOTED.sub("", before)):
        return _without_colon(place, place.before)
    if _indentation(place.line) > _indentation(before) and place.line.count(": ") < 2:
        found = "比上一行缩进得深，而上一行已经有值"
        return place.problem(place.at, found, "两行应对齐", "请核对这两行")
    return None


def _without_colon(place: _Place, line: int) -> Problem:
    if re.match(r"\s*[^\s:]+:", place.lines[line]):
        return place.problem(line, "冒号后没有半角空格", "应为“键: 值”", "请在冒号后加一个半角空格")
    return place.problem(line, "这一行没有冒号", "应为“键: 值”", "请补上半角冒号和空格")


def over_several_lines(lines: list[str], first: int, last: int, plain: bool, file: str) -> Problem | None:
    """What is wrong with a text that runs from line `first` to `last`: YAML joins the lines without a word."""
    if not plain:
        return Problem(file, first + 1, "", *_QUOTE_FAULT)
    for line in range(first, last + 1):
        if _FULL_WIDTH_COLON.match(lines[line]):
            return Problem(file, line + 1, "", *_COLON_FAULT)
    return None


# Reading on after a fault --------------------------------------------------------------------


def read_on(lines: list[str], problem: Problem, width: int) -> int | None:
    """Changes `lines` so that the parser gets past the problem; None where that cannot be done.

    A colon or the indentation is put right. Else the entry around the line is set aside, the
    innermost one whose key is indented by less than `width`; its indentation is returned.
    """
    at = problem.line - 1
    repair = {COLON_MEND: _with_ascii_colon, INDENTATION_MEND: _with_indentation}.get(problem.mend)
    repaired = repair(lines, at) if repair else lines[at]
    if repaired != lines[at]:
        lines[at] = repaired
        return ANY_WIDTH
    return _set_aside(lines, at, width)


def _with_ascii_colon(lines: list[str], at: int) -> str:
    return lines[at].replace("：", ": ", 1)


def _with_indentation(lines: list[str], at: int) -> str:
    before = next((line for line in reversed(lines[:at]) if line.strip()), "")
    deeper = 2 if before.rstrip().endswith(":") else 0
    return " " * (_indentation(before) + deeper) + lines[at].replace("\t", " ").strip()


def _set_aside(lines: list[str], at: int, width: int) -> int | None:
    again = width != ANY_WIDTH
    if not again and not _KEY_LINE.match(lines[at]) and not lines[at].lstrip().startswith(("-", "]", "}")):
        indent = _indentation(lines[at])
        lines[at] = f'{" " * indent}"line {at + 1}": {DOUBTFUL_TAG}'
        return indent
    for head in range(at, -1, -1):
        match = _KEY_LINE.match(lines[head])
        if match and len(match["indent"]) < width:
            indent = len(match["indent"])
            end = max(_end_of_entry(lines, head, indent), at + 1)
            lines[head:end] = [f"{match['head']}: {DOUBTFUL_TAG if again else CUT_TAG}"] + [""] * (end - head - 1)
            return indent
    return None


def _end_of_entry(lines: list[str], head: int, indent: int) -> int:
    for line in range(head + 1, len(lines)):
        text = lines[line].lstrip(" ")
        if text and not text.startswith("#") and _indentation(lines[line]) <= indent:
            return line
    return len(lines)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
