"""Whose a report may be and of when it may be, with the words of it that say so. No Streamlit inside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

MOST_ZONES, MOST_DATES, MOST_PERIODS = 6, 3, 5
_SHORTEST = 2
_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日[\s，,（(]*(?:星期|周|礼拜)([一二三四五六日天])")
_DAYS = "一二三四五六日"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?!度?以来)")
_YEARS_BACK = 15


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a report may be (a zone, a year or a day), and the words at `[start, end)` that speak for it, if any do.

    `beside` is how many other reports of the same folder say the same.
    """

    value: str
    start: int = 0
    end: int = 0
    beside: int = 0


def zones_for(document: Mapping[str, Any], text: str, documents: pd.DataFrame, zones: Sequence[str]) -> list[Candidate]:
    """The zones that a report may be of: those that reading it left open; else those of its folder, those of the config
    (`zones`) that it names in part, and all of the config where these are few.
    """
    left_open = [name for name in str(document.get("candidates", "")).split("|") if name]
    folder = _zones_of_folder(document, documents)
    named = [name for name in zones if _mention(name, text)]
    few = list(zones) if len(zones) <= MOST_ZONES else []
    found = dict.fromkeys(left_open or [*folder, *named, *few])
    made = []
    for name in list(found)[:MOST_ZONES]:
        start, end = _mention(name, text) or (0, 0)
        made.append(Candidate(name, start, end, folder.get(name, 0)))
    return made


def days_for(text: str, today: date) -> list[Candidate]:
    """The days that a date without a year may be, since its day of the week is told; the latest first.

    >>> [each.value for each in days_for("1月15日  星期三\\n头版", date(2025, 6, 1))]
    ['2025-01-15', '2020-01-15', '2014-01-15']
    """
    match = _DAY.search(text[:400]) or _DAY.search(text)
    if match is None:
        return []
    month, day, weekday = int(match[1]), int(match[2]), _DAYS.index(match[3].replace("天", "日"))
    found = []
    for year in range(today.year, today.year - _YEARS_BACK, -1):
        try:
            made = date(year, month, day)
        except ValueError:
            continue
        if made.weekday() == weekday and made <= today:
            found.append(Candidate(made.isoformat(), match.start(), match.end()))
    return found[:MOST_DATES]


def years_for(text: str) -> list[Candidate]:
    """The years that a report names, those that it names most first.

    >>> [(each.value, each.start) for each in years_for("较2019年，2023年增长；2023年底")]
    [('2023', 7), ('2019', 1)]
    """
    matches = list(_YEAR.finditer(text))
    first = {match[1]: match for match in reversed(matches)}
    often = Counter(match[1] for match in matches)
    ranked = sorted(often, key=lambda year: (-often[year], -int(year)))
    return [Candidate(year, *first[year].span()) for year in ranked[:MOST_DATES]]


def periods_for(sentence: str, told: Mapping[str, int], year: int) -> list[str]:
    """The periods that a figure without one may be of: those that the facts of its report are `told` of most, the year
    that it looks back on, and those between two years that its sentence names.

    >>> periods_for("从2018年到2023年，年均增长7%", {"2023": 9, "2024": 2, "2021-H1": 1}, 2023)
    ['2023', '2024', '2021-H1', '2018/2023']
    >>> periods_for("自建区以来，累计到位438亿元", {}, 2016)
    ['2016']
    """
    most = sorted(told, key=lambda code: (-told[code], code))[:MOST_DATES]
    named = sorted({match[1] for match in _YEAR.finditer(sentence)})
    spans = [f"{named[0]}/{named[-1]}"] if len(named) > 1 else []
    return list(dict.fromkeys([*most, *([str(year)] if year else []), *spans]))[:MOST_PERIODS]


def period_guessed(facts: pd.DataFrame, year: int) -> str:
    """The period that a report with a guessed year covers: that of most of its facts where it is a part of a year."""
    reached = facts[(facts["kind"] != "target") & ~facts["period"].str.contains(r"^\d+/")]
    periods = Counter(reached["period"])
    best = max(periods, key=lambda code: (periods[code], code), default="")
    return best or (str(year) if year else "")


def _zones_of_folder(document: Mapping[str, Any], documents: pd.DataFrame) -> dict[str, int]:
    """The zones of the other reports in its folder, and of how many; none where these are of many zones."""
    folder = str(PurePosixPath(str(document["path"])).parent)
    there = documents[documents["path"].map(lambda path: str(PurePosixPath(path).parent)) == folder]
    counted = Counter(zone for zone in there["zone"] if zone)
    return dict(counted.most_common()) if len(counted) <= _SHORTEST else {}


def _mention(name: str, text: str) -> tuple[int, int] | None:
    """Where a text names a zone, whole or by the beginning of its name: 荆州 stands for 荆州经济技术开发区."""
    lengths: Iterable[int] = range(len(name), _SHORTEST - 1, -1)
    found = ((text.find(name[:length]), length) for length in lengths)
    return next(((at, at + length) for at, length in found if at >= 0), None)
