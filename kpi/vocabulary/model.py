"""The words that flow between the stages: frozen, slotted dataclasses and enums.

Names follow statistical usage (SDMX, NBS): an observation is one stated fact with its evidence,
a cell is what the panel shows for one key, a target is an observation of kind `target`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kpi.vocabulary.spans import OffsetMap


class Kind(StrEnum):
    """What a statement claims: reached, reached as far as is known, or aimed at."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"


class Measure(StrEnum):
    """How a value measures its indicator.

    `LEVEL` an amount or count; `GROWTH` % against the same period of the year before;
    `GROWTH_GAP` percentage points against another area's growth; `SHARE` % of a whole;
    `COMPLETION` % of the year's own plan.
    """

    LEVEL = "level"
    GROWTH = "growth"
    GROWTH_GAP = "growth_gap"
    SHARE = "share"
    COMPLETION = "completion"


class Comparator(StrEnum):
    EQUAL = "="
    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    ABOUT = "~"


SELF = "本程序"
"""What this program's own reader is called beside others."""
BETWEEN_READERS = "; "
"""What stands between the names of readers that found the same."""

READERS_DIFFER, DIFFERS_FROM = "readers_differ", "differs_from"
"""Flags of an observation that another reader read otherwise, and of that other reading, with the name of the first
behind a colon."""

LEFT_OPEN = "left_open"
"""Flag of a reading by somebody else than this program: what its words leave open stands behind a colon."""

INDICATOR_WAS, COMPARATOR_WAS = "indicator_was", "comparator_was"
"""Flags of an observation that a person gave another indicator or comparator; the one that was read follows a colon."""


class Direction(StrEnum):
    """Which way an indicator should go."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


_PART_OF_MONTHS = {
    (1, 12): "",
    (1, 3): "Q1",
    (4, 6): "Q2",
    (7, 9): "Q3",
    (10, 12): "Q4",
    (1, 6): "H1",
    (7, 12): "H2",
    (1, 9): "Q1-Q3",
}


PERIOD_EXAMPLES = "2024、2024年上半年（2024-H1）、2024年一季度（2024-Q1）、2024年1-5月（2024-01/05）、2024-05（单月）"
"""How periods within a year are written, for whoever has to write one."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months from `first_month` of `first_year` to `last_month` of `last_year`, inclusive.

    >>> Period.year(2024).code, Period.months(2024, 1, 6).code, Period.months(2024, 1, 5).code
    ('2024', '2024-H1', '2024-01/05')
    >>> Period.months(2024, 5, 5).code, Period.years(2021, 2025).code
    ('2024-05', '2021/2025')
    """

    first_year: int
    last_year: int
    first_month: int = 1
    last_month: int = 12

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(year, year)

    @classmethod
    def years(cls, first: int, last: int) -> Period:
        return cls(first, last)

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Period:
        return cls(year, year, first, last)

    @classmethod
    def parse(cls, code: str) -> Period:
        """The period that `code` names; ValueError where it names none."""
        years, _, part = code.partition("-")
        if "/" in years:
            first, last = years.split("/")
            return cls(int(first), int(last))
        year = int(years)
        for (first_month, last_month), name in _PART_OF_MONTHS.items():
            if part == name:
                return cls(year, year, first_month, last_month)
        first_part, _, last_part = part.partition("/")
        return cls(year, year, int(first_part), int(last_part or first_part))

    @property
    def code(self) -> str:
        if self.first_year != self.last_year:
            return f"{self.first_year}/{self.last_year}"
        months = (self.first_month, self.last_month)
        if months in _PART_OF_MONTHS:
            part = _PART_OF_MONTHS[months]
            return f"{self.first_year}-{part}" if part else str(self.first_year)
        if self.first_month == self.last_month:
            return f"{self.first_year}-{self.first_month:02d}"
        return f"{self.first_year}-{self.first_month:02d}/{self.last_month:02d}"

    @property
    def start(self) -> date:
        return date(self.first_year, self.first_month, 1)

    @property
    def end(self) -> date:
        return date(self.last_year, self.last_month, monthrange(self.last_year, self.last_month)[1])

    @property
    def is_year(self) -> bool:
        return self.first_year == self.last_year and (self.first_month, self.last_month) == (1, 12)

    @property
    def is_cumulative_part(self) -> bool:
        """Part of one year counted from January: what a straight-line pace can be asked of."""
        return self.first_year == self.last_year and self.first_month == 1 and self.last_month < 12


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document: its number (from 1) and where its text stands in the raw text.

    `label` is the page's name where it has one (a sheet of a workbook); `confidence` how sure the
    recogniser of its letters was, 0 to 1, None where the letters are the file's own.
    """

    number: int
    start: int
    end: int
    label: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Where a run of raw text (a line or a word) stands on its page.

    Corners as fractions of the page's width and height, from its upper left; `confidence` as on `Page`.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table: its place (from 0), how far it reaches, and where its text stands in the raw text."""

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a document, its cells in reading order; `caption` is what stands above it or names it.

    The raw text between `start` and `end` is that of the cells, parted by tabs and line ends.
    """

    start: int
    end: int
    cells: tuple[GridCell, ...]
    caption: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file says of itself beside its text; dates as `YYYY-MM-DD`, empty where it says nothing."""

    title: str = ""
    site: str = ""
    published: str = ""
    created: str = ""


ZONE_OPEN, YEAR_OPEN, YEAR_ASSUMED, KIND_OPEN = "zone_open", "year_open", "year_assumed", "kind_open"
"""What is open of a report or of a figure in it: whose it is, of which year (or that this is a guess), and whether it
was reached or is aimed at."""

TO_CONFIRM, OPEN, UNDATED = "to_confirm", "open", "undated"
"""What a reading waits for that is no fact yet: to be confirmed, for a zone, or for a period alone."""

STATED_BY_A_PERSON = ("config", "sidecar")
"""Grounds of a hint that a person wrote down: they override the text."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of a report from outside its text, and on what ground.

    `ground` says where it was found, as a code: `config`, `sidecar`, `metadata`, `file_name`, `folder`, `created`.
    """

    value: str
    ground: str


@dataclass(frozen=True, slots=True)
class Hints:
    """Zone (name as found), publication date, covered period (code) and title from outside the text.

    The date is `YYYY-MM-DD`, or as much of it as is known. `aside` is why builds leave the report out.
    """

    zone: Hint | None = None
    published: Hint | None = None
    period: Hint | None = None
    title: Hint | None = None
    aside: Hint | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it was read.

    `doc` is the file's stem, `path` where it was found (posix, relative to the config where
    possible), `text` the raw text that every offset of an observation refers to, `digest` the
    SHA-256 of the file's bytes, `encoding` how the bytes were read, `format` what kind of file it
    was (`txt`, `pdf`, `docx`, …; `scan` where its letters were recognised in an image).
    """

    doc: str
    path: str
    text: str
    digest: str
    encoding: str = "utf-8"
    pages: tuple[Page, ...] = ()
    format: str = "txt"
    boxes: tuple[Box, ...] = ()
    tables: tuple[Grid, ...] = ()
    facts: FileFacts = FileFacts()
    hints: Hints = Hints()

    @property
    def report_id(self) -> str:
        """The name of its content, which stays whatever the file is called and wherever it lies."""
        return report_id(self.digest)


def report_id(digest: str) -> str:
    """The name of the content with this digest: `r` and twelve of its digits.

    >>> report_id("0635801179e1c3d8a4")
    'r0635801179e1'
    """
    return f"r{digest[:12]}"


@dataclass(frozen=True, slots=True)
class LineShape:
    """How a line of the repaired text stood on the page, where that is known.

    `gap`: a blank line stood above it; `width`: how wide its printed lines were, in letters, 0 where it was one line;
    `mark`: how many # stood before it, as a file in Markdown marks headings.
    """

    gap: bool = False
    width: float = 0.0
    mark: int = 0


@dataclass(frozen=True, slots=True)
class CleanText:
    """A document's text after repair, with the way home to the raw offsets, and how each line stood on the page."""

    text: str
    offsets: OffsetMap
    shapes: tuple[LineShape, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the repaired text at `[start, end)`, with the heading above it and its article."""

    start: int
    end: int
    text: str
    paragraph: int
    heading: str
    article: int
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """One stated fact and its evidence.

    `value` is the number as stated, in `unit` as stated; it is None where the statement gives no
    number (a relative, delegated or qualitative target), and then a flag says so. `start` and
    `end` are offsets into the raw text; `sentence_start` and `sentence_end` bound the sentence
    around it. `basis` sums up how zone, period and kind were found; the grounds spell it out.
    `page` is the page of the report that it stands on, 0 where there are no pages; `boxes` are the
    rectangles of its words there (`left,top,right,bottom` as fractions of the page, parted by `;`).
    `confidence` is how likely the reading is right, 0 to 1, by the trained weights, and `trace` what weighed most;
    `status` is `fact`; of a reading that waits for a person `to_confirm` where it is not sure enough, `open` where it
    is open whose it is, `undated` where it lacks its `period` and nothing else, which is empty then. `nth` tells apart
    what the same words say of the same indicator (两区均为5亿元): 0 for the first that is read there, 1 for the next.
    `report_id` names the content of the report, whatever the file is called. `readers` are those that read it so,
    parted by `; `, where others than this program read the report too; empty where it alone did.
    """

    doc: str
    zone: str
    indicator: str
    scope: str
    measure: Measure
    kind: Kind
    period: str
    value: Decimal | None
    unit: str
    comparator: Comparator
    quote: str
    start: int
    end: int
    published: str = ""
    basis: str = ""
    flags: tuple[str, ...] = ()
    sentence_start: int = 0
    sentence_end: int = 0
    alias: str = ""
    zone_ground: str = ""
    period_ground: str = ""
    kind_ground: str = ""
    pattern: str = ""
    path: str = ""
    page: int = 0
    boxes: str = ""
    confidence: float = 1.0
    status: str = "fact"
    trace: str = ""
    nth: int = 0
    report_id: str = ""
    readers: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """The words and what was read there: all of it that no correction changes."""
        was = dict(flag.split(":", 1) for flag in self.flags if ":" in flag)
        indicator, comparator = was.get(INDICATOR_WAS, self.indicator), was.get(COMPARATOR_WAS, self.comparator)
        return (self.start, self.end, indicator, self.scope, self.measure, comparator)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that carried a number and became nothing, or was doubtful: where and why.

    `reason` is one of a short list of codes (`no_zone`, `no_period`, `sum_of_several`,
    `another_area`, `single_project`, `share`, `unit_mismatch`, `blocked`, `unread`, …).
    """

    doc: str
    reason: str
    quote: str
    start: int
    end: int
    detail: str = ""


def told_of(reading: Observation) -> Remark:
    """What is told of a reading that waits, among the numbers that became nothing yet."""
    undated = reading.status == UNDATED
    detail = reading.indicator if undated else f"{reading.indicator} {reading.period} {reading.confidence:.2f}"
    reason = "no_period" if undated else "to_confirm"
    return Remark(reading.doc, reason, reading.quote, reading.start, reading.end, detail)


@dataclass(frozen=True, slots=True)
class Origin:
    """How it was found whose a report is and of when, and what of that is open.

    Bases are codes as in `Observation.basis`, grounds the words that say so. `candidates` are the zones that it may
    be of while that is open; `year` is the one that it looks back on, 0 where nothing tells, and `assumed` says
    that years of its figures rest on a guess.
    """

    zone_basis: str = ""
    zone_ground: str = ""
    candidates: tuple[str, ...] = ()
    year: int = 0
    date_basis: str = ""
    date_ground: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one report yields."""

    document: Document
    observations: tuple[Observation, ...] = ()
    remarks: tuple[Remark, ...] = ()
    published: str = ""
    zone: str = ""
    title: str = ""
    readings: tuple[Observation, ...] = ()
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of the panel and everything that speaks for and against it.

    `chosen` and `others` are observations of the same zone, indicator, scope, measure, kind and
    period; `rule` names the rule of the config that chose. `disputed` where values differ.
    """

    zone: str
    indicator: str
    scope: str
    measure: Measure
    kind: Kind
    period: str
    chosen: Observation
    others: tuple[Observation, ...] = ()
    disputed: bool = False
    rule: str = ""

    @property
    def observations(self) -> tuple[Observation, ...]:
        return (self.chosen, *self.others)


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    AHEAD = "ahead"
    BEHIND = "behind"
    PENDING = "pending"
    NO_TARGET = "no_target"
    CANNOT_TELL = "cannot_tell"


JUDGED = frozenset({Verdict.MET, Verdict.MISSED, Verdict.AHEAD, Verdict.BEHIND})
"""Verdicts that say how far a target was reached."""

ON_ESTIMATE = "estimate"
"""Flag of a target that is held against an estimate (预计)."""

DIGITS_IN_DOUBT = "digits_in_doubt"
"""Flag of a number whose digits the recogniser of a scan was not sure of."""

_GUESSED_OF = (YEAR_ASSUMED, "scope_differs", "depends_on_source", DIGITS_IN_DOUBT)


def guesses_of(reason: str, flags: Iterable[str]) -> tuple[str, ...]:
    """Which codes of a target's reason and flags say that its verdict rests on a guess: it must not stand as known.

    >>> guesses_of("scope_differs:在建重大", ["estimate", "year_assumed"]), guesses_of("rate", [])
    (('scope_differs:在建重大', 'year_assumed'), ())
    """
    codes = dict.fromkeys((reason, *flags))
    return tuple(code for code in codes if code.partition(":")[0] in _GUESSED_OF)


def is_expected(verdict: str, flags: Iterable[str]) -> bool:
    """Whether a target is judged by what was expected before its period was over: a verdict that is not yet known.

    >>> is_expected("missed", ["estimate"]), is_expected("pending", ["estimate"]), is_expected("met", [])
    (True, False, False)
    """
    return verdict in JUDGED and ON_ESTIMATE in flags


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target held against what was reached: the verdict and every input of it.

    `share` is reached ÷ target, `difference` reached − target in `unit`; `expected_share` is
    what a straight line would ask by the end of the actual's period (1 for a whole year).
    `arithmetic` writes the sum out (`132 ÷ 120 = 110.0 %`). Numbers are in the indicator's
    canonical unit. `previous` is last year's actual of the same key, where there is one.
    """

    zone: str
    indicator: str
    scope: str
    measure: Measure
    year: int
    target: Cell | None
    actual: Cell | None
    verdict: Verdict
    unit: str = ""
    target_number: Decimal | None = None
    actual_number: Decimal | None = None
    share: Decimal | None = None
    difference: Decimal | None = None
    expected_share: Decimal | None = None
    arithmetic: str = ""
    reason: str = ""
    derived: bool = False
    previous: Cell | None = None
    flags: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Within:
    """Words that mean an indicator only while the passage speaks of one of `topics` (indicator ids).

    完成投资 is key-project investment after 重点项目, and nothing in particular elsewhere.
    """

    topics: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the indicator map.

    `dimension` is one of `money`, `count`, `people`, `rate` (a level in %), `index` (no level is
    ever stated, only its growth); `unit` is the unit of panel, charts and export. `forbid` are
    words that, standing right before or right after an alias, make it something else. `patterns`
    are aliases with the number inside: `#` stands for the number with its unit, `…` for a few
    other words of the same clause (`#个…项目…建成投产`). A `stock` is what stands at a date and does not
    grow evenly from nothing in January. Beside its definition the data dictionary says what it must not be taken
    for (`unlike`) and where it is missing or thin (`gaps`).
    """

    id: str
    zh: str
    en: str
    group: str
    dimension: str
    unit: str
    good: Direction
    aliases: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    within: tuple[Within, ...] = ()
    patterns: tuple[str, ...] = ()
    definition_zh: str = ""
    definition_en: str = ""
    unlike_zh: str = ""
    unlike_en: str = ""
    gaps_zh: str = ""
    gaps_en: str = ""
    stock: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """A development zone (or county, city) as the config names it."""

    name: str
    en: str = ""
    level: str = ""
    province: str = ""
    city: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of indicators, for filters and colours."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that tell what a statement claims; `actual` words end the reach of the others."""

    target: tuple[str, ...] = ()
    estimate: tuple[str, ...] = ()
    actual: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one report may take: seconds, and megabytes of memory (0 for any number of them)."""

    seconds: float = 600
    megabytes: int = 3072
