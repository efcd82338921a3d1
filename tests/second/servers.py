"""Servers on this machine that speak as OpenAI's does, well or badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kpi.settings.second_reader import SecondReader

Behave = Callable[["Call"], None]


@dataclass
class Call:
    """One request: what was asked, and how to answer it."""

    handler: BaseHTTPRequestHandler
    asked: dict[str, Any]
    stop: threading.Event

    def send(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.send_header("Content-Length", str(len(body) if length is None else length))
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def answer(self, text: str, finish: str = "stop", **usage: int) -> None:
        choice = {"message": {"role": "assistant", "content": text}, "finish_reason": finish}
        found = {"choices": [choice], **({"usage": usage} if usage else {})}
        self.send(json.dumps(found).encode(), Content_Type="application/json")


@dataclass
class Served:
    """A running server and what it was asked: the bodies, and the headers with the keys."""

    port: int
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def reader(self, **settings: Any) -> SecondReader:
        return SecondReader(f"http://{self.host}/v1", "tester", **{"seconds": 20, "tries": 2, **settings})


@contextmanager
def serving(*behaviours: Behave) -> Iterator[Served]:
    """A server that behaves one way at the first request, the next at the second …, the last from then on."""
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.asked.append(asked)
            served.headers.append(dict(self.headers))
            behave = behaviours[min(len(served.asked), len(behaviours)) - 1]
            try:
                behave(Call(self, asked, stop))
            except OSError:  # who asked has gone
                self.close_connection = True

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Served(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def answering(text: str, **usage: int) -> Behave:
    return lambda call: call.answer(text, **usage)


def failing(status: int, body: bytes = b"", **headers: str) -> Behave:
    return lambda call: call.send(body, status, **headers)


def dying(call: Call) -> None:
    """Says that more will come, and goes."""
    call.send(b'{"choices": [{"mess', length=5000)
    call.handler.close_connection = True


def silent(call: Call) -> None:
    """Takes the question and never says a word."""
    call.stop.wait()


def dripping(call: Call) -> None:
    """A letter now and then, without an end."""
    call.send(b"", length=10**9)
    while not call.stop.wait(0.05):
        call.handler.wfile.write(b" ")
        call.handler.wfile.flush()


def endless(call: Call) -> None:
    """As much as the line takes, without an end."""
    call.send(b"", length=10**12)
    while not call.stop.is_set():
        call.handler.wfile.write(b"x" * 100_000)
