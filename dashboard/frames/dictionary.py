"""The entries of the data dictionary as a reader sees them, and the table of them. No Streamlit inside."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.words.labels import Words
from kpi.results.dictionary import Stored
from kpi.vocabulary.model import Indicator


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator in the reader's language; `other` is its name in the other one."""

    id: str
    group: str
    name: str
    other: str
    definition: str
    unlike: str
    gaps: str
    facts: str
    aliases: str
    stored: Stored


def entries(words: Words, stored: Mapping[str, Stored], text: str = "", group: str = "") -> list[Entry]:
    """The entries that have every word of `text` in any of their texts, in the order of the config's groups."""
    places = {name: place for place, name in enumerate(words.config.groups)}
    sought = _folded(text).split()
    found = [
        _entry(indicator, words, stored.get(indicator.id, Stored()))
        for indicator in words.config.indicators.values()
        if group in ("", indicator.group) and all(word in _all_of(indicator) for word in sought)
    ]
    return sorted(found, key=lambda entry: places.get(entry.group, len(places)))


def in_store(stored: Stored, words: Words) -> str:
    """How much there is: `12 个数值，3 个区，2018–2024`, or that there is nothing."""
    if not stored.values:
        return words("dict_targets_only", count=stored.targets) if stored.targets else words("dict_nothing")
    years = (
        str(stored.first_year) if stored.first_year == stored.last_year else f"{stored.first_year}–{stored.last_year}"
    )
    said = [words("dict_zones", count=f"{stored.zones:,}")] if stored.zones or not stored.areas else []
    said += [words("dict_areas", count=f"{stored.areas:,}")] if stored.areas else []
    zones = words("dict_and").join(said)
    return words("dict_stored", count=f"{stored.values:,}", zones=zones, years=years)


def table(found: Sequence[Entry], words: Words) -> pd.DataFrame:
    """The entries as a table, a row each."""
    rows = [
        {
            words("indicator"): entry.name, words("dict_other_name"): entry.other,
            words("group"): words.group(entry.group), words("definition"): entry.definition,
            words("dict_unlike"): entry.unlike, words("dict_gaps"): entry.gaps,
            words("unit"): words.unit(_indicator(entry, words).unit),
            words("dict_dimension"): words(f"dimension.{_indicator(entry, words).dimension}"),
            words("dict_good"): words(f"good.{_indicator(entry, words).good}"), words("dict_aliases"): entry.aliases,
            words("dict_values"): entry.stored.values, words("dict_targets"): entry.stored.targets,
            words("dict_zone_count"): entry.stored.zones,
            words("dict_first_year"): entry.stored.first_year or None,
            words("dict_last_year"): entry.stored.last_year or None,
            words("dict_id"): entry.id,
        }
        for entry in found
    ]  # fmt: skip
    made = pd.DataFrame(rows)
    for name in ("dict_first_year", "dict_last_year"):
        if words(name) in made:
            made[words(name)] = made[words(name)].astype("Int64")
    return made


def _entry(indicator: Indicator, words: Words, stored: Stored) -> Entry:
    chinese = words.language == "zh"
    told = (
        (indicator.definition_zh, indicator.unlike_zh, indicator.gaps_zh)
        if chinese
        else (indicator.definition_en, indicator.unlike_en, indicator.gaps_en)
    )
    return Entry(
        indicator.id, indicator.group, words.indicator(indicator.id), indicator.en if chinese else indicator.zh,
        *told, _facts(indicator, words), _aliases(indicator, words), stored,
    )  # fmt: skip


def _facts(indicator: Indicator, words: Words) -> str:
    """Unit, dimension, direction and whether it stands at a date: `亿元 · 金额 · 越高越好 · 从年初累计`."""
    kind = "" if indicator.dimension in ("rate", "index") else words("dict_stock" if indicator.stock else "dict_flow")
    parts = [
        words.unit(indicator.unit), words(f"dimension.{indicator.dimension}"), words(f"good.{indicator.good}"), kind,
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)


def _aliases(indicator: Indicator, words: Words) -> str:
    """The words that reports use for it; those that mean it only where others are spoken of, and with what."""
    comma = "、" if words.language == "zh" else ", "
    said = [comma.join(indicator.aliases), comma.join(f"“{pattern}”" for pattern in indicator.patterns)]
    for within in indicator.within:
        topics = comma.join(map(words.indicator, within.topics))
        said.append(words("dict_within", topics=topics, aliases=comma.join(within.words)))
    return ("；" if words.language == "zh" else "; ").join(part for part in said if part)


def _all_of(indicator: Indicator) -> str:
    texts = (
        indicator.id, indicator.zh, indicator.en, indicator.definition_zh, indicator.definition_en, indicator.unlike_zh,
        indicator.unlike_en, *indicator.aliases,
    )  # fmt: skip
    return _folded("\n".join(texts))


def _indicator(entry: Entry, words: Words) -> Indicator:
    return words.config.indicators[entry.id]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
