"""Whose report it is, when it was published, and which year it speaks of — each with its grounds.

Everything is looked for in the text itself. What a person stated of the report overrides it; where it
says nothing, what the file, its name and its folders say serves (`Hints`), and the observations are
flagged. What could not be found stays empty; nothing is guessed from one file for another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as day_of
from itertools import zip_longest

from kpi.pages.area_names import AreaNames, area_names, cities_in
from kpi.pages.zone_names import (
    CLASSES,
    SHORT_NAMES,
    fits,
    is_named,
    is_short_for,
    official_name,
    same_zone,
    subject_zone,
    title_zone,
)
from kpi.vocabulary.model import Hint, Hints, Kind, Period, Sentence, Zone
from kpi.vocabulary.places import CITIES, PROVINCES
from kpi.vocabulary.tries import trie_pattern

NO_HINTS = Hints()

_PLACES = trie_pattern({*CITIES, *PROVINCES})
_DELIVERED = re.compile(
    rf"代表\s*((?:{_PLACES})?[省市]?[㐀-鿿]{{0,6}}?(?:市|县|区|州|旗|省|{CLASSES}))"
    rf"(?:第[一二三四五六七八九十]{{1,3}}届)?(?:人民政府|管理?委(?:员)?会|党工委|政府)"
)
_TITLED = re.compile(
    rf"((?:(?:{_PLACES})[省市州]?)?[㐀-鿿]{{1,8}}?(?:市|县|区|州|旗|省|{CLASSES}))"
    r"(?:人民政府)?(?:20\d\d年|政府工作报告|工作报告|国民经济|管委会|经济运行|经济社会发展)"
)
_TITLED_YEAR_FIRST = re.compile(
    rf"20\d\d年((?:(?:{_PLACES})[省市州]?)?[㐀-鿿]{{0,8}}?(?:市|县|区|州|旗|省|{CLASSES}))(?:国民经济|政府工作|经济运行|工作报告)"
)
_ZONE = re.compile(rf"(?:{_PLACES})(?:省|市)?(?:[㐀-鿿]{{0,4}}?)(?:{CLASSES})")
_CLASS_WORD = re.compile(CLASSES)
_CITY = re.compile(rf"({_PLACES})(市|省)")
# two letters and a class word: 光明新区; the letters must not be a common word
_BARE_ZONE = re.compile(
    rf"(?!虚拟|国家|省级|市级|全国|全省|全市|建设|示范|创新|我们|加快|推进|推动|打造|支持|"
    rf"产业|发展|经济|工业|先进|特色|各类|重点|创建|城市|农业|科技|高新|旅游|生态|综合|合作|试验|"
    rf"保税|围绕|国际|现代)"
    rf"[㐀-鿿]{{2}}(?:{CLASSES})"
)
_NAMED_DISTRICT = re.compile(
    r"(?!我们|各县|本区)[㐀-鿿]{2}(?<![社园地全城辖片新山街景校厂特市郊库矿灾战老小示各我该本聚心税务商验范])[区县](?=[，、。的人政委各全将要是坚有实现])"
)
_AREA_TITLE = re.compile(
    rf"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、])?((?:{_PLACES})[^，。]{{0,6}}?(?:{CLASSES}))"
)
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
_SESSION = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日[^。\n]{0,6}在[^。\n]{2,40}(?:会议|大会)")
_MASTHEAD = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日星期")
_DATE_LINE = re.compile(r"(?!.{0,10}截[至止]).{0,14}?(20\d\d)年(\d{1,2})月(\d{1,2})日(?:.{0,4}版)?")
# under a title or at its end, with nothing else in the brackets: （2025年1月10日）, 工作报告2025年1月10日
_UNDER_TITLE = re.compile(
    r"(?:[^，。；]{0,60}?[（(]\s*|[^，。；]{4,60}(?:报告|总结|公报|规划|计划|要点|讲话|意见|方案|情况|分析|简报|快报|通知))(20\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日\s*(?:印发|发布|公布|通过)?[）)]?(?:同志们[:：]?)?"
)
_MONTH_LINE = re.compile(
    r"(?:[^，。；]{4,60}(?:(?<!月)报告|总结|公报|规划|计划|要点|讲话|意见|方案))?[（(]?(?<!\d)(20\d\d)年(1[0-2]|0?[1-9])月[）)]?"
)
_MONTHLY = re.compile(r"月报|月度|快报|指标|运行|统计数据")  # under such a title a month is the one reported on
_RELEASED = re.compile(
    r"(?:发布时间|发布日期|发文日期|时间|日期|发稿时间)[:：]?\s*(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
_RATING = re.compile(r"评级报告|跟踪评级|联合资信|中证鹏元|东方金诚|中诚信国际|新世纪评级|大公国际|远东资信|偿债环境")
_PART_OF_YEAR = re.compile(r"上半年|季度|月(?!\d{1,2}日)")
_BULLETIN_YEAR = re.compile(r"(20\d\d)年[㐀-鿿]{0,16}(?:统计公报|预算执行情况|经济运行)|统计公报.{0,6}(20\d\d)")
_REPORT_YEAR = re.compile(r"(20\d\d)年[㐀-鿿]{0,10}工作报告")
_HELD_AGAINST = re.compile(r"(?:完成|实现|达到?)[^。；]*(?:同比|[比较]上年)")
_REVIEW = re.compile(
    r"(?:(20\d\d)年(?:以来)?)?[^，。]{0,14}(?:工作回顾|回顾|回眸|工作总结|主要成就|发展成就|完成情况|执行情况|工作情况)"
)
_PLAN = re.compile(
    r"工作安排|工作计划|工作打算|下一步|总体要求|预期目标|目标任务|奋斗目标|主要目标|工作思路|工作部署|发展目标|工作建议|指导思想|今后五年|未来五年"
    r"|(?:今年|下半年|20\d\d年)[^，。]{0,14}(?:工作|任务|重点|预算|目标)|(?:主要任务|重点工作|重点任务|主要工作|工作重点|工作要求)$"
)
_PROPOSED = re.compile(r"(20\d\d)年的?(?:政府|各项)?工作(?:安排|打算)?(?:，)?(?:提出|作)?(?:意见|建议|安排|打算)")
_PAST_YEAR = re.compile(r"刚刚过去的(20\d\d)年|回望(20\d\d)年?|(20\d\d)年[^，。\n]{0,22}(?:回眸|回顾)")
_PLAN_TITLE = re.compile(
    r"^(?![一二三四五六七八九十（(])(?!.*(?:总结|回顾)).{0,24}?(20\d\d)年(?![^，。]*(?:情况|总结|回顾|报告))[^，。]{0,16}(?:计划|工作要点|工作安排|工作打算|目标任务)[）)》]?$"
)
_SUMMED_UP = re.compile(r"(20\d\d)年度?工作总结")
_NEXT_YEAR = re.compile(r"(?<![文说证表照声])明年")
_LAST_YEAR = re.compile(r"(?<!过)去年")
_PAST = re.compile(r"过去的?一年|刚刚过去的|(?<![㐀-鿿])一年来")
_FIVE_YEARS = re.compile(
    r"过去五年|五年来|过去的五年|五年工作回顾|[“\"]?十[二三四]五[”\"]?(?:期间|时期|以来)?[^，。]{0,10}(?:回顾|成就|成效)|本届政府(?:任期|五年)"
)
_PART_TITLE = (
    (re.compile(r"(?:今年)?上半年"), (1, 6)),
    (re.compile(r"前三季度"), (1, 9)),
    (re.compile(r"一季度|首季"), (1, 3)),
)
_ITEM = re.compile(r"\d{1,2}[、.)）](?!\d)|[（(]\d{1,2}[）)]|[①-⑳■●◆▲□○◇•·*-]|[—–]{1,2}")
_LED_KINDS = (
    (re.compile(r"(?:完成|执行|进展|运行|发展|落实|基本|主要|有关)情况|完成如下|实绩|已完成|实际|回顾"), Kind.ACTUAL),
    (re.compile(r"预计"), Kind.ESTIMATE),
    (re.compile(r"安排|目标|任务|计划|规划|力争|确保|争取|预期|要求|打算"), Kind.TARGET),
)
_FROM_JANUARY = re.compile(r"(?<!\d)0?1(?:月份?)?[-—–~至到]{1,2}([2-9]|1[01])月")
_TITLE_MONTH = re.compile(r"20\d\d年(\d{1,2})月(?!\d)")
_SUMMARY = re.compile(r"综述|总结|工作情况|运行情况|经济运行|形势分析|运行分析")
_YEAR = re.compile(r"(?<![到至\d〔\[(])(20[0-4]\d)年(?!前|底前|达|将|末实现|建成)")


@dataclass(frozen=True, slots=True)
class Years:
    """The years that a statement takes where it names none, and why.

    `this` is what 今年 means, `actual` the year reported on, `plan` the year aimed at; 0 unknown.
    `hint` is the ground of the hint that gave them, where the text did not.
    """

    this: int = 0
    actual: int = 0
    plan: int = 0
    ground: str = ""
    assumed: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sentence inherits from its surroundings; `written` is when the report was, as far as is known."""

    zone: str = ""
    zone_ground: str = ""
    zone_basis: str = ""
    years: Years = field(default_factory=Years)
    months: tuple[int, int] | None = None
    months_ground: str = ""
    months_hint: str = ""
    span: tuple[int, int] | None = None
    kind: Kind = Kind.ACTUAL
    kind_ground: str = ""
    written: str = ""

    def is_ahead(self, period: Period) -> bool:
        """Whether a period lies ahead of the report: nobody can report on it yet.

        By the day the report was written, where that is known; by its own year where it is not. Several
        years together lie ahead until the last of them has begun, a part of a year until its last month but one.
        """
        if period.first_year != period.last_year:
            this = int(self.written[:4] or 0) or (0 if self.years.assumed else self.years.this)
            return 0 < this < period.last_year
        if self.written:
            partly = not period.is_year and period.end.isoformat()[:7] > _month_after(self.written)
            return partly or period.start.isoformat()[: len(self.written)] > self.written
        if self.months and period.first_year == self.years.actual and not period.is_year:
            return period.last_month > self.months[1] + 2  # 四季度 in a report on half a year
        return not self.years.assumed and 0 < self.years.this < period.first_year

    def period_basis(self, how: str) -> str:
        """How a period was found: as the statement says, but by the ground of a hint where it rests on one."""
        rests = {"title": self.months_hint or self.years.hint, "section": self.years.hint, "assumed": self.years.hint}
        return rests.get(how) or how


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The whole report: its zone, its dates, and a frame for every sentence.

    `zone_flags` go with what is said of its own zone, `date_flags` with all that it says.
    """

    zone: str
    zone_known: bool
    city: str
    province: str
    published: str
    title: str
    frames: tuple[Frame, ...]
    several_areas: bool
    areas: AreaNames
    zone_flags: tuple[str, ...] = ()
    date_flags: tuple[str, ...] = ()

    def flags_of(self, zone: str, period_basis: str) -> tuple[str, ...]:
        """What was taken from outside the text for a statement about `zone`, its period found by `period_basis`."""
        dated = (_DATE_FLAGS[period_basis],) if period_basis in _DATE_FLAGS else ()
        return tuple(dict.fromkeys((*(self.zone_flags if zone == self.zone else ()), *self.date_flags, *dated)))


def read_context(
    text: str, sentences: Sequence[Sentence], zones: Mapping[str, Zone], hints: Hints = NO_HINTS
) -> ReportContext:
    """Finds zone, dates and years of a report and the frame of each of its sentences.

    `hints` of a person override the text; the others serve where it says nothing.
    """
    head = text[:700]
    title = next((s.text for s in sentences if 6 <= len(s.text) <= 60), "")
    outside = _outside_tables(text, sentences)
    owner = _owner(outside, zones, hints.zone)
    if not owner.zone and not _lists_zones(text, zones):
        owner = _owner(text, zones, hints.zone)
    zone = owner.zone
    known = zones.get(zone)
    city = (known.city if known else "") or _parent_city(zone, text)
    session, printed = _dates(text, head)
    years = _document_years(outside, outside[:700], sentences, session, printed, hints)
    published, date_flags = _publication(session, printed, _month_line(text), hints.published)
    rating = _RATING.search(text) is not None
    areas = area_names(text, zone, known.aliases if known else (), rating)
    start = Frame(zone, owner.ground, owner.basis, years, written=published)
    base = _with_part(start, sentences, hints.period)
    frames = _frames(sentences, base, bool(published), areas.pattern if rating else None)
    return ReportContext(
        zone,
        known is not None,
        city,
        known.province if known else "",
        published,
        hints.title.value if hints.title and (_by_person(hints.title) or not title) else title,
        tuple(frames),
        rating,
        areas,
        owner.flags,
        date_flags,
    )


# What is known from outside the text

_BY_PERSON = frozenset({"config", "sidecar"})
_WORDS_OF_GROUND = {
    "config": "配置",
    "sidecar": "说明文件",
    "metadata": "文件信息",
    "file_name": "文件名",
    "folder": "文件夹名",
    "created": "文件创建日期",
}
_ZONE_IN_ROW = re.compile(rf"[㐀-鿿]{{2,12}}?(?:{CLASSES})(?=[\s\d-]|$)")
_ZONE_FLAGS = {"file_name": "zone_from_path", "folder": "zone_from_path", "metadata": "zone_from_metadata"}
_DATE_FLAGS = {"file_name": "date_from_path", "folder": "date_from_path", "created": "date_from_creation"}
_OFTEN = 2  # a zone or year that a page names no more often may be there by chance


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose report it is, the words that say so, how it was found, and what about it is to be flagged."""

    zone: str
    ground: str
    basis: str
    flags: tuple[str, ...] = ()


def _by_person(hint: Hint | None) -> bool:
    return hint is not None and hint.ground in _BY_PERSON


def _told(hint: Hint) -> str:
    return f"{_WORDS_OF_GROUND.get(hint.ground, hint.ground)} {hint.value}"


def _outside_tables(text: str, sentences: Sequence[Sentence]) -> str:
    """What the sentences say: the text without its tables, whose rows name zones that are not the report's."""
    if not sentences or sum(s.end - s.start for s in sentences) > 0.98 * len(text):
        return text
    parts: list[str] = []
    at = 0
    for sentence in sentences:
        parts += ["\n" if at < sentence.start and parts else "", text[sentence.start : sentence.end]]
        at = sentence.end
    return "".join(parts)


def _lists_zones(text: str, zones: Mapping[str, Zone]) -> bool:
    """Whether a text, as that of a table, names several zones."""
    named = {zone.name for zone in zones.values() if _votes(text, zone)}
    return len(named) > 1 or len(set(_ZONE_IN_ROW.findall(text))) > 1


def _owner(text: str, zones: Mapping[str, Zone], hint: Hint | None) -> _Owner:
    """The zone of a report by its text and what is known from outside it."""
    if hint is not None and hint.ground in _BY_PERSON:
        return _Owner(hint.value, _told(hint), hint.ground)
    found = _Owner(*find_zone(text, zones))
    if hint is None or found.zone == hint.value:
        return found
    if same_zone(found.zone, hint.value):  # 青岚经开区 in the text of a report from the folder of the zone's full name
        return replace(found, zone=max((hint.value, found.zone), key=lambda name: (name in zones, len(name))))
    if _names_its_zone(text, found, hint.value, zones):
        differs = ("zone_differs_from_path",) if hint.ground in ("file_name", "folder") else ()
        return replace(found, flags=differs)
    flag = _ZONE_FLAGS.get(hint.ground)
    return _Owner(hint.value, _told(hint), hint.ground, (flag,) if flag else ())


def _names_its_zone(text: str, found: _Owner, hinted: str, zones: Mapping[str, Zone]) -> bool:
    """Whether the text itself says of which zone it speaks, so that nothing outside it is to be believed more."""
    known = zones.get(hinted)
    if is_short_for(found.zone, hinted, known.city if known else ""):
        return False  # 市开发区 in the title: which one it is, the hint tells
    match found.basis:
        case "stated":  # named once far down the page it may be a zone that somebody visited
            return _votes(text, zones[found.zone]) > _OFTEN or found.ground in text[:300]
        case "title":
            return True
        case "place":  # the name that stands there most: a zone's, not that of the city around it
            return _CLASS_WORD.search(found.zone) is not None
        case "short_name":  # of the zones that a city's 经开区 may be, the hint tells which
            city, short = zones[found.zone].city, found.ground.partition("×")[0]
            return not (known is not None and known.city == city and fits(hinted, short))
        case _:
            return False


def _publication(session: str, printed: str, month: str, hint: Hint | None) -> tuple[str, tuple[str, ...]]:
    """The day (or month) of publication, and a flag where it was read off the path."""
    if hint is not None and hint.ground in _BY_PERSON:
        return hint.value, ()
    stated = session or printed or ("" if hint and hint.value.startswith(month) else month)  # the hint may know the day
    if stated or hint is None or hint.ground == "created" or len(hint.value) < len("2024-01"):
        return stated, ()
    return hint.value, (_DATE_FLAGS[hint.ground],) if hint.ground in _DATE_FLAGS else ()


def _years_of_period(hint: Hint, published: str) -> Years:
    """The years of a report whose covered period is known."""
    year = Period.parse(hint.value).last_year
    this = max(year, int(published[:4] or 0))
    plan = this if this > year else year + 1
    if Period.parse(hint.value).last_month < 12:
        this, plan = year, year
    return Years(this, year, plan, _told(hint), hint=hint.ground)


def _years_of_date(date: str, text: str) -> tuple[int, int, int]:
    """今年, the year reported on and the year aimed at by the day (or month) of publication."""
    year, month = int(date[:4]), int(date[5:7])
    looks_back = _PAST.search(text) is not None and month <= 4
    return year, year - 1 if looks_back else year, year


def _with_part(frame: Frame, sentences: Sequence[Sentence], hint: Hint | None) -> Frame:
    """The frame with the part of the year that the whole report covers, by its title or from outside it."""
    months, ground = _title_part(sentences)
    if hint is None or (months and not _by_person(hint)):
        return replace(frame, months=months, months_ground=ground)
    period = Period.parse(hint.value)
    if period.is_year or frame.years.actual != period.last_year:
        return frame
    return replace(
        frame, months=(period.first_month, period.last_month), months_ground=_told(hint), months_hint=hint.ground
    )


# What the text says


def find_zone(text: str, zones: Mapping[str, Zone]) -> tuple[str, str, str]:
    """The zone a report is about, the words that say so, and how: stated, short_name, title, place."""
    best = max(zones.values(), key=lambda zone: (_votes(text, zone), zone.name), default=None)
    visited = best is not None and _votes(text, best) <= _OFTEN and _is_titled_otherwise(text, best)
    if best is not None and _votes(text, best) > 0 and not visited:
        found = next((n for n in (best.name, *best.aliases) if n in text), "")
        if found:
            return best.name, found, "stated"
    speaker = _DELIVERED.search(text[:1500])
    if speaker and len(speaker[1]) > 2:
        return _trim(speaker[1]), speaker[0], "title"
    titled = title_zone(text)
    if titled is not None and not any(is_short_for(titled[0], zone.name, zone.city) for zone in zones.values()):
        return official_name(titled[0], zones), titled[1], "title"
    inferred = _short_name_zone(text, zones)
    if inferred:
        return inferred
    zone, ground, basis = _unknown_zone(text)
    return official_name(zone, zones), ground, basis


def _is_titled_otherwise(text: str, zone: Zone) -> bool:
    """Whether the report's title names somebody else than this zone."""
    headed = title_zone(text)
    titled = headed[0] if headed else (_own_title(text) or ("",))[0]
    return titled != "" and not any(name in titled for name in (zone.name, *zone.aliases))


def _votes(text: str, zone: Zone) -> int:
    return sum(text.count(name) for name in (zone.name, *zone.aliases))


def _short_name_zone(text: str, zones: Mapping[str, Zone]) -> tuple[str, str, str] | None:
    """A configured zone from a bare short name and the place that the page names most often."""
    counts = {short: text.count(short) for short in SHORT_NAMES}
    for short in sorted(counts, key=lambda s: -counts[s]):
        if counts[short] < 3:
            return None
        candidates = [
            (text.count(zone.city.rstrip("市")), zone.name)
            for zone in zones.values()
            if zone.city and fits(zone.name, short)
        ]
        others = Counter(cities_in(text))
        rival = max(others.values(), default=0)
        candidates = [c for c in candidates if c[0] >= max(1, rival)]
        mentions, name = max(candidates, default=(0, ""))
        if sum(count == mentions for count, _ in candidates) > 1:
            return None  # two zones of one city: the page does not say which
        if candidates:
            city = zones[name].city.rstrip("市")
            return name, f"{short}×{counts[short]}，{city}×{mentions}", "short_name"
    return None


def _unknown_zone(text: str) -> tuple[str, str, str]:
    """A zone that the config does not know, by the words of title, speaker or most frequent name."""
    titled = _own_title(text)
    if titled is not None:
        return titled
    told = subject_zone(text)
    return (*told, "place") if told else _most_named(text)


def _own_title(text: str) -> tuple[str, str, str] | None:
    """The zone that one of the first short lines, the report's title, names."""
    for line in text[:1500].split("\n")[:16]:
        for pattern in (_TITLED, _TITLED_YEAR_FIRST) if len(line) <= 60 else ():
            match = pattern.search(line)
            if match is None or len(_trim(match[1])) < 2 or match[1][-2] in "全各本我该两级一":
                continue
            if is_named(_trim(match[1])):
                return _trim(match[1]), match[0], "title"
    return None


def _most_named(text: str) -> tuple[str, str, str]:
    """The area that a report names most, its own 全市, 全县 and 全区 counted with it."""
    own = {mark: text.count(f"全{mark}") + text.count(f"我{mark}") for mark in "市县区省"}
    own["区"] += len(re.findall(r"(?<![㐀-鿿])新区|[年，。]新区", text))
    scores: dict[str, int] = {}
    for pattern, least in ((_ZONE, 2), (_BARE_ZONE, 4), (_NAMED_DISTRICT, 3), (_CITY, 2)):
        for name, count in Counter(match[0] for match in pattern.finditer(text)).most_common(1):
            if count >= least and (not name.endswith("省") or own["省"] >= 5):
                scores.setdefault(_trim(name), count + own.get(name[-1], 0))
    if not scores:
        return "", "", ""
    best = max(scores, key=lambda name: scores[name])
    return best, f"{best}×{scores[best]}", "place"


def _trim(name: str) -> str:
    return re.sub(
        r"^(?:关于|我代表|代表|在|为|和|的|年|上半年|下半年|全年|[一二三四]季度|前三季度|\d{1,2}月份?)+", "", name
    )


def _parent_city(zone: str, text: str) -> str:
    match = _CITY.search(zone)
    if match and match[2] == "市":
        return match[0]
    place = re.match(rf"({_PLACES})", zone)
    if place and place[1] in CITIES:
        return place[1] + "市"
    return ""


def _dates(text: str, head: str) -> tuple[str, str]:
    """Day of the session that heard the report, and day of publication; ISO or empty."""
    session = _SESSION.search(text[:1200])
    lines = text.split("\n")
    alone = next((m for line in (*lines[:12], *lines[-3:]) if (m := _DATE_LINE.fullmatch(line))), None)
    titled = next((m for line in lines[:12] if (m := _UNDER_TITLE.fullmatch(line))), None)
    printed = _MASTHEAD.search(head) or _RELEASED.search(head) or alone or titled
    return _iso(session), _iso(printed)


def _month_after(day: str) -> str:
    """The month after that of an ISO date; the last of its year where only the year is known."""
    year, month = int(day[:4]), int(day[5:7] or 11)
    return f"{year + month // 12}-{month % 12 + 1:02d}"


def _month_line(text: str) -> str:
    """The month that stands alone under the title or at the end: 2023年11月; empty where several do.

    Under the title of a monthly bulletin it is no date but the month reported on.
    """
    lines = text.split("\n")
    if _MONTHLY.search("".join(lines[:3])[:120]):
        return ""
    found = {f"{m[1]}-{int(m[2]):02d}" for line in (*lines[:12], *lines[-3:]) if (m := _MONTH_LINE.fullmatch(line))}
    return found.pop() if len(found) == 1 else ""


def _iso(match: re.Match[str] | None) -> str:
    try:
        return day_of(*map(int, match.groups()[:3])).isoformat() if match else ""
    except ValueError:  # 2月30日
        return ""


def _document_years(
    text: str, head: str, sentences: Sequence[Sentence], session: str, printed: str, hints: Hints
) -> Years:
    """The years of a report: as a person states its period, as the text says, as its date or period outside it says."""
    period, published = hints.period, hints.published
    date = published.value if published else ""
    if period is not None and period.ground in _BY_PERSON:
        return _years_of_period(period, session or printed or date)
    stated = _stated_years(text, head, sentences, session, printed)
    if stated is not None:
        return stated
    if period is not None:
        year = int(date) if len(date) == len("2024") else 0
        if published and year and period.value == str(year - 1) and not printed and _looks_back_on(year, text):
            return Years(year + 1, year, year + 1, _told(published), hint=published.ground)
        return _years_of_period(period, printed or date)
    if printed and not _by_person(published):
        return Years(*_years_of_date(printed, text), f"刊发日期 {printed}")
    if published is not None and published.ground != "created" and len(date) > len("2024"):
        return Years(*_years_of_date(date, text), _told(published), hint=published.ground)
    years = _dominant_year(text)
    if published is not None and (not years.this or (published.ground != "created" and not _is_often(years, text))):
        year = int(date[:4])
        return Years(year, year, year, _told(published), assumed=True, hint=published.ground)
    return years


def _is_often(years: Years, text: str) -> bool:
    return sum(int(match[1]) == years.this for match in _YEAR.finditer(text)) >= _OFTEN


def _stated_years(text: str, head: str, sentences: Sequence[Sentence], session: str, printed: str) -> Years | None:
    """The years by the words of the report: its session, title, headings; None where they tell none."""
    if session:
        year, month = int(session[:4]), int(session[5:7])
        actual = year - 1 if month <= 6 else year
        plan = year + 1 if month >= 11 else year  # a session in December aims at the year to come
        return Years(year, actual, plan, f"会议日期 {session}")
    bulletin = _BULLETIN_YEAR.search(head)
    if bulletin:
        year = int(bulletin[1] or bulletin[2])
        # while a year is under way, what is aimed at is still that year
        plan = year if _PART_OF_YEAR.search(bulletin[0]) else year + 1
        return Years(year, year, plan, bulletin[0])
    for sentence in sentences:
        match = _REVIEW.match(sentence.heading) if sentence.is_heading else None
        if sentence.is_heading and (match is None or not match[1]):
            match = re.search(r"(20\d\d)年[^，。]{0,14}(?:回顾|总结|基本情况|发展情况|工作情况)", sentence.heading)
        if match and match[1] and not _FIVE_YEARS.search(sentence.heading) and not _names_years(sentence.heading):
            year = int(match[1])
            if _PART_OF_YEAR.search(sentence.heading):
                return Years(year, year, year, sentence.heading)
            return Years(_this_year(year, text, printed), year, year + 1, sentence.heading)
    summed_up = _SUMMED_UP.search(head[:120])  # a title that runs on into the text
    if summed_up:
        year = int(summed_up[1])
        return Years(_this_year(year, text, printed), year, year + 1, summed_up[0])
    planned = next((m for line in head.split("\n")[:8] if (m := _PLAN_TITLE.search(line))), None)
    if planned:
        year = int(planned[1])
        return Years(min(year, int(printed[:4] or year)), year - 1, year, planned[0])
    proposed = _PROPOSED.search(head)
    if proposed:
        year = int(proposed[1])
        return Years(year, year - 1, year, proposed[0])
    report = _REPORT_YEAR.search(head)
    if report:
        year = int(report[1])
        if not printed and _looks_back_on(year, text):
            return Years(year + 1, year, year + 1, report[0])
        return Years(year, year - 1, year, report[0])
    past = _PAST_YEAR.search(text)
    if past:
        year = int(past[1] or past[2] or past[3])
        return Years(year + 1, year, year + 1, past[0])
    return None


def _looks_back_on(year: int, text: str) -> bool:
    """Whether a report named after a year was given after it: a result of it is held against the year before."""
    begins = re.compile(rf"(?:^|[。；\n])\s*{year}年(?:全年)?(?![1-9一二三四上下前])[^。；\n]*")
    held = (match[0] for match in begins.finditer(text))
    return any(_HELD_AGAINST.search(each) and not _LED_KINDS[-1][0].search(each) for each in held)


def _this_year(reviewed: int, text: str, printed: str) -> int:
    """今年 in a report that reviews a year: that year itself if it was written before its end, or the one after.

    Its date tells, or else its words: who plans for 明年 and never says 去年 still stands in the year that he reviews.
    """
    if printed:
        return min(max(reviewed, int(printed[:4])), reviewed + 1)
    return reviewed if _NEXT_YEAR.search(text) and not _LAST_YEAR.search(text) else reviewed + 1


def _dominant_year(text: str) -> Years:
    """The latest year that a page names at least twice and not as a distant aim."""
    counts = Counter(int(match[1]) for match in _YEAR.finditer(text))
    most = max(counts.values(), default=0)
    often = [year for year, count in counts.items() if count >= 2 and count >= 0.6 * most] or list(counts)
    if not often:
        return Years()
    year = max(often)
    return Years(year, year, year, f"全文最近的年份 {year}年×{counts[year]}", assumed=True)


def _frames(sentences: Sequence[Sentence], base: Frame, published: bool, named: re.Pattern[str] | None) -> list[Frame]:
    """Walks the report from top to bottom, letting each heading change what its section inherits."""
    article_years: dict[int, Years] = {}
    if not published and base.years.assumed:
        article_years = _article_years(sentences, base.years)
    frame, frames, article, heading = base, [], -1, ""
    items = _Items()
    for sentence, after in zip_longest(sentences, sentences[1:]):
        if sentence.article != article:
            article = sentence.article
            frame = replace(base, years=article_years.get(article, base.years))
        if items.take(sentence):
            frames.append(items.frame)
            continue
        leads_in = False
        if sentence.text.endswith(("：", ":")):
            items = _Items(_led(frame, sentence.text), sentence.paragraph)
            leads_in = items.led is not None and after is not None and _ITEM.match(after.text) is not None
        if leads_in and not _CHAPTER.match(sentence.text):
            pass  # 2024年主要目标： above a list holds for the list, as a heading it would for all that follows
        elif sentence.is_heading and sentence.text != heading:
            heading = sentence.text
            if frame.zone_basis == "heading" and _CHAPTER.match(heading):
                frame = replace(frame, zone=base.zone, zone_ground=base.zone_ground, zone_basis=base.zone_basis)
            frame = _under_heading(frame, heading, named)
        elif not sentence.is_heading:
            frame = _after(frame, sentence.text)
        frames.append(frame)
    return frames


@dataclass(slots=True)
class _Items:
    """The list below a lead-in (2025年主要指标安排如下：) and the frame that its items take from it."""

    led: Frame | None = None
    paragraph: int = -1
    runs_on: bool = True

    @property
    def frame(self) -> Frame:
        assert self.led is not None
        return self.led

    def take(self, sentence: Sentence) -> bool:
        """Whether a sentence is of the list: the first that stands in a line of its own and is no item ends it."""
        if self.led is None:
            return False
        if sentence.paragraph != self.paragraph:
            going_on = self.runs_on and sentence.text.endswith(("；", ";", "。"))
            if not (_ITEM.match(sentence.text) or going_on) or sentence.text.endswith(("：", ":")):
                self.led = None
                return False
        self.paragraph, self.runs_on = sentence.paragraph, sentence.text.endswith(("；", ";"))
        return True


def _led(frame: Frame, text: str) -> Frame | None:
    """What the items below a lead-in inherit: its kind and its time; None where it leads in nothing of the sort."""
    if len(text) > 120:
        return None
    kind, year, months = _led_kind(text), _led_year(frame.years, text), _led_months(text)
    ahead = year > 0 and frame.is_ahead(Period.year(year))
    if kind is Kind.TARGET and frame.kind is Kind.ACTUAL and frame.kind_ground and not year > frame.years.actual:
        kind = None  # in a chapter that looks back: 围绕年度目标，抓了以下工作
    if kind is None and (ahead or _NEXT_YEAR.search(text)):
        kind = Kind.TARGET
    if kind is None and not (year or months):
        return None
    if kind is None:
        kind = Kind.ACTUAL if 0 < year <= frame.years.actual else frame.kind
    years = frame.years
    if year:
        reported, aimed = (years.actual, year) if kind is Kind.TARGET else (year, years.plan)
        years = Years(years.this, reported, aimed, text)
    led = replace(frame, years=years, span=None, kind=kind, kind_ground=text if kind is not Kind.ACTUAL else "")
    if months or year:
        led = replace(led, months=months, months_ground=text if months else "", months_hint="")
    return led


def _led_kind(text: str) -> Kind | None:
    for pattern, kind in _LED_KINDS:
        if pattern.search(text):
            return kind
    return None


def _led_year(years: Years, text: str) -> int:
    """The one year that a lead-in names, 0 where it names none or several."""
    named = {int(match[1]) for match in re.finditer(r"(20\d\d)年", text)}
    if years.this and not years.assumed:
        named |= {years.this + by for word, by in (("去年", -1), ("今年", 0), ("明年", 1)) if word in text}
    return named.pop() if len(named) == 1 else 0


def _led_months(text: str) -> tuple[int, int] | None:
    cumulative = _FROM_JANUARY.search(text)
    if cumulative:
        return 1, int(cumulative[1])
    return next((months for pattern, months in _PART_TITLE if pattern.search(text)), None)


def _title_part(sentences: Sequence[Sentence]) -> tuple[tuple[int, int] | None, str]:
    """A part of the year that the title says the whole report covers."""
    for sentence in sentences[:8]:
        if len(sentence.text) <= 80 and _SUMMARY.search(sentence.text):
            months = _led_months(sentence.text) or _one_month(sentence.text)
            if months:
                return months, sentence.text
    return None, ""


def _one_month(title: str) -> tuple[int, int] | None:
    found = {int(month) for month in _TITLE_MONTH.findall(title)}
    month = found.pop() if len(found) == 1 else 0
    return (month, month) if 1 <= month <= 12 else None


def _article_years(sentences: Sequence[Sentence], fallback: Years) -> dict[int, Years]:
    """Where several articles share a page, each takes the latest year that it names itself."""
    texts: dict[int, list[str]] = {}
    for sentence in sentences:
        texts.setdefault(sentence.article, []).append(sentence.text)
    if len(texts) == 1:
        return {}
    found = {article: _dominant_year("\n".join(lines)) for article, lines in texts.items()}
    return {article: years if years.this else fallback for article, years in found.items()}


def _names_years(heading: str) -> bool:
    """Whether a heading names several years, so that none of them is its section's: 2019年及2020年上半年总结."""
    return len(set(re.findall(r"20\d\d(?=年)", heading))) > 1


def _under_heading(frame: Frame, heading: str, named: re.Pattern[str] | None = None) -> Frame:
    years = frame.years
    review, plan = _REVIEW.search(heading), _PLAN.search(heading)
    if named is not None and named.fullmatch(heading):
        return replace(frame, zone=heading, zone_ground=heading, zone_basis="heading")
    area = _AREA_TITLE.fullmatch(heading)
    if area and area[1] != frame.zone:
        return replace(frame, zone=area[1], zone_ground=heading, zone_basis="heading")
    five = _FIVE_YEARS.search(heading)
    if five and years.actual:
        return replace(frame, span=(years.actual - 4, years.actual), kind=Kind.ACTUAL, kind_ground=heading)
    if plan and not review and not re.search(r"报告|公报|综述", heading):
        stated = re.search(r"(20\d\d)年", heading)
        if stated and int(stated[1]) >= years.actual:
            year = int(stated[1])
            years = Years(years.this, years.actual, year, heading, years.assumed)
        if "半年" in heading or not years.assumed or stated or "今年" in heading:
            return replace(frame, years=years, span=None, kind=Kind.TARGET, kind_ground=heading)
        return frame
    if review:
        if _names_years(heading):
            return frame
        if review[1]:
            years = Years(years.this, int(review[1]), years.plan, heading, years.assumed)
        return replace(frame, years=years, span=None, kind=Kind.ACTUAL, kind_ground=heading)
    return frame


def _after(frame: Frame, sentence: str) -> Frame:
    """A paragraph may open a plan without a heading: 今年经济社会发展的主要预期目标是 …"""
    if (
        frame.kind is Kind.ACTUAL
        and "以下" in sentence
        and re.search(
            r"(?:今年|20\d\d年|新的一年)[^，。]{0,16}(?:重点|着力|要)?(?:抓好|做好)以下[^，。]{0,6}(?:工作|方面)",
            sentence,
        )
    ):
        return replace(frame, span=None, kind=Kind.TARGET, kind_ground=sentence[:40])
    return frame
