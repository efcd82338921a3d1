"""Holds claims against the report that they name: what stands has its words there, what does not has a reason.

A quote is looked up in the repaired text. Each number in it that could be the claimed one is read as the claim has it,
in the sentence where it stands and with all that the sentences before hand on; zone, period and kind are then those of
the page itself, and the claim must agree. Where the words carry a claim but leave something open, it stands with a
doubt: a person decides. Where the program's own rules say that a number is something else, the claim is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property

from kpi.language.quantities import Quantity, find_quantities
from kpi.language.words import word_classes, word_set
from kpi.pages.cleaning import clean
from kpi.pages.modes import AHEAD, BACK
from kpi.pages.outlook import Outlook
from kpi.pages.passages import Passage
from kpi.pages.zone_names import same_zone
from kpi.second.claims import Claim
from kpi.second.words import kind_of, measure_of
from kpi.sentences.pieces import Name, Token
from kpi.sentences.readings import Reading, Refusal, as_rate, fits
from kpi.settings.config import Config
from kpi.vocabulary.errors import KpiError
from kpi.vocabulary.lookup import find_indicator
from kpi.vocabulary.model import KIND_OPEN, UNDATED, ZONE_OPEN, CleanText, Kind, Measure, Observation, Period
from kpi.vocabulary.patterns import lazy
from kpi.vocabulary.spans import Span
from kpi.vocabulary.units import dimension, to_base
from kpi.vocabulary.written_periods import names_day, read_until, read_written

FEWEST_LETTERS, MOST_LETTERS, MOST_PLACES = 4, 400, 20
"""Letters of a quote, and how many places of a report it may stand in: one that is shorter proves nothing, and one that
is longer quotes the page."""

REFUSALS = (
    "no_quote",
    "quote_too_short",
    "quote_too_long",
    "no_indicator",
    "no_number",
    "no_kind",
    "no_measure",
    "no_period",
    "quote_not_found",
    "quote_in_many_places",
    "not_in_text",
    "number_not_in_quote",
    "scale_differs",
    "unit_does_not_fit",
    "not_named",
    "named_otherwise",
    "of_a_part",
    "number_is_something_else",
    "no_growth",
    "is_growth",
    "sign_differs",
    "of_somebody_else",
    "zone_unknown",
    "zone_differs",
    "zone_not_on_page",
    "period_differs",
    "period_not_on_page",
    "not_over",
    "kind_differs",
    "table_differs",
)
"""Why a claim does not stand, in the order in which that is looked at: the further a claim comes, the more holds."""

DOUBTS = (
    "named_above",
    "weak_name",
    "noun_between",
    "zone_open",
    "zone_inherited",
    "period_open",
    "period_inherited",
    "kind_open",
    "kind_inherited",
)
"""What the words of the report leave open of a claim that stands: a person decides, however far its reader is
trusted."""

Placing = Callable[[Reading], tuple[list[Observation], str]]
"""Places a reading in its sentence: the observations that it becomes, or why it becomes none."""

# 地区生产总值增速, GDP同比增长（%）, gdp.growth
_OF_GROWTH = lazy(r"(?:的?(?:同比)?(?:增长率|增长速度|增长幅度|增长|增速|增幅|增减)|\.growth)(?:[（(]?[%％±]+[）)]?)?$")
# what a number is by the rules of a sentence that is no fact of its name
_SOMETHING_ELSE = frozenset(
    {"qualifies", "base", "increment", "completion", "share", "month_on_month", "gap", "rank", "row", "points"}
)
_NUMBERS = "QPXUm"
_NUMERALS = lazy(r"[0-9]+(?:\.[0-9]+)?")
_OF_TABLES = "table"
_MAY = "可"
# flags that tell how the program came to its own zone
_OF_OUR_ZONE = frozenset({ZONE_OPEN, "unknown_zone", "zone_from_path", "zone_from_metadata", "zone_differs_from_path"})
_ENDS_CLAUSE = ",;.:"
_SAME = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "－": "-", "−": "-", "～": "~", "、": ","}
)
_EDGES = "\"'…。.；;，,、：: \t\r\n"


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a claim: the observation that it stands as, with what is open of it (`doubts`), or why it does not
    stand (`reason`, a code of `REFUSALS`) and the words that say so (`detail`). `[start, end)` is where its quote
    stands in the raw text, both 0 where it does not.
    """

    claim: Claim
    observation: Observation | None = None
    reason: str = ""
    detail: str = ""
    doubts: tuple[str, ...] = ()
    start: int = 0
    end: int = 0

    @property
    def stands(self) -> bool:
        return self.observation is not None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the program reads it: its repaired text with the way home to `raw`, the frames of its page, and the
    zones and areas that it speaks of: the words for each, and the full name that they mean. `turns` are the zones that
    the page is of in turn, or may be of.
    """

    raw: str
    cleaned: CleanText
    outlook: Outlook
    zones: Mapping[str, str]
    turns: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Asked:
    """A claim that is understood, with the places of its quote in the repaired text, and the best that was found.

    `kind` and `period` are None where the claim says nothing of them; `is_until` tells a period that is said by the day
    on which it ends.
    """

    number: int
    claim: Claim
    indicator: str
    measure: str
    kind: Kind | None
    period: Period | None
    is_until: bool
    zone: str
    value: Quantity | None
    amount: Decimal
    places: tuple[Span, ...] = ()
    best: Proof | None = None

    def period_beside(self, code: str) -> Period | None:
        """The period that is claimed beside what the page says: that one where nothing is said, or only the day on
        which it ends."""
        own = Period.parse(code) if code else None
        if self.period is None or (self.is_until and own is not None and own.end == self.period.end):
            return own
        return self.period

    def offer(self, proof: Proof) -> None:
        """Keeps the better of what was found before and this: one that stands, with the fewest doubts, else the reason
        that comes last.
        """
        if self.best is None or _rank(proof) > _rank(self.best):
            self.best = proof


def _rank(proof: Proof) -> tuple[int, int]:
    if proof.stands:
        return (1, -len(proof.doubts))
    return (0, REFUSALS.index(proof.reason))


class Court:
    """Hears the claims on one report: first what can be said of each alone, then sentence by sentence what the program
    hands it, in the order of the page; `proofs` are the outcome, in the order of the claims.
    """

    def __init__(self, claims: Sequence[Claim], report: Report, config: Config) -> None:
        self._claims, self._report, self._config = claims, report, config
        self._done: dict[int, Proof] = {}
        self._asked: list[_Asked] = []
        self._text = _Folded(report.cleaned.text)
        self._raw: _Folded | None = None
        for number, claim in enumerate(claims):
            understood = self._understood(number, claim)
            if isinstance(understood, Proof):
                self._done[number] = understood
            else:
                self._asked.append(understood)

    def wants(self, passage: Passage) -> bool:
        """Whether a claim quotes something of the sentence."""
        return any(_meets(place, passage) for asked in self._asked for place in asked.places)

    def hear(
        self,
        passage: Passage,
        tokens: Sequence[Token],
        readings: Sequence[Reading],
        refusals: Sequence[Refusal],
        place: Placing,
    ) -> None:
        """Holds the claims that quote a sentence against it: its tokens, what the program reads there and what not."""
        for asked in self._asked:
            for quoted in asked.places:
                if _meets(quoted, passage):
                    _Hearing(asked, quoted, passage, tokens, readings, refusals, place, self).judge()

    def proofs(self, found: Sequence[Observation]) -> list[Proof]:
        """What became of each claim; `found` is what the program itself found in the report: in its tables it alone
        knows which row and column a number stands in.
        """
        for asked in self._asked:
            if asked.best is None or asked.best.reason in ("not_in_text", "number_not_in_quote"):
                self._in_tables(asked, found)
            assert asked.best is not None
            self._done[asked.number] = asked.best
        return [self._done[number] for number in range(len(self._claims))]

    # ---- what a claim says

    def _understood(self, number: int, claim: Claim) -> _Asked | Proof:
        config = self._config
        length = len(_fold(claim.quote))
        if not claim.quote.strip():
            return Proof(claim, reason="no_quote")
        if length < FEWEST_LETTERS:
            return Proof(claim, reason="quote_too_short", detail=claim.quote.strip())
        if length > MOST_LETTERS:
            return Proof(claim, reason="quote_too_long", detail=str(length))
        try:
            indicator, grows = _indicator_of(claim.indicator, config)
        except KpiError as error:
            return Proof(claim, reason="no_indicator", detail=str(error))
        if grows and not claim.measure.strip():
            claim = replace(claim, measure=str(Measure.GROWTH))
        if not indicator:
            return Proof(claim, reason="no_indicator")
        amount = amount_of(claim.value, claim.unit)
        if amount is None:
            return Proof(claim, reason="no_number", detail=f"{claim.value} {claim.unit}".strip())
        kind, measure, period = kind_of(claim.kind), _measure_of(claim, indicator, config), None
        if kind is None and claim.kind.strip():
            return Proof(claim, reason="no_kind", detail=claim.kind)
        if measure not in ("level", "growth", "completion"):
            return Proof(claim, reason="no_measure", detail=claim.measure)
        is_until = names_day(claim.period)
        if claim.period.strip():
            period = read_until(claim.period) if is_until else read_written(claim.period)
            if period is None:
                return Proof(claim, reason="no_period", detail=claim.period)
        value, plain = amount
        places = self._places_of(claim.quote)
        if not places:
            return Proof(claim, reason="quote_not_found")
        zone = claim.zone.strip()
        asked = _Asked(number, claim, indicator, measure, kind, period, is_until, zone, value, plain, places)
        start, end = self._home(places[0])
        if len(places) > MOST_PLACES:
            return Proof(claim, reason="quote_in_many_places", detail=str(len(places)), start=start, end=end)
        asked.best = Proof(claim, reason="not_in_text", start=start, end=end)
        return asked

    def _places_of(self, quote: str) -> tuple[Span, ...]:
        """Where the repaired text has the quote, as it was given, or as the cleaning repairs it; else where the raw
        text has it.
        """
        for words in dict.fromkeys((quote.strip(), quote.strip(_EDGES), clean(quote).text.strip(_EDGES))):
            if found := self._text.find(words):
                return found
        if self._raw is None:
            self._raw = _Folded(self._report.raw)
        found = self._raw.find(quote.strip(_EDGES))
        return tuple(filter(None, (_repaired_span(self._report.cleaned, span) for span in found)))

    def _home(self, place: Span) -> tuple[int, int]:
        span = self._report.cleaned.offsets.span_of(place.start, place.end)
        return span.start, span.end

    # ---- what the page says

    def zone_of(self, asked: _Asked, own: str) -> tuple[str, str]:
        """The zone that is claimed by its full name, or why it cannot be: it is none that the page speaks of."""
        text = "".join(asked.zone.split())
        if not text:
            return own, ""
        zones = self._config.zones
        spoken = self._report.zones
        named = next((zone.name for zone in zones.values() if text in (zone.name, zone.en, *zone.aliases)), text)
        on_page = {*spoken.values(), own} - {""}
        if named in on_page:
            return named, ""
        if named in spoken:
            return spoken[named], ""
        like = [name for name in sorted(on_page) if same_zone(name, named) or _is_part_of(named, name)]
        if own in like:
            return own, ""
        return (like[0], "") if len(like) == 1 else ("", "zone_not_on_page")

    def leaves_zone_open(self, passage: Passage, ours: str, theirs: str) -> bool:
        """Whether the page leaves open which of two zones a sentence is of: nothing in it or before it in its paragraph
        names ours, and the other is the one that was named last in its article, or the page is of both in turn.
        """
        zones = self._report.zones
        before = [each for each in self._report.outlook.passages if each.start < passage.start]
        in_paragraph = "".join(each.text for each in before if each.paragraph == passage.paragraph)
        if _zone_named_last(passage.text, zones, (ours,)) or _zone_named_last(in_paragraph, zones) == ours:
            return False
        in_article = "".join(each.text for each in before if each.article == passage.article)
        return _zone_named_last(in_article, zones) == theirs or {ours, theirs} <= self._report.turns

    def foretells(self, passage: Passage) -> bool:
        """Whether the heading of a sentence, or what stands before it in its paragraph, speaks of what is expected, or
        was counted first only.
        """
        before = [
            each.text
            for each in self._report.outlook.passages
            if each.paragraph == passage.paragraph and each.start < passage.start
        ]
        return any(_says_any(text, _expected()) for text in (passage.heading, *before))

    def allows(self, period: Period) -> bool:
        """Whether the page speaks of a period: a time that it names, or a year that it names or was written in."""
        named, years = self._spoken_of
        return period in named or (period.is_year and period.last_year in years)

    @cached_property
    def _spoken_of(self) -> tuple[frozenset[Period], frozenset[int]]:
        """The periods that the page speaks of, and the years that it names or was written in."""
        timeline = self._report.outlook.timeline
        years = {timeline.clock.this, timeline.clock.review, timeline.clock.plan} - {0}
        named: set[Period] = set()
        for mentions in self._report.outlook.periods:
            for mention in mentions:
                years.update(range(mention.years[0], mention.years[1] + 1) if mention.years else ())
                named.update(p for mode in (BACK, AHEAD) if (p := timeline.resolve(mention, mode)) is not None)
        years.update(p.last_year for p in named if p.first_year == p.last_year)
        topics = {self._report.outlook.topic(passage.article).period for passage in self._report.outlook.passages}
        return frozenset(named | {each for each in topics if each is not None}), frozenset(years)

    def named_above(self, passage: Passage) -> str:
        """The indicator that the sentences before one in its paragraph name last, or its heading where none does."""
        before = "".join(
            each.text
            for each in self._report.outlook.passages
            if each.paragraph == passage.paragraph and each.start < passage.start
        )
        return _named_last(before, self._config) or _named_last(passage.heading, self._config)

    def is_ahead(self, period: Period) -> bool:
        return self._report.outlook.timeline.is_ahead(period)

    def is_under_way(self, period: Period) -> bool:
        """Whether the report was written before the last month of a period was over, as far as that is known."""
        clock = self._report.outlook.timeline.clock
        return clock.this > 0 and (period.last_year, period.last_month) >= (clock.this, clock.month or 13)

    # ---- tables

    def _in_tables(self, asked: _Asked, found: Sequence[Observation]) -> None:
        """Holds a claim that quotes a table against what the program read there."""
        for place in asked.places:
            start, end = self._home(place)
            quoted = self._report.raw[start:end]
            for each in found:
                inside = each.pattern == _OF_TABLES and each.start < end and start < each.end
                if not inside or each.indicator != asked.indicator or str(each.measure) != asked.measure:
                    continue
                if not _same_amount(asked, each.value, each.unit) or not _has_number(quoted, each.value):
                    continue
                zone, _ = self.zone_of(asked, each.zone)
                period = asked.period_beside(each.period)
                same = zone == each.zone and period is not None and period.code == each.period
                same = same and asked.kind in (None, each.kind)
                told = "" if same else f"{each.zone} {each.period} {each.kind}"
                asked.offer(
                    Proof(asked.claim, each if same else None, "" if same else "table_differs", told, (), start, end)
                )


@dataclass(slots=True)
class _Hearing:
    """One claim before one sentence that its quote stands in."""

    asked: _Asked
    quoted: Span
    passage: Passage
    tokens: Sequence[Token]
    readings: Sequence[Reading]
    refusals: Sequence[Refusal]
    place: Placing
    court: Court

    def judge(self) -> None:
        numbers = [at for at in range(len(self.tokens)) if self._is_quoted(at)]
        same = [at for at in numbers if self._is_claimed(at)]
        if not same:
            alike = any(abs(self.tokens[at].value.value) == abs(self.asked.amount) for at in numbers)
            self._refuse("scale_differs" if alike else "number_not_in_quote")
        for at in same:
            self._judge_number(at)

    def _is_quoted(self, at: int) -> bool:
        """Whether a number stands in the quote: its digits at least, to the last."""
        token = self.tokens[at]
        if token.kind not in _NUMBERS or not isinstance(token.value, Quantity):
            return False
        start, end = (self.passage.start + edge for edge in (token.value.number_start, token.value.number_end))
        return self.quoted.start <= start and end <= self.quoted.end

    def _is_claimed(self, at: int) -> bool:
        quantity: Quantity = self._number(at).value
        values = [quantity.value] + ([quantity.high] if quantity.high is not None else [])
        return any(_same_amount(self.asked, value, quantity.unit) for value in values)

    def _number(self, at: int) -> Token:
        """The number as it measures what is claimed: growth told in times is a rate, 2.3倍 is 230 %."""
        token = self.tokens[at]
        return as_rate(token) if token.kind == "X" and self.asked.measure == "growth" else token

    def _judge_number(self, at: int) -> None:
        """Goes through all that must hold of the number at `at`, and offers what comes of it."""
        asked, token = self.asked, self.tokens[at]
        own = next((r for r in self.readings if self._reads(r, at)), None)
        doubts: list[str] = []
        if own is None:
            refusal = next((r for r in self.refusals if r.number.start == token.start), None)
            if refusal is not None and refusal.reason in _SOMETHING_ELSE:
                return self._refuse("number_is_something_else", refusal.reason)
            name_at, how = self._name_of(at)
            if how in ("not_named", "named_otherwise", "of_a_part"):
                return self._refuse(how, self.tokens[name_at].text if name_at >= 0 else "")
            doubts += [how] if how else []
            if wrong := self._measured_otherwise(at, name_at):
                return self._refuse(wrong, token.text)
            own = self._as_claimed(at, name_at)
        if not self._fits(own, token):
            return self._refuse("unit_does_not_fit", token.text)
        if (own.sign < 0) != (asked.amount < 0) and asked.amount and token.value.value > 0:
            return self._refuse("sign_differs", token.text)
        made, reason = self.place(own)
        if not made:
            return self._refuse("of_somebody_else", reason)
        best = next((each for each in made if _same_amount(asked, each.value, each.unit)), made[0])
        return self._judge_frame(best, doubts, at)

    def _reads(self, reading: Reading, at: int) -> bool:
        """Whether the program reads the number as the claim does."""
        mine = reading.at == at and reading.number.start == self.tokens[at].start
        return mine and reading.indicator == self.asked.indicator and reading.measure == self.asked.measure

    # ---- name, unit, measure

    def _name_of(self, at: int) -> tuple[int, str]:
        """Where the number's name stands, and what is in doubt of that: the last name before the number must be the
        claimed indicator's, or the first behind it in its clause where there is none before.
        """
        token, wanted = self.tokens[at], self.asked.indicator
        if token.claim is not None and token.claim[0] == wanted:
            return at, ""
        other = -1
        for k in range(at - 1, -1, -1):
            if self.tokens[k].kind == "N":
                if not _means(self.tokens[k], wanted):
                    other = k
                    break
                if self._is_one_for_all(k, wanted):
                    return k, "named_otherwise"
                return k, self._between(k, at)
        behind = self._name_behind(at)
        if behind >= 0:
            return behind, "weak_name" if self.tokens[behind].value.weak else ""
        if other >= 0:
            return other, "named_otherwise"
        above = self.court.named_above(self.passage)
        return -1, "named_above" if above == wanted and not self._names_any() else "not_named"

    def _is_one_for_all(self, name_at: int, indicator: str) -> bool:
        """Whether a name that may list two has one number, which is neither's: 城乡居民人均可支配收入36120元."""
        if indicator in self.tokens[name_at].value.indicators:
            return False
        end = next((k for k in range(name_at + 1, len(self.tokens)) if self.tokens[k].kind in "N;."), len(self.tokens))
        return sum(token.kind in "QP" for token in self.tokens[name_at + 1 : end]) < len(
            self.tokens[name_at].value.parts
        )

    def _names_any(self) -> bool:
        return any(token.kind == "N" for token in self.tokens)

    def _name_behind(self, at: int) -> int:
        """A name right behind a count: 26个重点项目; else -1."""
        for k in range(at + 1, min(at + 5, len(self.tokens))):
            if self.tokens[k].kind in f"{_ENDS_CLAUSE}/()" or self.tokens[k].kind in _NUMBERS:
                return -1
            if self.tokens[k].kind == "N":
                return k if _means(self.tokens[k], self.asked.indicator) else -1
        return -1

    def _between(self, name_at: int, at: int) -> str:
        """What the words between a name and its number say: that the number is of something else, or in doubt."""
        tokens = self.tokens[name_at + 1 : at]
        kinds = "".join(token.kind for token in tokens)
        if set("IWFp") & set(kinds):
            return "of_a_part"  # 其中, 占, a firm, a project
        compound = kinds[:1] == "M" and tokens[0].start == self.tokens[name_at].end
        clause = re.split(f"[{_ENDS_CLAUSE}{_NUMBERS}]", kinds)
        if compound or (len(clause) > 1 and "M" in clause[-1]):
            return "named_otherwise"  # 规上工业企业电力消费量, …，民间投资
        if "M" in kinds or "J" in kinds:
            return "noun_between"
        return "weak_name" if self.tokens[name_at].value.weak else ""

    def _measured_otherwise(self, at: int, name_at: int) -> str:
        """Why the number does not measure as the claim has it: by the verbs before it in its clause."""
        kinds = [token.kind for token in self.tokens]
        first = next((k for k in range(at - 1, -1, -1) if kinds[k] in _ENDS_CLAUSE or kinds[k] in _NUMBERS), -1)
        before = kinds[max(first, name_at if name_at < at else -1) + 1 : at]
        if self.asked.measure == "growth":
            return "" if set("GD") & set(before) else "no_growth"
        changed = [k for k, kind in enumerate(before) if kind in "GD+i"]
        reached = bool(changed) and any(kind == "R" for kind in before[changed[-1] :])
        return "is_growth" if changed and not reached else ""

    def _as_claimed(self, at: int, name_at: int) -> Reading:
        """The number as a reading of the claimed indicator, to be placed as the program places its own."""
        asked, token = self.asked, self._number(at)
        name = self.tokens[name_at] if name_at >= 0 else token
        falls = asked.measure == "growth" and any(
            t.kind == "D" for t in self.tokens[max(self._clause(at), name_at if name_at < at else -1) + 1 : at]
        )
        return Reading(
            asked.indicator,
            asked.claim.scope if asked.claim.scope in self.court._config.scopes else "",
            asked.measure,
            token,
            name,
            "second-reader",
            -1 if falls else 1,
            weak=isinstance(name.value, Name) and name.value.weak,
            at=at,
            name_at=name_at if name_at >= 0 else at,
        )

    def _clause(self, at: int) -> int:
        return next((k for k in range(at - 1, -1, -1) if self.tokens[k].kind in _ENDS_CLAUSE), -1)

    def _fits(self, reading: Reading, token: Token) -> bool:
        """Whether the unit measures what the indicator counts."""
        indicator = self.court._config.indicators[reading.indicator]
        unit = str(token.value.unit)
        if reading.measure == "growth":
            return token.kind in "PX" and indicator.dimension != "rate"
        if reading.measure == "completion":
            return token.kind == "P"
        if indicator.dimension == "rate":
            return dimension(unit) == "rate"
        return fits(indicator, unit, token.value.value, reading.name.text)

    # ---- zone, period, kind

    def _judge_frame(self, made: Observation, doubts: list[str], at: int) -> None:
        """Holds what is claimed of zone, period and kind against what the page says of them."""
        asked = self.asked
        zone, reason = self.court.zone_of(asked, made.zone)
        if reason:
            return self._refuse(reason, asked.zone)
        if not zone:
            return self._refuse("zone_unknown")
        if made.zone and zone != made.zone and not self.court.leaves_zone_open(self.passage, made.zone, zone):
            return self._refuse("zone_differs", made.zone)
        if zone != made.zone:
            doubts.append("zone_inherited" if made.zone else "zone_open")
        period, kind = asked.period_beside(made.period), asked.kind or made.kind
        if period is None:
            return self._refuse("period_not_on_page")
        says_so = made.kind is Kind.ACTUAL and made.period == period.code
        if kind is Kind.ACTUAL and self.court.is_ahead(period) and not says_so:
            return self._refuse("not_over", period.code)
        if made.period != period.code:
            basis = dict(part.partition(":")[::2] for part in made.basis.split(";")).get("period", "")
            if made.period and basis == "stated":
                return self._refuse("period_differs", made.period)
            if not self.court.allows(period):
                return self._refuse("period_not_on_page", period.code)
            doubts.append("period_inherited" if made.period else "period_open")
        if KIND_OPEN in made.flags:
            doubts.append("kind_open")
        elif made.kind is not kind:
            if not self._leaves_kind_open(made, kind, period, at):
                return self._refuse("kind_differs", str(made.kind))
            doubts.append("kind_inherited")
        stated = self._as_stated(made, zone, period, kind, doubts)
        asked.offer(Proof(asked.claim, stated, "", "", tuple(dict.fromkeys(doubts)), stated.start, stated.end))
        return None

    def _leaves_kind_open(self, made: Observation, kind: Kind, period: Period, at: int) -> bool:
        """Whether the page leaves open if a number was reached or is expected only: no word says so where it stands."""
        if (made.kind, kind) == (Kind.ESTIMATE, Kind.ACTUAL):
            return not self._is_expected_there(at)
        if (made.kind, kind) != (Kind.ACTUAL, Kind.ESTIMATE) or made.kind_ground:
            return False
        before = self.passage.text[: self.tokens[at].start]
        in_sentence = any(token.kind == "E" for token in self.tokens[:at]) or _says_any(before, word_set("preliminary"))
        return in_sentence or self.court.foretells(self.passage) or self.court.is_under_way(period)

    def _is_expected_there(self, at: int) -> bool:
        """Whether a word for what is expected governs a number: no full stop is between, and no clause that opens with
        a time of its own (预计全年…，1—11月固定资产投资86.5亿元).
        """
        tokens = self.tokens[:at]
        words = [k for k, t in enumerate(tokens) if t.kind == "E" or (t.kind == "R" and t.text.startswith(_MAY))]
        kinds = "".join(token.kind for token in tokens[words[-1] + 1 :]) if words else ";"
        return not re.search("[;.]|,[^NQP]*T", kinds)

    def _as_stated(
        self, made: Observation, zone: str, period: Period, kind: Kind, doubts: Collection[str]
    ) -> Observation:
        """The observation with what the page left open as the claim has it, and each such field's basis saying so."""
        of_claim = {doubt.partition("_")[0] for doubt in doubts if doubt.endswith(("_open", "_inherited"))}
        parts = (part.partition(":") for part in made.basis.split(";") if part)
        basis = [f"{name}:claimed" if name in of_claim else f"{name}:{how}" for name, _, how in parts]
        gone = {*({KIND_OPEN} if "kind" in of_claim else ()), *(_OF_OUR_ZONE if "zone" in of_claim else ())}
        flags = [flag for flag in made.flags if flag not in gone]
        if "zone_inherited" in doubts and zone not in self.court._config.zones:
            flags.append("unknown_zone")
        return replace(
            made,
            zone=zone,
            period=period.code,
            kind=kind,
            basis=";".join(basis),
            zone_ground=zone if "zone_inherited" in doubts else made.zone_ground,
            period_ground="" if "period" in of_claim else made.period_ground,
            kind_ground="" if "kind" in of_claim else made.kind_ground,
            flags=tuple(flags),
            status="fact" if made.status == UNDATED else made.status,
        )

    def _refuse(self, reason: str, detail: str = "") -> None:
        start, end = self.court._home(self.quoted)
        self.asked.offer(Proof(self.asked.claim, None, reason, detail, (), start, end))


# ---- amounts, kinds, names


def amount_of(value: str, unit: str = "") -> tuple[Quantity | None, Decimal] | None:
    """The amount that a cell and its unit write, as a quantity where it has a unit; None where they write no number.

    >>> [str(amount_of(*each)[1]) for each in (("12.5", "亿元"), ("1,234", "家"), ("-2.3%", ""), ("≥59", "亿元"))]
    ['12.5', '1234', '-2.3', '59']
    >>> amount_of("若干", "家") is None
    True
    """
    text = unicodedata.normalize("NFKC", "".join(f"{value}{unit}".split())).replace("−", "-").lstrip("≥≤><=~约")
    negative, digits = text.startswith("-"), text.lstrip("+-")
    found = find_quantities(digits) if digits else []
    if len(found) == 1 and found[0].number_start == 0:
        quantity = found[0]
        return (quantity if quantity.unit else None), -quantity.value if negative else quantity.value
    plain = unicodedata.normalize("NFKC", value).replace(",", "").replace("−", "-").strip()
    try:
        number = Decimal(plain)
    except ArithmeticError:
        return None
    return (None, number) if number.is_finite() and len(plain) < 40 and not unit.strip() else None


def _same_amount(asked: _Asked, value: Decimal | None, unit: str) -> bool:
    """Whether a number of the report is the claimed one, in whatever unit each is written; its sign is another matter.

    Without a unit the digits must be those of the report.
    """
    if value is None:
        return False
    if asked.value is None:
        return abs(value) == abs(asked.amount)
    mine, theirs = to_base(asked.value.value, asked.value.unit), to_base(value, unit)
    return abs(mine[0]) == abs(theirs[0]) and (mine[1] == theirs[1] or not unit)


def _has_number(quote: str, value: Decimal | None) -> bool:
    """Whether the digits of a number stand in a quote, apart from others."""
    plain = _NUMERALS.findall(unicodedata.normalize("NFKC", quote).replace(",", ""))
    return value is not None and any(Decimal(digits) == abs(value) for digits in plain)


def _indicator_of(text: str, config: Config) -> tuple[str, bool]:
    """The indicator of a name, and whether the name is of its rate of growth: 地区生产总值增速, gdp.growth.

    Empty for no name; KpiError where no indicator is called so.
    """
    name = text.strip()
    if not name:
        return "", False
    try:
        return find_indicator(name, config.indicators), False
    except KpiError:
        stem = _OF_GROWTH.sub("", name)
        if stem in ("", name):
            raise
        try:
            return find_indicator(stem, config.indicators), True
        except KpiError:
            pass
        raise


def _measure_of(claim: Claim, indicator: str, config: Config) -> str:
    """The measure that is claimed; where nothing is said, growth for a % of what is not itself counted in %."""
    if claim.measure.strip():
        return measure_of(claim.measure) or claim.measure
    rate = unicodedata.normalize("NFKC", claim.value + claim.unit).strip().endswith("%")
    return "growth" if rate and config.indicators[indicator].dimension != "rate" else str(Measure.LEVEL)


def _means(token: Token, indicator: str) -> bool:
    """Whether a name may mean the indicator, or lists it among others."""
    return indicator in token.value.indicators or indicator in token.value.parts


def _named_last(text: str, config: Config) -> str:
    """The one indicator whose name ends last in a text, the longest of those that end there; empty for none."""
    found = [
        (at + len(name), len(name), indicator.id)
        for indicator in config.indicators.values()
        for name in (indicator.zh, *indicator.aliases)
        if (at := text.rfind(name)) >= 0
    ]
    return max(found)[2] if found else ""


def _zone_named_last(text: str, zones: Mapping[str, str], wanted: Collection[str] = ()) -> str:
    """The zone or area that a text names last, by the longest of the words that end there; of those wanted, if any."""
    found = [
        (at + len(word), len(word), name)
        for word, name in zones.items()
        if (not wanted or name in wanted) and (at := text.rfind(word)) >= 0
    ]
    return max(found)[2] if found else ""


@cache
def _expected() -> tuple[str, ...]:
    """The words for what is reached as far as is known, and for what was counted first only."""
    return (*(word for word, kind in word_classes().items() if kind == "estimate"), *word_set("preliminary"))


def _says_any(text: str, words: Collection[str]) -> bool:
    return any(word in text for word in words)


def _is_part_of(short: str, full: str) -> bool:
    """Whether a name is the other without the province and the city before it, or the other is without its own."""
    return min(len(short), len(full)) > 1 and (full.endswith(short) or short.endswith(full))


# ---- finding words


def _fold(text: str) -> str:
    """A text without white space, in half-width letters and one sort of quotation marks and dashes."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_SAME).split())


class _Folded:
    """A text in which words are looked up whatever its white space and the width of its letters."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        self._at: list[int] = []
        for at, letter in enumerate(text):
            for plain in _fold(letter):
                letters.append(plain)
                self._at.append(at)
        self._text = "".join(letters)

    def find(self, words: str) -> tuple[Span, ...]:
        """The places where the words stand, one more than are of use at most."""
        wanted = _fold(words)
        found: list[Span] = []
        start = self._text.find(wanted) if wanted else -1
        while start >= 0 and len(found) <= MOST_PLACES:
            found.append(Span(self._at[start], self._at[start + len(wanted) - 1] + 1))
            start = self._text.find(wanted, start + 1)
        return tuple(found)


def _repaired_span(cleaned: CleanText, raw: Span) -> Span | None:
    """Where the words at a raw span stand in the repaired text; None where the repair dropped them."""
    offsets = cleaned.offsets
    found: list[int] = []
    ends: Mapping[int, int] = dict(enumerate([*offsets.clean[1:], len(cleaned.text)]))
    for piece, (here, there) in enumerate(zip(offsets.clean, offsets.raw, strict=True)):
        length = ends[piece] - here
        first, last = max(raw.start - there, 0), min(raw.end - there, length)
        if first < last:
            found += (here + first, here + last)
    return Span(min(found), max(found)) if found else None


def _meets(place: Span, passage: Passage) -> bool:
    return place.start < passage.end and passage.start < place.end
