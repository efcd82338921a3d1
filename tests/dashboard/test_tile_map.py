"""The map: a tile a place, tinted by what is known of its zones; what is missing says so; a click filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from dashboard.figures import theme
from dashboard.frames import tile_map
from dashboard.frames.tile_map import Standing, Tile
from dashboard.words.labels import Words
from kpi.language.gazetteer import gazetteer
from kpi.pages.zone_places import Place
from tests.dashboard.opened_pages import open_page, said
from tests.dashboard.stated_points import WORDS
from tests.dashboard_data import CONFIG, FULL, A, B, Fact, Sample

PLACES = {
    "甲区": Place("河南省", "濮阳市"), "乙区": Place("河南省", "濮阳市"), "丙区": Place("河南省", "周口市"),
    "丁区": Place("江苏省", ""), "戊区": Place("江苏省", "临湾市"), "己区": Place("", ""),
}  # fmt: skip
KNOWN = {"甲区": Standing(0.0, "1"), "乙区": Standing(0.5, "3"), "戊区": Standing(1.0, "5")}


def by_key(tiles: list[Tile]) -> dict[str, Tile]:
    return {tile.key: tile for tile in tiles}


def test_every_province_has_a_tile_of_its_own() -> None:
    listed = tile_map.provinces()
    names = {area.name for found in gazetteer().areas.values() for area in found if area.level == "province"}
    assert {each.name for each in listed} == names and len(listed) == 34
    assert len({(each.row, each.column) for each in listed}) == 34
    assert len({each.code for each in listed}) == len({each.short for each in listed}) == 34
    assert all(len(each.short) <= 3 and re.fullmatch("[A-Z]{2}", each.code) for each in listed), "a phone has room"


def test_neighbours_stand_near_each_other() -> None:
    at = {each.short: (each.row, each.column) for each in tile_map.provinces()}
    for chain in (
        "黑龙江 吉林 辽宁 天津 河北 山西",
        "新疆 甘肃 宁夏 陕西",
        "四川 重庆 湖北 安徽 江苏 上海",
        "广西 广东 福建",
    ):
        for one, other in pairwise(chain.split()):
            assert abs(at[one][0] - at[other][0]) + abs(at[one][1] - at[other][1]) == 1, (one, other)


def test_what_a_tile_says() -> None:
    tiles = by_key(tile_map.province_tiles(list(PLACES), PLACES, KNOWN, WORDS))
    henan, jiangsu, hubei, nowhere = (tiles[name] for name in ("河南省", "江苏省", "湖北省", tile_map.UNPLACED))
    assert (henan.zones, henan.valued, henan.value, henan.state) == (3, 2, "2", "valued"), "the median of 1 and 3"
    assert henan.said == "河南省：3 个区中 2 个有数据，中位数 2"
    assert (jiangsu.value, jiangsu.tint) == ("5", 1), "the last is faint, but not without tint"
    assert (hubei.state, hubei.tint, hubei.value, hubei.said) == ("empty", 0, "", "湖北省：没有读到开发区的报告")
    assert (nowhere.state, nowhere.zones) == ("silent", 1) and "没有这项数据" in nowhere.said
    assert tile_map.UNPLACED not in by_key(tile_map.province_tiles(["甲区"], PLACES, KNOWN, WORDS))


@pytest.mark.parametrize(("share", "tint"), [(0.0, 5), (0.19, 5), (0.21, 4), (0.5, 3), (0.79, 2), (0.81, 1), (1.0, 1)])
def test_tints_go_by_fifths(share: float, tint: int) -> None:
    (tile,) = (t for t in tile_map.province_tiles(["甲区"], PLACES, {"甲区": Standing(share, "1")}, WORDS) if t.tint)
    assert tile.tint == tint


def test_cities_of_a_province_with_those_that_nobody_lists() -> None:
    tiles = tile_map.city_tiles("江苏省", list(PLACES), PLACES, KNOWN, WORDS)
    assert len({(tile.row, tile.column) for tile in tiles}) == len(tiles) == 13 + 2
    assert tiles[0].key == "南京市" and tiles[0].short == "南京" and tiles[0].state == "empty"
    assert [tile.key for tile in tiles[13:]] == ["临湾市", tile_map.UNPLACED]
    assert tiles[13].value == "5" and tiles[14].state == "silent"
    assert [tile.value for tile in tile_map.city_tiles("河南省", list(PLACES), PLACES, KNOWN, WORDS) if tile.value] == [
        "2"
    ]


def test_zones_of_a_tile() -> None:
    def inside(province: str = "", city: str = "") -> str:
        return "".join(zone[0] for zone in tile_map.inside(list(PLACES), PLACES, province, city))

    assert inside() == "甲乙丙丁戊己"
    assert inside("河南省") == "甲乙丙" and inside("河南省", "濮阳市") == "甲乙"
    assert inside("江苏省", tile_map.UNPLACED) == "丁" and inside(tile_map.UNPLACED) == "己"


@pytest.mark.parametrize(
    ("good", "places"),
    [("up", {"甲": "2", "乙": "2", "丙": "1", "丁": "4"}), ("down", {"甲": "2", "乙": "2", "丙": "4", "丁": "1"})],
)
def test_ranks_share_the_better_place(good: str, places: dict[str, str]) -> None:
    made = tile_map.ranked_standings({"甲": 5.0, "乙": 5.0, "丙": 9.0, "丁": 1.0}, good)
    assert {zone: each.text for zone, each in made.items()} == places
    assert min(made.values(), key=lambda each: each.share).text == "1"
    assert tile_map.ranked_standings({}, "up") == {} and tile_map.ranked_standings({"甲": 3.0}, "up")["甲"].share == 0


def test_coverage_is_held_against_the_fullest_zone() -> None:
    made = tile_map.covered_standings({"甲": 20, "乙": 5, "丙": 0})
    assert made == {"甲": Standing(0.0, "20"), "乙": Standing(0.75, "5")}, "a zone without any has no standing"
    assert tile_map.covered_standings({}) == {}


def test_text_on_every_tint_can_be_read() -> None:
    assert len(theme.TINTS) == tile_map.STEPS
    assert all(theme.contrast(theme.ink_on(tint), tint) >= 4.5 for tint in theme.TINTS)
    light = [theme.contrast(tint, "#000000") for tint in theme.TINTS]
    assert light == sorted(light, reverse=True), "each step is darker than the one before"


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The sample with its zones in Henan; one of them has a city."""
    where = f"  {A}:\n    province: 河南省\n    city: 濮阳市\n"
    text = CONFIG.replace(f"  {A}:\n", where).replace(f"  {B}:\n", f"  {B}:\n    province: 河南省\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.dashboard_data.CONFIG", text)
        with Sample(tmp_path_factory.mktemp("map"), FULL) as sample:
            yield sample


def _zones(app: object) -> list[str]:
    return list(app.dataframe[0].value["开发区"])  # type: ignore[attr-defined]


def test_the_page_lists_the_zones_of_what_is_chosen(placed: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("tile_map", placed.path, monkeypatch, show="gdp", year="2024")
    assert "地区生产总值 · 2024年" in said(app) and _zones(app) == [A, B]
    assert app.dataframe[0].value["排名"].iloc[0] == 1
    assert list(app.dataframe[0].value["时期"]) == ["2024年", "没有数据"], "a zone without a value is not left out"
    app = open_page("tile_map", placed.path, monkeypatch, show="gdp", year="2024", province="河南省", city="濮阳市")
    assert _zones(app) == [A] and "河南省 · 濮阳市" in said(app)
    app = app.button(key="tile_all").click().run()
    assert _zones(app) == [A, B]


def test_the_map_opens_on_what_its_zones_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city reports another year, and another indicator on its own."""
    facts = tuple(
        Fact(f"{zone[:2]}{year}", f"{indicator}{year}{zone}{number}", indicator, year, number, unit, zone=zone)
        for zone, indicator, year, number, unit in (
            (A, "gdp", "2023", "200", "亿元"), (B, "gdp", "2023", "90", "亿元"),
            *((city, "signed_projects", "2025", "12", "个") for city in ("东山市", "西河市", "南港市")),
            *((city, "gdp", "2025", "900", "亿元") for city in ("东山市", "西河市", "南港市")),
        )
    )  # fmt: skip
    with Sample(tmp_path / "cities", facts) as sample:
        app = open_page("tile_map", sample.path, monkeypatch)
    assert app.subheader[0].value == "地区生产总值 · 2023年"
    assert list(app.dataframe[0].value["数值"]) == [200.0, 90.0]


def test_trends_open_on_what_is_most_often_stated_of_zones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cities = [Fact(city, f"{city}地区生产总值{year}亿元", "gdp", year, year, zone=city)
              for city in ("东山市", "西河市") for year in ("2021", "2022", "2023")]  # fmt: skip
    signed = [Fact("a", f"{year}年签约项目12个", "signed_projects", year, "12", "个") for year in ("2022", "2023")]
    gdp = [Fact("a", "地区生产总值254亿元", "gdp", "2023", "254")]
    with Sample(tmp_path / "areas", [*cities, *signed, *gdp]) as sample:
        app = open_page("trends", sample.path, monkeypatch)
        chosen = open_page("trends", sample.path, monkeypatch, zone="东山市")
        compared = open_page("compare", sample.path, monkeypatch, zone="东山市")
    assert app.session_state["w_show"] == "signed_projects"
    assert chosen.session_state["w_show"] == compared.session_state["w_show"] == "gdp", "of those that were chosen"


def test_a_place_of_the_address_that_has_no_zones_is_nothing(placed: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("tile_map", placed.path, monkeypatch, province="湖北省", city="没有")
    assert _zones(app) == [A, B]


def test_coverage_counts_indicators_with_a_value(placed: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("tile_map", placed.path, monkeypatch, tint="coverage")
    table = app.dataframe[0].value
    assert dict(zip(table["开发区"], table["报告的指标数"], strict=True)) == {A: 3, B: 2}, "a target is no value"
    app = open_page("tile_map", placed.path, monkeypatch, tint="coverage", tile_year="2020")
    assert app.dataframe[0].value["报告的指标数"].iloc[0] == 1


def test_in_english(placed: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("tile_map", placed.path, monkeypatch, "en-US", show="gdp", year="2024", province="河南省")
    assert "Henan" in said(app) and app.dataframe[0].value["Place"].iloc[0] == "Henan 濮阳市"
    tiles = by_key(tile_map.province_tiles([A], {A: Place("河南省", "")}, {}, Words("en", placed.config)))
    assert tiles["河南省"].said == "Henan: 1 zone without this figure" and tiles["河南省"].short == "HA"
