"""Pictures of charts: what they say, and that they stand alone. Drawn by Plotly in a page of their own, no server."""

from __future__ import annotations

import base64
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import plotly
import pytest
from PIL import Image

from dashboard.shared import chart_picture
from dashboard.words.labels import nameless

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STATIC = Path(chart_picture.__file__).parent.parent / "static"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
TITLE = "濮阳经济技术开发区与其他功能区重点项目年度完成投资情况对照（按全口径统计，含省市重点项目）2020–2025"
SOURCES = "a2024（2025-01-10）；" * 20 + "a2025（2025-02-05）"
LAYOUT = {"margin": {"l": 40, "r": 16, "t": 16, "b": 30}, "showlegend": False, "paper_bgcolor": "rgba(0,0,0,0)"}
YEARS = [2022, 2023, 2024]

NAME = "投资_濮阳_2022-2024"
DRAWING = """async ({colours, figures, html, script, data}) => {
  [document.body.style.backgroundColor, document.body.style.color] = colours;
  document.body.innerHTML = `<div class="st-key-trend-chart"></div><div id="picture">${html}</div>`;
  for (const figure of figures) {
    const place = document.createElement("div");
    place.style = `width:640px;height:${figure.layout.height}px`;
    if (figure.heading) {
      const heading = document.createElement("div");
      heading.dataset.testid = "stMarkdownContainer";
      heading.innerHTML = `<p><strong>${figure.heading}</strong></p>`;
      document.querySelector(".st-key-trend-chart").append(heading);
    }
    document.querySelector(".st-key-trend-chart").append(place);
    await Plotly.newPlot(place, figure.data, figure.layout);
  }
  const made = await import(script);
  made.default({data, parentElement: document.getElementById("picture")});
}"""

Draw = Callable[..., "Page"]


def figure(kind: str, height: int = 300, **layout: Any) -> dict[str, Any]:
    numbers = {"x": YEARS, "y": [96.3, 131.2, 206.19], "type": kind}
    trace = {
        "bar": {**numbers, "marker": {"pattern": {"shape": ["", "/", ""]}}, "text": ["96.3", "131.2", "206.19"]},
        "scatter": {**numbers, "mode": "markers+lines+text", "text": ["96.3", "131.2", "206.19"]},
        "heatmap": {
            "type": kind,
            "x": YEARS,
            "y": ["甲区", "乙区"],
            "z": [[1, 2, 3], [3, 2, 1]],
            "texttemplate": "%{z}",
            "showscale": False,
        },
    }[kind]
    return {"data": [trace], "layout": {**LAYOUT, "height": height, **layout}}


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page that knows Plotly and the style of the buttons."""
    context = browser.new_context(viewport={"width": 900, "height": 700}, device_scale_factor=1)
    page = context.new_page()
    page.set_content('<!doctype html><body data-testid="stApp"></body>')
    page.add_style_tag(path=STATIC / "picture.css")
    page.add_script_tag(path=PLOTLY)
    yield page
    context.close()


@pytest.fixture
def draw(blank: Page) -> Draw:
    """Draws figures inside the element of a key, and the two buttons below them."""

    def drawn(*figures: dict[str, Any], dark: bool = False, key: str = "trend chart", **said: str) -> Page:
        texts = {"title": TITLE, "unit": "亿元", "sources": SOURCES, "date": "2025-02-06", "file_name": NAME}
        content = chart_picture.content(key, **{**texts, **said}, words=nameless("zh"))
        script = base64.b64encode((STATIC / "picture.js").read_bytes()).decode()
        blank.evaluate(
            DRAWING,
            {
                "colours": ["#11161d", "#e6ebf1"] if dark else ["#ffffff", "#1b2430"],
                "figures": figures,
                "html": (STATIC / "picture.html").read_text("utf-8"),
                "script": f"data:text/javascript;base64,{script}",
                "data": content,
            },
        )
        return blank

    return drawn


def saved(page: Page, kind: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"把图存为 {kind}").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def words_of(svg: bytes) -> str:
    return "".join(text.strip() for text in ET.fromstring(svg).itertext())


def test_the_svg_says_title_unit_sources_and_date(draw: Draw) -> None:
    name, svg = saved(draw(figure("scatter")), "SVG")
    assert name == "投资_濮阳_2022-2024.svg"
    said = words_of(svg)
    assert all(words in said for words in (TITLE, "单位：亿元", "数据建于 2025-02-06", "来源：a2024", "206.19"))
    lines = [node for node in ET.fromstring(svg) if node.tag.endswith("text") and node.get("font-size") == "18"]
    assert len(lines) > 1 and "".join(line.text or "" for line in lines) == TITLE


@pytest.mark.parametrize("kind", ["bar", "scatter", "heatmap"])
def test_the_svg_needs_nothing_but_itself(kind: str, draw: Draw) -> None:
    svg = saved(draw(figure(kind), figure(kind)), "SVG")[1].decode()
    root = ET.fromstring(svg)
    names = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(names) == len(set(names))
    assert set(re.findall(r"url\((?:&quot;)?#?([^)&]+)", svg)) <= set(names)
    assert not re.search(r"https?://(?!www\.w3\.org)|class=|currentColor|var\(", svg)


@pytest.mark.parametrize("kind", ["bar", "scatter", "heatmap"])
def test_the_picture_looks_like_the_chart(kind: str, draw: Draw) -> None:
    page = draw(figure(kind))
    _, svg = saved(page, "SVG")
    name, png = saved(page, "PNG")
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    root = ET.fromstring(svg)
    assert picture.size == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0))) and name.endswith(".png")
    assert picture.width == 2 * 680 and picture.height > 2 * 300
    assert picture.getpixel((2, 2)) == picture.getpixel((picture.width - 3, picture.height - 3)) == (255, 255, 255)
    colours = picture.getcolors(maxcolors=1 << 24) or []
    assert sum(count for count, colour in colours if max(colour) - min(colour) > 60) > 300


def test_ink_is_dark_on_white_when_the_page_is_dark(draw: Draw) -> None:
    pale = figure("scatter", font={"color": "#e6ebf1"})
    root = ET.fromstring(saved(draw(pale, dark=True), "SVG")[1])
    fills = [node.get("fill", "") for node in root.iter() if node.tag.endswith("text")]
    numbers = [list(map(int, re.findall(r"\d+", fill)[:3])) for fill in fills if fill.startswith("rgb")]
    assert numbers and all(max(number) < 120 for number in numbers)


def test_labels_in_a_heatmap_keep_the_colour_that_fits_their_cell(draw: Draw) -> None:
    def labels(dark: bool) -> list[str]:
        root = ET.fromstring(saved(draw(figure("heatmap"), dark=dark), "SVG")[1])
        return sorted(str(node.get("fill")) for node in root.iter() if (node.text or "") in {"1", "2", "3"})

    assert labels(dark=True) == labels(dark=False) and len(labels(dark=True)) == 6


def test_several_charts_of_one_key_stand_in_one_picture(draw: Draw) -> None:
    one = Image.open(io.BytesIO(saved(draw(figure("bar")), "PNG")[1]))
    two = Image.open(io.BytesIO(saved(draw(figure("bar"), figure("scatter")), "PNG")[1]))
    assert two.height == one.height + 2 * 300


def test_the_headings_of_small_multiples_go_along(draw: Draw) -> None:
    panels = [{**figure("bar"), "heading": name} for name in ("东山开发区", "西河园区")]
    root = ET.fromstring(saved(draw(*panels), "SVG")[1])
    places = {node.text: float(node.get("y", 0)) for node in root.iter() if node.text in ("东山开发区", "西河园区")}
    assert len(places) == 2 and places["西河园区"] - places["东山开发区"] > 300


def test_a_very_tall_chart_still_becomes_a_picture(draw: Draw) -> None:
    picture = Image.open(io.BytesIO(saved(draw(figure("bar", height=9000)), "PNG")[1]))
    assert 15_000 < picture.height <= 16_000 and picture.getbbox() is not None


def test_what_is_not_known_is_left_out(draw: Draw) -> None:
    said = words_of(saved(draw(figure("bar"), unit="", sources="", date=""), "SVG")[1])
    assert TITLE in said and not re.search("单位|来源|数据建于", said)


def test_markup_in_a_title_stays_text(draw: Draw) -> None:
    title = "<b>投资</b> & <script>alert(1)</script>"
    assert title in words_of(saved(draw(figure("bar"), title=title), "SVG")[1])


def test_a_chart_that_is_not_there_is_told(draw: Draw) -> None:
    page = draw(figure("bar"), key="another chart")
    page.get_by_role("button", name="把图存为 PNG").click()
    page.get_by_text("图还没有画好").wait_for()


def test_what_the_buttons_say_follows_the_language() -> None:
    said = chart_picture.content("k", "GDP", "亿元", "a2024", "2025-02-06", "gdp", nameless("en"))
    assert said["unit"] == "Unit: 亿元" and said["foot"] == ["Source: a2024", "Data as of 2025-02-06"]
    assert json.dumps(said)
