"""Saving config.yaml: nobody's save is lost, no half file is seen, what is replaced is kept."""

from __future__ import annotations

import multiprocessing
import os
import re
import stat
import time
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.settings import config_file
from kpi.settings.config import ConfigConflict, earlier_versions, load_config, read_text, save_config
from kpi.vocabulary.errors import InvalidFile, KpiError

MAP = """\
# What we count, and where.
version: 1
reports: [reports]
groups:
  economy: {zh: 综合经济, en: Economy}
zones: {}
indicators:
  gdp: {zh: 生产总值, en: GDP, group: economy, dimension: money, unit: 亿元, good: up, aliases: [生产总值]}
cues: {target: [目标], estimate: [预计], actual: [完成]}
"""
WRITERS = 2
SAVES = 8


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "我的 地图" / "config.yaml"
    path.parent.mkdir()
    path.write_bytes(MAP.encode())
    return path


def with_note(text: str, note: str) -> str:
    return f"{text}# {note}\n"


def test_saves_and_returns_the_new_digest(config: Path) -> None:
    text, digest = read_text(config)
    after = save_config(config, with_note(text, "新"), digest)
    assert read_text(config) == (with_note(MAP, "新"), after)
    assert load_config(config).digest == after != digest


def test_refuses_to_overwrite_a_newer_save(config: Path) -> None:
    text, digest = read_text(config)
    save_config(config, with_note(text, "hers"), digest)
    with pytest.raises(ConfigConflict) as caught:
        save_config(config, with_note(text, "his"), digest)
    assert isinstance(caught.value, KpiError)
    assert str(caught.value) == (
        "config.yaml: 您打开之后已有人保存，不再是您开始时的版本，没有写入；请复制您的改动，重新载入后再改"
    )
    assert config.read_text("utf-8") == with_note(MAP, "hers")


def test_refuses_text_with_problems(config: Path) -> None:
    text, digest = read_text(config)
    with pytest.raises(InvalidFile, match=r"config\.yaml:2: version: 写的是数字 2，应为数字 1"):
        save_config(config, text.replace("version: 1", "version: 2"), digest)
    assert config.read_text("utf-8") == MAP
    assert earlier_versions(config, config.parent / "data") == []


def test_keeps_what_it_replaces_newest_first(config: Path) -> None:
    text, digest = read_text(config)
    for note in ("one", "two"):
        digest = save_config(config, with_note(text, note), digest)
    data = load_config(config).data
    versions = earlier_versions(config, data)
    assert [version.text() for version in versions] == [with_note(MAP, "one"), MAP]
    assert versions == earlier_versions(config, Path("data"))
    assert versions[0].replaced_at >= versions[1].replaced_at
    for version in versions:
        assert version.path.parent == data / "config-history"
        assert re.fullmatch(rf"\d{{8}}T\d{{12}}Z-{version.digest}-{version.number}\.yaml", version.path.name)
        assert read_text(version.path)[1].startswith(version.digest)


class SetBack(datetime):
    """A clock that goes back a day at every look."""

    looks = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        cls.looks += 1
        return cls(2026, 11, 30, tzinfo=tz) - timedelta(days=cls.looks)


def test_what_it_replaces_stays_in_order_when_the_clock_is_set_back(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = config.parent / "data" / "config-history"
    history.mkdir(parents=True)
    (history / "20261201T000000000000Z-00000000.yaml").write_text(MAP.replace("GDP", "gdp"), encoding="utf-8")
    monkeypatch.setattr(config_file, "datetime", SetBack)
    text, digest = read_text(config)
    notes = [str(number) for number in range(11)]  # the tenth is later than the ninth too
    for note in notes:
        digest = save_config(config, with_note(text, note), digest)
    found = earlier_versions(config, config.parent / "data")
    assert [version.text() for version in found] == [
        *(with_note(MAP, note) for note in notes[-2::-1]),
        MAP,
        MAP.replace("GDP", "gdp"),  # an earlier program did not number it
    ]
    assert [version.number for version in found] == [*range(11, 0, -1), 0]
    assert found[0].replaced_at < found[1].replaced_at


def test_returns_to_an_earlier_version(config: Path) -> None:
    text, digest = read_text(config)
    after = save_config(config, with_note(text, "mistake"), digest)
    earlier = earlier_versions(config, config.parent / "data")[0]
    assert save_config(config, earlier.text(), after) == digest
    assert config.read_text("utf-8") == MAP


def test_leaves_other_files_in_the_history_alone(config: Path) -> None:
    history = config.parent / "data" / "config-history"
    history.mkdir(parents=True)
    (history / "notes-of-mine.yaml").write_text("x: 1")
    assert earlier_versions(config, config.parent / "data") == []


def test_saving_the_same_text_writes_nothing(config: Path) -> None:
    text, digest = read_text(config)
    before = config.stat().st_mtime_ns
    assert save_config(config, text.replace("\n", "\r\n"), digest) == digest
    assert config.stat().st_mtime_ns == before


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_keeps_bom_and_line_ends(config: Path, bom: bytes, end: bytes) -> None:
    config.write_bytes(bom + MAP.encode().replace(b"\n", end))
    text, digest = read_text(config)
    assert text == MAP
    save_config(config, with_note(text, "新"), digest)
    assert config.read_bytes() == bom + with_note(MAP, "新").encode().replace(b"\n", end)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_keeps_permissions(config: Path) -> None:
    config.chmod(0o640)
    text, digest = read_text(config)
    save_config(config, with_note(text, "x"), digest)
    assert stat.S_IMODE(config.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_writes_through_a_link(config: Path, tmp_path: Path) -> None:
    link = tmp_path / "config.yaml"
    link.symlink_to(config)
    text, digest = read_text(link)
    save_config(link, with_note(text, "x"), digest)
    assert link.is_symlink()
    assert config.read_text("utf-8") == with_note(MAP, "x")


def test_leaves_no_temporary_files(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, digest = read_text(config)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KpiError, match=r"config\.yaml: 保存不了（No space left on device）；请检查"):
        save_config(config, with_note(text, "x"), digest)
    assert config.read_text("utf-8") == MAP
    assert not [path for path in config.parent.rglob("*") if path.suffix == ".tmp"]


def test_says_that_somebody_else_is_saving(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config_file, "LOCK_SECONDS", 0.05)
    text, digest = read_text(config)
    with (
        FileLock(config.with_name(".config.yaml.lock")),
        pytest.raises(KpiError, match=r"config\.yaml: 另有人正在保存；请稍后再试"),
    ):
        save_config(config, with_note(text, "x"), digest)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, r"config\.yaml: 没有这个文件，应为指标映射文件；请用 --config FILE 指定"),
        (
            b"version: 1\nzones: \xb1\xb1\n",
            r"config\.yaml:2: 字节 0xB1 不是 UTF-8，应为 UTF-8 文本；请另存为 UTF-8",
        ),
    ],
)
def test_a_file_that_cannot_be_read(config: Path, content: bytes | None, words: str) -> None:
    config.unlink() if content is None else config.write_bytes(content)
    with pytest.raises(InvalidFile, match=words):
        load_config(config)


@pytest.mark.skipif(os.name == "nt", reason="Windows says no more than that access is denied")
def test_a_folder_is_no_config(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="是文件夹，应为指标映射文件；请写出其中的文件"):
        load_config(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(note=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), max_size=40))
def test_what_was_saved_is_loaded(config: Path, note: str) -> None:
    text = with_note(MAP, note.replace("\ufeff", ""))
    digest = save_config(config, text, read_text(config)[1])
    assert read_text(config) == (text, digest)
    assert load_config(config).text == text


def append_lines(path: Path, writer: int) -> None:
    """Adds its lines one by one, starting over after each conflict, as a person would."""
    for number in range(SAVES):
        while True:
            text, digest = read_text(path)
            try:
                save_config(path, with_note(text, f"{writer}:{number}"), digest)
                break
            except ConfigConflict:
                time.sleep(0.001)


def test_two_processes_lose_no_save(config: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    writers = [processes.Process(target=append_lines, args=(config, writer)) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    lines = config.read_text("utf-8").splitlines()[len(MAP.splitlines()) :]
    assert sorted(lines) == sorted(f"# {writer}:{number}" for writer in range(WRITERS) for number in range(SAVES))
    assert len(earlier_versions(config, config.parent / "data")) == WRITERS * SAVES


def test_a_save_sweeps_up_after_one_that_was_killed(config: Path) -> None:
    text, digest = read_text(config)
    digest = save_config(config, text := with_note(text, "一"), digest)
    history = config.parent / "data" / "config-history"
    left = [config.with_name(".config.yaml.a1b2.tmp"), history / ".20260101T000000000000Z-0.yaml.x_1.tmp"]
    kept = [config.with_name(".other.yaml.a1b2.tmp"), config.with_name("notes.tmp"), *history.glob("*.yaml")]
    for path in (*left, *kept[:2]):
        path.write_text("半", encoding="utf-8")
    save_config(config, with_note(text, "二"), digest)
    assert [path.exists() for path in left] == [False, False]
    assert all(path.exists() for path in kept)
