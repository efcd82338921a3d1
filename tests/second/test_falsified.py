"""Rows that were made false, one field at a time: whoever brings them, and however far they are trusted, none counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kpi.building.proving import proofs_of
from kpi.second import claims as stated
from kpi.second.claims import Claim, Trust
from kpi.second.merging import merged
from kpi.vocabulary.model import Extraction, Kind, Measure, Observation
from tests.second.samples import TEXT
from tests.second.test_proof import DOUBTFUL, EXPECTED, OF_TWO, OPEN_KIND, STANDS, TURNS, WORK, read

ZONES = ("濮阳经济技术开发区", "周口经济开发区", "荆州经济技术开发区", "濮阳工业园区")
PERIODS = ("2022", "2023", "2024", "2025", "2024-H1", "2024-01/10", "2023-12-31", "")
INDICATORS = ("gdp", "industrial_output", "exports", "fixed_asset_investment", "fiscal_revenue", "funds_in_place")
UNITS = ("亿元", "万元", "亿美元", "%", "家", "")
KINDS = ("actual", "estimate", "target", "完成", "计划数", "")


def told(each: Observation) -> tuple[object, ...]:
    return each.zone, each.indicator, each.measure, each.kind, each.period, each.value, each.unit


def claim_of(text: str, row: int, each: Observation) -> Claim:
    return Claim(
        *("张工", row, "", each.zone, each.indicator, each.scope, each.period, str(each.value), each.unit),
        *(str(each.kind), str(each.measure), text[each.sentence_start : each.sentence_end]),
    )


def falsified(claim: Claim) -> Iterator[Claim]:
    """The claim with another zone, time, indicator, unit, kind, measure or number."""
    yield from (replace(claim, zone=zone) for zone in ZONES)
    yield from (replace(claim, period=period) for period in PERIODS)
    yield from (replace(claim, indicator=indicator) for indicator in INDICATORS)
    yield from (replace(claim, unit=unit) for unit in UNITS)
    yield from (replace(claim, kind=kind) for kind in KINDS)
    yield from (replace(claim, measure=str(measure)) for measure in Measure)
    number = claim.value
    yield from (
        replace(claim, value=value) for value in (number[::-1], f"1{number}", f"-{number}", number.rstrip("0.") or "9")
    )


def facts(extraction: Extraction) -> set[tuple[object, ...]]:
    return {told(each) for each in extraction.observations}


def heard(text: str, claims: list[Claim], readers: tuple[str, ...]) -> Extraction:
    extraction, desk = read(text)
    said = [
        stated.Testimony(
            name, Trust.ACCEPT, tuple(replace(each, reader=name, row=row) for row, each in enumerate(claims, 2))
        )
        for name in readers
    ]
    return merged(extraction, list(zip(said, proofs_of(desk, extraction, said), strict=True)))


TEXTS = {
    "one zone": WORK,
    "samples": TEXT,
    "zones in turn": TURNS,
    "expected": EXPECTED,
    "open zone": OF_TWO,
    "open kind": OPEN_KIND,
}


@pytest.mark.parametrize("readers", [("张工",), ("张工", "李工")], ids=["one", "two of one mind"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_row_that_was_made_false_becomes_a_fact(text: str, readers: tuple[str, ...]) -> None:
    extraction, _ = read(text)
    own = [*extraction.observations, *extraction.readings]
    known = facts(extraction) | {told(each) for each in own}
    false = [
        other
        for row, each in enumerate(own, 2)
        if each.zone and each.period
        for other in falsified(claim_of(text, row, each))
        if other != claim_of(text, row, each)
    ]
    assert len(false) > 20 or not any(each.zone for each in own)
    made = heard(text, false, readers)
    assert facts(made) <= known, "what nobody but a false row says counts"
    for each in made.observations:  # what the program was not sure of may count, as it read it
        assert "本程序" in each.readers or not each.readers


def test_no_false_row_of_what_others_read_alone_becomes_a_fact() -> None:
    """Here no reading of the program's own contradicts: the words of the report must."""
    true = [claim for claim, _ in STANDS] + [claim for text, claim, _ in DOUBTFUL if text is WORK]
    known = facts(heard(WORK, true, ("张工",))) | {told(each) for each in read(WORK)[0].readings}
    false = [replace(other, row=row) for row, other in enumerate((o for claim in true for o in falsified(claim)), 2)]
    extraction, desk = read(WORK)
    (proofs,) = proofs_of(desk, extraction, [stated.Testimony("张工", Trust.ACCEPT, tuple(false))])
    for proof in proofs:  # each by itself: none may stand because another contradicts it
        said = stated.Testimony("张工", Trust.ACCEPT, (proof.claim,))
        assert facts(merged(extraction, [(said, [proof])])) <= known, proof.claim
    assert len(false) > 500 and any(proof.stands for proof in proofs)


def test_the_true_rows_count_beside_them() -> None:
    """Else nothing would be shown by the test above."""
    extraction, _ = read(WORK)
    own = extraction.observations[0]
    made = heard(WORK, [claim_of(WORK, 2, own)], ("张工",))
    assert "本程序; 张工" in {each.readers for each in made.observations} and own.kind is Kind.ACTUAL
