"""What another reader read, in the queue: by whom, and beside it what this program read, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.frames import tables
from dashboard.reports import sentence
from dashboard.shared.parts import plain
from dashboard.words.labels import Words
from kpi.vocabulary.model import BETWEEN_READERS, LEFT_OPEN, SELF

_CELL = ("zone", "indicator", "scope", "measure", "kind", "period")
_MOST_BESIDE = 2
_NAMES: dict[str, Callable[[Words, str], str]] = {"zone": Words.zone, "period": Words.period, "kind": Words.kind}


def is_by_others(row: pd.Series) -> bool:
    """Whether a reading is that of another reader than this program."""
    return SELF not in str(row.get("readers", SELF)).split(BETWEEN_READERS)


def told(row: pd.Series, ours: pd.DataFrame, words: Words) -> None:
    """Draws by whom a reading is, where it is another's."""
    if not is_by_others(row):
        return
    name = words.readers(str(row["readers"]))
    if ours.empty:
        st.badge(plain(words("reader_alone", name=name)), icon=":material/person:", color="violet")
    else:
        st.badge(
            plain(words("settle_differs", name=name, other=other_of(row, ours, words))),
            icon=":material/compare_arrows:",
            color="orange",
        )


def beside(row: pd.Series, ours: pd.DataFrame, text: str, words: Words) -> None:
    """Draws what this program read where another reader's reading says something else."""
    for place, mine in enumerate(ours.head(_MOST_BESIDE).to_dict("records")):
        with st.container(border=True, gap="small", key=f"settle_ours_{place}"):
            value = words.quantity(mine["value"], mine["unit"], mine["comparator"], mine["measure"])
            label = words("settle_theirs", name=words.readers(str(mine["readers"])))
            scope = tables.scope_suffix(mine["indicator"], mine["scope"], words)
            named = [words.indicator(mine["indicator"]), scope, words.measure(mine["measure"])]
            named = [part for part in named if part and part != words.measure("level")]
            st.markdown(f"{plain(label)}　**{plain(' · '.join(named))}　{plain(value)}**")
            placed = {name: _NAMES[name](words, str(mine[name])) for name in _NAMES}
            marked = (f"**{plain(text)}**" if mine[name] != row[name] else plain(text) for name, text in placed.items())
            st.caption(" · ".join(marked))
            if (mine["start"], mine["end"]) != (row["start"], row["end"]):
                sentence.show(mine, text, f"settle_ours_text_{place}", around=False)


def other_of(row: pd.Series, ours: pd.DataFrame, words: Words) -> str:
    """Who read it otherwise, but for who read both; that one, where nobody else did."""
    mine = str(row["readers"]).split(BETWEEN_READERS)
    there = str(ours.iloc[0]["readers"]).split(BETWEEN_READERS)
    return words.readers(BETWEEN_READERS.join([each for each in there if each not in mine] or there))


def choices(row: pd.Series, ours: pd.DataFrame, words: Words) -> tuple[str, str]:
    """What the two answers are called: by what they read otherwise, else by who reads."""
    mine = ours.iloc[0]
    names: dict[str, Callable[[pd.Series], str]] = {
        "zone": lambda each: words.zone(str(each["zone"])),
        "indicator": lambda each: words.indicator(str(each["indicator"])),
        "measure": lambda each: words.measure(str(each["measure"])),
        "kind": lambda each: words.kind(str(each["kind"])),
        "period": lambda each: words.period(str(each["period"])),
        "value": lambda each: words.quantity(each["value"], each["unit"], each["comparator"], each["measure"]),
    }
    apart = [name for name in names if str(mine[name]) != str(row[name])]
    if not apart:
        return words.readers(str(row["readers"])), other_of(row, ours, words)
    theirs, own = (" ".join(names[name](each) for name in apart) for each in (row, mine))
    return theirs, own


def of_another_cell(row: pd.Series, ours: pd.DataFrame) -> pd.DataFrame:
    """What this program read of the same number as something else: it cannot stand beside the other reading."""
    if ours.empty:
        return ours
    apart = [any(str(mine[name]) != str(row[name]) for name in _CELL) for mine in ours.to_dict("records")]
    return ours[apart]


def why(row: pd.Series, ours: pd.DataFrame, words: Words) -> list[str]:
    """Why another's reading waits: what its words leave open, who read it otherwise, or that nobody else read it."""
    if not is_by_others(row):
        return []
    left = [words.code("flag", flag) for flag in str(row["flags"]).split() if flag.startswith(LEFT_OPEN)]
    name = words.readers(str(row["readers"]))
    if ours.empty:
        return left or [words("settle_reader_alone", name=name)]
    return left or [words("settle_differs", name=name, other=other_of(row, ours, words))]
