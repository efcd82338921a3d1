"""What a label, a head or a caption of a table says: indicator, measure, kind, period, unit, area.

A label or a head is understood whole or not at all: words that are in no table stay in `rest`,
and what has a rest is never read as what the rest of it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kpi.language.words import either
from kpi.pages.zone_names import is_named, official_name
from kpi.tables.heads import (
    CITY_NAME,
    DISTRICT,
    FOOTNOTE,
    FULL_ZONE_NAME,
    HEAD_WORDS,
    NARROWING,
    NEUTRAL,
    NO_NAMES,
    NOTE_HEAD,
    NUMBERING,
    OWN_TOTALS,
    PART,
    ROLES,
    SHORT_NAMES,
    TITLE_AREA,
    TITLE_ZONE,
    ZONE_NAME,
    normal,
    units_in,
)
from kpi.tables.whens import Said, When, agreed
from kpi.vocabulary.model import Indicator, Kind, Measure, Zone
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.tries import trie_pattern
from kpi.vocabulary.units import dimension

if TYPE_CHECKING:
    from kpi.language.mentions import Lexer, Token
    from kpi.language.periods import PeriodMention


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text of a table, understood; what is not said is empty."""

    text: str = ""
    role: str = ""
    tokens: tuple[Token, ...] = ()
    scope: str = ""
    measure: str = ""
    falls: bool = False
    in_percent: bool = False
    kind: Kind | None = None
    kind_word: str = ""
    when: When | None = None
    units: tuple[str, ...] = ()
    zone: str = ""
    own: str = ""
    part: bool = False
    rest: str = ""
    clash: frozenset[str] = frozenset()  # of a caption: "year" or "part", of which its lines say different ones

    @property
    def is_neutral(self) -> bool:
        """Whether what stands below or beside it is not narrowed by it."""
        return not self.rest or not _NEUTRAL.sub("", self.rest)


_NEUTRAL = lazy(trie_pattern(NEUTRAL))
_HEADS = lazy("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in HEAD_WORDS.items()))
_ROLE_OF = {word: role for role, (words, _) in ROLES.items() for word in words.split()}
_BRACKET = lazy(r"\(([^()]{0,30})\)")
_UNIT_TAIL = lazy(r"(?:±|\+-|\+/-)?%$")
_CHANGE_HEADS = ("±", "+-", "+/-", "(±)")
_RATE_HEADS = ("±%", "+-%", "+/-%", "(±%)")
_BARE_YEAR = lazy(r"(?:19|20)\d\d年?")
_CAPTION_UNIT = lazy(r"单位:([^\s()|]{1,16})|\(([^()]{1,12})\)")
# what stays apart when spaces go: 表1 2024年, 填报单位：统计局 单位：亿元
_BETWEEN_DIGITS = lazy(r"(?<=\d)\s+(?=\d)|\s+(?=(?:计量)?单\s*位\s*[:：])")
_AUTHORS = ("局", "办", "办公室", "科", "处", "中心", "委员会")  # 云溪县统计局 tells who counted, not where
_LONGEST_CAPTION = 60  # what is longer is a paragraph that happens to stand above
_DONE = lazy(r"完成|执行|进度|进展")
_AIM = lazy(either("aim"))
_GUESS = lazy(r"预计|快报")
_MEASURES = {
    "completion": Measure.COMPLETION.value,
    "rate_of_growth": Measure.GROWTH.value,
    "growth": Measure.GROWTH.value,
    "fall": Measure.GROWTH.value,
    **{name: name for name in ("points", "rank", "gap", "share", "increment", "other_base")},
}
# where a head says several, the one that no value may pass for the others decides
_STRONGEST = ("points", "rank", "gap", "share", "other_base", "completion", "increment", "growth")
_KINDS = {"target": Kind.TARGET, "estimate": Kind.ESTIMATE, "actual": Kind.ACTUAL}


@dataclass(slots=True)
class _Draft:
    """What the words of one phrase have said so far."""

    measures: list[str] = field(default_factory=list)
    kinds: dict[Kind, str] = field(default_factory=dict)
    falls: bool = False
    in_percent: bool = False
    whole: bool = False
    month: bool = False
    counted: bool = False
    prior: str = ""
    own: str = ""
    rest: str = ""


class PhraseReader:
    """Reads the texts of tables with the words of one indicator map; each text is read once."""

    def __init__(
        self,
        indicators: Mapping[str, Indicator],
        lexer: Lexer,
        scopes: Sequence[str],
        zones: Mapping[str, Zone],
        find_periods: Callable[[str], list[PeriodMention]],
    ) -> None:
        self._indicators, self._lexer, self._find_periods = indicators, lexer, find_periods
        self._scopes = tuple(scopes)
        self._zones = zones
        self._zone_of = {normal(name): zone.name for zone in zones.values() for name in (zone.name, *zone.aliases)}
        self._read: dict[str, Phrase] = {}

    def read(self, text: str) -> Phrase:
        """What a label or head says."""
        phrase = self._read.get(text)
        if phrase is None:
            if len(self._read) > 50_000:
                self._read.clear()
            phrase = self._read[text] = self._understand(text)
        return phrase

    def caption(self, lines: Iterable[str]) -> Phrase:
        """What the lines above a table say of all that stands in it; a title may say anything else as well."""
        parted = (_BETWEEN_DIGITS.sub("|", line.strip()) for line in lines)  # 表1 2024年
        kept = [line for line in map(normal, parted) if len(line) <= _LONGEST_CAPTION and "。" not in line]
        text = "|".join(kept)
        when, clash = agreed([self.said_of_time(line) for line in kept])
        aims, done, guesses = _AIM.search(text), _DONE.search(text), _GUESS.search(text)
        kind, word = None, ""
        if aims and not done and not guesses:
            kind, word = Kind.TARGET, aims[0]
        elif guesses and not aims:
            kind, word = Kind.ESTIMATE, guesses[0]
        units = next((u for m in _CAPTION_UNIT.finditer(text) if (u := units_in(m[1] or m[2]))), ())
        zone, own = self._area_of_caption(text)
        return Phrase(
            text=text,
            tokens=tuple(token for token in self._lexer.find_tokens(text) if token.kind == "name"),
            kind=kind,
            kind_word=word,
            when=when,
            units=units,
            zone=zone,
            own=own,
            rest=next((word for word in NARROWING if word in text), ""),
            clash=clash,
        )

    def said_of_time(self, line: str) -> Said:
        """The periods that a line above a table names, in one form."""
        mentions = [m for m in self._find_periods(line) if not (m.baseline or m.loose or m.since or _is_day(m))]
        whens = [_when([m]) for m in mentions if m.years or m.months]
        bare = line.strip("()|")
        return Said(tuple(whens), len(whens) == 1 and whens[0].text == bare)

    def _area_of_caption(self, text: str) -> tuple[str, str]:
        """The one area that a caption names; `?` where it names several."""
        lines = [line for line in re.split(r"(?<!表\d)\|", text) if not line.endswith(_AUTHORS)]
        names = {zone for name, zone in self._zone_of.items() if name in text}
        names = names or {self._full_name(m[0]) for m in ZONE_NAME.finditer(text)}
        names = names or {titled[1] for line in lines if (titled := TITLE_ZONE.match(line))}
        names = names or {m[0] for m in CITY_NAME.finditer(text)}
        titles = {titled[1] for line in lines if (titled := TITLE_AREA.match(line))}
        names = names or {title for title in titles if not title.endswith((*SHORT_NAMES, *NO_NAMES))}
        own = re.search(r"[全本我]([区县市省州国])(?!平均)", text)
        if names:
            return (names.pop() if len(names) == 1 else "?"), ""
        return "", own[1] if own else ""

    def _full_name(self, name: str) -> str:
        """A zone as the map names it, with or without the 市 of its city."""
        return (
            self._zone_of.get(name) or self._zone_of.get(name.replace("市", "", 1)) or official_name(name, self._zones)
        )

    # ---- labels and heads ----

    def _understand(self, text: str) -> Phrase:
        if len(text) > _LONGEST_CAPTION:
            return Phrase(text, rest=text)
        if text in _ROLE_OF:
            return Phrase(text, role=_ROLE_OF[text])
        if NOTE_HEAD.search(text) and len(text) <= 8 and not self._lexer.names_anything(text):
            return Phrase(text, role="note")
        if text in _CHANGE_HEADS:
            return Phrase(text, measure=Measure.GROWTH.value)
        if text in _RATE_HEADS:
            return Phrase(text, measure=Measure.GROWTH.value, units=("%",))
        if units := units_in(text):
            return Phrase(text, units=units)
        if _BARE_YEAR.fullmatch(text):
            return Phrase(text, when=When(text, (int(text[:4]),) * 2))
        text = FOOTNOTE.sub("", text)
        bare = NUMBERING.sub("", text, count=1) if NUMBERING.match(text) else text
        part = PART.match(bare) is not None or text.startswith("#")
        bare = PART.sub("", bare, count=1) if PART.match(bare) else bare
        bare = NUMBERING.sub("", bare, count=1) if NUMBERING.match(bare) else bare
        area = self._area(text, bare)
        return area or self._words(text, bare, part)

    def _area(self, text: str, bare: str) -> Phrase | None:
        if bare in self._zone_of:
            return Phrase(text, zone=self._zone_of[bare])
        if total := OWN_TOTALS.fullmatch(bare):
            return Phrase(text, own=total[1] or "总")
        named = any(pattern.fullmatch(bare) for pattern in (ZONE_NAME, CITY_NAME))
        named = named or (FULL_ZONE_NAME.fullmatch(bare) is not None and is_named(bare))
        named = named or (DISTRICT.fullmatch(bare) is not None and not bare.endswith(NO_NAMES))
        if named and not self._lexer.names_anything(bare):
            return Phrase(text, zone=self._full_name(bare))
        return None

    def _words(self, text: str, bare: str, part: bool) -> Phrase:
        units: tuple[str, ...] = ()
        for bracket in _BRACKET.finditer(bare):
            units = units or _bracket_units(bracket[1])
        bare = _BRACKET.sub(lambda match: "|" if _bracket_units(match[1]) else f"|{match[1]}|", bare)
        if tail := _UNIT_TAIL.search(bare.rstrip("|")):
            units, bare = units or ("%",), bare[: tail.start()]
        tokens = tuple(token for token in self._lexer.find_tokens(bare) if token.kind == "name")
        scope, bare_words = self._without_names(bare, tokens)
        draft = _Draft()
        outside = _HEADS.sub(lambda match: _take(draft, match), bare_words)
        mentions = self._find_periods(outside)
        usable = [m for m in mentions if not (m.baseline or m.loose or m.since or m.span_back or m.span_ahead)]
        for mention in mentions:
            outside = outside[: mention.start] + "|" * (mention.end - mention.start) + outside[mention.end :]
        rest = _BARE_YEAR.sub("|", outside) if not usable else outside
        years = [] if usable else _BARE_YEAR.findall(outside)
        draft.rest = rest.replace("|", "")
        if len(mentions) != len(usable) or len(usable) + len(years) > 1 or any(_is_day(m) for m in usable):
            draft.rest = draft.rest or "|"
        return _phrase(text, draft, tokens, scope, units, part, _said_when(draft, usable, years))

    def _without_names(self, bare: str, tokens: Sequence[Token]) -> tuple[str, str]:
        """The scope that a label names, and the label without its indicator names and scope."""
        scope = next((s for t in tokens if (s := self._lexer.scope_of(bare, t.start, t.end))), "")
        letters = list(bare)
        for token in tokens:
            letters[token.start : token.end] = "|" * (token.end - token.start)
        if scope:
            at = bare.find(scope)
            letters[at : at + len(scope)] = "|" * len(scope)
        if not tokens and bare.removesuffix("项目").removesuffix("以上") + "以上" in self._scopes:
            return bare.removesuffix("项目"), ""
        if not tokens and bare.removesuffix("项目") in self._scopes:
            return bare.removesuffix("项目"), ""
        return scope, "".join(letters)


def _bracket_units(content: str) -> tuple[str, ...]:
    """The units in a bracket beside words that do not matter: 现价,亿元."""
    if units := units_in(content):
        return units
    parts = [part for part in re.split(r"[,，;]", content) if part]
    units = tuple(unit for part in parts for unit in units_in(part))
    words = [part for part in parts if not units_in(part)]
    return units if units and all(not _HEADS.sub("", word) for word in words) else ()


def _take(draft: _Draft, match: re.Match[str]) -> str:
    """Notes what a word of a head says; it stands no longer in the way."""
    name = str(match.lastgroup)
    word = match[0]
    if name in _MEASURES:
        draft.measures.append(_MEASURES[name])
        draft.falls |= name == "fall"
        draft.in_percent |= name == "rate_of_growth"
    elif name in _KINDS:
        draft.kinds.setdefault(_KINDS[name], word)
    elif name == "whole":
        draft.whole = True
    elif name == "month":
        draft.month = True
    elif name == "cumulative":
        draft.counted = True
    elif name == "prior":
        draft.prior = word
    elif name == "area":
        draft.own = word[-1]
    return "|" * len(word)


def _said_when(draft: _Draft, mentions: Sequence[PeriodMention], years: Sequence[str]) -> When | None:
    when = _when(mentions)
    if years:
        when = replace(when, years=(int(years[0][:4]),) * 2, text=years[0])
    if draft.prior:
        when = replace(when, prior=True, text=f"{when.text}{draft.prior}")
    when = replace(when, whole=when.whole or draft.whole, month=draft.month, counted=draft.counted)
    return when if when.has_year or when.has_part else None


def _when(mentions: Sequence[PeriodMention]) -> When:
    if not mentions:
        return When("")
    mention = mentions[0]
    all_year = mention.whole_year or (mention.months is None and "月" in mention.text)  # 1—12月
    return When(mention.text, mention.years, mention.offset, mention.months, all_year)


def _is_day(mention: PeriodMention) -> bool:
    """A date or a point within a year: no period that a column counts over."""
    return mention.point and not mention.until and mention.months is not None


def _phrase(
    text: str,
    draft: _Draft,
    tokens: tuple[Token, ...],
    scope: str,
    units: tuple[str, ...],
    part: bool,
    when: When | None,
) -> Phrase:
    measures = [*draft.measures, *("points" for unit in units if dimension(unit) == "points")]
    measure = next((name for name in _STRONGEST if name in measures), "")
    kinds = dict(draft.kinds)
    if len(kinds) > 1 and Kind.ESTIMATE in kinds:
        kinds.pop(Kind.ACTUAL, None)
    planned = next((token.text for token in tokens if "计划" in token.text and "总" not in token.text), "")
    if planned:
        kinds.setdefault(Kind.TARGET, planned)  # 年度计划投资 is a name and a plan
    rest = draft.rest or ("|" if len(kinds) > 1 else "")
    kind, word = next(iter(kinds.items()), (None, ""))
    return Phrase(
        text=text,
        tokens=tokens,
        scope=scope,
        measure=measure,
        falls=draft.falls,
        in_percent=draft.in_percent,
        kind=kind,
        kind_word=word,
        when=when,
        units=units,
        own=draft.own,
        part=part,
        rest=rest,
    )
