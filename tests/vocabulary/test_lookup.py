"""Periods and comparators by what people write."""

from __future__ import annotations

import pytest

from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.lookup import find_comparator, find_period

# what is written, its code; empty where it is none
PERIODS = [
    ("2024", "2024"), (" 2024年 ", "2024"), ("2024年度", "2024"), ("2024年全年", "2024"), ("２０２４年", "2024"),
    ("2024年上半年", "2024-H1"), ("2024上半年", "2024-H1"), ("2024H1", "2024-H1"), ("2024-h1", "2024-H1"),
    ("2024年下半年", "2024-H2"), ("2024年一季度", "2024-Q1"), ("2024年第4季度", "2024-Q4"), ("2024Q2", "2024-Q2"),
    ("2024年前三季度", "2024-Q1-Q3"), ("2024年1-9月", "2024-Q1-Q3"), ("2024-Q1-Q3", "2024-Q1-Q3"),
    ("2024年1-6月", "2024-H1"), ("2024年1—5月", "2024-01/05"), ("2024年1月至5月份", "2024-01/05"),
    ("2024年 1 ～ 5 月", "2024-01/05"), ("2024-01/05", "2024-01/05"), ("2024年5月", "2024-05"), ("2024.05", "2024-05"),
    ("2021/2025", "2021/2025"), ("2021—2025年", "2021/2025"), ("2021年至2025年", "2021/2025"),
    ("", ""), ("明年", ""), ("上半年", ""), ("24年", ""), ("20245", ""), ("2024年13月", ""), ("2024年0月", ""),
    ("2024年6-1月", ""), ("2025/2021", ""), ("2024年五季度", ""), ("2024年5月3日", ""), ("0000", ""),
]  # fmt: skip


@pytest.mark.parametrize(("written", "code"), PERIODS)
def test_a_period_as_people_write_it(written: str, code: str) -> None:
    if code:
        assert find_period(written) == code
    else:
        with pytest.raises(KpiError, match="不是时期，应为 2024、2024年上半年（2024-H1）"):
            find_period(written)


COMPARATORS = [
    (">=", ">="), ("≥", ">="), ("以上", ">="), ("不低于", ">="), (">", ">"), ("超过", ">"), ("余", ">"), ("<", "<"),
    ("不足", "<"), ("<=", "<="), ("不超过", "<="), ("~", "~"), ("约", "~"), ("=", "="), (" 确数 ", "="),
]  # fmt: skip


@pytest.mark.parametrize(("written", "code"), COMPARATORS)
def test_a_comparator_by_its_sign_or_its_words(written: str, code: str) -> None:
    assert find_comparator(written) == code
