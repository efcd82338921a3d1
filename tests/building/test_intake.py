"""Files that are handed in: their names, archives, what is found in them, and how they get into the report folder."""

from __future__ import annotations

import io
import os
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.building import intake, store
from kpi.building.intake import NOTHING_STATED, Entry, Offer, ReportFacts
from kpi.documents.hints import read_sidecar
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError
from tests.dashboard_data import CONFIG, A, B

REPORT = f"开发区新闻\n\n{A}2024年地区生产总值完成254亿元，同比增长5.0%。某企业投资3亿元的项目开工。\n"
NAMELESS = "2024年，全区地区生产总值完成88亿元。\n"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.lstrip(), encoding="utf-8")
    (tmp_path / "reports").mkdir()
    return load_config(path)


def offer(name: str = "年报.txt", text: str = REPORT) -> Offer:
    (only,) = intake.offers_of(name, text.encode())
    return only


def files(config: Config) -> list[str]:
    folder = config.path.parent / "reports"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in members:
            package.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("年报.txt", "年报.txt"),
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/abs/年报.txt", "abs/年报.txt"),
        ("C:\\报告\\年报.txt", "报告/年报.txt"),
        ("a?b*c|d.txt", "a_b_c_d.txt"),
        ("年\x00报\n.txt", "年_报_.txt"),
        ("NUL", "_NUL"),
        ("com1.tar.txt", "_com1.tar.txt"),
        (".隐藏.txt", "隐藏.txt"),
        ("~$年报.docx", "_年报.docx"),
        ("年报.txt. ", "年报.txt"),
        ("\u202etxt.年报", "_txt.年报"),
        ("..", "report"),
        ("", "report"),
        ("1/2/3/4/5/年报.txt", "3/4/5/年报.txt"),
    ],
)
def test_names_that_every_file_system_takes(given_name: str, name: str) -> None:
    assert str(intake.safe_path(given_name)) == name


@given(st.text() | st.text("./\\~$: 年CON").map(lambda text: f"{text}.txt"))
@example("长" * 300 + ".txt")
@example("a." + "b" * 300)
@example("\ud800.txt")
def test_a_safe_name_stays_below_its_folder(name: str) -> None:
    path = intake.safe_path(name)
    assert not path.is_absolute() and path.parts
    for part in path.parts:
        assert 0 < len(part.encode()) <= 255 - len("-99.yaml")
        assert part == part.strip(". ") and part not in (".", "..") and not part.startswith("~$")
        assert not set('<>:"/\\|?*') & set(part) and part.isprintable() | (not part.isascii())
    assert intake.safe_path(str(path)) == path


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [("空.txt", b"", "空文件"), ("程序.exe", b"MZ", "读不了 .exe 文件"), ("无扩展名", b"x", "没有扩展名")],
)
def test_files_that_can_never_be_reports_are_told(name: str, data: bytes, why: str) -> None:
    (only,) = intake.offers_of(name, data)
    assert why in only.problem


def test_members_of_an_archive_are_files_of_their_own() -> None:
    data = packed(
        [
            ("东山/2024-01.txt", REPORT.encode()),
            ("../../逃走.txt", NAMELESS.encode()),
            ("__MACOSX/x.txt", b"x"),
            ("空.txt", b""),
            ("里面.zip", b"no archive"),
        ]
    )
    found = {each.name: each for each in intake.offers_of("一批.zip", data)}
    assert list(found) == ["东山/2024-01.txt", "逃走.txt", "空.txt", "里面.zip"]
    assert found["东山/2024-01.txt"].given == "一批.zip/东山/2024-01.txt"
    assert [bool(each.problem) for each in found.values()] == [False, False, True, True]


def test_an_archive_that_cannot_be_opened_or_is_empty_is_told() -> None:
    whole = packed([("年报.txt", REPORT.encode())])
    for data in (whole[: len(whole) // 2], packed([])):
        (only,) = intake.offers_of("坏.zip", data)
        assert only.problem and only.given == "坏.zip"


def test_a_damaged_member_does_not_stop_the_others() -> None:
    data = bytearray(packed([("好.txt", REPORT.encode()), ("坏.txt", NAMELESS.encode())]))
    data[data.index(NAMELESS.encode())] ^= 0xFF
    good, bad = intake.offers_of("一批.zip", bytes(data))
    assert not good.problem and "损坏" in bad.problem


def test_an_archive_that_unpacks_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LARGEST_UNPACKED", 300)
    data = packed([("一.txt", b"1" * 250), ("二.txt", b"2" * 250)])
    one, other = intake.offers_of("一批.zip", data)
    assert not one.problem and "太大" in other.problem


def test_what_is_found_is_what_a_build_finds(config: Config) -> None:
    handed_in = offer()
    sight = intake.look_at(handed_in, NOTHING_STATED, config, intake.Desk(config))
    assert sight.extraction is not None and sight.extraction.zone == A
    assert not files(config)
    intake.join(config, [Entry(handed_in)])
    store.build(config, jobs=1)
    build = store.open_build(config)
    assert build is not None
    rows = build.rows("observations")
    seen = {
        (each.indicator, str(each.value), each.period, each.doc, each.path) for each in sight.extraction.observations
    }
    assert seen == {(row["indicator"], row["value"], row["period"], row["doc"], row["path"]) for row in rows} and rows


def test_what_a_person_states_counts_before_and_after_joining(config: Config) -> None:
    handed_in, facts = offer(text=NAMELESS), ReportFacts(zone=B, published="2025-01-10", period="2024")
    desk = intake.Desk(config)
    blind = intake.look_at(handed_in, NOTHING_STATED, config, desk).extraction
    seen = intake.look_at(handed_in, facts, config, desk).extraction
    assert blind is not None and blind.zone == ""
    assert all((each.zone, "zone_open" in each.flags) == ("", True) for each in blind.observations), (
        "kept, and nobody's"
    )
    assert seen is not None and (seen.zone, seen.published) == (B, "2025-01-10") and seen.observations
    intake.join(config, [Entry(handed_in, facts)])
    assert files(config) == ["年报.txt", "年报.txt.yaml"]
    store.build(config, jobs=1)
    build = store.open_build(config)
    assert build is not None and build.info["zones"] == {B: 1} and not build.info["failed"]


def test_a_folder_in_an_archive_still_tells_the_zone(config: Config) -> None:
    (handed_in,) = intake.offers_of("一批.zip", packed([(f"{B}/2025-01.txt", "去年地区生产总值完成90亿元。".encode())]))
    seen = intake.look_at(handed_in, NOTHING_STATED, config, intake.Desk(config)).extraction
    assert seen is not None and seen.zone == B
    intake.join(config, [Entry(handed_in)])
    assert files(config) == [f"{B}/2025-01.txt"]


@pytest.mark.parametrize(
    ("name", "data"), [("假.pdf", b"%PDF-1.7 cut short"), ("假.docx", b"PK\x03\x04"), ("乱.txt", b"\xff\xfe\x00")]
)
def test_a_file_that_cannot_be_read_is_told_not_raised(name: str, data: bytes, config: Config) -> None:
    (handed_in,) = intake.offers_of(name, data)
    sight = intake.look_at(handed_in, NOTHING_STATED, config, intake.Desk(config))
    assert sight.extraction is None and sight.problem and "\n" not in sight.problem


def test_bytes_stay_as_they_were(config: Config) -> None:
    data = REPORT.encode("gb18030")
    (handed_in,) = intake.offers_of("年报.txt", data)
    (joined,) = intake.join(config, [Entry(handed_in)])
    assert joined.path is not None and joined.path.read_bytes() == data


def test_nothing_is_ever_overwritten(config: Config) -> None:
    texts = [REPORT, NAMELESS, REPORT + "。"]
    joined = [intake.join(config, [Entry(offer(text=text), ReportFacts(period="2024"))])[0] for text in texts]
    assert files(config) == sorted(f"年报{number}.txt{end}" for number in ("", "-2", "-3") for end in ("", ".yaml"))
    assert [each.path and each.path.read_text("utf-8") for each in joined] == texts


def test_the_same_file_again_is_not_written_twice(config: Config) -> None:
    one, other = intake.join(config, [Entry(offer()), Entry(offer())])
    assert one.path == other.path and files(config) == ["年报.txt"]


def test_what_is_stated_when_the_same_file_comes_again_is_kept(config: Config) -> None:
    intake.join(config, [Entry(offer())])
    stated = ReportFacts(zone="周口开发区")
    assert [done.problem for done in intake.join(config, [Entry(offer(), stated), Entry(offer(), stated)])] == ["", ""]
    assert files(config) == ["年报.txt", "年报.txt.yaml"]
    (other,) = intake.join(config, [Entry(offer(), ReportFacts(zone="濮阳经开区"))])
    assert other.path is None and "年报.txt.yaml 里写的与现在填的不同" in other.problem


def test_a_sidecar_of_another_report_is_left_to_it(config: Config) -> None:
    folder = config.path.parent / "reports"
    (folder / "年报.txt.yaml").write_text(f"zone: {B}\n", encoding="utf-8")
    seen = intake.look_at(offer(text=NAMELESS), NOTHING_STATED, config, intake.Desk(config)).extraction
    (joined,) = intake.join(config, [Entry(offer(text=NAMELESS))])
    assert seen is not None and seen.zone == "" and joined.path == folder / "年报-2.txt"


def test_a_replaced_file_is_kept(config: Config) -> None:
    (old,) = intake.join(config, [Entry(offer(), ReportFacts(zone=A))])
    assert old.path is not None
    replaced = Entry(offer(text=NAMELESS), ReportFacts(zone=B), (old.path, offer().digest))
    (new,) = intake.join(config, [replaced])
    assert new.path == old.path and old.path.read_text("utf-8") == NAMELESS
    assert (old.path.with_name("年报.txt.yaml")).read_text("utf-8") == f'zone: "{B}"\n'
    assert new.kept is not None and new.kept.parent == config.data / "replaced"
    assert new.kept.read_text("utf-8") == REPORT
    assert new.kept.with_name(f"{new.kept.name}.yaml").read_text("utf-8") == f'zone: "{A}"\n'


def test_a_file_that_changed_since_it_was_seen_is_not_replaced(config: Config) -> None:
    (old,) = intake.join(config, [Entry(offer())])
    assert old.path is not None
    old.path.write_text("别人刚改的", encoding="utf-8")
    (told,) = intake.join(config, [Entry(offer(text=NAMELESS), replaces=(old.path, offer().digest))])
    assert told.path is None and "刚被别人改过" in told.problem
    assert old.path.read_text("utf-8") == "别人刚改的" and not (config.data / "replaced").exists()


def test_many_who_add_at_once_lose_nothing(config: Config) -> None:
    texts = [f"{REPORT}{number}" for number in range(12)]
    threads = [threading.Thread(target=intake.join, args=(config, [Entry(offer(text=text))])) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folder = config.path.parent / "reports"
    assert sorted(path.read_text("utf-8") for path in folder.iterdir()) == sorted(texts)


def test_without_links_a_name_is_still_taken_once(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refused)
    for text in (REPORT, NAMELESS):
        intake.join(config, [Entry(offer(text=text))])
    assert files(config) == ["年报-2.txt", "年报.txt"]


def test_a_full_disk_leaves_nothing_behind(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (told,) = intake.join(config, [Entry(offer(), ReportFacts(zone=A))])
    assert told.path is None and "磁盘空间" in told.problem and not files(config)


def test_files_go_into_the_first_folder_of_the_config(config: Config, tmp_path: Path) -> None:
    text = CONFIG.lstrip().replace("reports: [reports]", "reports: [一份.txt, 还没有的, reports]")
    config.path.write_text(text, encoding="utf-8")
    changed = load_config(config.path)
    assert intake.destination(changed) == tmp_path / "还没有的"
    (joined,) = intake.join(changed, [Entry(offer())])
    assert joined.path == tmp_path / "还没有的" / "年报.txt"


def test_without_a_folder_it_is_told(config: Config) -> None:
    config.path.write_text(CONFIG.lstrip().replace("[reports]", "[一份.txt]"), encoding="utf-8")
    with pytest.raises(KpiError, match="没有文件夹"):
        intake.destination(load_config(config.path))


def test_facts_are_written_as_they_are_read(config: Config) -> None:
    facts = ReportFacts('说"区": #1', "2025-01-10", "2024-01/05", "题名：一")
    handed_in = Offer("a", str(PurePosixPath("a.txt")), b"x", "0" * 64)
    intake.join(config, [Entry(handed_in, facts)])
    assert read_sidecar(config.path.parent / "reports" / "a.txt.yaml", "a.txt.yaml") == facts
