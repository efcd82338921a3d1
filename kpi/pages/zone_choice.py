"""Zones for a person to choose from, and what is made of a name that somebody typed: never a new zone by a slip."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from kpi.language.gazetteer import Area, KnownZone, gazetteer
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.lookup import find_zone
from kpi.vocabulary.model import Zone
from kpi.vocabulary.patterns import lazy

_SHOWN = 8
_ALIKE = 0.82
_FEWEST = 4
_LONG_AGO = "1990"
_FULL = lazy(r"[市县区州旗省园城]$")


def offered(zones: Mapping[str, Zone]) -> dict[str, str]:
    """The zones of the config, then all of the gazetteer, each with its province, city and county.

    Where the city or county had another name before, that stands with it: 河北省保定市徐水区（2015 年前 徐水县）.
    """
    found = {name: zone.province + zone.city for name, zone in zones.items()}
    before = _former_areas()
    for zone in gazetteer().by_name.values():
        found[zone.name] = found.get(zone.name) or _places(zone, before)
    return found


def listed(name: str) -> Zone | None:
    """The zone of that full name as the gazetteer has it: its level, province and city."""
    known = gazetteer().by_name.get(name)
    return None if known is None else Zone(name, "", known.level, known.province, known.city)


def full_name(text: str, zones: Mapping[str, Zone], known: Collection[str] = ()) -> str:
    """The full name of the zone that `text` means; `text` itself where it is the full name of a zone nobody lists.

    `known` are full names that are in use though nobody lists them. KpiError with the zones that it may mean where it
    is no full name, or so near to a known one that it may be a slip.
    """
    text = "".join(text.split())
    if text not in zones and (text in gazetteer().by_name or text in known):
        return text
    try:
        return find_zone(text, zones)
    except KpiError:
        near = candidates(text, zones)
        if near:
            told = "、".join(near[:_SHOWN]) + (f" 等 {len(near)} 个" if len(near) > _SHOWN else "")
            raise KpiError(
                f"{text}: 名录里没有这个名称，是不是 {told}？请写全称；不是其中的，请先写进 config.yaml 的 zones"
            ) from None
        if len(text) < _FEWEST or not _FULL.search(text):
            raise
    return text


def candidates(text: str, zones: Mapping[str, Zone]) -> list[str]:
    """The zones that a name may mean which is the full name of none: by a part, a short name, or a slip."""
    text = "".join(text.split())
    if not text or text in zones or text in gazetteer().by_name:
        return []
    names = [*zones, *gazetteer().by_name]
    of_config = [name for name, zone in zones.items() if any(text in word for word in (name, *zone.aliases))]
    listed = [zone.name for zone in gazetteer().search(text)]
    alike = get_close_matches(text, names, _SHOWN, _ALIKE)
    slips = [] if listed else [zone.name for zone in gazetteer().alike(text)]
    return list(dict.fromkeys([*of_config, *listed, *alike, *slips]))


def _places(zone: KnownZone, before: Mapping[str, Sequence[Area]]) -> str:
    """Where a zone is, each place with what it was called before."""
    said = ""
    for place in zone.places:
        said += place + "".join(_once(zone, place, area) for area in before.get(zone.province + place, ()))
    return said


def _once(zone: KnownZone, place: str, area: Area) -> str:
    """What a place of a zone was once called, and the zone by that name: people type either."""
    bare = gazetteer().bare_name(place)
    old = zone.name.replace(bare, area.bare, 1) if area.bare != bare and bare in zone.name else ""
    return f"（{area.until} 年前 {area.name}{f'：{old}' if old else ''}）"


def _former_areas() -> dict[str, list[Area]]:
    """The areas that those of today were before, by the province and name of today."""
    found: dict[str, list[Area]] = {}
    for name in gazetteer().areas:
        area = gazetteer().former(name)
        if area is None or area.level == "province" or area.until < _LONG_AGO or name.endswith("地区"):
            continue  # 保定地区 is found by 保定市, and what was long ago stands in no report
        found.setdefault(area.province + area.now, []).append(area)
    return found
