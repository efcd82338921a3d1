"""Every request passes here before Streamlit sees it: for which name, from which page, by whom, how much.

Streamlit looks at the host of web sockets alone, takes pages from any port of this machine, and asks an address on the
internet for the machine's own where a page comes from elsewhere: refused here, it is never asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.serving import sign_in, site
from dashboard.serving.bounds import Bound
from dashboard.serving.headers import headers
from dashboard.serving.open_id import signed_in_by_provider
from dashboard.serving.sessions import COOKIE, Sessions
from kpi.building.sharing import ADDRESS, Sharing
from kpi.settings.users import User

SIGN_IN, SIGN_OUT, HEALTH = "/sign-in", "/sign-out", "/_stcore/health"
_METRICS, _UPLOAD, _AGENT = "/_stcore/metrics", "/_stcore/upload_file/", "/_stcore/agent"
FEW_MINUTES = 600.0
FILES = Bound(400, FEW_MINUTES)
BYTES = Bound(2 * 2**30, FEW_MINUTES)
"""What a person may hand in within ten minutes; how large one file may be says `server.maxUploadSize`."""
_LONGEST_FORM = 16_384
_SECONDS_OF_COOKIE = 30 * 24 * 3600  # the session behind it ends much earlier where it is not used
_TRIES_AT_ONCE = 2
"""So many passwords are looked at at once: each takes 32 MB."""

SESSIONS = Sessions(site.users)

Answer = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """The application behind it, for those who may see it."""

    def __init__(self, app: ASGIApp, sharing: Sharing | None = None) -> None:
        self._app = app
        self._sharing = sharing or site.sharing()
        self._tries = asyncio.Semaphore(_TRIES_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        told = self._telling(send, asked)
        if refusal := self._refusal(scope, asked):
            await _refuse(scope, receive, told, refusal)
            return
        path = str(scope["path"]).removeprefix(self._sharing.prefix)
        if path in (_METRICS,) or path.startswith(_AGENT):
            await _refuse(scope, receive, told, "Not found", 404)
            return
        if not self._sharing.users or path == HEALTH:
            await self._passed(scope, receive, told, path, _client(scope), True)
            return
        if self._sharing.oidc:
            await self._of_provider(scope, receive, told, path, asked)
            return
        if path in (SIGN_IN, SIGN_OUT):
            answer = await (self._sign_in if path == SIGN_IN else self._sign_out)(Request(scope, receive))
            await answer(scope, receive, told)
            return
        user = SESSIONS.user(cookie_parser(asked.get("cookie", "")).get(COOKIE))
        if user is None:
            await self._ask_to_sign_in(scope, receive, told, path)
            return
        await self._passed(scope, receive, told, path, user.name, user.editor)

    def _refusal(self, scope: Scope, asked: Headers) -> str:
        """Why a request is none for this server; empty where it is one."""
        host = asked.getlist("host")
        name = _host_name(host[0]) if len(host) == 1 else ""
        health = str(scope["path"]) == f"{self._sharing.prefix}{HEALTH}" and name == ADDRESS
        if name not in self._sharing.names and not health:
            return "This name is not served here"
        origins = asked.getlist("origin")
        if not origins:
            return "" if scope["type"] == "websocket" or scope["method"] != "POST" else "A form without a page"
        same = (f"http://{host[0]}", f"https://{host[0]}") if not self._sharing.base_url else ()
        if len(origins) > 1 or origins[0] not in (*same, self._sharing.origin):
            return "Pages from elsewhere are not answered"
        return ""

    async def _passed(
        self, scope: Scope, receive: Receive, send: Send, path: str, name: str, editor: bool
    ) -> None:  # fmt: skip
        """Hands the request on; what is uploaded is counted, and taken from those alone who may add reports."""
        if not path.startswith(_UPLOAD) or scope.get("method") != "PUT":
            await self._app(scope, receive, send)
            return
        if not editor:
            await _refuse(scope, receive, send, "Only editors hand in files")
            return
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdecimal():
            await _refuse(scope, receive, send, "Length required", 411)
            return
        if not FILES.take(name) or not BYTES.take(name, int(length)):
            await _refuse(scope, receive, send, "Too much in a short time; try again later", 429)
            return
        await self._app(scope, _no_more_than(int(length), receive), send)

    async def _of_provider(self, scope: Scope, receive: Receive, send: Send, path: str, asked: Headers) -> None:
        """Where a provider signs in, the page itself leads there; files are given and taken only behind that."""
        user = signed_in_by_provider(cookie_parser(asked.get("cookie", "")), self._sharing, site.users())
        if user is None and path.startswith((_UPLOAD, "/media/")):
            await _refuse(scope, receive, send, "Sign in first", 401)
            return
        await self._passed(scope, receive, send, path, user.name if user else "", bool(user and user.editor))

    async def _ask_to_sign_in(self, scope: Scope, receive: Receive, send: Send, path: str) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and _is_page(path):
            query = scope["query_string"].decode("latin-1")
            then = quote(str(scope["path"]), safe="/") + (f"?{query}" if query else "")
            answer: Response = RedirectResponse(f"{self._sharing.prefix}{SIGN_IN}?then={quote(then, safe='')}", 303)
            answer.headers["cache-control"] = "no-store"
            await answer(scope, receive, send)
            return
        await _refuse(scope, receive, send, "Sign in first", 401)

    async def _sign_in(self, request: Request) -> Response:
        language = sign_in.language_of(request.headers.get("accept-language", ""))
        if request.method != "POST":
            then = sign_in.local_path(request.query_params.get("then", ""), self._sharing.prefix)
            return self._form(language, then)
        if int(request.headers.get("content-length") or _LONGEST_FORM + 1) > _LONGEST_FORM:
            return PlainTextResponse("Too long", 413)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > _LONGEST_FORM:
                return PlainTextResponse("Too long", 413)
        said = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        name, then = said.get("name", "").strip(), sign_in.local_path(said.get("then", ""), self._sharing.prefix)
        user = site.users().get(name)
        async with self._tries:
            problem = await asyncio.to_thread(
                sign_in.checked, name, said.get("password", ""), _client(request.scope), user
            )
        if problem or user is None:
            return self._form(language, then, problem, name, 429 if problem == "sign_in_wait" else 401)
        answer = RedirectResponse(then, 303)
        answer.set_cookie(
            COOKIE,
            SESSIONS.begin(user),
            max_age=_SECONDS_OF_COOKIE,
            path=f"{self._sharing.prefix}/",
            httponly=True,
            samesite="lax",
            secure=self._sharing.secure,
        )
        return answer

    async def _sign_out(self, request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
            SESSIONS.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(f"{self._sharing.prefix}{SIGN_IN}", 303)
        answer.delete_cookie(COOKIE, path=f"{self._sharing.prefix}/")
        return answer

    def _form(self, language: str, then: str, problem: str = "", name: str = "", status: int = 200) -> Response:
        text = sign_in.page(self._sharing.prefix, language, then, problem, name)
        return HTMLResponse(text, status, headers={"cache-control": "no-store"})

    def _telling(self, send: Send, asked: Headers) -> Send:
        """`send` with the headers that every answer has."""
        host = urlsplit(self._sharing.origin).netloc or asked.get("host", "")
        socket = f"{'wss' if self._sharing.secure else 'ws'}://{host}" if _host_name(host) else ""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = headers(socket)
                names = {name for name, _ in ours}
                kept = [pair for pair in message.get("headers", ()) if bytes(pair[0]).lower() not in names]
                message = {**message, "headers": [*kept, *ours]}
            await send(message)

        return told


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str, status: int = 403) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": why})
        return
    await PlainTextResponse(why, status, headers={"cache-control": "no-store"})(scope, receive, send)


def _no_more_than(most: int, receive: Receive) -> Receive:
    """`receive` that ends a body where it is longer than it said."""
    left = most

    async def received() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                return {"type": "http.disconnect"}
        return message

    return received


def _is_page(path: str) -> bool:
    """Whether somebody may have typed the path; what pages load by themselves is not led to a form."""
    return (
        not path.startswith(("/_stcore/", "/static/", "/media/", "/component/")) and "." not in path.rpartition("/")[2]
    )


def _host_name(host: str) -> str:
    """The name in a Host header without its port; empty where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    plain = not (parts.path or parts.query or parts.fragment or parts.username or parts.password)
    return (parts.hostname or "").rstrip(".") if plain else ""


def _client(scope: Scope) -> str:
    client: Any = scope.get("client")
    return str(client[0]) if client else ""


def user_of(cookies: dict[str, str]) -> User | None:
    """Who is signed in by the cookies of a request."""
    return SESSIONS.user(cookies.get(COOKIE))
