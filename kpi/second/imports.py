"""What people imported: an append-only file of JSON lines beside the corrections, so that a build needs no spreadsheet.

A line holds all rows of a table in the name of its reader. A later line of the same reader takes the place of the
earlier one, which stays in the file; `withdraw` takes the reader out, `trust` says anew how far it is trusted, and
`undo` takes back the last of these steps that is not taken back yet: what held before it holds again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from kpi.results.ledger import Ledger, read_line
from kpi.second.claims import TEXTS, Claim, Trust, claim_of
from kpi.settings.config import Config
from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.model import BETWEEN_READERS, SELF

LONGEST_NAME = 30
_IMPORTS_REMEMBERED = 64


class Action(StrEnum):
    IMPORT = "import"
    TRUST = "trust"
    WITHDRAW = "withdraw"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Imported:
    """A claim with the content that its report had, by its digest, when it was imported; empty where none was found."""

    claim: Claim
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the file: who did what with which reader, and when; of an import the file's name and its rows."""

    action: Action
    at: str
    who: str
    reader: str
    trust: Trust = Trust.PROPOSE
    file: str = ""
    rows: tuple[Imported, ...] = ()

    def told(self) -> str:
        """The line for a person: `2026-11-30 王某 导入 张工：12 行，表.xlsx`."""
        what = {
            Action.IMPORT: f"导入：{len(self.rows)} 行，{self.file}",
            Action.TRUST: "改为：" + TRUST_WORDS[self.trust],
            Action.WITHDRAW: "整个撤回",
            Action.UNDO: "撤回上一步",
        }
        return f"{self.at[:10]} {self.who} {what[self.action]}"


TRUST_WORDS = {Trust.PROPOSE: "只有它读到的，待确认", Trust.ACCEPT: "只有它读到的，有原文为证就采用"}


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the rows of a reader: how many stay as they are, which take the place of which of the same
    figure, which are gone and which are new.
    """

    same: int = 0
    changed: tuple[tuple[Claim, Claim], ...] = ()
    gone: tuple[Claim, ...] = ()
    new: tuple[Claim, ...] = ()

    @property
    def before(self) -> int:
        return self.same + len(self.changed) + len(self.gone)

    @property
    def is_none(self) -> bool:
        return not (self.changed or self.gone or self.new)


@dataclass(frozen=True, slots=True)
class Step:
    """A line with the table of its reader that held before it, and the one that holds since; None for none.

    `undone` is the line that an undo takes back.
    """

    entry: Entry
    before: Entry | None
    since: Entry | None
    undone: Entry | None = None

    @property
    def change(self) -> Change:
        return change(self.before.rows if self.before else (), self.since.rows if self.since else ())


@dataclass(frozen=True, slots=True)
class Imports:
    """The readers that are in force with the last table of each, and all lines; `problems` are those that could not be
    read. `digest` is that of the file.
    """

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()
    digest: str = ""

    @property
    def in_force(self) -> tuple[Entry, ...]:
        """The last table of each reader that was not withdrawn, with the trust that was said last; by their names."""
        return tuple(step.since for step in self.last_steps if step.since is not None)

    @property
    def last_steps(self) -> tuple[Step, ...]:
        """The last step of each reader, by their names; also of those who are withdrawn."""
        found = {step.entry.reader: step for step in self.steps}
        return tuple(found[name] for name in sorted(found))

    @property
    def steps(self) -> tuple[Step, ...]:
        """All lines in their order with what each of them did; those that did nothing are left out."""
        states: dict[str, list[tuple[Entry, Entry | None]]] = defaultdict(list)
        found: list[Step] = []
        for entry in self.entries:
            mine = states[entry.reader]
            before, undone = (mine[-1][1] if mine else None), None
            if entry.action is Action.UNDO:
                if not mine:
                    continue
                undone = mine.pop()[0]
            elif entry.action is Action.IMPORT:
                mine.append((entry, entry))
            elif before is None:  # nobody is there to be withdrawn or trusted
                continue
            else:
                is_out = entry.action is Action.WITHDRAW
                mine.append((entry, None if is_out else replace(before, trust=entry.trust)))
            found.append(Step(entry, before, mine[-1][1] if mine else None, undone))
        return tuple(found)


def change(before: Sequence[Imported], now: Sequence[Imported]) -> Change:
    """What becomes of the rows of one table where another takes its place; the order of the rows counts for nothing."""
    left = _by(_said, before)
    new = [row for row in now if not _taken(left, _said(row))]
    rest = _by(_figure, (row for rows in left.values() for row in rows))
    pairs = [(_taken(rest, _figure(row)), row) for row in new]
    return Change(
        len(now) - len(new),
        tuple((was.claim, row.claim) for was, row in pairs if was is not None),
        tuple(row.claim for row in sorted((row for rows in rest.values() for row in rows), key=_place)),
        tuple(row.claim for was, row in pairs if was is None),
    )


def _by(name: Callable[[Imported], tuple[str, ...]], rows: Iterable[Imported]) -> dict[tuple[str, ...], list[Imported]]:
    found: dict[tuple[str, ...], list[Imported]] = defaultdict(list)
    for row in sorted(rows, key=_place, reverse=True):
        found[name(row)].append(row)
    return found


def _taken(rows: dict[tuple[str, ...], list[Imported]], name: tuple[str, ...]) -> Imported | None:
    """The first of the rows of a name, which is not there any more from then on; None where there is none."""
    return rows[name].pop() if rows.get(name) else None


def _place(row: Imported) -> tuple[int, str]:
    return row.claim.place


def _said(row: Imported) -> tuple[str, ...]:
    """All that a row says, of whatever name its report has; where it stands in its table is no matter."""
    return (*("".join(getattr(row.claim, name).split()) for name in TEXTS if name != "report"), _report(row))


def _figure(row: Imported) -> tuple[str, ...]:
    """Which figure a row is of."""
    named = ("zone", "indicator", "scope", "period", "kind", "measure")
    return (*("".join(getattr(row.claim, name).split()) for name in named), _report(row))


def _report(row: Imported) -> str:
    return row.digest or row.claim.report.strip()


def told_row(claim: Claim, was: Claim | None = None) -> str:
    """A row for a person; beside what it was before only what is another: `256亿元`.

    >>> told_row(Claim("张工", 2, "甲.txt", "东山经开区", "GDP", "", "2024", "254", "亿元"))
    '东山经开区 GDP 2024 254亿元'
    """
    if was is None:
        said = (claim.zone, claim.indicator, claim.period, claim.kind, claim.value + claim.unit)
        return " ".join(filter(None, said))
    return claim.value + claim.unit + (f"，原文“{claim.quote}”" if claim.quote != was.quote else "")


def load(config: Config) -> Imports:
    """All that was imported into a project."""
    lines = _ledger(config).read()
    return Imports(tuple(entry for _, entry in lines.entries), lines.problems, lines.digest)


def digest(config: Config) -> str:
    """The digest of the file of imports; empty where there is none."""
    return _ledger(config).digest()


def keep(config: Config, reader: str, rows: Sequence[Imported], *, trust: Trust, file: str, who: str) -> Entry:
    """Adds a table in the name of a reader; KpiError where the name is none, or the file cannot be written."""
    return _append(config, Entry(Action.IMPORT, _now(), _who(who), name_of(reader), trust, file, tuple(rows)))


def withdraw(config: Config, reader: str, *, who: str) -> Entry:
    """Takes a reader out; KpiError where there is none of that name."""
    known = _known(config, reader)
    return _append(config, Entry(Action.WITHDRAW, _now(), _who(who), known.reader))


def undo(config: Config, reader: str, *, who: str) -> Step:
    """Takes back the last step of a reader that is not taken back: a table, what was said of trust, a withdrawal.

    What held before holds again, and the step says what that is. KpiError where nothing is left to be taken back.
    """
    name = " ".join(reader.split())
    made: list[Step] = []

    def line() -> list[dict[str, Any]]:
        known = load(config)
        entry = Entry(Action.UNDO, _now(), _who(who), name)
        steps = [step for step in replace(known, entries=(*known.entries, entry)).steps if step.entry is entry]
        if not steps:
            there = dict.fromkeys(each.reader for each in known.entries)
            if name in there:
                raise KpiError(f"--as {reader}: 都已经撤回，没有可以再撤回的")
            raise KpiError(f"--as {reader}: 没有导入过；有的是：{'、'.join(there) or '（无）'}")
        made.extend(steps)
        return [_row(entry)]

    _ledger(config).append(line)
    return made[0]


def trust(config: Config, reader: str, how: Trust, *, who: str) -> Entry:
    """Says how far a reader is trusted from now on; KpiError where there is none of that name, or nothing changes."""
    known = _known(config, reader)
    if known.trust is how:
        raise KpiError(f"--trust {how}: {known.reader} 已经是这样")
    return _append(config, Entry(Action.TRUST, _now(), _who(who), known.reader, how))


def name_of(reader: str) -> str:
    """The name of a reader as it is kept; KpiError where it can be none."""
    name = " ".join(reader.split())
    if not name or len(name) > LONGEST_NAME or BETWEEN_READERS.strip() in name or name == SELF:
        raise KpiError(f"--as {reader[:40]}: 请写明是谁读的，{LONGEST_NAME} 字以内，不含分号，不是“{SELF}”")
    return name


def _known(config: Config, reader: str) -> Entry:
    there = {entry.reader: entry for entry in load(config).in_force}
    if found := there.get(" ".join(reader.split())):
        return found
    raise KpiError(f"--as {reader}: 没有导入过；有的是：{'、'.join(there) or '（无）'}")


def _who(who: str) -> str:
    name = " ".join(who.split())
    if not name:
        raise KpiError("--who: 请写明姓名")
    return author(name)


def _append(config: Config, entry: Entry) -> Entry:
    _ledger(config).append(lambda: [_row(entry)])
    return entry


def _ledger(config: Config) -> Ledger[Entry]:
    return Ledger(config.imports, "导入记录", _parsed)


def _row(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {"action": entry.action, "at": entry.at, "who": entry.who, "reader": entry.reader}
    if entry.action in (Action.IMPORT, Action.TRUST):
        row["trust"] = entry.trust
    if entry.action is Action.IMPORT:
        row["file"] = entry.file
        row["rows"] = [_packed(each) for each in entry.rows]
    return row


def _packed(imported: Imported) -> dict[str, Any]:
    kept = {name: value for name, value in imported.claim.to_json().items() if name != "reader"}
    return kept | ({"digest": imported.digest} if imported.digest else {})


@lru_cache(maxsize=_IMPORTS_REMEMBERED)
def _parsed(line: bytes) -> Entry:
    found = read_line(line)
    rows = tuple(_imported(row, found["reader"]) for row in found.pop("rows", ()))
    entry = Entry(
        **{**found, "action": Action(found["action"]), "trust": Trust(found.get("trust", Trust.PROPOSE)), "rows": rows}
    )
    if not all(isinstance(each, str) for each in (entry.at, entry.who, entry.reader, entry.file)):
        raise ValueError("应为文字")
    datetime.fromisoformat(entry.at)
    return entry


def _imported(row: Any, reader: str) -> Imported:
    if not isinstance(row, dict):
        raise ValueError("rows 应为条目 {…}")
    held = row.pop("digest", "")
    if type(held) is not str:
        raise ValueError("digest")
    return Imported(claim_of({**row, "reader": reader}), held)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
