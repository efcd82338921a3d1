"""Where zones lie, and the cities of a province."""

from __future__ import annotations

import pytest

from kpi.pages.zone_places import Place, cities_of, place_of
from kpi.vocabulary.model import Zone


@pytest.mark.parametrize(
    ("name", "own", "place"),
    [
        ("濮阳经济技术开发区", None, ("河南省", "濮阳市")),
        ("某某工业园区", Zone("某某工业园区", province="河南省", city="濮阳市"), ("河南省", "濮阳市")),
        ("濮阳经济技术开发区", Zone("濮阳经济技术开发区"), ("河南省", "濮阳市")),  # the config says nothing of it
        ("某某工业园区", Zone("某某工业园区", province="湖北省", city="襄樊市"), ("湖北省", "襄阳市")),  # a former name
        ("某某工业园区", Zone("某某工业园区", province="湖北省"), ("湖北省", "")),
        ("万州经济技术开发区", None, ("重庆市", "万州区")),  # a municipality has districts
        ("濮阳县", None, ("河南省", "濮阳市")),
        ("濮阳市", None, ("河南省", "濮阳市")),
        ("河南省", None, ("河南省", "")),
        ("谁也不知道的园区", None, ("", "")),
    ],
)
def test_places(name: str, own: Zone | None, place: tuple[str, str]) -> None:
    assert place_of(name, {name: own} if own else {}) == Place(*place)


def test_cities_are_those_of_today() -> None:
    assert "襄阳市" in cities_of("湖北省") and "襄樊市" not in cities_of("湖北省")
    assert len(cities_of("河南省")) == 17 and len(cities_of("广东省")) == 21
    assert "浦东新区" in cities_of("上海市") and cities_of("没有的省") == ()
