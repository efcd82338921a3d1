"""Web pages: their encoding, the article without what stands around it, its tables, and its facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.documents.readers.html import read
from kpi.documents.reading import read_document
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document, FileFacts

EMPTY = Document("a", "a.html", "", "")
TITLE = "青山经开区2024年上半年经济运行情况"
LINES = (
    "今年以来，全区上下坚持稳中求进，经济运行总体平稳。",
    "一、工业",
    "上半年，全区完成地区生产总值61.3亿元，同比增长6.5%；规模以上工业增加值增长8.1%。",
    "固定资产投资完成45亿元，增长12%，其中工业投资30亿元。",
    "全年力争生产总值突破130亿元。",
)
TABLE = (
    "<table border=1><tr><td rowspan=2><p>指标</p></td><td colspan=2>2024年</td></tr>"
    "<tr><td>完成<br>（亿元）</td><td>同比（%）</td></tr><tr><td>生产总值</td><td>61.3</td><td>6.5</td></tr></table>"
)
ROWS = "指标\t2024年\n完成 （亿元）\t同比（%）\n生产总值\t61.3\t6.5"
NAV = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("首页", "政务公开", "政策文件", "数据发布"))
SIDE = "".join(
    f"<li><a href='/{i}'>青山县2023年财政收入增长{i}.5%，居全市第一</a><span>2023-0{i + 1}-11</span></li>"
    for i in range(8)
)
PARAGRAPHS = "".join(f"<p>　　{line}</p>" for line in LINES)
FOOT = "<div><p>版权所有：青山县人民政府</p><p>豫ICP备12345678号 电话 0393-1234567</p></div>"


def page(body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head>{head}<title>{TITLE}-青山县人民政府</title></head><body>"
        f"<div class='header'><ul class='nav'>{NAV}</ul></div>{body}{FOOT}</body></html>"
    )


LAYOUTS = {
    "named container": f"<div class=l><ul>{SIDE}</ul></div><div class=r><h1>{TITLE}</h1><div>发布时间：2024-07-20</div>"
    f"<div class='TRS_Editor'>{PARAGRAPHS}{TABLE}</div></div>",
    "line breaks": f"<div class=l><ul>{SIDE}</ul></div><div class=r>{'<br><br>　　'.join(LINES)}{TABLE}</div>",
    "tables as layout": f"<table><tr><td><ul>{SIDE}</ul></td><td><table><tr><td>{TITLE}</td></tr>"
    f"<tr><td>{'<br>'.join(LINES)}<br>{TABLE}</td></tr></table></td></tr></table>",
    "fonts": "<div id=main>"
    + "".join(f"<div><span>{line[:9]}</span><font size=4>{line[9:]}</font></div>" for line in LINES)
    + f"{TABLE}</div><ul>{SIDE}</ul>",
    "plain": PARAGRAPHS + TABLE,
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_the_article_and_nothing_around_it(body: str) -> None:
    document = read(EMPTY, page(body).encode())
    assert document.text.split("\n\n") == ["\n".join([TITLE, *LINES]), ROWS, ""]
    (grid,) = document.tables
    assert document.text[grid.start : grid.end] == ROWS
    assert [(c.row, c.column, c.rows, c.columns) for c in grid.cells[:3]] == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1)]
    assert document.format == "html"


@pytest.mark.parametrize(
    "article",
    [
        "<h1>签约</h1><p>5月8日，青山经开区签约项目3个，总投资12亿元。</p>",
        "<p>签约3个。</p>",
        f"<p>主要指标</p><p>单位：亿元</p>{TABLE}",
        "<div><table><tr><th>年</th><th>家</th></tr><tr><td>2024</td><td>31</td></tr></table></div>",
    ],
)
def test_a_short_article_beside_long_lists(article: str) -> None:
    alone = read(EMPTY, f"<html><body>{article}</body></html>".encode()).text
    among = read(EMPTY, page(f"<div><div><ul>{SIDE}</ul></div><div class=con>{article}</div></div>").encode()).text
    assert among.removeprefix(f"{TITLE}\n") == alone


@pytest.mark.parametrize("around", ["<div class='news_text'>{}</div><div>{}</div>", "<div>{1}</div><div>{0}</div>"])
def test_no_figure_outside_the_largest_part_is_lost(around: str) -> None:
    summary = "新增就业 640 人。"
    body = f"<div>{around.format(summary, PARAGRAPHS)}</div>"
    assert all(line in read(EMPTY, page(body).encode()).text for line in (summary, *LINES))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("完成<b>4</b>5\n  亿元", "完成45 亿元"),
        ("一&nbsp;&nbsp;区<br/>二区", "一 区\n二区"),
        ("面积10<sup>8</sup>m<sup>2</sup>，CO<sub>2</sub>", "面积10⁸m²，CO2"),
        ("甲<script>var a='乙';</script><!-- 丙 -->丁<style>p{}</style>", "甲丁"),
        ("甲<span style='display: none'>密码</span>乙", "甲乙"),
        ("<ul><li>甲 12 亿元<li>乙 3 家</ul>", "甲 12 亿元\n乙 3 家"),
        ("甲，见<a href=x>附表</a>。", "甲，见附表。"),
        ("&lt;p&gt; &#20128;元", "<p> 亠元"),
    ],
)
def test_text_is_set_as_a_browser_sets_it(markup: str, text: str) -> None:
    assert read(EMPTY, f"<html><body><div>{markup}</div></body></html>".encode()).text == f"{text}\n"


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("<tr><td rowspan=0>甲<td>1<tr><td>2", [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]),
        ("<tr><td rowspan=99>甲<td colspan=x>1<tr><td>2", [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]),
        (
            "<tr><td>甲<td>1<tr style='display:none'><td>x<td>y<tr><td>乙<td>2",
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")],
        ),
    ],
)
def test_cells_of_untidy_tables(table: str, cells: list[tuple[int, int, int, int, str]]) -> None:
    document = read(EMPTY, f"<html><body><p>话。</p><table>{table}</table></body></html>".encode())
    found = [(c.row, c.column, c.rows, c.columns, document.text[c.start : c.end]) for c in document.tables[0].cells]
    assert found == cells


def test_the_caption_is_the_tables_own_with_the_unit_above() -> None:
    table = TABLE.replace("<tr>", "<caption>表1 主要指标</caption><tr>", 1)
    document = read(EMPTY, f"<html><body><p>运行平稳。</p><p>单位：亿元</p>{table}</body></html>".encode())
    assert document.tables[0].caption == "单位：亿元 表1 主要指标"


# Encodings


@pytest.mark.parametrize(
    ("codec", "declared", "found"),
    [
        ("gb18030", "gb2312", "gb18030"),
        ("gb18030", "", "gb18030"),
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "gb2312", "utf-8"),
        ("gb18030", "utf-8", "gb18030"),
        ("utf-8-sig", "", "utf-8-sig"),
        ("utf-16", "", "utf-16"),
    ],
)
def test_the_content_decides_on_the_encoding(tmp_path: Path, codec: str, declared: str, found: str) -> None:
    head = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>" if declared else ""
    for name in ("a.html", "a.doc", "a.txt"):
        (tmp_path / name).write_bytes(page(PARAGRAPHS, head).encode(codec))
        document = read_document(tmp_path / name)
        assert document.text == "\n".join([TITLE, *LINES, ""])
        assert (document.encoding, document.format) == (found, "html")


def test_a_page_too_short_to_tell_is_read_as_it_declares() -> None:
    data = "<html><meta charset=gbk><body>年报</body></html>".encode("gbk")
    assert read(EMPTY, data).text == "年报\n"


def test_an_xml_declaration_and_a_page_in_mail_form(tmp_path: Path) -> None:
    data = f"<?xml version='1.0' encoding='gbk'?>\n{page(PARAGRAPHS)}".encode("gbk")
    assert LINES[2] in read(EMPTY, data).text
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
    mail = head + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + page(PARAGRAPHS).encode("gbk") + b"\r\n--x--\r\n"
    for name in ("a.mht", "a.doc"):
        (tmp_path / name).write_bytes(mail)
        assert LINES[2] in read_document(tmp_path / name).text
    deep = b"".join(b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(3000))
    (tmp_path / "c.mht").write_bytes(b"MIME-Version: 1.0\r\n" + deep + b"text")
    with pytest.raises(KpiError, match=r"c\.mht: 文件里没有网页"):
        read_document(tmp_path / "c.mht")
    (tmp_path / "b.mht").write_bytes(b"Subject: x\r\n\r\ntext")
    with pytest.raises(KpiError, match=r"b\.mht: 文件里没有网页"):
        read_document(tmp_path / "b.mht")


# Facts


@pytest.mark.parametrize(
    ("head", "body", "facts"),
    [
        (
            "<meta name='PubDate' content='2024-07-20 10:00'><meta name=SiteName content='青山网'>",
            "",
            ("青山网", "2024-07-20"),
        ),
        (
            "<meta property='article:published_time' content='2024-07-20T10:00:00+08:00'>",
            "",
            ("青山县人民政府", "2024-07-20"),
        ),
        ("", "<div>发布时间：2024年7月5日 来源：统计局</div>", ("青山县人民政府", "2024-07-05")),
        ("", "<div>日期： 2024/07/05</div>", ("青山县人民政府", "2024-07-05")),
        ("", "<p>会议时间：2024年1月15日</p><p>时间：2024年7月5日</p>", ("青山县人民政府", "2024-07-05")),
        ("<meta name=PubDate content='2024-13-40'>", "", ("青山县人民政府", "")),
        ("", f"<ul>{SIDE}</ul>", ("青山县人民政府", "")),
    ],
)
def test_facts_of_the_page(head: str, body: str, facts: tuple[str, str]) -> None:
    document = read(EMPTY, page(body + PARAGRAPHS, head).encode())
    assert document.facts == FileFacts(title=TITLE, site=facts[0], published=facts[1])


def test_the_title_is_not_written_twice() -> None:
    head = f"<meta name=ArticleTitle content='{TITLE}'>"
    body = f"<div class=TRS_Editor><p>青山经开区2024年上半年<br>经济运行情况</p>{PARAGRAPHS}</div>"
    assert read(EMPTY, page(f"<h2>{TITLE}</h2>{PARAGRAPHS}", head).encode()).text.count(TITLE) == 1
    assert read(EMPTY, page(body, head).encode()).text.startswith(f"{TITLE}\n青山经开区")


@pytest.mark.parametrize(
    "data",
    [b"", b"<html></html>", b"<html><body><div id=app></div><script>load()</script></body></html>", b"<!-- x -->"],
)
def test_a_page_without_text_is_told(data: bytes) -> None:
    with pytest.raises(KpiError, match=r"a\.html: 网页(里没有正文|是空的)"):
        read(EMPTY, data)


def test_depth_beyond_all_measure_does_no_harm() -> None:
    data = b"<html><body>" + b"<div>" * 5000 + "完成投资 45 亿元。".encode() + b"</div>" * 5000
    try:
        assert "45" in read(EMPTY, data).text
    except KpiError:
        return


TAGS = st.sampled_from(
    ("<table>", "<tr>", "<td rowspan=2>", "<td colspan=3>", "</table>", "<div>", "</div>", "<p>", "<br>", "<a href=x>")
)


@given(st.lists(TAGS | st.text("甲乙1.5，。 \n", max_size=5), max_size=30))
def test_every_cell_of_any_markup_slices_to_its_text(pieces: list[str]) -> None:
    document = read(EMPTY, ("<html><body><p>开头。</p>" + "".join(pieces)).encode())
    for grid in document.tables:
        assert (grid.cells[0].start, grid.cells[-1].end) == (grid.start, grid.end)
        for cell in grid.cells:
            assert not set(document.text[cell.start : cell.end]) & set("\t\n\r")


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"<html><body>"):
        try:
            read(EMPTY, start + data)
        except KpiError as error:
            assert str(error).startswith("a.html: ")
