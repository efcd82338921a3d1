"""Zones and areas of China by all their names, loaded when first asked for.

Names are looked up in dictionaries, not compiled into one pattern: all of it is ready in some hundredths of a
second.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent
_LONGEST_CLASS = 11
RANKS = ("国家级", "国家", "省级")
"""What stands between a place and the kind of its zone."""
_CORPS = "新疆生产建设兵团"


class Area(NamedTuple):
    """A province, a city or a county; `until` is empty while the name is in use, `now` is its name today.

    A tuple, as thousands of them are made at the start, and those are made several times as fast as dataclasses.
    """

    name: str
    bare: str
    level: str
    province: str
    city: str
    since: str
    until: str
    now: str


class KnownZone(NamedTuple):
    """A development zone: `core` is what stands before the word for its kind (`word`)."""

    name: str
    level: str
    type: str
    province: str
    city: str
    county: str
    core: str
    word: str

    @property
    def where(self) -> str:
        """Its province, city and county in one word, each once: 湖北省襄阳市, 北京市大兴区."""
        return "".join(self.places)

    @property
    def places(self) -> tuple[str, ...]:
        """Its province, city and county, each once."""
        return tuple(dict.fromkeys(filter(None, (self.province, self.city, self.county))))


@dataclass(frozen=True, slots=True)
class ClassWord:
    """A word for a kind of zone, the shorter words that may stand for it, and those that usually do."""

    word: str
    family: str
    official: bool
    short: frozenset[str]
    usual: frozenset[str]


def rows(name: str) -> Iterator[list[str]]:
    """The lines of one of the tables, without their head."""
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        read = csv.reader(file)
        next(read)
        yield from read


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of a closed list, the longest first."""
    return _words()[kind]


@cache
def papers() -> dict[str, str]:
    """Papers that are not called after their city, each with the city whose paper it is."""
    return {paper: area for paper, area in rows("papers.csv")}


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for kind, listed, _why in rows("words.csv"):
        found.setdefault(kind, {}).update(dict.fromkeys(listed.split()))
    return {kind: tuple(sorted(listed, key=len, reverse=True)) for kind, listed in found.items()}


@lru_cache(maxsize=1)
def classes() -> dict[str, ClassWord]:
    """The words for kinds of zones."""
    return {
        word: ClassWord(
            word,
            family,
            official == "yes",
            frozenset(short.replace("?", "").split()),
            frozenset(each for each in short.split() if not each.endswith("?")),
        )
        for word, family, official, short, _why in rows("classes.csv")
    }


@lru_cache(maxsize=1 << 13)  # the gazetteer's own, and those of a page, which come again in each of its stages
def split_name(name: str) -> tuple[str, str]:
    """A zone's name parted before the word for its kind.

    >>> split_name("荆州经济技术开发区"), split_name("易县")
    (('荆州', '经济技术开发区'), ('易县', ''))
    >>> split_name("绵阳国家级高新技术产业开发区")
    ('绵阳', '高新技术产业开发区')
    """
    known = classes()
    for length in range(min(_LONGEST_CLASS, len(name) - 1), 1, -1):
        if name[-length:] in known:
            core = name[:-length]
            ranked = next((rank for rank in RANKS if core.endswith(rank) and len(core) > len(rank) + 1), "")
            return core.removesuffix(ranked), name[-length:]
    return name, ""


def stands_for(word: str, full: str) -> bool:
    """Whether a word for a kind of zone may mean a zone whose name ends in `full`.

    >>> stands_for("经开区", "经济技术开发区"), stands_for("高新区", "经济技术开发区"), stands_for("园区", "工业园区")
    (True, False, True)
    """
    known = classes()
    mine, other = known.get(word), known.get(full)
    if mine is None or other is None:
        return word == full
    return word == full or word in other.short or (mine.family == other.family and mine.family != "zone")


def usually_means(word: str, full: str) -> bool:
    """Whether a word for a kind of zone usually means a zone whose name ends in `full`, not only now and then.

    >>> usually_means("开发区", "经济技术开发区"), usually_means("开发区", "高新技术产业开发区")
    (True, False)
    """
    other = classes().get(full)
    return stands_for(word, full) and (other is None or word == full or word not in other.short or word in other.usual)


class Gazetteer:
    """All names, by what they begin with."""

    def __init__(self) -> None:
        self.areas: dict[str, list[Area]] = {}
        self.bare: dict[str, list[Area]] = {}
        self.zones: dict[str, list[KnownZone]] = {}
        self.of_area: dict[str, list[KnownZone]] = {}
        self.by_name: dict[str, KnownZone] = {}
        today = {(name, province, until): now for name, province, until, now, _code, _why in rows("former.csv")}
        for row in rows("areas.csv"):
            area = Area._make(row)
            if area.until and (now := today.get((area.name, area.province, area.until))):
                area = area._replace(now=now)
            self.areas.setdefault(area.name, []).append(area)
            if area.bare:
                self.bare.setdefault(area.bare, []).append(area)
        self._bare_of = {name: found[0].bare for name, found in self.areas.items()}
        for row in rows("zones.csv"):
            name, level, kind, province, city, county = row
            core, word = split_name(name)
            zone = KnownZone(name, level, kind, province, city, county, core, word)
            self.by_name.setdefault(name, zone)
            for each in self._cores(zone):
                self.zones.setdefault(each, []).append(zone)
            for place in {city, county} - {""}:
                self.of_area.setdefault(place, []).append(zone)
        self._called: dict[str, KnownZone] = {}
        for core, name, _why in rows("called.csv"):
            self._called[core] = self.by_name[name]
            self.zones.setdefault(core, []).append(self.by_name[name])
        self.starts: dict[str, tuple[str, ...]] = {}
        heads: dict[str, list[str]] = {}
        for name in self.areas.keys() | self.bare.keys():
            heads.setdefault(name[:2], []).append(name)
        self.starts = {
            head: tuple(sorted(found, key=len, reverse=True) if len(found) > 1 else found)
            for head, found in heads.items()
        }

    def _cores(self, zone: KnownZone) -> set[str]:
        """What may stand before the kind's word: with and without province, city and county."""
        core = zone.core
        found = {core}
        for place in (_CORPS, zone.province, zone.city, zone.county):
            bare = self._bare_of.get(place, "") or place
            for head in (place, bare):
                if head and core.startswith(head) and len(core) - len(head) > 1:
                    core = core[len(head) :]
                    found.add(core)
                    break
        if core in (zone.county, zone.city):
            bare = self._bare_of.get(core, "")
            if bare and not (core == zone.county and bare == self._bare_of.get(zone.city)):
                found.add(bare)
        return found

    @property
    def prefectures(self) -> tuple[str, ...]:
        """The autonomous prefectures by what stands before 州 in their short names."""
        return tuple({area.bare for name, found in self.areas.items() if name.endswith("自治州") for area in found})

    def is_area(self, name: str) -> bool:
        """Whether an area is called that, with or without its class word."""
        return name in self.areas or name in self.bare

    def longest_at(self, text: str, at: int) -> str:
        """The longest name of an area that begins there."""
        for name in self.starts.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                return name
        return ""

    def parts(self, name: str) -> tuple[list[str], str]:
        """The areas that a name begins with, from the highest, and the rest.

        >>> gazetteer().parts("湖北省荆州市荆州"), gazetteer().parts("岳阳市新材料")
        ((['湖北省', '荆州市', '荆州'], ''), (['岳阳市'], '新材料'))
        """
        found: list[str] = []
        at = 0
        while at < len(name):
            place = self.longest_at(name, at)
            if not place:
                break
            found.append(place)
            at += len(place)
        return found, name[at:]

    def zones_called(self, core: str, word: str) -> list[KnownZone]:
        """The zones that a name may mean, the likeliest first: `core` before the kind's word `word`.

        >>> [zone.name for zone in gazetteer().zones_called("荆州市", "经开区")]
        ['荆州经济技术开发区']
        """
        for each in self.cores_of(core):
            found = [zone for zone in self.zones.get(each, ()) if stands_for(word, zone.word)]
            found = [zone for zone in found if self.agrees(core, zone)]
            if found:
                return sorted(found, key=lambda zone: (zone.word != word, zone.core != core, zone.level != "国家级"))
        return []

    def called(self, core: str, word: str) -> KnownZone | None:
        """The zone that people call so though its full name does not tell: 漳州开发区 is 漳州招商局经济技术开发区."""
        zone = self._called.get(core)
        return zone if zone is not None and usually_means(word, zone.word) else None

    def search(self, words: str) -> list[KnownZone]:
        """The zones that words speak of, the likeliest first: a short name, or letters of a name or of its areas.

        >>> [zone.name for zone in gazetteer().search("荆州 经开区")]
        ['荆州经济技术开发区']
        >>> gazetteer().search("襄樊高新区")[0].name
        '襄阳高新技术产业开发区'
        """
        core, kind = split_name("".join(words.split()))
        called = self.zones_called(core, kind) if kind and core else []
        asked = [(word, self.former(word), self.names_today(word)) for word in words.split()]
        holding = []
        for zone in self.by_name.values():
            said = (zone.name, zone.province + zone.city + zone.county)
            if all(
                any(word in text for text in said)
                or (area and self._lies_in(zone, area) and any(name in text for name in names for text in said))
                for word, area, names in asked
            ):
                holding.append(zone)
        return list({zone.name: zone for zone in (*called, *holding)}.values()) if asked else []

    def cores_of(self, core: str) -> list[str]:
        """A core as it may stand in a full name: as it is, and without higher areas and their class words."""
        found = [core]
        places, rest = self.parts(core)
        for cut in range(len(places)):
            tail = places[cut:]
            found.append("".join(tail) + rest)
            found.append("".join(self._bare_of.get(place, "") or place for place in tail) + rest)
        if rest and places:
            found.append(rest)
        for place in places:
            found += [core.replace(place, now, 1) for now in self.names_today(place)]
        return list(dict.fromkeys(name for name in found if len(name) > 1))

    def alike(self, name: str) -> list[KnownZone]:
        """The zones that a name may mean which is of no place: with one letter behind the first in another's stead.

        >>> [zone.name for zone in gazetteer().alike("滁洲高新区")], gazetteer().alike("江州高新区")
        (['滁州高新技术产业开发区'], [])
        """
        core, kind = split_name(name)
        if len(core) < 2 or self.is_area(core):
            return []
        near = [
            each
            for each in self.zones
            if len(each) == len(core) and each[0] == core[0] and sum(map(str.__ne__, each, core)) == 1
        ]
        found = [zone for each in near for zone in (self.zones_called(each, kind) if kind else self.zones[each])]
        return list({zone.name: zone for zone in found}.values())

    def agrees(self, core: str, zone: KnownZone) -> bool:
        """Whether the areas before a zone's own name are its own, by their names of today or before."""
        mine = {zone.province, zone.city, zone.county}
        mine |= {self._bare_of.get(place, "") for place in mine}
        return all(
            place in zone.core or place in mine or ((area := self.former(place)) and self._lies_in(zone, area))
            for place in self.parts(core)[0]
        )

    def bare_name(self, name: str) -> str:
        """An area's name without its class word."""
        return self._bare_of.get(name, "") or name

    def former(self, name: str) -> Area | None:
        """The area that was once called that, where no area is today; `now` and `until` say what became of it when.

        None where areas of that name became several others.

        >>> area = gazetteer().former("襄樊")
        >>> (area.name, area.until, area.now), gazetteer().former("襄阳")
        (('襄樊市', '2010', '襄阳市'), None)
        """
        found = self.areas.get(name) or self.bare.get(name) or []
        if any(not area.until for area in found) or len({self._last(area) for area in found}) != 1:
            return None
        return max(found, key=lambda area: area.until)._replace(now=self._last(found[0]))

    def names_today(self, name: str) -> tuple[str, ...]:
        """What an area once called `name` is called today; with its class word too where `name` has one.

        >>> gazetteer().names_today("襄樊"), gazetteer().names_today("襄樊市")
        (('襄阳',), ('襄阳市', '襄阳'))
        """
        area = self.former(name)
        if area is None or not area.now:
            return ()
        bare = self.bare_name(area.now)
        return tuple(dict.fromkeys((area.now, bare) if name == area.name else (bare,)))

    def _lies_in(self, zone: KnownZone, area: Area) -> bool:
        """Whether a zone is where a former area was: of the counties and districts called 永定 the one of 湖南."""
        today = [each for each in self.areas.get(area.now, ()) if not each.until]
        today = [each for each in today if each.province == area.province] or today  # 万县市 of 四川 is in 重庆 now
        return any(
            zone.province == each.province and (each.name in zone.places or (each.city or each.name) == zone.city)
            for each in today
        )

    def _last(self, area: Area) -> str:
        """What became of an area in the end: 襄阳县 is 襄阳区, and that 襄州区."""
        now, seen = area.now, {area.name}
        while now and now not in seen:
            seen.add(now)
            next_ones = [each for each in self.areas.get(now, ()) if each.province == area.province]
            if not next_ones or any(not each.until for each in next_ones):
                break
            now = next_ones[-1].now or now
        return now

    def area(self, name: str, year: int = 0) -> Area | None:
        """The area of a name, with or without its class word, as it was in a year (0: today).

        None where there are several.

        >>> [area.name for area in (gazetteer().area("清苑", 2008), gazetteer().area("清苑", 2024)) if area]
        ['清苑县', '清苑区']
        """
        found = self.areas.get(name) or self.bare.get(name) or []
        when = str(year or 9999)
        used = [area for area in found if area.since <= when and (not area.until or when < area.until)]
        if len(used) > 1:  # a city and a county within it: 毕节市
            top = [area for area in used if area.level != "county"]
            used = top if len(top) == 1 else used
        if used:
            return used[0] if len(used) == 1 else None
        seats = {area.now or area.name for area in found}
        return found[-1] if len(seats) == 1 else None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, loaded once."""
    return Gazetteer()
