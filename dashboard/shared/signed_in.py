"""Who is signed in, at the head of the page; and what those see who have to sign in first or may only look."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboard.serving import site
from dashboard.serving.guard import SIGN_IN, SIGN_OUT
from dashboard.shared import access, filters, parts
from dashboard.words.labels import Words, nameless


def is_let_in(opening: Any = None) -> bool:
    """Whether the page may be drawn for whoever asks; where not, draws the way to sign in."""
    if access.person() is not None:
        return True
    if opening is not None:
        opening.empty()
    words = nameless(filters.choose_language())
    if access.provider_is_asked():
        _ask_provider(words)
    else:
        parts.say(words("sign_in_again"), words("sign_in_again_mend"), ":material/lock:")
        _link(SIGN_IN, words("sign_in"))
    return False


def show(words: Words) -> None:
    """The name, whether it may change anything, and the way out; nothing where nobody has to sign in."""
    there = access.person()
    if there is None or not there.name:
        return
    said = there.name if there.editor else f"{there.name}{words('in_brackets', text=words('reader'))}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content", key="signed_in"):
        st.text(said, width="content")
        if access.provider_is_asked():
            st.button(words("sign_out"), key="sign_out", type="tertiary", on_click=st.logout)
        else:
            _link(SIGN_OUT, words("sign_out"))


def only_readers(words: Words) -> None:
    """Says that what stands here is for editors."""
    parts.say(words("readers_only"), words("readers_only_mend", name=access.name()), ":material/visibility:")


def _ask_provider(words: Words) -> None:
    if st.user.to_dict().get("is_logged_in"):
        name = str(st.user.to_dict().get("email", ""))
        parts.say(words("sign_in_unknown", name=name), words("sign_in_unknown_mend"), ":material/lock:")
        st.button(words("sign_out"), key="sign_out", on_click=st.logout)
        return
    parts.say(words("sign_in_first"), words("sign_in_first_says"), ":material/lock:")
    st.button(words("sign_in"), key="sign_in", type="primary", on_click=st.login)


def _link(path: str, text: str) -> None:
    st.html(
        f'<a class="sign" href="{escape(site.sharing().prefix + path)}" target="_self">{escape(text)}</a>',
        width="content",
    )
