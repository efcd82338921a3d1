"""The zones that a page speaks of in turn, by its headings: 横琴 新兴业态唱主角 … 高新区 后劲足 … 高栏港 转身忙."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kpi.language.gazetteer import classes, gazetteer, split_name, stands_for, words
from kpi.language.numbering import NUMBER
from kpi.pages.passages import Passage
from kpi.pages.places import Place
from kpi.pages.whose import PageZone
from kpi.pages.zone_names import same_zone

STANDS_ALONE = (
    r"(?![港湾路桥镇村湖河站报街县市乡岛山古])"
    r"(?!大[桥道]|公司|石化|电厂|日报|产业|经济|工业|物流|新城|片区|园|开发|高新)"
)
"""Behind a zone's own name: nothing that makes another name of it (洋浦港, 洋浦大桥)."""
_LEAST_CORE = 2
_HEAD = 80  # letters: the masthead and the title
_PARTS = ("park", "estate", "zone")
_BEFORE = re.compile(rf"^(?:\s|[【“\"'●■◆▲★·—\-|｜]|{NUMBER})*")
# behind the name of its zone a heading goes on, or another one is put beside it: 高新区与经开区牵手
_BESIDE = re.compile("(?:党工委|管委会)?[、和与及]")


def own_core(zone: str) -> str:
    """What a zone is called without its place and kind, where no area is called so; else empty.

    >>> own_core("洋浦经济开发区"), own_core("清河经济开发区")
    ('洋浦', '')
    """
    core = gazetteer().cores_of(split_name(zone)[0])[-1:]
    if not core or len(core[0]) < _LEAST_CORE or core[0] in words("common") or gazetteer().area(core[0]) is not None:
        return ""
    generic = any(word.startswith(core[0]) for word in classes())  # 滨江工业新区 is not called 工业
    return "" if generic else core[0]


def in_turn(page: PageZone, passages: Sequence[Passage], places: Sequence[Place]) -> PageZone:
    """The page with a section for each heading that opens with the name of one of its zones; at least two do.

    A section ends with the next such heading, or with its article: behind it the page speaks of its own zone again.
    A page whose head names one zone alone is that zone's, whoever is spoken of further on.
    """
    spelled = _spellings(page, places)
    if page.sections or len(spelled) < 2:
        return page
    headings = [passage for passage in passages if passage.is_heading]
    by_name = [_opens_with(each.text, spelled) for each in headings]
    times = Counter(place.name for place in places if place.kind == "zone" and place.name in gazetteer().by_name)
    sure = {page.zone, *by_name, *(name for name, count in times.items() if count > 1)}
    short = _kinds_of([zone for zone in spelled if zone in sure])
    opened = [(each, zone or _opens_with_kind(each.text, short)) for each, zone in zip(headings, by_name, strict=True)]
    first = next((passage.start for passage, zone in opened if zone), 0)
    in_head = {place.name for place in places if place.kind == "zone" and place.start < min(first, _HEAD)}
    if len({zone for _, zone in opened if zone}) < 2 or (page.zone in in_head and len(in_head) == 1):
        return page
    sections: list[tuple[int, str]] = []
    article = -1
    for passage, zone in opened:
        if zone:
            sections.append((passage.start, zone))
            article = passage.article
        elif article >= 0 and passage.article != article:
            sections.append((passage.start, page.zone))
            article = -1
    return replace(page, sections=tuple(sections))


def _spellings(page: PageZone, places: Iterable[Place]) -> dict[str, set[str]]:
    """The zones that a page names, and how it spells each; a park that it does not name in full is a part of one."""
    spelled: dict[str, set[str]] = {page.zone: set(page.names)} if page.kind == "zone" else {}
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


def _opens_with(heading: str, zones: dict[str, set[str]]) -> str:
    """The zone with whose name a heading opens, as the page spells it or by its own name alone; else empty."""
    text = heading[_BEFORE.match(heading).end() :]  # type: ignore[union-attr]
    found = [(len(name), zone) for zone, names in zones.items() for name in (zone, *names) if text.startswith(name)]
    for zone in zones if not found else ():
        core = own_core(zone)
        if core and re.match(re.escape(core) + STANDS_ALONE, text):
            found.append((len(core), zone))
    size, zone = max(found, default=(0, ""))
    return "" if _BESIDE.match(text, size) else zone


def _kinds_of(zones: Sequence[str]) -> dict[str, str]:
    """The words for kinds that can mean only one of the zones of a page, and which."""
    meant = {word: [zone for zone in zones if stands_for(word, split_name(zone)[1])] for word in classes()}
    return {word: fitting[0] for word, fitting in meant.items() if len(fitting) == 1}


def _opens_with_kind(heading: str, kinds: dict[str, str]) -> str:
    text = heading[_BEFORE.match(heading).end() :]  # type: ignore[union-attr]
    word = max((word for word in kinds if text.startswith(word)), key=len, default="")
    return kinds[word] if word and not _BESIDE.match(text, len(word)) else ""


__all__ = ["STANDS_ALONE", "in_turn", "own_core"]
