"""What a person states of a report beside its text: in `reports:` of the config, or in a sidecar file.

>>> read_date("2024-3-1"), read_date("2024年3月1日"), read_date("2024-13-01")
('2024-03-01', '2024-03-01', '')
>>> read_period("2024-h1"), read_period("2024年上半年"), read_period("2021/2025")
('2024-H1', '2024-H1', '')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kpi.settings.fields import FieldReader, what_is
from kpi.settings.source import Node, Scalar, Unreadable
from kpi.vocabulary.errors import shown
from kpi.vocabulary.model import PERIOD_EXAMPLES
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.written_periods import read_written

FACTS = {"zone": "开发区", "published": "发布日期", "period": "时期", "title": "题名", "aside": "搁置"}
"""The keys of a sidecar, and of an entry of `reports:` beside its `path`, each with what it is called in messages."""

_DATE = lazy(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Zone (as written), publication date (`YYYY-MM-DD`), covered period (code) and title; empty where not stated.

    `aside` is the reason for which builds leave the report out, empty where they do not.
    """

    zone: str = ""
    published: str = ""
    period: str = ""
    title: str = ""
    aside: str = ""


def facts_in(fields: Mapping[str, Node], where: str, reader: FieldReader) -> ReportFacts:
    """The facts among the fields of a mapping; `reader` is told of those that are none."""
    place = f"{where}." if where else ""
    return ReportFacts(
        zone=_zone(fields.get("zone"), f"{place}zone", reader),
        published=_code(fields.get("published"), f"{place}published", reader, "应为日期，如 2024-03-01"),
        period=_code(fields.get("period"), f"{place}period", reader, f"应为一年之内的时期，如 {PERIOD_EXAMPLES}"),
        title=reader.text(fields.get("title"), f"{place}title"),
        aside=reader.text(fields.get("aside"), f"{place}aside"),
    )


def read_date(text: str) -> str:
    """The day as `YYYY-MM-DD`; empty where `text` is none."""
    match = _DATE.fullmatch(text.strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else ""
    except ValueError:
        return ""


def read_period(text: str) -> str:
    """The code of a period within one year; empty where `text` is none."""
    period = read_written(text)
    return period.code if period and 2000 <= period.first_year == period.last_year <= 2099 else ""


def _zone(node: Node | None, where: str, reader: FieldReader) -> str:
    zone = reader.text(node, where)
    if node is not None and len(zone) == 1:
        reader.tell(node.line, where, f"{shown(zone)}只有一个字", "应为开发区名称")
    return zone


def _code(node: Node | None, where: str, reader: FieldReader, expected: str) -> str:
    """A date or period, with or without quotes: YAML takes 2024 for a number and 2024-03-01 for a date."""
    if node is None or isinstance(node, Unreadable):
        return ""
    read = read_date if where.endswith("published") else read_period
    code = read(node.text) if isinstance(node, Scalar) else ""
    if not code:
        reader.tell(node.line, where, what_is(node), expected)
    return code
