"""The ledger of what people stated of reports, and undid: append-only, a line of JSON each, beside the corrections."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any

from kpi.documents.hints import facts_of_sidecar
from kpi.settings.config import Config
from kpi.settings.report_facts import ReportFacts
from kpi.vocabulary.errors import KpiError

NAMES = {"zone": "开发区", "published": "发布日期", "period": "时期", "title": "题名", "aside": "搁置"}
"""What the facts are called in messages, in their order."""

STATED, UNDONE = "state", "undo"


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of the ledger: who stated or undid (`action`) what of which report, and when (UTC).

    `path` is the report as tables call it, `digest` names its content; `before` and `after` are the texts of
    its sidecar, None where there was none or is none any more.
    """

    at: str
    who: str
    action: str
    path: str
    digest: str
    sidecar: str
    before: str | None
    after: str | None

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """The facts that are others since, by name: what was stated and what is; empty where nothing was or is."""
        was, now = asdict(facts_stated(self.before, self.sidecar)), asdict(facts_stated(self.after, self.sidecar))
        return {name: (was[name], now[name]) for name in was if was[name] != now[name]}

    def told(self) -> str:
        """The statement in a line: `2026-11-21 王某 写明 开发区：青岚经济技术开发区`."""
        parts = [
            f"{NAMES[name]}：{now or ('不搁置' if name == 'aside' else '不写')}" + (f"（原为 {was}）" if was else "")
            for name, (was, now) in self.changes.items()
        ]
        verb = "写明" if self.action == STATED else "撤销，恢复为"
        return f"{self.at[:10]} {self.who} {verb} {'，'.join(parts)}"


def ledger_of(config: Config) -> Path:
    """The file of all statements."""
    return config.statements


def history_of(config: Config, shown: str, digest: str) -> list[Statement]:
    """All lines on the report that tables call `shown`, oldest first, also of before the file was moved or renamed,
    as its content (`digest`) tells.
    """
    root = config.path.parent
    return [
        entry
        for entry in _entries(ledger_of(config))
        if entry.path == shown or (entry.digest == digest and not (root / entry.path).exists())
    ]


def statements_on(config: Config, shown: str, digest: str) -> list[Statement]:
    """The statements in force on that report, oldest first: those that nobody undid."""
    return in_force(history_of(config, shown, digest))


def in_force(entries: Iterable[Statement]) -> list[Statement]:
    """Those of the lines on one report that no later line takes back."""
    found: list[Statement] = []
    for entry in entries:
        if entry.action == STATED:
            found.append(entry)
        elif found:
            found.pop()
    return found


def since(config: Config, known: int) -> list[Statement]:
    """The lines of the ledger after the first `known`, which a build knew of."""
    return _entries(ledger_of(config))[known:]


def stated_since(config: Config, known: int) -> list[Statement]:
    """The last statement in force on each report, where it is not among the first `known` lines; oldest first."""
    found: dict[str, list[tuple[int, Statement]]] = {}
    for number, entry in enumerate(_entries(ledger_of(config))):
        of_report = found.setdefault(entry.path, [])
        if entry.action == STATED:
            of_report.append((number, entry))
        elif of_report:
            of_report.pop()
    last = sorted((entries[-1] for entries in found.values() if entries), key=itemgetter(0))
    return [entry for number, entry in last if number >= known]


def mark_of(config: Config) -> tuple[int, str]:
    """How many lines the ledger has by now, and its digest: what a build knows of it."""
    data = _bytes_of(ledger_of(config))
    return sum(_parsed(line) is not None for line in data.split(b"\n")), sha256(data).hexdigest()


def sidecar_now(entry: Statement, report: Path) -> Path:
    """Where the sidecar of an entry is by now: it is renamed along with its report."""
    was = PurePosixPath(entry.path)
    if entry.sidecar.startswith(was.name):
        return report.with_name(report.name + entry.sidecar.removeprefix(was.name))
    return report.with_name(report.stem + entry.sidecar.removeprefix(was.stem))


def add(config: Config, entry: Statement) -> None:
    """Adds a line so that it is on the disk when this returns; a line that was cut is ended first."""
    ledger = ledger_of(config)
    line = json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n"
    try:
        ledger.parent.mkdir(parents=True, exist_ok=True)
        with open(ledger, "a+b") as file:
            if file.tell() and (file.seek(-1, os.SEEK_END), file.read())[1] != b"\n":
                line = b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise KpiError(f"{ledger}: 记录写不进去（{error.strerror or error}）；请检查写权限和磁盘空间") from error


def facts_stated(text: str | None, shown: str) -> ReportFacts:
    """The facts in the text of a sidecar, none where there is no text; InvalidFile, which calls it `shown`."""
    return facts_of_sidecar(text, shown) if text is not None else ReportFacts()


def _entries(ledger: Path) -> list[Statement]:
    """The statements of the ledger; lines that are none, as a power cut leaves them, are passed over."""
    return [entry for line in _bytes_of(ledger).split(b"\n") if (entry := _parsed(line)) is not None]


def _bytes_of(ledger: Path) -> bytes:
    try:
        return ledger.read_bytes() if ledger.exists() else b""
    except OSError as error:
        raise KpiError(f"{ledger}: 记录读不出（{error.strerror}）；请检查权限") from error


def _parsed(line: bytes) -> Statement | None:
    try:
        found: Any = json.loads(line.decode("utf-8-sig"))
        entry = Statement(**found)
    except (ValueError, TypeError):
        return None
    texts = [getattr(entry, each.name) for each in fields(Statement)]
    right = all(isinstance(text, str) for text in texts[:-2]) and all(isinstance(t, str | None) for t in texts[-2:])
    return entry if right and entry.action in (STATED, UNDONE) else None
