"""A colleague's table comes in: its rows find their reports, are held against them, and are kept."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kpi.building.alarm import can_ring
from kpi.building.apart import Apart, Here, extractions_of, workers_for
from kpi.building.proving import Outcome, Proving, prove_claims
from kpi.building.readings import Desk, Reading, Task
from kpi.building.report_list import Report
from kpi.building.survey import find_survey
from kpi.building.testimony import Heard, content_of, shelf_of, testimonies
from kpi.documents.hints import digest_of
from kpi.documents.reading import is_light
from kpi.results.cache import extraction_key, kept_payload, known_digests, pack
from kpi.second import imports, kept
from kpi.second.claims import Claim, Testimony, Trust
from kpi.second.imports import Imported
from kpi.second.proof import Proof
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError

AGREES, DIFFERS, ALONE, WAITS, REFUSED = "agrees", "differs", "alone", "in_doubt", "refused"
NO_REPORT, REPORT_UNKNOWN, SEVERAL_REPORTS, REPORT_UNREAD = "no_report", "report_unknown", "several_reports", "unread"


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a row: how it stands (`agrees`, `differs`, `alone`; `in_doubt` where a person must see it), or
    that it does not (`refused`), with the reason and its words. `report` is the report as tables call it.
    """

    imported: Imported
    outcome: str
    reason: str = ""
    detail: str = ""
    report: str = ""
    proof: Proof | None = None


@dataclass(slots=True)
class _Pile:
    """The rows on one report."""

    report: Report
    claims: list[Claim] = field(default_factory=list)


def check(claims: Sequence[Claim], config: Config, trust: Trust) -> list[Checked]:
    """Holds each claim against the report that it names; what becomes of it, in the order of the claims.

    Claims are of one reader, each at a place of its own.
    """
    return _check([Imported(claim) for claim in claims], config, trust)


def _check(rows: Sequence[Imported], config: Config, trust: Trust) -> list[Checked]:
    survey = find_survey(config, known_digests(config.data / "cache.sqlite"))
    with contextlib.closing(survey.reports):
        reports = {report.digest: report for report in survey.reports}
    unreadable = {failure.path: failure.reason for failure in survey.unreadable}
    shelf = shelf_of(reports.values())
    of_path = {report.shown: digest for digest, report in reports.items()}
    for copy, read in survey.duplicates:
        shelf.also(copy, of_path[read])
    piles: dict[str, _Pile] = {}
    done: dict[tuple[int, str], Checked] = {}
    for row in rows:
        claim = row.claim
        if digest := content_of(row, shelf):
            piles.setdefault(digest, _Pile(reports[digest])).claims.append(claim)
            continue
        found = shelf.find(claim.report)
        reason = NO_REPORT if not claim.report.strip() else SEVERAL_REPORTS if found else REPORT_UNKNOWN
        detail = unreadable.get(claim.report, "") or "、".join(sorted(reports[each].shown for each in found)[:5])
        done[claim.place] = Checked(Imported(claim), REFUSED, reason, detail or claim.report)
    for each in _proved(list(piles.values()), config, trust):
        done[each.imported.claim.place] = each
    return [done[row.claim.place] for row in rows]


def check_kept(reader: str, config: Config) -> tuple[list[Checked], Trust]:
    """What becomes now of all that a reader said before: a table that was taken in, or the answers of the model that
    is set up; and how far the reader is trusted. KpiError where there is none of that name.
    """
    for entry in imports.load(config).in_force:
        if entry.reader == reader:
            return _check(entry.rows, config, entry.trust), entry.trust
    model = config.second_reader
    if model is None or model.model != reader:
        raise KpiError(f"--as {reader}: 没有这个名字的表，也不是 config.yaml 里的第二读者；kpi import 列出有哪些")
    said = kept.heard(kept.load(config), model).values()
    found = [each for testimony in said for each in check(testimony.claims, config, Trust(model.trust))]
    return found, Trust(model.trust)


def _proved(piles: Sequence[_Pile], config: Config, trust: Trust) -> Iterator[Checked]:
    desk = Desk(config)
    payloads, failed = _payloads(piles, desk)
    for pile in piles:
        if reason := failed.get(pile.report.digest):
            yield from (_refused(claim, pile, REPORT_UNREAD, reason) for claim in pile.claims)
    tasks = [
        Proving(
            pile.report.digest,
            pile.report.shown,
            payloads[pile.report.digest],
            (Testimony(pile.claims[0].reader, trust, tuple(pile.claims)),),
        )
        for pile in piles
        if pile.report.digest in payloads
    ]
    of_content = {pile.report.digest: pile for pile in piles}
    light = can_ring() and all(is_light(Path(pile.report.path)) for pile in piles)
    with workers_for(config, 1) as workers:
        done = Here(desk) if light else Apart(workers, config.limits)
        for task, outcome in done.results(prove_claims, tasks):
            yield from _checked(of_content[task.key], outcome)


def _payloads(piles: Sequence[_Pile], desk: Desk) -> tuple[dict[str, bytes], dict[str, str]]:
    """What is in each report, by its content, from the cache where it was read before; and why some cannot be read."""
    config = desk.config
    payloads, failed = dict[str, bytes](), dict[str, str]()
    todo = []
    for pile in piles:
        report = pile.report
        key = extraction_key(report.digest, digest_of(report.hints), config.map_digest)
        if kept := kept_payload(config.data / "cache.sqlite", key):
            payloads[report.digest] = kept
        else:
            todo.append(Task(report.path, report.shown, report.doc, report.digest, report.hints, digest=report.digest))
    for task, made in extractions_of(todo, desk):
        if isinstance(made, Reading):
            failed[task.key] = made.reason
        else:
            payloads[task.key] = pack(made)
    return payloads, failed


def _checked(pile: _Pile, outcome: Outcome | object) -> Iterator[Checked]:
    if not isinstance(outcome, Outcome) or outcome.reason:
        reason = str(getattr(outcome, "reason", ""))
        yield from (_refused(claim, pile, REPORT_UNREAD, reason) for claim in pile.claims)
        return
    standings = {place: how for _, place, how in outcome.standings}
    for proof in outcome.proofs[0]:
        imported = Imported(proof.claim, pile.report.digest)
        if not proof.stands:
            yield Checked(imported, REFUSED, proof.reason, proof.detail, pile.report.shown, proof)
            continue
        how = standings[proof.claim.place]
        in_doubt = bool(proof.doubts) and how == ALONE
        reason = " ".join(proof.doubts)
        yield Checked(imported, WAITS if in_doubt else how, reason, "", pile.report.shown, proof)


def _refused(claim: Claim, pile: _Pile, reason: str, detail: str) -> Checked:
    return Checked(Imported(claim, pile.report.digest), REFUSED, reason, detail, pile.report.shown)


def heard_now(config: Config) -> Heard:
    """What other readers say of the reports as they are now, and which rows are on none of them."""
    survey = find_survey(config, known_digests(config.data / "cache.sqlite"))
    with contextlib.closing(survey.reports):
        return testimonies(config, survey.reports)


def counted(found: Sequence[Checked]) -> Counter[str]:
    """How many rows stand in which way."""
    return Counter(each.outcome for each in found)
