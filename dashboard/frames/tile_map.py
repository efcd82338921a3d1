"""Zones by province and city as tiles: what each tile says of its zones, and how it is tinted. No Streamlit inside.

A tile of several zones is tinted by the median of what is known of them; one without any zone, and one whose zones
did not report what is asked for, have no tint and say so.
"""

from __future__ import annotations

import csv
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path

from dashboard.words.labels import Words
from kpi.pages.zone_places import Place, cities_of

STEPS = 5
UNPLACED = "?"
"""The key of the tile of zones of which nothing tells where they lie."""

CITIES_ABREAST = 6
_PROVINCES = Path(__file__).with_name("provinces.csv")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a zone: a number that is the better the lower its `share` (0 best, 1 worst), and its text."""

    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: where it stands in the grid, what it says, and its tint from 1 (least) to 5; 0 for none.

    `state` is `valued`, `silent` (zones, but nothing of what is asked for) or `empty` (no zone at all).
    """

    key: str
    name: str
    short: str
    row: int
    column: int
    zones: int
    valued: int
    value: str
    tint: int
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class Province:
    name: str
    row: int
    column: int
    short: str
    en: str
    code: str


@cache
def provinces() -> tuple[Province, ...]:
    """The provinces and where they stand in the grid."""
    with _PROVINCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Province(row["province"], int(row["row"]), int(row["column"]), row["short"], row["en"], row["code"])
        for row in rows
    )


def province_name(name: str, words: Words) -> str:
    """A province's name in the reader's language."""
    known = next((each for each in provinces() if each.name == name), None)
    return known.en if known is not None and words.language == "en" else name


def ranked_standings(numbers: Mapping[str, float], good: str) -> dict[str, Standing]:
    """The place of each zone among all that have a value; ties share the better place."""
    sign = 1 if good == "down" else -1
    ordered = sorted(sign * number for number in numbers.values())
    first = {number: place for place, number in reversed(list(enumerate(ordered, 1)))}
    last = max(len(ordered) - 1, 1)
    places = {zone: first[sign * number] for zone, number in numbers.items()}
    return {zone: Standing((place - 1) / last, str(place)) for zone, place in places.items()}


def covered_standings(counts: Mapping[str, int]) -> dict[str, Standing]:
    """How many indicators each zone reports on, held against the zone that reports on most."""
    most = max(counts.values(), default=0)
    return {zone: Standing(1 - count / most, str(count)) for zone, count in counts.items() if count}


def province_tiles(
    zones: Sequence[str], places: Mapping[str, Place], known: Mapping[str, Standing], words: Words
) -> list[Tile]:
    """A tile for each province, and one for zones of which nothing tells the province, if there are such."""
    of_place = _grouped(zones, [places[zone].province for zone in zones])
    listed = provinces()
    chinese = words.language == "zh"
    tiles = [
        _tile((each.name, each.name if chinese else each.en, each.short if chinese else each.code), each.row,
              each.column, of_place.get(each.name, []), known, words)
        for each in listed
    ]  # fmt: skip
    others = [zone for name, some in of_place.items() if name not in {each.name for each in listed} for zone in some]
    if others:
        name = words("tile_unplaced")
        tiles.append(_tile((UNPLACED, name, "?"), max(each.row for each in listed), 0, others, known, words))
    return tiles


def city_tiles(
    province: str, zones: Sequence[str], places: Mapping[str, Place], known: Mapping[str, Standing], words: Words
) -> list[Tile]:
    """A tile for each city of a province in the order of the codes, then those that only the zones name."""
    inside = [zone for zone in zones if places[zone].province == province]
    of_city = _grouped(inside, [places[zone].city for zone in inside])
    names = [*cities_of(province), *sorted(city for city in of_city if city and city not in cities_of(province))]
    keys = [*names, *([UNPLACED] if "" in of_city else [])]
    tiles = []
    for at, key in enumerate(keys):
        name = words("tile_no_city") if key == UNPLACED else key
        short = "?" if key == UNPLACED else short_city(key)
        row, column = divmod(at, CITIES_ABREAST)
        of_tile = of_city.get("" if key == UNPLACED else key, [])
        tiles.append(_tile((key, name, short), row, column, of_tile, known, words))
    return tiles


def short_city(name: str) -> str:
    """A city's name without its class word, as far as it still tells which.

    >>> short_city("濮阳市"), short_city("恩施土家族苗族自治州"), short_city("锡林郭勒盟"), short_city("郊区")
    ('濮阳', '恩施', '锡林郭勒', '郊区')
    """
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return _without_peoples(name.removesuffix(ending)) if ending.startswith("自治") else name[: -len(ending)]
    return name


_ENDINGS = ("自治州", "自治县", "地区", "新区", "市", "盟", "区", "县")
_PEOPLES = ("土家族", "苗族", "藏族", "羌族", "彝族", "哈尼族", "壮族", "傣族", "白族", "景颇族", "傈僳族", "布依族",
            "侗族", "回族", "蒙古族", "蒙古", "哈萨克", "柯尔克孜", "朝鲜族", "黎族")  # fmt: skip


def _without_peoples(name: str) -> str:
    shorter = name
    while found := next((people for people in _PEOPLES if shorter.endswith(people)), ""):
        if len(shorter) - len(found) < 2:
            break
        shorter = shorter.removesuffix(found)
    return shorter


def inside(zones: Sequence[str], places: Mapping[str, Place], province: str, city: str) -> list[str]:
    """The zones of a tile; of all tiles where none is chosen."""
    listed = {each.name for each in provinces()}

    def lies_in(zone: str) -> bool:
        place = places[zone]
        of_province = place.province == province or (province == UNPLACED and place.province not in listed)
        of_city = place.city == city or (city == UNPLACED and not place.city)
        return (not province or of_province) and (not city or of_city)

    return [zone for zone in zones if lies_in(zone)]


def _grouped(zones: Sequence[str], keys: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for zone, key in zip(zones, keys, strict=True):
        found.setdefault(key, []).append(zone)
    return found


def _tile(
    names: tuple[str, str, str], row: int, column: int, zones: Sequence[str], known: Mapping[str, Standing],
    words: Words,
) -> Tile:  # fmt: skip
    key, name, short = names
    standings = [known[zone] for zone in zones if zone in known]
    head = f"{name}：" if words.language == "zh" else f"{name}: "
    if not standings:
        told = words("tile_silent", count=len(zones)) if zones else words("tile_empty")
        state = "silent" if zones else "empty"
        return Tile(key, name, short, row, column, len(zones), 0, "", 0, state, head + told)
    share = statistics.median(each.share for each in standings)
    value = _middle([each.text for each in standings])
    counts = words("tile_valued", count=len(standings), zones=len(zones))
    which = words("tile_one" if len(standings) == 1 else "tile_median", value=value)
    tint = max(1, min(STEPS, ceil((1 - share) * STEPS)))
    comma = "，" if words.language == "zh" else ", "
    said = head + counts + comma + which
    return Tile(key, name, short, row, column, len(zones), len(standings), value, tint, "valued", said)


def _middle(texts: Sequence[str]) -> str:
    """The median of numbers that are written in `texts`, a half told as such."""
    middle = statistics.median(float(text) for text in texts)
    return f"{middle:g}"
