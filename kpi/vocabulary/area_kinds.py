"""What kind of area a report speaks of, told by the end of its name: a province says nothing of a development zone.

The longest end that fits decides (新区 is a zone, 区 a county); a name with none of them is taken for a zone.
The country, and words for several zones at once (全省开发区, 三大港区), are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

ZONE, PROVINCE, CITY, COUNTY, TOWN = "zone", "province", "city", "county", "town"
COUNTRY, SEVERAL = "country", "several"

_COUNTRY = frozenset({"全国", "中国", "国家", "我国"})
_SEVERAL = re.compile(
    r"""
    (?: 全国 | 全省 | 全市 | 全县 | 全州 (?!县) | 各 ) .* [区园]  # 全省开发区, 各园区
    | 国家级 (?: 经济技术 | 高新技术产业 | 经济 | 高新 )? (?: 开发区 | 经开区 | 高新区 | 新区 )  # no name before it
    | .* [二两三四五六七八九十] 大 (?!连池) .* [区园]  # 深圳港三大集装箱港区, 四大园区
    """,
    re.VERBOSE,
)
_OWN_LEVEL = re.compile("(?:本级|直属|本部)$")
"""Behind the name of an area, what is of its own budget: 市本级 is a city's."""

_ENDS = {
    ZONE: (
        "开发区", "园区", "新区", "高新区", "经开区", "保税区", "合作区", "加工区", "集聚区", "聚集区", "示范区",
        "试验区", "实验区", "度假区", "港区", "管理区", "功能区", "自贸区", "创新区", "物流区", "产业区", "工业区",
        "先行区", "先导区", "经济区", "片区", "城区管委会", "管委会",
    ),
    PROVINCE: ("省", "自治区", "特别行政区", "北京市", "上海市", "天津市", "重庆市"),
    CITY: ("市", "州", "盟", "地区"),
    COUNTY: ("县", "旗", "区", "林区", "特区"),
    TOWN: ("镇", "乡", "街道", "村", "社区", "苏木"),
}  # fmt: skip
_BY_END = {end: kind for kind, ends in _ENDS.items() for end in ends}
_LONGEST = max(map(len, _BY_END))


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """The kind of area with that Chinese name.

    >>> kind_of("深圳市坪山新区"), kind_of("长泰区"), kind_of("上海市"), kind_of("珲春市"), kind_of("嘉兴科技城")
    ('zone', 'county', 'province', 'city', 'zone')
    """
    if name in _COUNTRY:
        return COUNTRY
    if _SEVERAL.fullmatch(name):
        return SEVERAL
    if (own := _OWN_LEVEL.search(name)) is not None:
        return kind_of(name[: own.start()]) if own.start() else COUNTY
    ends = (name[-length:] for length in range(min(_LONGEST, len(name)), 0, -1))
    return next((_BY_END[end] for end in ends if end in _BY_END), ZONE)


def main_kind(names: Iterable[str]) -> str:
    """The kind that charts open on: development zones where there is one, else what most of them are."""
    counts = Counter(map(kind_of, names))
    if ZONE in counts or not counts:
        return ZONE
    return max(sorted(counts), key=lambda kind: counts[kind])


def other_kinds(
    names: Collection[str], chosen: Collection[str] = (), among: Collection[str] = ()
) -> frozenset[str]:  # fmt: skip
    """Those of the areas that are of another kind than the main one (of those `among` which it is looked for), and that
    nobody chose by name.
    """
    main = main_kind(among or names)
    return frozenset(name for name in names if kind_of(name) != main and name not in chosen)
