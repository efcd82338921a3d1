"""Files of a table: CSV and XLSX of what is shown, CSV of everything; each is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.frames.selection import Selection
from dashboard.words.labels import TEXTS, Words
from dashboard.words.plain import plain
from kpi.results.export import MOST_SHEET_ROWS, csv_bytes, xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Pairs = Sequence[tuple[str, str]]


def table_buttons(
    make: Callable[[], pd.DataFrame],
    rows: int,
    file_stem: str,
    words: Words,
    key: str,
    everything: Callable[[], pd.DataFrame] | None = None,
    about: Callable[[], Pairs] | None = None,
) -> None:
    """Draws 下载, which opens on CSV and XLSX of the table of so many `rows` that `make` gives, and CSV of everything.

    `file_stem` says what is in the table; `about` gives the pairs of the workbook's last sheet (see `about`).
    """
    with st.popover(words("download"), icon=":material/download:", key=key):
        shown = {"count": f"{rows:,}"}
        _button(words("download_csv", **shown), lambda: csv_bytes(make()), f"{file_stem}.csv", "text/csv", f"{key}_csv")
        if rows < MOST_SHEET_ROWS:
            said = about or (lambda: ())
            _button(
                words("download_xlsx", **shown), lambda: workbook(make(), words, said()), f"{file_stem}.xlsx", XLSX,
                f"{key}_xlsx",
            )  # fmt: skip
        if everything is not None:
            name = f"{words('product')}_{words('download_all_name')}.csv"
            _button(words("download_all"), lambda: csv_bytes(everything()), name, "text/csv", f"{key}_all")
            st.caption(words("download_all_note"))


def workbook(table: pd.DataFrame, words: Words, said: Pairs = ()) -> bytes:
    """The table as a workbook: numbers are numbers with the decimals that were stated."""
    stated = [words(name) for name in ("value", "target_value", "actual", "difference", "previous")]
    stated += [f"{words(name)} (%)" for name in ("share", "pace")]
    return xlsx_bytes({words("data"): table}, said, numbers=stated, about_sheet=words("about_sheet"))


def about(
    title: str, rows: int, selection: Selection, info: Mapping[str, Any], columns: Iterable[str], words: Words
) -> list[tuple[str, str]]:
    """What a file holds: its title, what was filtered, when the data were built, and what its columns mean.

    `info` is that of the build, `columns` are the columns' names in the store.
    """
    built = str(info.get("built_at", ""))
    lines = [
        (words("about_title"), title),
        (words("about_rows"), f"{rows:,}"),
        *filtered(selection, words),
        (words("about_built"), built.replace("T", " ")),
        (words("about_reports"), f"{info.get('reports', 0):,}"),
        ("", ""),
        (words("about_columns"), ""),
    ]
    known = TEXTS[words.language]
    lines += [(words(name), known[f"meaning.{name}"]) for name in columns if f"meaning.{name}" in known]
    return lines


def filtered(selection: Selection, words: Words) -> list[tuple[str, str]]:
    """The filters in force, in words; of one that lets all pass, that it does."""
    comma = "、" if words.language == "zh" else ", "
    years = "" if selection.years is None else "–".join(map(str, dict.fromkeys(selection.years)))
    chosen = {
        "zone": comma.join(map(words.zone, selection.zones)),
        "indicator": comma.join(map(words.indicator, selection.indicators)),
        "kind": comma.join(map(words.kind, selection.kinds)),
        "years": years,
    }
    return [(words(name), said or words("about_all")) for name, said in chosen.items()]


def _button(label: str, make: Callable[[], bytes], file_name: str, mime: str, key: str) -> None:
    st.download_button(
        plain(label), make, file_name, mime, key=key, on_click="ignore", type="tertiary", width="stretch"
    )
