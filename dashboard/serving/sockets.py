"""Answers that leave at once.

Streamlit binds its socket without naming the protocol, and asyncio turns off the waiting of TCP (Nagle's) only where
it is named. The second half of each short answer on a connection that is kept then waits for the browser to say that it
has the first: 40 ms for each of the hundred scripts of a page.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any


@asynccontextmanager
async def at_once(_app: Any) -> AsyncIterator[None]:
    """While the application runs: what listens, and so each connection that it takes, does not wait."""
    loop = asyncio.get_running_loop()
    create = loop.create_server

    async def created(*arguments: Any, **named: Any) -> Any:
        listening = named.get("sock")
        if listening is not None and listening.family in (socket.AF_INET, socket.AF_INET6):
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return await create(*arguments, **named)

    with suppress(AttributeError):  # another loop, of which nothing can be changed, sees to it itself
        loop.create_server = created  # type: ignore[method-assign]
    yield
