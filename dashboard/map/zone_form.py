"""The form that adds a zone to the map: one out of all that are known, with its level and places filled in."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.map import editor
from dashboard.shared import zone_field
from dashboard.words.labels import Words
from dashboard.words.plain import plain
from kpi.pages import zone_choice
from kpi.settings.zone_entry import put_zone
from kpi.vocabulary.errors import KpiError

NAME, ENGLISH = "map_zone_name", "map_zone_en"
_FAILED = "map_zone_failed"


def show(words: Words) -> None:
    """Draws the form; `words` know the zones that the draft has already."""
    known = {name: label for name, label in zone_field.labels(words).items() if name not in words.config.zones}
    if st.session_state.get(NAME) not in known:
        st.session_state[NAME] = None
    with st.expander(words("map_zone_add"), icon=":material/add_location_alt:"):
        if failed := st.session_state.pop(_FAILED, ""):
            st.error(plain(words.detail(failed)), icon=":material/error:")
        name = st.selectbox(
            words("zone"), list(known), key=NAME, index=None, format_func=lambda name: known.get(name, name),
            placeholder=words("map_zone_hint"),
        )  # fmt: skip
        english = st.text_input(words("map_field_en"), key=ENGLISH)
        st.caption(words("map_zone_says"))
        st.button(
            words("map_form_add"), key="map_zone_put", icon=":material/add:", on_click=_add,
            disabled=not (name and english.strip()),
        )  # fmt: skip


def _add() -> None:
    """Writes the zone into the draft; callbacks run before the page is drawn."""
    zone = zone_choice.listed(str(st.session_state[NAME]))
    if zone is None:
        return
    entry = replace(zone, en=str(st.session_state[ENGLISH]).strip())
    try:
        editor.change(lambda text: put_zone(text, entry))
    except KpiError as error:
        st.session_state[_FAILED] = str(error)
        return
    st.session_state[NAME], st.session_state[ENGLISH] = None, ""
    editor.jump_to(entry.name)
