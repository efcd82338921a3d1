"""Whose figure a reading is: the page's own zone's, another area's, or a single firm's, by the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kpi.language.gazetteer import gazetteer, split_name, words
from kpi.language.numbering import LEVELS, NUMBER, level_of
from kpi.language.words import either, word_set
from kpi.pages.passages import Passage
from kpi.pages.places import Place, find_places
from kpi.pages.turns import STANDS_ALONE, own_core
from kpi.pages.whose import PageZone, Relation, relation
from kpi.sentences.pieces import Token
from kpi.vocabulary.patterns import lazy, rare
from kpi.vocabulary.tries import trie_pattern

OWN, UPPER, FIRM, NAMED = "own", "upper", "firm", "named"


# towns and villages that open a clause, and autonomous prefectures by their short names: whose figures follow
_TOWNS = (
    r"(?:^|(?<=[，。；：、】●■▲（(\s]))(?!去年|今年|上年|前年|年[末底]|[上下]半年)[^\W\d的个各全每新美该本在]{2,4}?(?:街道(?:办事处)?|镇|(?<![下返回老城水侨家故离还入进])乡|村|社区)(?![区企级域属办镇村])"
    r"|我们?(?:一个|这个|整个)?[镇乡村](?![级里上办])|(?:镇|乡|村)[里上](?!的?[人小])|全[镇乡村](?![居民区])|(?:^|(?<=[，。；年]))街道(?=完成|实现|新增|达到|有|组织|培训|共)"
)
# parks within a zone that open a clause: 临空综合经济园, 中德产业园
_PARKS = rare(
    r"(?:^|(?<=[，。；：、\s]))(?![全各该这那新一两几多国省市县首整]|建[成设]|打造|推进|开发|规划)[㐀-鿿]{2,8}?"
    rf"{either('inner_park')}(?![区企级的])"
)
_OF_A_TOWN = lazy("(?:镇|乡|街道)(?![区企级域属办镇村])")
_WITHIN = lazy("[区园]内的?$")
_QUOTED = lazy("“[^“”。]{2,20}”")
_PREPOSITIONS = frozenset(["在", "于", "对", "向", "为", "给", "从", "被", "经", "由", "与"])
_THAT = "该"
_THAT_AREA = lazy("(?P<other>镇|乡|村|街道|县|投资区|州)|区|园|市")
_LISTED_ON = frozenset(",/NQPLBH")
_INSTITUTES = ("实验室", "研究院", "研究所", "研究中心")
_SPEAKERS = ("我们",)
_SORTS = {"A": OWN, "u": UPPER, "F": FIRM, "p": FIRM, "l": NAMED}
_KIND_OF = {"own": "A", "upper": "u", "other": "l"}


@dataclass(frozen=True, slots=True)
class Area:
    """Whose figure: the sort of area, the word that says so, and how near that stands (`sentence`, `paragraph`, …)."""

    sort: str
    word: str = ""
    basis: str = "page"
    distance: int = 0


@cache
def _towns() -> re.Pattern[str]:
    """Towns and villages that open a clause, and autonomous prefectures by their short names (恩施州)."""
    prefectures = trie_pattern((*words("prefecture"), *gazetteer().prefectures))
    return rare(rf"{_TOWNS}|(?:{prefectures})州(?!市)")


@lru_cache(maxsize=64)
def _alone(core: str) -> re.Pattern[str]:
    """The name of a zone where it stands without the word for its kind."""
    return re.compile(re.escape(core) + STANDS_ALONE)


def area_tokens(tokens: Sequence[Token]) -> list[tuple[int, str, str]]:
    """The tokens of a sentence that say whose the figures are: place in the sentence, sort, and the area's name."""
    found: list[tuple[int, str, str]] = []
    for i in [i for i, token in enumerate(tokens) if token.kind in _SORTS]:
        token = tokens[i]
        sort = _SORTS[token.kind]
        behind = tokens[i + 1].kind if i + 1 < len(tokens) else ""
        if sort in (UPPER, NAMED) and (_is_against(tokens, i) or behind in ("i", "r", "J", "/") or _is_rank(tokens, i)):
            continue
        if token.text in _SPEAKERS and any(t.kind == ":" for t in tokens[:i]) and found and found[0][1] == NAMED:
            continue  # 青石街道党工委书记：我们今年引进了5个项目
        if tokens[i].text == "可实现" and any(t.kind in "AT" for t in tokens[max(0, i - 3) : i]):
            continue  # 全年全区地区生产总值可实现55.1亿元
        if sort == OWN and _kinds_behind(tokens, i) == "Ml" and tokens[i + 1].text == "的":
            continue  # 设在区内的青岛保税区
        if sort == UPPER and i and tokens[i - 1].kind in "LV" and token.text.endswith("里") and behind == "N":
            continue  # 安置市里下岗职工再就业1372人
        if sort == OWN and i and tokens[i - 1].kind in "WiC":
            continue  # 公司出口占全区的三成多，达到2630万美元
        if sort == FIRM and i and tokens[i - 1].kind == "Q" and token.text.endswith(_INSTITUTES):
            continue  # 共建的两个联合实验室挂牌运行: counted, and none that speaks
        if sort == FIRM and _is_example(tokens, i):
            continue
        name = token.value.name if token.value is not None else token.text
        found.append((i, sort, name))
    return found


def _only_shares(tokens: Sequence[Token], i: int) -> bool:
    """Whether the clause of the zone's name says but how much of another area's figure it has."""
    start = next((k + 1 for k in range(i - 1, -1, -1) if tokens[k].kind in ",;:."), 0)
    end = next((k for k in range(i, len(tokens)) if tokens[k].kind in ",;:."), len(tokens))
    kinds = "".join([token.kind for token in tokens[start:end]])
    above = any(token.kind == "u" for token in tokens[:start])
    return above and "W" in kinds and not set("NQ") & set(kinds)


def _kinds_behind(tokens: Sequence[Token], i: int) -> str:
    return "".join([token.kind for token in tokens[i + 1 : i + 3]])


def _is_example(tokens: Sequence[Token], i: int) -> bool:
    """Whether a firm or a plant is named as one of projects counted just then: 建湘化工二期等26个省市重点项目."""
    end = next((k for k in range(i, len(tokens)) if tokens[k].kind in ",;:."), len(tokens))
    closed = next((k for k in range(i + 1, end) if tokens[k].text == "等"), end)
    return "".join([token.kind for token in tokens[closed + 1 : closed + 3]]) == "QN"


def _is_subject(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether an area is what its clause and those behind it speak of: it has an indicator there, or comes first.

    Another area that a clause names without an indicator is told beside the figure, and ends with its clause:
    增长7.5%，同期全市下降0.7%；固定资产投资完成208.2亿元. A place where something was done is none: 在上海设立联络处.
    """
    if tokens[i].kind == "l" and i and tokens[i - 1].text == "的" and all(t.kind not in "N,;:." for t in tokens[:i]):
        return True  # 与我区隔江相望的襄阳高新区，固定资产投资完成75.2亿元
    if tokens[i].kind == "l" and tokens[i].text.startswith(_SPEAKERS):
        return True  # 光我们一个镇，固定资产投资就有9.6亿元
    named = next((k for k in range(i, end) if tokens[k].kind == "N"), -1)
    is_word = tokens[i].kind == "u" and not (tokens[i].value is not None and tokens[i].text == tokens[i].value.name)
    if not is_word and i + 1 < end and tokens[i + 1].kind == "M" and tokens[i + 1].start == tokens[i].end:
        return tokens[i].kind == "l" and i == 0  # 新增广东省院士工作站1家: it names something else
    if named >= 0 and (is_word or not any(token.kind == "M" for token in tokens[i:named])):
        return True  # of 苏州云杉医药中间体等项目 the place is the firm's
    before = tokens[:i]
    if all(token.kind in "TB(" for token in before):
        return True
    return tokens[i].kind == "u" and not any(token.kind in "AN" for token in before)


def _is_against(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word before an area holds something against it: 比全市, 高于全省, 占全市."""
    if i == 0:
        return False
    before = tokens[i - 1]
    if before.kind in "ul" and before.end == tokens[i].start:
        return _is_against(tokens, i - 1)  # 占九江全市
    if before.text in _PREPOSITIONS:
        return True  # 增速在全市第二
    return before.kind in "irW/" or (before.kind == "C" and before.text.endswith(("比", "较", "与", "同", "和")))


def _is_rank(tokens: Sequence[Token], i: int) -> bool:
    """全市第二, 全省前列: a place in a list of areas."""
    if i + 1 >= len(tokens) or tokens[i + 1].kind == "T":
        return False  # 全县前三季度
    behind = tokens[i + 1].text
    return behind.startswith(("第", "前列", "前茅", "首", "唯一", "最", "倒数", "先进", "十强", "百强", "前"))


def area_of(
    tokens: Sequence[Token], said: Sequence[tuple[int, str, str]], name_at: int, number_at: int, before: Area
) -> Area:
    """Whose the number is: the last area named before it in the sentence, else what the sentences before say.

    Another area that a clause names without an indicator is told beside the figure, and ends with its clause:
    增长7.5%，同期全市下降0.7%；固定资产投资完成208.2亿元.
    """
    last = max(name_at, number_at)
    for i, sort, word in reversed([entry for entry in said if entry[0] < last]):
        end = next((k for k in range(i, len(tokens)) if tokens[k].kind in ",;:."), len(tokens))
        if sort in (UPPER, NAMED) and not _is_subject(tokens, i, end) and not _stands_before(tokens, i, number_at):
            continue
        if sort == OWN and _only_shares(tokens, i):
            continue  # 全市…6340万美元，开发区一家就占了三分之一强；自营出口1.83亿美元
        if tokens[i].kind == "p" and any(t.kind not in _LISTED_ON for t in tokens[end:last]):
            continue  # a project holds for its clause, and for what is listed behind it: 可新增产值3亿元，税收2亿元
        return Area(sort, word, "sentence", last - i)
    return before


def _stands_before(tokens: Sequence[Token], i: int, number: int) -> bool:
    """Whether nothing but a verb stands between an area and an amount, which is its: 实际利用外资，|全市|21.9亿美元."""
    return i < number and tokens[number].kind == "Q" and all(t.kind in "LRB" for t in tokens[i + 1 : number])


_OF_AN_AREA = lazy(rf"{NUMBER}?\s*(?P<name>[㐀-鿿]{{2,12}}?{either('area_heading')})")
_FEWEST_HEADINGS = 3


def heading_areas(passages: Sequence[Passage], page: PageZone) -> dict[int, Area]:
    """Whose figures the paragraphs hold that stand, however deep, under headings that are nothing but names of areas.

    A page needs several such headings: 一、经开区 … 二、柳叶湖旅游度假区 … 三、西洞庭管理区 ….
    """
    held: dict[int, Area] = {}
    names: set[str] = set()
    area, level = None, 0
    for passage in passages:
        if passage.is_heading:
            heading = passage.text.strip()
            mine = level_of(heading)
            match = _OF_AN_AREA.fullmatch(heading)
            if match is not None:
                area, level = _headed(match["name"], page), mine
                names.add(match["name"])
            elif mine <= level < len(LEVELS):
                area = None
        elif area is not None:
            held[passage.paragraph] = area
    return held if len(names) >= _FEWEST_HEADINGS else {}


def _headed(name: str, page: PageZone) -> Area:
    """The area that a heading names: the page's own, one that the gazetteer knows, or one by its name alone."""
    places = find_places(name)
    if name in (page.zone, *page.names):
        return Area(OWN, "", "heading")
    whole = next((relation(place, page).name for place in places if place.text == name), name)
    return Area(NAMED, whole, "heading")


# offices that a district has and a zone has not
_OF_A_DISTRICT = lazy(
    "(?<![发新园开业港税技兴流])区(?:统计局|委书记|委、区政府|委区政府|委副书记|人民政府|政协|人大常委会|十[一二三四五六七八九]届|委经济工作会)"
)
_NEW_DISTRICT = word_set("zone_own")[2]  # 新区: governs itself as a district does
_WHOLE_DISTRICT = ("全区", "我区")
_OFFICE = lazy("(?<=区)[㐀-鿿]{1,6}(?:局|委|办|政府|中心)(?=介绍|统计|通报|负责|[，,])")


def of_the_district(passages: Sequence[Passage], page: PageZone) -> dict[int, int]:
    """Where articles of a zone's page begin to speak of the district around it: the paragraph that names its offices.

    From there on 全区 is the district: 区统计局数据显示，全区实现地区生产总值961.7亿元.
    """
    if page.kind != "zone" or not page.county.endswith("区") or split_name(page.zone)[1] == _NEW_DISTRICT:
        return {}
    begins: dict[int, int] = {}
    for passage in passages:
        if passage.article not in begins and _OF_A_DISTRICT.search(passage.text):
            begins[passage.article] = passage.paragraph
    return begins


def place_tokens(places: Iterable[Place], page: PageZone, passages: Sequence[Passage]) -> list[list[Token]]:
    """The places of each sentence as tokens that say whose the figures are; `places` are the page's, in order."""
    waiting = list(places)
    found: list[list[Token]] = []
    of_district = of_the_district(passages, page)
    at = 0
    told, paragraph = Relation("own", ""), -1  # the other zone that the sentences before in a paragraph named
    for passage in passages:
        if passage.paragraph != paragraph:
            told, paragraph = Relation("own", ""), passage.paragraph
        while at < len(waiting) and waiting[at].start < passage.start:
            at += 1
        mine: list[Token] = []
        quoted = list(_QUOTED.finditer(passage.text))
        k = at
        while k < len(waiting) and waiting[k].end <= passage.end:
            place, k = waiting[k], k + 1
            if any(m.start() < place.start - passage.start < m.end() for m in quoted) and place.kind != "zone":
                continue  # “人人持证、技能陕西”: a slogan
            that = _THAT_AREA.search(place.text) if place.kind == "pronoun" else None
            if that:
                if place.text.startswith("该") and mine and mine[-1].kind == "l" and not that["other"]:
                    mine.append(replace(mine[-1], start=place.start - passage.start, end=place.end - passage.start))
                elif that["other"]:
                    there = Relation("other", place.text)
                    mine.append(Token(place.start - passage.start, place.end - passage.start, "l", place.text, there))
                continue  # 该区 is the one spoken of
            here = local_page(page, place.start)
            stands = Relation("firm", place.name) if place.kind in ("firm", "pronoun") else relation(place, here)
            if place.text in _WHOLE_DISTRICT and mine and _OFFICE.match(passage.text, mine[-1].end):
                mine.append(replace(mine[-1], start=place.start - passage.start, end=place.end - passage.start))
                continue  # 麦积区人社局介绍，全区新增就业6075人
            if (
                place.text in _WHOLE_DISTRICT
                and of_district.get(passage.article, passage.paragraph + 1) <= passage.paragraph
            ):
                stands = Relation("upper", page.county)
            if told.name.endswith(place.text) and passage.text.startswith(_THAT, place.start - passage.start - 1):
                stands = told  # 福绵节能环保产业园三期通水。上半年，该产业园…
            town = _OF_A_TOWN.match(passage.text, place.end - passage.start) if place.kind == "area" else None
            if town is not None:  # 柳河镇 is a town here, and no county of that name
                name = place.text + town[0]
                mine.append(Token(place.start - passage.start, town.end(), "l", name, Relation("other", name)))
                continue
            if stands.kind == "own" and _WITHIN.search(passage.text, 0, place.start - passage.start):
                stands = Relation("other", place.text)  # 区内综合保税区
            kind = _KIND_OF.get(stands.kind, "F")
            mine.append(Token(place.start - passage.start, place.end - passage.start, kind, place.text, stands))
        here = local_page(page, passage.start)
        mine = _with_own_name(mine, passage.text, here, page.zone)
        for match in _towns().finditer(passage.text):
            if not any(t.start < match.end() and match.start() < t.end for t in mine):
                mine.append(Token(match.start(), match.end(), "l", match[0], Relation("other", match[0])))
        if here.kind == "zone":
            mine = _with_parks(mine, passage.text, here.zone)
        found.append(sorted(mine, key=lambda token: token.start))
        told = next((t.value for t in reversed(found[-1]) if t.kind == "l" and split_name(t.value.name)[1]), told)
    return found


def _with_own_name(places: list[Token], text: str, page: PageZone, zone: str) -> list[Token]:
    """The places of a sentence with the zone's own name where it stands alone: 洋浦."""
    core = own_core(page.zone) if page.kind == "zone" else ""
    found = list(places)
    for match in _alone(core).finditer(text) if core and core in text else ():
        if not any(t.start < match.end() and match.start() < t.end for t in found):
            found.append(Token(match.start(), match.end(), "A", match[0], Relation("own", zone)))
    return found


def _with_parks(places: list[Token], text: str, zone: str) -> list[Token]:
    """The places of a sentence with the parks within the zone that open its clauses."""
    found = places
    for match in _PARKS.finditer(text):
        within = [t for t in found if t.start < match.end() and match.start() < t.end]
        if all(_is_bare_word_of(t, match, zone) for t in within):
            there = Token(match.start(), match.end(), "l", match[0], Relation("other", match[0]))
            found = [*(t for t in found if t not in within), there]
    return found


def _is_bare_word_of(token: Token, park: re.Match[str], zone: str) -> bool:
    """Whether a token is only the word for the kind that a park's name ends in, not that of the zone: 中德|产业园."""
    return token.kind == "A" and token.end == park.end() and token.start > park.start() and token.text not in zone


def local_page(page: PageZone, offset: int) -> PageZone:
    """The page as it stands at a place: on a page of several zones in turn, that of the section's zone."""
    zone = own_zone(page, offset) if page.sections else page.zone
    return page if zone == page.zone else replace(page, zone=zone, kind="zone", names=())


def own_zone(page: PageZone, offset: int) -> str:
    """The zone that the page speaks of at a place: on a page of several in turn, that of the section."""
    zone = page.zone
    for start, name in page.sections:
        if start <= offset:
            zone = name
    return zone
