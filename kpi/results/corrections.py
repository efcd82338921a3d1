"""What people accepted, rejected or corrected: who, when, why, and the value that was read.

An append-only file of JSON lines, one decision a line; a later one on the same reading replaces the
earlier, `undo` takes it back. A decision is tied to the content of the report (its digest) and to
the place and meaning of what was read there, so it outlives a new name or folder of the file. Where
the program reads something else there by now, the decision is stale: it is told, not applied.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from kpi.pages.zone_choice import full_name
from kpi.results.cache import Packed, open_packed, pack, unpack_observation
from kpi.results.ledger import Ledger, read_line
from kpi.settings.config import Config
from kpi.vocabulary import units
from kpi.vocabulary.authors import author
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.frames import as_stated, observation_id, old_name, place_name
from kpi.vocabulary.lookup import find_comparator, find_indicator, find_period
from kpi.vocabulary.model import (
    COMPARATOR_WAS,
    INDICATOR_WAS,
    KIND_OPEN,
    ZONE_OPEN,
    Comparator,
    Extraction,
    Indicator,
    Kind,
    Measure,
    Observation,
    Period,
    Remark,
    report_id,
    told_of,
)
from kpi.vocabulary.written_periods import read_code

ACCEPTED, CORRECTED = "accepted", "corrected"
"""Flags of an observation that a person confirmed, or changed."""

REJECTED, STALE = "rejected", "stale_correction"
"""Reasons of a remark: dropped by a person; decided on, but something else is read there now."""

LONGEST_WHY = 500
_MOST_DIGITS = 40
_LONGEST_TEXT = 2**40  # characters of a report
WHY_UNDONE = "撤销"
"""What stands as the reason where somebody takes a decision back without giving one."""
_TOLD = 3
_LINES_REMEMBERED = 20_000  # a file of thousands is read anew with every decision


class Action(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    OVERRIDE = "override"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Change:
    """What an override puts in place of what was read; empty where it stays."""

    value: str = ""
    unit: str = ""
    period: str = ""
    kind: str = ""
    zone: str = ""
    indicator: str = ""
    comparator: str = ""

    def after(self, earlier: Change) -> Change:
        """What both change together, the later one where they differ."""
        later = {name: value for name, value in asdict(self).items() if value}
        return replace(earlier, **later)

    def apply_to(self, item: Observation) -> Observation:
        """The observation with what is changed, and each changed field's basis saying so."""
        found = {"zone": self.zone, "period": self.period, "kind": self.kind}
        basis = [
            f"{name}:corrected" if found.get(name) else f"{name}:{how}"
            for name, _, how in (part.partition(":") for part in item.basis.split(";") if part)
        ]
        return replace(
            item,
            value=Decimal(self.value) if self.value else item.value,
            unit=self.unit or item.unit,
            period=self.period or item.period,
            kind=Kind(self.kind) if self.kind else item.kind,
            zone=self.zone or item.zone,
            indicator=self.indicator or item.indicator,
            comparator=Comparator(self.comparator) if self.comparator else item.comparator,
            basis=";".join(basis),
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision: on which reading of which content, by whom, when and why.

    `digest` names the content; `start` to `scope` the reading; `zone`, `value`, `unit` and `comparator`
    are what was read there. `doc`, `path`, `quote` and `id` only tell a person which one it was. `instead_of` is the
    `id` of the reading that was accepted instead of this one, which was dropped for it.
    """

    action: Action
    at: str
    who: str
    why: str
    digest: str
    start: int
    end: int
    indicator: str
    measure: str
    kind: str
    period: str
    scope: str
    zone: str
    value: str
    unit: str
    comparator: str
    change: Change = Change()
    doc: str = ""
    path: str = ""
    quote: str = ""
    id: str = ""
    instead_of: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """The reading, whatever value it gave."""
        return (self.start, self.end, self.indicator, self.measure, self.kind, self.period, self.scope)

    @property
    def reading(self) -> tuple[object, ...]:
        """The reading with the value that was read."""
        return (*self.place, self.value, self.unit, self.comparator)

    @property
    def name(self) -> str:
        """What the observation is called by this program, whatever its report is called and whoever wrote the line."""
        return self._named_after(report_id(self.digest))

    @property
    def names(self) -> frozenset[str]:
        """What the observation is called: by the program that wrote the line, by this one, and by earlier ones."""
        return frozenset({self.id, self.name, self._named_after(self.doc), old_name(asdict(self))})

    def _named_after(self, report: str) -> str:
        """Its name after the content or the file of its report.

        Names with a letter tell what else is read in the same words: `…-2` is another reading than the one without it.
        """
        place = (self.start, self.end, self.indicator, self.scope, self.measure, self.comparator)
        nth = self.id.partition("-")[2] if self.id.startswith("o") else ""
        return place_name(report, place) + (f"-{nth}" if nth else "")

    def told(self) -> str:
        """The decision in a line: `2026-11-21 王某 剔除 12.5 亿元：与原件不符`."""
        what = {"accept": "核实", "reject": "剔除", "override": "更正", "undo": "撤销决定，恢复"}[self.action]
        was = f"{self.value} {self.unit}".strip() or "（无数字）"
        to = "，".join(f"{_NAMES[name]}改为 {value}" for name, value in asdict(self.change).items() if value)
        return f"{self.at[:10]} {self.who} {what} {was}{f'，{to}' if to else ''}：{self.why}"


_NAMES = {
    "value": "数值", "unit": "单位", "period": "时期", "kind": "类别", "zone": "开发区", "indicator": "指标",
    "comparator": "限定",
}  # fmt: skip


@dataclass(frozen=True)
class Corrections:
    """All decisions of a file, in their order. `digest` is that of the file, empty where there is none.

    `problems` are lines that could not be read, each told for a person. `unusable` are decisions that give a reading
    an indicator that the config does not have any more.
    """

    entries: tuple[Correction, ...] = ()
    digest: str = ""
    problems: tuple[str, ...] = ()
    unusable: frozenset[Correction] = frozenset()

    @cached_property
    def in_force(self) -> tuple[Correction, ...]:
        """The last decision on each reading, those taken back and those that cannot be followed left out."""
        last = self._latest.values()
        return tuple(entry for entry in last if entry.action is not Action.UNDO and entry not in self.unusable)

    @cached_property
    def _latest(self) -> Mapping[tuple[object, ...], Correction]:
        return _last(self.entries)

    def since(self, known: int) -> tuple[Correction, ...]:
        """What the first `known` decisions do not say yet: the last one on each reading, also where it is an undo."""
        before, later = _last(self.entries[:known]), _last(self.entries[known:])
        return tuple(
            entry for name, entry in later.items() if not (entry.action is Action.UNDO and _is_open(before.get(name)))
        )

    @cached_property
    def _of_content(self) -> Mapping[str, tuple[Correction, ...]]:
        found: dict[str, list[Correction]] = defaultdict(list)
        for entry in self.in_force:
            found[entry.digest].append(entry)
        return {digest: tuple(entries) for digest, entries in found.items()}

    @cached_property
    def _of_reading(self) -> Mapping[tuple[object, ...], tuple[Correction, ...]]:
        found: dict[tuple[object, ...], list[Correction]] = defaultdict(list)
        for entry in self.in_force:
            found[(entry.digest, *entry.reading)].append(entry)
        return {name: tuple(entries) for name, entries in found.items()}

    def of_content(self, digest: str) -> tuple[Correction, ...]:
        """The decisions in force on a content."""
        return self._of_content.get(digest, ())

    def apply(self, extraction: Extraction) -> Extraction:
        """The extraction as people corrected it: what was rejected and what is stale became remarks, and a reading to
        confirm that was accepted or changed is an observation.
        """
        entries = self.of_content(extraction.document.digest)
        if not entries:
            return extraction
        read = (*extraction.observations, *extraction.readings)
        names = [(extraction.document.digest, *_reading_of(item)) for item in read]
        times = Counter(names)
        decisions = [
            _decision_on(item, self._of_reading.get(name, ()), alone=times[name] == 1)
            for item, name in zip(read, names, strict=True)
        ]
        decisions = _on_what_is_there(decisions)
        made = [_decided(item, entry) if entry else item for item, entry in zip(read, decisions, strict=True)]
        kept = [each for each in made if each is not None and each.status == "fact"]
        decided = [(item, entry) for item, entry in zip(read, decisions, strict=True) if entry]
        confirmed = {told_of(item) for item, _ in decided if item.status != "fact"}
        found = {_reading_of(item) for item, _ in decided}
        there = {(*_reading_of(item), item.zone) for item in read}
        return replace(
            extraction,
            observations=tuple(sorted(kept, key=lambda each: (each.start, each.end)) if confirmed else kept),
            readings=tuple(each for each in made if each is not None and each.status != "fact"),
            remarks=(
                *(each for each in extraction.remarks if each not in confirmed),
                *(_rejected(item, entry) for item, entry in decided if entry.action is Action.REJECT),
                *(
                    _stale(entry, extraction)
                    for entry in entries
                    if entry.reading not in found and not (entry.change != Change() and _outcome_of(entry) in there)
                ),
            ),
        )

    def apply_packed(self, packed: Packed) -> Packed:
        """The same for an extraction as the cache keeps it; one that nobody decided on is not opened."""
        document = packed.head.document
        if not self.of_content(document.digest):
            return packed
        named = (document.doc, document.path, document.report_id)
        found, unsure = (
            tuple(unpack_observation(*each, *named) for each in some) for some in (packed.observations, packed.readings)
        )
        return open_packed(pack(self.apply(replace(packed.head, observations=found, readings=unsure))))

    def lost(self, digests: Iterable[str]) -> tuple[Correction, ...]:
        """The decisions in force on contents that are not among `digests`: the report changed, or is gone."""
        there = self._of_content.keys() & digests if self.in_force else set()
        return tuple(entry for entry in self.in_force if entry.digest not in there)

    def notes(self, digests: Iterable[str]) -> tuple[str, ...]:
        """What is to be told of a build of the contents `digests`: lines not understood, decisions without a report."""
        lost = self.lost(digests)
        some = "；".join(f"{entry.path} {entry.told()}" for entry in lost[:_TOLD])
        more = f" 等 {len(lost)} 条" if len(lost) > _TOLD else ""
        return (*self.problems, *((f"更正所指的报告内容已变或已不在，没有采用：{some}{more}",) if lost else ()))

    def on(self, item: Observation, digest: str) -> Correction | None:
        """The decision in force on a reading of the content `digest`, whether a build knows of it or not."""
        last = self.last_on(item, digest)
        return None if _is_open(last) else last

    def last_on(self, item: Observation, digest: str) -> Correction | None:
        """The last decision on what the program read where `item` is, also where it is an undo."""
        name = (digest, *_reading_of(item), item.zone)
        made = self._read_as.get(name) if _is_decided(item) else None
        return self._latest.get(made or name)

    @cached_property
    def _read_as(self) -> Mapping[tuple[object, ...], tuple[object, ...]]:
        """The readings that people confirmed or changed, by what each seems to be after that."""
        return {
            (entry.digest, *_result_of(entry), entry.change.zone or entry.zone): _name_of(entry)
            for entry in self.entries
            if entry.action in (Action.ACCEPT, Action.OVERRIDE)
        }

    def behind(self, item: Observation, digest: str) -> Correction | None:
        """The decision that made a corrected or accepted observation what it is."""
        if not _is_decided(item):
            return None
        made = (entry for entry in self.of_content(digest) if _result_of(entry) == _reading_of(item))
        return next((entry for entry in made if (entry.change.zone or entry.zone) == item.zone), None)


def load(config: Config) -> Corrections:
    """The decisions in the config's file of corrections; a line that cannot be read is set aside and told."""
    lines = _ledger(config).read()
    wanted = {number: entry.change.indicator for number, entry in lines.entries if entry.change.indicator}
    lacking = {number: name for number, name in wanted.items() if name not in config.indicators}
    told = (
        f"{config.corrections.name} 第 {number + 1} 行改为的指标 {name} 已不在 {config.path.name} 里，没有采用"
        for number, name in lacking.items()
    )
    unusable = frozenset(entry for number, entry in lines.entries if number in lacking)
    return Corrections(tuple(entry for _, entry in lines.entries), lines.digest, (*lines.problems, *told), unusable)


class DecidedMeanwhile(KpiError):
    """Somebody decided on a fact, or took that back, after it was seen: `entry` is what they did."""

    def __init__(self, message: str, entry: Correction) -> None:
        super().__init__(message)
        self.entry = entry


def decide(
    config: Config,
    item: Observation,
    digest: str,
    action: Action,
    *,
    why: str,
    who: str,
    change: Change | None = None,
    known_zones: Collection[str] = (),
    seen: int | None = None,
) -> Correction:
    """Adds a decision on `item`, an observation of the content `digest`, to the file and returns it.

    `item` may be one that is corrected already: the decision is on what the program read there. `known_zones` are
    full names that are in use though nobody lists them. `seen` is how many decisions there were when whoever decides
    saw the item: DecidedMeanwhile where somebody has decided on it since, and nothing is written. KpiError where
    reason, name or change is none, or the file cannot be written.
    """
    why, who = _one_line(why, "--why", "原因"), _one_line(author(who), "--who", "姓名")
    change = _checked(change or Change(), item, action, config, known_zones)
    made: list[Correction] = []

    def rows() -> list[dict[str, Any]]:
        known = load(config)
        last = known.last_on(item, digest)
        if seen is not None and last in known.entries[seen:]:
            raise DecidedMeanwhile(f"{observation_id(item)}: 刚才已由别人决定，没有再记", last)
        made.append(_new_entry(known, item, digest, _Decision(action, why, who, change), config))
        return [_row(made[0])]

    _ledger(config).append(rows)
    return made[0]


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a decision on several readings: those `made`, those that others had `taken` before, and those on
    what was `dropped` with it.
    """

    made: tuple[Correction, ...] = ()
    taken: tuple[Correction, ...] = ()
    dropped: tuple[Correction, ...] = ()


def settle(
    config: Config,
    items: Sequence[tuple[Observation, str]],
    action: Action,
    *,
    why: str,
    who: str,
    change: Change | None = None,
    rivals: Sequence[tuple[Observation, str]] = (),
    dropped: Sequence[tuple[Observation, str]] = (),
) -> Settled:
    """One decision on all of `items` (observations or readings to confirm, each with the digest of its content), in
    one step; what somebody decided on before, if only a moment ago, stays as it was decided. What the build shows as
    accepted or changed may be rejected or changed anew.

    `rivals` are what the items were chosen from: where somebody has decided on one of these since the build, that
    holds, and nothing is written. What is `dropped` cannot stand beside the one item that is accepted: it is rejected
    with it, for as long as that is there.

    KpiError as with `decide`: then nothing is written. `undo_all` takes decisions back.
    """
    if action is Action.UNDO:
        raise KpiError("撤销的是一个个决定，不是读数；请在各个决定旁撤销")
    why, who = _one_line(why, "--why", "原因"), _one_line(author(who), "--who", "姓名")
    decisions = [_Decision(action, why, who, _checked(change or Change(), item, action, config)) for item, _ in items]
    made: list[Correction] = []
    taken: list[Correction] = []
    beside: list[Correction] = []

    def rows() -> list[dict[str, Any]]:
        known = load(config)
        taken.extend(_decided_since(rivals, known))
        if taken:
            return []
        for (item, digest), decision in zip(items, decisions, strict=True):
            before = known.on(item, digest)
            if before is not None and (action is Action.ACCEPT or before is not known.behind(item, digest)):
                taken.append(before)
            else:
                made.append(_new_entry(known, item, digest, decision, config))
        for item, digest in dropped if made else ():
            entry = _new_entry(known, item, digest, _Decision(Action.REJECT, why, who, Change()), config)
            beside.append(replace(entry, instead_of=made[0].id))
        return [_row(entry) for entry in (*made, *beside)]

    _ledger(config).append(rows)
    return Settled(tuple(made), tuple(taken), tuple(beside))


def _decided_since(items: Sequence[tuple[Observation, str]], known: Corrections) -> list[Correction]:
    """The decisions on these that the build which shows them does not know."""
    last = [(known.on(item, digest), known.behind(item, digest)) for item, digest in items]
    return [entry for entry, behind in last if entry is not None and entry is not behind]


def file_digest(config: Config) -> str:
    """The digest of the file of corrections, without making sense of it; empty where it is empty or not there."""
    return _ledger(config).digest()


def undo(config: Config, entry: Correction, *, why: str, who: str) -> Correction:
    """Takes a decision back by a further line, for readings that are in no table any more (rejected, stale)."""
    undone = undo_all(config, (entry,), why=why, who=who)
    if not undone:
        raise KpiError(f"{entry.id}: 这个决定已经撤销，或后来又改过")
    return undone[0]


def undo_all(config: Config, entries: Sequence[Correction], *, why: str, who: str) -> tuple[Correction, ...]:
    """Takes decisions back by further lines, in one step; what was decided anew since is left as it is."""
    made: list[Correction] = []
    why, who = _one_line(why, "--why", "原因"), _one_line(author(who), "--who", "姓名")

    def rows() -> list[dict[str, Any]]:
        in_force = set(load(config).in_force)
        made.extend(
            replace(entry, action=Action.UNDO, at=_now(), why=why, who=who, change=Change())
            for entry in entries
            if entry in in_force
        )
        return [_row(entry) for entry in made]

    _ledger(config).append(rows)
    return tuple(made)


# Applying

_OF_DECISION = frozenset({"action", "at", "who", "why", "change"})


def _last(entries: Iterable[Correction]) -> dict[tuple[object, ...], Correction]:
    """The last decision on each reading; 两区均为5亿元 is two of them."""
    return {_name_of(entry): entry for entry in entries}


def _name_of(entry: Correction) -> tuple[object, ...]:
    """Which reading a decision is on."""
    return (entry.digest, *entry.reading, entry.zone)


def _is_decided(item: Observation) -> bool:
    """Whether an observation is one that a person accepted or changed, as the build knows."""
    return bool({ACCEPTED, CORRECTED} & set(item.flags))


def _is_open(entry: Correction | None) -> bool:
    """Whether a reading of which this is the last decision stands as the program read it."""
    return entry is None or entry.action is Action.UNDO


def _decision_on(item: Observation, there: Sequence[Correction], alone: bool) -> Correction | None:
    """The decision of those on its words that is on `item`; one on the zone that was read there before, where it is
    `alone` at its place.
    """
    same = next((entry for entry in there if entry.zone == item.zone), None)
    return same or (there[-1] if there and alone else None)


def _on_what_is_there(decisions: Sequence[Correction | None]) -> list[Correction | None]:
    """The decisions, without those that dropped a reading instead of which another was accepted that is not there any
    more: its table was taken back, or the accepting undone. The dropped one stands again.
    """
    accepted = {entry.id for entry in decisions if entry is not None and entry.action is not Action.REJECT}
    return [None if entry and entry.instead_of and entry.instead_of not in accepted else entry for entry in decisions]


def _of_reading(entry: Correction, before: Correction) -> Correction:
    """The decision as one on the reading that an earlier one was on."""
    read = {each.name: getattr(before, each.name) for each in fields(Correction) if each.name not in _OF_DECISION}
    return replace(entry, **read)


def _rejected(item: Observation, entry: Correction) -> Remark:
    return Remark(item.doc, REJECTED, item.quote, item.start, item.end, entry.told())


def _reading_of(item: Observation) -> tuple[object, ...]:
    place = (item.start, item.end, item.indicator, str(item.measure), str(item.kind), item.period, item.scope)
    return (*place, as_stated(item.value), item.unit, str(item.comparator))


def _decided(item: Observation, entry: Correction) -> Observation | None:
    """What the decision makes of a reading; None where it was rejected."""
    if entry.action is Action.REJECT:
        return None
    flag = ACCEPTED if entry.action is Action.ACCEPT else CORRECTED
    item = entry.change.apply_to(item) if entry.action is Action.OVERRIDE else item
    told = entry.told()
    change = entry.change
    # but for a zone or a period there is no ground of its own: it is told with the kind
    with_kind = bool(replace(change, zone="", period="") != Change()) or change == Change()
    kept = (each for each in item.flags if each != KIND_OPEN and (each != ZONE_OPEN or not item.zone))
    was = {
        f"{INDICATOR_WAS}:{entry.indicator}": item.indicator != entry.indicator,
        f"{COMPARATOR_WAS}:{entry.comparator}": str(item.comparator) != entry.comparator,
    }
    return replace(
        item,
        flags=(*kept, flag, *(name for name, holds in was.items() if holds)),
        status="fact",
        zone_ground=told if change.zone else item.zone_ground,
        period_ground=told if change.period else item.period_ground,
        kind_ground="；".join(filter(None, (item.kind_ground, told if with_kind else ""))),
    )


def _stale(entry: Correction, extraction: Extraction) -> Remark:
    start, end = (min(max(at, 0), len(extraction.document.text)) for at in (entry.start, entry.end))
    return Remark(extraction.document.doc, STALE, extraction.document.text[start:end], start, end, entry.told())


def _outcome_of(entry: Correction) -> tuple[object, ...]:
    """The same with its zone: what a change put there may be what is read there by now, as when the year of the whole
    report was stated since.
    """
    return (*_result_of(entry), entry.change.zone or entry.zone)


def _result_of(entry: Correction) -> tuple[object, ...]:
    """The reading that an observation seems to be after the decision."""
    change = entry.change
    place = (entry.start, entry.end, change.indicator or entry.indicator, entry.measure, change.kind or entry.kind)
    value = (change.value or entry.value, change.unit or entry.unit, change.comparator or entry.comparator)
    return (*place, change.period or entry.period, entry.scope, *value)


# Making


@dataclass(frozen=True, slots=True)
class _Decision:
    """What is decided, why and by whom."""

    action: Action
    why: str
    who: str
    change: Change


def _new_entry(
    known: Corrections, item: Observation, digest: str, decision: _Decision, config: Config
) -> Correction:  # fmt: skip
    """The decision as one on what the program read where `item` is, with what was changed there before.

    KpiError where it adds nothing to the decisions that are `known`, takes back what is none, or leads to a unit that
    measures nothing that the indicator counts.
    """
    action, last = decision.action, known.last_on(item, digest)
    before = None if _is_open(last) else last
    if action is Action.UNDO and before is None:
        raise KpiError(f"{observation_id(item)}: 没有可以撤销的更正")
    if last is not None and before is None and _is_decided(item):
        raise KpiError(f"{observation_id(item)}: 这里的更正已经撤销，要重新建库才恢复；请先运行 kpi build 再定")
    if action is Action.ACCEPT and before is not None and before.action is not Action.REJECT:
        raise KpiError(f"{observation_id(item)}: 已经核实或更正过（{before.told()}）；要回到原来的读数请用 --undo")
    if action is Action.OVERRIDE and before is not None:
        decision = replace(decision, change=decision.change.after(before.change))
    if action in (Action.ACCEPT, Action.OVERRIDE) and not decision.change.apply_to(item).period:
        raise KpiError(f"{observation_id(item)}: 这个数还没有时期；请用 --period 写明，如 --period 2024")
    _check_fit(decision.change, item, config)
    entry = _entry(item, digest, decision)
    return entry if before is None else _of_reading(entry, before)


def _entry(item: Observation, digest: str, decision: _Decision) -> Correction:
    return Correction(
        action=decision.action,
        at=_now(),
        who=decision.who,
        why=decision.why,
        digest=digest,
        start=item.start,
        end=item.end,
        indicator=item.indicator,
        measure=str(item.measure),
        kind=str(item.kind),
        period=item.period,
        scope=item.scope,
        zone=item.zone,
        value=as_stated(item.value),
        unit=item.unit,
        comparator=str(item.comparator),
        change=decision.change,
        doc=item.doc,
        path=item.path,
        quote=item.quote,
        id=observation_id(item),
    )


def _checked(
    change: Change, item: Observation, action: Action, config: Config, known_zones: Collection[str] = ()
) -> Change:
    """The change with its codes in the form that tables use; KpiError where it is none, or changes nothing."""
    if (action is Action.OVERRIDE) != (change != Change()):
        raise KpiError(f"{observation_id(item)}: 更正要写明新的数值、单位、时期、指标或开发区等，其他决定则不写")
    change = replace(
        change,
        value=_number(change.value) if change.value else "",
        unit=change.unit.strip(),
        period=_period(change.period) if change.period else "",
        zone=full_name(change.zone, config.zones, known_zones) if change.zone else "",
        indicator=find_indicator(change.indicator, config.indicators) if change.indicator else "",
        comparator=find_comparator(change.comparator) if change.comparator else "",
    )
    if item.value is None and change.value and not (change.unit or item.unit):
        raise KpiError("--value: 原文没有单位，请用 --unit 写明")
    if action is Action.OVERRIDE and replace(change.apply_to(item), basis=item.basis) == item:
        raise KpiError(f"{observation_id(item)}: 与现在的值相同，没有可更正的；认可现值请用 --accept")
    return change


def _number(text: str) -> str:
    try:
        return as_stated(read_amount(text.replace(",", "").replace("−", "-").strip()))
    except ValueError as error:
        raise KpiError(f"--value {text[:40]}: {error}，应如 12.5（单位写在 --unit）") from None


def read_amount(text: str) -> Decimal:
    """The number that `text` writes; ValueError where it writes none, or one of more digits than any report has: an
    exponent of nine digits would be written out with a thousand million noughts.
    """
    try:
        number = Decimal(text) if len(text) <= _MOST_DIGITS else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError("不是数字")
    if not -_MOST_DIGITS < min(number.adjusted(), int(number.as_tuple().exponent)) <= number.adjusted() < _MOST_DIGITS:
        raise ValueError("位数太多")
    return number


def _check_fit(change: Change, item: Observation, config: Config) -> None:
    """KpiError where the unit that the change leads to measures nothing that the indicator counts."""
    made = change.apply_to(item)
    if not (change.unit or change.indicator) or (made.value is None and not made.unit):
        return
    if item.measure is not Measure.LEVEL:
        if change.unit not in ("", item.unit):
            raise KpiError(f"--unit {change.unit}: 这里的单位只能是 {item.unit}")
        return
    indicator = config.indicators.get(made.indicator)
    if units.dimension(made.unit) == (indicator.dimension if indicator else units.dimension(item.unit)):
        return
    if change.indicator:
        raise KpiError(_misfit(change.indicator, made.unit, indicator))
    shown = indicator.unit if indicator else item.unit
    raise KpiError(f"--unit {change.unit}: 与指标不符，应为 {shown} 一类的单位")


def _misfit(name: str, unit: str, indicator: Indicator | None) -> str:
    if indicator is None or indicator.dimension == "index":
        return f"--indicator {name}: 这个指标只有增速，没有以 {unit} 计的数值"
    fits = f"它应为 {indicator.unit} 一类的单位；单位读错了的，请用 --unit 一并写明"
    return f"--indicator {name}: 以 {unit} 计的数值与它不符，{fits}"


def _period(text: str) -> str:
    code = find_period(text)
    if not 1900 <= Period.parse(code).first_year <= 2199:
        raise KpiError(f"--period {text}: 年份不对")
    return code


def _one_line(text: str, option: str, what: str) -> str:
    line = " ".join(text.split())
    if not line or len(line) > LONGEST_WHY:
        raise KpiError(f"{option}: 请写明{what}，一行，{LONGEST_WHY} 字以内")
    return line


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


# The file


def _ledger(config: Config) -> Ledger[Correction]:
    return Ledger(config.corrections, "更正记录", _parsed)


@lru_cache(maxsize=_LINES_REMEMBERED)
def _parsed(line: bytes) -> Correction:
    found = read_line(line)
    change = Change(**found.pop("change", {}))
    if not all(isinstance(value, str) for value in asdict(change).values()):
        raise ValueError("change")
    entry = Correction(**{**found, "action": Action(found["action"]), "change": change})
    for each in fields(Correction):
        wanted = {"start": int, "end": int, "change": Change}.get(each.name, str)
        if type(getattr(entry, each.name)) is not (Action if each.name == "action" else wanted):  # true is an int, too
            raise ValueError(f"{each.name} 应为{'整数' if wanted is int else '文字'}")
    if not 0 <= entry.start <= entry.end < _LONGEST_TEXT:
        raise ValueError("start 和 end 应为原文里的位置")
    if change.value:
        read_amount(change.value)
    for period in filter(None, (entry.period, change.period)):
        read_code(period)
    if change.kind:
        Kind(change.kind)
    if change.comparator:
        Comparator(change.comparator)
    return entry


def _row(entry: Correction) -> dict[str, Any]:
    row = {name: value for name, value in asdict(entry).items() if name != "change" and (value or name != "instead_of")}
    change = {name: value for name, value in asdict(entry.change).items() if value}
    return row | ({"change": change} if change else {})
