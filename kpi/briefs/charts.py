"""The charts of a brief as native, editable charts of an office file: no picture, no renderer.

Drawn once with python-pptx; slides take the chart as it is, documents take its part and its workbook.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.briefs import style
from kpi.briefs.content import Aim, Brief, Row
from kpi.briefs.office_files import clean
from kpi.briefs.sentence import target_name
from kpi.briefs.table import SIGNS
from kpi.series.standing import IN_DOUBT
from kpi.wording.numbers import percent_text
from kpi.wording.wording import Wording

CHARTS_AT_FIRST = 4
YEARS_TO_DRAW = 3
BARS_AT_MOST = 14


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, what it shows in words for who does not see it, and how it is put on a slide.

    `height` is its share of the usual height; `place` puts it on the shapes of a slide at left, top, width, height.
    """

    title: str
    alt: str
    height: float
    place: Callable[[Any, int, int, int, int], Any]


def drawable(brief: Brief) -> list[str]:
    """The indicators with enough whole years for a line, in the order of the table."""
    rows = (row for row in brief.rows if row.measure == "level" and len(row.line) >= YEARS_TO_DRAW)
    return list(dict.fromkeys(row.indicator for row in rows))


def charts_of(brief: Brief, words: Wording, indicators: Sequence[str] | None = None) -> list[Chart]:
    """How much of each target is reached, then the years of the chosen indicators; the first few without a choice."""
    chosen = drawable(brief)[:CHARTS_AT_FIRST] if indicators is None else list(indicators)
    held = [row for row in brief.rows if row.aim and not math.isnan(row.aim.share) and row.aim.share >= 0]
    made = [_shares(held[:BARS_AT_MOST], words)] if held else []
    for name in chosen:
        rows = [row for row in brief.rows if row.indicator == name and row.measure == "level" and len(row.line) > 1]
        if rows:
            made.append(_years(max(rows, key=lambda row: len(row.line)), brief, words))
    return made


# how much of each target is reached


def _shares(rows: Sequence[Row], words: Wording) -> Chart:
    title = words("brief_chart_share")
    labels = [_share_label(row, words) for row in rows]
    alt = words.listed(
        f"{label} {percent_text(row.aim.share)}" for label, row in zip(labels, rows, strict=True) if row.aim
    )

    def place(shapes: Any, left: int, top: int, width: int, height: int) -> Any:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION

        data = CategoryChartData(number_format="0.0%")
        data.categories = labels
        data.add_series(words("brief_share"), [row.aim.share for row in rows if row.aim])
        frame = shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, left, top, width, height, data)
        chart = _plain(frame.chart, title, words)
        chart.plots[0].gap_width = 45
        chart.category_axis.reverse_order = True  # the first row of the table on top
        axis = chart.value_axis
        axis.minimum_scale, axis.major_unit = 0, 0.5 if _most(rows) <= 2 else None
        axis.maximum_scale = max(1.25, math.ceil(_most(rows) * 4 + 0.6) / 4) if _most(rows) <= 2 else None
        axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # below the bars: the axis is turned over
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
        for at, row in enumerate(rows):
            _colour_bar(chart.plots[0].series[0].points[at], row, words)
        return frame

    return Chart(title, alt, 0.35 + 0.09 * len(rows), place)


def _most(rows: Sequence[Row]) -> float:
    return max(row.aim.share for row in rows if row.aim)


def _share_label(row: Row, words: Wording) -> str:
    """`✕ 规上工业总产值（2024年）`; of a part of the year with the share that it asks for."""
    aim = row.aim
    assert aim is not None
    period = words.period(row.value.period if row.value else aim.period)
    said = [period, words("brief_expected", share=percent_text(aim.expected))] if aim.of_part else [period]
    return clean(
        words("brief_in_brackets", said=f"{SIGNS[aim.standing]} {target_name(row, words)}", text=words.comma.join(said))
    )


def _colour_bar(point: Any, row: Row, words: Wording) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_PATTERN
    from pptx.util import Pt

    aim = row.aim
    assert aim is not None
    colour = RGBColor.from_string(style.COLOURS[aim.standing])
    fill = point.format.fill
    if aim.standing == IN_DOUBT:  # hatched, as on the page
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = colour, RGBColor(255, 255, 255)
    else:
        fill.solid()
        fill.fore_color.rgb = colour
    frame = point.data_label.text_frame
    frame.text = percent_text(aim.share)  # as everywhere: 99.96 % is not 100 %
    font = frame.paragraphs[0].runs[0].font
    font.size, font.color.rgb = Pt(10), RGBColor.from_string(style.TEXT)
    _fonts(font._element, words)
    point.data_label.position = _outside()


def _outside() -> Any:
    from pptx.enum.chart import XL_LABEL_POSITION

    return XL_LABEL_POSITION.OUTSIDE_END


# the whole years of an indicator


def _years(row: Row, brief: Brief, words: Wording) -> Chart:
    unit = words.unit(row.value.canonical_unit if row.value else "")
    title = clean(words("brief_chart_line", name=target_name(row, words), unit=unit))
    aims = {aim.year: aim for each in brief.rows if _same_series(each, row) for aim in _numbered(each)}
    first, last = row.line[0].year, max([row.line[-1].year, *aims])
    years = range(first, last + 1)
    known = {point.year: point for point in row.line}
    alt = words.listed(f"{point.year}{words.colon}{point.number:g}" for point in row.line)

    def place(shapes: Any, left: int, top: int, width: int, height: int) -> Any:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

        data = CategoryChartData()
        data.categories = [str(year) for year in years]
        kinds = {"actual": words.kind("actual"), "estimate": words.kind("estimate")}
        drawn = ["actual"] + ["estimate"] * any(point.kind == "estimate" for point in row.line)
        for kind in drawn:
            data.add_series(kinds[kind], [_of_kind(known.get(year), kind) for year in years])
        if aims:
            drawn.append("target")
            data.add_series(words.kind("target"), [aims[year].number if year in aims else None for year in years])
        frame = shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, left, top, width, height, data)
        chart = _plain(frame.chart, title, words)
        chart.has_legend = len(drawn) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.value_axis.has_major_gridlines = True
        for series, kind in zip(chart.plots[0].series, drawn, strict=True):
            _mark(series, kind, len(years))
        return frame

    return Chart(title, alt, 1.0, place)


def _same_series(one: Row, other: Row) -> bool:
    return (one.indicator, one.scope, one.measure) == (other.indicator, other.scope, other.measure)


def _numbered(row: Row) -> list[Aim]:
    """The targets of whole years, which stand on the same axis as its values."""
    aims = [aim for aim in (row.aim, *row.later_aims) if aim]
    return [aim for aim in aims if aim.period == str(aim.year) and not math.isnan(aim.number)]


def _of_kind(point: Any, kind: str) -> float | None:
    return point.number if point is not None and (point.kind == "estimate") == (kind == "estimate") else None


def _mark(series: Any, kind: str, years: int) -> None:
    """Actuals a line with filled circles, estimates hollow circles, targets hollow diamonds: as on the page."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.util import Pt

    colour = RGBColor.from_string(style.BLUE)
    series.smooth = False
    marker = series.marker
    marker.style = XL_MARKER_STYLE.DIAMOND if kind == "target" else XL_MARKER_STYLE.CIRCLE
    marker.size = 9 if kind == "target" else 7
    marker.format.line.color.rgb = colour
    marker.format.fill.solid()
    # hollow ones are pale, not white: some programs draw no outline
    marker.format.fill.fore_color.rgb = colour if kind == "actual" else RGBColor.from_string(style.PALE)
    if kind == "actual":
        series.format.line.color.rgb, series.format.line.width = colour, Pt(2)
    else:
        series.format.line.fill.background()
    if years <= 6:
        labels = series.data_labels
        labels.show_value = True
        labels.position = XL_LABEL_POSITION.RIGHT if kind == "target" else XL_LABEL_POSITION.ABOVE
        labels.font.size = Pt(9)


# what all charts have in common


def _plain(chart: Any, title: str, words: Wording) -> Any:
    """The chart with its title, small quiet axes and the fonts of the brief."""
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    chart.has_legend = False
    chart.font.size, chart.font.color.rgb = Pt(10), RGBColor.from_string(style.TEXT)
    _fonts(chart.font._element, words)
    chart.has_title = True
    frame = chart.chart_title.text_frame
    frame.text = title
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(11), True
    _fonts(font._element, words)
    for axis in (chart.category_axis, chart.value_axis):
        axis.format.line.color.rgb = RGBColor.from_string(style.LINE)
        axis.has_major_gridlines = False
        axis.tick_labels.font.size = Pt(9)
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(style.LINE)
    return chart


def _fonts(properties: Any, words: Wording) -> None:
    """Latin and Chinese font of a run or of a chart; python-pptx itself sets the Latin one only."""
    from pptx.oxml.ns import qn

    for tag, name in (("a:latin", style.LATIN_FONT[words.language]), ("a:ea", style.CHINESE_FONT)):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        properties.append(properties.makeelement(qn(tag), {"typeface": name}))
