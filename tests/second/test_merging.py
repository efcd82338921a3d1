"""What readers found together, apart from each other, and against each other; nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from kpi.second import claims as said
from kpi.second.claims import Claim, Trust
from kpi.second.merging import ALONE, IN_DOUBT, REFUSED, merged, standings
from kpi.second.proof import Proof
from kpi.vocabulary.frames import observation_id
from kpi.vocabulary.model import (
    KIND_OPEN,
    Comparator,
    Document,
    Extraction,
    Kind,
    Measure,
    Observation,
    told_of,
)

TEXT = "地区生产总值完成254亿元，财政收入6亿元。"
OWN = Observation(
    *("甲", "濮阳经开区", "gdp", "", Measure.LEVEL, Kind.ACTUAL, "2024", Decimal(254), "亿元", Comparator.EQUAL),
    *("地区生产总值完成254亿元", 0, 14),
    confidence=0.9,
    report_id="r1",
)
UNSURE = replace(OWN, confidence=0.5, status="to_confirm")
ELSEWHERE = replace(OWN, start=15, end=21)


def heard(*stated: Observation, reader: str = "张工", trust: Trust = Trust.PROPOSE, doubts: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    proofs = [
        Proof(Claim(reader, row), each, "", "", doubts, each.start, each.end) for row, each in enumerate(stated, 1)
    ]
    return said.Testimony(reader, trust, tuple(each.claim for each in proofs)), proofs


def read(*found: Observation) -> Extraction:
    facts = tuple(each for each in found if each.status == "fact")
    waiting = tuple(each for each in found if each.status != "fact")
    return Extraction(Document("甲", "甲.txt", TEXT, "d"), facts, tuple(map(told_of, waiting)), readings=waiting)


def all_of(extraction: Extraction) -> list[tuple[str, str, str]]:
    """Value, status and readers of all that was read."""
    every = (*extraction.observations, *extraction.readings)
    return [(str(each.value), each.status, each.readers) for each in every]


# what the program read, what another reader can prove, the trust in it, what comes of it
CASES = [
    ("agreement", OWN, OWN, Trust.PROPOSE, [("254", "fact", "本程序; 张工")]),
    ("in another unit", OWN, replace(OWN, value=Decimal(2540000), unit="万元"), Trust.PROPOSE, [("254", "fact", "本程序; 张工")]),
    ("elsewhere in the report", OWN, ELSEWHERE, Trust.PROPOSE, [("254", "fact", "本程序; 张工")]),
    ("of another scope, of the same number", OWN, replace(OWN, scope="新增"), Trust.PROPOSE, [("254", "fact", "本程序; 张工")]),
    ("of another scope elsewhere", OWN, replace(ELSEWHERE, scope="新增"), Trust.PROPOSE, [("254", "fact", ""), ("254", "to_confirm", "张工")]),
    ("what was not sure is", UNSURE, OWN, Trust.PROPOSE, [("254", "fact", "本程序; 张工")]),
    ("what was nearly nothing is not", replace(UNSURE, confidence=0.1), OWN, Trust.PROPOSE, [("254", "to_confirm", "本程序; 张工")]),
    ("what is open stays so", replace(UNSURE, flags=(KIND_OPEN,)), OWN, Trust.PROPOSE, [("254", "to_confirm", "本程序; 张工")]),
    ("another value", OWN, replace(OWN, value=Decimal(245)), Trust.PROPOSE, [("254", "fact", ""), ("245", "to_confirm", "张工")]),
    ("another value, trusted", OWN, replace(OWN, value=Decimal(245)), Trust.ACCEPT, [("254", "fact", ""), ("245", "to_confirm", "张工")]),
    ("another period of the number", OWN, replace(OWN, period="2023"), Trust.ACCEPT, [("254", "fact", ""), ("254", "to_confirm", "张工")]),
    ("another indicator of the number", OWN, replace(OWN, indicator="exports"), Trust.ACCEPT, [("254", "fact", ""), ("254", "to_confirm", "张工")]),
    ("what is nobody's yet contradicts nobody", replace(OWN, zone=""), OWN, Trust.ACCEPT, [("254", "fact", ""), ("254", "fact", "张工")]),
    ("found alone", None, OWN, Trust.PROPOSE, [("254", "to_confirm", "张工")]),
    ("found alone, trusted", None, OWN, Trust.ACCEPT, [("254", "fact", "张工")]),
    ("beside another number", OWN, replace(ELSEWHERE, indicator="exports", value=Decimal(6)), Trust.ACCEPT, [("254", "fact", ""), ("6", "fact", "张工")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "stated", "trust", "wanted"), [each[1:] for each in CASES], ids=[each[0] for each in CASES]
)
def test_what_becomes_of_two_readers(
    known: Observation | None, stated: Observation, trust: Trust, wanted: list[tuple[str, str, str]]
) -> None:
    made = merged(read(*([known] if known else [])), [heard(stated, trust=trust)])
    assert all_of(made) == wanted
    assert [told_of(each) for each in made.readings] == list(made.remarks)  # each is told once


def test_agreement_raises_confidence_and_difference_does_not_lower_it() -> None:
    (agreed,) = merged(read(OWN), [heard(OWN)]).observations
    (differs,) = merged(read(OWN), [heard(replace(OWN, value=Decimal(245)))]).observations
    assert agreed.confidence == 0.988 and differs.confidence == 0.9


def test_each_side_of_a_difference_names_the_other() -> None:
    made = merged(read(OWN), [heard(replace(OWN, value=Decimal(245)))])
    (ours,), (theirs,) = made.observations, made.readings
    assert ours.flags == ("readers_differ",) and theirs.flags == (f"differs_from:{observation_id(ours)}",)
    assert observation_id(theirs) != observation_id(ours) and (theirs.confidence, theirs.pattern) == (
        ALONE,
        "second-reader",
    )


def test_what_is_in_doubt_never_counts_by_itself() -> None:
    (waiting,) = merged(read(), [heard(OWN, trust=Trust.ACCEPT, doubts=("weak_name",))]).readings
    assert (waiting.status, waiting.confidence, waiting.flags) == ("to_confirm", IN_DOUBT, ("left_open:weak_name",))
    (still,) = merged(read(UNSURE), [heard(OWN, doubts=("weak_name",))]).readings
    assert still.status == "to_confirm"


def test_two_that_agree_without_the_program_still_wait() -> None:
    (waiting,) = merged(read(), [heard(OWN), heard(OWN, reader="李工")]).readings
    assert waiting.readers == "张工; 李工" and waiting.confidence > ALONE and waiting.status == "to_confirm"


def test_a_reader_agrees_with_himself_but_once() -> None:
    assert all_of(merged(read(OWN), [heard(OWN, ELSEWHERE)])) == [("254", "fact", "本程序; 张工")]


def test_the_order_of_readers_and_rows_counts_for_nothing() -> None:
    others = [
        heard(OWN, replace(OWN, value=Decimal(245)), reader="张工"),
        heard(replace(OWN, value=Decimal(245)), reader="李工", trust=Trust.ACCEPT),
        heard(replace(OWN, period="2023"), reader="王工"),
    ]
    outcomes = [merged(read(UNSURE), list(some)) for some in permutations(others)]
    assert all(each == outcomes[0] for each in outcomes)


def test_what_does_not_stand_is_a_remark_with_its_reason() -> None:
    claim = Claim("张工", 7, value="3", quote="没有的话")
    refused = Proof(claim, None, "quote_not_found")
    made = merged(read(OWN), [(said.Testimony("张工", Trust.PROPOSE, (claim,)), [refused])])
    (remark,) = made.remarks
    assert (remark.reason, remark.quote, remark.detail) == (f"{REFUSED}quote_not_found", "没有的话", "张工 7")
    assert made.observations == (OWN,)


def test_how_each_row_stands() -> None:
    stated = (OWN, replace(OWN, value=Decimal(245)), replace(ELSEWHERE, indicator="exports", value=Decimal(6)))
    assert [how for _, _, how in standings(read(OWN), [heard(*stated)])] == ["agrees", "differs", "alone"]
