"""Work broken off at any of its writes: the last good state opens, nothing is lost, and what is said is clear."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kpi.bootstrap import ROOT
from tests.crashes import DIED, FAILED, HOWS, WORKS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each try is a fork")

# These write in two places, a file beside the report and a line about it: between the two, the file counts.
IN_TWO_STEPS = {"state", "unstate", "remove", "restore"}
CLEAR = ("写不进去", "保存不了", "无法写入", "没有写权限", "移不走", "放不回去", "删不掉", "拿不到", "写不了")
# A build takes some forty tries of a second or more each: each way of it once.
OF_BUILDS = {("first_build", "full"), ("next_build", "die")}
HOWS_OF = [
    (work, how)
    for work in WORKS
    for how in HOWS
    if (work, how) in OF_BUILDS
    or (not work.endswith("_build") and (how in ("die", "full") or work in ("decide", "save_map", "note")))
]


def tried(work: str, how: str, folder: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.crashes", work, how, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize(("work", "how"), HOWS_OF)
def test_work_broken_off_at_any_write_loses_nothing(tmp_path: Path, work: str, how: str) -> None:
    whole, *tries = tried(work, how, tmp_path)
    before, after = whole["before"], whole["after"]
    assert whole["status"] == 0 and before != after and len(tries) >= 5
    for each in tries:
        about = f"write {each['at']} of {work}, {how}: {each['said']}"
        there, then = each["there"], each["then"]
        # how it ended: on the spot, in clear words, or it did without what it could not write
        assert each["status"] in (DIED, FAILED, 0), about
        if each["status"] == FAILED:
            assert any(words in each["said"] for words in CLEAR) and "程序出错" not in each["said"], about
        # what is there opens, and is the state before or the one after
        assert each["seen"] == 0, f"{about}: {there}"
        assert each["last"] == 0, f"{about}: {then}"
        for name in ("tables", "corrections", "notes", "map"):
            assert there[name] in (before[name], after[name]), f"{about}: {name}"
        assert not there["problems"] or how == "tear", about
        if work in IN_TWO_STEPS:
            assert _texts(before) <= _texts(there) | {None} and _texts(before) <= _texts(then), about
            continue
        assert {**there, "problems": []} in (before, after), about
        # done again, it is done, and nothing of the try is left
        assert each["again"] == 0, f"{about}: {each['why']}"
        assert {**then, "left": after.get("left")} == {**after, "left": after.get("left")}, about
        assert not [path for path in then["left"] if not path.endswith(".scratch")], about


def _texts(found: dict[str, Any]) -> set[str | None]:
    """The texts of all reports, wherever they lie."""
    return {text for name, places in found["reports"].items() if name.endswith(".txt") for _, text in places}
