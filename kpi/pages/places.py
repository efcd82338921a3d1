"""Every place, zone and firm that a text names, and the words that stand for one.

Names are looked up in the gazetteer, whole and the longest first; towns, villages and firms are known by
their shape. White space within names counts for nothing; offsets are those of the text as it was given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import add

from kpi.language.gazetteer import RANKS, Gazetteer, classes, gazetteer, split_name, words
from kpi.language.words import word_set
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.tries import trie_pattern

_SPOKEN = lazy(r"\n\s*\n|\S+")
_HAN = "㐀-鿿"
_NO_NAME = lazy(rf"[^{_HAN}—\-（）－0-9A-Za-z·]")
_NOT_HAN = lazy(rf"[^{_HAN}]")
_DASHES = "—-－·"  # ——靖江经济开发区工作综述: a name does not begin with one
_LONGEST_OWN = 8  # letters between an area and a kind's word: 濮阳市新型化工材料产业园
_SIDES = "东西南北"
_LONGEST_NAME = 16
_LONGEST_FIRM = 14
_TOWN = lazy("街道办事处|街道|办事处|社区|镇|乡|村")
_PARKS = frozenset(word_set("zone_park"))
_AFTER_PLANT = tuple("房区门里长商矿址家牌休")  # 厂房, 厂区: no plant's name
_COUNTED = lazy(r"[0-9一二两三四五六七八九十百千万数多几余]+[个家户户多余]*$")
_TIMES = lazy("(?:去年|今年|明年|前年|上年|当年|上半年|下半年|半年|一季度|[二三四]季度|年末|年底|月底|月末|目前|全年)+")
_AREA_OF = "域"  # 区域, 片区域: a longer word
DEFINES = lazy(
    rf"[（(]以?下(?:文|面)?(?:统|合|均|并)?简?称(?:为|作)?[:：]?[“\"‘'《]?(?P<word>[{_HAN}]{{2,10}})[”\"’'》]?[）)]"
)
"""Behind a name: what it is called from there on."""
_TOWN_NAME = lazy(rf"[{_HAN}]{{1,5}}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a text names it: `kind` is `zone`, `area`, `own_word`, `upper_word`, `firm` or `pronoun`.

    `text` is the words without white space, `name` the full name where it is known, else the same words.
    """

    start: int
    end: int
    text: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without its white space (a blank line leaves a line break), and where its letters stood."""

    text: str
    at: list[int]

    def start(self, index: int) -> int:
        """Where a letter stands in the text as it was given."""
        return self.at[index]

    def end(self, index: int) -> int:
        """Where a stretch that ends before a letter ends in the text as it was given."""
        return self.at[index - 1] + 1 if index else 0


def find_all(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, none over another."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


@lru_cache(maxsize=2)  # whose page it is and its places ask for it in turn
def squeeze(text: str) -> Squeezed:
    """A text without white space.

    >>> squeeze("宁 国\\n市").text, squeeze("宁 国\\n市").at
    ('宁国市', [0, 2, 4])
    """
    parts: list[str] = []
    at: list[int] = []
    for match in _SPOKEN.finditer(text):
        piece = match[0]
        if piece[0] == "\n":
            parts.append("\n")
            at.append(match.start())
        else:
            parts.append(piece)
            at += range(match.start(), match.end())
    return Squeezed("".join(parts), at)


@dataclass(frozen=True, slots=True)
class _Patterns:
    kinds: re.Pattern[str]
    edge: re.Pattern[str]
    own: re.Pattern[str]
    upper: re.Pattern[str]
    pronoun: re.Pattern[str]
    firm: re.Pattern[str]
    other: re.Pattern[str]
    paper: re.Pattern[str]
    issuer: re.Pattern[str]
    trade: re.Pattern[str]
    landform: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    def but(listed: str, forbidden: str) -> re.Pattern[str]:
        return lazy(f"(?!{trie_pattern(words(forbidden))}){trie_pattern(words(listed))}")

    return _Patterns(
        lazy(f"(?!{trie_pattern(words('no_kind'))}){trie_pattern(classes())}(?!域)"),
        lazy(trie_pattern(words("edge"))),
        but("own", "not_own"),
        but("upper", "not_upper"),
        lazy(trie_pattern(words("pronoun"))),
        lazy(trie_pattern(words("firm"))),
        lazy(f"(?:{trie_pattern(words('other_zone'))}|[0-9]+[个家])$"),
        lazy(trie_pattern(words("paper"))),
        lazy(trie_pattern(words("issuer"))),
        lazy(trie_pattern(words("trade"))),
        lazy(trie_pattern(words("landform"))),
    )


def find_places(text: str, zones: Iterable[str] | Mapping[str, object] = (), year: int = 0) -> list[Place]:
    """The places that a text names, in order, none inside another.

    `zones` are further names of zones (those of the config), `year` says when the text was written, so that
    an area gets the name that it had.

    >>> [(p.text, p.kind, p.name) for p in find_places("宁国市和荆州经开区增速高于全省，开发区居全市第一。")]
    [('宁国市', 'area', '宁国市'), ('荆州经开区', 'zone', '荆州经济技术开发区'), ('全省', 'upper_word', '全省'), \
('开发区', 'own_word', '开发区'), ('全市', 'upper_word', '全市')]
    """
    squeezed = squeeze(text)
    return [
        Place(squeezed.start(p.start), squeezed.end(p.end), p.text, p.kind, p.name)
        for p in places_in(squeezed.text, tuple(zones), year)
    ]


@lru_cache(maxsize=2)
def places_in(text: str, zones: tuple[str, ...], year: int) -> list[Place]:
    """The places of a squeezed text: whose page it is and its sentences ask for them in turn."""
    return Finder(text, zones, year).places()


class Finder:
    """Finds the places of one squeezed text, kind by kind; what is taken is not looked at again."""

    def __init__(self, text: str, zones: Iterable[str] = (), year: int = 0) -> None:
        self.text = text
        self.year = year
        self._zones = tuple(sorted(zones, key=len, reverse=True))
        self._gazetteer: Gazetteer = gazetteer()
        self._patterns = _patterns()
        self._taken = bytearray(len(text))
        self._found: list[Place] = []
        self._common = frozenset(words("common"))
        self._not_before = tuple(words("not_before"))
        self._not_after = frozenset(words("not_after"))
        self._not_town = words("not_town")
        self._needs_name = frozenset(words("needs_name"))
        self._kinds = [match.span() for match in self._patterns.kinds.finditer(text)]
        self._areas = self._find_areas()
        self._area_ends: dict[int, int] = {end: start for start, end, _ in self._areas}

    def places(self) -> list[Place]:
        """All of them, in order."""
        self._configured()
        self._named_zones()
        self._defined()
        self._words(self._patterns.pronoun, "pronoun", standing=("公司",))
        self._firms()
        self._take_areas()
        self._towns()
        self._words(self._patterns.upper, "upper_word")
        self._class_words()
        self._words(self._patterns.own, "own_word", standing=("新区", "区内", "园内", "区里", "园里"))
        return sorted(self._found, key=lambda place: place.start)

    # What is taken

    def _free(self, start: int, end: int) -> bool:
        return not any(self._taken[start:end])

    def _take(self, start: int, end: int, kind: str, name: str = "") -> None:
        self._taken[start:end] = b"\1" * (end - start)
        text = self.text[start:end]
        self._found.append(Place(start, end, text, kind, name or text))

    def _words(self, pattern: re.Pattern[str], kind: str, standing: tuple[str, ...] = ()) -> None:
        """Words of a closed list; those `standing` only where no name leads up to them."""
        for match in pattern.finditer(self.text):
            start, end = match.span()
            if self._free(start, end) and (match[0] not in standing or self._stands(start)):
                self._take(start, end, kind)

    def _stands(self, at: int) -> bool:
        """Whether a word begins there: after a sign, a word that names begin after, or a name."""
        return at == 0 or bool(self._taken[at - 1]) or bool(_NOT_HAN.match(self.text[at - 1])) or self._edge(at)

    def _edge(self, at: int) -> bool:
        edges = self._patterns.edge
        return any(edges.fullmatch(self.text, at - size, at) for size in (1, 2, 3) if at >= size)

    # Areas

    def _find_areas(self) -> list[tuple[int, int, str]]:
        """Names of provinces, cities and counties, the longest at each place, left to right."""
        text, starts, kinds = self.text, self._gazetteer.starts, classes()
        found: list[tuple[int, int, str]] = []
        inside = {end: start for start, end in self._kinds}
        end = 0
        for at in [i for i, pair in enumerate(map(add, text, text[1:])) if pair in starts]:
            if at < end:
                continue
            name = next((each for each in starts[text[at : at + 2]] if text.startswith(each, at)), "")
            if not name or name in kinds or text.startswith(self._not_before, at):
                continue
            if len(name) == 2 and name not in self._gazetteer.areas and at and text[at - 1] in self._not_after:
                continue
            if (at + len(name) in inside) and at > inside[at + len(name)]:
                continue  # 新区 is the end of 高新区
            end = at + len(name)
            found.append((at, end, name))
        return found

    def _take_areas(self) -> None:
        full = {name for _, _, name in self._areas if name in self._gazetteer.areas}
        seated = {self._gazetteer.bare_name(name) for name in full}
        for start, end, name in self._areas:
            if not self._free(start, end):
                continue
            if name in self._gazetteer.areas and name not in self._common:
                if len(name) == 2 and start and not self._stands(start):
                    continue  # 易县 in 容易县: a county of one letter needs an edge
                self._take(start, end, "area", self._area_name(name))
            elif self._is_bare(name, start, end, seated):
                self._take(start, end, "area", self._area_name(name))

    def _is_bare(self, name: str, start: int, end: int, seated: set[str]) -> bool:
        """Whether a name without its class word is an area's."""
        if self._patterns.landform.match(self.text, end) and name[-1] not in "江河湖山":
            return False
        found = self._gazetteer.bare.get(name, [])
        if any(area.level != "county" for area in found):
            return name not in self._common or name in seated
        if name in seated:
            return name not in self._common or self._stands(start)
        area = self._gazetteer.area(name, self.year)
        if area is None or name in self._common or area.name.endswith("区"):
            return False
        return len(name) > 2 or self._stands(start) or self._is_paper(start, end)

    def _is_paper(self, start: int, end: int) -> bool:
        return self._patterns.paper.match(self.text, end) is not None or self.text[max(0, start - 2) : start] == "今日"

    def _area_name(self, name: str) -> str:
        area = self._gazetteer.area(name, self.year)
        return name if area is None or (name in self._gazetteer.areas and name.endswith(("市", "县"))) else area.name

    # Zones

    def _configured(self) -> None:
        for name in self._zones:
            if len(name) < 3:
                continue
            at = self.text.find(name)
            while at >= 0:
                if self._free(at, at + len(name)):
                    self._take(at, at + len(name), "zone", name)
                at = self.text.find(name, at + len(name))

    def _named_zones(self) -> None:
        """Words for kinds of zones with a name before them."""
        for start, end in self._kinds:
            if not self._free(start, end):
                continue
            head = self._head(start)
            if head == start and self.text[start:end] in self._needs_name:
                head = self._around(start)  # 霍尔果斯经济开发区|兵团分区
            if head < start:
                core, word = split_name(self.text[head:end])
                known = self._gazetteer.zones_called(core, word)
                sure = len(known) == 1 and core not in self._common and core not in words("trade")
                usual = self._gazetteer.called(core, word)
                name = usual.name if usual is not None else known[0].name if sure else self.text[head:end]
                self._take(head, end, "zone", name)

    def _defined(self) -> None:
        """What the text says that it calls a zone: 云汀经济技术开发区（以下简称“经区”）."""
        for match in DEFINES.finditer(self.text):
            word = match["word"]
            zone = next((place for place in self._found if place.end == match.start()), None)
            if zone is None or zone.kind != "zone" or word in classes() or word == zone.text:
                continue
            self._found = [replace(p, name=zone.name) if p.text == word else p for p in self._found]
            for at in find_all(self.text, word):
                if self._free(at, at + len(word)) and self.text[at + len(word) : at + len(word) + 1] != _AREA_OF:
                    self._take(at, at + len(word), "zone", zone.name)

    def _head(self, start: int) -> int:
        """Where the name before a kind's word begins; `start` where there is none.

        A zone of the gazetteer, an area right before the word, or an area and a few letters that no edge parts.
        """
        text, low = self.text, max(0, start - _LONGEST_NAME)
        best = start
        trade = start
        for at in range(low, start - 1):
            if text[at] not in _DASHES and text[at:start] in self._gazetteer.zones and self._free(at, start):
                if text[at:start] in words("trade"):
                    trade = min(trade, at)
                    continue
                best = at
                break
        cut = (head for head, end, name in self._areas if head < best < end <= start and name in self._gazetteer.areas)
        best = next((head for head in cut if self._free(head, start)), best)  # 公安县 is not 安县
        if best == start:
            rank = next((rank for rank in RANKS if text.endswith(rank, low, start)), "")
            head = self._area_ends.get(start - len(rank), start)  # 海口|国家|高新区
            best = head if self._free(head, start) else start
        if best == start:
            for end in range(start - 1, max(low, start - _LONGEST_OWN) - 1, -1):
                if _NO_NAME.match(text[end]) or text[end] in "（）()" or self._taken[end]:
                    break
                head = self._area_ends.get(end, -1)
                if head >= 0 and self._free(head, end):
                    plain = text[head:end] in self._gazetteer.areas or text[head:end] not in self._common
                    if plain and self._is_own(text[end:start]):
                        best = head
                    break
        if best == start:
            # 新材料|园区: a zone of its own, called by its trade
            return start if self._kind_at(start) in self._needs_name else trade
        if best and text[best - 1] in _SIDES and self._stands(best - 1) and self._is_new(best, start):
            best -= 1
        while (before := self._area_ends.get(best)) is not None and self._free(before, best):
            best = before
        return best

    def _around(self, start: int) -> int:
        """Where the name of the zone begins that a part of it follows, which is taken back; `start` without one."""
        last = self._found[-1] if self._found else None
        if last is None or last.end != start or last.kind != "zone":
            return start
        self._found.pop()
        self._taken[last.start : last.end] = bytes(last.end - last.start)
        return last.start

    def _is_new(self, head: int, start: int) -> bool:
        """Whether no zone is called so, and the letter before belongs to the name: 南|太湖新区."""
        return not self._gazetteer.zones_called(self.text[head:start], self._kind_at(start))

    def _kind_at(self, start: int) -> str:
        """The word for a kind that begins there."""
        return next(self.text[at:end] for at, end in self._kinds if at == start)

    def _is_own(self, own: str) -> bool:
        """Whether the letters between an area and a kind's word may belong to a name."""
        edges = self._patterns.edge
        named = self._patterns.trade.sub("", own)  # 休宁县|循环经济|产业园: 经 is no edge there
        return not any(edges.match(named, at) for at in range(len(named))) and not self._patterns.other.search(own)

    def _class_words(self) -> None:
        """Kinds' words without a name: the zone's own, unless others are meant."""
        text = self.text
        counts: Counter[str] = Counter()
        parks: list[tuple[int, int, int]] = []
        for start, end in self._kinds:
            word = text[start:end]
            if not self._free(start, end) or self._patterns.other.search(text[max(0, start - 4) : start]):
                continue
            if word in self._needs_name:
                continue
            if word in _PARKS and not self._stands(start):
                name = text[max(0, start - 2) : start]
                if len(name) == 2 and self._coined(name) and self._free(start - 2, start):
                    counts[name] += 1
                    parks.append((start - 2, start, end))
                    continue
            self._take(start, end, "own_word")
        for head, start, end in parks:
            name, word = text[head:start], text[start:end]
            named = counts[name] > 1 or self._gazetteer.is_area(name) or len(word) > 2
            if named and self._stands(head):
                self._take(head, end, "zone")
            elif len(word) == 2 or word in ("工业园区", "产业园区"):
                self._take(start, end, "own_word")

    def _coined(self, head: str) -> bool:
        """Whether two letters before a kind's word may be a name: not of a word that names begin after."""
        edges = self._patterns.edge
        if _NOT_HAN.search(head) or head[0] in words("number") or head[1] in "市县区":
            return False
        return not (edges.match(head) or edges.match(head, 1))

    # Firms, towns and villages

    def _segment(self, end: int, longest: int) -> int:
        """Where the words before a place begin: after the last sign, edge or name."""
        text, low = self.text, max(0, end - longest)
        start = end
        while start > low and not _NOT_HAN.match(text[start - 1]) and not self._taken[start - 1]:
            start -= 1
        last = start
        edges = self._patterns.edge
        at = start
        while at < end - 1:
            match = edges.match(text, at, end)
            if match and match.end() < end:
                last = match.end()
                at = match.end()
            else:
                at += 1
        return last

    def _firms(self) -> None:
        generic = frozenset(words("firm_generic"))
        for match in self._patterns.firm.finditer(self.text):
            start, end = match.span()
            if not self._free(start, end) or (match[0] == "厂" and self.text[end : end + 1] in _AFTER_PLANT):
                continue
            head = self._segment(start, _LONGEST_FIRM)
            times = _TIMES.match(self.text, head, start)
            head = times.end() if times else head
            own = self.text[head:start]
            if len(own) < 2 or own in generic or _COUNTED.search(own) or (own[-2:] in generic and len(own) < 4):
                continue
            self._take(head, end, "firm")

    def _towns(self) -> None:
        for match in _TOWN.finditer(self.text):
            start, end = match.span()
            if not self._free(start, end):
                continue
            head = self._segment(start, 4)
            times = _TIMES.match(self.text, head, start)
            head = times.end() if times else head
            own = self.text[head:start]
            if not 1 <= len(own) <= 4 or (len(match[0]) == 1 and own.endswith(self._not_town)):
                continue
            if len(own) == 1 and not (head and self._taken[head - 1]):
                continue
            if len(own) == 4:
                head += 2
            self._take(head, end, "area")


__all__ = ["Finder", "Place", "Squeezed", "find_places", "split_name", "squeeze"]
