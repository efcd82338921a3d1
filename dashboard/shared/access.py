"""Who looks at the page, and what they may change: asked anew for every page and for every write, by the server alone.

Where nobody has to sign in, whoever opens the page is whoever runs it and may change everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.serving import open_id, site
from dashboard.serving.guard import user_of
from kpi.building.sharing import allowed_folders
from kpi.results import journal
from kpi.settings.config import Config, load_config, outside
from kpi.settings.users import User
from kpi.vocabulary.authors import NotAllowed, ask_first
from kpi.vocabulary.errors import InvalidFile, KpiError


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a page: by the name that they signed in with (empty: nobody has to), and whether they may change."""

    name: str = ""
    editor: bool = True


def person() -> Person | None:
    """Who looks at the page; None where they have to sign in first."""
    if not site.sharing().users:
        return Person()
    user = _user()
    return None if user is None else Person(user.name, user.editor)


def name() -> str:
    """The name that was signed in with; empty where nobody has to."""
    there = person()
    return there.name if there else ""


def may_change() -> bool:
    """Whether who looks at the page may change anything."""
    there = person()
    return there is not None and there.editor


def stand_guard() -> None:
    """From now on every write of this process asks who makes it."""
    if site.sharing().users:
        ask_first(author)


def author(who: str = "") -> str:
    """The name for a change by whoever is at the page; NotAllowed where they may make none, whatever the page shows."""
    there = person()
    if there is None:
        raise NotAllowed("登录已失效，没有保存；请重新登录")
    if not there.editor:
        raise NotAllowed(f"{there.name} 只能看，不能改，没有保存；需要时请管理员运行 kpi user editor {there.name}")
    return there.name or who


def record(config: Config, what: str, *of: str) -> None:
    """Writes down who changed what; nothing where nobody has to sign in."""
    if who := name():
        journal.record(config, who, what, of)


def saves(config_path: Path) -> Sequence[journal.Change]:
    """The saves of the map that were written down; none where they cannot be read."""
    try:
        lines = journal.load(journal.journal_of(load_config(config_path)))
    except KpiError:
        return ()
    return tuple(change for _, change in lines.entries if change.what == journal.MAP)


def allowed(config_path: Path) -> Sequence[Path]:
    """The folders in which the paths of the map must lie, as they were allowed when the server began."""
    handed = site.sharing().allowed
    return tuple(map(Path, handed)) if handed else _allowed_then(config_path.resolve())


def check_paths(config: Config) -> None:
    """InvalidFile where the map names a path in none of the folders that were allowed."""
    if problems := outside(config, allowed(config.path)):
        raise InvalidFile(problems)


def provider_is_asked() -> bool:
    """Whether OpenID Connect signs in here."""
    return bool(site.sharing().oidc)


@cache
def _allowed_then(config_path: Path) -> tuple[Path, ...]:
    return tuple(map(Path, allowed_folders(config_path)))


def _user() -> User | None:
    if provider_is_asked():
        return open_id.user_of_claims(st.user.to_dict(), site.users())
    return user_of(dict(st.context.cookies))
