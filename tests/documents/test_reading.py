"""Reading reports: their encoding found by content, files and folders found by name."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.documents.encodings import UnknownEncoding, decode
from kpi.documents.readers import text
from kpi.documents.reading import FOREIGN, READERS, bytes_of, find_reports, left_out_names, read_document, stat_of
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import Document
from tests.office_samples import docx_bytes, xlsx_bytes, zip_bytes

SIMPLIFIED = """青山经济技术开发区2024年上半年工作总结
今年上半年，全区完成地区生产总值 61.3 亿元，同比增长 6.5%，高于全市平均 0.8 个百分点。
其中：规模以上工业增加值增长 8.1%；固定资产投资完成 45 亿元；一般公共预算收入达到 3.2 亿元。
“十四五”以来，累计签约项目 31 个、总投资 131.2 亿元，新增就业 6400 余人。
"""
TRADITIONAL = """青山經濟技術開發區 2024 年上半年工作總結
今年上半年，全區完成生產總值 61.3 億元，較去年同期增長 6.5%，高於全市平均 0.8 個百分點。
其中：工業增加值增長 8.1%；固定資產投資完成 45 億元；一般公共預算收入達到 3.2 億元。
累計簽約專案 31 個、總投資 131.2 億元，新增就業 6400 餘人。
"""

# How files of the formats begin; random bytes behind them are damaged files.
STARTS = (b"", b"PK\x03\x04", b"<html><body>", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", b"a,b\n1,")


def written(folder: Path, data: bytes, name: str = "report.txt") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# Encodings


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED + "㐀𠀀", "gb18030", "gb18030"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "utf-16-le", "utf-16-le"),
        ("GDP 2024: 61.3\n", "ascii", "utf-8"),
        ("a plain table\n" * 3000 + SIMPLIFIED, "gb18030", "gb18030"),
    ],
)
def test_encoding_is_found_by_content(text: str, codec: str, found: str) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding) == (text, found)


def test_big_endian_with_bom() -> None:
    assert decode(b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be")).text == SIMPLIFIED


@pytest.mark.parametrize("length", [12, 20, 40])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_a_piece_of_text_is_read_right_or_refused(codec: str, length: int) -> None:
    text = TRADITIONAL if codec == "big5" else SIMPLIFIED
    for start in range(0, len(text) - length):
        piece = text[start : start + length]
        try:
            assert decode(piece.encode(codec)).text == piece
        except UnknownEncoding as error:
            assert "文字太短" in str(error) or "编码不是" in str(error)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bytes(range(256)) * 4, "内容不是文本"),
        (b"PNG\0\0\1\2" * 50, "内容不是文本"),
        (SIMPLIFIED.encode()[:-2], "UTF-8 在第 4 行中断（字节 0xE3）"),
        (SIMPLIFIED.encode().replace("增".encode(), b"\xff"), "编码不是 UTF-8、UTF-16、GB18030 或 Big5"),
        ("Ünïcödé çäfé".encode("latin-1") * 9, "编码不是 UTF-8、UTF-16、GB18030 或 Big5"),
        (b"\xef\xbb\xbf" + SIMPLIFIED.encode("gbk"), "开头标明是 utf-8-sig，内容却不是"),
        (b"\xff\xfe" + b"\0" * 8, "开头标明是 utf-16，内容却不是"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnknownEncoding, match=words):
        decode(data)


def test_a_stray_control_character_does_not_make_a_text_unreadable() -> None:
    text = SIMPLIFIED.replace("其中", "\x02其中")
    assert decode(text.encode()).text == text
    assert decode(text.encode("gb18030")).text == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=20))
def test_utf_8_is_never_read_as_anything_else(text: str) -> None:
    text = "开发区" + text
    assert decode(text.encode()).text == text


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_back_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except UnknownEncoding:
        return
    if decoded.encoding not in ("utf-16", "utf-8-sig"):
        assert decoded.text.encode(decoded.encoding) == data or decoded.encoding in ("gb18030", "big5")


# Documents


def test_a_document_knows_where_it_is_from(tmp_path: Path) -> None:
    data = SIMPLIFIED.encode("gb18030")
    path = written(tmp_path, data, "青山 2024/上半年.v2.TXT")
    document = read_document(path, tmp_path)
    assert (document.doc, document.path) == ("上半年.v2", "青山 2024/上半年.v2.TXT")
    assert (document.text, document.encoding) == (SIMPLIFIED, "gb18030")
    assert document.digest == sha256(data).hexdigest()
    assert read_document(path, tmp_path / "elsewhere").path == path.as_posix()


def test_line_ends_stay_and_the_bom_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff第一行\r\n第二行\r第三行\n".encode())
    assert read_document(path).text == "第一行\r\n第二行\r第三行\n"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t", "　　\n".encode()])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(KpiError, match=r"report\.txt: 文件是空的"):
        read_document(written(tmp_path, data))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.odt", b"x", r"a\.odt: \.odt 文件读不了，能读的是 \.txt、.*\.docx、.*\.zip；请另存为其中一种"),
        ("report", b"x", "report: 没有扩展名的文件读不了"),
        ("a.md", b"\0\1\2\3" * 9, r"a\.md: 内容不是文本；请另存为 UTF-8 文本"),
        ("a.txt", zip_bytes([("a.txt", b"x")]), r"a\.txt: 内容是压缩包；请把扩展名改成 \.zip"),
        ("a.rtf", b"{\\rtf1 x}", r"a\.rtf: RTF 文件，读不了；请在 Word 或 WPS 里另存为 \.docx"),
        ("a.txt", b"{\\rtf1 x}", r"a\.txt: RTF 文件"),
        ("a.pdf", zip_bytes([("OFD.xml", b"")]), r"a\.pdf: OFD 版式文件，读不了；请另存或打印为 PDF"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, r"a\.wps: 旧版 Office 文件，读不了"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(KpiError, match=words):
        read_document(written(tmp_path, data, name))


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    for ask in (read_document, stat_of, bytes_of):
        with pytest.raises(KpiError, match=r"a\.txt: .*；请核对名称"):
            ask(tmp_path / "a.txt")
    with pytest.raises(KpiError, match="是文件夹，这里要一个文件；请写出其中的文件"):
        read_document(tmp_path)


def test_a_text_is_refused_by_its_reader_under_another_name() -> None:
    with pytest.raises(KpiError, match=r"a\.txt: 内容是 \.pdf 文件，不是文本；请把扩展名改成 \.pdf"):
        text.read(Document("a", "a.txt", "", ""), b"%PDF-1.7 \n")


# Content against name


def word_file() -> bytes:
    made = docx.Document()
    made.add_paragraph("完成投资 45 亿元。")
    return docx_bytes(made)


def workbook_file() -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["投资", 45])
    made.active.append(["出口", 3])
    return xlsx_bytes(made)


@pytest.mark.parametrize(
    "name", ["a.docx", "a.xlsx", "a.txt", "a.doc", "a.xls", "a.html", "a.csv", "a.pdf", "a.png", "a.wps"]
)
@pytest.mark.parametrize(
    ("data", "found", "words"),
    [
        (word_file(), "docx", "完成投资 45 亿元。"),
        (workbook_file(), "xlsx", "投资\t45\n出口\t3"),
        (b"<html><body><p>" + "完成投资 45 亿元。".encode() + b"</p></body></html>", "html", "完成投资 45 亿元。"),
    ],
    ids=["docx", "xlsx", "html"],
)
def test_the_content_decides_and_not_the_suffix(tmp_path: Path, name: str, data: bytes, found: str, words: str) -> None:
    document = read_document(written(tmp_path, data, name))
    assert (document.format, document.text.strip()) == (found, words)


@pytest.mark.parametrize(("name", "found"), [("a.doc", "txt"), ("a.wps", "txt"), ("a.xls", "csv"), ("a.et", "csv")])
def test_a_text_under_the_name_of_an_old_format(tmp_path: Path, name: str, found: str) -> None:
    document = read_document(written(tmp_path, "指标\t数值\n投资\t45\n".encode("gbk"), name))
    assert (document.format, document.encoding, document.text.strip()) == (found, "gb18030", "指标\t数值\n投资\t45")


@pytest.mark.parametrize(
    "words",
    ["<html> 是网页的开头。", "表 <table> 之前有话\n<html>", "%PDF 是另一种文件", "BM 开头的话", "From: 某处\n"],
)
def test_a_text_about_formats_stays_a_text(tmp_path: Path, words: str) -> None:
    data = f"{SIMPLIFIED}{words}".encode()
    assert read_document(written(tmp_path, data)).format == "txt"


def test_a_library_that_is_missing_is_named_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, workbook_file(), "a.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(KpiError, match=r"a\.xlsx: 读 \.xlsx 需要的组件 openpyxl 没有装；请运行 .* -m pip install"):
        read_document(path)


def test_reading_a_text_loads_no_library_of_another_format(tmp_path: Path) -> None:
    path = written(tmp_path, SIMPLIFIED.encode())
    heavy = "{'docx', 'lxml', 'openpyxl', 'pypdfium2', 'pdfplumber', 'PIL', 'numpy', 'rapidocr_onnxruntime'}"
    read = f"from kpi.documents.reading import *; read_document({str(path)!r})"
    program = f"import sys; {read}; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@given(
    st.binary(max_size=200), st.sampled_from(sorted(set(READERS) - {".pdf"} | set(FOREIGN))), st.sampled_from(STARTS)
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arbitrary_bytes_under_any_name_are_read_or_refused(
    tmp_path: Path, data: bytes, suffix: str, start: bytes
) -> None:
    if READERS.get(suffix) == "kpi.documents.readers.scan":
        return
    path = written(tmp_path, start + data, f"a{suffix}")
    try:
        assert read_document(path).doc == "a"
    except KpiError as error:
        assert "a" + suffix in str(error)


# Files and folders


def test_reports_are_found_however_deep_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.md", "a/1.TXT", "a/deep/er/3.html", "c.pdf", "a/old.doc", "a/video.mp4", "d.json"):
        written(tmp_path, b"", name)
    for name in (".hidden.txt", "~$b.txt", ".git/x.txt", "a/.cache/y.md"):
        written(tmp_path, b"", name)
    found = [path.relative_to(tmp_path).as_posix() for path in find_reports([tmp_path])]
    assert found == ["a/1.TXT", "a/2.md", "a/deep/er/3.html", "a/old.doc", "b.txt", "c.pdf"]
    left_out = [Path(name).relative_to(tmp_path).as_posix() for name in left_out_names([tmp_path])]
    assert left_out == ["a/video.mp4", "d.json"]


def test_a_file_that_is_named_is_taken_and_each_comes_once(tmp_path: Path) -> None:
    report = written(tmp_path, b"", "b.txt")
    scan = written(tmp_path, b"", "a.json")
    assert find_reports([tmp_path, report, tmp_path]) == [report]
    assert find_reports([report, scan]) == [scan, report]
    assert find_reports([str(report)]) == [report]
    assert left_out_names([scan]) == []


def test_a_folder_without_reports_is_no_fault(tmp_path: Path) -> None:
    assert find_reports([tmp_path]) == []
    assert find_reports([]) == []


def test_a_missing_path_is_named_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(KpiError, match=r"2023: 没有这个文件或文件夹；请核对名称，或 config\.yaml 里的 reports"):
        find_reports([tmp_path / "2023"])


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    report = written(tmp_path, b"", "a/b.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert find_reports([tmp_path]) == [report]
