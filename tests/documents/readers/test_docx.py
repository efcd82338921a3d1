"""Word files: what stands in the final version, in its order, tables with their merged cells."""

from __future__ import annotations

import io
from base64 import b64decode
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from kpi.documents.readers.docx import read
from kpi.documents.reading import read_document
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document
from tests.office_samples import cells_of, docx_bytes, zip_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
EMPTY = Document("a", "a.docx", "", "")


def paragraph(*runs: str) -> Any:
    return parse_xml(f"<w:p {W}>{''.join(runs)}</w:p>")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def read_back(made: Any) -> Document:
    return read(EMPTY, docx_bytes(made))


def with_body(*elements: Any) -> Any:
    made = docx.Document()
    for element in elements:
        made.element.body.insert(len(made.element.body) - 1, element)
    return made


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    made = docx.Document()
    made.add_heading("青山经开区2024年工作总结", 0)
    made.add_paragraph("全年完成投资 45 亿元，增长 12%。")
    made.add_paragraph("表1 主要指标")
    made.add_paragraph("单位：亿元")
    table = made.add_table(3, 4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "2024年"
    table.cell(0, 3).merge(table.cell(1, 3)).text = "2025年目标"
    for column, text in ((1, "完成"), (2, "同比（%）")):
        table.cell(1, column).text = text
    for column, text in enumerate(("地区生产\n总值", "61.3", "6.5", "")):
        table.cell(2, column).text = text
    made.add_paragraph("力争全年再上台阶。")
    document = read_back(made)
    assert document.text == (
        "青山经开区2024年工作总结\n全年完成投资 45 亿元，增长 12%。\n表1 主要指标\n单位：亿元\n\n"
        "指标\t2024年\t2025年目标\n完成\t同比（%）\n地区生产 总值\t61.3\t6.5\t\n\n力争全年再上台阶。\n"
    )
    (grid,) = document.tables
    assert cells_of(document, grid) == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "2024年"),
        (0, 3, 2, 1, "2025年目标"),
        (1, 1, 1, 1, "完成"),
        (1, 2, 1, 1, "同比（%）"),
        (2, 0, 1, 1, "地区生产 总值"),
        (2, 1, 1, 1, "61.3"),
        (2, 2, 1, 1, "6.5"),
        (2, 3, 1, 1, ""),
    ]
    assert document.text[grid.start : grid.end].startswith("指标\t2024年") and grid.caption == "表1 主要指标 单位：亿元"
    assert document.format == "docx" and document.encoding == ""


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([run("完成 4"), run("5", "<w:b/>"), run(" 亿元")], "完成 45 亿元"),
        (
            [run("完成"), f"<w:del>{run('30').replace('w:t', 'w:delText')}</w:del>", f"<w:ins>{run('45')}</w:ins>"],
            "完成45",
        ),
        ([f"<w:moveFrom>{run('旧')}</w:moveFrom>", f"<w:moveTo>{run('新')}</w:moveTo>"], "新"),
        ([run("甲"), run("密", "<w:vanish/>"), run("乙", "<w:vanish w:val='0'/>")], "甲乙"),
        ([f"<w:hyperlink>{run('链接')}</w:hyperlink>", "<w:r><w:tab/></w:r>", run("乙")], "链接\t乙"),
        (["<w:r><w:instrText>PAGE 7</w:instrText></w:r>", run("第"), "<w:r><w:br/></w:r>", run("行")], "第\n行"),
        (
            [
                f"<w:smartTag>{run('2024年')}</w:smartTag>",
                f"<w:sdt><w:sdtContent>{run('上半年')}</w:sdtContent></w:sdt>",
            ],
            "2024年上半年",
        ),
    ],
)
def test_a_paragraph_reads_as_in_the_final_version(runs: list[str], text: str) -> None:
    assert read_back(with_body(paragraph(*runs))).text == f"{text}\n"


def test_content_controls_are_read_and_the_table_of_contents_is_not() -> None:
    inner = f"<w:sdtContent><w:p>{run('正文 12 亿元')}</w:p></w:sdtContent>"
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    contents = f"<w:sdtContent><w:p>{run('一、成绩 3')}</w:p></w:sdtContent>"
    made = with_body(parse_xml(f"<w:sdt {W}>{gallery}{contents}</w:sdt>"), parse_xml(f"<w:sdt {W}>{inner}</w:sdt>"))
    made.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    made.add_paragraph("二、打算 9", "toc 1")
    assert read_back(made).text == "正文 12 亿元\n"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('框内 7 家')}</w:p></w:txbxContent>"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    choice = f"<w:r><mc:AlternateContent xmlns:mc='{compatible}'>{both}</mc:AlternateContent></w:r>"
    assert read_back(with_body(paragraph(run("段落"), choice, run("在此")))).text == "段落在此\n框内 7 家\n"


def test_headers_and_footers_are_left_out() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "内部资料"
    made.sections[0].footer.paragraphs[0].text = "第 1 页"
    made.add_paragraph("正文")
    assert read_back(made).text == "正文\n"


def test_a_table_in_a_table_is_read_after_it_and_a_frame_is_no_table() -> None:
    made = docx.Document()
    frame = made.add_table(1, 1).cell(0, 0)
    frame.paragraphs[0].text = "框里的话"
    inner = frame.add_table(2, 2)
    for row, texts in enumerate((("指标", "数值"), ("投资", "45"))):
        for column, text in enumerate(texts):
            inner.cell(row, column).text = text
    outer = made.add_table(2, 2)
    for column, text in enumerate(("名称", "明细")):
        outer.cell(0, column).text = text
    outer.cell(1, 0).text = "甲"
    nested = outer.cell(1, 1).add_table(2, 2)
    for row, texts in enumerate((("年", "家"), ("2024", "31"))):
        for column, text in enumerate(texts):
            nested.cell(row, column).text = text
    document = read_back(made)
    tables = [document.text[grid.start : grid.end] for grid in document.tables]
    assert tables == ["指标\t数值\n投资\t45", "名称\t明细\n甲\t", "年\t家\n2024\t31"]
    assert document.text.startswith("框里的话\n\n指标")


def test_a_title_row_becomes_the_caption() -> None:
    made = docx.Document()
    made.add_paragraph("下面是上一段的长句，说的是别的事情，以句号结束，不能当作表名。")
    table = made.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "主要指标（亿元）"
    for row, texts in enumerate((("指标", "2024年"), ("投资", "45")), 1):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document = read_back(made)
    (grid,) = document.tables
    assert grid.caption == "主要指标（亿元）"
    assert cells_of(document, grid)[0] == (0, 0, 1, 1, "指标")
    assert "主要指标（亿元）\n\n指标\t2024年\n投资\t45\n\n" in document.text


def test_a_cell_that_holds_an_article_is_a_frame() -> None:
    made = docx.Document()
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "青山通讯"
    sentence = "上半年，全区完成地区生产总值61.3亿元，同比增长6.5%，规模以上工业增加值增长8.1%。"
    table.cell(0, 1).text = sentence
    for _ in range(9):
        table.cell(0, 1).add_paragraph(sentence)
    document = read_back(made)
    assert (document.text, document.tables) == ("青山通讯\n" + f"{sentence}\n" * 10, ())


def test_a_file_of_pictures_alone_is_told_and_an_empty_one_is_empty() -> None:
    made = docx.Document()
    assert read_back(made).text == ""
    made.add_picture(io.BytesIO(PIXEL))
    with pytest.raises(KpiError, match=r"a\.docx: Word 文件里只有图片，没有文字；请另存为 PDF"):
        read_back(made)


def test_facts_are_the_core_properties() -> None:
    made = docx.Document()
    made.core_properties.title = "2024年工作总结"
    made.core_properties.created = datetime(2025, 1, 16, 9, 30)
    facts = read_back(made).facts
    assert (facts.title, facts.created) == ("2024年工作总结", "2025-01-16")


def test_the_day_of_the_empty_template_is_none() -> None:
    assert read_back(docx.Document()).facts.created == ""


@pytest.mark.parametrize(
    ("above", "caption"),
    [
        (["2024年1—5月主要指标", "（初步核算）", "单位：亿元"], "2024年1—5月主要指标\n（初步核算） 单位：亿元"),
        (["二、存在的问题", "表1 主要指标"], "表1 主要指标"),
        (["全年运行平稳。", "（快报数）"], "（快报数）"),
        (["单位：亿元", "表1 主要指标"], "单位：亿元 表1 主要指标"),
        (["表1 主要指标", "以下数据为快报数。"], ""),
    ],
)
def test_lines_above_a_table_up_to_its_title_name_it(above: list[str], caption: str) -> None:
    made = docx.Document()
    for line in above:
        made.add_paragraph(line)
    table = made.add_table(2, 2)
    for at, text in enumerate(("指标", "完成", "投资", "45")):
        table.cell(at // 2, at % 2).text = text
    assert read_back(made).tables[0].caption == caption


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"", r"a\.docx: 文件是空的"),
        ("a.docx", zip_bytes([("word/document.xml", b"<w")]), r"a\.docx: Word 文件损坏"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"),
            r"a\.doc: 旧版 Word 文件.*另存为 \.docx",
        ),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"),
            r"a\.docx: 加了密码的 Office 文件",
        ),
        ("a.docx", zip_bytes([("ppt/presentation.xml", b"")]), r"a\.docx: PowerPoint 文件"),
        ("a.docx", zip_bytes([("word/document.xml", b" " * 9_000_000)]), r"a\.docx: 解开后有 9 MB，超出限度"),
    ],
)
def test_what_is_no_word_file(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(KpiError, match=words):
        read_document(tmp_path / name)


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04"]))
def test_nothing_but_a_clear_error_on_arbitrary_bytes(data: bytes, start: bytes) -> None:
    with pytest.raises(KpiError):
        read(EMPTY, start + data)


@given(st.binary(max_size=120))
def test_nothing_but_a_clear_error_on_an_arbitrary_part(data: bytes) -> None:
    with pytest.raises(KpiError):
        read(EMPTY, zip_bytes([("word/document.xml", data), ("[Content_Types].xml", data)]))
