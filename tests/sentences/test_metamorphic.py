"""What must change nothing in a reading, and what must take it away: made of words that stand in none of the lists.

Each base sentence states one fact of the zone. A varied sentence keeps it, moves it, or has it no more; nobody has tuned
anything for these words.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpi.building.pipeline import Extractor
from kpi.settings.config import load_config
from kpi.vocabulary.model import Document, Extraction, Observation
from tests.sentences.variations import (
    ATTRIBUTES,
    HEAD,
    NAMES,
    NOUNS,
    PRAISE,
    VERBS,
    ZONE,
    Base,
    bases,
    parts,
    read,
    unlisted,
)

BASES = bases()
LEVELS = [base for base in BASES if base.measure == "level"]
MOST_WRONG, FEWEST_READ = 5, 95


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_config(Path(__file__).parents[2] / "config.yaml"))


def stating(base: Base, found: list[Observation]) -> list[tuple[str, str, str]]:
    """Zone, period and kind of those that state the fact of a base sentence."""
    return [
        (each.zone, each.period, str(each.kind))
        for each in found
        if (each.indicator, each.measure, each.value) == (base.indicator, base.measure, base.value)
    ]


def any_of(value: Decimal, found: list[Observation]) -> bool:
    return any(each.value == value for each in found)


def share_kept(extractor: Extractor, varied: list[tuple[Base, str]], expected: tuple[str, str, str]) -> list[str]:
    """The varied sentences that do not state their fact as expected, neither as a fact nor as a reading to confirm."""
    lost = []
    for base, sentence in varied:
        facts, waiting = read(extractor, sentence)
        if stating(base, [*facts, *waiting]) != [expected]:
            lost.append(sentence)
    return lost


OWN = (ZONE, "2023", "actual")


def test_every_base_sentence_is_read(extractor: Extractor) -> None:
    assert share_kept(extractor, [(base, base.sentence) for base in BASES], OWN) == []
    shown = sum(bool(stating(base, read(extractor, base.sentence)[0])) for base in BASES)
    assert shown >= 36, "nearly all are sure enough to be facts"


def test_the_words_stand_in_no_list() -> None:
    assert len(unlisted(NOUNS)) >= 40 and len(unlisted(VERBS)) >= 50
    assert len(unlisted(VERBS, classes_only=True)) >= 90


@pytest.mark.parametrize("name", ["税收收入", "产值"])
def test_the_whole_year_takes_nothing_of_a_name(extractor: Extractor, name: str) -> None:
    facts, waiting = read(extractor, f"全区规上工业企业平稳运行。全年{name}完成61.7亿元。")
    assert any_of(Decimal("61.7"), [*facts, *waiting])


# ---- parts of a whole ----


def test_a_part_is_never_the_whole(extractor: Extractor) -> None:
    """Three hundred sentences on parts of a whole: the number of the part is nobody's."""
    made = list(parts(unlisted(NOUNS)))
    wrong = [part.sentence for part in made if any_of(part.value, read(extractor, part.sentence)[0])]
    assert len(made) == 300
    assert len(wrong) <= MOST_WRONG, wrong


def test_the_whole_beside_a_part_stays(extractor: Extractor) -> None:
    lost = []
    for part in parts(unlisted(NOUNS)):
        if "其中" in part.sentence and "亿" in part.sentence.split("其中")[0]:
            facts, waiting = read(extractor, part.sentence)
            if not any_of(part.value * 9, [*facts, *waiting]):
                lost.append(part.sentence)
    assert lost == []


def test_a_noun_in_brackets_narrows_too(extractor: Extractor) -> None:
    nouns = unlisted(NOUNS)
    sentences = [f"2023年全区{name}（{nouns[at]}）6.4{unit}。" for at, (name, _, unit) in enumerate(NAMES)]
    assert [each for each in sentences if any_of(Decimal("6.4"), read(extractor, each)[0])] == []


def test_an_attribute_narrows_as_a_noun_does(extractor: Extractor) -> None:
    sentences = [f"全年{NAMES[at % len(NAMES)][0]}{word}完成6.4亿元。" for at, word in enumerate(ATTRIBUTES)]
    assert [each for each in sentences if any_of(Decimal("6.4"), read(extractor, each)[0])] == []


def test_a_noun_that_did_it_is_not_the_zone(extractor: Extractor) -> None:
    """Who stands before the verb did it: 磁材完成工业投资 is the investment of that trade."""
    nouns = unlisted(NOUNS)
    sentences = [f"全年{nouns[at]}完成{name}6.4{unit}。" for at, (name, _, unit) in enumerate(NAMES)]
    assert [each for each in sentences if any_of(Decimal("6.4"), read(extractor, each)[0])] == []


# ---- verbs ----


def _with_verbs(verbs: list[str]) -> list[tuple[Base, str]]:
    made = [(LEVELS[at % len(LEVELS)], verbs[at % len(verbs)]) for at in range(100)]
    return [(base, f"全年{base.name}{verb}{base.number}。") for base, verb in made]


def test_a_verb_of_no_class_keeps_the_fact(extractor: Extractor) -> None:
    lost = share_kept(extractor, _with_verbs(unlisted(VERBS, classes_only=True)), OWN)
    assert len(lost) <= 100 - FEWEST_READ, f"{100 - len(lost)} of 100 read; lost: {lost}"


def test_a_verb_of_no_list_at_all_keeps_the_fact(extractor: Extractor) -> None:
    lost = share_kept(extractor, _with_verbs(unlisted(VERBS)), OWN)
    assert len(lost) <= 100 - FEWEST_READ, f"{100 - len(lost)} of 100 read; lost: {lost}"


# ---- areas and times ----


@pytest.mark.parametrize(
    ("before", "zone"),
    [
        ("荆州市", "荆州市"),
        ("云梦县", "云梦县"),
        ("襄阳高新技术产业开发区", "襄阳高新技术产业开发区"),
        ("全市", "九江市"),
    ],
)
def test_the_name_of_another_area_moves_the_fact(extractor: Extractor, before: str, zone: str) -> None:
    varied = [(base, f"2023年，{before}{base.name}达到{base.number}。") for base in LEVELS]
    assert share_kept(extractor, varied, (zone, "2023", "actual")) == []


@pytest.mark.parametrize(
    ("before", "period"),
    [
        ("2021年，全区", "2021"),
        ("2022年上半年，全区", "2022-H1"),
        ("2022年1—5月，全区", "2022-01/05"),
        ("截至2022年9月底，全区", "2022-Q1-Q3"),
        ("2020年第一季度，全区", "2020-Q1"),
        ("去年，全区", "2023"),
    ],
)
def test_another_period_moves_the_fact(extractor: Extractor, before: str, period: str) -> None:
    varied = [(base, f"{before}{base.name}完成{base.number}。") for base in LEVELS]
    assert share_kept(extractor, varied, (ZONE, period, "actual")) == []


@pytest.mark.parametrize("cue", ["力争", "确保", "计划", "预期"])
def test_an_aim_is_no_outcome(extractor: Extractor, cue: str) -> None:
    varied = [(base, f"今年，全区{cue}{base.name}完成{base.number}。") for base in LEVELS]
    assert share_kept(extractor, varied, (ZONE, "2024", "target")) == []


# ---- what says nothing ----


@pytest.mark.parametrize("praise", PRAISE)
def test_praise_changes_nothing(extractor: Extractor, praise: str) -> None:
    varied = [(base, base.sentence.removesuffix("。") + f"，{praise}。") for base in BASES]
    varied += [(base, f"全年{base.name}{praise}，达到{base.number}。") for base in LEVELS]
    assert share_kept(extractor, varied, OWN) == []


@pytest.mark.parametrize("gap", [" ", "　"], ids=["space", "wide space"])
def test_a_space_anywhere_changes_nothing(extractor: Extractor, gap: str) -> None:
    lost, tried = [], 0
    for base in BASES[::3]:
        text = base.sentence
        for at in range(1, len(text)):
            tried += 1
            facts, waiting = read(extractor, text[:at] + gap + text[at:])
            if stating(base, [*facts, *waiting]) != [OWN]:
                lost.append(text[:at] + "|" + text[at:])
    assert len(lost) <= tried / 50, f"{len(lost)} of {tried}: {lost[:20]}"


@pytest.mark.parametrize("width", range(13, 36))
def test_the_width_of_the_columns_changes_nothing(extractor: Extractor, width: int) -> None:
    """A page set in columns has the ends of its lines anywhere, inside names and numbers too."""
    blocks = ["".join(base.sentence for base in BASES[at::8]) for at in range(8)]
    whole = extractor.extract(Document("page", "page.txt", HEAD + "\n".join(blocks), ""))
    lines = [block[at : at + width] for block in blocks for at in range(0, len(block), width)]
    narrow = extractor.extract(Document("page", "page.txt", HEAD + "\n".join(lines), ""))
    wanted, found = _facts(whole), _facts(narrow)
    assert len(wanted) >= 36
    assert len(wanted & found) >= 0.97 * len(wanted), sorted(wanted - found)
    assert not found - wanted


def _facts(extraction: Extraction) -> set[tuple[str, str, str, Decimal | None]]:
    read = (*extraction.observations, *extraction.readings)
    return {(each.indicator, str(each.measure), each.period, each.value) for each in read}
