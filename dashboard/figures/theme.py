"""Colours and the chart template: the same meaning in light and dark.

Every colour stands at a contrast of 3:1 or more against both backgrounds, so that one figure
serves both; text in charts takes its colour from the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LIGHT_BACKGROUND, DARK_BACKGROUND = "#ffffff", "#11161d"

# Eight hues that stay apart under the common colour-vision deficiencies.
ZONE_COLOURS = ("#1f78b4", "#d1600f", "#0f8f73", "#8a63c9", "#b77a00", "#c2558f", "#6a55e8", "#8a6d58")
ONE_COLOUR = "#5f7f9c"  # of zones that need not be told apart
OTHER_ZONE = "#808a94"
NEUTRAL = "#808a94"
TRACK = "rgba(128,138,148,0.18)"
GRID = "rgba(128,138,148,0.22)"
ZERO_LINE = "rgba(128,138,148,0.75)"

GROUP_COLOURS = (
    "#1f78b4", "#d1600f", "#0f8f73", "#8a63c9", "#b77a00", "#c2558f", "#3c8fc7", "#8a6d58", "#6a8f00", "#b8475a",
)  # fmt: skip

GOOD, BAD, OPEN = "#0f8f73", "#d1600f", "#808a94"
VERDICT_COLOURS: Mapping[str, str] = {
    "met": GOOD,
    "ahead": GOOD,
    "missed": BAD,
    "behind": BAD,
    "pending": OPEN,
    "no_target": OPEN,
    "cannot_tell": OPEN,
    "unreported": OPEN,
}
# The names that st.badge takes, and a sign that says the same without colour.
VERDICT_BADGES: Mapping[str, tuple[str, str]] = {
    "met": ("green", ":material/check_circle:"),
    "ahead": ("green", ":material/trending_up:"),
    "missed": ("orange", ":material/cancel:"),
    "behind": ("orange", ":material/trending_down:"),
    "in_doubt": ("gray", ":material/question_mark:"),
    "pending": ("gray", ":material/schedule:"),
    "no_target": ("gray", ":material/remove:"),
    "cannot_tell": ("gray", ":material/help:"),
    "unreported": ("gray", ":material/event_busy:"),
}

# The same, in a chart's label.
VERDICT_SIGNS: Mapping[str, str] = {
    "met": "✓",
    "ahead": "↗",
    "missed": "✕",
    "behind": "↘",
    "pending": "○",
    "no_target": "–",
    "cannot_tell": "?",
    "in_doubt": "?",
    "unreported": "–",
}

# A font that no machine has: its name marks labels that page.css takes away on narrow screens.
WIDE_ONLY_FONT = "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', wideonly, sans-serif"
# In the same way, of two labels that say the same: the one for a narrow chart and the one for a roomy one.
TIGHT_FONT, ROOMY_FONT = (WIDE_ONLY_FONT.replace("wideonly", mark) for mark in ("tightchart", "roomychart"))

PLOT_CONFIG: Mapping[str, Any] = {
    "displayModeBar": False,  # pictures are made by the buttons below a chart: with title, unit, sources and date
    "scrollZoom": False,
    "doubleClick": "reset",
}


# From little to much, for tiles that carry text: each stands at 4.5:1 or more against its ink.
TINTS = ("#d9e8f4", "#abcde5", "#76aed6", "#2c74a9", "#114f80")
INKS = ("#11161d", "#ffffff")


# An axis without a title: Streamlit's own template keeps 40 pixels free even for an empty one.
NO_TITLE: Mapping[str, Any] = {"text": "", "standoff": 0, "font": {"size": 1}}


def zone_colours(zones: Sequence[str], chosen: Iterable[str] = ()) -> dict[str, str]:
    """The colour of each zone, by its place in the config, so that it keeps it on every page.

    Beyond eight zones the chosen ones are coloured and the rest are grey. Two chosen zones whose places share a
    colour are told apart: the first keeps it, the other takes one that no chosen zone has.
    """
    count = len(ZONE_COLOURS)
    if len(zones) <= count:
        return dict(zip(zones, ZONE_COLOURS, strict=False))
    bright = [place for place, zone in enumerate(zones) if zone in set(chosen)][:count]
    owners = {place % count: place for place in reversed(bright)}
    free = iter([colour for colour in range(count) if colour not in owners])
    dealt = {zones[p]: ZONE_COLOURS[p % count if owners[p % count] == p else next(free)] for p in bright}
    return dict.fromkeys(zones, OTHER_ZONE) | dealt


def group_colours(groups: Sequence[str]) -> dict[str, str]:
    """The colour of each indicator group, by its place in the config."""
    return {group: GROUP_COLOURS[place % len(GROUP_COLOURS)] for place, group in enumerate(groups)}


def layout(height: int, **changes: Any) -> dict[str, Any]:
    """The layout that every figure starts from."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 16, "b": 8},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "uirevision": "keep",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "font": {"size": 13},
    }
    return base | changes


def ink_on(colour: str) -> str:
    """The ink that stands out most on a colour."""
    return max(INKS, key=lambda ink: contrast(ink, colour))


def contrast(colour: str, background: str) -> float:
    """The contrast ratio of two colours as WCAG defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
