"""Breaks off a piece of work at each of its writes in turn, and says what is found afterwards.

`python -m tests.crashes WORK HOW FOLDER` does WORK once for each of its writes and lets the n-th one end the process on
the spot (`die`), tear the file that is being made sure of and end it (`tear`), or fail as on a full disk (`full`) or in
a folder that nobody may write to (`read_only`). Each try is a process of its own, over a copy of the same project; a
second process then looks at what is there, does the work again where it is not done, and looks once more. A line of
JSON for each try goes to standard output.

A write is what the interpreter tells its audit hooks of (a file opened to be written, a rename, a removal, a new
folder, …) under the folder of the project, each fsync, and each group of rows of a table.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests import samples

if __name__ == "__main__":
    samples.install()  # whoever only imports the names of the works has the true extractor

import pyarrow.parquet as pq

from kpi.building import removing, statements, stating, store
from kpi.results import corrections, notes
from kpi.results.corrections import Action, Change
from kpi.settings.config import Config, load_config, read_text, save_config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import TABLES, observation_of

DIED, FAILED, FAULT = 77, 3, 4
ZONE = "濮阳经济技术开发区"
HOWS = {"die": 0, "tear": 0, "full": errno.ENOSPC, "read_only": errno.EACCES}
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.link", "os.symlink"}


# The work


def first_build(config: Config) -> None:
    store.build(config, jobs=1)


def next_build(config: Config) -> None:
    first_build(config)


def decide(config: Config) -> None:
    build = store.open_build(config)
    assert build is not None
    row = build.rows("observations", indicator=["gdp"])[0]
    digest = build.rows("documents", doc=[row["doc"]])[0]["digest"]
    change = Change(value="999")
    corrections.decide(config, observation_of(row), digest, Action.OVERRIDE, why="原件", who="甲", change=change)


def undo(config: Config) -> None:
    corrections.undo(config, corrections.load(config).in_force[0], why="看错", who="甲")


def save_map(config: Config) -> None:
    text, digest = read_text(config.path)
    save_config(config.path, f"{text}# 改过\n", digest)


def note(config: Config) -> None:
    notes.write(config, ZONE, "gdp", "2024", "新的批注", who="乙", known_zones=[ZONE])


def edit_note(config: Config) -> None:
    notes.edit(config, notes.load(config).standing[0].id, "改过的批注", who="乙")


def state(config: Config) -> None:
    stating.state(config, _report(config), who="丙", title="写明的标题")


def unstate(config: Config) -> None:
    stating.undo(config, _report(config, "first.txt"), who="丙")


def remove(config: Config) -> None:
    removing.remove(config, _report(config), who="丁")


def restore(config: Config) -> None:
    removing.restore(config, statements.removed(config)[0], who="丁")


WORKS: dict[str, Callable[[Config], None]] = {
    each.__name__: each
    for each in (first_build, next_build, decide, undo, save_map, note, edit_note, state, unstate, remove, restore)
}


def prepare(folder: Path, work: str) -> None:
    """The project as it is before the work."""
    config = samples.make_project(folder)
    line = f"{ZONE}|gdp||level|actual|2024|254|亿元|=|2025-01-10\n"
    for name in ("first.txt", "second.txt"):
        (folder / "reports" / name).write_text(line.replace("254", str(254 + len(name))), encoding="utf-8")
    if work == "first_build":
        return
    first_build(config)
    if work == "next_build":
        (folder / "reports" / "new.txt").write_text(line.replace("2024", "2019"), encoding="utf-8")
    if work == "undo":
        decide(config)
    notes.write(config, ZONE, "gdp", "2024", "先前的批注", who="乙", known_zones=[ZONE])
    stating.state(config, _report(config, "first.txt"), who="丙", title="先前的标题")
    if work == "restore":
        remove(config)


def _report(config: Config, name: str = "second.txt") -> Path:
    return config.path.parent / "reports" / name


# What is there


def found(folder: Path) -> dict[str, Any]:
    """All that a person would miss, without times and numbers of their own."""
    config = load_config(folder / "config.yaml")
    build = store.open_build(config)
    known, noted, stated = corrections.load(config), notes.load(config), statements.load(config)
    reports = {}
    for place in ("reports", "removed"):
        for path in sorted((folder / place).rglob("*")):
            if path.is_file() and path.name != ".not-read":
                reports[path.name] = [*reports.get(path.name, []), [place, path.read_text(encoding="utf-8")]]
    return {
        "tables": {} if build is None else {name: _digest(build, name) for name in TABLES},
        "corrections": [(entry.path, str(entry.action), entry.change.value, entry.why) for entry in known.entries],
        "notes": sorted((each.zone, each.indicator, each.text) for each in noted.standing),
        "statements": [(each.path, str(each.action)) for _, each in stated.entries],
        "problems": [*known.problems, *noted.problems, *stated.problems],
        "map": (folder / "config.yaml").read_text(encoding="utf-8"),
        "reports": reports,
    }


def _digest(build: store.Build, name: str) -> str:
    from hashlib import sha256

    return sha256((build.folder / f"{name}.parquet").read_bytes()).hexdigest()[:16]


def left_over(folder: Path) -> list[str]:
    """Files of work that was broken off."""
    kept = (path for path in folder.rglob("*") if not path.name.endswith(".lock"))
    return [str(path.relative_to(folder)) for path in kept if ".new" in path.name or path.suffix in (".tmp", ".part")]


# Breaking off


class _Breaker:
    """Counts the writes under a folder, and breaks off at one of them."""

    def __init__(self, folder: Path, at: int, how: str) -> None:
        self.folder, self.at, self.how, self.count = str(folder.resolve()), at, how, 0

    def install(self) -> None:
        sys.addaudithook(self._hear)
        for owner, name in ((os, "fsync"), (pq.ParquetWriter, "write_table")):
            setattr(owner, name, self._counted(getattr(owner, name), name))

    def _hear(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = given
            writes = any(sign in (mode or "") for sign in "wax+") or (flags or 0) & (
                os.O_WRONLY | os.O_RDWR | os.O_CREAT
            )
            if not writes:
                return
        elif event in _CHANGES:
            path = given[1] if event == "os.rename" else given[0]
        else:
            return
        with contextlib.suppress(TypeError, ValueError):
            place = os.path.abspath(os.fsdecode(path)) if not isinstance(path, int) else ""
            if not place.startswith(self.folder):
                return
            self._step(place)

    def _counted(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counted(*given: Any, **more: Any) -> Any:
            self._step(name, given[0] if name == "fsync" else None)
            return real(*given, **more)

        return counted

    def _step(self, place: str, handle: int | None = None) -> None:
        self.count += 1
        if self.count != self.at:
            return
        if self.how in ("full", "read_only"):
            code = HOWS[self.how]
            raise OSError(code, os.strerror(code), place)
        if self.how == "tear" and handle is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, max(0, os.fstat(handle).st_size - 7))
        os._exit(DIED)


def _in_child(act: Callable[[], Any]) -> tuple[int, Any]:
    """Runs `act` in a process of its own: how it ended, and what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status, said = FAULT, None
        try:
            status, said = 0, act()
        except KpiError as error:
            status, said = FAILED, str(error)
        except BaseException:
            said = traceback.format_exc()
        with contextlib.suppress(BaseException):
            os.write(writer, json.dumps(said).encode())
        os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        data = stream.read()
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended), json.loads(data) if data else None


def tries(work: str, how: str, root: Path) -> Iterator[dict[str, Any]]:
    """What came of the work broken off at its first write, at its second, … until nothing is left to break."""
    folder, kept = root / "project", root / "kept"
    act = WORKS[work]
    _in_child(lambda: prepare(folder, work))
    shutil.copytree(folder, kept)
    _, before = _in_child(lambda: found(folder))
    status, said = _in_child(lambda: act(load_config(folder / "config.yaml")))
    _, after = _in_child(lambda: found(folder))
    yield {"before": before, "after": after, "status": status, "said": said}
    for at in range(1, 2000):
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        status, said = _in_child(lambda at=at: _broken_off(act, folder, at, how))  # type: ignore[misc]
        if status == 0 and said == "nothing was broken off":
            return
        seen, there = _in_child(lambda: found(folder))
        again, why = _in_child(lambda: act(load_config(folder / "config.yaml"))) if there != after else (0, "")
        last, then = _in_child(lambda: {**found(folder), "left": left_over(folder)})
        yield {"at": at, "status": status, "said": said, "seen": seen, "there": there, "again": again, "why": why,
               "last": last, "then": then}  # fmt: skip


def _broken_off(act: Callable[[Config], None], folder: Path, at: int, how: str) -> str:
    config = load_config(folder / "config.yaml")
    breaker = _Breaker(folder, at, how)
    breaker.install()
    act(config)
    return "it went on" if breaker.count >= at else "nothing was broken off"


if __name__ == "__main__":
    for result in tries(sys.argv[1], sys.argv[2], Path(sys.argv[3])):
        print(json.dumps(result, ensure_ascii=False), flush=True)
