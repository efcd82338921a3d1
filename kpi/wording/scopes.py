"""Scopes in English: `亿元以上` is `100 mn yuan and more`. What is not known here stays in the report's own words."""

from __future__ import annotations

import re
from decimal import Decimal

_WORDS = {
    "省市重点": "provincial and municipal key",
    "省重点": "provincial key",
    "市重点": "municipal key",
    "区级重点": "district key",
    "区重点": "district key",
    "在建重大": "major, under way",
    "制造业": "manufacturing",
    "服务业": "services",
    "农业": "agriculture",
    "工业": "industry",
    "国家级": "national",
    "省级": "provincial",
    "市级": "municipal",
    "省级以上": "provincial and above",
    "市级以上": "municipal and above",
    "市以上": "city level and above",
    "国家级以上": "national and above",
    "新增": "added",
    "净增": "net addition",
    "新认定": "newly certified",
    "累计": "running total",
    "年均": "yearly average",
    "规上": "above designated size",
    "限上": "above the quota",
    "市外内资": "from elsewhere in the country",
    "省外": "from outside the province",
    "市外": "from outside the city",
}
_NUMBERS = {"": 1, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}
_CURRENCIES = {"元": "yuan", "美元": "US dollars"}
_OF = {"": "", "的": "", "产业": ", industry", "工业": ", industry", "项目": "", "制造业": ", manufacturing"}
_AMOUNT = re.compile(
    r"""(?:投资|总投资)?
        (?P<over>过|超)?                            # 过亿元
        (?P<number>\d+(?:\.\d+)?)?                  # 20亿元, and 亿元 alone
        (?P<power>亿|千万|百万|万)(?P<currency>元|美元)
        (?P<level>级)?(?P<more>及?以上)?
        (?P<of>的|产业|工业|项目|制造业)?""",
    re.VERBOSE,
)


def is_term(scope: str) -> bool:
    """Whether the scope is one of the terms that have an English of their own, so that no other scope is called so."""
    return scope in _WORDS


def scope_en(scope: str) -> str:
    """The scope in English.

    >>> scope_en("省市重点"), scope_en("亿元以上"), scope_en("过10亿元"), scope_en("投资5000万元以上")
    ('provincial and municipal key', '100 mn yuan and more', 'over 1 bn yuan', '50 mn yuan and more')
    >>> scope_en("东港片区")
    '东港片区'
    """
    if scope in _WORDS:
        return _WORDS[scope]
    found = _AMOUNT.fullmatch(scope)
    if found is None:
        return scope
    amount = f"{_size(found)} {_CURRENCIES[found['currency']]}"
    if found["over"]:
        return f"over {amount}{_OF[found['of'] or '']}"
    return f"{amount}{' and more' if found['more'] else ''}{_OF[found['of'] or '']}"


def _size(found: re.Match[str]) -> str:
    number = Decimal(found["number"] or "1") * _NUMBERS[found["power"]]
    for power, name in ((10**9, " bn"), (10**6, " mn")):
        if number >= power:
            return f"{(number / power).normalize():f}{name}"
    return f"{number.normalize():,f}"
