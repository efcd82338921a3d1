"""The ledger of what people stated of reports, and undid, and of the reports that they removed and put back:
append-only, a line of JSON each, beside the corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath

from kpi.documents.hints import facts_of_sidecar
from kpi.results.ledger import Ledger, Lines, read_line
from kpi.settings.config import Config
from kpi.settings.report_facts import FACTS, ReportFacts
from kpi.vocabulary.errors import InvalidFile
from kpi.vocabulary.ordinary_files import digest_of_file

STATED, UNDONE, REMOVED, RESTORED = "state", "undo", "remove", "restore"


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of the ledger: who stated, undid, removed or put back (`action`) what of which report, and when (UTC).

    `path` is the report as tables call it, `digest` names its content; `before` and `after` are the texts of
    its sidecar, None where there was none or is none any more. Then what `behind` says holds: the text of the
    sidecar that is read in its stead, None where there is none. `kept` is where a report that was removed lies since.
    """

    at: str
    who: str
    action: str
    path: str
    digest: str
    sidecar: str
    before: str | None
    after: str | None
    behind: str | None = None
    kept: str = ""

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """The facts that are others since, by name: what was stated and what is; empty where nothing was or is."""
        was, now = (asdict(self._facts(text)) for text in (self.before, self.after))
        return {name: (was[name], now[name]) for name in was if was[name] != now[name]}

    def told(self) -> str:
        """The statement in a line: `2026-11-21 王某 写明 开发区：青岚经济技术开发区`."""
        if self.action in _MOVES:
            return f"{self.at[:10]} {self.who} {_MOVES[self.action]} {self.kept}"
        parts = [
            f"{FACTS[name]}：{now or ('不搁置' if name == 'aside' else '不写')}" + (f"（原为 {was}）" if was else "")
            for name, (was, now) in self.changes.items()
        ]
        verb = "写明" if self.action == STATED else "撤销，恢复为"
        return f"{self.at[:10]} {self.who} {verb} {'，'.join(parts)}"

    def _facts(self, text: str | None) -> ReportFacts:
        return facts_stated(text if text is not None else self.behind, self.sidecar)


_MOVES = {REMOVED: "移出，放在", RESTORED: "放回原处，来自"}


@dataclass(frozen=True, slots=True)
class History:
    """The lines of the ledger on one report, oldest first; `problems` are those that could not be read, each told."""

    entries: tuple[Statement, ...] = ()
    problems: tuple[str, ...] = ()


def ledger_of(config: Config) -> Path:
    """The file of all statements."""
    return config.statements


def load(config: Config) -> Lines[Statement]:
    """All lines of the ledger; what their sidecars say is looked at with the lines of a report."""
    return _ledger(config).read()


def history_of(lines: Lines[Statement], config: Config, shown: str, digest: str) -> History:
    """The lines on the report that tables call `shown`, also of before the file was moved or renamed, as its content
    (`digest`) tells; what was removed was not renamed.
    """
    root = config.path.parent
    gone = {entry.path for entry in removed_in(lines, root)}

    def is_renamed(entry: Statement) -> bool:
        renamed = entry.digest == digest and entry.path not in gone and not (root / entry.path).exists()
        return renamed and entry.action not in _MOVES

    mine = [(number, entry) for number, entry in lines.entries if entry.path == shown or is_renamed(entry)]
    faults = {number: fault for number, entry in mine if (fault := _fault(entry))}
    told = (
        f"{config.statements.name} 第 {number + 1} 行不能用，没有采用（{fault}）" for number, fault in faults.items()
    )
    return History(tuple(entry for number, entry in mine if number not in faults), (*lines.problems, *told))


def stated_after(
    lines: Lines[Statement], config: Config, shown: str, digest: str, known: int
) -> tuple[Statement, ...]:  # fmt: skip
    """The statements in force on a report that the first `known` lines do not hold yet, oldest first."""
    later = {id(entry) for number, entry in lines.entries if number >= known}
    return tuple(entry for entry in in_force(history_of(lines, config, shown, digest).entries) if id(entry) in later)


def in_force(entries: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements on one report that no later line takes back, oldest first; that it was removed is none."""
    found: list[Statement] = []
    for entry in entries:
        if entry.action == STATED:
            found.append(entry)
        if entry.action != UNDONE:
            continue
        taken_back = [each for each in found if (each.before, each.after) == (entry.after, entry.before)]
        if taken_back:
            found.remove(taken_back[-1])
    return tuple(found)


def removed_in(lines: Lines[Statement], root: Path) -> list[Statement]:
    """The removals in force, oldest first: those whose report lies where it was put, and is at its place no more.

    The disk says so, whatever a crash left out of the ledger.
    """
    found: dict[str, Statement] = {}
    for _, entry in lines.entries:
        if entry.action == REMOVED:
            found[entry.kept] = entry
        elif entry.action == RESTORED:
            found.pop(entry.kept, None)
    there = (entry for entry in found.values() if (root / entry.kept).is_file() and not _is_back(entry, root))
    # of one file that a crash had left in both places, and that was removed again, the last copy is enough
    return list({(entry.path, entry.digest): entry for entry in there}.values())


def removed(config: Config) -> list[Statement]:
    """The removals in force of a project, oldest first."""
    return removed_in(load(config), config.path.parent)


def _is_back(entry: Statement, root: Path) -> bool:
    """Whether a report that was removed, or a copy of it, is at its place."""
    try:
        return digest_of_file(root / entry.path) == entry.digest
    except OSError:
        return False


def stated_since(config: Config, known: int) -> list[Statement]:
    """What the first `known` lines, which a build knew of, do not say yet, a line for each report of which something
    else is stated by now: its last statement where that is a new one, else the undoing of an older one; oldest first.
    So of reports that were removed since, or put back.

    `path` is where the report is now.
    """
    of_reports: dict[str, list[tuple[int, Statement]]] = {}
    lines, root = load(config), config.path.parent
    entries, gone = lines.entries, removed_in(lines, root)
    places = _places([entry for _, entry in entries], root)
    for number, entry in entries:
        of_reports.setdefault(places[entry.path, entry.digest], []).append((number, entry))
    found = []
    for place, mine in of_reports.items():
        later = [(number, entry) for number, entry in mine if number >= known and not _fault(entry)]
        if moved := [each for each in later if each[1] in gone] or _put_back(later):
            found.append(moved[-1])
        elif later and later[0][1].before != later[-1][1].after:
            last = in_force(entry for _, entry in mine)[-1:]
            number, entry = next((each for each in later if each[1] in last), later[-1])
            found.append((number, replace(entry, path=place)))
    return [entry for _, entry in sorted(found, key=lambda each: each[0])]


def _put_back(lines: Sequence[tuple[int, Statement]]) -> list[tuple[int, Statement]]:
    """The line that puts a report back that was removed before all of these."""
    moves = [each for each in lines if each[1].action in _MOVES]
    return moves[-1:] if moves and moves[0][1].action == RESTORED == moves[-1][1].action else []


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A sidecar (`left`) that stayed where its `report` was before that was renamed or moved, and what it is to be
    called (`wanted`) to hold again; all as tables call files.
    """

    report: str
    left: str
    wanted: str

    def told(self) -> str:
        """The same for a person."""
        return f"{self.report} 改名或移动以前写明的留在 {self.left}，没有跟着走，现在不算数；请把它改名为 {self.wanted}"


def left_behind(config: Config, reports: Mapping[str, str]) -> list[LeftBehind]:
    """What is stated of reports and did not go along with them; `reports` are by their content: as tables call each."""
    root, found = config.path.parent, {}
    for _, entry in load(config).entries:
        now = reports.get(entry.digest, "")
        left, wanted = _sidecar_then(entry), f"{now}.yaml"
        moved = now not in ("", entry.path) and not (root / entry.path).exists()
        if moved and entry.after is not None and (root / left).is_file() and not (root / wanted).exists():
            found[now] = LeftBehind(now, left, wanted)
    return list(found.values())


def sidecars_known(config: Config) -> set[str]:
    """The sidecars that the ledger tells of, as tables call files, whether their reports are still beside them."""
    return {_sidecar_then(entry) for _, entry in load(config).entries}


def _sidecar_then(entry: Statement) -> str:
    return PurePosixPath(entry.path).with_name(entry.sidecar).as_posix()


def mark_of(config: Config) -> int:
    """How many lines the ledger has by now: what a build knows of it."""
    return _ledger(config).count()


def sidecar_now(entry: Statement, report: Path) -> Path:
    """Where the sidecar of an entry is by now: it is renamed along with its report."""
    was = PurePosixPath(entry.path)
    if entry.sidecar.startswith(was.name):
        return report.with_name(report.name + entry.sidecar.removeprefix(was.name))
    return report.with_name(report.stem + entry.sidecar.removeprefix(was.stem))


def add(config: Config, entry: Statement) -> None:
    """Adds a line so that it is on the disk when this returns; KpiError where it cannot be written."""
    lacking = {"behind": None, "kept": ""}  # told only where there is something to tell
    row = {name: text for name, text in asdict(entry).items() if name not in lacking or text != lacking[name]}
    _ledger(config).append(lambda: [row])


def facts_stated(text: str | None, shown: str) -> ReportFacts:
    """The facts in the text of a sidecar, none where there is no text; InvalidFile, which calls it `shown`."""
    return facts_of_sidecar(text, shown) if text is not None else ReportFacts()


def _ledger(config: Config) -> Ledger[Statement]:
    return Ledger(ledger_of(config), "报告说明的记录", _parsed)


def _parsed(line: bytes) -> Statement:
    entry = Statement(**read_line(line))
    texts = (entry.before, entry.after, entry.behind)
    others = (value for name, value in asdict(entry).items() if name not in ("before", "after", "behind"))
    if not all(isinstance(text, str | None) for text in texts) or not all(isinstance(text, str) for text in others):
        raise ValueError("应为文字")
    if entry.action not in (STATED, UNDONE, *_MOVES):
        raise ValueError(f"action: {entry.action}")
    if bool(entry.kept) != (entry.action in _MOVES):
        raise ValueError(f"kept: {entry.kept}")
    _ = _sidecar_then(entry)  # ValueError where path or sidecar is no name of a file
    return entry


def _fault(entry: Statement) -> str:
    """Why a line is no use: what it keeps of a sidecar is none; empty where it is one."""
    try:
        _ = entry.changes
    except InvalidFile as error:
        return str(error.problems[0])
    return ""


def _places(entries: Sequence[Statement], root: Path) -> dict[tuple[str, str], str]:
    """Where the report of each line is now, by its path and content then: where it was, or where a later line on the
    same content is.
    """
    now: dict[str, str] = {}
    for entry in entries:
        if entry.digest not in now or (root / entry.path).exists():
            now[entry.digest] = entry.path
    return {
        (entry.path, entry.digest): entry.path if (root / entry.path).exists() else now[entry.digest]
        for entry in entries
    }
