"""The entry page: config, navigation, language and filters; then the view that was asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

_ROOT = str(Path(__file__).resolve().parent.parent)
# `streamlit run` puts this folder first on the path; there it would make second copies of the modules.
if _ROOT not in sys.path:
    sys.path[0:1] = [_ROOT]

import streamlit as st  # noqa: E402
from streamlit.navigation.page import StreamlitPage  # noqa: E402

from dashboard.shared import opening  # noqa: E402

# not where a process that a library starts takes this for its own main module
IS_PAGE = __name__ == "__main__"
OPENING = opening.begin() if IS_PAGE else None  # before what takes long to load

from dashboard.frames.selection import Selection  # noqa: E402
from dashboard.shared import (  # noqa: E402
    access,
    data,
    filters,
    gone_widgets,
    leads,
    page,
    parts,
    person,
    printing,
    queue,
    search_box,
    signed_in,
)
from dashboard.words.labels import Words, nameless  # noqa: E402
from kpi.vocabulary.errors import KpiError  # noqa: E402

ICONS = {
    "overview": ":material/dashboard:",
    "trends": ":material/show_chart:",
    "targets": ":material/flag:",
    "compare": ":material/leaderboard:",
    "tile_map": ":material/grid_view:",
    "data": ":material/table_rows:",
    "sources": ":material/article:",
    "dictionary": ":material/menu_book:",
    "indicator_map": ":material/tune:",
    "add_reports": ":material/upload_file:",
    "to_settle": ":material/checklist:",
    "search": ":material/search:",
}
_PAGES = "pages"
UNLISTED = {"search"}
FIRST = "overview"
STATIC = Path(__file__).parent / "static"
FOR_EDITORS = {"indicator_map", "add_reports", "to_settle"}
WITH_FILTERS = {"trends", "targets", "compare", "tile_map", "data"}


def main() -> None:
    # an icon of our own: a Material one would be fetched from its maker's host
    st.set_page_config(page_title="开发区指标 · KPI", page_icon=str(STATIC / "icon.svg"), layout="wide")
    st.html(STATIC / "page.css")
    gone_widgets.let_go()
    printing.begin()
    filters.begin()
    if not signed_in.is_let_in(OPENING):
        return
    project, error = _project()
    if OPENING is not None:
        OPENING.empty()
    with st.container(horizontal=True, vertical_alignment="top", horizontal_alignment="distribute"):
        head = st.container(gap="xxsmall", width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="tools"):
            box = st.container(width="content")
            language = filters.choose_language()
            signed_in.show(nameless(language))
    words = nameless(language) if project is None else Words(language, project.config)
    if project is not None:
        with box:
            search_box.show(words)
    pages = _pages(project, words)
    # the first page is at the root of the site; who writes its name is led there
    named = st.Page(_nothing, title=words(FIRST), url_path=FIRST, visibility="hidden")
    chosen = st.navigation([*pages.values(), named], position="top")
    if chosen.url_path == named.url_path:
        st.switch_page(pages[FIRST], query_params=filters.address(""))
    leads.follow(pages)
    if fact := st.session_state.pop(parts.OPEN_FACT, ""):
        filters.put("fact", fact)
        row = None if project is None or project.frames is None else project.frames.observation(fact, project.config)
        if row is not None:
            filters.put("doc", row["doc"])
        # the whole address at once: one step of the browser's Back leads home
        st.switch_page(pages["sources"], query_params=filters.address("sources"))
    selection = Selection()
    unknown: list[tuple[str, str]] = []
    if project is not None and project.frames is not None:
        unknown = filters.unknown(chosen.url_path, project.frames, words)
    frames = None if project is None else project.frames
    if frames is not None and not frames.empty and _has_filters(chosen.url_path):
        selection = filters.sidebar(words, words.config, frames)
    else:
        # Streamlit leaves the empty strip of the page before
        st.html(STATIC / "no_sidebar.css")
    page.hand_over(page.Context(words, project, error, selection, head))
    parts.unknown_notice(unknown, words)
    page.leave_out(filters.foreign(chosen.url_path))
    if chosen.url_path in FOR_EDITORS and not access.may_change():
        page.context().title(words(chosen.url_path))
        signed_in.only_readers(words)
    else:
        page.guarded(chosen.run, chosen.url_path, words)
    person.remember()
    built = project.build.info.get("built_at", "") if project is not None and project.build is not None else ""
    printing.foot(words, filters.address(chosen.url_path), str(built))
    page.write_url()
    data.warm_up()


def _pages(project: data.Project | None, words: Words) -> dict[str, StreamlitPage]:
    """The pages by name, in the order of the navigation; as long as their titles stay they are those of the run before,
    since for each that is made its file is looked for.
    """
    hidden = UNLISTED if access.may_change() else UNLISTED | FOR_EDITORS
    titles = {name: queue.title(project, words) if name == "to_settle" else words(name) for name in ICONS}
    kept: tuple[Any, dict[str, StreamlitPage]] = st.session_state.get(_PAGES, (None, {}))
    if kept[0] != (titles, hidden):
        made = {
            name: st.Page(
                f"views/{name}.py",
                title=titles[name],
                icon=icon,
                default=name == FIRST,
                url_path="first" if name == FIRST else name,
                visibility="hidden" if name in hidden else "visible",
            )
            for name, icon in ICONS.items()
        }
        st.session_state[_PAGES] = kept = ((titles, hidden), made)
    return kept[1]


def _has_filters(view: str) -> bool:
    """Whether the filters of the sidebar hold for a view; zones side by side are chosen on the page itself."""
    return view in WITH_FILTERS and not (view == "compare" and filters.stands_at("compare_as") == "beside")


def _nothing() -> None:
    """What only leads elsewhere draws nothing."""


def _project() -> tuple[data.Project | None, KpiError | None]:
    try:
        return data.load_project(), None
    except KpiError as error:
        return None, error


if IS_PAGE:
    main()
