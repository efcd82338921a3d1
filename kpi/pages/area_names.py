"""The areas that a report names besides its own zone, and what each of their names stands for.

A zone's figure is filed under it only where the text says whose it is. A name that leaves open which
zone is meant (高新区 in the report of an 经开区, a park within the zone) is known as an area too, so that
its figure is left out and never taken for the report's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpi.pages.zone_names import CLASSES, SHORT_NAMES, fits, is_zone, may_be, name_heads
from kpi.vocabulary.places import CITIES, PROVINCES
from kpi.vocabulary.tries import trie_pattern

_CITY_NAMES = frozenset(CITIES)
# kinds of zones that no report is of, but whose figures a report may quote: 航空港区, 综保区
_QUOTED_CLASSES = f"{CLASSES}|航空港区|综保区|保税区|自贸区|试验区|合作区"
_CLASS_WORD = re.compile(_QUOTED_CLASSES)
_ZONE = re.compile(rf"(?:{trie_pattern({*CITIES, *PROVINCES})})(?:省|市)?(?:[㐀-鿿]{{0,4}}?)(?:{_QUOTED_CLASSES})")
_LONGEST_NAME = 14  # letters from the place to the class word
_NO_DISTRICT = frozenset("全我各本该年月季度来计预新园")
# kinds of places and of zones: 社区, 片区, 开发区, 集聚区, 示范区, 保税区 are no districts
_NO_DISTRICT_ENDS = frozenset("小社园地城辖片新街景校厂市郊旧开发聚范税验作")
_DISTRICT = re.compile(
    r"((?!集中区)[㐀-鿿]{2}(?:区|县))(?=实现|完成|地区生产总值|一般公共预算|主要经济指标|主要财政指标|GDP|经济实力|财政收入)"
)
# a park named after what it makes is a part of a zone: 化工园区, 新材料产业园区
_INDUSTRIES = (
    "化工|石化|医药|生物|食品|装备|制造|新材料|新能源|材料|能源|电子|信息|数字|软件|智能|汽车|纺织|服装|家居|家具|建材|钢铁|冶金|光电|"
    "半导体|物流|电商|农业|农产品|文化|旅游|环保|循环|低碳|航空|轨道|军民|中小企业|创业|返乡"
)
_PARK_ENDS = ("园区", "集聚区")
_PARK = re.compile(rf"(?:{_INDUSTRIES})+(?:[㐀-鿿]?(?:产业|工业|科技|经济))?(?:{'|'.join(_PARK_ENDS)})")
# what a zone calls itself whatever its class, and classes that tell one zone from another
_OWN_WORDS = ("园区", "新区")
_TELLING = (
    *("经开区", "高新区", "经济技术开发区", "高新技术产业开发区"),
    *("工业园区", "产业园区", "产业集聚区", "综合保税区", "综保区"),
)
_INSIDE_A_CITY = (*_TELLING, "开发区", "园区")
_JOINED = re.compile("[、和与及]")
# where a word like 开发区 stands for itself and is no end of a longer name; 全市开发区 are all of them
_BY_ITSELF = r"(?:(?<![㐀-鿿])|(?<=[年月度来间全我市区县]))(?<!全[国省市县])"


@dataclass(frozen=True, slots=True)
class AreaNames:
    """The names of areas in a report: where one stands, and the area that it means, empty where it is left open."""

    pattern: re.Pattern[str]
    meanings: Mapping[str, str]

    def meaning(self, name: str) -> str:
        """The area that a name, or several names joined, stands for: of two at once it is open which."""
        if name in self.meanings:
            return self.meanings[name]
        parts = _JOINED.split(name)
        return "" if len(parts) > 1 and all(part in self.meanings for part in parts) else name


def area_names(text: str, zone: str, aliases: Sequence[str], several: bool) -> AreaNames:
    """The areas that a report names: cities, its own zone, other zones, and districts before a verb or a table.

    In a report on several areas a zone is one of them only where it is named twice: each holds for all that follows.
    """
    counts = Counter(zones_in(text))
    own = [name for name in (zone, *aliases) if name]
    often = [name for name, count in counts.items() if count >= (2 if several else 1)]
    others = {name for name in often if not any(may_be(name, each) for each in own)}
    names = {*cities_in(text), *_districts(text), *others, *filter(None, [zone])}
    meanings = {name: name for name in names}
    bare: dict[str, str] = {}
    if zone and not several:
        meanings |= {name: zone for name in {*counts, *_own_forms(own)} if name not in names}
        meanings |= {park: "" for park in _parks(text) if park not in zone and park not in names}
        bare = _own_words(own)
        meanings |= {word: "" for word in _words_of_others(text, own) if word not in bare}
    return AreaNames(_pattern(meanings, bare, several), meanings | bare)


def _pattern(names: Iterable[str], bare: Iterable[str], several: bool) -> re.Pattern[str]:
    """Where one of the names stands, or several joined; a `bare` word only where it is no end of a name."""
    any_name = "|".join([*map(re.escape, sorted(names, key=len, reverse=True)), "我国", "全国"])
    if bare:
        any_name += f"|{_BY_ITSELF}(?:{'|'.join(sorted(bare, key=len, reverse=True))})"
    if not several:
        any_name = f"(?:{any_name})(?:{_JOINED.pattern}(?:{any_name}))*"
    return re.compile(
        rf"(?<![占在由经比较与对向和、于据离居])(?:{any_name})(?!政府|统计|委|人民|财政|区政府|公司|前|第|平均)"
    )


def zones_in(text: str) -> Iterator[str]:
    """Names of zones with their place, looked for only where a class word stands."""
    at = 0
    for match in _CLASS_WORD.finditer(text):
        for zone in _ZONE.finditer(text, max(at, match.start() - _LONGEST_NAME), match.end()):
            yield zone[0]
            at = zone.end()


def cities_in(text: str) -> list[str]:
    """Every prefecture-level city that the text names with its 市, as often as it does."""
    found = []
    at = text.find("市")
    while at >= 0:
        name = next((text[at - n : at] for n in (2, 3, 4, 5) if text[max(0, at - n) : at] in _CITY_NAMES), "")
        if name:
            found.append(f"{name}市")
        at = text.find("市", at + 1)
    return found


def _parks(text: str) -> set[str]:
    """Parks named after what they make, looked for only where such a name can end."""
    found: set[str] = set()
    for word in _PARK_ENDS:
        end = text.find(word)
        while end >= 0:
            match = _PARK.search(text, max(0, end - _LONGEST_NAME), end + len(word))
            if match:
                found.add(match[0])
            end = text.find(word, end + 1)
    return found


def _districts(text: str) -> set[str]:
    return {
        m[1] for m in _DISTRICT.finditer(text) if not set(m[1]) & _NO_DISTRICT and m[1][-2] not in _NO_DISTRICT_ENDS
    }


def _own_words(own: Sequence[str]) -> dict[str, str]:
    """The class words by which a zone calls itself, each meaning the zone."""
    if not is_zone(own[0]):
        return {}
    fitting = {word for word in (*SHORT_NAMES, *_TELLING) if any(fits(name, word) for name in own)}
    return dict.fromkeys((*fitting, *_OWN_WORDS), own[0])


def _own_forms(own: Sequence[str]) -> set[str]:
    """The zone's name as writers shorten it: its own part or its place with a class word that fits."""
    words = [word for word in _own_words(own) if word not in _OWN_WORDS]
    return {f"{head}{city}{word}" for head in name_heads(own[0]) for city in ("", "市") for word in words}


def _words_of_others(text: str, own: Sequence[str]) -> list[str]:
    """Class words that cannot mean the report's own zone: 高新区 in that of an 经开区, any of them in a city's.

    A zone that is named by such a word more often than by its own is called so, whatever its name.
    """
    if not is_zone(own[0]):
        return list(_INSIDE_A_CITY)
    mine = [word for word in _own_words(own) if word not in _OWN_WORDS]
    named = max(map(text.count, mine), default=0)
    return [word for word in _TELLING if word not in mine and text.count(word) <= named]
