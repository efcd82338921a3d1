"""The text of a sidecar with some of its facts changed, every other line left as it is.

A person may have written comments into the file, or its keys in an order of their own; a fact that is
stated anew must not cost them that. Values are written in quotes: YAML takes 2024 for a number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.patterns import lazy

_MARK = lazy(r"^---", re.MULTILINE)


def put_facts(text: str, facts: Mapping[str, str]) -> str:
    """`text`, a sidecar without faults or nothing, with each of the facts; those that are empty are taken out.

    KpiError where it is written in a way that cannot be followed.

    >>> print(put_facts("# 原件在档案室\\nzone: 甲区 # 已核实\\n", {"zone": "乙区", "period": "2024"}).rstrip())
    # 原件在档案室
    zone: "乙区" # 已核实
    period: "2024"
    >>> put_facts('zone: "乙区"\\n', {"zone": ""})
    ''
    """
    for name, value in facts.items():
        text = _with(text, name, value)
    return text


def _with(text: str, name: str, value: str) -> str:
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return text + (_line(text, name, value) if value else "")
    if not isinstance(root, yaml.MappingNode):  # nothing between the marks of a document
        at = _line_end(text, match.end() if (match := _MARK.search(text)) else len(text))
        return text[:at] + (_line(text[:at], name, value) if value else "") + text[at:]
    pair = next((pair for pair in root.value if pair[0].value == name), None)
    if root.flow_style:
        return _rewritten(text, root, name, value)
    if pair is not None and value:
        start, end = pair[1].start_mark.index, _end(text, pair[1])
        return text[:start] + _quoted(value) + text[end:]
    if pair is not None:
        start = text.rfind("\n", 0, pair[0].start_mark.index) + 1
        return text[:start] + text[_line_end(text, _end(text, pair[1])) :]
    if not value:
        return text
    at = _line_end(text, _end(text, root.value[-1][1]))
    return text[:at] + _line(text[:at], name, value, root.start_mark.column) + text[at:]


def _rewritten(text: str, root: Any, name: str, value: str) -> str:
    """A mapping in brackets written anew: all of it is in its entries, unless there are comments among them."""
    start, end = root.start_mark.index, root.end_mark.index
    if "#" in text[start:end]:
        raise KpiError("花括号里有注释，程序改不了；请直接在这个文件里改")
    said = {key.value: node.value for key, node in root.value} | {name: value}
    written = ", ".join(f"{key}: {_quoted(each)}" for key, each in said.items() if each)
    return text[:start] + (f"{{{written}}}" if written else "") + text[end:]


def _line(before: str, name: str, value: str, indent: int = 0) -> str:
    """The fact on a line of its own, ended as the lines before it are."""
    end = "\r\n" if "\r\n" in before else "\n"
    return ("" if not before or before.endswith("\n") else end) + " " * indent + f"{name}: {_quoted(value)}{end}"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _end(text: str, node: Any) -> int:
    """Where what is written of a value ends; a block's own end lies behind the empty lines after it."""
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
