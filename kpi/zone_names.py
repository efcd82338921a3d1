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
