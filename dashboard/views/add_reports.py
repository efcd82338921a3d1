"""Adding reports: drop files, look at what was found in each, then let them join the series."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.reports import imported_tables, report_list, second_reader, upload_parts, uploads
from dashboard.reports.uploads import Look, Outcome, State
from dashboard.shared import access, data, page, parts
from dashboard.words.labels import Words
from kpi.building import intake, store
from kpi.results import journal
from kpi.vocabulary.errors import KpiError

FILES_AT_ONCE = 200
STATIC = Path(__file__).resolve().parent.parent / "static"


def show() -> None:
    context = page.context()
    words, project = context.words, context.project
    context.title(words("add_reports"))
    if project is None:
        assert context.error is not None
        parts.problems(context.error, words)
        return
    kept = uploads.state()
    if kept.outcome is not None:
        upload_parts.outcome(kept.outcome, project, words)
    folder = intake.destination(project.config)
    files = _uploader(kept, words)
    if not files:
        kept.keep_only(())
        if kept.outcome is None:
            parts.say(words("upload_empty"), words("upload_empty_mend", folder=folder.name), ":material/upload_file:")
        report_list.show(context)
        imported_tables.show(context)
        second_reader.show(context)
        return
    kept.outcome = None
    looks = _read(files, kept, project, words)
    upload_parts.summary(looks, words)
    if len(looks) > 1:
        upload_parts.files(looks, kept, words)
    upload_parts.detail(upload_parts.chosen(looks, words), looks, kept, words)
    _join_button(looks, kept, project, folder, words)


def _uploader(kept: State, words: Words) -> Sequence[Any]:
    if words.language == "zh":
        st.html(STATIC / "uploader_zh.css")
    files = st.file_uploader(
        words("upload_label"), accept_multiple_files=True, key=f"uploads_{kept.round}", help=words("upload_help")
    )
    formats = intake.COMMON_FORMATS.replace("、", words("upload_comma"))
    st.caption(parts.plain(words("upload_limits", formats=formats, most=st.get_option("server.maxUploadSize"))))
    return files


def _read(files: Sequence[Any], kept: State, project: data.Project, words: Words) -> list[Look]:
    """Reads what is new, with a bar that says which file is being read."""
    if all(file.file_id in kept.offers for file in files):
        offers = uploads.offers_in(files, kept)
    else:
        with st.spinner(words("upload_opening")):
            offers = uploads.offers_in(files, kept)
    if len(offers) > FILES_AT_ONCE:
        parts.say(words("upload_many", count=len(offers), most=FILES_AT_ONCE), words("upload_many_mend"))
        offers = offers[:FILES_AT_ONCE]
    place = st.empty()

    def progress(done: int, offer: intake.Offer) -> None:
        text = words("upload_reading", place=done + 1, total=len(offers), name=offer.given)
        place.progress(done / len(offers), parts.plain(text))

    looks = uploads.read(offers, project.config, kept, progress)
    place.empty()
    build = project.build
    build_id = "" if build is None else build.build_id
    there = data.remembered(("uploads_loaded", build_id), lambda: uploads.loaded(build))

    def echo_of(look: Look) -> str:
        key = ("uploads_echo", build_id, look.key, look.facts, project.config.digest)
        return data.remembered(key, lambda: uploads.echo_of(look, build))

    return uploads.compared(looks, there, echo_of)


def _join_button(looks: Sequence[Look], kept: State, project: data.Project, folder: Path, words: Words) -> None:
    entries = uploads.entries(looks, kept, project.config.path.parent)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pressed = st.button(
            words("upload_join", count=len(entries)), type="primary", icon=":material/library_add:",
            disabled=not entries, key="upload_join",
        )  # fmt: skip
        said = words("upload_join_note", folder=folder.name) if entries else words("upload_nothing_to_join")
        st.caption(parts.plain(said), width="content")
    if pressed:
        _join(entries, kept, project, words)
        st.rerun()


def _join(entries: Sequence[intake.Entry], kept: State, project: data.Project, words: Words) -> None:
    """Puts the files in place and builds; what came of it is told when the page begins anew."""
    config, before = project.config, project.build
    bar = st.progress(0.0, words("upload_writing"))
    try:
        joined = tuple(intake.join(config, entries))
        placed = [each.path for each in joined if each.path is not None]
        access.record(config, journal.ADD, *(intake.shown_path(path, config.path.parent) for path in placed))
    except KpiError as error:
        kept.outcome = Outcome((), problem=str(error))
        return
    # whoever clicks while it builds stops the build, not what is in place by now
    kept.outcome = Outcome(joined, problem=words("upload_interrupted"))
    kept.next_round()

    def progress(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), words("upload_building", done=f"{done:,}", total=f"{total:,}"))

    try:
        data.rebuild(config, progress=progress)
    except KpiError as error:
        kept.outcome = Outcome(joined, problem=str(error))
        return
    if after := store.open_build(config):
        kept.outcome = uploads.outcome(joined, before, after, config)


show()
