"""What a report is: whose, when it was written, and on what grounds; the text and what is known from outside together.

What a person stated of the report overrides the text. What the file, its name and its folders say serves where the text
is silent, and is flagged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpi.pages.clock import Clock, read_clock
from kpi.pages.whose import PageZone, whose_page
from kpi.pages.zone_names import is_short_for, same_zone
from kpi.vocabulary.model import STATED_BY_A_PERSON as BY_PERSON
from kpi.vocabulary.model import Hint, Hints, Period, Zone

_WORDS_OF_GROUND = {
    "config": "配置",
    "sidecar": "说明文件",
    "metadata": "文件信息",
    "file_name": "文件名",
    "folder": "文件夹名",
    "created": "文件创建日期",
}
_ZONE_FLAGS = {"file_name": "zone_from_path", "folder": "zone_from_path", "metadata": "zone_from_metadata"}
_DATE_FLAGS = {"file_name": "date_from_path", "folder": "date_from_path", "created": "date_from_creation"}


@dataclass(frozen=True, slots=True)
class About:
    """Whose report it is (`page`), and when it was written (`clock`), with the grounds and what is to be flagged.

    `published` is the date as far as it is known (`YYYY-MM-DD`, or its beginning). `period` is the period that the
    report covers, where that is known from outside its text. `guess` is the year that the text alone was taken for
    without deciding it, where a person stated another time: what rests on it does not hold.
    """

    page: PageZone
    zone_basis: str
    zone_ground: str
    zone_flags: tuple[str, ...]
    clock: Clock
    published: str
    date_basis: str
    date_flags: tuple[str, ...]
    title: str
    period: Period | None = None
    guess: int = 0


def read_about(text: str, zones: Mapping[str, Zone], hints: Hints, printed: str = "") -> About:
    """What is known of a report from its repaired text and from outside; `printed` has its lines as they were."""
    page, zone_basis, ground, zone_flags = _owner(text, zones, hints.zone)
    clock, published, date_basis, date_flags = _dated(text, hints, printed)
    first = next((line.strip() for line in text.split("\n") if 6 <= len(line.strip()) <= 60), "")
    by_person = hints.title is not None and hints.title.ground in BY_PERSON
    title = hints.title.value if hints.title and (by_person or not first) else first
    period = Period.parse(hints.period.value) if hints.period else None
    guess = _guess(text, hints, clock, printed)
    return About(page, zone_basis, ground, zone_flags, clock, published, date_basis, date_flags, title, period, guess)


def _guess(text: str, hints: Hints, clock: Clock, printed: str) -> int:
    """The year that the text was taken for as a guess, where a person stated another; else 0."""
    stated = any(hint is not None and hint.ground in BY_PERSON for hint in (hints.published, hints.period))
    alone = read_clock(text, printed=printed) if stated else clock
    return alone.review if stated and alone.assumed and alone.review != clock.review else 0


def _stated(hint: Hint) -> str:
    return f"{_WORDS_OF_GROUND.get(hint.ground, hint.ground)} {hint.value}"


def _owner(text: str, zones: Mapping[str, Zone], hint: Hint | None) -> tuple[PageZone, str, str, tuple[str, ...]]:
    page = whose_page(text, zones)
    if hint is not None and hint.ground in BY_PERSON:
        in_turn = page.kind == "several" and any(same_zone(name, hint.value) for _, name in page.sections)
        stated = replace(page, zone=hint.value) if in_turn else whose_page(text, zones, hint.value, True)
        return stated, hint.ground, _stated(hint), ()
    ground = "、".join(page.grounds[:3])
    basis = "named" if page.zone and page.zone in text else "inferred" if page.zone else "open"
    if hint is None or page.zone == hint.value:
        return page, basis, ground, ()
    known = zones.get(hint.value)
    short = bool(page.zone) and is_short_for(page.zone, hint.value, known.city if known else "")
    if page.zone and same_zone(page.zone, hint.value):
        longest = max((hint.value, page.zone), key=lambda name: (name in zones, len(name)))
        return replace(page, zone=longest), basis, ground, ()
    if page.kind == "several" or (page.zone and basis == "named" and not short):
        differs = ("zone_differs_from_path",) if hint.ground in ("file_name", "folder") and page.zone else ()
        return page, basis, ground, differs
    flag = _ZONE_FLAGS.get(hint.ground)
    return whose_page(text, zones, hint.value), hint.ground, _stated(hint), (flag,) if flag else ()


def _dated(text: str, hints: Hints, printed: str) -> tuple[Clock, str, str, tuple[str, ...]]:
    published, period = hints.published, hints.period
    if published is not None and published.ground in BY_PERSON:
        clock = replace(read_clock(text, published.value), ground=_stated(published))
        return _covering(clock, period), published.value, published.ground, ()
    clock = read_clock(text, printed=printed)
    if period is not None and (period.ground in BY_PERSON or clock.assumed or not clock.this):
        covered = Period.parse(period.value)
        this = covered.last_year if covered.last_month < 12 or not clock.month else max(clock.this, covered.last_year)
        of_path = (_DATE_FLAGS[period.ground],) if period.ground in _DATE_FLAGS else ()
        dated = replace(clock, this=this, ground=_stated(period), assumed=False)
        return _covering(dated, period), clock.published, period.ground, of_path
    whole = published is not None and len(published.value) > len("2024")
    if published is None or (clock.this and (clock.month or not (clock.assumed and whole))):
        written = clock.published
        if not written and published is not None and published.ground not in ("created",) and not clock.month:
            written = published.value if published.value.startswith(str(clock.this)) else ""
        return clock, written, "text", ()
    flags = (_DATE_FLAGS[published.ground],) if published.ground in _DATE_FLAGS else ()
    told = (
        published.value if whole or not clock.month else f"{published.value}-{clock.month:02d}"
    )  # 1月22日 of that year
    dated = replace(read_clock(text, told), ground=_stated(published), assumed=published.ground == "created")
    written = "" if published.ground == "created" else published.value
    return dated, written, published.ground, flags


def _covering(clock: Clock, hint: Hint | None) -> Clock:
    """The clock of a report whose covered period is known: it reports on that year."""
    if hint is None:
        return clock
    covered = Period.parse(hint.value)
    this = max(clock.this, covered.last_year)
    plan = this if covered.last_month < 12 or this > covered.last_year else covered.last_year + 1
    return replace(clock, this=this, review=covered.last_year, plan=plan)
