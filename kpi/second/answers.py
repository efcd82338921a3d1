"""What a model answered -> claims: whole rows are kept, and what is no row is told with the reason.

The shape that is asked for is `SCHEMA`; models answer in fences, with words before and after, or are cut off. A row is
taken where it is one whole JSON object. Numbers stay the text that they were written as.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kpi.second.claims import TEXTS, Claim
from kpi.vocabulary.model import Comparator, Kind, Measure
from kpi.vocabulary.patterns import lazy

MOST_ROWS = 2000
"""Rows of one answer that are looked at: no page states more."""

FACTS = "facts"
FIELDS = ("zone", "indicator", "scope", "period", "kind", "measure", "comparator", "value", "unit", "quote")
"""The fields of a row, in the order in which they are asked for."""
_NEEDED = {"indicator": "指标", "value": "数值", "quote": "引文"}
"""Without these a row says nothing that could be looked up in a report."""

_MOST_BROKEN = 50
_LONGEST_TEXT = 2000
_SHOWN = 60
_THOUGHT = "</think>"
"""Models that think aloud do so before this mark."""
_LIST = lazy(rf'"{FACTS}"\s*:\s*\[')
_ANY_LIST = lazy(r"\[\s*(?=[{\]])")
_ROW = lazy(r'(?=\{\s*"(?:' + "|".join(FIELDS) + r')"\s*:)')
_BETWEEN = lazy(r"[\s,]*")
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_NO_JSON = (ValueError, RecursionError)

NOT_JSON = "回答里没有 JSON"
CUT_OFF = "回答在这里断了，这一条不完整"
BROKEN = "这一条不是完整的 JSON"
UNFINISHED = "回答没有写完"
TOO_MANY = "条数太多或太乱，其余没有看"
_OF_ALL = (NOT_JSON, UNFINISHED, TOO_MANY)


@dataclass(frozen=True, slots=True)
class Unread:
    """A row of an answer that is no claim: its number from 1 (0 for the answer as a whole), why, and how it began."""

    row: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What one answer says: its claims, and what of it could not be taken."""

    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()


def schema(indicators: Iterable[str]) -> dict[str, Any]:
    """The JSON schema of an answer, for servers that hold a model to one."""
    kinds = {
        "indicator": sorted(indicators),
        "kind": [Kind.ACTUAL.value, Kind.ESTIMATE.value, Kind.TARGET.value],
        "measure": [Measure.LEVEL.value, Measure.GROWTH.value, Measure.GROWTH_GAP.value],
        "comparator": [each.value for each in Comparator],
    }
    texts = {name: {"type": "string", **({"enum": kinds[name]} if name in kinds else {})} for name in FIELDS}
    row = {"type": "object", "properties": texts, "required": list(FIELDS), "additionalProperties": False}
    return {
        "type": "object",
        "properties": {FACTS: {"type": "array", "items": row}},
        "required": [FACTS],
        "additionalProperties": False,
    }


def claims_of(answer: str, reader: str, report: str, first: int = 1) -> Answered:
    """The claims that an answer makes of a report, in its order; rows are counted from `first`.

    >>> found = claims_of('```json {"facts": [{"indicator": "gdp", "value": 3.50, "quote": "3.50亿元"}, {"i', "m", "r")
    >>> found.claims[0].value, found.unread[0].reason
    ('3.50', '回答在这里断了，这一条不完整')
    """
    claims: list[Claim] = []
    unread: list[Unread] = []
    for number, (row, text, reason) in enumerate(_rows(answer), first):
        fields, fault = _texts(row) if row is not None else ({}, reason)
        if fault:
            unread.append(Unread(0 if fault in _OF_ALL else number, fault, _short(text)))
        else:
            said = {name: value for name, value in fields.items() if name in TEXTS}
            claims.append(Claim(reader=reader, row=number, **{**said, "report": report}))
    return Answered(tuple(claims), tuple(unread))


def _rows(answer: str) -> Iterator[tuple[dict[str, Any] | None, str, str]]:
    """The objects of an answer's list with their text, one by one; None, with the reason, for what is none."""
    text = answer.rpartition(_THOUGHT)[2]
    at, is_list = _start_of_list(text)
    if at < 0:
        yield None, text, NOT_JSON
        return
    found = broken = 0
    while (at := _after(_BETWEEN, text, at)) < len(text) and text[at] not in "]}`":
        if found >= MOST_ROWS or broken >= _MOST_BROKEN:
            yield None, "", TOO_MANY
            return
        found += 1
        try:
            row, end = _DECODER.raw_decode(text, at)
            yield row if isinstance(row, dict) else None, text[at:end], BROKEN
            at = end
        except _NO_JSON as error:
            broken += 1
            following = -1 if isinstance(error, RecursionError) else text.find("{", at + 1)
            yield None, text[at:], CUT_OFF if following < 0 else BROKEN
            if following < 0:
                return
            at = following
    if at >= len(text) and is_list:
        yield None, "", UNFINISHED


def _start_of_list(text: str) -> tuple[int, bool]:
    """Where the first row is looked for, -1 where there is none; and whether a list begins there, not a row alone."""
    for pattern in (_LIST, _ANY_LIST, _ROW):
        if match := pattern.search(text):
            return match.end(), pattern is not _ROW
    return -1, False


def _after(pattern: Any, text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _texts(row: dict[str, Any]) -> tuple[dict[str, str], str]:
    """The known fields of a row as text, and what keeps it from being a claim."""
    fields: dict[str, str] = {}
    for name in FIELDS:
        value = row.get(name)
        if value is None or isinstance(value, bool):
            continue
        if not isinstance(value, str):
            return {}, f"{name} 不是文字"
        if len(value) > _LONGEST_TEXT:
            return {}, f"{name} 太长（{len(value)} 个字）"
        fields[name] = _plain(value).strip()
    missing = [f"{label}（{name}）" for name, label in _NEEDED.items() if not fields.get(name)]
    return fields, f"缺少{'、'.join(missing)}" if missing else ""


def _plain(text: str) -> str:
    """Text that every file and table takes: half of a pair of letters stands as ?, the letter of code 0 as �."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _short(text: str) -> str:
    shown = " ".join(_plain(text).split())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
