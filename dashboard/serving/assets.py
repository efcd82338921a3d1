"""The scripts that every page begins with, answered from memory and kept by browsers for a year.

Streamlit reads each of its hundred files from disk for each visitor, behind all that looks at requests; until the last
is there a page is grey. Their names change with what they hold, and so does that of the copy of Plotly that comes with
the program: no browser asks twice.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.serving import site
from kpi.building.sharing import Sharing

_STREAMLIT = Path(streamlit.__file__).parent / "static"
_FOR_A_YEAR = "public, immutable, max-age=31536000"
_LEAST_PACKED = 1_000  # bytes; below that packing saves nothing
# not as the system has it: a browser runs no script that is named otherwise
_KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
_MOST_KEPT = 256  # files; a page begins with a hundred


ELEMENTS = ("BidiComponent", "Button", "ButtonGroup", "Html", "Multiselect", "Selectbox", "Slider", "TextInput")
"""The elements of Streamlit that most pages have: a browser asks for their scripts only once it is to draw them."""

_IMPORT = re.compile(r"""(?:from|import)\s*["']\./([^"']+\.js)["']""")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that never changes under its address, which comes after the prefix of the site."""

    address: str
    path: Path

    @classmethod
    def named_by_content(cls, path: Path, folder: str) -> Asset:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        return cls(f"/{folder}/{path.stem}-{digest}{path.suffix}", path)


PLOTLY = Asset.named_by_content(Path(__file__).parent.parent / "static" / "plotly-basic.min.js", "charts")


class Assets:
    """Answers for the files that it knows; in the page itself it names the one that charts need before they ask."""

    def __init__(self, app: ASGIApp, sharing: Sharing | None = None) -> None:
        self._app = app
        self._prefix = (sharing or site.sharing()).prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        asset = _known().get(str(scope["path"]).removeprefix(self._prefix))
        if asset is not None:
            answer = await asyncio.to_thread(_answer, asset, "gzip" in asked.get("accept-encoding", ""))
            await answer(scope, receive, send)
        elif "text/html" in asked.get("accept", ""):
            # not packed on the way here, so that it can be added to
            plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            await self._app({**scope, "headers": plain}, receive, _Page(send, self._prefix).send)
        else:
            await self._app(scope, receive, send)


class _Page:
    """Passes an answer on; that of the page with a word of what it will need."""

    def __init__(self, send: Send, prefix: str) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()
        self._early = _early(prefix)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = bytes(self._body).replace(b"</head>", self._early + b"</head>", 1)
        headers = MutableHeaders(raw=list(self._start["headers"]))
        headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):  # they are those of the file without what was added
            del headers[name]
        await self._send({**self._start, "headers": headers.raw})
        self._start = None
        await self._send({"type": "http.response.body", "body": body})


def _early(prefix: str) -> bytes:
    """What the page names in its head: the chunks of the elements that most pages are made of, and Plotly."""
    chunks = "".join(
        f'<link rel="modulepreload" crossorigin href="{prefix}/static/js/{path.name}">' for path in early_chunks()
    )
    # where it cannot be had, the first chart asks again
    return f'{chunks}<script async src="{prefix}{PLOTLY.address}" onerror="this.remove()"></script>'.encode()


@cache
def early_chunks() -> tuple[Path, ...]:
    """The scripts of the elements of most pages, each with those that it imports; those that are not there left out."""
    found: dict[str, Path] = {}
    waiting = [path for name in ELEMENTS for path in (_STREAMLIT / "static" / "js").glob(f"{name}.*.js")]
    while waiting:
        path = waiting.pop()
        if path.name not in found and path.is_file():
            found[path.name] = path
            waiting += [path.with_name(name) for name in _IMPORT.findall(path.read_text(encoding="utf-8"))]
    index = (_STREAMLIT / "index.html").read_text(encoding="utf-8")
    return tuple(path for name, path in sorted(found.items()) if name not in index)


def _is_page(message: Message) -> bool:
    told = Headers(raw=message["headers"])
    return message["status"] == 200 and told.get("content-type", "").startswith("text/html")


@cache
def _known() -> dict[str, Asset]:
    """The files by their address: those of Streamlit that have their digest in their name, and Plotly."""
    found = [path for path in (_STREAMLIT / "static").rglob("*") if path.is_file()]
    named = [Asset(f"/{path.relative_to(_STREAMLIT).as_posix()}", path) for path in found]
    return {asset.address: asset for asset in (*named, PLOTLY)}


def _answer(asset: Asset, packed: bool) -> Response:
    kind = _KINDS.get(asset.path.suffix) or mimetypes.guess_type(asset.path.name)[0] or "application/octet-stream"
    headers = {"cache-control": _FOR_A_YEAR, "vary": "accept-encoding"}
    body = _packed(asset) if packed else b""
    if body:
        headers["content-encoding"] = "gzip"
    return Response(body or _read(asset), media_type=kind, headers=headers)


@lru_cache(maxsize=_MOST_KEPT)
def _read(asset: Asset) -> bytes:
    return asset.path.read_bytes()


@lru_cache(maxsize=_MOST_KEPT)
def _packed(asset: Asset) -> bytes:
    """Its content packed; empty where that saves nothing."""
    raw = _read(asset)
    if len(raw) < _LEAST_PACKED or asset.path.suffix not in (".js", ".css", ".svg", ".json"):
        return b""
    return gzip.compress(raw, 6, mtime=0)
