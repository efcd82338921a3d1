"""Quantities: a table of sentences, what must hold for any text, and that the time grows with the text alone."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kpi.language.quantities import Quantity, find_quantities
from kpi.vocabulary.model import Comparator

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "specs" / "quantities.yaml").read_text("utf-8")
)
WORDS = [
    *(
        "5",
        "12",
        "3.6",
        "1,234",
        "２０",
        "一",
        "三十五",
        "两",
        "半",
        "千",
        "百分之",
        "分之",
        "万",
        "亿",
        "又",
        "/",
        "负",
    ),
    *("亿元", "元", "万人次", "家", "个", "%", "％", "个百分点", "倍", "成", "年", "月", "日", "第", "人民币", "港币"),
    *("约", "超过", "不低于", "以上", "以内", "左右", "多", "余", "在", "和", "之间", "至", *"-—~，、。（）"),
]
TEXTS = st.lists(st.sampled_from([*WORDS, " ", "\n", "增长", "项目"]), max_size=14).map("".join) | st.text(max_size=40)


def _written(quantity: Quantity) -> str:
    """A quantity as the table writes it."""
    high = "" if quantity.high is None else f"..{quantity.high:f}"
    return f"{quantity.text} | {quantity.value:f}{high} | {quantity.unit} | {quantity.comparator}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_sentence(case: dict[str, Any]) -> None:
    assert [_written(quantity) for quantity in find_quantities(case["text"])] == case["finds"], case["why"]


def test_numeral_inside_the_span() -> None:
    text = "总额超过了500多亿元以上"
    (quantity,) = find_quantities(text)
    assert quantity.text == "超过了500多亿元以上"
    assert text[quantity.number_start : quantity.number_end] == "500多亿"
    assert (quantity.value, quantity.unit, quantity.comparator) == (Decimal(500), "亿元", Comparator.ABOVE)


def test_base() -> None:
    (quantity,) = find_quantities("投资16.4亿元")
    assert (quantity.dimension, quantity.base_value, quantity.base_unit) == ("money", Decimal(1640000000), "元")


def test_unit_on_the_next_line() -> None:
    found = find_quantities("完成投资61.3\n亿元，新增5\n家庭农场")
    assert [(quantity.value, quantity.unit) for quantity in found] == [(Decimal("61.3"), "亿元"), (Decimal(5), "")]


@given(TEXTS)
def test_spans(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.text == text[quantity.start : quantity.end]
        assert quantity.value.is_finite()
        assert quantity.high is None or quantity.high > quantity.value
        end = quantity.end


@given(st.sampled_from(CASES))
def test_a_space_behind_changes_nothing(case: dict[str, Any]) -> None:
    assert [_written(quantity) for quantity in find_quantities(case["text"] + " ")] == case["finds"]


@given(st.lists(st.sampled_from(CASES), max_size=4))
def test_sentences_do_not_disturb_each_other(cases: list[dict[str, Any]]) -> None:
    cases = [case for case in cases if case["finds"]]
    found = find_quantities("。\n".join(case["text"] for case in cases))
    assert [_written(quantity) for quantity in found] == [line for case in cases for line in case["finds"]]


def test_import_is_light() -> None:
    code = "import sys, kpi.language.quantities; print(sorted({'regex', 'pandas', 'yaml', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
