"""A changed map tried on the reports of a build, before anybody saves it.

A report in which none of the words stands that the two maps differ by gives the same under both, so only
the others are read, and they are read under both: the difference is the edit's and nothing else's. They are
read whole, since each reading of a page speaks for or against the others.
"""

from __future__ import annotations

import contextlib
import random
import re
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.building.pipeline import Extractor
from kpi.building.readings import settled
from kpi.documents.hints import HintFinder
from kpi.language.confusions import repaired
from kpi.language.words import further_names
from kpi.pages.cleaning import clean
from kpi.sentences.pieces import Name
from kpi.sentences.tokens import Tokeniser
from kpi.vocabulary.errors import InvalidFile
from kpi.vocabulary.model import Document, Extraction, Indicator
from kpi.vocabulary.patterns import lazy

if TYPE_CHECKING:
    from kpi.results.builds import Build
    from kpi.settings.config import Config

SECONDS = 2.0
# Signs that every report in traditional letters has; the repair turns many more of them into simplified ones.
_TRADITIONAL = lazy("[億產業區發經]")
_PAGE_MARK = lazy(r"\s*(?:[—–-]{1,3}\s*)?\d{1,4}(?:\s*[—–-]{1,3})?\s*|\s*第\s*\d{1,4}\s*页.{0,12}")
_GAPS = lazy(r"\s+")
_PER_HEAD = "元"
_COLUMNS = ("doc", "path", "text", "digest", "encoding", "format")

Together = frozenset[str]
"""Words that must all stand in a report for an edit to touch it."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a build, and its letters without gaps, in which the words of a map are looked for."""

    document: Document
    letters: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What the reports that an edit may touch give before and after it.

    `touched` of `total` reports have a word that differs; where `pairs` are fewer, time ran out.
    """

    pairs: tuple[tuple[Extraction, Extraction], ...]
    touched: int
    total: int
    seconds: float


def load_reports(build: Build, config: Config, docs: Sequence[str] = ()) -> tuple[Report, ...]:
    """The reports of a build (all, or those in `docs`), as their texts are stored, with what is known from outside."""
    rows = build.select("documents", columns=_COLUMNS, doc=docs).to_dict("records")
    finder = HintFinder(config)
    return tuple(_report(row, config, finder) for row in rows)


def try_map(before: Config, after: Config, reports: Sequence[Report], seconds: float = SECONDS) -> Trial:
    """Reads the reports that the edit may touch under both maps, until `seconds` are over; at least one."""
    started = time.perf_counter()
    wanted = words_that_differ(before, after)
    touched = [report for report in reports if wanted is None or _holds_any(report.letters, wanted)]
    if not touched:  # the words of two maps take some ten megabytes
        return Trial((), 0, len(reports), time.perf_counter() - started)
    if len(touched) > 1:
        random.Random(0).shuffle(touched)  # what is read before time runs out is a fair sample
    old, new = Extractor(before), Extractor(after)
    same_zones = dict(before.zones) == dict(after.zones)
    pairs: list[tuple[Extraction, Extraction]] = []
    for report in touched:
        if pairs and time.perf_counter() - started > seconds:
            break
        document = report.document
        found = old.extract_twice(document, new) if same_zones else (old.extract(document), new.extract(document))
        pairs.append((settled(found[0]), settled(found[1])))
    pairs.sort(key=lambda pair: pair[0].document.doc)
    return Trial(tuple(pairs), len(touched), len(reports), time.perf_counter() - started)


def words_that_differ(before: Config, after: Config) -> set[Together] | None:
    """The words that a report must hold to be read otherwise under the other map; None where any may be."""
    if before.map_digest == after.map_digest and list(before.indicators) == list(after.indicators):
        return set()
    old, new = before.indicators, after.indicators
    if dict(before.zones) != dict(after.zones) or _pattern_order(old, new) != _pattern_order(new, old):
        return None
    others = {name for name in {**old, **new} if _counted(old.get(name)) != _counted(new.get(name))}
    if any(further_names()[name].shapes for name in others & set(further_names())):
        return None  # names with any qualifiers inside
    were, are = Tokeniser(old).names, Tokeniser(new).names
    words = _single(word for word in {**were, **are} if were.get(word) != are.get(word))
    words |= _single(word for names in (were, are) for word, name in names.items() if others & set(name.indicators))
    for name in {**old, **new}:
        words |= _beside_names(name, old.get(name), new.get(name), {**were, **are})
    words |= _single(set(before.scopes) ^ set(after.scopes))
    for kind in ("target", "estimate", "actual"):
        words |= _single(set(getattr(before.cues, kind)) ^ set(getattr(after.cues, kind)))
    if tuple(before.scopes) != tuple(after.scopes):
        words |= _single(before.scopes)  # the first scope that fits is taken
    return words


def _report(row: Mapping[str, str], config: Config, finder: HintFinder) -> Report:
    document = Document(row["doc"], row["path"], row["text"], row["digest"], row["encoding"], format=row["format"])
    with contextlib.suppress(InvalidFile):  # a sidecar that is broken by now
        document = finder.with_hints(document, config.path.parent / row["path"])
    return Report(document, letters_of(document.text))


def letters_of(text: str) -> str:
    """All that stands in a text once it is repaired, and perhaps more: what repair joins stands together here.

    A small part of the time that the repair itself takes, and that for every report of a build. Only a word that a
    column beside it tears apart is not seen whole.
    """
    if _TRADITIONAL.search(text):
        return clean(repaired(text)).text
    text = repaired(text)
    rows = (line for line in text.splitlines() if not _PAGE_MARK.fullmatch(line))
    letters = _GAPS.sub("", unicodedata.normalize("NFKC", "".join(rows)))
    return letters.replace("收人", "收入").replace("己", "已")  # what a recogniser of letters takes for each other


def _counted(indicator: Indicator | None) -> tuple[str, bool] | None:
    """In what kind of unit an indicator is counted, as far as it decides which numbers can be its own."""
    return None if indicator is None else (indicator.dimension, indicator.unit == _PER_HEAD)


def _beside_names(name: str, old: Indicator | None, new: Indicator | None, names: Mapping[str, Name]) -> set[Together]:
    """Words of one indicator that decide beside its names or around a number: those that forbid, and its patterns."""
    forbid, patterns = (set(getattr(old, field, ())) ^ set(getattr(new, field, ())) for field in ("forbid", "patterns"))
    own = [word for word, meant in names.items() if name in meant.indicators] if forbid else []
    words = {Together({word, forbidden}) for word in own for forbidden in forbid}
    if _counted(old) != _counted(new):
        patterns = {*getattr(old, "patterns", ()), *getattr(new, "patterns", ())}
    return words | {Together(piece for piece in re.split(r"…+|#", pattern) if piece) for pattern in patterns}


def _single(words: Iterable[str]) -> set[Together]:
    return {Together({word}) for word in words}


def _holds_any(text: str, wanted: set[Together]) -> bool:
    return any(all(word in text for word in words) for words in wanted)


def _pattern_order(of: Mapping[str, Indicator], other: Mapping[str, Indicator]) -> list[tuple[str, str]]:
    """The patterns that both maps know, in the order of the first: of two that fit alike the first wins."""
    known = {(each.id, pattern) for each in other.values() for pattern in each.patterns}
    found = ((each.id, pattern) for each in of.values() for pattern in each.patterns)
    return [pair for pair in found if pair in known]
