"""Cuts a sentence into typed tokens that cover every character: names, numbers, periods, areas, words, marks.

A token's `kind` is one letter (`KINDS`), so that a run of tokens is a string that the rules match. White space and
quotation marks are no tokens. What stands in no table is a common verb or other word, or else a noun.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpi.language.lexicon import SPLITS
from kpi.language.periods import PeriodMention
from kpi.language.quantities import Quantity
from kpi.language.words import OTHER, VERB, NameEntry, common_words, further_names, word_classes
from kpi.language.words.likeness import verb_likeness
from kpi.sentences.pieces import Name, Token
from kpi.sentences.predicates import LESS, MORE, with_predicates
from kpi.vocabulary.model import Comparator, Cues, Indicator
from kpi.vocabulary.patterns import lazy, rare
from kpi.vocabulary.tries import Words, trie_pattern
from kpi.vocabulary.units import dimension

# class of words -> letter; further letters: N name, Q amount or count, P percent, U points, X times, T period
KINDS = {
    "link": "L",
    "reach": "R",
    "rise": "G",
    "fall": "D",
    "flat": "Z",
    "loss": "x",
    "compare": "C",
    "month_on_month": "O",
    "target": "K",
    "estimate": "E",
    "done": "H",
    "distributive": "S",
    "each": "s",
    "part": "I",
    "share": "W",
    "completion": "Y",
    "plan": "y",
    "addition": "+",
    "total": "t",
    "average": "J",
    "difference": "i",
    "gone": "g",
    "event": "e",
    "project": "p",
    "rank": "r",
    "own": "A",
    "upper": "u",
    "firm": "F",
    "all_sectors": "a",
    "adverb": "B",
    "verb": "V",
    "noun": "M",
    "qualifier": "q",
}
MARKS = {
    "，": ",", ",": ",", "；": ";", ";": ";", "、": "/", "和": "/", "与": "/", "及": "/", "以及": "/", "或": "/", "：": ":", ":": ":",
    "（": "(", "(": "(", "）": ")", ")": ")", "】": ":", "。": ".", "！": ".", "？": ".", "!": ".", "?": ".", "—": "-", "–": "-", "→": ",",
}  # fmt: skip
ARROWS = {"↑": "G", "↓": "D"}  # in boxes of figures: 4.13亿元↑7.9%
_IGNORED = lazy(r"\[\d{1,3}\]|[\s“”\"'‘’《》【\[\]·*＊…■●◆▲△★☆○□▪•▶►※◎│┃]+")
# letters that are written one for the other in names: 到账 and 到帐
_VARIANTS = (("账", "帐"), ("占", "佔"))
# in brackets behind a name: how it is counted, and no part of it
_WAY_OF_COUNTING = lazy(
    "^[不含按剔扣除]|[口统]径|[价数额值]$|[上下]同$|简称|农户|包括|以|规模|全社会|当年|累计|核算|统计|初步"
)
# an item's number: 1. （2） 三、 ④
_ITEM = lazy(
    r"(?:(?<![^；;。，,：:\s])|^)(?:[（(]\d{1,2}[)）]|\d{1,2}[.．、)）](?!\d)|[①-⑳]|[（(][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}、)"
)
_PRICES = lazy("(?:不变|可比|现行|现|当年)价格?(?:计算)?$")
_ONLY = ("仅", "只", "限", "单指", "专指")
_MILESTONES = frozenset({"大关", "台阶", "关口", "门槛", "元大关", "元台阶", "整数关口"})
_DOUBLED = rare("(?:翻(?:了)?(?:一|两)?番)(?P<more>还?多|有余)?")
_ON_THE_BASIS = lazy(
    r"在[^，。；,;]{0,18}基础上|在(?:上年|去年|同期)[^，。；,;\d]{0,6}基数(?:较高)?(?:的情况下|的基础上|上|下)|按照?(?:上年|去年|20\d\d年)[^，。；,;\d]{0,8}数"
)
# another month of the same year: no growth on the year before
_THAN_A_MONTH = rare(
    r"(?<![同环对相占])[比较](?:今年|本年|当年)?(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?![底末初至到–—～~-]|以来|同期)"
)
_MARK = lazy("[，,；;：:。！？（）()]")
_CJK = lazy(r"[㐀-鿿]+")
_OTHER = lazy(r"[^\s㐀-鿿，,；;、：:（()）。！？!?—–“”\"'‘’《》【】\[\]·*＊…■●◆▲△★☆○□▪•▶►※◎]+")
# words between a verb of projects and its number: 新签约亿元以上项目, 开工重大产业项目
_QUALIFIER = (
    r"(?:(?:计划|固定资产)?(?:总)?投资(?:额)?(?:在)?)?(?:过|超|上)?(?:[一二三四五六七八九十百千\d]+(?:\.\d+)?)?(?:[万亿]{1,2}(?:美)?元)?(?:及)?(?:以上|级|以下)|(?:超|过|上)(?:[\d十百千]*)[万亿]{1,2}元?"
    r"|亿元|[超过]亿|大型|重大|重点|产业|工业|制造业|各类|内资|外资|省外|市外|域外|县外|境外|国内|优质|新|高质量|招商引资|招商|先进|基础设施|生产性|技改|科技|大|好|战略性新兴产业|新兴产业|服务业|农业|民生|城建|省、市级?|省市[区县]|省市|市县|省级|市级|区级|县级|省|市|亩均|实体|投资|建设|续建|5000万|的|规模以上|规模"
)
QUALIFIERS = lazy(f"(?:{_QUALIFIER})+")


_WHOLE_OF_AN_AREA = frozenset({"全区", "全市", "全县", "全省", "全州"})


# 第一、二、三产业增加值: one noun for several ordinals
_SECTORS = lazy(
    r"第?(?P<list>[一二三](?:[、和及]?第?[一二三]){1,2})(?:次产业|产业|产)(?:增加值|(?=分别|依次|均|都))|(?P<all>三次)产业(?:增加值|(?=分别|依次))"
)
_SECTOR_REACHED = rare(r"第?(?P<one>[一二三])(?:次产业|产业|产)(?:共|累计)?[\u4e00-\u9fff]{2,3}增加值")
_ORDINAL = lazy("[一二三]")
# 52个重点项目完成投资76.4亿元: a count, the projects, and their money
_MONEY_OF_PROJECTS = frozenset({"key_project_investment", "key_project_total_investment"})
_COUNT_BEFORE = lazy(r"\d\s*(?:余|多)?[个项][^\d，。；,;]{0,10}$")
# 263家规模以上工业企业实现主营业务收入531.5亿元
_FIRMS_BEFORE = lazy(r"\d\s*(?:余|多)?[家户]\s*$")
# 连跨120亿元、130亿元两个台阶: marks that were passed
_STEPS = rare(
    "连(?:续|连)?(?:跨|越|过|上|破|登|攀)[^，。；;]{0,30}?(?:台阶|大关|关口)"
    r"|(?:接连|先后|相继)?(?:跨越|跨过|跨上|迈过|迈上|跃上)(?:\d|[一二两三四五六七八九])个[^，。；;]{0,12}?台阶"
)
# 成功签约…、…等亿元以上项目42个: what is counted is what the verb before the list says
_AND_OTHERS = lazy(rf"等(?P<q>(?:{_QUALIFIER})*)项目(?=共|有|达)?(?=[共有达]?\d)")
_OF_VERB = {
    "签约": "signed_projects", "引进": "signed_projects", "落户": "signed_projects", "招引": "signed_projects",
    "开工": "projects_started", "投产": "projects_commissioned", "竣工": "projects_commissioned",
}  # fmt: skip
# what was named is counted, and nothing else: 固定资产投资…，工业投资…，两项增幅分别为…
_COUNTS_THE_NAMED = lazy("(?:[两三四](?:项|者|个)(?:指标)?)(?=增幅|增速|分别)")
_PROJECT_VERBS = lazy("|".join(_OF_VERB))


class Tokeniser:
    """The words of one indicator map and of the language, compiled once."""

    def __init__(
        self,
        indicators: Mapping[str, Indicator],
        further: Mapping[str, NameEntry] | None = None,
        cues: Cues | None = None,
    ) -> None:
        self.indicators = indicators
        self.names: dict[str, Name] = {}
        self._collect(further_names() if further is None else further)
        self._classes = dict(word_classes())
        for kind, listed in (
            (("target", cues.target), ("estimate", cues.estimate), ("done", cues.actual)) if cues else ()
        ):
            for word in listed:
                self._classes.setdefault(word, kind)
        self._forbidden = {
            indicator.id: tuple(word for word in indicator.forbid if self._classes.get(word, "noun") == "noun")
            for indicator in indicators.values()
        }
        self._patterns = [
            _compiled(indicator.id, pattern) for indicator in indicators.values() for pattern in indicator.patterns
        ]
        words = {*self.names, *self._classes}
        # 年税收 of a project begins nowhere in 全年税收 and 2023年税收
        self._words = Words(words, {"年": r"[全今去明上前当本半\d]"})
        area_words = [word for word, name in self._classes.items() if name in ("own", "upper", "firm")]
        self._area_words = lazy(trie_pattern(area_words))
        literals = [pieces[0] for _, _, pieces in self._patterns if pieces]
        self._names = Words({*self.names, *literals})
        self._shapes = [
            (
                indicator,
                _words_always_in(shape),
                lazy(rf"(?<![\d.])(?:{shape})".replace("{q}", f"(?P<q>(?:{_QUALIFIER})*)")),
            )
            for indicator, entry in (further_names() if further is None else further).items()
            if indicator in indicators
            for shape in entry.shapes
        ]
        self._shape_verbs = lazy("资|签|引|招|落户|批|办|开工|动工|破土|开建|投产|竣工|投用|达产|建成|重点")

    def _collect(self, further: Mapping[str, NameEntry]) -> None:
        strong: dict[str, list[str]] = {}
        weak: dict[str, list[str]] = {}
        topics: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        free: set[str] = set()
        for indicator in self.indicators.values():
            entry = further.get(indicator.id, NameEntry())
            for word in (*indicator.aliases, *entry.names):
                if word[:2] in _WHOLE_OF_AN_AREA:
                    word = word[2:]  # 全县生产总值: the area is a token of its own
                strong.setdefault(word, []).append(indicator.id)
            for word in entry.weak:
                weak.setdefault(word, []).append(indicator.id)
                if not entry.topics:
                    free.add(word)
                if entry.topics:
                    topics.setdefault(word, []).append((indicator.id, entry.topics))
            for within in indicator.within:
                for word in within.words:
                    if word[:2] in ("实现", "完成") and word[2:] in free:
                        continue  # the verb is a token of its own
                    weak.setdefault(word, []).append(indicator.id)
                    topics.setdefault(word, []).append((indicator.id, within.topics))
        for word in free:  # weak words that need no topic
            topics.pop(word, None)
        for word in {*strong, *weak}:
            ids = tuple(dict.fromkeys((*strong.get(word, ()), *weak.get(word, ()))))
            self.names[word] = Name(ids, word not in strong, tuple(topics.get(word, ())))
        for word, name in list(self.names.items()):
            for usual, variant in _VARIANTS:
                if usual in word:
                    self.names.setdefault(word.replace(usual, variant), name)
            parts = self._parts(word)
            if parts:
                self.names[word] = replace(name, parts=parts)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The indicators of a word that lists several: 城乡居民人均可支配收入 means urban and rural."""
        for listed, instead in SPLITS:
            if word.startswith(listed):
                named = [self.names.get(word.replace(listed, part, 1)) for part in instead]
                if all(named):
                    return tuple(name.indicators[0] for name in named if name)
        return ()

    def names_anything(self, text: str) -> bool:
        """Whether the text names any indicator at all."""
        return next(self._names.spans(text), None) is not None

    def tokens(
        self, text: str, quantities: Sequence[Quantity], periods: Sequence[PeriodMention], places: Sequence[Token] = ()
    ) -> list[Token]:
        """The tokens of a sentence in order; none overlap, and only spaces and quotation marks stand in none."""
        found: list[Token] = []
        names = self._named(text)
        spans = [(t.start, t.end) for t in names]
        when = sorted((m.start, m.end) for m in periods if not _inside(spans, m.start, m.end))
        numbers = [
            _number(q)
            for q in quantities
            if not _inside(spans, q.start, q.number_end)
            and not _meets(when, q.start, q.end)
            and not _COUNTS_THE_NAMED.match(text, q.start)
        ]
        taken = sorted([*names, *numbers], key=lambda t: t.start)
        taken = _apart(taken)
        held = [(t.start, t.end) for t in taken]
        dated = [
            Token(m.start, m.end, "T", text[m.start : m.end], m) for m in periods if not _meets(held, m.start, m.end)
        ]
        taken = sorted([*taken, *dated], key=lambda t: t.start)
        held = [(t.start, t.end) for t in taken]
        taken = sorted([*taken, *(p for p in places if not _meets(held, p.start, p.end))], key=lambda t: t.start)
        at = 0
        for token in taken:
            found.extend(self._between(text, at, token.start))
            found.append(token)
            at = token.end
        found.extend(self._between(text, at, len(text)))
        found = with_predicates(_without_circumstances(text, _with_verbs_by_shape(found)))
        found = self._claimed(text, _with_growth_by_letters(_without_mottoes(found)))
        found = [t for k, t in enumerate(found) if not (k and t.text in _MILESTONES and found[k - 1].kind == "Q")]
        found = [t for k, t in enumerate(found) if not (k and t.text == "内" and found[k - 1].kind == "T")]
        found = [
            t for k, t in enumerate(found) if not (k and t.text in ("一个月", "单月") and found[k - 1].kind == "T")
        ]
        found = [t for k, t in enumerate(found) if not _is_what_was_counted(found, k)]
        if (whole := self.names.get(_WHOLE_MONEY)) is not None:
            found = _with_their_whole(found, whole)
        return _with_each_year(
            _without_asides(_without_steps(text, _without_bases(text, _with_doublings(text, found))))
        )

    def _claimed(self, text: str, tokens: list[Token]) -> list[Token]:
        """The tokens, the numbers that a pattern of the map holds marked with its indicator; the narrowest wins."""
        claims: dict[int, tuple[str, int, int]] = {}
        held: dict[int, tuple[int, int]] = {}  # length and letters of its own: the shorter and wordier says more
        for indicator, pattern, pieces in self._patterns:
            if (pieces and pieces[0] not in text) or not all(piece in text for piece in pieces):
                continue
            for match in pattern.finditer(text):
                narrow = match.end() - match.start(), -sum(map(len, pieces))
                if match.start("n") not in held or narrow < held[match.start("n")]:
                    held[match.start("n")] = narrow
                    claims[match.start("n")] = (indicator, *match.span())
        if not claims:
            return tokens
        return [
            replace(t, claim=next((claims[at] for at in range(t.start, t.end) if at in claims), None))
            if t.kind == "Q"
            else t
            for t in tokens
        ]

    def frame_tokens(self, text: str, periods: Sequence[PeriodMention], places: Sequence[Token] = ()) -> list[Token]:
        """What a sentence without figures hands on: its areas and times, and the marks between them."""
        own = [Token(m.start(), m.end(), KINDS[self._classes[m[0]]], m[0]) for m in self._area_words.finditer(text)]
        held = [(p.start, p.end) for p in places]
        areas = sorted([*places, *(t for t in own if not _meets(held, t.start, t.end))], key=lambda t: t.start)
        held = [(t.start, t.end) for t in areas]
        dated = [
            Token(m.start, m.end, "T", text[m.start : m.end], m) for m in periods if not _meets(held, m.start, m.end)
        ]
        marks = [Token(m.start(), m.end(), MARKS[m[0]], m[0]) for m in _MARK.finditer(text)]
        found = sorted([*areas, *dated, *marks], key=lambda t: (t.start, t.end))
        kept: list[Token] = []
        for token in found:
            if kept and token.start > kept[-1].end and kept[-1].kind not in "M,":
                kept.append(Token(kept[-1].end, token.start, "M", text[kept[-1].end : token.start]))
            if not kept or token.start >= kept[-1].end:
                kept.append(token)
        return kept

    def _named(self, text: str) -> list[Token]:
        """Names of indicators, the longest at each place; one that a longer word of the language covers is none."""
        found = []
        if self._shape_verbs.search(text):
            for indicator, words, shape in self._shapes:
                if words and words[0] not in text:
                    continue  # the most are told at once
                for match in shape.finditer(text) if all(word in text for word in words) else ():
                    name = Name((self._of_trade(indicator, match["q"]),), False, (), match["q"])
                    if match[0] not in self.names:
                        found.append(Token(match.start(), match.end(), "N", match[0], name))
        for match in _AND_OTHERS.finditer(text):
            clause = max(text.rfind(mark, 0, match.start()) for mark in "。；;")
            verbs = [m for m in _PROJECT_VERBS.finditer(text, clause + 1, match.start())]
            indicator = self._of_trade(_OF_VERB[verbs[-1][0]] if verbs else "", match["q"])
            if indicator in self.indicators:
                found.append(
                    Token(match.start("q"), match.end(), "N", match[0][1:], Name((indicator,), False, (), match["q"]))
                )
        for match in _SECTORS.finditer(text):
            ordinals = _ORDINAL.findall(match["list"]) if match["list"] else list("一二三")
            named = [self.names.get(f"第{ordinal}产业增加值") for ordinal in ordinals]
            parts = tuple(name.indicators[0] for name in named if name)
            if len(parts) == len(set(parts)) == len(ordinals):
                found.append(Token(match.start(), match.end(), "N", match[0], Name(parts[:1], parts=parts)))
        for match in _SECTOR_REACHED.finditer(text):
            of_sector = self.names.get(f"第{match['one']}产业增加值")
            if of_sector:
                found.append(Token(match.start(), match.end(), "N", match[0], of_sector))
        for start, end in self._words.spans(text):
            listed = self.names.get(text[start:end])
            allowed = self._allowed(text, start, end, listed) if listed else None
            if allowed is not None:
                found.extend(self._counted(text, Token(start, end, "N", text[start:end], allowed)))
        found.sort(key=lambda t: (t.start, -t.end, t.text not in self.names))
        return _apart(found)

    def _of_trade(self, indicator: str, qualifier: str) -> str:
        """The indicator of projects by what they are: those of manufacturing that were signed are one of their own."""
        mine = "signed_manufacturing_projects"
        made = indicator == "signed_projects" and "制造业" in qualifier and mine in self.indicators
        return mine if made else indicator

    def _counted(self, text: str, token: Token) -> list[Token]:
        """The name; of projects counted before it and their money, both names: 52个重点项目完成投资."""
        if "企业" in token.text and _FIRMS_BEFORE.search(text, 0, token.start):
            for verb in ("实现", "完成"):
                firms, _, made = token.text.partition(verb)
                if made and firms in self.names and made in self.names:
                    at = token.start + len(firms)
                    return [
                        Token(token.start, at, "N", firms, self.names[firms]),
                        Token(at, at + len(verb), "L", verb),
                        Token(at + len(verb), token.end, "N", made, self.names[made]),
                    ]
        if _MONEY_OF_PROJECTS.intersection(token.value.indicators) and _COUNT_BEFORE.search(text, 0, token.start):
            done = "完成" if text.startswith("完成", token.end) else ""  # 26个省市重点项目投资完成58.7亿元
            for length in range(len(token.text) - 2, 3, -1):
                projects = self.names.get(token.text[:length])
                if not projects or projects.indicators[:1] != ("key_projects",):
                    continue
                rest, at = token.text[length:], token.start + length
                if sum_of := next((word for word in (rest, rest + done) if word in self.names), ""):
                    counted = Token(token.start, at, "N", token.text[:length], projects)
                    return [counted, Token(at, at + len(sum_of), "N", sum_of, self.names[sum_of])]
        return [token]

    def _allowed(self, text: str, start: int, end: int, name: Name) -> Name | None:
        """The name without the indicators that a word right beside it forbids; None where none is left."""
        left = tuple(
            indicator
            for indicator in name.indicators
            if not any(
                text.endswith(word, 0, start) or text.startswith(word, end) for word in self._forbidden[indicator]
            )
        )
        if len(left) == len(name.indicators):
            return name
        return replace(name, indicators=left) if left else None

    def _between(self, text: str, start: int, end: int) -> list[Token]:
        """The words and marks between two tokens already found."""
        found: list[Token] = []
        at = start
        while at < end:
            skipped = _IGNORED.match(text, at, end) or _ITEM.match(text, at, end)
            if skipped:
                at = skipped.end()
                continue
            mark = MARKS.get(text[at : at + 2]) or MARKS.get(text[at]) or ARROWS.get(text[at])
            if mark and text[at] not in "和与及或":
                found.append(Token(at, at + 1, mark, text[at]))
                at += 1
                continue
            run = _CJK.match(text, at, end)
            if run:
                found.extend(self._run(text, at, run.end()))
                at = run.end()
                continue
            other = _OTHER.match(text, at, end)
            stop = other.end() if other else at + 1
            found.append(Token(at, stop, "M", text[at:stop]))
            at = stop
        return found

    def _cuts_a_word(self, text: str, start: int, within: int, end: int) -> bool:
        """Whether a word of the classes begins at a place and ends behind a common word that holds its beginning."""
        if start >= within:
            return False
        stop = self._words.match(text, start, end)
        return stop > within and stop - start > 1 and text[start:stop] in self._classes

    def _run(self, text: str, start: int, end: int) -> list[Token]:
        """A run of Chinese letters: words of the classes, the longest at each place, and common words between them.

        A word of one letter in a class counts only where the letters around it make no common word: 在 in 存在.
        """
        common, classes = common_words(), self._classes
        found: list[Token] = []
        at = start
        match_word = self._words.match
        while at < end:
            word = text[at : match_word(text, at, end)]
            word = word if word in classes else ""
            longest = text[at : min(at + _LONGEST_COMMON, end)]
            while longest and longest not in common:
                longest = longest[:-1]
            longest = longest if len(longest) > 1 else ""
            if word and longest and self._cuts_a_word(text, at + len(word), at + len(longest), end):
                longest = ""  # 企业数|分别
            if word and len(word) >= len(longest):
                kind = KINDS[classes[word]]
            elif longest:
                word = longest
                kind = {VERB: "V", OTHER: "B"}.get(common[longest], "M")
                if kind == "M" and QUALIFIERS.fullmatch(longest):
                    kind = "M"
            elif text[at] in "和与及或":
                word, kind = text[at], "/"
            else:
                word, kind = text[at], "M"
            if kind == "M" and found and found[-1].kind == "M" and found[-1].end == at:
                last = found.pop()
                found.append(Token(last.start, at + len(word), "M", text[last.start : at + len(word)]))
            else:
                found.append(Token(at, at + len(word), kind, word))
            at += len(word)
        return found


_KEEP = "保"


def _without_mottoes(tokens: list[Token]) -> list[Token]:
    """The tokens, those saying nothing that look like an aim or a time: 保|增长、促发展; 一季度是|全年|的关键; 李|保|平."""
    found = list(tokens)
    for i, token in enumerate(tokens):
        if token.kind not in "KT":
            continue
        ahead = "".join([each.kind for each in tokens[i + 1 : i + 4]])
        if token.kind == "K" and token.text == _KEEP and ahead[:1] not in ("N", "Q", "P", "T"):
            if not ahead.startswith("G"):
                found[i] = replace(token, kind="B")
            elif ahead[1:2] not in ("Q", "P", "L", "B"):
                found[i : i + 2] = [replace(token, kind="B"), replace(tokens[i + 1], kind="B")]
        elif token.kind == "T" and i and tokens[i - 1].kind == "L" and tokens[i - 1].text in ("是", "为"):
            of = i + 1 < len(tokens) and tokens[i + 1].text == "的"
            if of and ahead.startswith("BM") and (len(ahead) < 3 or ahead[2] in ",;."):
                found[i] = replace(token, kind="B")
    return found


_UP, _DOWN = frozenset("升涨增扬高浮弹扩爬蹿窜飙攀跃腾翘强暖"), frozenset("落滑低降减缩瘦跌挫萎下削弱砍")
_UPWARD = ("上去", "高去")
_GONE = ("去", "掉")  # what is gone is less, whatever was done to it: 砍去5.3%; 占去 is a share


def _with_growth_by_letters(tokens: list[Token]) -> list[Token]:
    """The tokens, an unlisted verb between a base of comparison and its rate as growth or fall: 同比劲升9.4%, 同比走低9.1%."""
    found = list(tokens)
    for i, token in enumerate(tokens):
        one_word = token.kind in "GD" and len(token.text) == 1 and i > 1 and tokens[i - 1].end == token.start
        if one_word and tokens[i - 1].kind == "M" and len(tokens[i - 1].text) == 1 and tokens[i - 2].kind in "CNTB":
            found[i - 1] = replace(tokens[i - 1], kind="B")  # 同比劲|升
        if token.kind == "m" and i and tokens[i - 1].text == "连续":
            ahead = next((t.kind for t in tokens[i + 1 :] if t.kind in "PQUX,;.:"), ".")
            if ahead not in "PQUX":
                found[i] = replace(token, kind="B")  # 摆脱连续两年的低迷
        if token.kind != "P" or i < 2 or tokens[i - 1].kind not in "VMBDiR" or tokens[i - 1].end != token.start:
            continue
        k = i - 1
        while k > i - 4 and tokens[k].kind in "VMBDiR":
            k -= 1
        word = tokens[i - 1].text
        gone = word.endswith(_GONE) and not word.endswith(_UPWARD) and "占" not in word + tokens[i - 2].text
        held = k - 1 if tokens[k].kind == "T" and k else k  # 较|上年|上扬9.4%
        paused = tokens[k].kind == "," and k == i - 2
        held = _last_but_words(tokens, k - 1) if paused else held  # 同比|飘红，|攀高14.1%
        if tokens[held].kind not in ("CGD" if paused else "C") and not (gone and tokens[k].kind == "N"):
            continue
        letters = frozenset(word)
        turn = "D" if gone or letters & _DOWN or word in LESS else "G"
        told_by = gone or letters & (_UP | _DOWN) or word in (*MORE, *LESS)
        if tokens[held].kind in ("C", "N", turn) and told_by:  # 同比下降，攀高… is unclear
            found[i - 1] = replace(tokens[i - 1], kind=turn)
            found[k + 1 : i - 1] = [replace(each, kind="B") for each in tokens[k + 1 : i - 1]]
            told = held + (tokens[held].kind == "C")
            found[told:k] = [replace(each, kind="B") for each in tokens[told:k]]
    return found


def _last_but_words(tokens: Sequence[Token], k: int) -> int:
    """Where the last token at or before `k` stands that is more than a word or two."""
    return next((back for back in range(k, max(k - 3, 0), -1) if tokens[back].kind not in "VMB"), max(k - 3, 0))


_SPREAD = lazy("S[CBLHR]*N?[BLHR]*[GD]?[LRB]?(P(?:[/,]P)+|Q(?:[/,]Q)+)")


def _with_each_year(tokens: list[Token]) -> list[Token]:
    """The tokens with several years as each of them, where the numbers of one name are theirs in turn.

    2018年至2020年，地区生产总值分别增长13.2%、14.5%和13.1%; 2018年至2020年，分别完成地区生产总值236亿元、….
    """
    for k, token in enumerate(tokens):
        years = token.value.years if token.kind == "T" else None
        if years is None or token.value.months is not None or not years[0] < years[1]:
            continue
        letters = "".join([each.kind for each in tokens])
        spread = _SPREAD.search(letters, k)
        if spread is None or set(";.QP") & set(letters[k : spread.start()]):
            continue
        named = letters.count("N", k, spread.start(1))
        if named > 1 or (named == 0 and letters[k - 1 : k] != "N"):
            continue
        listed = range(years[0], years[1] + 1)
        if len(re.findall("[QP]", spread[1])) != len(listed):
            continue
        each_year: list[Token] = []
        for year in listed:
            mention = replace(token.value, text=f"{year}年", years=(year, year), span_back=0, since=False)
            each_year += [Token(token.end, token.end, "/", ""), replace(token, text=mention.text, value=mention)]
        return [*tokens[:k], *each_year[1:], *tokens[k + 1 :]]
    return tokens


_WHOLE_MONEY, _ITEMS_MONEY = "总投资", "项目总投资"


def _with_their_whole(tokens: list[Token], name: Name) -> list[Token]:
    """The tokens, the money of listed projects as theirs and no single project's: 列入今年重点的|32个|项目总投资."""
    return [
        replace(t, start=t.end - len(_WHOLE_MONEY), kind="N", text=_WHOLE_MONEY, value=name)
        if t.text == _ITEMS_MONEY
        and k > 1
        and tokens[k - 1].kind == "Q"
        and tokens[k - 2].kind == "N"
        and "key_projects" in tokens[k - 2].value.indicators
        else t
        for k, t in enumerate(tokens)
    ]


def _is_what_was_counted(tokens: Sequence[Token], k: int) -> bool:
    """Whether a word only repeats what a number counts, at the end of its clause: 开工37个项目，其中三季度26个."""
    if k == 0 or tokens[k].text not in ("项目", "企业") or tokens[k - 1].kind != "Q":
        return False
    ends = k + 1 == len(tokens) or tokens[k + 1].kind in ",;./)"
    named = any(t.kind == "N" for t in tokens[max(0, k - 4) : k - 1])
    return ends and named and tokens[k].start == tokens[k - 1].end


def _with_verbs_by_shape(tokens: list[Token]) -> list[Token]:
    """The tokens, an unknown word between a name and its number a verb where it is built as one: 税收攀至9亿元."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        last = found[-1] if found else None
        if last and last.kind == "M" and last.end == token.start and len(token.text) == 1 and token.kind in "BLRGDV":
            token = Token(last.start, token.end, "M", last.text + token.text)  # 飙 and 至 are one word
            if len(found) > 1 and _is_verb(found[-2], token, tokens[i + 1 : i + 2]):
                found[-1] = replace(token, kind="V")
                continue
            token = tokens[i]
        elif (token.kind == "M" and _takes_name(last, token, tokens[i + 1 : i + 2])) or (
            token.kind == "M" and last and _is_verb(last, token, tokens[i + 1 : i + 2])
        ):
            token = replace(token, kind="V")
        if last and last.kind in "GDVi" and token.text in ("至", "到") and last.end == token.start:
            found[-1] = Token(last.start, token.end, "R", last.text + token.text)  # 拉升|至73.9亿元
            continue
        if token.kind in "QP":
            _join_verb(found, token)
            if _name_follows(tokens[i + 1 : i + 4]):
                _join_taking(found, token)
        elif token.kind == "N":
            _join_taking(found, token)
        found.append(token)
    return found


_LONGEST_COMMON = 4
_LONGEST_VERB = 4
_HEADS = "近超过破"  # letters that a number takes from a verb before it: 稳|超81亿元


def _join_verb(found: list[Token], number: Token) -> None:
    """Makes one verb of the pieces right between a name and its number where they are built as one: 冲|关, 抵|近81亿元."""
    start = number.start
    k = len(found)
    while k and found[k - 1].kind in "MBLRViH" and found[k - 1].end == start and number.start - start < _LONGEST_VERB:
        k, start = k - 1, found[k - 1].start
    if not k or found[k - 1].kind not in "NEKtT":
        return
    while k < len(found) and found[k].kind in "BH":
        k += 1  # 首次|跨|过200亿元
    pieces = found[k:]
    if not any(piece.kind == "M" for piece in pieces):
        return
    word = "".join(piece.text for piece in pieces)
    if pieces[-1].kind == "R" and len(pieces) == 2 and len(pieces[0].text) == 1:
        found[k:] = [Token(pieces[0].start, pieces[-1].end, "R", word)]  # 堆|高至
        return
    whole = word + number.text[0] if number.text[0] in _HEADS else word
    if is_built_as_verb(word) or is_built_as_verb(whole):
        found[k:] = [Token(pieces[0].start, pieces[-1].end, "V", word)]


_RESULTS = frozenset("出进下来上起回到得入成住")  # what the second letter of such a verb says: 收|进, 撮合|出, 布|下


def _name_follows(behind: Sequence[Token]) -> bool:
    """Whether 的 and a name stand behind a number: 浇筑|出72.8亿元|的|工业投资."""
    return bool(behind) and behind[0].text == "的" and any(token.kind == "N" for token in behind[1:])


def _join_taking(found: list[Token], name: Token) -> None:
    """Makes one verb of the pieces between a zone or a time and a name that are built as one: 全区收|进一般公共预算收入."""
    k, start = len(found), name.start
    while k and found[k - 1].kind in "LVMBR" and found[k - 1].end == start and name.start - found[k - 1].start <= 3:
        k, start = k - 1, found[k - 1].start
    pieces = found[k:]
    opens = (
        not k or found[k - 1].kind in "TAHt,;:." or (found[k - 1].kind == "N" and found[k - 1].text.endswith("企业"))
    )
    if not opens or not any(each.kind == "M" for each in pieces):
        return
    word = "".join(each.text for each in pieces)
    if word[-1] in _RESULTS and word not in common_words() and is_built_as_verb(word):
        found[k:] = [Token(pieces[0].start, name.start, "V", word)]


# 揽入, 攒下, 签回, 谈成 before a name; 地下, 线下 and 投入 are nouns
_TAKES = lazy("[\u4e00-\u9fff]{1,2}(?:[回成住得]|(?<![地线旗名天手部])下|(?<![收投产支进输])[入出])")


def _takes_name(before: Token | None, token: Token, after: Sequence[Token]) -> bool:
    """Whether a word before a name is built as a verb of getting is: 全区揽入省外到位资金57.3亿元."""
    had_by = before is not None and before.kind == "N" and before.text.endswith(("企业", "项目"))
    opens = before is None or before.kind in "TAHB,;:." or had_by
    named = bool(after) and after[0].kind == "N" and after[0].start == token.end
    if not opens or not named or token.text in common_words():
        return False
    if before is not None and before.kind == "A" and len(token.text) == 2 and verb_likeness(token.text) > _PLAINLY:
        return True  # 全区|托举|城镇新增就业6850人
    return _TAKES.fullmatch(token.text) is not None


_PLAINLY = 2.0
_TWO = 2  # letters
_LIKE_A_VERB = (
    1.0  # what no list knows, but begins and ends as verbs of getting and reaching do: 攀至, 收得; 归集, 落账
)


def is_built_as_verb(word: str) -> bool:
    """Whether a word that no list holds is built as a verb: 攀至, 输转, 稳稳托举."""
    if len(word) == _LONGEST_VERB and word[0] == word[1]:
        word = word[2:]
    if word in common_words():
        return common_words()[word] == VERB
    return len(word) in (2, 3) and _CJK.fullmatch(word) is not None and verb_likeness(word) > _LIKE_A_VERB


def _is_verb(before: Token, token: Token, after: Sequence[Token]) -> bool:
    if before.kind == "N" and len(token.text) == _TWO and after and after[0].text == "了":
        return before.end == token.start  # 固定资产投资|奏响|了: no noun stands so
    return before.kind in "NBEKtTGD" and bool(after) and after[0].kind in "QPBERHC" and is_built_as_verb(token.text)


def _with_doublings(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens with 翻一番 as a rate of growth: 100 %, of 翻两番 300 %, of 翻一番多 more than 100 %."""
    for match in _DOUBLED.finditer(text):
        value = Decimal(300 if "两" in match[0] else 100)
        comparator = Comparator.ABOVE if match["more"] else Comparator.EQUAL
        rate = Quantity(*match.span(), match[0], value, "%", comparator, None, *match.span())
        instead = [
            Token(match.start(), match.start() + 1, "G", "翻"),
            Token(match.start() + 1, match.end(), "P", match[0][1:], rate),
        ]
        outside = [t for t in tokens if t.end <= match.start() or t.start >= match.end()]
        tokens = sorted([*outside, *instead], key=lambda t: t.start)
    return tokens


def _without_bases(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens with what a change is counted from as one: 在2023年430亿元的基础上增长12%, 比2月份增长60%."""
    for match in _ON_THE_BASIS.finditer(text):
        inside = [t for t in tokens if match.start() <= t.start and t.end <= match.end()]
        if not inside or any(t.kind == "N" for t in inside):
            continue
        outside = [t for t in tokens if t.end <= match.start() or t.start >= match.end()]
        base = Token(match.start(), match.end(), "C", match[0])
        tokens = sorted([*outside, base], key=lambda t: t.start)
    for match in _THAN_A_MONTH.finditer(text):
        outside = [t for t in tokens if t.end <= match.start() or t.start >= match.end()]
        tokens = sorted([*outside, Token(*match.span(), KINDS["month_on_month"], match[0])], key=lambda t: t.start)
    return tokens


_CIRCUMSTANCES = lazy(
    r"扭转[^，。；,;\d]{0,8}(?:局面|态势|趋势|势头)|受[^，。；,;\d]{1,14}?(?:拖累|影响|冲击|制约|牵引|带动|拉动)"
    r"|的(?:年度|历史|最高|单月)?纪录被?(?=刷新|改写|推|抬|定格)"
    r"|在[^，。；,;\d]{1,16}(?:热潮|浪潮|大潮|氛围|攻坚战|征程|声浪)[里中]|以[^，。；,;\d]{1,10}的(?:成绩单?|战绩|答卷|姿态|速度|势头|步伐|劲头|节奏|面貌|身姿)"
    r"|在[^，。；,;\d]{2,14}?(?:压力|大势|合力|努力|推动|带动|加持|共同作用|高基数)”?(?:之)?下|[像如犹似](?!果)[^，。；,;\d]{1,8}(?:一样|一般|似的|那样)|在[^，。；,;\d]{2,24}?的?(?:情况|背景|形势|条件|大环境|环境)下"
)


def _without_circumstances(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens with the circumstances of what was reached as one word: 在口岸受阻的情况下完成4.81亿元."""
    for match in _CIRCUMSTANCES.finditer(text):
        inside = [t for t in tokens if match.start() <= t.start and t.end <= match.end()]
        if inside and not any(t.kind in "NulF" for t in inside):
            outside = [t for t in tokens if t.end <= match.start() or t.start >= match.end()]
            rest = [
                replace(t, start=match.end(), text=text[match.end() : t.end])
                for t in tokens
                if t.start < match.end() < t.end
            ]  # 大势下|瘦身成
            tokens = sorted([*outside, Token(*match.span(), "B", match[0]), *rest], key=lambda t: t.start)
    return tokens


def _without_steps(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens with marks that were passed as one word: 连跨120亿元、130亿元两个台阶."""
    for match in _STEPS.finditer(text):
        outside = [t for t in tokens if t.end <= match.start() or t.start >= match.end()]
        if not any(t.kind == "N" and match.start() < t.end and t.start < match.end() for t in tokens):
            tokens = sorted([*outside, Token(*match.span(), "B", match[0])], key=lambda t: t.start)
    return tokens


def _narrows(tokens: Sequence[Token], opened: int) -> bool:
    """Whether brackets behind a name hold a noun alone, which makes it a part: 固定资产投资（磁材）."""
    inside = tokens[opened + 1 : -1]
    if tokens[opened - 1].kind == "N" and inside and inside[0].text.startswith(_ONLY) and inside[0].text[:2] != "限额":
        return True  # 进口总额（仅跨境电商）, 利润（限民营口径）
    words = "".join(t.text for t in inside)
    lists = "等" in words[1:] and not _WAY_OF_COUNTING.search(words)  # （剪纸、刺绣等工种）
    of_part = lists or words.endswith("业口径") or any(t.text.endswith(("部分", "行业", "板块", "类")) for t in inside)
    if tokens[opened - 1].kind == "N" and of_part:
        return True
    kinds = {t.kind for t in inside}
    nouns = tokens[opened - 1].kind == "N" and "M" in kinds and kinds <= set("MVFN")
    return nouns and _CJK.fullmatch(words) is not None and not _WAY_OF_COUNTING.search(words)


def _without_asides(tokens: list[Token]) -> list[Token]:
    """The tokens without brackets that hold no number: （不含农户）, （GDP）."""
    kept: list[Token] = []
    opened = -1
    for token in tokens:
        kept.append(token)
        if token.kind == "(":
            opened = len(kept) - 1
        elif token.kind == ")" and opened >= 0:
            # a year that only tells the prices is no number of its own: 78.6亿元（1990年不变价），比上年增长23.5%
            priced = _PRICES.search("".join(t.text for t in kept[opened + 1 : -1]))
            holds = any(t.kind in ("QPUXm" if priced else "QPUXmT") for t in kept[opened:])
            if opened > 0 and not holds and not _narrows(kept, opened):
                del kept[opened:]
            opened = -1
    return kept


_FEW = r"[^，。；,;：:\d]{0,18}?"
_ANY = r"[^。；;]{0,90}?"
_COUNT = (
    r"(?P<n>[\d一二两三四五六七八九十百千近约超][\d.,一二三四五六七八九十百千万]{0,8}[余多]?)"
    r"\s?(?:个|项|家|户|件|人|名|宗)(?:以上)?"
)


def _compiled(indicator: str, pattern: str) -> tuple[str, re.Pattern[str], list[str]]:
    """A pattern of the map as an expression, and its words: # is the number, … a few letters, …… any of the sentence."""
    pieces = re.split(r"(……|…|#)", pattern)
    body = "".join({"……": _ANY, "…": _FEW, "#": _COUNT}.get(piece, re.escape(piece)) for piece in pieces)
    body += "(?!率)"  # …项目实现开工率
    return indicator, lazy(body), [piece for piece in pieces if piece and piece not in ("……", "…", "#")]


_MAY_BE_ABSENT = lazy(r"\((?:[^()]|\([^()]*\))*\)[?*]?|\[[^\]]*\][?*+]?|.[?*]|\{[^}]*\}|\\.")


def _words_always_in(shape: str) -> tuple[str, ...]:
    """The words without which no text is of a shape: what stands in it outside brackets; none where it has parts.

    >>> _words_always_in("(?:集中|累计)?开工(?:建设)?{q}项目")
    ('开工', '项目')
    """
    rest = _MAY_BE_ABSENT.sub(" ", shape)
    return () if re.search(r"[|()\[\]]", rest) else tuple(rest.split())


def _number(quantity: Quantity) -> Token:
    if quantity.unit == "‰":
        high = quantity.high and quantity.high / 10
        quantity = replace(quantity, value=quantity.value / 10, high=high, unit="%")
    unit = quantity.unit
    kind = {"%": "P", "个百分点": "U", "百分点": "U", "倍": "X"}.get(unit)
    if kind is None:
        kind = "Q" if dimension(unit) in ("money", "count", "people") else "m"
    return Token(quantity.start, quantity.end, kind, quantity.text, quantity)


def _apart(tokens: list[Token]) -> list[Token]:
    """The tokens in order, those that overlap one before them left out."""
    kept: list[Token] = []
    for token in tokens:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
        elif kept[-1].kind != "N" and token.kind == "N" and token.end > kept[-1].end:
            kept[-1] = token
    return kept


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(spans, (start, 1 << 60)) - 1
    return at >= 0 and end <= spans[at][1]


def _meets(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(spans, (start, 1 << 60)) - 1
    return (at >= 0 and start < spans[at][1]) or (at + 1 < len(spans) and spans[at + 1][0] < end)
