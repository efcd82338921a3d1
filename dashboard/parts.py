"""Parts that draw: the head of a page, cards, charts with their table and sources, states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard import charts, data, filters, report_viewer, tables, theme
from dashboard.charts import Figure
from dashboard.labels import Words, float_text, time_name
from kpi.errors import InvalidFile, KpiError
from kpi.export import csv_bytes

OPEN_FACT = "open_fact"
_ARROWS: Mapping[int, Literal["up", "down", "off"]] = {1: "up", -1: "down", 0: "off"}


def head(title: str, words: Words, project: data.Project | None) -> None:
    """The title of the page, and what it rests on."""
    st.title(plain(title), anchor=False)
    if project is not None and project.build is not None:
        st.caption(_about(project.build.info, words))


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
    if st.button(words("rebuild"), key=key, icon=":material/refresh:"):
        run_build(words, project)
        st.rerun()


def ready(words: Words, project: data.Project) -> bool:
    """Whether there are observations to show; where not, says why and offers what helps."""
    frames = project.frames
    if frames is not None and not frames.observations.empty:
        return True
    if frames is None:
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


def run_build(words: Words, project: data.Project) -> None:
    """Builds, with a sign that something goes on."""
    with st.spinner(words("building")):
        data.rebuild(project.config)


def stale_notice(words: Words, project: data.Project) -> None:
    """Says so where the page shows an older state than the files hold."""
    if project.build is None or not data.needs_build(project.config):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/sync_problem: {words('stale')}", width="content")
        rebuild_button(words, project, "rebuild_stale")


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
    """A table of which a row can be chosen; `choose` is called with the index of that row."""
    names = [str(name) for name in table.index]

    def chosen() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows and rows[0] < len(names):
            choose(names[rows[0]])

    st.dataframe(
        table.reset_index(drop=True),
        key=key,
        hide_index=True,
        on_select=chosen,
        selection_mode="single-row",
        column_config=columns or None,
        height=height or "auto",
        alt=alt,
    )


def fact_chart(figure: Figure, key: str, alt: str, file_name: str, choose: Callable[[str], None] = open_fact) -> None:
    """A chart of which each mark leads to what its customdata names."""

    def chosen() -> None:
        for point in st.session_state[key]["selection"]["points"]:
            named = point.get("customdata")
            if named:
                choose(str(named[0] if isinstance(named, list | tuple) else named.get("0", "")))
                return

    config = dict(theme.PLOT_CONFIG)
    config["toImageButtonOptions"] = {**config["toImageButtonOptions"], "filename": file_name}
    st.plotly_chart(figure, key=key, on_select=chosen, selection_mode="points", config=config, alt=alt)


def metric_card(grid: Any, card: tables.Card, words: Words, key: str) -> None:
    """Value, change, history, target and source of one indicator."""
    with grid.container(border=True, key=key, gap="xsmall", height="stretch"):
        st.metric(
            _card_label(card, words),
            card.value,
            card.change or None,
            delta_color=theme.change_colour(card.change_sign, card.direction),
            delta_arrow=_ARROWS[card.change_sign],
            delta_description=words("change_stated" if card.change_stated else "change_computed")
            if card.change
            else None,
            chart_data=card.history or None,
        )
        if card.history:
            st.caption(words("by_year", first=card.history_years[0], last=card.history_years[-1]))
        if card.chip is not None:
            badge_colour, icon = theme.VERDICT_BADGES.get(card.chip.verdict, ("gray", ":material/help:"))
            text = words("chip_target", year=card.chip.year, target=card.chip.target)
            st.badge(f"{plain(text)} · {words.verdict(card.chip.verdict)}", icon=icon, color=badge_colour)  # type: ignore[arg-type]
        st.button(
            plain(_card_source(card, words)), key=f"{key}_source", type="tertiary", icon=":material/format_quote:",
            on_click=open_fact, args=(card.observation_id,), help=words("see_source"),
        )  # fmt: skip


def _card_label(card: tables.Card, words: Words) -> str:
    scope = tables.scope_suffix(card.indicator, card.scope, words)
    return plain(" · ".join(part for part in (words.indicator(card.indicator), scope, card.long_unit) if part))


def _card_source(card: tables.Card, words: Words) -> str:
    parts = [words.period(card.period)]
    if card.status == "disputed":
        parts.append(f"{words('status.disputed')} {float_text(card.low)}–{float_text(card.high)}")
    if card.kind != "actual":
        parts.append(words.kind(card.kind))
    if card.sources > 1:
        parts.append(words("sources_n", count=card.sources))
    if card.more_scopes:
        parts.append(words("scopes_more", count=card.more_scopes))
    return " · ".join(parts)


def dispute(found: tables.Dispute, key: str) -> None:
    """One thing that the sources do not agree on; its title opens the sentence that was chosen."""
    with st.container(key=key, gap="xxsmall"):
        st.button(
            plain(found.title), key=f"{key}_open", type="tertiary", icon=":material/format_quote:",
            on_click=open_fact, args=(found.observation_id,),
        )  # fmt: skip
        st.caption(plain(found.choice))


def csv_button(table: pd.DataFrame, file_name: str, words: Words, key: str) -> None:
    """Downloads the rows and columns of `table`; the file is made when it is asked for."""
    st.download_button(
        words("download_shown"),
        lambda: csv_bytes(table),
        file_name,
        "text/csv",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def pager(place: int, total: int, words: Words, step: Callable[[int], None]) -> None:
    """Previous, place, next; by mouse and by keyboard."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            words("previous_fact"), key="previous_fact", icon=":material/arrow_back:", shortcut="Alt+Left",
            disabled=place <= 0, on_click=step, args=(-1,),
        )  # fmt: skip
        st.markdown(f"**{words('fact_of', place=place + 1, total=total)}**", width="content")
        st.button(
            words("next_fact"), key="next_fact", icon=":material/arrow_forward:", icon_position="right",
            shortcut="Alt+Right", disabled=place >= total - 1, on_click=step, args=(1,),
        )  # fmt: skip


def plain(text: str) -> str:
    """`text` for a label that reads markdown: every sign of it escaped, so that it stands as it is."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+!~$<>|:" else sign for sign in text)


def file_name(parts: Sequence[str], suffix: str) -> str:
    """A file name out of words: what a file system refuses is left out, long lists are cut."""
    kept = ["".join(sign for sign in part if sign.isalnum() or sign in "-–_") for part in parts if part]
    return "_".join(part for part in kept if part)[:120] + suffix


def table_height(rows: int) -> int:
    """Room for the rows there are, up to a screen."""
    return min(38 + 35 * rows, 640)


def verdict_badge(verdict: str, text: str) -> None:
    """A verdict in words, with its sign and colour."""
    colour, icon = theme.VERDICT_BADGES.get(verdict, ("gray", ":material/help:"))
    st.badge(plain(text), icon=icon, color=colour)  # type: ignore[arg-type]


def verdict_counts(rows: pd.DataFrame, words: Words) -> None:
    """How many targets stand how, in one line."""
    counts = rows["verdict"].value_counts()
    with st.container(horizontal=True, gap="small"):
        for verdict in (verdict for verdict in theme.VERDICT_BADGES if verdict in counts):
            verdict_badge(verdict, f"{words.verdict(verdict)} {counts[verdict]}")


def bullets(
    rows: Sequence[dict[str, Any]], frames: data.Frames, words: Words, *, zones: bool, periods: bool = True
) -> Figure:
    """The bullets of targets, each with what is worth knowing beside it."""
    notes = {row["target_id"]: tables.target_note(row, frames.cells, frames.observations, words) for row in rows}
    return charts.bullets(rows, words, notes, periods=periods, zones=zones)


def target_chart(figure: Figure, frames: data.Frames, words: Words, key: str) -> None:
    """Draws bullets; a click opens the sentence that sets the target."""
    name = file_name([words("targets")], "")
    fact_chart(figure, key, words("bullet_alt"), name, lambda target: open_target(target, frames))


def open_target(target_id: str, frames: data.Frames) -> None:
    """Opens the sentence that sets a target; where none does, the one that reports on it."""
    rows = frames.targets[frames.targets["target_id"] == target_id]
    if rows.empty:
        return
    row = rows.iloc[0]
    cells = frames.cells[frames.cells["cell_id"] == (row["target_cell"] or row["actual_cell"])]
    if not cells.empty:
        open_fact(cells.iloc[0]["chosen"])


def evidence(fact: pd.Series, frames: data.Frames, words: Words) -> None:
    """The fields of a fact, how each was found, and what else is said of the same thing."""
    with st.container(border=True, gap="small"):
        value = words.quantity(fact["value"], fact["unit"], fact["comparator"], fact["measure"])
        scope = tables.scope_suffix(fact["indicator"], fact["scope"], words)
        st.markdown(f"**{plain(words.indicator(fact['indicator']))}**" + (f" · {plain(scope)}" if scope else ""))
        st.subheader(plain(value or tables.one_line(fact["quote"])), anchor=False)
        report_viewer.fields(tables.evidence_rows(fact, words), "fact_fields")
        others = tables.same_cell(fact["observation_id"], frames.cells, frames.observations, words)
        if not others.empty:
            st.markdown(f"**{words('same_cell')}**")
            fact_table(others, f"same_{fact['observation_id']}", words("same_cell"))
