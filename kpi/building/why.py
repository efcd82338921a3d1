"""Why a sentence gave what it gave: the numbers, names and words that were seen in it, and what decided.

The sentence is read by the program as it is. Whether a word decided is found by reading it again with
a map in which that one word is other; nothing is guessed from rules written a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from kpi.building.pipeline import Extractor
from kpi.building.readings import settled
from kpi.language.periods import PeriodMention, find_periods
from kpi.language.quantities import Quantity, find_quantities
from kpi.pages.cleaning import clean
from kpi.sentences import pieces
from kpi.sentences.pieces import Token
from kpi.sentences.tokens import Tokeniser
from kpi.vocabulary.model import UNDATED, Document, Extraction, Indicator, Observation, Remark
from kpi.vocabulary.spans import OffsetMap

if TYPE_CHECKING:
    from kpi.settings.config import Config

NOT_READ = "not_read"
"""The reason of a number that stands in no sentence of the text."""
MOST_NEAR = 4
LONGEST = 2_000
"""Characters of a text that are looked at; a sentence is a few dozen."""

_ENDS = "，。；,;：:！？!?\n"
_FURTHEST = 0.4  # of an alias's letters may be other ones
_SLACK, _LEAST = 2, 4  # letters that a match may be widened by; letters of one that is a part of its phrase
_SIZES = ("money", "count", "people")
_NAME = "N"
_CUES = {"K": "target", "E": "estimate", "H": "actual"}
_PARTICLES = ("了", "过")
_NOUNS_OF = frozenset("NMqpF")
"""Kinds of tokens that belong to what a number is of; the others stand around it."""
_NOUNS = frozenset(
    ["总额", "总量", "数量", "数", "额", "人员", "人数", "岗位", "总值", "规模", "产值", "指标", "存量", "项目"]
)

_Found = TypeVar("_Found", Observation, Remark)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit at `[start, end)`: what it became (`observations`, also such to confirm), or why nothing.

    `reason` is that of the remark, or `not_read` where it stands in no sentence of the text.
    `misfits` are indicators named before it that are counted in another kind of unit.
    """

    start: int
    end: int
    text: str
    unit: str
    dimension: str
    observations: tuple[Observation, ...] = ()
    reason: str = ""
    misfits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A word of the map at `[start, end)`: the indicators it names, and those it names only near a topic.

    A `weak` one names them only where something else speaks for them too. `forbidden` is the word beside it that
    makes it something else; `decides` whether, without that word in the map, the sentence would give more.
    """

    start: int
    end: int
    text: str
    indicators: tuple[str, ...]
    within: tuple[tuple[str, tuple[str, ...]], ...] = ()
    weak: bool = False
    forbidden: str = ""
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Words at `[start, end)` that are almost an alias; `helps` where, as an alias, they would give more."""

    start: int
    end: int
    text: str
    alias: str
    indicator: str
    distance: int
    helps: bool = False

    @property
    def likely(self) -> bool:
        """Whether it helps and is so close that the two are probably one."""
        return self.helps and self.distance * 4 <= len(self.alias)


@dataclass(frozen=True, slots=True)
class Trace:
    """All that was seen in a text; offsets count in `text`.

    `unknown` are the words before a number that no indicator of the map is named by; `zone` is whose
    figures they are, `periods` and `cues` the words for the period and for the kind.
    """

    text: str
    numbers: tuple[Number, ...]
    names: tuple[Name, ...]
    near: tuple[Near, ...]
    unknown: tuple[str, ...]
    observations: tuple[Observation, ...]
    zone: str
    periods: tuple[str, ...]
    cues: tuple[tuple[str, str], ...]
    in_report: bool

    @property
    def found_all(self) -> bool:
        """Whether every number became an observation."""
        return bool(self.numbers) and all(number.observations for number in self.numbers)


def trace(text: str, config: Config, zone: str = "", year: int = 0, document: Document | None = None) -> Trace:
    """What becomes of `text`, and why.

    It is read where it stands in `document`, if it stands there; else as if in a report of `zone`
    on `year`, and without either as it is.
    """
    text = text.strip()[:LONGEST]
    place = _placed(text, zone, year, document)
    read = _Reading(place, config)
    seen = _see(text, config)
    numbers = tuple(_numbers(seen, read, config))
    names = tuple(_names(seen, read, config))
    failed = [number for number in numbers if not number.observations]
    near = tuple(_near(seen, read, config, failed)) if failed or not numbers else ()
    return Trace(
        text=text,
        numbers=numbers,
        names=names,
        near=near,
        unknown=tuple(dict.fromkeys(_unknown(seen, failed))),
        observations=read.observations,
        zone=read.zone,
        periods=tuple(dict.fromkeys(mention.text for mention in seen.periods)),
        cues=tuple((_CUES[token.kind], token.text) for token in seen.tokens if token.kind in _CUES),
        in_report=place.in_report,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A text as a part of a report: where it begins there."""

    document: Document
    start: int
    end: int
    in_report: bool


class _Reading:
    """What the program reads in a text, and would read with another map."""

    def __init__(self, place: _Place, config: Config) -> None:
        self._place, self._config = place, config
        extraction = self._extract(config)
        self.zone = extraction.zone
        self.observations = self._of(_with_a_time(extraction))
        self.remarks = self._of(extraction.remarks)

    def gains(self, changed: Indicator) -> bool:
        """Whether more would be read with that indicator in place of the one of the same id, be it to confirm."""
        config = replace(self._config, indicators={**self._config.indicators, changed.id: changed})
        extraction = self._extract(config)
        return len(self._of(_with_a_time(extraction))) > len(self.observations)

    def _extract(self, config: Config) -> Extraction:
        return settled(Extractor(config).extract(self._place.document))

    def _of(self, found: Sequence[_Found]) -> tuple[_Found, ...]:
        """What stands in the text, by its offsets there."""
        first, last = self._place.start, self._place.end
        inside = [each for each in found if first <= each.start and each.end <= last]
        return tuple(replace(each, start=each.start - first, end=each.end - first) for each in inside)


def _with_a_time(extraction: Extraction) -> tuple[Observation, ...]:
    """The facts and the readings to confirm: of what lacks its period the number is told as left out."""
    return (*extraction.observations, *(each for each in extraction.readings if each.status != UNDATED))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A text after repair, its words and periods, and the way home to the text as given."""

    text: str
    offsets: OffsetMap
    tokens: list[Token]
    periods: list[PeriodMention]

    def home(self, start: int, end: int) -> tuple[int, int]:
        span = self.offsets.span_of(start, end)
        return span.start, span.end

    def clause_start(self, at: int) -> int:
        return max(self.text.rfind(mark, 0, at) for mark in _ENDS) + 1

    @property
    def names(self) -> list[Token]:
        return [token for token in self.tokens if token.kind == _NAME]


def _see(text: str, config: Config) -> _Seen:
    """The tokens of a text by the map and the language, names with a forbidding word beside them among them."""
    cleaned = clean(text)
    periods = find_periods(cleaned.text)
    nothing_forbidden = {name: replace(each, forbid=()) for name, each in config.indicators.items()}
    tokeniser = Tokeniser(nothing_forbidden, cues=config.cues)
    found = tokeniser.tokens(cleaned.text, find_quantities(cleaned.text), periods)
    said = [token for token in found if token.text not in _PARTICLES]
    return _Seen(cleaned.text, cleaned.offsets, said, periods)


def _placed(text: str, zone: str, year: int, document: Document | None) -> _Place:
    if document is not None and text and (at := document.text.find(text)) >= 0:
        return _Place(document, at, at + len(text), in_report=True)
    head = f"{zone}{f'{year}年' if year else ''}经济运行情况\n" if zone or year else ""
    whole = Document("why", "", head + text, "")
    return _Place(whole, len(head), len(whole.text), in_report=False)


def _numbers(seen: _Seen, read: _Reading, config: Config) -> Iterator[Number]:
    for quantity in find_quantities(seen.text):
        inside = any(token.start <= quantity.start and quantity.number_end <= token.end for token in seen.names)
        dated = any(mention.start < quantity.end and quantity.start < mention.end for mention in seen.periods)
        if inside or dated:
            continue
        start, end = seen.home(quantity.start, quantity.end)
        became = tuple(each for each in read.observations if _states(each, quantity, start, end))
        remark = next((each for each in read.remarks if each.start < end and start < each.end), None)
        reason = "" if became else remark.reason if remark else NOT_READ
        misfits = () if became else tuple(_misfits(quantity, seen, config))
        text = seen.text[quantity.start : quantity.end]
        yield Number(start, end, text, quantity.unit, quantity.dimension, became, reason, misfits)


def _states(observation: Observation, quantity: Quantity, start: int, end: int) -> bool:
    """Whether an observation states the number at `[start, end)`: the words of one may reach over another."""
    if observation.value is None or not (observation.start < end and start < observation.end):
        return False
    return abs(observation.value) in (abs(quantity.value), quantity.high) or observation.end == end


def _misfits(quantity: Quantity, seen: _Seen, config: Config) -> Iterator[str]:
    """The indicators named last before a number in its clause, where it is no number of theirs and no growth rate."""
    if quantity.dimension not in _SIZES:
        return
    first = seen.clause_start(quantity.start)
    before = [token for token in seen.names if first <= token.start < quantity.start and not token.value.weak]
    for name in before[-1].value.indicators if before else ():
        if config.indicators[name].dimension != quantity.dimension:
            yield name


def _names(seen: _Seen, read: _Reading, config: Config) -> Iterator[Name]:
    for token in seen.names:
        start, end = seen.home(token.start, token.end)
        forbidden, decides = "", False
        meant: pieces.Name = token.value
        bound = {name for name, _ in meant.topics}
        free = tuple(name for name in meant.indicators if name not in bound)
        for name in free:
            indicator = config.indicators[name]
            if word := _beside(seen.text, token, indicator):
                without = replace(indicator, forbid=tuple(each for each in indicator.forbid if each != word))
                forbidden, decides = word, read.gains(without)
        yield Name(
            start,
            end,
            token.text,
            free,
            tuple(dict.fromkeys(meant.topics)),
            meant.weak and bool(free),
            forbidden,
            decides,
        )


def _beside(text: str, token: Token, indicator: Indicator) -> str:
    """The forbidding word of an indicator that stands right before or after its name."""
    before, after = text[: token.start], text[token.end :]
    return next((word for word in indicator.forbid if before.endswith(word) or after.startswith(word)), "")


# Words that are almost a name


def _near(seen: _Seen, read: _Reading, config: Config, failed: Sequence[Number]) -> Iterator[Near]:
    """The aliases that come closest to words of the text, the closest first, each indicator once."""
    places = {(number.start, number.end) for number in failed}
    figures = [each for each in find_quantities(seen.text) if seen.home(each.start, each.end) in places]
    phrases = [_trimmed(seen, seen.clause_start(each.start), each.start) for each in figures]
    found = []
    for indicator in config.indicators.values():
        close = [
            match
            for alias in indicator.aliases
            for phrase in phrases or [(0, len(seen.text))]
            if (match := _closest_in(alias, seen.text, *phrase)) and not _meets(match, seen.names)
        ]
        if close:
            found.append((indicator, min(close, key=_far)))
    for indicator, (distance, start, end, alias) in sorted(found, key=lambda each: _far(each[1]))[:MOST_NEAR]:
        text = seen.text[start:end]
        more = replace(indicator, aliases=(*indicator.aliases, text))
        yield Near(*seen.home(start, end), text, alias, indicator.id, distance, bool(failed) and read.gains(more))


def _far(match: tuple[int, int, int, str]) -> tuple[float, int]:
    """How far a match is from its alias, in parts of its letters; the longer alias is the closer one."""
    distance, _, _, alias = match
    return distance / len(alias), -len(alias)


def _meets(match: tuple[int, int, int, str], names: Sequence[Token]) -> bool:
    """Whether a match is a part of a name, or reaches into one; a name inside it is a part of what it stands for."""
    _, start, end, _ = match
    return any(
        token.start < end and start < token.end and not (start <= token.start and token.end <= end) for token in names
    )


def _closest_in(alias: str, text: str, first: int, last: int) -> tuple[int, int, int, str] | None:
    """The closest match in the words before a number: as wide as these, where they are little wider.

    The last word is what counts in Chinese; a match that leaves it out is none.
    """
    match = closest(alias, text[first:last])
    if match is None:
        return None
    start, end = first + match[1], first + match[2]
    if last - end > _SLACK:
        return None
    start, end = first if start - first <= _SLACK else start, last
    distance = _table(alias, text[start:end], anywhere=False)[-1][0]
    whole = start == first or end - start >= _LEAST
    return (distance, start, end, alias) if whole and 0 < distance <= len(alias) * _FURTHEST else None


def closest(alias: str, text: str) -> tuple[int, int, int, str] | None:
    """The stretch of `text` that comes closest to `alias`: letters that differ, start, end, the alias.

    None where too many of its letters differ, or where the two share no beginning or end.

    >>> closest("规上工业总产值", "全年规上工业产值完成290亿元")
    (1, 2, 8, '规上工业总产值')
    """
    if len(alias) < 3 or len(set(alias) & set(text)) < len(alias) * (1 - _FURTHEST):
        return None
    allowed, row = int(len(alias) * _FURTHEST), _table(alias, text, anywhere=True)
    distance, end = min((distance, end) for end, (distance, _) in enumerate(row))
    start = row[end][1]
    stretch = text[start:end]
    if not 0 < distance <= allowed or re.search(rf"[{_ENDS}、\d]", stretch) or len(stretch) < 2:
        return None
    return (distance, start, end, alias) if stretch[0] == alias[0] or stretch[-1] == alias[-1] else None


def _table(alias: str, text: str, anywhere: bool) -> list[tuple[int, int]]:
    """The last row of the table of edit distances: for each end in `text` the distance, and where the match begins."""
    row = [(0 if anywhere else at, at if anywhere else 0) for at in range(len(text) + 1)]
    for number, letter in enumerate(alias, 1):
        new = [(number, 0)]
        for at, other in enumerate(text, 1):
            same = row[at - 1][0] + (letter != other), row[at - 1][1]
            left_out, put_in = (row[at][0] + 1, row[at][1]), (new[at - 1][0] + 1, new[at - 1][1])
            new.append(min(same, left_out, put_in, key=lambda step: (step[0], -step[1])))
        row = new
    return row


def _unknown(seen: _Seen, failed: Sequence[Number]) -> Iterator[str]:
    """The words before a number that became nothing, where nothing of the map is among them."""
    for quantity in find_quantities(seen.text):
        if not any((number.start, number.end) == seen.home(quantity.start, quantity.end) for number in failed):
            continue
        start, end = seen.clause_start(quantity.start), quantity.start
        if any(start <= token.start < end for token in seen.names):
            continue
        start, end = _trimmed(seen, start, end)
        words = seen.text[start:end].strip("、 　“”\"'（）()")
        if 2 <= len(words) <= 20 and not re.search(r"\d", words):
            yield words


def _trimmed(seen: _Seen, start: int, end: int) -> tuple[int, int]:
    """The stretch without the periods, verbs and adverbs at its two ends."""
    kept = (*_NOUNS, *(token.text for token in seen.tokens if token.kind in _NOUNS_OF))
    skipped = [(token.start, token.end) for token in seen.tokens if token.text not in kept]
    skipped += [(mention.start, mention.end) for mention in seen.periods]
    while ends := [a for a, b in skipped if b == end and a >= start]:
        end = min(ends)
    while starts := [b for a, b in skipped if a == start and b <= end]:
        start = max(starts)
    return start, end
