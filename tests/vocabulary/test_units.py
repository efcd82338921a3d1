"""Units: what they measure, and conversions that stay within one base."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.vocabulary.units import MAGNITUDES, UNITS, convert, dimension, names_longest_first, normalise_unit, to_base

DIMENSIONS = {
    "元": "money", "万元": "money", "亿元": "money", "万亿元": "money", "千万元": "money", "亿美元": "money",
    "万欧元": "money", "港元": "money",
    "人": "people", "万人": "people", "人次": "people", "万人次": "people", "名": "people",
    "个": "count", "家": "count", "户": "count", "项": "count", "件": "count", "宗": "count", "起": "count",
    "处": "count", "座": "count", "条": "count", "所": "count", "万户": "count",
    "%": "rate", "％": "rate", "‰": "rate", "成": "rate", "个百分点": "points", "千分点": "points", "倍": "times",
    "万平方米": "area", "亩": "area", "公顷": "area", "吨": "mass", "万吨": "mass", "公里": "length", "千米": "length",
    "亿千瓦时": "energy", "万千瓦": "power", "立方米": "volume", "年": "years", "个月": "months", "天": "days",
    "": "", "亿": "", "光年": "", "万": "",
}  # fmt: skip
CONVERSIONS = [
    ("16.4", "亿元", "万元", "164000"),
    ("1.2", "万亿元", "亿元", "12000"),
    ("3500", "万元", "亿元", "0.35"),
    ("5", "千万元", "元", "50000000"),
    ("2.5", "万人次", "人", "25000"),
    ("12", "家", "个", "12"),
    ("3", "户", "起", "3"),
    ("1", "平方公里", "公顷", "100"),
    ("2", "吨", "公斤", "2000"),
    ("3", "成", "%", "30"),
    ("6", "‰", "%", "0.6"),
    ("20", "个千分点", "个百分点", "2"),
    ("2", "亿千瓦时", "千瓦时", "200000000"),
]
NOT_CONVERTED = [
    ("亿元", "亿美元"), ("万欧元", "元"), ("港元", "元"), ("家", "人"), ("%", "个百分点"), ("元", ""), ("条", "个"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "measured"), DIMENSIONS.items())
def test_dimension(unit: str, measured: str) -> None:
    assert dimension(unit) == measured


@pytest.mark.parametrize(("value", "source", "wanted", "result"), CONVERSIONS)
def test_convert(value: str, source: str, wanted: str, result: str) -> None:
    assert convert(Decimal(value), source, wanted) == Decimal(result)


@pytest.mark.parametrize(("source", "wanted"), NOT_CONVERTED)
def test_not_converted(source: str, wanted: str) -> None:
    assert convert(Decimal(1), source, wanted) is None
    assert convert(Decimal(1), wanted, source) is None


def test_to_base() -> None:
    assert to_base(Decimal("16.4"), "亿元") == (Decimal(1640000000), "元")
    assert to_base(Decimal(2), "亿美元") == (Decimal(200000000), "美元")
    assert to_base(Decimal(3), "万") == (Decimal(30000), "")
    assert to_base(Decimal(3), "光年") == (Decimal(3), "光年")


def test_normalise_unit() -> None:
    assert [normalise_unit(unit) for unit in ("亿 元", "萬元", "％", "個百分點", "億\n元")] == [
        "亿元",
        "万元",
        "%",
        "个百分点",
        "亿元",
    ]


def test_longer_names_are_tried_first() -> None:
    lengths = [len(unit.name) for unit in names_longest_first(UNITS.values())]
    assert lengths == sorted(lengths, reverse=True)


def test_a_base_is_a_unit_of_its_own_dimension() -> None:
    for unit in UNITS.values():
        assert unit.factor > 0
        assert dimension(unit.base) in (unit.dimension, ""), unit.name


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(["", *MAGNITUDES]), st.decimals(-(10**6), 10**6, places=2))
def test_magnitude_multiplies(name: str, prefix: str, value: Decimal) -> None:
    number, base = to_base(value, prefix + name)
    plain, plain_base = to_base(value, name)
    if prefix + name not in UNITS:
        assert (number, base) == (plain * MAGNITUDES.get(prefix, 1), plain_base)


@given(st.text(max_size=8), st.text(max_size=8), st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_never_raises(one: str, other: str, value: Decimal) -> None:
    dimension(one)
    to_base(value, one)
    convert(value, one, other)
