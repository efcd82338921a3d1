"""Tells the amounts that somebody or something has in a whole from the whole itself, by how the sentence is built.

A name of the map stands in such a sentence, but what the number counts is a part: 民营资本在全区投资里占去9亿元, 莲塘为
第一产业增加值带来3800万元. Each rule looks at the tokens around the name or the number and at no list of nouns,
since what the parts are called cannot be listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi.language.words import word_set
from kpi.sentences.tokens import Token, is_built_as_verb

_INSIDE = ("里", "中", "内", "当中", "之中")
_FOR = ("替", "给", "为")
# behind 为 these say what the name came to, and not what somebody brought to it: 目标为规上工业产值达到300亿元
_COMES_TO = word_set("comes_to")
# what shows or tells the figure of a zone gives nothing to it: 数据显示全区固定资产投资38亿元
_TELLS = word_set("tells")
_OWNED = word_set("owned")
_FROM_SOMEWHERE = word_set("from_somewhere")
_PORTIONS = frozenset(word_set("portion"))
_SOME = re.compile("(?<![共拥具实现所享])有$")
_AT_ONCE = "VBMLFlp"  # what goes on behind a number without a mark: 有22家|主动错峰


def is_share_of(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i` is only the whole that something is a part of.

    全区固定资产投资里…, 占全区规上工业产值…, 为全区税收收入补上…, 替全区工业投资注入….
    """
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    if behind is not None and behind.start == tokens[i].end and behind.text.startswith(_INSIDE):
        return True
    if behind is not None and behind.text.startswith("最") and "的" in [t.text for t in tokens[i + 2 : i + 4]]:
        return True  # 农民人均纯收入最高的是花园村, and not 最近三年, 最终
    if behind is not None and behind.text == "统计" and i + 2 < len(tokens) and tokens[i + 2].text == "的":
        return True  # 列入工业营业收入统计的再生企业
    if i > 1 and tokens[i - 1].text == "的" and (tokens[i - 2].text.endswith(_OWNED) or tokens[i - 2].kind == "F"):
        return True  # 糖厂名下的工业增加值, 两类产品带来的工业产值
    k = i - 1
    while k >= 0 and tokens[k].kind in "AauT":
        k -= 1
    if k < 0:
        return False
    before = tokens[k]
    if _is_had_by_somebody(tokens, i, k - (before.text == "了")):
        return True
    if before.text.endswith("占") and k < i - 1:
        return True
    if before.kind not in "MBL" or not before.text.endswith(_FOR):  # 车队替 is one word to who does not know 车队
        return False
    return not before.text.endswith("为") or (before.text == "为" and _is_brought(tokens, i))


def _is_had_by_somebody(tokens: Sequence[Token], i: int, k: int) -> bool:
    """Whether somebody's verb at `k` has so much of the name at `i`: 以旧换新拉动|全区|社会消费品零售总额1.9亿元."""
    if k < 0:
        return False
    verb = tokens[k].kind in "VLig" or (tokens[k].kind == "M" and is_built_as_verb(tokens[k].text))
    if not verb or tokens[i - 1].kind != "A" or tokens[k].text.endswith(_TELLS):
        return False
    if i + 1 >= len(tokens) or tokens[i + 1].kind != "Q":
        return False
    start = next((j + 1 for j in range(k - 1, -1, -1) if tokens[j].kind in ",;:."), 0)
    doer = [t for t in tokens[start:k] if t.kind == "M"]
    opens = start > 0 and all(t.kind in "BH" for t in tokens[start:k])  # …接连上马，吸走全区工业投资10.9亿元
    return (bool(doer) or opens) and not any(t.kind in "AN" for t in tokens[start:k])


def _is_brought(tokens: Sequence[Token], i: int) -> bool:
    """Whether an amount is brought to the name at `i` by a verb of its own clause: 补上, 献上, 挣下."""
    for k in range(i + 1, len(tokens)):
        token = tokens[k]
        if token.kind == "Q":
            verbs = [t for t in tokens[i + 1 : k] if t.kind in "VLRM+"]
            return bool(verbs) and not verbs[-1].text.startswith(_COMES_TO)
        if token.kind in "NPGD,;.:":
            return False
    return False


def is_some_of_them(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number at `i` is of some only, of whom the sentence goes on to tell: 有22家主动错峰."""
    if i == 0 or i + 1 >= len(tokens):
        return False
    before, behind = tokens[i - 1], tokens[i + 1]
    if i > 1 and tokens[i - 2].text == "的" and (before.text == "有" or _names_them(tokens, i)):
        return True  # 重点项目进度滞后的有4个, 参加职业技能培训的为72人次
    if _SOME.search(before.text) is None or before.kind not in "LVB":
        return False
    return behind.kind in _AT_ONCE and behind.start == tokens[i].end and behind.text not in ("左右", "以上", "上下")


def _names_them(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i - 1].text in ("为", "是") and i > 2 and tokens[i - 3].kind == "N"


def turns_to_a_part(between: Sequence[Token]) -> bool:
    """Whether what stands between a name and its number turns to a part of it: …的一大头是邮电通信，计1.28亿元."""
    if [token.text for token in between] == ["的"]:
        return True  # 占了固定资产投资的7.6亿元
    for k, token in enumerate(between):
        goes = token.kind == "M" and any(word in token.text for word in _FROM_SOMEWHERE if len(word) > 1)
        if goes or token.text in _FROM_SOMEWHERE or token.text in _PORTIONS:
            return True
        if token.text == "的" and k and between[k + 1 : k + 2] and between[k + 1].kind == ",":
            return True  # 重点项目完成投资用在街区更新上的，是8.15亿元
        named = token.kind == "L" and token.text in ("是", "为") and k + 1 < len(between)
        if named and between[k + 1].kind == "M" and "," in [t.kind for t in between[k + 1 :]]:
            return True
    return False
