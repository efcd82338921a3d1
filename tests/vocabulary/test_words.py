"""Many words by their first letters: found as one pattern of them all finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kpi.vocabulary.tries import Words, trie_pattern

WORDS = st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), max_size=12)


@given(WORDS, st.text("甲乙丙丁戊", max_size=40))
def test_words_are_found_as_by_one_pattern(words: list[str], text: str) -> None:
    found = [match.span() for match in Words(words).finditer(text)]
    assert found == [match.span() for match in re.finditer(trie_pattern(words), text)]


def test_a_letter_with_a_pattern_of_its_own() -> None:
    words = Words(["年税收", "亿元"], {"年": "(?<!全)年税收"})
    assert [match[0] for match in words.finditer("全年税收3亿元，年税收5亿元")] == ["亿元", "年税收", "亿元"]
    assert words.match("年税收", 0, 2) is None
