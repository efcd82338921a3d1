"""What a few words lead to: zones, indicators, reports, sentences; by any of their names, the likeliest first.

Every word must be met, in any case and width of its letters; Chinese is found by any part of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kpi.settings.config import Config
from kpi.vocabulary.model import Indicator, Zone

if TYPE_CHECKING:
    from kpi.results.builds import Build

AT_ONCE = 8
"""Hits of a group that are told; of the others it is told that there are more."""

MOST_WORDS, LONGEST = 8, 80
_CLOSE, _GUESSES = 0.5, 3
_SENTENCE = ("observation_id", "quote", "zone", "indicator", "period", "kind", "measure", "value", "unit",
             "comparator", "doc", "published")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A zone or an indicator: its id, the name by which it was met where that is another, and how many observations
    there are of it.
    """

    id: str
    met_by: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """What is known of an indicator of a zone."""

    zone: str
    indicator: str
    count: int
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Report:
    doc: str
    title: str
    zone: str
    published: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """An observation by its words."""

    observation_id: str
    quote: str
    zone: str
    indicator: str
    period: str
    kind: str
    measure: str
    value: str
    unit: str
    comparator: str
    doc: str
    published: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for `words`, at most `AT_ONCE` of each group; `more` are the groups that have more.

    `guesses` are names that come close where nothing was found.
    """

    words: tuple[str, ...]
    series: tuple[Series, ...] = ()
    zones: tuple[Subject, ...] = ()
    indicators: tuple[Subject, ...] = ()
    reports: tuple[Report, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    more: frozenset[str] = frozenset()
    guesses: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.series or self.zones or self.indicators or self.reports or self.sentences)


@dataclass(frozen=True, slots=True)
class _Known:
    """The names of what is searched, folded: by id, the most telling first."""

    zones: Mapping[str, tuple[str, ...]]
    indicators: Mapping[str, tuple[str, ...]]


def search(
    build: Build, config: Config, text: str, counts: Sequence[Mapping[str, Any]],
    documents: Iterable[Mapping[str, Any]], limit: int = AT_ONCE,
) -> Found:  # fmt: skip
    """What `text` leads to in a build.

    `counts` says how many observations it has of each zone and indicator, with the first and last of their years;
    `documents` are its reports. Both are at hand where a page is drawn (rows with the columns of their tables).
    """
    words = words_of(text)
    if not words:
        return Found(())
    known = _known(config, counts)
    zones = {word: [name for name, said in known.zones.items() if _in(word, said)] for word in words}
    indicators = {word: [name for name, said in known.indicators.items() if _in(word, said)] for word in words}
    of_zones, of_indicators = (_subjects(words, names, counts, by) for names, by in
                               ((known.zones, "zone"), (known.indicators, "indicator")))  # fmt: skip
    groups: dict[str, Sequence[Any]] = {
        "series": _series(words, zones, indicators, counts),
        "zones": of_zones,
        "indicators": of_indicators,
        "reports": _reports(words, zones, documents),
        "sentences": _sentences(build, words, zones, indicators, limit + 1),
    }
    cut = {name: tuple(hits[:limit]) for name, hits in groups.items()}
    more = frozenset(name for name, hits in groups.items() if len(hits) > limit)
    guesses = () if any(groups.values()) else _guesses(words, known)
    return Found(tuple(words), **cut, more=more, guesses=guesses)


def words_of(text: str) -> list[str]:
    """The words to search for, each once, folded.

    >>> words_of("荆州　ＧＤＰ gdp")
    ['荆州', 'gdp']
    """
    return list(dict.fromkeys(_folded(text[:LONGEST]).split()))[:MOST_WORDS]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _known(config: Config, counts: Sequence[Mapping[str, Any]]) -> _Known:
    """All names of zones and indicators: of the config, and those that only the build has."""
    zones = {name: _names_of_zone(zone) for name, zone in config.zones.items()}
    indicators = {name: _names_of_indicator(each) for name, each in config.indicators.items()}
    for row in counts:
        if row["zone"] and row["zone"] not in zones:
            zones[row["zone"]] = (_folded(row["zone"]),)
        if row["indicator"] not in indicators:
            indicators[row["indicator"]] = (_folded(row["indicator"]),)
    return _Known(zones, indicators)


def _names_of_zone(zone: Zone) -> tuple[str, ...]:
    return tuple(_folded(name) for name in (zone.name, zone.en, *zone.aliases, zone.province + zone.city) if name)


def _names_of_indicator(indicator: Indicator) -> tuple[str, ...]:
    return tuple(_folded(name) for name in (indicator.zh, indicator.en, indicator.id, *indicator.aliases) if name)


def _in(word: str, names: Iterable[str]) -> bool:
    return any(word in name for name in names)


def _subjects(
    words: Sequence[str], known: Mapping[str, Sequence[str]], counts: Sequence[Mapping[str, Any]], by: str
) -> list[Subject]:
    """Those of which the names have every word; a whole name comes first, then what begins with it, then the rest."""
    of_each: dict[str, int] = {}
    for row in counts:
        of_each[row[by]] = of_each.get(row[by], 0) + int(row["count"])
    whole = " ".join(words)
    ranked = []
    for place, (name, said) in enumerate(known.items()):
        if not all(_in(word, said) for word in words):
            continue
        met = next((each for each in said if all(word in each for word in words)), "")
        rank = 0 if whole in said else 1 if any(each.startswith(whole) for each in said) else 2
        own = met in said[:2] or not met
        ranked.append((rank, not own, -of_each.get(name, 0), place, Subject(name, "" if own else met,
                                                                              of_each.get(name, 0))))  # fmt: skip
    return [subject for *_, subject in sorted(ranked, key=lambda each: each[:4])]


def _series(
    words: Sequence[str], zones: Mapping[str, Sequence[str]], indicators: Mapping[str, Sequence[str]],
    counts: Sequence[Mapping[str, Any]],
) -> list[Series]:  # fmt: skip
    """The series of which some words name the zone and the others the indicator, the longest first."""
    naming = [word for word in words if zones[word]]
    other = [word for word in words if indicators[word] and word not in naming]
    if not naming or not other or len(naming) + len(other) < len(words):
        return []
    of_zone = set.intersection(*(set(zones[word]) for word in naming))
    of_indicator = set.intersection(*(set(indicators[word]) for word in other))
    found: dict[tuple[str, str], Series] = {}
    for row in counts:  # those of each kind have a row of their own
        if row["zone"] in of_zone and row["indicator"] in of_indicator:
            place = (row["zone"], row["indicator"])
            had = found.get(place)
            years = [int(row["first_year"]), int(row["last_year"])]
            years += [had.first_year, had.last_year] if had else []
            found[place] = Series(*place, int(row["count"]) + (had.count if had else 0), min(years), max(years))
    return sorted(found.values(), key=lambda each: (-each.count, each.zone, each.indicator))


def _reports(
    words: Sequence[str], zones: Mapping[str, Sequence[str]], documents: Iterable[Mapping[str, Any]]
) -> list[Report]:
    """The reports whose name, title, date or zone has every word, the latest first."""
    of_zone = {word: set(names) for word, names in zones.items()}
    found = []
    for row in documents:
        said = _folded(f"{row['doc']} {row['title']} {row['path']} {row['published']}")
        if all(word in said or row["zone"] in of_zone[word] for word in words):
            found.append(Report(row["doc"], row["title"], row["zone"], row["published"]))
    return sorted(found, key=lambda each: (each.published, each.doc), reverse=True)


def _sentences(
    build: Build, words: Sequence[str], zones: Mapping[str, Sequence[str]], indicators: Mapping[str, Sequence[str]],
    limit: int,
) -> list[Sentence]:  # fmt: skip
    """The observations whose quote has all words; then those where a word names the zone, the indicator or the year."""
    table = build.tables.quoting([(word, {}) for word in words], _SENTENCE, limit)
    rows = table.to_pylist()
    named = [
        (word, {"zone": zones[word], "indicator": indicators[word], "period": [word] if word.isdigit() else []})
        for word in words
    ]
    if len(words) > 1 and len(rows) < limit and any(any(names.values()) for _, names in named):
        rows += build.tables.quoting(named, _SENTENCE, limit).to_pylist()
    unique = {row["observation_id"]: Sentence(**row) for row in reversed(rows)}
    order = dict.fromkeys(row["observation_id"] for row in rows)
    return [unique[name] for name in order][:limit]


def _guesses(words: Sequence[str], known: _Known) -> tuple[str, ...]:
    """Names that come close to the words, as they are written."""
    names = {said: shown for group in (known.zones, known.indicators) for shown, all_ in group.items() for said in all_}
    close = [names[name] for word in words for name in get_close_matches(word, names, _GUESSES, _CLOSE)]
    return tuple(dict.fromkeys(close))[:_GUESSES]
