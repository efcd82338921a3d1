"""A brief as a Word document on A4: the sentence, the table, charts that can be edited, and a note for every number.

Notes are numbered and stand at the end; a number in the text leads to its note by a click.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
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

# centimetres: A4 with its margins, and the columns between them
PAGE, MARGIN = (21.0, 29.7), 1.8
_WIDTHS = {
    "verdict": 2.0, "indicator": 3.1, "value": 2.5, "period": 2.3, "change": 2.0, "target": 2.5, "share": 1.9,
    "rank": 1.1,
}  # fmt: skip
_CHART = (8.4, 5.6)
_EMU_OF_CM = 360_000
_GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def docx_bytes(brief: Brief, words: Wording, charts: Sequence[str] | None = None) -> bytes:
    """The document of a brief; `charts` are the indicators whose years are drawn, some that have enough without it."""
    paper = _Paper(brief, words)
    paper.head()
    paper.table(told(brief, words))
    paper.written()
    paper.charts(charts_of(brief, words, charts))
    paper.without()
    paper.sources()
    return paper.saved()


class _Paper:
    """The document while it is made."""

    def __init__(self, brief: Brief, words: Wording) -> None:
        from docx import Document

        self.brief, self.words = brief, words
        self.document = Document()
        self.when = moment(brief.built_at)
        self.drawn, self.widen = 0, 1.0
        self._set_up()

    def head(self) -> None:
        """Title, what it rests on, and the sentence."""
        words, brief = self.words, self.brief
        self.document.add_heading(clean(words("brief_title", zone=words.zone(brief.zone))), 0)
        self._paragraph(as_of(brief, words), size=9, colour=style.QUIET)
        for at, sentence in enumerate(sentences(brief, words)):
            self._paragraph(sentence, size=12 if at == 0 else 10.5, bold=at == 0)

    def table(self, rows: Sequence[Told]) -> None:
        """The table; its head is repeated on every page and no row is split."""
        words = self.words
        if not rows:
            return
        self.document.add_heading(words("brief_table"), 1)
        columns = columns_of(rows)
        self.widen = sum(_WIDTHS.values()) / sum(_WIDTHS[name] for name in columns)
        table = self.document.add_table(1, len(columns))
        table.autofit = False
        _lines_below(table)
        for at, name in enumerate(columns):
            table.columns[at].width = _cm(_WIDTHS[name] * self.widen)
            self._cell(table.rows[0].cells[at], name, [words(f"brief_{name}")], head=True)
        _on_every_page(table.rows[0])
        for row in rows:
            made = table.add_row()
            _whole(made)
            for at, name in enumerate(columns):
                self._cell(made.cells[at], name, texts_of(row, name), row, notes_of(row, name))
        for note in notes_on(self.brief, words):
            self._paragraph(note, size=8, colour=style.QUIET, after=0)

    def written(self) -> None:
        """What people noted, with who and when."""
        words = self.words
        if not self.brief.written:
            return
        self.document.add_heading(words("brief_written"), 1)
        for each in self.brief.written:
            self._paragraph(f"{written_mark(each)} {written_line(each, words)}", size=9.5, after=2)

    def charts(self, charts: Sequence[Chart]) -> None:
        """The shares over the whole width, the years two abreast."""
        words = self.words
        if not charts:
            return
        self.document.add_heading(words("brief_charts"), 1)
        shares = [chart for chart in charts if chart.title == words("brief_chart_share")]
        years = [chart for chart in charts if chart not in shares]
        for chart in shares:
            self._chart(self.document.add_paragraph(), chart, 17.3, min(20.0, 3.0 + 7.0 * chart.height))
        for start in range(0, len(years), 2):
            line = self.document.add_paragraph()
            for chart in years[start : start + 2]:
                self._chart(line, chart, *_CHART)

    def without(self) -> None:
        """The indicators of which nothing is known, by name."""
        words, names = self.words, self.brief.without
        if names:
            self.document.add_heading(words("brief_without", count=len(names)), 1)
            self._paragraph(words.listed(map(words.indicator, names)), size=9)

    def sources(self) -> None:
        """The notes, each with a mark that the numbers lead to."""
        if not self.brief.sources:
            return
        self.document.add_heading(self.words("brief_sources"), 1)
        for source in self.brief.sources:
            paragraph = self._paragraph("", size=8.5, after=2)
            paragraph.paragraph_format.left_indent = _cm(0.9)
            paragraph.paragraph_format.first_line_indent = _cm(-0.9)
            _bookmark(paragraph, source.number)
            self._run(paragraph, f"[{source.number}] {source_line(source, self.words)}", 8.5)

    def saved(self) -> bytes:
        file = io.BytesIO()
        self.document.save(file)
        return settled(file.getvalue(), self.when)

    # parts

    def _set_up(self) -> None:
        from docx.shared import Pt, RGBColor

        words, document = self.words, self.document
        section = document.sections[0]
        section.page_width, section.page_height = _cm(PAGE[0]), _cm(PAGE[1])
        section.left_margin = section.right_margin = _cm(MARGIN)
        section.top_margin = section.bottom_margin = _cm(MARGIN)
        for name, size in (("Normal", 10.5), ("Title", 18), ("Heading 1", 13)):
            made = document.styles[name]
            made.font.size, made.font.color.rgb = Pt(size), RGBColor.from_string(style.TEXT)
            _style_fonts(made.element, words)
        _no_border(document.styles["Title"].element)
        about = document.core_properties
        about.title, about.category = property_of(words("brief_title", zone=words.zone(self.brief.zone))), MARK
        about.author = about.last_modified_by = words("brief_product")
        about.comments, about.created, about.modified = "", self.when, self.when
        about.language = "zh-CN" if words.language == "zh" else "en-US"
        foot = section.footer.paragraphs[0]
        self._run(foot, f"{words.zone(self.brief.zone)} · {as_of(self.brief, words)} · ", 8, style.QUIET)
        _page_number(self._run(foot, "", 8, style.QUIET))

    def _paragraph(self, text: str, size: float, colour: str = style.TEXT, bold: bool = False, after: float = 4) -> Any:
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(after)
        paragraph.paragraph_format.space_before = Pt(0)
        if text:
            self._run(paragraph, unbroken(text), size, colour, bold)
        return paragraph

    def _run(self, paragraph: Any, text: str, size: float, colour: str = style.TEXT, bold: bool = False) -> Any:
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(clean(text))
        run.font.size, run.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
        return run

    def _cell(
        self, cell: Any, column: str, lines: Sequence[str], row: Told | None = None, notes: Sequence[int] = (),
        head: bool = False,
    ) -> None:  # fmt: skip
        from docx.shared import Pt

        cell.width = _cm(_WIDTHS[column] * self.widen)
        judged = row is not None and column == "verdict" and style.COLOURS[row.standing] != style.OPEN
        colour = style.COLOURS[row.standing] if judged and row else style.QUIET if head else style.TEXT
        for at, text in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
            if at == 0:
                self._run(paragraph, unbroken(text), 9, colour, bold=head or judged)
                for note in notes:
                    _link(paragraph, note, self._run(paragraph, f"[{note}]", 9, style.QUIET))
            else:
                self._run(paragraph, unbroken(text), 7.5, style.QUIET)

    def _chart(self, paragraph: Any, chart: Chart, width: float, height: float) -> None:
        """The chart in the line of a paragraph: its part and its workbook, taken from a slide."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from pptx import Presentation

        self.drawn += 1
        size = (round(width * _EMU_OF_CM), round(height * _EMU_OF_CM))
        slides = Presentation()
        shapes = slides.slides.add_slide(slides.slide_layouts[6]).shapes
        part = chart.place(shapes, 0, 0, *size).chart.part
        package = self.document.part.package
        workbook = Part(
            PackURI(f"/word/embeddings/chart{self.drawn}.xlsx"), _WORKBOOK, part.chart_workbook.xlsx_part.blob, package
        )
        drawing = Part(PackURI(f"/word/charts/chart{self.drawn}.xml"), _CHART_TYPE, part.blob, package)
        known = next(iter(part.rels))
        drawing.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, workbook, known)
        relation = self.document.part.relate_to(drawing, RELATIONSHIP_TYPE.CHART)
        paragraph.add_run()._r.append(_inline(relation, self.drawn, size, chart))


# what python-docx has no words for


def _cm(length: float) -> Any:
    from docx.shared import Cm

    return Cm(length)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name.replace("__", ":")), value)
    return made


def _inline(relation: str, number: int, size: tuple[int, int], chart: Chart) -> Any:
    from xml.sax.saxutils import quoteattr

    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}><wp:inline distT='0' distB='0' distL='0' distR='0'>"
        f"<wp:extent cx='{size[0]}' cy='{size[1]}'/><wp:effectExtent l='0' t='0' r='0' b='0'/>"
        f"<wp:docPr id='{1000 + number}' name={quoteattr(clean(chart.title))} descr={quoteattr(clean(chart.alt))}/>"
        f"<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri='{_GRAPHIC}'>"
        f"<c:chart xmlns:c='{_GRAPHIC}' r:id='{relation}'/></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _style_fonts(element: Any, words: Wording) -> None:
    """Fonts by name: those of the template's theme have no Chinese."""
    from docx.oxml.ns import qn

    properties = element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    latin = style.LATIN_FONT[words.language]
    fonts = _element("w:rFonts", w__ascii=latin, w__hAnsi=latin, w__cs=latin, w__eastAsia=style.CHINESE_FONT)
    properties.insert(0, fonts)


def _no_border(element: Any) -> None:
    """The template's title has a line below it."""
    from docx.oxml.ns import qn

    for border in element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        return


def _lines_below(table: Any) -> None:
    """Thin lines between the rows, and narrow margins in the cells; in the order that the format asks for."""
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    borders = _element("w:tblBorders")
    for name in ("w:top", "w:bottom", "w:insideH"):
        borders.append(_element(name, w__val="single", w__sz="4", w__space="0", w__color=style.LINE))
    margins = _element("w:tblCellMar")
    for name in ("w:left", "w:right"):
        margins.append(_element(name, w__w="60", w__type="dxa"))
    properties.find(qn("w:tblLayout")).addprevious(borders)
    properties.find(qn("w:tblLayout")).addnext(margins)


def _on_every_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _bookmark(paragraph: Any, number: int) -> None:
    paragraph._p.append(_element("w:bookmarkStart", w__id=str(number), w__name=f"note_{number}"))
    paragraph._p.append(_element("w:bookmarkEnd", w__id=str(number)))


def _link(paragraph: Any, number: int, run: Any) -> None:
    """Makes the run a raised number that leads to its note."""
    run.font.superscript = True
    link = _element("w:hyperlink", w__anchor=f"note_{number}", w__history="1")
    paragraph._p.append(link)
    link.append(run._r)


def _page_number(run: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            run._r.append(_element("w:fldChar", w__fldCharType=kind))
        else:
            instruction = _element("w:instrText")
            instruction.text = text
            run._r.append(instruction)
