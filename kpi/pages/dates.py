"""The days that a page may have been printed on, in the orders that copies of pages write them in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpi.language.rules.evidence import YEAR
from kpi.vocabulary.patterns import lazy


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as it is printed: its place, its words, its year, and the months and days that it may mean, best first.

    `either`: none of these is better than the other.
    """

    start: int
    end: int
    text: str
    year: int
    days: tuple[tuple[int, int], ...]
    either: bool = False

    def day_after(self, month: int) -> tuple[int, int]:
        """The month and day meant on a page that tells of all months before `month` (0 unknown); (0, 0) if open.

        >>> [date.day_after(8) for date in find_dates("3/9/2015 11:06")]
        [(9, 3)]
        """
        left = [each for each in self.days if each[0] >= month] or list(self.days)
        if self.either and len(left) > 1:
            left = [each for each in left if each[0] == month] or [(0, 0)]
        return left[0]


_MONTH, _DAY = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"((?i:{'|'.join(_NAMES)}))(?:[a-z]{{1,6}})?\.?"
_YEAR_BEHIND = r"((?:19|20)\d\d)(?!\d)"
# 2003年5.2亿元 is none: behind 年 stands 月
_YEAR_FIRST = lazy(
    YEAR
    + r"(?:\s*年\s*(?=\d{1,2}\s*月)|\s*[./-]\s*)"
    + _MONTH
    + r"\s*[月./-]\s*"
    + _DAY
    + r"(?!\d|\s*月|\s*[亿万%％])\s*日?"
)
_YEAR_IN_ITS_LINE = lazy(rf"(?m)^{YEAR}\n{_MONTH}[/-]{_DAY}\n(?=\d{{1,2}}:\d\d)")
_YEAR_LAST = lazy(rf"(?<![\d./-])([0-3]?\d)([./-])([0-3]?\d)\2{_YEAR_BEHIND}(?![./-]\d)")
_NAMED_MONTH_FIRST = lazy(rf"(?<![A-Za-z]){_NAME} ?{_DAY}(?:st|nd|rd|th)?, ?{_YEAR_BEHIND}")
_NAMED_DAY_FIRST = lazy(rf"(?<![\d.]){_DAY}(?:st|nd|rd|th)?[ -]?{_NAME}[ ,-]{{0,2}}{_YEAR_BEHIND}")


def find_dates(text: str) -> Iterator[PrintedDate]:
    """The dates of a page, those that begin with their year first."""
    for pattern in (_YEAR_FIRST, _YEAR_IN_ITS_LINE):
        for match in pattern.finditer(text):
            yield PrintedDate(*match.span(), match[0].rstrip("\n"), int(match[1]), ((int(match[2]), int(match[3])),))
    for match in _NAMED_MONTH_FIRST.finditer(text):
        day = (_NAMES.index(match[1].lower()) + 1, int(match[2]))
        yield PrintedDate(*match.span(), match[0], int(match[3]), (day,))
    for match in _NAMED_DAY_FIRST.finditer(text):
        day = (_NAMES.index(match[2].lower()) + 1, int(match[1]))
        yield PrintedDate(*match.span(), match[0], int(match[3]), (day,))
    for match in _YEAR_LAST.finditer(text):
        first, second = int(match[1]), int(match[3])
        orders = dict.fromkeys([(second, first), (first, second)])  # 02.09.2015 is of September where nothing tells
        days = tuple((month, day) for month, day in orders if 1 <= month <= 12 and 1 <= day <= 31)
        if days:
            yield PrintedDate(*match.span(), match[0], int(match[4]), days, match[2] == "/")
