"""Reports that a person removes: the file goes with its sidecar into a folder beside the data, and comes back on undo.

That is more than setting aside, which leaves the file where it is: a folder of reports holds what is left. Contents
are never touched, and nothing is ever written over. Who removed what, when, and where it lies since is a line of the
ledger of statements.

    removal = remove(config, find_report("草稿.docx", config), who="王某")
    restore(config, removal.entry, who="王某")

Whatever stops it half-way, the report is in one of both places or in both, never in none: the line is written first,
then the file is moved, then its sidecar; on the way back the sidecar goes first, so that no build reads a report
without what is stated of it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from uuid import uuid4

from kpi.building.report_status import ReportStatus
from kpi.building.statements import REMOVED, RESTORED, Statement, add, removed
from kpi.building.stating import LONGEST_NAME, alone, digest_at, line_of, text_if_any, time_now
from kpi.building.survey import copies_of, shown_path
from kpi.documents.hints import HintFinder
from kpi.documents.readers import archive
from kpi.documents.reading import NOT_READ
from kpi.settings.config import Config
from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import KpiError

__all__ = ["Removal", "find_removed", "folder_of", "remove", "removed", "restore", "statuses"]

_FOLDER = "removed"
_SAYS = (
    "# 移出的报告放在这里，建库不读。放回原处：在看板「加入报告」页的「已移出」里，或 kpi report FILE --undo\n"
    "# Reports that were removed; no build reads them. To put one back: the page “Add reports”, or that command.\n"
)
_TOLD = 12


@dataclass(frozen=True, slots=True)
class Removal:
    """A report that was removed: the line of the ledger, and other files of the same content, which builds go on to
    read, as tables call them.
    """

    entry: Statement
    copies: tuple[str, ...] = ()


def folder_of(config: Config) -> Path:
    """Where removed reports lie: beside the data folder, which may be deleted at any time."""
    return config.data.parent / _FOLDER


def remove(config: Config, path: Path, *, who: str) -> Removal:
    """Moves the report at `path` with what is stated of it out of the folders of reports.

    KpiError, with what can be done instead, where it lies in an archive, is a link, is named by itself in the config,
    or cannot be moved: then it is where it was.
    """
    root = config.path.parent
    shown, name = shown_path(path, root), line_of(author(who), "--who", "姓名", LONGEST_NAME)
    _refuse_what_cannot_be_moved(path, shown, config)
    with alone(config):
        _finish(config)
        digest, finder = digest_at(path, shown), HintFinder(config)
        read, own = finder.sidecar_of(path), _sidecars_of(path, finder)
        text = text_if_any(read, config)  # a report whose sidecar cannot be read may go all the same
        with _told_plainly(folder_of(config)):
            kept = _place_for(config, shown)
        entry = Statement(
            time_now(), name, REMOVED, shown, digest, (read or path.with_name(f"{path.name}.yaml")).name, text, text,
            kept=shown_path(kept, root),
        )  # fmt: skip
        add(config, entry)
        moves = [(each, kept.with_name(each.name)) for each in (path, *own)]
        try:
            _move_all(moves)
        except OSError as error:
            _tell_that_it_stays(config, entry, name)
            why = error.strerror or str(error)
            raise KpiError(f"{shown}: 移不走（{why}），仍在原处；{_instead(shown, config, sidecar=True)}") from error
        return Removal(entry, tuple(copies_of(kept, digest, config)))


def restore(config: Config, entry: Statement, *, who: str) -> Statement:
    """Puts a removed report back under its name, with what was stated of it.

    KpiError where it is not there any more, or where another file has come to its place: nothing is written over.
    """
    root = config.path.parent
    name = line_of(author(who), "--who", "姓名", LONGEST_NAME)
    with alone(config):
        if entry not in removed(config):
            raise KpiError(f"{entry.path}: 不在移出的报告里；可能已经放回，或 {entry.kept} 已被移走")
        path, kept = root / entry.path, root / entry.kept
        if os.path.lexists(path):
            raise KpiError(
                f"{entry.path}: 原处已有另一份同名的报告，没有放回，以免盖掉它；请先把那一份改名或移出，"
                f"移出的这一份仍在 {entry.kept}"
            )
        finder = HintFinder(config)
        _refuse_what_is_stated_of_another(entry, path, kept, config)
        own = [each for each in _sidecars_of(kept, finder) if not os.path.lexists(path.with_name(each.name))]
        moves = [(each, path.with_name(each.name)) for each in (*own, kept)]  # what is stated comes first
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _move_all(moves)
        except OSError as error:
            why = error.strerror or str(error)
            raise KpiError(f"{entry.path}: 放不回去（{why}），仍在 {entry.kept}；请检查写权限和磁盘空间") from error
        text = text_if_any(HintFinder(config).sidecar_of(path), config)
        made = Statement(
            time_now(), name, RESTORED, entry.path, entry.digest, entry.sidecar, text, text, kept=entry.kept
        )  # fmt: skip
        try:
            add(config, made)
        except KpiError:
            with contextlib.suppress(OSError):  # then it is at its place again, which is where it was wanted
                _move_all([(after, before) for before, after in reversed(moves)])
            raise
        _clear_away(kept.parent, folder_of(config))
        return made


def find_removed(name: str, config: Config) -> Statement | None:
    """The removed report that a person means by its path, its name with or without the folders, or without the format;
    the last one that was removed where a file of the same path was removed twice. KpiError where it may be several.
    """
    there = {entry.path: entry for entry in removed(config)}  # the last of a path
    wanted = name.replace(os.sep, "/")
    here = shown_path(name, config.path.parent)
    exact = [entry for path, entry in there.items() if path in (wanted, here)]
    by_name = [entry for path, entry in there.items() if path.endswith(f"/{wanted}")]
    by_stem = [entry for path, entry in there.items() if PurePosixPath(path).stem == wanted]
    found = exact or by_name or by_stem
    if len(found) > 1:
        listed = "、".join(entry.path for entry in found[:_TOLD])
        raise KpiError(f"{name}: 移出的报告里有 {len(found)} 份叫这个名字：{listed}；请连文件夹一起写")
    return found[0] if found else None


def statuses(config: Config) -> list[ReportStatus]:
    """The removed reports as a list of reports has them, each with who removed it, when, and where it lies."""
    found = []
    for entry in removed(config):
        by = f"{entry.at[:10]} {entry.who}"
        told = f"移出（{by}），放在 {entry.kept}"
        found.append(ReportStatus(entry.path, left_out=told, removed=entry.kept, removed_by=by))
    return found


# What cannot be removed


def _refuse_what_cannot_be_moved(path: Path, shown: str, config: Config) -> None:
    if archive.is_inside(path):
        raise KpiError(f"{shown}: 在压缩包里，不能单独移出；{_instead(shown, config, sidecar=False)}")
    if path.is_symlink():
        raise KpiError(f"{shown}: 是一个链接，原件在别处，不移出；{_instead(shown, config, sidecar=True)}")
    if os.path.realpath(path) in {os.path.realpath(each) for each in config.reports}:
        raise KpiError(
            f"{shown}: {config.path.name} 的 reports 里单独写着这个文件，移走以后建库会找不到它；请先去掉那一项再移出"
        )


def _refuse_what_is_stated_of_another(entry: Statement, path: Path, kept: Path, config: Config) -> None:
    """KpiError where a sidecar lies at the place of the report that is not its own: it would hold for it."""
    for name in dict.fromkeys((f"{path.name}.yaml", f"{path.name}.yml", entry.sidecar)):
        there, own = path.with_name(name), kept.with_name(name)
        if not there.is_file() or HintFinder(config).is_sidecar(there):
            continue
        same = there.read_bytes() == own.read_bytes() if own.exists() else text_if_any(there, config) == entry.before
        if not same:
            raise KpiError(
                f"{shown_path(there, config.path.parent)}: 原处有一份说明文件，与移出时的不同，没有放回；"
                f"请先核对它并移走，移出的报告仍在 {entry.kept}"
            )


def _instead(shown: str, config: Config, sidecar: bool) -> str:
    """What to do with a report that stays where it is and is not to be read."""
    entry = f"在 {config.path.name} 的 reports 里加一项 {{path: {shown}, aside: 原因}}"
    if not sidecar:
        return f"不要读它，可以搁置：{entry}"
    return f"不要读它，可以搁置：kpi report {shown} --aside 原因；文件夹不让写的，{entry}"


# Moving


def _sidecars_of(path: Path, finder: HintFinder) -> list[Path]:
    """The sidecars of this report alone, in the order in which they are read."""
    return [each for each in finder.sidecars_of(path) if each.stem == path.name or not finder.is_shared(each)]


def _place_for(config: Config, shown: str) -> Path:
    """A free place for a report among those that were removed, under its own name in a folder of the time."""
    folder = folder_of(config)
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / NOT_READ
    if not marker.exists():
        marker.write_text(_SAYS, encoding="utf-8")
    at, number = f"{datetime.now():%Y%m%d-%H%M%S}", 1
    while True:
        place = folder / (at if number == 1 else f"{at}-{number}")
        try:
            place.mkdir()
        except FileExistsError:
            number += 1
            continue
        return place / PurePosixPath(shown).name


def _move_all(moves: Sequence[tuple[Path, Path]]) -> None:
    """Moves all of these files in their order, or none: what was moved is moved back. OSError where it cannot."""
    done: list[tuple[Path, Path]] = []
    try:
        for before, after in moves:
            _move(before, after)
            done.append((before, after))
    except OSError:
        for before, after in reversed(done):
            _move(after, before)
        raise


def _move(before: Path, after: Path) -> None:
    """Gives a file another place, its content as it is. FileExistsError where something is there, OSError where the
    file cannot be moved: then it is where it was.
    """
    try:
        os.link(before, after)  # unlike a renaming it never takes the place of another
    except FileExistsError:
        raise
    except OSError:  # a file system without links, or another one
        _rename(before, after)
        return
    with _undone(after):
        os.unlink(before)


def _rename(before: Path, after: Path) -> None:
    """The same without links: whoever puts something there between the look and the renaming does not ask for the lock
    of this program.
    """
    if os.path.lexists(after):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(after))
    try:
        os.rename(before, after)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(before, after)
        with _undone(after):
            os.unlink(before)


def _copy(before: Path, after: Path) -> None:
    """Copies a file to another file system, in one step as far as readers can see."""
    new = after.with_name(f".new-{uuid4().hex}.tmp")
    try:
        shutil.copy2(before, new)
        with new.open("r+b") as file:
            os.fsync(file.fileno())
        if _digest(new) != _digest(before):
            raise OSError(errno.EIO, "复制得不完整")
        os.rename(new, after)
    finally:
        new.unlink(missing_ok=True)


@contextlib.contextmanager
def _undone(after: Path) -> Iterator[None]:
    """Takes away what was put at a new place, where the file could not leave its old one."""
    try:
        yield
    except OSError:
        with contextlib.suppress(OSError):
            after.unlink(missing_ok=True)
        raise


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


# What was begun


def _tell_that_it_stays(config: Config, entry: Statement, who: str) -> None:
    """A line that takes back the one on a removal that could not be done; and the empty place for it goes."""
    with contextlib.suppress(KpiError):  # the file is where it was, whatever the ledger says
        add(config, replace(entry, at=time_now(), who=who, action=RESTORED))
    _clear_away((config.path.parent / entry.kept).parent, folder_of(config))


def _clear_away(place: Path, folder: Path) -> None:
    """Removes the folder of one removal where nothing is left in it."""
    if place.parent == folder:
        with contextlib.suppress(OSError):
            place.rmdir()


def _finish(config: Config) -> None:
    """Brings the sidecars after reports whose removal was stopped between the two."""
    root = config.path.parent
    for entry in removed(config):
        path, kept = root / entry.path, root / entry.kept
        if os.path.lexists(path):
            continue
        for name in dict.fromkeys((f"{path.name}.yaml", f"{path.name}.yml", entry.sidecar)):
            left, wanted = path.with_name(name), kept.with_name(name)
            if left.is_file() and not wanted.exists() and not HintFinder(config).is_sidecar(left):  # no other report's
                with contextlib.suppress(OSError):
                    _move(left, wanted)


@contextlib.contextmanager
def _told_plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise KpiError(f"{folder}: 写不进去（{why}），没有移出；请检查写权限和磁盘空间") from error
