"""Reading reports: their encoding found by content, files and folders found by name."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.encodings import UnknownEncoding, decode
from kpi.errors import KpiError
from kpi.readers import find_left_out, find_reports, read_document

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
            assert "so short a text" in str(error) or "neither" in str(error)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bytes(range(256)) * 4, "bytes that are no text"),
        (b"PNG\0\0\1\2" * 50, "bytes that are no text"),
        (SIMPLIFIED.encode()[:-2], r"UTF-8 that breaks off in line 4 \(byte 0xE3\)"),
        (SIMPLIFIED.encode().replace("增".encode(), b"\xff"), "bytes that are neither UTF-8, UTF-16, GB18030 nor Big5"),
        ("Ünïcödé çäfé".encode("latin-1") * 9, "bytes that are neither UTF-8, UTF-16, GB18030 nor Big5"),
        (b"\xef\xbb\xbf" + SIMPLIFIED.encode("gbk"), "a BOM of utf-8-sig before bytes that are not utf-8-sig"),
        (b"\xff\xfe" + b"\0" * 8, "a BOM of utf-16 before bytes that are not utf-16"),
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


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_an_empty_document(tmp_path: Path, data: bytes) -> None:
    assert read_document(written(tmp_path, data)).text == ""


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.doc", b"x", r"a\.doc: files of type \.doc cannot be read, expected \.txt or \.md; save it as one of these"),
        ("report", b"x", "report: a file without a suffix cannot be read, expected"),
        ("a.txt", b"%PDF-1.7 \n", r"a\.txt: a PDF under the name of a text, expected text; give it its own suffix"),
        ("a.txt", b"PK\x03\x04 ", r"a\.txt: a Word, Excel or zip file under the name of a text"),
        ("a.md", b"\0\1\2\3" * 9, r"a\.md: bytes that are no text, expected a text; save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(KpiError, match=words):
        read_document(written(tmp_path, data, name))


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(KpiError, match=r"a\.txt: no such file, expected a report; check the name"):
        read_document(tmp_path / "a.txt")
    with pytest.raises(KpiError, match="a folder, expected a file; name the files in it"):
        read_document(tmp_path)


# Files and folders


def test_reports_are_found_however_deep_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.md", "a/1.TXT", "a/deep/er/3.txt", "c.pdf", "a/table.xlsx"):
        written(tmp_path, b"", name)
    for name in (".hidden.txt", "~$b.txt", ".git/x.txt", "a/.cache/y.md"):
        written(tmp_path, b"", name)
    found = [path.relative_to(tmp_path).as_posix() for path in find_reports([tmp_path])]
    assert found == ["a/1.TXT", "a/2.md", "a/deep/er/3.txt", "b.txt"]
    left_out = [path.relative_to(tmp_path).as_posix() for path in find_left_out([tmp_path])]
    assert left_out == ["a/table.xlsx", "c.pdf"]


def test_a_file_that_is_named_is_taken_and_each_comes_once(tmp_path: Path) -> None:
    report = written(tmp_path, b"", "b.txt")
    scan = written(tmp_path, b"", "a.pdf")
    assert find_reports([tmp_path, report, tmp_path]) == [report]
    assert find_reports([report, scan]) == [scan, report]
    assert find_reports([str(report)]) == [report]
    assert find_left_out([scan]) == []


def test_a_folder_without_reports_is_no_fault(tmp_path: Path) -> None:
    assert find_reports([tmp_path]) == []
    assert find_reports([]) == []


def test_a_missing_path_is_named_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(
        KpiError, match="2023: no such file or folder, expected reports; check the name, or `reports` in"
    ):
        find_reports([tmp_path / "2023"])


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    report = written(tmp_path, b"", "a/b.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert find_reports([tmp_path]) == [report]
