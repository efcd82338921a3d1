"""Patterns are compiled late, and the words that are told of them are needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpi.language.confusions import NUMBERS, WORDS
from kpi.language.rules.evidence import evidence
from kpi.pages.links import GROUNDS
from kpi.settings.shipped import shipped_folder
from kpi.vocabulary.patterns import lazy, needed_words

KINDS = ("modes", "reached", "this_year", "reviewed", "outlooks", "events", "founded")
OF_THE_PROGRAM = (
    *(each.pattern.pattern for kind in KINDS for each in evidence(kind)),
    *(pattern for ground in GROUNDS for pattern in (ground.before, ground.after)),
    *(pattern for pattern, _, _ in (*NUMBERS, *WORDS)),
)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("完成|实现", {"完成", "实现"}),
        ("完成率?", {"完成"}),
        ("完成*", {"完"}),
        ("完?成{0,2}率", {"率"}),
        ("完成{2}率", {"完成"}),
        ("完成+?率", {"完成"}),
        ("(?:完成)?率", {"率"}),
        ("(?:完成|实现)(?=率)", {"完成", "实现"}),
        ("(?:完成|实现)率值", {"率值"}),
        ("(?P<a>完)(?!未)(?<!没)[^有]", {"完"}),
        ("[增长]{1,2}", {"增", "长"}),
        (r"1\.5%", {"1.5%"}),
        (r"\d+|完成", set()),
        ("完成|(?:率)?", set()),
        ("[一-十]|[^年]|.", set()),
        ("(?i)GDP", set()),
        ("(?i:g)dp", set()),
        ("(完)?(?(1)成|率)", set()),
    ],
)
def test_needed_words(pattern: str, words: set[str]) -> None:
    assert needed_words(pattern) == words


@pytest.mark.parametrize("seed", sorted(shipped_folder().glob("seeds/*.txt")), ids=lambda path: path.stem[:3])
def test_no_pattern_of_the_program_matches_without_its_words(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    for piece in (text, *re.split(r"[\n。]", text)):
        for pattern in OF_THE_PROGRAM:
            words = needed_words(pattern)
            if words and not any(word in piece for word in words):
                assert re.search(pattern, piece) is None, pattern


def test_a_pattern_is_compiled_when_a_text_holds_its_words() -> None:
    pattern = lazy("完(成)")
    assert pattern.search("实现") is pattern.match("实现") is pattern.fullmatch("实现") is None
    assert [*pattern.finditer("实现")] == pattern.findall("实现") == []
    assert pattern.sub("", "实现") == "实现" and pattern.split("实现") == ["实现"]
    assert pattern.findall("完成") == ["成"] and pattern.groups == 1
    assert pattern.search("实现") is None and pattern.pattern == "完(成)"


def test_a_fault_shows_when_the_pattern_is_compiled() -> None:
    with pytest.raises(re.error):
        lazy("(完成").search("完成")
