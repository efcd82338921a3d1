"""Tells what stands between a name and its number as a predicate, where it is built as one.

The press says what an indicator came to in ever new words: 漫上, 堆到, 滚雪球般滚到, 的指针拨到了. No list holds them,
but how they are built is grammar: a verb with its result, a simile, a word that names the indicator again, a passive.
Each rule makes such pieces verbs (`R`, `V`) or words that say nothing of the subject (`B`); a noun stays a noun, and
with it what it narrows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kpi.language.words import common_words, either, word_classes, word_set
from kpi.language.words.likeness import idiom_likeness, verb_likeness
from kpi.sentences.pieces import Token
from kpi.vocabulary.patterns import lazy

_FARTHEST = 16  # tokens between a name and its number
_LOOKED_AT = frozenset("MVBLRHDitTA,/GC+")
# results of verbs behind which a number stands as what was come to, and nobody's deed
_COME_TO = ("到", "至", "抵", "成")
_STAND_AT = ("在", "于", "为")
_SUMMED = ("加在", "合", "算", "折", "摊", "分", "减", "冲")  # 加在一起, 折成, 摊到 reckon another figure
_DIRECTIONS = ("起来", "出去", "下来", "上去", "过来", "进去", "回来", "下去", "上来")
_RESULTS = ("起", "出", "下", "回", "入", "进", "上")
_GOING = ("去", "来")  # 走出|去
_QUOTE = 1  # a mark of quotation may stand between: “跑”出
_DONE = ("了", "着", "过")
_TOWARD, _WHERE = ("往", "向", "朝"), ("上", "下", "前", "高")
_UPWARD, _DOWNWARD = ("往上", "向上", "往前", "往高"), ("往下", "向下")
_STANDS = tuple("稳停落定卡锁站守留写挂摆")  # verbs of one letter that a place follows: 稳|在12.6亿元
_GAUGE = lazy(either("gauge"))
_PLACE_BEHIND = ("里", "中", "内", "上", "当中", "之中", "之内")
# this or that thing for what was just named: 专利授权这棵树; 这一块, 这一头 are parts
_NAMED_AGAIN = lazy("[这那]一?[个棵片条座道盘本张支台艘列把池湾股篇幅锅桶杯辆匹轮局池曲盏扇轴](?P<noun>[㐀-鿿]{1,2})")
_NO_THING, _LONGEST_THING = "里中内上下头", 4  # tokens
_LIKE = lazy("(?:宛如|犹如|恰如|好似|恰似|如同|好比|[如似犹像])(?![今期果何此数实下])")
_IN_THE_MANNER = lazy("[㐀-鿿]{2,6}(?:一般|[般似]地?)")
_AS = frozenset({"像", "如", "似", "好像", "如同", "犹如", "宛如", "恰似", "好似"})
_IDIOM = 4  # letters
_WHAT_IT_HOLDS = "所"
_TWICE = lazy(r"(.)(?!\1).\1.")  # 满打满算, 实打实
_HIGH_POINTS = word_set("high_point")
_SAID_TWICE = lazy(r"(?:(.)\1(?:$|(?=..$))|[㐀-鿿]([㐀-鿿])\2)")
_SURE, _LIKELY = 1.0, 0.0


def with_predicates(tokens: list[Token]) -> list[Token]:
    """The tokens, with what stands between each name and the number behind it told as a predicate where it is one.

    >>> from kpi.sentences.pieces import Token
    >>> cut = [Token(0, 4, "N", "税收收入"), Token(4, 5, "M", "堆"), Token(5, 6, "B", "到"), Token(6, 9, "Q", "3亿元")]
    >>> [(token.kind, token.text) for token in with_predicates(cut)]
    [('N', '税收收入'), ('R', '堆到'), ('Q', '3亿元')]
    """
    found = [
        replace(token, kind="B") if _takes_its_name(tokens, k) or _ends_a_time(tokens, k) else token
        for k, token in enumerate(tokens)
    ]
    at = len(found)
    while at > 0:
        at -= 1
        if found[at].kind not in "QP":
            continue
        first = _name_before(found, at)
        if first >= 0 and first + 1 < at:
            between = _sung(found[first + 1 : at], found[at + 1 : at + 5])
            found[first + 1 : at] = _predicate(between, found[at])
    return found


def _ends_a_time(tokens: Sequence[Token], k: int) -> bool:
    """Whether a word only ends the time before it: 在|2023年|里."""
    return k > 0 and tokens[k].text in _PLACE_BEHIND and tokens[k - 1].kind == "T" and tokens[k].kind == "M"


def _takes_its_name(tokens: Sequence[Token], k: int) -> bool:
    """Whether 将 stands before a number with its name behind 的, and aims at nothing: 将|9340万美元|的|实际使用外资."""
    if tokens[k].text != "将":
        return False
    ahead = "".join([token.kind for token in tokens[k + 1 : k + 5]])
    return re.match("QBA?N", ahead) is not None and tokens[k + 2].text == "的"


def _name_before(tokens: Sequence[Token], number: int) -> int:
    """Where the name stands that a number may belong to, with nothing but words between; -1 where there is none."""
    for k in range(number - 1, max(-1, number - _FARTHEST), -1):
        if tokens[k].kind == "N":
            return k
        if tokens[k].kind not in _LOOKED_AT:
            return -1
    return -1


def _predicate(between: list[Token], number: Token) -> list[Token]:
    if not any(token.kind in "MVKi+" for token in between):
        return between
    for rule in (
        *(_named_again, _by_its_gauge, _simile, _toward, _twice_said, _with_result, _passive, _idiom, _moved),
        _rated,
    ):
        between = rule(between, number)
    return between


def _said(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _piece(token: Token, start: int, end: int, kind: str) -> Token:
    """The letters of a token from one place to another, as a token of their own."""
    return replace(token, start=token.start + start, end=token.start + end, kind=kind, text=token.text[start:end])


def _adjoin(tokens: Sequence[Token]) -> bool:
    return all(a.end == b.start for a, b in pairwise(tokens))


def _joined(pieces: Sequence[Token], kind: str) -> Token:
    return replace(pieces[0], end=pieces[-1].end, kind=kind, text=_said(pieces))


def _sung(between: list[Token], behind: Sequence[Token]) -> list[Token]:
    """A word of two letters alone before a number that is praised is a verb: 擂响|563.8亿元的战鼓."""
    if (
        not between
        or between[-1].kind != "M"
        or len(between[-1].text) != 2
        or any(t.kind in "MN" for t in between[:-1])
    ):
        return between
    if not behind or behind[0].text != "的" or not _said(behind[1:]).startswith(_HIGH_POINTS):
        return between
    verb = verb_likeness(between[-1].text) > _LIKELY
    return [*between[:-1], replace(between[-1], kind="V")] if verb else between


def _named_again(between: list[Token], number: Token) -> list[Token]:
    """The name told again as a thing says nothing of its own: 专利授权|这棵树|结出947件."""
    for k in range(1, min(len(between), _LONGEST_THING) + 1):
        spoken = between[:k]
        match = _NAMED_AGAIN.fullmatch(_said(spoken))
        if match is None or any(t.kind in "NQT" for t in spoken) or not _adjoin(spoken):
            continue
        if match["noun"][-1] in _NO_THING or _at_a_place(between, k):
            return between
        return [*(replace(token, kind="B") for token in spoken), *between[k:]]
    return between


def _at_a_place(between: Sequence[Token], k: int) -> bool:
    return between[k : k + 1] != [] and between[k].text.startswith(_PLACE_BEHIND)


def _by_its_gauge(between: list[Token], number: Token) -> list[Token]:
    """What a name is read off is no part of it: 规上工业增加值|的|指针|拨到了."""
    if len(between) < 2 or between[0].text != "的" or between[1].kind not in "MVB":
        return between
    match = _GAUGE.match(between[1].text)
    if match is None or between[1].text[match.end() :].startswith(_PLACE_BEHIND) or _at_a_place(between, 2):
        return between
    gauge = between[1]
    rest = [_piece(gauge, match.end(), len(gauge.text), "M")] if match.end() < len(gauge.text) else []
    return [between[0], _piece(gauge, 0, match.end(), "B"), *rest, *between[2:]]


def _simile(between: list[Token], number: Token) -> list[Token]:
    """What something is likened to is no part of it: 如活水|奔涌, 滚雪球般|滚到."""
    found: list[Token] = []
    likened = False
    for k, token in enumerate(between):
        likened = (likened or token.text in _AS) and any(t.kind == "," for t in between[k:]) and token.kind != ","
        manner = _IN_THE_MANNER.match(token.text) if token.kind == "M" else None
        if manner is not None:
            found.append(_piece(token, 0, manner.end(), "B"))
            if manner.end() < len(token.text):
                found.append(_piece(token, manner.end(), len(token.text), "M"))
        elif likened:
            found.append(replace(token, kind="B"))  # 像|开闸|的|洪水，
        elif token.kind == "M" and _LIKE.match(token.text) and (k == 0 or between[k - 1].kind in "TA,B"):
            found.append(replace(token, kind="B"))
        else:
            found.append(token)
    return found


def _toward(between: list[Token], number: Token) -> list[Token]:
    """Where something moves to is no part of it: 往|上|挪到."""
    found = list(between)
    for k, (one, other) in enumerate(pairwise(between)):
        if one.text in _TOWARD and other.text in _WHERE and one.end == other.start:
            found[k : k + 2] = [replace(one, kind="B"), replace(other, kind="B")]
    return found


def _twice_said(between: list[Token], number: Token) -> list[Token]:
    """A letter said twice makes an adverb: 妥妥|安顿下; 呼啦啦|长出; 一笔|笔|签下; 满打满算|是."""
    found: list[Token] = []
    for token in between:
        if found and token.kind == "M" and found[-1].end == token.start and found[-1].text == "一" + token.text:
            found[-1] = _joined((found[-1], token), "B")
            continue
        adverb = _SAID_TWICE.match(token.text) if token.kind == "M" else None
        found.append(_piece(token, 0, adverb.end(), "B") if adverb else token)
        if adverb and adverb.end() < len(token.text):
            found.append(_piece(token, adverb.end(), len(token.text), "M"))
    for k, token in enumerate(found):
        pieces = found[k : k + 2]
        said = _said(pieces)
        if token.kind != "M" or not _TWICE.match(said) or len(said) > _IDIOM + 1 or not _adjoin(pieces):
            continue
        if len(pieces[-1].text) == len(said) - _IDIOM + 1 and len(said) == _IDIOM + 1:
            rest = [_piece(pieces[-1], 1, 2, "L")]  # 满打满|算是
        elif len(said) == _IDIOM:
            rest = []
        else:
            continue
        return [
            *found[:k],
            replace(token, end=token.start + _IDIOM, kind="B", text=said[:_IDIOM]),
            *rest,
            *found[k + 2 :],
        ]
    return found


def _with_result(between: list[Token], number: Token) -> list[Token]:
    """A verb with its result right before a number is what was come to: 堆|到, 核定|在, 垒|起, 摞|起来, 圆|了."""
    end = len(between)
    while end and between[end - 1].text in _DONE:
        end -= 1
    tail = between[end:]
    if end == 0 or number.start != between[-1].end:
        return between
    last = between[end - 1]
    if last.kind == "V" and len(last.text) > 1 and last.text.endswith(_COME_TO) and not last.text.startswith(_SUMMED):
        return [*between[: end - 1], replace(last, kind="R"), *tail]
    if last.kind == "M" and len(last.text) == 2 and last.text.endswith(_RESULTS) and verb_likeness(last.text) > _SURE:
        return [*between[: end - 1], replace(last, kind="V"), *tail]  # 泄出
    if last.kind == "M" and 1 < len(last.text) <= 3 and _is_come_to(last.text):
        return [*between[: end - 1], replace(last, kind="R"), *tail]
    if last.kind == "M" and tail and tail[0].text != "着" and _is_verb_before_done(last.text):
        return [*between[: end - 1], replace(last, kind="V"), *tail]
    if end > 1 and last.text == "有" and between[end - 2].text in _DIRECTIONS:
        end, tail, last = end - 1, between[end - 1 :], between[end - 2]
    if end < 2:
        return between
    stem = between[end - 2]
    alone = last.start - stem.end <= _QUOTE and stem.text != "加" and not stem.text.startswith(_SUMMED)
    if not alone or stem.kind not in "MVLDiGB" or not _takes_result(stem, last.text):
        return between
    kind = "R" if last.text in (*_COME_TO, *_STAND_AT, "起") else "V"
    return [*between[: end - 2], _joined((stem, last), kind), *tail]


def _is_come_to(word: str) -> bool:
    """Whether a word in one piece is a verb with 到 or 至, or one built with 成, and no noun as 提成 is."""
    if word.startswith(_SUMMED) or not word.endswith(_COME_TO):
        return False
    return word[-1] != "成" or verb_likeness(word) > _LIKELY


def _is_verb_before_done(word: str) -> bool:
    """Whether a word before 了 is a verb alone, and no noun with its verb (茶卖|了)."""
    return len(word) == 1 or (len(word) == 2 and (word in common_words() or verb_likeness(word) > _LIKELY))


def _takes_result(stem: Token, result: str) -> bool:
    """Whether a word is a verb that such a result may follow; 到 and 至 follow nothing else, 在 and 为 nouns too."""
    word = stem.text
    if stem.kind == "B":
        return result in _COME_TO and len(word) > 1 and word not in word_classes()  # 壮大|成
    if result in _GOING:
        return stem.kind == "V" and word.endswith(_RESULTS)
    if result in _COME_TO:
        return stem.kind in "VL" or len(word) <= 2
    if result in _STAND_AT:
        stands = word in _STANDS or (stem.kind == "V" and len(word) > 1)
        return stands or (len(word) == 2 and verb_likeness(word) > _SURE)
    if result in _DIRECTIONS:
        return len(word) == 1
    if result in (*_RESULTS, "足", "齐", "满"):
        return stem.kind in "VL" or len(word) == 1
    return False


_RISES, _FALLS = frozenset("涨升跃攀飙蹿窜腾扬增抬昂拔翻扩"), frozenset("降跌减落滑缩挫退萎削低")
_GREW, _SPARED = frozenset("长"), frozenset("省压砍减降削节缩")  # with 了; with 下, 去 or 掉
_TAKEN_OFF = ("下", "下了", "去", "去了", "掉", "掉了")
MORE, LESS = word_set("more_than_before"), word_set("less_than_before")


def _moved(between: list[Token], number: Token) -> list[Token]:
    """A verb right before a rate that ends in a letter of rising or of falling is that: 跳涨34.5%, 压减4.5%."""
    last = between[-1]
    if number.kind != "P" or last.kind not in "VM" or last.end != number.start or len(last.text) not in (2, 3):
        return between
    rises, falls = last.text[-1] in _RISES, last.text[-1] in _FALLS
    if rises == falls or (last.kind == "M" and verb_likeness(last.text) <= _SURE):
        return between
    return [*between[:-1], replace(last, kind="G" if rises else "D")]


def _rated(between: list[Token], number: Token) -> list[Token]:
    """What moved a name by a rate, told by a word for more or less, by where it went, or by what it was read off.

    同比|多收9.8%, 高出|去年同期|7.6%, 往上|走了15.6%, 省下5.1%, 增速|指向9.7%.
    """
    if number.kind != "P" or number.start != between[-1].end or any(t.kind in "GDKy" for t in between[:-1]):
        return _read_off(between, number)
    words = [t.text for t in between]
    held = any(t.kind == "C" for t in between)
    for k, token in enumerate(between):
        rest = between[k + 1 :]
        told = token.kind in "i+" and (held or token.kind == "+" or any(_is_the_year_before(t) for t in rest))
        if told and all(t.kind in "TB" or t.text in _DONE for t in rest) and token.text in (*MORE, *LESS):
            rest = [replace(t, kind="B") for t in rest]
            return [*between[:k], replace(token, kind="G" if token.text in MORE else "D"), *rest]
    verb = len(between) - 1 - (words[-1] in _DONE)
    if verb < 0 or between[verb].kind not in "VMB":
        return between
    said = words[verb]
    way = "".join(words[max(0, verb - 2) : verb])
    if way.endswith(_UPWARD) or (said in _GREW | _RISES and verb < len(words) - 1):
        kind = "G"
    elif way.endswith(_DOWNWARD) or ("".join(words[verb:])[1:] in _TAKEN_OFF and said[0] in _SPARED):
        kind = "D"
    else:
        return between
    return [*between[:verb], replace(between[verb], kind=kind), *between[verb + 1 :]]


def _is_the_year_before(token: Token) -> bool:
    """Whether a time is what something is held against: 去年同期, 上年."""
    return token.kind == "T" and (token.value.baseline or token.value.offset == -1)


def _read_off(between: list[Token], number: Token) -> list[Token]:
    """A verb between a growth and its rate says where it stands: 增速|指向9.7%."""
    at = len(between) - 1
    if number.kind != "P" or at < 1 or between[at].kind != "V" or between[at].end != number.start:
        return between
    gauges = [t for t in between[1:at] if t.kind == "M"]
    if between[0].kind not in "GD" or any(_GAUGE.fullmatch(t.text) is None for t in gauges):
        return between
    return [replace(t, kind="B") if t in gauges else t for t in between]


def _passive(between: list[Token], number: Token) -> list[Token]:
    """Who brought the name to its number is no part of it: 被|民生投入|推高至."""
    by = next((k for k, token in enumerate(between) if token.text == "被"), -1)
    last = next((t for t in reversed(between) if t.text not in _DONE), None)
    if by < 0 or last is None or last.kind != "R" or not last.text.endswith(_COME_TO[:2]):
        return between
    agent = between[by + 1 : between.index(last)]
    if not 0 < len(agent) <= 4 or any(token.kind not in "MVLB" for token in agent):
        return between
    return [replace(t, kind="B") if t in agent else t for t in between]


def _idiom(between: list[Token], number: Token) -> list[Token]:
    """Four letters that are built of two verbs are a saying, and no noun: 颗粒归仓, 劈波斩浪, 帮扶|上岗."""
    found = list(between)
    for k, pieces in enumerate(pairwise(between)):
        verbs = all(len(t.text) == 2 and t.kind in "MVL" and verb_likeness(t.text) > _SURE for t in pieces)
        if verbs and _adjoin(pieces) and pieces[1].end == number.start and pieces[1].kind == "M":
            found[k : k + 2] = [replace(pieces[0], kind="B"), replace(pieces[1], kind="V")]
    for k, token in enumerate(between):
        if token.kind != "M" or len(token.text) != _IDIOM or (k and between[k - 1].kind not in "TABtH"):
            continue
        if k and between[k - 1].text == _WHAT_IT_HOLDS:
            continue  # 所|含财产净|收入
        behind = between[k + 1] if k + 1 < len(between) else number
        least = _SURE if behind is number else _LIKELY
        if behind.kind in "QRVL" and idiom_likeness(token.text) > least:
            found[k] = replace(token, kind="B")
    return found
