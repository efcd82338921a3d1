"""Who speaks on a page of questions and answers: what a firm's man says of 我们 is of his firm."""

from __future__ import annotations

from kpi.language.words import either
from kpi.pages.passages import Passage
from kpi.vocabulary.patterns import lazy

_NAME = "[㐀-鿿·]{2,4}"
# 总经理白树清, and no title before an office: 企业负责人座谈会
_INTRODUCED = lazy(rf"(?:{either('firms_man')})(?P<name>[㐀-鿿]{{2,3}})(?![㐀-鿿]{{0,2}}(?:会|局|办))")
_SPEAKS = lazy(rf"[“\"]?(?P<name>{_NAME}) ?[:：]")


class Speakers:
    """Keeps who was introduced as a firm's man, and whose turn it is, sentence by sentence."""

    def __init__(self) -> None:
        self._of_firms: set[str] = set()
        self._article = -1
        self._in_turn = False

    def of_a_firm(self, passage: Passage) -> bool:
        """Whether the sentence to come is a firm's man's: until another speaker's turn, a heading or another article.

        >>> from kpi.pages.passages import Passage
        >>> speakers = Speakers()
        >>> told = "总经理白树清与记者对话。", "白树清：我们出口620万美元。", "出口增长12%。", "记者：怎么应对？"
        >>> [speakers.of_a_firm(Passage(0, 0, text, i, 0, "", False, True)) for i, text in enumerate(told)]
        [False, True, True, False]
        """
        if passage.article != self._article or passage.is_heading:
            self._article, self._in_turn = passage.article, False
        self._of_firms.update(self._introduced(passage.text))
        turn = _SPEAKS.match(passage.text)
        if turn:
            self._in_turn = turn["name"] in self._of_firms
        return self._in_turn

    @staticmethod
    def _introduced(text: str) -> set[str]:
        names = {match["name"] for match in _INTRODUCED.finditer(text)}
        return names | {name[:2] for name in names}
