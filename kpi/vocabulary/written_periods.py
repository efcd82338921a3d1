"""Periods as a person writes them into a form, a sidecar or a command: the code, or the words of a report.

>>> [read_written(text).code for text in ("2024", "2024年上半年", "2024H1", "2024年一季度", "2024年1—6月")]
['2024', '2024-H1', '2024-H1', '2024-Q1', '2024-H1']
>>> read_written("明年") is read_written("2024年13月") is None
True
"""

from __future__ import annotations

from datetime import date, timedelta

from kpi.vocabulary.model import Period
from kpi.vocabulary.patterns import lazy

_FULL_WIDTH = str.maketrans("０１２３４５６７８９－～／．", "0123456789-~/.")
_DASH = r"(?:[-–—~]+|至|到|/)"
_YEAR = lazy(r"(?P<year>\d{4})(?:年度?|[-./](?=.)|(?=\D|$))(?P<part>.*)")
_YEARS = lazy(rf"(?P<first>\d{{4}})年?{_DASH}(?P<last>\d{{4}})年?")
_DAY = lazy(
    r"(?P<year>\d{4})(?:(?P<part>[-./])(?P<month>\d{1,2})(?P=part)(?P<day>\d{1,2})|年(?P<month_zh>\d{1,2})月(?P<day_zh>\d{1,2})日)"
    r"(?:[ T]?0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_MONTHS = lazy(rf"(?:(?P<first>\d{{1,2}})月?{_DASH})?(?P<last>\d{{1,2}})(?:月份?)?")
# what stands for parts of a year: first and last month
_PARTS = {
    (1, 12): ("", "全年", "年度", "FY"),
    (1, 6): ("上半年", "H1", "1H"),
    (7, 12): ("下半年", "H2", "2H"),
    (1, 9): ("前三季度", "前3季度", "1-3季度", "前三个季度", "Q1-Q3"),
    (1, 3): ("一季度", "第一季度", "首季", "1季度", "第1季度", "Q1", "1Q"),
    (4, 6): ("二季度", "第二季度", "2季度", "第2季度", "Q2", "2Q"),
    (7, 9): ("三季度", "第三季度", "3季度", "第3季度", "Q3", "3Q"),
    (10, 12): ("四季度", "第四季度", "4季度", "第4季度", "Q4", "4Q"),
}
_MONTHS_OF = {name: months for months, names in _PARTS.items() for name in names}


def read_written(text: str) -> Period | None:
    """The period that `text` names; None where it names none, or one that ends before it begins."""
    plain = "".join(text.split()).translate(_FULL_WIDTH).upper()
    if match := _YEARS.fullmatch(plain):
        period = Period.years(int(match["first"]), int(match["last"]))
    elif (match := _YEAR.fullmatch(plain)) and (months := _months(match["part"])):
        period = Period.months(int(match["year"]), *months)
    else:
        return None
    return period if period.first_year and _in_order(period) else None


def names_day(text: str) -> bool:
    """Whether `text` writes a day, as a cell that holds a date shows it."""
    return _DAY.fullmatch(text.strip().translate(_FULL_WIDTH)) is not None


def read_until(text: str) -> Period | None:
    """The period up to a day, as a cell that holds a date means it: of its year so far by the last day of a month, the
    year by its first day, the month by that of another. None for other days, and where `text` is no day.

    >>> [read_until(text).code for text in ("2024-12-31", "2024/6/30", "2024年5月31日", "2024-01-01", "2024-06-01")]
    ['2024', '2024-H1', '2024-01/05', '2024', '2024-06']
    >>> read_until("2024-06-15") is read_until("2024-06") is read_until("2024-02-30") is None
    True
    """
    match = _DAY.fullmatch(text.strip().translate(_FULL_WIDTH))
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"] or match["month_zh"]), int(match["day"] or match["day_zh"]))
    except ValueError:
        return None
    if day.day == 1:
        return Period.year(day.year) if day.month == 1 else Period.months(day.year, day.month, day.month)
    is_last = (day + timedelta(days=1)).day == 1
    return Period.months(day.year, 1, day.month) if is_last else None


def read_code(code: str) -> Period:
    """The period that a code names, as tables have it; ValueError where it names none.

    >>> read_code("2024-01/05").end.isoformat()
    '2024-05-31'
    >>> read_code("2024-13")
    Traceback (most recent call last):
    ValueError: 2024-13 不是时期
    """
    try:
        period = Period.parse(code)
        fits = period.code == code and period.start <= period.end
    except ValueError:  # no numbers, or of a month that no year has
        fits = False
    if not fits:
        raise ValueError(f"{code[:20]} 不是时期")
    return period


def _months(part: str) -> tuple[int, int] | None:
    """First and last month of a part of a year."""
    if part in _MONTHS_OF:
        return _MONTHS_OF[part]
    match = _MONTHS.fullmatch(part)
    return (int(match["first"] or match["last"]), int(match["last"])) if match else None


def _in_order(period: Period) -> bool:
    """Whether its months are months, and the first is not after the last."""
    begins, ends = (period.first_year, period.first_month), (period.last_year, period.last_month)
    return begins <= ends and all(1 <= month <= 12 for month in (period.first_month, period.last_month))
