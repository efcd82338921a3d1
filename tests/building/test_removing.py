"""Reports that are removed: the file and what is stated of it leave the folders, and come back, whatever stops it."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kpi.building import removing
from kpi.building.removing import find_removed, folder_of, remove, removed, restore, statuses
from kpi.building.report_status import reports_of
from kpi.building.statements import Statement
from kpi.building.stating import find_report, standing_of, state, stated_since, undo
from kpi.building.store import Build, WouldLose, build, open_build
from kpi.documents.reading import find_reports
from kpi.settings.config import Config, load_config
from kpi.vocabulary.errors import KpiError
from tests.samples import CONFIG, make_project

PUYANG, ZHOUKOU = "濮阳经济技术开发区", "周口经济开发区"
TEXT = "2024年，全区地区生产总值完成254亿元。\n"
SIDECAR = f'# 原件在档案室\nzone: "{PUYANG}"\n'
PAGES = {name: f"{PUYANG}2024年工作总结\n\n{TEXT}其{name}。\n" for name in ("年报.txt", "季报.txt", "旧/季报.txt")}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return make_project(tmp_path, PAGES)


def report(config: Config, name: str = "年报.txt") -> Path:
    return config.path.parent / "reports" / name


def beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.yaml")


def opened(config: Config) -> Build:
    build(config)
    found = open_build(config)
    assert found is not None
    return found


def ledger(config: Config) -> list[dict[str, Any]]:
    return [json.loads(line) for line in config.statements.read_text("utf-8").splitlines()]


def everything(config: Config) -> dict[str, bytes]:
    """All files of the reports and of what was removed, by their names and contents."""
    folders = (config.path.parent / "reports", folder_of(config))
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(config.path.parent).as_posix(): path.read_bytes() for path in files}


# ---- there and back


def test_a_report_goes_with_what_is_stated_of_it_and_comes_back(config: Config) -> None:
    path = report(config)
    beside(path).write_text(SIDECAR, "utf-8")
    before, modified = everything(config), path.stat().st_mtime_ns
    done = remove(config, path, who=" 王 某 ")
    assert not path.exists() and not beside(path).exists() and done.copies == ()
    kept = config.path.parent / done.entry.kept
    assert kept.parent.parent == folder_of(config) == config.data.parent / "removed"
    assert (kept.name, kept.read_bytes(), kept.stat().st_mtime_ns) == ("年报.txt", before["reports/年报.txt"], modified)
    assert beside(kept).read_text("utf-8") == SIDECAR
    (line,) = ledger(config)
    assert (line["who"], line["action"], line["path"], line["kept"]) == (
        *("王 某", "remove", "reports/年报.txt"), done.entry.kept,
    )  # fmt: skip
    assert line["before"] == line["after"] == SIDECAR
    made = restore(config, done.entry, who="李某")
    after = everything(config)
    after.pop("removed/.not-read")
    assert after == before and path.stat().st_mtime_ns == modified and removed(config) == []
    assert made.told().endswith(f"李某 放回原处，来自 {done.entry.kept}")
    assert [each["action"] for each in ledger(config)] == ["remove", "restore"]


def test_no_build_reads_what_was_removed_though_its_folder_lie_among_the_reports(tmp_path: Path) -> None:
    config = make_project(tmp_path, PAGES, CONFIG)
    (tmp_path / "reports" / "结果").symlink_to(config.data, target_is_directory=True)
    before = opened(config)
    remove(config, report(config), who="王某")
    after = opened(config)
    assert set(before.values_of("documents", "path")) - set(after.values_of("documents", "path")) == {
        "reports/年报.txt"
    }
    assert not [each for each in find_reports([tmp_path]) if "removed" in each.parts]
    kept = tmp_path / removed(config)[0].kept
    assert find_reports([kept]) == [kept], "who names the file reads it"


def test_a_removal_counts_with_the_next_build_and_is_told(config: Config) -> None:
    known = opened(config).info["statements"]
    remove(config, report(config), who="王某")
    assert [(each.action, each.path) for each in stated_since(config, known)] == [("remove", "reports/年报.txt")]
    done = build(config)
    assert done.removed == ("reports/年报.txt",) and done.files == 2
    known = opened(config).info["statements"]
    assert stated_since(config, known) == []
    (entry,) = removed(config)
    restore(config, entry, who="王某")
    assert [(each.action, each.path) for each in stated_since(config, known)] == [("restore", "reports/年报.txt")]
    assert build(config).files == 3


def test_what_was_removed_and_put_back_since_the_build_is_not_new(config: Config) -> None:
    known = opened(config).info["statements"]
    restore(config, remove(config, report(config), who="王某").entry, who="王某")
    assert stated_since(config, known) == []
    state(config, report(config), who="王某", zone=ZHOUKOU)
    assert [each.action for each in stated_since(config, known)] == ["state"]


def test_who_removes_most_of_the_reports_means_it(config: Config) -> None:
    build(config)
    for name in ("年报.txt", "季报.txt"):
        remove(config, report(config, name), who="王某")
    assert build(config).files == 1
    restore(config, removed(config)[0], who="王某")
    restore(config, removed(config)[0], who="王某")
    build(config)
    for name in ("年报.txt", "季报.txt"):
        report(config, name).unlink()
    with pytest.raises(WouldLose):
        build(config)


def test_removed_reports_are_listed_with_who_and_where(config: Config) -> None:
    entry = remove(config, report(config), who="王某").entry
    (status,) = statuses(config)
    assert status.line() == f"reports/年报.txt  没有采用：移出（{entry.at[:10]} 王某），放在 {entry.kept}"
    assert status.removed == entry.kept


# what a person writes, the report that is meant
NAMES = [
    ("reports/季报.txt", "季报.txt"),
    ("旧/季报.txt", "旧/季报.txt"),
    ("年报", "年报.txt"),
    ("年报.txt", "年报.txt"),
]


@pytest.mark.parametrize(("written", "name"), NAMES)
def test_a_removed_report_is_found_by_its_name(written: str, name: str, config: Config) -> None:
    for each in PAGES:
        remove(config, report(config, each), who="王某")
    found = find_removed(written, config)
    assert found is not None and found.path == f"reports/{name}"
    with pytest.raises(KpiError, match=r"移出的报告里有 2 份叫这个名字：reports/季报.txt、reports/旧/季报.txt"):
        find_removed("季报", config)
    with pytest.raises(
        KpiError, match=r"没有这份报告.*；reports/年报.txt 已移出（.* 王某），在 removed/.*，放回用 --undo"
    ):
        find_report("年报", config)


def test_of_what_was_removed_twice_the_last_comes_back_first(config: Config) -> None:
    remove(config, report(config), who="王某")
    report(config).write_text("新的一份\n", "utf-8")
    remove(config, report(config), who="王某")
    assert len(removed(config)) == 2 and len({each.kept for each in removed(config)}) == 2
    last = find_removed("年报", config)
    assert last is not None
    restore(config, last, who="王某")
    assert report(config).read_text("utf-8") == "新的一份\n" and len(removed(config)) == 1


# ---- what is in the way


def test_another_file_that_has_come_is_never_written_over(config: Config) -> None:
    entry = remove(config, report(config), who="王某").entry
    report(config).write_text("另一份\n", "utf-8")
    before = everything(config)
    with pytest.raises(
        KpiError, match=r"reports/年报.txt: 原处已有另一份同名的报告，没有放回，以免盖掉它；.*仍在 removed/"
    ):
        restore(config, entry, who="王某")
    assert everything(config) == before and [each["action"] for each in ledger(config)] == ["remove"]


def test_what_is_stated_of_another_file_does_not_hold_for_one_that_comes_back(config: Config) -> None:
    beside(report(config)).write_text(SIDECAR, "utf-8")
    entry = remove(config, report(config), who="王某").entry
    beside(report(config)).write_text(f"zone: {ZHOUKOU}\n", "utf-8")
    before = everything(config)
    with pytest.raises(KpiError, match=r"reports/年报.txt.yaml: 原处有一份说明文件，与移出时的不同，没有放回"):
        restore(config, entry, who="王某")
    assert everything(config) == before


def test_a_copy_that_is_left_is_told_for_builds_read_it(config: Config) -> None:
    copy = report(config, "旧/副本.txt")
    copy.write_bytes(report(config).read_bytes())
    assert remove(config, report(config), who="王某").copies == ("reports/旧/副本.txt",)
    assert "reports/旧/副本.txt" in opened(config).values_of("documents", "path")
    standing = standing_of(copy, config)
    assert standing.history == (), "it was not renamed, it was removed"
    with pytest.raises(KpiError, match="没有可以撤销的"):
        undo(config, copy, who="王某")


def test_what_was_stated_of_it_before_is_undone_after_it_came_back(config: Config) -> None:
    state(config, report(config), who="王某", zone=ZHOUKOU)
    restore(config, remove(config, report(config), who="王某").entry, who="王某")
    assert [each.action for each in standing_of(report(config), config).history] == ["state", "remove", "restore"]
    undo(config, report(config), who="王某")
    assert not beside(report(config)).exists()


def test_a_sidecar_of_several_reports_stays_with_the_others(config: Config) -> None:
    other, shared = report(config, "年报.md"), report(config, "年报.yaml")
    other.write_text("另一份\n", "utf-8")
    shared.write_text("period: 2024\n", "utf-8")
    entry = remove(config, report(config), who="王某").entry
    assert shared.exists() and not (config.path.parent / entry.kept).with_name("年报.yaml").exists()
    last = remove(config, other, who="王某").entry
    assert not shared.exists()
    restore(config, last, who="王某")
    restore(config, entry, who="王某")
    assert shared.read_text("utf-8") == "period: 2024\n"


def test_a_report_whose_sidecar_cannot_be_read_goes_all_the_same(config: Config) -> None:
    beside(report(config)).write_text("时期: 2024\n", "utf-8")
    restore(config, remove(config, report(config), who="王某").entry, who="王某")
    assert beside(report(config)).read_text("utf-8") == "时期: 2024\n"


def test_what_a_person_took_out_of_the_folder_is_not_offered(config: Config) -> None:
    entry = remove(config, report(config), who="王某").entry
    (config.path.parent / entry.kept).unlink()
    assert removed(config) == [] and statuses(config) == []
    with pytest.raises(KpiError, match="不在移出的报告里"):
        restore(config, entry, who="王某")


# ---- what cannot be removed


def test_a_member_of_an_archive_is_set_aside_instead(config: Config) -> None:
    with zipfile.ZipFile(report(config, "包.zip"), "w") as packed:
        packed.writestr("公报.txt", TEXT)
    said = r"reports/包.zip/公报.txt: 在压缩包里，不能单独移出；不要读它，可以搁置：在 config.yaml 的 reports 里加一项 "
    with pytest.raises(KpiError, match=said + r"\{path: reports/包.zip/公报.txt, aside: 原因\}"):
        remove(config, find_report("公报", config), who="王某")
    entry = "{path: reports/包.zip/公报.txt, aside: 原因}"
    config.path.write_text(CONFIG.replace("reports: [reports]", f"reports: [reports, {entry}]"), "utf-8")
    assert [each.path for each in build(load_config(config.path)).aside] == ["reports/包.zip/公报.txt"]


def test_a_link_and_a_file_that_the_config_names_are_left(config: Config, tmp_path: Path) -> None:
    report(config, "链接.txt").symlink_to(tmp_path / "config.yaml")
    with pytest.raises(
        KpiError, match=r"reports/链接.txt: 是一个链接.*可以搁置：kpi report reports/链接.txt --aside 原因"
    ):
        remove(config, report(config, "链接.txt"), who="王某")
    config.path.write_text(CONFIG.replace("[reports]", "[reports, reports/年报.txt]"), "utf-8")
    with pytest.raises(KpiError, match=r"config.yaml 的 reports 里单独写着这个文件"):
        remove(load_config(config.path), report(config), who="王某")
    assert report(config).exists() and not config.statements.exists()


def test_what_a_folder_does_not_let_go_stays_and_setting_aside_is_offered(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside(report(config)).write_text(SIDECAR, "utf-8")
    before = everything(config)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(removing, "os", with_others(link=refuse, rename=refuse, unlink=refuse))
    with pytest.raises(
        KpiError, match=r"移不走（Permission denied），仍在原处；不要读它，可以搁置：kpi report reports/年报.txt"
    ):
        remove(config, report(config), who="王某")
    after = everything(config)
    after.pop("removed/.not-read")
    assert after == before and removed(config) == [] and stated_since(config, 0) == []
    assert [line["action"] for line in ledger(config)] == ["remove", "restore"], "the ledger says that it was tried"


def test_where_the_ledger_cannot_be_written_nothing_moves(config: Config) -> None:
    config.statements.mkdir()
    with pytest.raises(KpiError, match=r"corrections.reports.jsonl"):
        remove(config, report(config), who="王某")
    assert report(config).exists()


def test_where_the_ledger_cannot_be_written_nothing_comes_back(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    beside(report(config)).write_text(SIDECAR, "utf-8")
    entry = remove(config, report(config), who="王某").entry
    before = everything(config)

    def refuse(*_: object) -> None:
        raise KpiError("写不进去")

    monkeypatch.setattr(removing, "add", refuse)
    with pytest.raises(KpiError, match="写不进去"):
        restore(config, entry, who="王某")
    assert everything(config) == before and removed(config) == [entry]


def test_a_name_is_asked_for(config: Config) -> None:
    with pytest.raises(KpiError, match="--who: 请写明姓名"):
        remove(config, report(config), who=" ")


def test_of_two_at_once_one_removes_it(config: Config) -> None:
    def attempt(who: str) -> str:
        try:
            return remove(config, report(config), who=who).entry.who
        except KpiError as error:
            return str(error)

    with ThreadPoolExecutor(4) as people:
        told = list(people.map(attempt, ["甲", "乙", "丙", "丁"]))
    assert len([each for each in told if len(each) == 1]) == 1 == len(ledger(config))
    assert sum("报告已不在原处" in each for each in told) == 3


# ---- whatever stops it


class Killed(BaseException):
    """The program is killed at this point: no handler of errors runs."""


def with_others(**changed: Callable[..., object]) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(os), **changed})


def no_links(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def far_apart(before: Path, after: Path) -> None:
    """Between the reports and what was removed lies another file system; within one of them a renaming goes."""
    if Path(before).parts[-3:-1] and ("removed" in Path(before).parts) != ("removed" in Path(after).parts):
        raise OSError(errno.EXDEV, "Invalid cross-device link")
    os.rename(before, after)


SYSTEMS: dict[str, dict[str, Callable[..., object]]] = {
    "links": {}, "no links": {"link": no_links}, "two file systems": {"link": no_links, "rename": far_apart},
}  # fmt: skip


class Steps:
    """The file system and the ledger, killing the program before or after the step `at` (from 0); `done` counts."""

    def __init__(self, at: int, after: bool, system: dict[str, Callable[..., object]]) -> None:
        self.at, self.after, self.done = at, after, 0
        self.os = with_others(**{
            name: self.step(system.get(name, getattr(os, name))) for name in ("link", "unlink", "rename")
        })  # fmt: skip
        self.add = self.step(removing.add)

    def step(self, does: Callable[..., object]) -> Callable[..., object]:
        def doing(*arguments: object) -> object:
            here = self.done == self.at
            self.done += 1
            if here and not self.after:
                raise Killed
            result = does(*arguments)
            if here:
                raise Killed
            return result

        return doing


def killed(doing: Callable[[], object], steps: Steps) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(removing, "os", steps.os)
        patch.setattr(removing, "add", steps.add)
        try:
            doing()
        except Killed:
            return True
        return False


def all_points(system: dict[str, Callable[..., object]]) -> Iterator[Steps]:
    for at in range(20):
        for after in (False, True):
            yield Steps(at, after, system)


@pytest.mark.parametrize("name", SYSTEMS)
def test_whatever_stops_a_removal_loses_nothing(name: str, tmp_path: Path) -> None:
    stopped = 0
    for number, steps in enumerate(all_points(SYSTEMS[name])):
        config = make_project(tmp_path / str(number), PAGES)
        path = report(config)
        beside(path).write_text(SIDECAR, "utf-8")
        text = path.read_bytes()
        if not killed(lambda config=config, path=path: remove(config, path, who="王某"), steps):  # type: ignore[misc]
            if steps.done <= steps.at:
                break  # there are no more steps
            continue  # the step itself failed, and another way was taken
        stopped += 1
        found = everything(config)
        assert text in found.values() and SIDECAR.encode() in found.values(), (number, steps.done)
        there = path.exists() and path.read_bytes() == text
        assert there != bool(removed(config)), "in one place for whoever looks"
        assert there or steps.done > 1, "first it is told who does it"
        for each in removed(config):
            restore(config, each, who="李某")
        assert (path.read_bytes(), beside(path).read_text("utf-8")) == (text, SIDECAR)
        remove(config, path, who="李某")  # and it goes on from there
        assert not path.exists() and not beside(path).exists() and len(removed(config)) == 1
    assert stopped >= 8, "each step was stopped before and after it"


@pytest.mark.parametrize("name", SYSTEMS)
def test_whatever_stops_the_way_back_loses_nothing(name: str, tmp_path: Path) -> None:
    stopped = 0
    for number, steps in enumerate(all_points(SYSTEMS[name])):
        config = make_project(tmp_path / str(number), PAGES)
        path = report(config)
        beside(path).write_text(SIDECAR, "utf-8")
        text = path.read_bytes()
        entry = remove(config, path, who="王某").entry
        if not killed(lambda config=config, entry=entry: restore(config, entry, who="李某"), steps):  # type: ignore[misc]
            if steps.done <= steps.at:
                break
            continue
        stopped += 1
        found = everything(config)
        assert text in found.values() and SIDECAR.encode() in found.values(), (number, steps.done)
        if path.exists() and path.read_bytes() == text:
            assert beside(path).read_text("utf-8") == SIDECAR, "no build reads it without what is stated of it"
        for each in removed(config):
            restore(config, each, who="李某")
        assert (path.read_bytes(), beside(path).read_text("utf-8"), removed(config)) == (text, SIDECAR, [])
    assert stopped >= 8, "each step was stopped before and after it"


def test_a_sidecar_that_a_stopped_removal_left_goes_after_its_report(config: Config) -> None:
    path = report(config)
    beside(path).write_text(SIDECAR, "utf-8")
    assert killed(lambda: remove(config, path, who="王某"), Steps(2, True, {}))
    assert not path.exists() and beside(path).exists()
    remove(config, report(config, "季报.txt"), who="王某")
    assert not beside(path).exists()
    restore(config, removed(config)[0], who="王某")
    assert beside(path).read_text("utf-8") == SIDECAR


# ---- the ledger


# a line of the ledger that is no use, how it is told
BAD_LINES = [({"kept": ""}, "kept:"), ({"action": "state"}, "kept: removed/"), ({"action": "lose"}, "action: lose")]


@pytest.mark.parametrize(("change", "told"), BAD_LINES, ids=[row[1] for row in BAD_LINES])
def test_a_line_that_is_no_use_is_told_and_costs_no_other(change: dict[str, str], told: str, config: Config) -> None:
    remove(config, report(config, "季报.txt"), who="王某")
    remove(config, report(config), who="王某")
    first, second = config.statements.read_text("utf-8").splitlines()
    config.statements.write_text(f"{json.dumps(json.loads(first) | change)}\n{second}\n", "utf-8")
    assert [each.path for each in removed(config)] == ["reports/年报.txt"]
    (note,) = build(config).notes
    assert "corrections.reports.jsonl 第 1 行" in note and told in note


def test_a_ledger_without_removals_is_as_it_was() -> None:
    """Lines of an earlier program say nothing of a place."""
    line = Statement("2026-11-20T08:00:00+00:00", "王某", "state", "a.txt", "d", "a.txt.yaml", None, "period: 2024\n")
    assert line.kept == "" and line.told() == "2026-11-20 王某 写明 时期：2024"


def test_lists_have_each_report_once(config: Config) -> None:
    known = opened(config)
    remove(config, report(config), who="王某")
    assert len(reports_of(known)) == 3, "the build does not know of it yet"
    assert [each.path for each in statuses(config)] == ["reports/年报.txt"]
