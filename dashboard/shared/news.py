"""What is new since the build before: counts first, then each change with its way to the source."""

from __future__ import annotations

import streamlit as st

from dashboard.frames import standings, tables
from dashboard.shared import parts
from dashboard.words.labels import Words, time_name
from kpi.results.changes import Changes, ValueChange, VerdictChange
from kpi.vocabulary.model import guesses_of

LISTED = 6


def show(changes: Changes | None, words: Words, zone: str = "") -> None:
    """Draws the changes, of a page on `zone` without its name; None means that there is nothing to compare with."""
    if changes is None:
        st.caption(words("news_first"))
        return
    since = parts.plain(words("news_since", time=time_name(changes.since)))
    if changes.nothing:
        st.caption(f"{since}{words('news_nothing')}")
        return
    st.caption(since + parts.plain(summary(changes, words)))
    lines = [(change.observation_id, verdict_line(change, words, zone)) for change in changes.verdicts_changed]
    lines += [(change.observation_id, value_line(change, words, zone)) for change in changes.values_changed]
    lines += [(change.observation_id, new_line(change, words, zone)) for change in changes.values_new]
    for place, (observation_id, line) in enumerate(lines[:LISTED]):
        st.button(
            parts.plain(line), key=f"news_{place}", type="tertiary", icon=parts.OF_SOURCE,
            on_click=parts.open_fact, args=(observation_id,),
        )  # fmt: skip
    if len(lines) > LISTED:
        st.caption(words("news_more", count=len(lines) - LISTED))


def summary(changes: Changes, words: Words) -> str:
    """The counts in one line, those that are nothing left out."""
    counts = (
        ("news_reports_added", len(changes.reports_added)), ("news_reports_changed", len(changes.reports_changed)),
        ("news_reports_gone", len(changes.reports_gone)),
        ("news_observations_added", changes.observations_added), ("news_observations_gone", changes.observations_gone),
        ("news_values_changed", len(changes.values_changed)), ("news_verdicts_changed", len(changes.verdicts_changed)),
    )  # fmt: skip
    said = [words(key, count=f"{count:,}") for key, count in counts if count]
    return ("，" if words.language == "zh" else ", ").join(said)


def value_line(change: ValueChange, words: Words, zone: str = "") -> str:
    """`2024年 地区生产总值：254 亿元 → 256 亿元`."""
    before = words.quantity(change.before_value, change.before_unit, change.before_comparator, change.measure)
    now = words.quantity(change.value, change.unit, change.comparator, change.measure)
    return f"{words.period(change.period)} {_name(change, words, zone)}{_colon(words)}{before} → {now}"


def new_line(change: ValueChange, words: Words, zone: str = "") -> str:
    """`新 · 2025年1–6月 地区生产总值：120 亿元`."""
    now = words.quantity(change.value, change.unit, change.comparator, change.measure)
    kind = "" if change.kind == "actual" else f" {words.kind(change.kind)}"
    return f"{words('news_new')} · {words.period(change.period)} {_name(change, words, zone)}{kind}{_colon(words)}{now}"


def verdict_line(change: VerdictChange, words: Words, zone: str = "") -> str:
    """`2024年 地区生产总值目标：待报告 → 已完成`."""
    period = words.period(change.period or str(change.year))
    doubt = guesses_of(change.reason, change.flags.split()) and change.verdict in standings.JUDGED
    now = {"standing": standings.IN_DOUBT if doubt else change.verdict, "verdict": change.verdict,
           "reason": change.reason, "flags": change.flags}  # fmt: skip
    before = words.judged(change.before, change.before_flags.split())
    verdicts = f"{before} → {standings.told(now, words)}"
    return f"{period} {_name(change, words, zone)} {words('target')}{_colon(words)}{verdicts}"


def _name(change: ValueChange | VerdictChange, words: Words, zone: str) -> str:
    scope = tables.scope_suffix(change.indicator, change.scope, words)
    measure = "" if change.measure == "level" else words.measure(change.measure)
    parts_of_name = (
        words.indicator(change.indicator),
        scope,
        measure,
        "" if change.zone == zone else words.zone(change.zone),
    )
    return " · ".join(part for part in parts_of_name if part)


def _colon(words: Words) -> str:
    return "：" if words.language == "zh" else ": "
