"""Parts that draw: the head of a page, cards, charts with their table and sources, states."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.figures import charts, theme
from dashboard.figures.charts import Figure
from dashboard.frames import numbers, tables
from dashboard.frames.build_frames import Frames
from dashboard.frames.selection import Selection
from dashboard.shared import access, chart, chart_picture, data, downloads, filters
from dashboard.words.labels import Words, time_name
from dashboard.words.plain import plain as plain
from kpi.building import store
from kpi.vocabulary.errors import InvalidFile, KpiError

OPEN_FACT, BUILT = "open_fact", "built"
MOST_UNREAD = 20
SOURCES_TOLD = 12
NEWER_SECONDS = 15
BULLETS_A_CHART = 8  # no more than a sheet of paper has room for, as a chart cannot be broken
ROW = 32.8  # the pixels of a row of a table: Streamlit's 2.1875 rem at the base size of the theme
MakeTable = Callable[[], pd.DataFrame]
OF_SOURCE = ":material/article:"  # beside all that leads to the sentence behind it


def head(title: str, words: Words, project: data.Project | None) -> None:
    """The title of the page, and what it rests on."""
    st.title(plain(title), anchor=False)
    if project is not None and project.build is not None:
        st.caption(plain(_about(project.build.info, words)))


def _about(info: Mapping[str, Any], words: Words) -> str:
    parts = [
        words("reports_count", count=f"{info.get('reports', 0):,}"),
        words("observations_count", count=f"{info.get('observations', 0):,}"),
        words("disputed_count", count=f"{info.get('disputed', 0):,}"),
        words("built_at", time=time_name(str(info.get("built_at", "")))),
    ]
    return " · ".join(parts)


def say(what: str, mend: str, icon: str = ":material/info:") -> None:
    """An empty or failed state: one sentence on what happened, one on what to do."""
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"{icon} **{plain(what)}**")
        st.text(mend)


def problems(error: KpiError, words: Words) -> None:
    """A config that cannot be used, with every fault in it and its line."""
    say(words("no_config"), words("no_config_mend", path=data.config_path().name), ":material/error:")
    lines = [str(problem) for problem in error.problems] if isinstance(error, InvalidFile) else [str(error)]
    st.code("\n".join(lines), language=None, wrap_lines=True)


def rebuild_button(words: Words, project: data.Project, key: str) -> None:
    """Rebuilds at once and shows how far it is."""
    if access.may_change() and st.button(words("rebuild"), key=key, icon=":material/refresh:"):
        rebuild(words, project)
        st.rerun()


def ready(words: Words, project: data.Project) -> bool:
    """Whether there are observations to show; where not, says why and offers what helps."""
    frames = project.frames
    if frames is not None and not frames.empty:
        return True
    if project.problem:
        say(words("results_unreadable"), words.detail(project.problem), ":material/error:")
    elif frames is None:
        say(words("no_build"), words("no_build_mend"), ":material/database:")
    elif frames.documents.empty:
        folders = ", ".join(path.name for path in project.config.reports)
        say(words("no_reports"), words("no_reports_mend", folders=folders), ":material/folder_open:")
    else:
        say(
            words("no_observations", count=len(frames.documents)),
            words("no_observations_mend"),
            ":material/search_off:",
        )
    rebuild_button(words, project, "rebuild_empty")
    return False


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build: whether it says anything else than the one before, or why there is none."""

    changed: bool = False
    problem: str = ""


def rebuild(words: Words, project: data.Project) -> bool:
    """Builds and keeps what came of it, to be told where the page begins anew; whether there is a new build."""
    try:
        report = run_build(words, project)
    except KpiError as error:
        st.session_state[BUILT] = Built(problem=str(error))
        return False
    st.session_state[BUILT] = Built(report.changed, words("built_nothing_read") if report.nothing_read else "")
    return not report.nothing_read


def run_build(words: Words, project: data.Project) -> store.BuildReport:
    """Builds, and shows how far it is."""
    bar = st.progress(0.0, words("building"))

    def progress(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), words("building_of", done=f"{done:,}", total=f"{total:,}"))

    def wait(_: str) -> None:
        bar.progress(0.0, words("building_waits"))

    try:
        return data.rebuild(project.config, progress, wait)
    finally:
        bar.empty()


def stale_notice(words: Words, project: data.Project) -> None:
    """Says so where the files hold more than the page shows, or where newer results are there."""
    if project.build is None:
        return
    if data.needs_build(project):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stale"):
            st.caption(f":material/sync_problem: {words('stale')}", width="content")
            rebuild_button(words, project, "rebuild_stale")
    unread_notice(words, project.build.info.get("failed", []))
    newer_notice(words, project)


def unread_notice(words: Words, failed: Sequence[Mapping[str, str]]) -> None:
    """Says that some reports could not be read, and opens on which and why: their numbers are missing everywhere."""
    if not failed:
        return
    with st.popover(words("unread_reports", count=len(failed)), icon=":material/error:", key="unread_reports"):
        for failure in failed[:MOST_UNREAD]:
            st.markdown(f"**{plain(failure['path'])}**  \n{plain(words.detail(failure['reason']))}")
        if len(failed) > MOST_UNREAD:
            st.caption(words("unread_more", count=len(failed) - MOST_UNREAD))
        st.caption(words("unread_mend"))


@st.fragment(run_every=NEWER_SECONDS)
def newer_notice(words: Words, project: data.Project) -> None:
    """Looks now and then whether another build is in force by now; it is shown when the reader asks for it."""
    if project.build is None or not data.newer_than(project.config, project.build.build_id):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="newer"):
        st.caption(f":material/fiber_new: {words('newer')}", width="content")
        if st.button(words("newer_show"), key="show_newer", icon=":material/refresh:"):
            st.rerun()


def no_match(words: Words) -> None:
    """Nothing passes the filters."""
    say(words("no_match"), words("no_match_mend"), ":material/filter_alt:")
    st.button(words("reset_filters"), on_click=filters.clear, icon=":material/filter_alt_off:", key="clear_no_match")


def unknown_notice(unknown: Sequence[tuple[str, str]], words: Words) -> None:
    """Says what the address asked for in vain."""
    if not unknown:
        return
    items = [words("unknown_item", what=what, value=value) for what, value in unknown]
    said = ("、" if words.language == "zh" else "; ").join(items)
    say(words("unknown_in_link", what=said), words("unknown_in_link_mend"), ":material/link_off:")


def open_fact(observation_id: str) -> None:
    """Asks for the sentence behind an observation; the entry page goes there on the next run."""
    st.session_state[OPEN_FACT] = observation_id


def fact_table(table: pd.DataFrame, key: str, alt: str, height: int | None = None, **columns: Any) -> None:
    """A table whose index names observations: choosing a row opens the sentence it comes from."""
    selectable_table(table, key, alt, open_fact, height, **columns)


def selectable_table(
    table: pd.DataFrame, key: str, alt: str, choose: Callable[[str], None], height: int | None = None, **columns: Any
) -> None:
    """A table of which a row can be chosen; `choose` is called with the index of that row. Its numbers sort as such."""
    names = [str(name) for name in table.index]

    def chosen() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows and rows[0] < len(names):
            choose(names[rows[0]])

    with rows_that_open(key):
        st.dataframe(
            numbers.styled(table.reset_index(drop=True)),
            key=key,
            hide_index=True,
            on_select=chosen,
            selection_mode="single-row",
            column_config=columns or None,
            height=height or "auto",
            placeholder="",
            alt=alt,
        )


def rows_that_open(key: str) -> Any:
    """The place of a table of which Enter opens a row (`static/table_keys.js` knows it by its name)."""
    return st.container(key=f"opens_rows_{key}")


def cell_table(
    table: Any, facts: Mapping[tuple[int, str], str], key: str, alt: str, height: int | Literal["content"],
    **columns: Any,
) -> None:  # fmt: skip
    """A table, styled or not, of which each number leads to its sentence; `facts` are their observations by row and
    column.
    """

    def chosen() -> None:
        for row, column in st.session_state[key]["selection"]["cells"]:
            if fact := facts.get((int(row), str(column))):
                open_fact(fact)

    st.dataframe(
        table, key=key, hide_index=True, on_select=chosen, selection_mode="single-cell", column_config=columns or None,
        height=height, placeholder="", alt=alt,
    )  # fmt: skip


def fact_chart(
    figure: Figure, key: str, alt: str, words: Words, choose: Callable[[str], None] = open_fact,
    width: int | Literal["stretch"] = "stretch",
) -> None:  # fmt: skip
    """A chart of which each mark leads to what its customdata names; as wide as the page, or so many pixels."""
    chart.show(figure, key, alt, theme.PLOT_CONFIG, words, choose, width)


def still_chart(figure: Figure, key: str, alt: str, words: Words) -> None:
    """A figure to look at only, such as a legend."""
    chart.show(figure, key, alt, {"staticPlot": True}, words)


def tab_of(names: Sequence[str], key: str, words: Words) -> TabOpen:
    """Draws tabs and gives the one that is open, as a context to draw it in: what nobody sees is not made."""
    return TabOpen(names, st.tabs([words(name) for name in names], key=key, on_change="rerun"))


class TabOpen:
    """The open tab; as a context it gives its name."""

    def __init__(self, names: Sequence[str], tabs: Sequence[Any]) -> None:
        pairs = list(zip(names, tabs, strict=True))
        self._name, self._tab = next((pair for pair in pairs if pair[1].open), pairs[0])

    def __enter__(self) -> str:
        self._tab.__enter__()
        return self._name

    def __exit__(self, *error: Any) -> None:
        self._tab.__exit__(*error)


def table_files(
    make: MakeTable, rows: int, file_stem: str, context: Any, key: str, columns: Iterable[str] = tables.EXPORT_COLUMNS
) -> None:
    """The files of a table: CSV and workbook of it, and CSV of all observations; made when they are asked for.

    `columns` are those of which the workbook's last sheet tells the meaning.
    """
    words, project = context.words, context.project

    def everything() -> pd.DataFrame:
        build = project.frames.build
        there = [name for name in tables.EXPORT_COLUMNS if build.has("observations", name)]
        return project.frames.observations(columns=there)

    def about() -> downloads.Pairs:
        return downloads.about(file_stem, rows, context.selection, project.build.info, columns, words)

    downloads.table_buttons(make, rows, file_stem, words, key, everything, about)


def turned_to(name: str, now: Hashable) -> int:
    """The page that is turned to in the list `name`; the first one as soon as `now`, what it hangs on, changes."""
    state = st.session_state
    if state.get(f"{name}_pages_of") != now:
        state[f"{name}_pages_of"] = now
        state[f"{name}_page"] = 1
    return int(state[f"{name}_page"])


def pages(name: str, total: int, at_once: int, number: int, words: Words) -> None:
    """Which rows of a long list are shown, and the way to the others."""
    if total <= at_once:
        return
    key, first = f"{name}_pager", (number - 1) * at_once + 1
    shown = words("rows_of", first=f"{first:,}", last=f"{min(total, number * at_once):,}", total=f"{total:,}")

    def turn() -> None:
        st.session_state[f"{name}_page"] = st.session_state[key]

    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(shown, width="content")
        if number == 1:  # a pager of another list may have left its page behind
            st.session_state[key] = 1
        st.pagination(-(-total // at_once), key=key, on_change=turn)


def file_name(parts: Sequence[str], suffix: str) -> str:
    """A file name out of words: what a file system refuses is left out, long lists are cut."""
    kept = ["".join(sign for sign in part if sign.isalnum() or sign in "-–_") for part in parts if part]
    return "_".join(part for part in kept if part)[:120] + suffix


def above_table(key: str) -> Any:
    """The row above a table: what it holds at the left, its files at the right, clear of the table's own tools."""
    return st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"above_table_{key}"
    )


def table_height(rows: int) -> int:
    """Room for the head and the rows there are, up to a screen; more would show as a row without a word."""
    return min(ceil(ROW * (rows + 1)) + 2, 640)


def bullets(
    rows: Sequence[dict[str, Any]], frames: Frames, words: Words, *, zones: bool, periods: bool = True,
    money: str = "", reach: float = 0.0,
) -> tuple[Figure, str]:  # fmt: skip
    """The bullets of targets, each with what is worth knowing beside it, and the reports that they rest on."""
    (figure,), sources = bullet_charts(
        rows, frames, words, zones=zones, periods=periods, money=money, reach=reach, at_most=len(rows)
    )
    return figure, sources


def bullet_charts(
    rows: Sequence[dict[str, Any]], frames: Frames, words: Words, *, zones: bool, periods: bool = True,
    money: str = "", reach: float = 0.0, at_most: int = BULLETS_A_CHART,
) -> tuple[list[Figure], str]:  # fmt: skip
    """The same in charts of `at_most` bullets each, the axis under the last one."""
    indicators, zones_shown = (sorted({str(row[name]) for row in rows}) for name in ("indicator", "zone"))
    ids = [str(row[name]) for row in rows for name in ("target_cell", "actual_cell") if row[name]]
    cells = frames.cells(Selection(money=money), indicator=indicators, zone=zones_shown, cell_id=ids)
    stated = frames.members(cells, money)
    notes = {row["target_id"]: tables.target_note(row, cells, stated, words) for row in rows}
    reports = sorted(set(zip(stated["doc"], stated["published"], strict=True)))
    sources = "; ".join(f"{doc} ({published or words('undated')})" for doc, published in reports[:SOURCES_TOLD])
    reach = reach or charts.bullet_reach(rows)
    figures = [
        charts.bullets(
            rows[first : first + at_most], words, notes, periods=periods, zones=zones, reach=reach,
            axis=first + at_most >= len(rows),
        )
        for first in range(0, len(rows), max(at_most, 1))
    ]  # fmt: skip
    return figures or [charts.bullets([], words, notes, periods=periods, zones=zones)], sources


def right_aligned(words: Words, widths: Mapping[str, int]) -> dict[str, Any]:
    """Columns of numbers with their texts, by their word and width."""
    return {words(name): number_column(width) for name, width in widths.items()}


def number_column(width: int | None = None) -> Any:
    """A column of numbers: aligned and sorted as such, shown as their texts say (`numbers.Told`)."""
    return st.column_config.NumberColumn(width=width, alignment="right")


def target_charts(
    figures: Sequence[Figure], sources: str, frames: Frames, context: Any, key: str, title: str
) -> None:  # fmt: skip
    """The same in several charts under each other, each short enough for a sheet of paper; one picture has them all."""
    words = context.words
    name = file_name([title], "")
    with st.container(key=key, gap=None):
        for place, figure in enumerate(figures):
            fact_chart(figure, f"{key}_{place}", words("bullet_alt"), words, lambda target: open_target(target, frames))
    built = str(frames.build.info.get("built_at", ""))[:10]
    chart_picture.buttons(key, title, "", sources, built, name, words)


def open_target(target_id: str, frames: Frames) -> None:
    """Opens the sentence that sets a target; where none does, the one that reports on it."""
    rows = frames.targets(target_id=target_id)
    if rows.empty:
        return
    row = rows.iloc[0]
    cells = frames.cells(indicator=row["indicator"], zone=row["zone"], cell_id=row["target_cell"] or row["actual_cell"])
    if not cells.empty:
        open_fact(cells.iloc[0]["chosen"])
