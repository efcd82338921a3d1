"""How this dashboard is shared, as `kpi serve` handed it over, and who may sign in."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kpi.building.sharing import VARIABLE, Sharing, read_sharing
from kpi.settings.users import User, load_users
from kpi.vocabulary.errors import KpiError

_Stamp = tuple[int, int, int]


@cache
def sharing() -> Sharing:
    """As it was when the process began; nobody signs in where it was started without `kpi serve`."""
    return read_sharing(os.environ.get(VARIABLE, ""))


def users() -> Mapping[str, User]:
    """Those who may sign in, as their file is now."""
    path = Path(sharing().users)
    try:
        stat = path.stat()
    except OSError:  # a file that is taken away lets nobody in
        return {}
    return _users(path, (stat.st_mtime_ns, stat.st_size, stat.st_ino))


_known: dict[Path, tuple[_Stamp, Mapping[str, User]]] = {}


def _users(path: Path, stamp: _Stamp) -> Mapping[str, User]:
    if path not in _known or _known[path][0] != stamp:
        try:
            _known[path] = (stamp, load_users(path))
        except KpiError as error:  # told once for each state of the file; until it is mended nobody comes in
            logging.getLogger(__name__).error("%s", error)
            _known[path] = (stamp, {})
    return _known[path][1]
