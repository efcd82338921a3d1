"""Periods and comparators by what people write."""

from __future__ import annotations

import pytest

from kpi.bootstrap import ROOT
from kpi.settings.config import load_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.lookup import find_comparator, find_indicator, find_period

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


# what is written, the indicator; the candidates where it may be several, why
INDICATORS = [
    ("重点项目个数", "key_projects", "its name"),
    ("gdp", "gdp", "its id, though it begins gdp_per_capita"),
    ("GDP", "gdp", "an alias that stands within another name"),
    ("出口", "exports", "an alias that stands within another name"),
    ("研发", "innovation_platforms", "a part of one alias only"),
    (
        "重点项目", "key_projects（重点项目个数）、key_project_investment（重点项目完成投资）、"
        "key_project_total_investment（重点项目总投资）", "an alias of one, and the beginning of the names of others",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("written", "found", "why"), INDICATORS)
def test_an_indicator_by_what_people_call_it(written: str, found: str, why: str) -> None:
    indicators = load_config(ROOT / "config.yaml").indicators
    if found in indicators:
        assert find_indicator(written, indicators) == found, why
        return
    with pytest.raises(KpiError, match=f"{written}: 有 3 个指标符合：{found}；请写明是哪一个"):
        find_indicator(written, indicators)
