"""Tells the amounts that somebody or something has in a whole from the whole itself, by how the sentence is built.

A name of the map stands in such a sentence, but what the number counts is a part: 民营资本在全区投资里占去9亿元, 莲塘为
第一产业增加值带来3800万元. Each rule looks at the tokens around the name or the number and at no list of nouns,
since what the parts are called cannot be listed.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpi.language.words import word_set
from kpi.sentences.pieces import Token
from kpi.sentences.tokens import is_built_as_verb
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.units import dimension

_INSIDE = ("里", "中", "内", "当中", "之中", "之内")
_FOR = ("替", "给", "为", "向")
# behind 为 these say what the name came to, and not what somebody brought to it: 目标为规上工业产值达到300亿元
_COMES_TO = word_set("comes_to")
# what shows or tells the figure of a zone gives nothing to it: 数据显示全区固定资产投资38亿元
_TELLS = word_set("tells")
_OWNED = word_set("owned")
_FROM_SOMEWHERE = word_set("from_somewhere")
_FROM_FAR = tuple(word for word in sorted(_FROM_SOMEWHERE) if len(word) > 1)
_PORTIONS = frozenset(word_set("portion"))
_SOME = lazy("(?<![共拥具实现所享])有$")
_AT_ONCE = "VBMLFlpKg"  # what goes on behind a number without a mark: 有22家|主动错峰
# what is taken out of a whole: 用掉, 吸走, 占去 say that somebody has so much of it
_TAKEN_OUT = lazy("(?:(?<![过失])去|掉|走)$")
_TAKEN_OFF = tuple(word_set("taken_off"))
_SHARED = frozenset(word_set("share_word"))
_BROUGHT = frozenset(word_set("brought_about"))
_BY_ONE = lazy("(?:[靠凭仗]|依靠|凭借|仰仗)一[家户个条座]")
_ONE_OF = lazy("一(?:[家户项地处镇村街企厂座]|[条个座][线街镇区园城]?)$")
_ONLY_ONE = frozenset(("仅", "单", "光", "独", "只", "仅仅", "单单"))
_THEN = ("就", "便", "即")
_KINDS = ("类", "项下", "名目下", "科目下")  # 公共安全类的, 跨境电商项下的
_TOLD_BEFORE = lazy("[这该此那][笔项批份宗桩]$")  # 这笔技改投资 is of what was told before
_IN_THE_ZONE, _WITH_OTHERS = lazy("[MF]B[AMlu]$"), lazy("[TB]*B[Ml]")
_WITH_WHOM = ("与", "同", "对", "和", "跟")
_LEVERED = word_set("levered")
_CHANGES_BY = word_set("changes_by")
_GOES_INTO = word_set("goes_into")
_GIVEN_TO = "给"
_SMALLER_PLACES = ("镇", "乡", "村", "街道", "片区", "组团")
# 单是, 光看, 仅凭: what follows alone is spoken of; not so a length of time
_ALONE = lazy("(?:[若如]果?)?(?:单|光|仅|独|只(?!是))[是看凭靠论算说](?![^，]{0,3}(?:年|个?月|季度|天))")
_WITH = ("与", "同", "和", "跟")
_TO_PARTNERS = ("对", "往", "向", "面向")


def is_share_of(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i` is only the whole that something is a part of.

    全区固定资产投资里…, 占全区规上工业产值…, 为全区税收收入补上…, 替全区工业投资注入….
    """
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    if behind is not None and behind.kind == "t" and i + 2 < len(tokens) and tokens[i + 2].text in _INSIDE:
        return True  # 职业技能培训|总量|中
    if behind is not None and behind.start == tokens[i].end and behind.text.startswith(_INSIDE):
        return True
    if behind is not None and behind.text.startswith("最") and "的" in [t.text for t in tokens[i + 2 : i + 4]]:
        return True  # 农民人均纯收入最高的是花园村, and not 最近三年, 最终
    if behind is not None and behind.text == "统计" and i + 2 < len(tokens) and tokens[i + 2].text == "的":
        return True  # 列入工业营业收入统计的再生企业
    if i and (_TOLD_BEFORE.match(tokens[i - 1].text) or tokens[i - 1].text.endswith(_GOES_INTO)):
        return True
    of = i - 1 - (i > 0 and tokens[i - 1].kind == "A")  # 消费税名目下|的|全区|税收收入
    if of > 0 and tokens[of].text == "的" and _is_some_ones(tokens, of):
        return True
    k = i - 1
    while k >= 0 and tokens[k].kind in "AauT":
        k -= 1
    if k > 0 and tokens[k].kind == "M" and tokens[k + 1].kind == "A" and tokens[k - 1].text in _FOR:
        k -= 1  # 为|城北|工业园
    if k < 0:
        return False
    before = tokens[k]
    if _is_had_by_somebody(tokens, i, k - (before.text == "了")):
        return True
    if (before.text.endswith("占") or before.text in _SHARED) and k < i - 1:
        return True  # 占了全区职业技能培训430人次
    if _is_brought_about(tokens, i, k) or _is_beside_another(tokens, i, k):
        return True
    if before.kind not in "MBL" or not before.text.endswith(_FOR):  # 车队替 is one word to who does not know 车队
        return False
    return not before.text.endswith("为") or (before.text == "为" and _is_brought(tokens, i))


def _is_some_ones(tokens: Sequence[Token], of: int) -> bool:
    """Whether the 的 at `of` before a name follows an owner, one firm, a smaller place, or says where from.

    糖厂名下的工业增加值, 两类产品带来的工业产值, 恒泰轮胎一家的规上工业产值, 几个镇的生产总值, 属于外资的新开工项目.
    """
    before = tokens[of - 1]
    if before.text.endswith((*_OWNED, *_KINDS)) or before.kind == "F" or _ONE_OF.search(before.text):
        return True
    if before.kind == "M" and before.text.endswith(_SMALLER_PLACES):
        return True
    start = next((j + 1 for j in range(of - 1, -1, -1) if tokens[j].kind in ",;:.QP"), 0)
    clause = tokens[start:of]
    kinds = "".join([t.kind for t in clause])
    if _IN_THE_ZONE.search(kinds) and clause[-2].text == "在":
        return True  # 央企在园区的工业投资
    if _WITH_OTHERS.fullmatch(kinds) and clause[-2].text in _WITH_WHOM:
        return True  # 与中东欧国家的进出口额
    if "".join(t.text for t in clause if t.kind != "T").startswith(_GOES_INTO):
        return True  # 花在教育上的一般公共预算支出
    return any(t.kind in "MVB" and t.text.startswith(_FROM_FAR) for t in clause)


def _is_brought_about(tokens: Sequence[Token], i: int, k: int) -> bool:
    """Whether the verb at `k` before the name at `i` takes so much out of the whole or off it, or tells who brought it.

    也用掉|全区|技改投资2.4亿元, 退税冲减|全区|税收收入4.4亿元, 新投产的项目，带来|工业投资28.7亿元.
    """
    verb = tokens[k - 1] if tokens[k].text == "了" and k else tokens[k]
    if (tokens[k - 1].text * (k > 0) + verb.text).endswith(_TAKEN_OFF):
        return True
    if verb.kind in "MVLD" and _TAKEN_OUT.search(verb.text) and (k < i - 1 or not _speaks_of_an_area(tokens, k)):
        return True
    money = i + 1 < len(tokens) and tokens[i + 1].kind == "Q" and dimension(tokens[i + 1].value.unit) == "money"
    counted = i + 1 < len(tokens) and tokens[i + 1].kind == "Q"
    if verb.text in _LEVERED and counted and tokens[i].start - verb.end <= 1:
        return True  # 发放消费券1500万元，撬动|社会消费品零售额1.2亿元
    if verb.text in _CHANGES_BY and money:
        return True  # 减少|税收收入2.05亿元
    if verb.text in _BROUGHT and _somebody_before(tokens, k):
        return True
    if verb.text not in _BROUGHT or k == 0:
        return False
    start = next((j for j in range(k - 1, -1, -1) if tokens[j].kind in ",;:."), -1)
    if start <= 0 or any(t.kind not in "BHT" for t in tokens[start + 1 : k]):
        return False
    told = next((j + 1 for j in range(start - 1, -1, -1) if tokens[j].kind in ",;:."), 0)
    return tokens[start - 1].kind == "M" and not any(t.kind in "NQP" for t in tokens[told:start])


def _speaks_of_an_area(tokens: Sequence[Token], k: int) -> bool:
    """Whether an area stands before `k` in its sentence: 全区共花去技改投资3亿元."""
    start = next((j + 1 for j in range(k - 1, -1, -1) if tokens[j].kind in ";."), 0)
    return any(t.kind == "A" for t in tokens[start:k])


def _somebody_before(tokens: Sequence[Token], k: int) -> bool:
    """Whether who brings it stands right before the verb at `k`, but for a time: 中科锂辉|2022年|贡献."""
    while k and tokens[k - 1].kind in "TBH":
        k -= 1
    opens = k == 1 or (k > 1 and tokens[k - 2].kind in ",;:.T")
    return k > 0 and tokens[k - 1].kind in "MF" and opens


def _is_beside_another(tokens: Sequence[Token], i: int, k: int) -> bool:
    """Whether a name is only what another thing is given to or told beside: 对产值的贡献, 与预算收入并列的基金收入."""
    opens = k == 0 or tokens[k - 1].kind in ",;:.T"
    behind = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if tokens[k].text == "对" and behind == "的":
        return True
    if not opens or tokens[k].text not in _WITH:
        return False
    end = next((j for j in range(i + 1, len(tokens)) if tokens[j].kind in ",;:.QPN"), len(tokens))
    return any(t.text == "的" for t in tokens[i + 1 : end - 1]) and tokens[end - 1].kind == "M"


def is_of_a_part_told_before(tokens: Sequence[Token], i: int, trade: bool) -> bool:
    """Whether the clauses before the name at `i` say that what follows is of a part alone.

    单是冷鲜肉分割，规上工业利润便有8620万元; of trade also with whom: 对非洲这一头，进出口总额合计43.1亿元.
    """
    start = next((j + 1 for j in range(i - 1, -1, -1) if tokens[j].kind in ";."), 0)
    while start < i and tokens[start].kind in "T,":
        start += 1  # 2023年，
    first = next((j for j in range(start, i + 1) if tokens[j].kind in ",:N"), i)
    opening = tokens[start:first]
    said = "".join(t.text for t in opening)
    if _ONE_OF.search(said) and any(t.kind in "MFVA" for t in opening) and not any(t.kind == "N" for t in opening):
        goes_on = [t.text for t in tokens[first + 1 : i + 2] if t.kind in "BLVRH"]  # no 就业困难人员再就业
        if opening[0].text in _ONLY_ONE or any(text.startswith(_THEN) for text in goes_on):
            return True
    if any(t.kind in "NP" or (t.kind == "Q" and not t.text.startswith("一")) for t in tokens[start:i]):
        return False  # but for 港口一块
    thus = [t.text for t in tokens[first + 1 : i + 3]]
    if _BY_ONE.match(said) and any(text.startswith(_THEN) for text in thus):
        return True  # 凭一家糖厂，地方财政收入便有了4300万元
    if _ALONE.match(said) and any(t.kind in "MF" for t in opening):
        return True
    if not trade or first == i or not opening or opening[0].text not in _TO_PARTNERS:
        return False
    return any(t.kind in "Mul" for t in opening) and not any(t.kind in "VLRGD" for t in opening)


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
        last = k + 1 == len(between)
        if token.text.endswith(_GIVEN_TO) and token.kind in "VM" and len(token.text) > 1 and not last:
            return True  # 拨给|义务教育
        goes = token.kind == "M" and any(word in token.text for word in _FROM_FAR)
        if goes or token.text in _FROM_SOMEWHERE or token.text in _PORTIONS:
            return True
        if token.kind == "M" and _says_which(between, k):
            return True
        if token.text == "的" and k and between[k + 1 : k + 2] and between[k + 1].kind == ",":
            return True  # 重点项目完成投资用在街区更新上的，是8.15亿元
        named = token.kind == "L" and token.text in ("是", "为") and k + 1 < len(between)
        if named and between[k + 1].kind == "M" and "," in [t.kind for t in between[k + 1 :]]:
            return True
    return False


def _says_which(between: Sequence[Token], k: int) -> bool:
    """Whether a noun behind a name says which ones are meant: 属非公经济者，计…; 的主力工种，有…."""
    text = between[k].text
    if text.startswith("属") and len(text) > 1 and not text.startswith("属地"):
        return True
    if text.endswith("者") and len(text) > 1 and between[k + 1 : k + 2] and between[k + 1].kind in ",LRt":
        return True
    return bool(k) and between[k - 1].text == "的" and any(text.startswith(p) for p in _PORTIONS if len(p) > 1)
