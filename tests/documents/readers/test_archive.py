"""Zip archives read as folders: names, limits, and what is damaged."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.documents.readers import archive
from kpi.documents.reading import bytes_of, find_reports, left_out_names, read_document, stat_of
from kpi.vocabulary.errors import KpiError
from tests.office_samples import declared, encrypted, zip_bytes

REPORT = "青山经开区2024年上半年工作总结\n上半年，全区完成地区生产总值61.3亿元，同比增长6.5%。\n".encode()


def written(folder: Path, data: bytes, name: str = "2024.zip") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found_below(path: Path) -> list[str]:
    return [file.relative_to(path).as_posix() for file in find_reports([path])]


def test_an_archive_is_walked_like_a_folder(tmp_path: Path) -> None:
    entries = [(name, REPORT) for name in ("青山/b.txt", "青山/a.txt", "a.md", "图.svg", "青山/~$a.docx", ".x/c.txt")]
    written(tmp_path, zip_bytes([*entries, ("__MACOSX/._a.txt", b""), ("青山/", b"")]), "甲/2024.ZIP")
    written(tmp_path, REPORT, "z.txt")
    assert found_below(tmp_path) == ["z.txt", "甲/2024.ZIP/a.md", "甲/2024.ZIP/青山/a.txt", "甲/2024.ZIP/青山/b.txt"]
    assert [Path(name).name for name in left_out_names([tmp_path])] == ["图.svg"]


def test_a_member_is_read_as_a_file_is(tmp_path: Path) -> None:
    path = written(tmp_path, zip_bytes([("青山/上半年.txt", REPORT)]))
    document = read_document(path / "青山" / "上半年.txt", tmp_path)
    assert (document.doc, document.path) == ("上半年", "2024.zip/青山/上半年.txt")
    assert document.text.encode() == REPORT
    assert bytes_of(path / "青山/上半年.txt") == REPORT


def test_an_archive_a_folder_in_it_and_a_member_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path, zip_bytes([("青山/a.txt", REPORT), ("青山二/b.txt", REPORT)]))
    assert find_reports([path]) == [path / "青山/a.txt", path / "青山二/b.txt"]
    assert find_reports([path / "青山"]) == [path / "青山/a.txt"]
    assert find_reports([path / "青山/a.txt", path]) == [path / "青山/a.txt", path / "青山二/b.txt"]


@pytest.mark.parametrize("codec", ["gbk", "utf-8", "big5"])
@pytest.mark.parametrize(
    "names",
    [
        ["濮阳经开区/2023年工作总结.txt", "濮阳经开区/2024年工作总结.txt"],
        ["報告/二零二四年工作總結.txt", "報告/統計公報.txt"],
        ["年报.txt"],
        ["a.txt", "b/年报.txt"],
    ],
)
def test_unmarked_names_become_chinese(tmp_path: Path, codec: str, names: list[str]) -> None:
    try:
        data = zip_bytes([(name, REPORT) for name in names], codec)
    except UnicodeEncodeError:
        return  # no simplified characters in Big5
    if codec == "big5" and names[0][0] != "報":
        return
    assert found_below(written(tmp_path, data)) == sorted(names)


def test_marked_and_unmarked_latin_names_stay(tmp_path: Path) -> None:
    assert found_below(written(tmp_path, zip_bytes([("2024 report.txt", b"")], "gbk"))) == ["2024 report.txt"]


def test_a_second_member_of_a_name_is_read_too(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zip_bytes([("年报.txt", REPORT), ("年报.txt", REPORT + b"2\n")])
    path = written(tmp_path, data)
    assert found_below(path) == ["年报.txt", "年报~2.txt"]
    assert bytes_of(path / "年报.txt") == REPORT
    assert bytes_of(path / "年报~2.txt") == REPORT + b"2\n"


@pytest.mark.parametrize("name", ["../../年报.txt", "/年报.txt", "C:\\报告\\年报.txt", ".\\年报.txt"])
def test_no_name_leads_out_of_the_archive(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, zip_bytes([(name, REPORT)]))
    (found,) = find_reports([path])
    assert found.is_relative_to(path) and ".." not in found.parts
    assert bytes_of(found) == REPORT


def test_one_archive_in_another_is_read_and_no_deeper(tmp_path: Path) -> None:
    third = zip_bytes([("c.txt", REPORT)])
    second = zip_bytes([("b.txt", REPORT + b"b"), ("三.zip", third)])
    path = written(tmp_path, zip_bytes([("内/二.zip", second), ("a.txt", REPORT)]))
    assert found_below(path) == ["a.txt", "内/二.zip/b.txt", "内/二.zip/三.zip"]
    assert bytes_of(path / "内/二.zip/b.txt") == REPORT + b"b"
    assert find_reports([path / "内/二.zip"]) == [path / "内/二.zip/b.txt", path / "内/二.zip/三.zip"]
    with pytest.raises(KpiError, match=r"2024\.zip/内/二\.zip/三\.zip: 压缩包套得太深"):
        read_document(path / "内/二.zip/三.zip")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", REPORT, zip_bytes([("a.txt", REPORT)])[:-30]])
def test_a_broken_archive_is_one_failed_report(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    good = written(tmp_path, REPORT, "a.txt")
    assert find_reports([tmp_path]) == [path, good]
    with pytest.raises(KpiError, match=r"2024\.zip: 压缩包损坏或没有下载完整"):
        read_document(path)


def test_a_broken_archive_in_an_archive_is_one_failed_report(tmp_path: Path) -> None:
    path = written(tmp_path, zip_bytes([("坏.zip", b"PK"), ("a.txt", REPORT)]))
    assert found_below(path) == ["a.txt", "坏.zip"]
    with pytest.raises(KpiError, match=r"2024\.zip/坏\.zip: 压缩包损坏"):
        read_document(path / "坏.zip")


def test_an_encrypted_member_says_so_and_the_others_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, encrypted(zip_bytes([("密.txt", REPORT), ("a.txt", REPORT)])))
    assert found_below(path) == ["a.txt", "密.txt"]
    assert read_document(path / "a.txt").text.encode() == REPORT
    with pytest.raises(KpiError, match=r"2024\.zip/密\.txt: 压缩包加了密码"):
        read_document(path / "密.txt")


def test_a_bomb_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, zip_bytes([("大.txt", b"0" * 3_000_000), ("a.txt", REPORT)]))
    assert read_document(path / "a.txt").text.encode() == REPORT
    with pytest.raises(KpiError, match=r"2024\.zip/大\.txt: 压缩比高得不像文件（3 MB）"):
        read_document(path / "大.txt")


@pytest.mark.parametrize("size", [0, 10, len(REPORT) - 1, len(REPORT) + 1, 2**31])
def test_a_member_of_another_size_than_declared_is_never_read(tmp_path: Path, size: int) -> None:
    path = written(tmp_path, declared(zip_bytes([("a.txt", REPORT)]), size))
    with pytest.raises(KpiError, match=r"2024\.zip(/a\.txt)?: .*(损坏|超出限度)"):
        read_document(path / "a.txt")


@pytest.mark.parametrize("size", [2**31, 2**32 - 2])
def test_no_more_is_asked_of_the_disk_than_the_archive_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Two gigabytes that a directory of a kilobyte speaks of would be made room for before a byte is read."""
    data = bytearray(zip_bytes([("a.txt", REPORT), ("b.txt", REPORT)]))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 20, size)
    path = written(tmp_path, bytes(data))

    class Measured(io.BytesIO):
        def read(self, count: int | None = -1, /) -> bytes:
            assert count is None or count <= len(data)
            return super().read(count)

    monkeypatch.setattr(archive, "open_ordinary", lambda _: Measured(bytes(data)))
    with pytest.raises(KpiError, match="损坏了"):
        bytes_of(path / "a.txt")
    assert bytes_of(path / "b.txt") == REPORT


def test_limits_of_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    path = written(tmp_path, zip_bytes([(f"{number}.txt", REPORT) for number in range(3)]))
    assert find_reports([path]) == [path]
    with pytest.raises(KpiError, match=r"2024\.zip: 压缩包里有 3 个文件，超过 2 个"):
        read_document(path)
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 2 * len(REPORT) - 1)
    path = written(tmp_path, zip_bytes([(f"{number}.txt", REPORT) for number in range(2)]), "b.zip")
    with pytest.raises(KpiError, match=r"b\.zip: 压缩包解开后有 0 MB，超出限度"):
        read_document(path)
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 10)
    path = written(tmp_path, zip_bytes([("a.txt", REPORT)]), "c.zip")
    with pytest.raises(KpiError, match=r"c\.zip/a\.txt: 解开后有 0 MB，超出限度"):
        read_document(path / "a.txt")


def test_a_damaged_member_is_never_read(tmp_path: Path) -> None:
    data = bytearray(zip_bytes([("a.txt", REPORT), ("b.txt", REPORT)]))
    data[60] ^= 0xFF
    path = written(tmp_path, bytes(data))
    with pytest.raises(KpiError, match=r"a\.txt: 压缩包里的这个文件损坏了"):
        read_document(path / "a.txt")
    assert read_document(path / "b.txt").text.encode() == REPORT


def test_what_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path, zip_bytes([("a.txt", REPORT)]))
    for ask in (bytes_of, stat_of, read_document):
        with pytest.raises(KpiError, match=r"2024\.zip/b\.txt: 压缩包里没有这个文件"):
            ask(path / "b.txt")
    with pytest.raises(KpiError, match="是压缩包，这里要其中的一个文件"):
        read_document(path)


def test_stat_changes_with_the_archive(tmp_path: Path) -> None:
    path = written(tmp_path, zip_bytes([("a.txt", REPORT), ("b.txt", REPORT)]))
    time = path.stat().st_mtime_ns
    before = stat_of(path / "a.txt")
    assert before[0] == len(REPORT) and before == stat_of(path / "a.txt")
    written(tmp_path, zip_bytes([("a.txt", REPORT.replace(b"61.3", b"61.4")), ("b.txt", REPORT)]))
    os.utime(path, ns=(time, time))
    assert stat_of(path / "a.txt") != before
    assert abs(stat_of(path / "a.txt")[1] - time) < 1_000_000
    os.utime(path, ns=(time + 5_000_000_000, time + 5_000_000_000))
    assert stat_of(path / "a.txt")[1] > before[1]
    file = written(tmp_path, REPORT, "c.txt")
    assert stat_of(file) == (len(REPORT), file.stat().st_mtime_ns)


def test_a_folder_that_is_called_like_an_archive_is_a_folder(tmp_path: Path) -> None:
    report = written(tmp_path, REPORT, "2024.zip/a.txt")
    assert find_reports([tmp_path]) == [report]
    assert read_document(report).text.encode() == REPORT
    assert stat_of(report) == (len(REPORT), report.stat().st_mtime_ns)


WHOLE = zip_bytes([("年报.txt", REPORT), ("内.zip", zip_bytes([("b.txt", REPORT)]))], "gbk")


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.integers(0, len(WHOLE)))
def test_damage_anywhere_is_told_or_does_no_harm(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int, length: int
) -> None:
    data = bytearray(WHOLE)
    data[at] = byte
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    path.write_bytes(bytes(data[: max(length, at + 1)]))
    for file in find_reports([path]):
        try:
            assert read_document(file).text.encode() == REPORT
        except KpiError as error:
            assert str(error).startswith(str(path))
