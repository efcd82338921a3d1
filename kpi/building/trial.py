"""A changed map tried on the reports of a build, before anybody saves it.

A report in which none of the words stands that the two maps differ by gives the same under both, so only
the others are read, and they are read under both: the difference is the edit's and nothing else's.
"""

from __future__ import annotations

import contextlib
import random
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.building.pipeline import Extractor
from kpi.documents.hints import HintFinder
from kpi.language.lexicon import SPLITS
from kpi.language.mentions import Lexer
from kpi.pages.cleaning import clean
from kpi.vocabulary.errors import InvalidFile
from kpi.vocabulary.model import Document, Extraction, Indicator

if TYPE_CHECKING:
    from kpi.results.builds import Build
    from kpi.settings.config import Config

SECONDS = 2.0
# Signs that every report in traditional letters has; the repair turns many more of them into simplified ones.
_TRADITIONAL = re.compile("[億產業區發經]")
_PAGE_MARK = re.compile(r"\s*(?:[—–-]{1,3}\s*)?\d{1,4}(?:\s*[—–-]{1,3})?\s*|\s*第\s*\d{1,4}\s*页.{0,12}")
_GAPS = re.compile(r"\s+")
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
    if len(touched) > 1:
        random.Random(0).shuffle(touched)  # what is read before time runs out is a fair sample
    old, new = _NarrowExtractor(before, wanted), _NarrowExtractor(after, wanted)
    pairs: list[tuple[Extraction, Extraction]] = []
    for report in touched:
        if pairs and time.perf_counter() - started > seconds:
            break
        pairs.append((old.extract(report.document), new.extract(report.document)))
    pairs.sort(key=lambda pair: pair[0].document.doc)
    return Trial(tuple(pairs), len(touched), len(reports), time.perf_counter() - started)


def words_that_differ(before: Config, after: Config) -> set[Together] | None:
    """The words that a report must hold to be read otherwise under the other map; None where any may be."""
    if before.map_digest == after.map_digest and list(before.indicators) == list(after.indicators):
        return set()
    old, new = before.indicators, after.indicators
    if dict(before.zones) != dict(after.zones) or _pattern_order(old, new) != _pattern_order(new, old):
        return None
    words: set[Together] = set()
    for name in {**old, **new}:
        words |= _of_indicator(old.get(name), new.get(name))
    topics = _topics(old) ^ _topics(new)
    for indicators in (old, new):
        words |= {each for name in topics & set(indicators) for each in _named(indicators[name])}
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

    A fifth of the time that the repair itself takes, and that for every report of a build.
    """
    if _TRADITIONAL.search(text):
        return clean(text).text
    rows = (line for line in text.splitlines() if not _PAGE_MARK.fullmatch(line))
    letters = _GAPS.sub("", unicodedata.normalize("NFKC", "".join(rows)))
    return letters.replace("收人", "收入").replace("己", "已")  # what a recogniser of letters takes for each other


class _NarrowLexer(Lexer):
    """Finds names only in sentences that hold words by which two maps differ."""

    def narrow_to(self, wanted: set[Together] | None) -> _NarrowLexer:
        self._wanted = wanted
        return self

    def names_anything(self, text: str) -> bool:
        return (self._wanted is None or _holds_any(text, self._wanted)) and super().names_anything(text)


class _NarrowExtractor(Extractor):
    """Reads of a report only the sentences that an edit may touch; what stands in one says nothing of another.

    Whose report it is and which period goes on from sentence to sentence is found in all of it.
    """

    def __init__(self, config: Config, wanted: set[Together] | None) -> None:
        super().__init__(config)
        self.lexer = _NarrowLexer(config.indicators, config.cues, config.scopes).narrow_to(wanted)


def _of_indicator(old: Indicator | None, new: Indicator | None) -> set[Together]:
    if old is None or new is None or old.dimension != new.dimension:
        return {each for indicator in (old, new) if indicator is not None for each in _named(indicator)}
    forbidden = set(old.forbid) ^ set(new.forbid)
    names = {*old.aliases, *new.aliases, *(word for each in (*old.within, *new.within) for word in each.words)}
    words = {Together({name, word}) for word in forbidden for name in names}
    bare = replace(old, forbid=()), replace(new, forbid=())
    if bare[0] != bare[1]:
        words |= set(_named(old)) ^ set(_named(new))
        words |= {each for one, other in ((old, new), (new, old)) for each in _passages(one, other)}
    return words


def _passages(one: Indicator, other: Indicator) -> Iterator[Together]:
    """Words that mean an indicator in passages of which the other map knows nothing."""
    for passage in one.within:
        if passage not in other.within:
            yield from _single(passage.words)


def _named(indicator: Indicator) -> Iterator[Together]:
    yield from _single(indicator.aliases)
    for passage in indicator.within:
        yield from _single(passage.words)
    for pattern in indicator.patterns:
        yield Together(piece for piece in re.split(r"…+|#", pattern) if piece)


def _single(words: Iterable[str]) -> set[Together]:
    """Each word for itself; with 城镇居民收入 also 城乡居民收入, which lists it."""
    listed = {
        word.replace(part, whole, 1) for word in words for whole, parts in SPLITS for part in parts if part in word
    }
    return {Together({word}) for word in {*words, *listed}}


def _holds_any(text: str, wanted: set[Together]) -> bool:
    return any(all(word in text for word in words) for words in wanted)


def _topics(indicators: Mapping[str, Indicator]) -> set[str]:
    return {topic for indicator in indicators.values() for within in indicator.within for topic in within.topics}


def _pattern_order(of: Mapping[str, Indicator], other: Mapping[str, Indicator]) -> list[tuple[str, str]]:
    """The patterns that both maps know, in the order of the first: of two that fit alike the first wins."""
    known = {(each.id, pattern) for each in other.values() for pattern in each.patterns}
    found = ((each.id, pattern) for each in of.values() for pattern in each.patterns)
    return [pair for pair in found if pair in known]
