"""What the browser remembers of its reader: the zone that is theirs, and the results that they saw last.

Kept in two cookies of the page, written by the brief when it is drawn; nothing of it is kept on the server.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote

import streamlit as st

from kpi.settings.config import Config

SAME_VISIT = timedelta(hours=12)
"""Who comes back within that time is still looking at the news of the day."""
_ZONE, _SEEN = "kpi_zone", "kpi_seen"
_IN_SESSION = "visit_cookies"


@dataclass(frozen=True, slots=True)
class Visit:
    """The results seen on this visit, since when, and those of the visit before (empty where there was none)."""

    build: str
    since: str
    before: str = ""

    def told(self) -> str:
        return f"{self.build}|{self.since}|{self.before}"


def read(text: str) -> Visit | None:
    """The visit that a cookie tells of; None where it tells of none."""
    parts = text.split("|")
    try:
        datetime.fromisoformat(parts[1])
    except (IndexError, ValueError):
        return None
    return Visit(parts[0], parts[1], parts[2] if len(parts) > 2 else "")


def next_visit(last: Visit | None, build: str, now: datetime) -> Visit:
    """The visit that it is now, by what is known of the last one."""
    stamp = now.isoformat(timespec="minutes")
    if last is None:
        return Visit(build, stamp)
    if last.build != build:
        return Visit(build, stamp, last.build)
    if abs(now - datetime.fromisoformat(last.since)) < SAME_VISIT:  # a clock may have been set back since
        return last
    return Visit(build, stamp, build)


def of(config: Config, build: str, now: datetime) -> Visit:
    """This visit to the results `build` of a project."""
    visit = next_visit(read(_cookie(config, _SEEN)), build, now)
    _keep(config, _SEEN, visit.told())
    return visit


def zone(config: Config) -> str:
    """The zone that the reader chose last in this browser; empty where none was."""
    return _cookie(config, _ZONE)


def keep_zone(config: Config, name: str) -> None:
    """Remembers the zone as the reader's own."""
    _keep(config, _ZONE, name)


def cookies() -> dict[str, str]:
    """What the page is to have the browser remember."""
    return dict(st.session_state.get(_IN_SESSION, {}))


def _cookie(config: Config, name: str) -> str:
    """The cookie as this session wrote it, else as the browser sent it when it connected."""
    name = _name(config, name)
    sent = st.context.cookies.get(name)
    return cookies().get(name) or (unquote(sent) if isinstance(sent, str) else "")


def _keep(config: Config, name: str, value: str) -> None:
    st.session_state[_IN_SESSION] = {**cookies(), _name(config, name): value}


def _name(config: Config, name: str) -> str:
    """Cookies are of a host, whatever the port: another project served beside has others."""
    return f"{name}_{hashlib.sha256(str(config.data).encode()).hexdigest()[:8]}"
