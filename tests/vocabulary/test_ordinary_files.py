"""Only ordinary files are opened; nothing waits for a pipe or a device."""

from __future__ import annotations

import os
import socket
from hashlib import sha256
from pathlib import Path

import pytest

from kpi.vocabulary.ordinary_files import NotOrdinary, digest_of_file, open_ordinary, read_ordinary


def test_an_ordinary_file_and_a_link_to_it(tmp_path: Path) -> None:
    file, link = tmp_path / "年报.txt", tmp_path / "链接.txt"
    file.write_bytes(b"a\r\n\x1a\0")
    link.symlink_to(file)
    for path in (file, link, str(file)):
        assert read_ordinary(path) == b"a\r\n\x1a\0"
        assert digest_of_file(path) == sha256(b"a\r\n\x1a\0").hexdigest()
        with open_ordinary(path) as opened:
            assert opened.read(1) == b"a"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and devices among files")
def test_what_is_none(tmp_path: Path) -> None:
    pipe, device, door = (tmp_path / name for name in ("管道", "设备", "插口"))
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(door))
        for path in (pipe, device, door):
            with pytest.raises(NotOrdinary, match="不是普通文件"):
                read_ordinary(path)
    with pytest.raises(IsADirectoryError):
        read_ordinary(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_ordinary(tmp_path / "没有")
