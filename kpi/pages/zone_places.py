"""Where zones lie: the province and the city of each, and the cities of a province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kpi.language.gazetteer import gazetteer
from kpi.vocabulary.model import Zone


@dataclass(frozen=True, slots=True)
class Place:
    """The province of a zone and the city in it, in a municipality the district; empty where nothing tells."""

    province: str = ""
    city: str = ""


def place_of(name: str, zones: Mapping[str, Zone]) -> Place:
    """Where the zone (or area) of that full name lies: by the config, else by the gazetteer.

    >>> place_of("荆州经济技术开发区", {}), place_of("万州经济技术开发区", {}), place_of("某某园区", {})
    (Place(province='湖北省', city='荆州市'), Place(province='重庆市', city='万州区'), Place(province='', city=''))
    """
    own, known = zones.get(name), gazetteer().by_name.get(name)
    province = (own.province if own else "") or (known.province if known else "")
    if not province:
        area = gazetteer().area(name)
        city = {"county": area.city, "city": area.name}.get(area.level, "") if area else ""
        return Place(area.province, city) if area else Place()
    city = (own.city if own else "") or (known.city if known else "")
    former = gazetteer().former(city)
    city = former.now if former else city
    if city == province or not city:  # a municipality is its own city
        city = known.county if known else ""
    return Place(province, city)


@cache
def cities_of(province: str) -> tuple[str, ...]:
    """The cities of a province as they are today, in the order of their codes; the districts of a municipality.

    >>> cities_of("湖北省")[:3], cities_of("天津市")[:2], cities_of("台湾省")
    (('武汉市', '黄石市', '十堰市'), ('和平区', '河东区'), ())
    """
    areas = [area for found in gazetteer().areas.values() for area in found if area.province == province]
    today = [area for area in areas if not area.until]
    cities = [area.name for area in today if area.level == "city"]
    return tuple(cities or [area.name for area in today if area.level == "county"])
