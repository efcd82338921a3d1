"""Who is signed in: by a random token that the browser keeps in a cookie and this process by its digest alone.

A session ends by signing out, after half a day without use, when the password is changed or the user removed, and with
the process.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from kpi.settings.users import User

COOKIE = "kpi_session"
SECONDS_IDLE = 12 * 3600.0
_MOST = 5_000


@dataclass(slots=True)
class _Session:
    name: str
    secret: str
    used: float


@dataclass(slots=True)
class Sessions:
    """The sessions of this process; asked from many threads. `users` gives those who may sign in."""

    users: Callable[[], Mapping[str, User]]
    clock: Callable[[], float] = time.monotonic
    _open: OrderedDict[str, _Session] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, user: User) -> str:
        """Signs a user in; the token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._open[_digest(token)] = _Session(user.name, user.secret, self.clock())
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
        return token

    def end(self, token: str) -> None:
        """Signs out whoever has the token."""
        with self._lock:
            self._open.pop(_digest(token), None)

    def user(self, token: str | None) -> User | None:
        """Who has the token; None where nobody may sign in by it any more."""
        if not token:
            return None
        name = _digest(token)
        with self._lock:
            session = self._open.get(name)
            if session is None:
                return None
            user = self.users().get(session.name)
            now = self.clock()
            if user is None or user.secret != session.secret or now - session.used > SECONDS_IDLE:
                del self._open[name]
                return None
            session.used = now
            self._open.move_to_end(name)
            return user


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
