"""What every page begins with: answered from memory, named early, and sent without waiting."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dashboard.serving import assets
from dashboard.serving.assets import PLOTLY, Assets, early_chunks
from dashboard.serving.sockets import at_once
from kpi.building.sharing import Sharing

PAGE = b"<html><head><title>x</title></head><body></body></html>"
PUBLISHED = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"
Told = tuple[int, dict[str, str], bytes]


async def streamlit(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers its page in two pieces, and all else as plain text."""
    told = {"path": scope["path"], "headers": dict(scope["headers"])}
    html = not scope["path"].startswith("/_stcore")
    kind = b"text/html; charset=utf-8" if html else b"text/plain"
    status = 404 if "missing" in told["path"] else 200
    pairs = [(b"content-type", kind), (b"content-length", str(len(PAGE)).encode()), (b"etag", b"one")]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[20:]})


def ask(path: str, prefix: str = "", **headers: str) -> Told:
    """One request: the status, the headers and the body that come back."""
    sharing = Sharing(base_url=f"https://kpi.example{prefix}") if prefix else Sharing()
    told: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        told.append(message)

    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": pairs}
    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may have a loop of its own in this thread
        apart.submit(lambda: asyncio.run(Assets(streamlit, sharing)(scope, receive, send))).result()
    names = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return told[0]["status"], names, b"".join(message["body"] for message in told[1:])


@pytest.mark.parametrize("prefix", ["", "/zone"])
def test_plotly_comes_packed_where_that_is_taken_and_stays_for_a_year(prefix: str) -> None:
    raw = PLOTLY.path.read_bytes()
    status, headers, body = ask(prefix + PLOTLY.address, prefix, accept_encoding="gzip, br")
    assert status == 200 and gzip.decompress(body) == raw and headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"] and headers["content-type"].startswith("text/javascript")
    assert headers["vary"] == "accept-encoding" and len(body) < len(raw) / 2
    _, headers, body = ask(prefix + PLOTLY.address, prefix)
    assert body == raw and "content-encoding" not in headers


def test_the_copy_of_plotly_is_the_one_that_was_published() -> None:
    assert hashlib.sha256(PLOTLY.path.read_bytes()).hexdigest() == PUBLISHED
    assert "MIT License" in (PLOTLY.path.parent / "plotly-basic.LICENSE.txt").read_text("utf-8")


def test_scripts_of_streamlit_are_answered_and_nothing_beside_them() -> None:
    name = early_chunks()[0].name
    assert ask(f"/static/js/{name}")[2] == early_chunks()[0].read_bytes()
    for path in ("/static/../index.html", "/static/js/none.js", "/static/js/"):
        assert ask(path)[2] == PAGE, "it is left to the application"


def test_the_page_names_what_it_will_need_before_it_asks() -> None:
    status, headers, body = ask("/zone/trends", "/zone", accept="text/html,*/*", accept_encoding="gzip")
    assert status == 200 and int(headers["content-length"]) == len(body) and "etag" not in headers
    head = body.partition(b"</head>")[0].decode()
    assert f'<script async src="/zone{PLOTLY.address}"' in head and head.count("modulepreload") == len(early_chunks())


@pytest.mark.parametrize("path", ["/_stcore/health", "/missing"])
def test_other_answers_pass_as_they_are(path: str) -> None:
    _, headers, body = ask(path, accept="text/html")
    assert body == PAGE and headers["etag"] == "one"


def test_the_elements_that_pages_are_made_of_have_scripts_of_that_name() -> None:
    named = {path.name.partition(".")[0] for path in early_chunks()}
    assert set(assets.ELEMENTS) <= named, "Streamlit calls them otherwise now"


def test_connections_of_a_socket_without_a_protocol_do_not_wait() -> None:
    async def told() -> int:
        with socket.socket(socket.AF_INET) as listening:
            listening.bind(("127.0.0.1", 0))
            seen: list[int] = []

            def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                taken = writer.get_extra_info("socket")
                seen.append(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                writer.close()

            async with at_once(None), await asyncio.start_server(answer, sock=listening):
                reader, writer = await asyncio.open_connection(*listening.getsockname())
                await reader.read()
                writer.close()
        return seen[0]

    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(lambda: asyncio.run(told())).result()
