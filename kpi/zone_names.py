"""What zones are called: the words for their classes, and the zones that a file's or folder's name speaks of.

A name is read strictly: official name, alias or English name of a zone of the config; a short name
with its city (荆州市开发区, 荆州/经开区) where it fits one zone of the config and no other; or the full
name of a zone that the config does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kpi.model import Zone
from kpi.places import CITIES
from kpi.tries import trie_pattern

CLASSES = (
    "经济技术开发区|高新技术产业开发区|高新技术产业园区|经济开发区|高新技术开发区|综合保税区|产业集聚区|先进制造业开发区|"
    "临空经济区|高新区|经开区|工业园区|产业园区|工业园|产业园|科技城|开发区|新区|示范区|园区"
)
"""The class words that a zone's name ends in, as a pattern, longer ones first."""

SHORT_NAMES = {
    "经开区": ("经济技术开发区", "经济开发区", "经开区"),
    "开发区": (
        "经济技术开发区",
        "经济开发区",
        "高新技术产业开发区",
        "产业集聚区",
        "先进制造业开发区",
        "经开区",
        "开发区",
    ),
    "高新区": ("高新技术产业开发区", "高新区", "高新技术产业园区"),
    "工业园区": ("工业园区",),
}
"""The classes that a short name may stand for: 开发区 is any of them, 经开区 only economic ones."""

_CLASS = re.compile(CLASSES)
_BUILT = re.compile(rf"(?P<own>[㐀-鿿]{{2,}}?)(?P<class>{CLASSES})")
# what may stand before a zone's name at the head of a line, and what after it where the line is a title or an issuer
_LEAD = r"(?:[《“\"（(【\[]|关于|在|中共|中国共产党|20\d\d年度?|今年|[全上下]半?年|前?[一二三四]季度)*"
_TITLED = (
    r"(?=$|[\s》”\"）)】\]：:_|—-]|[党]?工委|工作委员会|管理?委(?:员)?会|管理局|党委|人民政府|政府|党政办|20\d\d|\d{1,2}[月-]|工作|统计|国民经济|"
    r"经济(?:社会|运行|发展|形势|工作|和)|社会|[“\"]?十[二三四五六]五|主要|关于|简报|快报|月报|指标|运行|总结|计划|规划|情况|年度|"
    r"[上下]半年|前?[一二三]季度|财政|预算|发展|政务|门户|高质量|目标)"
)
_NAME = rf"(?P<own>[^\W\d_a-zA-Z区、，]{{2,8}}?)(?P<class>{CLASSES})"
_HEADED = re.compile(rf"{_LEAD}{_NAME}{_TITLED}")
_IN_FILE_NAME = re.compile(rf"(?:^|(?<=[^㐀-鿿年月])|(?<=[年月度份]))(?:关于|在)?{_NAME}{_TITLED}")
_ISSUER = re.compile(
    rf"(?:来源|发布机构|发布单位|主办|主办单位|供稿|报送单位|填报单位|编制单位|发文机关)[:：]\s*{_NAME}"
    r"(?=管理?委(?:员)?会|[党]?工委|统计|财政|经济发展|党政|办公室|发展改革|政务)"
)
_SUBJECT = re.compile(
    rf"(?:^|(?<=[。；，,\n])|(?<=[年月度份来]))\s*{_NAME}"
    r"(?=坚持|始终|实现|完成|累计|共|全面|认真|深入|紧紧|紧扣|围绕|牢牢|主动|积极|全力|聚焦|统筹|扎实|着力|持续|锚定|抢抓|立足|奋力|大力|"
    r"贯彻|上下|呈现|各项|以|在|地区生产|GDP|规模?[上以]|固定资产|一般公共|工业|社会|外贸|招商|经济|主要|生产总值|党工委|管委会|管理委员会)",
    re.MULTILINE,
)
# words before a class word that no name of a zone holds: 推进经开区, 国家级经济技术开发区, 与苏州工业园区相比
_NOT_NAMED = re.compile(
    "推进|推动|加快|支持|建设|打造|创建|国家|省级|市级|全国|全省|全市|全县|全区|对标|学习|借鉴|考察|参观|走进|调研|推介|一流|示范|两个|多个|几个|"
    "重点|深化|做强|做大|培育|实施|启动|规划|引导|鼓励|入驻|落户|位于|坐落|所在|周边|附近|相邻|毗邻|相关|有关|获批|升级|晋升|成为|申报|设立|成立|组建|"
    "整合|依托|围绕|聚焦|提升|促进|服务|完善|优化|强化|包括|以及|关于|来自|通过|承接|举办|召开|季度|半年|以来|目前|截至|其中|全年|主要|特别|"
    "新建|在建|首个|第一|十大|优秀|先进|特色|赶超|看齐|相比|比较|差距|高于|低于|县域|城乡|跨境|智慧|绿色|加强|加大|抓好|抓实|分别|"
    "[各该此其我们等的了与及级是为不有第年月季赴]"
)
_COMMON = re.compile(
    "(?:经济|产业|科技|高新|技术|循环|生态|现代|农业|先进|制造|创新|化工|物流|文化|旅游|工业|综合|保税|开放|合作|试验|国际|新型|电商|"
    "电子|信息|软件|食品|医药|装备|新材料|新能源|数字|中小企业|民营|返乡|创业|孵化|标准|专业|共建|飞地|城市|新|老|东|西|南|北|中)+"
)
_MENTIONED = re.compile("对标|学习|借鉴|相比|考察|参观|赶超|看齐|差距|相邻|毗邻|周边|调研")
_FIRST_WORDS = 800  # characters in which a report says of whom it speaks
_TITLE_LINES, _LONGEST_TITLE = 16, 60
_MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_SEPARATORS = re.compile(r"[\s_\-+·]+")
# a place, at most a few letters, a class word; counties and cities that no list holds are known by their 市 or 县
_FULL = re.compile(
    rf"(?P<place>{trie_pattern({*CITIES, *_MUNICIPALITIES})})市?(?P<own>(?!省级|国家级|市级)[㐀-鿿]{{0,5}}?)"
    rf"(?P<class>{CLASSES})"
    rf"|[㐀-鿿]{{2,4}}[市县](?!级)[㐀-鿿]{{0,5}}?(?:{CLASSES})"
)
_BARE = re.compile(rf"(?:^|[^㐀-鿿]|[市县年月度])({'|'.join(sorted(SHORT_NAMES, key=len, reverse=True))})")
_CLASS_ENDS = frozenset(name[-1] for name in CLASSES.split("|"))
_CITY = re.compile(trie_pattern({*CITIES, *_MUNICIPALITIES}))


def fits(zone: str, named: str) -> bool:
    """Whether a zone's official name is of the class that `named` stands for (经开区, 开发区, 工业园区 …)."""
    return zone.endswith(SHORT_NAMES.get(named, (named,)))


def is_short_for(named: str, zone: str, city: str = "") -> bool:
    """Whether `named` is no more than a class word, alone or after the zone's own place: 市开发区, 荆州市经开区.

    >>> is_short_for("市开发区", "荆州经济技术开发区"), is_short_for("许昌市开发区", "荆州经济技术开发区", "荆州市")
    (True, False)
    """
    own = city.rstrip("市")
    word = named.removeprefix(own) if own else named
    word = word.removeprefix("市").removeprefix("县").removeprefix("区")
    return re.fullmatch(CLASSES, word) is not None and fits(zone, word)


def same_zone(one: str, other: str) -> bool:
    """Whether two names are one zone's: the same place or coined name, and a class that may stand for the other's.

    >>> same_zone("青岚经开区", "青岚经济技术开发区"), same_zone("青岚高新区", "青岚经济技术开发区")
    (True, False)
    """
    mine, theirs = _BUILT.fullmatch(one), _BUILT.fullmatch(other)
    if mine is None or theirs is None or not mine["own"].endswith(theirs["own"]):
        if mine is None or theirs is None or not theirs["own"].endswith(mine["own"]):
            return mine is not None and theirs is not None and _plain_own(mine) == _plain_own(theirs) and _alike(one, other)
    return _alike(one, other)


def official_name(named: str, zones: Mapping[str, Zone]) -> str:
    """The zone of the config that a name spells otherwise, where it is one and no other; else the name.

    >>> official_name("荆州市经开区", {"荆州经济技术开发区": Zone("荆州经济技术开发区")})
    '荆州经济技术开发区'
    """
    if named in zones or named.endswith("开发区") and fits("开发区", named[-3:]) and _is_general(named):
        return named
    found = [name for name in zones if _same_own(name, named) and _alike(name, named)]
    return found[0] if len(found) == 1 else named


class ZoneNames:
    """The zones of a config by all their names, compiled once for many paths."""

    def __init__(self, zones: Mapping[str, Zone]) -> None:
        self._zones = zones
        self._of_name: dict[str, str] = {}
        for name, zone in zones.items():
            for word in filter(None, (*zone.aliases, zone.en, name)):
                self._of_name[_plain(word)] = name
        self._known = re.compile(trie_pattern(self._of_name))

    def named(self, word: str, around: Iterable[str] = ()) -> str:
        """The official name of the zone that `word` means, `around` being names of folders; `word` where none is known.

        >>> names = ZoneNames({"荆州经济开发区": Zone("荆州经济开发区", city="荆州市")})
        >>> names.named("经开区", ["荆州"]), names.named("荆州市经开区"), names.named("许昌经开区")
        ('荆州经济开发区', '荆州经济开发区', '许昌经开区')
        """
        known = self._of_name.get(_plain(word))
        if known:
            return known
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
        for short in _BARE.findall(_FULL.sub(" ", rest)):
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
