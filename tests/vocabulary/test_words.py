"""Many words by their first letters: found as one pattern of them all finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kpi.vocabulary.tries import Words, trie_pattern

WORDS = st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), max_size=12)


@given(WORDS, st.text("甲乙丙丁戊", max_size=40))
def test_words_are_found_as_by_one_pattern(words: list[str], text: str) -> None:
    assert list(Words(words).spans(text)) == [match.span() for match in re.finditer(trie_pattern(words), text)]


def test_a_letter_that_begins_no_longer_word_behind_another() -> None:
    text, words = "全年税收3亿元，年税收5亿元", Words(["年税收", "亿元"], {"年": "[全今]"})
    assert [text[start:end] for start, end in words.spans(text)] == ["亿元", "年税收", "亿元"]
    assert Words(["年", "年税收"], {"年": "全"}).match("全年税收", 1, 4) == 2
    assert words.match("年税收", 0, 2) == 0
