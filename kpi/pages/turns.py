"""The zones that a page speaks of in turn, by its headings (洋浦 港口忙 … 高新区 后劲足), or by its articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from kpi.language.gazetteer import classes, gazetteer, split_name, stands_for, words
from kpi.language.numbering import NUMBER
from kpi.language.words import word_set
from kpi.pages.passages import Passage
from kpi.pages.places import Place
from kpi.pages.whose import PageZone
from kpi.pages.zone_names import same_zone
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.tries import trie_pattern

STANDS_ALONE = (
    r"(?![港湾路桥镇村湖河站报街县市乡岛山古])"
    r"(?!大[桥道]|公司|石化|电厂|日报|产业|经济|工业|物流|新城|片区|园|开发|高新)"
)
"""Behind a zone's own name: nothing that makes another name of it (洋浦港, 洋浦大桥)."""
_LEAST_CORE = 2
_FEWEST = 3  # mentions of a zone that a page without headings turns to
_CITY = "city"
_HEAD = 80  # letters: the masthead and the title
_PARTS = ("park", "estate", "zone")
_ANY = frozenset((*word_set("zone_any"), *word_set("zone_vague")))
_EQUAL, _MOST = 0.5, 0.65  # shares of mentions: of the second zone in the first one's, of an article's zone in all
_LEADS_ON = lazy(
    r"^[^\d]*(?:来到|就到|走进|到了|便是|再看|转到|步入)[^\d]*$"
)  # from one zone to the next, without a figure
_BYLINE = lazy(r"[□■]?\s*本[报网刊](?:记者|通讯员|特约)")
_Spellings = dict[str, set[str]]
_BEFORE = lazy(rf"^(?:\s|[【“\"'●■◆▲★·—\-|｜]|{NUMBER})*")
# behind the name of its zone a heading goes on, or another one is put beside it: 高新区与经开区牵手
_BESIDE = lazy("(?:党工委|管委会)?[、和与及]")


@lru_cache(maxsize=4096)
def own_core(zone: str) -> str:
    """What a zone is called without its place and kind, where no area is called so; else empty.

    >>> own_core("洋浦经济开发区"), own_core("清河经济开发区")
    ('洋浦', '')
    """
    core = gazetteer().cores_of(split_name(zone)[0])[-1:]
    if not core or len(core[0]) < _LEAST_CORE or core[0] in words("common"):
        return ""
    if gazetteer().area(core[0]) is not None or core[0] in gazetteer().bare:
        return ""
    generic = any(word.startswith(core[0]) for word in classes())  # 滨江工业新区 is not called 工业
    return "" if generic else core[0]


def in_turn(page: PageZone, passages: Sequence[Passage], places: Sequence[Place]) -> PageZone:
    """The page with its sections where it speaks of several zones in turn: by its headings, else by its articles.

    A section ends with the next one, or with its article: behind it the page speaks of its own zone again.
    """
    spelled = _spellings(page, places)
    if page.sections or len(spelled) < 2:
        return page
    times = Counter(place.name for place in places if place.kind == "zone" and place.name in gazetteer().by_name)
    by_name = {_opens_with(each.text, spelled) for each in passages if each.is_heading}
    named = page.kind in ("open", "zone")  # of a county's page one mention of a neighbour is none of its turns
    sure = {page.zone, *by_name, *(name for name, count in times.items() if count > 1 or named)}
    kinds = _kinds_of([zone for zone in spelled if zone in sure])
    sections = _by_headings(page, passages, places, spelled, kinds)
    if not sections and not _is_heads(page.zone, places, _HEAD):
        kinds = _kinds_of([zone for zone in spelled if zone in {*sure, *times}])
        sections = _by_articles(page, passages, spelled, kinds) or _by_sentences(page, passages, spelled, kinds)
    return replace(page, sections=tuple(sections))


def _is_heads(zone: str, places: Iterable[Place], end: int) -> bool:
    """Whether the head of a page names a zone and no other."""
    return {place.name for place in places if place.kind == "zone" and place.start < end} == {zone}


def zone_columns(heads: Sequence[str], page: PageZone, places: Sequence[Place]) -> dict[str, str] | None:
    """Whose each column of a table is whose heads are names of zones, empty where that is open; None for other tables.

    指标 | 经开区 | 高新区 | 度假区 on a page that names the first two in full.
    """
    spelled = _spellings(page, places)
    kinds = _kinds_of([zone for zone in spelled if zone == page.zone or zone in gazetteer().by_name])
    named = {head: _called(head, spelled) or kinds.get(head, "") for head in heads}
    zones = sum(bool(zone) or head in classes() for head, zone in named.items())
    return named if zones > 1 and zones == len(heads) else None


def _called(head: str, zones: _Spellings) -> str:
    """The zone that is called just so."""
    return next((zone for zone, names in zones.items() if head in (zone, *names, own_core(zone))), "")


def _by_headings(
    page: PageZone,
    passages: Sequence[Passage],
    places: Iterable[Place],
    spelled: _Spellings,
    kinds: dict[str, str],
) -> list[tuple[int, str]]:
    """The sections that headings open; none where fewer than two zones have one, or the head names one zone alone."""
    headings = [passage for passage in passages if passage.is_heading]
    citys = _of_the_city(spelled)
    opened = [
        (
            each,
            _opens_with(each.text, spelled) or _opens_with_kind(each.text, kinds) or _opens_with_kind(each.text, citys),
        )
        for each in headings
    ]
    first = next((passage.start for passage, zone in opened if zone), 0)
    turned = {zone for _, zone in opened if zone}
    # the page of one zone, unless a heading turns to that one too: 盐城：… 徐州：… 宿迁：… on the page of 盐城
    alone = page.zone not in turned and _is_heads(page.zone, places, min(first, _HEAD))
    if len(turned) < 2 or alone:
        return []
    sections: list[tuple[int, str]] = []
    article = -1
    for passage, zone in opened:
        if zone:
            sections.append((passage.start, zone))
            article = passage.article
        elif article >= 0 and passage.article != article:
            sections.append((passage.start, page.zone))
            article = -1
    sections = _turned_to(sections, passages, _words_for(spelled, kinds))
    return sections if _hold_text(sections, passages) else []


def _turned_to(
    sections: Sequence[tuple[int, str]], passages: Sequence[Passage], words: dict[str, str]
) -> list[tuple[int, str]]:
    """The sections, parted where one ends with another zone alone, whose heading was torn from its text."""
    pattern = lazy(trie_pattern(tuple(words)))
    found: list[tuple[int, str]] = []
    for (start, zone), (end, _) in zip(sections, [*sections[1:], (1 << 60, "")], strict=True):
        found.append((start, zone))
        told: dict[int, list[str]] = {}
        begins: dict[int, int] = {}
        for passage in passages:
            if start < passage.start < end and passage.reads and not passage.is_heading:
                begins.setdefault(passage.paragraph, passage.start)
                told.setdefault(passage.paragraph, []).extend(words[m[0]] for m in pattern.finditer(passage.text))
        other = next((zones[-1] for zones in reversed(told.values()) if zones), zone)
        last = max((paragraph for paragraph, zones in told.items() if set(zones) - {other}), default=-1)
        behind = {paragraph: zones for paragraph, zones in told.items() if paragraph > last and zones}
        if zone and other != zone and sum(map(len, behind.values())) >= _FEWEST:
            found.append((begins[min(behind)], other))
    return found


def _hold_text(sections: Sequence[tuple[int, str]], passages: Sequence[Passage]) -> bool:
    """Whether sentences stand under the headings of two zones: headlines torn to the end of a page have none."""
    prose = [passage.start for passage in passages if not passage.is_heading]
    ends = [*(start for start, _ in sections[1:]), 1 << 60]
    held = {zone for (start, zone), end in zip(sections, ends, strict=False) if any(start < at < end for at in prose)}
    return len(held) > 1


def _by_articles(
    page: PageZone, passages: Sequence[Passage], spelled: _Spellings, kinds: dict[str, str]
) -> list[tuple[int, str]]:
    """The sections of articles that each speak of one zone, where two zones share the page about equally.

    An article begins with its byline too: its headline may stand elsewhere. One that speaks most of a zone that has no
    full name here (度假区) is filed under the name it has there, or is left open.
    """
    words = _words_for(spelled, kinds)
    pattern = lazy(trie_pattern((*words, *(word for word in classes() if word not in _ANY))))
    articles: list[tuple[int, str]] = []
    for passage, before in zip(passages, [None, *passages], strict=False):
        begins = before is None or passage.article != before.article or _BYLINE.match(passage.text) is not None
        if begins or not articles:
            articles.append((passage.start, passage.text))
        else:
            articles[-1] = (articles[-1][0], articles[-1][1] + "\n" + passage.text)
    said = [Counter(words.get(match[0], match[0]) for match in pattern.finditer(text)) for _, text in articles]
    of_all = sum(said, Counter[str]())
    most = [count for zone, count in of_all.most_common() if zone in spelled][:2]
    if len(most) < 2 or most[1] < _EQUAL * most[0]:
        return []
    mine = [_spoken_of(counts) for counts in said]
    if len({zone for zone in mine if zone in spelled}) < 2:
        return []
    return [
        (start, zone if zone in spelled else _named_there(zone, text) if zone else page.zone)
        for (start, text), zone in zip(articles, mine, strict=True)
    ]


def _by_sentences(
    page: PageZone, passages: Sequence[Passage], spelled: _Spellings, kinds: dict[str, str]
) -> list[tuple[int, str]]:
    """The sections of an article that speaks of one zone after the other, where two are named about equally often.

    A sentence that names a zone is of it, and so are those behind it that name none, to the end of the article.
    Where several are named and nothing is told of them, the last one is what follows (从经开区向西南，就到了高新区);
    else what follows is of none of them.
    """
    words = _words_for(spelled, kinds)
    pattern = lazy(trie_pattern(words))
    said = [[words[match[0]] for match in pattern.finditer(passage.text)] for passage in passages]
    most = [count for _, count in Counter(zone for zones in said for zone in zones).most_common(2)]
    if len(most) < 2 or most[1] < max(_FEWEST, _EQUAL * most[0]):
        return []
    sections: list[tuple[int, str]] = []
    article = -1
    for passage, zones in zip(passages, said, strict=True):
        begins = passage.article != article or _BYLINE.match(passage.text) is not None
        article = passage.article
        if len(set(zones)) == 1:
            sections.append((passage.start, zones[0]))
        elif zones and _LEADS_ON.search(passage.text):
            sections.append((passage.start, zones[-1]))
        elif zones or begins:
            sections.append((passage.start, page.zone))
    return sections if len({zone for _, zone in sections if zone}) > 1 else []


def _words_for(spelled: _Spellings, kinds: dict[str, str]) -> dict[str, str]:
    """What a page calls its zones, by name or by kind, and which each is."""
    return {**kinds, **{name: zone for zone, names in spelled.items() for name in (zone, *names)}}


def _spoken_of(counts: Counter[str]) -> str:
    """The zone (or word for a kind) of which an article speaks far more than of others; else empty."""
    ranked = counts.most_common(1)
    return ranked[0][0] if ranked and ranked[0][1] > 1 and ranked[0][1] >= _MOST * counts.total() else ""


def _named_there(word: str, text: str) -> str:
    """The name before a word for a kind, where a sentence or clause begins with it: 柳叶湖旅游度假区; else empty."""
    names = Counter(match[1] for match in re.finditer(rf"(?:^|[\n，,。；、“])([㐀-鿿]{{2,8}}?{word})", text))
    return max(names, key=lambda name: (names[name], len(name)), default="")


def _spellings(page: PageZone, places: Iterable[Place]) -> _Spellings:
    """The zones that a page names, and how it spells each; a park that it does not name in full is a part of one."""
    spelled: _Spellings = {page.zone: set(page.names)} if page.kind == "zone" else {}
    for place in places:
        core, word = split_name(place.text)
        kind = classes().get(word)
        if place.kind != "zone" or not core or kind is None or core in classes():
            continue  # 高新区 at the end of a line and 经开区 in the next are no name
        same = next((name for name in spelled if _are_one(name, place.name)), "")
        if same or kind.family not in _PARTS or place.text in gazetteer().by_name:
            spelled.setdefault(same or place.name, set()).update((place.text, place.name))
    return {zone if zone == page.zone else max(names, key=len): names for zone, names in spelled.items()}


def _are_one(name: str, other: str) -> bool:
    """Whether two spellings are of one zone: 高栏港经济区 and 珠海高栏港经济区."""
    return same_zone(name, other) or name.endswith(other) or other.endswith(name)


def _opens_with(heading: str, zones: _Spellings) -> str:
    """The zone with whose name a heading opens, as the page spells it or by its own name alone; else empty."""
    text = heading[_BEFORE.match(heading).end() :]  # type: ignore[union-attr]
    found = [(len(name), zone) for zone, names in zones.items() for name in (zone, *names) if text.startswith(name)]
    for zone in zones if not found else ():
        core = own_core(zone)
        if core and re.match(re.escape(core) + STANDS_ALONE, text):
            found.append((len(core), zone))
        elif label := _label_of_area(zone, text):
            found.append((label, zone))
    size, zone = max(found, default=(0, ""))
    return "" if _BESIDE.match(text, size) else zone


def _label_of_area(zone: str, heading: str) -> int:
    """How long the label of a heading is that names the area of a zone: 海林：把“木头”做成“名头”; else 0."""
    core = gazetteer().cores_of(split_name(zone)[0])[-1:]
    label = re.match(rf"{re.escape(core[0])}[市县区]?\s*[:：|｜]", heading) if core and core[0] else None
    return label.end() if label else 0


def _kinds_of(zones: Sequence[str]) -> dict[str, str]:
    """The words for kinds that can mean only one of the zones of a page, and which."""
    meant = {word: [zone for zone in zones if stands_for(word, split_name(zone)[1])] for word in classes()}
    return {word: fitting[0] for word, fitting in meant.items() if len(fitting) == 1}


def _of_the_city(zones: Iterable[str]) -> dict[str, str]:
    """What a paper of a city calls the city's own zone (市经开区), where the page names one zone of a city's name."""
    own = {zone: split_name(zone)[1] for zone in zones if _level_of(split_name(zone)[0]) == _CITY}
    return {f"市{word}": zone for word, zone in _kinds_of(list(own)).items()}


def _level_of(place: str) -> str:
    area = gazetteer().area(place)
    return area.level if area is not None else ""


def _opens_with_kind(heading: str, kinds: dict[str, str]) -> str:
    text = heading[_BEFORE.match(heading).end() :]  # type: ignore[union-attr]
    word = max((word for word in kinds if text.startswith(word)), key=len, default="")
    return kinds[word] if word and not _BESIDE.match(text, len(word)) else ""


__all__ = ["STANDS_ALONE", "in_turn", "own_core", "zone_columns"]
