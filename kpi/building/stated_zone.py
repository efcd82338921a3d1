"""The zone that a person means who states whose report it is: never a new one out of a slip of the pen."""

from __future__ import annotations

from collections.abc import Collection

from kpi.language.gazetteer import KnownZone, classes, gazetteer, split_name
from kpi.pages.zone_choice import candidates
from kpi.pages.zone_names import ZoneNames, fits, may_be
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError

_TOLD = 12
_ALIKE = 6


def find_stated_zone(text: str, config: Config, known: Collection[str] = (), folders: Collection[str] = ()) -> str:
    """The full name of the zone that a person means: of the config, else of the gazetteer; short names will do.

    `known` are full names that the caller vouches for (candidates of a report); `folders` are those around the
    report, whose places a bare 经开区 may rest on. KpiError where no zone is called that, or several are.
    """
    names = ZoneNames(config.zones)
    wanted = "".join(text.split())
    for written in (text.strip(), wanted):
        if (named := names.named(written, folders)) in config.zones:
            return named
    if wanted in known:
        return wanted
    exact = gazetteer().by_name.get(wanted)
    found = {exact.name: ""} if exact else _zones_meant(wanted, text, config)
    if len(found) == 1:
        return _as_in_config(next(iter(found)), config)
    if found:
        some = "、".join(f"{name}{where}" for name, where in list(found.items())[:_TOLD])
        more = f" 等 {len(found)} 个" if len(found) > _TOLD else ""
        raise KpiError(f"{text}: 有 {len(found)} 个开发区符合：{some}{more}；请写全称")
    alike = candidates(wanted, config.zones)[:_ALIKE]
    near = f"，是不是 {'、'.join(alike)}？" if alike else "；"
    raise KpiError(
        f"{text}: 没有找到这个开发区{near}可用 kpi zones 查全称（如 kpi zones 荆州 经开区），"
        f"名录里没有的请先写进 {config.path.name} 的 zones"
    )


def _zones_meant(wanted: str, text: str, config: Config) -> dict[str, str]:
    """The zones that a name may mean, each with where it lies, those of the config first.

    Of a bare 经开区 only those of the config are asked: hundreds of others are called that.
    """
    bare = wanted in classes()
    own = {
        zone.name: f"（{zone.city}）" if zone.city else ""
        for zone in config.zones.values()
        if (fits(zone.name, wanted) if bare else any(wanted in each for each in (zone.name, *zone.aliases)))
    }
    found = [] if bare else _known_zones(wanted, text)
    return own | {zone.name: f"（{zone.where}）" for zone in found if _as_in_config(zone.name, config) not in own}


def _as_in_config(name: str, config: Config) -> str:
    """What the config calls a zone of the gazetteer, its province left out, where that is no other zone."""
    same = [zone for zone in config.zones if may_be(name, zone) and (zone == name or zone not in gazetteer().by_name)]
    return same[0] if len(same) == 1 else name


def _known_zones(wanted: str, text: str) -> list[KnownZone]:
    """The zones of the gazetteer by a short name, also with the former name of its place; else by letters of it."""
    core, kind = split_name(wanted)
    return (gazetteer().zones_called(core, kind) if kind else []) or gazetteer().search(text)
