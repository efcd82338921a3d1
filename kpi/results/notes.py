"""What people noted on an indicator of a zone in a period: in what words, who and when.

An append-only file of JSON lines: a line writes a note, edits or deletes it, or takes the last of these back. A later
line never removes an earlier one, so every version stays. Who edits or deletes says which version they have seen;
where somebody else changed the note since, nothing is written and the change is told.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from kpi.pages.zone_choice import full_name
from kpi.results.ledger import Ledger, read_line
from kpi.settings.config import Config
from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.lookup import find_indicator, find_period
from kpi.vocabulary.model import Period, Zone
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.written_periods import read_code

LONGEST_TEXT, LONGEST_NAME = 1000, 60
COLUMNS = {"note_id": str, "zone": str, "indicator": str, "period": str, "year": int, "text": str, "who": str,
           "when": str, "author": str, "begun": str}  # fmt: skip
"""The columns of the table of notes with the type of their values."""

Place = tuple[str, str, str]
"""Zone, indicator and period that a note is on."""

# Signs that show as nothing, or turn the direction of what follows.
_INVISIBLE = lazy(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_LINES_REMEMBERED = 20_000


class NoteChanged(KpiError):
    """Somebody else changed the note since it was seen; `now` is the note as it stands, None where it was deleted."""

    def __init__(self, message: str, now: Note | None) -> None:
        super().__init__(message)
        self.now = now


class Action(StrEnum):
    WRITE = "write"
    EDIT = "edit"
    DELETE = "delete"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the file: what was done to the note called `note`, by whom and when, and its text from then on."""

    action: Action
    at: str
    who: str
    note: str
    zone: str
    indicator: str
    period: str
    text: str = ""

    def told(self) -> str:
        """The line for a person: `2026-11-21 10:32 王某 改为：口径有调整`."""
        what = {"write": "写：", "edit": "改为：", "delete": "删除", "undo": "撤销上一步"}[self.action]
        return f"{shown_time(self.at)} {self.who} {what}{one_line(self.text)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands: `who` gave it its present text and `when` (ISO 8601, local time with its offset).

    `author` wrote it first, at `begun`; `version` counts the lines on it.
    """

    id: str
    zone: str
    indicator: str
    period: str
    text: str
    who: str
    when: str
    author: str = ""
    begun: str = ""
    version: int = 1

    @property
    def place(self) -> Place:
        return (self.zone, self.indicator, self.period)

    @property
    def told(self) -> str:
        """The note in a line with who and when: `口径有调整（王某 2026-11-21）`."""
        return f"{one_line(self.text)}（{self.who} {self.when[:10]}）"

    def row(self) -> tuple[Any, ...]:
        """The note as a row of the table of notes."""
        year = Period.parse(self.period).last_year
        place = (self.zone, self.indicator, self.period, year)
        return (self.id, *place, self.text, self.who, self.when, self.author, self.begun)


@dataclass(frozen=True)
class Notes:
    """All that a file says, in its order; `problems` are lines that could not be read, each told for a person."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()

    @cached_property
    def standing(self) -> tuple[Note, ...]:
        """The notes as they stand, by zone, indicator and period, in each the oldest first."""
        made = (_standing(lines) for lines in self._lines.values())
        return tuple(sorted((note for note in made if note), key=lambda note: (note.place, note.begun, note.id)))

    @cached_property
    def at(self) -> Mapping[Place, tuple[Note, ...]]:
        """The notes by what they are on."""
        found: dict[Place, list[Note]] = defaultdict(list)
        for note in self.standing:
            found[note.place].append(note)
        return {place: tuple(notes) for place, notes in found.items()}

    def find(self, note_id: str) -> Note | None:
        """The note of that name as it stands; None where it was deleted or there is no such one."""
        return _standing(self._lines.get(note_id, []))

    def history(self, note_id: str) -> tuple[Entry, ...]:
        """All lines on a note, the oldest first."""
        return tuple(self._lines.get(note_id, ()))

    @property
    def deleted(self) -> tuple[Entry, ...]:
        """The last line on each note that does not stand any more."""
        return tuple(lines[-1] for lines in self._lines.values() if _standing(lines) is None)

    @cached_property
    def _lines(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.note].append(entry)
        return found


def notes_of(config: Config, zone: str = "") -> tuple[Note, ...]:
    """The notes on a zone, given by its full name (on all where none is given), by indicator and period."""
    return tuple(note for note in load(config).standing if zone in ("", note.zone))


def load(config: Config) -> Notes:
    """All notes of the project; a name that is an alias of a zone of the config by now counts as that zone's."""
    lines = ledger_of(config).read()
    full = _full_names(config.zones)
    entries = (replace(entry, zone=full.get(entry.zone, entry.zone)) for _, entry in lines.entries)
    return Notes(tuple(entries), lines.problems)


def write(
    config: Config, zone: str, indicator: str, period: str, text: str, *, who: str, known_zones: Collection[str] = ()
) -> Note:
    """Adds a note and returns it. `known_zones` are full names that are in use though nobody lists them.

    KpiError where zone, indicator, period, text or name is none, where the same note stands there already, or where
    the file cannot be written.
    """
    place = (
        full_name(zone, config.zones, known_zones), find_indicator(indicator, config.indicators), find_period(period),
    )  # fmt: skip
    text, who = _text(text), _name(who)

    def entry(known: Notes) -> Entry:
        if any(note.text == text for note in known.at.get(place, ())):
            raise KpiError(f"{'、'.join(place)}: 已有同样的批注")
        taken = {each.note for each in known.entries}
        name = next(name for name in iter(_new_id, "") if name not in taken)
        return Entry(Action.WRITE, _now(), who, name, *place, text)

    made = _append(config, entry)
    assert made is not None
    return made


def edit(config: Config, note_id: str, text: str, *, who: str, seen: int = 0) -> Note:
    """Gives a note another text and returns it as it stands then.

    `seen` is the version that was seen when the change was made: NoteChanged where there is a later one by now (0:
    whatever stands there is replaced). KpiError where there is no such note, or nothing is changed.
    """
    text, who = _text(text), _name(who)

    def entry(known: Notes) -> Entry:
        note = _seen(known, note_id, seen)
        if note.text == text:
            raise KpiError(f"{note_id}: 与现在的批注相同，没有可改的")
        return Entry(Action.EDIT, _now(), who, note_id, *note.place, text)

    made = _append(config, entry)
    assert made is not None
    return made


def delete(config: Config, note_id: str, *, who: str, seen: int = 0) -> None:
    """Takes a note away; `undo` brings it back. `seen` and faults are as with `edit`."""
    who = _name(who)

    def entry(known: Notes) -> Entry:
        return Entry(Action.DELETE, _now(), who, note_id, *_seen(known, note_id, seen).place)

    _append(config, entry)


def undo(config: Config, note_id: str, *, who: str, seen: int = 0) -> Note | None:
    """Takes the last step on a note back, and the one before that when called again; the note as it stands then.

    None where it was its writing that was taken back. KpiError where nothing is left to take back.
    """
    who = _name(who)

    def entry(known: Notes) -> Entry:
        lines = known.history(note_id)
        steps = _steps(lines)
        if seen and seen != len(lines):
            raise _changed(known, note_id)
        if not steps:
            raise KpiError(f"{note_id}: 没有可以撤销的批注；编号见 kpi note")
        last = steps[-1]
        before = steps[-2].text if len(steps) > 1 else ""
        return Entry(Action.UNDO, _now(), who, note_id, last.zone, last.indicator, last.period, before)

    return _append(config, entry)


def ledger_of(config: Config) -> Ledger[Entry]:
    """The file of notes."""
    return Ledger(config.notes, "批注", _parsed)


def told_on(notes: Iterable[Note]) -> str:
    """Notes as they stand in a cell of a table, each with who and when."""
    return " | ".join(note.told for note in notes)


def one_line(text: str) -> str:
    """A text without its line ends."""
    return " ".join(text.split("\n"))


def shown_time(at: str) -> str:
    """`2026-11-21 10:32`, as it was where the note was written."""
    return at[:16].replace("T", " ")


# What stands


def _steps(lines: Iterable[Entry]) -> list[Entry]:
    """The lines that were not taken back."""
    kept: list[Entry] = []
    for line in lines:
        if line.action is not Action.UNDO:
            kept.append(line)
        elif kept:
            kept.pop()
    return kept


def _standing(lines: Collection[Entry]) -> Note | None:
    steps = _steps(lines)
    if not steps or steps[-1].action is Action.DELETE:
        return None
    first, last = steps[0], steps[-1]
    place = (last.zone, last.indicator, last.period)
    return Note(last.note, *place, last.text, last.who, last.at, first.who, first.at, len(lines))


def _seen(known: Notes, note_id: str, seen: int) -> Note:
    """The note as it stands; NoteChanged where it is another than the one that was seen."""
    note = known.find(note_id)
    if seen and (note is None or note.version != seen):
        raise _changed(known, note_id)
    if note is None:
        raise KpiError(f"{note_id}: 没有这条批注，或已经删除；编号见 kpi note，恢复删除的用 --undo")
    return note


def _changed(known: Notes, note_id: str) -> KpiError:
    lines = known.history(note_id)
    last = lines[-1].told() if lines else "没有这条批注"
    return NoteChanged(f"{note_id}: 这条批注刚被别人改过（{last}），没有覆盖；请看过再改", known.find(note_id))


# The file


def _append(config: Config, make: Callable[[Notes], Entry]) -> Note | None:
    """Adds the entry that `make` gives for what stands, while nobody else can write; the note as it stands then."""
    made: list[Note | None] = []

    def rows() -> list[dict[str, Any]]:
        known = load(config)
        entry = make(known)
        made.append(_standing([*known.history(entry.note), entry]))
        return [asdict(entry)]

    ledger_of(config).append(rows)
    return made[0]


@lru_cache(maxsize=_LINES_REMEMBERED)
def _parsed(line: bytes) -> Entry:
    found = read_line(line)
    entry = Entry(**{**found, "action": Action(found["action"])})
    for each in fields(Entry):
        if not isinstance(getattr(entry, each.name), str):
            raise ValueError(each.name)
    read_code(entry.period)
    datetime.fromisoformat(entry.at)
    return entry


@lru_cache(maxsize=8)
def _aliases(zones: tuple[Zone, ...]) -> dict[str, str]:
    return {alias: zone.name for zone in zones for alias in zone.aliases}


def _full_names(zones: Mapping[str, Zone]) -> dict[str, str]:
    return _aliases(tuple(zones.values()))


def _text(text: str) -> str:
    lines = [" ".join(line.split()) for line in _INVISIBLE.sub("", text.replace("\r\n", "\n")).split("\n")]
    kept = "\n".join(line for line in lines if line)
    if not kept or len(kept) > LONGEST_TEXT:
        raise KpiError(f"--text: 请写明批注，{LONGEST_TEXT} 字以内（现有 {len(kept)} 字）")
    return kept


def _name(who: str) -> str:
    name = " ".join(_INVISIBLE.sub("", author(who)).split())
    if not name or len(name) > LONGEST_NAME:
        raise KpiError(f"--who: 请写明姓名，{LONGEST_NAME} 字以内")
    return name


def _new_id() -> str:
    return f"n{secrets.token_hex(6)}"


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
