"""A brief as slides, 16:9: the sentence, the table, charts that can be edited, and where every number stands."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from kpi.briefs import style
from kpi.briefs.charts import Chart, charts_of
from kpi.briefs.content import Brief
from kpi.briefs.office_files import MARK, clean, moment, property_of, settled
from kpi.briefs.sentence import sentences
from kpi.briefs.sources import as_of, notes_on, source_line, written_line
from kpi.briefs.table import Told, columns_of, notes_of, texts_of, told, written_mark
from kpi.wording.numbers import unbroken
from kpi.wording.wording import Wording

EMU = 12_700  # of a point
WIDTH, HEIGHT = 960, 540  # points: 13.33 by 7.5 inches
MARGIN, TOP, FOOT = 40, 84, 26
BODY = HEIGHT - TOP - FOOT - 10
# how much of the width a column has, and how many lines of a row fit on a slide
_SHARES = {
    "verdict": 11,
    "indicator": 27,
    "value": 15,
    "period": 12,
    "change": 12,
    "target": 15,
    "share": 12,
    "rank": 8,
}
_SIZE, _SMALL, _LINE, _SMALL_LINE = 12, 9, 18.0, 13.0
_HEAD = 20
_PADDING = 7
_SOURCE_SIZE, _SOURCE_LINE = 10, 14.5
_WRITTEN_SIZE, _WRITTEN_LINE = 14, 20


def pptx_bytes(brief: Brief, words: Wording, charts: Sequence[str] | None = None) -> bytes:
    """The slides of a brief; `charts` are the indicators whose years are drawn, some that have enough without it."""
    deck = _Deck(words, brief)
    deck.opening()
    deck.table(told(brief, words))
    deck.written()
    deck.charts(charts_of(brief, words, charts))
    deck.sources()
    return deck.saved()


class _Deck:
    """The presentation while it is made."""

    def __init__(self, words: Wording, brief: Brief) -> None:
        from pptx import Presentation

        self.words, self.brief = words, brief
        self.presentation = Presentation()
        self.when = moment(brief.built_at)
        _make_wide(self.presentation)
        _set_fonts(self.presentation, words)
        self.layout = next(layout for layout in self.presentation.slide_layouts if layout.name == "Title Only")
        about = self.presentation.core_properties
        about.title, about.category = property_of(words("brief_title", zone=words.zone(brief.zone))), MARK
        about.author = about.last_modified_by = words("brief_product")
        about.created = about.modified = self.when
        about.language = "zh-CN" if words.language == "zh" else "en-US"

    # slides

    def opening(self) -> None:
        """The sentence, large enough to be read from the end of the table."""
        words, brief = self.words, self.brief
        slide = self._slide(words("brief_title", zone=words.zone(brief.zone)))
        frame = self._text(slide, MARGIN, TOP, WIDTH - 2 * MARGIN, BODY - 110)
        said = sentences(brief, words)
        size = 24 if sum(map(len, said)) < (220 if words.language == "zh" else 420) else 18
        for at, sentence in enumerate(said):
            self._paragraph(frame, sentence, size if at == 0 else size - 4, first=at == 0, after=10)
        notes = self._text(slide, MARGIN, HEIGHT - FOOT - 106, WIDTH - 2 * MARGIN, 96)
        for at, note in enumerate([as_of(brief, words), *notes_on(brief, words)]):
            self._paragraph(notes, note, 10, first=at == 0, colour=style.QUIET, after=2)

    def table(self, rows: Sequence[Told]) -> None:
        """As many slides as the rows need; every one with the head of the table."""
        columns = columns_of(rows)
        for page, some in enumerate(_pages(rows, columns), 1):
            title = self._title("brief_table", page)
            slide = self._slide(title)
            width = WIDTH - 2 * MARGIN
            frame = slide.shapes.add_table(
                len(some) + 1, len(columns), *_emu(MARGIN, TOP, width, (len(some) + 1) * _HEAD)
            )  # fmt: skip
            frame.name = title
            self._fill_table(frame.table, some, columns, width)

    def charts(self, charts: Sequence[Chart]) -> None:
        """The shares on a slide of their own, the years two by two."""
        words = self.words
        shares = [chart for chart in charts if chart.title == words("brief_chart_share")]
        years = [chart for chart in charts if chart not in shares]
        for chart in shares:
            slide = self._slide(words("brief_charts"))
            height = int(min(BODY, 90 + BODY * chart.height * 0.6))
            self._chart(slide, chart, MARGIN, TOP, WIDTH - 2 * MARGIN, height)
        for start in range(0, len(years), 4):
            some = years[start : start + 4]
            slide = self._slide(words("brief_charts"))
            width = (WIDTH - 2 * MARGIN - 20) // 2 if len(some) > 1 else WIDTH - 2 * MARGIN
            height = (BODY - 12) // 2 if len(some) > 2 else BODY
            for at, chart in enumerate(some):
                left, top = MARGIN + (at % 2) * (width + 20), TOP + (at // 2) * (height + 12)
                self._chart(slide, chart, left, top, width, height)

    def written(self) -> None:
        """What people noted, with who and when."""
        lines = [f"{written_mark(each)} {written_line(each, self.words)}" for each in self.brief.written]
        self._list("brief_written", lines, _WRITTEN_SIZE, _WRITTEN_LINE)

    def sources(self) -> None:
        """Report, page and words of every number."""
        lines = [f"[{source.number}] {source_line(source, self.words)}" for source in self.brief.sources]
        self._list("brief_sources", lines, _SOURCE_SIZE, _SOURCE_LINE)

    def _list(self, name: str, lines: Sequence[str], size: float, high: float) -> None:
        """The lines under a title, on as many slides as they need."""
        across = (WIDTH - 2 * MARGIN) / size
        pages = _filled(lines, lambda line: _lines(clean(line), across) * high + 3, BODY)
        for page, some in enumerate(pages, 1):
            frame = self._text(self._slide(self._title(name, page)), MARGIN, TOP, WIDTH - 2 * MARGIN, BODY)
            for at, line in enumerate(some):
                self._paragraph(frame, line, size, first=at == 0, after=3)

    def _title(self, name: str, page: int) -> str:
        title = self.words(name)
        return title if page == 1 else self.words("brief_continued", title=title, page=page)

    def saved(self) -> bytes:
        file = io.BytesIO()
        self.presentation.save(file)
        return settled(file.getvalue(), self.when)

    # parts

    def _slide(self, title: str) -> Any:
        slide = self.presentation.slides.add_slide(self.layout)
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = _emu(MARGIN, 22, WIDTH - 2 * MARGIN, 52)
        shape.text_frame.word_wrap = True
        shape.text_frame.margin_left = shape.text_frame.margin_right = 0  # flush with what stands below it
        self._paragraph(shape.text_frame, title, 26, first=True, bold=True)
        self._foot(slide)
        return slide

    def _foot(self, slide: Any) -> None:
        frame = self._text(slide, MARGIN, HEIGHT - FOOT, WIDTH - 2 * MARGIN, 20)
        number = len(self.presentation.slides)
        said = f"{self.words.zone(self.brief.zone)} · {as_of(self.brief, self.words)} · {number}"
        self._paragraph(frame, said, 9, first=True, colour=style.QUIET)

    def _text(self, slide: Any, left: float, top: float, width: float, height: float) -> Any:
        frame = slide.shapes.add_textbox(*_emu(left, top, width, height)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

    def _paragraph(
        self, frame: Any, text: str, size: float, *, first: bool, colour: str = style.TEXT, bold: bool = False,
        after: float = 0,
    ) -> Any:  # fmt: skip
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(after)
        # the words of a report stay as they are
        _run(paragraph, text if size == _SOURCE_SIZE else unbroken(text), size, colour, bold)
        return paragraph

    def _chart(self, slide: Any, chart: Chart, left: float, top: float, width: float, height: float) -> None:
        frame = chart.place(slide.shapes, *_emu(left, top, width, height))
        described = frame._element.nvGraphicFramePr.cNvPr
        described.set("name", chart.title)
        described.set("descr", clean(chart.alt))

    # the table

    def _fill_table(self, table: Any, rows: Sequence[Told], columns: Sequence[str], width: float) -> None:
        words = self.words
        # plain: the lines below say more than the coloured bands of the template
        table.horz_banding = False
        whole = sum(_SHARES[name] for name in columns)
        for at, name in enumerate(columns):
            table.columns[at].width = _emu(width * _SHARES[name] / whole)[0]
            self._cell(table.cell(0, at), [(words(f"brief_{name}"), _SMALL + 1, style.QUIET, True)], shade=style.SHADE)
        table.rows[0].height = _emu(_HEAD)[0]
        for place, row in enumerate(rows, 1):
            table.rows[place].height = _emu(_height(row, columns))[0]  # a program that draws no more than it is told
            for at, name in enumerate(columns):
                self._cell(table.cell(place, at), _lines_of(row, name), notes=notes_of(row, name))

    def _cell(
        self, cell: Any, lines: Sequence[tuple[str, float, str, bool]], notes: Sequence[int] = (), shade: str = ""
    ) -> None:
        from pptx.dml.color import RGBColor

        cell.margin_left = cell.margin_right = 4 * EMU
        cell.margin_top = cell.margin_bottom = 2 * EMU
        if shade:
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(shade)
        else:
            cell.fill.background()
        _underline(cell)
        frame = cell.text_frame
        for at, (text, size, colour, bold) in enumerate(lines):
            paragraph = self._paragraph(frame, text, size, first=at == 0, colour=colour, bold=bold)
            if at == 0 and notes:
                raised = _run(paragraph, "".join(f"[{note}]" for note in notes), size, style.QUIET)
                raised.font._element.set("baseline", "30000")


def _lines_of(row: Told, column: str) -> list[tuple[str, float, str, bool]]:
    main, *more = texts_of(row, column)
    strong = column == "verdict" and style.COLOURS[row.standing] != style.OPEN
    colour = style.COLOURS[row.standing] if strong else style.TEXT
    return [(main, _SIZE, colour, strong), *((text, _SMALL, style.QUIET, False) for text in more)]


def _pages(rows: Sequence[Told], columns: Sequence[str]) -> Iterator[list[Told]]:
    """The rows in portions that fit on a slide."""
    return _filled(rows, lambda row: _height(row, columns), BODY - _HEAD)


def _height(row: Told, columns: Sequence[str]) -> float:
    """The room that a row takes, in points."""
    whole, width = sum(_SHARES[name] for name in columns), WIDTH - 2 * MARGIN

    def lines(name: str) -> Iterator[float]:
        for at, (text, size, *_) in enumerate(_lines_of(row, name)):
            raised = "[00]" * len(notes_of(row, name)) if at == 0 else ""
            high = _LINE if at == 0 else _SMALL_LINE
            yield _lines(text + raised, width * _SHARES[name] / whole / size - 1) * high

    return max(sum(lines(name)) for name in columns) + _PADDING


def _filled(items: Sequence[Any], height: Any, room: float) -> Iterator[list[Any]]:
    """The items in portions of which the heights fit the room."""
    page: list[Any] = []
    left = room
    for item in items:
        needed = height(item)
        if page and needed > left:
            yield page
            page, left = [], room
        page.append(item)
        left -= needed
    if page:
        yield page


def _lines(text: str, across: float) -> int:
    """How many lines a text takes where so many Chinese signs stand in one."""
    ems = sum(1.0 if ord(sign) > 0x2E80 else 0.56 for sign in text)
    return max(1, ceil(ems / max(across, 1)))


def _run(paragraph: Any, text: str, size: float, colour: str, bold: bool = False) -> Any:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = clean(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
    return run


def _emu(*points: float) -> tuple[int, ...]:
    return tuple(round(point * EMU) for point in points)


def _underline(cell: Any) -> None:
    """A thin line below a cell, and no other."""
    from pptx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    lines = []
    for tag in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        line = properties.makeelement(qn(tag), {"w": "9525" if tag == "a:lnB" else "0"})
        if tag == "a:lnB":
            fill = line.makeelement(qn("a:solidFill"), {})
            fill.append(fill.makeelement(qn("a:srgbClr"), {"val": style.LINE}))
        else:
            fill = line.makeelement(qn("a:noFill"), {})
        line.append(fill)
        lines.append(line)
    for at, line in enumerate(lines):  # before the fill, as the format asks
        properties.insert(at, line)


def _make_wide(presentation: Any) -> None:
    """16:9; what the template has laid out for 4:3 is widened with it."""
    factor = WIDTH * EMU / presentation.slide_width
    presentation.slide_width, presentation.slide_height = _emu(WIDTH, HEIGHT)
    master = presentation.slide_master
    for shape in (
        *master.placeholders,
        *(each for layout in presentation.slide_layouts for each in layout.placeholders),
    ):
        if shape._element.spPr.xfrm is not None:
            shape.left, shape.width = round(shape.left * factor), round(shape.width * factor)


def _set_fonts(presentation: Any, words: Wording) -> None:
    """The theme's fonts, which all text of the slides is in."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml.ns import qn

    part = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    for family in ("a:majorFont", "a:minorFont"):
        for found in theme.iter(qn(family)):
            found.find(qn("a:latin")).set("typeface", style.LATIN_FONT[words.language])
            found.find(qn("a:ea")).set("typeface", style.CHINESE_FONT)
            for other in found.findall(qn("a:font")):  # of other scripts; Hans would win over the one above
                found.remove(other)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
