"""Puts what second readers can prove beside what the program read itself; nothing is overwritten.

Who says the same makes it surer. Who says something else of the same is shown beside it and waits for a person. What a
reader alone found waits too, or counts, by how far that reader is trusted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kpi.second.claims import Testimony, Trust
from kpi.second.proof import Proof
from kpi.sentences.decide import FACT_FROM
from kpi.vocabulary.frames import observation_id
from kpi.vocabulary.model import (
    BETWEEN_READERS,
    DIFFERS_FROM,
    KIND_OPEN,
    LEFT_OPEN,
    OPEN,
    READERS_DIFFER,
    SELF,
    TO_CONFIRM,
    UNDATED,
    YEAR_OPEN,
    ZONE_OPEN,
    Extraction,
    Observation,
    Remark,
    told_of,
)
from kpi.vocabulary.units import to_base

AGREEMENT = math.log(9)
"""What a second reader that found the same adds to the log odds of a reading: it is nine times as likely to find what
is right as to make the same mistake."""

ALONE, IN_DOUBT = 0.7, 0.5
"""How sure what only a second reader found is, with its words in the report; and where these leave something open."""

REFUSED = "claim:"
"""What the reasons of remarks begin with that tell of a claim which does not stand."""


def merged(extraction: Extraction, heard: Sequence[tuple[Testimony, Sequence[Proof]]]) -> Extraction:
    """The extraction with all that second readers can prove of the report, and a remark for each claim that does not
    stand. The order of the readers counts for nothing.
    """
    merging = _Merging(extraction)
    merging.take(heard)
    return merging.done()


Standing = tuple[str, tuple[int, str], str]
"""Whose claim, its place in what that reader said, and how it stands: `agrees`, `differs` or `alone`."""


def standings(extraction: Extraction, heard: Sequence[tuple[Testimony, Sequence[Proof]]]) -> list[Standing]:
    """How each claim that stands does so beside what was read before it."""
    merging = _Merging(extraction)
    merging.take(heard)
    return merging.standings


def _order_of(proof: Proof) -> tuple[object, ...]:
    stated = proof.observation
    return (stated is None, bool(proof.doubts), proof.start, proof.claim.place)


class _Merging:
    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.all = [*extraction.observations, *extraction.readings]
        self.remarks = list(extraction.remarks)
        self.standings: list[Standing] = []

    def take(self, heard: Sequence[tuple[Testimony, Sequence[Proof]]]) -> None:
        """Takes what every reader says, one reader after the other by their names."""
        for testimony, proofs in sorted(heard, key=lambda each: each[0].reader):
            for proof in sorted(proofs, key=_order_of):
                if proof.observation is None:
                    self.refuse(testimony.reader, proof)
                else:
                    how = self.add(testimony, proof.observation, proof.doubts)
                    self.standings.append((testimony.reader, proof.claim.place, how))

    def refuse(self, reader: str, proof: Proof) -> None:
        quote = self.extraction.document.text[proof.start : proof.end] or proof.claim.quote
        detail = f"{reader} {proof.claim.row}" + (f" {proof.detail}" if proof.detail else "")
        doc = self.extraction.document.doc
        self.remarks.append(Remark(doc, REFUSED + proof.reason, quote, proof.start, proof.end, detail))

    def add(self, testimony: Testimony, stated: Observation, doubts: Sequence[str]) -> str:
        """Takes an observation that a reader can prove; says how it stands beside what was read before."""
        same = next((at for at, each in enumerate(self.all) if _says_the_same(each, stated)), None)
        if same is not None:
            self._agree(same, testimony, bool(doubts))
            return "agrees"
        others = [at for at, each in enumerate(self.all) if _speaks_of_the_same(each, stated)]
        alone = testimony.trust is Trust.ACCEPT and not doubts and not others
        flags = [*stated.flags, *(f"{LEFT_OPEN}:{doubt}" for doubt in doubts)]
        for at in others:
            flags.append(f"{DIFFERS_FROM}:{observation_id(self.all[at])}")
            self._flag(at)
        self.all.append(
            replace(
                stated,
                flags=tuple(dict.fromkeys(flags)),
                confidence=IN_DOUBT if doubts else ALONE,
                status="fact" if alone else TO_CONFIRM,
                pattern="second-reader",
                trace="",
                readers=testimony.reader,
                nth=sum(each.place == stated.place for each in self.all),
            )
        )
        return "differs" if others else "alone"

    def _agree(self, at: int, testimony: Testimony, in_doubt: bool) -> None:
        """Another reader found the same: surer than before, and a fact where that is sure enough and nothing of it is
        open.
        """
        known = self.all[at]
        readers = (known.readers or SELF).split(BETWEEN_READERS)
        if testimony.reader in readers:
            return
        confidence = round(_surer(known.confidence), 3)
        is_open = {KIND_OPEN, ZONE_OPEN, YEAR_OPEN} & set(known.flags) or in_doubt or SELF not in readers
        is_open = is_open or any(each.startswith(DIFFERS_FROM) for each in known.flags)
        enough = known.status == TO_CONFIRM and confidence >= FACT_FROM and not is_open
        self.all[at] = replace(
            known,
            readers=BETWEEN_READERS.join([*readers, testimony.reader]),
            confidence=confidence,
            status="fact" if enough else known.status,
        )

    def _flag(self, at: int) -> None:
        known = self.all[at]
        if READERS_DIFFER not in known.flags:
            self.all[at] = replace(known, flags=(*known.flags, READERS_DIFFER))

    def done(self) -> Extraction:
        told = Counter(told_of(each) for each in self.extraction.readings)
        remarks = []
        for remark in self.remarks:  # those of the readings that wait are told anew
            if told[remark]:
                told[remark] -= 1
            else:
                remarks.append(remark)
        waiting = tuple(each for each in self.all if each.status != "fact")
        facts = sorted((each for each in self.all if each.status == "fact"), key=lambda each: (each.start, each.end))
        return replace(
            self.extraction,
            observations=tuple(facts),
            readings=waiting,
            remarks=(*remarks, *map(told_of, waiting)),
        )


def _surer(confidence: float) -> float:
    """How sure a reading is that another reader found too."""
    within = min(max(confidence, 0.001), 0.999)
    return 1 / (1 + math.exp(-(math.log(within / (1 - within)) + AGREEMENT)))


def _cell(each: Observation) -> tuple[object, ...]:
    return each.zone, each.indicator, each.scope, each.measure, each.kind, each.period


def _value(each: Observation) -> tuple[object, ...]:
    return (None, "") if each.value is None else to_base(each.value, each.unit)


def _meet(one: Observation, other: Observation) -> bool:
    """Whether two observations are of the same number of the text: the last letters of both are its digits' end."""
    return one.start < other.end and other.start < one.end


def _is_open(known: Observation) -> bool:
    """Whether it is open whose or of when a reading is: it says nothing yet that another could contradict."""
    return known.status in (UNDATED, OPEN) or not known.zone


def _says_the_same(known: Observation, stated: Observation) -> bool:
    """Whether two say the same: of the same number of the text whatever scope, elsewhere of the same scope too."""
    if _is_open(known) or _value(known) != _value(stated):
        return False
    return _cell(known) == _cell(replace(stated, scope=known.scope if _meet(known, stated) else stated.scope))


def _speaks_of_the_same(known: Observation, stated: Observation) -> bool:
    """Whether two speak of the same and say something else: of one cell another value, or of one number another
    meaning.
    """
    if _is_open(known):
        return False
    if _cell(known) == _cell(stated):
        return _value(known) != _value(stated)
    return _meet(known, stated) and known.end == stated.end and _value(known) == _value(stated)
