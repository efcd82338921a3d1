"""What stands before the dashboard: requests for other names, from other pages, by nobody, or too many of them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from dashboard.serving import guard as guard_module
from dashboard.serving import sign_in, site
from dashboard.serving.bounds import Bound
from dashboard.serving.guard import Guard
from dashboard.serving.sessions import SECONDS_IDLE, Sessions
from dashboard.serving.sign_in import local_path
from kpi.bootstrap import ROOT
from kpi.building.sharing import Sharing
from kpi.settings import users
from kpi.settings.users import User, hash_of, put_user

ALONE = Sharing()
URL = "https://kpi.example/zone"
EDITOR, READER = ("王编辑", "correct horse battery"), ("李读者", "another long secret")
HASHES = {name: hash_of(password) for name, password in (EDITOR, READER)}


@dataclass(slots=True)
class Answer:
    """What came back: the status, the headers, the body; 101 where a web socket went through."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def everything(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers all it is asked, having read what it was sent."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    length = 0
    while (message := await receive())["type"] == "http.request":
        length += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    else:
        raise ConnectionError("the body was cut")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOWALL")]})
    await send({"type": "http.response.body", "body": str(length).encode()})


def ask(
    guard: Guard, path: str, *, method: str = "GET", body: bytes = b"", kind: str = "http", **headers: str
) -> Answer:
    """One request; `host` and `origin` and other headers as named, `length` for that which is told."""
    told = {"host": "127.0.0.1:8501", **{name.replace("_", "-"): value for name, value in headers.items() if value}}
    if body and "content-length" not in told:
        told["content-length"] = str(len(body))
    path, _, query = path.partition("?")
    scope = {
        "type": kind, "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in told.items()],
        "client": ("10.0.0.9", 1), "scheme": "http", "server": ("127.0.0.1", 8501), "subprotocols": [],
    }  # fmt: skip
    if kind == "websocket":
        del scope["method"]
    answer = Answer()

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"} if kind == "websocket" else {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "websocket.accept":
            answer.status = 101
        elif message["type"] == "websocket.close":
            answer.status = 403
        elif message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode().lower(): value.decode("latin-1") for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may have a loop of its own in this thread
        apart.submit(lambda: asyncio.run(guard(scope, receive, send))).result()
    return answer


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Guard]:
    """A dashboard at an address of its own, with somebody who edits and somebody who only looks."""
    path = tmp_path / users.USERS
    put_user(path, User(EDITOR[0], True, HASHES[EDITOR[0]]))
    put_user(path, User(READER[0], False, HASHES[READER[0]]))
    sharing = Sharing("127.0.0.1", URL, str(path))
    monkeypatch.setattr(site, "sharing", lambda: sharing)
    monkeypatch.setattr(guard_module, "SESSIONS", Sessions(site.users))
    for bound in ("FILES", "BYTES"):
        monkeypatch.setattr(guard_module, bound, Bound(getattr(guard_module, bound).most, 600))
    for bound in ("WRONG_OF_NAME", "WRONG_OF_ADDRESS"):
        monkeypatch.setattr(sign_in, bound, Bound(getattr(sign_in, bound).most, 600))
    yield Guard(everything, sharing)


def sign_in_as(guard: Guard, name: str, password: str, then: str = "/zone/trends?show=gdp", **headers: str) -> Answer:
    form = urlencode({"name": name, "password": password, "then": then}).encode()
    told = {"host": "kpi.example", "origin": "https://kpi.example"} | headers
    return ask(guard, "/zone/sign-in", method="POST", body=form, **told)


def cookie_of(answer: Answer) -> str:
    return answer.headers["set-cookie"].partition(";")[0]


# On this machine alone


@pytest.mark.parametrize(
    ("host", "origin", "socket", "page"),
    [
        ("127.0.0.1:8501", "", 101, 200),
        ("localhost:8501", "http://localhost:8501", 101, 200),
        ("[::1]:8501", "http://[::1]:8501", 101, 200),
        ("127.0.0.1:8501", "http://127.0.0.1:8501", 101, 200),
        ("127.0.0.1:8501", "http://127.0.0.1:9999", 403, 403),
        ("127.0.0.1:8501", "http://localhost:8501", 403, 403),
        ("127.0.0.1:8501", "https://evil.example", 403, 403),
        ("127.0.0.1:8501", "null", 403, 403),
        ("evil.example:8501", "http://evil.example:8501", 403, 403),
        ("evil.example", "", 403, 403),
        ("", "", 403, 403),
        ("127.0.0.1:8501@evil.example", "", 403, 403),
        ("127.0.0.1.evil.example", "", 403, 403),
    ],
)
def test_names_and_pages_of_this_machine(host: str, origin: str, socket: int, page: int) -> None:
    guard = Guard(everything, ALONE)
    told = {"host": host or " ", "origin": origin}
    assert ask(guard, "/_stcore/stream", kind="websocket", **told).status == socket
    assert ask(guard, "/trends", **told).status == page


def test_every_answer_keeps_other_sites_out() -> None:
    found = ask(Guard(everything, ALONE), "/trends").headers
    assert found["x-frame-options"] == "SAMEORIGIN", "whatever the application says"
    assert found["x-content-type-options"] == "nosniff" and found["referrer-policy"] == "same-origin"
    policy = found["content-security-policy"]
    for rule in ("default-src 'self'", "frame-ancestors 'self'", "object-src 'none'", "ws://127.0.0.1:8501"):
        assert rule in policy
    assert "*" not in policy and "http:" not in policy and "https:" not in policy, "nothing from elsewhere"
    assert "content-security-policy" in ask(Guard(everything, ALONE), "/", host="evil.example").headers


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent", "/_stcore/agent/x"])
def test_what_nobody_needs_is_not_there(path: str) -> None:
    assert ask(Guard(everything, ALONE), path).status == 404


# Shared


def test_nothing_is_seen_before_signing_in(shared: Guard) -> None:
    found = ask(shared, "/zone/trends?show=gdp", host="kpi.example")
    assert (found.status, found.headers["location"]) == (303, "/zone/sign-in?then=%2Fzone%2Ftrends%3Fshow%3Dgdp")
    for path in ("/zone/_stcore/host-config", "/zone/static/js/index.js", "/zone/media/a.png", "/zone/component/x"):
        assert ask(shared, path, host="kpi.example").status == 401
    assert ask(shared, "/zone/_stcore/stream", kind="websocket", host="kpi.example").status == 403
    own = {"host": "kpi.example", "origin": "https://kpi.example"}
    assert ask(shared, "/zone/_stcore/stream", kind="websocket", **own).status == 403
    assert ask(shared, "/zone/trends", method="POST", **own).status == 401
    assert ask(shared, "/zone/_stcore/health", host="127.0.0.1:8501").status == 200, "for whoever watches over it"
    assert ask(shared, "/zone/trends", host="evil.example").status == 403


def test_signing_in_leads_where_one_wanted_to_go(shared: Guard) -> None:
    form = ask(shared, "/zone/sign-in?then=%2Fzone%2Ftrends", host="kpi.example", accept_language="zh-CN")
    text = form.body.decode()
    assert form.status == 200 and 'value="/zone/trends"' in text and "密码" in text and "<script" not in text
    assert "Password" in ask(shared, "/zone/sign-in", host="kpi.example", accept_language="en-US").body.decode()
    done = sign_in_as(shared, *EDITOR)
    assert (done.status, done.headers["location"]) == (303, "/zone/trends?show=gdp")
    kept = done.headers["set-cookie"].lower()
    assert all(part in kept for part in ("httponly", "samesite=lax", "secure", "path=/zone/"))
    cookie = cookie_of(done)
    told = {"host": "kpi.example", "cookie": cookie}
    assert ask(shared, "/zone/trends", **told).status == 200
    assert ask(shared, "/zone/_stcore/stream", kind="websocket", origin="https://kpi.example", **told).status == 101
    assert ask(shared, "/zone/_stcore/stream", kind="websocket", origin="https://evil.example", **told).status == 403
    out = ask(shared, "/zone/sign-out", **told)
    assert out.status == 303 and ask(shared, "/zone/trends", **told).status == 303, "the cookie is worth nothing now"


@pytest.mark.parametrize(
    ("name", "password", "origin"),
    [
        (EDITOR[0], READER[1], "https://kpi.example"),
        ("没有这人", EDITOR[1], "https://kpi.example"),
        ("", "", "https://kpi.example"),
        (EDITOR[0], EDITOR[1], "https://evil.example"),
        (EDITOR[0], EDITOR[1], ""),
    ],
)
def test_who_is_not_let_in(shared: Guard, name: str, password: str, origin: str) -> None:
    found = sign_in_as(shared, name, password, origin=origin)
    assert found.status in (401, 403) and "set-cookie" not in found.headers
    assert password == "" or password not in found.body.decode()


def test_what_is_typed_as_a_name_is_text(shared: Guard) -> None:
    text = sign_in_as(shared, '"><script>alert(1)</script>', "x").body.decode()
    assert "<script" not in text and "&lt;script&gt;" in text


def test_guessing_is_slowed_down(shared: Guard) -> None:
    assert [sign_in_as(shared, EDITOR[0], f"wrong {number}").status for number in range(8)] == [401] * 6 + [429] * 2
    assert sign_in_as(shared, *EDITOR).status == 429, "also the right one has to wait"
    assert sign_in_as(shared, *READER).status == 303, "others do not"


@pytest.mark.parametrize(
    "then",
    [
        "//evil.example",
        "https://evil.example",
        "/zone/\\evil.example",
        "/other/",
        "javascript:alert(1)",
        "/zone/\r\nx: y",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(then: str) -> None:
    assert local_path(then, "/zone") == "/zone/"
    assert local_path("//evil.example/", "") == "/"


def test_sessions_end_with_the_password_the_user_and_the_day(shared: Guard) -> None:
    now = [0.0]
    path = Path(site.sharing().users)
    sessions = Sessions(site.users, clock=lambda: now[0])
    editor, reader = site.users()[EDITOR[0]], site.users()[READER[0]]
    one, other = sessions.begin(editor), sessions.begin(reader)
    assert sessions.user(one) == editor and sessions.user("x") is None and sessions.user(None) is None
    users.change_user(path, EDITOR[0], editor=False)
    found = sessions.user(one)
    assert found is not None and not found.editor, "what he may do is as it is now"
    put_user(path, User(EDITOR[0], True, hash_of("a new password")))
    assert sessions.user(one) is None
    now[0] = SECONDS_IDLE - 1
    assert sessions.user(other) is not None
    now[0] += SECONDS_IDLE - 1
    assert sessions.user(other) is not None, "it was used meanwhile"
    now[0] += SECONDS_IDLE + 1
    assert sessions.user(other) is None
    third = sessions.begin(reader)
    users.remove_user(path, READER[0])
    assert sessions.user(third) is None


def test_a_file_of_users_that_cannot_be_read_lets_nobody_in(shared: Guard) -> None:
    cookie = cookie_of(sign_in_as(shared, *EDITOR))
    path = Path(site.sharing().users)
    for text in ("[", '{"users": []}'):
        path.write_text(text, encoding="utf-8")
        assert ask(shared, "/zone/trends", host="kpi.example", cookie=cookie).status == 303
        assert sign_in_as(shared, *EDITOR).status == 401
    path.unlink()
    assert sign_in_as(shared, *EDITOR).status == 401


# Files


def upload(guard: Guard, cookie: str, size: int = 4, **headers: str) -> int:
    told = {"host": "kpi.example", "origin": "https://kpi.example", "cookie": cookie} | headers
    return ask(guard, "/zone/_stcore/upload_file/s/f", method="PUT", body=b"x" * size, **told).status


def test_files_are_taken_from_editors_and_not_too_many(shared: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, reader = (cookie_of(sign_in_as(shared, *who)) for who in (EDITOR, READER))
    assert upload(shared, reader) == 403 and upload(shared, "") == 401
    monkeypatch.setattr(guard_module, "FILES", Bound(3, 600))
    assert [upload(shared, editor) for _ in range(4)] == [200, 200, 200, 429]
    monkeypatch.setattr(guard_module, "FILES", Bound(100, 600))
    monkeypatch.setattr(guard_module, "BYTES", Bound(1_000, 600))
    assert [upload(shared, editor, size) for size in (600, 500, 400)] == [200, 429, 200]


def test_a_file_is_not_longer_than_it_said(shared: Guard) -> None:
    editor = cookie_of(sign_in_as(shared, *EDITOR))
    assert upload(shared, editor, content_length=" ") == 411
    with pytest.raises(ConnectionError):
        upload(shared, editor, size=2_000, content_length="10")


def test_what_is_bounded_goes_on_after_a_while() -> None:
    now = [0.0]
    bound = Bound(2, 10, clock=lambda: now[0])
    assert [bound.take("a") for _ in range(3)] == [True, True, False] and bound.take("b") and bound.is_full("a")
    now[0] = 11.0
    assert bound.take("a")


# What is served


def test_the_application_stands_behind_the_guard_and_asks_nobody_for_its_address() -> None:
    code = """
from streamlit import net_util
def asked(*_, **__): raise AssertionError("asked")
net_util._make_blocking_http_get = asked
import dashboard.server as server
from streamlit.web.server import server_util
assert net_util.get_external_ip() is None
assert not server_util.is_url_from_allowed_origins("https://evil.example")
assert [each.cls.__name__ for each in server.app._user_middleware] == ["Guard", "Assets"]
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
