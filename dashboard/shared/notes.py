"""The notes of the project as they stand now: in force as soon as they are written, without a build."""

from __future__ import annotations

import streamlit as st

from kpi.results import notes
from kpi.results.notes import Notes
from kpi.settings.config import Config

Stamp = tuple[int, int]


def known(config: Config) -> Notes:
    """All notes, read anew where the file changed; KpiError where it cannot be read."""
    return _read(str(config.notes), *stamp(config), config.digest, config)


def stamp(config: Config) -> Stamp:
    """What tells one state of the file from the next."""
    try:
        stat = config.notes.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(path: str, changed: int, size: int, digest: str, _config: Config) -> Notes:
    del path, changed, size, digest  # they tell one state from the next
    return notes.load(_config)
