"""Who changed what of a shared project beside the decisions that have ledgers of their own: saves of the map, reports
that were added, builds that were asked for.

A line each in `changes.jsonl` beside the corrections, only ever added to. Written where people sign in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kpi.results.ledger import Ledger, Lines, read_line
from kpi.settings.config import Config

JOURNAL = "changes.jsonl"
MAP, ADD, BUILD = "map", "add", "build"


@dataclass(frozen=True, slots=True)
class Change:
    """What was done by whom at what time (ISO 8601, local with its offset): `of` are the digests of the map before and
    after, the reports that were added, or the name of the build.
    """

    at: str
    who: str
    what: str
    of: tuple[str, ...] = ()


def journal_of(config: Config) -> Path:
    """Where the journal of a project is."""
    return config.corrections.with_name(JOURNAL)


def record(config: Config, who: str, what: str, of: Sequence[str]) -> None:
    """Adds a line; KpiError where it cannot be written."""
    change = Change(datetime.now().astimezone().isoformat(timespec="seconds"), who, what, tuple(of))
    _ledger(journal_of(config)).append(lambda: [asdict(change)])


def load(path: Path) -> Lines[Change]:
    """All that was changed, and the lines that could not be read."""
    return _ledger(path).read()


def _ledger(path: Path) -> Ledger[Change]:
    return Ledger(path, "更改记录", _parsed)


def _parsed(line: bytes) -> Change:
    row = read_line(line)
    found = Change(str(row["at"]), str(row["who"]), str(row["what"]), tuple(map(str, row["of"])))
    datetime.fromisoformat(found.at)
    return found
