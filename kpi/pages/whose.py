"""Whose figures a page tells: the zone that its 开发区, 全区 and 园区 mean, or the area that reports.

Every zone that the page names, and every zone of the places that it names, gathers evidence
(`kpi/language/whose.csv` says what weighs how much and why); one that leads clearly is the page's.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from kpi.language.gazetteer import (
    Area,
    Gazetteer,
    KnownZone,
    classes,
    gazetteer,
    papers,
    split_name,
    stands_for,
    usually_means,
    words,
)
from kpi.language.words import common_words, word_set
from kpi.pages.places import DEFINES, Place, find_places, places_in, squeeze
from kpi.vocabulary.model import Zone
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.tries import trie_pattern

_WEIGHTS = Path(__file__).parent.parent / "language" / "whose.csv"
_HEAD, _TITLE, _BEGINS, _NEAR = 160, 700, 400, 9
_OF_PAPER = 4  # letters before the name of the paper that a page begins with
_ALL_OF_A_CITY, _SPOKEN_OF = lazy("全[市县省州](?:各|的|各类|各级)?(?:工业|产业|开发)?(?:园区|开发区|集中区|集聚区)"), 2
_COUNTED = lazy("[一二两三四五六七八九十几各][大个家类]$")  # so many zones, and none by name
_BRACKETS = lazy("[（(][^（()）]{1,10}[)）]")
_YEAR = lazy(r"((?:19|20)\d\d)年")
_LEVEL_WORDS = {
    "省": ("全省", "我省", "省政府", "省人民政府"),
    "市": ("全市", "我市", "市政府", "市人民政府"),
    "县": ("全县", "我县", "县政府", "县人民政府"),
    "区": ("全区", "我区", "区政府", "区人民政府"),
    "州": ("全州", "我州", "州政府", "州人民政府"),
    "旗": ("全旗", "我旗", "旗政府", "旗人民政府"),
}
_LEVEL_ENDS = {
    "省": ("省", "自治区"),
    "市": ("市",),
    "县": ("县",),
    "区": ("区",),
    "州": ("州", "盟", "地区"),
    "旗": ("旗",),
}
_GOVERNMENT = lazy(
    r"政府工作报告|统计公报|(?:执行情况|预算草案|预算（草案）|计划草案)[^。]{0,20}报告|预算执行情况|代表[^。，]{0,12}(?:人民|区|市|县|省|州|旗)政府"
    r"|人民政府(?:代理?)?[省市县区州旗]长"
)
_FOR_GOVERNMENT = lazy("代表(省|市|县|区|州|旗)(?:第[一二三四五六七八九十]+届)?(?:人民)?政府")
_ADDRESS = lazy(r"代表[^。，]{0,12}(?:省|市|县|区|州|旗)(?:第[一二三四五六七八九十]+届)?(?:人民)?政府")
_TITLED = lazy(
    r"[省市县州旗区](?<![发园新开聚税作]区)20\d\d年(?:度)?[^。，]{0,12}(?:政府工作报告|统计公报|预算执行情况)|关于[^。，]{2,10}[省市县州旗区]"
    r"(?<![发园新开聚税作]区)20\d\d年[^。]{0,12}预算"
)
_SEATED = lazy(r"[㐀-鿿]{0,10}?(?:局|委员会|法院|检察院|医院|人民政府|供电|消防|支行)")
_BYLINE, _LONGEST_BYLINE = lazy("(?:记者|通讯员|实习生|摄影)[㐀-鿿]?$"), 5
_OFFICE = lazy("统计(?:分?局|办公室|办|处|中心|科)|财政局|经济发展局|经发局|管委会|管理委员会|党工委")
_REPORTS = lazy(r"20\d\d年(?:度)?[^。，]{0,16}(?:统计公报|工作报告|预算执行情况)")  # behind a zone's name in a title
_COMMITTEE = lazy(r"代表[^。，]{0,14}管(?:理)?委(?:员)?会|管委会工作报告")
_RATING = lazy(r"评级报告|跟踪评级|联合资信|中证鹏元|东方金诚|中诚信|新世纪评级|大公国际|远东资信|偿债能力|偿债环境")
_SPEAKER = lazy(r"第[一二三四五六七八九十]{1,3}(?:届|次)|人民政府|20\d\d年|统计局|财政局|人民代表大会")
_AMONG, _RANKED = tuple(words("among")), tuple(words("ranked"))
_OVERLAID = ("innovation", "model", "pilot", "trade")  # titles that lie over zones: 自主创新示范区
_SHORT = 3  # letters of a short word for a kind: 高新区
_LONGEST_LISTED, _FEWEST_LISTED = 40, 3  # letters of a line, lines that name different zones
_END_OF_LIST = "。"
_IN_SENTENCES = lazy("[。；;、]|，[^，]*，|，\\s*$")
_WHOLE = ("全区", "我区", "本区")  # people live there: a zone for customs seldom says so of itself
_PORT, _PORT_AREA = "港", "港区"
_WITHIN = ("bonded", "export")  # kinds of zones that lie within others
_LOOSE = ("开发区", "园区")  # words that mean zones of many kinds
_SECTION_SHARE, _TOLD_SHARE, _EQUAL_SHARE = 0.1, 0.8, 0.2
# what stands before a kind's word as a rank, and names no zone: 升级为国家高新技术产业开发区
_TITLES = frozenset(("", "国家", "国家级", "省级", "市级", "全国", "一流", "综合"))
# kinds that one zone bears one after the other: 日照经济开发区 became 日照经济技术开发区
_RAISED = (set(word_set("zone_economic")), set(word_set("zone_hitech")))


@dataclass(frozen=True, slots=True)
class PageZone:
    """Whose page it is.

    `kind` is `zone`, `area` (a county's, city's or province's own report), `several` (zones in turn: `sections`
    says from where on which) or `open` (nothing decides; `candidates` are the likeliest). `grounds` are words of
    the page, or what was told, that speak for it. `province`, `city`, `county` are those above a zone. `own_kinds`
    are words for other kinds that mean the zone all the same, because a person says whose the page is.
    """

    zone: str
    candidates: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    kind: str = "open"
    province: str = ""
    city: str = ""
    county: str = ""
    sections: tuple[tuple[int, str], ...] = ()
    names: tuple[str, ...] = ()
    own_kinds: frozenset[str] = frozenset()


class Relation(NamedTuple):
    """How a place stands to a page (`own`, `upper`, `other`), and the name under which its facts are filed."""

    kind: str
    name: str


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """What each piece of evidence weighs."""
    with _WEIGHTS.open(encoding="utf-8", newline="") as file:
        return {row["name"]: float(row["weight"]) for row in csv.DictReader(file)}


def whose_page(text: str, zones: Mapping[str, Zone] | None = None, hint: str = "", by_person: bool = False) -> PageZone:
    """Whose page a text is; `zones` are those of the config, whose names win, `hint` what is told of it, `by_person`
    whether a person says so.

    >>> whose_page("宁国日报 本报讯 昨天，开发区召开会议。全区产值增长9%，开发区签约7个项目。").zone
    '宁国经济技术开发区'
    """
    return _Judge(text, zones or {}, hint, by_person).judge()


def page_year(text: str) -> int:
    """The year that a text names most; 0 where it names none."""
    years = Counter(int(year) for year in _YEAR.findall(text))
    return max(years, key=lambda year: (years[year], year)) if years else 0


@dataclass(slots=True)
class _Candidate:
    """A zone that the page may be about, and what speaks for it."""

    name: str
    word: str
    known: KnownZone | None
    score: float = 0.0
    spelled: int = 0
    named: int = 0
    grounds: list[str] = field(default_factory=list)
    first: int = -1

    def add(self, points: float, ground: str = "") -> None:
        self.score += points
        if ground and ground not in self.grounds:
            self.grounds.append(ground)


_Named = dict[str, list[tuple[Place, str, str, KnownZone | None]]]
_LONGEST_HEAD = 12  # letters by which one spelling of a name may be longer than another


def page_places(text: str, zones: Mapping[str, Zone]) -> list[Place]:
    """The places of a page in order, those found when it was asked whose page it is."""
    named = _aliases(zones)
    found = find_places(text, named, page_year(squeeze(text).text))
    return [replace(place, name=named[place.text]) if place.text in named else place for place in found]


def _aliases(zones: Mapping[str, Zone]) -> dict[str, str]:
    return {name: zone.name for zone in zones.values() for name in (zone.name, *zone.aliases)}


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    """The words of a closed list as a pattern."""
    return lazy(trie_pattern(words(kind)))


def _is_common(core: str) -> bool:
    """Whether a zone's name, without its kind, is but common words, which may be any zone's: 现代农业, 循环经济."""
    table = common_words()
    return len(core) == 4 and core[:2] in table and core[2:] in table


def _lists(text: str) -> list[tuple[int, int]]:
    """From where to where lines stand one below the other that are no sentences."""
    found: list[tuple[int, int]] = []
    begin = at = 0
    for line in [*text.split("\n"), _END_OF_LIST]:
        short = len(line.strip()) <= _LONGEST_LISTED and not _IN_SENTENCES.search(line)
        if not short:
            found += [(begin, at)] if at > begin else []
            begin = at + len(line) + 1
        at += len(line) + 1
    return found


class _Judge:
    def __init__(self, text: str, zones: Mapping[str, Zone], hint: str, by_person: bool = False) -> None:
        self.raw = text
        self.squeezed = squeeze(text)
        self.text = self.squeezed.text
        self.config = zones
        self.hint = hint
        self.by_person = by_person
        self.gazetteer: Gazetteer = gazetteer()
        self.weights = weights()
        self.year = page_year(self.text)
        self.alias = _aliases(zones)
        self.places = places_in(self.text, tuple(self.alias), self.year)
        self.own = [place for place in self.places if place.kind == "own_word"]
        self.paper, self.issuer, self.mentioned = map(_any_of, ("paper", "issuer", "mentioned"))
        self.candidates: dict[str, _Candidate] = {}
        self.listed = self._listed()

    def judge(self) -> PageZone:
        areas = self._areas()
        self._named()
        self._of_places(areas)
        self._fit()
        ranked = sorted(self.candidates.values(), key=lambda c: (-c.score, c.name))
        if self.hint:
            return self._told(ranked)
        if self._is_government(ranked):
            found = self._area(areas)
            if found:
                return found
        several = self._several(ranked)
        if several:
            return several
        return self._decide(ranked)

    # Evidence

    def _areas(self) -> Counter[str]:
        """How often each area is named, and where in the name of the paper, by its full name today."""
        votes: Counter[str] = Counter()
        self.mastheads: dict[str, str] = {}
        self.seated: dict[str, str] = {}
        for place in self.places:
            if place.kind != "area":
                continue
            area = self.gazetteer.area(place.name, self.year)
            if area is None:
                continue
            name = area.now or area.name
            if _BYLINE.search(self.text, max(0, place.start - _LONGEST_BYLINE), place.start):
                continue  # 记者李怀远: a person
            votes[name] += 1
            if place.text[-1] in "市县区" and (office := _SEATED.match(self.text, place.end)):
                self.seated.setdefault(name, place.text + office[0])
            after = self.paper.match(self.text, place.end)
            before = self.text[max(0, place.start - 2) : place.start]
            if after or before == "今日":
                # whose papers it is shows where a page begins; later on they are quoted
                at_edge = place.start < _HEAD or place.end > len(self.text) - 60
                if at_edge or (after is not None and after[0] in ("日报", "晚报")):
                    lead = before if before == "今日" else ""
                    self.mastheads.setdefault(name, lead + place.text + (after[0] if after else ""))
        for paper, area_of_paper in papers().items():
            if paper in self.text[:_HEAD] or paper in self.text[-_HEAD:]:
                votes[area_of_paper] += 1
                self.mastheads.setdefault(area_of_paper, paper)
        return votes

    def _listed(self) -> frozenset[int]:
        """Where the zones stand that a list names: links around a web copy, rows of a table of zones."""
        zones = [(self.squeezed.start(p.start), p) for p in self.places if self._is_a_zone(p)]
        listed: set[int] = set()
        for start, end in _lists(self.raw) if len(zones) >= _FEWEST_LISTED else ():
            within = [(at, place) for at, place in zones if start <= at < end]
            lines = {self.raw.rfind("\n", 0, at) for at, _ in within}
            if min(len(lines), len({place.name for _, place in within})) >= _FEWEST_LISTED:
                listed.update(place.start for _, place in within)
        return frozenset(listed)

    def _candidate(self, name: str, word: str, known: KnownZone | None) -> _Candidate:
        return self.candidates.setdefault(name, _Candidate(name, word, known))

    def _named(self) -> None:
        """Zones that the page names, in full or in short."""
        weigh = self.weights
        named: _Named = defaultdict(list)
        starts = {place.start for place in self.places if place.kind == "zone" and self._is_area_of_its_own(place)}
        for place in self.places:
            if place.kind == "zone":
                core, word = split_name(place.text)
                if not word:
                    core, word = split_name(place.name)  # a word of the page's own, defined there
                if (core in _TITLES or _COUNTED.search(core)) and place.text not in self.alias:
                    continue  # 升级为国家高新技术产业开发区, 合肥市四大开发区
                if place.end in starts:
                    continue  # 西咸新区|沣东新城 tells of the second, and where it lies
                known = self._known(place, core, word)
                if known is None and not _is_common(core):
                    known = self.gazetteer.by_name.get(place.name)  # by what the page defines
                named[self._official(place, word, known)].append((place, core, word, known))
        self._join_longer(named)
        self._fold(named)
        for name, mentions in named.items():
            if all(place.start in self.listed for place, *_ in mentions):
                continue
            word = split_name(name)[1]
            found = self._candidate(name, word, next((known for *_, known in mentions if known), None))
            for place, _core, kind, _ in mentions:
                self._weigh_mention(found, place, kind)
            again = min(found.named + found.spelled - 1, weigh["again_most"])
            found.add(weigh["again"] * again)
            if found.spelled + found.named and (core := self._own_core(found)):
                alone = self.text.count(core) - found.spelled - found.named
                found.add(min(weigh["core"] * max(alone, 0), weigh["core_most"]))

    def _is_area_of_its_own(self, place: Place) -> bool:
        """Whether a zone is more than a park: one that the gazetteer knows, or a part that its kind tells of."""
        return place.name in self.gazetteer.by_name or split_name(place.text)[1] in words("needs_name")

    @staticmethod
    def _join_longer(named: _Named) -> None:
        """A name within one longer name of the page is the same zone's: 清河经济开发区 of 河北清河经济开发区."""
        longer: dict[str, set[str]] = defaultdict(set)
        for name in named:
            for cut in range(1, min(len(name) - 3, _LONGEST_HEAD)):
                longer[name[cut:]].add(name)
        for short in sorted(named, key=len):
            if len(longer[short]) == 1 and split_name(short)[1]:
                (name,) = longer[short]
                named.setdefault(name, []).extend(named.pop(short))

    def _fold(self, named: _Named) -> None:
        """Short names are those of the zone that the page spells in full: 柘城开发区 of 柘城县产业集聚区."""
        full = [name for name, found in named.items() if any(self._is_full(word, zone) for _, _, word, zone in found)]
        by_core: dict[str, set[str]] = defaultdict(set)
        for name in full:
            for core in self.gazetteer.cores_of(split_name(name)[0]):
                by_core[core].add(name)
        spelled = set(full)
        for name in [name for name in named if name not in spelled]:
            cores = {each for _, core, _, _ in named[name] for each in self.gazetteer.cores_of(core)}
            word = named[name][0][2]
            near = {each for core in cores for each in by_core.get(core, ())}
            meant = [each for each in near if stands_for(word, split_name(each)[1])]
            if len(meant) == 1:
                named[meant[0]] += named.pop(name)

    def _own_core(self, found: _Candidate) -> str:
        """What a zone is called, without its province and city; empty where that may be a common word."""
        core = self.gazetteer.cores_of(split_name(found.name)[0])[-1:]
        return core[0] if core and core[0] not in words("common") else ""

    @staticmethod
    def _is_full(word: str, known: KnownZone | None) -> bool:
        kind = classes().get(word)
        if kind is None or not kind.official or word in _LOOSE:
            return False
        return len(word) > 3 or (known is not None and known.word == word)

    def _known(self, place: Place, core: str, word: str) -> KnownZone | None:
        if (called := self.gazetteer.called(core, word)) is not None:
            return called
        known = self.gazetteer.zones_called(core, word)
        around = {each.name for each in self.places if each.kind == "area"}
        if _is_common(core):  # 现代农业示范园区 is a zone that is called so only where its city is named
            known = [zone for zone in known if {zone.city, zone.county, zone.province} & around]
        if len(known) < 2:
            return known[0] if known else None
        exact = [zone for zone in known if zone.word == word]
        known = exact or known
        near = [zone for zone in known if {zone.city, zone.county} & around]
        near = near or [zone for zone in known if zone.province in around]
        if len(near) == 1:
            return near[0]
        usual = [zone for zone in near or known if usually_means(word, zone.word) and zone.core == core]
        if len(usual) == 1:
            return usual[0]  # 淮安开发区 is 淮安经济技术开发区, and not its 高新技术产业开发区
        same = [zone for zone in known if zone.core == core]
        return same[0] if len(same) == 1 else known[0] if len(known) == 1 else None

    def _official(self, place: Place, word: str, known: KnownZone | None) -> str:
        """The name under which a zone is filed: the config's, the gazetteer's, or as the page spells it."""
        if place.text in self.alias:
            return self.alias[place.text]
        if known is not None:
            for name in self.config:
                core, kind = split_name(name)
                if stands_for(kind, known.word) and known in self.gazetteer.zones_called(core, kind):
                    return name
            mine, full = classes().get(word), classes().get(known.word)
            renamed = mine is not None and mine.official and word != known.word and word not in _LOOSE
            return place.text if renamed and full is not None and word not in full.short else known.name
        return place.text

    def _weigh_mention(self, found: _Candidate, place: Place, word: str) -> None:
        weigh, text = self.weights, self.text
        if place.start in self.listed:
            found.add(weigh["listed"])
            return
        before = text[max(0, place.start - _NEAR) : place.start]
        defined = DEFINES.match(text, place.end) is not None
        if not defined and self.mentioned.search(re.split("[。；，,]", before)[-1]):
            found.add(weigh["mentioned"])
            return
        full = self._is_full(word, found.known)
        within = classes()[word].family in ("park", "estate") or _is_common(split_name(place.text)[0])
        if found.known is None and within and not self.gazetteer.parts(place.text)[0]:
            found.add(weigh["part"])  # a firm's or a village's park
            return
        if classes()[word].family in _OVERLAID:
            found.add(weigh["overlaid"], place.text)
        elif full and not found.spelled:
            found.add(weigh["spelled"] - (weigh["short"] if found.named else 0), place.text)
        elif not full and not found.named and not found.spelled:
            found.add(weigh["short"], place.text)
        found.spelled += full
        found.named += not full
        if found.first < 0:
            found.first = place.start
        if place.start < _TITLE and self._opens_title(place):
            found.add(weigh["titled"], place.text)
        if defined:
            found.add(weigh["defined"], place.text)
        if place.start < _HEAD:
            found.add(weigh["head"], place.text)
        if self.issuer.match(text, place.end):
            found.add(weigh["issuer"], text[place.start : place.end + 3])
        if self.paper.match(text, place.end):
            found.add(weigh["paper"])
            if place.start < _OF_PAPER:
                found.add(weigh["own_paper"], place.text)
        if before.endswith("图为"):
            found.add(weigh["caption"])

    def _opens_title(self, place: Place) -> bool:
        """Whether a zone's name opens a line that goes on with the year, as titles of its own reports do."""
        start = self.squeezed.start(place.start)
        line = self.raw[self.raw.rfind("\n", 0, start) + 1 : start]
        return not line.strip() and _YEAR.match(self.text, _past_brackets(self.text, place.end)) is not None

    def _of_places(self, areas: Counter[str]) -> None:
        """Zones of the cities and counties that the page names, where a word for their kind is on the page."""
        weigh = self.weights
        kinds = {place.text for place in self.own if place.text in classes()}
        by_zone = {id(c.known): c for c in self.candidates.values() if c.known is not None}
        for name, count in areas.items():
            bare = self.gazetteer.bare_name(name)
            points = min(weigh["place"] * count, weigh["place_most"])
            masthead = self.mastheads.get(name, "")
            for zone in self.gazetteer.of_area.get(name, ()):
                filed = by_zone.get(id(zone))
                meant = [kind for kind in kinds if stands_for(kind, zone.word)]
                below = (
                    zone.county not in ("", name)
                    and zone.county in self.gazetteer.areas
                    and zone.core not in (bare, name)
                )
                if below:
                    continue
                ours = self._filed(zone) in self.config
                seat = masthead or self.seated.get(name, "")
                if filed is None and not (meant and (masthead or ours or self._is_plain(zone, bare, name))):
                    continue
                unseated = filed is None and not seat and not ours
                unseated = unseated and (count < 2 or all(kind in _LOOSE for kind in meant))
                found = filed or self._candidate(self._filed(zone), zone.word, zone)
                by_zone[id(zone)] = found
                found.add(points - unseated * weigh["unseated"], seat or f"{name}×{count}")
                if ours:
                    found.add(weigh["config"])
                if masthead:
                    found.add(weigh["masthead"])
                if zone.county == name:
                    found.add(weigh["county"])
                if self._is_plain(zone, bare, name):
                    found.add(weigh["plain"])
                if zone.level == "国家级":
                    found.add(weigh["national"])

    def _is_plain(self, zone: KnownZone, bare: str, name: str) -> bool:
        """Whether a zone is called after its place and nothing else."""
        core = zone.core.removeprefix("新疆生产建设兵团").removeprefix(zone.province)
        return core.removeprefix(self.gazetteer.bare_name(zone.province)) in (bare, name)

    def _filed(self, zone: KnownZone) -> str:
        for name in self.config:
            core, kind = split_name(name)
            if stands_for(kind, zone.word) and zone in self.gazetteer.zones_called(core, kind):
                return name
        return zone.name

    def _fit(self) -> None:
        """How well the words for kinds on the page go with each candidate."""
        weigh = self.weights
        kinds = Counter(place.text for place in self.own if place.text in classes())
        telling = Counter({kind: count for kind, count in kinds.items() if kind not in word_set("zone_vague")}) or kinds
        total = sum(kinds.values())
        for found in self.candidates.values():
            core = self._own_core(found)
            port = core.endswith(_PORT) and not self.gazetteer.is_area(core)  # 港区 of 太仓港经济技术开发区
            meant = {
                kind: n for kind, n in kinds.items() if stands_for(kind, found.word) or (port and kind == _PORT_AREA)
            }
            usual = sum(count for kind, count in meant.items() if usually_means(kind, found.word) or kind == _PORT_AREA)
            share = (usual + weigh["seldom"] * (sum(meant.values()) - usual)) / total if total else 0.0
            found.add(
                weigh["fits"] * share,
                *(max(meant, key=lambda kind: meant[kind]) + f"×{max(meant.values())}",) if meant else (),
            )
            if telling and sum(telling.values()) > 1:
                wrong = sum(count for kind, count in telling.items() if kind not in meant)
                found.add(weigh["fits_not"] * wrong / sum(telling.values()))
            if total > 2 and not meant and found.named + found.spelled == 1:
                found.add(weigh["aside"])

    # Decisions

    def _decide(self, ranked: list[_Candidate]) -> PageZone:
        weigh = self.weights
        likely, ranked = ranked, [found for found in ranked if found.score >= weigh["least"]]
        if not ranked:
            return PageZone("", tuple(c.name for c in likely[:5] if c.score > 0))
        first = ranked[0]
        if not first.spelled and not first.named and len(_ALL_OF_A_CITY.findall(self.text)) >= _SPOKEN_OF:
            return PageZone("", tuple(c.name for c in ranked[:5]))  # 全市工业园区完成…: of all of them
        close = [found for found in ranked if first.score - found.score < weigh["margin"]]
        if len(close) > 1:
            spelled = [found for found in close if found.spelled]
            if len(spelled) == 1:
                first, close = spelled[0], spelled
        names = tuple(found.name for found in ranked[:5])
        whole = sum(place.text in _WHOLE for place in self.own) + self._times_alone(first)
        if (around := _spelled_around(first, likely, whole > self._times_meant(first))) is not None:
            first, close = around, [around]
        if len(close) > 1 and (raised := _raised(close)) is not None:
            first, close = raised, [raised]
        if len(close) > 1 and (around := _around(close)) is not None:
            first, close = around, [around]
        if len(close) > 1:
            return PageZone("", names, tuple(found.grounds[0] for found in close if found.grounds))
        return self._page(first, names)

    def _times_alone(self, found: _Candidate) -> int:
        """How often what a zone is called stands without a word for a kind: 洋浦."""
        core = self._own_core(found)
        named = sum(place.kind == "zone" and core in place.text for place in self.places)
        return self.text.count(core) - named if core else 0

    def _times_meant(self, found: _Candidate) -> int:
        """How often words for its kind speak of a zone."""
        return sum(place.text in classes() and stands_for(place.text, found.word) for place in self.own)

    def _page(self, found: _Candidate, names: tuple[str, ...]) -> PageZone:
        zone, city = found.known, self._city_of(found.name)
        if zone and city and zone.city and city not in (zone.city, zone.county):
            zone = None  # a namesake in another city
        told = self.config.get(found.name)
        return PageZone(
            found.name,
            tuple(dict.fromkeys((found.name, *names))),
            tuple(found.grounds[:6]),
            "zone",
            (told.province if told else "") or (zone.province if zone else ""),
            (told.city if told else "") or (zone.city if zone else city),
            zone.county if zone and zone.county in self.gazetteer.areas else self._county_of(found.name),
            names=tuple(dict.fromkeys(p.text for p in self.places if p.kind == "zone" and p.name == found.name)),
        )

    def _area_in(self, name: str) -> list[Area]:
        places = self.gazetteer.parts(split_name(name)[0])[0]
        return [area for area in (self.gazetteer.area(place, self.year) for place in places) if area]

    def _city_of(self, name: str) -> str:
        for area in reversed(self._area_in(name)):
            return area.name if area.level == "city" else area.city
        return ""

    def _county_of(self, name: str) -> str:
        return next((area.name for area in reversed(self._area_in(name)) if area.level == "county"), "")

    def _told(self, ranked: list[_Candidate]) -> PageZone:
        """What somebody told of the page: a zone's or an area's name, however it is spelled."""
        hint = squeeze(self.hint).text
        name = self.alias.get(hint, "")
        core, word = split_name(hint)
        known = self.gazetteer.zones_called(core, word) if word else []
        match = next((c for c in ranked if c.name == hint or (c.known and c.known in known)), None)
        names = tuple(c.name for c in ranked[:5])
        if match is None:
            zone = self.gazetteer.by_name.get(hint) or (known[0] if len(known) == 1 else None)
            match = _Candidate(name or (zone.name if zone and not name else hint), word, zone)
            area = self.gazetteer.area(hint, self.year)
            if zone is None and not word and area is not None:
                return PageZone(area.name, names, (hint,), "area", area.province, area.city)
            above = self._area_in(hint) if zone is None and not word else []
            if above and hint.endswith(above[-1].name):  # 河北省保定市清苑区
                return PageZone(hint, names, (hint,), "area", above[-1].province, above[-1].city)
        match.grounds.insert(0, hint)
        of_its_time = len(word) > _SHORT and any(map(self.gazetteer.former, self.gazetteer.parts(core)[0]))
        in_full = self.by_person and len(word) > _SHORT  # as that person writes it: 海口国家高新技术产业开发区
        # 襄樊高新技术产业开发区, told of a report of 2007
        match.name = name or (hint if of_its_time or in_full else match.name)
        page = self._page(match, names)
        several = self._several(ranked)
        if several is not None and page.zone in several.candidates:
            return replace(page, sections=several.sections)
        return replace(page, own_kinds=self._kinds_of_told(page.zone)) if self.by_person else page

    def _kinds_of_told(self, zone: str) -> frozenset[str]:
        """The words for another kind that nothing on the page explains but the zone that a person says it is of.

        None where the page has a word for that zone's own kind, where it has words for several other kinds, and where
        it names a zone that the word may mean.
        """
        full = split_name(zone)[1]
        spoken = {place.text for place in self.own if place.text in classes()} - _ANY_KIND
        families = {classes()[word].family for word in spoken}
        if not full or len(families) != 1 or any(stands_for(word, full) for word in spoken):
            return frozenset()
        kinds = [split_name(place.text)[1] for place in self.places if self._is_a_zone(place)]
        named = any(stands_for(word, kind) or stands_for(kind, word) for word in spoken for kind in kinds)
        return frozenset() if named else frozenset(spoken)

    def _is_a_zone(self, place: Place) -> bool:
        """Whether a place is a zone that the page names, and no title: 国家级经济技术开发区."""
        return place.kind == "zone" and (place.text in self.alias or split_name(place.text)[0] not in _TITLES)

    def _is_government(self, ranked: list[_Candidate]) -> bool:
        """Whether an area reports of itself: by title, or because the page speaks of it far more than of a zone."""
        title = self.text[:_TITLE]
        own = len(self.own)
        upper = sum(1 for p in self.places if p.kind == "upper_word" and self._speaks_of_area(p))
        zone = max((c.spelled + c.named for c in ranked[:1]), default=0)
        if _COMMITTEE.search(title):
            return False
        if _ADDRESS.search(title) or _TITLED.search(title[:_BEGINS]):
            return True
        if _GOVERNMENT.search(title[:_BEGINS]):
            if any(self._has_office(place) for place in self.places if place.end < _BEGINS):
                return False
            if any(self._opens_title(place) for place in self.own if place.text in classes() and place.end < _BEGINS):
                return False  # 高新区（新北区）2011年国民经济和社会发展统计公报
            kinds = sum(1 for place in self.own if place.text in classes())
            governed = max(sum(self.text.count(word) for word in listed) for listed in _LEVEL_WORDS.values())
            return kinds + zone <= governed
        if _RATING.search(self.text):
            return True
        return upper > 3 * (own + zone) and upper > 5

    def _speaks_of_area(self, place: Place) -> bool:
        """Whether a word for a whole city or county tells of it, and not what another is among it: 居全市第2位."""
        if place.text[1:] not in ("市", "县", "省", "州", "旗"):
            return False
        before, after = self.text[max(0, place.start - 2) : place.start], self.text[place.end : place.end + 2]
        return not before.endswith(_AMONG) and not after.startswith(_RANKED)

    def _has_office(self, place: Place) -> bool:
        """Whether a zone's own office is named: 营口经济技术开发区统计局."""
        if place.kind != "zone" or split_name(place.text)[0] in _TITLES:
            return False
        return _OFFICE.match(self.text, place.end) is not None or _REPORTS.match(self.text, place.end) is not None

    def _area(self, areas: Counter[str]) -> PageZone | None:
        """The area that reports: of the level that the page speaks of, where a government names itself or most."""
        text = self.text
        levels = Counter({level: sum(text.count(word) for word in listed) for level, listed in _LEVEL_WORDS.items()})
        rating = _RATING.search(text) is not None and not _GOVERNMENT.search(text[:_TITLE])
        scores: Counter[str] = Counter()
        grounds: dict[str, str] = {}
        for place in self.places:
            if place.kind != "area":
                continue
            if not self.gazetteer.is_area(place.name):
                continue  # a town, a street's office
            area = self.gazetteer.area(place.name, self.year)
            name = place.name if area is None or place.name in self.gazetteer.areas else area.name
            scores[name] += 1
            if self.text.startswith(name, place.start) and len(place.text) > 2:
                scores[name] += 1
            if place.start < _TITLE and (_SPEAKER.match(text, place.end) or text[: place.start].endswith("年")):
                scores[name] += 12
                grounds.setdefault(name, text[place.start : place.end + 6])
        if not scores:
            return None
        level = "市" if rating else levels.most_common(1)[0][0] if any(levels.values()) else ""
        speaker = _FOR_GOVERNMENT.search(text[:_TITLE])
        if speaker and not rating:
            level = speaker[1]  # 我代表区人民政府: whatever is said of the city
        if level == "区" and not any(name.endswith("区") and len(name) > 2 for name in scores):
            scores.update(self._districts(scores))
        fitting = [name for name in scores if name.endswith(_LEVEL_ENDS.get(level, ("",)))]
        named = sorted(grounds or fitting or scores, key=lambda name: (name not in fitting, -scores[name], name))
        best = named[0]
        grounded = (grounds.get(best) or f"{best}×{scores[best]}",)
        area = self.gazetteer.area(best, self.year)
        return PageZone(
            best,
            tuple(named[:5]),
            grounded,
            "area",
            area.province if area else "",
            area.city if area else "",
        )

    def _districts(self, named: Mapping[str, int]) -> dict[str, int]:
        """How often a text names, without the word 区, the districts of the cities that it names."""
        counts: dict[str, int] = {}
        for areas in self.gazetteer.areas.values():
            area = areas[0]
            if area.level == "county" and area.city in named and area.name.endswith("区") and len(area.bare) > 1:
                counts[area.name] = self.text.count(area.bare)
        return {name: count for name, count in counts.items() if count}

    def _several(self, ranked: list[_Candidate]) -> PageZone | None:
        """Zones in turn: each named, then spoken of by words for itself, none of them the page's own."""
        named_whole = (c for c in ranked if c.spelled and c.first >= 0 and split_name(c.name)[0] not in _TITLES)
        spelled = sorted(named_whole, key=lambda c: c.first)
        if len(spelled) < 2 or spelled[0].first < _HEAD:
            return None  # the page's head names its zone
        kinds = [p for p in self.own if p.text in classes() or p.text in ("全区", "我区")]
        heads = [place for place in self.places if place.kind == "zone" and place.start < _HEAD]
        if not kinds or any(pattern.match(self.text, p.end) for p in heads for pattern in (self.paper, self.issuer)):
            return None
        spoken = [c.spelled + c.named + sum(stands_for(place.text, c.word) for place in kinds) for c in ranked]
        if 2 * max(spoken) > sum(spoken) > 3:
            return None  # one is spoken of more than all others
        shares: Counter[str] = Counter()
        for place in kinds:
            before = [c for c in spelled if c.first <= place.start]
            if before:
                shares[before[-1].name] += 1
        told = [c for c in spelled if shares[c.name] >= max(1, _SECTION_SHARE * sum(shares.values()))]
        equal = [c for c in told if shares[c.name] >= _EQUAL_SHARE * sum(shares.values())]
        if len(equal) < 2 or sum(shares.values()) < len(kinds) * _TOLD_SHARE:
            return None
        sections = tuple((self._turn(c, told), c.name) for c in told)
        names = tuple(c.name for c in told)
        return PageZone("", names, tuple(c.grounds[0] for c in told if c.grounds), "several", sections=sections)

    def _turn(self, found: _Candidate, told: list[_Candidate]) -> int:
        """Where a page turns to a zone: the line in which a word for its kind comes up that fits none told before."""
        before = [c for c in told if c.first < found.first]
        for place in self.own if before else ():
            kind = place.text in classes() and stands_for(place.text, found.word)
            if kind and before[-1].first < place.start < found.first and not self._fits_any(place, before):
                return self.raw.rfind("\n", 0, self.squeezed.start(place.start)) + 1
        return self.squeezed.start(found.first)

    @staticmethod
    def _fits_any(place: Place, told: list[_Candidate]) -> bool:
        return any(stands_for(place.text, found.word) for found in told)


def _past_brackets(text: str, at: int) -> int:
    """The place behind brackets that open at a place, or that place itself: 高新区（新北区）."""
    brackets = _BRACKETS.match(text, at)
    return brackets.end() if brackets is not None else at


def _raised(close: list[_Candidate]) -> _Candidate | None:
    """The one of several names of one zone that the gazetteer knows, or the first: a zone raised to a higher kind."""
    parts = [split_name(found.name) for found in close]
    kinds = {kind for _, kind in parts}
    if len({core for core, _ in parts}) > 1 or not any(kinds <= family for family in _RAISED):
        return None
    return next((found for found in close if found.known), close[0])


def _around(close: list[_Candidate]) -> _Candidate | None:
    """The zone that the others of one name lie in: 洋浦经济开发区 of 洋浦保税港区; None where there is none."""
    cores = {gazetteer().cores_of(split_name(found.name)[0])[-1] for found in close}
    wide = [found for found in close if (kind := classes().get(found.word)) is None or kind.family not in _WITHIN]
    return wide[0] if len(cores) == 1 and len(wide) == 1 else None


def _spelled_around(first: _Candidate, ranked: list[_Candidate], whole: bool) -> _Candidate | None:
    """The zone that one for customs lies in, by the same name, which the page spells out; else None.

    It does so before the one for customs, or anywhere where the page speaks more of the whole of it (`whole`).
    """
    kind = classes().get(first.word)
    if kind is None or kind.family not in _WITHIN or first.first < 0:
        return None
    spelled = [found for found in ranked if found.spelled and found.first >= 0 and (whole or found.first < first.first)]
    return next((found for found in spelled if _around([first, found]) is found), None)


_UPPER_LEVELS = {
    "市": "city",
    "县": "county",
    "省": "province",
    "国": "nation",
    "州": "city",
    "旗": "county",
    "盟": "city",
}


# words for zones of any kind, which mean the page's own whatever its kind is
_ANY_KIND = frozenset(word_set("zone_any"))


def relation(place: Place, page: PageZone) -> Relation:
    """How a place that a page names stands to the zone (or area) that the page is about.

    >>> page = PageZone("荆州经济技术开发区", kind="zone", province="湖北省", city="荆州市")
    >>> relation(Place(0, 2, "全市", "upper_word", "全市"), page)
    Relation(kind='upper', name='荆州市')
    """
    if place.kind == "upper_word":
        return _upper(place, page)
    if place.text in classes() and place.text not in page.names:
        if page.kind == "area":
            return Relation(
                "other", _zone_within(place.text, page.zone) or place.text
            )  # 经开区 on the page of a county
        full = split_name(page.zone)[1] if page.kind == "zone" else ""
        means_own = place.text in _ANY_KIND or place.text in page.own_kinds or stands_for(place.text, full)
        foreign = bool(full) or (page.kind == "zone" and classes()[place.text].family in _WITHIN)
        if foreign and not means_own and not page.zone.endswith(place.text):
            return Relation("other", place.text)  # 高新区 on the page of an economic development zone
        return Relation("own", page.zone)
    if place.kind == "own_word" and page.kind == "area" and place.text in _ANY_KIND:
        return Relation("other", place.text)  # 开发区 on the page of a county
    if place.kind in ("own_word", "pronoun"):
        return Relation("own", page.zone)
    if place.kind == "zone":
        same = bool(page.zone) and (place.name == page.zone or place.text in page.names or _same(place, page.zone))
        return Relation("own", page.zone) if same else Relation("other", place.name)
    if place.kind == "area":
        area = gazetteer().area(place.name)
        names = {place.name, area.name if area else "", area.now if area else ""} - {""}
        if page.kind == "area" and any(page.zone.endswith(name) for name in names if len(name) > 2):
            return Relation("own", page.zone)
        above = names & {page.city, page.county, page.province}
        return Relation("upper", above.pop()) if above else Relation("other", place.name)
    return Relation("other", place.name)


@lru_cache(maxsize=1024)
def _zone_within(word: str, area: str) -> str:
    """The one zone of a kind that bears the name of a city or county, which its report calls by the kind alone.

    >>> _zone_within("高新区", "湖北省荆州市"), _zone_within("开发区", "湖北省荆州市")
    ('荆州高新技术产业开发区', '')
    """
    known = gazetteer()
    places, rest = known.parts(area)
    if rest or not places or word in _ANY_KIND:
        return ""
    called = known.zones_called(known.bare_name(places[-1]), word)
    return called[0].name if len(called) == 1 else ""


def _same(place: Place, zone: str) -> bool:
    """Whether a zone's name on a page may be a spelling of the page's zone."""
    core, word = split_name(place.text)
    own, full = split_name(zone)
    known = gazetteer()
    return stands_for(word, full) and not set(known.cores_of(core)).isdisjoint(known.cores_of(own))


def _upper(place: Place, page: PageZone) -> Relation:
    level = "市" if place.text == "全师市" else place.text[-1] if place.text[0] in "全我本" else place.text[0]
    if page.kind == "area" and page.zone.endswith(_LEVEL_ENDS.get(level, ("?",))):
        return Relation("own", page.zone)
    of_city = bool(page.city) and gazetteer().bare_name(page.city) in page.zone  # 肇庆高新区 in 四会市
    if level == "市" and page.county.endswith("市") and not of_city:
        return Relation("upper", page.county)  # 全市 in a county-level city's paper is that city
    name = {"city": page.city, "county": page.county, "province": page.province, "nation": "全国"}.get(
        _UPPER_LEVELS.get(level, ""), ""
    )
    return Relation("upper", name or place.text)
