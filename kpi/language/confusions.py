"""What recognisers of printed Chinese take for what, and where that is certain: tables with reasons.

They are used on recognised text, and on a file's own text where it shows that it was recognised. A repair
never changes the length of the text, so that every offset stays; where a sign was read as several, spaces
follow it.
"""

from __future__ import annotations

import re
from itertools import accumulate, islice

from kpi.vocabulary.patterns import lazy, needed_words

# pattern, what it is, why this is certain there
WORDS: tuple[tuple[str, str, str], ...] = (
    (r"人(?=库(?:税|的|科|高|规|项|企|\d|[，。、]))", "入", "入库; there is no 人库"),
    (r"[-–—](?=般公共)", "一", "a stroke before the rest of 一般公共预算"),
    (r"[迸逬](?=出[口囗]|[口囗](?:总|额|\d))", "进", "进出口 and 进口; 迸出 goes with sparks"),
    (r"(?<=[进出])囗", "口", "进口 and 出口"),
    (r"[冋冏](?=[比期])", "同", "同比 and 同期"),
    (r"(?<=[增])[艮長](?=[\d速率])", "长", "增长 before a rate"),
    (r"値", "值", "the Japanese form"),
    (r"(?<=[资总金])[颔颌](?=[\d达为])", "额", "sums of money before their number"),
    (r"(?<=投)贷(?=[\d完总额])", "资", "投资; there is no 投贷"),
    (r"(?<=消费)[晶昌](?=零)", "品", "消费品零售 is one word"),
    (r"(?<=固定资)[严户](?=投)", "产", "固定资产投资"),
    (r"(?<=外)[贺货](?=易|进|出)", "贸", "外贸 is one word"),
    (r"[贺](?=易)", "贸", "贸易 is one word"),
    (r"収", "收", "the Japanese form"),
    (r"岀", "出", "a rare form of 出"),
    (r"(?<=以)[土士](?=工业|企业|\d|项目)", "上", "规模以上, 亿元以上"),
    (r"(?<=骨)于(?=企)", "干", "骨干企业 is one word"),
    (r"(?<=失业)入(?=员)", "人", "失业人员 is one word"),
    (r"(?<=[产])[直値](?=\d|达|完|突)", "值", "产值 is one word"),
    (r"[増曽]", "增", "the Japanese forms stand in no Chinese report"),
    (r"巳(?=[完累达建签开投实竣])", "已", "巳 is a sign of the zodiac"),
    (r"(?<![自知利克])己(?=[实竣超培引经])", "已", "oneself does not stand before these verbs"),
    (r"(?<=\d)[乙忆](?=元|美元|兀|[，。、；])", "亿", "behind a number it is a hundred million"),
    (r"(?<=\d[ \n])[乙忆](?=元|美元|兀|[，。、；])", "亿", "the same behind a number and a space"),
    (r"(?<=\d)方(?=元|美元|人|平方米|吨|户|千瓦|亩)", "万", "方 is a measure, and no measure follows another"),
    (r"(?<=[亿万美\d])[兀无](?=[，。、；,;增同比占]|$)", "元", "a number of money ends in 元"),
    (r"(?<=[0-9]年)未(?=[，、,全常户总城存贷金各人从])", "末", "the end of a numbered year; 未 goes with a verb"),
    (r"(?<=[0-9]月)未(?=[，、,已累全常户总城存贷金各人从])", "末", "the end of a numbered month"),
    (r"(?<=[，,；;]年)未(?=达)", "末", "the end of the year behind a mark: ，年末达到"),
    (r"(?<=期)未(?=余额|存|贷|数|人)", "末", "期末余额; there is no 期未"),
    (r"(?<=\d)曰", "日", "a day of the month"),
    (r"曰(?=报[，。 第]|报$|均)", "日", "日报 and 日均 are words"),
    (r"(?<=项)日(?!期)", "目", "there is no 项日"),
    (r"日(?=标(?!准))", "目", "there is no 日标"),
    (r"(?<![收人出])入(?=民币|均)", "人", "人民币 and 人均 are words"),
    (r"(?<=万)入(?=次|[，。])", "人", "a number of people"),
    (r"(?<=[纳列准])人(?![员民才大])", "入", "纳入, 列入 and 准入 are words"),
    (r"(?<=投)人(?!民|员|才)", "入", "投入, but for 投人民币 and people"),
    (r"(?<=增加)直", "值", "there is no 增加直"),
    (r"(?<=[产总])直(?!接)", "值", "产值 and 总值; 生产直接 is spared"),
    (r"(?<=完)[戌戍]", "成", "完成; the other two are rare"),
    (r"(?<![时期区空民])[回囘间问](?=比(?:增|下降|上升|提高|减|回落))", "同", "同比 before the way it went"),
    (r"(?<=同)[此北](?=增|下降|上升|提高|减|回落)", "比", "同比 before the way it went"),
    (r"(?<=个百分)[占贞]", "点", "nothing else follows 个百分"),
    (r"(?<=预)[箅笄]", "算", "there is no 预箅"),
    (r"枝(?=术)", "技", "there is no 枝术"),
    (r"(?<=[自经])菅", "营", "自营 and 经营; the other is a grass"),
    (r"羡(?=元)", "美", "美元 behind a number"),
    (r"(?<=项)曰", "目", "there is no 项曰"),
    (r"硏", "研", "the rare form"),
    (r"(?<=\d)尸(?=[，。、；,;]|$)", "户", "firms are counted in 户"),
    (r"授(?=资\d)", "投", "投资 before its amount; 授资 is no word"),
    (r"顶(?=目)", "项", "there is no 顶目"),
    (r"苗(?=均(?:税|产|投|效))", "亩", "亩均税收 and the like; there is no 苗均"),
    (r"(?<=规)[土士](?=工业|企业|工)", "上", "规上工业、规上企业"),
    (r"(?<=[工企产就])亚(?![洲太欧])", "业", "工业, 企业, 产业 and 就业"),
    (r"囗", "口", "the frame of other signs stands alone in no report"),
    (r"冋(?=比|期)", "同", "同比 and 同期; the other is rare"),
    (r"迸(?=出口)", "进", "the word is 进出口"),
    (r"(?<=增)[艮氏畏](?=\d)", "长", "增长 before its rate"),
    (r"(?<=投)[贷货](?=[\d完总])", "资", "投资 before its amount"),
    (r"(?<=资)颔(?=\d)", "额", "a sum of money before its amount"),
    (r"(?<=[产总])値", "值", "the Japanese form"),
)
NUMBERS: tuple[tuple[str, str, str], ...] = (
    (
        r"(?<=\d)[Oo○〇](?=[\dOolI.%％亿万元个家年月日项户人]|\s[%％亿万元个家年月项户人]|余)",
        "0",
        "a round letter behind a digit and before a digit, another or a unit",
    ),
    (
        r"(?<![A-Za-z\d])[lI](?=[lI](?:\.\d|\d{1,3}(?:[.%％亿万个家年月人户]|\d)))",
        "1",
        "two strokes before digits; no word begins so",
    ),
    (r"(?<![A-Za-z\d])[lI](?=[Oo]\d(?:\d|\.\d))", "1", "a stroke and a round letter before digits: lO83, lO2.3"),
    (r"(?<![A-Za-z\d])[lI|](?=\s?[至到]\s?\d{1,2}\s?月)", "1", "a span of months begins with January: l至7月"),
    (r"(?<=\d)一(?=\d{1,2}月)", "—", "a dash between the months of a span: 1一9月"),
    (r"(?<=\d )一(?= \d{1,2}月)", "—", "the same between spaces: 1 一 9月"),
    (r"(?<![A-Za-z\d])[lI|](?=\s?[—–~-]{1,2}\s?\d{1,2}月)", "1", "a span of months begins with January: l—9月"),
    (r"(?<![A-Za-z\d])[Oo](?=\.\d)", "0", "0.5 begins with a nought"),
    (r"(?<=[\d.])[Oo](?=[\dOo%％亿万])", "0", "a row of noughts"),
    (
        r"(?<=\d)[lI|](?=[\d.%％亿万元个家年月日项户人]|\s[%％亿万元个家项户人])",
        "1",
        "a stroke behind a digit and before a digit or a unit",
    ),
    (r"(?<=\.)[lI|](?=[\d%％亿万])", "1", "a stroke behind the decimal point"),
    (r"(?<=\d\.)[lI](?=\s)", "1", "a stroke behind the decimal point at the end of a number in a row"),
    (r"(?<=\d\.\d)[lI](?=\s)", "1", "a stroke at the end of a decimal number in a row"),
    (r"(?<=\d\.\d\d)[lI](?=\s)", "1", "the same behind two decimals"),
    (r"(?<=\d\.\d)[Oo](?=\s)", "0", "a round letter at the end of a decimal number"),
    (r"(?<=\d\.\d\d)[Oo](?=\s)", "0", "the same behind two decimals"),
    (
        r"(?<![A-Za-z\d])[lI](?=\.\d|\d{1,3}(?:[.%％亿万个家年月]|\d年))",
        "1",
        "a stroke before digits; no word begins so",
    ),
    (r"(?<![A-Za-z\d])[lI](?=\d{1,4}\s?[个家户人项件元])", "1", "a stroke before digits of what is counted"),
    (r"(?<![A-Za-z\d])[lI](?=\s?[亿万](?:元|美元|人))", "1", "a stroke alone before a sum: 力争l亿元"),
    (r"(?<![A-Za-z\d])[lI](?=B[.%％亿万])", "1", "a stroke and an eight before a unit: lB%"),
    (
        r"(?<=\d)B(?=[\d.%％亿万])|(?<=\d\.)B(?=[\d%％亿万])",
        "8",
        "an eight among digits and before a unit; no word holds it",
    ),
    (r"(?<![A-Za-z\d])[lI|](?=[\dlI|]?[月日])", "1", "a stroke before a month or a day: l月l4日"),
    (r"(?<=\d),(?=\d{1,2}(?:亿|万|[%％]))", ".", "a comma behind which no thousands stand"),
    (r"(?<=\d)[·•。](?=\d+[%％亿万])", ".", "a point between digits before a unit"),
    (r"(?<=\d)[oO0]/[oO0](?<!0/0)", "%  ", "a per cent sign taken apart; 0/0 might be digits"),
)
# letters that NUMBERS takes for digits: a value with one of them is in doubt
FOR_DIGITS = "OolIB|○〇"

# signs that no writer puts in numbers and their units, of which recognised text has some
# (the sign first and then what must stand before it, as in `_sign_first`)
_IN_NUMBERS = lazy(
    r"[OolI乙忆囗日増曽値](?:(?<=\d[OolI])(?=[\d.%％亿万])|(?<=(?<![A-Za-z\d])[lIOo])(?=[\d.]\d*(?:[.%％亿万个家户]))"
    r"|(?<=[\d.][OlI])(?=[OlI%％亿万])|(?<=(?<![A-Za-z\d])[lI])[lI](?=\.\d)|(?<=\d[乙忆])(?=元|美元)|(?<=囗)|(?<=项日)(?!期)"
    r"|(?<=[増曽値]))"
)
_FEWEST_CONFUSED = 2
_LEADS = lazy(r"(?:\(\?<[=!](?:[^()\[\]\\]|\\.|\[(?:[^\]\\]|\\.)*\])*\))*")  # what must stand before the sign
_CLASS = lazy(r"\[([^\]\\]+)\]|([㐀-鿿,])")


def _signs(pattern: str) -> frozenset[str]:
    """The signs one of which a repair replaces; empty where that takes more than a look at its front."""
    front = _CLASS.match(pattern, _LEADS.match(pattern).end())  # type: ignore[union-attr]
    return frozenset(front[1] or front[2]) if front else frozenset()


def _sign_first(pattern: str) -> str:
    """The same pattern with what must stand before its sign asked for behind it: a search finds letters fastest.

    >>> _sign_first("(?<=以)[土士](?=工业|企业)")
    '[土士](?<=(?:以)[土士])(?=工业|企业)'
    """
    leads = _LEADS.match(pattern)
    front = _CLASS.match(pattern, leads.end()) if leads and leads[0] else None
    if leads is None or front is None or _in_alternatives(pattern):
        return pattern
    asked = re.sub(r"\(\?<([=!])(.*?)\)(?=\(|$)", lambda lead: f"(?<{lead[1]}(?:{lead[2]}){front[0]})", leads[0])
    return front[0] + asked + pattern[front.end() :]


def _in_alternatives(pattern: str) -> bool:
    """Whether a bar parts the whole pattern, and not only what stands in brackets."""
    without_classes = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "", pattern)
    depths = accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in without_classes)
    return any(sign == "|" and not depth for sign, depth in zip(without_classes, depths, strict=True))


def _repair(pattern: str, right: str) -> tuple[re.Pattern[str], str, frozenset[str], frozenset[str]]:
    """A pattern and what it is, with the signs and the words of which a text has one that it repairs."""
    return lazy(_sign_first(pattern)), right, _signs(pattern), needed_words(pattern)


_NUMBER_REPAIRS = tuple(_repair(pattern, right) for pattern, right, _ in NUMBERS)
_REPAIRS = (*_NUMBER_REPAIRS, *(_repair(pattern, right) for pattern, right, _ in WORDS))


def shows_recognition(text: str) -> bool:
    """Whether a file's own text was recognised from print before it came here: letters stand in its numbers."""
    return sum(1 for _ in islice(_IN_NUMBERS.finditer(text), _FEWEST_CONFUSED)) == _FEWEST_CONFUSED


def repaired(text: str) -> str:
    """Recognised text with what was certainly misread put right; as long as it was.

    >>> repaired("固定资产投资完成1O.5乙元，増长l2.3o/o。")
    '固定资产投资完成10.5亿元，增长12.3%  。'
    """
    there = set(text)
    for pattern, right, signs, words in (*_NUMBER_REPAIRS, *_REPAIRS):  # a row of letters takes two turns: 2OO6
        if (signs and signs.isdisjoint(there)) or (words and not any(word in text for word in words)):
            continue
        mended = pattern.sub(right, text)
        there = there if mended is text else set(mended)
        text = mended
    return text
