"""Tiles of places drawn as buttons in a grid: by mouse and by keyboard each leads to its zones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.figures import theme
from dashboard.frames.tile_map import Tile
from dashboard.words.labels import Words

_STATIC = Path(__file__).parent.parent / "static"


def show(tiles: Sequence[Tile], chosen: str, label: str, ends: tuple[str, str] | None, words: Words, key: str) -> str:
    """Draws the grid; returns the tile that was chosen just now, empty where none was.

    `ends` say what the faintest and the strongest tint mean, in a legend; None where one stands there already.
    """
    drawn = [
        {
            "key": tile.key, "short": tile.short, "value": tile.value, "row": tile.row, "column": tile.column,
            "state": tile.state, "said": tile.said, "tint": tile.tint,
            "colour": theme.TINTS[tile.tint - 1] if tile.tint else "",
            "ink": theme.ink_on(theme.TINTS[tile.tint - 1]) if tile.tint else "",
        }
        for tile in tiles
    ]  # fmt: skip
    result = _component()(
        key=key,
        data={
            "tiles": drawn, "chosen": chosen, "columns": max((tile.column for tile in tiles), default=0) + 1,
            "colours": list(theme.TINTS),
            "legend": ends is not None,
            "words": {
                "label": label, "low": ends[0] if ends else "", "high": ends[1] if ends else "",
                "silent": words("tile_silent_legend"), "empty": words("tile_empty"),
            },
        },
        on_tile_change=_nothing,
    )  # fmt: skip
    return str(result.get("tile") or "")


def _nothing() -> None:
    """What was chosen is read from the result."""


@cache
def _component() -> Any:
    html, css, js = ((_STATIC / f"tiles.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("kpi_tiles", html=html, css=css, js=js)
