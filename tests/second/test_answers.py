"""What models answer -> claims: whole rows are kept, and whatever else stands there is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.second.answers import (
    BROKEN,
    CUT_OFF,
    FIELDS,
    MOST_ROWS,
    NOT_JSON,
    TOO_MANY,
    UNFINISHED,
    Answered,
    claims_of,
    schema,
)
from kpi.second.claims import Claim

ROW = {
    "zone": "青岚经济开发区", "indicator": "gdp", "scope": "", "period": "2024-H1", "kind": "actual", "measure": "level",
    "comparator": "=", "value": "46.40", "unit": "亿元", "quote": "地区生产总值46.40亿元",
}  # fmt: skip
WRITTEN = json.dumps(ROW, ensure_ascii=False)
CLAIM = Claim(
    "模型", 1, "r1", "青岚经济开发区", "gdp", "", "2024-H1", "46.40", "亿元", "actual", "level", "地区生产总值46.40亿元"
)


def read(answer: str) -> Answered:
    return claims_of(answer, "模型", "r1")


def reasons(found: Answered) -> list[tuple[int, str]]:
    return [(each.row, each.reason) for each in found.unread]


WHOLE: tuple[tuple[str, str], ...] = (
    ("as asked", f'{{"facts": [{WRITTEN}]}}'),
    ("in a fence", f'```json\n{{"facts": [{WRITTEN}]}}\n```'),
    ("words before and after", f'好的，结果如下：\n{{"facts": [{WRITTEN}]}}\n以上共 1 条，希望有帮助！'),
    ("after thinking aloud", f'<think>先看 [{{"facts": 1}}] …</think>\n{{"facts": [{WRITTEN}]}}'),
    ("a list alone", f"[{WRITTEN}]"),
    ("under another name", f'{{"rows": [{WRITTEN}]}}'),
    ("a row alone", WRITTEN),
    ("over lines", json.dumps({"facts": [ROW]}, ensure_ascii=False, indent=2)),
    ("a comma too many", f'{{"facts": [{WRITTEN},]}}'),
    ("a field more", f'{{"facts": [{json.dumps({**ROW, "note": [1]})}]}}'),
)


@pytest.mark.parametrize("answer", [case[1] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_a_row_is_read_however_it_is_wrapped(answer: str) -> None:
    assert read(answer) == Answered((CLAIM,))


@pytest.mark.parametrize("answer", ['{"facts": []}', "[]", '```json\n{"facts": [ ]}\n```'])
def test_an_answer_of_no_facts_is_no_fault(answer: str) -> None:
    assert read(answer) == Answered()


BAD: tuple[tuple[str, str, int, list[tuple[int, str]]], ...] = (
    ("nothing", "", 0, [(0, NOT_JSON)]),
    ("words", "这份报告里没有数据。", 0, [(0, NOT_JSON)]),
    ("cut in a row", f'{{"facts": [{WRITTEN}, {WRITTEN[:60]}', 1, [(2, CUT_OFF)]),
    ("cut between rows", f'{{"facts": [{WRITTEN}, ', 1, [(0, UNFINISHED)]),
    ("cut before the first", '{"facts": [', 0, [(0, UNFINISHED)]),
    ("a quote that is not closed", f'{{"facts": [{{"quote": "他说"好""}}, {WRITTEN}]}}', 1, [(1, BROKEN)]),
    ("no objects", f'{{"facts": [{WRITTEN}, 3, null, ["a"]]}}', 1, [(2, BROKEN), (3, BROKEN), (4, BROKEN)]),
    ("letters alone", "{" * 500_000, 0, [(0, NOT_JSON)]),
    ("nested without an end", '{"facts": [' + '{"a":' * 100_000, 0, [(1, CUT_OFF)]),
)


@pytest.mark.parametrize(("answer", "claims", "told"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_what_is_no_row_is_told(answer: str, claims: int, told: list[tuple[int, str]]) -> None:
    found = read(answer)
    assert (len(found.claims), reasons(found)) == (claims, told)


MISSING: tuple[tuple[dict[str, object], str], ...] = (
    ({"quote": None}, "缺少引文（quote）"),
    ({"quote": "  "}, "缺少引文（quote）"),
    ({"indicator": "", "value": True}, "缺少指标（indicator）、数值（value）"),
    ({"quote": ["46.40亿元"]}, "quote 不是文字"),
    ({"zone": {"name": "甲"}}, "zone 不是文字"),
    ({"quote": "好" * 2001}, "quote 太长（2001 个字）"),
)


@pytest.mark.parametrize(("changed", "reason"), MISSING)
def test_a_row_that_says_nothing_that_could_be_looked_up_is_told(changed: dict[str, object], reason: str) -> None:
    found = read(json.dumps({"facts": [ROW, {**ROW, **changed}]}))
    assert found.claims == (CLAIM,)
    assert reasons(found) == [(2, reason)]


def test_what_is_left_out_of_a_row_is_empty() -> None:
    found = read('{"facts": [{"indicator": "gdp", "value": "1", "quote": "1亿元"}]}')
    assert found.claims == (Claim("模型", 1, "r1", indicator="gdp", value="1", quote="1亿元"),)


def test_numbers_keep_their_digits() -> None:
    found = read(
        '{"facts": [{"indicator": "gdp", "value": 46.40, "quote": "x"}, {"indicator": "gdp", "value": 1e400, "quote": "x"}]}'
    )
    assert [each.value for each in found.claims] == ["46.40", "1e400"]


def test_the_report_is_the_one_that_was_asked_about() -> None:
    assert read(json.dumps([{**ROW, "report": "别的报告", "reader": "别人", "row": 9}])).claims == (CLAIM,)


def test_rows_are_counted_on() -> None:
    found = claims_of(f'{{"facts": [{WRITTEN}, {{}}, {WRITTEN}]}}', "模型", "r1", first=5)
    assert [each.row for each in found.claims] == [5, 7] and reasons(found)[0][0] == 6


def test_an_answer_without_an_end_is_looked_at_only_so_far() -> None:
    found = read('{"facts": [' + f"{WRITTEN}," * (MOST_ROWS + 5))
    assert len(found.claims) == MOST_ROWS and reasons(found) == [(0, TOO_MANY)]
    assert reasons(read('{"facts": [' + "{x" * 1000))[-1] == (0, TOO_MANY)


def test_letters_that_no_file_takes_are_replaced() -> None:
    found = read('{"facts": [{"indicator": "gdp", "value": "1", "quote": "1\\ud800亿\\u0000元"}]}')
    assert found.claims[0].quote == "1?亿\ufffd元"


def test_the_schema_names_what_a_row_may_say() -> None:
    made = schema(["gdp", "exports"])
    row = made["properties"]["facts"]["items"]
    assert tuple(row["required"]) == FIELDS and row["additionalProperties"] is False
    assert row["properties"]["indicator"]["enum"] == ["exports", "gdp"]
    assert row["properties"]["kind"]["enum"] == ["actual", "estimate", "target"]


@given(st.text(alphabet='{}[]",:\\ facts12亿元', max_size=200))
def test_no_answer_is_a_fault(answer: str) -> None:
    found = read(answer)
    assert all(each.quote and each.value and each.indicator for each in found.claims)


@given(st.integers(min_value=0, max_value=len(WRITTEN)))
def test_wherever_an_answer_is_cut_the_whole_rows_before_stand(at: int) -> None:
    found = read(f'{{"facts": [{WRITTEN},{WRITTEN[:at]}')
    assert len(found.claims) == (2 if at == len(WRITTEN) else 1)
    assert found.claims[0] == CLAIM and found.unread
