"""What zones are called: the words for their classes, and the zones that a file's or folder's name speaks of.

A name is read strictly: official name, alias or English name of a zone of the config; a short name
with its city (荆州市开发区, 荆州/经开区) where it fits one zone of the config and no other; or the full
name of a zone that the config does not know. In a text such a name is known by its build, a place or a
coined word and a class word, and counts only where the report speaks of itself: title, issuer, first words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kpi.language.gazetteer import gazetteer, stands_for
from kpi.language.words import word_set
from kpi.vocabulary.model import Zone
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.places import CITIES, PROVINCES
from kpi.vocabulary.tries import trie_pattern

FULL_CLASSES = "|".join(word_set("zone_full"))
"""The class words that make a name of whatever stands before them, as a pattern, longer ones first."""

CLASSES = f"{FULL_CLASSES}|{'|'.join(word_set('zone_end'))}"
"""The class words that a zone's name ends in, as a pattern, longer ones first."""

OWN_WORDS = word_set("zone_own")
"""What a zone calls itself: alone such a word is no name."""

_BUILT = lazy(rf"(?P<own>[㐀-鿿]{{2,}}?)(?P<class>{CLASSES})")
_BUILT_SHORT = lazy(rf"(?P<own>[㐀-鿿]+?)(?P<class>{CLASSES})")
# what may stand before a zone's name at the head of a line, and what after it where the line is a title or an issuer
_LEAD = r"(?:[《“\"（(【\[]|关于|在|中共|中国共产党|20\d\d年度?|今年|[全上下]半?年|前?[一二三四]季度)*"
_TITLED = (
    r"(?=$|[\s》”\"）)】\]：:_|—-]|[党]?工委|工作委员会|管理?委(?:员)?会|管理局|党委|人民政府|政府|党政办|20\d\d|\d{1,2}[月-]|工作|统计|国民经济|"
    r"经济(?:社会|运行|发展|形势|工作|和)|社会|[“\"]?十[二三四五六]五|主要|关于|简报|快报|月报|指标|运行|总结|计划|规划|情况|年度|"
    r"[上下]半年|前?[一二三]季度|财政|预算|发展|政务|门户|高质量|目标)"
)
_NAME = rf"(?P<own>[^\W\d_a-zA-Z区、，]{{2,8}}?)(?P<class>{CLASSES})"
_HEADED = lazy(rf"{_LEAD}{_NAME}{_TITLED}")
_IN_FILE_NAME = lazy(rf"(?:^|(?<=[^㐀-鿿年月])|(?<=[年月度份]))(?:关于|在)?{_NAME}{_TITLED}")
_ISSUER = lazy(
    rf"(?:来源|发布机构|发布单位|主办|主办单位|供稿|报送单位|填报单位|编制单位|发文机关)[:：]\s*{_NAME}"
    r"(?=管理?委(?:员)?会|[党]?工委|统计|财政|经济发展|党政|办公室|发展改革|政务)"
)
_SUBJECT = lazy(
    rf"(?:^|(?<=[。；，,\n])|(?<=[年月度份来]))[ 　]{{0,4}}{_NAME}"
    r"(?=坚持|始终|实现|完成|累计|共|全面|认真|深入|紧紧|紧扣|围绕|牢牢|主动|积极|全力|聚焦|统筹|扎实|着力|持续|锚定|抢抓|立足|奋力|大力|"
    r"贯彻|上下|呈现|各项|以|在|地区生产|GDP|规模?[上以]|固定资产|一般公共|工业|社会|外贸|招商|经济|主要|生产总值|党工委|管委会|管理委员会)",
    re.MULTILINE,
)
# words before a class word that no name of a zone holds: 推进经开区, 国家级经济技术开发区, 与苏州工业园区相比
_NOT_NAMED = lazy(
    "推进|推动|加快|支持|建设|打造|创建|国家|省级|市级|全国|全省|全市|全县|全区|对标|学习|借鉴|考察|参观|走进|调研|推介|一流|示范|两个|多个|几个|"
    "重点|深化|做强|做大|培育|实施|启动|规划|引导|鼓励|入驻|落户|位于|坐落|所在|周边|附近|相邻|毗邻|相关|有关|获批|升级|晋升|成为|申报|设立|成立|组建|"
    "整合|依托|围绕|聚焦|提升|促进|服务|完善|优化|强化|包括|以及|关于|来自|通过|承接|举办|召开|季度|半年|以来|目前|截至|其中|全年|主要|特别|"
    "新建|在建|首个|第一|十大|优秀|先进|特色|赶超|看齐|相比|比较|差距|高于|低于|县域|城乡|跨境|智慧|绿色|加强|加大|抓好|抓实|分别|"
    "[各该此其我们等的了与及级是为不有第年月季赴]"
)
_COMMON = lazy(
    "(?:经济|产业|科技|高新|技术|循环|生态|现代|农业|先进|制造|创新|化工|物流|文化|旅游|工业|综合|保税|开放|合作|试验|国际|新型|电商|"
    "电子|信息|软件|食品|医药|装备|新材料|新能源|数字|中小企业|民营|返乡|创业|孵化|标准|专业|共建|飞地|城市|新|老|东|西|南|北|中)+"
)
_MENTIONED = lazy("对标|学习(?!贯彻|宣传|教育)|借鉴|相比|考察|参观|赶超|看齐|差距|相邻|毗邻|周边|调研")
_PROVINCE = lazy(rf"^(?!北京|天津|上海|重庆)(?:{'|'.join(PROVINCES)})(?:省|自治区)?(?=[㐀-鿿]{{2}})")
# what a zone calls itself; 全市开发区 and 各园区 are others
_OWN_WORDS = lazy(r"[全我本]区|(?<![市省国县各级])(?:" + "|".join(OWN_WORDS) + ")")
_FIRST_WORDS = 800  # characters in which a report says of whom it speaks
_TITLE_LINES, _LONGEST_TITLE = 16, 60
_MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_SEPARATORS = lazy(r"[\s_\-+·]+")
# a place, at most a few letters, a class word; counties and cities that no list holds are known by their 市 or 县
_FULL = lazy(
    rf"(?P<place>{trie_pattern({*CITIES, *_MUNICIPALITIES})})市?(?P<own>(?!省级|国家级|市级)[㐀-鿿]{{0,5}}?)"
    rf"(?P<class>{CLASSES})"
    rf"|[㐀-鿿]{{2,4}}[市县](?!级)[㐀-鿿]{{0,5}}?(?:{CLASSES})"
)
_BARE = lazy(rf"(?:^|[^㐀-鿿]|[市县年月度])({'|'.join(sorted(word_set('zone_bare'), key=len, reverse=True))})")
_CLASS_ENDS = frozenset(name[-1] for name in CLASSES.split("|"))
_CITY = lazy(trie_pattern({*CITIES, *_MUNICIPALITIES}))
_PLACE = lazy(trie_pattern({*CITIES, *PROVINCES}))


def fits(zone: str, named: str) -> bool:
    """Whether a zone's official name is of the class that `named` stands for (经开区, 开发区, 工业园区 …)."""
    return zone.endswith(_meant_by(named))


@lru_cache(maxsize=1024)
def _meant_by(named: str) -> tuple[str, ...]:
    """The class words that a short one may stand for: 开发区 is any of them, 经开区 only economic ones."""
    if named not in word_set("zone_bare"):
        return (named,)
    return (named, *(full for full in word_set("zone_full") if stands_for(named, full)))


def is_short_for(named: str, zone: str, city: str = "") -> bool:
    """Whether `named` is no more than a class word, alone or after the zone's own place: 市开发区, 荆州市经开区.

    >>> is_short_for("市开发区", "荆州经济技术开发区"), is_short_for("许昌市开发区", "荆州经济技术开发区", "荆州市")
    (True, False)
    """
    own = city.rstrip("市")
    word = named.removeprefix(own) if own else named
    word = word.removeprefix("市").removeprefix("县").removeprefix("区")
    return re.fullmatch(CLASSES, word) is not None and fits(zone, word)


def is_zone(name: str) -> bool:
    """Whether a name ends in a class word: that of a zone, not of a city or a district."""
    return _BUILT_SHORT.fullmatch(name) is not None


def same_zone(one: str, other: str) -> bool:
    """Whether two names are one zone's: the same place or coined name, and a class that may stand for the other's.

    >>> same_zone("青岚经开区", "青岚经济技术开发区"), same_zone("青岚高新区", "青岚经济技术开发区")
    (True, False)
    """
    mine, theirs = _BUILT.fullmatch(one), _BUILT.fullmatch(other)
    if mine is None or theirs is None or not (fits(one, theirs["class"]) or fits(other, mine["class"])):
        return False
    (place, own), (their_place, their_own) = _parted(mine["own"]), _parted(theirs["own"])
    return own == their_own and (place == their_place or not place or not their_place)


def name_heads(zone: str) -> set[str]:
    """What stands before the class word of a zone's name: in full, and without its city or its province.

    >>> sorted(name_heads("荆州市临江经济开发区"))
    ['临江', '荆州市临江']
    """
    built = _BUILT.fullmatch(zone)
    if built is None:
        return set()
    own = _PROVINCE.sub("", built["own"])
    part = _parted(own)[1]
    known = _PLACE.match(part)
    return {head for head in (own, part, part[known.end() :] if known else part) if len(head) > 1}


def may_be(name: str, zone: str) -> bool:
    """Whether a name may be that zone's, its place left out or spelled out, its class shortened.

    >>> may_be("湖北荆州经开区", "荆州经济技术开发区"), may_be("荆州高新区", "荆州经济技术开发区")
    (True, False)
    """
    mine, other = _BUILT.fullmatch(name), _BUILT.fullmatch(zone)
    if mine is None or other is None or not (fits(zone, mine["class"]) or fits(name, other["class"])):
        return name == zone
    cities = {city for city, _ in (_parted(mine["own"]), _parted(other["own"])) if city}
    return len(cities) < 2 and not name_heads(name).isdisjoint(name_heads(zone))


def official_name(named: str, zones: Mapping[str, Zone]) -> str:
    """The zone of the config that a name spells otherwise, where it is one and no other; else the name.

    A city's bare 开发区 may be any of its zones: it stays what it is.

    >>> official_name("荆州市经开区", {"荆州经济技术开发区": Zone("荆州经济技术开发区")})
    '荆州经济技术开发区'
    """
    built = _BUILT.fullmatch(named)
    if named in zones or built is None or built["class"] == "开发区":
        return named
    found = [
        name
        for name in zones
        if same_zone(name, named)
        and (other := _BUILT.fullmatch(name))
        and _parted(other["own"]) == _parted(built["own"])
    ]
    return found[0] if len(found) == 1 else named


def spelled_alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of names that may be one zone's, the fuller one first.

    >>> spelled_alike(["青岚经开区", "云汀高新区", "青岚经济技术开发区"])
    [('青岚经济技术开发区', '青岚经开区')]
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        if built := _BUILT.fullmatch(name):
            groups.setdefault(_parted(built["own"])[1], []).append(name)
    pairs: list[tuple[str, str]] = []
    for group in groups.values():
        fullest = max(group, key=lambda name: (len(name), name))
        pairs += [(fullest, name) for name in group if name != fullest and same_zone(name, fullest)]
    return pairs


def title_zone(text: str) -> tuple[str, str] | None:
    """The zone that the title or the issuer of a report names by its build, and the line; None where two are named.

    >>> title_zone("青岚经济技术开发区管理委员会\\n2024年工作总结")
    ('青岚经济技术开发区', '青岚经济技术开发区管理委员会')
    """
    lines = text.split("\n")
    headed = [match for line in lines[:_TITLE_LINES] if len(line) <= _LONGEST_TITLE for match in [_HEADED.match(line)]]
    named = [m for m in headed if m and _is_name(m["own"]) and not _MENTIONED.search(m.string)]
    if not named:
        around = [*lines[:_TITLE_LINES], *lines[-_TITLE_LINES // 2 :]]
        issued = [match for line in around if len(line) <= 4 * _LONGEST_TITLE for match in _ISSUER.finditer(line)]
        named = [match for match in issued if _is_name(match["own"])]
    zone = _one_zone([_called(match) for match in named])
    return (_in_full(zone, text), named[0].string[:_LONGEST_TITLE]) if zone else None


def subject_zone(text: str) -> tuple[str, str] | None:
    """The zone that the first sentences of a report tell something of, by its build, and those words.

    None where they tell of several, or where the text speaks more of a city around it.

    >>> subject_zone("2024年，青岚经济技术开发区坚持稳中求进。")
    ('青岚经济技术开发区', '青岚经济技术开发区')
    """
    told = [match for match in _SUBJECT.finditer(text) if _is_name(match["own"])]
    first = [match for match in told if match.start() < _FIRST_WORDS]
    zone = _one_zone([_called(match) for match in first])
    if not zone or any(_MENTIONED.search(text[max(0, match.start() - 12) : match.start()]) for match in first):
        return None
    counts = Counter(_called(match) for match in told)
    mine = sum(count for name, count in counts.items() if same_zone(name, zone))
    others = max((count for name, count in counts.items() if not same_zone(name, zone)), default=0)
    around = sum(text.count(word) for word in ("全市", "我市", "全县", "我县", "全省"))
    inside = len(_OWN_WORDS.findall(text))
    return (_in_full(zone, text), first[0]["own"] + first[0]["class"]) if mine > others and inside > around else None


def is_named(zone: str) -> bool:
    """Whether what stands before the class word of a zone's name is a name; a mere 市 or 县 is not asked about.

    >>> is_named("青岚经济技术开发区"), is_named("各经济技术开发区"), is_named("先进制造业产业园")
    (True, False, False)
    """
    built = _BUILT_SHORT.fullmatch(zone)
    return built is None or (len(built["own"]) > 1 and _is_name(built["own"])) or built["own"] in "市县区"


def _called(match: re.Match[str]) -> str:
    return _PROVINCE.sub("", match["own"]) + match["class"]


def _one_zone(names: Sequence[str]) -> str:
    """The one zone that all names are of, by the longest of them; empty where there are two."""
    longest = max(names, key=len, default="")
    return longest if all(same_zone(name, longest) for name in names) else ""


def _in_full(zone: str, text: str) -> str:
    """A zone's name with its class in full, where the text has it."""
    built = _BUILT.fullmatch(zone)
    longer = _meant_by(built["class"]) if built else ()
    return next((full for word in longer if built and (full := built["own"] + word) in text), zone)


def _is_name(own: str) -> bool:
    """Whether the words before a class word name a place or are coined, not what such zones are said to be."""
    rest = own[known.end() :] if (known := _PLACE.match(own)) else own
    return rest not in ("省", "自治区") and not _COMMON.fullmatch(own) and not _NOT_NAMED.search(rest)


def _parted(own: str) -> tuple[str, str]:
    """The city and the zone's own part of a name: 江州市临港 is 临港 of 江州."""
    match = re.fullmatch(r"(?:([㐀-鿿]{2,4}?)[市县])?([㐀-鿿]{2,})", own)
    return (match[1] or "", match[2].removesuffix("市")) if match else ("", own)


class ZoneNames:
    """The zones of a config by all their names, compiled once for many paths."""

    def __init__(self, zones: Mapping[str, Zone]) -> None:
        self._zones = zones
        self._of_name: dict[str, str] = {}
        for name, zone in zones.items():
            for word in filter(None, (*zone.aliases, zone.en, name)):
                self._of_name[_plain(word)] = name
        self._known = lazy(trie_pattern(self._of_name))

    def named(self, word: str, around: Iterable[str] = ()) -> str:
        """The official name of the zone that `word` means, `around` being names of folders; `word` where none is known.

        >>> names = ZoneNames({"荆州经济开发区": Zone("荆州经济开发区", city="荆州市")})
        >>> names.named("经开区", ["荆州"]), names.named("荆州市经开区"), names.named("许昌经开区")
        ('荆州经济开发区', '荆州经济开发区', '许昌经开区')
        """
        known = self._of_name.get(_plain(word))
        if known:
            return known
        if word in gazetteer().by_name:  # a full name is that zone's, whatever other zones the config has of its city
            return official_name(word, self._zones)
        found = self.names_in(word, tuple(around))
        return next(iter(found)) if len(found) == 1 else word

    def names_in(self, name: str, around: Sequence[str] = ()) -> set[str]:
        """The zones that a file's or folder's name speaks of, a short name helped out by the places named `around` it.

        Several where it speaks of several or leaves open which one it means.
        """
        text = _plain(name)
        found = {self._of_name[word] for word in self._known.findall(text)}
        rest = self._known.sub(" ", text) if found else text
        if _CLASS_ENDS.isdisjoint(rest):
            return found
        for match in _FULL.finditer(rest):
            found |= self._full(match)
        rest = _FULL.sub(" ", rest)
        for match in _IN_FILE_NAME.finditer(rest):
            found |= {official_name(_called(match), self._zones)} if _is_name(match["own"]) else set()
        for short in _BARE.findall(rest):
            cities = {city for each in (name, *around) for city in _CITY.findall(each)}
            found |= self._of_city(short, cities)
        return found

    def _full(self, match: re.Match[str]) -> set[str]:
        if match["place"] and not match["own"]:
            known = self._of_city(match["class"], {match["place"]})
            if known:
                return known
        return {match[0]}

    def _of_city(self, named: str, cities: set[str]) -> set[str]:
        return {
            name
            for name, zone in self._zones.items()
            if zone.city and zone.city.removesuffix("市") in cities and fits(name, named)
        }


def _plain(name: str) -> str:
    return _SEPARATORS.sub(" ", name).strip().casefold()
